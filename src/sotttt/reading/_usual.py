"""The usual citation, `Quyết định số 942/QĐ-TTg ngày 15/6/2021`: told from the text itself, without tokens.

What is found here is what `_numbering`, `_naming` and `dates` find among tokens; what isn't is left to them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from sotttt.law.kinds import is_abbreviation
from sotttt.reading import _citing as citing
from sotttt.reading._near import last_two

__all__ = ["Usual", "kind_at", "usual_at"]

_USUAL = re.compile(
    r"(?<![0-9/.:+-])(([0-9]{1,6}+)(?:/(19[4-9][0-9]|20[0-9]{2}))?+("
    r"(?:[/-][A-ZĐ]{2}[A-Za-zĐđ]{0,6}+(?![^\W\d_])[0-9]*+){1,6}+))(?=\s++[^\W_]|,(?![0-9])|[;:)]|\Z)"
    r"(?:,?+\s++ngày\s++(?:([0-9]{1,2}+)(?:/(?=[0-9]++/)|-(?=[0-9]++-))([0-9]{1,2}+)[/-]([1-9][0-9]{3})"
    r"|([0-9]{1,2}+)\s++tháng\s++([0-9]{1,2}+)\s++năm\s++([1-9][0-9]{3}))(?![0-9]|[.,][0-9]))?+"
)
_FURTHEST_WORD = 60


class Usual(NamedTuple):
    """A number in the usual form, perhaps with its day of issue: what is printed, and where each ends.

    `dated` says that a date stands behind the number; the calendar may have no such day.
    """

    numeral: str
    year: str | None
    text: str
    core_end: int
    end: int
    dated: bool
    issued: dt.date | None


def usual_at(text: str, place: int) -> Usual | None:
    """The number at a place, if it has the form of most: `942/QĐ-TTg ngày 15/6/2021`.

    It is what `core_at` and `date_at` find among the tokens, which then needn't be cut.
    """
    found = _USUAL.match(text, place)
    if found is None:
        return None
    core, numeral, year, symbol, day, month, issued_in, *in_words = found.groups()
    if is_abbreviation(symbol[1:]):
        return None
    core_end, end = place + len(core), found.end()
    if end == core_end:
        return Usual(numeral, year, core, core_end, end, False, None)  # noqa: FBT003  # by place, which is quick
    if day is None:
        day, month, issued_in = in_words
    try:
        issued = dt.date(int(issued_in), int(month), int(day))
    except ValueError:
        issued = None
    return Usual(numeral, year, core, core_end, end, True, issued)  # noqa: FBT003  # the same


_ENDS_OF_LONGER = {name[at:] for name in citing.ENDS_OF_KINDS for at in range(1, len(name))}
_SPELLINGS = {
    spelling: citing.RUN_TOGETHER["".join(words)]
    for words in citing.KINDS
    if len(words) == 2 and "".join(words) not in _ENDS_OF_LONGER
    for name in [" ".join(words)]
    for spelling in (name, name.capitalize(), name.title(), name.upper())
}
"""Kinds of two words, which are no end of a longer one, by the ways in which they are printed."""


def kind_at(text: str, place: int, behind: int) -> tuple[int, str, bool, bool] | None:
    """The kind before a number, if it is one of two words with số behind it, and none of them read before.

    Where it begins, its id, and whether the words before it say that there are several or that it is issued.
    """
    words = text[max(0, place - _FURTHEST_WORD) : place].rsplit(" ", 6)
    if len(words) < 7 or words[5] != "số" or words[6]:
        return None
    name = f"{words[3]} {words[4]}"
    kind, start = _SPELLINGS.get(name), place - len(name) - 4
    before = last_two(words[1], words[2]) if kind is not None and start >= behind else None
    if kind is None or before is None:
        return None
    second, last = before
    return start, kind, last in citing.PLURAL, last in citing.ISSUING or second in citing.ISSUING
