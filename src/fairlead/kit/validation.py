"""Check a model instance against its fields and constraints, and say kindly what is wrong."""

from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from .errors import RuleBroken


class Invalid(RuleBroken):
    """Some fields hold what they cannot hold; ``fields`` names each with its own sentence."""


def check(record: models.Model, *, skip: Iterable[str] = ()) -> None:
    """Check every editable field, every uniqueness and every constraint of a record.

    A constraint puts its sentence at a field by having that field's name as ``violation_error_code``.

    :raises Invalid: naming the fields at fault.
    """
    hidden = {field.name for field in record._meta.concrete_fields if not field.editable}
    try:
        record.full_clean(exclude=hidden | set(skip))
    except ValidationError as problem:
        fields = dict(_by_field(record, problem))
        raise Invalid(" ".join(dict.fromkeys(fields.values())), fields=fields) from problem


def _by_field(record: models.Model, problem: ValidationError) -> Iterable[tuple[str, str]]:
    names = {field.name for field in record._meta.concrete_fields}
    for name, errors in problem.error_dict.items():
        for error in errors:
            place = error.code if name == NON_FIELD_ERRORS and error.code in names else name
            yield place or name, " ".join(error.messages)
