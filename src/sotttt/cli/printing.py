"""A report as a table for the screen, as JSON, CSV or Markdown."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Literal

import attrs
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sotttt.cli.cells import csv_table, markdown, markdown_table, named, plain
from sotttt.cli.gathering import Block, Report
from sotttt.evaluation import ClaimResult, ClaimVerdict, Compliance, Finding
from sotttt.evaluation.tasks import DutyFinding, TaskStatus
from sotttt.metrics import Verdict

__all__ = ["COLUMNS", "as_counts", "as_csv", "as_json", "as_markdown", "as_table", "harmless", "screen"]

_STYLES = {
    Verdict.MET: "green",
    Verdict.MISSED: "bold red",
    Verdict.UNDECIDED: "yellow",
    Verdict.NO_DATA: "magenta",
    Verdict.AWAITING: "cyan",
    Verdict.ON_TRACK: "bright_green",
    Verdict.BEHIND: "bright_yellow",
    Verdict.NOT_DUE: "blue",
    Verdict.NOT_APPLICABLE: "bright_black",
}
_STATUSES = {
    TaskStatus.DONE_ON_TIME: "green",
    TaskStatus.DONE_LATE: "yellow",
    TaskStatus.IN_PROGRESS: "blue",
    TaskStatus.OVERDUE: "bold red",
    TaskStatus.RECURRING: "cyan",
    TaskStatus.UNKNOWN: "magenta",
}

_DECIDED = (TaskStatus.DONE_ON_TIME, TaskStatus.DONE_LATE, TaskStatus.OVERDUE)
_CLAIMS = {
    ClaimVerdict.EXACT: "green",
    ClaimVerdict.WITHIN_ROUNDING: "yellow",
    ClaimVerdict.TRUNCATED: "yellow",
    ClaimVerdict.INCONSISTENT: "bold red",
    ClaimVerdict.UNVERIFIABLE: "magenta",
}

#: The fields of a record, in the order in which CSV writes them.
COLUMNS = (
    "target",
    "plan",
    "number",
    "metric",
    "name",
    "sector",
    "jurisdiction",
    "due",
    "as_of",
    "verdict",
    "flags",
    "reasons",
    "requirement",
    "value",
    "unit",
    "attainment_percent_low",
    "attainment_percent_high",
    "gap",
    "progress",
    "evidence",
    "source",
)

_WORDS = {
    "vi": {
        "loose": "Chỉ tiêu ngoài kế hoạch",
        "as_of": "Tính đến ngày {}",
        "duties": "Nhiệm vụ, cột mốc",
        "proposals": "Kiến nghị",
        "total": "Tổng hợp",
        "plan": "Kế hoạch",
        "targets": "Chỉ tiêu",
        "claims": "Đối chiếu số liệu nguồn tự nêu",
    },
    "en": {
        "loose": "Targets in no plan",
        "as_of": "As of {}",
        "duties": "Tasks and milestones",
        "proposals": "Proposals",
        "total": "All together",
        "plan": "Plan",
        "targets": "Targets",
        "claims": "What the sources say of their own figures, checked",
    },
}

#: Below this width a table of eight columns can't be read, and each finding stands in lines of its own.
_TABLE_FROM = 90
#: The places of two columns in a row.
_RATE, _VERDICT = 5, 6
_WITHOUT_A_TERMINAL = 130
#: The letters of a title that a line of counts shows at least.
_TITLE = 24


def screen() -> Console:
    """The screen, or whatever stands in for it; text is never markup."""
    width = shutil.get_terminal_size((_WITHOUT_A_TERMINAL, 24)).columns
    return Console(
        file=sys.stdout,
        width=max(width, 20),
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def as_table(
    report: Report, lang: str, console: Console, *, brief: bool = False, claims: Iterable[ClaimResult] = ()
) -> None:
    """Print the compliance table of each plan, in colour by verdict, with its summary.

    Args:
        report: what to print.
        lang: `vi` or `en`.
        console: the screen.
        brief: list the tasks that are decided, and count the others and the proposals.
        claims: checked claims to list below the plans.
    """
    words = _WORDS[lang]
    for block in report.blocks:
        console.print(Text(plain(block.title or words["loose"]), style="bold"))
        if len(block.findings):
            if console.width >= _TABLE_FROM:
                _full(block.findings, lang, console)
            else:
                console.print(_lines(block, lang))
            _summary(block.findings, lang, console)
        if brief:
            _counts(block, lang, console)
        else:
            _duties(block, lang, console)
        console.print()
    if len(report.blocks) > 1:
        console.print(Text(words["total"], style="bold"))
        _summary(report.whole, lang, console)
    _claims(claims, lang, console)
    console.print(Text(words["as_of"].format(_day(report.whole, lang)), style="italic"))


def as_counts(report: Report, lang: str, console: Console) -> None:
    """Print one line a plan: how many targets it has, and how many of them came to which verdict.

    Args:
        report: what to print.
        lang: `vi` or `en`.
        console: the screen.
    """
    words = _WORDS[lang]
    found = [verdict for verdict, count in report.whole.counts.verdicts if count]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    heads = [words["targets"], *(verdict.vi if lang == "vi" else verdict.en for verdict in found)]
    wide = max(console.width - sum(len(head) + 3 for head in heads), _TITLE)
    table.add_column(words["plan"])
    for head in heads:
        table.add_column(head, justify="right")
    for block in report.blocks:
        title = plain(block.title or words["loose"])
        short = title if len(title) <= wide else f"{title[: wide - 1]}…"
        table.add_row(*_counted(short, block.findings, found))
    table.add_section()
    table.add_row(*_counted(words["total"], report.whole, found), style="bold")
    console.print(table)
    _summary(report.whole, lang, console)
    console.print(Text(words["as_of"].format(_day(report.whole, lang)), style="italic"))


def _counted(title: str, result: Compliance, found: Iterable[Verdict]) -> Iterable[Text]:
    counts = dict(result.counts.verdicts)
    yield Text(title)
    yield Text(str(len(result)))
    for verdict in found:
        count = counts.get(verdict, 0)
        yield Text(str(count) if count else "", style=_STYLES[verdict])


def _day(result: Compliance, lang: str) -> str:
    from sotttt.writing import date

    return date(result.as_of, lang)


def _full(result: Compliance, lang: str, console: Console) -> None:
    """Print the table, with each source once below it."""
    notes: dict[str, int] = {}
    rows = [(*row[:-1], _noted(finding, row[-1], notes)) for finding, row in _pairs(result, lang)]
    console.print(_table(result, rows, lang))
    for title, number in notes.items():
        console.print(Text(plain(f"[{number}] {title}"), style="bright_black"))


def _noted(finding: Finding, shown: str, notes: dict[str, int]) -> str:
    """The number of a source among the notes, and the place inside it."""
    source = finding.evidence[-1].source if finding.evidence else finding.target.source
    if source is None or str(source) != shown:
        return shown
    number = notes.setdefault(str(attrs.evolve(source, locator=None)), len(notes) + 1)
    return f"[{number}]" if source.locator is None else f"[{number}] {source.locator}"


def _pairs(result: Compliance, lang: str) -> Iterable[tuple[Finding, tuple[str, ...]]]:
    return zip(result, result.rows(lang), strict=True)


def _table(result: Compliance, rows: list[tuple[str, ...]], lang: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    widths = (4, 36, 10, 28, 20, 10, 14, 14)
    for place, (title, width) in enumerate(zip(result.headers(lang), widths, strict=True)):
        side: Literal["left", "right"] = "right" if place == _RATE else "left"
        table.add_column(Text(title), ratio=width, overflow="fold", justify=side)
    for finding, row in zip(result, rows, strict=True):
        table.add_row(*_cells(finding, row))
    return table


def _cells(finding: Finding, row: tuple[str, ...]) -> Iterable[Text]:
    for place, cell in enumerate(row):
        yield Text(plain(cell), style=_STYLES[finding.verdict] if place == _VERDICT else "")


def _lines(block: Block, lang: str) -> Text:
    titles = block.findings.headers(lang)
    text = Text()
    for finding, row in _pairs(block.findings, lang):
        number, name, *_ = row
        text.append(f"{plain(number)}. {plain(name)}\n", style="bold")
        for place, (title, cell) in enumerate(zip(titles, row, strict=True)):
            if place > 1 and cell:
                text.append(f"   {title}: ")
                text.append(f"{plain(cell)}\n", style=_STYLES[finding.verdict] if place == _VERDICT else "")
    return text


def _summary(result: Compliance, lang: str, console: Console) -> None:
    for line in result.summary(lang):
        if line:
            console.print(Text(plain(line), style="bright_black"))


def _claims(claims: Iterable[ClaimResult], lang: str, console: Console) -> None:
    listed = list(claims)
    if listed:
        console.print(Text(f"\n{_WORDS[lang]['claims']}", style="bold"))
    for result in listed:
        text = Text(f"- {plain(result.explain(lang))}")
        text.stylize(_CLAIMS[result.verdict], 2, text.plain.index(":") if ":" in text.plain else 2)
        console.print(text)
    if listed:
        console.print()


def _counts(block: Block, lang: str, console: Console) -> None:
    words = _WORDS[lang]
    for one in block.duties:
        if one.status in _DECIDED:
            console.print(_duty(one, lang))
    duties = [one.status.vi if lang == "vi" else one.status.en for one in block.duties]
    asked = [one.explain(lang).partition(":")[0] for one in block.proposals]
    for title, found in ((words["duties"], duties), (words["proposals"], asked)):
        if found:
            counts = ", ".join(f"{name}: {count}" for name, count in Counter(found).items())
            console.print(Text(f"{title} ({len(found)}): {plain(counts)}", style="bright_black"))


def _duties(block: Block, lang: str, console: Console) -> None:
    words = _WORDS[lang]
    if len(block.duties):
        console.print(Text(words["duties"], style="underline"))
        for one in block.duties:
            console.print(_duty(one, lang))
    if block.proposals:
        console.print(Text(words["proposals"], style="underline"))
        for asked in block.proposals:
            console.print(Text(f"- {plain(asked.explain(lang))}"))


def _duty(finding: DutyFinding, lang: str) -> Text:
    text = Text(f"- {plain(finding.explain(lang))}")
    text.highlight_words([finding.label(lang)], style=_STATUSES[finding.status])
    return text


def as_json(report: Report, lang: str) -> str:
    """The report as JSON: the day, the counts, one record per finding with its explanation."""
    counts = report.whole.counts
    data = {
        "as_of": report.whole.as_of.isoformat(),
        "counts": {
            "all": counts.all,
            "applicable": counts.applicable,
            "due": counts.due,
            "measured": counts.measured,
            "met": counts.met,
            "met_due": counts.met_due,
            "verdicts": {verdict.value: count for verdict, count in counts.verdicts},
        },
        "findings": [
            {**record, "explanation": finding.explain(lang)}
            for finding, record in zip(report.whole, _records(report, lang), strict=True)
        ],
        "duties": [
            {**record, "explanation": finding.explain(lang)}
            for block in report.blocks
            for finding, record in zip(block.duties, block.duties.to_records(), strict=True)
        ],
        "proposals": [
            {"id": asked.id, "disposition": asked.disposition.value, "explanation": asked.explain(lang)}
            for block in report.blocks
            for asked in block.proposals
        ],
    }
    return harmless(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def harmless(text: str) -> str:
    """JSON of which no letter steers a terminal; it reads as the same data."""
    return "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf"} else _escaped(letter)
        for letter in text
    )


def _escaped(letter: str) -> str:
    return json.dumps(letter)[1:-1] if ord(letter) > 0x7F else f"\\u{ord(letter):04x}"


def as_csv(report: Report, lang: str) -> str:
    """One row per finding, with the columns of `Compliance.to_records`."""
    return csv_table(_records(report, lang), COLUMNS)


def _records(report: Report, lang: str) -> list[dict[str, object]]:
    """The records of the findings, each metric named in the language asked for."""
    return [
        {**record, "name": named(finding.target.metric, lang)}
        for finding, record in zip(report.whole, report.whole.to_records(), strict=True)
    ]


def as_markdown(report: Report, lang: str) -> str:
    """The compliance table of each plan, with its summary."""
    words = _WORDS[lang]
    parts: list[str] = []
    for block in report.blocks:
        parts.append(f"## {markdown(block.title or words['loose'])}")
        if len(block.findings):
            parts.append(markdown_table(block.findings.headers(lang), block.findings.rows(lang)))
            parts.append(_list(line for line in block.findings.summary(lang) if line))
        for title, found in ((words["duties"], block.duties), (words["proposals"], block.proposals)):
            if len(found):
                parts.append(f"### {title}")
                parts.append(_list(one.explain(lang) for one in found))
    parts.append(words["as_of"].format(_day(report.whole, lang)))
    return "\n\n".join(parts) + "\n"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {markdown(line)}" for line in lines)
