"""The columns of opportunities and leads, declared once for screen, totals, export, import and API."""

from typing import Any

from django.db.models import QuerySet

from fairlead.customers import queries as customers
from fairlead.kit.tables import (
    CHOICE,
    DATE,
    MOMENT,
    MONEY,
    PERCENT,
    PERSON,
    RELATION,
    TEXT,
    YES_NO,
    Column,
    Options,
    Table,
)
from fairlead.people import options as people_options
from fairlead.pipeline.models import (
    Campaign,
    ForecastCategory,
    Lead,
    LeadState,
    Opportunity,
    Outcome,
    Phase,
    Pipeline,
    ProbabilitySource,
    Stage,
    reference_of,
)
from fairlead.vocabulary import queries as vocabulary
from fairlead.vocabulary.models import ReferenceList


def _list(kind: ReferenceList) -> Options:
    """Return the values of a reference list as options, retired ones included: the past has them."""
    return Options(rows=lambda _viewer: vocabulary.values(kind, include_retired=True), label="label")


def _stages(_viewer: Any) -> QuerySet[Stage]:
    return Stage.objects.order_by("pipeline__order", "order", "id")


PEOPLE = people_options.PERSONS
LOCATIONS = people_options.LOCATIONS
TEAMS = people_options.TEAMS
COMPANIES = Options(rows=customers.companies, many=True)
PIPELINES = Options(rows=lambda _viewer: Pipeline.objects.all())
CAMPAIGNS = Options(rows=lambda _viewer: Campaign.objects.all())

OPPORTUNITIES = Table(
    "opportunity",
    Opportunity,
    (
        Column(
            "reference",
            "Number",
            TEXT,
            path="id",
            told=reference_of,
            sortable=False,
            filterable=False,
        ),
        Column("title", "Title", TEXT, link="record", sort="search"),
        Column("company", "Company", RELATION, options=COMPANIES, link="company", sort="company__search"),
        Column("stage", "Stage", RELATION, options=Options(rows=_stages), sort="stage__order"),
        Column(
            "pipeline",
            "Pipeline",
            RELATION,
            path="stage__pipeline",
            options=PIPELINES,
            sort="stage__pipeline__order",
        ),
        Column("phase", "Phase", CHOICE, path="stage__phase", options=Options.of(Phase.choices)),
        Column("outcome", "Outcome", CHOICE, options=Options.of(Outcome.choices)),
        Column("amount", "Amount", MONEY),
        Column("probability", "Probability", PERCENT),
        Column(
            "probability_source", "Probability from", CHOICE, options=Options.of(ProbabilitySource.choices)
        ),
        Column(
            "weighted", "Weighted", MONEY, help="Amount × probability; all of it when won, nothing when lost."
        ),
        Column("currency", "Currency", TEXT),
        Column("expected_close_on", "Expected close", DATE),
        Column("closed_on", "Actual close", DATE),
        Column("owner", "Owner", PERSON, options=PEOPLE),
        Column("team", "Team", RELATION, options=TEAMS, is_tree=True),
        Column("location", "Location", RELATION, options=LOCATIONS, is_tree=True),
        Column("forecast_category", "Forecast", CHOICE, options=Options.of(ForecastCategory.choices)),
        Column("source", "Source", RELATION, options=_list(ReferenceList.SOURCE), label="label"),
        Column("campaign", "Campaign", RELATION, options=CAMPAIGNS),
        Column(
            "lost_reason", "Lost reason", RELATION, options=_list(ReferenceList.LOST_REASON), label="label"
        ),
        Column("competitor", "Competitor", RELATION, options=_list(ReferenceList.COMPETITOR), label="label"),
        Column("next_step", "Next step", TEXT),
        Column("next_step_on", "Next step due", DATE),
        Column("stage_since", "In this stage since", MOMENT),
        Column("is_draft", "Draft", YES_NO),
        Column("created_at", "Created", MOMENT),
        Column("external_id", "External id", TEXT),
        Column("external_system", "External system", TEXT),
    ),
    default_columns=(
        "title",
        "company",
        "stage",
        "amount",
        "probability",
        "expected_close_on",
        "owner",
        "next_step_on",
    ),
    default_sort=("-created_at",),
    title="Opportunities",
    search_also=("company",),
    summed_along=("outcome", "currency", "stage_id", "owner_id", "location_id", "team_id"),
)

LEADS = Table(
    "lead",
    Lead,
    (
        Column("name", "Name", TEXT, link="record", sort="search"),
        Column("company_name", "Company", TEXT),
        Column("job_title", "Job title", TEXT),
        Column("email", "E-mail", TEXT),
        Column("phone", "Phone", TEXT),
        Column("city", "City", TEXT),
        Column("country", "Country", TEXT),
        Column("state", "State", CHOICE, options=Options.of(LeadState.choices)),
        Column("status", "Status", RELATION, options=_list(ReferenceList.LEAD_STATUS), label="label"),
        Column("rating", "Rating", RELATION, options=_list(ReferenceList.RATING), label="label"),
        Column("source", "Source", RELATION, options=_list(ReferenceList.SOURCE), label="label"),
        Column("campaign", "Campaign", RELATION, options=CAMPAIGNS),
        Column("owner", "Owner", PERSON, options=PEOPLE),
        Column("location", "Location", RELATION, options=LOCATIONS, is_tree=True),
        Column("created_at", "Created", MOMENT),
        Column("closed_at", "Qualified or disqualified", MOMENT),
        Column("external_id", "External id", TEXT),
        Column("external_system", "External system", TEXT),
    ),
    default_columns=("name", "company_name", "state", "status", "rating", "source", "owner", "created_at"),
    default_sort=("-created_at",),
    title="Leads",
)
