"""The columns of companies and contacts, declared once for screen, totals, export, import and API."""

from django.db.models import QuerySet

from fairlead.access import Viewer
from fairlead.kit.tables import MOMENT, PERSON, RELATION, TEXT, Column, Options, Table
from fairlead.people import options as people
from fairlead.vocabulary import options as vocabulary
from fairlead.vocabulary.models import ReferenceList

from .models import Company, Contact


def _companies(viewer: Viewer) -> QuerySet[Company]:
    return Company.objects.within(viewer).existing().order_by("search", "pk")


def _contacts(viewer: Viewer) -> QuerySet[Contact]:
    return Contact.objects.within(viewer).existing().order_by("search", "pk")


COMPANY_OPTIONS = Options(rows=_companies, many=True)
CONTACT_OPTIONS = Options(rows=_contacts, many=True)
_INDUSTRIES = vocabulary.reference(ReferenceList.INDUSTRY)
_TYPES = vocabulary.reference(ReferenceList.COMPANY_TYPE)

COMPANIES = Table(
    "company",
    Company,
    (
        Column("name", "Name", TEXT, link="record", sort="search"),
        Column("industry", "Industry", RELATION, options=_INDUSTRIES, label="label"),
        Column("company_type", "Type", RELATION, options=_TYPES, label="label"),
        Column("owner", "Owner", PERSON, options=people.PERSONS),
        Column("location", "Location", RELATION, options=people.LOCATIONS, is_tree=True),
        Column("street", "Street", TEXT, sortable=False),
        Column("postal_code", "Postal code", TEXT),
        Column("city", "City", TEXT),
        Column("region", "Region", TEXT),
        Column("country", "Country", TEXT),
        Column("website", "Website", TEXT, link="website"),
        Column("phone", "Phone", TEXT, link="phone", sortable=False),
        Column("external_id", "External id", TEXT),
        Column("external_system", "External system", TEXT),
        Column("created_at", "Created", MOMENT),
    ),
    default_columns=("name", "industry", "company_type", "city", "country", "owner", "location"),
    default_sort=("name",),
    title="Companies",
)

CONTACTS = Table(
    "contact",
    Contact,
    (
        Column("name", "Name", TEXT, link="record", sort="search"),
        Column(
            "company", "Company", RELATION, options=COMPANY_OPTIONS, link="company", sort="company__search"
        ),
        Column("job_title", "Job title", TEXT),
        Column("email", "E-mail", TEXT, link="email"),
        Column("phone", "Phone", TEXT, link="phone", sortable=False),
        Column("owner", "Owner", PERSON, options=people.PERSONS),
        Column("external_id", "External id", TEXT),
        Column("external_system", "External system", TEXT),
        Column("created_at", "Created", MOMENT),
    ),
    default_columns=("name", "company", "job_title", "email", "phone", "owner"),
    default_sort=("name",),
    title="Contacts",
    search_also=("company",),
)
