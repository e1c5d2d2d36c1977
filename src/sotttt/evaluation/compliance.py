"""`evaluate`: which targets are met, which will be, which were missed, on a given day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from sotttt.errors import DuplicateId, InvalidEntity, InvalidText, NotFound, nearest
from sotttt.evaluation.evidence import Record
from sotttt.evaluation.finding import Detail, Finding, Setting
from sotttt.evaluation.judging import Ruling, settle
from sotttt.evaluation.policy import Policy
from sotttt.evaluation.reasons import Flag, Reason, ReasonCode, bits
from sotttt.frozen import Entity, several
from sotttt.metrics import Assessment, Degree, Metric, Observation, Verdict
from sotttt.periods import Period, as_date
from sotttt.plans.targets import Target

if TYPE_CHECKING:
    from sotttt.evaluation.counts import Counts
    from sotttt.evaluation.inheriting import Estate
    from sotttt.places import Places
    from sotttt.plans.plan import Plan
    from sotttt.plans.requirements import Clause

__all__ = ["Compliance", "Court", "evaluate"]

_DEFAULT = Policy()
#: How long a chain of targets that count each other may be.
_LONGEST = 50
_DECIDED = (Verdict.MET, Verdict.MISSED)
#: What a degree says of the verdict; "basically" (cơ bản) leaves it open.
_IMPLIED: dict[Degree | None, Verdict] = {
    Degree.EXCEEDED: Verdict.MET,
    Degree.FULL: Verdict.MET,
    Degree.NEARLY: Verdict.MISSED,
    Degree.PARTLY: Verdict.MISSED,
}


class Court:
    """What all findings of one evaluation share."""

    def __init__(
        self,
        targets: tuple[Target, ...],
        record: Record,
        as_of: dt.date,
        assessments: Iterable[Assessment],
        places: Places | None,
        plans: Mapping[str, Plan],
    ) -> None:
        self.record = record
        self.as_of = as_of
        self.places = places
        self.plans = plans
        self.setting = Setting(as_of, record.policy)
        self.targets = {target.id: target for target in targets}
        if len(self.targets) != len(targets):
            seen: set[str] = set()
            twice = next(target.id for target in targets if target.id in seen or seen.add(target.id))  # type: ignore[func-returns-value]  # add returns None on purpose
            raise DuplicateId(f"two targets share the id {twice!r}", where="targets")
        self.stated: dict[str, list[Assessment]] = {}
        for assessment in several(assessments, "a list of assessments"):
            if not isinstance(assessment, Assessment):
                raise InvalidText(
                    f"{assessment!r:.60} stands among the assessments", expected="an Assessment"
                )
            if assessment.known(as_of):
                self.stated.setdefault(assessment.subject, []).append(assessment)
        self.superseded = self._superseded(targets)
        drafts = any(plan.stage.value == "draft" for plan in plans.values())
        self.plain = not self.superseded and not drafts and places is None
        self._made: dict[str, Finding] = {}
        self._open: list[str] = []
        self._metrics: dict[str, Metric] | None = None
        self.estates: dict[tuple[str, str | None], Estate] = {}

    def beside(self, record: Record) -> Court:
        """The same court over another record, for which no unit has ended."""
        return Court(tuple(self.targets.values()), record, self.as_of, (), None, self.plans)

    def applies(self, target: Target) -> bool:
        """Whether a target is neither a draft nor superseded."""
        return target.id not in self.superseded and not self._draft(target)

    def _superseded(self, targets: tuple[Target, ...]) -> dict[str, str]:
        found = {}
        for target in targets:
            old = target.supersedes
            begun = target.start is None or target.start.start <= self.as_of
            if old is not None and begun and not self._draft(target):
                found[old] = target.id
        if found:
            _refuse_circle(found)
        return found

    def _draft(self, target: Target) -> bool:
        plan = self.plans.get(target.id)
        return plan is not None and plan.stage.value == "draft"

    def metric(self, name: str) -> Metric | None:
        """A metric by id, from the observations."""
        if self._metrics is None:
            firsts = (bucket[0].metric for bucket in self.record.buckets.values())
            self._metrics = {metric.id: metric for metric in firsts}
        return self._metrics.get(name)

    def finding_of(self, name: str) -> Finding:
        """The finding of another target of the same evaluation."""
        target = self.targets.get(name)
        if target is None:
            raise NotFound(
                f"the target {name!r} is not among those evaluated",
                where="over",
                hint=nearest(name, self.targets),
            )
        if name in self._open or len(self._open) >= _LONGEST:
            circle = " -> ".join([*self._open[-4:], name])
            raise InvalidEntity(
                f"targets count each other in a circle or in too long a chain: {circle}",
                where="over",
                expected=f"a chain of at most {_LONGEST} targets that ends",
            )
        return self.finding(target)

    def stated_verdict(self, name: str, due: Period | None = None, deadline: Period | None = None) -> Verdict:
        """What a source states last, of a period where one is asked; `NOT_DUE` where none is known.

        A day of doing after the deadline says that it was missed, unless the source gives its own verdict.
        """
        latest = self._latest(name, due)
        if latest is None:
            return Verdict.NOT_DUE
        if latest.verdict is not None:
            return latest.verdict
        if latest.done_on is not None and deadline is not None and latest.done_on.start > deadline.end:
            return Verdict.MISSED
        return (
            Verdict.MET
            if latest.degree in (Degree.EXCEEDED, Degree.FULL) or latest.done_on
            else Verdict.NOT_DUE
        )

    def _latest(self, name: str, due: Period | None) -> Assessment | None:
        known = [
            one
            for one in self.stated.get(name, ())
            if due is None or one.period is None or one.period.end == due.end
        ]
        return max(known, key=lambda one: (one.known_from or dt.date.min, str(one.period)), default=None)

    def finding(self, target: Target) -> Finding:
        """The finding of one target."""
        if self.plain and target._plain and target.id not in self.stated:
            quick = settle(self.record, target, self.setting)
            if quick is not None:
                return quick
        done = self._made.get(target.id)
        if done is None:
            from sotttt.evaluation.compounds import rule

            self._open.append(target.id)
            ruling = self._excused(target) or self._inherited(target) or rule(self, target)
            self._open.pop()
            done = self._made[target.id] = self.made(target, self._beside(target, ruling), None)
        return done

    def made(self, target: Target, ruling: Ruling, due: Period | None) -> Finding:
        """A ruling as a finding."""
        setting = self.setting
        if ruling.detail is not None or due is not None:
            setting = Setting(setting.as_of, setting.policy, due, ruling.detail)
        return Finding(
            target,
            ruling.verdict,
            ruling.mask,
            ruling.observations,
            ruling.value,
            ruling.requirement,
            ruling.reasons,
            setting,
        )

    def ended(self, place: str, due: Period | None) -> Ruling | None:
        """The ruling that a place has ended, where it has."""
        if self.places is None or (on := self._place_ended(place, due, self.places)) is None:
            return None
        reason = Reason(ReasonCode.PLACE_ENDED, {"place": place, "on": on.isoformat()})
        return Ruling(Verdict.NOT_APPLICABLE, 0, (), None, None, (reason,))

    def _excused(self, target: Target) -> Ruling | None:
        """The reason for which a target doesn't apply, if there is one."""
        reason = None
        if self._draft(target):
            reason = Reason(ReasonCode.DRAFT)
        elif target.id in self.superseded:
            reason = Reason(ReasonCode.SUPERSEDED, {"by": self.superseded[target.id]})
        elif not self.record.policy.carry and (ended := self._ended(target)) is not None:
            return ended
        elif target.applies_if is not None and self._fails(target, target.applies_if):
            reason = Reason(ReasonCode.CONDITION_FALSE)
        if reason is None:
            return None
        return Ruling(Verdict.NOT_APPLICABLE, 0, (), None, target.binding, (reason,))

    def _ended(self, target: Target) -> Ruling | None:
        ended = self.ended(target.jurisdiction, target.due)
        return None if ended is None else ended._replace(requirement=target.binding)

    def _inherited(self, target: Target) -> Ruling | None:
        """The ruling by the territory that answers for an ended unit, where the policy asks for it."""
        if not self.record.policy.carry or (ended := self._ended(target)) is None:
            return None
        from sotttt.evaluation.inheriting import inherit

        return inherit(self, target, ended)

    def _place_ended(self, name: str, due: Period | None, places: Places) -> dt.date | None:
        place = places.get(name)
        end = None if place is None else place.valid.end
        if end is None or self.as_of < end or (due is not None and due.end < end):
            return None
        return end

    def _fails(self, target: Target, clause: Clause) -> bool:
        """Whether what is known makes a condition false."""
        from sotttt.evaluation.compounds import on
        from sotttt.plans.requirements import AllOf, AnyOf

        when = clause.period or target.due or target.start
        if isinstance(clause.requirement, AllOf | AnyOf):
            false = (self._fails(target, _inside(clause, one)) for one in clause.requirement.members)
            return any(false) if isinstance(clause.requirement, AllOf) else all(false)
        member = attrs.evolve(
            target,
            id=f"{target.id}?",
            metric=clause.metric or target.metric,
            requirement=clause.requirement,
            jurisdiction=clause.jurisdiction or target.jurisdiction,
            dims=clause.dims or target.dims,
            due=when,
            start=None,
            baseline=None,
            hold="by",
            every=None,
            steps=(),
            applies_if=None,
            two_sided=True,
            figure=None,
            method=target.method if clause.metric in (None, target.metric) else None,
        )
        ruling = on(self, member, member.requirement, when)
        if ruling.requirement is None:
            return ruling.verdict is Verdict.MISSED
        return ruling.value is not None and ruling.value.is_disjoint(ruling.requirement)

    def _beside(self, target: Target, ruling: Ruling) -> Ruling:
        """The ruling with what sources state beside it, and a flag where they differ."""
        known = tuple(self.stated.get(target.id, ()))
        if not known:
            return ruling
        ruling = ruling._replace(detail=attrs.evolve(ruling.detail or Detail(), assessments=known))
        latest = self._latest(target.id, target.due)
        if latest is not None and _differs(latest, ruling):
            return ruling._replace(mask=ruling.mask | bits(Flag.STATED_DIFFERS))
        return ruling


def _inside(outer: Clause, inner: Clause) -> Clause:
    """A member of a condition, with what it takes from the condition around it."""
    return attrs.evolve(
        inner,
        metric=inner.metric or outer.metric,
        jurisdiction=inner.jurisdiction or outer.jurisdiction,
        period=inner.period or outer.period,
        dims=inner.dims or outer.dims,
    )


def _refuse_circle(superseded: Mapping[str, str]) -> None:
    """Refuse targets that replace each other in a circle: none of them would apply."""
    clear: set[str] = set()
    for first in superseded:
        name, walked = first, dict[str, None]()
        while name in superseded and name not in clear:
            if name in walked:
                circle = " -> ".join([*walked, name][:8])
                raise InvalidEntity(f"targets supersede each other in a circle: {circle}", where="supersedes")
            walked[name] = None
            name = superseded[name]
        clear.update(walked)


def _differs(stated: Assessment, ruling: Ruling) -> bool:
    if ruling.verdict not in _DECIDED:
        return False
    said = stated.verdict if stated.verdict in _DECIDED else _IMPLIED.get(stated.degree)
    if said is not None and said is not ruling.verdict:
        return True
    if stated.degree is None:
        return False
    exceeded = bool(ruling.mask & bits(Flag.EXCEEDED))
    return ruling.verdict is Verdict.MET and exceeded != (stated.degree is Degree.EXCEEDED)


def _findings(value: Iterable[Finding]) -> tuple[Finding, ...]:
    return several(value, "a list of findings")


@attrs.frozen
class Compliance(Entity):
    """The findings of one evaluation, in the order of the targets (kết quả thực hiện kế hoạch).

    >>> Compliance((), dt.date(2021, 3, 3)).counts.all
    0
    """

    findings: tuple[Finding, ...] = attrs.field(converter=_findings)
    as_of: dt.date
    plans: tuple[tuple[str, str], ...] = ()
    _by_id: dict[str, Finding] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {})

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self._found

    def __getitem__(self, name: str) -> Finding:
        """The finding of a target by its id.

        Raises:
            NotFound: no such target was evaluated.
        """
        asked: object = name
        found = self._found.get(asked) if isinstance(asked, str) else None
        if found is None:
            hint = nearest(asked, self._found) if isinstance(asked, str) else None
            raise NotFound(f"no finding for {name!r:.60}", expected="the id of a target", hint=hint)
        return found

    @property
    def _found(self) -> dict[str, Finding]:
        if len(self._by_id) != len(self.findings):
            self._by_id.update({finding.target.id: finding for finding in self.findings})
        return self._by_id

    @property
    def counts(self) -> Counts:
        """Counts by explicit denominators."""
        from sotttt.evaluation.counts import counted

        return counted(self.findings, self.as_of)

    def by(self, key: str) -> dict[str, Compliance]:
        """The findings in groups.

        Args:
            key: `verdict`, `sector`, `jurisdiction`, `plan` or `horizon`.

        Raises:
            NotFound: another key.
        """
        of = dict(self.plans)
        ways: dict[str, Callable[[Finding], str]] = {
            "verdict": lambda one: one.verdict.value,
            "sector": lambda one: one.target.metric.sector or "",
            "jurisdiction": lambda one: one.target.jurisdiction,
            "plan": lambda one: of.get(one.target.id, ""),
            "horizon": lambda one: one.target.horizon.value,
        }
        asked: object = key
        if not isinstance(asked, str) or asked not in ways:
            hint = nearest(asked, ways) if isinstance(asked, str) else None
            raise NotFound(f"no grouping by {key!r:.60}", expected=", ".join(ways), hint=hint)
        groups: dict[str, list[Finding]] = {}
        for one in self.findings:
            groups.setdefault(ways[key](one), []).append(one)
        return {name: Compliance(tuple(found), self.as_of, self.plans) for name, found in groups.items()}

    def to_records(self) -> list[dict[str, object]]:
        """One flat dict per finding, for any dataframe.

        Magnitudes are exact decimals as text; flags and reasons are joined by ";".
        """
        from sotttt.evaluation.showing import record

        plans = dict(self.plans)
        return [record(finding, plans.get(finding.target.id)) for finding in self.findings]

    def headers(self, lang: str = "vi") -> tuple[str, ...]:
        """The column titles of the compliance table."""
        from sotttt.evaluation.showing import headers

        return headers(lang)

    def rows(self, lang: str = "vi") -> tuple[tuple[str, ...], ...]:
        """The compliance table as text cells, under `headers`."""
        from sotttt.evaluation.showing import row

        return tuple(row(finding, number, lang) for number, finding in enumerate(self.findings, start=1))

    def summary(self, lang: str = "vi") -> tuple[str, ...]:
        """The counts in sentences, each with its denominator."""
        from sotttt.evaluation.showing import summary

        return summary(self, lang)

    def _repr_html_(self) -> str:
        from sotttt.evaluation.showing import compliance_html

        return compliance_html(self)


def evaluate(
    targets: Plan | Iterable[Plan | Target],
    observations: Iterable[Observation],
    *,
    as_of: dt.date,
    assessments: Iterable[Assessment] = (),
    places: Places | None = None,
    policy: Policy | None = None,
) -> Compliance:
    """Judge targets on what was known by a day (đánh giá thực hiện chỉ tiêu).

    Args:
        targets: a plan, or targets and plans; `by("plan")` and the rule that drafts don't apply need plans.
        observations: what was observed.
        as_of: the day of the question; never the clock.
        assessments: what sources state themselves.
        places: administrative units through time; without them no jurisdiction is judged ended.
        policy: the choices; `Policy()` where none is given.

    Returns:
        A `Compliance`: one finding per target, in order.

    Raises:
        InvalidDate: `as_of` is no date.
        DuplicateId: two targets share an id.

    >>> from sotttt.metrics import Metric
    >>> share = Metric(id="m", name="Tỷ lệ", unit="%", better="higher", timing="point", scale="ratio")
    >>> target = Target(id="t", metric=share, jurisdiction="cao-bang", requirement=">= 80 %", due="2020")
    >>> seen = Observation(
    ...     metric=share, jurisdiction="cao-bang", period="2020", value="= 79.96 %", published="2021-03-03"
    ... )
    >>> evaluate([target], [seen], as_of=dt.date(2021, 3, 3))["t"].verdict.value
    'missed'
    """
    day = as_date(as_of, "as_of")
    flat, plans = _targets(targets)
    if policy is not None and not isinstance(policy, Policy):
        raise InvalidText(f"{policy!r:.60} is no policy", where="policy", expected="a Policy")
    if places is not None:
        _check_places(places)
    record = Record(observations, day, policy or _DEFAULT)
    court = Court(flat, record, day, assessments, places, plans)
    of = tuple((name, plan.id) for name, plan in plans.items())
    return Compliance(tuple([court.finding(target) for target in flat]), day, of)


def _check_places(places: object) -> None:
    from sotttt.places import Places

    if not isinstance(places, Places):
        raise InvalidText(f"{places!r:.60} where places are due", where="places", expected="a Places")


def _targets(targets: Plan | Iterable[Plan | Target]) -> tuple[tuple[Target, ...], dict[str, Plan]]:
    """All targets in order, and the plan of each that came in one."""
    plans: dict[str, Plan] = {}
    flat: list[Target] = []
    items: Iterable[Plan | Target] = targets if isinstance(targets, Iterable) else (targets,)
    for item in items:
        if isinstance(item, Target):
            flat.append(item)
            continue
        from sotttt.plans.plan import Plan

        if not isinstance(item, Plan):
            raise InvalidText(f"{item!r} stands among the targets", expected="a Target or a Plan")
        flat.extend(item.targets)
        plans.update({target.id: item for target in item.targets})
    return tuple(flat), plans
