"""The door to plan sheets: a folder to plans, metrics, observations and assessments."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import attrs

from sotttt import catalog
from sotttt._textfiles import read_text
from sotttt.codecs.bundles import Bundle
from sotttt.codecs.plan_sheets.bases import documents_of
from sotttt.codecs.plan_sheets.metrics import Mention, Names, metrics_of
from sotttt.codecs.plan_sheets.places import COUNTRY, place_of
from sotttt.codecs.plan_sheets.results import Reported, ResultContext, SheetResult, made_result
from sotttt.codecs.plan_sheets.tables import (
    CONFIDENCES,
    PLAN_KEYS,
    PLAN_KINDS,
    RESULT_COLUMNS,
    SHAPES,
    TARGET_KEYS,
)
from sotttt.codecs.plan_sheets.targets import PlanContext, make_target, sources_of, spread
from sotttt.errors import (
    DuplicateId,
    Faults,
    InvalidFile,
    InvalidText,
    MissingField,
    NotFound,
    SottttError,
    nearest,
)
from sotttt.frozen import Entity
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.periods import Period
from sotttt.plans import Plan, Target
from sotttt.reading import read_period

__all__ = ["PlanSheets", "read_plan_sheets"]

Row = Mapping[str, Any]

#: Columns that hold numbers or tables, and columns that hold several texts.
_NUMBERS = ("value", "value_hi", "inner_value", "trajectory")
_LISTS = ("legal_bases", "source_urls", "predecessors", "amended_by")

_NATIONAL = ("national", "ministry")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@attrs.frozen(kw_only=True)
class PlanSheets(Entity):
    """What a folder of plan sheets holds.

    Attributes:
        plans: the plans; and for the plans that sources print beside a value, one more plan a place.
        metrics: the metrics of all rows.
        results: each reported value with its links to targets.
        assessments: what the sources themselves state.
        faults: the rows that make nothing, each with its place; they are in none of the others.
        notes: what was left out of a row that stands: a legal basis without a document, an unknown word.
    """

    plans: tuple[Plan, ...] = ()
    metrics: tuple[Metric, ...] = ()
    results: tuple[SheetResult, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    faults: tuple[SottttError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The values of all results."""
        return tuple(result.observation for result in self.results)

    @property
    def bundle(self) -> Bundle:
        """All that can be written to one file of the library's own, and judged."""
        return Bundle(
            plans=self.plans,
            metrics=self.metrics,
            observations=self.observations,
            assessments=self.assessments,
        )


class _Sheet(NamedTuple):
    """One file of a plan, read."""

    name: str
    plan: Row
    targets: tuple[Row, ...]


class _Page(NamedTuple):
    """One CSV file, read."""

    name: str
    rows: tuple[tuple[str, dict[str, str]], ...]


def read_plan_sheets(
    folder: str | os.PathLike[str], *, metrics: Iterable[Metric] | None = None, names: Names | None = None
) -> PlanSheets:
    """Read a folder of plan sheets (đọc thư mục bảng chỉ tiêu).

    Args:
        folder: the folder; each `*.toml` in it is a plan.
        metrics: metrics that are known already, and stand for the rows that agree with their unit and
            direction; without them, those of the catalog.
        names: short names of metrics, Vietnamese and English, by id; without them, those of the catalog.

    Returns:
        What the rows make. A row with a fault makes nothing, and its fault is among `faults`; nothing is
        raised for it.

    Raises:
        InvalidFile: no such folder.
    """
    path = Path(folder)
    if not path.is_dir():
        raise InvalidFile("no folder", where=os.fspath(folder), expected="a folder of plan sheets")
    return _Desk(path, metrics, names).read()


class _Desk:
    """One reading of a folder."""

    def __init__(self, folder: Path, metrics: Iterable[Metric] | None, names: Names | None) -> None:
        self.folder = folder
        self.held = catalog.metrics() if metrics is None else tuple(metrics)
        self.names = _names(catalog.metrics()) if names is None else names
        self.places = catalog.places()
        self.faults = Faults(folder.name)
        self.notes: list[str] = []
        self.metrics: dict[str, Metric] = {}

    def read(self) -> PlanSheets:
        sheets = list(self._sheets())
        results = self._page("results.csv", RESULT_COLUMNS)
        listed = self._page("metrics.csv", ("metric", "better", "units"))
        mentions = list(self._mentions(sheets, results, listed))
        self.metrics = self._made_metrics(mentions)
        plans = [plan for plan in (self._plan(sheet, sheets) for sheet in sheets) if plan is not None]
        reported = self._reported(results, plans)
        plans += _stated_plans(reported)
        return PlanSheets(
            plans=tuple(plans),
            metrics=tuple(dict.fromkeys(self.metrics.values())),
            results=tuple(one.result for one in reported),
            assessments=tuple(said for one in reported for said in one.assessments),
            faults=tuple(self.faults),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _sheets(self) -> Iterator[_Sheet]:
        seen: dict[str, str] = {}
        for path in sorted(self.folder.glob("*.toml")):
            with self.faults.catch():
                sheet = _sheet(path)
                for each in (sheet.plan["id"], *(row["id"] for row in sheet.targets)):
                    if each in seen:
                        raise DuplicateId(
                            f"the id {each!r} stands in {seen[each]} too", where=f"{path.name}: id"
                        )
                    seen[each] = path.name
                yield sheet

    def _page(self, name: str, columns: tuple[str, ...]) -> _Page:
        path = self.folder / name
        if not path.exists():
            return _Page(name, ())
        rows: list[tuple[str, dict[str, str]]] = []
        with self.faults.catch(name):
            lines = csv.reader(io.StringIO(read_text(path).removeprefix("\ufeff")), strict=True)
            try:
                header = next(lines, [])
                absent = [column for column in columns if column not in header]
                if absent:
                    raise MissingField(f"no column {', '.join(absent)}", where="row 1")
                for number, cells in enumerate(lines, start=2):
                    with self.faults.catch(f"{name}: row {number}"):
                        if len(cells) != len(header):
                            raise InvalidFile(f"{len(cells)} cells", expected=f"{len(header)}, one a column")
                        rows.append((f"row {number}", dict(zip(header, cells, strict=True))))
            except csv.Error as fault:
                raise InvalidFile(str(fault)) from None
        return _Page(name, tuple(rows))

    def _mentions(self, sheets: Iterable[_Sheet], results: _Page, listed: _Page) -> Iterator[Mention]:
        for _, line in listed.rows:
            units = [part.strip() for part in line["units"].split(";") if part.strip()]
            sector = self._sector(line.get("sectors", "").partition(";")[0].strip())
            for unit in units or [""]:
                yield Mention(metric=line["metric"], unit=unit, better=line["better"], sector=sector)
        for sheet in sheets:
            for row in sheet.targets:
                yield Mention(
                    metric=str(row["metric"]),
                    unit=str(row.get("unit", "")),
                    sector=self._sector(str(row.get("sector", ""))),
                    population=str(row.get("population", "")),
                    phrase=str(row.get("phrase", "")),
                    shape=str(row.get("shape", "")),
                    comparator=str(row.get("comparator", "")),
                )
        for _, cells in results.rows:
            yield Mention(
                metric=cells["metric"],
                unit=cells["unit"],
                sector=self._sector(cells["sector"]),
                cumulative=cells["period_kind"] == "cumulative",
            )

    def _sector(self, name: str) -> str | None:
        if not name:
            return None
        try:
            return catalog.sectors().find(name, dt.date(2024, 1, 1)).code
        except SottttError:
            self.notes.append(f"no sector {name!r}")
            return None

    def _made_metrics(self, mentions: list[Mention]) -> dict[str, Metric]:
        made = {}
        by_name: dict[str, list[Mention]] = {}
        for mention in mentions:
            by_name.setdefault(mention.metric, []).append(mention)
        for name, rows in by_name.items():
            with self.faults.catch(f"metric {name}"):
                made.update(metrics_of(rows, self.held, self.names))
        return made

    def _plan(self, sheet: _Sheet, sheets: list[_Sheet]) -> Plan | None:
        row = sheet.plan
        self._unread(f"{sheet.name}: plan", row, PLAN_KEYS)
        with self.faults.catch(f"{sheet.name}: plan"):
            begun = _begun(row)
            place = COUNTRY
            if row.get("province") and row.get("level") not in _NATIONAL:
                place = place_of(str(row["province"]), begun, self.places).id
            stated = Period.of(begun) if _stated_day(row) else None
            targets = tuple(self._targets(sheet, place, begun))
            return Plan(
                id=row["id"],
                title=row.get("title") or row["id"],
                kind=_kind(row),
                stage="draft" if row.get("status") == "draft" else "issued",
                jurisdiction=place,
                sectors=sorted({one.metric.sector for one in targets if one.metric.sector}),
                horizon=_horizon(row),
                issued_by=self._issued_by(row),
                bases=self._bases(row),
                parent=self._parent(row, sheets),
                supersedes=_superseded(row, sheets),
                targets=targets,
                source=sources_of(_any_page(sheet), stated, _confidence(row), row["id"]),
            )
        return None

    def _targets(self, sheet: _Sheet, place: str, begun: dt.date) -> Iterator[Target]:
        dims = spread(sheet.targets)
        replaced = {row.get("superseded_by"): row["id"] for row in sheet.targets if "superseded_by" in row}
        for at, row in enumerate(sheet.targets):
            self._unread(f"{sheet.name}: target[{at}]", row, TARGET_KEYS)
            if row.get("shape") not in SHAPES:
                self.notes.append(
                    f"{sheet.name}: target[{at}]: no shape {row.get('shape')!r}, read as a range"
                )
            with self.faults.catch(f"{sheet.name}: target[{at}]"):
                unsure = "likely" if row.get("deadline_uncertain") else _confidence(sheet.plan)
                address = row.get("source_url") or _page_of(sheet.plan)
                day = Period.of(begun) if _stated_day(sheet.plan) else None
                source = sources_of(address, day, unsure, row["id"])
                if row["metric"] not in self.metrics:
                    raise NotFound(f"no metric {row['metric']!r}", where="metric")
                context = PlanContext(sheet.plan["id"], place, COUNTRY, begun, source, dims)
                before = row.get("supersedes") or replaced.get(row["id"])
                yield make_target(row, self.metrics[row["metric"]], context, before)

    def _unread(self, place: str, row: Row, known: Iterable[str]) -> None:
        names = tuple(known)
        for key in row:
            if key not in names:
                hint = nearest(key, names)
                self.notes.append(f"{place}: nothing reads {key!r}" + (f"; {hint}" if hint else ""))

    def _parent(self, row: Row, sheets: list[_Sheet]) -> str | None:
        name = row.get("parent")
        if name is None:
            return None
        known = {sheet.plan["id"] for sheet in sheets}
        if name in known:
            return str(name)
        try:
            return catalog.plan(name).id
        except NotFound:
            self.notes.append(f"{row['id']}: no plan {name!r} for its parent")
            return None

    def _bases(self, row: Row) -> tuple[str, ...]:
        found = []
        for text in row.get("legal_bases", ()):
            named = documents_of(str(text))
            if None in named:
                self.notes.append(f"{row['id']}: no document for the basis {text!r}")
            found += [document for document in named if document is not None]
        return tuple(dict.fromkeys(found))

    def _issued_by(self, row: Row) -> str | None:
        if not row.get("date") or str(row.get("number", "(")).startswith("("):
            return None
        day = _period(str(row["date"])).end
        return documents_of(f"{row['number']} ngày {day.day}/{day.month}/{day.year}")[0]

    def _reported(self, page: _Page, plans: list[Plan]) -> list[Reported]:
        targets = {target.id: target for plan in plans for target in plan.targets}
        for _, row in page.rows:
            targets.update(_of_the_catalog(row["target_ids"], targets))
        seen: dict[str, str] = {}
        reported: list[Reported] = []
        pages = {row["source_url"]: due for _, row in page.rows if (due := _due(row, targets)) is not None}
        context = ResultContext(self.metrics, targets, self.places, pages)
        for place, row in page.rows:
            with self.faults.catch(f"{page.name}: {place}"):
                if not row["id"]:
                    raise MissingField("no id", where="id")
                if row["id"] in seen:
                    raise DuplicateId(f"the id {row['id']!r} stands in {seen[row['id']]} too", where="id")
                seen[row["id"]] = place
                if row["metric"] not in self.metrics:
                    raise NotFound(f"no metric {row['metric']!r}", where="metric")
                reported.append(made_result(row, context))
        return reported


def _of_the_catalog(names: str, known: Mapping[str, Target]) -> dict[str, Target]:
    """Targets of the catalog that a row names and the folder doesn't hold."""
    found = {}
    for name in (part.strip() for part in names.split(";")):
        if name and name not in known:
            try:
                plan = catalog.plan(name.rpartition(".")[0])
            except NotFound:
                continue
            found.update({target.id: target for target in plan.targets if target.id == name})
    return found


def _names(metrics: Iterable[Metric]) -> dict[str, tuple[str, str]]:
    return {metric.id: (metric.name, metric.name_en or metric.name) for metric in metrics}


def _sheet(path: Path) -> _Sheet:
    try:
        table = tomllib.loads(read_text(path).removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise InvalidFile(str(fault), where=path.name) from None
    except RecursionError:
        raise InvalidFile("tables or lists too deep in each other", where=path.name) from None
    plan, targets = table.get("plan"), table.get("target", [])
    if not isinstance(plan, dict) or not plan.get("id"):
        raise MissingField("no plan with an id", where=f"{path.name}: plan.id")
    if not isinstance(targets, list):
        raise InvalidFile(
            "the targets are no list of tables", where=f"{path.name}: target", expected="[[target]]"
        )
    rows = []
    for at, row in enumerate(targets):
        for key in ("id", "metric"):
            if not isinstance(row, dict) or not row.get(key):
                raise MissingField(f"no {key}", where=f"{path.name}: target[{at}].{key}")
        rows.append(_plain(row, f"{path.name}: target[{at}]"))
    return _Sheet(path.name, _plain(plan, f"{path.name}: plan"), tuple(rows))


def _plain(row: Row, place: str) -> Row:
    """The same row, its words as text: a year or a day may stand without quotes."""
    plain: dict[str, Any] = {}
    for key, value in row.items():
        if key in _NUMBERS or isinstance(value, str | bool):
            plain[key] = value
        elif key in _LISTS:
            plain[key] = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        elif isinstance(value, int | Decimal | dt.date):
            plain[key] = str(value)
        elif key == "supersedes":
            plain[key] = value
        else:
            raise InvalidText(f"{value!r:.60} is no text", where=f"{place}.{key}", expected="text in quotes")
    return plain


def _stated_day(row: Row) -> bool:
    return bool(row.get("date") or row.get("reported_on"))


def _begun(row: Row) -> dt.date:
    """The day on which a plan stands: its own, that of the report, or the first of the year it aims at."""
    for key in ("date", "reported_on", "year_issued"):
        if row.get(key):
            return _period(str(row[key])).end
    years = [row[key] for key in ("horizon_year", "orientation_year", "vision_year") if row.get(key)]
    named = _YEAR.search(str(row["id"]))
    year = named[0] if named else (years[0] if years else None)
    if year is None:
        raise MissingField("no day and no year", where="date", expected="2025-01-09")
    return Period.of(str(year)).start


def _period(text: str) -> Period:
    """A day, month or year, or two days with a stroke between them."""
    try:
        return Period.of(text.replace("/", ".."))
    except SottttError:
        return read_period(text)


def _kind(row: Row) -> str:
    title = str(row.get("title", "")).casefold()
    found = [(title.find(word), kind) for word, kind in PLAN_KINDS if word in title]
    return min(found)[1] if found else "plan"


def _horizon(row: Row) -> str | None:
    first = row.get("horizon_year") or row.get("orientation_year") or row.get("vision_year")
    if first is None:
        return None
    later = [f"{key} {row[f'{key}_year']}" for key in ("orientation", "vision") if row.get(f"{key}_year")]
    return "; ".join([str(first), *later])


def _page_of(row: Row) -> str:
    pages = row.get("source_urls") or [""]
    return str(pages[0])


def _any_page(sheet: _Sheet) -> str:
    """The page of the plan; else that of its first target that has one."""
    pages = (str(row["source_url"]) for row in sheet.targets if row.get("source_url"))
    return _page_of(sheet.plan) or next(pages, "")


def _confidence(row: Row) -> str:
    return CONFIDENCES.get(str(row.get("confidence", "high")), "confirmed")


def _superseded(row: Row, sheets: list[_Sheet]) -> str | None:
    """The plan that this one replaces: it says so, or the other does."""
    known = {sheet.plan["id"] for sheet in sheets}
    said = row.get("supersedes")
    if isinstance(said, str) and said in known:
        return said
    return next((sheet.plan["id"] for sheet in sheets if sheet.plan.get("superseded_by") == row["id"]), None)


def _due(row: Mapping[str, str], targets: Mapping[str, Target]) -> Period | None:
    for name in row["target_ids"].split(";"):
        target = targets.get(name.strip())
        if target is not None and target.due is not None:
            return target.due
    return None


def _stated_plans(reported: list[Reported]) -> list[Plan]:
    """The plans that sources print beside their values, one plan a place."""
    by_place: dict[str, list[Target]] = {}
    for one in reported:
        if one.target is not None:
            by_place.setdefault(one.target.jurisdiction, []).append(one.target)
    return [
        Plan(
            id=f"stated-{place}",
            title="Kế hoạch do nguồn nêu cùng số liệu",
            kind="report",
            jurisdiction=place,
            sectors=sorted({target.metric.sector for target in targets if target.metric.sector}),
            targets=targets,
            source=targets[0].source,
        )
        for place, targets in by_place.items()
    ]
