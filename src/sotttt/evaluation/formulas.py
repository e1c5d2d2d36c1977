"""The arithmetic of claims: each operation over intervals of rational numbers, and its inverse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from sotttt.errors import InexactResult, InvalidEntity, UnitMismatch
from sotttt.frozen import Word
from sotttt.ranges import Range
from sotttt.ranges.amounts import Amount, make
from sotttt.ranges.intervals import End, Interval, product, reciprocal
from sotttt.ranges.numbers import outward
from sotttt.units import Unit, components, same_dimension, unit, written

__all__ = [
    "FORMULAS",
    "NO_END",
    "Formula",
    "Operation",
    "check_units",
    "exact_at",
    "hull",
    "inside",
    "meets",
    "negative",
    "numbers",
    "plus",
    "point",
    "ranged",
    "result_unit",
    "scale",
    "solve",
    "unit_at",
]


class Operation(Word):
    """What a claim says of its operands (phép so sánh).

    >>> Operation("multiple").vi, Operation.SUM.en
    ('số lần', 'sum of the parts')
    """

    MULTIPLE = "multiple"
    SHARE = "share"
    GROWTH = "growth"
    DIFFERENCE = "difference"
    MEAN = "mean"
    WEIGHTED_SUM = "weighted_sum"
    SUM = "sum"
    LIST_COUNT = "list_count"
    COMPLEMENT = "complement"
    RANK_CHANGE = "rank_change"
    TREND = "trend"
    IMPLIED_PLAN = "implied_plan"
    SAME_FACT = "same_fact"
    INDEX_CHAIN = "index_chain"
    PER_CAPITA = "per_capita"

    @property
    def vi(self) -> str:
        """The Vietnamese label."""
        return FORMULAS[self].vi

    @property
    def en(self) -> str:
        """The English label."""
        return FORMULAS[self].en


#: The end of what has no bound.
NO_END = End(None, open=True)

#: How many of a unit's base make one, for the dimensions that are pure numbers.
_PER_ONE = {"[share]": 1000, "[multiple]": 1, "[percentage_point]": 100}


def scale(of: Unit) -> Fraction:
    """What one unit counts: a pure number for shares, points and multiples, else in its dimension's base.

    >>> scale(unit("%")), scale(unit("times")), scale(unit("billion_VND"))
    (Fraction(1, 100), Fraction(1, 1), Fraction(1000000000, 1))
    """
    return Fraction(of.factor) / _PER_ONE.get(of.dimension, 1)


def point(value: Decimal | Fraction | int) -> Interval:
    """The interval of one number."""
    end = End(Fraction(value), open=False)
    return Interval(end, end)


def numbers(given: Range) -> Interval:
    """A range as numbers of its scale."""
    one = scale(unit(given.unit))
    low, high = (None if end is None else Fraction(end.magnitude) * one for end in (given.low, given.high))
    return Interval(End(low, given.low_open), End(high, given.high_open))


def ranged(found: Interval, name: str) -> Range | None:
    """Numbers of a scale as a range in a unit, rounded outward; None where no end is known.

    >>> ranged(point(Fraction(1, 4)), "%")
    Range.parse('= 25 %')
    """
    of = unit(name)
    if found.low.value is None and found.high.value is None:
        return None
    (low, low_open), (high, high_open) = _end(found.low, of, up=False), _end(found.high, of, up=True)
    return Range(low, high, low_open=low_open, high_open=high_open)


def _end(end: End, of: Unit, *, up: bool) -> tuple[Amount | None, bool]:
    if end.value is None:
        return None, True
    bound, moved = outward(Fraction(end.value) / scale(of), up=up)
    return make(bound, of), end.open or moved


def plus(one: Interval, other: Interval) -> Interval:
    """All sums."""
    return Interval(one.low.plus(other.low), one.high.plus(other.high))


def negative(of: Interval) -> Interval:
    """All negated values."""
    low, high = (End(None if end.value is None else -end.value, end.open) for end in (of.high, of.low))
    return Interval(low, high)


def _less(one: Interval, other: Interval) -> Interval:
    return plus(one, negative(other))


def _over(one: Interval, other: Interval) -> Interval:
    return product(one, reciprocal(other, "operand"))


def _total(parts: Iterable[Interval]) -> Interval:
    return reduce(plus, parts, _ZERO)


def _all(parts: Iterable[Interval]) -> Interval:
    return reduce(product, parts, _ONE)


def _starts_before(one: End, other: End) -> bool:
    """Whether a lower end lets in more than another."""
    if one.value is None or other.value is None:
        return one.value is None and other.value is not None
    return one.value < other.value or (one.value == other.value and other.open and not one.open)


def _ends_after(one: End, other: End) -> bool:
    """Whether an upper end lets in more than another."""
    if one.value is None or other.value is None:
        return one.value is None and other.value is not None
    return one.value > other.value or (one.value == other.value and other.open and not one.open)


def inside(one: Interval, other: Interval) -> bool:
    """Whether each value here lies there."""
    return not _starts_before(one.low, other.low) and not _ends_after(one.high, other.high)


def meets(one: Interval, other: Interval) -> bool:
    """Whether some value lies in both."""
    low = other.low if _starts_before(one.low, other.low) else one.low
    high = other.high if _ends_after(one.high, other.high) else one.high
    if low.value is None or high.value is None:
        return True
    return low.value < high.value or (low.value == high.value and not low.open and not high.open)


def hull(found: Iterable[Interval]) -> Interval:
    """The smallest interval that holds all."""
    first, *rest = found
    low, high = first
    for one in rest:
        low = one.low if _starts_before(one.low, low) else low
        high = one.high if _ends_after(one.high, high) else high
    return Interval(low, high)


_ZERO, _ONE = point(0), point(1)

Parts = Sequence[Interval]


class Formula(NamedTuple):
    """One operation: its labels, how it computes, and how an operand follows from the rest and the result.

    `values` gives one result, or several of which each must agree with the stated figure. `solve` leaves
    the operand at its place unread; it is None where no operand follows.
    """

    vi: str
    en: str
    text: str
    fewest: int
    most: int | None
    values: Callable[[Parts], tuple[Interval, ...]]
    solve: Callable[[int, Parts, Interval], Interval] | None


def _others(at: int, parts: Parts) -> list[Interval]:
    return [part for place, part in enumerate(parts) if place != at]


def _solve_ratio(at: int, parts: Parts, stated: Interval) -> Interval:
    return product(stated, parts[1]) if at == 0 else _over(parts[0], stated)


def _solve_growth(at: int, parts: Parts, stated: Interval) -> Interval:
    return _solve_ratio(at, parts, plus(stated, _ONE))


def _solve_difference(at: int, parts: Parts, stated: Interval) -> Interval:
    return plus(stated, parts[1]) if at == 0 else _less(parts[0], stated)


def _solve_complement(at: int, parts: Parts, stated: Interval) -> Interval:
    return _less(parts[1], stated) if at == 0 else plus(stated, parts[0])


def _solve_sum(at: int, parts: Parts, stated: Interval) -> Interval:
    return _less(stated, _total(_others(at, parts)))


def _solve_mean(at: int, parts: Parts, stated: Interval) -> Interval:
    return _solve_sum(at, parts, product(stated, point(len(parts))))


def _terms(parts: Parts) -> list[Interval]:
    return [product(value, weight) for value, weight in zip(parts[::2], parts[1::2], strict=True)]


def _solve_weighted(at: int, parts: Parts, stated: Interval) -> Interval:
    rest = _less(stated, _total(_others(at // 2, _terms(parts))))
    return _over(rest, parts[at + 1] if at % 2 == 0 else parts[at - 1])


def _solve_chain(at: int, parts: Parts, stated: Interval) -> Interval:
    return _over(stated, _all(_others(at, parts)))


def _ratio(vi: str, en: str, text: str) -> Formula:
    return Formula(vi, en, text, 2, 2, lambda parts: (_over(parts[0], parts[1]),), _solve_ratio)


def _difference(vi: str, en: str, text: str) -> Formula:
    return Formula(vi, en, text, 2, 2, lambda parts: (_less(parts[0], parts[1]),), _solve_difference)


FORMULAS = {
    Operation.MULTIPLE: _ratio("số lần", "multiple", "a / b"),
    Operation.SHARE: _ratio("tỷ lệ", "share", "a / b"),
    Operation.GROWTH: Formula(
        "tốc độ tăng",
        "growth",
        "a / b - 1",
        2,
        2,
        lambda parts: (_less(_over(parts[0], parts[1]), _ONE),),
        _solve_growth,
    ),
    Operation.DIFFERENCE: _difference("chênh lệch", "difference", "a - b"),
    Operation.MEAN: Formula(
        "trung bình",
        "mean",
        "(a + b + ...) / n",
        1,
        None,
        lambda parts: (product(_total(parts), point(Fraction(1, len(parts)))),),
        _solve_mean,
    ),
    Operation.WEIGHTED_SUM: Formula(
        "tổng có trọng số",
        "weighted sum",
        "a * w + b * v + ...",
        2,
        None,
        lambda parts: (_total(_terms(parts)),),
        _solve_weighted,
    ),
    Operation.SUM: Formula(
        "tổng các phần",
        "sum of the parts",
        "a + b + ...",
        1,
        None,
        lambda parts: (_total(parts),),
        _solve_sum,
    ),
    Operation.LIST_COUNT: Formula(
        "số mục", "number of items", "count", 1, None, lambda parts: (_total(parts),), None
    ),
    Operation.COMPLEMENT: Formula(
        "phần còn lại",
        "complement",
        "whole - part",
        1,
        2,
        lambda parts: (_less(parts[1], parts[0]),),
        _solve_complement,
    ),
    Operation.RANK_CHANGE: _difference("thay đổi thứ hạng", "change of rank", "before - after"),
    Operation.TREND: Formula(
        "mức thay đổi qua các kỳ",
        "change from period to period",
        "each next - previous",
        2,
        None,
        lambda parts: tuple(_less(later, earlier) for earlier, later in pairwise(parts)),
        None,
    ),
    Operation.IMPLIED_PLAN: _ratio("kế hoạch suy ra", "implied plan", "actual / rate"),
    Operation.SAME_FACT: Formula(
        "cùng một số liệu", "same fact", "a", 1, None, tuple, lambda _at, _parts, stated: stated
    ),
    Operation.INDEX_CHAIN: Formula(
        "chuỗi chỉ số",
        "chain of indices",
        "start * i * j * ...",
        2,
        None,
        lambda parts: (_all(parts),),
        _solve_chain,
    ),
    Operation.PER_CAPITA: _ratio("bình quân", "value per head", "a / population"),
}

_COMPARED = (Operation.MULTIPLE, Operation.SHARE, Operation.GROWTH)
_FACTORS = (Operation.IMPLIED_PLAN, Operation.INDEX_CHAIN)
_STEPS = (Operation.DIFFERENCE, Operation.TREND)


def _takes_pure(operation: Operation, at: int) -> bool:
    """Whether the operand at a place is a pure number: a weight, a rate, an index."""
    return (operation is Operation.WEIGHTED_SUM and at % 2 == 1) or (operation in _FACTORS and at > 0)


def exact_at(operation: Operation, at: int) -> bool:
    """Whether the operand at a place is set, not measured, so that it has no rounding: a weight, a whole."""
    return at % 2 == 1 and operation in (Operation.WEIGHTED_SUM, Operation.COMPLEMENT)


def check_units(operation: Operation, operands: Sequence[str | None], stated: str | None) -> None:
    """Refuse a number or units of operands that the operation can't join.

    Raises:
        InvalidEntity: too few or too many operands.
        UnitMismatch: units that can't stand together.
    """
    formula = FORMULAS[operation]
    count = len(operands)
    fits = count >= formula.fewest and (formula.most is None or count <= formula.most)
    if not fits or (operation is Operation.WEIGHTED_SUM and count % 2):
        wanted = str(formula.fewest) if formula.most == formula.fewest else f"at least {formula.fewest}"
        pairs = ", in pairs of value and weight" if operation is Operation.WEIGHTED_SUM else ""
        raise InvalidEntity(
            f"{count} operands for {operation.value!r}", where="operands", expected=f"{wanted}{pairs}"
        )
    if operation is Operation.PER_CAPITA:
        _check_heads(operands, stated)
        return
    common = None if stated is None or operation in _COMPARED else stated
    for at, name in enumerate(operands):
        if name is None:
            continue
        where = f"operands[{at}]"
        if _takes_pure(operation, at):
            _check_pure(name, where)
        elif common is None:
            common = name
        elif not _comparable(operation, name, common):
            raise UnitMismatch(f"{name!r} doesn't go with {common!r}", where=where)
        else:
            common = name
    if operation in _COMPARED and stated is not None:
        _check_pure(stated, "stated")


def _check_heads(operands: Sequence[str | None], stated: str | None) -> None:
    """Refuse a value per head of other things than those given."""
    if stated is None:
        return
    sides = [_side(stated, at) if None in operands else None for at in range(len(operands))]
    given = "/".join(map(str, operands))
    fits = None in operands or same_dimension(given, stated)
    for name, side in zip(operands, sides, strict=True):
        fits = fits and (name is None or side is None or same_dimension(name, side))
    if not fits:
        raise UnitMismatch(f"{stated!r} is no unit of {operands[0]!r} per {operands[1]!r}", where="stated")


def _side(stated: str, at: int) -> str | None:
    """The unit above (0) or below (1) the line: subscription, and person, of `subscription/(100 person)`."""
    powers = {
        of.name: abs(power) for of, power in components(unit(stated))[1].items() if (power > 0) == (at == 0)
    }
    return unit(written(powers, Fraction(1))).name if powers else None


def _check_pure(name: str, where: str) -> None:
    if unit(name).dimension not in _PER_ONE:
        raise UnitMismatch(
            f"{name!r} is no pure number", where=where, expected="a unit such as '%' or 'times'"
        )


def _comparable(operation: Operation, name: str, common: str) -> bool:
    """Whether two units go together; a difference of shares may be in points, one of ranks in places."""
    one, other = unit(name).dimension, unit(common).dimension
    if one == other:
        return True
    if operation in _STEPS:
        return (one, other) == ("[share]", "[percentage_point]")
    return operation is Operation.RANK_CHANGE and {one, other} == {"[rank]", "[place]"}


def result_unit(operation: Operation, operands: Sequence[str | None]) -> str | None:
    """The unit of a result that nobody states; None where it can't be known."""
    if operation in _COMPARED:
        return "times" if operation is Operation.MULTIPLE else "%"
    if operation is Operation.PER_CAPITA:
        return None if None in operands else unit("/".join(map(str, operands))).name
    first = next((name for at, name in enumerate(operands) if name and not _takes_pure(operation, at)), None)
    if first is not None and operation in _STEPS and same_dimension(first, "%"):
        return "percentage_point"
    return first


def unit_at(operation: Operation, at: int, operands: Sequence[str | None], stated: str) -> str | None:
    """The unit of the operand at a place: its own, or the one that the others imply; None where none does."""
    if operands[at] is not None:
        return operands[at]
    if _takes_pure(operation, at):
        return "%" if operation in _FACTORS else "ratio"
    if operation is Operation.PER_CAPITA:
        return _side(stated, at)
    beside = next(
        (name for place, name in enumerate(operands) if name and not _takes_pure(operation, place)), None
    )
    if beside is None and operation not in _COMPARED:
        return stated
    return beside


def solve(operation: Operation, at: int, parts: Parts, stated: Interval) -> Interval | None:
    """The values of one operand with which the claim can be true; None where none follow."""
    way = FORMULAS[operation].solve
    if way is None:
        return None
    try:
        return way(at, parts, stated)
    except InexactResult:
        return None
