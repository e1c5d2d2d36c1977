"""What a citation leaves out, filled from its context and from a register: `complete`."""

from __future__ import annotations

import re

import attrs

from sotttt.errors import InvalidText, SottttError
from sotttt.frozen import Entity, optional_label
from sotttt.law import Document, DocumentNumber, Register
from sotttt.law.kinds import DocumentKind, Family, Issuer, find_issuer, is_abbreviation, split_issuer
from sotttt.places import Level
from sotttt.reading import _citing as citing
from sotttt.reading._cited import Citation, Unread
from sotttt.text import dashes

__all__ = ["Context", "complete"]

# A part of a symbol: a stroke or hyphen, and a code behind it.
_SYMBOL = re.compile(r"[/-] ?([^\W\d_][^\W_]*)")
_LEVELS = ("tỉnh", "thành phố", "Tỉnh ủy", "Thành ủy")


def _year(value: int | None) -> int | None:
    if value is not None and (type(value) is not int or not 1945 <= value <= 2100):
        raise InvalidText(f"{value!r} is no year", where="year", expected="a whole number from 1945 to 2100")
    return value


@attrs.frozen(kw_only=True)
class Context(Entity):
    """What is known of the text in which a citation stands (ngữ cảnh).

    Args:
        issuer: the body whose documents are meant where none is named: `UBND tỉnh Tiền Giang`.
        place: the name of the province or unit that "tỉnh" means there: `Tiền Giang`.
        year: the year of the documents where none is printed.
        register: documents among which the cited one is looked up.

    >>> Context(place="Tiền Giang", year=2018).place
    'Tiền Giang'
    """

    issuer: str | None = attrs.field(default=None, converter=optional_label)
    place: str | None = attrs.field(default=None, converter=optional_label)
    year: int | None = attrs.field(default=None, converter=_year)
    register: Register | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(Register))
    )


def complete(citation: Citation, context: Context) -> Citation:
    """Fill what a citation leaves out; `filled` names the fields that the context gave.

    What the citation says is never changed, and a context that contradicts it gives nothing: the body of the
    context is taken only where the symbol, even one that can't be read as a number, names no other one and
    the kind of document is one that it issues. The place is taken from the context only where the body is one
    of a province ("UBND tỉnh", a Sở, a Tỉnh ủy) or the context names the body. Where a register holds the
    document, `document` is its id, and day, body and number are taken from it; that needs the year, and for
    bodies of provinces the place, of the citation or of the context. Otherwise `candidates` has the ids of
    the documents that it may be, and nothing is chosen.

    >>> from sotttt.reading import find_citations
    >>> found = complete(find_citations("Nghị định 15 của Chính phủ")[0], Context(year=2020))
    >>> str(found.number), found.filled
    ('15/2020/NĐ-CP', ('number', 'year'))
    >>> decision = find_citations("Quyết định 557 ngày 2/3/2018 của UBND tỉnh")[0]
    >>> complete(decision, Context(place="Tiền Giang")).body
    'Ủy ban nhân dân tỉnh Tiền Giang'
    >>> spoilt = find_citations("Quyết định số 12/20119/QĐ-TTg")[0]
    >>> complete(spoilt, Context(issuer="UBND tỉnh Tiền Giang")) == spoilt
    True
    """
    filled = _with_body(citation, context)
    filled = _with_number(filled, context)
    if context.register is not None:
        filled = _from_register(filled, context, context.register)
    return filled


def _fill(citation: Citation, **found: object) -> Citation:
    """The citation with the fields that it lacks."""
    new = {
        name: value for name, value in found.items() if getattr(citation, name) is None and value is not None
    }
    names = tuple(name for name in new if name not in ("document", "issuer_code"))
    return attrs.evolve(citation, **new, filled=(*citation.filled, *names)) if new else citation  # type: ignore[arg-type]  # names and values of fields


def _codes(citation: Citation) -> frozenset[str] | None:
    """The codes of the bodies that the citation names, by its symbol or in words; None where it names none.

    A symbol that can't be read as a number still tells its body, `12/20119/QĐ-TTg`.
    """
    if citation.issuer_code is not None:
        return frozenset(citation.issuer_code.split("-"))
    if citation.number is not None or citation.numeral is None:
        return None
    printed = _SYMBOL.findall(dashes(citation.text))
    codes = [code for code in printed if _names_body(code)]
    return frozenset(codes) if codes else None


def _names_body(code: str) -> bool:
    """Whether a part of a symbol is a code of a body, known or not; a kind or a common word is none."""
    if find_issuer(code) is not None:
        return True
    kind = is_abbreviation(code)
    return not kind and sum(map(str.isupper, code)) > 1


def _same_body(code: str, body: Issuer) -> bool:
    """Whether a code is that of the body, also in another spelling of the table (`UB` for `UBND`)."""
    known = find_issuer(code)
    return known is not None and known.name == body.name


def _issues(body: Issuer, kind: DocumentKind | None) -> bool:
    """Whether the body can have issued a document of the kind."""
    if kind is None:
        return True
    if kind.issuers:
        return body.code in kind.issuers
    own_family = Family.PARTY in kind.families if body.party else set(kind.families) != {Family.PARTY}
    if kind.families and not own_family:
        return False
    return body.level is Level.COUNTRY or kind.levels != (Level.COUNTRY,)


def _with_body(citation: Citation, context: Context) -> Citation:
    """The body of the context where none is named, and the place of a provincial one."""
    named = _with_named_body(citation, context)
    return _with_place(citation, context) if named is None else named


def _with_named_body(citation: Citation, context: Context) -> Citation | None:
    """The body that the context names, where the citation names none and can be of it."""
    if citation.body is not None or context.issuer is None:
        return None
    body, place = split_issuer(context.issuer)
    codes = _codes(citation)
    if body is None or not _issues(body, citation.kind):
        return None
    if codes is not None and not all(_same_body(code, body) for code in codes):
        return None
    name, where = context.issuer, None
    if body.level is Level.COUNTRY:
        where = citing.CENTRAL
    elif name.endswith(_LEVELS):
        name, where = (name, None) if context.place is None else (f"{name} {context.place}", context.place)
    elif place:
        where = " ".join(name.split()[-len(place.split()) :])
    return _fill(citation, body=name, issuer_code=body.code, jurisdiction=where)


def _with_place(citation: Citation, context: Context) -> Citation:
    """The place of the context for a body of a province that is named without one."""
    if context.place is None or citation.jurisdiction is not None:
        return citation
    if citation.body is not None and citation.body.endswith(_LEVELS):
        named = attrs.evolve(citation, body=f"{citation.body} {context.place}")
        named = attrs.evolve(named, filled=(*named.filled, "body"))
        return _fill(named, jurisdiction=context.place)
    code = citation.issuer_code
    known = None if code is None else find_issuer(code)
    if known is not None and known.level is Level.PROVINCE and citation.body in (None, known.name):
        if citation.body is not None:
            citation = attrs.evolve(citation, body=None)
        return _fill(citation, body=f"{known.name} {context.place}", jurisdiction=context.place)
    return citation


def _with_number(citation: Citation, context: Context) -> Citation:
    """The number, where kind, body and year are known now."""
    kind, code, numeral = citation.kind, citation.issuer_code, citation.numeral
    if citation.number is not None or kind is None or code is None or numeral is None:
        return citation
    if citation.reason not in (Unread.NO_YEAR, Unread.NO_ISSUER):
        return citation
    year = citation.year
    if year is None and kind.id in citing.ALWAYS_DATED:
        year = citation.issued_in or context.year
        if year is None:
            return attrs.evolve(citation, reason=Unread.NO_YEAR)
    party = code in citing.PARTY
    abbreviation = kind.party_abbreviation if party else kind.abbreviation
    if abbreviation is None:
        return citation
    head = f"{numeral}/{year}" if year else numeral
    try:
        number = DocumentNumber.parse(
            f"{head}{'-' if party else '/'}{abbreviation}{'/' if party else '-'}{code}"
        )
    except SottttError:
        return citation
    done = attrs.evolve(citation, basis="inferred", reason=None)
    return _fill(done, number=number, year=year if citation.year is None else None)


def _from_register(citation: Citation, context: Context, register: Register) -> Citation:
    """What the one document of the register that is meant tells; others with its number are candidates."""
    found = _fitting(citation, register)
    sure = [one for one in found if _is_meant(citation, context, register, one)]
    if len(sure) != 1:
        return attrs.evolve(citation, candidates=tuple(document.id for document in sure or found))
    document = sure[0]
    number = document.number if citation.number is None else None
    if number is not None:
        citation = attrs.evolve(citation, basis="inferred", reason=None)
    return _fill(
        citation,
        document=document.id,
        number=number,
        kind=document.kind,
        issued=document.issued,
        issued_in=document.issued.year if document.issued else None,
        body=document.issuer,
        issuer_code=document.number.issuer_code if document.number else None,
    )


def _fitting(citation: Citation, register: Register) -> tuple[Document, ...]:
    """The documents of the number and kind cited whose day and place don't speak against it."""
    text = _looked_up(citation)
    if text is None:
        return ()
    place = citation.jurisdiction if citation.jurisdiction != citing.CENTRAL else None
    return tuple(
        one
        for one in register.find(text, place=place)
        if _kind_fits(citation, one)
        and _body_fits(citation, one)
        and (citation.issued is None or one.issued in (None, citation.issued))
        and (citation.issued_in is None or one.issued is None or one.issued.year == citation.issued_in)
    )


def _looked_up(citation: Citation) -> str | None:
    if citation.number is not None:
        return str(citation.number)
    if citation.kind is None or citation.numeral is None:
        return None
    return f"{citation.kind.name} {citation.numeral}" + (f"/{citation.year}" if citation.year else "")


def _kind_fits(citation: Citation, document: Document) -> bool:
    return citation.number is not None or document.kind == citation.kind


def _body_fits(citation: Citation, document: Document) -> bool:
    """Whether the body that the citation names is the one of the document; nothing named fits all."""
    codes = _codes(citation)
    if citation.number is not None or codes is None or document.number is None:
        return True
    own = [body for code in document.number.issuer_code.split("-") if (body := find_issuer(code))]
    return any(_same_body(code, body) for code in codes for body in own)


def _is_meant(citation: Citation, context: Context, register: Register, document: Document) -> bool:
    """Whether place and time are settled: a number alone names a document only with both."""
    issued = document.issued
    dated = (
        (citation.year is not None)
        or (issued is not None and issued == citation.issued)
        or (issued is not None and issued.year in (citation.issued_in, context.year))
    )
    if not dated:
        return False
    code = document.number.issuer_code if document.number is not None else ""
    bodies = [find_issuer(one) for one in code.split("-")]
    if citation.jurisdiction is not None or all(one and one.level is Level.COUNTRY for one in bodies):
        return True
    text = _looked_up(citation)
    if context.place is None or text is None:
        return False
    return document in register.find(text, place=context.place)
