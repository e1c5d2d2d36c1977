"""Goals and series from the library's entities: a target, its metric and its observations."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from sotttt.errors import InexactResult, InvalidEntity
from sotttt.evaluation.pace.series import Goal, Kind, Point, Series
from sotttt.metrics import Better, Metric, Observation, Scale, Status
from sotttt.periods import Period
from sotttt.plans.targets import Hold, Target
from sotttt.ranges import Amount, Range

__all__ = ["goal_from", "magnitude", "method_changes", "series_from", "series_of"]

_KINDS = {Scale.RANK: Kind.RANK, Scale.YES_NO: Kind.YES_NO}


def magnitude(amount: Amount | None, unit: str) -> Decimal | None:
    """The number of an amount in a unit; None where there is no amount, or no decimal holds it."""
    if amount is None:
        return None
    try:
        return amount.to(unit).magnitude
    except InexactResult:
        return None


def goal_from(target: Target, requirement: Range | None = None, due: Period | None = None) -> Goal:
    """The goal that a target's range makes, in the unit of its metric.

    Args:
        target: a target whose requirement is a range.
        requirement: the range as it was resolved, where it isn't the target's own.
        due: the due period, where it isn't the target's own.

    Raises:
        InvalidEntity: a requirement of another kind, or one whose figures no decimal holds in that unit.
    """
    binding = requirement or target.binding
    if binding is None:
        raise InvalidEntity(
            f"the requirement of {target.id!r} is no range", expected="a target with a plain range"
        )
    unit = target.metric.unit
    low, high = magnitude(binding.low, unit), magnitude(binding.high, unit)
    value = high if low is None else low
    if value is None:
        raise InvalidEntity(f"the figures of {binding} have no exact value in {unit}")
    better = target.metric.better
    if better is Better.NEUTRAL or low is None or high is None:
        better = Better.HIGHER if high is None else Better.LOWER if low is None else Better.NEUTRAL
    base = target.baseline
    return Goal(
        better=better,
        value=value,
        upper=high if low is not None else None,
        strict=binding.low_open if low is not None else binding.high_open,
        due=due or target.due,
        baseline=base.period if isinstance(base, Observation) else base,
        each=target.hold is not Hold.BY,
        commitment=target.commitment,
        stated=_path(target, better),
    )


def _path(target: Target, better: Better) -> tuple[Point, ...]:
    """The steps of the target as the stated values of its path."""
    points = []
    for period, wanted in target.steps:
        number = magnitude(wanted.low if better is Better.HIGHER else wanted.high, target.metric.unit)
        if number is not None:
            points.append(Point(period, number))
    return tuple(points)


def series_from(
    metric: Metric, observations: Iterable[Observation], *, breaks: Iterable[Period | str] = ()
) -> Series:
    """The series of one metric at one place.

    Of several values for one period end the best status counts, then the newest. A value that is no single
    figure, even as printed, is left out. The series breaks where the method that is stated changes.

    Args:
        metric: the metric.
        observations: its observations at one place.
        breaks: the first periods after a change of boundary or definition, and what changed unsaid.

    Raises:
        InvalidEntity: observations of another metric, or of several places.
    """
    best: dict[int, Observation] = {}
    keys = set()
    for seen in observations:
        if seen.metric != metric:
            raise InvalidEntity(f"an observation of {seen.metric.id!r} in a series of {metric.id!r}")
        keys.add(seen._key)
        rival = best.get(seen._end)
        if rival is None or _order(seen) < _order(rival):
            best[seen._end] = seen
    if len(keys) > 1:
        raise InvalidEntity("a series of several places or breakdowns", expected="one place and breakdown")
    values = [(seen.period, seen.point, seen.status is not Status.OFFICIAL) for seen in best.values()]
    changes = method_changes(best[end] for end in sorted(best))
    return series_of(metric, values, breaks=(*breaks, *changes))


def method_changes(observations: Iterable[Observation]) -> tuple[Period, ...]:
    """The first period of each new method in values in order of time; what states none breaks nothing."""
    said = [seen for seen in observations if seen.method is not None]
    return tuple(after.period for before, after in pairwise(said) if before.method != after.method)


def _order(seen: Observation) -> tuple[int, int, str]:
    return (seen._rank, -seen._known, str(seen.value))


def series_of(
    metric: Metric, values: Iterable[tuple[Period, Range, bool]], *, breaks: Iterable[Period | str] = ()
) -> Series:
    """The series of ranges that are single figures, with what the metric says of its numbers."""
    unit, points = metric.unit, []
    for period, value, provisional in values:
        number = magnitude(value.point, unit)
        if number is not None:
            points.append(Point(period, number, provisional))
    domain = metric.domain
    return Series(
        points,
        breaks=tuple(Period.of(one) for one in breaks),
        kind=_KINDS.get(metric.scale, Kind.LEVEL),
        percent=unit == "%",
        low=None if domain is None else magnitude(domain.low, unit),
        high=None if domain is None else magnitude(domain.high, unit),
    )
