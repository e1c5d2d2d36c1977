"""Laws of citations: spans read again, forms of Unicode, windows, and work that grows with the text."""

from __future__ import annotations

import contextlib
import itertools
import unicodedata
from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt.errors import InvalidText
from sotttt.law import DocumentNumber
from sotttt.reading import Citation, _drafting, _finding, _near, _places, find_citations
from sotttt.reading._drafting import _Draft
from sotttt.reading._finding import as_citation, drafts_in
from sotttt.reading._near import Near
from sotttt.reading._numbering import Core
from sotttt.reading._tokens import Token, tokenise
from sotttt.text import Mapped, normalise

_NUMBERS = (
    "555/QĐ-UBND",
    "45/2016/QĐ-TTg",
    "02-NQ/TU",
    "64/2025/QH15",
    "36a/NQ-CP",
    "2231/SNV-CCHC&PC",
    "15/2016/TTLT-BTTTT-BXD",
    "17/NQCP",
    "81/2023/qh15",
    "63/ 2006/QĐ - UBND",
    "28/2018/QÐ–TTG",
    "27/20119/QĐ-TTg",
    "557",
    "45/2016",
)
_KINDS = (
    "Quyết định số ",
    "Nghị quyết ",
    "Luật Viễn thông số ",
    "số ",
    "các Nghị định ",
    "Công văn số: ",
    "",
)
_TAILS = (
    "",
    " ngày 02/3/2018",
    " ngày 2-3-2018 của UBND tỉnh Tiền Giang",
    " của Thủ tướng Chính phủ",
    ", ngày 17 tháng 6 năm 2021",
    " năm 2018",
    " ngày 31/2/2018 của Bộ Chính trị",
    " về chuyển đổi số tỉnh Quảng Trị",
)
_GLUE = (
    " và ",
    "; ",
    ", ",
    ".\n",
    " (",
    "). Căn cứ ",
    " Ngày 28/2/2008 UBND tỉnh Quảng Trị đã ra ",
    " Quyết định này. ",
    " Nghị quyết nêu trên, ",
    " đạt 20/20 sở, 5G, 24/7, 12 kế hoạch ",
    " thực hiện " * 60,
)

pieces = st.tuples(
    st.sampled_from(_KINDS), st.sampled_from(_NUMBERS), st.sampled_from(_TAILS), st.sampled_from(_GLUE)
)


@st.composite
def prose(draw: st.DrawFn) -> str:
    """Citations of all makes, in lists, sentences and far from each other."""
    return "".join("".join(piece) for piece in draw(st.lists(pieces, min_size=1, max_size=6)))


def _without_place(citation: Citation) -> Citation:
    return attrs.evolve(citation, span=(0, 0), text=" ".join(citation.text.split()))


@given(prose(), st.sampled_from(("NFC", "NFD")))
def test_a_span_read_again_is_the_same_citation(text: str, form: str) -> None:
    given_text = unicodedata.normalize(form, text)  # type: ignore[arg-type]  # two of its literals
    for citation in find_citations(given_text):
        start, end = citation.span
        assert " ".join(normalise(given_text[start:end]).text.split()) == " ".join(citation.text.split())
        if citation.filled or citation.numeral is None:
            continue  # it rests on what stands elsewhere in the text
        again = find_citations(given_text[start:end])
        assert [_without_place(one) for one in again] == [_without_place(citation)]


@given(prose())
def test_the_forms_of_unicode_read_the_same(text: str) -> None:
    composed = find_citations(unicodedata.normalize("NFC", text))
    apart = find_citations(unicodedata.normalize("NFD", text))
    assert [_without_place(one) for one in composed] == [_without_place(one) for one in apart]


@given(prose())
def test_citations_stand_in_order_and_apart(text: str) -> None:
    found = find_citations(text)
    assert all(one.span[1] <= other.span[0] for one, other in itertools.pairwise(found))
    for citation in found:
        assert (citation.number is None) == (citation.reason is not None)
        if citation.number is not None:
            assert DocumentNumber.parse(str(citation.number)) == citation.number


@given(prose())
def test_no_citation_begins_elsewhere_than_at_the_places(text: str) -> None:
    shown = normalise(text).text
    places = [token.start for token in tokenise(shown)]
    assert _read(shown, _places.places(shown)) == _read(shown, places)


def _read(shown: str, places: list[int]) -> list[Citation]:
    return [as_citation(draft, shown, Mapped(shown)) for draft in drafts_in(shown, places)]


_BEFORE = (
    "Thực hiện ",
    "căn cứ các ",
    "vừa ban hành ",
    "ký ban hành  ",
    "đã ra\n",
    "hai ",
    "(theo ",
    "thay thế; ",
    "",
)
_USUAL_KINDS = (
    "Quyết định",
    "quyết định",
    "NGHỊ QUYẾT",
    "Kế Hoạch",
    "Thông tư liên tịch",
    "Luật",
    "Uỷ quyền",
    "QĐ",
)
_USUAL_NUMBERS = (
    "942/QĐ-TTg",
    "05/2019/TT-BTTTT",
    "12-NQ/TU",
    "7/KH-UBND",
    "15/2016/TTLT-BTTTT-BNV",
    "27/QĐ",
)
_USUAL_DATES = (
    "",
    " ngày 15/6/2021",
    ", ngày 02 tháng 03 năm 2018",
    " ngày 31/2/2018",
    " ngày 2-3-2018",
    " ngày 2/3/18",
)
_USUAL_BODIES = (
    " của Thủ tướng Chính phủ",
    " của Ủy ban nhân dân tỉnh Tiền Giang",
    ", ban hành bởi Bộ Thông tin và Truyền thông",
    " của Bộ Thông tin và Truyền thông, Bộ Nội vụ",
    " của Ban Cán sự Đảng UBND tỉnh Bến Tre",
    " của Ban Cán sự Đảng Đảng đoàn",
    " của Sở Nội vụ Thành phố HCM",
    " Hội nghị Tỉnh ủy lần thứ 5 Khoá XX",
    " về chuyển đổi số tỉnh Quảng Trị",
    "  của " + "rất " * 150,
    "",
)
usual_pieces = st.tuples(
    st.sampled_from(_BEFORE),
    st.sampled_from(_USUAL_KINDS),
    st.sampled_from((" số ", " số: ", " ", " số")),
    st.sampled_from(_USUAL_NUMBERS),
    st.sampled_from(_USUAL_DATES),
    st.sampled_from(_USUAL_BODIES),
    st.sampled_from((", ", ". ", " và ", "; ", " Quyết định này; ", ",")),
)


@given(st.lists(usual_pieces, min_size=1, max_size=5))
def test_the_usual_citation_is_what_its_tokens_say(parts: list[tuple[str, ...]]) -> None:
    text = "Trong đó, sở đã " + "".join(map("".join, parts))
    found = find_citations(text)
    with mock.patch.object(_drafting, "_usual_draft", return_value=None):
        assert found == find_citations(text)


@given(prose())
def test_what_is_made_unchecked_is_what_the_constructor_makes(text: str) -> None:
    for citation in find_citations(text):
        assert type(citation) is Citation
        assert attrs.evolve(citation) == citation
        if citation.number is not None:
            one, other = DocumentNumber.parse(str(citation.number)), DocumentNumber(str(citation.number))
            assert type(one) is DocumentNumber
            fields = [field.name for field in attrs.fields(DocumentNumber)]
            assert [getattr(one, name) for name in fields] == [getattr(other, name) for name in fields]


@given(st.text("Quyếtđịnhsố 0123456789/-.,;\nNQCP", max_size=120) | st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    with contextlib.suppress(InvalidText):
        for citation in find_citations(text):
            assert 0 <= citation.span[0] < citation.span[1] <= len(text)


_ENDLESS = (
    "số ",
    "1",
    "/",
    "1/",
    "12-NQ/",
    "Quyết định số ",
    "Quyết định số 5, ",
    "Quyết định 5 ngày ",
    "Quyết định này ",
    "Quyết định số 5/QĐ-UBND. Quyết định trên, ",
    "ngày 2/3/2018 ",
    "QĐ-",
    "của UBND tỉnh ",
    "quyet-",
    "số12",
    "số 12          ",
    "12 - ",
    "12/ 2016/ ",
    "Quyết định 5, 6, 7 và ",
    "Quyết định\n",
    "Luật này đó trên ",
    "1/2/3/QĐ",
    "e\u0301\u0323",
    "Căn cứ Quyết định số 942/QĐ-TTg ngày 15/6/2021 của Thủ tướng Chính phủ về Chiến lược; ",
)


@pytest.mark.parametrize("piece", _ENDLESS)
def test_twice_the_text_is_at_most_twice_the_steps(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    looked, keyed, cut, named, fitted = (
        Near.__getitem__,
        Near.key,
        _near._known,
        _places._names,
        _finding._fits,
    )

    def look(tokens: Near, at: int) -> Token:
        nonlocal steps
        steps += 1
        return looked(tokens, at)

    def key(tokens: Near, at: int) -> str:
        nonlocal steps
        steps += 1
        return keyed(tokens, at)

    def know(cut_piece: str) -> Token:
        nonlocal steps
        steps += 1
        return cut(cut_piece)

    def name(text: str, at: int) -> bool:
        nonlocal steps
        steps += 1
        return named(text, at)

    def fit(draft: _Draft, core: Core, number: DocumentNumber, other: _Draft) -> bool:
        nonlocal steps
        steps += 1
        return fitted(draft, core, number, other)

    monkeypatch.setattr(Near, "__getitem__", look)
    monkeypatch.setattr(Near, "key", key)
    monkeypatch.setattr(_near, "_known", know)
    monkeypatch.setattr(_places, "_names", name)
    monkeypatch.setattr(_finding, "_fits", fit)
    taken = []
    for length in (4_000, 8_000, 16_000):
        steps = 0
        find_citations(piece * (length // len(piece)))
        taken.append(steps)
    assert taken[1] <= 2.1 * taken[0] + 2000
    assert taken[2] <= 2.1 * taken[1] + 2000
