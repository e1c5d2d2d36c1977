"""What every method shares: it answers with a rating, also where it is unable to assess."""

from __future__ import annotations

from collections.abc import Callable
from decimal import DecimalException
from functools import wraps

from sotttt.evaluation.pace.ends import Unready, last_of
from sotttt.evaluation.pace.rating import Method, PaceReason, Rating
from sotttt.evaluation.pace.series import Goal, Kind, Series

__all__ = ["Rate", "assessed"]

Rate = Callable[[Goal, Series], Rating]


def assessed(method: Method) -> Callable[[Rate], Rate]:
    """Turns what stops a method into a rating that says so, and judges a yes or no for it.

    A yes or no is reached or not: no pace lies between.
    """

    def wrap(judge: Rate) -> Rate:
        @wraps(judge)
        def rate(goal: Goal, series: Series) -> Rating:
            try:
                if series.kind is Kind.YES_NO:
                    return _yes_no(method, goal, series)
                return judge(goal, series)
            except Unready as why:
                return method.unable(why.reason, flags=why.flags)
            except (DecimalException, OverflowError):
                return method.unable(PaceReason.BEYOND_NUMBERS)

        return rate

    return wrap


def _yes_no(method: Method, goal: Goal, series: Series) -> Rating:
    points, flags = last_of(goal, series)
    reached = goal.meets(points[-1].number)
    met = points[-1].number == 1 if reached is None else reached
    return method.rated(
        method.yes_no[0 if met else 1],
        formula=f"{method.id}/yes_no",
        met=met,
        inputs={"last": str(points[-1])},
        flags=flags,
    )
