"""The verdicts on the five provinces agree with what the sources state, wherever they state one."""

from __future__ import annotations

import datetime as dt

import pytest

from sotttt import catalog
from sotttt.evaluation import Compliance, Flag, evaluate
from sotttt.evaluation.tasks import TaskStatus, judge_proposal, judge_task
from sotttt.metrics import Disposition, Verdict
from sotttt.plans import Milestone, Proposal, Task

LATER = dt.date(2026, 1, 1)


def judged(plan: str, as_of: dt.date = LATER) -> Compliance:
    return evaluate(
        catalog.plan(plan),
        catalog.observations(plan=plan),
        as_of=as_of,
        assessments=catalog.assessments(plan=plan),
    )


def duty(name: str) -> Task | Milestone:
    known: list[Task | Milestone] = []
    for plan in catalog.plans():
        known += [*plan.tasks, *plan.milestones]
    return next(one for one in known if one.id == name)


def test_telephone_subscriptions_of_quang_ngai_missed_their_plan() -> None:
    finding = judged("qn-2020-plan")["qn-2020-phones"]
    assert finding.verdict is Verdict.MISSED
    assert str(finding.attainment) == "= 88.3 %"
    assert Flag.STATED_DIFFERS not in finding.flags
    (stated,) = [one for one in catalog.assessments(plan="qn-2020-plan") if one.subject == "qn-2020-phones"]
    assert (stated.verdict, str(stated.attainment)) == (finding.verdict, "= 88.3 %")


def test_the_plan_of_quang_ngai_is_known_as_an_interval_only() -> None:
    seen = catalog.observations(plan="qn-2020-plan")
    (planned,) = [one for one in seen if one.metric.id == "phone-subscriptions-plan"]
    assert not planned.value.is_point
    assert planned.status.value == "derived"
    assert all(target.metric.id != "phone-subscriptions" for target in catalog.plan("qn-2020-plan").targets)


def test_nothing_is_known_before_it_is_published() -> None:
    before = judged("qn-2020-plan", dt.date(2021, 3, 2))["qn-2020-phones"]
    assert before.verdict is Verdict.NO_DATA
    during = judged("qn-2020-plan", dt.date(2020, 12, 31))["qn-2020-phones"]
    assert during.verdict is Verdict.NOT_DUE


def test_every_stated_verdict_is_the_computed_one() -> None:
    compared = 0
    for plan in catalog.plans("articles"):
        targets = {target.id for target in plan.targets}
        findings = judged(plan.id)
        for stated in catalog.assessments(plan=plan.id):
            if stated.subject in targets and stated.verdict is not None:
                assert findings[stated.subject].verdict is stated.verdict
                compared += 1
            elif stated.verdict is not None:
                finding = judge_task(duty(stated.subject), [stated], as_of=LATER)
                assert finding.status.done is (stated.verdict is Verdict.MET)
                compared += 1
    assert compared == 6


def test_no_target_without_a_deadline_is_missed() -> None:
    for plan in catalog.plans():
        for finding in judged(plan.id):
            if finding.target.due is None:
                assert finding.verdict in (Verdict.NOT_DUE, Verdict.UNDECIDED)


def test_goals_of_vinh_phuc_for_2025_have_no_data() -> None:
    assert {finding.verdict for finding in judged("vp-2025-egov", dt.date(2021, 1, 1))} == {Verdict.NOT_DUE}
    by_id = judged("vp-2025-egov")
    assert by_id["vp-egov-rank"].verdict is Verdict.NO_DATA


def test_digital_broadcasting_of_nam_dinh_came_a_year_early() -> None:
    finding = judge_task(
        duty("nd-digital-broadcast"), catalog.assessments(plan="nd-2015"), as_of=dt.date(2016, 4, 1)
    )
    assert finding.status is TaskStatus.DONE_ON_TIME
    assert finding.lead == 366
    assert Flag.EARLY in finding.flags


@pytest.mark.parametrize(
    ("day", "status", "lead"),
    [
        (dt.date(2020, 10, 4), TaskStatus.IN_PROGRESS, None),
        (dt.date(2020, 11, 1), TaskStatus.UNKNOWN, None),
        (dt.date(2020, 11, 13), TaskStatus.DONE_LATE, -13),
    ],
)
def test_the_architecture_of_vinh_phuc_came_after_october(
    day: dt.date, status: TaskStatus, lead: int | None
) -> None:
    finding = judge_task(duty("vp-architecture-2"), catalog.assessments(plan="vp-2020-term"), as_of=day)
    assert (finding.status, finding.lead) == (status, lead)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("qt-lgsp", TaskStatus.IN_PROGRESS),
        ("qt-ioc", TaskStatus.IN_PROGRESS),
        ("vp-egov-board", TaskStatus.DONE_ON_TIME),
        ("vp-press-briefing", TaskStatus.RECURRING),
        ("tg-press-briefing-monthly", TaskStatus.RECURRING),
        ("tg-digital-government-pilot", TaskStatus.UNKNOWN),
        ("qn-party-government-documents", TaskStatus.DONE_ON_TIME),
        ("nd-government-applications", TaskStatus.DONE_ON_TIME),
        ("qn-commune-radio", TaskStatus.UNKNOWN),
    ],
)
def test_duties_stand_as_the_sources_say(name: str, status: TaskStatus) -> None:
    assert judge_task(duty(name), catalog.assessments(), as_of=LATER).status is status


OUTCOMES = {
    "nd-office-renovation": Disposition.APPROVED_WITH_CONDITION,
    "nd-egov-capital": Disposition.RETURNED,
    "nd-two-centres": Disposition.DEFERRED,
}


def test_proposals_have_the_outcome_that_the_source_gives() -> None:
    proposals: list[Proposal] = [proposal for plan in catalog.plans() for proposal in plan.proposals]
    assert len(proposals) == 14
    for proposal in proposals:
        found = judge_proposal(proposal, catalog.assessments(), as_of=LATER)
        assert found.disposition is OUTCOMES.get(proposal.id, Disposition.UNANSWERED)
