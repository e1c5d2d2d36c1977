"""How a group is made of its parts: the family of weighted means.

All are power means, M = (Σ w·xᵖ)^(1/p) with weights that sum to one: arithmetic p = 1, harmonic p = −1,
geometric the limit at 0, minimum and maximum the limits at −∞ and +∞. The CES form of the SDSN index (Sachs
et al. 2018), [Σ w·x^−ρ]^(−1/ρ), is p = −ρ. A sum of points with fixed maxima is the arithmetic mean of the
shares reached, weighted by the maxima; a plain sum serves where points are published and their maxima aren't
known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

import attrs

from sotttt.errors import EmptyRange, InvalidAmount, InvalidEntity
from sotttt.evaluation.indices.values import BITS, DEGREE, fraction, power, settled
from sotttt.frozen import Entity, LabelledWord, placed
from sotttt.ranges.intervals import End

__all__ = ["Mean", "MeanKind"]


class MeanKind(LabelledWord):
    """The kind of a mean (cách tổng hợp).

    >>> MeanKind("geometric").vi
    'Trung bình nhân'
    """

    ARITHMETIC = "arithmetic", "Trung bình cộng", "Arithmetic mean"
    GEOMETRIC = "geometric", "Trung bình nhân", "Geometric mean"
    HARMONIC = "harmonic", "Trung bình điều hòa", "Harmonic mean"
    GENERALISED = "generalised", "Trung bình lũy thừa", "Generalised mean"
    MINIMUM = "minimum", "Giá trị nhỏ nhất", "Minimum"
    MAXIMUM = "maximum", "Giá trị lớn nhất", "Maximum"
    SUM = "sum", "Tổng điểm", "Sum"


_POWERS = {
    MeanKind.ARITHMETIC: Fraction(1),
    MeanKind.SUM: Fraction(1),
    MeanKind.GEOMETRIC: Fraction(0),
    MeanKind.HARMONIC: Fraction(-1),
}


def _power(value: int | str | Decimal | Fraction | None) -> Fraction | None:
    return None if value is None else fraction(value)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Mean(Entity):
    """How a group is made of its parts (cách tổng hợp).

    Args:
        kind: arithmetic, geometric, harmonic, generalised, minimum, maximum, or a plain sum.
        power: the power of a generalised mean; of the others it is fixed.

    Raises:
        InvalidEntity: a power where the kind has its own, or none where it is due.

    >>> thirds = (Fraction(1, 2), Fraction(1, 2))
    >>> Mean(kind="harmonic").of((Fraction(1), Fraction(3)), thirds)
    Fraction(3, 2)
    >>> Mean.ces("-1") == Mean()
    True
    """

    kind: MeanKind = attrs.field(default=MeanKind.ARITHMETIC, converter=MeanKind)
    power: Fraction | None = attrs.field(default=None, converter=_power)

    def __attrs_post_init__(self) -> None:
        if (self.power is not None) != (self.kind is MeanKind.GENERALISED):
            raise InvalidEntity(
                f"a power of {self.power} for a {self.kind.value} mean",
                where="power",
                expected="a power for the generalised mean, and for no other",
            )

    @classmethod
    def ces(cls, rho: int | str | Decimal | Fraction) -> Mean:
        """The mean with constant elasticity of substitution, σ = 1/(1 + ρ).

        >>> Mean.ces(0).kind.value, Mean.ces(1).kind.value, Mean.ces(3).power
        ('geometric', 'harmonic', Fraction(-3, 1))
        """
        exponent = -fraction(rho)
        kinds = {value: kind for kind, value in _POWERS.items() if kind is not MeanKind.SUM}
        kind = kinds.get(exponent)
        return cls(kind="generalised", power=exponent) if kind is None else cls(kind=kind)

    @property
    def weighted(self) -> bool:
        """Whether weights enter; a sum has none."""
        return self.kind is not MeanKind.SUM

    @property
    def exponent(self) -> Fraction | None:
        """The power p; None for minimum and maximum."""
        if self.power is not None and self.power:
            return self.power
        return _POWERS.get(self.kind, Fraction(0) if self.power is not None else None)

    def of(self, values: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
        """The mean of numbers, weights summing to one; to 50 digits where a root isn't a fraction.

        Raises:
            InvalidAmount: a negative number under a mean that has none for it.
        """
        p = self.exponent
        if p is None:
            pick: Callable[[Sequence[Fraction]], Fraction] = min if self.kind is MeanKind.MINIMUM else max
            return pick([value for value, weight in zip(values, weights, strict=True) if weight])
        pairs = [(value, weight) for value, weight in zip(values, weights, strict=True) if weight]
        if self.kind is MeanKind.SUM:
            return sum((value for value, _ in pairs), Fraction(0))
        if p == 1:
            return sum((value * weight for value, weight in pairs), Fraction(0))
        if any(value < 0 for value, _ in pairs):
            raise InvalidAmount(f"a negative value in a {self.kind.value} mean", expected="0 or more")
        if p <= 0 and any(not value for value, _ in pairs):
            return Fraction(0)
        if not p:
            return _geometric(pairs)
        if len({value for value, _ in pairs}) == 1:
            return pairs[0][0]
        total = sum((weight * power(value, p) for value, weight in pairs), Fraction(0))
        return power(total, 1 / p) if abs(p) == 1 else settled(power(total, 1 / p))

    def shares(self, values: Sequence[Fraction], weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """What part of the mean each value carries; they sum to one.

        Means are homogeneous, so by Euler's theorem the parts xᵢ·∂M/∂xᵢ sum to M: wᵢxᵢᵖ / Σ wⱼxⱼᵖ. All of a
        minimum is carried by the smallest values. Where the mean is zero the parts are the weights.
        """
        p = self.exponent
        if p is None:
            extreme = self.of(values, weights)
            raw = [w if value == extreme else Fraction(0) for value, w in zip(values, weights, strict=True)]
        elif not p or (p < 0 and not all(values)):
            raw = list(weights)
        else:
            raw = [
                w * (value if p == 1 else power(value, p)) for value, w in zip(values, weights, strict=True)
            ]
        total = sum(raw, Fraction(0))
        if not total:
            raw, total = list(weights), sum(weights, Fraction(0))
        return tuple(one / total for one in raw)

    def end(self, ends: Sequence[End], weights: Sequence[Fraction], *, high: bool) -> End:
        """The mean of the lower, or of the upper, ends of ranges, and whether it is reached."""
        counted = [(end, weight) for end, weight in zip(ends, weights, strict=True) if weight]
        values = [Fraction(end.value or 0) for end, _ in counted]
        found = self.of(values, [weight for _, weight in counted])
        if self.exponent is not None:
            return End(found, any(end.open for end, _ in counted))
        at = [end.open for end, value in zip((e for e, _ in counted), values, strict=True) if value == found]
        attained_by_any = high is (self.kind is MeanKind.MAXIMUM)
        return End(found, all(at) if attained_by_any else any(at))

    def missing(
        self, goal: Fraction, values: Sequence[Fraction], weights: Sequence[Fraction], at: int
    ) -> Fraction:
        """The value at one place with which the mean is the goal; what stands there now doesn't matter.

        Raises:
            EmptyRange: no value does.
        """
        weight, p = weights[at], self.exponent
        others = [(v, w) for i, (v, w) in enumerate(zip(values, weights, strict=True)) if i != at and w]
        if p is None:
            pick: Callable[[Sequence[Fraction]], Fraction] = min if self.kind is MeanKind.MINIMUM else max
            rest = [value for value, _ in others]
            if rest and pick([goal, *rest]) != goal:
                raise EmptyRange(
                    f"with the others at {pick(rest)}, no value makes the {self.kind.value} {goal}"
                )
            return goal
        if self.kind is MeanKind.SUM:
            return goal - sum((v for v, _ in others), Fraction(0))
        if p == 1:
            return (goal - sum((v * w for v, w in others), Fraction(0))) / weight
        if goal <= 0 or any(value <= 0 for value, _ in others):
            raise EmptyRange(f"a {self.kind.value} mean of {goal} has no one missing part")
        if not p:
            product = Fraction(1)
            for value, own in others:
                product *= power(value, own)
            return settled(power(goal / product, 1 / weight))
        left = power(goal, p) - sum((w * power(v, p) for v, w in others), Fraction(0))
        if left <= 0:
            raise EmptyRange(f"no value makes the {self.kind.value} mean {goal}")
        return settled(power(left / weight, 1 / p))


def _geometric(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The weighted geometric mean: one root of a product where the weights have a small common part."""
    if len({value for value, _ in pairs}) == 1:
        return pairs[0][0]
    degree = lcm(*(weight.denominator for _, weight in pairs))
    bits = sum((v.numerator.bit_length() + v.denominator.bit_length()) * w for v, w in pairs) * degree
    if degree <= DEGREE and bits <= BITS:
        product = Fraction(1)
        for value, weight in pairs:
            product *= value ** int(weight * degree)
        return settled(power(product, Fraction(1, degree)))
    product = Fraction(1)
    for value, weight in pairs:
        product *= power(value, weight)
    return settled(product)
