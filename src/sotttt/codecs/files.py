"""Bytes of a file to text and back: regular files in UTF-8, of bounded size, written whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from sotttt.errors import InvalidFile, InvalidText

__all__ = ["MAX_BYTES", "format_of", "read_text", "write_text"]

MAX_BYTES = 64 * 2**20
_SUFFIXES = {".json": "json", ".toml": "toml", ".csv": "csv"}


def format_of(path: str | os.PathLike[str]) -> str:
    """The format that the ending of a file name says.

    Raises:
        InvalidFile: for another ending.

    >>> format_of("plans/Example.TOML")
    'toml'
    """
    suffix = Path(path).suffix.casefold()
    if suffix not in _SUFFIXES:
        raise InvalidFile(
            f"the ending {suffix!r} names no format",
            where=os.fspath(path),
            expected=", ".join(_SUFFIXES),
            hint="say which with format=",
        )
    return _SUFFIXES[suffix]


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
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as fault:
        if isinstance(fault, InvalidFile):
            raise
        raise InvalidFile(f"can't be read: {_reason(fault)}", where=place) from None
    if len(data) > MAX_BYTES:
        raise InvalidFile(f"more than {MAX_BYTES // 2**20} MiB", where=place)
    return decode(data, place)


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


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a whole file at once: a reader sees the old one or the new one, never a part.

    Raises:
        InvalidFile: the place is no regular file, or can't be written.
        InvalidText: the text holds a half of a surrogate pair.
    """
    place = os.fspath(path)
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise InvalidText(f"{text[fault.start]!r} is half of a character", where=place) from None
    try:
        # A link stays a link: what it points to is written.
        goal = Path(os.path.realpath(path))
        if goal.exists() and not goal.is_file():
            raise InvalidFile("no regular file", where=place)
        spare = goal.with_name(f".{goal.name[:100]}.{secrets.token_hex(4)}")
        try:
            with spare.open("xb") as file:
                file.write(data)
            if goal.exists():
                spare.chmod(stat.S_IMODE(goal.stat().st_mode))
            spare.replace(goal)
        finally:
            spare.unlink(missing_ok=True)
    except (OSError, ValueError) as fault:
        if isinstance(fault, InvalidFile):
            raise
        raise InvalidFile(f"can't be written: {_reason(fault)}", where=place) from None


def _reason(fault: OSError | ValueError) -> str:
    return (fault.strerror or str(fault)) if isinstance(fault, OSError) else str(fault)
