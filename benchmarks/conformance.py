"""Every engine against the scalar `evaluate`, row for row, on 200,000 generated rows and more.

Some engines are right on small frames and silently wrong on large ones; the tests of every day can't see it.

    python benchmarks/conformance.py [--rows 200000] [--targets 4000] [ENGINE ...]
    python benchmarks/conformance.py --carry [--rows 200000] [ENGINE ...]     # over the merger of 2025

The exit code is 1 where an engine differs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import national

import sotttt as st
from sotttt import catalog, tables
from tests.tables.mergers import equal_to
from tests.tables.scenes import ENGINES, rows_of, same

AS_OF = dt.date(2022, 8, 30)
MERGER = dt.date(2025, 7, 1)


def main() -> int:
    """Print for each engine how many findings are equal, differ or are left open."""
    asked = argparse.ArgumentParser(description="Every engine against the scalar evaluate.")
    asked.add_argument("engines", nargs="*", default=list(ENGINES))
    asked.add_argument("--rows", type=int, default=200_000)
    asked.add_argument("--targets", type=int, default=4_000)
    asked.add_argument(
        "--carry", action="store_true", help="carry the provinces of 2024 to July 2025 instead"
    )
    options = asked.parse_args()
    if options.carry:
        return carried(options.engines, options.rows)
    seen = national.observations(options.rows)
    aims = [
        target
        for due in ("2021", "2022-06", "2022")
        for target in national.targets(options.targets // 3, due=due)
    ]
    aims = [
        st.Target(
            id=f"t{number}",
            metric=target.metric,
            jurisdiction=target.jurisdiction,
            requirement=target.requirement,
            due=target.due,
        )
        for number, target in enumerate(aims)
    ]
    bad = {row for row, cell in enumerate(seen["value"].to_pylist()) if cell is None}
    good = seen.filter([row not in bad for row in range(seen.num_rows)])
    result = st.evaluate(aims, tables.observations_of(good, national.metrics()), as_of=AS_OF)
    print(f"{seen.num_rows} observations, {len(bad)} without a value, {len(aims)} targets")
    wrong = 0
    for engine in options.engines:
        start = perf_counter()
        rows = rows_of(tables.evaluate(aims, ENGINES[engine][1](seen), as_of=AS_OF))
        took = perf_counter() - start
        differ, left = 0, 0
        for row in rows:
            try:
                left += same(result[row["target"]], row)
            except AssertionError:
                differ += 1
        equal = len(rows) - differ - left
        wrong += differ + (len(rows) != len(aims))
        print(f"{engine:16} {took:7.1f} s   {equal} equal, {differ} differ, {left} left open")
    return int(wrong > 0)


def carried(engines: list[str], rows: int) -> int:
    """Print for each engine whether all that it carries is what the scalar `carry` carries."""
    table = national.provincial(rows)
    metrics, places = national.merging_metrics(), catalog.places()
    weights = {"metric-weighted_mean": "metric-sum"}
    seen = tables.observations_of(table, metrics)
    wanted = st.carry(seen, MERGER, places=places, weights=weights)
    wrong = 0
    print(f"{table.num_rows} observations of 63 provinces")
    for engine in engines:
        start = perf_counter()
        made = tables.carry(
            ENGINES[engine][1](table), metrics=metrics, to=MERGER, places=places, weights=weights
        )
        found = rows_of(made)
        took = perf_counter() - start
        try:
            left = equal_to(wanted, found)
            print(f"{engine:16} {took:7.1f} s   {len(found) - left} equal, 0 differ, {left} left open")
        except AssertionError as error:
            wrong += 1
            print(f"{engine:16} {took:7.1f} s   differs: {error!s:.600}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
