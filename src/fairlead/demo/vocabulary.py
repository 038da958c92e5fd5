"""The words and the money of the demo company: lists, currencies, a rate a month, the organisation itself."""

from datetime import date
from decimal import Decimal

from fairlead.vocabulary.models import Currency, ExchangeRate, Organisation, ReferenceValue

from .ledger import Row
from .words import CURRENCIES, LISTS, WORTH
from .world import World

NAME = "Ridgeline Cycles"


def settle(world: World) -> None:
    """Put lists and currencies with their rates into the ledger; what exists already is used as it is."""
    for kind, values in LISTS.items():
        known: dict[str, Row | int] = dict(
            ReferenceValue.objects.filter(list=kind).values_list("label", "pk")
        )
        made = world.ledger.happening(world.begins, "reference_value.added", world.administrator)
        world.lists[kind] = {
            label: known.get(label)
            or world.ledger.create(ReferenceValue, made, list=kind, label=label, colour=colour, order=order)
            for order, (label, colour) in enumerate(values)
        }
    _rates(world)


def name_the_organisation() -> None:
    """Give the organisation the name of the demo company; must be inside an entry."""
    organisation = Organisation.objects.get()
    organisation.name, organisation.base_currency, organisation.is_demo = NAME, "EUR", True
    organisation.time_zone = "Europe/Berlin"
    organisation.save()


def _rates(world: World) -> None:
    """Let each currency move by about one and a half percent around what it is usually worth."""
    known: dict[str, Row | int] = dict(Currency.objects.values_list("code", "pk"))
    made = world.ledger.happening(world.begins, "currency.added", world.administrator)
    for code, name, digits in CURRENCIES:
        if code not in known:
            known[code] = world.ledger.create(Currency, made, code=code, name=name, digits=digits)
    usual = {code: Decimal(rate) for code, rate in WORTH.items() if code != "EUR"}
    for day in _firsts(world.begins.date(), world.today):
        made = world.ledger.happening(world.morning(day), "exchange_rate.set", world.administrator)
        for code, worth in usual.items():
            drift = Decimal(round(world.random.gauss(0, 0.015), 5))
            world.ledger.create(
                ExchangeRate, made, currency=known[code], on=day, rate=round(worth * (1 + drift), 8)
            )


def _firsts(begin: date, end: date) -> list[date]:
    """Return the first day of each month that the two days span."""
    months = range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]
