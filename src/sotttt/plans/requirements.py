"""What a target demands beyond a plain range: change, combinations, shares of units, words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import attrs

from sotttt.errors import InvalidEntity, InvalidText, MissingField, UnitMismatch
from sotttt.frozen import Entity, FrozenMap, Word, identifier, label, only, placed, several, strings
from sotttt.metrics import Better, Metric, dimensions, optional_period
from sotttt.periods import Period
from sotttt.plans.targets import required_range, resolve
from sotttt.ranges import Amount, Figure, Range
from sotttt.units import same_dimension

__all__ = [
    "AllOf",
    "Among",
    "AnyOf",
    "Change",
    "Clause",
    "InWords",
    "Members",
    "Relative",
    "Requirement",
    "as_requirement",
]


#: How deep combinations may stand inside each other.
MAX_DEPTH = 32


class Change(Word):
    """How a value is set against another (cách so sánh)."""

    DIFFERENCE = "difference"
    GROWTH = "growth"
    MEAN_GROWTH = "mean_growth"
    MULTIPLE = "multiple"


#: The unit in which values of a unit differ, where it is another one.
DIFFERENCES = {"%": "percentage_point", "rank": "place"}

_AGAINST = ("metric:", "jurisdiction:", "target:")


def against_text(value: Period | Metric | str) -> str:
    """The canonical text of what a value is set against."""
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, Metric):
        return f"metric:{value.id}"
    text = label(value)
    if text == "previous" or (text.startswith(_AGAINST) and not text.endswith(":")):
        return text
    return str(Period.of(text))


@attrs.frozen(kw_only=True, field_transformer=placed)
class Relative(Entity):
    """A requirement on a change (so với): growth, difference or multiple, counted towards better.

    With `better="lower"`, a growth of at least 20 % means: at least 20 % less. The change itself is a goal,
    open above; for a neutral metric both ends bind.

    Args:
        change: `difference`, `growth`, `mean_growth` (mean yearly growth) or `multiple`.
        range: the acceptable changes, counted towards better.
        against: a base period (`2020`), `previous`, `metric:ID`, `jurisdiction:ID` or `target:ID`.

    Raises:
        UnitMismatch: growth is a share, a multiple is in `times`.

    >>> Relative(change="growth", range=">= 20 %", against="2020").against
    '2020'
    """

    change: Change = attrs.field(converter=Change)
    range: Range = attrs.field(converter=required_range)
    against: str = attrs.field(default="previous", converter=against_text)

    def __attrs_post_init__(self) -> None:
        due = {Change.GROWTH: "%", Change.MEAN_GROWTH: "%", Change.MULTIPLE: "times"}.get(self.change)
        if due is not None and not same_dimension(self.range.unit, due):
            raise UnitMismatch(
                f"a {self.change.value} in {self.range.unit!r}", where="range", expected=f"a range in {due!r}"
            )

    def check(self, metric: Metric, *, two_sided: bool) -> None:
        """Refuse a change that the metric can't show.

        Raises:
            UnitMismatch: a difference in another dimension; shares differ in percentage points,
                ranks in places.
            InvalidEntity: a change that is bounded only on the side on which more of it is no failure.
        """
        if self.range.low is None and not two_sided and metric.better is not Better.NEUTRAL:
            raise InvalidEntity(
                f"a change of {self.range} bounds {metric.id!r} only on its better side",
                where="requirement.range",
                hint="a change counts towards better; say two_sided=True if more of it is a failure",
            )
        if self.change is not Change.DIFFERENCE:
            return
        for of, difference in DIFFERENCES.items():
            if same_dimension(self.range.unit, difference) and same_dimension(metric.unit, of):
                return
        metric.check_unit(self.range.unit, "requirement.range")

    @property
    def base_period(self) -> Period | None:
        """The base period, where one is named."""
        if self.against == "previous" or self.against.startswith(_AGAINST):
            return None
        return Period.parse(self.against)


def _clause_requirement(value: Requirement | Figure | str) -> Requirement:
    return as_requirement(value)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Clause(Entity):
    """One member of a combination, or a condition: a requirement with, where it differs, its own metric.

    >>> str(Clause(requirement=">= 80 %").requirement)
    '>= 80 %'
    """

    requirement: Requirement = attrs.field(converter=_clause_requirement)
    metric: Metric | None = attrs.field(default=None, validator=attrs.validators.optional(only(Metric)))
    jurisdiction: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    period: Period | None = attrs.field(default=None, converter=optional_period)
    dims: FrozenMap = attrs.field(factory=FrozenMap, converter=dimensions)

    def __attrs_post_init__(self) -> None:
        if self.metric is not None and isinstance(self.requirement, Range):
            self.metric.check_unit(self.requirement.unit, "requirement")


def _clauses(
    members: Iterable[Clause | Requirement | Figure | str | tuple[Metric, Requirement | str]],
) -> tuple[Clause, ...]:
    if isinstance(members, str):
        raise InvalidText("one text where several members are due", expected="a list of requirements")
    made = tuple(_clause(member) for member in several(members, "a list of requirements"))
    if max((_depth(clause.requirement) for clause in made), default=0) >= MAX_DEPTH:
        raise InvalidEntity(f"nested more than {MAX_DEPTH} deep", where="members", expected="fewer levels")
    if not made:
        raise MissingField("a combination without members is never met", where="members")
    return made


def _clause(member: Clause | Requirement | Figure | str | tuple[Metric, Requirement | str]) -> Clause:
    if isinstance(member, Clause):
        return member
    if isinstance(member, tuple):
        if len(member) != 2:
            raise InvalidText(f"{member!r:.60} is no member", expected="a pair of metric and requirement")
        metric, requirement = member
        return Clause(metric=metric, requirement=requirement)
    return Clause(requirement=member)


@attrs.frozen(field_transformer=placed)
class AllOf(Entity):
    """All members must be met (đồng thời).

    >>> coverage = Metric(id="c", name="Phủ sóng", unit="%", better="higher", timing="point", scale="ratio")
    >>> len(AllOf([">= 80 %", (coverage, ">= 95 %")]).members)
    2
    """

    members: tuple[Clause, ...] = attrs.field(converter=_clauses)

    def check(self, metric: Metric, *, two_sided: bool) -> None:
        """Refuse a member that the metric can't show."""
        _check_members(self.members, metric, two_sided=two_sided)


@attrs.frozen(field_transformer=placed)
class AnyOf(Entity):
    """One member must be met (hoặc).

    >>> coverage = Metric(id="c", name="Phủ sóng", unit="%", better="higher", timing="point", scale="ratio")
    >>> len(AnyOf([">= 80 %", (coverage, ">= 95 %")]).members)
    2
    """

    members: tuple[Clause, ...] = attrs.field(converter=_clauses)

    def check(self, metric: Metric, *, two_sided: bool) -> None:
        """Refuse a member that the metric can't show."""
        _check_members(self.members, metric, two_sided=two_sided)


def check_fits(wanted: Requirement, metric: Metric, *, two_sided: bool) -> None:
    """Refuse a requirement that the metric can't show, or that bounds it only on its better side."""
    if isinstance(wanted, Range):
        metric.check_unit(wanted.unit, "requirement")
        resolve(wanted, metric, two_sided=two_sided)
    else:
        wanted.check(metric, two_sided=two_sided)


def _check_members(members: tuple[Clause, ...], metric: Metric, *, two_sided: bool) -> None:
    for member in members:
        check_fits(member.requirement, member.metric or metric, two_sided=two_sided)


def _depth(wanted: Requirement) -> int:
    """How many combinations stand inside each other; the bound on each keeps this walk short."""
    if isinstance(wanted, AllOf | AnyOf):
        return 1 + max(_depth(clause.requirement) for clause in wanted.members)
    if isinstance(wanted, Among) and wanted.requirement is not None:
        return 1 + _depth(wanted.requirement)
    return 0


class Members(Word):
    """What the members of an `Among` are."""

    JURISDICTIONS = "jurisdictions"
    TARGETS = "targets"
    TASKS = "tasks"


def _optional_requirement(value: Requirement | Figure | str | None) -> Requirement | None:
    return None if value is None else as_requirement(value)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Among(Entity):
    """How many, or what share, of several must meet an inner requirement (ít nhất … trong số …).

    With k that meet it and m that miss it among n, the observed count is the range [k, n - m].

    Args:
        over: ids of places, targets or tasks.
        requirement: what each place must meet; None where targets or tasks are counted.
        need: how many (a count in any counted unit) or what share (`%`).
        kind: `jurisdictions`, `targets` or `tasks`; follows from `requirement` where it is not given.
        except_: ids left out of the count.

    >>> Among(over=["a", "b", "c"], requirement=">= 80 %", need=">= 50 %").counted
    ('a', 'b', 'c')
    """

    over: tuple[str, ...] = attrs.field(converter=strings)
    requirement: Requirement | None = attrs.field(default=None, converter=_optional_requirement)
    need: Range = attrs.field(converter=required_range)
    except_: tuple[str, ...] = attrs.field(default=(), converter=strings)
    kind: Members = attrs.field(converter=Members)

    @kind.default
    def _kind(self) -> Members:
        return Members.TARGETS if self.requirement is None else Members.JURISDICTIONS

    def __attrs_post_init__(self) -> None:
        if (self.kind is Members.JURISDICTIONS) != (self.requirement is not None):
            raise InvalidEntity(
                f"an Among over {self.kind.value} "
                + (
                    "needs an inner requirement" if self.requirement is None else "takes no inner requirement"
                ),
                where="requirement",
            )
        if len(set(self.over)) != len(self.over):
            raise InvalidEntity("a member is counted twice", where="over")
        if self.requirement is not None and _depth(self.requirement) >= MAX_DEPTH:
            raise InvalidEntity(f"nested more than {MAX_DEPTH} deep", where="requirement")
        if not self.counted:
            raise MissingField("nothing is left to count", where="over")

    def check(self, metric: Metric, *, two_sided: bool) -> None:
        """Refuse an inner requirement that the metric can't show."""
        if self.requirement is not None:
            check_fits(self.requirement, metric, two_sided=two_sided)

    @property
    def counted(self) -> tuple[str, ...]:
        """The members that are counted."""
        return tuple(member for member in self.over if member not in self.except_)


@attrs.frozen(field_transformer=placed)
class InWords(Entity):
    """A requirement that has no number (bằng lời): only an assessment judges it.

    >>> InWords("báo chí phản ánh trung thực").text
    'báo chí phản ánh trung thực'
    """

    text: str = attrs.field(converter=label)

    def check(self, metric: Metric, *, two_sided: bool) -> None:
        """Words fit any metric."""


Requirement: TypeAlias = Range | Relative | AllOf | AnyOf | Among | InWords


def as_requirement(value: Requirement | Amount | Figure | str) -> Requirement:
    """A requirement from itself, a figure (its requirement reading) or the text of a range.

    >>> str(as_requirement(">= 80 %"))
    '>= 80 %'
    """
    if isinstance(value, Relative | AllOf | AnyOf | Among | InWords):
        return value
    return required_range(value)
