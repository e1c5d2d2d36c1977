"""Which rows are evidence for which target: known by the day, in the window, the best of each series."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

import narwhals.stable.v2 as nw

from sotttt.evaluation.policy import Policy
from sotttt.evaluation.reasons import ReasonCode
from sotttt.metrics import Status
from sotttt.tables.changes import CHANGES
from sotttt.tables.compiling import BOUNDS, RULES, WINDOWS, Rules
from sotttt.tables.engines import Engine, ordinal
from sotttt.tables.reading import bad_rows, chain, known_as, read
from sotttt.tables.schema import DIMS

if TYPE_CHECKING:
    from sotttt.tables.engines import Lazy

__all__ = ["IN_WINDOW", "STAGES", "Scene", "matched", "standing", "topped"]

#: How far a row came: which test stopped it, in order; the greatest of a target's rows is its reason.
STAGES = (
    ReasonCode.NOT_ACCEPTED,
    ReasonCode.NOT_PUBLISHED,
    ReasonCode.NO_METHOD,
    ReasonCode.BEFORE_START,
    ReasonCode.ONLY_LATE,
)
IN_WINDOW = len(STAGES)
_ONLY_LATE = IN_WINDOW - 1
_RANKS = 10**8


class Scene(NamedTuple):
    """What one evaluation works on."""

    engine: Engine
    frame: Lazy
    schema: nw.Schema
    rules: Rules
    as_of: dt.date
    policy: Policy

    @property
    def day_kind(self) -> nw.dtypes.DType:
        """The kind of the days of the observations."""
        return self.schema["period_end"]

    @property
    def keys(self) -> list[str]:
        """What an observation and a target have in common."""
        return ["metric", "jurisdiction", *(DIMS + name for name in self.rules.dims)]

    def has(self, name: str) -> bool:
        """Whether the observations have a column."""
        return name in self.schema

    @property
    def breaks(self) -> bool:
        """Whether a method that the observations state may be a break before a baseline."""
        return self.has("method") and self.rules.breaks

    def small(self, names: list[str], *, flow: bool, whole: bool = False) -> Lazy:
        """Some columns of the targets of one timing as a frame of the engine."""
        cells = self.rules.part(names, flow=flow, whole=whole)
        return self.engine.small(cells, self.rules.kinds(names), self.day_kind)

    def shapes(self) -> Lazy:
        """What the shapes of targets share, as a frame of the engine."""
        names = [*WINDOWS, *RULES, *(CHANGES if self.rules.based else ())]
        shared = self.rules.shapes
        cells = {"shape": range(len(shared["flow"])), **{name: shared[name] for name in names}}
        return self.engine.small(cells, {"shape": "whole", **self.rules.kinds(names)}, self.day_kind)

    def bounds(self) -> Lazy:
        """The bounds of the shapes in each unit, as a frame of the engine."""
        return self.engine.small(self.rules.bounds, BOUNDS, self.day_kind)


def matched(scene: Scene, *, flow: bool) -> Lazy:
    """The good rows of the targets' own series, each with the stage that it reached."""
    names = [*scene.keys, "t", "family", "due_end"]
    names += ["start"] if scene.rules.starts else []
    names += ["method_due"] if scene.rules.methods else []
    if flow:
        names = [*scene.keys, "t", *WINDOWS]
    windows = scene.small(list(dict.fromkeys(names)), flow=flow, whole=True)
    rows = read(scene.frame, scene.schema, scene.rules.dims).join(windows, on=scene.keys, how="inner")
    bad = [expression for _, expression in bad_rows(scene.schema, scene.rules.families)]
    return rows.filter(~reduce(or_, bad)).with_columns(_stage(scene).alias("stage"))


def _stage(scene: Scene) -> nw.Expr:
    places = {code: place for place, code in enumerate(STAGES)}
    tests = []
    refused = [place for place, status in enumerate(Status) if status not in scene.policy.statuses]
    if scene.has("status") and refused:
        tests.append((nw.col("rank").is_in(refused), ReasonCode.NOT_ACCEPTED))
    elif not scene.has("status") and 0 in refused:
        tests.append((nw.col("rank") == 0, ReasonCode.NOT_ACCEPTED))
    tests.append((~known_as(scene.schema, scene.as_of, scene.day_kind), ReasonCode.NOT_PUBLISHED))
    if scene.rules.methods:
        asked = ~nw.col("method_due").is_null()
        if scene.has("method"):
            other = nw.col("method").is_null() | (nw.col("method") != nw.col("method_due"))
            tests.append((asked & other, ReasonCode.NO_METHOD))
        else:
            tests.append((asked, ReasonCode.NO_METHOD))
    if scene.rules.starts:
        tests.append((nw.col("p_end") < nw.col("start"), ReasonCode.BEFORE_START))
    tests.append((nw.col("p_end") > nw.col("due_end"), ReasonCode.ONLY_LATE))
    return chain([(test, nw.lit(places[code])) for test, code in tests], nw.lit(IN_WINDOW)).cast(nw.Int64())


def topped(scene: Scene, rows: Lazy) -> Lazy:
    """Each row with its target's best stage, its last end in the window, and whether later rows exist."""
    rows = rows.with_columns(
        nw.when(nw.col("stage") == IN_WINDOW).then(nw.col("p_end")).alias("end_in"),
        nw.when(nw.col("stage") == _ONLY_LATE).then(1).otherwise(0).cast(nw.Int64()).alias("after"),
    )
    return scene.engine.spread(
        rows,
        ["t"],
        best_stage=nw.col("stage").max(),
        top=nw.col("end_in").max(),
        late=nw.col("after").max(),
    )


def standing(scene: Scene, rows: Lazy, by: list[str]) -> Lazy:
    """The best version of each series, within each group: best status, then latest publication."""
    rows = rows.with_columns(
        nw.when(nw.col("stage") == IN_WINDOW).then(1).otherwise(0).cast(nw.Int64()).alias("seen"),
        *_marks(scene),
    )
    newest = (9 - nw.col("rank")) * _RANKS + _known(scene)
    rows = rows.with_columns(newest.alias("newest"))
    series = list(by)
    for name in ("publisher", "method"):
        if scene.has(name):
            rows = rows.with_columns(nw.col(name).fill_null("").alias(f"of_{name}"))
            series.append(f"of_{name}")
    rows = scene.engine.spread(rows, series, best_newest=nw.col("newest").max())
    return rows.filter(nw.col("newest") == nw.col("best_newest"))


def _known(scene: Scene) -> nw.Expr:
    after = ordinal(nw.col("p_end")) + 1
    if not scene.has("published"):
        return after
    dated = ~nw.col("published").is_null()
    filled = nw.when(dated).then(nw.col("published")).otherwise(nw.col("p_end"))
    return ordinal(filled) + nw.when(dated).then(0).otherwise(1)


def _marks(scene: Scene) -> list[nw.Expr]:
    """The columns that later steps read, where the observations don't have them; and the marks of a row."""
    dated = ~nw.col("published").is_null() if scene.has("published") else nw.lit(value=False)
    due = nw.col("due_end")
    by_due = nw.col("p_end") < due
    if scene.has("published"):
        by_due = nw.when(dated).then(nw.col("published") <= due).otherwise(by_due)
    made = [
        nw.when(by_due).then(1).otherwise(0).cast(nw.Int64()).alias("by_due"),
        nw.when(dated).then(0).otherwise(1).cast(nw.Int64()).alias("undated"),
        nw.when(nw.col("rank") == 1).then(1).otherwise(0).cast(nw.Int64()).alias("provisional"),
        nw.when(nw.col("rank") == 2).then(1).otherwise(0).cast(nw.Int64()).alias("estimated"),
        nw.when(nw.col("lo").is_null()).then(1).otherwise(0).cast(nw.Int64()).alias("no_lo"),
        nw.when(nw.col("hi").is_null()).then(1).otherwise(0).cast(nw.Int64()).alias("no_hi"),
    ]
    made += [
        nw.lit(0).cast(nw.Int64()).alias(name)
        for name in ("low_open", "high_open", "hedged", "period_inferred")
        if not scene.has(name)
    ]
    unit = nw.col("unit").fill_null("") if scene.has("unit") else nw.lit("")
    made.append(unit.cast(nw.String()).alias("of_unit"))
    point_low, point_high = nw.col("lo"), nw.col("hi")
    if scene.has("point"):
        given = ~nw.col("point").is_null()
        point_low = nw.when(given).then(nw.col("point")).otherwise(nw.col("lo"))
        point_high = nw.when(given).then(nw.col("point")).otherwise(nw.col("hi"))
    return [*made, point_low.alias("point_lo"), point_high.alias("point_hi")]
