"""Changes, combinations, counted units, words, rhythms, steps, conditions, supersession."""

from __future__ import annotations

import datetime as dt

import pytest

import sotttt as st
from sotttt.errors import InvalidEntity, NotFound
from sotttt.evaluation import Flag, ReasonCode
from sotttt.metrics import Verdict
from sotttt.plans import Clause
from tests.evaluation.cases import METRIC, RANK, SALES, judged, metric, seen, target


def growth(wanted: str, against: str = "2019", change: str = "growth") -> st.Relative:
    return st.Relative(change=change, range=wanted, against=against)


@pytest.mark.parametrize(
    ("change", "wanted", "base", "value", "verdict"),
    [
        ("growth", ">= 20 %", "= 100", "= 120", "met"),
        ("growth", ">= 20 %", "= 100", "= 119.99", "missed"),
        ("growth", "= 20 %", "= 100", "= 150", "met"),
        ("growth", "[20, 30] %", "= 100", "= 119", "missed"),
        ("growth", ">= 20 %", "[90, 110]", "= 133", "met"),
        ("growth", ">= 20 %", "[90, 110]", "= 120", "undecided"),
        ("growth", ">= 20 %", "[90, 110]", "= 107", "missed"),
        ("difference", ">= 20 billion_VND", "= 100", "= 120", "met"),
        ("multiple", ">= 3 times", "= 33.5", "= 100.5", "met"),
        ("multiple", ">= 3 times", "= 33.5", "= 100.4", "missed"),
    ],
)
def test_relative_to_a_base_period(change: str, wanted: str, base: str, value: str, verdict: str) -> None:
    goal = target(growth(wanted, change=change), metric=SALES)
    base_text = f"{base} billion_VND"
    finding = judged(goal, seen(base_text, "2019", metric=SALES), seen(f"{value} billion_VND", metric=SALES))
    assert finding.verdict == verdict


def test_relative_counts_towards_better() -> None:
    cost = metric(id="cost", unit="VND", better="lower", timing="period", scale="amount")
    goal = target(growth(">= 20 %"), metric=cost)
    base = seen("= 100 VND", "2019", metric=cost)
    assert judged(goal, base, seen("= 80 VND", metric=cost)).verdict is Verdict.MET
    assert judged(goal, base, seen("= 81 VND", metric=cost)).verdict is Verdict.MISSED
    gain = target(growth(">= 2 rank", change="difference"), metric=RANK)
    assert (
        judged(gain, seen("= 88 rank", "2019", metric=RANK), seen("= 86 rank", metric=RANK)).verdict
        is Verdict.MET
    )


def test_shares_differ_in_percentage_points() -> None:
    goal = target(growth(">= 5 percentage_point", change="difference"))
    base = seen("= 60 %", "2019")
    assert judged(goal, base, seen("= 65 %")).verdict is Verdict.MET
    assert judged(goal, base, seen("= 64.9 %")).verdict is Verdict.MISSED


def test_a_change_beyond_its_goal_is_exceeded() -> None:
    goal = target(growth("= 20 %"), metric=SALES)
    base = seen("= 100 VND", "2019", metric=SALES)
    assert judged(goal, base, seen("= 121 VND", metric=SALES)).exceeded
    assert not judged(goal, base, seen("= 120 VND", metric=SALES)).exceeded
    both = target(growth("[20, 30] %"), metric=SALES, two_sided=True)
    assert judged(both, base, seen("= 131 VND", metric=SALES)).verdict is Verdict.MISSED
    stated = seen("= 21 %", metric=SALES, dims={"change": "growth", "against": "2019"})
    assert judged(goal, stated).exceeded


def test_mean_growth_compounds() -> None:
    goal = target(growth(">= 10 %", "2018", "mean_growth"), metric=SALES)
    base = seen("= 100 billion_VND", "2018", metric=SALES)
    assert judged(goal, base, seen("= 121 billion_VND", metric=SALES)).verdict is Verdict.MET
    assert judged(goal, base, seen("= 120.99 billion_VND", metric=SALES)).verdict is Verdict.MISSED


def test_base_missing_is_undecided() -> None:
    finding = judged(target(growth(">= 20 %"), metric=SALES), seen("= 120 billion_VND", metric=SALES))
    assert finding.verdict is Verdict.UNDECIDED
    assert finding.has(ReasonCode.BASE_MISSING)
    assert "2019" in finding.explain("vi")


def test_a_stated_change_is_evidence() -> None:
    goal = target(growth(">= 20 %"), metric=SALES)
    stated = seen("= 25 %", metric=SALES, dims={"change": "growth", "against": "2019"})
    finding = judged(goal, stated)
    assert finding.verdict is Verdict.MET
    assert str(finding.value) == "= 25 %"
    less = seen("= 15 %", metric=SALES, dims={"change": "growth", "against": "2019"})
    assert judged(goal, less).verdict is Verdict.MISSED
    assert judged(goal, less, as_of="2020-12-31").verdict is Verdict.UNDECIDED


def test_against_previous_place_metric_and_target() -> None:
    yearly = target(growth(">= 10 %", "previous"), metric=SALES)
    assert (
        judged(yearly, seen("= 10 VND", "2019", metric=SALES), seen("= 11 VND", metric=SALES)).verdict
        == "met"
    )
    place = target(growth(">= 0 percentage_point", "jurisdiction:ha-nam", "difference"))
    assert judged(place, seen("= 80 %", jurisdiction="ha-nam"), seen("= 79 %")).verdict is Verdict.MISSED
    other = metric(id="other", name="Khác")
    versus = target(growth(">= 5 percentage_point", "metric:other", "difference"))
    assert judged(versus, seen("= 70 %", metric=other), seen("= 75 %")).verdict is Verdict.MET
    first = target(">= 70 %", id="first", jurisdiction="ha-nam")
    second = target(growth(">= 10 percentage_point", "target:first", "difference"), id="second")
    result = st.evaluate([first, second], [seen("= 79 %")], as_of=dt.date(2021, 6, 1))
    assert result["second"].verdict is Verdict.MISSED
    with pytest.raises(NotFound):
        judged(second, seen("= 79 %"))


def test_all_of_and_any_of_by_three_valued_logic() -> None:
    other = metric(id="other", name="Khác")
    both = target(st.AllOf([">= 80 %", (other, ">= 50 %")]))
    assert judged(both, seen("= 80 %"), seen("= 50 %", metric=other)).verdict is Verdict.MET
    assert judged(both, seen("= 79 %"), seen("= 50 %", metric=other)).verdict is Verdict.MISSED
    assert judged(both, seen("= 79 %")).verdict is Verdict.MISSED
    unknown = judged(both, seen("= 80 %"))
    assert unknown.verdict is Verdict.NO_DATA
    assert [part.verdict for part in unknown.parts] == [Verdict.MET, Verdict.NO_DATA]
    either = target(st.AnyOf([">= 80 %", (other, ">= 50 %")]))
    assert judged(either, seen("= 80 %")).verdict is Verdict.MET
    assert judged(either, seen("= 70 %"), seen("= 40 %", metric=other)).verdict is Verdict.MISSED
    assert judged(either, seen("= 70 %")).verdict is Verdict.NO_DATA


def test_among_counts_a_range() -> None:
    places = ["a", "b", "c", "d"]
    wanted = target(st.Among(over=places, requirement=">= 80 %", need=">= 75 %"))
    good = [seen("= 85 %", jurisdiction=place) for place in places[:3]]
    finding = judged(wanted, *good)
    assert finding.verdict is Verdict.MET
    assert str(finding.value) == "[75, 100] %"
    bad = seen("= 70 %", jurisdiction="d")
    assert str(judged(wanted, *good, bad).value) == "= 75 %"
    assert judged(wanted, *good[:2], bad, seen("= 70 %", jurisdiction="c")).verdict is Verdict.MISSED
    unsure = judged(wanted, *good[:2], bad)
    assert unsure.verdict is Verdict.UNDECIDED
    assert judged(wanted).verdict is Verdict.NO_DATA
    counted = target(st.Among(over=places, requirement=">= 80 %", need=">= 3 province", except_=["d"]))
    assert judged(counted, *good).verdict is Verdict.MET


def test_among_targets_and_tasks() -> None:
    one = target(id="one")
    two = target(">= 90 %", id="two", jurisdiction="ha-nam")
    some = target(st.Among(over=["one", "two"], need=">= 1 target"), id="some")
    result = st.evaluate([one, two, some], [seen("= 85 %")], as_of=dt.date(2021, 6, 1))
    assert result["some"].verdict is Verdict.MET
    tasks = target(st.Among(over=["k1", "k2"], kind="tasks", need=">= 100 %"))
    done = [st.Assessment(subject=name, verdict="met", published="2020-12-31") for name in ("k1", "k2")]
    assert judged(tasks, assessments=done).verdict is Verdict.MET
    assert judged(tasks, assessments=done[:1]).verdict is Verdict.UNDECIDED


def test_in_words_is_judged_by_an_assessment_alone() -> None:
    wanted = target(st.InWords("cơ bản hoàn chỉnh"))
    assert judged(wanted).verdict is Verdict.NO_DATA
    assert judged(wanted, as_of="2020-06-01").verdict is Verdict.NOT_DUE
    said = st.Assessment(subject="t", verdict="met", published="2021-01-05")
    assert judged(wanted, assessments=[said]).verdict is Verdict.MET
    assert judged(wanted, assessments=[said], as_of="2021-01-04").verdict is Verdict.NO_DATA
    full = st.Assessment(subject="t", degree="full", published="2021-01-05")
    assert judged(wanted, assessments=[full]).verdict is Verdict.MET


def test_stated_verdict_stays_beside() -> None:
    exceeded = st.Assessment(subject="t", verdict="met", degree="exceeded", published="2021-01-05")
    inside = judged(target("[1, 1.5] %"), seen("= 1.1 %"), assessments=[exceeded])
    assert inside.verdict is Verdict.MET
    assert not inside.exceeded
    assert Flag.STATED_DIFFERS in inside.flags
    missed = st.Assessment(subject="t", verdict="missed", published="2021-01-05")
    assert Flag.STATED_DIFFERS in judged(target(), seen(), assessments=[missed]).flags
    agrees = judged(target(), seen("= 70 %"), assessments=[missed])
    assert Flag.STATED_DIFFERS not in agrees.flags
    assert agrees.detail.assessments == (missed,)
    elsewhere = st.Assessment(subject="t", verdict="missed", period="2019", published="2021-01-05")
    assert Flag.STATED_DIFFERS not in judged(target(), seen(), assessments=[elsewhere]).flags


def test_each_year() -> None:
    wanted = target(hold="each", start="2018", due="2020")
    values = {"2018": "= 81 %", "2019": "= 82 %", "2020": "= 83 %"}
    observations = [seen(value, year) for year, value in values.items()]
    finding = judged(wanted, *observations)
    assert finding.verdict is Verdict.MET
    assert [str(part.due) for part in finding.parts] == ["2018", "2019", "2020"]
    assert judged(wanted, seen("= 79 %", "2018"), *observations[1:]).verdict is Verdict.MISSED
    assert judged(wanted, *observations[1:]).verdict is Verdict.NO_DATA
    going = judged(wanted, *observations[:2], as_of="2020-06-30")
    assert going.verdict is Verdict.ON_TRACK
    endless = target(hold="each", due=None)
    assert judged(endless, *observations).verdict is Verdict.NOT_DUE
    assert judged(endless, seen("= 10 %", "2019")).verdict is Verdict.MISSED
    assert judged(endless).verdict is Verdict.NOT_DUE


def test_each_relative_to_the_year_before() -> None:
    wanted = target(growth(">= 10 %", "previous"), metric=SALES, hold="each", start="2019", due="2020")
    values = {"2018": 100, "2019": 110, "2020": 121}
    observations = [seen(f"= {value} VND", year, metric=SALES) for year, value in values.items()]
    assert judged(wanted, *observations).verdict is Verdict.MET


def test_throughout_is_broken_by_any_evidence_outside() -> None:
    wanted = target(hold="throughout", start="2018", due="2020")
    assert judged(wanted, seen("= 85 %", "2018"), seen("= 85 %")).verdict is Verdict.MET
    broken = judged(wanted, seen("= 79 %", "2018"), seen("= 85 %"))
    assert broken.verdict is Verdict.MISSED
    assert broken.has(ReasonCode.BROKEN)
    assert judged(wanted, seen("= 85 %", "2019"), as_of="2020-06-30").verdict is Verdict.ON_TRACK
    assert judged(wanted, seen("= 79 %", "2019"), as_of="2020-06-30").verdict is Verdict.MISSED
    assert judged(wanted, seen("[79, 85] %", "2019"), seen()).verdict is Verdict.UNDECIDED
    assert judged(wanted).verdict is Verdict.NO_DATA
    with pytest.raises(InvalidEntity, match="better side"):
        target(st.AnyOf([">= 80 %", "<= 90 %"]))
    either = target(st.AnyOf([">= 80 %", "<= 90 %"]), hold="throughout", two_sided=True)
    assert judged(either, seen()).verdict is Verdict.MET


def test_steps_make_a_path() -> None:
    wanted = target(">= 80 %", steps=[("2018", ">= 60 %"), ("2019", ">= 70 %")])
    finding = judged(wanted, seen("= 61 %", "2018"), seen("= 71 %", "2019"), seen("= 81 %"))
    assert finding.verdict is Verdict.MET
    assert len(finding.parts) == 3
    assert judged(wanted, seen("= 59 %", "2018"), seen("= 81 %")).verdict is Verdict.MISSED


def test_condition() -> None:
    cond = metric(id="cond", name="Điều kiện")
    wanted = target(applies_if=Clause(metric=cond, requirement=">= 50 %"))
    assert judged(wanted, seen(), seen("= 40 %", metric=cond)).verdict is Verdict.NOT_APPLICABLE
    assert judged(wanted, seen(), seen("= 60 %", metric=cond)).verdict is Verdict.MET
    assert judged(wanted, seen()).verdict is Verdict.MET


def test_superseded_target_does_not_apply() -> None:
    old, new = target(id="old"), target(">= 90 %", id="new", supersedes="old", start="2020")
    result = st.evaluate([old, new], [seen("= 85 %")], as_of=dt.date(2021, 6, 1))
    assert result["old"].verdict is Verdict.NOT_APPLICABLE
    assert result["new"].verdict is Verdict.MISSED
    before = st.evaluate([old, new], [], as_of=dt.date(2019, 12, 31))
    assert before["old"].verdict is Verdict.NOT_DUE


def test_draft_plan_does_not_apply_and_groups_need_a_plan() -> None:
    plan = st.Plan(id="p", title="Kế hoạch", jurisdiction="nam-dinh", stage="draft", targets=[target()])
    result = st.evaluate(plan, [seen()], as_of=dt.date(2021, 6, 1))
    assert result["t"].verdict is Verdict.NOT_APPLICABLE
    assert result["t"].has(ReasonCode.DRAFT)
    issued = st.Plan(id="q", title="Kế hoạch", jurisdiction="nam-dinh", targets=[target()])
    both = st.evaluate([issued, target(id="u")], [seen()], as_of=dt.date(2021, 6, 1))
    assert set(both.by("plan")) == {"q", ""}
    assert both["t"].verdict is Verdict.MET


def test_groups_counts_records_and_rows() -> None:
    result = st.evaluate(
        [target(), target(">= 90 %", id="u"), target(id="v", due="2025", jurisdiction="ha-nam")],
        [seen("= 85 %")],
        as_of=dt.date(2021, 6, 1),
    )
    assert {name: len(group) for name, group in result.by("verdict").items()} == {
        "met": 1,
        "missed": 1,
        "not_due": 1,
    }
    assert set(result.by("jurisdiction")) == {"nam-dinh", "ha-nam"}
    assert set(result.by("horizon")) == {"plan"}
    assert set(result.by("sector")) == {""}
    with pytest.raises(NotFound, match="sector"):
        result.by("sectr")
    counts = result.counts
    assert (counts.all, counts.applicable, counts.due, counts.measured, counts.met, counts.met_due) == (
        3,
        3,
        2,
        2,
        1,
        1,
    )
    assert counts.of("missed") == 1
    records = result.to_records()
    assert [record["verdict"] for record in records] == ["met", "missed", "not_due"]
    assert records[0]["value"] == "= 85 %"
    rows = result.rows("vi")
    assert len(rows) == 3
    assert all(len(row) == len(result.headers("vi")) == 8 for row in rows)
    assert "Vượt" in rows[0]
    assert "<table" in result._repr_html_()
    assert "1/2" in " ".join(result.summary("vi"))
    assert "1 of 2" in " ".join(result.summary("en"))


def test_html_carries_no_script() -> None:
    evil = metric(id="evil", name="<script>alert(1)</script>")
    finding = judged(target(metric=evil), seen(metric=evil))
    assert "<script>" not in finding._repr_html_()
    assert "<script>" not in evil._repr_html_()
    assert "<script>" not in target(metric=evil)._repr_html_()


def test_trace_names_inputs_formula_and_thresholds() -> None:
    wanted = target(due="2025", baseline=seen("= 60 %", "2020"))
    finding = judged(wanted, seen("= 68 %", "2022"), as_of="2023-06-30")
    trace = dict(finding.trace())
    assert trace["pace.formula"] == "linear"
    assert trace["pace.on_track"] == "1"
    assert trace["evidence[0].value"] == "= 68 %"
    assert trace["verdict"] == "on_track"
    assert METRIC.id == trace["metric"]
