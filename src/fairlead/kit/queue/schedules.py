"""Work that comes round: each due time is asked for once, however many workers look."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim
from django.db import transaction

from .asking import enqueue
from .models import Schedule


def keep(name: str, *, job: str, cron: str, time_zone: str = "UTC", at: datetime, **payload: Any) -> Schedule:
    """Have the job asked for at the times of a cron expression, from now on; nothing changes if that is so.

    :raises cronsim.CronSimError: if the expression says nothing.
    """
    wanted = {"job": job, "cron": cron, "time_zone": time_zone, "payload": payload}
    schedule = Schedule.objects.filter(name=name).first()
    if schedule and all(getattr(schedule, field) == value for field, value in wanted.items()):
        return schedule
    following = next_time(cron, time_zone, after=at)
    schedule, _ = Schedule.objects.update_or_create(name=name, defaults={**wanted, "next_at": following})
    return schedule


def fire(*, at: datetime) -> int:
    """Ask for everything that is due; return how many jobs that made.

    A time missed while nothing ran is made up for once, not once for each time missed.
    """
    due = Schedule.objects.filter(is_active=True, next_at__lte=at)
    return sum(_fire(schedule, at) for schedule in due)


def next_time(cron: str, time_zone: str, *, after: datetime) -> datetime:
    """Return the next moment a cron expression names."""
    return next(CronSim(cron, after.astimezone(ZoneInfo(time_zone)))).astimezone(UTC)


def _fire(schedule: Schedule, at: datetime) -> bool:
    following = next_time(schedule.cron, schedule.time_zone, after=at)
    with transaction.atomic():
        mine = Schedule.objects.filter(pk=schedule.pk, next_at=schedule.next_at, is_active=True)
        if not mine.update(next_at=following, last_at=at):
            return False
        enqueue(schedule.job, unique_key=f"schedule:{schedule.name}", **schedule.payload)
    return True
