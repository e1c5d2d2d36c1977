"""One requirement, one body of evidence, one verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from sotttt.evaluation.evidence import Evidence, Record, Window, longest
from sotttt.evaluation.finding import Detail, Finding, Setting
from sotttt.evaluation.pace import line
from sotttt.evaluation.policy import Late
from sotttt.evaluation.reasons import Flag, Reason, ReasonCode, bits
from sotttt.metrics import Better, Metric, Observation, Verdict
from sotttt.periods import Period
from sotttt.plans.targets import Hold, Target, goal_of
from sotttt.ranges import Range

__all__ = ["Case", "Ruling", "exceeds", "settle", "weigh"]

_FAR = dt.date.max.toordinal()
_INSIDE = (Reason(ReasonCode.INSIDE),)
_OUTSIDE = (Reason(ReasonCode.OUTSIDE),)
_OVERLAPS = (Reason(ReasonCode.OVERLAPS),)
_NO_DEADLINE = Reason(ReasonCode.NO_DEADLINE)
_EARLY, _EXCEEDED, _LATE, _LOST = bits(Flag.EARLY), bits(Flag.EXCEEDED), bits(Flag.LATE), bits(Flag.LOST)


class Case(NamedTuple):
    """A requirement in ranges: met inside `inner`, missed outside `outer`.

    The two differ where the base of a change is itself a range.
    """

    target: Target
    metric: Metric
    key: str
    inner: Range | None
    outer: Range
    wanted: Range
    window: Window
    hold: Hold = Hold.BY


class Ruling(NamedTuple):
    """A verdict and what it rests on, before it becomes a finding."""

    verdict: Verdict
    mask: int
    observations: tuple[Observation, ...]
    value: Range | None
    requirement: Range | None
    reasons: tuple[Reason, ...]
    detail: Detail | None = None


def exceeds(value: Range, wanted: Range, better: Better, *, two_sided: bool) -> bool:
    """Whether all evidence lies strictly beyond the better end of a point, a range or a `>=`.

    Limits (`<=`, `<`), strict bounds and groups of ranks are met or not, never exceeded.

    >>> exceeds(Range.parse("= 7.02 %"), Range.parse("[6.6, 6.8] %"), Better.HIGHER, two_sided=False)
    True
    >>> exceeds(Range.parse("= 3.1 %"), Range.parse("< 4 %"), Better.LOWER, two_sided=False)
    False
    """
    if two_sided or better is Better.NEUTRAL:
        return False
    if better is Better.HIGHER:
        end, opened = (wanted._lo, wanted.low_open) if wanted._hi is None else (wanted._hi, wanted.high_open)
        if end is None or opened or value._lo is None:
            return False
        return bool(value._lo > end or (value.low_open and value._lo == end))
    if wanted._lo is None or wanted._hi is None or wanted.low_open or value._hi is None:
        return False
    return bool(value._hi < wanted._lo or (value.high_open and value._hi == wanted._lo))


def settle(record: Record, target: Target, setting: Setting) -> Finding | None:  # noqa: C901  # one loop, no calls: it is the hot path
    """The finding of a plain target with one observation that ends with the due period; None for all else.

    It gives what `weigh` gives, at a third of the cost: most targets of most evaluations end here.
    """
    bucket = record.buckets.get(target._key)
    binding, due = target.binding, target._due
    if bucket is None or binding is None or not record.plain:
        return None
    metric, best, mask = target.metric, None, 0
    for seen in bucket:
        if seen.metric is not metric:
            return None
        if seen._end == due:
            if best is not None:
                return None
            best = seen
        elif seen._end > due:
            mask = _LATE
    if best is None:
        return None
    value = best.value
    if best._marked:
        mask |= record.marks(best)
    if value.within(binding):
        if best._known <= due:
            mask |= _EARLY
        if exceeds(value, target.requirement, metric.better, two_sided=target.two_sided):  # type: ignore[arg-type]  # a plain target has a range
            mask |= _EXCEEDED
        return Finding(target, Verdict.MET, mask, (best,), value, binding, _INSIDE, setting)
    if record.day <= due or any(seen._end < due and seen.value.within(binding) for seen in bucket):
        return None
    verdict, reasons = (
        (Verdict.MISSED, _OUTSIDE) if value.is_disjoint(binding) else (Verdict.UNDECIDED, _OVERLAPS)
    )
    return Finding(target, verdict, mask, (best,), value, binding, reasons, setting)


def weigh(record: Record, case: Case) -> Ruling:
    """Judge one requirement on the record."""
    window, metric = case.window, case.metric
    bucket = record.bucket(case.key, metric)
    found, late = record.select(bucket, metric, window)
    ended = window.due is not None and record.day > window.end
    if late and ended and record.policy.late is Late.JUDGE and not _decides(case, found):
        found = _first_late(record, bucket, window)
    mask = _LATE if late else 0
    if found is None:
        return _without(record, case, mask, ended=ended)
    value = found.value
    mask |= found.mask
    inside = case.inner is not None and value.within(case.inner)
    if inside and _counts(case, found):
        if window.due is not None and all(seen._known <= window.end for seen in found.observations):
            mask |= _EARLY
        if exceeds(value, case.wanted, metric.better, two_sided=case.target.two_sided):
            mask |= _EXCEEDED
        detail = Detail(partial=found.partial) if found.partial else None
        return Ruling(Verdict.MET, mask, found.observations, value, case.outer, _INSIDE, detail)
    return _not_met(record, case, found, mask, bucket, ended=ended, inside=inside)


def _counts(case: Case, found: Evidence) -> bool:
    """Whether evidence inside the requirement meets it: due, a partial sum, or early what can be reached."""
    return found.due or found.partial is not None or (case.hold is Hold.BY and case.metric.reachable)


def _decides(case: Case, found: Evidence | None) -> bool:
    """Whether evidence by the due date decides, so that later evidence need not."""
    if found is None or found.due:
        return found is not None
    if found.partial is not None and found.value.is_disjoint(case.outer):
        return True
    return _counts(case, found) and case.inner is not None and found.value.within(case.inner)


def _first_late(record: Record, bucket: list[Observation], window: Window) -> Evidence:
    later = [seen for seen in bucket if seen._end > window.end and window.method in (None, seen.method)]
    first = min(seen._end for seen in later)
    return record.versions(longest([seen for seen in later if seen._end == first]), due=True)


def _without(record: Record, case: Case, mask: int, *, ended: bool) -> Ruling:
    window = case.window
    why = record.why_none(case.metric, case.key.split("\n")[1], case.key, window)
    if ended:
        return Ruling(Verdict.NO_DATA, mask, (), None, case.outer, (why,))
    when = Reason(ReasonCode.DUE_AHEAD) if window.due is not None else _NO_DEADLINE
    return Ruling(Verdict.NOT_DUE, mask, (), None, case.outer, (when, why))


def _not_met(
    record: Record,
    case: Case,
    found: Evidence,
    mask: int,
    bucket: list[Observation],
    *,
    ended: bool,
    inside: bool,
) -> Ruling:
    value, window = found.value, case.window
    disjoint = value.is_disjoint(case.outer)
    history = _lost(record, case, found, bucket) if disjoint else ()
    if history:
        mask |= _LOST
    detail: dict[str, object] = {"history": history, "partial": found.partial}
    verdict, reasons = _pending(found, window, ended=ended, disjoint=disjoint)
    if verdict is None:
        verdict, reasons, baseline = _ahead(record, case, found, inside=inside)
        detail["baseline"] = baseline
        if reasons[-1].code is ReasonCode.DUE_AHEAD:
            verdict, reasons, detail["pace"] = _on_pace(record, case, found, bucket, baseline)
    kept = {name: part for name, part in detail.items() if part}
    made = Detail(**kept) if kept else None  # type: ignore[arg-type]  # the names above are its fields
    return Ruling(verdict, mask, found.observations, value, case.outer, reasons, made)


def _pending(
    found: Evidence, window: Window, *, ended: bool, disjoint: bool
) -> tuple[Verdict | None, tuple[Reason, ...]]:
    if found.partial is not None and disjoint:
        return Verdict.MISSED, (*_OUTSIDE, _part(found.partial))
    if ended:
        if found.due:
            return (Verdict.MISSED, _OUTSIDE) if disjoint else (Verdict.UNDECIDED, _OVERLAPS)
        last = Reason(ReasonCode.LAST_KNOWN, {"period": str(found.observations[-1].period)})
        return Verdict.AWAITING, (last,) if found.partial is None else (last, _part(found.partial))
    if window.due is None:
        return Verdict.NOT_DUE, (_NO_DEADLINE,)
    return None, ()


def _part(partial: tuple[int, int]) -> Reason:
    return Reason(ReasonCode.PARTIAL_SUM, {"known": str(partial[0]), "of": str(partial[1])})


def _lost(
    record: Record, case: Case, found: Evidence, bucket: list[Observation]
) -> tuple[tuple[Period, Range], ...]:
    """What was known before, where some of it met the requirement."""
    inner, last = case.inner, min(seen._end for seen in found.observations)
    if case.metric.additive and case.window.due is not None:
        # The sum of a part of a period is no value of a period: only periods of the due one's kind compare.
        kind = case.window.due.kind
        bucket = [seen for seen in bucket if seen.period.kind is kind]
    if inner is None or not any(seen._end < last and record.reading(seen).within(inner) for seen in bucket):
        return ()
    window = case.window._replace(end=last - 1)
    before = record.history(bucket, window)
    if not any(seen.value.within(inner) for seen in before):
        return ()
    return tuple((seen.observations[-1].period, seen.value) for seen in before)


def _ahead(
    record: Record, case: Case, found: Evidence, *, inside: bool
) -> tuple[Verdict, tuple[Reason, ...], tuple[Period, Range] | None]:
    """Before the due date: inside now, or set against the path."""
    base = _base_of(record, case)
    baseline = None if base is None or _broken(base, found) else base.point
    if inside:
        return Verdict.ON_TRACK, (Reason(ReasonCode.INSIDE_NOW),), baseline
    ahead = Reason(ReasonCode.DUE_AHEAD)
    if found.partial is not None:
        return Verdict.NOT_DUE, (ahead, _part(found.partial)), baseline
    return Verdict.NOT_DUE, (ahead,), baseline


def _on_pace(
    record: Record,
    case: Case,
    found: Evidence,
    bucket: list[Observation],
    baseline: tuple[Period, Range] | None,
) -> tuple[Verdict, tuple[Reason, ...], tuple[tuple[str, str], ...]]:
    """Set against the straight path, or rated by the method that the policy names."""
    due = case.window.due
    if record.policy.pace == line.FORMULA or due is None or case.metric is not case.target.metric:
        verdict, reasons = _on_line(record, case, found, baseline)
        return verdict, reasons, ()
    from sotttt.evaluation.pace.applied import standing

    last = found.observations[-1]._end
    history = (*record.history(bucket, case.window._replace(start=0, end=last - 1)), found)
    made = standing(record.policy.pace, case.target, case.outer, due, history, baseline)
    ahead = (Reason(ReasonCode.DUE_AHEAD),) if made.verdict is Verdict.NOT_DUE else ()
    return made.verdict, (*ahead, made.reason), made.trace


def _on_line(
    record: Record, case: Case, found: Evidence, baseline: tuple[Period, Range] | None
) -> tuple[Verdict, tuple[Reason, ...]]:
    ahead, goal = Reason(ReasonCode.DUE_AHEAD), goal_of(case.outer, case.metric)
    if baseline is None or goal is None or case.window.due is None:
        broken = baseline is None and _base_of(record, case) is not None
        code = ReasonCode.BREAK_IN_SERIES if broken else ReasonCode.NO_BASELINE
        return Verdict.NOT_DUE, (ahead, Reason(code))
    last = found.observations[-1]
    wanted = line.path(baseline, goal, case.window.due, last.period.end, record.policy.on_track)
    if wanted is None or last.period.end <= baseline[0].end:
        return Verdict.NOT_DUE, (ahead, Reason(ReasonCode.NO_BASELINE))
    standing = line.judge(found.value, wanted, case.metric.better)
    if standing is None:
        return Verdict.NOT_DUE, (ahead, Reason(ReasonCode.PATH_OVERLAPS))
    if standing:
        return Verdict.ON_TRACK, (Reason(ReasonCode.AHEAD_OF_PATH),)
    return Verdict.BEHIND, (Reason(ReasonCode.BEHIND_PATH),)


class _Base(NamedTuple):
    """Where progress is counted from, and the observations that say so."""

    point: tuple[Period, Range]
    observations: tuple[Observation, ...]


def _base_of(record: Record, case: Case) -> _Base | None:
    """The point from which progress is counted, as known on the day; another metric has none."""
    target = case.target
    base = target.baseline
    if base is None or case.metric is not target.metric:
        return None
    if isinstance(base, Observation):
        return _Base((base.period, base.point), (base,)) if base._known <= record.day else None
    found = at(record, target._key, target.metric, base, target.method)
    if found is None:
        return None
    point = found.observations[0].point if len(found.observations) == 1 else found.value
    return _Base((base, point), found.observations)


def _broken(base: _Base, found: Evidence) -> bool:
    """Whether the method that is stated changed between the baseline and a value."""
    said = {seen.method for seen in (*base.observations, *found.observations)} - {None}
    return len(said) > 1


def at(
    record: Record, key: str, metric: Metric, period: Period, method: str | None = None
) -> Evidence | None:
    """The evidence that answers for exactly that period, or None."""
    window = Window(0, period, period.end.toordinal(), method)
    found, _ = record.select(record.bucket(key, metric), metric, window)
    return found if found is not None and found.due else None


def window_of(target: Target, due: Period | None) -> Window:
    """Where the target looks for evidence."""
    start = target.start.start.toordinal() if target.start is not None else 0
    return Window(start, due, due.end.toordinal() if due is not None else _FAR, target.method)


def case_of(target: Target, wanted: Range, binding: Range, due: Period | None, hold: Hold = Hold.BY) -> Case:
    """The case of a plain range for the target's own metric."""
    return Case(target, target.metric, target._key, binding, binding, wanted, window_of(target, due), hold)


def unite(values: Iterable[int]) -> int:
    """All the bits of several masks."""
    mask = 0
    for value in values:
        mask |= value
    return mask
