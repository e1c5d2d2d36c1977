"""Statistics Canada: compound growth against the growth that the goal needs, with scores (rule set of 2025).

The published code scores with rounded coefficients, 4.1667 and 7.1429, where the exact ones are 25/6 and
50/7; the published scores are those of the rounded ones, so these stand here.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from sotttt.evaluation.pace.assessing import assessed
from sotttt.evaluation.pace.ends import Ends, Unready, due_of, ends_of, nearest_edge
from sotttt.evaluation.pace.exact import growth, power, ratio_text, through
from sotttt.evaluation.pace.rating import Asks, Grade, Method, Model, PaceFlag, PaceReason, Rating, Reach
from sotttt.evaluation.pace.series import Goal, Kind, Series, years
from sotttt.frozen import FrozenMap
from sotttt.metrics import Verdict
from sotttt.sources import Source

__all__ = ["METHOD", "combine", "limit_factor", "rate"]

METHOD = Method(
    id="statcan",
    name="Thống kê Canada",
    name_en="Statistics Canada",
    source=Source(
        title="Canadian Indicator Framework: methodology for measuring progress",
        publisher="Statistics Canada",
        url="https://sdgcif-data-canada-oddcic-donnee.github.io",
        locator="revision de43dca",
    ),
    formula="d·CAGR(b→x) / |CAGR(b→T)|; without a goal d·CAGR(b→x) against thresholds times 1 - (b/L)^4.44",
    thresholds=FrozenMap(
        {
            "on_track": "0.95",
            "moderate": "0.60",
            "growth.on_track": "0.015",
            "growth.moderate": "0.005",
            "growth.best": "0.02",
            "limit.exponent": "4.44",
            "zero": "0.001",
            "score.below.slope": "4.1667",
            "score.below.start": "-2.5",
            "score.above.slope": "7.1429",
            "score.above.start": "-4.2857",
            "score.best": "5",
            "score.moderate": "2.5",
        }
    ),
    grades=(
        Grade("target_achieved", "Đã đạt mục tiêu", "Target achieved", "✓", Verdict.ON_TRACK),
        Grade("substantial_progress", "Đúng tiến độ", "On track", "↑", Verdict.ON_TRACK),
        Grade("moderate_progress", "Có tiến bộ, cần đẩy nhanh", "Acceleration needed", "↗", Verdict.BEHIND),
        Grade("limited_progress", "Tiến bộ hạn chế", "Limited progress", "→", Verdict.BEHIND),
        Grade("deterioration", "Xấu đi", "Deterioration", "↓", Verdict.BEHIND),
        Grade("target_not_achieved", "Chưa đạt mục tiêu", "Target not achieved", "✗", Verdict.BEHIND),
    ),
    yes_no=("target_achieved", "target_not_achieved"),
    model=Model.GEOMETRIC,
    reach=Reach.BASELINE,
    asks=Asks.RATE,
)

_BEST = METHOD.threshold("score.best")


class _Figures(NamedTuple):
    """Positive numbers to take growth of, after the sign rules."""

    base: Fraction
    last: Fraction
    goal: Fraction | None
    limit: Fraction | None
    sign: int


@assessed(METHOD)
def rate(goal: Goal, series: Series) -> Rating:
    """Rate a series as Statistics Canada does.

    Zero as baseline or goal is replaced by 0.001, as there, and the rating is flagged; values that are all
    negative are taken without their sign and the direction is turned round; a goal with two ends is judged by
    the distance to the nearest end; changes in percent are chained to an index first.

    >>> rating = rate(Goal(better="lower", value="7.25", due=2030), Series({2015: "14.5", 2023: "10.4"}))
    >>> rating.status, f"{rating.value:.6f}", f"{rating.score:.6f}"
    ('moderate_progress', '0.901090', '2.150695')
    """
    chained = frozenset[PaceFlag]()
    if series.kind is Kind.GROWTH:
        series, chained = series.chained(), frozenset({PaceFlag.CHAINED})
    ends = ends_of(goal, series)
    figures, flags = _figures(goal, ends)
    ends = ends._replace(flags=ends.flags | flags | chained)
    if ends.figure is None:
        return _without_goal(goal, ends, figures)
    return _with_goal(goal, ends, figures)


def _figures(goal: Goal, ends: Ends) -> tuple[_Figures, frozenset[PaceFlag]]:
    base, last, aim, sign = ends.base.number, ends.last.number, ends.figure, ends.sign
    if goal.two_sided:
        return _Figures(_away(goal, base), _away(goal, last), Fraction(1), None, -1), frozenset()
    limit = None if goal.limit is None else Fraction(goal.limit)
    numbers = [number for number in (base, last, aim) if number]
    if any(number > 0 for number in numbers) and any(number < 0 for number in numbers):
        raise Unready(PaceReason.MIXED_SIGNS, ends.flags)
    flags = set()
    if any(number < 0 for number in numbers):
        flags.add(PaceFlag.SIGN_FLIPPED)
        base, last, sign = abs(base), abs(last), -sign
        aim = None if aim is None else abs(aim)
        limit = None if limit is None else abs(limit)
    zero = METHOD.threshold("zero")
    if base == 0 or aim == 0:
        flags.add(PaceFlag.ZERO_REPLACED)
        last = last or (zero if base == 0 else last)
        base, aim = base or zero, aim if aim is None else aim or zero
    return _Figures(base, last, aim, limit, sign), frozenset(flags)


def _away(goal: Goal, number: Fraction) -> Fraction:
    """How many times a value lies beyond the nearest end: 1 inside."""
    low, high = goal.ends or (number, number)
    if low <= number <= high:
        return Fraction(1)
    edge, _ = nearest_edge(goal, number)
    if edge == 0 or number == 0:
        raise Unready(PaceReason.ZERO_BASE)
    if edge * number < 0:
        raise Unready(PaceReason.MIXED_SIGNS)
    return max(number / edge, edge / number)


def _with_goal(goal: Goal, ends: Ends, figures: _Figures) -> Rating:
    time = years(ends.base.period, due_of(goal, ends))
    grown = figures.sign * growth(figures.base, figures.last, ends.elapsed)
    needed = growth(figures.base, figures.goal or figures.base, time)
    value = grown / abs(needed) if needed else None
    inputs = {**ends.inputs(goal), "growth": ratio_text(grown), "growth.needed": ratio_text(needed)}
    if ends.met:
        word, score = "target_achieved", _BEST
    elif value is None:
        word = "deterioration" if grown < 0 else "limited_progress"
        score = -_BEST if grown < 0 else METHOD.threshold("score.below.start")
    else:
        word, score = _class(value, METHOD.threshold("on_track"), METHOD.threshold("moderate")), _score(value)
    return METHOD.rated(
        word,
        formula="statcan/goal",
        met=ends.met,
        value=value,
        score=score,
        inputs=inputs,
        flags=ends.flags,
    )


def _class(value: Fraction, on_track: Fraction, moderate: Fraction) -> str:
    if value >= on_track:
        return "substantial_progress"
    if value >= moderate:
        return "moderate_progress"
    return "limited_progress" if value >= 0 else "deterioration"


def _score(value: Fraction) -> Fraction:
    part = "below" if value < METHOD.threshold("moderate") else "above"
    line = METHOD.threshold(f"score.{part}.slope") * value + METHOD.threshold(f"score.{part}.start")
    return max(-_BEST, min(_BEST, line))


def limit_factor(base: Fraction, limit: Fraction, sign: int) -> Fraction:
    """What the thresholds of growth are multiplied by near a natural limit.

    >>> round(float(limit_factor(Fraction("97.4"), Fraction(100), 1)), 6)
    0.110386

    Raises:
        Unready: the baseline is at the limit or beyond it, where no growth is left.
    """
    if sign < 0 and base >= 2 * limit:
        return Fraction(1)
    if not (0 <= base < limit if sign > 0 else limit < base):
        raise Unready(PaceReason.BASE_AT_LIMIT)
    share = base / limit if sign > 0 else (2 * limit - base) / limit
    return 1 - power(share, METHOD.threshold("limit.exponent"))


def _without_goal(goal: Goal, ends: Ends, figures: _Figures) -> Rating:
    factor = Fraction(1) if figures.limit is None else limit_factor(figures.base, figures.limit, figures.sign)
    value = figures.sign * growth(figures.base, figures.last, ends.elapsed)
    on_track, moderate, best = (
        METHOD.threshold(f"growth.{name}") * factor for name in ("on_track", "moderate", "best")
    )
    step = METHOD.threshold("score.moderate")
    corners = (
        (-METHOD.threshold("growth.best"), -_BEST),
        (Fraction(0), -step),
        (moderate, Fraction(0)),
        (on_track, step),
        (best, _BEST),
    )
    inputs = ends.inputs(goal)
    if goal.limit is not None:
        inputs |= {"limit": str(goal.limit), "limit.factor": ratio_text(factor)}
    return METHOD.rated(
        _class(value, on_track, moderate),
        formula="statcan/limit" if goal.limit is not None else "statcan/direction",
        value=value,
        score=through(corners, value),
        inputs=inputs,
        flags=ends.flags,
    )


def combine(ratings: Iterable[Rating]) -> Rating:
    """Several series of one indicator: the mean of their scores; achieved only if all are.

    Nested groups are combined first, each to one rating. Series that can't be assessed are left out.

    >>> goal = Goal(better="higher")
    >>> one, two = (rate(goal, Series({2015: "100", 2025: last})) for last in ("125", "100"))
    >>> combine([one, two]).score
    Decimal('1.25')
    """
    able = [rating for rating in ratings if rating.grade is not None and rating.score is not None]
    if not able:
        return METHOD.unable(PaceReason.NO_OBSERVATION)
    score = sum((Fraction(rating.score or 0) for rating in able), Fraction(0)) / len(able)
    achieved = all(rating.status == "target_achieved" for rating in able)
    step = METHOD.threshold("score.moderate")
    word = _by_score(score, step)
    return METHOD.rated(
        "target_achieved" if achieved else word,
        formula="statcan/mean",
        met=achieved,
        score=score,
        inputs={f"score[{place}]": ratio_text(rating.score or score) for place, rating in enumerate(able)},
        flags=frozenset(flag for rating in able for flag in rating.flags),
    )


def _by_score(score: Fraction, step: Fraction) -> str:
    if score >= step:
        return "substantial_progress"
    if score >= 0:
        return "moderate_progress"
    return "limited_progress" if score >= -step else "deterioration"
