"""The installed wheel with the three run-time packages alone: every core room works without an extra."""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.metadata
import importlib.util
import pkgutil
import sys

import sotttt as st

EXTRAS = ("cattrs", "tomli_w", "click", "rich", "narwhals", "numpy", "pandas", "hypothesis", "pytest")
OUTER_ROOMS = ("sotttt.codecs", "sotttt.tables", "sotttt.reports", "sotttt.cli", "sotttt.__main__")


def rooms() -> list[str]:
    """Every module of the core."""
    found = (module.name for module in pkgutil.walk_packages(st.__path__, "sotttt."))
    return [name for name in found if not name.startswith(OUTER_ROOMS)]


def main() -> None:
    """Walk through the core once."""
    for name in EXTRAS:
        assert importlib.util.find_spec(name) is None, f"{name} is installed, so this proves nothing"
    names = rooms()
    for name in names:
        importlib.import_module(name)
    assert importlib.metadata.version("sotttt") == st.__version__

    phones = st.Metric(
        id="phone-subscriptions",
        name="Số thuê bao điện thoại",
        unit="subscription",
        better="higher",
        timing="point",
        scale="count",
        merge="sum",
    )
    target = st.Target(
        id="phones-2020",
        metric=phones,
        jurisdiction="cao-bang",
        requirement=">= 1132000 subscription",
        due="2020",
    )
    seen = st.Observation(
        metric=phones,
        jurisdiction="cao-bang",
        period="2020",
        value="= 1000000 subscription",
        status="estimated",
        published="2021-03-03",
    )
    finding = st.evaluate([target], [seen], as_of=dt.date(2021, 3, 3))["phones-2020"]
    assert finding.verdict is st.Verdict.MISSED
    assert finding.explain("vi")
    assert finding.explain("en")

    density = st.Amount("30", "subscription/(100 person)")
    assert density == st.Amount("300", "subscription/(1000 person)")
    assert "pint" not in sys.modules
    assert str(density.to_pint().units)
    assert "pint" in sys.modules

    assert st.reading.read_range("trên 80%") == st.Range.parse("> 80 %")
    assert str(st.DocumentNumber.parse("555/QĐ-UBND")) == "555/QĐ-UBND"
    plans = st.catalog.plans()
    assert plans
    assert all(plan.source is not None for plan in plans)
    print(f"{len(names)} rooms, {len(plans)} plans, Python {sys.version.split()[0]}: the core works alone")


if __name__ == "__main__":
    main()
