"""Documents as linked data: JSON-LD in the words of schema.org Legislation."""

from __future__ import annotations

import datetime as dt

from sotttt.law.documents import Document, RelationKind
from sotttt.law.identity import to_uri
from sotttt.law.register import Register
from sotttt.law.standing import Effect

__all__ = ["to_jsonld"]

_PROPERTIES = {
    RelationKind.LEGAL_BASIS: "isBasedOn",
    RelationKind.AMENDS: "legislationAmends",
    RelationKind.SUPPLEMENTS: "legislationAmends",
    RelationKind.REPLACES: "legislationRepeals",
    RelationKind.REPEALS: "legislationRepeals",
    RelationKind.SUSPENDS: "legislationChanges",
    RelationKind.GUIDES: "legislationEnsuresImplementationOf",
    RelationKind.CORRECTS: "legislationCorrects",
    RelationKind.CONSOLIDATES: "legislationConsolidates",
}
_FORCE = {
    Effect.NOT_YET_IN_FORCE: "NotInForce",
    Effect.IN_FORCE: "InForce",
    Effect.PARTLY_SUSPENDED: "PartiallyInForce",
    Effect.SUSPENDED: "NotInForce",
    Effect.PARTLY_EXPIRED: "PartiallyInForce",
    Effect.EXPIRED: "NotInForce",
    Effect.NEVER_IN_FORCE: "NotInForce",
}


def to_jsonld(
    document: Document, *, register: Register | None = None, on: dt.date | str | None = None
) -> dict[str, object]:
    """A document as JSON-LD (schema.org Legislation), ready for `json.dumps`.

    Args:
        document: the document.
        register: where the documents that it acts on are found, which then have their addresses.
        on: a day on which the register says whether it is in force; `unknown` is left out.

    >>> from sotttt.law import Document
    >>> data = to_jsonld(Document(number="45/2016/QĐ-TTg", issued="2016-10-19", title="Bưu chính công ích"))
    >>> data["@type"], data["legislationIdentifier"], data["legislationDate"]
    ('Legislation', '45/2016/QĐ-TTg', '2016-10-19')
    """
    fields: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": to_uri(document),
        "identifier": document.id,
        "name": document.title,
        "inLanguage": "vi",
        "legislationType": document.kind.name,
        "legislationJurisdiction": document.place or "vn",
    }
    if document.number is not None:
        fields["legislationIdentifier"] = str(document.number)
    if document.issuer is not None:
        fields["legislationPassedBy"] = {"@type": "Organization", "name": document.issuer}
    if document.issued is not None:
        fields["legislationDate"] = document.issued.isoformat()
    elif document.issued_in is not None:
        fields["temporal"] = str(document.issued_in)
    if document.effective is not None:
        fields["legislationDateOfApplicability"] = document.effective.isoformat()
        fields["temporalCoverage"] = f"{document.effective}/{document.expires or '..'}"
    if document.source is not None and document.source.url is not None:
        fields["sameAs"] = document.source.url
    _relate(fields, document, register)
    if register is not None and on is not None:
        force = _FORCE.get(register.standing(document, on).effect)
        if force is not None:
            fields["legislationLegalForce"] = f"https://schema.org/{force}"
    return fields


def _relate(fields: dict[str, object], document: Document, register: Register | None) -> None:
    related: dict[str, list[dict[str, object]]] = {}
    for relation in document.relations:
        other = None if register is None else register.get(relation.target)
        named: dict[str, object] = {"@type": "Legislation", "identifier": relation.target}
        if other is not None:
            named |= {"@id": to_uri(other), "name": other.title}
        related.setdefault(_PROPERTIES[relation.kind], []).append(named)
    fields.update(related)
