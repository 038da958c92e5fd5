"""Reads of imports: past and running ones, their sheets, their problems."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.kit.queue.models import Job

from . import filing, reading, rules
from .kinds import KINDS, Kind, kind
from .mapping import Mapping
from .models import Bundle, ImportJob, ImportRun, RunState, SavedImport, State
from .preview import Preview

_EARLIER = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """An import's file as it is read now."""

    sheet: reading.Sheet
    profiles: tuple[reading.ColumnProfile, ...]

    @property
    def rows(self) -> int:
        """Return about how many rows there are: as many as the fullest column has cells."""
        return max((profile.filled for profile in self.profiles), default=0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running import is; ``total`` is 0 while nobody knows."""

    done: int = 0
    total: int = 0
    message: str = ""
    is_waiting: bool = False
    started_at: datetime | None = None

    def seconds_left(self, at: datetime) -> int | None:
        """Return how long it will take from now at the pace it had so far; nothing while that says little."""
        taken = (at - self.started_at).total_seconds() if self.started_at else 0
        if taken < 3 or not 0 < self.done < self.total:
            return None
        return round(taken * (self.total - self.done) / self.done)


def imports(viewer: Viewer) -> QuerySet[ImportJob]:
    """Return the imports of a viewer, newest first; administrators see everybody's."""
    found = ImportJob.objects.select_related("person", "batch", "bundle")
    return found if viewer.is_administrator else found.filter(person=viewer.person_id)


def import_job(viewer: Viewer, pk: int) -> ImportJob:
    """Return one import.

    :raises OutOfReach: when there is none with this id for this viewer.
    """
    found = imports(viewer).filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such import.")
    return found


def bundle(viewer: Viewer, pk: int) -> Bundle:
    """Return several files that came together.

    :raises OutOfReach: when there are none with this id for this viewer.
    """
    found = Bundle.objects.select_related("person", "batch").filter(pk=pk)
    mine = found if viewer.is_administrator else found.filter(person=viewer.person_id)
    if (one := mine.first()) is None:
        raise OutOfReach("There is no such import.")
    return one


def saved_imports(viewer: Viewer) -> QuerySet[SavedImport]:
    """Return the saved imports of a viewer by name; administrators see everybody's."""
    found = SavedImport.objects.select_related("person")
    return found if viewer.is_administrator else found.filter(person=viewer.person_id)


def saved_import(viewer: Viewer, pk: int) -> SavedImport:
    """Return one saved import.

    :raises OutOfReach: when there is none with this id for this viewer.
    """
    return _saved(saved_imports(viewer).filter(pk=pk))


def saved_import_called(viewer: Viewer, name: str) -> SavedImport:
    """Return the saved import of this name.

    :raises OutOfReach: when there is none for this viewer.
    """
    return _saved(saved_imports(viewer).filter(name__iexact=name.strip()))


def _saved(found: QuerySet[SavedImport]) -> SavedImport:
    if (one := found.first()) is None:
        raise OutOfReach("There is no such saved import.")
    return one


def runs(viewer: Viewer) -> QuerySet[ImportRun]:
    """Return what saved imports of a viewer took, newest first."""
    return ImportRun.objects.filter(saved__in=saved_imports(viewer)).select_related(
        "saved", "job", "job__batch"
    )


def run(viewer: Viewer, pk: int) -> ImportRun:
    """Return what became of one file.

    :raises OutOfReach: when there is none with this id for this viewer.
    """
    if (one := runs(viewer).filter(pk=pk).first()) is None:
        raise OutOfReach("There is no such run.")
    return one


def untold_failures(viewer: Viewer) -> QuerySet[ImportRun]:
    """Return the files of a viewer's own saved imports that were refused and that they have not seen yet."""
    refused = ImportRun.objects.filter(state=RunState.REFUSED, told_at=None).select_related("saved")
    return refused.filter(saved__person=viewer.person_id)


def opened(job: ImportJob) -> Opened:
    """Read the file of an import that was reached already.

    :raises UnreadableFile: when it cannot be read with the options chosen.
    """
    return _opened(job.file_hash, job.file_name, reading.ReadOptions(**job.options))


@lru_cache(maxsize=8)
def _opened(file_hash: str, name: str, options: reading.ReadOptions) -> Opened:
    """Read a file once for the several pages that look at it; its rows themselves are not held."""
    path = filing.path_of(file_hash)
    if not path.exists():
        raise reading.UnreadableFile(name, "The file is no longer kept here. Bring it again.")
    sheet = reading.read(path, name, options)
    return Opened(sheet, reading.profile_columns(sheet))


def kind_of(job: ImportJob) -> Kind:
    """Return what kind of record an import brings."""
    return kind(job.kind)


def mapping_of(job: ImportJob) -> Mapping:
    """Return how an import maps."""
    return Mapping.from_json(job.mapping)


def preview_of(job: ImportJob) -> Preview | None:
    """Return what the import would do, once it was checked."""
    return Preview.from_json(job.preview) if job.preview else None


def remembered(viewer: Viewer, kind_name: str, signature: str) -> ImportJob | None:
    """Return the last import of a file with these titles that was loaded, or is one's own and was checked."""
    return _mapped(viewer, kind_name).filter(signature=signature).first()


def earlier_mappings(viewer: Viewer, kind_name: str) -> list[Mapping]:
    """Return how the last files of this kind were mapped, the latest first."""
    return [mapping_of(job) for job in _mapped(viewer, kind_name)[:_EARLIER]]


def _mapped(viewer: Viewer, kind_name: str) -> QuerySet[ImportJob]:
    own = Q(person=viewer.person_id, preview__isnull=False)
    found = imports(viewer).filter(own | Q(batch__isnull=False), kind=kind_name)
    return found.select_related(None).only("id", "file_name", "mapping", "created_at", "loaded_at")


def progress_of(job: ImportJob | Bundle) -> Progress:
    """Return how far a running import is."""
    running = Job.objects.filter(pk=job.queue_job).first() if job.queue_job else None
    if running is None:
        return Progress()
    return Progress(
        running.done_count,
        running.total_count,
        running.message,
        running.state == "waiting",
        running.started_at,
    )


def importable(viewer: Viewer) -> list[Kind]:
    """Return the kinds that a viewer may bring: some are the administrators' alone."""
    everybodys = ("opportunities", "companies", "contacts", "leads", "opportunity_lines")
    return [known for name, known in KINDS.items() if viewer.is_administrator or name in everybodys]


def may_import(viewer: Viewer) -> Any:
    """Return whether the viewer may import at all, with the reason if not."""
    return rules.may_import(viewer)


def outlook(viewer: Viewer, work: ImportJob | Bundle) -> journal.Outlook:
    """Return what undoing a loaded import would do, and which records it would leave as they are.

    Of records that are no longer within the viewer's reach, only the reason is told.

    :raises OutOfReach: when it is not loaded.
    """
    if work.batch is None or work.state != State.LOADED:
        raise OutOfReach("Only an import that is loaded can be undone.")
    found = journal.foresee_undo(work.batch)
    return replace(found, staying=[_as_seen(one, viewer) for one in found.staying])


def _as_seen(one: journal.Staying, viewer: Viewer) -> journal.Staying:
    if viewer.is_administrator:
        return one
    kind = next((kind for kind in KINDS.values() if kind.model._meta.model_name == one.left.kind), None)
    if kind and kind.existing(viewer).filter(pk=one.left.record_id).exists():
        return one
    return journal.Staying(replace(one.left, label="Out of your reach by now"))
