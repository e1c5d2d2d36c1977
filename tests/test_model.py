"""Every model class, met on real objects: hash, pickle, copies, and nothing mutable however deep."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import attrs
import pytest

import sotttt as st
from sotttt.codecs import Bundle, read_plan_sheets
from sotttt.codecs.plan_sheets.metrics import Mention
from sotttt.evaluation import (
    decompose_change,
    duties,
    judge_proposal,
    perturbed_ranks,
    proposals,
    rank_ranges,
    score_all,
    solve_missing,
)
from sotttt.evaluation.pace import METHODS
from sotttt.evaluation.pace.registry import method
from sotttt.frozen import FrozenMap
from sotttt.places import CsvUnits
from sotttt.plans import Requirement
from sotttt.reading import Context, find_citations, read_figure
from tests.test_public import MODEL

#: What an attribute may be, besides model classes: immutable through and through.
_ATOMS = (str, bytes, int, bool, Decimal, Fraction, dt.date, Enum, type(None))

DAY = dt.date(2025, 6, 30)


def _roots() -> Iterator[object]:
    """Real objects of every room."""
    catalog = st.catalog
    plans, assessments = catalog.plans(), catalog.assessments()
    yield Bundle(plans=plans, observations=catalog.observations(), assessments=assessments)
    register = catalog.register()
    decision = register["qd-555-ubnd-tien-giang-2018-03-02"]
    yield register
    yield (register.basis_of(decision), decision.identity, *register.timeline(), *register.conflicts())
    days = (DAY, dt.date(2015, 12, 31))
    yield tuple(register.standing(one, day) for one in register.documents for day in days)
    yield Context(place="Tiền Giang", year=2018)
    yield (*st.law.issuers(), *st.law.document_kinds())
    yield (catalog.places(), catalog.sectors(), catalog.terms())
    yield (*catalog.regions(), CsvUnits("communes.csv", source=catalog.source("nq202")))
    yield (*catalog.agencies(), *catalog.competences(), *catalog.agency_kinds())
    yield (catalog.bodies(), catalog.responsible("viễn thông", "Tiền Giang", DAY))
    yield catalog.classifications(least="unverified")
    yield tuple(st.check(claim) for claim in catalog.claims())
    result = st.evaluate(plans, catalog.observations(), as_of=DAY, assessments=assessments)
    yield (result, result.counts)
    done = duties(plans, assessments, as_of=DAY)
    yield (done, done.completion)
    yield tuple(judge_proposal(one, assessments, as_of=DAY) for plan in plans for one in plan.proposals)
    yield tuple(find_citations("Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016 của Thủ tướng Chính phủ"))
    yield (st.units.unit("%"), read_figure("20/20 sở"), read_figure("hơn 1.100 tỷ đồng"))
    yield (st.Span.parse("2004-01-01..2025-07-01"), st.Horizon.parse("2016..2020; vision 2030"))
    yield from _requirements()
    yield from _of_indices()
    yield from _of_rules()
    yield from _carried()
    yield (_sheets(), Mention(metric="fibre_share", unit="%"))


def _of_indices() -> Iterator[object]:
    """Definitions, scores, ranks, a change, a solution, criteria."""
    dti, ict = st.catalog.index("dti-2020"), st.catalog.index("ict-2016")
    units = {
        "a": {"cqs": "0.5220", "kts": "0.3040", "xhs": "0.3655"},
        "b": {"cqs": "0.4449", "kts": "0.3668", "xhs": "0.4052"},
    }
    scores = score_all(dti, units)
    yield (*st.catalog.indices(), *scores.values(), decompose_change(scores["a"], scores["b"]))
    partial = st.score(dti, {"cqs": "0.5220"})
    yield (partial, partial.coverage)
    yield tuple(rank_ranges({name: found.bounds for name, found in scores.items()}).values())
    yield tuple(perturbed_ranks(dti, units, rng=Random(1), spread="0.25", draws=3).values())  # noqa: S311  # a seed, no secret
    yield solve_missing(ict, {"htnl": "0.9578", "ud": "0.9062"}, "htkt", "0.8046")
    rules = st.catalog.criteria("ntm-8")
    yield (rules, rules.judge("8.2.d", {"8.2.d": (1034, 2200)}, on="2023"))


def _of_rules() -> Iterator[object]:
    """Pace methods, a comparison, a projection, the reporting calendar."""
    series = st.evaluation.Series({2020: "60", 2021: "64", 2022: "67"})
    goal = st.evaluation.Goal(value="80", due="2025")
    yield (*map(method, METHODS), series, goal, st.compare(goal, series))
    yield st.project(series, "2025", method="least_squares", goal=goal)
    yield (*st.periods.reporting_rules(), st.periods.Calendar(holidays=["2025-01-01"]))
    yield proposals(st.catalog.plans(), st.catalog.assessments(), as_of=DAY)


def _carried() -> Iterator[object]:
    """Values carried over a merger: a sum and a refused rank."""
    people = st.Metric(
        id="people",
        name="Dân số",
        unit="person",
        better="neutral",
        timing="point",
        scale="count",
        merge="sum",
    )
    rank = st.Metric(id="rank", name="Hạng", unit="rank", better="lower", timing="point", scale="rank")
    seen = [
        st.Observation(metric=metric, jurisdiction=place, period="2024", value=value, published="2025")
        for metric, value in ((people, "= 10 person"), (rank, "= 3 rank"))
        for place in ("tien-giang", "dong-thap")
    ]
    yield st.carry(seen, dt.date(2025, 7, 1), places=st.catalog.places())


def _sheets() -> object:
    """A collected plan and a result, as files hold them."""
    plan = """[plan]
id = "p"
title = "Kế hoạch"
province = "Tiền Giang"
date = "2021-01-09"
level = "province"
source_urls = ["https://example.org/p"]
[[target]]
id = "p.t1"
metric = "fibre_share"
comparator = "ge"
value = 80
unit = "%"
deadline = "2025"
shape = "share"
source_url = "https://example.org/p"
"""
    row = {
        "id": "r1",
        "target_ids": "p.t1",
        "match": "exact",
        "scope_match": "same",
        "metric": "fibre_share",
        "province": "Tiền Giang",
        "sector": "viễn thông",
        "period": "2024",
        "period_kind": "year",
        "value_written": "79%",
        "value_norm": "79",
        "unit": "%",
        "comparator": "=",
        "status": "official",
        "published": "2025-01-10",
        "source_url": "https://example.org/r",
    }
    blank = ("scope", "stated_plan", "stated_verdict", "stated_change", "check", "note")
    row |= dict.fromkeys(blank, "")
    results = f"{','.join(row)}\n{','.join(row.values())}\n"
    with TemporaryDirectory() as folder:
        (Path(folder) / "p.toml").write_text(plan, encoding="utf-8")
        (Path(folder) / "results.csv").write_text(results, encoding="utf-8")
        return read_plan_sheets(folder)


def _requirements() -> Iterator[object]:
    """A target with each kind of requirement, judged."""
    share = st.Metric(id="share", name="Tỷ lệ", unit="%", better="higher", timing="point", scale="ratio")
    kinds: tuple[Requirement, ...] = (
        st.Relative(change="difference", range=">= 5 percentage_point", against="2019"),
        st.AllOf([">= 80 %", (share, ">= 70 %")]),
        st.AnyOf([">= 80 %", ">= 90 %"]),
        st.Among(over=["a", "b"], requirement=">= 80 %", need=">= 50 %"),
        st.InWords("cơ bản hoàn thành"),
        st.Range.parse(">= 95 %"),
    )
    targets = [
        st.Target(
            id=f"t{number}",
            metric=share,
            jurisdiction="a",
            requirement=kind,
            due="2021",
            baseline="2019",
            dims={"sex": "nữ"} if number == 0 else {},
        )
        for number, kind in enumerate(kinds)
    ]
    seen = [
        st.Observation(metric=share, jurisdiction=place, period=year, value=value)
        for place, year, value in (("a", "2019", "= 70 %"), ("a", "2020", "= 96 %"), ("b", "2020", "= 60 %"))
    ]
    yield (*targets, *seen)
    yield st.evaluate(targets, seen, as_of=dt.date(2021, 6, 1))
    yield st.evaluate(targets, seen, as_of=dt.date(2022, 6, 1))


def _walk(root: object, path: str, met: dict[str, list[object]], known: set[int]) -> None:
    """Collect model objects by class; anything mutable on the way fails."""
    stack = [(root, path)]
    while stack:
        one, where = stack.pop()
        if isinstance(one, _ATOMS) or id(one) in known:
            continue
        known.add(id(one))
        if isinstance(one, tuple | frozenset):
            stack += [(item, f"{where}[{at}]") for at, item in enumerate(one)]
        elif isinstance(one, FrozenMap):
            stack += [(item, f"{where}[{key!r}]") for key, item in one.items()]
        elif attrs.has(cls := type(one)):
            met.setdefault(cls.__qualname__, []).append(one)
            stack += [
                (getattr(one, field.name), f"{where}.{field.name}")
                for field in attrs.fields(cls)
                if field.init or not field.name.startswith("_")
            ]
        else:
            pytest.fail(f"{where} is a {type(one).__qualname__}")


@pytest.fixture(scope="module")
def met() -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    known: set[int] = set()
    roots = list(_roots())  # kept alive, so that no id is used twice
    for number, root in enumerate(roots):
        _walk(root, f"root {number}", found, known)
    return found


def test_every_model_class_is_met_and_immutable_all_the_way_down(met: dict[str, list[object]]) -> None:
    assert sorted({cls.__qualname__ for cls in MODEL} - met.keys()) == []


@pytest.mark.parametrize("name", sorted({cls.__qualname__ for cls in MODEL}))
def test_hash_pickle_and_copies(name: str, met: dict[str, list[object]]) -> None:
    some = met.get(name, [])
    for one in some[:: max(1, len(some) // 20)]:
        assert hash(one) == hash(one)
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(one, protocol))  # noqa: S301  # our own bytes
            assert again == one
            assert hash(again) == hash(one)
            assert repr(again) == repr(one)
        assert copy.copy(one) == one
        assert copy.deepcopy(one) == one
