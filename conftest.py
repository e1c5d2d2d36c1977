"""Runs the code blocks of the Markdown pages: Python, files in TOML, JSON and CSV, and commands."""

from __future__ import annotations

import doctest
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

_ROOT = Path(__file__).resolve().parent
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def _own_folder(namespace: dict[str, object]) -> None:
    """Each page works in a folder of its own, with a copy of the files of the examples."""
    namespace["lacking"] = _lacking
    namespace["_before"] = Path.cwd()
    folder = tempfile.mkdtemp(prefix="sotttt-docs-")
    namespace["_folder"] = folder
    examples = _ROOT / "examples"
    if examples.is_dir():
        shutil.copytree(examples, Path(folder, "examples"))
    os.chdir(folder)


def _lacking(*needed: str) -> str | None:
    """Why blocks below `% skip: start lacking(...)` don't run: the packages and commands that are missing."""
    missing = [name for name in needed if find_spec(name) is None and shutil.which(name) is None]
    return f"not installed: {', '.join(missing)}" if missing else None


def _leave(namespace: dict[str, object]) -> None:
    os.chdir(str(namespace["_before"]))
    shutil.rmtree(str(namespace["_folder"]), ignore_errors=True)


def _write_file(example: Example) -> str | None:
    """A block whose first line is `# name.toml` is that file; for JSON and CSV the name is an attribute."""
    text = str(example.parsed)
    first, _, rest = text.partition("\n")
    name = first.lstrip("#/ ").strip()
    if not first.startswith("# "):
        return f"the first line of a file block is '# NAME', not {first!r}"
    Path(name).write_text(text if name.endswith(".toml") else rest, encoding="utf-8")
    return None


def _run_command(example: Example) -> str | None:
    """`$ sotttt …` lines are run; what stands below each must be its output."""
    for part in str(example.parsed).split("$ ")[1:]:
        command, _, wanted = part.partition("\n")
        words = shlex.split(command)
        if words[:1] != ["sotttt"]:
            return f"only sotttt is run here, not {command!r}"
        done = subprocess.run(  # noqa: S603  # the command stands in our own page
            [sys.executable, "-c", "from sotttt.cli import main; main()", *words[1:]],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"},
        )
        got = done.stdout + done.stderr
        if done.returncode not in (0, 1) or "Traceback" in got:
            return f"{command!r} ended with {done.returncode}:\n{got}"
        if wanted.strip() and not doctest.OutputChecker().check_output(wanted, got, _FLAGS):
            return f"{command!r} printed:\n{got}\ninstead of:\n{wanted}"
    return None


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=_FLAGS),
        CodeBlockParser("toml", _write_file),
        CodeBlockParser("json", _write_file),
        CodeBlockParser("csv", _write_file),
        CodeBlockParser("console", _run_command),
        SkipParser(),
    ],
    patterns=["*.md"],
    excludes=["CHANGELOG.md"],
    setup=_own_folder,
    teardown=_leave,
).pytest()
