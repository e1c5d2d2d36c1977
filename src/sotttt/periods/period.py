"""One period: its two days, its kind and its name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar, final

import attrs

from sotttt.errors import InexactNumber, InvalidDate, InvalidPeriod, InvalidText
from sotttt.frozen import Word
from sotttt.text import squeeze

__all__ = ["Period", "PeriodKind", "as_date", "tiles"]

FORMAT = 1

_DAY = dt.timedelta(days=1)

T = TypeVar("T")


class PeriodKind(Word):
    """The kind of a period (loại kỳ).

    A cumulative period (lũy kế) runs from January; a term (giai đoạn) is made of several whole years; an
    interval is any other run of days.
    """

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    CUMULATIVE = "cumulative"
    TERM = "term"
    INTERVAL = "interval"


_SHORT = (4, 6, 9, 11)
LENGTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}
"""Months of the kinds that tile the calendar."""


def as_date(value: dt.date | str, field: str | None = "date") -> dt.date:
    """A calendar date (ngày), from itself or its ISO text.

    Args:
        value: a date, or text such as `2018-03-02`.
        field: the name of the field, for the message; None where the caller tells it.

    Raises:
        InvalidDate: anything else; a datetime is refused, as its day depends on a clock.

    >>> as_date("2018-03-02")
    datetime.date(2018, 3, 2)
    >>> as_date("2/3/2018", "issued")
    Traceback (most recent call last):
    sotttt.errors.InvalidDate: issued: '2/3/2018' is no date; expected a date, or text such as ...
    """
    if type(value) is dt.date:
        return value
    hint = None
    if isinstance(value, dt.datetime):
        hint = "a datetime is refused, as its day depends on a clock: give its date()"
    elif isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    elif isinstance(value, str):
        text = squeeze(value)
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                raise InvalidDate(f"{text!r} is no day of the calendar", where=field) from None
        hint = "sotttt.reading.read_date reads dates as people write them"
    raise InvalidDate(
        f"{value!r:.60} is no date", where=field, expected="a date, or text such as '2018-03-02'", hint=hint
    )


def _month(index: int) -> tuple[int, int]:
    """Year and month of a month counted from the year 0."""
    year, month = divmod(index, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise InvalidPeriod("the period lies beyond the calendar", expected="the years 1 to 9999")
    return year, month + 1


def index(day: dt.date) -> int:
    """The month of a day, counted from the year 0."""
    return day.year * 12 + day.month - 1


def days_in(year: int, month: int) -> int:
    """How many days a month has. The standard `calendar` would load `locale` into every program that judges.

    >>> days_in(2024, 2), days_in(2100, 2), days_in(2025, 9)
    (29, 28, 30)
    """
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in _SHORT else 31


def months(first: int, number: int) -> Period:
    """The period of so many months from the first, counted from the year 0."""
    year, month = _month(first)
    last_year, last_month = _month(first + number - 1)
    last = days_in(last_year, last_month)
    return Period(dt.date(year, month, 1), dt.date(last_year, last_month, last))


def whole(number: int) -> int:
    """The number, if it is an int."""
    if type(number) is not int:
        raise InexactNumber(f"{number!r:.60} is no whole number", expected="an int")
    return number


@final
@attrs.frozen(order=True, repr=False, init=False)
class Period:
    """A span of days, both ends in it (kỳ); its text is the shortest name of that span.

    Equal by its days, ordered by (start, end).

    Args:
        start: the first day, a date or its ISO text.
        end: the last day.

    Raises:
        InvalidPeriod: the end lies before the start.
        InvalidDate: an end that is no date, or a datetime.

    >>> str(Period("2020-01-01", "2020-09-30")), str(Period("2020-01-01", "2020-06-30"))
    ('2020-M01..M09', '2020-H1')
    >>> Period.parse("2020").kind.value, Period.parse("2016..2020").kind.value
    ('year', 'term')
    """

    start: dt.date
    end: dt.date

    def __init__(self, start: dt.date | str, end: dt.date | str) -> None:
        first, last = as_date(start, "start"), as_date(end, "end")
        if last < first:
            raise InvalidPeriod(
                f"the period ends on {last}, before it starts on {first}",
                expected="the end on or after the start",
            )
        self.__attrs_init__(first, last)

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period that a text names.

        Names are `2020`, `2020-H1`, `2020-Q3`, `2020-07`, `2020-07-15`, `2020-M01..M09`, `2016..2020`, and
        two dates with `..` between them. Longer names of the same days are taken: `2020-Q1..Q2` is `2020-H1`.

        Raises:
            InvalidPeriod: text of another form, or days that the calendar lacks.

        >>> Period.parse("2020-01-01..2020-12-31")
        Period.parse('2020')
        >>> Period.parse("2020-Q5")
        Traceback (most recent call last):
        sotttt.errors.InvalidPeriod: '2020-Q5' is no period; expected a text such as '2020', ...
        """
        if not isinstance(text, str):
            raise InvalidText(f"{text!r:.60} is no text of a period", expected="a text such as '2020-Q3'")
        return _parsed(text)

    @classmethod
    def of(cls, value: Period | dt.date | str) -> Period:
        """The period itself, the period of one date, or what a text names (see `parse`).

        Raises:
            InvalidPeriod: text of another form.
            InvalidDate: something else, such as a datetime.

        >>> str(Period.of(dt.date(2020, 7, 15)))
        '2020-07-15'
        """
        if isinstance(value, Period):
            return value
        if isinstance(value, str):
            return _parsed(value)
        day = as_date(value, None)
        return cls(day, day)

    @property
    def days(self) -> int:
        """How many days it has.

        >>> Period.parse("2020-02").days
        29
        """
        return (self.end - self.start).days + 1

    @property
    def kind(self) -> PeriodKind:
        """What kind of period the two dates make.

        >>> Period.parse("2020-04-01..2020-06-30").kind.value
        'quarter'
        """
        start, end = self.start, self.end
        if start == end:
            return PeriodKind.DAY
        if not self._has_whole_months:
            return PeriodKind.INTERVAL
        if start.year == end.year:
            return _KINDS.get((start.month, end.month), PeriodKind.INTERVAL)
        return PeriodKind.TERM if (start.month, end.month) == (1, 12) else PeriodKind.INTERVAL

    @property
    def _has_whole_months(self) -> bool:
        start, end = self.start, self.end
        return start.day == 1 and end.day == days_in(end.year, end.month)

    def __str__(self) -> str:
        return _NAMES[self.kind](self.start, self.end)

    def __repr__(self) -> str:
        return f"Period.parse({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (restore, (Period.parse, FORMAT, str(self)))

    def contains(self, other: Period | dt.date | str) -> bool:
        """Whether a day or a whole period lies in it.

        >>> Period.parse("2020").contains("2020-Q3"), Period.parse("2020").contains(dt.date(2021, 1, 1))
        (True, False)
        """
        inner = Period.of(other)
        return self.start <= inner.start and inner.end <= self.end

    def overlaps(self, other: Period | dt.date | str) -> bool:
        """Whether some day lies in both.

        >>> Period.parse("2020-H1").overlaps("2020-06"), Period.parse("2020-H1").overlaps("2020-Q3")
        (True, False)
        """
        inner = Period.of(other)
        return self.start <= inner.end and inner.start <= self.end

    def shift(self, number: int) -> Period:
        """The period so many of its own lengths later; a cumulative one moves by years.

        Raises:
            InvalidPeriod: for an interval, which has no neighbour, and beyond the years 1 to 9999.

        >>> str(Period.parse("2020-Q3").shift(-3)), str(Period.parse("2016..2020").shift(1))
        ('2019-Q4', '2021..2025')
        >>> str(Period.parse("2020-M01..M09").shift(-1))
        '2019-M01..M09'
        """
        steps, kind = whole(number), self.kind
        if kind is PeriodKind.INTERVAL:
            raise InvalidPeriod(
                f"the interval {self} has no neighbour to move to", expected="a period with a name of its own"
            )
        if kind is PeriodKind.DAY:
            try:
                day = self.start + steps * _DAY
            except OverflowError:
                raise _too_far(self) from None
            return Period(day, day)
        first = index(self.start)
        number_of_months = index(self.end) - first + 1
        step = 12 if kind is PeriodKind.CUMULATIVE else number_of_months
        try:
            return months(first + steps * step, number_of_months)
        except InvalidPeriod:
            raise _too_far(self) from None

    def previous(self) -> Period:
        """The period before it: `shift(-1)`, for a cumulative period the same months of the year before.

        Raises:
            InvalidPeriod: as `shift`.

        >>> str(Period.parse("2021-H1").previous())
        '2020-H2'
        """
        return self.shift(-1)

    def children(self, kind: PeriodKind | str) -> tuple[Period, ...]:
        """The periods of a smaller kind that it is made of, in order; they leave no gap.

        Args:
            kind: `day`, `month`, `quarter`, `half` or `year`.

        Raises:
            InvalidPeriod: no whole number of such periods makes this one.

        >>> [str(part) for part in Period.parse("2020-M01..M09").children("quarter")]
        ['2020-Q1', '2020-Q2', '2020-Q3']
        >>> Period.parse("2020-M01..M05").children("quarter")
        Traceback (most recent call last):
        sotttt.errors.InvalidPeriod: 2020-M01..M05 is not made of whole periods of the kind 'quarter'
        """
        wanted = PeriodKind(kind)
        if wanted is PeriodKind.DAY:
            days = (self.start + number * _DAY for number in range(self.days))
            return tuple(Period(day, day) for day in days)
        length = LENGTHS.get(wanted, 0)
        first, end = index(self.start), index(self.end) + 1
        if not length or first % length or end % length or not self._has_whole_months:
            raise InvalidPeriod(f"{self} is not made of whole periods of the kind {wanted.value!r}")
        return tuple(months(month, length) for month in range(first, end, length))


_KINDS = {
    **{(month, month): PeriodKind.MONTH for month in range(1, 13)},
    **{(1, month): PeriodKind.CUMULATIVE for month in range(2, 12)},
    **{(month, month + 2): PeriodKind.QUARTER for month in (1, 4, 7, 10)},
    (1, 6): PeriodKind.HALF,
    (7, 12): PeriodKind.HALF,
    (1, 12): PeriodKind.YEAR,
}
"""Kinds of whole months, by first and last month of one year."""

_NAMES: dict[PeriodKind, Callable[[dt.date, dt.date], str]] = {
    PeriodKind.DAY: lambda start, _: start.isoformat(),
    PeriodKind.MONTH: lambda start, _: f"{start.year:04}-{start.month:02}",
    PeriodKind.QUARTER: lambda start, end: f"{start.year:04}-Q{end.month // 3}",
    PeriodKind.HALF: lambda start, end: f"{start.year:04}-H{end.month // 6}",
    PeriodKind.YEAR: lambda start, _: f"{start.year:04}",
    PeriodKind.CUMULATIVE: lambda start, end: f"{start.year:04}-M01..M{end.month:02}",
    PeriodKind.TERM: lambda start, end: f"{start.year:04}..{end.year:04}",
    PeriodKind.INTERVAL: lambda start, end: f"{start.isoformat()}..{end.isoformat()}",
}

_LETTERS = {"H": 6, "Q": 3, "M": 1}
_EXPECTED = (
    "a text such as '2020', '2020-H1', '2020-Q3', '2020-07', '2020-07-15', '2020-M01..M09', '2016..2020'"
)


def _too_far(moved: Period) -> InvalidPeriod:
    return InvalidPeriod(f"{moved} moved so far lies beyond the calendar", expected="the years 1 to 9999")


def restore(parse: Callable[[str], T], form: int, text: str) -> T:
    """The value that a pickle of some form holds."""
    if form != FORMAT:
        raise InvalidPeriod(f"{text!r} was pickled in form {form}", expected=f"form {FORMAT}")
    return parse(text)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Period:
    clean = squeeze(text)
    head, dots, tail = clean.partition("..")
    if re.fullmatch("[HQM][0-9]{1,2}", tail) and head[5:6] == tail[0]:
        tail = f"{head[:4]}-{tail}"
    first = _named(head)
    last = _named(tail) if dots else first
    if first is None or last is None or first[1] != last[1]:
        raise InvalidPeriod(f"{clean!r:.60} is no period", expected=_EXPECTED, hint=_hint(clean))
    return Period(first[0].start, last[0].end)


def _named(name: str) -> tuple[Period, str] | None:
    """The period that one name stands for, and its form; None where it has none."""
    found = re.fullmatch("([0-9]{4})(?:-(?:([HQM]?)([0-9]{1,2})|([0-9]{2}-[0-9]{2})))?", name)
    if found is None:
        return None
    year, letter, number, day = found.groups()
    if int(year) < dt.MINYEAR:
        return None
    if day is not None:
        try:
            return Period.of(as_date(name)), "day"
        except InvalidDate as fault:
            raise InvalidPeriod(fault.what) from None
    if number is None:
        return months(int(year) * 12, 12), "year"
    length = _LETTERS[letter or "M"]
    if len(number) != (2 if length == 1 else 1) or not 1 <= int(number) <= 12 // length:
        return None
    return months(int(year) * 12 + (int(number) - 1) * length, length), letter or "M"


def _hint(text: str) -> str:
    if re.match("[0-9]{4}-?W", text):
        return "weeks are out of scope, as they nest in no month or year"
    years = re.fullmatch("([0-9]{4}) ?[-–/] ?([0-9]{4})", text)
    if years is not None:
        return f"did you mean '{years[1]}..{years[2]}'?"
    return "sotttt.reading.read_period reads periods as people write them"


def tiles(parts: Iterable[Period], whole: Period) -> bool:
    """Whether the periods fill the whole exactly, without gap and overlap; nothing fills nothing.

    >>> tiles([Period.parse("2020-H2"), Period.parse("2020-H1")], Period.parse("2020"))
    True
    >>> tiles([], Period.parse("2020"))
    False
    """
    ordered = sorted(parts)
    return (
        bool(ordered)
        and ordered[0].start == whole.start
        and ordered[-1].end == whole.end
        and all((after.start - before.end).days == 1 for before, after in pairwise(ordered))
    )
