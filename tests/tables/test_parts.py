"""Observations in parts give the findings of one frame; what spans two parts is refused; progress is told."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

import sotttt as st
from sotttt import tables
from sotttt.errors import InvalidText, NotOnTables
from tests.tables.scenes import (
    AS_OF,
    PLACES,
    Rows,
    aims,
    batch,
    need,
    numbered,
    observations,
    rows_of,
)

EAGER_AND_LAZY = ("polars", "polars-lazy", "pandas", "pyarrow", "duckdb")


def parted(seen: list[st.Observation], number: int, *, by: str = "place") -> list[list[st.Observation]]:
    """The observations in so many parts, no place in two; one part has none."""
    parts: list[list[st.Observation]] = [[] for _ in range(number)]
    for place, one in enumerate(seen):
        at = int(one.jurisdiction[1:]) if by == "place" else place
        parts[at % (number - 1)].append(one)
    return parts


def frames(engine: str, parts: list[list[st.Observation]]) -> list[Any]:
    make = need(engine)
    whole = tables.observations_frame([one for part in parts for one in part], "pyarrow")
    made: list[Any] = []
    low = 0
    for part in parts:
        made.append(whole.slice(low, len(part)))  # type: ignore[attr-defined]  # a pyarrow table
        low += len(part)
    if engine != "duckdb":
        return [make(table) for table in made]
    import duckdb

    base = duckdb.connect()
    return [base.from_arrow(table) for table in made]


def sorted_rows(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: row["target"])


def scene() -> tuple[list[st.Target], list[st.Observation]]:
    """Targets with rows, without, of a metric nobody observed, superseded, and with dims that nobody has."""
    targets, seen = batch(42, 11)
    seen = [
        attrs.evolve(one, dims={"sex": "nữ"}) if place % 7 == 0 else one for place, one in enumerate(seen)
    ]
    metric = st.Metric(id="unseen", name="unseen", unit="%", better="higher", timing="point", scale="ratio")
    plain = {"requirement": ">= 1 %", "due": "2020"}
    more = [
        st.Target(id="no-metric", metric=metric, jurisdiction="p0", **plain),  # type: ignore[arg-type]
        attrs.evolve(targets[0], id="no-place", jurisdiction="nowhere"),
        attrs.evolve(targets[1], id="no-dims", dims={"sex": "nam"}),
        attrs.evolve(targets[2], id="of-women", dims={"sex": "nữ"}),
        attrs.evolve(targets[3], id="newer", supersedes="t4"),
    ]
    return targets + more, seen


@pytest.mark.parametrize("engine", EAGER_AND_LAZY)
def test_parts_give_what_one_frame_gives(engine: str) -> None:
    targets, seen = scene()
    parts = parted(seen, 3)
    (whole,) = frames(engine, [[one for part in parts for one in part]])
    more: dict[str, Any] = {"as_of": AS_OF, "history": engine != "duckdb"}  # there it takes long to plan
    found = [*tables.evaluate_parts(targets, frames(engine, parts), **more)]
    assert {type(part) for part in found} == {type(whole)}
    together = sorted_rows([row for part in found for row in rows_of(part)])
    assert together == sorted_rows(rows_of(tables.evaluate(targets, whole, **more)))
    told = {row["reasons"].split()[-1] for row in together}
    assert {"no_metric", "no_place", "no_dims", "superseded"} <= told


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    targets=some.lists(aims(), min_size=12, max_size=24),
    seen=some.lists(observations(), min_size=20, max_size=60),
)
def test_parts_of_anything(targets: list[st.Target], seen: list[st.Observation]) -> None:
    targets = numbered(targets)
    parts: list[list[st.Observation]] = [[], []]
    for one in seen:
        parts[PLACES.index(one.jurisdiction) % 2].append(one)
    (whole,) = frames("polars", [parts[0] + parts[1]])
    found = tables.evaluate_parts(targets, frames("polars", parts), as_of=AS_OF)
    together = [row for part in found for row in rows_of(part)]
    assert sorted_rows(together) == sorted_rows(rows_of(tables.evaluate(targets, whole, as_of=AS_OF)))


def test_parts_without_history_and_with_a_plan() -> None:
    targets, seen = scene()
    plan = st.Plan(
        id="plan",
        title="Kế hoạch",
        kind="plan",
        stage="draft",
        jurisdiction="p0",
        horizon="2016..2020",
        targets=targets[:20],
    )
    parts = parted(seen, 3)
    (whole,) = frames("polars", [seen])
    asked: list[st.Plan | st.Target] = [plan, *targets[20:]]
    more: dict[str, Any] = {"as_of": AS_OF, "history": False, "policy": st.Policy(statuses=["official"])}
    found = tables.evaluate_parts(asked, frames("polars", parts), **more)
    together = [row for part in found for row in rows_of(part)]
    assert sorted_rows(together) == sorted_rows(rows_of(tables.evaluate(asked, whole, **more)))
    assert sum(row["reasons"] == "draft" for row in together) == 20


def test_a_series_in_two_parts_is_refused() -> None:
    targets, seen = batch(30, 3)
    with pytest.raises(NotOnTables, match="parts 1 and 2 have rows of one series"):
        list(tables.evaluate_parts(targets, frames("polars", parted(seen, 3, by="row")), as_of=AS_OF))


def test_no_part_is_refused_and_parts_of_nothing_are_no_data() -> None:
    targets, seen = batch(30, 3)
    with pytest.raises(NotOnTables, match="there is no part"):
        list(tables.evaluate_parts(targets, [], as_of=AS_OF))
    (empty,) = frames("polars", [seen])
    (found,) = tables.evaluate_parts(targets, [empty.head(0)], as_of=AS_OF)
    reasons = {reason for row in rows_of(found) for reason in row["reasons"].split()}
    assert len(found) == 30
    assert reasons <= {"no_metric", "due_ahead", "no_deadline"}


class Bar:
    """What tqdm has."""

    def __init__(self) -> None:
        self.total: int | None = None
        self.n = 0

    def update(self, n: int = 1) -> bool | None:
        self.n += n
        return None


def test_progress_is_told_after_each_part() -> None:
    targets, seen = batch(8, 3)
    parts = frames("polars", parted(seen, 3))
    told: list[tuple[int, int | None]] = []
    found = tables.evaluate_parts(
        targets, parts, as_of=AS_OF, progress=lambda done, total: told.append((done, total))
    )
    steps = [len(told) for _ in found]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert steps[0] == 0
    told.clear()
    list(
        tables.evaluate_parts(
            targets, iter(parts), as_of=AS_OF, progress=lambda done, total: told.append((done, total))
        )
    )
    assert told == [(1, None), (2, None), (3, None)]
    bar = Bar()
    list(tables.evaluate_parts(targets, parts, as_of=AS_OF, progress=bar))
    assert (bar.total, bar.n) == (3, 3)
    with pytest.raises(InvalidText, match="shows no progress"):
        tables.evaluate_parts(targets, parts, as_of=AS_OF, progress=3)  # type: ignore[arg-type]  # on purpose
