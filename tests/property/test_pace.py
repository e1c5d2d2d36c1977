"""Laws of the pace methods and of projections."""

from __future__ import annotations

from decimal import Decimal

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from sotttt.evaluation import Goal, Point, ProjectionMethod, Rating, Series, compare, project
from sotttt.evaluation.pace import METHODS, rate
from sotttt.metrics import Better

TENTHS = st.integers(1, 2000).map(lambda tenth: Decimal(tenth) / 10)
SIGNED = st.integers(-2000, 2000).map(lambda tenth: Decimal(tenth) / 10)
NAMES = st.sampled_from(METHODS)
RULES = st.sampled_from(ProjectionMethod)
BETTER = st.sampled_from([Better.HIGHER, Better.LOWER])
VALUES = st.lists(TENTHS, min_size=4, max_size=8)


def series(values: list[Decimal]) -> Series:
    return Series({2012 + place: value for place, value in enumerate(values)})


def scaled(one: Series, factor: Decimal) -> Series:
    return attrs.evolve(one, points=[attrs.evolve(point, value=point.value * factor) for point in one.points])


def same(one: Decimal | None, two: Decimal | None) -> bool:
    if one is None or two is None:
        return one is two
    return abs(one - two) <= Decimal("1e-30") * max(Decimal(1), abs(one))


@given(NAMES, BETTER, VALUES, TENTHS, st.sampled_from(["0.001", "0.01", "10", "1000", "7"]))
def test_a_rating_is_invariant_under_a_change_of_unit(
    name: str, better: Better, values: list[Decimal], figure: Decimal, factor: str
) -> None:
    times = Decimal(factor)
    goal = Goal(better=better, value=figure, due=2030)
    one = rate(name, goal, series(values))
    two = rate(name, attrs.evolve(goal, value=figure * times), scaled(series(values), times))
    assert (one.status, one.unable, one.flags, one.met) == (two.status, two.unable, two.flags, two.met)
    assert same(one.score, two.score)
    if name not in ("path", "destatis"):
        assert same(one.value, two.value)


@given(st.sampled_from(["linear", "destatis", "sdsn", "okr", "path"]), VALUES, SIGNED, SIGNED)
def test_progress_is_the_same_in_both_directions(
    name: str, values: list[Decimal], figure: Decimal, shift: Decimal
) -> None:
    """Turned upside down and moved anywhere, also below zero, a series gets the same rating."""
    goal = Goal(better="higher", value=figure, due=2030)
    turned = Goal(better="lower", value=shift - figure, due=2030)
    over = Series({2012 + place: shift - value for place, value in enumerate(values)})
    one, two = rate(name, goal, series(values)), rate(name, turned, over)
    assert (one.status, one.unable, one.flags, one.met, one.score) == (
        two.status,
        two.unable,
        two.flags,
        two.met,
        two.score,
    )


def improved(better: Better, values: list[Decimal], by: Decimal) -> list[Decimal]:
    return [*values[:-1], values[-1] + by if better is Better.HIGHER else max(Decimal(0), values[-1] - by)]


@given(NAMES, BETTER, VALUES, TENTHS, TENTHS, st.booleans())
def test_a_met_goal_stays_met_when_the_value_improves(
    name: str, better: Better, values: list[Decimal], figure: Decimal, by: Decimal, strict: bool
) -> None:
    goal = Goal(better=better, value=figure, due=2030, strict=strict)
    before = rate(name, goal, series(values))
    assume(before.met)
    after = rate(name, goal, series(improved(better, values, by)))
    assert after.met
    if before.on_pace:
        assert after.on_pace


@given(
    st.sampled_from(["linear", "statcan", "un-2023", "sdsn", "okr", "path", "global-fund"]),
    BETTER,
    VALUES,
    TENTHS,
    TENTHS,
)
def test_a_better_value_is_never_rated_worse(
    name: str, better: Better, values: list[Decimal], figure: Decimal, by: Decimal
) -> None:
    goal = Goal(better=better, value=figure, due=2030)
    before = rate(name, goal, series(values))
    after = rate(name, goal, series(improved(better, values, by)))
    assume(before.on_pace is not None)
    assert after.on_pace or not before.on_pace


@given(
    BETTER,
    st.lists(SIGNED, max_size=6),
    st.none() | SIGNED,
    st.none() | st.integers(2008, 2030),
    st.booleans(),
)
def test_every_method_answers_for_every_series(
    better: Better, values: list[Decimal], figure: Decimal | None, due: int | None, strict: bool
) -> None:
    result = compare(Goal(better=better, value=figure, due=due, strict=strict), series(values))
    assert [rating.method for rating in result.ratings] == list(METHODS)
    for rating in result.ratings:
        assert isinstance(rating, Rating)
        assert (rating.grade is None) is (rating.unable is not None)
        assert dict(rating.trace())["pace.status"] == rating.status
        assert rating.label("vi")
        assert rating.label("en")
    assert result.agreed is not bool(result.parting)
    assert result.explain("vi")


@given(SIGNED, SIGNED, st.integers(4, 9), st.integers(2021, 2030))
def test_all_straight_rules_agree_on_a_straight_line(
    slope: Decimal, start: Decimal, size: int, due: int
) -> None:
    values = [start + slope * year for year in range(size)]
    one = series(values)
    found = {
        rule: project(one, due, method=rule)
        for rule in ("linear", "least_squares", "weighted", "mean_change")
    }
    assert len({made.value for made in found.values()}) == 1
    assert all(made.low in (None, made.value) for made in found.values())


@given(RULES, VALUES, st.integers(2019, 2040), TENTHS)
def test_a_projection_holds_its_value_and_reaches_where_it_says(
    rule: ProjectionMethod, values: list[Decimal], due: int, figure: Decimal
) -> None:
    one = attrs.evolve(series(values), low=Decimal(0), high=Decimal(500))
    goal = Goal(value=figure, due=due)
    made = project(one, due, method=rule, goal=goal)
    assert (made.value is None) is (made.unable is not None)
    if made.value is None:
        return
    assert 0 <= made.value <= 500
    if made.low is not None and made.high is not None:
        assert made.low <= made.value <= made.high
    if made.reached is not None and made.reached.end > one.points[-1].period.end:
        there = project(one, made.reached, method=rule, goal=goal)
        assert there.value is not None
        assert there.value >= figure - Decimal("1e-40")


@given(VALUES, st.integers(2012, 2020))
def test_nothing_before_a_break_moves_a_rating(values: list[Decimal], first: int) -> None:
    broken = attrs.evolve(series(values), breaks=(first,))
    kept = Series([point for point in broken.points if point.period.end.year >= first] or broken.points)
    assume(kept.points != broken.points)
    goal = Goal(value="300", due=2030)
    for name in METHODS:
        one, two = rate(name, goal, broken), rate(name, goal, kept)
        assert (one.status, one.value, one.unable) == (two.status, two.value, two.unable)
    assert project(broken, 2035).value == project(kept, 2035).value


def test_a_point_reads_as_it_is_written() -> None:
    assert str(Point("2020-Q1", "1.50")) == "2020-Q1: 1.50"
