"""Where in a long text citations can stand: all else needn't be cut into tokens.

A citation has digits with a symbol or a year behind them, digits behind the kind or số, or a word that points
back behind the kind. Each such place is given with as much text on either side as a reader looks at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sotttt.reading import _citing as citing
from sotttt.text import bare, fold

__all__ = ["windows"]

BEFORE, BEHIND = 400, 400
"""How much text a window holds on either side, in characters."""

_DIGITS = re.compile(r"[0-9]+")
_BEHIND = re.compile(
    r"(?:\.[0-9]{1,3})?[a-zOI]?[0-9OolI]{0,5}(?:[/-](?:[^\W\d_]|[0-9OolI]{4}|-)|\s?[/&-]\s?(?:[^\W\d_]|[0-9]{4}))|/[0-9]+/"
)
_BEFORE = re.compile(r"[^\W\d_]+(?=[\W_]{1,4}\Z)|[^\W\d_]+\Z")
_LONGEST_WORD = 24
_GOES_ON = frozenset("/.:+-")
_POINTING = tuple(" ".join(words) for words in citing.POINTING)
_NAMING = citing.LAST_OF_KIND | citing.NUMBERED | {word.lower() for word in citing.SHORT}


def windows(text: str) -> list[tuple[int, int]]:
    """The stretches of a text in which citations can stand, in order and apart."""
    found: list[tuple[int, int]] = []
    for place in sorted(_places(text)):
        start, end = max(0, place - BEFORE), min(len(text), place + BEHIND)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [(_back(text, start), _forth(text, end)) for start, end in found]


def _places(text: str) -> Iterator[int]:
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] in _GOES_ON and text[start - 2 : start - 1].isdecimal() and start > 1:
            continue
        if _BEHIND.match(text, end) or _names(text, start):
            yield start
    for words in _POINTING:
        at = text.find(words)
        while at >= 0:
            if _names(text, at):
                yield at
            at = text.find(words, at + 1)


def _names(text: str, at: int) -> bool:
    """Whether the word before a place can be the last of a kind, or số."""
    word = _BEFORE.search(text[max(0, at - _LONGEST_WORD) : at])
    if word is None:
        return False
    known = _known.get(word[0])
    if known is None:
        known = fold(word[0]) in _NAMING or bare(word[0]) in _NAMING
        if len(_known) < _MOST_KNOWN:
            _known[word[0]] = known
    return known


_known: dict[str, bool] = {}
_MOST_KNOWN = 5000


def _back(text: str, at: int) -> int:
    """The beginning of a window, moved to white space where some is near, so that no word is cut."""
    nearest = max(text.rfind(" ", max(0, at - 40), at), text.rfind("\n", max(0, at - 40), at))
    return at if nearest < 0 else nearest


def _forth(text: str, at: int) -> int:
    places = [place for place in (text.find(" ", at, at + 40), text.find("\n", at, at + 40)) if place >= 0]
    return min(places, default=at)
