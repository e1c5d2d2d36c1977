"""Entities that no bundle holds read back from plain data all the same: law, places, bodies, sectors."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt import codecs
from sotttt.bodies import Agency, Competence
from sotttt.errors import FaultGroup
from sotttt.frozen import Entity
from sotttt.law import Decision, Document, Relation, document_kind
from sotttt.periods import Span
from sotttt.places import Jurisdiction, Succession
from sotttt.sectors import Sector
from tests.codecs import strategies as some

spans = st.sampled_from((Span(), Span(dt.date(2004, 1, 1)), Span(None, dt.date(2025, 7, 1))))

relations = st.builds(
    Relation,
    kind=st.sampled_from(("legal_basis", "amends", "repeals")),
    target=some.ids(),
    effective=st.none() | some.days(),
    scope=st.none() | some.texts(),
)

documents = st.builds(
    Document,
    number=st.sampled_from(("555/QĐ-UBND", "45/2016/QĐ-TTg")),
    issuer=st.just("UBND tỉnh Tiền Giang"),
    issued=st.just("2016-03-02"),
    title=some.texts(),
    relations=st.lists(relations, max_size=2),
    cited_as=st.lists(st.just("556/QĐ-UBND"), max_size=1),
    jurisdiction=st.none() | some.ids(),
    source=st.none() | some.sources,
)

places = st.builds(
    Jurisdiction,
    id=some.ids(),
    name=some.texts(),
    name_en=st.none() | some.texts(),
    level=st.just("province"),
    type=st.just("province"),
    codes=st.sampled_from(((), ("gso:01",))),
    valid=spans,
)

ENTITIES: st.SearchStrategy[Entity] = st.one_of(
    relations,
    documents,
    places,
    st.builds(
        Succession,
        predecessor=st.just("a"),
        successor=st.just("b"),
        kind=st.just("rename"),
        effective=some.days(),
    ),
    st.builds(
        Agency, id=some.ids(), name=some.texts(), kind=st.just("DIC"), jurisdiction=some.ids(), valid=spans
    ),
    st.builds(
        Competence,
        sector=st.just("TEL"),
        agency_kind=st.just("DIC"),
        level=st.sampled_from(("country", "province")),
        role=st.just("lead"),
        valid=spans,
    ),
    st.builds(
        Sector,
        code=st.just("TEL"),
        name=some.texts(),
        aliases=st.lists(some.texts(), max_size=1),
        valid=spans,
    ),
)


@given(ENTITIES)
def test_other_entities_read_back_from_plain_data(entity: Entity) -> None:
    data = codecs.to_data(entity)
    assert codecs.from_data(type(entity), data) == entity


def test_a_decision_reads_back_with_its_kind_by_id() -> None:
    decision = Decision(
        number="555/QĐ-UBND", issuer="UBND tỉnh Tiền Giang", issued="2018-03-02", title="Quy hoạch"
    )
    data = codecs.to_data(decision)
    assert data["kind"] == "quyet-dinh"
    assert codecs.from_data(Decision, data) == decision
    assert codecs.from_data(
        Document, {"title": "a", "kind": "Đề án", "issuer": "UBND"}
    ).kind == document_kind("Đề án")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (
            {"number": 555, "title": "a"},
            "number: the number 555 stands without quotes; expected the text of Doc",
        ),
        ({"number": "555/QĐ-UBND", "title": "a", "kind": 1}, "kind: the number 1 stands without quotes"),
        ({"title": "a", "kind": "quyết đinhh", "issuer": "b"}, "kind: "),
        ({"number": "555/QĐ-UBND", "title": "a", "issued": "2/3/2018"}, "issued: '2/3/2018' is no date"),
    ],
)
def test_a_wrong_document_is_told(data: dict[str, object], line: str) -> None:
    with pytest.raises(FaultGroup) as caught:
        codecs.from_data(Document, data)
    assert str(caught.value.faults[0]).startswith(line)
