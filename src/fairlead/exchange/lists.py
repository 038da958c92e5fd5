"""The lists that can leave the house, by the name of their page: which columns, whose rows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import QuerySet

from fairlead.access import Viewer
from fairlead.customers import columns as customer_columns
from fairlead.customers import queries as customers
from fairlead.kit import tables
from fairlead.pipeline import columns as pipeline_columns
from fairlead.pipeline import queries as pipeline
from fairlead.products import columns as product_columns
from fairlead.products import queries as products

Rows: TypeAlias = Callable[[Viewer, datetime | None, datetime], QuerySet[Any]]
"""``rows(viewer, as_of, now)``: the rows within reach, as of a moment or as they are."""


LISTS: Mapping[str, tuple[tables.Table, Rows]] = {
    "opportunities": (
        pipeline_columns.OPPORTUNITIES,
        lambda viewer, at, _now: pipeline.opportunities(viewer, as_of=at),
    ),
    "leads": (pipeline_columns.LEADS, lambda viewer, at, _now: pipeline.leads(viewer, as_of=at)),
    "companies": (customer_columns.COMPANIES, lambda viewer, at, _now: customers.companies(viewer, as_of=at)),
    "contacts": (customer_columns.CONTACTS, lambda viewer, at, _now: customers.contacts(viewer, as_of=at)),
    "products": (
        product_columns.PRODUCTS,
        lambda viewer, at, now: products.priced(viewer, as_of=at, now=now),
    ),
}
