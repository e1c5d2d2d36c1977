"""Carrying values over mergers (quy đổi số liệu theo sáp nhập): a unit's value from its predecessors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import attrs

from sotttt.errors import InvalidEntity, InvalidText, UnitMismatch
from sotttt.evaluation.evidence import Evidence, Record
from sotttt.evaluation.merging import CarryOutcome, Merged, Piece, merge
from sotttt.evaluation.policy import Policy
from sotttt.evaluation.reasons import Flag, Reason, ReasonCode, bits
from sotttt.evaluation.territory import WHOLE, Portion, heirs, portions
from sotttt.frozen import Entity, FrozenMap, several
from sotttt.metrics import CHANGE, Merge, Metric, Observation, Status
from sotttt.periods import Period, as_date
from sotttt.places import Places, Succession
from sotttt.ranges import Amount, Range
from sotttt.sources import Confidence, Source

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["Carried", "CarryOutcome", "CarryPart", "Carrying", "carry", "method_of"]

_PREFIX = "carried: "
_ALL_STATUSES = Policy(statuses=tuple(Status))
_CONFLICTING = bits(Flag.CONFLICTING)


@attrs.frozen(kw_only=True)
class CarryPart(Entity):
    """One predecessor in a carried value (phần hợp thành).

    Args:
        jurisdiction: id of the unit.
        observations: the observations that count for it; none where its value isn't known.
        value: the range that they leave its value in.
        share: which share of it passes on.
        steps: the successions that lead from it to the new unit.
    """

    jurisdiction: str
    observations: tuple[Observation, ...] = ()
    value: Range | None = None
    share: Range = WHOLE
    steps: tuple[Succession, ...] = ()


@attrs.frozen(kw_only=True)
class Carried(Entity):
    """What a metric says of a unit in a period, from the units before it (số liệu quy đổi).

    Args:
        metric: the metric.
        jurisdiction: id of the unit that exists on the day.
        period: the period that the values describe.
        dims: their disaggregation.
        rule: the rule of merging that the metric names.
        outcome: `exact`, `bounded`, `official_mean` or `refused`.
        parts: the predecessors, those without a value among them.
        reasons: why it is bounded or refused, and what else must be known of it.
        observation: the carried value as an observation; None where it is refused.
        rule_source: where the rule is laid down.
    """

    metric: Metric
    jurisdiction: str
    period: Period
    dims: FrozenMap
    rule: Merge
    outcome: CarryOutcome
    parts: tuple[CarryPart, ...]
    reasons: tuple[Reason, ...] = ()
    observation: Observation | None = None
    rule_source: Source | None = None

    @property
    def value(self) -> Range | None:
        """The range in which the value lies; None where it is refused."""
        return None if self.observation is None else self.observation.value

    @property
    def coverage(self) -> tuple[int, int]:
        """Of how many parts a value is known, and how many there are: k of n."""
        return sum(part.value is not None for part in self.parts), len(self.parts)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The observations of all parts."""
        return tuple(seen for part in self.parts for seen in part.observations)

    def has(self, code: ReasonCode | str) -> bool:
        """Whether the reason is among the reasons."""
        wanted = ReasonCode(code)
        return any(reason.code is wanted for reason in self.reasons)

    def explain(self, lang: str = "vi") -> str:
        """One sentence: the value, the rule, the parts and why.

        Args:
            lang: `vi` or `en`.
        """
        from sotttt.evaluation.carry_words import explain

        return explain(self, lang)

    def _repr_html_(self) -> str:
        from sotttt.evaluation.carry_words import html

        return html((self,))


@attrs.frozen(kw_only=True)
class Carrying(Entity):
    """All that came of carrying observations to a day.

    Args:
        to: the day.
        kept: the observations of units that are the same on that day, as they were given.
        carried: one result for each metric, unit, period and disaggregation.
        left: the observations that lead to no unit of that day, or that others replace, with the reason.
    """

    to: dt.date
    kept: tuple[Observation, ...] = ()
    carried: tuple[Carried, ...] = ()
    left: tuple[tuple[Observation, Reason], ...] = ()

    def __iter__(self) -> Iterator[Carried]:
        return iter(self.carried)

    def __len__(self) -> int:
        return len(self.carried)

    def __bool__(self) -> bool:
        return True

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All observations of units of that day: those kept and those carried, ready for `evaluate`."""
        made = (one.observation for one in self.carried)
        return (*self.kept, *(seen for seen in made if seen is not None))

    @property
    def refused(self) -> tuple[Carried, ...]:
        """What can't be carried, each with its reason."""
        return tuple(one for one in self.carried if one.outcome is CarryOutcome.REFUSED)

    def _repr_html_(self) -> str:
        from sotttt.evaluation.carry_words import html

        return html(self.carried)


class _Key(NamedTuple):
    """What is carried together: values of one series of one metric for one period."""

    metric: Metric
    period: Period
    dims: FrozenMap
    method: str | None


if TYPE_CHECKING:
    _Units: TypeAlias = dict[str, list[Observation]]


def method_of(seen: Observation) -> str | None:
    """The method by which a value was measured, before it was carried.

    >>> share = Metric(id="m", name="m", unit="%", better="higher", timing="point", scale="ratio")
    >>> seen = Observation(metric=share, jurisdiction="x", period="2024", value="= 5 %",
    ...                    method="carried: sum; survey")
    >>> method_of(seen)
    'survey'
    """
    method = seen.method
    if method is None or not method.startswith(_PREFIX):
        return method
    return method.partition("; ")[2] or None


class _Carrier:
    """One run of `carry`."""

    def __init__(
        self,
        observations: tuple[Observation, ...],
        to: dt.date,
        places: Places,
        weights: Mapping[str, str],
        sources: Mapping[str, Source],
        policy: Policy,
    ) -> None:
        self.to = to
        self.places = places
        self.weights = weights
        self.sources = sources
        self.record = Record((), dt.date.max, policy)
        self.groups: dict[_Key, _Units] = {}
        self.weighing: dict[tuple[str, Period, FrozenMap, str], list[Observation]] = {}
        self.left: dict[Observation, Reason] = {}
        self.kept: list[Observation] = []
        needed = set(weights.values())
        metrics: dict[str, Metric] = {}
        for seen in observations:
            metric = metrics.setdefault(seen.metric.id, seen.metric)
            if metric is not seen.metric and metric != seen.metric:
                raise InvalidEntity(
                    f"two metrics share the id {metric.id!r} and differ",
                    where="metric",
                    hint="give each its own id",
                )
            key = _Key(metric, seen.period, seen.dims, method_of(seen))
            self.groups.setdefault(key, {}).setdefault(seen.jurisdiction, []).append(seen)
            if metric.id in needed:
                which = (metric.id, seen.period, seen.dims, seen.jurisdiction)
                self.weighing.setdefault(which, []).append(seen)

    def run(self) -> Carrying:
        """Every group, carried."""
        carried = [one for key, units in self.groups.items() for one in self._group(key, units)]
        return Carrying(
            to=self.to,
            kept=tuple(self.kept),
            carried=tuple(carried),
            left=tuple(self.left.items()),
        )

    def _group(self, key: _Key, units: _Units) -> Iterator[Carried]:
        ends: dict[str, None] = {}
        for unit, seen in units.items():
            why = self._stuck(unit, key.period)
            if why is None:
                ends.update(dict.fromkeys(heirs(self.places, unit, self.to, key.period.end)))
            else:
                self.left.update(dict.fromkeys(seen, why))
        for end in ends:
            made = portions(self.places, end, self.to, key.period.end, units)
            used = {portion.unit for portion in made}
            if used == {end} and made[0].share == WHOLE:
                self.kept += units[end]
                self._replaced(end, units)
                continue
            yield from self._unit(key, end, made, units)

    def _stuck(self, unit: str, period: Period) -> Reason | None:
        place = self.places.get(unit)
        if place is None:
            return Reason(ReasonCode.UNKNOWN_PLACE, {"place": unit})
        start = place.valid.start
        if start is not None and self.to < start:
            return Reason(ReasonCode.PLACE_AHEAD, {"place": unit, "on": start.isoformat()})
        if not heirs(self.places, unit, self.to, period.end):
            return Reason(ReasonCode.NO_SUCCESSOR, {"place": unit})
        return None

    def _replaced(self, end: str, units: _Units) -> None:
        """Values of predecessors stand back where the unit has a value of its own."""
        why = Reason(ReasonCode.DIRECT_VALUE, {"place": end})
        for unit, seen in units.items():
            place = self.places.get(unit)
            if unit == end or place is None or place.valid.contains(self.to):
                continue
            if heirs(self.places, unit, self.to, dt.date.max) == (end,):
                self.left.update(dict.fromkeys(seen, why))

    def _unit(self, key: _Key, end: str, made: Sequence[Portion], units: _Units) -> Iterator[Carried]:
        """One result, or one for each publisher that covers all that is known."""
        known = [portion.unit for portion in made if portion.unit in units]
        if len(made) == 1 and made[0].share == WHOLE:
            yield from self._renamed(key, end, made[0], units[made[0].unit])
            return
        series: dict[str | None, set[str]] = {}
        for unit in known:
            for seen in units[unit]:
                series.setdefault(seen.series[0], set()).add(unit)
        whole = [name for name, found in series.items() if found == set(known)]
        if not whole:
            names = ", ".join(sorted(name or "-" for name in series))
            mixed = (Reason(ReasonCode.MIXED_SERIES, {"series": names}),)
            yield self._merged(key, end, made, {unit: units[unit] for unit in known}, mixed)
            return
        for name in whole:
            own = {unit: [seen for seen in units[unit] if seen.series[0] == name] for unit in known}
            yield self._merged(key, end, made, own, ())
        why = Reason(ReasonCode.MIXED_SERIES, {"series": ", ".join(sorted(name or "-" for name in whole))})
        rest = [seen for unit in known for seen in units[unit] if seen.series[0] not in whole]
        self.left.update(dict.fromkeys(rest, why))

    def _renamed(
        self, key: _Key, end: str, portion: Portion, seen: Sequence[Observation]
    ) -> Iterator[Carried]:
        """The same territory under another id: each value stays what it is, a rank too."""
        why = (Reason(ReasonCode.SAME_TERRITORY, {"place": portion.unit}),)
        for one in seen:
            yield Carried(
                metric=key.metric,
                jurisdiction=end,
                period=key.period,
                dims=key.dims,
                rule=key.metric.merge,
                outcome=CarryOutcome.EXACT,
                parts=(_part(portion, (one,), one.value),),
                reasons=why,
                observation=attrs.evolve(one, jurisdiction=end),
            )

    def _merged(
        self, key: _Key, end: str, made: Sequence[Portion], units: _Units, notes: tuple[Reason, ...]
    ) -> Carried:
        found: dict[str, Evidence] = {
            unit: self.record.versions(seen, due=True) for unit, seen in units.items()
        }
        parts = tuple(
            _part(portion, found[portion.unit].observations, found[portion.unit].value)
            if portion.unit in found
            else _part(portion, (), None)
            for portion in made
        )
        pieces = [
            Piece(part.value, self._weight(key, part), part.share) for part in parts if part.value is not None
        ]
        for unit, evidence in found.items():
            if evidence.mask & _CONFLICTING:
                notes = (*notes, Reason(ReasonCode.SOURCES_CONFLICT, {"place": unit}))
        result = self._result(key, pieces, len(parts) - len(pieces))
        seen = None if result.value is None else self._observation(key, end, parts, result)
        return Carried(
            metric=key.metric,
            jurisdiction=end,
            period=key.period,
            dims=key.dims,
            rule=key.metric.merge,
            outcome=result.outcome,
            parts=parts,
            reasons=(*result.reasons, *notes),
            observation=seen,
            rule_source=self.sources.get(key.metric.id),
        )

    def _result(self, key: _Key, pieces: Sequence[Piece], missing: int) -> Merged:
        if CHANGE in key.dims and key.metric.merge is not Merge.NONE:
            return Merged(None, CarryOutcome.REFUSED, (Reason(ReasonCode.STATED_CHANGE),))
        result = merge(key.metric, pieces, missing)
        domain = key.metric.domain
        if result.value is not None and domain is not None and result.value.is_disjoint(domain):
            return Merged(None, CarryOutcome.REFUSED, (Reason(ReasonCode.NO_RESULT),))
        return result

    def _weight(self, key: _Key, part: CarryPart) -> Range | None:
        """The weight of a part: the value of the metric that weighs, else its own denominator."""
        named = self.weights.get(key.metric.id)
        if named is not None:
            for dims in dict.fromkeys((key.dims, FrozenMap())):
                seen = self.weighing.get((named, key.period, dims, part.jurisdiction))
                if seen:
                    return self.record.versions(seen, due=True).value
            return None
        own = {one.of for one in part.observations}
        of = next(iter(own)) if len(own) == 1 else None
        return None if of is None else Range.of(of)

    def _observation(self, key: _Key, end: str, parts: Sequence[CarryPart], result: Merged) -> Observation:
        given = [seen for part in parts for seen in part.observations]
        # Of two known from one day, the one whose source states it.
        latest = max(given, key=lambda seen: (seen._known, seen.published is not None))
        rule = key.metric.merge.value
        names = ", ".join(part.jurisdiction for part in parts if part.value is not None)
        publishers = {seen.source.publisher if seen.source else None for seen in given}
        sure = {seen.source.confidence for seen in given if seen.source is not None}
        cutoffs = {seen.cutoff for seen in given}
        return Observation(
            metric=key.metric,
            jurisdiction=end,
            period=key.period,
            value=result.value,  # type: ignore[arg-type]  # the caller has a value
            of=_denominator(parts),
            status=max((seen for seen in given), key=lambda seen: seen._rank).status,
            published=latest.published,
            cutoff=cutoffs.pop() if len(cutoffs) == 1 else None,
            method=f"{_PREFIX}{rule}" + (f"; {key.method}" if key.method else ""),
            dims=key.dims,
            source=Source(
                title=f"Derived: carried from {names} by the rule {rule}",
                publisher=publishers.pop() if len(publishers) == 1 else None,
                confidence=max(sure, key=list(Confidence).index, default=Confidence.CONFIRMED),
            ),
            period_inferred=any(seen.period_inferred for seen in given),
        )


def _part(portion: Portion, seen: tuple[Observation, ...], value: Range | None) -> CarryPart:
    return CarryPart(
        jurisdiction=portion.unit, observations=seen, value=value, share=portion.share, steps=portion.steps
    )


def _denominator(parts: Sequence[CarryPart]) -> Amount | None:
    """The joint denominator, where each part has one and passes on whole."""
    total: Amount | None = None
    for part in parts:
        given = {seen.of for seen in part.observations}
        of = given.pop() if len(given) == 1 else None
        if of is None or part.share != WHOLE:
            return None
        try:
            total = of if total is None else total + of
        except UnitMismatch:
            return None
    return total


def _given(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    given = several(observations, "a list of observations")
    for seen in given:
        if not isinstance(seen, Observation):
            raise InvalidText(f"{seen!r:.60} stands among the observations", expected="an Observation")
    return given


def _named(value: Mapping[str, object], where: str, expected: str) -> None:
    if not isinstance(value, Mapping):
        raise InvalidText(f"{value!r:.60} is no mapping", where=where, expected=expected)


def carry(
    observations: Iterable[Observation],
    to: dt.date,
    *,
    places: Places,
    weights: Mapping[str, str] | None = None,
    sources: Mapping[str, Source] | None = None,
    policy: Policy | None = None,
) -> Carrying:
    """The values of the units of a day, from those of their predecessors (quy đổi số liệu theo sáp nhập).

    Each metric's own rule decides (`Metric.merge`). Sums are exact. A ratio follows from the denominators, or
    from the weights named here; without them it lies between the least and the greatest part. An unweighted
    mean is taken only where the metric says that its publisher does so. Ranks and grades are refused. Where a
    part is missing, a sum that can't be negative has a lower bound; all else is refused.

    Args:
        observations: the values, of units of any day.
        to: the day whose units are asked for.
        places: units through time and their successions.
        weights: for a metric's id, the id of the metric that weighs it, such as population; its values stand
            among the observations.
        sources: for a metric's id, where its rule of merging is laid down.
        policy: how hedged and rounded figures are read.

    Returns:
        A `Carrying`: what was carried with its parts, what stays as it is, and what leads nowhere.

    Raises:
        InvalidDate: `to` is no date.
        InvalidEntity: two metrics share an id and differ; more successions than can be followed.

    >>> from sotttt.places import Jurisdiction
    >>> places = Places(
    ...     [Jurisdiction(id=id, name=id, level="province", type="province", valid=valid) for id, valid in
    ...      [("a", "..2025-07-01"), ("b", "..2025-07-01"), ("c", "2025-07-01..")]],
    ...     [Succession(predecessor=id, successor="c", kind="merge", effective="2025-07-01") for id in "ab"])
    >>> phones = Metric(id="phones", name="Thuê bao", unit="subscription", better="higher", timing="point",
    ...                 scale="count", merge="sum")
    >>> seen = [Observation(metric=phones, jurisdiction=id, period="2024", value=f"= {value} subscription")
    ...         for id, value in [("a", 200), ("b", 300)]]
    >>> result = carry(seen, dt.date(2025, 7, 1), places=places)
    >>> [(one.jurisdiction, str(one.value), one.outcome.value, one.coverage) for one in result]
    [('c', '= 500 subscription', 'exact', (2, 2))]
    """
    day = as_date(to, "to")
    if not isinstance(places, Places):
        raise InvalidText(f"{places!r:.60} where places are due", where="places", expected="a Places")
    weighing, laid_down = weights or {}, sources or {}
    _named(weighing, "weights", "a mapping of metric ids such as {'internet-share': 'population'}")
    _named(laid_down, "sources", "a mapping of metric ids to sources")
    if policy is not None and not isinstance(policy, Policy):
        raise InvalidText(f"{policy!r:.60} is no policy", where="policy", expected="a Policy")
    return _Carrier(_given(observations), day, places, weighing, laid_down, policy or _ALL_STATUSES).run()
