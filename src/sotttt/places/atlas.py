"""Units through time: finding them by name on a day, and following them over successions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from sotttt.errors import (
    AmbiguousText,
    DuplicateId,
    InvalidCode,
    InvalidDate,
    InvalidEntity,
    InvalidText,
    NotFound,
    nearest,
)
from sotttt.frozen import Entity, placed, several
from sotttt.periods import as_date
from sotttt.places.codes import zero_hint
from sotttt.places.levels import Level
from sotttt.places.names import UnitNames
from sotttt.places.territory import Territories
from sotttt.places.units import Jurisdiction, Succession, SuccessionKind, succession_tuple
from sotttt.text import squeeze

__all__ = ["Places", "check_days"]


def check_days(step: Succession, old: Jurisdiction, new: Jurisdiction) -> None:
    """Refuse a succession on a day that doesn't fit its units.

    Raises:
        InvalidEntity: the successor doesn't exist on that day, or the predecessor doesn't end on it.
    """
    goes_on = step.kind is SuccessionKind.TRANSFER
    if not new.valid.contains(step.effective):
        raise InvalidEntity(
            f"{new.id!r} doesn't exist on {step.effective}", where="effective", expected=str(new.valid)
        )
    if not (old.valid.contains(step.effective) if goes_on else old.valid.end == step.effective):
        when = "exist on" if goes_on else "end on"
        raise InvalidEntity(
            f"{old.id!r} doesn't {when} {step.effective}", where="effective", expected=str(old.valid)
        )


def _units(value: Iterable[Jurisdiction]) -> tuple[Jurisdiction, ...]:
    units = several(value, "a list of units")
    for unit in units:
        if not isinstance(unit, Jurisdiction):
            raise InvalidText(f"{unit!r} is no unit", where="jurisdictions", expected="a Jurisdiction")
    return units


@attrs.frozen(field_transformer=placed)
class Places(Entity):
    """Units through time and their successions; what functions take as `places=`.

    Args:
        jurisdictions: the units; each parent is among them.
        successions: how they follow each other.

    Raises:
        DuplicateId: an id stands twice.
        NotFound: a parent, predecessor or successor that is not among the units.
        InvalidEntity: a parent that is not above, or a succession on a day that doesn't fit the units.

    >>> places = Places([
    ...     Jurisdiction(id="a", name="A", level="province", type="province", valid="..2025-07-01"),
    ...     Jurisdiction(id="b", name="B", level="province", type="province", valid="2025-07-01.."),
    ... ], [Succession(predecessor="a", successor="b", kind="rename", effective="2025-07-01")])
    >>> places.find("Tỉnh B").id, [place.id for place in places.on(dt.date(2025, 6, 30))]
    ('b', ['a'])
    """

    jurisdictions: tuple[Jurisdiction, ...] = attrs.field(converter=_units)
    successions: tuple[Succession, ...] = attrs.field(default=(), converter=succession_tuple)
    _by_id: dict[str, Jurisdiction] = attrs.field(init=False, eq=False, repr=False)
    _names: UnitNames = attrs.field(init=False, eq=False, repr=False)
    _after: dict[str, tuple[Succession, ...]] = attrs.field(init=False, eq=False, repr=False)
    _before: dict[str, tuple[Succession, ...]] = attrs.field(init=False, eq=False, repr=False)
    _territories: Territories = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_id: dict[str, Jurisdiction] = {}
        for place in self.jurisdictions:
            if place.id in by_id:
                raise DuplicateId(f"the id {place.id!r} stands twice", where="jurisdictions")
            by_id[place.id] = place
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "_names", UnitNames(self.jurisdictions))
        for place in self.jurisdictions:
            if place.parent is not None and self[place.parent].level.rank >= place.level.rank:
                raise InvalidEntity(f"{place.parent!r} doesn't stand above {place.id!r}", where="parent")
        after: dict[str, tuple[Succession, ...]] = {}
        before: dict[str, tuple[Succession, ...]] = {}
        for step in self.successions:
            check_days(step, self[step.predecessor], self[step.successor])
            after[step.predecessor] = (*after.get(step.predecessor, ()), step)
            before[step.successor] = (*before.get(step.successor, ()), step)
        object.__setattr__(self, "_after", after)
        object.__setattr__(self, "_before", before)
        object.__setattr__(self, "_territories", Territories(self.jurisdictions, self.successions))

    def __iter__(self) -> Iterator[Jurisdiction]:
        return iter(self.jurisdictions)

    def __len__(self) -> int:
        return len(self.jurisdictions)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Jurisdiction:
        found = self._by_id.get(id)
        if found is None:
            raise NotFound(f"no place has the id {id!r}", hint=nearest(str(id), self._by_id))
        return found

    def get(self, id: str) -> Jurisdiction | None:
        """The unit of that id, or None."""
        return self._by_id.get(id)

    def on(self, day: dt.date, level: Level | str | None = None) -> tuple[Jurisdiction, ...]:
        """The units that exist on a day, of one level or of all."""
        date = as_date(day, "on")
        wanted = None if level is None else Level(level)
        return tuple(
            place
            for place in self.jurisdictions
            if (wanted is None or place.level is wanted) and place.valid.contains(date)
        )

    def named(
        self,
        text: str,
        on: dt.date | str | None = None,
        *,
        level: Level | str | None = None,
        within: str | None = None,
    ) -> tuple[Jurisdiction, ...]:
        """All units that bear a name, alias, code, slug or id, in any usual spelling: the candidates for it.

        Args:
            text: a name with or without the word for its type, a code, a slug or an id.
            on: the day on which they exist; without it, all that ever did.
            level: the level on which they stand.
            within: id of a unit in which they lie.

        Raises:
            InvalidCode: a single digit, which no system of codes has.
            NotFound: no unit has the id `within`.

        >>> places = Places([Jurisdiction(id=id, name="Tân An", level="commune", type=type)
        ...                  for id, type in (("27694", "ward"), ("31153", "commune"))])
        >>> [place.id for place in places.named("tan an")], [place.id for place in places.named("P. Tân An")]
        (['27694', '31153'], ['27694'])
        """
        day = None if on is None else as_date(on, "on")
        return self._kept(self._called(text), day, None if level is None else Level(level), within)

    def _called(self, text: str) -> tuple[Jurisdiction, ...]:
        given = squeeze(text)
        if given.isascii() and given.isdecimal() and len(given) == 1:
            hint = zero_hint(given, 2)
            raise InvalidCode(f"{given!r} is no code of a place", expected="2, 3 or 5 digits", hint=hint)
        found = self._names.find(given)
        own = self._by_id.get(given)
        return found if own is None or own in found else (own, *found)

    def _kept(
        self, found: Iterable[Jurisdiction], day: dt.date | None, level: Level | None, within: str | None
    ) -> tuple[Jurisdiction, ...]:
        outer = None if within is None else self[within]
        return tuple(
            place
            for place in found
            if (day is None or place.valid.contains(day))
            and (level is None or place.level is level)
            and (outer is None or outer in self.above(place.id, day))
        )

    def find(
        self,
        text: str,
        on: dt.date | str | None = None,
        *,
        level: Level | str | None = None,
        within: str | None = None,
    ) -> Jurisdiction:
        """The unit that a name, alias, code, slug or id names on a day.

        Args:
            text: `Tiền Giang`, `tỉnh Tiền Giang`, `tien-giang`, `82`, `VN-46` …, without diacritics too.
            on: the day; without it, an id names its own unit, and a name only what one unit alone ever bore.
            level: the level on which it stands; without it, the highest on which a unit ever bore the name,
                so that `Vĩnh Phúc` is the province and not a ward.
            within: id of a unit in which it lies; of all communes called `Tân An`, the one in that province.

        Raises:
            NotFound: nothing bears the name, or nothing on that day; the message then names what follows.
            AmbiguousText: several units do; the message names them, `candidates` has their ids.
            InvalidCode: a code that lost its leading zero.
        """
        day = None if on is None else as_date(on, "on")
        own = self._by_id.get(squeeze(text))
        if day is None and own is not None:
            return own
        found = self.named(text, level=level)
        if not found:
            raise NotFound(f"no place is called {squeeze(text)!r}", hint=self._names.hint(text))
        top = min(found, key=lambda place: place.level.rank).level
        found = tuple(place for place in found if place.level is top)
        there = self._kept(found, day, None, within)
        if len(there) == 1:
            return there[0]
        if not there:
            place = "" if within is None else f" in {self[within].full_name}"
            when = "" if day is None else f" on {day}"
            hint = None if day is None else self._elsewhen(found, day)
            raise NotFound(f"{squeeze(text)!r} names no place{place}{when}", hint=hint)
        several = ", ".join(f"{place.full_name} ({place.id}, {place.valid})" for place in there)
        hint = "give the day" if day is None else "give the id"
        raise AmbiguousText(
            f"{squeeze(text)!r} names several places: {several}",
            hint=hint,
            candidates=[place.id for place in there],
        )

    def _elsewhen(self, found: tuple[Jurisdiction, ...], day: dt.date) -> str:
        """What became of units that don't exist on a day, or what stood before them."""
        told = []
        for place in found:
            ended = place.valid.end is not None and place.valid.end <= day
            if ended:
                steps = [
                    step.successor
                    for step in self._after.get(place.id, ())
                    if step.effective <= day and step.kind is not SuccessionKind.TRANSFER
                ]
                text = f"{place.full_name} ({place.id}) ended on {place.valid.end}"
            else:
                steps = [step.predecessor for step in self._before.get(place.id, ())]
                text = f"{place.full_name} ({place.id}) begins on {place.valid.start}"
            if steps:
                others = ", ".join(f"{self[id].full_name} ({id})" for id in steps)
                text += f", {'followed by' if ended else 'after'} {others}"
            told.append(text)
        return "; ".join(told)

    def successors(self, id: str) -> tuple[Succession, ...]:
        """The successions in which a unit is the predecessor.

        Raises:
            NotFound: no unit has the id.
        """
        return self._after.get(self[id].id, ())

    def predecessors(self, id: str) -> tuple[Succession, ...]:
        """The successions in which a unit is the successor.

        Raises:
            NotFound: no unit has the id.
        """
        return self._before.get(self[id].id, ())

    def lineage(self, id: str) -> tuple[Jurisdiction, ...]:
        """The unit, all from which it came and all that came from it (lịch sử đơn vị), the earliest first.

        Moved boundaries (`transfer`) don't count.

        Raises:
            NotFound: no unit has the id.

        >>> from sotttt import catalog
        >>> [place.id for place in catalog.places().lineage("dong-thap-2025")]
        ['tien-giang', 'dong-thap', 'dong-thap-2025']
        """
        found = {self[id].id}
        for steps, end in ((self._before, "predecessor"), (self._after, "successor")):
            waiting = [id]
            while waiting:
                for step in steps.get(waiting.pop(), ()):
                    other = getattr(step, end)
                    if step.kind is not SuccessionKind.TRANSFER and other not in found:
                        found.add(other)
                        waiting.append(other)
        line = (place for place in self.jurisdictions if place.id in found)
        return tuple(sorted(line, key=lambda place: place.valid.start or dt.date.min))

    def territory(self, id: str) -> frozenset[str]:
        """The parts of which the territory of a unit consists (địa giới), told apart by names.

        A part is what no known succession divides: a unit that came from no other, or what one unit got from
        another, such as `can-tho-pre2004/hau-giang`. Units that exist on the same day share no part. Moved
        boundaries (`transfer`) don't count: their units go on.

        Raises:
            NotFound: no unit has the id.
            InvalidEntity: units split and merged so often that their parts are too many.

        >>> from sotttt import catalog
        >>> sorted(catalog.places().territory("dong-thap-2025"))
        ['dong-thap', 'tien-giang']
        """
        return self._territories.of(self[id].id)

    def same_territory(self, one: str, other: str) -> bool:
        """Whether two units cover the same territory, as far as the successions tell.

        Raises:
            NotFound: no unit has one of the ids.
            InvalidEntity: units split and merged so often that their parts are too many.

        >>> from sotttt import catalog
        >>> places = catalog.places()
        >>> places.same_territory("thua-thien-hue", "hue-2025")
        True
        >>> places.same_territory("dong-thap", "dong-thap-2025")
        False
        """
        return self.territory(one) == self.territory(other)

    def parent(self, id: str, on: dt.date | str | None = None) -> Jurisdiction | None:
        """The unit directly above, on a day; None for the country.

        A unit states its parent for its first day. Later it lies in what answers for that parent, and where
        nobody does, as for the districts after 2025-07-01, in what was above it.

        Args:
            id: id of the unit.
            on: the day; without it, the parent as stated.

        Raises:
            NotFound: no unit has the id.
            InvalidDate: the stated parent begins after that day.
            AmbiguousText: the parent was divided, and nothing tells in which part the unit lies.

        >>> from sotttt import catalog
        >>> catalog.places().parent("tien-giang").id
        'vn'
        """
        above = self[id].parent
        if above is None or on is None:
            return None if above is None else self[above]
        day = as_date(on, "on")
        ends = {chain[-1].successor if chain else above for chain in self.answering(above, day)}
        if len(ends) > 1:
            raise AmbiguousText(
                f"{above!r}, above {id!r}, was divided by {day}: {', '.join(sorted(ends))}",
                candidates=sorted(ends),
            )
        return self[ends.pop()] if ends else self.parent(above, day)

    def above(self, id: str, on: dt.date | str | None = None) -> tuple[Jurisdiction, ...]:
        """All units above, the nearest first, on a day or as stated.

        Raises:
            NotFound: no unit has the id.
            InvalidDate: a stated parent begins after that day.
            AmbiguousText: a parent was divided, and nothing tells in which part the unit lies.

        >>> from sotttt import catalog
        >>> [place.id for place in catalog.places().above("tien-giang", on="2020-01-01")]
        ['vn']
        """
        found: list[Jurisdiction] = []
        higher = self.parent(id, on)
        while higher is not None:
            found.append(higher)
            higher = self.parent(higher.id, on)
        return tuple(found)

    def inside(
        self, id: str, on: dt.date | str, level: Level | str | None = None
    ) -> tuple[Jurisdiction, ...]:
        """The units that lie in another on a day, at any depth, of one level or of all.

        Raises:
            NotFound: no unit has the id.
            AmbiguousText: a parent was divided, and nothing tells in which part a unit lies.

        >>> from sotttt import catalog
        >>> len(catalog.places().inside("vn", on="2025-07-01"))
        34
        """
        outer, day = self[id], as_date(on, "on")
        holds: dict[str, bool] = {}

        def lies_inside(place: Jurisdiction) -> bool:
            if place.parent is None:
                return False
            if place.parent not in holds:
                higher = self.parent(place.id, day)
                holds[place.parent] = higher is not None and (higher == outer or lies_inside(higher))
            return holds[place.parent]

        return tuple(place for place in self.on(day, level) if lies_inside(place))

    def answering(self, id: str, on: dt.date) -> tuple[tuple[Succession, ...], ...]:
        """How a unit is followed up to a day: a chain of successions for each unit that answers for it.

        A unit that exists on the day answers for itself: one empty chain. Moved boundaries (`transfer`) don't
        count. No chain means that nobody is known.

        Raises:
            NotFound: no unit has the id.
            InvalidDate: the unit begins after that day.
        """
        day = as_date(on, "on")
        place = self[id]
        if place.valid.contains(day):
            return ((),)
        if place.valid.start is not None and day < place.valid.start:
            raise InvalidDate(f"{id!r} begins on {place.valid.start}, after {day}", where="on")
        chains: list[tuple[Succession, ...]] = []
        for step in self.successors(id):
            if step.kind is not SuccessionKind.TRANSFER:
                chains += [(step, *rest) for rest in self.answering(step.successor, day)]
        return tuple(chains)
