"""The nine verdicts, the flags and the order in which they are decided."""

from __future__ import annotations

import datetime as dt

import pytest

import sotttt as st
from sotttt.errors import DuplicateId, InvalidDate, InvalidEntity, InvalidText, NotFound
from sotttt.evaluation import Flag, Policy, ReasonCode
from sotttt.metrics import Verdict
from tests.evaluation.cases import METRIC, RANK, SALES, STOCK, judged, metric, seen, target


def test_example_of_the_design() -> None:
    phones = st.Metric(
        id="phone-subscriptions",
        name="Số thuê bao điện thoại",
        name_en="Telephone subscriptions",
        unit="subscription",
        better="higher",
        timing="point",
        scale="count",
        sector="TEL",
        merge="sum",
    )
    wanted = st.Target(
        id="cb-2020-phones",
        metric=phones,
        jurisdiction="cao-bang",
        requirement=">= 1132000 subscription",
        due="2020",
    )
    got = st.Observation(
        metric=phones,
        jurisdiction="cao-bang",
        period="2020",
        value="= 1000000 subscription",
        status="estimated",
        published="2021-03-03",
    )
    result = st.evaluate([wanted], [got], as_of=dt.date(2021, 3, 3))
    finding = result["cb-2020-phones"]
    assert finding.verdict is Verdict.MISSED
    assert finding.flags == {Flag.ESTIMATED}
    assert str(finding.attainment) == "(88.33922261484098939929328621, 88.33922261484098939929328622) %"
    assert str(finding.gap) == "= -132000 subscription"
    assert "88,34%" in finding.explain("vi")
    assert "88.34%" in finding.explain("en")
    assert "1.000.000 thuê bao" in finding.explain("vi")


@pytest.mark.parametrize(
    ("wanted", "got", "verdict"),
    [
        (">= 80 %", "= 80 %", "met"),
        (">= 80 %", "= 79.999 %", "missed"),
        ("> 80 %", "= 80 %", "missed"),
        ("> 80 %", "(80, 90) %", "met"),
        ("= 80 %", "= 95 %", "met"),
        ("[60, 62] %", "[61, 62] %", "met"),
        ("[60, 62] %", "= 70 %", "met"),
        (">= 80 %", "[79, 81] %", "undecided"),
        (">= 80 %", ">= 79 %", "undecided"),
        (">= 80 %", "= 800 permille", "met"),
        (">= 80 %", "= 0.7999 ratio", "missed"),
        ("< 100 %", None, None),
    ],
)
def test_range_inside_range(wanted: str, got: str | None, verdict: str | None) -> None:
    if got is None:
        with pytest.raises(InvalidEntity, match="two_sided"):
            target(wanted)
        return
    finding = judged(target(wanted), seen(got))
    assert finding.verdict == verdict
    code = {"met": ReasonCode.INSIDE, "missed": ReasonCode.OUTSIDE, "undecided": ReasonCode.OVERLAPS}
    assert finding.has(code[finding.verdict.value])


def test_two_sided_binds_both_ends() -> None:
    assert judged(target("[60, 62] %", two_sided=True), seen("= 70 %")).verdict is Verdict.MISSED
    assert judged(target("<= 62 %", two_sided=True), seen("= 61 %")).verdict is Verdict.MET


def test_neutral_metric_binds_both_ends() -> None:
    neutral = metric(id="neutral", better="neutral")
    wanted = target("[60, 62] %", metric=neutral)
    assert judged(wanted, seen("= 63 %", metric=neutral)).verdict is Verdict.MISSED
    assert judged(wanted, seen("= 61 %", metric=neutral)).verdict is Verdict.MET


def test_awaiting_gives_the_last_known() -> None:
    finding = judged(target(), seen("= 70 %", "2019"))
    assert finding.verdict is Verdict.AWAITING
    assert finding.evidence[0].period == st.Period.parse("2019")


def test_no_data_names_the_test_that_emptied_it() -> None:
    others = {
        ReasonCode.NO_METRIC: (),
        ReasonCode.NO_PLACE: (seen(jurisdiction="ha-nam"),),
        ReasonCode.NO_DIMS: (seen(dims={"level": "xã"}),),
        ReasonCode.NOT_ACCEPTED: (seen(status="forecast"),),
        ReasonCode.NOT_PUBLISHED: (seen(published="2022"),),
        ReasonCode.ONLY_LATE: (seen(period="2021-03", published="2021-04-01"),),
    }
    for code, observations in others.items():
        finding = judged(target(), *observations)
        assert finding.verdict is Verdict.NO_DATA
        assert finding.has(code), code
    finding = judged(target(method="i-Speed"), seen())
    assert finding.has(ReasonCode.NO_METHOD)
    finding = judged(target(start="2020"), seen(period="2019"))
    assert finding.has(ReasonCode.BEFORE_START)


def test_publication_decides_what_is_known() -> None:
    got = seen("= 70 %", published="2021-03-03")
    assert judged(target(), got, as_of="2021-03-02").verdict is Verdict.NO_DATA
    assert judged(target(), got, as_of="2021-03-03").verdict is Verdict.MISSED
    year_only = seen("= 70 %", published="2021")
    assert judged(target(), year_only, as_of="2021-12-30").verdict is Verdict.NO_DATA
    assert judged(target(), year_only, as_of="2021-12-31").verdict is Verdict.MISSED


def test_undated_counts_from_the_day_after_its_period() -> None:
    got = seen("= 85 %", published=None)
    finding = judged(target(), got, as_of="2021-01-01")
    assert finding.verdict is Verdict.MET
    assert finding.flags == {Flag.UNDATED, Flag.EXCEEDED}
    assert judged(target(), got, as_of="2020-12-31").verdict is Verdict.NOT_DUE


def test_met_early_on_a_stock_but_not_on_a_flow_or_a_rank() -> None:
    finding = judged(target(due="2025"), seen("= 85 %"))
    assert finding.verdict is Verdict.MET
    assert finding.flags == {Flag.EARLY, Flag.EXCEEDED}
    flow = judged(
        target("= 100 billion_VND", metric=SALES, due="2025"), seen("= 120 billion_VND", metric=SALES)
    )
    assert flow.verdict is Verdict.ON_TRACK
    rank = judged(target("<= 15 rank", metric=RANK, due="2025"), seen("= 12 rank", metric=RANK))
    assert rank.verdict is Verdict.ON_TRACK
    assert rank.has(ReasonCode.INSIDE_NOW)


def test_rank_met_and_lost() -> None:
    wanted = target("<= 15 rank", metric=RANK, due="2025")
    before = seen("= 12 rank", "2021", metric=RANK)
    after = seen("= 18 rank", "2022", metric=RANK)
    finding = judged(wanted, before, after, as_of="2023-12-31")
    assert finding.verdict is Verdict.NOT_DUE
    assert Flag.LOST in finding.flags
    assert [str(value) for _, value in finding.detail.history] == ["= 12 rank"]


def test_latest_evidence_decides_even_against_an_earlier_success() -> None:
    finding = judged(target(), seen("= 85 %", "2019"), seen("= 70 %", "2020"))
    assert finding.verdict is Verdict.MISSED
    assert Flag.LOST in finding.flags


def test_a_revised_version_is_no_loss() -> None:
    first = seen("= 85 %", "2019", status="preliminary", published="2020-02-01")
    final = seen("= 75 %", "2019", published="2020-06-01")
    finding = judged(target(), first, final, seen("= 76 %"))
    assert finding.verdict is Verdict.MISSED
    assert Flag.LOST not in finding.flags


def test_later_values_are_kept_beside() -> None:
    finding = judged(target(), seen("= 70 %"), seen("= 85 %", "2021-03", published="2021-04-01"))
    assert finding.verdict is Verdict.MISSED
    assert Flag.LATE in finding.flags
    only_late = seen("= 85 %", "2021-03", published="2021-04-01")
    assert judged(target(), only_late).verdict is Verdict.NO_DATA
    taken = judged(target(), only_late, policy=Policy(late="judge"))
    assert taken.verdict is Verdict.MET
    assert Flag.LATE in taken.flags


def test_versions_within_one_series() -> None:
    early = seen("= 70 %", status="estimated", published="2020-12-01")
    later = seen("= 82 %", status="estimated", published="2021-02-01")
    official = seen("= 79 %", published="2021-01-15")
    assert judged(target(), early, later).verdict is Verdict.MET
    finding = judged(target(), early, later, official)
    assert finding.verdict is Verdict.MISSED
    assert finding.evidence == (official,)


def test_conflicting_series_are_never_ranked() -> None:
    ministry = seen("= 85 %", method="Bộ")
    statistics = seen("= 70 %", method="Tổng cục", status="preliminary")
    finding = judged(target(), ministry, statistics)
    assert finding.verdict is Verdict.UNDECIDED
    assert Flag.CONFLICTING in finding.flags
    assert str(finding.value) == "[70, 85] %"
    assert len(finding.evidence) == 2
    assert judged(target(method="Bộ"), ministry, statistics).verdict is Verdict.MET


def test_equal_rank_with_different_values_conflicts_and_the_narrower_counts_if_they_agree() -> None:
    assert Flag.CONFLICTING in judged(target(), seen("= 85 %"), seen("= 86 %")).flags
    narrow = judged(target(), seen("[80, 90] %"), seen("= 85 %", method="m"))
    assert str(narrow.value) == "= 85 %"
    assert Flag.CONFLICTING not in narrow.flags


def test_forecast_counts_only_where_the_policy_says() -> None:
    got = seen("= 85 %", status="forecast")
    assert judged(target(), got).verdict is Verdict.NO_DATA
    policy = Policy(statuses=["official", "forecast"])
    assert judged(target(), got, policy=policy).verdict is Verdict.MET


def test_flow_is_assembled_and_a_direct_figure_beats_it() -> None:
    wanted = target(">= 100 billion_VND", metric=SALES)
    quarters = [seen(f"= {30 - place} billion_VND", f"2020-Q{place}", metric=SALES) for place in range(1, 5)]
    finding = judged(wanted, *quarters)
    assert finding.verdict is Verdict.MET
    assert {Flag.ASSEMBLED, Flag.EXCEEDED} <= finding.flags
    assert str(finding.value) == "= 110 billion_VND"
    direct = judged(wanted, *quarters, seen("= 99 billion_VND", metric=SALES))
    assert direct.verdict is Verdict.MISSED
    assert Flag.ASSEMBLED not in direct.flags


def test_assembled_status_is_that_of_the_worst_part() -> None:
    wanted = target(">= 100 billion_VND", metric=SALES)
    first = seen("= 60 billion_VND", "2020-H1", metric=SALES)
    second = seen("= 50 billion_VND", "2020-H2", metric=SALES, status="estimated")
    assert Flag.ESTIMATED in judged(wanted, first, second).flags


def test_partial_sum_may_be_met_early_or_broken_early() -> None:
    parts = [seen("= 40 billion_VND", f"2020-Q{place}", metric=SALES) for place in (1, 2, 3)]
    wanted = target(">= 100 billion_VND", metric=SALES)
    finding = judged(wanted, *parts, as_of="2020-12-01")
    assert finding.verdict is Verdict.MET
    assert {Flag.PARTIAL, Flag.EARLY} <= finding.flags
    assert finding.detail.partial == (3, 4)
    short = judged(target(">= 200 billion_VND", metric=SALES), *parts, as_of="2020-12-01")
    assert short.verdict is Verdict.NOT_DUE
    late = judged(target(">= 200 billion_VND", metric=SALES), *parts)
    assert late.verdict is Verdict.AWAITING
    cost = metric(
        id="cost", unit="billion_VND", better="lower", timing="period", scale="amount", domain=">= 0 VND"
    )
    spent = [seen("= 40 billion_VND", f"2020-Q{place}", metric=cost) for place in (1, 2, 3)]
    assert (
        judged(target("<= 100 billion_VND", metric=cost), *spent, as_of="2020-12-01").verdict
        is Verdict.MISSED
    )
    assert judged(target("<= 130 billion_VND", metric=cost), *spent).verdict is Verdict.AWAITING


def test_a_cumulative_figure_is_one_part() -> None:
    nine = seen("= 90 billion_VND", "2020-M01..M09", metric=SALES)
    quarter = seen("= 30 billion_VND", "2020-Q1", metric=SALES)
    last = seen("= 20 billion_VND", "2020-Q4", metric=SALES)
    finding = judged(target(">= 110 billion_VND", metric=SALES), quarter, last, nine)
    assert finding.verdict is Verdict.MET
    assert str(finding.value) == "= 110 billion_VND"


def test_a_share_of_a_period_is_never_summed() -> None:
    flow_share = metric(id="fs", timing="period")
    parts = [seen("= 90 %", f"2020-Q{place}", metric=flow_share) for place in range(1, 5)]
    assert judged(target(metric=flow_share), *parts).verdict is Verdict.AWAITING


def test_frequency_without_an_edition_at_the_due_date() -> None:
    yearly = metric(id="yearly", frequency="year")
    wanted = target(metric=yearly, due="2020-06-30")
    assert judged(wanted, seen("= 85 %", "2019", metric=yearly), as_of="2020-12-31").verdict is Verdict.MET
    finding = judged(wanted, seen("= 75 %", "2019", metric=yearly), as_of="2020-12-31")
    assert finding.verdict is Verdict.MISSED


def test_linear_pace() -> None:
    wanted = target(due="2025", baseline=seen("= 60 %", "2020"))
    ahead = judged(wanted, seen("= 68 %", "2022"), as_of="2023-06-30")
    assert ahead.verdict is Verdict.ON_TRACK
    assert str(ahead.progress) == "= 40 %"
    assert ahead.expected is not None
    assert ahead.required_pace is not None
    assert str(ahead.required_pace) == "= 4 %"
    behind = judged(wanted, seen("= 67.9 %", "2022"), as_of="2023-06-30")
    assert behind.verdict is Verdict.BEHIND
    loose = judged(
        wanted, seen("= 67.9 %", "2022"), as_of="2023-06-30", policy=Policy(thresholds={"on_track": "0.9"})
    )
    assert loose.verdict is Verdict.ON_TRACK


def test_pace_needs_a_known_baseline() -> None:
    wanted = target(due="2025", baseline="2020")
    finding = judged(wanted, seen("= 68 %", "2022"), as_of="2023-06-30")
    assert finding.verdict is Verdict.NOT_DUE
    assert finding.has(ReasonCode.NO_BASELINE)
    both = judged(wanted, seen("= 60 %", "2020"), seen("= 68 %", "2022"), as_of="2023-06-30")
    assert both.verdict is Verdict.ON_TRACK


def test_no_deadline() -> None:
    finding = judged(target(due=None), seen("= 70 %"))
    assert finding.verdict is Verdict.NOT_DUE
    assert finding.has(ReasonCode.NO_DEADLINE)
    assert judged(target(due=None), seen("= 90 %")).verdict is Verdict.MET
    assert judged(target(due=None)).verdict is Verdict.NOT_DUE


def test_day_of_the_deadline_is_not_past_it() -> None:
    got = seen("= 70 %", published="2020-12-15")
    assert judged(target(), got, as_of="2020-12-31").verdict is Verdict.NOT_DUE
    assert judged(target(), got, as_of="2021-01-01").verdict is Verdict.MISSED


def test_exceeded() -> None:
    cases = [
        ("[6.6, 6.8] %", "= 7.02 %", "higher", True),
        ("[6.6, 6.8] %", "= 6.8 %", "higher", False),
        (">= 27 %", "= 27.5 %", "higher", True),
        ("= 89 %", "= 89 %", "higher", False),
        ("> 27 %", "= 30 %", "higher", False),
        ("= 4 %", "= 2.79 %", "lower", True),
        ("< 4 %", "= 3.1 %", "lower", False),
        ("<= 4 %", "= 1 %", "lower", False),
        ("= 80 %", "(80, 90) %", "higher", True),
        ("= 80 %", "[80, 90] %", "higher", False),
    ]
    for wanted, got, better, exceeded in cases:
        one = metric(id=f"share-{better}", better=better)
        finding = judged(target(wanted, metric=one), seen(got, metric=one))
        assert finding.verdict is Verdict.MET
        assert finding.exceeded is exceeded, (wanted, got)


def test_wrong_input() -> None:
    with pytest.raises(InvalidDate):
        st.evaluate([target()], [], as_of=dt.datetime(2021, 1, 1))  # noqa: DTZ001  # the refused kind
    with pytest.raises(TypeError):
        st.evaluate([target()], [])  # type: ignore[call-arg]  # as_of is required
    with pytest.raises(DuplicateId, match="'t'"):
        st.evaluate([target(), target()], [], as_of=dt.date(2021, 1, 1))
    with pytest.raises(InvalidText):
        st.evaluate(["t"], [], as_of=dt.date(2021, 1, 1))  # type: ignore[list-item]  # the refused kind
    with pytest.raises(InvalidText):
        st.evaluate([target()], ["x"], as_of=dt.date(2021, 1, 1))  # type: ignore[list-item]  # the refused kind
    other = metric(name="Khác")
    with pytest.raises(InvalidEntity, match="share the id"):
        judged(target(metric=other), seen())
    with pytest.raises(NotFound, match="did you mean"):
        st.evaluate([target(id="abcd")], [], as_of=dt.date(2021, 1, 1))["abce"]


def test_empty_input_is_never_all_met() -> None:
    result = st.evaluate([], [], as_of=dt.date(2021, 1, 1))
    assert len(result) == 0
    assert result.counts.met == 0
    assert result.counts.all == 0
    one = st.evaluate([target()], [], as_of=dt.date(2021, 1, 1))
    assert one["t"].verdict is Verdict.NO_DATA


def test_hedges_have_width_in_a_verdict_and_a_point_in_arithmetic() -> None:
    figure = st.Figure(
        range="= 1100 billion_VND", as_written="hơn 1.100 tỷ đồng", hedge="over", resolution="1"
    )
    got = seen(figure, metric=SALES)
    finding = judged(target(">= 1100 billion_VND", metric=SALES), got)
    assert finding.verdict is Verdict.MET
    assert {Flag.HEDGED, Flag.EXCEEDED} <= finding.flags
    assert str(finding.attainment) == "= 100 %"
    assert judged(target(">= 1150 billion_VND", metric=SALES), got).verdict is Verdict.UNDECIDED
    pointed = judged(target(">= 1150 billion_VND", metric=SALES), got, policy=Policy(hedge="point"))
    assert pointed.verdict is Verdict.MISSED
    assert Flag.HEDGED not in pointed.flags


def test_rounding_widens_a_plain_figure() -> None:
    figure = st.Figure(range="= 79.9 %", as_written="79,9%", resolution="0.1")
    assert judged(target(), seen(figure)).verdict is Verdict.MISSED
    assert judged(target(), seen(figure), policy=Policy(precision="rounding")).verdict is Verdict.MISSED
    wide = st.Figure(range="= 80 %", as_written="80%", resolution="1")
    assert judged(target(), seen(wide), policy=Policy(precision="rounding")).verdict is Verdict.UNDECIDED


def test_attainment_says_why_there_is_none() -> None:
    lower = metric(id="low", better="lower")
    finding = judged(target("<= 5 %", metric=lower), seen("= 4 %", metric=lower))
    assert finding.attainment is None
    assert finding.attainment_gap == "not_higher_better"
    assert str(finding.gap) == "= -1 percentage_point"
    assert judged(target(">= 0 %"), seen()).attainment_gap == "goal_not_positive"
    assert judged(target()).attainment_gap == "no_value"


def test_stock_in_another_unit() -> None:
    wanted = target(">= 1 million_VND", metric=metric(id="m", unit="VND", scale="amount"))
    got = seen("= 999999 VND", metric=wanted.metric)
    assert judged(wanted, got).verdict is Verdict.MISSED
    assert (
        judged(target(">= 5 subscription", metric=STOCK), seen("= 5 subscription", metric=STOCK)).verdict
        == "met"
    )
    assert METRIC.unit == "%"
