"""Bodies (cơ quan) through time: agencies, and which of them is responsible for what, where and when."""

from __future__ import annotations

from sotttt.bodies.agencies import Agency, AgencyKind, agencies_of
from sotttt.bodies.answers import Answer, Ground, Responsibility, Unknown
from sotttt.bodies.competences import Competence, Role
from sotttt.bodies.directory import Bodies, responsible

__all__ = [
    "Agency",
    "AgencyKind",
    "Answer",
    "Bodies",
    "Competence",
    "Ground",
    "Responsibility",
    "Role",
    "Unknown",
    "agencies_of",
    "responsible",
]
