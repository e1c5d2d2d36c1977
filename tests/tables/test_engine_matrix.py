"""What the page on engines says is what the engines that are installed do."""

from __future__ import annotations

import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.tables.scenes import ENGINES, need
from tests.tables.test_differential import SLOW

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "engine_matrix.py"


@cache
def tool() -> dict[str, Any]:
    if not TOOL.is_file():
        pytest.skip("the tool that writes the page is not part of this copy")
    return runpy.run_path(str(TOOL))


def page() -> str:
    text: str = tool()["PAGE"].read_text(encoding="utf-8")
    return text


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_does_what_the_page_says(engine: str) -> None:
    need(engine)
    told = tool()["committed"](page())[engine]
    for name, mark in tool()["marks"](engine).items():
        if engine in SLOW and told[name] == tool()["OPEN"]:
            continue  # Nobody with the engine has run the program since; the page says so.
        assert told[name] == mark, f"run python tools/engine_matrix.py {engine}"


def test_dask_is_refused() -> None:
    pytest.importorskip("dask", reason="dask is not installed")
    assert set(tool()["marks"]("dask").values()) == {"refused"}


def test_the_page_has_every_engine_and_capability() -> None:
    assert tool()["filled"](page(), {}) == page(), "run python tools/engine_matrix.py"
    with pytest.raises(SystemExit):
        tool()["filled"]("no place for a table", {})


def test_a_new_capability_is_not_proved_until_it_is_run() -> None:
    older = page().replace("| units |", "| others |")
    told = tool()["committed"](tool()["filled"](older, {}))["polars"]
    assert (told["points"], told["units"]) == ("✓", "not proved")
