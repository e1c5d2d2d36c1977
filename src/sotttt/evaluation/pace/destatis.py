"""Destatis: the weather symbols of Germany's sustainability strategy, from the mean change of six values."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from sotttt.errors import MissingField
from sotttt.evaluation.pace.assessing import assessed
from sotttt.evaluation.pace.ends import Unready, last_of, nearest_edge
from sotttt.evaluation.pace.exact import ratio_text
from sotttt.evaluation.pace.rating import Asks, Grade, Method, Model, PaceFlag, PaceReason, Rating, Reach
from sotttt.evaluation.pace.series import Goal, Point, Series, years
from sotttt.frozen import FrozenMap
from sotttt.metrics import Better, Verdict
from sotttt.periods import Period
from sotttt.sources import Source

__all__ = ["METHOD", "history", "next_goal", "rate", "worst"]

METHOD = Method(
    id="destatis",
    name="Biểu tượng thời tiết của Đức",
    name_en="German weather symbols",
    source=Source(
        title="Nachhaltige Entwicklung in Deutschland: status of indicators",
        publisher="Statistisches Bundesamt",
        url="https://github.com/Nachhaltige-Entwicklung-Deutschland",
        locator="_pages/en/status.md, revision 2dfa9ea",
    ),
    formula="(T - p)·d / |T - x| with p = x + a·(tT - t), a the mean yearly change of the last 6 values",
    thresholds=FrozenMap({"sun.below": "0.05", "slightly.up_to": "0.20", "values": "6", "values.least": "4"}),
    grades=(
        Grade("sun", "Nắng", "Sun", "☀", Verdict.ON_TRACK),
        Grade("slightly_cloudy", "Ít mây", "Slightly cloudy", "🌤", Verdict.BEHIND),
        Grade("cloud", "Nhiều mây", "Cloud", "☁", Verdict.BEHIND),
        Grade("thunderstorm", "Giông bão", "Thunderstorm", "⛈", Verdict.BEHIND),
    ),
    yes_no=("sun", "thunderstorm"),
    model=Model.LINEAR,
    reach=Reach.RECENT,
    asks=Asks.VALUE_AT_DUE,
)


#: For a goal that is only a direction: whether the mean and the newest change go the right way.
_WAYS = {
    (True, True): "sun",
    (True, False): "slightly_cloudy",
    (False, True): "cloud",
    (False, False): "thunderstorm",
}


class _Trend(NamedTuple):
    """The last values without a gap, their mean change and their last one."""

    run: tuple[Point, ...]
    change: Fraction
    newest: Fraction
    flags: frozenset[PaceFlag]

    @property
    def last(self) -> Point:
        return self.run[-1]

    def inputs(self, goal: Goal) -> dict[str, str]:
        found = {
            "first": str(self.run[0]),
            "last": str(self.last),
            "values": str(len(self.run)),
            "window": ratio_text(years(self.run[0].period, self.last.period)),
            "change": ratio_text(self.change),
        }
        if goal.due is not None:
            found["due"] = str(goal.due)
        return found


@assessed(METHOD)
def rate(goal: Goal, series: Series) -> Rating:
    """Rate a series by its weather symbol.

    The change is the mean over the last six values, of which at least four must follow each other without a
    gap longer than the step of the series. A goal that holds in each period, or that is met, is judged as a
    constant one; a goal that is only a direction by the mean and the last change; a goal with two ends by the
    one that is reached first.

    >>> goal = Goal(better="lower", value="9.5", due=2030)
    >>> seen = {2018: "10.3", 2019: "10.3", 2020: "10.2", 2021: "12.4", 2022: "12.8", 2023: "13.1"}
    >>> rate(goal, Series(seen)).status
    'thunderstorm'
    """
    trend = _trend(goal, series)
    if goal.ends is None:
        return _direction(goal, trend)
    figure, sign = _aim(goal, trend.last.number)
    if goal.each or goal.meets(trend.last.number):
        return _constant(goal, trend, sign)
    return _by_due(goal, trend, figure, sign)


def _trend(goal: Goal, series: Series) -> _Trend:
    points, flags = last_of(goal, series)
    run = [points[-1]]
    for point in reversed(points[:-1]):
        if len(run) == int(METHOD.thresholds["values"]) or years(point.period, run[0].period) > series.step:
            break
        run.insert(0, point)
    if len(points) == 1:
        raise Unready(PaceReason.ONE_OBSERVATION, flags)
    if len(run) < int(METHOD.thresholds["values.least"]):
        gaps = {PaceFlag.GAPS} if len(run) < len(points) else set()
        raise Unready(PaceReason.TOO_FEW_CONSECUTIVE, flags | gaps)
    change = (run[-1].number - run[0].number) / years(run[0].period, run[-1].period)
    return _Trend(tuple(run), change, run[-1].number - run[-2].number, flags)


def _aim(goal: Goal, number: Fraction) -> tuple[Fraction, int]:
    """The end to reach and the way to it; for two ends the weakest, which is the nearest."""
    edge, sign = nearest_edge(goal, number)
    return (edge, sign) if goal.two_sided else ((goal.ends or (number, number))[0], _sign(goal))


def _sign(goal: Goal) -> int:
    return 1 if goal.better is Better.HIGHER else -1


def _by_due(goal: Goal, trend: _Trend, figure: Fraction, sign: int) -> Rating:
    if goal.due is None:
        raise Unready(PaceReason.NO_DUE, trend.flags)
    number = trend.last.number
    at_due = number + trend.change * years(trend.last.period, goal.due)
    inputs = {**trend.inputs(goal), "goal": ratio_text(figure), "value.at_due": ratio_text(at_due)}
    flags, miss = trend.flags, None
    if figure != number:
        miss = (figure - at_due) * sign / abs(figure - number)
    if sign * trend.change <= 0:
        word = "thunderstorm"
        flags |= {PaceFlag.WRONG_DIRECTION} if sign * trend.change < 0 else set()
    elif miss is None or miss < METHOD.threshold("sun.below"):
        word = "sun"
    else:
        word = "slightly_cloudy" if miss <= METHOD.threshold("slightly.up_to") else "cloud"
    return METHOD.rated(word, formula="destatis/goal", met=False, value=miss, inputs=inputs, flags=flags)


def _constant(goal: Goal, trend: _Trend, sign: int) -> Rating:
    met = goal.meets(trend.last.number)
    toward = sign * trend.change
    if met:
        adverse = toward < 0 and not goal.two_sided
        word = "slightly_cloudy" if adverse else "sun"
    else:
        word = "cloud" if toward > 0 else "thunderstorm"
    flags = trend.flags | ({PaceFlag.WRONG_DIRECTION} if toward < 0 else set())
    return METHOD.rated(
        word,
        formula="destatis/constant",
        met=met,
        value=trend.change,
        inputs=trend.inputs(goal),
        flags=flags,
    )


def _direction(goal: Goal, trend: _Trend) -> Rating:
    sign = _sign(goal)
    mean, newest = sign * trend.change > 0, sign * trend.newest > 0
    word = _WAYS[mean, newest]
    inputs = {**trend.inputs(goal), "change.newest": ratio_text(trend.newest)}
    return METHOD.rated(
        word, formula="destatis/direction", value=trend.change, inputs=inputs, flags=trend.flags
    )


def worst(ratings: Iterable[Rating]) -> Rating:
    """Of several goals for one indicator the worst symbol; those that can't be assessed are left out.

    Raises:
        MissingField: no rating at all.
    """
    given = list(ratings)
    if not given:
        raise MissingField("no rating to choose the worst of")
    order = [grade.word for grade in METHOD.grades]
    able = [rating for rating in given if rating.grade is not None]
    return max(able, key=lambda rating: order.index(rating.status)) if able else given[0]


def next_goal(goals: Iterable[Goal], after: Period) -> Goal:
    """Of goals with several years the one that is due next, or the last where all are past.

    Raises:
        MissingField: no goal with a due period.
    """
    dated = sorted((goal.due.end, place, goal) for place, goal in enumerate(goals) if goal.due is not None)
    if not dated:
        raise MissingField("no goal with a due period", where="due")
    return next((goal for end, _, goal in dated if end > after.end), dated[-1][2])


def history(goal: Goal, series: Series) -> tuple[tuple[Period, Rating], ...]:
    """The symbol as it was after each value: whether it is stable.

    >>> seen = Series({2010 + year: str(year) for year in range(6)})
    >>> [rating.status for _, rating in history(Goal(value="20", due=2030), seen)][-2:]
    ['sun', 'sun']
    """
    return tuple((point.period, rate(goal, series.until(point.period.end))) for point in series.points)
