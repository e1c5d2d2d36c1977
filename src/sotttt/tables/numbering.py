"""Keys of rows as one number each: where a query is computed once, numbers meet faster than texts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

if TYPE_CHECKING:
    from typing import Any

    from sotttt.tables.engines import Cells, Lazy

__all__ = ["Numbering"]

_MOST = 2**62


class Numbering:
    """The numbers of some texts: the place of each in its column, counted from 1, and one number of all.

    Args:
        columns: the texts of each column that are asked for; none is null.
    """

    def __init__(self, columns: Cells) -> None:
        self.texts: dict[str, list[str]] = {
            name: list(dict.fromkeys(map(str, cells))) for name, cells in columns.items()
        }

    @property
    def fits(self) -> bool:
        """Whether the numbers of all combinations are whole numbers of an engine."""
        return math.prod(len(texts) + 1 for texts in self.texts.values()) < _MOST

    def of(self, columns: Cells) -> list[int]:
        """The numbers of rows whose texts are all known."""
        made = [0] * len(next(iter(columns.values())))
        for name, texts in self.texts.items():
            places = {text: place for place, text in enumerate(texts, 1)}
            made = [
                number * (len(texts) + 1) + places[str(text)]
                for number, text in zip(made, columns[name], strict=True)
            ]
        return made

    def keyed(self, engine: str, frame: Lazy) -> Lazy:
        """The frame with the numbers of its rows in `key`, instead of the columns of texts."""
        native: Any = nw.to_native(frame)
        placed: Lazy = nw.from_native(_PLACED[engine](native, self.texts)).lazy()
        first, *others = self.texts
        key = nw.col(first)
        for name in others:
            key = key * (len(self.texts[name]) + 1) + nw.col(name)
        kept = [name for name in frame.collect_schema() if name not in self.texts]
        return placed.select(key.alias("key"), *kept)


def _polars(frame: Any, texts: Mapping[str, Sequence[str]]) -> object:  # noqa: ANN401  # an engine's frame
    import polars as pl

    return frame.with_columns(
        (pl.col(name).cast(pl.Enum(known), strict=False).to_physical().cast(pl.Int64) + 1).fill_null(0)
        for name, known in texts.items()
    )


def _pandas(frame: Any, texts: Mapping[str, Sequence[str]]) -> object:  # noqa: ANN401  # an engine's frame
    import numpy as np
    import pandas as pd

    made = {}
    for name, known in texts.items():
        places = {text: place for place, text in enumerate(known, 1)}
        numbers, found = pd.factorize(frame[name])
        # Of a missing text the number is -1, which takes the last place.
        made[name] = np.array([*(places.get(text, 0) for text in found), 0])[numbers]
    return frame.assign(**made)


def _arrow(frame: Any, texts: Mapping[str, Sequence[str]]) -> object:  # noqa: ANN401  # an engine's frame
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, known in texts.items():
        at = frame.column_names.index(name)
        places = pc.index_in(frame[name], value_set=pa.array(known, frame[name].type))
        frame = frame.set_column(at, name, pc.add(pc.fill_null(places, -1).cast(pa.int64()), 1))
    return frame


_PLACED = {"polars": _polars, "pandas": _pandas, "pyarrow": _arrow}
