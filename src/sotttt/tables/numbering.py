"""Texts as numbers, where a query is computed once: rows meet targets faster by one number than by texts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

if TYPE_CHECKING:
    from typing import Any

    from sotttt.tables.engines import Cells, Lazy

__all__ = ["Numbering", "distinct", "few", "numbered"]

_MOST = 2**62


class Numbering:
    """One number for each combination of known texts: that of each text is its place, counted from 1.

    Args:
        columns: the texts of each column that are asked for; none is null.
    """

    def __init__(self, columns: Cells) -> None:
        self.places = {
            name: {str(text): place for place, text in enumerate(dict.fromkeys(cells), 1)}
            for name, cells in columns.items()
        }

    @property
    def fits(self) -> bool:
        """Whether the numbers of all combinations are whole numbers of an engine."""
        return math.prod(len(places) + 1 for places in self.places.values()) < _MOST

    def of(self, columns: Cells) -> list[int]:
        """The numbers of rows whose texts are all known."""
        made = [0] * len(next(iter(columns.values())))
        for name, places in self.places.items():
            texts, size = columns[name], len(places) + 1
            made = [number * size + places[text] for number, text in zip(made, texts, strict=True)]  # type: ignore[index]  # a text
        return made

    def keyed(self, engine: str, frame: Lazy) -> Lazy:
        """The frame with the numbers of its rows in `key`, instead of the columns of texts."""
        kept = [name for name in frame.collect_schema() if name not in self.places]
        first, *others = self.places
        key = nw.col(first)
        for name in others:
            key = key * (len(self.places[name]) + 1) + nw.col(name)
        for name, places in self.places.items():
            frame = numbered(engine, frame, name, places, missing=0, unknown=0)
        return frame.select(key.alias("key"), *kept)


def numbered(
    engine: str, frame: Lazy, name: str, numbers: Mapping[str, int], *, missing: int, unknown: int
) -> Lazy:
    """The frame with numbers instead of the texts of a column.

    Args:
        engine: the name of an engine that computes a query once.
        frame: the frame.
        name: the column.
        numbers: the number of each known text, one more than that of the text before.
        missing: the number of null.
        unknown: the number of every other text.
    """
    native: Any = nw.to_native(frame)
    made: Any = _NUMBERED[engine](native, name, numbers, missing, unknown)
    numbers_for_texts: Lazy = nw.from_native(made).lazy()
    return numbers_for_texts


def few(engine: str, frame: Lazy, name: str) -> Lazy:
    """The frame with a column of few distinct texts in the form that the engine compares fastest."""
    if engine != "pandas":
        return frame.with_columns(nw.col(name).cast(nw.String()))
    native: Any = nw.to_native(frame)
    made: Lazy = nw.from_native(native.assign(**{name: native[name].astype("category")})).lazy()
    return made


def distinct(engine: str, frame: Lazy, name: str) -> Lazy:
    """A frame of one column of text, on pandas without the rows that say the same: it groups texts slowly."""
    if engine != "pandas":
        return frame
    native: Any = nw.to_native(frame)
    made: Lazy = nw.from_native(native[name].drop_duplicates().to_frame()).lazy()
    return made


def _polars(frame: Any, name: str, numbers: Mapping[str, int], missing: int, unknown: int) -> object:
    import polars as pl

    text = pl.col(name)
    place = text.cast(pl.Enum(list(numbers)), strict=False).to_physical().cast(pl.Int64)
    first = next(iter(numbers.values()))
    number = (place + first).fill_null(unknown)
    if missing != unknown:
        number = pl.when(text.is_null()).then(missing).otherwise(number)
    return frame.with_columns(number.alias(name))


def _pandas(frame: Any, name: str, numbers: Mapping[str, int], missing: int, unknown: int) -> object:
    import pandas as pd

    codes, found = pd.factorize(frame[name])
    # Of null the code is -1, which takes the last number.
    table = pd.Series([*(numbers.get(text, unknown) for text in found), missing], dtype="int64")
    return frame.assign(**{name: table.to_numpy().take(codes)})


def _arrow(frame: Any, name: str, numbers: Mapping[str, int], missing: int, unknown: int) -> object:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = frame[name]
    place = pc.index_in(texts, value_set=pa.array(list(numbers), texts.type)).cast(pa.int64())
    number = pc.fill_null(pc.add(place, next(iter(numbers.values()))), unknown)
    if missing != unknown:
        number = pc.if_else(pc.is_null(texts), missing, number)
    return frame.set_column(frame.column_names.index(name), name, number)


_NUMBERED = {"polars": _polars, "pandas": _pandas, "pyarrow": _arrow}
