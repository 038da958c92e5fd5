"""Refuse to start without every trigger: a change that nobody recorded is worse than a pause."""

from . import installing


def problems(using: str = "default") -> list[str]:
    """Return a sentence for what is wrong with the journal in this database; empty when all is well.

    Asked by ``fairlead serve`` and ``fairlead check``; not a Django check, because ``migrate``, which mends
    it, runs those first.
    """
    missing = sorted(installing.missing(using))
    if not missing:
        return []
    some = ", ".join(missing[:3])
    return [f"{len(missing)} of the journal's triggers are missing ({some} …). Run “fairlead migrate”."]
