"""Laws of text: cleaning is idempotent, NFC and NFD are equal, and spans point back."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sotttt.text import bare, dashes, fold, nfc, normalise, squeeze

VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
SPECIAL = "\u00ad\ufeff\u200b\u200d\u00a0\u2003\u2009\u202f–—−\u2011ÐðƉɖ\u0301\u0302\u0323\u0306\u031b\t\n"
REFUSED = [chr(point) for point in range(0xA0) if chr(point) not in "\t\n\r" and not chr(point).isprintable()]

letters = st.sampled_from(VOWELS + VOWELS.upper() + SPECIAL + "qgđĐhntc 0123456789.,-")
vietnamese = st.text(letters, max_size=25)
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=REFUSED), max_size=25)
texts = vietnamese | anything


@given(texts)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for clean in (nfc, squeeze, fold, bare, dashes):
        once = clean(text)
        assert clean(once) == once


@given(texts)
def test_all_normal_forms_that_look_the_same_are_equal(text: str) -> None:
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, text)
        for clean in (nfc, squeeze, fold, bare):
            assert clean(other) == clean(text)


@given(texts)
def test_clean_text_is_composed_and_visible(text: str) -> None:
    clean = nfc(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert not set(clean) & set("\u00ad\ufeff\u200b\u00a0\u00d0\u00f0\u0189\u0256")


@given(texts)
def test_keys_ignore_case_and_white_space(text: str) -> None:
    assert fold(f"  {text}\n") == fold(text)
    assert fold(squeeze(text)) == fold(text)


@given(vietnamese)
def test_case_makes_no_difference_to_vietnamese(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)
    assert bare(text.upper()) == bare(text.lower()) == bare(text)


@given(texts)
def test_the_clean_text_points_back(text: str) -> None:
    found = normalise(text)
    clean = found.text
    assert clean == dashes(nfc(text))
    ends = [found.span(at, at + 1) for at in range(len(clean))]
    for (first, last), (after, _) in pairwise(ends):
        assert first < last
        assert first <= after
    for at, (first, last) in enumerate(ends):
        assert clean[at] in dashes(nfc(text[first:last]))


@given(texts, st.data())
def test_a_span_holds_what_was_found(text: str, data: st.DataObject) -> None:
    found = normalise(text)
    start = data.draw(st.integers(0, len(found.text)))
    end = data.draw(st.integers(start, len(found.text)))
    first, last = found.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert found.text[start:end] in dashes(nfc(text[first:last])) or start == end
