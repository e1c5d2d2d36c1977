"""`read_date`: the spellings of documents and the press."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest

from sotttt.errors import InvalidDate, UnreadableText
from sotttt.reading import read_date
from sotttt.reading._tokens import prepare
from sotttt.reading.dates import dates_in

_SECOND_OF_MARCH = dt.date(2018, 3, 2)


@pytest.mark.parametrize(
    "text",
    [
        "ngày 02 tháng 3 năm 2018",
        "ngày 2 tháng ba năm 2018",
        "mùng 2 tháng 3 năm 2018",
        "02 tháng 3, 2018",
        "2 tháng 3/2018",
        "2 tháng 3 2018",
        "ngày 02tháng 3 năm 2018",
        "ngày 2/3 năm 2018",
        "2-3-2018",
        "2–3–2018",
        "2 - 3 - 2018",
        "02/3/2018",
        "02/03/2018",
        "2/ 3/ 2018",
        "2.3.2018",
        "02.03.2018",
        "2018-03-02",
        "2018/03/02",
        "2018-03-02T10:00",
        "08:04, 02/03/2018 (GMT+7)",
        "Quyết định 557 ngày 2-3-2018 của UBND tỉnh",
        "ngày 2/3/2018, tức 02-03-2018",
        "2 March 2018",
        "2nd March 2018",
        "2nd of March, 2018",
        "March 2, 2018",
        "March 2nd, 2018",
        "Mar 2, 2018",
        "2 Mar. 2018",
        "dated March 2, 2018",
    ],
)
def test_reads_every_spelling(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert read_date(unicodedata.normalize(form, text)) == _SECOND_OF_MARCH


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1/7/2025", dt.date(2025, 7, 1)),
        ("ngày 1 tháng năm năm 2021", dt.date(2021, 5, 1)),
        ("ngày 10 tháng mười năm 2021", dt.date(2021, 10, 10)),
        ("ngày 10 tháng mười hai năm 2021", dt.date(2021, 12, 10)),
        ("mồng 1 tháng giêng năm 2021", dt.date(2021, 1, 1)),
        ("29/2/2024", dt.date(2024, 2, 29)),
    ],
)
def test_the_day_stands_first(text: str, date: dt.date) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    "text", ["Sáng 3.3", "ngày 3/3", "Ngày 3-3", "ngày 3 tháng 3", "3 March", "March 3", "chiều 3.3, tại"]
)
def test_a_date_without_a_year_asks_for_it(text: str) -> None:
    with pytest.raises(UnreadableText, match="has no year"):
        read_date(text)
    assert read_date(text, year=2021) == dt.date(2021, 3, 3)


@pytest.mark.parametrize("text", ["2/3/18", "2-3-18", "2.3.18"])
def test_refuses_years_of_two_digits(text: str) -> None:
    with pytest.raises(UnreadableText, match="two digits"):
        read_date(text, year=2018)


@pytest.mark.parametrize(
    "text", ["31/2/2018", "03/15/2018", "0/3/2018", "29/2/2023", "2018-13-01", "ngày 32 tháng 1 năm 2020"]
)
def test_refuses_days_that_the_calendar_does_not_have(text: str) -> None:
    with pytest.raises(InvalidDate, match="no day of the calendar"):
        read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "năm 2020",
        "tháng 10/2020",
        "9 tháng năm 2021",
        "tỷ lệ 3.3",
        "20/20 sở",
        "88/193",
        "45/2016/QĐ-TTg",
        "km 1987+560",
        "ngày 27/9/20119",
        "2018-3",
        "2018-3-x",
        "may 10 bộ",
        "3 tháng đầu năm",
        "5 May",
        "40/30/20",
        "quý III/2020",
        "12 tháng",
        "trong 3 tháng ba",
        "1:2/3/2018",
        "xin chào",
    ],
)
def test_takes_nothing_else_for_a_date(text: str) -> None:
    with pytest.raises(UnreadableText, match="holds no date"):
        read_date(text, year=2020)


def test_names_the_dates_where_there_are_several() -> None:
    with pytest.raises(UnreadableText, match=r"holds 2 dates: '01/07/2023', '15/9/2024'"):
        read_date("01/07/2023 - 15/9/2024")


def test_dates_that_hang_together_are_two() -> None:
    found = list(dates_in(prepare("01/07/2023-15/9/2024")))
    assert [(hit.day, hit.month, hit.year) for hit in found] == [(1, 7, "2023"), (15, 9, "2024")]
