"""`Amount` (lượng): one exact number in one unit."""

from __future__ import annotations

import re
from decimal import Decimal, Inexact
from fractions import Fraction
from typing import TYPE_CHECKING, NoReturn, final

import attrs

from sotttt.errors import InexactResult, InvalidAmount, InvalidText, UnitMismatch
from sotttt.ranges.numbers import (
    EXACT,
    GAP,
    LONGEST,
    NUMBER,
    Exact,
    compact,
    decimal,
    exactly,
    plain,
    scalar,
    write,
)
from sotttt.text import squeeze
from sotttt.units import Unit, mismatch, unit

if TYPE_CHECKING:
    import pint

__all__ = ["Amount"]

_FORMAT = 1
_LONGEST = LONGEST + 202
_TEXT = re.compile(rf"({NUMBER}){GAP}(.+)")
_PURE = frozenset({"[share]", "[multiple]"})

_WHOLE = Decimal(1000)


@final
@attrs.frozen(init=False, eq=False, repr=False)
class Amount:
    """An exact number in a unit (lượng).

    Amounts are equal, and hash alike, when they are the same quantity in any units of one dimension; they
    are ordered within a dimension.

    Args:
        magnitude: int, `Decimal`, or text in ASCII digits; a float is refused.
        unit: a name that `sotttt.units.unit` knows.

    Attributes:
        magnitude: the number, its digits kept.
        unit: the canonical name of the unit.

    Raises:
        InexactNumber: for a float, a bool or another type.
        NotFinite: for NaN and infinities.
        InvalidAmount: for text that is no number, or a number out of bounds.
        UnknownUnit: for a unit the catalogue doesn't hold.

    >>> Amount("88.30", "%") == Amount(883, "permille") == Amount("0.883", "ratio")
    True
    >>> str(Amount("88.30", "%"))
    '88.30 %'
    >>> Amount(1, "person") < Amount(2, "household")
    Traceback (most recent call last):
    sotttt.errors.UnitMismatch: 'person' and 'household' measure different things ([person] and [household])
    """

    magnitude: Decimal
    unit: str
    _of: Unit = attrs.field(init=False)
    _exact: Exact = attrs.field(init=False)

    def __init__(self, magnitude: int | str | Decimal, unit: str) -> None:
        _fill(self, decimal(magnitude), _unit(unit))

    @classmethod
    def parse(cls, text: str) -> Amount:
        """Read canonical text: `79.96 %`, `-3 percentage_point`, `5 {tủ sách}`.

        Raises:
            InvalidAmount: for text of another form.
            UnknownUnit: for a unit the catalogue doesn't hold.

        >>> Amount.parse("1100 billion_VND")
        Amount('1100', 'billion_VND')
        """
        if not isinstance(text, str):
            raise InvalidText(f"{text!r} is no text of an amount", expected="text such as '88.3 %'")
        if len(text) > _LONGEST:
            raise InvalidAmount(f"an amount of {len(text)} characters", expected=f"at most {_LONGEST}")
        found = _TEXT.fullmatch(squeeze(text))
        if found is None:
            raise InvalidAmount(
                f"{text[:60]!r} is no amount",
                expected="a number in ASCII digits, a space and a unit, such as '79.96 %'",
                hint="no separator of groups; sotttt.reading reads numbers as people write them",
            )
        return cls(found[1], found[2])

    @classmethod
    def of(cls, value: Amount | str) -> Amount:
        """The amount itself, or the one its canonical text says.

        >>> Amount.of("5 point") == Amount.of(Amount(5, "point"))
        True
        """
        return value if isinstance(value, Amount) else cls.parse(value)

    @property
    def exact(self) -> Decimal | Fraction:
        """The quantity in the base unit of its dimension: a `Decimal` where one holds it, else a `Fraction`.

        >>> Amount("88.3", "%").exact, Amount(1, "%/year").exact
        (Decimal('883.0'), Fraction(5, 6))
        """
        return self._exact

    def to(self, unit: str) -> Amount:
        """The same quantity in another unit of the dimension.

        Raises:
            InexactResult: where no decimal holds it; `Range.to` rounds outward instead.
            UnitMismatch: for a unit of another dimension.

        >>> Amount("1.1", "trillion_VND").to("billion_VND")
        Amount('1100.0', 'billion_VND')
        >>> Amount(1, "day").to("week")
        Traceback (most recent call last):
        sotttt.errors.InexactResult: no decimal holds 1/7; a Range holds it, with bounds rounded outward
        """
        target = _unit(unit)
        if target is self._of:
            return self
        if target.dimension != self._of.dimension:
            mismatch(self._of, target)
        return make(exactly(divide(self._exact, target._scale)), target)

    def to_pint(
        self, registry: pint.UnitRegistry[Decimal] | None = None
    ) -> pint.Quantity[Decimal | Fraction]:
        """The amount as a quantity of pint, in the library's registry (magnitude: `Fraction`) or in yours.

        Your registry gets the units that it lacks, and a name that it uses for another unit (`point`, `year`)
        is defined beside it as `sotttt_point`. The magnitude is of the registry's exact number type; where
        that is float, it is a `Decimal`, which you turn into a float yourself.

        >>> Amount("1.1", "trillion_VND").to_pint().to("billion_VND").magnitude
        Fraction(1100, 1)
        """
        from sotttt.ranges.pint_gates import to_pint

        return to_pint(self.magnitude, self._of, registry)

    @classmethod
    def from_pint(cls, quantity: object) -> Amount:
        """The amount that a quantity of pint stands for, from any registry.

        Raises:
            InexactNumber: for a float magnitude.
            InexactResult: for a `Fraction` that no decimal holds.
            UnknownUnit: for a unit the catalogue doesn't hold.
            UnitMismatch: for a unit that has the name of ours and is another.

        >>> Amount.from_pint(Amount("79.96", "%").to_pint())
        Amount('79.96', '%')
        """
        from sotttt.ranges.pint_gates import from_pint

        magnitude, name = from_pint(quantity)
        return cls(exactly(magnitude) if isinstance(magnitude, Fraction) else magnitude, name)

    def __str__(self) -> str:
        return f"{write(self.magnitude)} {self.unit}"

    def __repr__(self) -> str:
        return f"Amount({write(self.magnitude)!r}, {self.unit!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (_restore, (_FORMAT, str(self)))

    def __hash__(self) -> int:
        return hash((self._of.dimension, self._exact))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Amount):
            return NotImplemented
        return self._of.dimension == other._of.dimension and self._exact == other._exact

    def __lt__(self, other: Amount) -> bool:
        return self._exact < _same(self, other) if isinstance(other, _OWN) else NotImplemented

    def __le__(self, other: Amount) -> bool:
        return self._exact <= _same(self, other) if isinstance(other, _OWN) else NotImplemented

    def __gt__(self, other: Amount) -> bool:
        return self._exact > _same(self, other) if isinstance(other, _OWN) else NotImplemented

    def __ge__(self, other: Amount) -> bool:
        return self._exact >= _same(self, other) if isinstance(other, _OWN) else NotImplemented

    def __neg__(self) -> Amount:
        return make(self.magnitude.copy_negate(), self._of)

    def __pos__(self) -> Amount:
        return self

    def __abs__(self) -> Amount:
        return make(self.magnitude.copy_abs(), self._of)

    def __add__(self, other: Amount) -> Amount:
        """The sum, in the unit of the left one; `InexactResult` where no decimal holds it."""
        if not isinstance(other, _OWN):
            return NotImplemented
        return make(exactly(EXACT.add(self.magnitude, other.to(self.unit).magnitude)), self._of)

    def __sub__(self, other: Amount) -> Amount:
        """The difference, in the unit of the left one; `InexactResult` where no decimal holds it."""
        return self + -other if isinstance(other, _OWN) else NotImplemented

    def __mul__(self, other: int | Decimal | Amount) -> Amount:
        """The product with a number, a share or a multiple; `InexactResult` where no decimal holds it.

        >>> Amount(1132000, "subscription") * Amount(50, "%")
        Amount('566000.0', 'subscription')
        """
        if isinstance(other, Amount):
            if is_pure(other._of):
                return make(exactly(multiply(self.magnitude, pure(other))), self._of)
            if is_pure(self._of):
                return other * self
            refuse_product(self._of, other._of)
        number = scalar(other)
        return (
            NotImplemented
            if number is None
            else make(exactly(EXACT.multiply(self.magnitude, number)), self._of)
        )

    __rmul__ = __mul__

    def __truediv__(self, other: int | Decimal | Amount) -> Amount:
        """The quotient: by a number or a pure amount in the own unit, within one dimension a ratio.

        >>> Amount(76, "station") / Amount(25, "station")
        Amount('3.04', 'ratio')
        >>> Amount(1, "VND") / 3
        Traceback (most recent call last):
        sotttt.errors.InexactResult: no decimal holds 1/3; a Range holds it, with bounds rounded outward
        """
        if isinstance(other, Amount):
            if not other._exact:
                refuse_zero()
            if other._of.dimension == self._of.dimension:
                return make(exactly(divide(self._exact, other._exact)), unit("ratio"))
            if is_pure(other._of):
                return make(exactly(divide(self.magnitude, pure(other))), self._of)
            mismatch(self._of, other._of)
        number = scalar(other)
        if number is None:
            return NotImplemented
        if not number:
            refuse_zero()
        return make(exactly(divide(self.magnitude, number)), self._of)


# The slots' own setters: half the time of object.__setattr__, and every figure is built here.
_set_magnitude, _set_unit, _set_of, _set_exact = (
    Amount.__dict__[slot].__set__ for slot in ("magnitude", "unit", "_of", "_exact")
)


def _restore(form: int, text: str) -> Amount:
    if form != _FORMAT:
        raise InvalidAmount(f"an amount was pickled in form {form}", expected=f"form {_FORMAT}")
    return Amount.parse(text)


def _fill(amount: Amount, magnitude: Decimal, of: Unit) -> None:
    _set_magnitude(amount, magnitude)
    _set_unit(amount, of.name)
    _set_of(amount, of)
    _set_exact(amount, magnitude if of.factor == 1 else multiply(magnitude, of._scale))


def make(magnitude: Decimal, of: Unit) -> Amount:
    """An amount from parts that are known to be valid."""
    amount = Amount.__new__(Amount)
    _fill(amount, magnitude or magnitude.copy_abs(), of)
    return amount


_OWN: tuple[type, ...] = (Amount,)
_unit = unit


def multiply(a: Exact, b: Exact) -> Exact:
    """The exact product."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return EXACT.multiply(a, b)
    return compact(plain(a) * plain(b))


def divide(a: Exact, b: Exact) -> Exact:
    """The exact quotient; the divisor is not zero."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        try:
            return EXACT.divide(a, b)
        except Inexact:
            pass
    return compact(plain(a) / plain(b))


def is_pure(of: Unit) -> bool:
    """Whether the unit is a share or a multiple, so that other quantities can be multiplied by it."""
    return of.dimension in _PURE


def pure(amount: Amount) -> Exact:
    """The value of a share or a multiple as a pure number."""
    return divide(amount._exact, _WHOLE) if amount._of.dimension == "[share]" else amount._exact


def refuse_product(one: Unit, other: Unit) -> NoReturn:
    """Refuse to multiply two quantities neither of which is a share or a multiple."""
    raise UnitMismatch(
        f"{one.name!r} times {other.name!r} is no unit of the catalogue",
        expected="a number, a share or a multiple on one side",
    )


def refuse_zero() -> NoReturn:
    """Refuse to divide by zero."""
    raise InexactResult("a division by zero has no result")


def _same(one: Amount, other: Amount) -> Exact:
    if one._of.dimension != other._of.dimension:
        mismatch(one._of, other._of)
    return other._exact
