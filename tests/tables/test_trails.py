"""Stated trajectories (pace `path`): values on the path and just beside it, and where each path starts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import sotttt as st
from sotttt import tables
from sotttt.errors import NotOnTables
from tests.tables.scenes import AS_OF, BY_ID, ENGINES, Rows, compare, metric, need, rows_of
from tests.tables.test_differential import MODEST, SLOW, judged
from tests.tables.trails import PATH, STRICT, trails_batch

SHARE, POVERTY, NEUTRAL, TOTAL, REVENUE, YEARLY = (
    BY_ID[name] for name in ("share", "poverty", "neutral", "total", "revenue", "yearly")
)
OPEN = metric("open", "1", scale="yes_no")


@pytest.mark.parametrize("engine", ["polars", "polars-lazy", "pyarrow"])
@settings(MODEST, max_examples=2)
@given(seed=some.integers(0, 10**6), mixed=some.booleans())
def test_scenes(engine: str, seed: int, mixed: bool) -> None:
    targets, seen = trails_batch(150, seed, mixed=mixed)
    judged(engine, targets, seen, policy=STRICT if seed % 2 else PATH)


@pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine not in SLOW])
def test_a_batch(engine: str) -> None:
    targets, seen = trails_batch(600, 7, mixed=True)
    assert judged(engine, targets, seen, policy=PATH) < 60


@pytest.mark.parametrize("engine", SLOW)
def test_a_batch_of_points_in_time_on_slow_engines(engine: str) -> None:
    targets, seen = trails_batch(120, 7, mixed=True)
    points = [target for target in targets if target.metric.timing.value != "period"]
    assert judged(engine, points, seen, policy=PATH) < 12


def test_values_of_a_period_are_refused_on_ibis() -> None:
    make = need("ibis")
    frame = make(tables.observations_frame([saw("2019", "= 1 VND", REVENUE)], "pyarrow"))
    with pytest.raises(NotOnTables, match="not judged on 'ibis'"):
        tables.evaluate([aim(REVENUE, ">= 2 VND")], frame, as_of=AS_OF, policy=PATH)


def saw(period: str, value: str, one: st.Metric = SHARE, **more: object) -> st.Observation:
    plain = {"metric": one, "jurisdiction": "a", "period": period, "value": value, "published": "2021-03-01"}
    return st.Observation(**{**plain, **more})  # type: ignore[arg-type]  # the fields above are the right ones


def aim(one: st.Metric, requirement: str, **more: object) -> st.Target:
    plain = {"id": "t", "metric": one, "jurisdiction": "a", "requirement": requirement, "due": "2025"}
    return st.Target(**{**plain, **more})  # type: ignore[arg-type]  # the fields above are the right ones


def told(target: st.Target, *seen: st.Observation, left: int = 0) -> tuple[str | None, str]:
    """Verdict and reasons of tables, once they are the scalar ones."""
    found: list[Rows] = []
    for engine in ("polars-lazy",):
        frame = need(engine)(tables.observations_frame(seen, "pyarrow"))
        rows = rows_of(tables.evaluate([target], frame, as_of=AS_OF, policy=PATH), engine)
        assert compare([target], list(seen), rows, policy=PATH) == left
        found.append(rows)
    (row,) = found[0]
    return row["verdict"], row["reasons"]


ON, BELOW = ("on_track", "rated"), ("behind", "rated")
UNRATED = ("not_due", "due_ahead unrated")


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("= 0.3 %", ON),
        ("= 0.2999999999 %", BELOW),
        ("= 0.3000000001 %", ON),
        ("= 0.003 ratio", ON),
        ("= 2.99 permille", BELOW),
        ("[0.3, 0.5] %", ON),
        ("[0.2, 0.29] %", BELOW),
        ("[0.2, 0.3] %", ("not_due", "due_ahead path_overlaps")),
        (">= 0.3 %", UNRATED),
        ("< 0.3 %", UNRATED),
    ],
)
def test_on_the_path_and_beside_it(value: str, wanted: tuple[str, str]) -> None:
    """0.1 % in 2018, 0.2 points in two years of the 0.7 to go until 2025: floats alone miss 0.3 %."""
    one = metric("domainless", "%", scale="ratio", domain="[0, 100] %")
    assert told(aim(one, ">= 0.8 %"), saw("2018", "= 0.1 %", one), saw("2020", value, one)) == wanted


def test_lower_is_better() -> None:
    first = saw("2018", "= 9.1 %", POVERTY)
    for value, wanted in (("= 7.7 %", ON), ("= 7.71 %", BELOW), ("= 7.69 %", ON)):
        assert told(aim(POVERTY, "< 4.2 %"), first, saw("2020", value, POVERTY)) == wanted


def test_a_neutral_metric_goes_the_way_of_its_one_bound() -> None:
    first = saw("2018", "= 10 %", NEUTRAL)
    assert told(aim(NEUTRAL, ">= 17 %"), first, saw("2020", "= 12 %", NEUTRAL)) == ON
    assert told(aim(NEUTRAL, "<= 3 %"), first, saw("2020", "= 8.01 %", NEUTRAL)) == BELOW
    assert told(aim(NEUTRAL, "= 17 %"), first, saw("2020", "= 12 %", NEUTRAL)) == UNRATED


@pytest.mark.parametrize("value", ["= 12 %", "= 11.99 %"])
def test_baselines_as_numbers_and_as_periods(value: str) -> None:
    wanted = ON if value == "= 12 %" else BELOW
    seen = [saw("2016", "= 1 %"), saw("2018", "= 10 %"), saw("2020", value)]
    for base in (st.Period.parse("2018"), saw("2018", "= 10 %")):
        assert told(aim(SHARE, ">= 17 %", baseline=base), *seen) == wanted
    assert told(aim(SHARE, ">= 17 %", baseline=st.Period.parse("2017")), *seen) == UNRATED
    assert told(aim(SHARE, ">= 17 %", baseline=saw("2018", "[9, 10] %")), *seen) == UNRATED
    # What isn't published yet is no baseline: the value observed for its period stands in.
    late = saw("2018", "= 16 %", published="2021-03-04")
    assert told(aim(SHARE, ">= 17 %", baseline=late), *seen) == wanted


def test_days_inside_a_month() -> None:
    """From the 15th of a month of 30 days to that of a month of 31: a little less than half of the way."""
    aimed = aim(SHARE, ">= 30 %", due="2021-06-15", baseline=saw("2018-06-15", "= 10 %"))
    for value, wanted in (("= 20 %", ON), ("= 19.9911 %", ON), ("= 19.991 %", BELOW)):
        assert told(aimed, saw("2019-12-15", value)) == wanted


def test_the_path_starts_after_the_last_change_of_method() -> None:
    old = [saw("2016", "= 30 %", method="register"), saw("2017", "= 31 %", method="register")]
    new = [
        saw("2018", "= 10 %", method="survey"),
        saw("2019", "= 40 %"),
        saw("2020", "= 12 %", method="survey"),
    ]
    assert told(aim(SHARE, ">= 17 %"), *old, *new) == ON
    assert told(aim(SHARE, ">= 17 %", baseline=st.Period.parse("2017")), *old, *new) == UNRATED
    # A new method in the last value leaves nothing to compare it with.
    assert told(aim(SHARE, ">= 17 %"), *old, saw("2020", "= 12 %", method="survey")) == UNRATED


def test_conflicting_methods_leave_it_open() -> None:
    first, other = (
        saw("2018", f"= {value} %", method=method, source=st.Source(title=method, publisher=method))
        for value, method in (("10", "survey"), ("11", "register"))
    )
    last = saw("2020", "= 12 %", method="survey")
    found = told(aim(SHARE, ">= 17 %"), saw("2017", "= 9 %", method="survey"), first, other, last, left=1)
    assert found == (None, "mixed_methods")


def test_too_many_digits_are_left_open() -> None:
    first = saw("2018", "= 0.000000001 billion_VND", TOTAL)
    last = saw("2020", "= 200000000000.3 billion_VND", TOTAL)
    assert told(aim(TOTAL, ">= 700000000001.05 billion_VND"), first, last, left=1) == (
        None,
        "too_many_digits",
    )


def test_values_of_other_periods_are_no_series() -> None:
    """Of a yearly sum the years count; the last month known doesn't."""
    years = [saw("2018", "= 10 billion_VND", REVENUE), saw("2019", "= 11 billion_VND", REVENUE)]
    month = saw("2021-01", "= 1 billion_VND", REVENUE)
    assert told(aim(REVENUE, ">= 17 billion_VND"), *years, month) == ON
    assert told(aim(REVENUE, ">= 17.1 billion_VND"), *years, month) == BELOW


def test_yes_or_no_is_reached_or_not() -> None:
    assert told(aim(OPEN, ">= 1 1"), saw("2020", "= 0 1", OPEN)) == BELOW
    assert told(aim(OPEN, ">= 1 1"), saw("2020", "= 0.5 1", OPEN)) == UNRATED
    assert told(aim(OPEN, ">= 1 1"), saw("2019", "= 0.5 1", OPEN), saw("2020", "= 0 1", OPEN)) == UNRATED
    assert told(aim(OPEN, ">= 1 1"), saw("2020", "[0, 1] 1", OPEN)) == ("not_due", "due_ahead path_overlaps")


def test_one_value_has_no_path() -> None:
    assert told(aim(SHARE, ">= 17 %"), saw("2020", "= 12 %")) == UNRATED
    assert told(aim(SHARE, ">= 17 %", due="2020"), saw("2020", "= 12 %")) == ("missed", "outside")
    assert told(aim(BY_ID["rank"], "<= 5 rank"), saw("2020", "= 12 rank", BY_ID["rank"])) == UNRATED


def test_changes_are_refused_by_name() -> None:
    aimed = aim(SHARE, ">= 1 %")
    moved = st.Target(
        id="moved",
        metric=SHARE,
        jurisdiction="a",
        requirement=st.Relative(change="growth", range=">= 2 %", against="previous"),
        due="2025",
    )
    frame = need("polars")(tables.observations_frame([saw("2020", "= 12 %")], "pyarrow"))
    with pytest.raises(NotOnTables, match=r"changes under the pace 'path'.*: 'moved'"):
        tables.evaluate([aimed, moved], frame, as_of=AS_OF, policy=PATH)
