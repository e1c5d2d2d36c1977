"""Agencies by name, who is responsible through time, and classifications, against the facts."""

from __future__ import annotations

import csv
import datetime as dt
import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from sotttt import catalog
from sotttt.bodies import Answer, Bodies, Responsibility, Role, Unknown, agencies_of
from sotttt.catalog import _loading, administration
from sotttt.errors import AmbiguousText, FaultGroup, InvalidChoice, InvalidDate, NotFound
from sotttt.periods import Span
from sotttt.places import CsvUnits, Jurisdiction, Level, extended
from sotttt.sources import Confidence
from sotttt.text import bare
from tests.catalog.test_place_names import DISTRICTS

DAY = dt.date(2025, 7, 15)
#: What `aliases.csv` keeps apart and the catalog holds as one kind, as `competence.csv` does.
_ONE_KIND = {"DCS": "DCST"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def variants(name: str) -> Iterator[str]:
    """The ways in which people type a name."""
    yield name
    yield unicodedata.normalize("NFD", name)
    yield name.upper()
    yield name.replace("ủy", "uỷ").replace("òa", "oà").replace("óa", "oá")
    for old, new in (("&", " và "), (" và ", " & "), ("-", "/"), (" - ", " – "), ("&", "/")):
        yield name.replace(old, new)
    yield bare(name)


def agency_aliases(facts: Path) -> list[dict[str, str]]:
    kinds = ("agency_type", "body", "ministry", "public_unit")
    return [row for row in rows(facts / "admin" / "aliases.csv") if row["kind"] in kinds]


def test_every_alias_names_its_kind_however_it_is_typed(facts: Path) -> None:
    found = agency_aliases(facts)
    assert len(found) > 90
    for row in found:
        wanted = _ONE_KIND.get(row["code"], row["code"])
        for text in variants(row["alias"]):
            assert catalog.agency_kind(text).code == wanted, text


def test_every_abbreviated_term_is_the_sector_of_its_full_name(facts: Path) -> None:
    found = [row for row in rows(facts / "admin" / "aliases.csv") if row["kind"] == "term"]
    assert len(found) > 20
    for row in found:
        if catalog.term(row["alias"]).sector is None:
            continue
        for text in variants(row["alias"]):
            assert catalog.sector(text) == catalog.sector(row["canonical"]), text


@pytest.mark.parametrize("place", ["Tiền Giang", "tỉnh Tiền Giang", "tien giang", "TIỀN GIANG"])
def test_every_alias_with_a_place_names_its_agency_on_days_when_it_exists(facts: Path, place: str) -> None:
    agencies = {one.id: one for one in catalog.agencies()}
    seen = 0
    for row in agency_aliases(facts):
        kind = catalog.agency_kind(_ONE_KIND.get(row["code"], row["code"]))
        id = kind.code.lower() if kind.level is Level.COUNTRY else f"{kind.code.lower()}-tien-giang"
        if kind.level is Level.DISTRICT or id not in agencies:
            continue
        seen += 1
        day = agencies[id].valid.start or dt.date(2012, 1, 1)
        if kind.level is Level.COUNTRY:
            assert catalog.agency(row["alias"], on=day).id == id
            continue
        for text in (f"{row['alias']} {place}", unicodedata.normalize("NFD", f"{row['alias']} {place}")):
            assert catalog.agency(text, on=day).id == id
        assert catalog.agency(row["alias"], on=day, place=place).id == id
        with pytest.raises(AmbiguousText, match=r"and \d+ more; give the place") as caught:
            catalog.agency(row["alias"], on=dt.date(2012, 1, 1) if kind.code != "DPT" else "2007-06-01")
        assert len(caught.value.candidates) > 3
        assert set(caught.value.candidates) <= agencies.keys()
    assert seen > 60


def test_agencies_in_the_articles() -> None:
    for row in rows(Path(__file__).with_name("article_agencies.csv")):
        for text in variants(row["name"]):
            if row["agency"]:
                assert catalog.agency(text, on=row["date"], place=row["place"]).id == row["agency"], text
            else:
                with pytest.raises(NotFound):
                    catalog.agency(text, on=row["date"], place=row["place"])


@pytest.mark.parametrize(
    ("text", "on", "place", "id"),
    [
        ("UBND thành phố", "2020-01-01", "Đà Nẵng", "pc-da-nang"),
        ("UBND TP", "2020-01-01", "TP.HCM", "pc-ho-chi-minh"),
        ("Sở TT&TT thành phố", "2020-01-01", "Hà Nội", "dic-ha-noi"),
        ("UBND cấp tỉnh", "2020-01-01", "Đà Nẵng", "pc-da-nang"),
        ("UBND tỉnh", "2020-01-01", "Đà Nẵng", "pc-da-nang"),
        ("UBND", "2016-04-01", "Nam Định", "pc-nam-dinh"),
        ("Thanh tra Sở TT&TT Nam Định", "2016-04-01", None, "insp-dic-nam-dinh"),
        ("Bộ BCVT", "2005-01-01", None, "mpt"),
        ("Thủ tướng", "2020-01-01", None, "pm"),
        ("VPCP", "2020-01-01", None, "go"),
    ],
)
def test_a_name_with_the_word_for_the_type_of_its_place(
    text: str, on: str, place: str | None, id: str
) -> None:
    for spelt in variants(text):
        assert catalog.agency(spelt, on=on, place=place).id == id


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("UBND huyện Lý Sơn", None, "536"),
        ("UBND huyện", "Lý Sơn", "536"),
        ("UBND TP Nam Định", None, "356"),
        ("UBND thành phố", "Nam Định", "356"),
        ("UBND cấp huyện", "Nam Định", "356"),
        ("UBND huyện Hải Hậu", None, "366"),
        ("UBND tỉnh Nam Định", None, "36"),
        ("UBND Nam Định", None, "36"),
        ("UBND", "Nam Định", "36"),
    ],
)
def test_people_s_committees_of_districts_in_a_table_of_one_s_own(
    tmp_path: Path, text: str, place: str | None, code: str
) -> None:
    path = tmp_path / "districts.csv"
    path.write_text(DISTRICTS, encoding="utf-8")
    places, kinds = extended(catalog.places(), CsvUnits(path)), catalog.agency_kinds()
    bodies = Bodies(places=places, kinds=kinds, agencies=agencies_of(kinds, places))
    for spelt in variants(text):
        found = bodies.find(spelt, "2021-03-03", place)
        assert places[found.jurisdiction].code("gso") == code


@pytest.mark.parametrize(
    ("text", "on", "place", "error", "match"),
    [
        ("Sở Xyz", None, None, NotFound, "no agency is called"),
        ("Sở TT&TT Xyz", None, None, NotFound, "'xyz' names no place of the level province"),
        ("Sở TT&TT", "2020-01-01", "Xyz", NotFound, "no place is called 'Xyz'"),
        ("UBND huyện Lý Sơn", None, None, NotFound, "names no place"),
        ("UBND huyện", None, None, NotFound, "no agency that is known to have existed"),
        ("Sở TT&TT huyện", None, None, NotFound, "'huyện' names no place of the level province"),
        ("UBND tỉnh Đà Nẵng", "2020-01-01", None, NotFound, "'tỉnh đà nẵng' names no place"),
        ("UBND thành phố", "2016-04-01", "Nam Định", NotFound, "no place is called 'thành phố Nam Định'"),
        ("Sở TT&TT Tiền Giang", "2025-03-01", None, NotFound, "dic-tien-giang is known for 2008-03-31"),
        ("EZMB Hà Nội", None, None, NotFound, "no EZMB"),
        ("Sở KH&CN Đồng Tháp", None, None, AmbiguousText, "dost-dong-thap-2025.*give the day"),
    ],
)
def test_names_that_find_no_agency(
    text: str, on: str | None, place: str | None, error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        catalog.agency(text, on=on, place=place)


def test_kinds_say_whether_all_places_have_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    header = ",".join(administration._KIND)
    text = f"{header}\nX,Sở X,,province,,..,maybe,nam-dinh-2016,x\n"
    (tmp_path / "agency_kinds.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(_loading, "DATA", tmp_path)
    with pytest.raises(FaultGroup) as caught:
        _loading.made_from("agency_kinds.csv", administration._KIND, administration._agency_kind)
    assert "row 2.everywhere: 'maybe' is no answer; expected yes, no" in str(caught.value)


def test_a_very_long_text_is_refused_in_time() -> None:
    start = time.process_time()
    for text in ("Sở ab " * 5_000, "Sở Thông tin và Truyền thông " * 1_500):
        with pytest.raises(NotFound):
            catalog.agency(text)
        assert catalog.named(text) == ()
    assert time.process_time() - start < 20


def test_agencies_by_id_and_without_a_day() -> None:
    assert catalog.agency("dic-tien-giang").id == "dic-tien-giang"
    assert catalog.agency("Sở TT&TT Tiền Giang").id == "dic-tien-giang"
    assert "mic" in catalog.bodies()
    with pytest.raises(NotFound, match="did you mean 'dic-tien-giang'"):
        catalog.bodies()["dic-tien-gian"]


def test_the_department_of_a_province_through_time() -> None:
    names = {
        on: [one.agency.id for one in catalog.responsible("viễn thông", "Tiền Giang", on)]
        for on in ("2006-01-01", "2008-03-30", "2008-03-31", "2025-02-28", "2025-03-01", "2025-07-01")
    }
    assert list(names.values()) == [
        ["dpt-tien-giang"],
        ["dpt-tien-giang"],
        ["dic-tien-giang"],
        ["dic-tien-giang"],
        ["dost-tien-giang"],
        ["dost-dong-thap-2025"],
    ]


def grounds(one: Responsibility) -> list[tuple[str, bool | None]]:
    return [(ground.document, ground.in_force) for ground in one.grounds]


@pytest.mark.parametrize(
    ("on", "agency", "expected"),
    [
        ("2004-06-01", "dci-tien-giang", []),
        ("2010-01-01", "dic-tien-giang", [("nd-13-2008-cp", None), ("ttlt-03-2008-btttt-bnv", None)]),
        ("2025-02-15", "dic-tien-giang", [("tt-11-2022-btttt", True)]),
        ("2025-03-15", "dcst-tien-giang", [("nd-45-2025-cp", True)]),
        (
            "2025-07-15",
            "dcst-dong-thap-2025",
            [("nd-150-2025-cp", True), ("tt-10-2025-bvhttdl", True), ("nq-202-2025-qh15", True)],
        ),
    ],
)
def test_the_legal_basis_is_weighed_on_the_day(
    on: str, agency: str, expected: list[tuple[str, bool | None]]
) -> None:
    (one,) = catalog.responsible("báo chí", "Tiền Giang", on)
    assert (one.agency.id, grounds(one)) == (agency, expected)


def test_a_basis_that_is_not_in_force_is_said_so() -> None:
    (one,) = catalog.responsible("POST", "vn", "2025-03-01")
    assert grounds(one) == [("nq-176-2025-qh15", None), ("nd-55-2025-cp", False)]
    assert "55/2025/NĐ-CP (not in force on that day)" in one.explain("en")


def test_answers_in_words() -> None:
    answer = catalog.responsible("báo chí", "Tiền Giang", DAY)
    assert answer.explain() == (
        "báo chí, Tỉnh Tiền Giang, 15/07/2025: Sở Văn hóa, Thể thao và Du lịch (hoặc Sở Văn hóa và Thể thao) "
        "tỉnh Đồng Tháp (chủ trì), căn cứ 150/2025/NĐ-CP (còn hiệu lực); 10/2025/TT-BVHTTDL (còn hiệu lực); "
        "Tỉnh Tiền Giang được kế thừa từ 01/07/2025 (202/2025/QH15 (còn hiệu lực))."
    )
    assert catalog.responsible("báo chí", "Tiền Giang", "2004-06-01").explain("en") == (
        "press, Tỉnh Tiền Giang, 1 June 2004: Sở Văn hóa - Thông tin tỉnh Tiền Giang (lead), "
        "the legal basis isn't known."
    )
    with pytest.raises(InvalidChoice, match="no language"):
        answer.explain("fr")


def test_legal_and_real_days_are_both_kept() -> None:
    (one,) = catalog.responsible("TEL", "Tiền Giang", "2008-04-15")
    assert (one.legal_from, one.actual_from) == (dt.date(2008, 3, 31), dt.date(2008, 5, 7))
    (one,) = catalog.responsible("AIS", "Quảng Nam", "2025-03-15")
    assert (one.legal_from, one.actual_from) == (dt.date(2025, 3, 1), dt.date(2025, 2, 19))
    assert "by law from 1 March 2025, in fact from 19 February 2025" in one.explain("en")
    (one,) = catalog.responsible("AIS", "Quảng Trị", "2025-03-15")
    assert (one.legal_from, one.actual_from) == (None, None)


def boundary_days(place: Jurisdiction) -> list[dt.date]:
    """Every day of change in a place and the day before, from 2004 on, while it exists."""
    spans = [
        place.valid,
        *(one.valid for one in catalog.competences() if one.jurisdiction in (None, place.id)),
        *(one.valid for one in catalog.agencies() if one.jurisdiction == place.id),
    ]
    ends = {day for span in spans for day in (span.start, span.end) if day is not None}
    days = ends | {day - dt.timedelta(days=1) for day in ends}
    known = Span.parse("2004-01-01..2027-01-01")
    return sorted(day for day in days if place.valid.contains(day) and known.contains(day))


def check(answer: Answer) -> None:
    """Owners with a lead, or the reason why nobody is known; several leads only for what was divided."""
    assert bool(answer) is (answer.unknown is None)
    assert len(answer.owners) == len({(one.agency.id, one.competence) for one in answer})
    for one in answer:
        assert one.competence is not None
        assert one.agency.valid.contains(answer.on)
        assert one.competence.valid.contains(answer.on)
    if answer:
        assert answer[0].role is Role.LEAD
    if answer.several:
        tree = catalog.sectors()
        assert answer.sector is not None
        below = (answer.sector, *tree.descendants(answer.sector.code))
        asked = {code for sector in below for code in (sector.code, *sector.successors)}
        assert len({one.competence.sector for one in answer if one.competence}) > 1
        assert {one.competence.sector for one in answer if one.competence} <= asked


def test_every_sector_has_one_owner_on_every_day_of_change_or_says_why_not() -> None:
    bodies = catalog.bodies()
    seen: set[dt.date] = set()
    known = 0
    for place in (*catalog.jurisdictions()[::4], catalog.places()["vn"]):
        days = boundary_days(place)
        seen.update(days)
        for day in days:
            for sector in catalog.sectors():
                answer = bodies.responsible(sector, place, day)
                check(answer)
                known += bool(answer)
    assert len(seen) > 50
    assert known > 2_500


def test_an_ended_sector_is_answered_for_by_what_followed_it() -> None:
    for on, sector in (("2026-06-30", "AIS"), ("2026-07-01", "CYB")):
        for place, agency in (("Vĩnh Phúc", "pps-phu-tho-2025"), ("Việt Nam", "mps")):
            (one,) = catalog.responsible("an toàn thông tin", place, on)
            assert one.competence is not None
            assert (one.agency.id, one.competence.sector) == (agency, sector)
        kinds = {one.kind for one in catalog.responsible("ICT", "Vĩnh Phúc", on).leads}
        assert kinds == {"DOST", "PPS", "DCST"}
        ids = [one.agency.id for one in catalog.answering("dic-tien-giang", on)]
        assert "pps-dong-thap-2025" in ids


def test_cyber_security_where_the_day_of_its_unit_is_known() -> None:
    known = (("Thừa Thiên Huế", "2020-12-01"), ("Bình Dương", "2021-09-17"), ("Tiền Giang", "2022-01-01"))
    for place, day in known:
        before = dt.date.fromisoformat(day) - dt.timedelta(days=1)
        assert catalog.responsible("an ninh mạng", place, before).unknown is Unknown.NO_COMPETENCE
        assert [one.agency.kind for one in catalog.responsible("an ninh mạng", place, day)] == ["PPS"]


def test_what_the_articles_name_is_led_by_the_department_on_their_day(facts: Path) -> None:
    days = {
        "TienGiang2019": ("tien-giang", "2019-08-28"),
        "QuangTri2023": ("quang-tri", "2023-07-01"),
        "VinhPhuc2020": ("vinh-phuc", "2020-10-04"),
        "QuangNgai2021": ("quang-ngai", "2021-03-03"),
    }
    seen = 0
    for row in rows(facts / "admin" / "sectors.csv"):
        if row["code"] in {"CYB", "INSP"} or row["code"].startswith("PROG"):
            continue  # those of the police, of the inspectorate and of programmes
        for article, (place, day) in days.items():
            if article in row["aliases_in_seeds"] and (row["code"], article) != ("GRASS", "TienGiang2019"):
                seen += 1
                kinds = {one.agency.kind for one in catalog.responsible(row["code"], place, day)}
                assert kinds == {"DIC"}, (row["code"], article)
    assert seen > 40


def test_every_ended_province_is_answered_for_today() -> None:
    for place in catalog.jurisdictions():
        for sector in ("TEL", "PRESS", "CYB"):
            answer = catalog.bodies().responsible(sector, place, max(DAY, place.valid.start or DAY))
            assert answer.leads, (place.id, sector)


def test_why_nobody_is_known() -> None:
    asked = {
        ("TEL", "Quảng Trị", "2008-06-01"): Unknown.NO_AGENCY,
        ("nông thôn mới", "Nam Định", "2024-01-01"): Unknown.NO_COMPETENCE,
    }
    for (sector, place, on), reason in asked.items():
        answer = catalog.responsible(sector, place, on)
        assert (len(answer), answer.unknown) == (0, reason)
        assert "not known" in answer.explain("en")
        assert "chưa biết" in answer.explain()
    assert (
        "; Sở Thông tin và Truyền thông)" in catalog.responsible("TEL", "Quảng Trị", "2008-06-01").explain()
    )


def test_who_answers_for_an_agency_that_has_ended() -> None:
    ids = [one.agency.id for one in catalog.answering("dic-tien-giang", DAY)]
    assert set(ids) == {"dost-dong-thap-2025", "dcst-dong-thap-2025", "pps-dong-thap-2025"}
    one = catalog.answering("Sở TT&TT Tiền Giang", DAY, sector="báo chí")
    assert [each.agency.id for each in one] == ["dcst-dong-thap-2025"]
    assert one.explain("en").startswith(
        "Sở Thông tin và Truyền thông tỉnh Tiền Giang (ended on 1 March 2025), 15 July 2025: "
    )
    same = catalog.answering("UBND tỉnh Tiền Giang", DAY)
    assert [(each.agency.id, each.competence, each.basis) for each in same] == [
        ("pc-dong-thap-2025", None, ("nq-202-2025-qh15",))
    ]
    itself = catalog.answering("dic-tien-giang", "2024-01-01")
    assert [each.agency.id for each in itself] == ["dic-tien-giang"]
    assert itself.explain("en") == (
        "Sở Thông tin và Truyền thông tỉnh Tiền Giang, 1 January 2024: "
        "Sở Thông tin và Truyền thông tỉnh Tiền Giang; by law from 31 March 2008, in fact from 7 May 2008."
    )
    with pytest.raises(InvalidDate, match="begins on 2008-03-31"):
        catalog.answering("dic-tien-giang", "2007-01-01")
    assert catalog.answering("ictc-vinh-phuc", DAY).unknown is Unknown.NO_COMPETENCE
    assert catalog.answering("dpt-hau-giang", "2008-06-01").unknown is Unknown.NO_AGENCY


def test_every_ended_agency_that_led_is_answered_for() -> None:
    led = {one.agency_kind for one in catalog.competences() if one.role is Role.LEAD}
    for agency in catalog.agencies():
        if agency.kind in led and agency.valid.end is not None and agency.valid.end <= DAY:
            assert catalog.bodies().answering(agency, DAY).owners, agency.id


def test_every_alias_of_a_sector_in_the_articles_resolves(facts: Path) -> None:
    for row in rows(facts / "admin" / "sectors.csv"):
        aliases = re.findall(r"([^;\[\]]+) \[", row["aliases_in_seeds"])
        for alias in aliases:
            for text in variants(alias.strip()):
                assert catalog.sector(text).code == row["code"], text


def test_default_answers_hold_no_unconfirmed_row(facts: Path) -> None:
    recalled = [row for row in rows(facts / "admin" / "competence.csv") if row["confidence"] == "recalled"]
    carried = [one for one in catalog.competences() if one.source and one.source.confidence == "unverified"]
    assert {(row["sector"], row["agency_type"]) for row in recalled} == {
        (one.sector, one.agency_kind) for one in carried
    }
    assert len(catalog.bodies().competences) == len(catalog.competences()) - len(carried) > 0
    assert not set(carried) & set(catalog.bodies().competences)


def test_only_verified_agency_codes_are_in_the_catalog(facts: Path) -> None:
    listed = rows(facts / "admin" / "agency_codes.csv")
    sure = {row["code"] for row in listed if row["status"] == "verified" and row["code"].startswith("H")}
    unsure = {row["likely_code"] for row in listed if row["status"] == "likely_unverified"} - sure
    codes = {code.value for unit in catalog.jurisdictions() for code in unit.codes if code.system == "agency"}
    assert codes <= sure
    assert not codes & unsure


def test_classifications(facts: Path) -> None:
    everything = catalog.classifications(least=Confidence.UNVERIFIED)
    columns = {
        "vsic_2018": "vsic-2018",
        "isic_rev4": "isic-4",
        "vsic_2025_isic_rev5": "vsic-2025",
        "cofog": "cofog",
        "itu_or_other_domain": "domain",
    }
    for row in rows(facts / "admin" / "sectors.csv"):
        for column, system in columns.items():
            split = r";" if system == "domain" else r"[;,]"
            wanted = {code.strip() for code in re.split(split, row[column]) if code.strip()}
            held = {one.code for one in everything if (one.sector, one.system) == (row["code"], system)}
            assert held == wanted
    assert {(one.sector, one.system.value, one.code) for one in catalog.classifications()} == {
        ("ICT", "isic-4", "J"),
        ("POST", "cofog", "04.6.0"),
        ("TEL", "isic-4", "61"),
        ("TEL", "cofog", "04.6.0"),
        ("FREQ", "cofog", "04.6.0"),
        ("BCAST", "isic-4", "60"),
        ("EXT", "cofog", "01.1.3"),
    }
    likely = catalog.classifications(least="likely")
    assert len(catalog.classifications()) < len(likely) < len(everything)
    assert catalog.classifications("chính quyền số") == ()
