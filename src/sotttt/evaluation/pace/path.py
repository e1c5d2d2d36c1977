"""A stated trajectory: the value of each year against the path's value for that year, linear or S-shaped."""

from __future__ import annotations

from fractions import Fraction

from sotttt.evaluation.pace.assessing import assessed
from sotttt.evaluation.pace.ends import Unready, ends_of, last_of
from sotttt.evaluation.pace.exact import exponential, ratio_text, to_decimal
from sotttt.evaluation.pace.rating import Asks, Grade, Method, Model, PaceFlag, PaceReason, Rating, Reach
from sotttt.evaluation.pace.series import Goal, Point, Series, Shape, when
from sotttt.frozen import FrozenMap
from sotttt.metrics import Better, Verdict
from sotttt.periods import Period
from sotttt.sources import Source

__all__ = ["METHOD", "at", "rate", "share", "trajectory"]

METHOD = Method(
    id="path",
    name="Quỹ đạo đã nêu",
    name_en="Stated trajectory",
    source=Source(
        title="Digital Decade policy programme: projected trajectories",
        publisher="European Commission",
        published="2023",
        url="https://digital-strategy.ec.europa.eu",
    ),
    formula="d·(x - T(t)), and (x - b) / (T(t) - b)",
    thresholds=FrozenMap({"on_path": "0", "logistic.steepness": "10"}),
    grades=(
        Grade("achieved", "Đã đạt", "Achieved", "✓", Verdict.ON_TRACK),
        Grade("ahead", "Vượt quỹ đạo", "Ahead of the path", "↑", Verdict.ON_TRACK),
        Grade("on_path", "Đúng quỹ đạo", "On the path", "→", Verdict.ON_TRACK),
        Grade("below", "Kém quỹ đạo", "Behind the path", "↓", Verdict.BEHIND),
    ),
    yes_no=("achieved", "below"),
    model=Model.STATED,
    reach=Reach.LAST,
    asks=Asks.VALUE_NOW,
)


def share(elapsed: Fraction, shape: Shape) -> Fraction:
    """The share of the way that a path has done after a share of its time.

    An S-shaped path is the logistic curve, stretched so that it starts at 0 and ends at 1. The steepness is
    ours, as the formula that the European Commission fits isn't published in full.

    >>> share(Fraction(1, 2), Shape("logistic")) == Fraction(1, 2)
    True
    >>> round(float(share(Fraction(1, 4), Shape("logistic"))), 4)
    0.0701
    """
    if shape is Shape.LINEAR or elapsed in (0, Fraction(1, 2), 1):
        return elapsed
    steepness = METHOD.threshold("logistic.steepness")
    low, here = (
        1 / (1 + exponential(steepness * (Fraction(1, 2) - time))) for time in (Fraction(0), elapsed)
    )
    return (here - low) / (1 - 2 * low)


def trajectory(base: Point, goal: Goal) -> tuple[Point, ...]:
    """The yearly values of the path from a baseline to the goal.

    >>> [str(point) for point in trajectory(Point(2020, 60), Goal(value=80, due=2024))]
    ['2020: 60', '2021: 65', '2022: 70', '2023: 75', '2024: 80']
    """
    due, ends = goal.due, goal.ends
    if ends is None or due is None or due.end <= base.period.end:
        return (base,)
    points, now = [base], base.period
    while when((now := now.shift(1)).end) < when(due.end):
        points.append(Point(now, to_decimal(_between(base, goal, due, ends[0], when(now.end)))))
    return (*points, Point(due, to_decimal(ends[0])))


def _between(base: Point, goal: Goal, due: Period, figure: Fraction, time: Fraction) -> Fraction:
    start = when(base.period.end)
    elapsed = (time - start) / (when(due.end) - start)
    return base.number + (figure - base.number) * share(elapsed, goal.shape)


def at(goal: Goal, base: Point | None, time: Fraction) -> Fraction:
    """The value that the path asks for at a time in years; between stated values it runs straight.

    Raises:
        Unready: the time lies outside the path.
    """
    if goal.stated:
        return _stated(goal.stated, time)
    if base is None or goal.ends is None:
        raise Unready(PaceReason.NO_GOAL)
    if goal.due is None:
        raise Unready(PaceReason.NO_DUE)
    if not when(base.period.end) <= time <= when(goal.due.end) or base.period.end == goal.due.end:
        raise Unready(PaceReason.BEYOND_PATH)
    return _between(base, goal, goal.due, goal.ends[0], time)


def _stated(points: tuple[Point, ...], time: Fraction) -> Fraction:
    before = [point for point in points if when(point.period.end) <= time]
    after = [point for point in points if when(point.period.end) >= time]
    if not before or not after:
        raise Unready(PaceReason.BEYOND_PATH)
    left, right = before[-1], after[0]
    start, end = when(left.period.end), when(right.period.end)
    if start == end:
        return left.number
    return left.number + (right.number - left.number) * (time - start) / (end - start)


@assessed(METHOD)
def rate(goal: Goal, series: Series) -> Rating:
    """Rate the last value against the path's value for its period.

    The path is the goal's `stated` values, or runs from the baseline to the goal in the goal's `shape`. The
    value is the deviation in the good direction, the score the share of what the path asks for.

    >>> goal = Goal(value="80", due=2025, stated={2022: "65", 2025: "80"})
    >>> rating = rate(goal, Series({2020: "60", 2022: "64"}))
    >>> rating.status, rating.value, rating.score
    ('below', Decimal('-1'), Decimal('0.8'))
    """
    points, flags = last_of(goal, series)
    last = points[-1]
    if goal.two_sided:
        raise Unready(PaceReason.NO_GOAL, flags)
    base = _base(goal, series)
    wanted = at(goal, base, when(last.period.end))
    sign = 1 if goal.better is Better.HIGHER else -1
    deviation = sign * (last.number - wanted)
    met = goal.meets(last.number)
    way = sign * (wanted - base.number) if base is not None else Fraction(0)
    done = sign * (last.number - base.number) if base is not None else Fraction(0)
    if done < 0:
        flags |= {PaceFlag.WRONG_DIRECTION}
    word = "achieved" if met else _side(deviation)
    inputs = {"last": str(last), "path": ratio_text(wanted)}
    if base is not None:
        inputs["baseline"] = str(base)
    return METHOD.rated(
        word,
        formula="path/stated" if goal.stated else f"path/{goal.shape.value}",
        met=met,
        value=deviation,
        score=done / way if way > 0 else None,
        inputs=inputs,
        flags=flags,
    )


def _side(deviation: Fraction) -> str:
    if deviation < 0:
        return "below"
    return "ahead" if deviation > 0 else "on_path"


def _base(goal: Goal, series: Series) -> Point | None:
    """Where the path starts; a stated path needs none."""
    try:
        return ends_of(goal, series).base
    except Unready:
        if goal.stated:
            return None
        raise
