"""Which engine a frame is of, how small frames of ours get there, and the form of a group's best there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import narwhals.stable.v2 as nw

from sotttt.errors import MissingExtra, NotOnTables

if TYPE_CHECKING:
    from typing import Any

    #: narwhals types a frame by the engine's own frame, and ours may be any.
    Lazy: TypeAlias = nw.LazyFrame[Any]

__all__ = ["Cells", "Engine", "Kinds", "month_of", "ordinal", "parts_of"]

#: The columns of a small frame of ours: plain values, None for null.
Cells: TypeAlias = Mapping[str, Sequence[str | int | float | bool | dt.date | None]]
#: Of what kind each column of a small frame is.
Kinds: TypeAlias = Mapping[str, str]

_JOINED = ("pyarrow",)
"""Engines on which a maximum is joined back to its group; elsewhere a window over the key is right.

On PyArrow a window is silently wrong from about 40,000 rows on. Where the query is a plan, a join back
doubles the plan at each step, so that Spark never comes to its end."""


class Engine:
    """The engine of a frame: it makes small frames of the same kind and spreads a group's best over its rows.

    Raises:
        NotOnTables: an engine on which the answers are not proved.
    """

    def __init__(self, frame: nw.DataFrame[Any] | nw.LazyFrame[Any]) -> None:
        self.native = nw.to_native(frame)
        self.eager = isinstance(frame, nw.DataFrame)
        name = frame.implementation.name.lower()
        if name not in _MAKERS:
            raise NotOnTables(
                f"frames of {name!r} are not taken",
                where="observations",
                expected=", ".join(_MAKERS),
            )
        self.name = name
        self.window = name not in _JOINED

    def spread(self, frame: Lazy, by: Sequence[str], **bests: nw.Expr) -> Lazy:
        """The frame with aggregates of its groups beside each row; the keys hold no null."""
        if self.window:
            return frame.with_columns(*(best.over(*by).alias(name) for name, best in bests.items()))
        found = frame.group_by(*by).agg(*(best.alias(name) for name, best in bests.items()))
        return frame.join(found, on=list(by), how="inner")

    @property
    def once(self) -> bool:
        """Whether what is used twice is computed once; elsewhere a plan is run anew for each use of it."""
        return self.name in ("polars", "pandas", "pyarrow")

    def kept(self, frame: Lazy) -> Lazy:
        """The frame, computed once for all its uses where the engine can: Polars finds but some of them."""
        if self.name != "polars":
            return frame
        native: Any = nw.to_native(frame)
        made: Lazy = nw.from_native(native.cache())
        return made

    def small(self, cells: Cells, kinds: Kinds, day: nw.dtypes.DType) -> Lazy:
        """A small frame of this engine from plain values; days are of the kind of the observations'."""
        made: Lazy = nw.from_native(_MAKERS[self.name](self.native, cells, kinds)).lazy()
        if self.name != "pandas" and (isinstance(day, nw.Date) or "date" not in kinds.values()):
            return made
        typed: Lazy = made.with_columns(
            *(nw.col(name).cast(day if kind == "date" else _DTYPES[kind]) for name, kind in kinds.items())
        )
        return typed

    def ordinal(self, day: nw.Expr, kind: nw.dtypes.DType) -> nw.Expr:
        """The number of a day, as `date.toordinal` counts; of null it is any number, or null."""
        if isinstance(kind, nw.Date):
            if self.name == "duckdb":
                return day - nw.lit(dt.date(1, 1, 1), dtype=nw.Date()) + 1
            if self.name in ("polars", "pyarrow", "pandas"):
                return day.cast(nw.Int32()).cast(nw.Int64()) + _EPOCH
        if self.name == "pandas" and isinstance(kind, nw.Datetime):
            return day.fill_null(_START).cast(nw.Int64()) // (86_400 * _TICKS[kind.time_unit]) + _EPOCH
        return ordinal(day)

    def renamed(self, frame: Lazy, names: Mapping[str, str]) -> Lazy:
        """The frame with other names of some columns; the names that it has may hold a dot.

        Raises:
            NotOnTables: PySpark can't read a new name.
        """
        if self.name != "pyspark":
            return frame.rename(dict(names))
        for name in names.values():
            if "." in name or "`" in name:
                raise NotOnTables(f"PySpark has no column {name!r:.60}", expected="a name without dot and `")
        native: Any = nw.to_native(frame)
        made: Lazy = nw.from_native(native.withColumnsRenamed(dict(names)))
        return made

    def given(self, frame: Lazy) -> object:
        """The frame as the user's kind: lazy for lazy, eager for eager."""
        if not self.eager:
            return nw.to_native(frame)
        return nw.to_native(frame.collect())


_START = dt.datetime(1970, 1, 1)  # noqa: DTZ001  # a day has no zone
_EPOCH = _START.toordinal()
#: How many of a unit of time a second has.
_TICKS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_DTYPES: dict[str, nw.dtypes.DType] = {
    "text": nw.String(),
    "whole": nw.Int64(),
    "number": nw.Float64(),
    "yes_no": nw.Boolean(),
}


def _polars(native: Any, cells: Cells, kinds: Kinds) -> object:
    import polars as pl

    types = {
        "text": pl.String,
        "whole": pl.Int64,
        "number": pl.Float64,
        "yes_no": pl.Boolean,
        "date": pl.Date,
    }
    return pl.LazyFrame(
        {name: list(cells[name]) for name in kinds}, schema={n: types[k] for n, k in kinds.items()}
    )


def _arrow(native: Any, cells: Cells, kinds: Kinds) -> Any:
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtra(
            "targets reach this engine through pyarrow, which is not installed", hint="pip install pyarrow"
        ) from None
    types = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "yes_no": pa.bool_(),
        "date": pa.date32(),
    }
    return pa.table({name: pa.array(list(cells[name]), types[kind]) for name, kind in kinds.items()})


def _pandas(native: Any, cells: Cells, kinds: Kinds) -> Any:
    import pandas as pd

    types = {"text": "str", "whole": "Int64", "number": "float64", "yes_no": "boolean"}
    if any("pyarrow" in str(dtype) for dtype in getattr(native, "dtypes", ())):
        return _arrow(native, cells, kinds).to_pandas(types_mapper=pd.ArrowDtype)
    made = {}
    for name, kind in kinds.items():
        if kind == "date":
            made[name] = pd.Series(pd.array(list(cells[name]), dtype="datetime64[s]"))
        else:
            whole = kind == "whole" and None not in cells[name]
            made[name] = pd.Series(list(cells[name]), dtype="int64" if whole else types[kind])
    return pd.DataFrame(made)


def _duckdb(native: Any, cells: Cells, kinds: Kinds) -> object:
    # The query runs in the connection of the user's own relation, and finds the table by the name below.
    sotttt_cells = _arrow(native, cells, kinds)  # noqa: F841  # the query names it
    return native.query("sotttt_observations", "SELECT * FROM sotttt_cells")


def _ibis(native: Any, cells: Cells, kinds: Kinds) -> object:
    import ibis

    return ibis.memtable(_arrow(native, cells, kinds))


def _spark(native: Any, cells: Cells, kinds: Kinds) -> object:
    # An Arrow table stands in the plan with its size, so that Spark sends it to the tasks; rows of Python
    # objects are an RDD of unknown size, and all observations would be shuffled to meet it.
    return native.sparkSession.createDataFrame(_arrow(native, cells, kinds))


_MAKERS = {
    "polars": _polars,
    "pandas": _pandas,
    "pyarrow": _arrow,
    "duckdb": _duckdb,
    "ibis": _ibis,
    "pyspark": _spark,
}


def ordinal(day: nw.Expr) -> nw.Expr:
    """The number of a day, as `date.toordinal` counts: by arithmetic that every engine has."""
    return _counted(*_parts(day))


def month_of(day: nw.Expr) -> nw.Expr:
    """The number of the month that a day ends, counted from year 0; 0 for a day that ends none."""
    year, month, number = _parts(day)
    last = _counted(year, month, number) + 1 == _counted(year, month + 1, nw.lit(1))
    return nw.when(last).then(year * 12 + month).otherwise(0)


def _parts(day: nw.Expr) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    return day.dt.year().cast(nw.Int64()), day.dt.month().cast(nw.Int64()), day.dt.day().cast(nw.Int64())


def parts_of(day: nw.Expr) -> tuple[nw.Expr, nw.Expr, nw.Expr, nw.Expr]:
    """Year, month and day of a day, and how many days its month has."""
    year, month, number = _parts(day)
    first = nw.lit(1)
    return year, month, number, _counted(year, month + 1, first) - _counted(year, month, first)


def _counted(year: nw.Expr, month: nw.Expr, number: nw.Expr) -> nw.Expr:
    """The number of a day of a month; the thirteenth is the first of the next year."""
    early = (14 - month) // 12
    moved = year - early
    since_march = (153 * (month + 12 * early - 3) + 2) // 5 + number - 1
    return (365 * moved + moved // 4 - moved // 100 + moved // 400 + since_march - 305).cast(nw.Int64())
