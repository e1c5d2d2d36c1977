"""The plans of plan sheets: a TOML table each, row by row to typed targets."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import attrs

from sotttt.codecs.plan_sheets.metrics import scaled, unit_text
from sotttt.codecs.plan_sheets.tables import (
    COMMITMENTS,
    COMPARATORS,
    HORIZONS,
    SHAPES,
    SPELLINGS,
    Form,
    Shape,
)
from sotttt.errors import InvalidChoice, InvalidText, MissingField, SottttError, nearest
from sotttt.metrics import Metric, Observation, Timing
from sotttt.periods import Period
from sotttt.plans import AllOf, Clause, InWords, Relative, Requirement, Target
from sotttt.plans.targets import resolve
from sotttt.ranges import Figure, Hedge, Range
from sotttt.reading import read_figure, read_period
from sotttt.sources import Source

__all__ = ["PlanContext", "Row", "brief", "due_of", "figure_of", "make_target", "sources_of", "spread"]

Row = Mapping[str, Any]

_BENCHMARK = re.compile(r"(?i)cả nước|toàn quốc|national")
_BASELINE = re.compile(r"([^(]*)\(([^)]*)\)")
_BRIEF = 36
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


class PlanContext(NamedTuple):
    """What the targets of one plan share."""

    plan: str
    jurisdiction: str
    country: str
    begun: dt.date | None
    source: Source
    dims: Mapping[str, Mapping[str, str]]


def spread(rows: Iterable[Row]) -> dict[str, dict[str, str]]:
    """Dimensions for targets of one plan that ask the same metric by the same day of different groups."""
    groups: dict[tuple[object, object], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.get("metric"), str(row.get("deadline"))), []).append(row)
    dims = {}
    for same in groups.values():
        names = [row.get("population") for row in same]
        if len(same) > 1 and all(names) and len(set(names)) == len(same):
            dims.update(
                {str(row.get("id")): {"population": str(row["population"]).replace(";", ",")} for row in same}
            )
    return dims


def make_target(row: Row, metric: Metric, context: PlanContext, supersedes: str | None) -> Target:
    """One row of a plan as a typed target.

    Raises:
        SottttError: the fault of the row.
    """
    row = {**row, "comparator": _comparator(row)}
    shape = SHAPES.get(str(row.get("shape")), Shape())
    due = due_of(row.get("deadline"), metric)
    wanted, figure = _wanted(row, metric, shape, context)
    hold = "each" if row.get("deadline_kind") == "each_year" else shape.hold
    steps = _steps(row) if shape.form is Form.STEPS else ()
    return Target(
        id=str(row["id"]),
        metric=metric,
        jurisdiction=context.jurisdiction,
        requirement=wanted,
        start=_start(hold, context, due),
        due=due,
        hold=hold,
        every="year" if hold == "each" else None,
        steps=[step for step in steps if due is None or step[0].end <= due.end],
        baseline=_baseline(row, metric, context, due),
        dims=context.dims.get(str(row["id"]), {}),
        two_sided=_binds_both(wanted, metric),
        commitment=COMMITMENTS.get(str(row.get("modality")), "firm"),
        horizon=_horizon(row),
        lead=row.get("owner"),
        number=row.get("source_no"),
        supersedes=supersedes,
        figure=figure,
        source=context.source,
    )


def _comparator(row: Row) -> str:
    said = str(row.get("comparator", "")).strip().casefold()
    expected = ", ".join(COMPARATORS)
    if not said and "value" in row:
        raise MissingField("a value without a comparator", where="comparator", expected=expected)
    comparator = SPELLINGS.get(said, said or "qualitative")
    if comparator not in COMPARATORS:
        hint = nearest(comparator, COMPARATORS)
        raise InvalidChoice(f"no comparator {said!r}", where="comparator", expected=expected, hint=hint)
    return comparator


def _horizon(row: Row) -> str:
    name = str(row.get("horizon", "target"))
    if name not in HORIZONS:
        hint = nearest(name, HORIZONS)
        raise InvalidChoice(f"no horizon {name!r}", where="horizon", hint=hint)
    return HORIZONS[name]


def due_of(text: object, metric: Metric) -> Period | None:
    """The deadline; the last day or month of a year is that year, where the metric describes a year."""
    if text is None or text == "":
        return None
    try:
        due = Period.of(text.isoformat() if isinstance(text, dt.date) else str(text))
    except SottttError:
        try:
            due = read_period(str(text))
        except SottttError:
            raise InvalidText(f"{text!r:.60} is no deadline", where="deadline", expected="2025") from None
    if metric.timing is Timing.PERIOD and (due.end.month, due.end.day) == (12, 31):
        return Period.of(str(due.end.year)) if due.start.year == due.end.year else due
    return due


def _start(hold: str, context: PlanContext, due: Period | None) -> Period | None:
    if hold != "each" or context.begun is None:
        return None
    start = Period.of(str(context.begun.year))
    return start if due is None or start.end <= due.end else None


def _binds_both(wanted: Requirement, metric: Metric) -> bool:
    """Whether the requirement bounds the metric only on the side on which more is no failure."""
    if not isinstance(wanted, Range):
        return False
    try:
        resolve(wanted, metric, two_sided=False)
    except SottttError:
        return True
    return False


def _wanted(
    row: Row, metric: Metric, shape: Shape, context: PlanContext
) -> tuple[Requirement, Figure | None]:
    if shape.form is Form.MOVING and "trajectory" in row:
        return _moving(row, metric), None
    if shape.form is Form.BENCHMARK and _is_relative(row):
        unit = "percentage_point" if metric.unit in ("%", "ratio") else metric.unit
        sign = COMPARATORS[str(row["comparator"])].sign
        away = Relative(
            change="difference", range=f"{sign} 0 {unit}", against=f"jurisdiction:{context.country}"
        )
        return away, None
    if shape.form is Form.EVERY_TARGET and "value" not in row:
        return Range.parse("= 100 %"), None
    if "value" not in row:
        return InWords(metric.name), None
    plain = _range(row)
    figure = _figure(row, plain)
    if figure is not None and row.get("comparator") == "between":
        plain = figure.required()
    if shape.form is Form.RISING:
        unit = "percentage_point" if metric.unit == "%" else metric.unit
        rise = Relative(change="difference", range=f">= 0 {unit}", against="previous")
        return AllOf([plain, rise]), figure
    return plain, figure


def _is_relative(row: Row) -> bool:
    sign = COMPARATORS[str(row["comparator"])].sign
    return bool(sign) and bool(_BENCHMARK.search(str(row.get("benchmark", ""))))


def _range(row: Row, value: object = None) -> Range:
    printed = str(row.get("unit") or "")
    if not printed and row["value"] not in (0, 1) and row["comparator"] != "milestone":
        raise MissingField("a value without a unit", where="unit", expected="%, hạng, thuê bao or another")
    return scaled(_counted(row, unit_text(str(row["metric"]), printed), value), printed)


def _counted(row: Row, unit: str, value: object) -> Range:
    comparator = str(row["comparator"])
    low = _number(row["value"] if value is None else value)
    if comparator == "between" or (value is None and "value_hi" in row):
        if "value_hi" not in row:
            raise MissingField("a range without its upper end", where="value_hi")
        return Range.parse(f"[{low}, {_number(row['value_hi'])}] {unit}")
    return Range.parse(f"{COMPARATORS[comparator].sign or '='} {low} {unit}")


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise InvalidText(f"{value!r:.60} is no number", where="value", expected="20 or 57.5")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _figure(row: Row, wanted: Range) -> Figure | None:
    """The figure that a row prints, where it prints one that is the requirement."""
    if row.get("value_in_words"):
        return None
    text = str(row.get("value_written") or row.get("phrase", ""))
    span = _span(wanted)
    hedge = COMPARATORS[str(row["comparator"])].hedge
    figure = figure_of(text, span, hedge, str(row.get("phrase_lang", "vi")))
    if figure is None or figure.hedge is Hedge.NONE or wanted in (figure.required(), span):
        return figure
    # The column says more than the word: `>= 20 %` beside "trên 20%".
    return attrs.evolve(figure, hedge=hedge)


def _span(wanted: Range) -> Range:
    ends = [end for end in (wanted.low, wanted.high) if end is not None]
    return Range(ends[0], ends[-1])


def figure_of(text: str, span: Range, hedge: str, locale: str) -> Figure | None:
    """The figure of a text where it reads as that span; the hedge is that of the column if none is printed.

    Where the text holds several figures, the one that is printed as the span. None where there is none.
    """
    try:
        read = read_figure(text, locale, unit=span.unit)
    except SottttError:
        return _among(text, span, hedge)
    if _ends(read.range) != _ends(span):
        return None
    kept = read.hedge.value if read.hedge.value != "none" or hedge in ("at_least", "none") else hedge
    return Figure(
        range=span,
        as_written=brief(read.as_written),
        hedge=kept,
        resolution=read.resolution,
        locale=read.locale,
        status=read.status,
        of=read.of,
    )


def _among(text: str, span: Range, hedge: str) -> Figure | None:
    """The figure that stands in a text beside others: its digits as they are printed there."""
    ends = [str(end).replace(".", ",") for end in _ends(span)]
    printed = r"\s?-\s?".join(rf"0?{re.escape(end)}" for end in dict.fromkeys(ends))
    found = re.search(rf"(?<![0-9.,]){printed}(?: ?%)?(?![0-9]|[.,][0-9])", text)
    if found is None:
        return None
    return Figure(range=span, as_written=found[0], hedge="none" if hedge == "at_least" else hedge)


def _ends(span: Range) -> tuple[Decimal | None, Decimal | None]:
    low, high = span.low, span.high
    return (None if low is None else low.magnitude, None if high is None else high.magnitude)


def brief(written: str) -> str:
    """The figure of a longer passage: its first words, or its digits alone.

    >>> brief("70 nhiệm vụ … 50 nhiệm vụ hoàn thành, trong đó 32 nhiệm vụ đúng hạn")
    '70 nhiệm vụ'
    """
    if len(written) <= _BRIEF:
        return written
    short = re.split(r" \(| …|, ", written, maxsplit=1)[0]
    digits = re.search(r"[0-9][0-9.,]*(?:/[0-9][0-9.,]*)?", short)
    if len(short) <= _BRIEF or digits is None:
        return short
    start = 0 if digits.end() <= _BRIEF else digits.start()
    return short[start : digits.end()].rstrip(".,")


def _steps(row: Row) -> list[tuple[Period, Range]]:
    return [(Period.of(key.removeprefix("y")), _range(row, value)) for key, value in _trajectory(row).items()]


def _trajectory(row: Row) -> Mapping[str, Any]:
    path = row.get("trajectory", {})
    if not isinstance(path, Mapping):
        raise InvalidText(f"{path!r:.60} is no path", where="trajectory", expected="{ y2023 = 30 }")
    return path


def _moving(row: Row, metric: Metric) -> AllOf:
    """A share of units and a threshold on each unit that both move: one clause a year."""
    clauses = []
    for key, value in _trajectory(row).items():
        share, _, inner = str(value).partition(",")
        number = re.match(r"\s*([0-9.]+)\s*%", share)
        change = re.search(r"([0-9.]+)\s*%", inner)
        if number is None or change is None:
            raise InvalidText(f"{value!r:.60} is no step", where="trajectory", expected="5% units, +5%")
        clauses.append(
            Clause(
                requirement=f">= {number[1]} {metric.unit}",
                period=key.removeprefix("y"),
                dims={"growth": f">= {change[1]} %"},
            )
        )
    return AllOf(clauses)


def _baseline(
    row: Row, metric: Metric, context: PlanContext, due: Period | None
) -> Observation | Period | None:
    """Where progress is counted from: an observation, where the row gives it in the metric's unit."""
    text = str(row.get("baseline", ""))
    year = _YEAR.search(text)
    if year is None:
        return None
    period = Period.of(year[0])
    if due is not None and due.end < period.end:
        return None
    stated = _BASELINE.match(text)
    if stated is None:
        return period
    try:
        figure = read_figure(stated[1], unit=metric.unit)
        return Observation(
            metric=metric,
            jurisdiction=context.jurisdiction,
            period=period,
            value=figure,
            status="estimated" if "ước" in stated[2] else "official",
            published=context.begun,
            dims=context.dims.get(str(row["id"]), {}),
            source=context.source,
        )
    except SottttError:
        return period


def sources_of(address: str, published: Period | None, confidence: str, place: str) -> Source:
    """The source of a row: the page where its figure was read.

    Raises:
        MissingField: no address.
    """
    if not address:
        raise MissingField("no source", where="source_url", hint="each row says where its figure was read")
    web = re.match(r"https?://([^/]+)", address)
    host = web[1].rstrip(".").removeprefix("www.") if web else address
    return Source(
        title=host,
        publisher=host,
        published=published,
        url=address if web else None,
        locator=place,
        confidence=confidence,
    )
