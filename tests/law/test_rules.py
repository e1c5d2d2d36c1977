"""Rules as dated data: implementing documents, candidates, statements, parts of documents, lapsed bases."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import attrs
import pytest

from sotttt.errors import InvalidText, MissingField, NotFound
from sotttt.law import (
    Candidate,
    Document,
    Effect,
    Register,
    Relation,
    Rule,
    Standing,
    StandingReason,
    Statement,
    rules,
)
from sotttt.law.provisions import covers, provision, provisions
from sotttt.sources import Confidence, Source

PRESS = Source(title="Báo Ấp Bắc", published="2019-08-28", confidence="likely")


def law(number: str, *relations: Relation, **fields: Any) -> Document:  # noqa: ANN401  # fields of any type
    kind = None if "/NĐ-" in number or "/TT-" in number else "Luật"
    return Document(**{"number": number, "kind": kind, "title": number, "relations": relations, **fields})


def guides(*targets: str) -> list[Relation]:
    return [Relation(kind="guides", target=one) for one in targets]


PARENT = "luat-01-2010-qh12"


def chain(ended: str) -> Register:
    """A law that a later one replaces, a decree that implements it, a circular that implements the decree."""
    return Register(
        [
            law("1/2010/QH12", effective="2010-07-01"),
            law("2/2024/QH15", Relation(kind="replaces", target=PARENT, effective=ended), effective=ended),
            law("25/2011/NĐ-CP", *guides(PARENT), issued="2011-04-06", effective="2011-06-01"),
            law("14/2013/TT-BTTTT", *guides("nd-25-2011-cp"), effective="2013-08-05"),
        ]
    )


@pytest.mark.parametrize(
    ("ended", "effect", "reason", "rule"),
    [
        ("2016-06-30", "unknown", "no_rule", None),
        ("2016-07-01", "expired", "ended_with_implemented", "implementing-2015"),
        ("2025-03-31", "expired", "ended_with_implemented", "implementing-2015"),
        ("2025-04-01", "in_force", "outlives_implemented", "implementing-2025"),
    ],
)
def test_the_day_on_which_the_law_ends_chooses_the_rule(
    ended: str, effect: str, reason: str, rule: str | None
) -> None:
    register = chain(ended)
    before = dt.date.fromisoformat(ended) - dt.timedelta(days=1)
    assert register.standing("nd-25-2011-cp", before).value == "in_force"
    answer = register.standing("nd-25-2011-cp", ended)
    assert (answer.value, answer.reason, answer.cause) == (effect, reason, PARENT)
    assert (None if answer.rule is None else answer.rule.id) == rule


def test_the_end_passes_on_down_the_chain() -> None:
    register = chain("2024-07-01")
    answer = register.standing("tt-14-2013-btttt", "2024-07-01")
    assert (answer.value, answer.cause, answer.confidence) == ("expired", "nd-25-2011-cp", Confidence.LIKELY)
    assert "Điều 154 khoản 4, luat-80-2015-qh13" in answer.explain("en")
    last = register.timeline("tt-14-2013-btttt")[-1]
    assert (str(last.on), last.kind.value, last.by) == ("2024-07-01", "expired", "nd-25-2011-cp")


def test_the_rule_is_data_not_code() -> None:
    documents = chain("2024-07-01").documents
    turned = [attrs.evolve(rule, outcome="stays") if rule.outcome == "expires" else rule for rule in rules()]
    assert Register(documents, rules=turned).standing("nd-25-2011-cp", "2024-07-01").value == "in_force"
    without = Register(documents, rules=())
    assert without.standing("nd-25-2011-cp", "2024-07-01").reason is StandingReason.NO_RULE
    assert all(rule.source is not None and rule.source.url for rule in rules())
    assert len({rule.id for rule in rules()}) == len(rules())


def test_one_that_implements_two_laws_ends_with_both() -> None:
    both = law("3/2012/NĐ-CP", *guides(PARENT, "luat-04-2011-qh13"), effective="2012-01-01")
    other = law("4/2011/QH13", effective="2012-01-01", expires="2022-01-01")
    register = Register([*chain("2020-01-01").documents, other, both])
    assert register.standing(both, "2019-12-31").value == "in_force"
    between = register.standing(both, "2021-01-01")
    assert (between.value, between.reason) == ("unknown", StandingReason.NO_RULE)
    assert register.standing(both, "2022-01-01").cause == other.id


def test_what_begins_after_the_end_outlives_it() -> None:
    late = law("3/2021/NĐ-CP", *guides(PARENT), effective="2021-01-01")
    register = Register([*chain("2020-01-01").documents, late])
    assert register.standing(late, "2022-01-01").reason is StandingReason.NOTHING_ENDS_IT


def test_rings_of_implementing_documents_have_an_answer() -> None:
    one = law("1/2012/NĐ-CP", *guides("nd-02-2012-cp"), effective="2012-01-01", expires="2020-01-01")
    two = law("2/2012/NĐ-CP", *guides("nd-01-2012-cp"), effective="2012-01-01")
    assert Register([one, two]).standing(two, "2020-01-01").cause == one.id


def test_the_rule_is_one_on_normative_documents() -> None:
    plan = Document(
        number="5/KH-UBND",
        issuer="UBND tỉnh A",
        issued="2015-01-01",
        title="x",
        relations=guides(PARENT),
    )
    register = Register([*chain("2020-01-01").documents, plan])
    answer = register.standing(plan, "2021-01-01")
    assert (answer.value, answer.reason) == ("in_force", StandingReason.FROM_SIGNING)
    assert answer.rule is not None
    assert (answer.rule.id, answer.confidence) == ("administrative-signing", Confidence.LIKELY)
    assert Register([plan], rules=()).standing(plan, "2021-01-01").value == "unknown"


PLAN = Document(number="555/QĐ-UBND", issuer="UBND tỉnh A", issued="2018-03-02", title="Quy hoạch CNTT")
NEXT = Document(number="1762/QĐ-TTg", issued="2023-12-31", title="Quy hoạch tỉnh")
UNDATED = Document(number="1763/QĐ-TTg", issued_in="2024", title="Quy hoạch vùng")


def planned(*candidates: tuple[str, str | None], statements: tuple[Statement, ...] = ()) -> Register:
    return Register(
        [PLAN, NEXT, UNDATED],
        [Candidate(document=PLAN.id, rule=rule, cause=cause) for rule, cause in candidates],
        statements,
    )


B, C, D = ("planning-2017-b", None), ("planning-2017-c", NEXT.id), ("planning-2017-d", None)


@pytest.mark.parametrize(
    ("candidates", "day", "effect", "reason"),
    [
        ((B, C), "2018-12-31", "in_force", "from_signing"),
        ((B, C), "2019-01-01", "in_force", "readings_agree"),
        ((B, C), "2023-12-30", "in_force", "readings_agree"),
        ((B, C), "2023-12-31", "unknown", "readings_differ"),
        ((C,), "2023-12-31", "expired", "readings_agree"),
        ((B,), "2030-01-01", "in_force", "readings_agree"),
        ((B, D), "2019-01-01", "unknown", "readings_differ"),
        ((("planning-2017-c", None),), "2019-01-01", "unknown", "readings_differ"),
        ((("planning-2017-c", UNDATED.id),), "2019-01-01", "unknown", "readings_differ"),
        ((("planning-2017-c", "qd-1-x"),), "2019-01-01", "unknown", "readings_differ"),
    ],
)
def test_rules_that_may_govern_a_plan(
    candidates: tuple[tuple[str, str | None], ...], day: str, effect: str, reason: str
) -> None:
    answer = planned(*candidates).standing(PLAN, day)
    assert (answer.value, answer.reason) == (effect, reason)
    assert len(answer.readings) == (0 if day < "2019" else len(candidates))


def test_both_readings_are_told_with_their_articles() -> None:
    answer = planned(B, C).standing(PLAN, "2026-01-01")
    assert [(one.article, one.effect.value, one.cause) for one in answer.readings] == [
        ("Điều 59 khoản 1 điểm b", "in_force", None),
        ("Điều 59 khoản 1 điểm c", "expired", NEXT.id),
    ]
    assert answer.explain("en") == (
        "Unknown on 2026-01-01: no act of repeal is known, and the rules that may govern it differ; "
        "under Điều 59 khoản 1 điểm b, luat-21-2017-qh14: In force; "
        "under Điều 59 khoản 1 điểm c, luat-21-2017-qh14: Expired from 2023-12-31 (qd-1762-ttg-2023-12-31)"
    )
    assert "theo Điều 59 khoản 1 điểm b, luat-21-2017-qh14: Còn hiệu lực" in answer.explain()
    assert pickle.loads(pickle.dumps(answer)) == answer  # noqa: S301  # our own pickle


def test_an_act_decides_before_any_rule() -> None:
    repeal = Document(
        number="9/QĐ-UBND",
        issuer="UBND tỉnh A",
        issued="2020-05-05",
        title="Bãi bỏ",
        relations=[Relation(kind="repeals", target=PLAN.id)],
    )
    register = Register([PLAN, NEXT, repeal], [Candidate(document=PLAN.id, rule="planning-2017-b")])
    answer = register.standing(PLAN, "2020-05-05")
    assert (answer.value, answer.cause, answer.readings) == ("expired", repeal.id, ())
    assert register.standing(PLAN, "2020-05-04").value == "in_force"


@pytest.mark.parametrize(
    "candidate",
    [
        Candidate(document="x", rule="planning-2017-b"),
        Candidate(document=PLAN.id, rule="planning-2017-e"),
        Candidate(document=PLAN.id, rule="implementing-2015"),
    ],
)
def test_candidates_that_name_nothing(candidate: Candidate) -> None:
    with pytest.raises(NotFound):
        Register([PLAN], [candidate])


def test_what_a_source_says_of_a_day() -> None:
    seen = Statement(document=PLAN.id, in_force_on="2024-01-15", source=PRESS)
    register = planned(B, C, statements=(seen,))
    answer = register.standing(PLAN, "2024-01-15")
    assert (answer.value, answer.reason, answer.stated) == ("in_force", StandingReason.STATED, PRESS)
    assert (len(answer.readings), answer.confidence) == (2, Confidence.LIKELY)
    assert "Báo Ấp Bắc" in answer.explain()
    assert register.standing(PLAN, "2024-01-16").value == "unknown"
    assert register.conflicts() == ()


def test_dates_that_sources_state_differently_are_all_kept() -> None:
    stated = [
        Statement(document=PLAN.id, issued="2019-03-02", source=PRESS),
        Statement(document=PLAN.id, issued="2018-03-02", in_force_on="2018-03-01", source=PRESS),
        Statement(document=PLAN.id, expires="2030-01-01", source=PRESS),
    ]
    register = Register([PLAN, NEXT], statements=stated)
    issued, applied = register.conflicts(PLAN)
    assert [str(day) for day, _ in issued.values] == ["2018-03-02", "2019-03-02", "2018-03-02"]
    assert (issued.field, applied.field) == ("issued", "in_force_on")
    assert str(issued).startswith(f"{PLAN.id}: issued 2018-03-02, 2019-03-02 (Báo Ấp Bắc")
    assert register.conflicts(PLAN.id) == register.conflicts() == (issued, applied)
    assert register.conflicts(NEXT) == ()
    with pytest.raises(NotFound):
        register.conflicts("x")
    with pytest.raises(NotFound):
        Register([NEXT], statements=stated)
    with pytest.raises(MissingField, match="nothing is stated"):
        Statement(document="x", source=PRESS)


def test_an_undated_act_cannot_work_before_it_is_issued() -> None:
    late = law("2/2024/QH15", Relation(kind="replaces", target=PARENT), issued="2024-11-10")
    register = Register([law("1/2010/QH12", effective="2010-07-01"), late])
    assert register.standing(PARENT, "2024-11-09").value == "in_force"
    assert register.standing(PARENT, "2024-11-10").reason is StandingReason.UNDATED_ACT
    within = attrs.evolve(late, issued=None, issued_in="2025-02")
    assert Register([register[PARENT], within]).standing(PARENT, "2025-01-31").value == "in_force"
    unnumbered = Document(kind="Luật", title="x", relations=late.relations)
    assert Register([register[PARENT], unnumbered]).standing(PARENT, "2011-01-01").value == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều 2", [{"dieu": "2"}]),
        ("Điều 2, 3 và 5", [{"dieu": "2"}, {"dieu": "3"}, {"dieu": "5"}]),
        ("điểm c khoản 1 Điều 59", [{"dieu": "59", "khoan": "1", "diem": "c"}]),
        ("khoản 1, khoản 2 Điều 5", [{"dieu": "5", "khoan": "1"}, {"dieu": "5", "khoan": "2"}]),
        (
            "Điều 5 khoản 1, khoản 2; Điều 7",
            [{"dieu": "5", "khoan": "1"}, {"dieu": "5", "khoan": "2"}, {"dieu": "7"}],
        ),
        ("Chương IV", [{"chuong": "iv"}]),
        ("một phần", []),
        ("Điều", []),
        ("Điều 2 3", []),
        ("Điều 2 khoản", []),
        ("khoản, Điều 2", []),
        ("", []),
    ],
)
def test_parts_that_a_text_names(text: str, expected: list[dict[str, str]]) -> None:
    assert [dict(one) for one in provisions(text)] == expected


def test_one_part_is_asked_for() -> None:
    assert covers(provision("Điều 5"), provision("khoản 1 Điều 5"))
    assert not covers(provision("khoản 1 Điều 5"), provision("Điều 5"))
    for text in ("Điều 1, 2", "toàn bộ"):
        with pytest.raises(InvalidText, match="names"):
            provision(text)


def worked(*acts: tuple[str, str | None, str | None]) -> Register:
    """A law of 2010 on whose parts later acts work: kind, scope, day."""
    others = [
        law(f"{at}/2015/QH13", Relation(kind=kind, target=PARENT, scope=scope, effective=day))
        for at, (kind, scope, day) in enumerate(acts, start=1)
    ]
    return Register([law("1/2010/QH12", effective="2010-07-01"), *others])


EXPIRED, SUSPENDED = ("repeals", "Điều 2, 3", "2016-01-01"), ("suspends", "khoản 1 Điều 5", "2016-01-01")


@pytest.mark.parametrize(
    ("acts", "article", "effect", "reason"),
    [
        ((EXPIRED,), None, "partly_expired", "ended_in_part"),
        ((EXPIRED,), "Điều 2", "expired", "ended_by_act"),
        ((EXPIRED,), "khoản 4 Điều 3", "expired", "ended_by_act"),
        ((EXPIRED,), "Điều 4", "in_force", "nothing_ends_it"),
        ((EXPIRED, SUSPENDED), "Điều 5", "partly_suspended", "suspended_by_act"),
        ((EXPIRED, SUSPENDED), "khoản 1 Điều 5", "suspended", "suspended_by_act"),
        ((EXPIRED, SUSPENDED), "khoản 2 Điều 5", "in_force", "nothing_ends_it"),
        ((("repeals", "khoản 1 Điều 2", "2016-01-01"),), "Điều 2", "partly_expired", "ended_in_part"),
        ((("repeals", "một phần", "2016-01-01"),), "Điều 2", "unknown", "unnamed_part"),
        ((("repeals", "Điều 2", None),), "Điều 2", "unknown", "undated_act"),
        ((("repeals", "khoản 1 Điều 2", None),), "Điều 2", "unknown", "undated_act"),
        ((("repeals", "Điều 2", None),), "Điều 3", "in_force", "nothing_ends_it"),
        ((("amends", "Điều 2", "2016-01-01"),), "Điều 2", "in_force", "nothing_ends_it"),
        ((EXPIRED, ("repeals", None, "2017-01-01")), "Điều 4", "expired", "ended_by_act"),
        ((EXPIRED, ("suspends", None, "2016-01-01")), "Điều 4", "suspended", "suspended_by_act"),
        ((EXPIRED, ("repeals", None, None)), "Điều 4", "unknown", "undated_act"),
    ],
)
def test_the_standing_of_one_article(
    acts: tuple[tuple[str, str | None, str | None], ...], article: str | None, effect: str, reason: str
) -> None:
    answer = worked(*acts).standing(PARENT, "2018-01-01", article=article)
    assert (answer.value, answer.reason, answer.article) == (effect, reason, article)


def test_the_parts_of_a_document_are_listed_with_their_acts() -> None:
    answer = worked(EXPIRED, SUSPENDED).standing(PARENT, "2018-01-01")
    assert [(part.scope, part.effect, part.cause) for part in answer.parts] == [
        ("Điều 2, 3", Effect.EXPIRED, "luat-01-2015-qh13"),
        ("khoản 1 Điều 5", Effect.SUSPENDED, "luat-02-2015-qh13"),
    ]
    assert worked(EXPIRED).standing(PARENT, "2018-01-01", article="Điều 2").explain("en") == (
        "Điều 2: Expired on 2018-01-01: another act replaced or repealed it (luat-01-2015-qh13)"
    )


def test_a_plan_says_that_its_legal_basis_has_expired() -> None:
    plan = attrs.evolve(PLAN, relations=[Relation(kind="legal_basis", target="nd-25-2011-cp")])
    decree = law(
        "25/2011/NĐ-CP",
        *guides(PARENT),
        Relation(kind="legal_basis", target=PARENT),
        Relation(kind="legal_basis", target="luat-0-x"),
        issued="2011-04-06",
        effective="2011-06-01",
    )
    others = [one for one in chain("2024-07-01") if one.id != decree.id]
    register = Register([*others, decree, plan])
    assert register.standing(plan, "2024-06-30").lapsed == ()
    answer = register.standing(plan, "2024-07-01")
    assert answer.value == "in_force"
    assert [(one.document, one.effect.value, str(one.since)) for one in answer.lapsed] == [
        ("nd-25-2011-cp", "expired", "2024-07-01"),
        (PARENT, "expired", "2024-07-01"),
    ]
    assert "its legal basis nd-25-2011-cp: Expired from 2024-07-01" in answer.explain("en")
    assert register.lapsed(["nd-25-2011-cp"], "2024-07-01") == answer.lapsed
    assert register.lapsed(plan.id, "2024-07-01") == answer.lapsed
    assert register.lapsed((), "2024-07-01") == ()
    with pytest.raises(NotFound):
        register.lapsed(["x"], "2024-07-01")


def test_a_rule_without_a_source_is_unverified() -> None:
    rule = Rule(id="x", topic="transition", outcome="continues", name="x", name_en="x")
    assert (rule.confidence, rule.valid.start) == (Confidence.UNVERIFIED, None)
    told = Standing(effect="in_force", on="2020-01-01", reason="from_signing", rule=rule)
    assert told.explain("en").endswith("(x)")
