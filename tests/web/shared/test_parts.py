"""The parts of pages: macros, forms, icons, and what strict headers ask of them."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms as django_forms

from fairlead.access import no
from fairlead.kit.errors import RuleBroken
from fairlead.web.shared import forms, frame, icons
from fairlead.web.shared.environment import jinja
from scripts import vendor
from tests.house import sources

WEB = Path(vendor.ROOT) / "src/fairlead/web"


def drawn(source: str, **values) -> str:
    return jinja().from_string(source).render(values)


def test_refused_button_stays_and_says_why() -> None:
    button = drawn("{{ ui.button('Delete', verdict=verdict) }}", verdict=no("Only the owner may."))
    assert 'aria-disabled="true"' in button
    assert "Only the owner may." in button
    assert 'type="submit"' not in button


def test_text_of_people_is_escaped_in_macros() -> None:
    assert "<script>" not in drawn("{{ ui.cell('A', v) }}{{ ui.badge(v) }}{{ ui.person(v) }}", v="<script>")


def test_every_icon_that_pages_name_is_in_the_sprite() -> None:
    literal = re.compile(r'\bicon(?:_name)?=?\(?"([a-z0-9-]+)"')
    named = {name for file in sources.templates() for name in literal.findall(file.read_text())}
    assert named - icons.names() == set()


def test_pages_need_no_inline_script_style_or_handler() -> None:
    inline = re.compile(r"<style|\sstyle=\"|\son[a-z]+=\"|<script>|javascript:|data-bs-(?!theme)")
    assert [sources.short(file) for file in sources.templates() if inline.search(file.read_text())] == []


def test_vendored_files_are_what_was_fetched() -> None:
    assert (vendor.TARGET / "CHECKSUMS").read_text() == vendor.checksums()
    assert not [file.name for file in vendor.TARGET.iterdir() if "sourceMappingURL" in file.read_text()]


class DealForm(forms.Form):
    title = django_forms.CharField()
    amount = forms.Amount(required=False)


@pytest.mark.parametrize(("locale", "typed"), [("en", "1,234.5"), ("de_DE", "1.234,5"), ("de_DE", "1234,5")])
def test_amounts_are_typed_as_the_locale_writes_them(locale, typed) -> None:
    with frame.using(lambda: frame.Frame(locale=locale)):
        form = DealForm({"title": "A", "amount": typed})
        assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal("1234.5")


def test_an_amount_that_could_mean_two_things_is_refused() -> None:
    with frame.using(lambda: frame.Frame(locale="de_DE")):
        assert DealForm({"title": "A", "amount": "1.23"}).errors["amount"] == [
            "Write the number like 1.234,5."
        ]


def test_a_broken_rule_is_told_at_its_field() -> None:
    form = DealForm({"title": "A"})
    form.refuse(RuleBroken("Proposal needs an amount.", fields={"amount": "Enter one."}))
    assert form.errors == {"amount": ["Enter one."]}
    assert "Enter one." in drawn("{{ ui.fields(form) }}", form=form)


def test_a_broken_rule_of_no_field_is_told_above() -> None:
    form = DealForm({"title": "A"})
    form.refuse(RuleBroken("It is closed.", fields={"stage": "Closed."}))
    assert form.non_field_errors() == ["It is closed."]
