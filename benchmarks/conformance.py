"""Every engine against the scalar `evaluate`, row for row, on 200,000 generated rows and more.

Some engines are right on small frames and silently wrong on large ones; the tests of every day can't see it.

    python benchmarks/conformance.py [--rows 210000] [--targets 4000] [ENGINE ...]
    python benchmarks/conformance.py --pace path [--rows 210000] [ENGINE ...]  # by stated trajectories
    python benchmarks/conformance.py --carry [--rows 210000] [ENGINE ...]     # over the merger of 2025

The exit code is 1 where an engine differs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import national
import pyarrow as pa

import sotttt as st
from sotttt import catalog, tables
from tests.tables.mergers import equal_to
from tests.tables.scenes import ENGINES, rows_of, same

AS_OF = dt.date(2022, 8, 30)
MERGER = dt.date(2025, 7, 1)


class Case(NamedTuple):
    """Observations, targets, and their findings by the scalar evaluation."""

    seen: pa.Table
    missing: int
    targets: list[st.Target]
    result: st.Compliance
    policy: st.Policy


def case(rows: int, targets: int, pace: str) -> Case:
    """Generated national data of about so many rows, and so many targets due on three days."""
    policy = st.Policy(pace=pace)
    dues = ("2021", "2022-06", "2022") if pace == "linear" else ("2022", "2023-06", "2025")
    seen = national.observations(rows)
    aims = national.targets_due(targets, dues)
    bad = {row for row, cell in enumerate(seen["value"].to_pylist()) if cell is None}
    good = seen.filter([row not in bad for row in range(seen.num_rows)])
    result = st.evaluate(aims, tables.observations_of(good, national.metrics()), as_of=AS_OF, policy=policy)
    return Case(seen, len(bad), aims, result, policy)


def held(engine: str, of: Case) -> tuple[int, int, int]:
    """How many findings of an engine are equal to the scalar ones, differ, or are left open."""
    frame = ENGINES[engine][1](of.seen)
    rows = rows_of(tables.evaluate(of.targets, frame, as_of=AS_OF, policy=of.policy), engine)
    differ, left = abs(len(rows) - len(of.targets)), 0
    for row in rows:
        try:
            left += same(of.result[row["target"]], row)
        except AssertionError:
            differ += 1
    return len(rows) - differ - left, differ, left


def main() -> int:
    """Print for each engine how many findings are equal, differ or are left open."""
    asked = argparse.ArgumentParser(description="Every engine against the scalar evaluate.")
    asked.add_argument("engines", nargs="*", default=list(ENGINES))
    asked.add_argument("--rows", type=int, default=210_000)
    asked.add_argument("--targets", type=int, default=4_000)
    asked.add_argument("--pace", choices=["linear", "path"], default="linear")
    asked.add_argument(
        "--carry", action="store_true", help="carry the provinces of 2024 to July 2025 instead"
    )
    options = asked.parse_args()
    if options.carry:
        return carried(options.engines, options.rows)
    of = case(options.rows, options.targets, options.pace)
    print(f"{of.seen.num_rows} observations, {of.missing} without a value, {len(of.targets)} targets")
    wrong = 0
    for engine in options.engines:
        start = perf_counter()
        equal, differ, left = held(engine, of)
        took = perf_counter() - start
        wrong += differ
        print(f"{engine:16} {took:7.1f} s   {equal} equal, {differ} differ, {left} left open", flush=True)
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
        found = rows_of(made, engine)
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
