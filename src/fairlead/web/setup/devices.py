"""Devices as people recognise them."""

from dataclasses import dataclass
from datetime import datetime

from fairlead.people.signed_in import Device

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Described:
    """A device with a name that its owner recognises."""

    id: int
    name: str
    ip: str
    created_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def described(devices: list[Device]) -> list[Described]:
    """Return the devices with a readable name each."""
    return [
        Described(one.id, named(one.user_agent), one.ip, one.created_at, one.last_seen_at, one.is_this_one)
        for one in devices
    ]


def named(user_agent: str) -> str:
    """Return “Firefox on Linux” for what a browser says of itself; its own words when we do not know it."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " on ".join(filter(None, (browser, system))) or user_agent[:60] or "Unknown device"
