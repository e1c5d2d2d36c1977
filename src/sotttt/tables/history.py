"""Where plain numbers of one series lay before: one integer of each row decides, and no window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from sotttt.tables.reading import chain, one
from sotttt.tables.selecting import DAYS, LENGTHS, Scene, newest
from sotttt.tables.settling import with_units

if TYPE_CHECKING:
    from sotttt.tables.engines import Lazy

__all__ = ["plain_states"]


def plain_states(scene: Scene, rows: Lazy) -> Lazy:
    """For each target, in `before`, how the best version of some period stood: 2 inside, 1 unclear, 0 outside.

    The greatest integer of a period is its best version: the longest, then by status and publication. Below
    that stand the row's unit and whether it lies outside, so that of tied rows one outside is enough; a
    second integer counts the units down, so that tied rows of two units are told.

    Args:
        scene: an evaluation of plain numbers (`Scene.plain`).
        rows: the evidence that counts, each with its shape.
    """
    units = len(scene.rules.units)
    rows = with_units(scene, rows).join(
        scene.bounds().select("shape", "u", "least", "most"), on=["shape", "u"], how="inner"
    )
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
    state = _state(units)
    t = nw.col("at") // DAYS if scene.engine.once else nw.col("t")
    return periods.select(t.alias("t"), state.alias("before")).group_by("t").agg(nw.col("before").max())


def _state(units: int) -> nw.Expr:
    tail = nw.col("first") % (2 * units)
    out = tail % 2
    if units == 1:
        return 2 - out * 2
    unclear = tail - out != (units - 1 - nw.col("last") % units) * 2
    return chain([(unclear, nw.lit(1)), (out == 0, nw.lit(2))], nw.lit(0)).cast(nw.Int64())
