"""Projection to a period: each rule on figures worked by hand, and what is refused."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

import sotttt as st
from sotttt.errors import InvalidChoice, InvalidEntity, MissingField
from sotttt.evaluation import Goal, PaceFlag, Point, ProjectionMethod, Series, project, spread

from .cases import judged, seen, target

USE = Series({2020: "60", 2022: "72"})
FIVE = Series({2015: "10", 2016: "12", 2017: "11", 2018: "15", 2019: "17"})


def near(value: Decimal | None, wanted: str, digits: int = 6) -> bool:
    return value is not None and round(value, digits) == Decimal(wanted)


def test_each_rule_on_two_values() -> None:
    values = {
        rule.value: project(USE, 2025, method=rule, ceiling=100, goal=Goal(value="80", due=2025)).value
        for rule in ProjectionMethod
    }
    assert values["last_value"] == 72
    assert values["linear"] == values["least_squares"] == values["weighted"] == values["mean_change"] == 90
    assert near(values["compound"], "94.6", 1)
    # logit 0.405465 in 2020, 0.944462 in 2022: 1.752956 in 2025.
    assert near(values["logistic"], "85.23", 2)
    assert values["path"] == 80


def test_rules_that_fit_all_values() -> None:
    # Mean 13 in the middle year; slope (-2·10 - 12 + 15 + 2·17) / 10 = 1.7.
    squares = project(FIVE, 2021, method="least_squares")
    assert squares.value == Decimal("19.8")
    assert squares.inputs["change"] == "1.7"
    # The largest miss of that line is 2, in 2017.
    assert (squares.low, squares.high) == (Decimal("17.8"), Decimal("21.8"))
    # By the normal equations, with weights 1 to 5.
    weighted = project(FIVE, 2021, method="weighted")
    times, values, weights = range(5), (10, 12, 11, 15, 17), (1, 2, 3, 4, 5)
    sw = sum(weights)
    sx = sum(w * x for w, x in zip(weights, times, strict=True))
    sy = sum(w * y for w, y in zip(weights, values, strict=True))
    sxx = sum(w * x * x for w, x in zip(weights, times, strict=True))
    sxy = sum(w * x * y for w, x, y in zip(weights, times, values, strict=True))
    slope = Decimal(sw * sxy - sx * sy) / Decimal(sw * sxx - sx * sx)
    assert weighted.value is not None
    assert abs(weighted.value - (Decimal(sy) / sw + slope * (6 - Decimal(sx) / sw))) < Decimal("1e-20")


def test_the_mean_of_the_last_changes() -> None:
    last_two = project(FIVE, 2020, method="mean_change", changes=2)
    assert (last_two.value, last_two.low) == (Decimal(20), Decimal(19))
    assert project(FIVE, 2020, method="mean_change", changes=1).low is None
    assert project(FIVE, 2020, method="mean_change").value == Decimal("18.75")
    with pytest.raises(InvalidEntity, match="0 changes"):
        project(FIVE, 2020, method="mean_change", changes=0)


def test_an_interval_is_the_largest_miss_of_the_rule() -> None:
    stays = project(FIVE, 2025, method="last_value")
    assert (stays.value, stays.low, stays.high) == (Decimal(17), Decimal(10), Decimal(24))
    straight = project(FIVE, 2020, method="linear")
    # The line from 10 to 17 asks for 13.5 in 2017.
    assert (straight.value, straight.low, straight.high) == (
        Decimal("18.75"),
        Decimal("16.25"),
        Decimal("21.25"),
    )
    assert project(USE, 2025).low is None


def test_the_period_in_which_the_goal_is_reached() -> None:
    goal = Goal(value="80", due=2025)
    assert str(project(USE, 2025, goal=goal).reached) == "2024"
    assert str(project(USE, 2025, goal=Goal(value="72")).reached) == "2022"
    assert str(project(USE, 2025, goal=Goal(value="72", strict=True)).reached) == "2023"
    assert project(USE, 2025, method="last_value", goal=goal).reached is None
    assert project(USE, 2025, goal=Goal(better="higher")).reached is None
    quarters = Series({"2020-Q1": "10", "2020-Q2": "11"})
    assert str(project(quarters, "2020-Q4", goal=Goal(value="13")).reached) == "2020-Q4"
    # A path says nothing beyond its end.
    assert (
        project(
            USE, 2025, method="path", goal=Goal(value="90", due=2025, stated={2020: "60", 2025: "80"})
        ).reached
        is None
    )
    assert project(USE, 2026, method="path", goal=Goal(value="80", due=2025)).unable == "beyond_path"
    odd = Series({"2020-01-01..2020-02-15": "1", "2020-03-01..2020-04-15": "2"})
    assert project(odd, 2021, goal=Goal(value="50")).reached is None


def test_shares_are_cut_only_where_the_domain_says_so() -> None:
    free = project(Series({2020: "90", 2021: "97"}), 2023)
    assert free.value == 111
    cut = project(Series({2020: "90", 2021: "97"}, low="0", high="100"), 2023)
    assert (cut.value, *cut.flags) == (Decimal(100), PaceFlag.CAPPED)
    assert project(Series({2020: "9", 2021: "3"}, low="0"), 2023).value == 0
    never = project(Series({2020: "90", 2021: "97"}, high="100"), 2023, goal=Goal(value="100", strict=True))
    assert never.reached is None


def test_no_growth_across_a_break() -> None:
    broken = Series({2018: "10", 2019: "12", 2020: "50", 2021: "52"}, breaks=(2020,))
    after = project(broken, 2023)
    assert (after.value, *after.flags) == (Decimal(56), PaceFlag.AFTER_BREAK)
    assert project(broken, 2023, baseline=2018).unable == "break_in_series"
    assert project(broken, 2023, baseline=2021).unable == "one_observation"
    assert project(broken, 2023, baseline=2017).unable == "no_baseline"
    assert project(broken, 2023, baseline=2020).value == 56
    assert project(Series({2018: "10", 2019: "12"}, breaks=(2020,)), 2023).unable == "break_in_series"
    assert project(Series({2018: "10", 2019: "12"}, breaks=(2025,)), 2023).value == 20


@pytest.mark.parametrize(
    ("method", "series", "why"),
    [
        ("linear", Series({}), "no_observation"),
        ("linear", Series({2020: "1"}), "one_observation"),
        ("least_squares", Series({2020: "1"}), "one_observation"),
        ("linear", Series({2020: "1", 2021: "2"}, kind="rank"), "rank"),
        ("compound", Series({2020: "0", 2021: "2"}), "zero_base"),
        ("compound", Series({2020: "-1", 2021: "2"}), "mixed_signs"),
        ("logistic", USE, "no_ceiling"),
        ("logistic", Series({2020: "60", 2021: "100"}, high="100"), "base_at_limit"),
        ("path", USE, "no_goal"),
        ("compound", Series({"2020-12-30": "1", "2020-12-31": "1E+50"}), "beyond_numbers"),
    ],
)
def test_what_can_not_be_projected(method: str, series: Series, why: str) -> None:
    made = project(series, 2025, method=method)
    assert made.value is None
    assert made.unable == why
    assert ("projection.unable", why) in made.trace()


def test_late_and_provisional_values_are_marked() -> None:
    series = Series([Point(2020, "60"), Point(2021, "62", provisional=True), Point(2026, "90")])
    made = project(series, 2025)
    assert (made.value, *made.flags) == (Decimal(70), PaceFlag.LATE, PaceFlag.PROVISIONAL)


def test_a_projection_is_a_value() -> None:
    made = project(USE, 2025, goal=Goal(value="80", due=2025), method="compound")
    assert made == pickle.loads(pickle.dumps(made))  # noqa: S301  # our own bytes
    trace = dict(made.trace())
    assert trace["projection.method"] == "compound"
    assert trace["projection.input.growth"].startswith("0.0954")
    assert trace["projection.reached"] == "2024"
    assert (
        dict(project(Series({2020: "1", 2021: "3"}, high="4"), 2025).trace())["projection.flag"] == "capped"
    )
    with pytest.raises(InvalidChoice, match="did you mean 'linear'"):
        project(USE, 2025, method="liner")


def test_the_spread_of_rules() -> None:
    low, high = spread(FIVE, 2025, methods=["last_value", "linear", "logistic"])
    assert (low, high) == (Decimal(17), Decimal("27.5"))
    with pytest.raises(MissingField, match="no rule"):
        spread(FIVE, 2025, methods=["logistic"])


def test_negative_values_grow_too() -> None:
    assert project(Series({2020: "-4", 2021: "-2"}), 2022, method="compound").value == -1


def test_a_finding_projects_as_linear_does() -> None:
    wanted = target(due="2025", baseline=seen("= 60 %", "2020"))
    finding = judged(wanted, seen("= 64 %", "2021"), seen("= 72 %", "2022"), as_of="2023-06-30")
    assert finding.projected == st.Range.parse("= 90 %")
    assert project(USE, 2025).value == 90
