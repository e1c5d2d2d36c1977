"""The results of plan sheets: reported values, with the targets that they are linked to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import attrs

from sotttt.codecs.plan_sheets.metrics import scaled, unit_text
from sotttt.codecs.plan_sheets.places import place_of
from sotttt.codecs.plan_sheets.tables import DOUBTS, MATCHES, SCOPES, SIGNS, STATED, STATUSES, WORD_VALUES
from sotttt.codecs.plan_sheets.targets import brief, figure_of, sources_of
from sotttt.errors import InvalidChoice, InvalidText, MissingField, NotFound, SottttError, nearest
from sotttt.frozen import Entity
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.periods import Period
from sotttt.places import Places
from sotttt.plans import Target
from sotttt.ranges import Figure, Range, quotient
from sotttt.reading import read_figure, read_period
from sotttt.sources import Source

__all__ = ["ResultContext", "SheetResult", "made_result"]

Row = Mapping[str, str]

_FRACTION = re.compile(r"([0-9.]+)/([0-9.]+)")
_SPAN = re.compile(r"([0-9.]+)-([0-9.]+)")
_MONTHS = re.compile(r"([0-9]{4})-([0-9]{1,2})T")
_BEFORE = re.compile(r"trước (?:năm )?([0-9]{4})")
_RATE = re.compile(r"(?i)(?:đạt|bằng|hoàn thành|exceeding|reach\w*) (?:khoảng )?([0-9]+(?:[.,][0-9]+)?) ?%")
_METHOD = re.compile(r"(?i)phương pháp|tính toán|đo lường|ước tính|i-speed")
_ON_PLAN = re.compile(r"(?i)kế hoạch|mục tiêu|chỉ tiêu")
_EVENTS = ("ngày", "ngày giờ")


@attrs.frozen(kw_only=True)
class SheetResult(Entity):
    """A reported value, and how it stands to the targets that its row names.

    Attributes:
        id: the id of the row.
        observation: the value, which is evidence on its own metric and place, and on nothing else.
        targets: ids of the targets that the row names.
        match: `exact` (the same metric), `proxy` (a related one), or nothing.
        scope: `same`, `subset`, `successor`, `predecessor`, `part`, or nothing.
        note: what is doubtful about the value.
    """

    id: str
    observation: Observation
    targets: tuple[str, ...] = ()
    match: str = ""
    scope: str = ""
    note: str | None = None

    @property
    def linked(self) -> bool:
        """Whether it is evidence on the targets that its row names: the same metric in the same place."""
        return self.match == "exact" and self.scope in ("", "same") and bool(self.targets)


class ResultContext(NamedTuple):
    """What the rows of one file share."""

    metrics: Mapping[str, Metric]
    targets: Mapping[str, Target]
    places: Places
    pages: Mapping[str, Period]


class Reported(NamedTuple):
    """What one row makes."""

    result: SheetResult
    assessments: tuple[Assessment, ...]
    target: Target | None


def made_result(row: Row, context: ResultContext) -> Reported:
    """One row as an observation, what its source states about it, and the plan that the source states.

    Raises:
        SottttError: the fault of the row.
    """
    match, scope = _word(row, "match", MATCHES), _word(row, "scope_match", SCOPES)
    targets = tuple(name.strip() for name in row["target_ids"].split(";") if name.strip())
    linked = [_known(context.targets, name) for name in targets]
    if match != "exact" or scope not in ("", "same"):
        linked = []
    metric = context.metrics[row["metric"]]
    period, inferred = _period(row, linked, context)
    published = Period.of(row["published"]) if row["published"] else None
    source = sources_of(row["source_url"], published, "confirmed", row["id"])
    place = place_of(row["province"], period.end, context.places)
    dims = _dims(linked, place.part)
    figure, value = _value(row, metric)
    note = next((said for words, said in DOUBTS if words in row["check"]), None)
    if figure is not None:
        unsettled = row["status"] in ("preliminary", "estimated", "forecast")
        figure = attrs.evolve(figure, status=row["status"] if unsettled else None, note=note)
    observation = Observation(
        metric=metric,
        jurisdiction=place.id,
        period=period,
        value=figure.observed() if figure is not None else value,
        of=figure.of if figure is not None else None,
        status=_status(row),
        published=published,
        method=row["scope"] if _METHOD.search(row["scope"]) else None,
        dims=dims,
        figure=figure,
        source=source,
        period_inferred=inferred,
    )
    result = SheetResult(
        id=row["id"], observation=observation, targets=targets, match=match, scope=scope, note=note
    )
    planned = _planned(row, observation) if not linked else None
    subjects = [target.id for target in linked] or [planned.id if planned else row["id"]]
    return Reported(result, _stated(row, subjects, observation), planned)


def _word(row: Row, name: str, known: tuple[str, ...]) -> str:
    if row[name] not in known:
        hint = nearest(row[name], known)
        expected = ", ".join(filter(None, known))
        raise InvalidChoice(f"no {name} {row[name]!r}", where=name, expected=expected, hint=hint)
    return row[name]


def _known(targets: Mapping[str, Target], name: str) -> Target:
    if name not in targets:
        raise NotFound(f"no target {name!r}", where="target_ids", hint=nearest(name, targets))
    return targets[name]


def _status(row: Row) -> str:
    return STATUSES[_word(row, "status", tuple(STATUSES))]


def _dims(linked: list[Target], part: str | None) -> dict[str, str]:
    """The dimensions of the targets that it is evidence on; else the part of the country it describes."""
    if linked:
        shared = {target.dims for target in linked}
        return dict(shared.pop()) if len(shared) == 1 else {}
    return {} if part is None else {"part": part}


def _period(row: Row, linked: list[Target], context: ResultContext) -> tuple[Period, bool]:
    """The period of a value, and whether it is inferred: the row marks it, or names none."""
    text = row["period"].strip()
    months, before = _MONTHS.fullmatch(text), _BEFORE.fullmatch(text)
    if before is not None:
        return Period.of(str(int(before[1]) - 1)), True
    if months is not None:
        return Period.of(f"{months[1]}-M01..M{int(months[2]):02d}"), False
    named = text.rpartition("->")[2].removesuffix("?")
    named = re.sub(r"([0-9]{4})-([0-9]{4})", r"\1..\2", named)
    for reader in (Period.of, read_period):
        try:
            return reader(named), text.endswith("?")
        except SottttError:
            continue
    due = next((target.due for target in linked if target.due is not None), None)
    found = due or context.pages.get(row["source_url"]) or (row["published"] or None)
    if found is None:
        raise MissingField(f"{text!r} is no period", where="period", expected="2024, 2024-Q3 or 2024-07-15")
    return Period.of(found), True


def _value(row: Row, metric: Metric) -> tuple[Figure | None, Range]:
    """The figure of a row where it prints one, and its value."""
    if row["unit"] in _EVENTS:
        return None, Range.parse(f"= 1 {metric.unit}")
    written, norm = row["value_written"], row["value_norm"].strip()
    words = WORD_VALUES.get(written.casefold())
    if words is not None:
        return Figure(range=words, as_written=written), Range.parse(words)
    if row["comparator"] not in SIGNS:
        raise InvalidChoice(
            f"no comparator {row['comparator']!r}", where="comparator", expected=", ".join(SIGNS)
        )
    hedge = SIGNS[row["comparator"]]
    unit = unit_text(row["metric"], row["unit"])
    unit = metric.unit if "/" not in unit and unit.startswith("{") else unit
    span, of = _span(norm, unit, metric) if norm else (_read(written, unit), None)
    if norm and of is None:
        span = scaled(span, row["unit"])
    if row["status"] == "derived":
        return None, span
    return _printed(row, span, hedge, of), span


def _read(written: str, unit: str) -> Range:
    return read_figure(written, unit=unit).range


def _span(norm: str, unit: str, metric: Metric) -> tuple[Range, str | None]:
    """The span of a normal value, and its denominator where it is a count of some."""
    fraction, between = _FRACTION.fullmatch(norm), _SPAN.fullmatch(norm)
    if fraction is not None:
        above, below = fraction[1], fraction[2]
        if metric.unit == "%":
            share = quotient(Range.parse(f"= {above} ratio"), Range.parse(f"= {below} ratio"), "%")
            return share, f"{below} ratio"
        return Range.parse(f"= {above} {metric.unit}"), f"{below} {metric.unit}"
    if between is not None:
        return Range.parse(f"[{between[1]}, {between[2]}] {unit}"), None
    try:
        return Range.parse(f"= {norm} {unit}"), None
    except SottttError:
        raise InvalidText(
            f"{norm!r:.60} is no value", where="value_norm", expected="79.96, 20/63 or 65-70"
        ) from None


def _printed(row: Row, span: Range, hedge: str, of: str | None) -> Figure:
    """The figure as printed: read from its words where they read as the value, else as the row states it."""
    written = row["value_written"]
    if of is None:
        for locale in ("vi", "en"):
            figure = figure_of(written, span, hedge, locale)
            if figure is not None:
                return figure
    return Figure(range=span, as_written=brief(written), hedge=hedge, of=of)


def _planned(row: Row, seen: Observation) -> Target | None:
    """The plan that a source prints beside a value, as a target of its own."""
    stated = row["stated_plan"].partition("(")[0].strip()
    if not stated:
        return None
    return Target(
        id=f"{row['id']}-plan",
        metric=seen.metric,
        jurisdiction=seen.jurisdiction,
        requirement=read_figure(stated, unit=seen.metric.unit),
        due=seen.period,
        dims=seen.dims,
        source=seen.source,
    )


def _stated(row: Row, subjects: list[str], seen: Observation) -> tuple[Assessment, ...]:
    """What the source states about the value: a verdict, a degree, a rate of completion, a day of doing."""
    said: dict[str, object] = {}
    text = row["stated_verdict"].casefold()
    rate = _RATE.search(text)
    if rate is not None and _ON_PLAN.search(text):
        said["attainment"] = f"= {rate[1].replace(',', '.')} %"
    words = next(((field, value) for word, field, value in STATED if text.startswith(word)), None)
    if words is not None and (rate is None or words[1] == "basically"):
        said[words[0]] = words[1]
    if row["unit"] in _EVENTS:
        said["done_on"] = seen.period
    if not said:
        return ()
    source: Source | None = seen.source
    return tuple(
        Assessment(subject=name, period=seen.period, published=seen.published, source=source, **said)  # type: ignore[arg-type]  # each word has its own field
        for name in subjects
    )
