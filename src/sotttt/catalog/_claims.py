"""The derived claims of the catalog: figures that a source states of other figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sotttt.catalog._files import Row, by_id, found, items, sourced
from sotttt.errors import InvalidEntity
from sotttt.evaluation.claims import Claim
from sotttt.metrics import Observation
from sotttt.ranges import Figure, Range
from sotttt.sources import Source

__all__ = ["read_claims"]

_CLAIM = (
    *("id", "jurisdiction", "operation", "operands", "stated"),
    *("written", "resolution", "source", "locator", "note"),
)
_OBSERVED, _MISSING = "observation:", "?"


def read_claims(
    path: Path, observations: Mapping[str, Observation], sources: dict[str, Source]
) -> dict[str, Claim]:
    """The claims of a file, by id.

    Raises:
        FaultGroup: all faults of the file.
    """
    known = dict(observations)

    def make(row: Row) -> Claim:
        return Claim(
            row["operation"],
            [_operand(text, known) for text in items(row["operands"])],
            _stated(row),
            id=row["id"],
            source=sourced(sources, row["source"], row["locator"]),
        )

    return by_id(path, _CLAIM, make)


def _operand(text: str, known: dict[str, Observation]) -> Range | Figure | str | None:
    """An observation of the catalog as printed, a range, a name, or None for what the source doesn't give."""
    if text == _MISSING:
        return None
    if not text.startswith(_OBSERVED):
        return text
    seen = found(known, text.removeprefix(_OBSERVED), "observation")
    return seen.value if seen.figure is None else seen.figure


def _stated(row: Row) -> Range | Figure | None:
    if not row["stated"]:
        if row["written"]:
            raise InvalidEntity("printed words without what they state", where="stated")
        return None
    stated = Range.parse(row["stated"])
    if not row["written"]:
        return stated
    return Figure(
        range=stated,
        as_written=row["written"],
        resolution=row["resolution"] or None,
        note=row["note"] or None,
    )
