"""Amounts and ranges: text, comparison, arithmetic, pint, and what is refused."""

from __future__ import annotations

import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pint
import pytest

from sotttt.errors import (
    EmptyRange,
    InexactNumber,
    InexactResult,
    InvalidAmount,
    InvalidRange,
    InvalidText,
    NotFinite,
    SottttError,
    UnitMismatch,
    UnknownUnit,
)
from sotttt.ranges import Amount, Range, quotient


class Text(str):
    __slots__ = ()


class Number(Decimal):
    __slots__ = ()


def test_equal_amounts_in_four_units_hash_alike() -> None:
    same = [
        Amount("88.3", "%"),
        Amount(883, "permille"),
        Amount("0.883", "ratio"),
        Amount(Decimal("88.30"), "%"),
    ]
    assert len({*same}) == 1
    assert str(same[-1]) == "88.30 %"
    assert Amount("-0.0", "%") == Amount(0, "%")
    assert str(Amount("-0.0", "%")) == "0.0 %"
    assert Amount(1, "person") != Amount(1, "household")
    assert Amount(1, "person") != 1


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("79.96 %", "79.96 %"),
        ("79.96%", "79.96 %"),
        ("  5  tỷ đồng ", "5 billion_VND"),
        ("+5 point", "5 point"),
        ("1E+3 VND", "1E+3 VND"),
        ("1e3 VND", "1E+3 VND"),
        ("0.00000001 USD", "0.00000001 USD"),
        ("1E-8 USD", "0.00000001 USD"),
        ("12.50E-1 USD", "1.250 USD"),
        ("-3 percentage_point", "-3 percentage_point"),
        ("7 1000 VND/person", "7 1000 VND/person"),
        ("5 {Tủ sách}", "5 {Tủ sách}"),
        ("60 thuê bao/100 dân", "60 subscription/(100 person)"),
        ("1E+60 VND", "1E+60 VND"),
    ],
)
def test_amount_text(given: str, canonical: str) -> None:
    assert str(Amount.parse(given)) == canonical
    assert Amount.of(given) == Amount.parse(canonical)


@pytest.mark.parametrize(
    ("magnitude", "error"),
    [
        (0.1, InexactNumber),
        (True, InexactNumber),
        (None, InexactNumber),
        (Fraction(1, 3), InexactNumber),
        (Decimal("NaN"), NotFinite),
        (Decimal("-Infinity"), NotFinite),
        ("nan", NotFinite),
        ("-Infinity", NotFinite),
        ("", InvalidAmount),
        ("1_000", InvalidAmount),
        ("1,5", InvalidAmount),
        ("1.", InvalidAmount),
        (".5", InvalidAmount),
        (" 5", InvalidAmount),
        ("５", InvalidAmount),
        ("٥", InvalidAmount),
        ("5\n", InvalidAmount),
        ("1E61", InvalidAmount),
        ("1E-61", InvalidAmount),
        ("1E9999", InvalidAmount),
        ("0E-99", InvalidAmount),
        (10**61, InvalidAmount),
        pytest.param(10**5000, InvalidAmount, id="10**5000"),
        (Decimal("1E999999"), InvalidAmount),
        ("0." + "1" * 201, InvalidAmount),
        ("1" * 301, InvalidAmount),
    ],
)
def test_refused_magnitudes(magnitude: object, error: type[SottttError]) -> None:
    with pytest.raises(error):
        Amount(magnitude, "%")  # type: ignore[arg-type]  # that is the point


def test_refusals_help() -> None:
    with pytest.raises(InexactNumber, match=r'write Decimal\("0\.1"\)'):
        Amount(0.1, "%")  # type: ignore[arg-type]  # that is the point
    with pytest.raises(InvalidAmount, match=r"sotttt\.reading reads numbers as people write them"):
        Amount("1.234.567", "VND")


def test_subclasses_become_plain_types() -> None:
    assert type(Amount(Number("5"), "%").magnitude) is Decimal
    assert type(Amount(Text("5"), Text("%")).magnitude) is Decimal
    assert Amount(Text("5"), Text("%")) == Amount(5, "%")


@pytest.mark.parametrize(
    "text", ["", "%", "5", "abc", "5 %%", "1.234.567 VND", "12,5 %", "9**9**6 VND", "５ %", "NaN %"]
)
def test_refused_amounts(text: str) -> None:
    with pytest.raises((InvalidAmount, UnknownUnit)):
        Amount.parse(text)


def test_texts_of_other_types_and_sizes_are_refused() -> None:
    for kind in (Amount, Range):
        with pytest.raises(InvalidText):
            kind.parse(5)  # type: ignore[arg-type]  # that is the point
    with pytest.raises(InvalidAmount, match="characters"):
        Amount.parse("5 " + "x" * 900)
    with pytest.raises(InvalidRange, match="characters"):
        Range.parse(">= 5 " + "x" * 900)


def test_order_of_amounts() -> None:
    assert Amount(1, "billion_VND") > Amount(999, "million_VND")
    assert min(Amount(1, "ratio"), Amount(1, "%")) == Amount(1, "%")
    assert Amount(1, "%/year") < Amount(1, "ratio/month")
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(UnitMismatch):
            compare(Amount(1, "%"), Amount(1, "percentage_point"))
        with pytest.raises(TypeError):
            compare(Amount(1, "%"), 1)


def test_amount_arithmetic() -> None:
    assert Amount("1.1", "trillion_VND") + Amount(50, "billion_VND") == Amount(1150, "billion_VND")
    assert str(Amount("1.50", "%") - Amount("0.5", "%")) == "1.00 %"
    assert str(-Amount("1.50", "%")) == "-1.50 %"
    assert +Amount(1, "%") == abs(Amount(-1, "%"))
    assert 3 * Amount(5, "station") == Amount(5, "station") * Decimal(3)
    assert (
        Amount(5, "%") * Amount(200, "person")
        == Amount(200, "person") * Amount(5, "%")
        == Amount(10, "person")
    )
    assert Amount(3566, "billion_VND") * Amount("22.3", "times") == Amount("79521.8", "billion_VND")
    assert Amount(10, "person") / 4 == Amount("2.5", "person")
    assert Amount(76, "station") / Amount(25, "station") == Amount("3.04", "ratio")
    assert Amount(10, "person") / Amount(50, "%") == Amount(20, "person")
    assert Amount(1, "%").exact == 10
    assert Amount(1, "%").to("%").unit == "%"


@pytest.mark.parametrize(
    ("operation", "error"),
    [
        (lambda one: one + Amount(1, "percentage_point"), UnitMismatch),
        (lambda one: one + 1, TypeError),
        (lambda one: one - 1, TypeError),
        (lambda one: one * one, UnitMismatch),
        (lambda one: one * 0.5, InexactNumber),
        (lambda one: one * True, InexactNumber),
        (lambda one: one * "x", TypeError),
        (lambda one: one / "x", TypeError),
        (lambda one: 1 / one, TypeError),
        (lambda one: one / 0, InexactResult),
        (lambda one: one / Amount(0, "person"), InexactResult),
        (lambda one: one / Amount(1, "household"), UnitMismatch),
        (lambda one: one / 3, InexactResult),
        (lambda _: Amount(1, "day").to("week"), InexactResult),
        (lambda _: Amount(1, "day").to("month"), UnitMismatch),
        (lambda _: Amount("1E60", "person") * 10, InexactResult),
        (
            lambda _: (
                Amount("1E60", "person") + Amount("1.5E-60", "person") * Amount("1." + "1" * 150, "times")
            ),
            InexactResult,
        ),
    ],
)
def test_refused_amount_arithmetic(operation: Callable[[Amount], object], error: type[Exception]) -> None:
    with pytest.raises(error):
        operation(Amount(1, "person"))


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        (">= 80 %", ">= 80 %"),
        ("≥80%", ">= 80 %"),
        ("> 75 %", "> 75 %"),
        ("<= 15 rank", "<= 15 rank"),
        ("≤ 15 hạng", "<= 15 rank"),
        ("< 3 %", "< 3 %"),
        ("[50, 60] %", "[50, 60] %"),
        ("( 5 , 7.0 ] point", "(5, 7.0] point"),
        ("[5,7)điểm", "[5, 7) point"),
        ("= 100 %", "= 100 %"),
        ("100 %", "= 100 %"),
        ("[100, 100.0] %", "= 100 %"),
        (">= 5 {tủ sách}", ">= 5 {tủ sách}"),
        ("> -1.50E+3 VND/(month person)", "> -1.50E+3 VND/(month person)"),
    ],
)
def test_range_text(given: str, canonical: str) -> None:
    assert str(Range.parse(given)) == canonical
    assert Range.of(given) == Range.parse(canonical)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", InvalidRange),
        (">= %", InvalidRange),
        ("=> 5 %", InvalidRange),
        (">= 1,5 %", InvalidRange),
        ("80", InvalidRange),
        (">= 80", InvalidRange),
        ("[50, 60]", InvalidRange),
        (">= 1e1000 %", InvalidRange),
        ("[5, 6 %", InvalidRange),
        ("[5; 6] %", InvalidRange),
        ("[5, 6]", InvalidRange),
        ("[, 6] %", InvalidRange),
        (">= NaN %", InvalidRange),
        (">= 1E99 %", InvalidAmount),
        (">= 5 furlong", UnknownUnit),
        ("[6, 5] %", EmptyRange),
        ("(5, 5] %", EmptyRange),
        ("[5, 5) %", EmptyRange),
        ("(5, 5) %", EmptyRange),
    ],
)
def test_refused_ranges(text: str, error: type[SottttError]) -> None:
    with pytest.raises(error):
        Range.parse(text)


def test_construction() -> None:
    low, high = Amount(50, "%"), Amount("0.6", "ratio")
    found = Range(low, high)
    assert found == Range.between(50, 60, "%") == Range.between(low, high)
    assert found.unit == "%"
    assert (found.low_open, found.high_open, found.dimension) == (False, False, "[share]")
    assert Range(low, None).high_open
    assert Range(None, low).low_open
    assert Range.at_least(low) == Range.at_least("50 %") == Range.parse(">= 50 %")
    assert Range.exactly(5, "point").point == Amount(5, "point")
    assert Range.exactly(5, "point").is_point
    assert not Range.more_than(5, "point").is_point
    assert not Range.less_than(5, "point").is_point
    assert Range.of(found) is found


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda new: new(None, None), InvalidRange),
        (lambda new: new(5, None), InvalidRange),
        (lambda new: new("5", None), InvalidAmount),
        (lambda new: new.rounded("88.3"), InvalidAmount),
        (lambda new: new.rounded(88), InvalidText),
        (lambda new: new(Amount(5, "%"), None, 1), InvalidRange),
        (lambda new: new(Amount(5, "%"), Amount(6, "point")), UnitMismatch),
        (lambda new: new(Amount(1, "week"), Amount(8, "day")), InexactResult),
        (lambda new: new.at_least(5), InvalidAmount),
        (lambda new: new.at_least(Amount(5, "%"), "%"), InexactNumber),
        (lambda new: new.rounded(Amount(5, "%"), 0), InvalidAmount),
        (lambda new: new.rounded(Amount(5, "%"), 0.1), InexactNumber),
    ],
)
def test_refused_construction(make: Callable[[type[Range]], object], error: type[SottttError]) -> None:
    with pytest.raises(error):
        make(Range)


@pytest.mark.parametrize(
    ("one", "other", "within", "disjoint"),
    [
        ("= 80 %", ">= 80 %", True, False),
        ("= 80 %", "> 80 %", False, True),
        ("= 0.8 ratio", "> 80 %", False, True),
        ("= 80 %", "< 80 %", False, True),
        ("(80, 90) %", "> 80 %", True, False),
        ("[80, 90) %", "> 80 %", False, False),
        ("(80, 90] %", "< 90 %", False, False),
        ("(80, 90) %", "< 90 %", True, False),
        (">= 80 %", "[80, 90] %", False, False),
        ("<= 80 %", "[80, 90] %", False, False),
        ("< 80 %", "[80, 90] %", False, True),
        ("> 80 %", ">= 80 %", True, False),
        (">= 80 %", "> 80 %", False, False),
        ("<= 80 %", "> 80 %", False, True),
        ("[1, 2] %/year", "> 1 %/year", False, False),
        ("= 12 ratio/year", "= 1 ratio/month", True, False),
    ],
)
def test_comparison(one: str, other: str, within: bool, disjoint: bool) -> None:
    a, b = Range.parse(one), Range.parse(other)
    assert a.within(b) is within
    assert a.is_disjoint(b) is b.is_disjoint(a) is disjoint
    assert a.overlaps(b) is not disjoint


def test_contains() -> None:
    assert Range.parse("(1, 2) %").contains(Amount(15, "permille"))
    for text, inside in (("> 1 %", False), (">= 1 %", True), ("< 1 %", False), ("<= 1 %", True)):
        assert Range.parse(text).contains(Amount("0.01", "ratio")) is inside
    with pytest.raises(UnitMismatch):
        Range.parse("> 1 %").contains(Amount(1, "percentage_point"))


def test_ends_and_operands_may_be_canonical_text() -> None:
    seen: Any = Range("50 %", "0.6 ratio", low_open=True)
    assert seen == Range.parse("(50, 60] %")
    assert Range.rounded("88.3 %") == Range.parse("[88.25, 88.35) %")
    assert seen.contains("55 %")
    assert seen.within(">= 50 %")
    assert seen.overlaps(Amount(60, "%"))
    assert seen.intersect(">= 55 %") == Range.parse("[55, 60] %")
    assert seen.hull("= 70 %") == Range.parse("(50, 70] %")
    assert str(Amount.parse("5 1")) == "5 ratio"


@pytest.mark.parametrize("name", ["contains", "within", "is_disjoint", "overlaps", "intersect", "hull"])
@pytest.mark.parametrize("thing", [80, None, 0.8])
def test_no_operand_of_another_type(name: str, thing: object) -> None:
    seen = Range.parse("= 80 %")
    with pytest.raises(InvalidText):
        getattr(seen, name)(thing)
    with pytest.raises(UnitMismatch):
        getattr(seen, name)(Amount(80, "person"))


def test_equality_and_hash_go_by_value() -> None:
    same = {Range.parse("[50, 60) %"), Range.parse("[0.50, 0.6) ratio"), Range.parse("[500, 600) permille")}
    assert len(same) == 1
    for other in ("[50, 60] %", "(50, 60) %", "[50, 61) %", "[51, 60) %", ">= 50 %", "[50, 60) point"):
        assert Range.parse(other) not in same
    assert Range.parse("= 1 %") != Amount(1, "%")
    with pytest.raises(TypeError):
        sorted([Range.parse("= 1 %"), Range.parse("= 2 %")])  # type: ignore[type-var]  # that is the point


@pytest.mark.parametrize(
    ("one", "operation", "other", "result"),
    [
        ("[1, 2) %", "+", ">= 3 %", ">= 4 %"),
        ("[1, 2) %", "-", ">= 3 %", "< -1 %"),
        ("= 1 billion_VND", "+", "= 500 million_VND", "= 1.5 billion_VND"),
        ("= 1 week", "+", "= 1 day", "(1.142857142857142857142857142, 1.142857142857142857142857143) week"),
        ("= 1 %/year", "+", "= 1 ratio/month", "= 1201 %/year"),
        (
            "= 1 %/month",
            "-",
            "= 1 %/year",
            "(0.9166666666666666666666666666, 0.9166666666666666666666666667) %/month",
        ),
        ("(0, 1] person", "*", ">= 1 times", "> 0 person"),
        ("[0, 1] person", "*", "> 1 times", ">= 0 person"),
        ("= 0 person", "*", "> 1 times", "= 0 person"),
        ("[-1, 1] person", "*", "[2, 3) times", "(-3, 3) person"),
        ("[0, 1] person", "*", "(1, 2) times", "[0, 2) person"),
        ("(-1, 2] person", "*", "= 0 times", "= 0 person"),
        ("<= -1 person", "*", ">= 2 times", "<= -2 person"),
        ("<= -1 person", "*", "<= -2 times", ">= 2 person"),
        ("50 %", "*", "50 %", "= 25 %"),
        ("= 50 %", "*", "= 1132000 subscription", "= 566000 subscription"),
        ("= 10 person", "/", "(0, 5] times", ">= 2 person"),
        ("= 10 person", "/", "[-5, 0) times", "<= -2 person"),
        ("[-10, 10] person", "/", ">= 5 times", "[-2, 2] person"),
        (">= 10 person", "/", ">= 5 times", "> 0 person"),
        ("= 10 person", "/", "<= -5 times", "[-2, 0) person"),
        ("= 76 station", "/", "= 25 station", "= 3.04 ratio"),
        ("= 50 %", "/", "= 0.25 ratio", "= 2 ratio"),
        ("= 3 times", "/", "= 50 %", "= 6 times"),
        (
            "= 1 person",
            "/",
            "= 3 person",
            "(0.3333333333333333333333333333, 0.3333333333333333333333333334) ratio",
        ),
        (
            "= -1 person",
            "/",
            "= 3 person",
            "(-0.3333333333333333333333333334, -0.3333333333333333333333333333) ratio",
        ),
        (
            "[1, 2] person",
            "/",
            "= 3 times",
            "(0.3333333333333333333333333333, 0.6666666666666666666666666667) person",
        ),
        ("= 1 VND/person", "/", "= 2 VND/person", "= 0.5 ratio"),
        (
            "= 1 %/year",
            "/",
            "= 3 ratio/month",
            "(0.0002777777777777777777777777777, 0.0002777777777777777777777777778) ratio",
        ),
    ],
)
def test_arithmetic(one: str, operation: str, other: str, result: str) -> None:
    operations = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
    assert operations[operation](Range.parse(one), Range.parse(other)) == Range.parse(result)
    if "=" in other[:1]:
        assert operations[operation](Range.parse(one), Amount.parse(other[1:].strip())) == Range.parse(result)
    if one.startswith("= "):
        assert operations[operation](Amount.parse(one[2:]), Range.parse(other)) == Range.parse(result)


def test_arithmetic_with_numbers() -> None:
    span = Range.parse("[10, 20) station")
    assert span * 3 == 3 * span == Range.parse("[30, 60) station")
    assert span * -1 == -span == Range.parse("(-20, -10] station")
    assert span * 0 == Range.parse("= 0 station")
    assert span / Decimal("0.5") == Range.parse("[20, 40) station")
    assert Range.parse("= 10 station") / 4 == Range.parse("= 2.5 station")
    assert Range.parse(">= 10 station") / 3 == Range.parse("> 3.333333333333333333333333333 station")
    assert -Range.parse("< 3 %") == Range.parse("> -3 %")


def test_long_results_are_rounded_outward() -> None:
    long = Range.parse("= 1.00000000000000000000000000001 person")
    doubled = long * 2
    assert doubled == Range.parse("(2.000000000000000000000000000, 2.000000000000000000000000001) person")
    assert Range.parse("[1.00000000000000000000000000001, 5] person") * 1 == Range.parse("(1, 5] person")
    assert Range.parse("= 1.0000000000000000000000000000000 person") * 2 == Range.parse("= 2 person")
    assert long.to("person") is long
    assert long.to("{person}") is long


@pytest.mark.parametrize(
    ("operation", "error"),
    [
        (lambda a: a + 1, TypeError),
        (lambda a: a - 1, TypeError),
        (lambda a: 1 + a, TypeError),
        (lambda a: 1 - a, TypeError),
        (lambda a: a * "x", TypeError),
        (lambda a: a / "x", TypeError),
        (lambda a: 1 / a, TypeError),
        (lambda a: a * 0.5, InexactNumber),
        (lambda a: a / True, InexactNumber),
        (lambda a: a / 0, InexactResult),
        (lambda a: a * a, UnitMismatch),
        (lambda a: a / Range.parse("= 1 household"), UnitMismatch),
        (lambda a: a + Range.parse("= 1 household"), UnitMismatch),
        (lambda a: a.to("household"), UnitMismatch),
        (lambda a: a / Range.parse("[0, 1] person"), InexactResult),
        (lambda a: a / Range.parse("[-1, 1] %"), InexactResult),
        (lambda a: a / Range.parse(">= 0 %"), InexactResult),
        (lambda a: a / Range.parse("<= 1 %"), InexactResult),
        (lambda a: a / Range.parse("= 0 person"), InexactResult),
        (lambda a: a * Range.parse("= 1E60 times"), InexactResult),
        (lambda _: Range.parse("> 5 person") + Range.parse("< 1 person"), InvalidRange),
        (lambda a: a.hull(Range.parse("= 1 household")), UnitMismatch),
        (lambda _: Range.parse("> 5 person").hull(Range.parse("< 1 person")), InvalidRange),
        (lambda a: a.intersect(Range.parse("< 1 person")), EmptyRange),
        (lambda a: quotient(a, Range.parse("= 1 household")), UnitMismatch),
        (lambda a: quotient(a, a, "person"), UnitMismatch),
    ],
)
def test_refused_arithmetic(operation: Callable[[Any], object], error: type[Exception]) -> None:
    with pytest.raises(error):
        operation(Range.parse("= 10 person"))


def test_intersection_and_hull() -> None:
    def both(a: str, b: str) -> tuple[str, str]:
        one, other = Range.parse(a), Range.parse(b)
        return str(one.intersect(other)), str(one.hull(other))

    assert both("[1, 5) %", "(1, 9] %") == ("(1, 5) %", "[1, 9] %")
    assert both("(1, 5] %", "[1, 5) %") == ("(1, 5) %", "[1, 5] %")
    assert both(">= 1 %", "[0, 5) %") == ("[1, 5) %", ">= 0 %")
    assert both("<= 5 %", "[0, 9) %") == ("[0, 5] %", "< 9 %")
    assert both("[50, 60] %", ">= 0.55 ratio") == ("[55.00, 60] %", ">= 50 %")
    assert both(">= 1 %", "> 1 %") == ("> 1 %", ">= 1 %")


def test_quotient() -> None:
    n, d = Range.exactly(1000000, "subscription"), Range.exactly(1132000, "subscription")
    assert str(quotient(n, d)) == "(88.33922261484098939929328621, 88.33922261484098939929328622) %"
    assert quotient(n, d, "times").unit == "times"
    assert quotient(
        Range.parse("= 79300 billion_VND"), Range.parse("= 3.965 trillion_VND"), "times"
    ) == Range.parse("= 20 times")
    assert quotient(Range.parse("[1, 2] person"), Range.parse("[4, 5) person")) == Range.parse("(20, 50] %")
    assert quotient(Range.parse("= 1 %/year"), Range.parse("= 2 %/year")) == Range.parse("= 50 %")
    assert quotient(n, d).contains(Amount("88.339222614840989399293286215", "%"))


def test_conversion() -> None:
    assert Range.parse("[50, 60] %").to("permille") == Range.parse("[50, 60] %")
    assert Range.parse(">= 1 week").to("day") == Range.parse(">= 7 day")
    assert str(Range.parse("<= 1 day").to("week")) == "< 0.1428571428571428571428571429 week"
    assert str(Range.parse(">= 1.5 trillion_VND").to("tỷ đồng")) == ">= 1500.0 billion_VND"


def test_pickles_are_canonical_text_with_a_form() -> None:
    for value, text in ((Amount("88.30", "%"), "88.30 %"), (Range.parse("(5, 7.0] point"), "(5, 7.0] point")):
        restore, state = value.__reduce__()
        assert state == (1, text)
        assert str(pickle.loads(pickle.dumps(value))) == text  # noqa: S301  # our own bytes
        assert callable(restore)
        with pytest.raises((InvalidAmount, InvalidRange), match="pickled in form 2"):
            restore(2, text)


def registries() -> list[Any]:
    own: Any = pint.UnitRegistry(None)
    own.define("mm = [length]")
    return [
        pint.UnitRegistry(),
        pint.UnitRegistry(non_int_type=Decimal),
        pint.UnitRegistry(non_int_type=Fraction),
        pint.UnitRegistry(None),
        own,
    ]


TO_PINT = [
    "79.96 %",
    "3 permille",
    "0.5 ratio",
    "5 point",
    "3 year",
    "8 quarter",
    "2 km",
    "5 hectare",
    "3 week",
    "1.5 billion_VND",
    "60 subscription/(100 person)",
    "7 station/km^2",
    "100 Mbps",
    "2 GB",
    "1 time",
    "2 times",
    "1 percentage_point",
    "6 MHz",
    "4 tonne/day",
    "2 class",
]


@pytest.mark.parametrize("text", TO_PINT)
def test_there_and_back_through_our_registry(text: str) -> None:
    amount = Amount.parse(text)
    quantity = amount.to_pint()
    assert isinstance(quantity.magnitude, Fraction)
    assert Amount.from_pint(quantity) == amount


@pytest.mark.parametrize("number", range(5))
def test_there_and_back_through_the_users_registry(number: int) -> None:
    theirs = registries()[number]
    for text in (*TO_PINT, *TO_PINT):
        amount = Amount.parse(text)
        quantity = amount.to_pint(theirs)
        assert quantity._REGISTRY is theirs
        assert isinstance(quantity.magnitude, Fraction if theirs.non_int_type is Fraction else Decimal)
        assert Amount.from_pint(quantity) == amount


def test_our_units_keep_their_meaning_in_the_users_registry() -> None:
    theirs: Any = pint.UnitRegistry(non_int_type=Decimal)
    assert Amount(5, "km").to_pint(theirs).to("meter").magnitude == 5000
    assert Amount("79.96", "%").to_pint(theirs).to("").magnitude == Decimal("0.7996")
    assert str(Amount(5, "point").to_pint(theirs).units) == "sotttt_point"
    assert str(Amount(5, "person").to_pint(theirs).units) == "person"
    assert Amount.from_pint(theirs.Quantity(3)) == Amount(3, "ratio")
    assert Amount.from_pint(theirs.Quantity(3, "kilometer / second")) == Amount(3, "km/second")


@pytest.mark.parametrize(
    ("magnitude", "name", "error"),
    [
        (0.5, "percent", InexactNumber),
        (5, "point", UnitMismatch),
        (5, "year", UnitMismatch),
        (5, "furlong", UnknownUnit),
        (5, "meter ** 0.5", UnknownUnit),
        (5, "meter ** 7", UnknownUnit),
        (Fraction(1, 3), "meter", InexactResult),
    ],
)
def test_refused_quantities(magnitude: object, name: str, error: type[SottttError]) -> None:
    theirs: Any = pint.UnitRegistry(non_int_type=Fraction)
    with pytest.raises(error):
        Amount.from_pint(theirs.Quantity(magnitude, name))


def test_a_foreign_unit_by_our_name_is_refused() -> None:
    theirs: Any = pint.UnitRegistry(None)
    theirs.define("person = [human]")
    with pytest.raises(UnitMismatch, match="not the unit 'person' of the catalogue"):
        Amount.from_pint(theirs.Quantity(5, "person"))
    theirs.define("VND = [vnd]")
    theirs.define("thousand_VND = 500 * VND")
    with pytest.raises(UnitMismatch):
        Amount.from_pint(theirs.Quantity(5, "thousand_VND"))
    with pytest.raises(InvalidAmount, match="no quantity of pint"):
        Amount.from_pint(5)
    with pytest.raises(UnknownUnit, match="no name in pint"):
        Amount(5, "{tủ sách}").to_pint()
