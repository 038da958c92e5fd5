"""Tracked models: every version of every row is kept, by the database itself.

The current row carries ``version``, ``valid_from`` and ``entry_id``; a history table beside it holds the
closed versions, as SQL:2011 system-versioned tables do. Rows that never change have no second copy.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models.signals import class_prepared

from . import opening

STAMPS = ("version", "valid_from", "entry_id")


class StampField(models.Field[Any, Any]):
    """A column that the journal fills: the open entry's id or its moment."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return what the open entry says, for a new row; the triggers do the rest."""
        given = getattr(model_instance, self.attname)
        if not add:
            return given
        opened = opening.current()
        if opened is None:
            name = model_instance._meta.verbose_name
            raise opening.NotRecorded(f"A {name} can be written by an action only, so that it is recorded.")
        if not (opened.past_allowed and given is not None):
            given = self.stamp(opened)
            setattr(model_instance, self.attname, given)
        return given

    def stamp(self, opened: opening.Recording) -> Any:
        """Return this column's share of the open entry."""
        raise NotImplementedError


class EntryIdField(StampField, models.BigIntegerField[Any, Any]):
    """The entry that made this version."""

    def stamp(self, opened: opening.Recording) -> int:
        """Return the open entry's id."""
        return opened.entry_id


class ValidFromField(StampField, models.DateTimeField[Any, Any]):
    """The moment from which this version holds."""

    def stamp(self, opened: opening.Recording) -> datetime:
        """Return the open entry's moment."""
        return opened.at


class TrackedModel(models.Model):
    """A record whose every version is kept. Write it inside an ``@action``; the database refuses otherwise.

    ``untracked`` names the columns that no version keeps: secrets, and what changes without a decision.
    """

    untracked: ClassVar[tuple[str, ...]] = ()
    part_of: ClassVar[str] = ""
    """The foreign key to the record whose history tells of these rows too; their versions are found by it."""

    named_by: ClassVar[tuple[str, ...]] = ("name",)
    """The texts that make up what people call the record; histories show what they were on the day."""

    together: ClassVar[tuple[frozenset[str], ...]] = ()
    """Fields that mean something only beside each other, such as an amount and its currency: two people who
    edit one group at the same time are told, whichever fields of it each of them changed."""

    history_model: ClassVar[type[models.Model]]
    seen_version: int
    """The version that the caller of an action last saw; set by the action on the row that it locks."""

    version = models.PositiveIntegerField(default=1, editable=False)
    valid_from = ValidFromField(editable=False)
    entry_id = EntryIdField(editable=False, db_index=True)

    class Meta:
        abstract = True


def tracked_models() -> list[type[TrackedModel]]:
    """Return every tracked model, in the order of their tables' names."""
    found = [model for model in apps.get_models() if issubclass(model, TrackedModel)]
    return sorted(found, key=lambda model: model._meta.db_table)


def kept_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields whose values a version keeps: no stamps, nothing worked out from others."""
    left_out = {*STAMPS, *getattr(model, "untracked", ())}
    return [f for f in model._meta.concrete_fields if f.name not in left_out and not f.generated]


def generated_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns that the database works out from the others, in versions as well."""
    return [f for f in model._meta.concrete_fields if f.generated]


def _make_history_model(sender: type[models.Model], **_kwargs: object) -> None:
    """Give each concrete tracked model the model of its history table, for migrations to create."""
    if not issubclass(sender, TrackedModel) or sender._meta.abstract or sender._meta.proxy:
        return
    if (
        getattr(sender, "history_model", None) is not None
        and sender.history_model.__name__ == f"{sender.__name__}History"
    ):
        return
    attributes: dict[str, Any] = {field.name: _copy(field) for field in kept_fields(sender)}
    attributes |= {field.name: field.clone() for field in generated_fields(sender)}
    table = f"{sender._meta.db_table}_history"
    attributes |= {
        "__module__": sender.__module__,
        "__doc__": f"The closed versions of {sender._meta.verbose_name_plural}.",
        "history_id": models.BigAutoField(primary_key=True),
        "version": models.PositiveIntegerField(),
        "valid_from": models.DateTimeField(),
        "valid_to": models.DateTimeField(),
        "entry_id": models.BigIntegerField(db_index=True),
        "closed_entry_id": models.BigIntegerField(db_index=True),
        "Meta": type(
            "Meta",
            (),
            {
                "app_label": sender._meta.app_label,
                "db_table": table,
                "indexes": _indexes(sender, table[-23:].strip("_")),
            },
        ),
    }
    sender.history_model = type(f"{sender.__name__}History", (models.Model,), attributes)


def _indexes(model: type[TrackedModel], name: str) -> list[models.Index]:
    """Return the indexes of a history table: by record, and by the record that these are parts of."""
    by_record = models.Index(fields=["id", "version"], name=f"{name}_id")
    return (
        [by_record, models.Index(fields=[model.part_of], name=f"{name}_of")] if model.part_of else [by_record]
    )


def _copy(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """Return the field as a history table holds it: same type, no constraint, no index, no default."""
    if isinstance(field, models.AutoField):
        return models.BigIntegerField()
    if isinstance(field, models.ForeignKey):
        target: Any = field.remote_field.model
        copy: Any = models.ForeignKey(
            field.model._meta.label if target == "self" else target,
            models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+",
        )  # fmt: skip
        return copy  # type: ignore[no-any-return]
    copy = field.clone()
    copy._unique = copy.db_index = copy.primary_key = False
    copy.db_default = models.NOT_PROVIDED
    copy.null = True
    return copy  # type: ignore[no-any-return]


class_prepared.connect(_make_history_model)
