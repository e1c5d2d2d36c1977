"""The indices and tables of criteria in the catalog: one file each, its source inside."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sotttt.catalog._files import DATA, Row, Table, check_keys, found, items, read_rows, read_tables
from sotttt.errors import (
    DuplicateId,
    Faults,
    InvalidEntity,
    InvalidFile,
    MissingField,
    NotFound,
    SottttError,
    nearest,
)
from sotttt.evaluation.indices import Criteria, Criterion, IndexDefinition, IndexNode, Mean, Rule, View
from sotttt.periods import Period
from sotttt.sources import Source

__all__ = ["criteria", "index", "indices", "read_criteria", "read_index", "read_indices"]

_FOLDER = DATA / "indices"
_DEFINITION = ("id", "name", "name_en", "years", "document", "scale", "unit", "digits", "gaps", "level")
_SOURCE = ("title", "publisher", "published", "url", "locator", "confidence")
_NODE = (
    "id",
    "name",
    "name_en",
    "weight",
    "unit",
    "scored",
    "parts_stated",
    "need",
    "need_by",
    "digits",
    "note",
)
_RULE = ("kind", "full", "floor", "low", "high", "steps", "better", "cap")
_VIEW = ("id", "name", "name_en", "weights", "inferred", "note")
_CRITERION = (
    *("period", "level", "item", "subject", "quantifier", "name", "name_en", "requirement", "overrides"),
    *("status", "documents", "source", "locator"),
)
_TABLES = {
    "ntm-8": (
        "Tiêu chí số 8 nông thôn mới: Thông tin và Truyền thông",
        "New-rural criterion 8: information and communications",
    )
}


def _exact(value: Any) -> Any:  # noqa: ANN401  # what TOML holds
    """A float of a file is refused; numbers with a fraction are written as texts."""
    if isinstance(value, float):
        raise InvalidEntity(f"the float {value} in a file", expected=f'the text "{value}"')
    if isinstance(value, list):
        return [_exact(one) for one in value]
    return value


def _fields(table: Table, known: Iterable[str], more: Iterable[str] = ()) -> dict[str, Any]:
    check_keys(table, (*known, *more))
    return {key: _exact(table[key]) for key in known if key in table}


def _node(table: Table, below: dict[str, list[Table]]) -> IndexNode:
    fields = _fields(table, _NODE, ("in", "rule", "mean"))
    if "rule" in table:
        fields["rule"] = Rule(**_fields(table["rule"], _RULE))
    if "mean" in table:
        fields["mean"] = Mean(**_fields(table["mean"], ("kind", "power")))
    return IndexNode(**fields, parts=[_node(one, below) for one in below.get(table.get("id", ""), ())])


def _tree(tables: list[Table]) -> IndexNode:
    """The tree of a flat list; each node names the one that it is in, which stands before it."""
    below: dict[str, list[Table]] = {}
    names: list[str] = []
    for at, table in enumerate(tables):
        parent = table.get("in")
        if (parent is None) != (at == 0):
            raise InvalidEntity("one node, the first, stands in no other", where=f"nodes[{at}].in")
        if parent is not None and parent not in names:
            raise NotFound(
                f"no node {parent!r} stands above", where=f"nodes[{at}].in", hint=nearest(parent, names)
            )
        if table.get("id") in names:
            raise DuplicateId(f"two nodes under {table['id']!r}", where=f"nodes[{at}].id")
        names.append(table.get("id", ""))
        if parent is not None:
            below.setdefault(parent, []).append(table)
    if not tables:
        raise MissingField("no nodes", where="nodes")
    return _node(tables[0], below)


def read_index(name: str, table: Table) -> IndexDefinition:
    """The definition that a file holds.

    Raises:
        SottttError: keys that nothing reads, nodes out of place, no source; with the file.
    """
    try:
        fields = _fields(table, _DEFINITION, ("source", "nodes", "views"))
        if "source" not in table:
            raise MissingField(
                "no source", where="source", hint="each file of the catalog says where it stands"
            )
        return IndexDefinition(
            **fields,
            source=Source(**_fields(table["source"], _SOURCE)),
            root=_tree(table.get("nodes", [])),
            views=[View(**_fields(view, _VIEW)) for view in table.get("views", ())],
        )
    except SottttError as fault:
        raise fault.at(name) from None


def read_indices(folder: Path) -> dict[str, IndexDefinition]:
    """The definitions in the files of a folder, by id.

    Raises:
        InvalidFile: a file that isn't named by its index.
        SottttError: a fault of one file.
    """
    made: dict[str, IndexDefinition] = {}
    for name, table in read_tables(folder):
        one = read_index(name, table)
        if name != f"{one.id}.toml":
            raise InvalidFile(
                f"the file holds {one.id!r}", where=name, expected="a file named by its one index"
            )
        made[one.id] = one
    return made


@cache
def _indices() -> dict[str, IndexDefinition]:
    return read_indices(_FOLDER)


def indices() -> tuple[IndexDefinition, ...]:
    """The definitions of indices (bộ chỉ số), by id.

    >>> [one.id for one in indices() if one.level == "province" and one.id.startswith("dti")]
    ['dti-2020', 'dti-2022', 'dti-2024']
    """
    return tuple(_indices().values())


def index(name: str) -> IndexDefinition:
    """The definition of that id.

    Raises:
        NotFound: with the nearest id.

    >>> index("dti-2020").document
    'qd-1726-btttt-2020-10-12'
    """
    return found(_indices(), name, "index")


def _criterion(row: Row) -> Criterion:
    if not row["source"] or not row["locator"]:
        raise MissingField("no source", where="source")
    overrides = []
    for item in items(row["overrides"]):
        name, _, asked = item.partition(": ")
        overrides.append((name, asked))
    return Criterion(
        item=row["item"],
        period=Period.parse(row["period"]),
        level=row["level"],
        subject=row["subject"],
        quantifier=row["quantifier"] or None,
        name=row["name"],
        name_en=row["name_en"],
        requirement=row["requirement"] or None,
        overrides=overrides,
        status=row["status"],
        documents=row["documents"] or None,
        source=Source(title=row["source"], locator=row["locator"]),
    )


def read_criteria(path: Path, name: str, names: tuple[str, str]) -> Criteria:
    """The table of criteria that a file holds.

    Raises:
        FaultGroup: all faults of the file, with their rows.
    """
    faults = Faults(path.name)
    rules = []
    for place, row in read_rows(path, _CRITERION):
        with faults.catch(place):
            rules.append(_criterion(row))
    faults.finish()
    return Criteria(id=name, name=names[0], name_en=names[1], rules=rules)


@cache
def _criteria() -> MappingProxyType[str, Criteria]:
    made = {name: read_criteria(_FOLDER / f"{name}.csv", name, names) for name, names in _TABLES.items()}
    return MappingProxyType(made)


def criteria(name: str) -> Criteria:
    """The table of criteria of that id (bộ tiêu chí).

    Raises:
        NotFound: with the nearest id.

    >>> [rule.item for rule in criteria("ntm-8").at("2012")]
    ['8.1', '8.2']
    """
    return found(dict(_criteria()), name, "table of criteria")
