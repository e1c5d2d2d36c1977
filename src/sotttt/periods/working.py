"""Working days: a calendar that the caller gives, and terms counted on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

import attrs

from sotttt.errors import InvalidDate, InvalidEntity
from sotttt.frozen import Entity, several
from sotttt.periods.period import Period, as_date

__all__ = ["Calendar", "WorkingCalendar"]

_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_LONGEST = 366
"""Days off in a row after which a calendar is taken to have no working day at all."""


class WorkingCalendar(Protocol):
    """What says whether a day is worked (lịch làm việc); `Calendar` is one."""

    def works_on(self, day: dt.date) -> bool:
        """Whether a day is a working day."""


def _dates(value: Iterable[dt.date | str]) -> frozenset[dt.date]:
    return frozenset(as_date(day, "day") for day in several(value, "a list of days"))


def _within(value: Period | str | None) -> Period | None:
    return None if value is None else Period.of(value)


@attrs.frozen(kw_only=True)
class Calendar(Entity):
    """Working days (lịch làm việc): Monday to Friday, less the holidays given, plus the days worked for them.

    The library bundles no holidays: those of each year are decided anew (nghỉ lễ, nghỉ Tết, hoán đổi).

    Args:
        holidays: days off besides Saturdays and Sundays.
        worked: Saturdays and Sundays that are worked, to make up for a day off (làm bù).
        within: the days for which the two lists are complete; a day beyond is refused. None: never refused.

    Raises:
        InvalidDate: a day that is no date.
        InvalidEntity: a day that is both off and worked, or lies outside `within`.

    >>> calendar = Calendar(holidays=["2024-04-29", "2024-04-30", "2024-05-01"], worked=["2024-05-04"])
    >>> calendar.works_on(dt.date(2024, 4, 29)), calendar.works_on(dt.date(2024, 5, 4))
    (False, True)
    """

    holidays: frozenset[dt.date] = attrs.field(default=frozenset(), converter=_dates)
    worked: frozenset[dt.date] = attrs.field(default=frozenset(), converter=_dates)
    within: Period | None = attrs.field(default=None, converter=_within)

    def __attrs_post_init__(self) -> None:
        both = sorted(self.holidays & self.worked)
        if both:
            raise InvalidEntity(f"{both[0]} is both off and worked", where="worked")
        inside = self.within
        beyond = inside and sorted(day for day in self.holidays | self.worked if not inside.contains(day))
        if beyond:
            raise InvalidEntity(f"{beyond[0]} lies outside {inside}", where="within")

    def works_on(self, day: dt.date) -> bool:
        """Whether a day is a working day.

        Raises:
            InvalidDate: a day for which the holidays aren't known.
        """
        if self.within is not None and not self.within.contains(day):
            raise InvalidDate(
                f"the holidays of {day} aren't known", where="calendar", expected=str(self.within)
            )
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.holidays)


def counted_on(calendar: WorkingCalendar, day: dt.date, number: int) -> dt.date:
    """The day so many working days after another, which isn't counted itself; before it where negative."""
    step, left, off = (_DAY if number > 0 else -_DAY), abs(number), 0
    while left:
        day += step
        works = calendar.works_on(day)
        left, off = left - works, 0 if works else off + 1
        _refuse_endless(off, day)
    return day


def next_working(calendar: WorkingCalendar, day: dt.date) -> dt.date:
    """The day itself, or the first working day after it."""
    off = 0
    while not calendar.works_on(day):
        day, off = day + _DAY, off + 1
        _refuse_endless(off, day)
    return day


def _refuse_endless(off: int, day: dt.date) -> None:
    if off > _LONGEST:
        raise InvalidDate(f"no working day in {_LONGEST} days up to {day}", where="calendar")
