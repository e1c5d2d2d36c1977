"""A bound, exact in the unit of the observations, as a float that plain numbers are compared with.

A float cell stands for the shortest decimal that prints it. Shortest decimals keep the order of their floats,
so a cell is compared with an exact bound by comparing it with the float nearest to the bound, and, where both
are equal, by the side on which the decimal of that float lies. No observation is ever converted.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sotttt.errors import NotOnTables

__all__ = ["Bound", "bound", "decimals", "ratio_bound"]


class Bound(NamedTuple):
    """The nearest float, and the sign of its decimal less the exact bound."""

    at: float
    sign: int


def bound(exact: Fraction) -> Bound:
    """The bound of an exact number.

    Raises:
        NotOnTables: a number beyond what floats hold.

    >>> bound(Fraction("0.1")), bound(Fraction(1, 3))
    (Bound(at=0.1, sign=0), Bound(at=0.3333333333333333, sign=-1))
    """
    return ratio_bound(exact.numerator, exact.denominator)


def ratio_bound(over: int, under: int) -> Bound:
    """The bound of an exact number, given as two whole numbers; the second is positive.

    Raises:
        NotOnTables: a number beyond what floats hold.

    >>> ratio_bound(2, 6)
    Bound(at=0.3333333333333333, sign=-1)
    """
    try:
        at = over / under
    except OverflowError:
        at = float("inf")
    if over and not 1e-290 < abs(at) < 1e290:
        raise NotOnTables(f"{Fraction(over, under)} is beyond the numbers of a table", where="requirement")
    shown, of = Decimal(repr(at)).as_integer_ratio()
    left, right = shown * under, over * of
    return Bound(at, (left > right) - (left < right))


def decimals(exact: Fraction) -> int | None:
    """How many decimals the number has; None where they never end.

    >>> decimals(Fraction("12.50")), decimals(Fraction(1, 3)), decimals(Fraction(1200))
    (1, None, 0)
    """
    left, twos, fives = exact.denominator, 0, 0
    while left % 2 == 0:
        left, twos = left // 2, twos + 1
    while left % 5 == 0:
        left, fives = left // 5, fives + 1
    return max(twos, fives) if left == 1 else None
