"""Of which older units a unit is made, and which share of each passes to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from sotttt.errors import InvalidEntity
from sotttt.places import Places, Succession, SuccessionKind
from sotttt.ranges import Range

__all__ = ["NONE", "WHOLE", "Portion", "heirs", "portions"]

WHOLE = Range.parse("= 100 %")
NONE = Range.parse("= 0 %")
_ALL_SHARES = Range.parse("[0, 100] %")
_DAY = dt.timedelta(days=1)
#: Units that split and merge again and again have more ways than anyone can follow.
_MOST_WAYS, _LONGEST_WAY = 10_000, 200


class Portion(NamedTuple):
    """A unit, the share of it that belongs to another one, and the successions that lead there."""

    unit: str
    share: Range
    steps: tuple[Succession, ...]


class _Descent:
    """One walk back from a unit to the units of which something is known."""

    def __init__(self, places: Places, since: dt.date, known: Container[str]) -> None:
        self.places = places
        self.since = since
        self.known = known
        self.ways = 0

    def moved(self, steps: tuple[Succession, ...], until: dt.date) -> list[Succession]:
        """The moved boundaries after the period of the values, and not after a day."""
        return [
            step
            for step in steps
            if step.kind is SuccessionKind.TRANSFER and self.since < step.effective <= until
        ]

    def into(self, unit: str, share: Range, steps: tuple[Succession, ...], until: dt.date) -> list[Portion]:
        """What makes up that share of a unit, as it was on a day."""
        self.ways += 1
        if self.ways > _MOST_WAYS or len(steps) > _LONGEST_WAY:
            raise InvalidEntity(
                f"too many successions lead to {unit!r}",
                where="places",
                expected=f"at most {_MOST_WAYS} ways, each of at most {_LONGEST_WAY} steps",
            )
        own, start = unit in self.known, self.places[unit].valid.start
        before = self.places.predecessors(unit)
        gained = [
            step for step in self.moved(before, until) if not (own and start and step.effective <= start)
        ]
        kept = share
        for step in self.moved(self.places.successors(unit), until):
            kept = kept * (WHOLE - step.share)
        merged = [step for step in before if step.effective <= until]
        found = [Portion(unit, kept, steps)] if own else self._older(unit, kept, steps, merged)
        for step in gained:
            passed = share * step.share
            found += self.into(step.predecessor, passed, (step, *steps), step.effective - _DAY)
        return found

    def _older(
        self, unit: str, share: Range, steps: tuple[Succession, ...], before: Sequence[Succession]
    ) -> list[Portion]:
        """The predecessors of a unit without a value, or the unit itself where they have none either."""
        below = [
            portion
            for step in before
            if step.kind is not SuccessionKind.TRANSFER
            for portion in self.into(step.predecessor, share * step.share, (step, *steps), step.effective)
        ]
        if any(portion.unit in self.known for portion in below):
            return below
        return [Portion(unit, share, steps)]


def portions(
    places: Places, unit: str, to: dt.date, since: dt.date, known: Container[str]
) -> tuple[Portion, ...]:
    """Of which units a unit is made on a day: those with a known value, and those that lack one.

    A unit of which some but not all is known is followed back as far as something is known.

    Args:
        places: the units and their successions.
        unit: the unit, which exists on `to`.
        to: the day.
        since: the last day of the period that the values describe; boundaries moved later count.
        known: the units of which a value is known.

    Raises:
        InvalidEntity: more successions in a row, or side by side, than can be followed.

    >>> places = Places([], [])
    >>> portions(places, "x", dt.date(2025, 7, 1), dt.date(2024, 12, 31), ())
    Traceback (most recent call last):
    sotttt.errors.NotFound: no place has the id 'x'
    """
    found = _Descent(places, since, known).into(unit, WHOLE, (), to)
    if len({portion.unit for portion in found}) == len(found):
        return tuple(found)
    together: dict[str, list[Portion]] = {}
    for portion in found:
        together.setdefault(portion.unit, []).append(portion)
    return tuple(
        parts[0] if len(parts) == 1 else Portion(name, _joint(places, parts, unit, to), parts[0].steps)
        for name, parts in together.items()
    )


def _joint(places: Places, parts: list[Portion], unit: str, to: dt.date) -> Range:
    """The share of parts of one unit that come together again."""
    kinds = {step.kind for part in parts for step in part.steps}
    if heirs(places, parts[0].unit, to, dt.date.max) == (unit,) and SuccessionKind.TRANSFER not in kinds:
        return WHOLE
    total = parts[0].share
    for part in parts[1:]:
        total = total + part.share
    return total.intersect(_ALL_SHARES)


def heirs(places: Places, unit: str, to: dt.date, since: dt.date) -> tuple[str, ...]:
    """The units that hold something of a unit on a day, itself included where it still exists.

    A boundary moved before something came to a unit moved nothing of it.
    """
    reached = {unit: dt.date.min}
    waiting = [(dt.date.min, unit)]
    while waiting:
        day, name = heappop(waiting)
        for step in places.successors(name):
            moved = step.kind is SuccessionKind.TRANSFER
            if step.effective > to or (moved and step.effective <= max(day, since)):
                continue
            if step.effective < reached.get(step.successor, dt.date.max):
                reached[step.successor] = step.effective
                heappush(waiting, (step.effective, step.successor))
    return tuple(sorted(name for name in reached if places[name].valid.contains(to)))
