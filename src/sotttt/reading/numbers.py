"""Numbers as people write them, in digits and in words (con số): `read_number`."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sotttt.errors import AmbiguousText, UnreadableText
from sotttt.ranges.numbers import EXACT, exactly
from sotttt.reading import _lexicon as lexicon
from sotttt.reading._tokens import Tokens, excerpt, locales, prepare

__all__ = ["Number", "magnitude", "number_at", "numeral", "read_number", "spelt_at"]

_MOST_DIGITS = 40
_MOST_WORDS = 3
_LARGEST = 10**18
_THOUSAND = 1000
_MILLION = 10**6
_HUNDRED = 100
_TEN = 10
_ONE = Decimal(1)
_HALF = Decimal("0.5")
_TENTH = Decimal("0.1")

_NUMERALS = {
    "vi": re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<part>[0-9]+))?"),
    "en": re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?"),
}
_LEADING = re.compile(r"[1-9][0-9]{0,2}")
_GROUP = re.compile(r"[0-9]{3}")
_LAST_GROUP = {"vi": re.compile(r"[0-9]{3}(?:,[0-9]+)?"), "en": re.compile(r"[0-9]{3}(?:\.[0-9]+)?")}


class Number(NamedTuple):
    """A number found among tokens.

    Attributes:
        value: the number.
        step: the place value of its last digit.
        end: the token behind it.
        words: whether it is written in words alone.
        head: what stands before its magnitude words (`1.100` of "1.100 tỷ").
        head_step: the place value of the last digit of that.
        head_end: the token behind that; -1 where the number has several parts ("47 triệu 250 nghìn").
    """

    value: Decimal
    step: Decimal
    end: int
    words: bool
    head: Decimal
    head_step: Decimal
    head_end: int

    @classmethod
    def word(cls, value: int, end: int) -> Number:
        """A small whole number that one word says."""
        number = Decimal(value)
        return cls(number, _ONE, end, words=True, head=number, head_step=_ONE, head_end=end)


class _Part(NamedTuple):
    """One chunk with its magnitude words: `250 nghìn`."""

    value: Decimal
    step: Decimal
    scale: int
    end: int
    words: bool
    head: Decimal
    head_step: Decimal
    head_end: int


class _Chunk(NamedTuple):
    """Digits or words below a thousand; `scale` is the place of its last word, `loose` a lone digit word."""

    value: Decimal
    step: Decimal
    scale: int
    end: int
    words: bool
    loose: bool


def read_number(text: str, locale: str = "vi") -> Decimal:
    """Read a text that is one number and nothing else (con số), in digits, words or both.

    Args:
        text: the number as printed.
        locale: `vi` groups by points and has decimal commas; `en` the reverse; `any` refuses what reads
            differently in the two. A number that only the other convention explains is read so.

    Raises:
        UnreadableText: where the text is no number, or more than one.
        AmbiguousText: where it has two readings.
        InexactResult: for a fraction in words that no decimal holds.

    >>> read_number("79.300"), read_number("45,212"), read_number("0.8002")
    (Decimal('79300'), Decimal('45.212'), Decimal('0.8002'))
    >>> read_number("47 triệu 250 nghìn"), read_number("hai mươi mốt"), read_number("2 triệu rưỡi")
    (Decimal('47250000'), Decimal('21'), Decimal('2500000'))
    >>> read_number("45,212", locale="any")
    Traceback (most recent call last):
    sotttt.errors.AmbiguousText: '45,212' has two readings: 45.212 (vi) or 45212 (en); say ...
    """
    order = locales(locale)
    tokens = prepare(text)
    found = {name: value for name in order if (value := _whole(tokens, name)) is not None}
    if not found:
        raise _refusal(tokens, text)
    values = list(found.values())
    if locale == "any" and len(set(values)) > 1:
        readings = " or ".join(f"{value} ({name})" for name, value in found.items())
        raise AmbiguousText(f"{excerpt(text)} has two readings: {readings}", hint="say locale='vi' or 'en'")
    return values[0]


def _whole(tokens: Tokens, locale: str) -> Decimal | None:
    """The tokens as one number, or None."""
    start = 1 if tokens.key(0) in lexicon.SIGNS else 0
    found = number_at(tokens, start, locale)
    if found is None:
        return None
    value, end, below = found.value, found.end, None
    if tokens.key(end) == "phần" and found.words:
        below, end = _below(tokens, end + 1, locale)
    if end != len(tokens) or below == 0:
        return None
    if below is not None:
        value = exactly(Fraction(value) / Fraction(below))
    return EXACT.minus(value) if start and lexicon.SIGNS[tokens.key(0)] < 0 else value


def _below(tokens: Tokens, at: int, locale: str) -> tuple[Decimal, int]:
    """What stands behind `phần`: "một phần tư" is a quarter."""
    if tokens.key(at) in lexicon.CUT_TENS:
        return Decimal(lexicon.CUT_TENS[tokens.key(at)]), at + 1
    found = number_at(tokens, at, locale)
    return (Decimal(0), at) if found is None else (found.value, found.end)


def _refusal(tokens: Tokens, text: str) -> UnreadableText | AmbiguousText:
    """Why no number was read."""
    for locale in locales("any"):
        found = number_at(tokens, 0, locale)
        tail = None if found is None else _chunk(tokens, found.end, locale)
        if found is None or tail is None:
            continue
        scale = _last_scale(tokens, found.end)
        if tail.end == len(tokens) and scale > tail.value >= 0 and (tail.loose or not tail.words):
            first = EXACT.add(found.value, tail.value)
            place = EXACT.power(_TEN, len(str(scale // _TEN)) - 1 - tail.value.adjusted())
            second = EXACT.add(found.value, EXACT.multiply(tail.value, place))
            return AmbiguousText(
                f"{excerpt(text)} has two readings: {_plain(first)} or {_plain(second)}",
                expected="the whole number in digits",
            )
    hint = "read_figure reads figures with their words and units" if len(tokens) > 1 else None
    return UnreadableText(f"{excerpt(text)} is no number", hint=hint)


def _last_scale(tokens: Tokens, end: int) -> int:
    """The magnitude word right before a token, as a factor; 1 where there is none."""
    key = tokens.key(end - 1)
    return lexicon.MAGNITUDES.get(key, 1)


def number_at(tokens: Tokens, at: int, locale: str) -> Number | None:
    """The number that begins at a token, in one convention; or None."""
    first = _part(tokens, at, locale)
    if first is None:
        return None
    value, step, end, words = first.value, first.step, first.end, first.words
    head_end, scale, whole = first.head_end, first.scale, first.head_step == 1
    while scale > 1 and whole:
        following = _remainder(tokens, end, locale, scale)
        if following is None and scale == _THOUSAND:
            following = _grown(tokens, value, end, locale)
        if following is None:
            break
        whole = following.head_step == 1
        value = EXACT.add(value, following.value)
        step, end, scale, head_end = following.step, following.end, following.scale, -1
        words = words and following.words
    if tokens.key(end) == "rưỡi":
        value, step = EXACT.add(value, _scaled(_HALF, scale)), _scaled(_TENTH, scale)
        end, head_end = end + 1, -1
    return Number(_plain(value), step, end, words, first.head, first.head_step, head_end)


def _grown(tokens: Tokens, value: Decimal, at: int, locale: str) -> _Part | None:
    """What `200 tỷ` adds to the `1 nghìn` before it, which together are 1200 tỷ; or None."""
    chunk = _chunk(tokens, at, locale)
    if chunk is None or chunk.step != 1 or not _TEN <= chunk.value < _THOUSAND or value >= _MILLION:
        return None
    scale, end = magnitude(tokens, chunk.end)
    if scale < _MILLION:
        return None
    grown = EXACT.subtract(_scaled(EXACT.add(value, chunk.value), scale), value)
    return _Part(grown, _scaled(_ONE, scale), scale, end, chunk.words, chunk.value, chunk.step, chunk.end)


def _plain(value: Decimal) -> Decimal:
    """The value without a positive exponent."""
    exponent = value.as_tuple().exponent
    return EXACT.quantize(value, _ONE) if isinstance(exponent, int) and exponent > 0 else value


def _remainder(tokens: Tokens, at: int, locale: str, scale: int) -> _Part | None:
    """The part of a number that goes on behind a magnitude word: `250 nghìn` behind `47 triệu`."""
    if tokens.key(at) in lexicon.ZERO_TENS:
        digit = lexicon.ONES.get(tokens.key(at + 1), lexicon.DIGITS.get(tokens.key(at + 1)))
        return (
            None if digit is None else _made(_Chunk(Decimal(digit), _ONE, 1, at + 2, words=True, loose=False))
        )
    chunk = _chunk(tokens, at, locale)
    part = None if chunk is None else _with_magnitude(tokens, chunk)
    if chunk is None or part is None or part.value >= scale or part.step < 1:
        return None
    whole_group = scale == _THOUSAND and chunk.value >= _HUNDRED
    bare = part.end == chunk.end and (chunk.loose or not chunk.words) and not whole_group
    return None if bare else part


def _part(tokens: Tokens, at: int, locale: str) -> _Part | None:
    chunk = _chunk(tokens, at, locale)
    return None if chunk is None else _with_magnitude(tokens, chunk)


def _with_magnitude(tokens: Tokens, chunk: _Chunk) -> _Part:
    """The chunk with the magnitude words behind it."""
    factor, end = magnitude(tokens, chunk.end)
    if end == chunk.end:
        return _made(chunk)
    value, step = _scaled(chunk.value, factor), _scaled(chunk.step, factor)
    return _Part(value, step, factor, end, chunk.words, chunk.value, chunk.step, chunk.end)


def _made(chunk: _Chunk) -> _Part:
    """The chunk alone."""
    return _Part(
        chunk.value, chunk.step, chunk.scale, chunk.end, chunk.words, chunk.value, chunk.step, chunk.end
    )


def _scaled(value: Decimal, factor: int) -> Decimal:
    """The value times a power of ten, its digits kept."""
    return _plain(EXACT.scaleb(value, len(str(factor)) - 1))


def magnitude(tokens: Tokens, at: int) -> tuple[int, int]:
    """The product of the magnitude words that begin at a token, and the token behind them.

    >>> from sotttt.reading._tokens import tokenise
    >>> magnitude(tokenise("nghìn tỷ đồng"), 0)
    (1000000000000, 2)
    """
    factor, end = 1, at
    while end < at + _MOST_WORDS:
        key = tokens.key(end)
        if key not in lexicon.MAGNITUDES or (key, tokens.key(end + 1)) in lexicon.NO_MAGNITUDE:
            break
        if factor * lexicon.MAGNITUDES[key] > _LARGEST:
            break
        factor *= lexicon.MAGNITUDES[key]
        end += 1
    return factor, end


def _chunk(tokens: Tokens, at: int, locale: str) -> _Chunk | None:
    if tokens[at].kind == "number":
        return _digits(tokens, at, locale)
    return spelt_at(tokens, at)


def _digits(tokens: Tokens, at: int, locale: str) -> _Chunk | None:
    text, end = tokens[at].text, at + 1
    if _LEADING.fullmatch(text):
        while end < at + 8 and tokens[end].gap == 1 and _GROUP.fullmatch(tokens[end].text):
            text, end = text + tokens[end].text, end + 1
        last = tokens[end]
        if last.gap == 1 and end < at + 8 and _LAST_GROUP[locale].fullmatch(last.text):
            text, end = text + last.text, end + 1
        if end > at + 1 and tokens.key(end) == "%":
            text, end = tokens[at].text, at + 1
    value = numeral(text, locale)
    if value is None:
        return None
    step = Decimal((0, (1,), int(value.as_tuple().exponent)))
    return _Chunk(value, step, 1, end, words=False, loose=False)


def numeral(text: str, locale: str) -> Decimal | None:
    """Digits with their separators in one convention, or None where it doesn't explain them.

    >>> numeral("1.100", "vi"), numeral("1.100", "en"), numeral("105,130,507", "vi")
    (Decimal('1100'), Decimal('1.100'), None)
    """
    found = _NUMERALS[locale].fullmatch(text)
    if found is None or len(text) > _MOST_DIGITS:
        return None
    whole, part = found["whole"], found["part"]
    if whole[0] == "0" and len(whole) > (1 if part else 3):
        return None
    digits = whole.replace(".", "").replace(",", "")
    return Decimal(f"{digits}.{part}" if part else digits)


def spelt_at(tokens: Tokens, at: int) -> _Chunk | None:
    """The number below a thousand that words spell from a token on, in Vietnamese or English; or None."""
    half = next((phrase for phrase in lexicon.HALVES if tokens.matches(at, phrase)), None)
    if half is not None:
        return _Chunk(_HALF, _TENTH, 1, at + len(half), words=True, loose=False)
    found = _vietnamese(tokens, at) or _english(tokens, at)
    if found is None:
        return None
    value, end, scale, loose = found
    return _Chunk(Decimal(value), Decimal(1), scale, end, words=True, loose=loose)


_Spelt = tuple[int, int, int, bool]


def _vietnamese(tokens: Tokens, at: int) -> _Spelt | None:
    digit = lexicon.DIGITS.get(tokens.key(at))
    if digit is None or tokens.key(at + 1) != "trăm":
        tens = _tens(tokens, at)
        if tens is not None:
            return (*tens, 1, False)
        return None if digit is None else (digit, at + 1, 1, True)
    value, end = digit * _HUNDRED, at + 2
    tens = _tens(tokens, end)
    if tens is not None:
        return (value + tens[0], tens[1], 1, False)
    key, after = tokens.key(end), tokens.key(end + 1)
    if key in lexicon.ZERO_TENS:
        ones = lexicon.ONES.get(after, lexicon.DIGITS.get(after))
        if ones is not None:
            return (value + ones, end + 2, 1, False)
    if key in lexicon.CUT_TENS:
        return (value + lexicon.CUT_TENS[key] * _TEN, end + 1, 1, False)
    return (value, end, _HUNDRED, False)


def _tens(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Ten to ninety-nine in Vietnamese words."""
    if tokens.key(at) == "mười":
        value, end = _TEN, at + 1
    elif lexicon.DIGITS.get(tokens.key(at), 0) > 1 and tokens.key(at + 1) == "mươi":
        value, end = lexicon.DIGITS[tokens.key(at)] * _TEN, at + 2
    else:
        return None
    ones = lexicon.ONES.get(tokens.key(end))
    return (value, end) if ones is None else (value + ones, end + 1)


def _english(tokens: Tokens, at: int) -> _Spelt | None:
    below = _english_tens(tokens, at)
    if below is None or tokens.key(below[1]) != "hundred" or below[0] >= _TEN:
        return None if below is None else (*below, 1, below[0] < _TEN)
    value, end = below[0] * _HUNDRED, below[1] + 1
    rest = _english_tens(tokens, end + (tokens.key(end) == "and"))
    return (value, end, _HUNDRED, False) if rest is None else (value + rest[0], rest[1], 1, False)


def _english_tens(tokens: Tokens, at: int) -> tuple[int, int] | None:
    small = lexicon.ENGLISH_SMALL.get(tokens.key(at))
    if small is not None:
        return (small, at + 1)
    tens = lexicon.ENGLISH_TENS.get(tokens.key(at))
    if tens is None:
        return None
    end = at + 1 + (tokens.key(at + 1) == "-")
    ones = lexicon.ENGLISH_SMALL.get(tokens.key(end), 0)
    return (tens + ones, end + 1) if 0 < ones < _TEN else (tens, at + 1)
