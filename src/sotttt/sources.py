"""Where a fact stands: the source that proves it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import attrs

from sotttt.errors import InvalidText
from sotttt.frozen import Entity, choice, label, optional_label
from sotttt.periods import Period

__all__ = ["Confidence", "Source"]


class Confidence(StrEnum):
    """How sure a fact is (độ tin cậy)."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    UNVERIFIED = "unverified"


def _published(value: Period | dt.date | str | None) -> Period | None:
    return None if value is None else Period.of(value)


def _url(value: str | None) -> str | None:
    text = optional_label(value)
    if text is not None and not text.startswith(("https://", "http://")):
        raise InvalidText(f"{text!r} is no web address", where="url", expected="an address that starts with https://")
    return text


@attrs.frozen(kw_only=True)
class Source(Entity):
    """Where a fact stands (nguồn).

    Args:
        title: the title of the document, page or table.
        publisher: who published it; with the method, it makes the series of an observation.
        published: day, month or year of publication.
        url: a web address.
        locator: the place inside: article, page, line.
        confidence: `confirmed`, `likely` or `unverified`.

    >>> str(Source(title="Báo Nam Định", published="2016-04-01", locator="ND-013"))
    'Báo Nam Định (2016-04-01), ND-013'
    """

    title: str = attrs.field(converter=label)
    publisher: str | None = attrs.field(default=None, converter=optional_label)
    published: Period | None = attrs.field(default=None, converter=_published)
    url: str | None = attrs.field(default=None, converter=_url)
    locator: str | None = attrs.field(default=None, converter=optional_label)
    confidence: Confidence = attrs.field(default=Confidence.CONFIRMED, converter=choice(Confidence))

    def __str__(self) -> str:
        text = self.title if self.published is None else f"{self.title} ({self.published})"
        return text if self.locator is None else f"{text}, {self.locator}"
