"""Laws of numbers, documents and the register."""

from __future__ import annotations

import contextlib
import datetime as dt
import pickle
import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sotttt import catalog
from sotttt.errors import InvalidDocumentNumber, InvalidText
from sotttt.law import (
    Document,
    DocumentKind,
    DocumentNumber,
    Effect,
    Register,
    Relation,
    document_kind,
    document_kinds,
    from_uri,
    issuers,
    to_uri,
)

STATE = [kind.abbreviation for kind in document_kinds() if kind.abbreviation]
PARTY = [kind.party_abbreviation for kind in document_kinds() if kind.party_abbreviation]
BODIES = [one.code for one in issuers() if not one.party]
COMMITTEES = [one.code for one in issuers() if one.party]
UNITS = ["THH", "P.QLHT", "BCVT&CNTT", "CĐSQG"]

digits = st.integers(1, 999_999).map(str)
letters = st.sampled_from(["", "", "", "a", "b"])
years = st.integers(1945, 2100).map(str)
days = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Canonical texts of all families."""
    shape = draw(st.sampled_from(("normative", "assembly", "administrative", "letter", "party", "old")))
    number = draw(digits).zfill(2) + draw(letters)
    unit = draw(st.sampled_from(["", *(f"-{one}" for one in UNITS)]))
    body = draw(st.sampled_from([code for code in BODIES if code not in ("QH", "UBTVQH")]))
    kind = draw(st.sampled_from(STATE))
    if shape == "normative":
        return f"{number}/{draw(years)}/{kind}-{body}"
    if shape == "assembly":
        return f"{number}/{draw(years)}/{draw(st.sampled_from(('QH', 'UBTVQH')))}{draw(st.integers(1, 16))}"
    if shape == "administrative":
        return f"{number}/{kind}-{body}" + ("" if kind in ("TTLT", "NQLT") else unit)
    if shape == "letter":
        return f"{number}/{body}-{draw(st.sampled_from(UNITS))}"
    if shape == "party":
        return f"{number}-{draw(st.sampled_from(PARTY))}/{draw(st.sampled_from(COMMITTEES))}{unit}"
    return f"{number}{draw(st.sampled_from('/-'))}CP"


@st.composite
def noisy(draw: st.DrawFn, text: str) -> str:
    """The same number as people type it."""
    for old, new in (("Đ", "Ð"), ("-", "–"), ("-", " - "), ("/", " / "), ("-", "\u2011")):
        if draw(st.booleans()):
            text = text.replace(old, new)
    cased = draw(st.sampled_from((text, text.upper(), text.lower())))
    zeros = draw(st.sampled_from(("", "0", "\u00a0")))
    spelt = f"{zeros}{cased} "
    return unicodedata.normalize("NFD", spelt) if draw(st.booleans()) else spelt


@given(texts())
def test_a_canonical_text_is_its_own_inverse(text: str) -> None:
    number = DocumentNumber.parse(text)
    assert str(number) == text
    assert DocumentNumber.parse(str(number)) == number
    assert pickle.loads(pickle.dumps(number)) == number  # noqa: S301  # our own pickle


@given(st.data(), texts())
def test_spelling_makes_no_difference(data: st.DataObject, text: str) -> None:
    number = DocumentNumber.parse(data.draw(noisy(text)))
    assert number == DocumentNumber.parse(text)
    assert hash(number) == hash(DocumentNumber.parse(text))
    assert str(DocumentNumber.parse(str(number))) == str(number)


@given(st.text(max_size=40) | st.text("0123456789/-. ađĐQUBNDTtg&", max_size=40))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidDocumentNumber, InvalidText):
        number = DocumentNumber.parse(text)
        assert DocumentNumber.parse(str(number)) == number


@given(st.lists(texts(), min_size=2, max_size=6))
def test_order_is_total_and_agrees_with_equality(given_texts: list[str]) -> None:
    numbers = sorted(map(DocumentNumber.parse, given_texts))
    for one, other in pairwise(numbers):
        assert (one < other) != (one == other)
        assert one <= other


@given(texts(), days)
def test_an_id_does_not_depend_on_the_spelling_of_the_body(text: str, issued: dt.date) -> None:
    number = DocumentNumber.parse(text)
    kind = number.kind or (number.kinds or (document_kind("luat"),))[0]
    spellings = ("UBND tỉnh Tiền Giang", "Ủy ban nhân dân tỉnh Tiền Giang", "UỶ BAN NHÂN DÂN TỈNH TIỀN GIANG")
    ids = {
        Document(number=text, kind=kind, issuer=issuer, issued=issued, title="x").id for issuer in spellings
    }
    assert len(ids) == 1
    (id,) = ids
    assert id.isascii()
    assert id == id.lower()


kinds_of_documents = st.sampled_from(document_kinds())
issuing = st.sampled_from(
    (None, "UBND tỉnh Tiền Giang", "Tỉnh ủy Quảng Trị", "Thủ tướng Chính phủ", "Viettel Quảng Ngãi", "A")
)
titles = st.sampled_from(("Kế hoạch", "Đề án số", "Quy hoạch CNTT đến năm 2020")) | st.text(
    "abcđơ 1-/&%.數", min_size=1, max_size=20
).filter(str.strip)


@given(st.none() | texts(), kinds_of_documents, issuing, st.none() | days, titles)
def test_an_address_is_its_own_inverse(
    text: str | None, other: DocumentKind, issuer: str | None, issued: dt.date | None, title: str
) -> None:
    number = None if text is None else DocumentNumber.parse(text)
    kind = other if number is None or not number.kinds else number.kinds[0]
    document = Document(number=number, kind=kind, issuer=issuer, issued=issued, title=title)
    uri = to_uri(document)
    again = from_uri(uri)
    assert again == document.identity
    assert (again.id, to_uri(again)) == (document.id, uri)
    assert uri.isascii()
    assert " " not in uri


names = [f"{number}/2010/QĐ-UBND" for number in range(1, 6)]
ids = [Document(number=name, issuer="UBND tỉnh A", title="x").id for name in names]
kinds = ("replaces", "repeals", "amends", "suspends", "legal_basis", "guides")


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Five documents that do all kinds of things to each other."""
    documents = []
    for name, id in zip(names, ids, strict=True):
        others = [one for one in ids if one != id]
        relations = draw(
            st.lists(
                st.builds(
                    Relation,
                    kind=st.sampled_from(kinds),
                    target=st.sampled_from(others),
                    effective=st.none() | days,
                    scope=st.sampled_from((None, None, "Điều 2")),
                ),
                max_size=3,
            )
        )
        documents.append(
            Document(
                number=name,
                issuer="UBND tỉnh A",
                title="x",
                issued=draw(st.none() | days),
                effective=draw(st.none() | days),
                relations=relations,
            )
        )
    return Register(documents)


@given(registers(), st.dates(dt.date(1945, 9, 2), dt.date(2100, 12, 31)))
def test_standing_is_defined_for_every_document_and_day(register: Register, day: dt.date) -> None:
    turned = Register(reversed(register.documents))
    for document in register:
        standing = register.standing(document, day)
        assert standing.on == day
        assert standing == turned.standing(document.id, day)
        assert standing.since is None or standing.since <= day


@given(registers(), days, days)
def test_what_has_ended_stays_ended(register: Register, one: dt.date, other: dt.date) -> None:
    first, later = sorted((one, other))
    ended = (Effect.EXPIRED, Effect.NEVER_IN_FORCE)
    for document in register:
        if register.standing(document, first).effect in ended:
            assert register.standing(document, later).effect in ended


@given(registers())
def test_to_rest_on_and_to_bear_are_inverse(register: Register) -> None:
    for document in register:
        below = register.basis_of(document)
        for other in below:
            assert document in register.dependents_of(other) or other == document
        assert {other.id for other in below} >= {
            one.target for one in document.relations if one.kind == "legal_basis"
        }


@given(registers())
def test_rings_are_closed_ways_of_resting(register: Register) -> None:
    for ring in register.basis_of(ids[0]).cycles:
        assert ring[0] == ring[-1] == min(ring)
        for one, other in pairwise(ring):
            bases = [step.target for step in register[one].relations if step.kind == "legal_basis"]
            assert other in bases


@given(registers())
def test_the_timeline_of_all_is_that_of_each(register: Register) -> None:
    whole = register.timeline()
    assert len(whole) == sum(len(register.timeline(document)) for document in register)
    assert all(one.on <= other.on for one, other in pairwise(whole))


@given(st.sampled_from(catalog.documents()), st.dates(dt.date(1945, 1, 1), dt.date(2100, 12, 31)))
def test_standing_is_defined_in_the_catalog(document: Document, day: dt.date) -> None:
    standing = catalog.register().standing(document, day)
    assert standing.on == day
    assert standing.since is None or standing.since <= day
    assert standing.explain("vi")
    assert standing.explain("en")
    if standing.effect is Effect.UNKNOWN:
        assert standing.readings or standing.cause or document.effective is None


@given(
    registers(), st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)), st.sampled_from(("Điều 2", "Điều 7"))
)
def test_an_article_stands_no_better_than_what_ends_the_whole(
    register: Register, day: dt.date, article: str
) -> None:
    for document in register:
        whole = register.standing(document, day)
        part = register.standing(document, day, article=article)
        if whole.effect in (Effect.EXPIRED, Effect.NEVER_IN_FORCE, Effect.NOT_YET_IN_FORCE, Effect.IN_FORCE):
            assert part.effect is whole.effect
        assert part.article == article
