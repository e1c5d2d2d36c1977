"""Where a series leads by a period (dự báo theo xu thế): named extrapolations, exact where they are rational.

Every projection is a rule, no forecast. Its interval says how badly the same rule misses the values that are
known: the projected value plus and minus the largest of these misses. It is no confidence interval, and it is
missing where the rule goes through every value that it uses. No rule looks back past a break in the series.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, DecimalException
from fractions import Fraction
from typing import NamedTuple

import attrs

from sotttt.errors import InvalidEntity, InvalidPeriod, MissingField
from sotttt.evaluation.pace.ends import Unready
from sotttt.evaluation.pace.exact import exponential, growth_factor, logarithm, power, ratio_text, to_decimal
from sotttt.evaluation.pace.path import at as on_path
from sotttt.evaluation.pace.rating import PaceFlag, PaceReason
from sotttt.evaluation.pace.series import Goal, Kind, Point, Series, when
from sotttt.frozen import Entity, FrozenMap, Word, several
from sotttt.periods import Period
from sotttt.ranges.numbers import decimal

__all__ = ["Projection", "ProjectionMethod", "project", "spread"]

#: How many periods ahead the reaching of a goal is looked for.
FARTHEST = 200


class ProjectionMethod(Word):
    """How a series is carried on (cách ngoại suy).

    `last_value`: it stays; `linear`: straight on from the baseline; `least_squares`: the line that fits all
    values; `weighted`: the same with weights that rise by one each year; `mean_change`: by the mean of the
    last k changes; `compound`: by the yearly growth since the baseline; `logistic`: S-shaped below a ceiling;
    `path`: the stated trajectory of the goal.
    """

    LAST_VALUE = "last_value"
    LINEAR = "linear"
    LEAST_SQUARES = "least_squares"
    WEIGHTED = "weighted"
    MEAN_CHANGE = "mean_change"
    COMPOUND = "compound"
    LOGISTIC = "logistic"
    PATH = "path"


class _Asked(NamedTuple):
    """What a rule may look at."""

    points: tuple[Point, ...]
    base: Point
    last: Point
    goal: Goal | None
    ceiling: Fraction | None
    changes: int


#: The value at a time in years.
Curve = Callable[[Fraction], Fraction]


@attrs.frozen(kw_only=True)
class Projection(Entity):
    """Where one rule leads (kết quả ngoại suy).

    Args:
        method: the rule.
        due: the period at whose end the value is projected.
        value: the value, in at most 50 digits; None where the rule can't be applied.
        low: the value less the largest miss of the rule on the values known.
        high: the value plus that miss.
        reached: the first period, of the series' own length, at whose end the goal is met.
        inputs: what the rule used.
        flags: `capped` where the value was cut at the end of what can occur; `after_break` where values
            before a break were left out; `provisional`, `late`.
        unable: why there is no value.
    """

    method: ProjectionMethod
    due: Period
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reached: Period | None = None
    inputs: FrozenMap = attrs.field(factory=FrozenMap, converter=FrozenMap)
    flags: tuple[PaceFlag, ...] = ()
    unable: PaceReason | None = None

    def trace(self) -> tuple[tuple[str, str], ...]:
        """Rule, inputs and figures, as pairs of name and text."""
        lines = [("projection.method", self.method.value), ("projection.due", str(self.due))]
        lines += [(f"projection.input.{name}", text) for name, text in self.inputs.items()]
        lines += [
            (f"projection.{name}", ratio_text(number))
            for name, number in (("value", self.value), ("low", self.low), ("high", self.high))
            if number is not None
        ]
        if self.reached is not None:
            lines.append(("projection.reached", str(self.reached)))
        if self.unable is not None:
            lines.append(("projection.unable", self.unable.value))
        lines += [("projection.flag", flag.value) for flag in self.flags]
        return tuple(lines)


def project(
    series: Series,
    due: Period | str | int,
    *,
    method: ProjectionMethod | str = ProjectionMethod.LINEAR,
    goal: Goal | None = None,
    baseline: Period | str | int | None = None,
    ceiling: int | str | Decimal | None = None,
    changes: int = 5,
) -> Projection:
    """Carry a series on to a period (ngoại suy đến kỳ hạn).

    The value is cut at the ends of what can occur only where the series says which these are (`low`, `high`).

    Args:
        series: the values.
        due: the period at whose end the value is asked for.
        method: the rule.
        goal: the goal whose reaching is asked for; its path for `path`.
        baseline: the period that `linear`, `compound` and `logistic` start from; by default the goal's, else
            the first after the last break.
        ceiling: what `logistic` stays below; by default the series' `high`.
        changes: how many changes `mean_change` takes.

    Raises:
        InvalidChoice: an unknown rule.
        InvalidEntity: fewer than one change.

    >>> use = Series({2020: "60", 2022: "72"})
    >>> project(use, 2025).value, str(round(project(use, 2025, method="compound").value, 1))
    (Decimal('90'), '94.6')
    >>> str(project(use, 2025, goal=Goal(value="80")).reached)
    '2024'
    """
    rule, end = ProjectionMethod(method), Point(due, 0).period
    if changes < 1:
        raise InvalidEntity(f"the mean of {changes} changes", where="changes", expected="1 or more")
    flags: frozenset[PaceFlag] = frozenset()
    try:
        start = goal.baseline if baseline is None and goal is not None else baseline
        asked, flags = _asked(series, end, rule, goal, start)
        top = series.high if ceiling is None else decimal(ceiling)
        asked = asked._replace(ceiling=None if top is None else Fraction(top), changes=changes)
        curve, inputs = _RULES[rule](asked)
        return _made(rule, end, series, asked, curve, inputs, flags)
    except Unready as why:
        return Projection(method=rule, due=end, unable=why.reason, flags=_ordered(flags | why.flags))
    except (DecimalException, OverflowError):
        return Projection(method=rule, due=end, unable=PaceReason.BEYOND_NUMBERS, flags=_ordered(flags))


def spread(
    series: Series,
    due: Period | str | int,
    *,
    methods: Iterable[ProjectionMethod | str],
    goal: Goal | None = None,
    ceiling: int | str | Decimal | None = None,
) -> tuple[Decimal, Decimal]:
    """The least and the greatest value that several rules lead to: how much hangs on the rule.

    Args:
        series: the values.
        due: the period asked for.
        methods: the rules; those that can't be applied are left out.
        goal: as for `project`.
        ceiling: as for `project`.

    Raises:
        MissingField: no rule can be applied.

    >>> use = Series({2020: "60", 2022: "72"})
    >>> low, high = spread(use, 2025, methods=["last_value", "linear", "compound"])
    >>> str(low), str(round(high, 1))
    ('72', '94.6')
    """
    made = [
        project(series, due, method=one, goal=goal, ceiling=ceiling)
        for one in several(methods, "names of rules")
    ]
    values = [one.value for one in made if one.value is not None]
    if not values:
        raise MissingField("no rule can carry the series on", where="methods")
    return min(values), max(values)


def _ordered(flags: frozenset[PaceFlag]) -> tuple[PaceFlag, ...]:
    return tuple(flag for flag in PaceFlag if flag in flags)


#: The rules that start from a baseline.
_FROM_BASELINE = (ProjectionMethod.LINEAR, ProjectionMethod.COMPOUND, ProjectionMethod.LOGISTIC)


def _asked(
    series: Series,
    due: Period,
    rule: ProjectionMethod,
    goal: Goal | None,
    baseline: Period | str | int | None,
) -> tuple[_Asked, frozenset[PaceFlag]]:
    if series.kind is Kind.RANK:
        raise Unready(PaceReason.RANK)
    known = series.until(due.end)
    points = known.unbroken()
    flags = set()
    if len(known.points) < len(series.points):
        flags.add(PaceFlag.LATE)
    if len(points) < len(known.points):
        flags.add(PaceFlag.AFTER_BREAK)
    if not points:
        raise Unready(PaceReason.NO_OBSERVATION, flags)
    if any(points[-1].period.end < one.start <= due.end for one in known.breaks):
        raise Unready(PaceReason.BREAK_IN_SERIES, flags)
    if any(point.provisional for point in points):
        flags.add(PaceFlag.PROVISIONAL)
    base = points[0]
    if baseline is not None and rule in _FROM_BASELINE:
        base = _base(known, points, Point(baseline, 0).period)
    return _Asked(points, base, points[-1], goal, None, 0), frozenset(flags)


def _base(known: Series, points: tuple[Point, ...], wanted: Period) -> Point:
    """The value of the baseline's period.

    Raises:
        Unready: there is none, or a break lies between it and the last value.
    """
    for point in points:
        if point.period.end == wanted.end:
            return point
    raise Unready(PaceReason.NO_BASELINE if known.at(wanted) is None else PaceReason.BREAK_IN_SERIES)


def _made(
    rule: ProjectionMethod,
    due: Period,
    series: Series,
    asked: _Asked,
    curve: Curve,
    inputs: dict[str, str],
    flags: frozenset[PaceFlag],
) -> Projection:
    free = curve(when(due.end))
    value = _clipped(free, series)
    used = {"last": str(asked.last), "values": str(len(asked.points)), **inputs}
    missed = _largest_miss(rule, asked, curve)
    return Projection(
        method=rule,
        due=due,
        value=to_decimal(value),
        low=None if missed is None else to_decimal(_clipped(free - missed, series)),
        high=None if missed is None else to_decimal(_clipped(free + missed, series)),
        reached=None if asked.goal is None else _reached(asked.goal, asked.last, series, curve),
        inputs=FrozenMap(used),
        flags=_ordered(flags | ({PaceFlag.CAPPED} if value != free else set())),
    )


def _clipped(value: Fraction, series: Series) -> Fraction:
    if series.low is not None:
        value = max(value, Fraction(series.low))
    return value if series.high is None else min(value, Fraction(series.high))


def _largest_miss(rule: ProjectionMethod, asked: _Asked, curve: Curve) -> Fraction | None:
    """The largest distance of the rule from a value that it may use and needn't go through."""
    through = 1 if rule is ProjectionMethod.LAST_VALUE else 2
    points = asked.points
    if rule in _FROM_BASELINE:
        points = tuple(point for point in points if point.period.end >= asked.base.period.end)
    elif rule is ProjectionMethod.MEAN_CHANGE:
        points = points[-asked.changes - 1 :]
    elif rule is ProjectionMethod.PATH:
        points, through = (), 0
    if len(points) <= through:
        return None
    return max(abs(point.number - curve(when(point.period.end))) for point in points)


def _reached(goal: Goal, last: Point, series: Series, curve: Curve) -> Period | None:
    """The first period from the last value on at whose end the goal is met, within 200 periods."""
    if goal.ends is None:
        return None
    now = last.period
    if goal.meets(last.number):
        return now
    for _ in range(FARTHEST):
        try:
            now = now.shift(1)
            value = curve(when(now.end))
        except (InvalidPeriod, Unready, DecimalException):
            return None
        if goal.meets(_clipped(value, series)):
            return now
    return None


def _two(asked: _Asked) -> Fraction:
    """The years from the baseline to the last value.

    Raises:
        Unready: they are the same.
    """
    if asked.base.period.end >= asked.last.period.end:
        raise Unready(PaceReason.ONE_OBSERVATION)
    return when(asked.last.period.end) - when(asked.base.period.end)


def _last_value(asked: _Asked) -> tuple[Curve, dict[str, str]]:
    return (lambda _: asked.last.number), {}


def _line(start: Point, last: Point, slope: Fraction) -> tuple[Curve, dict[str, str]]:
    now = when(last.period.end)
    return (
        lambda at: last.number + slope * (at - now),
        {"baseline": str(start), "change": ratio_text(slope)},
    )


def _linear(asked: _Asked) -> tuple[Curve, dict[str, str]]:
    slope = (asked.last.number - asked.base.number) / _two(asked)
    return _line(asked.base, asked.last, slope)


def _mean_change(asked: _Asked) -> tuple[Curve, dict[str, str]]:
    first = asked.points[-asked.changes - 1 :][0]
    return _linear(asked._replace(base=first))


def _fitted(asked: _Asked, weights: list[Fraction]) -> tuple[Curve, dict[str, str]]:
    """The line with the least weighted sum of squares."""
    _two(asked._replace(base=asked.points[0]))
    times = [when(point.period.end) for point in asked.points]
    values = [point.number for point in asked.points]
    total = sum(weights, Fraction(0))
    middle = sum((w * t for w, t in zip(weights, times, strict=True)), Fraction(0)) / total
    mean = sum((w * v for w, v in zip(weights, values, strict=True)), Fraction(0)) / total
    rows = list(zip(weights, times, values, strict=True))
    slope = sum((w * (t - middle) * (v - mean) for w, t, v in rows), Fraction(0)) / sum(
        (w * (t - middle) ** 2 for w, t, _ in rows), Fraction(0)
    )
    return (lambda at: mean + slope * (at - middle)), {"change": ratio_text(slope)}


def _least_squares(asked: _Asked) -> tuple[Curve, dict[str, str]]:
    return _fitted(asked, [Fraction(1)] * len(asked.points))


def _weighted(asked: _Asked) -> tuple[Curve, dict[str, str]]:
    first = when(asked.points[0].period.end)
    return _fitted(asked, [when(point.period.end) - first + 1 for point in asked.points])


def _compound(asked: _Asked) -> tuple[Curve, dict[str, str]]:
    base, last, time = asked.base.number, asked.last.number, _two(asked)
    if base == 0 or last == 0:
        raise Unready(PaceReason.ZERO_BASE)
    if base * last < 0:
        raise Unready(PaceReason.MIXED_SIGNS)
    factor, now = growth_factor(abs(base), abs(last), time), when(asked.last.period.end)
    inputs = {"baseline": str(asked.base), "growth": ratio_text(factor - 1)}
    return (lambda at: last * power(factor, at - now)), inputs


def _logistic(asked: _Asked) -> tuple[Curve, dict[str, str]]:
    top, time = asked.ceiling, _two(asked)
    if top is None:
        raise Unready(PaceReason.NO_CEILING)
    base, last = asked.base.number, asked.last.number
    if not (0 < base < top and 0 < last < top):
        raise Unready(PaceReason.BASE_AT_LIMIT)
    start, here = logarithm(base / (top - base)), logarithm(last / (top - last))
    slope, now = (here - start) / time, when(asked.last.period.end)
    inputs = {"baseline": str(asked.base), "ceiling": ratio_text(top), "logit.change": ratio_text(slope)}
    return (lambda at: top / (1 + exponential(-here - slope * (at - now)))), inputs


def _path(asked: _Asked) -> tuple[Curve, dict[str, str]]:
    goal = asked.goal
    if goal is None:
        raise Unready(PaceReason.NO_GOAL)
    return (lambda at: on_path(goal, asked.base, at)), {}


_RULES: dict[ProjectionMethod, Callable[[_Asked], tuple[Curve, dict[str, str]]]] = {
    ProjectionMethod.LAST_VALUE: _last_value,
    ProjectionMethod.LINEAR: _linear,
    ProjectionMethod.LEAST_SQUARES: _least_squares,
    ProjectionMethod.WEIGHTED: _weighted,
    ProjectionMethod.MEAN_CHANGE: _mean_change,
    ProjectionMethod.COMPOUND: _compound,
    ProjectionMethod.LOGISTIC: _logistic,
    ProjectionMethod.PATH: _path,
}
