"""`score`: the total of an index for one unit, with what each part brings to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sotttt.errors import (
    InexactNumber,
    InvalidAmount,
    InvalidText,
    MissingField,
    NotFound,
    SottttError,
    nearest,
)
from sotttt.evaluation.indices.definition import CoverageBy, IndexDefinition, IndexNode
from sotttt.evaluation.indices.result import (
    IndexFlag,
    IndexReason,
    IndexReasonCode,
    IndexScore,
    NodeScore,
    NodeState,
)
from sotttt.evaluation.indices.rules import RuleKind
from sotttt.evaluation.indices.values import Given, Missing, fraction, place_of, spread
from sotttt.evaluation.policy import Precision
from sotttt.ranges.intervals import End, Interval

__all__ = ["exact_totals", "score", "score_all"]

_ZERO, _ONE = Fraction(0), Fraction(1)
_NOTHING = Interval(End(_ZERO), End(_ZERO))
_ANYTHING = Interval(End(_ZERO), End(_ONE))

Peers = Mapping[str, tuple[Fraction, ...]]


class _Part(NamedTuple):
    """A node as it was scored: the shares reached, and what they can be with all that is missing."""

    node: IndexNode
    state: NodeState
    value: Interval | None
    possible: Interval
    parts: tuple[_Part, ...] = ()
    weights: tuple[Fraction, ...] = ()


class _Desk:
    """What the parts of one scoring share."""

    def __init__(
        self, values: Mapping[str, Given], peers: Peers, digits: int | None, *, rounded: bool
    ) -> None:
        self.values, self.peers, self.digits, self.rounded = values, peers, digits, rounded
        self.reasons: list[IndexReason] = []
        self.flags: set[IndexFlag] = set()

    def reach(self, node: IndexNode) -> Interval | None:
        """The shares that a given value reaches; None where it is missing."""
        given = self.values.get(node.id)
        if given is None or isinstance(given, Missing):
            return None
        try:
            return node.rule.apply(self._numbers(node, given), self.peers.get(node.id, ()))
        except SottttError as fault:
            raise fault.at(node.id) from None

    def _numbers(self, node: IndexNode, given: Given) -> Interval:
        if node.rule.kind is RuleKind.YES_NO:
            number = fraction(int(given) if isinstance(given, bool) else given)  # type: ignore[arg-type]  # refused there
            return Interval(End(number), End(number))
        if isinstance(given, (bool, float)):
            raise InexactNumber(f"the {type(given).__name__} {given} is no exact number")
        digits = self.digits
        if digits is None and node.digits is not None:
            digits = max(node.digits, place_of(given) or 0)
        found = spread(given, node.value_unit, digits, rounded=self.rounded)
        bounds = node.rule.bounds()
        if self.rounded and bounds is not None:
            found = _within(found, *bounds)
        return found


def _within(found: Interval, least: Fraction, most: Fraction) -> Interval:
    """A rounding interval without what can't be: fewer points than none, more than all."""
    low, high = found
    if low.value is not None and low.value < least <= (high.value or least):
        low = End(least)
    if high.value is not None and high.value > most >= (low.value or most):
        high = End(most)
    return Interval(low, high)


def _scored(node: IndexNode, desk: _Desk) -> _Part:
    found = desk.reach(node)
    parts = tuple(_scored(part, desk) for part in node.parts)
    if not node.scored:
        return _Part(node, NodeState.UNSCORED, found, _NOTHING, parts)
    if found is not None:
        if any(part.value is not None for part in parts):
            desk.flags.add(IndexFlag.GROUP_GIVEN)
        return _Part(node, NodeState.GIVEN, found, found, parts)
    if not parts:
        missing = desk.values.get(node.id)
        away = missing is Missing.NOT_APPLICABLE
        if not away:
            why = missing.value if isinstance(missing, Missing) else Missing.NOT_COLLECTED.value
            desk.reasons.append(IndexReason(code="missing", node=node.id, detail=why))
        return _Part(node, NodeState.NOT_APPLICABLE if away else NodeState.MISSING, None, _ANYTHING)
    return _group(node, parts, desk)


def _group(node: IndexNode, parts: tuple[_Part, ...], desk: _Desk) -> _Part:
    """A group from its parts: refused without weights or coverage, else re-scaled over what is measured."""
    counted = [part for part in parts if part.state not in (NodeState.UNSCORED, NodeState.NOT_APPLICABLE)]
    weights = node.relative_weights([part.node for part in counted])
    if weights is None:
        desk.reasons.append(IndexReason(code="weight_unknown", node=node.id))
        return _Part(node, NodeState.REFUSED, None, _ANYTHING, parts)
    here = [part for part in counted if part.value is not None]
    size = _size(node, here, counted)
    own = node.relative_weights([part.node for part in here]) or ()
    if not any(own) or size < node.need:
        if node.need < 1:
            detail = f"{size} < {node.need}"
            desk.reasons.append(IndexReason(code="below_coverage", node=node.id, detail=detail))
        possible = _mean(node, weights, [part.possible for part in counted]) if counted else _ANYTHING
        return _Part(node, NodeState.MISSING, None, possible, parts)
    if len(here) < len(counted):
        desk.flags.add(IndexFlag.RESCALED)
    found = _mean(node, own, [part.value or _NOTHING for part in here])
    places = {part.node.id: weight for part, weight in zip(here, own, strict=True)}
    return _Part(
        node, NodeState.COMPUTED, found, found, parts, tuple(places.get(p.node.id, _ZERO) for p in parts)
    )


def _size(node: IndexNode, here: list[_Part], counted: list[_Part]) -> Fraction:
    """What part of a group is measured, by count or by weight."""
    if node.need_by is CoverageBy.COUNT or not node.mean.weighted:
        return Fraction(len(here), max(1, len(counted)))
    whole = sum((part.node.weight or _ZERO for part in counted), _ZERO)
    part = sum((one.node.weight or _ZERO for one in here), _ZERO)
    return part / whole if whole else _ZERO


def _mean(node: IndexNode, weights: Sequence[Fraction], values: list[Interval]) -> Interval:
    low = node.mean.end([one.low for one in values], weights, high=False)
    if all(one.low == one.high for one in values):
        high = low
    else:
        high = node.mean.end([one.high for one in values], weights, high=True)
    if node.mean.weighted:
        return Interval(low, high)
    if (low.value or 0) > 1:
        raise InvalidAmount("more points than the full score", where=node.id)
    return Interval(low, min(high, End(_ONE), key=lambda end: end.value or _ZERO))


def _rows(
    part: _Part, parent: str | None, weight: Fraction | None, brings: tuple[Fraction, Fraction] | None
) -> list[NodeScore]:
    """A node and all below it; what a group brings is parted among its parts."""
    rows = [
        NodeScore(
            id=part.node.id,
            parent=parent,
            state=part.state,
            value=part.value,
            weight=weight,
            contribution=brings,
        )
    ]
    at_low = at_high = (_ZERO,) * len(part.parts)
    split = part.state is NodeState.COMPUTED and brings is not None
    if split:
        at_low = part.node.mean.shares(_ends(part, high=False), part.weights)
        at_high = part.node.mean.shares(_ends(part, high=True), part.weights)
    for place, one in enumerate(part.parts):
        given = None
        if split and brings is not None and one.value is not None and one.state is not NodeState.UNSCORED:
            given = (brings[0] * at_low[place], brings[1] * at_high[place])
        below = None
        if weight is not None and part.weights and part.node.mean.weighted:
            below = weight * part.weights[place]
        rows += _rows(one, part.node.id, below, given)
    return rows


def _ends(part: _Part, *, high: bool) -> list[Fraction]:
    ends = [(one.value or _NOTHING)[int(high)] for one in part.parts]
    return [Fraction(end.value or 0) for end in ends]


def _times(found: Interval, by: Fraction) -> Interval:
    low, high = found
    return Interval(
        End(Fraction(low.value or 0) * by, low.open), End(Fraction(high.value or 0) * by, high.open)
    )


def _check_names(definition: IndexDefinition, values: Mapping[str, Given], where: str) -> None:
    if not isinstance(values, Mapping):
        raise InvalidText(f"{values!r:.60} is no mapping", where=where, expected="values by node id")
    names = [node.id for node in definition.nodes]
    for name in values:
        if name not in names:
            raise NotFound(
                f"{definition.id} has no node {name!r:.60}", where=where, hint=nearest(str(name), names)
            )


def score(
    definition: IndexDefinition,
    values: Mapping[str, Given],
    *,
    self_assessed: Mapping[str, Given] | None = None,
    precision: Precision | str = Precision.EXACT,
    digits: int | None = None,
    peers: Mapping[str, Iterable[int | str | Decimal | Fraction]] | None = None,
) -> IndexScore:
    """The total of one unit and what each part brings to it (chấm điểm).

    A group may be given its own value, as published; else it is made of its parts. What is missing leaves the
    total out, unless the definition re-scales over what is measured; `bounds` holds it in any case. Where the
    definition lacks a weight, the total is refused with the reason.

    Args:
        definition: the index.
        values: a value for each node that is known, by id; None or a `Missing` says why there is none.
        self_assessed: the unit's own scores (điểm tự chấm) beside the appraised ones.
        precision: `exact` takes numbers as printed; `rounding` takes all that are printed so.
        digits: to how many decimals the values were rounded, where their own digits don't tell.
        peers: the values of all units, for the nodes whose rule compares them.

    Raises:
        NotFound: a value for a node that isn't there.
        InvalidAmount: points beyond the maximum, or below none.
        InexactNumber: a float.
        MissingField: a rule that compares units, without `peers`.

    >>> from sotttt import catalog
    >>> made = score(catalog.index("dti-2020"), {"cqs": "0.5220", "kts": "0.3040", "xhs": "0.3655"})
    >>> made.total, made.printed
    (Range.parse('= 0.40965 ratio'), Decimal('0.4097'))
    """
    rounded = Precision(precision) is Precision.ROUNDING
    _check_names(definition, values, "values")
    among = {name: tuple(fraction(one) for one in row) for name, row in (peers or {}).items()}
    desk = _Desk(values, among, digits, rounded=rounded)
    top = _scored(definition.root, desk)
    if top.value is None and any(why.code is IndexReasonCode.WEIGHT_UNKNOWN for why in desk.reasons):
        desk.reasons += [
            IndexReason(code=IndexReasonCode.TABLE_UNKNOWN, node=definition.root.id, detail=gap)
            for gap in definition.gaps
        ]
    brings = None
    if top.value is not None:
        whole = _times(top.value, definition.scale)
        brings = (Fraction(whole.low.value or 0), Fraction(whole.high.value or 0))
    own = None
    if self_assessed is not None:
        own = score(definition, self_assessed, precision=precision, digits=digits, peers=peers)
    if rounded:
        desk.flags.add(IndexFlag.ROUNDING)
    return IndexScore(
        definition=definition,
        inputs=tuple((node.id, values[node.id]) for node in definition.nodes if node.id in values),
        nodes=tuple(_rows(top, None, _ONE, brings)),
        interval=None if top.value is None else _times(top.value, definition.scale),
        possible=_times(top.possible, definition.scale),
        reasons=tuple(desk.reasons),
        flags=tuple(sorted(desk.flags)),
        precision=precision,
        digits=digits,
        peers=tuple((name, row) for name, row in sorted(among.items())),
        self_assessed=own,
    )


def score_all(
    definition: IndexDefinition,
    units: Mapping[str, Mapping[str, Given]],
    *,
    precision: Precision | str = Precision.EXACT,
    digits: int | None = None,
) -> dict[str, IndexScore]:
    """The totals of several units; rules that compare units compare these.

    Args:
        definition: the index.
        units: the values of each unit, by its name.
        precision: see `score`.
        digits: see `score`.

    Raises:
        NotFound: a value for a node that isn't there, with the unit.

    >>> from sotttt import catalog
    >>> pillars = {"Đà Nẵng": {"cqs": "0.5346", "kts": "0.4155", "xhs": "0.4964"}}
    >>> str(score_all(catalog.index("dti-2020"), pillars)["Đà Nẵng"].printed)
    '0.4874'
    """
    peers = _peers(definition, units)
    made = {}
    for name, values in units.items():
        try:
            made[name] = score(definition, values, precision=precision, digits=digits, peers=peers)
        except SottttError as fault:
            raise fault.at(name) from None
    return made


def exact_totals(
    definition: IndexDefinition, units: Mapping[str, Mapping[str, Given]]
) -> dict[str, Fraction]:
    """The totals of several units alone, without what they are made of.

    Raises:
        MissingField: a unit without an exact total.
    """
    peers = {name: tuple(row) for name, row in _peers(definition, units).items()}
    totals = {}
    for name, values in units.items():
        try:
            found = _scored(definition.root, _Desk(values, peers, None, rounded=False)).value
        except SottttError as fault:
            raise fault.at(name) from None
        if found is None or found.low.value != found.high.value:
            raise MissingField(f"{name} has no exact total by {definition.id}", where=name)
        totals[name] = Fraction(found.low.value or 0) * definition.scale
    return totals


def _peers(
    definition: IndexDefinition, units: Mapping[str, Mapping[str, Given]]
) -> dict[str, list[Fraction]]:
    """The values of all units, for the nodes whose rule compares them."""
    peers: dict[str, list[Fraction]] = {}
    for node in definition.nodes:
        if node.rule.relative:
            row = [values[node.id] for values in units.values() if node.id in values]
            peers[node.id] = [_number(node, one) for one in row if not isinstance(one, Missing | None)]
    return peers


def _number(node: IndexNode, given: Given) -> Fraction:
    low, high = spread(given, node.value_unit)
    if low.value is None or low.value != high.value:
        raise MissingField(f"a rule that compares units takes exact numbers, not {given}", where=node.id)
    return Fraction(low.value)
