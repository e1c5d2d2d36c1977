"""The sources of the catalog, which every row of its data files names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from sotttt.catalog._files import DATA, Row, by_id, found, read_rows, sourced
from sotttt.errors import Faults
from sotttt.sources import Source

__all__ = ["SOURCE", "made_from", "make_source", "placed_source", "source", "sources"]

T = TypeVar("T")

#: The columns of a file of sources.
SOURCE = ("id", "title", "publisher", "published", "url", "confidence")


def make_source(row: Row) -> Source:
    """The source of a row."""
    return Source(
        title=row["title"],
        publisher=row["publisher"] or None,
        published=row["published"] or None,
        url=row["url"] or None,
        confidence=row["confidence"],
    )


@cache
def _sources() -> dict[str, Source]:
    return by_id(DATA / "sources.csv", SOURCE, make_source)


def sources() -> Mapping[str, Source]:
    """The sources of all rows (nguồn), by id.

    >>> sources()["nam-dinh-2016"].publisher
    'Báo Nam Định'
    """
    return MappingProxyType(_sources())


def source(name: str) -> Source:
    """The source of that id.

    Raises:
        NotFound: with the nearest id.

    >>> str(source("quang-ngai-2021").published)
    '2021-03-03'
    """
    return found(_sources(), name, "source")


def placed_source(name: str | None, locator: str) -> Source:
    """The source of that id with the place inside it.

    Raises:
        MissingField: no source, or no place inside it.
        NotFound: a source that the catalog doesn't hold.
    """
    return sourced(_sources(), name, locator)


def made_from(name: str, columns: Sequence[str], make: Callable[[Row], T]) -> tuple[T, ...]:
    """What the rows of a data file make, in their order; all faults of the file together.

    Raises:
        InvalidFile: another header, or a row of another length.
        FaultGroup: rows that make nothing, with file and row.
    """
    faults = Faults(name)
    made: list[T] = []
    for place, row in read_rows(DATA / name, columns):
        with faults.catch(place):
            made.append(make(row))
    faults.finish()
    return tuple(made)
