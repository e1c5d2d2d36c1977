"""Where plain numbers of one series lay before: one integer of each row decides, and no window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from sotttt.tables.reading import chain, one
from sotttt.tables.selecting import DAYS, IN_WINDOW, LENGTHS, Scene, newest
from sotttt.tables.settling import with_units

if TYPE_CHECKING:
    from sotttt.tables.engines import Lazy

__all__ = ["plain_states"]


def plain_states(scene: Scene, rows: Lazy, missed: Lazy | None = None) -> Lazy:
    """For each target, in `before`, how its periods stood at best: 2 inside, 1 unclear, 0 outside.

    The greatest integer of a period is its best version: the longest, then by status and publication. Below
    that stand the row's unit and whether it lies outside, so that of tied rows one outside is enough; a
    second integer counts the units down, so that tied rows of two units are told.

    Args:
        scene: an evaluation of plain numbers (`Scene.plain`).
        rows: rows with their stages; those of the window are looked at. Each has its shape, where `missed`
            isn't given.
        missed: the targets to tell of, with their shapes.
    """
    units = len(scene.rules.units)
    counts = nw.col("stage") == IN_WINDOW
    names = ["t", "own_unit", "p_start", "p_end", "lo", "rank"]
    names += [name for name in ("unit", "published") if scene.has(name)]
    bounds = scene.bounds().select("shape", "u", "least", "most")
    if missed is None:
        rows = with_units(scene, rows.filter(counts).select(*names, "shape"))
        rows = rows.join(bounds, on=["shape", "u"], how="inner")
    else:
        rows = with_units(scene, rows.select(*names, "stage"))
        pair = nw.col("t") * units + nw.col("u")
        rows = rows.with_columns(nw.when(counts).then(pair).otherwise(-1).cast(nw.Int64()).alias("pair"))
        bounds = missed.select("t", "shape").join(bounds, on="shape", how="inner")
        rows = rows.select("pair", "t", "u", *names[2:6], *(["published"] if scene.has("published") else []))
        rows = rows.join(bounds.select(pair.alias("pair"), "least", "most"), on="pair", how="inner")
    version = (DAYS - scene.ordinal("p_start")) * LENGTHS + newest(scene)
    out = one((nw.col("lo") < nw.col("least")) | (nw.col("lo") > nw.col("most")))
    best = {"first": (version * units + nw.col("u")) * 2 + out}
    if units > 1:
        best["last"] = version * units + (units - 1 - nw.col("u"))
    # Where a query is computed once, one key is faster than two.
    packed = nw.col("t") * DAYS + scene.ordinal("p_end")
    by = {"at": packed} if scene.engine.once else {"t": nw.col("t"), "p_end": nw.col("p_end")}
    rows = rows.select(*(made.alias(name) for name, made in (by | best).items()))
    periods = rows.group_by(*by).agg(*(nw.col(name).max() for name in best))
    state = _state(scene, units)
    t = nw.col("at") // DAYS if scene.engine.once else nw.col("t")
    return periods.select(t.alias("t"), state.alias("before")).group_by("t").agg(nw.col("before").max())


def _state(scene: Scene, units: int) -> nw.Expr:
    tail = _rest(scene, "first", 2 * units)
    if units == 1:
        return 2 - tail * 2
    # Of one unit, both tails are twice its number, but for whether a row lies outside.
    more = tail - (units - 1 - _rest(scene, "last", units)) * 2
    return chain([(more > 1, nw.lit(1)), (more == 0, nw.lit(2))], nw.lit(0)).cast(nw.Int64())


def _rest(scene: Scene, name: str, of: int) -> nw.Expr:
    """What is left of a column when it is divided by a number."""
    cell = nw.col(name)
    # Arrow's numbers in pandas have no remainder; Spark divides whole numbers as floats.
    return cell - cell // of * of if scene.engine.once else cell % of
