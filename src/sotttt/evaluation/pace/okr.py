"""OKR: the share of the way from start to goal, cut to 0 and 1, with a scale for each commitment."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sotttt.evaluation.pace.assessing import assessed
from sotttt.evaluation.pace.ends import Ends, ends_of, figure_of
from sotttt.evaluation.pace.exact import ratio_text
from sotttt.evaluation.pace.rating import Asks, Grade, Method, Model, PaceFlag, PaceReason, Rating, Reach
from sotttt.evaluation.pace.series import Goal, Series
from sotttt.frozen import FrozenMap
from sotttt.metrics import Verdict
from sotttt.plans.targets import Commitment
from sotttt.sources import Source

__all__ = ["METHOD", "objective", "rate"]

METHOD = Method(
    id="okr",
    name="OKR: mục tiêu và kết quả then chốt",
    name_en="OKR: objectives and key results",
    source=Source(title="Measure What Matters", publisher="Portfolio/Penguin (John Doerr)", published="2018"),
    formula="min(1, max(0, (x - b) / (T - b)))",
    thresholds=FrozenMap(
        {"firm.green": "1", "firm.yellow": "0.7", "stretch.green": "0.7", "stretch.yellow": "0.4"}
    ),
    grades=(
        Grade("green", "Xanh", "Green", "🟢", Verdict.ON_TRACK),
        Grade("yellow", "Vàng", "Yellow", "🟡", Verdict.BEHIND),
        Grade("red", "Đỏ", "Red", "🔴", Verdict.BEHIND),
    ),
    yes_no=("green", "red"),
    model=Model.LEVEL,
    reach=Reach.BASELINE,
    asks=Asks.WHOLE_WAY,
)


@assessed(METHOD)
def rate(goal: Goal, series: Series) -> Rating:
    """Rate a key result by the share of its way that is done, whatever the time that is left.

    A firm goal is green at 1.0, as nothing less was promised; a stretch goal is green from 0.7
    and yellow from 0.4. The source's colours leave 0.3 to 0.4 and 0.6 to 0.7 open; here each class begins
    where it is printed.

    >>> rating = rate(Goal(value="45", commitment="stretch"), Series({2020: "32", 2021: "42"}))
    >>> rating.status, f"{rating.score:.2f}"
    ('green', '0.77')
    """
    ends = ends_of(goal, series)
    figure_of(ends)
    value, score, flags = _score(ends)
    return METHOD.rated(
        _colour(score, goal.commitment),
        formula=f"okr/{_scale(goal.commitment)}",
        met=ends.met,
        value=value,
        score=score,
        inputs=ends.inputs(goal),
        flags=flags,
    )


def _score(ends: Ends) -> tuple[Fraction | None, Fraction, frozenset[PaceFlag]]:
    way = ends.way
    value = ends.moved / way if way else None
    if ends.met:
        score = Fraction(1)
    else:
        score = Fraction(0) if value is None else max(Fraction(0), min(Fraction(1), value))
    capped = value is not None and not ends.met and value != score
    capped = capped or PaceFlag.BEYOND_GOAL in ends.flags
    return value, score, ends.flags | ({PaceFlag.CAPPED} if capped else set())


def _scale(commitment: Commitment) -> str:
    return "firm" if commitment is Commitment.FIRM else "stretch"


def _colour(score: Fraction, commitment: Commitment) -> str:
    scale = _scale(commitment)
    return next((word for word in ("green", "yellow") if score >= METHOD.threshold(f"{scale}.{word}")), "red")


def objective(ratings: Iterable[Rating], commitment: Commitment = Commitment.FIRM) -> Rating:
    """An objective: the mean of its key results; those that can't be assessed are left out.

    >>> objective([rate(Goal(value="10"), Series({2020: "0", 2021: last})) for last in ("10", "5")]).score
    Decimal('0.75')
    """
    scores = [Fraction(rating.score) for rating in ratings if rating.score is not None]
    if not scores:
        return METHOD.unable(PaceReason.NO_OBSERVATION)
    mean = sum(scores, Fraction(0)) / len(scores)
    return METHOD.rated(
        _colour(mean, commitment),
        formula="okr/objective",
        score=mean,
        inputs={f"score[{place}]": ratio_text(score) for place, score in enumerate(scores)},
    )
