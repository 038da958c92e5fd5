"""Changes of customers: create, edit, reassign, delete, restore, merge."""

from .companies import (
    CannotCreateCompany,
    CannotEditCompany,
    NewCompany,
    create_company,
    delete_company,
    edit_company,
    reassign_company,
    restore_company,
)
from .contacts import (
    CannotEditContact,
    NewContact,
    create_contact,
    delete_contact,
    edit_contact,
    reassign_contact,
    restore_contact,
)
from .merge import CannotMerge, MergeUndone, merge_companies, merge_contacts, undo_merge

__all__ = [
    "CannotCreateCompany",
    "CannotEditCompany",
    "CannotEditContact",
    "CannotMerge",
    "MergeUndone",
    "NewCompany",
    "NewContact",
    "create_company",
    "create_contact",
    "delete_company",
    "delete_contact",
    "edit_company",
    "edit_contact",
    "merge_companies",
    "merge_contacts",
    "reassign_company",
    "reassign_contact",
    "restore_company",
    "restore_contact",
    "undo_merge",
]
