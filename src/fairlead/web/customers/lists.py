"""The lists of companies and contacts: those there are, and those that were deleted."""

from fairlead.customers import columns, queries
from fairlead.web.shared.listing import Listing, Preset

COMPANIES = Listing(
    name="companies",
    table=columns.COMPANIES,
    rows=lambda viewer, as_of: queries.companies(viewer, as_of=as_of),
    nouns=("company", "companies"),
    keeps_views=True,
    record="company",
    create="company_new",
    create_label="New company",
    presets=(
        Preset("All"),
        Preset("Mine", "where=owner.is:@me"),
        Preset("New this quarter", "where=created_at.period:this%20quarter&sort=-created_at"),
        Preset("Nobody's", "where=owner.empty"),
    ),
    empty=("No companies yet", "Bring the spreadsheet you have, or start with one."),
    links=(("Deleted companies", "companies_deleted", "trash"),),
)
COMPANIES_DELETED = Listing(
    name="companies_deleted",
    table=columns.COMPANIES,
    rows=lambda viewer, as_of: queries.companies(viewer, as_of=as_of, deleted=True),
    nouns=("deleted company", "deleted companies"),
    record="company",
    title="Deleted companies",
    place="companies",
    empty=("Nothing is deleted", "What somebody deletes or merges waits here and can be restored."),
)
CONTACTS = Listing(
    name="contacts",
    table=columns.CONTACTS,
    rows=lambda viewer, as_of: queries.contacts(viewer, as_of=as_of),
    nouns=("contact", "contacts"),
    keeps_views=True,
    record="contact",
    create="contact_new",
    create_label="New contact",
    presets=(
        Preset("All"),
        Preset("Mine", "where=owner.is:@me"),
        Preset("Without e-mail", "where=email.empty"),
        Preset("Without a company", "where=company.empty"),
    ),
    empty=("No contacts yet", "Bring the spreadsheet you have, or start with one."),
    links=(("Deleted contacts", "contacts_deleted", "trash"),),
)
CONTACTS_DELETED = Listing(
    name="contacts_deleted",
    table=columns.CONTACTS,
    rows=lambda viewer, as_of: queries.contacts(viewer, as_of=as_of, deleted=True),
    nouns=("deleted contact", "deleted contacts"),
    record="contact",
    title="Deleted contacts",
    place="contacts",
    empty=("Nothing is deleted", "What somebody deletes or merges waits here and can be restored."),
)
