"""Plans (kế hoạch, đề án, chương trình, quy hoạch): targets and tasks under one decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

import attrs

from sotttt.errors import DuplicateId, InvalidText
from sotttt.frozen import Entity, Word, identifier, label, only, optional_label, placed, several, strings
from sotttt.periods import Horizon, Period
from sotttt.plans.targets import Target
from sotttt.sources import Source

if TYPE_CHECKING:
    from sotttt.plans.tasks import Milestone, Proposal, Task

__all__ = ["Plan", "PlanKind", "Stage"]

T = TypeVar("T")


class PlanKind(Word):
    """The form of a plan: kế hoạch, đề án, chương trình, quy hoạch, chiến lược, nghị quyết, dự án."""

    PLAN = "plan"
    SCHEME = "scheme"
    PROGRAMME = "programme"
    MASTER_PLAN = "master_plan"
    STRATEGY = "strategy"
    RESOLUTION = "resolution"
    PROJECT = "project"
    REPORT = "report"


class Stage(Word):
    """How far a plan has come: dự thảo, ban hành."""

    DRAFT = "draft"
    ISSUED = "issued"


def _targets(value: Iterable[Target]) -> tuple[Target, ...]:
    return _checked(value, "Target")


def _tasks(value: Iterable[Task]) -> tuple[Task, ...]:
    return _checked(value, "Task")


def _milestones(value: Iterable[Milestone]) -> tuple[Milestone, ...]:
    return _checked(value, "Milestone")


def _proposals(value: Iterable[Proposal]) -> tuple[Proposal, ...]:
    return _checked(value, "Proposal")


def _checked(value: Iterable[T], kind: str) -> tuple[T, ...]:
    members = several(value, f"a list of {kind.lower()}s")
    for member in members:
        if type(member).__name__ != kind:
            raise InvalidText(f"{member!r} stands among the {kind.lower()}s of a plan", expected=f"a {kind}")
    return members


def _horizon(value: Horizon | Period | str | None) -> Horizon | None:
    return None if value is None else Horizon.of(value)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Plan(Entity):
    """A plan with its targets, tasks, milestones and proposals (kế hoạch).

    Args:
        id: a readable id.
        title: the title.
        kind: `plan`, `scheme`, `programme`, `master_plan`, `strategy`, `resolution`, `project` or `report`.
        stage: `draft` or `issued`; the targets of a draft don't apply.
        jurisdiction: id of the place.
        sectors: codes of the sectors.
        horizon: plan period, orientation and vision.
        issued_by: id of the document that issues it.
        bases: ids of the documents that it rests on (căn cứ).
        parent: id of the plan above it.
        supersedes: id of the plan that it replaces.
        targets, tasks, milestones, proposals: its members; no id twice.
        source: where it stands.

    Raises:
        DuplicateId: two members share an id.

    >>> Plan(id="tg-it-2018", title="Quy hoạch CNTT Tiền Giang", jurisdiction="tien-giang",
    ...      kind="master_plan", horizon="2020; orientation 2030").stage.value
    'issued'
    """

    id: str = attrs.field(converter=identifier)
    title: str = attrs.field(converter=label)
    kind: PlanKind = attrs.field(default=PlanKind.PLAN, converter=PlanKind)
    stage: Stage = attrs.field(default=Stage.ISSUED, converter=Stage)
    jurisdiction: str = attrs.field(converter=identifier)
    sectors: tuple[str, ...] = attrs.field(default=(), converter=strings)
    horizon: Horizon | None = attrs.field(default=None, converter=_horizon)
    issued_by: str | None = attrs.field(default=None, converter=optional_label)
    bases: tuple[str, ...] = attrs.field(default=(), converter=strings)
    parent: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    supersedes: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    targets: tuple[Target, ...] = attrs.field(default=(), converter=_targets)
    tasks: tuple[Task, ...] = attrs.field(default=(), converter=_tasks)
    milestones: tuple[Milestone, ...] = attrs.field(default=(), converter=_milestones)
    proposals: tuple[Proposal, ...] = attrs.field(default=(), converter=_proposals)
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))

    def __attrs_post_init__(self) -> None:
        seen: set[str] = set()
        groups = (self.targets, self.tasks, self.milestones, self.proposals)
        for name in (member.id for group in groups for member in group):
            if name in seen:
                raise DuplicateId(f"the id {name!r} stands twice in plan {self.id!r}", where="id")
            seen.add(name)

    def _repr_html_(self) -> str:
        from sotttt.writing import html_table

        rows = [
            (
                target.number or "",
                target.metric.name,
                str(target.requirement),
                str(target.due) if target.due else "",
            )
            for target in self.targets
        ]
        return html_table(("TT", "Chỉ tiêu", "Yêu cầu", "Hạn"), rows, caption=self.title)
