"""The examples run as a user runs them, and the notebook as Jupytext reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_runs_and_prints(script: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
        env=_environment(),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert not done.stderr


def test_judge_a_plan_says_what_its_figures_mean() -> None:
    script = EXAMPLES / "judge_a_plan.py"
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, encoding="utf-8", check=True, env=_environment()
    )
    early, _, late = done.stdout.partition("01/11/2025")
    assert [word in early for word in ("Đúng tiến độ", "Chưa đến hạn", "Không đạt")] == [True, True, False]
    assert all(f"| {word} |" in late for word in ("Đạt", "Chưa xác định được", "Không đạt"))


def test_every_cell_of_the_notebook_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    notebook = jupytext.read(EXAMPLES / "notebook.py")
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert len(cells) >= 5
    namespace: dict[str, object] = {}
    for source in cells:
        exec(compile(source, "notebook.py", "exec"), namespace)  # noqa: S102  # our own example


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONIOENCODING": "utf-8"}
