"""Plans, metrics, observations, assessments and claims of the catalog, each loaded on first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from sotttt.catalog._figures import read_metrics, read_observations
from sotttt.catalog._files import DATA, asked_for, found, held, items, read_rows, read_tables
from sotttt.catalog._plans import PlanFile, demanded, members, read_plans
from sotttt.errors import DuplicateId, NotFound, nearest
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.plans.plan import Plan
from sotttt.sources import Source

if TYPE_CHECKING:
    from sotttt.catalog._collected import Collected
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
    "links",
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

    return Shelf(DATA, sources("articles"))


@cache
def _collected() -> Collected:
    from sotttt.catalog._collected import Collected
    from sotttt.catalog._loading import collected_sources

    return Collected(DATA / "collected", _shelf().metrics, collected_sources())


def _plan_file(name: str) -> PlanFile:
    """The file of a plan; of the collected ones, only this one is read."""
    known, others = _shelf().plans, _collected().plans
    file = held(others, name) or held(known, name)
    return file or found(dict.fromkeys((*known, *others)), name, "plan") or known[name]


def plans(collection: str | None = None) -> tuple[Plan, ...]:
    """All plans of the catalog (kế hoạch): those of the articles by id, then the collected ones by id.

    Args:
        collection: `articles`, what five articles say of five provinces; or `collected`, plans whose targets
            were read on many pages; without it, both.

    Raises:
        InvalidChoice: another collection.

    >>> [plan.id for plan in plans("articles") if plan.jurisdiction == "quang-ngai"]
    ['qn-2020-plan', 'qn-2021-tasks']
    """
    articles, others = asked_for(collection)
    read = tuple(one.plan for one in _shelf().plans.values()) if articles else ()
    return (*read, *(one.plan for one in _collected().plans.values())) if others else read


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
    return _plan_file(name).plan


def metrics(collection: str | None = None) -> tuple[Metric, ...]:
    """All metrics of the catalog (chỉ tiêu thống kê).

    Args:
        collection: `articles` or `collected`; without it, both.

    Raises:
        InvalidChoice: another collection.

    >>> {metric.unit for metric in metrics() if metric.scale.value == "rank"}
    {'rank'}
    """
    articles, others = asked_for(collection)
    read = tuple(_shelf().metrics.values()) if articles else ()
    return (*read, *_collected().metrics.own.every().values()) if others else read


def metric(name: str) -> Metric:
    """The metric of that id.

    Raises:
        NotFound: with the nearest id.

    >>> metric("phone-subscriptions").name
    'Số thuê bao điện thoại'
    """
    return held(_shelf().metrics, name) or found(_collected().metrics, name, "metric")


def observations(
    plan: str | None = None, jurisdiction: str | None = None, collection: str | None = None
) -> tuple[Observation, ...]:
    """Observations of the catalog (số liệu).

    Args:
        plan: only those that report on this plan, and those of its place on the metrics of its targets.
        jurisdiction: only those of this place.
        collection: `articles` or `collected`; without it, both.

    Raises:
        NotFound: no such plan.
        InvalidChoice: another collection.

    >>> len(observations(plan="qn-2020-plan")), str(observations(jurisdiction="nam-dinh")[0].value)
    (10, '= 1 meeting')
    """
    articles, others = asked_for(collection)
    rows = list(_shelf().observations.values()) if articles else []
    if plan is None:
        seen = [one for _, one in rows]
        seen += _collected().observations.every().values() if others else ()
    else:
        asked = _plan_file(plan).plan
        place, names = asked.jurisdiction, demanded(asked)
        seen = [
            one for of, one in rows if of == plan or (one.jurisdiction == place and one.metric.id in names)
        ]
        targets = {target.id for target in asked.targets}
        seen += _collected().about(place, names, targets) if others else ()
    return tuple(one for one in seen if jurisdiction is None or one.jurisdiction == jurisdiction)


def observation(name: str) -> Observation:
    """The observation of that id in the data file.

    Raises:
        NotFound: with the nearest id.

    >>> str(observation("vp-revenue-2015").value)
    '= 3566 billion_VND'
    """
    return held(_collected().observations, name) or found(_shelf().observations, name, "observation")[1]


def links(name: str) -> tuple[str, ...]:
    """The targets that the row of a collected observation names, as references for `entity` (liên kết).

    They are what the row is about. It is evidence on those of them alone that share its metric and place; the
    others are related only: another measure, or a province beside a national target.

    Raises:
        NotFound: no such collected observation.

    >>> links("r055")
    ('vn-mic-2023.t01', 'vn-ubqg-2023.t07')
    """
    return items(found(_collected().observations.rows, name, "collected observation")["targets"])


def assessments(plan: str | None = None, collection: str | None = None) -> tuple[Assessment, ...]:
    """What the sources themselves state of targets, tasks, milestones and proposals (đánh giá của nguồn).

    Args:
        plan: only those about the members of this plan.
        collection: `articles` or `collected`; without it, both.

    Raises:
        NotFound: no such plan.
        InvalidChoice: another collection.

    >>> assessments(plan="qn-2020-plan")[0].verdict.value
    'missed'
    """
    articles, others = asked_for(collection)
    if plan is not None:
        file = _plan_file(plan)
        ids = {member.id for member in members(file.plan)}
        held = _collected().assessments
        named = [held[name] for name, row in held.rows.items() if row["subject"] in ids]
        return (*(file.assessments if articles else ()), *(named if others else ()))
    read = [stated for one in _shelf().plans.values() for stated in one.assessments] if articles else []
    return (*read, *(_collected().assessments.every().values() if others else ()))


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
        "source": _source,
    }
    if kind not in ways:
        kinds = (*ways, *_MEMBERS, "document")
        raise NotFound(f"no kind of entity {kind!r}", expected=", ".join(kinds), hint=nearest(kind, kinds))
    return ways[kind](name)


def _source(name: str) -> Source:
    from sotttt.catalog._loading import source

    return source(name)


def _member(kind: str, name: str) -> Target | Task | Milestone | Proposal:
    of, _, local = name.partition("/")
    owner = plan(of)
    group = {one.id: one for one in members(owner) if type(one).__name__ == kind.capitalize()}
    return found(group, local, kind)
