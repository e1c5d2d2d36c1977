"""Figures in prose (con số) with their hedges, units and denominators: `read_figure` and `read_range`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from sotttt import units
from sotttt.errors import AmbiguousText, UnreadableText
from sotttt.ranges import Amount, Figure, Range, quotient
from sotttt.reading import _lexicon as lexicon
from sotttt.reading._hits import Hit, Scan, hedge_before, scan
from sotttt.reading._tokens import Tokens, excerpt, locales, prepare
from sotttt.reading._units import named_at

__all__ = ["read_figure", "read_range"]

_MOST_NAMED = 5
_MOST_WORDS = 4
_FURTHEST_STATUS = 25
_FURTHEST_BEHIND = 3
_NAMES = {"vi": "Vietnamese", "en": "English"}


def read_figure(text: str, locale: str = "vi", *, unit: str | None = None) -> Figure:
    """Read the one figure that a phrase holds (con số); the words round it are ignored.

    The unit is the longest name of the unit catalogue that stands behind the number, with what stands
    below a stroke ("thuê bao/100 dân"). A number without one is in `unit`, or a pure number (`ratio`).
    "a/b" is a share in %, with b and what is counted in `of`; where `unit` is `rank`, it is rank a of b. A
    fraction with its percentage beside it ("22/23 (95,6%)") is one figure. Ages and spans of time, and
    small numbers in words, count only where no other figure stands.

    Args:
        text: the phrase.
        locale: `vi` groups by points and has decimal commas, `en` the reverse; `any` refuses a figure that
            reads differently in the two. One that only the other convention explains is read so, and its
            `locale` and `note` say it.
        unit: the unit of a number that is printed without one, as in a table that gives it once.

    Raises:
        UnreadableText: where no figure stands, or several; numbers that are no quantities (years, levels,
            ordinals, numbers of documents) aren't taken for one.
        AmbiguousText: where locale is `any` and the figure has two readings.
        UnknownUnit: for a `unit` that the catalogue doesn't hold.

    >>> figure = read_figure("ước đạt hơn 1.100 tỷ đồng")
    >>> figure.range, figure.hedge.value, figure.status, figure.as_written
    (Range.parse('= 1100 billion_VND'), 'over', 'estimated', 'ước đạt hơn 1.100 tỷ đồng')
    >>> read_figure("20/20 sở").range, str(read_figure("20/20 sở").of)
    (Range.parse('= 100 %'), '20 agency')
    >>> read_figure("đến năm 2025 đạt 15% GRDP").as_written
    '15%'
    >>> read_figure("trên 60% hộ có ít nhất 01 máy")
    Traceback (most recent call last):
    sotttt.errors.UnreadableText: 'trên 60% hộ có ít nhất 01 máy' holds 2 figures: 'trên 60%', ...
    """
    locales(locale)
    default = None if unit is None else units.unit(unit).name
    tokens = prepare(text)
    found = scan(tokens, locale)
    hits = _chosen(found.hits)
    if len(hits) == 2 and (merged := _with_percentage(tokens, hits[0], hits[1])) is not None:
        return merged
    if default is not None and not hits and len(tokens) == 1 and found.labels:
        value = Decimal(tokens[0].text)
        hits = [Hit(0, 1, value, value, None, Decimal(1))]
    if len(hits) != 1 or _unexplained(tokens, found):
        raise _refusal(tokens, text, found, hits)
    other = found.readings.get(hits[0].start) if locale == "any" else None
    if other is not None:
        ranges = [f"{_figure(tokens, hit, default).range} ({hit.locale})" for hit in (hits[0], other)]
        raise AmbiguousText(
            f"{excerpt(text)} has two readings: {' or '.join(ranges)}", hint="say locale='vi' or 'en'"
        )
    return _figure(tokens, hits[0], default, locale)


def read_range(text: str, locale: str = "vi", *, unit: str | None = None) -> Range:
    """Read the one figure of a phrase as a requirement (yêu cầu): the range of acceptable values.

    A bound word makes a half-line, a plain figure is the span printed; arguments and errors are those of
    `read_figure`.

    >>> read_range("trên 80%"), read_range("không quá 15", unit="rank")
    (Range.parse('> 80 %'), Range.parse('<= 15 rank'))
    >>> read_range("nhóm 20 tỉnh dẫn đầu"), read_range("70-75%")
    (Range.parse('<= 20 rank'), Range.parse('[70, 75] %'))
    """
    return read_figure(text, locale, unit=unit).required()


def _chosen(hits: Sequence[Hit]) -> list[Hit]:
    """The figures of the strongest tier that stands."""
    best = min((hit.tier for hit in hits), default=0)
    return [hit for hit in hits if hit.tier == best]


def _unexplained(tokens: Tokens, found: Scan) -> bool:
    """Whether a number that no convention explains is meant as a figure: a unit stands behind it."""
    return any(tokens.key(end) == "%" or named_at(tokens, end) for _, end in found.broken)


def _refusal(tokens: Tokens, text: str, found: Scan, hits: Sequence[Hit]) -> UnreadableText:
    """Why a phrase holds no figure, or more than one."""
    if found.broken and (not hits or _unexplained(tokens, found)):
        broken = excerpt(tokens.printed(*found.broken[0]))
        return UnreadableText(f"{broken} is no number, in no convention", expected="one figure")
    if hits:
        named = ", ".join(repr(tokens.printed(*_extent(tokens, hit))) for hit in hits[:_MOST_NAMED])
        more = ", …" if len(hits) > _MOST_NAMED else ""
        return UnreadableText(f"{excerpt(text)} holds {len(hits)} figures: {named}{more}", expected="one")
    hint = None
    if found.labels:
        first = tokens[found.labels[0]].text
        hint = f"{first!r} is read as a date, a level, a version or a label; say unit= if it is a quantity"
    return UnreadableText(
        f"{excerpt(text)} holds no figure", expected="a quantity, such as 'trên 80%'", hint=hint
    )


def _extent(tokens: Tokens, hit: Hit) -> tuple[int, int]:
    """The figure with its hedge and status words."""
    return _words_before(tokens, hit)[2], _hedge_behind(tokens, hit)[1]


def _words_before(tokens: Tokens, hit: Hit) -> tuple[str | None, str | None, int]:
    """The hedge and the status that stand right before a figure, and the first token of them."""
    hedge: str | None = None
    status: str | None = None
    at = first = hit.start
    for _ in range(2 * _MOST_WORDS):
        word, start = hedge_before(tokens, at)
        state, begin = _status_before(tokens, at)
        if word is not None:
            hedge, at, first = hedge or word, start, start
        elif state is not None:
            status, at, first = status or state, begin, begin
        elif tokens.key(at - 1) in lexicon.FILLERS and first - at < _MOST_WORDS - 1:
            at -= 1
        else:
            break
    if tokens.key(first - 1) in ("từ", "between") and (hit.low != hit.high or _hedge_behind(tokens, hit)[0]):
        first -= 1
    return hedge, status, first


def _status_before(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """The status that ends before a token, and its first token."""
    for size in range(_MOST_WORDS, 0, -1):
        status = lexicon.STATUSES.get(tokens.keys(at - size, at)) if size <= at else None
        if status is None:
            continue
        other = tokens.key(at - size - 1) in lexicon.NO_STATUS or tokens.key(at) in lexicon.NO_STATUS_AFTER
        if not other:
            return status, at - size
    return None, at


def _status_further(tokens: Tokens, start: int) -> str | None:
    """The status that stands further before a figure in its clause: `ước tính … 17%`."""
    for at in range(start, max(start - _FURTHEST_STATUS, 0), -1):
        if tokens.key(at - 1) in (".", ";"):
            break
        status, _ = _status_before(tokens, at)
        if status is not None:
            return status
    return None


def _status_behind(tokens: Tokens, at: int) -> str | None:
    """The status that stands in brackets behind a figure: `12,5% (ước)`."""
    if tokens.key(at) != "(":
        return None
    ends = (end for end in range(at + 2, at + _MOST_WORDS + 2) if tokens.key(end) == ")")
    return next((lexicon.STATUSES.get(tokens.keys(at + 1, end)) for end in ends), None)


def _hedge_behind(tokens: Tokens, hit: Hit) -> tuple[str | None, int]:
    """`trở lên` behind a figure, a few words at most between, and the token behind it."""
    for at in range(hit.end, hit.end + _FURTHEST_BEHIND + 1):
        hedge = lexicon.BEHIND.get(tokens.keys(at, at + 2))
        if hedge is not None:
            return hedge, at + 2
        if tokens[at].kind != "word":
            break
    return None, hit.end


def _figure(tokens: Tokens, hit: Hit, default: str | None, locale: str = "any") -> Figure:
    before, status, start = _words_before(tokens, hit)
    behind, end = _hedge_behind(tokens, hit)
    span, of = _span_of(hit, default)
    notes = [hit.note] if hit.note else []
    if locale in _NAMES and hit.locale != locale:
        notes.append(f"read with {_NAMES[hit.locale]} separators; no other reading explains it")
    return Figure(
        range=span,
        as_written=tokens.printed(start, end),
        hedge=hit.hedge or behind or before or "none",
        resolution=None if hit.step is None else hit.step,
        locale=hit.locale,
        status=status or _status_behind(tokens, end) or _status_further(tokens, start),
        of=of,
        note="; ".join(notes) or None,
    )


def _span_of(hit: Hit, default: str | None) -> tuple[Range, Amount | None]:
    """The range printed, and what a share or a rank is of."""
    of = None if hit.whole is None else Amount(hit.whole[0], hit.whole[1] or "ratio")
    if hit.kind == "share" and hit.whole is not None:
        if default == "rank":
            return Range.exactly(hit.low, "rank"), of
        return _quotient(hit.low, hit.whole[0]), of
    unit = hit.unit or default or "ratio"
    if hit.unit is None and hit.scaled:
        unit = lexicon.CURRENCIES.get(units.unit(unit).dimension, unit)
    low, high = Amount(hit.low, unit), Amount(hit.high, unit)
    return Range(low, high, high_open=hit.kind == "order"), of


def _quotient(above: Decimal, below: Decimal) -> Range:
    """A share in %: exact where a short decimal holds it."""
    return quotient(Range.exactly(above, "ratio"), Range.exactly(below, "ratio"), "%")


def _with_percentage(tokens: Tokens, first: Hit, second: Hit) -> Figure | None:
    """A fraction and the percentage it makes, in either order, as one figure; None where they are two."""
    share, rate = (first, second) if first.kind == "share" else (second, first)
    if share.kind != "share" or share.whole is None or rate.unit != "%" or rate.low != rate.high:
        return None
    exact = Fraction(share.low) / Fraction(share.whole[0]) * 100
    if rate.step is None or abs(exact - Fraction(rate.low)) >= Fraction(rate.step):
        return None
    end = second.end
    if tokens.key(end) == ")" and "(" in tokens.keys(first.end, second.start):
        end += 1
    printed = tokens.printed(rate.start, rate.end)
    figure, words = _figure(tokens, share, None), _figure(tokens, first, None)
    return Figure(
        range=figure.range,
        as_written=tokens.printed(_words_before(tokens, first)[2], end),
        hedge=words.hedge,
        locale=figure.locale,
        status=words.status,
        of=figure.of,
        note=f"printed with {printed}",
    )
