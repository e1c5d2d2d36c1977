"""Laws of reading: what is written is read back, spelling variants read equal, nothing crashes."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from sotttt.errors import SottttError
from sotttt.reading import (
    find_citations,
    read_date,
    read_figure,
    read_horizon,
    read_number,
    read_period,
)

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return head
    if ones == 1 and tens > 1:
        return f"{head} mốt"
    return f"{head} lăm" if ones == 5 else f"{head} {_DIGITS[ones]}"


def _spelt(number: int) -> str:
    """A whole number in Vietnamese words."""
    for scale, word in _SCALES:
        if number >= scale:
            high, low = divmod(number, scale)
            if low == 0:
                return f"{_spelt(high)} {word}"
            if low < 10:
                return f"{_spelt(high)} {word} không trăm linh {_DIGITS[low]}"
            if low < 100:
                return f"{_spelt(high)} {word} không trăm {_below_hundred(low)}"
            return f"{_spelt(high)} {word} {_spelt(low)}"
    high, low = divmod(number, 100)
    if high == 0:
        return _below_hundred(low)
    if low == 0:
        return f"{_DIGITS[high]} trăm"
    rest = f"linh {_DIGITS[low]}" if low < 10 else _below_hundred(low)
    return f"{_DIGITS[high]} trăm {rest}"


@given(st.integers(0, 10**12 - 1))
def test_words_are_read_back(number: int) -> None:
    assert read_number(_spelt(number)) == number


def _grouped(digits: str, mark: str) -> str:
    head = len(digits) % 3 or 3
    return mark.join([digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))])


_NUMBERS = st.tuples(st.integers(0, 10**12), st.text("0123456789", max_size=6))


@given(_NUMBERS, st.sampled_from(["vi", "en"]), st.booleans())
def test_digits_are_read_back(parts: tuple[int, str], locale: str, grouped: bool) -> None:
    whole, part = parts
    group, point = (".", ",") if locale == "vi" else (",", ".")
    written = _grouped(str(whole), group) if grouped else str(whole)
    found = read_number(f"{written}{point}{part}" if part else written, locale)
    assert str(found) == (f"{whole}.{part}" if part else str(whole))


@given(_NUMBERS)
def test_a_negative_number_is_the_opposite(parts: tuple[int, str]) -> None:
    whole, part = parts
    written = f"{whole},{part}" if part else str(whole)
    assert read_number(f"−{written}") == -read_number(written)


@given(_NUMBERS)
def test_any_is_one_of_the_two_or_a_refusal(parts: tuple[int, str]) -> None:
    whole, part = parts
    written = f"{whole},{part}" if part else str(whole)
    both = {read_number(written, "vi"), read_number(written, "en")}
    try:
        assert {read_number(written, "any")} == both
    except SottttError:
        assert len(both) == 2


_DATES = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))
_SHAPES = (
    "ngày {d:02} tháng {m} năm {y}",
    "{d}/{m}/{y}",
    "{d:02}/{m:02}/{y}",
    "{d}-{m}-{y}",
    "{d}.{m}.{y}",
    "{y}-{m:02}-{d:02}",
    "10:15, {d}/{m}/{y} (GMT+7)",
)


@given(_DATES, st.sampled_from(_SHAPES))
def test_dates_are_read_back(date: dt.date, shape: str) -> None:
    assert read_date(shape.format(d=date.day, m=date.month, y=date.year)) == date


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_months_are_read_back(year: int, month: int) -> None:
    wanted = f"{year}-{month:02}"
    for shape in ("tháng {m}/{y}", "tháng {m} năm {y}", "{m}/{y}"):
        assert str(read_period(shape.format(m=month, y=year))) == wanted


_PHRASES = (
    "ước đạt hơn 1.100 tỷ đồng",
    "nhóm 20 tỉnh dẫn đầu",
    "từ 70-75% số hộ trở lên",
    "20/20 sở",
    "khoảng 2,5 triệu thuê bao",
    "không quá 1,4",
    "22,4 thuê bao/100 dân",
    "2.300 khoá đào tạo, khóa 4",
)
_Form = Literal["NFC", "NFD"]
_FORMS: tuple[_Form, ...] = ("NFC", "NFD")
_TONES = (("óa", "oá"), ("òa", "oà"), ("ủy", "uỷ"), ("úy", "uý"))


@given(
    st.sampled_from(_PHRASES),
    st.sampled_from(_FORMS),
    st.booleans(),
    st.sampled_from([" ", "\u00a0", "\u202f", "  "]),
    st.sampled_from(["-", "–", "−", "‑"]),
)
def test_variants_of_spelling_read_equal(
    phrase: str, form: _Form, upper: bool, space: str, dash: str
) -> None:
    variant = unicodedata.normalize(form, phrase.replace(" ", space).replace("-", dash))
    if upper:
        variant = variant.upper()
    given_, found = read_figure(phrase), read_figure(variant)
    fields = ("range", "hedge", "resolution", "locale", "status", "of")
    assert [getattr(given_, name) for name in fields] == [getattr(found, name) for name in fields]


@given(st.sampled_from(_PHRASES))
def test_tone_placement_does_not_matter(phrase: str) -> None:
    for new, old in _TONES:
        assert read_figure(phrase.replace(new, old)).range == read_figure(phrase.replace(old, new)).range


_WORDS = (
    "0 1 5 12 100 2020 1.100 45,212 0.8002 12,34,5 20/20 3/3 2-3-2018 0865015015 "
    "% / - – , . ; ( ) : + > ≥ <= ~ $ “ ” … "
    "tỷ triệu nghìn trăm mươi mười lăm rưỡi nửa phần một hai năm linh hàng gấp đôi lần "
    "đồng thuê bao điểm xã hộ người dân USD km Mb s tuổi G h "
    "trên hơn khoảng gần dưới ít nhất tối thiểu không quá từ đến trở lên ước đạt dự kiến sơ bộ "
    "top nhóm tỉnh dẫn đầu xếp hạng thứ vị trí trong tổng số "
    "ngày tháng quý III giai đoạn trước cuối định hướng tầm nhìn mức độ lần Quyết định QĐ UBND TTg "
    "March first half of the million hundred twenty one"
)
_PIECES = st.sampled_from(_WORDS.split())
_TEXTS = st.lists(st.tuples(_PIECES, st.sampled_from([" ", "", "\n"])), max_size=14).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)


@given(_TEXTS | st.text(max_size=60))
def test_nothing_but_an_answer_or_an_error_of_ours(text: str) -> None:
    for reader in (read_number, read_figure, read_date, read_period, read_horizon):
        for variant in (text, unicodedata.normalize("NFD", text)):
            try:
                reader(variant)
            except SottttError:
                continue


@given(_TEXTS)
def test_a_figure_stands_in_its_phrase(text: str) -> None:
    try:
        figure = read_figure(text)
    except SottttError:
        return
    assert " ".join(figure.as_written.split()) in " ".join(unicodedata.normalize("NFC", text).split())
    assert figure.range.low is not None
    assert figure.required() is not None
    assert figure.observed() is not None


@given(_TEXTS)
def test_citations_stand_where_they_say(text: str) -> None:
    for variant in (text, unicodedata.normalize("NFD", text)):
        behind = 0
        for hit in find_citations(variant):
            start, end = hit.span
            assert behind <= start < end <= len(variant)
            assert unicodedata.normalize("NFC", variant[start:end]).replace("–", "-") == hit.text
            behind = end


@given(st.decimals(0, 10**9, places=3, allow_nan=False))
def test_a_figure_in_a_phrase_is_the_number(value: Decimal) -> None:
    whole, part = str(value).split(".")
    figure = read_figure(f"đến năm 2025 phấn đấu đạt trên {_grouped(whole, '.')},{part} điểm; mức độ 4")
    assert figure.range.low is not None
    assert (figure.range.low.magnitude, figure.range.unit, figure.hedge.value) == (value, "point", "over")
    assert figure.resolution == Decimal("0.001")
