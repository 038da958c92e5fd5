"""Name what this app stores."""

from .liking import Favourite
from .share import ViewShare
from .view import SavedView

__all__ = ["Favourite", "SavedView", "ViewShare"]
