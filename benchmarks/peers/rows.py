"""The rows that every peer judges: yearly shares of communes, with revisions, written to one Parquet file.

Values stand on a grid of tenths round the bound of their metric, so that many meet it exactly. A share of the
cells is published a second or a third time, some only after the day of the judgement; then the last version
known by that day counts. Statuses rise with the versions, so that "latest published" and "best status first,
then latest published" choose the same row.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

YEARS = 6
STATUSES = ("estimated", "preliminary", "official")


def requirements(count: int) -> list[tuple[str, str, float]]:
    """Metric, sign and bound in percent: every second metric is better when lower."""
    return [(f"m{n:02}", ">=" if n % 2 else "<=", 30 + 37 * n % 401 / 10) for n in range(1, count + 1)]


def make(
    path: str, rows: int, places: int, bounds: list[tuple[str, str, float]], year: int, seed: int
) -> None:
    """Write `rows` observations of `places` communes to `path`, in random order."""
    rng = np.random.default_rng(seed)
    cells = len(bounds) * places * YEARS
    if rows < cells:
        raise SystemExit(f"{cells} cells need at least as many rows, not {rows}")
    revised = rng.integers(0, cells, rows - cells)
    cell = np.sort(np.concatenate([np.arange(cells), revised]))
    first = np.searchsorted(cell, cell, side="left")
    version = np.arange(rows) - first
    of_metric, rest = np.divmod(cell, places * YEARS)
    of_place, back = np.divmod(rest, YEARS)
    years = year - back
    tenths = np.array([round(bound * 10) for _, _, bound in bounds])
    value = (tenths[of_metric] + np.rint(rng.normal(0, 30, rows)).astype(int)) / 10
    delay = rng.integers(20, 201, rows)
    total = np.cumsum(delay)
    published = total - (total - delay)[first]
    ends = np.array([np.datetime64(dt.date(int(y), 12, 31)) for y in range(year - YEARS + 1, year + 1)])
    end = ends[years - (year - YEARS + 1)]
    names = np.array([metric for metric, _, _ in bounds])
    frame = pl.DataFrame(
        {
            "metric": names[of_metric],
            "jurisdiction": np.array([f"commune-{n:04}" for n in range(places)])[of_place],
            "period_start": pl.Series(end).dt.truncate("1y"),
            "period_end": end,
            "value": value,
            "unit": np.full(rows, "%"),
            "status": np.array(STATUSES)[np.minimum(version, len(STATUSES) - 1)],
            "published": end + published.astype("timedelta64[D]"),
        }
    ).with_columns(pl.col("period_start", "period_end", "published").cast(pl.Date))
    frame[rng.permutation(rows)].write_parquet(path)
