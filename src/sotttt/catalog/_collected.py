"""The collected plans and results: many files, of which only what is asked for is read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from sotttt.catalog._figures import METRIC, dims_of, figure_of, make_metric, yes
from sotttt.catalog._files import Lazy, Row, found, items, sourced
from sotttt.catalog._plans import PlanFile, read_plan
from sotttt.errors import InvalidEntity, InvalidFile
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.ranges import Range
from sotttt.sources import Source

__all__ = ["Collected"]

_OBSERVATION = (
    *("id", "targets", "match", "scope", "metric", "jurisdiction", "period", "value", "printed", "written"),
    *("hedge", "resolution", "locale", "of", "status", "inferred", "method", "dims", "source", "locator"),
    "note",
)
_ASSESSMENT = (
    *("id", "subject", "period", "verdict", "degree", "done_on", "attainment", "source", "locator"),
)


class _Plans(Mapping[str, PlanFile]):
    """The plans of a folder, one a file, each read when it is first asked for."""

    def __init__(self, folder: Path, shelf: Collected) -> None:
        self._paths = {path.stem: path for path in sorted(folder.glob("*.toml"))}
        self._made: dict[str, PlanFile] = {}
        self._shelf = shelf

    def __getitem__(self, name: str) -> PlanFile:
        if name not in self._made:
            self._made[name] = self._read(self._paths[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def _read(self, path: Path) -> PlanFile:
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as fault:
            raise InvalidFile(str(fault), where=path.name) from None
        made = read_plan(path.name, table, self._shelf.metrics, self._shelf.sources)
        if made.plan.id != path.stem:
            raise InvalidEntity(f"the plan {made.plan.id!r}", where=f"{path.name}: id", expected=path.stem)
        return made


class _Either(Mapping[str, Metric]):
    """Metrics of the collection, and behind them those of the articles."""

    def __init__(self, own: Lazy[Metric], others: Mapping[str, Metric]) -> None:
        self.own = own
        self._others = others

    def __getitem__(self, name: str) -> Metric:
        return self.own[name] if name in self.own else self._others[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.own
        yield from self._others

    def __len__(self) -> int:
        return len(self.own) + len(self._others)


class Collected:
    """The data of one folder: plans, metrics, values, and what sources state of them."""

    def __init__(self, folder: Path, others: Mapping[str, Metric], sources: Mapping[str, Source]) -> None:
        self.folder = folder
        self.sources = sources
        self._others = others

    @cached_property
    def metrics(self) -> _Either:
        """Metrics by id, those of the articles behind its own."""
        own = Lazy(self.folder / "metrics.csv", METRIC, lambda row: make_metric(row, self.sources))
        return _Either(own, self._others)

    @cached_property
    def plans(self) -> _Plans:
        """Plans by id."""
        return _Plans(self.folder / "plans", self)

    @cached_property
    def observations(self) -> Lazy[Observation]:
        """Observations by id."""
        return Lazy(self.folder / "observations.csv", _OBSERVATION, self._observation)

    @cached_property
    def assessments(self) -> Lazy[Assessment]:
        """What sources state, by id."""
        return Lazy(self.folder / "assessments.csv", _ASSESSMENT, self._assessment)

    def every(self) -> tuple[object, ...]:
        """All of it, read.

        Raises:
            FaultGroup: all faults of one file together.
        """
        return (
            self.metrics.own.every(),
            dict(self.plans),
            self.observations.every(),
            self.assessments.every(),
        )

    def about(self, place: str, metrics: set[str], targets: set[str]) -> list[Observation]:
        """The values linked to the targets of a plan, and those of its place on their metrics."""
        return [
            self.observations[name]
            for name, row in self.observations.rows.items()
            if not targets.isdisjoint(items(row["targets"]))
            or (row["jurisdiction"] == place and row["metric"] in metrics)
        ]

    def _observation(self, row: Row) -> Observation:
        source = sourced(self.sources, row["source"], row["locator"])
        value = Range.parse(row["value"])
        return Observation(
            metric=found(self.metrics, row["metric"], "metric"),
            jurisdiction=row["jurisdiction"],
            period=row["period"],
            value=value,
            of=row["of"] or None,
            status=row["status"],
            published=source.published,
            method=row["method"] or None,
            dims=dims_of(row["dims"]),
            figure=figure_of(row, value),
            source=source,
            period_inferred=yes(row["inferred"]),
        )

    def _assessment(self, row: Row) -> Assessment:
        source = sourced(self.sources, row["source"], row["locator"])
        said = {key: row[key] or None for key in _ASSESSMENT[2:7]}
        return Assessment(subject=row["subject"], published=source.published, source=source, **said)
