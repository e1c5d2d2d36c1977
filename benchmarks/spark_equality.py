"""PySpark and Polars on the same national data in Parquet, partitioned by year: are all findings equal?

    python benchmarks/spark_equality.py [--rows 10000000] [--targets 4000] [--folder FOLDER] [--memory 6g]

Each engine reads the Parquet files itself and runs in a process of its own, in turn; the findings of both are
compared by target, column by column, without any tolerance. It needs PySpark and Java. The exit code is 1
where a cell differs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import national
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

import sotttt as st
from sotttt import tables

if TYPE_CHECKING:
    import pyarrow as pa

AS_OF = dt.date(2025, 12, 10)
#: Deadlines of the past, of the month that isn't published yet, and of the future.
DUES = ("2023", "2025-11", "2026")
ENGINES = ("polars", "pyspark")


def write(folder: Path, rows: int) -> int:
    """The observations as Parquet, one folder a year; how many there are."""
    table = national.observations(rows)
    table = table.append_column("year", pc.year(table["period_end"]))
    ds.write_dataset(table, folder, format="parquet", partitioning=["year"], partitioning_flavor="hive")
    return int(table.num_rows)


def _polars(folder: Path, targets: list[st.Target], _: str) -> tuple[float, pa.Table]:
    import polars as pl

    frame = pl.scan_parquet(folder / "**/*.parquet", hive_partitioning=True)
    start = perf_counter()
    found = tables.evaluate(targets, frame, as_of=AS_OF)
    built = perf_counter() - start
    return built, found.collect().to_arrow()


def _pyspark(folder: Path, targets: list[st.Target], memory: str) -> tuple[float, pa.Table]:
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.memory": memory,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "16",
        "spark.python.sql.dataFrameDebugging.enabled": "false",
        "spark.sql.constraintPropagation.enabled": "false",
    }
    built_by = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        built_by = built_by.config(name, value)
    session = built_by.getOrCreate()
    frame = session.read.parquet(str(folder))
    start = perf_counter()
    found = tables.evaluate(targets, frame, as_of=AS_OF)
    built = perf_counter() - start
    return built, found.toArrow()


def judge(engine: str, folder: Path, into: Path, options: argparse.Namespace) -> None:
    """Write the findings of one engine, and print what it took."""
    run = {"polars": _polars, "pyspark": _pyspark}[engine]
    start = perf_counter()
    built, found = run(folder, national.targets_due(options.targets, DUES), options.memory)
    took = perf_counter() - start
    pq.write_table(found, into)
    print(f"{engine:8} {took:7.1f} s in all, {built:6.1f} s of it building", flush=True)


def compared(first: Path, second: Path) -> int:
    """How many targets or cells differ; the first few are printed."""
    sides = [_by_target(pq.read_table(path)) for path in (first, second)]
    missing = sides[0].keys() ^ sides[1].keys()
    differ = len(missing)
    for target in sorted(sides[0].keys() & sides[1].keys()):
        for name, cell in sides[0][target].items():
            other = sides[1][target][name]
            if cell != other:
                differ += 1
                if differ <= 10:  # enough to see what is wrong
                    print(f"{target} {name}: {cell!r} and {other!r}")
    verdicts = Counter(str(row["verdict"]) for row in sides[0].values())
    flags = Counter(flag for row in sides[0].values() for flag in str(row["flags"]).split())
    columns = len(next(iter(sides[0].values())))
    print(f"{len(sides[0])} findings of {columns} columns; {dict(verdicts)}; {dict(flags)}")
    print(f"{differ} cells differ")
    return differ


def _by_target(table: pa.Table) -> dict[str, dict[str, Any]]:
    return {row["target"]: row for row in table.to_pylist()}


def main() -> int:
    """Write the data, run both engines, compare."""
    asked = argparse.ArgumentParser(description="PySpark against Polars, on the same Parquet files.")
    asked.add_argument("--rows", type=int, default=10_000_000)
    asked.add_argument("--targets", type=int, default=4_000)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--memory", default="6g")
    asked.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.engine:
        judge(options.engine, options.folder / "seen", options.folder / f"{options.engine}.parquet", options)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        count = write(folder / "seen", options.rows)
        files = len(list((folder / "seen").rglob("*.parquet")))
        print(f"{count} observations in {files} files, {options.targets} targets", flush=True)
        for engine in ENGINES:
            words = ["--engine", engine, "--folder", str(folder), "--targets", str(options.targets)]
            subprocess.run([sys.executable, __file__, *words, "--memory", options.memory], check=True)
        return int(compared(*(folder / f"{engine}.parquet" for engine in ENGINES)) > 0)


if __name__ == "__main__":
    sys.exit(main())
