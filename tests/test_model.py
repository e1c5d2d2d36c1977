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

import attrs
import pytest

import sotttt as st
from sotttt.codecs import Bundle, read_plan_sheets
from sotttt.codecs.plan_sheets.metrics import Mention
from sotttt.codecs.plan_sheets.tables import RESULT_COLUMNS
from sotttt.evaluation import (
    Goal,
    Series,
    carry,
    compare,
    decompose_change,
    needed_for_rank,
    perturbed_ranks,
    project,
    score,
    solve_missing,
)
from sotttt.evaluation.duties import duties, judge_proposal
from sotttt.evaluation.indices.values import Given
from sotttt.evaluation.pace.statcan import METHOD
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
    yield (catalog.places(), catalog.sectors())
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
    yield from _methods()
    yield from _indices()


def _methods() -> Iterator[object]:
    """Series, their ratings and projections, and values carried over a merger."""
    goal = Goal(value="80", due=2025, stated={2020: "60", 2025: "80"})
    series = Series({2020: "60", 2022: "72"})
    yield (compare(goal, series), project(series, 2025, goal=goal), METHOD)
    lines = st.Metric(
        id="lines",
        name="Thuê bao",
        unit="subscription",
        better="higher",
        timing="point",
        scale="count",
        merge="sum",
    )
    seen = [
        st.Observation(metric=lines, jurisdiction=place, period="2024", value="= 1 subscription")
        for place in ("dong-thap", "tien-giang")
    ]
    yield carry(seen, dt.date(2025, 7, 1), places=st.catalog.places())


def _indices() -> Iterator[object]:
    """Definitions, scores, and what is asked of them."""
    catalog = st.catalog
    yield catalog.indices()
    dti, ict = catalog.index("dti-2020"), catalog.index("ict-2016")
    one: dict[str, Given] = {"cqs": "0.5", "kts": "0.3", "xhs": "0.3"}
    other: dict[str, Given] = {"cqs": "0.3", "kts": "0.4", "xhs": "0.4"}
    pair = {"a": one, "b": other}
    rng = Random(1)  # noqa: S311  # repeatable draws
    yield tuple(perturbed_ranks(dti, pair, rng=rng, draws=5).values())
    yield (needed_for_rank(dti, pair, "a", "kts", 1), score(dti, one).coverage)
    yield (
        decompose_change(score(dti, one), score(dti, other)),
        solve_missing(ict, {"htnl": "1", "ud": "1"}, "htkt", 1),
    )
    table = catalog.criteria("ntm-8")
    yield (table, table.judge("8", {"8.1": 1, "8.2": (6, 6)}, on="2015"))


def _sheets(folder: Path) -> Iterator[object]:
    """A folder of plan sheets."""
    head = '[plan]\nid = "kh-2024"\nsource_urls = ["https://example.org"]\n'
    (folder / "plan.toml").write_text(head, "utf-8")
    row = dict.fromkeys(RESULT_COLUMNS, "") | {
        "id": "r1",
        "metric": "own_share",
        "province": "Hà Giang",
        "period": "2024",
        "value_norm": "5",
        "unit": "%",
        "comparator": "=",
        "status": "official",
        "source_url": "https://example.org",
    }
    text = "\n".join(",".join(line) for line in (row.keys(), row.values()))
    (folder / "results.csv").write_text(text + "\n", "utf-8")
    sheets = read_plan_sheets(folder)
    assert sheets.faults == ()
    yield (sheets, Mention(metric="own_share", unit="%"))


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
def met(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    known: set[int] = set()
    roots = [
        *_roots(),
        *_sheets(tmp_path_factory.mktemp("sheets")),
    ]  # kept alive, so that no id is used twice
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
