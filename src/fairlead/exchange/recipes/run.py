"""Cook a recipe: every file on what those before it brought, all in one transaction and batch."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fairlead import journal
from fairlead.access import Viewer
from fairlead.exchange import reading
from fairlead.exchange.joining import Join, joined
from fairlead.exchange.load import Loading, load
from fairlead.exchange.mapping import open_questions
from fairlead.exchange.ordering import in_order
from fairlead.exchange.planning import Plan
from fairlead.exchange.preview import Preview, preview
from fairlead.exchange.setting import context_of
from fairlead.journal.decorator import durable_transaction
from fairlead.journal.models import Batch
from fairlead.kit.errors import RuleBroken
from fairlead.pipeline import actions as pipeline_actions
from fairlead.pipeline.models import Pipeline
from fairlead.vocabulary import actions as vocabulary_actions
from fairlead.vocabulary.models import Currency

from .recipe import Recipe, Step

_PROBLEMS_SHOWN = 10


class RecipeFailed(RuleBroken):
    """A file of the recipe has problems; nothing of any file was loaded."""


@dataclass(frozen=True, slots=True)
class StepDone:
    """What one file came to."""

    file: str
    kind: str
    preview: Preview


Progress = Callable[[str, int], None]


def run_recipe(
    recipe: Recipe,
    folder: Path,
    *,
    by: Viewer,
    at: datetime,
    dry_run: bool = False,
    progress: Progress = lambda _file, _rows: None,
) -> tuple[Batch, list[StepDone]]:
    """Load all files of a recipe from a folder; return the batch and what each file came to.

    :param dry_run: do everything, and then take it back in the same transaction.
    :raises RecipeFailed: with the first problems by file, row and column; nothing is loaded then.
    """
    done: list[StepDone] = []
    try:
        with durable_transaction():
            batch = journal.start_batch("import", recipe.title, by=by, at=at)
            with journal.source("import", batch=batch):
                _prepare(recipe, by, at)
            for step in in_order(recipe.steps, lambda step: step.kind):
                done.append(_run(step, folder, batch=batch, by=by, at=at, progress=progress))
            if dry_run:
                raise _OnlyTried
    except _OnlyTried:
        pass
    return batch, done


class _OnlyTried(Exception):
    """Leaves the transaction without keeping it."""


def _run(step: Step, folder: Path, *, batch: Batch, by: Viewer, at: datetime, progress: Progress) -> StepDone:
    context = context_of(by, at)
    sheet = joined(
        _read(folder, step.file),
        *(_join(folder, join.file, join.on, join.theirs, join.prefix) for join in step.joins),
    )
    profiles = reading.profile_columns(sheet)
    if questions := open_questions(step.kind, step.mapping, profiles):
        raise RecipeFailed(f"{step.file}: {questions[0].text} The recipe has to say it.")
    plan = Plan(sheet, profiles, step.kind, step.mapping, context)
    seen, rows = preview(plan, step.kind, context, progress=lambda count: progress(step.file, count))
    if seen.problem_count:
        shown = "\n".join(str(problem) for problem in seen.problems[:_PROBLEMS_SHOWN])
        raise RecipeFailed(f"{seen.problem_count} problems; nothing was loaded.\n{shown}")
    load(Loading(step.kind, rows, context), label="", batch=batch, by=by, at=at)
    progress(step.file, seen.rows)
    return StepDone(step.file, step.kind.title, seen)


def _read(folder: Path, file: str) -> reading.Sheet:
    path = folder / file
    if not path.is_file():
        raise RecipeFailed(f"{file} is not in the folder {folder.name}.")
    return reading.read(path, file)


def _join(folder: Path, file: str, on: str, theirs: str, prefix: str) -> Join:
    return Join(_read(folder, file), on, prefix, theirs)


def _prepare(recipe: Recipe, by: Viewer, at: datetime) -> None:
    """Make the currency, the pipeline and its stages that the recipe names, where they are not there yet."""
    if recipe.currency and not Currency.objects.filter(code=recipe.currency).exists():
        new = vocabulary_actions.NewCurrency(recipe.currency, recipe.currency)
        vocabulary_actions.add_currency(new, by=by, at=at)
    if not recipe.pipeline or Pipeline.objects.filter(name=recipe.pipeline).exists():
        return
    order = Pipeline.objects.count() + 1
    pipeline_actions.add_pipeline({"name": recipe.pipeline, "order": order}, by=by, at=at)
    pipeline = Pipeline.objects.get(name=recipe.pipeline)
    for order, stage in enumerate(recipe.stages, start=1):
        values = {"pipeline": pipeline, "order": order, "name": stage.name, "phase": stage.phase}
        pipeline_actions.add_stage(values | {"probability": stage.probability}, by=by, at=at)
