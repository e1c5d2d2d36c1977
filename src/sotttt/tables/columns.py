"""Plain columns, of which small frames are made: their cells, and what stands in them for none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeAlias

__all__ = ["ENDLESS", "EVER", "FAR", "Cell", "Columns", "tabled"]

Cell: TypeAlias = str | int | float | dt.date | None
Columns: TypeAlias = dict[str, list[Cell]]

#: The day of a window without an end.
FAR = dt.date(9999, 12, 31)
#: The day of a window without a start.
EVER = dt.date(1, 1, 1)
#: More decimals than any path has that floats can tell.
ENDLESS = 1e99


def tabled(names: Iterable[str], rows: Iterable[Sequence[Cell]]) -> Columns:
    """Rows as columns."""
    every = list(rows)
    return {name: [row[at] for row in every] for at, name in enumerate(names)}
