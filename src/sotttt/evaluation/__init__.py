"""From requirements and observations to verdicts: the evaluation (đánh giá).

Names load on first use: judging targets never pays for claims or duties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face

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
        TaskStatus,
        judge_editions,
        judge_task,
    )
    from sotttt.evaluation.finding import Finding
    from sotttt.evaluation.owners import owner
    from sotttt.evaluation.policy import Policy
    from sotttt.evaluation.proposals import (
        ProposalFinding,
        Proposals,
        judge_proposal,
        outcome,
    )
    from sotttt.evaluation.reasons import Flag, Reason, ReasonCode

_ROOMS = {
    "claims": ("Claim", "ClaimResult", "ClaimVerdict", "Diagnosis", "DiagnosisCode", "Operation", "check"),
    "compliance": ("Compliance", "Counts", "evaluate"),
    "duties": (
        "Completion",
        "Duties",
        "DutyFinding",
        "TaskStatus",
        "judge_editions",
        "judge_task",
    ),
    "finding": ("Finding",),
    "owners": ("owner",),
    "policy": ("Policy",),
    "proposals": ("ProposalFinding", "Proposals", "judge_proposal", "outcome"),
    "reasons": ("Flag", "Reason", "ReasonCode"),
}

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
    "Proposals",
    "Reason",
    "ReasonCode",
    "TaskStatus",
    "check",
    "evaluate",
    "judge_editions",
    "judge_proposal",
    "judge_task",
    "outcome",
    "owner",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.evaluation", _ROOMS)
