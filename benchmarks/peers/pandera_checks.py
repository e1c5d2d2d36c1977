"""The whole job in pandera: the versions known by the day, a column for each metric, a check for each column.

A schema holds one `Check` for each column and is validated lazily, so that every failing cell is reported, on
pandas or on Polars. pandera passes over missing cells, as it does by default, and over a column of which no
value is known, which is why none is required.
"""

from __future__ import annotations

import datetime as dt
from time import perf_counter
from typing import TypedDict

import pandas as pd
import pandera.pandas as on_pandas
import pandera.polars as on_polars
import polars as pl
from pandera.errors import SchemaErrors

KEYS = ["metric", "jurisdiction"]


class Job(TypedDict):
    """What the driver hands every script."""

    rows: str
    as_of: str
    year: int
    engine: str
    judged: list[str]
    requirements: list[tuple[str, str, float]]


def load(job: Job) -> pd.DataFrame | pl.DataFrame:
    """The rows in the engine's own types."""
    if job["engine"] == "Polars":
        return pl.read_parquet(job["rows"])
    rows = pd.read_parquet(job["rows"])
    days = ["period_start", "period_end", "published"]
    rows[days] = rows[days].apply(pd.to_datetime)
    return rows


def rules(job: Job) -> on_pandas.DataFrameSchema | on_polars.DataFrameSchema:
    """One schema with a nullable column and a check for each requirement."""
    door = on_polars if job["engine"] == "Polars" else on_pandas
    return door.DataFrameSchema(
        {
            metric: door.Column(
                float,
                door.Check.ge(bound) if sign == ">=" else door.Check.le(bound),
                nullable=True,
                required=False,
            )
            for metric, sign, bound in job["requirements"]
        }
    )


def widen_pandas(rows: pd.DataFrame, job: Job) -> tuple[pd.DataFrame, int]:
    """The known values, one column for each metric, and how many they are."""
    due = rows[
        (rows["period_end"].dt.year == job["year"])
        & (rows["published"] <= job["as_of"])
        & rows["jurisdiction"].isin(job["judged"])
    ]
    latest = due.sort_values("published").drop_duplicates(KEYS, keep="last")
    wide = latest.pivot(index="jurisdiction", columns="metric", values="value")  # noqa: PD010  # every cell stands once: there is nothing to aggregate
    return wide, len(latest)


def widen_polars(rows: pl.DataFrame, job: Job) -> tuple[pl.DataFrame, int]:
    """The same in Polars."""
    latest = (
        rows.lazy()
        .filter(
            pl.col("period_end").dt.year() == job["year"],
            pl.col("published") <= dt.date.fromisoformat(job["as_of"]),
            pl.col("jurisdiction").is_in(job["judged"]),
        )
        .group_by(KEYS)
        .agg(pl.col("value").sort_by("published").last())
        .collect()
    )
    wide = latest.pivot("metric", index="jurisdiction", values="value")  # noqa: PD010  # every cell stands once: there is nothing to aggregate
    return wide, len(latest)


def judge(
    rows: pd.DataFrame | pl.DataFrame, schema: on_pandas.DataFrameSchema | on_polars.DataFrameSchema, job: Job
) -> tuple[int, int, dict[str, float]]:
    """Passes, fails, and the seconds of each step."""
    start = perf_counter()
    wide, points = (widen_polars if job["engine"] == "Polars" else widen_pandas)(rows, job)
    chosen = perf_counter()
    try:
        schema.validate(wide, lazy=True)
    except SchemaErrors as error:
        fails = len(error.failure_cases)
    else:
        fails = 0
    return points - fails, fails, {"as-of": chosen - start, "validate": perf_counter() - chosen}
