"""The documents of the catalog: those of the five articles, their relatives, and the register over them."""

from __future__ import annotations

import csv
import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from sotttt import catalog
from sotttt.catalog import law
from sotttt.catalog._files import DATA
from sotttt.errors import AmbiguousText, FaultGroup, InvalidFile, MissingField, NotFound, UnknownKey
from sotttt.law import Decision, Document, DocumentNumber, StandingReason, from_uri, rules, to_jsonld, to_uri
from sotttt.places import slug
from sotttt.reading import find_citations, read_date
from sotttt.sectors import name_key
from sotttt.sources import Confidence

IT_PLAN = "qd-555-ubnd-tien-giang-2018-03-02"
TELECOM_PLAN = "qd-557-ubnd-tien-giang-2018-03-02"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("555/QĐ-UBND", IT_PLAN),
        ("Quyết định 557", TELECOM_PLAN),
        ("45/2016/QĐ-TTg", "qd-45-2016-ttg"),
        ("Quyết định 45/2016", "qd-45-2016-ttg"),
        ("362/QĐ-TTg", "qd-362-ttg-2019-04-03"),
        ("02-NQ/TU", "nq-02-tu-quang-tri-2021-11-04"),
        ("17/2019/NQ-CP", "nq-17-cp-2019-03-07"),
        ("17/NQ-CP", "nq-17-cp-2019-03-07"),
        ("28/2018/QĐ-TTG", "qd-28-2018-ttg"),
        ("202/2025/QH15", "nq-202-2025-qh15"),
        ("Bộ tiêu chí xếp hạng ứng dụng CNTT của cơ quan nhà nước", None),
    ],
)
def test_documents_of_the_articles(text: str, expected: str | None) -> None:
    document = catalog.document(text)
    assert expected is None or document.id == expected
    assert document in catalog.documents()


def test_the_two_decisions_of_tien_giang() -> None:
    for id, number in ((IT_PLAN, "555/QĐ-UBND"), (TELECOM_PLAN, "557/QĐ-UBND")):
        decision = catalog.document(id)
        assert isinstance(decision, Decision)
        assert (decision.number, decision.issued) == (DocumentNumber.parse(number), dt.date(2018, 3, 2))
        assert (decision.issuer, decision.jurisdiction) == ("UBND tỉnh Tiền Giang", "tien-giang")
        assert decision.source is not None
        assert decision.source.confidence is Confidence.LIKELY
    basis = catalog.register().basis_of(TELECOM_PLAN)
    assert [document.id for document in basis] == [
        "nq-26-hdnd-tien-giang-2017-12-08",
        "nd-39-2010-cp",
        "nd-72-2012-cp",
    ]


def test_what_finds_nothing_or_too_much() -> None:
    with pytest.raises(NotFound, match="did you mean 'qd-45-2016-ttg'"):
        catalog.document("qd-45-2016-tg")
    assert catalog.document("28/2018/QĐ-TTg", year=2018).id == "qd-28-2018-ttg"
    with pytest.raises(NotFound):
        catalog.document("555/QĐ-UBND", place="Nam Định")
    with pytest.raises(AmbiguousText, match="nd-187-2007-cp, nd-17-2017-cp, nd-48-2022-cp"):
        catalog.document("Chức năng, nhiệm vụ của Bộ Thông tin và Truyền thông")


@pytest.mark.parametrize(
    ("id", "day", "effect", "cause"),
    [
        ("qd-45-2016-ttg", "2016-12-15", "not_yet_in_force", "qd-45-2016-ttg"),
        ("qd-45-2016-ttg", "2016-12-16", "in_force", None),
        ("nd-45-2025-cp", "2025-06-30", "in_force", None),
        ("nd-45-2025-cp", "2025-07-01", "expired", "nd-150-2025-cp"),
        ("ttlt-06-2016-btttt-bnv", "2022-09-14", "unknown", None),
        ("ttlt-06-2016-btttt-bnv", "2022-09-15", "expired", "tt-11-2022-btttt"),
        (IT_PLAN, "2018-03-01", "not_yet_in_force", None),
        (IT_PLAN, "2018-03-02", "in_force", None),
        (IT_PLAN, "2019-08-28", "in_force", None),
        (IT_PLAN, "2023-12-30", "in_force", None),
        (IT_PLAN, "2023-12-31", "unknown", None),
        (TELECOM_PLAN, "2026-08-01", "unknown", None),
        ("qd-30-2013-ubnd-tay-ninh", "2015-02-27", "partly_expired", "qd-413-ubnd-tay-ninh-2015-02-27"),
        ("qd-30-2013-ubnd-tay-ninh", "2019-05-06", "expired", "qd-14-2019-ubnd-tay-ninh"),
        ("luat-80-2015-qh13", "2025-04-01", "expired", "luat-64-2025-qh15"),
        ("luat-21-2017-qh14", "2025-12-09", "in_force", None),
        ("luat-21-2017-qh14", "2025-12-10", "unknown", "luat-112-2025-qh15"),
        ("qd-23-2019-ubnd-bac-ninh", "2025-12-01", "expired", "qd-72-2025-ubnd-bac-ninh"),
        ("nd-25-2011-cp", "2024-07-01", "expired", "luat-41-2009-qh12"),
    ],
)
def test_standing(id: str, day: str, effect: str, cause: str | None) -> None:
    standing = catalog.register().standing(id, day)
    assert (standing.value, standing.cause) == (effect, cause)


def test_no_day_of_effect_is_guessed() -> None:
    standing = catalog.register().standing("ttlt-06-2016-btttt-bnv", dt.date(2020, 1, 1))
    assert standing.reason is StandingReason.NO_EFFECTIVE_DATE


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2018-03-01", "before_issue"),
        ("2018-03-02", "from_signing"),
        ("2018-12-31", "from_signing"),
        ("2019-01-01", "readings_agree"),
        ("2019-08-28", "stated"),
        ("2019-08-29", "readings_agree"),
        ("2023-12-31", "readings_differ"),
        ("2026-08-01", "readings_differ"),
    ],
)
@pytest.mark.parametrize("plan", [IT_PLAN, TELECOM_PLAN])
def test_the_two_plans_are_answered_with_reasons(plan: str, day: str, reason: str) -> None:
    standing = catalog.register().standing(plan, day)
    assert standing.reason == reason
    if standing.value == "unknown":
        told = {(one.article, one.effect.value, one.cause) for one in standing.readings}
        assert told >= {
            ("Điều 59 khoản 1 điểm b", "in_force", None),
            ("Điều 59 khoản 1 điểm c", "expired", "qd-1762-ttg-2023-12-31"),
        }


def test_the_rules_name_laws_of_the_catalog() -> None:
    assert all(rule.law in catalog.register() for rule in rules() if rule.law is not None)


def test_dates_that_sources_state_differently_are_kept() -> None:
    conflicts = {one.document: one for one in catalog.register().conflicts()}
    kept = conflicts["qd-605-ubnd-tien-giang-2021-03-16"]
    assert [str(day) for day, _ in kept.values] == ["2021-03-16", "2022-03-16"]
    assert {"nq-17-cp-2019-03-07", "nq-11-cp-2018-02-05", "qd-749-ttg-2020-06-03"} <= conflicts.keys()
    assert all(source is not None for one in conflicts.values() for _, source in one.values)


def test_a_plan_whose_legal_basis_has_expired_says_so() -> None:
    answer = catalog.register().standing("qd-912-ubnd-nghe-an-2017-03-13", "2024-07-01")
    assert [one.document for one in answer.lapsed] == ["luat-41-2009-qh12", "nd-25-2011-cp"]
    assert catalog.register().standing("qd-912-ubnd-nghe-an-2017-03-13", "2024-06-30").lapsed == ()


def test_every_address_reads_back() -> None:
    uris = {to_uri(document) for document in catalog.documents()}
    assert len(uris) == len(catalog.documents())
    for document in catalog.documents():
        assert from_uri(to_uri(document)) == document.identity
        assert to_jsonld(document, register=catalog.register())["@id"] in uris


def test_the_documents_of_the_research_are_carried(facts: Path) -> None:
    with (facts / "legal" / "seed_documents.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with Path(__file__).with_name("unnumbered_documents.csv").open(encoding="utf-8", newline="") as lines:
        unnumbered = {row["row"]: row["document"] for row in csv.DictReader(lines)}
    register = catalog.register()
    for row in rows:
        if row["number"]:
            found = register.find(row["number"])
            assert row["issue_date"] in {str(one.issued or one.issued_in) for one in found}, row["id"]
        else:
            assert unnumbered.pop(row["id"]) in register, row["id"]
    assert not unnumbered


_BASE = re.compile(r"(.+?) (?:\(.* )?(\d{1,2}/\d{1,2}/\d{4})\)?(?: và |$)")


def _named_alike(name: str, document: Document) -> bool:
    """Laws are cited by name and day: "Luật Bưu chính 17/6/2010", "Luật sửa đổi 22/11/2019"."""
    title = name_key(document.title)
    amending = name_key(name).startswith("luật sửa đổi")
    return document.kind.id == "luat" and (
        title.startswith("sửa đổi") if amending else title.startswith(name_key(name))
    )


def test_each_legal_base_of_a_plan_is_carried(facts: Path) -> None:
    register = catalog.register()
    checked = 0
    for path in sorted((facts / "plans").glob("*.toml")):
        plan = tomllib.loads(path.read_text(encoding="utf-8"))["plan"]
        bases = [found for text in plan.get("legal_bases", ()) for found in _BASE.findall(text)]
        assert len(bases) >= len(plan.get("legal_bases", ())), path.name
        own = None
        if bases:
            (own,) = [one for one in register.find(plan["number"]) if str(one.issued) == str(plan["date"])]
        for name, day in bases:
            issued = read_date(day)
            numbers = [str(one.number) for one in find_citations(name) if one.number is not None]
            found = [
                one
                for one in (register.find(numbers[0]) if numbers else register)
                if one.issued == issued
                and one.place in (None, slug(plan.get("province", "")))
                and (numbers or _named_alike(name, one))
            ]
            assert len(found) == 1, (path.name, name, day, [one.id for one in found])
            assert own is not None
            assert found[0].id in {relation.target for relation in own.relations}, (path.name, name)
            checked += 1
    assert checked >= 50


def test_the_legal_bases_of_the_bundled_plans_are_documents() -> None:
    for plan in catalog.plans():
        for id in (*plan.bases, *([plan.issued_by] if plan.issued_by else [])):
            assert id in catalog.register()


def test_standing_is_defined_on_every_day_of_change() -> None:
    register = catalog.register()
    days = {event.on for event in register.timeline()} | {dt.date(1945, 9, 2), dt.date(2100, 12, 31)}
    for document in register:
        for day in days:
            assert register.standing(document, day).on == day


def test_every_document_says_where_it_stands() -> None:
    for document in catalog.documents():
        assert document.source is not None
        assert document.source.locator
        assert document.issuer is not None
        assert document.jurisdiction in catalog.places()


def test_relations_name_documents_of_the_catalog() -> None:
    register = catalog.register()
    assert all(one.target in register for document in register for one in document.relations)
    assert not register.basis_of(TELECOM_PLAN).unknown


def test_unresolved_documents_are_listed() -> None:
    unresolved = catalog.register().unresolved()
    assert catalog.document(IT_PLAN) not in unresolved
    assert catalog.document("Kế hoạch thông tin đối ngoại giai đoạn 2015-2017") in unresolved


def test_coverage_names_documents_that_name_the_fact() -> None:
    path = DATA / "coverage_documents.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    carried = {(row["fact"], row["entity"].removeprefix("document:")) for row in rows}
    assert len(carried) == len(rows)
    named = set()
    for document in catalog.documents():
        assert document.source is not None
        for fact in (document.source.locator or "").split("; "):
            if fact[:3] in ("TG-", "QT-", "VP-", "QN-", "ND-"):
                named.add((fact, document.id))
    assert carried == named


def test_every_document_of_the_articles_is_carried(facts: Path) -> None:
    with (facts / "seeds" / "seed_facts.csv").open(encoding="utf-8", newline="") as lines:
        wanted = {row["id"] for row in csv.DictReader(lines) if row["kind"] == "document"}
    with (DATA / "coverage_documents.csv").open(encoding="utf-8", newline="") as lines:
        carried = {row["fact"] for row in csv.DictReader(lines)}
    articles = {"TG-001", "QT-001", "VP-001", "QN-001", "ND-001"}
    meetings = {"QN-002", "ND-002"}
    assert wanted - carried == articles | meetings


HEAD = '[[documents]]\nkind = "KH"\ntitle = "x"\n'


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (HEAD, MissingField),
        (f'{HEAD}source = "nam-dinh-2016"\n', MissingField),
        (f'{HEAD}source = "nam-dinh-2017"\nlocator = "x"\n', NotFound),
        (f'{HEAD}source = "nam-dinh-2016"\nlocator = "x"\ndates = "nowhere"\n', NotFound),
        (f'{HEAD}colour = "red"\n', UnknownKey),
        (f'{HEAD}relations = [{{ knd = "amends" }}]\n', UnknownKey),
    ],
)
def test_faults_of_the_file_are_reported_with_their_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, error: type[Exception]
) -> None:
    (tmp_path / "documents.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(law, "DATA", tmp_path)
    with pytest.raises(FaultGroup) as caught:
        law.register.__wrapped__()
    assert str(caught.value).startswith("documents.toml: 1 fault\n  documents[0]")
    assert isinstance(caught.value.faults[0], error)


@pytest.mark.parametrize(("text", "error"), [("[[", InvalidFile), ("[x]\n", UnknownKey)])
def test_a_file_that_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, error: type[Exception]
) -> None:
    (tmp_path / "documents.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(law, "DATA", tmp_path)
    with pytest.raises(error):
        law.register.__wrapped__()


def test_an_unknown_name_of_the_catalog_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'decrees'"):
        _ = catalog.decrees  # type: ignore[attr-defined]  # the point of the test
    assert set(catalog.__all__) <= set(dir(catalog))
    assert {name for names in catalog._MODULES.values() for name in names} == set(catalog.__all__)
