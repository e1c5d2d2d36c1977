"""The named methods, by name."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from sotttt.errors import InvalidChoice, nearest
from sotttt.evaluation.pace import METHODS
from sotttt.evaluation.pace.assessing import Rate
from sotttt.evaluation.pace.rating import Method, Rating
from sotttt.evaluation.pace.series import Goal, Series

__all__ = ["method", "rate"]


def _module(name: str) -> object:
    if name not in METHODS:
        raise InvalidChoice(
            f"unknown pace method {name!r:.60}",
            expected=f"one of {', '.join(METHODS)}",
            hint=nearest(str(name), METHODS),
        )
    return import_module(f"sotttt.evaluation.pace.{name.replace('-', '_')}")


def method(name: str) -> Method:
    """The description of a method: source, formula, thresholds, classes.

    Raises:
        InvalidChoice: an unknown name.

    >>> method("un-2023").thresholds["on_track"]
    '0.95'
    >>> method("un-2032")
    Traceback (most recent call last):
    sotttt.errors.InvalidChoice: unknown pace method 'un-2032'; expected one of ...; did you mean 'un-2023'?
    """
    return cast("Method", vars(_module(name))["METHOD"])


def rate(name: str, goal: Goal, series: Series) -> Rating:
    """Rate a series by one method (đánh giá tiến độ theo một phương pháp).

    Args:
        name: the name of the method.
        goal: the goal.
        series: the values.

    Raises:
        InvalidChoice: an unknown name.

    >>> rate("linear", Goal(value="80", due=2025), Series({2020: "60", 2022: "66"})).label("en")
    'Behind'
    """
    return cast("Rate", vars(_module(name))["rate"])(goal, series)
