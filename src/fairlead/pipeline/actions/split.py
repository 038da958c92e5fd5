"""Split an opportunity among persons."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit.errors import RuleBroken
from fairlead.kit.money import PercentField, round_half_even
from fairlead.people.models import Person
from fairlead.pipeline import rules
from fairlead.pipeline.events import OpportunitySplitChanged
from fairlead.pipeline.models import Opportunity, OpportunitySplit


class CannotSplit(RuleBroken):
    """The shares do not sum to 100 %."""


@action("opportunity.split", rule=rules.may_split, verb="split")
def split_opportunity(
    opportunity: Opportunity, *, shares: Mapping[Person, Decimal], by: Viewer, at: datetime, reason: str = ""
) -> OpportunitySplitChanged | None:
    """Share an opportunity out; no shares at all means that it is its owner's alone.

    :param shares: each person's share in percent; together exactly 100.
    :raises CannotSplit: when they are not.
    """
    shares = {person: round_half_even(share, PercentField.places) for person, share in shares.items()}
    _check(shares)
    before = {split.person_id: split for split in opportunity.splits.all()}
    wanted = {person.pk: share for person, share in shares.items()}
    if {pk: split.share for pk, split in before.items()} == wanted:
        return None
    for pk, split in before.items():
        if pk not in wanted:
            split.delete()
    for pk, share in wanted.items():
        split = before.get(pk) or OpportunitySplit(opportunity=opportunity, person_id=pk)
        split.share = share
        split.save()
    return OpportunitySplitChanged(opportunity.pk)


def _check(shares: Mapping[Person, Decimal]) -> None:
    total = sum(shares.values(), Decimal(0))
    if shares and total != 100:
        raise CannotSplit(
            f"The shares sum to {total:f} %, not to 100 %.", fields={"share": f"Sum: {total:f} %."}
        )
    for person, share in shares.items():
        if share <= 0:
            raise CannotSplit(
                f"{person}'s share must be more than nothing.", fields={"share": "More than 0 %."}
            )
