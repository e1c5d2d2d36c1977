"""`Range` (khoảng): a set of possible or acceptable values, and exact arithmetic over such sets."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, final

import attrs

from sotttt.errors import EmptyRange, InvalidAmount, InvalidRange, InvalidText
from sotttt.ranges.amounts import Amount, make
from sotttt.ranges.numbers import EXACT, GAP, LONGEST, NUMBER, Exact, decimal, scalar, write
from sotttt.text import squeeze
from sotttt.units import Unit, mismatch, unit

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Range", "place", "point", "positive", "spanned"]

_FORMAT = 1
_LONGEST = 2 * LONGEST + 210
_ONE_SIDED = re.compile(rf"(>=|<=|>|<|=|≥|≤)? ?({NUMBER}){GAP}(.+)")
_TWO_SIDED = rf"([\[(]) ?({NUMBER}) ?, ?({NUMBER}) ?([\])]) ?(.+)"


@final
@attrs.frozen(init=False, eq=False, repr=False)
class Range:
    """A range of values in one unit (khoảng): what a source states of a quantity, or what a plan asks of it.

    Ranges are equal, and hash alike, when they hold the same quantities, in any units of one dimension.
    They have no order.

    The named constructors take an amount (`Range.at_least(amount)`), its canonical text, or a magnitude with
    a unit (`Range.at_least(80, "%")`).

    Args:
        low: the lower end, an amount or its canonical text, or None where there is none.
        high: the upper end, or None where there is none; it takes the unit of the lower one.
        low_open: whether the lower end itself lies outside; always True where there is no end.
        high_open: the same of the upper end.

    Raises:
        EmptyRange: where no value lies between the ends.
        InvalidRange: where both ends are missing.
        UnitMismatch: where the ends have different dimensions.
        InexactResult: where the upper end can't be written in the unit of the lower one.

    >>> Range.parse("(5, 7] point")
    Range.parse('(5, 7] point')
    >>> Range.parse("= 0.8 ratio").within(Range.at_least("80", "%"))
    True
    >>> Range.parse("[3, 2] %")
    Traceback (most recent call last):
    sotttt.errors.EmptyRange: no value lies in [3, 2] %
    """

    low: Amount | None
    high: Amount | None
    low_open: bool
    high_open: bool
    _of: Unit = attrs.field(init=False)
    _dimension: str = attrs.field(init=False)
    _lo: Exact | None = attrs.field(init=False)
    _hi: Exact | None = attrs.field(init=False)

    def __init__(
        self,
        low: Amount | str | None,
        high: Amount | str | None,
        low_open: bool = False,  # noqa: FBT001, FBT002  # a bracket of its text
        high_open: bool = False,  # noqa: FBT001, FBT002  # a bracket of its text
    ) -> None:
        low, high = _end(low), _end(high)
        for flag in (low_open, high_open):
            if not isinstance(flag, bool):
                raise InvalidRange(f"{flag!r} says not whether an end is open", expected="True or False")
        if low is not None and high is not None:
            high = high.to(low.unit)
        _fill(self, low, high, low_open=low_open, high_open=high_open)

    @classmethod
    def parse(cls, text: str) -> Range:
        """Read canonical text: `>= 80 %`, `< 3 %`, `[50, 60] %`, `= 100 %`; an amount alone is a point.

        Raises:
            InvalidRange: for text of another form.
            EmptyRange: where no value lies between the ends.
            UnknownUnit: for a unit the catalogue doesn't hold.

        >>> str(Range.parse("≥ 80 %")), str(Range.parse("<= 15 rank"))
        ('>= 80 %', '<= 15 rank')
        """
        if not isinstance(text, str):
            raise InvalidText(f"{text!r} is no text of a range", expected="text such as '>= 80 %'")
        if len(text) > _LONGEST:
            raise InvalidRange(f"a range of {len(text)} characters", expected=f"at most {_LONGEST}")
        spaced = squeeze(text)
        found = _ONE_SIDED.fullmatch(spaced)
        if found is not None:
            return _SIGNS[found[1] or "="](found[2], found[3])
        found = re.fullmatch(_TWO_SIDED, spaced)
        if found is None:
            raise InvalidRange(
                f"{text[:60]!r} is no range",
                expected="a form such as '>= 80 %', '(5, 7] point' or '= 100 %'",
                hint="sotttt.reading reads figures as people write them",
            )
        of = unit(found[5])
        low, high = make(decimal(found[2]), of), make(decimal(found[3]), of)
        return spanned(low, high, low_open=found[1] == "(", high_open=found[4] == ")")

    @classmethod
    def of(cls, value: Range | Amount | str) -> Range:
        """The range itself, the point that an amount is, or what the canonical text says.

        >>> Range.of(Amount(5, "point")) == Range.of("= 5 point")
        True
        """
        if type(value) is Range:
            return value
        if isinstance(value, Amount):
            return point(value)
        return cls.parse(value)

    @classmethod
    def at_least(cls, value: Amount | int | str | Decimal, unit: str | None = None) -> Range:
        """The values from a number upward (từ … trở lên).

        >>> Range.at_least(80, "%")
        Range.parse('>= 80 %')
        """
        return spanned(_amount(value, unit), None, low_open=False, high_open=True)

    @classmethod
    def more_than(cls, value: Amount | int | str | Decimal, unit: str | None = None) -> Range:
        """The values above a number (trên).

        >>> Range.more_than(75, "%")
        Range.parse('> 75 %')
        """
        return spanned(_amount(value, unit), None, low_open=True, high_open=True)

    @classmethod
    def at_most(cls, value: Amount | int | str | Decimal, unit: str | None = None) -> Range:
        """The values up to a number (không quá).

        >>> Range.at_most(15, "rank")
        Range.parse('<= 15 rank')
        """
        return spanned(None, _amount(value, unit), low_open=True, high_open=False)

    @classmethod
    def less_than(cls, value: Amount | int | str | Decimal, unit: str | None = None) -> Range:
        """The values below a number (dưới).

        >>> Range.less_than(3, "%")
        Range.parse('< 3 %')
        """
        return spanned(None, _amount(value, unit), low_open=True, high_open=True)

    @classmethod
    def between(
        cls, low: Amount | int | str | Decimal, high: Amount | int | str | Decimal, unit: str | None = None
    ) -> Range:
        """The values from one number to another, both ends in it.

        >>> Range.between(70, 75, "%")
        Range.parse('[70, 75] %')
        """
        lower = _amount(low, unit)
        return spanned(lower, _amount(high, unit).to(lower.unit), low_open=False, high_open=False)

    @classmethod
    def exactly(cls, value: Amount | int | str | Decimal, unit: str | None = None) -> Range:
        """One value.

        >>> Range.exactly(100, "%")
        Range.parse('= 100 %')
        """
        return point(_amount(value, unit))

    @classmethod
    def rounded(cls, amount: Amount | str, resolution: int | str | Decimal | None = None) -> Range:
        """The values that are written so after rounding half up: closed below, open above.

        Args:
            amount: the rounded value, an amount or its canonical text.
            resolution: the place value of its last digit; without it, of the last digit that it keeps.

        >>> Range.rounded(Amount("88.3", "%"))
        Range.parse('[88.25, 88.35) %')
        >>> Range.rounded(Amount(1100, "billion_VND"), 100)
        Range.parse('[1050, 1150) billion_VND')
        """
        amount = Amount.of(amount)
        half = EXACT.divide(place(amount) if resolution is None else positive(resolution), _TWO)
        value = amount.magnitude
        low, high = EXACT.subtract(value, half), EXACT.add(value, half)
        return spanned(make(low, amount._of), make(high, amount._of), low_open=False, high_open=True)

    @property
    def unit(self) -> str:
        """The canonical name of the unit."""
        return self._of.name

    @property
    def dimension(self) -> str:
        """What is measured, in canonical text."""
        return self._dimension

    @property
    def is_point(self) -> bool:
        """Whether exactly one value lies in the range."""
        return self._lo is not None and self._lo == self._hi

    @property
    def point(self) -> Amount | None:
        """The one value of a point, else None.

        >>> Range.parse("= 100 %").point, Range.parse("> 1 %").point
        (Amount('100', '%'), None)
        """
        return self.low if self.is_point else None

    def contains(self, amount: Amount) -> bool:
        """Whether the amount lies in the range.

        Raises:
            UnitMismatch: for an amount of another dimension.

        >>> Range.parse("> 75 %").contains(Amount(75, "%"))
        False
        """
        try:
            of, value = amount._of, amount._exact
        except AttributeError:
            return self.contains(Amount.of(amount))
        if of.dimension != self._dimension:
            mismatch(self._of, of)
        lo, hi = self._lo, self._hi
        if lo is not None and (value <= lo if self.low_open else value < lo):
            return False
        return hi is None or (value < hi if self.high_open else value <= hi)

    def within(self, other: Range) -> bool:
        """Whether every value of this range lies in the other.

        Raises:
            UnitMismatch: for a range of another dimension.

        >>> Range.parse("(26000, 27000) person").within(Range.parse(">= 26000 person"))
        True
        """
        try:
            same = self._dimension == other._dimension
        except AttributeError:
            return self.within(Range.of(other))
        if not same:
            mismatch(self._of, other._of)
        bound = other._lo
        if bound is not None:
            lo = self._lo
            if lo is None or lo < bound or (other.low_open and not self.low_open and lo == bound):
                return False
        bound = other._hi
        if bound is not None:
            hi = self._hi
            if hi is None or hi > bound or (other.high_open and not self.high_open and hi == bound):
                return False
        return True

    def is_disjoint(self, other: Range) -> bool:
        """Whether no value lies in both ranges.

        Raises:
            UnitMismatch: for a range of another dimension.

        >>> Range.parse("< 3 %").is_disjoint(Range.parse(">= 3 %"))
        True
        """
        try:
            same = self._dimension == other._dimension
        except AttributeError:
            return self.is_disjoint(Range.of(other))
        if not same:
            mismatch(self._of, other._of)
        lo, hi = self._lo, other._hi
        if (
            lo is not None
            and hi is not None
            and (lo > hi or (lo == hi and (self.low_open or other.high_open)))
        ):
            return True
        lo, hi = other._lo, self._hi
        return (
            lo is not None
            and hi is not None
            and (lo > hi or (lo == hi and (other.low_open or self.high_open)))
        )

    def overlaps(self, other: Range) -> bool:
        """Whether some value lies in both ranges.

        Raises:
            UnitMismatch: for a range of another dimension.

        >>> Range.parse("[70, 75] %").overlaps(Range.parse(">= 75 %"))
        True
        """
        return not self.is_disjoint(other)

    def intersect(self, other: Range) -> Range:
        """The values in both ranges, in this one's unit; an end that it can't express is rounded outward.

        Raises:
            EmptyRange: where there are none.
            UnitMismatch: for a range of another dimension.

        >>> Range.parse(">= 50 %").intersect(Range.parse("< 0.6 ratio"))
        Range.parse('[50, 60.0) %')
        """
        other = Range.of(other)
        if self.is_disjoint(other):
            raise EmptyRange(f"no value lies both in {self} and in {other}")
        other = other.to(self.unit)
        low = other if _starts_later(other, self) else self
        high = other if _ends_earlier(other, self) else self
        return spanned(low.low, high.high, low_open=low.low_open, high_open=high.high_open)

    def hull(self, other: Range) -> Range:
        """The smallest range that holds both, in this one's unit; an end it can't express is rounded outward.

        Raises:
            InvalidRange: where it would have no end at all.
            UnitMismatch: for a range of another dimension.

        >>> Range.parse("= 2 point").hull(Range.parse("(5, 7] point"))
        Range.parse('[2, 7] point')
        """
        other = Range.of(other)
        if self._dimension != other._dimension:
            mismatch(self._of, other._of)
        other = other.to(self.unit)
        low = self if _starts_later(other, self) else other
        high = self if _ends_earlier(other, self) else other
        return spanned(low.low, high.high, low_open=low.low_open, high_open=high.high_open)

    def to(self, unit: str) -> Range:
        """The same range in another unit: exact where decimals hold its ends, else rounded outward and open.

        Raises:
            UnitMismatch: for a unit of another dimension.

        >>> Range.parse("[50, 60] %").to("ratio")
        Range.parse('[0.5, 0.6] ratio')
        >>> Range.parse("= 1 day").to("week")
        Range.parse('(0.1428571428571428571428571428, 0.1428571428571428571428571429) week')
        """
        from sotttt.ranges.arithmetic import converted

        return converted(self, _unit(unit))

    def __str__(self) -> str:
        low, high = self.low, self.high
        if low is not None and high is not None:
            if self._lo == self._hi:
                return f"= {low}"
            return _between(low, high, low_open=self.low_open, high_open=self.high_open)
        if low is not None:
            return f"{'>' if self.low_open else '>='} {low}"
        return f"{'<' if self.high_open else '<='} {high}"

    def __repr__(self) -> str:
        return f"Range.parse({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (_restore, (_FORMAT, str(self)))

    def __hash__(self) -> int:
        return hash((self._dimension, self._lo, self._hi, self.low_open, self.high_open))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Range):
            return NotImplemented
        return (
            self._dimension == other._dimension
            and self._lo == other._lo
            and self._hi == other._hi
            and self.low_open == other.low_open
            and self.high_open == other.high_open
        )

    def __neg__(self) -> Range:
        """The range of the negated values."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return spanned(low, high, low_open=self.high_open, high_open=self.low_open)

    def __add__(self, other: Range | Amount) -> Range:
        """The sums of a value here and a value there, in this one's unit.

        >>> Range.parse("[1, 2) %") + Range.parse(">= 3 %")
        Range.parse('>= 4 %')
        """
        from sotttt.ranges.arithmetic import added

        return added(self, Range.of(other)) if isinstance(other, _QUANTITY) else NotImplemented

    def __radd__(self, other: Amount) -> Range:
        return Range.of(other) + self if isinstance(other, _QUANTITY) else NotImplemented

    def __sub__(self, other: Range | Amount) -> Range:
        """The differences of a value here and a value there, in this one's unit.

        >>> Range.parse("= 5 point") - Range.parse("(1, 2] point")
        Range.parse('[3, 4) point')
        """
        from sotttt.ranges.arithmetic import subtracted

        return subtracted(self, Range.of(other)) if isinstance(other, _QUANTITY) else NotImplemented

    def __rsub__(self, other: Amount) -> Range:
        return Range.of(other) + -self if isinstance(other, _QUANTITY) else NotImplemented

    def __mul__(self, other: int | Decimal | Amount | Range) -> Range:
        """The products with a number, or with the values of a share or a multiple.

        >>> Range.parse("[10, 20] station") * 3
        Range.parse('[30, 60] station')
        >>> Range.parse("= 1000 person") * Range.parse("(60, 70] %")
        Range.parse('(600, 700] person')
        """
        from sotttt.ranges.arithmetic import multiplied, scaled

        if isinstance(other, (Amount, Range)):
            return multiplied(self, Range.of(other))
        number = scalar(other)
        return NotImplemented if number is None else scaled(self, number)

    __rmul__ = __mul__

    def __truediv__(self, other: int | Decimal | Amount | Range) -> Range:
        """The quotients: by a number, a share or a multiple in the own unit; within one dimension a ratio.

        Raises:
            InexactResult: for a divisor that may be zero.

        >>> Range.parse("= 1 station") / Range.parse("= 3 station")
        Range.parse('(0.3333333333333333333333333333, 0.3333333333333333333333333334) ratio')
        >>> Range.parse("= 1 station") / Range.parse("[0, 3] station")
        Traceback (most recent call last):
        sotttt.errors.InexactResult: the divisor [0, 3] station holds zero
        """
        from sotttt.ranges.arithmetic import divided, scaled

        if isinstance(other, (Amount, Range)):
            return divided(self, Range.of(other))
        number = scalar(other)
        return NotImplemented if number is None else scaled(self, number, inverse=True)

    def __rtruediv__(self, other: Amount) -> Range:
        return Range.of(other) / self if isinstance(other, _QUANTITY) else NotImplemented


_QUANTITY: tuple[type, ...] = (Amount, Range)
_unit = unit
_TWO = Decimal(2)
_CLOSED = False


def place(amount: Amount) -> Decimal:
    """The place value of the last digit that an amount keeps."""
    exponent = amount.magnitude.as_tuple().exponent
    return Decimal((0, (1,), int(exponent)))


def positive(value: int | str | Decimal) -> Decimal:
    """A resolution: a number above zero."""
    found = decimal(value)
    if found <= 0:
        raise InvalidAmount(f"the resolution {found} is not above zero")
    return found


# The slots' own setters: half the time of object.__setattr__, and every observation is built here.
_set_low, _set_high, _set_low_open, _set_high_open, _set_of, _set_dimension, _set_lo, _set_hi = (
    Range.__dict__[slot].__set__
    for slot in ("low", "high", "low_open", "high_open", "_of", "_dimension", "_lo", "_hi")
)


def _restore(form: int, text: str) -> Range:
    if form != _FORMAT:
        raise InvalidRange(f"a range was pickled in form {form}", expected=f"form {_FORMAT}")
    return Range.parse(text)


def _end(value: Amount | str | None) -> Amount | None:
    """An end of a range, given as an amount or as its canonical text."""
    if value is None or isinstance(value, (Amount, str)):
        return None if value is None else Amount.of(value)
    raise InvalidRange(f"{value!r:.60} is no end of a range", expected="an Amount, its text, or None")


def _amount(value: Amount | int | str | Decimal, name: str | None) -> Amount:
    """An amount, given as one, as its canonical text, or as a magnitude with a unit."""
    if name is not None:
        return Amount(value, name)  # type: ignore[arg-type]  # an amount beside a unit is refused there
    if isinstance(value, (Amount, str)):
        return Amount.of(value)
    raise InvalidAmount(f"the number {value!r} without a unit", expected="an Amount, or a number and a unit")


def spanned(low: Amount | None, high: Amount | None, *, low_open: bool, high_open: bool) -> Range:
    """A range from ends of one unit."""
    made = Range.__new__(Range)
    _fill(made, low, high, low_open=low_open, high_open=high_open)
    return made


def point(amount: Amount) -> Range:
    """The range of one amount."""
    made = Range.__new__(Range)
    of, value = amount._of, amount._exact
    _set_low(made, amount)
    _set_high(made, amount)
    _set_low_open(made, _CLOSED)
    _set_high_open(made, _CLOSED)
    _set_of(made, of)
    _set_dimension(made, of.dimension)
    _set_lo(made, value)
    _set_hi(made, value)
    return made


def _fill(made: Range, low: Amount | None, high: Amount | None, *, low_open: bool, high_open: bool) -> None:
    if low is None:
        if high is None:
            raise InvalidRange("a range without any end", expected="a lower or an upper end")
        lo, hi, of, low_open = None, high._exact, high._of, True
    else:
        lo, of = low._exact, low._of
        if high is None:
            hi, high_open = None, True
        else:
            hi = high._exact
            if lo >= hi and (lo > hi or low_open or high_open):
                raise EmptyRange(
                    f"no value lies in {_between(low, high, low_open=low_open, high_open=high_open)}"
                )
    _set_low(made, low)
    _set_high(made, high)
    _set_low_open(made, low_open)
    _set_high_open(made, high_open)
    _set_of(made, of)
    _set_dimension(made, of.dimension)
    _set_lo(made, lo)
    _set_hi(made, hi)


def _between(low: Amount, high: Amount, *, low_open: bool, high_open: bool) -> str:
    left, right = "(" if low_open else "[", ")" if high_open else "]"
    return f"{left}{write(low.magnitude)}, {write(high.magnitude)}{right} {low.unit}"


def _starts_later(one: Range, other: Range) -> bool:
    if one._lo is None or other._lo is None:
        return other._lo is None
    return one._lo > other._lo or (one._lo == other._lo and one.low_open)


def _ends_earlier(one: Range, other: Range) -> bool:
    if one._hi is None or other._hi is None:
        return other._hi is None
    return one._hi < other._hi or (one._hi == other._hi and one.high_open)


_SIGNS: dict[str, Callable[[str, str], Range]] = {
    ">=": Range.at_least,
    "≥": Range.at_least,
    ">": Range.more_than,
    "<=": Range.at_most,
    "≤": Range.at_most,
    "<": Range.less_than,
    "=": Range.exactly,
}
