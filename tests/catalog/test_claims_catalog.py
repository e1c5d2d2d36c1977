"""What the sources derive from their own figures, checked."""

from __future__ import annotations

import pytest

from sotttt import catalog
from sotttt.catalog._shelf import observation
from sotttt.evaluation.claims import Claim, check
from sotttt.ranges import Figure, Range

VERDICTS = {
    "tg-sector-age": "exact",
    "tg-department-age": "unverifiable",
    "tg-managed-sectors": "exact",
    "qt-pillars": "exact",
    "vp-revenue-rises": "exact",
    "vp-revenue-multiple": "within_rounding",
    "vp-ict-index-rise": "unverifiable",
    "vp-press-agencies": "exact",
    "vp-media-types": "exact",
    "qn-phones-plan-rate": "unverifiable",
    "qn-phones-plan": "unverifiable",
    "qn-pilot-units": "exact",
    "nd-exhibitions": "exact",
    "nd-digital-broadcast-lead": "unverifiable",
    "nd-centres": "exact",
}


def test_each_claim_has_an_expected_verdict() -> None:
    assert [claim.id for claim in catalog.claims()] == list(VERDICTS)


@pytest.mark.parametrize(("name", "verdict"), VERDICTS.items())
def test_verdicts_on_claims(name: str, verdict: str) -> None:
    assert check(catalog.claim(name)).verdict.value == verdict


def test_revenue_of_vinh_phuc_is_not_22_3_times_what_it_was() -> None:
    claim = catalog.claim("vp-revenue-multiple")
    result = check(claim)
    assert result.computed is not None
    assert result.computed.within(Range.parse("[22.235, 22.245) times"))
    # Only the word "khoảng" saves it: the figure as printed gives 22.2.
    plain = Claim("multiple", ("= 79300 billion_VND", "= 3566 billion_VND"), "= 22.3 times")
    assert check(plain).verdict.value == "inconsistent"
    assert isinstance(claim.stated, Figure)
    assert claim.stated.as_written == "22,3 lần"


def test_the_plan_of_quang_ngai_follows_as_an_interval() -> None:
    result = check(catalog.claim("qn-phones-plan"))
    assert result.computed is not None
    assert result.possible is not None
    assert result.computed.within(Range.parse("[1132502, 1132503] subscription"))
    planned = observation("qn-phones-plan").value
    assert result.computed.within(planned)
    assert planned.within(result.possible)


def test_the_index_of_2018_is_what_the_claim_leaves() -> None:
    index = {name: observation(f"vp-ict-index-{name}").value for name in ("2018", "2019")}
    assert index["2019"] - index["2018"] == Range.parse("= 4.556 point")


def test_operands_are_the_observations_themselves() -> None:
    for claim in catalog.claims():
        for operand in claim.operands:
            if isinstance(operand, Figure):
                assert any(seen.figure == operand for seen in catalog.observations())
