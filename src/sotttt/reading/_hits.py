"""Finding figures among tokens: numbers with units, spans, shares, ranks, multiples, orders of magnitude."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from sotttt import units
from sotttt.ranges.numbers import EXACT
from sotttt.reading import _lexicon as lexicon
from sotttt.reading._labels import labels
from sotttt.reading._tokens import EITHER, Tokens
from sotttt.reading._units import Found, is_duration, named_at, unit_behind
from sotttt.reading.numbers import Number, magnitude, number_at

__all__ = ["Hit", "Scan", "hedge_before", "scan"]

_LONGEST_HEDGE = 4
_FURTHEST_LEADER = 10
_FURTHEST_STROKE = 5
_TEN = Decimal(10)
_FIFTY = Decimal(50)
_HALF = Decimal("0.5")

STRONG, NAMED, LENGTH, ARTICLE = range(4)


class Hit(NamedTuple):
    """A figure found among tokens.

    Attributes:
        start: its first token, hedge words apart.
        end: the token behind it.
        low: the number printed, or the lower one of a span; of a share the number above the stroke.
        high: the upper one.
        unit: the unit printed, or None.
        step: the place value of the last digit printed.
        kind: `plain`, `rank`, `share` or `order`.
        locale: the convention in which it was read.
        whole: what a share or a rank is of, with its unit.
        hedge: the hedge that the form itself says (top, nhóm), or None.
        scaled: whether a magnitude word belongs to the number and not to the unit.
        tier: how strong a figure it is; weaker ones count only where no stronger stands.
        note: what a reader should know.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str | None
    step: Decimal | None
    kind: str = "plain"
    locale: str = "vi"
    whole: tuple[Decimal, str | None] | None = None
    hedge: str | None = None
    scaled: bool = False
    tier: int = STRONG
    note: str | None = None


class Scan(NamedTuple):
    """What a phrase holds.

    Attributes:
        hits: its figures, from left to right.
        readings: for a figure that both conventions read differently, its other reading, by its first token.
        broken: numbers that no convention explains: where each begins and ends.
        labels: numbers that are no quantities.
    """

    hits: list[Hit]
    readings: dict[int, Hit]
    broken: list[tuple[int, int]]
    labels: list[int]


def scan(tokens: Tokens, locale: str) -> Scan:
    """Find the figures of a phrase, in one pass from left to right."""
    marked = labels(tokens)
    order = EITHER.get(locale, EITHER["vi"])
    found = Scan([], {}, [], [at for at in range(len(tokens)) if marked[at] and tokens[at].kind == "number"])
    at = 0
    while at < len(tokens):
        hits = [hit for name in order if (hit := _at(tokens, at, name, marked)) is not None]
        if not hits:
            end = _behind_strokes(tokens, at)
            if tokens[at].kind == "number" and not marked[at]:
                found.broken.append((at, end))
            at = end
            continue
        if len(hits) == 2 and hits[0][2:6] != hits[1][2:6]:
            found.readings[hits[0].start] = hits[1]
        found.hits.append(hits[0])
        at = hits[0].end
    return found


def _behind_strokes(tokens: Tokens, at: int) -> int:
    """The token behind one token, and behind the numbers that hang on it by strokes: `15/8`."""
    end = at + 1
    while tokens[at].kind == "number" and _hangs_on(tokens, end):
        end += 2
    return end


def _hangs_on(tokens: Tokens, at: int) -> bool:
    """Whether a stroke and one more number are glued on what ends before a token."""
    return tokens.glued(at) and tokens.key(at) == "/" and tokens[at + 1].kind == "number"


def _at(tokens: Tokens, at: int, locale: str, marked: bytearray) -> Hit | None:
    """The figure that begins at a token, in one convention."""
    token = tokens[at]
    if token.kind == "number":
        if marked[at]:
            return None
        if tokens.key(at + 1) in lexicon.ORDINALS:
            return _placed(tokens, at, locale)
        one_of = _top(tokens, at, locale, marked) if tokens.key(at + 1) == "trong" else None
        return one_of or _number(tokens, at, locale, marked)
    for form in _FORMS:
        hit = form(tokens, at, locale, marked)
        if hit is not None:
            return hit
    if token.kind == "word" and number_at(tokens, at, locale) is not None:
        return _number(tokens, at, locale, marked)
    return None


def _phrase(tokens: Tokens, at: int, phrases: frozenset[tuple[str, ...]], longest: int = 4) -> int:
    """The token behind the longest of the phrases that begins at a token; the token itself if none does."""
    for size in range(min(longest, len(tokens) - at), 0, -1):
        if tokens.keys(at, at + size) in phrases:
            return at + size
    return at


def hedge_before(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """The hedge that ends before a token, and its first token."""
    for size in range(_LONGEST_HEDGE, 0, -1):
        hedge = lexicon.HEDGES.get(tokens.keys(at - size, at)) if size <= at else None
        if hedge is not None:
            return hedge, at - size
    return None, at


def _hedge_at(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """The hedge that begins at a token, and the token behind it."""
    for size in range(min(_LONGEST_HEDGE, len(tokens) - at), 0, -1):
        hedge = lexicon.HEDGES.get(tokens.keys(at, at + size))
        if hedge is not None:
            return hedge, at + size
    return None, at


def _whole_number(tokens: Tokens, at: int, locale: str) -> Number | None:
    """A whole number without magnitude words, such as a rank has."""
    found = number_at(tokens, at, locale)
    if found is None or found.step != 1 or found.head_end != found.end:
        return None
    return found


# Ranks


def _top(tokens: Tokens, at: int, locale: str, marked: bytearray) -> Hit | None:
    """`top 15`, `nhóm 20 tỉnh dẫn đầu`, `một trong 30 quốc gia hàng đầu`."""
    key = tokens.key(at)
    if key in lexicon.TOP or key == lexicon.GROUP:
        start, sure = at + 1, key in lexicon.TOP
        start += tokens.key(start) == "-" and tokens.glued(start) and tokens.glued(start + 1)
    else:
        start, sure = _phrase(tokens, at, lexicon.WITHIN), False
        if start == at:
            return None
        start += tokens.key(start) in lexicon.WITHIN_FILLERS
    number = None if _is_marked(marked, start) else _whole_number(tokens, start, locale)
    if number is None:
        return None
    low, number = number.value, _last_place(tokens, number, locale)
    if tokens.key(number.end) == "%":
        return None
    place = number.end + (tokens.key(number.end) in lexicon.WITHIN_FILLERS)
    named = _phrase(tokens, place, lexicon.PLACES)
    leader = _leader(tokens, number.end)
    if not sure and leader < 0 and not (key == lexicon.GROUP and named > place):
        return None
    if not sure and key != lexicon.GROUP and (leader < 0 or named == place):
        return None
    end = leader if leader >= 0 else _end_of_place(tokens, number.end, place, named)
    return Hit(at, end, low, number.value, "rank", Decimal(1), "rank", locale, hedge="at_most")


def _last_place(tokens: Tokens, first: Number, locale: str) -> Number:
    """The last of a span of places, `15` of "10-15"; the place itself where there is no span."""
    last = (
        _whole_number(tokens, first.end + 1, locale) if tokens.key(first.end) in lexicon.SPAN_JOINS else None
    )
    return last if last is not None and last.value > first.value else first


def _end_of_place(tokens: Tokens, end: int, place: int, named: int) -> int:
    found = named_at(tokens, end)
    return max(named if named > place else end, found.end if found else end)


def _leader(tokens: Tokens, at: int) -> int:
    """The token behind "dẫn đầu" or the like, a few words on and before the next number; -1 if none is."""
    for end in range(at, at + _FURTHEST_LEADER):
        if tokens[end].kind == "number" or tokens.key(end) in (".", ";", "("):
            break
        behind = _phrase(tokens, end, lexicon.LEADERS)
        if behind > end and (behind > end + 1 or tokens.key(behind) not in lexicon.NO_LEADER):
            return behind
    return -1


def _is_marked(marked: bytearray, at: int) -> bool:
    return 0 <= at < len(marked) and bool(marked[at])


def _rank(tokens: Tokens, at: int, locale: str, marked: bytearray) -> Hit | None:
    """`xếp hạng 12/63`, `vị trí thứ 71 trong tổng số 193`, `thứ 5/11 nước`."""
    start = _phrase(tokens, at, lexicon.RANKED)
    if start == at and tokens.key(at) in lexicon.STANDING and tokens[at + 1].kind == "number":
        start += _hangs_on(tokens, at + 2)
    if start == at or (tokens.key(at) == "thứ" and tokens.key(at - 1) in lexicon.NO_ORDINAL):
        return None
    while start < at + 5 and tokens.key(start) in lexicon.RANK_FILLERS:
        start += 1
    hedge, start = _hedge_at(tokens, start)
    number = None if _is_marked(marked, start) else _whole_number(tokens, start, locale)
    if number is None:
        place = lexicon.PLACE_WORDS.get(tokens.key(start))
        if place is None or tokens.key(at) not in lexicon.PLACED:
            return None
        number = Number.word(place, start + 1)
    if (number.words and tokens.key(at) not in lexicon.PLACED) or tokens.key(number.end) == "%":
        return None
    end = number.end + (tokens.key(number.end) in lexicon.ORDINALS and tokens.glued(number.end))
    whole, end = _ranked_of(tokens, end, locale)
    return Hit(at, end, number.value, number.value, "rank", Decimal(1), "rank", locale, whole, hedge)


def _placed(tokens: Tokens, at: int, locale: str) -> Hit | None:
    """`71st out of 193`."""
    number, (whole, end) = _whole_number(tokens, at, locale), _ranked_of(tokens, at + 2, locale)
    if number is None or whole is None:
        return None
    return Hit(at, end, number.value, number.value, "rank", Decimal(1), "rank", locale, whole)


def _ranked_of(tokens: Tokens, at: int, locale: str) -> tuple[tuple[Decimal, str | None] | None, int]:
    """What the rank is one of: `/63`, `trong tổng số 193 nước`."""
    start = _phrase(tokens, at, lexicon.OF_WHOLE)
    number = None if start == at else _whole_number(tokens, start, locale)
    if number is None or number.words or tokens.key(number.end) == "%":
        return None, at
    noun = named_at(tokens, number.end)
    return (number.value, noun.name if noun else None), noun.end if noun else number.end


# Orders and multiples


def _order(tokens: Tokens, at: int, locale: str, marked: bytearray) -> Hit | None:
    """`hàng trăm tỷ đồng`: from a hundred up to a thousand."""
    del marked
    if (tokens.key(at),) in lexicon.ORDERS:
        first, low = at + 1, lexicon.MAGNITUDES.get(tokens.key(at + 1), 0)
    elif tokens.key(at) in lexicon.DECADES and tokens.key(at + 1) == "of":
        first, low = at, lexicon.DECADES[tokens.key(at)]
    else:
        return None
    if not low:
        return None
    head = first + 1 + (first == at)
    factor, end = magnitude(tokens, head)
    found = unit_behind(tokens, end, locale, head if end > head else -1)
    scaled = not (found and found.end > end and _from_head(tokens, head))
    size = Decimal(low * factor if scaled else low)
    unit, end = (found.name, found.end) if found else (None, end)
    return Hit(
        at, end, size, EXACT.multiply(size, _TEN), unit, None, "order", locale, scaled=scaled and factor > 1
    )


def _from_head(tokens: Tokens, head: int) -> bool:
    """Whether the unit holds the magnitude words before it, as `billion_VND` does."""
    return named_at(tokens, head) is not None


def _multiple(tokens: Tokens, at: int, locale: str, marked: bytearray) -> Hit | None:
    """`gấp đôi`, `gấp hơn 3 lần`."""
    del marked
    if tokens.key(at) != "gấp":
        return None
    hedge, start = _hedge_at(tokens, at + 1)
    start += tokens.key(start) == "từ"
    number = number_at(tokens, start, locale)
    if number is not None and not _hangs_on(tokens, number.end):
        value, step, end = number.value, number.step, number.end
        joined = number_at(tokens, end + 1, locale) if tokens.key(end) in lexicon.SPAN_JOINS else None
        if joined is not None and joined.value > value:
            end = joined.end + (tokens.key(joined.end) == "lần")
            return Hit(at, end, value, joined.value, "times", joined.step, locale=locale, hedge=hedge)
    elif tokens.key(start) in lexicon.FOLD:
        value, step, end = Decimal(lexicon.FOLD[tokens.key(start)]), None, start + 1
    else:
        return None
    end += tokens.key(end) == "lần"
    if tokens.key(end) == "rưỡi" and tokens.key(end - 1) == "lần":
        value, step, end = EXACT.add(value, _HALF), None, end + 1
    return Hit(at, end, value, value, "times", step, locale=locale, hedge=hedge)


# Numbers with units


def _number(tokens: Tokens, at: int, locale: str, marked: bytearray) -> Hit | None:
    number = number_at(tokens, at, locale)
    if number is None or (number.words and not _spelt_figure(tokens, at, number)) or _is_cut(tokens, at):
        return None
    share = _share(tokens, at, number, locale)
    if share is not None:
        return share
    first = _quantity(tokens, at, number, locale)
    if tokens.key(first.end) == "/" and tokens[first.end + 1].kind == "number":
        return None
    if _has_sign(tokens, at):
        first = _negative(first)
    return _span(tokens, first, locale, marked) or first


def _is_cut(tokens: Tokens, at: int) -> bool:
    """Whether a number lacks what stands before its separator: `.5`."""
    if tokens.key(at - 1) not in (".", ",") or not tokens.glued(at):
        return False
    return not tokens.glued(at - 1) or tokens[at - 2].kind == "mark"


def _negative(hit: Hit) -> Hit:
    """The figure with the sign before it."""
    value = EXACT.minus(hit.low)
    return hit._replace(start=hit.start - 1, low=value, high=value)


def _has_sign(tokens: Tokens, at: int) -> bool:
    """Whether a minus stands before a number, and no dash of a span or a word."""
    if tokens.key(at - 1) == "âm":
        return tokens.key(at - 2) not in lexicon.NO_SIGN
    before = tokens[at - 2]
    joined = before.kind == "number" or before.key == "%" or (before.kind == "word" and tokens.glued(at - 1))
    return tokens.key(at - 1) == "-" and tokens.glued(at) and not joined


def _spelt_figure(tokens: Tokens, at: int, number: Number) -> bool:
    """Whether a number in words is meant as one: hedged, of several words, or before the name of a thing."""
    behind = named_at(tokens, number.end)
    if behind is not None and behind.name in ("%", "permille"):
        return True
    if tokens.key(at - 1) in lexicon.NO_COUNT or tokens.key(number.end) == "phần":
        return False
    if tokens.key(at - 1) == "trên" and number.value == 1 and behind and behind.name in lexicon.RATE_BASES:
        return False
    if number.end > at + 1 or hedge_before(tokens, at)[0] is not None:
        return tokens.keys(at, number.end) not in lexicon.NO_NUMBERS
    return tokens.key(at) in lexicon.COUNTED and behind is not None


def _tier(tokens: Tokens, at: int, number: Number, unit: str | None) -> int:
    if tokens.key(number.end) in lexicon.AGE or (unit is not None and is_duration(unit)):
        return LENGTH
    if not number.words or number.end > at + 1 or hedge_before(tokens, at)[0] is not None:
        return STRONG
    return ARTICLE if number.value == 1 else NAMED


def _quantity(tokens: Tokens, at: int, number: Number, locale: str, *, rated: bool = True) -> Hit:
    """A number with the unit behind it, and with what stands below a stroke where it is `rated`."""
    if tokens.keys(at, number.end) == lexicon.HALVES[0]:
        return Hit(at, number.end, _FIFTY, _FIFTY, "%", None, locale=locale)
    head = number.head_end if -1 < number.head_end < number.end else -1
    found = unit_behind(tokens, number.end, locale, head, rated=rated) or Found(None, number.end)
    value, step, scaled = number.value, number.step, number.head_end != number.end
    if head >= 0 and found.name is not None and found.end > number.end and _from_head(tokens, head):
        value, step, scaled = number.head, number.head_step, False
    unit, end, start, note = found.name, found.end, at, None
    if unit is None and tokens.key(at - 1) in lexicon.MONEY_SIGNS:
        unit, start = lexicon.MONEY_SIGNS[tokens.key(at - 1)], at - 1
    if unit == "rank" and any(tokens.key(at - back) in lexicon.BEFORE_CHANGE for back in (1, 2, 3)):
        unit = "place"
    if unit == "%":
        note = lexicon.AFTER_RATE.get(tokens.keys(end, end + 2))
        end += 2 if note else 0
    tier = _tier(tokens, at, number, unit)
    return Hit(start, end, value, value, unit, step, locale=locale, scaled=scaled, tier=tier, note=note)


def _span(tokens: Tokens, first: Hit, locale: str, marked: bytearray) -> Hit | None:
    """`70-75%`, `từ 9 - 12 tỷ USD`, `10 đến 15 bậc`."""
    start = first.end + 1
    signed = tokens.key(start) == "-" and _has_sign(tokens, start + 1)
    start += signed
    if not _joins(tokens, first) or _is_marked(marked, start):
        return None
    number = number_at(tokens, start, locale)
    if number is None or (number.words and tokens[first.end - 1].kind == "number"):
        return None
    last = _quantity(tokens, start, number, locale)
    low, high = first, _negative(last) if signed else last
    if first.unit is None:
        if not first.scaled and number.head_end > -1:
            factor = EXACT.divide(number.value, number.head) if last.scaled and number.head else Decimal(1)
            low = low._replace(low=EXACT.multiply(low.low, factor), unit=last.unit)
        elif first.scaled and last.unit is not None and not last.scaled:
            plain = named_at(tokens, number.end)
            low = low._replace(unit=plain.name if plain else last.unit)
        else:
            low = low._replace(unit=last.unit)
    elif last.unit is None:
        return None
    converted = _converted(low, high.unit)
    if converted is None or converted > high.low:
        return None
    return high._replace(start=first.start, low=converted, tier=min(first.tier, last.tier))


def _joins(tokens: Tokens, first: Hit) -> bool:
    """Whether what stands behind a figure joins it to another; "and" does behind "between"."""
    key = tokens.key(first.end)
    return key in lexicon.SPAN_JOINS or (key == "and" and tokens.key(first.start - 1) == "between")


def _converted(hit: Hit, unit: str | None) -> Decimal | None:
    """The number of a hit in another unit; None where that can't be."""
    if hit.unit == unit:
        return hit.low
    if hit.unit is None or unit is None or not units.same_dimension(hit.unit, unit):
        return None
    factor = units.factor(hit.unit, unit)
    return EXACT.divide(EXACT.multiply(hit.low, Decimal(factor.numerator)), Decimal(factor.denominator))


def _share(tokens: Tokens, at: int, number: Number, locale: str) -> Hit | None:
    """`20/20 sở`, `9.690 đài truyền thanh/10.599 xã`."""
    stroke = number.end
    while stroke < number.end + _FURTHEST_STROKE and (
        tokens[stroke].kind == "word" or tokens.key(stroke) == ","
    ):
        stroke += 1
    below = number_at(tokens, stroke + 1, locale) if tokens.key(stroke) == "/" else None
    if number.words or below is None or below.words or not below.value:
        return None
    whole = _quantity(tokens, stroke + 1, below, locale)
    if (number.step != 1 or below.step != 1) and whole.unit != "point":
        part = _converted(_quantity(tokens, at, number, locale, rated=False), whole.unit)
        if part is None or whole.unit is None:
            return None
        return Hit(at, whole.end, part, part, "%", None, "share", locale, (whole.low, whole.unit))
    if whole.unit == "point" and stroke == number.end:
        return Hit(
            at,
            whole.end,
            number.value,
            number.value,
            "point",
            number.step,
            "plain",
            locale,
            (below.value, "point"),
        )
    noun, above = _counted(tokens, below.end), named_at(tokens, number.end)
    if stroke > number.end and _is_rate(below, above, noun):
        return None
    if number.value > below.value and noun is None and tokens.key(below.end) != "(":
        return None
    name = (noun.name if noun else None) or (above.name if above else None)
    end = noun.end if noun else below.end
    return Hit(at, end, number.value, number.value, "%", None, "share", locale, (below.value, name))


def _counted(tokens: Tokens, at: int) -> Found | None:
    """What is counted, with or without "số" before it: `2/3 số xã`."""
    return named_at(tokens, at) or (named_at(tokens, at + 1) if tokens.key(at) == "số" else None)


def _is_rate(below: Number, above: Found | None, noun: Found | None) -> bool:
    """Whether what stands below the stroke is a base to count by: `thuê bao/100 dân`."""
    power = below.value.adjusted()
    base = below.value == EXACT.power(_TEN, power)
    return base and (above is None or noun is None or above.name != noun.name)


_FORMS: tuple[Callable[[Tokens, int, str, bytearray], Hit | None], ...] = (_top, _rank, _order, _multiple)
