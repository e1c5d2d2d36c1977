"""Where a fact stands: titles, dates, addresses and confidence."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from sotttt.errors import (
    InvalidChoice,
    InvalidDate,
    InvalidPeriod,
    InvalidText,
    MissingField,
    SottttError,
)
from sotttt.periods import Period
from sotttt.sources import Confidence, Source


def test_all_but_the_title_is_optional() -> None:
    source = Source(title="Ba\u0301o  Nam Định")
    assert source.title == "Báo Nam Định"
    assert (source.publisher, source.published, source.url, source.locator) == (None,) * 4
    assert source.confidence is Confidence.CONFIRMED
    assert str(source) == "Báo Nam Định"


def test_the_short_text() -> None:
    source = Source(title="Báo Nam Định", publisher="Nam Định", published="2016", locator="điều 3")
    assert str(source) == "Báo Nam Định (2016), điều 3"
    assert str(Source(title="Báo Nam Định", locator="điều 3")) == "Báo Nam Định, điều 3"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2016", "2016"),
        ("2016-04", "2016-04"),
        (dt.date(2016, 4, 1), "2016-04-01"),
        (Period.parse("2016"), "2016"),
    ],
)
def test_publication_is_known_to_the_day_the_month_or_the_year(given: str, kept: str) -> None:
    assert str(Source(title="a", published=given).published) == kept


def test_a_source_is_hashed_and_pickled() -> None:
    source = Source(title="a", published="2016-04-01", url="https://example.vn", confidence="likely")
    again = pickle.loads(pickle.dumps(source))  # noqa: S301  # our own bytes
    assert again == source
    assert hash(again) == hash(source)
    assert again.confidence is Confidence.LIKELY


@pytest.mark.parametrize(
    "url",
    [
        "https://example.vn",
        "http://example.vn/a?b=c&d=e#f",
        "HTTPS://example.vn:8080/a",
        "https://vi.wikipedia.org/wiki/Nam_Định",
        "https://web.archive.org/web/2016/http://example.vn/",
        "https://[2001:db8::1]/a",
    ],
)
def test_web_addresses(url: str) -> None:
    assert Source(title="a", url=url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "ftp://example.vn",
        "example.vn",
        "//example.vn",
        "https://",
        "https:///a",
        "https://a b",
        "https://example.vn/\"onclick='x'",
        "https://example.vn/<script>",
        "https://user:password@example.vn",
        "https://example.vn\\@evil.example",
        "java\tscript:alert(1)",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(InvalidText, match="url: "):
        Source(title="a", url=url)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"title": " "}, MissingField),
        ({"title": None}, InvalidText),
        ({"title": "a", "published": "tháng 4"}, InvalidPeriod),
        ({"title": "a", "published": dt.datetime(2016, 4, 1)}, InvalidDate),  # noqa: DTZ001
        ({"title": "a", "confidence": "sure"}, InvalidChoice),
        ({"title": "a", "url": ""}, MissingField),
        ({"title": "a", "publisher": ""}, MissingField),
    ],
)
def test_what_a_source_refuses(fields: dict[str, object], error: type[SottttError]) -> None:
    with pytest.raises(error, match=f"^{list(fields)[-1]}: "):
        Source(**fields)  # type: ignore[arg-type]  # the refused kinds
