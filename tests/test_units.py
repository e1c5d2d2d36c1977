"""Units: the catalogue, its table and names, compounds, and what is refused."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

import sotttt.units
from sotttt.errors import InvalidText, UnitMismatch, UnknownUnit
from sotttt.text import fold, squeeze
from sotttt.units import Unit, aliases, factor, lookup, names, registry, same_dimension, unit

ROOT = Path(__file__).resolve().parent.parent


def test_the_table_is_what_pint_says() -> None:
    tool: dict[str, Any] = {"__name__": "tool", "__file__": str(ROOT / "tools" / "make_unit_table.py")}
    source = Path(tool["__file__"])
    if not source.exists():
        pytest.skip("the tool stands in the repository alone")
    exec(compile(source.read_text(encoding="utf-8"), str(source), "exec"), tool)  # noqa: S102  # our own tool
    assert tool["TABLE"].read_text(encoding="utf-8") == tool["table"]()


def test_pint_agrees_on_every_pair_of_plain_units() -> None:
    ours = registry()
    for a in map(unit, names()):
        for b in map(unit, names()):
            if a.dimension == b.dimension:
                one = ours.Quantity(1, sotttt.units.pint_name(a.name))
                assert one.to(sotttt.units.pint_name(b.name)).magnitude == factor(a.name, b.name)


def test_every_unit_has_its_names_and_no_name_is_taken_twice() -> None:
    owners: dict[str, str] = {}
    table = sotttt.units._names()
    assert set(names()) <= set(table.labels)
    assert all(part.strip() for labels in table.labels.values() for part in labels)
    source = Path(sotttt.units.__file__).with_name("unit_names.csv").read_text(encoding="utf-8")
    for row in source.splitlines()[1:]:
        name = row.split(",")[0]
        assert owners.setdefault(name, name) == name
    assert len(owners) == len(source.splitlines()) - 1
    for spelling, name in table.exact.items():
        found = lookup(spelling)
        assert found is not None
        assert found.name == name, spelling
    for name, labels in table.labels.items():
        for spelling in (name, *labels):
            assert unit(spelling).name == name, spelling


def test_no_spelling_belongs_to_two_units() -> None:
    import csv

    owners: dict[str, str] = {}
    with Path(sotttt.units.__file__).with_name("unit_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            spellings = (
                row["name"],
                row["symbol"],
                row["name_vi"],
                row["name_en"],
                *row["aliases"].split(";"),
            )
            for spelling in filter(None, spellings):
                assert owners.setdefault(squeeze(spelling), row["name"]) == row["name"], spelling
                assert spelling == squeeze(spelling)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("tỷ đồng", "billion_VND"),
        ("tỉ đồng", "billion_VND"),
        ("Triệu đồng", "million_VND"),
        ("nghìn tỷ đồng", "trillion_VND"),
        ("đồng", "VND"),
        ("thuê bao", "subscription"),
        ("THUÊ BAO", "subscription"),
        ("hộ", "household"),
        ("hộ gia đình", "household"),
        ("điểm", "point"),
        ("điểm phần trăm", "percentage_point"),
        ("phần trăm", "%"),
        ("xã", "commune"),
        ("lần", "times"),
        ("lượt", "time"),
        ("hạng", "rank"),
        ("năm", "year"),
        ("tháng", "month"),
        ("1", "ratio"),
        ("Mb", "Mbit"),
        ("MB", "MB"),
        ("Mb/s", "Mbps"),
        ("km²", "square_kilometre"),
        ("thuê bao/100 dân", "subscription/(100 person)"),
        ("máy/100 dân", "subscription/(100 person)"),
        ("triệu đồng/người", "million_VND/person"),
        ("%/năm", "%/year"),
        ("bưu gửi/người/năm", "postal_item/(person year)"),
        ("kho\u0301a", "course"),
        ("{person}", "person"),
        ("{ tủ  sách }", "{tủ sách}"),
    ],
)
def test_spellings(spelling: str, name: str) -> None:
    assert unit(spelling).name == name


def test_a_spelling_that_case_alone_tells_apart_has_no_folded_form() -> None:
    assert lookup("mb") is None
    assert fold("MB") not in aliases()
    assert lookup("T") is lookup("KM") is None
    assert unit("MB/s").name != unit("Mb/s").name == "Mbps"
    assert aliases()[fold("Thuê bao")] == "subscription"
    with pytest.raises(TypeError):
        aliases()["x"] = "y"  # type: ignore[index]  # it is read-only


@pytest.mark.parametrize(
    ("text", "name", "dimension", "size"),
    [
        (
            "subscription/(100 person)",
            "subscription/(100 person)",
            "[subscription]/[person]",
            Fraction(1, 100),
        ),
        (
            "subscription / (person 100)",
            "subscription/(100 person)",
            "[subscription]/[person]",
            Fraction(1, 100),
        ),
        ("10 VND/(1000 person)", "VND/(100 person)", "[vnd]/[person]", Fraction(1, 100)),
        (
            "thuê bao/(100 hộ gia đình)",
            "subscription/(100 household)",
            "[subscription]/[household]",
            Fraction(1, 100),
        ),
        ("station/km^2", "station/km^2", "[station]/[length]^2", Fraction(1, 10**12)),
        ("VND/person/month", "VND/(month person)", "[vnd]/([calendar] [person])", 1),
        ("VND/(person * month)", "VND/(month person)", "[vnd]/([calendar] [person])", 1),
        ("person * day", "day person", "[person] [time]", 86400),
        ("1/year", "ratio/year", "[share]/[calendar]", Fraction(250, 3)),
        ("km/m^2", "km/m^2", "1/[length]", 1),
        ("{tủ sách}/xã", "{tủ sách}/commune", "[{tủ sách}]/[commune]", 1),
        ("{kệ} {b}", "{b} {kệ}", "[{b}] [{kệ}]", 1),
        ("2000 VND/month", "2000 VND/month", "[vnd]/[calendar]", 2000),
        ("person^1", "person", "[person]", 1),
        ("m^2", "m^2", "[length]^2", 10**6),
        ("MB/s", "MB/second", "[data]/[time]", 8 * 10**6),
    ],
)
def test_compounds(text: str, name: str, dimension: str, size: Fraction) -> None:
    found = unit(text)
    assert (found.name, found.dimension, found.factor) == (name, dimension, size)
    assert unit(found.name) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "-",
        "9 VND",
        "9 {kệ}",
        "9**9**6 VND",
        "100 person",
        "(100 person)",
        "VND//person",
        "/person",
        "VND/",
        "VND/()",
        "VND/*person",
        "VND/(person*)",
        "VND**2/person",
        "*VND/person",
        "VND*/person",
        "VND/(person",
        "VND/person)",
        "VND/^2",
        "VND^",
        "VND ^2 ^2",
        "VND/100 person",
        "VND/person month",
        "m/km",
        "VND/thousand_VND",
        "person/person",
        "%^2",
        "% %",
        "person/%",
        "rank/rank",
        "km^9",
        "person^0",
        "km^2 km^2 km^2",
        "VND/(0 person)",
        "VND/(99999999999999999999 person)",
        "trillion_VND^4 PB^4/day",
        "{a} {b} {c} {d} {e} {f} {g} {h} {i}",
        "{}",
        "{5}",
        "{a/b}",
        "{{a}}",
        "{a",
        "{-x}",
        "{" + "a" * 90 + "}",
        "x" * 201,
        "kilodocument",
        "kVND",
        "megaperson",
        "xyzzy/person",
        "__import__('os')",
        "VND.real",
        "e" * 100 + "(" * 50,
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(UnknownUnit) as caught:
        unit(text)
    assert len(str(caught.value)) < 400


def test_refusals_help() -> None:
    with pytest.raises(UnknownUnit, match="did you mean 'household'"):
        unit("houshold")
    with pytest.raises(UnknownUnit, match="did you mean 'thuê bao'"):
        unit("thuê baoo")
    with pytest.raises(UnknownUnit, match=r"written in braces: \{tủ sách\}"):
        unit("tủ sách")
    with pytest.raises(UnknownUnit, match=r"write brackets, as in '/\(100 person\)'"):
        unit("VND/100 person")
    with pytest.raises(UnknownUnit, match="in %, ratio or times"):
        unit("VND/million_VND")
    for wrong in (5, None, ["%"], b"%"):
        with pytest.raises(InvalidText):
            unit(wrong)  # type: ignore[arg-type]  # that is the point


def test_dimensions_that_look_alike_do_not_mix() -> None:
    for a, b in (
        ("%", "times"),
        ("person", "household"),
        ("time", "times"),
        ("month", "day"),
        ("VND", "USD"),
    ):
        assert not same_dimension(a, b)
        with pytest.raises(UnitMismatch):
            factor(a, b)
    with pytest.raises(UnitMismatch, match="difference of two shares"):
        factor("percentage_point", "%")
    with pytest.raises(UnitMismatch, match="a multiple, no share"):
        factor("ratio", "times")
    assert not same_dimension("{tủ sách}", "{kệ}")
    assert unit("{Tủ sách}").dimension == unit("{tủ sách}").dimension


def test_names_for_people() -> None:
    assert (unit("billion_VND").name_vi, unit("billion_VND").name_en) == ("tỷ đồng", "billion dong")
    assert unit("subscription/(100 person)").symbol == "thuê bao/100 dân"
    assert unit("document/commune").name_vi == "văn bản/xã"
    assert unit("VND/(month person)").name_en == "dong/(month person)"
    assert unit("{tủ sách}").name_en == "tủ sách"
    assert str(unit("tỷ đồng")) == "billion_VND"


def test_units_are_frozen_and_equal_by_name() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        unit("%").name = "x"  # type: ignore[misc]  # that is the point
    assert unit("%") == Unit("%", "[share]", 10)
    assert hash(unit("%")) == hash(Unit("%", "[share]", 10))
    restore, state = unit("%").__reduce__()
    assert callable(restore)
    with pytest.raises(UnknownUnit, match="pickled in form 2"):
        restore(2, "%")
    assert pickle.loads(pickle.dumps(unit("VND/person"))) == unit("VND/person")  # noqa: S301  # our own bytes
    assert state == (1, "%")


def test_the_cache_of_made_units_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sotttt.units, "_made", {})
    monkeypatch.setattr(sotttt.units, "_CACHED", 8)
    for number in range(20):
        assert unit(f"{{kệ {number}}}").factor == 1
    assert len(sotttt.units._made) <= 8


def test_units_need_no_pint_and_its_gate_does() -> None:
    code = (
        "import sys; from sotttt.ranges import Amount, Range\n"
        "assert Amount('5 tỷ đồng'.split()[0], 'tỷ đồng') == Amount(5000, 'million_VND')\n"
        "assert Range.parse('>= 5 {tủ sách}').contains(Amount(5, '{tủ sách}'))\n"
        "assert Amount(1, 'billion_VND/person') == Amount(1000, 'million_VND/person')\n"
        "assert 'pint' not in sys.modules, 'pint'\n"
        "assert Amount(1, 'VND/person').to_pint() and 'pint' in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stderr


def test_the_registry_is_made_once_by_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sotttt.units, "_registry", [])
    with ThreadPoolExecutor(32) as threads:
        found = list(threads.map(lambda _: registry(), range(64)))
    assert len({id(one) for one in found}) == 1
    assert registry() is found[0]


def test_broken_powers_are_refused() -> None:
    with pytest.raises(UnknownUnit, match="whole number"):
        sotttt.units.whole(0.5)


def test_parts_that_together_name_a_third_unit_are_kept_apart() -> None:
    apart = unit("tonne/(bit*feedback*item)")
    assert apart.name == "tonne/(bit*feedback*item)"
    assert unit(apart.name) == apart
    assert apart != unit("tonne/(bit feedback item)")
    assert unit("VND/(km*person)").name == "VND/(km person)"
