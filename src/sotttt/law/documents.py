"""Documents (văn bản) with their identity and relations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from sotttt.errors import InvalidEntity, InvalidText, MissingField
from sotttt.frozen import Entity, Word, identifier, label, only, optional_label, placed, several
from sotttt.law.identity import Identity, by_central_bodies, identify
from sotttt.law.kinds import DocumentKind, document_kind, find_issuer, split_issuer
from sotttt.law.numbers import DocumentNumber
from sotttt.periods import Period, as_date
from sotttt.places import Level, slug
from sotttt.sectors import name_key
from sotttt.sources import Source

__all__ = ["Decision", "Document", "Relation", "RelationKind"]

_DECISION = "quyet-dinh"


class RelationKind(Word):
    """What a document does to another one (loại quan hệ): it rests on it, amends it, ends it."""

    LEGAL_BASIS = "legal_basis"
    AMENDS = "amends"
    SUPPLEMENTS = "supplements"
    REPLACES = "replaces"
    REPEALS = "repeals"
    SUSPENDS = "suspends"
    GUIDES = "guides"
    CORRECTS = "corrects"
    CONSOLIDATES = "consolidates"

    @property
    def ends(self) -> bool:
        """Whether the other document, or the part in scope, expires by it."""
        return self in (RelationKind.REPLACES, RelationKind.REPEALS)

    @property
    def vi(self) -> str:
        """The Vietnamese term, seen from the acting document."""
        return _RELATIONS[self]


_RELATIONS = {
    RelationKind.LEGAL_BASIS: "căn cứ",
    RelationKind.AMENDS: "sửa đổi",
    RelationKind.SUPPLEMENTS: "bổ sung",
    RelationKind.REPLACES: "thay thế",
    RelationKind.REPEALS: "bãi bỏ",
    RelationKind.SUSPENDS: "đình chỉ",
    RelationKind.GUIDES: "hướng dẫn",
    RelationKind.CORRECTS: "đính chính",
    RelationKind.CONSOLIDATES: "hợp nhất",
}


def _optional_date(value: dt.date | str | None) -> dt.date | None:
    return None if value is None else as_date(value, None)


def _optional_period(value: Period | dt.date | str | None) -> Period | None:
    return None if value is None else Period.of(value)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Relation(Entity):
    """What a document does to another one (quan hệ giữa các văn bản).

    Args:
        kind: `legal_basis` (this document rests on the target), `amends`, `supplements`, `replaces`,
            `repeals`, `suspends`, `guides`, `corrects` or `consolidates`.
        target: id of the other document.
        effective: the first day on which it works; None: that of the acting document.
        until: the first day on which a suspension no longer works.
        scope: the articles concerned; None: the whole document.

    Raises:
        InvalidEntity: an end for something other than a suspension, or one not after its start.

    >>> Relation(kind="repeals", target="qd-555-ubnd-tien-giang-2018-03-02", scope="Điều 2").kind.ends
    True
    """

    kind: RelationKind = attrs.field(converter=RelationKind)
    target: str = attrs.field(converter=identifier)
    effective: dt.date | None = attrs.field(default=None, converter=_optional_date)
    until: dt.date | None = attrs.field(default=None, converter=_optional_date)
    scope: str | None = attrs.field(default=None, converter=optional_label)

    def __attrs_post_init__(self) -> None:
        if self.until is None:
            return
        if self.kind is not RelationKind.SUSPENDS:
            raise InvalidEntity(f"only a suspension has an end, not {self.kind!s}", where="until")
        if self.effective is not None and self.until <= self.effective:
            raise InvalidEntity(f"the suspension ends on {self.until}, not after its start", where="until")


def _parsed(value: DocumentNumber | str) -> DocumentNumber:
    return value if isinstance(value, DocumentNumber) else DocumentNumber.parse(value)


def _number(value: DocumentNumber | str | None) -> DocumentNumber | None:
    return None if value is None else _parsed(value)


def _numbers(value: Iterable[DocumentNumber | str]) -> tuple[DocumentNumber, ...]:
    if isinstance(value, str):
        raise InvalidText(f"one text {value!r} where several are due", expected="a list of numbers")
    return tuple(_parsed(one) for one in several(value, "a list of numbers"))


def _kind(value: DocumentKind | str | None) -> DocumentKind | None:
    return None if value is None else document_kind(value)


def _relations(value: Iterable[Relation]) -> tuple[Relation, ...]:
    relations = several(value, "a list of relations")
    for relation in relations:
        if not isinstance(relation, Relation):
            raise InvalidText(f"{relation!r} is no relation", expected="a Relation")
    return relations


@attrs.frozen(kw_only=True, field_transformer=placed)
class Document(Entity):
    """A legal document or a plan, scheme or set of rules that one issues (văn bản).

    Its identity is number, issuing body and date; where one of them is missing, kind, title and body. The
    number of a normative document holds its year, so that its id needs no date.

    Args:
        number: số, ký hiệu.
        kind: thể loại, by id, name or abbreviation; None where the number tells it.
        issuer: the issuing body with its place, such as `UBND tỉnh Tiền Giang`; needless for central bodies,
            whose number tells it.
        issued: the day of issue (ngày ban hành).
        issued_in: the month or year of issue, where no more is known.
        title: trích yếu, in short.
        effective: the first day in force (ngày có hiệu lực).
        expires: the first day no longer in force (ngày hết hiệu lực).
        relations: what it does to other documents.
        cited_as: other numbers under which sources cite it, misprints among them.
        jurisdiction: id of the place that it is for.
        source: where it stands.

    Raises:
        MissingField: no title, or no kind where the number doesn't tell it.
        InvalidEntity: a kind that the number contradicts; dates that contradict each other; a document that
            acts on itself.
        InvalidDocumentNumber: a number that can't be read.

    >>> plan = Document(number="555/QĐ-UBND", issuer="UBND tỉnh Tiền Giang", issued="2018-03-02",
    ...                 title="Quy hoạch ứng dụng và phát triển CNTT")
    >>> plan.id, plan.kind.name
    ('qd-555-ubnd-tien-giang-2018-03-02', 'Quyết định')
    >>> Document(kind="Đề án", issuer="UBND tỉnh Nam Định", title="Chính quyền điện tử").id
    'de-an-chinh-quyen-dien-tu-ubnd-nam-dinh'
    """

    number: DocumentNumber | None = attrs.field(default=None, converter=_number)
    kind: DocumentKind = attrs.field(default=None, converter=_kind)
    issuer: str | None = attrs.field(default=None, converter=optional_label)
    issued: dt.date | None = attrs.field(default=None, converter=_optional_date)
    issued_in: Period | None = attrs.field(default=None, converter=_optional_period)
    title: str = attrs.field(converter=label)
    effective: dt.date | None = attrs.field(default=None, converter=_optional_date)
    expires: dt.date | None = attrs.field(default=None, converter=_optional_date)
    relations: tuple[Relation, ...] = attrs.field(default=(), converter=_relations)
    cited_as: tuple[DocumentNumber, ...] = attrs.field(default=(), converter=_numbers)
    jurisdiction: str | None = attrs.field(default=None, converter=attrs.converters.optional(identifier))
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))
    _identity: Identity = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "kind", self._known_kind())
        if self.issuer is None:
            object.__setattr__(self, "issuer", self._known_issuer())
        identity = identify(self.kind, self.number, self.issuer, self.issued, self.title)
        object.__setattr__(self, "_identity", identity)
        self._check_dates()

    def _known_kind(self) -> DocumentKind:
        """The kind as given, or the one that the number tells."""
        told = () if self.number is None else self.number.kinds
        given: DocumentKind | None = self.kind
        if given is None:
            if len(told) == 1:
                return told[0]
            hint = None if not told else f"{' or '.join(kind.name for kind in told)}?"
            raise MissingField("no kind, and the number doesn't tell it", where="kind", hint=hint)
        if told and given not in told:
            names = " or ".join(kind.name for kind in told)
            raise InvalidEntity(f"{self.number} is no {given.name}", where="kind", expected=names)
        return given

    def _known_issuer(self) -> str | None:
        """The names of central bodies of the State, whose codes have one meaning."""
        bodies = (
            [] if self.number is None else [find_issuer(one) for one in self.number.issuer_code.split("-")]
        )
        central = [body for body in bodies if body is not None and body.level is Level.COUNTRY]
        names = [body.name for body in central if not body.party]
        return " và ".join(names) if names and len(names) == len(bodies) else None

    def _check_dates(self) -> None:
        for relation in self.relations:
            if relation.target == self.id:
                raise InvalidEntity("a document can't act on itself", where="relations")
        if (
            self.issued is not None
            and self.issued_in is not None
            and not self.issued_in.contains(self.issued)
        ):
            raise InvalidEntity(f"{self.issued} doesn't lie in {self.issued_in}", where="issued_in")
        if self.effective is not None and self.expires is not None and self.expires <= self.effective:
            raise InvalidEntity(
                f"it expires on {self.expires}, not after it takes effect on {self.effective}",
                where="expires",
            )

    @property
    def id(self) -> str:
        """A stable, readable id, made from the identity."""
        return self._identity.id

    @property
    def identity(self) -> Identity:
        """What makes it this document and no other; `law.to_uri` writes it as an address."""
        return self._identity

    @property
    def missing(self) -> tuple[str, ...]:
        """What the identity lacks: `number`, `issuer`, `issued`."""
        fields = (("number", self.number), ("issuer", self.issuer), ("issued", self.issued))
        return tuple(name for name, value in fields if value is None)

    @property
    def place(self) -> str | None:
        """The slug of the place in the name of the issuing body: `tien-giang`; None for a central body."""
        if self.issuer is None or (self.number is not None and by_central_bodies(self.number)):
            return None
        body, place = split_issuer(self.issuer)
        return slug(place) if body is not None and place else None

    def __str__(self) -> str:
        head = f"{self.kind.name} {self.number}" if self.number else self.title
        if self.number is None and not name_key(self.title).startswith(name_key(self.kind.name)):
            head = f"{self.kind.name} {self.title}"
        if self.issued is not None:
            head += f" ngày {self.issued.day}/{self.issued.month}/{self.issued.year}"
        return head if self.issuer is None else f"{head} của {self.issuer}"


@attrs.frozen(kw_only=True, field_transformer=placed)
class Decision(Document):
    """A Quyết định; the kind needn't be given.

    Raises:
        InvalidEntity: another kind.

    >>> Decision(number="557/QĐ-UBND", issuer="UBND tỉnh Tiền Giang", issued="2018-03-02",
    ...          title="Quy hoạch hạ tầng viễn thông thụ động").id
    'qd-557-ubnd-tien-giang-2018-03-02'
    """

    def _known_kind(self) -> DocumentKind:
        kind = document_kind(_DECISION) if self.kind is None else self.kind  # type: ignore[redundant-expr]  # not yet set
        told = () if self.number is None else self.number.kinds
        if kind.id != _DECISION or (told and kind not in told):
            raise InvalidEntity(f"{self.number or kind.name} is no Quyết định", where="kind")
        return kind
