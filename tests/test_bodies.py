"""Bodies: kinds of agencies, agencies of places, and who is responsible."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import attrs
import pytest

from sotttt.bodies import (
    Agency,
    AgencyKind,
    Bodies,
    Competence,
    Ground,
    Responsibility,
    Role,
    Unknown,
    agencies_of,
    responsible,
)
from sotttt.errors import (
    AmbiguousText,
    DuplicateId,
    InvalidChoice,
    InvalidCode,
    InvalidDate,
    InvalidEntity,
    InvalidText,
    NotFound,
)
from sotttt.places import Jurisdiction, Places, Succession
from sotttt.sectors import Sector, Sectors

KINDS = (
    AgencyKind(code="MIC", name="Bộ TT&TT", level="country", valid="2007-09-01..2025-03-01"),
    AgencyKind(code="DIC", name="Sở TT&TT", level="province", valid="2009-01-01..2025-03-01"),
    AgencyKind(code="DOST", name="Sở KH&CN", level="province"),
    AgencyKind(code="PPS", name="Công an", level="province"),
)
PLACES = Places(
    [
        Jurisdiction(id="vn", name="Việt Nam", level="country", type="country"),
        Jurisdiction(id="a", name="A", level="province", type="province", valid="2004-01-01..2025-07-01"),
        Jurisdiction(id="b", name="B", level="province", type="municipality", valid="2025-07-01.."),
    ],
    [Succession(predecessor="a", successor="b", kind="merge", effective="2025-07-01", basis="nq")],
)
COMPETENCES = (
    Competence(sector="TEL", agency_kind="MIC", level="country", valid="2007-09-01..2025-03-01"),
    Competence(sector="TEL", agency_kind="PPS", level="province", role="support"),
    Competence(
        sector="TEL", agency_kind="DIC", level="province", valid="2008-01-01..2025-03-01", basis=["tt"]
    ),
    Competence(sector="TEL", agency_kind="DOST", level="province", valid="2025-03-01..", basis=["nd"]),
)
FIELDS: dict[type, dict[str, Any]] = {
    AgencyKind: {"code": "DIC", "name": "Sở TT&TT", "level": "province"},
    Agency: {"id": "dic-a", "name": "Sở TT&TT", "kind": "DIC", "jurisdiction": "a"},
    Competence: {"sector": "TEL", "agency_kind": "DIC", "level": "province"},
}
SECTORS = Sectors(
    [
        Sector(code="ICT", name="TT&TT", kind="root"),
        Sector(code="TEL", name="viễn thông", parent="ICT"),
        Sector(code="INET", name="Internet", parent="TEL"),
        Sector(code="CYB", name="an ninh mạng"),
    ]
)
AGENCIES = agencies_of(KINDS, PLACES)


def asked(sector: str, place: str, on: str, sectors: Sectors | None = None) -> list[str]:
    found = responsible(
        sector, place, on, places=PLACES, agencies=AGENCIES, competences=COMPETENCES, sectors=sectors
    )
    return [one.agency.id for one in found]


def test_agencies_exist_where_both_their_kind_and_their_place_do() -> None:
    spans = {agency.id: str(agency.valid) for agency in AGENCIES}
    assert spans == {
        "mic": "2007-09-01..2025-03-01",
        "dic-a": "2009-01-01..2025-03-01",
        "dost-a": "2004-01-01..2025-07-01",
        "dost-b": "2025-07-01..",
        "pps-a": "2004-01-01..2025-07-01",
        "pps-b": "2025-07-01..",
    }


def test_agencies_are_named_with_their_place() -> None:
    names = {agency.id: agency.name for agency in AGENCIES}
    assert (names["mic"], names["dic-a"], names["pps-b"]) == (
        "Bộ TT&TT",
        "Sở TT&TT tỉnh A",
        "Công an thành phố B",
    )


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2008-06-01", ["pps-a"]),
        ("2009-01-01", ["dic-a", "pps-a"]),
        ("2025-02-28", ["dic-a", "pps-a"]),
        ("2025-03-01", ["dost-a", "pps-a"]),
        ("2025-07-01", ["dost-b", "pps-b"]),
    ],
)
def test_who_leads_comes_first(on: str, expected: list[str]) -> None:
    assert asked("TEL", "a", on) == expected


def test_ministries_answer_for_the_country() -> None:
    assert asked("TEL", "vn", "2020-01-01") == ["mic"]
    assert asked("TEL", "vn", "2025-03-01") == []


def test_what_is_not_known_is_empty() -> None:
    assert asked("CYB", "a", "2020-01-01") == []
    assert asked("CYB", "a", "2020-01-01", sectors=SECTORS) == []


def test_a_part_of_a_sector_is_answered_for_by_the_whole() -> None:
    assert asked("INET", "a", "2020-01-01") == []
    assert asked("INET", "a", "2020-01-01", sectors=SECTORS) == ["dic-a", "pps-a"]


def test_a_group_is_answered_for_by_its_parts() -> None:
    assert asked("ICT", "a", "2020-01-01", sectors=SECTORS) == ["dic-a", "pps-a"]


def test_entities_serve_as_well_as_their_ids() -> None:
    found = responsible(
        SECTORS["TEL"],
        PLACES["a"],
        dt.date(2025, 7, 15),
        places=PLACES,
        agencies=AGENCIES,
        competences=COMPETENCES,
        sectors=SECTORS,
    )
    lead = found[0]
    assert (lead.asked, lead.agency.jurisdiction, lead.role) == ("a", "b", Role.LEAD)
    assert [step.successor for step in lead.through] == ["b"]
    assert lead.basis == ("nd", "nq")
    assert pickle.loads(pickle.dumps(lead)) == lead  # noqa: S301  # our own pickle


@pytest.mark.parametrize(
    ("sector", "place", "on", "error"),
    [
        ("POST", "a", "2020-01-01", NotFound),
        ("TEL", "c", "2020-01-01", NotFound),
        ("tel", "a", "2020-01-01", InvalidCode),
        ("TEL", "b", "2020-01-01", InvalidDate),
        ("TEL", "a", "today", InvalidDate),
    ],
)
def test_questions_without_sense(sector: str, place: str, on: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        asked(sector, place, on, sectors=SECTORS)


def test_entities_are_checked() -> None:
    with pytest.raises(InvalidCode):
        Agency(id="dic-a", name="Sở", kind="dic", jurisdiction="a")
    with pytest.raises(InvalidChoice, match="did you mean 'lead'"):
        Competence(sector="TEL", agency_kind="DIC", level="province", role="leads")
    with pytest.raises(InvalidText, match="several are due"):
        Competence(sector="TEL", agency_kind="DIC", level="province", basis="nd")
    with pytest.raises(InvalidText, match="no succession"):
        Responsibility(agency=AGENCIES[0], competence=COMPETENCES[0], asked="a", through=["b"])  # type: ignore[list-item]  # the point of the test


@pytest.mark.parametrize("entity", [KINDS[0], AGENCIES[0], COMPETENCES[0]])
def test_pickle_and_hash(entity: object) -> None:
    again = pickle.loads(pickle.dumps(entity))  # noqa: S301  # our own pickle
    assert again == entity
    assert hash(again) == hash(entity)


def test_fields_of_another_type_are_refused_with_their_place() -> None:
    agency = Agency(id="dic-a", name="Sở TT&TT", kind="DIC", jurisdiction="a")
    with pytest.raises(InvalidText, match=r"^competence: 5 is no Competence"):
        Responsibility(agency=agency, competence=5, asked="a")  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(InvalidText, match=r"^agency: 'dic-a' is no Agency"):
        Responsibility(agency="dic-a", competence=COMPETENCES[0], asked="a")  # type: ignore[arg-type]  # see above
    for one in (AgencyKind, Agency, Competence):
        with pytest.raises(InvalidText, match=r"^source: 'TT 11' is no Source"):
            one(**{**FIELDS[one], "source": "TT 11"})


BODIES = Bodies(places=PLACES, kinds=KINDS, agencies=AGENCIES, competences=COMPETENCES)


def test_without_a_tree_of_sectors() -> None:
    answer = BODIES.answering("dic-a", "2025-03-01", sector="TEL")
    assert [one.agency.id for one in answer] == ["dost-a"]
    assert answer.sector is None
    assert answer.explain("en") == (
        "Sở TT&TT tỉnh A (ended on 1 March 2025), 1 March 2025: Sở KH&CN tỉnh A (lead), by nd."
    )
    assert BODIES.responsible("TEL", "a", "2020-01-01").explain() == (
        "Tỉnh A, 01/01/2020: Sở TT&TT tỉnh A (chủ trì), căn cứ tt; Công an tỉnh A (phối hợp), "
        "chưa biết căn cứ pháp lý."
    )
    named = BODIES.answering(BODIES["dic-a"], "2025-03-01", sector=SECTORS["TEL"])
    assert named.sector is SECTORS["TEL"]
    assert BODIES.answering("mic", "2025-03-01").unknown is Unknown.NO_COMPETENCE


def test_a_place_that_nothing_follows() -> None:
    places = Places([Jurisdiction(id="a", name="A", level="province", type="province", valid="..2025-07-01")])
    bodies = Bodies(places=places, kinds=KINDS, agencies=agencies_of(KINDS, places), competences=COMPETENCES)
    answer = bodies.responsible("TEL", "a", "2025-07-01")
    assert (answer.unknown, tuple(answer)) == (Unknown.NO_SUCCESSOR, ())
    assert "nothing confirms what followed it" in answer.explain("en")
    ended = bodies.answering("dost-a", "2025-07-01")
    assert ended.unknown is Unknown.NO_SUCCESSOR


def test_the_rule_of_a_place_goes_before_the_general_one() -> None:
    own = Competence(
        sector="TEL",
        agency_kind="PPS",
        level="province",
        jurisdiction="a",
        valid="2025-03-01..",
        actual_from="2025-05-01",
    )
    bodies = Bodies(places=PLACES, kinds=KINDS, agencies=AGENCIES, competences=[*COMPETENCES, own])
    (one, *rest) = bodies.responsible("TEL", "a", "2025-03-01")
    assert (one.agency.id, [other.role for other in rest]) == ("pps-a", [Role.SUPPORT])
    assert (one.legal_from, one.actual_from) == (dt.date(2025, 3, 1), dt.date(2025, 5, 1))
    assert [each.agency.id for each in bodies.responsible("TEL", "b", "2025-07-01")] == ["dost-b", "pps-b"]


def test_a_kind_without_an_end_and_a_succession_without_a_basis() -> None:
    places = Places(PLACES.jurisdictions, [attrs.evolve(PLACES.successions[0], basis=None)])
    bodies = Bodies(places=places, kinds=KINDS, agencies=AGENCIES, competences=COMPETENCES)
    assert "(chưa biết căn cứ pháp lý)" in bodies.answering("dost-a", "2025-07-01").explain()
    moved = Competence(sector="TEL", agency_kind="XX", level="province")
    nameless = Bodies(places=PLACES, agencies=AGENCIES, competences=[moved])
    assert nameless.responsible("TEL", "a", "2020-01-01").kinds == ("XX",)


def test_bodies_are_checked() -> None:
    with pytest.raises(DuplicateId, match="'dic-a' stands twice"):
        Bodies(places=PLACES, agencies=[AGENCIES[1], AGENCIES[1]])
    for field in ("kinds", "agencies", "competences"):
        parts: dict[str, Any] = {field: [5]}
        with pytest.raises(InvalidText, match=f"^{field}: 5 is no "):
            Bodies(places=PLACES, **parts)
    answer = BODIES.responsible("TEL", "a", "2020-01-01")
    with pytest.raises(InvalidText, match="no responsibility"):
        attrs.evolve(answer, owners=[5])  # type: ignore[list-item]  # the point of the test
    with pytest.raises(InvalidText, match="no ground"):
        attrs.evolve(answer[0], grounds=[5])  # type: ignore[list-item]  # see above
    with pytest.raises(InvalidEntity, match="without the legal one"):
        Agency(id="x", name="Sở", kind="DIC", jurisdiction="a", actual_from="2008-05-07")
    assert Ground(document="nd").explain() == "nd (chưa rõ hiệu lực ngày đó)"
    assert pickle.loads(pickle.dumps(BODIES)) == BODIES  # noqa: S301  # our own pickle


def test_english_names_and_kinds_only_some_places_have() -> None:
    kinds = (
        AgencyKind(code="DIC", name="Sở TT&TT", name_en="Department of ICT", level="province"),
        AgencyKind(code="EZ", name="Ban Quản lý", level="province", everywhere=False),
        AgencyKind(code="CB", name="Sở", level="province"),
    )
    bodies = Bodies(places=PLACES, kinds=kinds, agencies=agencies_of(kinds, PLACES))
    assert bodies.find("department of ict A").id == "dic-a"
    assert {one.kind for one in bodies.agencies} == {"DIC", "CB"}
    with pytest.raises(NotFound, match="no EZ"):
        bodies.find("Ban Quản lý A")
    assert bodies.find("Sở", place="A").id == "cb-a"
    with pytest.raises(AmbiguousText, match=r"cb-b.*give the day"):
        bodies.find("Sở")


def _led_on(day: str, sectors: Sectors, sector: str) -> list[str]:
    rows = [Competence(sector="NEW", agency_kind="DOST", level="province")]
    bodies = Bodies(
        places=PLACES, kinds=KINDS, agencies=agencies_of(KINDS, PLACES), competences=rows, sectors=sectors
    )
    return [one.agency.id for one in bodies.responsible(sector, "a", day)]


def test_a_sector_that_has_ended_is_answered_for_by_what_followed_it() -> None:
    tree = Sectors(
        [
            Sector(code="GROUP", name="g"),
            Sector(code="OLD", name="o", parent="GROUP", valid="..2020-01-01", successors=["MID"]),
            Sector(code="MID", name="m", valid="2020-01-01..2021-01-01", successors=["NEW"]),
            Sector(code="NEW", name="n"),
        ]
    )
    assert _led_on("2019-12-31", tree, "OLD") == []
    assert _led_on("2020-06-01", tree, "OLD") == []
    assert _led_on("2021-01-01", tree, "OLD") == ["dost-a"]
    assert _led_on("2021-01-01", tree, "GROUP") == ["dost-a"]
    assert _led_on("2025-07-01", tree, "OLD") == ["dost-b"]


def test_sectors_that_followed_each_other_end_the_search() -> None:
    ring = Sectors(
        [
            Sector(code="A", name="a", valid="..2020-01-01", successors=["B"]),
            Sector(code="B", name="b", valid="..2020-01-01", successors=["A", "NEW"]),
            Sector(code="NEW", name="n"),
        ]
    )
    assert _led_on("2021-01-01", ring, "A") == ["dost-a"]
