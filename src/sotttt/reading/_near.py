"""The tokens round one place of a long text: cut there and no further than a reader looks."""

from __future__ import annotations

import re

from sotttt.reading._tokens import NO_TOKEN, Token, Tokens, tokenise

__all__ = ["WIDTHS", "Behind", "Near", "last_two"]

_PIECE = re.compile(
    r"\s*+(?:[A-TV-Za-zÀ-ÖØ-öø-ɏḀ-ỿ][A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]*+(?![^\W\d_])|[0-9]++(?:[.,][0-9]++)*+"
    r"|(?!US\$)[^\W\d_]++|>=|<=|=>|->|US\$|\S)"
)
"""White space and one token as `tokenise` cuts them; Latin words come first, as they are told fastest."""
WIDTHS = (30, 180, 400)
"""How many characters are cut before a place: at first, and where a reader looked further."""
_STEP, _FURTHEST = 48, 400
"""How many characters are cut at a time behind a place, and how many in all."""
_FURTHEST_SPACE = 40
_TORN = re.compile(r"[0-9.,]*[^\W\d_]*[^\w\s]*")
_MOST_TORN = 2
_LONGEST_KNOWN, _MOST_KNOWN = 24, 16_384


class _Pieces(dict[str, Token]):
    """Tokens by their text and the space before it, where their places begin: short ones, not too many."""

    def __missing__(self, piece: str) -> Token:
        text = piece.lstrip()
        gap = len(piece) - len(text)
        token = tokenise(text)[0]._replace(start=gap, end=len(piece), gap=gap)
        if len(piece) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[piece] = token
        return token


_pieces = _Pieces()
_known = _pieces.__getitem__


class _Chunks(dict[str, list[Token]]):
    """The tokens of what stands between two spaces, by its text: short ones, and not too many.

    White space at its end would belong to what stands behind it, and is a `KeyError`.
    """

    def __missing__(self, chunk: str) -> list[Token]:
        if not chunk or chunk[-1].isspace():
            raise KeyError(chunk)
        tokens = list(map(_known, _PIECE.findall(f" {chunk}")))
        if len(chunk) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[chunk] = tokens
        return tokens


_chunks = _Chunks()


def _cut(text: str) -> list[Token]:
    """The tokens of a text that doesn't end with white space; their places are those in their pieces."""
    first, *chunks = text.split(" ")
    items = list(map(_known, _PIECE.findall(first))) if first else []
    try:
        for chunk in chunks if not first[-1:].isspace() else ("",):
            items += _chunks[chunk]
    except KeyError:
        items = list(map(_known, _PIECE.findall(text)))
    return items


def last_two(first: str, second: str) -> tuple[str, str] | None:
    """The folded texts of the last two tokens of two words between spaces; None where a word is empty."""
    try:
        last = _chunks[second]
        return (last[-2] if len(last) > 1 else _chunks[first][-1]).key, last[-1].key
    except KeyError:
        return None


class Near(Tokens):
    """The tokens round a place of a text, numbered from the first that is cut; more are cut behind on demand.

    Where what stands from the place up to an `end` is known already, one `NO_TOKEN` stands for it.

    Attributes:
        place: the place.
        at: the token that begins there.
        behind: the token behind what was read before; a negative number where that isn't cut.
        missed: whether a reader looked before the first token, though there is more.
    """

    __slots__ = ("_begin", "_end", "_first", "_last", "_more", "at", "behind", "missed", "place")

    def __init__(self, text: str, place: int, behind: int, width: int, end: int = -1) -> None:
        self.shown = text
        self.place = place
        self.missed = False
        self._begin = start = _begin(text, place, width)
        self._more = start > 0 and width < _FURTHEST
        head = text[start:place].rstrip()
        self.items = items = _cut(head)
        self.at = at = len(items)
        begin = start + len(head)
        if end > place:
            items.append(NO_TOKEN)
            begin, self._first = end, end - place
        self._end = begin
        self._last = min(len(text), max(place, begin) + _FURTHEST)
        self._grow()
        if end <= place:
            self._first = len(items[at].text)
        if behind > start:
            self.behind = self._tokens_before(behind)
        else:
            self.behind = -len(text) if self._more else 0

    def _grow(self) -> bool:
        """Cut some more behind; whether there was more."""
        text, start = self.shown, self._end
        end = start + _STEP
        while start < self._last:
            if end < self._last:
                space = text.find(" ", end, end + _FURTHEST_SPACE)
                torn = space < 0
                end = end if torn else space
            else:
                end, torn = self._last, False
            part = text[start:end].rstrip()
            items = _cut(part)
            size = len(part)
            if torn:
                size -= sum([token.end for token in items[-_MOST_TORN:]])
                del items[-_MOST_TORN:]
            if items:
                self.items += items
                self._end = start + size
                return True
            if not torn and end == self._last:
                break
            end += _STEP
        self._end = self._last
        return False

    def _tokens_before(self, behind: int) -> int:
        """How many tokens end before what stands behind; that is never behind the place."""
        end = self._begin
        for at, token in enumerate(self.items[: self.at]):
            end += token.end
            if end > behind:
                return at
        return self.at

    def __getitem__(self, at: int) -> Token:
        if at < 0:
            self.missed |= self._more
            return NO_TOKEN
        while at >= len(self.items):
            if not self._grow():
                return NO_TOKEN
        return self.items[at]

    def key(self, at: int) -> str:
        """The folded text of one token."""
        try:
            return self.items[at].key if at >= 0 else self[at].key
        except IndexError:
            return self[at].key

    def glued(self, at: int) -> bool:
        """Whether the token stands directly behind the one before it."""
        if 0 < at < len(self.items):
            return not self.items[at].gap
        return self[at].gap == 0 and at > 0

    def matches(self, start: int, phrase: tuple[str, ...]) -> bool:
        """Whether the phrase stands at `start`."""
        for at, word in enumerate(phrase, start):  # noqa: SIM110  # a generator would cost more than the words
            if self.key(at) != word:
                return False
        return True

    def keys(self, start: int, end: int) -> tuple[str, ...]:
        """The folded texts of a run of tokens."""
        run = [self[at] for at in range(start, end)]
        return tuple([token.key for token in run if token.kind])

    def begins(self, at: int) -> int:
        """Where a token begins in the text."""
        return self.ends(at) - len(self.items[at].text) if at != self.at else self.place

    def ends(self, at: int) -> int:
        """Where a token ends in the text."""
        if at < self.at:
            return self._begin + sum([token.end for token in self.items[: at + 1]])
        return self.place + self._first + sum([token.end for token in self.items[self.at + 1 : at + 1]])

    def printed(self, start: int, end: int) -> str:
        """The tokens from `start` up to `end` as printed."""
        return self.shown[self.begins(start) : self.ends(end - 1)]

    def begins_line(self, at: int) -> bool:
        """Whether a token is the first of its line."""
        if at == 0:
            self.missed |= self._more
            return self._begin == 0
        before = self.ends(at - 1)
        return "\n" in self.shown[before : before + self.items[at].gap]


class Behind(Near):
    """The tokens behind a place of a text alone."""

    __slots__ = ()

    def __init__(self, text: str, place: int) -> None:
        self.shown = text
        self.place = self._begin = self._end = place
        self.items = []
        self.at = self.behind = -1
        self.missed = self._more = False
        self._first = 0
        self._last = min(len(text), place + _FURTHEST)
        self._grow()

    def ends(self, at: int) -> int:
        """Where a token ends in the text."""
        end = self.place
        for token in self.items[: at + 1]:
            end += token.end
        return end


def _begin(text: str, place: int, width: int) -> int:
    """Where to cut before a place, so that no token is torn."""
    at = place - width
    if at <= 0:
        return 0
    space = text.rfind(" ", max(0, at - _FURTHEST_SPACE), at)
    if space >= 0 or width >= _FURTHEST:
        return max(space, at - _FURTHEST_SPACE) if space >= 0 else at
    torn = _TORN.match(text, at, place)
    return torn.end() if torn else at
