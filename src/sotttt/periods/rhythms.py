"""The reporting calendar: editions of a rhythm, terms counted from a day, the days that a report counts."""

from __future__ import annotations

import datetime as dt

from sotttt.errors import InvalidDate, InvalidPeriod
from sotttt.frozen import Word
from sotttt.periods.period import LENGTHS, Period, PeriodKind, as_date, index, months, whole

__all__ = ["Frequency", "editions", "later", "recurrences", "reporting_window"]


class Frequency(Word):
    """How often an edition or a report appears (tần suất, kỳ báo cáo).

    A biennial edition covers one year, every second year; a term is the five years of a development plan.
    """

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    BIENNIAL = "biennial"
    TERM = "term"


_RHYTHMS = {
    Frequency.MONTH: (1, 1, 0),
    Frequency.QUARTER: (3, 3, 0),
    Frequency.HALF: (6, 6, 0),
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


def later(day: dt.date | str, *, years: int = 0, months: int = 0, days: int = 0) -> dt.date:
    """The day that ends a term counted from another (thời hạn).

    A term of months or years ends on the day of the same number, or on the last day of a month that has no
    such day (Article 148 of the Civil Code 2015). Each is counted from the anchor given.

    Raises:
        InvalidDate: no date, or a term that ends beyond the calendar.
        InexactNumber: a term that is no whole number.

    >>> later("2020-01-31", months=1), later("2020-02-29", years=1)
    (datetime.date(2020, 2, 29), datetime.date(2021, 2, 28))
    """
    from dateutil.relativedelta import relativedelta

    anchor = as_date(day, "day")
    try:
        return anchor + relativedelta(years=whole(years), months=whole(months), days=whole(days))
    except (OverflowError, ValueError):
        raise InvalidDate(f"the term from {anchor} ends beyond the calendar", where="day") from None


def recurrences(
    anchor: dt.date | str, frequency: Frequency | str, within: Period | str
) -> tuple[dt.date, ...]:
    """The days within a period on which a duty that began on the anchor falls due again (kỳ hạn lặp lại).

    Each is counted from the anchor by `later`, so that none drifts and none is left out.

    Raises:
        InvalidDate: no date.

    >>> [str(day) for day in recurrences("2020-01-31", "month", "2020-Q1")]
    ['2020-01-31', '2020-02-29', '2020-03-31']
    """
    first, inside = as_date(anchor, "anchor"), Period.of(within)
    step = _RHYTHMS[Frequency(frequency)][1]
    before = max((index(inside.start) - index(first)) // step, 0)
    after = (index(inside.end) - index(first)) // step
    days = (later(first, months=number * step) for number in range(before, after + 1))
    return tuple(day for day in days if inside.contains(day))


def reporting_window(period: Period | str) -> Period:
    """The days that a periodic report on a period counts (thời gian chốt số liệu).

    From the 15th of the month before the period to the 14th of its last month (Article 12 of Decree
    09/2019/NĐ-CP): a report on a year counts from 15 December of the year before to 14 December.

    Raises:
        InvalidPeriod: a day, a term or an interval, on which no periodic report is made.

    >>> str(reporting_window("2020")), str(reporting_window("2020-07"))
    ('2019-12-15..2020-12-14', '2020-06-15..2020-07-14')
    """
    given = Period.of(period)
    if given.kind not in {*LENGTHS, PeriodKind.CUMULATIVE}:
        raise InvalidPeriod(f"no periodic report is made on {given}", expected="whole months of one year")
    before = months(index(given.start) - 1, 1)
    return Period(before.start.replace(day=15), given.end.replace(day=14))
