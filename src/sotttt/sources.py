"""Where a fact stands: the source that proves it."""

from __future__ import annotations

import datetime as dt
import re

import attrs

from sotttt.errors import InvalidText
from sotttt.frozen import Entity, Word, label, optional_label, placed
from sotttt.periods import Period

__all__ = ["Confidence", "Source"]


class Confidence(Word):
    """How sure a fact is (độ tin cậy), the surest first.

    >>> [Confidence("likely").reaches(least) for least in Confidence]
    [False, True, True]
    """

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    UNVERIFIED = "unverified"

    def reaches(self, least: Confidence) -> bool:
        """Whether it is at least as sure as another."""
        order = tuple(Confidence)
        return order.index(self) <= order.index(least)


def _published(value: Period | dt.date | str | None) -> Period | None:
    return None if value is None else Period.of(value)


def _url(value: str | None) -> str | None:
    """A web address: http or https, a host, and no space, quote or bracket that would end a link early."""
    text = optional_label(value)
    if text is None or re.fullmatch(r"(?i:https?)://[^\s/?#@\"'<>`\\]+(?:[/?#][^\s\"'<>`\\]*)?", text):
        return text
    hint = None
    if re.match("(?i:https?)://", text):
        hint = "write spaces, quotes and brackets as %20, %22, %27, %3C and %3E, and no user name"
    raise InvalidText(
        f"{text!r:.80} is no web address",
        where="url",
        expected="an address that starts with https://",
        hint=hint,
    )


@attrs.frozen(kw_only=True, field_transformer=placed)
class Source(Entity):
    """Where a fact stands (nguồn).

    Args:
        title: the title of the document, page or table.
        publisher: who published it; with the method, it makes the series of an observation.
        published: day, month or year of publication.
        url: a web address, http or https.
        locator: the place inside: article, page, line.
        confidence: `confirmed`, `likely` or `unverified`.

    Raises:
        MissingField: an empty title.
        InvalidText: a url of another scheme, which a reader's click could run.
        InvalidPeriod: a text that names no day, month or year.
        InvalidChoice: a confidence outside the vocabulary.

    >>> source = Source(title="Báo Nam Định", published="2016-04-01", locator="ND-013")
    >>> str(source), source.confidence.value
    ('Báo Nam Định (2016-04-01), ND-013', 'confirmed')
    >>> Source(title="Báo Nam Định", url="javascript:alert(1)")
    Traceback (most recent call last):
    sotttt.errors.InvalidText: url: 'javascript:alert(1)' is no web address; expected an address ...
    """

    title: str = attrs.field(converter=label)
    publisher: str | None = attrs.field(default=None, converter=optional_label)
    published: Period | None = attrs.field(default=None, converter=_published)
    url: str | None = attrs.field(default=None, converter=_url)
    locator: str | None = attrs.field(default=None, converter=optional_label)
    confidence: Confidence = attrs.field(default=Confidence.CONFIRMED, converter=Confidence)

    def __str__(self) -> str:
        text = self.title if self.published is None else f"{self.title} ({self.published})"
        return text if self.locator is None else f"{text}, {self.locator}"
