"""What a pace method is given: a series of values, and the goal that it is judged against.

Both are plain numbers of one unit, so that a method can be tried on published figures; `entities` makes them
from a target and its observations.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import attrs

from sotttt.errors import DuplicateId, InvalidEntity, InvalidText, MissingField
from sotttt.frozen import Entity, Word, placed, several, yes_or_no
from sotttt.metrics import Better
from sotttt.periods import Period
from sotttt.periods.period import whole
from sotttt.plans.targets import Commitment
from sotttt.ranges.numbers import decimal, exactly

__all__ = ["Goal", "Kind", "Point", "Series", "Shape", "when", "years"]

Year = Period | str | int
Number = int | str | Decimal


class Kind(Word):
    """What the numbers of a series are (loại số liệu).

    `level`: a value; `growth`: a change in percent of the value before; `yes_no`: 1 or 0; `rank`: a place.
    """

    LEVEL = "level"
    GROWTH = "growth"
    YES_NO = "yes_no"
    RANK = "rank"


class Shape(Word):
    """The path from baseline to goal where its yearly values aren't stated (dạng quỹ đạo)."""

    LINEAR = "linear"
    LOGISTIC = "logistic"


def _period(value: Year) -> Period:
    return Period.of(f"{whole(value):04d}" if isinstance(value, int) else value)


def _optional_period(value: Year | None) -> Period | None:
    return None if value is None else _period(value)


def _optional_number(value: int | str | Decimal | None) -> Decimal | None:
    return None if value is None else decimal(value)


def when(day: dt.date) -> Fraction:
    """The end of a day in years: a year that ends is a whole number, a month that ends a twelfth.

    >>> when(dt.date(2020, 12, 31)), when(dt.date(2021, 3, 31))
    (Fraction(2021, 1), Fraction(8085, 4))
    """
    days = calendar.monthrange(day.year, day.month)[1]
    return Fraction(day.year) + (Fraction(day.day, days) + day.month - 1) / 12


def years(first: Period, last: Period) -> Fraction:
    """The years from the end of one period to the end of another.

    >>> years(Period.parse("2015"), Period.parse("2023"))
    Fraction(8, 1)
    """
    return when(last.end) - when(first.end)


@attrs.frozen(field_transformer=placed)
class Point(Entity):
    """One value of a series (điểm số liệu).

    Args:
        period: the period, its text or the number of a year; a value counts at its end.
        value: the number.
        provisional: whether it is an estimate (ước, sơ bộ).

    >>> Point(2015, "14.5").period
    Period.parse('2015')
    """

    period: Period = attrs.field(converter=_period)
    value: Decimal = attrs.field(converter=decimal)
    provisional: bool = attrs.field(default=False, converter=yes_or_no)

    @property
    def number(self) -> Fraction:
        """The value as a fraction."""
        return Fraction(self.value)

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"


Given = Point | tuple[Year, Number]


def _point(value: object) -> Point:
    if isinstance(value, Point):
        return value
    period, number = _pair(value)
    return Point(period, number)


def _pair(value: object) -> tuple[Year, Number]:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise InvalidText(f"{value!r:.60} is no point of a series", expected="a period and a number")
    return value[0], value[1]


def _points(
    value: Mapping[Period, Number] | Mapping[str, Number] | Mapping[int, Number] | Iterable[Given],
) -> tuple[Point, ...]:
    items: Iterable[object] = value.items() if isinstance(value, Mapping) else value
    points = sorted(
        map(_point, several(items, "points such as {2015: '14.5'}")), key=lambda one: one.period.end
    )
    for first, second in pairwise(points):
        if first.period.end == second.period.end:
            raise DuplicateId(
                f"two values end with {second.period.end}", expected="one value for each period"
            )
    return tuple(points)


def _breaks(value: Iterable[Year]) -> tuple[Period, ...]:
    return tuple(sorted(map(_period, several(value, "periods from which on values don't compare"))))


@attrs.frozen(field_transformer=placed)
class Series(Entity):
    """Values of one metric at one place, in one unit, in order of time (chuỗi số liệu).

    Args:
        points: the values by period or year, as a mapping, as pairs or as points.
        breaks: the first periods after a change of boundary, definition or method: no growth is counted
            from before such a period to it or past it.
        step: the years between two editions; 2 for a survey of every second year.
        kind: what the numbers are.
        percent: whether they are percentages, so that 0 and 100 are ends of their scale.
        low: the least number that can occur at all.
        high: the greatest number that can occur at all.

    Raises:
        DuplicateId: two values for one period.
        InexactNumber: a float.

    >>> poverty = Series({2015: "14.5", 2023: "10.4"})
    >>> [str(point) for point in poverty.points]
    ['2015: 14.5', '2023: 10.4']
    """

    points: tuple[Point, ...] = attrs.field(converter=_points)
    breaks: tuple[Period, ...] = attrs.field(default=(), converter=_breaks, kw_only=True)
    step: int = attrs.field(default=1, kw_only=True)
    kind: Kind = attrs.field(default=Kind.LEVEL, converter=Kind, kw_only=True)
    percent: bool = attrs.field(default=False, converter=yes_or_no, kw_only=True)
    low: Decimal | None = attrs.field(default=None, converter=_optional_number, kw_only=True)
    high: Decimal | None = attrs.field(default=None, converter=_optional_number, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if whole(self.step) < 1:
            raise InvalidEntity(f"a step of {self.step} years", where="step", expected="1 or more")
        if self.kind is Kind.YES_NO and any(point.value not in (0, 1) for point in self.points):
            raise InvalidEntity("a yes or no is 1 or 0", where="points", expected="1 or 0")

    def until(self, day: dt.date) -> Series:
        """The series as it stood with the last value that ends by a day."""
        return attrs.evolve(self, points=[point for point in self.points if point.period.end <= day])

    def at(self, period: Period) -> Point | None:
        """The value whose period ends with another's."""
        return next((point for point in self.points if point.period.end == period.end), None)

    def unbroken(self) -> tuple[Point, ...]:
        """The points after the last break: only these compare with the last one."""
        if not self.points:
            return ()
        last = self.points[-1].period.end
        since = max((one.start for one in self.breaks if one.start <= last), default=dt.date.min)
        return tuple(point for point in self.points if point.period.end >= since)

    def chained(self) -> Series:
        """Changes in percent as an index: each value is the one before, changed; before the first it is 100.

        >>> [str(point.value) for point in Series({2020: "10", 2021: "-5"}, kind="growth").chained().points]
        ['110', '104.5']
        """
        index, points = Fraction(100), []
        for point in self.points:
            index *= 1 + point.number / 100
            points.append(attrs.evolve(point, value=exactly(index)))
        return attrs.evolve(self, points=points, kind=Kind.LEVEL, percent=False)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Goal(Entity):
    """What a series is judged against (mục tiêu).

    Args:
        better: `higher` or `lower`; `neutral` where both ends bind.
        value: the figure to reach; None for a goal that is only a direction.
        upper: the upper end where both ends bind; `value` is the lower one then.
        strict: whether the figure itself doesn't meet the goal ("trên 75 %", "dưới 10").
        due: the period at whose end it must be reached.
        baseline: the period that progress is counted from; the first of the series where it isn't given.
        limit: the natural limit of the values, for goals without a figure.
        each: whether it must hold in each period (hằng năm, duy trì).
        commitment: `firm`, or `stretch` for a goal that nobody expects to be reached in full.
        shape: the path between baseline and goal.
        stated: the values of the path, where they are stated for each period.

    Raises:
        InvalidEntity: ends in the wrong order, or a neutral goal without a figure.

    >>> Goal(better="lower", value="7.25", due=2030).meets(Fraction("7.25"))
    True
    """

    better: Better = attrs.field(default=Better.HIGHER, converter=Better)
    value: Decimal | None = attrs.field(default=None, converter=_optional_number)
    upper: Decimal | None = attrs.field(default=None, converter=_optional_number)
    strict: bool = attrs.field(default=False, converter=yes_or_no)
    due: Period | None = attrs.field(default=None, converter=_optional_period)
    baseline: Period | None = attrs.field(default=None, converter=_optional_period)
    limit: Decimal | None = attrs.field(default=None, converter=_optional_number)
    each: bool = attrs.field(default=False, converter=yes_or_no)
    commitment: Commitment = attrs.field(default=Commitment.FIRM, converter=Commitment)
    shape: Shape = attrs.field(default=Shape.LINEAR, converter=Shape)
    stated: tuple[Point, ...] = attrs.field(default=(), converter=_points)

    def __attrs_post_init__(self) -> None:
        if self.value is None:
            if self.upper is not None or self.better is Better.NEUTRAL:
                raise MissingField("a goal with two binding ends needs its lower one", where="value")
            return
        high = self.value if self.upper is None else self.upper
        if high < self.value or (self.strict and self.two_sided and high == self.value):
            raise InvalidEntity(f"no value lies between {self.value} and {high}", where="upper")

    @property
    def two_sided(self) -> bool:
        """Whether both ends bind."""
        return self.upper is not None or self.better is Better.NEUTRAL

    @property
    def ends(self) -> tuple[Fraction, Fraction] | None:
        """The two ends, the same where it is one figure; None for a direction."""
        if self.value is None:
            return None
        return Fraction(self.value), Fraction(self.value if self.upper is None else self.upper)

    def meets(self, number: Fraction) -> bool | None:
        """Whether a value meets it; None for a goal that is only a direction."""
        ends = self.ends
        if ends is None:
            return None
        low, high = ends
        if self.two_sided:
            return low < number < high if self.strict else low <= number <= high
        if self.strict and number == low:
            return False
        return number >= low if self.better is Better.HIGHER else number <= low
