"""Places, sectors and bodies of the catalog, against what the sources say."""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from sotttt import catalog
from sotttt.catalog import _loading, administration
from sotttt.errors import (
    AmbiguousText,
    FaultGroup,
    InvalidCode,
    InvalidDate,
    InvalidEntity,
    MissingField,
    NotFound,
)
from sotttt.places import Level, SuccessionKind
from sotttt.sectors import NameIndex
from sotttt.sources import Confidence

MERGER = dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("day", "count", "cities"),
    [
        ("2004-01-01", 64, 5),
        ("2008-07-31", 64, 5),
        ("2008-08-01", 63, 5),
        ("2024-12-31", 63, 5),
        ("2025-01-01", 63, 6),
        ("2025-06-30", 63, 6),
        ("2025-07-01", 34, 6),
        ("2026-04-29", 34, 6),
        ("2026-04-30", 34, 7),
        ("2026-09-01", 34, 8),
        ("2026-09-20", 34, 9),
    ],
)
def test_how_many_units_there_are(day: str, count: int, cities: int) -> None:
    units = catalog.jurisdictions(on=day)
    assert len(units) == count
    assert sum(unit.type == "municipality" for unit in units) == cities
    assert len({unit.name for unit in units}) == count


def test_all_levels_and_days() -> None:
    assert [unit.id for unit in catalog.jurisdictions(on=MERGER, level="country")] == ["vn"]
    assert len(catalog.jurisdictions(on=MERGER, level=None)) == 35
    assert len(catalog.jurisdictions(level=None)) == len(catalog.places()) == len(catalog.jurisdictions()) + 1


def test_before_2004_the_set_is_not_known() -> None:
    with pytest.raises(NotFound, match="from 2004-01-01 on"):
        catalog.jurisdictions(on="2003-12-31")
    with pytest.raises(InvalidDate):
        catalog.jurisdictions(on="2025")


def test_the_units_are_those_of_the_facts(facts: Path) -> None:
    with (facts / "admin" / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["unit_id"]: row for row in csv.DictReader(lines)}
    units = {unit.id: unit for unit in catalog.jurisdictions()}
    assert units.keys() == rows.keys()
    for name, row in rows.items():
        unit = units[name]
        assert (unit.name, unit.full_name, unit.type) == (
            row["name_vi"],
            row["full_name_vi"],
            row["type_code"],
        )
        assert str(unit.valid) == f"{row['valid_from']}..{row['valid_to']}"
        assert unit.code("gso") == (row["gso_code"] or None)
        sure = row["agency_code_status"] == "verified"
        assert unit.code("agency") == (row["agency_code_h"] if sure else None)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("15", "Yên Bái", "Lào Cai"),
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"),
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("91", "Kiên Giang", "An Giang"),
    ],
)
def test_seven_codes_changed_their_name(code: str, before: str, after: str) -> None:
    assert catalog.jurisdiction(code, on=dt.date(2025, 6, 30)).name == before
    assert catalog.jurisdiction(code, on=MERGER).name == after
    with pytest.raises(AmbiguousText):
        catalog.jurisdiction(code)


def test_every_name_finds_its_unit_on_every_day_of_change() -> None:
    days = {unit.valid.start for unit in catalog.jurisdictions() if unit.valid.start is not None}
    for day in days:
        for unit in catalog.jurisdictions(on=day):
            plain = unicodedata.normalize("NFD", unit.full_name.upper())
            texts = [unit.name, unit.full_name, plain, unit.name_en or "", *unit.aliases]
            texts += [code.value for code in unit.codes if code.valid.contains(day)]
            for text in texts:
                assert catalog.jurisdiction(text, on=day) is unit, (text, day)


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("Tiền Giang", None, "tien-giang"),
        ("Tien Giang", "2019-08-28", "tien-giang"),
        ("tỉnh Quảng Trị", "2024-09-15", "quang-tri"),
        ("Vĩnh Phúc", "2020-10-04", "vinh-phuc"),
        ("Quảng Ngãi", "2021-03-03", "quang-ngai"),
        ("Nam Định", "2016-04-01", "nam-dinh"),
        ("Đồng Tháp", "2025-07-01", "dong-thap-2025"),
        ("Khánh Hoà", "2020-01-01", "khanh-hoa"),
        ("TP.HCM", "2020-01-01", "ho-chi-minh"),
        ("Đắc Lắc", "2003-06-01", "dak-lak-pre2004"),
        ("cả nước", None, "vn"),
        ("Huế", None, "hue-2025"),
    ],
)
def test_names(text: str, on: str | None, expected: str) -> None:
    assert catalog.jurisdiction(text, on=on).id == expected


@pytest.mark.parametrize(
    ("text", "on", "error", "match"),
    [
        ("Tiền Giang", "2025-07-01", NotFound, "followed by Tỉnh Đồng Tháp"),
        ("Huế", "2024-06-01", NotFound, "after Tỉnh Thừa Thiên Huế"),
        ("Hà Tây", "2010-01-01", NotFound, "followed by Thành phố Hà Nội"),
        ("Đồng Tháp", None, AmbiguousText, "dong-thap-2025"),
        ("4", "2020-01-01", InvalidCode, "'04'"),
        ("Tiền Gang", None, NotFound, "Tiền Giang"),
    ],
)
def test_names_that_find_nothing_alone(text: str, on: str | None, error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        catalog.jurisdiction(text, on=on)


def test_successions_agree_with_the_facts(facts: Path) -> None:
    with (facts / "admin" / "successions.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["predecessor_id"] != row["successor_id"]]
    pairs = {(row["predecessor_id"], row["successor_id"], row["effective_date"]) for row in rows}
    steps = catalog.successions(confidence="unverified")
    assert {(step.predecessor, step.successor, str(step.effective)) for step in steps} == pairs
    assert all(step.basis in catalog.register() for step in steps)


def test_what_is_unconfirmed_stays_out_of_answers(facts: Path) -> None:
    with (facts / "admin" / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        unsure = {
            row["unit_id"]: row["agency_code_h"]
            for row in csv.DictReader(lines)
            if row["agency_code_status"] == "likely_unverified"
        }
    assert len(unsure) == 62
    everything = catalog.places(confidence="unverified")
    for id, code in unsure.items():
        assert everything[id].code("agency", confidence="unverified") == code
        assert everything[id].code("agency") is None
        assert "unverified" not in {str(one.confidence) for one in catalog.places()[id].codes}
        (start, *_) = (unit.valid.start for unit in everything if unit.id == id)
        with pytest.raises(NotFound, match=f"no place is called '{code}'"):
            catalog.jurisdiction(code, on=start)
        assert catalog.jurisdiction(code, on=start, confidence="unverified").id == id
    known = {unit.id: unit for unit in catalog.jurisdictions(confidence="confirmed")}
    assert known["ha-noi"].name == "Hà Nội"


def test_less_sure_rows_are_left_out_of_the_places() -> None:
    for least in Confidence:
        for step in catalog.successions(confidence=least):
            assert step.source is not None
            assert step.source.confidence.reaches(least)
    confirmed, likely = (set(catalog.successions(confidence=least)) for least in ("confirmed", "likely"))
    assert confirmed < likely
    transfers = {step.predecessor for step in likely if step.kind is SuccessionKind.TRANSFER}
    assert transfers == {"lao-cai", "vinh-phuc", "hoa-binh"}


def test_all_five_provinces_have_merged() -> None:
    answers = {
        id: [chain[-1].successor for chain in catalog.places().answering(id, MERGER)]
        for id in ("tien-giang", "quang-tri", "vinh-phuc", "quang-ngai", "nam-dinh")
    }
    assert answers == {
        "tien-giang": ["dong-thap-2025"],
        "quang-tri": ["quang-tri-2025"],
        "vinh-phuc": ["phu-tho-2025"],
        "quang-ngai": ["quang-ngai-2025"],
        "nam-dinh": ["ninh-binh-2025"],
    }


def test_every_ended_unit_is_answered_for_by_one_that_exists() -> None:
    day = dt.date(2026, 12, 31)
    for unit in catalog.jurisdictions():
        chains = catalog.places().answering(unit.id, day)
        assert chains
        for chain in chains:
            last = chain[-1].successor if chain else unit.id
            assert catalog.places()[last].valid.contains(day)
            assert all(step.kind is not SuccessionKind.TRANSFER for step in chain)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ứng dụng CNTT", "DX"),
        ("bưu chính", "POST"),
        ("viễn thông", "TEL"),
        ("an toàn an ninh mạng", "AIS"),
        ("an toàn, an ninh mạng", "AIS"),
        ("công nghiệp ICT", "ITI"),
        ("báo chí/thông tin tuyên truyền", "MEDIA"),
        ("báo chí", "PRESS"),
        ("xuất bản", "PUB"),
        ("truyền thanh cơ sở", "GRASS"),
        ("tần số/phát thanh truyền hình", "BCAST"),
        ("thanh tra", "INSP"),
        ("tổ chức bộ máy", "ORG"),
        ("chung (liên lĩnh vực)", "ICT"),
        ("TT và TT", "ICT"),
        ("e-government", "EGOV"),
        ("cong nghe thong tin", "DX"),
    ],
)
def test_sectors_by_name(text: str, code: str) -> None:
    assert catalog.sector(text).code == code


def test_every_sector_of_the_facts_and_of_the_articles_is_there(facts: Path) -> None:
    with (facts / "admin" / "sectors.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        sector = catalog.sectors()[row["code"]]
        assert (sector.name, sector.parent or "") == (row["name_vi"], row["parent"])
        for alias in filter(None, row["aliases"].split(";")):
            assert catalog.sector(alias) is sector
    with (facts / "seeds" / "seed_facts.csv").open(encoding="utf-8", newline="") as lines:
        for name in {row["sector"] for row in csv.DictReader(lines)}:
            assert catalog.sector(name) in tuple(catalog.sectors())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sở TT-TT", "DIC"),
        ("Sở TT&TT", "DIC"),
        ("Sở TT và TT", "DIC"),
        ("STTTT", "DIC"),
        ("Sở BCVT", "DPT"),
        ("Sở KH&CN", "DOST"),
        ("Sở VHTTDL", "DCST"),
        ("Công an tỉnh", "PPS"),
        ("Bộ TT-TT", "MIC"),
        ("UBND", "PC"),
        ("Tỉnh uỷ", "PPARTY"),
        ("MIC", "MIC"),
    ],
)
def test_kinds_of_agencies_by_name(text: str, code: str) -> None:
    assert catalog.agency_kind(text).code == code


def test_kinds_of_agencies_that_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFound, match="no kind of agency"):
        catalog.agency_kind("Sở Xyz")
    first, second = catalog.agency_kinds()[:2]
    monkeypatch.setattr(administration, "_kind_names", lambda: NameIndex([("Sở", first), ("Sở", second)]))
    with pytest.raises(AmbiguousText, match=r"GDPT .*, MPT"):
        catalog.agency_kind("Sở")


def names(sector: str, place: str, on: str) -> list[str]:
    return [one.agency.name for one in catalog.responsible(sector, place, on)]


@pytest.mark.parametrize(
    ("on", "name", "basis"),
    [
        ("2004-06-01", "Sở Văn hóa - Thông tin tỉnh Tiền Giang", ()),
        (
            "2010-01-01",
            "Sở Thông tin và Truyền thông tỉnh Tiền Giang",
            ("nd-13-2008-cp", "ttlt-03-2008-btttt-bnv"),
        ),
        ("2019-08-28", "Sở Thông tin và Truyền thông tỉnh Tiền Giang", ("ttlt-06-2016-btttt-bnv",)),
        ("2025-02-15", "Sở Thông tin và Truyền thông tỉnh Tiền Giang", ("tt-11-2022-btttt",)),
    ],
)
def test_who_is_responsible_for_the_press(on: str, name: str, basis: tuple[str, ...]) -> None:
    (one,) = catalog.responsible("báo chí", "Tiền Giang", on)
    assert (one.agency.name, one.basis, one.through) == (name, basis, ())


def test_who_is_responsible_for_the_press_after_the_reform() -> None:
    (one,) = catalog.responsible("báo chí", "Tiền Giang", "2025-03-15")
    assert (one.agency.id, one.basis) == ("dcst-tien-giang", ("nd-45-2025-cp",))
    (one,) = catalog.responsible("báo chí", "Tiền Giang", "2025-07-15")
    assert one.agency.id == "dcst-dong-thap-2025"
    assert [(step.predecessor, step.successor) for step in one.through] == [("tien-giang", "dong-thap-2025")]
    assert one.basis == ("nd-150-2025-cp", "tt-10-2025-bvhttdl", "nq-202-2025-qh15")


def test_in_2008_it_depends_on_the_province() -> None:
    assert names("viễn thông", "Quảng Trị", "2008-06-01") == []
    assert names("viễn thông", "Tiền Giang", "2008-06-01") == ["Sở Thông tin và Truyền thông tỉnh Tiền Giang"]
    assert names("viễn thông", "Bình Dương", "2008-03-13") == []
    assert names("viễn thông", "Bình Dương", "2008-03-14") == ["Sở Thông tin và Truyền thông tỉnh Bình Dương"]
    assert names("viễn thông", "Sóc Trăng", "2008-03-31") == ["Sở Bưu chính, Viễn thông tỉnh Sóc Trăng"]


def test_three_owners_follow_one() -> None:
    before = {one.agency.kind for one in catalog.responsible("ICT", "Quảng Trị", "2025-02-28")}
    after = {one.agency.kind for one in catalog.responsible("ICT", "Quảng Trị", "2025-03-01")}
    assert (before, after) == ({"DIC"}, {"DOST", "DCST", "PPS"})


def test_ministries_and_parts_of_sectors() -> None:
    assert names("EGOV", "Việt Nam", "2020-01-01") == ["Bộ Thông tin và Truyền thông"]
    assert names("hạ tầng số", "Nam Định", "2024-01-01") == ["Sở Thông tin và Truyền thông tỉnh Nam Định"]
    assert names("nông thôn mới", "Nam Định", "2024-01-01") == []


def test_by_id_after_the_end_of_the_place() -> None:
    assert [one.agency.id for one in catalog.responsible("TEL", "nam-dinh", "2025-07-15")] == [
        "dost-ninh-binh-2025"
    ]
    assert [one.agency.id for one in catalog.responsible("TEL", "Thừa Thiên Huế", "2025-02-01")] == [
        "dic-hue-2025"
    ]


@pytest.mark.parametrize(
    ("sector", "place", "on"),
    [("TEL", "Xyz", "2020-01-01"), ("Xyz", "Nam Định", "2020-01-01"), ("TEL", "Huế", "2020-01-01")],
)
def test_questions_without_sense(sector: str, place: str, on: str) -> None:
    with pytest.raises(NotFound):
        catalog.responsible(sector, place, on)


def test_every_basis_is_a_document_of_the_catalog() -> None:
    for competence in catalog.competences():
        for id in competence.basis:
            document = catalog.register()[id]
            start = competence.valid.start
            assert document.number is not None
            issued = document.issued.year if document.issued else document.number.year
            assert start is not None
            assert issued is not None
            assert issued <= start.year


def test_competences_of_one_sector_and_kind_do_not_overlap() -> None:
    seen: dict[tuple[str, str, str | None], list[tuple[dt.date, dt.date]]] = {}
    for one in catalog.competences():
        span = (one.valid.start or dt.date.min, one.valid.end or dt.date.max)
        seen.setdefault((one.sector, one.agency_kind, one.jurisdiction), []).append(span)
    for spans in seen.values():
        ordered = sorted(spans)
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(ordered))


def test_everything_says_where_it_stands() -> None:
    rows = (
        *catalog.places(),
        *catalog.successions(),
        *catalog.sectors(),
        *catalog.agency_kinds(),
        *catalog.agencies(),
        *catalog.competences(),
    )
    for row in rows:
        assert row.source is not None
        assert row.source.locator


def test_sources() -> None:
    assert catalog.source("nam-dinh-2016").publisher == "Báo Nam Định"
    assert catalog.sources()["quang-tri-2024"].published is not None
    with pytest.raises(NotFound, match="did you mean 'nam-dinh-2016'"):
        catalog.source("nam-dinh-2017")
    with pytest.raises(TypeError):
        catalog.sources()["x"] = catalog.source("nam-dinh-2016")  # type: ignore[index]  # the point of the test


def data(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(_loading, "DATA", folder)


def test_a_row_without_a_source_names_file_and_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    header = "kind,jurisdiction,valid,actual_from,basis,source,locator"
    text = f"{header}\nDIC,nam-dinh,..,,,nam-dinh-2016,ND-001\nDIC,nam-dinh,..,,,,\n"
    data(monkeypatch, tmp_path, "agencies.csv", text)
    with pytest.raises(FaultGroup) as caught:
        _loading.made_from("agencies.csv", administration._AGENCY, administration._agency)
    assert str(caught.value).startswith("agencies.csv: 1 fault\n  row 3.source: no source")
    assert isinstance(caught.value.faults[0], MissingField)


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("TEL,DIC,country,lead,..,,,,,nam-dinh-2016,x", InvalidEntity),
        ("TELE,DIC,province,lead,..,,,,,nam-dinh-2016,x", NotFound),
        ("TEL,DICK,province,lead,..,,,,,nam-dinh-2016,x", NotFound),
        ("TEL,DIC,province,lead,..,,vn,,,nam-dinh-2016,x", InvalidEntity),
    ],
)
def test_competences_are_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, row: str, error: type[Exception]
) -> None:
    data(monkeypatch, tmp_path, "competences.csv", f"{','.join(administration._COMPETENCE)}\n{row}\n")
    with pytest.raises(FaultGroup) as caught:
        _loading.made_from("competences.csv", administration._COMPETENCE, administration._competence)
    assert isinstance(caught.value.faults[0], error)


def test_confidence_is_kept() -> None:
    assert catalog.places()["quang-ninh-2026"].source is not None
    confidences = {unit.source.confidence for unit in catalog.jurisdictions() if unit.source is not None}
    assert confidences == {Confidence.CONFIRMED, Confidence.LIKELY}
    assert {unit.level for unit in catalog.places()} == {Level.COUNTRY, Level.PROVINCE}
