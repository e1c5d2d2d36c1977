"""The plans of the five provinces as typed data, and what a faulty data file gets."""

from __future__ import annotations

import csv
import json
import pickle
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sotttt import catalog, reading
from sotttt.catalog._files import DATA
from sotttt.catalog._plans import members
from sotttt.catalog._shelf import Shelf, entity, observation
from sotttt.errors import FaultGroup, InvalidFile, InvalidText, NotFound, SottttError
from sotttt.metrics import Status
from sotttt.plans import AllOf, InWords, Relative
from sotttt.ranges import Range
from sotttt.units import factor

ARTICLES = {
    "tien-giang": "TG",
    "quang-tri": "QT",
    "vinh-phuc": "VP",
    "quang-ngai": "QN",
    "nam-dinh": "ND",
}


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a data file, as they stand."""
    return list(csv.DictReader((DATA / name).read_text("utf-8").splitlines()))


def test_each_province_has_plans() -> None:
    assert {plan.jurisdiction for plan in catalog.plans("articles")} == set(ARTICLES)
    assert len(catalog.plans("articles")) == 11
    assert sum(len(plan.targets) for plan in catalog.plans("articles")) == 16


def test_everything_says_where_it_stands() -> None:
    plans = catalog.plans("articles")
    owned = [(plan.jurisdiction, member) for plan in plans for member in members(plan)]
    stands = [(place, member.source) for place, member in owned]
    stands += [(plan.jurisdiction, plan.source) for plan in plans]
    stands += [(one.jurisdiction, one.source) for one in catalog.observations(collection="articles")]
    places = {member.id: place for place, member in owned}
    stands += [(places[one.subject], one.source) for one in catalog.assessments(collection="articles")]
    for place, source in stands:
        assert source is not None
        assert source.publisher
        if source.locator == "2795/QĐ-UBND":
            continue
        assert source.published is not None
        assert source.locator is not None
        assert all(fact.startswith(f"{ARTICLES[place]}-") for fact in source.locator.split("; "))
    assert all(claim.source is not None and claim.source.locator for claim in catalog.claims())


def test_what_is_published_is_known_from_that_day() -> None:
    for seen in catalog.observations():
        assert seen.source is not None
        assert seen.published == seen.source.published
    for stated in catalog.assessments():
        assert stated.source is not None
        assert stated.published == stated.source.published


def test_places_sectors_and_documents_are_of_the_catalog() -> None:
    places = {"vn", *(place.id for place in catalog.jurisdictions())}
    sectors = {sector.code for sector in catalog.sectors()}
    for plan in catalog.plans():
        assert plan.jurisdiction in places
        assert set(plan.sectors) <= sectors
        assert {task.sector for task in plan.tasks} <= sectors
        assert {milestone.sector for milestone in plan.milestones} <= sectors
        assert {proposal.sector for proposal in plan.proposals} <= sectors
        assert {member.jurisdiction for member in members(plan)} <= {plan.jurisdiction}
        for document in (*plan.bases, *filter(None, [plan.issued_by])):
            assert catalog.document(document).id == document
    assert {metric.sector for metric in catalog.metrics()} - {None} <= sectors
    assert {seen.jurisdiction for seen in catalog.observations()} <= places


def test_the_two_master_plans_of_tien_giang_rest_on_their_decisions() -> None:
    for name, number in (("tg-it-2018", "555/QĐ-UBND"), ("tg-passive-telecom-2018", "557/QĐ-UBND")):
        plan = catalog.plan(name)
        assert plan.issued_by is not None
        decision = catalog.document(plan.issued_by)
        assert (str(decision.number), str(decision.issued)) == (number, "2018-03-02")
        assert str(plan.horizon) == "2020; orientation 2030"


def test_metrics_are_named_in_both_languages() -> None:
    for metric in catalog.metrics():
        assert metric.name_en
        assert metric.name_en != metric.name
    assert len(catalog.metrics()) == len({metric.name for metric in catalog.metrics()})


@pytest.mark.parametrize(
    ("door", "wrong", "right"),
    [
        (catalog.plan, "qn-2020-pln", "qn-2020-plan"),
        (catalog.metric, "phone-subscription", "phone-subscriptions"),
        (catalog.claim, "vp-revenue-multipel", "vp-revenue-multiple"),
        (observation, "vp-revenu-2015", "vp-revenue-2015"),
        (lambda name: catalog.observations(plan=name), "vp-2020-trem", "vp-2020-term"),
        (lambda name: catalog.assessments(plan=name), "nd-2061", "nd-2016"),
        (entity, "targte:x", "target"),
        (entity, "target:qt-2024-goals/qt-fiber", "qt-fibre"),
        (entity, "task:qt-2024-goals/qt-digital-pots", "qt-digital-post"),
    ],
)
def test_an_unknown_id_names_the_nearest(door: Callable[[str], object], wrong: str, right: str) -> None:
    with pytest.raises(NotFound, match=right):
        door(wrong)


def test_observations_of_a_plan_and_of_a_place() -> None:
    of_place = catalog.observations(jurisdiction="vinh-phuc")
    assert {seen.jurisdiction for seen in of_place} == {"vinh-phuc"}
    assert len(catalog.observations(collection="articles")) == 60
    of_plan = catalog.observations(plan="qn-2020-plan")
    assert {seen.metric.id for seen in of_plan} >= {"phone-subscriptions", "phone-subscriptions-plan-rate"}
    assert catalog.observations(plan="qn-2020-plan", jurisdiction="nam-dinh") == ()
    assert catalog.observations(plan="vp-2025-egov") == ()


@pytest.mark.parametrize("name", [row["id"] for row in rows_of("observations.csv") if row["written"]])
def test_the_printed_words_say_the_value(name: str) -> None:
    """The words, read by the reader, give the figure that the data file spells out."""
    figure = observation(name).figure
    assert figure is not None
    if name == "vp-budget-contribution":
        assert str(figure.range) == "[100, 1000) billion_VND"
        return
    if name == "vp-par-rank":
        got = reading.read_figure(f"{figure.as_written} hạng")
        assert got.required() == observation(name).value
        return
    got = reading.read_figure(figure.as_written)
    assert got.hedge is figure.hedge
    low, printed = got.range.low, figure.range.low
    assert low is not None
    assert printed is not None
    if got.of is None:
        assert got.resolution is not None
        assert figure.resolution is not None
        one, mine = (factor(end.unit, "VND") if "VND" in end.unit else 1 for end in (low, printed))
        assert Fraction(low.magnitude) * one == Fraction(printed.magnitude) * mine
        assert Fraction(got.resolution) * one == Fraction(figure.resolution) * mine
    else:
        assert got.range == figure.range
        assert figure.of is not None
        assert got.of.magnitude == figure.of.magnitude


def test_the_printed_words_of_targets_say_the_requirement() -> None:
    for plan in catalog.plans("articles"):
        for target in plan.targets:
            if target.figure is not None:
                got, mine = reading.read_figure(target.figure.as_written), target.figure
                spans = (got.range, mine.range)
                ends = [end and end.magnitude for span in spans for end in (span.low, span.high)]
                assert ends[:2] == ends[2:]
                assert got.hedge is mine.hedge


def test_requirements_of_every_kind() -> None:
    goals = catalog.plan("qt-2024-goals")
    by_id = {target.id: target for target in goals.targets}
    assert by_id["qt-fibre"].requirement == Range.parse("> 80 %")
    assert by_id["qt-smart-device"].requirement == Range.parse("> 60 %")
    assert "≥ 1" in (by_id["qt-smart-device"].metric.population or "")
    coverage = by_id["qt-coverage"].requirement
    assert isinstance(coverage, AllOf)
    assert [clause.metric.id for clause in coverage.members if clause.metric] == [
        "communes-mobile-or-internet-share",
        "villages-mobile-or-internet-share",
    ]
    rankings = by_id["qt-rankings"].requirement
    assert isinstance(rankings, AllOf)
    assert all(isinstance(clause.requirement, Relative) for clause in rankings.members)
    assert isinstance(by_id["qt-press"].requirement, InWords)
    assert all(target.due is None for target in goals.targets)
    egov = {target.id: target for target in catalog.plan("vp-2025-egov").targets}
    assert egov["vp-egov-rank"].requirement == Range.parse("<= 15 rank")
    assert egov["vp-one-stop-dossiers"].due is None
    growth = catalog.plan("vp-2025-services").targets[0]
    assert (str(growth.requirement), growth.hold.value, growth.start, growth.due) == (
        "= 30 %",
        "each",
        None,
        None,
    )
    bookcases = catalog.plan("nd-2016").targets[0]
    assert (str(bookcases.requirement), bookcases.due) == ("= 12656 {tủ sách}", None)


def test_status_and_width_of_what_was_observed() -> None:
    forecast = observation("vp-revenue-2020")
    assert (forecast.status, str(forecast.value)) == (Status.FORECAST, "[79250, 79350] billion_VND")
    assert observation("qn-phones").status is Status.ESTIMATED
    assert str(observation("qn-revenue").value) == "(1100, 1200) billion_VND"
    assert str(observation("qn-degraded-radio").value) == "[35, 45] broadcast_station"
    assert observation("vp-revenue-2015").period_inferred
    assert not observation("vp-revenue-2016").period_inferred
    departments = observation("vp-one-stop-departments")
    assert (str(departments.value), str(departments.of)) == ("= 100 %", "20 agency")


def test_all_survive_a_pickle() -> None:
    stated = (catalog.assessments(), catalog.claims())
    held = (catalog.plans(), catalog.metrics(), catalog.observations(), *stated)
    assert pickle.loads(pickle.dumps(held)) == held  # noqa: S301  # our own bytes
    assert len({hash(part) for part in held}) == len(held)


def test_no_cell_holds_a_long_text() -> None:
    """Wording is ours and short; of the articles only figures are kept, a few words at most."""
    for name in ("metrics.csv", "observations.csv", "claims.csv", "coverage.csv"):
        for row in rows_of(name):
            for key, text in row.items():
                assert len(text) <= 160 or key == "operands", (name, row)
            assert len(row.get("written", "").split()) <= 6
    for path in DATA.glob("plans/*.toml"):
        for text in _texts(tomllib.loads(path.read_text("utf-8"))):
            assert len(text) <= 160, (path.name, text)


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


def test_loading_needs_no_engine_and_no_codec() -> None:
    code = (
        "import json, sys; from sotttt import catalog\n"
        "catalog.plans('articles'), catalog.metrics('articles')\n"
        "catalog.observations(collection='articles')\n"
        "catalog.assessments(collection='articles'), catalog.claims(), catalog.plan('vn-qd749-2020')\n"
        "print(json.dumps(sorted(name for name in sys.modules if name.split('.')[0] in\n"
        "      ('pint', 'numpy', 'cattrs', 'tomli_w', 'click', 'rich') or name == 'sotttt.codecs')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


# Faulty files: a copy of the data with one change.


def _changed(folder: Path, name: str, old: str, new: str) -> Shelf:
    copy = folder / "data"
    shutil.copytree(DATA, copy)
    path = copy / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return Shelf(copy, catalog.sources("articles"))


def test_the_copy_itself_is_sound(tmp_path: Path) -> None:
    shelf = _changed(tmp_path, "metrics.csv", "id,", "id,")
    assert set(shelf.metrics) == {metric.id for metric in catalog.metrics("articles")}
    assert set(shelf.claims) == {claim.id for claim in catalog.claims()}
    assert len(shelf.plans) == len(catalog.plans("articles"))


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("metrics.csv", "vinh-phuc-2020,VP-002", ",VP-002", r"row 16\.source: no source"),
        ("metrics.csv", "vinh-phuc-2020,VP-002", "vinh-phuc-2020,", r"row 16\.locator: no place"),
        ("metrics.csv", "vinh-phuc-2020,VP-002", "vinh-fuc-2020,VP-002", "row 16.*'vinh-phuc-2020'"),
        ("metrics.csv", "managed-sectors,", ",", r"row 2\.id: no id"),
        ("metrics.csv", "agencies-esignature-share,", "electronic-documents-share,", r"row 4\.id.*twice"),
        ("metrics.csv", ",higher,", ",hihger,", "row 3.*did you mean 'higher'"),
        ("metrics.csv", ",sector,neutral", ",setcor,neutral", "row 2.*did you mean 'sector'"),
        ("metrics.csv", "id,name,", "id,nmae,", "the header is"),
        ("metrics.csv", "TG-010\n", "TG-010,x\n", "row 2.*16 cells"),
        ("observations.csv", ",ict-revenue,", ",ict-revenu,", "row 7.*did you mean 'ict-revenue'"),
        ("observations.csv", "= 3566 billion_VND", "= 3566 rank", "row 7"),
        ("observations.csv", "= 136 commune", "= 136 comune", "row 21.*did you mean 'commune'"),
        ("observations.csv", ",2016,", ",20166,", "row 8"),
        ("observations.csv", "(1100, 1200) billion_VND", "= 1100 billion_VND", "row 50.*says"),
        ("observations.csv", ",hơn 20 văn bản,", ",,", "row 46.written: printed without"),
        ("observations.csv", "estimated,yes", "estimated,maybe", "row 47.inferred.*yes or no"),
        ("observations.csv", "official,no", "offical,no", "row 2.*did you mean 'official'"),
        ("observations.csv", ",qt-2024-goals,", ",qt-2024-gaols,", "no plan 'qt-2024-gaols'.*qt-2024-goals"),
        ("claims.csv", "observation:vp-revenue-2020;", "observation:vp-revenue-2002;", "row 7.*did you mean"),
        ("claims.csv", ",multiple,", ",mutliple,", "row 7.*did you mean 'multiple'"),
        ("claims.csv", "= 74 year", "", "row 2.stated: printed words"),
        ("coverage.csv", "TG-002,", "TG-001,source:tien-giang-2019\nTG-002,", "row 3.*stands twice"),
        ("plans/nd-2015.toml", "kind =", "knid =", r"nd-2015\.toml.*\n.*'knid'.*did you mean 'kind'"),
        ("plans/nd-2015.toml", '"ND-007"', "", r"milestones\[0\]\.locator: no place"),
        ("plans/nd-2015.toml", 'facts = ["ND-007"]', "", r"milestones\[0\]\.locator: no place"),
        ("plans/nd-2015.toml", 'due = "2016-07"', 'dua = "2016-07"', r"milestones\[1\].*did you mean 'due'"),
        ("plans/nd-2015.toml", 'due = "2016-07"', 'due = "2016-13"', r"milestones\[1\]"),
        ("plans/nd-2015.toml", 'subject = "nd-gov', 'subject = "nd-gvo', r"assessments\[0\].subject"),
        ("plans/nd-2015.toml", 'kind = "report"', 'kind = "reprot"', "nd-2015.toml.*did you mean 'report'"),
        ("plans/nd-2015.toml", "[[milestones]]", "[[milestones]", "nd-2015.toml"),
        ("plans/nd-2016.toml", 'id = "nd-2016"', 'id = "nd-2015"', "stands in nd-2015.toml too"),
        ("plans/nd-2016.toml", 'id = "nd-spectrum"', 'id = "nd-book-day"', "stands twice"),
        ("plans/nd-2016.toml", 'metric = "classroom', 'metric = "clasroom', r"targets\[0\].*did you mean"),
        ("plans/nd-2016.toml", '\nrequirement = "= 12656 {tủ sách}"', "", r"targets\[0\].requ"),
        ("plans/nd-2016.toml", "= 12656 {tủ sách}", "= 12656 book", r"targets\[0\]"),
        ("plans/qt-2024-goals.toml", 'hedge = "over"', 'hedge = "ovre"', r"targets\[1\].*'over'"),
        ("plans/qt-2024-goals.toml", '"> 80 %"', '"> 85 %"', r"targets\[1\].*'trên 80%' asks for > 80"),
        ("plans/qt-2024-goals.toml", 'written = "trên 80%"', "", r"targets\[1\]\.written"),
        ("plans/qt-2024-goals.toml", "all_of", "al_of", r"targets\[2\].*did you mean 'all_of'"),
        ("plans/qt-2024-goals.toml", "{ all_of", '{ in_words = "x", all_of', r"targets\[2\]\.requirement"),
        ("plans/qt-2024-goals.toml", "against =", "agianst =", r"targets\[5\].*did you mean 'against'"),
    ],
)
def test_a_fault_names_file_and_row(tmp_path: Path, name: str, old: str, new: str, says: str) -> None:
    shelf = _changed(tmp_path, name, old, new)
    (shelf.folder / "coverage_documents.csv").write_text("fact,entity\n", "utf-8")
    with pytest.raises(SottttError) as caught:
        _load(shelf)
    assert Path(name).name in str(caught.value)
    assert re.search(says, str(caught.value), re.DOTALL), str(caught.value)


def test_all_faults_of_a_file_are_told_together(tmp_path: Path) -> None:
    shelf = _changed(tmp_path, "metrics.csv", ",higher,", ",hihger,")
    path = shelf.folder / "metrics.csv"
    path.write_text(path.read_text("utf-8").replace(",lower,", ",lowre,", 1), "utf-8")
    with pytest.raises(FaultGroup) as caught:
        _load(shelf)
    assert len(caught.value.faults) == 2


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    shelf = _changed(tmp_path, "coverage.csv", "fact", "fact")
    (shelf.folder / "coverage.csv").write_text("", "utf-8")
    with pytest.raises(InvalidFile, match=r"coverage\.csv"):
        _load(shelf)


def _load(shelf: Shelf) -> tuple[object, ...]:
    return (shelf.metrics, shelf.plans, shelf.observations, shelf.claims, shelf.coverage)


@pytest.mark.parametrize("name", [5, None, [], float("nan")])
def test_an_id_of_another_type_is_refused(name: Any) -> None:  # noqa: ANN401  # anything at all
    for ask in (catalog.plan, catalog.metric, catalog.claim):
        with pytest.raises(InvalidText, match="is no id; expected the id of a"):
            ask(name)


def test_who_must_do_what_about_cables_and_wifi() -> None:
    tasks = {task.id: task for task in catalog.plan("vp-2025-services").tasks}
    for name in ("vp-telecom-cables", "vp-public-wifi"):
        assert tasks[name].assigned_by == "Sở Thông tin và Truyền thông Vĩnh Phúc"
        assert tasks[name].assignee == "doanh nghiệp viễn thông"
