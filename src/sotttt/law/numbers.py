"""The grammar of one document number (số, ký hiệu văn bản), read in one pass from left to right."""

from __future__ import annotations

import re
from functools import lru_cache, total_ordering
from typing import NamedTuple
from unicodedata import category

import attrs

from sotttt.errors import InvalidDocumentNumber
from sotttt.law.kinds import (
    DocumentKind,
    Family,
    Issuer,
    document_kind,
    find_issuer,
    is_abbreviation,
    kinds_abbreviated,
    symbol_key,
)
from sotttt.places import Level
from sotttt.text import dashes, squeeze

__all__ = ["JOINT", "DocumentNumber"]

_LONGEST = 100
_MOST_DIGITS = 6
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzĐđƯư")
_SEPARATORS = frozenset("/- ")
_READ_FOR_DIGITS = str.maketrans("OolI", "0011")
_STROKES = str.maketrans({0xFF0F: "/", 0x2044: "/", 0x2215: "/", 0x01A2: "Ư", 0x01A3: "ư", 0x5F: "-"})
_LOOK_ALIKES = frozenset("ÐðƉɖƢƣ／⁄∕_")
_LATE_YEAR = re.compile(r"/(?:19[4-9][0-9]|20[0-9]{2})\Z")
_PLAIN = re.compile(
    r"(0[1-9]|[1-9][0-9]{1,5})([/-])(?:(19[5-9][0-9]|20[0-9]{2})/)?([^\W\d_][A-ZĐa-z0-9/&-]{1,20})"
)
"""The usual form, of which nothing is to be repaired but perhaps in the symbol."""
JOINT = frozenset({"thong-tu-lien-tich", "nghi-quyet-lien-tich"})
"""Kinds that several bodies issue together."""


class _Read(NamedTuple):
    """The parts of a number as they stand."""

    number: str
    letter: str
    year: int | None
    style: str
    parts: tuple[str, ...]
    head: str
    year_text: str
    late: bool


class _Parsed(NamedTuple):
    """What the parts mean."""

    family: Family
    abbreviation: str | None
    issuer_code: str
    unit: str | None
    text: str


@total_ordering
@attrs.frozen(eq=False, repr=False, init=False)
class DocumentNumber:
    """The number of a document (số, ký hiệu): `45/2016/QĐ-TTg`, `555/QĐ-UBND`, `02-NQ/TU`.

    Spaces, kinds of dashes, case, Ð or D for Đ, leading zeros, a swapped stroke and letters that a machine
    read for digits (`1O/2016/QĐ-TTg`) don't matter for equality; the text is canonical: at least two digits,
    strokes and hyphens as the family of the number has them. `repairs` names what was put right.

    Args:
        text: a number in any of these spellings, alone.

    Attributes:
        number: the digits without leading zeros, with a letter where there is one: `36a`.
        year: the year that is part of the number, or None.
        family: `normative` (quy phạm pháp luật), `administrative` (hành chính) or `party` (Đảng).
        abbreviation: the abbreviation of the kind, such as `QĐ`; None for laws and official letters.
        issuer_code: the code of the issuing body or bodies: `UBND`, `BTTTT-BXD`.
        unit: the drafting unit, or None.
        as_written: the number as it was given; no part of the comparison.
        repairs: what was repaired, in this order: `characters` (look-alike or invisible ones), `dashes`,
            `spaces`, `digits` (letters read for them, points in thousands), `zeros`, `separators`, `letters`
            (case, D for Đ), `year` (behind the symbol of an old number), `kind` (a superfluous NQ); no part
            of the comparison.

    Raises:
        InvalidDocumentNumber: text that is no number of a document; the message says what is missing.

    >>> number = DocumentNumber.parse("555/QĐ-UBND")
    >>> number.number, number.year, number.kind.name, number.symbol, number.issuer_code
    ('555', None, 'Quyết định', 'QĐ-UBND', 'UBND')
    >>> str(DocumentNumber.parse("28 / 2018/QÐ – TTG"))
    '28/2018/QĐ-TTg'
    >>> DocumentNumber("2-NQ/TU") == DocumentNumber("02-NQ/TU")
    True
    >>> DocumentNumber("362-QD/TTg").repairs
    ('separators', 'letters')
    """

    number: str
    year: int | None
    family: Family
    abbreviation: str | None
    issuer_code: str
    unit: str | None
    as_written: str
    repairs: tuple[str, ...]
    _text: str
    _key: tuple[int, str, int, str, str]

    def __init__(self, text: str) -> None:
        plain_form = _PLAIN.fullmatch(text) if type(text) is str else None
        if plain_form is not None:
            number, mark, year, symbol = plain_form.groups()
            like = _like(mark, year is not None, symbol)
            if like is not None:
                self._take_after(like, text, number, year)
                return
        self._read(text)

    def _take_after(self, like: DocumentNumber, text: str, number: str, year: str | None) -> None:
        """Be the number of a symbol that is known, with digits and year of its own."""
        digits = number.lstrip("0")
        self.__attrs_init__(
            number=digits,
            year=int(year) if year else None,
            family=like.family,
            abbreviation=like.abbreviation,
            issuer_code=like.issuer_code,
            unit=like.unit,
            as_written=text,
            repairs=(),
            text=text,
            key=(int(year or 0), like._key[1], int(digits), "", ""),
        )

    def _read(self, text: str) -> None:
        """Be the number that a text in any spelling is."""
        written = squeeze(text)
        if len(written) > _LONGEST:
            raise InvalidDocumentNumber(
                f"the text has {len(written)} characters", expected=f"a number of at most {_LONGEST}"
            )
        plain = dashes(written).translate(_STROKES)
        read = _scan(plain, written)
        meant = _meaning(read, written)
        self.__attrs_init__(
            number=f"{read.number}{read.letter}",
            year=read.year,
            family=meant.family,
            abbreviation=meant.abbreviation,
            issuer_code=meant.issuer_code,
            unit=meant.unit,
            as_written=written,
            repairs=_repairs(text, plain, read, meant.text),
            text=meant.text,
            key=_order(read, meant),
        )

    @classmethod
    def parse(cls, text: str) -> DocumentNumber:
        """The number that a text is; the inverse of `str`.

        Raises:
            InvalidDocumentNumber: text that is no number of a document.

        >>> DocumentNumber.parse("45/2016")
        Traceback (most recent call last):
        sotttt.errors.InvalidDocumentNumber: '45/2016' has no symbol; expected a number such as ...
        """
        return cls(text)

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        """The kinds of document that the number can be of; several where an abbreviation has two meanings."""
        if self.abbreviation is not None:
            return kinds_abbreviated(self.abbreviation, party=self.family is Family.PARTY)
        if self.issuer_code == "SL":
            return (document_kind("sac-lenh"),)
        if self.unit is not None and self.year is None:
            return kinds_abbreviated("CV", party=True)
        return ()

    @property
    def kind(self) -> DocumentKind | None:
        """The kind of document, where the number alone tells it: not for laws, nor for QĐ of the Party."""
        kinds = self.kinds
        return kinds[0] if len(kinds) == 1 else None

    @property
    def symbol(self) -> str:
        """What stands behind number and year: `QĐ-UBND`, `QH15`, `NQ/TU`."""
        issuing = self.issuer_code if self.unit is None else f"{self.issuer_code}-{self.unit}"
        if self.abbreviation is None:
            return issuing
        return f"{self.abbreviation}{'/' if self.family is Family.PARTY else '-'}{issuing}"

    @property
    def issuer(self) -> Issuer | None:
        """The issuing body of the table, without its place; None for joint and for unknown codes."""
        return find_issuer(self.issuer_code)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"DocumentNumber.parse({self._text!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DocumentNumber):
            return NotImplemented
        return self._key == other._key

    def __lt__(self, other: DocumentNumber) -> bool:
        if not isinstance(other, DocumentNumber):
            return NotImplemented
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __reduce__(self) -> tuple[object, ...]:
        return (DocumentNumber.parse, (self._text,))


@lru_cache(maxsize=1024)
def _like(mark: str, dated: bool, symbol: str) -> DocumentNumber | None:  # noqa: FBT001  # a part of the key
    """A number with a symbol, where it is canonical as it stands: all that have it differ in their digits."""
    text = f"11{mark}{'2011/' if dated else ''}{symbol}"
    like = DocumentNumber.__new__(DocumentNumber)
    try:
        like._read(text)
    except InvalidDocumentNumber:
        return None
    return None if like.repairs or str(like) != text else like


def _order(read: _Read, meant: _Parsed) -> tuple[int, str, int, str, str]:
    """Years first, then symbols, then numbers; equal keys are equal numbers."""
    issuing = f"{meant.issuer_code}|{meant.unit or ''}".upper()
    symbol = f"{meant.family}|{meant.abbreviation or ''}|{issuing}"
    whole, _, part = read.number.partition(".")
    return (read.year or 0, symbol, int(whole), part, read.letter)


def _refuse(
    written: str, what: str, expected: str = "a number such as '555/QĐ-UBND'"
) -> InvalidDocumentNumber:
    return InvalidDocumentNumber(f"{written!r} {what}", expected=expected)


def _scan(text: str, written: str) -> _Read:
    """Digits, a letter, a year, and the parts between strokes and hyphens."""
    number, at = _number(text, written)
    letter = ""
    if text[at : at + 1] in _LETTERS and text[at + 1 : at + 2] not in _LETTERS:
        letter, at = text[at].lower(), at + 1
    head = text[:at]
    seen, at = _separator(text, at)
    if at < len(text) and not seen:
        raise _refuse(written, "has no stroke or hyphen behind its number")
    style = seen
    year, behind = _year(text, at, written)
    year_text = text[at:behind]
    if year is not None:
        seen, at = _separator(text, behind)
    late = None if year else _LATE_YEAR.search(text)
    parts, separators = _parts(text[: late.start()] if late else text, at, written)
    return _Read(
        number, letter, year, f"{style}{''.join(separators)}", parts, head, year_text, late is not None
    )


def _number(text: str, written: str) -> tuple[str, int]:
    """The digits; in `66.1` the point is part of the number, in `1.755` it marks thousands."""
    number, at = _digits(text, 0)
    if not number:
        raise _refuse(written, "doesn't start with a number")
    part = ""
    if text[at : at + 1] == "." and text[at + 1 : at + 2] in _DIGITS:
        part, at = _digits(text, at + 1)
    if len(part) == 3 and 1 <= len(number.lstrip("0")) <= 3:
        number, part = number + part, ""
    number = number.lstrip("0")
    if not 1 <= len(number) <= _MOST_DIGITS:
        raise _refuse(written, f"has the number {number or 0}", f"1 to {'9' * _MOST_DIGITS}")
    return f"{number}.{part}" if part else number, at


def _digits(text: str, at: int) -> tuple[str, int]:
    """Digits, and letters that were read for digits: beside digits, before no other letter."""
    end = at
    while end < len(text) and (text[end] in _DIGITS or (_is_digit_misread(text, at, end))):
        end += 1
    if text[end : end + 1] in _LETTERS and text[end : end + 1]:
        while end > at and text[end - 1] not in _DIGITS:
            end -= 1
    return text[at:end].translate(_READ_FOR_DIGITS), end


def _is_digit_misread(text: str, first: int, at: int) -> bool:
    return text[at] in "OolI" and (at > first or text[at + 1 : at + 2] in _DIGITS)


def _separator(text: str, at: int) -> tuple[str, int]:
    """One stroke, hyphen or space, with the spaces round it; a stroke or hyphen counts before a space.

    A second mark is a slip where it is the same, or where a kind of document follows: `45//QĐ`, `45/-QĐ`.
    """
    found, marks = "", 0
    while at < len(text) and text[at] in _SEPARATORS:
        if text[at] != " ":
            marks += 1
            if marks > 1 and (marks > 2 or not (text[at] == found or _kind_at(text, at + 1))):
                break
        found = found if found and (text[at] == " " or marks == 2) else text[at]
        at += 1
    return found, at


def _kind_at(text: str, at: int) -> bool:
    """Whether the letters from a place on are the abbreviation of a kind."""
    end = at
    while end < len(text) and text[end] in _LETTERS:
        end += 1
    return is_abbreviation(text[at:end])


def _year(text: str, at: int, written: str) -> tuple[int | None, int]:
    """A year, which four digits are by their position alone."""
    digits, end = _digits(text, at)
    if not digits:
        return None, at
    if len(digits) != 4 or not _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
        raise _refuse(
            written, f"has {digits} where a year is due", f"a year from {_FIRST_YEAR} to {_LAST_YEAR}"
        )
    return int(digits), end


def _parts(text: str, at: int, written: str) -> tuple[tuple[str, ...], list[str]]:
    """The parts of the symbol and what stands between them."""
    parts: list[str] = []
    separators: list[str] = []
    while at < len(text):
        start = at
        while at < len(text) and (
            text[at] in _LETTERS or (at > start and text[at] in _DIGITS) or text[at] in "&."
        ):
            at += 1
        part = text[start:at].strip(".")
        if "." in part and find_issuer(part.replace(".", "")) is not None:
            part = part.replace(".", "")
        if not part or part[0] not in _LETTERS:
            raise _refuse(written, f"has {text[start : start + 20]!r} where a part of a symbol is due")
        parts.append(part)
        if at == len(text):
            break
        found, at = _separator(text, at)
        if not found or at == len(text):
            raise _refuse(written, f"can't be read from {text[start : start + 20]!r} on")
        separators.append(found)
    return tuple(parts), separators


def _repairs(given: str, plain: str, read: _Read, canonical: str) -> tuple[str, ...]:
    """The names of what differs between the text given and the canonical one."""
    whole, dot, part = read.number.partition(".")
    head = f"{whole.zfill(2)}{dot}{part}{read.letter}"
    rest = plain.replace(" ", "")[len(read.head.replace(" ", "")) :]
    rest = rest[:-5] if read.late else rest
    wanted = canonical[len(head) :]
    letters, marks = _sorted_out(rest.replace(read.year_text, "", 1) if read.year_text else rest)
    due_letters, due_marks = _sorted_out(wanted.replace(str(read.year), "", 1) if read.year else wanted)
    misread = (read.head + read.year_text).translate(_READ_FOR_DIGITS) != read.head + read.year_text
    kind = len(letters) > len(due_letters)
    found = {
        "characters": any(char in _LOOK_ALIKES or category(char) == "Cf" for char in given),
        "dashes": dashes(given) != given,
        "spaces": " " in plain,
        "digits": misread or ("." in read.head and not dot),
        "zeros": read.head.startswith("0") != head.startswith("0") or read.head.startswith("00"),
        "separators": marks != due_marks and not kind,
        "letters": (letters != due_letters and not kind) or not read.head.endswith(read.letter),
        "year": read.late,
        "kind": kind,
    }
    return tuple(name for name, holds in found.items() if holds)


def _sorted_out(text: str) -> tuple[str, str]:
    """The letters and digits of a text, and its marks."""
    return "".join(char for char in text if char.isalnum()), "".join(char for char in text if char in "/-.")


def _meaning(read: _Read, written: str) -> _Parsed:
    """Kind, bodies, unit and family of the parts."""
    if not read.parts:
        expected = "'45/2016/QĐ-TTg'" if read.year else "'555/QĐ-UBND'"
        raise _refuse(written, "has no symbol", f"a number such as {expected}")
    parts = _apart(read.parts)
    kind, bodies = _kind(parts)
    known = [find_issuer(body) for body in bodies]
    _check_capitals(bodies, kind is not None or known[0] is not None, written)
    party = known[0].party if known[0] is not None else read.style.startswith("-") and "/" in read.style
    if party and kind is None:
        raise _refuse(written, "names no kind of document", "a number of the Party such as '02-NQ/TU'")
    family = _family(read, written, party=party)
    abbreviation = None if kind is None else _abbreviated(kind, party=party)
    if abbreviation == "NQ" and read.year is not None and _assembly(bodies[0]):
        abbreviation = None
    if family is Family.NORMATIVE and kind is None and not _assembly(bodies[0]):
        raise _refuse(written, "names no kind of document", "a number such as '45/2016/QĐ-TTg'")
    count = _joined(read, kind, known)
    names = [_canonical(body, one) for body, one in zip(bodies, known, strict=True)]
    issuing, unit = "-".join(names[:count]), "-".join(names[count:]) or None
    return _Parsed(family, abbreviation, issuing, unit, _written_out(read, family, abbreviation, names))


def _apart(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Kind and body that were written together, `NQCP`, `QĐ.UB`, and body and unit, `UBND.HC`."""
    first, last = parts[0], parts[-1]
    body, dot, unit = last.partition(".")
    if dot and len(parts) > 1 and find_issuer(body) is not None:
        return (*_apart(parts[:-1]), body, unit)
    if find_issuer(first) is not None or (len(parts) > 1 and _kinds(first)):
        return parts
    for place in range(1, len(first)):
        head, tail = first[:place].rstrip("."), first[place:].lstrip(".")
        if head and find_issuer(tail) is not None and _kinds(head):
            return (head, tail, *parts[1:])
    return parts


def _kinds(text: str) -> tuple[DocumentKind, ...]:
    return kinds_abbreviated(text, party=False) or kinds_abbreviated(text, party=True)


def _kind(parts: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """The abbreviation of the kind, if the symbol has one, and the rest."""
    if len(parts) > 1 and _kinds(parts[0]):
        return parts[0], parts[1:]
    return None, parts


def _check_capitals(bodies: tuple[str, ...], known: bool, written: str) -> None:  # noqa: FBT001  # a fact, no switch
    for body in bodies:
        if not known and not any(char.isupper() for char in body):
            raise _refuse(written, f"names no issuing body: {body!r} is none")


def _family(read: _Read, written: str, *, party: bool) -> Family:
    if not party:
        return Family.ADMINISTRATIVE if read.year is None else Family.NORMATIVE
    if read.year is not None:
        raise _refuse(
            written, "holds a year, which numbers of the Party don't", "a number such as '02-NQ/TU'"
        )
    return Family.PARTY


def _abbreviated(kind: str, *, party: bool) -> str:
    """The abbreviation as the table writes it, in the style of the body if it has one there."""
    own = kinds_abbreviated(kind, party=party)
    first = (own or kinds_abbreviated(kind, party=not party))[0]
    for former in first.former_abbreviations:
        if symbol_key(former) == symbol_key(kind):
            return former
    in_party_style = party if own else not party
    return (first.party_abbreviation if in_party_style else first.abbreviation) or kind


def _assembly(code: str) -> bool:
    """Whether a code is that of a term of the National Assembly or of its Standing Committee."""
    return symbol_key(code).startswith(("QH", "UBTVQH")) and code[-1].isdecimal()


def _joined(read: _Read, kind: str | None, known: list[Issuer | None]) -> int:
    """How many of the parts are issuing bodies; the rest is the drafting unit."""
    joint = kind is not None and any(one.id in JOINT for one in _kinds(kind))
    if joint or (read.year is not None and kind is not None):
        return len(known)
    count = 1
    while count < len(known) and _central(known[count - 1]) and _central(known[count]):
        count += 1
    return count


def _central(one: Issuer | None) -> bool:
    return one is not None and one.level is Level.COUNTRY


def _canonical(body: str, known: Issuer | None) -> str:
    """A code as the table writes it, or in capitals if it has none."""
    if known is not None:
        return known.code + body[len(body.rstrip("0123456789")) :]
    return body if any(char.isupper() for char in body) else body.upper()


def _written_out(read: _Read, family: Family, abbreviation: str | None, names: list[str]) -> str:
    whole, dot, part = read.number.partition(".")
    number = f"{whole.zfill(2)}{dot}{part}{read.letter}"
    issuing = "-".join(names)
    if family is Family.PARTY:
        return f"{number}-{abbreviation}/{issuing}"
    symbol = issuing if abbreviation is None else f"{abbreviation}-{issuing}"
    if read.year is not None:
        return f"{number}/{read.year}/{symbol}"
    old = abbreviation is None and len(names) == 1 and read.style == "-"
    return f"{number}{'-' if old else '/'}{symbol}"
