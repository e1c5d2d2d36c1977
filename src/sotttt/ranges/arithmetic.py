"""Arithmetic over ranges: exact on their ends, rounded outward where no decimal holds a result."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from sotttt.ranges.amounts import Amount, divide, is_pure, make, multiply, pure, refuse_product, refuse_zero
from sotttt.ranges.intervals import End, Interval, product, reciprocal
from sotttt.ranges.numbers import DIGITS, DOWN, EXACT, MOST_DIGITS, UP, Exact, outward
from sotttt.ranges.ranges import Range, point, spanned
from sotttt.units import Unit, mismatch
from sotttt.units import unit as unit_of

__all__ = ["added", "converted", "divided", "multiplied", "quotient", "scaled", "subtracted"]

_PER_ONE = {"[share]": Decimal(1000), "[multiple]": Decimal(1)}


def quotient(numerator: Range, denominator: Range, unit: str = "%") -> Range:
    """The numerator as a share of the denominator, or as a multiple of it.

    Args:
        numerator: a range of the denominator's dimension.
        denominator: a range that doesn't hold zero.
        unit: a unit of shares, or `times`.

    Raises:
        UnitMismatch: for ranges of two dimensions, or another unit.
        InexactResult: for a denominator that may be zero.

    >>> quotient(Range.exactly(1000000, "subscription"), Range.exactly(1132000, "subscription"))
    Range.parse('(88.33922261484098939929328621, 88.33922261484098939929328622) %')
    """
    target, scale = _per_one(unit)
    if numerator._dimension != denominator._dimension:
        mismatch(numerator._of, denominator._of)
    n, d = numerator._lo, denominator._lo
    if (
        isinstance(n, Decimal)
        and isinstance(d, Decimal)
        and isinstance(scale, Decimal)
        and d
        and n == numerator._hi
        and d == denominator._hi
    ):
        return _point_quotient(EXACT.multiply(n, scale), d, target)
    share = product(_base(numerator), reciprocal(_base(denominator), denominator))
    return _outward(product(share, _just(scale)), target)


@cache
def _per_one(unit: str) -> tuple[Unit, Exact]:
    """A unit of shares or multiples, and how many of it make one."""
    target = unit_of(unit)
    if not is_pure(target):
        mismatch(target, unit_of("ratio"))
    return target, divide(_PER_ONE[target.dimension], target._scale)


def _point_quotient(n: Decimal, d: Decimal, target: Unit) -> Range:
    low = DOWN.divide(n, d)
    if EXACT.multiply(low, d) == n:
        return point(make(low, target))
    return spanned(make(low, target), make(UP.divide(n, d), target), low_open=True, high_open=True)


def added(one: Range, other: Range) -> Range:
    """The sums, in the unit of the first."""
    if one._dimension != other._dimension:
        mismatch(one._of, other._of)
    a = _interval(one)
    b = _interval(other) if other._of is one._of else _converted(other, one._of)
    return _outward(Interval(a.low.plus(b.low), a.high.plus(b.high)), one._of)


def subtracted(one: Range, other: Range) -> Range:
    """The differences, in the unit of the first."""
    a, b = one.low, other.low
    if one._of is other._of and a is not None and b is not None and one.is_point and other.is_point:
        return _outward(_just(EXACT.subtract(a.magnitude, b.magnitude)), one._of)
    return added(one, -other)


def converted(given: Range, target: Unit) -> Range:
    """The range in another unit of the dimension."""
    if target is given._of:
        return given
    if target.dimension != given._dimension:
        mismatch(given._of, target)
    return _outward(_converted(given, target), target, MOST_DIGITS)


def scaled(given: Range, number: Decimal, *, inverse: bool = False) -> Range:
    """The products with a pure number, or the quotients by it."""
    if inverse and not number:
        refuse_zero()
    if given.is_point and given.low is not None:
        value = (divide if inverse else multiply)(given.low.magnitude, number)
        return _outward(_just(value), given._of)
    factor = reciprocal(_just(number), number) if inverse else _just(number)
    return _outward(product(_interval(given), factor), given._of)


def multiplied(one: Range, other: Range) -> Range:
    """The products of two ranges, of which one is pure."""
    if not is_pure(other._of):
        one, other = other, one
    if not is_pure(other._of):
        refuse_product(other._of, one._of)
    return _outward(product(_interval(one), _pure(other)), one._of)


def divided(one: Range, other: Range) -> Range:
    """The quotients: within one dimension a ratio, by a pure range in the own unit."""
    if one._dimension == other._dimension:
        return quotient(one, other, "ratio")
    if not is_pure(other._of):
        mismatch(one._of, other._of)
    return _outward(product(_interval(one), reciprocal(_pure(other), other)), one._of)


def _interval(given: Range) -> Interval:
    """The ends as numbers in the own unit."""
    low = None if given.low is None else given.low.magnitude
    high = None if given.high is None else given.high.magnitude
    return Interval(End(low, given.low_open), End(high, given.high_open))


def _converted(given: Range, target: Unit) -> Interval:
    """The ends as numbers in another unit of the dimension."""
    low = None if given._lo is None else divide(given._lo, target._scale)
    high = None if given._hi is None else divide(given._hi, target._scale)
    return Interval(End(low, given.low_open), End(high, given.high_open))


def _base(given: Range) -> Interval:
    """The ends as numbers in the base unit of the dimension."""
    return Interval(End(given._lo, given.low_open), End(given._hi, given.high_open))


def _pure(given: Range) -> Interval:
    """The ends of a range of shares or multiples as pure numbers."""
    low = None if given.low is None else pure(given.low)
    high = None if given.high is None else pure(given.high)
    return Interval(End(low, given.low_open), End(high, given.high_open))


def _just(value: Exact) -> Interval:
    end = End(value)
    return Interval(end, end)


def _outward(found: Interval, of: Unit, digits: int = DIGITS) -> Range:
    """The range that holds an interval; an end that no such decimal holds is rounded outward, and open."""
    low, high = found
    if low.value is not None and low.value == high.value:
        bound, inexact = outward(low.value, up=False, digits=digits)
        if not inexact:
            return point(make(bound, of))
    lower, low_open = _end(low, of, digits, up=False)
    upper, high_open = _end(high, of, digits, up=True)
    return spanned(lower, upper, low_open=low_open, high_open=high_open)


def _end(end: End, of: Unit, digits: int, *, up: bool) -> tuple[Amount | None, bool]:
    if end.value is None:
        return None, True
    bound, inexact = outward(end.value, up=up, digits=digits)
    return make(bound, of), end.open or inexact
