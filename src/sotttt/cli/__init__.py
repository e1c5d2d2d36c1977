"""The command `sotttt`: judge plans, show what the catalog holds, check files.

Needs the extra `cli`: `pip install 'sotttt[cli]'`. Exit codes: 0 where the question was answered, 1 where a
file or an id is at fault, 2 where the command line is, or where the extra is missing.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

from sotttt.errors import MissingExtra

__all__ = ["main"]


def main() -> None:
    """Run the command with the arguments of the process."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # The text is Vietnamese; the locale of a server often is "C".
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        from sotttt.cli.commands import sotttt
    except MissingExtra as fault:
        sys.stderr.write(f"{fault}\n")
        raise SystemExit(2) from None
    try:
        sotttt(prog_name="sotttt")
    except OSError as fault:
        # A full disk, a device that went away; what was found so far can't be told.
        sys.stderr.write(f"the output can't be written: {fault.strerror}\n")
        _forget(sys.stdout)
        raise SystemExit(1) from None


def _forget(stream: TextIO) -> None:
    """Drop what a stream still holds, so that the interpreter doesn't try to write it once more."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
