"""How many findings there are of each kind, each rate with its own denominator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from sotttt.evaluation.finding import Finding
from sotttt.frozen import Entity
from sotttt.metrics import Verdict

__all__ = ["Counts"]

_DECIDED = (Verdict.MET, Verdict.MISSED)


@attrs.frozen(kw_only=True)
class Counts(Entity):
    """Counts of findings, each rate with its own denominator.

    Args:
        all: every target.
        applicable: those that apply.
        due: those whose due period has ended, of the applicable.
        measured: the due ones that are met or missed.
        met: all that are met, early ones included.
        met_due: the met ones among the due.
        verdicts: how many there are of each verdict.
    """

    all: int
    applicable: int
    due: int
    measured: int
    met: int
    met_due: int
    verdicts: tuple[tuple[Verdict, int], ...]

    def of(self, verdict: Verdict | str) -> int:
        """How many findings have that verdict."""
        return dict(self.verdicts).get(Verdict(verdict), 0)


def counted(findings: Sequence[Finding], as_of: dt.date) -> Counts:
    """The counts of findings on a day."""
    applicable = [one for one in findings if one.verdict is not Verdict.NOT_APPLICABLE]
    due = [one for one in applicable if one.target.due is not None and one.target.due.end < as_of]
    return Counts(
        all=len(findings),
        applicable=len(applicable),
        due=len(due),
        measured=sum(one.verdict in _DECIDED for one in due),
        met=sum(one.verdict is Verdict.MET for one in applicable),
        met_due=sum(one.verdict is Verdict.MET for one in due),
        verdicts=tuple((verdict, sum(one.verdict is verdict for one in findings)) for verdict in Verdict),
    )
