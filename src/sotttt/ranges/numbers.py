"""Exact numbers: reading them, writing them, rounding them outward; never in the caller's decimal context."""

from __future__ import annotations

import re
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    Rounded,
)
from fractions import Fraction

from sotttt.errors import InexactNumber, InexactResult, InvalidAmount, NotFinite

__all__ = ["DIGITS", "GAP", "Exact", "compact", "decimal", "exactly", "outward", "plain", "scalar", "write"]

Exact = Decimal | Fraction

DIGITS = 28
MOST_DIGITS = 200
FARTHEST = 60
LONGEST = 300

_TRAPS: list[type[DecimalException]] = [InvalidOperation, DivisionByZero, Overflow]


def _context(digits: int, rounding: str, *more: type[DecimalException]) -> Context:
    return Context(
        prec=digits, rounding=rounding, Emin=-99999, Emax=99999, capitals=1, clamp=0, traps=[*_TRAPS, *more]
    )


EXACT = _context(1000, ROUND_HALF_EVEN, Inexact)
DOWN = _context(DIGITS, ROUND_FLOOR)
WHOLE = _context(MOST_DIGITS, ROUND_HALF_EVEN, Rounded)
UP = _context(DIGITS, ROUND_CEILING)

NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
GAP = r"(?: |(?![0-9.,]|[eE][+-]?[0-9]))"
"""What parts a number from its unit: a space, or nothing where the number can't go on."""
_NUMBER = re.compile(NUMBER)


def decimal(value: int | str | Decimal) -> Decimal:
    """A magnitude as a finite `Decimal`, its digits kept.

    Raises:
        InexactNumber: for a float, a bool or another type.
        NotFinite: for NaN and infinities.
        InvalidAmount: for text that is no number in ASCII digits, or a number out of bounds.

    >>> decimal("88.30")
    Decimal('88.30')
    >>> decimal(0.1)
    Traceback (most recent call last):
    sotttt.errors.InexactNumber: the float 0.1 is no exact number; write Decimal("0.1")
    >>> decimal("1,5")
    Traceback (most recent call last):
    sotttt.errors.InvalidAmount: '1,5' is no number; ...
    """
    if type(value) is str:
        value = _from_text(value)
    elif type(value) is not Decimal:
        value = _from_other(value)
    if not value.is_finite():
        raise NotFinite(f"{value} is no magnitude", expected="a finite number")
    if not -FARTHEST <= value.adjusted() <= FARTHEST:
        raise InvalidAmount(
            f"a magnitude of the order 1E{value.adjusted():+d}", expected=f"at most ±{FARTHEST}"
        )
    try:
        WHOLE.plus(value)
    except Rounded:
        raise InvalidAmount("a magnitude of too many digits", expected=f"at most {MOST_DIGITS}") from None
    return value or value.copy_abs()


def _from_text(text: str) -> Decimal:
    if len(text) > LONGEST:
        raise InvalidAmount(f"a number of {len(text)} characters", expected=f"at most {LONGEST}")
    if _NUMBER.fullmatch(text) is None:
        if text.strip().lstrip("+-").casefold() in {"nan", "snan", "inf", "infinity"}:
            raise NotFinite(f"{text!r} is no magnitude", expected="a finite number")
        raise InvalidAmount(
            f"{text[:60]!r} is no number",
            expected="ASCII digits with a decimal point, such as '79.96'",
            hint="no separator of groups; sotttt.reading reads numbers as people write them",
        )
    return Decimal(text)


def _from_other(value: object) -> Decimal:
    if isinstance(value, (bool, float)):
        hint = f'write Decimal("{value}")' if isinstance(value, float) else None
        raise InexactNumber(f"the {type(value).__name__} {value} is no exact number", hint=hint)
    if isinstance(value, int):
        if value.bit_length() > 700:
            raise InvalidAmount("an integer of too many digits", expected=f"at most {FARTHEST + 1}")
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return Decimal(value)
    if isinstance(value, str):
        return _from_text(str(value))
    raise InexactNumber(f"{value!r} is no exact number", expected="an int, a Decimal or text")


def scalar(value: object) -> Decimal | None:
    """A pure number (int or Decimal), or None for something else; floats and bools are refused."""
    if isinstance(value, (int, float, Decimal)):
        return decimal(value)  # type: ignore[arg-type]  # a float is refused there
    return None


def write(value: Decimal) -> str:
    """The canonical text: all digits, without an exponent where the digits say the same.

    >>> write(Decimal("0.000000010")), write(Decimal("1E+3"))
    ('0.000000010', '1E+3')
    """
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or exponent > 0:
        return EXACT.to_sci_string(value)
    text = "".join(map(str, digits)).rjust(1 - exponent, "0")
    sign = "-" if value.is_signed() else ""
    return f"{sign}{text[:exponent]}.{text[exponent:]}" if exponent else sign + text


def plain(value: Exact) -> Fraction:
    """The number as a fraction."""
    return value if isinstance(value, Fraction) else Fraction(value)


def compact(value: Exact) -> Exact:
    """The number as a decimal where one of the library's size holds it, else as it is."""
    if isinstance(value, Decimal):
        return value
    try:
        return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    except Inexact:
        return value


def exactly(value: Exact) -> Decimal:
    """The number as a magnitude.

    Raises:
        InexactResult: where no decimal of the library's size holds it.

    >>> exactly(Fraction(1, 8))
    Decimal('0.125')
    >>> exactly(Fraction(1, 3))
    Traceback (most recent call last):
    sotttt.errors.InexactResult: no decimal holds 1/3; a Range holds it, with bounds rounded outward
    """
    found = compact(value)
    try:
        return _bounded(WHOLE.plus(found))  # type: ignore[arg-type]  # a fraction is refused just below
    except (Rounded, TypeError):
        raise InexactResult(
            f"no decimal holds {str(value)[:60]}", hint="a Range holds it, with bounds rounded outward"
        ) from None


def outward(value: Exact, *, up: bool, digits: int = DIGITS) -> tuple[Decimal, bool]:
    """The number as a bound, rounded outward where `digits` don't hold it, and whether it was rounded.

    >>> outward(Fraction(1, 3), up=False)
    (Decimal('0.3333333333333333333333333333'), True)
    """
    context = UP if up else DOWN
    found = compact(value)
    if isinstance(found, Fraction):
        return _bounded(context.divide(Decimal(found.numerator), Decimal(found.denominator))), True
    if digits > DIGITS:
        return exactly(found), False
    short = context.plus(found)
    return _bounded(short), short != found


def _bounded(value: Decimal) -> Decimal:
    if not -FARTHEST <= value.adjusted() <= FARTHEST:
        raise InexactResult(f"a result of the order 1E{value.adjusted():+d}", expected=f"at most ±{FARTHEST}")
    return value or value.copy_abs()
