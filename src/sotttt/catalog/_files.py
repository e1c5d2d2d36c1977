"""The data files of the catalog, read strictly: a known header, known keys, a source for each row."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import attrs

from sotttt.errors import (
    DuplicateId,
    Faults,
    InvalidChoice,
    InvalidFile,
    InvalidText,
    MissingField,
    NotFound,
    SottttError,
    UnknownKey,
    nearest,
)
from sotttt.sources import Source

__all__ = [
    "DATA",
    "Lazy",
    "Row",
    "Table",
    "asked_for",
    "by_id",
    "check_keys",
    "found",
    "held",
    "items",
    "read_rows",
    "read_tables",
    "sourced",
]

#: The folder of the bundled data.
DATA = Path(__file__).with_name("data")

#: The two parts of the catalog: what five articles say, and plans and results collected from many pages.
COLLECTIONS = ("articles", "collected")

Row = dict[str, str]
Table = dict[str, Any]
T = TypeVar("T")


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """The rows of a CSV file, each with its place.

    Raises:
        InvalidFile: another header, or a row of another length.
    """
    lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8")), strict=True)
    header = next(lines, [])
    if header != list(columns):
        raise InvalidFile(f"the header is {header}", where=path.name, expected=",".join(columns))
    for number, cells in enumerate(lines, start=2):
        place = f"row {number}"
        if len(cells) != len(columns):
            raise InvalidFile(
                f"{len(cells)} cells", where=f"{path.name}: {place}", expected=f"{len(columns)}, one a column"
            )
        yield place, dict(zip(columns, cells, strict=True))


def read_tables(folder: Path) -> Iterator[tuple[str, Table]]:
    """The TOML files of a folder, in the order of their names.

    Raises:
        InvalidFile: text that is no TOML.
    """
    for path in sorted(folder.glob("*.toml")):
        try:
            yield path.name, tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as fault:
            raise InvalidFile(str(fault), where=path.name) from None


def by_id(path: Path, columns: Sequence[str], make: Callable[[Row], T]) -> dict[str, T]:
    """What the rows of a file make, by the id of the row; all faults of the file together.

    Raises:
        FaultGroup: rows without an id or a source, ids that stand twice, values that make no entity.
    """
    made: dict[str, T] = {}
    faults = Faults(path.name)
    for place, row in read_rows(path, columns):
        with faults.catch(place):
            name = row["id"]
            if not name:
                raise MissingField("no id", where="id")
            if name in made:
                raise DuplicateId(f"the id {name!r} stands twice", where="id")
            made[name] = make(row)
    faults.finish()
    return made


class Lazy(Mapping[str, T]):
    """What the rows of a file make, by id, each made when it is first asked for.

    Args:
        path: the file.
        columns: its header; the first is the id.
        make: what makes an entity of a row.

    Raises:
        InvalidFile: another header, or a row of another length.
        FaultGroup: rows without an id, or with one that stands twice.
    """

    def __init__(self, path: Path, columns: Sequence[str], make: Callable[[Row], T]) -> None:
        self._name = path.name
        self._make = make
        self._made: dict[str, T] = {}
        self._places: dict[str, str] = {}
        #: The rows as they stand, by id.
        self.rows: dict[str, Row] = {}
        faults = Faults(path.name)
        for place, row in read_rows(path, columns):
            with faults.catch(place):
                name = row[columns[0]]
                if not name:
                    raise MissingField("no id", where=columns[0])
                if name in self.rows:
                    raise DuplicateId(f"the id {name!r} stands twice", where=columns[0])
                self.rows[name], self._places[name] = row, place
        faults.finish()

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            row = self.rows[name]
            try:
                self._made[name] = self._make(row)
            except SottttError as fault:
                raise fault.at(f"{self._name}: {self._places[name]}") from None
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def every(self) -> dict[str, T]:
        """All of them.

        Raises:
            FaultGroup: all faults of the file together.
        """
        faults = Faults(self._name)
        for name, row in self.rows.items():
            if name not in self._made:
                with faults.catch(self._places[name]):
                    self._made[name] = self._make(row)
        faults.finish()
        return {name: self._made[name] for name in self.rows}


def asked_for(collection: str | None) -> tuple[bool, bool]:
    """Whether the articles, and whether what was collected, is asked for.

    Raises:
        InvalidChoice: neither of the two.
    """
    if collection is not None and collection not in COLLECTIONS:
        hint = nearest(collection, COLLECTIONS)
        raise InvalidChoice(f"no collection {collection!r}", expected=", ".join(COLLECTIONS), hint=hint)
    return collection != "collected", collection != "articles"


def check_keys(table: Table, known: Iterable[str]) -> None:
    """Refuse a key that nothing reads.

    Raises:
        UnknownKey: with the nearest known one.
    """
    names = tuple(known)
    for key in table:
        if key not in names:
            hint = nearest(key, names)
            raise UnknownKey(f"nothing reads the key {key!r}", expected=", ".join(names), hint=hint)


def sourced(sources: Mapping[str, Source], name: str | None, locator: str) -> Source:
    """The source of a row with the place inside it.

    Raises:
        MissingField: the row names no source, or no place inside it.
        NotFound: a source that the catalog doesn't hold.
    """
    if not name:
        raise MissingField("no source", where="source", hint="each row of the catalog says where it stands")
    if not locator:
        raise MissingField("no place inside the source", where="locator")
    return attrs.evolve(found(sources, name, "source"), locator=locator)


def found(known: Mapping[str, T], name: str, kind: str) -> T:
    """The entity of that id.

    Raises:
        NotFound: with the nearest id.
        InvalidText: the id is no text.
    """
    if not isinstance(name, str):
        raise InvalidText(f"{name!r:.60} is no id", expected=f"the id of a {kind}")
    one = known.get(name)
    if one is None:
        raise NotFound(f"the catalog holds no {kind} {name!r}", hint=nearest(name, known))
    return one


def held(known: Mapping[str, T], name: object) -> T | None:
    """The entity of that id, or None where there is none."""
    return known[name] if isinstance(name, str) and name in known else None


def items(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, split at semicolons.

    >>> items("level=province; kind=plan")
    ('level=province', 'kind=plan')
    """
    return tuple(part.strip() for part in text.split(";")) if text else ()
