"""Which units of a day take which older ones, as plain columns: the successions, worked out once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sotttt.errors import InvalidEntity, NotOnTables
from sotttt.evaluation.reasons import ReasonCode
from sotttt.evaluation.territory import heirs
from sotttt.places import Places, Succession, SuccessionKind
from sotttt.ranges import Range
from sotttt.tables.columns import EVER, FAR, Cell, Columns

__all__ = ["DIRECT", "GONE", "MERGING", "NODES", "PLAIN", "ROLES", "STATES", "Lineages", "lineages"]

#: Of what kind each column is.
STATES = {"jurisdiction": "text", "state": "text"}
ROLES = {
    "jurisdiction": "text",
    "era_start": "date",
    "era_end": "date",
    "node": "whole",
    "own": "whole",
    "stop": "whole",
    "under": "whole",
    "need": "whole",
}
NODES = {
    "node": "whole",
    "heir": "text",
    "part": "text",
    "whole": "whole",
    "moved": "whole",
    "joint": "whole",
}
GONE = {"jurisdiction": "text", "era_start": "date", "era_end": "date"}
DIRECT = {"jurisdiction": "text", "heir": "text"}

#: A unit that is what it was, and takes nothing from others; and one that gives, takes or has ended.
PLAIN, MERGING = "plain", "merging"
_DAY = dt.timedelta(days=1)
_UNKNOWN = Range.parse("(0, 100) %")
#: Beyond these nobody can follow the ways that lead to one unit.
_MOST_NODES, _LONGEST_WAY = 1_000, 200


class Lineages(NamedTuple):
    """The successions as columns.

    Args:
        states: for each unit whether it is `plain`, `merging`, or why it leads nowhere.
        roles: for each unit what knowing it means to each node: the node is known (`own`), it is not asked
            (`stop`), it isn't missing (`under`), or it is asked for (`need`); for values of periods that end
            between two days.
        nodes: for each node the unit of the day that takes it, the older unit that it is, whether all of that
            passes on, and whether a boundary was moved on the way.
        gone: units that lead nowhere for periods that end between two days, and somewhere for others.
        direct: units that have ended and lead to one unit alone.
        repeated: whether some unit comes to another by two ways.
        eras: whether the day on which a period ends matters, because boundaries were moved.
    """

    states: Columns
    roles: Columns
    nodes: Columns
    gone: Columns
    direct: Columns
    repeated: bool
    eras: bool


class _Node(NamedTuple):
    """One older unit on one way to a unit of the day."""

    unit: str
    whole: bool
    moved: bool
    stops: tuple[str, ...]
    asked_by: int | None
    steps: int = 0


class _Tree:
    """All ways back from one unit of the day, whatever is known.

    A node is a part where its unit is known and none of `stops` is. It is missing where neither its unit nor
    one below it nor one of `stops` is known, but some unit below the node that asks for it is.
    """

    def __init__(self, places: Places, end: str, to: dt.date, since: dt.date) -> None:
        self.places, self.end, self.to, self.since = places, end, to, since
        self.nodes: list[_Node] = []
        self.below: list[set[str]] = []
        self.edges: set[dt.date] = set()
        root = _Node(end, whole=True, moved=False, stops=(), asked_by=None)
        self.units = self._into(root, to)

    def _moved(self, steps: Iterable[Succession], until: dt.date) -> list[Succession]:
        found = [
            step
            for step in steps
            if step.kind is SuccessionKind.TRANSFER and self.since < step.effective <= until
        ]
        self.edges.update(step.effective for step in found)
        return found

    def _into(self, node: _Node, until: dt.date) -> set[str]:
        """Add a node and all behind it, as they were on a day; the units among them."""
        if len(self.nodes) >= _MOST_NODES or node.steps > _LONGEST_WAY:
            raise InvalidEntity(
                f"too many successions lead to {self.end!r}",
                where="places",
                expected=f"at most {_MOST_NODES} ways, each of at most {_LONGEST_WAY} steps",
            )
        unit, number = node.unit, len(self.nodes)
        before, start = self.places.predecessors(unit), self.places[unit].valid.start
        lost = [_whole(step) for step in self._moved(self.places.successors(unit), until)]
        whole = node.whole and not lost
        self.nodes.append(node._replace(whole=whole))
        self.below.append(set())
        for step in before:
            if step.kind is not SuccessionKind.TRANSFER and step.effective <= until:
                passed = _whole(step) and whole
                older = _Node(
                    step.predecessor, passed, node.moved, (*node.stops, unit), number, node.steps + 1
                )
                self.below[number] |= self._into(older, step.effective)
        units = {unit, *self.below[number]}
        for step in self._moved(before, until):
            early = start is not None and step.effective <= start
            stops = (*node.stops, unit) if early else node.stops
            passed = _whole(step) and node.whole
            gained = _Node(
                step.predecessor,
                whole=passed,
                moved=True,
                stops=stops,
                asked_by=node.asked_by,
                steps=node.steps + 1,
            )
            units |= self._into(gained, step.effective - _DAY)
        return units

    def rows(self) -> Iterator[tuple[int, str, int, int, int, int]]:
        """For each node and each unit that means something to it: own, stop, under, need."""
        for number, node in enumerate(self.nodes):
            asks = self.units if node.asked_by is None else self.below[node.asked_by]
            below = self.below[number]
            for unit in sorted({node.unit, *node.stops, *below, *asks}):
                found = (unit == node.unit, unit in node.stops, unit in below, unit in asks)
                yield (number, unit, *map(int, found))  # type: ignore[misc]  # four numbers


def _whole(step: Succession) -> bool:
    """Whether all of a unit passes on; a share that is known in part is refused.

    Raises:
        NotOnTables: a share that is neither all nor an unknown part.
    """
    if step.whole:
        return True
    if step.share != _UNKNOWN:
        raise NotOnTables(
            f"a share of {step.share} passes from {step.predecessor!r} to {step.successor!r}",
            where="places",
            expected="shares of = 100 % or (0, 100) %",
            hint="carry these with sotttt.carry",
        )
    return False


def lineages(places: Places, to: dt.date) -> Lineages:
    """The successions that lead to the units of a day, as columns.

    Raises:
        NotOnTables: a share that is known in part.
        InvalidEntity: more successions than can be followed.
    """
    return _Compiler(places, to).run()


class _Compiler:
    """One run of `lineages`."""

    def __init__(self, places: Places, to: dt.date) -> None:
        self.places, self.to = places, to
        self.roles: Columns = {name: [] for name in ROLES}
        self.nodes: Columns = {name: [] for name in NODES}
        self.merging: set[str] = set()
        self.spans: dict[str, set[tuple[dt.date, dt.date]]] = {}
        self.repeated = False
        self.eras = False
        self.finally_: dict[str, tuple[str, ...]] = {}
        for place in places:
            self.finally_[place.id] = heirs(places, place.id, to, dt.date.max)

    def run(self) -> Lineages:
        """Every unit of the day, followed back."""
        plain = []
        for place in self.places.on(self.to):
            first = _Tree(self.places, place.id, self.to, dt.date.min)
            if first.units == {place.id} and first.nodes[0].whole and not first.edges:
                plain.append(place.id)
            else:
                self._grown(first)
        alone = [unit for unit in plain if unit not in self.merging]
        for unit in plain:
            if unit in self.merging:
                self._added(_Tree(self.places, unit, self.to, dt.date.min), EVER, FAR)
        return Lineages(
            self._states(set(alone)),
            self.roles,
            self.nodes,
            self._gone(),
            self._direct(),
            self.repeated,
            self.eras,
        )

    def _grown(self, first: _Tree) -> None:
        """One unit of the day: its tree for each stretch of days between moved boundaries."""
        edges = sorted(first.edges)
        self.eras = self.eras or bool(edges)
        starts = [EVER, *edges]
        ends = [*(edge - _DAY for edge in edges), FAR]
        for start, end in zip(starts, ends, strict=True):
            since = dt.date.min if start == EVER else start
            tree = first if start == EVER else _Tree(self.places, first.end, self.to, since)
            self._added(tree, start, end)

    def _added(self, tree: _Tree, start: dt.date, end: dt.date) -> None:
        self.merging |= tree.units
        for unit in tree.units:
            self.spans.setdefault(unit, set()).add((start, end))
        base = len(self.nodes["node"])
        self.repeated = self.repeated or len(tree.nodes) > len({node.unit for node in tree.nodes})
        for number, node in enumerate(tree.nodes):
            joint = self.finally_[node.unit] == (tree.end,)
            marks = (int(node.whole), int(node.moved), int(joint))
            _append(self.nodes, (base + number, tree.end, node.unit, *marks))
        for number, unit, *found in tree.rows():
            _append(self.roles, (unit, start, end, base + number, *found))

    def _states(self, alone: set[str]) -> Columns:
        states: Columns = {name: [] for name in STATES}
        for place in self.places:
            start = place.valid.start
            if place.id in self.merging:
                state = MERGING
            elif place.id in alone:
                state = PLAIN
            elif start is not None and self.to < start:
                state = ReasonCode.PLACE_AHEAD.value
            else:
                state = ReasonCode.NO_SUCCESSOR.value
            _append(states, (place.id, state))
        return states

    def _gone(self) -> Columns:
        gone: Columns = {name: [] for name in GONE}
        for unit in sorted(self.merging) if self.eras else ():
            after = EVER
            for start, end in sorted(self.spans[unit]):
                if start > after:
                    _append(gone, (unit, after, start - _DAY))
                after = max(after, FAR if end == FAR else end + _DAY)
            if after != FAR:
                _append(gone, (unit, after, FAR))
        return gone

    def _direct(self) -> Columns:
        direct: Columns = {name: [] for name in DIRECT}
        for place in self.places:
            ends = self.finally_[place.id]
            if len(ends) == 1 and not place.valid.contains(self.to):
                _append(direct, (place.id, ends[0]))
        return direct


def _append(columns: Columns, cells: tuple[Cell, ...]) -> None:
    for column, cell in zip(columns.values(), cells, strict=True):
        column.append(cell)
