"""Targets as plain columns: keys, windows, and bounds in every unit that an observation may have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from sotttt._unit_table import PLAIN
from sotttt.errors import InvalidEntity, NotOnTables
from sotttt.evaluation.compliance import Court, _targets
from sotttt.evaluation.evidence import Record, answering
from sotttt.evaluation.pace.line import month_end
from sotttt.evaluation.policy import Late, Policy
from sotttt.metrics import Better, Metric, Observation, Timing
from sotttt.periods import Period, PeriodKind
from sotttt.plans import Plan
from sotttt.plans.targets import Hold, Target
from sotttt.ranges import Amount, Range
from sotttt.tables.bounds import decimals, ratio_bound
from sotttt.tables.engines import Cells
from sotttt.tables.schema import DIMS
from sotttt.units import aliases, factor, same_dimension, unit

__all__ = ["Family", "Rules", "check_targets", "compiled"]

#: The day of a window without an end.
FAR = dt.date(9999, 12, 31)
#: The day of a window without a start.
EVER = dt.date(1, 1, 1)

#: What each target has of its own.
OWN = {
    "t": "whole",
    "target": "text",
    "metric": "text",
    "jurisdiction": "text",
    "excused": "text",
    "shape": "whole",
}
#: What targets of one shape share, and rows of observations are held against.
WINDOWS = {
    "family": "whole",
    "own_unit": "whole",
    "start": "date",
    "due_start": "date",
    "due_end": "date",
    "method_due": "text",
    "part_start": "date",
    "part_end": "date",
    "additive": "whole",
    "part_days": "whole",
    "non_negative": "whole",
}
#: What targets of one shape share, beside that.
RULES = {
    "metric_unit": "text",
    "requirement": "text",
    "stated": "whole",
    "ended": "whole",
    "reachable": "whole",
    "answer_end": "date",
    "better": "whole",
    "due_kind": "whole",
    "months": "whole",
    "quarters": "whole",
    "halves": "whole",
    "years": "whole",
    "path": "whole",
    "base_end": "date",
    "base_day": "whole",
    "due_day": "whole",
    "base_month": "whole",
    "due_month": "whole",
}
#: The bounds of a shape in each unit.
BOUNDS = {
    "shape": "whole",
    "u": "whole",
    "unit": "text",
    "low_at": "number",
    "low_sign": "whole",
    "low_out": "whole",
    "high_at": "number",
    "high_sign": "whole",
    "high_out": "whole",
    "better_at": "number",
    "better_sign": "whole",
    "goal": "number",
    "to_points": "number",
    "base": "number",
    "path_grid": "number",
}
#: Kinds of periods as numbers, for columns: how many months, or another number.
KIND_CODES = {
    PeriodKind.DAY: -1,
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.YEAR: 12,
    PeriodKind.TERM: 60,
    PeriodKind.CUMULATIVE: 100,
}
_KINDS = {
    PeriodKind.MONTH: "months",
    PeriodKind.QUARTER: "quarters",
    PeriodKind.HALF: "halves",
    PeriodKind.YEAR: "years",
}


class Family(NamedTuple):
    """Metrics whose observations may have the same units and the same values."""

    units: tuple[str, ...]
    unit: str
    domain: Range | None


Cell: TypeAlias = str | int | float | dt.date | None
Columns: TypeAlias = dict[str, list[Cell]]


class Rules(NamedTuple):
    """All targets as columns: what each has of its own, and what those that ask for the same share.

    Args:
        targets: the targets themselves.
        own: the columns of `OWN` and of the dims, one row per target.
        shapes: the columns of `WINDOWS` and `RULES`, one row per shape.
        bounds: the columns of `BOUNDS`, one row per shape and unit.
        dims: the names of all dims.
        families: metrics whose observations are checked alike.
        units: all units of the families; a unit's number is its place here.
        flows: whether some target describes a period (thời kỳ).
        points: whether some doesn't.
    """

    targets: tuple[Target, ...]
    own: Columns
    shapes: Columns
    bounds: Columns
    dims: tuple[str, ...]
    families: tuple[Family, ...]
    units: tuple[str, ...]
    flows: bool
    points: bool

    @property
    def methods(self) -> bool:
        """Whether some target names a method."""
        return any(self.shapes["method_due"])

    @property
    def excused(self) -> bool:
        """Whether some target is not judged."""
        return any(self.own["excused"])

    @property
    def starts(self) -> bool:
        """Whether some target has a start."""
        return any(day != EVER for day in self.shapes["start"])

    @property
    def paths(self) -> bool:
        """Whether some target has a path from a baseline to its goal."""
        return any(self.shapes["path"])

    def kinds(self, names: Iterable[str]) -> dict[str, str]:
        """The kinds of some columns."""
        known = {**OWN, **dict.fromkeys((DIMS + name for name in self.dims), "text"), **WINDOWS, **RULES}
        return {name: known[name] for name in names}

    def part(self, names: Iterable[str], *, flow: bool) -> Cells:
        """Some columns of the targets of one timing, those of their shapes spread over them."""
        shapes = self.own["shape"]
        timing = self.shapes["flow"]
        kept = [place for place, shape in enumerate(shapes) if bool(timing[shape]) is flow]  # type: ignore[index]  # a number
        cells: dict[str, list[Cell]] = {}
        for name in names:
            if name in self.own:
                column = self.own[name]
                cells[name] = [column[place] for place in kept]
            else:
                column = self.shapes[name]
                cells[name] = [column[shapes[place]] for place in kept]  # type: ignore[index]  # a number
        return cells


def compiled(
    targets: Plan | Iterable[Plan | Target], as_of: dt.date, policy: Policy, extra: Iterable[str]
) -> Rules:
    """Targets as columns.

    Args:
        targets: plans and targets.
        as_of: the day of the evaluation.
        policy: the policy of the evaluation.
        extra: names of dims that the observations have.

    Raises:
        NotOnTables: targets or a policy that tables can't answer exactly, each by name.
    """
    flat, plans = _targets(targets)
    _check_policy(policy)
    check_targets(flat)
    court = Court(flat, Record((), as_of, policy), as_of, (), None, plans)
    metrics: dict[str, Metric] = {}
    for target in flat:
        known = metrics.setdefault(target.metric.id, target.metric)
        if known is not target.metric and known != target.metric:
            raise InvalidEntity(f"two metrics share the id {target.metric.id!r} and differ", where="metric")
    kinds: dict[Family, int] = {}
    family_of = {name: kinds.setdefault(_family(metric), len(kinds)) for name, metric in metrics.items()}
    names = tuple(sorted({name for target in flat for name in target.dims} | set(extra)))
    shapes, firsts = _shaped(flat)
    rows = [_row(court, target, family_of[target.metric.id]) for target in firsts]
    families = tuple(kinds)
    units = tuple(sorted({name for family in families for name in family.units}))
    numbers = {name: number for number, name in enumerate(units)}
    cells: list[tuple[Cell, ...]] = []
    for shape, (target, row) in enumerate(zip(firsts, rows, strict=True)):
        of = families[family_of[target.metric.id]].units
        cells.extend((shape, numbers[name], *_bound_row(target, name, policy)) for name in of)
        row["own_unit"] = numbers[target.metric.unit]
        row["flow"] = int(target.metric.timing is Timing.PERIOD)
    flows = [bool(row["flow"]) for row in rows]
    return Rules(
        flat,
        _own(court, flat, shapes, names),
        {name: [row[name] for row in rows] for name in (*WINDOWS, *RULES, "flow")},
        {name: [row[place] for row in cells] for place, name in enumerate(BOUNDS)},
        names,
        families,
        units,
        any(flows),
        not all(flows) or not flat,
    )


def _own(court: Court, flat: tuple[Target, ...], shapes: list[int], names: tuple[str, ...]) -> Columns:
    excuses = [None if court.plain else court._excused(target) for target in flat]
    return {
        "t": list(range(len(flat))),
        "target": [target.id for target in flat],
        "metric": [target.metric.id for target in flat],
        "jurisdiction": [target.jurisdiction for target in flat],
        "excused": [None if excuse is None else excuse.reasons[0].code.value for excuse in excuses],
        "shape": list(shapes),
        **{DIMS + name: [target.dims.get(name, "") for target in flat] for name in names},
    }


def _shaped(flat: tuple[Target, ...]) -> tuple[list[int], list[Target]]:
    """The number of the shape of each target, and the first target of each shape.

    Targets often ask for the same: three thousand communes share one figure of one plan.
    """
    quick: dict[object, int] = {}
    known: dict[object, int] = {}
    shapes: list[int] = []
    firsts: list[Target] = []
    for target in flat:
        parts = (target.requirement, target.due, target.start, target.baseline, target.figure)
        objects = (target.metric.id, target.method, target.two_sided, *map(id, parts))
        shape = quick.get(objects)
        if shape is None:
            asked = (_spelt(target.requirement), target.due, target.start, target.baseline)
            shape = known.setdefault((*objects[:3], *asked), len(firsts))
            quick[objects] = shape
            if shape == len(firsts):
                firsts.append(target)
        shapes.append(shape)
    return shapes, firsts


def _spelt(wanted: object) -> tuple[object, ...]:
    """What the text of a requirement is made of; that of a range isn't written for it."""
    if not isinstance(wanted, Range):
        return (str(wanted),)
    ends = [(end.unit, str(end.magnitude)) if end is not None else None for end in (wanted.low, wanted.high)]
    return (*ends, wanted.low_open, wanted.high_open)


def _check_policy(policy: Policy) -> None:
    if not policy.as_stored:
        raise NotOnTables(
            "this policy reads the figures as printed, which tables don't hold",
            where="policy",
            expected="hedge='width' and precision='exact'",
        )
    if policy.late is Late.JUDGE:
        raise NotOnTables("late evidence can't judge on tables", where="policy.late", expected="'keep'")
    if policy.pace != "linear":
        raise NotOnTables(
            f"tables don't rate by {policy.pace!r}",
            where="policy.pace",
            expected="'linear'",
        )
    if policy.carry:
        raise NotOnTables(
            "evaluation on tables carries nothing over mergers",
            where="policy.carry",
            expected="False, or observations that were carried before",
        )


def _month_ended(day: dt.date) -> int:
    """The number of the month that a day ends, counted from year 0; 0 for a day that ends none."""
    return day.year * 12 + day.month if month_end(day) else 0


def _refusal(target: Target) -> str | None:
    """What in a target tables can't answer, or None."""
    if not isinstance(target.requirement, Range):
        return f"a requirement of the kind {type(target.requirement).__name__}"
    if target.hold is not Hold.BY:
        return f"hold={target.hold.value!r}"
    if target.steps:
        return "steps"
    if target.applies_if is not None:
        return "applies_if"
    base = target.baseline
    if isinstance(base, Period):
        return "a baseline that is a period"
    if base is not None and not base.point.is_point:
        return "a baseline that is a range"
    if base is not None and base.method is not None:
        return "a baseline of a stated method, which may be a break in the series"
    return None


def check_targets(flat: Iterable[Target]) -> None:
    """Refuse, each by name, the targets that tables don't take.

    Raises:
        NotOnTables: there are some.
    """
    refused: dict[str, list[str]] = {}
    for target in flat:
        why = _refusal(target)
        if why is not None:
            refused.setdefault(why, []).append(target.id)
    if refused:
        listed = "; ".join(
            f"{why}: " + ", ".join(map(repr, ids[:5])) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
            for why, ids in refused.items()
        )
        raise NotOnTables(
            f"tables don't take {listed}",
            where="targets",
            expected="plain ranges with hold='by'",
            hint="evaluate these with sotttt.evaluate",
        )


def _family(metric: Metric) -> Family:
    dimension = unit(metric.unit).dimension
    names = {metric.unit, *(name for name, (own, _) in PLAIN.items() if own == dimension)}
    return Family(tuple(sorted(names)), metric.unit, metric.domain)


def spellings(family: Family) -> tuple[str, ...]:
    """Every text that names a unit of the family."""
    own = set(family.units)
    return tuple(sorted(own | {text for text, name in aliases().items() if name in own}))


def _row(court: Court, target: Target, family: int) -> dict[str, Cell]:
    metric, due, base = target.metric, target.due, target.baseline
    wanted = None if due is None else answering(metric.frequency, due)
    known = isinstance(base, Observation) and base._known <= court.record.day
    path = int(known and due is not None and target.goal is not None)
    row: dict[str, Cell] = {
        "family": family,
        "metric_unit": metric.unit,
        "requirement": str(target.binding),
        "start": EVER if target.start is None else target.start.start,
        "due_start": FAR if due is None else due.start,
        "due_end": FAR if due is None else due.end,
        "method_due": target.method,
        "additive": int(metric.additive and due is not None),
        "part_start": FAR if wanted is None else wanted.start,
        "part_end": FAR if wanted is None else wanted.end,
        "part_days": 0 if wanted is None else wanted.days,
        "stated": int(due is not None),
        "ended": int(due is not None and due.end < court.as_of),
        "reachable": int(metric.reachable),
        "answer_end": FAR if due is None or wanted is None else min(due.end, wanted.end),
        "better": {Better.HIGHER: 1, Better.LOWER: -1, Better.NEUTRAL: 0}[metric.better],
        "non_negative": int(metric.non_negative),
        "due_kind": 0 if due is None else KIND_CODES.get(due.kind, 0),
        "path": path,
        "base_end": base.period.end if path and isinstance(base, Observation) else None,
        "base_day": base._end if path and isinstance(base, Observation) else 0,
        "due_day": target._due,
        "base_month": _month_ended(base.period.end) if path and isinstance(base, Observation) else 0,
        "due_month": 0 if due is None else _month_ended(due.end),
        **dict.fromkeys(_KINDS.values(), 0),
    }
    if wanted is not None and metric.additive:
        row |= _children(wanted)
    return row


def _children(wanted: Period) -> dict[str, int]:
    """How many months, quarters, halves and years a period has; 0 where they don't make it up."""
    found = {}
    for kind, name in _KINDS.items():
        try:
            found[name] = len(wanted.children(kind))
        except ValueError:
            found[name] = 0
    return found


def _bound_row(target: Target, name: str, policy: Policy) -> tuple[Cell, ...]:
    binding = target.binding
    base = target.baseline.point if isinstance(target.baseline, Observation) else None
    assert binding is not None  # noqa: S101  # check_targets refused all else
    into = factor(binding.unit, name)
    aimed = target.goal
    goal = None if aimed is None else _end(aimed, factor(aimed.unit, name))[0]
    points = float(factor(name, "%")) if same_dimension(name, "%") else 1.0
    start = None
    places = 99
    if base is not None and base.low is not None and aimed is not None:
        start = Fraction(base.low.magnitude) * factor(base.unit, name)
        walk = Fraction(aimed.magnitude) * factor(aimed.unit, name)
        ends = (decimals(start), decimals(walk), decimals(Fraction(policy.on_track)))
        places = 99 if None in ends else max(ends[0] or 0, ends[1] or 0) + (ends[2] or 0)
    low, high = (_end(end, into) for end in (binding.low, binding.high))
    better = _better_end(target)
    best = low if better is binding.low else high if better is binding.high else _end(better, into)
    return (
        name,
        *low,
        int(binding.low is None or binding.low_open),
        *high,
        int(binding.high is None or binding.high_open),
        *best,
        goal,
        points,
        None if start is None else float(start),
        10.0**places,
    )


def _better_end(target: Target) -> Amount | None:
    """The end of the printed range beyond which the goal is exceeded; None where it can't be."""
    wanted, better = target.requirement, target.metric.better
    assert isinstance(wanted, Range)  # noqa: S101  # check_targets refused all else
    if target.two_sided or better is Better.NEUTRAL:
        return None
    if better is Better.HIGHER:
        end, opened = (
            (wanted.low, wanted.low_open) if wanted.high is None else (wanted.high, wanted.high_open)
        )
        return None if opened else end
    if wanted.low is None or wanted.high is None or wanted.low_open:
        return None
    return wanted.low


def _end(end: Amount | None, into: Fraction) -> tuple[float | None, int]:
    """An end in another unit: its float, and the side of the exact bound."""
    if end is None:
        return None, 0
    over, under = end.magnitude.as_integer_ratio()
    return ratio_bound(over * into.numerator, under * into.denominator)
