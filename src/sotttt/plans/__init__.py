"""Plans and what they demand: targets, requirements, tasks, milestones, proposals.

Names load on first use, so that judging targets never pays for tasks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face

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

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.plans", _ROOMS)
