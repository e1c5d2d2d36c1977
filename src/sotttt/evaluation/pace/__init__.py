"""Pace (tiến độ): named, published rule sets that judge a target before it is due.

Names load on first use: the default, a straight line, is `line`, and an evaluation loads no other module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face

if TYPE_CHECKING:
    from sotttt.evaluation.pace.comparing import Assumption, Comparison, compare
    from sotttt.evaluation.pace.entities import goal_from, series_from
    from sotttt.evaluation.pace.rating import Grade, Method, PaceFlag, PaceReason, Rating
    from sotttt.evaluation.pace.registry import method, rate
    from sotttt.evaluation.pace.series import Goal, Kind, Point, Series, Shape

#: The named methods; each is a module of this package.
METHODS = ("linear", "statcan", "un-2023", "destatis", "sdsn", "global-fund", "okr", "path")

_ROOMS: dict[str, tuple[str, ...]] = {
    "comparing": ("Assumption", "Comparison", "compare"),
    "destatis": (),
    "entities": ("goal_from", "series_from"),
    "global_fund": (),
    "line": (),
    "linear": (),
    "okr": (),
    "path": (),
    "rating": ("Grade", "Method", "PaceFlag", "PaceReason", "Rating"),
    "registry": ("method", "rate"),
    "sdsn": (),
    "series": ("Goal", "Kind", "Point", "Series", "Shape"),
    "statcan": (),
    "un_2023": (),
}

__all__ = [  # loaded by __getattr__
    "METHODS",
    "Assumption",
    "Comparison",
    "Goal",
    "Grade",
    "Kind",
    "Method",
    "PaceFlag",
    "PaceReason",
    "Point",
    "Rating",
    "Series",
    "Shape",
    "compare",
    "goal_from",
    "method",
    "rate",
    "series_from",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.evaluation.pace", _ROOMS)
