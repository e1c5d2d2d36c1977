"""All citations of a text: drafted from left to right, settled together, and told as values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from sotttt.errors import SottttError
from sotttt.law import DocumentKind, DocumentNumber, document_kind
from sotttt.law.kinds import symbol_key
from sotttt.reading import _citing as citing
from sotttt.reading._cited import Citation, Unread, cited
from sotttt.reading._drafting import _Draft, drafted, parsed
from sotttt.reading._numbering import Core
from sotttt.reading._places import next_in_list
from sotttt.text import Mapped

__all__ = ["as_citation", "drafts_in"]

_MOST_CANDIDATES = 9


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
            draft = drafted(text, place, behind, last)
            if draft is None:
                break
            yield draft
            behind, last = draft.span[1], draft
            place = next_in_list(text, behind)


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
        draft.number = parsed(core.text)
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
            draft.number = parsed(f"{core.numeral}-{abbreviation}/{body}")
        else:
            middle = f"/{year}" if year else ""
            draft.number = parsed(f"{core.numeral}{middle}/{abbreviation}-{body}".replace("/-", "/"))
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
    written = text[start:end]
    if written == str(number):
        return number
    try:
        printed = DocumentNumber.parse(written)
    except SottttError:
        return number
    return printed if printed == number else number


def as_citation(draft: _Draft, given: str, mapped: Mapped) -> Citation:
    """The citation that a draft has become, in a text as given and as cleaned."""
    number, core, body = _as_printed(draft, given, mapped), draft.core, draft.body
    kind = _kind_of(draft.kind, number.kinds if number is not None and not draft.kind else ())
    if draft.linked and (core is None or core.text is None or number is None or number.kind != kind):
        draft.filled += ("kind",)
    numeral: str | None
    year: int | None = None
    code: str | None
    if number is not None:
        numeral, year, code = number.number if core is not None else None, number.year, number.issuer_code
    else:
        code = (body.code or None) if body is not None else _code(draft)
        numeral = core.numeral.lstrip("0") or core.numeral or None if core is not None else None
    if year is None and core is not None and core.year:
        year = int(core.year)
    start, end = draft.span
    return cited(
        mapped.span(start, end),
        mapped.text[start:end],
        number,
        kind,
        draft.issued,
        body.name if body is not None else None,
        body.jurisdiction if body is not None else None,
        draft.basis,
        numeral,
        year,
        draft.issued_in,
        code,
        draft.reason,
        draft.filled,
        None,
        (),
    )


def _code(draft: _Draft) -> str | None:
    """The body that the symbol tells, or that alone issues documents of the kind."""
    return draft.code or citing.ONE_BODY.get(draft.kind or "", ("", None))[1]
