"""Legal documents (văn bản): numbers, documents with their relations, and what is in force on a day."""

from __future__ import annotations

from sotttt.law.kinds import DocumentKind, Family, Issuer, document_kind, document_kinds, issuer, issuers
from sotttt.law.numbers import DocumentNumber

__all__ = [
    "DocumentKind",
    "DocumentNumber",
    "Family",
    "Issuer",
    "document_kind",
    "document_kinds",
    "issuer",
    "issuers",
]
