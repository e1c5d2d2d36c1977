"""The bundled data (dữ liệu đi kèm): plans, figures, documents, places and bodies, a source with every row.

Each part is read from its data files when it is first asked for.

>>> from sotttt import catalog
>>> catalog.sector("viễn thông").code
'TEL'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face

if TYPE_CHECKING:
    from sotttt.catalog._indices import criteria, index, indices
    from sotttt.catalog._loading import source, sources
    from sotttt.catalog._naming import named
    from sotttt.catalog._regions import region, regions
    from sotttt.catalog._shelf import (
        assessments,
        claim,
        claims,
        coverage,
        entity,
        links,
        metric,
        metrics,
        observation,
        observations,
        plan,
        plans,
    )
    from sotttt.catalog._terms import term, terms
    from sotttt.catalog.administration import (
        agencies,
        agency,
        agency_kind,
        agency_kinds,
        answering,
        bodies,
        classifications,
        competences,
        ground,
        responsible,
        sector,
        sectors,
    )
    from sotttt.catalog.geography import jurisdiction, jurisdictions, places, successions
    from sotttt.catalog.law import document, documents, register

_MODULES = {
    "_indices": ("criteria", "index", "indices"),
    "_loading": ("source", "sources"),
    "_naming": ("named",),
    "_regions": ("region", "regions"),
    "_shelf": (
        "assessments",
        "claim",
        "claims",
        "coverage",
        "entity",
        "links",
        "metric",
        "metrics",
        "observation",
        "observations",
        "plan",
        "plans",
    ),
    "_terms": ("term", "terms"),
    "administration": (
        "agencies",
        "agency",
        "agency_kind",
        "agency_kinds",
        "answering",
        "bodies",
        "classifications",
        "competences",
        "ground",
        "responsible",
        "sector",
        "sectors",
    ),
    "geography": ("jurisdiction", "jurisdictions", "places", "successions"),
    "law": ("document", "documents", "register"),
}

__all__ = [
    "agencies",
    "agency",
    "agency_kind",
    "agency_kinds",
    "answering",
    "assessments",
    "bodies",
    "claim",
    "claims",
    "classifications",
    "competences",
    "coverage",
    "criteria",
    "document",
    "documents",
    "entity",
    "ground",
    "index",
    "indices",
    "jurisdiction",
    "jurisdictions",
    "links",
    "metric",
    "metrics",
    "named",
    "observation",
    "observations",
    "places",
    "plan",
    "plans",
    "region",
    "regions",
    "register",
    "responsible",
    "sector",
    "sectors",
    "source",
    "sources",
    "successions",
    "term",
    "terms",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.catalog", _MODULES)
