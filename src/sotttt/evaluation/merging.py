"""How the values of parts make the value of a whole: one function for each rule of merging (quy tắc gộp)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import NamedTuple

from sotttt.errors import InexactResult, InvalidRange
from sotttt.evaluation.reasons import Reason, ReasonCode
from sotttt.evaluation.territory import WHOLE
from sotttt.frozen import Word
from sotttt.metrics import Merge, Metric
from sotttt.ranges import Amount, Range
from sotttt.units import same_dimension

__all__ = ["CarryOutcome", "Merged", "Piece", "merge"]

#: With more parts than this the corners of their weights are not all tried.
_MOST_CORNERS = 10


class CarryOutcome(Word):
    """What carrying a value came to (kết quả quy đổi)."""

    EXACT = "exact"
    BOUNDED = "bounded"
    OFFICIAL_MEAN = "official_mean"
    REFUSED = "refused"


class Piece(NamedTuple):
    """What is known of one part: its value, its weight where known, and the share of it that passes on."""

    value: Range
    weight: Range | None
    share: Range


class Merged(NamedTuple):
    """The value of the whole, and why it is what it is."""

    value: Range | None
    outcome: CarryOutcome
    reasons: tuple[Reason, ...] = ()


def merge(metric: Metric, pieces: Sequence[Piece], missing: int) -> Merged:
    """The value of a whole from its parts, by the metric's rule.

    >>> phones = Metric(id="phones", name="Thuê bao", unit="subscription", better="higher", timing="point",
    ...                 scale="count", merge="sum")
    >>> parts = [Piece(Range.parse(text), None, WHOLE) for text in ("= 2 subscription", "= 3 subscription")]
    >>> str(merge(phones, parts, 0).value), str(merge(phones, parts, 1).value)
    ('= 5 subscription', '>= 5 subscription')
    """
    rule = metric.merge
    if rule is Merge.NONE:
        return _refused(ReasonCode.NOT_MERGEABLE, scale=metric.scale.value)
    if rule is Merge.SUM:
        return _summed(metric, pieces, missing)
    if missing:
        known = len(pieces)
        return _refused(ReasonCode.PARTS_MISSING, known=str(known), of=str(known + missing))
    if any(piece.share != WHOLE for piece in pieces):
        return _refused(ReasonCode.SHARE_UNKNOWN)
    try:
        return _RULES[rule](pieces)
    except (InexactResult, InvalidRange):
        return _refused(ReasonCode.NO_RESULT)


def _refused(code: ReasonCode, **params: str) -> Merged:
    return Merged(None, CarryOutcome.REFUSED, (Reason(code, params),))


def _summed(metric: Metric, pieces: Sequence[Piece], missing: int) -> Merged:
    partly = [piece.share for piece in pieces if piece.share != WHOLE]
    if not metric.non_negative and (missing or any(not share.is_point for share in partly)):
        code = ReasonCode.PARTS_MISSING if missing else ReasonCode.SHARE_UNKNOWN
        known, of = str(len(pieces)), str(len(pieces) + missing)
        return _refused(code, **({"known": known, "of": of} if missing else {}))
    try:
        total = _total([_passed(piece) for piece in pieces])
        if missing:
            if total.low is None or total.low.magnitude <= 0:
                return _refused(
                    ReasonCode.PARTS_MISSING, known=str(len(pieces)), of=str(len(pieces) + missing)
                )
            total = Range(total.low, None, low_open=total.low_open)
    except (InexactResult, InvalidRange):
        return _refused(ReasonCode.NO_RESULT)
    reasons = []
    if missing:
        params = {"known": str(len(pieces)), "of": str(len(pieces) + missing)}
        reasons.append(Reason(ReasonCode.PARTS_MISSING, params))
    if any(not share.is_point for share in partly):
        reasons.append(Reason(ReasonCode.SHARE_UNKNOWN))
    return Merged(total, CarryOutcome.BOUNDED if reasons else CarryOutcome.EXACT, tuple(reasons))


def _passed(piece: Piece) -> Range:
    """What passes on of a sum: of an unknown share, anything from nothing to all of it."""
    share = piece.share
    if share == WHOLE:
        return piece.value
    return piece.value * Range(share.low, share.high)


def _total(values: Sequence[Range]) -> Range:
    return reduce(lambda one, other: one + other, values)


def _hull(pieces: Sequence[Piece]) -> Range:
    return reduce(lambda one, other: one.hull(other), (piece.value for piece in pieces))


def _mean(pieces: Sequence[Piece]) -> Merged:
    value = _total([piece.value for piece in pieces]) / len(pieces)
    return Merged(value, CarryOutcome.OFFICIAL_MEAN)


def _bounds(pieces: Sequence[Piece]) -> Merged:
    return Merged(_hull(pieces), CarryOutcome.BOUNDED)


def _weighted(pieces: Sequence[Piece]) -> Merged:
    """The mean by weights; the range from the least to the greatest part where they aren't known."""
    if len({piece.value for piece in pieces}) == 1 and pieces[0].value.is_point:
        return Merged(pieces[0].value, CarryOutcome.EXACT)
    weights = _comparable([piece.weight for piece in pieces])
    if weights is None or len(pieces) > _MOST_CORNERS:
        return Merged(_hull(pieces), CarryOutcome.BOUNDED, (Reason(ReasonCode.WEIGHTS_UNKNOWN),))
    if all(len(ends) == 1 for ends in weights):
        return Merged(_mean_by(pieces, [ends[0] for ends in weights]), CarryOutcome.EXACT)
    corners = [_mean_by(pieces, corner) for corner in product(*weights)]
    value = reduce(lambda one, other: one.hull(other), corners)
    return Merged(value, CarryOutcome.BOUNDED, (Reason(ReasonCode.WEIGHTS_INEXACT),))


def _comparable(weights: Sequence[Range | None]) -> list[tuple[Fraction, ...]] | None:
    """The ends of the weights, exact and in one unit; None where one is missing, or may be nothing at all."""
    ends: list[tuple[Fraction, ...]] = []
    for weight in weights:
        first = weights[0]
        if weight is None or first is None or not same_dimension(weight.unit, first.unit):
            return None
        if weight._lo is None or weight._hi is None or weight._lo < 0:
            return None
        low, high = Fraction(weight._lo), Fraction(weight._hi)
        ends.append((low,) if low == high else (low, high))
    return ends if any(min(pair) > 0 for pair in ends) else None


def _mean_by(pieces: Sequence[Piece], weights: Sequence[Fraction]) -> Range:
    """The mean by exact weights, rounded outward once."""
    shared = 1
    for weight in weights:
        shared = shared * weight.denominator
    whole = [Amount(int(weight * shared), "1").magnitude for weight in weights]
    parts = [piece.value * weight for piece, weight in zip(pieces, whole, strict=True) if weight]
    return _total(parts) / sum(whole)


_RULES: dict[Merge, Callable[[Sequence[Piece]], Merged]] = {
    Merge.RATIO_OF_SUMS: _weighted,
    Merge.WEIGHTED_MEAN: _weighted,
    Merge.MEAN: _mean,
    Merge.BOUNDS: _bounds,
}
