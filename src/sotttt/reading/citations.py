"""Citations of documents in prose (viện dẫn văn bản): `find_citations`."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from typing import NamedTuple

import attrs

from sotttt.errors import SottttError
from sotttt.frozen import Entity
from sotttt.law import DocumentKind, DocumentNumber, document_kind
from sotttt.reading import _citing as citing
from sotttt.reading._tokens import Token, Tokens, tokenise
from sotttt.reading.dates import DateFound, date_at, dates_in
from sotttt.text import normalise

__all__ = ["Citation", "find_citations"]

_NUMBER = re.compile(r"[0-9]{1,6}")
_YEAR = re.compile(r"19[4-9][0-9]|20[0-9]{2}")
_SUFFIX = re.compile(r"[a-z]")
_MOST_PIECES = 6
_LONGEST_KIND = 4
_LONGEST_NAME = 5
_LONGEST_FIELD = 8
_FURTHEST_KIND = 14
_FURTHEST_DATE = 25
_FURTHEST_BODY = 5
_LONGEST_DATE = 7
_MIXED = frozenset({"TTr", "CTr", "QyĐ", "TTg", "Ttg"})


@attrs.frozen(kw_only=True)
class Citation(Entity):
    """One citation of a document (viện dẫn).

    Attributes:
        span: where it stands in the text given, in code points.
        text: how it is printed, in NFC.
        number: số, ký hiệu; completed from kind and body where the press leaves the symbol out, and None
            where that can't be done.
        kind: the kind of document that is named, or that the number tells; None where neither does.
        issued: the day of issue, where it is printed in full.
        body: the issuing body as named, abbreviations written out.
        jurisdiction: the place in the name of the body; `VN` for a central one; None where none is named.
        basis: `stated` for a number printed with its symbol, `inferred` for a completed one, `partial` for
            none.
    """

    span: tuple[int, int]
    text: str
    number: DocumentNumber | None = None
    kind: DocumentKind | None = None
    issued: dt.date | None = None
    body: str | None = None
    jurisdiction: str | None = None
    basis: str = "stated"


class _Core(NamedTuple):
    """The number of a document among tokens: digits, year and symbol, and the token behind them."""

    digits: str
    year: str | None
    text: str | None
    end: int


class _Body(NamedTuple):
    name: str
    code: str
    jurisdiction: str | None
    end: int


class _Tail(NamedTuple):
    """What stands behind a number: date of issue, body, and the token behind them."""

    issued: dt.date | None
    body: _Body | None
    end: int


def find_citations(text: str) -> tuple[Citation, ...]:
    """Find the citations of numbered documents in a text, from left to right.

    Numbers with their symbol ("số 555/QĐ-UBND ngày 02/3/2018") are found anywhere; numbers without
    ("Quyết định 557 ngày 2-3-2018 của UBND tỉnh Tiền Giang") behind the kind of document and with a year,
    a date or a body. The time taken grows with the length of the text and no faster.

    Raises:
        InvalidText: for something that is no text.

    >>> found = find_citations("theo Quyết định 557 ngày 2-3-2018 của UBND tỉnh Tiền Giang")[0]
    >>> str(found.number), found.issued, found.body, found.jurisdiction
    ('557/QĐ-UBND', datetime.date(2018, 3, 2), 'Ủy ban nhân dân tỉnh Tiền Giang', 'Tiền Giang')
    >>> found.span, found.basis
    ((5, 58), 'inferred')
    >>> [str(hit.number) for hit in find_citations("Nghị quyết số 02-NQ/TU và 28/2018/QĐ-TTg")]
    ['02-NQ/TU', '28/2018/QĐ-TTg']
    """
    mapped = normalise(text)
    tokens = tokenise(mapped.text)
    dates = list(dates_in(tokens))
    ends = [date.end for date in dates]
    found: list[Citation] = []
    behind = 0
    for at, token in enumerate(tokens):
        if token.kind != "number" or at < behind:
            continue
        core = _core_at(tokens, at)
        cited = None if core is None else _cited(tokens, at, core, behind, dates, ends)
        if cited is None:
            continue
        start, behind, fields = cited
        first, last = tokens[start].start, tokens[behind - 1].end
        found.append(attrs.evolve(fields, span=mapped.span(first, last), text=mapped.text[first:last]))
    return tuple(found)


def _core_at(tokens: Tokens, at: int) -> _Core | None:
    """The number of a document that begins at a token, or None."""
    digits, end = tokens[at].text, at + 1
    if not _NUMBER.fullmatch(digits) or _goes_on(tokens, at):
        return None
    if tokens.glued(end) and _SUFFIX.fullmatch(tokens[end].text):
        digits, end = digits + tokens[end].text, end + 1
    year, text = None, digits
    if tokens.key(end) in ("/", "-") and _YEAR.fullmatch(tokens[end + 1].text):
        year, text, end = tokens[end + 1].text, f"{digits}{tokens[end].text}{tokens[end + 1].text}", end + 2
    first = ""
    if year and tokens.glued(end) and _is_code(tokens[end]):
        first, end = _piece(tokens, end)
    symbol, behind = _symbol(tokens, end, f"/{first}" if first else "")
    if not symbol:
        return _Core(digits, year, None, end)
    return _Core(digits, year, text + symbol, behind)


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether a number is part of what stands before it."""
    before = tokens[at - 1]
    return tokens.glued(at) and (before.kind == "number" or before.text in ("/", "-", ".", ":", "+"))


def _symbol(tokens: Tokens, at: int, text: str) -> tuple[str, int]:
    """`/QĐ-UBND`, `-NQ/TU`, `/QH13`: the symbol that goes on from a text, and the token behind it."""
    end = at
    for _ in range(_MOST_PIECES):
        mark, word = tokens[end], tokens[end + 1]
        if mark.text not in ("/", "-", ".", "&") or mark.gap > 1 or word.gap > 1 or not _is_code(word):
            break
        if mark.text in (".", "&") and (not text or mark.gap or word.gap):
            break
        piece, end = _piece(tokens, end + 1)
        text += f"{mark.text}{piece}"
    return text, end


def _piece(tokens: Tokens, at: int) -> tuple[str, int]:
    """A code with the digits glued on it, `QH13`, and the token behind it."""
    if tokens.glued(at + 1) and tokens[at + 1].kind == "number":
        return tokens[at].text + tokens[at + 1].text, at + 2
    return tokens[at].text, at + 1


def _is_code(word: Token) -> bool:
    """Whether a word is an abbreviation as symbols are made of."""
    return word.kind == "word" and (word.text in _MIXED or (len(word.text) > 1 and word.text.isupper()))


def _cited(
    tokens: Tokens, at: int, core: _Core, behind: int, dates: list[DateFound], ends: list[int]
) -> tuple[int, int, Citation] | None:
    """The citation whose number stands at a token: its first token, the token behind it, and its fields."""
    start, kind = _kind_before(tokens, at, behind, far=core.text is not None)
    if core.text is None and kind is None:
        return None
    tail = _tail(tokens, core.end)
    if core.text is None and core.year is None and tail.issued is None and tail.body is None:
        return None
    issued, body = tail.issued, tail.body
    if issued is None:
        issued, earlier = _date_before(tokens, start, behind, dates, ends)
        body = body or earlier
    number, basis = _number(core, kind, body)
    if core.text is not None and (number is None or (start == at and not _is_known(number))):
        return None
    fields = Citation(
        span=(0, 0),
        text="",
        number=number,
        kind=kind or (number.kind if number else None),
        issued=issued,
        body=body.name if body else None,
        jurisdiction=body.jurisdiction if body else None,
        basis=basis,
    )
    return start, tail.end, fields


def _number(core: _Core, kind: DocumentKind | None, body: _Body | None) -> tuple[DocumentNumber | None, str]:
    """The number as printed, or completed from kind and body."""
    if core.text is not None:
        return _parsed(core.text), "stated"
    if kind is None or body is None or (core.year is None and kind.id in citing.ALWAYS_DATED):
        return None, "partial"
    if core.year is None and body.code in citing.PARTY:
        number = _parsed(f"{core.digits}-{kind.party_abbreviation or ''}/{body.code}")
    else:
        year = f"/{core.year}" if core.year else ""
        number = _parsed(f"{core.digits}{year}/{kind.abbreviation or ''}-{body.code}")
    return number, "inferred" if number else "partial"


def _is_known(number: DocumentNumber) -> bool:
    """Whether the symbol names a kind or a body of the tables; `10-GB` doesn't."""
    return number.abbreviation is not None or number.issuer is not None


def _parsed(text: str) -> DocumentNumber | None:
    try:
        return DocumentNumber.parse(text)
    except SottttError:
        return None


def _kind_before(tokens: Tokens, at: int, behind: int, *, far: bool) -> tuple[int, DocumentKind | None]:
    """The kind of document named before its number, and the first token of the citation.

    With a symbol behind the number, the title of the document may stand between ("Luật Viễn thông số …").
    """
    end = at
    while end > behind and tokens.key(end - 1) in (":", ".", "no"):
        end -= 1
    numbered = end > behind and tokens.key(end - 1) == "số"
    end -= numbered
    first = end if numbered or end < at else at
    furthest = max(behind, end - _FURTHEST_KIND) if numbered and far else end - 1
    for last in range(end, furthest, -1):
        for size in range(min(_LONGEST_KIND, last - behind), 0, -1):
            kind = citing.KINDS.get(tokens.keys(last - size, last))
            if kind is not None and (last == end or tokens[last - size].text[0].isupper()):
                return last - size, document_kind(kind)
        if tokens.key(last - 1) in (";", ".", "(", ")") or tokens[last - 1].kind == "number":
            break
    return first, None


def _tail(tokens: Tokens, at: int) -> _Tail:
    """Date of issue and body behind a number, in either order."""
    issued: dt.date | None = None
    body: _Body | None = None
    dated, end = False, at
    for _ in range(2):
        start = end + (tokens.key(end) == ",")
        start += 2 * tokens.matches(start, ("ban", "hành"))
        behind = end if dated else _behind_date(tokens, start)
        if behind > start:
            date = _date_at(tokens, start)
            issued, end, dated = _day(date) if date else None, behind, True
            continue
        named = _body_at(tokens, start + 1) if tokens.key(start) in ("của", "bởi", "by", "of") else None
        if named is None or body is not None:
            break
        body, end = named, named.end
    return _Tail(issued, body, end)


def _date_at(tokens: Tokens, at: int) -> DateFound | None:
    """`ngày 02/3/2018`, `dated January 2, 2025`, or the date alone."""
    return date_at(tokens, at + (tokens.key(at) in ("ngày", "dated", "of", "on")))


def _behind_date(tokens: Tokens, at: int) -> int:
    """The token behind a date; behind one that can't be read too, where ngày says that it is one."""
    date = _date_at(tokens, at)
    if date is not None:
        return date.end
    end = at + 1
    while tokens.key(at) == "ngày" and end < at + _LONGEST_DATE and _is_of_number(tokens, end):
        end += 1
    return end if end > at + 1 else at


def _is_of_number(tokens: Tokens, at: int) -> bool:
    """Whether a token is a number or glues two of them."""
    return tokens[at].kind == "number" or (
        tokens[at].text in ("/", "-", ".") and tokens.glued(at) and tokens.glued(at + 1)
    )


def _day(found: DateFound) -> dt.date | None:
    if found.year is None or len(found.year) < 4:
        return None
    try:
        return dt.date(int(found.year), found.month, found.day)
    except ValueError:
        return None


def _date_before(
    tokens: Tokens, start: int, behind: int, dates: list[DateFound], ends: list[int]
) -> tuple[dt.date | None, _Body | None]:
    """`Ngày 19/10/2016, Thủ tướng Chính phủ ban hành Quyết định số …`: date and body before the kind."""
    place = bisect_right(ends, start) - 1
    if place < 0 or ends[place] < max(behind, start - _FURTHEST_DATE):
        return None, None
    date = dates[place]
    if date.end == start:
        return _day(date), None
    issuing = any(tokens.key(at) in citing.ISSUING for at in (start - 1, start - 2))
    broken = any(tokens.key(at) in (".", ";") for at in range(date.end, start))
    if not issuing or broken:
        return None, None
    bodies = (_body_at(tokens, at) for at in range(date.end, min(date.end + _FURTHEST_BODY, start)))
    return _day(date), next((body for body in bodies if body is not None), None)


def _longest(tokens: Tokens, at: int, size: int) -> list[tuple[str, ...]]:
    """The runs of tokens from a token on, longest first."""
    size = min(size, len(tokens) - at)
    return [tokens.keys(at, at + length) for length in range(size, 0, -1)]


def _body_at(tokens: Tokens, at: int) -> _Body | None:
    """The issuing body named from a token on, with the place it is of."""
    for run in _longest(tokens, at, _LONGEST_FIELD):
        body = citing.BODIES.get(run)
        if body is not None:
            name, code, central = body
            if central:
                return _Body(name, code, citing.CENTRAL, at + len(run))
            return _placed(tokens, at + len(run), name, code)
    for run in _longest(tokens, at, _LONGEST_KIND):
        department = citing.DEPARTMENTS.get(run)
        field = None if department is None else _field(tokens, at + len(run))
        if department is not None and field is not None:
            name = f"{department[0]} {field[0]}"
            if department[1]:
                return _Body(name, "", citing.CENTRAL, field[1])
            return _placed(tokens, field[1], name, "")
    return None


def _field(tokens: Tokens, at: int) -> tuple[str, int] | None:
    for run in _longest(tokens, at, _LONGEST_FIELD):
        if run in citing.FIELDS:
            return citing.FIELDS[run], at + len(run)
    return None


def _placed(tokens: Tokens, at: int, name: str, code: str) -> _Body:
    """A local body with its level and the name of its place: `tỉnh Tiền Giang`."""
    end = at
    for run in _longest(tokens, at, 2):
        if run in citing.LEVELS:
            name, end = f"{name} {citing.LEVELS[run]}", at + len(run)
            break
    last = end
    while last < end + _LONGEST_NAME and _is_name(tokens, last):
        last += 1
        if tokens.key(last) == "-" and _is_name(tokens, last + 1):
            last += 1
    if last == end:
        return _Body(name, code, None, end)
    place = " ".join(tokens.shown[tokens[end].start : tokens[last - 1].end].split())
    return _Body(f"{name} {place}", code, place, last)


def _is_name(tokens: Tokens, at: int) -> bool:
    """Whether a word is written as names of places are."""
    word = tokens[at]
    return word.kind == "word" and word.text[0].isupper() and word.text[1:].islower()
