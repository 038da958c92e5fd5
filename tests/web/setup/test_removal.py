"""An administrator removes the demo company after typing its name, and nobody else does."""

import pytest
from django.urls import reverse

from fairlead import demo
from fairlead.people.models import Person
from fairlead.pipeline.models import Opportunity
from fairlead.vocabulary import queries
from tests.cast import NOON


@pytest.fixture
def ridgeline(transactional_db):
    return demo.load(at=NOON, companies=20, count=60)


def signed_in(client, name):
    person = Person.objects.get(email=f"{name}@{demo.DOMAIN}")
    client.force_login(person)
    return person


def test_the_page_says_what_will_go_and_changes_nothing(ridgeline, client):
    signed_in(client, "ada")
    count = Opportunity.objects.count()
    shown = client.get(reverse("demo_remove")).content.decode()
    assert f'<span class="fl-num">{count}</span>' in shown
    assert "person.</p>" in shown
    assert Opportunity.objects.count() == count


def test_a_wrong_name_removes_nothing(ridgeline, client):
    signed_in(client, "ada")
    answer = client.post(reverse("demo_remove"), {"name": "ridgeline"})
    assert answer.status_code == 422
    assert b"Ridgeline Cycles" in answer.content
    assert demo.is_loaded()


def test_the_right_name_removes_it_and_the_administrator_goes_on(ridgeline, client):
    ada = signed_in(client, "ada")
    answer = client.post(reverse("demo_remove"), {"name": "ridgeline cycles"}, follow=True)
    assert answer.status_code == 200
    assert b"Ridgeline Cycles is gone" in answer.content
    assert not Opportunity.objects.exists()
    assert Person.objects.get() == ada
    assert not queries.organisation().is_demo
    assert client.get(reverse("demo_remove"), follow=True).status_code == 200


@pytest.mark.parametrize("name", ["mona", "rob"])
def test_nobody_else_does(ridgeline, client, name):
    signed_in(client, name)
    for answer in (
        client.get(reverse("demo_remove")),
        client.post(reverse("demo_remove"), {"name": "Ridgeline Cycles"}),
    ):
        assert answer.status_code == 403
    assert demo.is_loaded()
