"""Who may see what, and who may do what: Viewer, Reach, Rule, Verdict. The one lens for reads."""

from .errors import OutOfReach, Refused
from .reach import EVERYTHING, Reach
from .verdict import Rule, Verdict, no, yes
from .viewer import Permission, Role, Viewer, installation

__all__ = [
    "EVERYTHING",
    "OutOfReach",
    "Permission",
    "Reach",
    "Refused",
    "Role",
    "Rule",
    "Verdict",
    "Viewer",
    "installation",
    "no",
    "yes",
]
