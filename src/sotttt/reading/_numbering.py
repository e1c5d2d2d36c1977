"""The number of a document among tokens: digits, year and symbol, in all the ways people write them."""

from __future__ import annotations

import re
from typing import NamedTuple

from sotttt.law.kinds import find_issuer, is_abbreviation, kinds_abbreviated, symbol_key
from sotttt.law.numbers import JOINT
from sotttt.reading import _citing as citing
from sotttt.reading._tokens import Token, Tokens

__all__ = [
    "Core",
    "core_at",
    "glued_year",
    "misread_lead",
    "slug_at",
    "symbol_at",
    "with_kind",
]

_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")
_YEAR = re.compile(r"19[4-9][0-9]|20[0-9]{2}")
_SUFFIX = re.compile(r"[a-zA-Z]")
_PARTS_OF_CODES = re.compile(r"[A-Za-zĐđƯư]{2,}")
_MISREAD = re.compile(r"[OolI]{1,2}|[0-9]{1,2}")
_AS_DIGITS = str.maketrans("OolI", "0011")
_MOST_PIECES = 6
_MIXED = frozenset({"TTr", "CTr", "QyĐ", "TTg", "Ttg", "TrS"})
_MARKS = frozenset("/-.&_")
_OF_PARTY = frozenset({"U", "Ư", "W"})
_SLUG_MARKS = frozenset("-_/.")


class Core(NamedTuple):
    """The number of a document: its digits, its year, its text with the symbol, and the token behind it.

    `text` is None where no symbol stands; `loose` says that it is a number only behind the kind or số,
    `inferred` that the symbol was completed by the kind.
    """

    numeral: str
    year: str | None
    text: str | None
    end: int
    loose: bool = False
    inferred: bool = False


def core_at(tokens: Tokens, at: int) -> Core | None:
    """The number of a document that begins at a token, or None."""
    if _goes_on(tokens, at):
        return None
    numeral, end = _numeral(tokens, at)
    if not numeral:
        return None
    year, text = None, numeral
    if tokens.key(end) in ("/", "-"):
        printed, behind = _year_at(tokens, end + 1)
        if printed is not None:
            text, year, end = f"{numeral}{tokens[end].text}{printed}", printed.translate(_AS_DIGITS), behind
    symbol, behind, loose = _symbol_behind(tokens, end, year)
    if not symbol and year is None and _bound(tokens, end) and tokens[end + 1].kind == "number":
        return _malformed(tokens, numeral, end)
    if not symbol:
        return Core(numeral, year, None, end)
    return Core(numeral, year, text + symbol, behind, loose)


def _year_at(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """A year as printed, perhaps with letters that were read for digits, and the token behind it."""
    printed, end = tokens[at].text, at + 1
    if tokens[at].kind != "number":
        return None, at
    while len(printed) < 4 and tokens.glued(end) and _MISREAD.fullmatch(tokens[end].text):
        printed, end = printed + tokens[end].text, end + 1
    return (printed, end) if _YEAR.fullmatch(printed.translate(_AS_DIGITS)) else (None, at)


def _malformed(tokens: Tokens, numeral: str, at: int) -> Core | None:
    """`27/20119/QĐ-TTg`: something that is no year where one is due; a fraction or a date has no symbol."""
    symbol, end = _symbol(tokens, at + 2, "")
    first = re.split("[/-]", symbol)[1] if symbol else ""
    if tokens[at].text != "/" or not (is_abbreviation(first) or find_issuer(first) is not None):
        return None
    return Core(numeral, None, f"{numeral}/{tokens[at + 1].text}{symbol}", end)


def _numeral(tokens: Tokens, at: int) -> tuple[str, int]:
    """Digits, with a letter or with letters read for digits (`36a`, `1O5`), and the token behind."""
    digits, end = tokens[at].text, at + 1
    if not _NUMBER.fullmatch(digits):
        return "", at
    if tokens.glued(end) and tokens[end].text in ("O", "o", "l", "I") and tokens.glued(end + 1):
        digits, end = digits + tokens[end].text, end + 1
        if tokens[end].kind == "number":
            digits, end = digits + tokens[end].text, end + 1
    elif tokens.glued(end) and _SUFFIX.fullmatch(tokens[end].text):
        letter = tokens[end].text
        if letter.islower() or (tokens.key(end + 1) == "/" and tokens.glued(end + 1)):
            digits, end = digits + letter, end + 1
    return digits, end


def misread_lead(text: str, place: int) -> str:
    """The letter before a number that was read for its first digit: `l2/QĐ-UBND`, `O5/QĐ-UBND`."""
    letter = text[max(0, place - 1) : place]
    alone = place < 2 or text[place - 2].isspace()
    return letter if alone and letter in ("l", "I", "O", "o") else ""


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether a number is part of what stands before it."""
    before = tokens[at - 1]
    if before.text == ":" and tokens.key(at - 2) in citing.NUMBERED:
        return False
    return tokens.glued(at) and (before.kind == "number" or before.text in ("/", "-", ".", ":", "+"))


def _symbol_behind(tokens: Tokens, at: int, year: str | None) -> tuple[str, int, bool]:
    """The symbol that stands behind digits and year, the token behind it, and whether it is loose."""
    if year and tokens.glued(at) and _is_code(tokens[at]):
        first, end = _piece(tokens, at)
        symbol, end = _symbol(tokens, end, f"/{first}")
        return symbol, end, False
    if (
        year
        and tokens[at].text == "."
        and _bound(tokens, at)
        and kinds_abbreviated(tokens.key(at + 1), party=False)
    ):
        symbol, end = _symbol(tokens, at + 2, f"/{tokens[at + 1].text}")
        return symbol, end, False
    symbol, end = _symbol(tokens, at, "")
    if symbol:
        return symbol, end, False
    if tokens[at].gap == 1 and _is_code(tokens[at]) and is_abbreviation(tokens[at].text):
        symbol, end = _symbol(tokens, at + 1, f"-{tokens[at].text}")
        if end > at + 1:
            return symbol, end, find_issuer(re.split("[/-]", symbol)[2]) is None
    symbol, end = _lower(tokens, at)
    return symbol, end, year is None


def symbol_at(tokens: Tokens, at: int) -> tuple[str | None, str, int]:
    """A year and the symbol that stand at a stroke, for a number left blank."""
    year = tokens[at + 1].text if _YEAR.fullmatch(tokens[at + 1].text) else None
    place = at + 3 if year else at + 1
    if not _is_piece(tokens, place) or tokens.key(place - 1) != "/":
        return None, "", at
    first, end = _piece(tokens, place)
    symbol, end = _symbol(tokens, end, f"/{first}")
    known = is_abbreviation(first) or find_issuer(first) is not None
    return (year, symbol, end) if known and symbol != f"/{first}" else (None, "", at)


def _symbol(tokens: Tokens, at: int, text: str) -> tuple[str, int]:
    """`/QĐ-UBND`, `-NQ/TU`, `/QH13`: the symbol that goes on from a text, and the token behind it."""
    end = at
    for _ in range(_MOST_PIECES):
        mark, first = tokens[end], _doubled(tokens, end)
        if mark.text not in _MARKS or mark.gap > 1 or not _is_piece(tokens, first):
            break
        if mark.text in (".", "&", "_") and (not text or not _bound(tokens, end)):
            break
        piece, end = _piece(tokens, first)
        text += f"{'-' if mark.text == '_' else mark.text}{piece}"
    body = tokens[end]
    if is_abbreviation(text[1:]) and body.gap == 1 and _is_code(body) and find_issuer(body.text) is not None:
        text, end = f"{text}-{body.text}", end + 1
    return text, end


def _doubled(tokens: Tokens, at: int) -> int:
    """The token behind a mark, or behind two where the second can only be a slip: `45//QĐ`, `45/-QĐ`."""
    same = tokens.key(at + 1) == tokens.key(at)
    if tokens.key(at) not in ("/", "-") or tokens.key(at + 1) not in ("/", "-") or not tokens.glued(at + 1):
        return at + 1
    return at + 2 if same or is_abbreviation(tokens[at + 2].text) else at + 1


def _lower(tokens: Tokens, at: int) -> tuple[str, int]:
    """A symbol in small letters, `/qh15`, `-kl/đu`, of which the tables must hold a body or a kind."""
    text, end = "", at
    first = True
    for _ in range(_MOST_PIECES):
        mark, word = tokens[end], tokens[end + 1]
        if mark.text not in ("/", "-", "&", ".") or not _bound(tokens, end) or word.kind != "word":
            break
        if mark.text == "." and (first or not word.text.islower()):
            break
        piece, behind = _piece(tokens, end + 1)
        if first and not is_abbreviation(piece) and find_issuer(piece) is None:
            break
        first, text, end = False, f"{text}{mark.text}{piece}", behind
    return text, end


def _bound(tokens: Tokens, at: int) -> bool:
    """Whether a mark stands without space on either side."""
    return tokens.glued(at) and tokens.glued(at + 1)


def _piece(tokens: Tokens, at: int) -> tuple[str, int]:
    """A code with the digits glued on it, `QH13`, and the token behind it; `T.Ư` is one."""
    if tokens[at].text == "T" and tokens.key(at + 1) == "." and _bound(tokens, at + 1):
        return tokens[at].text + tokens[at + 2].text, at + 3
    if tokens.glued(at + 1) and tokens[at + 1].kind == "number" and tokens[at + 1].text.isdecimal():
        return tokens[at].text + tokens[at + 1].text, at + 2
    return tokens[at].text, at + 1


def _is_piece(tokens: Tokens, at: int) -> bool:
    """Whether a part of a symbol stands there; one letter alone needs digits or a point behind it."""
    word = tokens[at]
    if word.gap > 1 or word.kind != "word":
        return False
    if len(word.text) > 1:
        return _is_code(word)
    behind, second = tokens[at + 1], tokens[at + 2]
    if word.text == "L" and behind.text in ("/", "-"):
        return _is_code(second)
    pointed = behind.text == "." and _bound(tokens, at + 1)
    pointed = pointed and (_is_code(second) or (word.text == "T" and second.text in _OF_PARTY))
    return word.text.isupper() and tokens.glued(at + 1) and (behind.kind == "number" or pointed)


def _is_code(word: Token) -> bool:
    """Whether a word is an abbreviation as symbols are made of."""
    text = word.text
    if word.kind != "word" or _PARTS_OF_CODES.fullmatch(text) is None:
        return False
    return text in _MIXED or text.isupper() or (text[:2].isupper() and len(text) <= 8)


def glued_year(tokens: Tokens, at: int) -> str | None:
    """A year that stands behind the symbol or the body, `/1976`."""
    if tokens.key(at) != "/" or not _bound(tokens, at):
        return None
    year = tokens[at + 1].text
    return year if _YEAR.fullmatch(year) else None


def with_kind(tokens: Tokens, core: Core, kind: str) -> Core | None:
    """A number whose symbol lost its kind, `25/2011/-CP`, or has a space for the marks, with it put back."""
    abbreviation = citing.ABBREVIATIONS.get(kind)
    if core.text is not None or abbreviation is None:
        return None
    at = core.end
    if tokens.key(at) == "/" and tokens.key(at + 1) == "-" and _is_code(tokens[at + 2]):
        body, end = _piece(tokens, at + 2)
        year = f"/{core.year}" if core.year else ""
        return core._replace(text=f"{core.numeral}{year}/{abbreviation}-{body}", end=end, inferred=True)
    return None


def slug_at(tokens: Tokens, at: int, kind: str) -> Core | None:
    """The number in the name of a file or page, `48-2009-qd-ttg`, `51 2017 qh14`, `713 UBND`, or None."""
    numeral, end = _numeral(tokens, at)
    if not numeral or "." in numeral:
        return None
    place, year = _next(tokens, end), None
    if _YEAR.fullmatch(tokens[place].text):
        year, place = tokens[place].text, _next(tokens, place + 1)
    abbreviation = citing.ABBREVIATIONS.get(kind)
    head = f"{numeral}/{year}" if year else numeral
    bodied = place
    named = abbreviation is not None and symbol_key(tokens[place].text) == symbol_key(abbreviation)
    if named:
        bodied = _next(tokens, place + 1)
    if tokens[bodied].kind != "word":
        return None
    body, behind = _piece(tokens, bodied)
    known = find_issuer(body)
    if known is None:
        return None
    if known.code in ("QH", "UBTVQH") and year:
        return Core(numeral, year, f"{head}/{body}", behind)
    if abbreviation is None or not (named or (body.isupper() and not year)):
        return None
    while kind in JOINT and behind < bodied + _MOST_PIECES:
        other = _next(tokens, behind)
        known = find_issuer(tokens[other].text)
        if known is None or tokens[other].kind != "word":
            break
        body, behind = f"{body}-{tokens[other].text}", other + 1
    return Core(numeral, year, f"{head}/{abbreviation}-{body}", behind, inferred=not named)


def _next(tokens: Tokens, at: int) -> int:
    """The token behind one mark of a slug."""
    return at + (tokens.key(at) in _SLUG_MARKS)
