"""The differences from other packages: explained once, in the table and on the page alike."""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_lists_the_differences_of_the_table() -> None:
    with (ROOT / "tests" / "crosscheck" / "differences.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, strict=True))
    assert all(row["reason"] for row in rows)
    fields = ("day", "code", "field", "ours", "theirs", "reason")
    wanted = [
        f"| {row['package']} {row['version']} | {' | '.join(row[field] for field in fields)} |"
        for row in rows
    ]
    page = (ROOT / "docs" / "explanation" / "places.md").read_text("utf-8").splitlines()
    assert [line for line in page if line.startswith("| vietnam")] == wanted
