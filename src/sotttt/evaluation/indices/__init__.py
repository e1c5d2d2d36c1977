"""Composite indices (chỉ số tổng hợp): definitions as dated data, scores, ranks and what they rest on.

A definition is a tree of groups and indicators. A leaf's value becomes the share of full score that it
reaches, by its rule; a group is a weighted mean of its parts; the total is the root times the scale. A sum of
points with fixed maxima is the arithmetic mean of the shares, weighted by the maxima, so one engine serves
DTI, PAR and ICT Index as well as means of means. All arithmetic is exact; only roots that no fraction holds
are taken to 50 digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face

if TYPE_CHECKING:
    from sotttt.evaluation.indices.changes import Change, ChangePart, decompose_change
    from sotttt.evaluation.indices.criteria import (
        Criteria,
        Criterion,
        CriterionFinding,
        CriterionVerdict,
        Quantifier,
        RuleStatus,
    )
    from sotttt.evaluation.indices.definition import CoverageBy, IndexDefinition, IndexNode, View
    from sotttt.evaluation.indices.means import Mean, MeanKind
    from sotttt.evaluation.indices.ranking import RankRange, Ties, fractional_ranks, rank_ranges, ranks
    from sotttt.evaluation.indices.result import (
        Coverage,
        IndexFlag,
        IndexReason,
        IndexReasonCode,
        IndexScore,
        NodeScore,
        NodeState,
    )
    from sotttt.evaluation.indices.robustness import RankDraws, leave_one_out, perturbed_ranks
    from sotttt.evaluation.indices.rules import Rule, RuleKind, normalise
    from sotttt.evaluation.indices.scoring import score, score_all
    from sotttt.evaluation.indices.solving import Solution, needed_for_rank, solve_missing
    from sotttt.evaluation.indices.values import Missing

_ROOMS = {
    "changes": ("Change", "ChangePart", "decompose_change"),
    "criteria": ("Criteria", "Criterion", "CriterionFinding", "CriterionVerdict", "Quantifier", "RuleStatus"),
    "definition": ("CoverageBy", "IndexDefinition", "IndexNode", "View"),
    "means": ("Mean", "MeanKind"),
    "ranking": ("RankRange", "Ties", "fractional_ranks", "rank_ranges", "ranks"),
    "result": (
        "Coverage",
        "IndexFlag",
        "IndexReason",
        "IndexReasonCode",
        "IndexScore",
        "NodeScore",
        "NodeState",
    ),
    "robustness": ("RankDraws", "leave_one_out", "perturbed_ranks"),
    "rules": ("Rule", "RuleKind", "normalise"),
    "scoring": ("score", "score_all"),
    "solving": ("Solution", "needed_for_rank", "solve_missing"),
    "values": ("Missing",),
}

__all__ = [  # loaded by __getattr__
    "Change",
    "ChangePart",
    "Coverage",
    "CoverageBy",
    "Criteria",
    "Criterion",
    "CriterionFinding",
    "CriterionVerdict",
    "IndexDefinition",
    "IndexFlag",
    "IndexNode",
    "IndexReason",
    "IndexReasonCode",
    "IndexScore",
    "Mean",
    "MeanKind",
    "Missing",
    "NodeScore",
    "NodeState",
    "Quantifier",
    "RankDraws",
    "RankRange",
    "Rule",
    "RuleKind",
    "RuleStatus",
    "Solution",
    "Ties",
    "View",
    "decompose_change",
    "fractional_ranks",
    "leave_one_out",
    "needed_for_rank",
    "normalise",
    "perturbed_ranks",
    "rank_ranges",
    "ranks",
    "score",
    "score_all",
    "solve_missing",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.evaluation.indices", _ROOMS)
