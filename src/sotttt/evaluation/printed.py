"""Printed figures as numbers: what an operand of a claim stands for, and what a stated figure holds for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sotttt.evaluation.formulas import NO_END, hull, numbers, point, scale
from sotttt.ranges import Amount, Figure, Hedge, Range
from sotttt.ranges.intervals import End, Interval
from sotttt.units import Unit, unit

__all__ = ["Operand", "Stated", "counted", "printed_range", "read_operand", "read_stated", "unit_of"]

#: Dimensions that are measured, so that a whole number of them may be a rounded one; what is left is counted.
_MEASURED = frozenset(
    f"[{name}]"
    for name in [
        "share",
        "percentage_point",
        "multiple",
        "point",
        "vnd",
        "usd",
        "eur",
        "time",
        "calendar",
        "length",
        "mass",
        "data",
        "frequency",
    ]
)


def counted(of: Unit) -> bool:
    """Whether the unit counts whole things, or nothing at all."""
    return of.name == "ratio" or (
        of.dimension.count("[") == 1 and of.dimension[-1] == "]" and of.dimension not in _MEASURED
    )


def _place(amount: Amount) -> Decimal:
    return Decimal((0, (1,), int(amount.magnitude.as_tuple().exponent)))


def _step(given: Range | Figure, value: Amount) -> Decimal:
    """The place of the last digit that counts; zero where the figure is exact."""
    stated = given.resolution if isinstance(given, Figure) else None
    return _place(value) if stated is None else stated


class Operand(NamedTuple):
    """An operand as numbers: its point, and all values that it stands for."""

    point: Interval
    span: Interval


def read_operand(given: Range | Figure | str, *, exact: bool) -> Operand:
    """What an operand stands for; the name of an item counts one.

    Args:
        given: the operand.
        exact: it is set, not measured, so that its digits have no rounding.
    """
    if isinstance(given, str):
        return Operand(point(1), point(1))
    printed = printed_range(given)
    one = scale(unit(printed.unit))
    if exact:
        return Operand(numbers(printed), numbers(printed))
    if isinstance(given, Figure) and given.hedge is not Hedge.NONE:
        widths = [given.observed()]
        if given.hedge is Hedge.ABOUT:
            widths.append(given.observed("point", "rounding"))
        return Operand(numbers(printed), hull(map(numbers, widths)))
    value = printed.point
    if value is None:
        return _spread(printed, given)
    step = _step(given, value)
    if step <= 1 and value.magnitude == value.magnitude.to_integral_value() and counted(unit(value.unit)):
        return Operand(numbers(printed), numbers(printed))
    return Operand(numbers(printed), _rounded(Fraction(value.magnitude) * one, Fraction(step) * one))


def _spread(printed: Range, given: Range | Figure) -> Operand:
    span = numbers(given.observed("point", "rounding") if isinstance(given, Figure) else printed)
    low, high = numbers(printed)
    if low.value is not None and high.value is not None and high.open and not low.open:
        return Operand(point((Fraction(low.value) + Fraction(high.value)) / 2), span)
    return Operand(Interval(low, high), span)


def _rounded(value: Fraction, step: Fraction) -> Interval:
    """The numbers that are printed as `value`; below zero by either convention. An exact one is alone."""
    if not step:
        return point(value)
    return Interval(End(value - step / 2, open=False), End(value + step / 2, open=value >= 0))


class Stated(NamedTuple):
    """The stated figure as numbers: what it holds for, and what truncation or rounding up would print so."""

    accepted: Interval
    cut: Interval | None = None
    raised: Interval | None = None
    width: Interval | None = None


def read_stated(given: Range | Figure) -> Stated:
    """What a stated figure holds for, by its digits and its words."""
    if isinstance(given, Figure) and given.hedge is not Hedge.NONE:
        return _hedged(given)
    printed = printed_range(given)
    value = printed.point
    if value is None:
        return Stated(numbers(given.observed("point", "rounding") if isinstance(given, Figure) else given))
    one = scale(unit(value.unit))
    step = Fraction(_step(given, value)) * one
    at = Fraction(value.magnitude) * one
    if not step:
        return Stated(point(at))
    below = Interval(End(at - step, open=True), End(at, open=False))
    above = Interval(End(at, open=False), End(at + step, open=True))
    if not at:
        return Stated(_rounded(at, step), Interval(below.low, above.high))
    return Stated(_rounded(at, step), *((above, below) if at > 0 else (below, above)))


def _hedged(given: Figure) -> Stated:
    width = numbers(given.observed())
    if given.hedge is Hedge.ABOUT:
        return Stated(hull((width, numbers(given.observed("point", "rounding")))))
    if given.hedge is Hedge.NEARLY:
        return Stated(Interval(NO_END, width.high), width=width)
    return Stated(numbers(given.required()), width=width)


def printed_range(given: Range | Figure) -> Range:
    """The span printed, before hedge and rounding."""
    return given.range if isinstance(given, Figure) else given


def unit_of(given: Range | Figure | str | None) -> str | None:
    """The unit of a figure; None for a missing one and for a name."""
    if isinstance(given, Figure):
        return given.range.unit
    return given.unit if isinstance(given, Range) else None
