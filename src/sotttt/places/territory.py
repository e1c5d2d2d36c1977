"""Territory as a set of parts that no known succession divides."""

from __future__ import annotations

from collections.abc import Iterable

from sotttt.errors import InvalidEntity
from sotttt.places.units import Jurisdiction, Succession, SuccessionKind

__all__ = ["Territories"]

#: What nobody is known to have got from a unit of which a share passed on.
_REST = "rest"
#: Units that split and merge again and again have more parts than anyone can tell apart.
_MOST_PARTS, _MOST_CUTS = 10_000, 200


class Territories:
    """The parts of which the territory of each unit consists, told apart by names.

    A unit that follows nobody is one part. What merges joins the parts of its predecessors. What is divided
    divides each of its parts, in the unit itself and in all that held it before: `can-tho-pre2004/hau-giang`
    is what Hậu Giang took from Cần Thơ. So the same set of parts is the same territory, as far as the
    successions are complete. Boundaries moved between units that go on (`transfer`) are left out. All is
    worked out when it is first asked for.

    >>> spans = {"old": "..2004-01-01", "one": "2004-01-01..", "two": "2004-01-01.."}
    >>> units = [Jurisdiction(id=id, name=id, level="commune", type="ward", valid=valid)
    ...          for id, valid in spans.items()]
    >>> steps = [Succession(predecessor="old", successor=id, kind="split", effective="2004-01-01",
    ...     share="(0, 100) %") for id in ("one", "two")]
    >>> found = Territories(units, steps)
    >>> sorted(found.of("old")), sorted(found.of("one"))
    (['old/one', 'old/two'], ['old/one'])
    """

    __slots__ = ("_cuts", "_parts", "_steps", "_units")

    def __init__(self, units: Iterable[Jurisdiction], steps: Iterable[Succession]) -> None:
        self._units = tuple(units)
        self._steps = tuple(steps)
        self._cuts: _Cuts | None = None
        self._parts: dict[str, frozenset[str]] = {}

    def of(self, id: str) -> frozenset[str]:
        """The parts of a unit.

        Raises:
            InvalidEntity: units split and merged so often that their parts are too many.
        """
        if self._cuts is None:
            self._cuts = _Cuts(self._units, self._steps)
        if id not in self._parts:
            self._parts[id] = self._cuts.of(id)
        return self._parts[id]


class _Cuts:
    """What each unit got when it began, and how its parts were divided later."""

    __slots__ = ("_held", "_inside")

    def __init__(self, units: Iterable[Jurisdiction], steps: Iterable[Succession]) -> None:
        self._held: dict[str, set[str]] = {}
        self._inside: dict[str, tuple[str, ...]] = {}
        leaving: dict[str, list[Succession]] = {}
        for step in sorted(steps, key=lambda step: step.effective):
            if step.kind is not SuccessionKind.TRANSFER:
                leaving.setdefault(step.predecessor, []).append(step)
        for id, ways in leaving.items():
            self._pass_on(id, ways)
        for unit in units:
            self._held.setdefault(unit.id, {unit.id})

    def _pass_on(self, id: str, ways: list[Succession]) -> None:
        """Give the parts of a unit that ends to what follows it."""
        self._held.setdefault(id, {id})
        parts = self.of(id)
        followers = tuple(dict.fromkeys(step.successor for step in ways))
        if len(followers) == 1 and all(step.whole for step in ways):
            self._held.setdefault(followers[0], set()).update(parts)
            return
        ends = followers if len(followers) > 1 else (*followers, _REST)
        if len(parts) * len(ends) > _MOST_PARTS or any(part.count("/") >= _MOST_CUTS for part in parts):
            raise InvalidEntity(
                f"{id!r} comes from too many splits and mergers",
                where="successions",
                expected=f"at most {_MOST_PARTS} parts, each divided at most {_MOST_CUTS} times",
            )
        for part in parts:
            self._inside[part] = tuple(f"{part}/{end}" for end in ends)
        for follower in followers:
            self._held.setdefault(follower, set()).update(f"{part}/{follower}" for part in parts)

    def of(self, id: str) -> frozenset[str]:
        found: set[str] = set()
        open_ = list(self._held[id])
        while open_:
            part = open_.pop()
            inside = self._inside.get(part)
            if inside is None:
                found.add(part)
            else:
                open_ += inside
        return frozenset(found)
