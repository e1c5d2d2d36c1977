"""The rows of a frame of observations as uniform columns, and which of them are bad."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from sotttt.metrics import Status
from sotttt.tables.bounds import Bound, bound
from sotttt.tables.compiling import Family, spellings
from sotttt.tables.schema import DIMS, OBSERVATIONS
from sotttt.units import factor, unit

if TYPE_CHECKING:
    from sotttt.tables.engines import Lazy

__all__ = [
    "bad_rows",
    "cells_of",
    "chain",
    "day",
    "exactly",
    "given",
    "keys_of",
    "known_as",
    "one",
    "outside",
    "read",
    "repeated",
    "stands",
]

_MOST = 1.7e308
_EXACT_WHOLE = 2.0**53


def day(value: dt.date, kind: nw.dtypes.DType) -> nw.Expr:
    """A day as a literal of the kind of the days of the frame."""
    if isinstance(kind, nw.Date):
        return nw.lit(value, dtype=nw.Date())
    return nw.lit(dt.datetime(value.year, value.month, value.day))  # noqa: DTZ001  # a day has no zone


def _either(parts: Sequence[nw.Expr]) -> nw.Expr:
    return reduce(or_, parts)


def stands(name: str) -> nw.Expr:
    """Whether a cell is there: not null."""
    return ~nw.col(name).is_null()


def read(frame: Lazy, schema: nw.Schema, dims: Sequence[str], *, whole: bool = False) -> Lazy:
    """The columns that evaluation needs, under one name each, values as floats and statuses as ranks.

    Args:
        frame: the observations.
        schema: their columns.
        dims: the names of all dims, of observations and targets.
        whole: whether the columns as given stand beside, under `given_NAME`.
    """
    made = [*keys_of(schema, dims), *cells_of(schema)]
    if whole:
        made += [nw.col(name).alias(f"given_{name}") for name in schema]
    return frame.select(*made)


def keys_of(schema: nw.Schema, dims: Sequence[str]) -> list[nw.Expr]:
    """What a row has in common with a target: metric, place, and all dims."""
    keys = [nw.col("metric").cast(nw.String()), nw.col("jurisdiction").cast(nw.String())]
    return keys + [_dim(DIMS + name, schema) for name in dims]


def given(schema: nw.Schema) -> list[nw.Expr]:
    """The other documented columns that evaluation reads, as they are given."""
    unread = ("metric", "jurisdiction", "of", "of_unit")
    return [nw.col(one.name) for one in OBSERVATIONS if one.name in schema and one.name not in unread]


def cells_of(schema: nw.Schema, *, ranked: bool = False) -> list[nw.Expr]:
    """The other columns that evaluation needs, from those given.

    Args:
        schema: the columns of the observations.
        ranked: whether `status` holds ranks by now, and `unit` few texts.
    """
    low, high = ("value", "value") if "value" in schema else ("low", "high")
    made = [
        nw.col("period_start").alias("p_start"),
        nw.col("period_end").alias("p_end"),
        nw.col(low).cast(nw.Float64()).alias("lo"),
        nw.col(high).cast(nw.Float64()).alias("hi"),
        (nw.col("status") if ranked and "status" in schema else _rank(schema)).alias("rank"),
    ]
    texts = [name for name in ("unit", "publisher", "method") if name in schema]
    made += [nw.col(name) if ranked and name == "unit" else nw.col(name).cast(nw.String()) for name in texts]
    made += [
        nw.when(stands(name) & nw.col(name)).then(1).otherwise(0).cast(nw.Int64()).alias(name)
        for name in ("low_open", "high_open", "hedged", "period_inferred")
        if name in schema
    ]
    if "published" in schema:
        made.append(nw.col("published"))
    if "point" in schema:
        made.append(nw.col("point").cast(nw.Float64()))
    return made


def _dim(name: str, schema: nw.Schema) -> nw.Expr:
    if name not in schema:
        return nw.lit("").alias(name)
    return nw.col(name).cast(nw.String()).fill_null("").alias(name)


def _rank(schema: nw.Schema) -> nw.Expr:
    """The rank of a status, best first; -1 where it is none of the five."""
    if "status" not in schema:
        return nw.lit(0).cast(nw.Int64())
    text = nw.col("status").cast(nw.String())
    return chain(
        [(text.is_null() | (text == Status.OFFICIAL.value), nw.lit(0))]
        + [(text == status.value, nw.lit(place)) for place, status in enumerate(Status) if place],
        nw.lit(-1),
    ).cast(nw.Int64())


def one(condition: nw.Expr) -> nw.Expr:
    """A condition as 1 or 0; null counts as 0."""
    return nw.when(condition).then(1).otherwise(0).cast(nw.Int64())


def chain(branches: Sequence[tuple[nw.Expr, nw.Expr]], last: nw.Expr | None = None) -> nw.Expr:
    """The value of the first branch whose condition holds; null, or `last`, where none does."""
    made = nw.lit(None) if last is None else last
    for condition, value in reversed(branches):
        made = nw.when(condition).then(value).otherwise(made)
    return made


def known_as(schema: nw.Schema, as_of: dt.date, kind: nw.dtypes.DType) -> nw.Expr:
    """Whether a row was known on the day."""
    ended = nw.col("p_end") < day(as_of, kind)
    if "published" not in schema:
        return ended
    return nw.when(stands("published")).then(nw.col("published") <= day(as_of, kind)).otherwise(ended)


def exactly(cell: nw.Expr, than: Bound) -> tuple[nw.Expr, nw.Expr]:
    """Whether a cell is exactly less, and exactly more, than a bound."""
    less, more = cell < than.at, cell > than.at
    return (cell <= than.at if than.sign < 0 else less), (cell >= than.at if than.sign > 0 else more)


def bad_rows(
    schema: nw.Schema, families: Sequence[Family], *, units: bool = True, joined: bool = False
) -> list[tuple[str, nw.Expr]]:
    """For each fault its code, and whether a row of `read` (with its family) has it; none is ever null.

    Args:
        schema: the columns of the observations.
        families: metrics whose observations are checked alike.
        units: whether units and domains are checked.
        joined: whether the rows have met their targets, so that metric and place can't be null.
    """
    named = ("p_start", "p_end") if joined else ("metric", "jurisdiction", "p_start", "p_end")
    keys = [nw.col(name).is_null() for name in named]
    found = [
        ("null_key", _either(keys)),
        ("period_reversed", stands("p_start") & stands("p_end") & (nw.col("p_start") > nw.col("p_end"))),
        ("missing_value", nw.col("lo").is_null() & nw.col("hi").is_null()),
        (
            "not_finite",
            _either([stands(end) & ~nw.col(end).is_between(-_MOST, _MOST) for end in _ends(schema)]),
        ),
    ]
    if "status" in schema:
        found.append(("unknown_status", nw.col("rank") < 0))
    found += _bad_ranges(schema)
    inexact = [_inexact(schema[name], end) for name, end in _cells(schema)]
    if any(one is not None for one in inexact):
        found.append(("too_many_digits", _either([one for one in inexact if one is not None])))
    if units and "unit" in schema:
        fits = [
            (nw.col("family") == place) & nw.col("unit").is_in(list(spellings(family)))
            for place, family in enumerate(families)
        ]
        known = _either(fits) if fits else nw.lit(value=False)
        found.append(("unknown_unit", stands("unit") & stands("family") & ~known))
    if units:
        beyond = [part for place, family in enumerate(families) for part in outside(place, family, schema)]
        if beyond:
            found.append(("outside_domain", _either(beyond)))
    return found


def repeated(rows: Lazy, schema: nw.Schema, dims: Sequence[str]) -> Lazy:
    """The rows, with the fault `duplicate_key` on good ones that have their whole key in common.

    The key is what tells versions apart: metric, place, period, dims, series, status and publication.
    """
    keys = ["metric", "jurisdiction", "p_start", "p_end", "rank", *(DIMS + name for name in dims)]
    for name in ("publisher", "method"):
        if name in schema:
            rows = rows.with_columns(nw.col(name).fill_null("").alias(f"of_{name}"))
            keys.append(f"of_{name}")
    if "published" in schema:
        never = day(dt.date(1970, 1, 1), schema["published"])
        rows = rows.with_columns(
            nw.when(stands("published")).then(nw.col("published")).otherwise(never).alias("of_published"),
            nw.when(stands("published")).then(1).otherwise(0).cast(nw.Int64()).alias("of_dated"),
        )
        keys += ["of_published", "of_dated"]
    good = rows.filter(nw.col("fault").is_null()).with_columns(nw.lit(1).cast(nw.Int64()).alias("one"))
    twice = good.group_by(*keys).agg(nw.col("one").sum().alias("times")).filter(nw.col("times") > 1)
    again = nw.when(nw.col("fault").is_null() & stands("times")).then(nw.lit("duplicate_key"))
    fault = nw.when(stands("fault")).then(nw.col("fault")).otherwise(again)
    return rows.join(twice, on=keys, how="left").with_columns(fault.alias("fault"))


def _ends(schema: nw.Schema) -> tuple[str, ...]:
    return ("lo",) if "value" in schema else ("lo", "hi")


def _cells(schema: nw.Schema) -> list[tuple[str, str]]:
    return [("value", "lo")] if "value" in schema else [("low", "lo"), ("high", "hi")]


def _bad_ranges(schema: nw.Schema) -> list[tuple[str, nw.Expr]]:
    if "value" in schema:
        return []
    both = stands("lo") & stands("hi")
    empty = both & (nw.col("lo") > nw.col("hi"))
    opens = [nw.col(name) == 1 for name in ("low_open", "high_open") if name in schema]
    if opens:
        empty = empty | (both & (nw.col("lo") == nw.col("hi")) & _either(opens))
    return [("range_empty", empty)]


def _inexact(dtype: nw.dtypes.DType, end: str) -> nw.Expr | None:
    """Whether a whole number or a decimal has more digits than the float that stands for it."""
    if isinstance(dtype, nw.Decimal):
        most = 10.0 ** (15 - dtype.scale)
    elif dtype.is_integer():
        most = _EXACT_WHOLE
    else:
        return None
    return stands(end) & (nw.col(end).abs() >= most)


def outside(place: int, family: Family, schema: nw.Schema) -> list[nw.Expr]:
    """Whether a value lies wholly outside the domain of a family, for each unit that it may have."""
    domain = family.domain
    if domain is None:
        return []
    found = []
    for name in family.units:
        names = [text for text in spellings(family) if _same(text, name)]
        here = [nw.col("family") == place]
        if "unit" in schema:
            of = nw.col("unit").is_in(names)
            here.append(of | nw.col("unit").is_null() if name == family.unit else stands("unit") & of)
        elif name != family.unit:
            continue
        into = factor(domain.unit, name)
        beyond = []
        if domain.low is not None:
            at = bound(Fraction(domain.low.magnitude) * into)
            beyond.append(_below(at, schema, touching=domain.low_open))
        if domain.high is not None:
            at = bound(Fraction(domain.high.magnitude) * into)
            beyond.append(_above(at, schema, touching=domain.high_open))
        found.append(reduce(and_, [*here, _either(beyond)]))
    return found


def _same(text: str, name: str) -> bool:
    return unit(text).name == name


def _below(at: Bound, schema: nw.Schema, *, touching: bool) -> nw.Expr:
    high = nw.col("hi")
    less, _ = exactly(high, at)
    if at.sign == 0 and touching:
        less = high <= at.at
    elif at.sign == 0 and "high_open" in schema:
        less = less | ((high == at.at) & (nw.col("high_open") == 1))
    return stands("hi") & less


def _above(at: Bound, schema: nw.Schema, *, touching: bool) -> nw.Expr:
    low = nw.col("lo")
    _, more = exactly(low, at)
    if at.sign == 0 and touching:
        more = low >= at.at
    elif at.sign == 0 and "low_open" in schema:
        more = more | ((low == at.at) & (nw.col("low_open") == 1))
    return stands("lo") & more
