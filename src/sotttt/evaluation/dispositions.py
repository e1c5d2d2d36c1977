"""Proposals: what became of them, as known on a day (kết quả xử lý kiến nghị)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from sotttt.errors import DuplicateId, InvalidText, NotFound, nearest
from sotttt.evaluation.reasons import Flag
from sotttt.evaluation.statements import about, known_from, statements
from sotttt.frozen import Entity, several
from sotttt.metrics import Assessment, Disposition
from sotttt.periods import as_date
from sotttt.plans.plan import Plan
from sotttt.plans.tasks import Proposal
from sotttt.ranges import Range, quotient

__all__ = ["ProposalFinding", "Proposals", "judge_proposal", "outcome", "proposals"]

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
        last = known_from(self.assessments[-1])
        others = {one.disposition for one in self.assessments if known_from(one) == last}
        return tuple(one for one in Disposition if one in others and one is not self.disposition)

    def explain(self, lang: str = "vi") -> str:
        """One sentence: the outcome, the proposal, by whom and to whom.

        Args:
            lang: `vi` or `en`.
        """
        from sotttt.evaluation.task_words import explain_proposal

        return explain_proposal(self, lang)

    def trace(self) -> tuple[tuple[str, str], ...]:
        """Every input and what follows from it, as pairs of name and text."""
        from sotttt.evaluation.task_words import trace_proposal

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
        (known_from(one), _FAVOUR.index(one.disposition), one)
        for one in about(proposal.id, assessments, day)
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


@attrs.frozen(kw_only=True)
class Proposals(Entity):
    """The findings for proposals, in the order given (kết quả xử lý kiến nghị).

    >>> asked = Proposal(id="nd-2016-centres", text="lập 2 trung tâm", by="Sở TT và TT", to="UBND tỉnh")
    >>> result = proposals([asked], [], as_of=dt.date(2016, 4, 1))
    >>> result.counts[Disposition.UNANSWERED], str(result.answered_over_all)
    (1, '= 0 %')
    """

    findings: tuple[ProposalFinding, ...]
    as_of: dt.date

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[ProposalFinding]:
        return iter(self.findings)

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, name: str) -> ProposalFinding:
        """The finding for a proposal by its id.

        Raises:
            NotFound: no such proposal was judged.
        """
        for one in self.findings:
            if one.id == name:
                return one
        raise NotFound(f"no finding for {name!r}", hint=nearest(str(name), [one.id for one in self.findings]))

    def by(self, disposition: Disposition | str) -> tuple[ProposalFinding, ...]:
        """The findings of one outcome."""
        wanted = Disposition(disposition)
        return tuple(one for one in self.findings if one.disposition is wanted)

    @property
    def counts(self) -> dict[Disposition, int]:
        """How many proposals have each outcome; every outcome is named."""
        return {one: len(self.by(one)) for one in Disposition}

    @property
    def answered_over_all(self) -> Range | None:
        """Answered over all, in %; None where there is none."""
        return _share(len(self) - len(self.by(Disposition.UNANSWERED)), len(self))

    @property
    def approved_over_answered(self) -> Range | None:
        """Approved, with a condition or without, over answered, in %; None where none is answered."""
        approved = len(self.by(Disposition.APPROVED)) + len(self.by(Disposition.APPROVED_WITH_CONDITION))
        return _share(approved, len(self) - len(self.by(Disposition.UNANSWERED)))

    def to_records(self) -> list[dict[str, object]]:
        """One flat dict per finding, for any dataframe; flags are joined by ";"."""
        from sotttt.evaluation.task_words import proposal_record

        return [proposal_record(one) for one in self.findings]

    def _repr_html_(self) -> str:
        from sotttt.evaluation.task_words import proposals_html

        return proposals_html(self)


def _share(part: int, whole: int) -> Range | None:
    return quotient(Range.exactly(part, "item"), Range.exactly(whole, "item"), "%") if whole else None


def proposals(
    items: Plan | Iterable[Plan | Proposal], assessments: Iterable[Assessment], *, as_of: dt.date
) -> Proposals:
    """What became of the proposals of plans, as known on a day (kết quả xử lý kiến nghị).

    Args:
        items: a plan, or proposals and plans.
        assessments: what sources state.
        as_of: the day of the question; never the clock.

    Raises:
        InvalidDate: `as_of` is no date.
        InvalidText: something else than a proposal or an assessment.
        DuplicateId: two proposals share an id.
    """
    day = as_date(as_of, "as_of")
    stated: dict[str, list[Assessment]] = {}
    for said in statements(assessments):
        stated.setdefault(said.subject, []).append(said)
    found: dict[str, ProposalFinding] = {}
    for item in (items,) if isinstance(items, Plan) else several(items, "a plan or a list of proposals"):
        for one in item.proposals if isinstance(item, Plan) else (item,):
            finding = judge_proposal(one, stated.get(getattr(one, "id", ""), ()), as_of=day)
            if finding.id in found:
                raise DuplicateId(f"two proposals share the id {finding.id!r}", where="items")
            found[finding.id] = finding
    return Proposals(findings=tuple(found.values()), as_of=day)
