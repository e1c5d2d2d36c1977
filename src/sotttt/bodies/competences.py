"""Competences (thẩm quyền): which kind of agency is responsible for which sector, and since when."""

from __future__ import annotations

import datetime as dt

import attrs

from sotttt.bodies.agencies import optional_day
from sotttt.frozen import Entity, Word, identifier, only, optional_label, placed, strings
from sotttt.periods import Span
from sotttt.places import Level
from sotttt.sectors import sector_code, validity
from sotttt.sources import Source

__all__ = ["Competence", "Role"]


class Role(Word):
    """The part that an agency has in a sector: chủ trì, phối hợp."""

    LEAD = "lead"
    SUPPORT = "support"

    @property
    def vi(self) -> str:
        """The Vietnamese term."""
        return "chủ trì" if self is Role.LEAD else "phối hợp"


@attrs.frozen(kw_only=True, field_transformer=placed)
class Competence(Entity):
    """That agencies of a kind are responsible for a sector (thẩm quyền), on the days on which that is known.

    Args:
        sector: code of the sector.
        agency_kind: code of the kind of agency.
        level: `country` for ministries, `province`, `district` or `commune`.
        role: `lead` (chủ trì) or `support` (phối hợp).
        valid: the days on which it holds by law; a new row begins where the basis changes.
        basis: ids of the documents that give it.
        jurisdiction: id of the one place for which it holds, where it goes before the general rule; None: all
            places of the level.
        actual_from: the day on which the matter was really handed over there, where it isn't the legal one.
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
    jurisdiction: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    actual_from: dt.date | None = attrs.field(default=None, converter=optional_day)
    note: str | None = attrs.field(default=None, converter=optional_label)
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))
