"""The named methods at work in an evaluation: evidence in, one of its verdicts out."""

from __future__ import annotations

from typing import NamedTuple

from sotttt.errors import InvalidRange, SottttError
from sotttt.evaluation.evidence import Evidence
from sotttt.evaluation.pace.entities import goal_from, method_changes, series_of
from sotttt.evaluation.pace.rating import Rating
from sotttt.evaluation.pace.registry import rate
from sotttt.evaluation.pace.series import Series
from sotttt.evaluation.reasons import Reason, ReasonCode
from sotttt.metrics import Metric, Status, Timing, Verdict
from sotttt.periods import Period
from sotttt.plans.targets import Target
from sotttt.ranges import Amount, Range

__all__ = ["Standing", "standing"]


class Standing(NamedTuple):
    """What a method makes of a target before its due date."""

    verdict: Verdict
    reason: Reason
    trace: tuple[tuple[str, str], ...] = ()


def standing(
    name: str,
    target: Target,
    requirement: Range,
    due: Period,
    history: tuple[Evidence, ...],
    baseline: tuple[Period, Range] | None,
) -> Standing:
    """Judge a target by a named method.

    Where the last value is a range, both its ends are rated; where they part, the pace can't tell.

    Args:
        name: the method.
        target: the target.
        requirement: its requirement, as it binds.
        due: the due period.
        history: what is known for each period end, the last of which is judged.
        baseline: the period and value that progress is counted from.
    """
    metric = target.metric
    try:
        goal = goal_from(target, requirement, due)
        ends = dict.fromkeys(_ends(history[-1].value, metric))
        ratings = [rate(name, goal, _series(metric, due, history, baseline, end)) for end in ends]
    except SottttError:
        return Standing(
            Verdict.NOT_DUE, Reason(ReasonCode.UNRATED, {"method": name, "why": "beyond_numbers"})
        )
    return _said(name, ratings)


def _said(name: str, ratings: list[Rating]) -> Standing:
    first, trace = ratings[0], tuple(line for rating in ratings for line in rating.trace())
    if any(rating.standing is not first.standing for rating in ratings):
        return Standing(Verdict.NOT_DUE, Reason(ReasonCode.PATH_OVERLAPS), trace)
    if first.standing is None:
        why = "" if first.unable is None else first.unable.value
        return Standing(Verdict.NOT_DUE, Reason(ReasonCode.UNRATED, {"method": name, "why": why}), trace)
    said = {"method": name, "grade": first.status}
    return Standing(first.standing, Reason(ReasonCode.RATED, said), trace)


def _ends(value: Range, metric: Metric) -> tuple[Amount, ...]:
    """The two ends of a value in the metric's unit.

    Raises:
        InvalidRange: a half-line has only one.
    """
    if value.low is None or value.high is None:
        raise InvalidRange(f"{value} has no end")
    return value.low.to(metric.unit), value.high.to(metric.unit)


def _series(
    metric: Metric,
    due: Period,
    history: tuple[Evidence, ...],
    baseline: tuple[Period, Range] | None,
    last: Amount,
) -> Series:
    points = [
        found.observations[0].point if len(found.observations) == 1 else found.value for found in history
    ]
    points[-1] = Range.of(last)
    values = [
        (found.observations[-1].period, point, _provisional(found))
        for found, point in zip(history, points, strict=True)
        # The sum of a part of a period is no value of a period.
        if metric.timing is not Timing.PERIOD or found.observations[-1].period.kind is due.kind
    ]
    if baseline is not None:
        values = [one for one in values if one[0].end != baseline[0].end]
        values.append((*baseline, False))
    return series_of(metric, values, breaks=method_changes(found.observations[-1] for found in history))


def _provisional(found: Evidence) -> bool:
    return any(seen.status is not Status.OFFICIAL for seen in found.observations)
