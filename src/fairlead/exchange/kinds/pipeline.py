"""Campaigns and leads, as files bring them."""

from collections.abc import Mapping
from typing import Any

from fairlead.exchange.reading import Kind as CellKind
from fairlead.pipeline import rules
from fairlead.pipeline.models import Campaign, Lead
from fairlead.pipeline.queries import leads

from .countries import country_code
from .kind import CREATED_AT, EXTERNAL_ID, EXTERNAL_SYSTEM, Context, Field, Kind, reference, text
from .owning import of_owner

CAMPAIGNS = Kind(
    "campaigns",
    "Campaigns",
    "campaign",
    Campaign,
    (
        text("name", "Name", "campaign", "campaign name", required=True),
        text("kind", "Kind", "type", "campaign type", "channel"),
        Field("starts_on", "Starts on", CellKind.DATE, ("start", "start date", "begins"), "starts_on"),
        Field("ends_on", "Ends on", CellKind.DATE, ("end", "end date", "ends"), "ends_on"),
        Field("is_active", "Active", CellKind.YES_NO, ("active",), "is_active"),
        EXTERNAL_ID,
        EXTERNAL_SYSTEM,
    ),
    keys=(("external_id",), ("name",)),
    lookups=("campaign",),
    existing=lambda _viewer: Campaign.objects.all(),
    may_create=rules.may_administer,
    may_change=rules.may_administer,
)


def _complete_lead(lead: Any, _given: frozenset[str], context: Context) -> Mapping[str, str]:
    if lead.pk is None:
        lead.owner_id = lead.owner_id or context.viewer.person_id
        lead.created_at = lead.created_at or context.at
        lead.location_id = lead.location_id or of_owner(lead.owner_id, context).location_id
    if not lead.name and not lead.company_name:
        return {"name": "Enter the name of a person or of a company."}
    return {} if lead.owner_id else {"owner": "A lead has an owner."}


LEADS = Kind(
    "leads",
    "Leads",
    "lead",
    Lead,
    (
        text("name", "Name", "lead", "lead name", "full name", "contact", "contact name"),
        text("company_name", "Company", "company name", "account", "account name", "organisation"),
        text("job_title", "Job title", "title", "position", "function"),
        text("email", "E-mail", "email", "email address", "e-mail address", "mail"),
        text("phone", "Phone", "telephone", "mobile", "phone number", "tel"),
        text("city", "City", "town", "place"),
        Field("country", "Country", synonyms=("country code",), column="country", parse=country_code),
        reference("owner", "Owner", "person", "lead owner", "sales rep", "responsible"),
        reference("location", "Location", "location", "territory", "region"),
        reference("source", "Source", "source", "lead source", "origin"),
        reference("campaign", "Campaign", "campaign", "campaign name"),
        reference("status", "Status", "lead_status", "lead status"),
        reference("rating", "Rating", "rating", "temperature"),
        text("description", "Description", "notes", "comment", "comments"),
        EXTERNAL_ID,
        EXTERNAL_SYSTEM,
        CREATED_AT,
    ),
    keys=(("external_id",), ("email",), ("name", "company_name")),
    uniques=("external_id",),
    existing=leads,
    may_create=rules.may_create,
    may_change=rules.may_edit_lead,
    complete=_complete_lead,
)
