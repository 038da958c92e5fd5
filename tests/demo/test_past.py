"""The demo company's past is one that the journal could have written."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth import authenticate
from django.db.models import F, Sum

from fairlead import demo, journal
from fairlead.access import Role, installation
from fairlead.journal.models import Entry
from fairlead.journal.tracking import kept_fields, tracked_models
from fairlead.people.models import Person
from fairlead.people.queries import viewer_of
from fairlead.pipeline import queries
from fairlead.pipeline.models import Lead, Opportunity, OpportunitySplit
from fairlead.vocabulary.models import Organisation
from tests.cast import NOON


def test_about_forty_people_work_on_three_continents(ridgeline):
    roles = Counter(Person.objects.values_list("role", flat=True))
    assert roles == {Role.ADMINISTRATOR: 2, Role.SUPERVISOR: 5, Role.SALES_EXECUTIVE: 33}
    assert Organisation.objects.get().is_demo


def test_visitors_sign_in_with_the_printed_password(ridgeline):
    for known in demo.sign_ins():
        assert authenticate(None, username=known.email, password=known.password) is not None


def test_every_version_follows_the_one_before_it_and_has_its_entry(ridgeline):
    entries = set(Entry.objects.values_list("pk", flat=True))
    for model in tracked_models():
        past = model.history_model._base_manager
        versions = {row["id"]: row for row in model._base_manager.values()}
        assert {row["entry_id"] for row in versions.values()} <= entries
        assert not past.filter(valid_to__lte=F("valid_from")).exists(), model
        following = {(pk, row["version"]): row for pk, row in versions.items()}
        for closed in past.order_by("-version").values():
            after = following[closed["id"], closed["version"] + 1]
            assert (closed["valid_to"], closed["closed_entry_id"]) == (after["valid_from"], after["entry_id"])
            assert any(closed[f.attname] != after[f.attname] for f in kept_fields(model)), closed
            following[closed["id"], closed["version"]] = closed
        assert not {pk for pk in versions if (pk, 1) not in following}


def test_nothing_lies_ahead_and_entries_stand_in_the_order_of_time(ridgeline):
    told = list(Entry.objects.filter(batch=ridgeline).exclude(action__startswith="demo.").order_by("pk"))
    moments = [entry.at for entry in told]
    assert moments == sorted(moments)
    assert NOON - timedelta(days=1170) < moments[0]
    assert moments[-1] < NOON
    assert {entry.door for entry in told} == {"demo"}


def test_history_reads_as_sentences(ridgeline):
    won = Opportunity.objects.filter(outcome="won", version__gte=4).first()
    changes = queries.opportunity_history(won)
    assert [change.action for change in changes if change.created][-1] in (
        "opportunity.created",
        "lead.qualified",
    )
    last = changes[0]
    assert (last.action, last.verb, last.door) == ("opportunity.won", "won", "demo")
    assert last.who == won.owner.name
    assert ("Open", "Won") in [(f.before, f.after) for f in last.fields]


def test_as_of_a_day_it_was_still_open(ridgeline):
    won = Opportunity.objects.filter(outcome="won").first()
    before = journal.as_of(Opportunity.objects.filter(pk=won.pk), won.valid_from - timedelta(seconds=1)).get()
    assert before.outcome == "open"


def test_about_a_quarter_is_won(ridgeline):
    outcomes = Counter(Opportunity.objects.values_list("outcome", flat=True))
    assert 0.15 < outcomes["won"] / (outcomes["won"] + outcomes["lost"]) < 0.4
    assert outcomes["open"] > 10


def test_amounts_are_what_the_lines_come_to_and_splits_sum_to_a_hundred(ridgeline):
    for opportunity in Opportunity.objects.prefetch_related("lines").filter(lines__isnull=False).distinct():
        assert opportunity.amount == sum((line.total for line in opportunity.lines.all()), Decimal(0))
    shares = OpportunitySplit.objects.order_by().values("opportunity").annotate(sum=Sum("share"))
    assert {row["sum"] for row in shares} <= {Decimal(100)}


def test_qualified_leads_point_to_what_became_of_them(ridgeline):
    for lead in Lead.objects.filter(state="qualified"):
        opportunity = lead.opportunities.get()
        assert opportunity.company_id == lead.company_id
        assert opportunity.created_at == lead.closed_at


def test_rob_sees_his_own_and_mona_europe(ridgeline):
    rob, mona, ada = (
        viewer_of(Person.objects.get(email=f"{name}@{demo.DOMAIN}")) for name in ("rob", "mona", "ada")
    )
    seen = [queries.opportunities(viewer).count() for viewer in (rob, mona, ada)]
    assert 0 < seen[0] < seen[1] < seen[2]


def test_the_same_seed_tells_the_same_story(ridgeline):
    first = list(Opportunity.objects.order_by("created_at", "id").values_list("title", "amount", "outcome"))
    demo.remove_demo(by=installation(), at=NOON, afresh=False)
    demo.load(at=NOON, companies=40, count=220)
    assert first == list(
        Opportunity.objects.order_by("created_at", "id").values_list("title", "amount", "outcome")
    )
