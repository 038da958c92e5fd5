"""Ridgeline Cycles: a company that is not real, with three years of a past, for looking round and for measuring."""

from .loading import is_loaded, load
from .staff import PASSWORD, SignIn, sign_ins

__all__ = ["PASSWORD", "SignIn", "is_loaded", "load", "sign_ins"]
