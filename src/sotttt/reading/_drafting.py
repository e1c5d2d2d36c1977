"""The draft of one citation: what stands at a place of a text and round it, before all are settled."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

import attrs

from sotttt.errors import SottttError
from sotttt.law import DocumentNumber
from sotttt.reading import _citing as citing
from sotttt.reading._cited import Unread
from sotttt.reading._naming import (
    Body,
    Kind,
    Tail,
    body_behind,
    date_before,
    kind_before,
    kind_ending,
    slug_kind,
    tail,
    title_before,
    title_place,
)
from sotttt.reading._near import WIDTHS, Behind, Near
from sotttt.reading._numbering import (
    Core,
    core_at,
    misread_lead,
    slug_at,
    symbol_at,
    with_kind,
)
from sotttt.reading._places import before_blank
from sotttt.reading._usual import Usual, kind_at, usual_at
from sotttt.reading.dates import date_at

__all__ = ["drafted", "parsed"]

_DECIMAL = frozenset("0123456789")
_YEAR_LIKE = re.compile(r"(?:19|20)[0-9]{2}")
_MOST_LINKS = 4
_DATED_BY_YEAR = citing.ALWAYS_DATED | {"quyet-dinh", "nghi-quyet", "chi-thi", "ket-luan", "cong-van"}


@attrs.define
class _Draft:
    """What is known of one citation before all of them are settled.

    Attributes:
        span: where it stands.
        digits: where its number with the symbol stands.
        number: the number it has got.
    """

    span: tuple[int, int]
    core: Core | None
    kind: str | None
    body: Body | None = None
    issued: dt.date | None = None
    issued_in: int | None = None
    digits: tuple[int, int] = (0, 0)
    plural: bool = False
    issuing: bool = False
    known: bool = False
    numbered: bool = False
    linked: bool = False
    own: bool = False
    itself: bool = False
    code: str | None = None
    number: DocumentNumber | None = None
    basis: str = "partial"
    reason: Unread | None = None
    filled: tuple[str, ...] = ()


def drafted(text: str, place: int, behind: int, last: _Draft | None) -> _Draft | None:
    """The draft of the citation at a place, read with as little of the text round it as it takes."""
    usual = usual_at(text, place)
    draft = _usual_draft(text, place, behind, usual) if usual is not None else None
    if draft is not None:
        return draft
    numeral, blank = text[place] in _DECIMAL, text[place] == "/"
    widths = iter(WIDTHS)
    while True:
        tokens = Near(text, place, behind, next(widths), usual.end if usual is not None else -1)
        if blank:
            draft = _blank_at(tokens, before_blank(text, place))
        else:
            draft = _draft_at(tokens, last, usual) if numeral else _pointer_at(tokens)
        if not tokens.missed:
            return draft


def _usual_draft(text: str, place: int, behind: int, usual: Usual) -> _Draft | None:
    """The draft of `Quyết định số 942/QĐ-TTg ngày 15/6/2021 của …`, or None: most citations are like this.

    It is what `_draft_at` finds, with no token cut but for what stands behind the date.
    """
    issued = usual.issued
    named = kind_at(text, place, behind) if issued is not None else None
    if issued is None or named is None:
        return None
    start, kind, plural, issuing = named
    tokens = Behind(text, usual.end)
    body = body_behind(tokens, 0, usual.text)
    if body is None and usual.text.upper().endswith("TU"):
        return None
    span = start, usual.end if body is None else tokens.ends(body.end - 1)
    core, digits = Core(usual.numeral, usual.year, usual.text, -1), (place, usual.core_end)
    return _Draft(
        span, core, kind, body, issued, issued.year, digits, plural, issuing, known=True, numbered=True
    )


def _draft_at(tokens: Near, last: _Draft | None, usual: Usual | None) -> _Draft | None:
    """The citation whose number begins at the place, or None."""
    found = _numbered(tokens, usual)
    if found is None:
        return None
    core, named, at = found
    if core.loose and named.id is None and not named.numbered:
        return None
    linked = named.id is None and last is not None and _links(tokens, named.start)
    if named.id is None:
        named = (
            named._replace(id=last.kind) if linked and last is not None else _titled(tokens, at, core, named)
        )
    if core.text is None and _counts_years(tokens, core, named):
        return None
    if core.text is None and named.id is None:
        return _row_of_table(tokens, core, at)
    behind_it = _behind(tokens, core, usual)
    if core.text is None and not (
        _is_grounded(core, named, behind_it, linked) or _is_bare(tokens, core, named, last)
    ):
        return None
    if core.year is None and behind_it.year is not None:
        core = core._replace(year=behind_it.year)
    start, end = named.start, behind_it.end
    draft = _Draft(
        span=(tokens.begins(start), tokens.ends(end - 1)),
        digits=(tokens.begins(at), usual.core_end if usual is not None else tokens.ends(core.end - 1)),
        core=core,
        kind=named.id,
        body=behind_it.body or named.body,
        issued=behind_it.issued,
        issued_in=behind_it.issued_in,
        plural=named.plural or (linked and last is not None and last.plural),
        linked=linked,
        issuing=tokens.key(start - 1) in citing.ISSUING or tokens.key(start - 2) in citing.ISSUING,
        own=named.id is None and named.numbered and tokens.begins_line(start),
        known=named.id is not None,
        numbered=named.numbered,
    )
    _look_round(tokens, draft, start, end)
    return draft


def _behind(tokens: Near, core: Core, usual: Usual | None) -> Tail:
    """What stands behind a number, of which the date may be known and passed already."""
    if usual is None or not usual.dated:
        return tail(tokens, core.end, core.text)
    day, body = usual.issued, body_behind(tokens, core.end, core.text)
    return Tail(day, day.year if day else None, body, None, body.end if body else core.end)


def _numbered(tokens: Near, usual: Usual | None) -> tuple[Core, Kind, int] | None:
    """The number at the place, the kind named before it, and the first token of the number; or None."""
    at, behind = tokens.at, tokens.behind
    if usual is not None:
        core: Core | None = Core(usual.numeral, usual.year, usual.text, at + 1)
    else:
        core = core_at(tokens, at)
        if core is not None and core.text is None and date_at(tokens, at) is not None:
            return None
    if core is None or core.text is None:
        named = kind_before(tokens, at, behind, far=False)
        core, named = _without_symbol(tokens, at, behind, core, named)
        return None if core is None else (core, named, at)
    lead = misread_lead(tokens.shown, tokens.place) if at > behind else ""
    if lead:
        digit = "0" if lead in "Oo" else "1"
        core, at = core._replace(numeral=digit + core.numeral, text=f"{lead}{core.text}"), at - 1
    return core, kind_before(tokens, at, behind, far=True), at


def _titled(tokens: Near, at: int, core: Core, named: Kind) -> Kind:
    """The kind before the title of a law, where nothing nearer names one."""
    if named.id is not None or named.numbered or not core.year or "/QH" not in (core.text or ""):
        return named
    return title_before(tokens, at, tokens.behind) or named


def _blank_at(tokens: Near, start: int) -> _Draft | None:
    """`Số: ……/QĐ-UBND`: a symbol for which a draft leaves the number blank, behind số or a kind."""
    at, first = tokens.at, tokens.at
    while first > max(0, tokens.behind) and tokens.begins(first - 1) >= start:
        first -= 1
    year, symbol, end = symbol_at(tokens, at)
    named = kind_before(tokens, first, tokens.behind, far=False)
    if not symbol or (named.id is None and not named.numbered):
        return None
    like = parsed(f"1/{year}{symbol}" if year else f"1{symbol}")
    behind_it = tail(tokens, end, symbol)
    return _Draft(
        span=(tokens.begins(named.start), tokens.ends(behind_it.end - 1)),
        digits=(tokens.place, tokens.ends(end - 1)),
        core=Core("", year, None, end),
        kind=named.id or (like.kind.id if like is not None and like.kind is not None else None),
        body=behind_it.body,
        issued=behind_it.issued,
        issued_in=behind_it.issued_in,
        numbered=True,
        code=like.issuer_code if like is not None else None,
    )


def _without_symbol(
    tokens: Near, at: int, behind: int, core: Core | None, named: Kind
) -> tuple[Core | None, Kind]:
    """A number that has no symbol yet: one that lost a part of it, or stands in the name of a file."""
    if core is not None and named.id is not None:
        mended = with_kind(tokens, core, named.id)
        if mended is not None:
            return mended, named
    slug = slug_kind(tokens, at, behind)
    found = None if slug is None else slug_at(tokens, at, slug[1])
    if slug is None or found is None:
        return core, named
    return found, Kind(slug[0], slug[1], capital=True)


def _counts_years(tokens: Near, core: Core, named: Kind) -> bool:
    """`Kế hoạch 5 năm 2021-2025` counts years; `Nghị định 15 năm 2020` is of that year."""
    return not named.numbered and named.id not in _DATED_BY_YEAR and tokens.key(core.end) == "năm"


def _is_grounded(core: Core, named: Kind, behind_it: Tail, linked: bool) -> bool:  # noqa: FBT001  # a fact
    """Whether digits and year name a document: `kế hoạch 10/2020` is a month."""
    if not (named.numbered or core.year or behind_it.issued or behind_it.body):
        return False
    month = (
        core.year is not None and int(core.numeral.rstrip("abcdeghiklmnopqrstuvxy").split(".")[0] or 99) <= 12
    )
    return named.numbered or linked or named.capital or not month


def _is_bare(tokens: Near, core: Core, named: Kind, last: _Draft | None) -> bool:
    """Whether a bare number names a document, as in "Chỉ thị 05", and counts nothing."""
    follower = tokens[core.end]
    if _YEAR_LIKE.fullmatch(core.numeral) or "." in core.numeral:
        return False
    if follower.kind and follower.key not in citing.FOLLOWERS:
        return False
    if tokens.glued(core.end) and tokens.glued(core.end + 1) and tokens[core.end + 1].kind == "number":
        # No known text comes here: dates, hours and scores are taken before. It keeps a number whole.
        return False  # pragma: no cover
    if named.capital:
        return named.id in citing.BY_NUMBER
    return last is not None and named.id == last.kind and last.core is not None and last.core.text is None


def _links(tokens: Near, start: int) -> bool:
    """Whether nothing but the glue of a list stands between the citation before and a token."""
    at = start
    while at > tokens.behind and start - at < _MOST_LINKS and tokens.key(at - 1) in citing.LINKS:
        at -= 1
    return tokens.behind == at < start


def _row_of_table(tokens: Near, core: Core, at: int) -> _Draft | None:
    """`56/2015 09/06/2015 Nghị định`: the row of a table, with the kind last."""
    date = date_at(tokens, core.end) if core.year else None
    if date is None or tokens.key(at - 1) == "/":
        return None
    for size in range(citing.LONGEST_KIND, 0, -1):
        found = kind_ending(tokens, date.end + size, date.end)
        if found is not None and found[0] == date.end and tokens[date.end].text[0].isupper():
            behind = tail(tokens, core.end, None)
            end = date.end + size
            draft = _Draft(
                (tokens.begins(at), tokens.ends(end - 1)),
                core,
                found[1],
                None,
                behind.issued,
                behind.issued_in,
            )
            draft.digits = tokens.place, tokens.ends(core.end - 1)
            _look_round(tokens, draft, at, end)
            return draft
    return None


def _look_round(tokens: Near, draft: _Draft, start: int, end: int) -> None:
    """Take date and body from before the kind, and the place of a committee from the title."""
    if draft.issued is None:
        draft.issued, earlier = date_before(tokens, start, tokens.behind)
        draft.issued_in = draft.issued_in or (draft.issued.year if draft.issued else None)
        draft.filled += ("issued",) if draft.issued else ()
        if draft.body is None and earlier is not None:
            draft.body = earlier
            draft.filled += ("body", "jurisdiction") if earlier.jurisdiction else ("body",)
    committee = (
        draft.body is None and draft.core is not None and (draft.core.text or "").upper().endswith("TU")
    )
    title = title_place(tokens, end) if committee else None
    if title is not None:
        draft.body = Body(" ".join(title), "TU", title[1], end)
        draft.filled += ("body", "jurisdiction")


def _pointer_at(tokens: Near) -> _Draft | None:
    """`Quyết định này`, `Nghị quyết nêu trên`, or None."""
    at = tokens.at
    found = kind_ending(tokens, at, tokens.behind)
    if found is None or not tokens[found[0]].text[0].isupper():
        return None
    for size in (2, 1):
        words = tokens.keys(at, at + size)
        itself = citing.POINTING.get(words)
        if itself is None or len(words) != size:
            continue
        follower = tokens[at + size]
        if not itself and follower.kind and follower.key not in citing.FOLLOWERS:
            continue
        plural = tokens.key(found[0] - 1) in citing.PLURAL
        span = tokens.begins(found[0]), tokens.ends(at + size - 1)
        return _Draft(span, None, found[1], plural=plural, itself=itself)
    return None


@lru_cache(maxsize=4096)
def parsed(text: str) -> DocumentNumber | None:
    """The number that a text is, or None."""
    try:
        return DocumentNumber.parse(text)
    except SottttError:
        return None
