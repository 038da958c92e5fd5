"""The door for work nobody waits for: one module a kind of work, each one call into the floors below.

A module registers its jobs with `@queue.job("name")`; `load()` finds every module by itself.
"""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every module beside this one, so that all jobs are known."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
