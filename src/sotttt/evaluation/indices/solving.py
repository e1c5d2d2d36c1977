"""What is missing or needed: the value of one node that a published total, or a rank, takes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import attrs

from sotttt.errors import InvalidAmount, InvalidEntity, MissingField, NotFound, nearest
from sotttt.evaluation.indices.definition import IndexDefinition, IndexNode
from sotttt.evaluation.indices.scoring import exact_totals, score
from sotttt.evaluation.indices.values import Given, half_up, ranged, spread
from sotttt.evaluation.policy import Precision
from sotttt.frozen import Entity
from sotttt.metrics import Better
from sotttt.periods.period import whole
from sotttt.ranges import Range
from sotttt.ranges.intervals import End, Interval

__all__ = ["Solution", "needed_for_rank", "solve_missing"]


@attrs.frozen(kw_only=True)
class Solution(Entity):
    """The values of one node that answer a question (giá trị cần tìm).

    Args:
        node: the node.
        unit: the unit of the values.
        interval: the values, as numbers.
        feasible: whether the node can have one of them at all.
        total: the total that they lead to.
    """

    node: str
    unit: str
    interval: Interval
    feasible: bool
    total: Range

    @property
    def value(self) -> Range:
        """The values, in the unit of the node."""
        return ranged(self.interval, self.unit)

    @property
    def exact(self) -> Fraction | None:
        """The value, where it is one number."""
        low, high = self.interval
        if low.value is None or low.value != high.value:
            return None
        return Fraction(low.value)

    def printed(self, digits: int) -> Decimal | None:
        """The one value with that many decimals, rounded half up; None where there are several."""
        return None if self.exact is None else half_up(self.exact, digits)

    def __str__(self) -> str:
        return f"{self.node}: {self.value}"


def solve_missing(
    definition: IndexDefinition,
    values: Mapping[str, Given],
    node: str,
    total: int | str | Decimal | Fraction | Range,
    *,
    precision: Precision | str = Precision.EXACT,
    digits: int | None = None,
) -> Solution:
    """The value of one node that gives a total, all others known: the inverse of `score`.

    Args:
        definition: the index.
        values: the values of all other nodes; what stands for the node itself is not read.
        node: the node that is sought.
        total: the total.
        precision: `rounding` takes total and values as rounded, and gives all values that fit.
        digits: to how many decimals they were rounded, where their own digits don't tell.

    Raises:
        NotFound: a node that isn't there.
        MissingField: another node is missing, or its weight isn't known.
        EmptyRange: no value of the node gives that total.
        InexactResult: the rule of the node has no one value for a score.
        InvalidEntity: a node that doesn't count.

    >>> from sotttt import catalog
    >>> known = {"htnl": "0.9578", "ud": "0.9062"}
    >>> str(solve_missing(catalog.index("ict-2016"), known, "htkt", "0.8046"))
    'htkt: = 0.5498 ratio'
    """
    way = definition.path(node)
    if not definition.is_scored(node) or len(way) < 2:
        raise InvalidEntity(f"the node {node!r} is no scored part of {definition.id}", where="node")
    rounded = Precision(precision) is Precision.ROUNDING
    given = {name: value for name, value in values.items() if name not in {step.id for step in way}}
    known = score(definition, given, precision=precision, digits=digits)
    shares = {one.id: one for one in known.nodes}
    at = spread(total, definition.unit, digits, rounded=rounded)
    goal = _over(at, definition.scale)
    for group, part in pairwise(way):
        goal = _below(group, part, goal, {name: one.value for name, one in shares.items()})
    leaf = way[-1]
    low, high = (
        End(None if end.value is None else leaf.rule.value_for(Fraction(end.value)), end.open) for end in goal
    )
    found = Interval(low, high) if leaf.rule.better is Better.HIGHER else Interval(high, low)
    return Solution(
        node=node,
        unit=leaf.value_unit,
        interval=found,
        feasible=_meets(goal),
        total=ranged(at, definition.unit),
    )


def _over(found: Interval, by: Fraction) -> Interval:
    return Interval(
        *(End(None if end.value is None else Fraction(end.value) / by, end.open) for end in found)
    )


def _meets(goal: Interval) -> bool:
    low, high = goal
    above = low.value is not None and (low.value > 1 or (low.value == 1 and low.open))
    below = high.value is not None and (high.value < 0 or (high.value == 0 and high.open))
    return not (above or below)


def _below(
    group: IndexNode, sought: IndexNode, goal: Interval, known: Mapping[str, Interval | None]
) -> Interval:
    """What a part must reach for its group to reach a goal, the other parts known."""
    parts = [part for part in group.parts if part.scored]
    weights = group.relative_weights(parts)
    if weights is None:
        raise MissingField(f"the weights inside {group.id!r} aren't known", where=sought.id)
    values: list[Interval] = []
    for part in parts:
        value = known[part.id]
        if part.id != sought.id and value is None:
            raise MissingField(
                f"{part.id!r} is missing too, so {sought.id!r} can't be solved for", where=part.id
            )
        values.append(value or Interval(End(Fraction(0)), End(Fraction(0))))
    place = parts.index(sought)
    if not weights[place]:
        raise InvalidEntity(f"{sought.id!r} has no weight", where=sought.id)
    others = [one for at, one in enumerate(values) if at != place]
    ends = []
    for side, end in enumerate(goal):
        if end.value is None:
            ends.append(end)
            continue
        row = [Fraction(one[1 - side].value or 0) for one in values]
        found = group.mean.missing(Fraction(end.value), row, weights, place)
        ends.append(End(found, end.open or any(one[1 - side].open for one in others)))
    return Interval(*ends)


def needed_for_rank(
    definition: IndexDefinition,
    units: Mapping[str, Mapping[str, Given]],
    unit: str,
    node: str,
    rank: int,
) -> Solution:
    """The least value of one node with which a unit would have a rank, all else as it is (giá trị cần đạt).

    Equal totals share a rank, so the total to reach is that of the unit which has the rank among the others.

    Args:
        definition: the index.
        units: the values of each unit.
        unit: the unit that asks.
        node: the node that would change.
        rank: the rank to have, or a better one.

    Raises:
        NotFound: a unit or a node that isn't there.
        InvalidAmount: a rank below 1, or beyond the number of units.
        InexactNumber: a rank that is no whole number.
        MissingField: a unit whose total can't be computed.

    >>> from sotttt import catalog
    >>> pillars = {
    ...     "Bắc Ninh": {"cqs": "0.4449", "kts": "0.3668", "xhs": "0.4052"},
    ...     "Thừa Thiên Huế": {"cqs": "0.5220", "kts": "0.3040", "xhs": "0.3655"},
    ... }
    >>> str(needed_for_rank(catalog.index("dti-2020"), pillars, "Bắc Ninh", "kts", 1))
    'kts: >= 0.3671 ratio'
    """
    if unit not in units:
        raise NotFound(f"no unit {unit!r:.60}", where="unit", hint=nearest(unit, units))
    if not 1 <= whole(rank) <= len(units):
        raise InvalidAmount(f"the rank {rank} of {len(units)}", where="rank", expected=f"1 to {len(units)}")
    others = {name: values for name, values in units.items() if name != unit}
    totals = sorted(exact_totals(definition, others).values(), reverse=True)
    total = Fraction(0) if rank > len(totals) else totals[rank - 1]
    solved = solve_missing(definition, units[unit], node, total)
    edge = End(solved.exact)
    up = definition.node(node).rule.better is Better.HIGHER
    beyond = Interval(edge, End(None, open=True)) if up else Interval(End(None, open=True), edge)
    top = definition.node(node).rule
    reach = top.value_for(Fraction(1))
    least = solved.exact if solved.exact is not None else reach
    feasible = least <= reach if up else least >= reach
    return attrs.evolve(solved, interval=beyond, feasible=feasible)
