"""The government's table of the twelve main indicators of 2019: figures as printed, verdicts as printed.

Source:
qdnd.vn, "Kết quả thực hiện 12 chỉ tiêu kinh tế - xã hội chủ yếu năm 2019" (item 608493)
(columns Kế hoạch năm 2019, Ước thực hiện năm 2019, Đánh giá); the rows with a numeric actual and a printed
verdict.
"""

from __future__ import annotations

import datetime as dt

import pytest

import sotttt as st
from sotttt.evaluation import Flag
from sotttt.metrics import Verdict
from sotttt.reading import read_figure

EXCEEDED, MET = ("met", "exceeded"), ("met", "full")
ROWS = [
    ("6,6-6,8", "7,02", "higher", EXCEEDED, False),
    ("33-34", "33,9", "higher", MET, False),
    ("1-1,5", "1,1", "higher", EXCEEDED, True),
    ("Khoảng 4", "2,79", "lower", EXCEEDED, False),
    ("Dưới 4", "3,1", "lower", MET, False),
    ("60-62", "61-62", "higher", MET, False),
    ("27", "27,5", "higher", EXCEEDED, False),
    ("89", "89", "higher", MET, False),
]


@pytest.mark.parametrize(("planned", "actual", "better", "printed", "differs"), ROWS)
def test_row(planned: str, actual: str, better: str, printed: tuple[str, str], differs: bool) -> None:
    metric = st.Metric(id="m", name="Chỉ tiêu", unit="%", better=better, timing="period", scale="ratio")
    target = st.Target(
        id="t", metric=metric, jurisdiction="viet-nam", requirement=read_figure(planned, unit="%"), due="2019"
    )
    seen = st.Observation(
        metric=metric,
        jurisdiction="viet-nam",
        period="2019",
        value=read_figure(actual, unit="%"),
        status="estimated",
        published="2020-01",
    )
    stated = st.Assessment(subject="t", verdict=printed[0], degree=printed[1], published="2020-01")
    finding = st.evaluate([target], [seen], as_of=dt.date(2020, 2, 1), assessments=[stated])["t"]
    assert finding.verdict is Verdict.MET
    assert finding.exceeded is (printed is EXCEEDED and not differs)
    assert (Flag.STATED_DIFFERS in finding.flags) is differs
