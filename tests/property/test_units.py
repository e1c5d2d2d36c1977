"""Laws of units."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt.errors import SottttError, UnknownUnit
from sotttt.ranges import Amount, Range
from sotttt.units import (
    Unit,
    components,
    factor,
    lookup,
    measured,
    names,
    pint_name,
    registry,
    unit,
    written,
)
from tests.property import strategies as own

WORDS = st.sampled_from(
    (
        "VND",
        "person",
        "km",
        "%",
        "tủ sách",
        "{tủ sách}",
        "100",
        "/",
        "(",
        ")",
        "^2",
        "*",
        " ",
        "thuê bao",
        "hộ",
        "1",
    )
)


@given(own.units())
def test_text_is_read_back(name: str) -> None:
    assert unit(unit(name).name) == unit(name)
    assert unit(name).name == name
    assert pickle.loads(pickle.dumps(unit(name))) == unit(name)  # noqa: S301  # our own bytes


@given(
    st.lists(st.sampled_from(names()[40:]), min_size=2, max_size=4, unique=True),
    st.integers(1, 9999),
    st.data(),
)
def test_compounds_do_not_depend_on_order(parts: list[str], number: int, data: st.DataObject) -> None:
    top, *below = parts
    shuffled = data.draw(st.permutations(below))
    one = _compound(f"{top}/({number}*{'*'.join(below)})")
    other = _compound(f"{top}/({'*'.join(shuffled)}*{number})")
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.name == other.name
        assert (one.dimension, one.factor) == (other.dimension, other.factor)
        assert unit(one.name) == one


@given(
    st.lists(
        st.tuples(st.sampled_from(names()), st.integers(1, 3), st.booleans()),
        min_size=2,
        max_size=4,
        unique_by=lambda part: part[0],
    )
)
def test_pint_measures_compounds_the_same(parts: list[tuple[str, int, bool]]) -> None:
    above, below = (
        "*".join(f"{name}^{power}" for name, power, up in parts if up is side) for side in (True, False)
    )
    made = _compound(f"{above or 1}/({below})" if below else above)
    if made is None or made.name in names():
        return
    number, powers = components(made)
    theirs = {pint_name(part.name): power for part, power in powers.items()}
    dimensions, size = measured(registry(), theirs)
    assert made.factor == size * number
    kept = {name: power for name, power in dimensions.items() if power}
    assert made.dimension == written(kept, Fraction(1))


def _compound(text: str) -> Unit | None:
    try:
        return unit(text)
    except UnknownUnit:
        return None


@given(st.text(max_size=30) | st.lists(WORDS, max_size=8).map("".join))
def test_any_text_is_a_unit_or_refused(text: str) -> None:
    try:
        found = unit(text)
    except SottttError:
        return
    assert unit(found.name) == found
    assert found.factor > 0


@given(st.sampled_from(own.pairs_of_units()), own.magnitudes())
def test_to_a_finer_unit_and_back_is_exact(pair: tuple[str, str], magnitude: object) -> None:
    a, b = pair
    ratio = factor(a, b)
    amount = Amount(magnitude, a)  # type: ignore[arg-type]  # a Decimal
    if ratio >= 1:
        assert amount.to(b) == amount
        assert amount.to(b).to(a).magnitude == amount.magnitude
    assert Range.of(amount).within(Range.of(amount).to(b))


def test_of_two_plain_units_one_is_a_whole_multiple() -> None:
    for a, b in own.pairs_of_units():
        ratio = factor(a, b)
        assert ratio.denominator == 1 or ratio.numerator == 1
        assert ratio * factor(b, a) == 1


@given(own.units(), own.units())
def test_factors_exist_within_a_dimension_alone(a: str, b: str) -> None:
    if unit(a).dimension == unit(b).dimension:
        assert factor(a, b) == Fraction(unit(a).factor) / unit(b).factor
    else:
        with pytest.raises(SottttError):
            factor(a, b)


@given(st.text(max_size=12))
def test_lookup_finds_catalogue_units_alone(text: str) -> None:
    try:
        found = lookup(text)
    except SottttError:
        return
    assert found is None or found.name in names() or "/" in found.name
