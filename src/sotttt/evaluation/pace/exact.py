"""Numbers of the pace methods: fractions, and decimals of 50 digits where a root or a power is asked for."""

from __future__ import annotations

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    Underflow,
)
from fractions import Fraction
from itertools import pairwise

__all__ = [
    "DIGITS",
    "exponential",
    "growth",
    "growth_factor",
    "logarithm",
    "power",
    "ratio_text",
    "through",
    "to_decimal",
]

DIGITS = 50
#: A power of more bits is taken in decimals.
LONGEST = 4096
_TRAPS: list[type[DecimalException]] = [InvalidOperation, DivisionByZero, Overflow, Underflow]


def _context(digits: int) -> Context:
    """Numbers from 1E-999 to 1E+999: what is beyond is no figure of a plan, and would take long."""
    return Context(prec=digits, rounding=ROUND_HALF_EVEN, Emin=-999, Emax=999, traps=_TRAPS)


#: Ten digits more than are given out, so that the last ones given are right.
_WORK, _GIVEN = _context(DIGITS + 10), _context(DIGITS)


def to_decimal(value: Fraction | Decimal) -> Decimal:
    """The number in at most 50 digits.

    >>> to_decimal(Fraction(3, 4)), str(to_decimal(Fraction(1, 3)))[:8]
    (Decimal('0.75'), '0.333333')
    """
    if isinstance(value, Decimal):
        return _GIVEN.plus(value)
    return _GIVEN.divide(Decimal(value.numerator), Decimal(value.denominator))


def ratio_text(value: Fraction | Decimal) -> str:
    """The number for a trace, in plain digits where they are few."""
    found = to_decimal(value)
    return format(found, "f") if -12 <= found.adjusted() <= 20 else str(found)


def _wide(value: Fraction) -> Decimal:
    return _WORK.divide(Decimal(value.numerator), Decimal(value.denominator))


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """A power of a number that isn't negative.

    >>> float(power(Fraction(1, 4), Fraction(1, 2)))
    0.5
    """
    bits = max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent)
    if exponent.denominator == 1 and bits <= LONGEST:
        return base**exponent.numerator
    return Fraction(_WORK.power(_wide(base), _wide(exponent)))


def growth_factor(first: Fraction, last: Fraction, years: Fraction) -> Fraction:
    """(last / first) ^ (1 / years), for two positive numbers; one for equal numbers, zero for a last zero."""
    if first == last:
        return Fraction(1)
    return power(last / first, 1 / years) if last else Fraction(0)


def growth(first: Fraction, last: Fraction, years: Fraction) -> Fraction:
    """The compound yearly growth between two positive numbers (tăng trưởng bình quân năm).

    >>> float(growth(Fraction(100), Fraction(121), Fraction(2)))
    0.1
    """
    return growth_factor(first, last, years) - 1


def exponential(value: Fraction) -> Fraction:
    """E to the power of the number."""
    return Fraction(_WORK.exp(_wide(value)))


def logarithm(value: Fraction) -> Fraction:
    """The natural logarithm of a positive number."""
    return Fraction(_WORK.ln(_wide(value)))


def through(corners: tuple[tuple[Fraction, Fraction], ...], value: Fraction) -> Fraction:
    """The height of the broken line through the corners; level beyond its ends.

    >>> corners = ((Fraction(0), Fraction(1)), (Fraction(2), Fraction(5)))
    >>> through(corners, Fraction(1)), through(corners, Fraction(9))
    (Fraction(3, 1), Fraction(5, 1))
    """
    if value <= corners[0][0]:
        return corners[0][1]
    for (left, low), (right, high) in pairwise(corners):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return corners[-1][1]
