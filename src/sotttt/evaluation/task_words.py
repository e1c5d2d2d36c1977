"""Duties in words: one sentence for people, a trace for auditors, records and tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sotttt.evaluation.completion import TaskStatus
from sotttt.evaluation.dispositions import ProposalFinding, Proposals
from sotttt.evaluation.explaining import place_of
from sotttt.evaluation.reasons import Flag
from sotttt.evaluation.tasks import Duties, DutyFinding
from sotttt.metrics import Assessment, Disposition
from sotttt.plans.tasks import Task
from sotttt.writing import html_table, number, period, share

__all__ = [
    "duties_html",
    "explain_duty",
    "explain_proposal",
    "proposal_record",
    "proposals_html",
    "record",
    "status_text",
    "trace_duty",
    "trace_proposal",
]

#: Labels of what has no deadline: they claim nothing about time.
_TIMELESS = {
    TaskStatus.DONE_ON_TIME: ("Hoàn thành", "Done"),
    TaskStatus.IN_PROGRESS: ("Đang thực hiện", "In progress"),
    TaskStatus.OVERDUE: ("Chưa hoàn thành", "Not done"),
}

_FLAGS = {
    Flag.EARLY: ("trước hạn", "early"),
    Flag.CONFLICTING: ("các nguồn mâu thuẫn", "sources conflict"),
    Flag.STATED_DIFFERS: ("nguồn đánh giá khác", "the source states otherwise"),
    Flag.UNDATED: ("không rõ ngày công bố", "no date of publication"),
}

_DISPOSITIONS = {
    Disposition.APPROVED: ("Chấp thuận", "Approved"),
    Disposition.APPROVED_WITH_CONDITION: ("Chấp thuận có điều kiện", "Approved with a condition"),
    Disposition.DEFERRED: ("Hoãn", "Deferred"),
    Disposition.RETURNED: ("Trả lại", "Returned"),
    Disposition.REJECTED: ("Không chấp thuận", "Rejected"),
    Disposition.UNANSWERED: ("Chưa trả lời", "Unanswered"),
}


def status_text(finding: DutyFinding, lang: str) -> str:
    """The status in words."""
    status = finding.status
    named = (status.vi, status.en)
    return (named if finding.due is not None else _TIMELESS.get(status, named))[place_of(lang)]


def explain_duty(finding: DutyFinding, lang: str) -> str:
    """One sentence: status, duty, deadline, completion, distance."""
    at = place_of(lang)
    parts = [f"{status_text(finding, lang)}: {finding.subject.text}", *_timing(finding, lang)]
    return ", ".join(parts) + _notes(finding.flags, at) + "."


def _timing(finding: DutyFinding, lang: str) -> Iterator[str]:
    at = place_of(lang)
    due, done_on = finding.due, finding.done_on
    if finding.edition is not None:
        yield f"{('kỳ', 'for')[at]} {period(finding.edition, lang)}"
    if due is not None:
        yield f"{('hạn', 'due')[at]} {period(due, lang)}"
    elif finding.status is not TaskStatus.RECURRING:
        yield ("không nêu thời hạn", "no deadline is stated")[at]
    if done_on is not None:
        yield f"{('xong', 'done')[at]} {period(done_on, lang)}"
    if finding.lead:
        days = number(Decimal(abs(finding.lead)), lang)
        yield (_SOONER if finding.lead > 0 else _LATER)[at].format(days)
    if not finding.timing_known:
        yield ("không rõ có kịp hạn không", "the sources leave open whether by the deadline")[at]
    if finding.status is TaskStatus.IN_PROGRESS and due is not None:
        yield ("còn {} ngày", "{} days left")[at].format(
            number(Decimal((due.end - finding.as_of).days), lang)
        )
    if finding.status is TaskStatus.UNKNOWN:
        heard = ("chưa có thông tin sau hạn", "nothing is known since the deadline")
        silent = ("chưa có thông tin", "nothing is known")
        yield (heard if finding.assessments else silent)[at]


_SOONER = ("sớm {} ngày", "{} days early")
_LATER = ("chậm {} ngày", "{} days late")


def _notes(flags: frozenset[Flag], at: int) -> str:
    texts = [texts[at] for flag, texts in _FLAGS.items() if flag in flags]
    return f"; {('ghi chú', 'note')[at]}: {', '.join(texts)}" if texts else ""


def explain_proposal(finding: ProposalFinding, lang: str) -> str:
    """One sentence: outcome, proposal, by whom, to whom."""
    at = place_of(lang)
    asked = finding.proposal
    way = f"{asked.by} {('kiến nghị', 'to')[at]} {asked.to}"
    text = f"{_DISPOSITIONS[finding.disposition][at]}: {asked.text} ({way})"
    if finding.conflicting:
        others = ", ".join(_DISPOSITIONS[one][at] for one in finding.conflicting)
        text += f"; {('nguồn khác', 'elsewhere')[at]}: {others}"
    return text + _notes(finding.flags, at) + "."


def _stated(assessments: tuple[Assessment, ...]) -> Iterator[tuple[str, object]]:
    names = (
        "verdict",
        "degree",
        "disposition",
        "done_on",
        "attainment",
        "period",
        "published",
        "by",
        "source",
    )
    for place, one in enumerate(assessments):
        for name in names:
            yield f"stated[{place}].{name}", getattr(one, name)


def _texts(lines: Iterator[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in lines if value is not None)


def trace_duty(finding: DutyFinding) -> tuple[tuple[str, str], ...]:
    """Every input, the lead, flags and status, in order."""
    return _texts(_duty_lines(finding))


def _duty_lines(finding: DutyFinding) -> Iterator[tuple[str, object]]:
    task = finding.subject
    yield "subject", task.id
    yield "as_of", finding.as_of.isoformat()
    yield "every", task.every.value if isinstance(task, Task) and task.every is not None else None
    yield "edition", finding.edition
    yield "due", finding.due
    yield from _stated(finding.assessments)
    yield "done_on", finding.done_on
    yield "lead.formula", finding.formula
    yield "lead", finding.lead
    yield "lead.on_time", None if finding.lead is None else ">= 0"
    yield "timing_known", finding.timing_known
    yield from (("flag", flag.value) for flag in Flag if flag in finding.flags)
    yield "status", finding.status.value


def trace_proposal(finding: ProposalFinding) -> tuple[tuple[str, str], ...]:
    """Every input, flags and the disposition, in order."""
    return _texts(_proposal_lines(finding))


def _proposal_lines(finding: ProposalFinding) -> Iterator[tuple[str, object]]:
    yield "proposal", finding.proposal.id
    yield "formula", "latest known; of one day the least favourable"
    yield "as_of", finding.as_of.isoformat()
    yield from _stated(finding.assessments)
    yield from (("flag", flag.value) for flag in Flag if flag in finding.flags)
    yield "disposition", finding.disposition.value


def record(finding: DutyFinding) -> dict[str, object]:
    """One finding as a flat dict."""
    task = finding.subject
    return {
        "subject": task.id,
        "edition": None if finding.edition is None else str(finding.edition),
        "kind": "task" if isinstance(task, Task) else "milestone",
        "text": task.text,
        "assignee": task.assignee if isinstance(task, Task) else None,
        "sector": task.sector,
        "jurisdiction": task.jurisdiction,
        "due": None if finding.due is None else str(finding.due),
        "as_of": finding.as_of.isoformat(),
        "status": finding.status.value,
        "done_on": None if finding.done_on is None else str(finding.done_on),
        "lead_days": finding.lead,
        "timing_known": finding.timing_known,
        "flags": ";".join(flag.value for flag in Flag if flag in finding.flags),
    }


def duties_html(result: Duties) -> str:
    """The findings as a table for a notebook, every cell escaped."""
    rows = [
        (
            str(place),
            one.subject.text + ("" if one.edition is None else f", {period(one.edition, 'vi')}"),
            "" if one.due is None else period(one.due, "vi"),
            "" if one.done_on is None else period(one.done_on, "vi"),
            "" if one.lead is None else number(Decimal(one.lead), "vi"),
            one.label("vi"),
        )
        for place, one in enumerate(result, start=1)
    ]
    counts = result.completion
    caption = (
        f"{counts.all} nhiệm vụ, {counts.due} đến hạn, {counts.done} hoàn thành, {counts.on_time} đúng hạn"
    )
    rate = counts.done_over_due
    if rate is not None:
        caption += f"; hoàn thành {share(rate, 'vi')} số đến hạn"
    return html_table(
        ("TT", "Nhiệm vụ", "Hạn", "Hoàn thành", "Sớm (+), chậm (−) ngày", "Tình trạng"), rows, caption=caption
    )


def proposal_record(finding: ProposalFinding) -> dict[str, object]:
    """One finding as a flat dict."""
    asked = finding.proposal
    return {
        "proposal": asked.id,
        "text": asked.text,
        "by": asked.by,
        "to": asked.to,
        "sector": asked.sector,
        "jurisdiction": asked.jurisdiction,
        "as_of": finding.as_of.isoformat(),
        "disposition": finding.disposition.value,
        "flags": ";".join(flag.value for flag in Flag if flag in finding.flags),
    }


def proposals_html(result: Proposals) -> str:
    """The findings as a table for a notebook, every cell escaped."""
    rows = [
        (str(place), one.proposal.text, one.proposal.by, one.proposal.to, _DISPOSITIONS[one.disposition][0])
        for place, one in enumerate(result, start=1)
    ]
    counted = [f"{_DISPOSITIONS[one][0].lower()} {count}" for one, count in result.counts.items() if count]
    caption = ", ".join([f"{len(result)} kiến nghị", *counted])
    return html_table(("TT", "Kiến nghị", "Bên nêu", "Nơi nhận", "Kết quả"), rows, caption=caption)
