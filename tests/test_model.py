"""Every model class, met on real objects: hash, pickle, copies, and nothing mutable however deep."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import attrs
import pytest

import sotttt as st
from sotttt.codecs import Bundle
from sotttt.evaluation.duties import duties, judge_proposal
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
