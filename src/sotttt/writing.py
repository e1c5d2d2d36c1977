"""Values as people write them, in Vietnamese and English, and HTML that carries nobody's script."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from sotttt.errors import InvalidChoice
from sotttt.periods import Period, PeriodKind
from sotttt.ranges import Amount, Range
from sotttt.units import unit

__all__ = ["amount", "date", "escape", "html_table", "number", "period", "range_", "share", "shown"]

_LANGUAGES = ("vi", "en")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")
_WIDE = Context(prec=400, Emax=10**6, Emin=-(10**6))


def _check(lang: str) -> str:
    if lang not in _LANGUAGES:
        raise InvalidChoice(f"no language {lang!r}", where="lang", expected="'vi' or 'en'")
    return lang


def number(value: Decimal, lang: str = "vi") -> str:
    """A number with its separators: 1.234.567,9 in Vietnamese, 1,234,567.9 in English.

    >>> number(Decimal("1234567.9"), "vi"), number(Decimal("-0.5"), "en")
    ('1.234.567,9', '-0.5')
    """
    text = f"{value:,f}"
    if _check(lang) == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    return text


def shown(value: Decimal, digits: int, *, threshold: Decimal | None = None) -> Decimal:
    """The value rounded half up to so many digits, but never across or onto a threshold that it doesn't reach.

    >>> shown(Decimal("99.96"), 1, threshold=Decimal(100))
    Decimal('99.9')
    >>> shown(Decimal("88.3392"), 2)
    Decimal('88.34')
    """
    step = Decimal((0, (1,), -digits))
    rounded = value.quantize(step, ROUND_HALF_UP, _WIDE)
    if threshold is None:
        return rounded
    if value < threshold <= rounded:
        return value.quantize(step, ROUND_FLOOR, _WIDE)
    if value > threshold >= rounded:
        return value.quantize(step, ROUND_CEILING, _WIDE)
    return rounded


def _short(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent >= -6 else shown(value, 4)


def _worded(name: str, lang: str) -> str:
    kind = unit(name)
    if kind.symbol == "%":
        return "%"
    return " " + (kind.name_vi if lang == "vi" else kind.name_en)


def amount(value: Amount, lang: str = "vi") -> str:
    """An amount with its unit: 1.132.000 thuê bao, 88,3%.

    >>> amount(Amount("88.3", "%"), "vi")
    '88,3%'
    """
    return number(_short(value.magnitude), lang) + _worded(value.unit, _check(lang))


_BOUNDS = {
    ("vi", "low", False): "từ {} trở lên",
    ("vi", "low", True): "trên {}",
    ("vi", "high", False): "không quá {}",
    ("vi", "high", True): "dưới {}",
    ("en", "low", False): "at least {}",
    ("en", "low", True): "over {}",
    ("en", "high", False): "at most {}",
    ("en", "high", True): "under {}",
}


def range_(value: Range, lang: str = "vi") -> str:
    """A range in words.

    >>> range_(Range.parse("> 75 %"), "vi"), range_(Range.parse("[70, 75] %"), "en")
    ('trên 75%', '70–75%')
    """
    _check(lang)
    low, high = value.low, value.high
    if low is None or high is None:
        end, side, opened = (low, "low", value.low_open) if low is not None else (high, "high", value.high_open)
        assert end is not None
        return _BOUNDS[lang, side, opened].format(amount(end, lang))
    if value.is_point:
        return amount(low, lang)
    first, last = number(_short(low.magnitude), lang), number(_short(high.magnitude), lang)
    if first == last:
        return amount(low, lang)
    return f"{first}–{last}{_worded(low.unit, lang)}"


def share(value: Range, lang: str = "vi", digits: int = 2) -> str:
    """A rate in %, rounded so that what is below 100 % never reads 100 %.

    >>> share(Range.parse("= 99.996 %"), "vi")
    '99,99%'
    """
    percent = value.to("%")
    hundred = Decimal(100)
    ends = [
        shown(end.magnitude, digits, threshold=hundred) if end is not None else None
        for end in (percent.low, percent.high)
    ]
    texts = [None if end is None else number(end.normalize(_WIDE), lang) for end in ends]
    low, high = texts
    if low is None or high is None:
        return range_(percent, lang)
    return f"{low}%" if low == high else f"{low}–{high}%"


def date(value: dt.date, lang: str = "vi") -> str:
    """A date: 02/03/2018 in Vietnamese, 2 March 2018 in English; `iso` gives 2018-03-02.

    >>> date(dt.date(2018, 3, 2), "vi"), date(dt.date(2018, 3, 2), "en")
    ('02/03/2018', '2 March 2018')
    """
    if lang == "iso":
        return value.isoformat()
    if _check(lang) == "vi":
        return f"{value.day:02}/{value.month:02}/{value.year}"
    return f"{value.day} {_MONTHS_EN[value.month - 1]} {value.year}"


def period(value: Period, lang: str = "vi") -> str:
    """A period by its name.

    >>> period(Period.parse("2020-Q3"), "vi"), period(Period.parse("2020-M01..M09"), "en")
    ('quý III/2020', 'the first 9 months of 2020')
    """
    start, end, kind = value.start, value.end, value.kind
    vi = _check(lang) == "vi"
    if kind is PeriodKind.DAY:
        return date(start, lang)
    if kind is PeriodKind.MONTH:
        return f"tháng {start.month}/{start.year}" if vi else f"{_MONTHS_EN[start.month - 1]} {start.year}"
    if kind is PeriodKind.QUARTER:
        quarter = end.month // 3
        return f"quý {_ROMAN[quarter - 1]}/{start.year}" if vi else f"Q{quarter} {start.year}"
    if kind is PeriodKind.HALF:
        first = end.month == 6
        if vi:
            return f"6 tháng {'đầu' if first else 'cuối'} năm {start.year}"
        return f"the {'first' if first else 'second'} half of {start.year}"
    if kind is PeriodKind.YEAR:
        return f"năm {start.year}" if vi else str(start.year)
    if kind is PeriodKind.CUMULATIVE:
        return f"{end.month} tháng đầu năm {start.year}" if vi else f"the first {end.month} months of {start.year}"
    if kind is PeriodKind.TERM:
        return f"giai đoạn {start.year}-{end.year}" if vi else f"{start.year}–{end.year}"
    return f"{date(start, lang)}–{date(end, lang)}"


def escape(text: str) -> str:
    """Text that HTML shows and never runs.

    >>> escape("<b>")
    '&lt;b&gt;'
    """
    return html.escape(text, quote=True)


def html_table(headers: Iterable[str], rows: Iterable[Iterable[str]], *, caption: str | None = None) -> str:
    """An HTML table of which every cell is escaped."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in headers)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
