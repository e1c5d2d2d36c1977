"""Rules on effect (quy tắc về hiệu lực) as dated data: each with its article, its days and its source."""

from __future__ import annotations

import csv
import datetime as dt
import io
from functools import cache
from importlib.resources import files

import attrs

from sotttt.errors import MissingField
from sotttt.frozen import Entity, Word, identifier, label, only, optional_label
from sotttt.periods import Span, as_date
from sotttt.sources import Confidence, Source

__all__ = ["Candidate", "Rule", "RuleOutcome", "RuleTopic", "Statement", "rules"]


class RuleTopic(Word):
    """What a rule decides."""

    IMPLEMENTING = "implementing"
    START = "start"
    TRANSITION = "transition"


class RuleOutcome(Word):
    """What a rule says of a document.

    `expires` and `stays` are said of documents that guide another one, when that one ends; `from_signing` of
    the day of effect; `continues`, `ends_with` (another document's issue) and `unsettled` of plans made under
    an older law.
    """

    EXPIRES = "expires"
    STAYS = "stays"
    FROM_SIGNING = "from_signing"
    CONTINUES = "continues"
    ENDS_WITH = "ends_with"
    UNSETTLED = "unsettled"


def _span(value: Span | str) -> Span:
    return Span.of(value)


def _optional_date(value: dt.date | str | None) -> dt.date | None:
    return None if value is None else as_date(value)


_source = attrs.validators.optional(attrs.validators.instance_of(Source))


@attrs.frozen(kw_only=True)
class Rule(Entity):
    """A rule on effect (quy tắc về hiệu lực).

    Args:
        id: a readable id.
        topic: what it decides: `implementing`, `start` or `transition`.
        outcome: what it says.
        valid: the days on which it decides; of an implementing document, the day on which the other one ends.
        law: id of the law; None for a rule that no statute states.
        article: the article of that law.
        name: the rule in a few Vietnamese words, ours.
        name_en: the same in English.
        source: where it stands.

    >>> [(rule.outcome.value, str(rule.valid)) for rule in rules() if rule.topic == "implementing"]
    [('expires', '2016-07-01..2025-04-01'), ('stays', '2025-04-01..')]
    """

    id: str = attrs.field(converter=identifier)
    topic: RuleTopic = attrs.field(converter=RuleTopic)
    outcome: RuleOutcome = attrs.field(converter=RuleOutcome)
    valid: Span = attrs.field(factory=Span, converter=_span)
    law: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    article: str | None = attrs.field(default=None, converter=optional_label)
    name: str = attrs.field(converter=label)
    name_en: str = attrs.field(converter=label)
    source: Source | None = attrs.field(default=None, validator=_source)

    @property
    def confidence(self) -> Confidence:
        """How sure the rule is."""
        return Confidence.UNVERIFIED if self.source is None else self.source.confidence


@cache
def rules() -> tuple[Rule, ...]:
    """The rules on effect that the library knows.

    >>> {rule.id: rule.article for rule in rules()}["planning-2017-c"]
    'Điều 59 khoản 1 điểm c'
    """
    text = files(__package__).joinpath("rules.csv").read_text(encoding="utf-8")
    return tuple(
        Rule(
            id=row["id"],
            topic=row["topic"],
            outcome=row["outcome"],
            valid=row["valid"],
            law=row["law"] or None,
            article=row["article"] or None,
            name=row["name"],
            name_en=row["name_en"],
            source=Source(title=row["source"], url=row["url"], confidence=row["confidence"]),
        )
        for row in csv.DictReader(io.StringIO(text), strict=True)
    )


@attrs.frozen(kw_only=True)
class Candidate(Entity):
    """A rule that may govern a document, where nobody has said which one does (quy tắc có thể áp dụng).

    Args:
        document: id of the document.
        rule: id of a rule of transition.
        cause: id of the document that would end it under the rule.
        confidence: how likely it is that the rule governs it.
        source: where it stands.

    >>> Candidate(document="qd-555-ubnd-tien-giang-2018-03-02", rule="planning-2017-b").confidence.value
    'unverified'
    """

    document: str = attrs.field(converter=identifier)
    rule: str = attrs.field(converter=identifier)
    cause: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    confidence: Confidence = attrs.field(default=Confidence.UNVERIFIED, converter=Confidence)
    source: Source | None = attrs.field(default=None, validator=_source)


@attrs.frozen(kw_only=True)
class Statement(Entity):
    """What a source states of a document's dates or effect, kept beside its own dates (nguồn nói gì).

    Args:
        document: id of the document.
        issued: the day of issue as this source prints it.
        effective: the first day in force as this source prints it.
        expires: the first day no longer in force as this source prints it.
        in_force_on: a day on which this source says that it is applied.
        source: the source.

    Raises:
        MissingField: nothing stated, or no source.

    >>> Statement(document="x", issued="2022-03-16", source=Source(title="Kế hoạch 383")).issued.year
    2022
    """

    document: str = attrs.field(converter=identifier)
    issued: dt.date | None = attrs.field(default=None, converter=_optional_date)
    effective: dt.date | None = attrs.field(default=None, converter=_optional_date)
    expires: dt.date | None = attrs.field(default=None, converter=_optional_date)
    in_force_on: dt.date | None = attrs.field(default=None, converter=_optional_date)
    source: Source = attrs.field(validator=only(Source))

    def __attrs_post_init__(self) -> None:
        if (self.issued or self.effective or self.expires or self.in_force_on) is None:
            raise MissingField("nothing is stated", expected="a day of issue, of effect or of its end")
