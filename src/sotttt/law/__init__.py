"""Legal documents (văn bản): numbers, documents with their relations, and what is in force on a day."""

from __future__ import annotations

from sotttt.law.documents import Decision, Document, Relation, RelationKind
from sotttt.law.kinds import DocumentKind, Family, Issuer, document_kind, document_kinds, issuer, issuers
from sotttt.law.numbers import DocumentNumber
from sotttt.law.register import Chain, Event, EventKind, Register
from sotttt.law.standing import Effect, Standing, StandingReason

__all__ = [
    "Chain",
    "Decision",
    "Document",
    "DocumentKind",
    "DocumentNumber",
    "Effect",
    "Event",
    "EventKind",
    "Family",
    "Issuer",
    "Register",
    "Relation",
    "RelationKind",
    "Standing",
    "StandingReason",
    "document_kind",
    "document_kinds",
    "issuer",
    "issuers",
]
