"""One citation of a document as a value: `Citation`, and why one is unread."""

from __future__ import annotations

import datetime as dt

import attrs

from sotttt.frozen import Entity, Word, unchecked
from sotttt.law import DocumentKind, DocumentNumber
from sotttt.law.kinds import find_issuer

__all__ = ["Citation", "Unread", "cited"]

# Their symbols don't tell which body of the committee issued.
_BY_PHRASE_ONLY = frozenset({"TW", "TU", "HU", "ĐU"})


class Unread(Word):
    """Why a citation has no number: what is missing, or what it points to isn't sure."""

    NO_NUMBER = "no_number"
    NO_SYMBOL = "no_symbol"
    NO_YEAR = "no_year"
    NO_ISSUER = "no_issuer"
    MALFORMED = "malformed"
    NICKNAME = "nickname"
    NO_ANTECEDENT = "no_antecedent"
    SEVERAL_ANTECEDENTS = "several_antecedents"


@attrs.frozen(kw_only=True)
class Citation(Entity):
    """One citation of a document (viện dẫn).

    Attributes:
        span: where it stands in the text given, in code points.
        text: how it is printed, in NFC.
        number: số, ký hiệu; completed from kind and body where the press leaves the symbol out, and None
            where that can't be done.
        kind: the kind of document that is named, or that the number tells; None where neither does.
        issued: the day of issue, where it is printed in full.
        body: the issuing body as named, abbreviations written out.
        jurisdiction: the place in the name of the body; `VN` for a central one; None where none is named.
        basis: `stated` for a number printed with its symbol, `inferred` for a completed one, `reference` for
            one that stands in another citation of the text ("Quyết định trên"), `partial` for none.
        numeral: the digits without leading zeros, with a letter where there is one; None where the citation
            prints none.
        year: the year printed as part of the number.
        issued_in: the year of issue, where it or the day is printed.
        issuer_code: the code of the issuing bodies: that of the number, else of the body named.
        reason: why there is no number; None where there is one.
        filled: the fields that stand elsewhere in the text or in its context, not in the citation.
        document: id of the document, where `complete` found it in a register.
        candidates: ids of the documents of a register that it may be, where they are several.
    """

    span: tuple[int, int]
    text: str
    number: DocumentNumber | None = None
    kind: DocumentKind | None = None
    issued: dt.date | None = None
    body: str | None = None
    jurisdiction: str | None = None
    basis: str = "stated"
    numeral: str | None = None
    year: int | None = None
    issued_in: int | None = None
    issuer_code: str | None = None
    reason: Unread | None = None
    filled: tuple[str, ...] = ()
    document: str | None = None
    candidates: tuple[str, ...] = ()

    @property
    def issuer(self) -> str | None:
        """The issuing body: as named, else by the symbol, without its place; joint bodies with semicolons.

        Symbols of committees of the Party don't tell which of their bodies issued; there it is None.

        >>> from sotttt.reading import find_citations
        >>> find_citations("số 15/2016/TTLT-BTTTT-BXD")[0].issuer
        'Bộ Thông tin và Truyền thông; Bộ Xây dựng'
        """
        if self.body is not None or not self.issuer_code:
            return self.body
        codes = self.issuer_code.split("-")
        known = [find_issuer(code) for code in codes]
        names = [one.name for one in known if one is not None and one.code not in _BY_PHRASE_ONLY]
        return "; ".join(names) if len(names) == len(codes) else None

    @property
    def repairs(self) -> tuple[str, ...]:
        """What was repaired in the number, see `DocumentNumber.repairs`."""
        return self.number.repairs if self.number is not None else ()


cited = unchecked(Citation)
"""Makes a citation from its fields by place."""
