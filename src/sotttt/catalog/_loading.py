"""The sources of the catalog, which every row of its data files names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from sotttt.catalog._files import DATA, Lazy, Row, asked_for, by_id, found, held, read_rows, sourced
from sotttt.errors import Faults
from sotttt.sources import Source

__all__ = ["collected_sources", "made_from", "placed_source", "source", "sources"]

T = TypeVar("T")

_SOURCE = ("id", "title", "publisher", "published", "url", "confidence")


def _made(row: Row) -> Source:
    return Source(
        title=row["title"],
        publisher=row["publisher"] or None,
        published=row["published"] or None,
        url=row["url"] or None,
        confidence=row["confidence"],
    )


@cache
def _sources() -> dict[str, Source]:
    return by_id(DATA / "sources.csv", _SOURCE, _made)


@cache
def collected_sources() -> Lazy[Source]:
    """The sources of the collected rows, by id."""
    return Lazy(DATA / "collected" / "sources.csv", _SOURCE, _made)


def sources(collection: str | None = None) -> Mapping[str, Source]:
    """The sources of all rows (nguồn), by id.

    Args:
        collection: `articles` or `collected`; without it, both.

    Raises:
        InvalidChoice: another collection.

    >>> sources()["nam-dinh-2016"].publisher
    'Báo Nam Định'
    """
    articles, others = asked_for(collection)
    read = _sources() if articles else {}
    return MappingProxyType({**read, **collected_sources().every()} if others else read)


def source(name: str) -> Source:
    """The source of that id.

    Raises:
        NotFound: with the nearest id.

    >>> str(source("quang-ngai-2021").published)
    '2021-03-03'
    """
    return held(collected_sources(), name) or found(_sources(), name, "source")


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
