"""A register of documents (cơ sở dữ liệu văn bản): finding, relations, timeline, and standing on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from sotttt.errors import DuplicateId, InvalidDocumentNumber, InvalidText, NotFound, nearest
from sotttt.frozen import Entity, Word, placed, several
from sotttt.law.documents import Document, RelationKind
from sotttt.law.effects import ENDED, Reckoning, of_part
from sotttt.law.identity import from_uri
from sotttt.law.kinds import split_issuer
from sotttt.law.numbers import DocumentNumber
from sotttt.law.provisions import provision
from sotttt.law.rules import Candidate, Rule, RuleTopic, Statement, rules
from sotttt.law.standing import Effect, Lapse, Standing, StandingReason
from sotttt.periods import as_date
from sotttt.places import slug
from sotttt.sectors import NameIndex, name_key
from sotttt.sources import Source
from sotttt.text import squeeze

__all__ = ["Chain", "Conflict", "Event", "EventKind", "Register"]


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


@attrs.frozen(kw_only=True)
class Conflict(Entity):
    """A date of a document that sources state differently (nguồn không thống nhất); all of them are kept.

    Args:
        document: id of the document.
        field: `issued`, `effective`, `expires`, or `in_force_on` where a source says that it is applied on a
            day on which it isn't in force.
        values: the dates with their sources, that of the document itself first.
    """

    document: str
    field: str
    values: tuple[tuple[dt.date, Source | None], ...]

    def __str__(self) -> str:
        told = ", ".join(f"{day} ({source})" if source else str(day) for day, source in self.values)
        return f"{self.document}: {self.field} {told}"


def _documents(value: Iterable[Document]) -> tuple[Document, ...]:
    documents = several(value, "a list of documents")
    for document in documents:
        if not isinstance(document, Document):
            raise InvalidText(f"{document!r} is no document", where="documents", expected="a Document")
    return documents


def _candidates(value: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return several(value, "a list of candidates")


def _statements(value: Iterable[Statement]) -> tuple[Statement, ...]:
    return several(value, "a list of statements")


def _rules(value: Iterable[Rule] | None) -> tuple[Rule, ...]:
    return rules() if value is None else several(value, "a list of rules")


@attrs.frozen(field_transformer=placed)
class Register(Entity):
    """Documents with all that they do to each other (tập văn bản).

    Args:
        documents: the documents; relations may name others by id, too.
        candidates: rules that may govern a document, where nobody has said which one does.
        statements: what sources state of documents beside their own dates.
        rules: the rules on effect; None: those that the library knows.

    Raises:
        DuplicateId: two documents of one identity.
        NotFound: a candidate or a statement that names no document of the register, or no rule of transition.

    >>> from sotttt.law import Relation
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
    candidates: tuple[Candidate, ...] = attrs.field(default=(), converter=_candidates)
    statements: tuple[Statement, ...] = attrs.field(default=(), converter=_statements)
    rules: tuple[Rule, ...] = attrs.field(default=None, converter=_rules)
    _by_id: dict[str, Document] = attrs.field(init=False, eq=False, repr=False)
    _by_number: dict[DocumentNumber, tuple[Document, ...]] = attrs.field(init=False, eq=False, repr=False)
    _titles: NameIndex[Document] = attrs.field(init=False, eq=False, repr=False)
    _reckoning: Reckoning = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_id: dict[str, Document] = {}
        by_number: dict[DocumentNumber, tuple[Document, ...]] = {}
        for document in self.documents:
            if document.id in by_id:
                raise DuplicateId(f"two documents have the identity {document.id!r}", where="documents")
            by_id[document.id] = document
            for number in (*((document.number,) if document.number else ()), *document.cited_as):
                by_number[number] = (*by_number.get(number, ()), document)
        put = object.__setattr__
        put(self, "_by_id", by_id)
        put(self, "_by_number", by_number)
        put(self, "_titles", NameIndex((document.title, document) for document in self.documents))
        self._check_names()
        put(self, "_reckoning", Reckoning(by_id, self.candidates, self.statements, self.rules))

    def _check_names(self) -> None:
        transitions = {rule.id for rule in self.rules if rule.topic is RuleTopic.TRANSITION}
        for candidate in self.candidates:
            self[candidate.document]
            if candidate.rule not in transitions:
                hint = nearest(candidate.rule, transitions)
                raise NotFound(f"no rule of transition has the id {candidate.rule!r}", hint=hint)
        for statement in self.statements:
            self[statement.document]

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
            text: `qd-555-ubnd-tien-giang-2018-03-02`, `555/QĐ-UBND`, `Quyết định 555`, `Quyết định 45/2016`,
                an address as `to_uri` writes it, or a title; also a number under which a source cites the
                document wrongly.
            issuer: the issuing body, with or without its place.
            place: the place in the name of the issuing body, or the id of the place that it is for.
            year: the year of issue.
        """
        given = squeeze(text)
        own = self._by_id.get(from_uri(given).id if given.startswith("/akn/") else given)
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
        acts = self._reckoning.acts(id)
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
        for act in self._reckoning.acts(document.id):
            kind = _EVENTS.get(act.relation.kind)
            if kind is None:
                continue
            ends = ((kind, act.since), (EventKind.RESUMED, act.relation.until))
            events += [
                Event(on=day, kind=what, document=document.id, by=act.by.id, scope=act.relation.scope)
                for what, day in ends
                if day is not None
            ]
        end = self._reckoning.end(document)
        if end is not None and end.reason is StandingReason.ENDED_WITH_IMPLEMENTED:
            expired = EventKind.EXPIRED
            events.append(Event(on=end.since, kind=expired, document=document.id, by=end.cause))
        return events

    def unresolved(self) -> tuple[Document, ...]:
        """The documents whose identity lacks number, issuing body or date; `missing` of each says which."""
        return tuple(document for document in self.documents if document.missing)

    def conflicts(self, document: Document | str | None = None) -> tuple[Conflict, ...]:
        """Where sources state different dates of one document, or of any; none of them is dropped.

        Raises:
            NotFound: no document has the id.
        """
        if document is None:
            return tuple(conflict for one in self.documents for conflict in self._conflicts(one))
        return self._conflicts(self[document] if isinstance(document, str) else document)

    def _conflicts(self, document: Document) -> tuple[Conflict, ...]:
        stated = self._reckoning.statements(document.id)
        found = []
        for field in ("issued", "effective", "expires"):
            own: dt.date | None = getattr(document, field)
            values = [(own, document.source)] if own is not None else []
            values += [(day, one.source) for one in stated if (day := getattr(one, field)) is not None]
            if len({day for day, _ in values}) > 1:
                found.append(Conflict(document=document.id, field=field, values=tuple(values)))
        for one in stated:
            day = one.in_force_on
            if day is not None and self._reckoning.standing(document, day).effect in _NOT_APPLIED:
                found.append(Conflict(document=document.id, field="in_force_on", values=((day, one.source),)))
        return tuple(found)

    def lapsed(self, basis: Document | str | Iterable[str], on: dt.date | str) -> tuple[Lapse, ...]:
        """What isn't in force on a day in the legal basis of a document, or among the bases of a plan.

        Args:
            basis: a document or its id; or the ids of the documents on which something rests, such as the
                `bases` of a plan, which then count themselves.
            on: the day.

        Raises:
            NotFound: no document has the id.
        """
        day = as_date(on, "on")
        if isinstance(basis, Document | str):
            found = list(self._chain(basis, deep=True, up=True))
        else:
            given = [self[id] for id in basis]
            below = [one for first in given for one in self._chain(first, deep=True, up=True)]
            found = list({one.id: one for one in (*given, *below)}.values())
        lapses = []
        for one in found:
            answer = self._reckoning.standing(one, day)
            if answer.effect in _LAPSED:
                lapses.append(
                    Lapse(document=one.id, effect=answer.effect, cause=answer.cause, since=answer.since)
                )
        return tuple(lapses)

    def standing(
        self, document: Document | str, on: dt.date | str, *, article: str | None = None
    ) -> Standing:
        """How a document stands on a day, as far as this register goes, and the act that caused it.

        An amendment leaves it in force. Where rules may differ and no act decides, the answer is `unknown`
        with all readings; it is `unknown`, too, without a known day of effect, and with an undated act that
        would end or suspend it.

        Args:
            document: a document or its id.
            on: the day.
            article: a part, such as `Điều 2` or `khoản 1 Điều 5`; None: the whole document.

        Raises:
            NotFound: no document has the id.
            InvalidText: an article that can't be read.
        """
        one = document if isinstance(document, Document) else self[document]
        day = as_date(on, "on")
        found = self._reckoning.standing(one, day)
        if found.effect not in ENDED and found.effect is not Effect.NOT_YET_IN_FORCE:
            found = attrs.evolve(found, lapsed=self.lapsed(one, day))
        return found if article is None else of_part(found, article, provision(article))


_LAPSED = ENDED | {Effect.SUSPENDED}
_NOT_APPLIED = _LAPSED | {Effect.NOT_YET_IN_FORCE}


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
