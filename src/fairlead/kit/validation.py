"""Check a model instance against its fields and constraints, and say kindly what is wrong."""

from collections.abc import Callable, Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from .errors import RuleBroken


class Invalid(RuleBroken):
    """Some fields hold what they cannot hold; ``fields`` names each with its own sentence."""


def check(record: models.Model, *, skip: Iterable[str] = ()) -> None:
    """Check every editable field, every uniqueness and every constraint of a record.

    A constraint puts its sentence at a field by having that field's name as ``violation_error_code``.

    :raises Invalid: naming the fields at fault.
    """
    errors: dict[str, list[ValidationError]] = {}
    unchecked = _unchecked(record) | set(skip)
    _gather(errors, record.clean_fields, unchecked)
    _gather(errors, record.validate_unique, unchecked | set(errors))
    _gather(errors, record.validate_constraints, set(skip) | set(errors))  # hidden fields take part in them
    if errors:
        raise _invalid(record, ValidationError(errors))


def _gather(errors: dict[str, list[ValidationError]], look: Callable[..., None], exclude: set[str]) -> None:
    """Add what one look at the record finds wrong."""
    try:
        look(exclude=exclude - {NON_FIELD_ERRORS})
    except ValidationError as problem:
        problem.update_error_dict(errors)


def save(record: models.Model, *, only: Iterable[str] | None = None) -> None:
    """Save a record; ask no questions that the database answers anyway while it writes.

    Fields are checked first, and constraints only when the database refuses, to say kindly which.

    :param only: the fields that changed, where that is known: indexes of others need no touch then.
    :raises Invalid: naming the fields at fault.
    """
    try:
        record.clean_fields(exclude=_unchecked(record))
    except ValidationError as problem:
        raise _invalid(record, problem) from problem
    try:
        with transaction.atomic():
            record.save(update_fields=only)
    except IntegrityError:
        check(record)
        raise


def _unchecked(record: models.Model) -> set[str]:
    """Return the fields that need no check: hidden ones, and references to rows that are at hand."""
    fields = record._meta.concrete_fields
    at_hand = {f.name for f in fields if isinstance(f, models.ForeignKey) and f.is_cached(record)}
    given = {name for name in at_hand if getattr(record, name) is not None}
    return {f.name for f in fields if not f.editable} | given


def _invalid(record: models.Model, problem: ValidationError) -> Invalid:
    fields = dict(_by_field(record, problem))
    return Invalid(" ".join(dict.fromkeys(fields.values())), fields=fields)


def _by_field(record: models.Model, problem: ValidationError) -> Iterable[tuple[str, str]]:
    names = {field.name for field in record._meta.concrete_fields}
    for name, errors in problem.error_dict.items():
        for error in errors:
            place = error.code if name == NON_FIELD_ERRORS and error.code in names else name
            yield place or name, " ".join(error.messages)
