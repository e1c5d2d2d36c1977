"""Periods, deadlines and horizons as documents name them (kỳ, thời hạn): `read_period`, `read_horizon`."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sotttt.errors import InvalidDate, InvalidPeriod, UnreadableText
from sotttt.periods import Horizon, Period
from sotttt.reading import _lexicon as lexicon
from sotttt.reading._tokens import Tokens, excerpt, prepare
from sotttt.reading.dates import DateFound, calendar_day, date_at, month_at
from sotttt.reading.numbers import spelt_at

__all__ = ["PeriodFound", "period_at", "periods_in", "read_horizon", "read_period"]

_YEAR = re.compile(r"19[0-9]{2}|20[0-9]{2}|2100")
_SMALL = re.compile(r"[0-9]{1,2}")
_MONTH_YEAR = re.compile(r"(?P<month>[0-9]{1,2})\.(?P<year>(?:19|20)[0-9]{2})")
_MONTHS = 12
_NO_YEAR = "has no year"
_BEFORE_WORDS = 3
_ROLE_WORDS = 7


class PeriodFound(NamedTuple):
    """A period that stands in a text.

    Attributes:
        start: its first token.
        end: the token behind it.
        period: its days; None where they aren't told.
        fault: then why.
    """

    start: int
    end: int
    period: Period | None
    fault: str | None = None


def read_period(text: str) -> Period:
    """Read the one period that a text names (kỳ), or the deadline it sets (thời hạn).

    A deadline within, by or at the end of D ("trong", "đến", "hết", "chậm nhất") is D; one before D
    ("trước") is the day before D begins. The other words round the period are ignored.

    Raises:
        UnreadableText: where no period stands, or several; where the year is missing; for school years
            and words such as "đầu năm", which name no days.

    >>> str(read_period("giai đoạn 2016-2020")), str(read_period("6 tháng đầu năm 2021"))
    ('2016..2020', '2021-H1')
    >>> str(read_period("quý III/2020")), str(read_period("9 tháng năm 2021"))
    ('2020-Q3', '2021-M01..M09')
    >>> str(read_period("đến năm 2025")), str(read_period("trước ngày 1/7/2025"))
    ('2025', '2025-06-30')
    """
    tokens = prepare(text)
    try:
        return Period.parse(text)
    except InvalidPeriod:
        found = {_deadline(tokens, hit) or hit.fault: hit for hit in periods_in(tokens)}
    printed = ", ".join(repr(tokens.printed(hit.start, hit.end)) for hit in list(found.values())[:5])
    if not found:
        raise UnreadableText(f"{excerpt(text)} names no period", expected="a period such as 'quý III/2020'")
    if len(found) > 1:
        hint = "read_horizon reads a period with its orientation and vision"
        raise UnreadableText(
            f"{excerpt(text)} names {len(found)} periods: {printed}", expected="one", hint=hint
        )
    period = next(iter(found))
    if isinstance(period, Period):
        return period
    raise UnreadableText(f"{printed} {period}", expected="a period such as 'quý III/2020'")


def read_horizon(text: str) -> Horizon:
    """Read the horizon of a plan (kỳ quy hoạch): its period, orientation (định hướng) and vision (tầm nhìn).

    Raises:
        UnreadableText: where the period is missing, or more than one stands.
        InvalidPeriod: where an orientation or vision year lies before the end of the period.

    >>> str(read_horizon("giai đoạn 2016-2020, định hướng đến năm 2030, tầm nhìn 2045"))
    '2016..2020; orientation 2030; vision 2045'
    >>> str(read_horizon("đến năm 2025, định hướng đến năm 2030"))
    '2025; orientation 2030'
    """
    tokens = prepare(text)
    try:
        return Horizon.parse(text)
    except InvalidPeriod:
        return _horizon(tokens, text)


def _horizon(tokens: Tokens, text: str) -> Horizon:
    """The horizon that prose tells."""
    years: dict[str, list[int]] = {"orientation": [], "vision": []}
    main: dict[Period, PeriodFound] = {}
    role, behind = "", 0
    for hit in periods_in(tokens):
        role = _role(tokens, behind, hit.start, role)
        behind = hit.end
        if hit.period is None:
            raise UnreadableText(f"{tokens.printed(hit.start, hit.end)!r} {hit.fault}")
        if role:
            years[role].append(hit.period.end.year)
        else:
            main[hit.period] = hit
    if len(main) != 1:
        printed = ", ".join(repr(tokens.printed(hit.start, hit.end)) for hit in list(main.values())[:5])
        many = f"names {len(main)} plan periods: {printed}" if main else "names no plan period"
        raise UnreadableText(f"{excerpt(text)} {many}", expected="one, such as 'giai đoạn 2016-2020'")
    return Horizon(next(iter(main)), tuple(years["orientation"]), tuple(years["vision"]))


def _role(tokens: Tokens, behind: int, start: int, role: str) -> str:
    """What a period is to its plan: `orientation`, `vision`, or the plan period itself (empty)."""
    between = tokens.keys(behind, start)
    if role and between and all(key in lexicon.JOINS for key in between):
        return role
    for at in range(start - 1, max(behind, start - _ROLE_WORDS) - 1, -1):
        if tokens.key(at) in (",", ";", "đoạn"):
            break
        for phrase, name in lexicon.HORIZON_WORDS.items():
            if at >= behind and tokens.matches(at, phrase):
                return name
    return ""


def _deadline(tokens: Tokens, hit: PeriodFound) -> Period | None:
    """The period itself, or the day before it where "trước" says so."""
    if hit.period is None:
        return None
    at = hit.start - 1
    while at >= hit.start - _BEFORE_WORDS and tokens.key(at) in lexicon.CALENDAR_WORDS:
        at -= 1
    if tokens.key(at) not in lexicon.BEFORE:
        return hit.period
    return Period.of(hit.period.start - dt.timedelta(days=1))


def periods_in(tokens: Tokens) -> Iterator[PeriodFound]:
    """The periods of a text from left to right."""
    at, behind = 0, -1
    while at < len(tokens):
        found = period_at(tokens, at, behind)
        if found is not None:
            yield found
            behind = found.end
        at = found.end if found else at + 1


def period_at(tokens: Tokens, at: int, behind: int = -1) -> PeriodFound | None:
    """The period that begins at a token, or None; `behind` is the token behind an earlier one."""
    date = date_at(tokens, at, behind)
    if date is not None:
        return _dates(tokens, date)
    for form in _FORMS:
        found = form(tokens, at)
        if found is not None:
            return found
    return None


def _dates(tokens: Tokens, first: DateFound) -> PeriodFound:
    """A day, or the days from one date to another."""
    last, end = first, first.end
    join = _join(tokens, first.end)
    if join >= 0:
        second = date_at(tokens, join, join - 1)
        if second is not None:
            last, end = second, second.end
    if last.year is None:
        return PeriodFound(first.start, end, None, _NO_YEAR)
    if len(last.year) == 2 or (first.year is not None and len(first.year) == 2):
        return PeriodFound(first.start, end, None, "has a year of two digits")
    until = int(last.year)
    since = int(first.year) if first.year else until - ((first.month, first.day) > (last.month, last.day))
    try:
        days = [
            calendar_day(year, hit.month, hit.day, tokens.printed(hit.start, hit.end))
            for year, hit in ((since, first), (until, last))
        ]
        return PeriodFound(first.start, end, Period(days[0], days[1]))
    except (InvalidDate, InvalidPeriod) as fault:
        return PeriodFound(first.start, end, None, f"names no days: {fault.what}")


def _join(tokens: Tokens, at: int) -> int:
    """The token behind "-" or "đến", and behind a calendar word after it; -1 where neither stands."""
    if tokens.key(at) not in lexicon.UNTIL:
        return -1
    at += 1
    while tokens.key(at) in lexicon.CALENDAR_WORDS and tokens.key(at) != "tháng":
        at += 1
    return at


def _year_at(tokens: Tokens, at: int) -> int | None:
    """The year that stands at a token alone: no part of another number, nor of a document's."""
    if not _YEAR.fullmatch(tokens[at].text):
        return None
    before, after = tokens[at - 1], tokens[at + 1]
    if tokens.glued(at) and (
        before.kind == "word" or (before.text in ("/", ".", ":", "+") and before.gap == 0)
    ):
        return None
    if (
        after.gap == 0
        and tokens[at + 2].gap == 0
        and after.text in ("/", "-")
        and tokens[at + 2].kind == "word"
    ):
        return None
    return None if after.gap == 0 and after.kind == "word" else int(tokens[at].text)


def _year_behind(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """The year that goes with what ends before a token: `năm 2021`, `/2021`, `của năm 2021`, `of 2021`."""
    end = at
    while end < at + 3 and tokens.key(end) in lexicon.YEAR_JOINS:
        end += 1
    if tokens.key(end) in ("/", "-", "."):
        end += 1
    if not _YEAR.fullmatch(tokens[end].text) or _is_number_of_document(tokens, end + 1):
        return None, at
    return int(tokens[end].text), end + 1


def _is_number_of_document(tokens: Tokens, at: int) -> bool:
    """Whether a symbol goes on behind a year: `/2019/NQ-CP`."""
    mark, word = tokens[at], tokens[at + 1]
    return mark.text in ("/", "-") and mark.gap == 0 and word.kind == "word" and word.gap == 0


def months(year: int, first: int, last: int) -> Period:
    """The period of whole months of a year.

    >>> str(months(2021, 1, 9))
    '2021-M01..M09'
    """
    return Period(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))


def _count_of_months(tokens: Tokens, at: int) -> PeriodFound | None:
    """`6 tháng đầu năm 2021`, `9 tháng năm 2021`, `3 tháng cuối năm 2021`."""
    count, end = _small(tokens, at)
    if tokens.key(end) not in ("tháng", "months") or not count:
        return None
    end += 1
    last = tokens.key(end) == "cuối" or tokens.key(at - 1) == "last"
    told = tokens.key(end) in ("đầu", "cuối") or tokens.key(at - 1) in ("first", "last")
    end += tokens.key(end) in ("đầu", "cuối")
    year, behind = _year_behind(tokens, end)
    if year is None:
        return PeriodFound(at, end, None, _NO_YEAR) if told else None
    if count > _MONTHS:
        return PeriodFound(at, behind, None, "has more months than a year")
    first = _MONTHS + 1 - count if last else 1
    return PeriodFound(at, behind, months(year, first, first + count - 1))


def _small(tokens: Tokens, at: int) -> tuple[int, int]:
    """A number of one or two digits, or in words; 0 where there is none."""
    if _SMALL.fullmatch(tokens[at].text):
        return int(tokens[at].text), at + 1
    spelt = spelt_at(tokens, at)
    return (0, at) if spelt is None or spelt.step != 1 else (int(spelt.value), spelt.end)


def _month(tokens: Tokens, at: int) -> PeriodFound | None:
    """`tháng 10/2020`, `tháng 10 năm 2020`, `tháng 1-9/2021`, `tháng 7/2020 đến tháng 6/2021`."""
    if tokens.key(at) != "tháng" or tokens.key(at - 1) in lexicon.EACH:
        return None
    dotted = _MONTH_YEAR.fullmatch(tokens[at + 1].text)
    if dotted:
        return _month_of(at, at + 2, int(dotted["month"]), int(dotted["month"]), int(dotted["year"]))
    first, end = month_at(tokens, at + 1)
    if first is None:
        return None
    since, end = _year_behind(tokens, end)
    join = _join(tokens, end)
    join += join >= 0 and tokens.key(join) == "tháng"
    last, behind = month_at(tokens, join) if join >= 0 else (None, end)
    if last is None:
        fault = None if since else _NO_YEAR
        return PeriodFound(at, end, None, fault) if since is None else _month_of(at, end, first, first, since)
    until, behind = _year_behind(tokens, behind)
    if until is None:
        return PeriodFound(at, behind, None, _NO_YEAR)
    return _month_of(at, behind, first, last, until, since)


def _month_of(at: int, end: int, first: int, last: int, year: int, since: int | None = None) -> PeriodFound:
    if not (0 < first <= _MONTHS and 0 < last <= _MONTHS):
        return PeriodFound(at, end, None, "names no month")
    begin, finish = months(since or year, first, first), months(year, last, last)
    if finish < begin:
        return PeriodFound(at, end, None, "ends before it begins")
    return PeriodFound(at, end, Period(begin.start, finish.end))


def _bare_month(tokens: Tokens, at: int) -> PeriodFound | None:
    """`10/2020`."""
    if not _SMALL.fullmatch(tokens[at].text) or tokens.key(at + 1) != "/" or tokens.glued(at):
        return None
    month, year = int(tokens[at].text), _YEAR.fullmatch(tokens[at + 2].text)
    if year is None or not 0 < month <= _MONTHS or _is_number_of_document(tokens, at + 3):
        return None
    return PeriodFound(at, at + 3, months(int(year.group()), month, month))


def _quarter(tokens: Tokens, at: int) -> PeriodFound | None:
    """`quý III/2020`, `quý 3 năm 2020`, `Q3/2020`; `H1 2021`."""
    key, which = tokens.key(at), tokens.key(at + 1)
    if key not in lexicon.PARTS_OF_YEAR or (key in ("q", "h") and not tokens.glued(at + 1)):
        return None
    length = lexicon.PARTS_OF_YEAR[key]
    place = lexicon.QUARTERS.get(which, 0)
    if not 0 < place * length <= _MONTHS:
        return None
    return _part_of_year(tokens, at, at + 2, place, length)


def _english_quarter(tokens: Tokens, at: int) -> PeriodFound | None:
    """`third quarter of 2020`, `3rd quarter of 2020`."""
    place, end = lexicon.ENGLISH_QUARTERS.get(tokens.key(at), 0), at + 1
    if tokens.key(end) in lexicon.ORDINALS and tokens.glued(end):
        place, end = lexicon.QUARTERS.get(tokens.key(at), 0), end + 1
    if not place or tokens.key(end) != "quarter":
        return None
    return _part_of_year(tokens, at, end + 1, place, 3)


def _part_of_year(tokens: Tokens, at: int, end: int, place: int, length: int) -> PeriodFound:
    """The quarter or half of that place in the year that stands behind it."""
    year, behind = _year_behind(tokens, end)
    if year is None:
        return PeriodFound(at, end, None, _NO_YEAR)
    return PeriodFound(at, behind, months(year, place * length - length + 1, place * length))


def _half(tokens: Tokens, at: int) -> PeriodFound | None:
    """`nửa đầu năm 2021`, `first half of 2021`."""
    place = lexicon.HALF_YEARS.get(tokens.keys(at, at + 2))
    if place is None:
        return None
    return _part_of_year(tokens, at, at + 2, place, 6)


def _english_month(tokens: Tokens, at: int) -> PeriodFound | None:
    """`October 2020`."""
    month = lexicon.ENGLISH_MONTHS.get(tokens.key(at))
    year = _year_at(tokens, at + 1 + (tokens.key(at + 1) == ","))
    if month is None or year is None:
        return None
    return PeriodFound(at, at + 2 + (tokens.key(at + 1) == ","), months(year, month, month))


def _years(tokens: Tokens, at: int) -> PeriodFound | None:
    """`2020`, `2016-2020`, `2021 đến năm 2025`."""
    first = _year_at(tokens, at)
    if first is None:
        return None
    school = tokens.key(at - 1) in ("học", "khóa", "khoá") and tokens.key(at - 2) in ("năm", "niên")
    if tokens.key(at + 1) == "/" and tokens.glued(at + 1) and _YEAR.fullmatch(tokens[at + 2].text):
        return PeriodFound(at, at + 3, None, "names two years")
    join = _join(tokens, at + 1)
    last = _year_at(tokens, join) if join >= 0 else None
    if last is not None and last > first:
        whole = Period(dt.date(first, 1, 1), dt.date(last, 12, 31))
        return PeriodFound(at, join + 1, None if school else whole, "is a school year" if school else None)
    if tokens.key(at - 1) == "năm" and tokens.key(at - 2) in ("đầu", "giữa"):
        return PeriodFound(at, at + 1, None, f"stands behind {tokens[at - 2].text!r}, which names no days")
    return PeriodFound(at, at + 1, months(first, 1, _MONTHS))


_FORMS: tuple[Callable[[Tokens, int], PeriodFound | None], ...] = (
    _count_of_months,
    _month,
    _quarter,
    _english_quarter,
    _half,
    _english_month,
    _bare_month,
    _years,
)
