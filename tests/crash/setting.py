"""Run inside the installation: make people, tokens and stages; later, compare histories with states."""

import json
import os
import sys
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")


def make(writers: int) -> None:
    """Print the tokens of so many people and the ids of the stages."""
    from fairlead.access import installation
    from fairlead.people import actions as people
    from fairlead.people import queries
    from fairlead.people.models import Person
    from fairlead.pipeline import actions
    from fairlead.pipeline.models import Stage
    from fairlead.vocabulary import actions as vocabulary

    by, at = installation(), datetime.now(UTC)
    vocabulary.install_defaults(vocabulary.Start(name="Crash"), by=by, at=at)
    actions.install_defaults("Sales", by=by, at=at)
    tokens = []
    for number in range(writers):
        new = people.NewPerson(email=f"writer{number}@example.com", name=f"Writer {number}")
        person = Person.objects.get(pk=people.add_person(new, by=by, at=at).person_id)
        tokens.append(people.create_token(person, name="Crash", by=queries.viewer_of(person), at=at))
    sys.stdout.write(
        json.dumps({"tokens": tokens, "stages": list(Stage.objects.values_list("pk", flat=True))})
    )


def compare() -> None:
    """Print every record whose history does not add up to what it is, and every missing trigger."""
    from fairlead import journal
    from fairlead.journal import installing
    from fairlead.journal.tracking import kept_fields
    from fairlead.pipeline.models import Opportunity

    wrong = []
    for record in Opportunity.objects.all():
        folded: dict[str, object] = {}
        for change in reversed(journal.history(record)):
            folded |= {field.name: field.after for field in change.fields}
        state = {f.name: getattr(record, f.name) for f in kept_fields(Opportunity) if not f.primary_key}
        for name, value in state.items():
            shown = getattr(record, f"get_{name}_display", lambda value=value: value)()
            if folded.get(name, "") not in (value, shown, str(value)) and (folded.get(name) or value):
                wrong.append([record.pk, name, str(folded.get(name)), str(value)])
    sys.stdout.write(json.dumps({"wrong": wrong, "missing": sorted(installing.missing())}))


if __name__ == "__main__":
    import django

    django.setup()
    make(int(sys.argv[2])) if sys.argv[1] == "make" else compare()
