"""Days, weeks, months, quarters and fiscal years, as the organisation counts them."""

from .calendar import Calendar
from .names import PERIOD_NAMES, UnknownPeriod
from .period import Period

__all__ = ["PERIOD_NAMES", "Calendar", "Period", "UnknownPeriod"]
