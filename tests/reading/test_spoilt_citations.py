"""`find_citations`: slips of the pen, drafts, and forms that tell their parts in other ways."""

from __future__ import annotations

import datetime as dt

import pytest

from sotttt.reading import Unread, find_citations

_DAY = dt.date(2020, 6, 3)


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("Quyết định số 45//QĐ-TTg ngày 03/6/2020", "45/QĐ-TTg", "quyet-dinh"),
        ("Quyết định số 45/-QĐ-TTg ngày 03/6/2020", "45/QĐ-TTg", "quyet-dinh"),
        ("Quyết định số 45/QĐ--TTg ngày 03/6/2020", "45/QĐ-TTg", "quyet-dinh"),
        ("Quyết định số 45/QĐ_TTg ngày 03/6/2020", "45/QĐ-TTg", "quyet-dinh"),
        ("Quyết định số 45/QĐ TTg ngày 03/6/2020", "45/QĐ-TTg", "quyet-dinh"),
        ("Quyết định số l2/QĐ-TTg ngày 03/6/2020", "12/QĐ-TTg", "quyet-dinh"),
        ("Quyết định số I2/2O20/QĐ-TTg ngày 03/6/2020", "12/2020/QĐ-TTg", "quyet-dinh"),
        ("Quyết định số O5/QĐ-TTg ngày 03/6/2020", "05/QĐ-TTg", "quyet-dinh"),
        ("Quyết định số 208A/QĐ-UBND ngày 03/6/2020", "208a/QĐ-UBND", "quyet-dinh"),
        ("Số:25/BC-UBND ngày 03/6/2020", "25/BC-UBND", "bao-cao"),
        ("Nghị quyết số 20-NQ/T.Ư ngày 03/6/2020", "20-NQ/TW", "nghi-quyet"),
        ("12 NQ/TW ngày 03/6/2020", "12-NQ/TW", "nghi-quyet"),
        ("84 QĐ/TWĐTN ngày 03/6/2020", "84-QĐ/TWĐTN", None),
        ("24/2020/tt-btttt ngày 03/6/2020", "24/2020/TT-BTTTT", "thong-tu"),
        ("Quyết định số 2500/qđ.ub ngày 03/6/2020", "2500/QĐ-UB", "quyet-dinh"),
        ("Luật số 76-LCT/HĐNN8 ngày 03/6/2020", "76/LCT-HĐNN8", "luat"),
        ("Lệnh số 10 / 2020 / L - CTN ngày 03/6/2020", "10/2020/L-CTN", "lenh"),
        ("64/SL ngày 03/6/2020", "64/SL", "sac-lenh"),
        ("Luật Thử nghiệm 45/2020/QH14 ngày 03/6/2020", "45/2020/QH14", "luat"),
        ("Ngày 03/6/2020, Bộ TT&TT đã có Công văn số 4388/BTTTT-THH", "4388/BTTTT-THH", "cong-van"),
    ],
)
def test_one_reading(text: str, number: str, kind: str | None) -> None:
    (found,) = find_citations(text)
    assert (str(found.number), found.kind and found.kind.id, found.issued) == (number, kind, _DAY)


@pytest.mark.parametrize(
    ("text", "reason", "kind", "code"),
    [
        ("Luật số 12/20/QH13", Unread.MALFORMED, "luat", None),
        ("Sắc lệnh số 5 ngày 3/9/1945 của Chủ tịch nước", Unread.NO_SYMBOL, "sac-lenh", "CTN"),
        ("Nghị quyết 43/2022 của Quốc hội", Unread.NO_SYMBOL, "nghi-quyet", "QH"),
        ("Số: ……/QĐ-UBND", Unread.NO_NUMBER, "quyet-dinh", "UBND"),
        ("Kế hoạch số     /KH-UBND", Unread.NO_NUMBER, "ke-hoach", "UBND"),
        ("Thông tư số ..../2024/TT-BTTTT", Unread.NO_NUMBER, "thong-tu", "BTTTT"),
        ("số …/UBND-KGVX", Unread.NO_NUMBER, "cong-van", "UBND"),
    ],
)
def test_unread_and_not_dropped(text: str, reason: Unread, kind: str, code: str | None) -> None:
    (found,) = find_citations(text)
    assert (found.number, found.reason, found.kind and found.kind.id) == (None, reason, kind)
    assert found.issuer_code == code
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    ["chuyển đổi số /CNTT", "dịch vụ số / TTHC", "số 7 TP/HCM", "ngày …/KH", "số …/12", "kết quả 4 A/B"],
)
def test_no_citation(text: str) -> None:
    assert not find_citations(text)


def test_a_blank_in_a_list_takes_no_number_from_its_neighbour() -> None:
    blank, whole = find_citations("Quyết định số …/QĐ-UBND, số 12/QĐ-UBND")
    assert (blank.number, blank.numeral, str(whole.number)) == (None, None, "12/QĐ-UBND")


def test_a_title_behind_a_dash_is_no_unit() -> None:
    (found,) = find_citations("Quyết định số 12/QĐ-UBND - THÔNG TIN")
    assert found.text == "Quyết định số 12/QĐ-UBND"


def test_slugs_of_joint_circulars() -> None:
    (found,) = find_citations("thong tu lien tich 15 2016 ttlt btttt bxd")
    assert str(found.number) == "15/2016/TTLT-BTTTT-BXD"


@pytest.mark.parametrize(
    ("text", "body", "place"),
    [
        (
            "Thông tư liên tịch số 3/2008/TTLT-BTTTT-BNV của Bộ Thông tin và Truyền thông và Bộ Nội vụ",
            "Bộ Thông tin và Truyền thông; Bộ Nội vụ",
            "VN",
        ),
        ("Quyết định số 5/QĐ-UBND của UBND TP.HCM", "Ủy ban nhân dân thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("Quyết định 315-CT của Chủ tịch Hội đồng Bộ trưởng", "Chủ tịch Hội đồng Bộ trưởng", "VN"),
    ],
)
def test_bodies(text: str, body: str, place: str) -> None:
    (found,) = find_citations(text)
    assert (found.body, found.jurisdiction) == (body, place)
