"""Time as sources name it: periods, spans of validity, horizons of plans, the reporting calendar.

A period holds both its days; a span of validity ends before its end. Weeks are out of scope, as they nest in
nothing else. Months are always counted from an anchor, never step by step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face
from sotttt.periods.period import Period, PeriodKind, as_date, tiles
from sotttt.periods.rhythms import Frequency, editions, later, recurrences, reporting_window

if TYPE_CHECKING:
    from sotttt.periods.validity import Horizon, Span

__all__ = [
    "Frequency",
    "Horizon",
    "Period",
    "PeriodKind",
    "Span",
    "as_date",
    "editions",
    "later",
    "recurrences",
    "reporting_window",
    "tiles",
]

#: Spans and horizons load on first use: judging targets pays for neither.
_MODULES = {
    "period": ("Period", "PeriodKind", "as_date", "tiles"),
    "rhythms": ("Frequency", "editions", "later", "recurrences", "reporting_window"),
    "validity": ("Horizon", "Span"),
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.periods", _MODULES)
