"""Laws of the evaluation, for any observation and requirement."""

from __future__ import annotations

import datetime as dt
import decimal
import pickle
import random

from hypothesis import given
from hypothesis import strategies as some

import sotttt as st
from sotttt.evaluation import Policy
from sotttt.evaluation.evidence import Record
from sotttt.evaluation.finding import Setting
from sotttt.evaluation.judging import case_of, settle, weigh
from sotttt.metrics import Verdict
from tests.evaluation.cases import METRIC, RANK, SALES, judged, metric, seen, target

LOWER = metric(id="lower", better="lower")
NEUTRAL = metric(id="neutral", better="neutral")
#: From worst to best, as far as one observation more or less good can move a verdict.
ORDER = (
    Verdict.MISSED,
    Verdict.BEHIND,
    Verdict.UNDECIDED,
    Verdict.AWAITING,
    Verdict.NOT_DUE,
    Verdict.ON_TRACK,
    Verdict.MET,
)

hundredths = some.integers(0, 20000).map(lambda value: decimal.Decimal(value) / 100)


@some.composite
def points(draw: some.DrawFn) -> str:
    return f"= {draw(hundredths)} %"


@some.composite
def spans(draw: some.DrawFn) -> tuple[str, str]:
    """A range and the same range moved towards more."""
    low, width, step = draw(hundredths), draw(hundredths), draw(hundredths)
    left, right = draw(some.sampled_from("[(")), draw(some.sampled_from("])"))
    if not width:
        left, right = "[", "]"
    return (
        f"{left}{low}, {low + width}{right} %",
        f"{left}{low + step}, {low + width + step}{right} %",
    )


requirements = some.one_of(
    some.tuples(some.sampled_from([">=", ">", "="]), hundredths).map(lambda pair: f"{pair[0]} {pair[1]} %"),
)


@given(spans(), requirements, some.sampled_from(["2020", "2025"]), some.booleans())
def test_verdict_never_worsens_when_the_observation_improves(
    span: tuple[str, str], wanted: str, due: str, baseline: bool
) -> None:
    base = seen("= 0 %", "2018") if baseline else None
    goal = target(wanted, due=due, baseline=base)
    worse, better = (judged(goal, seen(value)) for value in span)
    assert ORDER.index(better.verdict) >= ORDER.index(worse.verdict)


@given(spans(), hundredths)
def test_lower_is_better_mirrors(span: tuple[str, str], limit: decimal.Decimal) -> None:
    goal = target(f"<= {limit} %", metric=LOWER)
    better, worse = (judged(goal, seen(value, metric=LOWER)) for value in span)
    assert ORDER.index(better.verdict) >= ORDER.index(worse.verdict)


@given(
    some.lists(
        some.tuples(
            some.sampled_from(["2018", "2019", "2020", "2021"]),
            points(),
            some.sampled_from(["official", "estimated", "preliminary"]),
            some.sampled_from([None, "a", "b"]),
            some.integers(0, 300),
        ),
        max_size=8,
    ),
    some.randoms(),
)
def test_order_of_observations_is_irrelevant(
    rows: list[tuple[str, str, str, str | None, int]], shuffler: random.Random
) -> None:
    observations = [
        seen(
            value,
            period,
            status=status,
            method=method,
            published=st.Period.parse(period).end + dt.timedelta(days=delay),
        )
        for period, value, status, method, delay in rows
    ]
    before = judged(target(), *observations)
    shuffler.shuffle(observations)
    after = judged(target(), *observations)
    assert (before.verdict, before.flags, before.value) == (after.verdict, after.flags, after.value)


@given(spans(), requirements, some.integers(1, 6), some.sampled_from([decimal.ROUND_UP, decimal.ROUND_DOWN]))
def test_the_callers_context_is_irrelevant(
    span: tuple[str, str], wanted: str, precision: int, rounding: str
) -> None:
    plain = judged(target(wanted), seen(span[0]))
    with decimal.localcontext() as context:
        context.prec = precision
        context.rounding = rounding
        context.traps[decimal.Inexact] = True
        narrow = judged(target(wanted), seen(span[0]))
        assert (narrow.verdict, narrow.attainment, narrow.gap) == (plain.verdict, plain.attainment, plain.gap)


@given(points(), requirements)
def test_findings_pickle_and_hash(value: str, wanted: str) -> None:
    finding = judged(target(wanted), seen(value))
    again = pickle.loads(pickle.dumps(finding))  # noqa: S301  # our own bytes
    assert again == finding
    assert hash(again) == hash(finding)
    assert again.attainment == finding.attainment
    assert again.explain("vi") == finding.explain("vi")


@given(
    some.lists(
        some.tuples(some.sampled_from(["2019", "2020", "2021"]), spans(), some.booleans()), max_size=4
    ),
    requirements,
    some.sampled_from([dt.date(2020, 6, 30), dt.date(2021, 6, 30)]),
)
def test_the_short_way_and_the_long_way_agree(
    rows: list[tuple[str, tuple[str, str], bool]], wanted: str, day: dt.date
) -> None:
    observations = [
        seen(value[0], period, published=None if undated else f"{period}-12-01")
        for period, value, undated in rows
    ]
    goal = target(wanted)
    record = Record(observations, day, Policy())
    short = settle(record, goal, Setting(day, Policy()))
    if short is not None:
        assert goal.binding is not None
        long = weigh(record, case_of(goal, st.Range.parse(wanted), goal.binding, goal.due))
        assert long[:6] == (
            short.verdict,
            short.mask,
            short.evidence,
            short.value,
            short.requirement,
            short.reasons,
        )


@given(some.lists(some.integers(0, 10**6), min_size=4, max_size=4))
def test_quarters_add_up_exactly(values: list[int]) -> None:
    parts = [
        seen(f"= {value} billion_VND", f"2020-Q{place}", metric=SALES)
        for place, value in enumerate(values, 1)
    ]
    finding = judged(target(f">= {sum(values)} billion_VND", metric=SALES), *parts)
    assert finding.verdict is Verdict.MET
    assert not finding.exceeded
    more = judged(target(f"> {sum(values)} billion_VND", metric=SALES), *parts)
    assert more.verdict is Verdict.MISSED


@given(hundredths, hundredths)
def test_met_and_missed_agree_with_exact_comparison(value: decimal.Decimal, wanted: decimal.Decimal) -> None:
    met = value >= wanted
    assert judged(target(f">= {wanted} %"), seen(f"= {value} %")).verdict is (
        Verdict.MET if met else Verdict.MISSED
    )
    ratio = f"= {value.scaleb(-2)} ratio"
    assert judged(target(f">= {wanted} %"), seen(ratio)).verdict is (Verdict.MET if met else Verdict.MISSED)


@given(some.integers(1, 63), some.integers(1, 63))
def test_ranks_compare_downwards(rank: int, limit: int) -> None:
    finding = judged(target(f"<= {limit} rank", metric=RANK), seen(f"= {rank} rank", metric=RANK))
    assert finding.verdict is (Verdict.MET if rank <= limit else Verdict.MISSED)
    assert not finding.exceeded


@given(spans())
def test_a_neutral_metric_is_met_inside_and_missed_outside(span: tuple[str, str]) -> None:
    goal = target("[50, 60] %", metric=NEUTRAL)
    finding = judged(goal, seen(span[0], metric=NEUTRAL))
    value, wanted = st.Range.parse(span[0]), st.Range.parse("[50, 60] %")
    expected = (
        Verdict.MET
        if value.within(wanted)
        else Verdict.MISSED
        if value.is_disjoint(wanted)
        else Verdict.UNDECIDED
    )
    assert finding.verdict is expected


@given(points(), requirements, some.dates(dt.date(2019, 1, 1), dt.date(2024, 12, 31)))
def test_nothing_crashes_because_a_date_has_passed(value: str, wanted: str, day: dt.date) -> None:
    finding = judged(target(wanted, baseline=seen("= 1 %", "2018")), seen(value), as_of=day.isoformat())
    for lang in ("vi", "en"):
        assert finding.explain(lang).endswith(".")
    assert finding.trace()
    assert METRIC.id == "share"


@given(hundredths, some.integers(1, 4))
def test_a_miss_never_reads_as_a_hundred_percent(shortfall: decimal.Decimal, digits: int) -> None:
    tiny = (shortfall + 1).scaleb(-digits - 4)
    value = decimal.Decimal(80) - tiny
    finding = judged(target(">= 80 %"), seen(f"= {value} %"))
    assert finding.verdict is Verdict.MISSED
    cell = st.evaluate([finding.target], finding.evidence, as_of=finding.as_of).rows("en")[0][5]
    assert cell != "100%"
