"""Regions of the catalog: which provinces they join, and when."""

from __future__ import annotations

import datetime as dt
from functools import cache

from sotttt.catalog._files import Row, items
from sotttt.catalog._loading import made_from, placed_source
from sotttt.catalog.geography import places
from sotttt.errors import InvalidEntity
from sotttt.periods import as_date
from sotttt.places import Region

__all__ = ["region", "regions"]

_REGION = ["id", "name", "name_en", "valid", "members", "source", "locator"]


def _region(row: Row) -> Region:
    made = Region(
        id=row["id"],
        name=row["name"],
        name_en=row["name_en"] or None,
        valid=row["valid"],
        members=items(row["members"]),
        source=placed_source(row["source"], row["locator"]),
    )
    for member in made.members:
        if not places()[member].valid.overlaps(made.valid):
            raise InvalidEntity(f"{member!r} doesn't exist during {made.valid}", where="members")
    return made


@cache
def _regions() -> tuple[Region, ...]:
    return made_from("regions.csv", _REGION, _region)


def regions(on: dt.date | str | None = None) -> tuple[Region, ...]:
    """The socio-economic regions of a day, or all that the catalog knows (vùng kinh tế - xã hội).

    None before 2023-01-09. Figures of a region must not be chained over 2025-07-01: its members changed.

    >>> [len(regions(on=day)) for day in ("2020-01-01", "2024-06-01", "2025-07-01")]
    [0, 6, 6]
    """
    if on is None:
        return _regions()
    day = as_date(on, "on")
    return tuple(region for region in _regions() if region.valid.contains(day))


def region(jurisdiction: str, on: dt.date | str) -> Region | None:
    """The region in which a province lies on a day; None where the catalog knows none.

    Args:
        jurisdiction: an id, name, alias or code of a province.
        on: the day.

    Raises:
        NotFound: nothing bears the name on that day.
        AmbiguousText: several units do.

    >>> region("Tiền Giang", on="2024-06-01").name, region("Bắc Giang", on="2024-06-01").name_en
    ('Đồng bằng sông Cửu Long', 'Northern Midlands and Mountains')
    """
    place = places().find(jurisdiction, on)
    return next((region for region in regions(on) if place.id in region.members), None)
