"""Claims: each operation, each verdict, each diagnosis."""

from __future__ import annotations

import csv
import pickle
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from sotttt.errors import (
    InvalidChoice,
    InvalidEntity,
    InvalidRange,
    InvalidText,
    MissingField,
    SottttError,
    UnitMismatch,
)
from sotttt.evaluation.claims import Claim, ClaimResult, ClaimVerdict, DiagnosisCode, Operation, check
from sotttt.ranges import Amount, Figure, Range
from sotttt.sources import Source

REVENUE = ("= 79300 billion_VND", "= 3566 billion_VND")
YEARS = tuple(f"= {value} billion_VND" for value in (3566, 9671, 41828, 64465, 72120, 79300))


def figure(text: str, hedge: str = "none", resolution: str | None = None) -> Figure:
    places = None if resolution is None else Decimal(resolution)
    return Figure(range=Range.parse(text), as_written=text, hedge=hedge, resolution=places)


def checked(
    operation: str, operands: tuple[Range | Figure | str | None, ...], stated: Range | Figure | str | None
) -> ClaimResult:
    return check(Claim(operation, operands, stated))


def codes(result: ClaimResult) -> list[str]:
    return [diagnosis.code.value for diagnosis in result.diagnoses]


@pytest.mark.parametrize(
    ("operation", "operands", "stated"),
    [
        ("multiple", ("= 76 {LGSP}", "= 25 {LGSP}"), "= 3.04 times"),
        ("multiple", ("= 76 {LGSP}", "= 25 {LGSP}"), "= 304 %"),
        ("share", ("= 8619 dossier", "= 100314 dossier"), "= 8.59 %"),
        ("growth", ("= 136.21 point", "= 50.88 point"), "= 167.7 %"),
        ("difference", ("= 0.4880 point", "= 0.4014 point"), "= 0.0866 point"),
        ("difference", ("= 80.1 %", "= 75.5 %"), "= 4.6 percentage_point"),
        ("mean", ("= 0.7908 point", "= 0.7892 point", "= 0.9655 point"), "= 0.8485 point"),
        (
            "weighted_sum",
            ("= 0.522 point", "= 0.4 ratio", "= 0.304 point", "= 0.3 ratio", "= 0.3655 point", "= 30 %"),
            "= 0.4097 point",
        ),
        ("sum", ("= 1290 station", "= 1814 station", "= 1873 station"), "= 4977 station"),
        ("list_count", ("UBND huyện Lý Sơn", "BQL KKT Dung Quất"), "= 2 agency"),
        ("list_count", ("= 20 agency", "= 4 agency"), "= 24 agency"),
        ("complement", ("= 61.29 %",), "= 38.71 %"),
        ("complement", ("= 14068 task", "= 16051 task"), "= 1983 task"),
        ("rank_change", ("= 55 rank", "= 12 rank"), "= 43 rank"),
        ("rank_change", ("= 23 rank", "= 20 rank"), "= 3 place"),
        ("trend", YEARS, "> 0 billion_VND"),
        ("trend", ("= 70 %", "= 75.5 %", "= 80.1 %"), ">= 4 percentage_point"),
        ("implied_plan", ("= 1000000 subscription", "= 80 %"), "= 1250000 subscription"),
        ("same_fact", ("= 52000 million_USD", "= 52 billion_USD"), "= 52 billion_USD"),
        ("index_chain", ("= 1000 subscription", "= 110 %", "= 50 %"), "= 550 subscription"),
        ("per_capita", ("= 1000 subscription", "= 2000 person"), "= 50 subscription/(100 person)"),
    ],
)
def test_each_operation_gives_the_figure_that_its_operands_make(
    operation: str, operands: tuple[str, ...], stated: str
) -> None:
    result = checked(operation, operands, stated)
    assert result.verdict is ClaimVerdict.EXACT
    assert result.diagnosis.code is DiagnosisCode.AS_PRINTED
    assert result.computed is not None
    assert result.computed.unit == Range.parse(stated).unit


def test_every_operation_has_its_labels_and_a_case_above() -> None:
    assert len({operation.vi for operation in Operation}) == len(Operation) == 15
    assert len({operation.en for operation in Operation}) == len(Operation)


def test_revenue_of_vinh_phuc() -> None:
    result = checked("multiple", REVENUE, "= 22.3 times")
    assert result.verdict is ClaimVerdict.INCONSISTENT
    assert str(result.computed) == "(22.23780145821648906337633202, 22.23780145821648906337633203) times"
    assert checked("multiple", REVENUE, "= 22.2 times").verdict is ClaimVerdict.EXACT
    assert checked("multiple", REVENUE, "= 22.24 times").verdict is ClaimVerdict.EXACT


@pytest.mark.parametrize(
    "first",
    [
        figure("= 79300 billion_VND", resolution="100"),
        figure("= 79300 billion_VND", "about"),
        Range.parse("[79250, 79350) billion_VND"),
    ],
)
def test_revenue_rounded_to_hundreds_may_give_what_is_stated(first: Range | Figure) -> None:
    result = checked("multiple", (first, REVENUE[1]), "= 22.3 times")
    assert result.verdict is ClaimVerdict.WITHIN_ROUNDING
    assert codes(result) == ["operand_rounding"]
    assert str(result.needed[0]) == "[79332.375, 79711.275) billion_VND"


def test_counted_things_are_whole_and_measured_ones_are_not() -> None:
    counted = checked("share", ("= 16051 task", "= 16274 task"), "= 98.62 %")
    assert counted.verdict is ClaimVerdict.TRUNCATED
    assert codes(counted) == ["truncation"]
    assert counted.possible == counted.computed
    assert (
        checked("share", ("= 16051 VND", "= 16274 VND"), "= 98.62 %").verdict is ClaimVerdict.WITHIN_ROUNDING
    )
    rounded = figure("= 16100 task", resolution="100")
    assert checked("share", (rounded, "= 16274 task"), "= 98.62 %").verdict is ClaimVerdict.WITHIN_ROUNDING
    assert checked("share", ("= 16051 ratio", "= 16274 ratio"), "= 98.62 %").verdict is ClaimVerdict.TRUNCATED


def test_truncation_within_rounding_is_said_too() -> None:
    result = checked("share", ("= 40.62 point", "= 80 point"), "= 50.77 %")
    assert result.verdict is ClaimVerdict.WITHIN_ROUNDING
    assert codes(result) == ["operand_rounding", "truncation"]


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ("= -0.3 point", "exact"),
        ("= -0.2 point", "exact"),
        ("= -0.25 point", "exact"),
        ("= -0.4 point", "inconsistent"),
    ],
)
def test_a_fall_is_rounded_by_either_convention(stated: str, verdict: str) -> None:
    assert checked("difference", ("= 1.00 point", "= 1.25 point"), stated).verdict.value == verdict


@pytest.mark.parametrize(
    ("operands", "stated"),
    [
        (("= 9 item", "= 100 item"), "= 0 times"),
        (("= 19 item", "= 10 item"), "= 1 times"),
        (("= 190 item", "= 100 item"), "= 1 times"),
    ],
)
def test_truncation_towards_zero(operands: tuple[str, str], stated: str) -> None:
    result = checked("multiple", operands, stated)
    expected = "exact" if stated.startswith("= 0") else "truncated"
    assert result.verdict.value == expected


def test_truncation_of_a_fall() -> None:
    assert checked("difference", ("= 10 item", "= 29 item"), "= -1E+1 item").verdict is ClaimVerdict.TRUNCATED
    assert checked("difference", ("= 20 item", "= 29 item"), "= 0E+1 item").verdict is ClaimVerdict.TRUNCATED


@pytest.mark.parametrize(
    ("hedge", "operands", "verdict", "code"),
    [
        ("over", ("= 76 {LGSP}", "= 25 {LGSP}"), "exact", "as_printed"),
        ("over", ("= 76 {LGSP}", "= 15 {LGSP}"), "exact", "loose_bound"),
        ("over", ("= 75 {LGSP}", "= 25 {LGSP}"), "inconsistent", "unexplained"),
        ("over", ("= 74 {LGSP}", "= 25 {LGSP}"), "inconsistent", "unexplained"),
        ("at_least", ("= 75 {LGSP}", "= 25 {LGSP}"), "exact", "as_printed"),
        ("at_least", ("= 750 {LGSP}", "= 25 {LGSP}"), "exact", "as_printed"),
        ("at_most", ("= 75 {LGSP}", "= 25 {LGSP}"), "exact", "as_printed"),
        ("under", ("= 75 {LGSP}", "= 25 {LGSP}"), "inconsistent", "unexplained"),
        ("nearly", ("= 74 {LGSP}", "= 25 {LGSP}"), "exact", "as_printed"),
        ("nearly", ("= 24 {LGSP}", "= 25 {LGSP}"), "exact", "loose_bound"),
        ("about", ("= 86 {LGSP}", "= 25 {LGSP}"), "exact", "as_printed"),
        ("about", ("= 200 {LGSP}", "= 25 {LGSP}"), "inconsistent", "unexplained"),
    ],
)
def test_words_of_the_stated_figure(hedge: str, operands: tuple[str, str], verdict: str, code: str) -> None:
    result = checked("multiple", operands, figure("= 3 times", hedge))
    assert (result.verdict.value, result.diagnosis.code.value) == (verdict, code)


def test_words_of_an_operand_widen_it_and_the_point_counts() -> None:
    over = figure("= 1000 station", "over")
    assert checked("multiple", (over, "= 500 station"), "= 2 times").verdict is ClaimVerdict.EXACT
    assert checked("multiple", (over, "= 500 station"), "= 3.9 times").verdict is ClaimVerdict.WITHIN_ROUNDING
    assert checked("multiple", (over, "= 500 station"), "= 1.9 times").verdict is ClaimVerdict.INCONSISTENT
    half_line = figure("= 1000 station", "at_least")
    assert (
        checked("multiple", (half_line, "= 500 station"), "= 7 times").verdict is ClaimVerdict.WITHIN_ROUNDING
    )


def test_a_range_has_no_one_value() -> None:
    span = ("[70, 75] station", "= 100 station")
    assert checked("share", span, "= 72 %").verdict is ClaimVerdict.WITHIN_ROUNDING
    assert checked("share", span, "[70, 75] %").verdict is ClaimVerdict.EXACT
    printed = figure("[70, 75] %", resolution="1")
    assert checked("share", ("= 75.4 point", "= 100.0 point"), printed).verdict is ClaimVerdict.EXACT
    assert checked("same_fact", (printed,), "[69.5, 75.5] %").verdict is ClaimVerdict.EXACT
    assert checked("same_fact", (printed,), "= 75.4 %").verdict is ClaimVerdict.WITHIN_ROUNDING


def test_the_width_of_an_operand_without_end() -> None:
    result = checked("multiple", ("= 10 station", figure("= 5 station", "at_most")), "= 4 times")
    assert result.verdict is ClaimVerdict.WITHIN_ROUNDING
    assert result.possible is None
    assert checked("sum", ("> 5 item", "= 3 item"), "= 12 item").verdict is ClaimVerdict.WITHIN_ROUNDING
    assert checked("sum", ("> 5 item", "= 3 item"), "> 8 item").verdict is ClaimVerdict.EXACT
    assert checked("sum", ("> 5 item", "= 3 item"), ">= 8 item").verdict is ClaimVerdict.EXACT
    assert checked("sum", (">= 5 item", "= 3 item"), "> 8 item").verdict is ClaimVerdict.WITHIN_ROUNDING
    assert checked("sum", ("< 5 item", "= 3 item"), "<= 8 item").verdict is ClaimVerdict.EXACT
    assert checked("sum", ("< 5 item", "= 3 item"), "= 8 item").verdict is ClaimVerdict.WITHIN_ROUNDING


@pytest.mark.parametrize(
    ("operation", "operands", "stated", "found"),
    [
        ("same_fact", ("= 3900000 billion_VND",), "= 3900 billion_VND", ["magnitude_slip"]),
        ("growth", ("= 80.1 %", "= 75.5 %"), "= 4.6 %", ["points_as_percent"]),
        ("difference", ("= 80.1 %", "= 75.5 %"), "= 6.1 percentage_point", ["percent_as_points"]),
        ("growth", ("= 300 dossier", "= 100 dossier"), "= 300 %", ["ratio_as_growth"]),
        ("share", ("= 109 dossier", "= 100 dossier"), "= 9 %", ["growth_as_ratio"]),
        ("multiple", ("= 300 dossier", "= 100 dossier"), "= 2 times", ["growth_as_ratio"]),
        ("share", ("= 30 dossier", "= 100 dossier"), "= 70 %", ["complement_as_share"]),
        ("multiple", ("= 25 dossier", "= 100 dossier"), "= 4 times", ["swapped"]),
        ("difference", ("= 5 dossier", "= 9 dossier"), "= 4 dossier", ["sign"]),
        ("share", ("= 223 task", "= 16274 task"), "= 1.38 %", ["complement_of_truncated"]),
        ("multiple", ("= 22 task", "= 10 task"), "= 3 times", ["rounded_up"]),
        ("sum", ("= 43434 dossier", "= 11795 dossier", "= 4331 dossier"), "= 61827 dossier", ["unexplained"]),
        ("difference", ("= 9 dossier", "= 5 dossier"), "= 0 dossier", ["unexplained"]),
        ("growth", ("= 0 dossier", "= 100 dossier"), "= 5 %", ["unexplained"]),
    ],
)
def test_what_would_explain_a_claim_that_does_not_agree(
    operation: str, operands: tuple[str, ...], stated: str, found: list[str]
) -> None:
    result = checked(operation, operands, stated)
    assert result.verdict is ClaimVerdict.INCONSISTENT
    assert codes(result) == found


def test_the_slip_of_magnitude_says_its_power() -> None:
    result = checked("same_fact", ("= 3900000 billion_VND",), "= 3900 billion_VND")
    assert result.diagnosis.params["power"] == "3"
    assert "10^3" in result.diagnosis.text("vi")


def test_a_difference_of_shares_in_percent_agrees_and_is_told() -> None:
    result = checked("difference", ("= 80.1 %", "= 75.5 %"), "= 4.6 %")
    assert result.verdict is ClaimVerdict.EXACT
    assert codes(result) == ["as_printed", "points_as_percent"]


def test_trend_must_hold_at_each_step() -> None:
    assert (
        checked("trend", ("= 101.2 point", "= 100.7 point"), "> 0 point").diagnosis.code is DiagnosisCode.SIGN
    )
    up_and_down = checked("trend", ("= 1 item", "= 3 item", "= 2 item"), "> 0 item")
    assert up_and_down.verdict is ClaimVerdict.INCONSISTENT
    assert str(up_and_down.computed) == "[-1, 2] item"
    flat = checked("trend", ("= 1.2 point", "= 1.2 point"), "> 0 point")
    assert flat.verdict is ClaimVerdict.WITHIN_ROUNDING


def test_a_missing_operand_makes_a_claim_unverifiable_and_follows_from_the_rest() -> None:
    result = checked("difference", ("= 45.212 point", None), "= 4.556 point")
    assert result.verdict is ClaimVerdict.UNVERIFIABLE
    assert codes(result) == ["missing_operand"]
    assert result.computed is None
    assert str(result.needed[1]) == "(40.655, 40.657) point"
    both = checked("difference", (None, None), "= 1 year")
    assert codes(both) == ["missing_operand", "missing_operand"]
    assert both.needed == (None, None)


@pytest.mark.parametrize(
    ("operation", "operands", "stated", "at", "needed"),
    [
        ("multiple", (None, "= 10 item"), "= 3 times", 0, "[25, 35) item"),
        ("share", ("= 1 item", None), "= 50 %", 1, None),
        ("growth", (None, "= 200 item"), "= 10 %", 0, "[219, 221) item"),
        ("growth", ("= 200 item", None), "= 100 %", 1, None),
        ("difference", (None, "= 20 item"), "= 4 item", 0, "[23.5, 24.5) item"),
        ("difference", (None, "= 20.0 %"), "= 4.0 percentage_point", 0, "[23.90, 24.10) %"),
        ("rank_change", ("= 20 rank", None), "= 4 rank", 1, "(15.5, 16.5] rank"),
        ("complement", (None,), "= 40 %", 0, "(59.5, 60.5] %"),
        ("complement", ("= 30 item", None), "= 40 item", 1, "[69.5, 70.5) item"),
        ("sum", ("= 3 item", None, "= 4 item"), "= 10 item", 1, "[2.5, 3.5) item"),
        ("mean", ("= 3 item", None), "= 5 item", 1, "[6, 8) item"),
        ("weighted_sum", (None, "= 0.5 ratio", "= 4 item", "= 0.5 ratio"), "= 5 item", 0, "[5.0, 7.0) item"),
        (
            "weighted_sum",
            ("= 4 item", None, "= 4 item", "= 0.5 ratio"),
            "= 5 item",
            1,
            "[0.625, 0.875) ratio",
        ),
        ("implied_plan", (None, "= 50 %"), "= 10 item", 0, "[4.7025, 5.3025) item"),
        ("implied_plan", ("= 10 item", None), "= 20 item", 1, None),
        ("same_fact", (None,), "= 10 item", 0, "[9.5, 10.5) item"),
        ("index_chain", (None, "= 100.0 %"), "= 10 item", 0, None),
        ("index_chain", ("= 10 item", None), "= 11 item", 1, "[105, 115) %"),
        ("per_capita", (None, "= 200 person"), "= 5 subscription/(100 person)", 0, "[9, 11) subscription"),
        ("per_capita", ("= 9 item", None), "= 4.5 item/(100 person)", 1, None),
        ("per_capita", (None, None), "= 2 item/person", 0, None),
        ("trend", ("= 1 item", None), "> 0 item", 1, None),
        ("multiple", ("= 10 item", None), "= 0 times", 1, None),
        ("multiple", (None, None), "= 5 times", 1, None),
    ],
)
def test_what_a_missing_operand_would_be(
    operation: str, operands: tuple[str | None, ...], stated: str, at: int, needed: str | None
) -> None:
    found = checked(operation, operands, stated).needed[at]
    if needed is not None:
        assert found == Range.parse(needed)
    elif found is not None:
        given = [found if one is None else one for one in operands]
        assert checked(operation, tuple(given), stated).verdict is ClaimVerdict.WITHIN_ROUNDING


def test_two_values_per_head_must_imply_the_same_population() -> None:
    phones = checked("per_capita", ("= 1035075 subscription", None), "= 83.05 subscription/(100 person)")
    offices = checked("per_capita", ("= 208 agency", None), "= 1.67 agency/(10000 person)")
    others = checked("per_capita", ("= 208 agency", None), "= 1.41 agency/(10000 person)")
    populations = [one.needed[1] for one in (phones, offices, others)]
    assert str(populations[0]) == "(1246252.483294202636806935163, 1246402.552832801493166355591) person"
    first, same, other = populations
    assert first is not None
    assert same is not None
    assert other is not None
    assert first.overlaps(same)
    assert first.is_disjoint(other)


def test_an_exact_figure_says_so_by_its_resolution() -> None:
    rounded = [Figure(range=f"= {value} billion_VND", as_written=value) for value in ("85", "80")]
    exact = [Figure(range=one.range, as_written=one.as_written, resolution=0) for one in rounded]
    assert checked("difference", tuple(rounded), "= 5.5 billion_VND").verdict is ClaimVerdict.WITHIN_ROUNDING
    assert checked("difference", tuple(exact), "= 5.5 billion_VND").verdict is ClaimVerdict.INCONSISTENT
    plan = Figure(range="= 5 billion_VND", as_written="5", resolution=0)
    assert checked("difference", tuple(exact), plan).verdict is ClaimVerdict.EXACT
    nearly = [Figure(range="= 85.4 billion_VND", as_written="85,4", resolution=0), exact[1]]
    assert checked("difference", tuple(nearly), plan).verdict is ClaimVerdict.INCONSISTENT
    below = Figure(range="= -5 billion_VND", as_written="-5", resolution=0)
    assert checked("difference", tuple(exact[::-1]), below).verdict is ClaimVerdict.EXACT


def test_the_unit_of_a_missing_weight_and_index() -> None:
    found = checked("weighted_sum", ("= 4 point", None), "= 2 point").needed
    assert found[1] is not None
    assert found[1].unit == "ratio"
    rate = checked("implied_plan", ("= 10 item", None), "= 20 item").needed[1]
    assert rate is not None
    assert rate.unit == "%"
    assert checked("share", (None, "= 5 item"), "= 20 %").needed[0] is not None


def test_is_there_a_whole_number_that_gives_the_share() -> None:
    possible = checked("share", (None, "= 87 commune"), "= 97 %")
    assert possible.verdict is ClaimVerdict.UNVERIFIABLE
    assert "84 xã" in possible.explain("vi")
    impossible = checked("share", (None, "= 3 commune"), "= 71 %")
    assert impossible.verdict is ClaimVerdict.INCONSISTENT
    assert codes(impossible) == ["no_whole_number", "missing_operand"]
    assert "2,13 xã" in checked("share", (None, "= 3 commune"), "= 71.0 %").explain("vi")
    assert checked("share", (None, "= 3 VND"), "= 71 %").verdict is ClaimVerdict.UNVERIFIABLE
    open_ended = checked("share", (None, "= 3 commune"), "> 71 %")
    assert open_ended.verdict is ClaimVerdict.UNVERIFIABLE
    assert "trên 2,1 xã" in open_ended.explain("vi")
    assert checked("share", (None, "= 4 commune"), "(50, 75) %").verdict is ClaimVerdict.INCONSISTENT


def test_division_by_zero_is_unverifiable() -> None:
    result = checked("multiple", ("= 3 person", "= 0 person"), "= 2 times")
    assert result.verdict is ClaimVerdict.UNVERIFIABLE
    assert codes(result) == ["zero_divisor"]
    assert (
        checked("multiple", ("= 0 person", "= 3 person"), "= 2 times").diagnosis.code
        is DiagnosisCode.UNEXPLAINED
    )


@pytest.mark.parametrize(
    ("operation", "operands", "unit"),
    [
        ("multiple", ("= 3 person", "= 2 person"), "times"),
        ("growth", ("= 3 person", "= 2 person"), "%"),
        ("difference", ("= 3 %", "= 2 %"), "percentage_point"),
        ("difference", ("= 3 person", "= 2 person"), "person"),
        ("implied_plan", ("= 1000000 subscription", "= 88.3 %"), "subscription"),
        ("per_capita", ("= 3 subscription", "= 2 person"), "subscription/person"),
    ],
)
def test_a_result_that_nobody_states(operation: str, operands: tuple[str, ...], unit: str) -> None:
    result = checked(operation, operands, None)
    assert result.verdict is ClaimVerdict.UNVERIFIABLE
    assert codes(result) == ["not_stated"]
    assert result.computed is not None
    assert result.computed.unit == unit
    assert result.gap is None
    assert result.needed == (None, None)
    assert "nguồn không nêu kết quả" in result.explain("vi")


def test_a_list_of_names_has_no_unit_of_its_own() -> None:
    result = checked("list_count", ("Lý Sơn", "Dung Quất"), None)
    assert result.computed is None
    assert "Lý Sơn và Dung Quất" in result.explain()


def test_gap_of_shares_is_in_points_and_ranges_have_none() -> None:
    result = checked("share", ("= 1 item", "= 4 item"), "= 30 %")
    assert str(result.gap) == "= 5 percentage_point"
    assert checked("trend", ("= 1 item", "= 2 item"), "> 3 item").gap is None
    assert checked("share", (None, "= 4 item"), "= 30 %").gap is None


def test_sentences() -> None:
    result = checked("multiple", REVENUE, "= 22.3 times")
    assert result.explain() == (
        "Không khớp: số lần của 79.300 tỷ đồng và 3.566 tỷ đồng là 22,24 lần, nguồn nêu 22,3 lần; "
        "lệch 0,06 lần; số đã nêu được làm tròn lên."
    )
    about = Figure(
        range=Range.parse("= 79300 billion_VND"), as_written="khoảng 79.300 tỷ đồng", hedge="about"
    )
    hedged = checked("multiple", (about, REVENUE[1]), "= 22.3 times")
    assert hedged.explain("vi").startswith("Khớp trong phạm vi làm tròn: số lần của khoảng 79.300 tỷ đồng và")
    assert hedged.explain("en").startswith("Within rounding: the multiple of about 79,300 billion")
    trend = checked("trend", YEARS, "> 0 billion_VND").explain("vi")
    assert "64.465 tỷ đồng, 72.120 tỷ đồng và 79.300 tỷ đồng là 6.105–32.157 tỷ đồng" in trend
    with pytest.raises(InvalidChoice):
        result.explain("fr")


def test_the_computed_value_never_reads_as_what_is_stated() -> None:
    near = checked("multiple", ("= 222499 item", "= 10000 item"), "= 22.3 times")
    assert "22,2499 lần" in near.explain("vi")
    above = checked("multiple", ("= 35001 item", "= 10000 item"), figure("= 3 times", "about"))
    assert above.verdict is ClaimVerdict.INCONSISTENT
    assert "là 3,5 lần" not in above.explain("vi")
    assert "là từ -1 đến 2 mục" in checked("trend", ("= 1 item", "= 3 item", "= 2 item"), "> 0 item").explain(
        "vi"
    )


def test_trace_says_all() -> None:
    source = Source(title="Vĩnh Phúc 2020")
    about = figure("= 79300 billion_VND", "about")
    claim = Claim("multiple", (about, REVENUE[1]), figure("= 22.3 times"), "vp-revenue", source)
    lines = dict(check(claim).trace())
    assert lines["claim"] == "vp-revenue"
    assert lines["formula"] == "a / b"
    assert lines["operand[0].values"] == "[79250, 79350] billion_VND"
    assert lines["stated.accepted"] == "[22.25, 22.35) times"
    assert lines["stated.as_written"] == "= 22.3 times"
    assert lines["diagnosis.operand_rounding"] == "yes"
    assert lines["verdict"] == "within_rounding"
    assert lines["source"] == str(source)
    missing = dict(checked("share", (None, "= 87 commune"), "= 97 %").trace())
    assert missing["diagnosis.missing_operand"] == "place=1"
    assert "operand[0]" not in missing
    assert dict(checked("list_count", ("Lý Sơn",), None).trace())["operand[0]"] == "Lý Sơn"


def test_html_escapes() -> None:
    claim = Claim("list_count", ("<script>alert(1)</script>",), "= 1 item", id="<b>")
    page = check(claim)._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_equality_hash_and_pickle() -> None:
    claim = Claim("multiple", (figure("= 79300 billion_VND", "about"), REVENUE[1]), "= 22.3 times", id="vp")
    result = check(claim)
    assert result.id == "vp"
    for thing in (claim, result, result.diagnosis):
        again = pickle.loads(pickle.dumps(thing))  # noqa: S301  # our own bytes
        assert again == thing
        assert hash(again) == hash(thing)


def test_operands_may_be_amounts() -> None:
    claim = Claim(Operation.DIFFERENCE, [Amount(5, "item"), Amount(3, "item")], Amount(2, "item"))
    assert claim.operands == (Range.parse("= 5 item"), Range.parse("= 3 item"))
    assert check(claim).verdict is ClaimVerdict.EXACT


@pytest.mark.parametrize(
    ("operation", "operands", "stated", "error", "place"),
    [
        ("product", REVENUE, "= 1 times", InvalidChoice, "multiple"),
        ("multiple", "= 1 item", "= 1 times", InvalidEntity, "operands"),
        ("multiple", ("= 1 item",), "= 1 times", InvalidEntity, "operands"),
        ("multiple", ("= 1 item",) * 3, "= 1 times", InvalidEntity, "operands"),
        ("complement", ("= 1 item",) * 3, "= 1 item", InvalidEntity, "operands"),
        ("sum", (), "= 1 item", InvalidEntity, "operands"),
        ("weighted_sum", ("= 1 item",) * 3, "= 1 item", InvalidEntity, "pairs"),
        ("multiple", ("= 1 item", "= 1 person"), "= 1 times", UnitMismatch, "operands[1]"),
        ("multiple", ("= 1 item", "= 1 item"), "= 1 item", UnitMismatch, "stated"),
        ("sum", ("= 1 item", "= 1 item"), "= 1 person", UnitMismatch, "operands[0]"),
        ("sum", ("= 1 %", "= 1 %"), "= 1 percentage_point", UnitMismatch, "operands[0]"),
        ("rank_change", ("= 1 item", "= 1 item"), "= 1 rank", UnitMismatch, "operands[0]"),
        ("implied_plan", ("= 1 item", "= 1 item"), "= 1 item", UnitMismatch, "operands[1]"),
        ("per_capita", ("= 1 item", "= 1 person"), "= 1 item", UnitMismatch, "stated"),
        ("per_capita", ("= 1 item", None), "= 1 dossier/person", UnitMismatch, "stated"),
        ("per_capita", (None, "= 1 household"), "= 1 item/person", UnitMismatch, "stated"),
        ("per_capita", ("= 1 item", None), "= 1 times", UnitMismatch, "stated"),
        ("multiple", ("22,3", "= 1 item"), "= 1 times", InvalidRange, "operands[0]"),
        ("multiple", ("khoảng 22", "= 1 item"), "= 1 times", InvalidRange, "operands[0]"),
        ("multiple", (None, "= 1 item"), None, MissingField, "stated"),
    ],
)
def test_what_a_claim_refuses(
    operation: str,
    operands: tuple[str | None, ...],
    stated: str | None,
    error: type[Exception],
    place: str,
) -> None:
    with pytest.raises(error) as refused:
        Claim(operation, operands, stated)
    assert place in str(refused.value)


@pytest.mark.parametrize("given", [5, None, "revenue", [], b"x"])
def test_what_is_no_claim_is_refused(given: object) -> None:
    with pytest.raises(InvalidText, match=r"^claim: .* is no claim; expected a Claim"):
        check(given)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize(
    ("field", "value"),
    [("operands", 5), ("operands", None), ("stated", 22.3), ("source", "Báo Vĩnh Phúc"), ("operation", 3)],
)
def test_fields_of_another_type_are_refused_with_their_place(field: str, value: object) -> None:
    fields: dict[str, object] = {"operation": "sum", "operands": ["= 1 %", "= 2 %"], "stated": "= 3 %"}
    with pytest.raises(SottttError) as refused:
        Claim(**{**fields, field: value})  # type: ignore[arg-type]  # the point of the test
    assert refused.value.where == field


def test_years_of_the_calendar_stand_without_groups() -> None:
    age = checked("difference", ("= 2019 year", "= 1945 year"), "= 74 year")
    assert "chênh lệch của năm 2019 và năm 1945 là 74 năm" in age.explain()
    assert "the difference of 2019 and 1945 is 74 years" in age.explain("en")
    founded = checked("difference", ("= 2019 year", None), "= 15 year")
    assert "khi đó phải là năm 2003–2005" in founded.explain()
    half = checked("difference", (None, "= 2015.5 year"), "= 1 year")
    assert "của ? và năm 2015,5" in half.explain()
    assert "1.500 ngày" in checked("sum", ("= 1500 day", "= 1 day"), "= 1501 day").explain()


_OPERATIONS = {
    "ratio": ("multiple", "times"),
    "pct": ("share", "%"),
    "growth": ("growth", "%"),
    "diff": ("difference", "point"),
    "wsum": ("weighted_sum", "point"),
    "mean": ("mean", "point"),
    "sum": ("sum", "point"),
    "compl": ("complement", "%"),
    "chain": ("index_chain", "point"),
    "per1000": ("per_capita", "dossier/(1000 person)"),
}
_OPERAND_UNITS = {
    "compl": ("%",),
    "chain": ("point", "%"),
    "wsum": ("point", "ratio"),
    "per1000": ("dossier", "person"),
}
_VERDICTS = {"within_operand_rounding": "within_rounding", "truncation": "truncated"}


def published(row: dict[str, str]) -> Claim:
    """A row of figures and granularities as a claim: each operand is a figure with its resolution."""
    operation, unit = _OPERATIONS[row["operation"]]
    values, places = row["operands"].split(" ; "), row["operand_granularity"].split(" ; ")
    units = _OPERAND_UNITS.get(row["operation"], ("point",))
    operands = [
        Figure(
            range=f"= {value} {units[min(at, len(units) - 1) if operation != 'weighted_sum' else at % 2]}",
            as_written=value,
            resolution=None if place == "as shown" else place,
        )
        for at, (value, place) in enumerate(zip(values, places, strict=True))
    ]
    return Claim(operation, operands, f"= {row['claimed']} {unit}")


def test_verdicts_of_claims_with_answers_computed_elsewhere() -> None:
    path = Path(__file__).with_name("claims_made.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["id"]: check(published(row)).verdict.value for row in rows}
    assert len(found) == len(rows) >= 60
    assert found == {row["id"]: row["verdict"] for row in rows}
    used = Counter(row["operation"] for row in rows)
    assert set(used) == set(_OPERATIONS)
    assert min(used.values()) >= 2


def test_verdicts_of_published_claims(facts: Path) -> None:
    with (facts / "methods" / "methods_claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["id"]: check(published(row)).verdict.value for row in rows}
    assert len(found) == len(rows) == 58
    assert found == {row["id"]: _VERDICTS.get(row["verdict"], row["verdict"]) for row in rows}
