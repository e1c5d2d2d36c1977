"""Administrative units and their successions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from sotttt.errors import InvalidCode, InvalidEntity, InvalidText
from sotttt.frozen import Entity, Word, identifier, label, only, optional_label, placed, several, strings
from sotttt.periods import Span, as_date
from sotttt.places.codes import GSO_DIGITS, Code, CodeSystem, zero_hint
from sotttt.places.levels import JurisdictionType, Level
from sotttt.ranges import Range
from sotttt.sectors import validity
from sotttt.sources import Confidence, Source

__all__ = ["Jurisdiction", "Succession", "SuccessionKind", "succession_tuple"]

_WHOLE = Range.parse("= 100 %")
_SHARES = Range.parse("(0, 100] %")


def _codes(value: Iterable[Code | str]) -> tuple[Code, ...]:
    if isinstance(value, str):
        raise InvalidText(f"one text {value!r} where several are due", expected="a list of codes")
    given = several(value, "a list of codes")
    codes = tuple(Code.parse(code) if isinstance(code, str) else code for code in given)
    for code in codes:
        if not isinstance(code, Code):
            raise InvalidCode(
                f"{code!r} is no text", where="codes", expected="a code as text, such as 'gso:01'"
            )
    return codes


@attrs.frozen(kw_only=True, cache_hash=True, field_transformer=placed)
class Jurisdiction(Entity):
    """An administrative unit (đơn vị hành chính): an id never changes its meaning.

    What keeps a name after a merger is another unit with another id: `dong-thap` to 2025-06-30,
    `dong-thap-2025` after.

    Args:
        id: a readable id.
        name: the Vietnamese name, without the word for its type.
        name_en: the English name.
        level: `country`, `province`, `district` or `commune`.
        type: `province` (tỉnh), `municipality` (thành phố trực thuộc trung ương), `ward` (phường) …
        codes: its codes, each with its system and its days.
        valid: the days on which the unit exists, the last one not in it.
        parent: id of the unit above.
        aliases: other spellings of the name.
        seat: the unit in which its authorities sit, by name.
        source: where it stands.

    Raises:
        InvalidEntity: a type that doesn't stand on that level; a unit that is its own parent.
        InvalidCode: a statistical code that is too short or too long for the level.

    >>> place = Jurisdiction(id="tien-giang", name="Tiền Giang", level="province", type="province",
    ...                      codes=["gso:82"], valid="2004-01-01..2025-07-01")
    >>> place.full_name, place.code("gso")
    ('Tỉnh Tiền Giang', '82')
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(converter=label)
    name_en: str | None = attrs.field(default=None, converter=optional_label)
    level: Level = attrs.field(converter=Level)
    type: JurisdictionType = attrs.field(converter=JurisdictionType)
    codes: tuple[Code, ...] = attrs.field(default=(), converter=_codes)
    valid: Span = attrs.field(factory=Span, converter=validity)
    parent: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    aliases: tuple[str, ...] = attrs.field(default=(), converter=strings)
    seat: str | None = attrs.field(default=None, converter=optional_label)
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))

    def __attrs_post_init__(self) -> None:
        if self.type.level is not self.level:
            raise InvalidEntity(
                f"a {self.type} doesn't stand on the level {self.level}",
                where="type",
                expected=", ".join(kind for kind in JurisdictionType if kind.level is self.level),
            )
        if self.parent == self.id:
            raise InvalidEntity(f"the unit {self.id!r} can't be its own parent", where="parent")
        for code in self.codes:
            digits = GSO_DIGITS.get(self.level)
            if code.system is CodeSystem.GSO and len(code.value) != digits:
                raise InvalidCode(
                    f"{code.value!r} is no statistical code of a unit on the level {self.level}",
                    where="codes",
                    expected="no such code" if digits is None else f"{digits} digits",
                    hint=None if digits is None else zero_hint(code.value, digits),
                )

    @property
    def full_name(self) -> str:
        """The name with the word for its type: `Tỉnh Tiền Giang`."""
        if self.type is JurisdictionType.COUNTRY:
            return self.name
        prefix = self.type.prefixes[0]
        return f"{prefix[0].upper()}{prefix[1:]} {self.name}"

    def code(
        self,
        system: CodeSystem | str,
        on: dt.date | None = None,
        *,
        confidence: Confidence | str = Confidence.LIKELY,
    ) -> str | None:
        """Its code in a system, on a day if several followed each other; None where it has none.

        Args:
            system: `gso`, `iso-3166-1`, `iso-3166-2` or `agency`.
            on: the day.
            confidence: how sure a code must be to count.
        """
        wanted, least = CodeSystem(system), Confidence(confidence)
        for code in self.codes:
            fits = code.system is wanted and code.confidence.reaches(least)
            if fits and (on is None or code.valid.contains(on)):
                return code.value
        return None


class SuccessionKind(Word):
    """How a unit follows another: chia, nhập, đổi tên, tiếp tục, đổi loại, điều chỉnh địa giới."""

    SPLIT = "split"
    MERGE = "merge"
    RENAME = "rename"
    CONTINUE = "continue"
    TYPE_CHANGE = "type_change"
    TRANSFER = "transfer"


def _share(value: Range | str) -> Range:
    return Range.of(value)


def _effective(value: dt.date | str) -> dt.date:
    return as_date(value, "effective")


@attrs.frozen(kw_only=True, field_transformer=placed)
class Succession(Entity):
    """That one unit follows another (kế thừa): by split, merger, new name, new type, or moved boundary.

    Args:
        predecessor: id of the unit before.
        successor: id of the unit after.
        kind: `split`, `merge`, `rename`, `continue`, `type_change` or `transfer` (the predecessor goes on).
        effective: the first day of the new state.
        basis: id of the document that rules it.
        share: which share of the predecessor passes on: `= 100 %` if all, `(0, 100) %` if some unknown part.
        source: where it stands.

    Raises:
        InvalidEntity: a unit that follows itself, or a share outside (0, 100] %.
        UnitMismatch: a share in a unit other than `%`.

    >>> step = Succession(predecessor="tien-giang", successor="dong-thap-2025", kind="merge",
    ...                   effective="2025-07-01")
    >>> step.whole
    True
    """

    predecessor: str = attrs.field(converter=identifier)
    successor: str = attrs.field(converter=identifier)
    kind: SuccessionKind = attrs.field(converter=SuccessionKind)
    effective: dt.date = attrs.field(converter=_effective)
    basis: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    share: Range = attrs.field(default=_WHOLE, converter=_share)
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))

    def __attrs_post_init__(self) -> None:
        if self.predecessor == self.successor:
            raise InvalidEntity(f"the unit {self.predecessor!r} can't follow itself", where="successor")
        if not self.share.within(_SHARES):
            raise InvalidEntity(f"{self.share} is no share", where="share", expected="a share in (0, 100] %")

    @property
    def whole(self) -> bool:
        """Whether all of the predecessor passes on."""
        return self.share == _WHOLE


def succession_tuple(value: Iterable[Succession]) -> tuple[Succession, ...]:
    """Successions as a tuple.

    Raises:
        InvalidText: something else stands among them.
    """
    steps = several(value, "a list of successions")
    for step in steps:
        if not isinstance(step, Succession):
            raise InvalidText(f"{step!r} is no succession", where="successions", expected="a Succession")
    return steps
