"""The tables of the page on document numbers are those of the data."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "make_law_tables.py"


def test_the_tables_are_those_of_the_data() -> None:
    if not TOOL.is_file():
        pytest.skip("the tool that writes the page is not part of this copy")
    tool = runpy.run_path(str(TOOL))
    page = tool["PAGE"].read_text(encoding="utf-8")
    assert tool["filled"](page) == page, "run python tools/make_law_tables.py"
    with pytest.raises(SystemExit):
        tool["filled"]("no place for a table")
