"""Plans, metrics, observations, assessments and claims of the catalog, each loaded on first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from sotttt.catalog._figures import read_metrics, read_observations
from sotttt.catalog._files import DATA, found, read_rows, read_tables
from sotttt.catalog._plans import PlanFile, demanded, members, read_plans
from sotttt.errors import DuplicateId, NotFound, nearest
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.plans.plan import Plan
from sotttt.sources import Source

if TYPE_CHECKING:
    from sotttt.evaluation.claims import Claim
    from sotttt.law import Document
    from sotttt.plans.targets import Target
    from sotttt.plans.tasks import Milestone, Proposal, Task

__all__ = [
    "Shelf",
    "assessments",
    "claim",
    "claims",
    "coverage",
    "entity",
    "metric",
    "metrics",
    "observation",
    "observations",
    "plan",
    "plans",
]

_COVERAGE = ("fact", "entity")
_MEMBERS = {"target": "targets", "task": "tasks", "milestone": "milestones", "proposal": "proposals"}


class Shelf:
    """The data of one folder; each part is read when it is first asked for."""

    def __init__(self, folder: Path, sources: Mapping[str, Source]) -> None:
        self.folder = folder
        self.sources = dict(sources)

    @cached_property
    def metrics(self) -> dict[str, Metric]:
        """Metrics by id."""
        return read_metrics(self.folder / "metrics.csv", self.sources)

    @cached_property
    def plans(self) -> dict[str, PlanFile]:
        """Plans by id, each with what its source states."""
        return read_plans(read_tables(self.folder / "plans"), self.metrics, self.sources)

    @cached_property
    def observations(self) -> dict[str, tuple[str, Observation]]:
        """Observations by id, each with the plan that it reports on."""
        read = read_observations(self.folder / "observations.csv", self.metrics, self.sources)
        for name, (plan, _) in read.items():
            if plan not in self.plans:
                where = f"observations.csv: {name}.plan"
                raise NotFound(f"no plan {plan!r}", where=where, hint=nearest(plan, self.plans))
        return read

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        from sotttt.catalog._claims import read_claims

        seen = {name: one for name, (_, one) in self.observations.items()}
        return read_claims(self.folder / "claims.csv", seen, self.sources)

    @cached_property
    def coverage(self) -> dict[str, tuple[str, ...]]:
        """References to the entities that carry a fact, by the id of the fact."""
        carried: dict[str, tuple[str, ...]] = {}
        for name in ("coverage.csv", "coverage_documents.csv"):
            for place, row in read_rows(self.folder / name, _COVERAGE):
                before = carried.get(row["fact"], ())
                if row["entity"] in before:
                    twice = f"{row['entity']!r} stands twice for {row['fact']}"
                    raise DuplicateId(twice, where=f"{name}: {place}")
                carried[row["fact"]] = (*before, row["entity"])
        return dict(sorted(carried.items()))


@cache
def _shelf() -> Shelf:
    from sotttt.catalog._loading import sources

    return Shelf(DATA, sources())


def plans() -> tuple[Plan, ...]:
    """All plans of the catalog (kế hoạch), by id.

    >>> [plan.id for plan in plans() if plan.jurisdiction == "quang-ngai"]
    ['qn-2020-plan', 'qn-2021-tasks']
    """
    return tuple(one.plan for one in _shelf().plans.values())


def plan(name: str) -> Plan:
    """The plan of that id.

    Raises:
        NotFound: with the nearest id.

    >>> plan("qn-2020-plan").targets[0].id
    'qn-2020-phones'
    >>> plan("qt-2024-gaols")
    Traceback (most recent call last):
    sotttt.errors.NotFound: the catalog holds no plan 'qt-2024-gaols'; did you mean 'qt-2024-goals'...
    """
    return found(_shelf().plans, name, "plan").plan


def metrics() -> tuple[Metric, ...]:
    """All metrics of the catalog (chỉ tiêu thống kê).

    >>> {metric.unit for metric in metrics() if metric.scale.value == "rank"}
    {'rank'}
    """
    return tuple(_shelf().metrics.values())


def metric(name: str) -> Metric:
    """The metric of that id.

    Raises:
        NotFound: with the nearest id.

    >>> metric("phone-subscriptions").name
    'Số thuê bao điện thoại'
    """
    return found(_shelf().metrics, name, "metric")


def observations(plan: str | None = None, jurisdiction: str | None = None) -> tuple[Observation, ...]:
    """Observations of the catalog (số liệu).

    Args:
        plan: only those that report on this plan, and those of its place on the metrics of its targets.
        jurisdiction: only those of this place.

    Raises:
        NotFound: no such plan.

    >>> len(observations(plan="qn-2020-plan")), str(observations(jurisdiction="nam-dinh")[-1].value)
    (10, '= 47250000 VND')
    """
    rows = list(_shelf().observations.values())
    if jurisdiction is not None:
        rows = [row for row in rows if row[1].jurisdiction == jurisdiction]
    if plan is not None:
        asked = found(_shelf().plans, plan, "plan").plan
        names = demanded(asked)
        rows = [
            (of, seen)
            for of, seen in rows
            if of == plan or (seen.jurisdiction == asked.jurisdiction and seen.metric.id in names)
        ]
    return tuple(seen for _, seen in rows)


def observation(name: str) -> Observation:
    """The observation of that id in the data file.

    Raises:
        NotFound: with the nearest id.

    >>> str(observation("vp-revenue-2015").value)
    '= 3566 billion_VND'
    """
    return found(_shelf().observations, name, "observation")[1]


def assessments(plan: str | None = None) -> tuple[Assessment, ...]:
    """What the sources themselves state of targets, tasks, milestones and proposals (đánh giá của nguồn).

    Args:
        plan: only those about the members of this plan.

    Raises:
        NotFound: no such plan.

    >>> assessments(plan="qn-2020-plan")[0].verdict.value
    'missed'
    """
    files = list(_shelf().plans.values()) if plan is None else [found(_shelf().plans, plan, "plan")]
    return tuple(stated for one in files for stated in one.assessments)


def claims() -> tuple[Claim, ...]:
    """The derived claims of the sources (khẳng định suy ra), to be checked by `sotttt.check`.

    >>> [claim.id for claim in claims() if claim.operation.value == "multiple"]
    ['vp-revenue-multiple']
    """
    return tuple(_shelf().claims.values())


def claim(name: str) -> Claim:
    """The claim of that id.

    Raises:
        NotFound: with the nearest id.

    >>> claim("vp-revenue-multiple").operation.value
    'multiple'
    """
    return found(_shelf().claims, name, "claim")


def coverage() -> Mapping[str, tuple[str, ...]]:
    """Which entities carry a fact of the five articles: references by the id of the fact.

    >>> coverage()["VP-010"]
    ('claim:vp-revenue-multiple',)
    """
    return MappingProxyType(_shelf().coverage)


def entity(
    reference: str,
) -> Plan | Target | Task | Milestone | Proposal | Observation | Claim | Metric | Source | Document:
    """The entity that a reference names.

    Args:
        reference: `plan:ID`, `metric:ID`, `observation:ID`, `claim:ID`, `source:ID`, `document:ID`,
            or `target:`, `task:`, `milestone:`, `proposal:` and `PLAN/ID`.

    Raises:
        NotFound: another kind, or no such entity; with the nearest spelling.

    >>> entity("target:qn-2020-plan/qn-2020-phones").id
    'qn-2020-phones'
    """
    kind, _, name = reference.partition(":")
    if kind in _MEMBERS:
        return _member(kind, name)
    if kind == "document":
        from sotttt import catalog

        return catalog.document(name)
    ways: dict[str, Callable[[str], Plan | Observation | Claim | Metric | Source]] = {
        "plan": plan,
        "observation": observation,
        "claim": claim,
        "metric": metric,
        "source": lambda asked: found(_shelf().sources, asked, "source"),
    }
    if kind not in ways:
        kinds = (*ways, *_MEMBERS, "document")
        raise NotFound(f"no kind of entity {kind!r}", expected=", ".join(kinds), hint=nearest(kind, kinds))
    return ways[kind](name)


def _member(kind: str, name: str) -> Target | Task | Milestone | Proposal:
    of, _, local = name.partition("/")
    owner = plan(of)
    group = {one.id: one for one in members(owner) if type(one).__name__ == kind.capitalize()}
    return found(group, local, kind)
