"""Products and reciprocals of intervals of rational numbers, with open and missing ends."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sotttt.errors import InexactResult
from sotttt.ranges.numbers import EXACT, Exact, plain

__all__ = ["End", "Interval", "product", "reciprocal"]


class End(NamedTuple):
    """One end: its value, or None where there is none, and whether the value itself lies outside."""

    value: Exact | None
    open: bool = False

    def plus(self, other: End) -> End:
        """The end of a sum."""
        a, b = self.value, other.value
        if a is None or b is None:
            return End(None, open=True)
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return End(EXACT.add(a, b), self.open or other.open)
        return End(plain(a) + plain(b), self.open or other.open)


class Interval(NamedTuple):
    """Two ends; at most one of them is missing, or both."""

    low: End
    high: End


def _times(a: End, a_sign: int, b: End, b_sign: int) -> tuple[int, Fraction, bool]:
    """The product of two ends: (0, value, open), or (±1, 0, True) where it grows without bound.

    A missing end has the sign of its side. Zero times anything is zero, and it is reached where that
    zero is, whatever the other end.
    """
    zero_a, zero_b = a.value is not None and not a.value, b.value is not None and not b.value
    if zero_a or zero_b:
        return 0, Fraction(0), not ((zero_a and not a.open) or (zero_b and not b.open))
    if a.value is None or b.value is None:
        sign = (a_sign if a.value is None else _sign(a.value)) * (
            b_sign if b.value is None else _sign(b.value)
        )
        return sign, Fraction(0), True
    return 0, plain(a.value) * plain(b.value), a.open or b.open


def _sign(value: Exact) -> int:
    return 1 if value > 0 else -1


def product(one: Interval, other: Interval) -> Interval:
    """All products of a number here and a number there.

    >>> product(Interval(End(Decimal(-1)), End(None, open=True)), Interval(End(Decimal(2)), End(Decimal(3))))
    Interval(low=End(value=Fraction(-3, 1), open=False), high=End(value=None, open=True))
    """
    corners = [
        _times(a, a_sign, b, b_sign)
        for a, a_sign in ((one.low, -1), (one.high, 1))
        for b, b_sign in ((other.low, -1), (other.high, 1))
    ]
    low = min(corners)
    high = max(corners, key=lambda corner: (corner[0], corner[1], not corner[2]))
    return Interval(
        End(None if low[0] < 0 else low[1], low[2]),
        End(None if high[0] > 0 else high[1], high[2]),
    )


def reciprocal(divisor: Interval, shown: object) -> Interval:
    """The reciprocals of an interval that doesn't hold zero.

    Raises:
        InexactResult: where it holds zero.

    >>> reciprocal(Interval(End(Decimal(0), open=True), End(Decimal(4))), "(0, 4]")
    Interval(low=End(value=Fraction(1, 4), open=False), high=End(value=None, open=True))
    """
    low, high = divisor
    if low.value is not None and (low.value > 0 or (low.value == 0 and low.open)):
        return Interval(_over(high), _over(low))
    if high.value is not None and (high.value < 0 or (high.value == 0 and high.open)):
        return Interval(_over(high), _over(low))
    raise InexactResult(f"the divisor {shown} holds zero")


def _over(end: End) -> End:
    """One divided by an end: zero for a missing one, no end for zero."""
    if end.value is None:
        return End(Fraction(0), open=True)
    if not end.value:
        return End(None, open=True)
    return End(1 / plain(end.value), end.open)
