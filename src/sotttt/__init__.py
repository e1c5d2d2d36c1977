"""Is a target of a Vietnamese ICT plan met, missed, or can't it be decided, and why?

Every name of the library's face loads its room on first use, so that `import sotttt` stays light.

>>> import sotttt as st
>>> st.Range.parse("> 80 %").contains(st.Amount("80.5", "%"))
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face

if TYPE_CHECKING:
    from sotttt import (
        bodies,
        catalog,
        codecs,
        errors,
        evaluation,
        law,
        metrics,
        periods,
        places,
        plans,
        ranges,
        reading,
        sectors,
        sources,
        terms,
        units,
        writing,
    )
    from sotttt.bodies import Agency, Competence
    from sotttt.errors import FaultGroup, SottttError
    from sotttt.evaluation import (
        Carrying,
        Claim,
        ClaimResult,
        Compliance,
        Finding,
        Flag,
        IndexDefinition,
        IndexScore,
        Policy,
        TaskStatus,
        carry,
        check,
        compare,
        evaluate,
        project,
        ranks,
        score,
    )
    from sotttt.law import Decision, Document, DocumentKind, DocumentNumber, Register, Standing
    from sotttt.metrics import Assessment, Metric, Observation, Verdict
    from sotttt.periods import Frequency, Horizon, Period, Span
    from sotttt.places import Jurisdiction, Places, Succession
    from sotttt.plans import AllOf, Among, AnyOf, InWords, Milestone, Plan, Proposal, Relative, Target, Task
    from sotttt.ranges import Amount, Figure, Hedge, Range
    from sotttt.sectors import Sector
    from sotttt.sources import Source

__version__ = "0.1.0"

_ROOMS = {
    "bodies": ("Agency", "Competence"),
    "catalog": (),
    "codecs": (),
    "errors": ("FaultGroup", "SottttError"),
    "evaluation": (
        "Carrying",
        "Claim",
        "ClaimResult",
        "Compliance",
        "Finding",
        "Flag",
        "IndexDefinition",
        "IndexScore",
        "Policy",
        "TaskStatus",
        "carry",
        "check",
        "compare",
        "evaluate",
        "ranks",
        "score",
        "project",
    ),
    "law": ("Decision", "Document", "DocumentKind", "DocumentNumber", "Register", "Standing"),
    "metrics": ("Assessment", "Metric", "Observation", "Verdict"),
    "periods": ("Frequency", "Horizon", "Period", "Span"),
    "places": ("Jurisdiction", "Places", "Succession"),
    "plans": (
        "AllOf",
        "Among",
        "AnyOf",
        "InWords",
        "Milestone",
        "Plan",
        "Proposal",
        "Relative",
        "Target",
        "Task",
    ),
    "ranges": ("Amount", "Figure", "Hedge", "Range"),
    "reading": (),
    "sectors": ("Sector",),
    "sources": ("Source",),
    "tables": (),
    "terms": (),
    "units": (),
    "writing": (),
}
__all__ = [
    "Agency",
    "AllOf",
    "Among",
    "Amount",
    "AnyOf",
    "Assessment",
    "Carrying",
    "Claim",
    "ClaimResult",
    "Competence",
    "Compliance",
    "Decision",
    "Document",
    "DocumentKind",
    "DocumentNumber",
    "FaultGroup",
    "Figure",
    "Finding",
    "Flag",
    "Frequency",
    "Hedge",
    "Horizon",
    "InWords",
    "IndexDefinition",
    "IndexScore",
    "Jurisdiction",
    "Metric",
    "Milestone",
    "Observation",
    "Period",
    "Places",
    "Plan",
    "Policy",
    "Proposal",
    "Range",
    "Register",
    "Relative",
    "Sector",
    "SottttError",
    "Source",
    "Span",
    "Standing",
    "Succession",
    "Target",
    "Task",
    "TaskStatus",
    "Verdict",
    "__version__",
    "bodies",
    "carry",
    "catalog",
    "check",
    "codecs",
    "compare",
    "errors",
    "evaluate",
    "evaluation",
    "law",
    "metrics",
    "periods",
    "places",
    "plans",
    "project",
    "ranges",
    "ranks",
    "reading",
    "score",
    "sectors",
    "sources",
    "tables",
    "terms",
    "units",
    "writing",
]


if not TYPE_CHECKING:  # so that a misspelt name stays an error for type checkers
    __getattr__, __dir__ = face("sotttt", _ROOMS)
