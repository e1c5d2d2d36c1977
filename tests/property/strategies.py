"""Strategies for the value types."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from sotttt.ranges import Amount, Figure, Hedge, Range
from sotttt.units import names, unit

SHARES = ("%", "permille", "ratio")
MONEY = ("VND", "thousand_VND", "million_VND", "billion_VND", "trillion_VND")
COMPOUNDS = ("subscription/(100 person)", "VND/day", "station/km^2", "%/year", "{tủ sách}/commune")
FAMILIES = (SHARES, MONEY, ("second", "minute", "hour", "day", "week"), ("point",), ("{tủ sách}",))


def magnitudes(digits: int = 12) -> st.SearchStrategy[Decimal]:
    """Decimals of a few digits, with trailing zeros and exponents either way."""
    whole = st.integers(-(10**digits), 10**digits)
    return st.builds(
        lambda n, exponent: Decimal((int(n < 0), tuple(map(int, str(abs(n)))), exponent)),
        whole,
        st.integers(-8, 3),
    )


def units() -> st.SearchStrategy[str]:
    """Plain units, compounds, and units in braces."""
    return st.sampled_from((*names(), *COMPOUNDS, "{tủ sách}", "{5G cell}"))


def amounts(*among: str) -> st.SearchStrategy[Amount]:
    """Amounts in one of the given units, or in any."""
    return st.builds(Amount, magnitudes(), st.sampled_from(among) if among else units())


@st.composite
def ranges(draw: st.DrawFn, *among: str) -> Range:
    """Points, half-lines and spans, open and closed, in one of the given units, or in any."""
    name = draw(st.sampled_from(among) if among else units())
    low, high = sorted(draw(st.tuples(magnitudes(), magnitudes())))
    shape = draw(st.sampled_from(("point", "above", "below", "span")))
    if shape == "point" or (shape == "span" and low == high):
        return Range.exactly(low, name)
    flags = draw(st.tuples(st.booleans(), st.booleans()))
    return Range(
        None if shape == "below" else Amount(low, name),
        None if shape == "above" else Amount(high, name),
        *flags,
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Range, Range]:
    """Two ranges of one dimension, in any of its units."""
    family = draw(st.sampled_from(FAMILIES))
    return draw(ranges(*family)), draw(ranges(*family))


@st.composite
def inside(draw: st.DrawFn, given: Range) -> Amount:
    """An amount that lies in the range, in its unit."""
    low = None if given.low is None else given.low.magnitude
    high = None if given.high is None else given.high.magnitude
    if low is not None and high is not None:
        part = Decimal(draw(st.integers(0, 16))) / 16
        found = Amount(low + (high - low) * part, given.unit)
    else:
        step = abs(draw(magnitudes()))
        found = Amount(step + low if low is not None else (high or Decimal(0)) - step, given.unit)
    if not given.contains(found):
        assert low is not None or high is not None
        if low is None:
            found = Amount((high or Decimal(0)) - 1, given.unit)
        elif high is None:
            found = Amount(low + 1, given.unit)
        else:
            found = Amount((low + high) / 2, given.unit)
    assert given.contains(found)
    return found


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """Figures with every hedge and status."""
    printed = draw(ranges("%", "person", "billion_VND"))
    half_line = printed.low is None or printed.high is None
    return Figure(
        range=printed,
        as_written=draw(st.sampled_from(("khoảng 90", "trên 80%", "70-75%"))),
        hedge=Hedge.NONE if half_line else draw(st.sampled_from(Hedge)),
        resolution=draw(st.sampled_from((None, Decimal("0.1"), Decimal(1000)))),
        locale=draw(st.sampled_from(("vi", "en"))),
        status=draw(st.sampled_from((None, "official", "preliminary", "estimated", "derived", "forecast"))),
        of=draw(st.none() | amounts("agency")),
        note=draw(st.none() | st.just("làm tròn")),
    )


def pairs_of_units() -> list[tuple[str, str]]:
    """Every ordered pair of plain units of one dimension."""
    found = [unit(name) for name in names()]
    return [(a.name, b.name) for a in found for b in found if a.dimension == b.dimension]
