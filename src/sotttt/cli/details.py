"""What the catalog holds under one id, in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sotttt import catalog, codecs
from sotttt.cli.cells import named, plain
from sotttt.cli.gathering import bundled, judge
from sotttt.errors import NotFound, nearest
from sotttt.frozen import Entity
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.plans import Milestone, Plan, Proposal, Target, Task

__all__ = ["details", "held"]

#: Fields that a plan shows as tables of their own.
_MEMBERS = ("targets", "tasks", "milestones", "proposals")

_TITLES = {
    "vi": {
        "targets": ("target", "Chỉ tiêu", "Yêu cầu", "Hạn"),
        "duties": ("task", "Nhiệm vụ", "Chủ trì", "Hạn"),
        "proposals": ("proposal", "Kiến nghị", "Bên kiến nghị", "Gửi"),
        "seen": ("Nơi", "Kỳ", "Số liệu", "Tình trạng", "Công bố", "Nguồn"),
    },
    "en": {
        "targets": ("target", "Metric", "Requirement", "Due"),
        "duties": ("task", "Text", "Assignee", "Due"),
        "proposals": ("proposal", "Text", "By", "To"),
        "seen": ("Place", "Period", "Value", "Status", "Published", "Source"),
    },
}


def held() -> dict[str, list[tuple[str, Entity, Plan | None]]]:
    """Everything that has an id: its kind, itself, and the plan that it stands in."""
    found: dict[str, list[tuple[str, Entity, Plan | None]]] = {}

    def put(kind: str, name: str, entity: Entity, plan: Plan | None = None) -> None:
        found.setdefault(name, []).append((kind, entity, plan))

    for plan in catalog.plans():
        put("plan", plan.id, plan)
        parts: list[Target | Task | Milestone | Proposal] = [*plan.targets, *plan.tasks]
        parts += [*plan.milestones, *plan.proposals]
        for member in parts:
            put(type(member).__name__.lower(), member.id, member, plan)
    for metric in catalog.metrics():
        put("metric", metric.id, metric)
    for claim in catalog.claims():
        put("claim", str(claim.id), claim)
    for document in catalog.documents():
        put("document", document.id, document)
    for place in catalog.places():
        put("jurisdiction", place.id, place)
    return found


def details(name: str, as_of: dt.date | None, lang: str) -> Iterator[RenderableType]:
    """What is known of everything with that id, ready to be printed.

    Args:
        name: the id; a name of a place works too.
        as_of: where it is given, a target, task, milestone or proposal is judged on that day.
        lang: `vi` or `en`.

    Raises:
        NotFound: nothing has it, with the nearest id.
    """
    all_ids = held()
    found = all_ids.get(name) or [("jurisdiction", place, None) for place in catalog.places().named(name)]
    if not found:
        raise NotFound(f"the catalog holds nothing under {name!r}", hint=nearest(name, all_ids))
    for kind, entity, plan in found:
        yield Text.assemble((f"{kind} ", "bright_black"), (plain(str(getattr(entity, "id", name))), "bold"))
        yield _grid(_fields(entity, plan, lang))
        if isinstance(entity, Plan):
            yield from _members(entity, lang)
        if isinstance(entity, Target | Metric):
            yield from _seen(_observations(entity), lang)
        if plan is not None:
            yield from _stated(one for one in catalog.assessments(plan=plan.id) if one.subject == name)
            if as_of is not None:
                yield from _judged(name, plan, as_of, lang)


def _fields(entity: Entity, plan: Plan | None, lang: str = "vi") -> Iterator[tuple[str, str]]:
    if plan is not None:
        yield "plan", f"{plan.title} ({plan.id})"
    for key, value in codecs.to_data(entity).items():
        if key != "id" and not (isinstance(entity, Plan) and key in _MEMBERS):
            yield from _flat(key, value)
    if isinstance(entity, Target):
        yield "metric.name", named(entity.metric, lang)
        if entity.binding is not None:
            yield "binding", str(entity.binding)


def _flat(key: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for inner, below in value.items():
            yield from _flat(f"{key}.{inner}", below)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for place, item in enumerate(value):
            yield from _flat(f"{key}[{place}]", item)
    elif isinstance(value, list):
        yield key, ", ".join(str(item) for item in value)
    else:
        yield key, str(value)


def _grid(lines: Iterable[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in lines:
        grid.add_row(Text(plain(name)), Text(plain(value)))
    return grid


def _listed(titles: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[Table]:
    table = Table(box=None, header_style="underline", pad_edge=False)
    for title in titles:
        table.add_column(Text(title), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else plain(str(cell))) for cell in row))
    if table.row_count:
        yield table


def _members(plan: Plan, lang: str) -> Iterator[Table]:
    titles = _TITLES[lang]
    rows = [(one.id, named(one.metric, lang), one.requirement, one.due) for one in plan.targets]
    yield from _listed(titles["targets"], rows)
    duties: list[tuple[object, ...]] = [(one.id, one.text, one.assignee, one.due) for one in plan.tasks]
    duties += [(one.id, one.text, None, one.due) for one in plan.milestones]
    yield from _listed(titles["duties"], duties)
    asked = [(one.id, one.text, one.by, one.to) for one in plan.proposals]
    yield from _listed(titles["proposals"], asked)


def _observations(entity: Target | Metric) -> list[Observation]:
    metric = entity.metric if isinstance(entity, Target) else entity
    place = entity.jurisdiction if isinstance(entity, Target) else None
    seen = catalog.observations(jurisdiction=place)
    return [one for one in seen if one.metric.id == metric.id]


def _seen(observations: Iterable[Observation], lang: str) -> Iterator[Table]:
    rows = [
        (one.jurisdiction, one.period, one.value, one.status.value, one.published, one.source)
        for one in observations
    ]
    yield from _listed(_TITLES[lang]["seen"], rows)


def _stated(assessments: Iterable[Assessment]) -> Iterator[Table]:
    for one in assessments:
        yield _grid((f"stated.{key}", value) for key, value in _fields(one, None) if key != "subject")


def _judged(name: str, plan: Plan, as_of: dt.date, lang: str) -> Iterator[RenderableType]:
    report = judge(bundled(plan.id), as_of)
    (block,) = report.blocks
    judged = (*block.findings, *block.duties, *block.proposals)
    for one in judged:
        if one.id == name:
            yield Text(plain(one.explain(lang)), style="bold")
            yield _grid(one.trace())
