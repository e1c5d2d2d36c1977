"""Targets of units that have ended, judged on the territory that answers for them."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import sotttt as st
from sotttt import catalog
from sotttt.evaluation import Finding, Flag, Policy, ReasonCode
from sotttt.plans.requirements import Clause
from tests.evaluation.cases import METRIC, RANK, SALES, STOCK

RATIO = attrs.evolve(METRIC, id="ratio", merge="ratio_of_sums")
PHONES = attrs.evolve(STOCK, id="phones", merge="sum")
PROFIT = attrs.evolve(SALES, id="profit", domain=None, merge="sum")
PLACES = catalog.places()


def seen(place: str, value: str, metric: st.Metric, period: str = "2025", **more: object) -> st.Observation:
    fields: dict[str, object] = {"metric": metric, "jurisdiction": place, "period": period, "value": value}
    year = int(period[:4]) + 1
    return st.Observation(**({"published": f"{year}-02"} | fields | more))  # type: ignore[arg-type]  # fields by name


def target(requirement: object, metric: st.Metric, place: str = "tien-giang", **more: object) -> st.Target:
    fields: dict[str, object] = {
        "id": f"{place}-{metric.id}",
        "metric": metric,
        "jurisdiction": place,
        "requirement": requirement,
        "due": "2025",
    }
    return st.Target(**(fields | more))  # type: ignore[arg-type]  # fields by name


def judged(
    wanted: st.Target,
    *observations: st.Observation,
    beside: tuple[st.Target, ...] = (),
    on: str = "2026-06-01",
    places: st.Places = PLACES,
    **policy: object,
) -> Finding:
    rules = Policy(**({"carry": True} | policy))  # type: ignore[arg-type]  # fields by name
    day = dt.date.fromisoformat(on)
    return st.evaluate([wanted, *beside], observations, as_of=day, places=places, policy=rules)[wanted.id]


def test_without_the_policy_nothing_changes() -> None:
    finding = judged(target(">= 65 %", RATIO), seen("dong-thap-2025", "= 70 %", RATIO), carry=False)
    assert finding.verdict is st.Verdict.NOT_APPLICABLE
    assert [reason.code for reason in finding.reasons] == [ReasonCode.PLACE_ENDED]
    assert Flag.CARRIED not in finding.flags


def test_a_share_is_judged_on_the_value_of_the_new_province() -> None:
    finding = judged(target(">= 65 %", RATIO), seen("dong-thap-2025", "= 70 %", RATIO))
    assert finding.verdict is st.Verdict.MET
    assert Flag.CARRIED in finding.flags
    assert finding.target.jurisdiction == "tien-giang"
    assert finding.explain("vi").startswith("Đạt: Tỷ lệ (tien-giang) năm 2025 đạt 70%")
    assert "xét trên dong-thap-2025, địa bàn kế thừa tien-giang từ 2025-07-01" in finding.explain("vi")
    assert "judged on dong-thap-2025, which answers for tien-giang since 2025-07-01" in finding.explain("en")
    assert finding.detail.carried_from == ()
    trace = dict(finding.trace())
    assert trace["policy.carry"] == "True"
    assert trace["reason.carried"] == "ended=tien-giang on=2025-07-01 place=dong-thap-2025 rule=ratio_of_sums"


def test_a_share_is_judged_on_what_the_old_provinces_make_together() -> None:
    old = [seen("tien-giang", "= 60 %", RATIO, "2024"), seen("dong-thap", "= 80 %", RATIO, "2024")]
    finding = judged(target(">= 55 %", RATIO), *old)
    assert (finding.verdict, str(finding.value)) == (st.Verdict.MET, "[60, 80] %")
    assert finding.flags == {Flag.CARRIED, Flag.EARLY, Flag.EXCEEDED}
    assert finding.detail.carried_from == tuple(old)
    assert finding.has(ReasonCode.WEIGHTS_UNKNOWN)
    assert ("carried_from[1].jurisdiction", "dong-thap") in finding.trace()
    assert judged(target(">= 70 %", RATIO), *old).verdict is st.Verdict.AWAITING


def test_weights_of_the_policy() -> None:
    people = attrs.evolve(PHONES, id="people")
    rows = [
        seen("tien-giang", "= 60 %", RATIO),
        seen("dong-thap", "= 80 %", RATIO),
        seen("tien-giang", "= 1 subscription", people),
        seen("dong-thap", "= 3 subscription", people),
    ]
    hue = attrs.evolve(target(">= 75 %", RATIO), id="t", due=st.Period.parse("2026"))
    finding = judged(hue, *rows, on="2027-06-01", weights={"ratio": "people"})
    assert str(finding.value) == "= 75 %"


def test_a_value_of_its_own_for_the_due_period_needs_no_carrying() -> None:
    rows = seen("tien-giang", "= 64 %", RATIO), seen("dong-thap-2025", "= 70 %", RATIO)
    finding = judged(target(">= 65 %", RATIO), *rows)
    assert (finding.verdict, finding.flags) == (st.Verdict.MISSED, frozenset())


def test_a_target_due_before_the_end_is_judged_as_ever() -> None:
    finding = judged(target(">= 65 %", RATIO, due="2024"), seen("tien-giang", "= 70 %", RATIO, "2024"))
    assert (finding.verdict, Flag.CARRIED in finding.flags) == (st.Verdict.MET, False)


def test_targets_on_a_sum_are_judged_together() -> None:
    ours, theirs = target(">= 150 subscription", PHONES), target(">= 40 subscription", PHONES, "dong-thap")
    total = seen("dong-thap-2025", "= 180 subscription", PHONES)
    finding = judged(ours, total, beside=(theirs,))
    assert (finding.verdict, str(finding.requirement)) == (st.Verdict.MISSED, ">= 190 subscription")
    assert str(finding.goal) == "190 subscription"
    assert str(finding.gap) == "= -10 subscription"
    assert finding.has(ReasonCode.JOINT_TARGETS)
    assert "(từ 190 thuê bao trở lên)" in finding.explain("vi")
    assert "tien-giang-phones, dong-thap-phones" in finding.explain("en")
    met = judged(ours, attrs.evolve(total, value=st.Range.parse("= 200 subscription")), beside=(theirs,))
    assert met.verdict is st.Verdict.MET
    assert Flag.EXCEEDED in met.flags


@pytest.mark.parametrize(
    "changes",
    [
        {"due": "2026"},
        {"hold": "each"},
        {"commitment": "stretch"},
        {"requirement": "<= 300 subscription", "metric": attrs.evolve(PHONES, better="lower")},
        {"requirement": "<= 40 subscription", "two_sided": True},
    ],
)
def test_targets_that_ask_something_else_are_not_taken_together(changes: dict[str, object]) -> None:
    theirs = attrs.evolve(target(">= 40 subscription", PHONES, "dong-thap"), **changes)  # type: ignore[arg-type]  # fields by name
    total = seen("dong-thap-2025", "= 180 subscription", theirs.metric)
    ours = target(">= 150 subscription", PHONES)
    rows = (total,) if theirs.metric == PHONES else ()
    finding = judged(ours, *rows, beside=(theirs,))
    assert not finding.has(ReasonCode.JOINT_TARGETS)


def test_opposite_bounds_have_no_sum() -> None:
    ours = target(">= 150 subscription", PHONES, two_sided=True)
    theirs = target("<= 40 subscription", PHONES, "dong-thap", two_sided=True)
    finding = judged(ours, seen("dong-thap-2025", "= 180 subscription", PHONES), beside=(theirs,))
    assert finding.has(ReasonCode.PART_OF_TOTAL)


def test_a_superseded_or_doubled_target_is_no_partner() -> None:
    ours, theirs = target(">= 150 subscription", PHONES), target(">= 40 subscription", PHONES, "dong-thap")
    total = seen("dong-thap-2025", "= 180 subscription", PHONES)
    again = attrs.evolve(theirs, id="again")
    assert judged(ours, total, beside=(theirs, again)).has(ReasonCode.PART_OF_TOTAL)
    newer = attrs.evolve(theirs, id="newer", supersedes=theirs.id)
    assert judged(ours, total, beside=(theirs, newer)).has(ReasonCode.JOINT_TARGETS)


def test_a_target_of_the_new_province_is_no_partner() -> None:
    ours, theirs = target(">= 150 subscription", PHONES), target(">= 40 subscription", PHONES, "dong-thap")
    new = target(">= 500 subscription", PHONES, "dong-thap-2025")
    total = seen("dong-thap-2025", "= 200 subscription", PHONES)
    assert judged(ours, total, beside=(theirs, new)).verdict is st.Verdict.MET
    assert judged(new, total, beside=(ours, theirs)).verdict is st.Verdict.MISSED


def test_of_two_targets_in_a_line_the_later_one_stands_for_the_territory() -> None:
    valid = {"a": "..2020-01-01", "b": "2020-01-01..2025-07-01", "x": "..2025-07-01", "c": "2025-07-01.."}
    places = st.Places(
        [
            st.Jurisdiction(id=id, name=id, level="province", type="province", valid=days)
            for id, days in valid.items()
        ],
        [
            st.Succession(predecessor=old, successor=new, kind=kind, effective=on)
            for old, new, kind, on in (
                ("a", "b", "rename", "2020-01-01"),
                ("b", "c", "merge", "2025-07-01"),
                ("x", "c", "merge", "2025-07-01"),
            )
        ],
    )
    line = [target(">= 10 subscription", PHONES, place) for place in "abx"]
    total = seen("c", "= 25 subscription", PHONES)
    first, second = (judged(one, total, beside=tuple({*line} - {one}), places=places) for one in line[:2])
    assert first.has(ReasonCode.PART_OF_TOTAL)
    assert (second.verdict, str(second.requirement)) == (st.Verdict.MET, ">= 20 subscription")


def test_a_target_on_a_sum_alone_lies_within_the_new_total() -> None:
    total = seen("dong-thap-2025", "= 200 subscription", PHONES)
    finding = judged(target(">= 150 subscription", PHONES), total)
    assert (finding.verdict, str(finding.value)) == (st.Verdict.UNDECIDED, "[0, 200] subscription")
    assert finding.has(ReasonCode.PART_OF_TOTAL)
    assert judged(target(">= 250 subscription", PHONES), total).verdict is st.Verdict.MISSED
    fewer = attrs.evolve(PHONES, id="fewer", better="lower")
    below = judged(target("<= 250 subscription", fewer), seen("dong-thap-2025", "= 200 subscription", fewer))
    assert below.verdict is st.Verdict.MET


def test_a_sum_reached_before_the_end_is_the_provinces_own() -> None:
    finding = judged(
        target(">= 90 subscription", PHONES), seen("tien-giang", "= 100 subscription", PHONES, "2024")
    )
    assert (finding.verdict, Flag.CARRIED in finding.flags) == (st.Verdict.MET, False)


def test_a_sum_that_can_be_negative_is_not_carried_alone() -> None:
    finding = judged(target(">= 5 billion_VND", PROFIT), seen("dong-thap-2025", "= 9 billion_VND", PROFIT))
    assert finding.verdict is st.Verdict.NOT_APPLICABLE
    assert finding.has(ReasonCode.CANT_CARRY)


def test_no_data_at_all() -> None:
    finding = judged(target(">= 150 subscription", PHONES))
    assert (finding.verdict, Flag.CARRIED in finding.flags) == (st.Verdict.NO_DATA, True)
    half = judged(target(">= 65 %", RATIO), seen("tien-giang", "= 60 %", RATIO, "2024"))
    assert half.verdict is st.Verdict.NO_DATA
    assert half.has(ReasonCode.PARTS_MISSING)
    assert half.detail.carried_from[0].jurisdiction == "tien-giang"


def test_a_partial_sum_of_the_predecessors_is_flagged() -> None:
    growth = st.Relative(change="growth", range=">= 10 %", against="2024")
    rows = [
        seen("dong-thap-2025", "= 120 subscription", PHONES),
        seen("tien-giang", "= 100 subscription", PHONES, "2024", published=None),
    ]
    finding = judged(target(growth, PHONES), *rows)
    assert {Flag.CARRIED, Flag.PARTIAL, Flag.UNDATED} <= finding.flags
    assert finding.verdict is st.Verdict.UNDECIDED
    whole = judged(target(growth, PHONES), *rows, seen("dong-thap", "= 5 subscription", PHONES, "2024"))
    assert (whole.verdict, str(whole.requirement)) == (st.Verdict.MET, ">= 115.5 subscription")


def test_the_baseline_is_that_of_the_same_territory() -> None:
    base = seen("tien-giang", "= 100 subscription", PHONES, "2023")
    growth = st.Relative(change="growth", range=">= 10 %", against="2023")
    finding = judged(
        target(growth, PHONES, baseline=base), seen("dong-thap-2025", "= 300 subscription", PHONES)
    )
    assert finding.has(ReasonCode.BASE_MISSING)


@pytest.mark.parametrize(
    "wanted",
    [
        st.Relative(change="difference", range=">= 5 subscription", against="2024"),
        st.Relative(change="multiple", range=">= 2 times", against="jurisdiction:ha-noi"),
        st.AllOf([">= 5 subscription"]),
        st.AnyOf([st.AllOf([">= 5 subscription"]), ">= 7 subscription"]),
        st.InWords("tốt hơn"),
    ],
)
def test_what_asks_for_the_old_territory_is_not_carried(wanted: object) -> None:
    finding = judged(target(wanted, PHONES), seen("dong-thap-2025", "= 9 subscription", PHONES))
    assert (finding.verdict, finding.has(ReasonCode.CANT_CARRY)) == (st.Verdict.NOT_APPLICABLE, True)


def test_members_are_carried_where_each_can_be() -> None:
    rows = seen("dong-thap-2025", "= 70 %", RATIO), seen("dong-thap-2025", "= 9 rank", RANK)
    both = st.AllOf([">= 65 %", "<= 90 %"])
    assert judged(target(both, RATIO, two_sided=True), *rows).verdict is st.Verdict.MET
    ranked = judged(target(st.AllOf([">= 65 %", (RANK, "<= 20 rank")]), RATIO), *rows)
    assert ranked.has(ReasonCode.NOT_MERGEABLE)
    nested = judged(target(st.AllOf([">= 65 %", st.AnyOf(["<= 90 %"])]), RATIO, two_sided=True), *rows)
    assert nested.verdict is st.Verdict.MET


def test_ranks_are_not_carried_but_stay_with_a_mere_rename() -> None:
    finding = judged(target("<= 20 rank", RANK), seen("dong-thap-2025", "= 9 rank", RANK))
    assert (finding.verdict, finding.has(ReasonCode.NOT_MERGEABLE)) == (st.Verdict.NOT_APPLICABLE, True)
    renamed = judged(target("<= 20 rank", RANK, "thua-thien-hue"), seen("hue-2025", "= 2 rank", RANK))
    assert renamed.verdict is st.Verdict.MET
    assert "(unchanged)" in renamed.explain("en")
    alone = target(">= 5 subscription", PHONES, "thua-thien-hue")
    sum_ = judged(alone, seen("hue-2025", "= 9 subscription", PHONES))
    assert (sum_.verdict, str(sum_.value)) == (st.Verdict.MET, "= 9 subscription")


def test_the_method_asked_for_alone_counts() -> None:
    rows = [
        seen("tien-giang", "= 60 %", RATIO, method="survey"),
        seen("dong-thap", "= 80 %", RATIO, method="survey"),
        seen("dong-thap-2025", "= 10 %", RATIO),
        seen("dong-thap-2025", "= 1 subscription", PHONES),
    ]
    late = {"due": "2026", "on": "2027-06-01"}
    wanted = target(">= 55 %", RATIO, method="survey", due=late["due"])
    assert str(judged(wanted, *rows, on=late["on"]).value) == "[60, 80] %"
    phones = target(">= 5 subscription", PHONES, method="survey")
    inside = seen("dong-thap-2025", "= 4 subscription", PHONES, method="survey")
    assert judged(phones, *rows, inside).verdict is st.Verdict.MISSED


def test_a_condition_still_counts() -> None:
    wanted = target(">= 65 %", RATIO, applies_if=Clause(requirement="<= 1 %"))
    finding = judged(
        wanted, seen("tien-giang", "= 60 %", RATIO, "2025"), seen("dong-thap-2025", "= 70 %", RATIO)
    )
    assert finding.has(ReasonCode.CONDITION_FALSE)


def test_who_answers_must_be_one() -> None:
    def unit(id: str, valid: str) -> st.Jurisdiction:
        return st.Jurisdiction(id=id, name=id, level="province", type="province", valid=valid)

    steps = [
        st.Succession(
            predecessor="old", successor=new, kind="split", effective="2025-07-01", share="(0, 100) %"
        )
        for new in "ab"
    ]
    places = st.Places(
        [unit("old", "..2025-07-01"), unit("a", "2025-07-01.."), unit("b", "2025-07-01..")], steps
    )
    wanted = target(">= 65 %", RATIO, "old")
    finding = judged(wanted, places=places)
    assert (finding.verdict, finding.has(ReasonCode.SEVERAL_SUCCESSORS)) == (st.Verdict.NOT_APPLICABLE, True)
    assert "a, b" in finding.explain("vi")
    alone = judged(wanted, places=st.Places([unit("old", "..2025-07-01")]))
    assert alone.has(ReasonCode.NO_SUCCESSOR)


def test_a_target_without_a_deadline() -> None:
    finding = judged(target(">= 65 %", RATIO, due=None), seen("dong-thap-2025", "= 70 %", RATIO))
    assert finding.verdict is st.Verdict.MET
    assert Flag.CARRIED in finding.flags
