"""Terms of the catalog: titles, words and abbreviations of plans and reports."""

from __future__ import annotations

from functools import cache

from sotttt.catalog._files import Row, items
from sotttt.catalog._loading import made_from, placed_source
from sotttt.catalog.administration import sectors
from sotttt.terms import Term, Terms

__all__ = ["term", "terms"]

_TERM = [
    "code",
    "kind",
    "name",
    "name_en",
    "abbreviations",
    "aliases",
    "sector",
    "definition",
    "definition_en",
    "source",
    "locator",
]


def _term(row: Row) -> Term:
    return Term(
        code=row["code"],
        kind=row["kind"],
        name=row["name"],
        name_en=row["name_en"] or None,
        abbreviations=items(row["abbreviations"]),
        aliases=items(row["aliases"]),
        sector=sectors()[row["sector"]].code if row["sector"] else None,
        definition=row["definition"] or None,
        definition_en=row["definition_en"] or None,
        source=placed_source(row["source"], row["locator"]),
    )


@cache
def terms() -> Terms:
    """The titles, words and abbreviations of plans and reports (bảng thuật ngữ, chữ viết tắt).

    >>> terms()["KCN"].name, terms()["KCN"].name_en
    ('khu công nghiệp', 'industrial park')
    """
    return Terms(made_from("terms.csv", _TERM, _term))


def term(text: str) -> Term:
    """The term that a code, a name or an abbreviation names (thuật ngữ, chữ viết tắt).

    Args:
        text: in any usual spelling, with or without diacritics, in the plural too.

    Raises:
        NotFound: nothing bears the name; the message has the nearest names.
        AmbiguousText: several terms do; `candidates` has their codes.

    >>> term("ĐVHC").name, term("các KCN").name, term("TUV").kind.value
    ('đơn vị hành chính', 'khu công nghiệp', 'title')
    >>> term("TT")
    Traceback (most recent call last):
    sotttt.errors.AmbiguousText: 'TT' names several terms: INFO (thông tin), COMM (truyền thông); give ...
    """
    return terms().find(text)
