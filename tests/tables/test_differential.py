"""Every engine gives the scalar answers: verdict, flags, reasons, value and arithmetic, row for row."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

import sotttt as st
from sotttt import tables
from sotttt.tables import selecting
from tests.tables.scenes import (
    AS_OF,
    BY_ID,
    ENGINES,
    aims,
    based_batch,
    batch,
    changes,
    compare,
    need,
    numbered,
    observations,
    rows_of,
)

# Shrinking builds thousands of queries; a failure is told with its finding and row instead.
MODEST = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
#: On these engines a query takes long to build: fewer examples, and larger ones.
FEW = settings(MODEST, max_examples=3)
#: Engines that take minutes to plan the query.
SLOW = ("ibis", "pyspark")
POLICY = st.Policy(statuses=["official", "forecast", "estimated"], thresholds={"on_track": "0.9"})


def judged(engine: str, targets: list[st.Target], seen: list[st.Observation], **more: object) -> int:
    make = need(engine)
    frame = make(tables.observations_frame(seen, "pyarrow"))
    found = tables.evaluate(targets, frame, as_of=AS_OF, **more)  # type: ignore[arg-type]  # the same options
    return compare(targets, seen, rows_of(found, engine), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
@MODEST
@given(targets=some.lists(aims(), min_size=1, max_size=12), seen=some.lists(observations(), max_size=60))
def test_one_unit(engine: str, targets: list[st.Target], seen: list[st.Observation]) -> None:
    judged(engine, numbered(targets), seen)


@pytest.mark.parametrize("engine", ["polars-lazy"])
@MODEST
@given(
    targets=some.lists(aims(), min_size=1, max_size=12),
    seen=some.lists(observations(mixed=True, odd=True), max_size=60),
)
def test_many_units_and_odd_periods(
    engine: str, targets: list[st.Target], seen: list[st.Observation]
) -> None:
    judged(engine, numbered(targets), seen, policy=POLICY)


@pytest.mark.parametrize("engine", ["polars-lazy"])
@settings(MODEST, max_examples=6)
@given(
    targets=some.lists(changes(), min_size=1, max_size=12),
    seen=some.lists(observations(mixed=True, odd=True), max_size=60),
)
def test_bases(engine: str, targets: list[st.Target], seen: list[st.Observation]) -> None:
    judged(engine, numbered(targets), seen, policy=POLICY)


@pytest.mark.parametrize("engine", ["pandas", "pandas-pyarrow", "duckdb"])
@FEW
@given(targets=some.lists(aims(), min_size=12, max_size=40), seen=some.lists(observations(), min_size=60))
def test_one_unit_on_the_others(engine: str, targets: list[st.Target], seen: list[st.Observation]) -> None:
    judged(engine, numbered(targets), seen)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_batch(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # As with many targets: where a query runs once, rows meet these by numbers.
    monkeypatch.setattr(selecting, "MANY", 0)
    number = 120 if engine in SLOW else 600
    targets, seen = batch(number, 7, mixed=True)
    assert judged(engine, targets, seen) < number / 10


@pytest.mark.parametrize("engine", ENGINES)
def test_a_batch_with_bases(engine: str) -> None:
    number = 120 if engine in SLOW else 900
    targets, seen = based_batch(number, 7, mixed=True)
    assert judged(engine, targets, seen) < number / 5


@pytest.mark.parametrize("engine", ["polars", "pandas"])
def test_no_progress_is_counted_to_a_value_of_two_methods(engine: str) -> None:
    base = st.Observation(metric=BY_ID["share"], jurisdiction="a", period="2018", value="= 10 %")
    seen = [
        attrs.evolve(base, period="2020", value=f"= {number} %", method=name, source=st.Source(title=name))
        for number, name in ((50, "survey"), (51, "register"))
    ]
    aim = st.Target(
        id="t", metric=base.metric, jurisdiction="a", requirement=">= 80 %", due="2025", baseline=base
    )
    assert judged(engine, [aim], seen) == 0
    assert st.evaluate([aim], seen, as_of=AS_OF)["t"].verdict is st.Verdict.NOT_DUE
