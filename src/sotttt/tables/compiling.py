"""Targets as plain columns: keys, windows, and bounds in every unit that an observation may have."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from sotttt._unit_table import PLAIN
from sotttt.errors import InvalidEntity
from sotttt.evaluation.compliance import Court, _targets
from sotttt.evaluation.evidence import Record, answering
from sotttt.evaluation.pace.line import month_end
from sotttt.evaluation.policy import Policy
from sotttt.metrics import Better, Metric, Observation, Timing
from sotttt.periods import Period, PeriodKind
from sotttt.plans import Plan
from sotttt.plans.requirements import Relative
from sotttt.plans.targets import Target
from sotttt.ranges import Amount, Range
from sotttt.tables import changes
from sotttt.tables.bounds import decimals, ratio_bound
from sotttt.tables.columns import ENDLESS, EVER, FAR, Cell, Columns, tabled
from sotttt.tables.engines import Cells
from sotttt.tables.refusing import check_dims, check_policy, check_targets
from sotttt.tables.schema import DIMS
from sotttt.tables.trails import trail_rows, way_rows
from sotttt.units import aliases, factor, same_dimension, unit

__all__ = ["Family", "Rules", "compiled"]

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
    "least": "number",
    "most": "number",
    "goal": "number",
    "to_points": "number",
    "base": "number",
    "base_last": "number",
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


#: What stands for the bounds of a change, whose levels hang on its base.
_NO_ENDS: tuple[Cell, ...] = (None, 0, 1, None, 0, 1, None, 0, -math.inf, math.inf)


class Family(NamedTuple):
    """Metrics whose observations may have the same units and the same values."""

    units: tuple[str, ...]
    unit: str
    domain: Range | None


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
        kin: for each row of `own`, the row of its target, and what it is for that target.
        levels: the columns of `changes.LEVELS`.
        looked: the roles of the values that targets need beside their own.
        ways: the columns of `trails.WAYS`, where the policy asks for stated trajectories.
        trails: the columns of `trails.TRAILS`, likewise.
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
    kin: Columns
    levels: Columns
    looked: tuple[int, ...]
    ways: Mapping[str, Sequence[Cell]] = MappingProxyType({})
    trails: Mapping[str, Sequence[Cell]] = MappingProxyType({})

    @property
    def changes(self) -> bool:
        """Whether some target requires a change."""
        return any(self.shapes.get("relative", ()))

    @property
    def based(self) -> bool:
        """Whether some target has a base that is looked up among the observations."""
        return "relative" in self.shapes

    @property
    def breaks(self) -> bool:
        """Whether progress may be counted over a change of method."""
        return any(self.shapes.get("looks_back", ())) or any(self.shapes.get("base_method", ()))

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
        return any(self.shapes.get("path", ()))

    def kinds(self, names: Iterable[str]) -> dict[str, str]:
        """The kinds of some columns."""
        known = {**OWN, **dict.fromkeys((DIMS + name for name in self.dims), "text"), **WINDOWS, **RULES}
        known |= changes.CHANGES
        return {name: known[name] for name in names}

    def part(self, names: Iterable[str], *, flow: bool, whole: bool = False) -> Cells:
        """Some columns of the targets of one timing, those of their shapes spread over them.

        Args:
            names: the columns.
            flow: the timing.
            whole: whether the values that targets need beside their own have rows, too.
        """
        shapes = self.own["shape"] if whole else self.own["shape"][: len(self.targets)]
        timing = self.shapes["flow"]
        kept = [place for place, shape in enumerate(shapes) if bool(timing[shape]) is flow]  # type: ignore[index]  # a number
        cells: dict[str, list[Cell]] = {}
        for name in names:
            if name in self.own:
                column = self.own[name]
                alike = len(kept) == len(column)
                cells[name] = column if alike else [column[place] for place in kept]
            else:
                column = self.shapes[name]
                cells[name] = [column[shapes[place]] for place in kept]  # type: ignore[index]  # a number
        return cells

    def kinship(self, *, flow: bool) -> Columns:
        """The columns of `kin` of one timing."""
        timing, shapes = self.shapes["flow"], self.own["shape"]
        kept = [place for place, shape in enumerate(shapes) if bool(timing[shape]) is flow]  # type: ignore[index]  # a number
        return {name: [column[place] for place in kept] for name, column in self.kin.items()}


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
    check_policy(policy)
    check_targets(flat, pace=policy.pace)
    court = Court(flat, Record((), as_of, policy), as_of, (), None, plans)
    metrics: dict[str, Metric] = {}
    for target in flat:
        known = metrics.setdefault(target.metric.id, target.metric)
        if known is not target.metric and known != target.metric:
            raise InvalidEntity(f"two metrics share the id {target.metric.id!r} and differ", where="metric")
    kinds: dict[Family, int] = {}
    family_of = {name: kinds.setdefault(_family(metric), len(kinds)) for name, metric in metrics.items()}
    dims = {id(target.dims): target.dims for target in flat}
    names = tuple(sorted({name for each in dims.values() for name in each} | set(extra)))
    shapes, firsts = _shaped(flat)
    families = tuple(kinds)
    units = tuple(sorted({name for family in families for name in family.units}))
    numbers = {name: number for number, name in enumerate(units)}
    own = _own(court, flat, shapes, names)
    rows, kin = _with_kin(court, flat, firsts, shapes, own, (family_of, numbers))
    cells: list[tuple[Cell, ...]] = []
    for shape, target in enumerate(firsts):
        of = families[family_of[target.metric.id]].units
        cells.extend((shape, numbers[name], *_bound_row(target, name, policy)) for name in of)
    flows = [bool(row["flow"]) for row in rows]
    based = any("relative" in row for row in rows)
    if based:
        check_dims(names)
    asked = [families[family_of[target.metric.id]].units for target in firsts]
    follows = policy.pace == "path"
    columns = (*WINDOWS, *RULES, "flow", *(changes.CHANGES if based else ()))
    return Rules(
        flat,
        own,
        {name: [row.get(name) for row in rows] for name in columns},
        tabled(BOUNDS, cells),
        names,
        families,
        units,
        any(flows),
        not all(flows) or not flat,
        kin,
        _leveled(firsts, families, (family_of, numbers)) if based else {},
        tuple(role for role in (changes.OF_CHANGE, changes.BASELINE) if role in kin["role"]),
        way_rows(firsts, asked, numbers, court.as_of) if follows else {},
        trail_rows(firsts, asked, numbers) if follows else {},
    )


def _with_kin(
    court: Court,
    flat: tuple[Target, ...],
    firsts: list[Target],
    shapes: list[int],
    own: Columns,
    named: tuple[dict[str, int], dict[str, int]],
) -> tuple[list[dict[str, Cell]], Columns]:
    """The rows of all shapes; and `own` gets a row for each value that a target needs beside its own."""
    rows = [_row(court, target, named) for target in firsts]
    kin: Columns = {"t": list(own["t"]), "owner": list(own["t"]), "role": [0] * len(flat)}
    if not any(changes.needs_more(target) for target in firsts):
        return rows, kin
    wanted = [changes.links(target) for target in firsts]
    made: dict[tuple[int, changes.Link], int] = {}
    for shape, (target, asked) in enumerate(zip(firsts, wanted, strict=True)):
        needs = {}
        for link in asked:
            row = _row(court, changes.stand_in(target, link.period), named)
            made[shape, link] = len(rows)
            rows.append(row)
            needs[link.role] = row["answer_end"]
        rows[shape] |= changes.change_row(court, target, needs, named[1])  # type: ignore[arg-type]  # days
    for place, target in enumerate(flat):
        own_shape = shapes[place]
        for link in wanted[own_shape]:
            number = len(own["t"])
            cells = {name: column[place] for name, column in own.items()}
            cells |= {"t": number, "shape": made[own_shape, link], "excused": None}
            cells["jurisdiction"] = link.place or target.jurisdiction
            for name, column in own.items():
                column.append(cells[name])
            for name, cell in (("t", number), ("owner", place), ("role", link.role)):
                kin[name].append(cell)
    return rows, kin


def _leveled(
    firsts: list[Target], families: tuple[Family, ...], named: tuple[dict[str, int], dict[str, int]]
) -> Columns:
    """The columns of `changes.LEVELS`."""
    rows: list[tuple[Cell, ...]] = []
    for shape, target in enumerate(firsts):
        names = families[named[0][target.metric.id]].units
        of = {name: named[1][name] for name in names}
        rows += [(shape, *row) for row in changes.level_rows(target, of)]
    return tabled(changes.LEVELS, rows)


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
        base, wanted = target.baseline, target.requirement
        stated = (target.metric.id, target.method, target.two_sided)
        objects = (*stated, id(wanted), id(target.due), id(target.start), id(base), id(target.figure))
        shape = quick.get(objects)
        if shape is None:
            asked = (_spelt(wanted), target.due, target.start, base)
            shape = known.setdefault((*stated, *asked), len(firsts))
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


def _month_ended(day: dt.date) -> int:
    """The number of the month that a day ends, counted from year 0; 0 for a day that ends none."""
    return day.year * 12 + day.month if month_end(day) else 0


def _family(metric: Metric) -> Family:
    dimension = unit(metric.unit).dimension
    names = {metric.unit, *(name for name, (own, _) in PLAIN.items() if own == dimension)}
    return Family(tuple(sorted(names)), metric.unit, metric.domain)


def spellings(family: Family) -> tuple[str, ...]:
    """Every text that names a unit of the family."""
    own = set(family.units)
    return tuple(sorted(own | {text for text, name in aliases().items() if name in own}))


def _row(court: Court, target: Target, named: tuple[dict[str, int], dict[str, int]]) -> dict[str, Cell]:
    metric, due, base = target.metric, target.due, target.baseline
    wanted = None if due is None else answering(metric.frequency, due)
    known = isinstance(base, Period) or (isinstance(base, Observation) and base._known <= court.record.day)
    aimed = target.goal is not None or isinstance(target.requirement, Relative)
    path = int(known and due is not None and aimed)
    begun = base.period if isinstance(base, Observation) else base
    row: dict[str, Cell] = {
        "family": named[0][metric.id],
        "own_unit": named[1][metric.unit],
        "metric_unit": metric.unit,
        "requirement": changes.shown_change(target),
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
        "base_end": begun.end if path and begun is not None else None,
        "base_day": begun.end.toordinal() if path and begun is not None else 0,
        "due_day": target._due,
        "base_month": _month_ended(begun.end) if path and begun is not None else 0,
        "due_month": 0 if due is None else _month_ended(due.end),
        "flow": int(metric.timing is Timing.PERIOD),
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
    points = float(factor(name, "%")) if same_dimension(name, "%") else 1.0
    aimed = target.goal
    goal = None if aimed is None else _end(aimed, factor(aimed.unit, name))[0]
    return (name, *_ends(target, name), goal, points, *_begun(target, name, policy))


def _begun(target: Target, name: str, policy: Policy) -> tuple[float | None, float | None, float]:
    """The ends of the baseline in a unit, and ten to the number of decimals on the path."""
    if target.baseline is None:
        return None, None, ENDLESS
    base = target.baseline.point if isinstance(target.baseline, Observation) else None
    ends = (None, None) if base is None else (base.low, base.high)
    start, last, goal = (
        None if end is None else Fraction(end.magnitude) * factor(end.unit, name)
        for end in (*ends, target.goal)
    )
    counts = [0 if end is None else decimals(end) for end in (start, last, goal, Fraction(policy.on_track))]
    exact = None if None in counts else max(count or 0 for count in counts[:3]) + (counts[3] or 0)
    return (
        None if start is None else float(start),
        None if last is None else float(last),
        ENDLESS if exact is None else 10.0**exact,
    )


def _ends(target: Target, name: str) -> tuple[Cell, ...]:
    """The bounds of a plain range in a unit; none for a change, whose levels hang on its base."""
    binding = target.binding
    if binding is None:
        return _NO_ENDS
    into = factor(binding.unit, name)
    low, high = (_end(end, into) for end in (binding.low, binding.high))
    better = _better_end(target)
    best = low if better is binding.low else high if better is binding.high else _end(better, into)
    low_out, high_out = binding.low is None or binding.low_open, binding.high is None or binding.high_open
    within = _first_inside(*low, math.inf, opened=low_out), _first_inside(*high, -math.inf, opened=high_out)
    return (*low, int(low_out), *high, int(high_out), *best, *within)


def _first_inside(at: float | None, sign: int, inwards: float, *, opened: bool) -> float:
    """The float inside that is next to an end, so that a plain number is held against it alone."""
    if at is None:
        return -inwards
    further = sign if inwards > 0 else -sign
    return at if further > 0 or (further == 0 and not opened) else math.nextafter(at, inwards)


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
