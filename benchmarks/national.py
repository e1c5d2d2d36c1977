"""Realistic national data, seeded: monthly values of communes with estimates, revisions and missing values.

The scale is that of the country since July 2025: 34 provinces, 3,321 communes. Each month's value is
published on the 20th of the next month; a quarter of the values appear first as an estimate and are revised
a month later; three of a hundred are missing; two of a hundred have no date of publication. Values keep one
decimal, and one in ten lies on the bound that its target asks for.

    python benchmarks/national.py FOLDER [--rows 1000000] [--seed 1]     # writes observations.parquet
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import sotttt as st

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def targets(count: int, *, due: str = "2025", flows: bool = True) -> list[st.Target]:
    """So many targets, metric by metric within each commune."""
    of = metrics() if flows else metrics()[:30]
    ranges = {"%": st.Range.parse(f">= {GOAL} %"), "dossier": st.Range.parse(f">= {GOAL * 12} dossier")}
    day = st.Period.parse(due)
    return [
        st.Target(
            id=f"target-{number}",
            metric=of[number % len(of)],
            jurisdiction=commune(number // len(of)),
            requirement=ranges[of[number % len(of)].unit],
            due=day,
        )
        for number in range(count)
    ]


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
