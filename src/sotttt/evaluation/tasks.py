"""Tasks and milestones: done or not, on time or not, as known on a day.

Whether a duty is done comes from what sources state (`Assessment`), never from the calendar alone:

- *done* is said by a day of completion, the verdict `met`, the degree `full` or `exceeded`, or an attainment
  of 100 % or more; `basically`, `nearly`, `partly`, a smaller attainment and the other verdicts on progress
  say *not done*; what says neither is kept and doesn't count;
- only what was known by the day counts, and of that the latest; an earlier or simultaneous statement to the
  contrary is reported (flag `conflicting`);
- a duty is taken as done on the last day that the statement allows: of the day, month or year of completion,
  else of the period assessed, else of the publication. Where that lies after the deadline although the duty
  may have been done by then, it is counted late and `timing_known` is False. The verdict `met` with no day
  of completion states that the deadline was kept;
- past its deadline, a duty is *overdue* where a source says after it, or with the verdict `missed`, that it
  isn't done; where nothing was heard since, its status is *unknown*;
- a duty without a deadline is done or not, and its label says no more: it counts in no rate of punctuality.

A recurring duty has one *edition* for each period of its rhythm, each with its own due day, judged from the
assessments that name that period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from sotttt.errors import DuplicateId, InvalidChoice, InvalidText, NotFound, nearest
from sotttt.evaluation.completion import Completion, TaskStatus
from sotttt.evaluation.dispositions import ProposalFinding, judge_proposal, outcome
from sotttt.evaluation.reasons import Flag
from sotttt.evaluation.statements import Word, about, statements, words_of
from sotttt.frozen import Entity, several
from sotttt.metrics import Assessment, Verdict
from sotttt.periods import Period, as_date, editions
from sotttt.plans.plan import Plan
from sotttt.plans.tasks import Milestone, Task

if TYPE_CHECKING:
    from sotttt.bodies import Bodies
    from sotttt.periods import ReportingRule, WorkingCalendar

__all__ = [
    "Completion",
    "Duties",
    "DutyFinding",
    "ProposalFinding",
    "TaskStatus",
    "duties",
    "judge_editions",
    "judge_proposal",
    "judge_task",
    "outcome",
]


#: What findings are grouped by, and the field of the duty that holds it.
_KEYS = {"assignee": "assignee", "sector": "sector", "jurisdiction": "jurisdiction", "subject": "id"}


@attrs.frozen(kw_only=True)
class DutyFinding(Entity):
    """How one task or milestone stands on a day (kết quả thực hiện nhiệm vụ).

    Args:
        subject: the task or milestone.
        status: a `TaskStatus`.
        as_of: the day of the question.
        edition: of a recurring task the period that is judged.
        edition_due: by when that edition must be done; None where no rule says.
        lead: days from the day of completion to the end of the due period, negative after it; for an overdue
            duty from the day of the question. None where the day or the deadline isn't known.
        timing_known: False where the duty is done and the sources leave open whether by the deadline.
        assessments: what was known about it, oldest first.
        flags: `early` (done before the due period began), `conflicting`, `stated_differs` (the verdict stated
            is not the one that the days give), `undated`.
    """

    subject: Task | Milestone
    status: TaskStatus
    as_of: dt.date
    edition: Period | None = None
    edition_due: Period | None = None
    lead: int | None = None
    timing_known: bool = True
    assessments: tuple[Assessment, ...] = ()
    flags: frozenset[Flag] = frozenset()

    @property
    def id(self) -> str:
        """The id of the task or milestone; of an edition with its period: `tg-briefing@2020-03`."""
        return self.subject.id if self.edition is None else f"{self.subject.id}@{self.edition}"

    @property
    def due(self) -> Period | None:
        """Its due period."""
        return self.subject.due if self.edition is None else self.edition_due

    @property
    def formula(self) -> str | None:
        """How the lead is counted."""
        if self.lead is None:
            return None
        return "due.end - as_of" if self.status is TaskStatus.OVERDUE else "due.end - min(done_on.end, known)"

    def label(self, lang: str = "vi") -> str:
        """The status in words, which claim nothing about time where there is no deadline.

        Args:
            lang: `vi` or `en`.

        >>> open_ended = Task(id="t", text="cập nhật cổng dữ liệu")
        >>> said = Assessment(subject="t", degree="full", published="2020-03-02")
        >>> judge_task(open_ended, [said], as_of=dt.date(2020, 4, 1)).label("en")
        'Done'
        """
        from sotttt.evaluation.task_words import status_text

        return status_text(self, lang)

    @property
    def done_on(self) -> Period | None:
        """The day, month or year of completion, where a source gives it; of several the latest known."""
        if not self.status.done:
            return None
        days = [one.done_on for one in self.assessments if one.done_on and one.done_on.start <= self.as_of]
        return days[-1] if days else None

    def explain(self, lang: str = "vi", *, bodies: Bodies | None = None) -> str:
        """One sentence: the status, the duty, its deadline, and how far from it.

        Args:
            lang: `vi` or `en`.
            bodies: agencies through time; with them, a second sentence says who answers now for a task whose
                assignee has ended.
        """
        from sotttt.evaluation.task_words import explain_duty

        text = explain_duty(self, lang)
        if bodies is None or not isinstance(self.subject, Task):
            return text
        from sotttt.evaluation.owners import owner_text

        return text + owner_text(self.subject, self.as_of, bodies, lang)

    def trace(self) -> tuple[tuple[str, str], ...]:
        """Every input and what follows from it, as pairs of name and text."""
        from sotttt.evaluation.task_words import trace_duty

        return trace_duty(self)

    def _repr_html_(self) -> str:
        from sotttt.writing import html_table

        return html_table(("", ""), self.trace(), caption=self.explain("vi"))


def judge_task(task: Task | Milestone, assessments: Iterable[Assessment], *, as_of: dt.date) -> DutyFinding:
    """How a task or milestone stands on a day (đánh giá nhiệm vụ).

    Args:
        task: the task or milestone.
        assessments: what sources state; those about other subjects are passed over.
        as_of: the day of the question; never the clock.

    Raises:
        InvalidDate: `as_of` is no date.
        InvalidText: something else than a task, a milestone or an assessment.

    >>> broadcast = Milestone(id="nd-digital", text="phát sóng số", due="2016-07")
    >>> done = Assessment(subject="nd-digital", done_on="2015-07", published="2016-04-01")
    >>> finding = judge_task(broadcast, [done], as_of=dt.date(2016, 4, 1))
    >>> finding.status.value, finding.lead
    ('done_on_time', 366)
    """
    if not isinstance(task, Task | Milestone):
        raise InvalidText(f"{task!r:.60} is no task", where="task", expected="a Task or a Milestone")
    day = as_date(as_of, "as_of")
    known = about(task.id, assessments, day)
    if isinstance(task, Task) and task.every is not None:
        blank = DutyFinding(subject=task, status=TaskStatus.RECURRING, as_of=day, assessments=known)
        return attrs.evolve(blank, flags=frozenset(_flags(blank, words_of(known, day))))
    return _judged(DutyFinding(subject=task, status=TaskStatus.UNKNOWN, as_of=day, assessments=known))


def judge_editions(
    task: Task | Milestone,
    assessments: Iterable[Assessment],
    *,
    within: Period | str,
    as_of: dt.date,
    rules: Iterable[ReportingRule] = (),
    calendar: WorkingCalendar | None = None,
) -> tuple[DutyFinding, ...]:
    """How each edition of a recurring task stands on a day (từng kỳ của nhiệm vụ thường xuyên).

    An edition is judged from the assessments whose `period` is that edition. Without rules it is due by its
    own end; with them, on the day that the rule valid at its end says, and where none says there is no
    deadline. A recurring task that has a `due` has no edition after it.

    Args:
        task: a task with a rhythm.
        assessments: what sources state; those about other subjects and periods are passed over.
        within: the period in which the editions end.
        as_of: the day of the question; never the clock.
        rules: when periodic reports are due, such as `reporting_rules("nd-152-2020")`.
        calendar: working days, for rules that count in them.

    Raises:
        InvalidText: no recurring task, or something else than an assessment.
        InvalidDate: `as_of` is no date.
        MissingField: a rule counts in working days, and no calendar is given.

    >>> briefing = Task(id="briefing", text="giao ban báo chí", every="month")
    >>> held = Assessment(subject="briefing", period="2020-02", done_on="2020-02-20", published="2020-02-21")
    >>> found = judge_editions(briefing, [held], within="2020-Q1", as_of=dt.date(2020, 3, 15))
    >>> [(one.id, one.status.value, one.lead) for one in found]
    [('briefing@2020-01', 'unknown', None), ('briefing@2020-02', 'done_on_time', 9), \
('briefing@2020-03', 'in_progress', None)]
    """
    every = task.every if isinstance(task, Task) else None
    if every is None:
        raise InvalidText(f"{task!r:.60} doesn't recur", where="task", expected="a Task with `every`")
    day, span, given = as_date(as_of, "as_of"), Period.of(within), tuple(rules)
    known = about(task.id, assessments, day)
    last = task.due.end if task.due is not None else dt.date.max
    return tuple(
        _judged(
            DutyFinding(
                subject=task,
                status=TaskStatus.UNKNOWN,
                as_of=day,
                edition=edition,
                edition_due=_edition_due(edition, given, calendar),
                assessments=tuple(stated for stated in known if stated.period == edition),
            )
        )
        for edition in editions(every, span)
        if edition.end <= last
    )


def _edition_due(
    edition: Period, rules: Sequence[ReportingRule], calendar: WorkingCalendar | None
) -> Period | None:
    """By when an edition must be done: its own end, or the day of the first rule that speaks of it."""
    if not rules:
        return edition
    rule = next((rule for rule in rules if rule.covers(edition)), None)
    day = None if rule is None else rule.due_on(edition, calendar)
    return None if day is None else Period(day, day)


def _judged(blank: DutyFinding) -> DutyFinding:
    """A finding with its status, lead and flags, from the assessments in it."""
    words = words_of(blank.assessments, blank.as_of, edition=blank.edition is not None)
    status, lead, timing_known = _status(blank.due, words, blank.as_of)
    finding = attrs.evolve(blank, status=status, lead=lead, timing_known=timing_known)
    return attrs.evolve(finding, flags=frozenset(_flags(finding, words)))


def _flags(finding: DutyFinding, words: list[Word]) -> Iterator[Flag]:
    """What a reader of the finding should know."""
    if _conflicting(words, finding.as_of):
        yield Flag.CONFLICTING
    if words and words[-1].known == dt.date.min:
        yield Flag.UNDATED
    if (
        words
        and finding.status.done
        and finding.due is not None
        and _differs(words[-1].stated, finding.status)
    ):
        yield Flag.STATED_DIFFERS
    due, done_on = finding.due, finding.done_on
    if due is not None and done_on is not None and done_on.end < due.start:
        yield Flag.EARLY


def _conflicting(words: list[Word], as_of: dt.date) -> bool:
    """Whether what decides contradicts an earlier "done", or two days of completion exclude each other."""
    days = _completions(words, as_of)
    apart = any(not one.overlaps(other) for one in days for other in days)
    return apart or (bool(words) and not words[-1].done and any(word.done for word in words))


def _completions(words: list[Word], as_of: dt.date) -> list[Period]:
    """The days of completion that sources give, oldest statement first."""
    return [day for word in words if (day := word.stated.done_on) is not None and day.start <= as_of]


def _status(due: Period | None, words: list[Word], as_of: dt.date) -> tuple[TaskStatus, int | None, bool]:
    """Status, lead, and whether the timing is known."""
    if words and words[-1].done:
        return _done(due, words, as_of)
    missed = bool(words) and words[-1].stated.verdict is Verdict.MISSED
    if due is None:
        underway = TaskStatus.OVERDUE if missed else TaskStatus.IN_PROGRESS
        return (underway if words else TaskStatus.UNKNOWN), None, True
    if as_of <= due.end:
        return TaskStatus.IN_PROGRESS, None, True
    if missed or (words and words[-1].until > due.end):
        return TaskStatus.OVERDUE, (due.end - as_of).days, True
    return TaskStatus.UNKNOWN, None, True


def _done(due: Period | None, words: list[Word], as_of: dt.date) -> tuple[TaskStatus, int | None, bool]:
    """Status, lead and whether the timing is known, of a duty that is done."""
    if due is None:
        return TaskStatus.DONE_ON_TIME, None, True
    dated = [word for word in words if word.stated.done_on is not None and word.stated.done_on.start <= as_of]
    if dated:
        return _by_day(due, dated[-1])
    verdict = words[-1].stated.verdict
    if verdict is Verdict.MISSED:
        return TaskStatus.DONE_LATE, None, True
    kept = verdict is Verdict.MET or as_of <= due.end
    if kept or any(word.done and dt.date.min < word.until <= due.end for word in words):
        return TaskStatus.DONE_ON_TIME, None, True
    return TaskStatus.DONE_LATE, None, False


def _by_day(due: Period, word: Word) -> tuple[TaskStatus, int | None, bool]:
    """Status, lead and whether the timing is known, from a day of completion; what is published is done."""
    when = word.stated.done_on
    assert when is not None  # noqa: S101  # the caller picked it so
    last = min(when.end, word.known) if word.known >= when.start else when.end
    lead = (due.end - last).days
    return (
        (TaskStatus.DONE_ON_TIME if lead >= 0 else TaskStatus.DONE_LATE),
        lead,
        lead >= 0 or when.start > due.end,
    )


def _differs(stated: Assessment, status: TaskStatus) -> bool:
    """Whether the verdict stated is not the one that the days give."""
    late = status is TaskStatus.DONE_LATE
    return (stated.verdict is Verdict.MET and late) or (stated.verdict is Verdict.MISSED and not late)


@attrs.frozen(kw_only=True)
class Duties(Entity):
    """The findings for tasks and milestones, in the order given (kết quả thực hiện nhiệm vụ).

    >>> result = duties([Task(id="t", text="giao ban báo chí", every="month")], [], as_of=dt.date(2020, 1, 1))
    >>> result["t"].status.vi, len(result), result.completion.due
    ('Thực hiện thường xuyên', 1, 0)
    """

    findings: tuple[DutyFinding, ...]
    as_of: dt.date

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[DutyFinding]:
        return iter(self.findings)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, name: object) -> bool:
        return any(one.id == name for one in self.findings)

    def __getitem__(self, name: str) -> DutyFinding:
        """The finding for a task or milestone by its id.

        Raises:
            NotFound: no such duty was judged.
        """
        for one in self.findings:
            if one.id == name:
                return one
        raise NotFound(f"no finding for {name!r}", hint=nearest(str(name), [one.id for one in self.findings]))

    def by(self, key: str) -> dict[str | None, Duties]:
        """The findings by `assignee`, `sector` or `jurisdiction` of their duties, or by `subject` (its id).

        Raises:
            InvalidChoice: another field.

        >>> report = Task(id="r", text="báo cáo", every="quarter", assignee="Sở TT và TT")
        >>> result = duties([report], [], as_of=dt.date(2020, 5, 1), within="2020")
        >>> result.by("assignee")["Sở TT và TT"].completion.all
        4
        """
        if key not in _KEYS:
            raise InvalidChoice(f"{key!r} is no field of a duty", expected=", ".join(_KEYS))
        groups: dict[str | None, list[DutyFinding]] = {}
        for one in self.findings:
            groups.setdefault(getattr(one.subject, _KEYS[key], None), []).append(one)
        return {name: Duties(findings=tuple(found), as_of=self.as_of) for name, found in groups.items()}

    def behind(self, days: int = 0) -> tuple[DutyFinding, ...]:
        """Those done late or overdue by more than so many days, the longest first (chậm, quá hạn)."""
        late = [(one.lead, one) for one in self.findings if one.lead is not None and one.lead < -days]
        return tuple(one for _, one in sorted(late, key=lambda pair: pair[0]))

    def by_status(self, status: TaskStatus | str) -> tuple[DutyFinding, ...]:
        """The findings of one status."""
        wanted = TaskStatus(status)
        return tuple(one for one in self.findings if one.status is wanted)

    @property
    def completion(self) -> Completion:
        """Counts by status, and the rates with their denominators."""
        found = self.findings

        def count(status: TaskStatus) -> int:
            return sum(one.status is status for one in found)

        return Completion(
            on_time=count(TaskStatus.DONE_ON_TIME),
            late=count(TaskStatus.DONE_LATE),
            in_progress=count(TaskStatus.IN_PROGRESS),
            overdue=count(TaskStatus.OVERDUE),
            recurring=count(TaskStatus.RECURRING),
            unknown=count(TaskStatus.UNKNOWN),
            unknown_due=sum(one.status is TaskStatus.UNKNOWN and one.due is not None for one in found),
            late_unsure=sum(not one.timing_known for one in found),
            no_deadline=sum(one.due is None and one.status.done for one in found),
        )

    def to_records(self) -> list[dict[str, object]]:
        """One flat dict per finding, for any dataframe; flags are joined by ";"."""
        from sotttt.evaluation.task_words import record

        return [record(one) for one in self.findings]

    def _repr_html_(self) -> str:
        from sotttt.evaluation.task_words import duties_html

        return duties_html(self)


def duties(
    items: Plan | Iterable[Plan | Task | Milestone],
    assessments: Iterable[Assessment],
    *,
    as_of: dt.date,
    within: Period | str | None = None,
    rules: Iterable[ReportingRule] = (),
    calendar: WorkingCalendar | None = None,
) -> Duties:
    """How the tasks and milestones of plans stand on a day (đánh giá thực hiện nhiệm vụ).

    Args:
        items: a plan, or tasks, milestones and plans.
        assessments: what sources state.
        as_of: the day of the question; never the clock.
        within: the period whose editions of recurring tasks are judged one by one (see `judge_editions`);
            without it a recurring task has one finding, `recurring`.
        rules: when the editions are due.
        calendar: working days, for rules that count in them.

    Raises:
        InvalidDate: `as_of` is no date.
        InvalidText: something else than a duty or an assessment.
        DuplicateId: two duties share an id.
        MissingField: a rule counts in working days, and no calendar is given.
    """
    day, given = as_date(as_of, "as_of"), tuple(rules)
    stated: dict[str, list[Assessment]] = {}
    for one in statements(assessments):
        stated.setdefault(one.subject, []).append(one)
    found: dict[str, tuple[DutyFinding, ...]] = {}
    for item in _flat(items):
        if item.id in found:
            raise DuplicateId(f"two duties share the id {item.id!r}", where="items")
        known = stated.get(item.id, ())
        if within is not None and isinstance(item, Task) and item.every is not None:
            found[item.id] = judge_editions(
                item, known, within=within, as_of=day, rules=given, calendar=calendar
            )
        else:
            found[item.id] = (judge_task(item, known, as_of=day),)
    return Duties(findings=tuple(one for some in found.values() for one in some), as_of=day)


def _flat(items: Plan | Iterable[Plan | Task | Milestone]) -> Iterator[Task | Milestone]:
    for item in (items,) if isinstance(items, Plan) else several(items, "a plan or a list of duties"):
        if isinstance(item, Plan):
            yield from item.tasks
            yield from item.milestones
        elif isinstance(item, Task | Milestone):
            yield item
        else:
            raise InvalidText(
                f"{item!r:.60} stands among the duties", expected="a Task, a Milestone or a Plan"
            )
