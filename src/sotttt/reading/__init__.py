"""Vietnamese prose to typed values (đọc văn bản): numbers, figures, dates, periods and citations.

>>> from sotttt import reading
>>> reading.read_number("47 triệu 250 nghìn"), reading.read_range("trên 80%")
(Decimal('47250000'), Range.parse('> 80 %'))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sotttt.reading.citations import Citation, find_citations
    from sotttt.reading.dates import read_date
    from sotttt.reading.figures import read_figure, read_range
    from sotttt.reading.numbers import read_number
    from sotttt.reading.periods import read_horizon, read_period

__all__ = [
    "Citation",
    "find_citations",
    "read_date",
    "read_figure",
    "read_horizon",
    "read_number",
    "read_period",
    "read_range",
]

_MODULES = {
    "Citation": "citations",
    "find_citations": "citations",
    "read_date": "dates",
    "read_figure": "figures",
    "read_horizon": "periods",
    "read_number": "numbers",
    "read_period": "periods",
    "read_range": "figures",
}


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        message = f"module 'sotttt.reading' has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f"sotttt.reading.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
