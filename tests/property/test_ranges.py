"""Laws of amounts, ranges and figures."""

from __future__ import annotations

import copy
import decimal
import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt.errors import EmptyRange, InexactResult, InvalidRange, UnitMismatch
from sotttt.ranges import Amount, Figure, Range, quotient
from sotttt.units import unit
from tests.property import strategies as own

VALUES = own.amounts() | own.ranges() | own.figures()


def exact(amount: Amount) -> Fraction:
    return Fraction(amount.exact)


def holds(found: Range, value: Fraction) -> bool:
    """Whether a range holds a rational number of base units, by its definition."""
    low = found.low is None or (exact(found.low) < value if found.low_open else exact(found.low) <= value)
    high = found.high is None or (
        exact(found.high) > value if found.high_open else exact(found.high) >= value
    )
    return low and high


def terminates(value: Fraction) -> bool:
    """Whether a decimal holds the number."""
    rest = value.denominator
    for prime in (2, 5):
        while not rest % prime:
            rest //= prime
    return rest == 1


@given(own.amounts())
def test_amount_text_is_read_back(amount: Amount) -> None:
    back = Amount.parse(str(amount))
    assert back == amount
    assert back.unit == amount.unit
    assert back.magnitude == amount.magnitude
    assert str(back) == str(amount)
    assert eval(repr(amount)) == amount  # noqa: S307  # our own text


@given(own.ranges())
def test_range_text_is_read_back(found: Range) -> None:
    assert Range.parse(str(found)) == found
    assert str(Range.parse(str(found))) == str(found)
    assert eval(repr(found)) == found  # noqa: S307  # our own text


@given(VALUES)
def test_values_are_frozen_hashable_and_pickle(value: Amount | Range | Figure) -> None:
    back = pickle.loads(pickle.dumps(value))  # noqa: S301  # our own bytes
    assert back == value
    assert hash(back) == hash(value)
    assert copy.deepcopy(value) == value
    for field in attrs.fields(type(value)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, field.name, None)
    assert not hasattr(value, "__dict__")


@given(st.integers(0, 100_000))
def test_a_percent_is_its_hundredth(hundredths: int) -> None:
    percent = Amount(Decimal(hundredths) / 100, "%")
    ratio = Amount(Decimal(hundredths) / 10_000, "ratio")
    assert percent == ratio
    assert hash(percent) == hash(ratio)


@given(own.amounts(*own.MONEY), own.amounts(*own.MONEY))
def test_amounts_are_ordered_by_value(a: Amount, b: Amount) -> None:
    assert (a < b, a <= b, a == b, a >= b, a > b) == tuple(
        compare(exact(a), exact(b))
        for compare in (operator.lt, operator.le, operator.eq, operator.ge, operator.gt)
    )
    assert (a == b) <= (hash(a) == hash(b))


@given(own.amounts("VND", "million_VND"), own.amounts("VND", "million_VND"), own.magnitudes(4))
def test_amount_arithmetic_is_exact(a: Amount, b: Amount, number: Decimal) -> None:
    assert exact(a + b) == exact(a) + exact(b)
    assert exact(a - b) == exact(a) - exact(b)
    assert exact(a * number) == exact(a) * Fraction(number) == exact(number * a)
    assert a + b - b == a
    assert abs(-a) == abs(a)
    if b.exact:
        try:
            assert exact(a / b) == 1000 * exact(a) / exact(b)
        except InexactResult:
            assert not terminates(exact(a) / exact(b))


@given(own.pairs(), st.data())
def test_containment(pair: tuple[Range, Range], data: st.DataObject) -> None:
    one, other = pair
    amount = data.draw(own.inside(one))
    assert one.contains(amount)
    assert holds(one, exact(amount))
    assert other.contains(amount) == holds(other, exact(amount))
    assert one.within(one)
    if one.within(other):
        assert other.contains(amount)
        assert one.overlaps(other)
    if one.is_disjoint(other):
        assert not other.contains(amount)
    assert one.is_disjoint(other) == other.is_disjoint(one)
    assert (one.within(other) and other.within(one)) == (one == other)


@given(own.pairs(), st.data())
def test_intersection_and_hull(pair: tuple[Range, Range], data: st.DataObject) -> None:
    one, other = pair
    amount = data.draw(own.inside(data.draw(st.sampled_from(pair))))
    both = one.contains(amount) and other.contains(amount)
    try:
        common = one.intersect(other)
    except EmptyRange:
        assert one.is_disjoint(other)
        assert not both
    else:
        assert common.contains(amount) >= both
        assert common.within(one)
        if other.to(one.unit) == other:
            assert common.within(other)
    try:
        hull = one.hull(other)
    except InvalidRange:
        assert None in (one.low, other.low)
        assert None in (one.high, other.high)
    else:
        assert hull.contains(amount)
        assert one.within(hull)
        assert other.within(hull)


OPERATIONS: st.SearchStrategy[Callable[..., Range]] = st.sampled_from((Range.__add__, Range.__sub__))


@given(own.pairs(), OPERATIONS, st.data())
def test_the_true_sum_is_inside(
    pair: tuple[Range, Range], operation: Callable[..., Range], data: st.DataObject
) -> None:
    one, other = pair
    a, b = data.draw(own.inside(one)), data.draw(own.inside(other))
    try:
        found = operation(one, other)
    except InvalidRange:
        assert one.low is None or one.high is None
        return
    assert holds(found, exact(a) + exact(b) if operation is Range.__add__ else exact(a) - exact(b))


@given(own.ranges("person"), own.ranges(*own.SHARES), st.data())
def test_the_true_product_is_inside(one: Range, share: Range, data: st.DataObject) -> None:
    a, b = data.draw(own.inside(one)), data.draw(own.inside(share))
    try:
        found = one * share
    except InvalidRange:
        return
    assert holds(found, exact(a) * exact(b) / 1000)
    assert found == share * one


@given(own.ranges("person"), own.ranges(*own.SHARES), st.data())
def test_the_true_quotient_is_inside(one: Range, share: Range, data: st.DataObject) -> None:
    a, b = data.draw(own.inside(one)), data.draw(own.inside(share))
    zero = Amount(0, "%")
    if share.contains(zero):
        with pytest.raises(InexactResult, match="holds zero"):
            one / share
        return
    try:
        found = one / share
    except InvalidRange:
        return
    assert holds(found, exact(a) / exact(b) * 1000)


@given(own.ranges(*own.MONEY), own.ranges(*own.MONEY), st.sampled_from(("%", "ratio", "times")), st.data())
def test_the_true_ratio_is_inside(one: Range, other: Range, name: str, data: st.DataObject) -> None:
    a, b = data.draw(own.inside(one)), data.draw(own.inside(other))
    if other.contains(Amount(0, "VND")):
        with pytest.raises(InexactResult, match="holds zero"):
            quotient(one, other, name)
        return
    try:
        found = quotient(one, other, name)
    except InvalidRange:
        return
    whole = 1 if name == "times" else 1000
    assert found.unit == name
    assert holds(found, exact(a) / exact(b) * whole)


@given(own.ranges("person"), own.magnitudes(4), st.data())
def test_the_true_multiple_is_inside(one: Range, number: Decimal, data: st.DataObject) -> None:
    a = data.draw(own.inside(one))
    assert holds(one * number, exact(a) * Fraction(number))
    if number:
        assert holds(one / number, exact(a) / Fraction(number))


@given(own.ranges("person"), own.ranges("person"), own.ranges("%", "ratio"), st.data())
def test_arithmetic_is_monotone(inner: Range, more: Range, other: Range, data: st.DataObject) -> None:
    try:
        outer = inner.hull(more)
    except InvalidRange:
        return
    operations: list[Callable[[Range], Range]] = [
        lambda x: x + inner,
        lambda x: inner - x,
        lambda x: x * other,
    ]
    if not other.contains(Amount(0, "%")):
        operations.append(lambda x: x / other)
    operation = data.draw(st.sampled_from(operations))
    try:
        assert operation(inner).within(operation(outer))
    except InvalidRange:
        return


@given(own.ranges(*own.COMPOUNDS))
def test_conversion_holds_the_values(found: Range) -> None:
    names = {
        "VND/day": "million_VND/hour",
        "%/year": "ratio/month",
        "station/km^2": "station/m^2",
        "subscription/(100 person)": "subscription/(7 person)",
        "{tủ sách}/commune": "{tủ sách}/(3 commune)",
    }
    other = names[found.unit]
    assert found.within(found.to(other))
    assert found.to(other).unit == unit(other).name
    assert found.to(found.unit) is found


@given(own.ranges("%"), own.ranges("household", "percentage_point", "times"))
def test_dimensions_do_not_mix(one: Range, other: Range) -> None:
    for mixing in (
        one.within,
        one.is_disjoint,
        one.overlaps,
        one.intersect,
        one.hull,
        one.__add__,
        one.__sub__,
    ):
        with pytest.raises(UnitMismatch):
            mixing(other)
    assert one != other
    with pytest.raises(TypeError):
        sorted([one, -one])  # type: ignore[type-var]  # ranges have no order


HOSTILE = (
    decimal.Context(prec=1, rounding=decimal.ROUND_UP, Emin=-1, Emax=1, capitals=0),
    decimal.Context(prec=3, traps=list(decimal.Context().flags)),
    decimal.Context(prec=60, rounding=decimal.ROUND_05UP, clamp=1),
)


def answers(a: Range, b: Range, amount: Amount) -> list[str]:
    found = [
        str(a),
        str(b),
        str(amount),
        str(-a),
        str(hash(a)),
        str(a.within(b)),
        str(a == b),
        str(amount * 3),
    ]
    found += [str(Range.parse(str(a))), str(a.contains(amount)), str(abs(amount)), repr(a.to("permille"))]
    for operation in (a.__add__, a.__sub__, a.__mul__, a.__truediv__, a.hull, a.intersect):
        try:
            found.append(str(operation(b)))
        except (InvalidRange, InexactResult) as fault:
            found.append(type(fault).__name__)
    if a.low is not None:
        found += [str(Range.rounded(a.low)), str(a.low < amount)]
    if a.low is not None and a.high is not None:
        found.append(str(Figure(range=a, as_written="x", hedge="about").observed()))
    return found


@given(own.ranges("%", "ratio"), own.ranges("%", "ratio"), own.amounts("%"), st.sampled_from(HOSTILE))
def test_answers_do_not_depend_on_the_callers_context(
    a: Range, b: Range, amount: Amount, context: decimal.Context
) -> None:
    usual = answers(a, b, amount)
    with decimal.localcontext(context):
        assert answers(a, b, amount) == usual


@given(own.figures())
def test_readings_of_a_figure(figure: Figure) -> None:
    seen = figure.observed()
    printed = figure.observed(hedge="point")
    assert printed == figure.range
    assert figure.range.within(figure.observed(hedge="point", precision="rounding")) or figure.range.high_open
    assert seen.unit == figure.required().unit == figure.range.unit
    assert not seen.is_disjoint(figure.range) or figure.hedge.value in {"over", "under", "nearly"}
    if figure.hedge.value in {"at_least", "at_most"}:
        assert seen == figure.required()
