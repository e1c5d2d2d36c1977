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
from sotttt.tables.changes import BASELINE, CHANGES, LEVELS, RATIOS, ratio_rows
from sotttt.tables.columns import tabled
from sotttt.tables.compiling import BOUNDS, OWN, RULES, WINDOWS, Rules
from sotttt.tables.engines import Engine
from sotttt.tables.numbering import Numbering, few, numbered
from sotttt.tables.reading import bad_rows, cells_of, chain, given, keys_of, known_as, one
from sotttt.tables.schema import DIMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sotttt.tables.engines import Cells, Kinds, Lazy

__all__ = [
    "BAD",
    "DAYS",
    "IN_WINDOW",
    "LENGTHS",
    "MANY",
    "ONLY_LATE",
    "STAGES",
    "Scene",
    "bad",
    "known_from",
    "latest",
    "matched",
    "newest",
    "observed",
    "stage",
    "standing",
    "topped",
]

#: How far a row came: which test stopped it, in order; the greatest of a target's rows is its reason.
STAGES = (
    ReasonCode.NOT_ACCEPTED,
    ReasonCode.NOT_PUBLISHED,
    ReasonCode.NO_METHOD,
    ReasonCode.BEFORE_START,
    ReasonCode.ONLY_LATE,
)
IN_WINDOW = len(STAGES)
ONLY_LATE, BAD = IN_WINDOW - 1, -1
_RANKS = 10**7
#: More than any number of a status and a day.
LENGTHS = 10 * _RANKS
#: More than any day's number.
DAYS = 2**22
#: With fewer targets, so few rows meet one that their texts are the shorter way.
MANY = 1_000


class Scene(NamedTuple):
    """What one evaluation works on."""

    engine: Engine
    frame: Lazy
    schema: nw.Schema
    rules: Rules
    as_of: dt.date
    policy: Policy
    made: dict[str, Lazy]

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
    def series(self) -> list[str]:
        """The columns that tell one series of a metric and place from another."""
        return [name for name in ("publisher", "method") if name in self.schema]

    @property
    def plain(self) -> bool:
        """Whether every value is a number, and all of a metric and place are one series."""
        return "value" in self.schema and not self.series

    @property
    def breaks(self) -> bool:
        """Whether a method that the observations state may be a break before a baseline."""
        return self.has("method") and (self.rules.breaks or self.rules.paths or self.follows)

    @property
    def follows(self) -> bool:
        """Whether values are set against stated trajectories."""
        return self.policy.pace == "path"

    @property
    def opens(self) -> bool:
        """Whether a value may be a range with an open end."""
        return self.has("low") or self.rules.flows

    def ordinal(self, day: str) -> nw.Expr:
        """The number of a day of the observations; the column holds no null."""
        return self.engine.ordinal(nw.col(day), self.day_kind)

    def windows(self, *, flow: bool) -> Lazy:
        """What rows are held against, of the targets of one timing."""
        held, numbers = self.held(flow=flow), self.numbers
        if numbers is None:
            return self._part([*self.keys, *held], flow=flow, whole=True)

        def cells() -> Cells:
            keys = self.rules.part(self.keys, flow=flow, whole=True)
            return {"key": numbers.of(keys), **self.rules.part(held, flow=flow, whole=True)}

        return self.small(f"windows {flow}", cells, {"key": "whole", **self.rules.kinds(held)})

    @property
    def numbers(self) -> Numbering | None:
        """The keys as numbers, where rows meet the targets by these."""
        if not self.engine.once or len(self.rules.targets) < MANY:
            return None
        numbers = Numbering({name: self.rules.own[name] for name in self.keys})
        return numbers if numbers.fits else None

    def held(self, *, flow: bool) -> list[str]:
        """The columns beside the keys that rows are held against."""
        if flow:
            return ["t", *WINDOWS]
        shapes = [] if self.engine.once else ["shape"]
        starts = ["start"] if self.rules.starts else []
        methods = ["method_due"] if self.rules.methods else []
        return ["t", "family", "own_unit", "due_end", *shapes, *starts, *methods]

    def own(self, *, flow: bool) -> Lazy:
        """What the targets of one timing have of their own."""
        return self._part([*OWN, *(DIMS + name for name in self.rules.dims)], flow=flow)

    def shapes(self) -> Lazy:
        """What the shapes of targets share."""
        names = [*WINDOWS, *RULES, *(CHANGES if self.rules.based else ())]
        shared = self.rules.shapes
        cells = {"shape": range(len(shared["flow"])), **{name: shared[name] for name in names}}
        return self.small("shapes", lambda: cells, {"shape": "whole", **self.rules.kinds(names)})

    def bounds(self) -> Lazy:
        """The bounds of the shapes in each unit."""
        return self.small("bounds", lambda: self.rules.bounds, BOUNDS)

    def families(self) -> Lazy:
        """The family of each metric."""
        own, of = self.rules.own, self.rules.shapes["family"]
        metrics = dict(zip(own["metric"], (of[shape] for shape in own["shape"]), strict=True))  # type: ignore[index]  # a number
        cells = {"metric": list(metrics), "family": list(metrics.values())}
        return self.small("families", lambda: cells, {"metric": "text", "family": "whole"})

    def pairs(self) -> Lazy:
        """The metrics and places that are asked for."""
        keys = ["metric", "jurisdiction"]
        own = self.rules.own
        found = sorted(set(zip(own["metric"], own["jurisdiction"], strict=True)), key=str)
        cells = tabled(keys, found)
        return self.small("pairs", lambda: cells, dict.fromkeys(keys, "text"))

    def kin(self, *, flow: bool) -> Lazy:
        """For each value the target that needs it, and what it is for that target."""
        cells = self.rules.kinship(flow=flow)
        return self.small(f"kin {flow}", lambda: cells, dict.fromkeys(cells, "whole"))

    def levels(self) -> Lazy:
        """The levels that fulfil a change, by the units of value and base."""
        return self.small("levels", lambda: self.rules.levels, LEVELS)

    def ratios(self) -> Lazy:
        """How many of one unit make another."""
        return self.small("ratios", lambda: ratio_rows(self.rules.units), RATIOS)

    def units(self) -> Lazy:
        """The name of each unit, by its number."""
        names = self.rules.units
        kinds = {"u": "whole", "unit": "text"}
        return self.small("units", lambda: {"u": range(len(names)), "unit": names}, kinds)

    def _part(self, names: list[str], *, flow: bool, whole: bool = False) -> Lazy:
        kinds = self.rules.kinds(names)
        return self.small(f"{names} {flow}", lambda: self.rules.part(names, flow=flow, whole=whole), kinds)

    def small(self, key: str, cells: Callable[[], Cells], kinds: Kinds) -> Lazy:
        """A frame of our own: the same one whenever it is asked for."""
        if key not in self.made:
            self.made[key] = self.engine.small(cells(), kinds, self.day_kind)
        return self.made[key]

    def prepare(self) -> None:
        """Make our own frames before the first step: DuckDB binds every step anew after each of them."""
        for flow in (False, True):
            if self.rules.flows if flow else self.rules.points:
                self.windows(flow=flow)
                self.own(flow=flow)
                if self.rules.looked:
                    self.kin(flow=flow)
        self.shapes()
        self.bounds()
        if self.rules.dims:
            self.pairs()
        if self.rules.changes:
            self.levels()
        if BASELINE in self.rules.looked:
            self.ratios()


def observed(scene: Scene) -> Lazy:
    """The observations: their keys as texts, and the columns that evaluation reads, as they are given."""
    return scene.frame.select(*keys_of(scene.schema, scene.rules.dims), *given(scene.schema))


def matched(scene: Scene, rows: Lazy, *, flow: bool) -> Lazy:
    """The rows of the targets' own series, each with the stage that it reached; bad rows have none.

    Rows meet the targets before anything is made of their cells: with few targets, few rows are left.
    """
    on, numbers = scene.keys, scene.numbers
    if numbers is not None:
        on, rows = ["key"], numbers.keyed(scene.engine.name, _ranked(scene, rows))
    rows = rows.join(scene.windows(flow=flow), on=on, how="inner")
    rows = rows.select(*scene.held(flow=flow), *cells_of(scene.schema, ranked=numbers is not None))
    return rows.with_columns(nw.when(bad(scene)).then(BAD).otherwise(stage(scene)).alias("stage"))


def bad(scene: Scene) -> nw.Expr:
    """Whether a row that has met its target is no evidence at all."""
    faults = bad_rows(scene.schema, scene.rules.families, joined=True)
    return reduce(or_, [fault for _, fault in faults])


def _ranked(scene: Scene, rows: Lazy) -> Lazy:
    """The rows with ranks for statuses, as `reading` ranks them, and with few units."""
    engine = scene.engine.name
    if scene.has("status"):
        text = rows.with_columns(nw.col("status").cast(nw.String()))
        ranks = {status.value: place for place, status in enumerate(Status)}
        rows = numbered(engine, text, "status", ranks, missing=0, unknown=-1)
    return few(engine, rows, "unit") if scene.has("unit") else rows


def stage(scene: Scene) -> nw.Expr:
    """How far a good row comes, by the windows beside it."""
    places = {code: place for place, code in enumerate(STAGES)}
    tests = []
    refused = [place for place, status in enumerate(Status) if status not in scene.policy.statuses]
    if scene.has("status") and refused:
        tests.append((reduce(or_, [nw.col("rank") == place for place in refused]), ReasonCode.NOT_ACCEPTED))
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


def latest(scene: Scene, rows: Lazy) -> Lazy:
    """The rows of the best stage, of these the latest, and of these the longest.

    Stage, end and length are packed into one integer, so that one maximum decides.
    """
    packed = scene.ordinal("p_end") * DAYS - scene.ordinal("p_start")
    after = nw.col("stage") == ONLY_LATE
    rows = rows.with_columns((nw.col("stage") * DAYS**2 + packed).alias("place"))
    if not scene.engine.once:
        rows = rows.with_columns(one(after).alias("after"))
        rows = scene.engine.spread(rows, ["t"], last=nw.col("place").max(), late=nw.col("after").max())
        return rows.filter(_last())
    some = rows.filter(after).select("t", one(after).alias("late"))
    late = some.group_by("t").agg(nw.col("late").max())
    rows = scene.engine.spread(rows, ["t"], last=nw.col("place").max()).filter(_last())
    return rows.join(late, on="t", how="left").with_columns(nw.col("late").fill_null(0).cast(nw.Int64()))


def _last() -> nw.Expr:
    return (nw.col("place") == nw.col("last")) & (nw.col("stage") > BAD)


def topped(scene: Scene, rows: Lazy) -> Lazy:
    """Each row with its target's best stage, its last end in the window, and whether later rows exist."""
    rows = rows.filter(nw.col("stage") > BAD).with_columns(
        nw.when(nw.col("stage") == IN_WINDOW).then(nw.col("p_end")).alias("end_in"),
        one(nw.col("stage") == ONLY_LATE).alias("after"),
    )
    return scene.engine.spread(
        rows,
        ["t"],
        best_stage=nw.col("stage").max(),
        top=nw.col("end_in").max(),
        late=nw.col("after").max(),
    )


def standing(scene: Scene, rows: Lazy, by: list[str], *, longest: bool = False, bare: bool = False) -> Lazy:
    """The best version of each series, within each group: best status, then latest publication.

    Args:
        scene: the evaluation.
        rows: rows that are evidence.
        by: the group.
        longest: whether the longest periods of the group alone count.
        bare: whether no marks of them are asked for.
    """
    best = newest(scene)
    if longest and scene.series:
        rows = scene.engine.spread(rows, by, longest=nw.col("p_start").min())
        rows = rows.filter(nw.col("p_start") == nw.col("longest"))
    elif longest:
        best = best - scene.ordinal("p_start") * LENGTHS
    names = {name: f"of_{name}" for name in scene.series}
    rows = rows.with_columns(
        best.alias("newest"),
        *(nw.col(name).fill_null("").alias(of) for name, of in names.items()),
        *_opens(scene),
        *([] if bare else _marks(scene)),
    )
    rows = scene.engine.spread(rows, [*by, *names.values()], best_newest=nw.col("newest").max())
    return rows.filter(nw.col("newest") == nw.col("best_newest"))


def newest(scene: Scene) -> nw.Expr:
    """The number of a version: the greatest has the best status and, of these, the latest publication."""
    return (9 - nw.col("rank")) * _RANKS + known_from(scene)


def known_from(scene: Scene) -> nw.Expr:
    """The number of the day from which a row was known."""
    after = scene.ordinal("p_end") + 1
    if not scene.has("published"):
        return after
    dated = ~nw.col("published").is_null()
    filled = nw.when(dated).then(nw.col("published")).otherwise(nw.col("p_end"))
    return scene.engine.ordinal(filled, scene.day_kind) + nw.when(dated).then(0).otherwise(1)


def _zero(name: str) -> nw.Expr:
    return nw.lit(0).cast(nw.Int64()).alias(name)


def _opens(scene: Scene) -> list[nw.Expr]:
    """Which ends of a row are open, and which it doesn't have."""
    made = [_zero(name) for name in ("low_open", "high_open") if not scene.has(name)]
    if not scene.has("low"):
        return [*made, _zero("no_lo"), _zero("no_hi")]
    return made + [one(nw.col(end).is_null()).alias(f"no_{end}") for end in ("lo", "hi")]


def _marks(scene: Scene) -> list[nw.Expr]:
    """What the flags of a finding tell of its rows, and the figures of arithmetic."""
    dated = ~nw.col("published").is_null() if scene.has("published") else nw.lit(value=False)
    due = nw.col("due_end")
    by_due = nw.col("p_end") < due
    if scene.has("published"):
        by_due = nw.when(dated).then(nw.col("published") <= due).otherwise(by_due)
    made = [
        one(by_due).alias("by_due"),
        one(~dated).alias("undated"),
        one(nw.col("rank") == 1).alias("provisional"),
        one(nw.col("rank") == 2).alias("estimated"),
    ]
    made += [_zero(name) for name in ("hedged", "period_inferred") if not scene.has(name)]
    point_low, point_high = nw.col("lo"), nw.col("hi")
    if scene.has("point"):
        given = ~nw.col("point").is_null()
        point_low = nw.when(given).then(nw.col("point")).otherwise(nw.col("lo"))
        point_high = nw.when(given).then(nw.col("point")).otherwise(nw.col("hi"))
    return [*made, point_low.alias("point_lo"), point_high.alias("point_hi")]
