"""Home: what a person wants to know first in the morning."""
