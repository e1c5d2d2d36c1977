"""Draw docs/_static/demo.svg: the first screen of `sotttt demo`, as a terminal shows it.

Run it from the root of the repository, with the extra `cli` installed:

    python tools/make_demo_svg.py
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 132
LINES = 46
#: The width of a character in rich's pictures.
CELL = Decimal("12.2")
_TEXT = re.compile(
    r'x="(?P<x>[0-9.]+)"(?P<between> y="[0-9.]+" )textLength="(?P<length>[0-9.]+)"(?P<rest>[^>]*)>'
    r"(?P<spaces>(?:&#160;)+)(?=[^&<])"
)
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "_static" / "demo.svg"


def screen() -> str:
    """What the command prints to a colour terminal of that width."""
    done = subprocess.run(
        [sys.executable, "-c", "from sotttt.cli import main; main()", "demo"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "TERM": "xterm-256color"},
    )
    return done.stdout


def first_screen(printed: str) -> str:
    """As many lines as fit on a screen, ending where a block ends."""
    lines = printed.rstrip("\n").split("\n")
    if len(lines) <= LINES:
        return "\n".join(lines)
    head = lines[:LINES]
    while len(head) > LINES // 2 and head[-1].strip():
        head.pop()
    return "\n".join(head if not head[-1].strip() else lines[:LINES])


def main() -> None:
    """Write the picture."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(Text.from_ansi(first_screen(screen())), end="")
    svg = console.export_svg(title="sotttt demo", unique_id="sotttt")
    # Fonts of the reader's own machine: the picture loads nothing from the network.
    PICTURE.write_text(_without_leading_spaces(_without_remote_fonts(svg)), encoding="utf-8")
    print(PICTURE)


def _without_leading_spaces(svg: str) -> str:
    """Move each text past its leading spaces: some viewers drop those."""

    def moved(found: re.Match[str]) -> str:
        spaces = found["spaces"].count("&#160;")
        x, length = Decimal(found["x"]), Decimal(found["length"])
        return (
            f'x="{x + spaces * CELL}"{found["between"]}textLength="{length - spaces * CELL}"{found["rest"]}>'
        )

    return _TEXT.sub(moved, svg)


def _without_remote_fonts(svg: str) -> str:
    kept, inside = [], False
    for line in svg.split("\n"):
        if line.strip().startswith("@font-face"):
            inside = True
        if not inside:
            kept.append(line)
        if inside and line.strip() == "}":
            inside = False
    return "\n".join(kept)


if __name__ == "__main__":
    main()
