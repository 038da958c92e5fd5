"""Choices that forms offer: roles, time zones, languages, days, months, colours, trees."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms

from fairlead.access import Role
from fairlead.people.queries import Branch
from fairlead.web.shared import frame

LOCALES = (
    "en en_GB en_US en_AU en_CA en_IN de de_AT de_CH fr fr_BE fr_CA fr_CH it es es_MX pt pt_BR nl nl_BE da",
    "sv nb fi et lv lt pl cs sk hu ro bg el hr sl tr uk ja ko zh zh_Hant hi th vi id",
)
INDENT = "\u2007\u2007"

Choices = list[tuple[str, str]]


def roles() -> Choices:
    """Return the roles."""
    return [(role.value, role.value.replace("_", " ").capitalize()) for role in Role]


@cache
def time_zones() -> Choices:
    """Return every time zone by its name in the IANA database."""
    named = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix"))
    )
    return [(zone, zone.replace("_", " ")) for zone in ("UTC", *named)]


@cache
def locales() -> Choices:
    """Return the languages with their ways of writing numbers and dates, each in English and in itself."""
    found = []
    for code in " ".join(LOCALES).split():
        locale = Locale.parse(code)
        english, own = locale.get_display_name("en") or code, locale.get_display_name(code) or code
        found.append((code, english if english == own else f"{english} · {own}"))
    return sorted(found, key=lambda choice: choice[1])


def offer_zone_and_locale(form: forms.Form) -> None:
    """Offer every time zone and language in a form that asks for them."""
    for name, known in (("time_zone", time_zones()), ("locale", locales())):
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = with_own(known, str(form.initial.get(name, "")))


def with_own(choices: Choices, own: str) -> Choices:
    """Return the choices with the value that stands now, should it not be among them."""
    return choices if not own or own in dict(choices) else [*choices, (own, own)]


def months() -> list[tuple[int, str]]:
    """Return the months in the organisation's language."""
    return sorted(Locale.parse(frame.current().locale).months["stand-alone"]["wide"].items())


def weekdays() -> list[tuple[int, str]]:
    """Return the days of the week in the organisation's language, as ISO weekdays."""
    names = Locale.parse(frame.current().locale).days["stand-alone"]["wide"]
    return [(day + 1, names[day]) for day in range(7)]


class TreeField(forms.TypedChoiceField):
    """A team or location chosen from its tree; gives the id, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **({"required": False} | kwargs))

    def plant(self, tree: Iterable[Branch[Any]], *, own: Any = None) -> None:
        """Offer the nodes of a tree, and the one that stands now, should it be retired."""
        nodes = [(str(branch.node.pk), INDENT * branch.depth + branch.node.name) for branch in tree]
        if own is not None and str(own.pk) not in dict(nodes):
            nodes.append((str(own.pk), f"{own.name} (retired)"))
        self.choices = [("", "–"), *nodes]


def plant(field: forms.Field, tree: Iterable[Branch[Any]], *, own: Any = None) -> None:
    """Offer a tree in a form's field for it."""
    if isinstance(field, TreeField):
        field.plant(tree, own=own)
