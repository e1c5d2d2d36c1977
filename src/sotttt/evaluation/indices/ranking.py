"""Ranks: every rule for ties, and the ranks that are possible where scores are ranges.

With k better and m equal scores (the own one among them), a rank is 1 + k + ω·(m − 1): ω = 0 is standard
competition ranking ("1224"), ω = 1 gives tied units the last of their places, ω = ½ the mean of them
(mid-ranks); dense ranks count distinct scores. That is the family of `irank` in csranks (Mogstad, Romano,
Shaikh and Wilhelm).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import overload

import attrs

from sotttt.errors import InvalidAmount, InvalidText
from sotttt.evaluation.indices.values import fraction
from sotttt.frozen import Entity, LabelledWord, label, placed
from sotttt.metrics import Better
from sotttt.ranges import Amount, Range

__all__ = ["RankRange", "Ties", "fractional_ranks", "rank_of", "rank_ranges", "ranks"]

Number = int | str | Decimal | Fraction
Rank = int | Fraction


class Ties(LabelledWord):
    """What ranks equal scores get (cách xếp hạng khi bằng điểm).

    >>> Ties("min").vi
    'Đồng hạng, lấy hạng đầu'
    """

    MIN = "min", "Đồng hạng, lấy hạng đầu", "Equal ranks, the first of their places"
    MAX = "max", "Đồng hạng, lấy hạng cuối", "Equal ranks, the last of their places"
    MID = "mid", "Đồng hạng, lấy hạng giữa", "Equal ranks, the mean of their places"
    DENSE = "dense", "Đồng hạng, không bỏ hạng", "Equal ranks, none skipped"
    ORDINAL = "ordinal", "Không đồng hạng", "No equal ranks"


_OMEGA = {Ties.MIN: Fraction(0), Ties.MAX: Fraction(1), Ties.MID: Fraction(1, 2)}


def _omega(ties: Ties | str, omega: Number | None) -> Fraction | Ties:
    if omega is None:
        word = Ties(ties)
        return _OMEGA.get(word, word)
    share = fraction(omega)
    if not 0 <= share <= 1:
        raise InvalidAmount(f"ω = {omega}", expected="0 to 1")
    return share


def _direction(better: Better | str) -> Better:
    found = Better(better)
    if found is Better.NEUTRAL:
        raise InvalidText("scores without a better side have no ranks", expected="higher or lower")
    return found


def _plain(rank: Fraction) -> Rank:
    return int(rank) if rank.denominator == 1 else rank


def rank_of(number: Fraction, among: Sequence[Fraction], better: Better, omega: Fraction) -> Fraction:
    """The rank of a number among others, itself one of them."""
    ahead = sum(1 for one in among if (one > number if better is Better.HIGHER else one < number))
    equal = sum(1 for one in among if one == number)
    return 1 + ahead + omega * max(0, equal - 1)


def _ranked(
    scores: Sequence[Fraction | None], better: Better, omega: Fraction | Ties, keys: Sequence[object]
) -> list[Rank | None]:
    # Better is smaller from here on.
    turned = [None if s is None else -s if better is Better.HIGHER else s for s in scores]
    known = sorted(score for score in turned if score is not None)
    if omega is Ties.DENSE:
        place = {score: at for at, score in enumerate(sorted(set(known)), start=1)}
        return [None if score is None else place[score] for score in turned]
    if isinstance(omega, Ties):
        order = sorted(
            (
                (score, key, at)
                for at, (score, key) in enumerate(zip(turned, keys, strict=True))
                if score is not None
            ),
            key=lambda one: (one[0], one[1]),
        )
        ordinal = {at: number for number, (_, _, at) in enumerate(order, start=1)}
        return [ordinal.get(at) for at in range(len(turned))]
    return [
        None
        if score is None
        else _plain(_between(bisect_left(known, score), bisect_right(known, score), omega))
        for score in turned
    ]


def _between(ahead: int, through: int, omega: Fraction) -> Fraction:
    return 1 + ahead + omega * (through - ahead - 1)


@overload
def ranks(
    scores: Mapping[str, Number | None],
    *,
    ties: Ties | str = ...,
    better: Better | str = ...,
    omega: Number | None = ...,
) -> dict[str, Rank | None]: ...
@overload
def ranks(
    scores: Sequence[Number | None],
    *,
    ties: Ties | str = ...,
    better: Better | str = ...,
    omega: Number | None = ...,
) -> tuple[Rank | None, ...]: ...
def ranks(
    scores: Mapping[str, Number | None] | Sequence[Number | None],
    *,
    ties: Ties | str = Ties.MIN,
    better: Better | str = Better.HIGHER,
    omega: Number | None = None,
) -> dict[str, Rank | None] | tuple[Rank | None, ...]:
    """The rank of each unit (thứ hạng); a unit without a score has none.

    Args:
        scores: a score for each unit, or scores in a row.
        ties: `min` (as DTI and the ICT Index rank), `max`, `mid`, `dense`, or `ordinal`, which parts equal
            scores by the name of the unit or, in a row, by their place.
        better: whether high or low scores rank first.
        omega: the rule for ties as a number from 0 (`min`) to 1 (`max`), instead of `ties`.

    Raises:
        InexactNumber: a float among the scores.
        InvalidAmount: ω outside 0 to 1.

    >>> ranks({"Thanh Hóa": "0.633", "Bà Rịa - Vũng Tàu": "0.633", "Phú Thọ": "0.624"})
    {'Thanh Hóa': 1, 'Bà Rịa - Vũng Tàu': 1, 'Phú Thọ': 3}
    >>> ranks([3, 4, 7, 7, 10], better="lower", omega="0.5")
    (1, 2, Fraction(7, 2), Fraction(7, 2), 5)
    """
    rule, side = _omega(ties, omega), _direction(better)
    if isinstance(scores, Mapping):
        numbers = [None if score is None else fraction(score) for score in scores.values()]
        return dict(zip(scores, _ranked(numbers, side, rule, list(scores)), strict=True))
    row = [None if score is None else fraction(score) for score in scores]
    return tuple(_ranked(row, side, rule, range(len(row))))


@overload
def fractional_ranks(
    scores: Mapping[str, Number | None],
    *,
    ties: Ties | str = ...,
    better: Better | str = ...,
    omega: Number | None = ...,
) -> dict[str, Fraction | None]: ...
@overload
def fractional_ranks(
    scores: Sequence[Number | None],
    *,
    ties: Ties | str = ...,
    better: Better | str = ...,
    omega: Number | None = ...,
) -> tuple[Fraction | None, ...]: ...
def fractional_ranks(
    scores: Mapping[str, Number | None] | Sequence[Number | None],
    *,
    ties: Ties | str = Ties.MIN,
    better: Better | str = Better.HIGHER,
    omega: Number | None = None,
) -> dict[str, Fraction | None] | tuple[Fraction | None, ...]:
    """Ranks as shares of the number of ranked units, the `frank` of csranks; arguments as of `ranks`.

    >>> fractional_ranks([1, 2, 2, 5], omega=1)
    (Fraction(1, 1), Fraction(3, 4), Fraction(3, 4), Fraction(1, 4))
    """
    if isinstance(scores, Mapping):
        found = ranks(scores, ties=ties, better=better, omega=omega)
        return dict(zip(found, _shares(found.values()), strict=True))
    return _shares(ranks(scores, ties=ties, better=better, omega=omega))


def _shares(found: Iterable[Rank | None]) -> tuple[Fraction | None, ...]:
    listed = tuple(found)
    count = sum(1 for rank in listed if rank is not None)
    return tuple(None if rank is None else Fraction(rank) / count for rank in listed)


@attrs.frozen(kw_only=True, field_transformer=placed)
class RankRange(Entity):
    """The ranks that a unit can have (khoảng thứ hạng).

    Args:
        unit: the unit.
        best: the first rank that is possible.
        worst: the last one.
        of: how many units are ranked.

    >>> str(RankRange(unit="hue", best=2, worst=3, of=63))
    'hue: 2–3 of 63'
    """

    unit: str = attrs.field(converter=label)
    best: int
    worst: int
    of: int

    @property
    def certain(self) -> bool:
        """Whether only one rank is possible."""
        return self.best == self.worst

    def __str__(self) -> str:
        ranks_ = str(self.best) if self.certain else f"{self.best}–{self.worst}"
        return f"{self.unit}: {ranks_} of {self.of}"


def _quantity(score: Range | Amount | str) -> Range:
    return Range.of(score)


def rank_ranges(
    scores: Mapping[str, Range | Amount | str], *, better: Better | str = Better.HIGHER
) -> dict[str, RankRange]:
    """The ranks that are possible where scores are known as ranges (thứ hạng trong phạm vi làm tròn).

    A unit's best rank counts those that are certainly ahead, its worst those that may be; equal scores
    share the first of their places. Ranges vary independently of each other.

    Args:
        scores: the range of each unit's score.
        better: whether high or low scores rank first.

    Raises:
        UnitMismatch: scores of different dimensions.

    >>> scores = {"a": "[0.40955, 0.40965) ratio", "b": "[0.4096, 0.4097) ratio", "c": "= 0.3 ratio"}
    >>> made = rank_ranges(scores)
    >>> [str(one) for one in made.values()]
    ['a: 1–2 of 3', 'b: 1–2 of 3', 'c: 3 of 3']
    """
    side = _direction(better)
    known = {name: _quantity(score) for name, score in scores.items()}
    turned = {name: one if side is Better.HIGHER else -one for name, one in known.items()}
    return {
        name: RankRange(
            unit=name,
            best=1 + sum(1 for other, it in turned.items() if other != name and _surely_above(it, own)),
            worst=1 + sum(1 for other, it in turned.items() if other != name and _maybe_above(it, own)),
            of=len(turned),
        )
        for name, own in turned.items()
    }


def _surely_above(one: Range, other: Range) -> bool:
    if one.low is None or other.high is None:
        return False
    if one.low == other.high:
        return one.low_open or other.high_open
    return not _below(one.low, other.high)


def _maybe_above(one: Range, other: Range) -> bool:
    return one.high is None or other.low is None or _below(other.low, one.high)


def _below(one: Amount, other: Amount) -> bool:
    return one < other
