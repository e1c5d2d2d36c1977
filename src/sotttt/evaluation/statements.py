"""What sources state of one subject, as known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from sotttt.errors import InvalidText
from sotttt.frozen import several
from sotttt.metrics import Assessment, Degree, Verdict
from sotttt.ranges import Range

__all__ = ["Word", "about", "known_from", "statements", "words_of"]

_HUNDRED = Range.at_least(100, "%")
_UNDERWAY = (Verdict.MISSED, Verdict.BEHIND, Verdict.ON_TRACK, Verdict.NOT_DUE)


def statements(given: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """The assessments given; what is none is refused."""
    stated = several(given, "a list of assessments")
    for one in stated:
        if not isinstance(one, Assessment):
            raise InvalidText(f"{one!r:.60} stands among the assessments", expected="an Assessment")
    return stated


def known_from(stated: Assessment) -> dt.date:
    """The first day on which a statement was known; one without any date was known from the beginning."""
    if stated.published is None and stated.period is None and stated.done_on is not None:
        return stated.done_on.end
    return stated.known_from or dt.date.min


def about(subject: str, assessments: Iterable[Assessment], as_of: dt.date) -> tuple[Assessment, ...]:
    """What was known about a subject by a day, oldest first, in an order that input order can't change."""
    stated_all = statements(assessments)
    known = [stated for stated in stated_all if stated.subject == subject and known_from(stated) <= as_of]
    return tuple(sorted(known, key=lambda stated: (known_from(stated), repr(stated))))


class Word(NamedTuple):
    """One statement about a duty: since when it is known, whether done, and until which day it speaks."""

    known: dt.date
    done: bool
    until: dt.date
    stated: Assessment


def _says(stated: Assessment, as_of: dt.date) -> bool | None:
    """Whether a statement says done, not done, or neither; a day of completion in the future is a plan."""
    if stated.done_on is not None and stated.done_on.start <= as_of:
        return True
    if stated.verdict is Verdict.MET or stated.degree in (Degree.FULL, Degree.EXCEEDED):
        return True
    if stated.verdict in _UNDERWAY or stated.degree is not None:
        return False
    rate = stated.attainment
    if rate is None or rate.within(_HUNDRED):
        return None if rate is None else True
    return False if rate.is_disjoint(_HUNDRED) else None


def words_of(known: Iterable[Assessment], as_of: dt.date, *, edition: bool = False) -> list[Word]:
    """The statements that say done or not; of one day, "not done" stands last: it decides.

    The period assessed is the time that a statement describes; that of an edition is its name alone.
    """
    words = [
        Word(
            since := known_from(stated),
            said,
            since if edition or stated.period is None else stated.period.end,
            stated,
        )
        for stated in known
        if (said := _says(stated, as_of)) is not None
    ]
    return sorted(words, key=lambda word: (word.known, not word.done))
