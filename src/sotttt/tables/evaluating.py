"""`evaluate`, `faults` and `summary` over frames."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from sotttt.errors import FaultGroup, InvalidText, NotOnTables, SottttError
from sotttt.evaluation.policy import Policy
from sotttt.periods import as_date
from sotttt.plans import Plan
from sotttt.plans.targets import Target
from sotttt.tables.bases import BASE_COLUMNS, based, folded, leveled
from sotttt.tables.compiling import compiled
from sotttt.tables.engines import Engine
from sotttt.tables.flows import flow_values, known_parts, row_kind
from sotttt.tables.history import plain_states
from sotttt.tables.numbering import distinct
from sotttt.tables.paths import followed, prepare
from sotttt.tables.reading import bad_rows, chain, one, read, repeated
from sotttt.tables.schema import DIMS, GIVEN_DIMS, OBSERVATIONS, check_columns
from sotttt.tables.selecting import BAD, IN_WINDOW, ONLY_LATE, Scene, latest, matched, observed, topped
from sotttt.tables.settling import settled
from sotttt.tables.thinning import thinned, thins
from sotttt.tables.verdicts import BEYOND, compared, flag_words, inside, is_one, paced, rule_words, shown

if TYPE_CHECKING:
    from typing import Any

    from sotttt.tables.engines import Lazy

__all__ = ["evaluate", "faults", "summary"]

_DEFAULT = Policy()
_FIRST = 20
#: What of a row says where its value lies, and what more may.
_PLACED = ("t", "stage", "family", "own_unit", "p_start", "p_end", "lo", "hi", "rank")
_MORE = ("low_open", "high_open", "unit", "published", "publisher", "method")


def evaluate(
    targets: Plan | Iterable[Plan | Target],
    observations: IntoFrameT,
    *,
    as_of: dt.date,
    policy: Policy | None = None,
    history: bool = True,
    strict: bool = False,
) -> IntoFrameT:
    """Judge targets on a frame of observations, as known by a day (đánh giá chỉ tiêu trên bảng).

    Args:
        targets: plans and targets, with plain ranges or changes as requirements and `hold="by"`.
        observations: a frame with the columns of `OBSERVATIONS`, of any engine taken.
        as_of: the day of the question; never the clock.
        policy: the choices; `Policy()` where none is given. Of its paces `linear` and `path` are judged;
            `path` reads the whole history of what is not due.
        history: whether to look for targets that were met before and are lost (flag `lost`). It reads the
            observations of what is missed a second time.
        strict: raise where there are bad rows. It reads the observations at once.

    Returns:
        A frame of the same kind, one row per target in no order, with the columns of `FINDINGS`: lazy for
        lazy, eager for eager. Bad rows are no evidence; `faults` gives them back.

    Raises:
        NotOnTables: targets, a policy or a frame that tables can't answer exactly; each is named.
        FaultGroup: `strict`, and there are bad rows: the first twenty, and how many there are.
    """
    scene = _scene(targets, observations, as_of, policy)
    if strict:
        _refuse_bad(scene)
    scene.prepare()
    prepare(scene)
    rule_words(scene)
    flag_words(scene, lost=history)
    parts = []
    if scene.rules.points:
        parts.append(_points(scene, history=history))
    if scene.rules.flows:
        parts.append(_flows(scene, history=history))
    made = parts[0] if len(parts) == 1 else nw.concat(parts, how="vertical")
    return cast("IntoFrameT", scene.engine.given(made))


def _scene(
    targets: Plan | Iterable[Plan | Target], observations: IntoFrameT, as_of: dt.date, policy: Policy | None
) -> Scene:
    day = as_date(as_of, "as_of")
    if policy is not None and not isinstance(policy, Policy):
        raise InvalidText(f"{policy!r:.60} is no policy", where="policy", expected="a Policy")
    engine, lazy, schema, extra = _opened(observations)
    chosen = policy or _DEFAULT
    rules = compiled(targets, day, chosen, extra)
    return Scene(engine, lazy, schema, rules, day, chosen, {})


def _opened(observations: object) -> tuple[Engine, Lazy, nw.Schema, list[str]]:
    """The engine of a frame of observations, the frame and its columns as in a query, and its dims.

    Raises:
        NotOnTables: no frame, or one of another engine or with other columns.
    """
    frame = _taken(observations)
    schema = nw.Schema(frame.collect_schema())
    check_columns(schema)
    engine, lazy = Engine(frame), frame.lazy()
    dims = [name.removeprefix(GIVEN_DIMS) for name in schema if name.startswith(GIVEN_DIMS)]
    if dims:
        lazy = engine.renamed(lazy, {GIVEN_DIMS + name: DIMS + name for name in dims})
        schema = nw.Schema({_inner(name): kind for name, kind in schema.items()})
    return engine, lazy, schema, dims


def _inner(name: str) -> str:
    """The name of a column of the observations inside a query."""
    return DIMS + name.removeprefix(GIVEN_DIMS) if name.startswith(GIVEN_DIMS) else name


def _taken(native: object) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    """A frame of any engine, behind narwhals; all else is refused.

    Raises:
        NotOnTables: no frame.
    """
    given: Any = native
    try:
        frame: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(given)
    except TypeError:
        raise NotOnTables(
            f"{type(native).__name__} is no frame",
            where="observations",
            expected="a frame of polars, pandas, pyarrow, duckdb, ibis or pyspark",
        ) from None
    return frame


def _points(scene: Scene, *, history: bool) -> Lazy:
    seen = thinned(scene, flow=False, history=history) if thins(scene) else observed(scene)
    rows = scene.engine.kept(matched(scene, seen, flow=False))
    # Where each use of the rows computes them anew, the value of each period is told once for both questions.
    at_once = history and not scene.engine.once and not scene.rules.based
    if at_once:
        values = _by_period(scene, rows)
    else:
        values = settled(scene, latest(scene, rows), ["t"], {"best_stage": "stage", "late": "late"})
    frame = _beside(scene, values, flow=False)
    due = (nw.col("stated") == 1) & ~nw.col("p_end").is_null() & (nw.col("p_end") >= nw.col("answer_end"))
    zero = nw.lit(0).cast(nw.Int64())
    more = [zero.alias(name) for name in ("assembled", "partial", "known", "of")]
    frame = compared(scene, frame, due, _beyond(scene), nw.col("p_end").alias("first_end"), *more)
    earlier = _earlier(scene, frame, rows, flow=False) if history and not at_once else None
    return _finished(scene, frame, rows, earlier, flow=False, lost=history)


def _flows(scene: Scene, *, history: bool) -> Lazy:
    rows = matched(scene, observed(scene), flow=True)
    if history:
        rows = scene.engine.kept(rows)
    few = matched(scene, thinned(scene, flow=True), flow=True) if thins(scene) else rows
    values = flow_values(scene, topped(scene, few))
    frame = _beside(scene, values, flow=True)
    known, of = known_parts()
    beyond = _beyond(
        scene, (is_one("overlap"), "overlapping_periods"), (is_one("blurred"), "too_many_digits")
    )
    frame = compared(scene, frame, is_one("due"), beyond, known.alias("known"), of.alias("of"))
    earlier = _earlier(scene, frame, rows, flow=True) if history else None
    return _finished(scene, frame, rows, earlier, flow=True, lost=history)


def _beyond(scene: Scene, *more: tuple[nw.Expr, str]) -> nw.Expr:
    """Why tables can't say the value, or how it stands to its base, as a place in `BEYOND`; else -1."""
    tests = [(is_one("mixed"), "mixed_units"), (is_one("unbounded"), "unbounded"), *more]
    if scene.rules.based:
        tests += [(nw.col("base_beyond").fill_null("") == text, text) for text in BEYOND]
    return chain([(test, nw.lit(BEYOND.index(text))) for test, text in tests], nw.lit(-1)).alias("beyond")


def _beside(scene: Scene, values: Lazy, *, flow: bool) -> Lazy:
    """All targets, each with its value where it has one, and the bounds in the unit of that value."""
    if scene.rules.looked:
        values = folded(scene, values, flow=flow)
    frame = (
        scene.own(flow=flow).join(scene.shapes(), on="shape", how="inner").join(values, on="t", how="left")
    )
    frame = frame.join(scene.bounds(), on=["shape", "u"], how="left")
    return based(scene, frame, flow=flow) if scene.rules.based else frame


def _with_absent(scene: Scene, frame: Lazy) -> Lazy:
    """For targets without any row: whether the metric, or the metric and the place, are in the frame."""
    known = distinct(scene.engine.name, scene.frame.select(nw.col("metric").cast(nw.String())), "metric")
    frame = frame.join(_distinct(known, ["metric"], "metric_seen"), on="metric", how="left")
    if not scene.rules.dims:
        return frame
    keys = ["metric", "jurisdiction"]
    pairs = scene.frame.select(*(nw.col(name).cast(nw.String()) for name in keys))
    places = _distinct(pairs.join(scene.pairs(), on=keys, how="inner"), keys, "place_seen")
    return frame.join(places, on=keys, how="left")


def _distinct(frame: Lazy, keys: list[str], name: str) -> Lazy:
    marked = frame.with_columns(nw.lit(1).cast(nw.Int64()).alias(name))
    return marked.group_by(*keys).agg(nw.col(name).max())


def _finished(scene: Scene, frame: Lazy, rows: Lazy, earlier: Lazy | None, *, flow: bool, lost: bool) -> Lazy:
    frame = followed(scene, frame, rows, flow=flow) if scene.follows else paced(scene, frame)
    if earlier is not None:
        frame = frame.join(earlier, on="t", how="left")
    if lost:
        frame = _with_lost(frame)
    return shown(scene, _with_absent(scene, frame), lost=lost)


def _with_lost(frame: Lazy) -> Lazy:
    """A flag for what is outside now and was inside before."""
    known = _missed() & ~nw.col("before").is_null()
    unclear = (nw.col("beyond") < 0) & known & (nw.col("before") == 1)
    return frame.with_columns(
        one(known & (nw.col("before") == 2)).alias("is_lost"),
        one((nw.col("clean") == 1) & ~unclear).alias("clean"),
        nw.when(unclear).then(BEYOND.index("mixed_units")).otherwise(nw.col("beyond")).alias("beyond"),
    )


def _by_period(scene: Scene, rows: Lazy) -> Lazy:
    """The value of the last period of each target, and whether one of any period was inside."""
    rows = rows.filter(nw.col("stage") > BAD)
    rows = rows.with_columns(one(nw.col("stage") == ONLY_LATE).alias("after"))
    rows = scene.engine.spread(rows, ["t"], best_stage=nw.col("stage").max(), late=nw.col("after").max())
    rows = rows.filter(nw.col("stage") == nw.col("best_stage"))
    carry = {name: name for name in ("best_stage", "late", "shape")}
    values = settled(scene, rows, ["t", "p_end"], carry, longest=True)
    names = [name for name in values.columns if name != "shape"]
    unclear = is_one("mixed") | is_one("unbounded")
    values = values.join(scene.bounds(), on=["shape", "u"], how="inner")
    values = values.with_columns(_state(unclear, inside(scene)).alias("state"))
    values = scene.engine.spread(values, ["t"], last=nw.col("p_end").max(), before=nw.col("state").max())
    return values.filter(nw.col("p_end") == nw.col("last")).select(*names, "before")


def _state(unclear: nw.Expr, within: nw.Expr) -> nw.Expr:
    """How a value stood: 2 for inside, 1 for unclear, else 0."""
    return chain([(unclear, nw.lit(1)), (within, nw.lit(2))], nw.lit(0)).cast(nw.Int64())


def _earlier(scene: Scene, frame: Lazy, rows: Lazy, *, flow: bool) -> Lazy:
    """For each target how the best value before stood to its requirement."""
    more = {name: f"of_{name}" for name in BASE_COLUMNS} if scene.rules.changes else {}
    plain = scene.plain and not more
    if plain and not flow and scene.engine.once:
        return plain_states(scene, rows, frame.filter(_missed()))
    before = _before(scene, frame, rows, more, flow=flow)
    return plain_states(scene, before) if plain else _states(scene, before, more)


def _states(scene: Scene, rows: Lazy, more: Mapping[str, str]) -> Lazy:
    """What `plain_states` tells, of ranges, of rival series, and of changes by what their base is."""
    values = settled(scene, rows, ["t", "p_end"], {"shape": "shape", **more}, longest=True, bare=True)
    values = values.join(scene.bounds(), on=["shape", "u"], how="inner")
    unclear, within = is_one("mixed") | is_one("unbounded"), inside(scene)
    if more:
        values = leveled(scene, values)
        change = ~nw.col("r_u").is_null()
        unclear = unclear | (change & is_one("r_blur"))
        within = (change & is_one("r_in")) | (~change & within)
    states = values.select("t", _state(unclear, within).alias("before"))
    return states.group_by("t").agg(nw.col("before").max())


def _missed() -> nw.Expr:
    return is_one("out") & ~is_one("met")


def _before(scene: Scene, frame: Lazy, rows: Lazy, base: Mapping[str, str], *, flow: bool) -> Lazy:
    """The evidence that may show that a target was met before, beside what its base is.

    Of a point in time that is all evidence, as the latest isn't inside where a target is missed; to leave out
    the targets that aren't missed pays only where that doesn't compute their values anew.
    """
    more = [name for name in _MORE if scene.has(name)]
    earlier = nw.col("stage") == IN_WINDOW
    if not flow and not scene.engine.once and not base:
        return rows.filter(earlier).select(*_PLACED, "shape", *more)
    held = [nw.col(name).alias(of) for name, of in base.items()]
    out = frame.filter(_missed()).select("t", "shape", "first_end", "additive", "due_kind", *held)
    before = rows.select(*_PLACED, *more).join(out, on="t", how="inner")
    earlier = earlier & (nw.col("p_end") < nw.col("first_end"))
    if flow:
        earlier = earlier & ((nw.col("additive") == 0) | (row_kind() == nw.col("due_kind")))
    return before.filter(earlier)


def faults(
    targets: Plan | Iterable[Plan | Target],
    observations: IntoFrameT,
    *,
    as_of: dt.date,
    policy: Policy | None = None,
) -> IntoFrameT:
    """The bad rows of the observations, each with its fault before its columns (dòng số liệu lỗi).

    They are no evidence in `evaluate`, but for those of `duplicate_key`: rows that say twice what one series
    was on one day are judged as rivals. A row with several faults is given once, with the first.

    Raises:
        NotOnTables: as `evaluate`.
    """
    scene = _scene(targets, observations, as_of, policy)
    return cast("IntoFrameT", scene.engine.given(_faulty(scene)))


def _faulty(scene: Scene) -> Lazy:
    rows = read(scene.frame, scene.schema, scene.rules.dims, whole=True)
    rows = rows.join(scene.families(), on="metric", how="left")
    tests = bad_rows(scene.schema, scene.rules.families)
    none = nw.lit(None).cast(nw.String())
    fault = chain([(test, nw.lit(code)) for code, test in tests], none)
    rows = repeated(rows.with_columns(fault.alias("fault")), scene.schema, scene.rules.dims)
    rows = rows.filter(~nw.col("fault").is_null())
    named = [column.name for column in OBSERVATIONS if column.name in scene.schema]
    dims = [name for name in scene.schema if name.startswith(DIMS)]
    as_given = {name: name for name in named}
    as_given |= {name: GIVEN_DIMS + name.removeprefix(DIMS) for name in dims}
    return rows.select("fault", *(nw.col(f"given_{name}").alias(given) for name, given in as_given.items()))


def _refuse_bad(scene: Scene) -> None:
    bad = _faulty(scene)
    total = bad.select(nw.len()).collect().item()
    if not total:
        return
    first = bad.head(_FIRST).collect().to_dict(as_series=False)
    shown_rows = [dict(zip(first, cells, strict=True)) for cells in zip(*first.values(), strict=True)]
    found = [
        SottttError(str(row.pop("fault")), where=", ".join(f"{key}={value}" for key, value in row.items()))
        for row in shown_rows
    ]
    raise FaultGroup(f"observations: the first {len(found)} of {total} bad rows", found)


def summary(findings: IntoFrameT, bad: IntoFrameT | None = None) -> IntoFrameT:
    """How many findings there are of each verdict, and how many bad rows (tổng hợp kết quả).

    Args:
        findings: what `evaluate` gave.
        bad: what `faults` gave for the same observations.

    Returns:
        A frame of the same kind, with the columns of `SUMMARY`, in no order.
    """
    frame = _taken(findings)
    lazy = frame.lazy().select(nw.col("verdict"))
    made = lazy.with_columns(nw.col("verdict").fill_null("").alias("verdict"))
    made = made.with_columns(nw.lit(1).cast(nw.Int64()).alias("one"))
    if bad is not None:
        rows = _taken(bad).lazy().select(nw.lit("bad_rows").alias("verdict"), nw.col("fault"))
        rows = rows.select("verdict", nw.lit(1).cast(nw.Int64()).alias("one"))
        made = nw.concat([made, rows], how="vertical")
    counted = made.group_by("verdict").agg(nw.col("one").sum().alias("count"))
    none = nw.lit(None).cast(nw.String())
    counted = counted.with_columns(
        nw.when(nw.col("verdict") == "").then(none).otherwise(nw.col("verdict")).alias("verdict"),
        nw.col("count").cast(nw.Int64()),
    )
    return cast("IntoFrameT", Engine(frame).given(counted))
