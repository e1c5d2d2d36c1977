"""Targets of units that have ended, judged on the territory that answers for them (kế thừa chỉ tiêu)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import attrs

from sotttt.errors import InexactResult, InvalidRange
from sotttt.evaluation.carrying import Carried, carry, method_of
from sotttt.evaluation.compounds import rule
from sotttt.evaluation.evidence import Record
from sotttt.evaluation.finding import Detail
from sotttt.evaluation.judging import Ruling, at, unite
from sotttt.evaluation.reasons import Flag, Reason, ReasonCode, bits
from sotttt.evaluation.territory import WHOLE, heirs, portions
from sotttt.metrics import Merge, Metric, Observation, series_key
from sotttt.plans.requirements import AllOf, AnyOf, Change, Relative, Requirement
from sotttt.plans.targets import Hold, Target
from sotttt.ranges import Amount, Range

if TYPE_CHECKING:
    from sotttt.evaluation.compliance import Court
    from sotttt.places import Places

__all__ = ["Estate", "inherit"]

_CARRIED, _PARTIAL = bits(Flag.CARRIED), bits(Flag.PARTIAL)
_SHARED = bits(Flag.HEDGED, Flag.UNDATED, Flag.PERIOD_INFERRED)


class Estate(NamedTuple):
    """The observations of an evaluation, those carried to its day among them."""

    record: Record
    carried: dict[Observation, Carried]
    refused: tuple[Carried, ...]


def _estate(court: Court, target: Target) -> Estate:
    """What is known on the day of units of that day; of the target's metric by its method alone."""
    key = (target.metric.id, target.method)
    made = court.estates.get(key)
    if made is None:
        known = [
            seen
            for bucket in court.record.buckets.values()
            for seen in bucket
            if target.method is None or seen.metric.id != target.metric.id or method_of(seen) == target.method
        ]
        policy = court.record.policy
        carrying = carry(known, court.as_of, places=_places(court), weights=policy.weights, policy=policy)
        new = {one.observation: one for one in carrying if one.observation is not None}
        record = Record((*known, *new), court.as_of, policy)
        made = court.estates[key] = Estate(record, new, carrying.refused)
    return made


def _places(court: Court) -> Places:
    assert court.places is not None  # noqa: S101  # nothing ends without places
    return court.places


def inherit(court: Court, target: Target, ended: Ruling) -> Ruling:
    """The ruling on a target whose unit has ended, by what is known of the unit that answers for it.

    A value of the old unit that answers for the due period itself still decides. Else the territory is
    judged: as it is where it is the same, by its own value for ratios and means. A target on a sum is judged
    together with those of the other predecessors, where all of them have one; alone, it is known only to lie
    within the new unit's total.
    """
    own = (
        None
        if target.due is None
        else at(court.record, target._key, target.metric, target.due, target.method)
    )
    if own is not None:
        return rule(court, target)
    places = _places(court)
    found = heirs(places, target.jurisdiction, court.as_of, dt.date.max)
    if len(found) != 1:
        code = ReasonCode.SEVERAL_SUCCESSORS if found else ReasonCode.NO_SUCCESSOR
        params = {"places": ", ".join(found)} if found else {"place": target.jurisdiction}
        return _not_carried(ended, Reason(code, params))
    (heir,) = found
    if _same(places, target.jurisdiction, heir, court.as_of):
        return _told(court, target, heir, ruling_on(court, target, heir), "same")
    why = _why_not(target, target.requirement, target.metric)
    if why is not None:
        return _not_carried(ended, why)
    if target.metric.merge is Merge.SUM and isinstance(target.requirement, Range):
        return _on_sum(court, target, heir, ended)
    return _told(court, target, heir, ruling_on(court, target, heir), target.metric.merge.value)


def _not_carried(ended: Ruling, why: Reason) -> Ruling:
    return ended._replace(reasons=(*ended.reasons, why))


def _same(places: Places, old: str, heir: str, day: dt.date) -> bool:
    """Whether the heir is the old unit under another name or of another type."""
    end = places[old].valid.end
    made = portions(places, heir, day, end or day, {old})
    return len(made) == 1 and made[0].share == WHOLE


def _why_not(target: Target, wanted: Requirement, metric: Metric) -> Reason | None:
    """Why a requirement can't be carried to a larger territory; None where it can."""
    if isinstance(wanted, AllOf | AnyOf):
        return _why_not_all(target, wanted, metric)
    if not isinstance(wanted, Range | Relative):
        return Reason(ReasonCode.CANT_CARRY)
    if metric.merge is Merge.NONE:
        return Reason(ReasonCode.NOT_MERGEABLE, {"scale": metric.scale.value})
    if isinstance(wanted, Relative) and metric.merge is Merge.SUM:
        elsewhere = wanted.against.startswith(("target:", "jurisdiction:"))
        return Reason(ReasonCode.CANT_CARRY) if elsewhere or wanted.change is Change.DIFFERENCE else None
    return None


def _why_not_all(target: Target, wanted: AllOf | AnyOf, metric: Metric) -> Reason | None:
    for clause in wanted.members:
        of = clause.metric or metric
        level = isinstance(clause.requirement, Range) and of.merge is Merge.SUM
        if level or clause.jurisdiction is not None:
            return Reason(ReasonCode.CANT_CARRY)
        why = _why_not(target, clause.requirement, of)
        if why is not None:
            return why
    return None


def ruling_on(court: Court, target: Target, heir: str, **changes: object) -> Ruling:
    """The ruling on a target as if the heir had set it, on the observations carried to the day."""
    base = target.baseline.period if isinstance(target.baseline, Observation) else target.baseline
    fields = {"jurisdiction": heir, "baseline": base, "method": None, "applies_if": None, **changes}
    moved = attrs.evolve(target, **fields)  # type: ignore[arg-type]  # fields by name
    ruling = rule(court.beside(_estate(court, target).record), moved)
    if moved.requirement != target.requirement and moved.goal is not None:
        detail = attrs.evolve(ruling.detail or Detail(), goal=moved.goal)
        ruling = ruling._replace(detail=detail)
    return ruling


def _on_sum(court: Court, target: Target, heir: str, ended: Ruling) -> Ruling:
    joint = _joint(court, target, heir)
    if joint is not None:
        total, names = joint
        ruling = ruling_on(court, target, heir, requirement=total, figure=None, baseline=None)
        why = Reason(ReasonCode.JOINT_TARGETS, {"targets": ", ".join(names)})
        return _told(court, target, heir, ruling, Merge.SUM.value, why)
    if not target.metric.non_negative:
        return _not_carried(ended, Reason(ReasonCode.CANT_CARRY))
    inside = _inside(court, target, heir)
    record = Record(
        [*court.record.bucket(target._key, target.metric), *inside], court.as_of, court.record.policy
    )
    ruling = rule(court.beside(record), attrs.evolve(target, applies_if=None))
    if ruling.observations and not set(inside) & set(ruling.observations):
        return ruling
    params = {"place": heir, "ended": target.jurisdiction}
    return _told(court, target, heir, ruling, Merge.SUM.value, Reason(ReasonCode.PART_OF_TOTAL, params))


def _joint(court: Court, target: Target, heir: str) -> tuple[Range, tuple[str, ...]] | None:
    """The sum of the requirements of all predecessors, where each of them has set one of the same kind."""
    rivals: dict[str, list[Target]] = {}
    for other in court.targets.values():
        if other.jurisdiction != heir and _alike(other, target) and court.applies(other):
            rivals.setdefault(other.jurisdiction, []).append(other)
    end = _places(court)[target.jurisdiction].valid.end
    made = portions(_places(court), heir, court.as_of, end or court.as_of, rivals)
    picked = []
    for portion in made:
        found = rivals.get(portion.unit, [])
        if len(found) != 1 or portion.share != WHOLE:
            return None
        picked += found
    if target not in picked:
        return None
    try:
        total = reduce(_plus, [one.requirement for one in picked if isinstance(one.requirement, Range)])
    except (InexactResult, InvalidRange):
        return None
    return total, tuple(one.id for one in picked)


def _plus(one: Range, other: Range) -> Range:
    return one + other


def _alike(other: Target, target: Target) -> bool:
    """Whether two targets ask the same of two units, each its own level."""
    plain = isinstance(other.requirement, Range) and other.hold is Hold.BY and not other.steps
    return plain and _asked(other) == _asked(target)


def _asked(target: Target) -> tuple[object, ...]:
    return (
        target.metric,
        target.due,
        target.start,
        target.hold,
        target.steps,
        target.dims,
        target.method,
        target.two_sided,
        target.commitment,
        target.horizon,
    )


def _inside(court: Court, target: Target, heir: str) -> list[Observation]:
    """What the totals of the heir say of the old unit alone: it lies from nothing to the total."""
    estate = _estate(court, target)
    end = _places(court)[target.jurisdiction].valid.end
    bucket = estate.record.bucket(series_key(target.metric.id, heir, target.dims), target.metric)
    nothing = Amount(0, target.metric.unit)
    return [
        attrs.evolve(
            seen,
            jurisdiction=target.jurisdiction,
            value=Range(nothing.to(seen.value.unit), seen.value.high, high_open=seen.value.high_open),
            method=method_of(seen),
            figure=None,
            of=None,
        )
        for seen in bucket
        if (end is None or seen.period.end >= end) and seen.value.high is not None
    ]


def _told(court: Court, target: Target, heir: str, ruling: Ruling, by: str, *notes: Reason) -> Ruling:
    """The ruling with all that says how it was carried."""
    estate = _estate(court, target)
    used = _used(estate, target, heir, ruling)
    end = _places(court)[target.jurisdiction].valid.end
    params = {"place": heir, "ended": target.jurisdiction, "on": str(end), "rule": by}
    own = (reason for one in used for reason in one.reasons)
    reasons = dict.fromkeys((*ruling.reasons, Reason(ReasonCode.CARRIED, params), *notes, *own))
    detail = attrs.evolve(ruling.detail or Detail(), carried_from=tuple(_from(used)))
    mask = ruling.mask | _CARRIED
    if ruling.observations:
        mask |= unite(court.record.marks(seen) & _SHARED for seen in detail.carried_from)
        if any(known < of for known, of in (one.coverage for one in used)):
            mask |= _PARTIAL
    return ruling._replace(mask=mask, reasons=tuple(reasons), detail=detail)


def _used(estate: Estate, target: Target, heir: str, ruling: Ruling) -> list[Carried]:
    """The carried values that the ruling rests on, its base too; the refused ones where it has none."""
    if not ruling.observations:
        return [one for one in estate.refused if one.metric == target.metric and one.jurisdiction == heir]
    seen = list(ruling.observations)
    wanted = target.requirement
    if isinstance(wanted, Relative) and wanted.base_period is not None:
        key = series_key(target.metric.id, heir, target.dims)
        bucket = estate.record.bucket(key, target.metric)
        seen += [one for one in bucket if one.period == wanted.base_period]
    return [estate.carried[one] for one in dict.fromkeys(seen) if one in estate.carried]


def _from(used: Iterable[Carried]) -> dict[Observation, None]:
    return dict.fromkeys(seen for one in used for seen in one.observations)
