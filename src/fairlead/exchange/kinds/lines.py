"""Lines of opportunities, as files bring them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from fairlead.access import Verdict, Viewer
from fairlead.exchange.bulk import update_rows
from fairlead.exchange.reading import Kind as CellKind
from fairlead.pipeline import rules
from fairlead.pipeline.models import Opportunity, OpportunityLine
from fairlead.pipeline.queries import opportunities

from .kind import EXTERNAL_ID, EXTERNAL_SYSTEM, Context, Field, Kind, reference


def _complete_line(line: Any, _given: frozenset[str], context: Context) -> Mapping[str, str]:
    if line.pk is None and line.unit_price is None:
        return {"unit_price": "A line has a price."}
    if line.discount is not None and not 0 <= line.discount <= 100:
        return {"discount": "A discount lies between 0 and 100 %."}
    deals: dict[int, Opportunity] = context.known("deals", lambda: _deals(context.viewer))
    deal = deals.get(line.opportunity_id) or context.promised.of("opportunity", line.opportunity_id)
    if deal is None:
        return {"opportunity": "There is no such opportunity."}
    line.opportunity = deal  # for the rule, without a query for each line
    return {}


def _deals(viewer: Viewer) -> dict[int, Opportunity]:
    fields = ("pk", "title", "owner_id", "location_id", "deleted_at", "is_draft", "outcome")
    return {deal.pk: deal for deal in opportunities(viewer).only(*fields)}


def _may_write_line(viewer: Viewer, line: Any) -> Verdict:
    return rules.may_work_on(viewer, line.opportunity)


def _settle(deals: Sequence[int], _context: Context) -> None:
    """Let the amount of each opportunity be the sum of its lines, as where they are entered by hand."""
    sums: dict[int, Decimal] = {}
    for line in OpportunityLine.objects.filter(opportunity_id__in=deals):
        sums[line.opportunity_id] = sums.get(line.opportunity_id, Decimal(0)) + line.total
    update_rows(Opportunity, [(pk, {"amount": amount}) for pk, amount in sums.items()])


LINES = Kind(
    "opportunity_lines",
    "Lines of opportunities",
    "line",
    OpportunityLine,
    (
        reference("opportunity", "Opportunity", "opportunity", "deal", "opportunity name", required=True),
        reference("product", "Product", "product", "item", "sku", "product name", required=True),
        Field("position", "Position", CellKind.WHOLE, ("line", "line number", "no"), "position"),
        Field("quantity", "Quantity", CellKind.DECIMAL, ("qty", "units", "pieces"), "quantity"),
        Field(
            "unit_price",
            "Unit price",
            CellKind.MONEY,
            ("price", "amount", "revenue", "sales price"),
            "unit_price",
            required=True,
        ),
        Field("discount", "Discount", CellKind.PERCENT, ("rebate",), "discount"),
        EXTERNAL_ID,
        EXTERNAL_SYSTEM,
    ),
    keys=(("external_id",), ("opportunity", "position"), ("opportunity", "product")),
    uniques=("external_id",),
    existing=lambda viewer: OpportunityLine.objects.filter(opportunity__in=opportunities(viewer)),
    may_create=_may_write_line,
    may_change=_may_write_line,
    complete=_complete_line,
    settles="opportunity_id",
    settle=_settle,
    called=("lines", "line items", "order lines", "opportunity line items"),
)
