"""Communes and districts from tables that users bring: rows of text to units, all faults together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import ParamSpec, TypeVar

import attrs

from sotttt.errors import (
    AmbiguousText,
    DuplicateId,
    Faults,
    InvalidChoice,
    InvalidCode,
    InvalidEntity,
    InvalidText,
    MissingField,
    NotFound,
    SottttError,
    nearest,
)
from sotttt.frozen import identifier
from sotttt.periods import Span, as_date
from sotttt.places.atlas import Places, check_days
from sotttt.places.codes import GSO_DIGITS, Code, CodeSystem, zero_hint
from sotttt.places.levels import JurisdictionType, Level
from sotttt.places.names import without_type
from sotttt.places.providers import SUCCESSION_COLUMNS, UNIT_COLUMNS, UnitProvider, unknown_column
from sotttt.places.units import Jurisdiction, Succession
from sotttt.text import fold, squeeze

__all__ = ["extended"]

_LEVELS = (Level.DISTRICT, Level.COMMUNE)
_KINDS = tuple(kind for kind in JurisdictionType if kind.level in _LEVELS)
_TYPES = {kind.value: kind for kind in _KINDS} | {fold(kind.vi): kind for kind in _KINDS}
_DAY = dt.timedelta(days=1)
_WHOLE = "= 100 %"

Row = Mapping[str, str]
P = ParamSpec("P")
T = TypeVar("T")


def extended(base: Places, *providers: UnitProvider) -> Places:
    """A `Places` with the units of tables below those that it has: communes below provinces.

    A unit has the id that its row gives; otherwise its code, and the day from which it is valid where that is
    known: `00004-2025-07-01`. So a code that a later unit takes over doesn't change the meaning of an id.

    Args:
        base: the provinces, such as `catalog.places()`.
        providers: what gives the other units; each may name units of those before it.

    Raises:
        FaultGroup: rows that make no unit or no succession; all of them, each with its row and field.
        InvalidFile: a file that can't be read.

    >>> from sotttt import catalog
    >>> class Two:
    ...     name, source = "two wards", None
    ...     def units(self):
    ...         shared = {"province": "01", "valid_from": "2025-07-01"}
    ...         yield "row 1", {"code": "00004", "name": "Ba Đình", "type": "phường", **shared}
    ...         yield "row 2", {"code": "00008", "name": "Phường Ngọc Hà", "type": "ward", **shared}
    ...     def successions(self):
    ...         return ()
    >>> places = extended(catalog.places(), Two())
    >>> places.find("P. Ba Đình", "2025-07-01").id, places.find("ngoc ha", "2026-01-01").full_name
    ('00004-2025-07-01', 'Phường Ngọc Hà')
    >>> [unit.id for unit in places.above("00004-2025-07-01", "2026-01-01")]
    ['ha-noi', 'vn']
    """
    for provider in providers:
        base = _Table(base, provider).places()
    return base


@attrs.frozen
class _Draft:
    """What a row says of a unit, before it is known in what the unit lies."""

    place: str
    row: Row
    id: str
    code: Code
    type: JurisdictionType
    valid: Span

    @property
    def day(self) -> dt.date | None:
        """A day on which the unit exists: the first, or the last where the first isn't known."""
        start, end = self.valid.start, self.valid.end
        return end - _DAY if start is None and end is not None else start


class _Table:
    """The rows of one provider on their way into a `Places`."""

    def __init__(self, base: Places, provider: UnitProvider) -> None:
        self.base = base
        self.given = provider
        self.order: dict[str, int] = {}
        self.faults: list[tuple[int, SottttError]] = []
        self.drafts: dict[str, _Draft] = {}
        self.by_code: dict[str, list[_Draft]] = {}
        self.made: dict[str, Jurisdiction] = {}
        self.spoiled: set[str] = set()
        self.spans: dict[tuple[str, str], Span] = {}
        self.known: dict[tuple[str, dt.date | None, Level | None], Jurisdiction] = {}

    def places(self) -> Places:
        for place, row in self.given.units():
            self._draft(place, row)
        # What stands higher is made first: it is named by what lies in it.
        for draft in sorted(self.drafts.values(), key=lambda draft: draft.type.level.rank):
            self._tried(draft.place, self._make, draft)
        steps = self._steps()
        faults = Faults(self.given.name)
        for _, fault in sorted(self.faults, key=lambda found: found[0]):
            faults.add(fault)
        faults.finish()
        units = (self.made[id] for id in self.drafts)
        return Places((*self.base.jurisdictions, *units), (*self.base.successions, *steps))

    def _draft(self, place: str, row: Row) -> None:
        before = len(self.faults)
        self._tried(place, _check_columns, row, UNIT_COLUMNS)
        kind = self._tried(place, _type_of, row)
        code = self._tried(place, _code_of, row, None if kind is None else kind.level)
        self._tried(place, _needed, row, "name")
        valid = self._tried(place, self._span, row)
        if kind is not None and code is not None and valid is not None and len(self.faults) == before:
            self._tried(place, self._keep, place, row, code, kind, valid)
        if len(self.faults) > before:
            self.spoiled |= {text for text in (row.get("code"), row.get("id")) if isinstance(text, str)}

    def _tried(self, place: str, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        number = self.order.setdefault(place, len(self.order))
        try:
            return make(*args, **kwargs)
        except SottttError as fault:
            self.faults.append((number, fault.at(place)))
            return None

    def _span(self, row: Row) -> Span:
        texts = (_cell(row, "valid_from"), _cell(row, "valid_to"))
        if texts not in self.spans:
            start, end = (
                as_date(text, name) if text else None
                for text, name in zip(texts, ("valid_from", "valid_to"), strict=True)
            )
            try:
                self.spans[texts] = Span(start, end)
            except SottttError as fault:
                raise fault.at("valid_to") from None
        return self.spans[texts]

    def _keep(self, place: str, row: Row, code: Code, kind: JurisdictionType, valid: Span) -> None:
        given = _cell(row, "id")
        id = _in_field("id", identifier, given) if given else code.value
        if not given and valid.start is not None:
            id = f"{code.value}-{valid.start}"
        for other in self.by_code.get(code.value, ()):
            if other.valid.overlaps(valid):
                raise DuplicateId(
                    f"the code {code.value!r} stands twice on the same days",
                    where="code",
                    hint=f"first in {other.place}; the older row may want a valid_to",
                )
        if id in self.drafts or id in self.base:
            first = f"first in {self.drafts[id].place}" if id in self.drafts else "the places have it already"
            raise DuplicateId(f"the id {id!r} stands twice", where="id", hint=first)
        draft = _Draft(place, row, id, code, kind, valid)
        self.drafts[id] = draft
        self.by_code.setdefault(code.value, []).append(draft)

    def _make(self, draft: _Draft) -> None:
        parent = self._parent(draft)
        if parent is None:
            return
        row = draft.row
        self.made[draft.id] = Jurisdiction(
            id=draft.id,
            name=without_type(_cell(row, "name"), draft.type),
            name_en=_cell(row, "name_en") or None,
            level=draft.type.level,
            type=draft.type,
            codes=(draft.code,),
            valid=draft.valid,
            parent=parent.id,
            aliases=[part for part in _cell(row, "aliases").split(";") if part.strip()],
            seat=_cell(row, "seat") or None,
            source=self.given.source,
        )

    def _parent(self, draft: _Draft) -> Jurisdiction | None:
        """What the unit lies in; None where that is a row with a fault of its own."""
        province, parent = _cell(draft.row, "province"), _cell(draft.row, "parent")
        if not province and not parent:
            raise MissingField("no province", where="province", hint="its code, id or name, or a parent")
        outer = self._unit("province", province, draft.day, Level.PROVINCE) if province else None
        if not parent:
            return outer
        above = self._unit("parent", parent, draft.day)
        if above is None:
            return None
        if above.level.rank >= draft.type.level.rank:
            raise InvalidEntity(f"{above.full_name} doesn't stand above a {draft.type}", where="parent")
        if outer is not None and not self._lies_in(above, outer, draft.day):
            raise InvalidEntity(f"{above.full_name} doesn't lie in {outer.full_name}", where="parent")
        return above

    def _lies_in(self, unit: Jurisdiction, outer: Jurisdiction, day: dt.date | None) -> bool:
        """Whether a unit of the table, or one before it, lies in a province on a day."""
        while unit.id not in self.base:
            above = unit.parent or ""
            unit = self.made[above] if above in self.made else self.base[above]
        if day is None:
            return outer in (unit, *self.base.above(unit.id))
        ends = {chain[-1].successor if chain else unit.id for chain in self.base.answering(unit.id, day)}
        return any(outer.id == end or outer in self.base.above(end, day) for end in ends)

    def _unit(
        self, field: str, text: str, day: dt.date | None, level: Level | None = None
    ) -> Jurisdiction | None:
        """The unit of a code or an id on a day, in the table or before it; None for one with a fault."""
        own = self.drafts.get(text)
        drafts = [own] if own is not None else self.by_code.get(text, [])
        fits = [draft for draft in drafts if day is None or draft.valid.contains(day)]
        if len(fits) == 1 and level is None:
            return self.made.get(fits[0].id)
        if level is None and text in self.spoiled:
            return None
        key = (text, day, level)
        if key not in self.known:
            self.known[key] = _in_field(field, self._before, text, day, level, [draft.id for draft in drafts])
        return self.known[key]

    def _before(
        self, text: str, day: dt.date | None, level: Level | None, own: Sequence[str]
    ) -> Jurisdiction:
        try:
            return self.base.find(text, day, level=level)
        except AmbiguousText as fault:
            hint = "give valid_from" if day is None else fault.hint
            raise AmbiguousText(fault.what, hint=hint, candidates=fault.candidates) from None
        except NotFound as fault:
            if not own:
                raise
            raise NotFound(
                f"{text!r} names no unit on {day}", hint=f"the table has {', '.join(own)}"
            ) from fault

    def _steps(self) -> list[Succession]:
        first: dict[tuple[str, str, dt.date], str] = {}
        made: list[Succession] = []
        for place, row in self.given.successions():
            step = self._tried(place, self._step, row)
            if step is None:
                continue
            key = (step.predecessor, step.successor, step.effective)
            if key in first:
                fault = DuplicateId("the succession stands twice", where=place, hint=f"first in {first[key]}")
                self.faults.append((self.order[place], fault))
            first.setdefault(key, place)
            made.append(step)
        return made

    def _step(self, row: Row) -> Succession | None:
        _check_columns(row, SUCCESSION_COLUMNS)
        effective = as_date(_needed(row, "effective"), "effective")
        old = self._unit("predecessor", _needed(row, "predecessor"), effective - _DAY)
        new = self._unit("successor", _needed(row, "successor"), effective)
        if old is None or new is None:
            return None
        step = Succession(
            predecessor=old.id,
            successor=new.id,
            kind=_needed(row, "kind"),
            effective=effective,
            basis=_cell(row, "basis") or None,
            share=_cell(row, "share") or _WHOLE,
            source=self.given.source,
        )
        check_days(step, old, new)
        return step


def _check_columns(row: Row, columns: Sequence[str]) -> None:
    for name in row:
        if name not in columns:
            raise unknown_column(name, columns, str(name))


def _cell(row: Row, name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        raise InvalidText(
            f"{value!r:.60} is no text", where=name, expected="text, as a number loses its leading zeros"
        )
    return _in_field(name, squeeze, value) if value else ""


def _needed(row: Row, name: str) -> str:
    value = _cell(row, name)
    if not value:
        raise MissingField(f"no {name}", where=name)
    return value


def _type_of(row: Row) -> JurisdictionType:
    text = _needed(row, "type")
    kind = _TYPES.get(text) or _TYPES.get(fold(text))
    if kind is None:
        words = [word for kind in _KINDS for word in (kind.value, kind.vi)]
        expected = ", ".join(f"{kind.value} ({kind.vi})" for kind in _KINDS)
        raise InvalidChoice(
            f"{text!r:.60} is no type of a unit below the provinces",
            where="type",
            expected=f"one of {expected}",
            hint=nearest(text, words),
        )
    return kind


def _code_of(row: Row, level: Level | None) -> Code:
    text = _needed(row, "code")
    digits = None if level is None else GSO_DIGITS[level]
    if digits is not None and text.isascii() and text.isdecimal() and len(text) != digits:
        hint = zero_hint(text, digits)
        raise InvalidCode(
            f"{text!r} is no code of a {level}", where="code", expected=f"{digits} digits", hint=hint
        )
    return _in_field("code", Code, CodeSystem.GSO, text)


def _in_field(field: str, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function makes; its fault gets the field."""
    try:
        return make(*args, **kwargs)
    except SottttError as fault:
        raise fault.at(field) from None
