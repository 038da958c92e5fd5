"""Everything about one record in one file: its fields, its parts, what happened to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.customers import queries as customers
from fairlead.kit import tables
from fairlead.kit.money import Money
from fairlead.pipeline import queries as pipeline

from .exports import Export, note_export
from .lists import LISTS

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """How everything about a record of a kind is found.

    :param place: the list whose columns its fields are.
    :param find: ``find(viewer, pk)`` returns the record within reach.
    :param more: fields that no list shows.
    :param parts: ``parts(viewer, record, now)`` returns what belongs to it, by name.
    """

    place: str
    find: Callable[[Viewer, int], Any]
    history: Callable[[Viewer, Any], Iterable[journal.Change]]
    more: tuple[str, ...] = ()
    parts: Callable[[Viewer, Any, datetime], Mapping[str, list[Told]]] = lambda _viewer, _record, _at: {}


def _parts_of_opportunity(_viewer: Viewer, opportunity: Any, _at: datetime) -> Mapping[str, list[Told]]:
    lines, splits, contacts = pipeline.with_parts(opportunity)
    return {
        "lines": [
            {"product": str(one.product), "code": one.product.code, "quantity": plain(one.quantity),
             "unit_price": plain(one.unit_price), "discount": plain(one.discount), "total": plain(one.total)}
            for one in lines
        ],
        "split": [{"person": str(one.person), "share": plain(one.share)} for one in splits],
        "contacts": [{"contact": str(one.contact), "part": one.part} for one in contacts],
    }  # fmt: skip


def _parts_of_company(viewer: Viewer, company: Any, at: datetime) -> Mapping[str, list[Told]]:
    return {
        name: [
            _fields(LISTS[name][0], row)
            for row in LISTS[name][1](viewer, None, at).filter(company=company.pk)
        ]
        for name in ("contacts", "opportunities")
    }


KINDS: Mapping[str, Kind] = {
    "opportunity": Kind(
        "opportunities",
        pipeline.opportunity,
        lambda _viewer, record: pipeline.opportunity_history(record),
        ("description", "outcome_note"),
        _parts_of_opportunity,
    ),
    "lead": Kind(
        "leads", pipeline.lead, lambda _viewer, record: pipeline.lead_history(record), ("description",)
    ),
    "company": Kind("companies", customers.company, customers.company_history, parts=_parts_of_company),
    "contact": Kind("contacts", customers.contact, customers.contact_history),
}


def whole_record(kind: str, pk: int, *, by: Viewer, at: datetime) -> Told:
    """Return everything that the viewer may see about a record, as JSON has it; noted in the journal.

    :raises OutOfReach: when there is no such record for this viewer.
    :raises access.Refused: when the viewer lacks the permission to export.
    """
    if kind not in KINDS:
        raise OutOfReach("There are no records of this kind.")
    how = KINDS[kind]
    record = how.find(by, pk)
    note_export(Export(kind, "json", f"id={pk}"), by=by, at=at, reason=str(record)[:500])
    more = {name: getattr(record, name) for name in how.more}
    return {
        "kind": kind,
        "id": pk,
        "made_by": by.name,
        "made_at": plain(at),
        "fields": _fields(LISTS[how.place][0], record) | more,
        **how.parts(by, record, at),
        "history": [_change(change) for change in how.history(by, record)],
    }


def _fields(table: tables.Table, record: Any) -> Told:
    """Return what each column says of a record; an amount with its currency beside it."""
    told: Told = {}
    for column in table.columns:
        value = column.value(record)
        told[column.name] = plain(value)
        if isinstance(value, Money):
            told[f"{column.name}_currency"] = value.currency
    return told


def _change(change: journal.Change) -> Told:
    fields = [{"field": f.title, "before": plain(f.before), "after": plain(f.after)} for f in change.fields]
    return {
        "at": plain(change.at),
        "who": change.who,
        "action": change.action,
        "door": change.door,
        "reason": change.reason,
        "of": change.kind,
        "fields": fields,
    }


def plain(value: Any) -> Any:
    """Return a value as JSON has it: decimals as text so that no reader rounds them, moments in UTC."""
    value = tables.plain(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | bool | None) else str(value)
