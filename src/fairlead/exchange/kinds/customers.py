"""Companies and contacts, as files bring them."""

from collections.abc import Mapping
from typing import Any

from fairlead.customers import queries, rules
from fairlead.customers.models import Company, Contact

from .countries import country_code
from .kind import CREATED_AT, EXTERNAL_ID, EXTERNAL_SYSTEM, KNOWN_AT, Context, Field, Kind, reference, text


def _with_company(contact: Any, given: frozenset[str], context: Context) -> Mapping[str, str]:
    """Hand the rule the contact's company without a query for each row."""
    if contact.company_id:
        known: dict[int, Company] = context.known("companies", lambda: _reachable(context))
        company = known.get(contact.company_id) or context.promised.of("company", contact.company_id)
        if company is not None:
            contact.company = company
    return own_and_date(contact, given, context)


def _reachable(context: Context) -> dict[int, Company]:
    fields = ("pk", "name", "owner_id", "location_id", "deleted_at", "merged_into_id")
    return {company.pk: company for company in queries.companies(context.viewer).only(*fields)}


def own_and_date(record: Any, _given: frozenset[str], context: Context) -> Mapping[str, str]:
    """Give a new record an owner and a date of creation where the file names none."""
    if record.pk is None:
        record.owner_id = record.owner_id or context.viewer.person_id
        record.created_at = record.created_at or context.at
    return {}


COMPANIES = Kind(
    "companies",
    "Companies",
    "company",
    Company,
    (
        text("name", "Name", "company", "company name", "account", "account name", "customer", required=True),
        reference("industry", "Industry", "industry", "sector", "branch"),
        reference(
            "company_type", "Type", "company_type", "company type", "account type", "segment", "category"
        ),
        reference("owner", "Owner", "person", "account owner", "sales rep", "account manager", "responsible"),
        reference("location", "Location", "location", "territory", "sales region"),
        reference("parent", "Parent company", "company", "parent", "parent account", "group"),
        text("street", "Street", "address", "billing street", "street address", "address line 1"),
        text("city", "City", "town", "billing city", "place"),
        text("postal_code", "Postal code", "zip", "zip code", "postcode", "billing zip"),
        text(
            "region", "Region or state", "state", "province", "state or province", "county", "billing state"
        ),
        Field(
            "country",
            "Country",
            synonyms=("billing country", "country code"),
            column="country",
            parse=country_code,
        ),
        text("website", "Website", "url", "web", "homepage", "domain"),
        text("phone", "Phone", "telephone", "phone number", "tel"),
        EXTERNAL_ID,
        EXTERNAL_SYSTEM,
        CREATED_AT,
        KNOWN_AT,
    ),
    keys=(("external_id",), ("name", "city"), ("name",)),
    uniques=("external_id",),
    existing=queries.companies,
    may_create=rules.may_create,
    may_change=rules.may_edit,
    complete=own_and_date,
    lookups=("company",),
    called=("accounts", "customers", "organisations"),
)

CONTACTS = Kind(
    "contacts",
    "Contacts",
    "contact",
    Contact,
    (
        text("name", "Name", "contact", "full name", "contact name", required=True),
        reference("company", "Company", "company", "account", "account name", "company name", "customer"),
        text("job_title", "Job title", "title", "position", "function", "role"),
        text("email", "E-mail", "email", "email address", "e-mail address", "mail"),
        text("phone", "Phone", "telephone", "mobile", "phone number", "tel"),
        reference("owner", "Owner", "person", "contact owner", "sales rep", "responsible"),
        EXTERNAL_ID,
        EXTERNAL_SYSTEM,
        CREATED_AT,
    ),
    keys=(("external_id",), ("email",), ("name", "company")),
    uniques=("external_id",),
    existing=lambda viewer: queries.contacts(viewer).select_related("company"),
    may_create=rules.may_create,
    may_change=rules.may_edit,
    complete=_with_company,
    lookups=("contact",),
    goes_by=("email", "name"),
)
