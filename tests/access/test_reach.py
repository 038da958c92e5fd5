"""The reach says the same to the ORM and to a rule; a verdict carries its reason."""

from itertools import product

import pytest

from fairlead import access
from fairlead.access import EVERYTHING, Permission, Reach, Role, Verdict, Viewer, no, yes
from fairlead.pipeline.models import Opportunity, Pipeline, Stage
from tests.cast import NOON, Cast, building


@pytest.fixture
def rows(cast: Cast) -> list[Opportunity]:
    """An opportunity of everybody, everywhere and nowhere, published and as a draft."""
    with building():
        stage = Stage.objects.create(pipeline=Pipeline.objects.create(name="Sales"), name="Qualify")
        everything = product((cast.rob, cast.sue, cast.nora), (cast.europe, cast.asia, None), (False, True))
        return [
            Opportunity.objects.create(
                title="x",
                owner=owner,
                location=place,
                is_draft=draft,
                stage=stage,
                stage_since=NOON,
                created_at=NOON,
                probability=0,
                currency="EUR",
            )
            for owner, place, draft in everything
        ]


def reaches(cast: Cast, rows: list[Opportunity]) -> dict[str, Reach]:
    own, both = frozenset({cast.rob.pk}), frozenset({cast.rob.pk, cast.sue.pk})
    asia = frozenset({cast.asia.pk})
    some = {"opportunity": frozenset({rows[-1].pk, rows[-2].pk}), "lead": frozenset({rows[0].pk})}
    return {
        "nothing": Reach(),
        "own": Reach(owners=own, self_id=cast.rob.pk),
        "team": Reach(owners=both, self_id=cast.rob.pk),
        "location": Reach(owners=own, locations=asia, self_id=cast.rob.pk),
        "shared": Reach(owners=own, shared=some, self_id=cast.rob.pk),
        "all at once": Reach(owners=both, locations=asia, shared=some, self_id=cast.rob.pk),
        "everyone": Reach(everyone=True, self_id=cast.rob.pk),
        "installation": EVERYTHING,
    }


def held(reach: Reach, rows: list[Opportunity], *, drafts: bool) -> set[int]:
    return {
        row.pk
        for row in rows
        if reach.holds(
            "opportunity",
            pk=row.pk,
            owner_id=row.owner_id,
            location_id=row.location_id,
            is_draft=drafts and row.is_draft,
        )
    }


@pytest.mark.parametrize("drafts", [False, True])
def test_a_query_and_a_rule_hear_the_same(cast: Cast, rows: list[Opportunity], drafts: bool) -> None:
    for name, reach in reaches(cast, rows).items():
        condition = reach.q("opportunity", draft="is_draft" if drafts else None)
        found = set(Opportunity.objects.filter(condition).values_list("pk", flat=True))
        assert found == held(reach, rows, drafts=drafts), name


def test_each_reach_holds_what_it_says(cast: Cast, rows: list[Opportunity]) -> None:
    counts = {name: len(held(reach, rows, drafts=True)) for name, reach in reaches(cast, rows).items()}
    assert counts == {
        "nothing": 0,
        "own": 6,
        "team": 9,  # Rob's six, and Sue's three that are published
        "location": 8,  # and in Asia, Sue's and Nora's published ones
        "shared": 7,  # Nora's published one; her draft stays hers
        "all at once": 11,
        "everyone": 12,
        "installation": 9,
    }


def test_a_location_that_is_missing_is_within_nobodys_reach(cast: Cast, rows: list[Opportunity]) -> None:
    reach = Reach(owners=frozenset({cast.ada.pk}), locations=frozenset({cast.asia.pk, cast.europe.pk}))
    assert not reach.holds("opportunity", pk=1, owner_id=cast.sue.pk, location_id=None)
    assert Opportunity.objects.filter(reach.q("opportunity"), location=None).count() == 0
    assert not Opportunity.objects.filter(reach.q("opportunity", location=None)).exists()


def test_paths_reach_through_a_reference(cast: Cast, rows: list[Opportunity]) -> None:
    reach = Reach(owners=frozenset({cast.sue.pk}))
    condition = reach.q("opportunity", owner="owner__pk", location="owner__location_id", pk="id")
    assert {row.owner for row in Opportunity.objects.filter(condition)} == {cast.sue}


def test_a_verdict_is_true_when_it_allows_and_tells_the_first_reason() -> None:
    assert (yes(), yes() & yes()) == (Verdict(True, ""), Verdict(True, ""))
    assert not no("First.")
    assert no("First.") & no("Second.") == no("First.")
    assert yes() & no("Second.") == no("Second.") == no("Second.") & yes()


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_granted_or_refused_in_words(permission: Permission) -> None:
    bare = Viewer(1, "Rob", Role.SALES_EXECUTIVE)
    granted = Viewer(1, "Rob", Role.SALES_EXECUTIVE, frozenset({permission}))
    assert granted.may(permission) == yes()
    assert Viewer(2, "Ada", Role.ADMINISTRATOR).may(permission) == yes()
    verb = {"bulk_edit": "edit many records at once"}.get(permission.value, permission.value)
    reason = f"You do not have the permission to {verb}. Ask an administrator for it."
    assert bare.may(permission) == no(reason)


def test_the_installation_administers_and_owns_no_draft(cast: Cast, rows: list[Opportunity]) -> None:
    viewer = access.installation()
    assert (viewer.is_administrator, viewer.is_supervisor, viewer.person_id) == (True, False, None)
    seen = Opportunity.objects.filter(viewer.reach.q("opportunity", draft="is_draft"))
    assert not seen.filter(is_draft=True).exists()
    assert seen.count() == 9
