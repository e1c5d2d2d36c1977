"""Every edge case has its stated answer: one row for each, with the method and what it says."""

from __future__ import annotations

from typing import NamedTuple

import pytest

import sotttt as st
from sotttt.evaluation import Flag, Policy
from sotttt.evaluation.pace import METHODS, Goal, Series, rate
from sotttt.metrics import Verdict

from .cases import RANK, judged, metric, seen, target


class Edge(NamedTuple):
    """One edge case: what is rated, and the status, flags and reason that are stated for it."""

    case: str
    method: str
    goal: Goal
    series: Series
    status: str
    flags: frozenset[str] | set[str] = frozenset()
    unable: str | None = None


def up(value: str | None = "80", **more: object) -> Goal:
    return Goal(better="higher", value=value, **{"due": 2025, **more})  # type: ignore[arg-type]  # fields by name


def down(value: str | None, **more: object) -> Goal:
    return Goal(better="lower", value=value, **{"due": 2025, **more})  # type: ignore[arg-type]  # fields by name


def years(*values: str, start: int = 2015, **more: object) -> Series:
    return Series({start + place: value for place, value in enumerate(values)}, **more)  # type: ignore[arg-type]  # fields by name


EDGES = [
    # Baseline at the goal: the way has no length; the goal is judged as one to keep.
    Edge("b = T", "linear", up(), years("80", "80"), "achieved", {"base_at_goal", "met_at_baseline"}),
    Edge(
        "b = T, then lost",
        "linear",
        up(),
        years("80", "78"),
        "moving_away",
        {"base_at_goal", "met_at_baseline", "goal_behind_base", "wrong_direction"},
    ),
    Edge(
        "b = T, then lost",
        "statcan",
        up(),
        years("80", "78"),
        "deterioration",
        {"base_at_goal", "met_at_baseline", "goal_behind_base", "wrong_direction"},
    ),
    Edge(
        "b = T, strict", "statcan", up(strict=True), years("80", "80"), "limited_progress", {"base_at_goal"}
    ),
    Edge("b = T, strict", "sdsn", up(strict=True), years("80", "80"), "stagnating", {"base_at_goal"}),
    Edge("b = T, strict", "okr", up(strict=True), years("80", "80"), "red", {"base_at_goal"}),
    Edge(
        "b = T, strict",
        "un-2023",
        up(strict=True),
        years("80", "80"),
        "stagnation_or_regression",
        {"base_at_goal"},
    ),
    Edge("b = T", "destatis", up(), years("80", "80", "80", "80"), "sun"),
    Edge(
        "b = T, then lost",
        "destatis",
        up(),
        years("80", "80", "80", "78"),
        "thunderstorm",
        {"wrong_direction"},
    ),
    # A goal of zero: a ratio is undefined, a straight line is not; Canada's substitute is flagged.
    Edge("T = 0", "linear", down("0"), years("10", "8"), "on_track"),
    Edge("T = 0", "statcan", down("0"), years("10", "8"), "limited_progress", {"zero_replaced"}),
    Edge("T = 0", "un-2023", down("0"), years("10", "8"), "fair_progress"),
    Edge("T = 0", "global-fund", down("0"), years("10", "8"), "unable_to_assess", unable="goal_not_positive"),
    # A baseline of zero: growth is undefined, progress is not.
    Edge("b = 0", "linear", up("10"), years("0", "2"), "on_track"),
    Edge("b = 0", "statcan", up("10"), years("0", "2"), "substantial_progress", {"zero_replaced"}),
    Edge("b = 0", "un-2023", up("10"), years("0", "2"), "unable_to_assess", unable="zero_base"),
    Edge("b = x = 0", "statcan", up("10"), years("0", "0"), "limited_progress", {"zero_replaced"}),
    # The wrong direction: negative, never cut to zero.
    Edge("wrong direction", "linear", up(), years("60", "58"), "moving_away", {"wrong_direction"}),
    Edge("wrong direction", "statcan", up(), years("60", "58"), "deterioration", {"wrong_direction"}),
    Edge(
        "wrong direction", "un-2023", up(), years("60", "58"), "stagnation_or_regression", {"wrong_direction"}
    ),
    Edge("wrong direction", "sdsn", up(), years("60", "58"), "decreasing", {"wrong_direction"}),
    Edge("wrong direction", "okr", up(), years("60", "58"), "red", {"wrong_direction", "capped"}),
    Edge("wrong direction", "path", up(), years("60", "58"), "below", {"wrong_direction"}),
    # Beyond the goal: the figure is above 1, the score of an average is capped.
    Edge("beyond", "okr", up(), years("60", "90"), "green", {"beyond_goal", "capped"}),
    Edge("beyond", "global-fund", up(), years("90"), "A1"),
    # Met at the baseline: achieved, then watched.
    Edge(
        "met at baseline",
        "statcan",
        up("50"),
        years("58.2", "59.5"),
        "target_achieved",
        {"met_at_baseline", "beyond_goal"},
    ),
    Edge(
        "met at baseline, falling back",
        "destatis",
        up("50"),
        years("60", "58", "56", "54"),
        "slightly_cloudy",
        {"wrong_direction"},
    ),
    # The goal on the wrong side of the baseline: flagged unless met.
    Edge(
        "goal behind base",
        "linear",
        up("50"),
        years("58.2", "49"),
        "moving_away",
        {"met_at_baseline", "goal_behind_base", "wrong_direction"},
    ),
    # Intervals: the nearest end; inside is met.
    Edge("interval, inside", "linear", up("40", upper="60"), years("30", "50"), "achieved"),
    Edge("interval, above", "linear", up("40", upper="60"), years("80", "70"), "on_track"),
    Edge("interval, above", "statcan", up("40", upper="60"), years("80", "70"), "substantial_progress"),
    Edge(
        "interval, out again",
        "linear",
        up("40", upper="60"),
        years("50", "61"),
        "moving_away",
        {"met_at_baseline", "goal_behind_base", "wrong_direction"},
    ),
    Edge(
        "point", "statcan", Goal(better="neutral", value="50", due=2025), years("40", "50"), "target_achieved"
    ),
    Edge("interval", "destatis", up("40", upper="60"), years("80", "76", "72", "68"), "sun"),
    Edge("interval", "global-fund", up("40", upper="60"), years("30"), "unable_to_assess", unable="no_goal"),
    Edge("interval", "path", up("40", upper="60"), years("30"), "unable_to_assess", unable="no_goal"),
    # The deadline has passed: judged by the value then, later ones are kept as late.
    Edge("deadline passed", "linear", up(due=2017), years("60", "70", "75", "85"), "behind", {"late"}),
    Edge(
        "deadline passed", "un-2023", up(due=2017), years("60", "70", "75", "85"), "fair_progress", {"late"}
    ),
    # One observation, or none.
    *(
        Edge("one value", name, up(), years("60"), "unable_to_assess", unable="one_observation")
        for name in METHODS
        if name not in ("global-fund", "path")
    ),
    *(
        Edge("no value", name, up(), Series({}), "unable_to_assess", unable="no_observation")
        for name in METHODS
    ),
    Edge("one value", "path", up(stated={2014: "50", 2025: "80"}), years("60"), "ahead"),
    # Gap years: flagged, or too few in a row.
    Edge("gap", "linear", up(), Series({2015: "60", 2018: "70"}), "on_track", {"gaps"}),
    Edge(
        "gap",
        "destatis",
        up(),
        Series({2013: "60", 2015: "62", 2017: "64", 2019: "66"}),
        "unable_to_assess",
        {"gaps"},
        "too_few_consecutive",
    ),
    Edge(
        "biennial",
        "destatis",
        up(),
        Series({2013: "60", 2015: "62", 2017: "64", 2019: "66"}, step=2),
        "cloud",
    ),
    # A break: no growth across it.
    Edge(
        "break",
        "linear",
        up(baseline=2015),
        years("60", "30", "32", breaks=(2016,)),
        "unable_to_assess",
        {"after_break"},
        "break_in_series",
    ),
    Edge("break", "linear", up(), years("60", "30", "42", breaks=(2016,)), "on_track", {"after_break"}),
    Edge(
        "break",
        "destatis",
        up(),
        years("1", "2", "3", "4", "30", breaks=(2019,)),
        "unable_to_assess",
        {"after_break"},
        "one_observation",
    ),
    # Strict and closed bounds keep apart.
    Edge("above 75", "linear", up("75", strict=True), years("60", "75"), "on_track"),
    Edge("75 or above", "linear", up("75"), years("60", "75"), "achieved"),
    Edge("below 10", "linear", down("10", strict=True), years("20", "10"), "on_track"),
    # Provisional values mark the rating.
    Edge(
        "provisional",
        "linear",
        up(),
        Series([(2015, "60"), st.evaluation.Point(2016, "70", provisional=True)]),
        "on_track",
        {"provisional"},
    ),
    # Ranks have no pace.
    *(
        Edge("rank", name, down("10"), years("20", "15", kind="rank"), "unable_to_assess", unable="rank")
        for name in METHODS
    ),
    # Yes or no is reached or not.
    *(
        Edge("yes", name, Goal(value="1"), years("0", "1", kind="yes_no"), word)
        for name, word in (
            ("linear", "achieved"),
            ("statcan", "target_achieved"),
            ("un-2023", "met_or_on_track"),
            ("destatis", "sun"),
            ("sdsn", "maintaining"),
            ("global-fund", "A2"),
            ("okr", "green"),
            ("path", "achieved"),
        )
    ),
    Edge("no", "un-2023", Goal(better="higher"), years("1", "0", kind="yes_no"), "stagnation_or_regression"),
    Edge(
        "no values of a yes or no",
        "okr",
        up("1"),
        Series({}, kind="yes_no"),
        "unable_to_assess",
        unable="no_observation",
    ),
    # Growth rates: chained to an index, or left to experts.
    Edge(
        "growth rates",
        "statcan",
        up(None),
        years("1", "2", "3", kind="growth"),
        "substantial_progress",
        {"chained"},
    ),
    Edge(
        "growth rates",
        "un-2023",
        up(None),
        years("1", "2", kind="growth"),
        "unable_to_assess",
        unable="expert_opinion",
    ),
    # Signs.
    Edge(
        "mixed signs",
        "statcan",
        up(),
        years("-1", "2"),
        "unable_to_assess",
        {"beyond"} - {"beyond"},
        "mixed_signs",
    ),
    Edge("mixed signs", "un-2023", up(), years("-1", "2"), "unable_to_assess", unable="mixed_signs"),
    Edge("all negative", "statcan", up("-5"), years("-10", "-9"), "substantial_progress", {"sign_flipped"}),
    Edge("all negative", "un-2023", up(None), years("-10", "-9"), "met_or_on_track"),
    Edge(
        "signs of an interval",
        "statcan",
        up("1", upper="2"),
        years("-1", "-2"),
        "unable_to_assess",
        unable="mixed_signs",
    ),
    Edge(
        "zero of an interval",
        "statcan",
        up("1", upper="2"),
        years("0", "3"),
        "unable_to_assess",
        unable="zero_base",
    ),
    # Natural limits, and the ends of a scale of percentages.
    Edge(
        "at the limit",
        "statcan",
        up(None, limit="100"),
        years("100", "100"),
        "unable_to_assess",
        unable="base_at_limit",
    ),
    Edge("limit from above", "statcan", down(None, limit="100"), years("150", "149.9"), "limited_progress"),
    Edge(
        "far from the limit", "statcan", down(None, limit="100"), years("250", "240"), "substantial_progress"
    ),
    Edge(
        "a point from 100 %",
        "un-2023",
        up("100"),
        years("50", "99", percent=True),
        "met_or_on_track",
        {"within_one_point"},
    ),
    Edge("a point from 100", "un-2023", up("100", due=2016), years("50", "94"), "fair_progress"),
    # A missing baseline: the nearest year for the UN chart, none elsewhere.
    Edge(
        "no baseline",
        "linear",
        up(baseline=2014),
        years("60", "70"),
        "unable_to_assess",
        unable="no_baseline",
    ),
    Edge("no baseline", "un-2023", up(baseline=2014), years("60", "70"), "met_or_on_track", {"base_moved"}),
    # No goal, no deadline.
    *(
        Edge("only a direction", name, up(None), years("60", "70"), "unable_to_assess", unable="no_goal")
        for name in ("linear", "sdsn", "global-fund", "okr", "path")
    ),
    *(
        Edge(
            "no deadline",
            name,
            Goal(value="80"),
            years("60", "62", "64", "66"),
            "unable_to_assess",
            unable="no_due",
        )
        for name in ("linear", "statcan", "un-2023", "destatis", "sdsn", "path")
    ),
    Edge(
        "outside the stated path",
        "path",
        up(stated={2020: "50"}),
        years("60"),
        "unable_to_assess",
        unable="beyond_path",
    ),
    # Numbers that no decimal holds.
    Edge(
        "too fast",
        "un-2023",
        up("1E+60", due=2025),
        Series({"2015-12-30": "1E-60", "2015-12-31": "1E+59"}),
        "unable_to_assess",
        unable="beyond_numbers",
    ),
]


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge.method}: {edge.case}")
def test_every_edge_case_has_its_answer(edge: Edge) -> None:
    rating = rate(edge.method, edge.goal, edge.series)
    assert rating.status == edge.status
    assert (rating.unable.value if rating.unable else None) == edge.unable
    wanted = edge.flags
    if rating.unable is None:
        ignored = {"beyond_goal"} if edge.method == "un-2023" else set()
        assert {flag.value for flag in rating.flags} - ignored == wanted
    else:
        assert {flag.value for flag in rating.flags} >= wanted


def test_a_provisional_baseline_marks_the_rating() -> None:
    series = Series([st.evaluation.Point(2015, "60", provisional=True), (2016, "70")])
    assert [flag.value for flag in rate("linear", up(), series).flags] == ["provisional"]


def test_beyond_the_goal_the_figure_stays_above_one() -> None:
    rating = rate("okr", up(), years("60", "90"))
    assert (str(rating.value), str(rating.score)) == ("1.5", "1")


def test_a_revised_goal_is_judged_beside_the_original() -> None:
    values = years("50", "53")
    original, revised = (rate("linear", up(value), values).status for value in ("75", "95"))
    assert (original, revised) == ("on_track", "behind")


def test_a_hedged_value_is_judged_at_both_its_ends() -> None:
    wanted = target(due="2025", baseline=seen("= 60 %", "2020"))
    for method, verdict in (("linear", Verdict.NOT_DUE), ("okr", Verdict.BEHIND), ("sdsn", Verdict.NOT_DUE)):
        finding = judged(
            wanted,
            seen("[67, 69] %", "2022", status="estimated"),
            as_of="2023-06-30",
            policy=Policy(pace=method),
        )
        assert finding.verdict is verdict
        assert Flag.ESTIMATED in finding.flags


def test_a_rank_before_its_edition_has_no_pace() -> None:
    wanted = target("<= 10 rank", metric=RANK, due="2025")
    known = [seen(f"= {place} rank", str(year), metric=RANK) for place, year in ((30, 2020), (20, 2021))]
    finding = judged(wanted, *known, as_of="2022-06-30", policy=Policy(pace="statcan"))
    assert finding.verdict is Verdict.NOT_DUE
    assert "rank" in dict(finding.trace()).values()


def test_a_yes_or_no_of_an_evaluation() -> None:
    portal = metric(id="portal", unit="1", scale="yes_no")
    wanted = target(">= 1 ratio", metric=portal, due="2025")
    finding = judged(
        wanted, seen("= 0 ratio", "2021", metric=portal), as_of="2022-06-30", policy=Policy(pace="destatis")
    )
    assert finding.verdict is Verdict.BEHIND


def test_a_path_without_stated_values_needs_a_baseline() -> None:
    for series in (years("60"), years("60", "64", breaks=[2016])):
        assert rate("path", up(), series).unable is not None
    assert rate("path", up(stated={2015: "60", 2025: "80"}), years("60")).unable is None
    assert rate("path", up(baseline=2010), years("60", "64")).unable == "no_baseline"
