"""Create, edit, reassign, delete and restore companies."""

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
from fairlead.people.models import Location, Person
from fairlead.vocabulary import belonging
from fairlead.vocabulary.models import ReferenceList

EDITABLE = frozenset(
    {
        "name", "industry", "company_type", "location", "parent", "street", "city", "postal_code", "region",
        "country", "website", "phone", "external_id",
    }
)  # fmt: skip
"""What ``edit_company`` changes; the owner changes by ``reassign_company``."""

_LISTS = {"industry": ReferenceList.INDUSTRY, "company_type": ReferenceList.COMPANY_TYPE}
_DEEPEST = 50


class CannotCreateCompany(RuleBroken):
    """A new company was given a field that it cannot be created with."""


class CannotEditCompany(RuleBroken):
    """A field cannot be changed here, or not to this value."""


@dataclass(frozen=True, slots=True)
class NewCompany:
    """What a new company starts with.

    :param location: by default the owner's.
    :param details: further fields by name, as ``edit_company`` takes them.
    """

    name: str
    owner: Person | None = None
    location: Location | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def owner_id(self) -> int | None:
        """Return the owner's id, for the rule."""
        return self.owner.pk if self.owner else None

    @property
    def location_id(self) -> int | None:
        """Return the location's id, for the rule."""
        return self.location.pk if self.location else None


@action("company.created", rule=rules.may_create)
def create_company(new: NewCompany, *, by: Viewer, at: datetime) -> events.CompanyCreated:
    """Create a company.

    :raises CannotCreateCompany: for a field that a company is not created with.
    :raises kit.validation.Invalid: naming the fields that hold what they cannot hold.
    """
    if unknown := sorted(set(new.details) - EDITABLE):
        raise CannotCreateCompany(f"A company is not created with {', '.join(unknown)}.")
    if new.owner is not None:
        refuse_inactive(new.owner)
    location = new.location or (new.owner.location if new.owner else None)
    company = Company(name=new.name.strip(), owner=new.owner, location=location, created_at=at)
    for name, value in new.details.items():
        setattr(company, name, value)
    _check(company, new.details)
    validation.save(company)
    return events.CompanyCreated(company.pk)


@action("company.edited", rule=rules.may_edit)
def edit_company(
    company: Company, *, changes: Mapping[str, Any], by: Viewer, at: datetime, reason: str = ""
) -> events.CompanyEdited | None:
    """Change fields; other people's edits of other fields since the caller looked are kept.

    :raises CannotEditCompany: for a field that has a verb of its own, or a parent that lies below.
    :raises journal.Stale: with the other's values, when somebody changed the same field.
    """
    if unknown := sorted(set(changes) - EDITABLE):
        problems = dict.fromkeys(unknown, "This cannot be changed here.")
        raise CannotEditCompany(f"{', '.join(unknown)} cannot be edited this way.", fields=problems)
    changed = journal.merge(company, changes)
    if not changed:
        return None
    _check(company, changed)
    validation.save(company)
    return events.CompanyEdited(company.pk, changed)


@action("company.reassigned", rule=rules.may_reassign, touches=("owner",))
def reassign_company(
    company: Company, *, to: Person, by: Viewer, at: datetime, with_contacts: bool = True, reason: str = ""
) -> events.CompanyReassigned | None:
    """Give a company another owner; contacts that had the same owner follow, unless they are to stay."""
    if company.owner_id == to.pk:
        return None
    refuse_inactive(to)
    before = company.owner_id
    company.owner = to
    company.save()
    if with_contacts:
        Contact.objects.existing().filter(company=company, owner=before).update(owner=to)
    return events.CompanyReassigned(company.pk, before, to.pk)


@action("company.deleted", rule=rules.may_delete)
def delete_company(company: Company, *, by: Viewer, at: datetime, reason: str = "") -> events.CompanyDeleted:
    """Put a company aside; it can be restored, and its history stays."""
    company.deleted_at = at
    company.save()
    return events.CompanyDeleted(company.pk)


@action("company.restored", rule=rules.may_restore)
def restore_company(company: Company, *, by: Viewer, at: datetime) -> events.CompanyRestored:
    """Bring a deleted company back as it was."""
    company.deleted_at = None
    validation.save(company)
    return events.CompanyRestored(company.pk)


def refuse_inactive(person: Person) -> None:
    """Raise when a person cannot own customers any more."""
    if not person.is_active:
        raise CannotEditCompany(f"{person} is deactivated.", fields={"owner": "This person is deactivated."})


def _check(company: Company, changed: Any) -> None:
    """Check that values come from their own lists, and that no company is its own ancestor."""
    company.name, company.country = company.name.strip(), company.country.strip().upper()
    belonging.check(company, {name: _LISTS[name] for name in _LISTS.keys() & set(changed)})
    if "parent" in changed and company.pk and company.parent_id != company.pk and _lies_below(company):
        problem = f"{company.parent} belongs to {company} already."
        raise CannotEditCompany(problem, fields={"parent": problem})


def _lies_below(company: Company) -> bool:
    """Tell whether the company is among the parents of its new parent."""
    above, steps = company.parent, 0
    while above is not None and steps < _DEEPEST:
        if above.pk == company.pk:
            return True
        above, steps = above.parent, steps + 1
    return above is not None
