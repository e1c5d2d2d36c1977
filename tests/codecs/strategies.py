"""Strategies for every entity that a file holds."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from sotttt.codecs import Bundle
from sotttt.frozen import FrozenMap
from sotttt.metrics import (
    Assessment,
    Better,
    Degree,
    Disposition,
    Merge,
    Metric,
    Observation,
    Scale,
    Status,
    Timing,
    Verdict,
)
from sotttt.periods import Frequency, Horizon, Period
from sotttt.plans import (
    AllOf,
    Among,
    AnyOf,
    Change,
    Clause,
    Commitment,
    Hold,
    HorizonPart,
    InWords,
    Milestone,
    Plan,
    PlanKind,
    Proposal,
    Relative,
    Requirement,
    Stage,
    Target,
    Task,
)
from sotttt.ranges import Range
from sotttt.sources import Confidence, Source
from tests.property.strategies import amounts, figures, ranges

#: Letters that files and spreadsheets treat in ways of their own.
_LETTERS = "aĐđộ0Ợ1ẵ \"'\\=+-@#,;|[]{}<>&\t\n\u00a0\ud7ff\U0001f600"


def texts() -> st.SearchStrategy[str]:
    """Texts that are not empty."""
    return st.text(_LETTERS, min_size=1, max_size=12).filter(lambda text: bool(text.split()))


def ids() -> st.SearchStrategy[str]:
    """Readable ids, some of them awkward for a spreadsheet."""
    return st.text("ab01-=@+'.:", min_size=1, max_size=8)


#: Ids that nothing here has.
others = ids().map(lambda name: f"other:{name}")


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Periods of every kind."""
    year = draw(st.integers(2010, 2030))
    form = draw(
        st.sampled_from(
            (
                "{y}",
                "{y}-H1",
                "{y}-Q3",
                "{y}-07",
                "{y}-07-15",
                "{y}-M01..M09",
                "{y}..{z}",
                "{y}-09-24..{z}-11-13",
            )
        )
    )
    return Period.parse(form.format(y=year, z=year + 4))


def days() -> st.SearchStrategy[dt.date]:
    """Days."""
    return st.dates(dt.date(2010, 1, 1), dt.date(2030, 12, 31))


def dims() -> st.SearchStrategy[FrozenMap]:
    """Disaggregations, an empty value among them."""
    return st.dictionaries(
        texts().map(lambda text: " ".join(text.split())), st.just("") | texts(), max_size=2
    ).map(FrozenMap)


sources = st.builds(
    Source,
    title=texts(),
    publisher=st.none() | (texts()),
    published=st.none() | (periods()),
    url=st.none() | (st.just("https://example.vn/a?b=1&c=2")),
    locator=st.none() | (texts()),
    confidence=st.sampled_from(Confidence),
)


#: What any number that a strategy makes lies within.
_WIDE = {unit: Range.at_least(-(10**30), unit) for unit in ("%", "person")}


@st.composite
def metrics(draw: st.DrawFn, name: str | None = None) -> Metric:
    """Metrics of shares and of people."""
    unit = draw(st.sampled_from(("%", "person")))
    return Metric(
        id=name or draw(ids()),
        name=draw(texts()),
        name_en=draw(st.none() | texts()),
        unit=unit,
        better=draw(st.sampled_from(Better)),
        timing=draw(st.sampled_from(Timing)),
        scale=draw(st.sampled_from(Scale)),
        sector=draw(st.sampled_from((None, "TEL", "01", "=x"))),
        merge=draw(st.sampled_from(Merge)),
        domain=draw(st.sampled_from((None, _WIDE[unit]))),
        frequency=draw(st.none() | st.sampled_from(Frequency)),
        population=draw(st.none() | texts()),
        definition=draw(st.none() | texts()),
    )


@st.composite
def observations(draw: st.DrawFn, metric: Metric | None = None, until: Period | None = None) -> Observation:
    """Observations with everything that can be said of one."""
    of = metric or draw(metrics())
    return Observation(
        metric=of,
        jurisdiction=draw(ids()),
        period=until or draw(periods()),
        value=draw(ranges(of.unit)),
        of=draw(st.none() | amounts()),
        status=draw(st.sampled_from(Status)),
        published=draw(st.none() | periods()),
        cutoff=draw(st.none() | days()),
        method=draw(st.none() | texts()),
        dims=draw(dims()),
        figure=draw(st.none() | figures()),
        source=draw(st.none() | sources),
        period_inferred=draw(st.booleans()),
    )


relatives = st.builds(
    Relative,
    change=st.sampled_from((Change.GROWTH, Change.MEAN_GROWTH)),
    range=ranges("%"),
    against=st.sampled_from(("previous", "2020", "metric:a", "jurisdiction:b", "target:c")),
)


@st.composite
def amongs(draw: st.DrawFn, inner: st.SearchStrategy[Requirement]) -> Among:
    """Shares of places, targets and tasks."""
    kind = draw(st.sampled_from(("jurisdictions", "targets", "tasks")))
    return Among(
        over=draw(st.lists(ids().map(lambda name: f"x{name}"), min_size=1, max_size=3, unique=True)),
        requirement=draw(inner) if kind == "jurisdictions" else None,
        need=draw(ranges("%")),
        except_=draw(st.lists(ids(), max_size=1)),
        kind=kind,
    )


def clauses(inner: st.SearchStrategy[Requirement], metric: Metric) -> st.SearchStrategy[Clause]:
    """Members of a combination, some with a metric and a place of their own."""
    return st.builds(
        Clause,
        requirement=inner,
        metric=st.sampled_from((None, metric)),
        jurisdiction=st.none() | ids(),
        period=st.none() | periods(),
        dims=dims(),
    )


def requirements(metric: Metric) -> st.SearchStrategy[Requirement]:
    """Requirements of every kind, in each other."""
    plain: st.SearchStrategy[Requirement] = st.one_of(ranges(metric.unit), relatives, texts().map(InWords))

    def nested(inner: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
        several = st.lists(clauses(inner, metric), min_size=1, max_size=2)
        return st.one_of(several.map(AllOf), several.map(AnyOf), amongs(inner))

    return st.recursive(plain, nested, max_leaves=4)


@st.composite
def targets(draw: st.DrawFn, name: str | None = None, metric: Metric | None = None) -> Target:
    """Targets with everything that can be said of one."""
    of = metric or draw(metrics())
    first, last = sorted((draw(periods()), draw(periods())), key=lambda period: period.end)
    steps = draw(st.lists(ranges(of.unit), max_size=2))
    return Target(
        id=name or draw(ids()),
        metric=of,
        jurisdiction=draw(ids()),
        requirement=draw(requirements(of)),
        start=draw(st.sampled_from((None, first))),
        due=draw(st.sampled_from((None, last))),
        hold=draw(st.sampled_from(Hold)),
        every=draw(st.none() | st.sampled_from(Frequency)),
        steps=[(Period.parse(f"{1990 + place}"), wanted) for place, wanted in enumerate(steps)],
        baseline=draw(st.sampled_from((None, first)) | observations(of, first)),
        dims=draw(dims()),
        method=draw(st.none() | texts()),
        two_sided=True,
        applies_if=draw(st.none() | clauses(relatives, of)),
        commitment=draw(st.sampled_from(Commitment)),
        horizon=draw(st.sampled_from(HorizonPart)),
        lead=draw(st.none() | texts()),
        number=draw(st.none() | st.just("01.1") | texts()),
        part_of=draw(st.none() | others),
        supersedes=draw(st.none() | others),
        figure=draw(st.none() | figures()),
        source=draw(st.none() | sources),
    )


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """What sources state."""
    return Assessment(
        subject=draw(ids()),
        period=draw(st.none() | periods()),
        verdict=draw(st.none() | st.sampled_from(Verdict)),
        degree=draw(st.none() | st.sampled_from(Degree)),
        disposition=draw(st.sampled_from(Disposition)),
        done_on=draw(st.none() | periods()),
        attainment=draw(st.none() | ranges("%")),
        by=draw(st.none() | texts()),
        published=draw(st.none() | periods()),
        source=draw(st.none() | sources),
    )


@st.composite
def tasks(draw: st.DrawFn, name: str | None = None) -> Task:
    """Duties."""
    return Task(
        id=name or draw(ids()),
        text=draw(texts()),
        assigned_by=draw(st.none() | texts()),
        assignee=draw(st.none() | st.just("Sở")),
        cooperating=draw(st.lists(ids(), max_size=2)),
        due=draw(st.none() | periods()),
        every=None,
        deliverable=draw(st.none() | texts()),
        sector=draw(st.none() | st.just("01")),
        jurisdiction=draw(st.none() | ids()),
        source=draw(st.none() | sources),
    )


@st.composite
def milestones(draw: st.DrawFn, name: str | None = None) -> Milestone:
    """Events."""
    return Milestone(
        id=name or draw(ids()),
        text=draw(texts()),
        due=draw(st.none() | periods()),
        sector=draw(st.none() | st.just("TEL")),
        jurisdiction=draw(st.none() | ids()),
        source=draw(st.none() | sources),
    )


@st.composite
def proposals(draw: st.DrawFn, name: str | None = None) -> Proposal:
    """Requests."""
    return Proposal(
        id=name or draw(ids()),
        text=draw(texts()),
        by=draw(texts()),
        to=draw(texts()),
        due=draw(st.none() | periods()),
        source=draw(st.none() | sources),
    )


horizons = st.builds(
    Horizon,
    period=st.sampled_from((Period.parse("2016..2020"), Period.parse("2020"))),
    orientation=st.lists(st.integers(2020, 2040), max_size=2, unique=True),
    vision=st.lists(st.integers(2041, 2050), max_size=1),
)


@st.composite
def plans(draw: st.DrawFn, name: str = "p", metric: Metric | None = None) -> Plan:
    """Plans with members."""
    of = metric or draw(metrics())
    kinds = draw(st.lists(st.sampled_from(("target", "task", "milestone", "proposal")), max_size=4))
    here = [(kind, f"{name}.{place}") for place, kind in enumerate(kinds)]
    return Plan(
        id=name,
        title=draw(texts()),
        kind=draw(st.sampled_from(PlanKind)),
        stage=draw(st.sampled_from(Stage)),
        jurisdiction=draw(ids()),
        sectors=draw(st.lists(ids(), max_size=2, unique=True)),
        horizon=draw(st.none() | horizons),
        issued_by=draw(st.none() | texts()),
        bases=draw(st.lists(texts(), max_size=2, unique=True)),
        parent=draw(st.none() | others),
        supersedes=draw(st.none() | others),
        targets=[draw(targets(one, of)) for kind, one in here if kind == "target"],
        tasks=[draw(tasks(one)) for kind, one in here if kind == "task"],
        milestones=[draw(milestones(one)) for kind, one in here if kind == "milestone"],
        proposals=[draw(proposals(one)) for kind, one in here if kind == "proposal"],
        source=draw(st.none() | sources),
    )


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """Bundles of one plan, of several, and of members without one."""
    of = draw(metrics("m"))
    return Bundle(
        metrics=[of] if draw(st.booleans()) else [],
        plans=[draw(plans(f"p{place}", of)) for place in range(draw(st.integers(0, 2)))],
        targets=[draw(targets("t", of))] if draw(st.booleans()) else [],
        tasks=[draw(tasks("k"))] if draw(st.booleans()) else [],
        milestones=[draw(milestones("n"))] if draw(st.booleans()) else [],
        proposals=[draw(proposals("r"))] if draw(st.booleans()) else [],
        observations=draw(st.lists(observations(of), max_size=2)),
        assessments=draw(st.lists(assessments(), max_size=1)),
    )
