"""The tokens round one place of a long text: cut there and no further than a reader looks."""

from __future__ import annotations

import re

from sotttt.reading._tokens import NO_TOKEN, Token, Tokens, tokenise

__all__ = ["WIDTHS", "Near", "near"]

_PIECE = re.compile(r"\s*(?:[0-9]+(?:[.,][0-9]+)*|(?!US\$)[^\W\d_]+|>=|<=|=>|->|US\$|\S)")
_TORN = re.compile(r"[0-9.,]*[^\W\d_]*[^\w\s]*")
_MOST_TORN = 2
_WIDTHS = ((50, 110), (180, 260), (400, 400))
"""How many characters are cut on either side, at first and where a reader looked further."""
WIDTHS = len(_WIDTHS)
_FURTHEST_SPACE = 40
_LONGEST_KNOWN, _MOST_KNOWN = 24, 16_384


class _Pieces(dict[str, Token]):
    """Tokens by their text with the space before it; without places. It holds short ones, and not too many."""

    def __missing__(self, piece: str) -> Token:
        text = piece.lstrip()
        token = tokenise(text)[0]._replace(start=-1, end=-1, gap=len(piece) - len(text))
        if len(piece) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[piece] = token
        return token


_pieces = _Pieces()


class Near(Tokens):
    """The tokens round a place of a text, numbered from the first that is cut.

    Attributes:
        at: the token that begins at the place.
        behind: the token behind what was read before; a negative number where that isn't cut.
        missed: whether a reader looked beyond what is cut, though there is more.
    """

    __slots__ = ("_begin", "_cut_left", "_cut_right", "_pieces", "at", "behind", "missed")

    def __init__(self, text: str, place: int, behind: int, widths: tuple[int, int]) -> None:
        widest = widths == _WIDTHS[-1]
        start, end = _left(text, place - widths[0]), _right(text, place + widths[1])
        self._cut_left = start > 0 and not widest
        self._cut_right = end < len(text) and not widest
        if self._cut_left and not text[start].isspace():
            torn = _TORN.match(text, start, place)
            start = torn.end() if torn else start
        head = text[start:place].rstrip()
        left = _PIECE.findall(head)
        right = _PIECE.findall(text[start + len(head) : end].rstrip())
        if self._cut_right and not text[end].isspace():
            del right[max(1, len(right) - _MOST_TORN) :]
        pieces = left + right
        super().__init__(text, list(map(_pieces.__getitem__, pieces)))
        self.at = len(left)
        self.missed = False
        self._pieces = pieces
        self._begin = start
        if behind <= start:
            self.behind = -len(text) if self._cut_left else 0
        else:
            self.behind = self._tokens_before(behind)

    def _tokens_before(self, place: int) -> int:
        at, end = 0, self._begin
        while at < len(self._pieces):
            end += len(self._pieces[at])
            if end > place:
                break
            at += 1
        return at

    def __getitem__(self, at: int) -> Token:
        if 0 <= at < len(self.items):
            return self.items[at]
        self.missed |= self._cut_left if at < 0 else self._cut_right
        return NO_TOKEN

    def key(self, at: int) -> str:
        """The folded text of one token."""
        if 0 <= at < len(self.items):
            return self.items[at].key
        self.missed |= self._cut_left if at < 0 else self._cut_right
        return ""

    def glued(self, at: int) -> bool:
        """Whether the token stands directly behind the one before it."""
        if 0 < at < len(self.items):
            return self.items[at].gap == 0
        self.missed |= self._cut_left if at <= 0 else self._cut_right
        return False

    def keys(self, start: int, end: int) -> tuple[str, ...]:
        """The folded texts of a run of tokens."""
        if start < 0 or end > len(self.items):
            self.missed |= (self._cut_left and start < 0) or (self._cut_right and end > len(self.items))
            start = max(start, 0)
        return tuple([token.key for token in self.items[start:end]])

    def begins(self, at: int) -> int:
        """Where a token begins in the text."""
        return self.ends(at) - len(self.items[at].text)

    def ends(self, at: int) -> int:
        """Where a token ends in the text."""
        return self._begin + sum(map(len, self._pieces[: at + 1]))

    def printed(self, start: int, end: int) -> str:
        """The tokens from `start` up to `end` as printed."""
        return "".join(self._pieces[start:end]).lstrip()

    def begins_line(self, at: int) -> bool:
        """Whether a token is the first of its line."""
        if at == 0:
            self.missed |= self._cut_left
            return self._begin == 0
        return "\n" in self._pieces[at][: self.items[at].gap]


def near(text: str, place: int, behind: int, width: int) -> Near:
    """The tokens round a place, in one of the widths."""
    return Near(text, place, behind, _WIDTHS[width])


def _left(text: str, at: int) -> int:
    """White space at or before a place, so that no token is cut."""
    if at <= 0:
        return 0
    space = text.rfind(" ", max(0, at - _FURTHEST_SPACE), at)
    if space < 0:
        space = text.rfind("\n", max(0, at - _FURTHEST_SPACE), at)
    return at if space < 0 else space


def _right(text: str, at: int) -> int:
    """White space at or behind a place."""
    if at >= len(text):
        return len(text)
    space = text.find(" ", at, at + _FURTHEST_SPACE)
    if space < 0:
        space = text.find("\n", at, at + _FURTHEST_SPACE)
    return at if space < 0 else space
