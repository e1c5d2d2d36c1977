"""Which format a file has, and text to a file: written whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from sotttt._textfiles import reason
from sotttt.errors import InvalidFile, InvalidText

__all__ = ["format_of", "write_text"]

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
        raise InvalidFile(f"can't be written: {reason(fault)}", where=place) from None
