"""Dates as documents and the press print them (ngày tháng): `read_date`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from sotttt.errors import InvalidDate, UnreadableText
from sotttt.reading import _lexicon as lexicon
from sotttt.reading._tokens import Tokens, excerpt, prepare

__all__ = ["DateFound", "date_at", "dates_in", "read_date"]

_DAY = re.compile(r"[0-9]{1,2}")
_YEAR = re.compile(r"[1-9][0-9]{3}")
_SHORT_YEAR = re.compile(r"[0-9]{2}")
_DOTTED = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})(?:\.(?P<year>[0-9]{4}|[0-9]{2}))?")
_MARKS = frozenset("/-.")
_CHAINS = frozenset("/-.:+")
_YEAR_MARKS = frozenset({"năm", "/", "-", ".", ","})
_LAST_DAY = 31
_LAST_MONTH = 12


class DateFound(NamedTuple):
    """A date that stands in a text, not yet looked up in the calendar.

    Attributes:
        start: its first token.
        end: the token behind it.
        day: the day of the month.
        month: the month.
        year: the year as printed (`"2018"`, `"18"`), or None where none is.
    """

    start: int
    end: int
    day: int
    month: int
    year: str | None


def read_date(text: str, *, year: int | None = None) -> dt.date:
    """Read the one date that a text holds (ngày tháng); the words and the clock round it are ignored.

    The day always stands before the month, but in ISO dates (`2018-03-02`).

    Args:
        text: the phrase.
        year: the year of a date that is printed without one ("Sáng 3.3").

    Raises:
        UnreadableText: where no date stands, or several; where the year is missing or has two digits.
        InvalidDate: for a day that the calendar doesn't have.

    >>> read_date("ngày 02 tháng 3 năm 2018"), read_date("16:51, 28/08/2019 (GMT+7)")
    (datetime.date(2018, 3, 2), datetime.date(2019, 8, 28))
    >>> read_date("Sáng 3.3", year=2021)
    datetime.date(2021, 3, 3)
    >>> read_date("31/2/2018")
    Traceback (most recent call last):
    sotttt.errors.InvalidDate: '31/2/2018' is no day of the calendar; expected day, month, year
    """
    tokens = prepare(text)
    found: dict[dt.date, DateFound] = {}
    for hit in dates_in(tokens):
        found[_day(tokens, hit, year)] = hit
    if not found:
        raise UnreadableText(
            f"{excerpt(text)} holds no date", expected="day, month and year, such as 02/3/2018"
        )
    if len(found) > 1:
        days = ", ".join(repr(tokens.printed(hit.start, hit.end)) for hit in list(found.values())[:5])
        raise UnreadableText(f"{excerpt(text)} holds {len(found)} dates: {days}", expected="one date")
    return next(iter(found))


def _day(tokens: Tokens, hit: DateFound, year: int | None) -> dt.date:
    printed = excerpt(tokens.printed(hit.start, hit.end))
    if hit.year is None and year is None:
        raise UnreadableText(f"{printed} has no year", hint="give it, as in read_date(text, year=2021)")
    if hit.year is not None and len(hit.year) == 2:
        raise UnreadableText(f"{printed} has a year of two digits", expected="four digits")
    return calendar_day(int(hit.year) if hit.year is not None else year or 0, hit.month, hit.day, printed)


def calendar_day(year: int, month: int, day: int, printed: str) -> dt.date:
    """The date, or the error that says why there is none.

    Raises:
        InvalidDate: for a day that the calendar doesn't have.
    """
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise InvalidDate(f"{printed} is no day of the calendar", expected="day, month, year") from None


def dates_in(tokens: Tokens) -> Iterator[DateFound]:
    """The dates of a text from left to right."""
    begin, behind = 0, -1
    for at, token in enumerate(tokens):
        if at < begin or (token.kind != "number" and token.key not in lexicon.ENGLISH_MONTHS):
            continue
        found = date_at(tokens, at, behind)
        if found is not None:
            yield found
            begin = behind = found.end


def date_at(tokens: Tokens, at: int, behind: int = -1) -> DateFound | None:
    """The date that begins at a token, or None; `behind` is the token behind an earlier date."""
    token = tokens[at]
    if token.kind != "number" and token.key not in lexicon.ENGLISH_MONTHS:
        return None
    if at != behind + 1 and _goes_on(tokens, at):
        return None
    behind_it = tokens.key(at + 1)
    if token.kind != "number":
        return _english(tokens, at)
    if behind_it in _MARKS or "." in token.text:
        return _iso(tokens, at) or _numeric(tokens, at)
    return _in_words(tokens, at) if behind_it == "tháng" else _english(tokens, at)


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether the token goes on with a number before it, as in `1987+560` and `45/2016`."""
    return (
        tokens.glued(at)
        and tokens.glued(at - 1)
        and tokens.key(at - 1) in _CHAINS
        and tokens[at - 2].kind == "number"
    )


def _iso(tokens: Tokens, at: int) -> DateFound | None:
    mark = tokens.key(at + 1)
    if mark not in ("-", "/") or tokens.key(at + 3) != mark or not _YEAR.fullmatch(tokens[at].text):
        return None
    month, day = tokens[at + 2].text, tokens[at + 4].text
    if not (_DAY.fullmatch(month) and _DAY.fullmatch(day)):
        return None
    return DateFound(at, at + 5, int(day), int(month), tokens[at].text)


def _numeric(tokens: Tokens, at: int) -> DateFound | None:
    """`02/3/2018`, `2-3-2018`, `3.3.2021`; two numbers alone behind a word such as ngày or sáng."""
    dotted = _DOTTED.fullmatch(tokens[at].text)
    if dotted is not None:
        day, month, year, end = dotted["day"], dotted["month"], dotted["year"], at + 1
    else:
        mark = tokens.key(at + 1)
        day, month, year, end = tokens[at].text, tokens[at + 2].text, None, at + 3
        if mark not in _MARKS or not (_DAY.fullmatch(day) and _DAY.fullmatch(month)):
            return None
        last = tokens[at + 4].text
        if tokens.key(at + 3) == mark and (_YEAR.fullmatch(last) or _SHORT_YEAR.fullmatch(last)):
            year, end = last, at + 5
    if year is None and tokens.key(end) in _CHAINS and tokens.glued(end) and tokens[end + 1].kind == "number":
        return None
    likely = 0 < int(day) <= _LAST_DAY and 0 < int(month) <= _LAST_MONTH
    if year is None and likely and (tokens.key(at - 1) in lexicon.TIMES_OF_DAY or _opens(tokens, end)):
        behind = tokens[end + 1].text
        if tokens.key(end) == "năm" and _YEAR.fullmatch(behind):
            return DateFound(at, end + 2, int(day), int(month), behind)
        return DateFound(at, end, int(day), int(month), None)
    if year is None or (len(year) == 2 and not likely):
        return None
    return DateFound(at, end, int(day), int(month), year)


def _opens(tokens: Tokens, at: int) -> bool:
    """Whether a join and a date with its year stand behind a day and a month: `1/1 - 30/6/2020`."""
    if tokens.key(at) not in lexicon.UNTIL:
        return False
    at += 1 + (tokens.key(at + 1) == "ngày")
    mark = tokens.key(at + 1)
    return (
        mark in _MARKS
        and mark == tokens.key(at + 3)
        and bool(_DAY.fullmatch(tokens[at].text) and _DAY.fullmatch(tokens[at + 2].text))
        and bool(_YEAR.fullmatch(tokens[at + 4].text))
    )


def _in_words(tokens: Tokens, at: int) -> DateFound | None:
    """`02 tháng 3 năm 2018`, `mùng 2 tháng ba`."""
    if not _DAY.fullmatch(tokens[at].text):
        return None
    month, end = month_at(tokens, at + 2)
    if month is None:
        return None
    year = end + (tokens.key(end) in _YEAR_MARKS)
    if _YEAR.fullmatch(tokens[year].text):
        return DateFound(at, year + 1, int(tokens[at].text), month, tokens[year].text)
    if tokens.key(at - 1) not in lexicon.DAY_WORDS:
        return None
    return DateFound(at, end, int(tokens[at].text), month, None)


def month_at(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """The month that stands behind `tháng`, in digits or words, and the token behind it."""
    if _DAY.fullmatch(tokens[at].text):
        return int(tokens[at].text), at + 1
    if tokens.key(at) == "mười" and tokens.key(at + 1) in ("một", "hai"):
        return 10 + lexicon.MONTHS[tokens.key(at + 1)], at + 2
    if tokens.key(at) == "năm" and _YEAR.fullmatch(tokens[at + 1].text):
        return None, at
    return lexicon.MONTHS.get(tokens.key(at)), at + 1


def _english(tokens: Tokens, at: int) -> DateFound | None:
    """`2 March 2018`, `2nd of March, 2018`, `March 2, 2018`."""
    if tokens[at].kind == "number":
        day, name = at, at + 1 + (tokens.key(at + 1) in lexicon.ORDINALS)
        name += tokens.key(name) == "of"
        end = name + 1
    else:
        name, day = at, at + 1
        end = day + 1 + (tokens.key(day + 1) in lexicon.ORDINALS)
    month = lexicon.ENGLISH_MONTHS.get(tokens.key(name))
    if month is None or not _DAY.fullmatch(tokens[day].text):
        return None
    end += tokens.key(end) == "."
    year = end + (tokens.key(end) == ",")
    if not _YEAR.fullmatch(tokens[year].text):
        return None if len(tokens.key(name)) < 4 else DateFound(at, end, int(tokens[day].text), month, None)
    return DateFound(at, year + 1, int(tokens[day].text), month, tokens[year].text)
