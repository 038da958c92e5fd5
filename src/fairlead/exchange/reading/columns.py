"""What a whole column looks like: its kind, decimal mark, date order, and what must be asked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from . import dates, numbers
from .dates import DateOrder
from .sheet import Cell, Kind, Sheet, is_empty

_SAMPLES = 5
_REMEMBERED = 20_000
_KEPT = 1_000
_BOOLEANS = frozenset(("true", "false", "yes", "no", "ja", "nein", "oui", "non"))


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    """How the cells of a column are written.

    :param date_order: nothing where every date says itself which part is the day.
    :param is_fraction: percentages are written as parts of one, 0.3 for 30 %.
    """

    decimal_mark: str = "."
    date_order: DateOrder | None = None
    is_fraction: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What the file does not say and a person must: the setting, in words, with the possible answers."""

    column: str
    setting: str
    text: str
    choices: Mapping[str, str]
    guess: str


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column of a sheet, seen as a whole.

    :param kind: what all of its cells can be read as; ``kinds`` are what single ones look like.
    :param warning: what a person should look at although the column can be read.
    """

    name: str
    filled: int
    samples: tuple[str, ...]
    kind: Kind
    form: ColumnFormat
    date_question: Question | None = None
    number_question: Question | None = None
    kinds: frozenset[Kind] = frozenset()
    warning: str = ""

    def question_for(self, kind: Kind) -> Question | None:
        """Return what must be asked before the column can be read as this kind."""
        if kind in (Kind.DATE, Kind.MOMENT):
            return self.date_question
        if kind in (Kind.DECIMAL, Kind.MONEY, Kind.PERCENT):
            return self.number_question
        return None


def profile_columns(sheet: Sheet) -> tuple[ColumnProfile, ...]:
    """Return what every column looks like, from all of its cells."""
    evidence = tuple(_Evidence() for _ in sheet.header)
    for row in sheet.rows():
        for column, cell in zip(evidence, row.cells, strict=False):
            if not is_empty(cell):
                column.add(cell)
    marks: Counter[str] = sum((column.marks for column in evidence), Counter())
    usual = "," if marks[","] > marks["."] else "." if marks["."] else ""
    return tuple(column.profile(name, usual) for name, column in zip(sheet.header, evidence, strict=True))


class _Evidence:
    """What has been seen in a column so far."""

    def __init__(self) -> None:
        self.filled = 0
        self.samples: list[str] = []
        self.kinds: Counter[Kind] = Counter()
        self.marks: Counter[str] = Counter()
        self.orders: Counter[DateOrder] = Counter()
        self.ambiguous_dates: list[str] = []
        self.proofs: dict[DateOrder, str] = {}
        self.days: set[date] = set()
        self.ambiguous_numbers: list[str] = []
        self.within_one = True
        self._seen: set[Cell] = set()

    def add(self, cell: Cell) -> None:
        """Take one more cell that is not empty into account."""
        self.filled += 1
        if cell in self._seen:
            return
        if len(self._seen) < _REMEMBERED:
            self._seen.add(cell)
        if len(self.samples) < _SAMPLES:
            self.samples.append(str(cell))
        self.kinds[self._kind(cell)] += 1

    def _kind(self, cell: Cell) -> Kind:
        if isinstance(cell, bool):
            return Kind.YES_NO
        if isinstance(cell, date):
            self._note_day(cell)
        if isinstance(cell, datetime):
            return Kind.MOMENT if cell.time().isoformat() != "00:00:00" else Kind.DATE
        if isinstance(cell, date):
            return Kind.DATE
        if isinstance(cell, Decimal | int):
            self.within_one &= abs(Decimal(cell)) <= 1
            return Kind.WHOLE if cell == int(cell) else Kind.DECIMAL
        return self._kind_of_text(str(cell).strip())

    def _kind_of_text(self, text: str) -> Kind:
        if text[:1].isalpha() and text.casefold() in _BOOLEANS:
            return Kind.YES_NO
        if not any(letter.isdigit() for letter in text):
            return Kind.TEXT
        if found := dates.take_apart(text):
            return self._note_date(found, text)
        if number := numbers.take_apart(text):
            return self._note_number(number, text)
        return Kind.TEXT

    def _note_date(self, found: dates.DateText, text: str) -> Kind:
        if found.is_ambiguous:
            if len(self.ambiguous_dates) < _KEPT:
                self.ambiguous_dates.append(text)
        elif proved := found.proves:
            self.orders[proved] += 1
            self.proofs.setdefault(proved, text)
        elif found.certain and (day := found.value(DateOrder.DAY_FIRST)):
            self._note_day(day)
        return Kind.DATE if found.clock is None else Kind.MOMENT

    def _note_day(self, day: date) -> None:
        if len(self.days) < _KEPT:
            self.days.add(day.date() if isinstance(day, datetime) else day)

    def _note_number(self, number: numbers.NumberText, text: str) -> Kind:
        mark = number.decimal_mark()
        if mark == "?":
            if len(self.ambiguous_numbers) < _KEPT:
                self.ambiguous_numbers.append(text)
        elif mark:
            self.marks[mark] += 1
        value = number.value("," if mark == "," else ".") or Decimal(0)
        self.within_one &= number.unit != "%" and abs(value) <= 1
        if number.unit == "%":
            return Kind.PERCENT
        if number.currency:
            return Kind.MONEY
        return Kind.DECIMAL if mark else Kind.WHOLE

    def profile(self, name: str, usual_mark: str) -> ColumnProfile:
        """Return the verdict on the column.

        :param usual_mark: the decimal mark that the rest of the file proves, if it does.
        """
        number_question = self._ask_number(name) if not usual_mark else None
        mark = "," if self.marks[","] > self.marks["."] else "." if self.marks["."] else usual_mark or "."
        form = ColumnFormat(mark, self._order(), self.within_one and bool(self.kinds) and "%" not in name)
        if number_question:
            form = replace(form, decimal_mark=number_question.guess)
        return ColumnProfile(
            name,
            self.filled,
            tuple(self.samples),
            self._likely_kind(),
            form,
            self._ask_date(name),
            number_question,
            frozenset(self.kinds),
            self._warning(name),
        )

    def _likely_kind(self) -> Kind:
        kinds = set(self.kinds)
        for wider, narrower in (
            (Kind.DECIMAL, {Kind.WHOLE}),
            (Kind.MONEY, {Kind.WHOLE, Kind.DECIMAL}),
            (Kind.PERCENT, {Kind.WHOLE, Kind.DECIMAL}),
            (Kind.MOMENT, {Kind.DATE}),
        ):
            if wider in kinds and kinds <= narrower | {wider}:
                return wider
        return kinds.pop() if len(kinds) == 1 else Kind.TEXT

    def _order(self) -> DateOrder | None:
        if not self.orders and not self.ambiguous_dates:
            return None
        return (
            DateOrder.MONTH_FIRST
            if self.orders[DateOrder.MONTH_FIRST] > self.orders[DateOrder.DAY_FIRST]
            else DateOrder.DAY_FIRST
        )

    def _ask_date(self, name: str) -> Question | None:
        """Ask for the order where no date in the column proves one, or where some prove either."""
        if not self.ambiguous_dates or len(self.orders) == 1:
            return None
        sample = self.ambiguous_dates[0]
        found = dates.take_apart(sample)
        choices = {order.value: _said(found, order) for order in DateOrder} if found else {}
        text = f"Which day is “{sample}” in “{name}”?{self._first_of_month()}{self._both_orders()}"
        return Question(name, "date_order", text, choices, "")

    def _both_orders(self) -> str:
        if not self.orders:
            return ""
        day, month = self.proofs[DateOrder.DAY_FIRST], self.proofs[DateOrder.MONTH_FIRST]
        return f" The column holds both orders: “{day}” has the day first and “{month}” the month."

    def _warning(self, name: str) -> str:
        """Warn of months that some program took for days: all dates are early in January."""
        if len(self.days) < 3 or any(day.month != 1 or day.day > 12 for day in self.days):
            return ""
        first, last = min(self.days), max(self.days)
        turned = f"{date(last.year, last.day, 1):%-d %B %Y}"
        return (
            f"All dates in “{name}” are from {first:%-d} to {last:%-d %B}. "
            f"If {last:%-d %B %Y} should be {turned}, day and month were exchanged before the file was made."
        )

    def _first_of_month(self) -> str:
        parts = [found for text in self.ambiguous_dates if (found := dates.take_apart(text))]
        if len(parts) > 2 and len({found.first for found in parts}) == 1:
            return " With the day first, all of them fall on the same day of the month."
        if len(parts) > 2 and len({found.second for found in parts}) == 1:
            return " With the month first, all of them fall on the same day of the month."
        return ""

    def _ask_number(self, name: str) -> Question | None:
        """Ask for the decimal mark where 1,234 could be a thousand or a little more than one."""
        if not self.ambiguous_numbers or self.marks["."] or self.marks[","]:
            return None
        sample = self.ambiguous_numbers[0]
        number = numbers.take_apart(sample)
        if number is None:
            return None
        choices = {mark: f"{number.value(mark):f}" for mark in (".", ",") if number.value(mark) is not None}
        guess = "." if "," in sample else ","
        return Question(name, "decimal_mark", f"How much is “{sample}” in “{name}”?", choices, guess)


def _said(found: dates.DateText, order: DateOrder) -> str:
    value = found.value(order)
    return f"{value:%-d %B %Y}" if value else ""
