"""Which event wakes whom: events by name, and the jobs each asks for. Followed by fairlead.jobs.follow."""

from collections.abc import Mapping, Sequence

REACTIONS: Mapping[str, Sequence[str]] = {}
