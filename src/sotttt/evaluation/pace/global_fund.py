"""Global Fund: classes of attainment, with the ends closed that whole percentages leave open."""

from __future__ import annotations

from fractions import Fraction

from sotttt.evaluation.pace.assessing import assessed
from sotttt.evaluation.pace.ends import Unready, last_of
from sotttt.evaluation.pace.exact import ratio_text
from sotttt.evaluation.pace.rating import Asks, Grade, Method, Model, PaceReason, Rating, Reach
from sotttt.evaluation.pace.series import Goal, Series
from sotttt.frozen import FrozenMap
from sotttt.metrics import Better, Verdict
from sotttt.sources import Source

__all__ = ["METHOD", "rate"]

METHOD = Method(
    id="global-fund",
    name="Xếp loại của Quỹ Toàn cầu",
    name_en="Global Fund ratings",
    source=Source(
        title="Grant rating methodology",
        publisher="The Global Fund",
        url="https://www.theglobalfund.org",
    ),
    formula="A = x / T where higher is better, 2 - x / T where lower is",
    thresholds=FrozenMap({"A1.above": "1", "A2": "0.9", "B1": "0.6", "B2": "0.3"}),
    grades=(
        Grade("A1", "A1: vượt mục tiêu", "A1: exceeds", "A1", Verdict.ON_TRACK),
        Grade("A2", "A2: đáp ứng", "A2: meets", "A2", Verdict.ON_TRACK),
        Grade("B1", "B1: khá", "B1: adequate", "B1", Verdict.BEHIND),
        Grade("B2", "B2: chưa đủ nhưng có triển vọng", "B2: inadequate but potential", "B2", Verdict.BEHIND),
        Grade("C", "C: không chấp nhận được", "C: unacceptable", "C", Verdict.BEHIND),
    ),
    yes_no=("A2", "C"),
    model=Model.LEVEL,
    reach=Reach.LAST,
    asks=Asks.VALUE_NOW,
)


@assessed(METHOD)
def rate(goal: Goal, series: Series) -> Rating:
    """Rate the last value by its share of the goal, whatever the time that is left.

    The source prints whole percentages; here B1 is [60, 90), B2 is [30, 60), A2 is [90, 100] and A1 is above.

    >>> rate(Goal(value="100"), Series({2023: "89.5"})).status
    'B1'
    """
    points, flags = last_of(goal, series)
    if goal.ends is None or goal.two_sided:
        raise Unready(PaceReason.NO_GOAL, flags)
    figure = goal.ends[0]
    if figure <= 0:
        raise Unready(PaceReason.GOAL_NOT_POSITIVE, flags)
    last = points[-1]
    share = last.number / figure
    value = share if goal.better is Better.HIGHER else 2 - share
    return METHOD.rated(
        _class(value),
        met=goal.meets(last.number),
        value=value,
        inputs={"last": str(last), "goal": ratio_text(figure)},
        flags=flags,
    )


def _class(value: Fraction) -> str:
    if value > METHOD.threshold("A1.above"):
        return "A1"
    return next((name for name in ("A2", "B1", "B2") if value >= METHOD.threshold(name)), "C")
