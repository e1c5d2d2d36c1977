"""Who answers now for a target or a task, where the agency that it was given to has ended."""

from __future__ import annotations

import datetime as dt

from sotttt.bodies import Agency, Answer, Bodies
from sotttt.errors import AmbiguousText, InvalidText, NotFound
from sotttt.plans.targets import Target
from sotttt.plans.tasks import Task

__all__ = ["owner", "owner_text"]


def owner(duty: Target | Task, on: dt.date | str, *, bodies: Bodies) -> Answer | None:
    """Who answers on a day for a target (its `lead`) or a task (its `assignee`) (cơ quan chịu trách nhiệm).

    Args:
        duty: the target or task. Its place helps to find an agency named without one; its sector says which
            of several successors answers. For a target the sector is that of its metric.
        on: the day of the question; never the clock.
        bodies: agencies through time, such as `catalog.bodies()`.

    Returns:
        The answer with its reasons; None where nobody is named, or the name is none that `bodies` knows.

    Raises:
        InvalidDate: no date, or the agency begins after that day.
        InvalidText: something else than a target or a task.

    >>> from sotttt import catalog
    >>> briefing = Task(id="t", text="giao ban báo chí", assignee="Sở TT-TT", jurisdiction="tien-giang",
    ...                 sector="PRESS", due="2025")
    >>> [one.agency.id for one in owner(briefing, "2025-07-15", bodies=catalog.bodies())]
    ['dcst-dong-thap-2025']
    """
    if isinstance(duty, Target):
        named, sector = duty.lead, duty.metric.sector
    elif isinstance(duty, Task):
        named, sector = duty.assignee, duty.sector
    else:
        raise InvalidText(f"{duty!r:.60} is no duty", where="duty", expected="a Target or a Task")
    agency = None if named is None else _named(named, duty.jurisdiction, bodies)
    if agency is None:
        return None
    known = sector if bodies.sectors is not None and sector in bodies.sectors else None
    return bodies.answering(agency, on, sector=known)


def _named(text: str, place: str | None, bodies: Bodies) -> Agency | None:
    """The agency that a duty names, if it is one alone."""
    try:
        return bodies.find(text, place=place)
    except (NotFound, AmbiguousText):
        return None


def owner_text(duty: Target | Task, on: dt.date, bodies: Bodies, lang: str) -> str:
    """A sentence that says who answers now, where the agency named has ended; else nothing."""
    answer = owner(duty, on, bodies=bodies)
    if answer is None or answer.instead_of is None or answer.instead_of.valid.contains(on):
        return ""
    return f" {('Nay chịu trách nhiệm', 'Answering now')[lang != 'vi']}: {answer.explain(lang)}"
