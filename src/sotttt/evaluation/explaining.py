"""Findings in words: one sentence for people, and a trace for auditors."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from sotttt.errors import InvalidChoice
from sotttt.evaluation.finding import Finding
from sotttt.evaluation.pace import line
from sotttt.evaluation.reasons import Flag, Reason, ReasonCode
from sotttt.evaluation.relative import renamed
from sotttt.metrics import Verdict
from sotttt.plans.requirements import AllOf, Among, Change, InWords, Relative, Requirement
from sotttt.ranges import Hedge, Range
from sotttt.units import same_dimension
from sotttt.writing import date, period, range_, share

__all__ = ["attainment_text", "explain", "reason_text", "requirement_text", "trace", "value_text", "word"]

_REASONS = {
    ReasonCode.INSIDE: ("số liệu nằm trong yêu cầu", "the value lies inside the requirement"),
    ReasonCode.OUTSIDE: ("số liệu nằm ngoài yêu cầu", "the value lies outside the requirement"),
    ReasonCode.OVERLAPS: (
        "khoảng số liệu chạm ngưỡng yêu cầu, cần số liệu chính xác hơn",
        "the range of the value crosses the edge of the requirement; a more exact value would decide it",
    ),
    ReasonCode.BASE_MISSING: (
        "thiếu số liệu gốc để so sánh ({against})",
        "the base of the comparison is missing ({against})",
    ),
    ReasonCode.NO_METRIC: ("không có số liệu nào của chỉ tiêu này", "there is no observation of this metric"),
    ReasonCode.NO_PLACE: ("không có số liệu của địa bàn này", "there is no observation for this place"),
    ReasonCode.NO_DIMS: ("không có số liệu theo phân tổ này", "there is no observation for this breakdown"),
    ReasonCode.NOT_ACCEPTED: (
        "chỉ có số liệu với tình trạng không được chấp nhận",
        "there are only observations of a status that isn't accepted",
    ),
    ReasonCode.NOT_PUBLISHED: ("số liệu chưa được công bố", "the observations weren't published by then"),
    ReasonCode.NO_METHOD: (
        "không có số liệu theo phương pháp yêu cầu",
        "there is no observation by the method required",
    ),
    ReasonCode.BEFORE_START: (
        "chỉ có số liệu trước kỳ thực hiện",
        "there are only observations before the start",
    ),
    ReasonCode.ONLY_LATE: ("chỉ có số liệu sau hạn", "there are only observations after the due period"),
    ReasonCode.LAST_KNOWN: (
        "số liệu đến hạn chưa công bố, mới có {period}",
        "the due value isn't known yet, the last one is of {period}",
    ),
    ReasonCode.DUE_AHEAD: ("chưa hết hạn", "the due date lies ahead"),
    ReasonCode.NO_DEADLINE: ("không nêu thời hạn", "no deadline is stated"),
    ReasonCode.BREAK_IN_SERIES: (
        "phương pháp tính đã đổi sau mốc, không so được với số liệu",
        "the method changed after the baseline, which doesn't compare with the value",
    ),
    ReasonCode.NO_BASELINE: ("chưa đủ mốc để tính tiến độ", "there is no baseline to measure the pace from"),
    ReasonCode.AHEAD_OF_PATH: (
        "không thấp hơn mức phải có theo đường thẳng",
        "the value is at or ahead of the straight path",
    ),
    ReasonCode.BEHIND_PATH: ("kém mức phải có theo đường thẳng", "the value is behind the straight path"),
    ReasonCode.PATH_OVERLAPS: (
        "khoảng số liệu chạm đường tiến độ",
        "the range of the value crosses the path",
    ),
    ReasonCode.RATED: ("theo phương pháp {method}: {grade}", "by the method {method}: {grade}"),
    ReasonCode.UNRATED: (
        "phương pháp {method} chưa đánh giá được ({why})",
        "the method {method} is unable to assess it ({why})",
    ),
    ReasonCode.INSIDE_NOW: ("hiện đang nằm trong yêu cầu", "it lies inside the requirement now"),
    ReasonCode.PARTIAL_SUM: ("mới có {known}/{of} kỳ", "{known} of {of} parts are known"),
    ReasonCode.BROKEN: ("bị phá vỡ trong {period}", "it was broken in {period}"),
    ReasonCode.MEMBERS: ("xét theo từng thành phần", "judged by its members"),
    ReasonCode.COUNTED: (
        "{met}/{of} đạt, {missed}/{of} không đạt",
        "{met} of {of} meet it, {missed} of {of} miss it",
    ),
    ReasonCode.STATED: ("theo đánh giá của nguồn", "as the source states"),
    ReasonCode.NOT_STATED: ("nguồn chưa nêu đánh giá", "no source states an assessment"),
    ReasonCode.DRAFT: ("kế hoạch còn là dự thảo", "the plan is still a draft"),
    ReasonCode.SUPERSEDED: ("đã được thay bằng {by}", "it is superseded by {by}"),
    ReasonCode.PLACE_ENDED: ("{place} đã kết thúc từ {on}", "{place} ended on {on}"),
    ReasonCode.CONDITION_FALSE: ("điều kiện áp dụng không thỏa", "its condition doesn't hold"),
    ReasonCode.CARRIED: (
        "xét trên {place}, địa bàn kế thừa {ended} từ {on} ({rule})",
        "judged on {place}, which answers for {ended} since {on} ({rule})",
    ),
    ReasonCode.JOINT_TARGETS: (
        "gộp yêu cầu của các chỉ tiêu {targets}",
        "the requirements of the targets {targets} are taken together",
    ),
    ReasonCode.PART_OF_TOTAL: (
        "phần của {ended} nằm trong tổng của {place}, không tách được",
        "the part of {ended} lies within the total of {place} and isn't told apart",
    ),
    ReasonCode.CANT_CARRY: (
        "yêu cầu loại này không quy đổi được sang địa bàn kế thừa",
        "a requirement of this kind can't be carried to the territory that answers for it",
    ),
    ReasonCode.SEVERAL_SUCCESSORS: (
        "nhiều địa bàn kế thừa ({places})",
        "several units answer for it ({places})",
    ),
    ReasonCode.NO_SUCCESSOR: ("không rõ địa bàn kế thừa {place}", "nobody is known to answer for {place}"),
    ReasonCode.UNKNOWN_PLACE: ("không biết địa bàn {place}", "{place} is not among the places"),
    ReasonCode.PLACE_AHEAD: ("{place} chỉ có từ {on}", "{place} begins on {on}"),
    ReasonCode.DIRECT_VALUE: ("{place} đã có số liệu riêng", "{place} has a value of its own"),
    ReasonCode.SAME_TERRITORY: ("cùng địa bàn với {place}", "the same territory as {place}"),
    ReasonCode.NOT_MERGEABLE: (
        "{scale} không gộp được qua sáp nhập",
        "a {scale} never merges",
    ),
    ReasonCode.STATED_CHANGE: (
        "mức thay đổi phải tính lại từ số liệu gộp",
        "a change must be computed again from the merged levels",
    ),
    ReasonCode.PARTS_MISSING: (
        "mới có {known}/{of} đơn vị hợp thành",
        "{known} of {of} predecessors are known",
    ),
    ReasonCode.SHARE_UNKNOWN: (
        "không rõ phần nào của đơn vị cũ thuộc về đơn vị mới",
        "which part of a predecessor passes on isn't known",
    ),
    ReasonCode.WEIGHTS_UNKNOWN: (
        "không rõ quyền số, chỉ biết khoảng từ thấp nhất đến cao nhất",
        "the weights aren't known, so it lies between the least and the greatest part",
    ),
    ReasonCode.WEIGHTS_INEXACT: ("quyền số chỉ biết trong khoảng", "the weights are ranges themselves"),
    ReasonCode.MIXED_SERIES: (
        "các chuỗi số liệu khác nguồn ({series})",
        "series of several sources ({series})",
    ),
    ReasonCode.SOURCES_CONFLICT: ("các nguồn về {place} mâu thuẫn", "the sources for {place} conflict"),
    ReasonCode.NO_RESULT: ("không có khoảng giá trị nào hợp lệ", "no range of possible values follows"),
}

#: Closed words that stand among the parameters of reasons.
_WORDS = {
    "sum": ("cộng", "sum"),
    "ratio_of_sums": ("tổng tử số trên tổng mẫu số", "ratio of sums"),
    "weighted_mean": ("trung bình có trọng số", "weighted mean"),
    "mean": ("trung bình cộng theo quy tắc chính thức", "official unweighted mean"),
    "bounds": ("khoảng từ thấp nhất đến cao nhất", "least to greatest"),
    "none": ("không có quy tắc gộp", "no rule of merging"),
    "same": ("giữ nguyên", "unchanged"),
    "count": ("số đếm", "count"),
    "amount": ("lượng", "amount"),
    "ratio": ("tỷ lệ", "ratio"),
    "rank": ("thứ hạng", "rank"),
    "score": ("điểm số", "score"),
    "grade": ("xếp loại", "grade"),
    "yes_no": ("giá trị có/không", "yes or no"),
}

_FLAGS = {
    Flag.EXCEEDED: ("vượt", "exceeded"),
    Flag.EARLY: ("trước hạn", "early"),
    Flag.LATE: ("có số liệu sau hạn", "later values exist"),
    Flag.LOST: ("từng đạt rồi mất", "met before and lost"),
    Flag.CONFLICTING: ("các nguồn mâu thuẫn", "sources conflict"),
    Flag.ESTIMATED: ("số liệu ước", "estimated value"),
    Flag.HEDGED: ("số liệu nêu ước lệ", "hedged value"),
    Flag.UNDATED: ("không rõ ngày công bố", "no date of publication"),
    Flag.ASSEMBLED: ("cộng từ các kỳ", "assembled from parts"),
    Flag.PARTIAL: ("chưa đủ kỳ", "partial sum"),
    Flag.CARRIED: ("quy đổi theo sáp nhập", "carried over a merger"),
    Flag.PROVISIONAL: ("số liệu sơ bộ", "preliminary value"),
    Flag.STATED_DIFFERS: ("nguồn đánh giá khác", "the source states otherwise"),
    Flag.PERIOD_INFERRED: ("kỳ số liệu được suy ra", "the period is inferred"),
}

_CHANGES = {
    Change.DIFFERENCE: ("chênh lệch", "difference"),
    Change.GROWTH: ("tăng trưởng", "growth"),
    Change.MEAN_GROWTH: ("tăng trưởng bình quân năm", "mean yearly growth"),
    Change.MULTIPLE: ("số lần", "multiple"),
}


_HEDGES = {
    Hedge.NONE: ("", ""),
    Hedge.ABOUT: ("khoảng", "about"),
    Hedge.OVER: ("hơn", "over"),
    Hedge.NEARLY: ("gần", "nearly"),
    Hedge.UNDER: ("dưới", "under"),
    Hedge.AT_LEAST: ("ít nhất", "at least"),
    Hedge.AT_MOST: ("tối đa", "at most"),
}


def place_of(lang: str) -> int:
    """Which of a pair of texts belongs to the language.

    Raises:
        InvalidChoice: neither `vi` nor `en`.
    """
    if lang not in ("vi", "en"):
        raise InvalidChoice(f"no language {lang!r}", where="lang", expected="'vi' or 'en'")
    return ("vi", "en").index(lang)


def requirement_text(wanted: Requirement | Range, lang: str) -> str:
    """A requirement in words."""
    at = place_of(lang)
    if isinstance(wanted, Range):
        return range_(wanted, lang)
    if isinstance(wanted, InWords):
        return wanted.text
    if isinstance(wanted, Relative):
        against = ("so với", "against")[at]
        base = ("kỳ trước", "the previous period")[at] if wanted.against == "previous" else wanted.against
        change = wanted.range
        if same_dimension(change.unit, "rank"):
            change = renamed(change, "place")
        return f"{_CHANGES[wanted.change][at]} {range_(change, lang)} {against} {base}"
    if isinstance(wanted, Among):
        among = ("trong số", "among")[at]
        return f"{range_(wanted.need, lang)} {among} {len(wanted.counted)}"
    word = (("và", "and") if isinstance(wanted, AllOf) else ("hoặc", "or"))[at]
    return f" {word} ".join(requirement_text(member.requirement, lang) for member in wanted.members)


def value_text(finding: Finding, lang: str) -> str:
    """The value as printed, or the range; empty where there is none."""
    value = finding.point
    if value is None:
        return ""
    text = range_(value, lang, threshold=_nearest_edge(value, finding.requirement))
    figure = finding.evidence[0].figure if len(finding.evidence) == 1 else None
    if figure is None or value != figure.range:
        return text
    return f"{_HEDGES[figure.hedge][place_of(lang)]} {text}".strip()


def _nearest_edge(value: Range, wanted: Range | None) -> Decimal | None:
    """The end of the requirement that lies nearest to the value, which display must not reach or cross."""
    end = value.low or value.high
    if wanted is None or end is None or not same_dimension(wanted.unit, value.unit):
        return None
    bound, at = wanted.to(value.unit), Fraction(end.magnitude)
    edges = [edge.magnitude for edge in (bound.low, bound.high) if edge is not None]
    return min(edges, key=lambda edge: abs(Fraction(edge) - at))


def attainment_text(finding: Finding, lang: str) -> str:
    """The attainment, rounded so that a miss never reads 100 %; empty where there is none."""
    rate = finding.attainment
    return "" if rate is None else share(rate, lang)


def reason_text(reason: Reason, lang: str) -> str:
    """A reason in words."""
    at = place_of(lang)
    params = {
        name: _WORDS[text][at] if name in ("rule", "scale") else text for name, text in reason.params.items()
    }
    if reason.code is ReasonCode.RATED:
        from sotttt.evaluation.pace.registry import method

        grade = method(params["method"]).grade(params["grade"])
        params["grade"] = (grade.vi, grade.en)[at]
    return _REASONS[reason.code][at].format(**params)


def word(text: str, lang: str) -> str:
    """A rule of merging, or a scale, in words.

    >>> word("ratio_of_sums", "vi")
    'tổng tử số trên tổng mẫu số'
    """
    return _WORDS[text][place_of(lang)]


def explain(finding: Finding, lang: str) -> str:
    """One sentence: verdict, metric, value, requirement, why."""
    at = place_of(lang)
    target = finding.target
    verdict = (finding.verdict.vi, finding.verdict.en)[at]
    name = target.metric.name if at == 0 else target.metric.name_en or target.metric.name
    parts = [f"{verdict}: {name} ({target.jurisdiction})"]
    value = value_text(finding, lang)
    if value:
        when = period(finding.evidence[-1].period, lang) if finding.evidence else ""
        word = ("đạt", "was")[at]
        parts[0] += " " + " ".join(filter(None, [when, word, value]))
    due = finding.due
    by = f" {('đến hết', 'by the end of')[at]} {period(due, lang)}" if due is not None else ""
    wanted = requirement_text(target.requirement, lang)
    resolved = isinstance(target.requirement, Relative) or finding.has(ReasonCode.JOINT_TARGETS)
    if resolved and finding.requirement is not None:
        wanted += f" ({range_(finding.requirement, lang)})"
    parts.append(f"{('yêu cầu', 'required')[at]} {wanted}{by}")
    rate = attainment_text(finding, lang)
    if rate:
        parts.append(f"{('bằng', 'which is')[at]} {rate} {('mục tiêu', 'of the goal')[at]}")
    parts.extend(reason_text(reason, lang) for reason in finding.reasons)
    flags = [_FLAGS[flag][at] for flag in Flag if flag in finding.flags]
    if flags:
        parts.append(f"{('ghi chú', 'note')[at]}: {', '.join(flags)}")
    return "; ".join(parts) + "."


def trace(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Every input, formula id and threshold, in order."""
    target, policy = finding.target, finding.policy
    lines: list[tuple[str, object]] = [
        ("target", target.id),
        ("metric", target.metric.id),
        ("jurisdiction", target.jurisdiction),
        ("as_of", date(finding.as_of, "iso")),
        ("due", finding.due),
        ("requirement", _written(target.requirement)),
        ("requirement.resolved", finding.requirement),
        ("two_sided", str(target.two_sided)),
        ("policy.statuses", " ".join(policy.statuses)),
        ("policy.hedge", policy.hedge.value),
        ("policy.precision", policy.precision.value),
        ("policy.carry", str(policy.carry)),
    ]
    for place, seen in enumerate(finding.evidence):
        head = f"evidence[{place}]"
        lines += [
            (f"{head}.period", seen.period),
            (f"{head}.value", seen.value),
            (f"{head}.status", seen.status.value),
            (f"{head}.published", seen.published),
            (f"{head}.method", seen.method),
            (f"{head}.figure", seen.figure.as_written if seen.figure else None),
            (f"{head}.source", seen.source),
        ]
    for place, seen in enumerate(finding.detail.carried_from):
        head = f"carried_from[{place}]"
        lines += [
            (f"{head}.jurisdiction", seen.jurisdiction),
            (f"{head}.period", seen.period),
            (f"{head}.value", seen.value),
            (f"{head}.source", seen.source),
        ]
    lines += [("value", finding.value), ("goal", finding.goal)]
    if finding.detail.baseline is not None:
        lines += [
            ("baseline.period", finding.detail.baseline[0]),
            ("baseline.value", finding.detail.baseline[1]),
        ]
        if policy.pace == line.FORMULA:
            lines += [("pace.formula", line.FORMULA), ("pace.on_track", policy.thresholds["on_track"])]
    lines += finding.detail.pace
    lines += [
        (name, getattr(finding, name))
        for name in ("attainment", "gap", "progress", "expected", "projected", "required_pace")
    ]
    lines += [
        (f"reason.{reason.code.value}", " ".join(f"{k}={v}" for k, v in reason.params.items()) or "yes")
        for reason in finding.reasons
    ]
    lines += [("flag", flag.value) for flag in Flag if flag in finding.flags]
    lines += [(f"history.{when}", value) for when, value in finding.detail.history]
    lines += [(f"part.{part.target.id}.{part.due}", part.verdict.value) for part in finding.parts]
    for stated in finding.detail.assessments:
        said = stated.verdict or stated.degree or stated.done_on or stated.attainment
        lines.append((f"stated.{stated.by or stated.subject}", said))
    lines.append(("verdict", finding.verdict.value))
    return tuple((name, str(value)) for name, value in lines if value is not None)


def _written(wanted: Requirement) -> str:
    return str(wanted) if isinstance(wanted, Range) else requirement_text(wanted, "en")


def label(verdict: Verdict, *, exceeded: bool, lang: str) -> str:
    """The verdict as a table prints it: an exceeded target reads "Vượt".

    >>> label(Verdict.MET, exceeded=True, lang="vi")
    'Vượt'
    """
    at = place_of(lang)
    if verdict is Verdict.MET and exceeded:
        return ("Vượt", "Exceeded")[at]
    return (verdict.vi, verdict.en)[at]
