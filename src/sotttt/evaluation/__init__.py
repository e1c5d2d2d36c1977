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
        ProposalFinding,
        TaskStatus,
        judge_proposal,
        judge_task,
        outcome,
    )
    from sotttt.evaluation.finding import Finding
    from sotttt.evaluation.pace import (
        Assumption,
        Comparison,
        Goal,
        PaceFlag,
        PaceReason,
        Point,
        Rating,
        Series,
        compare,
    )
    from sotttt.evaluation.policy import Policy
    from sotttt.evaluation.projection import Projection, ProjectionMethod, project, spread
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
    "pace": (
        "Assumption",
        "Comparison",
        "Goal",
        "PaceFlag",
        "PaceReason",
        "Point",
        "Rating",
        "Series",
        "compare",
    ),
    "policy": ("Policy",),
    "projection": ("Projection", "ProjectionMethod", "project", "spread"),
    "reasons": ("Flag", "Reason", "ReasonCode"),
}

__all__ = [  # loaded by __getattr__
    "Assumption",
    "Claim",
    "ClaimResult",
    "ClaimVerdict",
    "Comparison",
    "Completion",
    "Compliance",
    "Counts",
    "Diagnosis",
    "DiagnosisCode",
    "Duties",
    "DutyFinding",
    "Finding",
    "Flag",
    "Goal",
    "Operation",
    "PaceFlag",
    "PaceReason",
    "Point",
    "Policy",
    "Projection",
    "ProjectionMethod",
    "ProposalFinding",
    "Rating",
    "Reason",
    "ReasonCode",
    "Series",
    "TaskStatus",
    "check",
    "compare",
    "evaluate",
    "judge_proposal",
    "judge_task",
    "outcome",
    "project",
    "spread",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.evaluation", _ROOMS)
