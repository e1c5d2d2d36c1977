"""A register of documents (cơ sở dữ liệu văn bản): finding, relations, timeline, and standing on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from sotttt.errors import DuplicateId, InvalidDocumentNumber, InvalidText, NotFound, nearest
from sotttt.frozen import Entity, Word, placed, several
from sotttt.law.documents import Document, Relation, RelationKind
from sotttt.law.kinds import split_issuer
from sotttt.law.numbers import DocumentNumber
from sotttt.law.standing import Effect, Standing, StandingReason
from sotttt.periods import as_date
from sotttt.places import slug
from sotttt.sectors import NameIndex, name_key
from sotttt.text import squeeze

__all__ = ["Chain", "Event", "EventKind", "Register"]


class EventKind(Word):
    """What happens to a document on a day (sự kiện)."""

    ISSUED = "issued"
    EFFECTIVE = "effective"
    AMENDED = "amended"
    SUPPLEMENTED = "supplemented"
    CORRECTED = "corrected"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REPLACED = "replaced"
    REPEALED = "repealed"
    EXPIRED = "expired"


_EVENTS = {
    RelationKind.AMENDS: EventKind.AMENDED,
    RelationKind.SUPPLEMENTS: EventKind.SUPPLEMENTED,
    RelationKind.CORRECTS: EventKind.CORRECTED,
    RelationKind.SUSPENDS: EventKind.SUSPENDED,
    RelationKind.REPLACES: EventKind.REPLACED,
    RelationKind.REPEALS: EventKind.REPEALED,
}
_EVENT_ORDER = {kind: place for place, kind in enumerate(EventKind)}


def _day(value: dt.date | str) -> dt.date:
    return as_date(value, None)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Event(Entity):
    """Something that happens to a document on a day (sự kiện của văn bản).

    Args:
        on: the day.
        kind: what happens.
        document: id of the document to which it happens.
        by: id of the document that acts; None for its own text.
        scope: the articles concerned; None: the whole document.
    """

    on: dt.date = attrs.field(converter=_day)
    kind: EventKind = attrs.field(converter=EventKind)
    document: str
    by: str | None = None
    scope: str | None = None


@attrs.frozen
class Chain(Entity):
    """The documents that one rests on, or that rest on it (chuỗi căn cứ), nearest first.

    Args:
        documents: the documents found.
        cycles: rings of ids in which each document rests on the next, the first one named again at the end.
        unknown: ids of documents that are named and not in the register.
    """

    documents: tuple[Document, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()
    unknown: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __len__(self) -> int:
        return len(self.documents)

    def __contains__(self, document: object) -> bool:
        return document in self.documents


class _Act(NamedTuple):
    """What one document does to another, from which day on."""

    by: Document
    relation: Relation
    since: dt.date | None


def _documents(value: Iterable[Document]) -> tuple[Document, ...]:
    documents = several(value, "a list of documents")
    for document in documents:
        if not isinstance(document, Document):
            raise InvalidText(f"{document!r} is no document", where="documents", expected="a Document")
    return documents


@attrs.frozen(field_transformer=placed)
class Register(Entity):
    """Documents with all that they do to each other (tập văn bản).

    Args:
        documents: the documents; relations may name others by id, too.

    Raises:
        DuplicateId: two documents of one identity.

    >>> old = Document(number="12/2010/QĐ-UBND", issuer="UBND tỉnh A", title="cũ", effective="2010-01-01")
    >>> new = Document(number="34/2015/QĐ-UBND", issuer="UBND tỉnh A", title="mới", effective="2015-06-01",
    ...                relations=[Relation(kind="replaces", target=old.id)])
    >>> register = Register([old, new])
    >>> register.standing(old, dt.date(2015, 6, 1)).explain("en")
    'Expired on 2015-06-01: another act replaced or repealed it (qd-34-2015-ubnd-a)'
    >>> [document.id for document in register.find("12/2010/QĐ-UBND")]
    ['qd-12-2010-ubnd-a']
    """

    documents: tuple[Document, ...] = attrs.field(converter=_documents)
    _by_id: dict[str, Document] = attrs.field(init=False, eq=False, repr=False)
    _by_number: dict[DocumentNumber, tuple[Document, ...]] = attrs.field(init=False, eq=False, repr=False)
    _titles: NameIndex[Document] = attrs.field(init=False, eq=False, repr=False)
    _acts: dict[str, tuple[_Act, ...]] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_id: dict[str, Document] = {}
        by_number: dict[DocumentNumber, tuple[Document, ...]] = {}
        acts: dict[str, tuple[_Act, ...]] = {}
        for document in self.documents:
            if document.id in by_id:
                raise DuplicateId(f"two documents have the identity {document.id!r}", where="documents")
            by_id[document.id] = document
            for number in (*((document.number,) if document.number else ()), *document.cited_as):
                by_number[number] = (*by_number.get(number, ()), document)
            for relation in document.relations:
                act = _Act(document, relation, relation.effective or document.effective)
                acts[relation.target] = (*acts.get(relation.target, ()), act)
        put = object.__setattr__
        put(self, "_by_id", by_id)
        put(self, "_by_number", by_number)
        put(self, "_titles", NameIndex((document.title, document) for document in self.documents))
        put(self, "_acts", acts)

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __len__(self) -> int:
        return len(self.documents)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Document:
        found = self._by_id.get(id)
        if found is None:
            raise NotFound(f"no document has the id {id!r}", hint=nearest(str(id), self._by_id))
        return found

    def get(self, id: str) -> Document | None:
        """The document of that id, or None."""
        return self._by_id.get(id)

    def find(
        self, text: str, *, issuer: str | None = None, place: str | None = None, year: int | None = None
    ) -> tuple[Document, ...]:
        """All documents that an id, a number or a title names; several are an answer, not an error.

        Args:
            text: `qd-555-ubnd-tien-giang-2018-03-02`, `555/QĐ-UBND`, `Quyết định 555`, `Quyết định 45/2016`
                or a title; also a number under which a source cites the document wrongly.
            issuer: the issuing body, with or without its place.
            place: the place in the name of the issuing body, or the id of the place that it is for.
            year: the year of issue.
        """
        given = squeeze(text)
        own = self._by_id.get(given)
        found = (own,) if own is not None else self._numbered(given) or self._titles.find(given)
        if issuer is not None:
            found = tuple(document for document in found if _issued_by(document, issuer))
        if place is not None:
            found = tuple(document for document in found if _stands_in(document, place))
        if year is not None:
            found = tuple(document for document in found if _year(document) == year)
        return found

    def _numbered(self, text: str) -> tuple[Document, ...]:
        words = text.split()
        while words and not words[0][0].isdecimal():
            del words[0]
        tail = " ".join(words)
        if not tail:
            return ()
        try:
            return self._by_number.get(DocumentNumber.parse(tail), ())
        except InvalidDocumentNumber:
            pass
        digits, _, year = tail.partition("/")
        kind = name_key(text[: len(text) - len(tail)]).removesuffix(" số")
        return tuple(
            document
            for document in self.documents
            if document.number is not None
            and kind == name_key(document.kind.name)
            and document.number.number == digits.lstrip("0")
            and (not year or str(document.number.year) == year)
        )

    def basis_of(self, document: Document | str, *, deep: bool = True) -> Chain:
        """The documents that one rests on (căn cứ), and with `deep` those that they rest on.

        Raises:
            NotFound: no document has the id.
        """
        return self._chain(document, deep=deep, up=True)

    def dependents_of(self, document: Document | str, *, deep: bool = True) -> Chain:
        """The documents that rest on one, and with `deep` those that rest on them.

        Raises:
            NotFound: no document has the id.
        """
        return self._chain(document, deep=deep, up=False)

    def _next(self, id: str, *, up: bool) -> tuple[str, ...]:
        if up:
            document = self._by_id.get(id)
            relations = () if document is None else document.relations
            return tuple(one.target for one in relations if one.kind is RelationKind.LEGAL_BASIS)
        acts = self._acts.get(id, ())
        return tuple(act.by.id for act in acts if act.relation.kind is RelationKind.LEGAL_BASIS)

    def _chain(self, document: Document | str, *, deep: bool, up: bool) -> Chain:
        start = document.id if isinstance(document, Document) else self[document].id
        order: dict[str, tuple[str, ...]] = {start: self._next(start, up=up)}
        for id in order[start]:
            order.setdefault(id, ())
        if deep:
            queue = list(order)[1:]
            for id in queue:
                order[id] = self._next(id, up=up)
                fresh = [one for one in dict.fromkeys(order[id]) if one not in order]
                order.update(dict.fromkeys(fresh, ()))
                queue += fresh
        found = [id for id in order if id != start]
        known = tuple(self._by_id[id] for id in found if id in self._by_id)
        return Chain(known, _rings(order), tuple(id for id in found if id not in self._by_id))

    def timeline(self, document: Document | str | None = None) -> tuple[Event, ...]:
        """What happened to one document, or to all, in the order of days; undated events are left out.

        Raises:
            NotFound: no document has the id.
        """
        if document is None:
            events = [event for one in self.documents for event in self._events(one)]
        else:
            events = self._events(document if isinstance(document, Document) else self[document])
        return tuple(sorted(events, key=lambda event: (event.on, event.document, _EVENT_ORDER[event.kind])))

    def _events(self, document: Document) -> list[Event]:
        own = (
            (EventKind.ISSUED, document.issued),
            (EventKind.EFFECTIVE, document.effective),
            (EventKind.EXPIRED, document.expires),
        )
        events = [Event(on=day, kind=kind, document=document.id) for kind, day in own if day is not None]
        for act in self._acts.get(document.id, ()):
            kind = _EVENTS.get(act.relation.kind)
            if kind is None:
                continue
            ends = ((kind, act.since), (EventKind.RESUMED, act.relation.until))
            events += [
                Event(on=day, kind=what, document=document.id, by=act.by.id, scope=act.relation.scope)
                for what, day in ends
                if day is not None
            ]
        return events

    def unresolved(self) -> tuple[Document, ...]:
        """The documents whose identity lacks number, issuing body or date; `missing` of each says which."""
        return tuple(document for document in self.documents if document.missing)

    def standing(self, document: Document | str, on: dt.date | str) -> Standing:
        """How a document stands on a day, as far as this register goes, and the act that caused it.

        An amendment leaves it in force. Without a recorded day of effect, or with an undated act that would
        end or suspend it, the answer is `unknown`.

        Args:
            document: a document or its id.
            on: the day.

        Raises:
            NotFound: no document has the id.
        """
        one = document if isinstance(document, Document) else self[document]
        day = as_date(on, "on")
        acts = self._working(one, day)
        ended = _ended(one, acts, day)
        if ended is not None:
            return ended
        if one.issued is not None and day < one.issued:
            return Standing(effect=Effect.NOT_YET_IN_FORCE, on=day, reason=StandingReason.BEFORE_ISSUE)
        if one.effective is None:
            return Standing(effect=Effect.UNKNOWN, on=day, reason=StandingReason.NO_EFFECTIVE_DATE)
        if day < one.effective:
            reason = StandingReason.BEFORE_EFFECT
            return Standing(effect=Effect.NOT_YET_IN_FORCE, on=day, reason=reason, cause=one.id)
        return _within(one.effective, acts, day)

    def _working(self, document: Document, day: dt.date) -> list[_Act]:
        """The acts on a document that work on a day, earliest first, those without a date last."""
        acts = [
            act
            for act in self._acts.get(document.id, ())
            if (act.since is None or act.since <= day)
            and (act.relation.until is None or day < act.relation.until)
        ]
        return sorted(acts, key=lambda act: (act.since or dt.date.max, act.by.id))


def _ended(document: Document, acts: list[_Act], day: dt.date) -> Standing | None:
    """The standing of a document that has ended as a whole, by its term or by an act with a date."""
    ends = [
        (act.since, act.by.id, StandingReason.ENDED_BY_ACT)
        for act in acts
        if act.since is not None and act.relation.kind.ends and act.relation.scope is None
    ]
    if document.expires is not None and document.expires <= day:
        ends.append((document.expires, document.id, StandingReason.TERM_OVER))
    if not ends:
        return None
    since, cause, reason = min(ends)
    if document.effective is not None and since <= document.effective:
        reason = StandingReason.ENDED_BEFORE_EFFECT
        return Standing(effect=Effect.NEVER_IN_FORCE, on=day, reason=reason, cause=cause, since=since)
    return Standing(effect=Effect.EXPIRED, on=day, reason=reason, cause=cause, since=since)


def _within(effective: dt.date, acts: list[_Act], day: dt.date) -> Standing:
    """The standing of a document between its day of effect and its end."""
    suspensions = [act for act in acts if act.relation.kind is RelationKind.SUSPENDS]
    ends = [act for act in acts if act.relation.kind.ends]
    undated = [act for act in ends if act.since is None and act.relation.scope is None]
    whole = [act for act in suspensions if act.relation.scope is None]
    for found, effect, reason in (
        (undated, Effect.UNKNOWN, StandingReason.UNDATED_ACT),
        (whole, Effect.SUSPENDED, StandingReason.SUSPENDED_BY_ACT),
        (suspensions, Effect.PARTLY_SUSPENDED, StandingReason.SUSPENDED_BY_ACT),
        (ends, Effect.PARTLY_EXPIRED, StandingReason.ENDED_IN_PART),
    ):
        if not found:
            continue
        act = found[0]
        if act.since is None:
            return Standing(effect=Effect.UNKNOWN, on=day, reason=StandingReason.UNDATED_ACT, cause=act.by.id)
        return Standing(effect=effect, on=day, reason=reason, cause=act.by.id, since=act.since)
    reason = StandingReason.NOTHING_ENDS_IT
    return Standing(effect=Effect.IN_FORCE, on=day, reason=reason, since=effective)


def _rings(edges: dict[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rings among documents, each closed by its first id; every edge that closes one is looked at once."""
    found: dict[tuple[str, ...], None] = {}
    done: set[str] = set()
    for root, first in edges.items():
        path: dict[str, Iterator[str]] = {} if root in done else {root: iter(first)}
        while path:
            here = next(reversed(path))
            step = next(path[here], None)
            if step is None:
                done.add(here)
                del path[here]
            elif step in path:
                ids = list(path)
                found[_ring(tuple(ids[ids.index(step) :]))] = None
            elif step not in done:
                path[step] = iter(edges.get(step, ()))
    return tuple(found)


def _ring(path: tuple[str, ...]) -> tuple[str, ...]:
    """A ring, begun at its least id, so that the same ring is found once."""
    start = path.index(min(path))
    return (*path[start:], *path[: start + 1])


def _issued_by(document: Document, text: str) -> bool:
    if document.issuer is None:
        return False
    body, place = split_issuer(text)
    own, own_place = split_issuer(document.issuer)
    if body is None or own is None:
        return name_key(text) == name_key(document.issuer)
    return body.name == own.name and (not place or place == own_place)


def _stands_in(document: Document, place: str) -> bool:
    wanted = slug(place)
    return wanted in (document.place, document.jurisdiction)


def _year(document: Document) -> int | None:
    if document.issued is not None:
        return document.issued.year
    if document.number is not None and document.number.year is not None:
        return document.number.year
    within = document.issued_in
    return within.start.year if within is not None and within.start.year == within.end.year else None
