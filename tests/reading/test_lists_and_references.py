"""`find_citations`: lists, what points back, what is unread, and `complete`."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt.errors import InvalidText
from sotttt.law import Document, Register
from sotttt.reading import Citation, Context, Unread, _near, complete, find_citations
from sotttt.reading import _citing as citing
from sotttt.reading._tokens import tokenise
from sotttt.text import nfc

_MARCH = dt.date(2018, 3, 2)


def numbers(text: str) -> list[str | None]:
    return [None if hit.number is None else str(hit.number) for hit in find_citations(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("các Quyết định số 555/QĐ-UBND và 557/QĐ-UBND ngày 02/3/2018", ["555/QĐ-UBND", "557/QĐ-UBND"]),
        ("các Quyết định 555, 557 ngày 2-3-2018 của UBND tỉnh Tiền Giang", ["555/QĐ-UBND", "557/QĐ-UBND"]),
        ("các Quyết định số 555, 557/QĐ-UBND", ["555/QĐ-UBND", "557/QĐ-UBND"]),
        ("các Quyết định số 5, 7/2020/QĐ-UBND", ["05/2020/QĐ-UBND", "07/2020/QĐ-UBND"]),
        ("Ngày 2/3/2018, UBND tỉnh ban hành Quyết định 555, 557", ["555/QĐ-UBND", "557/QĐ-UBND"]),
        ("Nghị định 10, 12 và 15", [None, None, None]),
        ("Nghị định số 10/2020/NĐ-CP, 12/2021/NĐ-CP", ["10/2020/NĐ-CP", "12/2021/NĐ-CP"]),
        ("Nghị quyết 57, 10 nhiệm vụ trọng tâm", [None]),
        ("Nghị quyết số 57-NQ/TW, 12 chỉ tiêu", ["57-NQ/TW"]),
        ("Tờ trình số: 421/TTr-STC ngày 29/10/2025, 501/TTr-STC", ["421/TTr-STC", "501/TTr-STC"]),
    ],
)
def test_lists(text: str, wanted: list[str | None]) -> None:
    assert numbers(text) == wanted


def test_an_item_with_a_date_of_its_own_keeps_it() -> None:
    text = "các Quyết định số 555/QĐ-UBND ngày 01/02/2018 và 557/QĐ-UBND ngày 02/3/2018 của UBND tỉnh Bến Tre"
    first, last = find_citations(text)
    assert (first.issued, last.issued) == (dt.date(2018, 2, 1), dt.date(2018, 3, 2))
    assert first.body == last.body == "Ủy ban nhân dân tỉnh Bến Tre"


def test_what_stands_once_for_a_list_of_several() -> None:
    first, second = find_citations("các Quyết định 555, 557 ngày 2-3-2018 của UBND tỉnh Tiền Giang")
    assert first.issued == second.issued == _MARCH
    assert first.jurisdiction == second.jurisdiction == "Tiền Giang"
    assert (first.filled, second.filled) == (("issued", "body", "jurisdiction"), ("kind",))
    alone, _ = find_citations("Quyết định số 555/QĐ-UBND và 557/QĐ-UBND ngày 02/3/2018")
    assert alone.issued is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Short names of what the text cites in full.
        ("Quyết định số 765/QĐ-BTTTT (sau đây viết tắt là Quyết định số 765)", ["765/QĐ-BTTTT"] * 2),
        ("Theo Nghị định 15: Nghị định số 15/2020/NĐ-CP", ["15/2020/NĐ-CP"] * 2),
        ("Quyết định số 10/2022/QĐ-TTg, Quyết định số 10/2023/QĐ-TTg; Quyết định số 10", [None]),
        ("Kế hoạch số 05-KH/TU; Quyết định số 5", [None]),
        ("Quyết định số 5/QĐ-UBND; Quyết định 5 của Sở Tài chính", ["05/QĐ-STC"]),
        ("Quyết định số 5/2019/QĐ-UBND; Quyết định 5/2020", [None]),
        # What points back.
        ("Nghị quyết số 57-NQ/TW. Nghị quyết trên nêu rõ", [None]),
        ("Nghị quyết số 57-NQ/TW. Nghị quyết nêu trên, ", ["57-NQ/TW"] * 2),
        ("Nghị quyết số 57-NQ/TW; Nghị quyết số 71/NQ-CP; Nghị quyết nói trên.", [None]),
        ("đã ban hành Quyết định số 5/QĐ-UBND. Quyết định này có hiệu lực", ["05/QĐ-UBND"] * 2),
        ("Số: 44/2025/QĐ-CTUBND\nQuyết định này thay thế Quyết định số 5/QĐ-UBND", None),
        ("Kế hoạch nêu trên.", [None]),
    ],
)
def test_references(text: str, wanted: list[str | None] | None) -> None:
    found = numbers(text)
    if wanted is None:
        assert found == ["44/2025/QĐ-CTUBND", "44/2025/QĐ-CTUBND", "05/QĐ-UBND"]
    elif text.endswith("nêu rõ"):
        assert found == ["57-NQ/TW", "57-NQ/TW"]
    else:
        assert found[-len(wanted) :] == wanted


def test_this_decision_is_the_one_that_speaks_unless_it_is_told_of() -> None:
    assert numbers("Căn cứ Quyết định số 5/QĐ-UBND. Quyết định này có hiệu lực") == ["05/QĐ-UBND"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nghị định 15 của Chính phủ", Unread.NO_YEAR),
        ("Chỉ thị 05", Unread.NO_ISSUER),
        ("Quyết định số 12/2020/QĐ", Unread.NO_ISSUER),
        ("Luật số 5/2020", Unread.NO_SYMBOL),
        ("Công văn 1234 của Bộ Nội vụ", Unread.NO_SYMBOL),
        ("theo Đề án 06", Unread.NICKNAME),
        ("số 27/20119/QĐ-TTg", Unread.MALFORMED),
        ("Nghị quyết số 3/TW của BCH Trung ương", Unread.MALFORMED),
        ("Nghị quyết nêu trên.", Unread.NO_ANTECEDENT),
        ("Kết luận số 1-KL/TW, Kết luận số 2-KL/TW. Kết luận trên, ", Unread.SEVERAL_ANTECEDENTS),
    ],
)
def test_the_unread_are_kept_with_a_reason(text: str, reason: Unread) -> None:
    hit = find_citations(text)[-1]
    assert (hit.number, hit.reason, hit.basis) == (None, reason, "partial")


@pytest.mark.parametrize(
    ("text", "number", "repairs"),
    [
        ("Quyết định số 1O5/2O16/QĐ-TTg", "105/2016/QĐ-TTg", ("digits",)),
        ("Nghị định số 25/2011/-CP", "25/2011/NĐ-CP", ()),
        ("Nghị định số 04／2008／NĐ-CP", "04/2008/NĐ-CP", ("characters",)),
        ("Nghị quyết số 81/2023/qh15", "81/2023/QH15", ("letters",)),
        ("Quyết định số 84 QĐ/TWĐTN", "84-QĐ/TWĐTN", ("spaces", "separators")),
        ("Quyết định số 1.755/QĐ-TTg", "1755/QĐ-TTg", ("digits",)),
        ("Nghị quyết 66.1/2025/NQ-CP", "66.1/2025/NQ-CP", ()),
        ("quyet-dinh-555-qd-ubnd-phe-duyet", "555/QĐ-UBND", ("separators", "letters")),
        ("nghi quyet 51 2017 qh14", "51/2017/QH14", ("spaces", "separators", "letters")),
        ("56/2015 09/06/2015 Nghị định", "56/2015/NĐ-CP", ()),
        ("Quyết\nđịnh số 1172/\nQĐ-UBND", "1172/QĐ-UBND", ("spaces",)),
        ("Q\nuyết định 557 ngày 2/3/2018 của UBND tỉnh", "557/QĐ-UBND", ()),
        ("Nghịquyết 19 của Chính phủ", "19/NQ-CP", ()),
        ("Nghi quyet s6 173-CP", "173-CP", ()),
        ("số 245-CP/1976", "245-CP", ()),
    ],
)
def test_spoilt_spellings(text: str, number: str, repairs: tuple[str, ...]) -> None:
    (hit,) = find_citations(text)
    assert str(hit.number) == number
    assert hit.repairs == repairs


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Nghị quyết số 13-NQ/TW của Hội nghị Trung ương 4 khóa XI", "Hội nghị Trung ương 4 khóa XI"),
        ("số 4-NQ/TU của Hội nghị Tỉnh ủy lần thứ 5 Khoá XX", "Hội nghị Tỉnh ủy lần thứ 5 khóa XX"),
        ("số 4-NQ/TU của Hội nghị khách hàng", None),
        ("số 562-CV/BCS của Ban Cán sự Đảng UBND tỉnh", "Ban Cán sự Đảng Ủy ban nhân dân tỉnh"),
        ("số 5-KL/ĐU của Đảng ủy xã Tân Lập", "Đảng ủy xã Tân Lập"),
        ("số 02-NQ/TU về chuyển đổi số tỉnh Quảng Trị", "Tỉnh ủy Quảng Trị"),
        ("số 02-NQ/TU về chuyển đổi số thành phố Đà Nẵng", "Thành ủy Đà Nẵng"),
        ("số 02-NQ/TU về chuyển đổi số; tỉnh Quảng Trị", None),
        ("số 02-NQ/TU về chuyển đổi số", None),
        ("số 83/BKHCN-BTTTT-VP", "Bộ Khoa học và Công nghệ; Bộ Thông tin và Truyền thông"),
        ("Tờ trình số 780/TTr-QNI-KTHT", None),
        ("Thông báo số 12 của VPCP", "Văn phòng Chính phủ"),
        ("Circular No. 5/2017/TT-BNV of the Ministry of Home Affairs", "Bộ Nội vụ"),
        ("thông tư 11 bộ TTTT/2018", "Bộ Thông tin và Truyền thông"),
    ],
)
def test_issuers(text: str, issuer: str | None) -> None:
    assert find_citations(text)[0].issuer == issuer


def test_numeral_year_and_code_of_what_has_no_number() -> None:
    (hit,) = find_citations("144-2018.QD VV BAN HANH QUY CHE")
    assert (hit.numeral, hit.year, hit.issuer_code, hit.issuer, hit.repairs) == ("144", 2018, None, None, ())
    (hit,) = find_citations("Quyết định 1461/QĐ-UBND năm 2018")
    assert (hit.issued_in, hit.year, hit.issuer_code) == (2018, None, "UBND")


def one(text: str) -> Citation:
    (hit,) = find_citations(text)
    return hit


def test_completing_from_context() -> None:
    found = complete(one("Nghị định 15 của Chính phủ"), Context(year=2020))
    assert (str(found.number), found.filled, found.basis) == ("15/2020/NĐ-CP", ("number", "year"), "inferred")
    assert complete(one("Nghị định 15 của Chính phủ"), Context()).reason is Unread.NO_YEAR
    found = complete(one("Chỉ thị 05"), Context(issuer="Bộ Chính trị"))
    assert (str(found.number), found.body, found.jurisdiction) == ("05-CT/TW", "Bộ Chính trị", "VN")
    found = complete(one("Thông tư 5"), Context(issuer="Bộ Nội vụ"))
    assert (found.number, found.reason) == (None, Unread.NO_YEAR)
    found = complete(one("Quyết định 557"), Context(issuer="UBND tỉnh Tiền Giang", place="Tiền Giang"))
    assert (str(found.number), found.jurisdiction) == ("557/QĐ-UBND", "Tiền Giang")
    assert complete(one("Quyết định 557"), Context(issuer="Câu lạc bộ")).number is None


HERE = Context(issuer="UBND tỉnh Tiền Giang", place="Tiền Giang", year=2018)


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định 45/QĐ-TTg",
        "Quyết định số 45/2/QĐ-TTg",
        "Quyết định số 12/20119/QĐ-TTg",
        "Quyết định số 12/20119/QĐ-XYZ",
        "Nghị quyết số 12/20119/NQ-CP ngày 2/3/2018",
        "Nghị quyết số 12/20119/NQ-HĐND",
        "Quyết định số 12/20119/QĐ–BTTTT",
        "Nghị quyết số 5/QH15",
        "Luật 56",
        "Nghị định 15",
        "Thông tư 5",
        "Kết luận 5",
        "Pháp lệnh 5",
    ],
)
def test_a_context_that_contradicts_gives_nothing(text: str) -> None:
    for citation in find_citations(text):
        done = complete(citation, HERE)
        assert (done.jurisdiction, {"body", "jurisdiction"} & set(done.filled)) == (None, set())
        assert done.issuer_code == citation.issuer_code


@pytest.mark.parametrize(
    ("text", "context", "body"),
    [
        ("Quyết định số 12/20119/QĐ-UBND", HERE, "UBND tỉnh Tiền Giang"),
        ("Quyết định số 12/20119/QĐ-UB", HERE, "UBND tỉnh Tiền Giang"),
        ("Quyết định số 12/20119/QĐ", HERE, "UBND tỉnh Tiền Giang"),
        ("số 12/QĐ-UB", HERE, "UBND tỉnh Tiền Giang"),
        ("Quyết định số 12/20119/QĐ-TTg", Context(issuer="Thủ tướng Chính phủ"), "Thủ tướng Chính phủ"),
        ("Kết luận 5", Context(issuer="Bộ Chính trị"), "Bộ Chính trị"),
        ("Thông tư 5", Context(issuer="Bộ Nội vụ"), "Bộ Nội vụ"),
        ("Thông tư 5", Context(issuer="Tỉnh ủy Tiền Giang"), None),
        ("Sắc lệnh số 5", Context(issuer="Chủ tịch nước"), "Chủ tịch nước"),
    ],
)
def test_a_context_that_agrees_gives_the_body(text: str, context: Context, body: str | None) -> None:
    done = complete(one(text), context)
    assert done.body == body
    assert ("body" in done.filled) == (body is not None)


def test_the_place_is_that_of_the_body_of_the_context() -> None:
    here = Context(issuer="UBND tỉnh Tiền Giang", place="Quảng Trị")
    assert complete(one("Quyết định 557"), here).jurisdiction == "Tiền Giang"
    assert complete(one("Sắc lệnh số 5"), Context(issuer="Chủ tịch nước", year=1950)).number is None
    done = complete(one("Quyết định 557"), Context(issuer="UBND tỉnh"))
    assert (done.body, done.jurisdiction) == ("UBND tỉnh", None)
    done = complete(one("Quyết định 557"), Context(issuer="UBND tỉnh", place="Tiền Giang"))
    assert (done.body, done.jurisdiction) == ("UBND tỉnh Tiền Giang", "Tiền Giang")
    done = complete(one("Quyết định 557"), Context(issuer="UBND", place="Tiền Giang"))
    assert (done.body, done.jurisdiction) == ("UBND", None)
    assert complete(one("số 66-QĐ/TW"), Context(issuer="Bộ Chính trị")).body == "Bộ Chính trị"
    assert complete(one("Chỉ thị số 0"), HERE).number is None
    department = complete(one("số 5/TTr-STTTT"), Context(place="Hà Nội"))
    assert department.body == "Sở Thông tin và Truyền thông Hà Nội"


def test_the_register_is_asked_for_documents_of_the_body_alone() -> None:
    ours = Document(number="12/QĐ-UBND", issuer="UBND tỉnh Tiền Giang", issued=_MARCH, title="a", kind="QĐ")
    theirs = Document(number="12/QĐ-TTg", issued=_MARCH, title="b", kind="QĐ")
    home = Document(number="12/2018/TT-BNV", issued=_MARCH, title="c")
    numberless = Document(kind="QĐ", issuer="UBND tỉnh Tiền Giang", issued=_MARCH, title="d")
    context = attrs.evolve(HERE, register=Register([ours, theirs, home, numberless]))
    spoilt = complete(one("Quyết định số 12/20119/QĐ-TTg ngày 2/3/2018"), context)
    assert (spoilt.document, str(spoilt.number)) == (theirs.id, "12/QĐ-TTg")
    assert complete(one("Thông tư 12 của Bộ Xây dựng"), context).document is None
    assert complete(one("Thông tư 12 của Bộ Nội vụ"), context).document == home.id


def test_the_place_is_given_to_bodies_of_provinces_only() -> None:
    here = Context(place="Tiền Giang")
    assert complete(one("số 5/QĐ-UBND"), here).jurisdiction is None
    assert complete(one("số 5/QĐ-TTg"), here).jurisdiction is None
    named = complete(one("số 5/QĐ-UBND của UBND tỉnh"), here)
    assert (named.body, named.filled) == (
        "Ủy ban nhân dân tỉnh Tiền Giang",
        ("body", "jurisdiction"),
    )
    assert complete(one("số 5-NQ/TU"), here).body == "Tỉnh ủy Tiền Giang"
    assert complete(one("số 5-NQ/TU của Tỉnh ủy"), here).body == "Tỉnh ủy Tiền Giang"
    assert complete(one("số 5/TTr-STTTT của Sở TT&TT"), here).jurisdiction == "Tiền Giang"
    elsewhere = one("số 5/QĐ-UBND của UBND tỉnh Quảng Trị")
    assert complete(elsewhere, here) == elsewhere


def test_completing_from_a_register() -> None:
    plan = Document(
        number="555/QĐ-UBND", issuer="UBND tỉnh Tiền Giang", issued=_MARCH, title="Quy hoạch", kind="QĐ"
    )
    other = Document(
        number="555/QĐ-UBND", issuer="UBND tỉnh Vĩnh Phúc", issued="2019-05-05", title="Kế hoạch", kind="QĐ"
    )
    prime = Document(number="45/2016/QĐ-TTg", issuer="Thủ tướng Chính phủ", issued="2016-10-19", title="x")
    register = Register([plan, other, prime])

    found = complete(one("Quyết định 45/2016"), Context(register=register))
    assert (str(found.number), found.document) == ("45/2016/QĐ-TTg", prime.id)
    assert found.issued == dt.date(2016, 10, 19)
    assert {"number", "issued", "body"} <= set(found.filled)

    found = complete(one("Quyết định số 555/QĐ-UBND"), Context(register=register))
    assert (found.document, set(found.candidates)) == (None, {plan.id, other.id})
    found = complete(one("Quyết định số 555/QĐ-UBND ngày 2/3/2018"), Context(register=register))
    assert (found.document, found.candidates) == (None, (plan.id,))
    found = complete(one("số 555/QĐ-UBND"), Context(register=register, place="Tiền Giang", year=2018))
    assert (found.document, found.candidates) == (plan.id, ())
    found = complete(one("số 555/QĐ-UBND năm 2018 của UBND tỉnh Tiền Giang"), Context(register=register))
    assert found.document == plan.id
    found = complete(one("số 555/QĐ-UBND ngày 3/3/2018"), Context(register=register))
    assert (found.document, found.candidates) == (None, ())
    found = complete(one("số 9/QĐ-UBND"), Context(register=register))
    assert (found.document, found.candidates) == (None, ())
    pointing = find_citations("Nghị quyết nêu trên.")[0]
    assert complete(pointing, Context(register=register)) == pointing


@pytest.mark.parametrize("year", [1900, 2200, True, "2018"])
def test_a_year_of_the_context_is_one(year: int) -> None:
    with pytest.raises(InvalidText):
        Context(year=year)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Quyết định số 555/QĐ-UBND. Quyết định trên", ["555/QĐ-UBND", "555/QĐ-UBND"]),
        ("Quyết định đó", [None]),
        ("Quyết định số 12O của UBND tỉnh Tiền Giang", [None]),
        ("Chỉ thị 2016 đã nêu, Chỉ thị 1.016 nữa", []),
        ("56/2015 09/06/2015 Nghị định", ["56/2015/NĐ-CP"]),
        ("56/2015 09/06/2015 quyết định", []),
        ("Nghị quyết số 29-NQ/TW của Hội nghị Ban Chấp hành Trung ương", ["29-NQ/TW"]),
        ("Nghị quyết số 29-NQ/TW của Hội nghị Trung ương 8 khóa mới", ["29-NQ/TW"]),
        ("Quyết định 12/2016.QĐ.UBND", ["12/2016/QĐ-UBND"]),
        ("Nghị định 48-2009-nd-zz", ["48/2009/NĐ-ZZ"]),
        ("quyết định của tỉnh số 12/QĐ-UBND", ["12/QĐ-UBND"]),
        ("Chỉ thị 05 và Chỉ thị 06, chỉ thị 07", [None, None, None]),
        ("Nghị quyết số 02-NQ/TU về 5 việc của tỉnh", ["02-NQ/TU"]),
        (
            "Nghị quyết số 02-NQ/TU về việc làm tốt hơn mọi việc của mọi nhà trong mọi năm sau này nữa",
            ["02-NQ/TU"],
        ),
    ],
)
def test_rare_forms(text: str, wanted: list[str | None]) -> None:
    found = [None if one.number is None else str(one.number) for one in find_citations(text)]
    assert found == wanted


def test_a_text_may_end_anywhere() -> None:
    text = "Các Quyết định 555/QĐ-UBND và 557/QĐ-UBND ngày 02/3/2018 của UBND tỉnh; Quyết định nêu trên"
    for end in range(len(text) + 1):
        for one in find_citations(text[:end]):
            assert text[:end][slice(*one.span)] == one.text


def test_a_law_without_its_year_is_not_completed_by_a_wrong_body() -> None:
    (law,) = find_citations("Luật 56 của Quốc hội")
    assert complete(law, Context(issuer="UBND tỉnh Tiền Giang", year=2010)).number is None
    assert complete(law, Context(issuer="Quốc hội", year=2010)).number is None


ODD = (
    "Chỉ thị 2.016 nêu",
    "Nghị quyết 2016 của tỉnh",
    "Quyết định số 12O của UBND tỉnh Tiền Giang",
    "Quyết định 12l/QĐ-UBND ngày 2/3/2018",
    "56/2015 09/06/2015 quyết định",
    "56/2015 09/06/2015 Nghị định",
    "/56/2015 09/06/2015 Nghị định",
    "56/2015 09/06/2015 abc def",
    "Luật 56 của Quốc hội",
    "Nghị quyết của Tỉnh ủy A - Vũng Tàu số 02-NQ/TU",
    "Nghị quyết số 02-NQ/TU về chuyển đổi số thành phố Đà Nẵng",
    "Nghị quyết số 02-NQ/TU về chuyển đổi số tỉnh",
    "Nghị quyết số 02-NQ/TU về chuyển đổi số của tỉnh Bà Rịa - Vũng Tàu",
    "Quyết định 12/2016 . QĐ-UBND",
    "Quyết định 12/2016.QĐ-UBND",
    "Quyết định 12/2016.QĐ.UBND",
    "Quyết định số 5O/QĐ-UBND",
    "Quyết định số 5O5/QĐ-UBND",
    "Quyết định số 5O ngày",
    "quyet-dinh-48-2009-xx-yy",
    "48-2009-qd-ttg",
    "nghi-quyet-51-2017-zz",
    "nghi-dinh-5.1-2017-nd-cp",
    "Quyết định 12/2016 QĐ-UBND",
    "Quyết định 12 QĐ UBND",
    "Quyết định 12 QĐ",
    "Quyết định 12 QĐ/xyz",
    "12/xyz-abc",
    "luật 12/qh15-abc",
    "kết luận 12-kl/xx",
    "Quyết định 555/QĐ-UBND ngày 2/3/2018. Quyết định 555/2019 đã nêu. Quyết định 555 nêu trên",
    "Chỉ thị 05 và Chỉ thị 06, chỉ thị 07",
    "Chỉ thị 05-06-2018",
    "Quyết định 05/06/2018",
    "chỉ thị 05 người",
    "Quyết định số 45/2016/QĐ-TTg; Quyết định 45/2017; Quyết định 45",
    "văn bản 20 chữ quyết định 5 Nghị quyết số 5",
    "các 3 quyết định số 12/QĐ-UBND",
    "kết luận 5 số 12-KL/TU",
    "Quyết định theo của số 12/QĐ-UBND",
    "\u0110iều 1 số 12",
    "56/2015/QĐ-UBND",
    "Xã 56/2015/QĐ-UBND",
    "° 56/2015/QĐ-UBND",
    "Quyết  định  số  56/2015/Q Đ-UBND",
    "Quyết định số 555 / QĐ - UBND",
    "QUYẾT ĐỊNH SỐ 555/QÐ-UBND",
    "Chỉ thị 2016 đã nêu",
    "Chỉ thị 2016, Chỉ thị 05",
    "Chỉ thị 1.016, nêu",
    "theo Chỉ thị 2016.",
    "Nghị quyết 2015 và Nghị quyết 2016",
    "Hội nghị Trung ương 5 số 12-NQ/TW",
    "Nghị quyết Hội nghị Trung ương 5 khóa XI số 12-NQ/TW",
    "Nghị quyết Hội nghị Ban Chấp hành Trung ương lần thứ tám số 29-NQ/TW",
    "Nghị quyết số 29-NQ/TW của Hội nghị Trung ương 8 khóa XI",
    "Nghị quyết số 29-NQ/TW của Hội nghị Trung ương 8",
    "Nghị quyết số 29-NQ/TW của Hội nghị Ban Chấp hành Trung ương lần thứ tám",
    "Nghị quyết số 29-NQ/TW của Hội nghị Trung ương 8 khóa mới",
    "Nghị quyết số 29-NQ/TW của Hội nghị Ban Chấp hành Trung ương",
    "quyết định ban hành văn bản số 12/QĐ-UBND",
    "quyết định của tỉnh số 12/QĐ-UBND",
    "theo quyết định của người dân số 12/QĐ-UBND",
    "nghị quyết nêu tại văn bản số 12/QĐ-UBND",
    "luật 12/qh15",
    "luật 12/qh15/qh14/qh13/qh12",
    "kl 12-kl/đu-kl/đu-kl/đu",
    "kết luận 12-kl/đu/kl/đu/kl/đu",
    "luat-12-2015-xx",
    "48-2009-nd-zz",
    "Nghị định 48-2009-nd-zz.html",
    "nghi-dinh-48-2009-nd-zz",
    "nghi-dinh-48-2009-zz",
    "quyet-dinh-713-ubnd",
    "quyet-dinh-713-Ubnd",
    "quyet-dinh-713-UBND",
    "quyết định 713 Ubnd",
    "Quyet-dinh-51-2017-ubnd",
    "nghi-quyet-51-2017-ubnd",
    "https://x.vn/quyet-dinh-51-2017-ubnd.html",
    "Quyết định này thay thế Quyết định 555/QĐ-UBND. Quyết định này",
    "Quyết định số 555/QĐ-UBND. Quyết định trên. Quyết định nêu trên. Quyết định này",
    "Quyết định nêu trên",
    "Quyết định số 5 nêu trên",
    "Số 555/QĐ-UBND. Căn cứ Quyết định 556. Quyết định trên",
    "Nghị định số 10/2015/NĐ-CP và Nghị định 10; Nghị định 10/2016; các Nghị định trên",
)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_read_without_a_fault(text: str) -> None:
    contexts = (
        Context(),
        Context(issuer="UBND tỉnh Tiền Giang", place="Tiền Giang", year=2018),
        Context(issuer="Quốc hội", year=2010),
    )
    for one in find_citations(text):
        assert nfc(text[slice(*one.span)]) == one.text
        for context in contexts:
            done = complete(one, context)
            assert done.number is not None or done.reason is not None or one.number is None


@pytest.mark.parametrize(
    ("text", "number", "span"),
    [
        ("số 12 /QĐ-AB-CD-EF-GH-IJ-KL-MN", "12/QĐ-AB-CD-EF-GH-IJ", (0, 24)),
        ("số" + " " * 450 + "12/QĐ-UBND", "12/QĐ-UBND", (452, 462)),
        ("Quyết định số 12/QĐ-UBND" + "x" * 500, "12/QĐ", (0, 19)),
        ("số 12/QĐ-UBND" + " " * 600 + "ngày 2/3/2018", "12/QĐ-UBND", (0, 626)),
        ("Quyết" + " " * 500 + "định số 12/QĐ-UBND", "12/QĐ-UBND", (510, 523)),
        ("số 12-QĐ-UBND/" + "AB-" * 200, "12/QĐ-UBND-AB-AB-AB-AB", (0, 25)),
        ("số 12/Qd-UBND" + "\n" * 90 + "của\n" * 90, "12/QĐ-UBND", (0, 13)),
    ],
)
def test_long_words_and_wide_gaps_are_read(text: str, number: str, span: tuple[int, int]) -> None:
    assert [(str(hit.number), hit.span) for hit in find_citations(text)] == [(number, span)]


def test_tokens_kept_are_few_and_short(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"theo Quyết định 557 ngày 2-3-2018 {'x' * 90} {'9' * 90} của UBND tỉnh Tiền Giang"
    kept = _near._Pieces()
    monkeypatch.setattr(_near, "_MOST_KNOWN", 3)
    monkeypatch.setattr(_near, "_known", kept.__getitem__)
    assert numbers(text) == [None]
    assert numbers(text.replace("x", "").replace("9", "")) == ["557/QĐ-UBND"]
    assert 0 < len(kept) <= 3
    assert max(map(len, kept)) <= _near._LONGEST_KNOWN
    chunks = _near._Chunks()
    monkeypatch.setattr(_near, "_chunks", chunks)
    assert numbers(text) == [None]
    assert 0 < len(chunks) <= 3
    assert max(map(len, chunks)) <= _near._LONGEST_KNOWN


@given(
    st.lists(st.sampled_from([" ", "\n", "\t", "a", "Quyết", "định", "12", ".", "/", "->", "US$", "(", "g"]))
)
def test_a_text_is_cut_chunk_by_chunk_as_it_is_cut_whole(parts: list[str]) -> None:
    text = "".join(parts).rstrip()
    items = _near._cut(text)
    assert sum(token.end for token in items) == len(text)
    assert [(token.kind, token.text, token.key, token.gap) for token in items] == [
        (token.kind, token.text, token.key, token.gap) for token in tokenise(text)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nghị quyết số 02-NQ/TU về " + "việc làm tốt " * 60, ["02-NQ/TU"]),
        ("Quyết định 555/2016 và 557/2017/QĐ-UBND của UBND tỉnh Tiền Giang", [None, "557/2017/QĐ-UBND"]),
        ("Chỉ thị 05-99999 nữa", []),
        (
            "Quyết định 45/2016/QĐ-TTg ngày 19/10/2016; Quyết định 45 ngày 1/1/2017",
            ["45/2016/QĐ-TTg", None],
        ),
        ("Các Quyết định 10 của Bộ Tài chính, 12 và 15/QĐ-UBND", ["10/QĐ-BTC", "12/QĐ-UBND", "15/QĐ-UBND"]),
        ("Chỉ thị 05,7 nữa", []),
        ("Chỉ thị 05:30 sáng", []),
        ("Nghị định số 10 năm 2015", ["10/2015/NĐ-CP"]),
    ],
)
def test_what_is_not_shared(text: str, wanted: list[str | None]) -> None:
    assert numbers(text) == wanted
    assert all(text[slice(*one.span)] == one.text for one in find_citations(text))


def test_what_is_malformed_stays_unread() -> None:
    (directive,) = find_citations("Chỉ thị 05 của Thủ tướng Chính phủ")
    spoilt = attrs.evolve(directive, number=None, reason=Unread.MALFORMED)
    assert complete(spoilt, Context(year=2018)).reason is Unread.MALFORMED


def test_names_of_bodies_are_told_by_one_table() -> None:
    bodies = [*citing.BODIES, *citing.HEADS]
    assert len(set(bodies)) == len(bodies)
    for head in citing.HEADS:
        for other in set(bodies) - {head}:
            assert other[: len(head)] != head
            assert head[: len(other)] != other


@pytest.mark.parametrize(
    ("text", "wanted", "place"),
    [
        (
            "tỉnh nay có Nghị quyết số 12-NQ/TU ngày 2/3/2018 về chuyển đổi số tỉnh Quảng Trị",
            "12-NQ/TU",
            "Quảng Trị",
        ),
        ("hôm nay sở nêu trong  Quyết định số 12/QĐ-UBND ngày 2/3/2018", "12/QĐ-UBND", None),
        (
            "hôm nay sở nêu rõ Quyết định số 12/QĐ-UBND ngày 31/2/2018 của UBND tỉnh Bến Tre",
            "12/QĐ-UBND",
            "Bến Tre",
        ),
        ("sở nêu rõ Luật Kế hoạch đầu tư 31/2024/QH15", "31/2024/QH15", None),
        ("Quốc hội đã nói tới 31/2024/QH15", "31/2024/QH15", None),
        ("Quốc hội khóa 15 đã nói tới 31/2024/QH15", "31/2024/QH15", None),
    ],
)
def test_what_is_rare_round_usual_numbers(text: str, wanted: str, place: str | None) -> None:
    assert [(str(hit.number), hit.jurisdiction) for hit in find_citations(text)] == [(wanted, place)]


def test_a_joint_plan_is_of_several_bodies() -> None:
    text = "ký Kế hoạch liên tịch số 12/KHLT-STTTT-SGDĐT ngày 2/3/2018 và Kế hoạch số 5/KH-UBND"
    joint, plan = find_citations(text)
    assert joint.kind is not None
    assert (joint.kind.id, joint.issuer_code) == ("ke-hoach-lien-tich", "STTTT-SGDĐT")
    assert joint.number is not None
    assert (joint.number.unit, joint.number.kind) == (None, joint.kind)
    assert plan.kind is not None
    assert plan.kind.id == "ke-hoach"


def test_tokens_near_a_place_know_where_they_stand() -> None:
    text = "theo Quyết định số 12/QĐ-UBND ngày 2/3/2018"
    near = _near.Near(text, text.index("12"), 0, 400)
    assert near.printed(1, 3) == "Quyết định"
    assert near.printed(near.at, near.at + 3) == "12/QĐ"
    behind = _near.Behind(text, text.index(" ngày"))
    assert text[: behind.ends(0)].endswith("UBND ngày")
