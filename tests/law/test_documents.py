"""Documents: identity, kinds, bodies, dates, relations."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest

from sotttt.errors import (
    InvalidChoice,
    InvalidDate,
    InvalidDocumentNumber,
    InvalidEntity,
    InvalidText,
    MissingField,
    SottttError,
)
from sotttt.law import Decision, Document, DocumentNumber, Relation, RelationKind, document_kind
from sotttt.periods import Period

PLAN = Document(
    number="555/QĐ-UBND",
    issuer="UBND tỉnh Tiền Giang",
    issued="2018-03-02",
    title="Quy hoạch ứng dụng và phát triển CNTT",
)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"number": "555/QĐ-UBND", "issuer": "UBND tỉnh Tiền Giang", "issued": "2018-03-02"},
            "qd-555-ubnd-tien-giang-2018-03-02",
        ),
        (
            {"number": "555/QÐ-UBND", "issuer": "Uỷ ban nhân dân tỉnh Tiền Giang", "issued": "2018-03-02"},
            "qd-555-ubnd-tien-giang-2018-03-02",
        ),
        ({"number": "45/2016/QĐ-TTg"}, "qd-45-2016-ttg"),
        ({"number": "45/2016/QĐ-TTg", "issued": "2016-10-19"}, "qd-45-2016-ttg"),
        ({"number": "362/QĐ-TTg", "issued": "2019-04-03"}, "qd-362-ttg-2019-04-03"),
        ({"number": "17/NQ-CP", "issued": "2019-03-07"}, "nq-17-cp-2019-03-07"),
        (
            {"number": "2-NQ/TU", "issuer": "Tỉnh ủy Quảng Trị", "issued": "2021-11-04"},
            "nq-02-tu-quang-tri-2021-11-04",
        ),
        ({"number": "202/2025/QH15", "kind": "Nghị quyết"}, "nq-202-2025-qh15"),
        ({"number": "64/2025/QH15", "kind": "Luật"}, "luat-64-2025-qh15"),
        ({"number": "19/2015/QĐ-UBND", "issuer": "UBND tỉnh Nam Định"}, "qd-19-2015-ubnd-nam-dinh"),
        ({"number": "06/2016/TTLT-BTTTT-BNV"}, "ttlt-06-2016-btttt-bnv"),
        (
            {"number": "2231/SNV-CCHC&PC", "issuer": "Sở Nội vụ tỉnh Nam Định", "issued": "2018-09-28"},
            "cong-van-2231-snv-cchcpc-nam-dinh-2018-09-28",
        ),
        (
            {"number": "780/TTr-QNI-KTHT", "issuer": "Viettel Quảng Ngãi", "issued": "2018-01-01"},
            "ttr-780-qni-ktht-viettel-quang-ngai-2018-01-01",
        ),
        ({"number": "3-CP", "kind": "Nghị định", "issued": "1992-10-26"}, "nd-03-cp-1992-10-26"),
        ({"kind": "Đề án", "issuer": "UBND tỉnh Nam Định"}, "de-an-chinh-quyen-so-ubnd-nam-dinh"),
        ({"kind": "Chương trình"}, "chuong-trinh-chinh-quyen-so"),
        ({"kind": "Chiến lược", "issuer": "Chính phủ"}, "chien-luoc-chinh-quyen-so-cp"),
        (
            {"kind": "Nghị quyết", "issuer": "Đại hội Đảng bộ tỉnh"},
            "nghi-quyet-chinh-quyen-so-dai-hoi-dang-bo-tinh",
        ),
        ({"number": "362/QĐ-TTg"}, "quyet-dinh-chinh-quyen-so-ttg"),
        ({"number": "555/QĐ-UBND", "issued": "2018-03-02"}, "quyet-dinh-chinh-quyen-so"),
    ],
)
def test_the_id_is_made_from_the_identity(fields: dict[str, Any], expected: str) -> None:
    assert Document(title="Chính quyền số", **fields).id == expected


def test_a_title_that_begins_with_the_kind_names_it_once() -> None:
    document = Document(kind="Kế hoạch", title="Kế hoạch ứng dụng chữ ký số", issuer="UBND tỉnh Nam Định")
    assert document.id == "ke-hoach-ung-dung-chu-ky-so-ubnd-nam-dinh"
    assert str(document) == "Kế hoạch ứng dụng chữ ký số của UBND tỉnh Nam Định"


def test_what_a_document_keeps() -> None:
    assert PLAN.number == DocumentNumber.parse("555/QĐ-UBND")
    assert (PLAN.kind, PLAN.place, PLAN.missing) == (document_kind("QĐ"), "tien-giang", ())
    assert PLAN.issued == dt.date(2018, 3, 2)
    assert str(PLAN) == "Quyết định 555/QĐ-UBND ngày 2/3/2018 của UBND tỉnh Tiền Giang"
    assert pickle.loads(pickle.dumps(PLAN)) == PLAN  # noqa: S301  # our own pickle
    assert hash(pickle.loads(pickle.dumps(PLAN))) == hash(PLAN)  # noqa: S301  # our own pickle


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("45/2016/QĐ-TTg", "Thủ tướng Chính phủ"),
        ("64/2025/QH15", "Quốc hội"),
        ("06/2016/TTLT-BTTTT-BNV", "Bộ Thông tin và Truyền thông và Bộ Nội vụ"),
        ("555/QĐ-UBND", None),
        ("780/TTr-QNI", None),
        ("52-NQ/TW", None),
        ("173-CP", "Chính phủ"),
    ],
)
def test_the_number_tells_central_bodies_of_the_state(number: str, issuer: str | None) -> None:
    told = DocumentNumber.parse(number).kind
    document = Document(number=number, kind=told or "Nghị định", title="x")
    assert document.issuer == issuer
    assert document.place is None


def test_a_document_without_number_body_and_date_says_so() -> None:
    document = Document(kind="Kế hoạch", title="ứng dụng CNTT", issued_in="2020")
    assert document.missing == ("number", "issuer", "issued")
    assert document.issued_in == Period.parse("2020")
    assert str(document) == "Kế hoạch ứng dụng CNTT"


def test_an_abbreviation_with_two_meanings_needs_the_kind() -> None:
    with pytest.raises(MissingField, match="Quyết định or Quy định"):
        Document(number="66-QĐ/TW", title="x")
    assert Document(number="66-QĐ/TW", kind="Quy định", title="x").kind.name == "Quy định"


@pytest.mark.parametrize(
    ("fields", "error", "match"),
    [
        ({"title": "x"}, MissingField, "no kind"),
        ({"number": "64/2025/QH15"}, MissingField, "no kind"),
        ({"title": "", "kind": "KH"}, MissingField, "the text is empty"),
        (
            {"number": "555/QĐ-UBND", "kind": "Nghị quyết"},
            InvalidEntity,
            "is no Nghị quyết; expected Quyết định",
        ),
        ({"kind": "Quyết điịnh"}, InvalidChoice, "no kind of document"),
        ({"number": "24/7"}, InvalidDocumentNumber, "a year is due"),
        ({"kind": "KH", "issued": "2/3/2018"}, InvalidDate, "is no date"),
        ({"kind": "KH", "effective": "2020-01-02", "expires": "2020-01-02"}, InvalidEntity, "not after"),
        ({"kind": "KH", "issued": "2020-01-02", "issued_in": "2019"}, InvalidEntity, "doesn't lie in 2019"),
        ({"kind": "KH", "cited_as": "17/NQ-CP"}, InvalidText, "several are due"),
        ({"kind": "KH", "relations": ["replaces"]}, InvalidText, "is no relation"),
        (
            {"number": "45/2016/QĐ-TTg", "relations": [Relation(kind="amends", target="qd-45-2016-ttg")]},
            InvalidEntity,
            "can't act on itself",
        ),
    ],
)
def test_documents_that_cannot_be(fields: dict[str, Any], error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        Document(**{"title": "x", **fields})


def test_a_decision() -> None:
    decision = Decision(number="557/QĐ-UBND", issuer="UBND tỉnh Tiền Giang", issued="2018-03-02", title="x")
    assert decision.kind.id == "quyet-dinh"
    assert decision.id == "qd-557-ubnd-tien-giang-2018-03-02"
    assert isinstance(decision, Document)
    assert pickle.loads(pickle.dumps(decision)) == decision  # noqa: S301  # our own pickle
    assert Decision(title="x", issuer="UBND tỉnh Tiền Giang").missing == ("number", "issued")
    assert Decision(number="66-QĐ/TW", title="x").kind.id == "quyet-dinh"


@pytest.mark.parametrize("fields", [{"number": "26/NQ-HĐND"}, {"kind": "Kế hoạch"}])
def test_what_is_no_decision(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidEntity, match="is no Quyết định"):
        Decision(title="x", **fields)


def test_a_decision_is_not_equal_to_a_document_of_the_same_fields() -> None:
    fields: dict[str, Any] = {"number": "362/QĐ-TTg", "issued": "2019-04-03", "title": "x"}
    assert Decision(**fields) != Document(**fields)
    assert Decision(**fields).id == Document(**fields).id


def test_numbers_under_which_it_is_cited() -> None:
    document = Document(number="17/NQ-CP", issued="2019-03-07", title="x", cited_as=["17/2019/NQ-CP"])
    assert document.cited_as == (DocumentNumber.parse("17/2019/NQ-CP"),)
    again = Document(number="17/NQ-CP", issued="2019-03-07", title="x", cited_as=document.cited_as)
    assert again == document


@pytest.mark.parametrize("kind", RelationKind)
def test_kinds_of_relations(kind: RelationKind) -> None:
    assert kind.vi
    assert kind.ends == (kind.value in ("replaces", "repeals"))


def test_a_relation() -> None:
    relation = Relation(
        kind="suspends", target="x", effective="2020-01-01", until="2021-01-01", scope="Điều 2"
    )
    assert relation.until == dt.date(2021, 1, 1)
    assert pickle.loads(pickle.dumps(relation)) == relation  # noqa: S301  # our own pickle
    assert Relation(kind="suspends", target="x", until="2021-01-01").effective is None


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"kind": "repeals", "until": "2021-01-01"}, InvalidEntity),
        ({"kind": "suspends", "effective": "2021-01-01", "until": "2021-01-01"}, InvalidEntity),
        ({"kind": "repeal"}, InvalidChoice),
        ({"kind": "repeals", "target": "a b"}, InvalidText),
    ],
)
def test_relations_that_cannot_be(fields: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        Relation(**{"target": "x", **fields})


@pytest.mark.parametrize("value", [5, [], float("nan"), b"x", object()])
@pytest.mark.parametrize("field", ["number", "kind", "title", "issued", "relations", "cited_as", "source"])
def test_fields_of_another_type_are_refused_with_their_place(field: str, value: object) -> None:
    if value == [] and field in ("relations", "cited_as"):
        return
    fields: dict[str, Any] = {"number": "555/QĐ-UBND", "issuer": "UBND tỉnh A", "title": "Quy hoạch"}
    for cls in (Document, Decision):
        with pytest.raises(SottttError) as refused:
            cls(**{**fields, field: value})
        assert (refused.value.where or "").startswith(field)
