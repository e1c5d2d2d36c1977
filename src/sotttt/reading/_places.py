"""Where in a long text citations can stand: all else needn't be cut into tokens.

A citation has digits with a symbol or a year behind them, digits behind the kind or số, or a word that points
back behind the kind. The text is looked through as bytes, one for each character: all digits are one sign,
all that isn't ASCII is another. What passes there is looked at in the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sotttt.reading import _citing as citing
from sotttt.text import bare, fold

__all__ = ["before_blank", "next_in_list", "places"]

_NEXT = re.compile(r"(?:\s*+(?:[,;&]|[^\W\d_]{2,4}+(?![^\W\d_]))){1,4}[\s:.]*+(?=[0-9])")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 24
_LAST_WORD = re.compile(r"[^\W\d_]+(?=[\W_]*\Z)")
_MARKS = re.compile(r"[\W_]*")
_LEAD = b"     "
"""White space before the text, so that its first words too have something before them."""
_BLANK = re.compile(rb"/(?<=[\s.:_?]/)(?=\s?[A-Z?]|0000/[A-Z?])")
"""A stroke with the symbol behind it and no digits before it, as drafts have it."""
_OF_BLANK = " .…_\n\r\t:"
_LONGEST_BLANK = 80
_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")
_SHORT = {word.lower() for word in citing.SHORT}
_KINDS = citing.LAST_OF_KIND | _SHORT | {word.replace("d", "đ") for word in _SHORT}
_NAMING = _KINDS | citing.NUMBERED


def _as_bytes(text: str) -> bytes:
    return text.encode("ascii", "replace").translate(_AS_ZERO)


def _signs(letters: set[str]) -> bytes:
    """A set of the signs of letters, in either case; a space stands for all that is no letter."""
    signs = {_as_bytes(case) for letter in letters for case in (letter, letter.upper())}
    return b"[" + b"".join(rb"\W_0" if sign == b" " else re.escape(sign) for sign in sorted(signs)) + b"]"


def _behind(words: Iterable[str], sign: bytes) -> bytes:
    """A pattern that holds behind a sign with one of the words before it, as far as their last letters tell.

    Words are grouped by their last letter; those of one, of two and of more letters are told apart.
    """
    groups: dict[int, dict[str, list[set[str]]]] = {1: {}, 2: {}, 3: {}}
    for word in words:
        size = min(len(word), 3)
        *others, last = tuple(f" {word}"[-1 - size :])
        sets = groups[size].setdefault(last, [set() for _ in others])
        for letters, other in zip(sets, others, strict=True):
            letters.add(other)
    ends = [
        b"|".join(b"".join(map(_signs, (*sets, {last}))) for last, sets in sorted(group.items()))
        for group in groups.values()
        if group
    ]
    lasts = _signs({last for group in groups.values() for last in group})
    options = b"|".join(rb"(?<=(?:" + end + rb")\s" + sign + rb")" for end in ends)
    return rb"(?<=" + lasts + rb"\s" + sign + rb")(?:" + options + rb")"


_NUMBER = re.compile(
    rb"0(?<!00)(?<!0[/.:+,-]0)(?:"
    rb"(?=0*+(?:\.0{1,3}+)?+[A-Za-z]?+[0OolI]{0,5}+(?:"
    rb"[/&-]{1,2}+[A-Za-z?]|\s[A-Z?]{2,3}[/-][A-Z?]|\s[/&-]\s?[A-Z?]|[/&-]\s[A-Z?]"  # a symbol
    rb"|\s*+[/-]\s*+[0OolI]{4}(?:[A-Za-z?]|[/&.-][A-Za-z?]|\s[/&.-]\s?[A-Z?]|[/&.-]\s[A-Z?]|\s{1,3}(?:0|[A-Z][a-z]{2}))"
    rb"|/0++(?:[.,]0++)*+\s?[/&.-]\s?[A-Z?]"  # what is no year, and a symbol
    rb"))()"
    rb"|(?<![Nn]g\?y\s0)(?:(?<=[^0\s]0)|(?<=[\s:._-]\s0)|" + _behind({*_NAMING, "s0"}, b"0") + rb"))"
)
"""Digits that begin a number; the group stands where more than a number stands, else a word must name it.

The word ngày, which looks like one of those and is the most frequent of all before digits, is passed over.
"""


def _pointing() -> tuple[re.Pattern[bytes], ...]:
    """Patterns of the words that can begin what points back; one for those that differ in their last sign."""
    ends: dict[bytes, set[bytes]] = {}
    for word in map(_as_bytes, citing.FIRST_POINTING):
        ends.setdefault(word[:-1], set()).add(word[-1:])
    found = []
    for begun, lasts in sorted(ends.items()):
        last = re.escape(b"".join(sorted(lasts)))
        sign = re.escape(begun) + (b"[" + last + b"]" if len(lasts) > 1 else last)
        named = rb"(?<=\s\s" + sign + rb")|" + _behind(_KINDS, sign)
        found.append(re.compile(sign + rb"(?![A-Za-z?])(?:" + named + rb")"))
    return tuple(found)


_POINTING = _pointing()


def places(text: str) -> list[int]:
    """Where citations can begin with their number, or end with a word that points back, in order."""
    signs = _LEAD + _as_bytes(text)
    found = [
        start
        for match in _NUMBER.finditer(signs)
        if (start := match.start() - len(_LEAD)) >= 0 and (match.lastindex or _names(text, start))
    ]
    low = signs.lower()
    pointing = [
        start
        for word in _POINTING
        for match in word.finditer(low)
        if _points(text, start := match.start() - len(_LEAD), match.end() - len(_LEAD))
    ]
    blank = [
        start
        for match in _BLANK.finditer(signs)
        if (start := match.start() - len(_LEAD)) > 0 and before_blank(text, start) >= 0
    ]
    return sorted(found + pointing + blank) if pointing or blank else found


def before_blank(text: str, at: int) -> int:
    """Where the blank begins that a draft leaves for its number before a stroke; -1 where none is.

    Dots, dashes or spaces stand in it, and số or a kind before it: `Số: ……/QĐ-UBND`, `số     /KH-UBND`.
    """
    start = max(0, at - _LONGEST_BLANK)
    named = text[start:at].rstrip(_OF_BLANK)
    if not named or (len(named) == at - start and named[-1] != ":"):
        return -1
    return start + len(named) if _names(named, len(named)) else -1


def _points(text: str, start: int, end: int) -> bool:
    """Whether a word points back to a kind that stands before it, with no mark between."""
    if text[start:end].lower() not in citing.FIRST_POINTING or start < 2:
        return False
    return (text[start - 2].isalpha() or text[start - 2].isspace()) and _names(text, start)


def next_in_list(text: str, at: int) -> int:
    """Where the number of the next item of a list may begin; -1 where none is near."""
    found = _NEXT.match(text, at)
    if found is None or not all(fold(word) in citing.LINKS for word in _WORD.findall(found[0])):
        return -1
    return found.end()


def _names(text: str, at: int) -> bool:
    """Whether the word before a place can be the last of a kind, or số."""
    if text[at - 1] == " ":
        named = _is_naming(text[text.rfind(" ", max(0, at - _LONGEST_WORD), at - 1) + 1 : at - 1])
        if named is not None:
            return named
    for piece in reversed(text[max(0, at - _LONGEST_WORD) : at].split()[-2:]):
        named = _is_naming(piece)
        if named is not None:
            return named
    return False


@lru_cache(maxsize=8192)
def _is_naming(piece: str) -> bool | None:
    """Whether a piece of text ends with such a word and marks; None where it is marks alone."""
    word = _LAST_WORD.search(piece)
    if word is not None:
        return fold(word[0]) in _NAMING or bare(word[0]) in _NAMING
    return None if _MARKS.fullmatch(piece) else piece[-2:].lower() == "s6"
