"""`Bundle`: what one file holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import attrs

from sotttt.errors import DuplicateId, Faults, InvalidText
from sotttt.frozen import Entity
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.plans import AllOf, Among, AnyOf, Clause, Milestone, Plan, Proposal, Requirement, Target, Task

__all__ = ["MEMBERS", "Bundle", "metrics_of"]

T = TypeVar("T")

#: The families that share one space of ids, because an assessment names its subject by id alone.
MEMBERS = ("targets", "tasks", "milestones", "proposals")


def _all(value: Iterable[T], kind: type[T]) -> tuple[T, ...]:
    made = tuple(value)
    for item in made:
        if not isinstance(item, kind):
            raise InvalidText(f"{item!r} is no {kind.__name__}", expected=f"several of {kind.__name__}")
    return made


def _metrics(given: Iterable[Metric]) -> tuple[Metric, ...]:
    return _all(given, Metric)


def _plans(given: Iterable[Plan]) -> tuple[Plan, ...]:
    return _all(given, Plan)


def _targets(given: Iterable[Target]) -> tuple[Target, ...]:
    return _all(given, Target)


def _tasks(given: Iterable[Task]) -> tuple[Task, ...]:
    return _all(given, Task)


def _milestones(given: Iterable[Milestone]) -> tuple[Milestone, ...]:
    return _all(given, Milestone)


def _proposals(given: Iterable[Proposal]) -> tuple[Proposal, ...]:
    return _all(given, Proposal)


def _observations(given: Iterable[Observation]) -> tuple[Observation, ...]:
    return _all(given, Observation)


def _assessments(given: Iterable[Assessment]) -> tuple[Assessment, ...]:
    return _all(given, Assessment)


@attrs.frozen(kw_only=True)
class Bundle(Entity):
    """What one file holds: plans, what they ask, and what was seen (một tệp dữ liệu).

    It is complete: every metric that a member names is among its `metrics`.

    Args:
        metrics: what is measured; metrics that only members hold are added behind those given.
        plans: plans with their members.
        targets, tasks, milestones, proposals: those that stand in no plan.
        observations: what was seen.
        assessments: what sources state themselves.

    Raises:
        FaultGroup: with a `DuplicateId` for each id that stands for two things.

    >>> share = Metric(id="fibre", name="Cáp quang", unit="%", better="higher", timing="point", scale="ratio")
    >>> target = Target(id="t", metric=share, jurisdiction="hue", requirement=">= 80 %", due="2025")
    >>> [metric.id for metric in Bundle(targets=[target]).metrics]
    ['fibre']
    """

    metrics: tuple[Metric, ...] = attrs.field(default=(), converter=_metrics)
    plans: tuple[Plan, ...] = attrs.field(default=(), converter=_plans)
    targets: tuple[Target, ...] = attrs.field(default=(), converter=_targets)
    tasks: tuple[Task, ...] = attrs.field(default=(), converter=_tasks)
    milestones: tuple[Milestone, ...] = attrs.field(default=(), converter=_milestones)
    proposals: tuple[Proposal, ...] = attrs.field(default=(), converter=_proposals)
    observations: tuple[Observation, ...] = attrs.field(default=(), converter=_observations)
    assessments: tuple[Assessment, ...] = attrs.field(default=(), converter=_assessments)

    def __attrs_post_init__(self) -> None:
        faults = Faults("bundle")
        known: dict[str, Metric] = {}
        for place, metric in enumerate(self.metrics):
            if known.setdefault(metric.id, metric) is not metric:
                faults.add(
                    DuplicateId(f"the metric {metric.id!r} stands twice", where=f"metrics[{place}].id")
                )
        for metric in self._named():
            if known.setdefault(metric.id, metric) != metric:
                faults.add(DuplicateId(f"two different metrics share the id {metric.id!r}", where="metrics"))
        self._check_ids(faults)
        faults.finish()
        object.__setattr__(self, "metrics", tuple(known.values()))

    def _check_ids(self, faults: Faults) -> None:
        plans: set[str] = set()
        for place, plan in enumerate(self.plans):
            if plan.id in plans:
                faults.add(DuplicateId(f"the plan {plan.id!r} stands twice", where=f"plans[{place}].id"))
            plans.add(plan.id)
        seen: dict[str, str] = {}
        for where, name in self._ids():
            if name in seen:
                faults.add(
                    DuplicateId(
                        f"the id {name!r} stands twice", where=f"{where}.id", hint=f"first at {seen[name]}"
                    )
                )
            seen.setdefault(name, where)

    def _ids(self) -> Iterator[tuple[str, str]]:
        holders: list[tuple[str, Plan | Bundle]] = [("", self)]
        holders += [(f"plans[{place}].", plan) for place, plan in enumerate(self.plans)]
        for prefix, holder in holders:
            for family in MEMBERS:
                for place, member in enumerate(getattr(holder, family)):
                    yield f"{prefix}{family}[{place}]", member.id

    def _named(self) -> Iterator[Metric]:
        for plan in self.plans:
            for target in plan.targets:
                yield from metrics_of(target)
        for target in self.targets:
            yield from metrics_of(target)
        for seen in self.observations:
            yield seen.metric


def metrics_of(target: Target) -> Iterator[Metric]:
    """Every metric that a target names: its own, those of its clauses, its condition and its baseline.

    >>> share = Metric(id="fibre", name="Cáp quang", unit="%", better="higher", timing="point", scale="ratio")
    >>> target = Target(id="t", metric=share, jurisdiction="hue", requirement=">= 80 %", due="2025")
    >>> [metric.id for metric in metrics_of(target)]
    ['fibre']
    """
    yield target.metric
    yield from _of_requirement(target.requirement)
    if target.applies_if is not None:
        yield from _of_clause(target.applies_if)


def _of_requirement(requirement: Requirement | None) -> Iterator[Metric]:
    if isinstance(requirement, AllOf | AnyOf):
        for clause in requirement.members:
            yield from _of_clause(clause)
    elif isinstance(requirement, Among):
        yield from _of_requirement(requirement.requirement)


def _of_clause(clause: Clause) -> Iterator[Metric]:
    if clause.metric is not None:
        yield clause.metric
    yield from _of_requirement(clause.requirement)
