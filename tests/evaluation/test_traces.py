"""What each verdict is made of can be printed, stored, and read back as it was."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from sotttt.evaluation.claims import Claim, ClaimResult, check
from sotttt.evaluation.compliance import evaluate
from sotttt.evaluation.dispositions import ProposalFinding
from sotttt.evaluation.finding import Finding
from sotttt.evaluation.tasks import DutyFinding, judge_editions, judge_proposal, judge_task
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.periods import ReportingRule
from sotttt.plans.targets import Target
from sotttt.plans.tasks import Proposal, Task
from sotttt.sources import Source

DAY = dt.date(2021, 3, 3)
SOURCE = Source(title="Báo cáo", url="https://example.vn/bao-cao", confidence="likely")


def a_finding() -> Finding:
    metric = Metric(id="m", name="Tỷ lệ", unit="%", better="higher", timing="point", scale="ratio")
    target = Target(
        id="t",
        metric=metric,
        jurisdiction="cao-bang",
        requirement=">= 90 %",
        start="2016",
        due="2022",
        baseline="2016",
    )
    seen = [
        Observation(
            metric=metric, jurisdiction="cao-bang", period="2016", value="= 50 %", published="2017-01-01"
        ),
        Observation(
            metric=metric,
            jurisdiction="cao-bang",
            period="2020",
            value="= 70 %",
            published="2021-01-01",
            status="estimated",
            source=SOURCE,
        ),
    ]
    return evaluate([target], seen, as_of=DAY)["t"]


def a_duty() -> DutyFinding:
    task = Task(id="t", text="báo cáo", every="year")
    rule = ReportingRule(id="r", frequency="year", opens="-1/15", closes="0/14", due="0/19")
    said = Assessment(subject="t", period="2020", done_on="2020-12-20", published="2020-12-21", source=SOURCE)
    return judge_editions(task, [said], within="2020", as_of=DAY, rules=[rule])[0]


def a_plain_duty() -> DutyFinding:
    said = Assessment(subject="t", verdict="missed", published="2021-01")
    return judge_task(Task(id="t", text="báo cáo", due="2020"), [said], as_of=DAY)


def a_proposal() -> ProposalFinding:
    asked = Proposal(id="p", text="lập 2 trung tâm", by="Sở", to="UBND tỉnh")
    said = [
        Assessment(subject="p", disposition=one, published="2021-01-01") for one in ("approved", "deferred")
    ]
    return judge_proposal(asked, said, as_of=DAY)


def a_claim() -> ClaimResult:
    return check(Claim("share", ("= 22 dossier", "= 23 dossier"), "= 95.6 %", "c", SOURCE))


@pytest.mark.parametrize(
    ("found", "inputs", "formula", "outcome"),
    [
        (a_finding(), {"requirement": ">= 90 %", "evidence[0].value": "= 70 %"}, "pace.formula", "verdict"),
        (
            a_duty(),
            {"edition": "2020", "due": "2020-12-19", "stated[0].done_on": "2020-12-20"},
            "lead.formula",
            "status",
        ),
        (a_plain_duty(), {"due": "2020", "stated[0].verdict": "missed"}, "lead.formula", "status"),
        (a_proposal(), {"stated[0].disposition": "approved"}, "formula", "disposition"),
        (a_claim(), {"operand[0]": "= 22 dossier", "stated": "= 95.6 %"}, "formula", "verdict"),
    ],
)
def test_a_trace_holds_inputs_formula_thresholds_and_outcome(
    found: Finding | DutyFinding | ProposalFinding | ClaimResult,
    inputs: dict[str, str],
    formula: str,
    outcome: str,
) -> None:
    trace = found.trace()
    stored = json.dumps(trace, ensure_ascii=False)
    assert tuple((name, value) for name, value in json.loads(stored)) == trace
    assert all(type(name) is str and type(value) is str for name, value in trace)
    lines = dict(trace)
    assert {name: lines[name] for name in inputs} == inputs
    assert lines[formula]
    assert trace[-1][0] == outcome


def test_a_trace_names_its_thresholds_and_flags() -> None:
    assert dict(a_duty().trace())["lead.on_time"] == ">= 0"
    assert ("flag", "conflicting") in a_proposal().trace()
    assert "pace.on_track" in dict(a_finding().trace())
    assert ("flag", "estimated") in a_finding().trace()
    assert dict(a_claim().trace())["stated.accepted"] == "[95.55, 95.65) %"
