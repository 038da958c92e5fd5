"""The sales process as plain Python: what every opportunity is, and what it was at any moment."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal.models import Batch
from fairlead.journal.undo import Undone, begin_undo
from fairlead.journal.undo_turns import undo_in_turns
from fairlead.kit.errors import Problem
from fairlead.kit.pacing import Pace
from fairlead.pipeline import actions
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON
from tests.process import Process

State = dict[str, Any]
SHOWN = ("title", "amount", "stage_id", "owner_id", "outcome", "next_step", "deleted")


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back whatever happens in the block, so that each example begins anew."""
    block = transaction.atomic()
    block._from_testcase = True  # actions insist on being outermost, but for tests
    with block:
        yield
        transaction.set_rollback(True)


@dataclass
class World:
    """The database and, beside it, the model; every step is done to both."""

    process: Process
    by: Viewer
    at: datetime = NOON
    now: dict[int, State] = field(default_factory=dict)
    touched: dict[int, int] = field(default_factory=dict)
    past: list[tuple[datetime, dict[int, State]]] = field(default_factory=list)
    batches: list[tuple[Batch, dict[int, State | None], int]] = field(default_factory=list)
    step: int = 0
    done: set[str] = field(default_factory=set)

    def do(self, verb: str, pick: int, value: Any) -> None:
        """Do one step to the database; if it was let through, to the model as well."""
        self.step += 1
        self.at += timedelta(minutes=1)
        with suppress(Problem):  # refused: nothing has changed, which the comparison afterwards shows
            getattr(self, f"_{verb}")(pick, value)
            self.done.add(verb)
        self.past.append((self.at, deepcopy(self.now)))

    # --- steps -----------------------------------------------------------------

    def _create(self, _pick: int, value: Any) -> None:
        self._made(self._new(value))

    def _edit(self, pick: int, value: Any) -> None:
        pk = self._one(pick)
        changes = {"title": f"Deal {value}", "next_step": f"Call {value % 3}"}
        if actions.edit_opportunity(self._row(pk), changes=changes, by=self.by, at=self.at):
            self._set(pk, **changes)

    def _price(self, pick: int, value: Any) -> None:
        pk, amount = self._one(pick), Decimal(value % 5 * 100)
        if actions.edit_opportunity(self._row(pk), changes={"amount": amount}, by=self.by, at=self.at):
            self._set(pk, amount=amount)

    def _move(self, pick: int, value: Any) -> None:
        pk, stage = self._one(pick), self._stage(value)
        if actions.move_opportunity(self._row(pk), to=stage, by=self.by, at=self.at):
            self._set(pk, stage_id=stage.pk)

    def _win(self, pick: int, _value: Any) -> None:
        pk = self._one(pick)
        actions.win_opportunity(self._row(pk), by=self.by, at=self.at, closed_on=self.at.date())
        self._set(pk, outcome="won")

    def _lose(self, pick: int, _value: Any) -> None:
        pk = self._one(pick)
        said = {"lost_reason": self.process.price, "closed_on": self.at.date()}
        actions.lose_opportunity(self._row(pk), by=self.by, at=self.at, **said)
        self._set(pk, outcome="lost")

    def _reopen(self, pick: int, _value: Any) -> None:
        pk = self._one(pick)
        actions.reopen_opportunity(self._row(pk), by=self.by, at=self.at, reason="They called.")
        self._set(pk, outcome="open")

    def _reassign(self, pick: int, value: Any) -> None:
        pk = self._one(pick)
        to = (self.process.cast.rob, self.process.cast.sue)[value % 2]
        if actions.reassign_opportunity(self._row(pk), to=to, by=self.by, at=self.at):
            self._set(pk, owner_id=to.pk)

    def _delete(self, pick: int, _value: Any) -> None:
        pk = self._one(pick)
        actions.delete_opportunity(self._row(pk), by=self.by, at=self.at)
        self._set(pk, deleted=True)

    def _restore(self, pick: int, _value: Any) -> None:
        pk = self._one(pick)
        actions.restore_opportunity(self._row(pk), by=self.by, at=self.at)
        self._set(pk, deleted=False)

    def _bulk(self, _pick: int, value: Any) -> None:
        """Move all that allow it, in one batch; one that does not stops them all."""
        before, stage = deepcopy(self.now), self._stage(value)
        rows = list(Opportunity.objects.filter(outcome="open", deleted_at=None))
        batch = actions.bulk_change(
            rows, change=actions.BulkChange(stage=stage), by=self.by, at=self.at, reason="Together."
        )
        moved = [row.pk for row in rows if self.now[row.pk]["stage_id"] != stage.pk]
        for pk in moved:
            self._set(pk, stage_id=stage.pk)
        self.batches.append((batch, {pk: before[pk] for pk in moved}, self.step))

    def _bring(self, _pick: int, value: Any) -> None:
        """Create two in one batch, as an import does."""
        with journal.durable_transaction():
            batch = journal.start_batch("import", "deals.csv", by=self.by, at=self.at)
            with journal.in_batch(batch):
                made = [self._new(value), self._new(value + 1)]
        for pk in made:
            self._made(pk)
        self.batches.append((batch, dict.fromkeys(made), self.step))

    def _undo(self, pick: int, value: Any) -> None:
        """Take a batch back, perhaps an undo; what was touched since stays, unless forced."""
        if not self.batches:
            return
        batch, before, step = self.batches[pick % len(self.batches)]
        force = value % 3 == 0
        undone = self._undone(batch, force=force, in_turns=value % 2 == 0)
        was: dict[int, State | None] = {}
        for pk, state in before.items():
            if self.touched[pk] != step and not (force and pk in self.now):
                continue
            was[pk] = self.now.pop(pk, None)
            if state is not None:
                self.now[pk] = deepcopy(state)
            self.touched[pk] = self.step
        self.batches.append((Batch.objects.get(pk=undone.batch_id), was, self.step))

    # --- helpers ---------------------------------------------------------------

    def _undone(self, batch: Batch, *, force: bool, in_turns: bool) -> Undone:
        if not in_turns:
            return journal.undo_batch(batch, by=self.by, at=self.at, force=force)
        with journal.durable_transaction():
            undo = begin_undo(batch, by=self.by, at=self.at)
        hurried = Pace(aim=0.0, first=1, sleep=lambda _: None)
        return undo_in_turns(batch, undo, by=self.by, at=self.at, force=force, pace=hurried)

    def _new(self, value: int) -> int:
        new = actions.NewOpportunity(
            title=f"Deal {value}",
            owner=self.process.cast.rob,
            stage=self.process.qualify,
            currency="EUR",
            amount=Decimal(value) if value % 4 else None,
        )
        return actions.create_opportunity(new, by=self.by, at=self.at).opportunity_id

    def _made(self, pk: int) -> None:
        self.now[pk] = seen(Opportunity.objects.get(pk=pk))
        self.touched[pk] = self.step

    def _one(self, pick: int) -> int:
        if not self.now:
            raise Problem("There is nothing yet.")
        return sorted(self.now)[pick % len(self.now)]

    def _row(self, pk: int) -> Opportunity:
        return Opportunity.objects.get(pk=pk)

    def _stage(self, value: int) -> Any:
        return (self.process.qualify, self.process.propose, self.process.close)[value % 3]

    def _set(self, pk: int, **values: Any) -> None:
        self.now[pk] |= values
        self.touched[pk] = self.step


def seen(row: Opportunity) -> State:
    """Return what the model knows of an opportunity."""
    return {name: getattr(row, name) for name in SHOWN if name != "deleted"} | {
        "deleted": row.deleted_at is not None
    }


VERBS = sorted(name[1:] for name in vars(World) if name.startswith("_") and not name.startswith("__"))
VERBS = [verb for verb in VERBS if verb not in ("new", "made", "one", "row", "stage", "set", "undone")]
