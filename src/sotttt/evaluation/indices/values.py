"""Numbers of indices: what a given value stands for, roots and powers, and rounding half up."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction
from typing import TypeGuard

from sotttt.errors import InvalidAmount, InvalidText
from sotttt.frozen import LabelledWord
from sotttt.periods.period import whole
from sotttt.ranges import Amount, Figure, Range
from sotttt.ranges.intervals import End, Interval
from sotttt.ranges.numbers import decimal, outward

__all__ = [
    "Given",
    "Missing",
    "decimals",
    "fraction",
    "half_up",
    "place_of",
    "power",
    "ranged",
    "root",
    "settled",
    "spread",
]


class Missing(LabelledWord):
    """Why a value is missing (lý do thiếu số liệu); zero is a value.

    >>> Missing("suppressed").vi
    'Không công bố'
    """

    NOT_COLLECTED = "not_collected", "Chưa thu thập", "Not collected"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng", "Not applicable"
    NOT_REPORTED = "not_reported", "Chưa báo cáo", "Not yet reported"
    SUPPRESSED = "suppressed", "Không công bố", "Suppressed"
    BELOW_DETECTION = "below_detection", "Dưới ngưỡng phát hiện", "Below detection"


#: A value of an indicator: a number in the unit of its node, a quantity, or why there is none.
Given = int | str | Decimal | Fraction | Amount | Range | Figure | Missing | None


def _context(digits: int) -> Context:
    return Context(
        prec=digits,
        rounding=ROUND_HALF_EVEN,
        Emin=-99999,
        Emax=99999,
        capitals=1,
        clamp=0,
        traps=[InvalidOperation, DivisionByZero, Overflow],
    )


_ROOTS, _KEPT = _context(80), _context(50)
#: Exact roots and powers are looked for up to this degree and this many bits.
DEGREE, BITS = 64, 4000
#: Powers up to two to this; fractions of up to so many bits below count as short.
_ORDER, _SHORT = 10_000, 160
#: With how many decimals figures are printed at most.
_DECIMALS = 60


def fraction(value: int | str | Decimal | Fraction) -> Fraction:
    """A number, exactly.

    Raises:
        InexactNumber: a float or a bool.
        InvalidAmount: text that is no number.
        NotFinite: NaN or an infinity.

    >>> fraction("0.5346")
    Fraction(2673, 5000)
    """
    if isinstance(value, Fraction):
        return value
    return Fraction(decimal(value))


def decimals(digits: int) -> int:
    """A number of decimals, if it is one that figures are printed with.

    Raises:
        InvalidAmount: less than none, or more than 60.
    """
    if not 0 <= whole(digits) <= _DECIMALS:
        raise InvalidAmount(f"{digits} decimals", where="digits", expected=f"0 to {_DECIMALS}")
    return digits


def half_up(value: Fraction, digits: int) -> Decimal:
    """The number with that many decimals, a half rounded away from zero (làm tròn nửa lên).

    >>> half_up(Fraction("0.40965"), 4), half_up(Fraction("-0.5"), 0)
    (Decimal('0.4097'), Decimal('-1'))
    """
    scaled = abs(value) * 10 ** decimals(digits)
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = 1 if value < 0 and whole else 0
    return Decimal((sign, tuple(map(int, str(whole))), -digits))


def _is_quantity(value: Given) -> TypeGuard[str]:
    """Whether a value is a text with more than a number in it: a range, or an amount with its unit."""
    return isinstance(value, str) and not value.strip().lstrip("+-").replace(".", "", 1).isdigit()


def place_of(value: Given) -> int | None:
    """How many decimals a number is written with; None where it isn't one number.

    >>> place_of("0.5220"), place_of(29), place_of(Range.parse("> 3 %"))
    (4, 0, None)
    """
    if _is_quantity(value):
        value = Range.parse(value)
    if isinstance(value, Range):
        value = value.point
    if isinstance(value, Amount):
        value = value.magnitude
    if isinstance(value, (str, Decimal)):
        return max(0, -int(decimal(value).as_tuple().exponent))
    return 0 if isinstance(value, int) else None


def _scaled(end: Amount | None, unit: str) -> Fraction | None:
    return None if end is None else Fraction(end.to(unit).magnitude)


def _numbers(given: Range, unit: str) -> Interval:
    return Interval(
        End(_scaled(given.low, unit), given.low_open), End(_scaled(given.high, unit), given.high_open)
    )


def spread(value: Given, unit: str, digits: int | None = None, *, rounded: bool = False) -> Interval:
    """All numbers that a given value stands for, in a unit.

    Args:
        value: a number in that unit, its text, or a quantity with its own unit.
        unit: the unit to count in.
        digits: to how many decimals a plain number was rounded; None where its own digits tell.
        rounded: whether a plain number stands for all that are printed so.

    Raises:
        InvalidText: a value that is no number.
        NotFinite: NaN and infinities.
        InvalidAmount: a number of decimals below 0 or above 60.
        UnitMismatch: a quantity of another dimension.

    >>> spread("0.5", "ratio", rounded=True)
    Interval(low=End(value=Fraction(9, 20), open=False), high=End(value=Fraction(11, 20), open=True))
    """
    if isinstance(value, Figure):
        return _numbers(value.observed("width", "rounding" if rounded else "exact"), unit)
    if _is_quantity(value):
        value = Range.parse(value)
    if isinstance(value, Amount):
        value = Range.of(value)
    place = place_of(value) if digits is None else decimals(digits)
    if isinstance(value, Range):
        if not (rounded and value.is_point):
            return _numbers(value, unit)
        value = _scaled(value.low, unit)
    if value is None or isinstance(value, (Missing, bool)):
        raise InvalidText(f"{value!r} is no number", expected="a number, a Range or a Figure")
    number = fraction(value)
    if not rounded or place is None:
        return Interval(End(number), End(number))
    half = Fraction(1, 2 * 10**place)
    return Interval(End(number - half), End(number + half, open=True))


def _whole_root(value: int, degree: int) -> int | None:
    """The exact root of a whole number, or None."""
    if value < 2 or degree == 1:
        return value
    # Newton's steps from above fall until they reach the root.
    following = 1 << -(-value.bit_length() // degree)
    found = following + 1
    while following < found:
        found = following
        following = ((degree - 1) * found + value // found ** (degree - 1)) // degree
    return found if found**degree == value else None


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """A power of a number that isn't negative: exact where a fraction holds it, else to 80 digits.

    Raises:
        InvalidAmount: a negative base, zero under a negative exponent, or numbers of too great an order.

    >>> power(Fraction(4, 9), Fraction(1, 2)), power(Fraction(2), Fraction(1, 2))
    (Fraction(2, 3), Fraction(...))
    """
    if base < 0 or (not base and exponent < 0):
        raise InvalidAmount(f"{base} has no power {exponent}", expected="a positive number")
    if base in (0, 1) or exponent in (0, 1):
        return base if exponent else Fraction(1)
    top, degree = abs(exponent.numerator), exponent.denominator
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if max(top, degree) <= DEGREE and size * top <= BITS:
        above, below = _whole_root(base.numerator, degree), _whole_root(base.denominator, degree)
        if above is not None and below is not None:
            return Fraction(above, below) ** (top if exponent > 0 else -top)
    return _by_logarithm(base, exponent)


def _by_logarithm(base: Fraction, exponent: Fraction) -> Fraction:
    size = abs(base.numerator.bit_length() - base.denominator.bit_length()) + 1
    if size * abs(exponent) > _ORDER:
        raise InvalidAmount("a power of too great an order", expected=f"less than 2^{_ORDER}")
    number = _ROOTS.divide(Decimal(base.numerator), Decimal(base.denominator))
    times = _ROOTS.divide(Decimal(exponent.numerator), Decimal(exponent.denominator))
    return Fraction(_ROOTS.exp(_ROOTS.multiply(_ROOTS.ln(number), times)))


def settled(value: Fraction) -> Fraction:
    """A number that came from roots: as it is where it is short, else to 50 digits.

    Roots are taken to 80 digits, so that what they sum to is right in the 50 that are kept.

    >>> settled(Fraction(1, 3)) == Fraction(1, 3)
    True
    """
    if value.denominator.bit_length() <= _SHORT:
        return value
    return Fraction(_KEPT.divide(Decimal(value.numerator), Decimal(value.denominator)))


def root(value: Fraction, degree: int = 2) -> Fraction:
    """A root: exact where a fraction holds it, else to 80 digits.

    >>> root(Fraction(9, 4))
    Fraction(3, 2)
    """
    return power(value, Fraction(1, degree))


def ranged(found: Interval, unit: str) -> Range:
    """Numbers in a unit as a range; an end that 28 digits don't hold is rounded outward and open.

    >>> ranged(Interval(End(Fraction(1, 4)), End(Fraction(1, 4))), "ratio")
    Range.parse('= 0.25 ratio')
    """
    low, high = found
    ends: list[tuple[Amount | None, bool]] = []
    for end, up in ((low, False), (high, True)):
        if end.value is None:
            ends.append((None, True))
        else:
            bound, moved = outward(end.value, up=up)
            ends.append((Amount(bound, unit), end.open or moved))
    return Range(ends[0][0], ends[1][0], low_open=ends[0][1], high_open=ends[1][1])
