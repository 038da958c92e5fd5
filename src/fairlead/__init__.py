"""Fairlead: the sales tracking system that tells the truth about how sales move."""

__version__ = "0.1.0"
