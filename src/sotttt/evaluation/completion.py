"""The status of a duty, and counts of duties with rates that name their denominator."""

from __future__ import annotations

import attrs

from sotttt.errors import InvalidEntity
from sotttt.frozen import Entity, LabelledWord
from sotttt.ranges import Range, quotient

__all__ = ["Completion", "TaskStatus"]


class TaskStatus(LabelledWord):
    """How a task or milestone stands on a day (tình trạng thực hiện nhiệm vụ).

    >>> TaskStatus("done_late").vi, TaskStatus.OVERDUE.en
    ('Hoàn thành quá hạn', 'Overdue')
    """

    DONE_ON_TIME = "done_on_time", "Hoàn thành đúng hạn", "Done on time"
    DONE_LATE = "done_late", "Hoàn thành quá hạn", "Done late"
    IN_PROGRESS = "in_progress", "Đang thực hiện trong hạn", "In progress"
    OVERDUE = "overdue", "Quá hạn", "Overdue"
    RECURRING = "recurring", "Thực hiện thường xuyên", "Recurring"
    UNKNOWN = "unknown", "Chưa rõ", "Unknown"

    @property
    def done(self) -> bool:
        """Whether the duty is done, on time or late."""
        return self in (TaskStatus.DONE_ON_TIME, TaskStatus.DONE_LATE)


@attrs.frozen(kw_only=True)
class Completion(Entity):
    """Counts of duties by status, and rates of which each names its denominator (tỷ lệ hoàn thành).

    Three numbers go by the name of completion rate: over all duties, over those that have come to account
    (done, or past their deadline), and those on time only. A rate is a range where the status of some duties
    isn't known: from none to all of them. A duty done without a deadline was neither on time nor late: it
    counts as done, and in no rate of punctuality.

    Args:
        on_time: done on time.
        late: done late.
        in_progress: not done, and within time.
        overdue: not done, past the deadline.
        recurring: without an end.
        unknown: of unknown status.
        unknown_due: how many of the unknown are past their deadline.
        late_unsure: how many of the late may have been done by the deadline.
        no_deadline: how many of those counted on time had no deadline.

    Raises:
        InvalidEntity: a negative count, or a part greater than its whole.

    >>> report = Completion(on_time=14068, late=1983, in_progress=5640, overdue=223)
    >>> report.all, report.done, report.due
    (21914, 16051, 16274)
    >>> from sotttt.writing import share
    >>> rates = (report.done_over_due, report.done_over_all, report.on_time_over_due)
    >>> tuple(share(rate, "en") for rate in rates)
    ('98.63%', '73.25%', '86.44%')
    """

    on_time: int = 0
    late: int = 0
    in_progress: int = 0
    overdue: int = 0
    recurring: int = 0
    unknown: int = 0
    unknown_due: int = 0
    late_unsure: int = 0
    no_deadline: int = 0

    def __attrs_post_init__(self) -> None:
        for field in attrs.fields(Completion):
            count = getattr(self, field.name)
            if type(count) is not int or count < 0:
                raise InvalidEntity(f"{count!r} is no count", where=field.name, expected="a whole number")
        for part, whole in _PARTS:
            if getattr(self, part) > getattr(self, whole):
                raise InvalidEntity(f"more than there are {whole}", where=part, expected=f"at most {whole}")

    @property
    def all(self) -> int:
        """Every duty."""
        return self.done + self.in_progress + self.overdue + self.recurring + self.unknown

    @property
    def done(self) -> int:
        """Done, on time or late."""
        return self.on_time + self.late

    @property
    def due(self) -> int:
        """Those that have come to account: done, overdue, or of unknown status past their deadline."""
        return self.done + self.overdue + self.unknown_due

    @property
    def done_over_due(self) -> Range | None:
        """Done over due, in %; None where none is due."""
        return _rate(self.done, self.done + self.unknown_due, self.due)

    @property
    def done_over_all(self) -> Range | None:
        """Done over all, in %; None where there is none."""
        return _rate(self.done, self.done + self.unknown, self.all)

    @property
    def on_time_over_due(self) -> Range | None:
        """Done on time over due, in %, of those with a deadline; None where none is due."""
        return self._punctual(self.due, self.unknown_due)

    @property
    def on_time_over_done(self) -> Range | None:
        """Done on time over done, in %, of those with a deadline; None where none is done."""
        return self._punctual(self.done, 0)

    def _punctual(self, of: int, unheard: int) -> Range | None:
        on_time = self.on_time - self.no_deadline
        return _rate(on_time, on_time + self.late_unsure + unheard, of - self.no_deadline)


#: Counts that are part of another one.
_PARTS = (("unknown_due", "unknown"), ("late_unsure", "late"), ("no_deadline", "on_time"))


def _rate(fewest: int, most: int, of: int) -> Range | None:
    """The share of a count that lies between two, in %."""
    if not of:
        return None
    return quotient(Range.between(fewest, most, "task"), Range.exactly(of, "task"), "%")
