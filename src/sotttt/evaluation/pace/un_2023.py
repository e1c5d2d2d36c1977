"""United Nations progress chart of 2023, as EUSTAT documents it: growth carried on to the due date."""

from __future__ import annotations

from fractions import Fraction

from sotttt.evaluation.pace.assessing import assessed
from sotttt.evaluation.pace.ends import Ends, Unready, due_of, ends_of
from sotttt.evaluation.pace.exact import growth, growth_factor, power, ratio_text
from sotttt.evaluation.pace.rating import Asks, Grade, Method, Model, PaceFlag, PaceReason, Rating, Reach
from sotttt.evaluation.pace.series import Goal, Kind, Series, years
from sotttt.frozen import FrozenMap
from sotttt.metrics import Verdict
from sotttt.sources import Source

__all__ = ["METHOD", "rate"]

METHOD = Method(
    id="un-2023",
    name="Biểu đồ tiến độ của Liên hợp quốc 2023",
    name_en="United Nations progress chart 2023",
    source=Source(
        title="Metodología: evaluación del progreso",
        publisher="EUSTAT",
        url="https://github.com/EUSTAT-DES/site",
        locator="_pages/en/metodologia.md, revision 10f3c70",
    ),
    formula="(v - b) / (T - b) with v = x·(1 + g)^(tT - t) and g = CAGR(b→x); without a goal d·g",
    thresholds=FrozenMap(
        {
            "on_track": "0.95",
            "fair": "0.10",
            "growth.on_track": "0.02",
            "growth.fair": "0.005",
            "percent.within": "1",
        }
    ),
    grades=(
        Grade("met_or_on_track", "Đạt hoặc đúng tiến độ", "Met or on track", "3", Verdict.ON_TRACK),
        Grade("fair_progress", "Khá, cần đẩy nhanh", "Fair progress, accelerate", "2", Verdict.BEHIND),
        Grade(
            "stagnation_or_regression", "Trì trệ, thụt lùi", "Stagnation or regression", "1", Verdict.BEHIND
        ),
    ),
    yes_no=("met_or_on_track", "stagnation_or_regression"),
    model=Model.GEOMETRIC,
    reach=Reach.BASELINE,
    asks=Asks.VALUE_AT_DUE,
)


@assessed(METHOD)
def rate(goal: Goal, series: Series) -> Rating:
    """Rate a series as the progress chart does.

    A value that meets the goal is class 3 whatever the trend, and so is one within a point of a goal of 0 %
    or 100 %. Where the baseline's year has no value, the nearest year stands in (flag `base_moved`). Growth
    rates are left to expert opinion there; a baseline of zero has no growth.

    >>> rating = rate(Goal(better="lower", value="7.25", due=2030), Series({2015: "14.5", 2023: "10.4"}))
    >>> rating.symbol, f"{rating.value:.4f}"
    ('2', '0.9275')
    """
    if series.kind is Kind.GROWTH:
        return METHOD.unable(PaceReason.EXPERT_OPINION)
    ends = ends_of(goal, series, nearest=True)
    if ends.met or _within(ends, series):
        return _met(goal, ends)
    return _moving(goal, ends)


def _within(ends: Ends, series: Series) -> bool:
    at_the_end = series.percent and ends.figure in (0, 100)
    return (
        at_the_end
        and ends.figure is not None
        and abs(ends.last.number - ends.figure) <= METHOD.threshold("percent.within")
    )


def _met(goal: Goal, ends: Ends) -> Rating:
    flags = ends.flags if ends.met else ends.flags | {PaceFlag.WITHIN_ONE_POINT}
    return METHOD.rated(
        "met_or_on_track", formula="un-2023/met", met=ends.met, inputs=ends.inputs(goal), flags=flags
    )


def _moving(goal: Goal, ends: Ends) -> Rating:
    base, last = _positive(ends)
    inputs = {**ends.inputs(goal), "growth": ratio_text(growth(base, last, ends.elapsed))}
    if ends.figure is None:
        turned = ends.sign if ends.base.number > 0 else -ends.sign
        value = turned * growth(base, last, ends.elapsed)
        word = _class(value, METHOD.threshold("growth.on_track"), METHOD.threshold("growth.fair"))
        return METHOD.rated(word, formula="un-2023/direction", value=value, inputs=inputs, flags=ends.flags)
    left = years(ends.last.period, due_of(goal, ends))
    at_due = ends.last.number * power(growth_factor(base, last, ends.elapsed), left)
    inputs["value.at_due"] = ratio_text(at_due)
    way = ends.way
    ratio = ends.sign * (at_due - ends.base.number) / way if way else None
    word = "stagnation_or_regression"
    if ratio is not None:
        word = _class(ratio, METHOD.threshold("on_track"), METHOD.threshold("fair"))
    return METHOD.rated(
        word, formula="un-2023/goal", met=ends.met, value=ratio, inputs=inputs, flags=ends.flags
    )


def _positive(ends: Ends) -> tuple[Fraction, Fraction]:
    """Baseline and last value without their common sign."""
    base, last = ends.base.number, ends.last.number
    if base == 0:
        raise Unready(PaceReason.ZERO_BASE, ends.flags)
    if base * last < 0:
        raise Unready(PaceReason.MIXED_SIGNS, ends.flags)
    return abs(base), abs(last)


def _class(value: Fraction, on_track: Fraction, fair: Fraction) -> str:
    if value >= on_track:
        return "met_or_on_track"
    return "fair_progress" if value >= fair else "stagnation_or_regression"
