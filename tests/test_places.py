"""Places: codes, units, successions, and finding them on a day."""

from __future__ import annotations

import datetime as dt
import pickle
import unicodedata
from collections.abc import Sequence
from typing import Any

import pytest

from sotttt.errors import (
    AmbiguousText,
    DuplicateId,
    InvalidChoice,
    InvalidCode,
    InvalidDate,
    InvalidEntity,
    InvalidText,
    NotFound,
    SottttError,
    UnitMismatch,
)
from sotttt.places import (
    Code,
    CodeSystem,
    Jurisdiction,
    JurisdictionType,
    Level,
    Places,
    Region,
    Succession,
    SuccessionKind,
    slug,
)

MERGER = dt.date(2025, 7, 1)


def province(
    id: str,
    name: str,
    valid: str = "..",
    *,
    parent: str | None = None,
    city: bool = False,
    codes: Sequence[Code | str] = (),
    aliases: Sequence[str] = (),
    name_en: str | None = None,
) -> Jurisdiction:
    return Jurisdiction(
        id=id,
        name=name,
        name_en=name_en,
        level="province",
        type="municipality" if city else "province",
        codes=codes,
        valid=valid,
        parent=parent,
        aliases=aliases,
    )


@pytest.fixture(scope="module")
def places() -> Places:
    country = Jurisdiction(id="vn", name="Việt Nam", level="country", type="country", codes=["iso-3166-1:VN"])
    before, after = "2004-01-01..2025-07-01", "2025-07-01.."
    units = [
        country,
        province("tien-giang", "Tiền Giang", before, parent="vn", codes=["gso:82", "iso-3166-2:VN-46"]),
        province("dong-thap", "Đồng Tháp", before, parent="vn", codes=["gso:87", "agency:H20"]),
        province("dong-thap-2025", "Đồng Tháp", after, parent="vn", codes=["gso:82", "agency:H20"]),
        province("hoa-binh", "Hòa Bình", before, parent="vn", codes=["gso:17"], aliases=["Hoà-Bình cũ"]),
        province("phu-tho-2025", "Phú Thọ", after, parent="vn", codes=["gso:25"], name_en="Phu Tho"),
        province("ha-noi", "Hà Nội", "2008-08-01..", parent="vn", city=True, codes=["gso:01"]),
    ]
    steps = [
        Succession(predecessor=old, successor=new, kind="merge", effective=MERGER, basis="nq-202-2025-qh15")
        for old, new in (
            ("tien-giang", "dong-thap-2025"),
            ("dong-thap", "dong-thap-2025"),
            ("hoa-binh", "phu-tho-2025"),
        )
    ]
    moved = Succession(
        predecessor="hoa-binh",
        successor="ha-noi",
        kind="transfer",
        effective="2008-08-01",
        share="(0, 100) %",
    )
    return Places(units, [*steps, moved])


@pytest.mark.parametrize(
    ("system", "value"),
    [
        ("gso", "01"),
        ("gso", "001"),
        ("gso", "00001"),
        ("iso-3166-1", "VN"),
        ("iso-3166-2", "VN-01"),
        ("iso-3166-2", "VN-SG"),
        ("agency", "H50"),
        ("agency", "H55.242"),
        ("agency", "H27.01.A2"),
    ],
)
def test_codes(system: str, value: str) -> None:
    code = Code(system, value)
    assert (code.system, code.value) == (CodeSystem(system), value)
    assert Code.parse(str(code)) == code
    assert pickle.loads(pickle.dumps(code)) == code  # noqa: S301  # our own pickle


def test_codes_in_small_letters_and_with_other_dashes() -> None:
    assert Code("iso-3166-2", " vn–46 ") == Code("iso-3166-2", "VN-46")


@pytest.mark.parametrize(
    ("system", "value"),
    [
        ("gso", "1"),
        ("gso", "0001"),
        ("gso", "A1"),
        ("gso", ""),
        ("gso", "٠١"),
        ("iso-3166-1", "VNM"),
        ("iso-3166-2", "VN"),
        ("iso-3166-2", "VN-ABCD"),
        ("agency", "50"),
        ("agency", "H5"),
        ("agency", "H50."),
        ("agency", "H50" + ".12" * 12),
    ],
)
def test_what_is_no_code(system: str, value: str) -> None:
    with pytest.raises(InvalidCode, match="is no code of the system"):
        Code(system, value)


@pytest.mark.parametrize(
    ("value", "hint"), [("1", "a leading zero is lost: '01'"), ("1234", "a leading zero is lost: '01234'")]
)
def test_a_code_that_lost_its_leading_zero(value: str, hint: str) -> None:
    with pytest.raises(InvalidCode, match=hint):
        Code("gso", value)


def test_a_code_as_a_number_is_refused() -> None:
    with pytest.raises(InvalidCode, match="1 is no text"):
        Code("gso", 1)  # type: ignore[arg-type]  # the point of the test


def test_the_text_of_a_code() -> None:
    code = Code.parse("gso:82 2004-01-01..2025-07-01")
    assert str(code) == "gso:82 2004-01-01..2025-07-01"
    assert repr(code) == "Code.parse('gso:82 2004-01-01..2025-07-01')"
    with pytest.raises(InvalidCode, match="names no system"):
        Code.parse("82")
    with pytest.raises(InvalidChoice):
        Code.parse("post:82")


def test_the_levels_and_types() -> None:
    assert [level.rank for level in Level] == [0, 1, 2, 3]
    assert {kind.level for kind in JurisdictionType} == set(Level)
    assert JurisdictionType.SPECIAL_ZONE.vi == "đặc khu"


def test_a_unit(places: Places) -> None:
    place = places["tien-giang"]
    assert place.full_name == "Tỉnh Tiền Giang"
    assert (place.code("gso"), place.code("agency"), place.code("iso-3166-2")) == ("82", None, "VN-46")
    assert places["ha-noi"].full_name == "Thành phố Hà Nội"
    assert places["vn"].full_name == "Việt Nam"
    assert pickle.loads(pickle.dumps(place)) == place  # noqa: S301  # our own pickle


def test_a_code_that_is_not_sure() -> None:
    code = Code.parse("agency:H58 2016-04-01..2025-07-01 unverified")
    assert (code.confidence, str(code)) == ("unverified", "agency:H58 2016-04-01..2025-07-01 unverified")
    assert str(Code.parse("agency:H58 likely")) == "agency:H58 likely"
    assert Code.parse(str(code)) == code != Code.parse("agency:H58 2016-04-01..2025-07-01")
    place = province("a", "A", codes=[code, "gso:82"])
    assert place.code("agency") is None
    assert place.code("agency", confidence="unverified") == "H58"
    assert place.code("agency", dt.date(2026, 1, 1), confidence="unverified") is None
    for text in ("agency:H58 sure", "agency:H58 likely likely", "agency:H58 likely ..2025-07-01"):
        with pytest.raises(InvalidChoice, match="is no Confidence"):
            Code.parse(text)


def test_a_long_text_is_answered_quickly(places: Places) -> None:
    with pytest.raises(NotFound):
        places.find("tỉnh " * 20_000, "2020-01-01")


def test_where_a_unit_lies_when_its_parent_was_divided() -> None:
    units = [
        province("old", "Cũ", "..2025-07-01"),
        province("one", "Một", "2025-07-01.."),
        province("two", "Hai", "2025-07-01.."),
        Jurisdiction(id="ward", name="Phường", level="commune", type="ward", parent="old"),
    ]
    steps = [
        Succession(predecessor="old", successor=id, kind="split", effective=MERGER, share="(0, 100) %")
        for id in ("one", "two")
    ]
    divided = Places(units, steps)
    assert divided.parent("ward") == divided.parent("ward", "2025-06-30") == divided["old"]
    with pytest.raises(AmbiguousText, match="'old', above 'ward', was divided by 2025-07-01") as caught:
        divided.parent("ward", MERGER)
    assert caught.value.candidates == ("one", "two")
    assert pickle.loads(pickle.dumps(caught.value)).candidates == ("one", "two")  # noqa: S301  # our own pickle
    assert divided.parent("one", MERGER) is None


def test_the_kinds_of_region() -> None:
    region = Region(id="r", name="Vùng", members=["a", "b"], valid="..2025-07-01")
    assert pickle.loads(pickle.dumps(region)) == region  # noqa: S301  # our own pickle
    for members, match in (([], "has no members"), (["a", "a"], "stands twice")):
        with pytest.raises(InvalidEntity, match=match):
            Region(id="r", name="Vùng", members=members)


def test_codes_follow_each_other() -> None:
    place = province("a", "A", codes=["gso:10 ..2010-01-01", Code.parse("gso:11 2010-01-01..")])
    assert place.code("gso", dt.date(2009, 12, 31)) == "10"
    assert place.code("gso", dt.date(2010, 1, 1)) == "11"
    assert place.code("gso") == "10"


@pytest.mark.parametrize(
    ("fields", "error", "match"),
    [
        ({"level": "province", "type": "ward"}, InvalidEntity, "doesn't stand on the level province"),
        ({"level": "state", "type": "ward"}, InvalidChoice, "is no Level"),
        ({"level": "province", "type": "province", "parent": "x"}, InvalidEntity, "own parent"),
        ({"level": "province", "type": "province", "codes": ["gso:001"]}, InvalidCode, "2 digits"),
        ({"level": "commune", "type": "ward", "codes": ["gso:82"]}, InvalidCode, "lost: '00082'"),
        ({"level": "country", "type": "country", "codes": ["gso:01"]}, InvalidCode, "no such code"),
        ({"level": "province", "type": "province", "codes": "gso:01"}, InvalidText, "several are due"),
        ({"level": "province", "type": "province", "codes": [1]}, InvalidCode, "1 is no text"),
    ],
)
def test_units_that_cannot_be(fields: dict[str, Any], error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        Jurisdiction(id="x", name="X", **fields)


def test_a_succession() -> None:
    step = Succession(
        predecessor="a", successor="b", kind="split", effective="2004-01-01", share="(0, 100) %"
    )
    assert (step.kind, step.effective, step.whole) == (SuccessionKind.SPLIT, dt.date(2004, 1, 1), False)
    assert pickle.loads(pickle.dumps(step)) == step  # noqa: S301  # our own pickle


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"successor": "a"}, InvalidEntity),
        ({"share": "= 0 %"}, InvalidEntity),
        ({"share": "[50, 120] %"}, InvalidEntity),
        ({"share": "= 1 person"}, UnitMismatch),
        ({"effective": dt.datetime(2025, 7, 1)}, InvalidDate),  # noqa: DTZ001  # refused in any zone
        ({"kind": "merged"}, InvalidChoice),
    ],
)
def test_successions_that_cannot_be(more: dict[str, Any], error: type[Exception]) -> None:
    fields = {"predecessor": "a", "successor": "b", "kind": "merge", "effective": "2025-07-01", **more}
    with pytest.raises(error):
        Succession(**fields)


def test_places_that_cannot_be() -> None:
    a, b = province("a", "A", "..2025-07-01"), province("b", "B", "2025-07-01..")
    with pytest.raises(DuplicateId, match="'a' stands twice"):
        Places([a, a])
    with pytest.raises(NotFound, match="id 'vn'"):
        Places([province("a", "A", parent="vn")])
    with pytest.raises(InvalidEntity, match="doesn't stand above"):
        Places([b, province("c", "C", parent="b")])
    with pytest.raises(InvalidText, match="is no unit"):
        Places(["a"])  # type: ignore[list-item]  # the point of the test
    with pytest.raises(InvalidText, match="is no succession"):
        Places([a], ["a"])  # type: ignore[list-item]  # the point of the test
    for successor, kind, day, match in (
        ("c", "merge", "2025-07-01", "id 'c'"),
        ("b", "merge", "2025-06-30", "'b' doesn't exist on 2025-06-30"),
        ("b", "merge", "2025-07-02", "'a' doesn't end on 2025-07-02"),
        ("b", "transfer", "2025-07-01", "'a' doesn't exist on 2025-07-01"),
    ):
        with pytest.raises((NotFound, InvalidEntity), match=match):
            Places([a, b], [Succession(predecessor="a", successor=successor, kind=kind, effective=day)])


def test_places_are_a_collection(places: Places) -> None:
    assert len(places) == 7
    assert [place.id for place in places][:2] == ["vn", "tien-giang"]
    assert "hoa-binh" in places
    assert "hue" not in places
    assert places.get("hue") is None
    with pytest.raises(NotFound, match="did you mean 'hoa-binh'"):
        places["hoabinh"]
    assert pickle.loads(pickle.dumps(places)) == places  # noqa: S301  # our own pickle
    assert hash(places) == hash(Places(places.jurisdictions, places.successions))


def test_the_units_of_a_day(places: Places) -> None:
    def ids(day: dt.date, level: str | None = "province") -> set[str]:
        return {place.id for place in places.on(day, level)}

    assert ids(dt.date(2025, 6, 30)) == {"tien-giang", "dong-thap", "hoa-binh", "ha-noi"}
    assert ids(MERGER) == {"dong-thap-2025", "phu-tho-2025", "ha-noi"}
    assert ids(MERGER, None) == {"vn", "dong-thap-2025", "phu-tho-2025", "ha-noi"}


@pytest.mark.parametrize(
    "text",
    [
        "Tiền Giang",
        "tỉnh Tiền Giang",
        "TỈNH TIỀN GIANG",
        unicodedata.normalize("NFD", "Tiền Giang"),
        "tien giang",
        "tien-giang",
        "VN-46",
        "vn-46",
    ],
)
def test_find_in_every_spelling(places: Places, text: str) -> None:
    assert places.find(text, "2019-08-28").id == "tien-giang"
    assert places.find(text).id == "tien-giang"


@pytest.mark.parametrize("text", ["Hòa Bình", "Hoà Bình", "Hoa Binh", "hoà bình cũ", "17"])
def test_find_with_old_tone_placement_and_alias(places: Places, text: str) -> None:
    assert places.find(text, dt.date(2020, 1, 1)).id == "hoa-binh"


@pytest.mark.parametrize("text", ["TP Hà Nội", "TP. Hà Nội", "thành phố Hà Nội", "01"])
def test_find_a_city(places: Places, text: str) -> None:
    assert places.find(text).id == "ha-noi"


@pytest.mark.parametrize("text", ["Đồng Tháp", "Ðồng Tháp", "dong-thap", "H20"])
def test_the_day_decides_between_namesakes(places: Places, text: str) -> None:
    assert places.find(text, "2025-06-30").id == "dong-thap"
    assert places.find(text, "2025-07-01").id == "dong-thap-2025"


def test_a_code_moves_to_the_seat(places: Places) -> None:
    assert [places.find("82", day).id for day in ("2025-06-30", "2025-07-01")] == [
        "tien-giang",
        "dong-thap-2025",
    ]


def test_an_id_names_its_own_unit(places: Places) -> None:
    assert places.find("dong-thap").id == "dong-thap"
    assert places.find("dong-thap-2025").id == "dong-thap-2025"


def test_without_a_day_namesakes_are_all_named(places: Places) -> None:
    with pytest.raises(AmbiguousText, match=r"dong-thap, .*dong-thap-2025, .*give the day"):
        places.find("Đồng Tháp")


def test_namesakes_on_one_day_are_all_named() -> None:
    twins = Places([province("a", "Phú Mỹ"), province("b", "Phú Mỹ")])
    with pytest.raises(AmbiguousText, match="give the id"):
        twins.find("Phú Mỹ", "2020-01-01")


def test_after_its_end_the_successor_is_named(places: Places) -> None:
    with pytest.raises(NotFound, match=r"ended on 2025-07-01, followed by Tỉnh Đồng Tháp \(dong-thap-2025\)"):
        places.find("Tiền Giang", MERGER)


def test_before_its_start_the_predecessor_is_named(places: Places) -> None:
    with pytest.raises(NotFound, match=r"begins on 2025-07-01, after Tỉnh Hòa Bình \(hoa-binh\)"):
        places.find("Phú Thọ", "2025-06-30")


def test_before_anything_is_known(places: Places) -> None:
    with pytest.raises(NotFound, match=r"begins on 2004-01-01$"):
        places.find("Tiền Giang", "2003-01-01")


def test_an_unknown_name_gets_the_nearest(places: Places) -> None:
    with pytest.raises(NotFound, match="did you mean 'Tiền Giang'"):
        places.find("Tiền Gian")


def test_a_single_digit_lost_its_zero(places: Places) -> None:
    with pytest.raises(InvalidCode, match="a leading zero is lost: '01'"):
        places.find("1", "2020-01-01")


def test_a_datetime_is_refused(places: Places) -> None:
    with pytest.raises(InvalidDate):
        places.find("Hà Nội", dt.datetime(2020, 1, 1))  # noqa: DTZ001  # refused in any zone


def test_who_follows_whom(places: Places) -> None:
    assert [step.successor for step in places.successors("hoa-binh")] == ["phu-tho-2025", "ha-noi"]
    assert [step.predecessor for step in places.predecessors("dong-thap-2025")] == ["tien-giang", "dong-thap"]
    assert places.successors("vn") == places.predecessors("vn") == ()
    with pytest.raises(NotFound):
        places.successors("hue")


def test_who_answers(places: Places) -> None:
    assert places.answering("tien-giang", dt.date(2025, 6, 30)) == ((),)
    ((step,),) = places.answering("tien-giang", MERGER)
    assert (step.successor, step.basis) == ("dong-thap-2025", "nq-202-2025-qh15")
    assert [chain[-1].successor for chain in places.answering("hoa-binh", MERGER)] == ["phu-tho-2025"]
    with pytest.raises(InvalidDate, match="begins on 2025-07-01"):
        places.answering("phu-tho-2025", dt.date(2020, 1, 1))


def test_nobody_may_answer() -> None:
    assert Places([province("a", "A", "..2025-07-01")]).answering("a", MERGER) == ()


def test_a_chain_of_two_steps() -> None:
    units = [province(id, id.upper(), valid) for id, valid in (("a", "..2008-08-01"), ("c", "2025-07-01.."))]
    middle = province("b", "B", "2008-08-01..2025-07-01")
    steps = [
        Succession(predecessor="a", successor="b", kind="rename", effective="2008-08-01"),
        Succession(predecessor="b", successor="c", kind="type_change", effective="2025-07-01"),
    ]
    chains = Places([*units, middle], steps).answering("a", MERGER)
    assert [[step.successor for step in chain] for chain in chains] == [["b", "c"]]


@pytest.mark.parametrize(
    ("text", "expected"), [("Đắk Lắk", "dak-lak"), ("  ", ""), ("TP. Hồ Chí Minh", "tp-ho-chi-minh")]
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize("value", [5, None, float("nan"), b"x", object()])
def test_fields_of_another_type_are_refused_with_their_place(value: object) -> None:
    unit = {"id": "a", "name": "A", "level": "province", "type": "province"}
    for field in ("id", "name", "level", "codes", "valid", "aliases", "source"):
        if not (field == "source" and value is None):
            with pytest.raises(SottttError) as refused:
                Jurisdiction(**{**unit, field: value})  # type: ignore[arg-type]  # the point of the test
            assert refused.value.where == field
    step = {"predecessor": "a", "successor": "b", "kind": "merge", "effective": "2025-07-01"}
    for field in ("predecessor", "kind", "share", "effective"):
        with pytest.raises(SottttError) as refused:
            Succession(**{**step, field: value})  # type: ignore[arg-type]  # the point of the test
        assert refused.value.where == field
    with pytest.raises(InvalidText, match=r"^jurisdictions: "):
        Places(value)  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(InvalidText, match=r"^successions: "):
        Places([], value)  # type: ignore[arg-type]  # the point of the test
