"""CSV: one table of one family of entities; every cell is text, and each fault names its row and column.

Columns are the fields of the entity; those of a source or a figure stand under `source.title` or
`figure.as_written`, each name of a disaggregation under `dims.NAME`. An empty cell is a field not given. A
requirement in parts, steps, a condition, a baseline of its own: each is JSON in its cell. Rows count as in a
spreadsheet: the header is row 1.

No cell starts a formula: one that would begin with `= + - @`, a tab or a line end is written behind an
apostrophe, as is one that begins with an apostrophe itself. Reading takes one leading apostrophe away, so
nothing is lost; a point is written without its `=`.
"""

from __future__ import annotations

import csv
import io
import json
import os
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from sotttt._textfiles import read_text, records
from sotttt.codecs.bundles import Bundle
from sotttt.codecs.fields import Field, fields_of, members_of
from sotttt.codecs.files import write_text
from sotttt.codecs.plain import write_entity
from sotttt.codecs.strict import Known, make_reader, name_of, read_entity
from sotttt.codecs.syntax import parse
from sotttt.errors import (
    DuplicateId,
    FaultGroup,
    InvalidEntity,
    InvalidFile,
    MissingField,
    SottttError,
    UnknownKey,
    nearest,
)
from sotttt.frozen import Entity, FrozenMap
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.plans import Target
from sotttt.ranges import Figure, Range
from sotttt.sources import Source
from sotttt.text import squeeze

__all__ = [
    "FAMILIES",
    "Sifted",
    "columns_of",
    "escape",
    "read_observations",
    "read_rows",
    "read_sheet",
    "sift_rows",
    "unescape",
    "write_observations",
    "write_rows",
    "write_sheet",
]

E = TypeVar("E", bound=Entity)
Path = str | os.PathLike[str]

#: The families that a table holds, by their name in a bundle.
FAMILIES: Mapping[str, type[Entity]] = {
    "metrics": Metric,
    "targets": Target,
    "observations": Observation,
    "assessments": Assessment,
}
_NESTED: tuple[type[Entity], ...] = (Source, Figure)
_DIMS = "dims."
_FORMULA = tuple("=+-@\t\r\n'＝＋－＠")


class Sifted(NamedTuple, Generic[E]):
    """The rows of a table that could be read, and the faults of the others."""

    rows: tuple[E, ...]
    faults: tuple[SottttError, ...]


def escape(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> escape("=1+1"), escape("-4.5 %"), escape("80 %")
    ("'=1+1", "'-4.5 %", '80 %')
    """
    return "'" + cell if cell.startswith(_FORMULA) else cell


def unescape(cell: str) -> str:
    """The text that `escape` was given.

    >>> unescape("'=1+1"), unescape("-4.5 %")
    ('=1+1', '-4.5 %')
    """
    return cell.removeprefix("'")


def columns_of(cls: type[Entity]) -> tuple[str, ...]:
    """The columns of a table, in the order in which they are written; `dims.` stands for any number of them.

    >>> columns_of(Observation)[:6]
    ('metric', 'jurisdiction', 'period', 'value', 'of', 'status')
    """
    return tuple(name for name, _ in _columns(cls))


def _columns(cls: type[Entity]) -> Iterator[tuple[str, Field]]:
    for field in fields_of(cls):
        members = members_of(field.type)
        inner = next((kind for kind in _NESTED if kind in members), None)
        if inner is not None:
            for name, below in _columns(inner):
                yield f"{field.key}.{name}", below
        elif FrozenMap in members:
            yield _DIMS, field
        else:
            yield field.key, field


class _Sheet(Generic[E]):
    """One table while it is read."""

    def __init__(self, cls: type[E], metrics: Iterable[Metric]) -> None:
        self.cls = cls
        self.reader = make_reader(Known(metrics))
        self.columns = dict(_columns(cls))
        self.faults: list[SottttError] = []
        self.rows: list[E] = []
        self.ids: dict[str, int] = {}

    def read(self, text: str) -> None:
        rows = records(text)
        header: list[str] = []
        try:
            for number, cells in rows:
                if not header:
                    header = [squeeze(cell) for cell in cells]
                    if not self._check(header, number):
                        return
                elif any(cell.strip() for cell in cells):
                    self._row(header, cells, number)
        except csv.Error as fault:
            self.faults.append(InvalidFile(f"no CSV from here on: {fault}", where=f"row {number + 1}"))
        if not header:
            self.faults.append(InvalidFile("the table is empty", expected="a header and rows"))

    def _check(self, header: list[str], number: int) -> bool:
        """Whether the header lets rows be read at all."""
        for name in dict.fromkeys(header):
            where = f"row {number}, {name or 'a column without a name'}"
            if header.count(name) > 1:
                self.faults.append(UnknownKey(f"the column {name!r} stands twice", where=where))
            elif not self._is_known(name):
                hint = nearest(name, self.columns) or f"known are {', '.join(self.columns)}"
                self.faults.append(UnknownKey(f"unknown column {name!r}", where=where, hint=hint))
        missing = [field.key for field in fields_of(self.cls) if field.required and field.key not in header]
        self.faults += [
            MissingField(f"no column {key!r}", where=f"row {number}", hint=nearest(key, header))
            for key in missing
        ]
        return not missing

    def _is_known(self, name: str) -> bool:
        if name.startswith(_DIMS):
            return _DIMS in self.columns and name != _DIMS
        return name in self.columns

    def _row(self, header: list[str], cells: list[str], number: int) -> None:
        try:
            if len(cells) != len(header):
                raise InvalidEntity(f"{len(cells)} cells for {len(header)} columns")
            data = self._data(zip(header, cells, strict=True))
            self._check_id(data, number)
            self.rows.append(read_entity(self.reader, self.cls, data))
        except SottttError as fault:
            found = fault.faults if isinstance(fault, FaultGroup) else (fault,)
            self.faults += [_placed(one, f"row {number}") for one in found]

    def _check_id(self, data: dict[str, object], number: int) -> None:
        name = name_of(data)
        if name is not None and self.ids.setdefault(name, number) != number:
            raise DuplicateId(
                f"the id {name!r} stands twice", where="id", hint=f"first in row {self.ids[name]}"
            )

    def _data(self, cells: Iterable[tuple[str, str]]) -> dict[str, object]:
        data: dict[str, object] = {}
        for name, cell in cells:
            if not cell.strip() or not self._is_known(name):
                continue
            holder = data
            *outer, last = (_DIMS[:-1], name[len(_DIMS) :]) if name.startswith(_DIMS) else name.split(".")
            for key in outer:
                holder = holder.setdefault(key, {})  # type: ignore[assignment]  # only tables stand under outer keys
            holder[last] = self._cell(name, unescape(cell.strip(" ")))
        return data

    def _cell(self, name: str, text: str) -> object:
        field = self.columns.get(name)
        if field is None:
            return text
        if field.type is bool:
            return {"true": True, "false": False}.get(text, text)
        if text.startswith("{") and not _is_text(field):
            return parse(text, "json", name)
        if text.startswith("[") and _is_list(field):
            return parse('{"list": ' + text + "}", "json", name)["list"]
        return text


def _is_text(field: Field) -> bool:
    return str in members_of(field.type)


def _is_list(field: Field) -> bool:
    return typing.get_origin(field.type) is tuple


def _placed(fault: SottttError, row: str) -> SottttError:
    return type(fault)(
        fault.what,
        where=f"{row}, {fault.where}" if fault.where else row,
        expected=fault.expected,
        hint=fault.hint,
    )


def _sift(text: str, cls: type[E], metrics: Iterable[Metric]) -> Sifted[E]:
    sheet = _Sheet(cls, metrics)
    sheet.read(text)
    return Sifted(tuple(sheet.rows), tuple(sheet.faults))


def sift_rows(path: Path, cls: type[E], *, metrics: Iterable[Metric] = ()) -> Sifted[E]:
    """The good rows of a CSV table, and every fault of the others with its row and column.

    Args:
        path: a file in UTF-8; the separator (comma, semicolon or tab) is taken from its header.
        cls: `Metric`, `Target`, `Observation` or `Assessment`.
        metrics: the metrics that the rows may name.

    Raises:
        InvalidFile: the file can't be taken as a whole.
    """
    return _sift(read_text(path), cls, metrics)


def read_rows(path: Path, cls: type[E], *, metrics: Iterable[Metric] = ()) -> tuple[E, ...]:
    """All rows of a CSV table; takes what `sift_rows` takes.

    Raises:
        FaultGroup: every fault of every row. What was good, `sift_rows` gives.
        InvalidFile: the file can't be taken as a whole.
    """
    found = sift_rows(path, cls, metrics=metrics)
    if found.faults:
        raise FaultGroup(os.fspath(path), found.faults)
    return found.rows


def read_observations(path: Path, *, metrics: Iterable[Metric] = ()) -> tuple[Observation, ...]:
    """All observations of a CSV table (bảng số liệu).

    Raises:
        FaultGroup: every fault of every row.
        InvalidFile: the file can't be taken as a whole.
    """
    return read_rows(path, Observation, metrics=metrics)


def read_sheet(text: str, name: str, metrics: Iterable[Metric] = ()) -> Bundle:
    """The bundle that a CSV table is; its header says of which family.

    Raises:
        FaultGroup: every fault of every row.
        InvalidFile: the header is of no family.
    """
    family = _family(text, name)
    found = _sift(text, FAMILIES[family], metrics)
    if found.faults:
        raise FaultGroup(name, found.faults)
    return Bundle(**{family: found.rows})  # type: ignore[arg-type]  # read as the class of the family


def _family(text: str, name: str) -> str:
    try:
        header = {squeeze(cell) for cell in next(records(text), (1, []))[1]}
    except csv.Error as fault:
        raise InvalidFile(f"no CSV: {fault}", where=name) from None

    def near(family: str) -> tuple[int, int]:
        own = {field.key for field in fields_of(FAMILIES[family]) if field.required}
        return len(own & header) * 2 - len(own), len(header.intersection(columns_of(FAMILIES[family])))

    best = max(FAMILIES, key=near)
    if near(best)[1] == 0:
        raise InvalidFile(
            "the header is of no table", where=name, expected=f"columns of {', '.join(FAMILIES)}"
        )
    return best


def write_rows(path: Path, rows: Iterable[Metric | Target | Observation | Assessment]) -> None:
    """Write entities of one class as a CSV table that reads back as the same entities.

    Raises:
        InvalidFile: rows of several classes or none, or the file can't be written.
    """
    write_text(path, _written(tuple(rows)))


def write_observations(path: Path, rows: Iterable[Observation]) -> None:
    """Write observations as a CSV table that reads back as the same observations.

    Raises:
        InvalidFile: the file can't be written.
    """
    write_text(path, _written(tuple(rows), Observation))


def write_sheet(bundle: Bundle) -> str:
    """The text of the CSV table that a bundle of one family is.

    Raises:
        InvalidFile: a bundle of several families; its metrics alone are left to a table of their own.
    """
    held = [
        name for name in ("plans", "tasks", "milestones", "proposals", *FAMILIES) if getattr(bundle, name)
    ]
    named = [name for name in held if name != "metrics"] or held
    if len(named) != 1 or named[0] not in FAMILIES:
        raise InvalidFile(
            f"one table can't hold {', '.join(named) or 'nothing'}",
            expected=f"one of {', '.join(FAMILIES)}",
            hint="write JSON or TOML",
        )
    return _written(getattr(bundle, named[0]))


def _written(rows: Sequence[Entity], cls: type[Entity] | None = None) -> str:
    kinds = {type(row) for row in rows} | ({cls} if cls else set())
    if len(kinds) != 1 or not kinds <= set(FAMILIES.values()):
        names = ", ".join(sorted(kind.__name__ for kind in kinds)) or "nothing"
        raise InvalidFile(f"a table of {names}", expected="rows of one class")
    (kind,) = kinds
    columns = dict(_columns(kind))
    cells = [dict(_flat(write_entity(row), columns)) for row in rows]
    used = dict.fromkeys(name for row in cells for name in row)
    required = {field.key for field in fields_of(kind) if field.required}
    header: list[str] = []
    for name in columns:
        if name == _DIMS:
            header += sorted(found for found in used if found.startswith(_DIMS))
        elif name in used or name in required:
            header.append(name)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] for row in cells)
    return out.getvalue()


def _flat(
    data: Mapping[str, object], columns: Mapping[str, Field], prefix: str = ""
) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        name = prefix + key
        if isinstance(value, dict) and name not in columns:
            yield from _flat(value, columns, f"{name}.")
        else:
            yield name, _cell_of(value, columns.get(name))


def _cell_of(value: object, field: Field | None) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if field is not None and Range in members_of(field.type):
        value = value.removeprefix("= ")
    return escape(value) or "'"
