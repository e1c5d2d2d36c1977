"""Kinds of documents (thể loại văn bản) and issuing bodies, as tables with a source in each row."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

import attrs

from sotttt.errors import InvalidChoice, NotFound
from sotttt.frozen import Entity, Word, identifier, label, only, optional_label, placed, several, strings
from sotttt.periods import Span, as_date
from sotttt.places import JurisdictionType, Level
from sotttt.sectors import NameIndex, name_key, validity
from sotttt.sources import Source
from sotttt.text import bare, squeeze

__all__ = [
    "DocumentKind",
    "Family",
    "Issuer",
    "document_kind",
    "document_kinds",
    "issuer",
    "issuers",
    "split_issuer",
    "symbol_key",
]


class Family(Word):
    """The family of a number: quy phạm pháp luật, hành chính, Đảng."""

    NORMATIVE = "normative"
    ADMINISTRATIVE = "administrative"
    PARTY = "party"


def symbol_key(text: str) -> str:
    """A key by which parts of a symbol are compared: neither case nor Đ for D matters.

    >>> symbol_key("HĐND") == symbol_key("hdnd")
    True
    """
    return text.upper().replace("Đ", "D").replace("Ư", "W")


def _families(value: Iterable[Family | str]) -> tuple[Family, ...]:
    return tuple(Family(one) for one in several(value, "a list of families"))


def _levels(value: Iterable[Level | str]) -> tuple[Level, ...]:
    return tuple(Level(one) for one in several(value, "a list of levels"))


def _level(value: Level | str | None) -> Level | None:
    return None if value is None else Level(value)


_source = attrs.validators.optional(only(Source))


@attrs.frozen(kw_only=True, cache_hash=True, field_transformer=placed)
class DocumentKind(Entity):
    """A kind of document (thể loại văn bản): Quyết định, Nghị quyết, Kế hoạch.

    Args:
        id: a readable id, such as `quyet-dinh`.
        name: the Vietnamese name.
        name_en: the English name.
        abbreviation: how numbers of the State write it; None where they don't.
        party_abbreviation: how numbers of the Party write it.
        former_abbreviations: how numbers wrote it before, or write it at times.
        families: the families of numbers in which it occurs; none for what another document issues, and for
            kinds whose numbers have no known abbreviation.
        levels: who issues it: `country`, `province`, `district`, `commune`.
        issuers: codes of the bodies that alone issue it; none where others do, too.
        aliases: other Vietnamese names.
        valid: the days on which documents of the kind are issued (thời gian sử dụng), as far as known.
        normative: the days on which they can be normative (quy phạm pháp luật), if they ever are.
        source: where it stands.
        dates: where the days of use stand; None where no end of them is known.

    >>> document_kind("Quyết định").abbreviation, document_kind("NĐ").name_en
    ('QĐ', 'decree')
    >>> str(document_kind("Giấy đi đường").valid), str(document_kind("Chỉ thị").normative)
    ('..2020-03-05', '..2016-07-01')
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(converter=label)
    name_en: str | None = attrs.field(default=None, converter=optional_label)
    abbreviation: str | None = attrs.field(default=None, converter=optional_label)
    party_abbreviation: str | None = attrs.field(default=None, converter=optional_label)
    former_abbreviations: tuple[str, ...] = attrs.field(default=(), converter=strings)
    families: tuple[Family, ...] = attrs.field(default=(), converter=_families)
    levels: tuple[Level, ...] = attrs.field(default=(), converter=_levels)
    issuers: tuple[str, ...] = attrs.field(default=(), converter=strings)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=strings)
    valid: Span = attrs.field(factory=Span, converter=validity)
    normative: Span = attrs.field(factory=Span, converter=validity)
    source: Source | None = attrs.field(default=None, validator=_source)
    dates: Source | None = attrs.field(default=None, validator=_source)

    def __str__(self) -> str:
        return self.name

    def in_use(self, on: dt.date | str, *, family: Family | str | None = None) -> bool:
        """Whether documents of the kind are issued on a day, and as ones of a family where one is given.

        >>> document_kind("Chỉ thị").in_use("2018-04-26")
        True
        >>> document_kind("Chỉ thị").in_use("2018-04-26", family="normative")
        False
        """
        day = as_date(on, None)
        normative = family is not None and Family(family) is Family.NORMATIVE
        return self.valid.contains(day) and (not normative or self.normative.contains(day))


@attrs.frozen(kw_only=True, cache_hash=True, field_transformer=placed)
class Issuer(Entity):
    """A body that issues documents (cơ quan ban hành), by the code in its symbols: `UBND`, `TTg`, `TU`.

    Args:
        code: the code as symbols write it.
        name: the Vietnamese name, without a place.
        name_en: the English name.
        level: `country`, `province`, `district` or `commune`; None where several levels share the code.
        party: whether it is of the Party or a mass organisation.
        valid: the days on which it existed, as far as known.
        aliases: other names.
        source: where it stands.

    >>> issuer("ttg").name, issuer("TU").party
    ('Thủ tướng Chính phủ', True)
    """

    code: str = attrs.field(converter=label)
    name: str = attrs.field(converter=label)
    name_en: str | None = attrs.field(default=None, converter=optional_label)
    level: Level | None = attrs.field(default=None, converter=_level)
    party: bool = False
    valid: Span = attrs.field(factory=Span, converter=validity)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=strings)
    source: Source | None = attrs.field(default=None, validator=_source)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text), strict=True)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _row_source(row: dict[str, str]) -> Source:
    return Source(title=row["source"], url=row["url"], confidence=row["confidence"])


def _dates_source(row: dict[str, str]) -> Source | None:
    if not row["dates"]:
        return None
    return Source(title=row["dates"], url=row["dates_url"] or None, confidence=row["dates_confidence"])


@cache
def document_kinds() -> tuple[DocumentKind, ...]:
    """All kinds of documents.

    >>> len({kind.id for kind in document_kinds()}) == len(document_kinds())
    True
    """
    return tuple(
        DocumentKind(
            id=row["id"],
            name=row["name"],
            name_en=row["name_en"],
            abbreviation=row["abbreviation"] or None,
            party_abbreviation=row["party_abbreviation"] or None,
            former_abbreviations=_parts(row["former"]),
            families=_parts(row["families"]),
            levels=_parts(row["levels"]),
            issuers=_parts(row["issuers"]),
            aliases=_parts(row["aliases"]),
            valid=row["valid"] or Span(),
            normative=row["normative"] or Span(),
            source=_row_source(row),
            dates=_dates_source(row),
        )
        for row in _rows("kinds.csv")
    )


@cache
def issuers() -> tuple[Issuer, ...]:
    """All issuing bodies of the table.

    >>> [one.code for one in issuers()][:2]
    ['QH', 'UBTVQH']
    """
    return tuple(
        Issuer(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            level=row["level"] or None,
            party=row["party"] == "yes",
            valid=row["valid"],
            aliases=_parts(row["aliases"]),
            source=_row_source(row),
        )
        for row in _rows("issuers.csv")
    )


@cache
def _kind_index() -> NameIndex[DocumentKind]:
    entries = [(name, kind) for kind in document_kinds() for name in (kind.id, kind.name, *kind.aliases)]
    entries += [(kind.abbreviation, kind) for kind in document_kinds() if kind.abbreviation]
    return NameIndex(entries)


def document_kind(value: DocumentKind | str) -> DocumentKind:
    """The kind of document that an id, a name or an abbreviation of the State names.

    Raises:
        InvalidChoice: nothing bears the name; the message gives the nearest.

    >>> document_kind("Quyet dinh").id, document_kind("TT").name
    ('quyet-dinh', 'Thông tư')
    """
    if isinstance(value, DocumentKind):
        return value
    found = _kind_index().find(value)
    if len(found) != 1:
        raise InvalidChoice(f"{value!r} is no kind of document", hint=_kind_index().hint(value))
    return found[0]


@cache
def _kinds_by_symbol(key: Callable[[str], str]) -> dict[tuple[str, bool], tuple[DocumentKind, ...]]:
    """Kinds by a key of their abbreviation and whether it is one of the Party."""
    found: dict[tuple[str, bool], tuple[DocumentKind, ...]] = {}
    for kind in document_kinds():
        former = [(text, False) for text in kind.former_abbreviations]
        former += [(text, True) for text in kind.former_abbreviations if kind.party_abbreviation]
        for text, party in ((kind.abbreviation, False), (kind.party_abbreviation, True), *former):
            if text is not None:
                place = (key(text), party)
                found[place] = (*found.get(place, ()), kind)
    return found


def kinds_abbreviated(text: str, *, party: bool) -> tuple[DocumentKind, ...]:
    """The kinds that an abbreviation can stand for in one of the two styles; D may stand for Đ.

    >>> [kind.name for kind in kinds_abbreviated("QĐ", party=True)]
    ['Quyết định', 'Quy định']
    """
    exact = _kinds_by_symbol(str.upper).get((text.upper(), party), ())
    return exact or _kinds_by_symbol(symbol_key).get((symbol_key(text), party), ())


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(key for key, _ in _kinds_by_symbol(symbol_key))


@lru_cache(maxsize=1024)
def is_abbreviation(text: str) -> bool:
    """Whether a text is the abbreviation of a kind in either style, see `kinds_abbreviated`.

    >>> is_abbreviation("qd"), is_abbreviation("UBND")
    (True, False)
    """
    return symbol_key(text) in _abbreviations()


@cache
def _issuers_by_code() -> dict[str, Issuer]:
    return {symbol_key(one.code): one for one in issuers()}


def issuer(code: str) -> Issuer:
    """The issuing body of a code; the number of the National Assembly's term is left out.

    Raises:
        NotFound: the table doesn't hold the code.

    >>> issuer("QH15").name, issuer("HDND").code
    ('Quốc hội', 'HĐND')
    """
    found = find_issuer(squeeze(code))
    if found is None:
        raise NotFound(f"no issuing body has the code {squeeze(code)!r}")
    return found


def find_issuer(code: str) -> Issuer | None:
    """The issuing body of a code, or None.

    >>> find_issuer("QNI") is None
    True
    """
    key = symbol_key(code)
    plain = key.rstrip("0123456789")
    if plain != key and plain not in ("QH", "UBTVQH", "HDNN", "HDND"):
        return None
    return _issuers_by_code().get(plain)


@cache
def _bodies() -> tuple[tuple[str, Issuer], ...]:
    """Keys of the names of bodies without diacritics, the longest first."""
    found: dict[str, Issuer] = {}
    for one in issuers():
        for name in (one.code, one.name, *one.aliases):
            found.setdefault(bare(name_key(name)), one)
    return tuple(sorted(found.items(), key=lambda entry: -len(entry[0])))


@cache
def _prefixes() -> tuple[str, ...]:
    words = {bare(name_key(prefix)) for kind in JurisdictionType for prefix in kind.prefixes}
    return tuple(sorted(words, key=len, reverse=True))


def split_issuer(text: str) -> tuple[Issuer | None, str]:
    """A body of the table and the key of its place, from a name such as `UBND tỉnh Tiền Giang`.

    Where the table doesn't hold the body, the key is that of the whole name.

    >>> body, place = split_issuer("Ủy ban nhân dân tỉnh Tiền Giang")
    >>> body.code, place
    ('UBND', 'tien giang')
    >>> split_issuer("Thủ tướng Chính phủ")[1]
    ''
    """
    key = bare(name_key(text))
    for name, one in _bodies():
        if key == name:
            return one, ""
        if key.startswith(f"{name} "):
            return one, _place(key[len(name) + 1 :])
    return None, key


def _place(key: str) -> str:
    for prefix in _prefixes():
        if key.startswith(f"{prefix} "):
            return key[len(prefix) + 1 :]
    return key
