"""What a person sees who starts it for the first time: the demo company, the address, how to sign in."""

from collections.abc import Callable
from importlib import import_module

from django.conf import settings

from fairlead.commands import main
from fairlead.commands._registry import commands


def load_demo_once() -> None:
    """Load the demo company into a database that holds nobody yet."""
    if "demo" in commands():
        main.call("demo", "--if-empty")


def say(bind: str, port: int) -> Callable[[], None]:
    """Return what prints the address and the demo's sign-ins once the server listens."""
    environment = settings.ENVIRONMENT
    host = "127.0.0.1" if bind in ("0.0.0.0", "::") else bind  # noqa: S104 -- compared, not bound
    address = environment.base_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def speak() -> None:
        lines = ["", f"Fairlead is at {address}", *_sign_ins(), "Ctrl+C stops it.", ""]
        print("\n".join(lines), flush=True)

    return speak


def _sign_ins() -> list[str]:
    if "demo" not in commands():
        return []
    demo = import_module(commands()["demo"].module)
    people = list(demo.sign_ins()) if hasattr(demo, "sign_ins") else []
    width = max((len(person.email) for person in people), default=0)
    lines = [f"  {person.email:<{width}}  {person.password}  ({person.role})" for person in people]
    return ["", "Sign in to the demo company as", *lines, ""] if people else []
