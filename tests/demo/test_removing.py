"""Removing the demo takes all of it, and nothing that a person entered."""

import pytest

from fairlead import access, demo
from fairlead.access import installation
from fairlead.journal.models import Batch, Entry, OutboxEvent
from fairlead.journal.tracking import tracked_models
from fairlead.people.models import Person
from fairlead.people.queries import viewer_of
from fairlead.pipeline import actions, queries
from fairlead.pipeline.models import Opportunity, OpportunityLine, Pipeline, Stage
from fairlead.products.models import Product
from fairlead.vocabulary.models import Organisation, ReferenceValue
from tests.cast import NOON

OURS = {"Organisation", "ReferenceValue", "Currency", "Pipeline", "Stage"}


def _who(name):
    return viewer_of(Person.objects.get(email=f"{name}@{demo.DOMAIN}"))


def test_nothing_of_it_is_left(ridgeline):
    removed = demo.remove_demo(by=installation(), at=NOON)
    assert removed.rows > 1000
    assert removed.kept == {}
    for model in tracked_models():
        if model.__name__ not in OURS:
            assert not model._base_manager.exists(), model
            assert not model.history_model._base_manager.exists(), model
    assert not Entry.objects.filter(batch=ridgeline).exists()
    assert not Batch.objects.filter(kind="demo").exists()
    assert not Entry.objects.exclude(actor=None).exists()


def test_the_organisation_starts_afresh(ridgeline):
    demo.remove_demo(by=installation(), at=NOON)
    organisation = Organisation.objects.get()
    assert not organisation.is_demo
    assert organisation.name != "Ridgeline Cycles"
    assert Pipeline.objects.get().stages.count() > 2
    assert ReferenceValue.objects.filter(list="industry").exists()
    assert not demo.is_loaded()


def test_whoever_asks_stays(ridgeline):
    removed = demo.remove_demo(by=_who("ada"), at=NOON)
    assert Person.objects.get().email == "ada@ridgeline.example"
    assert removed.kept_in_words == "1 person"


def test_only_administrators_may(ridgeline):
    with pytest.raises(access.Refused):
        demo.remove_demo(by=_who("mona"), at=NOON)
    assert Opportunity.objects.exists()


def test_what_a_person_entered_stays_with_what_it_depends_on(ridgeline):
    rob = _who("rob")
    theirs = Opportunity.objects.filter(company__isnull=False).exclude(owner_id=rob.person_id).first()
    made = actions.create_opportunity(
        actions.NewOpportunity(
            title="Ours",
            owner=Person.objects.get(pk=rob.person_id),
            stage=Stage.objects.order_by("pipeline__order", "order").first(),
            currency="EUR",
            company=theirs.company,
        ),
        by=rob,
        at=NOON,
    )
    removed = demo.remove_demo(by=_who("ada"), at=NOON)
    left = Opportunity.objects.get()
    assert left.pk == made.opportunity_id
    assert left.company_id == theirs.company_id
    assert left.company.owner.team.name
    assert queries.opportunity_history(left)[0].who == "Rob Ellis"
    assert removed.kept["company"] == 1


def test_what_a_person_did_to_the_demo_goes_with_it(ridgeline):
    mona = _who("mona")
    target = queries.opportunities(mona).filter(outcome="open", is_draft=False, amount__gt=0).first()
    line = actions.Line(Product.objects.first(), 3, 10)
    actions.set_lines(target, lines=[line], by=mona, at=NOON)
    actions.lose_opportunity(
        queries.opportunity(mona, target.pk),
        closed_on=NOON.date(),
        lost_reason=ReferenceValue.objects.filter(list="lost_reason").first(),
        by=mona,
        at=NOON,
    )
    assert OutboxEvent.objects.exists()
    removed = demo.remove_demo(by=_who("ada"), at=NOON)
    assert not Opportunity.objects.exists()
    assert not OpportunityLine.objects.exists()
    assert not OpportunityLine.history_model._base_manager.exists()
    assert not Entry.objects.filter(action__startswith="opportunity").exists()
    assert removed.kept == {"person": 1}
