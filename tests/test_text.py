"""One entrance for text: what is cleaned, what is equal, and where each character stood."""

from __future__ import annotations

import re
import time
import unicodedata
from enum import StrEnum

import pytest

from sotttt import text
from sotttt.errors import InvalidText, NotFound
from sotttt.text import bare, dashes, fold, nfc, normalise, squeeze

WORDS = (
    "Hòa Bình",
    "Khánh Hoà",
    "Thừa Thiên – Huế",
    "Bà Rịa - Vũng Tàu",
    "Đắk Lắk",
    "Quảng Ngãi",
    "Uỷ ban nhân dân",
    "nghiệp vụ quý III",
    "khoẻ mạnh, khuỷu tay, ngoằn ngoèo",
)


class Colour(StrEnum):
    RED = "đỏ"
    GREY = "xam"


@pytest.mark.parametrize("words", WORDS)
def test_composed_and_decomposed_text_are_equal(words: str) -> None:
    apart = unicodedata.normalize("NFD", words)
    assert apart != words
    assert nfc(apart) == nfc(words) == words
    assert squeeze(apart) == squeeze(words)
    assert fold(apart) == fold(words)
    assert bare(apart) == bare(words)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("\u00d0\u1eafk", "Đắk"),
        ("\u0189\u00f0\u0256", "Đđđ"),
        ("a\u00a0b\u2003c\u202fd\u3000e", "a b c d e"),
        ("\ufeffsố\u00ad \u200bhiệu\u2060\u200e\u202e", "số hiệu"),
        ("a\u200b\u0301", "á"),
        ("5\ufe0f", "5"),
        ("a\u034f\u0301", "á"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("a\tb\r\nc  d", "a\tb\r\nc  d"),
        ("2016–2020 − ‘’“” … № ½ ²", "2016–2020 − ‘’“” … № ½ ²"),
        ("Hoà, Hòa", "Hoà, Hòa"),
        ("", ""),
    ],
)
def test_what_can_not_be_seen_is_cleaned_and_all_else_is_kept(given: str, kept: str) -> None:
    assert nfc(given) == kept


@pytest.mark.parametrize("wrong", [None, 5, b"a", ["a"], 1.5])
@pytest.mark.parametrize("entrance", [nfc, squeeze, fold, bare, dashes, normalise])
def test_other_types_are_refused(entrance: object, wrong: object) -> None:
    assert callable(entrance)
    with pytest.raises(InvalidText, match="is no text; expected a str") as caught:
        entrance(wrong)
    assert caught.value.hint == ("decode bytes first, as UTF-8" if wrong == b"a" else None)


@pytest.mark.parametrize("point", [0, 0x07, 0x08, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F, 0x85, 0x9F])
def test_control_characters_are_refused_by_name(point: int) -> None:
    with pytest.raises(
        InvalidText, match=f"the control character U\\+{point:04X} stands at position 3; expected readable"
    ):
        nfc("số " + chr(point))


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(InvalidText, match=r"half a surrogate pair U\+D83D stands at position 0"):
        nfc("\ud83d")
    assert nfc("😀") == "😀"


def test_a_text_of_another_class_becomes_plain() -> None:
    for given in Colour:
        assert type(nfc(given)) is str
        assert nfc(given) == given.value


def test_marks_on_one_letter_are_limited() -> None:
    assert nfc("a" + "\u0301\u0323" * 15)
    for place, given in (
        (1, "a" + "\u0301" * 31),
        (0, "\u0323" * 40),
        (34, "b" + "–" * 32 + "a" + "\u0301" * 31),
    ):
        with pytest.raises(InvalidText, match=f"over 30 marks from position {place};"):
            nfc(given)
    assert nfc("…" * 40 + "á") == "…" * 40 + "á"


def test_dashes_alone_are_made_plain() -> None:
    assert (
        dashes("a\u2010b\u2011c\u2012d–e—f―g−h\ufe63i\uff0dj\u2796k\u00adl~m")
        == "a-b-c-d-e-f-g-h-i-j-k\u00adl~m"
    )
    assert dashes("2016-2020") == "2016-2020"


def test_white_space_is_squeezed() -> None:
    assert squeeze("\u00a0 Số \t\r\n thuê\u2003\u2028bao \u200b ") == "Số thuê bao"
    assert squeeze(" \n ") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("HÒA", "Hoà"),
        ("thúy", "thuý"),
        ("khỏe", "khoẻ"),
        ("quý", "qúy"),
        ("quá", "qúa"),
        ("quở", "qủơ"),
        ("già", "gìa"),
        ("giỏi", "gỉoi"),
        ("lũy kế", "luỹ kế"),
        ("tùy", "tuỳ"),
        ("ủy", "uỷ"),
        ("thụy", "thuỵ"),
        ("hoàn", "hòan"),
        ("khuỷu", "khủyu"),
        ("quyền", "qùyên"),
        ("muốn", "múôn"),
        ("tiếng", "tíêng"),
        ("nước", "nứơc"),
        ("xóa", "xoá"),
        ("lòe", "loè"),
        ("họa", "hoạ"),
        ("tõa", "toã"),
        ("2016–2020", "2016-2020"),
        ("Số  HIỆU", "số hiệu"),
        ("\u00d0ắk", "đắk"),
        ("Straße", "STRASSE"),
    ],
)
def test_two_spellings_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert fold(unicodedata.normalize("NFD", one)) == fold(other.upper())
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mỹ", "mĩ"),
        ("quy", "qui"),
        ("hóa", "hoa"),
        ("hóa", "họa"),
        ("múa", "mua"),
        ("đa", "da"),
        ("cửa", "cưa"),
        ("mùa", "muà"),
        ("kìa", "kià"),
    ],
)
def test_words_that_differ_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    "word", ["gì", "gìn", "mùa", "của", "cứu", "nghĩa", "kìa", "giữ", "quỳ", "lúa", "bìa", "nửa"]
)
def test_a_tone_in_its_only_place_stays(word: str) -> None:
    assert fold(word) == word


def test_the_first_pair_of_a_text_has_no_letter_before_it() -> None:
    assert fold("ùa") == "ùa"
    assert fold("ìa q ùa") == "ìa q ùa"


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("Đắk Lắk", "dak lak"),
        ("THỪA THIÊN – HUẾ", "thua thien - hue"),
        ("Ưu, ơn, ước", "uu, on, uoc"),
        ("abc", "abc"),
        ("a \u0301", "a"),
        ("Ǩ", "k"),
    ],
)
def test_keys_without_marks(given: str, plain: str) -> None:
    assert bare(given) == plain


def test_a_text_in_step_is_not_mapped() -> None:
    for given in ("2016–2020", "số\u00a0hiệu", "\u00d0ắk", "abc", "", "a\nb"):
        found = normalise(given)
        assert found.text == dashes(nfc(given))
        assert found.span(0, len(found.text)) == (0, len(given))
        assert found._starts is None


@pytest.mark.parametrize(
    ("given", "piece", "printed"),
    [
        ("Ba\u0306\u0301c Ninh – 2020", "Bắc", "Ba\u0306\u0301c"),
        ("Ba\u0306\u0301c Ninh – 2020", "Ninh - 2020", "Ninh – 2020"),
        ("a\u0323\u0302n", "ậ", "a\u0323\u0302"),
        ("số\u00ad hiệu 5", "hiệu", "hiệu"),
        ("số hi\u00adệu 5", "hiệu", "hi\u00adệu"),
        ("\ufeff5 %", "5 %", "5 %"),
        ("\ufeffu\u031b\u00a0–\u200b 5\ufeff", "ư - 5", "u\u031b\u00a0–\u200b 5"),
        ("e\u200b\u0301\u200bx", "é", "e\u200b\u0301"),
        ("\u1112\u1161\u11ab\u1100", "한", "\u1112\u1161\u11ab"),
        ("j\u0344y", "j\u0308\u0301", "j\u0344"),
        ("\u0301x\u200b", "\u0301", "\u0301"),
        ("q\u0323\u0307x\u200b", "\u0307", "\u0307"),
        ("q\u0307\u0323x\u200b", "\u0323", "q\u0307\u0323"),
    ],
)
def test_what_is_found_in_the_clean_text_is_cut_from_the_given_one(
    given: str, piece: str, printed: str
) -> None:
    found = normalise(given)
    assert found.text == dashes(nfc(given))
    start = found.text.index(piece)
    first, last = found.span(start, start + len(piece))
    assert given[first:last] == printed


def test_empty_spans_and_spans_outside() -> None:
    found = normalise("\ufeffa\u0301b\ufeff")
    assert found.text == "áb"
    assert [found.span(at, at) for at in range(3)] == [(1, 1), (3, 3), (4, 4)]
    assert normalise("\ufeff").span(0, 0) == (0, 0)
    for start, end in ((-1, 1), (0, 3), (2, 1)):
        with pytest.raises(NotFound, match="in a text of 2 characters"):
            found.span(start, end)
    assert repr(found) == "Mapped('áb')"


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "ế",
        "e\u0302\u0301",
        "–",
        "q\u00faa",
        "qúyê",
        "\u200b",
        "\u00ad",
        "😀",
        "한",
        "\u1161",
        "…",
        "\u0bbe",
        "a\u0301\u0323",
    ],
)
def test_time_is_linear_whatever_the_text(piece: str) -> None:
    def took(length: int) -> float:
        given = piece * (length // len(piece))
        spent = []
        for _ in range(3):
            before = time.process_time()
            fold(given)
            bare(given)
            normalise(given)
            spent.append(time.process_time() - before)
        return min(spent)

    took(1000)
    # Ten times the text: a work that grows with the square takes a hundred times as long.
    assert any(took(50_000) < 40 * took(5_000) + 0.1 for _ in range(5))


def test_every_character_to_clean_is_met_by_the_quick_look() -> None:
    for point in text._CLEANED:
        char = chr(point)
        assert not char.isprintable() or re.match(text._RARE, char)
        assert nfc("xin chào" + char) == nfc("xin chào") + text._CLEANED[point]


def test_every_character_that_joins_the_one_before_is_known() -> None:
    for point in range(0x20000):
        decomposed = unicodedata.decomposition(chr(point))
        if decomposed and not decomposed.startswith("<") and " " in decomposed:
            assert text._joins(chr(int(decomposed.split()[1], 16)))
    assert all(text._joins(chr(point)) for point in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)))
