"""From the words of a command line to what is to be judged."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from typing import NamedTuple

from sotttt import catalog, codecs
from sotttt.codecs import Bundle
from sotttt.errors import NotFound, nearest
from sotttt.evaluation import Compliance, evaluate
from sotttt.evaluation.dispositions import ProposalFinding, judge_proposal
from sotttt.evaluation.tasks import Duties, duties
from sotttt.metrics import Metric
from sotttt.plans import Plan, Target

__all__ = ["Block", "Report", "bundled", "gather", "judge"]

_ENDINGS = (".toml", ".json", ".csv")


class Block(NamedTuple):
    """What is said of one plan; of loose targets where the title is None."""

    title: str | None
    findings: Compliance
    duties: Duties
    proposals: tuple[ProposalFinding, ...]


class Report(NamedTuple):
    """What is said of all plans together, and of each."""

    whole: Compliance
    blocks: tuple[Block, ...]


def _is_file(word: str) -> bool:
    return word.casefold().endswith(_ENDINGS) or os.sep in word or os.path.isfile(word)  # noqa: PTH113  # false, where `Path` raises: a word too long for a name


def gather(plan: str, observations: str | None = None, metrics: Iterable[str] = ()) -> Bundle:
    """What the two arguments of `evaluate` name.

    Args:
        plan: the id of a plan of the catalog, or a file.
        observations: a file; its observations stand beside those of a plan file, and instead of those of the
            catalog.
        metrics: files whose metrics the other files may name, as they may name those of the catalog.

    Raises:
        NotFound: neither a file nor an id, with the nearest id.
        FaultGroup: all faults of a file.
    """
    if observations is None and not metrics and not _is_file(plan):
        return bundled(plan)
    known = list(catalog.metrics())
    for path in metrics:
        known += codecs.load(path, metrics=known).metrics
    if _is_file(plan):
        held = codecs.load(plan, metrics=known)
    else:
        held = bundled(plan, observed=observations is None)
    if observations is None:
        return held
    seen = codecs.load(observations, metrics=(*known, *held.metrics))
    return Bundle(
        metrics=_joined(held, seen),
        plans=(*held.plans, *seen.plans),
        targets=(*held.targets, *seen.targets),
        tasks=(*held.tasks, *seen.tasks),
        milestones=(*held.milestones, *seen.milestones),
        proposals=(*held.proposals, *seen.proposals),
        observations=(*held.observations, *seen.observations),
        assessments=(*held.assessments, *seen.assessments),
    )


def _joined(one: Bundle, other: Bundle) -> list[Metric]:
    known = {metric.id: metric for metric in one.metrics}
    return [*one.metrics, *(metric for metric in other.metrics if known.get(metric.id) != metric)]


def bundled(name: str, *, observed: bool = True) -> Bundle:
    """A plan of the catalog, with what was seen and said of it.

    Raises:
        NotFound: no such plan, with the nearest id.
    """
    try:
        plan = catalog.plan(name)
    except NotFound:
        known = [one.id for one in catalog.plans()]
        raise NotFound(
            f"{name!r} is no file and no plan of the catalog",
            hint=nearest(name, known) or f"the catalog holds {', '.join(known)}",
        ) from None
    return Bundle(
        plans=[plan],
        observations=catalog.observations(plan=name) if observed else (),
        assessments=catalog.assessments(plan=name),
    )


def judge(bundle: Bundle, as_of: dt.date) -> Report:
    """The findings of a bundle on a day, by plan."""
    items: tuple[Plan | Target, ...] = (*bundle.plans, *bundle.targets)
    whole = evaluate(
        items, bundle.observations, as_of=as_of, assessments=bundle.assessments, places=catalog.places()
    )
    groups = whole.by("plan")
    blocks = [_block(plan.title, groups.get(plan.id), plan, bundle, as_of) for plan in bundle.plans]
    if any((bundle.targets, bundle.tasks, bundle.milestones, bundle.proposals)):
        blocks.append(_block(None, groups.get(""), bundle, bundle, as_of))
    return Report(whole, tuple(blocks))


def _block(
    title: str | None, findings: Compliance | None, holder: Plan | Bundle, bundle: Bundle, as_of: dt.date
) -> Block:
    stated = bundle.assessments
    return Block(
        title,
        findings if findings is not None else Compliance((), as_of),
        duties([*holder.tasks, *holder.milestones], stated, as_of=as_of),
        tuple(judge_proposal(one, stated, as_of=as_of) for one in holder.proposals),
    )
