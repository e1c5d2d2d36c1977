"""`read_number`: numbers in digits and words, in both conventions."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, getcontext, localcontext

import pytest

from sotttt.errors import AmbiguousText, InexactResult, InvalidChoice, InvalidText, UnreadableText
from sotttt.reading import read_number
from sotttt.reading._tokens import LONGEST

_WRITTEN = {
    "một nghìn hai trăm tỷ": "1200000000000",
    "1 nghìn 200 tỷ 500 triệu": "1200500000000",
    "hai trăm ba mươi lăm nghìn bốn trăm tỷ": "235400000000000",
    "5 nghìn 300": "5300",
    "79.300": "79300",
    "45,212": "45.212",
    "4.556": "4556",
    "0,6667": "0.6667",
    "1.234,5": "1234.5",
    "01": "1",
    "009": "9",
    "0": "0",
    "−4,5": "-4.5",
    "–4,5": "-4.5",
    "-4,5": "-4.5",
    "+7": "7",
    "âm 5": "-5",
    " 12 ": "12",
    "79 300": "79300",
    "79\u00a0300": "79300",
    "79\u202f300": "79300",
    "1 234 567,8": "1234567.8",
    "47 triệu 250 nghìn": "47250000",
    "1 triệu 300 nghìn": "1300000",
    "1,2 triệu": "1200000",
    "1,0 triệu": "1000000",
    "11,496 nghìn tỷ": "11496000000000",
    "11,496 nghìn tỉ": "11496000000000",
    "2,25 triệu tỷ": "2250000000000000",
    "1.100 tỷ": "1100000000000",
    "3 ngàn": "3000",
    "5 vạn": "50000",
    "3 trăm triệu": "300000000",
    "5 chục": "50",
    "2 triệu rưỡi": "2500000",
    "một rưỡi": "1.5",
    "hai trăm rưỡi": "250",
    "nửa": "0.5",
    "một nửa": "0.5",
    "nửa triệu": "500000",
    "một phần tư": "0.25",
    "ba phần tám": "0.375",
    "năm": "5",
    "hai": "2",
    "mười": "10",
    "mười lăm": "15",
    "mười hai": "12",
    "hai mươi": "20",
    "hai mươi mốt": "21",
    "bốn mươi tư": "44",
    "năm mươi lăm": "55",
    "chín mươi nhăm": "95",
    "một trăm": "100",
    "một trăm linh năm": "105",
    "một trăm lẻ năm": "105",
    "ba trăm linh tư": "304",
    "một trăm mười lăm": "115",
    "hai trăm tư": "240",
    "một trăm mốt": "110",
    "một nghìn linh năm": "1005",
    "hai nghìn không trăm linh năm": "2005",
    "một nghìn hai trăm": "1200",
    "một nghìn hai mươi": "1020",
    "hai triệu ba trăm nghìn": "2300000",
    "chín trăm chín mươi chín tỷ": "999000000000",
    "một tỷ hai trăm triệu": "1200000000",
    "1 triệu hai trăm nghìn": "1200000",
    "HAI MƯƠI": "20",
    "twenty-one": "21",
    "twenty one": "21",
    "thirty": "30",
    "one hundred": "100",
    "one hundred and five": "105",
    "2.5 million": "2500000",
    "25 billion": "25000000000",
    "two hundred thousand": "200000",
    # Only the other convention explains these.
    "105,130,507": "105130507",
    "0.8002": "0.8002",
    "0.800": "0.800",
    "1.5": "1.5",
    "1.23": "1.23",
    "1,234.5": "1234.5",
}


@pytest.mark.parametrize(("text", "value"), _WRITTEN.items())
def test_reads_a_number(text: str, value: str) -> None:
    for form in ("NFC", "NFD"):
        found = read_number(unicodedata.normalize(form, text))
        assert found == Decimal(value)
        assert str(found) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "12,34,5",
        "437,1,086",
        "1.23.456",
        "1.234.56",
        "0865015015",
        "0228.3849386",
        "9" * 41,
        "tỷ",
        "trăm",
        "tỷ lệ",
        "5 tỷ lệ",
        "45,212 điểm",
        "79.300%",
        "mười năm",
        "hai mươi năm",
        "hai trăm linh",
        "một nghìn linh",
        "một phần không",
        "một phần",
        "một phần ba phần tư",
        "một mười",
        "- 4 -",
        "two hundred five six",
        "٣",
        "1 23",
        "1 234 5678",
        "5 nghìn tỷ triệu triệu",
        "5 tỷ tỷ tỷ",
        "năm 2020",
        "5 triệu 6 triệu",
        "1,5 triệu 0,5 nghìn",
    ],
)
def test_refuses_what_is_no_number(text: str) -> None:
    for locale in ("vi", "en", "any"):
        with pytest.raises(UnreadableText):
            read_number(text, locale)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("một trăm hai", "102", "120"),
        ("1 triệu 250", "1000250", "1250000"),
        ("hai nghìn ba", "2003", "2300"),
        ("2 tỷ 5", "2000000005", "2500000000"),
    ],
)
def test_names_both_readings_of_a_cut_number(text: str, first: str, second: str) -> None:
    with pytest.raises(AmbiguousText, match=f"{first} or {second}"):
        read_number(text)


def test_one_third_is_no_decimal() -> None:
    with pytest.raises(InexactResult):
        read_number("một phần ba")


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [("45,212", "45.212", "45212"), ("4.556", "4556", "4.556"), ("1.100 tỷ", "1100000000000", "1100000000")],
)
def test_each_convention_and_the_refusal_to_choose(text: str, vi: str, en: str) -> None:
    assert read_number(text) == read_number(text, "vi") == Decimal(vi)
    assert read_number(text, locale="en") == Decimal(en)
    with pytest.raises(AmbiguousText) as caught:
        read_number(text, locale="any")
    assert vi in str(caught.value)
    assert en in str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"), [("1.234.567", "1234567"), ("1,5", "1.5"), ("0.8002", "0.8002"), ("12", "12")]
)
def test_any_takes_what_has_one_reading(text: str, value: str) -> None:
    assert read_number(text, locale="any") == Decimal(value)


def test_english_falls_back_to_vietnamese() -> None:
    assert read_number("79.300,5", locale="en") == Decimal("79300.5")


def test_refuses_an_unknown_locale() -> None:
    with pytest.raises(InvalidChoice, match="'fr' is no locale"):
        read_number("1", locale="fr")


@pytest.mark.parametrize("thing", [5, None, b"5", 1.5])
def test_refuses_what_is_no_text(thing: object) -> None:
    with pytest.raises(InvalidText):
        read_number(thing)  # type: ignore[arg-type]  # the point of the test


def test_refuses_an_overlong_text() -> None:
    with pytest.raises(UnreadableText, match=f"at most {LONGEST}"):
        read_number("1" * (LONGEST + 1))


def test_the_callers_decimal_context_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 2
        assert read_number("47 triệu 250 nghìn") == 47250000
        assert str(read_number("2 triệu rưỡi")) == "2500000"
    assert getcontext().prec == 28
