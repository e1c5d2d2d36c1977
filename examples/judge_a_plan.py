"""Judge a plan of one's own, on two days.

The plan and its figures are invented; the wording is that of real plans and reports. Run it with

    python examples/judge_a_plan.py
"""

from __future__ import annotations

import datetime as dt

import sotttt as st
from sotttt.reading import read_figure

fibre = st.Metric(
    id="fibre-households",
    name="Tỷ lệ hộ gia đình có cáp quang",
    name_en="Share of households with fibre",
    unit="%",
    better="higher",
    timing="point",
    scale="ratio",
    sector="TEL",
)
revenue = st.Metric(
    id="ict-revenue",
    name="Doanh thu ngành thông tin và truyền thông",
    name_en="Revenue of information and communications",
    unit="billion_VND",
    better="higher",
    timing="period",
    scale="amount",
    domain=">= 0 billion_VND",
)
rank = st.Metric(
    id="dti-rank",
    name="Thứ hạng chuyển đổi số cấp tỉnh",
    name_en="Rank in digital transformation",
    unit="rank",
    better="lower",
    timing="period",
    scale="rank",
)

PLACE = "example-province"

plan = st.Plan(
    id="example-2024",
    title="Kế hoạch chuyển đổi số năm 2024 (ví dụ)",
    jurisdiction=PLACE,
    kind="plan",
    horizon="2024",
    targets=[
        st.Target(
            id="fibre",
            metric=fibre,
            jurisdiction=PLACE,
            requirement=read_figure("phấn đấu trên 80% hộ gia đình"),
            baseline="2022",
            due="2024",
            number="1",
        ),
        st.Target(
            id="revenue",
            metric=revenue,
            jurisdiction=PLACE,
            requirement=read_figure("đạt 1.100 tỷ đồng"),
            due="2024",
            number="2",
        ),
        st.Target(
            id="rank",
            metric=rank,
            jurisdiction=PLACE,
            requirement=read_figure("thuộc nhóm 20 tỉnh dẫn đầu"),
            due="2024",
            number="3",
        ),
    ],
)


def seen(
    metric: st.Metric, period: str, value: str | st.Figure, published: str, status: str = "official"
) -> st.Observation:
    """One observation of the example province."""
    return st.Observation(
        metric=metric,
        jurisdiction=PLACE,
        period=period,
        value=value,
        published=published,
        status=status,
    )


observations = [
    seen(fibre, "2022", "= 70 %", "2023-02-01"),
    seen(fibre, "2023", "= 76.2 %", "2024-02-01"),
    seen(fibre, "2024", read_figure("81,5%"), "2025-02-01"),
    seen(revenue, "2024-H1", read_figure("560 tỷ đồng"), "2024-07-20"),
    seen(revenue, "2024", read_figure("ước đạt hơn 1.000 tỷ đồng"), "2024-12-10", status="estimated"),
    seen(rank, "2024", "= 23 rank", "2025-10-21"),
]


def main() -> None:
    """Print the compliance table as it stood on two days, and why."""
    for day in (dt.date(2024, 9, 1), dt.date(2025, 11, 1)):
        result = st.evaluate(plan, observations, as_of=day)
        print(f"{plan.title}, {day:%d/%m/%Y}")
        for row in (result.headers("vi"), *result.rows("vi")):
            print(" | ".join(row))
        for line in result.summary("vi"):
            print(line)
        print()
    for finding in result:
        print(finding.explain("en"))


if __name__ == "__main__":
    main()
