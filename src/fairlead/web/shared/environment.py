"""The Jinja2 environment of all pages: escaping on, undefined names refused, our words at hand."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined, Template, Undefined
from markupsafe import Markup

from fairlead.access import Permission
from fairlead.web.shared import addresses, formats, forms, frame, icons, navigation, viewing

__all__ = ["environment", "jinja"]


def environment(**options: Any) -> Environment:
    """Build the environment; Django calls this once for its Jinja2 backend."""
    fixed = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    environment = Environment(**{**options, **fixed, "extensions": ["jinja2.ext.do"]})  # noqa: S701 -- escaping is on
    environment.filters.update(
        money=formats.money,
        short_money=formats.short_money,
        number=formats.number,
        percent=formats.percent,
        day=formats.day,
        moment=formats.moment,
        relative=formats.relative,
        bare_number=formats.bare_number,
        initials=formats.initials,
        hue=formats.hue,
        lines=formats.lines,
        device=formats.device,
    )
    environment.globals.update(
        url=addresses.of,
        static=static,
        csrf=csrf,
        control=forms.control,
        nonce=nonce,
        icon=icons.icon,
        logo=icons.logo,
        picture=icons.picture,
        swatch=icons.swatch,
        term=term,
        shortcut=shortcut,
        frame=frame.current,
        query=addresses.query,
        places=navigation.places,
        creatable=navigation.creatable,
        favourites=viewing.favourites,
        address_of=navigation.address,
        messages=spoken,
        Permission=Permission,
        ui=Macros(environment),
    )
    return environment


class Macros:
    """Offer every macro of `shared/components.html` as `ui.<name>`, in pages and in blocks alike."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        template: Template = self._environment.get_template("shared/components.html")
        module = template.make_module() if settings.DEBUG else template.module
        return getattr(module, name, Undefined(name=f"ui.{name}"))


def csrf() -> Markup:
    """Return the hidden field that every posting form carries."""
    request = frame.current().request
    token = get_token(request) if request else ""
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token)


def nonce() -> str:
    """Return this answer's nonce for a script or style element."""
    return getattr(frame.current().request, "csp_nonce", "")


def term(words: str) -> str:
    """Return a phrase in the organisation's own words: `New opportunity` → `New deal`."""
    terms = frame.current().terms
    if not terms:
        return words
    return re.sub(r"[A-Za-z]+", lambda found: _own(found.group(), terms), words)


def _own(word: str, terms: Mapping[str, str]) -> str:
    own = terms.get(word.lower())
    if own is None:
        return word
    if word[:1].isupper():
        return own[:1].upper() + own[1:]
    return own if own.isupper() else own[:1].lower() + own[1:]


@cache
def shortcut(keys: str) -> Markup:
    """Return keys as a person reads them: `shortcut("G O")`."""
    return Markup(" ").join(Markup("<kbd>{}</kbd>").format(key) for key in keys.split())


def spoken() -> list[dict[str, str]]:
    """Return the messages that the last request left for this page."""
    from django.contrib.messages import get_messages  # noqa: PLC0415 -- needs the app registry

    request = frame.current().request
    return [{"message": str(one), "kind": one.level_tag} for one in get_messages(request)] if request else []


@cache
def jinja() -> Environment:
    """Return the one environment, the same that Django's backend uses where it is configured."""
    from django.template import engines  # noqa: PLC0415 -- needs the settings

    found: Environment = engines["pages"].env  # type: ignore[attr-defined]
    return found
