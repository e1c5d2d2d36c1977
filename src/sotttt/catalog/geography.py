"""Places, sectors and bodies of the catalog."""

from __future__ import annotations

import datetime as dt
from functools import cache

import attrs

from sotttt.bodies import Agency, AgencyKind, Competence, Responsibility, agencies_of
from sotttt.bodies import responsible as find_responsible
from sotttt.catalog._files import Row, items
from sotttt.catalog._loading import made_from, placed_source
from sotttt.errors import AmbiguousText, InvalidEntity, NotFound
from sotttt.periods import as_date
from sotttt.places import Jurisdiction, Level, Places, Succession
from sotttt.sectors import NameIndex, Sector, Sectors
from sotttt.sources import Confidence

__all__ = [
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
]

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
_SECTOR = ["code", "name", "name_en", "kind", "parent", "aliases", "valid", "successors", "source", "locator"]
_KIND = ["code", "name", "name_en", "level", "aliases", "valid", "source", "locator"]
_AGENCY = ["kind", "jurisdiction", "valid", "source", "locator"]
_COMPETENCE = ["sector", "agency_kind", "level", "role", "valid", "basis", "note", "source", "locator"]


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


def _sector(row: Row) -> Sector:
    return Sector(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"] or None,
        kind=row["kind"],
        parent=row["parent"] or None,
        aliases=items(row["aliases"]),
        valid=row["valid"],
        successors=items(row["successors"]),
        source=placed_source(row["source"], row["locator"]),
    )


def _agency_kind(row: Row) -> AgencyKind:
    return AgencyKind(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"] or None,
        level=row["level"],
        aliases=items(row["aliases"]),
        valid=row["valid"],
        source=placed_source(row["source"], row["locator"]),
    )


def _competence(row: Row) -> Competence:
    made = Competence(
        sector=row["sector"],
        agency_kind=row["agency_kind"],
        level=row["level"],
        role=row["role"],
        valid=row["valid"],
        basis=items(row["basis"]),
        note=row["note"] or None,
        source=placed_source(row["source"], row["locator"]),
    )
    kind = agency_kind(made.agency_kind)
    if kind.level is not made.level:
        raise InvalidEntity(f"{kind.code} stands on the level {kind.level}", where="level")
    if made.sector not in sectors():
        raise NotFound(f"no sector has the code {made.sector!r}", where="sector")
    return made


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


@cache
def sectors() -> Sectors:
    """The tree of sectors (cây lĩnh vực).

    >>> [part.code for part in sectors().children("TEL")]
    ['INET', 'DINFRA']
    """
    return Sectors(made_from("sectors.csv", _SECTOR, _sector))


def sector(text: str, on: dt.date | None = None) -> Sector:
    """The sector that a code, a name or an alias names (lĩnh vực).

    Raises:
        NotFound: nothing bears the name.
        AmbiguousText: several sectors do.

    >>> sector("ứng dụng CNTT").code, sector("an toàn, an ninh mạng").code
    ('DX', 'AIS')
    """
    return sectors().find(text, on)


@cache
def agency_kinds() -> tuple[AgencyKind, ...]:
    """The kinds of agencies (loại cơ quan).

    >>> agency_kinds()[0].name
    'Tổng cục Bưu điện'
    """
    return made_from("agency_kinds.csv", _KIND, _agency_kind)


@cache
def _kind_names() -> NameIndex[AgencyKind]:
    return NameIndex(
        (name, kind) for kind in agency_kinds() for name in (kind.code, kind.name, *kind.aliases)
    )


def agency_kind(text: str) -> AgencyKind:
    """The kind of agency that a code, a name or an abbreviation names.

    Raises:
        NotFound: nothing bears the name.
        AmbiguousText: several kinds do.

    >>> agency_kind("Sở TT và TT").code
    'DIC'
    """
    found = _kind_names().find(text)
    if not found:
        raise NotFound(f"no kind of agency is called {text!r}", hint=_kind_names().hint(text))
    if len(found) > 1:
        codes = ", ".join(f"{kind.code} ({kind.name})" for kind in found)
        raise AmbiguousText(f"{text!r} names several kinds of agencies: {codes}", hint="give the code")
    return found[0]


@cache
def agencies() -> tuple[Agency, ...]:
    """The agencies of all places (cơ quan), on the days on which they are known to have existed.

    >>> [agency.name for agency in agencies() if agency.id == "dic-tien-giang"]
    ['Sở Thông tin và Truyền thông tỉnh Tiền Giang']
    """
    known = {agency.id: agency for agency in agencies_of(agency_kinds(), places())}
    for agency in made_from("agencies.csv", _AGENCY, _agency):
        known[agency.id] = agency
    return tuple(known.values())


def _agency(row: Row) -> Agency:
    kind, place = agency_kind(row["kind"]), places()[row["jurisdiction"]]
    return Agency(
        id=f"{kind.code.lower()}-{place.id}",
        name=kind.named_in(place),
        kind=kind.code,
        jurisdiction=place.id,
        valid=row["valid"],
        source=placed_source(row["source"], row["locator"]),
    )


@cache
def competences() -> tuple[Competence, ...]:
    """Who is responsible for what (thẩm quyền), with the documents that give it.

    >>> sorted({one.agency_kind for one in competences() if one.sector == "TEL" and one.level == "province"})
    ['DIC', 'DOST', 'DPT']
    """
    return made_from("competences.csv", _COMPETENCE, _competence)


def responsible(sector: str, jurisdiction: str, on: dt.date | str) -> tuple[Responsibility, ...]:
    """Who is responsible for a sector in a place on a day (cơ quan chịu trách nhiệm), by their names.

    A place that has ended is answered for by what followed it. The country answers with its ministries.
    Nothing comes back where the catalog doesn't know.

    Args:
        sector: a code, name or alias.
        jurisdiction: an id, name, alias or code.
        on: the day.

    Raises:
        NotFound: no such sector or place, or the place begins later.
        AmbiguousText: several bear the name.

    >>> [one.agency.name for one in responsible("viễn thông", "Tiền Giang", "2025-07-15")]
    ['Sở Khoa học và Công nghệ tỉnh Đồng Tháp']
    """
    day = as_date(on, "on")
    return find_responsible(
        sectors().find(sector, day),
        _standing_for(jurisdiction, day),
        day,
        places=places(),
        agencies=agencies(),
        competences=competences(),
        sectors=sectors(),
    )


def _standing_for(text: str, day: dt.date) -> Jurisdiction:
    """The unit of that name on a day, or the last one that bore it before."""
    try:
        return places().find(text, day)
    except NotFound:
        ended = [
            (place.valid.end, place)
            for place in places().named(text)
            if place.valid.end is not None and place.valid.end <= day
        ]
        last = max((end for end, _ in ended), default=None)
        latest = [place for end, place in ended if end == last]
        if len(latest) != 1:
            raise
        return latest[0]
