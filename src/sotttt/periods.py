"""Time as sources name it: periods, spans of validity, horizons of plans, the reporting calendar."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import total_ordering

import attrs

from sotttt.errors import InvalidDate, InvalidPeriod, InvalidText
from sotttt.text import squeeze

__all__ = ["Frequency", "Horizon", "Period", "PeriodKind", "Span", "as_date", "editions", "tiles"]

_DAY = dt.timedelta(days=1)
_FORMAT = 1


class PeriodKind(StrEnum):
    """The kind of a period (loại kỳ)."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    CUMULATIVE = "cumulative"
    TERM = "term"
    INTERVAL = "interval"


class Frequency(StrEnum):
    """How often an edition or a report appears (kỳ báo cáo)."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    BIENNIAL = "biennial"


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}


def as_date(value: dt.date | str, field: str = "date") -> dt.date:
    """A calendar date, from itself or its ISO text; a datetime is refused.

    Raises:
        InvalidDate: anything else.

    >>> as_date("2018-03-02")
    datetime.date(2018, 3, 2)
    """
    if type(value) is dt.date:
        return value
    if isinstance(value, str):
        text = squeeze(value)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                raise InvalidDate(f"{text!r} is no day of the calendar", where=field) from None
    hint = "a datetime is refused: its day depends on a clock" if isinstance(value, dt.datetime) else None
    raise InvalidDate(f"{value!r} is no date", where=field, expected="a date, or its text such as '2018-03-02'", hint=hint)


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, first, 1), _last_day(year, last)


@total_ordering
@attrs.frozen(eq=False, repr=False)
class Period:
    """A span of days, both ends in it (kỳ); its text is the shortest name of that span.

    Equal by its days, ordered by (start, end).

    Args:
        start: the first day.
        end: the last day.

    Raises:
        InvalidPeriod: the end lies before the start.
        InvalidDate: an end that is no date.

    >>> str(Period.parse("2020-M01..M09")), str(Period.parse("2020-M01..M06")), Period.parse("2020").kind.value
    ('2020-M01..M09', '2020-H1', 'year')
    """

    start: dt.date = attrs.field(converter=lambda value: as_date(value, "start"))
    end: dt.date = attrs.field(converter=lambda value: as_date(value, "end"))

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidPeriod(f"the period ends on {self.end}, before it starts on {self.start}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period that a canonical text names.

        Raises:
            InvalidPeriod: text of another form.

        >>> Period.parse("2016..2020").kind.value
        'term'
        """
        if not isinstance(text, str):
            raise InvalidText(f"{text!r} is no text of a period", expected="a text such as '2020-Q3'")
        clean = squeeze(text)[:40]
        for pattern, build in _FORMS:
            found = pattern.fullmatch(clean)
            if found is not None:
                try:
                    return cls(*build(*found.groups()))
                except (ValueError, InvalidDate) as fault:
                    raise InvalidPeriod(f"{clean!r} names no days: {fault}") from None
        raise InvalidPeriod(
            f"{clean!r} is no period",
            expected="2020, 2020-H1, 2020-Q3, 2020-07, 2020-07-15, 2020-M01..M09, 2016..2020 or two dates with '..'",
            hint="sotttt.reading reads periods as people write them",
        )

    @classmethod
    def of(cls, value: Period | dt.date | str) -> Period:
        """The period itself, the period of one date, or what a canonical text names.

        >>> str(Period.of(dt.date(2020, 7, 15)))
        '2020-07-15'
        """
        if isinstance(value, Period):
            return value
        if isinstance(value, str):
            return cls.parse(value)
        day = as_date(value, "period")
        return cls(day, day)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def kind(self) -> PeriodKind:
        """What kind of period the two dates make."""
        start, end = self.start, self.end
        if start == end:
            return PeriodKind.DAY
        if start.day != 1 or end != _last_day(end.year, end.month):
            return PeriodKind.INTERVAL
        if start.year == end.year:
            return _SPANS.get((start.month, end.month), PeriodKind.INTERVAL)
        return PeriodKind.TERM if (start.month, end.month) == (1, 12) else PeriodKind.INTERVAL

    def __str__(self) -> str:
        start, end, kind = self.start, self.end, self.kind
        year = f"{start.year:04}"
        names = {
            PeriodKind.DAY: lambda: start.isoformat(),
            PeriodKind.MONTH: lambda: f"{year}-{start.month:02}",
            PeriodKind.QUARTER: lambda: f"{year}-Q{end.month // 3}",
            PeriodKind.HALF: lambda: f"{year}-H{end.month // 6}",
            PeriodKind.YEAR: lambda: year,
            PeriodKind.CUMULATIVE: lambda: f"{year}-M01..M{end.month:02}",
            PeriodKind.TERM: lambda: f"{year}..{end.year:04}",
            PeriodKind.INTERVAL: lambda: f"{start.isoformat()}..{end.isoformat()}",
        }
        return names[kind]()

    def __repr__(self) -> str:
        return f"Period.parse({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return self.start == other.start and self.end == other.end

    def __lt__(self, other: Period) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.start, self.end) < (other.start, other.end)

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    def __reduce__(self) -> tuple[object, ...]:
        return (_restore, (_FORMAT, str(self)))

    def contains(self, other: Period | dt.date) -> bool:
        """Whether a day or a whole period lies in it.

        >>> Period.parse("2020").contains(Period.parse("2020-Q3"))
        True
        """
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= as_date(other) <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether some day lies in both."""
        return self.start <= other.end and other.start <= self.end

    def shift(self, number: int) -> Period:
        """The period as many lengths later; a cumulative one moves by years.

        Raises:
            InvalidPeriod: for an interval, which has no neighbour, or beyond the calendar.

        >>> str(Period.parse("2020-Q3").shift(-3)), str(Period.parse("2016..2020").shift(1))
        ('2019-Q4', '2021..2025')
        """
        kind = self.kind
        try:
            if kind is PeriodKind.DAY:
                day = self.start + number * _DAY
                return Period(day, day)
            if kind is PeriodKind.INTERVAL:
                raise InvalidPeriod(f"the interval {self} has no neighbour to move to")
            length = _MONTHS.get(kind, 12)
            if kind is PeriodKind.TERM:
                length = 12 * (self.end.year - self.start.year + 1)
            return Period(_moved(self.start, number * length), _end_of(_moved(self.end.replace(day=1), number * length)))
        except (OverflowError, ValueError) as fault:
            if isinstance(fault, InvalidPeriod):
                raise
            raise InvalidPeriod(f"{self} moved by {number} lies beyond the calendar") from None

    def children(self, kind: PeriodKind | str) -> tuple[Period, ...]:
        """The periods of a smaller kind that it is made of, in order.

        Raises:
            InvalidPeriod: the kind doesn't tile this period.

        >>> [str(part) for part in Period.parse("2020-H1").children("quarter")]
        ['2020-Q1', '2020-Q2']
        """
        wanted = PeriodKind(kind)
        if wanted is PeriodKind.DAY:
            return tuple(Period.of(self.start + number * _DAY) for number in range(self.days))
        length = _MONTHS.get(wanted)
        own = self.kind
        if length is None or own in (PeriodKind.DAY, PeriodKind.INTERVAL):
            raise InvalidPeriod(f"{self} is not made of periods of kind {wanted.value!r}")
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        if months % length or (self.start.month - 1) % length:
            raise InvalidPeriod(f"{self} is not made of whole periods of kind {wanted.value!r}")
        firsts = (_moved(self.start, place) for place in range(0, months, length))
        return tuple(Period(first, _end_of(_moved(first, length - 1))) for first in firsts)


def _restore(form: int, text: str) -> Period:
    if form != _FORMAT:
        raise InvalidPeriod(f"a period was pickled in form {form}", expected=f"form {_FORMAT}")
    return Period.parse(text)


def _moved(day: dt.date, months: int) -> dt.date:
    place = day.year * 12 + day.month - 1 + months
    return dt.date(place // 12, place % 12 + 1, day.day)


def _end_of(day: dt.date) -> dt.date:
    return _last_day(day.year, day.month)


_SPANS = {
    **{(month, month): PeriodKind.MONTH for month in range(1, 13)},
    **{(1, month): PeriodKind.CUMULATIVE for month in (2, 4, 5, 7, 8, 9, 10, 11)},
    **{(month, month + 2): PeriodKind.QUARTER for month in (1, 4, 7, 10)},
    (1, 6): PeriodKind.HALF,
    (7, 12): PeriodKind.HALF,
    (1, 12): PeriodKind.YEAR,
}


def _day_form(day: str) -> tuple[dt.date, dt.date]:
    date = dt.date.fromisoformat(day)
    return date, date


_FORMS = (
    (re.compile(r"([0-9]{4})"), lambda y: _months(int(y), 1, 12)),
    (re.compile(r"([0-9]{4})-H([12])"), lambda y, h: _months(int(y), int(h) * 6 - 5, int(h) * 6)),
    (re.compile(r"([0-9]{4})-Q([1-4])"), lambda y, q: _months(int(y), int(q) * 3 - 2, int(q) * 3)),
    (re.compile(r"([0-9]{4})-([0-9]{2})"), lambda y, m: _months(int(y), int(m), int(m))),
    (re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})"), _day_form),
    (re.compile(r"([0-9]{4})-M01\.\.M([0-9]{2})"), lambda y, m: _months(int(y), 1, int(m))),
    (re.compile(r"([0-9]{4})\.\.([0-9]{4})"), lambda a, b: (dt.date(int(a), 1, 1), dt.date(int(b), 12, 31))),
    (
        re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})"),
        lambda a, b: (dt.date.fromisoformat(a), dt.date.fromisoformat(b)),
    ),
)


@attrs.frozen(repr=False)
class Span:
    """A half-open span of validity (hiệu lực): from its start, up to but without its end.

    >>> span = Span.parse("2004-01-01..2025-07-01")
    >>> span.contains(dt.date(2025, 6, 30)), span.contains(dt.date(2025, 7, 1))
    (True, False)
    """

    start: dt.date | None = attrs.field(
        default=None, converter=attrs.converters.optional(lambda value: as_date(value, "start"))
    )
    end: dt.date | None = attrs.field(
        default=None, converter=attrs.converters.optional(lambda value: as_date(value, "end"))
    )

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise InvalidPeriod(f"the validity ends on {self.end}, not after its start {self.start}")

    @classmethod
    def parse(cls, text: str) -> Span:
        """The span that a text such as `2004-01-01..` names; an open end is empty."""
        parts = squeeze(text).split("..")
        if len(parts) != 2:
            raise InvalidPeriod(f"{text[:40]!r} is no span", expected="two dates with '..', an open end empty")
        return cls(*(as_date(part, "span") if part else None for part in parts))

    @classmethod
    def of(cls, value: Span | str) -> Span:
        """The span itself, or what a text names."""
        return value if isinstance(value, Span) else cls.parse(value)

    def contains(self, day: dt.date) -> bool:
        """Whether it is valid on that day."""
        on = as_date(day)
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)

    def __str__(self) -> str:
        return f"{self.start or ''}..{self.end or ''}"

    def __repr__(self) -> str:
        return f"Span.parse({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (Span.parse, (str(self),))


def _years(value: Iterable[int]) -> tuple[int, ...]:
    years = tuple(sorted(value))
    for year in years:
        if type(year) is not int or not 1000 <= year <= 9999:
            raise InvalidPeriod(f"{year!r} is no year")
    return years


@attrs.frozen(repr=False)
class Horizon:
    """The horizon of a plan (kỳ quy hoạch): its period, orientation (định hướng) and vision (tầm nhìn) years.

    >>> str(Horizon.parse("2016..2020; orientation 2030; vision 2045"))
    '2016..2020; orientation 2030; vision 2045'
    """

    period: Period = attrs.field(converter=Period.of)
    orientation: tuple[int, ...] = attrs.field(default=(), converter=_years)
    vision: tuple[int, ...] = attrs.field(default=(), converter=_years)

    def __attrs_post_init__(self) -> None:
        for year in (*self.orientation, *self.vision):
            if year < self.period.end.year:
                raise InvalidPeriod(f"the year {year} lies before the end of the plan period {self.period}")

    @classmethod
    def parse(cls, text: str) -> Horizon:
        """The horizon that a canonical text names."""
        head, *rest = squeeze(text).split("; ")
        years: dict[str, tuple[int, ...]] = {}
        for part in rest:
            name, _, given = part.partition(" ")
            if name not in ("orientation", "vision") or name in years or not re.fullmatch(r"[0-9]{4}(,[0-9]{4})*", given):
                raise InvalidPeriod(f"{part!r} is no part of a horizon", expected="'orientation 2030' or 'vision 2045'")
            years[name] = tuple(int(year) for year in given.split(","))
        return cls(Period.parse(head), **years)

    @classmethod
    def of(cls, value: Horizon | str) -> Horizon:
        """The horizon itself, or what a text names."""
        return value if isinstance(value, Horizon) else cls.parse(value)

    def __str__(self) -> str:
        parts = [str(self.period)]
        for name, years in (("orientation", self.orientation), ("vision", self.vision)):
            if years:
                parts.append(f"{name} {','.join(str(year) for year in years)}")
        return "; ".join(parts)

    def __repr__(self) -> str:
        return f"Horizon.parse({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (Horizon.parse, (str(self),))


def editions(frequency: Frequency | str, within: Period) -> tuple[Period, ...]:
    """The editions of a rhythm that end within a period; a biennial one appears in even years.

    >>> [str(edition) for edition in editions("half", Period.parse("2020"))]
    ['2020-H1', '2020-H2']
    """
    rhythm = Frequency(frequency)
    years = range(within.start.year, within.end.year + 1)
    if rhythm is Frequency.BIENNIAL:
        whole = tuple(Period.parse(f"{year:04}") for year in years if year % 2 == 0)
    else:
        whole = tuple(part for year in years for part in Period.parse(f"{year:04}").children(rhythm.value))
    return tuple(edition for edition in whole if within.start <= edition.end <= within.end)


def tiles(parts: Iterable[Period], whole: Period) -> bool:
    """Whether the periods fill the whole, without gap and overlap.

    >>> tiles([Period.parse("2020-H1"), Period.parse("2020-H2")], Period.parse("2020"))
    True
    """
    day = whole.start
    for part in sorted(parts):
        if part.start != day:
            return False
        if part.end == dt.date.max:
            return part.end == whole.end
        day = part.end + _DAY
    return day == whole.end + _DAY if whole.end < dt.date.max else False
