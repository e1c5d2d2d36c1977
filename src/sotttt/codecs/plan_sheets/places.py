"""Which unit a name of a place means on a day, in the words of plan sheets."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from sotttt.errors import NotFound
from sotttt.places import Places

__all__ = ["COUNTRY", "Place", "place_of"]

COUNTRY = "vn"

_BRACKETS = re.compile(r"\(([^)]*)\)")
_NEW = re.compile(r"(?i)\b(?:mới|sau (?:hợp nhất|sáp nhập)|gộp)\b")
_OLD = re.compile(r"(?i)\b(?:cũ|trước (?:hợp nhất|sáp nhập))\b")
_PART = re.compile(r"(?i)(?:vùng|miền|khu vực|các|nhiều|một số|[0-9]+)\b")
_LATE = dt.date(9999, 1, 1)


class Place(NamedTuple):
    """A unit, and the part of it where the name means a part of the country."""

    id: str
    part: str | None = None


def place_of(text: str, day: dt.date | None, places: Places) -> Place:
    """The unit of that name on a day; words in brackets say whether it is the one before or after a merger.

    A region or a list of units is a part of the country.

    Raises:
        NotFound: no unit bears the name, with the nearest.

    >>> from sotttt import catalog
    >>> place_of("Quảng Trị (mới, sau hợp nhất 2025)", dt.date(2024, 12, 31), catalog.places()).id
    'quang-tri-2025'
    >>> place_of("vùng viễn thông công ích", None, catalog.places())
    Place(id='vn', part='vùng viễn thông công ích')
    """
    name = _BRACKETS.sub("", text).strip()
    if not name or name.casefold() in ("cả nước", "toàn quốc", "việt nam"):
        return Place(COUNTRY)
    if _PART.match(name) or _listed(name, places):
        return Place(COUNTRY, name)
    said = " ".join(_BRACKETS.findall(text))
    units = sorted(places.named(name), key=lambda unit: unit.valid.start or dt.date.min)
    if units and _NEW.search(said):
        return Place(units[-1].id)
    if units and _OLD.search(said):
        return Place(units[max(len(units) - 2, 0)].id)
    try:
        return Place(places.find(name, day or _LATE).id)
    except NotFound:
        begun = [unit for unit in units if day is None or unit.valid.end is None or unit.valid.end <= day]
        if not units:
            raise
        return Place((begun or units)[-1 if begun else 0].id)


def _listed(name: str, places: Places) -> bool:
    parts = [part.strip() for part in name.split(",")]
    return len(parts) > 1 and all(places.named(part) for part in parts)
