"""The register: finding, relations, timeline, and the eight answers of standing."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest

from sotttt.errors import DuplicateId, InvalidDate, InvalidText, MissingField, NotFound, SottttError
from sotttt.law import Chain, Document, Effect, Event, EventKind, Register, Relation, Standing, StandingReason

PLACE = "UBND tỉnh Tây Ninh"


def document(number: str, *relations: Relation, **fields: Any) -> Document:  # noqa: ANN401  # fields of any type
    return Document(**{"number": number, "issuer": PLACE, "title": number, "relations": relations, **fields})


def acts(kind: str, target: Document | str, **fields: Any) -> Relation:  # noqa: ANN401  # fields of any type
    return Relation(kind=kind, target=target if isinstance(target, str) else target.id, **fields)


# The history of Quyết định 30/2013/QĐ-UBND of Tây Ninh as the official database tells it.
RULES = document("30/2013/QĐ-UBND", issued="2013-07-09", effective="2013-07-19")
HISTORY = Register(
    [
        RULES,
        document("79/2014/QĐ-UBND", acts("amends", RULES), effective="2015-01-09"),
        document(
            "413/QĐ-UBND",
            acts("repeals", RULES, effective="2015-02-27", scope="một phần"),
            issued="2015-02-27",
        ),
        document("14/2017/QĐ-UBND", acts("amends", RULES), effective="2017-05-19"),
        document("14/2019/QĐ-UBND", acts("replaces", RULES), effective="2019-05-06"),
    ]
)


@pytest.mark.parametrize(
    ("day", "effect", "cause"),
    [
        ("2013-07-08", "not_yet_in_force", None),
        ("2013-07-09", "not_yet_in_force", "qd-30-2013-ubnd-tay-ninh"),
        ("2013-07-19", "in_force", None),
        ("2015-01-09", "in_force", None),
        ("2015-02-26", "in_force", None),
        ("2015-02-27", "partly_expired", "qd-413-ubnd-tay-ninh-2015-02-27"),
        ("2017-05-19", "partly_expired", "qd-413-ubnd-tay-ninh-2015-02-27"),
        ("2019-05-05", "partly_expired", "qd-413-ubnd-tay-ninh-2015-02-27"),
        ("2019-05-06", "expired", "qd-14-2019-ubnd-tay-ninh"),
        ("2100-01-01", "expired", "qd-14-2019-ubnd-tay-ninh"),
    ],
)
def test_a_real_history(day: str, effect: str, cause: str | None) -> None:
    standing = HISTORY.standing(RULES, day)
    assert (standing.value, standing.cause) == (effect, cause)
    assert HISTORY.standing(RULES.id, dt.date.fromisoformat(day)) == standing


def test_the_timeline_of_that_history() -> None:
    events = [(str(event.on), event.kind.value, event.by) for event in HISTORY.timeline(RULES)]
    assert events == [
        ("2013-07-09", "issued", None),
        ("2013-07-19", "effective", None),
        ("2015-01-09", "amended", "qd-79-2014-ubnd-tay-ninh"),
        ("2015-02-27", "repealed", "qd-413-ubnd-tay-ninh-2015-02-27"),
        ("2017-05-19", "amended", "qd-14-2017-ubnd-tay-ninh"),
        ("2019-05-06", "replaced", "qd-14-2019-ubnd-tay-ninh"),
    ]
    assert HISTORY.timeline(RULES.id) == HISTORY.timeline(RULES)
    whole = HISTORY.timeline()
    assert len(whole) == 10
    assert list(whole) == sorted(whole, key=lambda event: event.on)
    assert whole[0] == Event(on="2013-07-09", kind=EventKind.ISSUED, document=RULES.id)


def standing(day: str, *others: Document, **fields: Any) -> Standing:  # noqa: ANN401  # fields of any type
    one = document("1/2010/QĐ-UBND", **{"effective": "2010-01-01", **fields})
    return Register([one, *others]).standing(one, day)


def other(*relations: Relation, number: str = "2/2011/QĐ-UBND", **fields: Any) -> Document:  # noqa: ANN401  # as above
    return document(number, *relations, **{"effective": "2011-01-01", **fields})


ID = "qd-01-2010-ubnd-tay-ninh"


def test_without_a_day_of_effect_it_is_unknown() -> None:
    answer = standing("2020-01-01", effective=None, issued="2010-01-01")
    assert (answer.effect, answer.reason) == (Effect.UNKNOWN, StandingReason.NO_EFFECTIVE_DATE)
    before = standing("2009-12-31", effective=None, issued="2010-01-01")
    assert (before.effect, before.reason) == (Effect.NOT_YET_IN_FORCE, StandingReason.BEFORE_ISSUE)


def test_its_own_term() -> None:
    assert standing("2014-12-31", expires="2015-01-01").effect is Effect.IN_FORCE
    answer = standing("2015-01-01", expires="2015-01-01")
    assert (answer.effect, answer.cause, answer.reason) == (Effect.EXPIRED, ID, StandingReason.TERM_OVER)
    assert answer.since == dt.date(2015, 1, 1)


def test_a_term_counts_without_a_day_of_effect() -> None:
    assert standing("2016-01-01", effective=None, expires="2015-01-01").effect is Effect.EXPIRED


def test_the_earliest_end_decides() -> None:
    late = other(acts("repeals", ID, effective="2014-06-01"))
    answer = standing("2020-01-01", late, expires="2015-01-01")
    assert (answer.cause, answer.since) == (late.id, dt.date(2014, 6, 1))


def test_ended_before_its_day_of_effect() -> None:
    early = other(acts("repeals", ID), effective="2009-06-01")
    answer = standing("2010-01-01", early)
    assert (answer.effect, answer.reason) == (Effect.NEVER_IN_FORCE, StandingReason.ENDED_BEFORE_EFFECT)
    assert standing("2009-05-31", early).effect is Effect.NOT_YET_IN_FORCE


def test_suspended_and_resumed() -> None:
    act = other(acts("suspends", ID, effective="2012-01-01", until="2013-01-01"))
    assert [standing(day, act).value for day in ("2011-12-31", "2012-01-01", "2013-01-01")] == [
        "in_force",
        "suspended",
        "in_force",
    ]
    register = Register([document("1/2010/QĐ-UBND", effective="2010-01-01"), act])
    kinds = [event.kind.value for event in register.timeline(ID)]
    assert kinds == ["effective", "suspended", "resumed"]


def test_suspended_in_part_outweighs_expired_in_part() -> None:
    act = other(acts("suspends", ID, scope="Điều 2"), acts("repeals", ID, scope="Điều 3"))
    answer = standing("2012-01-01", act)
    assert (answer.effect, answer.reason) == (Effect.PARTLY_SUSPENDED, StandingReason.SUSPENDED_BY_ACT)


def test_a_whole_suspension_outweighs_one_in_part() -> None:
    part = other(acts("suspends", ID, scope="Điều 2"))
    whole = other(acts("suspends", ID, effective="2012-01-01"), number="3/2011/QĐ-UBND")
    assert standing("2011-06-01", part, whole).effect is Effect.PARTLY_SUSPENDED
    assert standing("2012-01-01", part, whole).effect is Effect.SUSPENDED


@pytest.mark.parametrize("kind", ["repeals", "replaces", "suspends"])
@pytest.mark.parametrize("scope", [None, "Điều 2"])
def test_an_undated_act_makes_it_unknown(kind: str, scope: str | None) -> None:
    act = other(acts(kind, ID, scope=scope), effective=None)
    answer = standing("2012-01-01", act)
    assert (answer.effect, answer.reason) == (Effect.UNKNOWN, StandingReason.UNDATED_ACT)
    assert answer.cause == act.id
    assert standing("2009-12-31", act).effect is Effect.NOT_YET_IN_FORCE


def test_a_dated_end_outweighs_an_undated_act() -> None:
    undated = other(acts("repeals", ID), effective=None)
    assert standing("2016-01-01", undated, expires="2015-01-01").effect is Effect.EXPIRED


@pytest.mark.parametrize(
    "kind", ["amends", "supplements", "guides", "corrects", "consolidates", "legal_basis"]
)
def test_what_leaves_it_in_force(kind: str) -> None:
    answer = standing("2012-01-01", other(acts(kind, ID)))
    assert (answer.effect, answer.reason) == (Effect.IN_FORCE, StandingReason.NOTHING_ENDS_IT)
    assert answer.since == dt.date(2010, 1, 1)


def test_the_timeline_leaves_out_what_changes_nothing() -> None:
    quiet = other(acts("guides", ID), acts("legal_basis", ID))
    register = Register([document("1/2010/QĐ-UBND"), quiet])
    assert register.timeline(ID) == ()


def test_standing_explains_itself() -> None:
    answer = HISTORY.standing(RULES, "2019-05-06")
    assert answer.explain() == (
        "Hết hiệu lực toàn bộ ngày 2019-05-06: bị thay thế hoặc bãi bỏ (qd-14-2019-ubnd-tay-ninh)"
    )
    assert answer.explain("en").startswith("Expired on 2019-05-06: another act")
    assert (
        HISTORY.standing(RULES, "2014-01-01").explain("en")
        == "In force on 2014-01-01: no act in the register ends it"
    )
    assert pickle.loads(pickle.dumps(answer)) == answer  # noqa: S301  # our own pickle


def test_the_eight_effects() -> None:
    assert len(Effect) == 8
    assert all(effect.vi and effect.en for effect in Effect)
    with pytest.raises(MissingField, match="without the act"):
        Standing(effect="expired", on="2020-01-01", reason="ended_by_act")


def test_questions_without_sense() -> None:
    with pytest.raises(NotFound, match="did you mean 'qd-30-2013-ubnd-tay-ninh'"):
        HISTORY.standing("qd-30-2013-ubnd-tay-nin", "2020-01-01")
    with pytest.raises(InvalidDate):
        HISTORY.standing(RULES, dt.datetime(2020, 1, 1))  # noqa: DTZ001  # refused in any zone


def test_a_register_is_a_collection() -> None:
    assert len(HISTORY) == 5
    assert next(iter(HISTORY)) is RULES
    assert RULES.id in HISTORY
    assert HISTORY[RULES.id] is HISTORY.get(RULES.id) is RULES
    assert HISTORY.get("x") is None
    assert pickle.loads(pickle.dumps(HISTORY)) == HISTORY  # noqa: S301  # our own pickle
    with pytest.raises(DuplicateId, match="identity 'qd-30-2013-ubnd-tay-ninh'"):
        Register([RULES, RULES])
    with pytest.raises(InvalidText, match="is no document"):
        Register(["x"])  # type: ignore[list-item]  # the point of the test


TIEN_GIANG = Document(
    number="555/QĐ-UBND", issuer="UBND tỉnh Tiền Giang", issued="2018-03-02", title="Quy hoạch CNTT"
)
VINH_PHUC = Document(
    number="555/QĐ-UBND", issuer="Ủy ban nhân dân tỉnh Vĩnh Phúc", issued="2020-05-01", title="Đề án số"
)
PRIME = Document(number="45/2016/QĐ-TTg", title="Bưu chính công ích")
MISCITED = Document(
    number="17/NQ-CP", issued="2019-03-07", title="Chính phủ điện tử", cited_as=["17/2019/NQ-CP"]
)
SCHEME = Document(kind="Đề án", title="Chính quyền số", issued_in="2019", jurisdiction="tien-giang")
TERM = Document(kind="Đề án", title="Xã hội số", issued_in="2016..2020")
SHELF = Register([TIEN_GIANG, VINH_PHUC, PRIME, MISCITED, SCHEME, TERM])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("555/QĐ-UBND", [TIEN_GIANG, VINH_PHUC]),
        ("Quyết định số 555/qd-ubnd", [TIEN_GIANG, VINH_PHUC]),
        ("Quyết định 555", [TIEN_GIANG, VINH_PHUC]),
        ("Quyết định số 0555", [TIEN_GIANG, VINH_PHUC]),
        ("Nghị quyết 555", []),
        ("Quyết định 45/2016", [PRIME]),
        ("Quyết định 45/2017", []),
        ("qd-45-2016-ttg", [PRIME]),
        ("17/NQ-CP", [MISCITED]),
        ("Nghị quyết số 17/2019/NQ-CP", [MISCITED]),
        ("chính quyền số", [SCHEME]),
        ("Chinh quyen so", [SCHEME]),
        ("999/QĐ-UBND", []),
        ("không có", []),
    ],
)
def test_find(text: str, expected: list[Document]) -> None:
    assert list(SHELF.find(text)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"place": "Tiền Giang"}, [TIEN_GIANG]),
        ({"place": "vinh-phuc"}, [VINH_PHUC]),
        ({"issuer": "Ủy ban nhân dân tỉnh Tiền Giang"}, [TIEN_GIANG]),
        ({"issuer": "UBND"}, [TIEN_GIANG, VINH_PHUC]),
        ({"issuer": "Tỉnh ủy Tiền Giang"}, []),
        ({"issuer": "Đại hội Đảng bộ tỉnh"}, []),
        ({"year": 2020}, [VINH_PHUC]),
        ({"year": 2019}, []),
    ],
)
def test_find_narrowed(more: dict[str, Any], expected: list[Document]) -> None:
    assert list(SHELF.find("555/QĐ-UBND", **more)) == expected


def test_find_by_year_and_place_of_other_documents() -> None:
    assert SHELF.find("45/2016/QĐ-TTg", year=2016) == (PRIME,)
    assert SHELF.find("Chính quyền số", year=2019, place="tien-giang") == (SCHEME,)
    assert SHELF.find("Chính quyền số", issuer="UBND") == ()
    assert SHELF.find("Xã hội số", year=2016) == ()


def test_unresolved() -> None:
    assert SHELF.unresolved() == (PRIME, SCHEME, TERM)


def chain(*edges: str) -> Register:
    """A register of documents `a`, `b` …; the edge `ab` says that a rests on b."""
    names = sorted(set("".join(edges)))
    ids = {name: Document(kind="KH", title=name).id for name in names}
    return Register(
        Document(
            kind="KH",
            title=name,
            relations=[acts("legal_basis", ids[edge[1]]) for edge in edges if edge[0] == name],
        )
        for name in names
    )


def titles(found: Chain) -> str:
    return "".join(document.title for document in found)


def test_what_a_document_rests_on() -> None:
    register = chain("ab", "ac", "bd", "cd", "de")
    assert titles(register.basis_of("ke-hoach-a")) == "bcde"
    assert titles(register.basis_of("ke-hoach-a", deep=False)) == "bc"
    assert titles(register.dependents_of(register["ke-hoach-e"])) == "dbca"
    assert titles(register.dependents_of("ke-hoach-e", deep=False)) == "d"
    assert titles(register.basis_of("ke-hoach-e")) == ""
    found = register.basis_of("ke-hoach-b")
    assert (len(found), found.cycles, found.unknown) == (2, (), ())
    assert register["ke-hoach-d"] in found
    assert register["ke-hoach-a"] not in found


def test_cycles_are_reported_once() -> None:
    register = chain("ab", "bc", "cb", "cd", "da")
    ids = {name: f"ke-hoach-{name}" for name in "abcd"}
    found = register.basis_of("ke-hoach-a")
    assert titles(found) == "bcd"
    assert set(found.cycles) == {tuple(ids[name] for name in ring) for ring in ("bcb", "abcda")}
    assert register.dependents_of("ke-hoach-b").cycles


def test_documents_outside_the_register_are_named() -> None:
    one = Document(
        kind="KH", title="a", relations=[acts("legal_basis", "luat-1"), acts("legal_basis", "luat-1")]
    )
    found = Register([one]).basis_of(one)
    assert (titles(found), found.unknown) == ("", ("luat-1",))
    assert Register([one]).dependents_of(one).unknown == ()


@pytest.mark.parametrize("value", [5, 1.5, b"x"])
def test_what_is_no_document_is_refused(value: Any) -> None:  # noqa: ANN401  # anything at all
    with pytest.raises(InvalidText, match=r"^documents: "):
        Register([value])
    for ask in (HISTORY.basis_of, HISTORY.dependents_of, HISTORY.timeline):
        with pytest.raises(SottttError):
            ask(value)
    with pytest.raises(SottttError):
        HISTORY.standing(value, "2020-01-01")
    with pytest.raises(InvalidDate, match=r"^on: "):
        Event(on=value, kind="issued", document="qd")
