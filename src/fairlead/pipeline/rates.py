"""How often an opportunity that was once in a stage was won in the end: counted, not guessed."""

from decimal import Decimal

from django.db import connection

from fairlead.kit.money import round_half_even
from fairlead.pipeline.models import Opportunity

ENOUGH = 30
"""Closed opportunities that a stage needs before its rate says anything."""


def win_rates() -> dict[int, Decimal]:
    """Return each stage's win rate in percent: won / (won + lost) of all that ever were in it.

    Stages with fewer than ``ENOUGH`` closed opportunities are left out; void ones and drafts do not count.
    """
    now, past = Opportunity._meta.db_table, Opportunity.history_model._meta.db_table
    sql = f"""
        SELECT s.stage_id, SUM(CASE WHEN o.outcome = 'won' THEN 1 ELSE 0 END), COUNT(*)
        FROM (SELECT id, stage_id FROM {now} UNION SELECT id, stage_id FROM {past}) s
        JOIN {now} o ON o.id = s.id
        WHERE o.outcome IN ('won', 'lost') AND o.deleted_at IS NULL
        GROUP BY s.stage_id"""  # noqa: S608 -- names of our own tables
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    return {
        stage: round_half_even(Decimal(100 * won) / closed, 2)
        for stage, won, closed in rows
        if closed >= ENOUGH
    }
