"""Units of the lower levels from tables: the format, its faults, and what the joined places answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from sotttt import catalog
from sotttt.errors import (
    AmbiguousText,
    DuplicateId,
    FaultGroup,
    InvalidChoice,
    InvalidCode,
    InvalidDate,
    InvalidEntity,
    InvalidFile,
    InvalidPeriod,
    InvalidText,
    MissingField,
    NotFound,
    SottttError,
    UnknownKey,
)
from sotttt.places import CsvUnits, Jurisdiction, Places, UnitProvider, extended
from sotttt.sources import Source

DAY = dt.date(2026, 1, 1)
HEADER = "code,name,type,province,parent,valid_from,valid_to,name_en,aliases,seat,id"


class Rows:
    """A provider of rows in memory."""

    name = "rows"
    source = Source(title="A list", confidence="likely")

    def __init__(self, units: Iterable[str], steps: Iterable[str] = ()) -> None:
        self._units, self._steps = tuple(units), tuple(steps)

    def units(self) -> Iterable[tuple[str, Mapping[str, str]]]:
        for number, text in enumerate(self._units, start=2):
            yield f"row {number}", dict(zip(HEADER.split(","), text.split(","), strict=False))

    def successions(self) -> Iterable[tuple[str, Mapping[str, str]]]:
        names = ("predecessor", "successor", "kind", "effective", "share", "basis")
        for number, text in enumerate(self._steps, start=2):
            yield f"step {number}", dict(zip(names, text.split(","), strict=False))


def joined(*units: str, steps: Iterable[str] = ()) -> Places:
    return extended(catalog.places(), Rows(units, steps))


def faults(*units: str, steps: Iterable[str] = ()) -> list[SottttError]:
    with pytest.raises(FaultGroup) as caught:
        joined(*units, steps=steps)
    return list(caught.value.faults)


def test_a_row_is_a_unit_of_the_place_it_names() -> None:
    places = joined(
        "00004,Phường Ba Đình,Phường,01,,2025-07-01,,Ba Dinh,P. Ba Đình;Ba Đình mới,Số 25 Liễu Giai,ba-dinh"
    )
    unit = places["ba-dinh"]
    assert (unit.name, unit.full_name, unit.name_en) == ("Ba Đình", "Phường Ba Đình", "Ba Dinh")
    assert (unit.code("gso"), unit.parent, unit.seat) == ("00004", "ha-noi", "Số 25 Liễu Giai")
    assert unit.source == Rows.source
    for text in ("Ba Đình mới", "phuong ba dinh", "BA ĐÌNH", "00004", "P.Ba Đình", "Ba Dinh ward"):
        assert places.find(text, DAY) is unit, text


def test_the_protocol_is_kept() -> None:
    assert isinstance(Rows([]), UnitProvider)
    assert isinstance(CsvUnits("x.csv"), UnitProvider)
    assert not isinstance(Path("x.csv"), UnitProvider)


@pytest.mark.parametrize("word", ["ward", "phường", "Phường", "PHƯỜNG", "phường "])
def test_types_by_value_and_by_term(word: str) -> None:
    assert joined(f"00004,Ba Đình,{word},01,,2025-07-01").find("00004", DAY).type == "ward"


def test_a_district_holds_communes_until_it_ends() -> None:
    places = joined(
        "00001,Phúc Xá,phường,,001,2004-01-01,2025-07-01",
        "001,Ba Đình,quận,Hà Nội,,2004-01-01,2025-07-01",
        "00004,Trúc Bạch,phường,01,001,2010-01-01",
    )
    assert places["00001-2004-01-01"].parent == "001-2004-01-01"
    old = [place.id for place in places.above("00001-2004-01-01", "2005-01-01")]
    assert old == ["001-2004-01-01", "ha-noi-pre2008", "vn"]
    assert [place.id for place in places.above("00001-2004-01-01", "2010-01-01")][1:] == ["ha-noi", "vn"]
    # A commune that outlives its district lies in what was above the district.
    assert [place.id for place in places.above("00004-2010-01-01", DAY)] == ["ha-noi", "vn"]
    assert [place.id for place in places.inside("ha-noi", DAY)] == ["00004-2010-01-01"]
    assert [place.id for place in places.inside("vn", DAY, "commune")] == ["00004-2010-01-01"]
    assert len(places.inside("001-2004-01-01", "2020-01-01")) == 2


def test_one_provider_may_name_units_of_another() -> None:
    districts = Rows(["356,Nam Định,thành phố,nam-dinh,,2004-01-01,2025-07-01"])
    wards = Rows(["13633,Trần Hưng Đạo,phường,,thành phố Nam Định,2004-01-01,2024-09-01"])
    places = extended(catalog.places(), districts, wards)
    assert places.find("13633", "2020-01-01").parent == "356-2004-01-01"


def test_a_unit_whose_first_day_is_unknown_lies_where_it_lay_at_its_end() -> None:
    places = joined("28261,Mỹ Tho,phường,82,,,2025-07-01")
    assert (places["28261"].parent, places["28261"].valid.start) == ("tien-giang", None)


def test_units_without_days() -> None:
    country = Jurisdiction(id="vn", name="Việt Nam", level="country", type="country")
    one, two = (
        Jurisdiction(id=id, name=id, level="province", type="province", parent="vn", codes=[f"gso:{code}"])
        for id, code in (("one", "11"), ("two", "12"))
    )
    base = Places([country, one, two])
    rows = ["001,Một,huyện,11,", "00001,Hai,xã,11,001"]
    places = extended(base, Rows(rows))
    assert [place.id for place in places.above("00001")] == ["001", "one", "vn"]
    with pytest.raises(FaultGroup) as caught:
        extended(base, Rows([rows[0], "00001,Hai,xã,12,001"]))
    assert [str(fault) for fault in caught.value.faults] == [
        "row 3.parent: Huyện Một doesn't lie in Tỉnh two"
    ]


def test_a_code_that_is_given_again_is_another_unit() -> None:
    places = joined(
        "25270,Lộc Ninh,xã,75,,2025-07-01,2026-04-30",
        "25270,Lộc Ninh,phường,75,,2026-04-30,",
        steps=["25270,25270,type_change,2026-04-30,,nq-30-2026-qh16"],
    )
    first, second = places.find("25270", DAY), places.find("25270", "2026-05-01")
    assert (first.id, second.id) == ("25270-2025-07-01", "25270-2026-04-30")
    assert (first.parent, second.parent) == ("dong-nai-2025", "dong-nai-2026")
    assert places.same_territory(first.id, second.id)
    (step,) = places.successors(first.id)
    assert (step.basis, step.whole, step.source) == ("nq-30-2026-qh16", True, Rows.source)
    assert places.parent(first.id, DAY) == places["dong-nai-2025"]


def test_a_commune_that_was_divided() -> None:
    places = joined(
        "27691,Phường 4,phường,long-an,,2004-01-01,2025-07-01",
        "27694,Long An,phường,80,,2025-07-01,",
        "27712,Tân An,phường,80,,2025-07-01,",
        steps=["27691,27712,split,2025-07-01,= 40 %"],
    )
    old, new = "27691-2004-01-01", "27712-2025-07-01"
    # One part is known to have passed on; who has the rest is not.
    assert places.territory(new) == {f"{old}/{new}"}
    assert places.territory(old) == {f"{old}/{new}", f"{old}/rest"}
    assert places[old].name == "4"
    assert places.find("Phường 4", "2020-01-01").id == old


def test_names_of_several_levels() -> None:
    places = joined(
        "00006,Vĩnh Phúc,phường,01,,2004-01-01,2025-07-01",
        "27712,Tân An,phường,tay-ninh-2025,,2025-07-01,",
        "31153,Tân An,phường,92,,2025-07-01,",
    )
    assert places.find("Vĩnh Phúc", "2020-01-01").id == "vinh-phuc"
    assert places.find("phường Vĩnh Phúc", "2020-01-01").level == "commune"
    assert places.find("Vĩnh Phúc", "2020-01-01", level="commune").code("gso") == "00006"
    with pytest.raises(NotFound, match=r"Tỉnh Vĩnh Phúc \(vinh-phuc\) ended"):
        places.find("Vĩnh Phúc", DAY)
    with pytest.raises(AmbiguousText) as caught:
        places.find("tan an", DAY)
    assert caught.value.candidates == ("27712-2025-07-01", "31153-2025-07-01")
    assert places.find("tan an", DAY, within="can-tho-2025").code("gso") == "31153"
    assert places.find("tan an", within="can-tho-2025").code("gso") == "31153"
    assert [place.id for place in places.named("Tân An", DAY, within="vn")] == list(caught.value.candidates)
    with pytest.raises(NotFound, match="names no place in Tỉnh Đồng Tháp on 2026-01-01"):
        places.find("Tân An", DAY, within="dong-thap-2025")
    with pytest.raises(NotFound, match=r"names no place in Tỉnh Đồng Tháp$"):
        places.find("Tân An", within="dong-thap-2025")


@pytest.mark.parametrize(
    ("row", "error", "where", "match"),
    [
        (",Ba Đình,phường,01,,2025-07-01", MissingField, "row 2.code", "no code"),
        ("4,Ba Đình,phường,01,,2025-07-01", InvalidCode, "row 2.code", "'00004'"),
        ("04,Ba Đình,quận,01,,2004-01-01", InvalidCode, "row 2.code", "'004'"),
        ("123456,Ba Đình,phường,01,,2025-07-01", InvalidCode, "row 2.code", "5 digits"),
        ("0000A,Ba Đình,phường,01,,2025-07-01", InvalidCode, "row 2.code", "no code of the system"),
        ("00004,,phường,01,,2025-07-01", MissingField, "row 2.name", "no name"),
        ("00004,Ba Đình,,01,,2025-07-01", MissingField, "row 2.type", "no type"),
        ("00004,Ba Đình,phuong,01,,2025-07-01", InvalidChoice, "row 2.type", "phường"),
        ("00004,Ba Đình,province,01,,2025-07-01", InvalidChoice, "row 2.type", "below the provinces"),
        ("00004,Ba Đình,phường,,,2025-07-01", MissingField, "row 2.province", "or a parent"),
        ("00004,Ba Đình,phường,Hà Nộii,,2025-07-01", NotFound, "row 2.province", "Hà Nội"),
        ("00004,Ba Đình,phường,1,,2025-07-01", InvalidCode, "row 2.province", "'01'"),
        ("00004,Ba Đình,phường,82,,", AmbiguousText, "row 2.province", "give valid_from"),
        ("00004,Ba Đình,phường,tien-giang,,2025-07-01", NotFound, "row 2.province", "followed by"),
        ("00004,Ba Đình,phường,01,,1/7/2025", InvalidDate, "row 2.valid_from", "no date"),
        ("00004,Ba Đình,phường,01,,,2025-7", InvalidDate, "row 2.valid_to", "no date"),
        ("00004,Ba Đình,phường,01,,2025-07-01,2025-07-01", InvalidPeriod, "row 2.valid_to", "not after"),
        ("00004,Ba Đình,phường,01,001,2025-07-01", NotFound, "row 2.parent", "001"),
        ("00004,Ba Đình,phường,01,82,2020-01-01", InvalidEntity, "row 2.parent", "doesn't lie in"),
        ("001,Ba Đình,quận,,vn,2020-01-01,,,,,a b", InvalidText, "row 2.id", "holds a space"),
        ("001,Ba Đình,quận,,vn,2020-01-01,,,,,ha-noi", DuplicateId, "row 2.id", "have it already"),
        ("00004,Ba\x00,phường,01,,2025-07-01", InvalidText, "row 2.name", "control"),
    ],
)
def test_a_row_that_makes_no_unit(row: str, error: type[SottttError], where: str, match: str) -> None:
    (fault,) = faults(row)
    assert isinstance(fault, error)
    assert fault.where == where
    assert match in str(fault)


def test_all_faults_come_together_in_the_order_of_the_rows() -> None:
    found = faults(
        "4,,phưng,01,,x",
        "00008,Ngọc Hà,phường,99,,2025-07-01",
        "0025,Giảng Võ,phường,01,,2025-07-01",
        steps=["99999,00004,merge,2025-07-01", "00008,ha-noi,mrge,2025-07-01"],
    )
    assert [fault.where for fault in found] == [
        "row 2.type",
        "row 2.code",
        "row 2.name",
        "row 2.valid_from",
        "row 3.province",
        "row 4.code",
        "step 2.predecessor",
        "step 3.predecessor",
    ]


def test_what_names_a_row_with_a_fault_is_no_fault_of_its_own() -> None:
    found = faults(
        "001,Ba Đình,quậnn,01,,2004-01-01",
        "00001,Phúc Xá,phường,,001,2004-01-01",
        "002,Hoàn Kiếm,quận,,xyz,2004-01-01",
        "00037,Phúc Tân,phường,,002,2004-01-01",
        steps=["00001,001,merge,2010-01-01"],
    )
    assert [fault.where for fault in found] == ["row 2.type", "row 4.parent"]


def test_rows_that_stand_twice() -> None:
    (code,) = faults(
        "00004,Ba Đình,phường,01,,2025-07-01",
        "00004,Ba Đình,phường,01,,2025-07-02",
    )
    assert (code.where, code.hint) == ("row 3.code", "first in row 2; the older row may want a valid_to")
    (id,) = faults(
        "00004,Ba Đình,phường,01,,2025-07-01,,,,,x",
        "00008,Ngọc Hà,phường,01,,2025-07-01,,,,,x",
    )
    assert (id.where, id.hint) == ("row 3.id", "first in row 2")


@pytest.mark.parametrize(
    ("steps", "error", "where"),
    [
        (["00004,00008,merge,x"], InvalidDate, "step 2.effective"),
        (["00004,00008,merge,"], MissingField, "step 2.effective"),
        (["00004,00008,mergee,2025-07-01"], InvalidChoice, "step 2.kind"),
        (["00004,00008,merge,2025-07-01,half"], SottttError, "step 2.share"),
        (["00004,00009,merge,2025-07-01"], NotFound, "step 2.successor"),
        (["00004,00008,merge,2025-07-02"], NotFound, "step 2.predecessor"),
        (["00004,00004,merge,2025-07-01"], NotFound, "step 2.successor"),
        (["00004,00008,transfer,2025-07-01"], InvalidEntity, "step 2.effective"),
        (["00004,00008,merge,2025-07-01"] * 2, DuplicateId, "step 3"),
    ],
)
def test_a_row_that_makes_no_succession(steps: list[str], error: type[SottttError], where: str) -> None:
    (fault,) = faults(
        "00004,Ba Đình,phường,01,,2010-01-01,2025-07-01",
        "00008,Ngọc Hà,phường,01,,2025-07-01,",
        steps=steps,
    )
    assert isinstance(fault, error)
    assert fault.where == where


def test_a_parent_that_does_not_stand_above() -> None:
    (fault,) = faults("00004,Ba Đình,phường,01,,2025-07-01", "00008,Ngọc Hà,phường,,00004,2025-07-01")
    assert (fault.where, fault.what) == ("row 3.parent", "Phường Ba Đình doesn't stand above a ward")
    (fault,) = faults("001,Ba Đình,quận,01,,2004-01-01", "00008,Ngọc Hà,phường,82,001,2010-01-01")
    assert (fault.where, fault.what) == ("row 3.parent", "Quận Ba Đình doesn't lie in Tỉnh Tiền Giang")
    places = joined("001,Ba Đình,quận,01,,2010-01-01", "00008,Ngọc Hà,phường,01,001,2010-01-01")
    assert places["00008-2010-01-01"].parent == "001-2010-01-01"


class Odd(Rows):
    """A provider whose cells are no text, and one of whose columns nobody reads."""

    def units(self) -> Iterable[tuple[str, Mapping[str, str]]]:
        yield "B2", {"code": 4, "name": "Ba Đình", "type": "ward", "province": "01"}  # type: ignore[dict-item]  # the point of the test
        yield "B3", {"code": "00004", "nam": "Ba Đình", "type": "ward", "province": "01"}


def test_cells_that_are_no_text_and_unknown_columns() -> None:
    with pytest.raises(FaultGroup) as caught:
        extended(catalog.places(), Odd([]))
    number, column, name = caught.value.faults
    assert (number.where, type(number)) == ("B2.code", InvalidText)
    assert "leading zeros" in str(number)
    assert (column.where, type(column)) == ("B3.nam", UnknownKey)
    assert "did you mean 'name'" in str(column)
    assert name.where == "B3.name"


def write(folder: Path, text: str, name: str = "units.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_file_with_any_separator(tmp_path: Path, mark: str) -> None:
    text = "\ufeffprovince,type,name,code,valid_from\n01,phường,Ba Đình,00004,2025-07-01\n,,,,\n"
    places = extended(catalog.places(), CsvUnits(write(tmp_path, text.replace(",", mark))))
    assert places.find("00004", DAY).name == "Ba Đình"


def test_successions_of_a_file(tmp_path: Path) -> None:
    units = write(
        tmp_path,
        "code,name,type,province,valid_from,valid_to\n"
        "00004,Ba Đình,phường,01,2010-01-01,2025-07-01\n00008,Ngọc Hà,phường,01,2025-07-01,\n",
    )
    steps = write(
        tmp_path,
        'predecessor,successor,kind,effective,share\n00004,00008,split,2025-07-01,"(0, 100) %"\n',
        "steps.csv",
    )
    places = extended(catalog.places(), CsvUnits(units, steps))
    assert not places.successors("00004-2010-01-01")[0].whole
    broken = write(tmp_path, "predecessor,successor,kind,effective\n00004,00009,merge,2025-07-01\n", "b.csv")
    with pytest.raises(FaultGroup) as caught:
        extended(catalog.places(), CsvUnits(units, broken))
    assert [fault.where for fault in caught.value.faults] == [f"{broken}: row 2.successor"]


def test_a_row_that_is_too_long_is_one_fault_among_others(tmp_path: Path) -> None:
    text = "code,name,type,province\n00004,Ba Đình,phường,01,x\n8,Ngọc Hà,phường,01\n"
    with pytest.raises(FaultGroup) as caught:
        extended(catalog.places(), CsvUnits(write(tmp_path, text)))
    assert [fault.where for fault in caught.value.faults] == ["row 2.column 5", "row 3.code"]


@pytest.mark.parametrize(
    ("header", "wheres"),
    [
        ("cod,name,type", ["row 1.cod", "row 1"]),
        ("code,name,name,type", ["row 1.name"]),
        ("code,,type", ["row 1.a column without a name", "row 1"]),
        ("kod,tên,loại", ["row 1.kod", "row 1.tên", "row 1.loại", "row 1", "row 1", "row 1"]),
    ],
)
def test_headers_that_cannot_be_read(tmp_path: Path, header: str, wheres: list[str]) -> None:
    with pytest.raises(FaultGroup) as caught:
        extended(catalog.places(), CsvUnits(write(tmp_path, f"{header}\n")))
    assert [fault.where for fault in caught.value.faults] == wheres


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="can't be read"):
        extended(catalog.places(), CsvUnits(tmp_path / "none.csv"))
    with pytest.raises(InvalidFile, match="the table is empty"):
        extended(catalog.places(), CsvUnits(write(tmp_path, "")))
    with pytest.raises(InvalidFile, match="row 2: no CSV from here on"):
        extended(catalog.places(), CsvUnits(write(tmp_path, 'code,name,type\n"00004,Ba Đình,phường\n')))


def test_as_many_rows_as_there_are_communes(tmp_path: Path) -> None:
    rows = "".join(f"{number:05},Xã {number},xã,01,2025-07-01\n" for number in range(1, 3322))
    places = extended(
        catalog.places(), CsvUnits(write(tmp_path, f"code,name,type,province,valid_from\n{rows}"))
    )
    assert len(places.on(DAY, "commune")) == 3321
    assert len(places.inside("ha-noi", DAY)) == 3321
    assert places.find("xa 3321", DAY).code("gso") == "03321"
