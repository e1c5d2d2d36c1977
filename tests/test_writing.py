"""Numbers, amounts, ranges, dates and periods as people write them, and HTML that runs nothing."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from sotttt.errors import InexactNumber, InvalidChoice, InvalidDate, NotFinite, UnitMismatch
from sotttt.periods import Period
from sotttt.ranges import Amount, Range, quotient
from sotttt.units import names, unit
from sotttt.writing import amount, date, escape, html_table, number, period, range_, share, shown

decimals = st.decimals(
    min_value=Decimal(-(10**15)), max_value=Decimal(10**15), places=4, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("1234567.9", "1.234.567,9", "1,234,567.9"),
        ("79.96", "79,96", "79.96"),
        ("88.30", "88,30", "88.30"),
        ("-1132000", "-1.132.000", "-1,132,000"),
        ("-0.5", "-0,5", "-0.5"),
        ("0", "0", "0"),
        ("-0", "0", "0"),
        ("-0.00", "0,00", "0.00"),
        ("1E+6", "1.000.000", "1,000,000"),
        ("1E-7", "0,0000001", "0.0000001"),
        ("999", "999", "999"),
        ("123456789012345678901234567890.5", "123.456.789.012.345.678.901.234.567.890,5", None),
    ],
)
def test_numbers_keep_their_digits(value: str, vi: str, en: str | None) -> None:
    assert number(Decimal(value)) == number(Decimal(value), "vi") == vi
    assert number(Decimal(value), "en") == (en or vi.translate(str.maketrans(",.", ".,")))


def test_an_int_is_a_number() -> None:
    assert number(1132000) == "1.132.000"


@given(decimals)
def test_numbers_are_grouped_as_babel_does(value: Decimal) -> None:
    for lang in ("vi", "en"):
        plain = format_decimal(value.normalize(), locale=lang, format="#,##0.##########")
        assert number(value.normalize(), lang) == (plain if value else "0")


@given(decimals)
def test_a_written_number_reads_back(value: Decimal) -> None:
    assert Decimal(number(value, "en").replace(",", "")) == value
    assert Decimal(number(value, "vi").replace(".", "").replace(",", ".")) == value


@pytest.mark.parametrize("value", [0.5, True, "1", None])
def test_only_exact_numbers_are_written(value: object) -> None:
    with pytest.raises(InexactNumber, match="is no exact number; expected a Decimal"):
        number(value)  # type: ignore[arg-type]  # the refused kinds
    with pytest.raises(InexactNumber):
        shown(value, 1)  # type: ignore[arg-type]  # the refused kinds


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_no_number_is_written_for_what_is_none(value: str) -> None:
    with pytest.raises(NotFinite):
        number(Decimal(value))
    with pytest.raises(NotFinite):
        shown(Decimal(1), 1, threshold=Decimal(value))


def test_a_language_is_vietnamese_or_english() -> None:
    writers: list[Callable[[str], str]] = [
        lambda lang: number(Decimal(1), lang),
        lambda lang: amount(Amount(1, "%"), lang),
        lambda lang: range_(Range.parse("> 1 %"), lang),
        lambda lang: share(Range.parse("= 1 %"), lang),
        lambda lang: date(dt.date(2018, 3, 2), lang),
        lambda lang: period(Period.parse("2020"), lang),
    ]
    for write in writers:
        with pytest.raises(InvalidChoice, match="lang: no language 'fr'; expected 'vi' or 'en'"):
            write("fr")


@pytest.mark.parametrize(
    ("value", "digits", "threshold", "found"),
    [
        ("88.3392", 2, None, "88.34"),
        ("0.125", 2, None, "0.13"),
        ("-0.125", 2, None, "-0.13"),
        ("5", 2, None, "5.00"),
        ("1234.5", 0, None, "1235"),
        ("1250", -2, None, "1.3E+3"),
        ("99.96", 1, "100", "99.96"),
        ("99.94", 1, "100", "99.9"),
        ("100.04", 1, "100", "100.04"),
        ("100.06", 1, "100", "100.1"),
        ("100", 1, "100", "100.0"),
        ("79.96", 1, "79.96", "79.96"),
        ("79.9600000000001", 1, "79.96", "80.0"),
        ("79.9600000000001", 2, "79.96", "79.96000001"),
        ("79.95999999999999", 2, "79.96", "79.95999999"),
        ("79.96000000000001", 1, "79.96000000000001", "79.96000000000001"),
        ("99.99999999999", 1, "100", "99.9999999"),
        ("-99.99999999999", 1, "-100", "-99.9999999"),
        ("100.00000000001", 1, "100", "100.0000001"),
        ("-0.0000000001", 2, "0", "-1E-8"),
        ("0.0000000001", 2, "0", "1E-8"),
        ("4.99", 1, "5", "4.99"),
        ("5.01", 1, "5", "5.01"),
    ],
)
def test_rounding_stays_on_its_side(value: str, digits: int, threshold: str | None, found: str) -> None:
    edge = None if threshold is None else Decimal(threshold)
    assert str(shown(Decimal(value), digits, threshold=edge)) == found


@given(decimals, st.integers(-2, 6), decimals | st.integers(-100, 100).map(Decimal))
def test_no_rounding_crosses_a_threshold(value: Decimal, digits: int, threshold: Decimal) -> None:
    near = threshold + value.scaleb(-18)
    for given_value in (value, near, threshold):
        found = shown(given_value, digits, threshold=threshold)
        assert (found > threshold, found < threshold) == (given_value > threshold, given_value < threshold)
        assert abs(found - given_value) <= Decimal(1).scaleb(-digits)


def test_the_context_of_the_caller_changes_nothing() -> None:
    with decimal.localcontext() as context:
        context.prec = 1
        context.traps[decimal.Inexact] = True
        assert number(Decimal("-1234567.9")) == "-1.234.567,9"
        assert str(shown(Decimal("88.3392"), 2, threshold=Decimal(100))) == "88.34"
        assert amount(Amount("1.04", "person"), "en") == "1.04 people"
        assert amount(Amount("22.23780148625", "times")) == "22,24 lần"


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("1132000 subscription", "1.132.000 thuê bao", "1,132,000 subscriptions"),
        ("88.3 %", "88,3%", "88.3%"),
        ("100 %", "100%", "100%"),
        ("12 permille", "12‰", "12‰"),
        ("0.883 ratio", "0,883", "0.883"),
        ("0.8 percentage_point", "0,8 điểm phần trăm", "0.8 percentage points"),
        ("22.3 times", "22,3 lần", "22.3 times"),
        ("15 rank", "hạng 15", "rank 15"),
        ("45.212 point", "45,212 điểm", "45.212 points"),
        ("79300 billion_VND", "79.300 tỷ đồng", "79,300 billion dong"),
        ("47250000 VND", "47.250.000 đồng", "47,250,000 dong"),
        ("1 person", "1 người", "1 person"),
        ("-1 person", "-1 người", "-1 person"),
        ("1.0 agency", "1,0 cơ quan", "1.0 agency"),
        ("0 agency", "0 cơ quan", "0 agencies"),
        ("2 branch", "2 chi nhánh", "2 branches"),
        ("3 class", "3 lớp", "3 classes"),
        ("2 criterion", "2 tiêu chí", "2 criteria"),
        ("2 press_agency", "2 cơ quan báo chí", "2 press agencies"),
        ("9 day", "9 ngày", "9 days"),
        ("100 Mbps", "100 Mbit/s", "100 Mbit/s"),
        ("12.5 hectare", "12,5 ha", "12.5 ha"),
        ("5 {tủ sách}", "5 tủ sách", "5 tủ sách"),
        ("30 %/year", "30%/năm", "30% per year"),
        ("95.5 subscription/(100 person)", "95,5 thuê bao/100 dân", "95.5 subscriptions per 100 inhabitants"),
    ],
)
def test_amounts(text: str, vi: str, en: str) -> None:
    given_amount = Amount.parse(text)
    assert amount(given_amount) == amount(given_amount, "vi") == vi
    assert amount(given_amount, "en") == en


@pytest.mark.parametrize(
    ("text", "digits", "threshold", "vi"),
    [
        ("88.33922261484098939929328621 %", None, None, "88,34%"),
        ("88.339222 %", None, None, "88,339222%"),
        ("88.3000000000 %", None, None, "88,3000000000%"),
        ("99.99600000001 %", None, "100", "99,996%"),
        ("22.237801486 times", None, None, "22,24 lần"),
        ("1.2345678901 times", None, None, "1,235 lần"),
        ("0.0012345678 times", None, None, "0,001235 lần"),
        ("12345.6789012 times", None, None, "12.345,68 lần"),
        ("3.0000000001 times", None, None, "3 lần"),
        ("3.0000000001 times", None, "3", "3,000000001 lần"),
        ("88.34 %", 1, None, "88,3%"),
        ("88.30 %", 2, None, "88,3%"),
        ("1500 document", -3, None, "2.000 văn bản"),
    ],
)
def test_long_magnitudes_are_shortened(text: str, digits: int | None, threshold: str | None, vi: str) -> None:
    edge = None if threshold is None else Decimal(threshold)
    assert amount(Amount.parse(text), digits=digits, threshold=edge) == vi


@pytest.mark.parametrize("name", names())
def test_every_unit_is_written_in_both_languages(name: str) -> None:
    for lang in ("vi", "en"):
        for magnitude in (1, 2):
            text = amount(Amount(magnitude, name), lang)
            assert str(magnitude) in text
            assert "_" not in text
            assert text == text.strip()
    assert unit(name).name_en


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        (">= 80 %", "từ 80% trở lên", "at least 80%"),
        ("> 75 %", "trên 75%", "over 75%"),
        ("<= 15 document", "không quá 15 văn bản", "at most 15 documents"),
        ("< 5 percentage_point", "dưới 5 điểm phần trăm", "under 5 percentage points"),
        ("[50, 60] %", "50–60%", "50–60%"),
        ("(26000, 27000) person", "26.000–27.000 người", "26,000–27,000 people"),
        ("= 100 %", "100%", "100%"),
        ("[-5, 3] %", "từ -5 đến 3%", "-5 to 3%"),
        ("[-5, -3] point", "từ -5 đến -3 điểm", "-5 to -3 points"),
        ("[0.5, 1] person", "0,5–1 người", "0.5–1 people"),
        ("<= 15 rank", "trong nhóm 15 dẫn đầu", "in the top 15"),
        ("< 15 rank", "trên hạng 15", "above rank 15"),
        (">= 15 rank", "từ hạng 15 trở xuống", "rank 15 or lower"),
        ("> 15 rank", "dưới hạng 15", "below rank 15"),
        ("[3, 5] rank", "hạng 3–5", "rank 3–5"),
        ("= 15 rank", "hạng 15", "rank 15"),
        (">= 1100 billion_VND", "từ 1.100 tỷ đồng trở lên", "at least 1,100 billion dong"),
    ],
)
def test_ranges_in_words(text: str, vi: str, en: str) -> None:
    given_range = Range.parse(text)
    assert range_(given_range) == range_(given_range, "vi") == vi
    assert range_(given_range, "en") == en


def test_a_rounded_ratio_reads_as_one_value() -> None:
    attained = quotient(Range.parse("= 1000000 subscription"), Range.parse("= 1132000 subscription"))
    assert not attained.is_point
    assert range_(attained) == "88,34%"
    assert share(attained, "en") == "88.34%"
    assert share(attained, digits=0) == "88%"


@pytest.mark.parametrize(
    ("text", "vi"),
    [
        ("= 99.996 %", "99,996%"),
        ("= 99.99 %", "99,99%"),
        ("= 100 %", "100%"),
        ("= 100.001 %", "100,001%"),
        ("= 0.883 ratio", "88,3%"),
        ("= 883 permille", "88,3%"),
        ("[99.994, 100.006] %", "99,99–100,01%"),
        ("[99.996, 99.997] %", "99,996–99,997%"),
        ("> 99.996 %", "trên 99,996%"),
    ],
)
def test_a_rate_below_its_threshold_never_reads_as_the_threshold(text: str, vi: str) -> None:
    assert share(Range.parse(text)) == vi


def test_a_rate_is_judged_by_the_threshold_given() -> None:
    assert share(Range.parse("= 79.996 %"), threshold=Decimal(80)) == "79,996%"
    assert share(Range.parse("= 79.996 %")) == "80%"
    assert range_(Range.parse("< 79.996 %"), digits=2, threshold=Decimal(80)) == "dưới 79,996%"
    with pytest.raises(UnitMismatch):
        share(Range.parse("= 3 point"))


@pytest.mark.parametrize(
    ("day", "vi", "en", "iso"),
    [
        (dt.date(2018, 3, 2), "02/03/2018", "2 March 2018", "2018-03-02"),
        (dt.date(2025, 11, 24), "24/11/2025", "24 November 2025", "2025-11-24"),
    ],
)
def test_dates(day: dt.date, vi: str, en: str, iso: str) -> None:
    assert (date(day), date(day, "en"), date(day, "iso")) == (vi, en, iso)


def test_a_datetime_is_no_date() -> None:
    with pytest.raises(InvalidDate):
        date(dt.datetime(2018, 3, 2))  # noqa: DTZ001  # refused whatever its zone


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("2020", "năm 2020", "2020"),
        ("2020-H1", "6 tháng đầu năm 2020", "the first half of 2020"),
        ("2020-H2", "6 tháng cuối năm 2020", "the second half of 2020"),
        ("2020-Q1", "quý I/2020", "Q1 2020"),
        ("2020-Q2", "quý II/2020", "Q2 2020"),
        ("2020-Q3", "quý III/2020", "Q3 2020"),
        ("2020-Q4", "quý IV/2020", "Q4 2020"),
        ("2020-07", "tháng 7/2020", "July 2020"),
        ("2020-12", "tháng 12/2020", "December 2020"),
        ("2018-03-02", "02/03/2018", "2 March 2018"),
        ("2020-M01..M09", "9 tháng đầu năm 2020", "the first 9 months of 2020"),
        ("2016..2020", "giai đoạn 2016-2020", "2016–2020"),
        ("2025-09-24..2025-11-13", "24/09/2025–13/11/2025", "24 September 2025 – 13 November 2025"),
    ],
)
def test_periods(text: str, vi: str, en: str) -> None:
    assert (period(Period.parse(text)), period(Period.parse(text), "en")) == (vi, en)


class Reader(HTMLParser):
    """Keeps the tags, attributes and text that a browser would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</td></table><svg onload=alert(1)>",
    "<!-- --!><script>",
    "&lt;script&gt;",
    "<\u0000script>",
    "]]><b>",
    "`${alert(1)}`",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_script_passes(text: str) -> None:
    seen = text.replace("\u0000", "\ufffd")
    reader = read(html_table([text, "b"], [[text, text]], caption=text))
    assert reader.tags == ["table", "caption", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert reader.attributes == [("scope", "col"), ("scope", "col")]
    assert reader.texts == [seen, seen, "b", seen, seen]
    quoted = read(f'<a title="{escape(text)}">')
    assert quoted.attributes == [("title", seen)]
    assert read(f"<a title='{escape(text)}'>").attributes == [("title", seen)]


@given(st.text(max_size=40))
def test_escaped_text_is_text_alone(text: str) -> None:
    reader = read(f"<p>{escape(text)}</p>")
    assert reader.tags == ["p"]
    assert escape(text).encode("utf-8").decode("utf-8") == escape(text)
    assert not set(escape(text)) & set("<>\"'\x00")


def test_a_table() -> None:
    assert html_table(["TT", "Chỉ tiêu"], [["1", "A & B"]], caption="Bảng 1") == (
        "<table><caption>Bảng 1</caption>"
        '<thead><tr><th scope="col">TT</th><th scope="col">Chỉ tiêu</th></tr></thead>'
        "<tbody><tr><td>1</td><td>A &amp; B</td></tr></tbody></table>"
    )
    assert html_table([], []) == "<table><tbody></tbody></table>"
    assert html_table(["", ""], iter([]), caption="") == "<table><tbody></tbody></table>"
