"""Sectors: codes, names in every usual spelling, and the tree."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from sotttt.errors import (
    AmbiguousText,
    DuplicateId,
    InvalidChoice,
    InvalidCode,
    InvalidEntity,
    InvalidText,
    MissingField,
    NotFound,
    SottttError,
)
from sotttt.sectors import NameIndex, Sector, SectorKind, Sectors, name_key, sector_code, validity


@pytest.fixture(scope="module")
def tree() -> Sectors:
    return Sectors(
        [
            Sector(code="ICT", name="thông tin và truyền thông", kind="root"),
            Sector(code="DX", name="chuyển đổi số", name_en="digital transformation", parent="ICT"),
            Sector(
                code="EGOV", name="chính quyền điện tử", parent="DX", aliases=["CQĐT"], successors=["DGOV"]
            ),
            Sector(code="DGOV", name="chính quyền số", parent="DX", valid="2019-01-01.."),
            Sector(code="AIS", name="an toàn thông tin", aliases=["an ninh"], valid="..2026-07-01"),
            Sector(code="CYB", name="an ninh mạng", aliases=["an ninh"], valid="2026-07-01.."),
        ]
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TT&TT", "TT và TT"),
        ("TT-TT", "tt – tt"),
        ("xuất bản, in, phát hành", "xuất bản – in – phát hành"),
        ("phát thanh - truyền hình", "Phát thanh và Truyền hình"),
        ("Hòa Bình", "Hoà Bình"),
        ("báo chí/thông tin tuyên truyền", "báo chí thông tin, tuyên truyền"),
        ("TP.HCM", "TP HCM"),
    ],
)
def test_the_same_name_in_two_spellings_has_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_name_that_is_only_a_conjunction_keeps_it() -> None:
    assert name_key("và") == "và"


@pytest.mark.parametrize("code", ["TEL", "PROG-NTM8", "A1"])
def test_codes_of_sectors(code: str) -> None:
    assert sector_code(f" {code} ") == code


@pytest.mark.parametrize("code", ["tel", "T EL", "1A", "TEL-", "-", "TÊL", "Tel", "A--B"])
def test_what_is_no_code_of_a_sector(code: str) -> None:
    with pytest.raises(InvalidCode, match="no code of a sector"):
        sector_code(code)


def test_the_hint_of_a_code_in_small_letters() -> None:
    with pytest.raises(InvalidCode, match="did you mean 'TEL'"):
        Sector(code="tel", name="viễn thông")


def test_a_sector_keeps_what_it_was_given() -> None:
    sector = Sector(code="TEL", name=" viễn  thông ", aliases=["SIM rác"], valid="2004-01-01..", kind="sub")
    assert (sector.name, sector.aliases, sector.kind) == ("viễn thông", ("SIM rác",), SectorKind.SUB)
    assert sector.valid == validity("2004-01-01..")
    assert pickle.loads(pickle.dumps(sector)) == sector  # noqa: S301  # our own pickle
    assert hash(sector) == hash(Sector(**{**_fields(sector), "name": "viễn thông"}))  # type: ignore[arg-type]  # as given


def _fields(sector: Sector) -> dict[str, object]:
    return {
        "code": sector.code,
        "name": sector.name,
        "aliases": sector.aliases,
        "valid": sector.valid,
        "kind": sector.kind,
    }


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"code": "TEL", "name": ""}, MissingField),
        ({"code": "TEL", "name": "x", "aliases": "one text"}, InvalidText),
        ({"code": "TEL", "name": "x", "kind": "sectr"}, InvalidChoice),
        ({"code": "TEL", "name": "x", "parent": "TEL"}, InvalidEntity),
        ({"code": "TEL", "name": "x", "successors": ["TEL"]}, InvalidEntity),
    ],
)
def test_sectors_that_cannot_be(fields: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        Sector(**fields)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize(
    "text", ["EGOV", "chính quyền điện tử", "CHÍNH QUYỀN ĐIỆN TỬ", "cqđt", "CQDT", "chinh quyen dien tu"]
)
def test_find(tree: Sectors, text: str) -> None:
    assert tree.find(text).code == "EGOV"


def test_find_by_the_english_name(tree: Sectors) -> None:
    assert tree.find("Digital transformation").code == "DX"


def test_find_tells_the_nearest(tree: Sectors) -> None:
    with pytest.raises(NotFound, match="did you mean 'chuyển đổi số'"):
        tree.find("chuyển đổi sổ sách")


def test_find_names_all_that_bear_the_name(tree: Sectors) -> None:
    with pytest.raises(AmbiguousText, match=r"AIS \(an toàn thông tin\), CYB"):
        tree.find("an ninh")


@pytest.mark.parametrize(("day", "code"), [("2026-06-30", "AIS"), ("2026-07-01", "CYB")])
def test_find_on_a_day(tree: Sectors, day: str, code: str) -> None:
    assert tree.find("an ninh", dt.date.fromisoformat(day)).code == code


def test_the_tree(tree: Sectors) -> None:
    assert [sector.code for sector in tree.children("DX")] == ["EGOV", "DGOV"]
    assert [sector.code for sector in tree.ancestors("EGOV")] == ["DX", "ICT"]
    assert [sector.code for sector in tree.descendants("ICT")] == ["DX", "EGOV", "DGOV"]
    assert tree.ancestors("AIS") == tree.children("AIS") == ()


def test_a_tree_is_a_collection(tree: Sectors) -> None:
    assert len(tree) == 6
    assert [sector.code for sector in tree][:2] == ["ICT", "DX"]
    assert "DX" in tree
    assert "TEL" not in tree
    assert tree.get("TEL") is None
    assert tree["DX"] is tree.get("DX")
    with pytest.raises(NotFound, match="did you mean 'DGOV'"):
        tree["DGOF"]
    assert pickle.loads(pickle.dumps(tree)) == tree  # noqa: S301  # our own pickle


def test_trees_that_cannot_be() -> None:
    tel = Sector(code="TEL", name="viễn thông")
    with pytest.raises(DuplicateId, match="'TEL' stands twice"):
        Sectors([tel, tel])
    with pytest.raises(NotFound, match="code 'ICT'"):
        Sectors([Sector(code="TEL", name="viễn thông", parent="ICT")])
    with pytest.raises(NotFound, match="code 'NEW'"):
        Sectors([Sector(code="TEL", name="viễn thông", successors=["NEW"])])
    with pytest.raises(InvalidEntity, match="part of itself"):
        Sectors([Sector(code="A", name="a", parent="B"), Sector(code="B", name="b", parent="A")])
    with pytest.raises(InvalidText, match="is no sector"):
        Sectors(["TEL"])  # type: ignore[list-item]  # the point of the test


def test_an_index_prefers_names_with_diacritics() -> None:
    index = NameIndex([("Mỹ", 1), ("Mỳ", 2), ("", 3)])
    assert index.find("mỳ") == (2,)
    assert index.find("my") == (1, 2)
    assert index.find("") == ()
    assert index.hint("xyzzy") is None


@pytest.mark.parametrize(
    ("field", "value"), [("code", 5), ("name", None), ("aliases", 5), ("valid", 5), ("source", "TT 11")]
)
def test_fields_of_another_type_are_refused_with_their_place(field: str, value: object) -> None:
    with pytest.raises(SottttError) as refused:
        Sector(**{"code": "TEL", "name": "viễn thông", field: value})  # type: ignore[arg-type]  # the point of the test
    assert refused.value.where == field
    with pytest.raises(InvalidText, match=r"^sectors: 5 stands where several are due"):
        Sectors(5)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize(
    "text",
    [
        "lĩnh vực chuyển đổi số",
        "Lĩnh vực Chuyển đổi số",
        "ngành chuyển đổi số",
        "quản lý nhà nước về lĩnh vực chuyển đổi số",
        "linh vuc chuyen doi so",
    ],
)
def test_words_before_the_name_of_a_sector(tree: Sectors, text: str) -> None:
    assert tree.find(text).code == "DX"


@pytest.mark.parametrize(
    "text",
    [
        "chuyển đổi số, an ninh mạng",
        "lĩnh vực chuyển đổi số và an ninh mạng",
        "chuyen doi so an ninh mang",
    ],
)
def test_a_list_of_sectors_is_answered_with_them(tree: Sectors, text: str) -> None:
    with pytest.raises(AmbiguousText, match=r"DX \(chuyển đổi số\), CYB") as caught:
        tree.find(text)
    assert caught.value.candidates == ("DX", "CYB")


@pytest.mark.parametrize("text", ["chuyển đổi số, lâm nghiệp", "lĩnh vực", "ngành " * 2000])
def test_a_list_with_a_stranger_names_no_sector(tree: Sectors, text: str) -> None:
    with pytest.raises(NotFound, match="no sector is called"):
        tree.find(text)


def test_names_by_their_letters_alone() -> None:
    index = NameIndex([("Hà Nội", 1), ("VN-46", 2), ("82", 3)])
    assert (index.run_together("HaNoi"), index.run_together("VN46")) == ((1,), (2,))
    assert not any(index.run_together(text) for text in ("8-2", "82", "", "Hà"))
