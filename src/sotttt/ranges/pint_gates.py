"""The two gates between amounts and pint: quantities of the library's registry, or of the user's own."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from sotttt._unit_table import PLAIN
from sotttt.errors import InexactNumber, InvalidAmount, UnitMismatch, UnknownUnit
from sotttt.ranges.numbers import exactly
from sotttt.units import Unit, components, definitions, lookup, pint_name, registry, unit, whole, written

if TYPE_CHECKING:
    import pint
    from pint.util import UnitsContainer

    Registry = pint.UnitRegistry[Decimal] | pint.UnitRegistry[Fraction]

__all__ = ["from_pint", "to_pint"]

_BESIDE = "sotttt_"
_NAME = re.compile(r"\b[A-Za-z_]+\b(?!\])")

# By dimension: what other registries call a unit of it, and which of ours that is.
_ANCHORS = {
    "[share]": ("", "ratio"),
    "[time]": ("second", "second"),
    "[length]": ("meter", "m"),
    "[length]^2": ("meter ** 2", "square_metre"),
    "[mass]": ("gram", "gram"),
    "[data]": ("bit", "bit"),
    "[data]/[time]": ("bit / second", "bps"),
    "[frequency]": ("hertz", "hertz"),
}


def to_pint(magnitude: Decimal, of: Unit, theirs: Registry | None) -> pint.Quantity[Decimal | Fraction]:
    """A quantity in the user's registry, or in ours; the number of a compound goes into the magnitude.

    Raises:
        UnknownUnit: for a unit in braces, which pint can't name.
        InexactResult: where the user's registry counts in decimals and none holds the magnitude.
    """
    target = registry() if theirs is None else theirs
    number, parts = components(of)
    value = Fraction(magnitude) * number
    exact = value if target.non_int_type is Fraction else magnitude if number == 1 else exactly(value)
    names = {_name(target, part): power for part, power in parts.items()}
    return target.Quantity(exact, target.UnitsContainer(names))


def from_pint(quantity: object) -> tuple[int | Decimal | Fraction, str]:
    """Magnitude and unit name of a quantity of any registry.

    Raises:
        InvalidAmount: for something that is no quantity.
        InexactNumber: for a magnitude that is no int, `Decimal` or `Fraction`.
        UnknownUnit: for a unit the catalogue doesn't hold.
        UnitMismatch: for a unit that has the name of ours and is another.
    """
    import pint

    if not isinstance(quantity, pint.Quantity):
        raise InvalidAmount(f"{quantity!r} is no quantity of pint")
    magnitude = quantity.magnitude
    if isinstance(magnitude, bool) or not isinstance(magnitude, (int, Decimal, Fraction)):
        raise InexactNumber(
            f"the magnitude {magnitude!r} is no exact number", hint=f'write Decimal("{magnitude}")'
        )
    source = quantity._REGISTRY
    powers: dict[str, int] = {}
    for name, power in quantity.unit_items():
        part = lookup(name.removeprefix(_BESIDE))
        if part is None or part.name not in PLAIN:
            raise UnknownUnit(f"{name!r} is no unit of the catalogue")
        if source is not registry() and not _agrees(source, name, part):
            raise UnitMismatch(f"{name!r} of that registry is not the unit {part.name!r} of the catalogue")
        powers[part.name] = whole(power)
    return magnitude, unit(written(powers, Fraction(1)) if powers else "ratio").name


def _name(target: Registry, part: Unit) -> str:
    """The name of a plain unit in a registry; defined there, where it is missing or means another unit."""
    if part.name not in PLAIN:
        raise UnknownUnit(f"{part.name!r} has no name in pint")
    name = pint_name(part.name)
    if target is registry() or _agrees(target, name, part):
        return name
    beside = _BESIDE + name
    if not _agrees(target, beside, part):
        if not _knows(target, name):
            beside = name
        meaning = _NAME.sub(lambda found: _name(target, unit(found[0])), _meanings()[name])
        target.define(f"{beside} = {meaning}")
    return beside


@cache
def _meanings() -> dict[str, str]:
    return dict(line.split(" = ", 1) for line in definitions())


def _knows(target: Registry, name: str) -> bool:
    from pint.errors import PintError

    try:
        target.parse_units(name)
    except (PintError, AttributeError):
        return False
    return True


def _agrees(target: Registry, name: str, part: Unit) -> bool:
    """Whether a registry means by a name what we mean by the unit."""
    if not _knows(target, name):
        return False
    if part.dimension in _ANCHORS:
        anchor, ours = _ANCHORS[part.dimension]
        if _measures(target, name, anchor, Fraction(part.factor) / unit(ours).factor):
            return True
    dimensions = {dimension: whole(power) for dimension, power in target.get_dimensionality(name).items()}
    if written(dimensions, Fraction(1)) != part.dimension:
        return False
    if part.factor == 1:
        return True
    root = registry().Quantity(1, pint_name(part.name)).to_root_units()
    powers = {_name(target, unit(finest)): whole(power) for finest, power in root.unit_items()}
    return _measures(target, name, target.UnitsContainer(powers), Fraction(part.factor))


def _measures(target: Registry, name: str, anchor: str | UnitsContainer, size: Fraction) -> bool:
    """Whether one of the named unit is that many of the other."""
    from pint.errors import PintError

    try:
        found = target.Quantity(1, name).to(anchor).magnitude
    except PintError:
        return False
    return math.isclose(float(found), float(size), rel_tol=1e-9)
