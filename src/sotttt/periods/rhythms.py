"""Rhythms: editions of what appears again and again, and terms counted from a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sotttt.errors import InvalidDate, InvalidPeriod, MissingField
from sotttt.frozen import Word
from sotttt.periods.period import Period, as_date, index, months, whole

if TYPE_CHECKING:
    from sotttt.periods.working import WorkingCalendar

__all__ = ["Frequency", "editions", "later"]


class Frequency(Word):
    """How often an edition or a report appears (tần suất, kỳ báo cáo).

    A half is either half of the year; six and nine months run from January, once a year (lũy kế). A biennial
    edition covers one year, every second year; a term is the five years of a development plan.
    """

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    SIX_MONTHS = "six_months"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    BIENNIAL = "biennial"
    TERM = "term"


_RHYTHMS = {
    Frequency.MONTH: (1, 1, 0),
    Frequency.QUARTER: (3, 3, 0),
    Frequency.HALF: (6, 6, 0),
    Frequency.SIX_MONTHS: (6, 12, 0),
    Frequency.NINE_MONTHS: (9, 12, 0),
    Frequency.YEAR: (12, 12, 0),
    Frequency.BIENNIAL: (12, 24, 2020 * 12),
    Frequency.TERM: (60, 60, 2021 * 12),
}
"""Months that an edition covers, months from one to the next, and the first month of one of them."""


def editions(
    frequency: Frequency | str, within: Period | str, *, anchor: Period | str | None = None
) -> tuple[Period, ...]:
    """The editions of a rhythm that end within a period, in order.

    Args:
        frequency: the rhythm.
        within: the period in which they end.
        anchor: one edition of the series, from which the others are counted. Without it, a biennial edition
            covers each even year, and terms are 2016..2020, 2021..2025 and so on.

    Raises:
        InvalidPeriod: the anchor has not the length of an edition.

    >>> [str(edition) for edition in editions("half", "2020")]
    ['2020-H1', '2020-H2']
    >>> [str(edition) for edition in editions("biennial", "2016..2020", anchor="2017")]
    ['2017', '2019']
    """
    length, step, origin = _RHYTHMS[Frequency(frequency)]
    inside = Period.of(within)
    if anchor is not None:
        known = Period.of(anchor)
        origin = index(known.start)
        if known != months(origin, length):
            raise InvalidPeriod(f"{known} is no edition of the rhythm {Frequency(frequency).value!r}")
    earliest = max(index(inside.start) - length + 1, dt.MINYEAR * 12)
    first = earliest + (origin - earliest) % step
    firsts = range(first, index(inside.end) - length + 2, step)
    found = (months(month, length) for month in firsts)
    return tuple(edition for edition in found if inside.contains(edition.end))


def later(
    day: dt.date | str,
    *,
    years: int = 0,
    months: int = 0,
    days: int = 0,
    working_days: int = 0,
    calendar: WorkingCalendar | None = None,
) -> dt.date:
    """The day that ends a term counted from another (thời hạn).

    The anchor itself isn't counted. A term of months or years ends on the day of the same number, or on the
    last day of a month that has no such day; with a calendar, a term that ends on a day off ends on the next
    working day (Articles 147 and 148 of the Civil Code 2015).

    Args:
        day: the day from which it is counted (kể từ ngày).
        years: whole years.
        months: whole months.
        days: whole days.
        working_days: working days, counted after the rest (ngày làm việc).
        calendar: which days are worked.

    Raises:
        InvalidDate: no date, or a term that ends beyond the calendar.
        InexactNumber: a term that is no whole number.
        MissingField: working days without a calendar.

    >>> later("2020-01-31", months=1), later("2020-02-29", years=1)
    (datetime.date(2020, 2, 29), datetime.date(2021, 2, 28))
    >>> from sotttt.periods import Calendar
    >>> later("2024-04-26", working_days=2, calendar=Calendar(holidays=["2024-04-30", "2024-05-01"]))
    datetime.date(2024, 5, 2)
    """
    from dateutil.relativedelta import relativedelta

    anchor = as_date(day, "day")
    count = whole(working_days)
    if count and calendar is None:
        raise MissingField(
            "working days can't be counted without a calendar", where="calendar", expected="a Calendar"
        )
    try:
        end = anchor + relativedelta(years=whole(years), months=whole(months), days=whole(days))
        if calendar is None:
            return end
        from sotttt.periods.working import counted_on, next_working

        return counted_on(calendar, end, count) if count else next_working(calendar, end)
    except (OverflowError, ValueError) as fault:
        if isinstance(fault, InvalidDate):
            raise
        raise InvalidDate(f"the term from {anchor} ends beyond the calendar", where="day") from None
