"""What goes wrong in words that a person can act on; the doors turn each kind into a status."""

from collections.abc import Mapping
from typing import ClassVar


class Problem(Exception):
    """Anything that a person caused and can mend. The message is shown as it is.

    ``status`` is what every door answers with; each kind of problem says its own.
    """

    status: ClassVar[int] = 400


class RuleBroken(Problem):
    """The request was understood, and a rule of the business forbids it (422).

    :param fields: the field names at fault, each with its own sentence.
    """

    status = 422

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, str] = dict(fields or {})
