"""Values carried over mergers, rule by rule, and what can't be carried."""

from __future__ import annotations

import csv
import datetime as dt
import pickle
from pathlib import Path

import attrs
import pytest

import sotttt as st
from sotttt import catalog
from sotttt.errors import InvalidDate, InvalidEntity, InvalidText
from sotttt.evaluation import Carried, Carrying, CarryOutcome, Policy, ReasonCode, carry
from sotttt.evaluation.territory import heirs
from sotttt.sources import Confidence
from tests.evaluation.cases import METRIC, RANK, SALES, STOCK, metric

MERGER = dt.date(2025, 7, 1)
PHONES = attrs.evolve(STOCK, id="phones", merge="sum")
RATIO = attrs.evolve(METRIC, id="ratio", merge="ratio_of_sums")
WEIGHTED = attrs.evolve(METRIC, id="weighted", merge="weighted_mean")
MEAN = metric(id="dti", unit="point", timing="period", scale="score", merge="mean", domain="[0, 1] point")
BOUNDS = attrs.evolve(METRIC, id="bounds", merge="bounds")
PEOPLE = metric(id="people", unit="person", better="neutral", scale="count", merge="sum")
PROFIT = attrs.evolve(SALES, id="profit", domain=None, merge="sum")


def seen(
    place: str, value: str, by: st.Metric = PHONES, period: str = "2024", **more: object
) -> st.Observation:
    fields: dict[str, object] = {"metric": by, "jurisdiction": place, "period": period, "value": value}
    return st.Observation(**({"published": "2025-02"} | fields | more))  # type: ignore[arg-type]  # fields by name


def carried(*observations: st.Observation, to: dt.date = MERGER, **options: object) -> Carrying:
    return carry(observations, to, **({"places": catalog.places()} | options))  # type: ignore[arg-type]  # options by name


def only(*observations: st.Observation, **options: object) -> Carried:
    (one,) = carried(*observations, **options)  # type: ignore[arg-type]  # options by name
    return one


def both(first: str, second: str, by: st.Metric = PHONES, **more: object) -> tuple[st.Observation, ...]:
    return tuple(
        seen(place, value, by, **more)  # type: ignore[arg-type]  # fields by name
        for place, value in (("tien-giang", first), ("dong-thap", second))
    )


def unit(id: str, valid: str) -> st.Jurisdiction:
    return st.Jurisdiction(id=id, name=id, level="province", type="province", valid=valid)


def step(old: str, new: str, kind: str, on: str = "2025-07-01", share: str = "= 100 %") -> st.Succession:
    return st.Succession(predecessor=old, successor=new, kind=kind, effective=on, share=share)


def test_a_sum() -> None:
    one = only(*both("= 1000 subscription", "(500, 600] subscription"))
    assert (one.jurisdiction, str(one.value)) == ("dong-thap-2025", "(1500, 1600] subscription")
    assert (one.outcome, one.coverage) == (CarryOutcome.EXACT, (2, 2))
    assert [part.jurisdiction for part in one.parts] == ["tien-giang", "dong-thap"]
    assert [part.steps[0].basis for part in one.parts] == ["nq-202-2025-qh15"] * 2
    assert one.observation is not None
    assert one.observation.method == "carried: sum"
    assert one.observation.source is not None
    assert "tien-giang, dong-thap" in one.observation.source.title


def test_status_and_publication_are_those_of_the_worst_and_the_latest_part() -> None:
    source = st.Source(title="Niên giám", publisher="GSO", confidence="likely")
    one = only(
        seen(
            "tien-giang", "= 1 subscription", status="preliminary", published="2025-03", cutoff="2024-12-31"
        ),
        seen("dong-thap", "= 2 subscription", published="2025-04-01", cutoff="2024-12-31", source=source),
    ).observation
    assert one is not None
    assert (one.status.value, str(one.published)) == ("preliminary", "2025-04-01")
    assert one.cutoff == dt.date(2024, 12, 31)
    assert one.source is not None
    assert (one.source.publisher, one.source.confidence) == (None, Confidence.LIKELY)


def test_an_undated_part_is_known_after_its_period() -> None:
    late = only(*both("= 1 subscription", "= 2 subscription", published=None)).observation
    assert late is not None
    assert late.published is None
    day = dt.date(2025, 1, 1)
    for first, second in ((None, day), (day, None)):
        given = [
            seen("tien-giang", "= 1 subscription", published=first),
            seen("dong-thap", "= 2 subscription", published=second),
        ]
        known = only(*given).observation
        assert known is not None
        assert str(known.published) == "2025-01-01"


def test_one_of_two_parts_is_a_lower_bound_of_a_sum() -> None:
    one = only(seen("tien-giang", "[1000, 1100] subscription"))
    assert (str(one.value), one.coverage, one.outcome.value) == (">= 1000 subscription", (1, 2), "bounded")
    assert one.reasons[0].params == {"known": "1", "of": "2"}
    assert [part.value for part in one.parts][1] is None


@pytest.mark.parametrize("value", ["= 0 subscription", "<= 5 subscription"])
def test_a_lower_bound_that_says_nothing_is_no_number(value: str) -> None:
    one = only(seen("tien-giang", value))
    assert (one.value, one.outcome.value) == (None, "refused")
    assert one.has("parts_missing")


def test_what_can_be_negative_has_no_partial_sum() -> None:
    one = only(seen("tien-giang", "= 5 billion_VND", PROFIT))
    assert (one.value, one.reasons[0].code) == (None, ReasonCode.PARTS_MISSING)
    exact = only(*both("= 5 billion_VND", "= -3 billion_VND", PROFIT))
    assert str(exact.value) == "= 2 billion_VND"


def test_a_ratio_from_its_denominators() -> None:
    one = only(
        seen("tien-giang", "= 60 %", RATIO, of="300 household"),
        seen("dong-thap", "= 80 %", RATIO, of="100 household"),
    )
    assert (str(one.value), one.outcome.value) == ("= 65 %", "exact")
    assert one.observation is not None
    assert str(one.observation.of) == "400 household"


def test_a_ratio_without_denominators_lies_between_its_parts() -> None:
    one = only(*both("= 68.3 %", "= 83 %", RATIO))
    assert (str(one.value), one.outcome.value) == ("[68.3, 83] %", "bounded")
    assert one.has(ReasonCode.WEIGHTS_UNKNOWN)
    assert str(only(*both("= 100 %", "= 100 %", RATIO)).value) == "= 100 %"
    half = only(seen("tien-giang", "= 60 %", RATIO, of="3 household"), seen("dong-thap", "= 80 %", RATIO))
    assert half.outcome is CarryOutcome.BOUNDED
    other = (
        seen("tien-giang", "= 60 %", RATIO, of="3 household"),
        seen("dong-thap", "= 80 %", RATIO, of="1 person"),
    )
    assert only(*other).has("weights_unknown")
    nobody = (
        seen("tien-giang", "= 60 %", RATIO, of="0 household"),
        seen("dong-thap", "= 80 %", RATIO, of="0 household"),
    )
    assert only(*nobody).has("weights_unknown")


def test_two_denominators_for_one_part_are_no_denominator() -> None:
    twice = seen(
        "dong-thap", "[70, 90] %", RATIO, of="2 household", source=st.Source(title="b", publisher="b")
    )
    once = seen("dong-thap", "= 60 %", RATIO, of="3 household", source=st.Source(title="a", publisher="a"))
    one = only(seen("tien-giang", "= 50 %", RATIO, of="3 household"), twice, once)
    assert one.has(ReasonCode.SOURCES_CONFLICT)
    assert one.has(ReasonCode.MIXED_SERIES)
    assert str(one.value) == "[50, 90] %"


def test_a_mean_by_the_weights_of_another_metric() -> None:
    weights = {"weighted": "people"}
    people = both("= 1795251 person", "= 1600000 person", PEOPLE)
    made = carried(*both("= 60 %", "= 80 %", WEIGHTED), *people, weights=weights)
    value = {one.metric.id: one.value for one in made}["weighted"]
    assert value is not None
    assert value.within(st.Range.parse("(69.42, 69.43) %"))
    ranged = both("[100, 300] person", "= 100 person", PEOPLE)
    made = carried(*both("= 60 %", "= 80 %", WEIGHTED), *ranged, weights=weights)
    one = next(one for one in made if one.metric is WEIGHTED)
    assert (str(one.value), one.outcome.value) == ("[65, 70] %", "bounded")
    assert one.has(ReasonCode.WEIGHTS_INEXACT)
    made = carried(*both("= 60 %", "= 80 %", WEIGHTED), people[0], weights=weights)
    assert next(one for one in made if one.metric is WEIGHTED).has(ReasonCode.WEIGHTS_UNKNOWN)
    made = carried(
        *both("= 60 %", "= 80 %", WEIGHTED), *both(">= 1 person", ">= 1 person", PEOPLE), weights=weights
    )
    assert next(one for one in made if one.metric is WEIGHTED).has(ReasonCode.WEIGHTS_UNKNOWN)


def test_a_breakdown_is_weighed_by_its_own_weights_first() -> None:
    dims = {"dims": {"sex": "nữ"}}
    rates = both("= 60 %", "= 80 %", WEIGHTED, **dims)
    whole = both("= 100 person", "= 300 person", PEOPLE)
    own = both("= 100 person", "= 100 person", PEOPLE, **dims)
    for people, wanted in ((whole, "= 75 %"), ((*whole, *own), "= 70 %")):
        made = carried(*rates, *people, weights={"weighted": "people"})
        assert str(next(one for one in made if one.metric is WEIGHTED).value) == wanted


def test_the_official_mean_and_where_it_is_laid_down() -> None:
    rule = st.Source(title="Công bố DTI năm 2024", published="2025-10-21")
    one = only(*both("= 0.6 point", "= 0.7 point", MEAN), sources={"dti": rule})
    assert (str(one.value), one.outcome.value, one.rule_source) == ("= 0.65 point", "official_mean", rule)
    assert str(rule) in one.explain("vi")
    assert only(seen("tien-giang", "= 0.6 point", MEAN)).has(ReasonCode.PARTS_MISSING)


def test_bounds() -> None:
    one = only(*both("= 20 %", "= 30 %", BOUNDS))
    assert (str(one.value), one.outcome.value) == ("[20, 30] %", "bounded")
    assert only(*both(">= 20 %", "<= 30 %", BOUNDS)).has(ReasonCode.NO_RESULT)


def test_ranks_never_merge() -> None:
    one = only(*both("= 20 rank", "= 39 rank", RANK))
    assert (one.value, one.observation, one.outcome.value) == (None, None, "refused")
    assert one.reasons[0].params == {"scale": "rank"}
    assert one.explain("vi").endswith("thứ hạng không gộp được qua sáp nhập.")
    assert one.explain("en").endswith("a rank never merges.")
    assert carried(*both("= 20 rank", "= 39 rank", RANK)).refused == (one,)


def test_a_rank_stays_when_only_the_name_or_the_type_changes() -> None:
    source = st.Source(title="dti.gov.vn")
    rank = seen("thua-thien-hue", "= 4 rank", RANK, source=source, method="DTI")
    one = only(rank)
    assert one.observation == attrs.evolve(rank, jurisdiction="hue-2025")
    assert (one.outcome.value, one.has("same_territory")) == ("exact", True)
    assert "giữ nguyên" in one.explain("vi")


def test_a_change_that_a_source_states_is_not_carried() -> None:
    growth = {"dims": {"change": "growth", "against": "2023"}}
    one = only(*both("= 5 %", "= 7 %", PHONES, **growth))
    assert one.has(ReasonCode.STATED_CHANGE)
    assert only(*both("= 5 %", "= 7 %", RANK, **growth)).has(ReasonCode.NOT_MERGEABLE)


def test_a_result_outside_the_domain_is_refused() -> None:
    few = attrs.evolve(PHONES, domain="[0, 1000] subscription")
    assert only(*both("= 600 subscription", "= 700 subscription", few)).has(ReasonCode.NO_RESULT)


def test_sums_without_an_end_on_either_side() -> None:
    assert only(*both("<= 5 billion_VND", ">= 3 billion_VND", PROFIT)).has(ReasonCode.NO_RESULT)


def test_units_that_go_on_are_kept_as_they_are() -> None:
    given = [seen("ha-noi", "= 1 subscription"), seen("ha-noi", "= 2 subscription", published="2025-03")]
    made = carried(*given)
    assert (made.kept, len(made), made.left) == (tuple(given), 0, ())
    assert made.observations == tuple(given)
    assert made


def test_a_value_of_its_own_beats_those_of_the_predecessors() -> None:
    own = seen("dong-thap-2025", "= 10 subscription")
    made = carried(own, *both("= 3 subscription", "= 4 subscription"), seen("ha-noi", "= 1 subscription"))
    assert made.kept == (own, seen("ha-noi", "= 1 subscription"))
    assert {(left.jurisdiction, why.code.value) for left, why in made.left} == {
        ("tien-giang", "direct_value"),
        ("dong-thap", "direct_value"),
    }


def test_what_leads_nowhere_is_told() -> None:
    places = st.Places([unit("a", "..2020-01-01"), unit("b", "2025-07-01..")])
    made = carry(
        [seen(place, "= 1 subscription") for place in ("a", "b", "x")], dt.date(2024, 1, 1), places=places
    )
    assert [(left.jurisdiction, why.code.value) for left, why in made.left] == [
        ("a", "no_successor"),
        ("b", "place_ahead"),
        ("x", "unknown_place"),
    ]
    assert made.observations == ()


def test_methods_and_publishers_are_not_mixed() -> None:
    a, b = (st.Source(title=name, publisher=name) for name in ("Bộ", "GSO"))
    values = [
        seen("tien-giang", "= 5 %", RATIO, source=a),
        seen("dong-thap", "= 7 %", RATIO, source=a),
        seen("tien-giang", "= 4 %", RATIO, source=b),
        seen("tien-giang", "= 9 %", RATIO, method="survey"),
    ]
    made = carried(*values)
    by_method = {one.parts[0].observations[0].method: one for one in made}
    assert str(by_method[None].value) == "[5, 7] %"
    made_of_one = by_method[None].observation
    assert made_of_one is not None
    assert made_of_one.series[0] == "Bộ"
    assert by_method["survey"].has(ReasonCode.PARTS_MISSING)
    assert [(left, why.code.value) for left, why in made.left] == [(values[2], "mixed_series")]
    two = carried(*values[:3], seen("dong-thap", "= 8 %", RATIO, source=b))
    assert sorted(str(one.value) for one in two) == ["[4, 8] %", "[5, 7] %"]


def test_the_method_is_kept_when_carried_twice() -> None:
    first = carried(
        seen("ha-noi-pre2008", "= 3 subscription", period="2007", method="survey"),
        seen("ha-tay", "= 2 subscription", period="2007", method="survey"),
        to=dt.date(2008, 8, 1),
    )
    (once,) = first.observations
    assert once.method == "carried: sum; survey"
    assert carried(once).observations == (once,)


SPLIT = st.Places(
    [
        unit("old", "..2025-07-01"),
        unit("a", "2025-07-01..2026-01-01"),
        unit("b", "2025-07-01..2026-01-01"),
        unit("new", "2026-01-01.."),
    ],
    [
        step("old", "a", "split", share="= 40 %"),
        step("old", "b", "split", share="(0, 100) %"),
        step("a", "new", "merge", "2026-01-01"),
        step("b", "new", "merge", "2026-01-01"),
    ],
)


def test_a_split_is_exact_by_a_stated_share_and_bounded_without_one() -> None:
    old = seen("old", "= 50 subscription")
    made = {one.jurisdiction: one for one in carried(old, places=SPLIT)}
    assert (str(made["a"].value), made["a"].outcome.value) == ("= 20 subscription", "exact")
    assert (str(made["b"].value), made["b"].outcome.value) == ("[0, 50] subscription", "bounded")
    assert made["b"].has(ReasonCode.SHARE_UNKNOWN)
    assert {one.value for one in carried(seen("old", "= 50 %", RATIO), places=SPLIT)} == {None}
    debts = {one.jurisdiction: one for one in carried(seen("old", "= 5 billion_VND", PROFIT), places=SPLIT)}
    assert str(debts["a"].value) == "= 2 billion_VND"
    assert debts["b"].has(ReasonCode.SHARE_UNKNOWN)


def test_what_was_split_and_comes_together_again_is_whole() -> None:
    one = only(seen("old", "= 50 subscription"), places=SPLIT, to=dt.date(2026, 1, 1))
    assert (one.jurisdiction, str(one.value), one.outcome.value) == ("new", "= 50 subscription", "exact")
    assert one.has("same_territory")


def test_parts_of_one_unit_that_do_not_all_come_together() -> None:
    places = st.Places(
        [*SPLIT.jurisdictions, unit("c", "2025-07-01..")],
        [*SPLIT.successions, step("old", "c", "split", share="= 10 %")],
    )
    made = carried(seen("old", "= 50 subscription"), places=places, to=dt.date(2026, 1, 1))
    assert {one.jurisdiction: str(one.value) for one in made} == {
        "new": "[20, 50] subscription",
        "c": "= 5 subscription",
    }


MOVED = st.Places(
    [unit("giver", "2004-01-01.."), unit("taker", "2004-01-01..")],
    [step("giver", "taker", "transfer", "2008-08-01", "(0, 100) %")],
)


def test_a_moved_boundary_bounds_both_sides_and_only_values_from_before() -> None:
    before = [
        seen(place, f"= {value} subscription", period="2007")
        for place, value in (("giver", 10), ("taker", 5))
    ]
    made = {one.jurisdiction: one for one in carried(*before, places=MOVED)}
    assert str(made["giver"].value) == "[0, 10] subscription"
    assert str(made["taker"].value) == "[5, 15] subscription"
    after = [attrs.evolve(one, period=st.Period.parse("2009")) for one in before]
    assert carried(*after, places=MOVED).kept == tuple(after)
    early = carried(*before, places=MOVED, to=dt.date(2008, 7, 31))
    assert early.kept == tuple(before)
    assert heirs(MOVED, "giver", MERGER, dt.date(2007, 12, 31)) == ("giver", "taker")
    ratios = [attrs.evolve(one, metric=RATIO, value=st.Range.parse("= 50 %")) for one in before]
    assert {one.reasons[0].code.value for one in carried(*ratios, places=MOVED)} == {"share_unknown"}
    alone = carried(before[0], places=MOVED)
    assert {one.jurisdiction: one.value is None for one in alone} == {"giver": False, "taker": True}


def test_a_part_that_moved_in_on_the_first_day_is_in_the_units_own_values() -> None:
    places = st.Places(
        [unit("giver", "2004-01-01.."), unit("old", "..2008-08-01"), unit("taker", "2008-08-01..")],
        [
            step("old", "taker", "rename", "2008-08-01"),
            step("giver", "taker", "transfer", "2008-08-01", "= 20 %"),
        ],
    )
    own = seen("taker", "= 9 subscription", period="2007")
    assert carried(own, places=places).kept == (own,)
    old = [seen("old", "= 7 subscription", period="2007"), seen("giver", "= 10 subscription", period="2007")]
    made = {one.jurisdiction: str(one.value) for one in carried(*old, places=places)}
    assert made == {"taker": "= 9 subscription", "giver": "= 8 subscription"}


def test_a_unit_that_comes_later_is_no_part_yet() -> None:
    places = st.Places(
        [unit("a", "..2010-01-01"), unit("b", "..2025-07-01"), unit("c", "2000-01-01..")],
        [step("a", "c", "merge", "2010-01-01"), step("b", "c", "merge")],
    )
    made = carried(
        seen("a", "= 2 subscription", period="2009"),
        seen("b", "= 3 subscription", period="2009"),
        to=dt.date(2012, 1, 1),
        places=places,
    )
    assert [(one.jurisdiction, str(one.value)) for one in made] == [("c", "= 2 subscription")]
    assert [one.jurisdiction for one in made.kept] == ["b"]


def test_a_boundary_moved_before_a_unit_came_moves_nothing_of_it() -> None:
    places = st.Places(
        [unit("old", "..2025-07-01"), unit("giver", ".."), unit("taker", "..")],
        [
            step("giver", "taker", "transfer", "2010-01-01", share="(0, 100) %"),
            step("old", "giver", "merge"),
        ],
    )
    assert heirs(places, "old", MERGER, dt.date(2000, 1, 1)) == ("giver",)
    assert heirs(places, "giver", MERGER, dt.date(2000, 1, 1)) == ("giver", "taker")
    made = carried(seen("old", "= 5 subscription", period="2005"), places=places)
    assert [one.jurisdiction for one in made] == ["giver"]


def test_a_hedged_figure_is_read_as_the_policy_asks() -> None:
    figure = st.Figure(
        range="= 1700000 subscription", as_written="hơn 1,7 triệu", hedge="over", resolution="100000"
    )
    rows = both("= 1 subscription", "= 1 subscription")
    rows = (attrs.evolve(rows[0], value=figure), attrs.evolve(rows[1], value=figure))
    assert str(only(*rows).value) == "(3400000, 3600000) subscription"
    assert str(only(*rows, policy=Policy(hedge="point")).value) == "= 3400000 subscription"


def test_what_is_refused_at_the_door() -> None:
    row = seen("tien-giang", "= 1 subscription")
    places = catalog.places()
    with pytest.raises(InvalidDate):
        carry([row], "soon", places=places)  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(InvalidText, match="places"):
        carry([row], MERGER, places=None)  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(InvalidText, match="Observation"):
        carry(["x"], MERGER, places=places)  # type: ignore[list-item]  # the point of the test
    with pytest.raises(InvalidText, match="weights"):
        carry([row], MERGER, places=places, weights=["x"])  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(InvalidText, match="policy"):
        carry([row], MERGER, places=places, policy="x")  # type: ignore[arg-type]  # the point of the test
    other = attrs.evolve(PHONES, name="khác")
    with pytest.raises(InvalidEntity, match="share the id 'phones'"):
        carry([row, seen("dong-thap", "= 1 subscription", other)], MERGER, places=places)


def test_endless_splits_and_mergers_are_refused_in_time() -> None:
    units, steps = [unit("u0", "..2000-01-01")], []
    for year in range(2000, 2060, 2):
        ends = f"{year}-01-01", f"{year + 1}-01-01", f"{year + 2}-01-01"
        here, there = f"u{year - 2000}", f"u{year - 1998}"
        for half in ("a", "b"):
            units.append(unit(here + half, f"{ends[0]}..{ends[1]}"))
            steps.append(step(here, here + half, "split", ends[0], "(0, 100) %"))
            steps.append(step(here + half, there, "merge", ends[1]))
        units.append(unit(there, f"{ends[1]}..{ends[2]}"))
    places = st.Places(units, steps)
    with pytest.raises(InvalidEntity, match="too many successions"):
        carried(seen("u0", "= 1 subscription", period="1999"), places=places, to=dt.date(2059, 6, 1))
    with pytest.raises(InvalidEntity, match="too many splits and mergers"):
        places.territory("u0")


def test_results_are_values() -> None:
    made = carried(*both("= 1 subscription", "= 2 subscription"), *both("= 20 rank", "= 39 rank", RANK))
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301  # our own pickle
    assert "dong-thap-2025" in made._repr_html_()
    assert "dong-thap-2025" in made.carried[0]._repr_html_()
    assert made.carried[0].observations == both("= 1 subscription", "= 2 subscription")


def test_the_ministrys_digital_economy_shares_of_2022(facts: Path) -> None:
    text = (facts / "indices" / "indicators.md").read_text(encoding="utf-8")
    assert "Bắc Ninh 56.83" in text
    assert "between 42.13 and 56.83" in text
    rows = [
        seen("bac-ninh", "= 56.83 %", RATIO, "2022"),
        seen("bac-giang", "= 42.13 %", RATIO, "2022"),
    ]
    one = only(*rows)
    assert (one.jurisdiction, str(one.value)) == ("bac-ninh-2025", "[42.13, 56.83] %")
    equal = [attrs.evolve(row, of=st.Amount(1, "VND")) for row in rows]
    assert str(only(*equal).value) == "= 49.48 %"


def test_the_dti_of_da_nang_in_2024_is_the_mean_that_the_ministry_published() -> None:
    one = only(seen("da-nang", "= 0.8335 point", MEAN), seen("quang-nam", "= 0.5803 point", MEAN))
    assert (one.jurisdiction, one.value) == ("da-nang-2025", st.Range.parse("= 0.7069 point"))
    assert one.outcome is CarryOutcome.OFFICIAL_MEAN
    sixteenth = st.Range.parse("= 0.7071 point")
    assert one.value is not None
    assert (one.value - sixteenth).within(st.Range.parse("< 0 point"))


def test_real_ranks_of_2022_are_refused_for_every_merged_province(facts: Path) -> None:
    with (facts / "indices" / "dti_scores.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == "2022" and row["rank"]]
    rank = attrs.evolve(RANK, merge="none")
    given = [
        seen(catalog.jurisdiction(row["province"], on="2022-12-31").id, f"= {row['rank']} rank", rank, "2022")
        for row in rows
    ]
    made = carried(*given)
    assert len(given) == 63
    assert len(made.refused) == 23
    assert {one.jurisdiction for one in made.observations} == {
        place.id for place in catalog.jurisdictions(on=MERGER)
    } - {one.jurisdiction for one in made.refused}
    assert str(next(one for one in made if one.jurisdiction == "hue-2025").value) == "= 4 rank"
