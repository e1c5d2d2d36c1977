"""What tables don't take, each refused by name before anything runs."""

from __future__ import annotations

from collections.abc import Iterable

from sotttt.errors import NotOnTables
from sotttt.evaluation.policy import Late, Policy
from sotttt.metrics import AGAINST, CHANGE, Observation
from sotttt.periods import Period
from sotttt.plans.requirements import Relative
from sotttt.plans.targets import Hold, Target
from sotttt.ranges import Range
from sotttt.tables.changes import refusal
from sotttt.tables.schema import DIMS

__all__ = ["check_dims", "check_policy", "check_targets"]


#: The pace methods that tables judge by.
PACES = ("linear", "path")


def check_policy(policy: Policy) -> None:
    """Refuse what a policy asks for and tables can't do.

    Raises:
        NotOnTables: it asks for such a thing.
    """
    if not policy.as_stored:
        raise NotOnTables(
            "this policy reads the figures as printed, which tables don't hold",
            where="policy",
            expected="hedge='width' and precision='exact'",
        )
    if policy.late is Late.JUDGE:
        raise NotOnTables("late evidence can't judge on tables", where="policy.late", expected="'keep'")
    if policy.pace not in PACES:
        raise NotOnTables(
            f"tables don't rate by {policy.pace!r}",
            where="policy.pace",
            expected=" or ".join(map(repr, PACES)),
        )
    if policy.carry:
        raise NotOnTables(
            "evaluation on tables carries nothing over mergers",
            where="policy.carry",
            expected="False, or observations that were carried before",
        )


def check_dims(names: Iterable[str]) -> None:
    """Refuse dims that mark observations of changes.

    Raises:
        NotOnTables: there are such.
    """
    stated = [name for name in names if name in (CHANGE, AGAINST)]
    if stated:
        raise NotOnTables(
            "observations that state a change themselves, which would come before one that is counted",
            where=f"observations.{DIMS}{stated[0]}",
            expected="observations of values, where a requirement is on a change",
        )


def _refusal(target: Target) -> str | None:
    """What in a target tables can't answer, or None."""
    if not isinstance(target.requirement, Range | Relative):
        return f"a requirement of the kind {type(target.requirement).__name__}"
    if target.hold is not Hold.BY:
        return f"hold={target.hold.value!r}"
    if target.steps:
        return "steps"
    if target.applies_if is not None:
        return "applies_if"
    base = target.baseline
    if isinstance(base, Observation) and (base.point.low is None or base.point.high is None):
        return "a baseline of one end"
    return refusal(target)


def _unframed(target: Target) -> str | None:
    """What in a target has no column in `TARGETS`, or None."""
    if isinstance(target.requirement, Relative):
        return "a requirement of the kind Relative"
    return "a baseline that is a period" if isinstance(target.baseline, Period) else None


def _unpaced(target: Target, pace: str) -> str | None:
    """What in a target tables can't rate by that pace, or None."""
    if pace == "path" and isinstance(target.requirement, Relative):
        return "changes under the pace 'path' (under 'linear' they do)"
    return None


def check_targets(flat: Iterable[Target], *, framed: bool = False, pace: str = "linear") -> None:
    """Refuse, each by name, the targets that tables don't take.

    Args:
        flat: the targets.
        framed: whether they must fit into a frame of targets, too.
        pace: the pace that the policy names.

    Raises:
        NotOnTables: there are some.
    """
    refused: dict[str, list[str]] = {}
    for target in flat:
        why = _refusal(target) or (_unframed(target) if framed else None) or _unpaced(target, pace)
        if why is not None:
            refused.setdefault(why, []).append(target.id)
    if refused:
        listed = "; ".join(
            f"{why}: " + ", ".join(map(repr, ids[:5])) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
            for why, ids in refused.items()
        )
        raise NotOnTables(
            f"tables don't take {listed}",
            where="targets",
            expected="plain ranges and changes, with hold='by'",
            hint="evaluate these with sotttt.evaluate",
        )
