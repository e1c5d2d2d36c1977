"""From requirements and observations to verdicts: the evaluation (đánh giá).

Names load on first use: judging targets never pays for claims or duties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face

if TYPE_CHECKING:
    from sotttt.evaluation.carrying import Carried, Carrying, CarryOutcome, CarryPart, carry
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
    "carrying": ("CarryOutcome", "CarryPart", "Carried", "Carrying", "carry"),
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

__all__ = [  # loaded by __getattr__
    "Carried",
    "CarryOutcome",
    "CarryPart",
    "Carrying",
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
    "carry",
    "check",
    "evaluate",
    "judge_proposal",
    "judge_task",
    "outcome",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.evaluation", _ROOMS)
