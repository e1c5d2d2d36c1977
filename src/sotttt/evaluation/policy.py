"""The choices that an evaluation is made under, each with its default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import attrs

from sotttt.errors import InvalidChoice, InvalidEntity, InvalidText, nearest
from sotttt.evaluation.pace import METHODS
from sotttt.frozen import Entity, FrozenMap, Word, placed, several, yes_or_no
from sotttt.metrics import Status, dimensions
from sotttt.ranges import Amount

__all__ = ["HedgeReading", "Late", "Policy", "Precision"]


class HedgeReading(Word):
    """What a hedge such as "hơn 1.100" means for a verdict: its width, or the point printed."""

    WIDTH = "width"
    POINT = "point"


class Precision(Word):
    """How a plain figure is taken: as printed, or with its rounding interval."""

    EXACT = "exact"
    ROUNDING = "rounding"


class Late(Word):
    """What later evidence does: it is kept beside, or judges where nothing else does."""

    KEEP = "keep"
    JUDGE = "judge"


def _statuses(value: Iterable[Status | str]) -> tuple[Status, ...]:
    named = (value,) if isinstance(value, str) else several(value, "a list of statuses")
    accepted = {Status(item) for item in named}
    if not accepted:
        raise InvalidEntity("a policy that accepts no status judges nothing", where="statuses")
    return tuple(status for status in Status if status in accepted)


def _thresholds(value: Mapping[str, str | int | Decimal]) -> FrozenMap:
    if not isinstance(value, Mapping):
        raise InvalidText(f"{value!r:.60} is no mapping", expected="a mapping such as {'on_track': '0.9'}")
    unknown = [name for name in value if name != "on_track"]
    if unknown:
        raise InvalidChoice(f"unknown threshold {unknown[0]!r:.60}", expected="'on_track'")
    share = Amount(value.get("on_track", "1"), "ratio").magnitude
    if share < 0:
        raise InvalidEntity(f"a share of {share} of the path", expected="0 or more")
    return FrozenMap({"on_track": str(share)})


def _pace(value: str) -> str:
    if value not in METHODS:
        raise InvalidChoice(
            f"unknown pace method {value!r:.60}",
            where="pace",
            expected=f"one of {', '.join(METHODS)}",
            hint=nearest(str(value), METHODS),
        )
    return value


@attrs.frozen(kw_only=True, field_transformer=placed)
class Policy(Entity):
    """How to judge (quy tắc đánh giá).

    Args:
        statuses: the statuses that count as evidence; a forecast doesn't, unless it is named here.
        hedge: `width`: "hơn 1.100" is (1100, 1200); `point`: it is 1100.
        precision: `exact`: a plain figure is as printed; `rounding`: it is its rounding interval.
        pace: the method that judges a target before its due date: `linear`, `statcan`, `un-2023`, `destatis`,
            `sdsn`, `global-fund`, `okr` or `path`. Baseline and path of a target are those of its own
            metric: members of a compound that name another one have no pace, on track only where inside.
        thresholds: `on_track`: the share of the expected progress that counts as on track, for `linear`
            alone: the published methods have thresholds of their own.
        late: `keep` later evidence beside the verdict, or let it `judge` where there is no other.
        carry: judge the target of a unit that has ended on the territory that answers for it; needs `places`.
        weights: for a metric's id, the id of the metric whose observations weigh it when values are carried.

    >>> Policy().statuses[0].value, Policy(hedge="point").hedge.value
    ('official', 'point')
    """

    statuses: tuple[Status, ...] = attrs.field(
        default=tuple(status for status in Status if status is not Status.FORECAST), converter=_statuses
    )
    hedge: HedgeReading = attrs.field(default=HedgeReading.WIDTH, converter=HedgeReading)
    precision: Precision = attrs.field(default=Precision.EXACT, converter=Precision)
    pace: str = attrs.field(default="linear", converter=_pace)
    thresholds: FrozenMap = attrs.field(default=FrozenMap({"on_track": "1"}), converter=_thresholds)
    late: Late = attrs.field(default=Late.KEEP, converter=Late)
    carry: bool = attrs.field(default=False, converter=yes_or_no)
    weights: FrozenMap = attrs.field(factory=FrozenMap, converter=dimensions)

    @property
    def as_stored(self) -> bool:
        """Whether the stored range of an observation is the reading that this policy asks for."""
        return self.hedge is HedgeReading.WIDTH and self.precision is Precision.EXACT

    @property
    def on_track(self) -> Decimal:
        """The share of the expected progress that counts as on track."""
        return Decimal(self.thresholds["on_track"])
