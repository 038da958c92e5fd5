"""What records were called on the day of a change."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from fairlead import journal
from fairlead.access import installation
from fairlead.journal.labels import Labels
from fairlead.journal.tracking import TrackedModel, kept_fields, tracked_models
from fairlead.people.models import Location, Team
from tests.cast import NOON

ONE, TWO = NOON + timedelta(days=1), NOON + timedelta(days=2)
REFERRED = sorted(
    {
        field.related_model
        for model in tracked_models()
        for field in kept_fields(model)
        if isinstance(field, models.ForeignKey)
    },
    key=lambda model: model.__name__,
)


@pytest.mark.parametrize("model", REFERRED, ids=lambda model: model.__name__)
def test_a_label_is_what_the_record_calls_itself(model: Any) -> None:
    assert issubclass(model, TrackedModel)
    said = [f"Zoe {number}" for number, _ in enumerate(model.named_by)]
    assert str(model(**dict(zip(model.named_by, said, strict=True)))) == " · ".join(said)


@pytest.mark.django_db(transaction=True)
def test_each_moment_has_its_label_and_kinds_do_not_mix(django_assert_num_queries) -> None:
    def written(at: Any, write: Any) -> Any:
        with journal.durable_transaction(), journal.recording("test", by=installation(), at=at):
            return write()

    team = written(NOON, lambda: Team.objects.create(name="North"))
    place = written(NOON, lambda: Location.objects.create(name="Europe"))
    written(ONE, lambda: Team.objects.filter(pk=team.pk).update(name="Polar"))
    gone = written(ONE, lambda: Team.objects.create(name="Gone"))
    written(TWO, gone.delete)
    with django_assert_num_queries(1):
        labels = Labels({Team: {team.pk, team.pk + 1, 2**40}, Location: {place.pk}})
    assert [
        labels.at(Team, team.pk, NOON - timedelta(days=1)),
        labels.at(Team, team.pk, NOON),
        labels.at(Team, team.pk, ONE, just_before=True),
        labels.at(Team, team.pk, ONE),
        labels.at(Team, team.pk + 1, TWO),
        labels.at(Team, 2**40, TWO),
        labels.at(Location, place.pk, TWO),
    ] == ["North", "North", "North", "Polar", "Gone", f"team {2**40}", "Europe"]
