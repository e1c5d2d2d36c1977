"""The number of a document (số, ký hiệu văn bản) as a value: `DocumentNumber`."""

from __future__ import annotations

from functools import total_ordering

import attrs

from sotttt.frozen import unchecked
from sotttt.law._number_grammar import JOINT, read_number
from sotttt.law.kinds import DocumentKind, Family, Issuer, document_kind, find_issuer, kinds_abbreviated

__all__ = ["JOINT", "DocumentNumber"]


@total_ordering
@attrs.frozen(eq=False, repr=False, init=False)
class DocumentNumber:
    """The number of a document (số, ký hiệu): `45/2016/QĐ-TTg`, `555/QĐ-UBND`, `02-NQ/TU`.

    Spaces, kinds of dashes, case, Ð or D for Đ, leading zeros, a swapped stroke and letters that a machine
    read for digits (`1O/2016/QĐ-TTg`) don't matter for equality; the text is canonical: at least two digits,
    strokes and hyphens as the family of the number has them. `repairs` names what was put right.

    Args:
        text: a number in any of these spellings, alone.

    Attributes:
        number: the digits without leading zeros, with a letter where there is one: `36a`.
        year: the year that is part of the number, or None.
        family: `normative` (quy phạm pháp luật), `administrative` (hành chính) or `party` (Đảng).
        abbreviation: the abbreviation of the kind, such as `QĐ`; None for laws and official letters.
        issuer_code: the code of the issuing body or bodies: `UBND`, `BTTTT-BXD`.
        unit: the drafting unit, or None.
        as_written: the number as it was given; no part of the comparison.
        repairs: what was repaired, in this order: `characters` (look-alike or invisible ones), `dashes`,
            `spaces`, `digits` (letters read for them, points in thousands), `zeros`, `separators`, `letters`
            (case, D for Đ), `year` (behind the symbol of an old number), `kind` (a superfluous NQ); no part
            of the comparison.

    Raises:
        InvalidDocumentNumber: text that is no number of a document; the message says what is missing.

    >>> number = DocumentNumber.parse("555/QĐ-UBND")
    >>> number.number, number.year, number.kind.name, number.symbol, number.issuer_code
    ('555', None, 'Quyết định', 'QĐ-UBND', 'UBND')
    >>> str(DocumentNumber.parse("28 / 2018/QÐ – TTG"))
    '28/2018/QĐ-TTg'
    >>> DocumentNumber("2-NQ/TU") == DocumentNumber("02-NQ/TU")
    True
    >>> DocumentNumber("362-QD/TTg").repairs
    ('separators', 'letters')
    """

    number: str
    year: int | None
    family: Family
    abbreviation: str | None
    issuer_code: str
    unit: str | None
    as_written: str
    repairs: tuple[str, ...]
    _text: str
    _key: tuple[int, str, int, str, str]

    def __init__(self, text: str) -> None:
        self.__attrs_init__(*read_number(text))

    @classmethod
    def parse(cls, text: str) -> DocumentNumber:
        """The number that a text is; the inverse of `str`.

        Raises:
            InvalidDocumentNumber: text that is no number of a document.

        >>> DocumentNumber.parse("45/2016")
        Traceback (most recent call last):
        sotttt.errors.InvalidDocumentNumber: '45/2016' has no symbol; expected a number such as ...
        """
        return _made(*read_number(text)) if cls is DocumentNumber else cls(text)

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        """The kinds of document that the number can be of; several where an abbreviation has two meanings."""
        if self.abbreviation is not None:
            return kinds_abbreviated(self.abbreviation, party=self.family is Family.PARTY)
        if self.issuer_code == "SL":
            return (document_kind("sac-lenh"),)
        if self.unit is not None and self.year is None:
            return kinds_abbreviated("CV", party=True)
        return ()

    @property
    def kind(self) -> DocumentKind | None:
        """The kind of document, where the number alone tells it: not for laws, nor for QĐ of the Party."""
        kinds = self.kinds
        return kinds[0] if len(kinds) == 1 else None

    @property
    def symbol(self) -> str:
        """What stands behind number and year: `QĐ-UBND`, `QH15`, `NQ/TU`."""
        issuing = self.issuer_code if self.unit is None else f"{self.issuer_code}-{self.unit}"
        if self.abbreviation is None:
            return issuing
        return f"{self.abbreviation}{'/' if self.family is Family.PARTY else '-'}{issuing}"

    @property
    def issuer(self) -> Issuer | None:
        """The issuing body of the table, without its place; None for joint and for unknown codes."""
        return find_issuer(self.issuer_code)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"DocumentNumber.parse({self._text!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DocumentNumber):
            return NotImplemented
        return self._key == other._key

    def __lt__(self, other: DocumentNumber) -> bool:
        if not isinstance(other, DocumentNumber):
            return NotImplemented
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __reduce__(self) -> tuple[object, ...]:
        return (DocumentNumber.parse, (self._text,))


_made = unchecked(DocumentNumber)
