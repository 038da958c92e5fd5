"""Each reference of a record takes its values from one list; a foreign key alone does not know which."""

from collections.abc import Mapping

from django.db import models

from fairlead.kit.errors import RuleBroken

from .choices import ReferenceList


class WrongList(RuleBroken):
    """A field was given a value of another list."""


def check(record: models.Model, lists: Mapping[str, ReferenceList]) -> None:
    """Check that each of these fields holds a value of its own list, or none.

    :raises WrongList: naming the field and the value.
    """
    for name, wanted in lists.items():
        value = getattr(record, name)
        if value is not None and value.list != wanted:
            reason = f"“{value}” is none of the {wanted.label.lower()}."
            raise WrongList(reason, fields={name: "Choose one of the list."})
