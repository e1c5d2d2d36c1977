"""Sectors (lĩnh vực): the fields of information and communications, as a dated tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import attrs

from sotttt.errors import (
    AmbiguousText,
    DuplicateId,
    InvalidCode,
    InvalidEntity,
    InvalidText,
    NotFound,
    nearest,
)
from sotttt.frozen import Entity, Word, label, only, optional_label, placed, several, strings
from sotttt.periods import Span
from sotttt.sources import Source
from sotttt.text import bare, dashes, fold, squeeze

__all__ = [
    "ClassSystem",
    "Classification",
    "NameIndex",
    "Sector",
    "SectorKind",
    "Sectors",
    "name_key",
    "validity",
]

T = TypeVar("T")

_JOINTS = str.maketrans(dict.fromkeys(",;/&.…-()\"'“”‘’", " "))
_AND = frozenset({"và", "and"})
_LEADS = ("lĩnh vực", "ngành", "quản lý nhà nước về")
_LONGEST = 12


def name_key(text: str) -> str:
    """A key by which a name is found however its parts are joined: "TT&TT", "TT-TT", "TT và TT".

    Case, tone placement, dashes, commas, strokes, full stops and the word "và" don't matter; diacritics do.

    >>> name_key("TT&TT") == name_key("tt-tt") == name_key("TT và TT")
    True
    >>> name_key("TP.HCM"), name_key("Bà Rịa – Vũng Tàu")
    ('tp hcm', 'bà rịa vũng tàu')
    """
    words = fold(text).translate(_JOINTS).split()
    kept = [word for word in words if word not in _AND]
    return " ".join(kept or words)


class NameIndex(Generic[T]):
    """Finds things by their names, first with diacritics, then without.

    >>> index = NameIndex([("bưu chính", 1), ("viễn thông", 2)])
    >>> index.find("Viễn  Thông"), index.find("buu chinh"), index.find("báo chí")
    ((2,), (1,), ())
    >>> NameIndex([("Sở Thông tin và Truyền thông", 1)]).find("so thong tin va truyen thong")
    (1,)
    """

    __slots__ = ("_bare", "_entries", "_exact", "_joined")

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._entries: tuple[tuple[str, T], ...] = tuple(entries)
        self._exact: dict[str, tuple[T, ...]] | None = None
        self._bare: dict[str, tuple[T, ...]] | None = None
        self._joined: dict[str, tuple[T, ...]] | None = None

    def find(self, text: str) -> tuple[T, ...]:
        """All things of that name, in the order in which they were given."""
        if self._exact is None:
            self._exact = _grouped((name_key(name), thing) for name, thing in self._entries)
        key = name_key(text)
        exact = self._exact.get(key)
        return self.written_like(text) if exact is None else exact

    def written_like(self, text: str) -> tuple[T, ...]:
        """All things whose name is the same without diacritics.

        >>> NameIndex([("Ba Dinh", 1), ("Ba Đình", 2)]).written_like("Ba Dinh")
        (1, 2)
        """
        if self._bare is None:
            self._bare = _grouped((_bare_key(name_key(name)), thing) for name, thing in self._entries)
        return self._bare.get(_bare_key(name_key(text)), ())

    def run_together(self, text: str) -> tuple[T, ...]:
        """All things whose name has the same letters and digits, wherever parted; digits alone are none.

        >>> NameIndex([("Hà Nội", 1), ("VN-46", 2)]).run_together("Hanoi")
        (1,)
        """
        if self._joined is None:
            self._joined = _grouped((_joined_key(name), thing) for name, thing in self._entries)
        return self._joined.get(_joined_key(text), ())

    def hint(self, text: str) -> str | None:
        """The nearest names, for the message of an error."""
        return nearest(squeeze(text), (name for name, _ in self._entries))


def _bare_key(key: str) -> str:
    """A key of a name without marks; "va", the word for "and" typed so, doesn't matter either."""
    words = bare(key).split()
    return " ".join([word for word in words if word != "va"] or words)


def _joined_key(text: str) -> str:
    key = bare(name_key(text)).replace(" ", "")
    return "" if key.isdecimal() else key


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, tuple[T, ...]] = {}
    for key, thing in pairs:
        known = found.get(key, ())
        if key and thing not in known:
            found[key] = (*known, thing)
    return found


class SectorKind(Word):
    """What a node of the tree is."""

    ROOT = "root"
    GROUP = "group"
    SECTOR = "sector"
    SUB = "sub"
    FUNCTION = "function"
    PROGRAMME = "programme"


def sector_code(value: str) -> str:
    """The code of a sector: capital Latin letters and digits, parts joined by hyphens.

    Raises:
        InvalidCode: another form.

    >>> sector_code("PROG-NTM8")
    'PROG-NTM8'
    """
    code = dashes(label(value))
    parts = code.split("-")
    if not all(part.isascii() and part.isalnum() and part[0].isalpha() and part.isupper() for part in parts):
        hint = f"did you mean {code.upper()!r}?" if code.isascii() and code.islower() else None
        raise InvalidCode(f"{code!r} is no code of a sector", expected="capitals, such as 'TEL'", hint=hint)
    return code


def validity(value: Span | str) -> Span:
    """A span of validity, from itself or its text.

    >>> validity("2004-01-01..").contains(dt.date(2020, 1, 1))
    True
    """
    return Span.of(value)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Sector(Entity):
    """A sector (lĩnh vực): post, telecommunications, press.

    Args:
        code: a code in capital letters, such as `TEL`.
        name: the Vietnamese name.
        name_en: the English name.
        parent: code of the sector that it is part of.
        aliases: other names that documents use.
        valid: the days on which the sector is in use.
        kind: `root`, `group`, `sector`, `sub`, `function` or `programme`.
        successors: codes of the sectors that took its place.
        source: where it stands.

    Raises:
        InvalidCode: a code of another form.
        InvalidEntity: a sector that is its own parent or successor.

    >>> Sector(code="TEL", name="viễn thông", aliases=["hạ tầng viễn thông"]).aliases
    ('hạ tầng viễn thông',)
    """

    code: str = attrs.field(converter=sector_code)
    name: str = attrs.field(converter=label)
    name_en: str | None = attrs.field(default=None, converter=optional_label)
    parent: str | None = attrs.field(default=None, converter=attrs.converters.optional(sector_code))
    aliases: tuple[str, ...] = attrs.field(default=(), converter=strings)
    valid: Span = attrs.field(factory=Span, converter=validity)
    kind: SectorKind = attrs.field(default=SectorKind.SECTOR, converter=SectorKind)
    successors: tuple[str, ...] = attrs.field(default=(), converter=strings)
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))

    def __attrs_post_init__(self) -> None:
        for field, codes in (("parent", (self.parent,)), ("successors", self.successors)):
            if self.code in codes:
                raise InvalidEntity(f"the sector {self.code!r} can't be its own", where=field)


class ClassSystem(Word):
    """A standard classification (hệ thống phân loại).

    `vsic-2018` and `vsic-2025`: economic activities of Viet Nam (QĐ 27/2018/QĐ-TTg, QĐ 36/2025/QĐ-TTg);
    `isic-4` and `isic-5`: those of the United Nations; `cofog`: functions of government; `domain`: the body
    whose indicators or standards cover the sector, such as ITU-D.
    """

    VSIC_2018 = "vsic-2018"
    VSIC_2025 = "vsic-2025"
    ISIC_4 = "isic-4"
    ISIC_5 = "isic-5"
    COFOG = "cofog"
    DOMAIN = "domain"


@attrs.frozen(kw_only=True, field_transformer=placed)
class Classification(Entity):
    """Where a sector stands in a standard classification (mã phân loại).

    Args:
        sector: code of the sector.
        system: the classification.
        code: the code there; one that is wider than the sector too.
        source: where it stands; its confidence is that of the mapping.

    >>> Classification(sector="TEL", system="isic-4", code="61").system.value
    'isic-4'
    """

    sector: str = attrs.field(converter=sector_code)
    system: ClassSystem = attrs.field(converter=ClassSystem)
    code: str = attrs.field(converter=label)
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))


def _members(value: Iterable[Sector]) -> tuple[Sector, ...]:
    sectors = several(value, "a list of sectors")
    for sector in sectors:
        if not isinstance(sector, Sector):
            raise InvalidText(f"{sector!r} is no sector", where="sectors", expected="a Sector")
    return sectors


@attrs.frozen(field_transformer=placed)
class Sectors(Entity):
    """A tree of sectors (cây lĩnh vực).

    Args:
        sectors: the sectors; each parent and successor is among them.

    Raises:
        DuplicateId: a code stands twice.
        NotFound: a parent or successor that is not among them.
        InvalidEntity: sectors that are parts of each other.

    >>> tree = Sectors([Sector(code="DX", name="chuyển đổi số"),
    ...                 Sector(code="EGOV", name="chính quyền điện tử", parent="DX", aliases=["CQĐT"])])
    >>> tree.find("CQĐT").code, [part.code for part in tree.children("DX")]
    ('EGOV', ['EGOV'])
    """

    sectors: tuple[Sector, ...] = attrs.field(converter=_members)
    _by_code: dict[str, Sector] = attrs.field(init=False, eq=False, repr=False)
    _names: NameIndex[Sector] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_code: dict[str, Sector] = {}
        for sector in self.sectors:
            if sector.code in by_code:
                raise DuplicateId(f"the code {sector.code!r} stands twice", where="sectors")
            by_code[sector.code] = sector
        object.__setattr__(self, "_by_code", by_code)
        entries = [(name, sector) for sector in self.sectors for name in _names_of(sector)]
        object.__setattr__(self, "_names", NameIndex(entries))
        for sector in self.sectors:
            for code in sector.successors:
                self[code]
            self._check_no_ring(sector)

    def _check_no_ring(self, sector: Sector) -> None:
        seen = {sector.code}
        above = sector.parent
        while above is not None:
            if above in seen:
                raise InvalidEntity(f"the sector {sector.code!r} is a part of itself", where="parent")
            seen.add(above)
            above = self[above].parent

    def __iter__(self) -> Iterator[Sector]:
        return iter(self.sectors)

    def __len__(self) -> int:
        return len(self.sectors)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Sector:
        found = self._by_code.get(code)
        if found is None:
            raise NotFound(f"no sector has the code {code!r}", hint=nearest(str(code), self._by_code))
        return found

    def get(self, code: str) -> Sector | None:
        """The sector of that code, or None."""
        return self._by_code.get(code)

    def find(self, text: str, on: dt.date | None = None) -> Sector:
        """The sector that a code, a name or an alias names, in any usual spelling.

        Args:
            text: a code, a Vietnamese or English name, or an alias; "lĩnh vực" may stand before it.
            on: where several sectors bear the name, those in use on that day count.

        Raises:
            NotFound: nothing bears the name.
            AmbiguousText: several sectors do, or the text is a list of sectors; `candidates` has their codes.

        >>> tree = Sectors([Sector(code="POST", name="bưu chính"), Sector(code="TEL", name="viễn thông")])
        >>> tree.find("lĩnh vực viễn thông").code
        'TEL'
        >>> tree.find("Bưu chính, viễn thông")
        Traceback (most recent call last):
        sotttt.errors.AmbiguousText: 'Bưu chính, viễn thông' names several sectors: POST (bưu chính), TEL ...
        """
        exact = self._by_code.get(squeeze(text))
        if exact is not None:
            return exact
        named = _without_lead(name_key(text))
        found = self._names.find(text) or self._names.find(named) or self._listed(named)
        if len(found) > 1 and on is not None:
            found = tuple(sector for sector in found if sector.valid.contains(on))
        if not found:
            raise NotFound(f"no sector is called {squeeze(text)!r}", hint=self._names.hint(text))
        if len(found) > 1:
            codes = ", ".join(f"{sector.code} ({sector.name})" for sector in found)
            raise AmbiguousText(
                f"{squeeze(text)!r} names several sectors: {codes}",
                hint="give the code",
                candidates=[sector.code for sector in found],
            )
        return found[0]

    def _listed(self, key: str) -> tuple[Sector, ...]:
        """The sectors of which a text is a list, name after name; none where a word is left over."""
        words = key.split()
        found: dict[Sector, None] = {}
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + _LONGEST), at, -1):
                part = self._names.find(" ".join(words[at:end]))
                if part:
                    break
            else:
                return ()
            found.update(dict.fromkeys(part))
            at = end
        return tuple(found)

    def children(self, code: str) -> tuple[Sector, ...]:
        """The sectors directly below."""
        above = self[code].code
        return tuple(sector for sector in self.sectors if sector.parent == above)

    def ancestors(self, code: str) -> tuple[Sector, ...]:
        """The sectors above, nearest first."""
        found: list[Sector] = []
        above = self[code].parent
        while above is not None:
            found.append(self[above])
            above = found[-1].parent
        return tuple(found)

    def descendants(self, code: str) -> tuple[Sector, ...]:
        """All sectors below, each before its own parts."""
        found: list[Sector] = []
        for child in self.children(code):
            found += (child, *self.descendants(child.code))
        return tuple(found)


def _without_lead(key: str) -> str:
    """The key of a name without the words that say that a sector follows."""
    forms = [f"{form} " for lead in _LEADS for form in (lead, bare(lead))]
    while (lead := next(filter(key.startswith, forms), None)) is not None:
        key = key.removeprefix(lead)
    return key


def _names_of(sector: Sector) -> tuple[str, ...]:
    english = () if sector.name_en is None else (sector.name_en,)
    return (sector.code, sector.name, *english, *sector.aliases)
