"""Which documents of the catalog the legal bases of plan sheets name."""

from __future__ import annotations

import re

from sotttt import catalog
from sotttt.errors import SottttError
from sotttt.reading import find_citations, read_date
from sotttt.text import fold

__all__ = ["documents_of"]

_NEXT = re.compile(r"(?<=[0-9]{4})(?:,|;| và) (?=[A-ZĐ])")
_DAY = re.compile(r"(?:\bngày )?\b[0-9]{1,2}(?:[/.-]| tháng )[0-9]{1,2}(?:[/.-]| năm )[0-9]{4}\b")
_WORD = re.compile(r"[^\W_]+")


def documents_of(text: str) -> tuple[str | None, ...]:
    """The document of each citation in a legal basis (căn cứ), by its id; None where the catalog has none.

    A document is named by its number, and its day where one stands; or by its kind, its day and words of its
    title, where one document alone bears them.

    >>> documents_of("Luật Tổ chức Chính phủ 19/6/2015 và Luật sửa đổi 22/11/2019")
    ('luat-76-2015-qh13', 'luat-47-2019-qh14')
    >>> documents_of("Quyết định 749/QĐ-TTg 03/6/2020"), documents_of("Luật Bưu chính")
    (('qd-749-ttg-2020-06-03',), (None,))
    """
    return tuple(_by_number(part) or _by_name(part) for part in _NEXT.split(text))


def _by_number(text: str) -> str | None:
    cited = next((hit for hit in find_citations(text) if hit.number is not None), None)
    if cited is None:
        return None
    held = [one for one in catalog.documents() if one.number == cited.number]
    dated = [one.id for one in held if cited.issued is None or str(one.issued) == str(cited.issued)]
    return dated[0] if len(dated) == 1 else None


def _by_name(text: str) -> str | None:
    found = _DAY.search(text)
    if found is None or find_citations(text):
        return None
    try:
        day = str(read_date(found[0]))
    except SottttError:
        return None
    words = set(_WORD.findall(fold(text[: found.start()])))
    named = [
        one.id
        for one in catalog.documents()
        if str(one.issued) == day
        and words.issuperset(_WORD.findall(fold(one.kind.name)))
        and words.issubset(_WORD.findall(fold(f"{one.kind.name} {one.title or ''}")))
    ]
    return named[0] if len(named) == 1 else None
