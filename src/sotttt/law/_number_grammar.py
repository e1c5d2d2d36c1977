"""The grammar of one document number (số, ký hiệu văn bản), read in one pass from left to right."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from sotttt.errors import InvalidDocumentNumber
from sotttt.law.kinds import (
    DocumentKind,
    Family,
    Issuer,
    find_issuer,
    is_abbreviation,
    kinds_abbreviated,
    symbol_key,
)
from sotttt.places import Level
from sotttt.text import dashes, squeeze

__all__ = ["JOINT", "Parts", "read_number"]

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
JOINT = frozenset({"thong-tu-lien-tich", "nghi-quyet-lien-tich", "ke-hoach-lien-tich"})
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


Key = tuple[int, str, int, str, str]
Parts = tuple[str, int | None, Family, str | None, str, str | None, str, tuple[str, ...], str, Key]
"""What `DocumentNumber` keeps, in its order: number, year, family, abbreviation, issuer, unit, the text as
written, repairs, the canonical text, and the key that orders numbers and tells equal ones."""


def read_number(text: str) -> Parts:
    """The parts of the number that a text in any spelling is.

    Raises:
        InvalidDocumentNumber: text that is no number of a document.
        InvalidText: something that is no text.
    """
    plain_form = _PLAIN.fullmatch(text) if type(text) is str else None
    if plain_form is not None:
        number, mark, year, symbol = plain_form.groups()
        like = _like(mark, year is not None, symbol)
        if like is not None:
            return _after(like, text, number, year)
    return _read(text)


@lru_cache(maxsize=1024)
def _like(mark: str, dated: bool, symbol: str) -> Parts | None:  # noqa: FBT001  # a part of the key
    """A number with a symbol, where it is canonical as it stands: all that have it differ in their digits."""
    text = f"11{mark}{'2011/' if dated else ''}{symbol}"
    try:
        like = _read(text)
    except InvalidDocumentNumber:
        return None
    *_, repairs, canonical, _ = like
    return None if repairs or canonical != text else like


def _after(like: Parts, text: str, number: str, year: str | None) -> Parts:
    """The parts of a number whose symbol is known, with digits and year of its own."""
    digits = number.lstrip("0")
    _, _, family, abbreviation, issuer_code, unit, *_, key = like
    order = (int(year or 0), key[1], int(digits), "", "")
    when = int(year) if year else None
    return digits, when, family, abbreviation, issuer_code, unit, text, (), text, order


def _read(text: str) -> Parts:
    written = squeeze(text)
    if len(written) > _LONGEST:
        raise InvalidDocumentNumber(
            f"the text has {len(written)} characters", expected=f"a number of at most {_LONGEST}"
        )
    plain = dashes(written).translate(_STROKES)
    read = _scan(plain, written)
    meant = _meaning(read, written)
    number, repairs = f"{read.number}{read.letter}", _repairs(text, plain, read, meant.text)
    family, abbreviation, issuer_code, unit, canonical = meant
    key = _order(read, meant)
    return number, read.year, family, abbreviation, issuer_code, unit, written, repairs, canonical, key


def _order(read: _Read, meant: _Parsed) -> Key:
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
