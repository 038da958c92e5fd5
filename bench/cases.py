"""What is asked for, and the bare query that fetches the same rows."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

_LIST = """
SELECT o.id, o.title, o.amount, o.currency, o.probability, o.weighted, o.expected_close_on, o.next_step_on,
       c.name, s.name, p.name
FROM pipeline_opportunity o JOIN pipeline_stage s ON s.id = o.stage_id
JOIN people_person p ON p.id = o.owner_id LEFT JOIN customers_company c ON c.id = o.company_id
WHERE o.deleted_at IS NULL AND {drafts} AND {where} ORDER BY {order} LIMIT 51"""
_TOTALS = """
SELECT o.currency, count(*), sum(o.amount) FROM pipeline_opportunity o
WHERE o.deleted_at IS NULL AND {drafts} AND {where} GROUP BY o.currency"""
_BY_STAGE = """
SELECT o.stage_id, o.currency, count(*), sum(o.amount), sum(o.weighted) FROM pipeline_opportunity o
WHERE o.deleted_at IS NULL AND {drafts} AND {where} GROUP BY o.stage_id, o.currency"""
_RECORD = """
SELECT o.*, c.name, s.name, p.name FROM pipeline_opportunity o JOIN pipeline_stage s ON s.id = o.stage_id
JOIN people_person p ON p.id = o.owner_id LEFT JOIN customers_company c ON c.id = o.company_id
WHERE o.id = {pk}"""
_HISTORY = "SELECT * FROM pipeline_opportunity_history WHERE id = {pk} ORDER BY version"
_ALL = "deleted_at IS NULL"


@dataclass(frozen=True, slots=True)
class Case:
    """A request, who sends it, and the bare queries of the same rows."""

    name: str
    path: str
    bare: tuple[str, ...]
    role: str = "administrator"
    limit: int = 200

    @property
    def is_api(self) -> bool:
        """Tell whether a token goes with it rather than a session."""
        return self.path.startswith("/api/")


def cases(known: dict[str, Any]) -> list[Case]:
    """Return every read that is measured."""
    me = known["people"]["administrator"]
    drafts = f"(NOT o.is_draft OR o.owner_id = {me})"
    pk = known["movable"][0][0]
    opened, filtered = "o.outcome = 'open'", "o.outcome = 'open' AND o.amount >= 50000000"
    name, companies = known["company"], "o.company_id IN (SELECT c.id FROM customers_company c WHERE {})"
    find = companies.format(f"c.name = '{name}'")
    broad = companies.format("c.search LIKE '%lantern%'")

    def bare(sql: str, where: str = "1 = 1", order: str = "") -> str:
        return sql.format(drafts=drafts, where=where, order=order, pk=pk)

    newest, largest = "o.created_at DESC, o.id DESC", "o.amount DESC, o.id DESC"
    soonest = "o.expected_close_on, o.id"
    found = (bare(_LIST, find, newest), bare(_TOTALS, find))
    widely = (bare(_LIST, broad, newest), bare(_TOTALS, broad))
    return [
        Case("page: list, newest first", "/opportunities", (bare(_LIST, order=newest), bare(_TOTALS))),
        Case(
            "page: list, filtered and sorted",
            "/opportunities?where=outcome.is:open&where=amount.gte:5000&sort=-amount",
            (bare(_LIST, filtered, largest), bare(_TOTALS, filtered)),
        ),
        Case("page: list, search by name", f"/opportunities?q={quote(name)}", found),
        Case("page: list, search that finds 5 %", "/opportunities?q=lantern", widely),
        Case("page: board", "/board", (bare(_BY_STAGE, opened), bare(_LIST, opened, soonest))),
        Case("page: record with history", f"/opportunities/{pk}", (bare(_RECORD), bare(_HISTORY))),
        Case("page: home", "/", (bare(_BY_STAGE, f"{opened} AND o.owner_id = {me}"),)),
        Case("page: list, supervisor", "/opportunities?where=outcome.is:open&sort=-amount", (), "supervisor"),
        Case("page: board, supervisor", "/board", (), "supervisor"),
        Case("page: list, executive", "/opportunities?where=outcome.is:open&sort=-amount", (), "executive"),
        Case("page: home, executive", "/", (), "executive"),
        Case(
            "REST: list of 50, filtered and sorted",
            "/api/v1/opportunities?where=outcome.is:open&where=amount.gte:5000&sort=-amount",
            (bare(_LIST, filtered, largest),),
            limit=20,
        ),
        Case("REST: search by name", f"/api/v1/opportunities?q={quote(name)}", found[:1], limit=20),
        Case(
            "REST: summary by stage", "/api/v1/opportunities/summary?where=outcome.is:open&group=stage",
            (bare(_BY_STAGE, opened),), limit=20,
        ),
        Case("REST: record", f"/api/v1/opportunities/{pk}", (bare(_RECORD),), limit=20),
        Case("REST: history of a record", f"/api/v1/opportunities/{pk}/history", (bare(_HISTORY),)),
    ]  # fmt: skip
