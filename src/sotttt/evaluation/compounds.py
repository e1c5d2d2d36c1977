"""Verdicts made of verdicts: members, periods, steps, counted units, changes, words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from sotttt.errors import NotFound
from sotttt.evaluation.finding import Detail, Finding
from sotttt.evaluation.judging import Case, Ruling, at, case_of, exceeds, goal_amount, unite, weigh, window_of
from sotttt.evaluation.reasons import Flag, Reason, ReasonCode, bits
from sotttt.evaluation.relative import change_dims, change_of, level
from sotttt.metrics import Better, Verdict, series_key
from sotttt.periods import Frequency, Period, editions
from sotttt.plans.requirements import AllOf, Among, AnyOf, Clause, Members, Relative, Requirement
from sotttt.plans.targets import Hold, Target, resolve
from sotttt.ranges import Amount, Range, quotient
from sotttt.units import same_dimension

if TYPE_CHECKING:
    from sotttt.evaluation.compliance import Court

__all__ = ["rule"]

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
    return Ruling(verdict, mask, observations, None, None, (reason,), Detail(parts=tuple(parts)))


def _part(court: Court, target: Target, ruling: Ruling, due: Period | None) -> Finding:
    return court.made(target, ruling, due)


def _steps(court: Court, target: Target) -> Ruling:
    asked: list[tuple[Period, Requirement]] = [*target.steps]
    if target.due is not None and target.due not in {period for period, _ in target.steps}:
        asked.append((target.due, target.requirement))
    parts = [_part(court, target, on(court, target, wanted, period), period) for period, wanted in asked]
    return _whole(parts, _ALL)


def _each(court: Court, target: Target) -> Ruling:
    every = target.every or Frequency.YEAR
    periods = _rhythm(court, target, every)
    if not periods:
        verdict = Verdict.NOT_DUE if target.due is None else Verdict.NO_DATA
        return Ruling(verdict, 0, (), None, target.binding, (Reason(ReasonCode.NO_DEADLINE),))
    parts = [
        _part(court, target, on(court, target, target.requirement, one, Hold.EACH), one) for one in periods
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
        return ruling
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
        parts.append(
            _part(court, member, on(court, member, member.requirement, member.due, hold), member.due)
        )
    return _whole(parts, order)


def _as_target(target: Target, clause: Clause, name: str, due: Period | None) -> Target:
    """The member of a combination as a target of its own."""
    same = clause.metric is None or clause.metric.id == target.metric.id
    return attrs.evolve(
        target,
        id=name,
        requirement=clause.requirement,
        metric=target.metric if clause.metric is None else clause.metric,
        jurisdiction=clause.jurisdiction or target.jurisdiction,
        dims=clause.dims or target.dims,
        due=clause.period or due,
        baseline=target.baseline if same else None,
        hold=Hold.BY,
        every=None,
        steps=(),
        applies_if=None,
        supersedes=None,
        figure=None,
    )


def _relative(court: Court, target: Target, wanted: Relative, due: Period | None, hold: Hold) -> Ruling:
    metric = target.metric
    dims = {**target.dims, **change_dims(wanted)}
    if due is not None:
        key = series_key(metric.id, target.jurisdiction, attrs.evolve(target, dims=dims).dims)
        stated = at(court.record, key, metric, due, target.method)
        if stated is not None:
            return _on_change(
                court, target, wanted, change_of(wanted, stated, metric), stated.observations, due
            )
    base, base_period, mask = _base(court, target, wanted, due)
    if base is None:
        missing = Reason(ReasonCode.BASE_MISSING, {"against": wanted.against})
        return Ruling(Verdict.UNDECIDED, 0, (), None, None, (missing,))
    bound = _bound(target, wanted)
    inner, outer = level(bound, base, metric, base_period, due)
    printed = outer if bound is wanted else level(wanted, base, metric, base_period, due).outer
    case = Case(target, metric, target._key, inner, outer, printed, window_of(target, due), hold)
    ruling = weigh(court.record, case)
    detail = attrs.evolve(ruling.detail or Detail(), goal=goal_amount(outer, metric))
    return ruling._replace(mask=ruling.mask | mask & _SHARED, detail=detail)


def _on_change(
    court: Court, target: Target, wanted: Relative, value: Range, seen: tuple[object, ...], due: Period
) -> Ruling:
    ended = court.record.day > due.end.toordinal()
    mask = unite(court.record.marks(one) for one in seen)  # type: ignore[arg-type]  # they are observations
    binding = _bound(target, wanted).range
    if value.within(binding):
        if exceeds(value, wanted.range, Better.HIGHER, two_sided=target.two_sided):
            mask |= _EXCEEDED
        verdict, code = Verdict.MET, ReasonCode.INSIDE
    elif not ended:
        verdict, code = Verdict.NOT_DUE, ReasonCode.DUE_AHEAD
    elif value.is_disjoint(binding):
        verdict, code = Verdict.MISSED, ReasonCode.OUTSIDE
    else:
        verdict, code = Verdict.UNDECIDED, ReasonCode.OVERLAPS
    detail = Detail(goal=binding.low)
    return Ruling(verdict, mask, seen, value, binding, (Reason(code),), detail)  # type: ignore[arg-type]  # observations


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


def _base(
    court: Court, target: Target, wanted: Relative, due: Period | None
) -> tuple[Range | None, Period | None, int]:
    kind, _, name = wanted.against.partition(":")
    if kind == "target" and name:
        other = court.targets.get(name)
        if other is None:
            raise NotFound(
                f"the target {name!r} is not among those evaluated", where=f"{target.id}.requirement.against"
            )
        return (None if other.goal is None else Range.of(other.goal)), None, 0
    period = (
        due
        if name
        else (due.shift(-1) if wanted.against == "previous" and due is not None else wanted.base_period)
    )
    if period is None:
        return None, None, 0
    place = name if kind == "jurisdiction" and name else target.jurisdiction
    metric = court.metric(name) if kind == "metric" and name else target.metric
    if metric is None:
        return None, None, 0
    metric.check_unit(target.metric.unit, "requirement.against")
    found = at(court.record, series_key(metric.id, place, target.dims), metric, period, target.method)
    if found is not None:
        return found.value, period, found.mask
    base = target.baseline
    if not name and base is not None and not isinstance(base, Period) and base.period == period:
        return base.value, period, court.record.marks(base)
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
    member = attrs.evolve(
        target,
        id=f"{target.id}@{place}",
        jurisdiction=place,
        requirement=inner,
        due=due,
        baseline=None,
        applies_if=None,
        supersedes=None,
        figure=None,
    )
    return _part(court, member, on(court, member, member.requirement, due), due)


def _counted(
    court: Court, wanted: Among, verdicts: Sequence[Verdict], parts: tuple[Finding, ...], due: Period | None
) -> Ruling:
    total = len(verdicts)
    met, missed = verdicts.count(Verdict.MET), verdicts.count(Verdict.MISSED)
    facts = {"met": str(met), "missed": str(missed), "of": str(total)}
    reasons = (Reason(ReasonCode.COUNTED, facts),)
    mask = unite(part.mask & _SHARED for part in parts)
    detail = Detail(parts=parts, goal=wanted.need.low)
    if not total:
        return Ruling(Verdict.NOT_APPLICABLE, 0, (), None, wanted.need, reasons, detail)
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
    elif value.is_disjoint(binding):
        verdict = Verdict.MISSED if due is not None else Verdict.NOT_DUE
    elif not ended:
        verdict = Verdict.NOT_DUE
    else:
        unknown = [one for one in verdicts if one not in (Verdict.MET, Verdict.MISSED)]
        verdict = Verdict.NO_DATA if len(unknown) == total else combine(unknown, _ALL)
    seen = tuple(dict.fromkeys(one for part in parts for one in part.evidence))
    return Ruling(verdict, mask, seen, value, binding, reasons, detail)


def _in_words(court: Court, target: Target, due: Period | None) -> Ruling:
    stated = court.stated_verdict(target.id)
    if stated in (Verdict.NO_DATA, Verdict.NOT_DUE):
        ended = due is not None and court.record.day > due.end.toordinal()
        verdict = Verdict.NO_DATA if ended else Verdict.NOT_DUE
        when = ReasonCode.NO_DEADLINE if due is None else ReasonCode.DUE_AHEAD
        first = () if ended else (Reason(when),)
        return Ruling(verdict, 0, (), None, None, (*first, Reason(ReasonCode.NOT_STATED)))
    return Ruling(stated, 0, (), None, None, (Reason(ReasonCode.STATED),))
