"""Names of places as people write them: each finds its unit, or is answered with the candidates."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt import catalog
from sotttt.catalog import _regions
from sotttt.errors import AmbiguousText, InvalidEntity, NotFound
from sotttt.places import CsvUnits, Jurisdiction, Places, extended
from tests.catalog.spellings import SPELLINGS

#: The units that the five articles name, each on the article's day.
IN_ARTICLES = (
    ("Tiền Giang", "2019-08-28", "tien-giang"),
    ("tỉnh Tiền Giang", "2019-08-28", "tien-giang"),
    ("Việt Nam", "2019-08-28", "vn"),
    ("cả nước", "2019-08-28", "vn"),
    ("toàn quốc", "2019-08-28", "vn"),
    ("Quảng Trị", "2024-09-15", "quang-tri"),
    ("tỉnh Quảng Trị", "2023-07-01", "quang-tri"),
    ("Vĩnh Phúc", "2020-10-04", "vinh-phuc"),
    ("tỉnh Vĩnh Phúc", "2020-10-04", "vinh-phuc"),
    ("Quảng Ngãi", "2021-03-03", "quang-ngai"),
    ("tỉnh Quảng Ngãi", "2021-03-03", "quang-ngai"),
    ("Nam Định", "2016-04-01", "nam-dinh"),
    ("tỉnh Nam Định", "2016-04-01", "nam-dinh"),
    ("Thành phố Hồ Chí Minh", "2016-04-01", "ho-chi-minh"),
)
#: The districts among them, in a table such as a user brings.
DISTRICTS = """\
code,name,type,province,valid_from,valid_to
356,Thành phố Nam Định,thành phố,36,2004-01-01,2025-07-01
366,Huyện Hải Hậu,huyện,36,2004-01-01,2025-07-01
536,Huyện Lý Sơn,huyện,51,2004-01-01,2025-07-01
498,Huyện Hoàng Sa,huyện,48,2004-01-01,2025-07-01
576,Huyện Trường Sa,huyện,56,2004-01-01,2025-07-01
"""
DISTRICTS_IN_ARTICLES = (
    ("huyện Lý Sơn", "2021-03-03", "536"),
    ("TP Nam Định", "2016-04-01", "356"),
    ("Thành phố Nam Định", "2016-04-01", "356"),
    ("huyện Hải Hậu", "2016-04-01", "366"),
    ("Hoàng Sa", "2016-04-01", "498"),
    ("Trường Sa", "2016-04-01", "576"),
)


@pytest.mark.parametrize(("name", "day", "id"), IN_ARTICLES)
def test_the_names_in_the_articles(name: str, day: str, id: str) -> None:
    for spell in SPELLINGS:
        assert catalog.jurisdiction(spell(name), on=day).id == id


@pytest.fixture(scope="module")
def with_districts(tmp_path_factory: pytest.TempPathFactory) -> Places:
    path = tmp_path_factory.mktemp("districts") / "districts.csv"
    path.write_text(DISTRICTS, encoding="utf-8")
    return extended(catalog.places(), CsvUnits(path))


@pytest.mark.parametrize(("name", "day", "code"), DISTRICTS_IN_ARTICLES)
def test_the_districts_in_the_articles(with_districts: Places, name: str, day: str, code: str) -> None:
    for spell in SPELLINGS:
        assert with_districts.find(spell(name), day).code("gso") == code


@pytest.mark.parametrize(("name", "day", "id"), IN_ARTICLES)
def test_districts_don_t_hide_the_provinces(with_districts: Places, name: str, day: str, id: str) -> None:
    assert with_districts.find(name, day).id == id


def test_a_city_of_a_province_is_not_the_province() -> None:
    with pytest.raises(NotFound):
        catalog.jurisdiction("Thành phố Nam Định", on="2016-04-01")


def _facts(folder: Path) -> list[tuple[str, list[str], dt.date]]:
    """Ids of the 95 units, all that they are called, and a day on which each exists."""
    found = []
    with (folder / "admin" / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            start, end = row["valid_from"], row["valid_to"]
            day = dt.date.fromisoformat(start) if start else dt.date.fromisoformat(end) - dt.timedelta(days=1)
            aliases = [alias.split(" (")[0] for alias in row["aliases"].split(";") if alias]
            names = [row["name_vi"], row["full_name_vi"], row["name_ascii"], row["slug"], *aliases]
            found.append((row["unit_id"], names, day))
    return found


def test_every_name_and_alias_of_the_facts_in_every_spelling(facts: Path) -> None:
    rows = _facts(facts)
    assert len(rows) == 95
    for id, names, day in rows:
        for name in names:
            for spell in SPELLINGS:
                text = spell(name)
                assert catalog.jurisdiction(text, on=day).id == id, text
                assert id in [place.id for place in catalog.places().named(text)], text


@given(unit=st.sampled_from(catalog.jurisdictions()), spell=st.sampled_from(SPELLINGS), full=st.booleans())
def test_a_name_without_its_day_is_the_unit_or_names_the_candidates(
    unit: Jurisdiction, spell: Callable[[str], str], *, full: bool
) -> None:
    text = spell(unit.full_name if full else unit.name)
    bearers = catalog.places().named(text)
    assert unit in bearers
    if len(bearers) == 1:
        assert catalog.jurisdiction(text) is unit
        return
    with pytest.raises(AmbiguousText) as caught:
        catalog.jurisdiction(text)
    assert caught.value.candidates == tuple(place.id for place in bearers)
    assert all(place.id in str(caught.value) for place in bearers)


@pytest.mark.parametrize("code", ["gso", "agency", "iso-3166-2"])
def test_codes_find_their_unit_on_its_days(code: str) -> None:
    for day in (dt.date(2004, 1, 1), dt.date(2008, 8, 1), dt.date(2025, 6, 30), dt.date(2025, 7, 1)):
        for unit in catalog.jurisdictions(on=day):
            value = unit.code(code, day)
            if value is not None:
                assert catalog.jurisdiction(value, on=day) is unit


@pytest.mark.parametrize(
    ("text", "on", "id"),
    [
        ("T. Tiền Giang", "2020-01-01", "tien-giang"),
        ("T.Tiền Giang", "2020-01-01", "tien-giang"),
        ("Tỉnh Đắc Lắc", "2020-01-01", "dak-lak"),
        ("TP Sài Gòn", "2020-01-01", "ho-chi-minh"),
        ("Ho Chi Minh City", "2020-01-01", "ho-chi-minh"),
        ("Tien Giang Province", "2020-01-01", "tien-giang"),
        ("TP.HCM", "2025-07-01", "ho-chi-minh-2025"),
        ("TT-Huế", "2020-01-01", "thua-thien-hue"),
        ("TTHuế", "2020-01-01", "thua-thien-hue"),
        ("T.P Hồ Chí Minh", "2020-01-01", "ho-chi-minh"),
        ("Saigon", "2020-01-01", "ho-chi-minh"),
        ("Hanoi", "2020-01-01", "ha-noi"),
        ("thành phố ĐàNẵng", "2020-01-01", "da-nang"),
        ("DakLak", "2020-01-01", "dak-lak"),
        ("VN46", "2020-01-01", "tien-giang"),
        ("28", "2004-06-01", "ha-tay"),
        ("Thành phố Đồng Nai", "2026-05-01", "dong-nai-2026"),
    ],
)
def test_more_ways_to_write_a_name(text: str, on: str, id: str) -> None:
    assert catalog.jurisdiction(text, on=on).id == id


def test_a_wrong_word_for_the_type_finds_nothing() -> None:
    with pytest.raises(NotFound):
        catalog.jurisdiction("tỉnh Đà Nẵng", on="2020-01-01")
    with pytest.raises(NotFound, match="begins on 2026-04-30"):
        catalog.jurisdiction("thành phố Đồng Nai", on="2026-04-29")


def test_regions_are_those_of_the_facts(facts: Path) -> None:
    with (facts / "admin" / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for field, day in (("region_2023_vi", "2025-06-30"), ("region_2025_vi", "2026-12-31")):
        wanted = {row["unit_id"]: row[field] for row in rows if row[field]}
        for unit in catalog.jurisdictions(on=day):
            found = catalog.region(unit.id, on=day)
            assert found is not None
            assert found.name == wanted[unit.id]
    assert [len(catalog.regions(on=day)) for day in ("2023-01-08", "2023-01-09", "2025-07-01")] == [0, 6, 6]
    assert len(catalog.regions()) == 12


def test_every_province_lies_in_one_region() -> None:
    for day in ("2023-01-09", "2025-01-01", "2025-06-30", "2025-07-01", "2026-12-31"):
        members = [id for region in catalog.regions(on=day) for id in region.members]
        units = [unit.id for unit in catalog.jurisdictions(on=day)]
        assert sorted(id for id in members if id in units) == sorted(units)
    assert catalog.region("Tiền Giang", on="2020-01-01") is None


def test_a_member_exists_while_its_region_does() -> None:
    row = {
        "id": "x",
        "name": "X",
        "name_en": "",
        "valid": "2025-07-01..",
        "members": "tien-giang",
        "source": "nq81",
        "locator": "x",
    }
    with pytest.raises(InvalidEntity, match="'tien-giang' doesn't exist during"):
        _regions._region(row)
