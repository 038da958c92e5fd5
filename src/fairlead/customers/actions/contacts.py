"""Create, edit, reassign, delete and restore contacts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fairlead import journal
from fairlead.access import Viewer
from fairlead.customers import events, rules
from fairlead.customers.models import Company, Contact
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.people.models import Person

from .companies import refuse_inactive

EDITABLE = frozenset({"name", "company", "job_title", "email", "phone", "external_id"})
"""What ``edit_contact`` changes; the owner changes by ``reassign_contact``."""


class CannotEditContact(RuleBroken):
    """A field cannot be changed here, or not to this value."""


@dataclass(frozen=True, slots=True)
class NewContact:
    """What a new contact starts with; without an owner it is its company's.

    :param details: further fields by name, as ``edit_contact`` takes them.
    """

    name: str
    company: Company | None = None
    owner: Person | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def owner_id(self) -> int | None:
        """Return the owner's id, for the rule."""
        return self.owner.pk if self.owner else None


@action("contact.created", rule=rules.may_create)
def create_contact(new: NewContact, *, by: Viewer, at: datetime) -> events.ContactCreated:
    """Create a contact.

    :raises CannotEditContact: for a field that a contact is not created with, or a deleted company.
    :raises kit.validation.Invalid: naming the fields that hold what they cannot hold.
    """
    _refuse_unknown(new.details)
    if new.owner is not None:
        refuse_inactive(new.owner)
    contact = Contact(name=new.name.strip(), company=new.company, owner=new.owner, created_at=at)
    for name, value in new.details.items():
        setattr(contact, name, value)
    _check(contact)
    validation.save(contact)
    return events.ContactCreated(contact.pk)


@action("contact.edited", rule=rules.may_edit)
def edit_contact(
    contact: Contact, *, changes: Mapping[str, Any], by: Viewer, at: datetime, reason: str = ""
) -> events.ContactEdited | None:
    """Change fields; other people's edits of other fields since the caller looked are kept.

    :raises CannotEditContact: for a field that has a verb of its own, or a company that was deleted.
    :raises journal.Stale: with the other's values, when somebody changed the same field.
    """
    _refuse_unknown(changes)
    changed = journal.merge(contact, changes)
    if not changed:
        return None
    _check(contact, company_changed="company" in changed)
    validation.save(contact)
    return events.ContactEdited(contact.pk, changed)


@action("contact.reassigned", rule=rules.may_reassign, touches=("owner",))
def reassign_contact(
    contact: Contact, *, to: Person, by: Viewer, at: datetime, reason: str = ""
) -> events.ContactReassigned | None:
    """Give a contact another owner."""
    if contact.owner_id == to.pk:
        return None
    refuse_inactive(to)
    before = contact.owner_id
    contact.owner = to
    contact.save()
    return events.ContactReassigned(contact.pk, before, to.pk)


@action("contact.deleted", rule=rules.may_delete)
def delete_contact(contact: Contact, *, by: Viewer, at: datetime, reason: str = "") -> events.ContactDeleted:
    """Put a contact aside; it can be restored, and its history stays."""
    contact.deleted_at = at
    contact.save()
    return events.ContactDeleted(contact.pk)


@action("contact.restored", rule=rules.may_restore)
def restore_contact(contact: Contact, *, by: Viewer, at: datetime) -> events.ContactRestored:
    """Bring a deleted contact back as it was."""
    contact.deleted_at = None
    validation.save(contact)
    return events.ContactRestored(contact.pk)


def _refuse_unknown(fields: Mapping[str, Any]) -> None:
    if unknown := sorted(set(fields) - EDITABLE):
        problems = dict.fromkeys(unknown, "This cannot be changed here.")
        raise CannotEditContact(f"{', '.join(unknown)} cannot be edited this way.", fields=problems)


def _check(contact: Contact, *, company_changed: bool = True) -> None:
    contact.name, contact.email = contact.name.strip(), contact.email.strip()
    if company_changed and contact.company is not None and contact.company.is_deleted:
        problem = f"{contact.company} was deleted."
        raise CannotEditContact(problem, fields={"company": problem})
