"""Changes of views: keep, edit, share, publish, like."""

from .likings import begin_with, favour, unfavour
from .sharing import CannotLend, lend, publish, take_back, unpublish
from .views import NewView, ViewChanges, delete_view, edit_view, restore_view, save_view

__all__ = [
    "CannotLend",
    "NewView",
    "ViewChanges",
    "begin_with",
    "delete_view",
    "edit_view",
    "favour",
    "lend",
    "publish",
    "restore_view",
    "save_view",
    "take_back",
    "unfavour",
    "unpublish",
]
