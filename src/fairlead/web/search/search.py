"""Search everything: a page of results, and the choices of the command palette."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from fairlead.web.search import finding
from fairlead.web.shared import environment, forms, pages
from fairlead.web.shared.pages import Request

SHOWN = 8
SUGGESTED = 4
SHORTEST = 2
"""Letters from which on the palette is answered."""


def search(request: Request) -> HttpResponse:
    """Show what is found of each kind; a number leads straight to its opportunity."""
    text = finding.clean(request.GET.get("q", ""))
    exact = finding.numbered(request.viewer, text)
    if exact:
        return pages.redirect_to(request, exact.address)
    results = finding.found(request.viewer, text, limit=SHOWN) if text else []
    return pages.render(request, "search/search.html", {"text": text, "results": results, "place": "search"})


def suggest(request: Request) -> HttpResponse:
    """Offer the first few of each kind, each choice being an address to go to."""
    text = finding.clean(request.GET.get("q", ""))
    exact = finding.numbered(request.viewer, text)
    offered = [(exact.address, exact.label, exact.note)] if exact else []
    if len(text) >= SHORTEST:
        for group in finding.found(request.viewer, text, limit=SUGGESTED):
            noun = environment.term(group.kind.noun)
            offered += [
                (hit.address, hit.label, " · ".join(filter(None, (noun, hit.note))))
                for hit in group.hits
                if exact is None or hit.address != exact.address
            ]
        offered.append(
            (f"{reverse('search')}?{urlencode({'q': text})}", f"Search everything for “{text}”", "")
        )
    return forms.choices(offered)
