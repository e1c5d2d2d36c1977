"""The picture of the page on pace is what its tool draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_picture_is_what_the_tool_draws() -> None:
    source = ROOT / "tools" / "make_pace_svg.py"
    if not source.exists():
        pytest.skip("the tool stands in the repository alone")
    tool: dict[str, Any] = {"__name__": "tool", "__file__": str(source)}
    exec(compile(source.read_text(encoding="utf-8"), str(source), "exec"), tool)  # noqa: S102  # our own tool
    assert tool["PICTURE"].read_text(encoding="utf-8") == tool["picture"]()
