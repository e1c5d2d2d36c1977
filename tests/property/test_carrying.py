"""Laws of carrying: sums are conserved, same days change nothing, steps compose, knowing more says more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

import attrs
from hypothesis import given
from hypothesis import strategies as st

from sotttt import catalog
from sotttt.evaluation import Carrying, carry
from sotttt.metrics import Metric, Observation
from sotttt.places import Jurisdiction, Places, Succession
from sotttt.ranges import Amount, Range

FIRST, LAST = dt.date(2004, 1, 1), dt.date(2026, 12, 31)
DAYS = [FIRST + dt.timedelta(days=step) for step in range((LAST - FIRST).days + 1)]
#: Days on which some unit begins or ends; between them the set of units stays the same.
EDGES = sorted({FIRST, *(step.effective for step in catalog.places().successions)})
days = st.sampled_from(DAYS)
PEOPLE = Metric(
    id="people", name="Dân số", unit="person", better="neutral", timing="point", scale="count", merge="sum"
)
SHARE = Metric(
    id="share", name="Tỷ lệ", unit="%", better="higher", timing="point", scale="ratio", merge="ratio_of_sums"
)
RULED = [
    Metric(id=f"m-{rule}", name=rule, unit="%", better="higher", timing="point", scale="ratio", merge=rule)
    for rule in ("ratio_of_sums", "weighted_mean", "mean", "bounds")
]


def seen(unit: str, value: object, day: dt.date, metric: Metric = PEOPLE, **more: object) -> Observation:
    """A value at the end of the day before a day."""
    before = day - dt.timedelta(days=1)
    return Observation(metric=metric, jurisdiction=unit, period=before, value=value, **more)  # type: ignore[arg-type]  # fields by name


def people_of(day: dt.date, numbers: Iterable[int]) -> list[Observation]:
    """One number for each province of a day."""
    return [
        seen(unit.id, Range.exactly(number, "person"), day)
        for unit, number in zip(catalog.jurisdictions(on=day), numbers, strict=False)
    ]


def total(observations: Iterable[Observation]) -> Range:
    return reduce(lambda one, other: one + other, (each.value for each in observations))


def split_between(first: dt.date, later: dt.date) -> bool:
    moved = ("split", "transfer")
    return any(
        step.kind.value in moved and first <= step.effective <= later for step in catalog.places().successions
    )


numbers = st.lists(st.integers(0, 10_000_000), min_size=64, max_size=64)


def test_sums_are_conserved_from_every_state_of_the_map_to_every_day() -> None:
    for first in EDGES:
        given_people = people_of(first, range(1, 65))
        whole = total(given_people)
        states: dict[frozenset[str], dt.date] = {}
        for day in DAYS[(first - FIRST).days :]:
            states.setdefault(frozenset(place.id for place in catalog.places().on(day, "province")), day)
        for units, day in states.items():
            made = carry(given_people, day, places=catalog.places())
            assert {one.jurisdiction for one in made.observations} == units
            assert not made.left
            if split_between(first, day):
                assert whole.within(total(made.observations))
            else:
                assert total(made.observations) == whole


@given(days, days, numbers)
def test_sums_are_conserved(one: dt.date, other: dt.date, counts: list[int]) -> None:
    first, later = sorted((one, other))
    before = people_of(first, counts)
    made = carry(before, later, places=catalog.places())
    whole = total(before)
    if split_between(first, later):
        assert whole.within(total(made.observations))
    else:
        assert total(made.observations) == whole
    assert {each.jurisdiction for each in made.observations} == {
        place.id for place in catalog.jurisdictions(on=later)
    }


@given(days, numbers)
def test_the_same_day_changes_nothing(day: dt.date, counts: list[int]) -> None:
    given_people = [attrs.evolve(each, period=day) for each in people_of(day, counts)]
    made = carry(given_people, day, places=catalog.places())
    assert list(made.observations) == given_people
    assert not made.carried


@given(st.tuples(days, days, days), numbers)
def test_steps_compose(three: tuple[dt.date, dt.date, dt.date], counts: list[int]) -> None:
    first, middle, last = sorted(three)
    places = catalog.places()
    before = people_of(first, counts)
    direct = values(carry(before, last, places=places))
    stepwise = values(carry(carry(before, middle, places=places).observations, last, places=places))
    assert direct.keys() == stepwise.keys()
    for unit, value in direct.items():
        assert value.within(stepwise[unit])
        assert split_between(first, last) or value == stepwise[unit]


def values(made: Carrying) -> dict[str, Range]:
    return {each.jurisdiction: each.value for each in made.observations}


@given(days, numbers, st.sets(st.integers(0, 63)), st.sets(st.integers(0, 63)))
def test_more_known_parts_never_widen(
    later: dt.date, counts: list[int], some: set[int], more: set[int]
) -> None:
    people = people_of(min(later, dt.date(2025, 6, 30)), counts)
    fewer = [each for place, each in enumerate(people) if place in some]
    both = [each for place, each in enumerate(people) if place in some | more]
    wide = values(carry(fewer, later, places=catalog.places()))
    narrow = values(carry(both, later, places=catalog.places()))
    for unit, value in wide.items():
        assert narrow[unit].within(value)


SMALL = Places(
    [
        *(
            Jurisdiction(id=id, name=id, level="province", type="province", valid="..2025-07-01")
            for id in "abc"
        ),
        Jurisdiction(id="n", name="n", level="province", type="province", valid="2025-07-01.."),
    ],
    [Succession(predecessor=id, successor="n", kind="merge", effective="2025-07-01") for id in "abc"],
)
MERGED = dt.date(2025, 7, 1)
shares = st.integers(0, 1000).map(lambda part: Decimal(part) / 10)


@given(st.lists(shares, min_size=3, max_size=3), st.sampled_from(RULED))
def test_a_mean_lies_between_the_least_and_the_greatest(rates: list[Decimal], metric: Metric) -> None:
    given_rates = [
        seen(unit, Range.exactly(rate, "%"), MERGED, metric) for unit, rate in zip("abc", rates, strict=True)
    ]
    (made,) = carry(given_rates, MERGED, places=SMALL)
    assert made.value is not None
    assert made.value.within(Range.between(min(rates), max(rates), "%"))


@given(
    st.lists(shares, min_size=3, max_size=3),
    st.lists(st.integers(0, 10_000), min_size=3, max_size=3).filter(any),
)
def test_a_ratio_is_that_of_the_sums_and_knowing_the_weights_never_widens(
    rates: list[Decimal], counts: list[int]
) -> None:
    units = list(zip("abc", rates, counts, strict=True))
    weighed = [
        seen(unit, Range.exactly(rate, "%"), MERGED, SHARE, of=Amount(count, "household"))
        for unit, rate, count in units
    ]
    bare = [seen(unit, Range.exactly(rate, "%"), MERGED, SHARE) for unit, rate, _ in units]
    (exact,), (bounded,) = (carry(each, MERGED, places=SMALL) for each in (weighed, bare))
    assert exact.value is not None
    assert bounded.value is not None
    assert exact.value.within(bounded.value)
    parts = sum((rate * count for _, rate, count in units), Decimal(0))
    back = exact.value * sum(counts)
    assert back.contains(Amount(parts, "%"))


@given(
    st.lists(shares, min_size=3, max_size=3),
    st.lists(st.tuples(st.integers(1, 100), st.integers(0, 100)), min_size=3, max_size=3),
    st.lists(st.integers(0, 4), min_size=3, max_size=3),
)
def test_weights_that_are_ranges_hold_the_mean_by_each_of_them(
    rates: list[Decimal], spans: list[tuple[int, int]], at: list[int]
) -> None:
    weight = PEOPLE
    rows = []
    for unit, rate, (low, more) in zip("abc", rates, spans, strict=True):
        rows += [
            seen(unit, Range.exactly(rate, "%"), MERGED, SHARE),
            seen(unit, Range.between(low, low + more, "person"), MERGED, weight),
        ]
    made = {one.metric.id: one for one in carry(rows, MERGED, places=SMALL, weights={"share": "people"})}
    picked = [
        Decimal(low) + Decimal(more * quarter) / 4 for (low, more), quarter in zip(spans, at, strict=True)
    ]
    top = sum((rate * part for rate, part in zip(rates, picked, strict=True)), Decimal(0))
    value = made["share"].value
    assert value is not None
    assert (value * sum(picked, Decimal(0))).contains(Amount(top, "%"))
