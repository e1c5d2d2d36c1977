"""Make the collected plans of the catalog from a folder of plan sheets.

Names of metrics that the catalog has already are kept: edit them in its file and run the tool again.

    python tools/make_catalog_plans.py FOLDER
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from sotttt import catalog
from sotttt.codecs.plan_sheets import PlanSheets, read_plan_sheets
from sotttt.metrics import Observation
from sotttt.plans import AllOf, InWords, Plan, Relative, Requirement, Target
from sotttt.ranges import Figure, Range
from sotttt.sources import Source

#: Where the collected plans stand.
FOLDER = Path(__file__).resolve().parents[1] / "src" / "sotttt" / "catalog" / "data" / "collected"

#: The articles of the catalog, by the names that the sheets give them.
ARTICLES = {"seed:001": "quang-tri-2024", "seed:002": "vinh-phuc-2020", "seed:004": "nam-dinh-2016"}

METRIC = (
    *("id", "name", "name_en", "unit", "better", "timing", "scale", "sector", "merge"),
    *("domain", "frequency", "population", "definition", "source", "locator"),
)
OBSERVATION = (
    *("id", "targets", "match", "scope", "metric", "jurisdiction", "period", "value", "printed", "written"),
    *("hedge", "resolution", "locale", "of", "status", "inferred", "method", "dims", "source", "locator"),
    "note",
)
ASSESSMENT = (
    *("id", "subject", "period", "verdict", "degree", "done_on", "attainment", "source", "locator"),
)
SOURCE = ("id", "title", "publisher", "published", "url", "confidence")


class Shelfmarks:
    """The ids of sources, and the rows of their file."""

    def __init__(self) -> None:
        self.rows: dict[str, list[str]] = {}

    def of(self, source: Source | None) -> str:
        """The id of a source: its host, and a mark made of its address, day and confidence."""
        if source is None:
            raise ValueError("a row without a source")
        cells = [
            source.title,
            source.publisher or "",
            str(source.published or ""),
            source.url or "",
            source.confidence.value,
        ]
        mark = hashlib.sha256("\n".join(cells).encode()).hexdigest()[:6]
        name = f"{source.title}-{mark}"
        self.rows[name] = [name, *cells]
        return name


def convert(folder: Path) -> PlanSheets:
    """The sheets of a folder as the catalog takes them, with the articles for sources of their own."""
    return articles_for_sources(read_plan_sheets(folder, metrics=catalog.metrics("articles")))


def articles_for_sources(sheets: PlanSheets) -> PlanSheets:
    """The same, with the title and the day of an article where a sheet names it by a file."""

    def of(source: Source | None) -> Source | None:
        if source is None or source.url is not None or source.title[:8] not in ARTICLES:
            return source
        article = catalog.source(ARTICLES[source.title[:8]])
        return attrs.evolve(article, locator=source.locator)

    plans = tuple(
        attrs.evolve(
            plan,
            source=of(plan.source),
            targets=[attrs.evolve(target, source=of(target.source)) for target in plan.targets],
        )
        for plan in sheets.plans
    )
    return attrs.evolve(sheets, plans=plans)


def main(arguments: Sequence[str]) -> int:
    """Read the folder, write the files."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    sheets = convert(Path(arguments[0]))
    for fault in sheets.faults:
        print(f"fault: {fault}")
    for note in sheets.notes:
        print(f"note: {note}")
    write(sheets, FOLDER)
    return 1 if sheets.faults else 0


def write(sheets: PlanSheets, folder: Path) -> None:
    """Write the files of the catalog."""
    marks = Shelfmarks()
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    for old in (folder / "plans").glob("*.toml"):
        old.unlink()
    for plan in sheets.plans:
        (folder / "plans" / f"{plan.id}.toml").write_text(plan_text(plan, marks), encoding="utf-8")
    _table(folder / "metrics.csv", METRIC, metric_rows(sheets, marks))
    _table(folder / "observations.csv", OBSERVATION, observation_rows(sheets, marks))
    _table(folder / "assessments.csv", ASSESSMENT, assessment_rows(sheets, marks))
    _table(folder / "sources.csv", SOURCE, [marks.rows[name] for name in sorted(marks.rows)])


def _table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def metric_rows(sheets: PlanSheets, marks: Shelfmarks) -> list[list[str]]:
    """The metrics that the articles don't hold, each with the row in which it first stands."""
    first: dict[str, Source] = {}
    for plan in sheets.plans:
        for target in plan.targets:
            if target.source is not None:
                first.setdefault(target.metric.id, target.source)
    for seen in sheets.observations:
        if seen.source is not None:
            first.setdefault(seen.metric.id, seen.source)
    held = {metric.id for metric in catalog.metrics("articles")}
    rows = []
    for metric in sorted(sheets.metrics, key=lambda one: one.id):
        if metric.id in held or metric.id not in first:
            continue
        source = first[metric.id]
        cells = [getattr(metric, name) for name in METRIC[:13]]
        texts = ["" if cell is None else str(getattr(cell, "value", cell)) for cell in cells]
        rows.append([*texts, marks.of(source), source.locator or ""])
    return rows


def observation_rows(sheets: PlanSheets, marks: Shelfmarks) -> list[list[str]]:
    """The values, in the order of the sheets."""
    rows = []
    for result in sheets.results:
        seen = result.observation
        cells = {
            "id": result.id,
            "targets": "; ".join(result.targets),
            "match": result.match,
            "scope": result.scope,
            "metric": seen.metric.id,
            "jurisdiction": seen.jurisdiction,
            "period": str(seen.period),
            "value": str(seen.value),
            **_figure_cells(seen.figure, seen.value),
            "of": str(seen.of or ""),
            "status": seen.status.value,
            "inferred": "yes" if seen.period_inferred else "no",
            "method": seen.method or "",
            "dims": "; ".join(f"{name}={value}" for name, value in seen.dims.items()),
            "source": marks.of(seen.source),
            "locator": result.id,
            "note": result.note or "",
        }
        rows.append([cells.get(name, "") for name in OBSERVATION])
    return rows


def _figure_cells(figure: Figure | None, value: Range) -> dict[str, str]:
    if figure is None:
        return {}
    return {
        "printed": "" if figure.range == value else str(figure.range),
        "written": figure.as_written,
        "hedge": "" if figure.hedge.value == "none" else figure.hedge.value,
        "resolution": str(figure.resolution or ""),
        "locale": "" if figure.locale == "vi" else figure.locale,
    }


def assessment_rows(sheets: PlanSheets, marks: Shelfmarks) -> list[list[str]]:
    """What sources state, numbered by the value beside which they state it."""
    rows = []
    counts: dict[str, int] = {}
    for one in sheets.assessments:
        locator = (one.source.locator if one.source is not None else None) or one.subject
        counts[locator] = counts.get(locator, 0) + 1
        name = locator if counts[locator] == 1 else f"{locator}-{counts[locator]}"
        said = [one.period, one.verdict, one.degree, one.done_on, one.attainment]
        texts = ["" if cell is None else str(getattr(cell, "value", cell)) for cell in said]
        rows.append([name, one.subject, *texts, marks.of(one.source), locator])
    return rows


def plan_text(plan: Plan, marks: Shelfmarks) -> str:
    """The file of a plan."""
    source = marks.of(plan.source)
    lines = _lines(
        {
            "id": plan.id,
            "title": plan.title,
            "kind": plan.kind.value,
            "stage": "" if plan.stage.value == "issued" else plan.stage.value,
            "jurisdiction": plan.jurisdiction,
            "sectors": list(plan.sectors),
            "horizon": str(plan.horizon or ""),
            "issued_by": plan.issued_by or "",
            "bases": list(plan.bases),
            "parent": plan.parent or "",
            "supersedes": plan.supersedes or "",
            "source": source,
            "locator": plan.source.locator if plan.source is not None and plan.source.locator else plan.id,
        }
    )
    for target in plan.targets:
        lines += ["", "[[targets]]", *_lines(target_cells(target, marks, source))]
    return "\n".join(lines) + "\n"


def target_cells(target: Target, marks: Shelfmarks, source: str) -> dict[str, object]:
    """The keys of a target; empty ones are left out."""
    own = marks.of(target.source)
    figure = target.figure
    cells: dict[str, object] = {
        "id": target.id,
        "metric": target.metric.id,
        "requirement": _requirement(target.requirement),
    }
    if figure is not None:
        cells |= _printed(figure, None if figure.range == target.requirement else figure.range)
    cells |= {
        "start": str(target.start or ""),
        "due": str(target.due or ""),
        "hold": "" if target.hold.value == "by" else target.hold.value,
        "every": target.every.value if target.every is not None else "",
        "steps": [[str(period), str(wanted)] for period, wanted in target.steps],
        "baseline": _baseline(target),
        "dims": dict(target.dims),
        "two_sided": target.two_sided,
        "commitment": "" if target.commitment.value == "firm" else target.commitment.value,
        "horizon": "" if target.horizon.value == "plan" else target.horizon.value,
        "lead": target.lead or "",
        "number": target.number or "",
        "supersedes": target.supersedes or "",
        "source": "" if own == source else own,
        "locator": target.source.locator if target.source is not None else "",
    }
    return cells


def _printed(figure: Figure, span: Range | None) -> dict[str, object]:
    return {
        "written": figure.as_written,
        "span": "" if span is None else str(span),
        "hedge": "" if figure.hedge.value == "none" else figure.hedge.value,
        "resolution": "" if figure.resolution is None else str(figure.resolution),
        "locale": "" if figure.locale == "vi" else figure.locale,
        "status": figure.status or "",
        "of": str(figure.of or ""),
    }


def _baseline(target: Target) -> object:
    base = target.baseline
    if not isinstance(base, Observation):
        return str(base or "")
    if base.figure is None:
        raise ValueError(f"{target.id}: a baseline without a figure")
    return {
        "period": str(base.period),
        "status": base.status.value,
        **_printed(base.figure, base.figure.range),
    }


def _requirement(wanted: Requirement) -> object:
    if isinstance(wanted, Range):
        return str(wanted)
    if isinstance(wanted, InWords):
        return {"in_words": wanted.text}
    if isinstance(wanted, Relative):
        return {
            "relative": {
                "change": wanted.change.value,
                "range": str(wanted.range),
                "against": wanted.against,
            }
        }
    if isinstance(wanted, AllOf):
        members = [
            {
                "requirement": _requirement(clause.requirement),
                "period": str(clause.period or ""),
                "dims": dict(clause.dims),
            }
            for clause in wanted.members
        ]
        return {"all_of": members}
    raise TypeError(f"no form in the files for {type(wanted).__name__}")


def _lines(cells: Mapping[str, object]) -> list[str]:
    return [
        f"{name} = {_toml(value)}" for name, value in cells.items() if value not in ("", [], {}, False, None)
    ]


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(line for line in _lines_of(value)) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(str(value), ensure_ascii=False)


def _lines_of(table: Mapping[str, object]) -> list[str]:
    return [
        line if name.isidentifier() else line.replace(name, f'"{name}"', 1)
        for name, line in zip(
            [name for name, value in table.items() if value not in ("", [], {}, False, None)],
            _lines(table),
            strict=True,
        )
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
