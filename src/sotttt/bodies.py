"""Bodies (cơ quan): agencies, and which of them is responsible for what, where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from sotttt.errors import NotFound
from sotttt.frozen import Entity, Word, identifier, label, only, optional_label, placed, strings
from sotttt.periods import Span, as_date
from sotttt.places import Jurisdiction, JurisdictionType, Level, Places, Succession, slug
from sotttt.places.units import succession_tuple
from sotttt.sectors import Sector, Sectors, sector_code, validity
from sotttt.sources import Source

__all__ = ["Agency", "AgencyKind", "Competence", "Responsibility", "Role", "agencies_of", "responsible"]

_source = attrs.validators.optional(only(Source))


class Role(Word):
    """The part that an agency has in a sector: chủ trì, phối hợp."""

    LEAD = "lead"
    SUPPORT = "support"


@attrs.frozen(kw_only=True, field_transformer=placed)
class AgencyKind(Entity):
    """A kind of agency (loại cơ quan): the department of information and communications of any province.

    Args:
        code: a code in capital letters, such as `DIC`.
        name: the Vietnamese name, without a place.
        name_en: the English name.
        level: `country`, `province`, `district` or `commune`.
        aliases: other names and abbreviations.
        valid: the days on which such an agency is known to have existed in every unit of the level.
        source: where it stands.

    >>> AgencyKind(code="DIC", name="Sở Thông tin và Truyền thông", level="province").level.value
    'province'
    """

    code: str = attrs.field(converter=sector_code)
    name: str = attrs.field(converter=label)
    name_en: str | None = attrs.field(default=None, converter=optional_label)
    level: Level = attrs.field(converter=Level)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=strings)
    valid: Span = attrs.field(factory=Span, converter=validity)
    source: Source | None = attrs.field(default=None, validator=_source)

    def named_in(self, place: Jurisdiction) -> str:
        """The name of the agency of a place: `Sở Thông tin và Truyền thông tỉnh Tiền Giang`.

        >>> kind = AgencyKind(code="DIC", name="Sở Thông tin và Truyền thông", level="province")
        >>> kind.named_in(Jurisdiction(id="hue-2025", name="Huế", level="province", type="municipality"))
        'Sở Thông tin và Truyền thông thành phố Huế'
        """
        if place.type is JurisdictionType.COUNTRY:
            return self.name
        return f"{self.name} {place.type.prefixes[0]} {place.name}"


@attrs.frozen(kw_only=True, field_transformer=placed)
class Agency(Entity):
    """An agency of one place (cơ quan): the Sở Thông tin và Truyền thông of Tiền Giang.

    Args:
        id: a readable id, such as `dic-tien-giang`.
        name: the Vietnamese name.
        kind: code of its kind, such as `DIC`.
        jurisdiction: id of its place.
        valid: the days on which it is known to have existed.
        source: where it stands.

    >>> agency = Agency(id="dic-tien-giang", name="Sở TT&TT tỉnh Tiền Giang", kind="DIC",
    ...                 jurisdiction="tien-giang", valid="2009-01-01..2025-03-01")
    >>> agency.valid.contains(dt.date(2019, 8, 28))
    True
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(converter=label)
    kind: str = attrs.field(converter=sector_code)
    jurisdiction: str = attrs.field(converter=identifier)
    valid: Span = attrs.field(factory=Span, converter=validity)
    source: Source | None = attrs.field(default=None, validator=_source)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Competence(Entity):
    """That agencies of a kind are responsible for a sector (thẩm quyền), on the days on which that is known.

    Args:
        sector: code of the sector.
        agency_kind: code of the kind of agency.
        level: `country` for ministries, `province`, `district` or `commune`.
        role: `lead` (chủ trì) or `support` (phối hợp).
        valid: the days on which it holds.
        basis: ids of the documents that give it.
        note: what differs between places, in short.
        source: where it stands.

    >>> competence = Competence(sector="TEL", agency_kind="DIC", level="province", valid="..2025-03-01")
    >>> competence.role.value
    'lead'
    """

    sector: str = attrs.field(converter=sector_code)
    agency_kind: str = attrs.field(converter=sector_code)
    level: Level = attrs.field(converter=Level)
    role: Role = attrs.field(default=Role.LEAD, converter=Role)
    valid: Span = attrs.field(factory=Span, converter=validity)
    basis: tuple[str, ...] = attrs.field(default=(), converter=strings)
    note: str | None = attrs.field(default=None, converter=optional_label)
    source: Source | None = attrs.field(default=None, validator=_source)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Responsibility(Entity):
    """Who answers for a sector in a place on a day, and why (trách nhiệm).

    Args:
        agency: the agency.
        competence: what makes it responsible.
        asked: id of the place that was asked for.
        through: the successions by which the place of the agency answers for the one asked for; empty where
            the place asked for exists on that day.
    """

    agency: Agency = attrs.field(validator=only(Agency))
    competence: Competence = attrs.field(validator=only(Competence))
    asked: str = attrs.field(converter=identifier)
    through: tuple[Succession, ...] = attrs.field(default=(), converter=succession_tuple)

    @property
    def role(self) -> Role:
        """Whether it leads or supports."""
        return self.competence.role

    @property
    def basis(self) -> tuple[str, ...]:
        """Ids of the documents that make it responsible, those of the successions last."""
        return (*self.competence.basis, *(step.basis for step in self.through if step.basis is not None))


def agencies_of(kinds: Iterable[AgencyKind], places: Places) -> tuple[Agency, ...]:
    """The agencies that kinds make in all units of their level, on the days on which both exist.

    >>> kinds = [AgencyKind(code="DIC", name="Sở TT&TT", level="province", valid="2009-01-01..2025-03-01")]
    >>> places = Places([Jurisdiction(id="hue-2025", name="Huế", level="province", type="municipality",
    ...                               valid="2025-01-01..")])
    >>> [(agency.id, str(agency.valid)) for agency in agencies_of(kinds, places)]
    [('dic-hue-2025', '2025-01-01..2025-03-01')]
    """
    found: list[Agency] = []
    for kind in kinds:
        for place in places:
            valid = _both(kind.valid, place.valid) if place.level is kind.level else None
            if valid is None:
                continue
            of_country = place.level is Level.COUNTRY
            found.append(
                Agency(
                    id=slug(kind.code) if of_country else f"{slug(kind.code)}-{place.id}",
                    name=kind.named_in(place),
                    kind=kind.code,
                    jurisdiction=place.id,
                    valid=valid,
                    source=kind.source,
                )
            )
    return tuple(found)


def _both(one: Span, other: Span) -> Span | None:
    """The days that lie in both spans, or None."""
    starts = [start for start in (one.start, other.start) if start is not None]
    ends = [end for end in (one.end, other.end) if end is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    return None if start is not None and end is not None and end <= start else Span(start, end)


def responsible(
    sector: Sector | str,
    jurisdiction: Jurisdiction | str,
    on: dt.date | str,
    *,
    places: Places,
    agencies: Iterable[Agency],
    competences: Iterable[Competence],
    sectors: Sectors | None = None,
) -> tuple[Responsibility, ...]:
    """Who is responsible for a sector in a place on a day (cơ quan chịu trách nhiệm); leads first.

    A place that has ended is answered for by what followed it. Where nobody is responsible for the sector by
    name and `sectors` is given, the nearest sector above counts, then all sectors below.

    Args:
        sector: a sector or its code.
        jurisdiction: a place or its id.
        on: the day.
        places: units through time.
        agencies: agencies through time.
        competences: who is responsible for what.
        sectors: the tree of sectors.

    Returns:
        One entry for each agency and competence; empty where it isn't known.

    Raises:
        NotFound: a place or sector that is not there.
        InvalidDate: the place begins after that day.
    """
    day = as_date(on, "on")
    code = sector.code if isinstance(sector, Sector) else sector_code(sector)
    asked = jurisdiction.id if isinstance(jurisdiction, Jurisdiction) else jurisdiction
    chains = places.answering(asked, day)
    valid = [competence for competence in competences if competence.valid.contains(day)]
    there = [agency for agency in agencies if agency.valid.contains(day)]
    for codes in _tries(code, sectors):
        matching = [competence for competence in valid if competence.sector in codes]
        found = [
            Responsibility(agency=agency, competence=competence, asked=asked, through=chain)
            for chain in chains
            for competence in matching
            for agency in there
            if _answers(agency, competence, places[chain[-1].successor if chain else asked])
        ]
        if found:
            return tuple(sorted(found, key=lambda one: one.role is not Role.LEAD))
    return ()


def _answers(agency: Agency, competence: Competence, place: Jurisdiction) -> bool:
    return (
        agency.jurisdiction == place.id
        and agency.kind == competence.agency_kind
        and competence.level is place.level
    )


def _tries(code: str, sectors: Sectors | None) -> tuple[frozenset[str], ...]:
    """The sets of sectors to look at, one after the other."""
    if sectors is None:
        return (frozenset({code}),)
    if code not in sectors:
        raise NotFound(f"no sector has the code {code!r}", where="sector")
    above = tuple(frozenset({sector.code}) for sector in sectors.ancestors(code))
    below = frozenset(sector.code for sector in sectors.descendants(code))
    return (frozenset({code}), *above, below)
