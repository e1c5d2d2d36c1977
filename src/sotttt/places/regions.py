"""Regions (vùng): groups of provinces that plans and statistics use, each for a time."""

from __future__ import annotations

import attrs

from sotttt.errors import InvalidEntity
from sotttt.frozen import Entity, identifier, label, only, optional_label, placed, strings
from sotttt.periods import Span
from sotttt.sectors import validity
from sotttt.sources import Source

__all__ = ["Region"]


@attrs.frozen(kw_only=True, field_transformer=placed)
class Region(Entity):
    """A socio-economic region (vùng kinh tế - xã hội): no administrative unit, a group of provinces.

    Args:
        id: a readable id; a region of the same name with other members has another one.
        name: the Vietnamese name.
        name_en: the English name.
        valid: the days on which it is in use, the last one not in it.
        members: ids of the units that belong to it.
        source: where it stands.

    Raises:
        InvalidEntity: no members, or one that stands twice.

    >>> Region(id="tay-nguyen-2023", name="Tây Nguyên", members=["kon-tum", "gia-lai"]).members
    ('kon-tum', 'gia-lai')
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(converter=label)
    name_en: str | None = attrs.field(default=None, converter=optional_label)
    valid: Span = attrs.field(factory=Span, converter=validity)
    members: tuple[str, ...] = attrs.field(converter=strings)
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))

    def __attrs_post_init__(self) -> None:
        if not self.members:
            raise InvalidEntity(f"the region {self.id!r} has no members", where="members")
        if len(set(self.members)) != len(self.members):
            raise InvalidEntity(f"a member of the region {self.id!r} stands twice", where="members")
