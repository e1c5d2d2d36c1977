"""New-rural criterion 8: rules through time, quantifiers, three-valued answers."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from sotttt import catalog
from sotttt.errors import DuplicateId, InvalidAmount, InvalidText, NotFound
from sotttt.evaluation import Criteria, Criterion, CriterionVerdict, Quantifier
from sotttt.ranges import Amount, Range

TABLE = catalog.criteria("ntm-8")
LAO_CAI = "kiểu mẫu Lào Cai"


def rule(**fields: Any) -> Criterion:  # noqa: ANN401  # fields by name
    base: dict[str, Any] = {
        "item": "8.1",
        "period": "2021..2025",
        "level": "NTM",
        "subject": "commune",
        "quantifier": "all",
        "name": "x",
        "name_en": "x",
    }
    return Criterion(**(base | fields))


def test_all_rules_of_the_facts_are_there(facts: Path) -> None:
    with (facts / "indices" / "ntm8_rules.csv").open(encoding="utf-8", newline="") as file:
        told = [
            (row["period"].replace("-", ".."), row["item"], row["threshold"]) for row in csv.DictReader(file)
        ]
    held = [(str(one.period), one.item) for one in TABLE.rules]
    assert held == [(period, item) for period, item, _ in told]
    for one, (_, _, threshold) in zip(TABLE.rules, told, strict=True):
        assert (one.status == "unknown") == (threshold == "?")
        assert (one.quantifier is None) == (threshold == "?")
        assert (one.requirement is None) == (threshold in ("?", "true"))
        assert one.source is not None


def test_vinh_trach_dong_met_the_rules_of_2015() -> None:
    found = TABLE.judge("8", {"8.1": 1, "8.2": (6, 6)}, on=dt.date(2015, 6, 30))
    assert (found.verdict, found.provisional) == (CriterionVerdict.MET, False)
    assert [part.item for part in found.parts] == ["8.1", "8.2"]


def test_an_unknown_threshold_never_passes_and_the_inspection_stands_beside() -> None:
    found = TABLE.judge(
        "8", dict.fromkeys(("8.1", "8.2", "8.3", "8.4"), True), on="2019-04-08", assessed={"8": True}
    )
    assert (found.verdict, found.assessed) == (CriterionVerdict.UNASSESSABLE, True)
    assert not found.stated_differs


def test_smartphones_of_an_island_commune() -> None:
    seen = {"8.2.d": (1034, 2200)}
    island = TABLE.judge("8.2.d", seen, on="2023", classes=["island_district"])
    mainland = TABLE.judge("8.2.d", seen, on="2023", assessed={"8.2.d": True})
    assert (island.verdict, str(island.asked), island.provisional) == (CriterionVerdict.MET, ">= 45 %", True)
    assert (mainland.verdict, mainland.stated_differs) == (CriterionVerdict.NOT_MET, True)


def test_a_missing_measurement_is_not_a_failure_unless_another_fails() -> None:
    some: dict[str, Any] = {"8.2.a": (5, 5), "8.2.b": (5, 5), "8.2.c": True}
    assert TABLE.judge("8.2", some, on="2023").verdict is CriterionVerdict.INSUFFICIENT
    assert TABLE.judge("8.2", some | {"8.2.b": (4, 5)}, on="2023").verdict is CriterionVerdict.NOT_MET
    assert TABLE.judge("8", {}, on="2023").verdict is CriterionVerdict.UNASSESSABLE


def test_a_count_of_points_stands_for_the_conditions_below_it() -> None:
    assert TABLE.judge("8.1", {"8.1": 1}, on="2023").verdict is CriterionVerdict.MET
    weak = TABLE.judge("8.1", {"8.1": 1, "8.1.d": "3 hour"}, on="2023")
    assert weak.verdict is CriterionVerdict.NOT_MET
    records = weak.to_records()
    assert records[0]["item"] == "8.1"
    assert {"item": "8.1.d", "seen": "3 hour", "asked": ">= 4 hour"}.items() <= records[4].items()


def test_one_smart_village_is_enough() -> None:
    smart, plain = {"2.1": True, "2.2": 1, "2.3": 1}, {"2.1": False, "2.2": 1, "2.3": 1}
    unsure = {"2.1": True, "2.2": 1}

    def seen(villages: dict[str, Any]) -> CriterionVerdict:
        return TABLE.exists("2", villages, on="2024", level=LAO_CAI)

    assert seen({"a": smart, "b": plain}) is CriterionVerdict.MET
    assert seen({"a": plain, "b": plain}) is CriterionVerdict.NOT_MET
    assert seen({"a": plain, "b": unsure}) is CriterionVerdict.INSUFFICIENT
    assert seen({}) is CriterionVerdict.INSUFFICIENT


def test_national_goals_for_shares_of_communes() -> None:
    assert TABLE.judge("8", {"8": "92.75 %"}, on="2023", level="quốc gia").verdict is CriterionVerdict.NOT_MET
    # Until 2015 two goals stand; the one of the shorter period is made for it.
    assert str(TABLE.judge("8", {"8": (45, 100)}, on="2012", level="quốc gia").asked) == ">= 45 %"
    assert str(TABLE.judge("8", {"8": (45, 100)}, on="2018", level="quốc gia").asked) == ">= 70 %"


@pytest.mark.parametrize(
    ("quantifier", "requirement", "seen", "verdict"),
    [
        ("share", ">= 55 %", (55, 100), "met"),
        ("share", "> 55 %", (55, 100), "not_met"),
        ("share", "<= 55 %", (1, 3), "met"),
        ("share", ">= 33.33 %", (1, 3), "met"),
        ("share", ">= 33.34 %", (1, 3), "not_met"),
        ("exists", None, (1, 9), "met"),
        ("exists", None, (0, 9), "not_met"),
        ("each", None, (8, 9), "not_met"),
        ("all", ">= 1 point", Amount(1, "point"), "met"),
        ("all", ">= 1 point", Range.parse("[0, 2] point"), "insufficient"),
        ("all", ">= 1 point", "0.5", "not_met"),
        ("all", ">= 1 point", None, "insufficient"),
        ("all", None, False, "not_met"),
    ],
)
def test_quantifiers(quantifier: str, requirement: str | None, seen: Any, verdict: str) -> None:  # noqa: ANN401  # evidence of each kind
    assert rule(quantifier=quantifier, requirement=requirement).judge(seen).value == verdict


def test_what_is_refused() -> None:
    with pytest.raises(InvalidAmount, match="3 of 2"):
        rule().judge((3, 2))
    with pytest.raises(InvalidText, match="holds or doesn't"):
        rule().judge(3)
    with pytest.raises(DuplicateId, match=r"two rules for 8\.1"):
        Criteria(id="x", name="x", name_en="x", rules=[rule(), rule()])
    with pytest.raises(NotFound, match="one of NTM"):
        TABLE.at("2023", level="NTN")
    with pytest.raises(NotFound, match="no rules"):
        TABLE.at("1999")
    with pytest.raises(NotFound, match=r"no item 8\.9|no item '8\.9'"):
        TABLE.judge("8.9", {}, on="2023")
    with pytest.raises(NotFound, match=r"no rule for 8\.2 itself"):
        TABLE.judge("8", {"8.2": True}, on="2023")


@pytest.mark.parametrize("word", list(CriterionVerdict))
def test_verdicts_have_names_in_both_languages(word: CriterionVerdict) -> None:
    assert word.vi
    assert word.en
    assert Quantifier("share") is Quantifier.SHARE
