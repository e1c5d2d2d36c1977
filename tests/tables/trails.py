"""Scenes of stated trajectories: targets that are not due yet, with some years of history."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import attrs

import sotttt as st
from tests.tables.scenes import METRICS, Pick, metric, number_in, units_of

PATH = st.Policy(pace="path")
STRICT = st.Policy(pace="path", statuses=["official", "estimated", "forecast"])
KINDS = (
    *METRICS,
    metric("wait", "day", better="lower"),
    metric("open", "1", scale="yes_no"),
    metric("shut", "1", scale="yes_no", better="lower", timing="period"),
)
#: Values on the way from 10 in 2016 to 20 in 2026, one a year, and some beside it.
ON_WAY = tuple(str(number) for number in range(10, 21))
BESIDE = ("10.5", "11.01", "12.99", "15.001", "9", "21", "14.9999")
DUES = ("2026", "2026", "2026", "2026-12", "2023", "2025-06", "2024-06-15", "2021")
YEARS = tuple(str(year) for year in range(2014, 2021))
ODD = (
    "2019-12",
    "2020-12",
    "2020-H2",
    "2018-Q4",
    "2020-11",
    "2021-01",
    "2020-05-17",
    "2019-06",
    "2015-M01..M09",
)


def _numbers(one: st.Metric, year: int) -> tuple[str, ...]:
    """Figures of a year: mostly on the way or just beside it."""
    if one.scale.value == "yes_no":
        return ("0", "1", "1", "0")
    here = Decimal(year - 2006 if one.better.value != "lower" else 2036 - year)
    near = [str(here + Decimal(by)) for by in ("0", "0", "0.01", "-0.01", "0.5", "-0.5", "1")]
    return (*near, *near, *ON_WAY, *BESIDE)


def _value(pick: Pick, one: st.Metric, year: int, *, mixed: bool, shapes: bool) -> str:
    unit = pick(units_of(one)) if mixed else one.unit
    if mixed and one.id == "wait":
        unit = pick(("day", "day", "hour", "week"))
    first, second = sorted((pick(_numbers(one, year)), pick(_numbers(one, year))), key=Decimal)
    if unit == "week":
        return f"= {first} week"
    low, high = number_in(first, unit, one.unit), number_in(second, unit, one.unit)
    if low == high or not shapes or pick(range(5)):
        return f"= {high} {unit}"
    return str(
        pick((f"[{low}, {high}] {unit}", f"({low}, {high}] {unit}", f">= {low} {unit}", f"< {high} {unit}"))
    )


def _baseline(pick: Pick, one: st.Metric, where: str) -> st.Observation | st.Period | None:
    chosen = pick(("none", "number", "number", "period", "period", "range", "unknown"))
    period = pick(("2016", "2016", "2016", "2018", "2019-12", "2020", "2017-05-17", "2021"))
    if chosen == "none":
        return None
    if chosen == "period":
        return st.Period.parse(period)
    return st.Observation(
        metric=one,
        jurisdiction=where,
        period=period,
        value=_value(pick, one, int(period[:4]), mixed=False, shapes=False)
        if chosen != "range"
        else f"[10, 12] {one.unit}",
        method=pick((None, None, "survey", "register")),
        published="2021-03-04" if chosen == "unknown" else None,
    )


def aimed(pick: Pick, one: st.Metric, where: str) -> st.Target:
    """A target that is mostly not due yet."""
    signs = {"higher": (">=", ">=", ">"), "lower": ("<=", "<=", "<"), "neutral": (">=", "<", "=")}[
        one.better.value
    ]
    goal = pick(("20", "20", "20", "20", "15", "30.5")) if one.scale.value != "yes_no" else pick(("1", "0"))
    if one.better.value == "lower" and one.scale.value != "yes_no":
        goal = pick(("10", "10", "5", "0", "12.5"))
    sign = pick((*signs, *signs, *signs, "="))
    target = st.Target(
        id="t",
        metric=one,
        jurisdiction=where,
        requirement=f"{sign} {goal} {one.unit}",
        due=pick(DUES),
        start=pick((*[None] * 6, "2018")),
        method=pick((*[None] * 9, "survey")),
        two_sided=pick((False, False, False, False, True)),
    )
    base = _baseline(pick, one, where)
    if base is not None and target.due is not None:
        start = base.period if isinstance(base, st.Observation) else base
        if start.end >= target.due.end or start.start > target.due.start:
            base = None
    return attrs.evolve(target, baseline=base)


def observed(
    pick: Pick, one: st.Metric, where: str, period: str, *, mixed: bool, methods: tuple[Any, ...]
) -> st.Observation:
    publisher = pick((None, None, None, "GSO"))
    return st.Observation(
        metric=one,
        jurisdiction=where,
        period=period,
        value=_value(pick, one, int(period[:4]), mixed=mixed, shapes=True),
        status=pick(("official", "official", "official", "estimated", "preliminary")),
        published=pick((None, None, None, "2021-03-03", "2021-03-04")),
        method=pick(methods),
        source=None if publisher is None else st.Source(title=publisher, publisher=publisher),
    )


def trails_batch(
    number: int, seed: int, *, mixed: bool = False
) -> tuple[list[st.Target], list[st.Observation]]:
    """Many targets at once, with the values of some years before their dues."""
    pick: Pick = random.Random(seed).choice
    seen: list[st.Observation] = []
    targets: list[st.Target] = []
    for place in range(number // 3):
        one, where = pick(KINDS), f"p{place}"
        targets += [aimed(pick, one, where) for _ in range(3)]
        methods = pick(((None,), (None,), ("survey",), (None, "survey"), ("survey", "survey", "register")))
        last = pick(range(1, len(YEARS) + 1))
        periods = [year for year in YEARS[:last] if pick(range(6))]
        periods += [pick((*YEARS[:last], *ODD)) for _ in range(pick((0, 0, 1, 3)))]
        seen += [observed(pick, one, where, period, mixed=mixed, methods=methods) for period in periods]
    return [attrs.evolve(target, id=f"t{at}") for at, target in enumerate(targets)], seen
