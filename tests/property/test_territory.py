"""On every day the provinces are a partition of the territory, and sums stay what they were."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt import catalog
from sotttt.errors import InvalidEntity
from sotttt.places import Jurisdiction, Places, Succession

FIRST, LAST = dt.date(2004, 1, 1), dt.date(2026, 12, 31)
LEVELS = st.sampled_from((2, 3))


def count(day: dt.date) -> int:
    """How many provinces there are on a day."""
    if day >= dt.date(2025, 7, 1):
        return 34
    return 64 if day < dt.date(2008, 8, 1) else 63


def test_on_every_day_each_part_lies_in_exactly_one_province() -> None:
    places = catalog.places()
    parts = {place.id: places.territory(place.id) for place in places}
    everything = frozenset().union(*(parts[place.id] for place in places.on(FIRST, "province")))
    assert len(everything) == 64
    seen: dict[tuple[str, ...], int] = {}
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + dt.timedelta(days=number)
        ids = tuple(place.id for place in places.on(day, "province"))
        assert len(ids) == count(day), day
        if ids not in seen:
            held = Counter(part for id in ids for part in parts[id])
            assert held.keys() == everything, day
            assert set(held.values()) == {1}, day
        seen[ids] = seen.get(ids, 0) + 1
    assert sum(seen.values()) == (LAST - FIRST).days + 1
    # The days on which the set changes: 2008-08-01, 2025-01-01, 2025-07-01 and the three new cities of 2026.
    assert len(seen) == 7


@given(st.dates(FIRST, LAST), st.dates(FIRST, LAST), st.data())
def test_a_sum_over_the_country_is_the_same_on_both_days(
    one: dt.date, other: dt.date, data: st.DataObject
) -> None:
    places = catalog.places()
    first, later = sorted((one, other))
    people = {place.id: data.draw(st.integers(0, 10**7)) for place in places.on(first, "province")}
    carried: Counter[str] = Counter()
    for id, number in people.items():
        (chain,) = places.answering(id, later)
        assert all(step.whole for step in chain)
        carried[chain[-1].successor if chain else id] += number
    assert sum(carried.values()) == sum(people.values())
    assert carried.keys() == {place.id for place in places.on(later, "province")}
    for id in carried:
        parts = frozenset().union(
            *(places.territory(old) for old in people if places.territory(old) <= places.territory(id))
        )
        assert parts == places.territory(id)


@given(st.dates(FIRST, LAST), st.data())
def test_two_units_of_a_day_share_nothing_and_a_lineage_shares_something(
    day: dt.date, data: st.DataObject
) -> None:
    places = catalog.places()
    one, other = data.draw(st.lists(st.sampled_from(places.on(day, "province")), min_size=2, max_size=2))
    assert places.same_territory(one.id, other.id) == (one is other)
    if one is not other:
        assert not places.territory(one.id) & places.territory(other.id)
    line = places.lineage(one.id)
    assert one in line
    starts = [place.valid.start or dt.date.min for place in line]
    assert starts == sorted(starts)
    for place in line:
        assert places.territory(place.id) & places.territory(one.id)


def unit(id: str, valid: str) -> Jurisdiction:
    return Jurisdiction(id=id, name=id, level="commune", type="ward", valid=valid)


@st.composite
def histories(draw: st.DrawFn) -> Places:
    """Some years of splits and mergers, each unit going on into those of the next year."""
    units, steps = [], []
    now = [f"y0-{number}" for number in range(draw(LEVELS))]
    units += [unit(id, "..2001-01-01") for id in now]
    for year in range(1, draw(st.integers(2, 5))):
        day = dt.date(2000 + year, 1, 1)
        new = [f"y{year}-{number}" for number in range(draw(LEVELS))]
        units += [unit(id, f"{day}..{day.replace(year=day.year + 1)}") for id in new]
        into = {id: draw(st.sets(st.sampled_from(new), min_size=1)) for id in now}
        for spare, old in zip(set(new) - set().union(*into.values()), now * 3, strict=False):
            into[old].add(spare)
        for old, ends in into.items():
            share = "= 100 %" if len(ends) == 1 else "(0, 100) %"
            kind = "merge" if len(ends) == 1 else "split"
            steps += [
                Succession(predecessor=old, successor=id, kind=kind, effective=day, share=share)
                for id in sorted(ends)
            ]
        now = new
    return Places(units, steps)


@given(histories())
def test_any_history_is_a_partition_in_every_year(places: Places) -> None:
    everything = frozenset().union(*(places.territory(place.id) for place in places))
    for start in {place.valid.start or dt.date(2000, 12, 31) for place in places}:
        held = Counter(part for place in places.on(start) for part in places.territory(place.id))
        assert held.keys() == everything
        assert set(held.values()) == {1}


@pytest.mark.parametrize("shares", [("= 100 %",), ("= 100 %", "= 100 %")])
def test_a_new_name_is_the_same_territory(shares: tuple[str, ...]) -> None:
    units = [unit("a", "..2001-01-01"), unit("b", "2001-01-01..")]
    step = [
        Succession(predecessor="a", successor="b", kind="rename", effective="2001-01-01", share=shares[0])
    ]
    assert Places(units, step * len(shares)).same_territory("a", "b")


def test_a_moved_boundary_is_no_part() -> None:
    units = [unit("a", ".."), unit("b", "2001-01-01..")]
    moved = Succession(
        predecessor="a", successor="b", kind="transfer", effective="2001-01-01", share="(0, 100) %"
    )
    places = Places(units, [moved])
    assert [sorted(places.territory(id)) for id in ("a", "b")] == [["a"], ["b"]]
    assert places.lineage("b") == (places["b"],)


def test_endless_splits_and_mergers_are_refused_in_time() -> None:
    units, steps = [unit("u0", "..2000-01-01")], []
    for year in range(2000, 2080, 2):
        ends = f"{year}-01-01", f"{year + 1}-01-01", f"{year + 2}-01-01"
        here, there = f"u{year - 2000}", f"u{year - 1998}"
        for half in (f"{here}a", f"{here}b"):
            units.append(unit(half, f"{ends[0]}..{ends[1]}"))
            share = "(0, 100) %"
            steps.append(
                Succession(predecessor=here, successor=half, kind="split", effective=ends[0], share=share)
            )
            steps.append(Succession(predecessor=half, successor=there, kind="merge", effective=ends[1]))
        units.append(unit(there, f"{ends[1]}..{ends[2]}"))
    places = Places(units, steps)
    for _ in range(2):
        with pytest.raises(InvalidEntity, match=r"too many splits and mergers.*at most 10000 parts"):
            places.same_territory("u0", "u2")
    assert len(places.lineage("u0")) == len(units)


def test_a_unit_divided_again_and_again_is_refused_in_time() -> None:
    start = dt.date(2000, 1, 1)
    days = [start + dt.timedelta(days=number) for number in range(400)]
    units = [unit("u0", f"..{start}")]
    units += [unit(f"u{at + 1}", f"{day}..{day + dt.timedelta(days=1)}") for at, day in enumerate(days)]
    steps = [
        Succession(
            predecessor=f"u{at}", successor=f"u{at + 1}", kind="split", effective=day, share="(0, 100) %"
        )
        for at, day in enumerate(days)
    ]
    with pytest.raises(InvalidEntity, match="divided at most 200 times"):
        Places(units, steps).territory("u5")
    assert len(Places(units[:151], steps[:150]).territory("u0")) == 151
