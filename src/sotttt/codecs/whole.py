"""A bundle to the table of a file and back.

A file of one plan says `plan = {…}`, and its targets, tasks, milestones and proposals stand at the top of the file.
Otherwise `plans` is a list, each with its own, and what stands at the top belongs to no plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sotttt.codecs.bundles import MEMBERS, Bundle
from sotttt.codecs.fields import fields_of
from sotttt.codecs.plain import write_entity
from sotttt.codecs.strict import Follows, Known, collect, doubled, make_reader, name_of, read_entity, refuse, unknown
from sotttt.errors import DuplicateId, FaultGroup, InvalidEntity, InvalidFile, SottttError, UnknownKey
from sotttt.frozen import Entity
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.plans import Milestone, Plan, Proposal, Target, Task

__all__ = ["FORM", "read_bundle", "write_bundle"]

E = TypeVar("E", bound=Entity)

#: The form of the files, written at their head; it changes when a file of an older form reads differently.
FORM = 1

_LISTS: dict[str, type[Entity]] = {
    "targets": Target,
    "tasks": Task,
    "milestones": Milestone,
    "proposals": Proposal,
    "observations": Observation,
    "assessments": Assessment,
}
_KEYS = ("format", "metrics", "plan", "plans", *_LISTS)


class _File:
    """One file while it is read: the metrics it may name, the ids it has used, the faults found so far."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        given = tuple(metrics)
        self.given = {metric.id: metric for metric in given}
        self.known = Known(given)
        self.reader = make_reader(self.known)
        self.faults: list[SottttError] = []
        self.ids: dict[tuple[str, str], str] = {}

    def rows(self, holder: Mapping[str, object], key: str, prefix: str = "") -> list[tuple[str, object]]:
        """The items under a key, each with its path; one whose id is used already is left out."""
        value = holder.get(key, [])
        path = prefix + key
        if not isinstance(value, list):
            with collect(self.faults, path):
                refuse(value, InvalidEntity, f"a list of tables, in TOML [[{path}]]")
            return []
        space = "member" if key in MEMBERS else key
        return [
            (f"{path}[{place}]", item)
            for place, item in enumerate(value)
            if self._is_new(space, item, f"{path}[{place}]")
        ]

    def _is_new(self, space: str, item: object, path: str) -> bool:
        name = name_of(item)
        if name is None or space not in ("member", "metrics", "plans"):
            return True
        first = self.ids.setdefault((space, name), path)
        if first == path:
            return True
        self.faults.append(DuplicateId(f"the id {name!r} stands twice", where=f"{path}.id", hint=f"first at {first}"))
        return False

    def all_of(self, holder: Mapping[str, object], key: str, cls: type[E], prefix: str = "") -> tuple[E, ...]:
        """All entities under a key that are free of faults."""
        made: list[E] = []
        for path, item in self.rows(holder, key, prefix):
            with collect(self.faults, path):
                made.append(read_entity(self.reader, cls, item))
        return tuple(made)

    def metrics(self, holder: Mapping[str, object]) -> tuple[Metric, ...]:
        """The metrics that the file defines; from here on they can be named."""
        made: list[Metric] = []
        for path, item in self.rows(holder, "metrics"):
            self.known.doubt(name_of(item) or "")
            with collect(self.faults, path):
                metric = read_entity(self.reader, Metric, item)
                if self.given.get(metric.id, metric) != metric:
                    raise DuplicateId(f"the metric {metric.id!r} differs from the one given", where="id")
                self.known.add(metric)
                made.append(metric)
        return tuple(made)

    def plan(self, value: object, path: str, members: Mapping[str, tuple[object, ...]]) -> tuple[Plan, ...]:
        """A plan with members read elsewhere, or nothing where it is at fault."""
        with collect(self.faults, path):
            _check_head(value, path)
            return (read_entity(self.reader, Plan, value, given=members),)
        return ()

    def plans(self, holder: Mapping[str, object]) -> tuple[Plan, ...]:
        """The plans of a file of several."""
        made: list[Plan] = []
        for path, item in self.rows(holder, "plans"):
            members: dict[str, tuple[object, ...]] = {}
            rest = item
            if isinstance(item, dict):
                members = {key: self.all_of(item, key, _LISTS[key], f"{path}.") for key in MEMBERS}
                rest = type(item)((key, value) for key, value in item.items() if key not in MEMBERS)
            made += self.plan(rest, path, members)
        return tuple(made)

    def finish(self, place: str) -> None:
        """Raise what was found; a fault that follows from another is told once."""
        found = [fault for group in self.faults for fault in _opened(group) if not isinstance(fault, Follows)]
        if found:
            raise FaultGroup(place, found)


def _opened(fault: SottttError) -> Iterable[SottttError]:
    return fault.faults if isinstance(fault, FaultGroup) else (fault,)
