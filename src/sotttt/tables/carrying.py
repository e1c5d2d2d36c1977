"""`carry` over frames: the values of the units of a day, from those of their predecessors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from sotttt.evaluation.policy import Policy
from sotttt.evaluation.reasons import ReasonCode
from sotttt.metrics import Metric, Status
from sotttt.places import Places
from sotttt.tables.jobs import Job, job_of
from sotttt.tables.lineages import MERGING, PLAIN
from sotttt.tables.merging import GIVEN, merged, weighing
from sotttt.tables.reading import bad_rows, chain, one, read
from sotttt.tables.schema import CARRIED, DIMS, GIVEN_DIMS, OBSERVATIONS
from sotttt.tables.settling import settled
from sotttt.tables.verdicts import is_one

if TYPE_CHECKING:
    from sotttt.tables.engines import Lazy

__all__ = ["carry", "left"]

_PREFIX = "carried: "
_TEXT, _WHOLE, _NUMBER = nw.String(), nw.Int64(), nw.Float64()


def carry(
    observations: IntoFrameT,
    *,
    metrics: Iterable[Metric],
    to: dt.date,
    places: Places,
    weights: Mapping[str, str] | None = None,
    policy: Policy | None = None,
) -> IntoFrameT:
    """The values of the units of a day, from those of their predecessors (quy đổi số liệu theo sáp nhập).

    The answers are those of `sotttt.carry`, each by the rule of its own metric (`Metric.merge`). The
    successions are followed once, in Python; the rest is one plan of the engine.

    Args:
        observations: a frame with the columns of `OBSERVATIONS`, of any engine taken, of units of any day.
        metrics: the metrics that it names; rows of others come back from `left`.
        to: the day whose units are asked for.
        places: units through time and their successions.
        weights: for a metric's id, the id of the metric that weighs it, such as population; its values stand
            among the observations.
        policy: how figures are read; tables hold them as stored.

    Returns:
        A frame of the same kind with the columns of `CARRIED`, lazy for lazy, eager for eager: the
        observations that stay as they are, and one row for each value carried or refused, with the reason.
        It can be given to `evaluate` as it is; a refused row has no value and is no evidence there.

    Raises:
        NotOnTables: a frame, a policy or successions that tables can't answer exactly; each is named.
        UnknownMetric: `weights` names a metric that is not among the metrics.
        InvalidEntity: two metrics share an id and differ; more successions than can be followed.
    """
    job = job_of(observations, metrics, to, places, weights, policy)
    job.prepare()
    rows = _good(job, _read(job))
    found = [_given(job, _of(rows, PLAIN))]
    if job.lines.roles["node"]:
        joined = _joined(job, _of(rows, MERGING))
        found.append(_given(job, joined.filter(nw.col("single") == 1)))
        found.append(_made(job, rows, _by_series(job, joined.filter(nw.col("single") == 0))))
    made = found[0] if len(found) == 1 else nw.concat(found, how="vertical")
    return cast("IntoFrameT", job.scene.engine.given(made))


def left(
    observations: IntoFrameT,
    *,
    metrics: Iterable[Metric],
    to: dt.date,
    places: Places,
) -> IntoFrameT:
    """The rows that `carry` neither keeps nor uses, each with the reason before its columns.

    Bad rows have the codes of `faults`, and `unknown_metric`; duplicate keys are used, as rivals. Good ones
    lead to no unit of that day (`unknown_place`, `place_ahead`, `no_successor`), or others replace them: the
    unit has a value of its own (`direct_value`), or another publisher covers more of its parts
    (`mixed_series`).

    Args:
        observations: what `carry` was given.
        metrics: the metrics that it names.
        to: the day whose units are asked for.
        places: units through time and their successions.

    Returns:
        A frame of the same kind with the columns of `FAULTS`.

    Raises:
        NotOnTables: as `carry`.
        InvalidEntity: as `carry`.
    """
    job = job_of(observations, metrics, to, places, None, None)
    job.prepare(left=True)
    rows = _read(job)
    found = [_coded(job, rows.filter(~nw.col("fault").is_null()))]
    good = _good(job, rows)
    found += [_coded(job, part) for part in _stuck(job, good)]
    if job.lines.roles["node"]:
        merging = _of(good, MERGING)
        joined = _joined(job, merging)
        found.append(_coded(job, _replaced(job, merging, joined)))
    return cast("IntoFrameT", job.scene.engine.given(nw.concat(found, how="vertical")))


def _read(job: Job) -> Lazy:
    """All rows, with what is known of their metric and place, and their fault."""
    scene = job.scene
    rows = read(scene.frame, scene.schema, scene.rules.dims, whole=True)
    rows = rows.join(job.ruled(), on="metric", how="left")
    rows = rows.join(job.states(), on="jurisdiction", how="left")
    none = nw.lit(None).cast(_TEXT)
    tests = [(test, nw.lit(code)) for code, test in _tests(job)]
    tests.append((nw.col("family").is_null(), nw.lit("unknown_metric")))
    return rows.with_columns(chain(tests, none).alias("fault"))


def _tests(job: Job) -> list[tuple[str, nw.Expr]]:
    """The tests for bad rows; a stated change has a unit and bounds of its own."""
    scene = job.scene
    tests = bad_rows(scene.schema, scene.rules.families)
    if job.change is None:
        return tests
    level = nw.col(job.change) == ""
    own = ("unknown_unit", "outside_domain")
    return [(code, level & test if code in own else test) for code, test in tests]


def _good(job: Job, rows: Lazy) -> Lazy:
    """The rows without a fault, with every column that later steps read."""
    schema = job.scene.schema
    made = [
        nw.lit(0).cast(_WHOLE).alias(name)
        for name in ("low_open", "high_open", "hedged", "period_inferred")
        if name not in schema
    ]
    made += [
        nw.lit(None).cast(_TEXT).alias(name) for name in ("unit", "publisher", "method") if name not in schema
    ]
    if "published" not in schema:
        made.append(nw.when(nw.col("p_end").is_null()).then(nw.col("p_end")).alias("published"))
    if "point" not in schema:
        made.append(nw.lit(None).cast(_NUMBER).alias("point"))
    made.append(_number("of", schema).alias("denominator"))
    text = nw.col("given_of_unit") if "of_unit" in schema else nw.lit(None)
    made.append(text.cast(_TEXT).alias("denominator_unit"))
    made += [nw.col(name).cast(_WHOLE).alias(name) for name in ("family", "own_unit")]
    return rows.filter(nw.col("fault").is_null()).with_columns(*made).with_columns(_base(job).alias("base"))


def _number(name: str, schema: nw.Schema) -> nw.Expr:
    return (nw.col(f"given_{name}") if name in schema else nw.lit(None)).cast(_NUMBER)


def _base(job: Job) -> nw.Expr:
    """The method by which a value was measured, before it was carried; empty where none is named."""
    if not job.scene.has("method"):
        return nw.lit("")
    method = nw.col("method").fill_null("")
    before = method.str.replace_all(f"^{_PREFIX}.*?; ", "")
    carried = method.str.starts_with(_PREFIX)
    return nw.when(carried & (before == method)).then(nw.lit("")).when(carried).then(before).otherwise(method)


def _of(rows: Lazy, state: str) -> Lazy:
    return rows.filter(~nw.col("state").is_null() & (nw.col("state") == state))


def _roles(job: Job, rows: Lazy) -> Lazy:
    """The rows with the nodes to which knowing their unit means something."""
    rows = rows.join(job.roles(), on="jurisdiction", how="inner")
    return rows.filter(_in_era()) if job.lines.eras else rows


def _in_era() -> nw.Expr:
    return (nw.col("p_end") >= nw.col("era_start")) & (nw.col("p_end") <= nw.col("era_end"))


def _parts(job: Job, rows: Lazy) -> Lazy:
    """Of which older units each unit is made, for each key: those that are known, and those that lack."""
    spread, keys = job.scene.engine.spread, job.keys
    known = rows.with_columns(one(nw.lit(value=True)).alias("seen"))
    known = known.group_by(*keys, "jurisdiction").agg(nw.col("seen").max())
    found = _roles(job, known).group_by(*keys, "node")
    asked = found.agg(*(nw.col(name).max() for name in ("own", "stop", "under", "need")))
    own, free = nw.col("own") == 1, nw.col("stop") == 0
    missing = ~own & (nw.col("under") == 0) & (nw.col("need") == 1)
    parts = asked.filter(free & (own | missing)).select(*keys, "node", "own")
    parts = parts.join(job.nodes(), on="node", how="inner")
    if job.lines.repeated:
        ways = parts.with_columns(one(nw.lit(value=True)).alias("ways"))
        ways = ways.group_by(*keys, "heir", "part").agg(
            nw.col("ways").sum(),
            nw.col("whole").min(),
            *(nw.col(name).max() for name in ("own", "moved", "joint")),
        )
        several = nw.when((nw.col("joint") == 1) & (nw.col("moved") == 0)).then(1).otherwise(0)
        parts = ways.with_columns(
            nw.when(nw.col("ways") == 1).then(nw.col("whole")).otherwise(several).cast(_WHOLE).alias("whole")
        )
    parts = parts.with_columns(one(nw.lit(value=True)).alias("part_one"))
    parts = spread(
        parts,
        [*keys, "heir"],
        parts=nw.col("part_one").sum(),
        parts_known=nw.col("own").sum(),
    )
    single = (nw.col("parts") == 1) & (nw.col("whole") == 1)
    return parts.filter(own).select(
        *keys,
        nw.col("part").alias("jurisdiction"),
        "heir",
        "whole",
        nw.col("parts").cast(_WHOLE),
        nw.col("parts_known").cast(_WHOLE),
        one(single).alias("single"),
    )


def _joined(job: Job, rows: Lazy) -> Lazy:
    """The rows beside each unit of the day that takes their unit."""
    return rows.join(_parts(job, rows), on=[*job.keys, "jurisdiction"], how="inner")


def _given(job: Job, rows: Lazy) -> Lazy:
    """Rows of units that are the same on the day, or have another id alone: each stays what it is."""
    if "heir" not in rows.collect_schema():
        rows = rows.with_columns(
            nw.col("jurisdiction").alias("heir"),
            *(nw.lit(1).cast(_WHOLE).alias(name) for name in ("parts", "parts_known")),
        )
    same = nw.col("jurisdiction") == nw.col("heir")
    rows = rows.with_columns(
        nw.when(same).then(nw.lit("kept")).otherwise(nw.lit("exact")).alias("outcome"),
        nw.when(same).then(nw.lit("")).otherwise(nw.lit(ReasonCode.SAME_TERRITORY.value)).alias("reasons"),
        nw.when(~same).then(nw.col("parts")).alias("parts"),
        nw.when(~same).then(nw.col("parts_known")).alias("parts_known"),
    )
    return _shown(job, rows)


def _by_series(job: Job, rows: Lazy) -> Lazy:
    """The rows by publisher, where one covers all that is known of a unit; else all together."""
    if not job.scene.has("publisher"):
        return rows.with_columns(nw.lit("").alias("series"), nw.lit(1).cast(_WHOLE).alias("covered"))
    rows = _covered(job, rows)
    kept = rows.filter((nw.col("covers") == 1) | (nw.col("covered") == 0))
    series = nw.when(nw.col("covered") == 1).then(nw.col("by")).otherwise(nw.lit(""))
    return kept.with_columns(series.alias("series"))


def _covered(job: Job, rows: Lazy) -> Lazy:
    """The rows with whether their publisher covers all known parts, and whether some publisher does."""
    rows = rows.with_columns(nw.col("publisher").fill_null("").alias("by"))
    unit = [*job.keys, "heir"]
    each = rows.group_by(*unit, "by", "jurisdiction").agg(nw.col("parts_known").max().alias("all_known"))
    each = each.with_columns(one(nw.lit(value=True)).alias("each"))
    series = each.group_by(*unit, "by").agg(nw.col("each").sum(), nw.col("all_known").max())
    series = series.with_columns(one(nw.col("each") == nw.col("all_known")).alias("covers"))
    series = job.scene.engine.spread(series, unit, covered=nw.col("covers").max())
    return rows.join(series.select(*unit, "by", "covers", "covered"), on=[*unit, "by"], how="inner")


def _made(job: Job, rows: Lazy, pieces: Lazy) -> Lazy:
    """One row for each unit of the day, key and series: its value by the rule of its metric."""
    scene = job.scene
    by = [*job.keys, "heir", "series", "jurisdiction"]
    pieces = pieces.with_columns(nw.col("publisher").fill_null("").alias("by_most"))
    pieces = scene.engine.spread(pieces, by, by_least=nw.col("by_most").min())
    dated = ~nw.col("published").is_null()
    known = scene.engine.ordinal(_filled("published"), scene.day_kind) + nw.when(dated).then(0).otherwise(1)
    # The latest decides when all was known; of equals one whose source states it.
    stamp = known * 2 + nw.when(dated).then(1).otherwise(0)
    pieces = _staged(job, _unlike(job, pieces, by)).with_columns(
        stamp.cast(_WHOLE).alias("stamp"),
        (-nw.col("denominator")).alias("denominator_least"),
        one(nw.col("denominator").is_null()).alias("no_denominator"),
        nw.col("denominator_unit").fill_null("").alias("denominator_unit"),
    )
    found = settled(scene, pieces, by, {name: name for name in (*GIVEN, "unlike")})
    found = found.with_columns(one(is_one("mixed") | is_one("unlike")).alias("mixed"))
    found = found.join(job.ruled().drop("family", "own_unit"), on="metric", how="inner")
    weighed = _weighed(job, rows) if job.weights else None
    made = merged(job.scene, found, job.keys, job.dims, job.change, weighed)
    text = nw.concat_str(nw.lit(_PREFIX), nw.col("rule"))
    made = made.with_columns(
        nw.when(nw.col("base") == "")
        .then(text)
        .otherwise(nw.concat_str(text, nw.lit("; "), nw.col("base")))
        .alias("method"),
        nw.lit(None).cast(_NUMBER).alias("point"),
        nw.lit(0).cast(_WHOLE).alias("hedged"),
    )
    return _shown(job, made)


def _filled(name: str) -> nw.Expr:
    return nw.when(~nw.col(name).is_null()).then(nw.col(name)).otherwise(nw.col("p_end"))


def _unlike(job: Job, rows: Lazy, by: list[str]) -> Lazy:
    """The rows with whether their group states a change in several units; these may be of any kind."""
    if job.change is None:
        return rows.with_columns(nw.lit(0).cast(_WHOLE).alias("unlike"))
    text = nw.when(nw.col(job.change) == "").then(nw.lit("")).otherwise(nw.col("unit").fill_null(""))
    rows = rows.with_columns(text.alias("stated_in"))
    rows = job.scene.engine.spread(rows, by, first=nw.col("stated_in").min(), last=nw.col("stated_in").max())
    return rows.with_columns(one(nw.col("first") != nw.col("last")).alias("unlike")).drop("first", "last")


def _staged(job: Job, rows: Lazy) -> Lazy:
    """The columns that settling reads. What states a change is refused, whatever its unit."""
    if job.change is not None:
        unit = nw.when(nw.col(job.change) == "").then(nw.col("unit"))
        rows = rows.with_columns(unit.otherwise(nw.lit(None).cast(_TEXT)).alias("unit"))
    return rows.with_columns(nw.col("p_end").alias("due_end"))


def _weighed(job: Job, rows: Lazy) -> Lazy:
    """The values of the metrics that weigh others, of the units that pass something on."""
    names = sorted(set(job.weights.values()))
    rows = _staged(job, _of(rows, MERGING).filter(nw.col("metric").is_in(names)))
    by = ["metric", "p_start", "p_end", *job.dims, "jurisdiction"]
    return weighing(settled(job.scene, rows, by, {}), job.dims)


def _shown(job: Job, rows: Lazy) -> Lazy:
    """The documented columns of carried observations."""
    statuses = [(nw.col("rank") == place, nw.lit(status.value)) for place, status in enumerate(Status)]
    none = nw.lit(None).cast(_TEXT)
    made = {
        "jurisdiction": nw.col("heir"),
        "period_start": nw.col("p_start"),
        "period_end": nw.col("p_end"),
        "low": nw.col("lo"),
        "high": nw.col("hi"),
        "low_open": nw.col("low_open") == 1,
        "high_open": nw.col("high_open") == 1,
        "status": chain(statuses, nw.lit(Status.OFFICIAL.value)),
        "of": nw.col("denominator"),
        "of_unit": nw.col("denominator_unit"),
        "hedged": nw.col("hedged") == 1,
        "period_inferred": nw.col("period_inferred") == 1,
    }
    dims = [
        nw.when(nw.col(DIMS + name) == "").then(none).otherwise(nw.col(DIMS + name)).alias(GIVEN_DIMS + name)
        for name in job.scene.rules.dims
    ]
    named = [made.get(column.name, nw.col(column.name)).alias(column.name) for column in CARRIED]
    return rows.select(*named, *dims)


def _coded(job: Job, rows: Lazy) -> Lazy:
    """The columns of the observations as they came, with the code before them."""
    schema = job.scene.schema
    named = {column.name: column.name for column in OBSERVATIONS if column.name in schema}
    named |= {DIMS + name: GIVEN_DIMS + name for name in job.scene.rules.dims}
    return rows.select("fault", *(nw.col(f"given_{name}").alias(given) for name, given in named.items()))


def _stuck(job: Job, rows: Lazy) -> list[Lazy]:
    """The good rows that lead to no unit of the day."""
    unknown = nw.lit(ReasonCode.UNKNOWN_PLACE.value)
    state = nw.when(nw.col("state").is_null()).then(unknown).otherwise(nw.col("state"))
    found = rows.with_columns(state.alias("fault"))
    plain = found.filter(~nw.col("fault").is_in([PLAIN, MERGING]))
    if not job.lines.gone["jurisdiction"]:
        return [plain]
    ended = _of(rows, MERGING).join(job.gone(), on="jurisdiction", how="inner")
    ended = ended.filter(_in_era()).with_columns(nw.lit(ReasonCode.NO_SUCCESSOR.value).alias("fault"))
    return [plain, ended]


def _replaced(job: Job, rows: Lazy, joined: Lazy) -> Lazy:
    """The rows that others replace: a value of the unit's own, or a publisher who covers more of it."""
    own = joined.filter((nw.col("single") == 1) & (nw.col("jurisdiction") == nw.col("heir")))
    own = own.with_columns(nw.lit(ReasonCode.DIRECT_VALUE.value).alias("direct"))
    own = own.group_by(*job.keys, "heir").agg(nw.col("direct").max())
    direct = job.direct()
    found = rows.join(direct, on="jurisdiction", how="left")
    found = found.with_columns(nw.col("heir").fill_null("").alias("heir"))
    found = found.join(own, on=[*job.keys, "heir"], how="left")
    code = nw.col("direct")
    if job.scene.has("publisher"):
        by = [*job.keys, "jurisdiction", "by"]
        short = _covered(job, joined.filter(nw.col("single") == 0))
        short = short.filter((nw.col("covered") == 1) & (nw.col("covers") == 0))
        short = short.with_columns(nw.lit(ReasonCode.MIXED_SERIES.value).alias("short"))
        short = short.group_by(*by).agg(nw.col("short").max())
        found = found.with_columns(nw.col("publisher").fill_null("").alias("by"))
        found = found.join(short, on=by, how="left")
        code = nw.when(nw.col("direct").is_null()).then(nw.col("short")).otherwise(code)
    return found.with_columns(code.alias("fault")).filter(~nw.col("fault").is_null())
