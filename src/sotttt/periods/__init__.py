"""Time as sources name it: periods, spans of validity, horizons of plans, the reporting calendar.

A period holds both its days; a span of validity ends before its end. Weeks are out of scope, as they nest in
nothing else. Months are always counted from an anchor, never step by step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def __getattr__(name: str) -> object:
    """Spans and horizons load on first use, so that judging targets doesn't pay for them."""
    if name not in {"Horizon", "Span"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sotttt.periods import validity

    return getattr(validity, name)


def __dir__() -> list[str]:
    return sorted(__all__)
