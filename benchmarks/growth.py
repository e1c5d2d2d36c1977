"""Time per row and peak memory of `sotttt.tables` as the observations grow, over files of Parquet.

    python benchmarks/growth.py [--rows N ...] [--targets 40 100000] [--engines duckdb polars]
                                [--folder FOLDER] [--keep] [--repeats N] [--check]

The observations are those of `national.pieces`, written piece by piece into FOLDER (or a temporary folder)
and removed afterwards, unless they are to be kept for the next run. Each engine, size and number of targets
runs in a process of its own: DuckDB reads the files as a relation, Polars scans them and collects with its
streaming engine. The clock covers building the query and running it up to the findings in memory. Files were
just written, so that they are read from the cache of the disk. Peak memory is that of the whole process.
DuckDB runs with its own settings unless `--duckdb NAME=VALUE ...` gives others.

With `--check` the exit code is 1 where engines differ, where the time per row grows by more than a fifth
from one size to the next, or where DuckDB needs 2 GiB.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time
from typing import TypedDict

import national
from against_peers import peak

from sotttt import tables

AS_OF = dt.date(2026, 3, 1)
GROWTH, MEMORY = 1.2, 2048
_PIECES_IN_FILE = 10


class Outcome(TypedDict):
    """What one run hands back."""

    seconds: float
    processor: float
    peak: float
    verdicts: dict[str, int]


def write(rows: int, folder: Path) -> int:
    """Write the observations as files of about ten million rows; how many there are."""
    import pyarrow.parquet as pq

    made, writer = 0, None
    for number, piece in enumerate(national.pieces(rows)):
        if number % _PIECES_IN_FILE == 0:
            if writer is not None:
                writer.close()
            writer = pq.ParquetWriter(folder / f"part-{number // _PIECES_IN_FILE:03}.parquet", piece.schema)
        assert writer is not None  # noqa: S101  # number 0 made one
        writer.write_table(piece)
        made += piece.num_rows
    if writer is not None:
        writer.close()
    return made


def judge(engine: str, folder: str, targets: int, settings: list[str]) -> Outcome:
    """Inside a process of its own: evaluate over the files of a folder."""
    files = str(Path(folder) / "*.parquet")
    aims = national.targets(targets)
    start, used = perf_counter(), process_time()
    if engine == "duckdb":
        import duckdb

        base = duckdb.connect()
        for setting in settings:
            base.execute("SET {} = '{}'".format(*setting.split("=", 1)))
        relation = tables.evaluate(aims, base.read_parquet(files), as_of=AS_OF)
        verdicts = relation.to_arrow_table()["verdict"].to_pylist()
    else:
        import polars as pl

        made = tables.evaluate(aims, pl.scan_parquet(files), as_of=AS_OF)
        verdicts = made.collect(engine="streaming")["verdict"].to_list()
    return {
        "seconds": perf_counter() - start,
        "processor": process_time() - used,
        "peak": peak(),
        "verdicts": dict(sorted(Counter(map(str, verdicts)).items())),
    }


def apart(*arguments: str) -> str:
    """The last line that this script prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], capture_output=True, text=True, check=False, env=os.environ
    )
    if done.returncode:
        raise SystemExit(f"{arguments} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return done.stdout.splitlines()[-1]


def files(rows: int, home: Path) -> tuple[Path, int]:
    """The folder of the observations of a size, written where it isn't there, and how many there are."""
    folder = home / f"rows-{rows}"
    counted = folder / "rows.txt"
    if not counted.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        start = perf_counter()
        counted.write_text(apart("--write", str(rows), str(folder)), encoding="utf-8")
        size = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
        print(f"wrote {folder.name} in {perf_counter() - start:.0f} s: {size:.0f} MiB", file=sys.stderr)
    return folder, int(counted.read_text(encoding="utf-8"))


def measured(home: Path, options: argparse.Namespace) -> bool:
    """Run all and print the table; whether the limits hold."""
    before: dict[tuple[str, int], float] = {}
    holds = True
    heads = ("seconds", "ns/row", "ratio", "cpu s", "peak MiB")
    print(f"{'rows':>11} {'targets':>8} {'engine':7}" + "".join(f"{head:>9}" for head in heads))
    for rows in options.rows:
        folder, number = files(rows, home)
        for targets in options.targets:
            answers = set()
            for engine in options.engines:
                asked = ("--run", engine, str(folder), str(targets), *options.duckdb)
                runs: list[Outcome] = [json.loads(apart(*asked)) for _ in range(options.repeats)]
                best, most = min(runs, key=lambda one: one["seconds"]), max(one["peak"] for one in runs)
                answers |= {json.dumps(one["verdicts"]) for one in runs}
                each = best["seconds"] / number * 1e9
                ratio = each / before.get((engine, targets), each)
                before[engine, targets] = each
                cells = f"{best['seconds']:9.2f}{each:9.0f}{ratio:9.2f}{best['processor']:9.2f}{most:9.0f}"
                print(f"{number:11,} {targets:8,} {engine:7}{cells}", flush=True)
                holds = holds and ratio <= GROWTH and (engine != "duckdb" or most < MEMORY)
            print(f"{'':21}{' | '.join(sorted(answers))}", flush=True)
            holds = holds and len(answers) == 1
        if not options.keep:
            shutil.rmtree(folder)
    return holds


def main() -> int:
    """Print seconds, nanoseconds per row, the ratio to the size before, and peak memory."""
    if sys.argv[1:2] == ["--write"]:
        print(write(int(sys.argv[2]), Path(sys.argv[3])))
        return 0
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(judge(sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5:])))
        return 0
    asked = argparse.ArgumentParser(description="Time per row and peak memory as the observations grow.")
    asked.add_argument("--rows", type=int, nargs="+", default=[10**6, 10**7, 10**8])
    asked.add_argument("--targets", type=int, nargs="+", default=[40, 100_000])
    asked.add_argument("--engines", nargs="+", default=["duckdb", "polars"], choices=["duckdb", "polars"])
    asked.add_argument("--folder", type=Path, help="where the files are written; a temporary folder if none")
    asked.add_argument("--keep", action="store_true", help="keep the files for the next run")
    asked.add_argument("--repeats", type=int, default=1)
    asked.add_argument("--duckdb", nargs="*", default=[], metavar="NAME=VALUE", help="settings of DuckDB")
    asked.add_argument("--check", action="store_true", help="exit with 1 where a limit is missed")
    options = asked.parse_args()
    names = " ".join(f"{name} {version(name)}" for name in ("duckdb", "polars", "narwhals"))
    print(f"{names}, Python {platform.python_version()}, {os.cpu_count()} cores")
    if options.folder is not None:
        return int(not measured(options.folder, options) and options.check)
    with tempfile.TemporaryDirectory() as home:
        return int(not measured(Path(home), options) and options.check)


if __name__ == "__main__":
    sys.exit(main())
