"""Places (đơn vị hành chính) through time: units, their codes, and how one follows another."""

from __future__ import annotations

from sotttt.places.atlas import Places
from sotttt.places.codes import Code, CodeSystem, slug
from sotttt.places.levels import JurisdictionType, Level
from sotttt.places.units import Jurisdiction, Succession, SuccessionKind

__all__ = [
    "Code",
    "CodeSystem",
    "Jurisdiction",
    "JurisdictionType",
    "Level",
    "Places",
    "Succession",
    "SuccessionKind",
    "slug",
]
