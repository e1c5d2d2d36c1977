"""Ids and addresses of documents, and their form as linked data."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from sotttt.errors import InvalidChoice, InvalidText, MissingField
from sotttt.law import Document, Identity, Register, Relation, from_uri, to_jsonld, to_uri

IT_PLAN = Document(
    number="555/QĐ-UBND", issuer="UBND tỉnh Tiền Giang", issued="2018-03-02", title="Quy hoạch CNTT"
)


@pytest.mark.parametrize(
    ("fields", "uri"),
    [
        (
            {"number": "555/QĐ-UBND", "issuer": "UBND tỉnh Tiền Giang", "issued": "2018-03-02"},
            "/akn/vn-tien-giang/act/quyet-dinh/ubnd/2018-03-02/555-qd-ubnd",
        ),
        ({"number": "45/2016/QĐ-TTg"}, "/akn/vn/act/quyet-dinh/ttg/2016/45-2016-qd-ttg"),
        (
            {"number": "45/2016/QĐ-TTg", "issued": "2016-10-19"},
            "/akn/vn/act/quyet-dinh/ttg/2016/45-2016-qd-ttg",
        ),
        ({"number": "64/2025/QH15", "kind": "Luật"}, "/akn/vn/act/luat/qh15/2025/64-2025-qh15"),
        (
            {"number": "81/CP", "kind": "Nghị định", "issued": "1993-11-08"},
            "/akn/vn/act/nghi-dinh/cp/1993-11-08/81_cp",
        ),
        (
            {"number": "02-NQ/TU", "issuer": "Tỉnh ủy Quảng Trị", "issued": "2021-11-04"},
            "/akn/vn-quang-tri/act/nghi-quyet/tu/2021-11-04/02-nq-tu",
        ),
        (
            {"number": "5511/BKHCN-CĐSQG", "issued": "2025-10-10"},
            "/akn/vn/doc/cong-van/bkhcn/2025-10-10/5511_BKHCN-C%C4%90SQG",
        ),
        (
            {"number": "12/QNI-KTHT", "issuer": "Viettel Quảng Ngãi", "issued": "2018-01-01"},
            "/akn/vn/doc/cong-van/viettel-quang-ngai/2018-01-01/12_QNI-KTHT",
        ),
        (
            {"number": "780/TTr-QNI-KTHT", "issuer": "Viettel Quảng Ngãi", "issued": "2018-01-01"},
            "/akn/vn/doc/to-trinh/viettel-quang-ngai/2018-01-01/780-ttr-qni-ktht",
        ),
        (
            {"kind": "Đề án", "issuer": "UBND tỉnh Nam Định"},
            "/akn/vn-nam-dinh/doc/de-an/ubnd/undated/chinh-quyen-so",
        ),
        ({"kind": "Chương trình"}, "/akn/vn/doc/chuong-trinh/undated/chinh-quyen-so"),
        ({"number": "362/QĐ-TTg"}, "/akn/vn/act/quyet-dinh/ttg/undated/chinh-quyen-so"),
    ],
)
def test_an_address_and_its_inverse(fields: dict[str, Any], uri: str) -> None:
    document = Document(title="Chính quyền số", **fields)
    assert to_uri(document) == to_uri(document.identity) == uri
    again = from_uri(uri)
    assert again == document.identity
    assert again.id == document.id == str(again)
    assert uri.isascii()


def test_knowing_the_day_of_a_normative_document_changes_nothing() -> None:
    dated = Document(number="45/2016/QĐ-TTg", issued="2016-10-19", title="x")
    assert Document(number="45/2016/QĐ-TTg", title="y").identity == dated.identity


def test_a_title_without_latin_letters_has_an_id() -> None:
    document = Document(kind="Đề án", title="数字")
    assert document.id == "de-an-u6570-u5b57"
    assert from_uri(to_uri(document)) == document.identity


def test_a_title_that_is_its_kind() -> None:
    document = Document(kind="Kế hoạch", title="Kế hoạch")
    assert document.id == "ke-hoach"
    assert from_uri(to_uri(document)) == document.identity


def test_the_kind_of_another_numbering_of_the_party_is_kept() -> None:
    rules = Document(
        number="66-QĐ/TW", kind="Quy định", issuer="Bộ Chính trị", issued="2017-02-06", title="x"
    )
    assert from_uri(to_uri(rules)).kind.name == "Quy định"


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "akn/vn/act/quyet-dinh/ttg/2016/45-2016-qd-ttg",
        "/akn/vn/act/quyet-dinh/ttg",
        "/akn/fr/act/quyet-dinh/ttg/2016/45-2016-qd-ttg",
        "/eli/vn/act/quyet-dinh/ttg/2016/45-2016-qd-ttg",
        "/akn/vn/act/quyet-dinh/ttg/2016/45-2016",
        "/akn/vn/act/quyet-dinhh/ttg/2016/45-2016-qd-ttg",
        "/akn/vn/doc/quyet-dinh/ttg/2016/45-2016-qd-ttg",
        "/akn/vn/act/quyet-dinh/ttg/2017/45-2016-qd-ttg",
        "/akn/vn/act/quyet-dinh/ttg/hôm-qua/362-qd-ttg",
        "/akn/vn/act/quyet-dinh/2019-04-03/362-qd-ttg",
        "/akn/vn/doc/de-an/undated/",
    ],
)
def test_what_is_no_address(uri: str) -> None:
    with pytest.raises(InvalidText, match="expected an address such as"):
        from_uri(uri)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, MissingField),
        ({"number": IT_PLAN.number}, MissingField),
        ({"number": IT_PLAN.number, "body": "ubnd"}, MissingField),
        ({"kind": "quyet-dinhh", "title": "x"}, InvalidChoice),
    ],
)
def test_identities_that_cannot_be(fields: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        Identity(**{"kind": "quyet-dinh", **fields})


def test_an_identity_pickles_and_is_found_by_its_address() -> None:
    one = IT_PLAN.identity
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  # our own pickle
    register = Register([IT_PLAN])
    assert register.find(to_uri(IT_PLAN)) == (IT_PLAN,)
    assert register.find("/akn/vn/act/luat/qh15/2025/64-2025-qh15") == ()


def test_linked_data() -> None:
    basis = Document(number="24/2023/QH15", kind="Luật", title="Luật Viễn thông", effective="2024-07-01")
    act = Document(
        number="34/2025/QĐ-UBND",
        issuer="UBND tỉnh Tiền Giang",
        title="mới",
        issued="2025-01-02",
        effective="2025-01-12",
        expires="2030-01-01",
        relations=[
            Relation(kind="legal_basis", target=basis.id),
            Relation(kind="repeals", target=IT_PLAN.id, effective="2025-01-12"),
            Relation(kind="replaces", target="qd-12-2010-ubnd-tien-giang"),
        ],
    )
    register = Register([IT_PLAN, basis, act])
    data = to_jsonld(act, register=register, on="2025-02-01")
    assert json.loads(json.dumps(data)) == data
    assert data["@id"] == to_uri(act)
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert data["temporalCoverage"] == "2025-01-12/2030-01-01"
    assert data["isBasedOn"] == [
        {"@type": "Legislation", "identifier": basis.id, "@id": to_uri(basis), "name": basis.title}
    ]
    repealed = data["legislationRepeals"]
    assert isinstance(repealed, list)
    assert [one.get("@id") for one in repealed] == [to_uri(IT_PLAN), None]
    ended = to_jsonld(IT_PLAN, register=register, on="2025-02-01")
    assert ended["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_linked_data_leaves_out_what_is_not_known() -> None:
    scheme = Document(kind="Đề án", title="Chính quyền số", issued_in="2019")
    data = to_jsonld(scheme, register=Register([scheme]), on="2020-01-01")
    assert data["temporal"] == "2019"
    left_out = {"legislationIdentifier", "legislationPassedBy", "legislationDate", "legislationLegalForce"}
    assert left_out.isdisjoint(data)
