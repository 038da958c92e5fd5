"""The page of one opportunity: where it stands, its facts, what happened, what belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from fairlead.access import Verdict, Viewer, no
from fairlead.kit.errors import RuleBroken
from fairlead.people import queries as people
from fairlead.people import rules as people_rules
from fairlead.pipeline import queries, rules
from fairlead.web.pipeline.fields import TITLES
from fairlead.web.shared import pages, timeline
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.pipeline.models import Opportunity

PAST = "You are looking at the past. Go back to now to change it."
FACTS = tuple(name for name in TITLES if name not in ("title", "currency", "description", "probability"))


@dataclass(frozen=True, slots=True)
class Step:
    """A stage on the way of the opportunity; where ``action`` leads, it can be moved to."""

    name: str
    state: str
    note: str
    action: str
    value: int


@dataclass(frozen=True)
class Record:
    """What the page draws."""

    opportunity: "Opportunity"
    viewer: Viewer
    now: datetime
    as_of: datetime | None

    @property
    def at(self) -> datetime:
        """Return the moment that the page shows."""
        return self.as_of or self.now

    @cached_property
    def may(self) -> Mapping[str, Verdict]:
        """Return for each verb whether the viewer may, or why not."""
        asked = {
            "edit": rules.may_edit,
            "move": rules.may_move,
            "close": rules.may_close,
            "reopen": rules.may_reopen,
            "reassign": rules.may_reassign,
            "split": rules.may_split,
            "publish": rules.may_publish,
            "delete": rules.may_delete,
            "restore": rules.may_restore,
            "contacts": rules.may_work_on,
            "share": people_rules.may_share,
        }
        if self.as_of:
            return dict.fromkeys(asked, no(PAST))
        return {name: rule(self.viewer, self.opportunity) for name, rule in asked.items()}

    @cached_property
    def stages(self) -> list[Any]:
        """Return the stages of its pipeline that are in use, and its own."""
        own = self.opportunity.stage
        return [stage for stage in own.pipeline.stages.all() if stage.is_active or stage.pk == own.pk]

    @cached_property
    def steps(self) -> list[Step]:
        """Return the way it takes, with the days in each stage."""
        spent, own = queries.days_in_stages(self.opportunity, self.at), self.opportunity.stage_id
        here = next(index for index, stage in enumerate(self.stages) if stage.pk == own)
        open_ = self.opportunity.outcome == "open"
        return [
            Step(
                name=stage.name,
                state="now" if index == here else "done" if index < here else "ahead",
                note=_days(
                    self.opportunity.days_in_stage(self.at)
                    if index == here and open_
                    else spent.get(stage.pk)
                ),
                action="move" if index != here and self.may["move"] else "",
                value=stage.pk,
            )
            for index, stage in enumerate(self.stages)
        ]

    @cached_property
    def parts(self) -> tuple[list[Any], list[Any], list[Any]]:
        """Return lines, split and contacts."""
        return queries.with_parts(self.opportunity, as_of=self.as_of)

    @property
    def is_rotting(self) -> bool:
        """Tell whether it has been in its stage for too long."""
        return self.opportunity.is_rotting(self.at)

    @cached_property
    def beside(self) -> list[Any]:
        """Return what else is open at the company."""
        return queries.open_beside(self.viewer, self.opportunity)

    @cached_property
    def shares(self) -> list[Any]:
        """Return with whom it is shared."""
        return list(people.shares_of(self.viewer, self.opportunity))

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return the fields on the left: name and title."""
        return [(name, TITLES[name]) for name in FACTS]


def show(request: Request, pk: int) -> HttpResponse:
    """Show an opportunity, as it is or as it was."""
    as_of = moment_of(request)
    opportunity = queries.opportunity(request.viewer, pk, as_of=as_of)
    record = Record(opportunity, request.viewer, request.now, as_of)
    told = timeline.timeline(
        queries.opportunity_history(opportunity),
        "opportunity",
        until=as_of,
        title=request.GET.get("field", ""),
        who=request.GET.get("who", ""),
    )
    context = {
        "record": record,
        "opportunity": opportunity,
        "timeline": told,
        "as_of": as_of,
        "place": "opportunities",
    }
    return pages.render(request, "pipeline/record.html", context)


def moment_of(request: Request) -> datetime | None:
    """Return the moment that the address asks for; none for now.

    :raises RuleBroken: when it is no moment.
    """
    text = request.GET.get("as_of", "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise RuleBroken(
            "Write the moment like 2026-01-31T12:00:00Z.", fields={"as_of": "It is no moment."}
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if moment < request.now else None


def _days(days: int | None) -> str:
    if days is None:
        return ""
    return "today" if days == 0 else f"{days} day{'' if days == 1 else 's'}"
