"""Carried values in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sotttt.evaluation.explaining import place_of, reason_text, word
from sotttt.writing import html_table, period, range_

if TYPE_CHECKING:
    from sotttt.evaluation.carrying import Carried

__all__ = ["explain", "html"]

_OUTCOMES = {
    "exact": ("chính xác", "exact"),
    "bounded": ("trong khoảng", "bounded"),
    "official_mean": ("trung bình theo quy tắc chính thức", "official mean"),
    "refused": ("không quy đổi", "refused"),
}
_HEADS = ("Chỉ tiêu", "Nơi", "Kỳ", "Giá trị", "Kết quả", "Từ")


def explain(carried: Carried, lang: str) -> str:
    """One sentence: metric, unit, period, value, rule, parts, why."""
    at = place_of(lang)
    metric = carried.metric
    name = metric.name if at == 0 else metric.name_en or metric.name
    value = carried.value
    said = _OUTCOMES["refused"][at] if value is None else range_(value, lang)
    known, of = carried.coverage
    names = ", ".join(part.jurisdiction for part in carried.parts)
    rule = "same" if carried.has("same_territory") else metric.merge.value
    text = [
        f"{name} ({carried.jurisdiction}), {period(carried.period, lang)}: {said}",
        f"{word(rule, lang)}, {('từ', 'from')[at]} {names} ({known}/{of})",
    ]
    text.extend(reason_text(reason, lang) for reason in carried.reasons)
    if carried.rule_source is not None:
        text.append(f"{('căn cứ', 'laid down in')[at]}: {carried.rule_source}")
    return "; ".join(text) + "."


def html(carried: Sequence[Carried]) -> str:
    """The results as a table for notebooks."""
    rows = [
        (
            one.metric.name,
            one.jurisdiction,
            period(one.period, "vi"),
            "" if one.value is None else range_(one.value, "vi"),
            _OUTCOMES[one.outcome.value][0],
            ", ".join(part.jurisdiction for part in one.parts),
        )
        for one in carried
    ]
    return html_table(_HEADS, rows)
