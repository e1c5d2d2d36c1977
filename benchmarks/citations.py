"""How well citations are read: fields by form of citation, passages, noise, and what is no citation.

Run it with the folder of facts that lies outside the repository:

    SOTTTT_FACTS=… python benchmarks/citations.py [--wrong] [--check] [--speed]

`citations.csv` holds strings with one citation or none and is scored field by field, `passages.csv` by the
canonical numbers in order, `synthetic_noise.csv` by canonical number and date of spoilt spellings. With
`--wrong` every difference is printed; with `--check` the exit code is 1 when a limit is missed; with
`--speed` the time on texts of doubled length is measured too.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from time import perf_counter

from sotttt.reading import Citation, find_citations

FIELDS = ("type_abbr", "number", "year", "symbol_issuer", "issue_date", "issuer_name")
LIMIT_FIELDS, LIMIT_PASSAGES = 0.98, 0.99
SPEED = (
    "Căn cứ Quyết định số 942/QĐ-TTg ngày 15/6/2021 của Thủ tướng Chính phủ về việc phê duyệt Chiến lược; ",
    "số ",
    "1",
    "1/",
    "Quyết định số ",
    "a\u0301",
)

Row = dict[str, str]


def rows(folder: Path, name: str) -> list[Row]:
    """The rows of one file."""
    with (folder / "legal" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def abbreviation(hit: Citation) -> str:
    """The abbreviation of the kind; Luật for laws and CV for official letters, which have none."""
    if hit.number is not None and hit.number.abbreviation is not None:
        return hit.number.abbreviation
    if hit.kind is None:
        return ""
    if hit.kind.id in ("luat", "bo-luat"):
        return "Luật"
    return hit.kind.abbreviation or hit.kind.party_abbreviation or ""


def read(hit: Citation | None) -> Row:
    """The fields of a citation as the table writes them."""
    if hit is None:
        return dict.fromkeys(FIELDS, "")
    return {
        "type_abbr": abbreviation(hit),
        "number": hit.numeral or "",
        "year": str(hit.year or ""),
        "symbol_issuer": hit.issuer_code or "",
        "issue_date": hit.issued.isoformat() if hit.issued else "",
        "issuer_name": hit.issuer or "",
    }


class Tally:
    """Right answers and all answers, by form, and the differences."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.wrong: list[str] = []

    def count(self, form: str, right: bool, note: str) -> None:  # noqa: FBT001  # the answer
        """One answer."""
        self.all[form] += 1
        self.right[form] += right
        if not right:
            self.wrong.append(note)

    def share(self) -> float:
        """The share of right answers."""
        return sum(self.right.values()) / max(1, sum(self.all.values()))

    def lines(self) -> Iterator[str]:
        """The table."""
        for form, count in sorted(self.all.items()):
            yield f"  {form:24} {self.right[form]:5} of {count:5}  {self.right[form] / count:7.2%}"
        yield f"  {'all':24} {sum(self.right.values()):5} of {sum(self.all.values()):5}  {self.share():7.2%}"


def fields(table: list[Row]) -> tuple[Tally, Tally]:
    """The fields of the citations by form, and what is found where no number is cited."""
    cited, none = Tally(), Tally()
    for row in table:
        found = find_citations(row["text"])
        if row["kind"] != "citation":
            wrong = [hit.text for hit in found if row["kind"] == "none" or hit.number is not None]
            none.count(row["kind"], not wrong, f"{row['id']} {row['text']!r}: found {wrong}")
            continue
        got = read(found[0] if found else None)
        for name in FIELDS:
            note = f"{row['id']} {row['text']!r}: {name} {got[name]!r}, not {row[name]!r}"
            cited.count(row["form_class"], got[name] == row[name] and len(found) <= 1, note)
    return cited, none


def passages(table: list[Row]) -> tuple[float, float, list[str]]:
    """Precision and recall of canonical numbers in order, and the differences."""
    matched = found = wanted = 0
    wrong = []
    for row in table:
        got = [str(hit.number) for hit in find_citations(row["text"]) if hit.number is not None]
        gold = row["canonicals"].split(";") if row["canonicals"] else []
        blocks = SequenceMatcher(None, got, gold, autojunk=False).get_matching_blocks()
        matched += sum(block.size for block in blocks)
        found, wanted = found + len(got), wanted + len(gold)
        if got != gold:
            wrong.append(f"{row['id']}: {got}, not {gold}")
    return matched / max(1, found), matched / max(1, wanted), wrong


def noise(table: list[Row]) -> Tally:
    """Canonical numbers and dates of spoilt spellings, by what was done to them."""
    tally = Tally()
    for row in table:
        got = [
            (str(hit.number or ""), hit.issued.isoformat() if hit.issued else "")
            for hit in find_citations(row["text"])
        ]
        wanted = (row["expected_canonical"], row["expected_issue_date"])
        tally.count(row["transform"], got == [wanted], f"{row['id']} {row['text']!r}: {got}, not {wanted}")
    return tally


def seconds(run: Callable[[], object]) -> float:
    """How long one run takes, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = perf_counter()
        run()
        best = min(best, perf_counter() - start)
    return best


def speed() -> None:
    """Print the time on each text and on the same text twice as long."""
    print("time by text, 250 KB and 500 KB")
    for piece in SPEED:
        text = piece * (250_000 // len(piece))
        try:
            one = seconds(partial(find_citations, text))
            two = seconds(partial(find_citations, text + text))
        except ValueError as fault:
            print(f"  {piece[:24]!r:28} refused: {str(fault)[:60]}")
            continue
        print(f"  {piece[:24]!r:28} {one:7.3f} s {two:7.3f} s   ratio {two / one:4.2f}")


def main() -> int:
    """Print the tables; 1 when asked to check and a limit is missed."""
    asked = argparse.ArgumentParser(description="How well citations are read.")
    asked.add_argument("--wrong", action="store_true")
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--speed", action="store_true")
    options = asked.parse_args()
    folder = Path(os.environ.get("SOTTTT_FACTS", ""))
    if not (folder / "legal").is_dir():
        print("SOTTTT_FACTS names no folder of facts", file=sys.stderr)
        return 2
    cited, none = fields(rows(folder, "citations.csv"))
    precision, recall, apart = passages(rows(folder, "passages.csv"))
    spoilt = noise(rows(folder, "synthetic_noise.csv"))
    for title, tally in (("citations: fields", cited), ("no number cited", none), ("noise", spoilt)):
        print(title, *tally.lines(), sep="\n")
    print(f"passages: precision {precision:.4f}, recall {recall:.4f}")
    if options.wrong:
        print("differences", *cited.wrong, *none.wrong, *spoilt.wrong, *apart, sep="\n  ")
    if options.speed:
        speed()
    good = cited.share() >= LIMIT_FIELDS and min(precision, recall) >= LIMIT_PASSAGES
    good = good and not none.wrong and not spoilt.wrong
    return int(options.check and not good)


if __name__ == "__main__":
    sys.exit(main())
