"""What the tests of tables share: engines, data, and the comparison with the scalar answers."""

from __future__ import annotations

import atexit
import datetime as dt
import itertools
import math
import random
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as some

import sotttt as st
from sotttt.tables.verdicts import LEFT_OPEN

AS_OF = dt.date(2021, 3, 3)
Rows = list[dict[str, Any]]
_FEW_ROWS = 10_000


def _spark(table: Any) -> Any:
    """Many rows come from a file, as they do elsewhere; few stand in the plan."""
    if table.num_rows < _FEW_ROWS:
        return spark_session().createDataFrame(table)
    import pyarrow.parquet as pq

    folder = tempfile.mkdtemp(prefix="sotttt-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    pq.write_table(table, f"{folder}/observations.parquet")
    return spark_session().read.parquet(folder)


@cache
def spark_session() -> Any:
    from pyspark.sql import SparkSession

    built = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    settings = {
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "3g",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.showConsoleProgress": "false",
        # Each of these shortens the building and planning of a query; none changes an answer.
        "spark.python.sql.dataFrameDebugging.enabled": "false",
        "spark.sql.constraintPropagation.enabled": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    }
    for name, value in settings.items():
        built = built.config(name, value)
    return built.getOrCreate()


def _lazily(module: str, make: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    def made(table: Any) -> Any:
        __import__(module)
        import sys

        return make(sys.modules[module], table)

    return made


def _pandas(table: Any) -> Any:
    frame = table.to_pandas()
    for name in ("period_start", "period_end", "published"):
        if name in frame:
            frame[name] = frame[name].astype("datetime64[s]")
    return frame


def _duckdb_parquet(table: Any) -> Any:
    import duckdb
    import pyarrow.parquet as pq

    path = Path(_folder(), f"{next(_NUMBERED)}.parquet")
    pq.write_table(table, path)
    return duckdb.connect().read_parquet(str(path))


@cache
def _folder() -> str:
    folder = tempfile.mkdtemp(prefix="sotttt-tables-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


_NUMBERED = itertools.count()

#: How each engine gets a frame from a pyarrow table, and which packages that takes.
ENGINES: Mapping[str, tuple[tuple[str, ...], Callable[[Any], Any]]] = {
    "polars": (("polars",), _lazily("polars", lambda pl, table: pl.from_arrow(table))),
    "polars-lazy": (("polars",), _lazily("polars", lambda pl, table: pl.from_arrow(table).lazy())),
    "polars-streaming": (("polars",), _lazily("polars", lambda pl, table: pl.from_arrow(table).lazy())),
    "pandas": (("pandas",), _pandas),
    "pandas-pyarrow": (
        ("pandas",),
        _lazily("pandas", lambda pd, table: table.to_pandas(types_mapper=pd.ArrowDtype)),
    ),
    "pyarrow": ((), lambda table: table),
    "duckdb": (("duckdb",), _lazily("duckdb", lambda duckdb, table: duckdb.connect().from_arrow(table))),
    "duckdb-parquet": (("duckdb",), _duckdb_parquet),
    "ibis": (("ibis", "duckdb"), _lazily("ibis", lambda ibis, table: ibis.memtable(table))),
    "pyspark": (("pyspark", "pandas"), _spark),
}


def need(engine: str) -> Callable[[Any], Any]:
    """The maker of an engine's frames; the test is skipped, with the reason, where a package is missing."""
    packages, make = ENGINES[engine]
    for package in ("pyarrow", *packages):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    return make


def rows_of(frame: Any, engine: str = "") -> Rows:
    """The rows of any engine's frame as dicts of plain values, NaN as None."""
    if engine == "polars-streaming":
        frame = frame.collect(engine="streaming")
    if hasattr(frame, "to_arrow_table"):
        frame = frame.to_arrow_table()
    elif hasattr(frame, "toArrow"):
        frame = frame.toArrow()
    elif hasattr(frame, "to_pyarrow"):
        frame = frame.to_pyarrow()
    elif hasattr(frame, "collect"):
        frame = frame.collect()
    if hasattr(frame, "to_pylist"):
        found = frame.to_pylist()
    elif hasattr(frame, "to_dicts"):
        found = frame.to_dicts()
    else:
        found = frame.to_dict("records")
    return [{name: _plain(cell) for name, cell in row.items()} for row in found]


def _plain(cell: Any) -> Any:
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(cell, float) and math.isnan(cell):
        return None
    return cell


def metric(name: str, unit: str, **more: Any) -> st.Metric:
    plain = {"better": "higher", "timing": "point", "scale": "amount"}
    return st.Metric(id=name, name=name, unit=unit, **{**plain, **more})


METRICS = (
    metric("share", "%", scale="ratio", domain="[0, 100] %"),
    metric("poverty", "%", scale="ratio", better="lower", domain="[0, 100] %"),
    metric("neutral", "%", scale="ratio", better="neutral"),
    metric("rank", "rank", scale="rank", better="lower"),
    metric("total", "billion_VND", timing="cumulative"),
    metric("revenue", "billion_VND", timing="period", domain=">= 0 VND"),
    metric("balance", "million_VND", timing="period"),
    metric("score", "point", timing="period", scale="score"),
    metric("yearly", "%", scale="ratio", frequency="biennial"),
)
BY_ID = {one.id: one for one in METRICS}
PLACES = ("a", "b", "c")
PERIODS = (
    *("2018", "2019", "2020", "2021", "2020-H1", "2020-H2", "2020-Q1", "2020-Q3", "2020-Q4", "2019-Q4"),
    *("2020-10", "2020-11", "2020-12", "2020-06", "2020-07", "2020-08", "2020-09", "2021-01", "2019-12"),
)
ODD_PERIODS = ("2020-M01..M09", "2020-12-31", "2020-03-05..2020-12-31")
NUMBERS = ("35.964", "0.1", "0.3", "15", "14.99", "15.01", "88.3", "80", "79.96", "0", "33.3", "7.7")
DUES = ("2020", "2020", "2020-Q4", "2020-12", "2021", "2020-H2", "2022", "2020-06-30", None)


def units_of(one: st.Metric) -> tuple[str, ...]:
    if one.unit == "%":
        return ("%", "%", "%", "permille", "ratio")
    if "VND" in one.unit:
        return (one.unit, one.unit, "billion_VND", "million_VND")
    return (one.unit,)


def number_in(text: str, unit: str, own: str) -> str:
    """The same amount in another unit, so that boundaries are hit in each."""
    from sotttt.units import factor

    of = factor(own, unit)
    return format((Decimal(text) * of.numerator / of.denominator).normalize(), "f")


@some.composite
def observations(draw: some.DrawFn, *, mixed: bool = False, odd: bool = False) -> st.Observation:
    one = draw(some.sampled_from(METRICS))
    unit = draw(some.sampled_from(units_of(one))) if mixed else one.unit
    first, second = sorted(draw(some.tuples(*[some.sampled_from(NUMBERS)] * 2)), key=Decimal)
    low, high = (number_in(text, unit, one.unit) for text in (first, second))
    shapes = [f"= {high} {unit}"] * 5
    if first != second:
        shapes += [f"[{low}, {high}] {unit}", f"({low}, {high}] {unit}", f"[{low}, {high}) {unit}"]
    shapes += [f">= {low} {unit}", f"<= {high} {unit}", f"< {number_in('99.5', unit, one.unit)} {unit}"]
    publisher = draw(some.sampled_from((None, None, "GSO", "MIC")))
    return st.Observation(
        metric=one,
        jurisdiction=draw(some.sampled_from(PLACES)),
        period=draw(some.sampled_from(PERIODS + ODD_PERIODS if odd else PERIODS)),
        value=draw(some.sampled_from(shapes)),
        status=draw(some.sampled_from(("official", "official", "estimated", "preliminary", "forecast"))),
        published=draw(
            some.sampled_from((None, "2020-12-31", "2021-01-15", "2021-03-03", "2021-03-04", "2020"))
        ),
        method=draw(some.sampled_from((None, None, "survey"))),
        dims=draw(some.sampled_from(({}, {}, {"sex": "nữ"}))),
        source=None if publisher is None else st.Source(title=publisher, publisher=publisher),
        period_inferred=draw(some.booleans()),
    )


@some.composite
def aims(draw: some.DrawFn) -> st.Target:
    one = draw(some.sampled_from(METRICS))
    first, second = sorted(draw(some.tuples(*[some.sampled_from(NUMBERS)] * 2)), key=Decimal)
    shapes = [f"= {second} {one.unit}"]
    if one.better.value != "lower":
        shapes += [f">= {second} {one.unit}", f"> {second} {one.unit}"]
    if one.better.value != "higher":
        shapes += [f"<= {second} {one.unit}", f"< {second} {one.unit}"]
    if first != second:
        shapes.append(f"[{first}, {second}] {one.unit}")
    due = draw(some.sampled_from(DUES))
    place = draw(some.sampled_from((*PLACES, "nowhere")))
    base = None
    if draw(some.booleans()):
        base = st.Observation(
            metric=one,
            jurisdiction=place,
            period=draw(some.sampled_from(("2016", "2018", "2019"))),
            value=f"= {draw(some.sampled_from(NUMBERS))} {one.unit}",
            published=draw(some.sampled_from((None, "2021-03-04"))),
        )
    return st.Target(
        id="t",
        metric=one,
        jurisdiction=place,
        requirement=draw(some.sampled_from(shapes)),
        due=due,
        start=draw(some.sampled_from((None, None, "2019", "2020-06"))) if due != "2020-06-30" else None,
        baseline=base,
        dims=draw(some.sampled_from(({}, {}, {"sex": "nữ"}))),
        method=draw(some.sampled_from((None, None, None, "survey"))),
        two_sided=draw(some.booleans()),
    )


#: Changes that the numbers above hit exactly: 33.3 to 35.964 is 8 %, 0.1 to 0.3 three times.
SHARES = ("0", "8", "12.5", "50", "100", "-25", "200")
TIMES = ("1", "2", "3", "0.5", "1.25")
GAPS = ("0", "0.2", "0.01", "15", "-0.1", "7.7")


Pick = Callable[[Any], Any]


def _pair(pick: Pick, pool: tuple[str, ...]) -> tuple[str, str]:
    first, second = sorted((pick(pool), pick(pool)), key=Decimal)
    return first, second


def change(pick: Pick, one: st.Metric, near: str = "b") -> st.Relative:
    """A requirement on a change; `near` is the place that one may be set against."""
    kind = pick(("difference", "growth", "growth", "multiple", "mean_growth"))
    unit = {"difference": one.unit, "multiple": "times"}.get(kind, pick(("%", "ratio")))
    if kind == "difference":
        unit = {"%": "percentage_point", "rank": "place"}.get(one.unit, unit)
    first, second = _pair(pick, {"difference": GAPS, "multiple": TIMES}.get(kind, SHARES))
    if unit == "ratio":
        first, second = (str(Decimal(text) / 100) for text in (first, second))
    shapes = [f">= {first} {unit}", f">= {first} {unit}", f"> {first} {unit}", f"= {second} {unit}"]
    if first != second:
        shapes += [f"{low}{first}, {second}{high} {unit}" for low, high in ("[]", "()", "[)")]
    against = pick(("previous", "2018", "2019", "2019", "2019-12", f"jurisdiction:{near}"))
    return st.Relative(change=kind, range=pick(shapes), against=against)


def moved(pick: Pick, plain: st.Target, near: str = "b") -> st.Target:
    """A target whose requirement or baseline hangs on another observation."""
    import attrs

    one, wanted, base = plain.metric, plain.requirement, plain.baseline
    if pick(range(4)):
        wanted = change(pick, one, near)
    late = plain.due is None or plain.due.start.year > 2019
    if late and pick((True, False)):
        base = st.Period.parse(pick(("2018", "2019", "2019-12")))
    elif late and pick((True, False)):
        low, high = _pair(pick, NUMBERS)
        base = st.Observation(
            metric=one,
            jurisdiction=plain.jurisdiction,
            period=pick(("2016", "2018", "2019")),
            value=f"[{low}, {high}] {one.unit}" if low != high else f"= {low} {one.unit}",
            method=pick((None, "survey", "register")),
            published=pick((None, "2021-03-04")),
        )
    return attrs.evolve(plain, requirement=wanted, baseline=base)


@some.composite
def changes(draw: some.DrawFn) -> st.Target:
    """A target whose requirement or baseline hangs on another observation."""
    return moved(lambda pool: draw(some.sampled_from(pool)), draw(aims()))


def based_batch(
    number: int, seed: int, *, mixed: bool = False
) -> tuple[list[st.Target], list[st.Observation]]:
    """Many targets at once whose bases are mostly known, for engines that are slow to start."""
    pick: Pick = random.Random(seed).choice
    seen, targets = [], []
    for place in range(number // 3):
        one, where = pick(METRICS), f"p{place}"
        for _ in range(3):
            text, due = pick(NUMBERS), pick(DUES)
            sign = "<=" if one.better.value == "lower" else ">="
            plain = st.Target(
                id="t",
                metric=one,
                jurisdiction=where,
                requirement=f"{sign} {text} {one.unit}",
                due=due,
                method=pick((None, None, None, "survey")),
                two_sided=pick((True, False, False)),
            )
            targets.append(moved(pick, plain, near=f"p{place // 2}"))
        seen += [_seen(pick, one, where, mixed=mixed) for _ in range(pick((3, 6, 9, 12)))]
    return numbered(targets), seen


def _seen(pick: Pick, one: st.Metric, where: str, *, mixed: bool) -> st.Observation:
    unit = pick(units_of(one)) if mixed else one.unit
    low, high = (number_in(text, unit, one.unit) for text in _pair(pick, NUMBERS))
    shapes = [f"= {high} {unit}"] * 12
    if low != high:
        shapes += [f"[{low}, {high}] {unit}", f"({low}, {high}] {unit}", f"[{low}, {high}) {unit}"]
    shapes.append(f">= {number_in('0.1', unit, one.unit)} {unit}")
    publisher = pick((None, None, "GSO"))
    status = pick(("official", "official", "estimated", "preliminary", "forecast"))
    return st.Observation(
        metric=one,
        jurisdiction=where,
        period=pick(("2018", "2019", "2019", "2020", "2020", "2019-12", "2020-12", *PERIODS)),
        value=pick(shapes),
        status=status,
        published=pick((None, None, "2020-12-31", "2021-03-03", "2021-03-04", "2020")),
        method=pick((None, None, None, "survey", "register")),
        source=None if publisher is None else st.Source(title=publisher, publisher=publisher),
        period_inferred=status == "estimated",
    )


def numbered(targets: Iterable[st.Target]) -> list[st.Target]:
    import attrs

    return [attrs.evolve(target, id=f"t{number}") for number, target in enumerate(targets)]


def compare(
    targets: list[st.Target],
    seen: list[st.Observation],
    rows: Rows,
    *,
    as_of: dt.date = AS_OF,
    policy: st.Policy | None = None,
) -> int:
    """Hold the rows against the scalar findings, row for row; how many verdicts tables left open."""
    result = st.evaluate(targets, seen, as_of=as_of, policy=policy)
    assert sorted(row["target"] for row in rows) == sorted(finding.id for finding in result)
    return sum(same(result[row["target"]], row) for row in rows)


def same(finding: st.Finding, row: dict[str, Any]) -> bool:
    """Whether tables left the verdict open; where they didn't, every field is the scalar one."""
    if row["verdict"] is None:
        assert row["reasons"] in LEFT_OPEN
        return True
    told = _told(finding, row)
    assert row["verdict"] == finding.verdict.value, told
    assert row["flags"].split() == sorted(flag.value for flag in finding.flags), told
    assert row["mask"] == finding.mask, told
    assert row["reasons"].split() == [reason.code.value for reason in finding.reasons], told
    _same_value(finding, row, told)
    for name in ("attainment", "gap", "progress"):
        _same_range(getattr(finding, name), row[f"{name}_low"], row[f"{name}_high"], row["unit"], name, told)
    partial = finding.detail.partial
    assert (row["known"], row["of"]) == (partial or (None, None)), told
    return False


def _told(finding: st.Finding, row: dict[str, Any]) -> str:
    seen = [f"{one.period} {one.value} {one.status} {one.published} {one.series}" for one in finding.evidence]
    target = finding.target
    asked = f"{target.metric.id} {target.requirement} due {target.due} from {target.start} {target.baseline}"
    reasons = [reason.code.value for reason in finding.reasons]
    return f"{asked}\n{finding.verdict} {sorted(finding.flags)} {reasons} {finding.value}\n{seen}\n{row}"


def _same_value(finding: st.Finding, row: dict[str, Any], told: object) -> None:
    if finding.value is None:
        assert row["low"] is row["high"] is row["unit"] is row["period_end"] is None, told
        return
    value = finding.value.to(row["unit"])
    for end, cell in ((value.low, row["low"]), (value.high, row["high"])):
        assert (cell is None) == (end is None), told
        assert end is None or Decimal(repr(float(cell))) == end.magnitude, told
    assert row["low_open"] == value.low_open or value.low is None, told
    assert row["high_open"] == value.high_open or value.high is None, told
    last = finding.evidence[-1].period
    days = [
        day.date() if isinstance(day, dt.datetime) else day
        for day in (row["period_start"], row["period_end"])
    ]
    assert days == [last.start, last.end], told


def _same_range(
    wanted: st.Range | None, low: float | None, high: float | None, unit: str | None, name: str, told: object
) -> None:
    if wanted is not None and name == "gap" and wanted.unit != "percentage_point" and unit is not None:
        wanted = wanted.to(unit)
    if wanted is None:
        assert low is high is None, (name, told)
        return
    for end, cell in ((wanted.low, low), (wanted.high, high)):
        assert (cell is None) == (end is None), (name, told)
        assert end is None or math.isclose(cell or 0, end.magnitude, rel_tol=1e-9, abs_tol=1e-9), (name, told)


def batch(number: int, seed: int, *, mixed: bool = False) -> tuple[list[st.Target], list[st.Observation]]:
    """Many targets and observations at once, without hypothesis, for engines that are slow to start."""
    dice = random.Random(seed)
    seen, targets = [], []
    for place in range(number):
        one = dice.choice(METRICS)
        where = f"p{place // 3}"
        number_text = dice.choice(NUMBERS)
        sign = "<=" if one.better.value == "lower" else ">="
        targets.append(
            st.Target(
                id=f"t{place}",
                metric=one,
                jurisdiction=where,
                requirement=f"{sign} {number_text} {one.unit}",
                due=dice.choice(DUES),
            )
        )
        for _ in range(dice.randrange(9)):
            unit = dice.choice(units_of(one)) if mixed else one.unit
            value = number_in(dice.choice(NUMBERS), unit, one.unit)
            publisher = dice.choice((None, "GSO"))
            seen.append(
                st.Observation(
                    metric=one,
                    jurisdiction=where,
                    period=dice.choice(PERIODS),
                    value=f"= {value} {unit}",
                    status=dice.choice(("official", "estimated", "preliminary", "forecast")),
                    published=dice.choice((None, "2021-01-15", "2021-03-03", "2021-03-04", "2020")),
                    source=None if publisher is None else st.Source(title=publisher, publisher=publisher),
                )
            )
    return targets, seen
