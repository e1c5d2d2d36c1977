"""Requirements on a change, resolved against their base."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sotttt.errors import EmptyRange
from sotttt.evaluation.evidence import Evidence
from sotttt.metrics import AGAINST, CHANGE, Better, Metric
from sotttt.periods import Period
from sotttt.plans.requirements import Change, Relative
from sotttt.ranges import Amount, Range, quotient
from sotttt.units import same_dimension

__all__ = ["Resolved", "change_dims", "change_of", "level"]


class Resolved(NamedTuple):
    """A change turned into levels: met inside `inner`, missed outside `outer`."""

    inner: Range | None
    outer: Range


def change_dims(wanted: Relative) -> dict[str, str]:
    """The dims of an observation that states the change itself."""
    return {CHANGE: wanted.change.value, AGAINST: wanted.against}


def _shifted(base: Range, change: Range, metric: Metric) -> Range:
    if same_dimension(change.unit, "percentage_point") and same_dimension(metric.unit, "%"):
        low, high = (None if end is None else Amount(end.magnitude, "%") for end in (change.low, change.high))
        change = Range(low, high, low_open=change.low_open, high_open=change.high_open)
    return base - change if metric.better is Better.LOWER else base + change


def _grown(base: Range, growth: Range, metric: Metric, years: int) -> Range:
    one = Range.of(Amount(1, "ratio"))
    share = growth.to("ratio")
    factor = one - share if metric.better is Better.LOWER else one + share
    power = factor
    for _ in range(years - 1):
        power = power * factor
    return base * power


def _multiplied(base: Range, multiple: Range, metric: Metric) -> Range:
    low, high = (
        None if end is None else Amount(end.magnitude, "ratio") for end in (multiple.low, multiple.high)
    )
    factor = Range(low, high, low_open=multiple.low_open, high_open=multiple.high_open)
    return base / factor if metric.better is Better.LOWER else base * factor


def level(
    wanted: Relative, base: Range, metric: Metric, base_period: Period | None, due: Period | None
) -> Resolved:
    """The levels that fulfil the change, from a base that may itself be a range.

    Each end of the base gives its own levels: what fulfils all of them is met, what fulfils none is missed.
    """
    years = 1
    if wanted.change is Change.MEAN_GROWTH and base_period is not None and due is not None:
        years = max(1, due.end.year - base_period.end.year)

    def of(start: Range) -> Range:
        if wanted.change is Change.DIFFERENCE:
            return _shifted(start, wanted.range, metric)
        if wanted.change is Change.MULTIPLE:
            return _multiplied(start, wanted.range, metric)
        return _grown(start, wanted.range, metric, years)

    return _between(of, base)


def _between(of: Callable[[Range], Range], base: Range) -> Resolved:
    if base.is_point:
        only = of(base)
        return Resolved(only, only)
    if base.low is None or base.high is None:
        return Resolved(None, of(base))
    ends = of(Range.of(base.low)), of(Range.of(base.high))
    try:
        inner = ends[0].intersect(ends[1])
    except EmptyRange:
        inner = None
    return Resolved(inner, of(base))


def change_of(wanted: Relative, stated: Evidence, metric: Metric) -> Range:
    """A change that an observation states itself, counted towards better."""
    value = stated.value
    if metric.better is not Better.LOWER:
        return value
    if wanted.change is Change.MULTIPLE:
        return quotient(Range.of(Amount(1, "times")), value, "times")
    return -value
