"""The bundled data (dữ liệu đi kèm): plans, figures, documents, places and bodies, a source with every row.

Each part is read from its data files when it is first asked for.

>>> from sotttt import catalog
>>> catalog.sector("viễn thông").code
'TEL'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sotttt.catalog._loading import source, sources
    from sotttt.catalog._shelf import (
        assessments,
        claim,
        claims,
        coverage,
        entity,
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
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

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


def __getattr__(name: str) -> object:
    module = _MODULE_OF.get(name)
    if module is None:
        message = f"module 'sotttt.catalog' has no attribute {name!r}"
        raise AttributeError(message, name=name, obj=import_module("sotttt.catalog"))
    value: object = getattr(import_module(f"sotttt.catalog.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
