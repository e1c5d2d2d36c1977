"""Laws of periods: text and days say the same, kinds nest, and shifting comes back."""

from __future__ import annotations

import datetime as dt
import pickle
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sotttt.errors import InvalidPeriod
from sotttt.periods import (
    Calendar,
    Frequency,
    Horizon,
    Period,
    PeriodKind,
    Span,
    editions,
    later,
    reporting_window,
    tiles,
)

MADE_OF_MONTHS = ("month", "quarter", "half", "year")
NESTING = ("day", *MADE_OF_MONTHS)

days = st.dates()
whole_years = st.integers(1, 9999)


@st.composite
def named(draw: st.DrawFn, first: int = 1, last: int = 9999) -> Period:
    """Periods of every kind that has a name of its own."""
    year = draw(st.integers(first, last))
    month = draw(st.integers(1, 12))
    texts = (
        f"{year:04}",
        f"{year:04}-H{draw(st.integers(1, 2))}",
        f"{year:04}-Q{draw(st.integers(1, 4))}",
        f"{year:04}-{month:02}",
        f"{year:04}-M01..M{month:02}",
        f"{year:04}..{draw(st.integers(year, min(year + 20, last))):04}",
        f"{year:04}-{month:02}-{draw(st.integers(1, 28)):02}",
    )
    return Period.parse(draw(st.sampled_from(texts)))


@st.composite
def intervals(draw: st.DrawFn) -> Period:
    """Periods between any two days."""
    first, last = sorted(draw(st.tuples(days, days)))
    return Period(first, last)


periods = named() | intervals()
modern = named(1900, 2100)


@given(periods)
def test_the_text_of_a_period_reads_back(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert Period.parse(f"{period.start}..{period.end}") == period
    assert str(Period.parse(str(period))) == str(period)
    assert pickle.loads(pickle.dumps(period)) == period  # noqa: S301  # our own bytes
    assert hash(Period.parse(str(period))) == hash(period)


@given(periods, periods)
def test_text_kind_and_hash_depend_on_the_days_alone(one: Period, other: Period) -> None:
    same = (one.start, one.end) == (other.start, other.end)
    assert (one == other) is same
    assert (str(one) == str(other)) is same
    assert (one < other) is ((one.start, one.end) < (other.start, other.end))
    assert (one <= other) is (not other < one)


@given(periods, periods)
def test_containment_is_an_order_that_implies_overlap(one: Period, other: Period) -> None:
    assert one.contains(one)
    if one.contains(other):
        assert one.overlaps(other)
        assert one.days >= other.days
        assert one == other or not other.contains(one)
    shared = one.contains(other.start) or other.contains(one.start)
    assert one.overlaps(other) is other.overlaps(one) is shared


@given(named(), st.integers(-40_000, 40_000))
def test_shifting_there_and_back_is_the_same_period(period: Period, number: int) -> None:
    try:
        moved = period.shift(number)
    except InvalidPeriod:
        return
    assert moved.shift(-number) == period
    assert moved.kind is period.kind
    assert (moved > period) is (number > 0)


@given(modern, st.integers(-50, 50), st.integers(-50, 50))
def test_shifts_add_up(period: Period, one: int, other: int) -> None:
    assert period.shift(one).shift(other) == period.shift(one + other)


@given(modern)
def test_neighbours_touch_but_for_cumulative_periods(period: Period) -> None:
    before = period.previous()
    if period.kind is PeriodKind.CUMULATIVE:
        assert before.end.month == period.end.month
        assert before.start.year == period.start.year - 1
    else:
        assert tiles([before, period], Period(before.start, period.end))


@given(intervals())
def test_an_interval_never_shifts(period: Period) -> None:
    if period.kind is PeriodKind.INTERVAL:
        with pytest.raises(InvalidPeriod, match="has no neighbour"):
            period.shift(1)


@given(modern, st.sampled_from(NESTING))
def test_children_partition_their_parent(period: Period, kind: str) -> None:
    try:
        children = period.children(kind)
    except InvalidPeriod:
        assert kind != "day"
        return
    assert tiles(children, period)
    assert sum(child.days for child in children) == period.days
    assert all(child.kind.value == kind or child.days == period.days == 1 for child in children)
    assert all(period.contains(child) for child in children)


@given(whole_years, st.sampled_from(MADE_OF_MONTHS), st.sampled_from(MADE_OF_MONTHS))
def test_smaller_kinds_nest_in_larger_ones(year: int, one: str, other: str) -> None:
    smaller, larger = sorted((one, other), key=MADE_OF_MONTHS.index)
    whole = Period.parse(f"{year:04}")
    parts = [part for child in whole.children(larger) for part in child.children(smaller)]
    assert tuple(parts) == whole.children(smaller)


@given(modern, st.data())
def test_a_part_left_out_or_doubled_no_longer_tiles(period: Period, data: st.DataObject) -> None:
    try:
        children = list(period.children("month"))
    except InvalidPeriod:
        return
    shuffled = data.draw(st.permutations(children))
    assert tiles(shuffled, period)
    one = data.draw(st.sampled_from(children))
    assert not tiles([child for child in children if child != one], period)
    assert not tiles([*children, one], period)


@given(modern, st.sampled_from(list(Frequency)))
def test_editions_end_within_and_follow_each_other(period: Period, frequency: Frequency) -> None:
    found = editions(frequency, period)
    assert all(period.contains(edition.end) for edition in found)
    assert list(found) == sorted(found)
    for before, after in pairwise(found):
        assert after.start > before.end
        assert after.days >= 28
        if frequency not in {Frequency.BIENNIAL, Frequency.SIX_MONTHS, Frequency.NINE_MONTHS}:
            assert (after.start - before.end).days == 1
    if found:
        assert editions(frequency, period, anchor=found[-1]) == found


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(-600, 600))
def test_months_are_counted_from_the_anchor(day: dt.date, months: int) -> None:
    end = later(day, months=months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + dt.timedelta(1)).day == 1)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2050, 1, 1)), st.integers(1, 40), st.sets(st.integers(1, 60)))
def test_so_many_working_days_lie_after_the_anchor(day: dt.date, number: int, off: set[int]) -> None:
    calendar = Calendar(holidays=[day + dt.timedelta(one) for one in off])
    end = later(day, working_days=number, calendar=calendar)
    passed = [day + dt.timedelta(one) for one in range(1, (end - day).days + 1)]
    assert sum(map(calendar.works_on, passed)) == number
    assert calendar.works_on(end)


@given(named(2, 9999))
def test_a_reporting_window_ends_in_the_last_month_of_its_period(period: Period) -> None:
    try:
        window = reporting_window(period)
    except InvalidPeriod:
        known = (PeriodKind.DAY, PeriodKind.TERM, PeriodKind.CUMULATIVE)
        assert period.kind in known or period.end < dt.date(2019, 3, 12)
        return
    assert (window.start.day, window.end.day) == (15, 14)
    assert (window.end.year, window.end.month) == (period.end.year, period.end.month)
    assert 14 <= (period.start - window.start).days <= 17


@given(st.none() | days, st.none() | days)
def test_the_text_of_a_span_reads_back(start: dt.date | None, end: dt.date | None) -> None:
    assume(end is None or (start or dt.date.min) < end)
    span = Span(start, end)
    assert Span.parse(str(span)) == span
    assert span.overlaps(span)
    if start is not None:
        assert span.contains(start)
    if end is not None:
        assert not span.contains(end)


@given(st.tuples(st.none() | days, st.none() | days), st.tuples(st.none() | days, st.none() | days), days)
def test_spans_that_share_a_day_overlap(
    one: tuple[dt.date | None, dt.date | None], other: tuple[dt.date | None, dt.date | None], day: dt.date
) -> None:
    for start, end in (one, other):
        assume(end is None or (start or dt.date.min) < end)
    first, second = Span(*one), Span(*other)
    assert first.overlaps(second) is second.overlaps(first)
    if first.contains(day) and second.contains(day):
        assert first.overlaps(second)
    if first.overlaps(second):
        starts = [span.start for span in (first, second) if span.start is not None]
        shared = max(starts, default=dt.date.min)
        assert first.contains(shared)
        assert second.contains(shared)


@given(periods, st.lists(whole_years, max_size=3), st.lists(whole_years, max_size=3))
def test_the_text_of_a_horizon_reads_back(period: Period, orientation: list[int], vision: list[int]) -> None:
    ahead = [[year for year in years if year >= period.end.year] for years in (orientation, vision)]
    horizon = Horizon(period, *ahead)
    assert Horizon.parse(str(horizon)) == horizon
    assert list(horizon.vision) == sorted(set(ahead[1]))
