"""Ridgeline Cycles: a company that is not real, with a past of three years, to look round in and measure."""

from .loading import SEED, is_loaded, load
from .multiplying import multiply
from .removing import Outlook, Removed, foresee_removal, remove_demo
from .staff import DOMAIN, PASSWORD, SignIn, sign_ins

__all__ = [
    "DOMAIN",
    "PASSWORD",
    "SEED",
    "Outlook",
    "Removed",
    "SignIn",
    "foresee_removal",
    "is_loaded",
    "load",
    "multiply",
    "remove_demo",
    "sign_ins",
]
