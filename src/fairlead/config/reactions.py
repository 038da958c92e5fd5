"""Which event wakes whom: the name of an event, and the jobs it asks for. Followed by fairlead.jobs.follow."""

from collections.abc import Mapping, Sequence

REACTIONS: Mapping[str, Sequence[str]] = {}
