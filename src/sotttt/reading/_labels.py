"""Numbers that are no quantities: dates, levels, ordinals, versions, clocks, numbers of documents."""

from __future__ import annotations

import re

from sotttt.reading import _lexicon as lexicon
from sotttt.reading._tokens import Tokens
from sotttt.reading._units import named_at
from sotttt.reading.periods import PeriodFound, periods_in

__all__ = ["labels"]

_LONGEST_LABEL = 4
_LONGEST_CHAIN = 6
_DIGIT = re.compile(r"[0-9]")
_LEVELS = re.compile(r"[0-9](?:[,.][0-9])?")
_NEIGHBOURS = frozenset(f"{low}{mark}{low + 1}" for low in range(1, 9) for mark in ",.")
_VERSION = re.compile(r"[0-9]\.[0-9]")
_WHOLE = re.compile(r"[0-9]{1,6}")
_GENERATION = re.compile(r"[0-9]")
_LIST_MARKS = frozenset({",", "và", "-", "hoặc", "/", "and"})


def labels(tokens: Tokens) -> bytearray:
    """Marks, token by token, the numbers that stand for no quantity.

    >>> from sotttt.reading._tokens import tokenise
    >>> list(labels(tokenise("mức độ 3,4 đạt 30%")))
    [0, 0, 1, 0, 0, 0]
    """
    marked = bytearray(len(tokens))
    for found in periods_in(tokens):
        if not _counts(tokens, found):
            marked[found.start : found.end] = b"\1" * (found.end - found.start)
    for at in range(len(tokens)):
        if tokens[at].kind != "number":
            continue
        end = max(rule(tokens, at) for rule in _RULES)
        marked[at:end] = b"\1" * (end - at)
    return marked


def _counts(tokens: Tokens, found: PeriodFound) -> bool:
    """Whether what looks like years or a month is a number of things: `2000 trạm`."""
    if any(tokens[at].kind == "word" for at in range(found.start, found.end)):
        return False
    if found.end - found.start > 3 or tokens.key(found.start - 1) in lexicon.YEAR_BEFORE:
        return False
    if tokens[found.start].text.count(".") or (
        tokens.key(found.start + 1) == "/" and found.end - found.start > 3
    ):
        return False
    return _is_measured(tokens, found.end)


def _is_measured(tokens: Tokens, end: int) -> bool:
    """Whether a percent sign or a unit stands behind a number."""
    return tokens.key(end) == "%" or named_at(tokens, end) is not None


def _chain(tokens: Tokens, at: int) -> int:
    """The token behind numbers that hang together: `45/2016`."""
    end = at + 1
    while (
        end < at + _LONGEST_CHAIN
        and tokens.key(end) in ("/", "-", ".")
        and tokens.glued(end)
        and tokens[end + 1].kind == "number"
    ):
        end += 2
    return end


def _glued(tokens: Tokens, at: int) -> int:
    """`IPv6`, `Covid-19`, `5G`, `16:51`, `1987+560`, `36a`."""
    before, after = tokens[at - 1], tokens[at + 1]
    if tokens.glued(at) and after.key != "%":
        if before.kind == "word":
            return at if before.key in lexicon.TOP else at + 1
        if (
            before.text in ("-", "/", "+", ":", ".")
            and tokens.glued(at - 1)
            and tokens[at - 2].kind == "word"
            and tokens.key(at - 2) not in lexicon.TOP
        ):
            return at + 1
    if (
        after.text in (":", "+")
        and after.gap == 0
        and tokens[at + 2].kind == "number"
        and tokens.glued(at + 2)
    ):
        return at + 3
    if after.kind != "word" or after.gap:
        return at
    if _GENERATION.fullmatch(tokens[at].text) and after.text in ("G", "g", "D", "K"):
        return at + 1
    if after.key == "h" and tokens[at + 2].kind == "number" and tokens.glued(at + 2):
        return at + 3
    known = after.key in lexicon.GLUED or after.key in lexicon.MAGNITUDES
    return at if known or _is_measured(tokens, at + 1) else at + 1


def _idiom(tokens: Tokens, at: int) -> int:
    """`24/7`; `24/24` before giờ."""
    for phrase in lexicon.IDIOMS:
        if tokens.matches(at, phrase):
            return at + len(phrase)
    for phrase in lexicon.CLOCK:
        end = at + len(phrase)
        if tokens.matches(at, phrase) and tokens.key(end) in ("giờ", "h", "/"):
            return end + 1
    return at


def _document(tokens: Tokens, at: int) -> int:
    """`555/QĐ-UBND`, `02-NQ/TU`, `45/2016/QĐ-TTg`."""
    end = _chain(tokens, at)
    mark, word = tokens[end], tokens[end + 1]
    if mark.text not in ("/", "-") or mark.gap or word.kind != "word" or word.gap:
        return at
    capitals = sum(letter.isupper() for letter in word.text)
    return end if capitals > 1 and named_at(tokens, end + 1) is None else at


def _labelled(tokens: Tokens, at: int) -> int:
    """`tiêu chí số 8`, `lần thứ 4`, `Điều 27`, `Quyết định 45/2016`."""
    end = _chain(tokens, at)
    before = {tokens.keys(at - size, at) for size in range(1, _LONGEST_LABEL + 1) if size <= at}
    if tokens.key(end) == "%":
        return at
    if not before.isdisjoint(lexicon.STRICT_LABELS):
        return end
    named = not before.isdisjoint(lexicon.LABELS)
    if _WHOLE.fullmatch(tokens[at].text):
        named = named or not before.isdisjoint(lexicon.DOCUMENT_WORDS)
        named = named or (tokens.key(at - 1) == "số" and tokens.key(at - 2) not in lexicon.QUANTIFIED)
    return end if named and not _is_measured(tokens, end) else at


def _level(tokens: Tokens, at: int) -> int:
    """`mức độ 3,4`, `cấp độ 3`, `mức độ 3 và 4`, `mức 4`."""
    before = {tokens.keys(at - size, at) for size in range(1, _LONGEST_LABEL + 1) if size <= at}
    strict = not before.isdisjoint(lexicon.STRICT_LEVELS)
    if not strict and before.isdisjoint(lexicon.LEVELS):
        return at
    text = tokens[at].text
    if not _LEVELS.fullmatch(text) or _is_measured(tokens, at + 1):
        return at
    if not strict and len(text) > 1 and text not in _NEIGHBOURS:
        return at
    end = _chain(tokens, at)
    while tokens.key(end) in _LIST_MARKS:
        following = end + 1
        while tokens.keys(following, following + 1) and tokens.key(following) in ("mức", "độ", "cấp"):
            following += 1
        if not _DIGIT.fullmatch(tokens[following].text) or _is_measured(tokens, following + 1):
            break
        end = following + 1
    return end


def _version(tokens: Tokens, at: int) -> int:
    """`công nghiệp 4.0`, `phiên bản 2.0`."""
    versioned = _VERSION.fullmatch(tokens[at].text) and tokens.key(at - 1) in lexicon.VERSIONED
    return at + 1 if versioned and not _is_measured(tokens, at + 1) else at


def _per(tokens: Tokens, at: int) -> int:
    """`trên 1 điểm phục vụ`, `mỗi 100 dân`: what a figure is counted by."""
    alone = tokens.key(at - 1) == "trên" and tokens[at].text in ("1", "01")
    if not alone and tokens.key(at - 1) not in lexicon.PER:
        return at
    behind = named_at(tokens, at + 1)
    return at + 1 if behind is not None and behind.name in lexicon.RATE_BASES else at


def _ordinal(tokens: Tokens, at: int) -> int:
    """`the 20th Congress`; behind a word of ranking it is a rank."""
    if tokens.key(at + 1) not in lexicon.ORDINALS or not tokens.glued(at + 1):
        return at
    ranked = any(tokens.key(at - back) in lexicon.PLACED for back in (1, 2, 3))
    return at if ranked or _is_of(tokens, at + 2) else at + 2


def _is_of(tokens: Tokens, at: int) -> bool:
    """Whether "out of" and a number stand at a token."""
    phrases = (phrase for phrase in lexicon.OF_WHOLE if tokens.matches(at, phrase))
    return any(tokens[at + len(phrase)].kind == "number" for phrase in phrases)


def _listed(tokens: Tokens, at: int) -> int:
    """`1)` and `2.` at the head of a phrase: its place in a list."""
    return at + 1 if at == 0 and tokens.key(1) in (")", ".") and len(tokens) > 2 else at


_RULES = (_glued, _idiom, _document, _labelled, _level, _version, _per, _ordinal, _listed)
