"""The fields of an opportunity that people write: what they may be, and what a stage asks of them."""

from collections.abc import Iterable

from fairlead.kit.errors import RuleBroken
from fairlead.pipeline.models import Opportunity, Stage, title_of
from fairlead.vocabulary import belonging
from fairlead.vocabulary.models import ReferenceList

EDITABLE = frozenset(
    {
        "title", "company", "team", "location", "amount", "currency", "probability", "expected_close_on",
        "forecast_category", "competitor", "source", "campaign", "next_step", "next_step_on", "description",
        "external_id",
    }
)  # fmt: skip
"""What creating and editing write; everything else has a verb of its own."""

LISTS = {"source": ReferenceList.SOURCE, "competitor": ReferenceList.COMPETITOR}


class CannotMove(RuleBroken):
    """The stage asks for something this opportunity does not have yet, or takes no more opportunities."""


class CannotEdit(RuleBroken):
    """A field cannot be changed here, or the stage needs what would become empty."""


def refuse_unknown(names: Iterable[str]) -> None:
    """Raise for fields that have a verb of their own.

    :raises CannotEdit: naming them.
    """
    if unknown := sorted(set(names) - EDITABLE):
        fields = dict.fromkeys(unknown, "This field has a verb of its own.")
        raise CannotEdit(f"{', '.join(unknown)} cannot be edited this way.", fields=fields)


def refuse_retired(stage: Stage) -> None:
    """Raise for a stage that takes no more opportunities.

    :raises CannotMove: when it or its pipeline is retired.
    """
    if not (stage.is_active and stage.pipeline.is_active):
        raise CannotMove(
            f"{stage} is not in use any more.", fields={"stage": "This stage is not in use any more."}
        )


def check_lists(opportunity: Opportunity, names: Iterable[str]) -> None:
    """Check that these fields hold values of their own lists.

    :raises vocabulary.belonging.WrongList: naming the field and the value.
    """
    belonging.check(opportunity, {name: LISTS[name] for name in LISTS.keys() & set(names)})


def needs(stage: Stage, missing: list[str]) -> tuple[str, dict[str, str]]:
    """Return the sentence, and a sentence a field, for what a stage asks for in vain."""
    titles = [title_of(name) for name in missing]
    return f"{stage} needs: {', '.join(titles)}.", dict.fromkeys(missing, f"{stage} needs this.")
