"""SDSN 2018: linear growth on a scale of 0 to 100 against the growth needed to reach the green threshold.

The cut of one half between the two middle arrows stands in a figure of the source. How far an arrow beyond
the ends of the scale of 0 to 4 reaches isn't stated there: here -1 is 0 and 2 is 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from sotttt.errors import MissingField
from sotttt.evaluation.pace.assessing import assessed
from sotttt.evaluation.pace.ends import due_of, ends_of, figure_of
from sotttt.evaluation.pace.exact import ratio_text, through, to_decimal
from sotttt.evaluation.pace.rating import Asks, Grade, Method, Model, PaceReason, Rating, Reach
from sotttt.evaluation.pace.series import Goal, Series, years
from sotttt.frozen import FrozenMap
from sotttt.metrics import Verdict
from sotttt.ranges.numbers import decimal
from sotttt.sources import Source

__all__ = ["METHOD", "goal_trend", "index", "normalise", "rate"]

METHOD = Method(
    id="sdsn",
    name="Chỉ số SDG của SDSN",
    name_en="SDSN SDG index and dashboards",
    source=Source(
        title="SDG Index and Dashboards: detailed methodological paper",
        publisher="Sustainable Development Solutions Network",
        published="2018",
        url="https://github.com/sdsna/2018GlobalIndex",
        locator="page 10, revision 77cb335",
    ),
    formula="((x - b) / (t - t0)) / ((T - b) / (tT - t0)), T the green threshold",
    thresholds=FrozenMap({"on_track": "1", "moderate": "0.5", "trend.least_share": "0.75"}),
    grades=(
        Grade("maintaining", "Duy trì mức đạt", "Maintaining", "→✓", Verdict.ON_TRACK),
        Grade("on_track", "Đúng tiến độ", "On track", "↑", Verdict.ON_TRACK),
        Grade("moderately_improving", "Cải thiện vừa", "Moderately improving", "↗", Verdict.BEHIND),
        Grade("stagnating", "Trì trệ", "Stagnating", "→", Verdict.BEHIND),
        Grade("decreasing", "Giảm", "Decreasing", "↓", Verdict.BEHIND),
    ),
    yes_no=("maintaining", "decreasing"),
    model=Model.LINEAR,
    reach=Reach.BASELINE,
    asks=Asks.RATE,
)

#: The ratio of growth to needed growth, and where it lies on the scale of 0 to 4; 3 is maintaining.
_SCALE = tuple(
    (Fraction(ratio), Fraction(place))
    for ratio, place in (("-1", 0), ("0", 1), ("1/2", 2), ("1", 3), ("2", 4))
)


def normalise(value: int | str | Decimal, low: int | str | Decimal, high: int | str | Decimal) -> Decimal:
    """A value on the scale of 0 (the lower bound) to 100 (the technical optimum), cut at both ends.

    >>> normalise("60", "20", "100"), normalise("7", "10", "0")
    (Decimal('50'), Decimal('30'))

    Raises:
        MissingField: both bounds are the same.
    """
    worst, best = Fraction(decimal(low)), Fraction(decimal(high))
    if worst == best:
        raise MissingField("both bounds of the scale are the same", where="high")
    share = (Fraction(decimal(value)) - worst) / (best - worst)
    return to_decimal(max(Fraction(0), min(Fraction(1), share)) * 100)


@assessed(METHOD)
def rate(goal: Goal, series: Series) -> Rating:
    """Rate a series by its arrow; the score is its place on the scale of 0 to 4.

    >>> rating = rate(Goal(value="80", due=2030), Series({2010: "40", 2015: "48"}))
    >>> rating.status, rating.value, rating.score
    ('moderately_improving', Decimal('0.8'), Decimal('2.6'))
    """
    ends = ends_of(goal, series)
    figure_of(ends)
    time = years(ends.base.period, due_of(goal, ends))
    way = ends.way
    value = ends.moved / ends.elapsed * time / way if way else None
    inputs = {**ends.inputs(goal), "growth": ratio_text(ends.moved / ends.elapsed)}
    if ends.met:
        word, score = "maintaining", Fraction(3)
    elif value is None:
        word = "decreasing" if ends.moved < 0 else "stagnating"
        score = Fraction(0 if ends.moved < 0 else 1)
    else:
        word, score = _arrow(value), through(_SCALE, value)
    return METHOD.rated(word, met=ends.met, value=value, score=score, inputs=inputs, flags=ends.flags)


def _arrow(value: Fraction) -> str:
    if value >= METHOD.threshold("on_track"):
        return "on_track"
    if value >= METHOD.threshold("moderate"):
        return "moderately_improving"
    return "stagnating" if value >= 0 else "decreasing"


def goal_trend(ratings: Iterable[Rating]) -> Rating:
    """The arrow of a goal: the mean place of its indicators, if three quarters of them have one.

    >>> series = (Series({2010: "40", 2015: last}) for last in ("50", "40", "48"))
    >>> trend = goal_trend(rate(Goal(value="80", due=2030), one) for one in series)
    >>> trend.status, f"{trend.score:.2f}"
    ('moderately_improving', '2.20')
    """
    given = list(ratings)
    able = [Fraction(rating.score) for rating in given if rating.score is not None]
    inputs = {"indicators": str(len(given)), "indicators.rated": str(len(able))}
    if not able or Fraction(len(able), len(given)) < METHOD.threshold("trend.least_share"):
        return METHOD.unable(PaceReason.TOO_FEW_RATED, inputs=inputs)
    mean = sum(able, Fraction(0)) / len(able)
    if mean == 3:
        word = "maintaining"
    elif mean > 3:
        word = "on_track"
    elif mean >= 2:
        word = "moderately_improving"
    else:
        word = "stagnating" if mean >= 1 else "decreasing"
    return METHOD.rated(word, formula="sdsn/goal", score=mean, inputs=inputs)


def index(scores: Iterable[int | str | Decimal]) -> Decimal:
    """The index: the plain mean of the goals' scores.

    >>> index(["80", "60", "70"])
    Decimal('70')

    Raises:
        MissingField: no score at all.
    """
    numbers = [Fraction(decimal(score)) for score in scores]
    if not numbers:
        raise MissingField("no score to take the mean of")
    return to_decimal(sum(numbers, Fraction(0)) / len(numbers))
