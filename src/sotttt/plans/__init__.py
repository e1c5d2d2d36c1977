"""Plans and what they demand: targets, requirements, tasks, milestones, proposals.

Names load on first use, so that judging targets never pays for tasks.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sotttt.plans.plan import Plan, PlanKind, Stage
    from sotttt.plans.requirements import AllOf, Among, AnyOf, Change, Clause, InWords, Relative, Requirement
    from sotttt.plans.targets import Commitment, Hold, HorizonPart, Target
    from sotttt.plans.tasks import Milestone, Proposal, Task

_ROOMS = {
    "plan": ("Plan", "PlanKind", "Stage"),
    "requirements": ("AllOf", "Among", "AnyOf", "Change", "Clause", "InWords", "Relative", "Requirement"),
    "targets": ("Commitment", "Hold", "HorizonPart", "Target"),
    "tasks": ("Milestone", "Proposal", "Task"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [  # loaded by __getattr__
    "AllOf",
    "Among",
    "AnyOf",
    "Change",
    "Clause",
    "Commitment",
    "Hold",
    "HorizonPart",
    "InWords",
    "Milestone",
    "Plan",
    "PlanKind",
    "Proposal",
    "Relative",
    "Requirement",
    "Stage",
    "Target",
    "Task",
]


def __getattr__(name: str) -> object:
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module 'sotttt.plans' has no attribute {name!r}")
    return getattr(import_module(f"sotttt.plans.{room}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
