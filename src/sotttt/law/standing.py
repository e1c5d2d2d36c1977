"""What the law says of a document on one day (tình trạng hiệu lực)."""

from __future__ import annotations

import datetime as dt

import attrs

from sotttt.errors import MissingField
from sotttt.frozen import Entity, LabelledWord, Word, identifier, label, optional_label
from sotttt.law.rules import Rule
from sotttt.periods import as_date
from sotttt.sources import Confidence, Source

__all__ = ["Effect", "Lapse", "Part", "Reading", "Standing", "StandingReason"]


class Effect(LabelledWord):
    """The eight states of effect (tình trạng hiệu lực).

    >>> Effect("partly_expired").vi, Effect.IN_FORCE.en
    ('Hết hiệu lực một phần', 'In force')
    """

    NOT_YET_IN_FORCE = "not_yet_in_force", "Chưa có hiệu lực", "Not yet in force"
    IN_FORCE = "in_force", "Còn hiệu lực", "In force"
    PARTLY_SUSPENDED = "partly_suspended", "Ngưng hiệu lực một phần", "Partly suspended"
    SUSPENDED = "suspended", "Ngưng hiệu lực", "Suspended"
    PARTLY_EXPIRED = "partly_expired", "Hết hiệu lực một phần", "Partly expired"
    EXPIRED = "expired", "Hết hiệu lực toàn bộ", "Expired"
    NEVER_IN_FORCE = "never_in_force", "Không có hiệu lực", "Never in force"
    UNKNOWN = "unknown", "Chưa xác định", "Unknown"


class StandingReason(Word):
    """Why a document stands as it does: what decided.

    `from_signing`, `ended_with_implemented`, `outlives_implemented`, `readings_agree` and `readings_differ`
    rest on rules that the standing names; `stated` on what a source says of that very day.
    """

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
    FROM_SIGNING = "from_signing"
    STATED = "stated"
    ENDED_WITH_IMPLEMENTED = "ended_with_implemented"
    OUTLIVES_IMPLEMENTED = "outlives_implemented"
    NO_RULE = "no_rule"
    READINGS_AGREE = "readings_agree"
    READINGS_DIFFER = "readings_differ"
    UNNAMED_PART = "unnamed_part"


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
    StandingReason.FROM_SIGNING: (
        "văn bản hành chính, có hiệu lực từ ngày ký; không có văn bản nào trong tập này làm hết hiệu lực",
        "an administrative document, in force from its signing; no act in the register ends it",
    ),
    StandingReason.STATED: ("nguồn nêu là đang áp dụng", "a source says that it is applied on that day"),
    StandingReason.ENDED_WITH_IMPLEMENTED: (
        "hết hiệu lực cùng văn bản mà nó hướng dẫn",
        "it ended with the document that it implements",
    ),
    StandingReason.OUTLIVES_IMPLEMENTED: (
        "văn bản mà nó hướng dẫn đã hết hiệu lực, nó vẫn còn hiệu lực nếu không trái văn bản mới",
        "the document that it implements has ended; it stays where it doesn't contradict the new one",
    ),
    StandingReason.NO_RULE: (
        "văn bản mà nó hướng dẫn đã hết hiệu lực, không rõ quy tắc áp dụng",
        "a document that it implements has ended, and no rule known here says what follows",
    ),
    StandingReason.READINGS_AGREE: (
        "các cách hiểu đều dẫn đến kết quả này",
        "all rules that may govern it say so",
    ),
    StandingReason.READINGS_DIFFER: (
        "không thấy văn bản bãi bỏ, các quy tắc có thể áp dụng cho kết quả khác nhau",
        "no act of repeal is known, and the rules that may govern it differ",
    ),
    StandingReason.UNNAMED_PART: (
        "có phần hết hoặc ngưng hiệu lực nhưng không rõ phần nào",
        "an act works on a part that isn't known by name",
    ),
}


@attrs.frozen(kw_only=True)
class Reading(Entity):
    """What one rule that may govern a document says of it on a day (một cách hiểu).

    Args:
        effect: the effect under the rule.
        rule: the rule, with its law and article.
        cause: id of the document that ends it under the rule.
        since: the day from which on it stands so under the rule.
        confidence: how likely it is that the rule governs the document.
    """

    effect: Effect = attrs.field(converter=Effect)
    rule: Rule
    cause: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    since: dt.date | None = attrs.field(default=None, converter=attrs.converters.optional(as_date))
    confidence: Confidence = attrs.field(default=Confidence.UNVERIFIED, converter=Confidence)

    @property
    def article(self) -> str | None:
        """The article of the rule."""
        return self.rule.article


@attrs.frozen(kw_only=True)
class Part(Entity):
    """A part of a document with an effect of its own (hết hoặc ngưng hiệu lực một phần).

    Args:
        scope: the articles, as the acting document names them.
        effect: `expired`, `suspended`, or `unknown` where the act has no date.
        cause: id of the acting document.
        since: the day from which on it stands so.
    """

    scope: str = attrs.field(converter=label)
    effect: Effect = attrs.field(converter=Effect)
    cause: str = attrs.field(converter=identifier)
    since: dt.date | None = attrs.field(default=None, converter=attrs.converters.optional(as_date))


@attrs.frozen(kw_only=True)
class Lapse(Entity):
    """A document that another one rests on and that isn't in force (căn cứ hết hoặc ngưng hiệu lực).

    Args:
        document: id of the legal basis.
        effect: `expired`, `never_in_force` or `suspended`.
        cause: id of the document that caused it.
        since: the day from which on it stands so.
    """

    document: str = attrs.field(converter=identifier)
    effect: Effect = attrs.field(converter=Effect)
    cause: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    since: dt.date | None = attrs.field(default=None, converter=attrs.converters.optional(as_date))


@attrs.frozen(kw_only=True)
class Standing(Entity):
    """How a document stands on one day (tình trạng hiệu lực), with the act that caused it.

    Args:
        effect: one of the eight states.
        on: the day.
        reason: what decided.
        cause: id of the document whose act caused it; the document's own id where its own text did.
        since: the day from which on it stands so, where it is known.
        article: the part of the document that was asked for; None: the whole.
        rule: the rule that decided, where one did.
        stated: the source that says so of that very day.
        readings: what each rule that may govern it says, where nobody has said which one does.
        parts: the parts that have an effect of their own on that day.
        lapsed: the documents in its legal basis that aren't in force on that day.
        confidence: how sure the answer is; `likely` where a rule that is only likely decided.

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
    article: str | None = attrs.field(default=None, converter=optional_label)
    rule: Rule | None = None
    stated: Source | None = None
    readings: tuple[Reading, ...] = ()
    parts: tuple[Part, ...] = ()
    lapsed: tuple[Lapse, ...] = ()
    confidence: Confidence = attrs.field(default=Confidence.CONFIRMED, converter=Confidence)

    def __attrs_post_init__(self) -> None:
        if self.cause is None and self.effect in _CAUSED:
            raise MissingField(f"{self.effect} without the act that caused it", where="cause")

    @property
    def value(self) -> str:
        """The effect as text: `in_force`."""
        return self.effect.value

    def explain(self, lang: str = "vi") -> str:
        """One sentence: the effect, the day and why; then readings, and what lapsed in the legal basis."""
        at = 0 if lang == "vi" else 1
        day = f"{('ngày', 'on')[at]} {self.on.isoformat()}"
        text = f"{_named(self.effect, at)} {day}: {_REASONS[self.reason][at]}"
        if self.article is not None:
            text = f"{self.article}: {text}"
        about = [one for one in (self.cause, None if self.rule is None else _placed(self.rule)) if one]
        if self.stated is not None:
            about.append(str(self.stated))
        if about:
            text += f" ({'; '.join(about)})"
        told = [_read(reading, at) for reading in self.readings]
        told += [_lapsed(lapse, at) for lapse in self.lapsed]
        return "; ".join((text, *told))


def _named(effect: Effect, at: int) -> str:
    return (effect.vi, effect.en)[at]


def _placed(rule: Rule) -> str:
    """Where a rule stands: its article and law; the rule's id where no statute states it."""
    return ", ".join(part for part in (rule.article, rule.law) if part) or rule.id


def _since(day: dt.date | None, at: int) -> str:
    return "" if day is None else f" {('từ', 'from')[at]} {day.isoformat()}"


def _read(reading: Reading, at: int) -> str:
    by = "" if reading.cause is None else f" ({reading.cause})"
    effect = f"{_named(reading.effect, at)}{_since(reading.since, at)}{by}"
    return f"{('theo', 'under')[at]} {_placed(reading.rule)}: {effect}"


def _lapsed(lapse: Lapse, at: int) -> str:
    effect = _named(lapse.effect, at)
    return f"{('căn cứ', 'its legal basis')[at]} {lapse.document}: {effect}{_since(lapse.since, at)}"


_CAUSED = frozenset(
    {Effect.PARTLY_SUSPENDED, Effect.SUSPENDED, Effect.PARTLY_EXPIRED, Effect.EXPIRED, Effect.NEVER_IN_FORCE}
)
