"""Requirements on a change, and baselines that are periods, as plain columns: which base, and what levels."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

import attrs

from sotttt.errors import InexactResult, InvalidRange, NotOnTables
from sotttt.evaluation.compounds import _before, _bound, other_goal
from sotttt.metrics import Better, Observation, Status
from sotttt.periods import Period
from sotttt.plans.requirements import DIFFERENCES, Change, Relative
from sotttt.plans.targets import Target
from sotttt.ranges import Amount, Hedge, Range
from sotttt.ranges.numbers import DIGITS
from sotttt.tables.bounds import decimals
from sotttt.tables.columns import FAR, Cell, Columns, tabled
from sotttt.units import factor, same_dimension

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sotttt.evaluation.compliance import Court

__all__ = [
    "BASELINE",
    "CHANGES",
    "LEVELS",
    "OF_CHANGE",
    "RATIOS",
    "Link",
    "change_row",
    "level_rows",
    "links",
    "needs_more",
    "ratio_rows",
    "refusal",
    "shown_change",
    "stand_in",
]


#: What another row of the same query is for its target.
OF_CHANGE, BASELINE = 1, 2
_MARKS = ("undated", "provisional", "estimated", "hedged", "period_inferred")
#: What targets of one shape share beside the rules, where some have a base that is looked up.
CHANGES = {
    "relative": "whole",
    "positive": "whole",
    "never": "whole",
    "looks_back": "whole",
    "begun": "whole",
    "r_need": "date",
    "b_need": "date",
    "f_lo": "number",
    "f_hi": "number",
    "f_low_open": "whole",
    "f_high_open": "whole",
    "f_u": "whole",
    "base_method": "text",
    **{f"f_{mark}": "whole" for mark in _MARKS},
}
_ENDS = ("low", "high", "best", "goal")
#: The levels that fulfil a change: value * a = base * b + d at each end, by the units of value and base.
LEVELS = {
    "shape": "whole",
    "u": "whole",
    "r_u": "whole",
    **{f"{end}_{part}": "number" for end in _ENDS for part in ("a", "b", "d")},
    "low_shut": "whole",
    "high_shut": "whole",
    "best_side": "whole",
    "best_loose": "whole",
    "best_room": "number",
    "best_whole": "number",
    "goal_side": "whole",
}
#: How many of one unit make another, as a fraction.
RATIOS = {"u": "whole", "b_u": "whole", "b_up": "number", "b_down": "number"}
_ANY_ROOM = 1e300


class Link(NamedTuple):
    """A value that a target needs beside its own: for what, of which period, of which place."""

    role: int
    period: Period
    place: str | None


class _Line(NamedTuple):
    """A level as a function of its base: base * slope + shift, the shift in the metric's unit."""

    slope: Fraction
    shift: Fraction


class _Levels(NamedTuple):
    """The two ends of the levels, each with whether the change itself is out; None where there is no end."""

    low: _Line | None
    low_open: bool
    high: _Line | None
    high_open: bool


def refusal(target: Target) -> str | None:
    """What in a requirement on a change tables can't answer, or None."""
    wanted = target.requirement
    if not isinstance(wanted, Relative):
        return None
    kind, _, name = wanted.against.partition(":")
    if kind == "metric" and name:
        return "a change against another metric"
    return None


def needs_more(target: Target) -> bool:
    """Whether a target asks for more of the query than a plain range with a baseline that is at hand."""
    base = target.baseline
    stated = isinstance(base, Observation) and (base.method is not None or not base.point.is_point)
    return stated or isinstance(base, Period) or isinstance(target.requirement, Relative)


def links(target: Target) -> tuple[Link, ...]:
    """The values that a target needs beside its own."""
    found = []
    if isinstance(target.requirement, Relative):
        kind, _, name = target.requirement.against.partition(":")
        period = _base_period(target, target.requirement)
        if period is not None:
            found.append(Link(OF_CHANGE, period, name if kind == "jurisdiction" and name else None))
    if isinstance(target.baseline, Period):
        found.append(Link(BASELINE, target.baseline, None))
    return tuple(found)


def _base_period(target: Target, wanted: Relative) -> Period | None:
    kind, _, name = wanted.against.partition(":")
    if name:
        return target.due if kind == "jurisdiction" else None
    if wanted.against == "previous":
        return None if target.due is None else _before(target.due)
    return wanted.base_period


def stand_in(target: Target, period: Period) -> Target:
    """A target whose evidence is the value of that period."""
    return attrs.evolve(
        target,
        requirement=Range.exactly(0, target.metric.unit),
        two_sided=True,
        due=period,
        start=None,
        baseline=None,
        figure=None,
        supersedes=None,
        part_of=None,
    )


def shown_change(target: Target) -> str:
    """A requirement on a change in words: kind, range, and what it is set against."""
    wanted = target.requirement
    if not isinstance(wanted, Relative):
        return str(target.binding)
    return f"{wanted.change.value} {_bound(target, wanted).range} against {wanted.against}"


def change_row(
    court: Court, target: Target, needs: Mapping[int, dt.date], numbers: Mapping[str, int]
) -> dict[str, Cell]:
    """The columns of `CHANGES` for one shape.

    Args:
        court: the court of the evaluation.
        target: the target.
        needs: for each role the day from which on a value answers for its period.
        numbers: the number of each unit.

    Raises:
        NotFound: the change is set against a target that isn't evaluated.
        NotOnTables: the base that the target itself states has more digits than a cell keeps.
    """
    wanted, base = target.requirement, target.baseline
    row: dict[str, Cell] = {
        **dict.fromkeys(CHANGES, None),
        "relative": 0,
        "positive": 0,
        "never": 0,
        "looks_back": int(isinstance(base, Period)),
        "begun": int(not isinstance(base, Observation) or base._known <= court.record.day),
        "r_need": needs.get(OF_CHANGE, FAR),
        "b_need": needs.get(BASELINE, FAR),
        "base_method": base.method if isinstance(base, Observation) else None,
    }
    if not isinstance(wanted, Relative):
        return row
    row["relative"] = 1
    row["positive"] = int(wanted.change is not Change.DIFFERENCE)
    row["never"] = int(_levels(target, _bound(target, wanted)) is None)
    stated = _stated_base(court, target, wanted)
    return row if stated is None else row | stated | {"f_u": numbers[target.metric.unit]}


def _stated_base(court: Court, target: Target, wanted: Relative) -> dict[str, Cell] | None:
    """The base that the targets themselves give: another target's goal, or the baseline of that period."""
    kind, _, name = wanted.against.partition(":")
    if kind == "target" and name:
        goal = other_goal(court, target, name)
        return None if goal is None else _fixed(target, goal, ())
    base = target.baseline
    if name or not isinstance(base, Observation) or base._known > court.record.day:
        return None
    if base.period != _base_period(target, wanted):
        return None
    marks = {
        "undated": base.published is None,
        "provisional": base.status is Status.PRELIMINARY,
        "estimated": base.status is Status.ESTIMATED,
        "hedged": base.figure is not None and base.figure.hedge is not Hedge.NONE,
        "period_inferred": base.period_inferred,
    }
    return _fixed(target, base.value, [name for name, holds in marks.items() if holds])


def _fixed(target: Target, value: Range, marks: Iterable[str]) -> dict[str, Cell]:
    unit = target.metric.unit
    try:
        value = value.to(unit)
        low, high = (None if end is None else _float(end) for end in (value.low, value.high))
    except (InexactResult, InvalidRange):
        raise NotOnTables(
            f"{value} has more digits than a float cell keeps", where=f"{target.id}.requirement.against"
        ) from None
    return {
        "f_lo": low,
        "f_hi": high,
        "f_low_open": int(value.low_open),
        "f_high_open": int(value.high_open),
        **{f"f_{mark}": int(mark in marks) for mark in _MARKS},
    }


def _float(end: Amount) -> float:
    made = float(end.magnitude)
    if Decimal(repr(made)) != end.magnitude:
        raise InexactResult(f"{end} is no float")
    return made


def _levels(target: Target, wanted: Relative) -> _Levels | None:
    """The levels that fulfil a change, whatever the base; None where none do."""
    change, years = wanted.range, 1
    period = _base_period(target, wanted)
    if wanted.change is Change.MEAN_GROWTH and period is not None and target.due is not None:
        years = max(1, target.due.end.year - period.end.year)
    lower = target.metric.better is Better.LOWER
    lines = []
    for end in (change.low, change.high):
        line = None if end is None else _line(target, wanted.change, end, years)
        if end is not None and line is None:
            return None
        lines.append(line)
    opens = [change.low_open, change.high_open]
    if lower:
        lines.reverse()
        opens.reverse()
    low, high = lines
    if low is not None and high is not None and wanted.change is not Change.DIFFERENCE:
        same = low.slope == high.slope
        if low.slope > high.slope or (same and any(opens)):
            return None
    return _Levels(low, opens[0], high, opens[1])


def _line(target: Target, change: Change, end: Amount, years: int) -> _Line | None:
    """The level at one end of a change; None where a multiple of nothing would have to be it."""
    metric, number = target.metric, Fraction(end.magnitude)
    sign = -1 if metric.better is Better.LOWER else 1
    if change is Change.DIFFERENCE:
        for of, difference in DIFFERENCES.items():
            if same_dimension(end.unit, difference) and same_dimension(metric.unit, of):
                shift = number * factor(end.unit, difference) * factor(of, metric.unit)
                return _Line(Fraction(1), sign * shift)
        return _Line(Fraction(1), sign * number * factor(end.unit, metric.unit))
    if change is Change.MULTIPLE:
        times = number * factor(end.unit, "times")
        if sign < 0 and not times:
            return None
        return _Line(1 / times if sign < 0 else times, Fraction(0))
    share = number * factor(end.unit, "ratio")
    return _Line((1 + sign * share) ** years, Fraction(0))


def level_rows(target: Target, units: Mapping[str, int]) -> Iterator[tuple[Cell, ...]]:
    """The columns of `LEVELS` after the shape, for a value and a base in each of the units."""
    wanted = target.requirement
    levels = _levels(target, _bound(target, wanted)) if isinstance(wanted, Relative) else None
    if levels is None or not isinstance(wanted, Relative):
        return
    metric = target.metric.unit
    best, side, loose = _best(target, wanted, levels)
    goal, goal_side = _goal(target, wanted, levels)
    whole = 1.0 if loose or best is None else float(_endless(best.slope))
    lines = (levels.low, levels.high, best, goal)
    for unit, base_unit in product(units, units):
        scaled = {line: _scaled(line, unit, base_unit, metric) for line in dict.fromkeys(lines)}
        room = _ANY_ROOM if loose or best is None else _room(best, unit, base_unit, metric)
        ends = (part for line in lines for part in scaled[line])
        opens = (int(levels.low_open), int(levels.high_open))
        yield (units[unit], units[base_unit], *ends, *opens, side, int(loose), room, whole, goal_side)


def _scaled(line: _Line | None, unit: str, base_unit: str, metric: str) -> tuple[float | None, ...]:
    """Whole numbers a, b and d such that a * value = b * base + d on the line."""
    if line is None:
        return None, None, None
    slope, shift = line.slope * factor(base_unit, unit), line.shift * factor(metric, unit)
    whole = lcm(slope.denominator, shift.denominator)
    parts = (Fraction(whole), slope * whole, shift * whole)
    if any(abs(part) > 10**200 for part in parts):
        raise NotOnTables(f"{line.slope} is beyond the numbers of a table", where="requirement")
    return tuple(float(part) for part in parts)


def _best(target: Target, wanted: Relative, levels: _Levels) -> tuple[_Line | None, int, bool]:
    """The level beyond which the change is exceeded, and which end of the base it hangs on.

    The last part says whether it is an end of the levels even where that end of the base is out.
    """
    better, change = target.metric.better, wanted.range
    if target.two_sided or better is Better.NEUTRAL:
        return None, 0, False
    printed = _levels(target, wanted) or levels
    if better is Better.LOWER and change.high is None and not change.low_open:
        return levels.high, _side(levels.high, upper=True), True
    if better is Better.HIGHER:
        line, opened, upper = (
            (printed.low, printed.low_open, False)
            if printed.high is None
            else (printed.high, printed.high_open, True)
        )
    else:
        line, opened, upper = printed.low, printed.low_open or printed.high is None, False
    if line is None or opened or _digits(line.slope * _endless(line.slope)) > DIGITS:
        return None, 0, False
    return line, _side(line, upper=upper), False


def _side(line: _Line | None, *, upper: bool) -> int:
    """Which end of the base gives the outer end of the levels: 1 for the upper one."""
    return int(upper if line is None or line.slope >= 0 else not upper)


def _goal(target: Target, wanted: Relative, levels: _Levels) -> tuple[_Line | None, int]:
    """The figure to reach, and the end of the base that it hangs on; 2 where the base must be a point."""
    better = target.metric.better
    if better is Better.NEUTRAL:
        return (levels.low if _bound(target, wanted).range.is_point else None), 2
    upper = better is Better.LOWER
    first, second = (levels.high, levels.low) if upper else (levels.low, levels.high)
    line, upper = (first, upper) if first is not None else (second, not upper)
    return line, _side(line, upper=upper)


def _endless(number: Fraction) -> int:
    """By what a base must divide, in its last decimal, so that base * number has an end in decimals."""
    left = number.denominator
    for prime in (2, 5):
        while left % prime == 0:
            left //= prime
    return left


def _digits(number: Fraction) -> int:
    """How many digits a number has whose decimals end."""
    return len(str(abs(number.numerator * 10 ** (decimals(number) or 0) // number.denominator)))


def _room(line: _Line, unit: str, base_unit: str, metric: str) -> float:
    """The level, times ten to the decimals of the base, below which the level has at most 28 digits.

    Longer levels are rounded outward by the scalar evaluation, and are then no end that could be exceeded.
    """
    shift = line.shift * factor(metric, base_unit)
    places = (decimals(line.slope * _endless(line.slope)) or 0) + (decimals(shift) or 0)
    return float(10 ** (DIGITS - places) / factor(unit, base_unit)) if places < DIGITS else 0.0


def ratio_rows(units: Sequence[str]) -> Columns:
    """The columns of `RATIOS` for units of which some are of one dimension."""
    rows: list[tuple[Cell, ...]] = []
    for (number, unit), (place, other) in product(enumerate(units), enumerate(units)):
        if same_dimension(unit, other):
            share = factor(other, unit)
            rows.append((number, place, float(share.numerator), float(share.denominator)))
    return tabled(RATIOS, rows)
