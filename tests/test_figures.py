"""Figures: what their words and digits mean in an observation and in a requirement."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from sotttt.errors import (
    InexactNumber,
    InvalidAmount,
    InvalidChoice,
    InvalidEntity,
    MissingField,
    SottttError,
)
from sotttt.ranges import Amount, Figure, Hedge, Range


def figure(printed: str, hedge: str = "none", resolution: str | None = None) -> Figure:
    return Figure(range=printed, as_written="x", hedge=hedge, resolution=resolution)


@pytest.mark.parametrize(
    ("printed", "hedge", "seen", "wanted"),
    [
        ("= 45.212 point", "none", "= 45.212 point", "= 45.212 point"),
        ("= 26000 person", "over", "(26000, 27000) person", "> 26000 person"),
        ("= 1100 billion_VND", "over", "(1100, 1200) billion_VND", "> 1100 billion_VND"),
        ("= 2.25 %", "nearly", "(2.24, 2.25) %", "= 2.25 %"),
        ("= 3900 billion_VND", "nearly", "(3800, 3900) billion_VND", "= 3900 billion_VND"),
        ("= 90 station", "about", "[85, 95] station", "= 90 station"),
        ("= 40 station", "about", "[35, 45] station", "= 40 station"),
        ("= 79300 billion_VND", "about", "[79250, 79350] billion_VND", "= 79300 billion_VND"),
        ("= 5 %", "under", "(4, 5) %", "< 5 %"),
        ("= 1 certificate", "at_least", ">= 1 certificate", ">= 1 certificate"),
        ("= 15 rank", "at_most", "<= 15 rank", "<= 15 rank"),
        ("[70, 75] %", "none", "[70, 75] %", "[70, 75] %"),
        ("[70, 75] %", "about", "[65, 75.5] %", "[70, 75] %"),
        ("[70, 75] %", "over", "(70, 76) %", "> 70 %"),
        ("[70, 75] %", "nearly", "(60, 75) %", "[70, 75] %"),
        ("[70, 75] %", "under", "(60, 75) %", "< 75 %"),
        ("[70, 75] %", "at_least", ">= 70 %", ">= 70 %"),
        ("[70, 75] %", "at_most", "<= 75 %", "<= 75 %"),
        ("= -20 %", "over", "(-20, -10) %", "> -20 %"),
        ("= 0 incident", "over", "(0, 1) incident", "> 0 incident"),
        (">= 80 %", "none", ">= 80 %", ">= 80 %"),
    ],
)
def test_two_readings(printed: str, hedge: str, seen: str, wanted: str) -> None:
    found = figure(printed, hedge)
    assert found.observed() == Range.parse(seen)
    assert found.required() == Range.parse(wanted)
    assert found.observed(hedge="point") == Range.parse(printed)


def test_a_resolution_of_zero_means_an_exact_figure() -> None:
    exact = figure("= 79300 VND", resolution="0")
    assert exact.observed("width", "rounding") == Range.parse("= 79300 VND")


def test_zero_has_the_width_of_its_resolution() -> None:
    assert figure("= 0.0 %", "about", "0.1").observed() == Range.parse("[-0.05, 0.05] %")


@pytest.mark.parametrize(
    ("printed", "resolution", "seen"),
    [
        ("= 88.3 %", None, "[88.25, 88.35) %"),
        ("= 88.30 %", None, "[88.295, 88.305) %"),
        ("= 1100 billion_VND", "100", "[1050, 1150) billion_VND"),
        ("[70, 75] %", "1", "[69.5, 75.5) %"),
        (">= 80 %", "1", ">= 79.5 %"),
        ("<= 80 %", "1", "< 80.5 %"),
        ("= 1E+3 VND", None, "[500, 1500) VND"),
    ],
)
def test_rounding_interval(printed: str, resolution: str | None, seen: str) -> None:
    found = figure(printed, resolution=resolution)
    assert found.observed(precision="rounding") == Range.parse(seen)
    assert found.observed() == Range.parse(printed)


def test_rounding_widens_no_hedge_unless_the_point_is_asked_for() -> None:
    found = figure("= 90 station", "about")
    assert found.observed(precision="rounding") == Range.parse("[85, 95] station")
    assert found.observed("point", "rounding") == Range.parse("[89.5, 90.5) station")


def test_fields() -> None:
    found = Figure(
        range=Amount(100, "%"),
        as_written=" 20/20  sở ",
        of="20 agency",
        status="estimated",
        resolution=1,
        locale="en",
    )
    assert found.range == Range.exactly(100, "%")
    assert found.as_written == "20/20 sở"
    assert found.of == Amount(20, "agency")
    assert found.hedge is Hedge.NONE
    assert found.resolution == Decimal(1)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own bytes
    assert {found, pickle.loads(pickle.dumps(found))} == {found}  # noqa: S301  # our own bytes


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("hedge", "roughly", InvalidChoice),
        ("locale", "any", InvalidChoice),
        ("status", "guessed", InvalidChoice),
        ("resolution", 0.1, InexactNumber),
        ("resolution", -1, InvalidAmount),
        ("as_written", "  ", MissingField),
        ("of", 20, SottttError),
        ("range", 5, SottttError),
    ],
)
def test_refused_fields(field: str, value: object, error: type[SottttError]) -> None:
    fields: dict[str, object] = {"range": "= 80 %", "as_written": "80%", field: value}
    with pytest.raises(error, match=f"^{field}: "):
        Figure(**fields)  # type: ignore[arg-type]  # that is the point


def test_a_half_line_has_no_hedge() -> None:
    with pytest.raises(InvalidEntity, match=r"Figure\.hedge: the half-line >= 80 % beside the hedge 'over'"):
        figure(">= 80 %", "over")


def test_unknown_readings_are_refused() -> None:
    with pytest.raises(InvalidChoice, match="'width' or 'point'"):
        figure("= 80 %").observed(hedge="wide")
    with pytest.raises(InvalidChoice, match="'exact' or 'rounding'"):
        figure("= 80 %").observed(precision="loose")
