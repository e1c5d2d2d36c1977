"""Tasks, milestones and proposals on a day."""

from __future__ import annotations

import datetime as dt
import itertools
import pickle
from fractions import Fraction
from typing import Any

import pytest

from sotttt.errors import (
    DuplicateId,
    InvalidChoice,
    InvalidDate,
    InvalidEntity,
    InvalidText,
    MissingField,
    NotFound,
)
from sotttt.evaluation import proposals
from sotttt.evaluation.reasons import Flag
from sotttt.evaluation.tasks import (
    Completion,
    DutyFinding,
    TaskStatus,
    duties,
    judge_editions,
    judge_proposal,
    judge_task,
    outcome,
)
from sotttt.metrics import Assessment, Disposition
from sotttt.periods import Calendar, ReportingRule, reporting_rules
from sotttt.plans.plan import Plan
from sotttt.plans.tasks import Milestone, Proposal, Task
from sotttt.ranges import Range
from sotttt.sources import Source
from sotttt.writing import share

BROADCAST = Milestone(id="broadcast", text="phát sóng số", due="2016-07")
OPEN = Milestone(id="broadcast", text="phát sóng số")


def said(**fields: object) -> Assessment:
    return Assessment(**({"subject": "broadcast"} | fields))  # type: ignore[arg-type]  # fields by name


def judged(
    *assessments: Assessment, as_of: str = "2017-01-31", duty: Milestone | Task = BROADCAST
) -> DutyFinding:
    return judge_task(duty, assessments, as_of=dt.date.fromisoformat(as_of))


@pytest.mark.parametrize(
    ("done_on", "status", "lead", "timing_known"),
    [
        ("2015-07", "done_on_time", 366, True),
        ("2016-07", "done_on_time", 0, True),
        ("2016-07-30", "done_on_time", 1, True),
        ("2016-08-01", "done_late", -1, True),
        ("2016-08", "done_late", -31, True),
        ("2016", "done_late", -153, False),
    ],
)
def test_a_day_of_completion_is_measured_from_its_last_day(
    done_on: str, status: str, lead: int, timing_known: bool
) -> None:
    finding = judged(said(done_on=done_on))
    assert (finding.status.value, finding.lead, finding.timing_known) == (status, lead, timing_known)
    assert str(finding.done_on) == done_on


def test_what_is_published_is_done_by_then() -> None:
    finding = judged(said(done_on="2016", published="2016-05-31"), as_of="2016-06-01")
    assert (finding.status, finding.lead, finding.timing_known) == (TaskStatus.DONE_ON_TIME, 61, True)


def test_early_is_before_the_due_period_begins() -> None:
    assert judged(said(done_on="2016-06-30")).flags == {Flag.EARLY}
    assert judged(said(done_on="2016-07-01")).flags == frozenset()


def test_a_day_of_completion_in_the_future_is_a_plan() -> None:
    planned = said(done_on="2016-06", published="2016-01")
    assert judged(planned, as_of="2016-05-31").status is TaskStatus.IN_PROGRESS
    assert judged(planned, as_of="2016-05-31").done_on is None
    assert judged(planned, as_of="2016-06-01").status is TaskStatus.DONE_ON_TIME


def test_a_day_of_completion_alone_is_known_from_its_last_day() -> None:
    done = said(done_on="2016-06")
    assert judged(done, as_of="2016-06-29").assessments == ()
    assert judged(done, as_of="2016-06-30").status is TaskStatus.DONE_ON_TIME


def test_nothing_is_known_before_it_is_published() -> None:
    done = said(done_on="2016-05", published="2016-09-15")
    assert judged(done, as_of="2016-07-31").status is TaskStatus.IN_PROGRESS
    assert judged(done, as_of="2016-08-01").status is TaskStatus.UNKNOWN
    assert judged(done, as_of="2016-09-15").status is TaskStatus.DONE_ON_TIME


@pytest.mark.parametrize(
    ("fields", "status", "timing_known"),
    [
        ({"verdict": "met", "published": "2016-07-31"}, "done_on_time", True),
        ({"verdict": "met", "published": "2016-12"}, "done_on_time", True),
        ({"degree": "full", "published": "2016-07-31"}, "done_on_time", True),
        ({"degree": "exceeded", "period": "2016-07", "published": "2016-12"}, "done_on_time", True),
        ({"degree": "full", "published": "2016-12"}, "done_late", False),
        ({"degree": "full"}, "done_late", False),
        ({"attainment": "= 100 %", "published": "2016-12"}, "done_late", False),
        ({"verdict": "missed", "degree": "full", "published": "2016-12"}, "done_late", True),
    ],
)
def test_done_without_a_day(fields: dict[str, object], status: str, timing_known: bool) -> None:
    finding = judged(said(**fields))
    assert (finding.status.value, finding.timing_known, finding.lead) == (status, timing_known, None)


def test_done_before_the_deadline_needs_no_day() -> None:
    finding = judged(said(degree="full"), as_of="2016-07-31")
    assert (finding.status, finding.timing_known) == (TaskStatus.DONE_ON_TIME, True)
    assert finding.flags == {Flag.UNDATED}


def test_done_with_no_deadline_is_on_time_without_a_lead() -> None:
    finding = judged(said(done_on="2016-08"), duty=OPEN)
    assert (finding.status, finding.lead) == (TaskStatus.DONE_ON_TIME, None)
    assert finding.flags == frozenset()


@pytest.mark.parametrize(
    ("fields", "as_of", "status"),
    [
        ({"verdict": "missed", "published": "2016-12"}, "2017-01-31", "overdue"),
        ({"verdict": "missed", "published": "2016-06"}, "2017-01-31", "overdue"),
        ({"verdict": "missed", "published": "2016-06"}, "2016-07-01", "in_progress"),
        ({"degree": "basically", "published": "2016-12"}, "2017-01-31", "overdue"),
        ({"degree": "partly", "published": "2016-06"}, "2017-01-31", "unknown"),
        ({"degree": "partly", "period": "2016-07", "published": "2016-12"}, "2017-01-31", "unknown"),
        ({"attainment": "= 90 %", "published": "2016-12"}, "2017-01-31", "overdue"),
        ({"attainment": ">= 90 %", "published": "2016-12"}, "2017-01-31", "unknown"),
        ({"verdict": "no_data", "published": "2016-12"}, "2017-01-31", "unknown"),
        ({"verdict": "on_track", "published": "2016-06"}, "2016-07-31", "in_progress"),
    ],
)
def test_not_done(fields: dict[str, object], as_of: str, status: str) -> None:
    finding = judged(said(**fields), as_of=as_of)
    assert finding.status.value == status
    assert finding.lead == (-184 if status == "overdue" else None)
    assert len(finding.assessments) == 1


def test_nothing_heard() -> None:
    assert judged(as_of="2016-07-31").status is TaskStatus.IN_PROGRESS
    assert judged(as_of="2016-08-01").status is TaskStatus.UNKNOWN
    assert judged(duty=OPEN).status is TaskStatus.UNKNOWN
    assert judged(said(degree="partly"), duty=OPEN).status is TaskStatus.IN_PROGRESS
    assert judged(said(verdict="missed"), duty=OPEN).status is TaskStatus.OVERDUE


def test_a_recurring_duty_has_no_end() -> None:
    briefing = Task(id="broadcast", text="giao ban báo chí", every="month")
    assert judged(duty=briefing).status is TaskStatus.RECURRING
    assert judged(said(verdict="met"), duty=briefing).status is TaskStatus.RECURRING
    assert judged(duty=Task(id="broadcast", text="báo cáo")).status is TaskStatus.UNKNOWN


def test_the_latest_statement_counts_whatever_the_order() -> None:
    known = (
        said(degree="partly", published="2016-05"),
        said(degree="full", published="2016-06"),
        said(degree="nearly", published="2016-09"),
    )
    for order in itertools.permutations(known):
        finding = judged(*order)
        assert finding.status is TaskStatus.OVERDUE
        assert finding.flags == {Flag.CONFLICTING}
        assert finding.assessments == known
        before = judged(*order, as_of="2016-07-01")
        assert before.status is TaskStatus.DONE_ON_TIME
        assert before.flags == frozenset()


def test_of_one_day_not_done_decides() -> None:
    both = (said(degree="partly", published="2016-09"), said(degree="full", published="2016-09"))
    for order in (both, both[::-1]):
        assert judged(*order).status is TaskStatus.OVERDUE
        assert judged(*order).flags == {Flag.CONFLICTING}


def test_days_of_completion_that_exclude_each_other_conflict() -> None:
    early, late = said(done_on="2016-06", published="2016-08"), said(done_on="2016-08", published="2016-09")
    finding = judged(early, late)
    assert (finding.status, finding.lead) == (TaskStatus.DONE_LATE, -31)
    assert finding.flags == {Flag.CONFLICTING}
    assert judged(early, said(done_on="2016-06-15", published="2016-09")).flags == {Flag.EARLY}


def test_a_later_word_without_a_day_keeps_the_day() -> None:
    finding = judged(said(done_on="2016-08", published="2016-08"), said(verdict="met", published="2016-12"))
    assert finding.status is TaskStatus.DONE_LATE
    assert finding.flags == {Flag.STATED_DIFFERS}
    assert str(finding.done_on) == "2016-08"


def test_a_stated_miss_that_was_on_time_differs() -> None:
    assert judged(said(verdict="missed", done_on="2016-07-30")).flags == {Flag.STATED_DIFFERS}


def test_only_its_own_assessments_count() -> None:
    assert judged(said(subject="other", degree="full")).status is TaskStatus.UNKNOWN


def test_a_date_and_time_is_no_day() -> None:
    with pytest.raises(InvalidDate):
        judge_task(BROADCAST, [], as_of=dt.datetime(2016, 1, 1))  # noqa: DTZ001  # refused, whatever its zone


def test_sentences() -> None:
    early = judged(said(done_on="2015-07"))
    assert early.explain() == (
        "Hoàn thành đúng hạn: phát sóng số, hạn tháng 7/2016, xong tháng 7/2015, sớm 366 ngày; "
        "ghi chú: trước hạn."
    )
    assert early.explain("en") == (
        "Done on time: phát sóng số, due July 2016, done July 2015, 366 days early; note: early."
    )
    assert "chậm 31 ngày" in judged(said(done_on="2016-08")).explain()
    assert "the sources leave open whether by the deadline" in judged(said(degree="full")).explain("en")
    assert "còn 30 ngày" in judged(as_of="2016-07-01").explain()
    assert judged().explain().endswith("chưa có thông tin.")
    assert judged(said(degree="partly", published="2016-06")).explain().endswith("chưa có thông tin sau hạn.")
    assert "không nêu thời hạn" in judged(said(degree="partly"), duty=OPEN).explain()
    briefing = Task(id="broadcast", text="giao ban báo chí", every="month")
    assert judged(duty=briefing).explain() == "Thực hiện thường xuyên: giao ban báo chí."
    with pytest.raises(InvalidChoice):
        early.explain("fr")


def test_trace_and_html() -> None:
    source = Source(title="Báo cáo 2016")
    finding = judged(said(done_on="2015-07", published="2016-04-01", source=source))
    lines = finding.trace()
    assert ("due", "2016-07") in lines
    assert ("stated[0].done_on", "2015-07") in lines
    assert ("stated[0].source", str(source)) in lines
    assert ("lead", "366") in lines
    assert ("flag", "early") in lines
    assert lines[-1] == ("status", "done_on_time")
    assert ("every", "month") in judged(duty=Task(id="t", text="báo cáo", every="month")).trace()
    page = judged(duty=Milestone(id="broadcast", text="<script>"))._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_completion_of_the_government_report_of_2017() -> None:
    report = Completion(on_time=14068, late=1983, in_progress=5640, overdue=223)
    assert (report.all, report.done, report.due) == (21914, 16051, 16274)
    assert report.all - report.done == 5863
    rates = (report.done_over_due, report.done_over_all, report.on_time_over_due, report.on_time_over_done)
    assert [share(rate, "vi", 1) for rate in rates if rate] == ["98,6%", "73,2%", "86,4%", "87,6%"]
    assert str(report.done_over_due) == "(98.62971611158903772889271230, 98.62971611158903772889271231) %"


def test_completion_without_a_denominator() -> None:
    assert Completion().done_over_due is None
    assert Completion().on_time_over_done is None
    recurring = Completion(recurring=2, in_progress=1)
    assert recurring.done_over_due is None
    assert recurring.done_over_all == Range.parse("= 0 %")


def test_what_is_unknown_makes_a_rate_a_range() -> None:
    counts = Completion(on_time=5, late=2, overdue=1, unknown=2, unknown_due=2, late_unsure=1)
    assert counts.due == counts.all == 10
    assert counts.done_over_due == counts.done_over_all == Range.parse("[70, 90] %")
    assert counts.on_time_over_due == Range.parse("[50, 80] %")


@pytest.mark.parametrize(
    "counts",
    [{"late": -1}, {"late": True}, {"late": 1.0}, {"unknown_due": 1}, {"late": 1, "late_unsure": 2}],
)
def test_counts_that_cannot_be(counts: dict[str, int]) -> None:
    with pytest.raises(InvalidEntity):
        Completion(**counts)


PLAN = Plan(
    id="nd-2016",
    title="Kế hoạch 2016",
    jurisdiction="nam-dinh",
    tasks=[
        Task(id="briefing", text="giao ban báo chí", every="month", assignee="Sở TT và TT"),
        Task(id="report", text="báo cáo", due="2016-06"),
    ],
    milestones=[BROADCAST],
)
KNOWN = [
    said(done_on="2015-07", published="2016-04-01"),
    said(subject="report", degree="full", published="2016-08"),
]


def test_duties_of_a_plan() -> None:
    result = duties(PLAN, KNOWN, as_of=dt.date(2016, 12, 31))
    assert [one.id for one in result] == ["briefing", "report", "broadcast"]
    assert len(result) == 3
    assert "report" in result
    assert "briefing-2" not in result
    assert result["report"].status is TaskStatus.DONE_LATE
    assert result.by_status("done_on_time") == (result["broadcast"],)
    assert result.completion == Completion(on_time=1, late=1, recurring=1, late_unsure=1)
    assert duties([PLAN, OPEN_TASK], KNOWN, as_of=dt.date(2016, 12, 31)).completion.unknown == 1
    assert duties([OPEN_TASK], KNOWN, as_of=dt.date(2016, 12, 31)).completion.unknown_due == 0
    with pytest.raises(NotFound, match="broadcast"):
        result["broadcasts"]


OPEN_TASK = Task(id="open", text="chưa nêu hạn")


def test_nothing_to_judge() -> None:
    result = duties([], KNOWN, as_of=dt.date(2016, 12, 31))
    assert result
    assert len(result) == 0
    assert result.completion.done_over_all is None
    assert "0 nhiệm vụ" in result._repr_html_()


def test_duties_refuse_doubles_and_strangers() -> None:
    with pytest.raises(DuplicateId, match="broadcast"):
        duties([PLAN, OPEN], KNOWN, as_of=dt.date(2016, 12, 31))
    with pytest.raises(InvalidText, match="Milestone"):
        duties(["report"], KNOWN, as_of=dt.date(2016, 12, 31))  # type: ignore[list-item]  # refused


def test_records_and_table() -> None:
    result = duties([PLAN, Milestone(id="x", text="<i>")], KNOWN, as_of=dt.date(2016, 12, 31))
    briefing, report, broadcast, _ = result.to_records()
    assert briefing["kind"] == "task"
    assert briefing["assignee"] == "Sở TT và TT"
    assert briefing["due"] is None
    assert report["status"] == "done_late"
    assert report["timing_known"] is False
    assert broadcast["kind"] == "milestone"
    assert (broadcast["done_on"], broadcast["lead_days"], broadcast["flags"]) == ("2015-07", 366, "early")
    page = result._repr_html_()
    assert "4 nhiệm vụ, 2 đến hạn, 2 hoàn thành, 1 đúng hạn; hoàn thành 100% số đến hạn" in page
    assert "<i>" not in page


ASKED = Proposal(id="centres", text="lập 2 trung tâm", by="Sở TT và TT", to="UBND tỉnh")


def answer(disposition: str, published: str | None = None) -> Assessment:
    return Assessment(subject="centres", disposition=disposition, published=published)


def test_outcome_of_a_proposal() -> None:
    known = [answer("deferred", "2016-04-01"), answer("approved", "2017-04-01")]
    assert outcome(ASKED, known, as_of=dt.date(2016, 3, 31)) is Disposition.UNANSWERED
    assert outcome(ASKED, known, as_of=dt.date(2016, 4, 1)) is Disposition.DEFERRED
    later = judge_proposal(ASKED, known[::-1], as_of=dt.date(2017, 4, 1))
    assert later.disposition is Disposition.APPROVED
    assert later.assessments == tuple(known)
    assert later.conflicting == ()
    assert later.flags == frozenset()
    said_elsewhere = [Assessment(subject="centres", degree="full"), answer("unanswered")]
    assert judge_proposal(ASKED, said_elsewhere, as_of=dt.date(2017, 4, 1)).flags == {Flag.UNDATED}


def test_two_outcomes_of_one_day_conflict() -> None:
    known = [
        answer("rejected", "2016-04-01"),
        answer("unanswered", "2016-04-01"),
        answer("approved", "2016-04-01"),
    ]
    for order in itertools.permutations(known):
        finding = judge_proposal(ASKED, order, as_of=dt.date(2016, 4, 1))
        assert finding.disposition is Disposition.REJECTED
        assert finding.conflicting == (Disposition.APPROVED, Disposition.UNANSWERED)
        assert finding.flags == {Flag.CONFLICTING}
    assert "nguồn khác: Chấp thuận, Chưa trả lời" in finding.explain()


def test_a_proposal_in_words() -> None:
    finding = judge_proposal(ASKED, [answer("deferred", "2016-04-01")], as_of=dt.date(2016, 4, 1))
    assert finding.id == "centres"
    assert finding.explain() == "Hoãn: lập 2 trung tâm (Sở TT và TT kiến nghị UBND tỉnh)."
    assert finding.explain("en") == "Deferred: lập 2 trung tâm (Sở TT và TT to UBND tỉnh)."
    assert ("stated[0].disposition", "deferred") in finding.trace()
    assert finding.trace()[-1] == ("disposition", "deferred")
    assert ("flag", "undated") in judge_proposal(
        ASKED, [answer("returned")], as_of=dt.date(2016, 4, 1)
    ).trace()
    asked = Proposal(id="x", text="<b>", by="a", to="b")
    assert "&lt;b&gt;" in judge_proposal(asked, [], as_of=dt.date(2016, 4, 1))._repr_html_()


def test_labels() -> None:
    assert TaskStatus("recurring").vi == "Thực hiện thường xuyên"
    assert len({status.en for status in TaskStatus}) == 6
    assert [status.done for status in TaskStatus] == [True, True, False, False, False, False]


def test_equality_hash_and_pickle() -> None:
    result = duties(PLAN, KNOWN, as_of=dt.date(2016, 12, 31))
    proposal = judge_proposal(ASKED, [answer("deferred")], as_of=dt.date(2016, 4, 1))
    for thing in (result, result["report"], result.completion, proposal):
        again = pickle.loads(pickle.dumps(thing))  # noqa: S301  # our own bytes
        assert again == thing
        assert hash(again) == hash(thing)


@pytest.mark.parametrize("given", [5, None, "broadcast", [], float("nan")])
def test_what_is_no_duty_and_no_statement_is_refused(given: object) -> None:
    day = dt.date(2016, 4, 1)
    with pytest.raises(InvalidText, match=r"^task: .* is no task"):
        judge_task(given, [], as_of=day)  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(InvalidText, match=r"^proposal: .* is no proposal"):
        judge_proposal(given, [], as_of=day)  # type: ignore[arg-type]  # the point of the test
    stated: Any = [given]
    with pytest.raises(InvalidText, match="stands among the assessments"):
        judge_task(BROADCAST, stated, as_of=day)
    with pytest.raises(InvalidText, match="stands among the assessments"):
        judge_proposal(ASKED, stated, as_of=day)
    with pytest.raises(InvalidText, match="stands among the assessments"):
        duties([BROADCAST], stated, as_of=day)


@pytest.mark.parametrize("given", [5, None])
def test_what_has_no_members_is_refused(given: object) -> None:
    day = dt.date(2016, 4, 1)
    with pytest.raises(InvalidText, match="a list of assessments"):
        judge_task(BROADCAST, given, as_of=day)  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(InvalidText, match="a plan or a list of duties"):
        duties(given, [], as_of=day)  # type: ignore[arg-type]  # the point of the test


BRIEFING = Task(id="briefing", text="giao ban báo chí", every="month", assignee="Sở TT&TT", sector="PRESS")
REPORT = Task(id="report", text="báo cáo công tác", every="quarter", assignee="Sở TT&TT", due="2024")


def edition(period: str, **fields: object) -> Assessment:
    return said(**({"subject": "briefing", "period": period} | fields))


def test_each_edition_is_judged_from_what_names_its_period() -> None:
    stated = [
        edition("2024-01", done_on="2024-01-15", published="2024-01-20"),
        edition("2024-02", done_on="2024-03-02", published="2024-03-05"),
        edition("2024-03", degree="partly", published="2024-04-02"),
        edition("2024-Q1", degree="full", published="2024-04-02"),
        edition("2024-04", verdict="met"),
        said(subject="briefing", degree="full", published="2024-05-01"),
    ]
    found = judge_editions(BRIEFING, stated, within="2024-H1", as_of=dt.date(2024, 6, 15))
    assert [(one.id, one.status.value, one.lead) for one in found] == [
        ("briefing@2024-01", "done_on_time", 16),
        ("briefing@2024-02", "done_late", -2),
        ("briefing@2024-03", "overdue", -76),
        ("briefing@2024-04", "done_on_time", None),
        ("briefing@2024-05", "unknown", None),
        ("briefing@2024-06", "in_progress", None),
    ]
    result = duties([BRIEFING], stated, as_of=dt.date(2024, 6, 15), within="2024-H1")
    assert result.findings == found
    assert (result.completion.all, result.completion.done, result.completion.due) == (6, 3, 5)
    assert str(result.completion.done_over_due) == "[60, 80] %"
    assert [one.id for one in result.behind()] == ["briefing@2024-03", "briefing@2024-02"]
    assert [one.id for one in result.behind(2)] == ["briefing@2024-03"]
    assert duties([BRIEFING], stated, as_of=dt.date(2024, 6, 15)).completion.recurring == 1


def test_the_period_of_an_edition_is_its_name_not_the_time_described() -> None:
    late = edition("2024-01", degree="full", published="2024-02-20")
    finding = judge_editions(BRIEFING, [late], within="2024-01", as_of=dt.date(2024, 3, 1))[0]
    assert (finding.status, finding.timing_known) == (TaskStatus.DONE_LATE, False)


def test_an_edition_is_due_on_the_day_of_the_rule_that_held_then() -> None:
    rules = (
        ReportingRule(
            id="old", frequency="quarter", opens="0/1", closes="0/31", due="1/5", valid="..2024-07-01"
        ),
        ReportingRule(
            id="new",
            frequency="quarter",
            opens="-1/15",
            closes="0/14",
            working_days=2,
            valid="2024-07-01..2024-12-01",
        ),
    )
    sent = said(subject="report", period="2024-Q1", done_on="2024-04-04", published="2024-04-04")
    found = judge_editions(
        REPORT, [sent], within="2024", as_of=dt.date(2025, 1, 1), rules=rules, calendar=Calendar()
    )
    assert [str(one.due) for one in found] == ["2024-04-05", "2024-07-05", "2024-09-17", "None"]
    assert (found[0].status.value, found[0].lead) == ("done_on_time", 1)
    assert found[3].status is TaskStatus.UNKNOWN
    with pytest.raises(MissingField, match="calendar"):
        judge_editions(REPORT, [], within="2024", as_of=dt.date(2025, 1, 1), rules=rules)


def test_six_and_nine_months_are_one_edition_a_year() -> None:
    nine = Task(id="nine", text="báo cáo 9 tháng", every="nine_months")
    six = Task(id="six", text="báo cáo 6 tháng", every="six_months")
    rules = reporting_rules("qd-01-2023-khanh-hoa")
    result = duties(
        [six, nine], [], as_of=dt.date(2024, 9, 18), within="2024", rules=rules, calendar=Calendar()
    )
    assert [(one.id, str(one.due)) for one in result] == [
        ("six@2024-H1", "2024-06-18"),
        ("nine@2024-M01..M09", "2024-09-17"),
    ]


def test_a_recurring_duty_with_a_deadline_ends_with_it() -> None:
    found = judge_editions(REPORT, [], within="2024..2025", as_of=dt.date(2025, 1, 1))
    assert [str(one.edition) for one in found] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]


@pytest.mark.parametrize("given", [5, OPEN, Task(id="x", text="x")])
def test_what_does_not_recur_has_no_editions(given: object) -> None:
    with pytest.raises(InvalidText, match="doesn't recur"):
        judge_editions(given, [], within="2024", as_of=dt.date(2024, 1, 1))  # type: ignore[arg-type]  # refused


def test_an_edition_in_words() -> None:
    done = edition("2024-01", done_on="2024-01-15", published="2024-01-20")
    finding = judge_editions(BRIEFING, [done], within="2024-01", as_of=dt.date(2024, 6, 15))[0]
    assert finding.explain() == (
        "Hoàn thành đúng hạn: giao ban báo chí, kỳ tháng 1/2024, hạn tháng 1/2024, xong 15/01/2024, "
        "sớm 16 ngày."
    )
    assert "for January 2024, due January 2024" in finding.explain("en")
    lines = dict(finding.trace())
    assert (lines["every"], lines["edition"], lines["lead"]) == ("month", "2024-01", "16")
    assert lines["lead.formula"].startswith("due.end - ")
    result = duties([BRIEFING], [done], as_of=dt.date(2024, 6, 15), within="2024-01")
    assert result.to_records()[0]["edition"] == "2024-01"
    assert "giao ban báo chí, tháng 1/2024" in result._repr_html_()


def test_what_has_no_deadline_claims_nothing_about_time() -> None:
    done, running, missed = (
        judged(said(**fields), duty=OPEN)
        for fields in ({"degree": "full"}, {"degree": "partly"}, {"verdict": "missed"})
    )
    assert [one.label() for one in (done, running, missed)] == [
        "Hoàn thành",
        "Đang thực hiện",
        "Chưa hoàn thành",
    ]
    assert [one.label("en") for one in (done, running, missed)] == ["Done", "In progress", "Not done"]
    for one in (done, running, missed, judged(duty=OPEN)):
        assert "hạn" not in one.explain().replace("không nêu thời hạn", "")
    assert judged(said(verdict="missed", degree="full"), duty=OPEN).flags == {Flag.UNDATED}


def test_done_without_a_deadline_counts_in_no_rate_of_punctuality() -> None:
    dated = Milestone(id="dated", text="x", due="2016-06")
    known = [said(degree="full"), said(subject="dated", done_on="2016-07-02")]
    counts = duties([OPEN, dated], known, as_of=dt.date(2016, 12, 31)).completion
    assert (counts.done, counts.no_deadline, str(counts.done_over_due)) == (2, 1, "= 100 %")
    assert str(counts.on_time_over_due) == str(counts.on_time_over_done) == "= 0 %"
    assert duties([OPEN], known, as_of=dt.date(2016, 12, 31)).completion.on_time_over_due is None
    with pytest.raises(InvalidEntity, match="no_deadline"):
        Completion(no_deadline=1)


def test_three_rates_of_one_report_each_name_their_denominator() -> None:
    report = Completion(on_time=14068, late=1983, in_progress=5640, overdue=223)
    assert (report.all, report.done, report.due) == (21914, 16051, 16274)
    for rate, part, whole in (
        (report.done_over_due, 16051, 16274),
        (report.done_over_all, 16051, 21914),
        (report.on_time_over_due, 14068, 16274),
        (report.on_time_over_done, 14068, 16051),
    ):
        assert rate is not None
        assert rate.low is not None
        assert rate.high is not None
        assert Fraction(rate.low.magnitude) <= Fraction(100 * part, whole) <= Fraction(rate.high.magnitude)


def test_findings_are_grouped_by_the_fields_of_their_duties() -> None:
    result = duties([BRIEFING, REPORT, OPEN], [], as_of=dt.date(2024, 6, 15), within="2024-Q1")
    assert {name: len(some) for name, some in result.by("assignee").items()} == {"Sở TT&TT": 4, None: 1}
    assert {name: len(some) for name, some in result.by("subject").items()} == {
        "briefing": 3,
        "report": 1,
        "broadcast": 1,
    }
    with pytest.raises(InvalidChoice, match="jurisdiction"):
        result.by("colour")


def test_proposals_by_outcome() -> None:
    asked = [Proposal(id=name, text="x", by="a", to="b") for name in "pqrs"]
    said_of = [
        Assessment(subject="p", disposition="approved", published="2016-04-01"),
        Assessment(subject="q", disposition="approved_with_condition", published="2016-04-01"),
        Assessment(subject="r", disposition="deferred", published="2016-04-01"),
    ]
    plan = Plan(id="plan", title="x", jurisdiction="nam-dinh", proposals=asked[:2])
    result = proposals([plan, *asked[2:]], said_of, as_of=dt.date(2016, 5, 1))
    assert (len(result), bool(result), [one.id for one in result]) == (4, True, ["p", "q", "r", "s"])
    assert {one.value: count for one, count in result.counts.items()} == {
        "approved": 1,
        "approved_with_condition": 1,
        "deferred": 1,
        "returned": 0,
        "rejected": 0,
        "unanswered": 1,
    }
    assert [one.id for one in result.by("deferred")] == ["r"]
    assert str(result.answered_over_all) == "= 75 %"
    assert (
        str(result.approved_over_answered)
        == "(66.66666666666666666666666666, 66.66666666666666666666666667) %"
    )
    assert result["q"] is result.findings[1]
    assert result.to_records()[3]["disposition"] == "unanswered"
    assert (
        "4 kiến nghị, chấp thuận 1, chấp thuận có điều kiện 1, hoãn 1, chưa trả lời 1" in result._repr_html_()
    )
    with pytest.raises(NotFound, match="no finding for 't'"):
        result["t"]
    with pytest.raises(DuplicateId, match="share the id 'p'"):
        proposals([plan, asked[0]], [], as_of=dt.date(2016, 5, 1))
    with pytest.raises(InvalidText, match="is no proposal"):
        proposals([5], [], as_of=dt.date(2016, 5, 1))  # type: ignore[list-item]  # refused
    none = proposals(Plan(id="plan", title="x", jurisdiction="nam-dinh"), [], as_of=dt.date(2016, 5, 1))
    assert none.answered_over_all is none.approved_over_answered is None
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301  # our own bytes
