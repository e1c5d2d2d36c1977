"""Legal documents (văn bản): numbers, documents with their relations, and what is in force on a day."""

from __future__ import annotations

from sotttt.law.documents import Decision, Document, Relation, RelationKind
from sotttt.law.identity import Identity, from_uri, to_uri
from sotttt.law.kinds import DocumentKind, Family, Issuer, document_kind, document_kinds, issuer, issuers
from sotttt.law.linked import to_jsonld
from sotttt.law.numbers import DocumentNumber
from sotttt.law.register import Chain, Conflict, Event, EventKind, Register
from sotttt.law.rules import Candidate, Rule, RuleOutcome, RuleTopic, Statement, rules
from sotttt.law.standing import Effect, Lapse, Part, Reading, Standing, StandingReason

__all__ = [
    "Candidate",
    "Chain",
    "Conflict",
    "Decision",
    "Document",
    "DocumentKind",
    "DocumentNumber",
    "Effect",
    "Event",
    "EventKind",
    "Family",
    "Identity",
    "Issuer",
    "Lapse",
    "Part",
    "Reading",
    "Register",
    "Relation",
    "RelationKind",
    "Rule",
    "RuleOutcome",
    "RuleTopic",
    "Standing",
    "StandingReason",
    "Statement",
    "document_kind",
    "document_kinds",
    "from_uri",
    "issuer",
    "issuers",
    "rules",
    "to_jsonld",
    "to_uri",
]
