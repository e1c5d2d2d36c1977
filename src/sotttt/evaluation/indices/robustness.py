"""How firm a ranking is: other weights, and one node less."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from random import Random

import attrs

from sotttt.errors import InvalidAmount
from sotttt.evaluation.indices.definition import IndexDefinition
from sotttt.evaluation.indices.ranking import RankRange, ranks
from sotttt.evaluation.indices.scoring import exact_totals
from sotttt.evaluation.indices.values import Given, fraction
from sotttt.frozen import Entity

__all__ = ["RankDraws", "leave_one_out", "perturbed_ranks"]

_STEPS = 10**6
_MOST_DRAWS = 100_000


@attrs.frozen(kw_only=True)
class RankDraws(Entity):
    """The ranks of a unit over many draws of the weights (phân bố thứ hạng).

    Args:
        range: the best and the worst rank drawn.
        counts: how often each rank was drawn, by rank.
    """

    range: RankRange
    counts: tuple[tuple[int, int], ...]

    @property
    def median(self) -> int:
        """The rank in the middle of the draws, the better one of two."""
        seen = list(accumulate(count for _, count in self.counts))
        return self.counts[bisect_left(seen, (seen[-1] + 1) // 2)][0]


def _ranked(definition: IndexDefinition, units: Mapping[str, Mapping[str, Given]]) -> dict[str, int]:
    totals = exact_totals(definition, units)
    return {name: int(rank) for name, rank in ranks(totals).items() if rank is not None}


def perturbed_ranks(
    definition: IndexDefinition,
    units: Mapping[str, Mapping[str, Given]],
    *,
    rng: Random,
    spread: int | str | Decimal | Fraction = "0.25",
    draws: int = 100,
) -> dict[str, RankDraws]:
    """The ranks that units get under other weights, drawn at random (độ nhạy theo trọng số).

    In each draw every known weight is multiplied by its own factor, uniform between 1 − spread and 1 +
    spread.

    Args:
        definition: the index.
        units: the values of each unit.
        rng: where the draws come from, such as `random.Random(seed)`; the same seed gives the same ranks.
        spread: how far a weight moves, as a share of itself, below 1.
        draws: how many.

    Raises:
        MissingField: a unit without an exact total.
        InvalidAmount: a spread outside 0 to 1, or no draws.

    >>> from random import Random
    >>> from sotttt import catalog
    >>> one, other = {"cqs": "0.5", "kts": "0.3", "xhs": "0.3"}, {"cqs": "0.3", "kts": "0.4", "xhs": "0.4"}
    >>> pillars = {"a": one, "b": other}
    >>> drawn = perturbed_ranks(catalog.index("dti-2020"), pillars, rng=Random(1), spread="0.5", draws=20)
    >>> str(drawn["a"].range)
    'a: 1–2 of 2'
    """
    width = fraction(spread)
    if not 0 <= width < 1 or not 1 <= draws <= _MOST_DRAWS:
        raise InvalidAmount(
            f"{draws} draws with a spread of {spread}",
            expected=f"1 to {_MOST_DRAWS} draws, a spread of 0 to 1",
        )
    drawn: dict[str, Counter[int]] = {name: Counter() for name in units}
    for _ in range(draws):
        weights = {
            node.id: node.weight * (1 + width * Fraction(rng.randint(-_STEPS, _STEPS), _STEPS))
            for node in definition.nodes
            if node.weight is not None
        }
        for name, rank in _ranked(definition.with_weights(weights), units).items():
            drawn[name][rank] += 1
    return {
        name: RankDraws(
            range=RankRange(unit=name, best=min(counts), worst=max(counts), of=len(units)),
            counts=tuple(sorted(counts.items())),
        )
        for name, counts in drawn.items()
    }


def leave_one_out(
    definition: IndexDefinition, units: Mapping[str, Mapping[str, Given]]
) -> dict[str, dict[str, int]]:
    """The ranks of units with each scored leaf left out in turn (bỏ lần lượt từng chỉ số), by leaf.

    Args:
        definition: the index.
        units: the values of each unit, by leaf.

    Raises:
        MissingField: a unit without an exact total.
        InvalidEntity: a leaf that is alone in its group.

    >>> from sotttt import catalog
    >>> one, other = {"cqs": "0.5", "kts": "0.3", "xhs": "0.3"}, {"cqs": "0.3", "kts": "0.4", "xhs": "0.4"}
    >>> pillars = {"a": one, "b": other}
    >>> leave_one_out(catalog.index("dti-2020"), pillars)["cqs"]
    {'a': 2, 'b': 1}
    """
    given = {name for values in units.values() for name in values}
    leaves = [node.id for node in definition.nodes if node.id in given and definition.is_scored(node.id)]
    return {leaf: _ranked(definition.without(leaf), units) for leaf in leaves}
