"""What a name stands for, whatever it is: a place, a body, a sector, a document or a term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TypeVar

from sotttt.bodies import Agency, AgencyKind
from sotttt.catalog._terms import terms
from sotttt.catalog.administration import agency_kind, agency_kinds, bodies, sectors
from sotttt.catalog.geography import places
from sotttt.catalog.law import register
from sotttt.errors import AmbiguousText, InvalidCode, InvalidDocumentNumber, NotFound
from sotttt.law import Document
from sotttt.periods import as_date
from sotttt.places import Jurisdiction
from sotttt.sectors import Sector
from sotttt.terms import Term

__all__ = ["Named", "named"]

#: What a name of the catalog can stand for.
Named = Jurisdiction | Agency | AgencyKind | Sector | Document | Term

T = TypeVar("T")


def named(text: str, on: dt.date | str | None = None) -> tuple[Named, ...]:
    """All that bear a name in the catalog, whatever they are; none where nothing does (thực thể mang tên).

    Places come first, then bodies (the kind of agency where the text names no place), sectors, documents and
    terms. Where one kind of entity is meant, `jurisdiction`, `agency`, `agency_kind`, `sector`, `document`
    and `term` say what is wrong with a text, too.

    Args:
        text: a name, an abbreviation, a code or an id, in any usual spelling.
        on: the day on which a place or an agency exists; without it, all that ever did.

    Raises:
        InvalidText: what is no text, or begins like the address of a document and is none.

    >>> [type(one).__name__ for name in ("Tiền Giang", "STTTT", "báo chí", "45/2016/QĐ-TTg", "TUV")
    ...  for one in named(name)]
    ['Jurisdiction', 'AgencyKind', 'Sector', 'Decision', 'Term']
    >>> [(type(one).__name__, one.name) for one in named("TTHC")]
    [('Sector', 'cải cách hành chính'), ('Term', 'thủ tục hành chính')]
    >>> [one.id for one in named("Sở TT&TT Tiền Giang", on="2019-08-28")], named("không có gì")
    (['dic-tien-giang'], ())
    """
    day = None if on is None else as_date(on, "on")
    known, tree = bodies(), sectors()
    kinds = {kind.code: kind for kind in agency_kinds()}
    found: list[Named] = [*_all(lambda: places().named(text, day))]
    found += _all(lambda: [agency_kind(text)], kinds.__getitem__) or _all(
        lambda: [known.find(text, day)], known.__getitem__
    )
    found += _all(lambda: [tree.find(text, day)], tree.__getitem__)
    found += _all(lambda: register().find(text))
    found += terms().named(text)
    return tuple(found)


def _all(look: Callable[[], Iterable[T]], by_id: Callable[[str], T] | None = None) -> list[T]:
    """What is found, or the candidates of an ambiguous name; nothing where that is no such name."""
    try:
        return list(look())
    except AmbiguousText as fault:
        return [] if by_id is None else [by_id(id) for id in fault.candidates]
    except (NotFound, InvalidCode, InvalidDocumentNumber):
        return []
