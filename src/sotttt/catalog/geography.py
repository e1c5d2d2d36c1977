"""Places of the catalog."""

from __future__ import annotations

import datetime as dt
from functools import cache

from sotttt.catalog._files import Row, items
from sotttt.catalog._loading import made_from, placed_source
from sotttt.errors import NotFound
from sotttt.periods import as_date
from sotttt.places import Jurisdiction, Level, Places, Succession
from sotttt.sources import Confidence

__all__ = ["jurisdiction", "jurisdictions", "places", "successions"]

#: The first day on which the catalog knows all units.
FIRST_DAY = dt.date(2004, 1, 1)

_JURISDICTION = [
    "id",
    "name",
    "name_en",
    "level",
    "type",
    "codes",
    "valid",
    "parent",
    "aliases",
    "seat",
    "source",
    "locator",
]
_SUCCESSION = ["predecessor", "successor", "kind", "effective", "basis", "share", "source", "locator"]


def _jurisdiction(row: Row) -> Jurisdiction:
    return Jurisdiction(
        id=row["id"],
        name=row["name"],
        name_en=row["name_en"] or None,
        level=row["level"],
        type=row["type"],
        codes=items(row["codes"]),
        valid=row["valid"],
        parent=row["parent"] or None,
        aliases=items(row["aliases"]),
        seat=row["seat"] or None,
        source=placed_source(row["source"], row["locator"]),
    )


def _succession(row: Row) -> Succession:
    return Succession(
        predecessor=row["predecessor"],
        successor=row["successor"],
        kind=row["kind"],
        effective=row["effective"],
        basis=row["basis"] or None,
        share=row["share"],
        source=placed_source(row["source"], row["locator"]),
    )


@cache
def successions() -> tuple[Succession, ...]:
    """How units follow each other (kế thừa), rows that no source confirms among them.

    >>> [step.successor for step in successions() if step.predecessor == "tien-giang"]
    ['dong-thap-2025']
    """
    return made_from("successions.csv", _SUCCESSION, _succession)


@cache
def places() -> Places:
    """Units through time, with the successions that a source confirms: what functions take as `places=`.

    >>> places()["dong-thap-2025"].full_name
    'Tỉnh Đồng Tháp'
    """
    sure = [
        step
        for step in successions()
        if step.source is not None and step.source.confidence is not Confidence.UNVERIFIED
    ]
    return Places(made_from("jurisdictions.csv", _JURISDICTION, _jurisdiction), sure)


def jurisdictions(
    on: dt.date | str | None = None, level: Level | str | None = Level.PROVINCE
) -> tuple[Jurisdiction, ...]:
    """The units that exist on a day, or all that ever did (đơn vị hành chính).

    Args:
        on: the day, from 2004 on.
        level: `province` unless another is asked for; None: the units of all levels.

    Raises:
        NotFound: a day before 2004, of which the catalog doesn't know all units.

    >>> [len(jurisdictions(on=day)) for day in ("2004-01-01", "2024-06-01", "2025-07-01")]
    [64, 63, 34]
    """
    if on is None:
        wanted = None if level is None else Level(level)
        return tuple(place for place in places() if wanted is None or place.level is wanted)
    day = as_date(on, "on")
    if day < FIRST_DAY:
        raise NotFound(f"the catalog knows the units from {FIRST_DAY} on, not those of {day}", where="on")
    return places().on(day, level)


def jurisdiction(text: str, on: dt.date | str | None = None) -> Jurisdiction:
    """The unit that a name, alias, code, slug or id names on a day (đơn vị hành chính).

    Args:
        text: with or without the word for its type, with or without diacritics.
        on: the day; without it, an id names its own unit, and a name only what one unit alone ever bore.

    Raises:
        NotFound: nothing bears the name, or nothing on that day; the message names what follows.
        AmbiguousText: several units do; the message names them.
        InvalidCode: a code that lost its leading zero.

    >>> jurisdiction("tỉnh Tiền Giang", on="2019-08-28").id, jurisdiction("82", on="2025-07-01").id
    ('tien-giang', 'dong-thap-2025')
    >>> jurisdiction("Tiền Giang", on="2025-07-15")
    Traceback (most recent call last):
    sotttt.errors.NotFound: 'Tiền Giang' names no place on 2025-07-15; Tỉnh Tiền Giang (tien-giang) ended ...
    """
    return places().find(text, on)
