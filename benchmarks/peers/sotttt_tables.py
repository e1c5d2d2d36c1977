"""The whole job in the library: a target for each requirement and commune, `evaluate`, counts of verdicts.

The shares stand at the end of the year, and only evidence of that year counts. Whether a target was met
before and is lost isn't asked, as no peer tells it.
"""

from __future__ import annotations

import datetime as dt
from time import perf_counter
from typing import TypedDict

import duckdb
import polars as pl

from sotttt import Metric, Period, Range, Target
from sotttt.tables import evaluate


class Job(TypedDict):
    """What the driver hands every script."""

    rows: str
    as_of: str
    year: int
    engine: str
    judged: list[str]
    requirements: list[tuple[str, str, float]]


def load(job: Job) -> pl.LazyFrame | duckdb.DuckDBPyRelation:
    """The rows in memory, in the engine's own types."""
    if job["engine"] == "Polars":
        return pl.read_parquet(job["rows"]).lazy()
    duckdb.execute("CREATE TABLE observations AS SELECT * FROM read_parquet(?)", [job["rows"]])
    return duckdb.table("observations")


def rules(job: Job) -> list[Target]:
    """A target of each commune for each requirement."""
    targets = []
    due = Period.parse(str(job["year"]))
    for name, sign, bound in job["requirements"]:
        metric = Metric(
            id=name,
            name=name,
            unit="%",
            better="higher" if sign == ">=" else "lower",
            timing="point",
            scale="ratio",
        )
        required = Range.parse(f"{sign} {bound} %")
        targets += [
            Target(
                id=f"{name}-{place}",
                metric=metric,
                jurisdiction=place,
                requirement=required,
                start=due,
                due=due,
            )
            for place in job["judged"]
        ]
    return targets


def judge(
    rows: pl.LazyFrame | duckdb.DuckDBPyRelation, targets: list[Target], job: Job
) -> tuple[int, int, dict[str, float]]:
    """Passes, fails, and the seconds of each step."""
    start = perf_counter()
    found = evaluate(targets, rows, as_of=dt.date.fromisoformat(job["as_of"]), history=False)
    planned = perf_counter()
    if isinstance(found, pl.LazyFrame):
        counts = dict(found.group_by("verdict").len().collect().iter_rows())
    else:
        counts = dict(found.aggregate("verdict, count(*)").fetchall())
    steps = {"query built": planned - start, "query run": perf_counter() - planned}
    return counts.get("met", 0), counts.get("missed", 0), steps
