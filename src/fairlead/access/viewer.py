"""The person who is asking."""

from dataclasses import dataclass, field
from enum import StrEnum

from .reach import EVERYTHING, Reach
from .verdict import Verdict, no, yes


class Role(StrEnum):
    """What a person is in the organisation; decides how far they see."""

    SALES_EXECUTIVE = "sales_executive"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What an administrator may grant beside the role."""

    EXPORT = "export"
    IMPORT = "import"
    BULK_EDIT = "bulk_edit"
    DELETE = "delete"

    @property
    def verb(self) -> str:
        """Return the permission as a verb, for sentences."""
        return {"bulk_edit": "edit many records at once"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The one asking: who they are, what they may do, and how far they see.

    Worked out once per request by ``people.queries.viewer_of``; every query and action takes it.
    """

    person_id: int | None
    name: str
    role: Role
    permissions: frozenset[Permission] = frozenset()
    reach: Reach = field(default_factory=Reach)
    time_zone: str = "UTC"
    locale: str = "en"
    team_ids: frozenset[int] = frozenset()

    @property
    def is_administrator(self) -> bool:
        """Tell whether they administer this installation."""
        return self.role == Role.ADMINISTRATOR

    @property
    def is_supervisor(self) -> bool:
        """Tell whether they supervise others."""
        return self.role == Role.SUPERVISOR

    def may(self, permission: Permission) -> Verdict:
        """Tell whether they hold a permission; administrators hold them all."""
        if self.is_administrator or permission in self.permissions:
            return yes()
        return no(f"You do not have the permission to {permission.verb}. Ask an administrator for it.")


def installation() -> Viewer:
    """Return the viewer for work that nobody in person asked for: set-up, jobs, the demo company."""
    return Viewer(None, "Fairlead", Role.ADMINISTRATOR, frozenset(Permission), EVERYTHING)
