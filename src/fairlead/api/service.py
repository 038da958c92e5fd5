"""The API itself: its routers, who may ask, how often, and its description."""

from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from fairlead import __version__
from fairlead.api import (
    choices,
    companies,
    contacts,
    imports,
    leads,
    opportunities,
    opportunity_parts,
    opportunity_verbs,
    people,
    problems,
    products,
)
from fairlead.api.answers import KEY, LONGEST_KEY
from fairlead.api.auth import PersonalToken, Session
from fairlead.api.limits import Limit

_ABOUT = """The same queries and actions as the pages, for programs.

Amounts and percentages are text, so that no reader rounds them. Moments carry their offset. A change names
the `version` that it is based on: edits of different fields merge, edits of the same field are refused with
the other's values (409). Send an `Idempotency-Key` with a write and repeat it as often as you like: it takes
effect once. Every problem has one shape, `application/problem+json`."""

_KEY = {
    "in": "header",
    "name": KEY,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"},
    "description": "A repetition with the same key and body gets the first answer and has no effect.",
}


class Api(NinjaAPI):
    """Ninja's API with a description that tells what this one really answers."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """Return the description, problems under their own media type and the key of writes included."""
        schema = super().get_openapi_schema(**given)
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                if method != "get":
                    operation["parameters"] = [*operation.get("parameters", []), _KEY]
                for status, told in operation["responses"].items():
                    if int(status) >= 400:
                        told["content"] = {problems.MEDIA_TYPE: told["content"]["application/json"]}
        return schema


api = Api(
    title="Fairlead",
    version=__version__,
    description=_ABOUT,
    docs_url=None,
    auth=[PersonalToken(), Session(settings.SESSION_COOKIE_NAME)],
    throttle=Limit(),
    urls_namespace="api",
)
problems.handle(api)
api.add_router("/opportunities", opportunities.router)
api.add_router("/opportunities", opportunity_verbs.router)
api.add_router("/opportunities", opportunity_parts.router)
api.add_router("/leads", leads.router)
api.add_router("/companies", companies.router)
api.add_router("/contacts", contacts.router)
api.add_router("/products", products.router)
api.add_router("/people", people.router)
api.add_router("/imports", imports.router)
api.add_router("", choices.router)
