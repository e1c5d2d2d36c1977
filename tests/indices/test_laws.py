"""What holds for every index: permutation, sums, monotone scores, and the inverse of scoring."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from sotttt.evaluation import (
    IndexDefinition,
    IndexNode,
    Mean,
    RankDraws,
    Rule,
    decompose_change,
    leave_one_out,
    perturbed_ranks,
    rank_ranges,
    ranks,
    score,
    score_all,
    solve_missing,
)
from sotttt.ranges import Range

SHARES = st.integers(0, 10_000).map(lambda n: Decimal(n).scaleb(-4))
POSITIVE = st.integers(1, 10_000).map(lambda n: Decimal(n).scaleb(-4))
WEIGHTS = st.integers(1, 500)
MEANS = st.sampled_from(
    [Mean(), Mean(kind="geometric"), Mean(kind="harmonic"), Mean(kind="generalised", power=2)]
)


@st.composite
def definitions(draw: st.DrawFn, means: st.SearchStrategy[Mean] = MEANS) -> IndexDefinition:
    groups = []
    for at in range(draw(st.integers(1, 3))):
        leaves = [
            IndexNode(
                id=f"g{at}-{n}",
                name="x",
                name_en="x",
                weight=draw(WEIGHTS),
                rule=Rule(kind="goalposts", low=0, high=1, better=draw(st.sampled_from(["higher", "lower"]))),
            )
            for n in range(draw(st.integers(1, 3)))
        ]
        mean = draw(means)
        groups.append(
            IndexNode(id=f"g{at}", name="x", name_en="x", weight=draw(WEIGHTS), parts=leaves, mean=mean)
        )
    root = IndexNode(id="total", name="x", name_en="x", parts=groups, mean=draw(means))
    return IndexDefinition(id="x", name="x", name_en="x", root=root, digits=4)


@st.composite
def cases(
    draw: st.DrawFn, means: st.SearchStrategy[Mean] = MEANS, shares: st.SearchStrategy[Decimal] = POSITIVE
) -> tuple[IndexDefinition, dict[str, Decimal]]:
    made = draw(definitions(means))
    return made, {leaf.id: draw(shares) for leaf in made.leaves}


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=9),
    st.randoms(use_true_random=False),
    st.sampled_from(["min", "max", "mid", "dense"]),
)
def test_ranks_are_equivariant_under_permutation(scores: list[int], rng: Random, ties: str) -> None:
    order = list(range(len(scores)))
    rng.shuffle(order)
    found = ranks(scores, ties=ties)
    assert ranks([scores[at] for at in order], ties=ties) == tuple(found[at] for at in order)


@given(
    st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 4), min_size=1),
    st.randoms(use_true_random=False),
)
def test_ordinal_ranks_of_named_units_are_equivariant(scores: dict[str, int], rng: Random) -> None:
    names = list(scores)
    rng.shuffle(names)
    found = ranks(scores, ties="ordinal")
    assert ranks({name: scores[name] for name in names}, ties="ordinal") == found
    assert sorted(rank for rank in found.values() if rank is not None) == list(range(1, len(scores) + 1))


@given(cases(shares=SHARES))
def test_contributions_sum_to_the_total(case: tuple[IndexDefinition, dict[str, Decimal]]) -> None:
    made = score(*case)
    assert made.exact is not None
    assert sum(made.contributions.values()) == made.exact
    assert 0 <= made.exact <= 1


@given(cases(), st.data())
def test_a_better_value_never_scores_less(
    case: tuple[IndexDefinition, dict[str, Decimal]], data: st.DataObject
) -> None:
    definition, values = case
    leaf = data.draw(st.sampled_from(definition.leaves))
    one, other = sorted((values[leaf.id], data.draw(POSITIVE)))
    if leaf.rule.better == "lower":
        one, other = other, one
    low, high = (score(definition, values | {leaf.id: value}).exact for value in (one, other))
    assert low is not None
    assert high is not None
    assert low <= high + Fraction(1, 10**45)


@given(cases(means=st.just(Mean())), st.data())
def test_solving_undoes_scoring(
    case: tuple[IndexDefinition, dict[str, Decimal]], data: st.DataObject
) -> None:
    definition, values = case
    leaf = data.draw(st.sampled_from(definition.leaves)).id
    total = score(definition, values).exact
    assert total is not None
    found = solve_missing(definition, values, leaf, total)
    assert found.exact == Fraction(values[leaf])
    assert found.feasible


@given(cases(), st.data())
def test_solving_undoes_scoring_to_many_digits(
    case: tuple[IndexDefinition, dict[str, Decimal]], data: st.DataObject
) -> None:
    definition, values = case
    assume(all(Decimal("0.01") < value < Decimal("0.99") for value in values.values()))
    leaf = data.draw(st.sampled_from(definition.leaves)).id
    total = score(definition, values).exact
    assert total is not None
    found = solve_missing(definition, values, leaf, total).exact
    assert found is not None
    assert abs(found - Fraction(values[leaf])) < Fraction(1, 10**20)


@given(cases(), cases())
def test_a_change_is_the_sum_of_its_parts(
    one: tuple[IndexDefinition, dict[str, Decimal]], other: tuple[IndexDefinition, dict[str, Decimal]]
) -> None:
    definition, values = one
    later = {name: other[1].get(name, value) for name, value in values.items()}
    found = decompose_change(score(definition, values), score(definition, later))
    assert sum(part.change for part in found.parts) == found.total
    heavier = definition.with_weights({"g0": 1000})
    split = decompose_change(score(definition, values), score(heavier, later), split=True)
    assert sum(part.change for part in split.parts) == split.total


@given(cases(means=st.just(Mean()), shares=SHARES))
def test_the_rounding_range_holds_the_exact_total(case: tuple[IndexDefinition, dict[str, Decimal]]) -> None:
    definition, values = case
    exact, wide = score(definition, values), score(definition, values, precision="rounding")
    assert exact.total is not None
    assert wide.total is not None
    assert exact.total.within(wide.total)
    assert exact.total.within(exact.bounds)


@given(cases(means=st.just(Mean()), shares=SHARES), st.data())
def test_bounds_hold_the_total_whatever_is_missing(
    case: tuple[IndexDefinition, dict[str, Decimal]], data: st.DataObject
) -> None:
    definition, values = case
    gone = data.draw(st.sampled_from(definition.leaves)).id
    total = score(definition, values).total
    assert total is not None
    part = score(definition, {name: value for name, value in values.items() if name != gone})
    assert part.total is None
    assert total.within(part.bounds)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), min_size=1, max_size=6), st.data())
def test_rank_ranges_hold_every_rank(ends: list[tuple[int, int]], data: st.DataObject) -> None:
    scores = {f"u{at}": Range.parse(f"[{low}, {low + wide}] point") for at, (low, wide) in enumerate(ends)}
    drawn = {f"u{at}": data.draw(st.integers(low, low + wide)) for at, (low, wide) in enumerate(ends)}
    found = rank_ranges(scores)
    for name, rank in ranks(drawn).items():
        assert rank is not None
        assert found[name].best <= rank <= found[name].worst


@given(cases(shares=SHARES))
def test_scores_are_values(case: tuple[IndexDefinition, dict[str, Decimal]]) -> None:
    made = score(*case)
    again = pickle.loads(pickle.dumps(made))  # noqa: S301  # our own bytes
    assert again == made
    assert hash(again) == hash(made)
    assert again.trace() == made.trace()


def test_draws_repeat_with_their_seed() -> None:
    parts = [IndexNode(id=name, name=name, name_en=name, weight=1) for name in ("p", "q", "r")]
    root = IndexNode(id="total", name="t", name_en="t", parts=parts)
    made = IndexDefinition(id="x", name="x", name_en="x", root=root)
    units = {
        "a": {"p": "0.9", "q": "0.1", "r": "0.5"},
        "b": {"p": "0.1", "q": "0.9", "r": "0.49"},
        "c": {"p": "0.1", "q": "0.1", "r": "0.1"},
    }

    def drawn(spread: str, draws: int) -> dict[str, RankDraws]:
        rng = Random(7)  # noqa: S311  # the draws are no secret
        return perturbed_ranks(made, units, rng=rng, spread=spread, draws=draws)

    one, other = drawn("0.5", 40), drawn("0.5", 40)
    assert one == other
    assert (str(one["a"].range), one["c"].range.certain, one["c"].median) == ("a: 1–2 of 3", True, 3)
    assert sum(count for _, count in one["a"].counts) == 40
    still = drawn("0", 2)
    assert {name: found.range.best for name, found in still.items()} == ranks(
        {name: found.exact for name, found in score_all(made, units).items()}
    )
    assert leave_one_out(made, units) == {
        "p": {"b": 1, "a": 2, "c": 3},
        "q": {"a": 1, "b": 2, "c": 3},
        "r": {"a": 1, "b": 1, "c": 3},
    }
