"""The documented columns of every frame, and the door that checks the ones that come in."""

from __future__ import annotations

from typing import NamedTuple

import narwhals.stable.v2 as nw

from sotttt.errors import NotOnTables, nearest

__all__ = [
    "CARRIED",
    "DIMS",
    "FAULTS",
    "FINDINGS",
    "GIVEN_DIMS",
    "OBSERVATIONS",
    "SUMMARY",
    "TARGETS",
    "Column",
]

#: What the name of a column of disaggregation begins with, as in CSV files.
GIVEN_DIMS = "dims."
#: What it begins with inside a query: to Spark, what stands after a dot is a part of what stands before it.
DIMS = "dims:"


class Column(NamedTuple):
    """One column of a frame: its name, its kind, what it holds, what null means, whether it must stand.

    The kind is one of `text`, `date`, `number`, `yes_no`, `whole`.
    """

    name: str
    kind: str
    meaning: str
    null: str
    needed: bool = False


OBSERVATIONS = (
    Column("metric", "text", "id of the metric", "a bad row", needed=True),
    Column("jurisdiction", "text", "id of the place", "a bad row", needed=True),
    Column("period_start", "date", "first day of the period", "a bad row", needed=True),
    Column("period_end", "date", "last day of the period", "a bad row", needed=True),
    Column("value", "number", "the value, in `unit`; in place of `low` and `high`", "a missing value"),
    Column("low", "number", "lower end of the range in which the value lies", "no lower end"),
    Column("high", "number", "upper end", "no upper end"),
    Column("low_open", "yes_no", "whether the lower end itself is out", "it is in"),
    Column("high_open", "yes_no", "whether the upper end itself is out", "it is in"),
    Column("unit", "text", "a unit of the catalogue, or one of its aliases", "the unit of the metric"),
    Column("status", "text", "official, preliminary, estimated, derived or forecast", "official"),
    Column("published", "date", "day from which it was known", "known from the day after the period"),
    Column("publisher", "text", "who publishes the series", "none is named"),
    Column("method", "text", "how it was measured", "none is named"),
    Column("of", "number", "the denominator, or the number ranked", "none is known"),
    Column("of_unit", "text", "its unit; denominators of two units are not compared", "as in all other rows"),
    Column("point", "number", "the figure as printed, where a hedge widens it", "the value itself"),
    Column("hedged", "yes_no", "whether the figure was printed with a hedge", "no"),
    Column("period_inferred", "yes_no", "whether the source names no period", "no"),
)
"""Columns of observations; a column `dims.NAME` for each disaggregation may stand beside them."""

TARGETS = (
    Column("target", "text", "id of the target", "never", needed=True),
    Column("metric", "text", "id of the metric", "never", needed=True),
    Column("jurisdiction", "text", "id of the place", "never", needed=True),
    Column("requirement", "text", "the range required, in its canonical text", "never", needed=True),
    Column("start", "text", "the period from which evidence counts", "no start"),
    Column("due", "text", "the due period", "no deadline is stated"),
    Column("two_sided", "yes_no", "whether doing better is a failure too", "no"),
    Column("method", "text", "the method that alone counts", "any"),
    Column("baseline", "text", "the range from which progress is counted", "none"),
    Column("baseline_period", "text", "its period", "none"),
    Column("baseline_published", "text", "when it was published", "the day after its period"),
)
"""Columns of targets; a column `dims.NAME` for each disaggregation may stand beside them."""

FINDINGS = (
    Column("target", "text", "id of the target", "never"),
    Column("metric", "text", "id of the metric", "never"),
    Column("jurisdiction", "text", "id of the place", "never"),
    Column("verdict", "text", "one of the nine verdicts", "tables can't decide it: see `reasons`"),
    Column("flags", "text", "the flags in alphabetical order, with a blank between", "never"),
    Column("mask", "whole", "the flags as bits", "never"),
    Column("reasons", "text", "the codes of the reasons, with a blank between", "never"),
    Column("requirement", "text", "the requirement as it binds; a change as it is asked for", "never"),
    Column("period_start", "date", "first day of the evidence", "no evidence"),
    Column("period_end", "date", "last day of the last period of the evidence", "no evidence"),
    Column("low", "number", "lower end of the value", "no evidence, or no lower end"),
    Column("high", "number", "upper end of the value", "no evidence, or no upper end"),
    Column("low_open", "yes_no", "whether the lower end itself is out", "no evidence"),
    Column("high_open", "yes_no", "whether the upper end itself is out", "no evidence"),
    Column("unit", "text", "the unit of value and gap", "no evidence"),
    Column("known", "whole", "how many parts of the due period are known", "no partial sum"),
    Column("of", "whole", "how many parts it has", "no partial sum"),
    Column("attainment_low", "number", "value over goal in %, lower end", "as `Finding.attainment`"),
    Column("attainment_high", "number", "value over goal in %, upper end", "as `Finding.attainment`"),
    Column("gap_low", "number", "value less goal, lower end; shares in points", "as `Finding.gap`"),
    Column("gap_high", "number", "value less goal, upper end", "as `Finding.gap`"),
    Column("progress_low", "number", "share of the way from baseline to goal in %", "as `Finding.progress`"),
    Column("progress_high", "number", "its upper end", "as `Finding.progress`"),
)

FAULTS = (
    Column("fault", "text", "why the row is no evidence, or what is wrong with it", "never"),
    *(column._replace(needed=False) for column in OBSERVATIONS),
)
"""The columns of the observations, as they came, with the fault before them."""

CARRIED = (
    Column("metric", "text", "id of the metric", "never"),
    Column("jurisdiction", "text", "id of the unit of the day", "never"),
    Column("period_start", "date", "first day of the period", "never"),
    Column("period_end", "date", "last day of the period", "never"),
    Column("low", "number", "lower end of the value", "refused, tables can't say, or no lower end"),
    Column("high", "number", "upper end of the value", "refused, tables can't say, or no upper end"),
    Column("low_open", "yes_no", "whether the lower end itself is out", "never"),
    Column("high_open", "yes_no", "whether the upper end itself is out", "never"),
    Column("unit", "text", "the unit of the value", "the unit of the metric, or no value"),
    Column("status", "text", "the status, of several parts that of the worst", "never"),
    Column("published", "date", "when it was known, of several parts the latest", "as in the observations"),
    Column("publisher", "text", "who publishes the parts", "none is named, or several"),
    Column(
        "method",
        "text",
        "the method; `carried: RULE` before it where several parts were put together",
        "none",
    ),
    Column("of", "number", "the denominator, of several parts their sum", "not known of each part"),
    Column("of_unit", "text", "its unit", "as in the observations"),
    Column("point", "number", "the figure as printed, of a value that stays what it is", "the value itself"),
    Column("hedged", "yes_no", "whether the figure was printed with a hedge", "never"),
    Column("period_inferred", "yes_no", "whether the source of some part names no period", "never"),
    Column("outcome", "text", "`kept`, `exact`, `bounded`, `official_mean` or `refused`", "tables can't say"),
    Column("reasons", "text", "the codes of the reasons, with a blank between", "never"),
    Column("parts", "whole", "how many predecessors the value is made of", "kept"),
    Column("parts_known", "whole", "of how many of them a value is known", "kept"),
)
"""Columns of carried observations; a column `dims.NAME` for each disaggregation stands beside them."""

SUMMARY = (
    Column("verdict", "text", "a verdict, or `bad_rows`", "tables couldn't decide"),
    Column("count", "whole", "how many findings, or how many bad rows", "never"),
)

_TEXTS = (nw.String, nw.Categorical, nw.Enum)
_WHOLE = (nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32, nw.UInt64)
_NUMBERS = (nw.Float32, nw.Float64, nw.Decimal, *_WHOLE)
_FITS: dict[str, tuple[type[nw.dtypes.DType], ...]] = {
    "text": _TEXTS,
    "date": (nw.Date, nw.Datetime),
    "number": _NUMBERS,
    "yes_no": (nw.Boolean,),
    "whole": _WHOLE,
}
_HINTS = {
    "date": "cast it to dates in your engine; in pandas: pandas.to_datetime(column)",
    "number": "cast it to Float64 or, in pandas, to a pyarrow decimal: objects are no numbers",
    "text": "cast it to text in your engine",
    "yes_no": "cast it to booleans in your engine; in pandas: column.astype('boolean')",
}


def check_columns(schema: nw.Schema) -> None:
    """Refuse a frame of observations whose columns are not the documented ones.

    Raises:
        NotOnTables: a column is missing, misspelt or of another kind.
    """
    known = {column.name: column for column in OBSERVATIONS}
    for name in schema:
        if name not in known and not name.startswith(GIVEN_DIMS):
            close = nearest(name, known)
            if close is not None:
                raise NotOnTables(
                    f"unknown column {name!r:.60}",
                    where="observations",
                    hint=f"{close.rstrip('?')}? A column of your own needs a name that is no near miss",
                )
    for column in OBSERVATIONS:
        if column.needed and column.name not in schema:
            raise NotOnTables(f"no column {column.name!r}", where="observations", expected=column.meaning)
    if ("value" in schema) == ("low" in schema or "high" in schema):
        raise NotOnTables(
            "the value must stand once", where="observations", expected="`value`, or `low` and `high`"
        )
    if ("low" in schema) != ("high" in schema):
        raise NotOnTables("one end of a range alone", where="observations", expected="`low` and `high`")
    for name, dtype in schema.items():
        kind = known[name].kind if name in known else "text" if name.startswith(GIVEN_DIMS) else None
        if kind is not None and not isinstance(dtype, _FITS[kind]):
            raise NotOnTables(f"{name!r} is {dtype}", where="observations", hint=_HINTS[kind])
    _check_days(schema)


def _check_days(schema: nw.Schema) -> None:
    """Days must be of one kind, without a zone: a comparison of two kinds is no comparison of days."""
    days = {name: schema[name] for name in ("period_start", "period_end", "published") if name in schema}
    for name, dtype in days.items():
        if isinstance(dtype, nw.Datetime) and dtype.time_zone is not None:
            raise NotOnTables(
                f"{name!r} has a time zone, and a day has none",
                where="observations",
                hint="take its local date in your engine",
            )
    if len({isinstance(dtype, nw.Date) for dtype in days.values()}) > 1:
        raise NotOnTables("some days are dates and some datetimes", where="observations", hint=_HINTS["date"])
