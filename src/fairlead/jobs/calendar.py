"""What comes round by itself, and when (UTC)."""

from datetime import datetime

from fairlead.kit.queue import schedules

# name, job, cron
RECURRING = (
    ("clean-up", "cleanup", "17 3 * * *"),
    ("watched folders", "watch-imports", "*/5 * * * *"),
    ("win rates", "learn-win-rates", "43 2 * * *"),
)


def keep_all(*, at: datetime) -> None:
    """Write the schedules down, so that workers fire them."""
    for name, job, cron in RECURRING:
        schedules.keep(name, job=job, cron=cron, at=at)
