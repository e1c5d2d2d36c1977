"""Rival versions of one period become one value, as `Record.versions` settles them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from sotttt.tables.columns import tabled
from sotttt.tables.compiling import spellings
from sotttt.tables.reading import chain, one
from sotttt.tables.selecting import Scene, standing
from sotttt.units import unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sotttt.tables.engines import Lazy

__all__ = ["CARRIED", "LAST_TEXT", "MARKS", "settled", "with_units"]

MARKS = ("undated", "provisional", "estimated", "hedged", "period_inferred")
#: Floats of decimals with up to 14 digits that differ do so by more than this share.
TINY = 1e-14
_WIDEST = 1e308
#: What stands after every text.
LAST_TEXT = "\uffff"
CARRIED = ("best_stage", "late")
#: Up to so many units, the unit of a row is told by tests; with more, by a join.
_FEW = 24


def with_units(scene: Scene, rows: Lazy) -> Lazy:
    """The rows with the number of their unit, by the order of `Rules.units`, in `u`."""
    own = nw.col("own_unit")
    if not scene.has("unit"):
        return rows.with_columns(own.alias("u"))
    numbers = {name: number for number, name in enumerate(scene.rules.units)}
    if len(numbers) <= _FEW:
        spelt: dict[str, set[str]] = {name: {name} for name in numbers}
        for text in {text for family in scene.rules.families for text in spellings(family)}:
            spelt[unit(text).name].add(text)
        # Rows of unknown units are no evidence, so that the first unit is what no other one is.
        tests = [(nw.col("unit").is_in(sorted(spelt[name])), nw.lit(numbers[name])) for name in numbers]
        named = chain(tests[1:], nw.lit(0)).cast(nw.Int64())
        return rows.with_columns(nw.when(nw.col("unit").is_null()).then(own).otherwise(named).alias("u"))
    named_units = [
        (place, text, numbers[name])
        for place, family in enumerate(scene.rules.families)
        for text, name in [("", family.unit), *((text, unit(text).name) for text in spellings(family))]
    ]
    kinds = {"family": "whole", "of_unit": "text", "u": "whole"}
    units = scene.engine.small(tabled(kinds, named_units), kinds, scene.day_kind)
    rows = rows.with_columns(nw.col("unit").cast(nw.String()).fill_null("").alias("of_unit"))
    return rows.join(units, on=["family", "of_unit"], how="inner")


def settled(
    scene: Scene,
    rows: Lazy,
    by: list[str],
    carry: Mapping[str, str],
    *,
    longest: bool = False,
    bare: bool = False,
) -> Lazy:
    """One row per group: the hull of series that are apart, else the narrowest value.

    Args:
        scene: the evaluation.
        rows: rows that are evidence.
        by: the group.
        carry: further columns of the result, and of which column each is the greatest.
        longest: whether the longest periods of the group alone count.
        bare: whether it is only asked where the value lay: then neither marks nor the figures of arithmetic
            are kept.
    """
    rows = with_units(scene, standing(scene, rows, by, longest=longest, bare=bare))
    if not scene.plain:
        rows = _chosen(scene, _compared(scene, rows, by), by)
    return _joined(scene, rows, by, carry, bare=bare)


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
        first_u=nw.col("u").min(),
        last_u=nw.col("u").max(),
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
        one(nw.col("first_u") != nw.col("last_u")).alias("mixed"),
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


def _joined(scene: Scene, rows: Lazy, by: list[str], carry: Mapping[str, str], *, bare: bool) -> Lazy:
    if scene.has("low"):
        # The hull is open where every range that reaches so far is; a value chosen alone keeps its own ends.
        hulled = nw.col("apart") == 1
        rows = rows.with_columns(
            one((hulled & (nw.col("lo") > nw.col("least_lo"))) | (nw.col("low_open") == 1)).alias("low_open"),
            one((hulled & (nw.col("hi") < nw.col("most_hi"))) | (nw.col("high_open") == 1)).alias(
                "high_open"
            ),
        )
    least = ["lo", "low_open", "high_open"]
    most = ["hi", "no_lo", "no_hi", "u", *([] if scene.plain else ["apart", "mixed"])]
    if not bare:
        least += ["point_lo", "by_due"]
        most += ["point_hi", *MARKS]
    best = {
        **{name: nw.col(name).min() for name in least},
        **{name: nw.col(name).max() for name in most},
        **{name: nw.col(of).max() for name, of in carry.items() if name not in by},
        **{name: nw.col(name).max() for name in ("p_start", "p_end") if name not in by},
        "least_u": nw.col("u").min(),
    }
    if scene.breaks and not bare:
        method = nw.col("method")
        rows = rows.with_columns(
            method.fill_null(LAST_TEXT).alias("said_first"), method.fill_null("").alias("said_last")
        )
        best |= {"said_first": nw.col("said_first").min(), "said_last": nw.col("said_last").max()}
    made = rows.group_by(*by).agg(*(value.alias(name) for name, value in best.items()))
    # Numbers of one series that are left beside each other are equal, or they are apart.
    apart = nw.col("lo") < nw.col("hi") if scene.plain else nw.col("apart") == 1
    without_low, without_high = nw.col("no_lo") == 1, nw.col("no_hi") == 1
    none = nw.lit(None).cast(nw.Float64())
    low = nw.when(without_low).then(none).otherwise(nw.col("lo"))
    high = nw.when(without_high).then(none).otherwise(nw.col("hi"))
    points = (
        []
        if bare
        else [
            nw.when(apart).then(low).otherwise(nw.col("point_lo")).alias("point_lo"),
            nw.when(apart).then(high).otherwise(nw.col("point_hi")).alias("point_hi"),
        ]
    )
    return made.with_columns(
        low.alias("lo"),
        high.alias("hi"),
        one(apart).alias("apart"),
        one(nw.col("u") != nw.col("least_u") if scene.plain else nw.col("mixed") == 1).alias("mixed"),
        *points,
        one(apart & without_low & without_high).alias("unbounded"),
    )
