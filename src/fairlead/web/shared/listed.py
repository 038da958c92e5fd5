"""A list as it is shown: its rows, its totals, and the address of everything that can be changed about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.urls import NoReverseMatch

from fairlead.access import Permission, Verdict, Viewer
from fairlead.exchange.taking import LONG
from fairlead.kit import tables
from fairlead.kit.money import Money
from fairlead.kit.tables import Column, Context, Group, Page, Query, Ref, Totals
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.shared import addresses, navigation
from fairlead.web.shared.declared import SIZE, Bulk, Declared, Preset
from fairlead.web.shared.viewing import Views
from fairlead.web.shared.worth import Rates

_GROUPED = frozenset({"choice", "relation", "person", "yes_no"})


@dataclass(frozen=True, slots=True)
class Chip:
    """One branch of the filter in words, with the addresses that change and remove it."""

    text: str
    edit: str
    remove: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What a money column comes to: by currency, and in the base currency at the rates of a day.

    :param base: only where there are other currencies than the base; ``gap`` says why it cannot be told.
    """

    title: str
    amounts: tuple[Money, ...]
    base: Money | None
    gap: str


@dataclass(frozen=True)
class Screen:
    """What the list page draws."""

    listing: Declared
    query: Query
    context: Context
    viewer: Viewer
    page: Page[Any]
    totals: Totals
    groups: list[Group]
    sums: list[Sum]
    rates: Rates
    views: Views | None = None

    @classmethod
    def ask(
        cls,
        listing: Declared,
        query: Query,
        context: Context,
        viewer: Viewer,
        *,
        after: str = "",
        before: str = "",
        views: Views | None = None,
    ) -> "Screen":
        """Return a page of the query's rows with the count and the sums of the whole filter."""
        base, table = listing.rows(viewer, query.as_of), listing.table
        page = tables.page(query, table, base, context, after=after, before=before, size=SIZE)
        is_few = cls._is_few(listing, query)
        groups = tables.groups(query, table, base, context) if is_few else []
        totals = tables.together(groups) if is_few else tables.totals(query, table, base, context)
        day = context.calendar.today(query.as_of) if query.as_of else context.today
        rates = Rates.of([money for sums in totals.sums.values() for money in sums] if groups else [], day)
        sums = sums_of(totals, listing, day)
        return cls(listing, query, context, viewer, page, totals, groups, sums, rates, views)

    @staticmethod
    def _is_few(listing: Declared, query: Query) -> bool:
        """Tell whether the groups are few enough to be counted each."""
        if not query.group:
            return False
        options = listing.table.column(query.group).options
        return options is None or not options.many

    @staticmethod
    def address_of(listing: Declared, query: Query, *, view: str | None = None, **beside: str) -> str:
        """Return the address of a list with a query.

        :param view: the view that it began with; beside one the query is written out whole, since what an
            address leaves out would be the view's.
        """
        text = tables.encode(query, None if view else listing.table)
        said = urlencode({"view": view} if view is not None else {})
        text = "&".join(filter(None, (said, text, urlencode(beside))))
        return f"{addresses.of(listing.name)}?{text}" if text else addresses.of(listing.name)

    def address(self, query: Query | None = None, **beside: str) -> str:
        """Return the address of this list, with another query or a cursor beside it."""
        return self.address_of(self.listing, query or self.query, view=self.view, **beside)

    @property
    def view(self) -> str | None:
        """Return the number of the view that is open, “” for none of them, None where there is no choice."""
        return self.views.key if self.views else None

    @property
    def is_changed(self) -> bool:
        """Tell whether the list asks for something else than the view that it was opened with."""
        return self.views is not None and self.views.open is not None and self.query != self.views.kept

    @property
    def kept(self) -> str:
        """Return the query as text, for what comes back to this list."""
        return tables.encode(self.query, self.listing.table)

    def keep(self, *without: str) -> list[tuple[str, str]]:
        """Return the query as hidden fields of a form, without what the form sets itself."""
        text = tables.encode(self.query) if self.view else self.kept
        beside = [] if self.view is None else [("view", self.view)]
        return beside + [pair for pair in parse_qsl(text, keep_blank_values=True) if pair[0] not in without]

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns shown, in order."""
        return [self.listing.table.column(name) for name in self.query.columns]

    @cached_property
    def main(self) -> str:
        """Return the name of the column that names the row and leads to it."""
        named = [column.name for column in self.columns if column.link == "record"]
        return named[0] if named else self.query.columns[0]

    @property
    def all_columns(self) -> list[dict[str, str]]:
        """Return every column there is, for the cog."""
        return [{"key": column.name, "title": column.title} for column in self.listing.table.columns]

    @property
    def without_columns(self) -> str:
        """Return the address with the columns that the list has by default."""
        return self.address(replace(self.query, columns=self.listing.table.default_columns))

    @property
    def filterable(self) -> list[Column]:
        """Return the columns that can be asked for."""
        return [column for column in self.listing.table.columns if column.filterable]

    @property
    def groupable(self) -> list[Column]:
        """Return the columns by which rows can be grouped to some use."""
        return [
            column for column in self.listing.table.columns if column.sortable and column.type in _GROUPED
        ]

    @cached_property
    def grouped_by(self) -> Column | None:
        """Return the column that rows are grouped by, if any."""
        return self.listing.table.column(self.query.group) if self.query.group else None

    def sorted_by(self, column: Column) -> str:
        """Return the address sorted by a column; by the same again, the other way round."""
        return self.address(self.query.sorted_by(column.name))

    def direction(self, column: Column) -> str:
        """Return how the list is sorted by a column: ascending, descending, or not ("")."""
        first = self.query.sort[0] if self.query.sort else None
        if first is None or first.column != column.name:
            return ""
        return "descending" if first.descending else "ascending"

    def grouped(self, name: str) -> str:
        """Return the address grouped by a column, or by none."""
        return self.address(replace(self.query, group=name))

    @cached_property
    def chips(self) -> list[Chip]:
        """Return the filter, one chip a branch."""
        texts = tables.describe(self.query, self.listing.table, self.viewer)
        edit = addresses.of(f"{self.listing.name}_filter")
        return [
            Chip(
                text=text,
                edit=f"{edit}?{urlencode({'branch': number, **self.beside_filter})}",
                remove=self.address(self.query.without_branch(number)),
            )
            for number, text in enumerate(texts)
        ]

    @property
    def beside_filter(self) -> dict[str, str]:
        """Return what the form of one filter is told, to come back to this list."""
        return {"query": self.kept, **({} if self.view is None else {"view": self.view})}

    def tabs(self) -> list[tuple[str, str, None]]:
        """Return the ready-made questions and the views at hand, each with its address."""
        views = self.views.tabs if self.views else []
        return [
            *((one.title, self._of_preset(one), None) for one in self.listing.presets),
            *((one.name, Views.address(one), None) for one in views),
        ]

    @property
    def here(self) -> str:
        """Return the address of the tab that is open: the view, or the question with the same filter."""
        if self.views and self.views.open:
            return Views.address(self.views.open)
        for one in self.listing.presets:
            if tables.parse(one.query, self.listing.table).where == self.query.where:
                return self._of_preset(one)
        return ""

    def _of_preset(self, preset: Preset) -> str:
        """Return the address of a ready-made question; an empty one has to say that no view is meant."""
        away = "view=" if self.views and self.views.key is not None else ""
        text = preset.query or away
        return f"{addresses.of(self.listing.name)}?{text}" if text else addresses.of(self.listing.name)

    @property
    def create(self) -> str:
        """Return the address of the form for a new record; none in the past, or where there is no form."""
        return "" if self.query.as_of else navigation.address(self.listing.create)

    @property
    def links(self) -> list[tuple[str, str, str]]:
        """Return the further doors of the page: label, address, icon."""
        found = [(label, navigation.address(route), drawing) for label, route, drawing in self.listing.links]
        return [door for door in found if door[1]]

    @property
    def next(self) -> str:
        """Return the address of the page after this one."""
        return self.address(after=self.page.next_cursor) if self.page.next_cursor else ""

    @property
    def previous(self) -> str:
        """Return the address of the page before this one."""
        return self.address(before=self.page.previous_cursor) if self.page.previous_cursor else ""

    @cached_property
    def bulk(self) -> Sequence[Bulk]:
        """Return what can be done with selected rows; nothing in the past."""
        return () if self.query.as_of else self.listing.bulk(self.viewer)

    @property
    def may_export(self) -> Verdict:
        """Tell whether this viewer may take the list away."""
        return self.viewer.may(Permission.EXPORT)

    @property
    def is_long(self) -> bool:
        """Tell whether an export of it is better written by the worker than waited for."""
        return self.totals.count >= LONG

    def export(self, form: str) -> str:
        """Return the address of the file with exactly these rows, columns, order and filters."""
        address = addresses.of(f"{self.listing.name}_export", form)
        return f"{address}?{self.kept}" if self.kept else address

    @property
    def by_number(self) -> list[Column]:
        """Return the money columns, of several currencies, that rows are sorted or chosen by."""
        asked = {one.column for one in self.query.sort}
        asked |= {one.column for one in self.query.conditions if one.values}
        mixed = [name for name, amounts in self.totals.sums.items() if len(amounts) > 1]
        return [self.listing.table.column(name) for name in mixed if name in asked]

    @property
    def is_narrowed(self) -> bool:
        """Tell whether rows may be missing because of a filter, a search or a past day."""
        return bool(self.query.where or self.query.search or self.query.as_of)

    def sections(self) -> Iterator[tuple[Group | None, list[Any]]]:
        """Return the rows by group, each group with the totals of all of it; or all rows as one."""
        column = self.grouped_by
        if column is None:
            yield None, self.page.rows
            return
        known = {_key(group.value): group for group in self.groups}
        for key, rows in groupby(self.page.rows, key=lambda row: _key(column.value(row))):
            listed = list(rows)
            yield known.get(key) or Group(column.value(listed[0]), Totals(0)), listed

    def link(self, row: Any, column: Column) -> str:
        """Return the address that a cell leads to, "" where it leads nowhere."""
        if column.name == self.main:
            return address_of_record(self.listing.record, row.pk, self.query)
        if not column.link or column.link == "record":
            return ""
        value = column.value(row)
        if isinstance(value, Ref):
            return address_of_record(column.link, value.key, self.query)
        scheme = {"email": "mailto:", "phone": "tel:"}.get(column.link)
        return f"{scheme}{value}" if scheme and value else ""

    @property
    def day(self) -> date:
        """Return the day that the list is at: today, or the day of the past that is shown."""
        return self.context.calendar.today(self.query.as_of or self.context.at)

    def tone(self, row: Any, column: Column) -> str:
        """Return whether a value asks to be looked at."""
        return self.listing.tone(row, column, self.day)

    def mark(self, row: Any, column: Column) -> tuple[str, str] | tuple[()]:
        """Return the badge that stands behind a value: its text and colour."""
        return self.listing.mark(row, column)


def address_of_record(route: str, pk: int | str, query: Query | None = None) -> str:
    """Return the address of a record, as of the day that the list is at; "" where there is no such page."""
    try:
        address = addresses.of(route, pk) if route else ""
    except NoReverseMatch:
        return ""
    if address and query and query.as_of:
        return f"{address}?{urlencode({'as_of': query.as_of.isoformat()})}"
    return address


def sums_of(totals: Totals, listing: Declared, day: date) -> list[Sum]:
    """Return what each money column comes to, also in the base currency where there are others."""
    found = []
    for name, amounts in totals.sums.items():
        if amounts:
            base, gap = in_base(amounts, day)
            found.append(Sum(listing.table.column(name).title, amounts, base, gap))
    return found


def in_base(amounts: tuple[Money, ...], day: date) -> tuple[Money | None, str]:
    """Return amounts as one in the base currency, where there are others; or why that cannot be told."""
    base = vocabulary.organisation().base_currency
    if all(money.currency == base for money in amounts):
        return None, ""
    try:
        total = vocabulary.convert({money.currency: money.amount for money in amounts}, day)
    except vocabulary.NoRate as problem:
        return None, str(problem)
    return Money(total, base), ""


def _key(value: Any) -> Any:
    return value.key if isinstance(value, Ref) else value
