"""`sotttt.tables` against the best native query written by hand for one rule, and against a bare scan.

    python benchmarks/tables.py [--rows 10000000] [--targets 40 100000] [--engines polars duckdb pandas]

All run on the same generated observations (`national.py`, points in time only), in turn, from memory; the
least time of the repeats counts, and building the query counts. "native" takes, of what was known on the
day, the last period by the due date of each metric and commune, its best status and its latest publication,
and compares; it checks no unit or domain, and gives no flags or reasons. "native, history" also tells which
targets were met before and are lost, by the best version of each period, as ours does; "no history" is ours
without that. The native queries are also given with a semi-join on the keys of the targets first. On DuckDB
ours joins few targets first, and takes the best of all rows first for many: few targets are also given that
other way ("no semi-join"). "scan" counts the distinct keys. All answers must agree; the exit code is 1
where they don't. A ratio is to the native query of the same answer, without the semi-join. The seconds of
all cores are printed too: on a machine that others use, trust these.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, TypeAlias

import national

from sotttt import tables
from sotttt.tables import thinning

if TYPE_CHECKING:
    import sotttt as st

AS_OF, DUE = dt.date(2026, 3, 1), dt.date(2025, 12, 31)
GOAL = float(national.GOAL)
KEYS = ["metric", "jurisdiction"]
#: How many targets, how many of them are met, and how many were met before and are lost.
Answer: TypeAlias = tuple[int, ...]
#: Each way to run, and whether it looks for what was met before.
Ways: TypeAlias = dict[str, tuple[Callable[[], Any], bool]]


def _polars(seen: Any, aims: list[st.Target]) -> Ways:  # noqa: ANN401  # any engine's frame
    import polars as pl

    frame = pl.from_arrow(seen)
    keys = pl.LazyFrame(_keys(aims))
    ends = [*KEYS, "period_end"]

    def native(*, history: bool, semi: bool) -> Answer:
        known = pl.coalesce(pl.col("published").cast(pl.Int32), pl.col("period_end").cast(pl.Int32) + 1)
        best = (pl.col("status") == "official").cast(pl.Int32) * 100_000 + known
        day = (AS_OF - dt.date(1970, 1, 1)).days
        rows = frame.lazy().filter(known <= day, pl.col("period_end") <= DUE, pl.col("value").is_not_null())
        if semi:
            rows = rows.join(keys, on=KEYS, how="semi")
        if history:
            rows = rows.filter(best == best.max().over(ends)).group_by(KEYS)
            latest = pl.col("value").get(pl.col("period_end").arg_max())
            rows = rows.agg(latest, before=(pl.col("value") >= GOAL).any())
        else:
            rows = rows.filter(pl.col("period_end") == pl.col("period_end").max().over(KEYS))
            rows = rows.filter(best == best.max().over(KEYS)).with_columns(before=pl.lit(value=False))
        made = keys.join(rows, on=KEYS, how="left").with_columns(met=pl.col("value") >= GOAL)
        found = made.with_columns(lost=~pl.col("met") & pl.col("before")).collect()
        return len(found), found["met"].sum(), found["lost"].sum()

    def ours(*, history: bool) -> Answer:
        found = tables.evaluate(aims, frame.lazy(), as_of=AS_OF, history=history).collect()
        lost = found["flags"].str.contains("lost").sum()
        return len(found), (found["verdict"] == "met").sum(), lost

    return _ways(lambda: len(frame.lazy().select(KEYS).unique().collect()), native, ours)


def _duckdb(seen: Any, aims: list[st.Target]) -> Ways:  # noqa: ANN401  # any engine's frame
    import duckdb
    import pyarrow as pa
    import pyarrow.compute as pc

    base = duckdb.connect()
    base.register("arrow", seen)
    base.execute("CREATE TABLE seen AS SELECT * FROM arrow")
    base.register("aims", pa.table(_keys(aims)))
    base.execute("CREATE TABLE keys AS SELECT * FROM aims")

    def native(*, history: bool, semi: bool) -> Answer:
        known = "coalesce(published, period_end + 1)"
        version = f"(status = 'official')::BIGINT * 1000000 + datediff('day', DATE '1970-01-01', {known})"
        rows = f"""FROM seen {"SEMI JOIN keys USING (metric, jurisdiction)" if semi else ""}
            WHERE {known} <= DATE '{AS_OF}' AND period_end <= DATE '{DUE}' AND value IS NOT NULL"""
        best = f"""SELECT metric, jurisdiction, arg_max(value,
            datediff('day', DATE '1970-01-01', period_end)::BIGINT * 10000000 + {version}) AS value,
            false AS before {rows} GROUP BY metric, jurisdiction"""
        if history:
            versions = f"""SELECT metric, jurisdiction, period_end, arg_max(value, {version}) AS value {rows}
                GROUP BY metric, jurisdiction, period_end"""
            best = f"""SELECT metric, jurisdiction, arg_max(value, period_end) AS value,
                bool_or(value >= {GOAL}) AS before FROM ({versions}) GROUP BY metric, jurisdiction"""  # noqa: S608  # our own words
        query = f"""SELECT *, value >= {GOAL} AS met, NOT met AND before AS lost
            FROM keys LEFT JOIN ({best}) USING (metric, jurisdiction)"""  # noqa: S608  # our own words
        found = base.sql(query).to_arrow_table()
        return len(found), pc.sum(found["met"]).as_py(), pc.sum(found["lost"]).as_py()

    def ours(*, history: bool) -> Answer:
        found = tables.evaluate(aims, base.table("seen"), as_of=AS_OF, history=history).to_arrow_table()
        lost = pc.match_substring(found["flags"], "lost")
        return len(found), pc.sum(pc.equal(found["verdict"], "met")).as_py(), pc.sum(lost).as_py()

    def without(*, history: bool) -> Answer:
        many, thinning.MANY = thinning.MANY, 0
        try:
            return ours(history=history)
        finally:
            thinning.MANY = many

    def scan() -> int:
        return len(base.sql("SELECT DISTINCT metric, jurisdiction FROM seen").to_arrow_table())

    ways = _ways(scan, native, ours)
    if len(aims) < thinning.MANY:
        for history in (False, True):
            text = "history" if history else "no history"
            ways[f"ours, {text}, no semi-join"] = (partial(without, history=history), history)
    return ways


def _pandas(seen: Any, aims: list[st.Target]) -> Ways:  # noqa: ANN401  # any engine's frame
    import pandas as pd

    frame = seen.to_pandas()
    for name in ("period_start", "period_end", "published"):
        frame[name] = frame[name].astype("datetime64[s]")
    keys = pd.DataFrame(_keys(aims))
    day, due = pd.Timestamp(AS_OF), pd.Timestamp(DUE)

    def native(*, history: bool, semi: bool) -> Answer:
        rows = frame.assign(known=frame["published"].fillna(frame["period_end"] + pd.Timedelta(days=1)))
        rows = rows[(rows["known"] <= day) & (rows["period_end"] <= due) & rows["value"].notna()]
        if semi:
            rows = rows.merge(keys, on=KEYS)
        rows = rows.assign(best=(rows["status"] == "official") * 10**12 + rows["known"].astype("int64"))
        if history:
            rows = rows[rows["best"] == rows.groupby([*KEYS, "period_end"])["best"].transform("max")]
            rows = rows.assign(inside=rows["value"] >= GOAL)
            of = rows.groupby(KEYS)
            rows = rows.assign(before=of["inside"].transform("max"))
            rows = rows[rows["period_end"] == of["period_end"].transform("max")]
        else:
            rows = rows[rows["period_end"] == rows.groupby(KEYS)["period_end"].transform("max")]
            rows = rows[rows["best"] == rows.groupby(KEYS)["best"].transform("max")].assign(before=False)
        made = keys.merge(rows, on=KEYS, how="left")
        met = made["value"] >= GOAL
        return len(made), int(met.sum()), int((~met & (made["before"] == True)).sum())  # noqa: E712  # null is no

    def ours(*, history: bool) -> Answer:
        found = tables.evaluate(aims, frame, as_of=AS_OF, history=history)
        lost = found["flags"].str.contains("lost").sum()
        return len(found), int((found["verdict"] == "met").sum()), int(lost)

    return _ways(lambda: len(frame[KEYS].drop_duplicates()), native, ours)


def _keys(aims: list[st.Target]) -> dict[str, list[str]]:
    return {"metric": [t.metric.id for t in aims], "jurisdiction": [t.jurisdiction for t in aims]}


def _ways(scan: Callable[[], int], native: Callable[..., Answer], ours: Callable[..., Answer]) -> Ways:
    made: Ways = {"scan": (scan, False)}
    for history in (False, True):
        text = "history" if history else "no history"
        for semi in (False, True):
            name = f"native, {text}" + (", semi-join" if semi else "")
            made[name] = (partial(native, history=history, semi=semi), history)
        made[f"ours, {text}"] = (partial(ours, history=history), history)
    return made


_ENGINES = {"polars": _polars, "duckdb": _duckdb, "pandas": _pandas}


def _timed(engine: str, count: int, ways: Ways, options: argparse.Namespace) -> int:
    """Print the seconds of each way; 1 where their answers differ."""
    least = dict.fromkeys(ways, (float("inf"), float("inf")))
    answers: dict[bool, set[Answer]] = {False: set(), True: set()}
    for _ in range(options.repeats):
        for name, (run, history) in ways.items():
            start, begun = perf_counter(), process_time()
            answer = run()
            spent = (perf_counter() - start, process_time() - begun)
            least[name] = (min(least[name][0], spent[0]), min(least[name][1], spent[1]))
            if name != "scan":
                answers[history].add(answer)
    for name, (took, worked) in least.items():
        of, worked_of = least[f"native, {'history' if ways[name][1] else 'no history'}"]
        seconds = (
            f"{took:8.2f} s {took / of:6.2f} x native, processor {worked:8.2f} s {worked / worked_of:6.2f} x"
        )
        print(f"{engine:8} {count:7} targets   {name:30} {seconds}", flush=True)
    agree = all(len(found) == 1 for found in answers.values())
    print(f"{engine:8} {count:7} targets   {'all answers agree' if agree else f'answers differ: {answers}'}")
    return int(not agree)


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
    wrong = 0
    for engine in options.engines:
        for count in options.targets:
            wrong += _timed(
                engine, count, _ENGINES[engine](seen, national.targets(count, flows=False)), options
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process {peak:.0f} MiB")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
