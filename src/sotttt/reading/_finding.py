"""One pass over the tokens of a text that drafts its citations, and the passes that settle them together."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import attrs

from sotttt.errors import SottttError
from sotttt.law import DocumentKind, DocumentNumber, document_kind
from sotttt.law.kinds import symbol_key
from sotttt.reading import _citing as citing
from sotttt.reading._cited import Citation, Unread
from sotttt.reading._naming import (
    Body,
    Kind,
    Tail,
    date_before,
    kind_before,
    kind_ending,
    slug_kind,
    tail,
    title_before,
    title_place,
)
from sotttt.reading._near import WIDTHS, Near
from sotttt.reading._numbering import (
    Core,
    Usual,
    core_at,
    misread_lead,
    slug_at,
    symbol_at,
    usual_at,
    with_kind,
)
from sotttt.reading._places import before_blank, next_in_list
from sotttt.reading.dates import date_at
from sotttt.text import Mapped

__all__ = ["as_citation", "drafts_in"]

_DECIMAL = frozenset("0123456789")
_YEAR_LIKE = re.compile(r"(?:19|20)[0-9]{2}")
_MOST_LINKS = 4
_MOST_CANDIDATES = 9
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
    plural: bool = False
    linked: bool = False
    issuing: bool = False
    own: bool = False
    itself: bool = False
    known: bool = False
    numbered: bool = False
    code: str | None = None
    digits: tuple[int, int] = (0, 0)
    number: DocumentNumber | None = None
    basis: str = "partial"
    reason: Unread | None = None
    filled: tuple[str, ...] = ()


def drafts_in(text: str, stops: Iterable[int]) -> list[_Draft]:
    """What is known of the citations at places of a text, settled."""
    drafts = list(_drafts(text, stops))
    _share(drafts)
    for draft in drafts:
        if draft.core is not None:
            _settle(draft, draft.core)
    drafts = [draft for draft in drafts if draft.core is None or _stands(draft)]
    _refer(drafts)
    return [draft for draft in drafts if not (draft.itself and draft.number is None)]


def _drafts(text: str, stops: Iterable[int]) -> Iterator[_Draft]:
    """The drafts of all citations from left to right: at the places, and in the lists that they begin."""
    behind, last = 0, None
    for stop in stops:
        place = stop
        while place >= behind:
            draft = _drafted(text, place, behind, last)
            if draft is None:
                break
            yield draft
            behind, last = draft.span[1], draft
            place = next_in_list(text, behind)


def _drafted(text: str, place: int, behind: int, last: _Draft | None) -> _Draft | None:
    """The draft of the citation at a place, read with as little of the text round it as it takes."""
    numeral, blank = text[place] in _DECIMAL, text[place] == "/"
    if numeral and place > 1 and text[place - 1] in ".," and text[place - 2] in _DECIMAL:
        return None
    usual = usual_at(text, place) if numeral else None
    widths = iter(WIDTHS)
    while True:
        tokens = Near(text, place, behind, next(widths), usual.end if usual is not None else -1)
        if blank:
            draft = _blank_at(tokens, before_blank(text, place))
        else:
            draft = _draft_at(tokens, last, usual) if numeral else _pointer_at(tokens)
        if not tokens.missed:
            return draft


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
    behind_it = tail(tokens, core.end, core.text, usual.issued if usual is not None else None)
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
    like = _parsed(f"1/{year}{symbol}" if year else f"1{symbol}")
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


def _share(drafts: list[_Draft]) -> None:
    """Let the items of a list have what stands once for all: symbol, date and body behind the last."""
    for place in range(len(drafts) - 1, 0, -1):
        later, earlier = drafts[place], drafts[place - 1]
        if not later.linked or earlier.core is None or later.core is None:
            continue
        given = bool(earlier.core.numeral) and earlier.core.text is None
        if given and later.core.text is not None and earlier.body is None:
            digits = later.core.numeral + (f"/{later.core.year}" if later.core.year else "")
            if later.core.text.startswith(digits) and earlier.core.year is None:
                head = earlier.core.numeral + (f"/{later.core.year}" if later.core.year else "")
                earlier.core = earlier.core._replace(
                    text=head + later.core.text[len(digits) :], year=later.core.year
                )
                earlier.filled += ("number",)
        if earlier.issuing and later.body is None and earlier.body is not None and later.issued is None:
            later.body, later.issued, later.issued_in = earlier.body, earlier.issued, earlier.issued_in
            later.filled += ("issued", "body")
        if not later.plural:
            continue
        if earlier.issued is None and earlier.issued_in is None:
            earlier.issued, earlier.issued_in = later.issued, later.issued_in
            earlier.filled += ("issued",) if later.issued else ("issued_in",) if later.issued_in else ()
        if earlier.body is None and later.body is not None:
            earlier.body = later.body
            earlier.filled += ("body", "jurisdiction") if later.body.jurisdiction else ("body",)


def _settle(draft: _Draft, core: Core) -> None:
    """The number as printed, or completed from kind and body."""
    if not core.numeral:
        draft.basis, draft.reason = "partial", Unread.NO_NUMBER
        return
    if core.text is not None:
        draft.number = _parsed(core.text)
        draft.basis = "inferred" if core.inferred or "number" in draft.filled else "stated"
        if draft.number is None:
            draft.basis, draft.reason = "partial", Unread.MALFORMED
            _kind_alone(draft, core.text)
        return
    kind = draft.kind
    body = draft.body.code if draft.body else citing.ONE_BODY.get(kind or "", ("", ""))[1]
    year = core.year
    if year is None and kind in citing.ALWAYS_DATED and draft.issued_in:
        year = str(draft.issued_in)
    draft.reason = _missing(kind, year, body)
    if draft.reason is None and kind is not None:
        abbreviation = citing.ABBREVIATIONS.get(kind, "")
        if body in citing.PARTY and year is None:
            abbreviation = document_kind(kind).party_abbreviation or ""
            draft.number = _parsed(f"{core.numeral}-{abbreviation}/{body}")
        else:
            middle = f"/{year}" if year else ""
            draft.number = _parsed(f"{core.numeral}{middle}/{abbreviation}-{body}".replace("/-", "/"))
        draft.reason = Unread.MALFORMED if draft.number is None else None
    draft.basis = "partial" if draft.number is None else "inferred"


def _kind_alone(draft: _Draft, text: str) -> None:
    """`144/2018/QĐ`: a symbol that is a kind and no body."""
    kind = citing.SHORT.get(symbol_key(text.rpartition("/")[2]))
    if kind is not None and draft.core is not None and draft.core.year is not None:
        draft.kind, draft.known = draft.kind or kind, True
        draft.reason = Unread.NO_ISSUER


def _missing(kind: str | None, year: str | None, body: str) -> Unread | None:
    """What a number without symbol lacks."""
    if kind == "de-an" and not body:
        return Unread.NICKNAME
    if year is None and kind in citing.ALWAYS_DATED:
        return Unread.NO_YEAR
    if (kind and kind not in citing.ABBREVIATIONS) or (kind == "cong-van" and body not in citing.PARTY):
        return Unread.NO_SYMBOL
    if body in citing.BY_TERM:
        return Unread.NO_SYMBOL
    if not body:
        return Unread.NO_ISSUER
    return None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> DocumentNumber | None:
    try:
        return DocumentNumber.parse(text)
    except SottttError:
        return None


def _stands(draft: _Draft) -> bool:
    """Whether a draft is a citation: a symbol alone must hold a kind or a body of the tables, not `10-GB`."""
    if draft.known:
        return True
    number = draft.number
    if draft.numbered and draft.issued is not None:
        return True
    if number is None:
        return draft.numbered or (draft.core is not None and draft.core.text is None)
    if draft.own or draft.kind is not None or number.abbreviation is not None or number.issuer is not None:
        return True
    return draft.numbered and number.unit is not None


def _refer(drafts: list[_Draft]) -> None:
    """Give what points to another citation its number, where one alone can be meant."""
    wanted = {draft.kind for draft in drafts if draft.number is None and draft.kind is not None}
    kinds = [_kinds(draft, wanted) for draft in drafts] if wanted else []
    by_numeral: dict[tuple[str, str], dict[DocumentNumber, _Draft]] = {}
    for draft, names in zip(drafts, kinds, strict=False):
        if draft.number is not None:
            for kind in names:
                _note(by_numeral.setdefault((kind, draft.number.number), {}), draft, _MOST_CANDIDATES)
    seen: dict[str, dict[DocumentNumber, _Draft]] = {}
    own: dict[str, dict[DocumentNumber, _Draft]] = {}
    for draft, known in zip(drafts, kinds, strict=False):
        names = known
        if draft.core is None:
            _point(draft, seen.get(draft.kind or "", {}), own.get(draft.kind or "", {}))
            continue
        if draft.number is None and draft.core.text is None and draft.kind is not None:
            meant = by_numeral.get((draft.kind, draft.core.numeral.lstrip("0")), {})
            fitting = [one for number, one in meant.items() if _fits(draft, draft.core, number, one)]
            if len(fitting) == 1 and len(meant) < _MOST_CANDIDATES:
                _take(draft, fitting[0])
                names = _kinds(draft, wanted)
        for kind in names if draft.number is not None else ():
            _note(seen.setdefault(kind, {}), draft, 2)
            if draft.own:
                _note(own.setdefault(kind, {}), draft, 2)


def _note(found: dict[DocumentNumber, _Draft], draft: _Draft, most: int) -> None:
    """Keep the first citation of each number; more than `most` numbers tell nothing more."""
    if draft.number is not None and len(found) < most:
        found.setdefault(draft.number, draft)


def _kinds(draft: _Draft, wanted: set[str]) -> set[str]:
    """The kinds by which a document may be named again, of those that are."""
    kinds = {draft.kind} if draft.kind else set()
    told = draft.number.kind if draft.number is not None else None
    if told is not None:
        kinds.add(told.id)
    return kinds & wanted


def _fits(draft: _Draft, core: Core, number: DocumentNumber, other: _Draft) -> bool:
    """Whether nothing that a short citation says speaks against a full one."""
    if core.year and str(number.year or other.issued_in) != core.year:
        return False
    if draft.issued is not None and other.issued not in (None, draft.issued):
        return False
    return draft.body is None or draft.body.code in ("", *number.issuer_code.split("-"))


def _point(draft: _Draft, seen: dict[DocumentNumber, _Draft], own: dict[DocumentNumber, _Draft]) -> None:
    """Resolve what points back: the document's own number, or the one document of its kind cited before."""
    meant = own if own and draft.itself else seen
    first = next(iter(meant.values()), None)
    if draft.itself:
        if len(meant) == 1 and first is not None and (own or first.issuing) and not draft.plural:
            _take(draft, first)
        return
    if len(meant) == 1 and first is not None:
        _take(draft, first)
    else:
        draft.reason = Unread.SEVERAL_ANTECEDENTS if meant else Unread.NO_ANTECEDENT


def _take(draft: _Draft, other: _Draft) -> None:
    draft.number, draft.basis, draft.reason = other.number, "reference", None
    draft.filled += ("number",)


@lru_cache(maxsize=1024)
def _kind_of(name: str | None, number_kinds: tuple[DocumentKind, ...]) -> DocumentKind | None:
    """The kind that is named, else the one that the number tells."""
    if name:
        return document_kind(name)
    return number_kinds[0] if len(number_kinds) == 1 else None


def _as_printed(draft: _Draft, text: str, mapped: Mapped) -> DocumentNumber | None:
    """The number read from the very text given, so that it knows all that was repaired."""
    number = draft.number
    if number is None or draft.basis != "stated":
        return number
    start, end = mapped.span(*draft.digits)
    if text[start:end] == str(number):
        return number
    try:
        printed = DocumentNumber.parse(text[start:end])
    except SottttError:
        return number
    return printed if printed == number else number


def as_citation(draft: _Draft, given: str, mapped: Mapped) -> Citation:
    """The citation that a draft has become, in a text as given and as cleaned."""
    number = _as_printed(draft, given, mapped)
    core = draft.core
    kind = _kind_of(draft.kind, number.kinds if number is not None and not draft.kind else ())
    body = draft.body
    numeral = None
    if draft.linked and (core is None or core.text is None or number is None or number.kind != kind):
        draft.filled += ("kind",)
    if core is not None:
        numeral = number.number if number is not None else core.numeral.lstrip("0") or core.numeral or None
    year = number.year if number is not None else None
    if year is None and core is not None and core.year:
        year = int(core.year)
    return Citation(
        span=mapped.span(*draft.span),
        text=mapped.text[draft.span[0] : draft.span[1]],
        number=number,
        kind=kind,
        issued=draft.issued,
        body=body.name if body else None,
        jurisdiction=body.jurisdiction if body else None,
        basis=draft.basis,
        numeral=numeral,
        year=year,
        issued_in=draft.issued_in,
        issuer_code=number.issuer_code if number else (body.code or None) if body else _code(draft),
        reason=draft.reason,
        filled=draft.filled,
    )


def _code(draft: _Draft) -> str | None:
    """The body that the symbol tells, or that alone issues documents of the kind."""
    return draft.code or citing.ONE_BODY.get(draft.kind or "", ("", None))[1]
