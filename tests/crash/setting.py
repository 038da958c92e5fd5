"""Run inside the installation: make people and stages, bring and undo a file, compare histories."""

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


def bring(rows: int) -> None:
    """Bring and check a file of so many companies, and let a worker load it."""
    from fairlead.access import installation
    from fairlead.exchange import actions

    by, at = installation(), datetime.now(UTC)
    text = "External id,Name,City\n" + "".join(f"{n},Company {n},Bonn\n" for n in range(rows))
    job = actions.begin_import("file.csv", [text.encode()], kind_name="companies", by=by, at=at)
    actions.run_check(job, by=by, at=at)
    load(rows)


def load(_rows: int) -> None:
    """Let a worker load the file that was brought."""
    from fairlead.access import installation
    from fairlead.exchange import actions
    from fairlead.exchange.models import ImportJob

    actions.load_import(ImportJob.objects.get(), by=installation(), at=datetime.now(UTC))


def undo(_rows: int) -> None:
    """Let a worker take it back."""
    from fairlead.access import installation
    from fairlead.exchange import actions
    from fairlead.exchange.models import ImportJob

    actions.undo_import(ImportJob.objects.get(), by=installation(), at=datetime.now(UTC))


if __name__ == "__main__":
    import django

    django.setup()
    verbs = {"make": make, "bring": bring, "load": load, "undo": undo}
    verbs[sys.argv[1]](int(sys.argv[2])) if sys.argv[1] in verbs else compare()
