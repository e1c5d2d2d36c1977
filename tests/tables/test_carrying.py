"""Carrying on tables gives the scalar values over mergers, on every engine."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

import sotttt as st
from sotttt import catalog, tables
from sotttt.errors import InvalidEntity, InvalidText, NotOnTables, UnknownMetric
from tests.tables.mergers import (
    BY_ID,
    DAYS,
    METRICS,
    WEIGHTS,
    a_batch,
    compare,
    compare_left,
    scenes,
)
from tests.tables.scenes import ENGINES, need, rows_of

# Shrinking builds many queries; a failure is told with what was wanted and what was found instead.
FEW = settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
#: On these engines a query takes long to build.
SLOW = ("ibis", "pyspark")
MERGER = dt.date(2025, 7, 1)
PEOPLE = BY_ID["people"]


def carried(engine: str, dice: random.Random, maps: int, number: int, **more: Any) -> tuple[int, int]:
    """How many results there are, and how many of them tables leave open."""
    make = need(engine)
    places, seen = a_batch(dice, maps, number, **more)
    to, weights = dice.choice(DAYS), dice.choice((None, WEIGHTS))
    frame = make(tables.observations_frame(seen, "pyarrow"))
    made = tables.carry(frame, metrics=METRICS, to=to, places=places, weights=weights)
    rows = rows_of(made, engine)
    left = compare(seen, rows, to=to, places=places, weights=weights)
    if engine not in SLOW:
        behind = tables.left(frame, metrics=METRICS, to=to, places=places)
        compare_left(seen, rows_of(behind, engine), to=to, places=places)
    return len(rows), left


@pytest.mark.parametrize("mixed", [False, True], ids=["one-unit", "many-units"])
@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
@FEW
@given(dice=scenes)
def test_every_run_is_another(engine: str, mixed: bool, dice: random.Random) -> None:
    carried(engine, dice, 12, 60, mixed=mixed)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name not in SLOW])
def test_every_engine(engine: str) -> None:
    rows, left = carried(engine, random.Random(8), 12, 90, mixed=True)
    assert rows > 200
    assert left < rows / 4


@pytest.mark.parametrize("engine", SLOW)
def test_the_slow_engines(engine: str) -> None:
    rows, left = carried(engine, random.Random(5000), 3, 60, split=False)
    assert rows > 20
    assert left < rows / 10


def population(unit: str, number: str, year: str = "2024") -> st.Observation:
    return st.Observation(
        metric=PEOPLE, jurisdiction=unit, period=year, value=f"= {number} person", published="2025-04-01"
    )


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow", "duckdb"])
def test_the_merger_of_2025_conserves_the_population(engine: str) -> None:
    make, places = need(engine), catalog.places()
    old = catalog.jurisdictions(on=dt.date(2025, 6, 30))
    seen = [population(unit.id, str(1_000_003 + 17 * place)) for place, unit in enumerate(old)]
    seen.append(population("tien-giang", "1795251", "2023"))
    frame = make(tables.observations_frame(seen, "pyarrow"))
    rows = rows_of(tables.carry(frame, metrics=[PEOPLE], to=MERGER, places=places))
    compare(seen, rows, to=MERGER, places=places)
    found = [row for row in rows if str(row["period_end"]).startswith("2024")]
    assert len(found) == 34
    assert sum(Decimal(repr(row["low"])) for row in found) == sum(
        1_000_003 + 17 * place for place in range(63)
    )
    (alone,) = [row for row in rows if row not in found]
    assert (alone["jurisdiction"], alone["low"], alone["high"]) == ("dong-thap-2025", 1795251, None)
    assert (alone["outcome"], alone["reasons"]) == ("bounded", "parts_missing")
    assert (alone["parts_known"], alone["parts"]) == (1, 2)


def test_what_is_carried_can_be_judged_and_carried_again() -> None:
    pl: Any = pytest.importorskip("polars", reason="polars is not installed")
    places = catalog.places()
    rank = BY_ID["rank"]
    seen = [
        population("tien-giang", "1795251"),
        population("dong-thap", "1600000"),
        st.Observation(metric=rank, jurisdiction="tien-giang", period="2024", value="= 20 rank"),
    ]
    frame = tables.observations_frame(seen, "polars")
    made = tables.carry(frame.lazy(), metrics=METRICS, to=MERGER, places=places)  # type: ignore[attr-defined]  # of polars
    assert isinstance(made, pl.LazyFrame)
    target = st.Target(
        id="t", metric=PEOPLE, jurisdiction="dong-thap-2025", requirement="= 3395251 person", due="2024"
    )
    day = dt.date(2025, 12, 31)
    (finding,) = tables.evaluate([target], made, as_of=day).collect().to_dicts()
    assert (finding["verdict"], finding["low"]) == ("met", 3395251)
    assert tables.faults([target], made, as_of=day).collect()["fault"].to_list() == ["missing_value"]
    again = tables.carry(made, metrics=METRICS, to=MERGER, places=places).collect()
    assert again.select("jurisdiction", "low", "outcome").rows() == [("dong-thap-2025", 3395251.0, "kept")]


def of_share(unit: str, value: str, number: str, of: str = "household") -> st.Observation:
    return st.Observation(
        metric=BY_ID["share"], jurisdiction=unit, period="2024", value=value, of=st.Amount(number, of)
    )


@pytest.mark.parametrize(
    ("seen", "low", "high", "said"),
    [
        ((("= 10 %", "100"), ("= 20 %", "300")), 17.5, 17.5, "exact"),
        ((("= 10 %", "1"), ("= 20 %", "2")), 16.66666666, 16.66666667, "exact"),
        ((("= 0 %", "1"), ("= 0 %", "0")), 0, 0, "exact"),
        ((("= 10 %", "0"), ("= 20 %", "0")), 10, 20, "bounded"),
        ((("= 10 %", "123456789012"), ("= 20 %", "987654321098")), None, None, None),
    ],
)
def test_a_ratio_is_that_of_its_sums(
    seen: tuple[tuple[str, str], ...], low: float | None, high: float | None, said: str | None
) -> None:
    pytest.importorskip("polars", reason="polars is not installed")
    given_shares = [
        of_share(unit, *cells) for unit, cells in zip(("tien-giang", "dong-thap"), seen, strict=True)
    ]
    frame = tables.observations_frame(given_shares, "polars")
    rows = rows_of(tables.carry(frame, metrics=METRICS, to=MERGER, places=catalog.places()))
    compare(given_shares, rows, to=MERGER, places=catalog.places())
    (row,) = rows
    assert (row["low"], row["high"], row["outcome"]) == (low, high, said)


def test_denominators_of_two_units_are_not_compared() -> None:
    pytest.importorskip("polars", reason="polars is not installed")
    seen = [of_share("tien-giang", "= 10 %", "1"), of_share("dong-thap", "= 20 %", "2", "person")]
    frame = tables.observations_frame(seen, "polars")
    (row,) = rows_of(tables.carry(frame, metrics=METRICS, to=MERGER, places=catalog.places()))
    assert (row["outcome"], row["reasons"], row["low"]) == (None, "mixed_units", None)


def test_the_columns_that_must_stand_are_enough() -> None:
    pl: Any = pytest.importorskip("polars", reason="polars is not installed")
    frame = pl.DataFrame(
        {
            "metric": ["people", "people", "people", "other", "people"],
            "jurisdiction": ["tien-giang", "dong-thap", "ha-noi", "ha-noi", None],
            "period_start": [dt.date(2024, 1, 1)] * 5,
            "period_end": [dt.date(2024, 12, 31)] * 5,
            "value": [1, 2, 3, 4, 5],
        }
    )
    places = catalog.places()
    made = tables.carry(frame, metrics=[PEOPLE], to=MERGER, places=places)
    assert made.columns == [column.name for column in tables.CARRIED]
    assert sorted(made.select("jurisdiction", "low", "unit", "outcome").rows()) == [
        ("dong-thap-2025", 3.0, "person", "exact"),
        ("ha-noi", 3.0, None, "kept"),
    ]
    left = tables.left(frame, metrics=[PEOPLE], to=MERGER, places=places)
    assert sorted(left.select("fault", "value").rows()) == [("null_key", 5), ("unknown_metric", 4)]
    empty = tables.carry(frame.clear(), metrics=[PEOPLE], to=MERGER, places=places)
    assert empty.schema == made.schema


def test_refusals() -> None:
    pytest.importorskip("polars", reason="polars is not installed")
    places = catalog.places()
    frame = tables.observations_frame([population("tien-giang", "1")], "polars")

    def carry(**more: Any) -> Any:
        return tables.carry(frame, **{"metrics": METRICS, "to": MERGER, "places": places, **more})

    with pytest.raises(NotOnTables, match="policy"):
        carry(policy=st.Policy(hedge="point"))
    with pytest.raises(InvalidText, match="policy"):
        carry(policy="width")
    with pytest.raises(InvalidText, match="places are due"):
        carry(places=[])
    with pytest.raises(InvalidText, match="weights"):
        carry(weights=["people"])
    with pytest.raises(UnknownMetric, match="did you mean 'people'"):
        carry(weights={"rate": "peopel"})
    with pytest.raises(InvalidText, match="among the metrics"):
        carry(metrics=["people"])
    with pytest.raises(InvalidEntity, match="share the id"):
        carry(
            metrics=[
                PEOPLE,
                st.Metric(id="people", name="x", unit="%", better="higher", timing="point", scale="ratio"),
            ]
        )
    with pytest.raises(NotOnTables, match="no column 'metric'"):
        tables.carry(frame.drop("metric"), metrics=METRICS, to=MERGER, places=places)
    known = st.Succession(predecessor="a", successor="b", kind="split", effective=MERGER, share="= 30 %")
    units = [
        st.Jurisdiction(id=id, name=id, level="province", type="province", valid=valid)
        for id, valid in (("a", "..2025-07-01"), ("b", "2025-07-01.."))
    ]
    with pytest.raises(NotOnTables, match="a share of = 30 % passes from 'a' to 'b'"):
        carry(places=st.Places(units, [known]))


def test_too_many_ways_are_refused() -> None:
    pytest.importorskip("polars", reason="polars is not installed")
    days = [dt.date(1900 + year, 1, 1) for year in range(30)]
    units, steps = [], []
    for level, day in enumerate(days):
        end = days[level + 1] if level + 1 < len(days) else ""
        units += [
            st.Jurisdiction(
                id=f"{side}{level}", name="x", level="province", type="province", valid=f"{day}..{end}"
            )
            for side in "ab"
        ]
        if level:
            steps += [
                st.Succession(
                    predecessor=f"{old}{level - 1}",
                    successor=f"{new}{level}",
                    kind="split",
                    effective=day,
                    share="(0, 100) %",
                )
                for old in "ab"
                for new in "ab"
            ]
    frame = tables.observations_frame([population("a0", "1")], "polars")
    with pytest.raises(InvalidEntity, match="too many successions lead to"):
        tables.carry(frame, metrics=METRICS, to=MERGER, places=st.Places(units, steps))
