"""Every change to people: the verbs that pages, API, importer and command line call."""

from .leaving import (
    CannotDelete,
    LastAdministrator,
    deactivate_person,
    delete_person,
    reactivate_person,
)
from .locations import LocationChanges, add_location, edit_location, restore_location, retire_location
from .passwords import WeakPassword, set_password
from .persons import NewPerson, PersonChanges, ProfileChanges, add_person, edit_person, edit_profile
from .sessions import end_sessions
from .setup import ensure_administrator
from .sharing import CannotShare, share, unshare
from .supervising import CannotSupervise, supervise, unsupervise
from .teams import CannotRetire, TeamChanges, add_team, edit_team, restore_team, retire_team
from .tokens import create_token, revoke_token, viewer_by_token
from .trees import WouldCircle

__all__ = [
    "CannotDelete",
    "CannotRetire",
    "CannotShare",
    "CannotSupervise",
    "LastAdministrator",
    "LocationChanges",
    "NewPerson",
    "PersonChanges",
    "ProfileChanges",
    "TeamChanges",
    "WeakPassword",
    "WouldCircle",
    "add_location",
    "add_person",
    "add_team",
    "create_token",
    "deactivate_person",
    "delete_person",
    "edit_location",
    "edit_person",
    "edit_profile",
    "edit_team",
    "end_sessions",
    "ensure_administrator",
    "reactivate_person",
    "restore_location",
    "restore_team",
    "retire_location",
    "retire_team",
    "revoke_token",
    "set_password",
    "share",
    "supervise",
    "unshare",
    "unsupervise",
    "viewer_by_token",
]
