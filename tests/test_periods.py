"""Periods by every name, spans of validity, horizons, and the reporting calendar."""

from __future__ import annotations

import calendar
import copy
import datetime as dt
import pickle
import subprocess
import sys
from typing import Any

import attrs
import pytest

from sotttt import periods
from sotttt.errors import (
    InexactNumber,
    InvalidChoice,
    InvalidDate,
    InvalidEntity,
    InvalidPeriod,
    InvalidText,
    MissingField,
    NotFound,
    SottttError,
)
from sotttt.periods import (
    Calendar,
    Frequency,
    Horizon,
    Period,
    PeriodKind,
    ReportingRule,
    Span,
    as_date,
    editions,
    later,
    reporting_rules,
    reporting_window,
    tiles,
)
from sotttt.periods.period import days_in, restore

NOON = dt.datetime(2020, 7, 15, 12)  # noqa: DTZ001  # refused whatever its zone


class OwnDate(dt.date):
    """A date of another library, as freezers of clocks make them."""


def names(periods: tuple[Period, ...]) -> list[str]:
    return [str(period) for period in periods]


@pytest.mark.parametrize(
    ("text", "start", "end", "kind", "days"),
    [
        ("2020", "2020-01-01", "2020-12-31", "year", 366),
        ("2020-H1", "2020-01-01", "2020-06-30", "half", 182),
        ("2020-H2", "2020-07-01", "2020-12-31", "half", 184),
        ("2020-Q1", "2020-01-01", "2020-03-31", "quarter", 91),
        ("2020-Q3", "2020-07-01", "2020-09-30", "quarter", 92),
        ("2020-02", "2020-02-01", "2020-02-29", "month", 29),
        ("2020-07-15", "2020-07-15", "2020-07-15", "day", 1),
        ("2020-M01..M02", "2020-01-01", "2020-02-29", "cumulative", 60),
        ("2020-M01..M09", "2020-01-01", "2020-09-30", "cumulative", 274),
        ("2016..2020", "2016-01-01", "2020-12-31", "term", 1827),
        ("2025-09-24..2025-11-13", "2025-09-24", "2025-11-13", "interval", 51),
        ("2020-02-01..2020-03-31", "2020-02-01", "2020-03-31", "interval", 60),
        ("2020-07-01..2021-06-30", "2020-07-01", "2021-06-30", "interval", 365),
        ("2020-01-01..2020-12-30", "2020-01-01", "2020-12-30", "interval", 365),
        ("0001", "0001-01-01", "0001-12-31", "year", 365),
        ("9999-Q4", "9999-10-01", "9999-12-31", "quarter", 92),
        ("0001..9999", "0001-01-01", "9999-12-31", "term", 3652059),
    ],
)
def test_the_canonical_names(text: str, start: str, end: str, kind: str, days: int) -> None:
    period = Period.parse(text)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert period.kind is PeriodKind(kind)
    assert period.days == days
    assert str(period) == text
    assert repr(period) == f"Period.parse({text!r})"
    assert period == Period(start, end) == Period.of(text)
    assert hash(period) == hash(Period(dt.date.fromisoformat(start), end))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2020-M01..M12", "2020"),
        ("2020-M01..M06", "2020-H1"),
        ("2020-M01..M03", "2020-Q1"),
        ("2020-M01..M01", "2020-01"),
        ("2020-M07..M12", "2020-H2"),
        ("2020-M07", "2020-07"),
        ("2020-01-01..2020-12-31", "2020"),
        ("2020-07-15..2020-07-15", "2020-07-15"),
        ("2020..2020", "2020"),
        ("2020-Q1..Q3", "2020-M01..M09"),
        ("2020-Q1..2020-Q2", "2020-H1"),
        ("2020-H1..H2", "2020"),
        ("2019-Q1..2020-Q4", "2019..2020"),
        ("2020-01..2020-11", "2020-M01..M11"),
        ("2020-02-01..2020-02-29", "2020-02"),
        (" 2020-Q3\u00a0", "2020-Q3"),
        ("2020-M01..2020-M09", "2020-M01..M09"),
    ],
)
def test_longer_names_of_the_same_days(text: str, canonical: str) -> None:
    assert str(Period.parse(text)) == canonical
    assert Period.parse(text) == Period.parse(canonical)


@pytest.mark.parametrize(
    "text",
    [
        *("", "20", "202", "20200", "0000", "２０２０", "năm 2020", "-2020", "2020-", "+020"),
        *("2020-Q0", "2020-Q5", "2020-q3", "2020Q3", "2020-Q", "2020-Q03", "2020-H3", "2020-H0", "2020-h1"),
        *("2020-00", "2020-13", "2020-7", "2020-M1", "2020-M13", "2020-M00", "2020-M", "2020/07", "07/2020"),
        *("2020-7-5", "20200715", "2020-07-15T00:00", "15/7/2020"),
        *("2020..", "..2020", "..", "2016...2020", "2016..2018..2020", "2016 .. 2020", "2020..2020-06"),
        *("2020-07..M09", "2020-Q1..H2", "2020-Q1..2020-06", "2020..Q3", "2020-M01..09", "2020-M01..M13"),
        *("2020-M01..M1", "2020..M09", "2020-01-01..2020", "2020-Q3..Q4..Q5", "2020" * 10**5),
    ],
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidPeriod, match="is no period; expected a text such as '2020'") as caught:
        Period.parse(text)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "text", ["2020-02-30", "2020-07-00", "2021-02-29", "2020-13-01", "2020-07-15..2020-06-31"]
)
def test_days_that_the_calendar_lacks(text: str) -> None:
    with pytest.raises(InvalidPeriod, match="is no day of the calendar"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2016-2020", "did you mean '2016..2020'?"),
        ("2016–2020", "did you mean '2016..2020'?"),
        ("2020-W05", "weeks are out of scope, as they nest in no month or year"),
        ("2020W05", "weeks are out of scope, as they nest in no month or year"),
        ("quý III/2020", "sotttt.reading.read_period reads periods as people write them"),
    ],
)
def test_the_hint_says_what_to_do(text: str, hint: str) -> None:
    with pytest.raises(InvalidPeriod) as caught:
        Period.parse(text)
    assert caught.value.hint == hint


def test_a_period_ends_on_or_after_its_start() -> None:
    with pytest.raises(InvalidPeriod, match="ends on 2020-01-01, before it starts on 2020-01-02"):
        Period("2020-01-02", "2020-01-01")
    with pytest.raises(InvalidPeriod, match="before it starts"):
        Period.parse("2020..2016")
    with pytest.raises(InvalidPeriod, match="before it starts"):
        Period.parse("2020-M09..M01")


def test_only_dates_bound_a_period() -> None:
    with pytest.raises(InvalidDate, match=r"start: .* is no date; .* a datetime is refused"):
        Period(NOON, "2020-12-31")
    with pytest.raises(InvalidDate, match="end: 2020 is no date"):
        Period("2020-01-01", 2020)  # type: ignore[arg-type]  # the refused kind
    with pytest.raises(InvalidText):
        Period.parse(2020)  # type: ignore[arg-type]  # the refused kind


def test_of_takes_a_period_a_date_and_text() -> None:
    period = Period.parse("2020-Q3")
    assert Period.of(period) is period
    assert Period.of("2020-Q3") == period
    assert str(Period.of(dt.date(2020, 7, 15))) == "2020-07-15"
    for wrong in (NOON, 2020, None, b"2020"):
        with pytest.raises(InvalidDate, match="is no date"):
            Period.of(wrong)  # type: ignore[arg-type]  # the refused kinds


def test_a_period_does_not_change_and_is_pickled_by_its_name() -> None:
    period = Period.parse("2020-Q3")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        period.start = dt.date(2020, 1, 1)  # type: ignore[misc]  # the refused change
    for again in (pickle.loads(pickle.dumps(period)), copy.deepcopy(period), copy.copy(period)):  # noqa: S301
        assert again == period
    assert period.__reduce__() == (restore, (Period.parse, 1, "2020-Q3"))
    with pytest.raises(InvalidPeriod, match="'2020-Q3' was pickled in form 2; expected form 1"):
        restore(Period.parse, 2, "2020-Q3")


def test_order_is_by_start_then_end() -> None:
    ordered = [
        Period.parse(text) for text in ("2019", "2020-01", "2020-Q1", "2020", "2020..2025", "2020-02", "2021")
    ]
    assert sorted(set(ordered)) == ordered
    assert ordered[0] < ordered[1] <= ordered[1]
    assert ordered[2] > ordered[1] >= ordered[1]
    named: object = "2019"
    assert ordered[0] != named
    with pytest.raises(TypeError):
        sorted([*ordered, named])  # type: ignore[type-var]  # the refused comparison


@pytest.mark.parametrize(
    ("outer", "inner", "contained", "overlapping"),
    [
        ("2020", "2020-Q3", True, True),
        ("2020", "2020", True, True),
        ("2020-Q3", "2020", False, True),
        ("2020-H1", "2020-Q3", False, False),
        ("2020-H1", "2020-06-30..2020-07-01", False, True),
        ("2020-07", "2020-07-01", True, True),
        ("2020-07", "2020-08-01", False, False),
    ],
)
def test_containment_and_overlap(outer: str, inner: str, *, contained: bool, overlapping: bool) -> None:
    period = Period.parse(outer)
    assert period.contains(inner) is period.contains(Period.parse(inner)) is contained
    assert period.overlaps(inner) is Period.parse(inner).overlaps(period) is overlapping


def test_a_day_lies_in_a_period() -> None:
    period = Period.parse("2020-Q3")
    assert period.contains(dt.date(2020, 7, 1))
    assert period.contains(dt.date(2020, 9, 30))
    assert not period.contains(dt.date(2020, 10, 1))
    with pytest.raises(InvalidDate):
        period.contains(NOON)


@pytest.mark.parametrize(
    ("text", "number", "moved"),
    [
        ("2020-02-28", 1, "2020-02-29"),
        ("2020-03-01", -1, "2020-02-29"),
        ("2020-01", 1, "2020-02"),
        ("2020-01", -1, "2019-12"),
        ("2020-Q3", -3, "2019-Q4"),
        ("2020-H1", 3, "2021-H2"),
        ("2020", -20, "2000"),
        ("2020-M01..M02", 1, "2021-M01..M02"),
        ("2020-M01..M09", -1, "2019-M01..M09"),
        ("2016..2020", 1, "2021..2025"),
        ("2015..2020", -1, "2009..2014"),
        ("2020-Q3", 0, "2020-Q3"),
        ("9999-11", 1, "9999-12"),
        ("0002", -1, "0001"),
    ],
)
def test_shifting_by_its_own_length(text: str, number: int, moved: str) -> None:
    period = Period.parse(text)
    assert str(period.shift(number)) == moved
    assert period.shift(number).shift(-number) == period


def test_the_period_before() -> None:
    assert str(Period.parse("2020-Q1").previous()) == "2019-Q4"
    with pytest.raises(InvalidPeriod):
        Period.parse("0001").previous()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9999", 1),
        ("0001", -1),
        ("9999-12", 1),
        ("0001-Q1", -1),
        ("9999-12-31", 1),
        ("0001-01-01", -1),
        pytest.param("2020", 10**5000, id="far later"),
        pytest.param("2020-07-15", -(10**5000), id="far earlier"),
        ("0001..9999", 1),
        ("9996..9999", 1),
    ],
)
def test_nothing_lies_beyond_the_calendar(text: str, number: int) -> None:
    with pytest.raises(InvalidPeriod, match=f"{text} moved so far lies beyond the calendar"):
        Period.parse(text).shift(number)


def test_an_interval_has_no_neighbour() -> None:
    for number in (0, 1):
        with pytest.raises(InvalidPeriod, match=r"the interval 2025-09-24\.\.2025-11-13 has no"):
            Period.parse("2025-09-24..2025-11-13").shift(number)


@pytest.mark.parametrize("number", [1.0, True, "1", None])
def test_a_shift_is_a_whole_number(number: object) -> None:
    with pytest.raises(InexactNumber, match="is no whole number"):
        Period.parse("2020").shift(number)  # type: ignore[arg-type]  # the refused kinds


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("2020", "half", ["2020-H1", "2020-H2"]),
        ("2020", "quarter", ["2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4"]),
        ("2020-H2", "month", ["2020-07", "2020-08", "2020-09", "2020-10", "2020-11", "2020-12"]),
        ("2020-M01..M09", "quarter", ["2020-Q1", "2020-Q2", "2020-Q3"]),
        ("2016..2018", "year", ["2016", "2017", "2018"]),
        ("2019..2020", "half", ["2019-H1", "2019-H2", "2020-H1", "2020-H2"]),
        ("2020-Q3", "quarter", ["2020-Q3"]),
        ("2020-02-01..2020-03-31", "month", ["2020-02", "2020-03"]),
        ("2020-02-28..2020-03-01", "day", ["2020-02-28", "2020-02-29", "2020-03-01"]),
        ("2020-07-15", "day", ["2020-07-15"]),
        ("9999-Q4", "month", ["9999-10", "9999-11", "9999-12"]),
    ],
)
def test_children_tile_their_parent(text: str, kind: str, parts: list[str]) -> None:
    period = Period.parse(text)
    children = period.children(kind)
    assert names(children) == parts
    assert tiles(children, period)
    assert period.children(PeriodKind(kind)) == children


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2020-M01..M05", "quarter"),
        ("2020-Q3", "half"),
        ("2020-Q3", "year"),
        ("2020-02-01..2020-04-30", "quarter"),
        ("2025-09-24..2025-11-13", "month"),
        ("2020-07-15", "month"),
        ("2020-07-01", "month"),
        ("2020-07-31", "month"),
        ("2016..2020", "term"),
        ("2020", "cumulative"),
        ("2020", "interval"),
    ],
)
def test_a_period_that_is_not_made_of_such_parts(text: str, kind: str) -> None:
    with pytest.raises(InvalidPeriod, match=f"is not made of whole periods of the kind '{kind}'"):
        Period.parse(text).children(kind)


def test_the_kinds_are_a_closed_vocabulary() -> None:
    with pytest.raises(InvalidChoice, match="did you mean 'quarter'"):
        Period.parse("2020").children("quater")
    with pytest.raises(InvalidChoice, match="is no Frequency"):
        editions("weekly", "2020")


@pytest.mark.parametrize(
    ("parts", "whole", "tiled"),
    [
        ("2020-H1 2020-H2", "2020", True),
        ("2020-H2 2020-Q2 2020-Q1", "2020", True),
        ("2020", "2020", True),
        ("9999", "9999", True),
        ("", "2020", False),
        ("2020-H1", "2020", False),
        ("2020-H2", "2020", False),
        ("2020-Q1 2020-Q2 2020-Q4", "2020", False),
        ("2020-H1 2020-H1 2020-H2", "2020", False),
        ("2020-M01..M09 2020-H2", "2020", False),
        ("2020 2021", "2020", False),
        ("9999 9999-Q4", "9999", False),
        ("2020-Q1 2020-04-01..2020-05-15 2020-05-16..2020-12-31", "2020", True),
    ],
)
def test_tiles_leave_no_gap_and_no_overlap(parts: str, whole: str, *, tiled: bool) -> None:
    assert tiles([Period.parse(part) for part in parts.split()], Period.parse(whole)) is tiled


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (dt.date(2018, 3, 2), dt.date(2018, 3, 2)),
        ("2018-03-02", dt.date(2018, 3, 2)),
        (" 2018-03-02\n", dt.date(2018, 3, 2)),
        (OwnDate(2018, 3, 2), dt.date(2018, 3, 2)),
    ],
)
def test_dates(value: dt.date | str, day: dt.date) -> None:
    assert as_date(value) == day
    assert type(as_date(value)) is dt.date


@pytest.mark.parametrize(
    "value",
    [
        *(NOON, 20180302, None, 1.5, b"2018-03-02", dt.time(1)),
        *("", "2018", "20180302", "2018-3-2", "2/3/2018", "2018-03-02T00:00", "２018-03-02", "2018-02-30"),
        *("2018-W09-5", "2018-061", "0000-01-01", "2018-00-01", "2018-03-02Z"),
    ],
)
def test_other_things_are_no_dates(value: object) -> None:
    with pytest.raises(InvalidDate, match=r"^issued: ") as caught:
        as_date(value, "issued")  # type: ignore[arg-type]  # the refused kinds
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, ValueError)


def test_a_span_is_half_open() -> None:
    span = Span.parse("2004-01-01..2025-07-01")
    assert span == Span(dt.date(2004, 1, 1), dt.date(2025, 7, 1)) == Span("2004-01-01", "2025-07-01")
    assert not span.contains(dt.date(2003, 12, 31))
    assert span.contains(dt.date(2004, 1, 1))
    assert span.contains(dt.date(2025, 6, 30))
    assert not span.contains(dt.date(2025, 7, 1))
    with pytest.raises(InvalidDate, match="day: "):
        span.contains(NOON)


@pytest.mark.parametrize("text", ["2004-01-01..2025-07-01", "2004-01-01..", "..2025-07-01", ".."])
def test_the_text_of_a_span(text: str) -> None:
    span = Span.parse(text)
    assert str(span) == text
    assert repr(span) == f"Span.parse({text!r})"
    assert Span.of(text) == span
    assert Span.of(span) is span
    assert hash(Span.parse(text)) == hash(span)
    assert pickle.loads(pickle.dumps(span)) == span  # noqa: S301  # our own bytes


def test_an_open_end_has_no_limit() -> None:
    assert Span().contains(dt.date.min)
    assert Span().contains(dt.date.max)
    assert Span.parse("2025-07-01..").contains(dt.date.max)
    assert not Span.parse("2025-07-01..").contains(dt.date(2025, 6, 30))
    assert Span.parse("..2025-07-01").contains(dt.date.min)


@pytest.mark.parametrize(
    ("one", "other", "overlapping"),
    [
        ("..2025-07-01", "2025-07-01..", False),
        ("..2025-07-02", "2025-07-01..", True),
        ("..", "..", True),
        ("..", "9999-12-31..", True),
        ("2004-01-01..2005-01-01", "2004-06-01..2004-07-01", True),
        ("2004-01-01..2005-01-01", "2006-01-01..", False),
        ("2006-01-01..", "2004-01-01..2005-01-01", False),
        ("2004-01-01..", "2006-01-01..", True),
    ],
)
def test_spans_overlap(one: str, other: str, *, overlapping: bool) -> None:
    assert Span.parse(one).overlaps(other) is overlapping
    assert Span.parse(other).overlaps(Span.parse(one)) is overlapping


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("2004-01-01", InvalidPeriod, "is no span of validity"),
        ("", InvalidPeriod, "is no span of validity"),
        ("2004..2025", InvalidDate, "start: '2004' is no date"),
        ("2004-01-01..2025-07", InvalidDate, "end: '2025-07' is no date"),
        ("2004-01-01..2025-07-01..", InvalidDate, "end: "),
        ("2004-01-01..2004-01-01", InvalidPeriod, "not after its start"),
        ("..0001-01-01", InvalidPeriod, "not after its start"),
        ("2025-07-01..2004-01-01", InvalidPeriod, "not after its start"),
    ],
)
def test_other_text_is_no_span(text: str, error: type[SottttError], message: str) -> None:
    with pytest.raises(error, match=message):
        Span.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "2016..2020; orientation 2030; vision 2045",
        "2021..2025; orientation 2030,2035",
        "2021..2025; vision 2030",
        "2020",
    ],
)
def test_the_text_of_a_horizon(text: str) -> None:
    horizon = Horizon.parse(text)
    assert str(horizon) == text
    assert repr(horizon) == f"Horizon.parse({text!r})"
    assert Horizon.of(text) == horizon
    assert Horizon.of(horizon) is horizon
    assert hash(Horizon.parse(text)) == hash(horizon)
    assert pickle.loads(pickle.dumps(horizon)) == horizon  # noqa: S301  # our own bytes


def test_the_years_of_a_horizon_are_sorted_and_single() -> None:
    horizon = Horizon("2021..2025", orientation=[2035, 2030, 2035], vision=2045)
    assert horizon.orientation == (2030, 2035)
    assert horizon.vision == (2045,)
    assert horizon == Horizon.parse("2021..2025;vision 2045;  orientation 2030,2035")
    assert Horizon.of(Period.parse("2020")) == Horizon(period="2020")
    assert Horizon("2020", vision=2020).vision == (2020,)
    assert Horizon("2020", orientation="2030,2035", vision="2045").orientation == (2030, 2035)
    for wrong in (2030.0, None, "30", "2030;2035", ""):
        with pytest.raises(InvalidPeriod):
            Horizon("2020", orientation=wrong)  # type: ignore[arg-type]  # the refused kinds
    assert str(Horizon("0500..0600", vision=700)) == "0500..0600; vision 0700"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2016..2020; orientation", "'orientation' is no part of a horizon"),
        ("2016..2020; orientation 30", "is no part of a horizon"),
        ("2016..2020; orientation 2030, 2035", "is no part of a horizon"),
        ("2016..2020; mission 2030", "is no part of a horizon"),
        ("2016..2020; vision 2030; vision 2045", "'vision 2045' is no part"),
        ("2016..2020;", "is no part of a horizon"),
        ("2016-2020; vision 2030", "did you mean '2016..2020'"),
        ("2016..2020; vision 2019", "the year 2019 lies before the end of the plan's period 2016..2020"),
        ("2016..2020; orientation 2019; vision 2045", "2019 lies before"),
    ],
)
def test_other_text_is_no_horizon(text: str, message: str) -> None:
    with pytest.raises(InvalidPeriod, match=message):
        Horizon.parse(text)


@pytest.mark.parametrize("year", [2030.0, True, "2030", None, 0, 10000, pytest.param(10**5000, id="far")])
def test_a_year_is_a_whole_number_of_the_calendar(year: object) -> None:
    with pytest.raises(InvalidPeriod, match="year"):
        Horizon("2020", orientation=[year])  # type: ignore[list-item]  # the refused kinds


@pytest.mark.parametrize(
    ("frequency", "within", "found"),
    [
        ("month", "2020-Q1", ["2020-01", "2020-02", "2020-03"]),
        ("quarter", "2020-M01..M09", ["2020-Q1", "2020-Q2", "2020-Q3"]),
        ("half", "2020", ["2020-H1", "2020-H2"]),
        ("six_months", "2020", ["2020-H1"]),
        ("six_months", "2020-H2", []),
        ("nine_months", "2019..2020", ["2019-M01..M09", "2020-M01..M09"]),
        ("year", "2016..2018", ["2016", "2017", "2018"]),
        ("year", "2020-H2", ["2020"]),
        ("year", "2020-H1", []),
        ("year", "2020-01-01..2020-12-30", []),
        ("biennial", "2016..2020", ["2016", "2018", "2020"]),
        ("term", "2011..2025", ["2011..2015", "2016..2020", "2021..2025"]),
        ("term", "2020", ["2016..2020"]),
        ("month", "2020-01-15..2020-02-15", ["2020-01"]),
        ("month", "2020-01-31", ["2020-01"]),
        ("year", "9998..9999", ["9998", "9999"]),
        ("half", "0001", ["0001-H1", "0001-H2"]),
        ("term", "0001..0005", ["0001..0005"]),
        ("term", "9999", []),
    ],
)
def test_editions_that_end_within_a_period(frequency: str, within: str, found: list[str]) -> None:
    assert names(editions(frequency, within)) == found
    assert editions(Frequency(frequency), Period.parse(within)) == editions(frequency, within)


def test_editions_are_counted_from_an_anchor() -> None:
    assert names(editions("biennial", "2016..2020", anchor="2021")) == ["2017", "2019"]
    assert names(editions("biennial", "2016..2020", anchor="2001")) == ["2017", "2019"]
    assert names(editions("term", "2015..2025", anchor=Period.parse("2010..2014"))) == [
        "2015..2019",
        "2020..2024",
    ]
    assert names(editions("quarter", "2020", anchor="2019-Q2")) == names(editions("quarter", "2020"))
    assert names(editions("year", "2020", anchor="2018-07-01..2019-06-30")) == ["2019-07-01..2020-06-30"]
    for wrong in ("2019-Q2", "2018..2019", "2019-07-02..2020-07-01"):
        with pytest.raises(InvalidPeriod, match="is no edition of the rhythm 'biennial'"):
            editions("biennial", "2016..2020", anchor=wrong)


@pytest.mark.parametrize(
    ("day", "term", "end"),
    [
        ("2020-01-31", {"months": 1}, "2020-02-29"),
        ("2021-01-31", {"months": 1}, "2021-02-28"),
        ("2020-01-31", {"months": 3}, "2020-04-30"),
        ("2020-01-31", {"months": 2}, "2020-03-31"),
        ("2020-02-29", {"years": 1}, "2021-02-28"),
        ("2020-02-29", {"years": 4}, "2024-02-29"),
        ("2020-03-31", {"months": -1}, "2020-02-29"),
        ("2020-01-31", {"months": 1, "days": 1}, "2020-03-01"),
        ("2020-12-31", {"days": 45}, "2021-02-14"),
        ("2020-07-15", {}, "2020-07-15"),
    ],
)
def test_terms_end_on_the_same_day_or_the_last(day: str, term: dict[str, Any], end: str) -> None:
    assert later(day, **term) == dt.date.fromisoformat(end)
    assert type(later(day, **term)) is dt.date


def test_terms_that_can_not_be_counted() -> None:
    terms: list[dict[str, Any]] = [
        {"years": 8000},
        {"months": -(10**6)},
        {"days": 10**12},
        {"years": 10**30},
    ]
    for term in terms:
        with pytest.raises(InvalidDate, match="the term from 2020-01-31 ends beyond the calendar"):
            later("2020-01-31", **term)
    with pytest.raises(InexactNumber):
        later("2020-01-31", months=1.5)  # type: ignore[arg-type]  # the refused kind
    with pytest.raises(InvalidDate):
        later(NOON, months=1)


@pytest.mark.parametrize(
    ("period", "window"),
    [
        ("2020", "2019-12-15..2020-12-14"),
        ("2020-07", "2020-06-15..2020-07-14"),
        ("2020-01", "2019-12-15..2020-01-14"),
        ("2020-Q3", "2020-06-15..2020-09-14"),
        ("2020-H1", "2019-12-15..2020-06-14"),
        ("2020-H2", "2020-06-15..2020-12-14"),
        ("2020-M01..M09", "2019-12-15..2020-09-14"),
    ],
)
def test_the_days_that_a_report_counts(period: str, window: str) -> None:
    assert str(reporting_window(period)) == window


def test_windows_of_one_rhythm_follow_each_other() -> None:
    windows = [reporting_window(month) for month in Period.parse("2020..2022").children("month")]
    assert tiles(windows, Period("2019-12-15", "2022-12-14"))


@pytest.mark.parametrize("period", ["2020-07-15", "2016..2020", "2020-02-01..2020-03-31"])
def test_no_report_is_made_on_other_periods(period: str) -> None:
    with pytest.raises(InvalidPeriod, match="no periodic report is made on"):
        reporting_window(period)


@pytest.mark.parametrize("period", ["0001", "2018", "2019-02", "2020-M01..M04"])
def test_a_window_needs_a_rule_that_held_then(period: str) -> None:
    with pytest.raises(InvalidPeriod, match="no rule of 'nd-09-2019' speaks of"):
        reporting_window(period)


def test_each_bundled_rule_on_reports_has_its_basis_and_source() -> None:
    rules = reporting_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert all((rule.basis, rule.article, rule.regime, rule.name, rule.name_en, rule.source)), rule.id
        assert rule.confidence in {"confirmed", "likely", "unverified"}
        assert rule.valid.start is not None
    assert pickle.loads(pickle.dumps(rules)) == rules  # noqa: S301  # our own bytes
    with pytest.raises(NotFound, match="nd-152-2020"):
        reporting_rules("nd-152-2021")


def test_a_rule_says_what_counts_and_when_it_is_due() -> None:
    (yearly,) = reporting_rules("nd-152-2020")
    assert str(yearly.window("2024")) == "2023-12-15..2024-12-14"
    assert yearly.due_on("2024") == dt.date(2024, 12, 19)
    assert yearly.covers("2023")
    assert not yearly.covers("2022")
    for wrong in ("2022", "2024-Q1"):
        with pytest.raises(InvalidPeriod, match="doesn't speak of"):
            yearly.due_on(wrong)
    national = {rule.frequency.value: rule for rule in reporting_rules("nd-09-2019")}
    assert national["month"].due_on("2024-03") is None
    assert reporting_window("2024-M01..M09", "qd-01-2023-khanh-hoa") == reporting_window("2024-M01..M09")


def test_a_rule_in_working_days_needs_a_calendar() -> None:
    nine = next(rule for rule in reporting_rules("qd-01-2023-khanh-hoa") if rule.frequency == "nine_months")
    assert nine.due_on("2024-M01..M09", Calendar()) == dt.date(2024, 9, 17)
    with pytest.raises(MissingField, match=r"^calendar: working days"):
        nine.due_on("2024-M01..M09")


def test_days_of_a_rule() -> None:
    ends = ReportingRule(id="r", frequency="month", opens=(0, 1), closes="0/31", due="1/30")
    assert str(ends.window("2024-02")) == "2024-02"
    assert ends.due_on("2024-01") == dt.date(2024, 2, 29)
    for wrong in ("0/32", "0/0", "15", "a/1", (0, 40)):
        with pytest.raises(InvalidEntity, match="is no day of a month"):
            ReportingRule(id="r", frequency="month", opens=wrong, closes="0/14")
    with pytest.raises(InvalidEntity, match="working_days"):
        ReportingRule(id="r", frequency="month", opens="0/1", closes="0/14", due="0/20", working_days=2)


HOLIDAYS = Calendar(
    holidays=["2024-04-29", "2024-04-30", "2024-05-01"], worked=["2024-05-04"], within="2024-01..2024-12"
)


@pytest.mark.parametrize(
    ("day", "term", "end"),
    [
        ("2024-04-26", {"working_days": 1}, "2024-05-02"),
        ("2024-05-02", {"working_days": 2}, "2024-05-04"),
        ("2024-05-03", {"working_days": 2}, "2024-05-06"),
        ("2024-05-02", {"working_days": -1}, "2024-04-26"),
        ("2024-03-30", {"months": 1}, "2024-05-02"),
        ("2024-04-27", {"days": 0}, "2024-05-02"),
        ("2024-04-26", {"days": 1, "working_days": 1}, "2024-05-02"),
    ],
)
def test_terms_on_a_calendar_of_working_days(day: str, term: dict[str, int], end: str) -> None:
    assert later(day, calendar=HOLIDAYS, **term) == dt.date.fromisoformat(end)


def test_working_days_without_a_calendar_that_knows_them_are_refused() -> None:
    with pytest.raises(MissingField, match="can't be counted without a calendar"):
        later("2024-04-26", working_days=1)
    with pytest.raises(InvalidDate, match=r"^calendar: the holidays of 2025-01-01 aren't known"):
        later("2024-12-31", working_days=1, calendar=HOLIDAYS)
    with pytest.raises(InvalidDate, match="beyond the calendar"):
        later("9999-12-30", working_days=5, calendar=Calendar())
    with pytest.raises(InexactNumber):
        later("2024-04-26", working_days=1.5, calendar=HOLIDAYS)  # type: ignore[arg-type]  # refused

    class Never:
        def works_on(self, day: dt.date) -> bool:
            return day is None

    for term in ({"working_days": 1}, {"days": 1}):
        with pytest.raises(InvalidDate, match="no working day in 366 days"):
            later("2024-04-26", calendar=Never(), **term)


def test_a_calendar_agrees_with_itself() -> None:
    with pytest.raises(InvalidEntity, match="both off and worked"):
        Calendar(holidays=["2024-05-01"], worked=["2024-05-01"])
    with pytest.raises(InvalidEntity, match="lies outside 2024"):
        Calendar(holidays=["2025-05-01"], within="2024")
    with pytest.raises(InvalidDate):
        Calendar(holidays=["1/5/2024"])
    again = pickle.loads(pickle.dumps(HOLIDAYS))  # noqa: S301  # our own bytes
    assert again == HOLIDAYS
    assert hash(again) == hash(HOLIDAYS)


def test_spans_and_horizons_are_loaded_on_first_need_alone() -> None:
    code = (
        "import sys, sotttt.periods as p; assert 'sotttt.periods.validity' not in sys.modules\n"
        "assert p.Span.parse('..') and p.Horizon.parse('2020') and 'sotttt.periods.validity' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert set(periods.__all__) <= set(dir(periods))
    assert not hasattr(periods, "Week")


def test_dateutil_is_loaded_on_first_need_alone() -> None:
    code = (
        "import sys, sotttt.periods as p; p.Period.parse('2020').shift(1); p.editions('month', '2020')\n"
        "assert 'dateutil' not in sys.modules; p.later('2020-01-31', months=1)\n"
        "assert 'dateutil' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_days_of_every_month_are_those_of_the_standard_calendar() -> None:
    for year in range(1, 10_000):
        for month in range(1, 13):
            assert days_in(year, month) == calendar.monthrange(year, month)[1]
