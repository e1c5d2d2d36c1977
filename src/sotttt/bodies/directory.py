"""Bodies through time: agencies found by name, who is responsible, and who answers for what has ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import attrs

from sotttt.bodies._naming import AgencyNames
from sotttt.bodies.agencies import Agency, AgencyKind
from sotttt.bodies.answers import Answer, Ground, Responsibility, Unknown
from sotttt.bodies.competences import Competence, Role
from sotttt.errors import DuplicateId, InvalidDate, InvalidText, NotFound, nearest
from sotttt.frozen import Entity, only, placed, several
from sotttt.periods import as_date
from sotttt.places import Jurisdiction, Places, Succession
from sotttt.sectors import Sector, Sectors, sector_code
from sotttt.text import squeeze

__all__ = ["Bodies", "responsible"]

T = TypeVar("T")

_Chain = tuple[Succession, ...]
_Weigh = Callable[[str, dt.date], Ground]


def _all(value: Iterable[T], kind: type[T]) -> tuple[T, ...]:
    """Members of one class alone, as a tuple."""
    given = several(value, f"a list of {kind.__name__}")
    for one in given:
        if not isinstance(one, kind):
            raise InvalidText(f"{one!r:.60} is no {kind.__name__}")
    return given


def _kinds(value: Iterable[AgencyKind]) -> tuple[AgencyKind, ...]:
    return _all(value, AgencyKind)


def _agencies(value: Iterable[Agency]) -> tuple[Agency, ...]:
    return _all(value, Agency)


def _competences(value: Iterable[Competence]) -> tuple[Competence, ...]:
    return _all(value, Competence)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Bodies(Entity):
    """Agencies, their kinds and their competences through time (bộ máy); what functions take as `bodies=`.

    Args:
        places: units through time.
        kinds: the kinds of agencies.
        agencies: the agencies of places.
        competences: who is responsible for what; a row for one place goes before the general ones there.
        sectors: the tree of sectors, where parts and wholes are to answer for each other.

    Raises:
        DuplicateId: an id of an agency or a code of a kind that stands twice.

    >>> from sotttt.bodies import agencies_of
    >>> kinds = [AgencyKind(code="DIC", name="Sở TT&TT", level="province", valid="2009-01-01..2025-03-01"),
    ...          AgencyKind(code="DOST", name="Sở KH&CN", level="province")]
    >>> places = Places([Jurisdiction(id="hue", name="Huế", level="province", type="municipality")])
    >>> bodies = Bodies(places=places, kinds=kinds, agencies=agencies_of(kinds, places), competences=[
    ...     Competence(sector="TEL", agency_kind="DIC", level="province", valid="..2025-03-01"),
    ...     Competence(sector="TEL", agency_kind="DOST", level="province", valid="2025-03-01..")])
    >>> bodies.find("Sở TT-TT Huế", on="2020-01-01").id
    'dic-hue'
    >>> [one.agency.id for one in bodies.answering("dic-hue", on="2025-03-01")]
    ['dost-hue']
    """

    places: Places = attrs.field(validator=only(Places))
    kinds: tuple[AgencyKind, ...] = attrs.field(default=(), converter=_kinds)
    agencies: tuple[Agency, ...] = attrs.field(default=(), converter=_agencies)
    competences: tuple[Competence, ...] = attrs.field(default=(), converter=_competences)
    sectors: Sectors | None = attrs.field(default=None, validator=attrs.validators.optional(only(Sectors)))
    _by_id: dict[str, Agency] = attrs.field(init=False, eq=False, repr=False)
    _at: dict[tuple[str, str], tuple[Agency, ...]] = attrs.field(init=False, eq=False, repr=False)
    _for: dict[str, tuple[Competence, ...]] = attrs.field(init=False, eq=False, repr=False)
    _kinds: dict[str, AgencyKind] = attrs.field(init=False, eq=False, repr=False)
    _names: AgencyNames = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        put = object.__setattr__
        put(self, "_by_id", _unique(((one.id, one) for one in self.agencies), "agencies"))
        put(self, "_kinds", _unique(((one.code, one) for one in self.kinds), "kinds"))
        put(self, "_at", _grouped(((one.jurisdiction, one.kind), one) for one in self.agencies))
        put(self, "_for", _grouped((one.sector, one) for one in self.competences))
        put(self, "_names", AgencyNames(self.kinds, self.agencies, self.places))

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Agency:
        found = self._by_id.get(id)
        if found is None:
            raise NotFound(f"no agency has the id {id!r}", hint=nearest(str(id), self._by_id))
        return found

    def find(self, text: str, on: dt.date | str | None = None, place: str | None = None) -> Agency:
        """The agency that an id, or a name or abbreviation with or without its place, names on a day.

        Args:
            text: `Sở TT&TT tỉnh Tiền Giang`, `STTTT`, `UBND tỉnh`, `dic-tien-giang` … in any usual spelling.
            on: the day; without it, the name counts where one agency alone ever bore it.
            place: id or name of the place that the text is about, for names that give none.

        Raises:
            NotFound: nothing bears the name, or nothing on that day; the message says what there was.
            AmbiguousText: several agencies do; the message names the first, `candidates` has all their ids.
        """
        own = self._by_id.get(squeeze(text))
        if own is not None:
            return own
        return self._names.find(text, None if on is None else as_date(on, "on"), place)

    def responsible(
        self,
        sector: Sector | str,
        jurisdiction: Jurisdiction | str,
        on: dt.date | str,
        *,
        weigh: _Weigh | None = None,
    ) -> Answer:
        """Who is responsible for a sector in a place on a day (cơ quan chịu trách nhiệm); leads first.

        A place that has ended is answered for by what followed it. Where nobody is responsible for the sector
        by name and the tree of sectors is there, what followed the sector counts where it has ended, then the
        nearest sector above, then all sectors below.

        Args:
            sector: a sector or its code.
            jurisdiction: a place or its id.
            on: the day.
            weigh: what gives the `Ground` for the id of a document on the day.

        Raises:
            NotFound: a place or sector that is not there.
            InvalidDate: the place begins after that day.
        """
        day = as_date(on, "on")
        code = sector.code if isinstance(sector, Sector) else sector_code(sector)
        asked = self.places[jurisdiction.id if isinstance(jurisdiction, Jurisdiction) else jurisdiction]
        chains = self.places.answering(asked.id, day)
        known = self.sectors.get(code) if self.sectors is not None else None
        answer = Answer(place=asked, on=day, sector=known)
        if not chains:
            return attrs.evolve(answer, unknown=Unknown.NO_SUCCESSOR)
        missing: tuple[Competence, ...] = ()
        for codes in self._tries(code, day):
            found: list[Responsibility] = []
            for chain in chains:
                competences = self._competences(codes, self._end(asked, chain), day)
                missing = missing or competences
                found += self._owners(competences, asked, chain, day, weigh)
            if found:
                found.sort(key=lambda one: one.role is not Role.LEAD)
                return attrs.evolve(answer, owners=tuple(found))
        if not missing:
            return attrs.evolve(answer, unknown=Unknown.NO_COMPETENCE)
        kinds = dict.fromkeys(self._kind_name(one.agency_kind) for one in missing)
        return attrs.evolve(answer, unknown=Unknown.NO_AGENCY, kinds=tuple(kinds))

    def answering(
        self,
        agency: Agency | str,
        on: dt.date | str,
        *,
        sector: Sector | str | None = None,
        weigh: _Weigh | None = None,
    ) -> Answer:
        """Who answers on a day for what an agency was given (cơ quan kế thừa nhiệm vụ).

        An agency that exists answers for itself. Where its place has ended and its kind goes on, the agency
        of that kind in the place that followed answers. Where its kind has ended, those do that now lead the
        sector; without a sector, all sectors that the kind led when it ended, so that several may answer.

        Args:
            agency: an agency or its id.
            on: the day.
            sector: a sector or its code, where the duty has one.
            weigh: what gives the `Ground` for the id of a document on the day.

        Raises:
            NotFound: an agency or sector that is not there.
            InvalidDate: the agency begins after that day.
        """
        day = as_date(on, "on")
        named = agency if isinstance(agency, Agency) else self[agency]
        place = self.places[named.jurisdiction]
        known = self._sector(sector)
        answer = Answer(place=place, on=day, sector=known, instead_of=named)
        if named.valid.contains(day):
            return attrs.evolve(answer, owners=(Responsibility(agency=named, asked=place.id),))
        if named.valid.start is not None and day < named.valid.start:
            raise InvalidDate(f"{named.id!r} begins on {named.valid.start}, after {day}", where="on")
        chains = self.places.answering(place.id, day)
        same = [
            Responsibility(agency=one, asked=place.id, through=chain, grounds=_weighed((), chain, day, weigh))
            for chain in chains
            for one in self._at.get((self._end(place, chain).id, named.kind), ())
            if one.valid.contains(day)
        ]
        if same:
            return attrs.evolve(answer, owners=tuple(same))
        return self._of_ended_kind(answer, named, sector, weigh)

    def _of_ended_kind(
        self, answer: Answer, named: Agency, sector: Sector | str | None, weigh: _Weigh | None
    ) -> Answer:
        """Those who now lead what an agency of an ended kind led."""
        if sector is None:
            asked: tuple[str, ...] = self._led_at_the_end(named)
        else:
            asked = (sector.code if isinstance(sector, Sector) else sector_code(sector),)
        answers = [self.responsible(code, answer.place, answer.on, weigh=weigh) for code in asked]
        leads = [one for each in answers for one in each if one.role is Role.LEAD]
        if leads:
            return attrs.evolve(answer, owners=tuple(leads))
        reasons = [(each.unknown, each.kinds) for each in answers if each.unknown is not None]
        unknown, kinds = reasons[0] if reasons else (Unknown.NO_COMPETENCE, ())
        return attrs.evolve(answer, unknown=unknown, kinds=kinds)

    def _led_at_the_end(self, named: Agency) -> tuple[str, ...]:
        """The sectors that the kind of an agency led on the last day of the agency."""
        end = named.valid.end
        last = None if end is None else end - dt.timedelta(days=1)
        led = (
            one.sector
            for one in self.competences
            if one.agency_kind == named.kind
            and one.role is Role.LEAD
            and (last is None or one.valid.contains(last))
        )
        return tuple(dict.fromkeys(led))

    def _sector(self, sector: Sector | str | None) -> Sector | None:
        if sector is None or isinstance(sector, Sector):
            return sector
        return None if self.sectors is None else self.sectors[sector_code(sector)]

    def _end(self, asked: Jurisdiction, chain: _Chain) -> Jurisdiction:
        """The place that answers at the end of a chain."""
        return self.places[chain[-1].successor] if chain else asked

    def _kind_name(self, code: str) -> str:
        kind = self._kinds.get(code)
        return code if kind is None else kind.name

    def _competences(self, codes: Sequence[str], place: Jurisdiction, day: dt.date) -> tuple[Competence, ...]:
        """What holds for sectors in a place on a day: rows of the place itself, else the general ones."""
        found = [
            one
            for code in codes
            for one in self._for.get(code, ())
            if one.level is place.level and one.jurisdiction in (None, place.id) and one.valid.contains(day)
        ]
        own = {(one.sector, one.role) for one in found if one.jurisdiction is not None}
        return tuple(
            one for one in found if one.jurisdiction is not None or (one.sector, one.role) not in own
        )

    def _owners(
        self,
        competences: tuple[Competence, ...],
        asked: Jurisdiction,
        chain: _Chain,
        day: dt.date,
        weigh: _Weigh | None,
    ) -> list[Responsibility]:
        place = self._end(asked, chain)
        return [
            Responsibility(
                agency=agency,
                competence=one,
                asked=asked.id,
                through=chain,
                grounds=_weighed(one.basis, chain, day, weigh),
            )
            for one in competences
            for agency in self._at.get((place.id, one.agency_kind), ())
            if agency.valid.contains(day)
        ]

    def _tries(self, code: str, day: dt.date) -> tuple[tuple[str, ...], ...]:
        """The sets of sectors to look at, one after the other."""
        if self.sectors is None:
            return ((code,),)
        if code not in self.sectors:
            raise NotFound(f"no sector has the code {code!r}", where="sector")
        above = tuple((sector.code,) for sector in self.sectors.ancestors(code))
        below = (self.sectors[code], *self.sectors.descendants(code))
        now = tuple(dict.fromkeys(one for sector in below for one in _followed(self.sectors, sector, day)))
        followed = _followed(self.sectors, self.sectors[code], day)
        return tuple(dict.fromkeys(((code,), followed, *above, now)))


def _followed(tree: Sectors, sector: Sector, day: dt.date) -> tuple[str, ...]:
    """Codes of what a sector has become by a day: its own, or its successors' where it has ended."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    left = [sector]
    while left:
        one = left.pop()
        if one.code in seen:
            continue
        seen.add(one.code)
        if one.successors and one.valid.end is not None and one.valid.end <= day:
            left += [tree[code] for code in reversed(one.successors)]
        else:
            found[one.code] = None
    return tuple(found)


def _weighed(basis: Iterable[str], chain: _Chain, day: dt.date, weigh: _Weigh | None) -> tuple[Ground, ...]:
    if weigh is None:
        return ()
    ids = (*basis, *(step.basis for step in chain if step.basis is not None))
    return tuple(weigh(id, day) for id in dict.fromkeys(ids))


def _unique(pairs: Iterable[tuple[str, T]], where: str) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, one in pairs:
        if key in found:
            raise DuplicateId(f"{key!r} stands twice", where=where)
        found[key] = one
    return found


K = TypeVar("K")


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    found: dict[K, list[T]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}


def responsible(
    sector: Sector | str,
    jurisdiction: Jurisdiction | str,
    on: dt.date | str,
    *,
    places: Places,
    agencies: Iterable[Agency],
    competences: Iterable[Competence],
    sectors: Sectors | None = None,
) -> Answer:
    """Who is responsible for a sector in a place on a day, from the parts of a `Bodies`; see its method.

    Args:
        sector: a sector or its code.
        jurisdiction: a place or its id.
        on: the day.
        places: units through time.
        agencies: agencies through time.
        competences: who is responsible for what.
        sectors: the tree of sectors.

    Raises:
        NotFound: a place or sector that is not there.
        InvalidDate: the place begins after that day.
    """
    bodies = Bodies(places=places, agencies=agencies, competences=competences, sectors=sectors)
    return bodies.responsible(sector, jurisdiction, on)
