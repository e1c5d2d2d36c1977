"""On DuckDB, with many targets, rows that can't matter are left out first: no finding may change."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

import sotttt as st
from sotttt import tables
from sotttt.tables import thinning
from tests.tables.scenes import AS_OF, METRICS, NUMBERS, compare, need, number_in, numbered, units_of

DUES = ("2020", "2020-Q4", "2020", "2021", "2020", None, "2019", "2020")
ENDS = ("2018", "2019", "2020", "2020-Q1", "2020-Q3", "2020-09", "2020-11", "2020-12", "2021-01")
BAD = ({"unit": "furlong"}, {"value": float("nan")}, {"status": "sure"}, {"value": 4e9}, {"value": None})
STATUSES = ("official", "official", None, "estimated", "preliminary", "forecast")
DAYS = (None, None, dt.date(2020, 12, 31), dt.date(2021, 3, 3), dt.date(2021, 3, 4))


def scene(seed: int, *, mixed: bool) -> tuple[list[st.Target], list[dict[str, Any]]]:
    """Targets, some of two sides; and rows, which at every third place are revised, tie or are bad."""
    pick: Any = random.Random(seed).choice
    targets: list[st.Target] = []
    rows: list[dict[str, Any]] = []
    for number, one in enumerate(METRICS * 80):
        place = f"place-{number}"
        low, high = sorted((pick(NUMBERS), pick(NUMBERS)), key=float)
        sign = "<=" if one.better.value == "lower" else ">="
        between = f"[{low}, {high}] {one.unit}" if number % 9 in (2, 3) else ""
        for asked in {f"{sign} {high} {one.unit}", between or f"{sign} {low} {one.unit}"}:
            # No metric has so many windows that nothing is left out.
            due = DUES[(number % 9 + pick((0, 1))) % len(DUES)]
            start = "2019" if due == "2020" and number % 9 > 5 else None
            targets.append(
                st.Target(id="t", metric=one, jurisdiction=place, requirement=asked, due=due, start=start)
            )
        ends = random.Random(number).sample(ENDS, pick((2, 5, 8)))
        rows += [_row(pick, one, place, end, mixed=mixed) for end in ends]
        if number % 3 == 1 and mixed:
            early = [_row(pick, one, place, end, mixed=True) for end in ends]
            rows += [row | {"status": "estimated", "published": None} for row in early]
        if number % 3 == 0:
            more = [_row(pick, one, place, end, mixed=mixed) for end in ends * 2]
            rows += [row | pick([{}] * 5 + list(BAD)) for row in more]
    return numbered(targets), [*rows, {**rows[0], "jurisdiction": None}, {**rows[1], "metric": "none"}]


def _row(pick: Any, one: st.Metric, place: str, end: str, *, mixed: bool) -> dict[str, Any]:
    period, unit = st.Period.parse(end), pick(units_of(one)) if mixed else one.unit
    return {
        "metric": one.id,
        "jurisdiction": place,
        "period_start": period.start,
        "period_end": period.end,
        "value": float(number_in(pick(NUMBERS), unit, one.unit)),
        "unit": pick((unit, unit, None)) if unit == one.unit and mixed else unit,
        "status": pick(STATUSES),
        "published": pick(DAYS),
    }


def frame(rows: list[dict[str, Any]], left: tuple[str, ...] = ()) -> Any:
    import pyarrow as pa

    kinds = {"period_start": pa.date32(), "period_end": pa.date32(), "published": pa.date32()}
    names = [name for name in rows[0] if name not in left]
    of = {name: kinds.get(name, pa.float64() if name == "value" else pa.string()) for name in names}
    return need("duckdb")(pa.table({name: pa.array([row[name] for row in rows], of[name]) for name in names}))


def judged(seen: Any, targets: list[st.Target], *, history: bool) -> list[tuple[object, ...]]:
    found = tables.evaluate(targets, seen, as_of=AS_OF, history=history).to_arrow_table().to_pylist()
    return sorted((tuple(row.values()) for row in found), key=str)


@pytest.mark.parametrize(
    ("mixed", "history", "left"),
    [
        (False, True, ()),
        (True, True, ()),
        (True, False, ()),
        (False, True, ("unit", "published")),
        (False, False, ("status",)),
    ],
)
def test_no_finding_changes(
    monkeypatch: pytest.MonkeyPatch, mixed: bool, history: bool, left: tuple[str, ...]
) -> None:
    targets, rows = scene(7 + mixed, mixed=mixed)
    seen = frame(rows, left)
    whole = judged(seen, targets, history=history)
    monkeypatch.setattr(thinning, "MANY", 0)
    assert judged(seen, targets, history=history) == whole


def test_the_scalar_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thinning, "MANY", 0)
    targets, rows = scene(3, mixed=False)
    good = [row for row in rows[:-2] if row["value"] is not None and row["value"] < 1e9]
    good = [row for row in good if row["unit"] != "furlong" and row["status"] != "sure"]
    seen = list(tables.observations_of(frame(good).to_arrow_table(), METRICS))
    assert len(seen) == len(good)
    found = tables.evaluate(targets, frame(good), as_of=AS_OF).to_arrow_table().to_pylist()
    assert compare(targets, seen, found) < len(targets) / 4
