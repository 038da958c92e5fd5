"""Icons, the logo and the small pictures of empty pages, all SVG."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.urls import get_script_prefix
from markupsafe import Markup

_SPRITE = Path(__file__).parent.parent / "static/vendor/icons.svg"
_PICTURES = Path(__file__).parent / "pictures"
PALETTE = (
    "blue",
    "azure",
    "indigo",
    "purple",
    "pink",
    "red",
    "orange",
    "yellow",
    "lime",
    "green",
    "teal",
    "cyan",
    "gray",
)


@cache
def names() -> frozenset[str]:
    """Return the icons that the sprite holds; more are added in scripts/icons.txt."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', _SPRITE.read_text()))


def icon(name: str, label: str = "", size: str = "") -> Markup:
    """Return an icon; with a label it speaks for itself, without it is decoration."""
    return _drawn(name, label, size, get_script_prefix())


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str, size: str, _prefix: str) -> Markup:
    if name not in names():
        raise LookupError(f"No icon {name!r}: add it to scripts/icons.txt and run scripts/vendor.py.")
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon{}" {}><use href="{}#{}"/></svg>').format(
        f" icon-{size}" if size else "", spoken, static("vendor/icons.svg"), name
    )


@cache
def picture(name: str) -> Markup:
    """Return one of the drawings for empty pages."""
    return Markup((_PICTURES / f"{name}.svg").read_text())  # noqa: S704 -- our own file


def logo() -> Markup:
    """Return the mark: a fairlead, the ring that guides a rope."""
    return picture("logo")


def swatch(colour: str) -> Markup:
    """Return a dot in a palette colour or in a hexadecimal one, which needs no inline style."""
    if re.fullmatch(r"#[0-9a-fA-F]{3,8}", colour or ""):
        return Markup(
            '<svg class="fl-dot" viewBox="0 0 8 8" aria-hidden="true">'
            '<circle cx="4" cy="4" r="4" fill="{}"/></svg>'
        ).format(colour)
    known = colour if colour in PALETTE else "gray"
    return Markup('<span class="fl-dot fl-{}" aria-hidden="true"></span>').format(known)
