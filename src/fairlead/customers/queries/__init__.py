"""Reads about customers; every function takes the viewer first and returns what is within their reach."""

from .companies import companies, company, company_history, subsidiaries
from .contacts import contact, contact_history, contacts, contacts_of
from .duplicates import CompanyDraft, ContactDraft, Likeness, possible_duplicates

__all__ = [
    "CompanyDraft",
    "ContactDraft",
    "Likeness",
    "companies",
    "company",
    "company_history",
    "contact",
    "contact_history",
    "contacts",
    "contacts_of",
    "possible_duplicates",
    "subsidiaries",
]
