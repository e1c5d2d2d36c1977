"""Observations and targets as frames, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoDataFrame

from sotttt.errors import NotOnTables, UnknownMetric, nearest
from sotttt.frozen import FrozenMap
from sotttt.metrics import Metric, Observation
from sotttt.periods import Period
from sotttt.plans.targets import Target
from sotttt.ranges import Amount, Hedge, Range
from sotttt.sources import Source
from sotttt.tables.schema import GIVEN_DIMS, OBSERVATIONS, TARGETS, Column

if TYPE_CHECKING:
    from typing import Any

__all__ = ["observations_frame", "observations_of", "targets_frame", "targets_of"]

_DTYPES: dict[str, nw.dtypes.DType] = {
    "text": nw.String(),
    "date": nw.Date(),
    "number": nw.Float64(),
    "yes_no": nw.Boolean(),
}


def _cell(end: Amount | None) -> float | None:
    if end is None:
        return None
    made = float(end.magnitude)
    if Decimal(repr(made)) != end.magnitude:
        raise NotOnTables(
            f"{end} has more digits than a float cell keeps",
            where="value",
            hint="give it in a larger unit, or keep it out of the frame",
        )
    return made


def observations_frame(observations: Iterable[Observation], backend: str) -> IntoDataFrame:
    """Observations as a frame with the columns of `OBSERVATIONS` (bảng số liệu).

    Args:
        observations: what was observed.
        backend: `polars`, `pandas` or `pyarrow`; other engines read one of these.

    Raises:
        NotOnTables: a value with more digits than a float cell keeps.
    """
    given = list(observations)
    dims = sorted({name for seen in given for name in seen.dims})
    rows = [_observed(seen, dims) for seen in given]
    kept = [column for column in OBSERVATIONS if column.name != "value"]
    return _framed(rows, kept, dims, backend)


def _observed(seen: Observation, dims: list[str]) -> dict[str, object]:
    value, figure = seen.value, seen.figure
    hedged = figure is not None and figure.hedge is not Hedge.NONE
    point = seen.point if seen.point.is_point else None
    return {
        "metric": seen.metric.id,
        "jurisdiction": seen.jurisdiction,
        "period_start": seen.period.start,
        "period_end": seen.period.end,
        "low": _cell(value.low),
        "high": _cell(value.high),
        "low_open": value.low_open,
        "high_open": value.high_open,
        "unit": value.unit,
        "status": seen.status.value,
        "published": None if seen.published is None else seen.published.end,
        "publisher": seen.source.publisher if seen.source else None,
        "method": seen.method,
        "of": _cell(seen.of),
        "of_unit": None if seen.of is None else seen.of.unit,
        "point": None if point is None else _cell(point.to(value.unit).low),
        "hedged": hedged,
        "period_inferred": seen.period_inferred,
        **{GIVEN_DIMS + name: seen.dims.get(name) for name in dims},
    }


def targets_frame(targets: Iterable[Target], backend: str) -> IntoDataFrame:
    """Targets with plain ranges as a frame with the columns of `TARGETS` (bảng chỉ tiêu).

    Args:
        targets: the targets.
        backend: `polars`, `pandas` or `pyarrow`.

    Raises:
        NotOnTables: a target that tables don't take.
    """
    from sotttt.tables.refusing import check_targets

    given = list(targets)
    check_targets(given, framed=True)
    dims = sorted({name for target in given for name in target.dims})
    return _framed([_aimed(target, dims) for target in given], TARGETS, dims, backend)


def _aimed(target: Target, dims: list[str]) -> dict[str, object]:
    base = target.baseline if isinstance(target.baseline, Observation) else None
    return {
        "target": target.id,
        "metric": target.metric.id,
        "jurisdiction": target.jurisdiction,
        "requirement": str(target.requirement),
        "start": None if target.start is None else str(target.start),
        "due": None if target.due is None else str(target.due),
        "two_sided": target.two_sided,
        "method": target.method,
        "baseline": None if base is None else str(base.value),
        "baseline_period": None if base is None else str(base.period),
        "baseline_published": None if base is None or base.published is None else str(base.published),
        **{GIVEN_DIMS + name: target.dims.get(name) for name in dims},
    }


def _framed(
    rows: list[dict[str, object]], columns: Iterable[Column], dims: list[str], backend: str
) -> IntoDataFrame:
    if backend not in ("polars", "pandas", "pyarrow"):
        raise NotOnTables(
            f"no frame of {backend!r:.60} is made",
            where="backend",
            expected="'polars', 'pandas' or 'pyarrow'",
            hint="other engines read one of these, such as duckdb.from_arrow(frame)",
        )
    kinds = {column.name: column.kind for column in columns} | dict.fromkeys(
        (GIVEN_DIMS + n for n in dims), "text"
    )
    cells = {name: [row[name] for row in rows] for name in kinds}
    if backend == "pandas":
        import pandas as pd

        types = {"text": "str", "date": "datetime64[s]", "number": "float64", "yes_no": "boolean"}
        framed: IntoDataFrame = pd.DataFrame(
            {name: pd.Series(cells[name], dtype=types[kind]) for name, kind in kinds.items()}
        )
        return framed
    made = nw.from_dict(
        cells,
        {name: _DTYPES[kind] for name, kind in kinds.items()},
        backend=cast("Literal['polars', 'pyarrow']", backend),
    )
    native: IntoDataFrame = made.to_native()
    return native


def _rows(frame: IntoDataFrame) -> list[dict[str, Any]]:
    taken = nw.from_native(frame, eager_only=True)
    return [
        {name: None if cell != cell else cell for name, cell in row.items()}  # noqa: PLR0124  # NaN alone differs
        for row in taken.iter_rows(named=True)
    ]


def _day(cell: dt.date | dt.datetime) -> dt.date:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def _dims(row: Mapping[str, Any]) -> FrozenMap:
    return FrozenMap(
        {
            name.removeprefix(GIVEN_DIMS): cell
            for name, cell in row.items()
            if name.startswith(GIVEN_DIMS) and cell
        }
    )


def _metric(name: str, metrics: Mapping[str, Metric]) -> Metric:
    if name not in metrics:
        raise UnknownMetric(f"no metric {name!r}", where="metric", hint=nearest(name, metrics))
    return metrics[name]


def observations_of(frame: IntoDataFrame, metrics: Iterable[Metric]) -> tuple[Observation, ...]:
    """The observations of an eager frame, one per row (số liệu từ bảng).

    Args:
        frame: an eager frame with the columns of `OBSERVATIONS`.
        metrics: the metrics that it names.

    Raises:
        UnknownMetric: the frame names another metric.
        SottttError: a row that is no observation.
    """
    known = {metric.id: metric for metric in metrics}
    return tuple(_observation(row, known) for row in _rows(frame))


def _end(cell: float | Decimal | None, unit: str) -> Amount | None:
    if cell is None:
        return None
    return Amount(cell if isinstance(cell, Decimal | int) else Decimal(repr(float(cell))), unit)


def _observation(row: Mapping[str, Any], metrics: Mapping[str, Metric]) -> Observation:
    metric = _metric(row["metric"], metrics)
    unit = row.get("unit") or metric.unit
    low, high = (row["value"], row["value"]) if "value" in row else (row["low"], row["high"])
    opens = (bool(row.get("low_open")), bool(row.get("high_open")))
    published, publisher = row.get("published"), row.get("publisher")
    return Observation(
        metric=metric,
        jurisdiction=row["jurisdiction"],
        period=Period(_day(row["period_start"]), _day(row["period_end"])),
        value=Range(
            _end(low, unit),
            _end(high, unit),
            low_open=opens[0] or low is None,
            high_open=opens[1] or high is None,
        ),
        of=_end(row.get("of"), row.get("of_unit") or "1"),
        status=row.get("status") or "official",
        published=None if published is None else Period.of(_day(published)),
        method=row.get("method"),
        dims=_dims(row),
        source=None if publisher is None else Source(title=publisher, publisher=publisher),
        period_inferred=bool(row.get("period_inferred")),
    )


def targets_of(frame: IntoDataFrame, metrics: Iterable[Metric]) -> tuple[Target, ...]:
    """The targets of an eager frame, one per row (chỉ tiêu từ bảng).

    Args:
        frame: an eager frame with the columns of `TARGETS`.
        metrics: the metrics that it names.

    Raises:
        UnknownMetric: the frame names another metric.
        SottttError: a row that is no target.
    """
    known = {metric.id: metric for metric in metrics}
    return tuple(_target(row, known) for row in _rows(frame))


def _target(row: Mapping[str, Any], metrics: Mapping[str, Metric]) -> Target:
    metric = _metric(row["metric"], metrics)
    base = None
    if row.get("baseline") is not None:
        base = Observation(
            metric=metric,
            jurisdiction=row["jurisdiction"],
            period=row["baseline_period"],
            value=row["baseline"],
            published=row.get("baseline_published"),
        )
    return Target(
        id=row["target"],
        metric=metric,
        jurisdiction=row["jurisdiction"],
        requirement=row["requirement"],
        start=row.get("start"),
        due=row.get("due"),
        two_sided=bool(row.get("two_sided")),
        method=row.get("method"),
        baseline=base,
        dims=_dims(row),
    )
