"""Findings as tables: text cells, flat records, escaped HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt.evaluation.explaining import attainment_text, label, place_of, requirement_text, value_text
from sotttt.evaluation.finding import Finding
from sotttt.evaluation.reasons import Flag
from sotttt.plans.requirements import InWords
from sotttt.ranges import Range
from sotttt.units import Unit, unit
from sotttt.writing import html_table, period

if TYPE_CHECKING:
    from sotttt.evaluation.compliance import Compliance

__all__ = ["HEADERS", "compliance_html", "finding_html", "headers", "record", "row", "summary"]

HEADERS = {
    "vi": ("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện", "Tỷ lệ", "Đánh giá", "Nguồn"),
    "en": ("No", "Target", "Unit", "Plan", "Actual", "Rate", "Assessment", "Source"),
}


def headers(lang: str) -> tuple[str, ...]:
    """The column titles of the compliance table."""
    return HEADERS[("vi", "en")[place_of(lang)]]


def row(finding: Finding, place: int, lang: str) -> tuple[str, ...]:
    """One line of the compliance table."""
    at = place_of(lang)
    target = finding.target
    kind = unit(target.metric.unit)
    wanted = "" if isinstance(target.requirement, InWords) else requirement_text(target.requirement, lang)
    if finding.due is not None:
        wanted += f" ({period(finding.due, lang)})"
    source = finding.evidence[-1].source if finding.evidence else target.source
    return (
        target.number or str(place),
        target.metric.name if at == 0 else target.metric.name_en or target.metric.name,
        "" if isinstance(target.requirement, InWords) else _unit_cell(kind, at),
        wanted.strip(),
        value_text(finding, lang),
        attainment_text(finding, lang),
        label(finding.verdict, exceeded=finding.exceeded, lang=lang),
        "" if source is None else str(source),
    )


def _unit_cell(kind: Unit, at: int) -> str:
    return kind.symbol if kind.dimension == "[share]" else (kind.name_vi, kind.name_en)[at]


def summary(result: Compliance, lang: str) -> tuple[str, ...]:
    """The counts in sentences, each with its denominator."""
    place_of(lang)
    counts = result.counts
    names = ", ".join(
        f"{verdict.vi if lang == 'vi' else verdict.en}: {count}"
        for verdict, count in counts.verdicts
        if count
    )
    if lang == "vi":
        size = f"{counts.all} chỉ tiêu: {counts.applicable} có áp dụng, {counts.due} đã đến hạn"
        measured = f"{counts.measured}/{counts.due} chỉ tiêu đã đến hạn có số liệu kết luận"
        met = (
            f"Đạt {counts.met}/{counts.applicable} chỉ tiêu áp dụng, {counts.met_due}/{counts.due} đã đến hạn"
        )
    else:
        size = f"Targets: {counts.all}; {counts.applicable} apply, {counts.due} due"
        measured = f"Decided by data: {counts.measured} of {counts.due} due"
        due = f"{counts.met_due} of {counts.due} due"
        met = f"Met: {counts.met} of {counts.applicable} that apply, {due}"
    return (size, measured, met, names)


def _ends(name: str, value: Range | None) -> dict[str, object]:
    low = high = None
    if value is not None:
        low, high = value.low, value.high
    return {
        f"{name}_low": None if low is None else str(low.magnitude),
        f"{name}_high": None if high is None else str(high.magnitude),
    }


def record(finding: Finding, plan: str | None) -> dict[str, object]:
    """One finding as a flat dict."""
    target = finding.target
    return {
        "target": target.id,
        "plan": plan,
        "number": target.number,
        "metric": target.metric.id,
        "name": target.metric.name,
        "sector": target.metric.sector,
        "jurisdiction": target.jurisdiction,
        "due": None if finding.due is None else str(finding.due),
        "as_of": finding.as_of.isoformat(),
        "verdict": finding.verdict.value,
        "flags": ";".join(flag.value for flag in Flag if flag in finding.flags),
        "reasons": ";".join(reason.code.value for reason in finding.reasons),
        "requirement": None if finding.requirement is None else str(finding.requirement),
        "value": None if finding.value is None else str(finding.value),
        "unit": target.metric.unit,
        **_ends("attainment_percent", finding.attainment),
        "gap": None if finding.gap is None else str(finding.gap),
        "progress": None if finding.progress is None else str(finding.progress),
        "evidence": ";".join(str(seen.period) for seen in finding.evidence),
        "source": ";".join(dict.fromkeys(str(seen.source) for seen in finding.evidence if seen.source)),
    }


def compliance_html(result: Compliance) -> str:
    """The compliance table for a notebook, every cell escaped."""
    caption = ". ".join(result.summary("vi"))
    return html_table(HEADERS["vi"], result.rows("vi"), caption=caption)


def finding_html(finding: Finding) -> str:
    """One finding for a notebook, every cell escaped."""
    rows = [(name, value) for name, value in finding.trace()]
    return html_table(("", ""), rows, caption=finding.explain("vi"))
