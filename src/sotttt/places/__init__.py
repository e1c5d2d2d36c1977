"""Places (đơn vị hành chính) through time: units, codes, successions, and tables of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face

if TYPE_CHECKING:
    from sotttt.places.atlas import Places
    from sotttt.places.codes import Code, CodeSystem, slug
    from sotttt.places.levels import JurisdictionType, Level
    from sotttt.places.providers import SUCCESSION_COLUMNS, UNIT_COLUMNS, CsvUnits, UnitProvider
    from sotttt.places.regions import Region
    from sotttt.places.tables import extended
    from sotttt.places.units import Jurisdiction, Succession, SuccessionKind

_MODULES = {
    "atlas": ("Places",),
    "codes": ("Code", "CodeSystem", "slug"),
    "levels": ("JurisdictionType", "Level"),
    "providers": ("SUCCESSION_COLUMNS", "UNIT_COLUMNS", "CsvUnits", "UnitProvider"),
    "regions": ("Region",),
    "tables": ("extended",),
    "units": ("Jurisdiction", "Succession", "SuccessionKind"),
}

__all__ = [
    "SUCCESSION_COLUMNS",
    "UNIT_COLUMNS",
    "Code",
    "CodeSystem",
    "CsvUnits",
    "Jurisdiction",
    "JurisdictionType",
    "Level",
    "Places",
    "Region",
    "Succession",
    "SuccessionKind",
    "UnitProvider",
    "extended",
    "slug",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.places", _MODULES)
