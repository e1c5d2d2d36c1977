"""The linear method on a plain series: progress against elapsed time, as `line` judges it in ranges."""

from __future__ import annotations

from fractions import Fraction

from sotttt.evaluation.pace.assessing import assessed
from sotttt.evaluation.pace.ends import due_of, ends_of, figure_of
from sotttt.evaluation.pace.exact import ratio_text
from sotttt.evaluation.pace.line import steps
from sotttt.evaluation.pace.rating import Asks, Grade, Method, Model, Rating, Reach
from sotttt.evaluation.pace.series import Goal, Series
from sotttt.frozen import FrozenMap
from sotttt.metrics import Verdict
from sotttt.sources import Source

__all__ = ["METHOD", "rate"]

METHOD = Method(
    id="linear",
    name="Đường thẳng",
    name_en="Straight line",
    source=Source(title="The common rule of monitoring systems: progress against elapsed time"),
    formula="((x - b) / (T - b)) / ((t - t0) / (tT - t0))",
    thresholds=FrozenMap({"on_track": "1"}),
    grades=(
        Grade("achieved", "Đã đạt", "Achieved", "✓", Verdict.ON_TRACK),
        Grade("on_track", "Đúng tiến độ", "On track", "↑", Verdict.ON_TRACK),
        Grade("behind", "Chậm tiến độ", "Behind", "→", Verdict.BEHIND),
        Grade("moving_away", "Đi ngược mục tiêu", "Moving away", "↓", Verdict.BEHIND),
    ),
    yes_no=("achieved", "behind"),
    model=Model.LINEAR,
    reach=Reach.BASELINE,
    asks=Asks.VALUE_NOW,
)


@assessed(METHOD)
def rate(goal: Goal, series: Series) -> Rating:
    """Rate a series against the straight line from its baseline to the goal; the score is the progress.

    >>> rating = rate(Goal(value="80", due=2025), Series({2020: "60", 2022: "72"}))
    >>> rating.status, rating.value, rating.score
    ('on_track', Decimal('1.5'), Decimal('0.6'))
    """
    ends = ends_of(goal, series)
    figure_of(ends)
    elapsed, total = steps(ends.base.period.end, ends.last.period.end, due_of(goal, ends).end)
    way, time = ends.way, Fraction(elapsed, total)
    progress = ends.moved / way if way else None
    if ends.met:
        word = "achieved"
    elif ends.moved < 0:
        word = "moving_away"
    else:
        on_track = progress is not None and progress >= time * METHOD.threshold("on_track")
        word = "on_track" if on_track else "behind"
    return METHOD.rated(
        word,
        met=ends.met,
        value=None if progress is None else progress / time,
        score=progress,
        inputs={**ends.inputs(goal), "time": ratio_text(time)},
        flags=ends.flags,
    )
