"""From requirements and observations to verdicts: the evaluation (đánh giá).

Names load on first use: judging targets never pays for claims or duties.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sotttt.evaluation.claims import (
        Claim,
        ClaimResult,
        ClaimVerdict,
        Diagnosis,
        DiagnosisCode,
        Operation,
        check,
    )
    from sotttt.evaluation.compliance import Compliance, Counts, evaluate
    from sotttt.evaluation.duties import (
        Completion,
        Duties,
        DutyFinding,
        ProposalFinding,
        TaskStatus,
        judge_proposal,
        judge_task,
        outcome,
    )
    from sotttt.evaluation.finding import Finding
    from sotttt.evaluation.policy import Policy
    from sotttt.evaluation.reasons import Flag, Reason, ReasonCode

_ROOMS = {
    "claims": ("Claim", "ClaimResult", "ClaimVerdict", "Diagnosis", "DiagnosisCode", "Operation", "check"),
    "compliance": ("Compliance", "Counts", "evaluate"),
    "duties": (
        "Completion",
        "Duties",
        "DutyFinding",
        "ProposalFinding",
        "TaskStatus",
        "judge_proposal",
        "judge_task",
        "outcome",
    ),
    "finding": ("Finding",),
    "policy": ("Policy",),
    "reasons": ("Flag", "Reason", "ReasonCode"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [  # loaded by __getattr__
    "Claim",
    "ClaimResult",
    "ClaimVerdict",
    "Completion",
    "Compliance",
    "Counts",
    "Diagnosis",
    "DiagnosisCode",
    "Duties",
    "DutyFinding",
    "Finding",
    "Flag",
    "Operation",
    "Policy",
    "ProposalFinding",
    "Reason",
    "ReasonCode",
    "TaskStatus",
    "check",
    "evaluate",
    "judge_proposal",
    "judge_task",
    "outcome",
]


def __getattr__(name: str) -> object:
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module 'sotttt.evaluation' has no attribute {name!r}")
    return getattr(import_module(f"sotttt.evaluation.{room}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
