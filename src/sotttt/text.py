"""One entrance for text (văn bản): what looks the same becomes the same, before anything compares it.

`nfc` and `squeeze` clean what is kept; `fold` and `bare` make keys to compare; `normalise` cleans a long text
and remembers where each character stood. All take time linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, final

from sotttt.errors import InvalidText, NotFound

__all__ = ["Mapped", "bare", "dashes", "fold", "nfc", "normalise", "replaced", "squeeze"]

_MOST_MARKS: Final = 30
"""Marks on one letter, as in Unicode's Stream-Safe Text Format; more of them take quadratic time to sort."""


def _span(first: int, last: int) -> range:
    return range(first, last + 1)


_REMOVED: Final = (
    0x00AD,  # soft hyphen
    0x034F,  # grapheme joiner
    0x061C,
    0x180E,
    *_span(0x200B, 0x200F),  # zero-width space, joiners, direction marks
    *_span(0x202A, 0x202E),  # direction embeddings and overrides
    *_span(0x2060, 0x206F),  # word joiner, invisible operators, isolates
    *_span(0xFE00, 0xFE0F),  # variation selectors
    0xFEFF,  # byte order mark
)
_SPACES: Final = (0x00A0, 0x1680, *_span(0x2000, 0x200A), 0x202F, 0x205F, 0x3000)
_DASHES: Final = (
    0x02D7,
    0x058A,
    0x05BE,
    0x1806,
    *_span(0x2010, 0x2015),
    0x2043,
    0x207B,
    0x208B,
    0x2212,
    0x2796,
    0x2E3A,
    0x2E3B,
    0xFE58,
    0xFE63,
    0xFF0D,
)
_CLEANED: Final[dict[int, str]] = {
    **dict.fromkeys(_REMOVED, ""),
    **dict.fromkeys(_SPACES, " "),
    0x2028: "\n",
    0x2029: "\n",
    0x00D0: "Đ",  # the Icelandic and the African letter that look like it
    0x0189: "Đ",
    0x00F0: "đ",
    0x0256: "đ",
}
_TO_HYPHEN: Final = dict.fromkeys(map(chr, _DASHES), "-")
_ONE_FOR_ONE: Final = {chr(point): char for point, char in _CLEANED.items() if char}
_UNUSUAL: Final = (
    "[^\t\n\r\x20-\x7e\u00a0-\u00ac\u00ae-\u017f\u0189\u01a0-\u01a3\u01af\u01b0\u0256\u1ea0-\u1ef9"
    "\u2002-\u200a\u2010-\u2027\u202f-\u2044\u20ab\u2028\u2029\u2212\u2215\uff0f]"
)
"""Beside these characters a text may hold marks to join, characters to drop and such as may not be read."""


_REFUSED: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
_RARE: Final = "[ÐðƉɖ\u034f\ufe00-\ufe0f]"
"""Those of the characters to clean that count as printable."""
_MARKS: Final = rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}"

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_FIRST: Final = "òóõỏọùúũủụừứữửựìíĩỉịỳýỹỷỵ"
_SECOND: Final = "aăâeêioôơuy"


@cache
def _placements() -> dict[str, str]:
    """Vowels with the tone on the first (a part of the onset after q and g), and with it on the second."""
    pairs = ["oa", "oe", "uy"]
    pairs += [first + second for first in "ouưiy" for second in "ăâêôơ"]
    pairs += ["qu" + second for second in _SECOND if second not in "uy"]
    pairs += ["gi" + second for second in "aeou"]
    moves = ((pair[:-1] + tone + pair[-1], pair + tone) for pair in pairs for tone in _TONES)
    return {unicodedata.normalize("NFC", old): unicodedata.normalize("NFC", new) for old, new in moves}


def _given(text: str) -> str:
    """The text as a plain `str`, if it may be read at all."""
    if not isinstance(text, str):
        hint = "decode bytes first, as UTF-8" if isinstance(text, bytes) else None
        raise InvalidText(f"{text!r:.80} is no text", expected="a str", hint=hint)
    plain = text if type(text) is str else str.__str__(text)
    refused = None if plain.isprintable() else re.search(_REFUSED, plain)
    if refused is not None:
        point, place = ord(refused[0]), refused.start()
        kind = "half a surrogate pair" if point > 0xFF else "the control character"
        raise InvalidText(f"{kind} U+{point:04X} stands at position {place}", expected="readable text")
    return plain


def _check_marks(text: str) -> None:
    for run in re.finditer(_MARKS, text):
        count = 0
        for place, char in enumerate(run[0], start=run.start()):
            count = count + 1 if unicodedata.combining(char) else 0
            if count > _MOST_MARKS:
                first = place + 1 - count
                raise InvalidText(f"over {_MOST_MARKS} marks from position {first}", expected="readable text")


def nfc(text: str) -> str:
    r"""The text in NFC, with nothing in it that can't be seen.

    The letters Ð and Ɖ become the Vietnamese Đ, special spaces become plain ones, and soft hyphens, byte
    order marks, zero-width and direction characters go. All else stays: the author's spelling is kept.

    Args:
        text: any text.

    Raises:
        InvalidText: no `str`, a control character other than tab and line ends, half a surrogate pair,
            or more than 30 marks on one letter.

    >>> nfc("Ba\u0306\u0301c\u00a0Ninh"), nfc("\ufeff\u00d0\u1eafk L\u1eafk")
    ('Bắc Ninh', 'Đắk Lắk')
    >>> nfc("a\u0000")
    Traceback (most recent call last):
    sotttt.errors.InvalidText: the control character U+0000 stands at position 1; expected readable text
    """
    if type(text) is str and text.isascii() and text.isprintable():
        return text
    clean = _given(text)
    if not clean.isprintable() or re.search(_RARE, clean):
        clean = clean.translate(_CLEANED)
    if len(clean) > _MOST_MARKS:
        _check_marks(clean)
    return unicodedata.normalize("NFC", clean)


def dashes(text: str) -> str:
    """The text with "-" for every dash and minus sign; all else stays.

    >>> dashes("2016–2020, −4,5")
    '2016-2020, -4,5'
    """
    given = text if type(text) is str else _given(text)
    return given if given.isascii() else replaced(given, _TO_HYPHEN)


def replaced(text: str, table: Mapping[str, str]) -> str:
    """The text with each character of a small table replaced; quick where they are rare.

    >>> replaced("1⁄2", {"⁄": "/"})
    '1/2'
    """
    for old, new in table.items():
        if old in text:
            text = text.replace(old, new)
    return text


def squeeze(text: str) -> str:
    r"""The text in NFC (see `nfc`), white space at its ends removed and single inside.

    Raises:
        InvalidText: as `nfc`.

    >>> squeeze("  Số \u00a0thuê\n bao ")
    'Số thuê bao'
    """
    return " ".join(nfc(text).split())


def fold(text: str) -> str:
    """A key by which two spellings of the same words are equal (so khớp).

    NFC, case, dashes, white space and the place of the tone mark (hòa and hoà, thúy and thuý) don't matter;
    the letters i and y stay apart, as they tell names apart. Folding twice changes nothing more.

    Raises:
        InvalidText: as `nfc`.

    >>> fold("Khánh Hòa") == fold("KHÁNH  HOÀ"), fold("Uỷ ban") == fold("Ủy ban"), fold("Mỹ") == fold("Mĩ")
    (True, True, False)
    """
    key = nfc(text).casefold()
    if not key.isascii():
        key = _folded(dashes(key))
    return " ".join(key.split())


def _folded(key: str) -> str:
    settled = unicodedata.normalize("NFC", key)
    while (moved := re.sub(f"[{_FIRST}][{_SECOND}]", _move, settled)) != settled:
        settled = moved
    return settled


def _move(found: re.Match[str]) -> str:
    pair, moves = found[0], _placements()
    if pair in moves:
        return moves[pair]
    onset = found.string[found.start() - 1 : found.start()]
    moved = moves.get(onset + pair)
    return pair if moved is None else moved[1:]


def bare(text: str) -> str:
    """A key without marks (không dấu), to look up what was typed without them; đ is d.

    Raises:
        InvalidText: as `nfc`.

    >>> bare("Đắk Lắk"), bare("Thừa Thiên – Huế")
    ('dak lak', 'thua thien - hue')
    """
    key = fold(text)
    if key.isascii():
        return key
    apart = unicodedata.normalize("NFD", key).replace("đ", "d")
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return fold(letters)


@final
class Mapped:
    r"""A cleaned text that knows where its characters stood in the text given.

    Args:
        text: the cleaned text.
        starts: for each of its characters, where the given text begins it; None where both texts run in step.
        ends: for each of its characters, where the given text ends it.

    >>> found = normalise("Ba\u0306\u0301c\u00adNinh – 2020")
    >>> found.text, found.span(0, 3), found.span(3, 7)
    ('BắcNinh - 2020', (0, 5), (6, 10))
    """

    __slots__ = ("_ends", "_starts", "text")

    def __init__(
        self, text: str, starts: tuple[int, ...] | None = None, ends: tuple[int, ...] | None = None
    ) -> None:
        self.text = text
        self._starts = starts
        self._ends = ends

    def __repr__(self) -> str:
        return f"Mapped({self.text!r:.60})"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` up to `end` stand in the given text, in code points.

        An empty span stands before the character that it precedes, or after the last one.

        Raises:
            NotFound: a span outside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise NotFound(f"no span ({start}, {end}) in a text of {len(self.text)} characters")
        if self._starts is None or self._ends is None:
            return start, end
        if start < end:
            return self._starts[start], self._ends[end - 1]
        at = self._starts[start] if start < len(self.text) else self._ends[-1] if self._ends else 0
        return at, at


def normalise(text: str) -> Mapped:
    """The text in NFC with plain dashes (see `nfc`, `dashes`), and the map back to the text as given.

    Raises:
        InvalidText: as `nfc`.

    >>> normalise("2016–2020").text
    '2016-2020'
    """
    if type(text) is str and re.search(_UNUSUAL, text) is None:
        return Mapped(text if text.isascii() else replaced(text, _replaceable()))
    clean = nfc(text)
    result = dashes(clean)
    if clean == text or (len(clean) == len(text) and _in_step(text)):
        return Mapped(result)
    starts: list[int] = []
    ends: list[int] = []
    pieces: list[str] = []
    for first, last, piece in _clusters(text):
        composed = unicodedata.normalize("NFC", piece)
        pieces.append(composed)
        if len(composed) == 1 or composed != piece or last - first != len(piece):
            starts += [first] * len(composed)
            ends += [last] * len(composed)
        else:
            starts += range(first, last)
            ends += range(first + 1, last + 1)
    return Mapped(result, tuple(starts), tuple(ends))


@cache
def _replaceable() -> dict[str, str]:
    """What is to be replaced in a text that has no unusual character."""
    return {old: new for old, new in (_ONE_FOR_ONE | _TO_HYPHEN).items() if not re.match(_UNUSUAL, old)}


def _in_step(text: str) -> bool:
    """Whether cleaning replaces characters one by one only."""
    clean = text.translate(_CLEANED)
    return len(clean) == len(text) and unicodedata.is_normalized("NFC", clean)


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Letters with the marks that join them: where each begins and ends, and its cleaned characters."""
    first = last = 0
    piece = ""
    for place, char in enumerate(text):
        kept = _CLEANED.get(ord(char), char)
        if not kept:
            continue
        if piece and not _joins(kept):
            yield first, last, piece
            piece = ""
        if not piece:
            first = place
        piece += kept
        last = place + 1
    if piece:
        yield first, last, piece


def _joins(char: str) -> bool:
    """Whether normalisation may join the character to the one before."""
    return char > "\u02ff" and (unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff")
