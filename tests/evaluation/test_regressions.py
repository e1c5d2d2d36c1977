"""Faults that were found once and stay mended: each test names what used to go wrong."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable
from decimal import Decimal

import pytest

import sotttt as st
from sotttt.errors import InvalidEntity, InvalidText, NotFound, SottttError, UnitMismatch
from sotttt.evaluation import Flag, Policy, ReasonCode
from sotttt.evaluation.evidence import Record, Window
from sotttt.evaluation.judging import window_of
from sotttt.metrics import Status, Verdict
from sotttt.plans import Clause
from tests.evaluation.cases import METRIC, SALES, STOCK, judged, metric, seen, target

COST = metric(id="cost", unit="VND", better="lower", timing="period", scale="amount")
DAY = dt.date(2021, 6, 30)


def change(kind: str, wanted: str, against: str = "2019") -> st.Relative:
    return st.Relative(change=kind, range=wanted, against=against)


def money(value: str, period: str = "2020", **more: object) -> st.Observation:
    return seen(f"{value} VND", period, **({"metric": SALES} | more))


# Changes


@pytest.mark.parametrize(
    ("kind", "wanted", "against", "value", "verdict", "requirement"),
    [
        ("mean_growth", ">= 5 %", "2018", "= 90", "met", "<= 90.25 VND"),
        ("mean_growth", ">= 5 %", "2018", "= 90.26", "missed", "<= 90.25 VND"),
        ("multiple", ">= 4 times", "2018", "= 0", "met", "<= 25 VND"),
        ("growth", ">= 100 %", "2018", "= 0", "met", "<= 0 VND"),
        ("difference", ">= 20 VND", "2018", "= 81", "missed", "<= 80 VND"),
    ],
)
def test_change_of_what_is_better_when_lower(
    kind: str, wanted: str, against: str, value: str, verdict: str, requirement: str
) -> None:
    goal = target(change(kind, wanted, against), metric=COST)
    finding = judged(goal, money("= 100", against, metric=COST), money(value, metric=COST))
    assert finding.verdict == verdict
    assert str(finding.requirement) == requirement


def test_reduction_beyond_its_bound_is_exceeded_as_a_stated_one_is() -> None:
    goal = target(change("growth", ">= 20 %"), metric=COST)
    base = money("= 100", "2019", metric=COST)
    assert judged(goal, base, money("= 79", metric=COST)).exceeded
    assert not judged(goal, base, money("= 80", metric=COST)).exceeded
    stated = seen("= -25 %", metric=COST, dims={"change": "growth", "against": "2019"})
    finding = judged(goal, stated)
    assert finding.exceeded
    assert str(finding.gap) == "= 5 percentage_point"


@pytest.mark.parametrize("base", ["= 0", "= -100", "[-1, 1]", "<= 100"])
def test_growth_of_nothing_or_less_says_nothing(base: str) -> None:
    profit = metric(id="profit", unit="VND", timing="period", scale="amount")
    goal = target(change("growth", ">= 20 %"), metric=profit)
    finding = judged(goal, money(base, "2019", metric=profit), money("= 80", metric=profit))
    assert finding.verdict is Verdict.UNDECIDED
    assert finding.has(ReasonCode.BASE_MISSING)


def test_growth_from_a_base_that_is_a_half_line_or_open_at_zero() -> None:
    goal = target(change("growth", ">= 20 %"), metric=SALES)
    assert judged(goal, money(">= 100", "2019"), money("= 119")).verdict is Verdict.MISSED
    assert judged(goal, money(">= 100", "2019"), money("= 900")).verdict is Verdict.UNDECIDED
    assert judged(goal, money("(0, 10]", "2019"), money("= 12")).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("wanted", "due"),
    [
        (change("growth", ">= 20 %", "previous"), "2020-01-05..2020-03-07"),
        (change("growth", ">= 20 %", "previous"), "0001"),
        (change("mean_growth", ">= 100 %", "0002"), "9000"),
    ],
)
def test_change_without_a_base_period_or_beyond_numbers_is_unresolved(wanted: st.Relative, due: str) -> None:
    finding = judged(
        target(wanted, metric=SALES, due=due),
        money("= 100", "0002"),
        money("= 80", "9000", published=None),
        as_of="9999-12-31",
    )
    assert finding.verdict is Verdict.UNDECIDED
    assert finding.has(ReasonCode.BASE_MISSING)


def test_change_bounded_on_its_better_side_alone_is_refused() -> None:
    with pytest.raises(InvalidEntity, match="two_sided"):
        target(change("growth", "<= 5 %"))
    both = target(change("mean_growth", "<= 5 %", "2018"), metric=SALES, two_sided=True)
    assert judged(both, money("= 100", "2018"), money("= 110")).verdict is Verdict.MET
    assert judged(both, money("= 100", "2018"), money("= 111")).verdict is Verdict.MISSED


@pytest.mark.parametrize(("asked", "said"), [("previous", "2019"), ("2019", "previous")])
def test_stated_change_against_the_previous_period_or_that_period_by_name(asked: str, said: str) -> None:
    goal = target(change("growth", ">= 20 %", asked), metric=SALES)
    stated = seen("= 25 %", metric=SALES, dims={"change": "growth", "against": said}, published="2020-12-30")
    finding = judged(goal, stated)
    assert finding.verdict is Verdict.MET
    assert Flag.EARLY in finding.flags


def test_target_set_against_one_of_another_dimension_is_refused_by_name() -> None:
    first = target(">= 5 VND", metric=SALES, id="first")
    second = target(change("growth", ">= 5 %", "target:first"), id="second")
    with pytest.raises(UnitMismatch, match="against"):
        st.evaluate([first, second], [seen()], as_of=DAY)


def test_baseline_that_was_not_known_yet_is_no_base() -> None:
    goal = target(
        change("growth", ">= 20 %"), metric=SALES, baseline=money("= 100", "2019", published="2022")
    )
    assert judged(goal, money("= 130")).has(ReasonCode.BASE_MISSING)
    assert judged(goal, money("= 130"), as_of="2022-12-31").verdict is Verdict.MET


def test_maintained_growth_is_broken_by_one_year() -> None:
    goal = target(change("growth", ">= 10 %", "previous"), metric=SALES, hold="throughout", start="2018")
    years = [money("= 100", "2018"), money("= 101", "2019"), money("= 150")]
    broken = judged(goal, *years)
    assert broken.verdict is Verdict.MISSED
    assert broken.has(ReasonCode.BROKEN)
    assert Flag.LATE not in broken.flags
    assert judged(goal, years[0], money("= 110", "2019"), years[2]).verdict is Verdict.MET


# Evidence


def test_exact_figure_counts_where_the_frequency_has_no_edition_ending_then() -> None:
    yearly = metric(id="yearly", unit="VND", timing="period", scale="amount", frequency="year")
    goal = target(">= 100 VND", metric=yearly, due="2020-M01..M09")
    assert judged(goal, money("= 150", "2020-M01..M09", metric=yearly)).verdict is Verdict.MET


def test_value_after_the_last_edition_answers_too() -> None:
    yearly = metric(id="yearly", frequency="year")
    goal = target(metric=yearly, due="2020-06")
    finding = judged(goal, seen("= 70 %", "2019", metric=yearly), seen("= 71 %", "2020-03", metric=yearly))
    assert finding.verdict is Verdict.MISSED


def test_parts_that_do_not_tile_the_due_period_are_counted_in_days() -> None:
    finding = judged(target(">= 100 VND", metric=SALES, due="2020-M01..M05"), money("= 50", "2020-Q1"))
    assert finding.verdict is Verdict.AWAITING
    assert finding.detail.partial == (91, 152)


def test_partial_sum_and_quarters_are_no_loss_of_a_yearly_target() -> None:
    partial = judged(target(">= 100 VND", metric=SALES), money("= 150", "2019"), money("= 10", "2020-Q1"))
    assert Flag.PARTIAL in partial.flags
    assert Flag.LOST not in partial.flags
    limit = target("<= 100 VND", metric=COST)
    over = judged(limit, money("= 150", metric=COST), money("= 10", "2020-Q1", metric=COST))
    assert over.verdict is Verdict.MISSED
    assert Flag.LOST not in over.flags


def test_value_across_the_edge_is_not_lost() -> None:
    finding = judged(target(), seen("= 85 %", "2019"), seen("[79, 81] %"))
    assert finding.verdict is Verdict.UNDECIDED
    assert Flag.LOST not in finding.flags


def test_later_evidence_judges_only_where_nothing_else_does() -> None:
    late = Policy(late="judge")
    after = seen("= 70 %", "2021-03", published="2021-04-01")
    assert judged(target(), seen("= 85 %", "2019"), after, policy=late).verdict is Verdict.MET
    assert judged(target(), seen("= 75 %", "2019"), after, policy=late).verdict is Verdict.MISSED
    broken = judged(
        target("<= 100 billion_VND", metric=(cost := metric(
            id="c", unit="VND", better="lower", timing="period", scale="amount", domain=">= 0 VND"
        ))),
        seen("= 120 billion_VND", "2020-Q1", metric=cost),
        seen("= 1 billion_VND", "2021-Q1", metric=cost),
        policy=late,
    )  # fmt: skip
    assert broken.verdict is Verdict.MISSED
    assert broken.detail.partial == (1, 4)


def test_conflict_without_a_common_hull_and_sum_without_an_end() -> None:
    share = metric(id="bounded", domain="[0, 100] %")
    for one, hull in ((METRIC, "-1E+60"), (share, "[0, 100] %")):
        finding = judged(
            target(metric=one),
            seen("<= 10 %", metric=one, method="a"),
            seen(">= 90 %", metric=one, method="b"),
        )
        assert finding.verdict is Verdict.UNDECIDED
        assert Flag.CONFLICTING in finding.flags
        assert hull in str(finding.value)
    halves = [money("<= 10", "2020-H1"), money(">= 90", "2020-H2")]
    assert judged(target(">= 5 VND", metric=SALES), *halves).verdict is Verdict.AWAITING
    huge = [money("= 9E60", f"2020-Q{place}") for place in range(1, 5)]
    assert judged(target(">= 5 VND", metric=SALES), *huge).verdict is Verdict.AWAITING


def test_rivals_that_differ_only_in_their_marks_are_chosen_without_regard_to_order() -> None:
    over = seen(st.Figure(range="= 80 %", as_written="trên 80%", hedge="over"))
    plain = seen("(80, 90) %")
    first, second = judged(target(), over, plain), judged(target(), plain, over)
    assert (first.flags, first.evidence) == (second.flags, second.evidence)


@pytest.mark.parametrize("apart", [True, False])
def test_many_rivals_and_many_parts_take_no_square_of_time(*, apart: bool) -> None:
    rivals = [seen(f"= {50 + (place % 3 if apart else 0)} %", of=f"{place} person") for place in range(6000)]
    finding = judged(target(), *rivals)
    assert (Flag.CONFLICTING in finding.flags) is apart
    first = dt.date(1990, 1, 1)
    days = [money("= 1", first + dt.timedelta(days=place), published="2020") for place in range(5000)]  # type: ignore[arg-type]  # a date is a period
    goal = target(">= 5 VND", metric=SALES, due="1990..2020")
    assert str(judged(goal, *days).value) == ">= 5000 VND"


def test_reasons_for_no_data_are_looked_up_in_an_index() -> None:
    places = [f"p{number}" for number in range(3000)]
    record = [seen(jurisdiction=place) for place in places]
    goals = [target(id=f"t{place}", jurisdiction=f"{place}x") for place in places]
    result = st.evaluate(goals, record, as_of=DAY)
    assert all(one.has(ReasonCode.NO_PLACE) for one in result)
    kept = Record(record, DAY, Policy())
    kept.why_none(METRIC, "p1x", "x", judged_window())
    assert kept._index is not None


def judged_window() -> Window:
    return window_of(target(), st.Period.parse("2020"))


def test_figure_brings_its_status_and_denominator() -> None:
    figure = st.Figure(
        range="= 760 subscription",
        as_written="ước đạt 760",
        status="estimated",
        of=st.Amount(800, "subscription"),
    )
    got = seen(figure, metric=STOCK)
    assert (got.status, got.of) == (Status.ESTIMATED, st.Amount(800, "subscription"))
    assert seen(figure, metric=STOCK, status="preliminary").status is Status.PRELIMINARY
    assert pickle.loads(pickle.dumps(got)) == got  # noqa: S301  # our own bytes


def test_pace_is_a_verdict_and_takes_the_width() -> None:
    goal = target(due="2025", baseline=seen("= 60 %", "2020"))
    over = st.Figure(range="= 66 %", as_written="trên 66%", hedge="over")
    wide = judged(goal, seen(over, "2022"), as_of="2023-06-30")
    assert wide.verdict is Verdict.BEHIND
    nearly = st.Figure(range="= 69 %", as_written="gần 69%", hedge="nearly")
    assert judged(goal, seen(nearly, "2022"), as_of="2023-06-30").verdict is Verdict.ON_TRACK
    about = st.Figure(range="= 68 %", as_written="khoảng 68%", hedge="about")
    assert judged(goal, seen(about, "2022"), as_of="2023-06-30").has(ReasonCode.PATH_OVERLAPS)
    assert (
        judged(goal, seen(about, "2022"), as_of="2023-06-30", policy=Policy(hedge="point")).verdict
        is Verdict.ON_TRACK
    )


def test_expected_is_the_path_and_not_the_threshold() -> None:
    goal = target(due="2025", baseline=seen("= 60 %", "2020"))
    plain = judged(goal, seen("= 67.9 %", "2022"), as_of="2023-06-30")
    loose = judged(
        goal, seen("= 67.9 %", "2022"), as_of="2023-06-30", policy=Policy(thresholds={"on_track": "0.5"})
    )
    assert loose.expected == plain.expected
    bare = judged(goal, seen("= 67.9 %", "2022"), as_of="2023-06-30", policy=Policy(thresholds={}))
    assert dict(bare.trace())["pace.on_track"] == "1"


def test_arithmetic_that_no_range_holds_is_none() -> None:
    goal = target(due="2025", baseline=seen("> 60 %", "2019"))
    finding = judged(goal, seen(">= 65 %"))
    assert (finding.progress, finding.expected, finding.projected) == (None, None, None)
    assert finding.has(ReasonCode.NO_BASELINE)
    assert finding.trace()


# Compounds


def test_value_of_a_count_is_the_count_and_not_its_one_observation() -> None:
    goal = target(st.Among(over=["a", "b"], requirement=">= 80 %", need=">= 1 province"))
    finding = judged(goal, seen(jurisdiction="a"))
    assert str(finding.value) == "[1, 2] province"
    assert str(finding.gap) == "[0, 1] province"
    assert str(finding.attainment) == "[100, 200] %"


def test_count_is_early_and_exceeded_by_the_rules_of_any_value() -> None:
    goal = target(st.Among(over=["a", "b"], requirement=">= 80 %", need=">= 1 province"), due="2025")
    both = judged(goal, seen(jurisdiction="a"), seen(jurisdiction="b"))
    assert {Flag.EARLY, Flag.EXCEEDED} <= both.flags
    one = judged(goal, seen(jurisdiction="a"))
    assert one.verdict is Verdict.MET
    assert Flag.EXCEEDED not in one.flags


def test_count_is_unknown_as_its_members_are() -> None:
    goal = target(st.Among(over=["a", "b"], requirement=">= 80 %", need=">= 2 province"))
    assert judged(goal).verdict is Verdict.NO_DATA
    assert judged(goal, seen("= 70 %", "2019", jurisdiction="a")).verdict is Verdict.AWAITING
    assert judged(goal, seen(jurisdiction="a")).verdict is Verdict.UNDECIDED


def test_member_place_that_has_ended_is_left_out_of_the_count() -> None:
    old = st.Jurisdiction(id="old", name="Cũ", level="province", type="province", valid="..2020-07-01")
    goal = target(st.Among(over=["old", "b"], requirement=">= 80 %", need=">= 100 %"))
    finding = judged(goal, seen(jurisdiction="b"), places=st.Places([old], []))
    assert finding.verdict is Verdict.MET
    assert finding.parts[0].verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize("over", [["t"], ["u"]])
def test_targets_that_count_each_other_are_refused(over: list[str]) -> None:
    first = target(st.Among(over=over, need=">= 1 target"))
    second = target(st.Among(over=["t"], need=">= 1 target"), id="u")
    with pytest.raises(InvalidEntity, match="circle"):
        st.evaluate([first, second], [], as_of=DAY)


def test_long_chain_of_counts_is_refused_and_a_short_one_is_not() -> None:
    def chain(length: int) -> list[st.Target]:
        counts = [
            target(st.Among(over=[f"t{place + 1}"], need=">= 1 target"), id=f"t{place}")
            for place in range(length)
        ]
        return [*counts, target(id=f"t{length}")]

    assert st.evaluate(chain(40), [seen()], as_of=DAY)["t0"].verdict is Verdict.MET
    with pytest.raises(InvalidEntity, match="chain"):
        st.evaluate(chain(2000), [seen()], as_of=DAY)


def test_combinations_nest_only_so_deep() -> None:
    wanted: st.AllOf | st.Among = st.AllOf([">= 80 %"])
    for _ in range(31):
        wanted = st.AllOf([wanted])
    assert judged(target(wanted), seen()).verdict is Verdict.MET
    assert pickle.loads(pickle.dumps(wanted)) == wanted  # noqa: S301  # our own bytes
    with pytest.raises(InvalidEntity, match="deep"):
        st.AllOf([wanted])
    with pytest.raises(InvalidEntity, match="deep"):
        st.Among(over=["a"], requirement=wanted, need=">= 1 province")


def test_targets_that_supersede_each_other_or_themselves_are_refused() -> None:
    with pytest.raises(InvalidEntity, match="names itself"):
        target(supersedes="t")
    with pytest.raises(InvalidEntity, match="names itself"):
        target(part_of="t")
    circle = [target(id=name, supersedes=other) for name, other in ("ab", "bc", "ca")]
    with pytest.raises(InvalidEntity, match="circle"):
        st.evaluate(circle, [], as_of=DAY)
    chain = [target(id="a"), target(id="b", supersedes="a"), target(id="c", supersedes="b")]
    result = st.evaluate(chain, [seen()], as_of=DAY)
    assert [one.verdict.value for one in result] == ["not_applicable", "not_applicable", "met"]


def test_members_stand_with_periods_before_baseline_and_start() -> None:
    wanted = st.AllOf([">= 80 %"])
    yearly = target(wanted, hold="each", start="2018", baseline="2019")
    values = [seen("= 85 %", year) for year in ("2018", "2019", "2020")]
    assert judged(yearly, *values).verdict is Verdict.MET
    quarters = target(wanted, hold="each", start="2020", due="2020", every="quarter")
    assert (
        judged(quarters, *[seen("= 85 %", f"2020-Q{place}") for place in range(1, 5)]).verdict is Verdict.MET
    )
    early = target(st.AllOf([Clause(requirement=">= 80 %", period="2017")]), start="2018")
    assert judged(early, seen("= 85 %", "2017")).verdict is Verdict.MET


def test_method_of_a_target_is_no_method_of_another_metric() -> None:
    other = metric(id="other", name="Khác")
    both = target(st.AllOf([">= 80 %", (other, ">= 50 %")]), method="m")
    assert judged(both, seen(method="m"), seen("= 60 %", metric=other)).verdict is Verdict.MET
    guarded = target(method="m", applies_if=Clause(metric=other, requirement=">= 90 %"))
    assert judged(guarded, seen(method="m"), seen(metric=other)).verdict is Verdict.NOT_APPLICABLE


def test_condition_that_is_a_combination_or_in_words_can_fail() -> None:
    def on(requirement: object) -> Verdict:
        return judged(target(applies_if=Clause(requirement=requirement)), seen("= 85 %")).verdict  # type: ignore[arg-type]  # any requirement

    assert on(st.AllOf([">= 80 %", ">= 90 %"])) is Verdict.NOT_APPLICABLE
    assert on(st.AnyOf([">= 80 %", ">= 90 %"])) is Verdict.MET
    assert on(st.AnyOf([">= 95 %", ">= 90 %"])) is Verdict.NOT_APPLICABLE
    said = st.Assessment(subject="t?", verdict="missed", published="2021-01-05")
    worded = target(applies_if=Clause(requirement=st.InWords("đủ kinh phí")))
    assert judged(worded, seen(), assessments=[said]).verdict is Verdict.NOT_APPLICABLE


def test_words_each_year_take_the_statement_of_that_year() -> None:
    goal = target(st.InWords("tốt"), hold="each", start="2018")
    said = [
        st.Assessment(subject="t", verdict="met", period="2018"),
        st.Assessment(subject="t", verdict="missed", period="2019"),
    ]
    parts = judged(goal, assessments=said).parts
    assert [part.verdict.value for part in parts] == ["met", "missed", "no_data"]


def test_words_said_to_be_on_track_await_their_end_after_the_deadline() -> None:
    said = st.Assessment(subject="t", verdict="on_track", period="2019")
    goal = target(st.InWords("tốt"))
    assert judged(goal, assessments=[said], as_of="2020-06-30").verdict is Verdict.ON_TRACK
    assert judged(goal, assessments=[said]).verdict is Verdict.AWAITING


@pytest.mark.parametrize(
    ("degree", "value", "differs"),
    [
        ("exceeded", "= 70 %", True),
        ("full", "= 70 %", True),
        ("partly", "= 70 %", False),
        ("partly", "= 80 %", True),
        ("nearly", "= 80 %", True),
        ("basically", "= 80 %", False),
        ("basically", "= 79 %", False),
        ("full", "= 80 %", False),
    ],
)
def test_stated_degree_is_set_against_the_verdict(degree: str, value: str, *, differs: bool) -> None:
    finding = judged(target(), seen(value), assessments=[st.Assessment(subject="t", degree=degree)])
    assert (Flag.STATED_DIFFERS in finding.flags) is differs


def test_assessment_of_a_period_without_an_end_in_sight_is_never_known() -> None:
    assert not st.Assessment(subject="t", degree="full", period="9999").known(dt.date.max)


# Words and doors


def test_display_never_reaches_a_threshold_that_the_value_misses() -> None:
    finding = judged(target(), seen("= 79.9999999999 %"))
    for lang, number in (("vi", "79,99"), ("en", "79.99")):
        assert number in finding.explain(lang)
    assert " 2020 was " in finding.explain("en")
    assert "(nam-dinh) năm 2020" in finding.explain("vi")
    assert "79,99" in st.evaluate([finding.target], finding.evidence, as_of=DAY).rows("vi")[0][4]
    assert judged(target(st.InWords("x")), seen()).explain("vi").endswith(".")


#: The refused kinds.
BAD = [None, 5, 0.5, True, [], {}, "x", b"x", object(), ("a",), Decimal("NaN"), dt.datetime(2020, 1, 1)]  # noqa: DTZ001


def made(kind: Callable[..., object], **usual: object) -> Callable[..., object]:
    """A maker with its usual arguments, of which any may be replaced."""
    return lambda **fields: kind(**(usual | fields))


MAKERS: list[tuple[Callable[..., object], str]] = [
    (metric, "id unit domain frequency better"),
    (seen, "metric period value of dims figure source cutoff status"),
    (target, "metric requirement due steps baseline dims applies_if source figure"),
    (made(st.Assessment, subject="t", verdict="met"), "attainment source"),
    (made(st.Plan, id="p", title="K", jurisdiction="x"), "targets horizon"),
    (st.AllOf, "members"),
    (made(st.Among, over=["a"], need=">= 1 task"), "over need except_"),
    (made(st.Relative, change="growth", range=">= 1 %"), "change range against"),
    (Policy, "statuses hedge precision pace thresholds late"),
    (
        made(st.evaluate, targets=[target()], observations=[], as_of=DAY),
        "targets observations as_of assessments places policy",
    ),
]


@pytest.mark.parametrize(
    ("make", "field"), [(make, field) for make, fields in MAKERS for field in fields.split()]
)
def test_wrong_kinds_are_refused_by_the_library_itself(make: Callable[..., object], field: str) -> None:
    """Either the value is taken, or the error is ours and says something."""
    refused = 0
    for value in BAD:
        given = {field: value} | ({"published": None} if make is seen and field == "period" else {})
        try:
            make(**given)
        except SottttError as fault:
            refused += len(str(fault)) > 0
    assert refused


def test_refusal_of_a_field_names_it() -> None:
    makers: tuple[tuple[str, Callable[..., object]], ...] = (
        ("metric", lambda: target(metric="phones")),
        ("due", lambda: target(due="2020-13")),
        ("steps", lambda: target(steps=[("2019",)])),
        ("two_sided", lambda: target(two_sided="no")),
        ("of", lambda: seen(of=5)),
        ("thresholds", lambda: Policy(thresholds={"on_track": "-1"})),
        ("thresholds", lambda: Policy(thresholds={"behind": "1"})),
        ("members", made(st.AllOf, members=[(METRIC, ">= 1 %", "x")])),
    )
    for fault, make in makers:
        with pytest.raises(SottttError) as caught:
            make()
        assert caught.value.where == fault


def test_amounts_and_periods_stand_where_ranges_and_horizons_do() -> None:
    assert target(st.Amount(80, "%")).requirement == st.Range.parse("= 80 %")
    assert metric(domain=st.Amount(1, "%")).domain == st.Range.parse("= 1 %")
    plan = st.Plan(id="p", title="K", jurisdiction="x", horizon=st.Period.parse("2016..2020"))
    assert str(plan.horizon) == "2016..2020"


def test_doors_of_a_result_refuse_by_name() -> None:
    result = st.evaluate([target()], [seen()], as_of=DAY)
    assert "t" in result
    assert "u" not in result
    assert 5 not in result
    for key in (None, 5, ["t"], "u"):
        with pytest.raises(NotFound):
            result[key]  # type: ignore[index]  # the refused kinds
        with pytest.raises(NotFound):
            result.by(key)  # type: ignore[arg-type]  # the refused kinds
    for lang in ("fr", None):
        with pytest.raises(SottttError, match="lang"):
            result.headers(lang)  # type: ignore[arg-type]  # the refused kinds
    with pytest.raises(InvalidText):
        st.evaluate([target()], [], as_of=DAY, assessments=["t"])  # type: ignore[list-item]  # the refused kind
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301  # our own bytes
    assert hash(result) == hash(st.evaluate([target()], iter([seen()]), as_of=DAY))


def test_figures_beyond_the_numbers_of_the_library_leave_a_gap_unsaid() -> None:
    profit = metric(id="profit", unit="VND", timing="point", scale="amount")
    finding = judged(target(">= -9E60 VND", metric=profit), money("= 9E60", metric=profit))
    assert finding.verdict is Verdict.MET
    assert finding.gap is None
    wide = target(change("mean_growth", "[5, 1E59] %", "2018"), metric=SALES)
    assert judged(wide, money("= 100", "2018"), money("= 111")).exceeded


def test_counts_within_counts_and_targets_without_a_goal() -> None:
    inner = st.Among(over=["a", "b"], requirement=">= 80 %", need=">= 1 province")
    goal = target(st.Among(over=["c"], requirement=inner, need=">= 1 province"))
    assert judged(goal, seen(jurisdiction="a")).verdict is Verdict.MET
    both = target(st.AllOf([">= 80 %", ">= 70 %"]))
    finding = judged(both, seen(), assessments=[st.Assessment(subject="t", done_on="2020", by="Sở")])
    assert str(finding.value) == "= 85 %"
    assert finding.attainment_gap == "no_goal"
    assert dict(finding.trace())["stated.Sở"] == "2020"
