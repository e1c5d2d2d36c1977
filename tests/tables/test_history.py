"""What was met before and is lost, on plain numbers of one series, where one integer of a row decides."""

from __future__ import annotations

import random
from typing import Any

import pytest

import sotttt as st
from sotttt import tables
from sotttt.tables import selecting
from tests.tables.scenes import (
    AS_OF,
    DUES,
    ENGINES,
    METRICS,
    NUMBERS,
    PERIODS,
    compare,
    need,
    number_in,
    numbered,
    rows_of,
    units_of,
)

COLUMNS = ("metric", "jurisdiction", "period_start", "period_end", "value", "unit", "status", "published")


def plain(seen: list[st.Observation], *without: str) -> Any:
    """Observations of plain numbers as a pyarrow table with one column for them, and none for the series."""
    table: Any = tables.observations_frame(seen, "pyarrow")
    table = table.append_column("value", table["low"])
    return table.select([name for name in COLUMNS if name not in without])


def seen_of(
    metric: st.Metric, place: str, period: str, value: str, *, status: str = "official", published: Any = None
) -> st.Observation:
    return st.Observation(
        metric=metric, jurisdiction=place, period=period, value=value, status=status, published=published
    )


def ties(number: int, seed: int, *, timing: str) -> tuple[list[st.Target], list[st.Observation]]:
    """Targets whose periods have several versions, many of them of one day and status, in several units."""
    dice = random.Random(seed)
    few = [one for one in METRICS if (one.timing.value == "period") is (timing == "period")]
    targets, seen = [], []
    for place in range(number):
        one, where = dice.choice(few), f"p{place}"
        numbers = dice.sample(NUMBERS, 3)
        sign = dice.choice(("<=", "<") if one.better.value == "lower" else (">=", ">"))
        asked = dice.choice((f"{sign} {numbers[0]} {one.unit}", f"= {numbers[0]} {one.unit}"))
        due = dice.choice(DUES)
        targets.append(st.Target(id="t", metric=one, jurisdiction=where, requirement=asked, due=due))
        for _ in range(dice.randrange(14)):
            unit = dice.choice(units_of(one)) if dice.randrange(3) == 0 else one.unit
            value = f"= {number_in(dice.choice(numbers), unit, one.unit)} {unit}"
            period = dice.choice(("2018", "2019", "2019", "2020", "2020-12", *PERIODS))
            status = dice.choice(("official", "official", "estimated", "preliminary"))
            day = dice.choice((None, None, "2021-01-15", "2021-03-04"))
            seen.append(seen_of(one, where, period, value, status=status, published=day))
    return numbered(targets), seen


@pytest.mark.parametrize("timing", ["point", "period"])
@pytest.mark.parametrize("engine", ENGINES)
def test_tied_versions(engine: str, timing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # As with many targets: where a query runs once, rows meet these by numbers.
    monkeypatch.setattr(selecting, "MANY", 0)
    number = 120 if engine in ("ibis", "pyspark") else 900
    targets, seen = ties(number, 5, timing=timing)
    found = rows_of(tables.evaluate(targets, need(engine)(plain(seen)), as_of=AS_OF), engine)
    assert compare(targets, seen, found) < number / 3
    assert sum("lost" in row["flags"] for row in found) >= number / 60


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow", "duckdb"])
def test_of_tied_rows_one_outside_is_enough(engine: str) -> None:
    share = next(one for one in METRICS if one.id == "share")
    earlier = {
        "inside": ("= 80 %", "= 81 %"),
        "tied": ("= 80 %", "= 79 %"),
        "units": ("= 80 %", "= 0.8 ratio"),
        "outside": ("= 79 %", "= 0.7 ratio"),
        "never": (),
    }
    targets = [
        st.Target(id=place, metric=share, jurisdiction=place, requirement=">= 80 %", due="2020")
        for place in earlier
    ]
    seen = [seen_of(share, place, "2019", value) for place, values in earlier.items() for value in values]
    seen += [seen_of(share, place, "2020", "= 70 %") for place in earlier]
    for without in ((), ("status", "published")):
        found = tables.evaluate(targets, need(engine)(plain(seen, *without)), as_of=AS_OF)
        told = {row["target"]: (row["verdict"], row["flags"], row["reasons"]) for row in rows_of(found)}
        assert {name for name, (_, flags, _) in told.items() if "lost" in flags} == {"inside"}
        assert {name for name, (verdict, *_) in told.items() if verdict is None} == {"units", "outside"}
        assert {told[name][2] for name in ("units", "outside")} == {"mixed_units"}
        assert {told[name][0] for name in ("inside", "tied", "never")} == {"missed"}


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
@pytest.mark.parametrize("dims", [0, 24])
def test_one_unit_and_keys_of_many_dims(engine: str, dims: int) -> None:
    """With so many dims, the keys of rows and targets are more than one number can tell apart."""
    rank = next(one for one in METRICS if one.id == "rank")
    names = [f"d{number}" for number in range(dims)]
    of = [{name: f"{name} {place}" for name in names} for place in range(8)]
    targets = [
        st.Target(
            id=f"t{place}", metric=rank, jurisdiction="a", requirement="<= 3 rank", due="2020", dims=one
        )
        for place, one in enumerate(of[: 8 if dims else 1])
    ]
    seen = [
        st.Observation(metric=rank, jurisdiction="a", period=period, value=value, dims=target.dims)
        for target in targets
        for period, value in (("2019", "= 3 rank"), ("2020", "= 4 rank"))
    ]
    table: Any = tables.observations_frame(seen, "pyarrow")
    table = table.append_column("value", table["low"])
    table = table.select([name for name in table.column_names if name in COLUMNS or name.startswith("dims.")])
    found = rows_of(tables.evaluate(targets, need(engine)(table), as_of=AS_OF), engine)
    assert compare(targets, seen, found) == 0
    assert all("lost" in row["flags"] for row in found)
