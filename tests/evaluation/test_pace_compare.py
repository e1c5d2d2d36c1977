"""Methods side by side: the table in which Germany, the United Nations and Canada disagree."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

import sotttt as st
from sotttt.errors import DuplicateId, InexactNumber, InvalidChoice, InvalidEntity, InvalidText, MissingField
from sotttt.evaluation import Policy
from sotttt.evaluation.pace import (
    METHODS,
    Assumption,
    Goal,
    Point,
    Series,
    compare,
    destatis,
    goal_from,
    line,
    method,
    okr,
    path,
    rate,
    sdsn,
    series_from,
    statcan,
)
from sotttt.metrics import Verdict
from sotttt.plans.targets import Commitment

from .cases import SALES, judged, metric, seen, target

DISAGREE = [
    # case, better, (year, baseline), (year, value), goal, due, R, its class, UN, its class, P, time
    (
        "12-1-1",
        "higher",
        (2015, "0.37"),
        (2025, "9.53"),
        "60",
        2030,
        "0.950",
        "substantial",
        "0.805",
        "2",
        "0.154",
        "0.667",
    ),
    (
        "9-6-1",
        "higher",
        (2015, "666"),
        (2026, "15974"),
        "37929",
        2030,
        "1.083",
        "substantial",
        "1.343",
        "3",
        "0.411",
        "0.733",
    ),
    (
        "6-1-1",
        "lower",
        (2015, "103"),
        (2023, "29"),
        "0.1",
        2030,
        "0.396",
        "limited",
        "0.908",
        "2",
        "0.719",
        "0.533",
    ),
    (
        "11-3-1",
        "higher",
        (2005, "63"),
        (2020, "74"),
        "85",
        2030,
        "0.895",
        "moderate",
        "0.881",
        "2",
        "0.500",
        "0.600",
    ),
    (
        "11-1-1",
        "lower",
        (2016, "26866"),
        (2024, "36058"),
        "13433",
        2028,
        "-0.668",
        "deterioration",
        "-1.110",
        "1",
        "-0.684",
        "0.667",
    ),
]


@pytest.mark.parametrize("row", DISAGREE, ids=lambda row: str(row[0]))
def test_the_table_of_disagreement(
    row: tuple[str, str, tuple[int, str], tuple[int, str], str, int, str, str, str, str, str, str],
) -> None:
    _, better, base, last, goal, due, ratio, word, un_ratio, un_class, progress, time = row
    result = compare(
        Goal(better=better, value=goal, due=due),
        Series([base, last]),
        methods=["statcan", "un-2023", "linear"],
    )
    canada, un, straight = result.ratings
    assert canada.value is not None
    assert un.value is not None
    assert straight.score is not None
    assert straight.value is not None
    assert round(canada.value, 3) == Decimal(ratio)
    assert canada.status.startswith(word)
    assert round(un.value, 3) == Decimal(un_ratio)
    assert un.symbol == un_class
    assert round(straight.score, 3) == Decimal(progress)
    assert round(Decimal(straight.inputs["time"]), 3) == Decimal(time)
    assert abs(straight.value - straight.score / Decimal(straight.inputs["time"])) < Decimal("1e-9")


def test_what_the_verdicts_hang_on() -> None:
    tiny = compare(Goal(value="60", due=2030), Series({2015: "0.37", 2025: "9.53"}), methods=METHODS)
    assert tiny.camps == (("statcan",), ("linear", "un-2023", "sdsn", "global-fund", "okr", "path"))
    assert not tiny.agreed
    assert Assumption.BASE_NEAR_ZERO in tiny.parting
    assert "near zero" in tiny.explain("en")
    assert "gần 0" in tiny.explain("vi")
    none = compare(
        Goal(better="lower", value="0.1", due=2030),
        Series({2015: "103", 2023: "29"}),
        methods=["linear", "statcan", "un-2023"],
    )
    assert none.parting == (Assumption.MODEL, Assumption.ASKS, Assumption.GOAL_NEAR_ZERO)
    zero = compare(
        Goal(better="lower", value="0", due=2030),
        Series({2015: "103", 2023: "29"}),
        methods=["linear", "statcan"],
    )
    assert zero.parting[-2:] == (Assumption.GOAL_NEAR_ZERO, Assumption.ZERO_REPLACED)
    same = compare(Goal(value="80", due=2025), Series({2020: "60", 2022: "72"}), methods=["linear", "sdsn"])
    assert same.agreed
    assert same.parting == ()
    assert same.explain("en") == "The methods agree."


def test_methods_alike_in_all_but_thresholds() -> None:
    steady = Series({2015: "100", 2025: "118"})
    result = compare(Goal(better="higher"), steady, methods=["statcan", "un-2023"])
    assert [rating.on_pace for rating in result.ratings] == [True, False]
    assert result.parting == (Assumption.ASKS,)
    mixed = compare(
        Goal(value="80", due=2030, commitment="stretch"),
        Series({2010: "40", 2015: "48"}),
        methods=["linear", "sdsn", "okr", "global-fund"],
    )
    assert mixed.agreed


def test_camps_that_no_one_assumption_tells_apart() -> None:
    # On a straight line and behind it: each camp holds linear methods.
    values = Series({2015: "40", 2016: "41", 2017: "42", 2018: "43", 2019: "44", 2020: "60"})
    result = compare(
        Goal(value="80", due=2030), values, methods=["linear", "destatis", "okr", "un-2023", "global-fund"]
    )
    assert set(result.camps[0]) == {"linear", "destatis", "un-2023"}
    assert set(result.camps[1]) == {"okr", "global-fund"}
    assert result.parting == (Assumption.MODEL,)
    spread = compare(Goal(value="80", due=2030), values, methods=["destatis", "linear", "okr", "path"])
    assert spread.parting


def test_a_comparison_is_a_value_with_records_and_a_table() -> None:
    result = compare(Goal(value="60", due=2030), Series({2015: "0.37", 2025: "9.53"}), methods="statcan")
    assert result == pickle.loads(pickle.dumps(result))  # noqa: S301  # our own bytes
    assert len(result) == 1
    assert result["statcan"].status == "substantial_progress"
    with pytest.raises(KeyError):
        result["linear"]
    (record,) = result.to_records()
    assert record["status_vi"] == "Đúng tiến độ"
    assert record["on_pace"] is True
    assert result.rows("en") == [("statcan", "On track", "0.950", "2.503", "yes")]
    assert result.rows("vi")[0][2] == "0,950"
    html = result._repr_html_()
    assert html.startswith("<table>")
    assert "Đúng tiến độ" in html
    unable = compare(Goal(value="60", due=2030), Series({2015: "1"}), methods=["okr"])
    assert unable.to_records()[0]["unable"] == "one_observation"
    assert unable.rows("vi") == [("okr", "Chưa đánh giá được", "", "", "chưa rõ")]
    empty = compare(Goal(value="60", due=2030), Series({}))
    assert empty.agreed
    one = compare(
        Goal(value="80", due=2025, stated={2014: "50", 2025: "80"}),
        Series({2015: "60"}),
        methods=["path", "global-fund"],
    )
    assert one.parting == (Assumption.MODEL,)


def test_compare_takes_a_target_and_its_observations() -> None:
    wanted = target(due="2025", baseline=seen("= 60 %", "2020"), commitment="stretch")
    known = [
        seen("= 61 %", "2021", status="estimated"),
        seen("= 62 %", "2021"),
        seen("= 63 %", "2021", status="preliminary"),
        seen("[60, 70] %", "2022"),
        seen("= 68 %", "2023"),
        seen("= 1 %", "2023", jurisdiction="ha-noi"),
    ]
    result = st.compare(wanted, known, methods=["linear", "okr"])
    assert [str(point) for point in result.series.points] == ["2020: 60", "2021: 62", "2023: 68"]
    assert (result["linear"].status, result["okr"].formula) == ("behind", "okr/stretch")
    assert st.compare(wanted, result.series, methods=["linear"]).goal == goal_from(wanted)
    assert result["linear"].label("vi") == "Chậm tiến độ"
    by_period = target(due="2025", baseline="2020")
    assert st.compare(by_period, [*known, seen("= 60 %", "2020")]).goal.baseline == st.Period.parse("2020")


def test_goals_from_targets() -> None:
    less = metric(id="less", better="lower", domain="[0, 100] %")
    assert goal_from(target("< 10 %", metric=less)) == Goal(better="lower", value="10", strict=True, due=2020)
    both = metric(id="both", better="neutral")
    assert goal_from(target("[40, 60] %", metric=both)).two_sided
    assert goal_from(target("<= 60 %", metric=both)).better == "lower"
    assert goal_from(target("(40, 60) %", two_sided=True)).strict
    stepped = target(due="2025", steps=[("2022", ">= 70 %"), ("2025", ">= 80 %")])
    assert [str(point) for point in goal_from(stepped).stated] == ["2022: 70", "2025: 80"]
    assert goal_from(target(hold="each", due="2025")).each
    with pytest.raises(InvalidEntity, match="no range"):
        goal_from(target(st.Relative(change="growth", range=">= 5 %", against="2019")))
    with pytest.raises(InvalidEntity, match="in a series of"):
        series_from(less, [seen()])
    with pytest.raises(InvalidEntity, match="several places"):
        series_from(seen().metric, [seen(), seen(jurisdiction="ha-noi")])
    bounded = series_from(less, [seen("= 5 %", metric=less)], breaks=["2019"])
    assert (bounded.low, bounded.high, bounded.percent) == (Decimal(0), Decimal(100), True)


def test_figures_that_no_decimal_holds_in_the_unit() -> None:
    hours = metric(id="hours", unit="hour", scale="amount")
    third = seen("= 20 minute", "2020", metric=hours)
    assert series_from(hours, [third, seen("= 2 hour", "2021", metric=hours)]).points == (Point(2021, "2"),)
    wanted = target(">= 20 minute", metric=hours, due="2025")
    with pytest.raises(InvalidEntity, match="no exact value in hour"):
        goal_from(wanted)
    stepped = target(">= 2 hour", metric=hours, due="2025", steps=[("2022", ">= 20 minute")])
    assert goal_from(stepped).stated == ()
    before = seen("= 5 minute", "2021", metric=hours)
    finding = judged(wanted, before, as_of="2023-06-30", policy=Policy(pace="okr"))
    assert finding.verdict is Verdict.NOT_DUE


def test_series_and_goals_refuse_what_makes_no_sense() -> None:
    with pytest.raises(DuplicateId):
        Series([(2015, "1"), ("2015-H2", "2")])
    with pytest.raises(InvalidText, match="point of a series"):
        Series(["2015"])  # type: ignore[list-item]  # the point of the test
    with pytest.raises(InexactNumber):
        Series({2015: 1.5})  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(InexactNumber):
        Point(period=True, value="1")
    with pytest.raises(InvalidEntity, match="1 or more"):
        Series({}, step=0)
    with pytest.raises(InvalidEntity, match="yes or no"):
        Series({2015: "2"}, kind="yes_no")
    with pytest.raises(MissingField, match="lower one"):
        Goal(better="neutral")
    with pytest.raises(InvalidEntity, match="lies between"):
        Goal(value="5", upper="4")
    with pytest.raises(InvalidChoice, match="did you mean 'statcan'"):
        rate("statcam", Goal(value="5"), Series({}))
    with pytest.raises(InvalidChoice, match="no class of okr"):
        method("okr").grade("grene")
    with pytest.raises(InvalidChoice, match="no language"):
        rate("okr", Goal(value="5"), Series({})).label("fr")
    with pytest.raises(InvalidText, match="Series, or a Target"):
        compare(Goal(value="5"), [seen()])


@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_described(name: str) -> None:
    found = method(name)
    assert found.id == name
    assert found.source.title
    assert found.formula
    assert all(grade.vi and grade.en and grade.symbol for grade in found.grades)
    assert {grade.standing for grade in found.grades} == {Verdict.ON_TRACK, Verdict.BEHIND}
    assert {found.grade(word).standing for word in found.yes_no} == {Verdict.ON_TRACK, Verdict.BEHIND}


def test_canada_takes_the_mean_of_several_series() -> None:
    goal = Goal(better="higher")
    half, flat, fast = (
        rate("statcan", goal, Series({2015: "100", 2025: last})) for last in ("125", "100", "150")
    )
    group = statcan.combine([half, flat])
    assert (group.status, group.score, group.met) == ("moderate_progress", Decimal("1.25"), False)
    assert statcan.combine([group, fast]).score == (Decimal("1.25") + 5) / 2
    done = [
        rate("statcan", Goal(value="5", due=2030), Series({2015: "4", 2020: last})) for last in ("6", "5")
    ]
    assert statcan.combine(done).status == "target_achieved"
    assert statcan.combine([done[0], flat]).status == "moderate_progress"
    assert statcan.combine([flat, flat]).status == "limited_progress"
    worse = rate("statcan", goal, Series({2015: "100", 2025: "60"}))
    assert statcan.combine([worse]).status == "deterioration"
    assert statcan.combine([fast]).status == "substantial_progress"
    assert statcan.combine([rate("statcan", goal, Series({}))]).unable == "no_observation"


def test_germany_takes_the_worst_symbol_and_the_next_year() -> None:
    values = Series({2015 + year: str(10 + year) for year in range(6)})
    goals = [Goal(value="16", due=2021), Goal(value="40", due=2030)]
    ratings = [rate("destatis", goal, values) for goal in goals]
    assert [rating.status for rating in ratings] == ["sun", "cloud"]
    unable = rate("destatis", goals[0], Series({2020: "5"}))
    assert destatis.worst([*ratings, unable]) is ratings[1]
    assert destatis.worst([unable]) is unable
    with pytest.raises(MissingField):
        destatis.worst([])
    assert destatis.next_goal(goals, st.Period.parse("2020")) is goals[0]
    assert destatis.next_goal(goals, st.Period.parse("2021")) is goals[1]
    assert destatis.next_goal(goals, st.Period.parse("2035")) is goals[1]
    with pytest.raises(MissingField):
        destatis.next_goal([Goal(value="5")], st.Period.parse("2020"))


@pytest.mark.parametrize(
    ("values", "goal", "word"),
    [
        ("1 2 3 4", Goal(better="higher"), "sun"),
        ("1 2 4 3", Goal(better="higher"), "slightly_cloudy"),
        ("4 3 1 2", Goal(better="higher"), "cloud"),
        ("4 3 2 1", Goal(better="higher"), "thunderstorm"),
        ("1 2 3 4", Goal(value="3", each=True), "sun"),
        ("6 5 4 4", Goal(value="3", each=True), "slightly_cloudy"),
        ("1 2 2 2", Goal(value="3", each=True), "cloud"),
        ("2 2 2 2", Goal(value="3", each=True), "thunderstorm"),
        ("2 2 2 2", Goal(value="3", due=2030), "thunderstorm"),
        ("0 1 2 3", Goal(value="3", due=2030, strict=True), "sun"),
    ],
)
def test_german_rules(values: str, goal: Goal, word: str) -> None:
    series = Series({2015 + place: value for place, value in enumerate(values.split())})
    assert rate("destatis", goal, series).status == word


def test_sdsn_scale_and_trend_of_a_goal() -> None:
    goal = Goal(value="80", due=2030)

    def arrow(last: str) -> tuple[str, Decimal | None]:
        rating = rate("sdsn", goal, Series({2010: "40", 2015: last}))
        return rating.status, rating.score

    assert arrow("50") == ("on_track", Decimal(3))
    assert arrow("45") == ("moderately_improving", Decimal(2))
    assert arrow("40") == ("stagnating", Decimal(1))
    assert arrow("30") == ("decreasing", Decimal(0))
    assert arrow("79") == ("on_track", Decimal(4))
    assert arrow("80") == ("maintaining", Decimal(3))
    lost = rate("sdsn", goal, Series({2010: "80", 2015: "70"}))
    assert (lost.status, lost.score) == ("decreasing", Decimal(0))
    up, flat, none, kept, fast = (
        rate("sdsn", goal, Series(points))
        for points in (
            {2010: "40", 2015: "45"},
            {2010: "40", 2015: "40"},
            {2015: "40"},
            {2010: "40", 2015: "80"},
            {2010: "40", 2015: "79"},
        )
    )
    assert sdsn.goal_trend([up, up, flat, none]).status == "stagnating"
    assert sdsn.goal_trend([up, up, none]).unable == "too_few_rated"
    assert sdsn.goal_trend([]).unable == "too_few_rated"
    assert sdsn.goal_trend([kept]).status == "maintaining"
    assert sdsn.goal_trend([kept, fast]).status == "on_track"
    assert sdsn.goal_trend([up]).status == "moderately_improving"
    down = rate("sdsn", goal, Series({2010: "40", 2015: "30"}))
    assert sdsn.goal_trend([down]).status == "decreasing"
    assert sdsn.normalise("150", "0", "100") == 100
    with pytest.raises(MissingField):
        sdsn.normalise("1", "2", "2")
    with pytest.raises(MissingField):
        sdsn.index([])


@pytest.mark.parametrize(
    ("last", "word"),
    [("101", "A1"), ("100", "A2"), ("90", "A2"), ("89.5", "B1"), ("60", "B1"), ("30", "B2"), ("29.9", "C")],
)
def test_classes_of_the_global_fund_leave_no_gap(last: str, word: str) -> None:
    assert rate("global-fund", Goal(value="100"), Series({2020: last})).status == word
    mirrored = str(200 - Decimal(last))
    assert rate("global-fund", Goal(better="lower", value="100"), Series({2020: mirrored})).status == word


@pytest.mark.parametrize(
    ("last", "firm", "stretch"),
    [
        ("10", "green", "green"),
        ("7", "yellow", "green"),
        ("6.5", "red", "yellow"),
        ("4", "red", "yellow"),
        ("3.5", "red", "red"),
    ],
)
def test_okr_colours_of_firm_and_stretch_goals(last: str, firm: str, stretch: str) -> None:
    series = Series({2020: "0", 2021: last})
    for commitment, word in (("firm", firm), ("stretch", stretch)):
        assert rate("okr", Goal(value="10", commitment=commitment), series).status == word


def test_okr_objective() -> None:
    results = [rate("okr", Goal(value="10"), Series({2020: "0", 2021: last})) for last in ("8", "6")]
    assert okr.objective(results, Commitment.STRETCH).status == "green"
    assert okr.objective(results).status == "yellow"
    assert okr.objective([]).unable == "no_observation"


def test_paths() -> None:
    goal = Goal(value="80", due=2024, shape="logistic")
    curve = path.trajectory(Point(2020, "60"), goal)
    assert [point.value for point in curve][::2] == [60, 70, 80]
    assert curve[1].value < 62
    assert path.trajectory(Point(2020, "60"), Goal(value="80")) == (Point(2020, "60"),)
    slow = Series({2020: "60", 2021: "62"})
    assert rate("path", goal, slow).status == "ahead"
    assert rate("path", Goal(value="80", due=2024), slow).status == "below"
    assert rate("path", Goal(value="80", due=2024), Series({2020: "60", 2021: "65"})).status == "on_path"
    assert rate("path", Goal(value="80", due=2024), Series({2020: "60", 2021: "80"})).status == "achieved"
    stated = Goal(value="80", due=2024, stated={2020: "60", 2024: "80"})
    assert rate("path", stated, Series({2022: "70"})).status == "on_path"
    falling = Goal(better="lower", value="5", due=2024, stated=curve_down())
    rating = rate("path", falling, Series({2020: "10", 2022: "7"}))
    assert (rating.status, rating.score) == ("ahead", Decimal("1.5"))


def curve_down() -> dict[int, str]:
    return {2020: "10", 2022: "8", 2024: "5"}


def test_a_policy_names_the_method() -> None:
    wanted = target(due="2030", baseline=seen("= 60 %", "2020"))
    known = [seen(f"= {value} %", str(2021 + place)) for place, value in enumerate((62, 64, 66, 68))]
    verdicts = {
        name: judged(wanted, *known, as_of="2025-06-30", policy=Policy(pace=name)).verdict for name in METHODS
    }
    assert verdicts == {
        "linear": Verdict.ON_TRACK,
        "statcan": Verdict.ON_TRACK,
        "un-2023": Verdict.ON_TRACK,
        "destatis": Verdict.ON_TRACK,
        "sdsn": Verdict.ON_TRACK,
        "global-fund": Verdict.BEHIND,
        "okr": Verdict.BEHIND,
        "path": Verdict.ON_TRACK,
    }
    finding = judged(wanted, *known, as_of="2025-06-30", policy=Policy(pace="destatis"))
    trace = dict(finding.trace())
    assert trace["pace.formula"] == "destatis/goal"
    assert trace["pace.threshold.slightly.up_to"] == "0.20"
    assert trace["pace.input.change"] == "2"
    assert "theo phương pháp destatis: Nắng" in finding.explain("vi")
    assert "by the method destatis: Sun" in finding.explain("en")
    assert pickle.loads(pickle.dumps(finding)).trace() == finding.trace()  # noqa: S301  # our own bytes
    short = judged(wanted, known[0], as_of="2022-06-30", policy=Policy(pace="destatis"))
    assert short.verdict is Verdict.NOT_DUE
    assert "too_few_consecutive" in short.explain("en")
    inside = judged(
        wanted, seen("= 85 %", "2021", metric=metric()), as_of="2022-06-30", policy=Policy(pace="okr")
    )
    assert inside.verdict is Verdict.MET


def test_a_policy_method_without_a_baseline_starts_at_the_first_value() -> None:
    known = [seen("= 60 %", "2020"), seen("= 64 %", "2021")]
    finding = judged(target(due="2025"), *known, as_of="2022-06-30", policy=Policy(pace="statcan"))
    assert finding.verdict is Verdict.ON_TRACK


def test_flows_compare_whole_periods_alone() -> None:
    wanted = target(">= 100 billion_VND", metric=SALES, due="2024")
    known = [
        seen("= 60 billion_VND", "2021", metric=SALES),
        seen("= 15 billion_VND", "2022-Q1", metric=SALES),
        seen("= 80 billion_VND", "2022", metric=SALES),
        seen("= 5 billion_VND", "2023-Q1", metric=SALES),
    ]
    policy = Policy(pace="linear")
    late = judged(wanted, *known, as_of="2023-06-30", policy=policy)
    assert late.verdict is Verdict.NOT_DUE
    named = judged(wanted, *known, as_of="2023-06-30", policy=Policy(pace="statcan"))
    assert named.verdict is Verdict.ON_TRACK
    assert dict(named.trace())["pace.input.last"] == "2022: 80"


def test_a_value_without_an_end_has_no_rating() -> None:
    wanted = target(due="2025", baseline=seen("= 60 %", "2020"))
    finding = judged(wanted, seen("> 65 %", "2022"), as_of="2023-06-30", policy=Policy(pace="statcan"))
    assert finding.verdict is Verdict.NOT_DUE
    assert "unrated" in {reason.code.value for reason in finding.reasons}


def test_a_leap_year_is_no_longer_than_another() -> None:
    start, due = st.Period.parse("2023"), st.Period.parse("2027")
    wanted = target(">= 80 %", due="2027", baseline=seen("= 60 %", "2023"))
    finding = judged(wanted, seen("= 65 %", "2024"), as_of="2025-06-30")
    assert finding.verdict is Verdict.ON_TRACK
    assert str(finding.expected) == "= 65 %"
    assert str(finding.projected) == "= 80 %"
    assert line.steps(start.end, due.start, due.end) == (
        (due.start - start.end).days,
        (due.end - start.end).days,
    )
