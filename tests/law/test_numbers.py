"""Numbers of documents: three families, tolerant reading, one canonical text."""

from __future__ import annotations

import csv
import pickle
import unicodedata
from pathlib import Path

import pytest

from sotttt.errors import InvalidChoice, InvalidDate, InvalidDocumentNumber, InvalidText, NotFound
from sotttt.law import (
    DocumentKind,
    DocumentNumber,
    Family,
    Issuer,
    document_kind,
    document_kinds,
    issuer,
    issuers,
)
from sotttt.law.kinds import find_issuer, kinds_abbreviated, split_issuer, symbol_key
from sotttt.periods import Span
from sotttt.places import Level


def parts(text: str) -> tuple[str, int | None, str | None, str, str, str | None, str]:
    number = DocumentNumber.parse(text)
    kind = None if number.kind is None else number.kind.name
    return (
        number.number,
        number.year,
        kind,
        number.symbol,
        number.issuer_code,
        number.unit,
        number.family.value,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("555/QĐ-UBND", ("555", None, "Quyết định", "QĐ-UBND", "UBND", None, "administrative")),
        ("45/2016/QĐ-TTg", ("45", 2016, "Quyết định", "QĐ-TTg", "TTg", None, "normative")),
        ("02-NQ/TU", ("2", None, "Nghị quyết", "NQ/TU", "TU", None, "party")),
        ("64/2025/QH15", ("64", 2025, None, "QH15", "QH15", None, "normative")),
        ("751/2019/UBTVQH14", ("751", 2019, None, "UBTVQH14", "UBTVQH14", None, "normative")),
        ("1656/NQ-UBTVQH15", ("1656", None, "Nghị quyết", "NQ-UBTVQH15", "UBTVQH15", None, "administrative")),
        ("38/2001/PL-UBTVQH10", ("38", 2001, "Pháp lệnh", "PL-UBTVQH10", "UBTVQH10", None, "normative")),
        ("2055/BTTTT-THH", ("2055", None, "Công văn", "BTTTT-THH", "BTTTT", "THH", "administrative")),
        ("964/MLMT-P.QLHT", ("964", None, "Công văn", "MLMT-P.QLHT", "MLMT", "P.QLHT", "administrative")),
        ("2231/SNV-CCHC&PC", ("2231", None, "Công văn", "SNV-CCHC&PC", "SNV", "CCHC&PC", "administrative")),
        ("5018/QĐ-BNN-TT", ("5018", None, "Quyết định", "QĐ-BNN-TT", "BNN", "TT", "administrative")),
        ("780/TTr-QNI-KTHT", ("780", None, "Tờ trình", "TTr-QNI-KTHT", "QNI", "KTHT", "administrative")),
        (
            "15/2016/TTLT-BTTTT-BXD",
            ("15", 2016, "Thông tư liên tịch", "TTLT-BTTTT-BXD", "BTTTT-BXD", None, "normative"),
        ),
        (
            "12/TTr-BKHCN-BTTTT",
            ("12", None, "Tờ trình", "TTr-BKHCN-BTTTT", "BKHCN-BTTTT", None, "administrative"),
        ),
        ("44/2025/QĐ-CTUBND", ("44", 2025, "Quyết định", "QĐ-CTUBND", "CTUBND", None, "normative")),
        ("16/VBHN-VPQH", ("16", None, "Văn bản hợp nhất", "VBHN-VPQH", "VPQH", None, "administrative")),
        ("36a/NQ-CP", ("36a", None, "Nghị quyết", "NQ-CP", "CP", None, "administrative")),
        ("66.1/2025/NQ-CP", ("66.1", 2025, "Nghị quyết", "NQ-CP", "CP", None, "normative")),
        ("2015/QĐ-UBND", ("2015", None, "Quyết định", "QĐ-UBND", "UBND", None, "administrative")),
        ("49/CP", ("49", None, None, "CP", "CP", None, "administrative")),
        ("173-CP", ("173", None, None, "CP", "CP", None, "administrative")),
        ("562-CV/BCS", ("562", None, "Công văn", "CV/BCS", "BCS", None, "party")),
        ("25-TT/TU", ("25", None, "Thông tri", "TT/TU", "TU", None, "party")),
        ("66-QĐ/TW", ("66", None, None, "QĐ/TW", "TW", None, "party")),
        ("367-QĐ/TWĐTN-VP", ("367", None, None, "QĐ/TWĐTN-VP", "TWĐTN", "VP", "party")),
        ("01-NQ/ABC", ("1", None, "Nghị quyết", "NQ/ABC", "ABC", None, "party")),
    ],
)
def test_the_parts_of_a_number(text: str, expected: tuple[object, ...]) -> None:
    assert parts(text) == expected
    assert str(DocumentNumber.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("28/2018/QĐ-TTG", "28/2018/QĐ-TTg"),
        ("28/2018/qđ-ttg", "28/2018/QĐ-TTg"),
        ("2-NQ/TU", "02-NQ/TU"),
        ("0002-NQ/TU", "02-NQ/TU"),
        (" 63/ 2006/QĐ - UBND ", "63/2006/QĐ-UBND"),
        ("555/QÐ–UBND", "555/QĐ-UBND"),
        ("555/Q\u0189\u2011UBND", "555/QĐ-UBND"),
        ("555/QD-UBND", "555/QĐ-UBND"),
        ("26/nq-hdnd", "26/NQ-HĐND"),
        ("1718 \u2013KL/TU", "1718-KL/TU"),
        ("19-2018/NQ-CP", "19/2018/NQ-CP"),
        ("17-NQ/CP", "17/NQ-CP"),
        ("362-QĐ/TTg", "362/QĐ-TTg"),
        ("22/NQ-TU", "22-NQ/TU"),
        ("49/NQ-TW", "49-NQ/TW"),
        ("49-NQ/TƯ", "49-NQ/TW"),
        ("84 QĐ/TWĐTN", "84-QĐ/TWĐTN"),
        ("17/NQCP", "17/NQ-CP"),
        ("01/1999/QĐ.UB", "01/1999/QĐ-UB"),
        ("62/2020QH14", "62/2020/QH14"),
        ("206/2025/NQ-QH15", "206/2025/QH15"),
        ("36A/NQ-CP", "36a/NQ-CP"),
        ("100/btttt-thh", "100/BTTTT-THH"),
        ("1O5/2O16/QĐ-TTg", "105/2016/QĐ-TTg"),
        ("12l/NQ-CP", "121/NQ-CP"),
        ("1.755/QĐ-TTg", "1755/QĐ-TTg"),
        ("245-CP/1976", "245-CP"),
        ("04\uff0f2008\uff0fNĐ-CP", "04/2008/NĐ-CP"),
        ("12/SƠN", None),
    ],
)
def test_tolerant_reading(text: str, canonical: str | None) -> None:
    if canonical is None:
        with pytest.raises(InvalidDocumentNumber):
            DocumentNumber.parse(text)
        return
    number = DocumentNumber.parse(text)
    assert str(number) == canonical
    assert number == DocumentNumber.parse(canonical)
    assert hash(number) == hash(DocumentNumber.parse(canonical))
    assert number == DocumentNumber.parse(unicodedata.normalize("NFD", text))
    assert number.as_written == unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("Ɖ", "Đ").strip()


@pytest.mark.parametrize(
    ("text", "repairs"),
    [
        ("555/QĐ-UBND", ()),
        ("66.1/2025/NQ-CP", ()),
        ("36a/NQ-CP", ()),
        ("28 / 2018/QÐ \u2013 TTG", ("characters", "dashes", "spaces", "letters")),
        ("1605/\u200bQĐ-TTg", ("characters",)),
        ("2-NQ/TU", ("zeros",)),
        ("0002-NQ/TU", ("zeros",)),
        ("362-QD/TTg", ("separators", "letters")),
        ("17/NQCP", ("separators",)),
        ("84 QĐ/TWĐTN", ("spaces", "separators")),
        ("206/2025/NQ-QH15", ("kind",)),
        ("1O5/2O16/QĐ-TTg", ("digits",)),
        ("1.755/QĐ-TTg", ("digits",)),
        ("245-CP/1976", ("year",)),
        ("36A/NQ-CP", ("letters",)),
    ],
)
def test_a_number_says_what_was_repaired(text: str, repairs: tuple[str, ...]) -> None:
    number = DocumentNumber.parse(text)
    assert number.repairs == repairs
    assert DocumentNumber.parse(str(number)).repairs == ()


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", "doesn't start with a number"),
        ("QĐ-UBND", "doesn't start with a number"),
        ("số 555/QĐ-UBND", "doesn't start with a number"),
        ("557", "has no symbol; expected a number such as '555/QĐ-UBND'"),
        ("45/2016", "has no symbol; expected a number such as '45/2016/QĐ-TTg'"),
        ("557 ngày 2-3-2018", "can't be read from 'ngày 2-3-2018' on"),
        ("24/7", "has 7 where a year is due"),
        ("20/20", "has 20 where a year is due"),
        ("2/3/2018", "has 3 where a year is due"),
        ("27/20119/QĐ-TTg", "has 20119 where a year is due"),
        ("27/1919/QĐ-TTg", "a year from 1945 to 2100"),
        ("0/QĐ-UBND", "has the number 0"),
        ("1234567/QĐ-UBND", "has the number 1234567"),
        ("25/2011/-CP", "'-CP' where a part of a symbol is due"),
        ("555///QĐ-UBND", "where a part of a symbol is due"),
        ("555/QĐ/-UBND", "where a part of a symbol is due"),
        ("555/QĐ-", "can't be read"),
        ("555/QĐ-UBND, ngày", "can't be read"),
        ("555QĐ-UBND", "no stroke or hyphen behind its number"),
        ("12/abc-xyz", "names no issuing body: 'abc'"),
        ("12/2020/BTTTT", "names no kind of document"),
        ("02/TU", "names no kind of document"),
        ("02/2021/NQ-TU", "holds a year"),
        ("1" * 101, "the text has 101 characters"),
        ("555/.-UBND", "where a part of a symbol is due"),
    ],
)
def test_what_is_no_number(text: str, match: str) -> None:
    with pytest.raises(InvalidDocumentNumber, match=match):
        DocumentNumber.parse(text)


@pytest.mark.parametrize(
    ("text", "canonical", "repairs"),
    [
        ("555//QĐ-UBND", "555/QĐ-UBND", ("separators",)),
        ("555/QĐ--UBND", "555/QĐ-UBND", ("separators",)),
        ("45/-QĐ-TTg", "45/QĐ-TTg", ("separators",)),
        ("45/QĐ_TTg", "45/QĐ-TTg", ("characters",)),
        ("20-NQ/T.Ư", "20-NQ/TW", ("separators", "letters")),
        ("12/QĐ-UBND.HC", "12/QĐ-UBND-HC", ("separators",)),
        ("l2/QĐ-UBND", "12/QĐ-UBND", ("digits",)),
        ("76-LCT/HĐNN8", "76/LCT-HĐNN8", ("separators",)),
        ("07-QĐi/TW", "07-QĐi/TW", ()),
    ],
)
def test_slips_with_one_reading(text: str, canonical: str, repairs: tuple[str, ...]) -> None:
    number = DocumentNumber.parse(text)
    assert (str(number), number.repairs) == (canonical, repairs)
    assert DocumentNumber.parse(canonical) == number


def test_what_symbols_tell_of_kind_and_body() -> None:
    assert [kind.id for kind in DocumentNumber.parse("64/SL").kinds] == ["sac-lenh"]
    assert [kind.id for kind in DocumentNumber.parse("07-QĐi/TW").kinds] == ["quy-dinh"]
    order = DocumentNumber.parse("46/LCT/HĐNN8")
    assert (order.abbreviation, order.issuer_code, order.unit) == ("LCT", "HĐNN8", None)
    council = DocumentNumber.parse("12/2012/NQ-HĐND8").issuer
    assert council is not None
    assert council.code == "HĐND"


def test_what_is_no_text() -> None:
    with pytest.raises(InvalidText):
        DocumentNumber.parse(555)  # type: ignore[arg-type]  # the point of the test


def test_a_plain_fraction_is_not_equal_to_a_number() -> None:
    assert DocumentNumber.parse("555/QĐ-UBND") != "555/QĐ-UBND"
    with pytest.raises(TypeError):
        sorted([DocumentNumber.parse("555/QĐ-UBND"), "555/QĐ-UBND"])  # type: ignore[type-var]  # the point of the test


def test_different_numbers_differ() -> None:
    texts = ["555/QĐ-UBND", "557/QĐ-UBND", "555/2018/QĐ-UBND", "555-QĐ/TU", "555/KH-UBND", "555a/QĐ-UBND"]
    assert len({DocumentNumber.parse(text) for text in texts}) == len(texts)


@pytest.mark.parametrize(("one", "other"), [("12/ĐA-UBND", "12/DA-UBND"), ("7/HĐ-UBND", "7/HD-UBND")])
def test_kinds_that_differ_by_a_stroke_stay_apart(one: str, other: str) -> None:
    assert DocumentNumber.parse(one) != DocumentNumber.parse(other)
    assert DocumentNumber.parse(one).kind != DocumentNumber.parse(other).kind


def test_order_is_by_year_symbol_and_number() -> None:
    texts = ["45/2016/QĐ-TTg", "10/QĐ-UBND", "9/QĐ-UBND", "3/2015/QĐ-TTg", "9a/QĐ-UBND", "9/KH-UBND"]
    assert [str(number) for number in sorted(map(DocumentNumber.parse, texts))] == [
        "09/KH-UBND",
        "09/QĐ-UBND",
        "09a/QĐ-UBND",
        "10/QĐ-UBND",
        "03/2015/QĐ-TTg",
        "45/2016/QĐ-TTg",
    ]


def test_pickle_and_repr() -> None:
    number = DocumentNumber("28/2018/QĐ-TTG")
    assert pickle.loads(pickle.dumps(number)) == number  # noqa: S301  # our own pickle
    assert repr(number) == "DocumentNumber.parse('28/2018/QĐ-TTg')"
    assert number.as_written == "28/2018/QĐ-TTG"


def test_the_issuing_body_of_a_number() -> None:
    body = DocumentNumber.parse("751/2019/UBTVQH14").issuer
    assert body is not None
    assert (body.name, body.level) == ("Ủy ban Thường vụ Quốc hội", Level.COUNTRY)
    assert DocumentNumber.parse("15/2016/TTLT-BTTTT-BXD").issuer is None


def test_an_abbreviation_with_two_meanings() -> None:
    number = DocumentNumber.parse("66-QĐ/TW")
    assert [kind.name for kind in number.kinds] == ["Quyết định", "Quy định"]
    assert DocumentNumber.parse("66/QĐ-TTg").kinds == (document_kind("QĐ"),)


def test_the_tables_are_whole() -> None:
    assert len({kind.id for kind in document_kinds()}) == len(document_kinds()) > 40
    assert len({symbol_key(one.code) for one in issuers()}) == len(issuers()) > 50
    tables: tuple[tuple[DocumentKind | Issuer, ...], ...] = (document_kinds(), issuers())
    for one in (row for table in tables for row in table):
        assert one.source is not None
        assert one.source.url
        assert one.name_en
    for kind in document_kinds():
        assert kind.levels
        assert (Family.PARTY in kind.families) == (kind.party_abbreviation is not None)


def test_kinds_have_days_of_use() -> None:
    decree = document_kind("Sắc lệnh")
    assert not decree.in_use("1945-09-01")
    assert decree.in_use("1945-11-23", family="normative")
    directive = document_kind("Chỉ thị")
    assert directive.in_use("2016-07-01", family=Family.ADMINISTRATIVE)
    assert directive.in_use("2016-06-30", family=Family.NORMATIVE)
    assert not directive.in_use("2016-07-01", family=Family.NORMATIVE)
    for kind in document_kinds():
        dated = (kind.valid, kind.normative) != (Span(), Span())
        assert dated == (kind.dates is not None)
        assert all(issuer(code) for code in kind.issuers)
    with pytest.raises(InvalidDate):
        directive.in_use("hôm nay")


def test_each_kind_of_the_research_is_in_the_table(facts: Path) -> None:
    tables = (facts / "legal" / "numbering.md").read_text(encoding="utf-8").split("### 5.")
    rows = [line.split("|") for line in tables[2].splitlines() if line.startswith("|")][2:]
    for _, _, name, english, abbreviation, former, _ in rows:
        kind = document_kind(name.replace("(cá biệt)", ""))
        assert kind.name_en is not None, english
        if abbreviation.strip() != "–":
            assert kind.abbreviation == abbreviation.strip()
        if "GK" not in former and abbreviation.strip() != former.strip():
            assert kind.former_abbreviations == (former.strip(),)
    for name in tables[3].splitlines()[2].split("(platform)")[0], "Điều lệ Đảng", "Tuyên bố", "Lời kêu gọi":
        assert document_kind(name).levels


def test_a_president_issued_decrees_without_a_code_of_his_own() -> None:
    number = DocumentNumber.parse("64-SL")
    assert (str(number), number.issuer and number.issuer.name) == ("64-SL", "Chủ tịch nước")
    assert DocumentNumber.parse("194-HĐBT").issuer == issuer("HĐBT")


def test_every_abbreviation_leads_back_to_its_kind() -> None:
    for kind in document_kinds():
        for text, party in ((kind.abbreviation, False), (kind.party_abbreviation, True)):
            if text is not None:
                assert kind in kinds_abbreviated(text.lower(), party=party)


@pytest.mark.parametrize("text", ["quyet-dinh", "Quyết định", "QUYẾT ĐỊNH", "quyet dinh", "QĐ"])
def test_kinds_by_name(text: str) -> None:
    assert document_kind(text).id == "quyet-dinh"
    assert str(document_kind(text)) == "Quyết định"


def test_kinds_that_are_none() -> None:
    with pytest.raises(InvalidChoice, match="did you mean 'Quyết định'"):
        document_kind("Quyết địn")
    kind = document_kind("KH")
    assert document_kind(kind) is kind
    assert pickle.loads(pickle.dumps(kind)) == kind  # noqa: S301  # our own pickle
    assert isinstance(kind, DocumentKind)


def test_issuers_by_code() -> None:
    assert (issuer("hdnd").code, issuer(" QH15 ").name, issuer("TU").party) == ("HĐND", "Quốc hội", True)
    assert find_issuer("UBND15") is None
    with pytest.raises(NotFound, match="'QNI'"):
        issuer("QNI")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("UBND tỉnh Tiền Giang", "UBND", "tien giang"),
        ("Uỷ ban Nhân dân tỉnh Tiền Giang", "UBND", "tien giang"),
        ("UBND TP Huế", "UBND", "hue"),
        ("UBND huyện Lý Sơn", "UBND", "ly son"),
        ("Tỉnh ủy Quảng Trị", "TU", "quang tri"),
        ("Ban Thường vụ Tỉnh ủy Vĩnh Phúc", "TU", "vinh phuc"),
        ("Sở TT&TT Quảng Ngãi", "STTTT", "quang ngai"),
        ("Thủ tướng Chính phủ", "TTg", ""),
        ("Chính phủ", "CP", ""),
        ("Bộ Chính trị", "TW", ""),
        ("Đại hội Đảng bộ tỉnh Nam Định", None, "dai hoi dang bo tinh nam dinh"),
    ],
)
def test_body_and_place(text: str, code: str | None, place: str) -> None:
    body, key = split_issuer(text)
    assert (None if body is None else body.code, key) == (code, place)


def test_the_numbers_of_real_citations(facts: Path) -> None:
    with (facts / "legal" / "citations.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == "citation" and row["canonical"]]
    assert len(rows) > 200
    wrong = []
    for row in rows:
        number = DocumentNumber.parse(row["canonical"])
        got = (number.number, number.issuer_code, number.unit or "")
        same_text = str(number) == row["canonical"] or row["form_class"] == "odd_number"
        if got != (row["number"], row["symbol_issuer"], row["suffix"]) or not same_text:
            wrong.append(row["canonical"])
    assert wrong == []


def test_letters_before_letters_are_no_digits() -> None:
    for text in ("12OQĐ-UBND", "5O5OA/QĐ-UBND", "12IA/2016/QĐ-TTg"):
        with pytest.raises(InvalidDocumentNumber):
            DocumentNumber.parse(text)
