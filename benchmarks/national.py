"""Realistic national data, seeded: monthly values of communes with estimates, revisions and missing values.

The scale is that of the country since July 2025: 34 provinces, 3,321 communes. Each month's value is
published on the 20th of the next month; a quarter of the values appear first as an estimate and are revised
a month later; three of a hundred are missing; two of a hundred have no date of publication. Values keep one
decimal, and one in ten lies on the bound that its target asks for.

    python benchmarks/national.py FOLDER [--rows 1000000] [--seed 1]     # writes observations.parquet
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import sotttt as st
from sotttt import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

PROVINCES, COMMUNES, METRICS = 34, 3321, 40
FIRST_MONTH = np.datetime64("2021-01", "M")
#: Asked for by each target; values round it are frequent.
GOAL = 80
_PIECE = 800_000


def metrics() -> tuple[st.Metric, ...]:
    """Forty metrics: shares at a point in time, the last ten of them sums over a period."""
    made = []
    for number in range(METRICS):
        flow = number >= 30
        made.append(
            st.Metric(
                id=f"metric-{number:02d}",
                name=f"Chỉ tiêu {number + 1}",
                unit="dossier" if flow else "%",
                better="higher",
                timing="period" if flow else "point",
                scale="count" if flow else "ratio",
                domain=">= 0 dossier" if flow else "[0, 100] %",
            )
        )
    return tuple(made)


def commune(number: int) -> str:
    """The id of a commune, with its province before it."""
    return f"tinh-{number % PROVINCES:02d}-xa-{number:04d}"


def targets(count: int, *, due: str = "2025", flows: bool = True, prefix: str = "target-") -> list[st.Target]:
    """So many targets, metric by metric within each commune."""
    of = metrics() if flows else metrics()[:30]
    ranges = {"%": st.Range.parse(f">= {GOAL} %"), "dossier": st.Range.parse(f">= {GOAL * 12} dossier")}
    day = st.Period.parse(due)
    return [
        st.Target(
            id=f"{prefix}{number}",
            metric=of[number % len(of)],
            jurisdiction=commune(number // len(of)),
            requirement=ranges[of[number % len(of)].unit],
            due=day,
        )
        for number in range(count)
    ]


def targets_due(count: int, days: Sequence[str]) -> list[st.Target]:
    """About so many targets, as many for each of some days."""
    return [one for due in days for one in targets(count // len(days), due=due, prefix=f"{due}-")]


def observations(rows: int, seed: int = 1, *, flows: bool = True) -> pa.Table:
    """About so many observations, in no order."""
    kinds, places, months = _grid(rows, flows=flows)
    dice = np.random.default_rng(seed)
    return _drawn(np.arange(kinds * places * months), kinds, places, FIRST_MONTH, dice)


def pieces(rows: int, seed: int = 1, *, last: str = "2026-02") -> Iterator[pa.Table]:
    """About so many observations up to a month, piece by piece of about a million.

    Within a piece the rows are in no order; a later piece holds later months, as files that grow do. Beyond
    ten million rows it is the history that grows, no longer the number of communes.
    """
    kinds, places, months = _grid(rows, flows=True)
    first = np.datetime64(last, "M") - months + 1
    total = kinds * places * months
    for number, low in enumerate(range(0, total, _PIECE)):
        dice = np.random.default_rng((seed, number))
        yield _drawn(np.arange(low, min(low + _PIECE, total)), kinds, places, first, dice)


def _grid(rows: int, *, flows: bool) -> tuple[int, int, int]:
    """How many metrics, communes and months make so many rows, a quarter of them revised."""
    kinds = METRICS if flows else 30
    first = int(rows / 1.25)
    months = max(6, min(60, first // (kinds * 20)))
    places = max(1, min(COMMUNES, first // (kinds * months)))
    return kinds, places, max(months, first // (kinds * places))


def _drawn(
    number: NDArray[np.integer], kinds: int, places: int, first: np.datetime64, dice: np.random.Generator
) -> pa.Table:
    """The observations of some cells of the grid of months, communes and metrics, with their revisions."""
    chosen = dice.random(len(number)) < 0.25
    metric, place = number % kinds, (number // kinds) % places
    month = first + number // (kinds * places)
    value = np.round(dice.normal(GOAL, 12, len(number)).clip(0, 100), 1)
    value[dice.random(len(number)) < 0.1] = GOAL
    value[metric >= 30] = np.round(value[metric >= 30])
    every = np.concatenate([np.arange(len(number)), np.flatnonzero(chosen)])
    revised = np.concatenate([value, np.round((value[chosen] - 0.3).clip(0, 100), 1)])
    revised[metric[every] >= 30] = np.round(revised[metric[every] >= 30])
    estimate = np.concatenate([chosen, np.zeros(chosen.sum(), bool)])
    delay = np.concatenate([np.full(len(number), 1), np.full(chosen.sum(), 2)])
    start = month[every].astype("datetime64[D]")
    end = (month[every] + 1).astype("datetime64[D]") - 1
    published = (month[every] + delay).astype("datetime64[D]") + 19
    missing, undated = dice.random(len(every)) < 0.03, dice.random(len(every)) < 0.02
    mixed = dice.permutation(len(every))
    metric, place = metric[every][mixed], place[every][mixed]
    return pa.table(
        {
            "metric": _named([f"metric-{n:02d}" for n in range(kinds)], metric),
            "jurisdiction": _named([commune(n) for n in range(places)], place),
            "period_start": pa.array(start[mixed]),
            "period_end": pa.array(end[mixed]),
            "value": pa.array(revised[mixed], mask=missing[mixed]),
            "unit": _named(["%", "dossier"], (metric >= 30).astype(int)),
            "status": _named(["official", "estimated"], estimate[mixed].astype(int)),
            "published": pa.array(published[mixed], mask=undated[mixed]),
        }
    )


def merging_metrics() -> tuple[st.Metric, ...]:
    """One metric for each rule of merging."""
    return tuple(
        st.Metric(
            id=f"metric-{rule}",
            name=rule,
            unit="person" if rule == "sum" else "%",
            better="higher",
            timing="point",
            scale="count" if rule == "sum" else "ratio",
            merge=rule,
        )
        for rule in ("sum", "ratio_of_sums", "weighted_mean", "mean", "bounds", "none")
    )


def provincial(rows: int, seed: int = 1) -> pa.Table:
    """About so many monthly observations of the 63 provinces of 2024, in no order, with denominators."""
    dice = np.random.default_rng(seed)
    of = [metric.id for metric in merging_metrics()]
    names = [place.id for place in catalog.jurisdictions(on=dt.date(2024, 12, 31))]
    months = max(1, int(rows / 1.21) // (len(of) * len(names)) + 1)
    number = np.arange(len(of) * len(names) * months)
    number = number[dice.random(len(number)) > 0.03]
    every = np.concatenate([number, number[dice.random(len(number)) < 0.25]])
    metric, place = every % len(of), every // len(of) % len(names)
    month = np.datetime64("2024-12", "M") - every // (len(of) * len(names)) % 1200
    shift = every // (len(of) * len(names)) // 1200
    people = metric == 0
    value = np.where(people, dice.integers(300_000, 9_000_000, len(every)), dice.normal(60, 12, len(every)))
    first = month.astype("datetime64[D]")
    last = (month + 1).astype("datetime64[D]") - 1
    table = pa.table(
        {
            "metric": _named(of, metric),
            "jurisdiction": _named(names, place),
            "period_start": pa.array(first),
            "period_end": pa.array(last),
            "value": pa.array(np.where(people, value, np.round(value.clip(0, 100), 1))),
            "unit": _named(["%", "person"], people.astype(int)),
            "of": pa.array(
                dice.integers(1_000, 90_000, len(every)).astype(float), mask=dice.random(len(every)) < 0.02
            ),
            "of_unit": _named(["household"], np.zeros(len(every), int)),
            "status": _named(["official", "estimated"], (dice.random(len(every)) < 0.3).astype(int)),
            "published": pa.array(last + dice.integers(10, 400, len(every)) + shift),
            "method": _named([f"series {number + 1}" for number in range(int(shift.max()) + 1)], shift),
        }
    )
    return table.take(pa.array(dice.permutation(len(every))))


def _named(names: list[str], number: NDArray[np.integer]) -> pa.Array:
    return pc.take(pa.array(names), pa.array(number))


def main() -> int:
    """Write the observations as Parquet."""
    asked = argparse.ArgumentParser(description="Realistic national data.")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    import pyarrow.parquet as pq

    table = observations(options.rows, options.seed)
    pq.write_table(table, options.folder / "observations.parquet")
    print(f"{table.num_rows} observations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
