"""Writes the tables of docs/howto/legal-numbers.md from the data of the library.

python tools/make_law_tables.py          # write them
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from sotttt import catalog
from sotttt.law import DocumentKind, Family, Issuer, document_kinds, issuers
from sotttt.periods import Span
from sotttt.sources import Confidence, Source

PAGE = Path(__file__).resolve().parent.parent / "docs" / "howto" / "legal-numbers.md"
FAMILIES = {Family.NORMATIVE: "normative", Family.ADMINISTRATIVE: "administrative", Family.PARTY: "Party"}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    names = tuple(head)
    lines = (names, ("---",) * len(names), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def code(text: str | None) -> str:
    """A code, or nothing."""
    return f"`{text}`" if text else ""


def days(span: Span, source: Source | None) -> str:
    """The days of a span in words; what nobody confirmed says so."""
    if span == Span():
        return ""
    told = f"from {span.start}" if span.start else ""
    until = f"until {span.end}, exclusive" if span.end else ""
    unsure = source is not None and source.confidence is not Confidence.CONFIRMED
    return " ".join(filter(None, (told, until))) + (f" ({source.confidence})" if source and unsure else "")


def kind_row(kind: DocumentKind) -> tuple[str, ...]:
    """One kind of document."""
    former = ", ".join(map(code, kind.former_abbreviations))
    return (
        kind.name,
        kind.name_en or "",
        code(kind.abbreviation) + (f", formerly {former}" if former else ""),
        ", ".join(FAMILIES[one] for one in kind.families if one is not Family.PARTY),
        days(kind.valid, kind.dates),
        days(kind.normative, kind.dates),
    )


def issuer_row(one: Issuer) -> tuple[str, ...]:
    """One issuing body."""
    unsure = one.source is None or one.source.confidence is not Confidence.CONFIRMED
    sure = str(one.source.confidence) if unsure and one.source is not None else ""
    return code(one.code), one.name, one.name_en or "", str(one.level or ""), days(one.valid, None), sure


def laws() -> Iterator[tuple[str, ...]]:
    """Laws, ordinances and resolutions of the catalog by the term of the National Assembly."""
    found = []
    for document in catalog.documents():
        number = document.number
        body = number.issuer_code if number else ""
        term = re.fullmatch(r"(?:QH|UBTVQH)(\d+)", body)
        if number is not None and term:
            found.append((int(term[1]), number.year or 0, int(number.number), document))
    for term_, _, _, document in sorted(found, key=lambda one: one[:3]):
        since = str(document.effective or "")
        yield str(term_), code(str(document.number)), document.kind.name, document.title, since


def tables() -> dict[str, str]:
    """The tables by the name of their place in the page."""
    state = [one for one in document_kinds() if not one.families or one.families != (Family.PARTY,)]
    party = [one for one in document_kinds() if one.party_abbreviation]
    head = ("code", "name", "English", "level", "days", "how sure, if not confirmed")
    return {
        "kinds": table(
            ("kind", "English", "abbreviation", "families", "in use", "as normative"), map(kind_row, state)
        ),
        "party kinds": table(
            ("kind", "English", "abbreviation"),
            ((kind.name, kind.name_en or "", code(kind.party_abbreviation)) for kind in party),
        ),
        "issuers": table(head, (issuer_row(one) for one in issuers() if not one.party)),
        "party issuers": table(head, (issuer_row(one) for one in issuers() if one.party)),
        "laws": table(("term", "number", "kind", "title", "in force from"), laws()),
    }


def filled(page: str) -> str:
    """The page with its tables as the data has them."""
    for name, text in tables().items():
        before, start, rest = page.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- end of {name} -->\n")
        if not start or not end:
            raise SystemExit(f"{PAGE.name} has no place for the table {name!r}")
        page = f"{before}{start}{text}\n{end}{after}"
    return page


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
