"""Text that a terminal, a spreadsheet or a Markdown page shows and never runs."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

from sotttt.codecs.sheets import escape
from sotttt.metrics import Metric

__all__ = ["csv_table", "markdown", "markdown_table", "named", "plain"]

#: Controls of a terminal, and marks that turn the direction of the text.
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~$&#])")


def plain(text: str) -> str:
    r"""A text without anything that steers a terminal; what is taken out is shown by its code.

    >>> plain("Đạt\x1b[31m\u202e")
    'Đạt\\x1b[31m\\u202e'
    """
    return "".join(_shown(letter) for letter in text)


def _shown(letter: str) -> str:
    if letter == "\n" or unicodedata.category(letter) not in _HIDDEN:
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def named(metric: Metric, lang: str) -> str:
    """The name of a metric in a language; the Vietnamese one where it has no other."""
    return metric.name_en or metric.name if lang == "en" else metric.name


def markdown(text: str) -> str:
    r"""A text as Markdown that shows it as it is.

    >>> markdown("a|b <i>")
    'a\\|b \\<i\\>'
    """
    return _MARKDOWN.sub(r"\\\1", plain(" ".join(text.split())))


def markdown_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown.

    >>> print(markdown_table(("TT", "Chỉ tiêu"), [("1", "Thuê bao")]))
    | TT | Chỉ tiêu |
    | --- | --- |
    | 1 | Thuê bao |
    """
    lines = [headers, ["---"] * len(headers), *rows]
    cells = [[cell if place == 1 else markdown(cell) for cell in line] for place, line in enumerate(lines)]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def csv_table(records: Sequence[dict[str, object]], columns: Sequence[str]) -> str:
    """Flat records as CSV, each cell escaped; a point is written without its `=`.

    >>> print(csv_table([{"id": "t", "value": "= 80 %", "note": None}], ("id", "value", "note")), end="")
    id,value,note
    t,80 %,
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        texts = ("" if record[name] is None else str(record[name]) for name in columns)
        writer.writerow([escape(plain(text.removeprefix("= "))) for text in texts])
    return out.getvalue()
