"""A benchmark's database is the demo told again and again, with the same journal."""

from django.db.models import F

from fairlead import demo, journal
from fairlead.access import installation
from fairlead.journal import installing
from fairlead.journal.models import Entry
from fairlead.kit.search import matching
from fairlead.pipeline import queries
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON, building


def test_there_are_as_many_as_asked_for_with_their_histories(ridgeline):
    before = Opportunity.objects.count()
    past = Opportunity.history_model._base_manager
    closed_each = past.count() / before
    assert demo.multiply(1000, seed=1, at=NOON) == 1000 - before
    assert Opportunity.objects.count() == 1000
    assert abs(past.count() / 1000 - closed_each) < 0.5
    assert not past.filter(valid_to__lte=F("valid_from")).exists()
    assert demo.multiply(500, seed=1, at=NOON) == 0


def test_a_copy_has_a_past_of_its_own(ridgeline):
    demo.multiply(600, seed=1, at=NOON)
    copy = Opportunity.objects.filter(outcome="won", version__gte=3).latest("pk")
    changes = queries.opportunity_history(copy)
    assert changes[0].action == "opportunity.won"
    assert len(changes) == copy.version
    assert Entry.objects.filter(pk__in=[change.entry_id for change in changes]).count() == copy.version
    assert copy.company.created_at <= NOON


def test_copies_are_found_and_can_be_worked_on(ridgeline):
    demo.multiply(600, seed=1, at=NOON)
    copy = Opportunity.objects.latest("pk")
    assert copy in matching(Opportunity.objects.all(), copy.title)
    with building():
        copy.title = "Otherwise"
        copy.save()
        made = Opportunity.objects.create(
            title="New", owner=copy.owner, stage=copy.stage, stage_since=NOON, currency="EUR",
            probability=10, created_at=NOON,
        )  # fmt: skip
    assert made.pk > copy.pk
    assert journal.history(copy)[0].fields[0].after == "Otherwise"


def test_triggers_and_indexes_are_in_place_afterwards(ridgeline):
    from django.db import connection

    def indexes():
        with connection.cursor() as cursor:
            table = Opportunity._meta.db_table
            return set(connection.introspection.get_constraints(cursor, table))

    before = indexes()
    demo.multiply(600, seed=1, at=NOON)
    assert indexes() == before
    assert installing.missing() == set()


def test_removal_takes_the_copies_too(ridgeline):
    demo.multiply(600, seed=1, at=NOON)
    demo.remove_demo(by=installation(), at=NOON)
    assert not Opportunity.objects.exists()
    assert not Opportunity.history_model._base_manager.exists()
