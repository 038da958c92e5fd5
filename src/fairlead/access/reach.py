"""The rows that a person may see, as one value that speaks to the ORM and to a rule alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

_NOTHING: Mapping[str, frozenset[int]] = {}


@dataclass(frozen=True, slots=True)
class Reach:
    """Everyone's work, or the work of these owners, in these locations, and what was shared.

    :param owners: persons whose work is within reach: oneself, and the people one supervises.
    :param locations: locations whose work is within reach, whoever owns it.
    :param shared: for each kind of record, the ids that somebody shared with this viewer.
    :param self_id: the person whose own drafts are within reach; drafts are their owner's alone.
    """

    everyone: bool = False
    owners: frozenset[int] = frozenset()
    locations: frozenset[int] = frozenset()
    shared: Mapping[str, frozenset[int]] = field(default_factory=lambda: _NOTHING)
    self_id: int | None = None

    def q(
        self,
        kind: str,
        *,
        owner: str = "owner_id",
        location: str | None = "location_id",
        pk: str = "pk",
        draft: str | None = None,
    ) -> Q:
        """Return the condition that a queryset of this kind of record must meet.

        :param owner: path from the record to its owner's id; likewise ``location`` and ``pk``.
        :param location: ``None`` where this kind of record has no location.
        :param draft: path to the flag that makes a record its owner's alone.
        """
        condition = Q()
        if not self.everyone:
            condition = Q(**{f"{owner}__in": sorted(self.owners)})
            if location and self.locations:
                condition |= Q(**{f"{location}__in": sorted(self.locations)})
            if shared := self.shared.get(kind):
                condition |= Q(**{f"{pk}__in": sorted(shared)})
        if draft:
            condition &= Q(**{draft: False}) | Q(**{owner: self.self_id})
        return condition

    def holds(
        self,
        kind: str,
        *,
        pk: int | None,
        owner_id: int | None,
        location_id: int | None = None,
        is_draft: bool = False,
    ) -> bool:
        """Tell whether one record is within reach: the same answer as :meth:`q`, without a query."""
        if is_draft and owner_id != self.self_id:
            return False
        return (
            self.everyone
            or owner_id in self.owners
            or location_id in self.locations
            or pk in self.shared.get(kind, frozenset())
        )


EVERYTHING = Reach(everyone=True)
