"""Published vectors of rules, means and ranks: COINr, csranks, the SDSN family of means."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sotttt.errors import (
    EmptyRange,
    InexactNumber,
    InexactResult,
    InvalidAmount,
    InvalidChoice,
    InvalidEntity,
    InvalidText,
    MissingField,
)
from sotttt.evaluation import (
    IndexDefinition,
    IndexNode,
    Mean,
    MeanKind,
    Rule,
    Ties,
    fractional_ranks,
    normalise,
    ranks,
    score,
)
from sotttt.evaluation.indices.values import half_up, place_of, power, ranged, root, spread
from sotttt.ranges import Amount, Figure, Range
from sotttt.ranges.intervals import End, Interval

HALVES = (Fraction(1, 2), Fraction(1, 2))


def fractions(*texts: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(text) for text in texts)


@pytest.mark.parametrize(
    ("values", "rule", "expected"),
    [
        ((0, 5, 11), {"kind": "target", "full": 10, "cap": False}, ("0", "0.5", "1.1")),
        ((0, 5, 11), {"kind": "target", "full": 10}, ("0", "0.5", "1")),
        ((-1, 1, 10), {"kind": "target", "full": 0, "better": "lower", "cap": False}, ("1.1", "0.9", "0")),
        ((-1, 1, 10), {"kind": "target", "full": 0, "better": "lower"}, ("1", "0.9", "0")),
        ((1, 11, -1), {"kind": "goalposts", "low": 0, "high": 10}, ("0.1", "1", "0")),
        ((1, 11, -1), {"kind": "goalposts", "low": 0, "high": 10, "better": "lower"}, ("0.9", "0", "1")),
        ((1, 11), {"kind": "goalposts", "low": 0, "high": 10, "cap": False}, ("0.1", "1.1")),
        ((2, 4), {"kind": "fraction_of_max"}, ("0.5", "1")),
        ((2, 4), {"kind": "fraction_of_max", "better": "lower"}, ("1", "0.5")),
        ((3, 4, 5), {"kind": "rank"}, ("0", "0.5", "1")),
        ((3, 4, 5), {"kind": "rank", "better": "lower"}, ("1", "0.5", "0")),
        ((1, 2, 3), {"kind": "z_score"}, ("-1", "0", "1")),
        ((1, 2, 3), {"kind": "z_score", "low": 5, "high": 2}, ("3", "5", "7")),
        ((1, 2, 3), {"kind": "z_score", "better": "lower"}, ("1", "0", "-1")),
        ((3, 5), {"kind": "min_max", "better": "lower"}, ("1", "0")),
    ],
)
def test_rules_of_coinr(values: tuple[int, ...], rule: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert normalise(values, Rule(**rule)) == fractions(*expected)


def test_min_max_of_one_to_ten_runs_from_two_to_seven() -> None:
    found = [one for one in normalise(range(1, 11), Rule(kind="min_max", low=2, high=7)) if one is not None]
    assert min(found) == 2
    assert max(found) == 7


def test_a_missing_value_stays_missing() -> None:
    assert normalise([1, None, 3], Rule(kind="min_max")) == (Fraction(0), None, Fraction(1))


def test_z_scores_have_the_mean_and_deviation_asked_for() -> None:
    found = [one for one in normalise(range(1, 11), Rule(kind="z_score", low=5, high=2)) if one is not None]
    assert abs(sum(found, Fraction(0)) / 10 - 5) < Fraction(1, 10**40)
    squares = [(one - 5) * (one - 5) for one in found]
    assert abs(sum(squares, Fraction(0)) / 9 - 4) < Fraction(1, 10**40)


def weighted(need: str) -> IndexDefinition:
    parts = [IndexNode(id=f"x{n}", name=f"x{n}", name_en=f"x{n}", weight=n) for n in range(1, 6)]
    root_ = IndexNode(id="total", name="t", name_en="t", need=need, parts=parts)
    return IndexDefinition(id="x", name="x", name_en="x", root=root_)


def test_a_mean_with_too_much_missing_is_missing() -> None:
    few = score(weighted("0.5"), {"x5": "0.5"})
    assert few.total is None
    assert [why.code.value for why in few.reasons] == ["missing"] * 4 + ["below_coverage"]
    enough = score(weighted("0.5"), {"x3": "0.2", "x4": "0.4", "x5": "0.6"})
    assert enough.exact == (3 * Fraction("0.2") + 4 * Fraction("0.4") + 5 * Fraction("0.6")) / 12


CS = (3, 4, 7, 7, 10, 11, 15, 15, 15, 15)
OTHER = (1, 3, 4, 4, 4, 7, 7, 10)


@pytest.mark.parametrize(
    ("omega", "expected"),
    [
        ("0", (1, 2, 3, 3, 5, 6, 7, 7, 7, 7)),
        ("1", (1, 2, 4, 4, 5, 6, 10, 10, 10, 10)),
        ("0.5", (1, 2, 3.5, 3.5, 5, 6, 8.5, 8.5, 8.5, 8.5)),
    ],
)
def test_ranks_of_csranks_increasing(omega: str, expected: tuple[float, ...]) -> None:
    assert ranks(CS, better="lower", omega=omega) == expected
    assert fractional_ranks(CS, better="lower", omega=omega) == tuple(Fraction(r) / 10 for r in expected)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("min", (8, 7, 4, 4, 4, 2, 2, 1)),
        ("max", (8, 7, 6, 6, 6, 3, 3, 1)),
        ("mid", (8, 7, 5, 5, 5, 2.5, 2.5, 1)),
        ("dense", (5, 4, 3, 3, 3, 2, 2, 1)),
        ("ordinal", (8, 7, 4, 5, 6, 2, 3, 1)),
    ],
)
def test_ranks_of_csranks_decreasing(ties: str, expected: tuple[float, ...]) -> None:
    assert ranks(OTHER, ties=ties) == expected
    assert ranks({f"u{at}": one for at, one in enumerate(OTHER)}, ties=ties) == {
        f"u{at}": rank for at, rank in enumerate(expected)
    }


def test_a_unit_without_a_score_has_no_rank() -> None:
    assert ranks({"a": 1, "b": None, "c": 2}) == {"a": 2, "b": None, "c": 1}
    assert ranks([1, None], ties="ordinal") == (1, None)
    assert ranks([1, None], ties="dense") == (1, None)
    assert fractional_ranks({"a": 1, "b": None}) == {"a": 1, "b": None}


def test_ranks_refuse_floats_and_odd_rules() -> None:
    with pytest.raises(InexactNumber):
        ranks([0.1, 0.2])  # type: ignore[list-item]  # the point of the test
    with pytest.raises(InvalidAmount, match="ω = 2"):
        ranks([1, 2], omega=2)
    with pytest.raises(InvalidChoice, match="did you mean 'dense'"):
        ranks([1, 2], ties="dens")
    with pytest.raises(InvalidText, match="better side"):
        ranks([1, 2], better="neutral")


# The family of means ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        (Mean(), "5"),
        (Mean(kind="geometric"), "4"),
        (Mean(kind="harmonic"), "3.2"),
        (Mean(kind="minimum"), "2"),
        (Mean(kind="maximum"), "8"),
        (Mean(kind="sum"), "10"),
        (Mean.ces(-1), "5"),
        (Mean.ces(0), "4"),
        (Mean.ces(1), "3.2"),
        (Mean(kind="generalised", power=0), "4"),
        (Mean(kind="generalised", power="0.5"), "4.5"),
    ],
)
def test_means_of_two_and_eight(mean: Mean, expected: str) -> None:
    assert mean.of(fractions("2", "8"), HALVES) == Fraction(expected)


def test_a_ces_mean_without_an_exact_root() -> None:
    found = Mean.ces(2).of(fractions("0.5", "0.9"), HALVES)
    by_float = (0.5 * 0.5**-2 + 0.5 * 0.9**-2) ** -0.5
    assert abs(float(found) - by_float) < 1e-12
    assert Mean(kind="geometric").of(fractions("0.5", "0.9"), fractions("0.344", "0.656")) == pytest.approx(
        0.5**0.344 * 0.9**0.656, abs=1e-12
    )


@pytest.mark.parametrize("kind", ["geometric", "harmonic"])
def test_a_zero_makes_the_mean_zero(kind: str) -> None:
    mean = Mean(kind=kind)
    assert mean.of(fractions("0", "8"), HALVES) == 0
    assert mean.shares(fractions("0", "8"), HALVES) == HALVES
    with pytest.raises(InvalidAmount, match="negative"):
        mean.of(fractions("-1", "8"), HALVES)


def test_parts_of_means_by_eulers_theorem() -> None:
    values = fractions("2", "8")
    assert Mean().shares(values, HALVES) == fractions("0.2", "0.8")
    assert Mean(kind="harmonic").shares(values, HALVES) == fractions("0.8", "0.2")
    assert Mean(kind="geometric").shares(values, HALVES) == HALVES
    assert Mean(kind="minimum").shares(values, HALVES) == fractions("1", "0")
    assert Mean().shares(fractions("0", "0"), HALVES) == HALVES


@pytest.mark.parametrize("kind", ["geometric", "harmonic", "arithmetic"])
def test_the_missing_part_of_a_mean(kind: str) -> None:
    mean, values = Mean(kind=kind), fractions("2", "8")
    assert mean.missing(mean.of(values, HALVES), values, HALVES, 1) == 8


def test_the_missing_part_of_a_minimum() -> None:
    mean, values = Mean(kind="minimum"), fractions("2", "8")
    assert mean.missing(Fraction(1), values, HALVES, 1) == 1
    with pytest.raises(EmptyRange, match="minimum"):
        mean.missing(Fraction(3), values, HALVES, 1)
    with pytest.raises(EmptyRange, match="no one missing part"):
        Mean(kind="geometric").missing(Fraction(0), values, HALVES, 1)
    with pytest.raises(EmptyRange, match="no value"):
        Mean(kind="harmonic").missing(Fraction(100), values, HALVES, 1)
    assert Mean(kind="sum").missing(Fraction(3), values, HALVES, 1) == 1


def test_which_ends_of_a_minimum_are_reached() -> None:
    mean = Mean(kind="minimum")
    closed, opened = End(Fraction(1)), End(Fraction(1), open=True)
    assert mean.end([closed, opened], HALVES, high=False) == closed
    assert mean.end([closed, opened], HALVES, high=True) == opened
    assert Mean(kind="maximum").end([closed, opened], HALVES, high=True) == closed
    assert Mean().end([closed, opened], HALVES, high=True) == opened


@pytest.mark.parametrize("fields", [{"kind": "generalised"}, {"kind": "geometric", "power": 2}])
def test_a_power_belongs_to_the_generalised_mean(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidEntity, match="generalised"):
        Mean(**fields)


# Rules --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"kind": "points"}, "without full"),
        ({"kind": "points", "full": 0}, "not above zero"),
        ({"kind": "points", "full": 5, "better": "lower"}, "counts upward"),
        ({"kind": "yes_no", "full": 5}, "reads no full"),
        ({"kind": "yes_no", "cap": False}, "reads no cap"),
        ({"kind": "rank", "steps": [(1, 1)]}, "reads no steps"),
        ({"kind": "goalposts", "low": 1}, "without high"),
        ({"kind": "goalposts", "low": 2, "high": 1}, "two posts"),
        ({"kind": "min_max", "low": 2}, "two posts"),
        ({"kind": "z_score", "low": 2}, "two posts"),
        ({"kind": "steps", "steps": [(1, 1), (2, "0.5")]}, "better value scores less"),
        ({"kind": "rank", "better": "neutral"}, "direction"),
    ],
)
def test_a_rule_has_the_fields_of_its_kind(fields: dict[str, Any], match: str) -> None:
    with pytest.raises(InvalidEntity, match=match):
        Rule(**fields)


@pytest.mark.parametrize("steps", [[(1, 2, 3)], [5]])
def test_steps_are_pairs(steps: Any) -> None:  # noqa: ANN401  # what a user may give
    with pytest.raises(InvalidText, match="pair"):
        Rule(kind="steps", steps=steps)


def test_steps_of_numbers_only() -> None:
    with pytest.raises(InexactNumber):
        Rule(kind="steps", steps=[(0.5, 1)])  # type: ignore[list-item]  # the point of the test


def test_points_stay_within_their_maximum() -> None:
    rule = Rule(kind="points", full=20)
    assert rule.share(5) == Fraction(1, 4)
    for value in (-1, 21):
        with pytest.raises(InvalidAmount, match="maximum of points"):
            rule.share(value)
    with pytest.raises(InvalidAmount, match="yes nor no"):
        Rule(kind="yes_no").share(2)


def test_a_proportion_has_a_floor_and_a_cap() -> None:
    rule = Rule(kind="proportional", full=80, floor=40)
    assert [rule.share(value) for value in (39, 40, 80, 90)] == [0, Fraction(1, 2), 1, 1]
    assert Rule(kind="proportional", full=80, cap=False).share(88) == Fraction(11, 10)
    assert rule.value_for(Fraction(1, 2)) == 40


def test_rules_that_compare_need_something_to_compare() -> None:
    with pytest.raises(MissingField, match="all units"):
        Rule(kind="rank").share(1)
    with pytest.raises(InexactResult, match="same value"):
        normalise([1, 1], Rule(kind="min_max"))
    with pytest.raises(InexactResult, match="no one value"):
        Rule(kind="rank").value_for(Fraction(1))


def interval(text: str) -> Interval:
    found = Range.parse(text)
    low, high = found.low, found.high
    return Interval(
        End(None if low is None else Fraction(low.magnitude), found.low_open),
        End(None if high is None else Fraction(high.magnitude), found.high_open),
    )


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        ({"kind": "steps", "steps": [(80, "0.5"), (90, 1)]}, "[80, 90) point", "= 0.5 ratio"),
        ({"kind": "steps", "steps": [(80, "0.5"), (90, 1)]}, "(79, 90] point", "[0, 1] ratio"),
        ({"kind": "steps", "steps": [(80, "0.5"), (90, 1)]}, "(80, 85) point", "= 0.5 ratio"),
        ({"kind": "steps", "steps": [(5, 1), (9, "0.5")], "better": "lower"}, "(5, 9) point", "= 0.5 ratio"),
        (
            {"kind": "steps", "steps": [(5, 1), (9, "0.5")], "better": "lower"},
            "[5, 9] point",
            "[0.5, 1] ratio",
        ),
        ({"kind": "goalposts", "low": 0, "high": 10}, "[5, 12) point", "[0.5, 1] ratio"),
        ({"kind": "goalposts", "low": 0, "high": 10}, "[5, 10) point", "[0.5, 1) ratio"),
        ({"kind": "goalposts", "low": 0, "high": 10, "better": "lower"}, "[5, 8) point", "(0.2, 0.5] ratio"),
    ],
)
def test_rules_on_ranges(rule: dict[str, Any], values: str, expected: str) -> None:
    assert ranged(Rule(**rule).apply(interval(values)), "ratio") == Range.parse(expected)


def test_a_half_line_has_no_score() -> None:
    with pytest.raises(InvalidAmount, match="without an end"):
        Rule(kind="points", full=1).apply(interval(">= 0.5 ratio"))


# Numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [("0.40965", 4, "0.4097"), ("-0.40965", 4, "-0.4097"), ("-0.00001", 4, "0.0000"), ("2.5", 0, "3")],
)
def test_half_up(value: str, digits: int, expected: str) -> None:
    assert str(half_up(Fraction(value), digits)) == expected


def test_powers_are_exact_where_a_fraction_holds_them() -> None:
    assert root(Fraction(27, 8), 3) == Fraction(3, 2)
    assert power(Fraction(4), Fraction(-1, 2)) == Fraction(1, 2)
    assert power(Fraction(0), Fraction(2)) == 0
    assert power(Fraction(7), Fraction(0)) == 1
    assert abs(root(Fraction(2)) ** 2 - 2) < Fraction(1, 10**48)
    assert abs(root(Fraction(10), 3) ** 3 - 10) < Fraction(1, 10**47)
    with pytest.raises(InvalidAmount, match="no power"):
        power(Fraction(-1), Fraction(1, 2))
    with pytest.raises(InvalidAmount, match="too great"):
        power(Fraction(3), Fraction(10**6, 7))


def test_how_many_decimals_a_number_is_written_with() -> None:
    assert place_of(Decimal("0.10")) == 2
    assert place_of(Amount("3.5", "point")) == 1
    assert place_of(Fraction(1, 3)) is None
    assert place_of("= 0.10 ratio") == 2


def test_quantities_bring_their_units() -> None:
    assert spread("= 53.46 %", "ratio").low.value == Fraction("0.5346")
    assert spread(Amount("53.46", "%"), "ratio").low.value == Fraction("0.5346")
    figure = Figure(range="= 0.5 ratio", as_written="khoảng 0,5", hedge="about")
    assert spread(figure, "ratio").high.value == Fraction("0.55")
    assert spread(Range.parse("[0.1, 0.2] ratio"), "ratio", rounded=True) == interval("[0.1, 0.2] ratio")
    assert spread(Range.parse("= 0.10 ratio"), "ratio", rounded=True) == interval("[0.095, 0.105) ratio")
    assert spread(Fraction(1, 3), "ratio", rounded=True).low.value == Fraction(1, 3)
    with pytest.raises(InvalidText, match="no number"):
        spread(None, "ratio")


@pytest.mark.parametrize("word", [*Ties, *MeanKind])
def test_words_have_names_in_both_languages(word: Ties | MeanKind) -> None:
    assert word.vi
    assert word.en
