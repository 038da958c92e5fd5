"""What a file may say about an opportunity."""

from dataclasses import replace

from fairlead.exchange.reading import CellProblem
from fairlead.exchange.reading import Kind as CellKind
from fairlead.pipeline.models import ForecastCategory, Outcome

from .currencies import currency_code
from .kind import CREATED_AT, EXTERNAL_ID, EXTERNAL_SYSTEM, KNOWN_AT, Field, reference, text

_ENDS = {
    word: ("outcome", outcome.value)
    for outcome, words in (
        (Outcome.WON, "won|closed won|closed - won|win|gewonnen|auftrag"),
        (Outcome.LOST, "lost|closed lost|closed - lost|verloren|absage"),
        (Outcome.VOID, "void|cancelled|canceled|storniert"),
    )
    for word in words.split("|")
}
"""What spreadsheets write as the last stage, where here the outcome says it."""


def _number(text: str) -> int:
    """Return the id behind the number that people quote: O-000123 is 123."""
    digits = text.upper().removeprefix("O-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        raise CellProblem(f"“{text}” is not a number such as O-000123.")
    return int(digits)


FIELDS = (
    Field("id", "Number", synonyms=("reference", "opportunity number"), column="id", parse=_number),
    text(
        "title",
        "Title",
        "name",
        "opportunity",
        "opportunity name",
        "deal",
        "deal name",
        "subject",
        "titel",
        "bezeichnung",
        "verkaufschance",
        required=True,
    ),
    reference(
        "company",
        "Company",
        "company",
        "account",
        "account name",
        "customer",
        "company name",
        "kunde",
        "firma",
    ),
    replace(
        reference("stage", "Stage", "stage", "sales stage", "deal stage", "stage name", "phase"),
        instead=_ENDS,
    ),
    Field(
        "outcome",
        "Outcome",
        synonyms=("status", "result", "state", "won lost"),
        column="outcome",
        choices=tuple(Outcome.choices),
    ),
    Field(
        "amount",
        "Amount",
        CellKind.MONEY,
        ("value", "revenue", "deal value", "total", "price", "sum", "wert", "betrag", "volumen", "umsatz"),
        "amount",
    ),
    Field(
        "currency",
        "Currency",
        synonyms=("currency code", "amount currency", "währung"),
        column="currency",
        parse=currency_code,
    ),
    Field(
        "probability",
        "Probability",
        CellKind.PERCENT,
        ("chance", "win probability", "likelihood", "wahrscheinlichkeit"),
        "probability",
    ),
    Field(
        "expected_close_on",
        "Expected close",
        CellKind.DATE,
        (
            "expected close date",
            "estimated close date",
            "close date",
            "closedate",
            "closing date",
            "due date",
            "abschluss erwartet",
            "erwarteter abschluss",
            "abschlussdatum",
        ),
        "expected_close_on",
    ),
    Field(
        "closed_on",
        "Actual close",
        CellKind.DATE,
        ("actual close date", "closed on", "closed date", "won date", "closed at"),
        "closed_on",
    ),
    reference(
        "owner",
        "Owner",
        "person",
        "opportunity owner",
        "sales rep",
        "salesperson",
        "seller",
        "deal owner",
        "responsible",
        "verkäufer",
        "vertriebler",
        "verantwortlich",
    ),
    reference("team", "Team", "team", "sales team"),
    reference("location", "Location", "location", "territory", "region"),
    Field(
        "forecast_category",
        "Forecast category",
        synonyms=("forecast",),
        column="forecast_category",
        choices=tuple(ForecastCategory.choices),
    ),
    reference("source", "Source", "source", "lead source", "origin"),
    reference("campaign", "Campaign", "campaign", "campaign name"),
    reference("lost_reason", "Lost reason", "lost_reason", "reason", "loss reason", "reason lost"),
    reference("competitor", "Competitor", "competitor", "main competitor"),
    text("next_step", "Next step", "next action"),
    Field(
        "next_step_on",
        "Next step due",
        CellKind.DATE,
        ("next step date", "next action date", "follow up"),
        "next_step_on",
    ),
    text("description", "Description", "notes", "comment", "comments", "details"),
    Field(
        "product",
        "Product",
        synonyms=("product name", "item"),
        lookup="product",
        help="Becomes the line of a new opportunity.",
    ),
    Field("quantity", "Quantity", CellKind.DECIMAL, ("qty", "units", "pieces")),
    EXTERNAL_ID,
    EXTERNAL_SYSTEM,
    CREATED_AT,
    KNOWN_AT,
)
