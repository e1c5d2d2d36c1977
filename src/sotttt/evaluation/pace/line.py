"""The linear pace: a straight path from baseline to goal.

Source: the common rule of monitoring systems, progress against elapsed time. Formula: the path at day t is
b + (g - b)(t - t0)/(T - t0), with b at the last day t0 of the baseline's period and g at the last day T of
the due period. Time is counted in months where all three days end a month, else in days, so that a leap year
is no longer than another. All arithmetic is on ranges of exact decimals.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from sotttt.errors import InexactResult, InvalidRange
from sotttt.metrics import Better
from sotttt.periods import Period
from sotttt.periods.period import days_in
from sotttt.ranges import Amount, Range

if TYPE_CHECKING:
    from sotttt.evaluation.finding import Finding

__all__ = ["FORMULA", "expected", "judge", "month_end", "path", "progress", "projected", "required", "steps"]

FORMULA = "linear"

P = ParamSpec("P")


def _where_it_can(make: Callable[P, Range | None]) -> Callable[P, Range | None]:
    """None where no range of the library holds the result: half-lines against each other, huge numbers."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> Range | None:
        try:
            return make(*args, **kwargs)
        except (InexactResult, InvalidRange):
            return None

    return made


@_where_it_can
def path(
    baseline: tuple[Period, Range], goal: Amount, due: Period, day: dt.date, share: Decimal
) -> Range | None:
    """The value that the path asks for on that day, or None where it has no length.

    Args:
        baseline: where the path starts.
        goal: where it ends.
        due: the period whose last day is its end.
        day: the day asked for.
        share: the share of the expected progress that is asked for.
    """
    start, base = baseline
    elapsed, total = steps(start.end, day, due.end)
    if total <= 0 or elapsed < 0:
        return None
    return base + (Range.of(goal) - base) * elapsed * share / total


def judge(point: Range, wanted: Range, better: Better) -> bool | None:
    """Whether a value is at or beyond the path; None where the ranges or the direction can't tell."""
    if better is Better.NEUTRAL:
        return None
    if better is Better.LOWER:
        point, wanted = -point, -wanted
    if point.low is not None and wanted.high is not None and point.within(Range(wanted.high, None)):
        return True
    if wanted.low is not None and point.is_disjoint(Range(wanted.low, None)):
        return False
    return None


def _ends(finding: Finding) -> tuple[tuple[Period, Range], Amount, Range] | None:
    baseline, goal, point = finding.detail.baseline, finding.goal, finding.point
    if baseline is None or goal is None or point is None:
        return None
    return baseline, goal, point


@_where_it_can
def progress(finding: Finding) -> Range | None:
    """(value - baseline) / (goal - baseline) in %; None without a baseline or a way to go."""
    ends = _ends(finding)
    if ends is None:
        return None
    (_, base), goal, point = ends
    way = Range.of(goal) - base
    if way.contains(Amount(0, way.unit)):
        return None
    from sotttt.ranges import quotient

    return quotient(point - base, way, "%")


@_where_it_can
def expected(finding: Finding) -> Range | None:
    """The path at the end of the evidence's period."""
    ends, due = _ends(finding), finding.due
    if ends is None or due is None:
        return None
    return path(ends[0], ends[1], due, finding.evidence[-1].period.end, Decimal(1))


@_where_it_can
def projected(finding: Finding) -> Range | None:
    """The straight line through baseline and value, at the due date."""
    ends, due = _ends(finding), finding.due
    if ends is None or due is None:
        return None
    (start, base), _, point = ends
    last = finding.evidence[-1].period.end
    walked, whole = steps(start.end, last, due.end)
    if walked <= 0 or last > due.end:
        return None
    return point + (point - base) * (whole - walked) / walked


@_where_it_can
def required(finding: Finding) -> Range | None:
    """(goal - value) per year that is left after the evidence's period."""
    goal, point, due = finding.goal, finding.point, finding.due
    if goal is None or point is None or due is None or not finding.evidence:
        return None
    last = finding.evidence[-1].period.end
    if last >= due.end:
        return None
    left = Range.of(goal) - point
    if month_end(last) and month_end(due.end):
        months = (due.end.year - last.year) * 12 + due.end.month - last.month
        return left * 12 / months
    return left * Decimal("365.25") / (due.end - last).days


def steps(start: dt.date, day: dt.date, end: dt.date) -> tuple[int, int]:
    """From the start to a day and to the end, in months where all three end a month, else in days.

    >>> steps(dt.date(2020, 12, 31), dt.date(2022, 12, 31), dt.date(2025, 12, 31))
    (24, 60)
    """
    if month_end(start) and month_end(day) and month_end(end):
        first = start.year * 12 + start.month
        return day.year * 12 + day.month - first, end.year * 12 + end.month - first
    return (day - start).days, (end - start).days


def month_end(day: dt.date) -> bool:
    """Whether a day ends its month."""
    return day.day == days_in(day.year, day.month)
