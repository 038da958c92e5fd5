"""Ridgeline Cycles: a company that is not real, with three years of a past, for looking round and for measuring."""

from .loading import SEED, is_loaded, load
from .multiplying import multiply
from .removing import Removed, remove_demo
from .staff import PASSWORD, SignIn, sign_ins

__all__ = ["PASSWORD", "SEED", "Removed", "SignIn", "is_loaded", "load", "multiply", "remove_demo", "sign_ins"]
