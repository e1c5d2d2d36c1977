"""The plans of the catalog: targets, tasks, milestones, proposals, and what sources state about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from sotttt.catalog._files import Table, check_keys, found, sourced
from sotttt.errors import DuplicateId, Faults, InvalidEntity, MissingField, NotFound, SottttError, nearest
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.plans.plan import Plan
from sotttt.plans.requirements import AllOf, Clause, InWords, Relative, Requirement
from sotttt.plans.targets import Target
from sotttt.plans.tasks import Milestone, Proposal, Task
from sotttt.ranges import Figure, Hedge, Range
from sotttt.sources import Source

__all__ = ["PlanFile", "demanded", "members", "read_plan", "read_plans"]

T = TypeVar("T")

_PLAN = (
    *("id", "title", "kind", "stage", "jurisdiction", "sectors", "horizon", "issued_by", "bases", "parent"),
    "supersedes",
)
_TASK = ("id", "text", "assigned_by", "assignee", "cooperating", "due", "every", "deliverable", "sector")
_MILESTONE = ("id", "text", "due", "sector")
_PROPOSAL = ("id", "text", "by", "to", "due", "sector")
_ASSESSMENT = ("subject", "period", "verdict", "degree", "disposition", "done_on", "attainment", "by")
_TARGET = (
    *("id", "metric", "requirement", "start", "due", "hold", "every", "commitment", "steps", "baseline"),
    *("dims", "two_sided", "horizon", "lead", "number", "supersedes"),
)
_FIGURE = ("written", "span", "hedge", "resolution", "locale", "status", "of")
_STANDS = ("source", "facts", "locator")
_MEMBERS = ("targets", "tasks", "milestones", "proposals", "assessments")


class PlanFile(NamedTuple):
    """What one file holds: a plan, and what its source states about the members."""

    plan: Plan
    assessments: tuple[Assessment, ...]


class _Desk(NamedTuple):
    """What the tables of one file share."""

    metrics: Mapping[str, Metric]
    sources: Mapping[str, Source]
    source: str | None
    jurisdiction: str

    def stands(self, table: Table) -> Source:
        """The source of a table, its own or the file's, with the facts of an article or a text as place."""
        locator = "; ".join(table["facts"]) if "facts" in table else table.get("locator", "")
        return sourced(self.sources, table.get("source", self.source), locator)


def read_plans(
    files: Iterator[tuple[str, Table]], metrics: Mapping[str, Metric], sources: Mapping[str, Source]
) -> dict[str, PlanFile]:
    """The plans of several files, by id.

    Raises:
        FaultGroup: all faults of one file.
        DuplicateId: two plans, or members of two plans, under one id.
    """
    plans: dict[str, PlanFile] = {}
    owner: dict[str, str] = {}
    for name, table in files:
        made = read_plan(name, table, metrics, sources)
        plan = made.plan
        for each in (plan.id, *(member.id for member in members(plan))):
            if each in owner:
                raise DuplicateId(f"the id {each!r} stands in {owner[each]} too", where=f"{name}: id")
            owner[each] = name
        plans[plan.id] = made
    return plans


def members(plan: Plan) -> tuple[Target | Task | Milestone | Proposal, ...]:
    """All that a plan demands, in one row."""
    return (*plan.targets, *plan.tasks, *plan.milestones, *plan.proposals)


def demanded(plan: Plan) -> set[str]:
    """Ids of the metrics on which the targets of a plan are judged."""
    names = set()
    for target in plan.targets:
        names.add(target.metric.id)
        if isinstance(target.requirement, AllOf):
            names.update(clause.metric.id for clause in target.requirement.members if clause.metric)
    return names


def read_plan(
    name: str, table: Table, metrics: Mapping[str, Metric], sources: Mapping[str, Source]
) -> PlanFile:
    """The plan of one file.

    Raises:
        FaultGroup: all faults of the file.
    """
    faults = Faults(name)
    desk = _Desk(metrics, sources, table.get("source"), table.get("jurisdiction", ""))
    with faults.catch():
        check_keys(table, (*_PLAN, *_STANDS, *_MEMBERS))
    targets = _members(table, "targets", faults, lambda one: _target(one, desk))
    tasks = _members(table, "tasks", faults, lambda one: _placed(Task, _TASK, one, desk))
    milestones = _members(table, "milestones", faults, lambda one: _placed(Milestone, _MILESTONE, one, desk))
    proposals = _members(table, "proposals", faults, lambda one: _placed(Proposal, _PROPOSAL, one, desk))
    stated = _members(table, "assessments", faults, lambda one: _assessment(one, desk))
    faults.finish()
    fields: dict[str, Any] = {key: table[key] for key in _PLAN if key in table}
    fields |= {"targets": targets, "tasks": tasks, "milestones": milestones, "proposals": proposals}
    try:
        plan = Plan(**fields, source=desk.stands(table))
        _check_subjects(plan, stated)
    except SottttError as fault:
        raise fault.at(name) from None
    return PlanFile(plan, stated)


def _check_subjects(plan: Plan, stated: tuple[Assessment, ...]) -> None:
    known = [member.id for member in members(plan)]
    for at, assessment in enumerate(stated):
        if assessment.subject not in known:
            raise NotFound(
                f"the plan has no member {assessment.subject!r}",
                where=f"assessments[{at}].subject",
                hint=nearest(assessment.subject, known),
            )


def _members(table: Table, key: str, faults: Faults, make: Callable[[Table], T]) -> tuple[T, ...]:
    made = []
    for at, one in enumerate(table.get(key, ())):
        with faults.catch(f"{key}[{at}]"):
            made.append(make(one))
    return tuple(made)


def _fields(table: Table, known: tuple[str, ...]) -> dict[str, Any]:
    check_keys(table, (*known, *_STANDS))
    return {key: table[key] for key in known if key in table}


def _placed(kind: Callable[..., T], known: tuple[str, ...], table: Table, desk: _Desk) -> T:
    return kind(**_fields(table, known), jurisdiction=desk.jurisdiction, source=desk.stands(table))


def _assessment(table: Table, desk: _Desk) -> Assessment:
    source = desk.stands(table)
    return Assessment(**_fields(table, _ASSESSMENT), published=source.published, source=source)


def _target(table: Table, desk: _Desk) -> Target:
    fields = _fields(table, (*_TARGET, *_FIGURE))
    printed = {key: fields.pop(key) for key in _FIGURE if key in fields}
    for key in ("metric", "requirement"):
        if key not in fields:
            raise MissingField(f"no {key}", where=key)
    fields["metric"] = found(desk.metrics, fields["metric"], "metric")
    fields["requirement"] = requirement = _requirement(fields["requirement"], desk.metrics)
    source = desk.stands(table)
    if isinstance(fields.get("baseline"), dict):
        fields["baseline"] = _baseline(fields, desk.jurisdiction, source)
    return Target(
        **fields,
        figure=_printed(printed, requirement),
        jurisdiction=desk.jurisdiction,
        source=source,
    )


def _baseline(fields: Table, jurisdiction: str, source: Source) -> Observation:
    """The value from which progress is counted, where the source of the target prints it."""
    table = fields["baseline"]
    check_keys(table, ("period", "status", *_FIGURE))
    printed = {key: table[key] for key in _FIGURE if key in table}
    return Observation(
        metric=fields["metric"],
        jurisdiction=jurisdiction,
        period=table.get("period"),
        value=_figure(printed, printed["span"]),
        status=table.get("status", "official"),
        published=source.published,
        dims=fields.get("dims", {}),
        source=source,
    )


def _printed(table: Table, requirement: Requirement) -> Figure | None:
    """The figure that a target is printed with; where the requirement is a range, it must be its reading."""
    if not table:
        return None
    figure = _figure(table, table.get("span", requirement))
    if isinstance(requirement, Range) and requirement not in (figure.required(), *_without_a_word(figure)):
        raise InvalidEntity(
            f"{figure.as_written!r} asks for {figure.required()}, not for {requirement}", where="requirement"
        )
    return figure


def _without_a_word(figure: Figure) -> tuple[Range, ...]:
    """What a figure without a bound word asks for in a plan: `đạt 80%` is at least 80 %; a rank, at most."""
    if figure.hedge is not Hedge.NONE or figure.range.low is None or figure.range.high is None:
        return ()
    return (Range(figure.range.low, None), Range(None, figure.range.high))


def _figure(table: Table, span: Any) -> Figure:  # noqa: ANN401  # what TOML holds
    if "written" not in table:
        raise MissingField("a figure without its printed words", where="written")
    fields = {key: table[key] for key in ("hedge", "resolution", "locale", "status", "of") if key in table}
    return Figure(range=span, as_written=table["written"], **fields)


def _requirement(value: Any, metrics: Mapping[str, Metric]) -> Requirement:  # noqa: ANN401  # what TOML holds
    if not isinstance(value, dict):
        return Range.parse(value)
    check_keys(value, ("all_of", "relative", "in_words"))
    if len(value) != 1:
        raise InvalidEntity("a requirement is of one kind", where="requirement", expected="one key")
    ((kind, body),) = value.items()
    if kind == "all_of":
        return AllOf([_clause(one, metrics) for one in body])
    if kind == "relative":
        check_keys(body, ("change", "range", "against"))
        return Relative(**body)
    return InWords(body)


def _clause(table: Table, metrics: Mapping[str, Metric]) -> Clause:
    check_keys(table, ("metric", "requirement", "period", "dims"))
    metric = found(metrics, table["metric"], "metric") if "metric" in table else None
    return Clause(
        metric=metric,
        requirement=_requirement(table["requirement"], metrics),
        period=table.get("period"),
        dims=table.get("dims", {}),
    )
