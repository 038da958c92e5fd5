"""Find rows by what people type: without accents, without case, by any part of a word, at a million rows."""

from .field import SearchField
from .folding import Fold, fold
from .matching import containing, matching, matching_apart

__all__ = ["Fold", "SearchField", "containing", "fold", "matching", "matching_apart"]
