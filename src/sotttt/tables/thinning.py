"""Rows that can't change a finding are left out before the others meet their targets, where that pays.

DuckDB takes the best row of each metric and place in one pass over the columns as they are given, several
times as fast as it joins all rows to a hundred thousand targets. What is left of a metric and place is what
the rules of evidence may look at: the row that they end with, a later one, and the periods of the least and
the greatest value, since a target that is missed now was met before where one of these lies inside. All rows
stay where that isn't sure: where versions tie, where units differ, and where a row that is left is bad.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import narwhals.stable.v2 as nw

from sotttt.metrics import Status
from sotttt.tables.columns import tabled
from sotttt.tables.compiling import WINDOWS
from sotttt.tables.reading import cells_of, day, one, stands
from sotttt.tables.selecting import DAYS, IN_WINDOW, ONLY_LATE, bad, known_from, observed, stage
from sotttt.tables.verdicts import is_one

if TYPE_CHECKING:
    from typing import Any

    from sotttt.tables.columns import Cell, Columns
    from sotttt.tables.engines import Lazy
    from sotttt.tables.selecting import Scene

__all__ = ["MANY", "thinned", "thins"]

#: With fewer targets, few rows meet one.
MANY = 10_000
#: More windows of one metric would make more rows than there are.
_FEW = 4
#: What rows are held against. The last two are not of the targets' shapes.
_WINDOW = {
    "metric": "text",
    **{
        name: WINDOWS[name]
        for name in ("start", "due_start", "due_end", "part_start", "part_end", "method_due")
    },
    "whole": "whole",
    "window": "whole",
}
_OWN = ("metric", "window")

# One whole number holds the order of two rows: how far each came, its end and its length, its rank and the
# day from which it was known. Below stands what tells tied rows apart: a hash, and whether it has a date.
_HASH, _DAY, _RANK = 2**40, DAYS, 2**3
_MARK = 2 * _HASH
_RANKED = _MARK * _DAY
_LONG = _RANKED * _RANK
_ENDED = _LONG * _DAY
_STAGED = _ENDED * _DAY
#: How the periods of the least and of the greatest value are found.
_EXTREMES = (("min", "arg_min"), ("max", "arg_max"))


class _Windows(NamedTuple):
    """What rows are held against, by metric: the columns of `_WINDOW`."""

    cells: Columns

    @property
    def shared(self) -> bool:
        """Whether all metrics have the same one window."""
        rows = zip(*(column for name, column in self.cells.items() if name not in _OWN), strict=True)
        return len(set(rows)) == 1

    @property
    def crowded(self) -> bool:
        """Whether there are so many windows that rows would be made rather than left out."""
        metrics = self.cells["metric"]
        return len(metrics) > _FEW * len(set(metrics))


def thins(scene: Scene) -> bool:
    """Whether rows are left out: on DuckDB, with many targets, and where a row is one number."""
    days = [scene.schema[name] for name in ("period_start", "period_end", "published") if scene.has(name)]
    return (
        scene.engine.name == "duckdb"
        and len(scene.rules.targets) >= MANY
        and scene.plain
        and not any(map(scene.has, ("point", "hedged", "period_inferred")))
        and all(isinstance(kind, nw.Date) for kind in days)
        and not scene.rules.based
        and not scene.follows
    )


def thinned(scene: Scene, *, flow: bool, history: bool = False) -> Lazy:
    """The observations without those that can't change a finding.

    Args:
        scene: the evaluation; `thins` holds for it.
        flow: of which timing the targets are. Of a period, what may be a part of the due period stays, too.
        history: whether it is asked what was met before and is lost.
    """
    rows, windows = observed(scene), _windows(scene, flow=flow, history=history)
    if windows.crowded:
        return rows
    names = rows.columns
    held = _held(scene, rows, windows, flow=flow)
    stays = _part_of_due() if flow else is_one("whole")
    best = _best(scene, _placed(scene, held.filter(~stays)), history=history)
    made = _sure(scene, _judged(scene, _read_back(scene, best)), rows, history=history)
    if not flow and not any(windows.cells["whole"]):
        return made
    staying = held.filter(stays).select(names).with_columns(nw.col("value").cast(nw.Float64()))
    return nw.concat([made, staying.select(made.columns)], how="vertical")


def _windows(scene: Scene, *, flow: bool, history: bool) -> _Windows:
    """The windows of metrics. Where history counts, all rows stay for requirements that have two ends."""
    rules = scene.rules
    ends = zip(*(rules.bounds[name] for name in ("shape", "low_at", "high_at")), strict=True)
    between = {shape for shape, low, high in ends if history and low is not None and high is not None}
    found = set()
    for metric, shape in set(zip(rules.own["metric"], rules.own["shape"], strict=True)):
        of = {name: rules.shapes[name][shape] for name in _WINDOW if name in rules.shapes}  # type: ignore[index]  # a number
        if bool(rules.shapes["flow"][shape]) is flow:  # type: ignore[index]  # a number
            found.add((metric, *of.values(), int(shape in between)))
    rows = sorted(found, key=str)
    return _Windows(tabled(_WINDOW, [(*row, place) for place, row in enumerate(rows)]))


def _held(scene: Scene, rows: Lazy, windows: _Windows, *, flow: bool) -> Lazy:
    """The rows of the metrics, beside their windows."""
    if not windows.shared:
        small = scene.small(f"windows of metrics {flow}", lambda: windows.cells, _WINDOW)
        return rows.join(small, on="metric", how="inner")
    first = {name: column[0] for name, column in windows.cells.items() if name not in _OWN}
    return rows.filter(nw.col("metric").is_in(windows.cells["metric"])).with_columns(
        nw.lit(0).cast(nw.Int64()).alias("window"),
        *(_literal(cell, _WINDOW[name], scene.day_kind).alias(name) for name, cell in first.items()),
    )


def _literal(cell: Cell, kind: str, days: nw.dtypes.DType) -> nw.Expr:
    if isinstance(cell, dt.date):
        return day(cell, days)
    return nw.lit(cell).cast(nw.String() if kind == "text" else nw.Int64())


def _part_of_due() -> nw.Expr:
    """Whether a row is of the due period, of its last edition, or of a part of it."""
    start, end = nw.col("period_start"), nw.col("period_end")
    due = (start == nw.col("due_start")) & (end == nw.col("due_end"))
    return due | ((start >= nw.col("part_start")) & (end <= nw.col("part_end")))


def _placed(scene: Scene, rows: Lazy) -> Lazy:
    """Good rows with their order: `place` before `version`. Unit and domain are checked on the best alone."""
    held = [name for name in _WINDOW if name != "metric"]
    rows = rows.select(*scene.keys, *held, *cells_of(scene.schema))
    rows = rows.filter((nw.col("p_start") <= nw.col("p_end")) & stands("lo") & (nw.col("rank") >= 0))
    end = scene.ordinal("p_end")
    length = end - scene.ordinal("p_start")
    dated = stands("published") if scene.has("published") else nw.lit(value=False)
    return rows.select(
        *_group(scene),
        "p_end",
        "lo",
        ((stage(scene) * _DAY + end) * _DAY + length).alias("place"),
        ((_RANK - 1 - nw.col("rank")) * _DAY + known_from(scene)).alias("version"),
        one(dated).alias("dated"),
    )


def _best(scene: Scene, rows: Lazy, *, history: bool) -> Lazy:
    """The order and the value of the rows that stay, and whether some rows that they stand for tie.

    A tie shows in that the greatest and the least mark of the best order differ.
    """
    by = ", ".join(map(_quoted, _group(scene)))
    order = f"(place::HUGEINT * {_RANK * _DAY} + version) * {_MARK}"
    mark = f"((hash(lo, dated) % {_HASH})::BIGINT * 2 + dated)"
    within = "p_end" if history else f"place // {_DAY**2} = {ONLY_LATE} AS is_late"
    best = f"""SELECT {by}, {within}, arg_max(lo, {order} + {mark}) AS v, max({order} + {mark}) AS o,
        max({order} + {_MARK - 1} - {mark}) AS other FROM sotttt_placed GROUP BY ALL"""  # noqa: S608  # our own words
    late = f"FILTER (o >= {ONLY_LATE * _STAGED} AND o < {IN_WINDOW * _STAGED})"
    good = f"FILTER (o >= {IN_WINDOW * _STAGED})"
    kept = ["{o: max(o), v: arg_max(v, o)}", f"{{o: max(o) {late}, v: arg_max(v, o) {late}}}"]
    if history:
        kept += [f"{{o: {arg}(o, v) {good}, v: {end}(v) {good}}}" for end, arg in _EXTREMES]
    tied = f"bool_or((o & {_MARK - 1}) + (other & {_MARK - 1}) <> {_MARK - 1})"
    return _queried(
        rows,
        "sotttt_placed",
        f"""SELECT * FROM (SELECT {by}, tied, unnest(kept, recursive := true) FROM
            (SELECT {by}, {tied} AS tied, [{", ".join(kept)}] AS kept FROM ({best}) GROUP BY {by}))
            WHERE o IS NOT NULL""",  # noqa: S608  # the same
    )


def _read_back(scene: Scene, best: Lazy) -> Lazy:
    """Rows as they are given, from their orders and values."""

    def days(at: int) -> str:
        return f"DATE '0001-01-01' + (((o // {at}) & {_DAY - 1})::INTEGER - 1)"

    ranks = f"{_RANK - 1} - ((o // {_RANKED}) & {_RANK - 1})::INTEGER"
    statuses = ", ".join(f"'{status.value}'" for status in Status)
    cells = {
        "period_start": f"{days(_ENDED)} - ((o // {_LONG}) & {_DAY - 1})::INTEGER",
        "period_end": days(_ENDED),
        "value": "v",
        "status": f"[{statuses}][{ranks} + 1]",
        "published": f"CASE WHEN o & 1 = 1 THEN {days(_MARK)} END",
    }
    names = ", ".join(map(_quoted, [*_group(scene), "tied"]))
    given = ", ".join(f"{text} AS {name}" for name, text in cells.items() if scene.has(name))
    return _queried(best, "sotttt_best", f"SELECT {names}, {given} FROM sotttt_best")  # noqa: S608  # the same


def _judged(scene: Scene, rows: Lazy) -> Lazy:
    """The rows that are left, and whether each is doubtful: it ties with another, or it is bad."""
    names = [name for name in rows.columns if name != "tied"]
    rows = rows.join(scene.families(), on="metric", how="inner").with_columns(*cells_of(scene.schema))
    return rows.with_columns((nw.col("tied") | bad(scene)).alias("doubtful")).select(*names, "doubtful")


def _sure(scene: Scene, rows: Lazy, every: Lazy, *, history: bool) -> Lazy:
    """The rows that are left; but all rows of a metric and place of which one is doubtful."""
    sotttt_every = nw.to_native(every)  # noqa: F841  # the query names it
    keys = ", ".join(map(_quoted, scene.keys))
    names = {name: _quoted(name) for name in every.columns}
    given = {**names, "value": "value::DOUBLE AS value"}
    mixed = ""
    if history and scene.has("unit"):
        mixed = "OR min(unit) IS DISTINCT FROM max(unit) OR count(unit) NOT IN (0, count(*))"
    query = f"""WITH kept AS MATERIALIZED (FROM sotttt_kept), doubt AS MATERIALIZED (
            SELECT {keys} FROM kept GROUP BY ALL HAVING bool_or(doubtful) {mixed})
        SELECT {", ".join(names.values())} FROM kept ANTI JOIN doubt USING ({keys})
        UNION ALL SELECT {", ".join(given.values())} FROM sotttt_every SEMI JOIN doubt USING ({keys})"""  # noqa: S608  # our own words
    native: Any = nw.to_native(rows)
    made: Lazy = nw.from_native(native.query("sotttt_kept", query)).lazy()
    return made


def _queried(rows: Lazy, name: str, query: str) -> Lazy:
    """A query in DuckDB's own words, in which some rows have that name."""
    native: Any = nw.to_native(rows)
    made: Lazy = nw.from_native(native.query(name, query)).lazy()
    return made


def _group(scene: Scene) -> list[str]:
    """What the rows have in common of which the best stays."""
    return [*scene.keys, "window", *(["unit"] if scene.has("unit") else [])]


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
