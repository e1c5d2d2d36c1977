"""Agencies by name: a kind of agency, then its place, in any usual spelling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from sotttt.bodies.agencies import Agency, AgencyKind
from sotttt.errors import AmbiguousText, NotFound
from sotttt.places import Jurisdiction, JurisdictionType, Level, Places
from sotttt.sectors import NameIndex, name_key
from sotttt.text import bare, squeeze

__all__ = ["AgencyNames"]

_SHOWN = 3
"""How many of very many candidates a message names."""


def _type_words() -> dict[str, tuple[JurisdictionType, ...]]:
    """Words for types of units, each with the types that it may stand for: "TP", "cấp huyện".

    A word that stands on one level alone is said of all units of the level: "UBND tỉnh", in a city too.
    """
    on = {level: tuple(kind for kind in JurisdictionType if kind.level is level) for level in Level}
    found: dict[str, tuple[JurisdictionType, ...]] = {}
    for kind in JurisdictionType:
        for key in {bare(name_key(word)) for word in kind.prefixes}:
            found[key] = (*found.get(key, ()), kind)
    for key, kinds in found.items():
        levels = {kind.level for kind in kinds}
        found[key] = on[levels.pop()] if len(levels) == 1 else kinds
    for key in ("tinh", "huyen", "xa"):
        found[f"cap {key}"] = found[key]
    return found


def _highest(units: Iterable[Jurisdiction]) -> tuple[Jurisdiction, ...]:
    """Those on the highest level: where units of several levels bear a name, it counts."""
    found = tuple(units)
    top = min((one.level.rank for one in found), default=0)
    return tuple(one for one in found if one.level.rank == top)


class AgencyNames:
    """Finds agencies by the name of their kind with the name of their place.

    The longest beginning that names a kind counts, where what follows is nothing, the word for a type of unit
    (`UBND tỉnh`), or the name of a place.
    """

    __slots__ = ("_agencies", "_kinds", "_longest", "_places", "_types")

    def __init__(self, kinds: Iterable[AgencyKind], agencies: Iterable[Agency], places: Places) -> None:
        names = [
            (name, kind)
            for kind in kinds
            for name in (kind.code, kind.name, *([kind.name_en] if kind.name_en else []), *kind.aliases)
        ]
        self._kinds = NameIndex(names)
        # Typed without marks, "và" counts as a word, of which there are fewer than others.
        self._longest = 2 * max((len(name_key(name).split()) for name, _ in names), default=0)
        self._agencies: dict[str, list[Agency]] = {}
        for agency in agencies:
            self._agencies.setdefault(agency.kind, []).append(agency)
        self._places = places
        self._types = _type_words()

    def find(self, text: str, day: dt.date | None, place: str | None) -> Agency:
        """The one agency that a text names.

        Raises:
            NotFound: nothing bears the name, or nothing on that day.
            AmbiguousText: several agencies do.
        """
        named = squeeze(text)
        stranger = None
        for kinds, rest in self._splits(named):
            units = self._units(rest, place, {kind.level for kind in kinds})
            if units is None:
                stranger = stranger or (kinds, rest)
                continue
            return self._one(named, kinds, units, day)
        if stranger is not None:
            kinds, rest = stranger
            raise NotFound(
                f"{named!r}: {rest!r} names no place of the level {', '.join(kind.level for kind in kinds)}",
                hint="give the place as it is written in its full name",
            )
        raise NotFound(f"no agency is called {named!r}", hint=self._kinds.hint(named))

    def _splits(self, text: str) -> Iterator[tuple[tuple[AgencyKind, ...], str]]:
        """The kinds that a beginning of the text names, the longest one first, with the rest of the text."""
        words = name_key(text).split()
        for end in range(min(len(words), self._longest), 0, -1):
            kinds = self._kinds.find(" ".join(words[:end]))
            if kinds:
                yield kinds, " ".join(words[end:])

    def _units(self, rest: str, place: str | None, levels: set[Level]) -> tuple[Jurisdiction, ...] | None:
        """The units that the rest names, or that stand round it; None: the rest is no place."""
        types = self._types.get(bare(rest))
        if rest and types is None:
            return _highest(one for one in self._places.named(rest) if one.level in levels) or None
        wanted = [kind for kind in types or JurisdictionType if kind.level in levels]
        if not wanted:
            return None
        if place is None or levels == {Level.COUNTRY}:
            return tuple(one for one in self._places if one.type in wanted)
        found = _highest(one for one in self._places.named(place) if one.type in wanted)
        if not found:
            raise NotFound(f"no place is called {f'{rest} {squeeze(place)}'.strip()!r}", where="place")
        return found

    def _one(
        self, named: str, kinds: tuple[AgencyKind, ...], units: tuple[Jurisdiction, ...], day: dt.date | None
    ) -> Agency:
        ids = {unit.id for unit in units}
        ever = [one for kind in kinds for one in self._agencies.get(kind.code, ()) if one.jurisdiction in ids]
        there = ever if day is None else [one for one in ever if one.valid.contains(day)]
        if len(there) == 1:
            return there[0]
        if there:
            told = ", ".join(f"{one.name} ({one.id}, {one.valid})" for one in there[:_SHOWN])
            more = "" if len(there) <= _SHOWN else f" and {len(there) - _SHOWN} more"
            hint = "give the day" if day is None and len(ids) < _SHOWN else "give the place, or the id"
            raise AmbiguousText(
                f"{named!r} names several agencies: {told}{more}",
                hint=hint,
                candidates=[one.id for one in there],
            )
        told = "; ".join(f"{one.id} is known for {one.valid}" for one in ever[:_SHOWN])
        kind = kinds[0]
        when = "" if day is None else f" on {day}"
        raise NotFound(
            f"{named!r} names no agency that is known to have existed{when}",
            hint=told or f"no {kind.code} ({kind.name}) of that place is known",
        )
