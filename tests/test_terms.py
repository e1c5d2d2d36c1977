"""Terms by name, abbreviation and plural; what is wrong with a text is said."""

from __future__ import annotations

import pickle
import unicodedata

import pytest

from sotttt.errors import AmbiguousText, DuplicateId, InvalidChoice, InvalidCode, InvalidText, NotFound
from sotttt.terms import Term, TermKind, Terms

PARK = Term(
    code="KCN", name="khu công nghiệp", name_en="industrial park", abbreviations=["KCN"], aliases=["khu CN"]
)
HEALTH = Term(code="YT", name="hòa giải viên", kind="title", abbreviations=["HGV"])
TERMS = Terms([PARK, HEALTH])


@pytest.mark.parametrize(
    "text",
    [
        "KCN",
        "kcn",
        "KCNs",
        "các KCN",
        "Những khu công nghiệp",
        "cac khu cong nghiep",
        "khu công nghiệp",
        "KHU CÔNG NGHIỆP",
        "khu cong nghiep",
        "khu CN",
        "industrial park",
        "Industrial parks",
        unicodedata.normalize("NFD", "Khu  công nghiệp"),
    ],
)
def test_a_term_is_found_however_it_is_typed(text: str) -> None:
    assert TERMS.find(text) is PARK
    assert TERMS.named(text) == (PARK,)


@pytest.mark.parametrize("text", ["hòa giải viên", "hoà giải viên", "hoa giai vien", "HGV"])
def test_old_and_new_tone_placement(text: str) -> None:
    assert TERMS.find(text) is HEALTH
    assert HEALTH.kind is TermKind.TITLE


def test_a_collection_of_terms() -> None:
    assert list(TERMS) == [PARK, HEALTH]
    assert len(TERMS) == 2
    assert "KCN" in TERMS
    assert "XYZ" not in TERMS
    assert TERMS["KCN"] is PARK
    assert pickle.loads(pickle.dumps(TERMS)) == TERMS  # noqa: S301  # our own bytes
    with pytest.raises(NotFound, match="no term has the code 'KCM'; did you mean 'KCN'"):
        TERMS["KCM"]


def test_a_name_as_it_stands_goes_before_a_plural() -> None:
    plural = Term(code="CACX", name="các xã", abbreviations=["CX"])
    single = Term(code="X", name="xã")
    both = Terms([plural, single])
    assert both.find("các xã") is plural
    assert both.find("những xã") is single
    assert both.find("xã") is single


def test_what_finds_nothing_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="no term is called 'khu công nghip'; did you mean 'khu công nghiệp'"):
        TERMS.find("khu công nghip")
    for text in ("", " ", "các ", "s"):
        assert TERMS.named(text) == ()
        with pytest.raises(NotFound):
            TERMS.find(text)


def test_a_short_word_of_two_meanings_is_ambiguous_and_its_code_is_not() -> None:
    two = Terms(
        [Term(code=code, name=name, abbreviations=["TT"]) for code, name in (("A", "x"), ("TT", "y"))]
    )
    with pytest.raises(AmbiguousText, match="give the code, or write it out") as caught:
        two.find("tt")
    assert caught.value.candidates == ("A", "TT")
    assert two.find("TT").name == "y"


def test_faults_of_what_is_given() -> None:
    with pytest.raises(DuplicateId, match="the code 'KCN' stands twice"):
        Terms([PARK, PARK])
    with pytest.raises(InvalidText, match="is no term"):
        Terms(["KCN"])  # type: ignore[list-item]  # the point of the test
    with pytest.raises(InvalidCode):
        Term(code="kcn", name="khu công nghiệp")
    with pytest.raises(InvalidChoice):
        Term(code="KCN", name="khu công nghiệp", kind="word")
