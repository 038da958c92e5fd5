"""Setup is for administrators, says what it did, and shows what is wrong at its field."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from fairlead.customers.models import Company
from fairlead.people import actions as people
from fairlead.people.models import Location, Person, Team
from fairlead.vocabulary import actions as vocabulary
from fairlead.vocabulary import queries
from tests.cast import NOON, building

PAGES = [
    ("setup",),
    ("setup_people",),
    ("setup_person_new",),
    ("setup_person", "rob"),
    ("setup_person", "mona"),
    ("setup_person_password", "rob"),
    ("setup_person_supervise", "mona"),
    ("setup_teams",),
    ("setup_team_new",),
    ("setup_team", "north"),
    ("setup_locations",),
    ("setup_location_new",),
    ("setup_location", "europe"),
    ("setup_sight",),
    ("setup_lists",),
    ("setup_list", "source"),
    ("setup_value_new", "source"),
    ("setup_organisation",),
    ("setup_currencies",),
    ("setup_currency_new",),
    ("setup_rate_new",),
]


@pytest.fixture
def ada(cast, client):
    vocabulary.install_defaults(vocabulary.Start(name="Bicycles & Co"), by=cast.viewer("ada"), at=NOON)
    client.force_login(cast.ada)
    return client


def address(cast, route, *names):
    found = (getattr(cast, name) if hasattr(cast, name) else name for name in names)
    return reverse(route, args=[getattr(one, "pk", one) for one in found])


def post(client, to, **sent):
    return client.post(to, {name: value for name, value in sent.items() if value is not None})


def about(person, **changes):
    """What the form about a person sends."""
    names = ("name", "email", "role", "version", "time_zone", "locale")
    sent = {name: getattr(person, name) for name in names}
    return sent | {"team": person.team_id or "", "location": person.location_id or ""} | changes


SOMEBODY = {"name": "Tom", "role": "sales_executive", "time_zone": "UTC", "locale": "en"}
ORGANISATION = {
    "name": "Boats & Co",
    "base_currency": "EUR",
    "time_zone": "Asia/Tokyo",
    "locale": "en",
    "fiscal_year_start_month": 4,
    "first_weekday": 1,
    "working_days": [1, 2, 3],
}


@pytest.mark.parametrize("route", PAGES, ids=" ".join)
def test_administrators_open_every_part_of_setup(cast, ada, route):
    people.create_token(cast.rob, name="Script", by=cast.viewer("rob"), at=NOON)
    dollar, new_year = queries.currency("USD"), date(2026, 1, 1)
    vocabulary.set_rate(dollar, on=new_year, rate=Decimal("0.9"), by=cast.viewer("ada"), at=NOON)
    assert ada.get(address(cast, *route)).status_code == 200
    assert ada.get(address(cast, *route), headers={"HX-Request": "true"}).status_code == 200


@pytest.mark.parametrize("name", ["rob", "mona"])
@pytest.mark.parametrize("route", PAGES, ids=" ".join)
def test_nobody_else_does(cast, client, route, name):
    client.force_login(cast.person(name))
    assert client.get(address(cast, *route)).status_code == 403


def test_a_person_is_added_and_can_be_found(cast, ada):
    sent = SOMEBODY | {
        "email": "tom@example.com",
        "team": cast.north.pk,
        "password": "a long and odd sentence",
    }
    answer = post(ada, reverse("setup_person_new"), **sent)
    tom = Person.objects.get(email="tom@example.com")
    assert (answer.status_code, answer.url) == (302, reverse("setup_person", args=[tom.pk]))
    assert (tom.team, tom.check_password("a long and odd sentence")) == (cast.north, True)
    assert b"Tom" in ada.get(reverse("setup_people"), {"q": "tom@"}).content


def test_what_is_wrong_with_a_person_is_said_at_its_field(cast, ada):
    answer = post(ada, reverse("setup_person_new"), **SOMEBODY, email="rob@example.com")
    assert answer.status_code == 422
    assert b"Somebody else signs in with this e-mail." in answer.content


def test_two_administrators_edit_one_person_and_both_edits_stay(cast, ada):
    first = cast.person("rob")
    post(ada, reverse("setup_person", args=[first.pk]), **about(first, name="Robert"))
    post(ada, reverse("setup_person", args=[first.pk]), **about(first, can_import="on"))
    rob = cast.person("rob")
    assert (rob.name, rob.can_import) == ("Robert", True)


def test_an_edit_of_what_another_edited_is_shown_beside_theirs(cast, ada):
    first = cast.person("rob")
    post(ada, reverse("setup_person", args=[first.pk]), **about(first, name="Robert"))
    answer = post(ada, reverse("setup_person", args=[first.pk]), **about(first, name="Bob"))
    assert answer.status_code == 422
    assert "Robert" in answer.content.decode()
    assert cast.person("rob").name == "Robert"


def test_a_supervisor_is_put_in_charge_and_relieved(cast, ada):
    post(ada, address(cast, "setup_person_supervise", "mona"), team=cast.south.pk, location="")
    assert cast.sue.pk in cast.viewer("mona").reach.owners
    post(ada, address(cast, "setup_person_unsupervise", "mona"), team=cast.south.pk, location="")
    assert cast.sue.pk not in cast.viewer("mona").reach.owners


def test_a_person_is_deactivated_reactivated_and_deleted_where_nothing_depends_on_them(cast, ada):
    for route, status in (("deactivate", 302), ("delete", 302)):
        assert ada.post(address(cast, f"setup_person_{route}", "sue")).status_code == status
    assert not Person.objects.filter(name="Sue").exists()
    ada.post(address(cast, "setup_person_deactivate", "rob"))
    assert not cast.person("rob").is_active
    ada.post(address(cast, "setup_person_reactivate", "rob"))
    assert cast.person("rob").is_active
    assert ada.post(address(cast, "setup_person_delete", "ada")).status_code == 403


def test_teams_are_added_moved_retired_and_restored(cast, ada):
    post(ada, reverse("setup_team_new"), name="Coast", parent=cast.north.pk)
    coast = Team.objects.get(name="Coast")
    below_itself = post(ada, reverse("setup_team", args=[cast.north.pk]), name="North", parent=coast.pk)
    assert below_itself.status_code == 422
    post(ada, reverse("setup_team", args=[coast.pk]), name="Coast", parent="", version=coast.version)
    assert Team.objects.get(name="Coast").parent is None
    ada.post(reverse("setup_team_retire", args=[coast.pk]))
    assert not Team.objects.get(name="Coast").is_active
    ada.post(reverse("setup_team_restore", args=[coast.pk]))
    assert Team.objects.get(name="Coast").is_active
    assert ada.post(reverse("setup_team_retire", args=[cast.north.pk])).status_code == 422


def test_locations_are_added_and_changed(cast, ada):
    sent = {"name": "Spain", "parent": cast.europe.pk, "kind": "country", "country": "es"}
    post(ada, reverse("setup_location_new"), **sent)
    spain = Location.objects.get(name="Spain")
    assert (spain.parent, spain.country) == (cast.europe, "ES")
    wrong = post(ada, reverse("setup_location", args=[spain.pk]), name="Spain", kind="country", country="1x")
    assert wrong.status_code == 422


def test_a_value_is_added_renamed_moved_retired_and_restored(cast, ada):
    labels = lambda: [value.label for value in queries.values("rating")]  # noqa: E731
    post(ada, reverse("setup_value_new", args=["rating"]), label="Icy", colour="blue")
    icy = queries.values("rating").get(label="Icy")
    post(ada, reverse("setup_value", args=[icy.pk]), label="Frozen", colour="blue", version=icy.version)
    post(ada, reverse("setup_value_move", args=[icy.pk]), by="-1")
    assert labels() == ["Hot", "Warm", "Frozen", "Cold"]
    assert "Once called Icy." in ada.get(reverse("setup_value", args=[icy.pk])).content.decode()
    ada.post(reverse("setup_value_retire", args=[icy.pk]))
    assert labels() == ["Hot", "Warm", "Cold"]
    ada.post(reverse("setup_value_restore", args=[icy.pk]))
    assert labels() == ["Hot", "Warm", "Frozen", "Cold"]
    assert ada.get(reverse("setup_list", args=["spaceships"])).status_code == 404


def test_the_organisation_is_renamed_and_calls_things_its_own_way(cast, ada):
    organisation = queries.organisation()
    words = {"term_opportunity_one": "Deal", "term_opportunity_many": "Deals"}
    answer = post(ada, reverse("setup_organisation"), **ORGANISATION, **words, version=organisation.version)
    assert answer.status_code == 302
    ours = queries.organisation()
    assert (ours.name, ours.working_days) == ("Boats & Co", [1, 2, 3])
    assert ours.terms == {"opportunity": ["Deal", "Deals"]}
    assert b"Boats &amp; Co" in ada.get(reverse("setup")).content


def test_half_a_word_is_refused(cast, ada):
    answer = post(ada, reverse("setup_organisation"), **ORGANISATION, term_lead_one="Enquiry")
    assert answer.status_code == 422
    assert queries.organisation().name == "Bicycles & Co"


def test_currencies_and_rates_are_kept(cast, ada):
    post(ada, reverse("setup_currency_new"), code="JPY")
    assert queries.currency("JPY").digits == 0
    post(ada, reverse("setup_rate_new"), currency="JPY", on="2026-01-01", rate="0.0062")
    assert queries.rate_on("JPY", date(2026, 2, 1)) == Decimal("0.0062")
    assert "0.0062" in ada.get(reverse("setup_currencies")).content.decode()
    ada.post(reverse("setup_rate_delete", args=[queries.rates().get().pk]))
    assert list(queries.rates()) == []
    ada.post(reverse("setup_currency_retire", args=["JPY"]))
    assert not queries.currency("JPY").is_active
    assert ada.post(reverse("setup_currency_retire", args=["EUR"])).status_code == 422


def test_an_administrator_asks_how_far_somebody_sees(cast, ada):
    shown = ada.get(reverse("setup_sight"), {"person": cast.mona.pk}).content.decode()
    assert "Mona, Rob" in shown
    assert "Sue" not in shown.partition("How far Mona sees")[2]


def test_the_list_of_people_costs_the_same_for_three_as_for_one(cast, ada, django_assert_num_queries):
    with django_assert_num_queries(5):  # session, person, people, organisation, favourites
        assert ada.get(reverse("setup_people"), {"q": "rob"}).status_code == 200
    with django_assert_num_queries(5):
        assert ada.get(reverse("setup_people")).status_code == 200


def test_everybody_picks_from_active_colleagues_by_name_only(cast, client):
    people.deactivate_person(cast.nora, by=cast.viewer("ada"), at=NOON)
    client.force_login(cast.rob)
    answer = client.get(reverse("people_suggest"), {"q": "o"}).json()
    assert [one["label"] for one in answer["choices"]] == ["Mona", "Rob"]
    assert "@" not in str(answer)
    places = client.get(reverse("locations_suggest"), {"q": "eu"}).json()["choices"]
    assert [one["label"] for one in places] == ["Europe"]


def test_an_administrator_learns_why_somebody_sees_a_company(cast, ada):
    with building():
        company = Company.objects.create(name="Harbour Bikes", owner=cast.nora, created_at=NOON)
    asked = {
        "person": cast.rob.pk,
        "kind": "company",
        "record": f"https://sales.example.com/companies/{company.pk}",
    }
    shown = ada.get(reverse("setup_sight"), asked).content.decode()
    assert "Rob does not see it" in shown
    people.share(company, person=cast.rob, by=cast.viewer("nora"), at=NOON)
    shown = ada.get(reverse("setup_sight"), asked).content.decode()
    assert "Harbour Bikes" in shown
    assert "It is shared with Rob." in shown
    nowhere = ada.get(reverse("setup_sight"), asked | {"record": "999999"})
    assert nowhere.status_code == 422
