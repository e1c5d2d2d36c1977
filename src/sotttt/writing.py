"""Values as people write them, in Vietnamese and English, and HTML that carries nobody's script.

Numbers are grouped and rounded half up, and no rounding carries a value across the threshold that it is
judged by: what missed 100 % never reads 100%.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, InvalidOperation

from sotttt.errors import InexactNumber, InvalidChoice, NotFinite
from sotttt.periods import Period, PeriodKind, as_date
from sotttt.ranges import Amount, Range
from sotttt.units import unit

__all__ = ["amount", "date", "escape", "html_table", "number", "period", "range_", "share", "shown"]

_LANGUAGES = ("vi", "en")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ROMAN = ("I", "II", "III", "IV")
_VIETNAMESE = str.maketrans(",.", ".,")
_WIDE = Context(prec=10**6, Emax=10**6, Emin=-(10**6), traps=[InvalidOperation])
_HUNDRED = Decimal(100)

_AS_GIVEN = 6
"""A value with no more decimals than this is shown as it is."""
_SIGNIFICANT = 4
_MORE = 6
"""How many decimals are added to keep a value on its side of a threshold, before it is cut."""

_SHARE = "[share]"
_SIGNED = frozenset({"[length]", "[length]^2", "[mass]", "[data]", "[data]/[time]", "[frequency]"})
"""Dimensions whose units are written as signs in both languages."""
_PLURALS = {
    "person": "people",
    "child": "children",
    "criterion": "criteria",
    "times": "times",
    "works": "works",
}


def _place(lang: str) -> int:
    if lang not in _LANGUAGES:
        raise InvalidChoice(f"no language {lang!r:.20}", where="lang", expected="'vi' or 'en'")
    return _LANGUAGES.index(lang)


def _finite(value: Decimal | int) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise InexactNumber(
            f"{value!r:.60} is no exact number", expected="a Decimal", hint="write Decimal('0.1') for 0.1"
        )
    exact = Decimal(value)
    if not exact.is_finite():
        raise NotFinite(f"{exact} is no number that can be shown")
    return exact


def number(value: Decimal | int, lang: str = "vi") -> str:
    """A number with its separators, all its digits kept.

    Args:
        value: the number; a float is refused.
        lang: `vi` or `en`.

    Raises:
        InexactNumber: a float or a bool.
        NotFinite: NaN or an infinity.
        InvalidChoice: another language.

    >>> number(Decimal("1234567.9"), "vi"), number(Decimal("-1234567.9"), "en")
    ('1.234.567,9', '-1,234,567.9')
    """
    exact, place = _finite(value), _place(lang)
    text = format(exact or exact.copy_abs(), ",f")
    return text if place else text.translate(_VIETNAMESE)


def _side(value: Decimal, threshold: Decimal) -> int:
    return (value > threshold) - (value < threshold)


def shown(value: Decimal | int, digits: int, *, threshold: Decimal | None = None) -> Decimal:
    """The value rounded half up to so many decimals, on the side of the threshold on which it lies.

    Where rounding would carry it to the threshold or across, decimals are added; where that doesn't help, the
    value is rounded away from the threshold instead. A value on the threshold stays on it.

    Raises:
        InexactNumber: a float or a bool.
        NotFinite: NaN or an infinity.

    >>> shown(Decimal("88.3392"), 2), shown(Decimal("99.96"), 1, threshold=Decimal(100))
    (Decimal('88.34'), Decimal('99.96'))
    >>> shown(Decimal("99.99999999999"), 1, threshold=Decimal(100))
    Decimal('99.9999999')
    """
    exact = _finite(value)
    rounded = _rounded(exact, digits, ROUND_HALF_UP)
    if threshold is None:
        return rounded
    edge = _finite(threshold)
    side = _side(exact, edge)
    for more in range(1, _MORE + 1):
        if _side(rounded, edge) == side:
            return rounded
        rounded = _rounded(exact, digits + more, ROUND_HALF_UP)
    if side == 0:
        return exact
    return _rounded(exact, digits + _MORE, ROUND_FLOOR if side < 0 else ROUND_CEILING)


def _rounded(value: Decimal, digits: int, rounding: str) -> Decimal:
    return value.quantize(Decimal((0, (1,), -digits)), rounding, _WIDE)


def _trimmed(value: Decimal) -> Decimal:
    return value.normalize(_WIDE)


def _readable(end: Amount, digits: int | None, threshold: Decimal | None) -> Decimal:
    """The magnitude as it is where it has few decimals, else shortened."""
    value = end.magnitude
    if digits is None:
        if value == _rounded(value, _AS_GIVEN, ROUND_DOWN):
            return value
        digits = 2
        if unit(end.unit).dimension != _SHARE:
            digits = max(digits, _SIGNIFICANT - 1 - value.adjusted())
    return _trimmed(shown(value, digits, threshold=threshold))


def _plural(name: str) -> str:
    head, space, last = name.rpartition(" ")
    if last in _PLURALS:
        last = _PLURALS[last]
    elif re.search("[^aeiou]y$", last):
        last = last[:-1] + "ies"
    elif last != "dong":
        last += "es" if last.endswith(("s", "x", "ch", "sh")) else "s"
    return head + space + last


def _worded(name: str, place: int, *, one: bool = False) -> str:
    """What follows the number: ` thuê bao`, `%`, nothing for a plain ratio."""
    of = unit(name)
    compound = "/" in of.name and of.dimension not in _SIGNED
    if of.name == "ratio":
        return ""
    if place == 0:
        text = of.symbol if compound and of.symbol != of.name else of.name_vi
    elif compound or of.name.startswith("{"):
        text = re.sub("^percent ", "% ", of.name_en)
    else:
        text = of.name_en if one else _plural(of.name_en)
    if of.dimension in _SIGNED or of.dimension == _SHARE:
        text = of.symbol
    return text if text.startswith(("%", "‰")) else f" {text}"


def _ranked(texts: str, place: int) -> str:
    return f"{('hạng', 'rank')[place]} {texts}"


def amount(
    value: Amount, lang: str = "vi", *, digits: int | None = None, threshold: Decimal | None = None
) -> str:
    """An amount (lượng) with its unit: 1.132.000 thuê bao, 88,3%, 79.300 tỷ đồng.

    Args:
        value: the amount.
        lang: `vi` or `en`.
        digits: decimals to show. Without them, a magnitude of up to six decimals stands as it is; a longer
            one is shortened to two decimals in a share, else to four significant digits.
        threshold: a magnitude in the same unit, which shortening won't reach or cross (see `shown`).

    Raises:
        InvalidChoice: another language.

    >>> amount(Amount("1132000", "subscription")), amount(Amount("88.3", "%"), "en")
    ('1.132.000 thuê bao', '88.3%')
    >>> amount(Amount("79300", "billion_VND"), "vi"), amount(Amount(1, "person"), "en")
    ('79.300 tỷ đồng', '1 person')
    """
    place = _place(lang)
    return _amount(value, lang, place, _readable(value, digits, threshold))


def _amount(value: Amount, lang: str, place: int, magnitude: Decimal) -> str:
    text = number(magnitude, lang)
    if value.unit == "rank":
        return _ranked(text, place)
    return text + _worded(value.unit, place, one=magnitude.copy_abs() == 1)


_BOUNDS = {
    ("low", False): ("từ {} trở lên", "at least {}"),
    ("low", True): ("trên {}", "over {}"),
    ("high", False): ("không quá {}", "at most {}"),
    ("high", True): ("dưới {}", "under {}"),
}
_RANKS = {
    ("low", False): ("từ hạng {} trở xuống", "rank {} or lower"),
    ("low", True): ("dưới hạng {}", "below rank {}"),
    ("high", False): ("trong nhóm {} dẫn đầu", "in the top {}"),
    ("high", True): ("trên hạng {}", "above rank {}"),
}


def range_(
    value: Range, lang: str = "vi", *, digits: int | None = None, threshold: Decimal | None = None
) -> str:
    """A range (khoảng) in words; a range of which both ends look the same is shown as that value.

    Args:
        value: the range.
        lang: `vi` or `en`.
        digits: decimals to show, as in `amount`.
        threshold: a magnitude in the same unit, which shortening won't reach or cross.

    Raises:
        InvalidChoice: another language.

    >>> [range_(Range.parse(text)) for text in (">= 80 %", "> 75 %", "[50, 60] %", "<= 15 rank")]
    ['từ 80% trở lên', 'trên 75%', '50–60%', 'trong nhóm 15 dẫn đầu']
    >>> [range_(Range.parse(text), "en") for text in (">= 80 %", "> 75 %", "<= 15 document")]
    ['at least 80%', 'over 75%', 'at most 15 documents']
    """
    place = _place(lang)
    ends = ((value.low, ("low", value.low_open)), (value.high, ("high", value.high_open)))
    bounds = [(end, key) for end, key in ends if end is not None]
    if len(bounds) > 1:
        return _between(bounds[0][0], bounds[1][0], lang, digits, threshold)
    end, key = bounds[0]
    magnitude = _readable(end, digits, threshold)
    if end.unit == "rank":
        return _RANKS[key][place].format(number(magnitude, lang))
    return _BOUNDS[key][place].format(_amount(end, lang, place, magnitude))


def _between(low: Amount, high: Amount, lang: str, digits: int | None, threshold: Decimal | None) -> str:
    place = _place(lang)
    first, last = (_readable(end, digits, threshold) for end in (low, high))
    if first == last:
        return _amount(low, lang, place, first)
    texts = number(first, lang), number(last, lang)
    pattern = "{}–{}" if first >= 0 else ("từ {} đến {}", "{} to {}")[place]
    if low.unit == "rank":
        return _ranked(pattern.format(*texts), place)
    return pattern.format(*texts) + _worded(low.unit, place)


def share(value: Range, lang: str = "vi", digits: int = 2, *, threshold: Decimal = _HUNDRED) -> str:
    """A rate in %, rounded so that what is below 100 % never reads 100%.

    Args:
        value: the rate, in any unit of a share.
        lang: `vi` or `en`.
        digits: decimals to show.
        threshold: the rate, in %, that rounding won't reach or cross.

    Raises:
        UnitMismatch: a range that is no share.

    >>> share(Range.parse("= 0.99996 ratio"), "vi"), share(Range.parse("= 88.3392 %"), "en")
    ('99,996%', '88.34%')
    """
    return range_(value.to("%"), lang, digits=digits, threshold=threshold)


def date(value: dt.date, lang: str = "vi") -> str:
    """A date (ngày): 02/03/2018 in Vietnamese, 2 March 2018 in English; `iso` gives 2018-03-02.

    Raises:
        InvalidDate: no date, or a datetime.
        InvalidChoice: another language.

    >>> [date(dt.date(2018, 3, 2), lang) for lang in ("vi", "en", "iso")]
    ['02/03/2018', '2 March 2018', '2018-03-02']
    """
    day = as_date(value)
    if lang == "iso":
        return day.isoformat()
    if _place(lang):
        return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    return f"{day.day:02}/{day.month:02}/{day.year}"


_PERIODS: dict[PeriodKind, tuple[Callable[[dt.date, dt.date], str], Callable[[dt.date, dt.date], str]]] = {
    PeriodKind.DAY: (lambda start, _: date(start, "vi"), lambda start, _: date(start, "en")),
    PeriodKind.MONTH: (
        lambda start, _: f"tháng {start.month}/{start.year}",
        lambda start, _: f"{_MONTHS_EN[start.month - 1]} {start.year}",
    ),
    PeriodKind.QUARTER: (
        lambda start, end: f"quý {_ROMAN[end.month // 3 - 1]}/{start.year}",
        lambda start, end: f"Q{end.month // 3} {start.year}",
    ),
    PeriodKind.HALF: (
        lambda start, _: f"6 tháng {'đầu' if start.month == 1 else 'cuối'} năm {start.year}",
        lambda start, _: f"the {'first' if start.month == 1 else 'second'} half of {start.year}",
    ),
    PeriodKind.YEAR: (lambda start, _: f"năm {start.year}", lambda start, _: str(start.year)),
    PeriodKind.CUMULATIVE: (
        lambda start, end: f"{end.month} tháng đầu năm {start.year}",
        lambda start, end: f"the first {end.month} months of {start.year}",
    ),
    PeriodKind.TERM: (
        lambda start, end: f"giai đoạn {start.year}-{end.year}",
        lambda start, end: f"{start.year}–{end.year}",
    ),
    PeriodKind.INTERVAL: (
        lambda start, end: f"{date(start, 'vi')}–{date(end, 'vi')}",
        lambda start, end: f"{date(start, 'en')} – {date(end, 'en')}",
    ),
}


def period(value: Period, lang: str = "vi") -> str:
    """A period (kỳ) by the name that documents give it.

    Raises:
        InvalidChoice: another language.

    >>> [period(Period.parse(text)) for text in ("2020", "2020-Q3", "2021-H1", "2020-M01..M09", "2016..2020")]
    ['năm 2020', 'quý III/2020', '6 tháng đầu năm 2021', '9 tháng đầu năm 2020', 'giai đoạn 2016-2020']
    >>> [period(Period.parse(text), "en") for text in ("2020-Q3", "2021-H1", "2020-M01..M09", "2020-07")]
    ['Q3 2020', 'the first half of 2021', 'the first 9 months of 2020', 'July 2020']
    """
    return _PERIODS[value.kind][_place(lang)](value.start, value.end)


def escape(text: str) -> str:
    """Text that HTML shows and never runs, in an element and in a quoted attribute.

    Characters that HTML forbids become the replacement character.

    >>> escape("<b title='x'>")
    '&lt;b title=&#x27;x&#x27;&gt;'
    """
    return html.escape(
        re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text), quote=True
    )


def html_table(headers: Iterable[str], rows: Iterable[Iterable[str]], *, caption: str | None = None) -> str:
    """An HTML table of which every cell, header and caption is escaped.

    Args:
        headers: one for each column; where all are empty, the table has no head.
        rows: the cells of each row.
        caption: what the table shows.

    >>> html_table(["", ""], [["A & B", "<script>"]])
    '<table><tbody><tr><td>A &amp; B</td><td>&lt;script&gt;</td></tr></tbody></table>'
    """
    columns = [escape(cell) for cell in headers]
    head = "".join(f'<th scope="col">{cell}</th>' for cell in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    top = f"<thead><tr>{head}</tr></thead>" if any(columns) else ""
    return f"<table>{title}{top}<tbody>{body}</tbody></table>"
