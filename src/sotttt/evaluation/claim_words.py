"""Claims in words: one sentence for people, and a trace for auditors."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal
from math import ceil, floor

from sotttt.evaluation.claims import ClaimResult, ClaimVerdict, Diagnosis, DiagnosisCode, parts_of
from sotttt.evaluation.explaining import place_of
from sotttt.evaluation.formulas import FORMULAS, ranged
from sotttt.evaluation.printed import counted, printed_range, read_stated
from sotttt.ranges import Amount, Figure, Hedge, Range
from sotttt.units import unit
from sotttt.writing import range_, shown

__all__ = ["diagnosis_text", "explain", "trace"]

_WIDE = Context(prec=400)

#: Amounts of years between these are taken for years of the calendar.
_FIRST_YEAR, _NO_YEAR = Amount(1000, "year"), Amount(10_000, "year")

_DIAGNOSES = {
    DiagnosisCode.AS_PRINTED: (
        "các số như đã in cho đúng số đã nêu",
        "the figures as printed give the stated one",
    ),
    DiagnosisCode.LOOSE_BOUND: (
        "đúng nhưng lỏng: giá trị vượt xa mốc đã nêu",
        "true but loose: the value lies far from the bound stated",
    ),
    DiagnosisCode.OPERAND_ROUNDING: (
        "chỉ đúng nếu các số hạng đã được làm tròn",
        "it holds only if the operands themselves are rounded",
    ),
    DiagnosisCode.TRUNCATION: (
        "chữ số thừa bị cắt chứ không làm tròn",
        "digits were cut off instead of rounded",
    ),
    DiagnosisCode.ROUNDED_UP: ("số đã nêu được làm tròn lên", "the stated figure is rounded upward"),
    DiagnosisCode.COMPLEMENT_OF_TRUNCATED: (
        "là phần bù của một tỷ lệ đã bị cắt chữ số",
        "it is the complement of a share whose digits were cut off",
    ),
    DiagnosisCode.MAGNITUDE_SLIP: (
        "có thể sai bậc độ lớn: số đã nêu phải nhân với 10^{power}",
        "perhaps a slip of magnitude: the stated figure times 10^{power} fits",
    ),
    DiagnosisCode.POINTS_AS_PERCENT: (
        "số đã nêu là điểm phần trăm, không phải phần trăm",
        "the stated figure is in percentage points, not in percent",
    ),
    DiagnosisCode.PERCENT_AS_POINTS: (
        "số đã nêu là phần trăm, không phải điểm phần trăm",
        "the stated figure is in percent, not in percentage points",
    ),
    DiagnosisCode.GROWTH_AS_RATIO: (
        "số đã nêu là phần tăng thêm, không phải tỷ số",
        "the stated figure is the growth, not the ratio",
    ),
    DiagnosisCode.RATIO_AS_GROWTH: (
        "số đã nêu là tỷ số, không phải phần tăng thêm",
        "the stated figure is the ratio, not the growth",
    ),
    DiagnosisCode.COMPLEMENT_AS_SHARE: (
        "số đã nêu là phần bù của tỷ lệ",
        "the stated figure is the complement of the share",
    ),
    DiagnosisCode.SWAPPED: ("đúng nếu đổi chỗ hai số hạng", "it holds with the operands the other way round"),
    DiagnosisCode.SIGN: (
        "đúng nếu đổi dấu: tăng thành giảm",
        "it holds with the other sign: a fall for a rise",
    ),
    DiagnosisCode.NO_WHOLE_NUMBER: (
        "không có số nguyên nào cho tỷ lệ đã nêu",
        "no whole number gives the share stated",
    ),
    DiagnosisCode.MISSING_OPERAND: ("thiếu số hạng thứ {place}", "operand {place} is missing"),
    DiagnosisCode.ZERO_DIVISOR: ("số chia có thể bằng 0", "the divisor may be zero"),
    DiagnosisCode.NOT_STATED: ("nguồn không nêu kết quả", "the source states no result"),
    DiagnosisCode.UNEXPLAINED: ("chưa rõ nguyên nhân", "nothing simple explains it"),
}


def diagnosis_text(diagnosis: Diagnosis, lang: str) -> str:
    """A diagnosis in words."""
    return _DIAGNOSES[diagnosis.code][place_of(lang)].format(**diagnosis.params)


_HEDGES = {
    Hedge.NONE: ("", ""),
    Hedge.ABOUT: ("khoảng ", "about "),
    Hedge.OVER: ("hơn ", "over "),
    Hedge.NEARLY: ("gần ", "nearly "),
    Hedge.UNDER: ("dưới ", "under "),
    Hedge.AT_LEAST: ("ít nhất ", "at least "),
    Hedge.AT_MOST: ("không quá ", "at most "),
}


def _digits(given: Range | Figure) -> int:
    """How many decimals a figure is printed with."""
    end = printed_range(given).low or printed_range(given).high
    return max(0, -int(end.magnitude.as_tuple().exponent)) if end is not None else 0


def _written(given: Range | Figure | str | None, lang: str) -> str:
    if isinstance(given, Figure) and lang == given.locale:
        return given.as_written
    if isinstance(given, Figure):
        return _HEDGES[given.hedge][place_of(lang)] + range_(given.range, lang)
    return _ranged(given, lang) if isinstance(given, Range) else given or "?"


def _ranged(found: Range, lang: str) -> str:
    """A range in words; years of the calendar stand without groups: năm 2019."""
    low, high = found.low, found.high
    if found.unit != "year" or low is None or high is None or not _FIRST_YEAR <= low <= high < _NO_YEAR:
        return range_(found, lang)
    years = dict.fromkeys(format(end.magnitude, "f") for end in (low, high))
    text = "–".join(years)
    return text if place_of(lang) else "năm " + text.replace(".", ",")


def _short(found: Range, digits: int, lang: str, edge: Decimal | None = None) -> str:
    """A range with so many decimals."""
    ends = [
        end and Amount(shown(end.magnitude, digits, threshold=edge).normalize(_WIDE), end.unit)
        for end in (found.low, found.high)
    ]
    one_sided = None in ends
    rounded = Range(
        ends[0], ends[1], low_open=one_sided and found.low_open, high_open=one_sided and found.high_open
    )
    return _ranged(rounded, lang)


def _listed(texts: list[str], joint: str) -> str:
    return joint.join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def explain(result: ClaimResult, lang: str) -> str:
    """One sentence: verdict, what the operands give, what is stated, why, and what is missing."""
    at = place_of(lang)
    claim = result.claim
    operands = _listed([_written(one, lang) for one in claim.operands], (" và ", " and ")[at])
    name = (claim.operation.vi, claim.operation.en)[at]
    verdict = (result.verdict.vi, result.verdict.en)[at]
    text = f"{verdict}: {('', 'the ')[at]}{name} {('của', 'of')[at]} {operands}"
    digits = 2 if claim.stated is None else _digits(claim.stated) + 1
    if result.computed is not None:
        text += f" {('là', 'is')[at]} {_short(result.computed, digits, lang, _edge(result))}"
    if claim.stated is not None:
        text += f", {('nguồn nêu', 'stated')[at]} {_written(claim.stated, lang)}"
    parts = [text]
    gap = result.gap
    if result.verdict is ClaimVerdict.INCONSISTENT and gap is not None:
        parts.append(f"{('lệch', 'it is off by')[at]} {_short(gap, digits, lang)}")
    parts.extend(diagnosis_text(diagnosis, lang) for diagnosis in result.diagnoses)
    for operand, needed in zip(claim.operands, result.needed, strict=True):
        if operand is None and needed is not None:
            parts.append(f"{('khi đó phải là', 'it would be')[at]} {_short(_wholes(needed), digits, lang)}")
    return "; ".join(parts) + "."


def _wholes(found: Range) -> Range:
    """The whole numbers in a range of counted things, where there are any; else the range itself."""
    low, high = found.low, found.high
    if low is None or high is None or not counted(unit(found.unit)):
        return found
    first = floor(low.magnitude) + 1 if found.low_open else ceil(low.magnitude)
    last = ceil(high.magnitude) - 1 if found.high_open else floor(high.magnitude)
    return Range(Amount(first, found.unit), Amount(last, found.unit)) if first <= last else found


def _edge(result: ClaimResult) -> Decimal | None:
    """The end of what the stated figure holds for that a result outside must not seem to reach."""
    stated, computed = result.claim.stated, result.computed
    if (
        stated is None
        or computed is None
        or computed.low is None
        or result.verdict is not ClaimVerdict.INCONSISTENT
    ):
        return None
    accepted = ranged(read_stated(stated).accepted, computed.unit)
    end = None
    if accepted is not None and accepted.is_disjoint(computed):
        below = accepted.low is not None and computed.low < accepted.low
        end = accepted.low if below else accepted.high
    return end and end.magnitude


def trace(result: ClaimResult) -> tuple[tuple[str, str], ...]:
    """Every input, the formula, and each step, in order."""
    return tuple((name, str(value)) for name, value in _lines(result) if value is not None)


def _lines(result: ClaimResult) -> Iterator[tuple[str, object]]:
    claim = result.claim
    yield "claim", claim.id
    yield "operation", claim.operation.value
    yield "formula", FORMULAS[claim.operation].text
    names = claim.units
    for at, (one, part) in enumerate(zip(claim.operands, parts_of(claim), strict=False)):
        yield f"operand[{at}]", one if isinstance(one, str) else one and printed_range(one)
        yield f"operand[{at}].as_written", one.as_written if isinstance(one, Figure) else None
        name = names[at]
        yield f"operand[{at}].values", None if name is None else ranged(part.span, name)
    if claim.stated is not None:
        printed = printed_range(claim.stated)
        yield "stated", printed
        yield "stated.as_written", claim.stated.as_written if isinstance(claim.stated, Figure) else None
        yield "stated.accepted", ranged(read_stated(claim.stated).accepted, printed.unit)
    yield "computed", result.computed
    yield "possible", result.possible
    yield "gap", result.gap
    for at, needed in enumerate(result.needed):
        yield f"operand[{at}].needed", needed
    for diagnosis in result.diagnoses:
        values = " ".join(f"{key}={value}" for key, value in diagnosis.params.items())
        yield f"diagnosis.{diagnosis.code.value}", values or "yes"
    yield "source", claim.source
    yield "verdict", result.verdict.value
