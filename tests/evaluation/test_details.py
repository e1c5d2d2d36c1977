"""The less travelled ways: words, pace, policy, baselines, changes of interval bases, groups."""

from __future__ import annotations

import datetime as dt
import string

import attrs
import pytest

import sotttt as st
from sotttt.errors import InvalidChoice, InvalidEntity, NotFound
from sotttt.evaluation import Flag, Policy, ReasonCode, explaining
from sotttt.evaluation.pace import line, series_from
from sotttt.metrics import Better, Verdict
from sotttt.plans import Clause, Requirement
from tests.evaluation.cases import METRIC, RANK, SALES, judged, metric, seen, target


def test_every_reason_and_flag_has_words_in_both_languages() -> None:
    assert set(explaining._REASONS) == set(ReasonCode)
    assert set(explaining._FLAGS) == set(Flag)
    for vietnamese, english in explaining._REASONS.values():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (vietnamese, english)
        ]
        assert fields[0] == fields[1]


def test_no_third_language() -> None:
    with pytest.raises(InvalidChoice, match="'vi' or 'en'"):
        judged(target()).explain("fr")


def test_each_kind_of_requirement_is_put_in_words() -> None:
    others: dict[Requirement, str] = {
        st.AllOf([">= 80 %", ">= 90 %"]): "từ 80% trở lên và từ 90% trở lên",
        st.AnyOf([">= 80 %", ">= 90 %"]): "từ 80% trở lên hoặc từ 90% trở lên",
        st.Among(over=["a", "b"], requirement=">= 80 %", need=">= 50 %"): "từ 50% trở lên trong số 2",
        st.InWords("cơ bản hoàn thành"): "cơ bản hoàn thành",
        st.Relative(change="difference", range=">= 5 percentage_point"): "so với kỳ trước",
    }
    for wanted, words in others.items():
        assert words in explaining.requirement_text(wanted, "vi")
        assert explaining.requirement_text(wanted, "en")


def test_a_path_needs_a_way_to_go() -> None:
    base, goal = st.Range.parse("= 60 %"), st.Amount(80, "%")
    due, start = st.Period.parse("2025"), st.Period.parse("2020")
    assert line.path((due, base), goal, due, due.end, Policy().on_track) is None
    assert line.path((start, base), goal, due, dt.date(2019, 12, 31), Policy().on_track) is None
    whole = line.path((start, base), goal, due, due.end, Policy().on_track)
    assert whole == st.Range.parse("= 80 %")


def test_pace_judges_only_with_a_direction() -> None:
    one = st.Range.parse("= 60 %")
    assert line.judge(one, one, Better.NEUTRAL) is None
    assert line.judge(one, one, Better.LOWER) is True
    assert line.judge(one, st.Range.parse("= 59 %"), Better.LOWER) is False
    assert line.judge(st.Range.parse("[59, 61] %"), one, Better.HIGHER) is None


def test_pace_in_a_finding() -> None:
    wanted = target(due="2025", baseline=seen("= 60 %", "2020"))
    finding = judged(wanted, seen("[67, 69] %", "2022"), as_of="2023-06-30")
    assert finding.verdict is Verdict.NOT_DUE
    assert finding.has(ReasonCode.PATH_OVERLAPS)
    mid = judged(wanted, seen("= 64 %", "2021-06-15"), as_of="2023-06-30")
    assert mid.required_pace is not None
    assert mid.projected is not None
    done = judged(wanted, seen("= 85 %", "2025"), as_of="2026-06-30")
    assert done.required_pace is None
    level = target(">= 60 %", due="2025", baseline=seen("= 60 %", "2020"))
    assert judged(level, seen("= 55 %", "2022"), as_of="2023-06-30").progress is None
    no_base = judged(target(), seen())
    assert (no_base.progress, no_base.expected, no_base.projected) == (None, None, None)
    before = judged(wanted, seen("= 50 %", "2019"), as_of="2023-06-30")
    assert before.verdict is Verdict.NOT_DUE
    assert before.projected is None


def test_pace_for_lower_is_better() -> None:
    less = metric(id="less", better="lower")
    wanted = target("<= 10 %", metric=less, due="2025", baseline=seen("= 20 %", "2020", metric=less))
    assert judged(wanted, seen("= 16 %", "2022", metric=less), as_of="2023-01-01").verdict is Verdict.NOT_DUE
    assert judged(wanted, seen("= 16 %", "2022", metric=less), as_of="2023-06-30").verdict is Verdict.ON_TRACK
    assert judged(wanted, seen("= 16.1 %", "2022", metric=less), as_of="2023-06-30").verdict is Verdict.BEHIND


def test_a_baseline_that_is_not_known_yet_is_none() -> None:
    wanted = target(due="2025", baseline=seen("= 60 %", "2020", published="2024-01-01"))
    assert judged(wanted, seen("= 68 %", "2022"), as_of="2023-06-30").has(ReasonCode.NO_BASELINE)


def test_policy_refuses_what_it_does_not_know() -> None:
    with pytest.raises(InvalidChoice, match="linear"):
        Policy(pace="statcan-1999")
    with pytest.raises(InvalidChoice, match="on_track"):
        Policy(thresholds={"on_trak": "1"})
    with pytest.raises(InvalidEntity):
        Policy(statuses=[])
    assert Policy(statuses="official").statuses == (st.metrics.Status.OFFICIAL,)


def test_groups_of_an_unheard_of_kind() -> None:
    result = st.evaluate([target()], [seen()], as_of=dt.date(2021, 6, 1))
    with pytest.raises(NotFound, match="verdict"):
        result.by("colour")
    assert "t" in result
    assert "u" not in result
    assert bool(result)


def test_a_lower_better_multiple_and_a_stated_one() -> None:
    cost = metric(id="cost", unit="VND", better="lower", timing="period", scale="amount")
    half = target(st.Relative(change="multiple", range=">= 2 times", against="2019"), metric=cost)
    base = seen("= 100 VND", "2019", metric=cost)
    assert judged(half, base, seen("= 50 VND", metric=cost)).verdict is Verdict.MET
    assert judged(half, base, seen("= 51 VND", metric=cost)).verdict is Verdict.MISSED
    stated = seen("= 0.5 times", metric=cost, dims={"change": "multiple", "against": "2019"})
    assert judged(half, stated).verdict is Verdict.MET
    fall = target(st.Relative(change="growth", range=">= 20 %", against="2019"), metric=cost)
    down = seen("= -25 %", metric=cost, dims={"change": "growth", "against": "2019"})
    assert judged(fall, down).verdict is Verdict.MET


def test_a_base_without_an_end() -> None:
    goal = target(st.Relative(change="growth", range=">= 20 %", against="2019"), metric=SALES)
    open_base = seen(">= 100 billion_VND", "2019", metric=SALES)
    assert judged(goal, open_base, seen("= 110 billion_VND", metric=SALES)).verdict is Verdict.MISSED
    assert judged(goal, open_base, seen("= 130 billion_VND", metric=SALES)).verdict is Verdict.UNDECIDED
    narrow = target(
        st.Relative(change="growth", range="[20, 21] %", against="2019"), metric=SALES, two_sided=True
    )
    wide = seen("[90, 110] billion_VND", "2019", metric=SALES)
    assert judged(narrow, wide, seen("= 120 billion_VND", metric=SALES)).verdict is Verdict.UNDECIDED


def test_against_the_baseline_and_against_nothing() -> None:
    goal = target(
        st.Relative(change="growth", range=">= 20 %", against="2019"),
        metric=SALES,
        baseline=seen("= 100 billion_VND", "2019", metric=SALES),
    )
    assert judged(goal, seen("= 121 billion_VND", metric=SALES)).verdict is Verdict.MET
    lost = target(st.Relative(change="growth", range=">= 20 %", against="metric:nowhere"), metric=SALES)
    assert judged(lost, seen("= 121 billion_VND", metric=SALES)).has(ReasonCode.BASE_MISSING)
    endless = target(st.Relative(change="growth", range=">= 20 %"), metric=SALES, due=None)
    assert judged(endless, seen("= 121 billion_VND", metric=SALES)).has(ReasonCode.BASE_MISSING)
    first = target(st.InWords("tốt"), id="first", jurisdiction="ha-nam")
    other = target(st.Relative(change="growth", range=">= 20 %", against="target:first"), id="other")
    assert st.evaluate([first, other], [seen()], as_of=dt.date(2021, 6, 1))["other"].has(
        ReasonCode.BASE_MISSING
    )


def test_a_stated_change_that_overlaps() -> None:
    goal = target(st.Relative(change="growth", range=">= 20 %", against="2019"), metric=SALES)
    dims = {"change": "growth", "against": "2019"}
    assert judged(goal, seen("[19, 21] %", metric=SALES, dims=dims)).verdict is Verdict.UNDECIDED
    early = seen("= 15 %", metric=SALES, dims=dims, published="2020-12-01")
    assert judged(goal, early, as_of="2020-12-15").verdict is Verdict.NOT_DUE


def test_a_combination_that_is_exceeded_or_early() -> None:
    other = metric(id="other", name="Khác")
    both = target(st.AllOf([">= 80 %", (other, ">= 50 %")]), due="2025")
    finding = judged(both, seen("= 85 %"), seen("= 60 %", metric=other))
    assert {Flag.EXCEEDED, Flag.EARLY} <= finding.flags
    plain = judged(both, seen("= 80 %"), seen("= 60 %", metric=other))
    assert Flag.EXCEEDED not in plain.flags


def test_among_nobody() -> None:
    ended = target(st.Among(over=["x"], need=">= 1 target"), id="some")
    draft = st.Plan(id="p", title="Dự thảo", jurisdiction="a", stage="draft", targets=[target(id="x")])
    result = st.evaluate([draft, ended], [], as_of=dt.date(2021, 6, 1))
    assert result["some"].verdict is Verdict.NOT_APPLICABLE
    open_end = target(st.Among(over=["a"], requirement=">= 80 %", need=">= 1 province"), due=None)
    assert judged(open_end, seen("= 70 %", jurisdiction="a")).verdict is Verdict.NOT_DUE
    both = target(st.Among(over=["a", "b"], requirement=">= 80 %", need="<= 1 province"))
    found = [seen("= 85 %", jurisdiction=place) for place in "ab"]
    assert judged(both, *found).verdict is Verdict.MISSED
    with pytest.raises(NotFound, match="not among"):
        judged(target(st.Among(over=["nowhere"], need=">= 1 target")))


def test_an_ended_place_is_not_judged_beyond_its_end() -> None:
    old = st.Jurisdiction(
        id="nam-dinh",
        name="Nam Định",
        name_en="Nam Dinh",
        level="province",
        type="province",
        valid="..2025-07-01",
    )
    places = st.Places([old], [])
    beyond = judged(target(due="2025"), seen(), as_of="2026-01-01", places=places)
    assert beyond.verdict is Verdict.NOT_APPLICABLE
    assert beyond.has(ReasonCode.PLACE_ENDED)
    before = judged(target(due="2025"), seen("= 70 %"), as_of="2025-06-30", places=places)
    assert before.verdict is Verdict.NOT_DUE
    earlier = judged(target(due="2020"), seen(), as_of="2026-01-01", places=places)
    assert earlier.verdict is Verdict.MET
    elsewhere = judged(target(jurisdiction="ha-nam", due="2025"), places=places, as_of="2026-01-01")
    assert elsewhere.verdict is Verdict.NO_DATA


def test_a_condition_of_another_place_and_period() -> None:
    cond = Clause(metric=METRIC, requirement=">= 50 %", jurisdiction="ha-nam", period="2019")
    low = seen("= 40 %", "2019", jurisdiction="ha-nam")
    assert judged(target(applies_if=cond), seen(), low).verdict is Verdict.NOT_APPLICABLE
    wide = seen("[40, 60] %", "2019", jurisdiction="ha-nam")
    assert judged(target(applies_if=cond), seen(), wide).verdict is Verdict.MET


def test_a_period_that_is_inferred_and_a_preliminary_value() -> None:
    finding = judged(target(), seen(status="preliminary", period_inferred=True))
    assert {Flag.PROVISIONAL, Flag.PERIOD_INFERRED} <= finding.flags


def test_two_open_ranges_of_two_methods() -> None:
    finding = judged(target(), seen(">= 80 %", method="a"), seen(">= 85 %", method="b"))
    assert finding.verdict is Verdict.MET
    assert Flag.CONFLICTING not in finding.flags


def test_parts_of_mixed_kinds_are_counted_in_days() -> None:
    parts = [seen("= 1 VND", "2020-Q1", metric=SALES), seen("= 1 VND", "2020-04", metric=SALES)]
    finding = judged(target(">= 5 VND", metric=SALES), *parts, as_of="2020-12-01")
    assert finding.detail.partial == (121, 366)
    negative = metric(id="balance", unit="VND", timing="period", scale="amount")
    some = [seen("= 1 VND", "2020-Q1", metric=negative)]
    assert judged(target(">= 1 VND", metric=negative), *some).verdict is Verdict.AWAITING


def test_flags_never_contradict_the_rank() -> None:
    finding = judged(target("= 10 rank", metric=RANK), seen("= 8 rank", metric=RANK))
    assert finding.exceeded
    assert finding.as_of == dt.date(2021, 6, 30)
    assert finding.id == "t"


def test_a_difference_of_ranks_is_written_in_places() -> None:
    up = st.Relative(change="difference", range=">= 2 place", against="2019")
    assert "2 bậc" in explaining.requirement_text(up, "vi")
    wanted = target(up, metric=RANK)
    assert (
        judged(wanted, seen("= 12 rank", "2019", metric=RANK), seen("= 10 rank", metric=RANK)).verdict
        == "met"
    )
    finding = judged(wanted, seen("= 12 rank", "2019", metric=RANK), seen("= 11 rank", metric=RANK))
    assert finding.verdict is Verdict.MISSED
    assert "2 bậc" in finding.explain("vi")
    same = st.Relative(change="difference", range=">= 2 rank", against="2019")
    assert "2 bậc" in explaining.requirement_text(same, "vi")


def test_steps_that_reach_the_due_period_need_no_more() -> None:
    wanted = target(steps=[("2019", ">= 70 %"), ("2020", ">= 80 %")])
    assert len(judged(wanted, seen("= 70 %", "2019"), seen()).parts) == 2


def test_a_metric_is_looked_up_once_for_all_targets() -> None:
    other = metric(id="other", name="Khác")
    goals = [
        target(
            st.Relative(change="difference", range=">= 5 percentage_point", against="metric:other"),
            id=f"t{place}",
        )
        for place in range(2)
    ]
    result = st.evaluate(goals, [seen("= 75 %"), seen("= 70 %", metric=other)], as_of=dt.date(2021, 6, 1))
    assert [finding.verdict for finding in result] == [Verdict.MET, Verdict.MET]


def test_a_statement_that_decides_nothing_differs_from_nothing() -> None:
    behind = st.Assessment(subject="t", verdict="behind", published="2021-01-05")
    assert Flag.STATED_DIFFERS not in judged(target(), seen(), assessments=[behind]).flags
    assert Flag.STATED_DIFFERS not in judged(target(), assessments=[behind]).flags


def test_display_has_an_edge_only_in_the_same_dimension() -> None:
    value = st.Range.parse("= 79.996 %")
    assert explaining._nearest_edge(value, st.Range.parse(">= 80 %")) == 80
    assert explaining._nearest_edge(value, None) is None
    assert explaining._nearest_edge(value, st.Range.parse(">= 80 VND")) is None


def test_a_hedged_value_keeps_its_word() -> None:
    words = {"about": "khoảng", "over": "hơn", "nearly": "gần", "at_least": "ít nhất"}
    for hedge, word in words.items():
        figure = st.Figure(range="= 1100 billion_VND", as_written="1.100 tỷ đồng", hedge=hedge)
        finding = judged(target(">= 1000 billion_VND", metric=SALES), seen(figure, metric=SALES))
        assert explaining.value_text(finding, "vi") == f"{word} 1.100 tỷ đồng"
    plain = judged(target(">= 1000 billion_VND", metric=SALES), seen("= 1100 billion_VND", metric=SALES))
    assert explaining.value_text(plain, "vi") == "1.100 tỷ đồng"


def by(method: str | None, value: str, period: str) -> st.Observation:
    return attrs.evolve(seen(value, period), method=method)


@pytest.mark.parametrize("base", ["observation", "period"])
@pytest.mark.parametrize("pace", ["linear", "statcan", "un-2023", "sdsn", "global-fund", "okr"])
def test_nothing_is_projected_across_a_change_of_method(base: str, pace: str) -> None:
    start, last = by("khảo sát", "= 60 %", "2020"), by("báo cáo hành chính", "= 68 %", "2022")
    wanted = target(due="2025", baseline=start if base == "observation" else "2020")
    policy = Policy(pace=pace)
    broken = judged(wanted, start, last, as_of="2023-06-30", policy=policy)
    assert (broken.progress, broken.expected, broken.projected) == (None, None, None)
    if pace != "global-fund":  # which asks for no baseline
        assert broken.verdict is Verdict.NOT_DUE
    if pace == "linear":
        assert broken.has(ReasonCode.BREAK_IN_SERIES)
        assert "phương pháp" in broken.explain("vi")
        assert "method" in broken.explain("en")
    for method in ("khảo sát", None):
        same = judged(wanted, start, by(method, "= 68 %", "2022"), as_of="2023-06-30", policy=policy)
        assert same.projected == st.Range.parse("= 80 %")


def test_a_break_within_the_series_hides_what_is_before_it() -> None:
    rows = [by("a", f"= {value} %", year) for value, year in (("60", "2019"), ("61", "2020"))]
    rows += [by("b", f"= {value} %", year) for value, year in (("40", "2021"), ("60", "2022"))]
    finding = judged(target(due="2025"), *rows, as_of="2023-06-30", policy=Policy(pace="statcan"))
    assert finding.verdict is Verdict.ON_TRACK
    series = series_from(rows[0].metric, rows)
    assert [str(one) for one in series.breaks] == ["2021"]
    assert [str(point.period) for point in series.unbroken()] == ["2021", "2022"]
    whole = [attrs.evolve(row, method=None) for row in rows]
    finding = judged(target(due="2025"), *whole, as_of="2023-06-30", policy=Policy(pace="statcan"))
    assert finding.verdict is Verdict.BEHIND


def test_the_table_shows_a_target_without_a_deadline() -> None:
    result = st.evaluate([target(due=None)], [seen()], as_of=dt.date(2021, 6, 1))
    with_due = st.evaluate([target()], [seen()], as_of=dt.date(2021, 6, 1))
    assert "năm 2020)" in with_due._repr_html_()
    assert "năm 2020)" not in result._repr_html_()
