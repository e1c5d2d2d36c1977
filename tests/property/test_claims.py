"""Laws of claims, for any operands."""

from __future__ import annotations

import decimal
import math
import random
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as some

from sotttt.evaluation.claims import Claim, ClaimVerdict, Operation, check
from sotttt.ranges import Range

WIDE = decimal.Context(prec=200)

hundredths = some.integers(1, 10**7).map(lambda value: Decimal(value).scaleb(-2))
counts = some.integers(1, 10**9)
places = some.integers(0, 6)
GOOD = (ClaimVerdict.EXACT, ClaimVerdict.WITHIN_ROUNDING)


def printed(value: Fraction, digits: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """A fraction rounded to so many decimals, by integers alone."""
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    if rounding == ROUND_DOWN:
        whole = scaled.numerator // scaled.denominator
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits, WIDE)


def verdict(operation: str, operands: list[str], stated: str) -> ClaimVerdict:
    return check(Claim(operation, operands, stated)).verdict


@given(counts, counts, places)
def test_a_share_rounded_half_up_is_exact(part: int, whole: int, digits: int) -> None:
    stated = printed(Fraction(100 * part, whole), digits)
    assert verdict("share", [f"= {part} task", f"= {whole} task"], f"= {stated} %") is ClaimVerdict.EXACT


@given(hundredths, hundredths, places)
def test_multiple_and_growth_rounded_half_up_are_exact(now: Decimal, then: Decimal, digits: int) -> None:
    ratio = Fraction(now) / Fraction(then)
    operands = [f"= {now} point", f"= {then} point"]
    assert verdict("multiple", operands, f"= {printed(ratio, digits)} times") is ClaimVerdict.EXACT
    growth = printed(100 * (ratio - 1), digits)
    assert verdict("growth", operands, f"= {growth} %") is ClaimVerdict.EXACT


@given(some.lists(hundredths, min_size=1, max_size=6), some.integers(0, 3))
def test_sum_mean_and_difference_rounded_half_up_are_exact(values: list[Decimal], digits: int) -> None:
    operands = [f"= {value} point" for value in values]
    total = sum(map(Fraction, values), Fraction())
    assert verdict("sum", operands, f"= {printed(total, digits)} point") is ClaimVerdict.EXACT
    assert verdict("mean", operands, f"= {printed(total / len(values), digits)} point") is ClaimVerdict.EXACT
    less = Fraction(values[0]) - Fraction(values[-1])
    pair = [operands[0], operands[-1]]
    assert verdict("difference", pair, f"= {printed(less, digits)} point") is ClaimVerdict.EXACT


@given(some.data(), places)
def test_any_claim_built_from_its_operands_is_exact(data: some.DataObject, digits: int) -> None:
    """For every operation: the result of the operands as printed, rounded as stated, agrees exactly."""
    of_points = [Decimal(one) for one in data.draw(some.lists(hundredths, min_size=2, max_size=5))]
    of_shares = data.draw(some.lists(some.integers(1, 20000), min_size=2, max_size=5))
    shares = [Decimal(one).scaleb(-2) for one in of_shares]
    first, second = of_points[:2]
    exact = [Fraction(one) for one in of_points]
    rates = [Fraction(one, 10000) for one in of_shares]
    points = [f"= {one} point" for one in of_points]
    percents = [f"= {one} %" for one in shares]
    pairs = list(zip(exact, rates, strict=False))
    head = data.draw(counts)
    built: dict[str, tuple[list[str], Fraction, str]] = {
        "share": (points[:2], 100 * exact[0] / exact[1], "%"),
        "multiple": (points[:2], exact[0] / exact[1], "times"),
        "growth": (points[:2], 100 * (exact[0] / exact[1] - 1), "%"),
        "difference": (points[:2], exact[0] - exact[1], "point"),
        "mean": (points, sum(exact, Fraction()) / len(exact), "point"),
        "sum": (points, sum(exact, Fraction()), "point"),
        "weighted_sum": (
            [text for pair in zip(points, percents, strict=False) for text in pair],
            sum((value * weight for value, weight in pairs), Fraction()),
            "point",
        ),
        "complement": (percents[:1], 100 - 100 * rates[0], "%"),
        "rank_change": (["= 55 rank", "= 12 rank"], Fraction(43), "rank"),
        "trend": (points[:2], exact[1] - exact[0], "point"),
        "implied_plan": ([points[0], percents[0]], exact[0] / rates[0], "point"),
        "same_fact": ([f"= {first} point"], exact[0], "point"),
        "index_chain": ([points[0], *percents], exact[0] * math.prod(rates), "point"),
        "per_capita": (
            [f"= {second} million_VND", f"= {head} person"],
            1000 * exact[1] / head,
            "million_VND/(1000 person)",
        ),
        "list_count": (["Lý Sơn", "Dung Quất"], Fraction(2), "item"),
    }
    assert set(built) == {one.value for one in Operation}
    for operation, (operands, result, unit) in built.items():
        stated = f"= {printed(result, digits)} {unit}"
        assert verdict(operation, operands, stated) is ClaimVerdict.EXACT, (operation, operands, stated)


@given(counts, counts, places)
def test_a_truncated_share_of_counts_is_exact_or_truncated(part: int, whole: int, digits: int) -> None:
    ratio = Fraction(100 * part, whole)
    cut = printed(ratio, digits, ROUND_DOWN)
    expected = ClaimVerdict.EXACT if cut == printed(ratio, digits) else ClaimVerdict.TRUNCATED
    assert verdict("share", [f"= {part} task", f"= {whole} task"], f"= {cut} %") is expected


@given(
    some.integers(10**4, 10**8),
    some.integers(10**4, 10**8),
    some.integers(0, 3),
    some.integers(0, 4),
)
def test_a_true_statement_about_rounded_operands_is_never_inconsistent(
    now: int, then: int, kept: int, digits: int
) -> None:
    """Who computes from the true values and prints all three figures rounded says nothing inconsistent."""
    true = (Fraction(now, 1000), Fraction(then, 1000))
    operands = [f"= {printed(value, kept)} point" for value in true]
    stated = printed(true[0] / true[1], digits)
    assert verdict("multiple", operands, f"= {stated} times") in GOOD


@given(hundredths, hundredths, hundredths)
def test_what_is_needed_makes_the_claim_true(now: Decimal, then: Decimal, stated: Decimal) -> None:
    claim = Claim("multiple", [f"= {now} point", f"= {then} point"], f"= {stated} times")
    needed = check(claim).needed[0]
    assert isinstance(needed, Range)
    assert needed.low is not None
    assert needed.high is not None
    middle = (needed.low.magnitude + needed.high.magnitude) / 2
    assume(needed.contains(Range.exactly(middle, "point").low or needed.low))
    again = Claim("multiple", [Range.exactly(middle, "point"), f"= {then} point"], f"= {stated} times")
    assert check(again).verdict in GOOD


@given(some.lists(hundredths, min_size=2, max_size=6), hundredths, some.randoms(use_true_random=False))
def test_the_order_of_parts_does_not_matter(
    values: list[Decimal], stated: Decimal, shuffler: random.Random
) -> None:
    operands = [f"= {value} point" for value in values]
    first = check(Claim("sum", operands, f"= {stated} point"))
    shuffler.shuffle(operands)
    again = check(Claim("sum", operands, f"= {stated} point"))
    assert (first.verdict, first.computed, first.possible) == (again.verdict, again.computed, again.possible)


@given(counts, counts, some.integers(1, 10**4).map(lambda value: Decimal(value).scaleb(-1)))
def test_units_and_the_decimal_context_of_the_caller_do_not_matter(
    now: int, then: int, stated: Decimal
) -> None:
    claims = [
        Claim("multiple", [f"= {now}.0 billion_VND", f"= {then}.0 billion_VND"], f"= {stated} times"),
        Claim("share", [None, f"= {then} dossier"], f"= {stated} %"),
    ]
    finer = Claim(
        "multiple", [f"= {now}000.0 million_VND", f"= {then}000.0 million_VND"], f"= {stated} times"
    )
    usual = [(check(claim), check(claim).explain(), check(claim).needed) for claim in claims]
    with decimal.localcontext() as context:
        context.prec, context.rounding = 3, decimal.ROUND_UP
        other = [(check(claim), check(claim).explain(), check(claim).needed) for claim in claims]
    assert other == usual
    assert check(finer).computed == usual[0][0].computed
