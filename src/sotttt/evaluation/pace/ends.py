"""The two ends that most methods read: where the series starts, where it stands, and where the goal lies."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from sotttt.evaluation.pace.exact import ratio_text
from sotttt.evaluation.pace.rating import PaceFlag, PaceReason
from sotttt.evaluation.pace.series import Goal, Kind, Point, Series, when, years
from sotttt.metrics import Better
from sotttt.periods import Period

__all__ = ["Ends", "Unready", "due_of", "ends_of", "figure_of", "last_of", "nearest_edge"]


class Unready(Exception):  # it says that no rating is possible, and never leaves the room
    """Why a method can't start."""

    def __init__(self, reason: PaceReason, flags: Iterable[PaceFlag] = ()) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.flags = frozenset(flags)


class Ends(NamedTuple):
    """Baseline, last value, and the figure to reach with the sign of the good direction."""

    base: Point
    last: Point
    figure: Fraction | None
    sign: int
    met: bool | None
    flags: frozenset[PaceFlag]

    @property
    def moved(self) -> Fraction:
        """The change from the baseline, positive in the good direction."""
        return self.sign * (self.last.number - self.base.number)

    @property
    def way(self) -> Fraction | None:
        """The length of the way from baseline to goal, never negative: progress keeps its sign."""
        return None if self.figure is None else abs(self.figure - self.base.number)

    @property
    def elapsed(self) -> Fraction:
        """The years from the baseline to the last value."""
        return years(self.base.period, self.last.period)

    def inputs(self, goal: Goal) -> dict[str, str]:
        """What went in, for the trace."""
        found = {"baseline": str(self.base), "last": str(self.last), "direction": f"{self.sign:+d}"}
        if self.figure is not None:
            found["goal"] = ratio_text(self.figure)
        if goal.due is not None:
            found["due"] = str(goal.due)
        return found


def nearest_edge(goal: Goal, number: Fraction) -> tuple[Fraction, int]:
    """For a goal with two ends, the one that lies nearest outside, and the way to it; inside, the lower."""
    low, high = goal.ends or (number, number)
    return (high, -1) if number > high else (low, 1)


def last_of(goal: Goal, series: Series) -> tuple[tuple[Point, ...], frozenset[PaceFlag]]:
    """The points that compare with the last one by the due date, and the flags.

    Raises:
        Unready: ranks have no pace, and an empty series has none.
    """
    if series.kind is Kind.RANK:
        raise Unready(PaceReason.RANK)
    flags = set()
    if goal.due is not None:
        known = series.until(goal.due.end)
        if len(known.points) < len(series.points):
            flags.add(PaceFlag.LATE)
        series = known
    points = series.unbroken()
    if not points:
        raise Unready(PaceReason.NO_OBSERVATION, flags)
    if len(points) < len(series.points):
        flags.add(PaceFlag.AFTER_BREAK)
    if points[-1].provisional:
        flags.add(PaceFlag.PROVISIONAL)
    return points, frozenset(flags)


def ends_of(goal: Goal, series: Series, *, nearest: bool = False) -> Ends:
    """The two ends of the series, and the goal as seen from its baseline.

    Args:
        goal: the goal.
        series: the series.
        nearest: whether the nearest usable period stands in for a missing baseline.

    Raises:
        Unready: why there are none.
    """
    points, flags = last_of(goal, series)
    last = points[-1]
    base, moved = _base(goal.baseline, series, points, nearest=nearest)
    if base.period.end >= last.period.end:
        raise Unready(PaceReason.ONE_OBSERVATION, flags)
    flags |= moved
    if base.provisional:
        flags |= {PaceFlag.PROVISIONAL}
    if _gaps(points, base, series.step):
        flags |= {PaceFlag.GAPS}
    figure, sign = _aim(goal, base, last)
    ends = Ends(base, last, figure, sign, goal.meets(last.number), flags)
    return ends._replace(flags=flags | _edges(goal, ends))


def figure_of(ends: Ends) -> Fraction:
    """The figure to reach.

    Raises:
        Unready: the goal is only a direction.
    """
    if ends.figure is None:
        raise Unready(PaceReason.NO_GOAL, ends.flags)
    return ends.figure


def due_of(goal: Goal, ends: Ends) -> Period:
    """The due period.

    Raises:
        Unready: there is none.
    """
    if goal.due is None:
        raise Unready(PaceReason.NO_DUE, ends.flags)
    return goal.due


def _base(
    wanted: Period | None, series: Series, points: tuple[Point, ...], *, nearest: bool
) -> tuple[Point, frozenset[PaceFlag]]:
    if wanted is None:
        return points[0], frozenset()
    for point in points:
        if point.period.end == wanted.end:
            return point, frozenset()
    if wanted.end < points[0].period.end and len(points) < len(series.points) and not nearest:
        raise Unready(PaceReason.BREAK_IN_SERIES, {PaceFlag.AFTER_BREAK})
    if not nearest:
        raise Unready(PaceReason.NO_BASELINE)
    at = when(wanted.end)
    found = min(points, key=lambda point: (abs(when(point.period.end) - at), point.period.end))
    return found, frozenset({PaceFlag.BASE_MOVED})


def _gaps(points: tuple[Point, ...], base: Point, step: int) -> bool:
    used = [point for point in points if point.period.end >= base.period.end]
    return any(years(one.period, two.period) > step for one, two in pairwise(used))


def _aim(goal: Goal, base: Point, last: Point) -> tuple[Fraction | None, int]:
    if goal.two_sided:
        return nearest_edge(goal, last.number if goal.meets(base.number) else base.number)
    sign = 1 if goal.better is Better.HIGHER else -1
    return (None if goal.ends is None else goal.ends[0]), sign


def _edges(goal: Goal, ends: Ends) -> frozenset[PaceFlag]:
    flags = set()
    if ends.moved < 0:
        flags.add(PaceFlag.WRONG_DIRECTION)
    if ends.figure is None:
        return frozenset(flags)
    if ends.base.number == ends.figure:
        flags.add(PaceFlag.BASE_AT_GOAL)
    if goal.meets(ends.base.number):
        flags.add(PaceFlag.MET_AT_BASELINE)
        if not ends.met:
            flags.add(PaceFlag.GOAL_BEHIND_BASE)
    if not goal.two_sided and ends.sign * (ends.last.number - ends.figure) > 0:
        flags.add(PaceFlag.BEYOND_GOAL)
    return frozenset(flags)
