"""Choices for pickers: companies, their contacts, products, by what was typed."""

from django.http import HttpResponse

from fairlead.customers import queries as customers
from fairlead.kit import search
from fairlead.products import queries as products
from fairlead.web.shared import forms
from fairlead.web.shared.pages import Request

LIMIT = 20


def companies(request: Request) -> HttpResponse:
    """Offer companies within reach."""
    found = search.matching(customers.companies(request.viewer), request.GET.get("q", "").strip())
    return forms.choices((one.pk, one.name, one.city) for one in found.order_by("search", "pk")[:LIMIT])


def contacts(request: Request) -> HttpResponse:
    """Offer contacts within reach, those of one company first where it is named."""
    rows = customers.contacts(request.viewer).select_related("company")
    if request.GET.get("company", "").isdecimal():
        rows = rows.filter(company_id=int(request.GET["company"]))
    found = search.matching(rows, request.GET.get("q", "").strip()).order_by("search", "pk")
    return forms.choices((one.pk, one.name, str(one.company or "")) for one in found[:LIMIT])


def products_(request: Request) -> HttpResponse:
    """Offer products that are sold."""
    rows = products.products(request.viewer).filter(is_active=True)
    found = search.matching(rows, request.GET.get("q", "").strip()).order_by("search", "pk")
    return forms.choices((one.pk, one.name, one.code) for one in found[:LIMIT])
