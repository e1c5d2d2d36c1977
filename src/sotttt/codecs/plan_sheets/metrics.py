"""The metrics of plan sheets: what the columns say of a metric, and what its unit and name say too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import attrs

from sotttt import units
from sotttt.codecs.plan_sheets.tables import FLOWS, METRIC_IDS, SCALES, UNITS
from sotttt.errors import SottttError
from sotttt.metrics import Better, Merge, Metric, Scale, Timing
from sotttt.ranges import Range
from sotttt.units import same_dimension

__all__ = ["Mention", "Names", "metric_id", "metrics_of", "scaled", "unit_text"]

#: Short names of metrics, Vietnamese and English, by id.
Names = Mapping[str, tuple[str, str]]

_MONEY = ("VND", "USD", "EUR")
_SHARES = ("share", "coverage", "rate", "population")
_CUMULATIVE = ("new_", "topfirms")
_ADDED = ("_added", "_attracted", "_turns")
_EDITIONS = (("egdi", "biennial"),)
_EVENTS = ("ngày", "ngày giờ")
_LONGEST = 120


@attrs.frozen(kw_only=True)
class Mention:
    """What one row says of a metric."""

    metric: str
    unit: str = ""
    better: str = ""
    sector: str | None = None
    population: str = ""
    phrase: str = ""
    shape: str = ""
    comparator: str = ""
    cumulative: bool = False


class _Kind(NamedTuple):
    unit: str
    scale: Scale
    timing: Timing


def metric_id(name: str) -> str:
    """The id of a metric in the catalog's style.

    >>> metric_id("digital_economy_gdp_share")
    'digital-economy-gdp-share'
    """
    return METRIC_IDS.get(name, name.replace("_", "-"))


def unit_text(metric: str, printed: str) -> str:
    """The unit of a column as the catalogue of units names it; a thing that it doesn't hold, in braces.

    >>> unit_text("digital_economy_gdp_share", "% GDP"), unit_text("class_bookcases", "tủ sách")
    ('%', '{tủ sách}')
    >>> unit_text("postal_points", "điểm"), unit_text("dti_pillar_score", "điểm")
    ('post_point', 'point')
    """
    if not printed or printed in _EVENTS:
        return "ratio"
    if printed == "điểm":
        if metric.endswith("reduction"):
            return "percentage_point"
        if metric.endswith("points"):
            return "post_point" if metric.startswith("post") else "{điểm}"
    known = "%" if re.match(r"% |%\w", printed) else UNITS.get(printed, printed)
    known = known.partition(" ")[2] if _scale_of(known) > 1 else known
    try:
        return units.unit(known).name
    except SottttError:
        above, slash, below = known.partition("/")
        try:
            return units.unit(f"{{{above.strip()}}}{slash}{below}").name
        except SottttError:
            return units.unit(f"{{{known.replace('/', ' trên ')}}}").name


def scaled(span: Range, printed: str) -> Range:
    """A range whose unit is printed behind a round number: 5 of "nghìn lượt" are 5000.

    >>> str(scaled(Range.parse("= 5 time"), "nghìn lượt")), str(scaled(Range.parse("= 5 VND"), "đồng"))
    ('= 5000 time', '= 5 VND')
    """
    scale = _scale_of(printed)
    return span if scale == 1 else span * scale


def _scale_of(printed: str) -> int:
    """The round number before a unit, where the two are no unit together, as in `tỷ đồng`."""
    word, _, rest = printed.partition(" ")
    scale = SCALES.get(word.casefold(), 1)
    if scale == 1 or not rest:
        return 1
    try:
        units.unit(printed)
    except SottttError:
        return scale
    return 1


def metrics_of(mentions: Iterable[Mention], known: Iterable[Metric], names: Names) -> dict[str, Metric]:
    """The metrics of all rows, by the name that the rows use.

    A metric that is known already is taken as it stands where the rows agree with its unit and its direction.
    """
    held = {metric.id: metric for metric in known}
    said: dict[str, list[Mention]] = {}
    for mention in mentions:
        said.setdefault(mention.metric, []).append(mention)
    made = {}
    for name, rows in said.items():
        metric = _metric(name, rows, names)
        old = held.get(metric.id)
        fits = old is not None and same_dimension(old.unit, metric.unit) and old.better is metric.better
        made[name] = old if fits and old is not None else metric
    return made


def _metric(name: str, rows: list[Mention], names: Names) -> Metric:
    kind = _kind(name, rows)
    called = names.get(metric_id(name))
    phrase = next((row.phrase for row in rows if row.phrase), "")
    populations = {row.population for row in rows if row.population}
    return Metric(
        id=metric_id(name),
        name=called[0] if called else _short(phrase) or _spoken(name),
        name_en=called[1] if called else _spoken(name),
        unit=kind.unit,
        better=_better(kind.unit, rows),
        timing=kind.timing,
        scale=kind.scale,
        sector=next((row.sector for row in rows if row.sector), None),
        merge=_merge(name, kind),
        domain=_domain(name, kind),
        frequency=_frequency(name, kind),
        population=populations.pop() if len(populations) == 1 else None,
    )


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").strip().capitalize()


def _short(phrase: str) -> str:
    if len(phrase) <= _LONGEST:
        return phrase
    return phrase[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _kind(name: str, rows: list[Mention]) -> _Kind:
    printed = next((row.unit for row in rows if row.unit and row.unit not in _EVENTS), "")
    if not printed:
        return _Kind("ratio", Scale.YES_NO, Timing.POINT)
    unit = unit_text(name, printed)
    scale = _scale(unit)
    return _Kind(unit, scale, _timing(name, scale, rows))


def _scale(unit: str) -> Scale:
    plain = {"rank": Scale.RANK, "point": Scale.SCORE, "indicator": Scale.SCORE}
    plain |= dict.fromkeys(("grade", "level", "star"), Scale.GRADE)
    plain |= dict.fromkeys(("%", "ratio", "permille", "times", "percentage_point"), Scale.RATIO)
    if unit in plain:
        return plain[unit]
    if unit.endswith(_MONEY) and "/" not in unit:
        return Scale.AMOUNT
    if unit.startswith("{"):
        return Scale.RATIO if "}/" in unit else Scale.COUNT
    if any(same_dimension(unit, other) for other in ("km", "Mbps", "tonne", "day", "tonne/day")):
        return Scale.AMOUNT
    return Scale.RATIO if "/" in unit else Scale.COUNT


def _timing(name: str, scale: Scale, rows: list[Mention]) -> Timing:
    if scale in (Scale.RANK, Scale.SCORE) or name.endswith(("rank_gain", *FLOWS)):
        return Timing.PERIOD
    if any(row.unit.endswith(("/năm", "/year")) for row in rows):
        return Timing.PERIOD
    grows = any(row.shape == "cumulative_count" or row.cumulative for row in rows)
    if scale is Scale.COUNT and (grows or name.startswith(_CUMULATIVE) or name.endswith(_ADDED)):
        return Timing.CUMULATIVE
    return Timing.POINT


def _better(unit: str, rows: list[Mention]) -> Better:
    stated = next((row.better for row in rows if row.better), None)
    if stated is not None:
        return Better(stated)
    if unit == "rank" or any(row.comparator in ("le", "lt") for row in rows):
        return Better.LOWER
    return Better.HIGHER


def _is_share(name: str, kind: _Kind) -> bool:
    return kind.unit == "%" and any(part in name.split("_") for part in _SHARES)


def _merge(name: str, kind: _Kind) -> Merge:
    if kind.scale is Scale.COUNT or kind.unit.endswith(_MONEY):
        return Merge.SUM
    if _is_share(name, kind):
        return Merge.RATIO_OF_SUMS
    return Merge.WEIGHTED_MEAN if "/" in kind.unit and kind.scale is Scale.RATIO else Merge.NONE


def _domain(name: str, kind: _Kind) -> str | None:
    if kind.scale is Scale.RANK:
        return ">= 1 rank"
    if kind.scale is Scale.COUNT:
        return f">= 0 {kind.unit}"
    if _is_share(name, kind) and "deficit" not in name:
        return ">= 0 %"
    return None


def _frequency(name: str, kind: _Kind) -> str | None:
    if kind.scale not in (Scale.RANK, Scale.SCORE):
        return None
    return next((often for prefix, often in _EDITIONS if name.startswith(prefix)), "year")
