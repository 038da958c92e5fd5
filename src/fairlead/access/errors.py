"""The two ways in which a person meets a closed door."""

from fairlead.kit.errors import Problem


class OutOfReach(Problem):
    """There is no such record as far as this viewer is concerned (404)."""

    status = 404


class Refused(Problem):
    """The viewer may see the record and may not do this with it, for the reason given (403)."""

    status = 403
