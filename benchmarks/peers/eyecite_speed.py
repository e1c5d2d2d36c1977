"""How fast eyecite is on an English text: `python eyecite_speed.py TEXT` prints way, MB/s and count as JSON.

It makes an environment of its own in the user's cache folder on first use, since eyecite is no dependency.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from time import process_time

HOME = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "sotttt" / "eyecite"
PACKAGES = ("eyecite==2.7.8", "hyperscan")


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


def measure(path: str) -> list[tuple[str, float, int]]:
    """Way, MB/s and how many citations, for each tokenizer and for the whole of eyecite."""
    from eyecite import get_citations  # type: ignore[import-not-found]  # in its own environment
    from eyecite.models import CitationToken  # type: ignore[import-not-found]  # the same
    from eyecite.tokenizers import (  # type: ignore[import-not-found]  # the same
        HyperscanTokenizer,
        default_tokenizer,
    )

    text = Path(path).read_text(encoding="utf-8")
    size = len(text.encode()) / 1e6
    rows = []
    fast = HyperscanTokenizer()
    for way, tokenizer in (("default", default_tokenizer), ("hyperscan", fast)):
        tokenizer.tokenize("410 U.S. 113")
        best = float("inf")
        for _ in range(3):
            start = process_time()
            _, tokens = tokenizer.tokenize(text)
            best = min(best, process_time() - start)
        rows.append((way, size / best, sum(isinstance(token, CitationToken) for _, token in tokens)))
    part = text[:100_000]
    start = process_time()
    found = get_citations(part, tokenizer=fast)
    rows.append(("get_citations of 100 kB", 0.1 / (process_time() - start), len(found)))
    return rows


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[2] == "--here":
        print(json.dumps(measure(sys.argv[1])))
    else:
        again = [str(environment()), __file__, sys.argv[1], "--here"]
        sys.exit(subprocess.run(again, check=False).returncode)  # this script
