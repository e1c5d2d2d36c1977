"""Vietnamese prose to typed values (đọc văn bản): numbers, figures, dates, periods and citations.

>>> from sotttt import reading
>>> reading.read_number("47 triệu 250 nghìn"), reading.read_range("trên 80%")
(Decimal('47250000'), Range.parse('> 80 %'))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face

if TYPE_CHECKING:
    from sotttt.reading.citations import Citation, Context, Unread, complete, find_citations
    from sotttt.reading.dates import read_date
    from sotttt.reading.figures import read_figure, read_range
    from sotttt.reading.numbers import read_number
    from sotttt.reading.periods import read_horizon, read_period

__all__ = [
    "Citation",
    "Context",
    "Unread",
    "complete",
    "find_citations",
    "read_date",
    "read_figure",
    "read_horizon",
    "read_number",
    "read_period",
    "read_range",
]

_MODULES = {
    "citations": ("Citation", "Context", "Unread", "complete", "find_citations"),
    "dates": ("read_date",),
    "figures": ("read_figure", "read_range"),
    "numbers": ("read_number",),
    "periods": ("read_horizon", "read_period"),
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.reading", _MODULES)
