"""Reference lists change without changing the past."""

from datetime import timedelta

import pytest

from fairlead.access import Refused
from fairlead.kit.errors import RuleBroken
from fairlead.kit.validation import Invalid
from fairlead.vocabulary import actions, queries, usage
from fairlead.vocabulary.models import ReferenceList, ReferenceValue
from tests.cast import NOON


@pytest.fixture
def ada(cast):
    return cast.viewer("ada")


def add(label, ada, kind="source", **about):
    new = actions.NewValue(kind, label, **about)
    return ReferenceValue.objects.get(pk=actions.add_value(new, by=ada, at=NOON).value_id)


def shown(kind="source"):
    return [value.label for value in queries.values(kind)]


def test_new_values_stand_at_the_end_of_their_own_list(ada):
    for label in ("Website", "Referral", "Trade fair"):
        add(label, ada)
    add("Price", ada, "lost_reason")
    assert shown() == ["Website", "Referral", "Trade fair"]
    assert shown("lost_reason") == ["Price"]


@pytest.mark.parametrize("name", ["rob", "mona"])
def test_only_administrators_keep_the_lists(cast, name):
    with pytest.raises(Refused) as refusal:
        add("Website", cast.viewer(name))
    assert str(refusal.value) == "Only administrators change lists, currencies and the organisation."
    assert shown() == []


def test_a_list_holds_a_label_once_whatever_its_case(ada):
    add("Website", ada)
    with pytest.raises(Invalid) as problem:
        add("website", ada)
    assert problem.value.fields == {"label": "The list has this value already; it may be retired."}
    assert add("Website", ada, "lost_reason").label == "Website"


@pytest.mark.parametrize(("kind", "label", "field"), [("source", " ", "label"), ("sauce", "Ketchup", "list")])
def test_what_is_wrong_is_said_at_its_field(ada, kind, label, field):
    with pytest.raises(Invalid) as problem:
        add(label, ada, kind)
    assert list(problem.value.fields) == [field]


def test_a_label_has_a_history(ada):
    value = add("Fair", ada)
    for hour, label in enumerate(["Trade fair", "Trade show"], start=1):
        actions.edit_value(value, changes={"label": label}, by=ada, at=NOON + timedelta(hours=hour))
        value.refresh_from_db()
    history = [(change.who, change.before, change.after) for change in queries.label_history(value)]
    assert history == [
        ("Ada", "Trade fair", "Trade show"),
        ("Ada", "Fair", "Trade fair"),
        ("Ada", None, "Fair"),
    ]


def test_retiring_takes_a_value_out_of_the_choices_but_not_off_the_record_that_carries_it(ada):
    website, fair = add("Website", ada), add("Fair", ada)
    actions.retire_value(fair, by=ada, at=NOON)
    assert list(queries.choices("source")) == [website]
    assert list(queries.choices("source", keep=fair.pk)) == [website, fair]
    assert queries.labels("source") == {website.pk: "Website", fair.pk: "Fair"}
    actions.restore_value(fair, by=ada, at=NOON)
    assert shown() == ["Website", "Fair"]


def test_retiring_says_how_many_open_records_use_the_value(ada, monkeypatch):
    monkeypatch.setattr(usage, "_counters", [])
    website = add("Website", ada)
    opened = {"opportunity": {website.pk: 3}, "lead": {website.pk: 1}}
    for noun, plural in (("opportunity", "opportunities"), ("lead", "leads")):
        count = lambda pk, noun=noun: opened[noun].get(pk, 0)  # noqa: E731
        usage.register(usage.Counter(ReferenceList.SOURCE, f"open {noun}", f"open {plural}", count))
    usage.register(usage.Counter(ReferenceList.COMPETITOR, "deal", "deals", lambda pk: 99))
    assert [str(use) for use in usage.usage(website)] == ["3 open opportunities", "1 open lead"]
    assert usage.usage(add("Fair", ada)) == []


def test_an_organisation_orders_its_lists(ada):
    website, fair, call = (add(label, ada) for label in ("Website", "Fair", "Call"))
    actions.reorder_values(ReferenceList.SOURCE, ids=[call.pk, website.pk], by=ada, at=NOON)
    assert shown() == ["Call", "Website", "Fair"]
    again = actions.reorder_values(ReferenceList.SOURCE, ids=[call.pk, website.pk, fair.pk], by=ada, at=NOON)
    assert again is None


def test_a_value_of_another_list_cannot_be_ordered_into_this_one(ada):
    price = add("Price", ada, "lost_reason")
    with pytest.raises(RuleBroken):
        actions.reorder_values(ReferenceList.SOURCE, ids=[price.pk], by=ada, at=NOON)


def test_defaults_come_once_and_what_was_changed_stays_changed(ada):
    assert actions.install_defaults(actions.Start(name="Bicycles & Co"), by=ada, at=NOON).added_count > 30
    value = queries.values("rating").get(label="Hot")
    actions.edit_value(value, changes={"label": "Burning"}, by=ada, at=NOON)
    assert actions.install_defaults(actions.Start(name="Another"), by=ada, at=NOON) is None
    assert shown("rating") == ["Burning", "Warm", "Cold"]
    assert queries.organisation().name == "Bicycles & Co"
    assert [currency.code for currency in queries.currencies()] == ["EUR", "GBP", "USD"]
    assert dict(queries.lists())[ReferenceList.RATING] == 3
    assert dict(queries.lists())[ReferenceList.COMPETITOR] == 0
