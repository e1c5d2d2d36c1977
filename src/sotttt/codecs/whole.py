"""A bundle to the table of a file and back.

In a file of one plan, `plan` is a table, and its targets, tasks, milestones and proposals stand at the top.
Otherwise `plans` is a list, each plan with its own, and what stands at the top belongs to no plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sotttt.codecs.bundles import MEMBERS, Bundle
from sotttt.codecs.plain import write_entity
from sotttt.codecs.strict import (
    Follows,
    Known,
    collect,
    doubled,
    make_reader,
    name_of,
    read_entity,
    refuse,
    unknown,
)
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
        self.known = Known(metrics)
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
        twice = f"the id {name!r} stands twice"
        self.faults.append(DuplicateId(twice, where=f"{path}.id", hint=f"first at {first}"))
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
                self.known.add(metric)
                made.append(metric)
        return tuple(made)

    def plan(self, holder: Mapping[str, object]) -> tuple[Plan, ...]:
        """The plan of a file of one; its members stand at the top."""
        value = holder["plan"]
        if isinstance(value, dict):
            self.faults += [
                UnknownKey(
                    f"unknown key {key!r}", where=f"plan.{key}", hint=f"it stands at the top: [[{key}]]"
                )
                for key in MEMBERS
                if key in value
            ]
        members = {key: self.all_of(holder, key, _LISTS[key]) for key in MEMBERS}
        return self._plan(value, "plan", members)

    def plans(self, holder: Mapping[str, object]) -> tuple[Plan, ...]:
        """The plans of a file of several."""
        made: list[Plan] = []
        for path, item in self.rows(holder, "plans"):
            inner = item if isinstance(item, dict) else {}
            members = {key: self.all_of(inner, key, _LISTS[key], f"{path}.") for key in MEMBERS}
            made += self._plan(item, path, members)
        return tuple(made)

    def _plan(self, value: object, path: str, members: Mapping[str, tuple[object, ...]]) -> tuple[Plan, ...]:
        with collect(self.faults, path):
            return (read_entity(self.reader, Plan, value, given=members, extra=MEMBERS),)
        return ()

    def finish(self, place: str) -> None:
        """Raise what was found; a fault that follows from another is told once."""
        found = [fault for group in self.faults for fault in _opened(group) if not isinstance(fault, Follows)]
        if found:
            raise FaultGroup(place, found)


def _opened(fault: SottttError) -> Iterable[SottttError]:
    return fault.faults if isinstance(fault, FaultGroup) else (fault,)


def read_bundle(data: Mapping[str, object], place: str, metrics: Iterable[Metric] = ()) -> Bundle:
    """The bundle that the table of a file says.

    Args:
        data: the table.
        place: the name of the file.
        metrics: metrics that the file may name without defining them; its own definitions go before them.

    Raises:
        FaultGroup: every fault of the file, each with its path.
    """
    file = _File(metrics)
    file.faults += [*doubled(data), *unknown(data, _KEYS)]
    _check_form(data, file.faults)
    own = file.metrics(data)
    made: dict[str, tuple[Entity, ...]] = {"metrics": own}
    if "plan" in data:
        if "plans" in data:
            file.faults.append(InvalidEntity("'plans' beside 'plan'", where="plans", hint="keep one of them"))
        made["plans"] = file.plan(data)
        rest: tuple[str, ...] = ("observations", "assessments")
    else:
        made["plans"] = file.plans(data)
        rest = tuple(_LISTS)
    for key in rest:
        made[key] = file.all_of(data, key, _LISTS[key])
    file.finish(place)
    return Bundle(**made)  # type: ignore[arg-type]  # each family is read as its own class


def _check_form(data: Mapping[str, object], faults: list[SottttError]) -> None:
    form = data.get("format", FORM)
    if type(form) is not int or form != FORM:
        faults.append(
            InvalidFile(
                f"a file of form {form!r}",
                where="format",
                expected=str(FORM),
                hint="read it with the release that wrote it",
            )
        )


def write_bundle(bundle: Bundle) -> dict[str, object]:
    """The table of a file that reads back as the same bundle.

    >>> write_bundle(Bundle())
    {'format': 1}
    """
    made: dict[str, object] = {"format": FORM, "metrics": [write_entity(metric) for metric in bundle.metrics]}
    loose = any(getattr(bundle, key) for key in MEMBERS)
    holder: Bundle | Plan = bundle
    if len(bundle.plans) == 1 and not loose:
        (holder,) = bundle.plans
        made["plan"] = write_entity(holder, without=MEMBERS)
    else:
        made["plans"] = [write_entity(plan) for plan in bundle.plans]
    for key in MEMBERS:
        made[key] = [write_entity(member) for member in getattr(holder, key)]
    made["observations"] = [write_entity(seen) for seen in bundle.observations]
    made["assessments"] = [write_entity(one) for one in bundle.assessments]
    return {key: value for key, value in made.items() if value != []}
