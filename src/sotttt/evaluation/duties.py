"""Tasks, milestones and proposals: done or not, on time or not, answered or not, as known on a day.

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
  isn't done; where nothing was heard since, its status is *unknown*.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import attrs

from sotttt.errors import DuplicateId, InvalidText, NotFound, nearest
from sotttt.evaluation.completion import Completion, TaskStatus
from sotttt.evaluation.reasons import Flag
from sotttt.frozen import Entity, several
from sotttt.metrics import Assessment, Degree, Disposition, Verdict
from sotttt.periods import Period, as_date
from sotttt.plans.plan import Plan
from sotttt.plans.tasks import Milestone, Proposal, Task
from sotttt.ranges import Range

if TYPE_CHECKING:
    from sotttt.bodies import Bodies

__all__ = [
    "Completion",
    "Duties",
    "DutyFinding",
    "ProposalFinding",
    "TaskStatus",
    "duties",
    "judge_proposal",
    "judge_task",
    "outcome",
]


_HUNDRED = Range.at_least(100, "%")
_UNDERWAY = (Verdict.MISSED, Verdict.BEHIND, Verdict.ON_TRACK, Verdict.NOT_DUE)


class _Word(NamedTuple):
    """One statement about a duty: whether it is done, since when it is known, and the assessment itself."""

    known: dt.date
    done: bool
    stated: Assessment


def _statements(given: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """The assessments given; what is none is refused."""
    stated = several(given, "a list of assessments")
    for one in stated:
        if not isinstance(one, Assessment):
            raise InvalidText(f"{one!r:.60} stands among the assessments", expected="an Assessment")
    return stated


def _known_from(stated: Assessment) -> dt.date:
    """The first day on which a statement was known; one without any date was known from the beginning."""
    if stated.published is None and stated.period is None and stated.done_on is not None:
        return stated.done_on.end
    return stated.known_from or dt.date.min


def _says(stated: Assessment, as_of: dt.date) -> bool | None:
    """Whether a statement says done, not done, or neither; a day of completion in the future is a plan."""
    if stated.done_on is not None and stated.done_on.start <= as_of:
        return True
    if stated.verdict is Verdict.MET or stated.degree in (Degree.FULL, Degree.EXCEEDED):
        return True
    if stated.verdict in _UNDERWAY or stated.degree is not None:
        return False
    rate = stated.attainment
    if rate is None or rate.within(_HUNDRED):
        return None if rate is None else True
    return False if rate.is_disjoint(_HUNDRED) else None


def _of(subject: str, assessments: Iterable[Assessment], as_of: dt.date) -> tuple[Assessment, ...]:
    """What was known about a subject by a day, oldest first, in an order that input order can't change."""
    stated_all = _statements(assessments)
    known = [stated for stated in stated_all if stated.subject == subject and _known_from(stated) <= as_of]
    return tuple(sorted(known, key=lambda stated: (_known_from(stated), repr(stated))))


@attrs.frozen(kw_only=True)
class DutyFinding(Entity):
    """How one task or milestone stands on a day (kết quả thực hiện nhiệm vụ).

    Args:
        subject: the task or milestone.
        status: a `TaskStatus`.
        as_of: the day of the question.
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
    lead: int | None = None
    timing_known: bool = True
    assessments: tuple[Assessment, ...] = ()
    flags: frozenset[Flag] = frozenset()

    @property
    def id(self) -> str:
        """The id of the task or milestone."""
        return self.subject.id

    @property
    def due(self) -> Period | None:
        """Its due period."""
        return self.subject.due

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
        from sotttt.evaluation.duty_words import explain_duty

        text = explain_duty(self, lang)
        if bodies is None or not isinstance(self.subject, Task):
            return text
        from sotttt.evaluation.owners import owner_text

        return text + owner_text(self.subject, self.as_of, bodies, lang)

    def trace(self) -> tuple[tuple[str, str], ...]:
        """Every input and what follows from it, as pairs of name and text."""
        from sotttt.evaluation.duty_words import trace_duty

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
    known = _of(task.id, assessments, day)
    words = [
        _Word(_known_from(stated), said, stated)
        for stated in known
        if (said := _says(stated, day)) is not None
    ]
    # Of statements of one day, "not done" stands last: it decides.
    words.sort(key=lambda word: (word.known, not word.done))
    flags = {Flag.CONFLICTING} if _conflicting(words, day) else set()
    if words and words[-1].known == dt.date.min:
        flags.add(Flag.UNDATED)
    status, lead, timing_known = _status(task, words, day)
    last = words[-1].stated if words else None
    if last is not None and status.done and _differs(last, status):
        flags.add(Flag.STATED_DIFFERS)
    finding = DutyFinding(
        subject=task, status=status, as_of=day, lead=lead, timing_known=timing_known, assessments=known
    )
    if task.due is not None and finding.done_on is not None and finding.done_on.end < task.due.start:
        flags.add(Flag.EARLY)
    return attrs.evolve(finding, flags=frozenset(flags))


def _conflicting(words: list[_Word], as_of: dt.date) -> bool:
    """Whether what decides contradicts an earlier "done", or two days of completion exclude each other."""
    days = _completions(words, as_of)
    apart = any(not one.overlaps(other) for one in days for other in days)
    return apart or (bool(words) and not words[-1].done and any(word.done for word in words))


def _completions(words: list[_Word], as_of: dt.date) -> list[Period]:
    """The days of completion that sources give, oldest statement first."""
    return [day for word in words if (day := word.stated.done_on) is not None and day.start <= as_of]


def _status(
    task: Task | Milestone, words: list[_Word], as_of: dt.date
) -> tuple[TaskStatus, int | None, bool]:
    """Status, lead, and whether the timing is known."""
    if isinstance(task, Task) and task.every is not None:
        return TaskStatus.RECURRING, None, True
    if words and words[-1].done:
        return _done(task.due, words, as_of)
    due = task.due
    if due is None:
        missed = bool(words) and words[-1].stated.verdict is Verdict.MISSED
        underway = TaskStatus.OVERDUE if missed else TaskStatus.IN_PROGRESS
        return (underway if words else TaskStatus.UNKNOWN), None, True
    if as_of <= due.end:
        return TaskStatus.IN_PROGRESS, None, True
    if words and (words[-1].stated.verdict is Verdict.MISSED or _heard_until(words[-1]) > due.end):
        return TaskStatus.OVERDUE, (due.end - as_of).days, True
    return TaskStatus.UNKNOWN, None, True


def _heard_until(word: _Word) -> dt.date:
    """The last day that a statement describes."""
    return word.stated.period.end if word.stated.period is not None else word.known


def _done(due: Period | None, words: list[_Word], as_of: dt.date) -> tuple[TaskStatus, int | None, bool]:
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
    if kept or any(word.done and dt.date.min < _heard_until(word) <= due.end for word in words):
        return TaskStatus.DONE_ON_TIME, None, True
    return TaskStatus.DONE_LATE, None, False


def _by_day(due: Period, word: _Word) -> tuple[TaskStatus, int | None, bool]:
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
        )

    def to_records(self) -> list[dict[str, object]]:
        """One flat dict per finding, for any dataframe; flags are joined by ";"."""
        from sotttt.evaluation.duty_words import record

        return [record(one) for one in self.findings]

    def _repr_html_(self) -> str:
        from sotttt.evaluation.duty_words import duties_html

        return duties_html(self)


def duties(
    items: Plan | Iterable[Plan | Task | Milestone], assessments: Iterable[Assessment], *, as_of: dt.date
) -> Duties:
    """How the tasks and milestones of plans stand on a day (đánh giá thực hiện nhiệm vụ).

    Args:
        items: a plan, or tasks, milestones and plans.
        assessments: what sources state.
        as_of: the day of the question; never the clock.

    Raises:
        InvalidDate: `as_of` is no date.
        InvalidText: something else than a duty or an assessment.
        DuplicateId: two duties share an id.
    """
    day = as_date(as_of, "as_of")
    stated: dict[str, list[Assessment]] = {}
    for one in _statements(assessments):
        stated.setdefault(one.subject, []).append(one)
    found: dict[str, DutyFinding] = {}
    for item in _flat(items):
        if item.id in found:
            raise DuplicateId(f"two duties share the id {item.id!r}", where="items")
        found[item.id] = judge_task(item, stated.get(item.id, ()), as_of=day)
    return Duties(findings=tuple(found.values()), as_of=day)


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


#: Outcomes from the one that says nothing to the least favourable.
_FAVOUR = (Disposition.UNANSWERED, *(one for one in Disposition if one is not Disposition.UNANSWERED))


@attrs.frozen(kw_only=True)
class ProposalFinding(Entity):
    """What became of one proposal, as known on a day (kết quả xử lý kiến nghị).

    Args:
        proposal: the proposal.
        disposition: its outcome; `unanswered` where nothing was known.
        as_of: the day of the question.
        assessments: the outcomes known, oldest first.
        flags: `conflicting` where the latest day has two outcomes, `undated`.
    """

    proposal: Proposal
    disposition: Disposition
    as_of: dt.date
    assessments: tuple[Assessment, ...] = ()
    flags: frozenset[Flag] = frozenset()

    @property
    def id(self) -> str:
        """The id of the proposal."""
        return self.proposal.id

    @property
    def conflicting(self) -> tuple[Disposition, ...]:
        """The other outcomes known on the same latest day."""
        if not self.assessments:
            return ()
        last = _known_from(self.assessments[-1])
        others = {one.disposition for one in self.assessments if _known_from(one) == last}
        return tuple(one for one in Disposition if one in others and one is not self.disposition)

    def explain(self, lang: str = "vi") -> str:
        """One sentence: the outcome, the proposal, by whom and to whom.

        Args:
            lang: `vi` or `en`.
        """
        from sotttt.evaluation.duty_words import explain_proposal

        return explain_proposal(self, lang)

    def trace(self) -> tuple[tuple[str, str], ...]:
        """Every input and what follows from it, as pairs of name and text."""
        from sotttt.evaluation.duty_words import trace_proposal

        return trace_proposal(self)

    def _repr_html_(self) -> str:
        from sotttt.writing import html_table

        return html_table(("", ""), self.trace(), caption=self.explain("vi"))


def judge_proposal(
    proposal: Proposal, assessments: Iterable[Assessment], *, as_of: dt.date
) -> ProposalFinding:
    """What became of a proposal, as known on a day (kết quả xử lý kiến nghị).

    The latest outcome known counts; of two of one day the one less favourable to the proposer, and the other
    is reported.

    Raises:
        InvalidDate: `as_of` is no date.
        InvalidText: something else than a proposal or an assessment.
    """
    if not isinstance(proposal, Proposal):
        raise InvalidText(f"{proposal!r:.60} is no proposal", where="proposal", expected="a Proposal")
    day = as_date(as_of, "as_of")
    known = [
        (_known_from(one), _FAVOUR.index(one.disposition), one)
        for one in _of(proposal.id, assessments, day)
        if one.disposition is not None
    ]
    known.sort(key=lambda item: item[:2])
    finding = ProposalFinding(
        proposal=proposal,
        disposition=_FAVOUR[known[-1][1]] if known else Disposition.UNANSWERED,
        as_of=day,
        assessments=tuple(one for _, _, one in known),
    )
    flags = {Flag.CONFLICTING} if finding.conflicting else set()
    if known and known[-1][0] == dt.date.min:
        flags.add(Flag.UNDATED)
    return attrs.evolve(finding, flags=frozenset(flags))


def outcome(proposal: Proposal, assessments: Iterable[Assessment], *, as_of: dt.date) -> Disposition:
    """The outcome of a proposal, as known on a day; `judge_proposal` says more.

    >>> asked = Proposal(id="nd-2016-centres", text="lập 2 trung tâm", by="Sở TT và TT", to="UBND tỉnh")
    >>> said = Assessment(subject="nd-2016-centres", disposition="deferred", published="2016-04-01")
    >>> outcome(asked, [said], as_of=dt.date(2016, 4, 1)).value
    'deferred'
    >>> outcome(asked, [said], as_of=dt.date(2016, 3, 31)).value
    'unanswered'
    """
    return judge_proposal(proposal, assessments, as_of=as_of).disposition
