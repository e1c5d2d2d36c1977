"""The collected plans: all there, each with its source, judged, and beside what sources state themselves."""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from sotttt import catalog
from sotttt.catalog._collected import Collected
from sotttt.catalog._files import DATA
from sotttt.errors import InvalidChoice, NotFound, SottttError
from sotttt.evaluation import Finding, Flag, evaluate
from sotttt.metrics import Assessment, Degree, Verdict
from sotttt.plans import InWords, Plan, Target

ROOT = Path(__file__).resolve().parents[2]


def sheets() -> tuple[Plan, ...]:
    """The plans that stand on pages; the others are printed beside a value."""
    return tuple(plan for plan in catalog.plans("collected") if not plan.id.startswith("stated-"))


def targets() -> dict[str, Target]:
    return {target.id: target for plan in catalog.plans("collected") for target in plan.targets}


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_catalog_plans", ROOT / "tools" / "make_catalog_plans.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_49_plans_352_targets_312_results() -> None:
    assert len(sheets()) == 49
    assert sum(len(plan.targets) for plan in sheets()) == 352
    assert len(catalog.observations(collection="collected")) == 312


def test_each_has_its_source_and_place() -> None:
    stands = [plan.source for plan in catalog.plans("collected")]
    stands += [target.source for target in targets().values()]
    stands += [seen.source for seen in catalog.observations(collection="collected")]
    stands += [stated.source for stated in catalog.assessments(collection="collected")]
    articles = set(catalog.sources("articles").values())
    for source in stands:
        assert source is not None
        assert source.locator
        assert source.url or any(source.title == article.title for article in articles)
    known = {place.id for place in catalog.jurisdictions()} | {"vn"}
    assert {seen.jurisdiction for seen in catalog.observations(collection="collected")} <= known


def test_wording_is_short_and_ours() -> None:
    for target in targets().values():
        assert target.figure is None or len(target.figure.as_written) <= 36
        assert not isinstance(target.requirement, InWords) or target.requirement.text == target.metric.name
    for seen in catalog.observations(collection="collected"):
        assert seen.figure is None or len(seen.figure.as_written) <= 36
    for metric in catalog.metrics("collected"):
        assert metric.name_en
        assert metric.name != metric.name_en
        assert max(len(metric.name), len(metric.name_en)) <= 80
    for path in (DATA / "collected").rglob("*.csv"):
        for row in csv.reader(path.read_text("utf-8").splitlines()):
            assert max(map(len, row)) <= 250


def test_words_only_where_the_row_has_no_number(facts: Path) -> None:
    for row in _rows(facts).values():
        asked = targets()[row["id"]].requirement
        if isinstance(asked, InWords):
            assert "value" not in row
        else:
            assert "value" in row or row["comparator"] == "gt"


def _rows(facts: Path) -> dict[str, dict[str, str]]:
    tables = [tomllib.loads(path.read_text("utf-8")) for path in sorted((facts / "plans").glob("*.toml"))]
    return {row["id"]: row for table in tables for row in table.get("target", [])}


def test_every_row_leads_to_a_live_entity(facts: Path) -> None:
    assert set(_rows(facts)) == {target.id for plan in sheets() for target in plan.targets}
    for name in _rows(facts):
        found = catalog.entity(f"target:{name.rpartition('.')[0]}/{name}")
        assert isinstance(found, Target)
        assert found.id == name
    with (facts / "plans" / "results.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert catalog.entity(f"observation:{row['id']}") is not None
            assert list(catalog.links(row["id"])) == [part for part in row["target_ids"].split(";") if part]


def test_the_files_are_what_the_sheets_make(facts: Path) -> None:
    """Where this fails, run `python tools/make_catalog_plans.py` on the sheets."""
    made = tool().convert(facts / "plans")
    assert made.faults == ()
    assert {plan.id: plan for plan in made.plans} == {plan.id: plan for plan in catalog.plans("collected")}
    held = {metric.id: metric for metric in catalog.metrics()}
    assert all(held[metric.id] == metric for metric in made.metrics)
    for result in made.results:
        assert catalog.observation(result.id) == result.observation
    assert made.assessments == catalog.assessments(collection="collected")


def test_the_tool_writes_the_files_as_they_stand(facts: Path, tmp_path: Path) -> None:
    maker = tool()
    maker.write(maker.convert(facts / "plans"), tmp_path)
    for path in sorted((DATA / "collected").rglob("*.*")):
        assert (tmp_path / path.relative_to(DATA / "collected")).read_bytes() == path.read_bytes(), path.name


def test_one_plan_is_read_alone() -> None:
    others = {metric.id: metric for metric in catalog.metrics("articles")}
    shelf = Collected(DATA / "collected", others, catalog.sources("collected"))
    assert shelf.plans["vn-qd749-2020"].plan.id == "vn-qd749-2020"
    assert list(shelf.plans._made) == ["vn-qd749-2020"]
    assert len(shelf.metrics.own._made) < 20
    assert len(shelf.metrics) == len(set(shelf.metrics))


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            "observations.csv",
            ",egdi-rank,",
            ",egdi-rnak,",
            r"observations\.csv.*row 2.*did you mean 'egdi-rank'",
        ),
        ("observations.csv", "r002,", "r001,", "row 3.id: the id 'r001' stands twice"),
        ("observations.csv", "r002,", ",", "row 3.id: no id"),
        ("metrics.csv", ",higher,", ",hihger,", "did you mean 'higher'"),
        ("assessments.csv", "basically", "basicaly", "did you mean 'basically'"),
        (
            "plans/vn-vtci-2010.toml",
            'id = "vn-vtci-2010"',
            'id = "vn-vtci-2011"',
            "id: the plan 'vn-vtci-2011'",
        ),
        ("plans/vn-vtci-2010.toml", "[[targets]]", "[[targets]", r"vn-vtci-2010\.toml"),
    ],
)
def test_a_fault_names_file_and_row(tmp_path: Path, name: str, old: str, new: str, says: str) -> None:
    for path in (DATA / "collected").rglob("*.*"):
        copy = tmp_path / path.relative_to(DATA / "collected")
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text("utf-8"), "utf-8")
    text = (tmp_path / name).read_text("utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), "utf-8")
    others = {metric.id: metric for metric in catalog.metrics("articles")}
    with pytest.raises(SottttError) as caught:
        Collected(tmp_path, others, catalog.sources("collected")).every()
    assert re.search(says, str(caught.value), re.DOTALL), str(caught.value)


def test_a_collection_has_a_name() -> None:
    for door in (catalog.plans, catalog.metrics, catalog.sources):
        with pytest.raises(InvalidChoice, match="did you mean 'collected'"):
            door("colected")
    with pytest.raises(NotFound, match="collected observation"):
        catalog.links("r999")
    name = next(iter(catalog.sources("collected")))
    assert catalog.source(name) == catalog.entity(f"source:{name}")


# What the sources state, beside what is computed on the day on which they state it.


def _day(stated: Assessment) -> dt.date:
    known = stated.known_from
    assert known is not None
    return known


def stated_and_computed() -> list[tuple[Assessment, Finding]]:
    """Each verdict or degree that a source states of a target, with the finding on that day."""
    known = targets()
    pairs = []
    for stated in catalog.assessments(collection="collected"):
        if stated.subject not in known or (stated.verdict is None and stated.degree is None):
            continue
        target = known[stated.subject]
        seen = catalog.observations(collection="collected")
        found = evaluate([target], seen, as_of=_day(stated), assessments=[stated])
        pairs.append((stated, found[target.id]))
    return pairs


def agrees(stated: Assessment, found: Finding) -> bool:
    """Whether the finding says what the source says; `exceeded` is the flag."""
    if stated.verdict is not None:
        return found.verdict is stated.verdict
    if stated.degree is Degree.EXCEEDED:
        return found.verdict is Verdict.MET and Flag.EXCEEDED in found.flags
    return found.verdict is Verdict.MET and stated.degree is Degree.FULL


def test_where_a_source_states_a_verdict_ours_agrees_or_is_listed() -> None:
    pairs = stated_and_computed()
    assert len(pairs) == 16
    apart = {stated.subject: found.verdict.value for stated, found in pairs if not agrees(stated, found)}
    page = (ROOT / "docs" / "coverage.md").read_text("utf-8")
    listed = re.findall(r"^\| `([^`]+)` \| [^|]+ \| `([a-z_]+)` \|", page, re.MULTILINE)
    assert dict(listed) == apart


def test_what_is_only_related_is_no_evidence() -> None:
    """A proxy, or a province beside a national target, never decides the target that its row names."""
    rows = list(csv.DictReader((DATA / "collected" / "observations.csv").read_text("utf-8").splitlines()))
    related = [
        row
        for row in rows
        if row["match"] == "proxy" or row["scope"] in ("subset", "predecessor", "successor")
    ]
    assert len(related) == 44
    known = targets()
    for row in related:
        seen = catalog.observation(row["id"])
        for name in catalog.links(row["id"]):
            target = known[name]
            assert (seen.metric.id, seen.jurisdiction, seen.dims) != (
                target.metric.id,
                target.jurisdiction,
                target.dims,
            )


@pytest.mark.parametrize(
    ("name", "day", "verdict"),
    [
        ("vn-qd749-2020.t06", "2026-02-01", "missed"),  # EGDI: 71st in 2024, the goal was 70
        ("vn-nq17-2019.t07", "2021-01-31", "missed"),  # two places gained, ten to fifteen asked
        ("vn-nq17-2019.t10", "2026-02-01", "missed"),  # fifth of ASEAN, the goal was four
        ("vn-ubqg-2023.t01", "2026-02-01", "undecided"),  # 12.87 % and 16.5 %, by two methods
        ("vn-5g-2025.t01", "2026-02-01", "undecided"),  # "about 90 %" beside at least 90 %
        ("vn-kh-hts-2025.t02", "2025-08-31", "met"),  # 2.677 times, twice was asked
        ("vn-analog-2016.t03", "2016-12-31", "met"),  # on the day after two delays
        ("vn-analog-2016.t04", "2016-12-31", "missed"),  # 136 days late
        ("nd-nq09-2021.t01", "2024-01-31", "on_track"),  # tenth, the goal is twenty by 2025
        ("tn-nq01-2020.t01", "2025-01-31", "met"),  # 15 of 15
        ("dt-kh-2024.t01", "2025-01-31", "not_applicable"),  # a draft
    ],
)
def test_known_cases(name: str, day: str, verdict: str) -> None:
    plan = catalog.plan(name.rpartition(".")[0])
    found = evaluate(
        plan,
        catalog.observations(plan=plan.id),
        as_of=dt.date.fromisoformat(day),
        assessments=catalog.assessments(plan=plan.id),
        places=catalog.places(),
    )
    assert found[name].verdict.value == verdict


def test_one_metric_with_a_fault_names_file_and_row(tmp_path: Path) -> None:
    for path in (DATA / "collected").rglob("*.*"):
        copy = tmp_path / path.relative_to(DATA / "collected")
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text("utf-8"), "utf-8")
    table = tmp_path / "metrics.csv"
    table.write_text(table.read_text("utf-8").replace(",higher,", ",hihger,", 1), "utf-8")
    name = next(line.split(",")[0] for line in table.read_text("utf-8").splitlines() if ",hihger," in line)
    held = Collected(tmp_path, {}, catalog.sources("collected"))
    with pytest.raises(SottttError, match=r"metrics\.csv: row [0-9]+.*did you mean 'higher'"):
        _ = held.metrics[name]


def test_a_document_is_an_entity() -> None:
    assert catalog.entity("document:luat-49-2010-qh12") == catalog.document("luat-49-2010-qh12")


def test_observations_of_a_plan_whose_requirements_have_members() -> None:
    seen = catalog.observations(plan="vn-nq03-2025")
    wanted = {target.metric.id for target in catalog.plan("vn-nq03-2025").targets}
    assert {one.metric.id for one in seen} <= wanted
