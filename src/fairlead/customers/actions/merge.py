"""Make two records one: all that hung on one hangs on the other, nothing is lost, and it can be undone.

What refers to a company or a contact is found by looking at the models, so an app above this one need not
announce itself, and none can be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Model, Q, UniqueConstraint

from fairlead import journal
from fairlead.access import Refused, Viewer
from fairlead.customers import events, rules
from fairlead.customers.models import Company, Contact
from fairlead.journal import action
from fairlead.journal.models import Entry
from fairlead.kit.errors import RuleBroken
from fairlead.people.models import Share

R = TypeVar("R", Company, Contact)

_COMPANY_BLANKS = ("industry", "company_type", "owner", "location", "website", "phone")
_ADDRESS = ("street", "city", "postal_code", "region", "country")
_CONTACT_BLANKS = ("company", "job_title", "email", "phone", "owner")


class CannotMerge(RuleBroken):
    """These two records cannot be made one."""


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """A merge was taken back; ``left`` names what was changed since and stays where it is."""

    batch_id: int
    left: list[str]


def merge_companies(
    kept: Company, *, gone: Company, by: Viewer, at: datetime, reason: str = ""
) -> events.CompaniesMerged:
    """Move contacts, opportunities, subsidiaries, shares and all else of one company to another.

    Blank fields of the kept one are filled from the other, which is put aside and points to it.

    :raises CannotMerge: when both are the same.
    :raises access.Refused: when the viewer may not change both.
    """
    return _in_a_batch(_merge_companies, kept, gone, by=by, at=at, reason=reason)  # type: ignore[no-any-return]


def merge_contacts(
    kept: Contact, *, gone: Contact, by: Viewer, at: datetime, reason: str = ""
) -> events.ContactsMerged:
    """Move opportunities, shares and all else of one contact to another.

    :raises CannotMerge: when both are the same.
    :raises access.Refused: when the viewer may not change both.
    """
    return _in_a_batch(_merge_contacts, kept, gone, by=by, at=at, reason=reason)  # type: ignore[no-any-return]


def undo_merge(gone: Company | Contact, *, by: Viewer, at: datetime) -> MergeUndone:
    """Take a merge back: both records and all that hung on them are as they were.

    :raises CannotMerge: when the record was not merged.
    :raises access.Refused: when somebody else merged it and the viewer does not administer.
    """
    if verdict := rules.may_undo_merge(by, gone):
        entry = Entry.objects.select_related("batch").get(pk=gone.entry_id)
    else:
        raise Refused(verdict.reason)
    if entry.batch is None:
        raise CannotMerge("This merge was not recorded as one, so it cannot be undone.")
    undone = journal.undo_batch(entry.batch, by=by, at=at)
    return MergeUndone(undone.batch_id, [f"{left.label}: {left.reason}" for left in undone.left])


def _in_a_batch(merge: Any, kept: R, gone: R, *, by: Viewer, at: datetime, reason: str) -> Any:
    """Merge inside a batch of its own, which is what undoing it takes back."""
    with journal.durable_transaction():
        batch = journal.start_batch("merge", f"Merge {gone} into {kept}", by=by, at=at)
        with journal.in_batch(batch):
            return merge(kept, gone=gone, batch_id=batch.pk, by=by, at=at, reason=reason)


@action("company.merged", rule=rules.may_merge, verb="merged another company into")
def _merge_companies(
    kept: Company, *, gone: Company, batch_id: int, by: Viewer, at: datetime, reason: str
) -> events.CompaniesMerged:
    gone = _the_other(kept, gone, by)
    if kept.parent_id == gone.pk:
        kept.parent = gone.parent if gone.parent_id != kept.pk else None
        kept.save()
    moved = _move("company", gone, kept)
    _put_aside(gone, kept, at)
    _fill(kept, gone, _COMPANY_BLANKS)
    if not any(getattr(kept, name) for name in _ADDRESS):
        _fill(kept, gone, _ADDRESS)
    kept.save()
    return events.CompaniesMerged(kept.pk, gone.pk, batch_id, moved)


@action("contact.merged", rule=rules.may_merge, verb="merged another contact into")
def _merge_contacts(
    kept: Contact, *, gone: Contact, batch_id: int, by: Viewer, at: datetime, reason: str
) -> events.ContactsMerged:
    gone = _the_other(kept, gone, by)
    moved = _move("contact", gone, kept)
    _put_aside(gone, kept, at)
    _fill(kept, gone, _CONTACT_BLANKS)
    kept.save()
    return events.ContactsMerged(kept.pk, gone.pk, batch_id, moved)


def _the_other(kept: R, gone: R, by: Viewer) -> R:
    """Lock and read the record that will be put aside, and ask the rule about it as well."""
    if kept.pk == gone.pk:
        raise CannotMerge("Choose two different records.")
    fresh = type(gone)._base_manager.select_for_update(no_key=True).get(pk=gone.pk)
    if not (verdict := rules.may_merge(by, fresh)):
        raise Refused(f"{fresh}: {verdict.reason}")
    return fresh


def _put_aside(gone: R, kept: R, at: datetime) -> None:
    gone.deleted_at = at
    gone.merged_into = kept
    gone.save()


def _fill(kept: R, gone: R, names: tuple[str, ...]) -> None:
    for name in names:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    if not kept.external_id:
        kept.external_id, kept.external_system = gone.external_id, gone.external_system


def _move(kind: str, gone: R, kept: R) -> dict[str, int]:
    """Hang everything that refers to one record on the other; return how many of each kind."""
    moved: dict[str, int] = {}
    for model, name in _referring(type(gone)):
        rows = model._base_manager.filter(**{name: gone.pk}).exclude(
            pk__in=[kept.pk] if model is type(kept) else []
        )
        _drop_twins(model, name, gone, kept)
        if count := rows.update(**{name: kept.pk}):
            noun = str(model._meta.verbose_name_plural)
            moved[noun] = moved.get(noun, 0) + count
    _move_shares(kind, gone, kept)
    return moved


def _referring(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Yield every model and foreign key that refers to a model; versions are left as they were."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is not models.DO_NOTHING:
            yield relation.related_model, relation.field.name


def _drop_twins(model: type[Model], name: str, gone: R, kept: R) -> None:
    """Delete rows that would be there twice: a contact that takes part in an opportunity as both records."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or name not in constraint.fields:
            continue
        others = [other for other in constraint.fields if other != name]
        held = model._base_manager.filter(constraint.condition or Q(), **{name: kept.pk}).values_list(*others)
        for values in held if others else ():
            twins = dict(zip(others, values, strict=True))
            model._base_manager.filter(**{name: gone.pk}, **twins).delete()


def _move_shares(kind: str, gone: R, kept: R) -> None:
    """Let those who saw the one see the other."""
    there = set(Share.objects.filter(kind=kind, record_id=kept.pk).values_list("person_id", "team_id"))
    for share in Share.objects.filter(kind=kind, record_id=gone.pk):
        if (share.person_id, share.team_id) in there:
            share.delete()
        else:
            share.record_id = kept.pk
            share.save()
