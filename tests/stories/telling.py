"""Play a story: lines of “day | who | what they do”, done to the database on that day at noon."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from fairlead import journal
from fairlead.access import Viewer
from fairlead.people import actions as people
from fairlead.pipeline import actions, queries
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON
from tests.process import Process

Sum = tuple[int, Decimal]


@dataclass
class Story:
    """What happened so far."""

    process: Process
    batches: list[Any] = field(default_factory=list)

    def play(self, text: str) -> "Story":
        """Do what every line of a table says, in order; other lines are for the reader."""
        for line in text.splitlines():
            parts = [part.strip() for part in line.split("|")]
            if len(parts) == 3 and re.fullmatch(r"\d+ March", parts[0]):
                self._do(moment(parts[0]), parts[1].lower(), parts[2])
        return self

    def _do(self, at: datetime, who: str, what: str) -> None:
        for pattern, verb in VERBS.items():
            if said := re.fullmatch(pattern, what):
                verb(self, at, self.process.cast.viewer(who), *said.groups())
                return
        raise AssertionError(f"Nobody knows how to: {what}")

    def deal(self, title: str) -> Opportunity:
        """Return an opportunity by its title."""
        return Opportunity.objects.get(title=title)

    def stage(self, name: str) -> Any:
        """Return a stage by its name."""
        return {
            "Qualify": self.process.qualify,
            "Propose": self.process.propose,
            "Close": self.process.close,
        }[name]

    # --- what a manager asks -----------------------------------------------------

    def pipeline(self, who: str, day: str) -> dict[str, tuple[int, str, str]]:
        """Return count, amount and weighted amount of each stage's open work, at the end of a day."""
        found: dict[str, list[Opportunity]] = {}
        for row in self._seen(who, day).filter(outcome="open"):
            found.setdefault(row.stage.name, []).append(row)
        return {
            name: (len(rows), _sum(row.amount for row in rows), _sum(row.weighted for row in rows))
            for name, rows in found.items()
        }

    def won(self, who: str, day: str) -> str:
        """Return what was won, as known at the end of a day."""
        return _sum(row.amount for row in self._seen(who, day).filter(outcome="won"))

    def seers(self, title: str) -> str:
        """Return the names of those who see an opportunity now."""
        names = ("ada", "mona", "nora", "rob", "sue")
        viewers = {name: self.process.cast.viewer(name) for name in names}
        return " ".join(
            name.title()
            for name in names
            if queries.opportunities(viewers[name]).filter(title=title).exists()
        )

    def _seen(self, who: str, day: str) -> Any:
        end = moment(day) + timedelta(hours=11)
        rows = queries.opportunities(self.process.cast.viewer(who), as_of=end)
        return rows.select_related("stage")


def moment(day: str) -> datetime:
    """Return noon of a day of March 2026."""
    return NOON.replace(day=int(day.split(maxsplit=1)[0]))


def _sum(amounts: Any) -> str:
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    return f"{total:,.2f}".removesuffix(".00")


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _creates(story: Story, at: datetime, by: Viewer, *said: str) -> None:
    draft, title, amount, stage = said
    new = actions.NewOpportunity(
        title=title,
        owner=story.process.cast.person(by.name.lower()),
        stage=story.stage(stage),
        currency="EUR",
        amount=_number(amount),
        expected_close_on=at.date() + timedelta(days=30),
        is_draft=bool(draft),
    )
    actions.create_opportunity(new, by=by, at=at)


def _moves(story: Story, at: datetime, by: Viewer, title: str, stage: str) -> None:
    actions.move_opportunity(story.deal(title), to=story.stage(stage), by=by, at=at)


def _prices(story: Story, at: datetime, by: Viewer, title: str, amount: str) -> None:
    actions.edit_opportunity(story.deal(title), changes={"amount": _number(amount)}, by=by, at=at)


def _wins(story: Story, at: datetime, by: Viewer, title: str) -> None:
    actions.win_opportunity(story.deal(title), by=by, at=at, closed_on=at.date())


def _loses(story: Story, at: datetime, by: Viewer, title: str) -> None:
    said = {"lost_reason": story.process.price, "closed_on": at.date()}
    actions.lose_opportunity(story.deal(title), by=by, at=at, **said)


def _reopens(story: Story, at: datetime, by: Viewer, title: str) -> None:
    actions.reopen_opportunity(story.deal(title), by=by, at=at, reason="They called.")


def _publishes(story: Story, at: datetime, by: Viewer, title: str) -> None:
    actions.publish_opportunity(story.deal(title), by=by, at=at)


def _hands(story: Story, at: datetime, by: Viewer, title: str, whom: str) -> None:
    actions.reassign_opportunity(story.deal(title), to=story.process.cast.person(whom.lower()), by=by, at=at)


def _shares(story: Story, at: datetime, by: Viewer, title: str, whom: str) -> None:
    people.share(story.deal(title), person=story.process.cast.person(whom.lower()), by=by, at=at)


def _splits(story: Story, at: datetime, by: Viewer, *said: str) -> None:
    title, whom, percent = said
    cast, share = story.process.cast, Decimal(percent)
    shares = {cast.person(by.name.lower()): 100 - share, cast.person(whom.lower()): share}
    actions.split_opportunity(story.deal(title), shares=shares, by=by, at=at)


def _moves_all(story: Story, at: datetime, by: Viewer, stage: str) -> None:
    rows = list(queries.opportunities(by).filter(outcome="open"))
    change = actions.BulkChange(stage=story.stage(stage))
    story.batches.append(actions.bulk_change(rows, change=change, by=by, at=at))


def _undoes(story: Story, at: datetime, by: Viewer) -> None:
    journal.undo_batch(story.batches[-1], by=by, at=at)


VERBS: dict[str, Callable[..., None]] = {
    r"creates (a draft: )?(.+) over ([\d,]+) in (\w+)": _creates,
    r"moves everything open to (\w+)": _moves_all,
    r"takes that back": _undoes,
    r"moves (.+) to (\w+)": _moves,
    r"changes (.+) to ([\d,]+)": _prices,
    r"wins (.+)": _wins,
    r"loses (.+)": _loses,
    r"reopens (.+)": _reopens,
    r"publishes (.+)": _publishes,
    r"hands (.+) over to (\w+)": _hands,
    r"shares (.+) with (\w+)": _shares,
    r"splits (.+) with (\w+), (\d+) % for \w+": _splits,
}
