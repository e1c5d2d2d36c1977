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
    from sotttt.catalog._loading import source, sources
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
    from sotttt.catalog.geography import (
        agencies,
        agency_kind,
        agency_kinds,
        competences,
        jurisdiction,
        jurisdictions,
        places,
        responsible,
        sector,
        sectors,
        successions,
    )
    from sotttt.catalog.law import document, documents, register

_MODULES = {
    "_loading": ("source", "sources"),
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
    "geography": (
        "agencies",
        "agency_kind",
        "agency_kinds",
        "competences",
        "jurisdiction",
        "jurisdictions",
        "places",
        "responsible",
        "sector",
        "sectors",
        "successions",
    ),
    "law": ("document", "documents", "register"),
}

__all__ = [
    "agencies",
    "agency_kind",
    "agency_kinds",
    "assessments",
    "claim",
    "claims",
    "competences",
    "coverage",
    "document",
    "documents",
    "entity",
    "jurisdiction",
    "jurisdictions",
    "links",
    "metric",
    "metrics",
    "observation",
    "observations",
    "places",
    "plan",
    "plans",
    "register",
    "responsible",
    "sector",
    "sectors",
    "source",
    "sources",
    "successions",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.catalog", _MODULES)
