"""Keep the reference lists: add, rename, order, retire and restore values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db.models import Max

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.vocabulary import events, rules
from fairlead.vocabulary.models import ReferenceList, ReferenceValue


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value to be added at the end of a list."""

    list: str
    label: str
    colour: str = ""
    external_id: str = ""


class ReferenceValueChanges(TypedDict, total=False):
    """What may be changed about a value; its label's history is kept."""

    label: str
    colour: str
    external_id: str


@action("reference_value.added", rule=rules.may_maintain)
def add_value(new: NewValue, *, by: Viewer, at: datetime) -> events.ReferenceValueSaved:
    """Add a value at the end of its list.

    :raises kit.validation.Invalid: when the list has it already, retired or not.
    """
    del by, at
    last = ReferenceValue.objects.filter(list=new.list).aggregate(Max("order"))["order__max"]
    value = ReferenceValue(
        list=new.list,
        label=new.label.strip(),
        colour=new.colour,
        external_id=new.external_id.strip(),
        order=0 if last is None else last + 1,
    )
    validation.check(value)
    value.save()
    return events.ReferenceValueSaved(value.pk, value.list)


@action("reference_value.edited", rule=rules.may_maintain)
def edit_value(
    value: ReferenceValue, *, changes: ReferenceValueChanges, by: Viewer, at: datetime
) -> events.ReferenceValueSaved | None:
    """Rename or recolour a value; records that carry it show the new label, their history the old one."""
    del by, at
    if not journal.merge(value, changes):
        return None
    validation.check(value)
    value.save()
    return events.ReferenceValueSaved(value.pk, value.list)


@action("reference_value.retired", rule=rules.may_maintain)
def retire_value(value: ReferenceValue, *, by: Viewer, at: datetime) -> events.ReferenceValueSaved | None:
    """Take a value out of the choices; records that carry it keep it, `usage` says how many are open."""
    del by, at
    return _activate(value, is_active=False)


@action("reference_value.restored", rule=rules.may_maintain)
def restore_value(value: ReferenceValue, *, by: Viewer, at: datetime) -> events.ReferenceValueSaved | None:
    """Put a retired value back among the choices."""
    del by, at
    return _activate(value, is_active=True)


@action("reference_list.reordered", rule=rules.may_maintain)
def reorder_values(
    kind: ReferenceList, *, ids: Sequence[int], by: Viewer, at: datetime
) -> events.ReferenceListReordered | None:
    """Put the values of a list into this order; retired ones that are left out follow.

    :raises RuleBroken: when an id is not of this list.
    """
    del by, at
    values = {
        value.pk: value for value in ReferenceValue.objects.select_for_update(no_key=True).filter(list=kind)
    }
    if strangers := [pk for pk in ids if pk not in values]:
        raise RuleBroken(
            f"{ReferenceList(kind).label} has no value {strangers[0]}.", fields={"ids": "unknown"}
        )
    wanted = [values[pk] for pk in dict.fromkeys(ids)]
    wanted += [
        value for value in sorted(values.values(), key=lambda value: value.order) if value not in wanted
    ]
    moved = [(place, value) for place, value in enumerate(wanted) if value.order != place]
    for place, value in moved:
        value.order = place
        value.save()
    return events.ReferenceListReordered(kind) if moved else None


def _activate(value: ReferenceValue, *, is_active: bool) -> events.ReferenceValueSaved | None:
    if value.is_active == is_active:
        return None
    value.is_active = is_active
    value.save()
    return events.ReferenceValueSaved(value.pk, value.list)
