"""Metrics and observations of the catalog, each row from its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sotttt.catalog._files import Row, by_id, found, items, sourced
from sotttt.errors import InvalidChoice, InvalidEntity, MissingField
from sotttt.frozen import FrozenMap
from sotttt.metrics import Metric, Observation
from sotttt.ranges import Figure, Range
from sotttt.sources import Source

__all__ = ["METRIC", "dims_of", "figure_of", "make_metric", "read_metrics", "read_observations", "yes"]

#: The columns of a file of metrics.
METRIC = (
    *("id", "name", "name_en", "unit", "better", "timing", "scale", "sector", "merge"),
    *("domain", "frequency", "population", "definition", "source", "locator"),
)
_OBSERVATION = (
    *("id", "plan", "metric", "jurisdiction", "period", "value", "printed", "written", "hedge"),
    *("resolution", "of", "status", "inferred", "dims", "source", "locator", "note"),
)

#: What a figure says of its own status; the rest is printed as plain fact.
_UNSETTLED = ("preliminary", "estimated", "forecast")


def read_metrics(path: Path, sources: dict[str, Source]) -> dict[str, Metric]:
    """The metrics of a file, by id.

    Raises:
        FaultGroup: all faults of the file.
    """
    return by_id(path, METRIC, lambda row: make_metric(row, sources))


def make_metric(row: Row, sources: Mapping[str, Source]) -> Metric:
    """The metric of a row."""
    sourced(sources, row["source"], row["locator"])
    return Metric(
        id=row["id"],
        name=row["name"],
        name_en=row["name_en"],
        unit=row["unit"],
        better=row["better"],
        timing=row["timing"],
        scale=row["scale"],
        sector=row["sector"] or None,
        merge=row["merge"],
        domain=row["domain"] or None,
        frequency=row["frequency"] or None,
        population=row["population"] or None,
        definition=row["definition"] or None,
    )


def read_observations(
    path: Path, metrics: dict[str, Metric], sources: dict[str, Source]
) -> dict[str, tuple[str, Observation]]:
    """The observations of a file with the plan that each reports on, by id.

    Raises:
        FaultGroup: all faults of the file.
    """

    def make(row: Row) -> tuple[str, Observation]:
        source = sourced(sources, row["source"], row["locator"])
        value = Range.parse(row["value"])
        return row["plan"], Observation(
            metric=found(metrics, row["metric"], "metric"),
            jurisdiction=row["jurisdiction"],
            period=row["period"],
            value=value,
            of=row["of"] or None,
            status=row["status"],
            published=source.published,
            dims=dims_of(row["dims"]),
            figure=figure_of(row, value),
            source=source,
            period_inferred=yes(row["inferred"]),
        )

    return by_id(path, _OBSERVATION, make)


def figure_of(row: Row, value: Range) -> Figure | None:
    """The figure as printed; its reading must be the value of the row."""
    if not row["written"]:
        for name in ("printed", "hedge", "resolution"):
            if row[name]:
                raise MissingField(f"{name} without the printed words", where="written")
        return None
    figure = Figure(
        range=row["printed"] or value,
        as_written=row["written"],
        hedge=row["hedge"] or "none",
        resolution=row["resolution"] or None,
        locale=row.get("locale") or "vi",
        status=row["status"] if row["status"] in _UNSETTLED else None,
        of=row["of"] or None,
        note=row["note"] or None,
    )
    if figure.observed() != value:
        raise InvalidEntity(f"{figure.as_written!r} says {figure.observed()}, not {value}", where="value")
    return figure


def dims_of(text: str) -> FrozenMap:
    """Disaggregation from a cell."""
    pairs = [part.partition("=") for part in items(text)]
    return FrozenMap([(key, value) for key, _, value in pairs])


def yes(text: str) -> bool:
    """A cell that says yes or no."""
    if text not in ("yes", "no"):
        raise InvalidChoice(f"{text!r} is no answer", where="inferred", expected="yes or no")
    return text == "yes"
