"""One cell per pair of a declared type and a type that a file can hold: what is read, and what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import cast

import attrs
import pytest

from sotttt.codecs.strict import Known, make_reader
from sotttt.errors import (
    DuplicateId,
    FaultGroup,
    InexactNumber,
    InvalidAmount,
    InvalidChoice,
    InvalidCode,
    InvalidDate,
    InvalidEntity,
    InvalidPeriod,
    InvalidRange,
    InvalidText,
    MissingField,
    NotFinite,
    SottttError,
    UnknownMetric,
    UnknownUnit,
)
from sotttt.frozen import Entity, FrozenMap
from sotttt.metrics import Better, Metric, Observation
from sotttt.periods import Horizon, Period, Span
from sotttt.plans import AllOf, Among, AnyOf, Clause, InWords, Relative
from sotttt.plans.requirements import Requirement
from sotttt.ranges import Amount, Range
from sotttt.sources import Source

FIBRE = Metric(id="fibre", name="Cáp quang", unit="%", better="higher", timing="point", scale="ratio")

GIVEN: dict[str, object] = {
    "null": None,
    "true": True,
    "whole": 2020,
    "fraction": Decimal("1.5"),
    "float": 1.5,
    "nan": Decimal("NaN"),
    "infinite": Decimal("-Infinity"),
    "digits": "2020",
    "words": "hai nghìn",
    "list": [],
    "texts": ["a"],
    "table": {},
    "date": dt.date(2020, 7, 15),
    "datetime": dt.datetime(2020, 7, 15, 8),  # noqa: DTZ001  # TOML has times without a zone
    "time": dt.time(8),
}

Row = dict[str, object]


def row(kind: type[SottttError], **others: object) -> Row:
    """What each given value becomes: mostly refused, as `kind`."""
    return {
        **dict.fromkeys(GIVEN, kind),
        "null": MissingField,
        "fraction": InexactNumber,
        "float": InexactNumber,
        "nan": NotFinite,
        "infinite": NotFinite,
        **others,
    }


YEAR = Period.parse("2020")
DAY = dt.date(2020, 7, 15)
STEP = tuple[Period, Range]

TABLE: dict[object, Row] = {
    str: row(InvalidText, digits="2020", words="hai nghìn"),
    int: row(InvalidAmount, true=InexactNumber, whole=2020),
    bool: row(InvalidChoice, true=True),
    float: dict.fromkeys(GIVEN, InexactNumber),
    bytes: dict.fromkeys(GIVEN, InexactNumber),
    Decimal: row(InvalidAmount, true=InexactNumber, digits=Decimal(2020)),
    Amount: row(InvalidAmount, true=InexactNumber),
    Range: row(InvalidRange, true=InexactNumber),
    Period: row(InvalidPeriod, digits=YEAR, date=Period.of(DAY), datetime=InvalidDate),
    Horizon: row(InvalidPeriod, digits=Horizon(YEAR)),
    Span: row(InvalidPeriod),
    dt.date: row(InvalidDate, date=DAY),
    Better: row(InvalidChoice),
    FrozenMap: row(InvalidEntity, table=FrozenMap()),
    Metric: row(UnknownMetric, words=InvalidText),
    Source: row(InvalidEntity, table=FaultGroup),
    tuple[str, ...]: row(InvalidEntity, list=(), texts=("a",)),
    tuple[STEP, ...]: row(InvalidEntity, list=(), texts=FaultGroup),
    STEP: row(InvalidEntity, table=FaultGroup),
    Requirement: row(InvalidRange, true=InexactNumber, table=MissingField),
    Clause: row(InvalidRange, true=InexactNumber, table=FaultGroup),
    Observation | Period: row(
        InvalidPeriod, digits=YEAR, table=MissingField, date=Period.of(DAY), datetime=InvalidDate
    ),
    str | None: row(InvalidText, null=None, digits="2020", words="hai nghìn"),
    Range | None: row(InvalidRange, null=None, true=InexactNumber),
    Requirement | None: row(InvalidRange, null=None, true=InexactNumber, table=MissingField),
    Period | None: row(InvalidPeriod, null=None, digits=YEAR, date=Period.of(DAY), datetime=InvalidDate),
}

CELLS = [(kind, name) for kind in TABLE for name in GIVEN]


def read(kind: object, value: object) -> object:
    return make_reader(Known([FIBRE])).structure(value, cast("type[object]", kind))


@pytest.mark.parametrize(("kind", "name"), CELLS, ids=lambda one: str(one)[:60])
def test_each_pair_of_types(kind: object, name: str) -> None:
    wanted = TABLE[kind][name]
    if isinstance(wanted, type) and issubclass(wanted, SottttError):
        with pytest.raises(wanted) as caught:
            read(kind, GIVEN[name])
        assert type(caught.value) is wanted
    else:
        made = read(kind, GIVEN[name])
        assert made == wanted
        assert type(made) is type(wanted)


CANONICAL: list[tuple[object, object, object]] = [
    (Amount, "88.30 %", Amount("88.30", "%")),
    (Range, ">= 80 %", Range.at_least(80, "%")),
    (Period, "2020-Q3", Period.parse("2020-Q3")),
    (Horizon, "2016..2020; vision 2030", Horizon(Period.parse("2016..2020"), vision=(2030,))),
    (Span, "2004-01-01..", Span(dt.date(2004, 1, 1))),
    (dt.date, "2018-03-02", dt.date(2018, 3, 2)),
    (Decimal, "0.050", Decimal("0.050")),
    (Better, "lower", Better.LOWER),
    (Metric, "fibre", FIBRE),
    (FrozenMap, {"b": "2", "a": "1"}, FrozenMap({"a": "1", "b": "2"})),
    (tuple[STEP, ...], [{"period": "2020", "range": "> 1 %"}], ((YEAR, Range.more_than(1, "%")),)),
]


@pytest.mark.parametrize(("kind", "given", "wanted"), CANONICAL, ids=lambda one: str(one)[:40])
def test_canonical_text_is_read(kind: object, given: object, wanted: object) -> None:
    assert read(kind, given) == wanted


MEMBERS: list[tuple[object, object]] = [
    (">= 80 %", Range.at_least(80, "%")),
    ({"kind": "relative", "change": "growth", "range": ">= 2 %"}, Relative(change="growth", range=">= 2 %")),
    ({"kind": "all_of", "members": [">= 1 %"]}, AllOf([">= 1 %"])),
    (
        {"kind": "any_of", "members": [{"metric": "fibre", "requirement": ">= 1 %"}]},
        AnyOf([(FIBRE, ">= 1 %")]),
    ),
    (
        {"kind": "all_of", "members": [{"kind": "any_of", "members": ["> 1 %"]}, "< 9 %"]},
        AllOf([AnyOf(["> 1 %"]), "< 9 %"]),
    ),
    (
        {"kind": "among", "over": ["a", "b"], "except": ["a"], "requirement": "> 1 %", "need": "= 1 agency"},
        Among(over=["a", "b"], except_=["a"], requirement="> 1 %", need="= 1 agency"),
    ),
    (
        {"kind": "among", "over": ["k"], "over_kind": "tasks", "need": "= 100 %"},
        Among(over=["k"], kind="tasks", need="= 100 %"),
    ),
    ({"kind": "in_words", "text": "dần dần"}, InWords("dần dần")),
]


@pytest.mark.parametrize(("given", "wanted"), MEMBERS, ids=lambda one: str(one)[:40])
def test_every_member_of_the_family_alone_optional_and_in_a_tuple(given: object, wanted: object) -> None:
    assert read(Requirement, given) == wanted
    assert read(Requirement | None, given) == wanted
    assert read(tuple[Clause, ...], [given]) == (Clause(requirement=cast("Requirement", wanted)),)


REFUSED: list[tuple[object, object, type[SottttError], str]] = [
    (Range, "80 fibre", UnknownUnit, ""),
    (Range, "NaN %", InvalidRange, ""),
    (str, "a\ud800", InvalidText, "half of a character"),
    (FrozenMap, {"a": 1}, FaultGroup, "a: the number 1"),
    (FrozenMap, {"a": "1", " a": "2"}, DuplicateId, "under the key 'a'"),
    (Better, "hihger", InvalidChoice, "did you mean 'higher'"),
    (Metric, "fibr", UnknownMetric, "did you mean 'fibre'"),
    (STEP, {"period": "2020"}, FaultGroup, "range: a step without 'range'"),
    (STEP, {"period": "2020", "range": "> 1 %", "due": ""}, FaultGroup, "unknown key 'due'"),
    (Requirement, {"kind": "all-of"}, InvalidChoice, "did you mean 'all_of'"),
    (Requirement, {"kind": 1}, InvalidChoice, "unknown kind 1"),
    (Requirement, {"kind": "in_words", "text": "a", "x": 1}, FaultGroup, "unknown key 'x'"),
    (Requirement, {"kind": "all_of", "members": "> 1 %"}, FaultGroup, "members: the text"),
    (Requirement, {"kind": "all_of", "members": []}, FaultGroup, "without members"),
    (Observation | Period, {"kind": "period"}, InvalidChoice, "one of observation"),
    (tuple[str, ...], "abc", InvalidEntity, "the text 'abc'"),
    (tuple[str, ...], ["a", 1, None], FaultGroup, "[1]: the number 1"),
]


@pytest.mark.parametrize(("kind", "given", "error", "words"), REFUSED, ids=lambda one: str(one)[:40])
def test_what_is_refused(kind: object, given: object, error: type[SottttError], words: str) -> None:
    with pytest.raises(error) as caught:
        read(kind, given)
    assert words in str(caught.value)


def test_a_document_number_is_read_from_its_text_alone() -> None:
    from sotttt.law import DocumentNumber

    assert read(DocumentNumber, "555/QĐ-UBND") == DocumentNumber.parse("555/QĐ-UBND")
    with pytest.raises(InvalidCode, match="the number 555"):
        read(DocumentNumber, 555)


def _refuse_inside(value: str) -> str:
    raise InvalidText(f"{value!r} is odd", where="inside")


@attrs.frozen(kw_only=True)
class _Odd(Entity):
    """An entity whose field knows a place inside itself."""

    field: str = attrs.field(converter=_refuse_inside)


def test_a_place_inside_a_field_is_kept() -> None:
    with pytest.raises(FaultGroup) as caught:
        read(_Odd, {"field": "x"})
    assert [str(fault) for fault in caught.value.faults] == ["field.inside: 'x' is odd"]
