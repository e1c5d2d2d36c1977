"""Places of the catalog."""

from __future__ import annotations

import datetime as dt
from functools import cache

import attrs

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
def _successions() -> tuple[Succession, ...]:
    return made_from("successions.csv", _SUCCESSION, _succession)


@cache
def _jurisdictions() -> tuple[Jurisdiction, ...]:
    return made_from("jurisdictions.csv", _JURISDICTION, _jurisdiction)


def successions(*, confidence: Confidence | str = Confidence.LIKELY) -> tuple[Succession, ...]:
    """How units follow each other (kế thừa).

    Args:
        confidence: how sure a row must be; what no source confirms (`unverified`) is left out by default.

    >>> [step.successor for step in successions() if step.predecessor == "tien-giang"]
    ['dong-thap-2025']
    """
    return places(confidence=confidence).successions


def places(*, confidence: Confidence | str = Confidence.LIKELY) -> Places:
    """Units through time with their successions: what functions take as `places=`.

    Args:
        confidence: how sure a unit, a code or a succession must be; what no source confirms (`unverified`) is
            left out by default.

    >>> places()["dong-thap-2025"].full_name
    'Tỉnh Đồng Tháp'
    >>> places()["tien-giang"].code("agency") is None
    True
    >>> places(confidence="unverified")["tien-giang"].code("agency", confidence="unverified")
    'H58'
    """
    return _places(Confidence(confidence))


@cache
def _places(least: Confidence) -> Places:
    def sure(one: Jurisdiction | Succession) -> bool:
        return one.source is not None and one.source.confidence.reaches(least)

    units = [
        attrs.evolve(place, codes=[code for code in place.codes if code.confidence.reaches(least)])
        for place in _jurisdictions()
        if sure(place)
    ]
    kept = {unit.id for unit in units}
    steps = [step for step in _successions() if sure(step) and {step.predecessor, step.successor} <= kept]
    return Places(units, steps)


def jurisdictions(
    on: dt.date | str | None = None,
    level: Level | str | None = Level.PROVINCE,
    *,
    confidence: Confidence | str = Confidence.LIKELY,
) -> tuple[Jurisdiction, ...]:
    """The units that exist on a day, or all that ever did (đơn vị hành chính).

    Args:
        on: the day, from 2004 on.
        level: `province` unless another is asked for; None: the units of all levels.
        confidence: how sure a unit or a code must be.

    Raises:
        NotFound: a day before 2004, of which the catalog doesn't know all units.

    >>> [len(jurisdictions(on=day)) for day in ("2004-01-01", "2024-06-01", "2025-07-01")]
    [64, 63, 34]
    """
    known = places(confidence=confidence)
    if on is None:
        wanted = None if level is None else Level(level)
        return tuple(place for place in known if wanted is None or place.level is wanted)
    day = as_date(on, "on")
    if day < FIRST_DAY:
        raise NotFound(f"the catalog knows the units from {FIRST_DAY} on, not those of {day}", where="on")
    return known.on(day, level)


def jurisdiction(
    text: str, on: dt.date | str | None = None, *, confidence: Confidence | str = Confidence.LIKELY
) -> Jurisdiction:
    """The unit that a name, alias, code, slug or id names on a day (đơn vị hành chính).

    Args:
        text: with or without the word for its type, with or without diacritics.
        on: the day; without it, an id names its own unit, and a name only what one unit alone ever bore.
        confidence: how sure a unit or a code must be.

    Raises:
        NotFound: nothing bears the name, or nothing on that day; the message names what follows.
        AmbiguousText: several units do; the message names them, `candidates` has their ids.
        InvalidCode: a code that lost its leading zero.

    >>> jurisdiction("tỉnh Tiền Giang", on="2019-08-28").id, jurisdiction("82", on="2025-07-01").id
    ('tien-giang', 'dong-thap-2025')
    >>> jurisdiction("Tiền Giang", on="2025-07-15")
    Traceback (most recent call last):
    sotttt.errors.NotFound: 'Tiền Giang' names no place on 2025-07-15; Tỉnh Tiền Giang (tien-giang) ended ...
    """
    return places(confidence=confidence).find(text, on)
