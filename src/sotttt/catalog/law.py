"""Documents of the catalog, as a register."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import attrs

from sotttt.catalog._files import DATA, Row, Table, check_keys
from sotttt.catalog._loading import made_from, placed_source, source
from sotttt.errors import AmbiguousText, Faults, InvalidFile, NotFound, nearest
from sotttt.law import Candidate, Decision, Document, Register, Relation, Statement, document_kind

__all__ = ["document", "documents", "register"]

_FIELDS = [
    "number",
    "kind",
    "issuer",
    "issued",
    "issued_in",
    "title",
    "effective",
    "expires",
    "relations",
    "cited_as",
    "jurisdiction",
]
_STANDS = ("source", "facts", "locator", "dates", "confidence")
_FILE = "documents.toml"
_CANDIDATE = ("document", "rule", "cause", "confidence")
_DATES = ("issued", "effective", "expires", "in_force_on")


def _relation(table: Table) -> Relation:
    check_keys(table, ("kind", "target", "effective", "until", "scope"))
    return Relation(**table)


def _document(table: Table) -> Document:
    check_keys(table, (*_FIELDS, *_STANDS))
    fields: dict[str, Any] = {key: table[key] for key in _FIELDS if key in table}
    fields["relations"] = [_relation(one) for one in table.get("relations", ())]
    locator = "; ".join(table["facts"]) if "facts" in table else table.get("locator", "")
    stands = placed_source(table.get("source"), locator)
    if "dates" in table:
        source(table["dates"])
    fields["source"] = attrs.evolve(stands, confidence=table.get("confidence", stands.confidence))
    made = Document(**fields)
    return Decision(**fields) if made.kind == document_kind("quyet-dinh") else made


def _statement(row: Row) -> Statement:
    dates = {field: row[field] or None for field in _DATES}
    return Statement(document=row["document"], source=placed_source(row["source"], row["locator"]), **dates)


def _candidate(row: Row) -> Candidate:
    return Candidate(
        document=row["document"],
        rule=row["rule"],
        cause=row["cause"] or None,
        confidence=row["confidence"],
        source=placed_source(row["source"], row["locator"]),
    )


@cache
def register() -> Register:
    """All documents of the catalog with what they do to each other (tập văn bản).

    It holds the rules that may govern plans made under an older law, too, and what sources state differently.

    >>> register().standing("nd-45-2025-cp", "2025-07-01").value
    'expired'
    >>> [str(day) for day, _ in register().conflicts("qd-605-ubnd-tien-giang-2021-03-16")[0].values]
    ['2021-03-16', '2022-03-16']
    """
    try:
        tables = tomllib.loads((DATA / _FILE).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise InvalidFile(str(fault), where=_FILE) from None
    check_keys(tables, ("documents",))
    faults = Faults(_FILE)
    made: list[Document] = []
    for at, table in enumerate(tables["documents"]):
        with faults.catch(f"documents[{at}]"):
            made.append(_document(table))
    faults.finish()
    candidates = made_from("candidates.csv", (*_CANDIDATE, "source", "locator"), _candidate)
    statements = made_from("statements.csv", ("document", *_DATES, "source", "locator"), _statement)
    return Register(made, candidates, statements)


def documents() -> tuple[Document, ...]:
    """All documents of the catalog (văn bản).

    >>> documents()[3].id
    'qd-45-2016-ttg'
    """
    return register().documents


def document(
    text: str, *, issuer: str | None = None, place: str | None = None, year: int | None = None
) -> Document:
    """The one document that an id, a number or a title names.

    Args:
        text: `555/QĐ-UBND`, `Quyết định 45/2016`, an id, or a title.
        issuer: the issuing body, with or without its place.
        place: the place of the issuing body.
        year: the year of issue.

    Raises:
        NotFound: with the nearest id.
        AmbiguousText: several documents bear the name; the message gives their ids.

    >>> document("28/2018/QĐ-TTG").id, document("17/2019/NQ-CP").id
    ('qd-28-2018-ttg', 'nq-17-cp-2019-03-07')
    """
    found = register().find(text, issuer=issuer, place=place, year=year)
    if not found:
        hint = nearest(text, (one.id for one in documents()))
        raise NotFound(f"the catalog holds no document {text!r}", hint=hint)
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        raise AmbiguousText(
            f"{text!r} names several documents: {ids}",
            hint="give place, body or year",
            candidates=[one.id for one in found],
        )
    return found[0]
