"""The citations of a text, one by one, with how the cited documents stand on a day."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sotttt import catalog
from sotttt.cli.cells import csv_table, plain
from sotttt.cli.printing import harmless
from sotttt.errors import InvalidFile
from sotttt.reading import Citation, Context, complete, find_citations

__all__ = ["CITED", "cited", "cited_as_csv", "cited_as_json", "cited_as_table", "text_of"]

#: The fields of a record, in the order in which CSV writes them.
CITED = (
    "line",
    "number",
    "kind",
    "issued",
    "body",
    "jurisdiction",
    "standing",
    "on",
    "document",
    "candidates",
    "basis",
    "reason",
    "repairs",
    "text",
)
_MOST_BYTES = 64 * 1024 * 1024
_HEADERS = {
    "vi": ("Dòng", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Hiệu lực"),
    "en": ("Line", "Number", "Issued", "Issuing body", "Standing"),
}

Record = dict[str, object]


def text_of(name: str) -> str:
    """The text of a file, or of the standard input for `-`, in UTF-8; form feeds end lines.

    Raises:
        InvalidFile: no such file, too large a one, or no UTF-8.
    """
    try:
        if name == "-":
            held = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                held = file.read(_MOST_BYTES + 1)
    except OSError as fault:
        raise InvalidFile(f"can't be read: {fault.strerror}", where=name) from None
    if len(held) > _MOST_BYTES:
        raise InvalidFile("the text is too large", where=name, expected=f"at most {_MOST_BYTES} bytes")
    try:
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InvalidFile(
            f"byte {fault.start} is no UTF-8", where=name, hint="convert the file to UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\f", "\n")


def cited(text: str, on: dt.date | None, place: str | None, year: int | None) -> list[Record]:
    """One record for each citation of a text."""
    register = catalog.register()
    context = Context(place=place, year=year, register=register)
    records: list[Record] = []
    line = at = 0
    for found in find_citations(text):
        citation = complete(found, context)
        line, at = line + text.count("\n", at, citation.span[0]), citation.span[0]
        standing = None
        if on is not None and citation.document is not None:
            standing = register.standing(citation.document, on).value
        records.append(_record(citation, line + 1, on, standing))
    return records


def _record(citation: Citation, line: int, on: dt.date | None, standing: str | None) -> Record:
    return {
        "line": line,
        "number": None if citation.number is None else str(citation.number),
        "kind": None if citation.kind is None else citation.kind.name,
        "issued": None if citation.issued is None else citation.issued.isoformat(),
        "body": citation.issuer,
        "jurisdiction": citation.jurisdiction,
        "standing": standing,
        "on": None if on is None else on.isoformat(),
        "document": citation.document,
        "candidates": list(citation.candidates),
        "basis": citation.basis,
        "reason": None if citation.reason is None else citation.reason.value,
        "repairs": list(citation.repairs),
        "text": " ".join(citation.text.split()),
    }


def cited_as_json(records: list[Record]) -> str:
    """The records as a JSON list."""
    return harmless(json.dumps(records, ensure_ascii=False, indent=2)) + "\n"


def cited_as_csv(records: list[Record]) -> str:
    """One row per citation; lists are joined with semicolons."""
    flat: list[Record] = [
        {name: ";".join(value) if isinstance(value, list) else value for name, value in record.items()}
        for record in records
    ]
    return csv_table(flat, CITED)


def cited_as_table(records: Iterable[Record], lang: str, console: Console) -> None:
    """Print line, number, day, body and standing of each citation; the reason where no number is read."""
    table = Table(box=SIMPLE_HEAD)
    for header in _HEADERS[lang]:
        table.add_column(header, overflow="fold")
    for record in records:
        number = record["number"] or f"? {record['text']} ({record['reason']})"
        cells = (record["line"], number, record["issued"], record["body"], record["standing"])
        table.add_row(*(Text(plain(str(cell))) if cell is not None else Text("") for cell in cells))
    console.print(table)
