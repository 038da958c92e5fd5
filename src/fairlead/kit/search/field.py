"""The column that holds what a row is found by."""

from typing import Any

from django.db import models

from .folding import compose

SEARCHED: list[tuple[type[models.Model], "SearchField"]] = []
"""Every searched model with its field; the installer walks this."""


class SearchField(models.TextField[str, str]):
    """Hold the folded text of other columns; the database keeps it true, whatever writes the row.

    It is no fact of its own, so the journal does not keep versions of it.
    """

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        kwargs |= {"editable": False, "blank": True, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return what a migration writes down."""
        name, _path, args, kwargs = super().deconstruct()
        for fixed in ("editable", "blank", "default"):
            kwargs.pop(fixed, None)
        return name, "fairlead.kit.search.SearchField", args, kwargs | {"sources": self.sources}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Join the model, leave the journal's versions, and enrol for the index."""
        super().contribute_to_class(cls, name, private_only)
        cls.untracked = (*getattr(cls, "untracked", ()), name)  # type: ignore[attr-defined]
        if cls.__module__ != "__fake__" and not cls._meta.abstract:
            SEARCHED.append((cls, self))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the text of the row about to be written, so that the trigger has nothing to mend."""
        del add
        text = compose(*(getattr(model_instance, source) for source in self.sources))
        setattr(model_instance, self.attname, text)
        return text


def search_field(model: type[models.Model]) -> SearchField:
    """Return the search field of a model.

    :raises LookupError: for a model that is not searched.
    """
    for searched, field in SEARCHED:
        if searched is model:
            return field
    raise LookupError(f"{model.__name__} has no SearchField.")
