"""Sectors and bodies of the catalog: who is responsible for what, through time."""

from __future__ import annotations

import datetime as dt
from functools import cache

from sotttt.bodies import Agency, AgencyKind, Answer, Bodies, Competence, Ground, agencies_of
from sotttt.catalog._files import Row, items
from sotttt.catalog._loading import made_from, placed_source
from sotttt.catalog.geography import places
from sotttt.catalog.law import register
from sotttt.errors import AmbiguousText, InvalidChoice, InvalidEntity, NotFound
from sotttt.law import Effect
from sotttt.periods import as_date
from sotttt.places import Jurisdiction
from sotttt.sectors import Classification, NameIndex, Sector, Sectors
from sotttt.sources import Confidence, Source

__all__ = [
    "agencies",
    "agency",
    "agency_kind",
    "agency_kinds",
    "answering",
    "bodies",
    "classifications",
    "competences",
    "ground",
    "responsible",
    "sector",
    "sectors",
]

_SECTOR = ["code", "name", "name_en", "kind", "parent", "aliases", "valid", "successors", "source", "locator"]
_CLASS = ["sector", "system", "code", "source", "locator"]
_KIND = ["code", "name", "name_en", "level", "aliases", "valid", "everywhere", "source", "locator"]
_AGENCY = ["kind", "jurisdiction", "valid", "actual_from", "basis", "source", "locator"]
_COMPETENCE = [
    "sector",
    "agency_kind",
    "level",
    "role",
    "valid",
    "basis",
    "jurisdiction",
    "actual_from",
    "note",
    "source",
    "locator",
]


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


def _classification(row: Row) -> Classification:
    sectors()[row["sector"]]
    return Classification(
        sector=row["sector"],
        system=row["system"],
        code=row["code"],
        source=placed_source(row["source"], row["locator"]),
    )


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise InvalidChoice(f"{text!r} is no answer", where="everywhere", expected="yes, no")
    return text == "yes"


def _agency_kind(row: Row) -> AgencyKind:
    return AgencyKind(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"] or None,
        level=row["level"],
        aliases=items(row["aliases"]),
        valid=row["valid"],
        everywhere=_yes(row["everywhere"]),
        source=placed_source(row["source"], row["locator"]),
    )


def _agency(row: Row) -> Agency:
    kind, place = agency_kind(row["kind"]), places()[row["jurisdiction"]]
    return Agency(
        id=f"{kind.code.lower()}-{place.id}",
        name=kind.named_in(place),
        kind=kind.code,
        jurisdiction=place.id,
        valid=row["valid"],
        actual_from=row["actual_from"] or None,
        basis=items(row["basis"]),
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
        jurisdiction=row["jurisdiction"] or None,
        actual_from=row["actual_from"] or None,
        note=row["note"] or None,
        source=placed_source(row["source"], row["locator"]),
    )
    kind = agency_kind(made.agency_kind)
    if kind.level is not made.level:
        raise InvalidEntity(f"{kind.code} stands on the level {kind.level}", where="level")
    if made.sector not in sectors():
        raise NotFound(f"no sector has the code {made.sector!r}", where="sector")
    if made.jurisdiction is not None and places()[made.jurisdiction].level is not made.level:
        raise InvalidEntity(f"{made.jurisdiction!r} isn't on the level {made.level}", where="jurisdiction")
    return made


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
def _classifications() -> tuple[Classification, ...]:
    return made_from("classifications.csv", _CLASS, _classification)


def classifications(
    sector: str | None = None, *, least: Confidence | str = Confidence.CONFIRMED
) -> tuple[Classification, ...]:
    """Where sectors stand in standard classifications (mã phân loại), as far as that is confirmed.

    Args:
        sector: a code, name or alias; None: all sectors.
        least: the confidence that suffices; `likely` adds codes that were read in the classification but
            matched to the sector by us, `unverified` those that nobody has looked up.

    Raises:
        NotFound: no such sector.
        AmbiguousText: several sectors bear the name.

    >>> [(one.system.value, one.code) for one in classifications("viễn thông")]
    [('isic-4', '61'), ('cofog', '04.6.0')]
    """
    code = None if sector is None else sectors().find(sector).code
    enough = tuple(Confidence)[: tuple(Confidence).index(Confidence(least)) + 1]
    return tuple(
        one
        for one in _classifications()
        if code in (None, one.sector) and one.source is not None and one.source.confidence in enough
    )


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
    """The kind of agency that a code, a name or an abbreviation names; on the highest level that has one.

    Raises:
        NotFound: nothing bears the name.
        AmbiguousText: several kinds do.

    >>> agency_kind("Sở TT và TT").code
    'DIC'
    >>> agency_kind("UBND").level.value
    'province'
    """
    named = _kind_names().find(text)
    top = min((kind.level.rank for kind in named), default=0)
    found = [kind for kind in named if kind.level.rank == top]
    if not found:
        raise NotFound(f"no kind of agency is called {text!r}", hint=_kind_names().hint(text))
    if len(found) > 1:
        codes = ", ".join(f"{kind.code} ({kind.name})" for kind in found)
        raise AmbiguousText(
            f"{text!r} names several kinds of agencies: {codes}",
            hint="give the code",
            candidates=[kind.code for kind in found],
        )
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


@cache
def competences() -> tuple[Competence, ...]:
    """Who is responsible for what (thẩm quyền), with the documents that give it, unconfirmed rows among them.

    >>> sorted({one.agency_kind for one in competences() if one.sector == "TEL" and one.level == "province"})
    ['DIC', 'DOST', 'DPT']
    """
    return made_from("competences.csv", _COMPETENCE, _competence)


def _sure(source: Source | None) -> bool:
    return source is not None and source.confidence is not Confidence.UNVERIFIED


@cache
def bodies() -> Bodies:
    """Agencies and competences that a source confirms, through time (bộ máy); what goes in as `bodies=`.

    >>> bodies()["dic-tien-giang"].actual_from
    datetime.date(2008, 5, 7)
    """
    return Bodies(
        places=places(),
        kinds=agency_kinds(),
        agencies=agencies(),
        competences=[one for one in competences() if _sure(one.source)],
        sectors=sectors(),
    )


def agency(text: str, on: dt.date | str | None = None, place: str | None = None) -> Agency:
    """The agency that an id, or a name or abbreviation with its place, names on a day (cơ quan).

    Args:
        text: in any usual spelling, with or without diacritics.
        on: the day; without it, the name counts where one agency alone ever bore it.
        place: the place that the text is about, for names that give none, such as `STTTT`.

    Raises:
        NotFound: nothing bears the name, or nothing on that day; the message says what there was.
        AmbiguousText: several agencies do; the message names the first, `candidates` has all their ids.

    >>> agency("Sở TT&TT tỉnh Tiền Giang", on="2019-08-28").id
    'dic-tien-giang'
    >>> agency("STTTT", on="2016-04-01", place="Nam Định").name
    'Sở Thông tin và Truyền thông tỉnh Nam Định'
    >>> agency("STTTT", on="2025-03-01", place="Nam Định")
    Traceback (most recent call last):
    sotttt.errors.NotFound: 'STTTT' names no agency ... on 2025-03-01; dic-nam-dinh is known for ...
    """
    return bodies().find(text, on, place)


def ground(document: str, on: dt.date | str) -> Ground:
    """A document as the ground of a responsibility (căn cứ pháp lý), with its effect on the day.

    Raises:
        NotFound: no document has the id.

    >>> ground("tt-11-2022-btttt", "2025-02-15").explain("en")
    '11/2022/TT-BTTTT (in force)'
    """
    standing = register().standing(document, as_date(on, "on"))
    one = register()[document]
    known = None if standing.effect is Effect.UNKNOWN else standing.effect in _IN_FORCE
    return Ground(
        document=document, name=str(one.number) if one.number is not None else one.title, in_force=known
    )


_IN_FORCE = frozenset({Effect.IN_FORCE, Effect.PARTLY_EXPIRED, Effect.PARTLY_SUSPENDED})


def responsible(sector: str, jurisdiction: str, on: dt.date | str) -> Answer:
    """Who is responsible for a sector in a place on a day (cơ quan chịu trách nhiệm), by their names.

    A place that has ended is answered for by what followed it. The country answers with its ministries. Each
    document of the legal basis comes with its effect on that day. Where the catalog doesn't know, the answer
    is empty and says why.

    Args:
        sector: a code, name or alias.
        jurisdiction: an id, name, alias or code.
        on: the day.

    Raises:
        NotFound: no such sector or place, or the place begins later.
        AmbiguousText: several bear the name.

    >>> answer = responsible("viễn thông", "Tiền Giang", "2025-07-15")
    >>> [one.agency.name for one in answer]
    ['Sở Khoa học và Công nghệ tỉnh Đồng Tháp']
    >>> responsible("viễn thông", "Tiền Giang", "2004-06-01").unknown.value
    'no_agency'
    """
    day = as_date(on, "on")
    wanted = sectors().find(sector, day)
    return bodies().responsible(wanted, _standing_for(jurisdiction, day), day, weigh=ground)


def answering(agency: str, on: dt.date | str, *, sector: str | None = None) -> Answer:
    """Who answers on a day for what an agency was given (cơ quan kế thừa nhiệm vụ); see `Bodies.answering`.

    Args:
        agency: id of an agency, or its name with the place.
        on: the day.
        sector: a code, name or alias, where the duty has a sector.

    Raises:
        NotFound: no such agency or sector.
        AmbiguousText: several bear the name.

    >>> [one.agency.id for one in answering("dic-tien-giang", "2025-07-15", sector="báo chí")]
    ['dcst-dong-thap-2025']
    """
    day = as_date(on, "on")
    wanted = None if sector is None else sectors().find(sector, day)
    return bodies().answering(bodies().find(agency), day, sector=wanted, weigh=ground)


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
