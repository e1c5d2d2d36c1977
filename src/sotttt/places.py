"""Places (đơn vị hành chính) through time: units, their codes, and how one follows another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from sotttt.errors import (
    AmbiguousText,
    DuplicateId,
    InvalidCode,
    InvalidDate,
    InvalidEntity,
    InvalidText,
    NotFound,
    nearest,
)
from sotttt.frozen import Entity, Word, identifier, label, optional_label, strings
from sotttt.periods import Span, as_date
from sotttt.ranges import Range
from sotttt.sectors import NameIndex, validity
from sotttt.sources import Source
from sotttt.text import bare, dashes, squeeze

__all__ = [
    "Code",
    "CodeSystem",
    "Jurisdiction",
    "JurisdictionType",
    "Level",
    "Places",
    "Succession",
    "SuccessionKind",
    "slug",
]

_WHOLE = Range.parse("= 100 %")
_SHARES = Range.parse("(0, 100] %")


class Level(Word):
    """The level of a unit (cấp): trung ương, tỉnh, huyện, xã."""

    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"

    @property
    def rank(self) -> int:
        """Its depth: 0 for the country, 3 for a commune."""
        return _LEVELS.index(self)


_LEVELS = tuple(Level)


class JurisdictionType(Word):
    """The type of a unit (loại đơn vị hành chính).

    >>> JurisdictionType("municipality").vi, JurisdictionType("ward").level.value
    ('thành phố trực thuộc trung ương', 'commune')
    """

    COUNTRY = "country"
    PROVINCE = "province"
    MUNICIPALITY = "municipality"
    URBAN_DISTRICT = "urban_district"
    RURAL_DISTRICT = "rural_district"
    TOWN = "town"
    CITY = "city"
    COMMUNE = "commune"
    WARD = "ward"
    TOWNSHIP = "township"
    SPECIAL_ZONE = "special_zone"

    @property
    def vi(self) -> str:
        """The Vietnamese term."""
        return _TYPES[self][0]

    @property
    def level(self) -> Level:
        """The level that units of this type stand on."""
        return _TYPES[self][1]

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What is written before the name of such a unit: `tỉnh`; `thành phố`, `TP`."""
        return _TYPES[self][2]


_TYPES = {
    JurisdictionType.COUNTRY: ("quốc gia", Level.COUNTRY, ("nước",)),
    JurisdictionType.PROVINCE: ("tỉnh", Level.PROVINCE, ("tỉnh",)),
    JurisdictionType.MUNICIPALITY: (
        "thành phố trực thuộc trung ương",
        Level.PROVINCE,
        ("thành phố", "TP", "thành phố trực thuộc trung ương"),
    ),
    JurisdictionType.URBAN_DISTRICT: ("quận", Level.DISTRICT, ("quận",)),
    JurisdictionType.RURAL_DISTRICT: ("huyện", Level.DISTRICT, ("huyện",)),
    JurisdictionType.TOWN: ("thị xã", Level.DISTRICT, ("thị xã", "TX")),
    JurisdictionType.CITY: ("thành phố", Level.DISTRICT, ("thành phố", "TP")),
    JurisdictionType.COMMUNE: ("xã", Level.COMMUNE, ("xã",)),
    JurisdictionType.WARD: ("phường", Level.COMMUNE, ("phường",)),
    JurisdictionType.TOWNSHIP: ("thị trấn", Level.COMMUNE, ("thị trấn", "TT")),
    JurisdictionType.SPECIAL_ZONE: ("đặc khu", Level.COMMUNE, ("đặc khu",)),
}


class CodeSystem(Word):
    """A system of codes: of the statistical office (mã ĐVHC), ISO 3166, of agencies (mã định danh)."""

    GSO = "gso"
    ISO_3166_1 = "iso-3166-1"
    ISO_3166_2 = "iso-3166-2"
    AGENCY = "agency"


#: How many digits the statistical office gives to a unit of each level.
_GSO_DIGITS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
_LONGEST_AGENCY_CODE = 35


def slug(text: str) -> str:
    """Latin small letters and digits, joined by hyphens: the readable part of an id.

    >>> slug("Bà Rịa – Vũng Tàu"), slug("Ủy ban nhân dân")
    ('ba-ria-vung-tau', 'uy-ban-nhan-dan')
    """
    plain = "".join(char if char.isascii() and char.isalnum() else " " for char in bare(text))
    return "-".join(plain.split())


@attrs.frozen(repr=False)
class Code:
    """A code of a unit in one system, with the days on which it is in use (mã).

    Codes are text: a number loses the leading zero. The text of a code is `gso:82`, and
    `gso:82 2004-01-01..2025-07-01` where its days are known.

    Args:
        system: `gso`, `iso-3166-1`, `iso-3166-2` or `agency`.
        value: the code itself.
        valid: the days on which it is in use.

    Raises:
        InvalidCode: a number, a code of another form, or one that lost its leading zero.

    >>> str(Code("gso", "01")), Code.parse("iso-3166-2:VN-HN").value
    ('gso:01', 'VN-HN')
    >>> Code("gso", "1")
    Traceback (most recent call last):
    sotttt.errors.InvalidCode: '1' is no code of the system gso; expected 2, 3 or 5 digits; ...
    """

    system: CodeSystem = attrs.field(converter=CodeSystem)
    value: str
    valid: Span = attrs.field(factory=Span, converter=validity)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.value, str):
            raise InvalidCode(f"{self.value!r} is no text", expected="a code as text, such as '01'")
        clean = dashes(squeeze(self.value)).upper()
        object.__setattr__(self, "value", clean)
        expected = _FORMS[self.system](clean)
        if expected is not None:
            hint = None
            if self.system is CodeSystem.GSO and clean.isdecimal() and clean.isascii():
                hint = _zero_hint(clean, 2 if len(clean) < 2 else 5)
            raise InvalidCode(
                f"{clean!r} is no code of the system {self.system}", expected=expected, hint=hint
            )

    @classmethod
    def parse(cls, text: str) -> Code:
        """The code that a text such as `gso:82` names.

        Raises:
            InvalidCode: text of another form.
        """
        head, _, days = squeeze(text).partition(" ")
        system, colon, value = head.partition(":")
        if not colon:
            raise InvalidCode(f"{head[:40]!r} names no system of codes", expected="a text such as 'gso:82'")
        return cls(CodeSystem(system), value, Span.parse(days) if days else Span())

    def __str__(self) -> str:
        days = "" if self.valid == Span() else f" {self.valid}"
        return f"{self.system}:{self.value}{days}"

    def __repr__(self) -> str:
        return f"Code.parse({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (Code.parse, (str(self),))


def _gso(code: str) -> str | None:
    fits = code.isascii() and code.isdecimal() and len(code) in _GSO_DIGITS.values()
    return None if fits else "2, 3 or 5 digits"


def _iso_1(code: str) -> str | None:
    return None if len(code) == 2 and code.isascii() and code.isalpha() else "two letters, such as 'VN'"


def _iso_2(code: str) -> str | None:
    country, _, part = code.partition("-")
    fits = _iso_1(country) is None and part.isascii() and part.isalnum() and len(part) <= 3
    return None if fits else "letters and digits, such as 'VN-01'"


def _agency(code: str) -> str | None:
    parts = code.split(".")
    first = parts[0]
    fits = (
        code.isascii()
        and len(code) <= _LONGEST_AGENCY_CODE
        and all(part.isalnum() for part in parts)
        and len(first) == 3
        and first[0].isalpha()
        and first[1:].isdecimal()
    )
    return None if fits else "a letter with two digits and groups joined by dots, such as 'H50.12'"


_FORMS = {
    CodeSystem.GSO: _gso,
    CodeSystem.ISO_3166_1: _iso_1,
    CodeSystem.ISO_3166_2: _iso_2,
    CodeSystem.AGENCY: _agency,
}


def _zero_hint(code: str, digits: int) -> str | None:
    return f"a leading zero is lost: {code.zfill(digits)!r}?" if len(code) < digits else None


def _codes(value: Iterable[Code | str]) -> tuple[Code, ...]:
    if isinstance(value, str):
        raise InvalidText(f"one text {value!r} where several are due", expected="a list of codes")
    codes = tuple(Code.parse(code) if isinstance(code, str) else code for code in value)
    for code in codes:
        if not isinstance(code, Code):
            raise InvalidCode(
                f"{code!r} is no text", where="codes", expected="a code as text, such as 'gso:01'"
            )
    return codes


@attrs.frozen(kw_only=True, cache_hash=True)
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
    source: Source | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(Source))
    )

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
            digits = _GSO_DIGITS.get(self.level)
            if code.system is CodeSystem.GSO and len(code.value) != digits:
                raise InvalidCode(
                    f"{code.value!r} is no statistical code of a unit on the level {self.level}",
                    where="codes",
                    expected="no such code" if digits is None else f"{digits} digits",
                    hint=None if digits is None else _zero_hint(code.value, digits),
                )

    @property
    def full_name(self) -> str:
        """The name with the word for its type: `Tỉnh Tiền Giang`."""
        if self.type is JurisdictionType.COUNTRY:
            return self.name
        prefix = self.type.prefixes[0]
        return f"{prefix[0].upper()}{prefix[1:]} {self.name}"

    def code(self, system: CodeSystem | str, on: dt.date | None = None) -> str | None:
        """Its code in a system, on a day if several followed each other; None where it has none."""
        wanted = CodeSystem(system)
        for code in self.codes:
            if code.system is wanted and (on is None or code.valid.contains(on)):
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
    return Range.parse(value) if isinstance(value, str) else value


def _effective(value: dt.date | str) -> dt.date:
    return as_date(value, "effective")


@attrs.frozen(kw_only=True)
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
    source: Source | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(Source))
    )

    def __attrs_post_init__(self) -> None:
        if self.predecessor == self.successor:
            raise InvalidEntity(f"the unit {self.predecessor!r} can't follow itself", where="successor")
        if not self.share.within(_SHARES):
            raise InvalidEntity(f"{self.share} is no share", where="share", expected="a share in (0, 100] %")

    @property
    def whole(self) -> bool:
        """Whether all of the predecessor passes on."""
        return self.share == _WHOLE


def _units(value: Iterable[Jurisdiction]) -> tuple[Jurisdiction, ...]:
    units = tuple(value)
    for unit in units:
        if not isinstance(unit, Jurisdiction):
            raise InvalidText(f"{unit!r} is no unit", where="jurisdictions", expected="a Jurisdiction")
    return units


def succession_tuple(value: Iterable[Succession]) -> tuple[Succession, ...]:
    """Successions as a tuple.

    Raises:
        InvalidText: something else stands among them.
    """
    steps = tuple(value)
    for step in steps:
        if not isinstance(step, Succession):
            raise InvalidText(f"{step!r} is no succession", where="successions", expected="a Succession")
    return steps


@attrs.frozen
class Places(Entity):
    """Units through time and their successions; what functions take as `places=`.

    Args:
        jurisdictions: the units; each parent is among them.
        successions: how they follow each other.

    Raises:
        DuplicateId: an id stands twice.
        NotFound: a parent, predecessor or successor that is not among the units.
        InvalidEntity: a parent that is not above, or a succession on a day that doesn't fit the units.

    >>> places = Places([
    ...     Jurisdiction(id="a", name="A", level="province", type="province", valid="..2025-07-01"),
    ...     Jurisdiction(id="b", name="B", level="province", type="province", valid="2025-07-01.."),
    ... ], [Succession(predecessor="a", successor="b", kind="rename", effective="2025-07-01")])
    >>> places.find("Tỉnh B").id, [place.id for place in places.on(dt.date(2025, 6, 30))]
    ('b', ['a'])
    """

    jurisdictions: tuple[Jurisdiction, ...] = attrs.field(converter=_units)
    successions: tuple[Succession, ...] = attrs.field(default=(), converter=succession_tuple)
    _by_id: dict[str, Jurisdiction] = attrs.field(init=False, eq=False, repr=False)
    _names: NameIndex[Jurisdiction] = attrs.field(init=False, eq=False, repr=False)
    _after: dict[str, tuple[Succession, ...]] = attrs.field(init=False, eq=False, repr=False)
    _before: dict[str, tuple[Succession, ...]] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_id: dict[str, Jurisdiction] = {}
        for place in self.jurisdictions:
            if place.id in by_id:
                raise DuplicateId(f"the id {place.id!r} stands twice", where="jurisdictions")
            by_id[place.id] = place
        object.__setattr__(self, "_by_id", by_id)
        entries = [(name, place) for place in self.jurisdictions for name in _names_of(place)]
        object.__setattr__(self, "_names", NameIndex(entries))
        for place in self.jurisdictions:
            if place.parent is not None and self[place.parent].level.rank >= place.level.rank:
                raise InvalidEntity(f"{place.parent!r} doesn't stand above {place.id!r}", where="parent")
        after: dict[str, tuple[Succession, ...]] = {}
        before: dict[str, tuple[Succession, ...]] = {}
        for step in self.successions:
            self._check_step(step)
            after[step.predecessor] = (*after.get(step.predecessor, ()), step)
            before[step.successor] = (*before.get(step.successor, ()), step)
        object.__setattr__(self, "_after", after)
        object.__setattr__(self, "_before", before)

    def _check_step(self, step: Succession) -> None:
        old, new = self[step.predecessor].valid, self[step.successor].valid
        goes_on = step.kind is SuccessionKind.TRANSFER
        if not new.contains(step.effective):
            raise InvalidEntity(
                f"{step.successor!r} doesn't exist on {step.effective}", where="effective", expected=str(new)
            )
        if not (old.contains(step.effective) if goes_on else old.end == step.effective):
            when = "exist on" if goes_on else "end on"
            raise InvalidEntity(
                f"{step.predecessor!r} doesn't {when} {step.effective}", where="effective", expected=str(old)
            )

    def __iter__(self) -> Iterator[Jurisdiction]:
        return iter(self.jurisdictions)

    def __len__(self) -> int:
        return len(self.jurisdictions)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Jurisdiction:
        found = self._by_id.get(id)
        if found is None:
            raise NotFound(f"no place has the id {id!r}", hint=nearest(str(id), self._by_id))
        return found

    def get(self, id: str) -> Jurisdiction | None:
        """The unit of that id, or None."""
        return self._by_id.get(id)

    def on(self, day: dt.date, level: Level | str | None = None) -> tuple[Jurisdiction, ...]:
        """The units that exist on a day, of one level or of all."""
        date = as_date(day, "on")
        wanted = None if level is None else Level(level)
        return tuple(
            place
            for place in self.jurisdictions
            if (wanted is None or place.level is wanted) and place.valid.contains(date)
        )

    def named(self, text: str) -> tuple[Jurisdiction, ...]:
        """All units that ever bore a name, alias, code, slug or id, in any usual spelling.

        Raises:
            InvalidCode: a single digit, which no system of codes has.
        """
        given = squeeze(text)
        if given.isascii() and given.isdecimal() and len(given) == 1:
            hint = _zero_hint(given, 2)
            raise InvalidCode(f"{given!r} is no code of a place", expected="2, 3 or 5 digits", hint=hint)
        found = self._names.find(given)
        own = self._by_id.get(given)
        return found if own is None or own in found else (own, *found)

    def find(self, text: str, on: dt.date | str | None = None) -> Jurisdiction:
        """The unit that a name, alias, code, slug or id names on a day.

        Args:
            text: `Tiền Giang`, `tỉnh Tiền Giang`, `tien-giang`, `82`, `VN-46` …, without diacritics too.
            on: the day; without it, an id names its own unit, and a name only what one unit alone ever bore.

        Raises:
            NotFound: nothing bears the name, or nothing on that day; the message then names what follows.
            AmbiguousText: several units do; the message names them.
            InvalidCode: a code that lost its leading zero.
        """
        day = None if on is None else as_date(on, "on")
        own = self._by_id.get(squeeze(text))
        if day is None and own is not None:
            return own
        found = self.named(text)
        if not found:
            raise NotFound(f"no place is called {squeeze(text)!r}", hint=self._names.hint(text))
        there = found if day is None else tuple(place for place in found if place.valid.contains(day))
        if len(there) == 1:
            return there[0]
        if day is not None and not there:
            raise NotFound(f"{squeeze(text)!r} names no place on {day}", hint=self._elsewhen(found, day))
        several = ", ".join(f"{place.full_name} ({place.id}, {place.valid})" for place in there)
        hint = "give the day" if day is None else "give the id"
        raise AmbiguousText(f"{squeeze(text)!r} names several places: {several}", hint=hint)

    def _elsewhen(self, found: tuple[Jurisdiction, ...], day: dt.date) -> str:
        """What became of units that don't exist on a day, or what stood before them."""
        told = []
        for place in found:
            ended = place.valid.end is not None and place.valid.end <= day
            if ended:
                steps = [step.successor for step in self._after.get(place.id, ()) if step.effective <= day]
                text = f"{place.full_name} ({place.id}) ended on {place.valid.end}"
            else:
                steps = [step.predecessor for step in self._before.get(place.id, ())]
                text = f"{place.full_name} ({place.id}) begins on {place.valid.start}"
            if steps:
                others = ", ".join(f"{self[id].full_name} ({id})" for id in steps)
                text += f", {'followed by' if ended else 'after'} {others}"
            told.append(text)
        return "; ".join(told)

    def successors(self, id: str) -> tuple[Succession, ...]:
        """The successions in which a unit is the predecessor.

        Raises:
            NotFound: no unit has the id.
        """
        return self._after.get(self[id].id, ())

    def predecessors(self, id: str) -> tuple[Succession, ...]:
        """The successions in which a unit is the successor.

        Raises:
            NotFound: no unit has the id.
        """
        return self._before.get(self[id].id, ())

    def answering(self, id: str, on: dt.date) -> tuple[tuple[Succession, ...], ...]:
        """How a unit is followed up to a day: a chain of successions for each unit that answers for it.

        A unit that exists on the day answers for itself: one empty chain. Moved boundaries (`transfer`) don't
        count. No chain means that nobody is known.

        Raises:
            NotFound: no unit has the id.
            InvalidDate: the unit begins after that day.
        """
        day = as_date(on, "on")
        place = self[id]
        if place.valid.contains(day):
            return ((),)
        if place.valid.start is not None and day < place.valid.start:
            raise InvalidDate(f"{id!r} begins on {place.valid.start}, after {day}", where="on")
        chains: list[tuple[Succession, ...]] = []
        for step in self.successors(id):
            if step.kind is not SuccessionKind.TRANSFER:
                chains += [(step, *rest) for rest in self.answering(step.successor, day)]
        return tuple(chains)


def _names_of(place: Jurisdiction) -> tuple[str, ...]:
    names = (place.name, *place.aliases)
    prefixed = tuple(f"{prefix} {place.name}" for prefix in place.type.prefixes)
    english = () if place.name_en is None else (place.name_en,)
    codes = tuple(code.value for code in place.codes)
    return (*names, *prefixed, *english, *codes)
