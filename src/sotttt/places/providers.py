"""Where units of the lower levels come from: the protocol of a provider, its columns, and CSV files."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

import attrs

from sotttt._textfiles import read_text, records
from sotttt.errors import Faults, InvalidFile, MissingField, UnknownKey, nearest
from sotttt.frozen import Entity, only, placed
from sotttt.sources import Source
from sotttt.text import squeeze

__all__ = ["SUCCESSION_COLUMNS", "UNIT_COLUMNS", "CsvUnits", "UnitProvider", "unknown_column"]

#: The columns of a table of units; the first three must be there.
UNIT_COLUMNS = (
    *("code", "name", "type", "province", "parent", "valid_from", "valid_to"),
    *("name_en", "aliases", "seat", "id"),
)
#: The columns of a table of successions; the first four must be there.
SUCCESSION_COLUMNS = ("predecessor", "successor", "kind", "effective", "share", "basis")

_NEEDED = {UNIT_COLUMNS: 3, SUCCESSION_COLUMNS: 4}


@runtime_checkable
class UnitProvider(Protocol):
    """What gives units of the lower levels as rows of text: a file, a database, an export of the office.

    A cell that is empty or missing is a field not given; a column that nobody reads is a fault.
    """

    @property
    def name(self) -> str:
        """What the message of a fault calls it."""

    @property
    def source(self) -> Source | None:
        """Where its rows stand; each unit and succession gets it."""

    def units(self) -> Iterable[tuple[str, Mapping[str, str]]]:
        """Its units: the place of each row, and its cells by the names in `UNIT_COLUMNS`."""

    def successions(self) -> Iterable[tuple[str, Mapping[str, str]]]:
        """How they follow each other: the place of each row, and its cells by `SUCCESSION_COLUMNS`."""


def _path(value: str | os.PathLike[str]) -> str:
    return os.fspath(value)


@attrs.frozen(field_transformer=placed)
class CsvUnits(Entity):
    """A provider that reads CSV files in UTF-8, with a header; comma, semicolon or tab between the cells.

    Args:
        path: the table of units, with the columns in `UNIT_COLUMNS` in any order.
        followed: the table of successions, with those in `SUCCESSION_COLUMNS`, if there is one.
        source: where the rows stand.

    >>> isinstance(CsvUnits("communes.csv"), UnitProvider), CsvUnits("data/communes.csv").name
    (True, 'data/communes.csv')
    """

    path: str = attrs.field(converter=_path)
    followed: str | None = attrs.field(default=None, converter=attrs.converters.optional(_path))
    source: Source | None = attrs.field(
        default=None, kw_only=True, validator=attrs.validators.optional(only(Source))
    )

    @property
    def name(self) -> str:
        """The path of the table of units."""
        return self.path

    def units(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """The rows of the table of units.

        Raises:
            InvalidFile: a file that can't be read, or is no CSV.
            FaultGroup: a header with unknown, missing or doubled columns.
        """
        return _rows(self.path, UNIT_COLUMNS)

    def successions(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """The rows of the table of successions, none where there is no such table.

        Raises:
            InvalidFile: a file that can't be read, or is no CSV.
            FaultGroup: a header with unknown, missing or doubled columns.
        """
        if self.followed is not None:
            for place, row in _rows(self.followed, SUCCESSION_COLUMNS):
                yield f"{self.followed}: {place}", row


def _rows(path: str, columns: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    header: list[str] = []
    number = 0
    rows = records(read_text(path))
    try:
        for number, cells in rows:
            if not header:
                header = [squeeze(cell) for cell in cells]
                _check_header(header, columns, path)
            elif any(cell.strip() for cell in cells):
                # A row of another length is told as a fault of its own, so that the others are still read.
                names = (*header, *(f"column {place + 1}" for place in range(len(header), len(cells))))
                yield f"row {number}", dict(zip(names, cells, strict=False))
    except csv.Error as fault:
        raise InvalidFile(f"no CSV from here on: {fault}", where=f"{path}: row {number + 1}") from None
    if not header:
        raise InvalidFile("the table is empty", where=path, expected="a header and rows")


def _check_header(header: Sequence[str], columns: Sequence[str], path: str) -> None:
    faults = Faults(path)
    for name in dict.fromkeys(header):
        where = f"row 1.{name or 'a column without a name'}"
        if header.count(name) > 1:
            faults.add(UnknownKey(f"the column {name!r} stands twice", where=where))
        if name not in columns:
            faults.add(unknown_column(name, columns, where))
    for name in columns[: _NEEDED[tuple(columns)]]:
        if name not in header:
            faults.add(MissingField(f"no column {name!r}", where="row 1", hint=nearest(name, header)))
    faults.finish()


def unknown_column(name: str, columns: Sequence[str], where: str) -> UnknownKey:
    """The fault of a column that nothing reads, with the nearest known one."""
    hint = nearest(name, columns) or f"known are {', '.join(columns)}"
    return UnknownKey(f"unknown column {name!r}", where=where, hint=hint)
