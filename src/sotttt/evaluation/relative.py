"""Requirements on a change, resolved against their base."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sotttt.errors import EmptyRange, InexactResult, InvalidRange
from sotttt.metrics import AGAINST, CHANGE, Better, Metric
from sotttt.periods import Period
from sotttt.plans.requirements import DIFFERENCES, Change, Relative
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
    for of, difference in DIFFERENCES.items():
        if same_dimension(change.unit, difference) and same_dimension(metric.unit, of):
            change = renamed(change.to(difference), of)
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
    factor = renamed(multiple.to("times"), "ratio")
    return base / factor if metric.better is Better.LOWER else base * factor


def renamed(point: Range, unit: str) -> Range:
    """The same magnitudes in another unit: places for ranks, points for shares, numbers for multiples."""
    low, high = (None if end is None else Amount(end.magnitude, unit) for end in (point.low, point.high))
    return Range(low, high, low_open=point.low_open, high_open=point.high_open)


def level(
    wanted: Relative, base: Range, metric: Metric, base_period: Period | None, due: Period | None
) -> Resolved | None:
    """The levels that fulfil the change, from a base that may itself be a range; None where there are none.

    Each end of the base gives its own levels: what fulfils all of them is met, what fulfils none is missed. A
    growth or a multiple of what may be nothing, or less, says nothing.
    """
    years = 1
    if wanted.change is Change.MEAN_GROWTH and base_period is not None and due is not None:
        years = max(1, due.end.year - base_period.end.year)
    if wanted.change is not Change.DIFFERENCE and not _positive(base):
        return None

    def of(start: Range) -> Range:
        return _span(wanted.range, metric, lambda end: _at(wanted, start, end, metric, years))

    try:
        return _between(of, base)
    except (InexactResult, InvalidRange):
        return None


def _positive(base: Range) -> bool:
    return base.low is not None and (base.low.magnitude > 0 or (base.low_open and base.low.magnitude == 0))


def _at(wanted: Relative, start: Range, end: Range, metric: Metric, years: int) -> Range:
    """The level at one end of the change."""
    if wanted.change is Change.DIFFERENCE:
        return _shifted(start, end, metric)
    if wanted.change is Change.MULTIPLE:
        return _multiplied(start, end, metric)
    return _grown(start, end, metric, years)


def _span(change: Range, metric: Metric, at: Callable[[Range], Range]) -> Range:
    """The levels between those of the two ends; where lower is better, more change is less of the metric."""
    ends = [(change.low, change.low_open), (change.high, change.high_open)]
    if metric.better is Better.LOWER:
        ends.reverse()
    (first, first_open), (last, last_open) = ends
    low = None if first is None else at(Range.of(first))
    high = None if last is None else at(Range.of(last))
    return Range(
        None if low is None else low.low,
        None if high is None else high.high,
        low_open=low is None or first_open or low.low_open,
        high_open=high is None or last_open or high.high_open,
    )


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


def change_of(wanted: Relative, value: Range, metric: Metric) -> Range:
    """A change that an observation states itself, counted towards better."""
    if metric.better is not Better.LOWER:
        return value
    if wanted.change is Change.MULTIPLE:
        return quotient(Range.of(Amount(1, "times")), value, "times")
    return -value
