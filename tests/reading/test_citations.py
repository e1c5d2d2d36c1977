"""`find_citations`: numbers of documents in prose, with what stands beside them."""

from __future__ import annotations

import datetime as dt
import itertools
import pickle
import unicodedata

import pytest

from sotttt.errors import InvalidText
from sotttt.law import DocumentNumber
from sotttt.reading import Citation, find_citations

_MARCH = dt.date(2018, 3, 2)

# text: number, kind, issued, body, jurisdiction, basis
_ONE: dict[str, tuple[str | None, str | None, dt.date | None, str | None, str | None, str]] = {
    "số 555/QĐ-UBND ngày 02/3/2018": ("555/QĐ-UBND", "Quyết định", _MARCH, None, None, "stated"),
    "Nghị quyết số 02-NQ/TU": ("02-NQ/TU", "Nghị quyết", None, None, None, "stated"),
    "Nghị quyết số 17/2019/NQ-CP của Chính phủ": (
        "17/2019/NQ-CP",
        "Nghị quyết",
        None,
        "Chính phủ",
        "VN",
        "stated",
    ),
    "Quyết định số 28/2018/QĐ-TTG của Thủ tướng Chính phủ": (
        "28/2018/QĐ-TTg",
        "Quyết định",
        None,
        "Thủ tướng Chính phủ",
        "VN",
        "stated",
    ),
    "28/2018/QÐ-TTg": ("28/2018/QĐ-TTg", "Quyết định", None, None, None, "stated"),
    "Quyết định 557 ngày 2-3-2018 của UBND tỉnh Tiền Giang": (
        "557/QĐ-UBND",
        "Quyết định",
        _MARCH,
        "Ủy ban nhân dân tỉnh Tiền Giang",
        "Tiền Giang",
        "inferred",
    ),
    "Quyết định 45/2016 của Thủ tướng Chính phủ": (
        "45/2016/QĐ-TTg",
        "Quyết định",
        None,
        "Thủ tướng Chính phủ",
        "VN",
        "inferred",
    ),
    "Chỉ thị 03 của Bộ Chính trị": ("03-CT/TW", "Chỉ thị", None, "Bộ Chính trị", "VN", "inferred"),
    "Nghị định 15 của Chính phủ": (None, "Nghị định", None, "Chính phủ", "VN", "partial"),
    "Quyết định 45/2016": (None, "Quyết định", None, None, None, "partial"),
    "Quyết định 3 của Sở Tài chính": ("03/QĐ-STC", "Quyết định", None, "Sở Tài chính", None, "inferred"),
    "Công văn 3 của Sở Tài chính": (None, "Công văn", None, "Sở Tài chính", None, "partial"),
    "Nghị quyết số 05-NQ/TU ngày 17 tháng 6 năm 2021 của Ban Chấp hành Đảng bộ tỉnh": (
        "05-NQ/TU",
        "Nghị quyết",
        dt.date(2021, 6, 17),
        "Ban Chấp hành Đảng bộ tỉnh",
        None,
        "stated",
    ),
    "Luật Viễn thông số 41/2009/QH12, ngày 23/11/2009": (
        "41/2009/QH12",
        "Luật",
        dt.date(2009, 11, 23),
        None,
        None,
        "stated",
    ),
    "số 62/2020QH14": ("62/2020/QH14", None, None, None, None, "stated"),
    "Thông tư liên tịch số 15/2016/TTLT-BTTTT-BXD": (
        "15/2016/TTLT-BTTTT-BXD",
        "Thông tư liên tịch",
        None,
        None,
        None,
        "stated",
    ),
    "Quyết định số 5/QĐ-BNGT của Bộ Ngoại thương": ("05/QĐ-BNGT", "Quyết định", None, None, None, "stated"),
    "số 12/2020TT-BTC": ("12/2020/TT-BTC", "Thông tư", None, None, None, "stated"),
    "số 12/AB-CD-EF-GH-IJ-KL": ("12/AB-CD-EF-GH-IJ-KL", "Công văn", None, None, None, "stated"),
    "Nghị quyết số 36a/NQ-CP": ("36a/NQ-CP", "Nghị quyết", None, None, None, "stated"),
    "Công văn số 2231/SNV-CCHC&PC ngày 28 tháng 9 năm 2018": (
        "2231/SNV-CCHC&PC",
        "Công văn",
        dt.date(2018, 9, 28),
        None,
        None,
        "stated",
    ),
    "Quyết định số 505/QĐ-TTg của Thủ tướng Chính phủ ngày 22 tháng 4 năm 2022": (
        "505/QĐ-TTg",
        "Quyết định",
        dt.date(2022, 4, 22),
        "Thủ tướng Chính phủ",
        "VN",
        "stated",
    ),
    "Quyết định số 912 / QĐ - UBND , ban hành ngày 02/3/2018": (
        "912/QĐ-UBND",
        "Quyết định",
        _MARCH,
        None,
        None,
        "stated",
    ),
    "Công văn số 970/BKHĐT-QLQH của Bộ Kế hoạch và Đầu tư": (
        "970/BKHĐT-QLQH",
        "Công văn",
        None,
        "Bộ Kế hoạch và Đầu tư",
        "VN",
        "stated",
    ),
    "Báo cáo số 211/BC-STTTT của Sở TT&TT tỉnh Bà Rịa - Vũng Tàu": (
        "211/BC-STTTT",
        "Báo cáo",
        None,
        "Sở Thông tin và Truyền thông tỉnh Bà Rịa - Vũng Tàu",
        "Bà Rịa - Vũng Tàu",
        "stated",
    ),
    "Kế hoạch số 40/KH-UBND của UBND TP. Đà Nẵng": (
        "40/KH-UBND",
        "Kế hoạch",
        None,
        "Ủy ban nhân dân thành phố Đà Nẵng",
        "Đà Nẵng",
        "stated",
    ),
    "Ngày 02/3/2018, UBND tỉnh Quảng Trị đã ban hành Quyết định số 398/QĐ-UBND": (
        "398/QĐ-UBND",
        "Quyết định",
        _MARCH,
        "Ủy ban nhân dân tỉnh Quảng Trị",
        "Quảng Trị",
        "stated",
    ),
    "Ngày 2/3/2018 vừa qua, UBND tỉnh ban hành Kế hoạch số 176/KH-UBND": (
        "176/KH-UBND",
        "Kế hoạch",
        _MARCH,
        "Ủy ban nhân dân tỉnh",
        None,
        "stated",
    ),
    "02-03-2018 Quyết định số 13/2018/QĐ-UBND": (
        "13/2018/QĐ-UBND",
        "Quyết định",
        _MARCH,
        None,
        None,
        "stated",
    ),
    "Ngày 2/3/2018 họp. Ông đã ký Quyết định số 13/QĐ-UBND": (
        "13/QĐ-UBND",
        "Quyết định",
        None,
        None,
        None,
        "stated",
    ),
    "Ngày 2/3/2018 theo Quyết định số 13/QĐ-UBND": ("13/QĐ-UBND", "Quyết định", None, None, None, "stated"),
    "Nghị quyết 52-NQ/TW ngày 27/9/20119 của Bộ Chính trị": (
        "52-NQ/TW",
        "Nghị quyết",
        None,
        "Bộ Chính trị",
        "VN",
        "stated",
    ),
    "Quyết định số 5/QĐ-UBND ngày 31/2/2018": ("05/QĐ-UBND", "Quyết định", None, None, None, "stated"),
    "Quyết định số 362/QĐ-TTg ngày 3-4": ("362/QĐ-TTg", "Quyết định", None, None, None, "stated"),
    "Resolution No. 52-NQ/TW of September 27, 2019": (
        "52-NQ/TW",
        "Nghị quyết",
        dt.date(2019, 9, 27),
        None,
        None,
        "stated",
    ),
    "Directive No. 04/CT-TTg dated March 2, 2018": ("04/CT-TTg", "Chỉ thị", _MARCH, None, None, "stated"),
}


@pytest.mark.parametrize(("text", "wanted"), _ONE.items())
def test_reads_one_citation(
    text: str, wanted: tuple[str | None, str | None, dt.date | None, str | None, str | None, str]
) -> None:
    for variant in (text, unicodedata.normalize("NFD", text), f"(theo {text}; và)"):
        (hit,) = find_citations(variant)
        number, kind, *rest = wanted
        assert str(hit.number) == str(number)
        assert (hit.kind.name if hit.kind else None) == kind
        assert [hit.issued, hit.body, hit.jurisdiction, hit.basis] == rest
        start, end = hit.span
        assert unicodedata.normalize("NFC", variant[start:end].replace("Ð", "Đ")) == hit.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20/20 Sở, ngành, 9/9 huyện",
        "Điện thoại: 0228.3123456; Hotline 0865015015",
        "Trụ sở: Số 12 Lê Lợi, TP Vinh",
        "trong quý đã có 03 chỉ thị, 05 nghị quyết và 14 kế hoạch",
        "theo kế hoạch 5 năm của UBND tỉnh",
        "đạt khoảng 30%/năm",
        "Chính phủ đã ban hành 112 Nghị định",
        "Kế hoạch 5 năm 2021-2025",
        "Kế hoạch 2021",
        "Quyết định 12 hộ nghèo",
        "trong kế hoạch 10/2020 đã giao",
        "Quyết định số 20/20 sở",
        "Quyết định trên địa bàn tỉnh",
        "Quyết định này có hiệu lực từ ngày ký",
        "CÔNG BÁO TIỀN GIANG/Số 129/ Ngày 01-05-2011",
        "Tiêu chuẩn TCVN 6909:2001",
        "km 1987+560",
        "16:51, 28/08/2019 (GMT+7)",
        "giai đoạn 2016-2020",
        "từ 10-GB/s",
        "mục 12.QĐ",
        "5G, 4G/5G",
        "Quyết định 2/3/2018, Quyết định 2 tháng 3 năm 2018, Kế hoạch 100 tháng 3",
        "12/USD-VND của 3",
        "xếp hạng 09/63 tỉnh",
        "số 12/2020/x",
        "Mẫu số 02/TT",
        "hợp đồng số hóa 12 dịch vụ",
        "điện thoại 024.3945/6789, biển số 63A-123.45",
        "lô đất số 12/3A, thửa 45, tỷ lệ 1/500",
        "QCVN 01:2013/BTTTT, ISO/IEC 27002, F-16/CP",
        "quý I/2020, tháng 6/2021, nhiệm kỳ 2015 - 2020",
    ],
)
def test_finds_nothing_where_nothing_is_cited(text: str) -> None:
    assert find_citations(text) == ()


def test_citations_stand_in_order_and_do_not_overlap() -> None:
    text = (
        "Thực hiện Quyết định số 942/QĐ-TTg\nngày 15/6/2021 của Thủ tướng Chính phủ, Nghị quyết số "
        "08-NQ/TU ngày 06/10/2021 của Tỉnh ủy và Quyết định số 605/QĐ-UBND; số 12/2020/NĐ-CP"
    )
    found = find_citations(text)
    assert [str(hit.number) for hit in found] == ["942/QĐ-TTg", "08-NQ/TU", "605/QĐ-UBND", "12/2020/NĐ-CP"]
    assert [text[slice(*hit.span)] for hit in found] == [hit.text for hit in found]
    assert [hit.body for hit in found] == ["Thủ tướng Chính phủ", "Tỉnh ủy", None, None]
    assert all(one.span[1] <= other.span[0] for one, other in itertools.pairwise(found))


def test_a_citation_is_a_value() -> None:
    (hit,) = find_citations("Quyết định 45/2016 của Thủ tướng Chính phủ")
    assert hit == pickle.loads(pickle.dumps(hit))  # noqa: S301  # our own pickle
    assert hash(hit) == hash(find_citations(hit.text)[0])
    assert isinstance(hit, Citation)
    assert hit.number == DocumentNumber.parse("45/2016/QĐ-TTg")


def test_refuses_what_is_no_text() -> None:
    with pytest.raises(InvalidText):
        find_citations(b"555")  # type: ignore[arg-type]  # the point of the test
