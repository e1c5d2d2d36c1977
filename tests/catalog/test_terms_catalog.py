"""Terms of the catalog, and every alias of the facts: each names its entity however it is typed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sotttt import catalog
from sotttt.bodies import AgencyKind
from sotttt.catalog import _terms
from sotttt.errors import AmbiguousText, InvalidText, NotFound, SottttError
from sotttt.sectors import Sector
from sotttt.terms import Term, TermKind
from sotttt.text import bare
from tests.catalog.spellings import SPELLINGS

#: What `aliases.csv` keeps apart and the catalog holds as one kind, as `competence.csv` does.
_ONE_KIND = {"DCS": "DCST"}
_BODIES = ("agency_type", "body", "ministry", "public_unit")


def rows(facts: Path) -> list[dict[str, str]]:
    with (facts / "admin" / "aliases.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def wanted(row: dict[str, str]) -> str:
    """The class and the code of what an alias names."""
    if row["kind"] in _BODIES:
        return f"AgencyKind {_ONE_KIND.get(row['code'], row['code'])}"
    return f"Term {row['code'] or catalog.term(row['canonical']).code}"


def borne(text: str) -> set[str]:
    return {
        f"{type(one).__name__} {one.code}"
        for one in catalog.named(text)
        if isinstance(one, (AgencyKind, Sector, Term))
    }


def test_every_alias_names_its_entity_in_every_spelling(facts: Path) -> None:
    found = rows(facts)
    assert len(found) == 135
    assert {row["kind"] for row in found} == {*_BODIES, "title", "term"}
    for row in found:
        for spell in SPELLINGS:
            assert wanted(row) in borne(spell(row["alias"])), (row["alias"], spell)


def test_every_alias_without_diacritics_resolves_or_is_answered_with_candidates(facts: Path) -> None:
    for row in rows(facts):
        text = bare(row["alias"])
        assert wanted(row) in borne(text), text
        find = catalog.agency_kind if row["kind"] in _BODIES else catalog.term
        codes: tuple[str, ...]
        try:
            codes = (find(text).code,)
        except AmbiguousText as fault:
            codes = fault.candidates
        assert wanted(row).split()[1] in codes, text


def test_titles_are_titles_and_terms_are_terms(facts: Path) -> None:
    for row in rows(facts):
        if row["kind"] in ("title", "term"):
            one = catalog.term(row["alias"])
            assert one.kind is TermKind(row["kind"])
            assert one.name.casefold() == row["canonical"].casefold()


def test_every_term_is_found_by_all_its_names() -> None:
    assert len(catalog.terms()) > 40
    for term in catalog.terms():
        for name in term.names:
            for spell in SPELLINGS:
                assert term in catalog.terms().named(spell(name)), name
            assert term in catalog.named(name), name


def test_a_term_of_a_sector_names_the_sector_that_bears_the_same_name() -> None:
    seen = 0
    for term in catalog.terms():
        try:
            sector = catalog.sector(term.name)
        except SottttError:
            continue
        seen += 1
        assert term.sector == sector.code, term.code
    assert seen > 8


def test_every_term_is_told_in_both_languages_with_its_source() -> None:
    for term in catalog.terms():
        assert term.name_en, term.code
        assert term.definition, term.code
        assert term.definition_en, term.code
        assert term.source is not None
        assert term.source.locator, term.code
        assert term.abbreviations, term.code


def test_abbreviations_of_more_than_one_meaning_are_answered_with_candidates() -> None:
    for text, codes in (("TT", ("INFO", "COMM")), ("KH", ("PLAN", "SCI"))):
        with pytest.raises(AmbiguousText) as caught:
            catalog.term(text)
        assert caught.value.candidates == codes


def test_a_word_that_is_no_term_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="did you mean 'khu công nghiệp'"):
        catalog.term("khu công nghip")


@pytest.mark.parametrize(
    ("text", "on", "found"),
    [
        ("Tiền Giang", "2019-08-28", ["tien-giang"]),
        ("Tiền Giang", "2025-07-15", []),
        ("Đồng Tháp", None, ["dong-thap", "dong-thap-2025"]),
        ("Sở TT&TT Tiền Giang", "2019-08-28", ["dic-tien-giang"]),
        ("Sở TT&TT Tiền Giang", "2025-07-15", []),
        ("Sở KH&CN Đồng Tháp", None, ["dost-dong-thap", "dost-dong-thap-2025"]),
        ("STTTT", "2019-08-28", ["DIC"]),
        ("bưu chính, viễn thông", None, ["POST", "TEL", "POSTEL"]),
        ("45/2016/QĐ-TTg", None, ["qd-45-2016-ttg"]),
        ("TUV", None, ["TUV"]),
        ("5", None, []),
        ("", None, []),
        ("Khu vui chơi", None, []),
    ],
)
def test_what_a_name_stands_for(text: str, on: str | None, found: list[str]) -> None:
    told = [getattr(one, "id", None) or getattr(one, "code", None) for one in catalog.named(text, on=on)]
    assert told == found


def test_what_is_no_text_or_no_address_is_refused() -> None:
    for text in ("/akn/x", 5):
        with pytest.raises(InvalidText):
            catalog.named(text)  # type: ignore[arg-type]  # the point of the test


def test_a_term_of_an_unknown_sector_is_refused() -> None:
    row = dict.fromkeys(_terms._TERM, "") | {"code": "X", "kind": "term", "name": "x", "sector": "NONE"}
    with pytest.raises(NotFound, match="NONE"):
        _terms._term(row)
