"""`sotttt.tables` against the best native query written by hand for one rule, and against a bare scan.

    python benchmarks/tables.py [--rows 10000000] [--targets 40 100000] [--engines polars duckdb pandas]

All run on the same generated observations (`national.py`, points in time only), in turn, from memory; the
least time of the repeats counts, and building the query counts. "native" takes, of what was known on the
day, the last period by the due date of each metric and commune, its best status and its latest publication,
and compares; it checks no row, unit or domain, and gives no flags or reasons. "scan" counts the distinct
keys. "no history" is ours without the look for targets that were met before.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import sys
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

import national

from sotttt import tables

if TYPE_CHECKING:
    import sotttt as st

AS_OF, DUE = dt.date(2026, 3, 1), dt.date(2025, 12, 31)
GOAL = float(national.GOAL)
KEYS = ["metric", "jurisdiction"]


def _polars(seen: Any, aims: list[st.Target]) -> dict[str, Callable[[], int]]:  # noqa: ANN401  # any engine's frame
    import polars as pl

    frame = pl.from_arrow(seen)
    keys = pl.DataFrame(
        {"metric": [t.metric.id for t in aims], "jurisdiction": [t.jurisdiction for t in aims]}
    )

    def native(*, semi: bool) -> int:
        rows = frame.lazy().filter(pl.col("published") <= AS_OF, pl.col("period_end") <= DUE)
        if semi:
            rows = rows.join(keys.lazy(), on=KEYS, how="semi")
        rows = rows.filter(pl.col("period_end") == pl.col("period_end").max().over(KEYS))
        best = (pl.col("status") == "official").cast(pl.Int32) * 100_000 + pl.col("published").cast(pl.Int32)
        rows = rows.filter(best == best.max().over(KEYS))
        made = keys.lazy().join(rows, on=KEYS, how="left")
        return len(made.with_columns(met=pl.col("value") >= GOAL).collect())

    return {
        "scan": lambda: len(frame.lazy().select(KEYS).unique().collect()),
        "native": lambda: native(semi=False),
        "native, semi-join": lambda: native(semi=True),
        "ours": lambda: len(tables.evaluate(aims, frame.lazy(), as_of=AS_OF).collect()),
        "ours, no history": lambda: len(
            tables.evaluate(aims, frame.lazy(), as_of=AS_OF, history=False).collect()
        ),
    }


def _duckdb(seen: Any, aims: list[st.Target]) -> dict[str, Callable[[], int]]:  # noqa: ANN401  # any engine's frame
    import duckdb
    import pyarrow as pa

    base = duckdb.connect()
    base.register("arrow", seen)
    base.execute("CREATE TABLE seen AS SELECT * FROM arrow")
    base.register(
        "aims",
        pa.table({"metric": [t.metric.id for t in aims], "jurisdiction": [t.jurisdiction for t in aims]}),
    )
    base.execute("CREATE TABLE keys AS SELECT * FROM aims")

    def native(*, semi: bool) -> int:
        where = "SEMI JOIN keys USING (metric, jurisdiction)" if semi else ""
        query = f"""
            WITH best AS (
                SELECT metric, jurisdiction, arg_max(value,
                    datediff('day', DATE '1970-01-01', period_end)::BIGINT * 10000000
                    + (status = 'official')::BIGINT * 1000000
                    + datediff('day', DATE '1970-01-01', published)) AS value
                FROM seen {where} WHERE published <= DATE '{AS_OF}' AND period_end <= DATE '{DUE}'
                GROUP BY metric, jurisdiction)
            SELECT *, value >= {GOAL} AS met FROM keys LEFT JOIN best USING (metric, jurisdiction)"""  # noqa: S608  # our own words
        return len(base.execute(query).fetch_arrow_table())

    def ours(*, history: bool) -> int:
        found = tables.evaluate(aims, base.table("seen"), as_of=AS_OF, history=history)
        return len(found.fetch_arrow_table())

    return {
        "scan": lambda: len(
            base.execute("SELECT DISTINCT metric, jurisdiction FROM seen").fetch_arrow_table()
        ),
        "native": lambda: native(semi=False),
        "native, semi-join": lambda: native(semi=True),
        "ours": lambda: ours(history=True),
        "ours, no history": lambda: ours(history=False),
    }


def _pandas(seen: Any, aims: list[st.Target]) -> dict[str, Callable[[], int]]:  # noqa: ANN401  # any engine's frame
    import pandas as pd

    frame = seen.to_pandas()
    for name in ("period_start", "period_end", "published"):
        frame[name] = frame[name].astype("datetime64[s]")
    keys = pd.DataFrame(
        {"metric": [t.metric.id for t in aims], "jurisdiction": [t.jurisdiction for t in aims]}
    )
    day, due = pd.Timestamp(AS_OF), pd.Timestamp(DUE)

    def native(*, semi: bool) -> int:
        rows = frame[(frame["published"] <= day) & (frame["period_end"] <= due)]
        if semi:
            rows = rows.merge(keys, on=KEYS)
        rows = rows[rows["period_end"] == rows.groupby(KEYS)["period_end"].transform("max")]
        best = (rows["status"] == "official") * 10**12 + rows["published"].astype("int64")
        rows = rows[best == best.groupby([rows[name] for name in KEYS]).transform("max")]
        made = keys.merge(rows, on=KEYS, how="left")
        return len(made.assign(met=made["value"] >= GOAL))

    return {
        "scan": lambda: len(frame[KEYS].drop_duplicates()),
        "native": lambda: native(semi=False),
        "native, semi-join": lambda: native(semi=True),
        "ours": lambda: len(tables.evaluate(aims, frame, as_of=AS_OF)),
        "ours, no history": lambda: len(tables.evaluate(aims, frame, as_of=AS_OF, history=False)),
    }


_ENGINES = {"polars": _polars, "duckdb": _duckdb, "pandas": _pandas}


def main() -> int:
    """Print seconds, and the ratio to the native query."""
    asked = argparse.ArgumentParser(description="sotttt.tables against native queries.")
    asked.add_argument("--rows", type=int, default=10_000_000)
    asked.add_argument("--targets", type=int, nargs="*", default=[40, 100_000])
    asked.add_argument("--engines", nargs="*", default=list(_ENGINES))
    asked.add_argument("--repeats", type=int, default=2)
    options = asked.parse_args()
    seen = national.observations(options.rows, flows=False)
    print(f"{seen.num_rows} observations")
    for engine in options.engines:
        for count in options.targets:
            ways = _ENGINES[engine](seen, national.targets(count, flows=False))
            least = dict.fromkeys(ways, float("inf"))
            for _ in range(options.repeats):
                for name, run in ways.items():
                    start = perf_counter()
                    run()
                    least[name] = min(least[name], perf_counter() - start)
            for name, took in least.items():
                ratio = took / least["native"]
                print(f"{engine:8} {count:7} targets   {name:18} {took:8.2f} s   {ratio:5.2f} x native")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process {peak:.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
