"""How an indicator is scored: from its value to the share of full score that it reaches.

Each rule is a published one: points as given, a proportion of a norm, yes or no and step tables as in
Vietnamese scoring schemes; goalposts, min–max, distance to target, distance to the maximum, z-score and ranks
as in the OECD/JRC Handbook on Constructing Composite Indicators (2008).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from sotttt.errors import InexactResult, InvalidAmount, InvalidEntity, InvalidText, MissingField, SottttError
from sotttt.evaluation.indices.ranking import rank_of
from sotttt.evaluation.indices.values import fraction, power, settled
from sotttt.frozen import Entity, LabelledWord, placed, several, yes_or_no
from sotttt.metrics import Better
from sotttt.ranges.intervals import End, Interval

__all__ = ["Rule", "RuleKind", "normalise"]

Number = int | str | Decimal | Fraction

_ZERO, _ONE = Fraction(0), Fraction(1)


class RuleKind(LabelledWord):
    """The kind of a scoring rule (cách chấm điểm).

    >>> RuleKind("steps").vi
    'Bảng điểm theo mức'
    """

    POINTS = "points", "Điểm đã chấm", "Points as given"
    PROPORTIONAL = "proportional", "Theo tỷ lệ so với định mức", "Proportion of a norm"
    GOALPOSTS = "goalposts", "Giữa hai mốc cố định", "Goalposts"
    YES_NO = "yes_no", "Có hoặc không", "Yes or no"
    STEPS = "steps", "Bảng điểm theo mức", "Step table"
    MIN_MAX = "min_max", "Giữa giá trị nhỏ nhất và lớn nhất", "Min–max"
    TARGET = "target", "Khoảng cách tới mục tiêu", "Distance to target"
    FRACTION_OF_MAX = "fraction_of_max", "Tỷ lệ so với giá trị lớn nhất", "Fraction of the maximum"
    Z_SCORE = "z_score", "Điểm z", "z-score"
    RANK = "rank", "Thứ hạng", "Rank"


#: Which fields a kind reads beside `better`; the first tuple is required.
_FIELDS: dict[RuleKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    RuleKind.POINTS: (("full",), ()),
    RuleKind.PROPORTIONAL: (("full",), ("floor", "cap")),
    RuleKind.GOALPOSTS: (("low", "high"), ("cap",)),
    RuleKind.YES_NO: ((), ()),
    RuleKind.STEPS: (("steps",), ()),
    RuleKind.MIN_MAX: ((), ("low", "high")),
    RuleKind.TARGET: (("full",), ("cap",)),
    RuleKind.FRACTION_OF_MAX: ((), ()),
    RuleKind.Z_SCORE: ((), ("low", "high")),
    RuleKind.RANK: ((), ()),
}
#: Kinds whose score depends on the values of all units.
_RELATIVE = (RuleKind.MIN_MAX, RuleKind.TARGET, RuleKind.FRACTION_OF_MAX, RuleKind.Z_SCORE, RuleKind.RANK)


def _optional(value: Number | None) -> Fraction | None:
    return None if value is None else fraction(value)


def _steps(value: Iterable[tuple[Number, Number]]) -> tuple[tuple[Fraction, Fraction], ...]:
    try:
        pairs = [(fraction(at), fraction(share)) for at, share in several(value, "pairs of numbers")]
    except (TypeError, ValueError) as fault:
        if isinstance(fault, SottttError):
            raise
        raise InvalidText("a step is no pair", expected="a threshold and a share of full score") from None
    return tuple(sorted(pairs))


@attrs.frozen(kw_only=True, field_transformer=placed)
class Rule(Entity):
    """How a value becomes a share of full score (cách chấm điểm).

    Args:
        kind: one of the ten kinds.
        full: the maximum of points, the norm of a proportion, the target of a distance.
        floor: the value below which a proportion scores nothing.
        low: the lower goalpost; for min–max and z-scores, where the scale begins.
        high: the upper goalpost; for min–max, where the scale ends; for z-scores, its standard deviation.
        steps: pairs of a threshold and the share reached from it on (for `lower`: up to it).
        better: whether high or low values are good.
        cap: whether what lies beyond full score counts as full score, and below nothing as nothing.

    Raises:
        InvalidEntity: fields that the kind doesn't read, or not the ones that it needs.

    >>> rule = Rule(kind="goalposts", low=0, high=10, better="lower")
    >>> rule.share("1"), rule.share(11)
    (Fraction(9, 10), Fraction(0, 1))
    >>> graded = Rule(kind="steps", steps=[("0.5", "0.4"), ("0.8", 1)])
    >>> [str(graded.share(value)) for value in ("0.49", "0.5", "0.79", "0.8")]
    ['0', '2/5', '2/5', '1']
    """

    kind: RuleKind = attrs.field(converter=RuleKind)
    full: Fraction | None = attrs.field(default=None, converter=_optional)
    floor: Fraction | None = attrs.field(default=None, converter=_optional)
    low: Fraction | None = attrs.field(default=None, converter=_optional)
    high: Fraction | None = attrs.field(default=None, converter=_optional)
    steps: tuple[tuple[Fraction, Fraction], ...] = attrs.field(default=(), converter=_steps)
    better: Better = attrs.field(default=Better.HIGHER, converter=Better)
    cap: bool = attrs.field(default=True, converter=yes_or_no)

    def __attrs_post_init__(self) -> None:
        needed, read = _FIELDS[self.kind]
        given = [name for name in ("full", "floor", "low", "high") if getattr(self, name) is not None]
        given += ["steps"] if self.steps else []
        given += [] if self.cap else ["cap"]
        for name in needed:
            if name not in given:
                raise InvalidEntity(f"the rule {self.kind.value} without {name}", where=name)
        for name in given:
            if name not in (*needed, *read):
                raise InvalidEntity(f"the rule {self.kind.value} reads no {name}", where=name)
        self._check_numbers()

    def _check_numbers(self) -> None:
        if self.better is Better.NEUTRAL:
            raise InvalidEntity("a rule without a direction", where="better", expected="higher or lower")
        if self.kind in (RuleKind.POINTS, RuleKind.PROPORTIONAL) and (self.full or _ZERO) <= 0:
            raise InvalidEntity("the full score is not above zero", where="full")
        if self.kind in (RuleKind.POINTS, RuleKind.PROPORTIONAL, RuleKind.YES_NO) and not self._up:
            raise InvalidEntity(f"the rule {self.kind.value} counts upward", where="better")
        if (self.low is None) != (self.high is None) or (
            self.low is not None and self.high is not None and self.kind is not RuleKind.Z_SCORE
        ):
            _check_posts(self.low, self.high)
        shares = [share for _, share in self.steps]
        if shares != sorted(shares, reverse=not self._up):
            raise InvalidEntity("a better value scores less", where="steps")

    @property
    def _up(self) -> bool:
        return self.better is Better.HIGHER

    @property
    def relative(self) -> bool:
        """Whether the score depends on the values of all units."""
        return self.kind in _RELATIVE

    def share(self, value: Number, peers: Sequence[Fraction] = ()) -> Fraction:
        """The share of full score that a value reaches.

        Args:
            value: the value of the unit; yes and no are 1 and 0.
            peers: the values of all units, where the rule compares them.

        Raises:
            MissingField: a rule that compares units, without them.
            InvalidAmount: more points than there are, or fewer than none.
        """
        number = fraction(value)
        if self.relative:
            if not peers:
                raise MissingField(
                    f"the rule {self.kind.value} without the values of all units", where="peers"
                )
            return self._among(number, tuple(peers))
        if self.kind is RuleKind.STEPS:
            return self._step(number)
        if self.kind is RuleKind.YES_NO:
            return _certain(number, _ONE, "neither yes nor no")
        if self.kind is RuleKind.POINTS:
            return _certain(number, self.full or _ONE, "outside its maximum of points")
        return self._capped(self._line(number))

    def _line(self, number: Fraction) -> Fraction:
        if self.kind is RuleKind.PROPORTIONAL:
            below = self.floor is not None and number < self.floor
            return _ZERO if below else number / (self.full or _ONE)
        low, high = self.low or _ZERO, self.high or _ZERO
        return (number - low) / (high - low) if self._up else (high - number) / (high - low)

    def _capped(self, share: Fraction) -> Fraction:
        return min(_ONE, max(_ZERO, share)) if self.cap else share

    def _step(self, number: Fraction) -> Fraction:
        reached = [share for at, share in self.steps if (number >= at if self._up else number <= at)]
        return max(reached, default=_ZERO)

    def _among(self, number: Fraction, peers: tuple[Fraction, ...]) -> Fraction:
        least, most = min(peers), max(peers)
        if self.kind is RuleKind.RANK:
            rank = rank_of(number, peers, Better.LOWER if self._up else Better.HIGHER, Fraction(1, 2))
            return _over(rank - 1, Fraction(len(peers) - 1))
        if self.kind is RuleKind.Z_SCORE:
            return self._standardised(number, peers)
        if self.kind is RuleKind.FRACTION_OF_MAX:
            return _over(number, most) if self._up else _over(least, number)
        if self.kind is RuleKind.TARGET:
            target = self.full or _ZERO
            start = least if self._up else most
            share = _over(number - start, target - start)
            return min(_ONE, share) if self.cap else share
        low, high = (_ZERO, _ONE) if self.low is None or self.high is None else (self.low, self.high)
        part = _over(number - least if self._up else most - number, most - least)
        return low + part * (high - low)

    def _standardised(self, number: Fraction, peers: tuple[Fraction, ...]) -> Fraction:
        mean = sum(peers, _ZERO) / len(peers)
        squares = sum(((one - mean) ** 2 for one in peers), _ZERO)
        deviation = power(_over(squares, Fraction(len(peers) - 1)), Fraction(1, 2))
        score = _over(number - mean, deviation) * (1 if self._up else -1)
        centre, width = (_ZERO, _ONE) if self.low is None or self.high is None else (self.low, self.high)
        return settled(centre + score * width)

    def apply(self, values: Interval, peers: Sequence[Fraction] = ()) -> Interval:
        """The shares that all numbers of a range reach; the rules are monotone, so its ends decide."""
        low, high = self._edge(values.low, peers, upper=False), self._edge(values.high, peers, upper=True)
        return Interval(low, high) if self._up else Interval(high, low)

    def _edge(self, end: End, peers: Sequence[Fraction], *, upper: bool) -> End:
        """The share at one end; an open end on a flat stretch is reached by the values beside it."""
        if end.value is None:
            raise InvalidAmount("a range without an end can't be scored", expected="two ends")
        number = Fraction(end.value)
        if self.kind is RuleKind.STEPS:
            return End(self._beside(number, upper=upper) if end.open else self._step(number))
        share = self.share(number, peers)
        flat = self.cap and self.kind in (RuleKind.PROPORTIONAL, RuleKind.GOALPOSTS)
        return End(share, end.open and not (flat and self._line(number) != share))

    def _beside(self, number: Fraction, *, upper: bool) -> Fraction:
        """The share just below an open upper end, or just above an open lower one."""
        reached = [
            share
            for at, share in self.steps
            if (
                (number > at or (not upper and number == at))
                if self._up
                else number < at or (upper and number == at)
            )
        ]
        return max(reached, default=_ZERO)

    def bounds(self) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest value that can be, or None where there are none."""
        if self.kind is RuleKind.POINTS:
            return _ZERO, self.full or _ONE
        return (_ZERO, _ONE) if self.kind is RuleKind.YES_NO else None

    def value_for(self, share: Fraction) -> Fraction:
        """The value that reaches a share of full score: the inverse of `share`.

        Raises:
            InexactResult: a rule of steps or of comparison, which has no one such value.

        >>> Rule(kind="goalposts", low=0, high=10, better="lower").value_for(Fraction(9, 10))
        Fraction(1, 1)
        """
        if self.kind in (RuleKind.POINTS, RuleKind.PROPORTIONAL):
            return share * (self.full or _ONE)
        if self.kind is RuleKind.GOALPOSTS and self.low is not None and self.high is not None:
            way = share * (self.high - self.low)
            return self.low + way if self._up else self.high - way
        raise InexactResult(f"no one value scores {share} by the rule {self.kind.value}")


def _check_posts(low: Fraction | None, high: Fraction | None) -> None:
    if low is None or high is None or low >= high:
        raise InvalidEntity(f"no way from {low} to {high}", where="low", expected="two posts, low below high")


def _certain(number: Fraction, full: Fraction, what: str) -> Fraction:
    if not 0 <= number <= full:
        raise InvalidAmount(f"{float(number):g} is {what}", expected=f"0 to {float(full):g}")
    return number / full


def _over(part: Fraction, whole: Fraction) -> Fraction:
    if not whole:
        raise InexactResult("all units have the same value, so nothing tells them apart")
    return part / whole


def normalise(values: Iterable[Number | None], rule: Rule) -> tuple[Fraction | None, ...]:
    """The shares of several units by one rule (chuẩn hóa); a missing value stays missing.

    Args:
        values: one value a unit.
        rule: the rule; one that compares units compares these.

    Raises:
        InexactResult: all units have the same value where the rule needs a spread.

    >>> [str(one) for one in normalise([0, 5, 11], Rule(kind="target", full=10, cap=False))]
    ['0', '1/2', '11/10']
    """
    numbers = [None if value is None else fraction(value) for value in values]
    peers = tuple(number for number in numbers if number is not None)
    return tuple(None if number is None else rule.share(number, peers) for number in numbers)
