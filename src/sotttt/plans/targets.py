"""Targets (chỉ tiêu kế hoạch): what must be reached, where, by when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from sotttt.errors import InvalidEntity, InvalidText
from sotttt.frozen import (
    Entity,
    FrozenMap,
    Word,
    identifier,
    only,
    optional_label,
    placed,
    several,
    yes_or_no,
)
from sotttt.metrics import Better, Metric, Observation, Timing, dimensions, optional_period, series_key
from sotttt.periods import Frequency, Period
from sotttt.ranges import Amount, Figure, Hedge, Range
from sotttt.sources import Source

if TYPE_CHECKING:
    from sotttt.plans.requirements import Clause, Requirement

__all__ = ["Commitment", "Hold", "HorizonPart", "Target"]


class Hold(Word):
    """When the requirement holds: by the due date (đến), each period (hằng năm), throughout (duy trì)."""

    BY = "by"
    EACH = "each"
    THROUGHOUT = "throughout"


class Commitment(Word):
    """How binding a target is: chỉ tiêu, phấn đấu, dự báo."""

    FIRM = "firm"
    STRETCH = "stretch"
    FORECAST = "forecast"


class HorizonPart(Word):
    """Which part of a plan's horizon: kế hoạch, định hướng, tầm nhìn."""

    PLAN = "plan"
    ORIENTATION = "orientation"
    VISION = "vision"


def required_range(value: Range | Amount | Figure | str) -> Range:
    """The requirement reading of a range, an amount, a figure or the text of a range."""
    if isinstance(value, str):
        return Range.parse(value)
    if isinstance(value, Figure):
        return value.required()
    if isinstance(value, Range):
        return value
    if isinstance(value, Amount):
        return Range.of(value)
    raise InvalidText(
        f"{value!r} is no requirement", expected="a Range, a Figure or a text such as '>= 80 %'"
    )


def _requirement(value: Requirement | Amount | Figure | str) -> Requirement | Figure:
    if isinstance(value, Range | Figure):
        return value
    if isinstance(value, str):
        return Range.parse(value)
    # Only a target that asks for more than a range pays for the classes of such requirements.
    from sotttt.plans.requirements import as_requirement

    return as_requirement(value)


def _condition(value: Clause | None) -> Clause | None:
    if value is not None:
        from sotttt.plans.requirements import Clause

        if not isinstance(value, Clause):
            raise InvalidText(f"{value!r} is no condition", where="applies_if", expected="a Clause")
    return value


def _steps(value: Iterable[tuple[Period | str, Range | Figure | str]]) -> tuple[tuple[Period, Range], ...]:
    if isinstance(value, str):
        raise InvalidEntity(
            "one text where steps are due", where="steps", expected="pairs of period and range"
        )
    return tuple(
        sorted((_step(pair) for pair in several(value, "pairs of period and range")), key=_period_of)
    )


def _step(pair: object) -> tuple[Period, Range]:
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise InvalidEntity(f"{pair!r:.60} is no step", where="steps", expected="a pair of period and range")
    period, wanted = pair
    return Period.of(period), required_range(wanted)


def _period_of(step: tuple[Period, Range]) -> Period:
    return step[0]


def _baseline(value: Observation | Period | str | None) -> Observation | Period | None:
    return value if value is None or isinstance(value, Observation) else Period.of(value)


def resolve(wanted: Range, metric: Metric, *, two_sided: bool) -> Range:
    """The requirement as it binds: a goal is open on its better side.

    Raises:
        InvalidEntity: the range bounds only the side on which doing better is no failure.

    >>> share = Metric(id="m", name="m", unit="%", better="higher", timing="point", scale="ratio")
    >>> str(resolve(Range.parse("= 15 %"), share, two_sided=False))
    '>= 15 %'
    """
    if two_sided or metric.better is Better.NEUTRAL:
        return wanted
    low = wanted.low if metric.better is Better.HIGHER else None
    high = wanted.high if metric.better is Better.LOWER else None
    if low is None and high is None:
        raise InvalidEntity(
            f"{wanted} bounds {metric.id!r} only on its better side ({metric.better.value})",
            where="requirement",
            hint="say two_sided=True if doing better is a failure",
        )
    if low is not None:
        return wanted if wanted.high is None else Range(low, None, low_open=wanted.low_open)
    return wanted if wanted.low is None else Range(None, high, high_open=wanted.high_open)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Target(Entity):
    """One target of a plan (chỉ tiêu).

    Args:
        id: a readable id.
        metric: the metric itself.
        jurisdiction: id of the place that must reach it.
        requirement: a `Range` (or its text, or a `Figure`), `Relative`, `AllOf`, `AnyOf`, `Among`
            or `InWords`.
        start: the period from which evidence counts.
        due: the period whose end is the deadline; None where none is stated.
        hold: `by` (đến), `each` (hằng năm) or `throughout` (duy trì).
        every: the rhythm of `each`; a year where none is given.
        steps: pairs of period and range: the milestones of a path.
        baseline: the observation, or the period, from which progress is counted.
        dims: disaggregation.
        method: the method of measurement that alone counts.
        two_sided: doing better is a failure too.
        applies_if: a condition; where it is false the target doesn't apply.
        commitment: `firm`, `stretch` or `forecast`.
        horizon: `plan`, `orientation` or `vision`.
        lead: id or name of the agency that answers for it (cơ quan chủ trì).
        number: its number in the plan (số thứ tự).
        part_of: id of the target above it.
        supersedes: id of the target that it replaces.
        figure: the figure as printed.
        source: where it stands.

    Raises:
        UnitMismatch: the requirement's unit is of another dimension than the metric's.
        InvalidEntity: a due date before the baseline or the start, steps outside, a bound on the better side
            alone.

    >>> share = Metric(id="m", name="Tỷ lệ", unit="%", better="higher", timing="point", scale="ratio")
    >>> target = Target(id="t", metric=share, jurisdiction="cao-bang", requirement="= 15 %", due="2020")
    >>> str(target.binding), str(target.due)
    ('>= 15 %', '2020')
    """

    id: str = attrs.field(converter=identifier)
    metric: Metric = attrs.field(validator=only(Metric))
    jurisdiction: str = attrs.field(converter=identifier)
    requirement: Requirement = attrs.field(converter=_requirement)
    start: Period | None = attrs.field(default=None, converter=optional_period)
    due: Period | None = attrs.field(default=None, converter=optional_period)
    hold: Hold = attrs.field(default=Hold.BY, converter=Hold)
    every: Frequency | None = attrs.field(default=None, converter=attrs.converters.optional(Frequency))
    steps: tuple[tuple[Period, Range], ...] = attrs.field(default=(), converter=_steps)
    baseline: Observation | Period | None = attrs.field(default=None, converter=_baseline)
    dims: FrozenMap = attrs.field(factory=FrozenMap, converter=dimensions)
    method: str | None = attrs.field(default=None, converter=optional_label)
    two_sided: bool = attrs.field(default=False, converter=yes_or_no)
    applies_if: Clause | None = attrs.field(default=None, converter=_condition)
    commitment: Commitment = attrs.field(default=Commitment.FIRM, converter=Commitment)
    horizon: HorizonPart = attrs.field(default=HorizonPart.PLAN, converter=HorizonPart)
    lead: str | None = attrs.field(default=None, converter=optional_label)
    number: str | None = attrs.field(default=None, converter=optional_label)
    part_of: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    supersedes: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    figure: Figure | None = attrs.field(default=None, validator=attrs.validators.optional(only(Figure)))
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))
    #: The requirement as it binds, where it is a range: open on its better side.
    binding: Range | None = attrs.field(init=False, eq=False, repr=False)
    _goal: Range | None = attrs.field(init=False, eq=False, repr=False)
    _key: str = attrs.field(init=False, eq=False, repr=False)
    _due: int = attrs.field(init=False, eq=False, repr=False)
    _plain: bool = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        put = object.__setattr__
        given: object = self.requirement
        if isinstance(given, Figure):
            put(self, "figure", given)
            put(self, "requirement", given.required())
        self._check_requirement()
        self._check_dates()
        put(self, "binding", self._bind(self.requirement) if isinstance(self.requirement, Range) else None)
        goal = None if self.binding is None else goal_of(self.binding, self.metric)
        put(self, "_goal", None if goal is None else Range.of(goal))
        put(self, "_key", series_key(self.metric.id, self.jurisdiction, self.dims))
        put(self, "_due", self.due.end.toordinal() if self.due is not None else -1)
        plain = self.binding is not None and self.due is not None and self.hold is Hold.BY and not self.steps
        own = self.applies_if is None and self.start is None and self.method is None
        put(self, "_plain", plain and own and self.metric.timing is not Timing.PERIOD)

    def _check_requirement(self) -> None:
        if isinstance(self.requirement, Range):
            self.metric.check_unit(self.requirement.unit, "requirement")
        else:
            self.requirement.check(self.metric, two_sided=self.two_sided)
        for _, step in self.steps:
            self.metric.check_unit(step.unit, "steps")
        for _, step in self.steps:
            self._bind(step)

    def _check_dates(self) -> None:
        due = self.due
        for field, other in (("supersedes", self.supersedes), ("part_of", self.part_of)):
            if other == self.id:
                raise InvalidEntity(
                    f"the target {other!r} names itself", where=field, expected="another target"
                )
        if self.steps and due is not None and self.steps[-1][0].end > due.end:
            raise InvalidEntity(
                "a step lies after the due period", where="steps", expected=f"steps up to {due}"
            )
        if len({period for period, _ in self.steps}) != len(self.steps):
            raise InvalidEntity("two steps for one period", where="steps")
        base = self.baseline.period if isinstance(self.baseline, Observation) else self.baseline
        if isinstance(self.baseline, Observation) and self.baseline.metric != self.metric:
            raise InvalidEntity("the baseline is of another metric", where="baseline")
        for field, period in (("baseline", base), ("start", self.start)):
            if due is not None and period is not None and due.end < period.end:
                raise InvalidEntity(
                    f"due {due} lies before the {field} {period}",
                    where="due",
                    expected=f"a period that ends after {period}",
                )

    def _bind(self, wanted: Range) -> Range:
        if (self.two_sided and self.figure is not None and self.figure.hedge is Hedge.ABOUT) or (
            self.metric.better is Better.NEUTRAL
            and self.figure is not None
            and self.figure.hedge is Hedge.ABOUT
        ):
            wanted = self.figure.observed()
        return resolve(wanted, self.metric, two_sided=self.two_sided)

    @property
    def goal(self) -> Amount | None:
        """The figure to reach: the end of the range that is worst among the acceptable values."""
        return None if self._goal is None else self._goal.low

    def _repr_html_(self) -> str:
        from sotttt.writing import html_table

        due = str(self.due) if self.due else ""
        rows = [(self.id, self.metric.name, self.jurisdiction, str(self.requirement), due)]
        return html_table(("id", "Chỉ tiêu", "Nơi", "Yêu cầu", "Hạn"), rows)


def goal_of(binding: Range, metric: Metric) -> Amount | None:
    """The figure that a binding requirement asks for; None where both ends of a neutral metric bind.

    >>> share = Metric(id="m", name="m", unit="%", better="lower", timing="point", scale="ratio")
    >>> str(goal_of(Range.parse("<= 5 %"), share))
    '5 %'
    """
    if metric.better is Better.HIGHER:
        return binding.low if binding.low is not None else binding.high
    if metric.better is Better.LOWER:
        return binding.high if binding.high is not None else binding.low
    return binding.point
