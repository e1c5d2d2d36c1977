"""Small builders for evaluation tests."""

from __future__ import annotations

import datetime as dt

import sotttt as st
from sotttt.evaluation import Finding


def metric(**changes: object) -> st.Metric:
    """A share that is better when higher, seen at an instant."""
    fields: dict[str, object] = {
        "id": "share",
        "name": "Tỷ lệ",
        "name_en": "Share",
        "unit": "%",
        "better": "higher",
        "timing": "point",
        "scale": "ratio",
    }
    return st.Metric(**(fields | changes))  # type: ignore[arg-type]  # fields by name


def target(requirement: object = ">= 80 %", **changes: object) -> st.Target:
    """A target for 2020 in one place."""
    fields: dict[str, object] = {
        "id": "t",
        "metric": METRIC,
        "jurisdiction": "nam-dinh",
        "requirement": requirement,
        "due": "2020",
    }
    return st.Target(**(fields | changes))  # type: ignore[arg-type]  # fields by name


def seen(value: object = "= 85 %", period: object = "2020", **changes: object) -> st.Observation:
    """An official observation, published two months after its period."""
    fields: dict[str, object] = {
        "metric": METRIC,
        "jurisdiction": "nam-dinh",
        "period": period,
        "value": value,
    }
    if "published" not in changes:
        fields["published"] = st.Period.of(period).end + dt.timedelta(days=60)  # type: ignore[arg-type]  # text or period
    return st.Observation(**(fields | changes))  # type: ignore[arg-type]  # fields by name


def judged(
    wanted: st.Target, *observations: st.Observation, as_of: str = "2021-06-30", **options: object
) -> Finding:
    """The finding of one target."""
    day = dt.date.fromisoformat(as_of)
    return st.evaluate([wanted], observations, as_of=day, **options)[wanted.id]  # type: ignore[arg-type]  # options by name


METRIC = metric()
SALES = metric(
    id="sales",
    name="Doanh thu",
    name_en="Revenue",
    unit="billion_VND",
    timing="period",
    scale="amount",
    domain=">= 0 VND",
)
RANK = metric(
    id="rank", name="Thứ hạng", name_en="Rank", unit="rank", better="lower", timing="period", scale="rank"
)
STOCK = metric(id="stock", name="Thuê bao", name_en="Subscriptions", unit="subscription", scale="count")
