"""Tasks, milestones and proposals: what must be done, reached or answered, without a number."""

from __future__ import annotations

import attrs

from sotttt.errors import InvalidEntity
from sotttt.frozen import Entity, identifier, label, only, optional_label, placed, strings
from sotttt.metrics import optional_period
from sotttt.periods import Frequency, Period
from sotttt.sources import Source

__all__ = ["Milestone", "Proposal", "Task"]

_source = attrs.validators.optional(only(Source))


@attrs.frozen(kw_only=True, field_transformer=placed)
class Task(Entity):
    """A duty given to somebody (nhiệm vụ); whether it is done comes from assessments.

    Args:
        id: a readable id.
        text: what is to be done, in short.
        assigned_by: who gives it (cơ quan giao).
        assignee: who must do it (cơ quan chủ trì).
        cooperating: who helps (cơ quan phối hợp).
        due: the period by whose end it must be done; of a recurring duty the last one in which it recurs.
        every: the rhythm of a recurring duty (thực hiện thường xuyên).
        deliverable: what it yields (kết quả).
        sector: code of a sector.
        jurisdiction: id of the place.
        source: where it stands.

    Raises:
        InvalidEntity: whoever leads also cooperates.

    >>> Task(id="tg-press-briefing", text="giao ban báo chí", every="month").every.value
    'month'
    """

    id: str = attrs.field(converter=identifier)
    text: str = attrs.field(converter=label)
    assigned_by: str | None = attrs.field(default=None, converter=optional_label)
    assignee: str | None = attrs.field(default=None, converter=optional_label)
    cooperating: tuple[str, ...] = attrs.field(default=(), converter=strings)
    due: Period | None = attrs.field(default=None, converter=optional_period)
    every: Frequency | None = attrs.field(default=None, converter=attrs.converters.optional(Frequency))
    deliverable: str | None = attrs.field(default=None, converter=optional_label)
    sector: str | None = attrs.field(default=None, converter=optional_label)
    jurisdiction: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    source: Source | None = attrs.field(default=None, validator=_source)

    def __attrs_post_init__(self) -> None:
        if self.assignee is not None and self.assignee in self.cooperating:
            raise InvalidEntity(f"{self.assignee!r} both leads and cooperates", where="cooperating")


@attrs.frozen(kw_only=True, field_transformer=placed)
class Milestone(Entity):
    """An event to reach by a date (cột mốc); whether it is reached comes from assessments.

    >>> str(Milestone(id="nd-digital-broadcast", text="phát sóng số", due="2016-07").due)
    '2016-07'
    """

    id: str = attrs.field(converter=identifier)
    text: str = attrs.field(converter=label)
    due: Period | None = attrs.field(default=None, converter=optional_period)
    sector: str | None = attrs.field(default=None, converter=optional_label)
    jurisdiction: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    source: Source | None = attrs.field(default=None, validator=_source)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Proposal(Entity):
    """A request to a higher body (kiến nghị, đề nghị); its outcome comes from assessments.

    >>> Proposal(id="nd-2016-centres", text="lập 2 trung tâm", by="Sở TT và TT", to="UBND tỉnh").to
    'UBND tỉnh'
    """

    id: str = attrs.field(converter=identifier)
    text: str = attrs.field(converter=label)
    by: str = attrs.field(converter=label)
    to: str = attrs.field(converter=label)
    due: Period | None = attrs.field(default=None, converter=optional_period)
    sector: str | None = attrs.field(default=None, converter=optional_label)
    jurisdiction: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    source: Source | None = attrs.field(default=None, validator=_source)
