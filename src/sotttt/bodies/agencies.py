"""Agencies (cơ quan): their kinds, and the agencies that kinds make in places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from sotttt.errors import InvalidEntity
from sotttt.frozen import Entity, identifier, label, only, optional_label, placed, strings
from sotttt.periods import Span, as_date
from sotttt.places import Jurisdiction, JurisdictionType, Level, Places, slug
from sotttt.sectors import sector_code, validity
from sotttt.sources import Source

__all__ = ["Agency", "AgencyKind", "agencies_of", "optional_day"]

_source = attrs.validators.optional(only(Source))


def optional_day(value: dt.date | str | None) -> dt.date | None:
    """A day or None, from itself or its text.

    >>> optional_day("2008-05-07"), optional_day(None)
    (datetime.date(2008, 5, 7), None)
    """
    return None if value is None else as_date(value, None)


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
        everywhere: False where only some units have one; those are then given one by one.
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
    everywhere: bool = attrs.field(default=True, validator=only(bool))
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
        valid: the days on which it is known to have existed by law.
        actual_from: the day on which it began to work, where it isn't the legal one.
        basis: ids of the documents that set it up.
        source: where it stands.

    Raises:
        InvalidEntity: a day of beginning to work without the legal one.

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
    actual_from: dt.date | None = attrs.field(default=None, converter=optional_day)
    basis: tuple[str, ...] = attrs.field(default=(), converter=strings)
    source: Source | None = attrs.field(default=None, validator=_source)

    def __attrs_post_init__(self) -> None:
        if self.actual_from is not None and self.valid.start is None:
            raise InvalidEntity("a day of beginning to work without the legal one", where="actual_from")


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
        for place in places if kind.everywhere else ():
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
