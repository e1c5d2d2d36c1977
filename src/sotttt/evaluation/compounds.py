"""Verdicts made of verdicts: members, periods, steps, counted units, changes, words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from sotttt.errors import InvalidPeriod, NotFound
from sotttt.evaluation.evidence import Evidence
from sotttt.evaluation.finding import Detail, Finding
from sotttt.evaluation.judging import Case, Ruling, at, case_of, exceeds, unite, weigh, window_of
from sotttt.evaluation.reasons import Flag, Reason, ReasonCode, bits
from sotttt.evaluation.relative import Resolved, change_dims, change_of, level
from sotttt.frozen import FrozenMap
from sotttt.metrics import AGAINST, Better, Metric, Observation, Verdict, series_key
from sotttt.periods import Frequency, Period, editions
from sotttt.plans.requirements import AllOf, Among, AnyOf, Clause, Members, Relative, Requirement
from sotttt.plans.targets import Hold, Target, goal_of, resolve
from sotttt.ranges import Amount, Range, quotient
from sotttt.units import same_dimension

if TYPE_CHECKING:
    from sotttt.evaluation.compliance import Court

__all__ = ["other_goal", "rule"]

#: Of several verdicts that must all be met, the first of these that occurs stands for all.
_ALL = (
    Verdict.MISSED,
    Verdict.UNDECIDED,
    Verdict.NO_DATA,
    Verdict.AWAITING,
    Verdict.BEHIND,
    Verdict.NOT_DUE,
    Verdict.ON_TRACK,
    Verdict.MET,
)
#: Of several verdicts of which one must be met, the first of these that occurs stands for all.
_ANY = (
    Verdict.MET,
    Verdict.ON_TRACK,
    Verdict.NOT_DUE,
    Verdict.BEHIND,
    Verdict.AWAITING,
    Verdict.UNDECIDED,
    Verdict.NO_DATA,
    Verdict.MISSED,
)
_SHARED = bits(
    Flag.ESTIMATED, Flag.HEDGED, Flag.UNDATED, Flag.PROVISIONAL, Flag.CONFLICTING, Flag.PERIOD_INFERRED
)
_EXCEEDED, _EARLY = bits(Flag.EXCEEDED), bits(Flag.EARLY)


def combine(verdicts: Iterable[Verdict], order: Sequence[Verdict]) -> Verdict:
    """Three-valued logic over verdicts; members that don't apply are left out.

    >>> combine([Verdict.MET, Verdict.ON_TRACK], _ALL).value
    'on_track'
    """
    found = set(verdicts) - {Verdict.NOT_APPLICABLE}
    return next((verdict for verdict in order if verdict in found), Verdict.NOT_APPLICABLE)


def rule(court: Court, target: Target) -> Ruling:
    """The ruling on any target: by its steps, its rhythm, or its requirement."""
    if target.steps:
        return _steps(court, target)
    if target.hold is Hold.EACH:
        return _each(court, target)
    if target.hold is Hold.THROUGHOUT:
        return _throughout(court, target)
    return on(court, target, target.requirement, target.due)


def on(court: Court, target: Target, wanted: Requirement, due: Period | None, hold: Hold = Hold.BY) -> Ruling:
    """The ruling on one requirement for one due period."""
    if isinstance(wanted, Range):
        binding = target.binding if wanted is target.requirement and target.binding is not None else None
        if binding is None:
            binding = resolve(wanted, target.metric, two_sided=target.two_sided)
        return weigh(court.record, case_of(target, wanted, binding, due, hold))
    if isinstance(wanted, Relative):
        return _relative(court, target, wanted, due, hold)
    if isinstance(wanted, AllOf):
        return _members(court, target, wanted.members, due, _ALL, hold)
    if isinstance(wanted, AnyOf):
        return _members(court, target, wanted.members, due, _ANY, hold)
    if isinstance(wanted, Among):
        return _among(court, target, wanted, due)
    return _in_words(court, target, due)


def _whole(parts: Sequence[Finding], order: Sequence[Verdict]) -> Ruling:
    verdict = combine((part.verdict for part in parts), order)
    mask = unite(part.mask & _SHARED for part in parts)
    if verdict is Verdict.MET:
        met = [part for part in parts if part.verdict is Verdict.MET]
        if all(part.exceeded for part in met):
            mask |= _EXCEEDED
        if any(part.mask & _EARLY for part in met):
            mask |= _EARLY
    observations = tuple(dict.fromkeys(seen for part in parts for seen in part.evidence))
    counts = {name.value: str(sum(part.verdict is name for part in parts)) for name in Verdict}
    reason = Reason(ReasonCode.MEMBERS, {name: count for name, count in counts.items() if count != "0"})
    shared = parts[0].value
    if any(part.value != shared or part.target.metric != parts[0].target.metric for part in parts[1:]):
        shared = None
    return Ruling(verdict, mask, observations, shared, None, (reason,), Detail(parts=tuple(parts)))


def _steps(court: Court, target: Target) -> Ruling:
    asked: list[tuple[Period, Requirement]] = [*target.steps]
    if target.due is not None and target.due not in {period for period, _ in target.steps}:
        asked.append((target.due, target.requirement))
    parts = [court.made(target, on(court, target, wanted, period), period) for period, wanted in asked]
    return _whole(parts, _ALL)


def _each(court: Court, target: Target) -> Ruling:
    every = target.every or Frequency.YEAR
    periods = _rhythm(court, target, every)
    if not periods:
        verdict = Verdict.NOT_DUE if target.due is None else Verdict.NO_DATA
        return Ruling(verdict, 0, (), None, target.binding, (Reason(ReasonCode.NO_DEADLINE),))
    parts = [
        court.made(target, on(court, target, target.requirement, one, Hold.EACH), one) for one in periods
    ]
    whole = _whole(parts, _ALL)
    if target.due is None and whole.verdict is not Verdict.MISSED:
        return whole._replace(
            verdict=Verdict.NOT_DUE, reasons=(Reason(ReasonCode.NO_DEADLINE), *whole.reasons)
        )
    return whole


def _rhythm(court: Court, target: Target, every: Frequency) -> tuple[Period, ...]:
    if target.due is not None:
        first = (target.start or target.due).start
        return editions(every, Period(first, target.due.end))
    known = court.record.bucket(target._key, target.metric)
    if not known:
        return ()
    first = min(seen.period.start for seen in known) if target.start is None else target.start.start
    last = max(seen.period.end for seen in known)
    return editions(every, Period(first, last)) if first <= last else ()


def _throughout(court: Court, target: Target) -> Ruling:
    ruling = on(court, target, target.requirement, target.due, Hold.THROUGHOUT)
    binding = target.binding
    if binding is None:
        return _broken(court, target) or ruling
    window = window_of(target, target.due)
    history = court.record.history(court.record.bucket(target._key, target.metric), window)
    for seen in history:
        if seen.value.is_disjoint(binding):
            broken = Reason(ReasonCode.BROKEN, {"period": str(seen.observations[-1].period)})
            before = tuple((one.observations[-1].period, one.value) for one in history)
            return Ruling(
                Verdict.MISSED,
                seen.mask,
                seen.observations,
                seen.value,
                binding,
                (broken,),
                Detail(history=before),
            )
    if ruling.verdict is Verdict.MET and not all(seen.value.within(binding) for seen in history):
        return ruling._replace(verdict=Verdict.UNDECIDED, reasons=(Reason(ReasonCode.OVERLAPS),))
    return ruling


def _broken(court: Court, target: Target) -> Ruling | None:
    """The first period whose own evidence misses a requirement that is no plain range."""
    dims = [target.dims]
    if isinstance(target.requirement, Relative):
        dims.append(FrozenMap({**target.dims, **change_dims(target.requirement)}))
    window = window_of(target, target.due)
    for period in sorted(
        seen.observations[-1].period
        for one in dims
        for seen in court.record.history(
            court.record.bucket(series_key(target.metric.id, target.jurisdiction, one), target.metric), window
        )
    ):
        ruling = on(court, target, target.requirement, period)
        if ruling.verdict is Verdict.MISSED:
            reason = Reason(ReasonCode.BROKEN, {"period": str(period)})
            return ruling._replace(mask=ruling.mask & _SHARED, reasons=(reason, *ruling.reasons))
    return None


def _members(
    court: Court,
    target: Target,
    members: tuple[Clause, ...],
    due: Period | None,
    order: Sequence[Verdict],
    hold: Hold,
) -> Ruling:
    parts = []
    for place, clause in enumerate(members, start=1):
        member = _as_target(target, clause, f"{target.id}#{place}", due)
        parts.append(court.made(member, on(court, member, member.requirement, member.due, hold), member.due))
    return _whole(parts, order)


def _as_target(target: Target, clause: Clause, name: str, due: Period | None) -> Target:
    """The member of a combination as a target of its own."""
    same = clause.metric is None or clause.metric.id == target.metric.id
    start, baseline = _begun(target, clause.period or due)
    return attrs.evolve(
        target,
        id=name,
        requirement=clause.requirement,
        metric=target.metric if clause.metric is None else clause.metric,
        jurisdiction=clause.jurisdiction or target.jurisdiction,
        dims=clause.dims or target.dims,
        due=clause.period or due,
        start=start,
        baseline=baseline if same else None,
        method=target.method if same else None,
        hold=Hold.BY,
        every=None,
        steps=(),
        applies_if=None,
        supersedes=None,
        figure=None,
    )


def _begun(target: Target, due: Period | None) -> tuple[Period | None, Observation | Period | None]:
    """Start and baseline, as they stand before a due period that may be shorter than the target's own."""
    start, base = target.start, target.baseline
    if due is None:
        return start, base
    if start is not None and due.end < start.end:
        start = Period(start.start, due.end) if start.start <= due.end else None
    when = base.period if isinstance(base, Observation) else base
    return start, base if when is None or when.end <= due.end else None


def _relative(court: Court, target: Target, wanted: Relative, due: Period | None, hold: Hold) -> Ruling:
    metric = target.metric
    stated = _stated_change(court, target, wanted, due) if due is not None else None
    if stated is not None and due is not None:
        return _on_change(court, target, wanted, stated, due)
    base, base_period, mask = _base(court, target, wanted, due)
    bound = _bound(target, wanted)
    levels = None if base is None else level(bound, base, metric, base_period, due)
    if base is None or levels is None:
        missing = Reason(ReasonCode.BASE_MISSING, {"against": wanted.against})
        return Ruling(Verdict.UNDECIDED, 0, (), None, None, (missing,))
    inner, outer = levels
    printed = _printed(wanted, outer, level(wanted, base, metric, base_period, due), metric)
    case = Case(target, metric, target._key, inner, outer, printed, window_of(target, due), hold)
    ruling = weigh(court.record, case)
    detail = attrs.evolve(ruling.detail or Detail(), goal=goal_of(outer, metric))
    return ruling._replace(mask=ruling.mask | mask & _SHARED, detail=detail)


def _printed(wanted: Relative, outer: Range, levels: Resolved | None, metric: Metric) -> Range:
    """The levels of the change as printed; a `>=` counted towards less of the metric ends in a point."""
    if levels is None:
        return outer
    if metric.better is Better.LOWER and wanted.range.high is None and not wanted.range.low_open:
        return outer if levels.outer.high is None else Range.of(levels.outer.high)
    return levels.outer


def _stated_change(court: Court, target: Target, wanted: Relative, due: Period) -> Evidence | None:
    """An observation that states the change itself, against the base by its name or by its period."""
    before = _before(due)
    names = [wanted.against]
    if before is not None and wanted.against == "previous":
        names.append(str(before))
    elif before is not None and wanted.against == str(before):
        names.append("previous")
    for name in names:
        dims = FrozenMap({**target.dims, **change_dims(wanted), AGAINST: name})
        key = series_key(target.metric.id, target.jurisdiction, dims)
        found = at(court.record, key, target.metric, due, target.method)
        if found is not None:
            return found
    return None


def _before(due: Period) -> Period | None:
    """The period before, where there is one: an interval has no neighbour."""
    try:
        return due.shift(-1)
    except InvalidPeriod:
        return None


def _on_change(court: Court, target: Target, wanted: Relative, stated: Evidence, due: Period) -> Ruling:
    ended = court.record.day > due.end.toordinal()
    mask, seen, metric = stated.mask, stated.observations, target.metric
    value = change_of(wanted, stated.value, metric)
    point = change_of(wanted, seen[0].point, metric) if len(seen) == 1 else value
    binding = _bound(target, wanted).range
    if value.within(binding):
        if all(one._known <= due.end.toordinal() for one in seen):
            mask |= _EARLY
        if exceeds(value, wanted.range, Better.HIGHER, two_sided=target.two_sided):
            mask |= _EXCEEDED
        verdict, code = Verdict.MET, ReasonCode.INSIDE
    elif not ended:
        verdict, code = Verdict.NOT_DUE, ReasonCode.DUE_AHEAD
    elif value.is_disjoint(binding):
        verdict, code = Verdict.MISSED, ReasonCode.OUTSIDE
    else:
        verdict, code = Verdict.UNDECIDED, ReasonCode.OVERLAPS
    detail = Detail(goal=binding.low, point=point)
    return Ruling(verdict, mask, seen, value, binding, (Reason(code),), detail)


def _bound(target: Target, wanted: Relative) -> Relative:
    """The change as it binds: counted towards better, it is a goal that is open above."""
    change = wanted.range
    if (
        target.two_sided
        or target.metric.better is Better.NEUTRAL
        or change.low is None
        or change.high is None
    ):
        return wanted
    return attrs.evolve(wanted, range=Range(change.low, None, low_open=change.low_open))


def other_goal(court: Court, target: Target, name: str) -> Range | None:
    """The goal of another target of the evaluation, against which one asks for a change.

    Raises:
        NotFound: there is no such target.
        UnitMismatch: it is measured in another dimension.
    """
    other = court.targets.get(name)
    where = f"{target.id}.requirement.against"
    if other is None:
        raise NotFound(f"the target {name!r} is not among those evaluated", where=where)
    target.metric.check_unit(other.metric.unit, where)
    return None if other.goal is None else Range.of(other.goal)


def _base(
    court: Court, target: Target, wanted: Relative, due: Period | None
) -> tuple[Range | None, Period | None, int]:
    kind, _, name = wanted.against.partition(":")
    if kind == "target" and name:
        return other_goal(court, target, name), None, 0
    period = due if name else wanted.base_period
    if wanted.against == "previous" and due is not None:
        period = _before(due)
    if period is None:
        return None, None, 0
    place = name if kind == "jurisdiction" and name else target.jurisdiction
    metric = court.metric(name) if kind == "metric" and name else target.metric
    if metric is None:
        return None, None, 0
    target.metric.check_unit(metric.unit, f"{target.id}.requirement.against")
    method = target.method if metric is target.metric else None
    found = at(court.record, series_key(metric.id, place, target.dims), metric, period, method)
    if found is not None:
        return found.value, period, found.mask
    base = target.baseline
    known = isinstance(base, Observation) and base._known <= court.record.day
    if not name and known and isinstance(base, Observation) and base.period == period:
        return court.record.reading(base), period, court.record.marks(base)
    return None, period, 0


def _among(court: Court, target: Target, wanted: Among, due: Period | None) -> Ruling:
    counted = wanted.counted
    if wanted.requirement is not None:
        inner = wanted.requirement
        parts = [_place_part(court, target, inner, place, due) for place in counted]
        verdicts = [part.verdict for part in parts]
    elif wanted.kind is Members.TARGETS:
        parts = [court.finding_of(name) for name in counted]
        verdicts = [part.verdict for part in parts]
    else:
        parts = []
        verdicts = [court.stated_verdict(name) for name in counted]
    verdicts = [verdict for verdict in verdicts if verdict is not Verdict.NOT_APPLICABLE]
    return _counted(court, wanted, verdicts, tuple(parts), due)


def _place_part(court: Court, target: Target, inner: Requirement, place: str, due: Period | None) -> Finding:
    start, _ = _begun(target, due)
    member = attrs.evolve(
        target,
        id=f"{target.id}@{place}",
        jurisdiction=place,
        requirement=inner,
        start=start,
        due=due,
        hold=Hold.BY,
        every=None,
        steps=(),
        baseline=None,
        applies_if=None,
        supersedes=None,
        figure=None,
    )
    ruling = court.ended(place, due) or on(court, member, member.requirement, due)
    return court.made(member, ruling, due)


def _counted(
    court: Court, wanted: Among, verdicts: Sequence[Verdict], parts: tuple[Finding, ...], due: Period | None
) -> Ruling:
    total = len(verdicts)
    met, missed = verdicts.count(Verdict.MET), verdicts.count(Verdict.MISSED)
    facts = {"met": str(met), "missed": str(missed), "of": str(total)}
    reasons = (Reason(ReasonCode.COUNTED, facts),)
    mask = unite(part.mask & _SHARED for part in parts)
    if not total:
        return Ruling(Verdict.NOT_APPLICABLE, 0, (), None, wanted.need, reasons, Detail(parts=parts))
    unit = wanted.need.unit
    if same_dimension(unit, "%"):
        whole = Range.of(Amount(total, "{member}"))
        value = quotient(Range(Amount(met, "{member}"), Amount(total - missed, "{member}")), whole, unit)
    else:
        value = Range(Amount(met, unit), Amount(total - missed, unit))
    binding = (
        wanted.need
        if wanted.need.low is None
        else Range(wanted.need.low, None, low_open=wanted.need.low_open)
    )
    ended = due is not None and court.record.day > due.end.toordinal()
    if value.within(binding):
        verdict = Verdict.MET
        if exceeds(value, wanted.need, Better.HIGHER, two_sided=False):
            mask |= _EXCEEDED
        if parts and all(part.mask & _EARLY for part in parts if part.verdict is Verdict.MET):
            mask |= _EARLY
    elif value.is_disjoint(binding):
        verdict = Verdict.MISSED if due is not None else Verdict.NOT_DUE
    elif not ended:
        verdict = Verdict.NOT_DUE
    elif met or missed:
        verdict = Verdict.UNDECIDED
    else:
        verdict = Verdict.AWAITING if Verdict.AWAITING in verdicts else Verdict.NO_DATA
    detail = Detail(parts=parts, goal=wanted.need.low, point=value)
    seen = tuple(dict.fromkeys(one for part in parts for one in part.evidence))
    return Ruling(verdict, mask, seen, value, binding, reasons, detail)


def _in_words(court: Court, target: Target, due: Period | None) -> Ruling:
    each = target.hold is Hold.EACH and due is not None
    stated = court.stated_verdict(target.id, due if each else None, due)
    ended = due is not None and court.record.day > due.end.toordinal()
    if ended and stated in (Verdict.ON_TRACK, Verdict.BEHIND, Verdict.AWAITING):
        return Ruling(Verdict.AWAITING, 0, (), None, None, (Reason(ReasonCode.STATED),))
    if stated in (Verdict.NO_DATA, Verdict.NOT_DUE):
        verdict = Verdict.NO_DATA if ended else Verdict.NOT_DUE
        when = ReasonCode.NO_DEADLINE if due is None else ReasonCode.DUE_AHEAD
        first = () if ended else (Reason(when),)
        return Ruling(verdict, 0, (), None, None, (*first, Reason(ReasonCode.NOT_STATED)))
    return Ruling(stated, 0, (), None, None, (Reason(ReasonCode.STATED),))
