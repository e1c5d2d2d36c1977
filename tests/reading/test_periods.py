"""`read_period` and `read_horizon`."""

from __future__ import annotations

import unicodedata

import pytest

from sotttt.errors import InvalidPeriod, UnreadableText
from sotttt.reading import read_horizon, read_period

_PERIODS = {
    "giai đoạn 2016-2020": "2016..2020",
    "giai đoạn 2016 – 2020": "2016..2020",
    "nhiệm kỳ 2015 - 2020": "2015..2020",
    "từ năm 2021 đến năm 2025": "2021..2025",
    "2021 đến 2025": "2021..2025",
    "năm 2020": "2020",
    "2021": "2021",
    "6 tháng đầu năm 2021": "2021-H1",
    "sáu tháng đầu năm 2021": "2021-H1",
    "6 tháng/2021": "2021-H1",
    "6 tháng cuối năm 2021": "2021-H2",
    "3 tháng đầu năm 2021": "2021-Q1",
    "9 tháng năm 2021": "2021-M01..M09",
    "9 tháng đầu năm 2021": "2021-M01..M09",
    "9 tháng đầu của năm 2021": "2021-M01..M09",
    "12 tháng năm 2021": "2021",
    "nửa đầu năm 2021": "2021-H1",
    "nửa cuối năm 2021": "2021-H2",
    "quý III/2020": "2020-Q3",
    "Quý IV-2020": "2020-Q4",
    "quý 3 năm 2020": "2020-Q3",
    "quý 3, năm 2020": "2020-Q3",
    "quý ba năm 2020": "2020-Q3",
    "Quý tư/2021": "2021-Q4",
    "third quarter of 2020": "2020-Q3",
    "the 3rd quarter of 2020": "2020-Q3",
    "từ 1/1 - 30/6/2020": "2020-H1",
    "1-1 đến ngày 30-9-2020": "2020-M01..M09",
    "tháng 10/2020": "2020-10",
    "tháng 10 năm 2020": "2020-10",
    "tháng 10.2020": "2020-10",
    "tháng mười năm 2020": "2020-10",
    "tháng mười một năm 2020": "2020-11",
    "trong tháng 10/2020": "2020-10",
    "từ tháng 7-2015": "2015-07",
    "10/2020": "2020-10",
    "tháng 1-9/2021": "2021-M01..M09",
    "tháng 1 đến tháng 9 năm 2021": "2021-M01..M09",
    "từ tháng 7/2020 đến tháng 6/2021": "2020-07-01..2021-06-30",
    "ngày 15/7/2020": "2020-07-15",
    "16:51, 28/08/2019 (GMT+7)": "2019-08-28",
    "01/07/2023 đến ngày 15/9/2024": "2023-07-01..2024-09-15",
    "từ ngày 24/9 đến ngày 13/11/2025": "2025-09-24..2025-11-13",
    "từ ngày 15/12 đến ngày 14/3/2025": "2024-12-15..2025-03-14",
    "đến năm 2025": "2025",
    "Đến cuối năm 2025": "2025",
    "đến hết quý II/2025": "2025-Q2",
    "hết tháng 6 năm 2022": "2022-06",
    "chậm nhất ngày 31/12/2025": "2025-12-31",
    "trước năm 2025": "2024-12-31",
    "trước quý II/2025": "2025-03-31",
    "trước tháng 6/2025": "2025-05-31",
    "trước ngày 1/7/2025": "2025-06-30",
    "trước ngày 01 tháng 7 năm 2025": "2025-06-30",
    "trước 31/12/2025": "2025-12-30",
    "before 2025": "2024-12-31",
    "by the end of 2025": "2025",
    "Q3/2020": "2020-Q3",
    "Q3 2020": "2020-Q3",
    "H1 2021": "2021-H1",
    "first half of 2021": "2021-H1",
    "first nine months of 2021": "2021-M01..M09",
    "last three months of 2021": "2021-Q4",
    "October 2020": "2020-10",
    "October, 2020": "2020-10",
    "the period 2016-2020": "2016..2020",
    "2020-M01..M09": "2020-M01..M09",
    "2016..2020": "2016..2020",
    "năm 2020 (cả năm 2020)": "2020",
}


@pytest.mark.parametrize(("text", "period"), _PERIODS.items())
def test_reads_a_period(text: str, period: str) -> None:
    for form in ("NFC", "NFD"):
        assert str(read_period(unicodedata.normalize(form, text))) == period


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("xin chào", "names no period"),
        ("Quyết định số 45/2016/QĐ-TTg", "names no period"),
        ("số 01/2019/QĐ-UBND", "names no period"),
        ("số 2015/QĐ-UBND", "names no period"),
        ("5G", "names no period"),
        ("x2020", "names no period"),
        ("2020s", "names no period"),
        ("tháng này", "names no period"),
        ("mỗi tháng 5 lượt", "names no period"),
        ("năm học 2020-2021", "school year"),
        ("niên khóa 2020-2021", "school year"),
        ("đầu năm 2021", "names no days"),
        ("giữa năm 2021", "names no days"),
        ("13 tháng năm 2020", "more months than a year"),
        ("2016/2017", "names two years"),
        ("1st quarter", "has no year"),
        ("quý III", "has no year"),
        ("tháng 10", "has no year"),
        ("tháng 1 đến tháng 9", "has no year"),
        ("6 tháng đầu năm", "has no year"),
        ("nửa đầu năm", "has no year"),
        ("ngày 3/3", "has no year"),
        ("ngày 3/3/21", "year of two digits"),
        ("31/2/2020", "no day of the calendar"),
        ("15/9/2024 đến 01/07/2023", "names no days"),
        ("tháng 13/2020", "names no month"),
        ("tháng 9 đến tháng 1/2020", "ends before it begins"),
        ("năm 2016, 2017", "names 2 periods: '2016', '2017'"),
        ("giai đoạn 2021-2025 và năm 2021", "names 2 periods"),
        ("2025-2020", "names 2 periods"),
        ("ngày 2/3/2018 đến năm 2020", "names 2 periods"),
    ],
)
def test_refuses_what_names_no_period(text: str, reason: str) -> None:
    with pytest.raises(UnreadableText, match=reason):
        read_period(text)


_HORIZONS = {
    "giai đoạn 2016-2020, định hướng đến năm 2030, tầm nhìn 2045": (
        "2016..2020; orientation 2030; vision 2045"
    ),
    "đến năm 2025, định hướng đến năm 2030, tầm nhìn 2045": "2025; orientation 2030; vision 2045",
    "đến năm 2025 định hướng đến năm 2030": "2025; orientation 2030",
    "giai đoạn 2018 - 2023, tầm nhìn đến 2030": "2018..2023; vision 2030",
    "giai đoạn 2021-2030, tầm nhìn đến năm 2045 và 2050": "2021..2030; vision 2045,2050",
    "giai đoạn 2021-2025, định hướng phát triển đến năm 2030": "2021..2025; orientation 2030",
    "Quyết định 749/QĐ-TTg về Chương trình đến năm 2025, định hướng đến năm 2030": "2025; orientation 2030",
    "đến năm 2020": "2020",
    "to 2025, with orientation to 2030 and a vision to 2045": "2025; orientation 2030; vision 2045",
    "2021-2025": "2021..2025",
    "2016..2020; orientation 2030; vision 2045": "2016..2020; orientation 2030; vision 2045",
}


@pytest.mark.parametrize(("text", "horizon"), _HORIZONS.items())
def test_reads_a_horizon(text: str, horizon: str) -> None:
    for form in ("NFC", "NFD"):
        assert str(read_horizon(unicodedata.normalize(form, text))) == horizon


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("tầm nhìn 2045", "names no plan period"),
        ("xin chào", "names no plan period"),
        ("giai đoạn 2021-2025 và năm 2021", "names 2 plan periods: '2021-2025', '2021'"),
        ("quý III, định hướng đến năm 2030", "has no year"),
    ],
)
def test_refuses_what_is_no_horizon(text: str, reason: str) -> None:
    with pytest.raises(UnreadableText, match=reason):
        read_horizon(text)


def test_a_vision_before_the_end_of_the_plan_is_refused() -> None:
    with pytest.raises(InvalidPeriod):
        read_horizon("giai đoạn 2021-2030, tầm nhìn 2025")
