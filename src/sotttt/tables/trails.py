"""Stated trajectories as plain columns: what each target's path is from and to, in every unit."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from fractions import Fraction
from typing import TYPE_CHECKING

from sotttt.errors import SottttError
from sotttt.evaluation.pace.entities import goal_from, magnitude
from sotttt.evaluation.pace.line import month_end
from sotttt.metrics import Better, Observation, Scale
from sotttt.periods import Period
from sotttt.tables.bounds import decimals, ratio_bound
from sotttt.tables.columns import ENDLESS, FAR, Cell, Columns, tabled
from sotttt.units import factor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sotttt.evaluation.pace.series import Goal
    from sotttt.plans.targets import Target

__all__ = ["LOWER", "RAISED", "TRAILS", "WAYS", "YES_NO", "trail_rows", "way_rows"]


#: What a path asks of a value: more, less, or a yes or no; 0 where the method rates nothing.
RAISED, LOWER, YES_NO = 1, -1, 2
#: What targets of one shape share.
WAYS = {
    "shape": "whole",
    "way": "whole",
    "way_based": "whole",
    "way_known": "whole",
    "way_end": "date",
    "way_odd": "whole",
    "way_own": "whole",
    "way_no": "whole",
    "way_yes": "whole",
    "due_count": "whole",
    "due_parts": "whole",
}
#: Where the path of a shape ends, and where it starts if the target says so itself, in each unit.
TRAILS = {
    "shape": "whole",
    "u": "whole",
    "aim_at": "number",
    "aim_sign": "whole",
    "aim_out": "whole",
    "aim_base": "number",
    "aim_grid": "number",
}


def _goal(target: Target) -> Goal | None:
    """The goal as the method reads it; None where it can't, or where there is no path to a due date."""
    if target.due is None:
        return None
    try:
        return goal_from(target)
    except SottttError:
        return None


def _way(target: Target, goal: Goal | None, day: dt.date) -> int:
    if goal is None or target.due is None or target.due.end < day or target.metric.scale is Scale.RANK:
        return 0
    if target.metric.scale is Scale.YES_NO:
        return YES_NO
    if goal.two_sided:
        return 0
    return RAISED if goal.better is Better.HIGHER else LOWER


def way_rows(
    firsts: Iterable[Target], families: Sequence[Sequence[str]], numbers: Mapping[str, int], day: dt.date
) -> Columns:
    """The columns of `WAYS`.

    Args:
        firsts: the first target of each shape.
        families: the units that the values of each may have.
        numbers: the number of each unit.
        day: the day of the evaluation.
    """
    rows: list[tuple[Cell, ...]] = []
    for shape, (target, units) in enumerate(zip(firsts, families, strict=True)):
        goal, base, own = _goal(target), target.baseline, target.metric.unit
        start = base.period if isinstance(base, Observation) else base
        count, parts = _counted(FAR if target.due is None else target.due.end)
        no, yes = (0 if goal is None else int(bool(goal.meets(Fraction(number)))) for number in (0, 1))
        row = (
            shape,
            _way(target, goal, day),
            int(base is not None),
            int(isinstance(base, Observation) and base._known <= day.toordinal()),
            start.end if isinstance(start, Period) else FAR,
            int(any(decimals(factor(name, own)) is None for name in units)),
            numbers[own],
            no,
            yes,
            count,
            parts,
        )
        rows.append(row)
    return tabled(WAYS, rows)


def _counted(day: dt.date) -> tuple[int, int]:
    """The end of a day in parts of a month, and how many parts a month has: one where the day ends it."""
    if month_end(day):
        return day.year * 12 + day.month, 1
    days = monthrange(day.year, day.month)[1]
    return (day.year * 12 + day.month - 1) * days + day.day, days


def _ends(target: Target, units: Iterable[str]) -> Iterator[tuple[Cell, ...]]:
    """The columns of `TRAILS` after the shape and the unit, for a value in each of the units."""
    goal, base, own = _goal(target), target.baseline, target.metric.unit
    value = None if goal is None else goal.value
    point = base.point.point if isinstance(base, Observation) else None
    start = magnitude(point, own)
    for name in units:
        into = factor(own, name)
        if value is None:
            yield None, 0, 0, None, ENDLESS
            continue
        aim = Fraction(value) * into
        at, sign = ratio_bound(aim.numerator, aim.denominator)
        first = None if start is None else Fraction(start) * into
        counts = [decimals(end) for end in (aim, first) if end is not None]
        most = ENDLESS if None in counts else 10.0 ** max(count or 0 for count in counts)
        yield (
            at,
            sign,
            int(goal is not None and goal.strict),
            None if first is None else float(first),
            most,
        )


def trail_rows(
    firsts: Iterable[Target], families: Sequence[Sequence[str]], numbers: Mapping[str, int]
) -> Columns:
    """The columns of `TRAILS`.

    Args:
        firsts: the first target of each shape.
        families: the units that the values of each may have.
        numbers: the number of each unit.
    """
    rows = [
        (shape, numbers[name], *row)
        for shape, (target, units) in enumerate(zip(firsts, families, strict=True))
        for name, row in zip(units, _ends(target, units), strict=True)
    ]
    return tabled(TRAILS, rows)
