"""How acts, terms and rules bear on documents: the reckoning behind `Register.standing`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import attrs

from sotttt.law.documents import Document, Relation, RelationKind
from sotttt.law.kinds import Family
from sotttt.law.provisions import Provision, covers, provisions
from sotttt.law.rules import Candidate, Rule, RuleOutcome, RuleTopic, Statement
from sotttt.law.standing import Effect, Part, Reading, Standing, StandingReason
from sotttt.sources import Confidence

__all__ = ["Act", "End", "Reckoning", "of_part"]

ENDED = frozenset({Effect.EXPIRED, Effect.NEVER_IN_FORCE})
_BY_RULE = frozenset(
    {
        StandingReason.NOTHING_ENDS_IT,
        StandingReason.FROM_SIGNING,
        StandingReason.NO_EFFECTIVE_DATE,
        StandingReason.READINGS_AGREE,
        StandingReason.READINGS_DIFFER,
        StandingReason.NO_RULE,
        StandingReason.OUTLIVES_IMPLEMENTED,
    }
)


class Act(NamedTuple):
    """What one document does to another, from which day on."""

    by: Document
    relation: Relation
    since: dt.date | None


class End(NamedTuple):
    """The end of a document as a whole."""

    since: dt.date
    cause: str
    reason: StandingReason
    rule: Rule | None = None


class Reckoning:
    """Documents, what they do to each other, and the rules on effect."""

    __slots__ = ("_acts", "_by_id", "_candidates", "_rules", "_statements")

    def __init__(
        self,
        by_id: Mapping[str, Document],
        candidates: Iterable[Candidate],
        statements: Iterable[Statement],
        rules: Sequence[Rule],
    ) -> None:
        self._by_id = by_id
        self._rules = tuple(rules)
        self._candidates: dict[str, list[Candidate]] = {}
        self._statements: dict[str, list[Statement]] = {}
        for candidate in candidates:
            self._candidates.setdefault(candidate.document, []).append(candidate)
        for statement in statements:
            self._statements.setdefault(statement.document, []).append(statement)
        self._acts: dict[str, list[Act]] = {}
        for document in by_id.values():
            for relation in document.relations:
                since = relation.effective or self.start(document)[0]
                self._acts.setdefault(relation.target, []).append(Act(document, relation, since))

    def acts(self, id: str) -> Sequence[Act]:
        """All that is done to a document."""
        return self._acts.get(id, ())

    def statements(self, id: str) -> Sequence[Statement]:
        """All that sources state of a document beside its own dates."""
        return self._statements.get(id, ())

    def rule(self, topic: RuleTopic, day: dt.date) -> Rule | None:
        """The rule of a topic that decides on a day."""
        return next((rule for rule in self._rules if rule.topic is topic and rule.valid.contains(day)), None)

    def start(self, document: Document) -> tuple[dt.date | None, Rule | None]:
        """The first day in force, and the rule that tells it where the document doesn't."""
        if document.effective is not None or document.issued is None or document.number is None:
            return document.effective, None
        rule = self.rule(RuleTopic.START, document.issued)
        if rule is None or document.number.family is not Family.ADMINISTRATIVE:
            return None, None
        return document.issued, rule

    def end(self, document: Document) -> End | None:
        """The end of a document as a whole: by an act, by its term, or with the one that it implements."""
        around = self._implemented(document)
        if len(around) == 1:
            return self._own_end(document)
        own = {one.id: self._own_end(one) for one in around}
        found: dict[str, End | None] = dict(own)
        before: dict[str, End | None] = {}
        rounds = 0
        while found != before and rounds < len(around):
            before, rounds = dict(found), rounds + 1
            for one in reversed(around):
                ends = [end for end in (own[one.id], self._inherited(one, found)) if end is not None]
                found[one.id] = min(ends, key=_end_order) if ends else None
        return found[document.id]

    def _own_end(self, document: Document) -> End | None:
        ends = [
            End(act.since, act.by.id, StandingReason.ENDED_BY_ACT)
            for act in self.acts(document.id)
            if act.since is not None and act.relation.kind.ends and act.relation.scope is None
        ]
        if document.expires is not None:
            ends.append(End(document.expires, document.id, StandingReason.TERM_OVER))
        return min(ends, key=_end_order) if ends else None

    def _implemented(self, document: Document) -> list[Document]:
        """A document, those that it implements, those that they implement, and so on."""
        order = {document.id: document}
        queue = [document]
        for one in queue:
            for parent in self._parents(one):
                if parent.id not in order:
                    order[parent.id] = parent
                    queue.append(parent)
        return queue

    def _parents(self, document: Document) -> list[Document]:
        """The documents that one implements as a whole, by the rules on normative documents."""
        if document.number is None or document.number.family is not Family.NORMATIVE:
            return []
        targets = [
            one.target
            for one in document.relations
            if one.kind is RelationKind.GUIDES and one.scope is None and one.target != document.id
        ]
        return [self._by_id[id] for id in dict.fromkeys(targets) if id in self._by_id]

    def _inherited(self, document: Document, ends: Mapping[str, End | None]) -> End | None:
        """The end that a rule gives a document when all that it implements has ended."""
        found = [self._with_parent(document, parent, ends) for parent in self._parents(document)]
        known = [end for end in found if end is not None]
        return max(known, key=_end_order) if known and len(known) == len(found) else None

    def _with_parent(
        self, document: Document, parent: Document, ends: Mapping[str, End | None]
    ) -> End | None:
        end = ends[parent.id]
        if end is None or not self._later(document, end.since):
            return None
        rule = self.rule(RuleTopic.IMPLEMENTING, end.since)
        if rule is None or rule.outcome is not RuleOutcome.EXPIRES:
            return None
        return End(end.since, parent.id, StandingReason.ENDED_WITH_IMPLEMENTED, rule)

    @staticmethod
    def _later(document: Document, day: dt.date) -> bool:
        """Whether a day lies behind the start of a document: what began after the end outlives it."""
        start = document.effective or document.issued
        return start is None or start < day

    def standing(self, document: Document, day: dt.date) -> Standing:
        """How a document stands on a day, its legal basis apart."""
        end = self.end(document)
        if end is not None and end.since <= day:
            return _ended(document, end, day)
        if document.issued is not None and day < document.issued:
            return Standing(effect=Effect.NOT_YET_IN_FORCE, on=day, reason=StandingReason.BEFORE_ISSUE)
        start, rule = self.start(document)
        if start is None:
            return self._stated(
                document, Standing(effect=Effect.UNKNOWN, on=day, reason=StandingReason.NO_EFFECTIVE_DATE)
            )
        if day < start:
            reason = StandingReason.BEFORE_EFFECT
            return Standing(effect=Effect.NOT_YET_IN_FORCE, on=day, reason=reason, cause=document.id)
        acts = self._working(document, day)
        found = _within(start, acts, day)
        if found.reason is StandingReason.NOTHING_ENDS_IT:
            found = self._stated(document, self._ruled(document, found, rule))
        return attrs.evolve(found, parts=_parts(acts))

    def _working(self, document: Document, day: dt.date) -> list[Act]:
        """The acts on a document that work on a day, earliest first, those without a date last."""
        acts = [
            act
            for act in self.acts(document.id)
            if (_earliest(act.by) if act.since is None else act.since) <= day
            and (act.relation.until is None or day < act.relation.until)
        ]
        return sorted(acts, key=lambda act: (act.since or dt.date.max, act.by.id))

    def _stated(self, document: Document, found: Standing) -> Standing:
        """The same, or what a source states of that very day, where only rules speak."""
        for statement in self.statements(document.id):
            if statement.in_force_on == found.on and found.reason in _BY_RULE:
                return attrs.evolve(
                    found,
                    effect=Effect.IN_FORCE,
                    reason=StandingReason.STATED,
                    stated=statement.source,
                    rule=None,
                    confidence=statement.source.confidence,
                )
        return found

    def _ruled(self, document: Document, found: Standing, start: Rule | None) -> Standing:
        """What rules say of a document that no act ends."""
        readings = self.readings(document, found.on)
        if readings:
            return _between(found, readings)
        after = self._after_parents(document, found)
        if after is not None or start is None:
            return after or found
        return attrs.evolve(
            found, reason=StandingReason.FROM_SIGNING, rule=start, confidence=start.confidence
        )

    def readings(self, document: Document, day: dt.date) -> tuple[Reading, ...]:
        """What each rule that may govern a document says of it on a day."""
        by_id = {rule.id: rule for rule in self._rules}
        found = []
        for candidate in self._candidates.get(document.id, ()):
            rule = by_id[candidate.rule]
            if rule.valid.contains(day):
                found.append(self._reading(candidate, rule, day))
        return tuple(found)

    def _reading(self, candidate: Candidate, rule: Rule, day: dt.date) -> Reading:
        effect, cause, since = Effect.IN_FORCE, None, None
        if rule.outcome is RuleOutcome.ENDS_WITH:
            other = None if candidate.cause is None else self._by_id.get(candidate.cause)
            end = None if other is None else other.issued
            if end is None:
                effect, cause = Effect.UNKNOWN, candidate.cause
            elif end <= day:
                effect, cause, since = Effect.EXPIRED, candidate.cause, end
        elif rule.outcome is RuleOutcome.UNSETTLED:
            effect = Effect.UNKNOWN
        return Reading(effect=effect, rule=rule, cause=cause, since=since, confidence=candidate.confidence)

    def _after_parents(self, document: Document, found: Standing) -> Standing | None:
        """How a document stands that outlived one that it implements."""
        ends = [(parent, self.end(parent)) for parent in self._parents(document)]
        gone = [
            (end, parent)
            for parent, end in ends
            if end is not None and end.since <= found.on and self._later(document, end.since)
        ]
        if not gone:
            return None
        end, parent = max(gone, key=lambda pair: _end_order(pair[0]))
        ruled = [self.rule(RuleTopic.IMPLEMENTING, end.since) for end, _ in gone]
        if all(rule is not None and rule.outcome is RuleOutcome.STAYS for rule in ruled):
            rule = ruled[gone.index((end, parent))]
            return attrs.evolve(
                found,
                reason=StandingReason.OUTLIVES_IMPLEMENTED,
                cause=parent.id,
                rule=rule,
                confidence=Confidence.LIKELY if rule is None else rule.confidence,
            )
        reason = StandingReason.NO_RULE
        return Standing(effect=Effect.UNKNOWN, on=found.on, reason=reason, cause=parent.id, since=end.since)


def _earliest(document: Document) -> dt.date:
    """The first day on which a document can have acted, where nobody says when it did."""
    if document.issued is not None:
        return document.issued
    if document.issued_in is not None:
        return document.issued_in.start
    year = None if document.number is None else document.number.year
    return dt.date.min if year is None else dt.date(year, 1, 1)


def _end_order(end: End) -> tuple[dt.date, str, str]:
    return (end.since, end.cause, end.reason)


def _ended(document: Document, end: End, day: dt.date) -> Standing:
    effect, reason = Effect.EXPIRED, end.reason
    if document.effective is not None and end.since <= document.effective:
        effect, reason = Effect.NEVER_IN_FORCE, StandingReason.ENDED_BEFORE_EFFECT
    confidence = Confidence.CONFIRMED if end.rule is None else end.rule.confidence
    return Standing(
        effect=effect,
        on=day,
        reason=reason,
        cause=end.cause,
        since=end.since,
        rule=end.rule,
        confidence=confidence,
    )


def _within(start: dt.date, acts: list[Act], day: dt.date) -> Standing:
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
    return Standing(effect=Effect.IN_FORCE, on=day, reason=reason, since=start)


def _parts(acts: list[Act]) -> tuple[Part, ...]:
    """The parts on which acts work."""
    found = []
    for act in acts:
        kind, scope = act.relation.kind, act.relation.scope
        if scope is None or not (kind.ends or kind is RelationKind.SUSPENDS):
            continue
        effect = Effect.EXPIRED if kind.ends else Effect.SUSPENDED
        known = Effect.UNKNOWN if act.since is None else effect
        found.append(Part(scope=scope, effect=known, cause=act.by.id, since=act.since))
    return tuple(found)


def _between(found: Standing, readings: tuple[Reading, ...]) -> Standing:
    """The answer that all readings give, or none."""
    effects = {reading.effect for reading in readings}
    sure = max((reading.rule.confidence for reading in readings), key=list(Confidence).index)
    if effects == {Effect.IN_FORCE}:
        return attrs.evolve(
            found, reason=StandingReason.READINGS_AGREE, readings=readings, confidence=_at_most_likely(sure)
        )
    settled = [reading for reading in readings if reading.effect is Effect.EXPIRED]
    if len(settled) == len(readings):
        last = max(settled, key=lambda reading: (reading.since or dt.date.max, reading.cause or ""))
        return Standing(
            effect=Effect.EXPIRED,
            on=found.on,
            reason=StandingReason.READINGS_AGREE,
            cause=last.cause,
            since=last.since,
            readings=readings,
            confidence=_at_most_likely(sure),
        )
    return Standing(
        effect=Effect.UNKNOWN, on=found.on, reason=StandingReason.READINGS_DIFFER, readings=readings
    )


def _at_most_likely(confidence: Confidence) -> Confidence:
    """Agreement of rules that may govern a document is no act."""
    return Confidence.LIKELY if confidence is Confidence.CONFIRMED else confidence


def of_part(whole: Standing, text: str, wanted: Provision) -> Standing:
    """The standing of one part of a document, from that of the whole."""
    if (
        whole.effect not in (Effect.PARTLY_EXPIRED, Effect.PARTLY_SUSPENDED, Effect.UNKNOWN)
        or not whole.parts
    ):
        return attrs.evolve(whole, article=text)
    if whole.effect is Effect.UNKNOWN and all(part.cause != whole.cause for part in whole.parts):
        return attrs.evolve(whole, article=text)
    named = [(part, provisions(part.scope)) for part in whole.parts]
    inside = [part for part, names in named if any(covers(name, wanted) for name in names)]
    within = [part for part, names in named if any(covers(wanted, name) for name in names)]
    unnamed = [part for part, names in named if not names]
    for order in (Effect.EXPIRED, Effect.SUSPENDED, Effect.UNKNOWN):
        for part in inside:
            if part.effect is order:
                return _part(whole, text, part, part.effect)
    if unnamed:
        return attrs.evolve(
            _part(whole, text, unnamed[0], Effect.UNKNOWN), reason=StandingReason.UNNAMED_PART
        )
    for part in within:
        partly = {Effect.EXPIRED: Effect.PARTLY_EXPIRED, Effect.SUSPENDED: Effect.PARTLY_SUSPENDED}
        return _part(whole, text, part, partly.get(part.effect, Effect.UNKNOWN))
    return attrs.evolve(
        whole,
        effect=Effect.IN_FORCE,
        reason=StandingReason.NOTHING_ENDS_IT,
        cause=None,
        since=None,
        article=text,
        parts=(),
    )


def _part(whole: Standing, text: str, part: Part, effect: Effect) -> Standing:
    reason = {
        Effect.EXPIRED: StandingReason.ENDED_BY_ACT,
        Effect.SUSPENDED: StandingReason.SUSPENDED_BY_ACT,
        Effect.PARTLY_EXPIRED: StandingReason.ENDED_IN_PART,
        Effect.PARTLY_SUSPENDED: StandingReason.SUSPENDED_BY_ACT,
    }.get(effect, StandingReason.UNDATED_ACT)
    return attrs.evolve(
        whole, effect=effect, reason=reason, cause=part.cause, since=part.since, article=text, parts=(part,)
    )
