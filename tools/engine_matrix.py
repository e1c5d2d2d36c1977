"""Writes the table of docs/reference/engines.md: what each engine does, held against the scalar evaluation.

    python tools/engine_matrix.py [ENGINE ...]                  # these engines, or all that are installed
    python tools/engine_matrix.py --rows 210000 [ENGINE ...]    # and on that many generated rows too

A row of an engine that isn't run stays as it is. A test proves that the rows of the engines installed in the
tests' environment are what this program writes; versions and large runs are those of the last run.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sotttt.errors import NotOnTables
from tests.tables.capabilities import CALLS, SCENES, check_scene, judged
from tests.tables.scenes import ENGINES

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "engines.md"
START, END = "<!-- engines -->\n", "<!-- end of engines -->\n"
EQUAL, REFUSED, OPEN = "✓", "refused", "not proved"


def _dask(table: object) -> object:
    import dask.dataframe as dd

    return dd.from_pandas(ENGINES["pandas"][1](table), npartitions=2)


#: The engines that the tests know, and one that is refused.
ALL = {**ENGINES, "dask": (("dask", "pandas"), _dask)}
NAMES: Mapping[str, tuple[str, str]] = {
    "polars": ("Polars, eager", "polars"),
    "polars-lazy": ("Polars, lazy", "polars"),
    "polars-streaming": ("Polars, streaming", "polars"),
    "pandas": ("pandas, numpy columns", "pandas"),
    "pandas-pyarrow": ("pandas, pyarrow columns", "pandas"),
    "pyarrow": ("PyArrow table", "pyarrow"),
    "duckdb": ("DuckDB relation", "duckdb"),
    "duckdb-parquet": ("DuckDB over Parquet", "duckdb"),
    "ibis": ("Ibis on DuckDB", "ibis-framework"),
    "pyspark": ("PySpark", "pyspark"),
    "dask": ("Dask", "dask"),
}
CAPABILITIES = (*SCENES, *CALLS)
HEAD = ("engine", "version", *CAPABILITIES, "rows proved")
Cells = dict[str, str]


def installed(engine: str) -> bool:
    """Whether all packages of an engine are here."""
    return all(find_spec(package) is not None for package in ("pyarrow", *ALL[engine][0]))


def marks(engine: str) -> Cells:
    """What an engine does, by capability."""
    make = ALL[engine][1]
    try:
        with warnings.catch_warnings():
            # narwhals tells that it moves Dask elsewhere before anybody can refuse it.
            warnings.filterwarnings("ignore", "Dask support", FutureWarning)
            rows = judged(make, engine)
    except NotOnTables:
        return dict.fromkeys(CAPABILITIES, REFUSED)
    found = {name: _mark(partial(check_scene, name, rows)) for name in SCENES}
    return found | {name: _mark(partial(check, make, engine)) for name, check in CALLS.items()}


def _mark(check: Callable[[], None]) -> str:
    try:
        check()
    except AssertionError:
        return OPEN
    return EQUAL


def large(engines: Iterable[str], rows: int) -> Cells:
    """On how many generated rows each engine gives the scalar answers."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import conformance

    of = conformance.case(rows, 4_000, "linear")
    found = {}
    for engine in engines:
        equal, differ, left = conformance.held(engine, of)
        print(f"{engine}: {equal} equal, {differ} differ, {left} left open", flush=True)
        found[engine] = OPEN if differ else f"{of.seen.num_rows:,}"
    return found


def committed(page: str) -> dict[str, Cells]:
    """The cells of each engine in the page, by the engine's own name and the head of the column."""
    names = {shown: engine for engine, (shown, _) in NAMES.items()}
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in _table(page).splitlines()]
    return {names[cells[0]]: dict(zip(lines[0], cells, strict=True)) for cells in lines if cells[0] in names}


def _table(page: str) -> str:
    _, start, rest = page.partition(START)
    table, end, _ = rest.partition(END)
    if not start or not end:
        raise SystemExit(f"{PAGE.name} has no place for the table")
    return table


def filled(page: str, made: Mapping[str, Cells]) -> str:
    """The page with these rows; cells that are not made stay as they are."""
    before = committed(page)
    lines: list[Iterable[str]] = [HEAD, ["---"] * len(HEAD)]
    for engine, (shown, _) in NAMES.items():
        cells = {"version": "", **before.get(engine, {}), **made.get(engine, {}), "engine": shown}
        lines.append([cells.get(name, OPEN) for name in HEAD])
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    return page.replace(START + _table(page) + END, START + table + END)


def main() -> None:
    """Run the engines and write the page, engine by engine."""
    asked = argparse.ArgumentParser(description="What each engine does, against the scalar evaluation.")
    asked.add_argument("engines", nargs="*", default=[engine for engine in ALL if installed(engine)])
    asked.add_argument("--rows", type=int, default=0)
    options = asked.parse_args()
    proved = large(options.engines, options.rows) if options.rows else {}
    for engine in options.engines:
        cells = {"version": version(NAMES[engine][1]), **marks(engine)}
        if engine in proved:
            cells["rows proved"] = proved[engine]
        print(engine, *cells.values(), flush=True)
        PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), {engine: cells}), encoding="utf-8")


if __name__ == "__main__":
    main()
