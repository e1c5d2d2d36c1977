"""The unit behind a number in prose: the longest name of the catalogue, and rates with a stroke."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from sotttt import units
from sotttt.errors import UnknownUnit
from sotttt.reading import _lexicon as lexicon
from sotttt.reading._tokens import EITHER, Tokens, tokenise
from sotttt.reading.numbers import magnitude, number_at

__all__ = ["Found", "is_duration", "named_at", "unit_behind"]

_MOST_BETWEEN = 4
_STROKES = frozenset({"/", "per"})
_MOST_BELOW = 3
_QUOTES = frozenset({'"', "'", "“", "‘", "«"})
_BASES = frozenset(Decimal(10**power) for power in range(10))


class Found(NamedTuple):
    """A unit in the text.

    Attributes:
        name: its canonical name; None for a thing that the catalogue doesn't know.
        end: the token behind it.
    """

    name: str | None
    end: int


class _Node(dict[str, "_Node"]):
    """A node of the tree of unit names, by the keys of their tokens."""

    __slots__ = ("unit",)

    def __init__(self) -> None:
        super().__init__()
        self.unit: str | None = None


@cache
def _tree() -> _Node:
    root = _Node()
    for name, canonical in {**units.aliases(), **lexicon.ADDED_UNITS}.items():
        tokens = tokenise(name)
        if not len(tokens) or tokens[0].kind == "number":
            continue
        node = root
        for key in tokens.keys(0, len(tokens)):
            node = node.setdefault(key, _Node())
        node.unit = canonical
    return root


def named_at(tokens: Tokens, at: int) -> Found | None:
    """The longest name of the catalogue that begins at a token, or None.

    >>> from sotttt.reading._tokens import tokenise
    >>> named_at(tokenise("tỉ đồng tiền phạt"), 0)
    Found(name='billion_VND', end=2)
    """
    node, found, end = _tree(), None, at
    while (following := node.get(tokens.key(end))) is not None:
        node, end = following, end + 1
        if node.unit is not None:
            found = Found(node.unit, end)
    if found is None or found.end == at + 1:
        found = _exact_at(tokens, at) or found
    return found if found is None or _fits(tokens, at, found) else None


def _exact_at(tokens: Tokens, at: int) -> Found | None:
    """A name that only its capitals tell from another: `Mb`, `MB`, `Gb/s`."""
    if tokens[at].kind != "word":
        return None
    for end in (at + 3, at + 1):
        together = end <= len(tokens) and all(tokens.glued(place) for place in range(at + 1, end))
        exact = units.lookup(tokens.printed(at, end)) if together else None
        if exact is not None:
            return Found(exact.name, end)
    return None


def _fits(tokens: Tokens, at: int, found: Found) -> bool:
    """Whether the name is meant as a unit there: not năm before a year, nor điểm before a noun."""
    following = tokens[found.end]
    if found.name in lexicon.DURATIONS and tokens.key(found.end - 1) in ("năm", "tháng", "ngày", "quý"):
        return following.kind != "number" and following.key not in ("nay", "ngoái", "trước")
    if found.end == at + 1 and following.key in lexicon.OTHER_NOUNS.get(tokens.key(at), ()):
        return False
    if found.end == at + 1 and tokens.key(at) == "điểm":
        if following.text in _QUOTES:
            following = tokens[found.end + 1]
        return following.kind != "word" or following.key in lexicon.AFTER_SCORE
    return True


def is_duration(name: str) -> bool:
    """Whether a unit is a span of time.

    >>> is_duration("year")
    True
    """
    return name in lexicon.DURATIONS


def unit_behind(
    tokens: Tokens, at: int, locale: str, head_at: int = -1, *, rated: bool = True
) -> Found | None:
    """The unit of a number that ends before a token; a rate below a stroke belongs to it.

    Args:
        tokens: the phrase.
        at: the token behind the number.
        locale: the convention of a number below the stroke.
        head_at: the first magnitude word of the number, where a name may begin with it ("tỷ đồng").
        rated: whether to take what stands below a stroke.
    """
    if tokens.key(at) == "%":
        return Found("%", at + 1)
    found = named_at(tokens, head_at) if head_at >= 0 else None
    if found is not None and found.end > at:
        return _with_rate(tokens, found, locale) if rated else found
    found = named_at(tokens, at)
    if not rated:
        return found
    stroke = _stroke(tokens, found.end if found else at)
    if stroke < 0:
        return found
    if found is None:
        starts = range(at, stroke)
        found = next(
            (hit for start in starts if (hit := named_at(tokens, start)) and hit.end == stroke), None
        )
    rate = _with_rate(tokens, Found(found.name if found else None, stroke), locale)
    return found if rate.end == stroke else rate


def _stroke(tokens: Tokens, at: int) -> int:
    """The stroke behind a token, a few words at most between; -1 where there is none."""
    for end in range(at, at + _MOST_BETWEEN + 1):
        if tokens.key(end) in _STROKES:
            return end
        if tokens[end].kind != "word":
            break
    return -1


def _with_rate(tokens: Tokens, found: Found, locale: str) -> Found:
    """The unit with what stands below its strokes; a stroke before something else is left alone."""
    below: list[str] = []
    factor, end = 1, found.end
    while tokens.key(end) in _STROKES and len(below) < _MOST_BELOW:
        count, at = _base(tokens, end + 1, locale)
        name, behind = _below(tokens, at, counted=at > end + 1)
        if name is None:
            break
        below.append(name)
        factor, end = factor * count, behind
    if not below:
        return found
    try:
        name = units.unit(f"{found.name or 1}/({factor if factor > 1 else ''} {' '.join(below)})").name
    except UnknownUnit:
        return found
    return Found(name, end)


def _base(tokens: Tokens, at: int, locale: str) -> tuple[int, int]:
    """The power of ten below a stroke, "100" or "vạn", and the token behind it; 1 where none is printed."""
    factor, end = magnitude(tokens, at)
    if end > at:
        return factor, end
    for name in EITHER[locale]:
        found = number_at(tokens, at, name)
        if found is not None and found.step == 1 and found.value in _BASES:
            return int(found.value), found.end
    return 1, at


def _below(tokens: Tokens, at: int, *, counted: bool) -> tuple[str | None, int]:
    """The unit below a stroke; behind a number any, else one that things are commonly counted by."""
    for phrase, name in lexicon.UNITS_BELOW.items():
        if tokens.matches(at, phrase):
            return name, at + len(phrase)
    found = named_at(tokens, at)
    if found is None or found.name is None or not (counted or found.name in lexicon.RATE_BASES):
        return None, at
    return found.name, found.end
