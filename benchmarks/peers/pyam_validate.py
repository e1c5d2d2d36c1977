"""The whole job in pyam: the versions known by the day, an `IamDataFrame`, `validate` for each requirement.

pyam holds one value for each model, scenario, region, variable, unit and year, so the versions are chosen
in pandas before it. Its tutorial loads all years and hands `validate` the bounds with the filters of
`slice`; the engine `due year only` drops all other rows before the frame is made, the fewest that pyam can
work on. What `validate` returns are the points that fail; it passes over a variable that isn't there.
"""

from __future__ import annotations

import logging
from time import perf_counter
from typing import TypedDict

import pandas as pd
import pyam

KEYS = ["metric", "jurisdiction", "year"]


class Job(TypedDict):
    """What the driver hands every script."""

    rows: str
    as_of: str
    year: int
    engine: str
    judged: list[str]
    requirements: list[tuple[str, str, float]]


def load(job: Job) -> pd.DataFrame:
    """The rows as a pandas frame with years and days of its own types."""
    logging.getLogger("pyam").setLevel(logging.ERROR)
    rows = pd.read_parquet(job["rows"])
    rows["published"] = pd.to_datetime(rows["published"])
    rows["year"] = pd.to_datetime(rows["period_end"]).dt.year
    return rows.drop(columns=["period_start", "period_end"])


def rules(job: Job) -> list[tuple[str, dict[str, float]]]:
    """Each variable with the bounds that `validate` takes."""
    sides = {">=": "lower_bound", "<=": "upper_bound"}
    return [(metric, {sides[sign]: bound}) for metric, sign, bound in job["requirements"]]


def judge(
    rows: pd.DataFrame, bounds: list[tuple[str, dict[str, float]]], job: Job
) -> tuple[int, int, dict[str, float]]:
    """Passes, fails, and the seconds of each step."""
    start = perf_counter()
    known = rows[rows["published"] <= job["as_of"]]
    if job["engine"] == "due year only":
        known = known[(known["year"] == job["year"]) & known["jurisdiction"].isin(job["judged"])]
    latest = known.sort_values("published").drop_duplicates(KEYS, keep="last")
    chosen = perf_counter()
    frame = pyam.IamDataFrame(
        latest[["metric", "jurisdiction", "year", "unit", "value"]],
        model="statistics",
        scenario="known",
        variable="metric",
        region="jurisdiction",
    )
    built = perf_counter()
    filters = {"year": job["year"], "region": job["judged"]}
    failing = [frame.validate(variable=metric, **filters, **bound) for metric, bound in bounds]
    fails = sum(len(found) for found in failing if found is not None)
    validated = perf_counter()
    points = int(frame.slice(**filters).sum())
    steps = {"as-of": chosen - start, "frame": built - chosen, "validate": validated - built}
    return points - fails, fails, steps
