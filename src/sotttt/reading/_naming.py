"""What stands round the number of a document: its kind, the day of issue, the issuing body."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from sotttt.law.kinds import symbol_key
from sotttt.reading import _citing as citing
from sotttt.reading import _lexicon as lexicon
from sotttt.reading._numbering import glued_year
from sotttt.reading._tokens import Names, Tokens
from sotttt.reading.dates import DateFound, date_at, dates_in
from sotttt.text import bare, fold

__all__ = [
    "Body",
    "Kind",
    "Tail",
    "body_behind",
    "date_before",
    "kind_before",
    "kind_ending",
    "slug_kind",
    "tail",
    "title_before",
    "title_place",
]

_YEAR = re.compile(r"19[4-9][0-9]|20[0-9]{2}")
_LONGEST_NAME = 5
_FURTHEST_KIND = 14
_FURTHEST_DATE = 25
_FURTHEST_BODY = 5
_FURTHEST_PLACE = 24
_LONGEST_DATE = 7
_TERM = fold("khóa")
# What is of another body is of the country or of a place as that one is, which None stands for.
_BODIES = Names[tuple[str, str, bool | None]](
    {**citing.BODIES, **{words: (*head, None) for words, head in citing.HEADS.items()}}
)
_LEVELS = Names(citing.LEVELS)
_BEFORE_DATE = frozenset({"ngày", "dated", "of", "on"})
_BEFORE_BODY = frozenset({"của", "bởi", "by", "of"})
_BREAKS = frozenset({";", ".", "(", ")"})


class Body(NamedTuple):
    """An issuing body as named; its code, or nothing; its place; the token behind it."""

    name: str
    code: str
    jurisdiction: str | None
    end: int


class Kind(NamedTuple):
    """The kind named before a number, and the first token of the citation."""

    start: int
    id: str | None
    numbered: bool = False
    plural: bool = False
    capital: bool = False
    body: Body | None = None


class Tail(NamedTuple):
    """What stands behind a number: date and year of issue, body, a late year, and the token behind them."""

    issued: dt.date | None
    issued_in: int | None
    body: Body | None
    year: str | None
    end: int


def kind_ending(tokens: Tokens, end: int, behind: int) -> tuple[int, str] | None:
    """The kind whose name ends before a token: its first token and its id; the longest name counts."""
    if end <= behind:
        return None
    last = tokens[end - 1]
    if last.key in citing.LAST_OF_KIND:
        found = _longest_kind(tokens, end, behind)
        if found is not None:
            return found
    if last.kind == "word" and (last.text.isupper() or last.text == "TTr"):
        kind = citing.SHORT.get(symbol_key(last.text))
        if kind is not None:
            return end - 1, kind
    return None


def _longest_kind(tokens: Tokens, end: int, behind: int) -> tuple[int, str] | None:
    """The longest name of a kind that ends before a token, in whole words, in pieces, or run together."""
    at, joined, found = end - 1, tokens.key(end - 1), None
    kind = citing.ONE_WORD.get(joined)
    while joined in citing.ENDS_OF_KINDS and end - at <= citing.LONGEST_KIND:
        kind = kind or citing.RUN_TOGETHER.get(joined)
        if kind is not None:
            found = at, kind
        at, kind = at - 1, None
        piece = tokens.key(at) if at >= behind else ""
        if not piece:
            break
        joined = piece + joined
    return found


def slug_kind(tokens: Tokens, at: int, behind: int) -> tuple[int, str] | None:
    """The kind that stands before a number in the name of a file: its first token and its id."""
    words: list[tuple[int, str]] = []
    place = at - 1
    while place >= behind and len(words) < citing.LONGEST_KIND:
        if tokens[place].kind == "word":
            words.append((place, bare(tokens.key(place))))
        elif tokens.key(place) not in ("-", "_"):
            break
        place -= 1
    if words and words[0][1] == "so":
        del words[0]
    for size in range(len(words), 0, -1):
        joined = "".join(word for _, word in reversed(words[:size]))
        kind = citing.UNMARKED.get(joined)
        if kind is None and size == 1 and tokens[words[0][0]].text.isupper():
            kind = citing.SHORT.get(symbol_key(tokens[words[0][0]].text))
        if kind is not None:
            return words[size - 1][0], kind
    return None


def kind_before(tokens: Tokens, at: int, behind: int, *, far: bool) -> Kind:
    """The kind of document named before its number.

    With a symbol behind the number, the title of the document may stand between ("Luật Viễn thông số …").
    """
    end, key = at, tokens.key(at - 1)
    while end > behind and key in (":", "."):
        end -= 1
        key = tokens.key(end - 1)
    numbered = end > behind and key in citing.NUMBERED
    end -= numbered
    if (
        not numbered
        and end == at
        and tokens.matches(at - 2, ("s", "6"))
        and tokens.glued(at - 1)
        and at - 2 >= behind
    ):
        numbered, end = True, at - 2
    first = end if numbered or end < at else at
    furthest = max(behind, end - _FURTHEST_KIND) if numbered and far else max(behind, end - 1)
    for last in range(end, furthest, -1):
        found = kind_ending(tokens, last, behind)
        if found is not None:
            start, kind = found
            capital = tokens[start].text[0].isupper()
            if last == end or capital:
                between = body_at(tokens, last + 1) if last < end and tokens.key(last) == "của" else None
                plural = tokens.key(start - 1) in citing.PLURAL
                return Kind(start, kind, numbered, plural, capital, between)
        if tokens.key(last - 1) in _BREAKS or (
            tokens[last - 1].kind == "number" and not _YEAR.fullmatch(tokens[last - 1].text)
        ):
            break
    return Kind(first, None, numbered)


def title_before(tokens: Tokens, at: int, behind: int) -> Kind | None:
    """The law whose title alone stands before its number: `Luật Đất đai 31/2024/QH15`."""
    for last in range(at, max(behind, at - _FURTHEST_KIND), -1):
        word = tokens[last - 1]
        if word.key in _BREAKS or (word.kind == "number" and not _YEAR.fullmatch(word.text)):
            return None
        found = kind_ending(tokens, last, behind)
        if found is not None:
            start, kind = found
            if kind in citing.TITLED and tokens[start].text[0].isupper():
                return Kind(start, kind, plural=tokens.key(start - 1) in citing.PLURAL, capital=True)
    return None


def body_behind(tokens: Tokens, at: int, symbol: str | None) -> Body | None:
    """The body behind a number and its date: `, ban hành bởi …`, `của …`."""
    return _named(tokens, _announced(tokens, at), symbol)


def tail(tokens: Tokens, at: int, symbol: str | None) -> Tail:
    """Date of issue and body behind a number, in either order."""
    issued: dt.date | None = None
    issued_in: int | None = None
    body: Body | None = None
    late = glued_year(tokens, at)
    dated, end = False, at + 2 if late else at
    for _ in range(2):
        start = _announced(tokens, end)
        key = tokens.key(start)
        if not dated:
            date, behind = (None, start) if key == "của" else _dated(tokens, start)
            if behind > start:
                issued, end, dated = _day(date) if date else None, behind, True
                continue
            if key == "năm" and _YEAR.fullmatch(tokens[start + 1].text):
                issued_in, end, dated = int(tokens[start + 1].text), start + 2, True
                continue
        named = _named(tokens, start, symbol) if body is None else None
        if named is None:
            break
        body, end = named, named.end
        if late is None and symbol is None:
            late = glued_year(tokens, end)
            end += 2 if late else 0
    return Tail(issued, issued_in or (issued.year if issued else None), body, late, end)


def _announced(tokens: Tokens, at: int) -> int:
    """The token behind a comma and `ban hành`, where they stand."""
    key = tokens.key(at)
    if key == ",":
        at += 1
        key = tokens.key(at)
    return at + 2 if key == "ban" and tokens.key(at + 1) == "hành" else at


def _named(tokens: Tokens, at: int, symbol: str | None) -> Body | None:
    """The body behind của, or one that stands there alone and agrees with the symbol; joint ones together."""
    if tokens.key(at) in _BEFORE_BODY:
        body = body_at(tokens, at + 1)
        while body is not None and tokens.key(body.end) in (",", "và", "and"):
            other = body_at(tokens, body.end + 1)
            if other is None or not other.code or f"-{other.code}" not in (symbol or ""):
                break
            body = other._replace(name=f"{body.name}; {other.name}", code=f"{body.code}-{other.code}")
        return body
    body = body_at(tokens, at)
    if body is None or (symbol is not None and (not body.code or body.code not in symbol)):
        return None
    return body


def _dated(tokens: Tokens, at: int) -> tuple[DateFound | None, int]:
    """`ngày 02/3/2018`, `dated January 2, 2025` or the date alone, and the token behind it.

    What can't be read is a date too where ngày says so.
    """
    opening = tokens.key(at)
    date = date_at(tokens, at + (opening in _BEFORE_DATE))
    if date is not None:
        return date, date.end
    end = at + 1
    while opening == "ngày" and end < at + _LONGEST_DATE and _is_of_number(tokens, end):
        end += 1
    return None, end if end > at + 1 else at


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


def date_before(tokens: Tokens, start: int, behind: int) -> tuple[dt.date | None, Body | None]:
    """`Ngày 19/10/2016, Thủ tướng Chính phủ ban hành Quyết định số …`: date and body before the kind."""
    issuing = tokens.key(start - 1) in citing.ISSUING or tokens.key(start - 2) in citing.ISSUING
    announcing = not issuing and tokens.key(start - 1) in citing.ANNOUNCING
    issuing = issuing or announcing
    if not issuing and not _may_end_date(tokens, start):
        return None, None
    first = max(behind, start - _FURTHEST_DATE)
    tokens.key(first - _LONGEST_DATE)
    date = None
    for found in dates_in(tokens):
        if found.end > start:
            break
        date = found
    if date is None or date.end < first:
        return None, None
    if date.end == start:
        return _day(date), None
    broken = any(tokens.key(at) in (".", ";") for at in range(date.end, start))
    if not issuing or broken:
        return None, None
    bodies = (body_at(tokens, at) for at in range(date.end, min(date.end + _FURTHEST_BODY, start)))
    body = next((body for body in bodies if body is not None), None)
    return (None if announcing and body is None else _day(date)), body


def _may_end_date(tokens: Tokens, end: int) -> bool:
    """Whether the token before a place is one of those with which dates end."""
    last = tokens[end - 1] if tokens.key(end - 1) != "." else tokens[end - 2]
    return last.kind == "number" or last.key in lexicon.DATE_ENDS


def body_at(tokens: Tokens, at: int) -> Body | None:
    """The issuing body named from a token on, with the place it is of."""
    key = tokens.key(at)
    if key not in citing.FIRST_OF_BODY:
        return None
    if key == "hội" and tokens.key(at + 1) == "nghị":
        return _conference(tokens, at)
    found = _BODIES.longest(tokens, at)
    if found is None:
        return None
    (name, code, central), end = found
    if central is not None:
        return _of_place(tokens, end, name, code, central=central)
    inner = _plain_body(tokens, end)
    if inner is None:
        return _placed(tokens, end, name, code)
    return Body(f"{name} {inner.name}", code, inner.jurisdiction, inner.end)


def _plain_body(tokens: Tokens, at: int) -> Body | None:
    """The body named from a token on, which is not of another one."""
    found = _BODIES.longest(tokens, at)
    if found is None:
        return None
    (name, code, central), end = found
    return None if central is None else _of_place(tokens, end, name, code, central=central)


def _of_place(tokens: Tokens, at: int, name: str, code: str, *, central: bool) -> Body:
    return Body(name, code, citing.CENTRAL, at) if central else _placed(tokens, at, name, code)


def _conference(tokens: Tokens, at: int) -> Body | None:
    """`Hội nghị Trung ương 4 khóa XI`, `Hội nghị Tỉnh ủy lần thứ 5 Khoá XX`."""
    inner = _plain_body(tokens, at + 2)
    if tokens.matches(at + 2, ("trung", "ương")) and tokens[at + 4].kind == "number":
        name, code, place, end = f"Hội nghị Trung ương {tokens[at + 4].text}", "TW", citing.CENTRAL, at + 5
    elif inner is not None:
        name, code, end = f"Hội nghị {inner.name}", inner.code, inner.end
        place = inner.jurisdiction or ""
    else:
        return None
    if tokens.matches(end, ("lần", "thứ")) and tokens[end + 2].kind in ("number", "word"):
        name, end = f"{name} lần thứ {tokens[end + 2].text}", end + 3
    if tokens.key(end) == _TERM and tokens[end + 1].text.isupper():
        name, end = f"{name} khóa {tokens[end + 1].text}", end + 2
    return Body(name, code, place or None, end)


def _placed(tokens: Tokens, at: int, name: str, code: str) -> Body:
    """A local body with its level and the name of its place: `tỉnh Tiền Giang`."""
    level = _LEVELS.longest(tokens, at)
    if level is not None:
        name, at = f"{name} {level[0]}", level[1]
    place, last = _place(tokens, at)
    short = citing.SHORT_PLACES.get(tokens[at].text) if level is not None and place is None else None
    if short is not None:
        place, last = short, at + 1
    return Body(f"{name} {place}" if place else name, code, place, last)


def _place(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """The name of a place that begins at a token, and the token behind it."""
    last = at
    while last < at + _LONGEST_NAME and _is_name(tokens, last):
        last += 1
        if tokens.key(last) == "-" and _is_name(tokens, last + 1):
            last += 1
    if last == at:
        return None, at
    words = [f" {token.text}" if token.gap else token.text for token in tokens.items[at:last]]
    return "".join(words).lstrip(), last


def title_place(tokens: Tokens, at: int) -> tuple[str, str] | None:
    """The committee and its place that the title behind a number names: `về … tỉnh Quảng Trị`."""
    if tokens.key(at) != "về":
        return None
    for end in range(at + 1, at + _FURTHEST_PLACE):
        if tokens.key(end) in _BREAKS or tokens[end].kind == "number" or not tokens.key(end):
            return None
        for words, committee in ((("tỉnh",), "Tỉnh ủy"), (("thành", "phố"), "Thành ủy")):
            if tokens.matches(end, words):
                place, _ = _place(tokens, end + len(words))
                if place is not None:
                    return committee, place
    return None


def _is_name(tokens: Tokens, at: int) -> bool:
    """Whether a word is written as names of places are."""
    word = tokens[at]
    return word.kind == "word" and word.text[0].isupper() and word.text[1:].islower()
