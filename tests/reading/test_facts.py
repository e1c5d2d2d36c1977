"""How far the readers agree with facts collected by hand; the exceptions are named, each with its reason."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path

from sotttt import units
from sotttt.errors import SottttError
from sotttt.ranges import Figure
from sotttt.reading import find_citations, read_figure, read_number

_RESULTS_IN_ENGLISH = {"r035", "r036", "r037", "r146", "r272", "r273", "r274", "r275", "r276"}

_RESULTS_APART = {
    "two figures in one cell": (
        "r003 r028 r029 r030 r039 r040 r073 r074 r093 r094 r119 r131 r156 r198 r199 r200 "
        "r201 r202 r214 r217 r274 "
        "r275 r291 r300 r301"
    ),
    "the fraction and the percentage contradict each other": "r121",
    "the value is derived from the figure": "r013 r189 r208",
    "a level is no quantity": "r032",
    "the source or the row slips a magnitude": "r050 r069",
    "three decimals that are thousands in English": "r294",
    "the row keeps the printed percentage, the figure the exact fraction": "r132",
    "a date": "r311 r312",
    "no value": "r240 r281",
}
_PLANS_APART = {
    "the value is implied by words": (
        "dn-kh411-2022.t08 dt-kh-2024.t02 kt-kh419-2024.t03 nd-nv-2016.t01 nd-nv-2016.t02 qt-kh-cmcn4.t03 "
        "vn-mic-nq17-2019.t04 vn-qd1132-2024.t06"
    ),
    "two or more figures in one phrase": (
        "qt-stttt-2023.t05 vn-5g-2025.t02 vn-kh-hts-2025.t05 vn-nq03-2025.t04 "
        "vn-nq03-2025.t05 vn-nq03-2025.t06 "
        "vn-nq03-2025.t07 vn-qd1132-2024.t08 vn-qd1437-2024.t03 vn-qd348-2023.t04 vn-qd348-2023.t12 "
        "vn-qd36-2024.t02 vn-qd36-2024.t03 vn-qd36-2024.t07 vn-qd781-2023.t01 "
        "vn-qd781-2023.t02 vn-qd781-2023.t03 "
        "vn-qd781-2023.t04 vn-qd781-2023.t05 vn-qd781-2023.t06 vn-qd781-2023.t07"
    ),
    "the row counts what the fraction is a share of": "tn-nq01-2020.t01",
    "a figure without words, which the row takes for a ceiling": "vn-mic-bc-2023.t03",
}
_SEEDS_APART = {
    "a date, a period or a number of a document": (
        "TG-001 TG-006 TG-009 TG-012 TG-014 TG-016 TG-019 TG-023 TG-024 QT-001 QT-002 "
        "QT-013 VP-001 VP-016 VP-017 "
        "VP-018 VP-020 VP-021 VP-052 VP-053 VP-056 VP-062 VP-063 VP-067 QN-001 QN-002 "
        "QN-004 QN-011 ND-001 ND-002 "
        "ND-003 ND-006 ND-009 ND-014 ND-015 ND-019 ND-020 ND-032"
    ),
    "two values, or a list of years": "ND-023 VP-058",
}
_CITATIONS_APART = {"the table keeps a hyphen that the number repairs": "C107"}


def _ids(table: dict[str, str]) -> set[str]:
    return {name for names in table.values() for name in names.split()}


def _unit(name: str | None) -> str | None:
    """The unit of a row as the catalogue names it, where it does."""
    if not name or name == "năm":
        return None
    if name == "hạng":
        return "rank"
    try:
        return units.unit("%" if name.startswith("%") else name).name
    except SottttError:
        return None


def _holds(figure: Figure, wanted: str, unit: str) -> bool:
    """Whether a figure is the value of a row, in the unit printed or in that of the row."""
    low, high = figure.range.low, figure.range.high
    if low is None or high is None:
        return False
    ends = Fraction(low.magnitude), Fraction(high.magnitude)
    if "/" in wanted:
        above, below = map(Fraction, wanted.split("/"))
        return low.unit == "%" and ends[0] <= above / below * 100 <= ends[1]
    if re.fullmatch(r"[0-9]+-[0-9]+", wanted):
        return ends == tuple(map(Fraction, wanted.split("-")))
    value = Fraction(wanted)
    if ends == (value, value):
        return True
    try:
        return ends[0] == ends[1] and ends[0] * units.factor(low.unit, unit) == value
    except SottttError:
        return False


def _agreement(rows: Iterable[tuple[str, Callable[[], bool]]]) -> tuple[set[str], set[str]]:
    """The ids of the rows that agree and of those that don't."""
    agree: set[str] = set()
    apart: set[str] = set()
    for name, check in rows:
        try:
            holds = check()
        except (SottttError, ValueError):
            holds = False
        (agree if holds else apart).add(name)
    return agree, apart


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _row_holds(row: dict[str, str], locale: str) -> bool:
    figure = read_figure(row["value_written"], locale, unit=_unit(row["unit"]))
    return _holds(figure, row["value_norm"], row["unit"])


def test_results(facts: Path) -> None:
    rows = _rows(facts / "plans" / "results.csv")
    agree, apart = _agreement(
        (row["id"], partial(_row_holds, row, "en" if row["id"] in _RESULTS_IN_ENGLISH else "vi"))
        for row in rows
    )
    assert apart == _ids(_RESULTS_APART)
    assert len(agree) == 274


_WORDS = {
    "gt": {"over"},
    "lt": {"under"},
    "le": {"at_most"},
    "approx": {"about", "nearly"},
    "ge": {"none", "at_least"},
    "eq": {"none"},
    "between": {"none", "at_least"},
    "milestone": {"none"},
}


def _target_holds(target: dict[str, object], locale: str) -> bool:
    phrase = str(target.get("value_written") or target["phrase"])
    unit = target.get("unit")
    figure = read_figure(phrase, locale, unit=_unit(str(unit) if unit else None))
    low, high = figure.range.low, figure.range.high
    if low is None or high is None or "value" not in target:
        return False
    wanted = Decimal(str(target["value"])), Decimal(str(target.get("value_hi", target["value"])))
    return (low.magnitude, high.magnitude) == wanted and figure.hedge.value in _WORDS[
        str(target["comparator"])
    ]


def _has_figure(phrase: str) -> bool:
    return read_figure(phrase).range.low is not None


def test_plans(facts: Path) -> None:
    targets = [
        target
        for path in sorted((facts / "plans").glob("*.toml"))
        for target in tomllib.loads(path.read_text(encoding="utf-8")).get("target", [])
    ]
    agree, apart = _agreement(
        (target["id"], partial(_target_holds, target, target.get("phrase_lang", "vi")))
        for target in targets
        if "value" in target
    )
    assert apart == _ids(_PLANS_APART)
    assert len(agree) == 298
    in_words, _ = _agreement(
        (target["id"], partial(_has_figure, target["phrase"])) for target in targets if "value" not in target
    )
    assert in_words == set()


def test_seeds(facts: Path) -> None:
    rows = [
        row for row in _rows(facts / "seeds" / "seed_facts.csv") if row["value_written"] and row["value_norm"]
    ]
    agree, apart = _agreement((row["id"], partial(_row_holds, row, "vi")) for row in rows)
    assert apart == _ids(_SEEDS_APART)
    assert (len(agree), len(apart)) == (72, 40)


def test_whole_numbers_of_the_results(facts: Path) -> None:
    rows = [
        row
        for row in _rows(facts / "plans" / "results.csv")
        if re.fullmatch(r"[0-9.,]+", row["value_written"])
    ]
    assert len(rows) > 20
    assert [
        row["id"] for row in rows if read_number(row["value_written"]) != Decimal(row["value_norm"])
    ] == []


def test_citations(facts: Path) -> None:
    rows = _rows(facts / "legal" / "citations.csv")
    cited = [row for row in rows if row["kind"] == "citation"]
    apart = set()
    for row in cited:
        found = find_citations(row["text"])
        numbers = [str(hit.number or "") for hit in found] or [""]
        days = [str(hit.issued or "") for hit in found] or [""]
        if (numbers, days) != ([row["canonical"]], [row["issue_date"]]):
            apart.add(row["id"])
    assert apart == _ids(_CITATIONS_APART)
    assert len(cited) == 256
    for row in rows:
        if row["kind"] != "citation":
            found = find_citations(row["text"])
            assert found == () or (row["kind"] == "nickname" and found[0].number is None), row["id"]
