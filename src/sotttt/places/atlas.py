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
from sotttt.places.units import Jurisdiction, Succession, SuccessionKind, succession_tuple
from sotttt.sectors import NameIndex
from sotttt.text import squeeze

__all__ = ["Places"]


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
    _names: NameIndex[Jurisdiction] = attrs.field(init=False, eq=False, repr=False)
    _after: dict[str, tuple[Succession, ...]] = attrs.field(init=False, eq=False, repr=False)
    _before: dict[str, tuple[Succession, ...]] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_id: dict[str, Jurisdiction] = {}
        for place in self.jurisdictions:
            if place.id in by_id:
                raise DuplicateId(f"the id {place.id!r} stands twice", where="jurisdictions")
            by_id[place.id] = place
        object.__setattr__(self, "_by_id", by_id)
        entries = [(name, place) for place in self.jurisdictions for name in _names_of(place)]
        object.__setattr__(self, "_names", NameIndex(entries))
        for place in self.jurisdictions:
            if place.parent is not None and self[place.parent].level.rank >= place.level.rank:
                raise InvalidEntity(f"{place.parent!r} doesn't stand above {place.id!r}", where="parent")
        after: dict[str, tuple[Succession, ...]] = {}
        before: dict[str, tuple[Succession, ...]] = {}
        for step in self.successions:
            self._check_step(step)
            after[step.predecessor] = (*after.get(step.predecessor, ()), step)
            before[step.successor] = (*before.get(step.successor, ()), step)
        object.__setattr__(self, "_after", after)
        object.__setattr__(self, "_before", before)

    def _check_step(self, step: Succession) -> None:
        old, new = self[step.predecessor].valid, self[step.successor].valid
        goes_on = step.kind is SuccessionKind.TRANSFER
        if not new.contains(step.effective):
            raise InvalidEntity(
                f"{step.successor!r} doesn't exist on {step.effective}", where="effective", expected=str(new)
            )
        if not (old.contains(step.effective) if goes_on else old.end == step.effective):
            when = "exist on" if goes_on else "end on"
            raise InvalidEntity(
                f"{step.predecessor!r} doesn't {when} {step.effective}", where="effective", expected=str(old)
            )

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

    def named(self, text: str) -> tuple[Jurisdiction, ...]:
        """All units that ever bore a name, alias, code, slug or id, in any usual spelling.

        Raises:
            InvalidCode: a single digit, which no system of codes has.
        """
        given = squeeze(text)
        if given.isascii() and given.isdecimal() and len(given) == 1:
            hint = zero_hint(given, 2)
            raise InvalidCode(f"{given!r} is no code of a place", expected="2, 3 or 5 digits", hint=hint)
        found = self._names.find(given)
        own = self._by_id.get(given)
        return found if own is None or own in found else (own, *found)

    def find(self, text: str, on: dt.date | str | None = None) -> Jurisdiction:
        """The unit that a name, alias, code, slug or id names on a day.

        Args:
            text: `Tiền Giang`, `tỉnh Tiền Giang`, `tien-giang`, `82`, `VN-46` …, without diacritics too.
            on: the day; without it, an id names its own unit, and a name only what one unit alone ever bore.

        Raises:
            NotFound: nothing bears the name, or nothing on that day; the message then names what follows.
            AmbiguousText: several units do; the message names them.
            InvalidCode: a code that lost its leading zero.
        """
        day = None if on is None else as_date(on, "on")
        own = self._by_id.get(squeeze(text))
        if day is None and own is not None:
            return own
        found = self.named(text)
        if not found:
            raise NotFound(f"no place is called {squeeze(text)!r}", hint=self._names.hint(text))
        there = found if day is None else tuple(place for place in found if place.valid.contains(day))
        if len(there) == 1:
            return there[0]
        if day is not None and not there:
            raise NotFound(f"{squeeze(text)!r} names no place on {day}", hint=self._elsewhen(found, day))
        several = ", ".join(f"{place.full_name} ({place.id}, {place.valid})" for place in there)
        hint = "give the day" if day is None else "give the id"
        raise AmbiguousText(f"{squeeze(text)!r} names several places: {several}", hint=hint)

    def _elsewhen(self, found: tuple[Jurisdiction, ...], day: dt.date) -> str:
        """What became of units that don't exist on a day, or what stood before them."""
        told = []
        for place in found:
            ended = place.valid.end is not None and place.valid.end <= day
            if ended:
                steps = [step.successor for step in self._after.get(place.id, ()) if step.effective <= day]
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


def _names_of(place: Jurisdiction) -> tuple[str, ...]:
    names = (place.name, *place.aliases)
    prefixed = tuple(f"{prefix} {place.name}" for prefix in place.type.prefixes)
    english = () if place.name_en is None else (place.name_en,)
    codes = tuple(code.value for code in place.codes)
    return (*names, *prefixed, *english, *codes)
