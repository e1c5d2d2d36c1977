"""Citations of documents in prose (viện dẫn văn bản): `find_citations` and `complete`."""

from __future__ import annotations

from sotttt.reading._cited import Citation, Unread
from sotttt.reading._completing import Context, complete
from sotttt.reading._finding import as_citation, drafts_in
from sotttt.reading._places import places
from sotttt.text import normalise, replaced

__all__ = ["Citation", "Context", "Unread", "complete", "find_citations"]

_LOOK_ALIKES = {"／": "/", "⁄": "/", "∕": "/", "Ƣ": "Ư", "ƣ": "ư"}


def find_citations(text: str) -> tuple[Citation, ...]:
    """Find the citations of numbered documents in a text, from left to right.

    Numbers with their symbol ("số 555/QĐ-UBND ngày 02/3/2018") are found anywhere; numbers without
    ("Quyết định 557 ngày 2-3-2018 của UBND tỉnh Tiền Giang") behind the kind of document, in lists of such
    numbers too. What points back ("Quyết định nói trên", "Quyết định số 557") gets the number it points to
    where that is sure. What cites a document and tells too little comes back without a number and with a
    `reason`. The time taken grows with the length of the text and no faster.

    Raises:
        InvalidText: for something that is no text.

    >>> found = find_citations("theo Quyết định 557 ngày 2-3-2018 của UBND tỉnh Tiền Giang")[0]
    >>> str(found.number), found.issued, found.body, found.jurisdiction
    ('557/QĐ-UBND', datetime.date(2018, 3, 2), 'Ủy ban nhân dân tỉnh Tiền Giang', 'Tiền Giang')
    >>> found.span, found.basis
    ((5, 58), 'inferred')
    >>> [str(hit.number) for hit in find_citations("Nghị quyết số 02-NQ/TU và 28/2018/QĐ-TTg")]
    ['02-NQ/TU', '28/2018/QĐ-TTg']
    >>> find_citations("Nghị định 15 của Chính phủ")[0].reason.value
    'no_year'
    """
    mapped = normalise(text)
    shown = mapped.text if mapped.text.isascii() else replaced(mapped.text, _LOOK_ALIKES)
    return tuple([as_citation(draft, text, mapped) for draft in drafts_in(shown, places(shown))])
