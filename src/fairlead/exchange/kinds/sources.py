"""The records that cells may refer to, and how a missing one is made."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from fairlead.access import Viewer
from fairlead.customers import actions as customer_actions
from fairlead.customers import queries as customers
from fairlead.people import actions as people_actions
from fairlead.people.models import Location, Person, Team
from fairlead.pipeline.models import Campaign, Stage
from fairlead.pipeline.queries import opportunities
from fairlead.products import actions as product_actions
from fairlead.products.models import Category, Product
from fairlead.vocabulary import actions as vocabulary_actions
from fairlead.vocabulary.models import ReferenceList, ReferenceValue

from .lookups import Row, Source, register, within

_IDS = ("pk", "external_system", "external_id")


def _with_ids(rows: Iterable[tuple[Any, ...]]) -> Iterable[Row]:
    """Return what records go by, from their id, external system, external id and names."""
    return ((pk, (within(system, key), key, *names)) for pk, system, key, *names in rows)


def _people(_viewer: Viewer) -> Iterable[Row]:
    rows = Person.objects.filter(is_active=True)
    return _with_ids(rows.values_list(*_IDS, "email", "name"))


def _teams(_viewer: Viewer) -> Iterable[Row]:
    return ((pk, (name,)) for pk, name in Team.objects.values_list("pk", "name"))


def _locations(_viewer: Viewer) -> Iterable[Row]:
    rows = Location.objects.values_list(*_IDS, "name")
    return _with_ids(rows)


def _companies(viewer: Viewer) -> Iterable[Row]:
    rows = customers.companies(viewer).values_list(*_IDS, "name")
    return _with_ids(rows.iterator())


def _contacts(viewer: Viewer) -> Iterable[Row]:
    rows = customers.contacts(viewer).values_list(*_IDS, "email", "name")
    return _with_ids(rows.iterator())


def _products(_viewer: Viewer) -> Iterable[Row]:
    rows = Product.objects.filter(deleted_at=None).values_list(*_IDS, "code", "name")
    return _with_ids(rows)


def _categories(_viewer: Viewer) -> Iterable[Row]:
    return ((pk, (name,)) for pk, name in Category.objects.values_list("pk", "name"))


def _campaigns(_viewer: Viewer) -> Iterable[Row]:
    rows = Campaign.objects.values_list(*_IDS, "name")
    return _with_ids(rows)


def _stages(_viewer: Viewer) -> Iterable[Row]:
    rows = Stage.objects.filter(is_active=True).values_list("pk", "pipeline__name", "name")
    return ((pk, (f"{pipeline}: {name}", name)) for pk, pipeline, name in rows)


def _opportunities(viewer: Viewer) -> Iterable[Row]:
    rows = opportunities(viewer).values_list(*_IDS, "title")
    return _with_ids((pk, system, key, f"O-{pk:06d}", title) for pk, system, key, title in rows.iterator())


def _values_of(kind: ReferenceList) -> Callable[[Viewer], Iterable[Row]]:
    def rows(_viewer: Viewer) -> Iterable[Row]:
        found = ReferenceValue.objects.filter(list=kind).values_list("pk", "external_id", "label")
        return ((pk, (external_id, label)) for pk, external_id, label in found)

    return rows


def _adding_to(kind: ReferenceList) -> Callable[[str, Viewer, datetime], int]:
    def add(label: str, viewer: Viewer, at: datetime) -> int:
        new = vocabulary_actions.NewValue(kind, label)
        return vocabulary_actions.add_value(new, by=viewer, at=at).value_id

    return add


def _add_team(name: str, viewer: Viewer, at: datetime) -> int:
    return people_actions.add_team(name, by=viewer, at=at).team_id


def _add_company(name: str, viewer: Viewer, at: datetime) -> int:
    owner = Person.objects.filter(pk=viewer.person_id or 0).first()
    new = customer_actions.NewCompany(name, owner=owner)
    return customer_actions.create_company(new, by=viewer, at=at).company_id


def _add_category(name: str, viewer: Viewer, at: datetime) -> int:
    return product_actions.create_category(product_actions.NewCategory(name), by=viewer, at=at).category_id


register(Source("person", "person", _people))
register(Source("team", "team", _teams, _add_team))
register(Source("location", "location", _locations))
register(Source("company", "company", _companies, _add_company))
register(Source("contact", "contact", _contacts))
register(Source("product", "product", _products))
register(Source("category", "category", _categories, _add_category))
register(Source("campaign", "campaign", _campaigns))
register(Source("stage", "stage", _stages))
register(Source("opportunity", "opportunity", _opportunities))
for _list in ReferenceList:
    register(Source(_list.value, _list.value.replace("_", " "), _values_of(_list), _adding_to(_list)))
