"""Spans of validity, and horizons of plans."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import final

import attrs

from sotttt.errors import InvalidPeriod
from sotttt.periods.period import FORMAT, Period, as_date, restore
from sotttt.text import squeeze

__all__ = ["Horizon", "Span"]


def _optional_start(value: dt.date | str | None) -> dt.date | None:
    return None if value is None else as_date(value, "start")


def _optional_end(value: dt.date | str | None) -> dt.date | None:
    return None if value is None else as_date(value, "end")


@final
@attrs.frozen(repr=False)
class Span:
    """A half-open span of validity (thời gian hiệu lực): from its start, up to but without its end.

    Args:
        start: the first day of validity; None where it has always been valid.
        end: the first day on which it is valid no more; None where no end is known.

    Raises:
        InvalidPeriod: the end is not after the start.
        InvalidDate: an end that is no date.

    >>> span = Span.parse("2004-01-01..2025-07-01")
    >>> span.contains(dt.date(2025, 6, 30)), span.contains(dt.date(2025, 7, 1))
    (True, False)
    >>> str(Span(start=dt.date(2025, 7, 1)))
    '2025-07-01..'
    """

    start: dt.date | None = attrs.field(default=None, converter=_optional_start)
    end: dt.date | None = attrs.field(default=None, converter=_optional_end)

    def __attrs_post_init__(self) -> None:
        if not _begins_before(self, self.end):
            raise InvalidPeriod(
                f"the validity ends on {self.end}, not after its start {self.start or dt.date.min}",
                expected="the first day on which it is valid no more",
            )

    @classmethod
    def parse(cls, text: str) -> Span:
        """The span that a text such as `2004-01-01..2025-07-01` names; an open end is empty.

        Raises:
            InvalidPeriod: text of another form.
            InvalidDate: an end that is no date.

        >>> Span.parse("..2025-07-01").start is None
        True
        """
        start, dots, end = squeeze(text).partition("..")
        if not dots:
            raise InvalidPeriod(
                f"{text!r:.60} is no span of validity",
                expected="a text such as '2004-01-01..' or '..2025-07-01'",
            )
        return cls(start or None, end or None)

    @classmethod
    def of(cls, value: Span | str) -> Span:
        """The span itself, or what a text names (see `parse`).

        >>> Span.of("2025-07-01..").end is None
        True
        """
        return value if isinstance(value, Span) else cls.parse(value)

    def contains(self, day: dt.date) -> bool:
        """Whether it is valid on that day.

        >>> Span.parse("2025-07-01..").contains(dt.date(2025, 6, 30))
        False
        """
        on = as_date(day, "day")
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)

    def overlaps(self, other: Span | str) -> bool:
        """Whether some day lies in both.

        >>> Span.parse("..2025-07-01").overlaps("2025-07-01..")
        False
        """
        given = Span.of(other)
        return _begins_before(self, given.end) and _begins_before(given, self.end)

    def __str__(self) -> str:
        return f"{self.start or ''}..{self.end or ''}"

    def __repr__(self) -> str:
        return f"Span.parse({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (restore, (Span.parse, FORMAT, str(self)))


def _period(value: Period | dt.date | str) -> Period:
    return Period.of(value)


def _begins_before(span: Span, end: dt.date | None) -> bool:
    return end is None or (span.start or dt.date.min) < end


def _years(value: int | str | Iterable[int]) -> tuple[int, ...]:
    """Years in order, from one year, several, or their text such as `2030,2035`."""
    if isinstance(value, str):
        text = squeeze(value)
        if re.fullmatch("[0-9]{4}(?:,[0-9]{4})*", text) is None:
            raise InvalidPeriod(f"{value!r:.60} names no years", expected="such as '2030' or '2030,2035'")
        value = [int(year) for year in text.split(",")]
    elif not isinstance(value, Iterable):
        value = (value,)
    years = tuple(value)
    for year in years:
        if type(year) is not int:
            raise InvalidPeriod(f"{year!r:.60} is no year", expected="an int such as 2030")
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            raise InvalidPeriod("a year lies beyond the calendar", expected="the years 1 to 9999")
    return tuple(sorted(set(years)))


@final
@attrs.frozen(repr=False)
class Horizon:
    """The horizon of a plan (thời kỳ của kế hoạch): its period, and the years that it looks on to.

    Args:
        period: the period of the plan itself.
        orientation: orientation years (định hướng).
        vision: vision years (tầm nhìn).

    Raises:
        InvalidPeriod: a year before the end of the plan's period, or no year at all.

    >>> str(Horizon("2016..2020", orientation=2030, vision=(2045,)))
    '2016..2020; orientation 2030; vision 2045'
    """

    period: Period = attrs.field(converter=_period)
    orientation: tuple[int, ...] = attrs.field(default=(), converter=_years)
    vision: tuple[int, ...] = attrs.field(default=(), converter=_years)

    def __attrs_post_init__(self) -> None:
        for year in (*self.orientation, *self.vision):
            if year < self.period.end.year:
                raise InvalidPeriod(f"the year {year} lies before the end of the plan's period {self.period}")

    @classmethod
    def parse(cls, text: str) -> Horizon:
        """The horizon that a text names.

        Raises:
            InvalidPeriod: text of another form.

        >>> Horizon.parse("2021..2025; orientation 2030,2035").orientation
        (2030, 2035)
        """
        head, *rest = (part.strip() for part in squeeze(text).split(";"))
        years: dict[str, tuple[int, ...]] = {}
        for part in rest:
            found = re.fullmatch("(orientation|vision) ([0-9]{4}(?:,[0-9]{4})*)", part)
            if found is None or found[1] in years:
                raise InvalidPeriod(
                    f"{part!r:.60} is no part of a horizon",
                    expected="'orientation 2030' or 'vision 2045', once each",
                )
            years[found[1]] = tuple(int(year) for year in found[2].split(","))
        return cls(Period.parse(head), **years)

    @classmethod
    def of(cls, value: Horizon | Period | str) -> Horizon:
        """The horizon itself, that of a period alone, or what a text names (see `parse`).

        >>> Horizon.of("2016..2020").vision
        ()
        """
        if isinstance(value, Horizon):
            return value
        return cls(value) if isinstance(value, Period) else cls.parse(value)

    def __str__(self) -> str:
        parts = [str(self.period)]
        for name, years in (("orientation", self.orientation), ("vision", self.vision)):
            if years:
                parts.append(f"{name} {','.join(f'{year:04}' for year in years)}")
        return "; ".join(parts)

    def __repr__(self) -> str:
        return f"Horizon.parse({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (restore, (Horizon.parse, FORMAT, str(self)))
