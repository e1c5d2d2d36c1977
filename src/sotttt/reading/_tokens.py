"""Prose cut once into numbers, words and marks; every reader of the room works on these tokens.

The cut is a single pass, and no reader looks further from a token than a fixed number of others, so
that the work grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from sotttt.errors import InvalidChoice, InvalidText, UnreadableText
from sotttt.text import dashes, fold, nfc

__all__ = [
    "EITHER",
    "LONGEST",
    "NO_TOKEN",
    "Names",
    "Token",
    "Tokens",
    "excerpt",
    "locales",
    "prepare",
    "tokenise",
]

LONGEST = 10_000
"""The longest phrase, in code points, that a reader of one value takes."""

EITHER = {"vi": ("vi", "en"), "en": ("en", "vi")}
"""The conventions in the order in which they are tried, by the one asked for."""

_TOKEN = re.compile(
    r"(?P<number>[0-9]+(?:[.,][0-9]+)*)|(?P<word>(?!US\$)[^\W\d_]+)|(?P<mark>>=|<=|=>|->|US\$|\S)"
)


V = TypeVar("V")


class Token(NamedTuple):
    """One number, word or mark.

    Attributes:
        kind: `number`, `word` or `mark`.
        text: as printed, in NFC and with plain dashes.
        key: the text folded for comparison.
        start: where it begins in the text that was cut.
        end: where it ends there.
        gap: how many white-space characters stand before it.
    """

    kind: str
    text: str
    key: str
    start: int
    end: int
    gap: int


NO_TOKEN = Token("", "", "", -1, -1, 1)


class Tokens:
    """The tokens of one text; beyond either end stands `NO_TOKEN`.

    Attributes:
        shown: the text in NFC, as printed.
        items: its tokens in order.
    """

    __slots__ = ("items", "shown")

    def __init__(self, shown: str, items: list[Token]) -> None:
        self.shown = shown
        self.items = items

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.items)

    def __getitem__(self, at: int) -> Token:
        return self.items[at] if 0 <= at < len(self.items) else NO_TOKEN

    def key(self, at: int) -> str:
        """The folded text of one token."""
        return self[at].key

    def glued(self, at: int) -> bool:
        """Whether the token stands directly behind the one before it."""
        return 0 < at < len(self.items) and self.items[at].gap == 0

    def keys(self, start: int, end: int) -> tuple[str, ...]:
        """The folded texts of a run of tokens."""
        return tuple(token.key for token in self.items[max(start, 0) : end])

    def matches(self, start: int, phrase: tuple[str, ...]) -> bool:
        """Whether the phrase stands at `start`."""
        return self.keys(start, start + len(phrase)) == phrase

    def printed(self, start: int, end: int) -> str:
        """The tokens from `start` up to `end` as printed."""
        return self.shown[self[start].start : self[end - 1].end]


class _Begun(Generic[V]):
    """The words read so far of some names: what they stand for, if they are a name, and how they go on."""

    __slots__ = ("further", "value")

    def __init__(self) -> None:
        self.value: V | None = None
        self.further: dict[str, _Begun[V]] = {}


class Names(Generic[V]):
    """Names of several words with what they stand for, looked up where they stand in a text.

    >>> names = Names({("bộ",): 1, ("bộ", "tài", "chính"): 2})
    >>> names.longest(tokenise("của Bộ Tài chính"), 1), names.longest(tokenise("của huyện"), 1)
    ((2, 4), None)
    """

    __slots__ = ("_first",)

    def __init__(self, names: Mapping[tuple[str, ...], V]) -> None:
        root = _Begun[V]()
        for words, value in names.items():
            begun = root
            for word in words:
                begun = begun.further.setdefault(word, _Begun())
            begun.value = value
        self._first = root.further

    def longest(self, tokens: Tokens, at: int) -> tuple[V, int] | None:
        """What the longest name that begins at a token stands for, and the token behind it."""
        begun, found = self._first.get(tokens.key(at)), None
        while begun is not None:
            at += 1
            if begun.value is not None:
                found = begun.value, at
            further = begun.further
            if not further:
                break
            begun = further.get(tokens.key(at))
        return found


def tokenise(shown: str) -> Tokens:
    """Cut a text that is in NFC.

    >>> [token.text for token in tokenise("ước đạt 1.100 tỷ")]
    ['ước', 'đạt', '1.100', 'tỷ']
    >>> tokenise("65 –70%")[1].text
    '-'
    """
    items: list[Token] = []
    known: dict[str, str] = {}
    last = 0
    for match in _TOKEN.finditer(dashes(shown)):
        kind, text = match.lastgroup or "", match.group()
        key = known.get(text)
        if key is None:
            key = known[text] = text if kind == "number" else fold(text)
        start, end = match.span()
        items.append(Token(kind, text, key, start, end, start - last))
        last = end
    return Tokens(shown, items)


def prepare(text: str) -> Tokens:
    """The tokens of a phrase from which one value is to be read.

    Raises:
        InvalidText: for something that is no text.
        UnreadableText: for an empty or an overlong phrase.
    """
    if not isinstance(text, str):
        raise InvalidText(f"{type(text).__name__} is no text", expected="a phrase as people write it")
    if len(text) > LONGEST:
        raise UnreadableText(
            f"a phrase of {len(text)} characters",
            expected=f"at most {LONGEST}",
            hint="give the sentence that holds the value",
        )
    tokens = tokenise(nfc(text))
    if not len(tokens):
        raise UnreadableText("the phrase is empty")
    return tokens


def excerpt(text: str) -> str:
    """A text for a message: quoted, and cut where it is long.

    >>> excerpt("tỷ lệ")
    "'tỷ lệ'"
    """
    short = " ".join(text[:200].split())
    return repr(short if len(short) <= 60 else short[:59] + "…")


def locales(locale: str) -> tuple[str, ...]:
    """The conventions to try for a locale.

    Raises:
        InvalidChoice: for a locale other than `vi`, `en` or `any`.

    >>> locales("vi"), locales("any")
    (('vi', 'en'), ('vi', 'en'))
    """
    if locale == "any":
        return EITHER["vi"]
    if locale not in EITHER:
        raise InvalidChoice(f"{locale!r} is no locale", expected="'vi', 'en' or 'any'")
    return EITHER[locale]
