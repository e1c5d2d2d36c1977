"""What one run of `carry` works on: the observations, their metrics, the successions and the weights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from sotttt.errors import InvalidEntity, InvalidText, NotOnTables, UnknownMetric, nearest
from sotttt.evaluation.policy import Policy
from sotttt.metrics import CHANGE, Metric, Status
from sotttt.periods import as_date
from sotttt.places import Places
from sotttt.tables.compiling import Rules, _family
from sotttt.tables.evaluating import _opened
from sotttt.tables.lineages import DIRECT, GONE, NODES, ROLES, STATES, Lineages, lineages
from sotttt.tables.schema import DIMS
from sotttt.tables.selecting import Scene

if TYPE_CHECKING:
    from sotttt.tables.engines import Cells, Lazy

__all__ = ["Job", "job_of"]

_ALL_STATUSES = Policy(statuses=tuple(Status))
_RULED = {
    "metric": "text",
    "family": "whole",
    "own_unit": "whole",
    "rule": "text",
    "non_negative": "whole",
    "weigher": "text",
}


class Job(NamedTuple):
    """One run of `carry`.

    Args:
        scene: the observations, their engine and what is known of their metrics.
        metrics: the metrics by id.
        lines: the successions.
        weights: for a metric's id, the id of the metric that weighs it.
    """

    scene: Scene
    metrics: Mapping[str, Metric]
    lines: Lineages
    weights: Mapping[str, str]

    @property
    def dims(self) -> list[str]:
        """The columns of disaggregation inside the query."""
        return [DIMS + name for name in self.scene.rules.dims]

    @property
    def change(self) -> str | None:
        """The column that marks what states a change instead of a level."""
        return DIMS + CHANGE if CHANGE in self.scene.rules.dims else None

    @property
    def keys(self) -> list[str]:
        """What is carried together: values by one method of one metric for one period."""
        return ["metric", "p_start", "p_end", *self.dims, "base"]

    def states(self) -> Lazy:
        """For each unit whether it is what it was, gives or takes, or leads nowhere."""
        return self.scene.small("states", lambda: self.lines.states, STATES)

    def roles(self) -> Lazy:
        """For each unit what knowing it means."""
        return self.scene.small("roles", lambda: self.lines.roles, ROLES)

    def nodes(self) -> Lazy:
        """For each older unit on one way what it is, and which unit of the day takes it."""
        return self.scene.small("nodes", lambda: self.lines.nodes, NODES)

    def gone(self) -> Lazy:
        """Units that lead nowhere for some periods."""
        return self.scene.small("gone", lambda: self.lines.gone, GONE)

    def direct(self) -> Lazy:
        """Units that have ended and lead to one unit alone."""
        return self.scene.small("direct", lambda: self.lines.direct, DIRECT)

    def ruled(self) -> Lazy:
        """What is known of each metric."""
        return self.scene.small("metrics", self._known, _RULED)

    def _known(self) -> Cells:
        rules, known = self.scene.rules, list(self.metrics.values())
        return {
            "metric": [metric.id for metric in known],
            "family": [rules.families.index(_family(metric)) for metric in known],
            "own_unit": [rules.units.index(metric.unit) for metric in known],
            "rule": [metric.merge.value for metric in known],
            "non_negative": [int(metric.non_negative) for metric in known],
            "weigher": [self.weights.get(metric.id, "") for metric in known],
        }

    def prepare(self, *, left: bool = False) -> None:
        """Make our own frames before the first step: DuckDB binds every step anew after each of them."""
        self.ruled()
        self.states()
        if self.lines.roles["node"]:
            self.roles()
            self.nodes()
        if not left:
            self.scene.units()
        elif self.lines.roles["node"]:
            self.gone()
            self.direct()


def job_of(
    observations: object,
    metrics: Iterable[Metric],
    to: dt.date,
    places: Places,
    weights: Mapping[str, str] | None,
    policy: Policy | None,
) -> Job:
    """What a run of `carry` works on.

    Raises:
        NotOnTables: a frame, a policy or successions that tables can't answer exactly.
        UnknownMetric: `weights` names a metric that is not among the metrics.
        InvalidEntity: two metrics share an id and differ; more successions than can be followed.
    """
    day = as_date(to, "to")
    if not isinstance(places, Places):
        raise InvalidText(f"{places!r:.60} where places are due", where="places", expected="a Places")
    if policy is not None and not isinstance(policy, Policy):
        raise InvalidText(f"{policy!r:.60} is no policy", where="policy", expected="a Policy")
    chosen = policy or _ALL_STATUSES
    if not chosen.as_stored:
        raise NotOnTables(
            "this policy reads the figures as printed, which tables don't hold",
            where="policy",
            expected="hedge='width' and precision='exact'",
        )
    known = _known(metrics)
    engine, lazy, schema, dims = _opened(observations)
    scene = Scene(engine, lazy, schema, _rules(known, tuple(sorted(dims))), day, chosen, {})
    return Job(scene, known, lineages(places, day), _weights(weights, known))


def _rules(known: Mapping[str, Metric], dims: tuple[str, ...]) -> Rules:
    """What settling asks of targets, without any."""
    families = tuple(dict.fromkeys(_family(metric) for metric in known.values()))
    units = tuple(sorted({name for family in families for name in family.units}))
    return Rules(
        (),
        {},
        {"flow": []},
        {},
        dims,
        families,
        units,
        flows=False,
        points=False,
        kin={},
        levels={},
        looked=(),
    )


def _known(metrics: Iterable[Metric]) -> dict[str, Metric]:
    known: dict[str, Metric] = {}
    for metric in metrics:
        if not isinstance(metric, Metric):
            raise InvalidText(f"{metric!r:.60} stands among the metrics", expected="a Metric")
        if known.setdefault(metric.id, metric) != metric:
            raise InvalidEntity(f"two metrics share the id {metric.id!r} and differ", where="metric")
    return known


def _weights(given: Mapping[str, str] | None, known: Mapping[str, Metric]) -> Mapping[str, str]:
    weights = {} if given is None else given
    if not isinstance(weights, Mapping):
        raise InvalidText(
            f"{weights!r:.60} is no mapping",
            where="weights",
            expected="a mapping of metric ids such as {'internet-share': 'population'}",
        )
    for name in weights.values():
        if name not in known:
            raise UnknownMetric(f"no metric {name!r:.60}", where="weights", hint=nearest(str(name), known))
    return weights
