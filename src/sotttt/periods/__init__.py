"""Time as sources name it: periods, spans of validity, horizons of plans, the reporting calendar.

A period holds both its days; a span of validity ends before its end. Weeks are out of scope, as they nest in
nothing else. Months are always counted from an anchor, never step by step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face
from sotttt.periods.period import Period, PeriodKind, as_date, tiles
from sotttt.periods.rhythms import Frequency, editions, later

if TYPE_CHECKING:
    from sotttt.periods.reporting import ReportingRule, reporting_rules, reporting_window
    from sotttt.periods.validity import Horizon, Span
    from sotttt.periods.working import Calendar, WorkingCalendar

__all__ = [
    "Calendar",
    "Frequency",
    "Horizon",
    "Period",
    "PeriodKind",
    "ReportingRule",
    "Span",
    "WorkingCalendar",
    "as_date",
    "editions",
    "later",
    "reporting_rules",
    "reporting_window",
    "tiles",
]

#: Spans, horizons and the reporting calendar load on first use: judging targets pays for none of them.
_MODULES = {
    "period": ("Period", "PeriodKind", "as_date", "tiles"),
    "reporting": ("ReportingRule", "reporting_rules", "reporting_window"),
    "rhythms": ("Frequency", "editions", "later"),
    "validity": ("Horizon", "Span"),
    "working": ("Calendar", "WorkingCalendar"),
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.periods", _MODULES)
