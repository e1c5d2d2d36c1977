"""What makes a document that one and no other (danh tính văn bản): its readable id and its address."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import attrs

from sotttt.errors import InvalidText, MissingField, SottttError
from sotttt.frozen import Entity
from sotttt.law.kinds import DocumentKind, Family, document_kind, find_issuer, split_issuer
from sotttt.law.numbers import DocumentNumber
from sotttt.periods import as_date
from sotttt.places import Level, slug
from sotttt.text import squeeze

if TYPE_CHECKING:
    from sotttt.law.documents import Document

__all__ = ["Identity", "from_uri", "to_uri"]

_ROOT = "/akn/vn"
_UNDATED = "undated"
_EXPECTED = "an address such as '/akn/vn-tien-giang/act/quyet-dinh/ubnd/2018-03-02/555-qd-ubnd'"


def by_central_bodies(number: DocumentNumber) -> bool:
    """Whether all bodies in a number are central ones, whose names hold no place.

    >>> by_central_bodies(DocumentNumber.parse("06/2016/TTLT-BTTTT-BNV"))
    True
    """
    bodies = [find_issuer(code) for code in number.issuer_code.split("-")]
    return all(body is not None and body.level is Level.COUNTRY for body in bodies)


def _optional_slug(value: str | None) -> str | None:
    return (slug(value) or None) if value is not None else None


@attrs.frozen(kw_only=True)
class Identity(Entity):
    """Number, issuing body and day of a document; where one of them is missing, kind, title and body.

    Args:
        kind: the id of the kind: `quyet-dinh`.
        number: số, ký hiệu; None where the identity is that of a title.
        body: the slug of the issuing body's code or, where no table holds it, of its name.
        place: the slug of the place in the body's name; None for central bodies.
        issued: the day of issue; None where the number holds its year.
        title: the slug of the title, without the kind at its head; None where there is a number.

    Raises:
        MissingField: neither a number nor a title; a number without its body, or without day and year.

    >>> from sotttt.law import Document
    >>> one = Document(number="555/QĐ-UBND", issuer="UBND tỉnh Tiền Giang", issued="2018-03-02", title="CNTT")
    >>> one.identity.place, one.identity.id
    ('tien-giang', 'qd-555-ubnd-tien-giang-2018-03-02')
    """

    kind: DocumentKind = attrs.field(converter=document_kind)
    number: DocumentNumber | None = None
    body: str | None = attrs.field(default=None, converter=_optional_slug)
    place: str | None = attrs.field(default=None, converter=_optional_slug)
    issued: dt.date | None = attrs.field(default=None, converter=attrs.converters.optional(as_date))
    title: str | None = attrs.field(default=None, converter=_optional_slug)

    def __attrs_post_init__(self) -> None:
        if self.number is None and self.title is None:
            raise MissingField("neither a number nor a title", where="number")
        if self.number is None:
            return
        if self.body is None:
            raise MissingField(f"{self.number} without its body", where="body")
        if self.issued is None and self.number.year is None:
            raise MissingField(f"{self.number} without its day", where="issued")

    @property
    def id(self) -> str:
        """The stable, readable id of the document."""
        if self.number is not None:
            return "-".join(self._by_number(self.number))
        head = [] if self.title is None or self.title == self.kind.id else [self.title]
        return "-".join([self.kind.id, *head, *(part for part in (self.body, self.place) if part)])

    def _by_number(self, number: DocumentNumber) -> list[str]:
        abbreviated = number.abbreviation or self.kind.abbreviation or self.kind.id
        parts = [slug(abbreviated), slug(str(number).partition("/")[0].partition("-")[0])]
        if number.year is not None:
            parts.append(str(number.year))
        body = _body_of(number)
        parts.append(body)
        if number.unit is not None:
            parts.append(slug(number.unit.replace("&", "")))
        if self.body not in (None, body):
            parts.append(str(self.body))
        if self.place is not None:
            parts.append(self.place)
        if number.year is None:
            parts.append(str(self.issued))
        return parts

    def __str__(self) -> str:
        return self.id


def _body_of(number: DocumentNumber) -> str:
    return slug(number.issuer_code.replace("&", ""))


def identify(
    kind: DocumentKind,
    number: DocumentNumber | None,
    issuer: str | None,
    issued: dt.date | None,
    title: str,
) -> Identity:
    """The identity of a document with these fields.

    >>> identify(document_kind("KH"), None, "UBND tỉnh Nam Định", None, "Chữ ký số").id
    'ke-hoach-chu-ky-so-ubnd-nam-dinh'
    """
    if number is None or issuer is None or not (issued is not None or number.year is not None):
        body, place = _issuing(issuer)
        return Identity(kind=kind, body=body, place=place, title=_short(kind, title))
    day = issued if number.year is None else None
    if by_central_bodies(number):
        return Identity(kind=kind, number=number, body=_body_of(number), issued=day)
    known, where = split_issuer(issuer)
    body = _body_of(number) if known is not None else slug(issuer) or _body_of(number)
    place = where if known is not None else None
    return Identity(kind=kind, number=number, body=body, place=place, issued=day)


def _issuing(issuer: str | None) -> tuple[str | None, str | None]:
    if issuer is None:
        return None, None
    body, place = split_issuer(issuer)
    return (slug(issuer), None) if body is None else (slug(body.code), place)


def _short(kind: DocumentKind, title: str) -> str:
    """The slug of a title, without the kind at its head; one without Latin letters is kept by its points."""
    text = slug(title) or "-".join(f"u{ord(char):x}" for char in title)
    return text.removeprefix(f"{kind.id}-")


def to_uri(document: Document | Identity) -> str:
    """The address of a document in the style of Akoma Ntoso: place, kind, body, day and number.

    The address is that of the work, so it doesn't change with its amendments. `from_uri` is its inverse.

    >>> from sotttt.law import Document
    >>> to_uri(Document(number="45/2016/QĐ-TTg", title="x"))
    '/akn/vn/act/quyet-dinh/ttg/2016/45-2016-qd-ttg'
    >>> to_uri(Document(kind="Đề án", issuer="UBND tỉnh Nam Định", title="Chính quyền điện tử"))
    '/akn/vn-nam-dinh/doc/de-an/ubnd/undated/chinh-quyen-dien-tu'
    """
    one = document if isinstance(document, Identity) else document.identity
    where = _ROOT if one.place is None else f"{_ROOT}-{one.place}"
    parts = [where, _type(one.kind), one.kind.id]
    if one.body is not None:
        parts.append(one.body)
    if one.number is None:
        parts += [_UNDATED, str(one.title)]
    else:
        parts += [str(one.number.year or one.issued), _written(one.number)]
    return "/".join(parts)


def _type(kind: DocumentKind) -> str:
    """The type of document in Akoma Ntoso: `act` for kinds that can set norms."""
    return "act" if Family.NORMATIVE in kind.families else "doc"


def _written(number: DocumentNumber) -> str:
    """A number in the letters of an address: the plainest spelling that reads back to the same text."""
    text = str(number)
    plain = text.replace("Đ", "D").replace("đ", "d").lower()
    for spelt in (plain.replace("/", "-"), plain.replace("/", "_")):
        if "&" not in spelt and spelt.isascii() and _reads_back(spelt, text):
            return spelt
    return quote(text.replace("/", "_"), safe="")


def _reads_back(spelt: str, text: str) -> bool:
    try:
        return str(DocumentNumber.parse(spelt.replace("_", "/"))) == text
    except SottttError:
        return False


def from_uri(uri: str) -> Identity:
    """The identity that an address holds; the inverse of `to_uri`.

    Raises:
        InvalidText: text that is no such address; the message says which part isn't.

    >>> from_uri("/akn/vn-tien-giang/act/quyet-dinh/ubnd/2018-03-02/555-qd-ubnd").id
    'qd-555-ubnd-tien-giang-2018-03-02'
    >>> from_uri("/akn/vn/act/quyet-dinh")
    Traceback (most recent call last):
    sotttt.errors.InvalidText: uri: '/akn/vn/act/quyet-dinh' has 4 parts; expected an address ...
    """
    text = squeeze(uri)
    parts = text.split("/")[1:]
    if len(parts) not in (6, 7) or not text.startswith("/"):
        raise _refused(text, f"has {len(parts)} parts")
    root, country, type_, kind, *body, day, name = parts
    if root != "akn" or not f"{country}-".startswith("vn-"):
        raise _refused(text, "doesn't begin with /akn/vn")
    try:
        found = _identity(kind, body, country[3:] or None, day, name)
    except SottttError as fault:
        raise _refused(text, f"names no document ({fault})") from None
    if _type(found.kind) != type_ or to_uri(found).split("/")[:-1] != text.split("/")[:-1]:
        raise _refused(text, f"isn't spelt as {to_uri(found)!r}")
    return found


def _refused(text: str, what: str) -> InvalidText:
    return InvalidText(f"{text!r:.120} {what}", where="uri", expected=_EXPECTED)


def _identity(kind: str, body: list[str], place: str | None, day: str, name: str) -> Identity:
    named = body[0] if body else None
    if day == _UNDATED:
        return Identity(kind=document_kind(kind), body=named, place=place, title=name)
    number = DocumentNumber.parse(unquote(name).replace("_", "/"))
    issued = None if number.year is not None else day
    return Identity(kind=document_kind(kind), number=number, body=named, place=place, issued=issued)
