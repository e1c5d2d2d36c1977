"""Every fact of the five articles is carried by an entity of the catalog, and carried truly."""

from __future__ import annotations

import csv
import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest

from sotttt import catalog
from sotttt.catalog._shelf import entity
from sotttt.evaluation.claims import Claim
from sotttt.metrics import Metric, Observation
from sotttt.periods import Period, editions
from sotttt.plans import AllOf, Milestone, Proposal, Target, Task
from sotttt.ranges import Amount, Range
from sotttt.sources import Source

#: Facts of each article.
FACTS = {"TG": 26, "QT": 17, "VP": 78, "QN": 27, "ND": 34}

#: What carries each kind of fact.
CARRIERS = {
    "observation": {"observation"},
    "baseline": {"observation"},
    "target": {"target"},
    "milestone": {"milestone"},
    "directive": {"task"},
    "proposal": {"proposal"},
    "derived claim": {"claim"},
    "count of outputs": {"observation", "task"},
    "document": {"document", "source", "observation"},
}

#: Units of the facts in which a number is a name: years, ordinals, criteria.
NAMES = {"năm", "ordinal", "số thứ tự tiêu chí"}


def references() -> list[tuple[str, str]]:
    """Each fact with each reference to what carries it."""
    return [(fact, reference) for fact, carried in catalog.coverage().items() for reference in carried]


def test_182_of_182() -> None:
    covered = catalog.coverage()
    assert len(covered) == 182
    for article, count in FACTS.items():
        wanted = {f"{article}-{number:03d}" for number in range(1, count + 1)}
        assert {fact for fact in covered if fact.startswith(article)} == wanted


def test_each_reference_leads_to_an_entity_that_carries_the_fact() -> None:
    for fact, reference in references():
        one = entity(reference)
        assert not isinstance(one, Metric)
        if isinstance(one, Source):
            assert fact.endswith("-001")
        else:
            assert one.source is not None
            assert one.source.locator is not None
            assert fact in re.split(r"[;,] ", one.source.locator), reference


def test_nothing_stands_outside_the_coverage() -> None:
    """Each observation, claim and member of a plan is the carrier of some fact."""
    named = {reference for _, reference in references()}
    for plan in catalog.plans("articles"):
        for kind in ("target", "task", "milestone", "proposal"):
            for member in getattr(plan, f"{kind}s"):
                assert f"{kind}:{plan.id}/{member.id}" in named
    observations = {reference for reference in named if reference.startswith("observation:")}
    assert len(observations) == len(catalog.observations(collection="articles"))
    assert {f"claim:{claim.id}" for claim in catalog.claims()} <= named


# Against the table of facts itself, where it lies beside the repository.


@pytest.fixture(scope="module")
def table(facts: Path) -> dict[str, dict[str, str]]:
    text = (facts / "seeds" / "seed_facts.csv").read_text("utf-8")
    return {row["id"]: row for row in csv.DictReader(text.splitlines())}


def test_the_ids_are_those_of_the_table(table: dict[str, dict[str, str]]) -> None:
    assert set(catalog.coverage()) == set(table)


def test_each_kind_of_fact_has_its_kind_of_entity(table: dict[str, dict[str, str]]) -> None:
    for fact, carried in catalog.coverage().items():
        kinds = {reference.partition(":")[0] for reference in carried}
        # QN-004 counts nothing: its numbers are ordinals of congresses.
        assert kinds & CARRIERS[table[fact]["kind"]], (fact, carried)


def test_each_place_is_that_of_the_fact(table: dict[str, dict[str, str]]) -> None:
    places = {place.id: place.name for place in catalog.jurisdictions()}
    for fact, reference in references():
        one = entity(reference)
        if isinstance(one, Observation | Target | Task | Milestone | Proposal):
            assert one.jurisdiction is not None
            assert table[fact]["province"] in places[one.jurisdiction]


def test_each_number_of_the_table_is_in_its_entity(table: dict[str, dict[str, str]]) -> None:
    checked = 0
    for fact, row in table.items():
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?", row["value_norm"]) and row["unit"] not in NAMES:
            number = Decimal(row["value_norm"])
            ranges = [found for reference in catalog.coverage()[fact] for found in _ranges(entity(reference))]
            assert any(_holds(one, number) for one in ranges) or _rhythm(fact) == number, fact
            checked += 1
    assert checked == 69


def _ranges(one: object) -> list[Range]:
    if isinstance(one, Observation):
        return [one.value if one.figure is None else one.figure.range]
    if isinstance(one, Claim):
        stated = one.stated
        return [] if stated is None else [stated if isinstance(stated, Range) else stated.range]
    if isinstance(one, Target):
        if isinstance(one.requirement, AllOf):
            wanted = [clause.requirement for clause in one.requirement.members]
            return [each for each in wanted if isinstance(each, Range)]
        return [one.requirement] if isinstance(one.requirement, Range) else []
    return []


def _holds(found: Range, number: Decimal) -> bool:
    """Whether the range holds the number, or is bounded by it."""
    ends = [end.magnitude for end in (found.low, found.high) if end is not None]
    return number in ends or found.contains(Amount(number, found.unit))


def _rhythm(fact: str) -> int | None:
    """How often a recurring task comes round in a year."""
    tasks = [entity(reference) for reference in catalog.coverage()[fact] if reference.startswith("task:")]
    rhythms = [one.every for one in tasks if isinstance(one, Task) and one.every is not None]
    return max((len(editions(every, Period.parse("2020"))) for every in rhythms), default=None)


@pytest.mark.parametrize(
    ("fact", "status"), [("actual", "official"), ("estimated", "estimated"), ("derived", "derived")]
)
def test_each_status_is_that_of_the_fact(table: dict[str, dict[str, str]], fact: str, status: str) -> None:
    # A projection is a forecast here; where a count is ours, the value is derived.
    ours = {"VP-008": "forecast", "QN-002": "derived", "ND-002": "derived", "ND-005": "derived"}
    for name, reference in references():
        one = entity(reference)
        if isinstance(one, Observation) and table[name]["status"] == fact:
            assert one.status.value == ours.get(name, status), name


def test_each_article_is_published_on_its_day(table: dict[str, dict[str, str]]) -> None:
    for fact, reference in references():
        one = entity(reference)
        if isinstance(one, Source):
            assert one.published is not None
            days = re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", table[fact]["value_norm"])
            first, last = (dt.date.fromisoformat(day) for day in (days[0], days[-1]))
            assert one.published == Period(first, last)
