"""Metrics, observations, targets, requirements and plans: what is accepted, what is refused and how."""

from __future__ import annotations

import datetime as dt
import pickle

import attrs
import pytest

import sotttt as st
from sotttt.errors import (
    DuplicateId,
    EmptyRange,
    InexactNumber,
    InvalidChoice,
    InvalidDate,
    InvalidEntity,
    InvalidPeriod,
    InvalidText,
    MissingField,
    UnitMismatch,
    UnknownUnit,
)
from sotttt.metrics import Better, Degree, Status, Verdict
from sotttt.plans import Clause, plan, requirements, targets
from sotttt.plans.targets import goal_of
from tests.evaluation.cases import METRIC, SALES, metric, seen, target


def test_vocabularies_accept_their_value_as_text_and_name_the_nearest() -> None:
    assert metric(better="lower").better is Better.LOWER
    assert seen(status="estimated").status is Status.ESTIMATED
    with pytest.raises(InvalidChoice, match="did you mean 'higher'"):
        metric(better="hihger")
    with pytest.raises(InvalidChoice, match="Status"):
        seen(status=3)
    assert Verdict("met").vi == "Đạt"
    assert Verdict.BEHIND.en == "Behind"


@pytest.mark.parametrize("bad", [0.5, True])
def test_float_and_bool_are_refused(bad: object) -> None:
    with pytest.raises(InexactNumber):
        st.Amount(bad, "%")  # type: ignore[arg-type]  # the refused kinds
    with pytest.raises(InexactNumber):
        seen(bad)


def test_units_are_checked_at_the_edge() -> None:
    with pytest.raises(UnknownUnit, match="subscription"):
        metric(unit="subscriptio")
    with pytest.raises(UnitMismatch, match="value"):
        seen("= 5 subscription")
    with pytest.raises(UnitMismatch, match="requirement"):
        target(">= 5 subscription")
    with pytest.raises(UnitMismatch, match="domain"):
        metric(domain=">= 0 VND")
    with pytest.raises(UnitMismatch, match="steps"):
        target(steps=[("2019", ">= 5 VND")])
    with pytest.raises(UnitMismatch):
        target(st.AllOf([">= 5 VND"]))
    with pytest.raises(UnitMismatch):
        target(st.AnyOf([(SALES, ">= 5 %")]))
    with pytest.raises(UnitMismatch):
        target(st.Among(over=["a"], requirement=">= 5 VND", need=">= 1 province"))
    with pytest.raises(UnitMismatch):
        target(st.Relative(change="difference", range=">= 5 VND", against="2019"))
    with pytest.raises(UnitMismatch, match="growth"):
        st.Relative(change="growth", range=">= 5 VND")
    with pytest.raises(UnitMismatch, match="times"):
        st.Relative(change="multiple", range=">= 5 %")


def test_domain_refuses_what_can_not_be() -> None:
    share = metric(domain="[0, 100] %")
    with pytest.raises(InvalidEntity, match="can't be a value"):
        seen("= 101 %", metric=share)
    assert str(seen("(99, 101) %", metric=share).value) == "(99, 101) %"


def test_an_observation_needs_a_period() -> None:
    with pytest.raises(MissingField, match="period"):
        seen(period=None, published=None)
    with pytest.raises(InvalidPeriod):
        seen(period="2020-13", published=None)
    with pytest.raises(EmptyRange):
        seen("[5, 4] %")


def test_dates() -> None:
    assert seen(published=dt.date(2021, 3, 3)).known_from == dt.date(2021, 3, 3)
    with pytest.raises(InvalidDate):
        seen(published=dt.datetime(2021, 3, 3))  # noqa: DTZ001  # the refused kind
    assert seen(cutoff="2020-12-14").cutoff == dt.date(2020, 12, 14)
    assert seen(of="20 agency").of == st.Amount(20, "agency")
    assert seen(value=st.Amount(85, "%")).value == st.Range.parse("= 85 %")
    assert seen(value=st.Range.parse("= 85 %")).point == st.Range.parse("= 85 %")
    last = seen(period="9999", published=None)
    assert last.known_from == dt.date(9999, 12, 31)


def test_due_before_the_baseline_or_the_start() -> None:
    with pytest.raises(InvalidEntity, match="baseline"):
        target(baseline="2021")
    with pytest.raises(InvalidEntity, match="baseline"):
        target(baseline=seen(period="2021"))
    with pytest.raises(InvalidEntity, match="start"):
        target(start="2021")
    with pytest.raises(InvalidEntity, match="another metric"):
        target(baseline=seen("= 1 VND", "2019", metric=SALES))
    with pytest.raises(InvalidEntity, match="after the due"):
        target(steps=[("2021", ">= 5 %")])
    with pytest.raises(InvalidEntity, match="two steps"):
        target(steps=[("2019", ">= 5 %"), ("2019", ">= 6 %")])
    with pytest.raises(InvalidEntity):
        target(steps="2019")


def test_a_figure_is_a_requirement_and_a_value() -> None:
    figure = st.Figure(range="= 80 %", as_written="trên 80%", hedge="over")
    made = target(figure)
    assert made.requirement == st.Range.parse("> 80 %")
    assert made.figure == figure
    assert made.goal == st.Amount(80, "%")
    about = st.Figure(range="= 40 %", as_written="khoảng 40%", hedge="about")
    assert target(about).binding == st.Range.parse(">= 40 %")
    assert target(about, two_sided=True).binding == st.Range.parse("[35, 45] %")
    neutral = metric(id="n", better="neutral")
    assert target(about, metric=neutral).binding == st.Range.parse("[35, 45] %")
    assert target("= 40 %", metric=neutral).binding == st.Range.parse("= 40 %")
    assert target("[40, 41] %", metric=neutral).goal is None
    assert target(st.InWords("tốt")).goal is None
    assert seen(figure).value == st.Range.parse("(80, 90) %")
    assert st.AllOf([figure]).members[0].requirement == st.Range.parse("> 80 %")


def test_goal_of_a_limit() -> None:
    lower = metric(id="low", better="lower")
    assert goal_of(st.Range.parse(">= 5 %"), lower) == st.Amount(5, "%")
    assert goal_of(st.Range.parse("<= 5 %"), METRIC) == st.Amount(5, "%")
    assert target("[3, 5] %", metric=lower).binding == st.Range.parse("<= 5 %")
    assert target("< 5 %", metric=lower).binding == st.Range.parse("< 5 %")
    with pytest.raises(InvalidEntity, match="better side"):
        target(">= 5 %", metric=lower)


def test_requirements_refuse_what_they_can_not_mean() -> None:
    with pytest.raises(InvalidText):
        target(5)
    with pytest.raises(MissingField, match="never met"):
        st.AllOf([])
    with pytest.raises(InvalidText):
        st.AnyOf(">= 5 %")
    with pytest.raises(InvalidText):
        st.Among(over="abc", need=">= 1 target")
    with pytest.raises(InvalidEntity, match="twice"):
        st.Among(over=["a", "a"], need=">= 1 target")
    with pytest.raises(MissingField):
        st.Among(over=["a"], except_=["a"], need=">= 1 target")
    with pytest.raises(InvalidEntity, match="needs an inner"):
        st.Among(over=["a"], kind="jurisdictions", need=">= 1 target")
    with pytest.raises(InvalidEntity, match="takes no inner"):
        st.Among(over=["a"], kind="tasks", requirement=">= 1 %", need=">= 1 task")
    with pytest.raises(MissingField):
        st.InWords(" ")
    with pytest.raises(InvalidPeriod):
        st.Relative(change="growth", range=">= 1 %", against="metric:")
    with pytest.raises(InvalidText, match="a Clause"):
        target(applies_if=">= 5 %")
    assert st.Relative(change="growth", range=">= 1 %", against=METRIC).against == "metric:share"
    assert (
        st.Relative(change="growth", range=">= 1 %", against=st.Period.parse("2019")).base_period is not None
    )
    assert st.Relative(change="growth", range=">= 1 %").base_period is None
    assert requirements.as_requirement(st.InWords("x")) == st.InWords("x")


def test_plans() -> None:
    with pytest.raises(DuplicateId, match="'t'"):
        st.Plan(id="p", title="K", jurisdiction="x", targets=[target()], tasks=[st.Task(id="t", text="x")])
    with pytest.raises(InvalidText, match="a Target"):
        st.Plan(id="p", title="K", jurisdiction="x", targets=[st.Task(id="t", text="x")])  # type: ignore[list-item]  # the refused kind
    made = st.Plan(
        id="p",
        title="Kế hoạch",
        jurisdiction="x",
        kind="scheme",
        horizon="2016..2020; orientation 2030",
        targets=[target()],
        tasks=[st.Task(id="k", text="việc", every="month", cooperating=["a"])],
        milestones=[st.Milestone(id="m", text="mốc", due="2016-07")],
        proposals=[st.Proposal(id="r", text="xin", by="Sở", to="UBND tỉnh")],
    )
    assert made.horizon is not None
    assert made.kind is plan.PlanKind.SCHEME
    assert "<table" in made._repr_html_()
    assert st.Plan(id="q", title="K", jurisdiction="x", horizon=made.horizon).horizon == made.horizon
    with pytest.raises(InvalidEntity, match="cooperates"):
        st.Task(id="k", text="việc", assignee="a", cooperating=["a"])


def test_assessments() -> None:
    with pytest.raises(MissingField, match="states nothing"):
        st.Assessment(subject="t")
    with pytest.raises(UnitMismatch):
        st.Assessment(subject="t", attainment="= 5 VND")
    rated = st.Assessment(subject="t", attainment="= 88.3 %", period="2020")
    assert rated.known_from == dt.date(2021, 1, 1)
    assert not rated.known(dt.date(2020, 12, 31))
    assert st.Assessment(subject="t", degree="basically").known(dt.date(1900, 1, 1))
    assert st.Assessment(subject="t", degree="full", published="2021").known_from == dt.date(2021, 12, 31)
    assert Degree("basically") is Degree.BASICALLY


ENTITIES = [
    METRIC,
    seen(dims={"level": "xã"}),
    target(),
    target(st.AllOf([">= 80 %", (SALES, ">= 5 VND")])),
    target(st.Relative(change="growth", range=">= 5 %")),
    target(st.Among(over=["a"], requirement=">= 80 %", need=">= 1 province")),
    target(st.InWords("tốt")),
    target(steps=[("2019", ">= 5 %")], baseline=seen(period="2018"), applies_if=Clause(requirement=">= 5 %")),
    st.Task(id="k", text="việc", due="2020"),
    st.Milestone(id="m", text="mốc"),
    st.Proposal(id="r", text="xin", by="Sở", to="UBND tỉnh"),
    st.Assessment(subject="t", verdict="met"),
    st.Plan(id="p", title="Kế hoạch", jurisdiction="x", targets=[target()]),
]


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: type(entity).__name__)
def test_entities_are_frozen_hashable_and_pickle(entity: attrs.AttrsInstance) -> None:
    again = pickle.loads(pickle.dumps(entity))  # noqa: S301  # our own bytes
    assert again == entity
    assert hash(again) == hash(entity)
    assert attrs.evolve(entity) == entity  # type: ignore[misc]  # any attrs class
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        entity.id = "other"  # type: ignore[attr-defined]  # the refused act
    with pytest.raises((AttributeError, TypeError)):
        entity.unheard_of = 1  # type: ignore[attr-defined]  # the refused act


def test_names_of_the_rooms_load_on_first_use() -> None:
    import sotttt.evaluation
    import sotttt.plans

    assert "Target" in dir(sotttt.plans)
    assert "evaluate" in dir(sotttt.evaluation)
    with pytest.raises(AttributeError):
        _ = sotttt.plans.unheard_of  # type: ignore[attr-defined]  # the attribute is the test
    with pytest.raises(AttributeError):
        _ = sotttt.evaluation.unheard_of  # type: ignore[attr-defined]  # the attribute is the test
    assert targets.Hold("by") is targets.Hold.BY
