"""Files of text from strangers: regular files in UTF-8, of bounded size; and the records of a CSV."""

from __future__ import annotations

import csv
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sotttt.errors import InvalidFile

__all__ = ["MAX_BYTES", "decode", "read_text", "reason", "records"]

MAX_BYTES = 64 * 2**20
_PIECE = 2**18
_DELIMITERS = ",;\t"


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a file, without its byte-order mark.

    Raises:
        InvalidFile: no regular file, one of more than 64 MiB, or bytes that are no UTF-8.
    """
    place = os.fspath(path)
    try:
        # A directory, a device or a pipe is refused before it is opened: opening a pipe waits for ever.
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise InvalidFile("no regular file", where=place)
        with Path(path).open("rb") as file:
            # In pieces: asked for all at once, the space for the largest file is taken for each.
            data = bytearray()
            while len(data) <= MAX_BYTES and (piece := file.read(_PIECE)):
                data += piece
    except (OSError, ValueError) as fault:
        if isinstance(fault, InvalidFile):
            raise
        raise InvalidFile(f"can't be read: {reason(fault)}", where=place) from None
    if len(data) > MAX_BYTES:
        raise InvalidFile(f"more than {MAX_BYTES // 2**20} MiB", where=place)
    return decode(bytes(data), place)


def decode(data: bytes, place: str) -> str:
    r"""Bytes in UTF-8 as text, without a byte-order mark.

    Raises:
        InvalidFile: for other bytes.

    >>> decode("\ufeffĐạt".encode(), "plan.toml")
    'Đạt'
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise InvalidFile(
            f"the byte 0x{data[fault.start]:02x} in line {line} is no UTF-8",
            where=place,
            hint="save the file as UTF-8 (in a spreadsheet: 'CSV UTF-8')",
        ) from None


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    r"""The records of a CSV, counted as in a spreadsheet: the header is row 1.

    The separator (comma, semicolon or tab) is taken from the first line. What is no CSV raises `csv.Error`.

    >>> list(records("code;name\n00001;Ba Đình"))
    [(1, ['code', 'name']), (2, ['00001', 'Ba Đình'])]
    """
    head = text[:10_000].lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    return enumerate(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter), start=1)


def reason(fault: OSError | ValueError) -> str:
    """Why a file can't be read or written, in the words of the system."""
    return (fault.strerror or str(fault)) if isinstance(fault, OSError) else str(fault)
