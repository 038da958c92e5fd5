"""Throw away what nobody can need any more: past sessions, old answers, finished jobs, old files."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from fairlead.exchange import actions as exchange
from fairlead.exchange import taking
from fairlead.journal.models import IdempotencyKey, OutboxEvent
from fairlead.kit import queue
from fairlead.kit.queue.models import Job
from fairlead.kit.sqlite import learning

KEEP_ANSWERS = timedelta(days=2)
KEEP_JOBS = timedelta(days=14)
KEEP_DELIVERED = timedelta(days=30)


@queue.job("cleanup")
def clean_up(run: queue.Run) -> dict[str, int]:
    """Delete what has outlived its use, and say how much of each kind that was."""
    sessions, _ = Session.objects.filter(expire_date__lt=run.at).delete()
    devices, _ = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    answers, _ = IdempotencyKey.objects.filter(created_at__lt=run.at - KEEP_ANSWERS).delete()
    jobs, _ = Job.objects.filter(finished_at__lt=run.at - KEEP_JOBS).delete()
    events, _ = OutboxEvent.objects.filter(delivered_at__lt=run.at - KEEP_DELIVERED).delete()
    files = exchange.throw_away_files(before=run.at - timedelta(days=settings.ENVIRONMENT.keep_imports_days))
    taken = taking.throw_away_old(before=run.at - timedelta(days=settings.ENVIRONMENT.keep_exports_days))
    learning.learn()
    return {
        "sessions": sessions, "devices": devices, "answers": answers,
        "jobs": jobs, "events": events, "files": files, "exports": taken,
    }  # fmt: skip
