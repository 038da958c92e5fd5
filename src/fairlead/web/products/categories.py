"""The tree of categories."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fairlead.products import actions, queries, rules
from fairlead.web.products.forms import CategoryForm
from fairlead.web.shared import forming, pages
from fairlead.web.shared.pages import Request


def show(request: Request) -> HttpResponse:
    """Show the tree with how many products hang in each category."""
    context = {
        "branches": queries.categories(request.viewer),
        "may": rules.may_maintain(request.viewer),
        "place": "products",
    }
    return pages.render(request, "products/categories.html", context)


def add(request: Request) -> HttpResponse:
    """Create a category."""
    form = CategoryForm(request)

    def save() -> HttpResponse:
        new = actions.NewCategory(form.cleaned_data["name"], form.above())
        actions.create_category(new, by=request.viewer, at=request.now)
        return forming.done(request, f"{new.name} was created.", "categories")

    context = {"title": "New category", "button": "Create", "place": "products"}
    return forming.show(request, form, save, {**context, "back": reverse("categories")})


def edit(request: Request, pk: int) -> HttpResponse:
    """Rename a category, or hang it elsewhere."""
    category = queries.category(request.viewer, pk, seen=forming.seen(request))
    form = CategoryForm(request, category)

    def save() -> HttpResponse:
        name, parent = form.cleaned_data["name"], form.above()
        actions.edit_category(category, name=name, parent=parent, by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "categories")

    context = {"title": category.name, "record": category, "place": "products"}
    return forming.show(request, form, save, {**context, "back": reverse("categories")})


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Delete an empty category."""
    category = queries.category(request.viewer, pk)
    actions.delete_category(category, by=request.viewer, at=request.now)
    return forming.done(request, f"{category} was deleted.", "categories")
