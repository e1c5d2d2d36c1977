"""The ladder of the rooms is the one in pyproject.toml, and it is written where people look for it."""

from __future__ import annotations

import pkgutil
import tomllib
from pathlib import Path

import sotttt

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]


def _rooms() -> set[str]:
    return {found.name for found in pkgutil.iter_modules(sotttt.__path__) if found.name != "__main__"}


def test_every_room_stands_in_the_ladder() -> None:
    ladder = {name.strip("()") for name in CONTRACTS[0]["layers"]}
    assert _rooms() <= ladder


def test_every_room_of_the_core_is_kept_from_the_extras() -> None:
    core = set(CONTRACTS[1]["source_modules"])
    outer = {"cli", "codecs", "tables", "reports", "_faces", "_unit_table"}
    assert {f"sotttt.{room}" for room in _rooms() - outer} == core


def test_every_public_room_has_a_page() -> None:
    pages = {page.stem for page in (ROOT / "docs" / "reference").glob("*.md")}
    assert {room for room in _rooms() if not room.startswith("_")} <= pages


def test_the_three_run_time_packages_have_no_caps() -> None:
    wanted = PROJECT["project"]["dependencies"]
    assert [text.partition(">=")[0] for text in wanted] == ["attrs", "pint", "python-dateutil"]
    extras = PROJECT["project"]["optional-dependencies"]
    everything = [*wanted, *(text for texts in extras.values() for text in texts)]
    assert not [text for text in everything if any(mark in text for mark in ("<", "~", "=="))]
    assert list(extras) == ["codecs", "cli", "tables", "all", "dev"]


def test_each_name_of_the_face_stands_on_its_page() -> None:
    page = (ROOT / "docs" / "reference" / "face.md").read_text("utf-8")
    assert [name for names in sotttt._ROOMS.values() for name in names if f".{name}`" not in page] == []
