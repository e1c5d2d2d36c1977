"""The reporting calendar (kỳ báo cáo): what a periodic report counts and when it is due, as dated data."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from functools import cache
from importlib.resources import files

import attrs

from sotttt.errors import InvalidEntity, InvalidPeriod, NotFound, nearest
from sotttt.frozen import Entity, identifier, optional_label
from sotttt.periods.period import LENGTHS, Period, PeriodKind, index, months, whole
from sotttt.periods.rhythms import Frequency, editions, later
from sotttt.periods.validity import Span
from sotttt.periods.working import WorkingCalendar

__all__ = ["ReportingRule", "reporting_rules", "reporting_window"]

_NATIONAL = "nd-09-2019"
_LAST_DAY = 31

MonthDay = tuple[int, int]


def _month_day(value: MonthDay | str) -> MonthDay:
    """Months from a month, and a day of that month, or their text `-1/15`."""
    if isinstance(value, str):
        found = re.fullmatch(r"(-?[0-9]{1,3})/([0-9]{1,2})", value)
        if found is None:
            raise InvalidEntity(f"{value!r:.60} is no day of a month", expected="a text such as '-1/15'")
        value = int(found[1]), int(found[2])
    month, day = value
    if not 1 <= whole(day) <= _LAST_DAY:
        raise InvalidEntity(f"{day} is no day of a month", expected="1 to 31")
    return whole(month), day


def _span(value: Span | str) -> Span:
    return Span.of(value)


def _optional_day(value: MonthDay | str | None) -> MonthDay | None:
    return None if value is None else _month_day(value)


def _optional_count(value: int | None) -> int | None:
    return None if value is None else whole(value)


def _on(month: int, place: MonthDay) -> dt.date:
    """The day at a place counted from a month; the last one of a month that has no such day."""
    end = months(month + place[0], 1).end
    return end.replace(day=min(place[1], end.day))


@attrs.frozen(kw_only=True)
class ReportingRule(Entity):
    """When a periodic report closes its data and when it is due (thời gian chốt số liệu, thời hạn gửi).

    A day is given as months and day of the month: `-1/15` is the 15th of the month before, `0/14` the 14th
    of the same month. `opens` counts from the first month of the period, `closes` and `due` from its last;
    day 31 is the last day of any month.

    Args:
        id: a readable id.
        frequency: the rhythm of the report.
        opens: the first day that it counts.
        closes: the last day that it counts (ngày chốt số liệu).
        due: the last day on which it may be sent.
        working_days: or how many working days after `closes` that is.
        valid: the days on which the rule holds; the last day of the period decides.
        basis: id of the document that states it.
        article: the article of that document.
        regime: what the rules of one document are called together.
        name: the report in a few Vietnamese words.
        name_en: the same in English.
        source: where it was read.
        confidence: `confirmed`, `likely` or `unverified`.
        note: anything a reader should know.

    Raises:
        InvalidEntity: two kinds of due day, or no day of a month.

    >>> rule = ReportingRule(id="r", frequency="year", opens="-1/15", closes="0/14", due="0/19")
    >>> str(rule.window("2024")), str(rule.due_on("2024"))
    ('2023-12-15..2024-12-14', '2024-12-19')
    """

    id: str = attrs.field(converter=identifier)
    frequency: Frequency = attrs.field(converter=Frequency)
    opens: MonthDay = attrs.field(converter=_month_day)
    closes: MonthDay = attrs.field(converter=_month_day)
    due: MonthDay | None = attrs.field(default=None, converter=_optional_day)
    working_days: int | None = attrs.field(default=None, converter=_optional_count)
    valid: Span = attrs.field(factory=Span, converter=_span)
    basis: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    article: str | None = attrs.field(default=None, converter=optional_label)
    regime: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    name: str | None = attrs.field(default=None, converter=optional_label)
    name_en: str | None = attrs.field(default=None, converter=optional_label)
    source: str | None = attrs.field(default=None, converter=optional_label)
    confidence: str | None = attrs.field(default=None, converter=optional_label)
    note: str | None = attrs.field(default=None, converter=optional_label)

    def __attrs_post_init__(self) -> None:
        if self.due is not None and self.working_days is not None:
            raise InvalidEntity("a due day both of the month and in working days", where="working_days")

    def covers(self, period: Period | str) -> bool:
        """Whether the rule speaks of a period: an edition of its rhythm, whose last day it holds on."""
        given = Period.of(period)
        return given in editions(self.frequency, given) and self.valid.contains(given.end)

    def window(self, period: Period | str) -> Period:
        """The days that the report on a period counts (thời gian chốt số liệu).

        Raises:
            InvalidPeriod: a period that the rule doesn't speak of.
        """
        given = self._covered(period)
        return Period(_on(index(given.start), self.opens), _on(index(given.end), self.closes))

    def due_on(self, period: Period | str, calendar: WorkingCalendar | None = None) -> dt.date | None:
        """The last day on which the report on a period may be sent; None where the rule doesn't say.

        Args:
            period: the period of the report.
            calendar: working days, for a rule that counts in them.

        Raises:
            InvalidPeriod: a period that the rule doesn't speak of.
            MissingField: the rule counts in working days, and no calendar is given.
        """
        last = index(self._covered(period).end)
        if self.working_days is not None:
            return later(_on(last, self.closes), working_days=self.working_days, calendar=calendar)
        return None if self.due is None else _on(last, self.due)

    def _covered(self, period: Period | str) -> Period:
        given = Period.of(period)
        if not self.covers(given):
            raise InvalidPeriod(
                f"the rule {self.id!r} doesn't speak of {given}",
                expected=f"a period of the rhythm {self.frequency.value!r} that ends in {self.valid}",
            )
        return given


@cache
def _bundled() -> tuple[ReportingRule, ...]:
    text = files(__package__).joinpath("reporting.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text), strict=True)
    return tuple(
        ReportingRule(
            **{name: value or None for name, value in row.items() if name != "working_days"},  # type: ignore[arg-type]  # the columns are the fields
            working_days=int(row["working_days"]) if row["working_days"] else None,
        )
        for row in rows
    )


def reporting_rules(regime: str | None = None) -> tuple[ReportingRule, ...]:
    """The rules on periodic reports that the library knows (chế độ báo cáo định kỳ), each with its basis.

    Args:
        regime: the rules of one document alone.

    Raises:
        NotFound: no such regime.

    >>> {rule.regime: rule.article for rule in reporting_rules()}["nd-09-2019"]
    'Điều 12'
    """
    if regime is None:
        return _bundled()
    found = tuple(rule for rule in _bundled() if rule.regime == regime)
    if not found:
        names = [rule.regime for rule in _bundled() if rule.regime is not None]
        raise NotFound(f"no reporting rules are called {regime!r}", hint=nearest(regime, names))
    return found


def reporting_window(period: Period | str, regime: str = _NATIONAL) -> Period:
    """The days that a periodic report on a period counts (thời gian chốt số liệu).

    Args:
        period: a month, quarter, half, year or the nine months from January.
        regime: the rules asked; without it Article 12 of Decree 09/2019/NĐ-CP.

    Raises:
        InvalidPeriod: a period on which no periodic report is made, or no rule held on its last day.
        NotFound: no such regime.

    >>> str(reporting_window("2020")), str(reporting_window("2020-07"))
    ('2019-12-15..2020-12-14', '2020-06-15..2020-07-14')
    """
    given = Period.of(period)
    rules = reporting_rules(regime)
    for rule in rules:
        if rule.covers(given):
            return rule.window(given)
    if given.kind not in {*LENGTHS, PeriodKind.CUMULATIVE}:
        raise InvalidPeriod(f"no periodic report is made on {given}", expected="whole months of one year")
    raise InvalidPeriod(
        f"no rule of {regime!r} speaks of {given}",
        expected=", ".join(f"{rule.frequency.value} in {rule.valid}" for rule in rules),
    )
