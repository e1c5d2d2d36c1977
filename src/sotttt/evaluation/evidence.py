"""Which observations count for a target, and which range they leave the true value in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import NamedTuple

from sotttt.errors import InexactResult, InvalidEntity, InvalidPeriod, InvalidRange, InvalidText
from sotttt.evaluation.policy import HedgeReading, Policy
from sotttt.evaluation.reasons import Flag, Reason, ReasonCode, bits
from sotttt.frozen import several
from sotttt.metrics import Metric, Observation, Status, Timing
from sotttt.periods import Frequency, Period, PeriodKind, editions
from sotttt.ranges import Amount, Hedge, Range

__all__ = ["Evidence", "Record", "Window"]


class Evidence(NamedTuple):
    """What the chosen observations say together."""

    value: Range
    observations: tuple[Observation, ...]
    mask: int
    due: bool
    partial: tuple[int, int] | None = None


class Window(NamedTuple):
    """Where evidence is looked for."""

    start: int
    due: Period | None
    end: int
    method: str | None = None


_MARKS = {Status.ESTIMATED: bits(Flag.ESTIMATED), Status.PRELIMINARY: bits(Flag.PROVISIONAL)}
_UNDATED, _INFERRED, _HEDGED = bits(Flag.UNDATED), bits(Flag.PERIOD_INFERRED), bits(Flag.HEDGED)
_CONFLICTING, _ASSEMBLED, _PARTIAL = bits(Flag.CONFLICTING), bits(Flag.ASSEMBLED), bits(Flag.PARTIAL)


class Record:
    """The observations that are known and accepted, by metric, place and disaggregation."""

    def __init__(self, observations: Iterable[Observation], as_of: dt.date, policy: Policy) -> None:
        self.day = as_of.toordinal()
        self.policy = policy
        given = observations
        self._all = given if isinstance(given, Sequence) else several(given, "a list of observations")
        self._index: _Index | None = None
        self.plain = policy.as_stored
        self.buckets: dict[str, list[Observation]] = {}
        buckets, day = self.buckets, self.day
        accepted = tuple(status in policy.statuses for status in Status)
        try:
            for seen in self._all:
                if seen._known <= day and accepted[seen._rank]:
                    bucket = buckets.get(seen._key)
                    if bucket is None:
                        buckets[seen._key] = [seen]
                    else:
                        bucket.append(seen)
        except AttributeError:
            raise InvalidText(f"{seen!r} stands among the observations", expected="an Observation") from None

    def bucket(self, key: str, metric: Metric) -> list[Observation]:
        """The known observations of a series, checked to be of that very metric."""
        found = self.buckets.get(key)
        if found is None:
            return []
        for seen in found:
            if seen.metric is not metric and seen.metric != metric:
                raise InvalidEntity(
                    f"two metrics share the id {metric.id!r} and differ",
                    where="metric",
                    hint="give each its own id",
                )
        return found

    def reading(self, seen: Observation) -> Range:
        """The range of one observation under the policy."""
        if self.plain or seen.figure is None:
            return seen.value
        return seen.figure.observed(hedge=self.policy.hedge.value, precision=self.policy.precision.value)

    def marks(self, seen: Observation) -> int:
        """The flag bits that one observation brings."""
        mask = _MARKS.get(seen.status, 0)
        if seen.published is None:
            mask |= _UNDATED
        if seen.period_inferred:
            mask |= _INFERRED
        figure = seen.figure
        if figure is not None and figure.hedge is not Hedge.NONE and self.policy.hedge is HedgeReading.WIDTH:
            mask |= _HEDGED
        return mask

    def versions(self, rivals: Sequence[Observation], *, due: bool) -> Evidence:
        """Settle several observations of one period: series by series, then against each other."""
        series: dict[tuple[str | None, str | None], list[Observation]] = {}
        for seen in rivals:
            series.setdefault(seen.series, []).append(seen)
        standing = [seen for members in series.values() for seen in _latest(members)]
        if len(standing) > 1:
            standing.sort(key=_order)
        readings = [self.reading(seen) for seen in standing]
        mask = 0
        if len(readings) > 1 and _apart(readings):
            value, kept = _hull(readings, standing[0].metric), standing
            mask |= _CONFLICTING
        else:
            place = min(range(len(readings)), key=lambda place: _width(readings[place]))
            value, kept = readings[place], [standing[place]]
        for seen in kept:
            mask |= self.marks(seen)
        return Evidence(value, tuple(kept), mask, due)

    def select(
        self, bucket: Sequence[Observation], metric: Metric, window: Window
    ) -> tuple[Evidence | None, bool]:
        """The evidence that decides, and whether later evidence exists.

        Due evidence where it is known; else the latest, or a partial sum where that says more.
        """
        method, start, end = window.method, window.start, window.end
        if method is not None:
            bucket = [seen for seen in bucket if seen.method == method]
        top, late = start - 1, False
        rivals: list[Observation] = []
        for seen in bucket:
            last = seen._end
            if last > end:
                late = True
            elif last > top:
                top, rivals = last, [seen]
            elif last == top and rivals:
                rivals.append(seen)
        if not rivals:
            return None, late
        if window.due is None:
            return self.versions(longest(rivals), due=False), late
        if metric.timing is Timing.PERIOD:
            return self._flow(bucket, metric, window.due, rivals), late
        due = top == end or (
            metric.frequency is not None and top >= answering(metric.frequency, window.due).end.toordinal()
        )
        if len(rivals) == 1:
            seen = rivals[0]
            return Evidence(self.reading(seen), (seen,), self.marks(seen), due), late
        return self.versions(longest(rivals), due=due), late

    def _flow(
        self, bucket: Sequence[Observation], metric: Metric, due: Period, rivals: list[Observation]
    ) -> Evidence:
        wanted = answering(metric.frequency, due)
        for period in dict.fromkeys((due, wanted)):
            direct = [seen for seen in bucket if seen.period == period]
            if direct:
                return self.versions(direct, due=True)
        if metric.additive:
            summed = self._assemble(bucket, metric, wanted)
            if summed is not None:
                return summed
        return self.versions(longest(rivals), due=False)

    def _assemble(self, bucket: Sequence[Observation], metric: Metric, wanted: Period) -> Evidence | None:
        inside: dict[Period, list[Observation]] = {}
        for seen in bucket:
            if wanted.contains(seen.period):
                inside.setdefault(seen.period, []).append(seen)
        parts = _cover(list(inside))
        if not parts:
            return None
        settled = [self.versions(inside[period], due=False) for period in parts]
        value, mask = settled[0].value, _ASSEMBLED
        try:
            for part in settled[1:]:
                value = value + part.value
        except (InexactResult, InvalidRange):
            return None
        for part in settled:
            mask |= part.mask
        observations = tuple(seen for part in settled for seen in part.observations)
        if sum(period.days for period in parts) == wanted.days:
            return Evidence(value, observations, mask, due=True)
        if not metric.non_negative or value.low is None:
            return None
        mask = (mask & ~_ASSEMBLED) | _PARTIAL
        least = Range(value.low, None, low_open=value.low_open)
        return Evidence(least, observations, mask, due=False, partial=_known_parts(parts, wanted))

    def history(self, bucket: Sequence[Observation], window: Window) -> tuple[Evidence, ...]:
        """What was known for each period end in the window, in order."""
        ends: dict[int, list[Observation]] = {}
        for seen in bucket:
            if window.start <= seen._end <= window.end and (
                window.method is None or seen.method == window.method
            ):
                ends.setdefault(seen._end, []).append(seen)
        return tuple(self.versions(longest(ends[end]), due=False) for end in sorted(ends))

    def why_none(self, metric: Metric, jurisdiction: str, key: str, window: Window) -> Reason:
        """Which test left nothing: the first that no observation passed."""
        if self._index is None:
            self._index = _indexed(self._all)
        index = self._index
        for code, name, known in (
            (ReasonCode.NO_METRIC, metric.id, index.metrics),
            (ReasonCode.NO_PLACE, (metric.id, jurisdiction), index.places),
            (ReasonCode.NO_DIMS, key, index.keys),
        ):
            if name not in known:
                return Reason(code)
        left = index.keys[key]
        tests = (
            (ReasonCode.NOT_ACCEPTED, lambda seen: seen.status in self.policy.statuses),
            (ReasonCode.NOT_PUBLISHED, lambda seen: seen._known <= self.day),
            (ReasonCode.NO_METHOD, lambda seen: window.method is None or seen.method == window.method),
            (ReasonCode.BEFORE_START, lambda seen: seen._end >= window.start),
        )
        for code, passes in tests:
            left = [seen for seen in left if passes(seen)]
            if not left:
                return Reason(code)
        return Reason(ReasonCode.ONLY_LATE)


class _Index(NamedTuple):
    """Every observation given, known or not, for the reason why a target has none."""

    metrics: set[str]
    places: set[tuple[str, str]]
    keys: dict[str, list[Observation]]


def _indexed(observations: Iterable[Observation]) -> _Index:
    index = _Index(set(), set(), {})
    for seen in observations:
        index.metrics.add(seen.metric.id)
        index.places.add((seen.metric.id, seen.jurisdiction))
        index.keys.setdefault(seen._key, []).append(seen)
    return index


def _apart(readings: list[Range]) -> bool:
    """Whether some two are disjoint: then so are the one that starts last and the one that ends first."""
    first, last = readings[0], readings[0]
    for one in readings[1:]:
        if one._lo is not None and (
            first._lo is None or (one._lo, one.low_open) > (first._lo, first.low_open)
        ):
            first = one
        if one._hi is not None and (
            last._hi is None or (one._hi, not one.high_open) < (last._hi, not last.high_open)
        ):
            last = one
    return first.is_disjoint(last)


def _hull(readings: list[Range], metric: Metric) -> Range:
    """The smallest range that holds them all; where it has no end, all that the metric can be."""
    value = readings[0]
    try:
        for other in readings[1:]:
            value = value.hull(other)
    except InvalidRange:
        return metric.domain or Range.at_least(Amount("-1E+60", value.unit))
    return value


def _latest(members: list[Observation]) -> list[Observation]:
    if len(members) == 1:
        return members
    best = min(seen._rank for seen in members)
    ranked = [seen for seen in members if seen._rank == best]
    newest = max(seen._known for seen in ranked)
    return [seen for seen in ranked if seen._known == newest]


def longest(rivals: list[Observation]) -> list[Observation]:
    """Of observations with one period end, those of the longest period."""
    if len(rivals) == 1:
        return rivals
    start = min(seen.period.start for seen in rivals)
    return [seen for seen in rivals if seen.period.start == start]


def _order(seen: Observation) -> tuple[object, ...]:
    """An order of rivals that doesn't depend on the order in which they were given."""
    rest = (seen.published is None, repr(seen.figure), repr(seen.source), str(seen.of), str(seen.cutoff))
    return (seen._rank, -seen._known, str(seen.series), str(seen.value), *rest, seen.period_inferred)


def _width(value: Range) -> tuple[int, Fraction]:
    if value._lo is None or value._hi is None:
        return (1, Fraction(0))
    return (0, Fraction(value._hi) - Fraction(value._lo))


def answering(frequency: Frequency | None, due: Period) -> Period:
    """The period whose value answers for the due period: itself, or the last edition by its end."""
    if frequency is None or due.end.year < 5:
        return due
    around = Period(dt.date(due.end.year - 4, 1, 1), dt.date(due.end.year, 12, 31))
    by_then = [edition for edition in editions(frequency, around) if edition.end <= due.end]
    last = max(by_then, key=lambda edition: edition.end, default=due)
    return due if last.end == due.end else last


def _cover(periods: list[Period]) -> list[Period]:
    """Periods without overlap that cover most days; of equal covers the one with fewer parts."""
    from bisect import bisect_left

    ordered = sorted(periods, key=lambda period: (period.end, period.start))
    ends = [period.end for period in ordered]
    #: For the first so many periods: days covered, parts (negative), the last part, the cover before it.
    best: list[tuple[int, int, int, int]] = [(0, 0, -1, 0)]
    for place, period in enumerate(ordered):
        before = bisect_left(ends, period.start, 0, place)
        days, minus = best[before][0] + period.days, best[before][1] - 1
        best.append((days, minus, place, before) if (days, minus) > best[-1][:2] else best[-1])
    parts = []
    _, _, place, before = best[-1]
    while place >= 0:
        parts.append(ordered[place])
        _, _, place, before = best[before]
    return parts[::-1]


def _known_parts(parts: list[Period], wanted: Period) -> tuple[int, int]:
    kinds = {period.kind for period in parts}
    if len(kinds) == 1:
        (kind,) = kinds
        if kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR):
            with suppress(InvalidPeriod):
                return len(parts), len(wanted.children(kind))
    return sum(period.days for period in parts), wanted.days
