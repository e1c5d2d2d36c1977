"""Metrics, observations and what a source itself says: the facts that an evaluation rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from sotttt.errors import InvalidEntity, MissingField, UnitMismatch
from sotttt.frozen import (
    Entity,
    FrozenMap,
    LabelledWord,
    Word,
    identifier,
    label,
    only,
    optional_label,
    placed,
    several,
    yes_or_no,
)
from sotttt.periods import Frequency, Period, as_date
from sotttt.ranges import Amount, Figure, Range
from sotttt.sources import Source
from sotttt.units import same_dimension, unit

__all__ = [
    "Assessment",
    "Better",
    "Degree",
    "Disposition",
    "Merge",
    "Metric",
    "Observation",
    "Scale",
    "Status",
    "Timing",
    "Verdict",
]


class Better(Word):
    """The good direction of a metric (chiều tốt)."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Timing(Word):
    """What a value describes: an instant (thời điểm), a period (thời kỳ), or all so far (lũy kế)."""

    POINT = "point"
    PERIOD = "period"
    CUMULATIVE = "cumulative"


class Scale(Word):
    """What kind of number the metric is (thang đo)."""

    COUNT = "count"
    AMOUNT = "amount"
    RATIO = "ratio"
    RANK = "rank"
    SCORE = "score"
    GRADE = "grade"
    YES_NO = "yes_no"


class Merge(Word):
    """How values of merged units make the value of the new one (quy tắc gộp)."""

    SUM = "sum"
    RATIO_OF_SUMS = "ratio_of_sums"
    WEIGHTED_MEAN = "weighted_mean"
    MEAN = "mean"
    BOUNDS = "bounds"
    NONE = "none"


class Status(Word):
    """How final a value is (tình trạng số liệu), best first."""

    OFFICIAL = "official"
    PRELIMINARY = "preliminary"
    ESTIMATED = "estimated"
    DERIVED = "derived"
    FORECAST = "forecast"


class Verdict(LabelledWord):
    """The answer for one target on one day (đánh giá).

    >>> Verdict("missed").vi, Verdict.MET.en
    ('Không đạt', 'Met')
    """

    NOT_APPLICABLE = "not_applicable", "Không áp dụng", "Not applicable"
    MET = "met", "Đạt", "Met"
    MISSED = "missed", "Không đạt", "Missed"
    UNDECIDED = "undecided", "Chưa xác định được", "Undecided"
    NO_DATA = "no_data", "Chưa có số liệu", "No data"
    AWAITING = "awaiting", "Chờ số liệu", "Awaiting data"
    ON_TRACK = "on_track", "Đúng tiến độ", "On track"
    BEHIND = "behind", "Chậm tiến độ", "Behind"
    NOT_DUE = "not_due", "Chưa đến hạn", "Not due"


class Degree(Word):
    """How far, in a source's own words: vượt, cơ bản, tiệm cận, một phần."""

    EXCEEDED = "exceeded"
    FULL = "full"
    BASICALLY = "basically"
    NEARLY = "nearly"
    PARTLY = "partly"


class Disposition(Word):
    """What became of a proposal (kết quả xử lý kiến nghị)."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITION = "approved_with_condition"
    DEFERRED = "deferred"
    RETURNED = "returned"
    REJECTED = "rejected"
    UNANSWERED = "unanswered"


def canonical_unit(value: str) -> str:
    """The catalogue's own name of a unit.

    >>> canonical_unit("tỷ đồng")
    'billion_VND'
    """
    return unit(value).name


def optional_frequency(value: Frequency | str | None) -> Frequency | None:
    """A frequency, from itself or its text."""
    return None if value is None else Frequency(value)


def optional_range(value: Range | Amount | str | None) -> Range | None:
    """A range, from itself, its text or an amount."""
    if value is None or isinstance(value, Range):
        return value
    if isinstance(value, Amount):
        return Range.of(value)
    return Range.parse(value)


def optional_amount(value: Amount | str | None) -> Amount | None:
    """An amount, from itself or its text."""
    return value if value is None or isinstance(value, Amount) else Amount.parse(value)


def optional_period(value: Period | dt.date | str | None) -> Period | None:
    """A period, from itself, a date or its text."""
    return None if value is None else Period.of(value)


def optional_date(value: dt.date | str | None) -> dt.date | None:
    """A date, from itself or its ISO text."""
    return None if value is None else as_date(value, "date")


def observed_range(value: Range | Amount | Figure | str) -> Range | Figure:
    """The range of an observed value; a figure is kept for its own reading."""
    if isinstance(value, str):
        return Range.parse(value)
    if isinstance(value, Amount):
        return Range.of(value)
    if isinstance(value, Range | Figure):
        return value
    # Amount gives the named refusal of floats, bools and None.
    return Range.of(Amount(value, "1"))


def required_period(value: Period | dt.date | str) -> Period:
    """The period of an observation; None is refused by name."""
    if value is None:
        raise MissingField("no period: a value without its period says nothing", where="period")
    return Period.of(value)


def dimensions(value: Mapping[str, str]) -> FrozenMap:
    """Disaggregation (phân tổ) as a frozen map."""
    if isinstance(value, FrozenMap):
        return value
    if isinstance(value, Mapping):
        return FrozenMap(value)
    return FrozenMap(several(value, "a mapping of text to text, such as {'sex': 'nữ'}"))


def series_key(metric: str, jurisdiction: str, dims: FrozenMap) -> str:
    """One key for what is compared with what: metric, place and disaggregation."""
    key = f"{metric}\n{jurisdiction}"
    return key + "".join(f"\n{name}={value}" for name, value in dims.items()) if dims else key


@attrs.frozen(kw_only=True, cache_hash=True, field_transformer=placed)
class Metric(Entity):
    """What is measured (chỉ tiêu thống kê): a name, a unit and the rules of its use.

    Args:
        id: a readable id.
        name: the Vietnamese name.
        name_en: the English name.
        unit: a unit of the catalogue; each value must be of its dimension.
        better: `higher`, `lower` or `neutral`.
        timing: `point` (thời điểm), `period` (thời kỳ) or `cumulative` (lũy kế).
        scale: `count`, `amount`, `ratio`, `rank`, `score`, `grade` or `yes_no`.
        sector: code of a sector (lĩnh vực).
        merge: how values are carried over mergers of units.
        domain: the values that can occur at all.
        frequency: how often an edition appears.
        population: what is counted, the denominator, and what is left out.
        definition: the official definition, in short.

    Raises:
        UnknownUnit: the unit is not in the catalogue.
        UnitMismatch: the domain is of another dimension.

    >>> Metric(id="dti", name="DTI", unit="điểm", better="higher", timing="period", scale="score").unit
    'point'
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(converter=label)
    name_en: str | None = attrs.field(default=None, converter=optional_label)
    unit: str = attrs.field(converter=canonical_unit)
    better: Better = attrs.field(converter=Better)
    timing: Timing = attrs.field(converter=Timing)
    scale: Scale = attrs.field(converter=Scale)
    sector: str | None = attrs.field(default=None, converter=optional_label)
    merge: Merge = attrs.field(default=Merge.NONE, converter=Merge)
    domain: Range | None = attrs.field(default=None, converter=optional_range)
    frequency: Frequency | None = attrs.field(default=None, converter=optional_frequency)
    population: str | None = attrs.field(default=None, converter=optional_label)
    definition: str | None = attrs.field(default=None, converter=optional_label)

    def __attrs_post_init__(self) -> None:
        if self.domain is not None:
            self.check_unit(self.domain.unit, "domain")

    @property
    def non_negative(self) -> bool:
        """Whether no value below zero can occur, so that a partial sum is a lower bound."""
        if self.domain is None:
            return self.scale is Scale.COUNT
        return self.domain.low is not None and self.domain.low.magnitude >= 0

    @property
    def additive(self) -> bool:
        """Whether values of parts of a period add up to the value of the whole."""
        return self.timing is Timing.PERIOD and self.scale in (Scale.COUNT, Scale.AMOUNT)

    @property
    def reachable(self) -> bool:
        """Whether a goal, once reached, counts before its due date: no flow, no rank, no score."""
        return self.timing is not Timing.PERIOD and self.scale not in (Scale.RANK, Scale.SCORE)

    def check_unit(self, name: str, where: str) -> None:
        """Refuse a unit of another dimension.

        Raises:
            UnitMismatch: the unit can't be compared with the metric's.
        """
        if name != self.unit and not same_dimension(name, self.unit):
            raise UnitMismatch(
                f"{name!r} is no unit for {self.id!r}",
                where=where,
                expected=f"a unit comparable with {self.unit!r}",
            )

    def _repr_html_(self) -> str:
        from sotttt.writing import html_table

        rows = [(self.id, self.name, self.name_en or "", self.unit, self.better.value, self.timing.value)]
        return html_table(("id", "Chỉ tiêu", "English", "ĐVT", "better", "timing"), rows)


_STATUS_RANK = {status: rank for rank, status in enumerate(Status)}

#: Dimension keys of an observation that states a change instead of a level.
CHANGE, AGAINST = "change", "against"


@attrs.frozen(kw_only=True, field_transformer=placed)
class Observation(Entity):
    """A value seen for a metric (số liệu): the range in which the true value lies, and when it was known.

    Args:
        metric: the metric itself.
        jurisdiction: id of the place.
        period: the period that the value describes.
        value: a range, an amount, a figure read from a text, or the text of a range. A figure brings its
            status ("ước") and its denominator along, where none is given.
        of: the denominator, or the number ranked.
        status: `official`, `preliminary`, `estimated`, `derived` or `forecast`.
        published: the day, month or year of publication; known from its last day on. None: known from the
            day after the period.
        cutoff: the day on which the data were closed.
        method: how it was measured, where sources differ; where it changes, the series breaks
            (gián đoạn chuỗi số liệu), and no pace is counted from before the change.
        dims: disaggregation (phân tổ). The keys `change` and `against` mark a value that states a change
            itself ({"change": "growth", "against": "2019"}); its unit is then that of the change.
        figure: the figure as printed.
        source: where it stands.
        period_inferred: the source names no period; the one given is read from its context.

    Raises:
        UnitMismatch: the value's unit is of another dimension than the metric's.
        MissingField: no period, or neither value nor figure.
        InvalidEntity: the value lies wholly outside the metric's domain.

    >>> share = Metric(id="m", name="Tỷ lệ", unit="%", better="higher", timing="point", scale="ratio")
    >>> seen = Observation(
    ...     metric=share, jurisdiction="quang-ngai", period="2020", value="= 88.3 %", published="2021-03-03"
    ... )
    >>> str(seen.value), seen.known_from
    ('= 88.3 %', datetime.date(2021, 3, 3))
    """

    metric: Metric = attrs.field(validator=only(Metric))
    jurisdiction: str = attrs.field(converter=identifier)
    period: Period = attrs.field(converter=required_period)
    value: Range = attrs.field(converter=observed_range)
    of: Amount | None = attrs.field(default=None, converter=optional_amount)
    status: Status = attrs.field(default=Status.OFFICIAL, converter=Status)
    published: Period | None = attrs.field(default=None, converter=optional_period)
    cutoff: dt.date | None = attrs.field(default=None, converter=optional_date)
    method: str | None = attrs.field(default=None, converter=optional_label)
    dims: FrozenMap = attrs.field(factory=FrozenMap, converter=dimensions)
    figure: Figure | None = attrs.field(default=None, validator=attrs.validators.optional(only(Figure)))
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))
    period_inferred: bool = attrs.field(default=False, converter=yes_or_no)
    _key: str = attrs.field(init=False, eq=False, repr=False)
    _end: int = attrs.field(init=False, eq=False, repr=False)
    _known: int = attrs.field(init=False, eq=False, repr=False)
    _rank: int = attrs.field(init=False, eq=False, repr=False)
    _marked: bool = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        put = object.__setattr__
        if isinstance(self.value, Figure):
            figure = self.value
            put(self, "figure", figure)
            put(self, "value", figure.observed())
            if figure.status is not None and self.status is Status.OFFICIAL:
                put(self, "status", Status(figure.status))
            if figure.of is not None and self.of is None:
                put(self, "of", figure.of)
        if CHANGE not in self.dims:
            self.metric.check_unit(self.value.unit, "value")
            domain = self.metric.domain
            if domain is not None and self.value.is_disjoint(domain):
                raise InvalidEntity(
                    f"{self.value} can't be a value of {self.metric.id!r}",
                    where="value",
                    expected=f"a value in {domain}",
                )
        end = self.period.end.toordinal()
        put(self, "_key", series_key(self.metric.id, self.jurisdiction, self.dims))
        put(self, "_end", end)
        put(self, "_known", end + 1 if self.published is None else self.published.end.toordinal())
        put(self, "_rank", _STATUS_RANK[self.status])
        marked = self.status is not Status.OFFICIAL or self.published is None or self.figure is not None
        put(self, "_marked", marked or self.period_inferred)

    @property
    def known_from(self) -> dt.date:
        """The first day on which the value was known."""
        return dt.date.fromordinal(min(self._known, dt.date.max.toordinal()))

    @property
    def series(self) -> tuple[str | None, str | None]:
        """Publisher and method: versions within one series replace each other, different series never do."""
        return (self.source.publisher if self.source else None, self.method)

    @property
    def point(self) -> Range:
        """The value as printed, before the width of a hedge: what arithmetic uses."""
        return self.figure.range if self.figure is not None else self.value


@attrs.frozen(kw_only=True, field_transformer=placed)
class Assessment(Entity):
    """What a source itself states about a target, task, milestone or proposal (đánh giá của nguồn).

    It is kept beside the computed verdict and never changes it, unless the requirement is in words.

    Args:
        subject: id of the target, task, milestone or proposal.
        period: the period that is assessed.
        verdict: the stated verdict.
        degree: `exceeded`, `full`, `basically`, `nearly` or `partly`.
        disposition: the outcome of a proposal.
        done_on: when it was done.
        attainment: the stated rate of completion, as a range in `%`.
        by: who assesses.
        published: when it was published; known from its last day.
        source: where it stands.

    >>> Assessment(subject="nd-centres", disposition="deferred", published="2016-04-01").disposition.value
    'deferred'
    """

    subject: str = attrs.field(converter=identifier)
    period: Period | None = attrs.field(default=None, converter=optional_period)
    verdict: Verdict | None = attrs.field(default=None, converter=attrs.converters.optional(Verdict))
    degree: Degree | None = attrs.field(default=None, converter=attrs.converters.optional(Degree))
    disposition: Disposition | None = attrs.field(
        default=None, converter=attrs.converters.optional(Disposition)
    )
    done_on: Period | None = attrs.field(default=None, converter=optional_period)
    attainment: Range | None = attrs.field(default=None, converter=optional_range)
    by: str | None = attrs.field(default=None, converter=optional_label)
    published: Period | None = attrs.field(default=None, converter=optional_period)
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))

    def __attrs_post_init__(self) -> None:
        said = (self.verdict, self.degree, self.disposition, self.done_on, self.attainment)
        if all(part is None for part in said):
            raise MissingField(
                f"the assessment of {self.subject!r} states nothing",
                expected="a verdict, degree, disposition, done_on or attainment",
            )
        if self.attainment is not None and not same_dimension(self.attainment.unit, "%"):
            raise UnitMismatch("a rate of completion is a share", where="attainment", expected="a range in %")

    @property
    def known_from(self) -> dt.date | None:
        """The first day on which it was known; None where neither publication nor period is given."""
        if self.published is not None:
            return self.published.end
        if self.period is not None and self.period.end < dt.date.max:
            return self.period.end + dt.timedelta(days=1)
        return None

    def known(self, as_of: dt.date) -> bool:
        """Whether it was known on that day; one without any date always is."""
        day = self.known_from
        return self.period is None if day is None else day <= as_of
