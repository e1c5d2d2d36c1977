"""How fast eyecite is on an English text: `python eyecite_speed.py TEXT` prints rows of figures as JSON.

A row is a job (`get_citations`, or `tokenize` for the tokenizer alone), a tokenizer, the bytes of the pieces
in which the text was given (0 for the whole of it), MB/s and how many citations. Each is the best of some
runs over the same text, warmed up; times are those of the processor, and the build of the hyperscan database
is left out. `get_citations` looks for the names of the parties of each case in all that stands behind it, so
that its time grows faster than the text: pieces, cut at the ends of lines, show it at its best.

The script makes an environment of its own in the user's cache folder on first use, since eyecite is no
dependency.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

HOME = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "sotttt" / "eyecite"
PACKAGES = ("eyecite==2.7.8", "hyperscan")
Token = tuple[int, object]
PIECES = (0, 50_000, 10_000)
RUNS = {0: 2, 50_000: 3, 10_000: 3}


def environment() -> Path:
    """The interpreter of the environment, made if it isn't there."""
    python = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = HOME / "ready"
    if not ready.exists():
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", *PACKAGES], check=True, stdout=sys.stderr
        )  # fixed names
        ready.touch()
    return python


def pieces(text: str, size: int) -> Iterator[str]:
    """The text in pieces of whole lines, of about so many characters each; in one for the size 0."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + size) + 1 if size else 0
        end = end or len(text)
        yield text[start:end]
        start = end


def best(job: Callable[[str], int], text: str, size: int) -> tuple[float, int]:
    """MB/s and citations of the best of some runs over the pieces of a text."""
    parts = list(pieces(text, size))
    job(parts[0][:10_000])
    least, found = float("inf"), 0
    for _ in range(RUNS[size]):
        start = process_time()
        found = sum(map(job, parts))
        least = min(least, process_time() - start)
    return len(text.encode()) / 1e6 / least, found


def measure(path: str) -> list[tuple[str, str, int, float, int]]:
    """The rows of the module's docstring."""
    from eyecite import get_citations  # type: ignore[import-not-found]  # in its own environment
    from eyecite.models import CitationToken  # type: ignore[import-not-found]  # the same
    from eyecite.tokenizers import (  # type: ignore[import-not-found]  # the same
        HyperscanTokenizer,
        default_tokenizer,
    )

    text = Path(path).read_text(encoding="utf-8")
    rows = []
    for name, tokenizer in (("default", default_tokenizer), ("hyperscan", HyperscanTokenizer())):

        def whole(part: str, with_it: object = tokenizer) -> int:
            return len(get_citations(part, tokenizer=with_it))

        def alone(
            part: str, tokenize: Callable[[str], tuple[object, list[Token]]] = tokenizer.tokenize
        ) -> int:
            return sum(isinstance(token, CitationToken) for _, token in tokenize(part)[1])

        rows += [("get_citations", name, size, *best(whole, text, size)) for size in PIECES]
        rows.append(("tokenize", name, 0, *best(alone, text, 0)))
    return rows


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[2] == "--here":
        print(json.dumps(measure(sys.argv[1])))
    else:
        again = [str(environment()), __file__, sys.argv[1], "--here"]
        sys.exit(subprocess.run(again, check=False).returncode)  # this script
