"""The finding for one target: verdict, evidence and all that follows from them by arithmetic."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from sotttt.errors import InexactResult, InvalidRange
from sotttt.evaluation.pace import line
from sotttt.evaluation.policy import Policy
from sotttt.evaluation.reasons import Flag, Reason, ReasonCode, flags_of
from sotttt.frozen import Entity
from sotttt.metrics import Assessment, Better, Observation, Verdict
from sotttt.periods import Period
from sotttt.plans.targets import Target
from sotttt.ranges import Amount, Range
from sotttt.units import same_dimension

if TYPE_CHECKING:
    from sotttt.bodies import Bodies

__all__ = ["Detail", "Finding"]


@attrs.frozen(kw_only=True)
class Detail(Entity):
    """What only some findings carry: parts, history, baseline, what the source states.

    Args:
        parts: the findings of the members, periods or steps that this one is made of.
        history: what was known before, one range per period.
        baseline: the range from which progress is counted, and its period.
        assessments: what sources state, known by the day.
        partial: k of n parts known.
        goal: the figure to reach, where it follows from a base.
        point: the value that arithmetic uses, where it is not that of the one observation.
        carried_from: the observations of the units before, where the evidence is carried over a merger.
        pace: what a named pace method made of it, as pairs of name and text.
    """

    parts: tuple[Finding, ...] = ()
    history: tuple[tuple[Period, Range], ...] = ()
    baseline: tuple[Period, Range] | None = None
    assessments: tuple[Assessment, ...] = ()
    partial: tuple[int, int] | None = None
    goal: Amount | None = None
    point: Range | None = None
    carried_from: tuple[Observation, ...] = ()
    pace: tuple[tuple[str, str], ...] = ()


_NOTHING = Detail()
#: What arithmetic raises where no range of the library holds the result.
_BEYOND = (InexactResult, InvalidRange)


@attrs.frozen
class Finding(Entity):
    """The answer for one target on one day, with all that it rests on (kết quả đánh giá).

    Args:
        target: the target.
        verdict: one of the nine verdicts.
        mask: the flags as bits; read `flags`.
        evidence: the observations that decided.
        value: the range that they leave the true value in.
        requirement: the requirement, resolved to a range as it binds.
        reasons: why, in closed codes.
        setting: day, policy, due period, and what only some findings carry.
    """

    target: Target
    verdict: Verdict
    mask: int
    evidence: tuple[Observation, ...]
    value: Range | None
    requirement: Range | None
    reasons: tuple[Reason, ...]
    setting: Setting

    @property
    def id(self) -> str:
        """The id of the target."""
        return self.target.id

    @property
    def as_of(self) -> dt.date:
        """The day of the evaluation."""
        return self.setting.as_of

    @property
    def due(self) -> Period | None:
        """The due period that was judged."""
        return self.setting.due or self.target.due

    @property
    def policy(self) -> Policy:
        """The policy of the evaluation."""
        return self.setting.policy

    @property
    def flags(self) -> frozenset[Flag]:
        """What marks the finding."""
        return flags_of(self.mask)

    @property
    def detail(self) -> Detail:
        """Parts, history, baseline, what the source states."""
        return self.setting.detail or _NOTHING

    @property
    def parts(self) -> tuple[Finding, ...]:
        """The findings of members, periods or steps."""
        return self.detail.parts

    @property
    def exceeded(self) -> bool:
        """Whether all evidence lies strictly beyond the goal (vượt)."""
        return Flag.EXCEEDED in self.flags

    @property
    def point(self) -> Range | None:
        """The value that arithmetic uses: as printed, before the width of a hedge."""
        detail = self.setting.detail
        if detail is not None and (detail.point is not None or detail.partial is not None):
            return detail.point or self.value
        return self.evidence[0].point if len(self.evidence) == 1 and self.value is not None else self.value

    @property
    def goal(self) -> Amount | None:
        """The figure to reach."""
        goal = self._goal
        return None if goal is None else goal.low

    @property
    def _goal(self) -> Range | None:
        detail = self.setting.detail
        if detail is not None and detail.goal is not None:
            return Range.of(detail.goal)
        return self.target._goal

    @cached_property
    def attainment(self) -> Range | None:
        """Value over goal in % (tỷ lệ hoàn thành); only where higher is better and the goal is positive."""
        if self.target.metric.better is not Better.HIGHER:
            return None
        goal, point = self._goal, self.point
        if point is None or goal is None or goal.low is None or goal.low.magnitude <= 0:
            return None
        from sotttt.ranges import quotient

        return quotient(point, goal, "%")

    @property
    def attainment_gap(self) -> str | None:
        """Why there is none: `no_value`, `no_goal`, `not_higher_better`, `goal_not_positive`; or None."""
        goal = self.goal
        if self.point is None:
            return "no_value"
        if goal is None:
            return "no_goal"
        if self.target.metric.better is not Better.HIGHER:
            return "not_higher_better"
        return "goal_not_positive" if goal.magnitude <= 0 else None

    @cached_property
    def gap(self) -> Range | None:
        """Value less goal, signed; for shares in percentage points (chênh lệch)."""
        goal, point = self.goal, self.point
        if point is None or goal is None:
            return None
        try:
            difference = point - Range.of(goal)
        except _BEYOND:
            return None
        return in_points(difference) if same_dimension(difference.unit, "%") else difference

    @cached_property
    def progress(self) -> Range | None:
        """The share of the way from baseline to goal that is done, in % (tiến độ)."""
        return line.progress(self)

    @cached_property
    def expected(self) -> Range | None:
        """Where the straight path from baseline to goal stands at the end of the evidence's period."""
        return line.expected(self)

    @cached_property
    def projected(self) -> Range | None:
        """Where the present pace leads by the due date, on a straight line."""
        return line.projected(self)

    @cached_property
    def required_pace(self) -> Range | None:
        """The change per year that still leads from the value to the goal."""
        return line.required(self)

    def has(self, code: ReasonCode) -> bool:
        """Whether the reason is among the reasons."""
        return any(reason.code is code for reason in self.reasons)

    def explain(self, lang: str = "vi", *, bodies: Bodies | None = None) -> str:
        """One sentence that says the verdict and why, with figures as people there write them.

        Args:
            lang: `vi` or `en`.
            bodies: agencies through time; with them, a second sentence says who answers now for a target
                whose `lead` has ended.
        """
        from sotttt.evaluation.explaining import explain

        text = explain(self, lang)
        if bodies is None:
            return text
        from sotttt.evaluation.owners import owner_text

        return text + owner_text(self.target, self.as_of, bodies, lang)

    def trace(self) -> tuple[tuple[str, str], ...]:
        """Every input, formula id and threshold, as pairs of name and text."""
        from sotttt.evaluation.explaining import trace

        return trace(self)

    def _repr_html_(self) -> str:
        from sotttt.evaluation.showing import finding_html

        return finding_html(self)


@attrs.frozen
class Setting(Entity):
    """What findings of one evaluation share: the day, the policy; and, for some, due period and detail."""

    as_of: dt.date
    policy: Policy
    due: Period | None = None
    detail: Detail | None = None


def in_points(share: Range) -> Range:
    """A difference of shares, in percentage points.

    >>> str(in_points(Range.parse("= -5 %")))
    '= -5 percentage_point'
    """
    percent = share.to("%")
    low, high = (
        None if end is None else Amount(end.magnitude, "percentage_point")
        for end in (percent.low, percent.high)
    )
    return Range(low, high, low_open=percent.low_open, high_open=percent.high_open)
