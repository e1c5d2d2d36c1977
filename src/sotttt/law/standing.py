"""What the law says of a document on one day (tình trạng hiệu lực)."""

from __future__ import annotations

import datetime as dt

import attrs

from sotttt.errors import MissingField
from sotttt.frozen import Entity, Word, identifier
from sotttt.periods import as_date

__all__ = ["Effect", "Standing", "StandingReason"]


class Effect(Word):
    """The eight states of effect (tình trạng hiệu lực).

    >>> Effect("partly_expired").vi, Effect.IN_FORCE.en
    ('Hết hiệu lực một phần', 'In force')
    """

    NOT_YET_IN_FORCE = "not_yet_in_force"
    IN_FORCE = "in_force"
    PARTLY_SUSPENDED = "partly_suspended"
    SUSPENDED = "suspended"
    PARTLY_EXPIRED = "partly_expired"
    EXPIRED = "expired"
    NEVER_IN_FORCE = "never_in_force"
    UNKNOWN = "unknown"

    @property
    def vi(self) -> str:
        """The Vietnamese name, as the official database writes it where it has one."""
        return _EFFECTS[self][0]

    @property
    def en(self) -> str:
        """The English name."""
        return _EFFECTS[self][1]


_EFFECTS = {
    Effect.NOT_YET_IN_FORCE: ("Chưa có hiệu lực", "Not yet in force"),
    Effect.IN_FORCE: ("Còn hiệu lực", "In force"),
    Effect.PARTLY_SUSPENDED: ("Ngưng hiệu lực một phần", "Partly suspended"),
    Effect.SUSPENDED: ("Ngưng hiệu lực", "Suspended"),
    Effect.PARTLY_EXPIRED: ("Hết hiệu lực một phần", "Partly expired"),
    Effect.EXPIRED: ("Hết hiệu lực toàn bộ", "Expired"),
    Effect.NEVER_IN_FORCE: ("Không có hiệu lực", "Never in force"),
    Effect.UNKNOWN: ("Chưa xác định", "Unknown"),
}


class StandingReason(Word):
    """Why a document stands as it does: the rule that decided."""

    BEFORE_ISSUE = "before_issue"
    BEFORE_EFFECT = "before_effect"
    NO_EFFECTIVE_DATE = "no_effective_date"
    NOTHING_ENDS_IT = "nothing_ends_it"
    TERM_OVER = "term_over"
    ENDED_BY_ACT = "ended_by_act"
    ENDED_BEFORE_EFFECT = "ended_before_effect"
    ENDED_IN_PART = "ended_in_part"
    SUSPENDED_BY_ACT = "suspended_by_act"
    UNDATED_ACT = "undated_act"


_REASONS = {
    StandingReason.BEFORE_ISSUE: ("chưa ban hành", "it isn't issued yet"),
    StandingReason.BEFORE_EFFECT: ("chưa đến ngày có hiệu lực", "the day of effect has not come"),
    StandingReason.NO_EFFECTIVE_DATE: ("không rõ ngày có hiệu lực", "no day of effect is recorded"),
    StandingReason.NOTHING_ENDS_IT: (
        "không có văn bản nào trong tập này làm hết hiệu lực",
        "no act in the register ends it",
    ),
    StandingReason.TERM_OVER: ("đã hết thời hạn ghi trong văn bản", "its own term is over"),
    StandingReason.ENDED_BY_ACT: ("bị thay thế hoặc bãi bỏ", "another act replaced or repealed it"),
    StandingReason.ENDED_BEFORE_EFFECT: (
        "bị thay thế hoặc bãi bỏ trước ngày có hiệu lực",
        "another act ended it before its day of effect",
    ),
    StandingReason.ENDED_IN_PART: ("bị thay thế hoặc bãi bỏ một phần", "another act ended a part of it"),
    StandingReason.SUSPENDED_BY_ACT: ("bị đình chỉ", "another act suspends it"),
    StandingReason.UNDATED_ACT: (
        "có văn bản làm thay đổi hiệu lực nhưng không rõ ngày",
        "an act without a date works on it",
    ),
}


@attrs.frozen(kw_only=True)
class Standing(Entity):
    """How a document stands on one day (tình trạng hiệu lực), with the act that caused it.

    Args:
        effect: one of the eight states.
        on: the day.
        reason: the rule that decided.
        cause: id of the document whose act caused it; the document's own id where its own text did.
        since: the day from which on it stands so, where it is known.

    Raises:
        MissingField: an effect that only an act can cause, without the act.

    >>> standing = Standing(effect="in_force", on="2019-01-01", reason="nothing_ends_it", since="2018-03-02")
    >>> standing.value, standing.explain("en")
    ('in_force', 'In force on 2019-01-01: no act in the register ends it')
    """

    effect: Effect = attrs.field(converter=Effect)
    on: dt.date = attrs.field(converter=as_date)
    reason: StandingReason = attrs.field(converter=StandingReason)
    cause: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    since: dt.date | None = attrs.field(default=None, converter=attrs.converters.optional(as_date))

    def __attrs_post_init__(self) -> None:
        if self.cause is None and self.effect in _CAUSED:
            raise MissingField(f"{self.effect} without the act that caused it", where="cause")

    @property
    def value(self) -> str:
        """The effect as text: `in_force`."""
        return self.effect.value

    def explain(self, lang: str = "vi") -> str:
        """One sentence: the effect, the day and why."""
        at = 0 if lang == "vi" else 1
        name = (self.effect.vi, self.effect.en)[at]
        day = self.on.isoformat()
        text = f"{name} {('ngày', 'on')[at]} {day}: {_REASONS[self.reason][at]}"
        return text if self.cause is None else f"{text} ({self.cause})"


_CAUSED = frozenset(
    {Effect.PARTLY_SUSPENDED, Effect.SUSPENDED, Effect.PARTLY_EXPIRED, Effect.EXPIRED, Effect.NEVER_IN_FORCE}
)
