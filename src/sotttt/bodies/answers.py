"""Answers: who is responsible on a day, on which legal basis, and why it may not be known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from sotttt.bodies.agencies import Agency
from sotttt.bodies.competences import Competence, Role
from sotttt.errors import InvalidChoice, InvalidText
from sotttt.frozen import Entity, Word, identifier, only, optional_label, placed, several, strings
from sotttt.periods import as_date
from sotttt.places import Jurisdiction, Succession
from sotttt.places.units import succession_tuple
from sotttt.sectors import Sector
from sotttt.writing import date

__all__ = ["Answer", "Ground", "Responsibility", "Unknown"]


class Unknown(Word):
    """Why nobody can be named (lý do chưa biết).

    `no_competence`: nothing says who is responsible for the sector at that level on that day; `no_agency`:
    what kind of agency is known, not that one existed there on that day; `no_successor`: the place has ended
    and nothing confirms what followed it.
    """

    NO_COMPETENCE = "no_competence"
    NO_AGENCY = "no_agency"
    NO_SUCCESSOR = "no_successor"


@attrs.frozen(kw_only=True, field_transformer=placed)
class Ground(Entity):
    """A document on which a responsibility rests, and whether it is in force on the day (căn cứ pháp lý).

    Args:
        document: id of the document.
        name: its number or title.
        in_force: True or False; None where it isn't known.

    >>> Ground(document="tt-11-2022-btttt", name="11/2022/TT-BTTTT", in_force=True).explain("en")
    '11/2022/TT-BTTTT (in force)'
    """

    document: str = attrs.field(converter=identifier)
    name: str | None = attrs.field(default=None, converter=optional_label)
    in_force: bool | None = attrs.field(default=None, validator=attrs.validators.optional(only(bool)))

    def explain(self, lang: str = "vi") -> str:
        """The document and its effect on the day, in words.

        Raises:
            InvalidChoice: another language.
        """
        return f"{self.name or self.document} ({_EFFECTS[self.in_force][_place(lang)]})"


_EFFECTS: dict[bool | None, tuple[str, str]] = {
    True: ("còn hiệu lực", "in force"),
    False: ("không có hiệu lực ngày đó", "not in force on that day"),
    None: ("chưa rõ hiệu lực ngày đó", "not known whether in force on that day"),
}


def _place(lang: str) -> int:
    if lang not in ("vi", "en"):
        raise InvalidChoice(f"{lang!r} is no language", where="lang", expected="vi, en")
    return 0 if lang == "vi" else 1


def _grounds(value: Iterable[Ground]) -> tuple[Ground, ...]:
    given = several(value, "a list of grounds")
    for one in given:
        if not isinstance(one, Ground):
            raise InvalidText(f"{one!r:.60} is no ground", where="grounds", expected="a Ground")
    return given


@attrs.frozen(kw_only=True, field_transformer=placed)
class Responsibility(Entity):
    """Who answers for a sector or a duty in a place on a day, and why (trách nhiệm).

    Args:
        agency: the agency.
        competence: what makes it responsible; None where it is the agency asked about, or one of its kind.
        asked: id of the place that was asked for.
        through: the successions by which the place of the agency answers for the one asked for; empty where
            the place asked for exists on that day.
        grounds: the legal basis with its effect on the day; empty where it isn't known.
    """

    agency: Agency = attrs.field(validator=only(Agency))
    competence: Competence | None = attrs.field(
        default=None, validator=attrs.validators.optional(only(Competence))
    )
    asked: str = attrs.field(converter=identifier)
    through: tuple[Succession, ...] = attrs.field(default=(), converter=succession_tuple)
    grounds: tuple[Ground, ...] = attrs.field(default=(), converter=_grounds)

    @property
    def role(self) -> Role:
        """Whether it leads or supports."""
        return Role.LEAD if self.competence is None else self.competence.role

    @property
    def basis(self) -> tuple[str, ...]:
        """Ids of the documents that make it responsible, those of the successions last."""
        own = () if self.competence is None else self.competence.basis
        return (*own, *(step.basis for step in self.through if step.basis is not None))

    @property
    def _apart(self) -> Agency | Competence | None:
        """What began to work on another day than by law."""
        parts = (self.competence, self.agency)
        return next((one for one in parts if one is not None and one.actual_from is not None), None)

    @property
    def legal_from(self) -> dt.date | None:
        """The first day by law, where it differs from the real one."""
        return None if self._apart is None else self._apart.valid.start

    @property
    def actual_from(self) -> dt.date | None:
        """The first day in fact, where it differs from the legal one."""
        return None if self._apart is None else self._apart.actual_from

    def _named(self, id: str, lang: str) -> str:
        """A document of the basis in words, with its effect where that was looked up."""
        return next((one.explain(lang) for one in self.grounds if one.document == id), id)

    def explain(self, lang: str = "vi") -> str:
        """The agency, its part, its legal basis and the days, in words.

        Raises:
            InvalidChoice: another language.
        """
        at = _place(lang)
        text = self.agency.name
        if self.competence is not None:
            text += f" ({(self.role.vi, self.role.value)[at]})"
            told = "; ".join(self._named(id, lang) for id in self.competence.basis)
            text += f", {('căn cứ', 'by')[at]} {told}" if told else f", {_NO_BASIS[at]}"
        if self.legal_from is not None and self.actual_from is not None:
            law, fact = date(self.legal_from, lang), date(self.actual_from, lang)
            text += (f"; theo luật từ {law}, thực tế từ {fact}", f"; by law from {law}, in fact from {fact}")[
                at
            ]
        return text


_NO_BASIS = ("chưa biết căn cứ pháp lý", "the legal basis isn't known")


def _owners(value: Iterable[Responsibility]) -> tuple[Responsibility, ...]:
    given = several(value, "a list of responsibilities")
    for one in given:
        if not isinstance(one, Responsibility):
            raise InvalidText(f"{one!r:.60} is no responsibility", where="owners")
    return given


def _day(value: dt.date | str) -> dt.date:
    return as_date(value, None)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Answer(Entity):
    """Who answers for a sector, or in place of an agency, in a place on a day (cơ quan chịu trách nhiệm).

    It is the sequence of its owners, leads first: `len`, iteration, index; false where nobody is known.

    Args:
        place: the place asked for.
        on: the day.
        sector: the sector asked for, where one was.
        instead_of: the agency asked about, where one was.
        owners: who answers.
        unknown: why nobody is named.
        kinds: names of the kinds of agencies that are responsible where the agency itself isn't known.
    """

    place: Jurisdiction = attrs.field(validator=only(Jurisdiction))
    on: dt.date = attrs.field(converter=_day)
    sector: Sector | None = attrs.field(default=None, validator=attrs.validators.optional(only(Sector)))
    instead_of: Agency | None = attrs.field(default=None, validator=attrs.validators.optional(only(Agency)))
    owners: tuple[Responsibility, ...] = attrs.field(default=(), converter=_owners)
    unknown: Unknown | None = attrs.field(default=None, converter=attrs.converters.optional(Unknown))
    kinds: tuple[str, ...] = attrs.field(default=(), converter=strings)

    def __iter__(self) -> Iterator[Responsibility]:
        return iter(self.owners)

    def __len__(self) -> int:
        return len(self.owners)

    def __getitem__(self, at: int) -> Responsibility:
        return self.owners[at]

    @property
    def leads(self) -> tuple[Agency, ...]:
        """The agencies that lead, each once."""
        return tuple(dict.fromkeys(one.agency for one in self.owners if one.role is Role.LEAD))

    @property
    def several(self) -> bool:
        """Whether more than one agency leads, as for a group of sectors that was divided."""
        return len(self.leads) > 1

    def explain(self, lang: str = "vi") -> str:
        """One sentence: who, on which basis, and through which successions; or why it isn't known.

        Raises:
            InvalidChoice: another language.
        """
        at = _place(lang)
        day = date(self.on, lang)
        if self.instead_of is not None:
            about = self._about_agency(at, lang)
        else:
            named = () if self.sector is None else (self.sector.name, self.sector.name_en or self.sector.name)
            about = ", ".join((*named[at : at + 1], self.place.full_name))
        told = "; ".join(one.explain(lang) for one in self._told())
        parts = [told or _UNKNOWN[self.unknown or Unknown.NO_COMPETENCE][at]]
        if self.kinds:
            parts[0] += f" ({'; '.join(self.kinds)})"
        parts += self._followed(at, lang)
        return f"{about}, {day}: {'; '.join(parts)}."

    def _told(self) -> tuple[Responsibility, ...]:
        """One responsibility for each agency and part that it has."""
        seen = {(one.agency.id, one.role): one for one in reversed(self.owners)}
        return tuple(one for one in self.owners if seen[one.agency.id, one.role] is one)

    def _about_agency(self, at: int, lang: str) -> str:
        named, end = self.instead_of, None if self.instead_of is None else self.instead_of.valid.end
        assert named is not None  # noqa: S101  # asked only where one is named
        if end is None or end > self.on:
            return named.name
        ended = (f"kết thúc {date(end, lang)}", f"ended on {date(end, lang)}")[at]
        return f"{named.name} ({ended})"

    def _followed(self, at: int, lang: str) -> list[str]:
        """That the place asked for has ended, on which day and basis."""
        steps = {one.through[0]: one for one in reversed(self.owners) if one.through}
        told = []
        for step, owner in steps.items():
            when = date(step.effective, lang)
            basis = _NO_BASIS[at] if step.basis is None else owner._named(step.basis, lang)
            told.append(
                (
                    f"{self.place.full_name} được kế thừa từ {when} ({basis})",
                    f"{self.place.full_name} was followed on {when} ({basis})",
                )[at]
            )
        return told


_UNKNOWN = {
    Unknown.NO_COMPETENCE: (
        "chưa biết: không có quy định nào trong dữ liệu về lĩnh vực này ở cấp này ngày đó",
        "not known: nothing in the data says who is responsible at this level on that day",
    ),
    Unknown.NO_AGENCY: (
        "chưa biết: không rõ cơ quan đã có ở đó ngày đó chưa",
        "not known: the agency isn't known to have existed there on that day",
    ),
    Unknown.NO_SUCCESSOR: (
        "chưa biết: đơn vị hành chính đã kết thúc, chưa xác nhận được đơn vị kế thừa",
        "not known: the place has ended and nothing confirms what followed it",
    ),
}
