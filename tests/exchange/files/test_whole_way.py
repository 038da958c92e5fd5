"""The same files taken the whole way: loaded to the last value, or refused at the door and nothing kept."""

from datetime import date
from decimal import Decimal

import pytest

from fairlead.exchange import actions, queries
from fairlead.exchange.mapping import Mapping, Source
from fairlead.exchange.models import ImportJob, State
from fairlead.exchange.reading import UnreadableFile
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON, Cast
from tests.exchange.files import making, odd

FIELDS = {"Title": "title", "Amount": "amount", "Chance": "probability", "Close": "expected_close_on"}
KINDS = ("utf-16 ';' g", "cp125", "dates", "xlsx", "parquet", "json")
WHOLE = [
    case for case in making.cases() if not case.reason and not case.faults and case.name.startswith(KINDS)
][::4]
REFUSED = [(case.name, case.content, "file.csv", case.reason) for case in making.cases() if case.reason]
REFUSED += [
    (case.name, case.content, case.file, case.reason)
    for case in odd.cases()
    if case.reason and not case.options.sheet
]


@pytest.mark.django_db
@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case.name)
def test_what_is_loaded_is_what_the_file_was_made_of(house: Cast, case: making.Case) -> None:
    ada = house.viewer("ada")
    job = actions.begin_import("file", [case.content], kind_name="opportunities", by=ada, at=NOON)
    order = case.asks[1] if case.asks else ""
    sources = [
        Source(field, column, date_order=order if column == "Close" else "")
        for column, field in FIELDS.items()
    ]
    sources += [Source("owner", template="Rob"), Source("currency", template="USD")]
    actions.map_import(job, Mapping("opportunities", tuple(sources)), by=ada)
    actions.check_import(job, by=ada, at=NOON)
    seen = queries.preview_of(job)
    assert seen is not None and [str(problem) for problem in seen.problems] == []
    actions.load_import(job, by=ada, at=NOON)
    assert job.state == State.LOADED
    loaded = Opportunity.objects.order_by("pk").values_list(
        "title", "amount", "probability", "expected_close_on"
    )
    assert sorted(loaded) == sorted(_expected(case))


def _expected(case: making.Case) -> list[tuple[str, Decimal, Decimal, date]]:
    return [(title.strip(), amount, chance, close) for title, _, amount, chance, close, _ in case.rows]


@pytest.mark.django_db
def test_what_is_refused_leaves_nothing_behind(house: Cast) -> None:
    ada = house.viewer("ada")
    for name, content, file, reason in REFUSED:
        with pytest.raises(UnreadableFile) as refused:
            actions.begin_import(file, [content], by=ada, at=NOON)
        assert reason in str(refused.value), name
    assert ImportJob.objects.count() == 0
