"""Rival versions of one period become one value, as `Record.versions` settles them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from sotttt.tables.compiling import spellings
from sotttt.tables.selecting import Scene, standing
from sotttt.units import unit

if TYPE_CHECKING:
    from sotttt.tables.engines import Cells, Lazy

__all__ = ["CARRIED", "MARKS", "settled"]

MARKS = ("undated", "provisional", "estimated", "hedged", "period_inferred")
#: Floats of decimals with up to 14 digits that differ do so by more than this share.
TINY = 1e-14
_WIDEST = 1e308
CARRIED = ("best_stage", "late", "family")


def one(condition: nw.Expr) -> nw.Expr:
    """A condition as 1 or 0; null counts as 0."""
    return nw.when(condition).then(1).otherwise(0).cast(nw.Int64())


def with_units(scene: Scene, rows: Lazy) -> Lazy:
    """The rows with the catalogue's own name of their unit in `u`."""
    families = scene.rules.families
    named: list[tuple[int, str, str]] = []
    for place, family in enumerate(families):
        named.append((place, "", family.unit))
        named += [(place, text, unit(text).name) for text in spellings(family)]
    cells: Cells = {
        "family": [place for place, _, _ in named],
        "of_unit": [text for _, text, _ in named],
        "u": [name for _, _, name in named],
    }
    kinds = {"family": "whole", "of_unit": "text", "u": "text"}
    units = scene.engine.small(cells, kinds, scene.day_kind)
    return rows.join(units, on=["family", "of_unit"], how="inner")


def settled(scene: Scene, rows: Lazy, by: list[str], carry: tuple[str, ...] = CARRIED) -> Lazy:
    """One row per group: the hull of series that are apart, else the narrowest value."""
    rows = with_units(scene, standing(scene, rows, by))
    rows = _compared(scene, rows, by)
    rows = _chosen(scene, rows, by)
    return _joined(scene, rows, by, carry)


def _compared(scene: Scene, rows: Lazy, by: list[str]) -> Lazy:
    """Whether some two of the group are disjoint, and how wide the narrowest is."""
    spread = scene.engine.spread
    bounded = (nw.col("no_lo") == 0) & (nw.col("no_hi") == 0)
    rows = rows.with_columns(
        nw.when(bounded).then(nw.col("hi") - nw.col("lo")).otherwise(_WIDEST).alias("width"),
        nw.col("lo").abs().alias("size"),
    )
    rows = spread(
        rows,
        by,
        last_lo=nw.col("lo").max(),
        first_hi=nw.col("hi").min(),
        least_lo=nw.col("lo").min(),
        most_hi=nw.col("hi").max(),
        narrowest=nw.col("width").min(),
        sized=nw.col("size").max(),
        unit_first=nw.col("u").min(),
        unit_last=nw.col("u").max(),
    )
    touching = nw.lit(value=False)
    if scene.has("low"):
        rows = rows.with_columns(
            one((nw.col("lo") == nw.col("last_lo")) & (nw.col("low_open") == 1)).alias("open_last"),
            one((nw.col("hi") == nw.col("first_hi")) & (nw.col("high_open") == 1)).alias("open_first"),
        )
        rows = spread(rows, by, opens_last=nw.col("open_last").max(), opens_first=nw.col("open_first").max())
        opened = (nw.col("opens_last") == 1) | (nw.col("opens_first") == 1)
        touching = (nw.col("last_lo") == nw.col("first_hi")) & opened
    both = ~nw.col("last_lo").is_null() & ~nw.col("first_hi").is_null()
    return rows.with_columns(
        one(both & ((nw.col("last_lo") > nw.col("first_hi")) | touching)).alias("apart"),
        one(nw.col("unit_first") != nw.col("unit_last")).alias("mixed"),
    )


def _chosen(scene: Scene, rows: Lazy, by: list[str]) -> Lazy:
    """All rows of series that are apart; else the narrowest, of these the best by status, day and series."""
    apart = nw.col("apart") == 1
    if scene.has("low"):
        near = nw.col("width") <= nw.col("narrowest") + TINY * nw.col("sized").fill_null(0.0)
        rows = rows.filter(apart | near)
    rows = scene.engine.spread(rows, by, first_newest=nw.col("newest").max())
    rows = rows.filter(apart | (nw.col("newest") == nw.col("first_newest")))
    for name in ("publisher", "method"):
        if scene.has(name):
            rows = scene.engine.spread(rows, by, **{f"first_{name}": nw.col(name).min()})
            first = nw.col(f"first_{name}")
            rows = rows.filter(apart | first.is_null() | (nw.col(name) == first))
    return rows


def _joined(scene: Scene, rows: Lazy, by: list[str], carry: tuple[str, ...]) -> Lazy:
    if scene.has("low"):
        # The hull is open where every range that reaches so far is; a value chosen alone keeps its own ends.
        hulled = nw.col("apart") == 1
        rows = rows.with_columns(
            one((hulled & (nw.col("lo") > nw.col("least_lo"))) | (nw.col("low_open") == 1)).alias("low_open"),
            one((hulled & (nw.col("hi") < nw.col("most_hi"))) | (nw.col("high_open") == 1)).alias(
                "high_open"
            ),
        )
    kept = [name for name in carry if name not in by]
    best = {
        "lo": nw.col("lo").min(),
        "hi": nw.col("hi").max(),
        "point_lo": nw.col("point_lo").min(),
        "point_hi": nw.col("point_hi").max(),
        "low_open": nw.col("low_open").min(),
        "high_open": nw.col("high_open").min(),
        "by_due": nw.col("by_due").min(),
        "unit": nw.col("u").max(),
        **{name: nw.col(name).max() for name in ("no_lo", "no_hi", "apart", "mixed", *MARKS, *kept)},
        **{name: nw.col(name).max() for name in ("p_start", "p_end") if name not in by},
    }
    made = rows.group_by(*by).agg(*(value.alias(name) for name, value in best.items()))
    without_low, without_high = nw.col("no_lo") == 1, nw.col("no_hi") == 1
    apart = nw.col("apart") == 1
    none = nw.lit(None).cast(nw.Float64())
    made = made.with_columns(
        nw.when(without_low).then(none).otherwise(nw.col("lo")).alias("lo"),
        nw.when(without_high).then(none).otherwise(nw.col("hi")).alias("hi"),
    )
    return made.with_columns(
        nw.when(apart).then(nw.col("lo")).otherwise(nw.col("point_lo")).alias("point_lo"),
        nw.when(apart).then(nw.col("hi")).otherwise(nw.col("point_hi")).alias("point_hi"),
        one(apart & without_low & without_high).alias("unbounded"),
    )
