"""Bad rows of every kind on every engine: they come back, they are no evidence, and nothing breaks."""

from __future__ import annotations

from typing import Any

import pytest

import sotttt as st
from sotttt import tables
from sotttt.errors import FaultGroup, NotOnTables
from tests.tables.capabilities import BAD_ROWS, BAD_TARGET, bad_table, check_faults, check_strict
from tests.tables.scenes import AS_OF, ENGINES, Rows, need, rows_of
from tests.tables.test_differential import SLOW

#: Engines that build a query in less than a minute.
QUICK = [engine for engine in ENGINES if engine not in SLOW]
#: One engine of each kind, where a whole evaluation is asked for.
FEW = ["polars", "pandas", "pyarrow", "duckdb"]
KINDS = sorted({fault for fault, _ in BAD_ROWS})


def faults(engine: str, table: Any) -> Rows:
    return rows_of(tables.faults([BAD_TARGET], need(engine)(table), as_of=AS_OF), engine)


def verdicts(engine: str, table: Any) -> list[tuple[str, str]]:
    found = tables.evaluate([BAD_TARGET], need(engine)(table), as_of=AS_OF, history=False)
    return [(row["verdict"], row["reasons"]) for row in rows_of(found, engine)]


def with_cells(table: Any, **cells: Any) -> Any:
    import pyarrow as pa

    for name, cell in cells.items():
        kind = table.schema.field(name).type
        made = pa.array([cell] * table.num_rows, kind)
        table = table.set_column(table.schema.names.index(name), name, made)
    return table


@pytest.mark.parametrize("engine", QUICK)
def test_each_fault_comes_back(engine: str) -> None:
    check_faults(need(engine), engine)
    check_strict(need(engine), engine)


@pytest.mark.parametrize("engine", FEW)
def test_a_frame_of_bad_rows_alone_is_no_data(engine: str) -> None:
    table = bad_table()
    bad = table.slice(table.num_rows - len(BAD_ROWS), len(BAD_ROWS) - 2)
    assert verdicts(engine, bad) == [("no_data", "no_place")]
    assert len(faults(engine, bad)) == bad.num_rows


@pytest.mark.parametrize("engine", QUICK)
def test_an_empty_frame_has_no_faults_and_no_data(engine: str) -> None:
    empty = bad_table().slice(0, 0)
    assert faults(engine, empty) == []
    if engine in ("polars", "pyarrow"):
        assert verdicts(engine, empty) == [("no_data", "no_metric")]


@pytest.mark.parametrize("engine", QUICK)
@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"metric": None}, "null_key"),
        ({"period_end": None}, "null_key"),
        ({"low": None, "high": None}, "missing_value"),
        ({"unit": None}, None),
        ({"status": None}, None),
        ({"published": None}, None),
    ],
)
def test_columns_of_nulls_alone(engine: str, cells: dict[str, None], fault: str | None) -> None:
    one = with_cells(bad_table().slice(0, 1), **cells)
    assert [row["fault"] for row in faults(engine, one)] == ([] if fault is None else [fault])


def test_booleans_that_are_objects_are_refused_with_a_hint() -> None:
    one = with_cells(bad_table().slice(0, 1), low_open=None)
    with pytest.raises(NotOnTables, match=r"'low_open' is String; .*astype\('boolean'\)"):
        faults("pandas", one)
    for engine in QUICK:
        assert engine == "pandas" or faults(engine, one) == []


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow", "duckdb"])
def test_nan_is_not_finite_unless_the_engine_means_null_by_it(engine: str) -> None:
    one = with_cells(bad_table().slice(0, 1), low=float("nan"), high=float("nan"))
    wanted = "missing_value" if engine == "pandas" else "not_finite"
    assert [row["fault"] for row in faults(engine, one)] == [wanted]


@pytest.mark.parametrize("engine", QUICK)
def test_duplicates_are_told_and_judged_as_rivals(engine: str) -> None:
    one = bad_table().slice(0, 1)
    import pyarrow as pa

    same, other = pa.concat_tables([one, one]), pa.concat_tables([one, with_cells(one, low=70.0, high=70.0)])
    for table, verdict in ((same, ("met", "inside")), (other, ("undecided", "overlaps"))):
        assert [row["fault"] for row in faults(engine, table)] == ["duplicate_key"] * 2
        if engine == "polars":
            assert verdicts(engine, table) == [verdict]
    seen = [
        st.Observation(
            metric=BAD_TARGET.metric,
            jurisdiction="a",
            period="2020",
            value=f"= {value} %",
            published="2021-02-01",
        )
        for value in (85, 70)
    ]
    assert st.evaluate([BAD_TARGET], seen, as_of=AS_OF)["bad"].verdict.value == "undecided"


def test_a_column_without_a_type_is_refused_with_a_hint() -> None:
    import pyarrow as pa

    table = bad_table().slice(0, 1)
    untyped = table.set_column(table.schema.names.index("published"), "published", pa.nulls(1))
    with pytest.raises(NotOnTables, match=r"'published' is .*cast it to dates"):
        tables.faults([BAD_TARGET], untyped, as_of=AS_OF)


def test_the_strict_message_tells_fault_and_row() -> None:
    with pytest.raises(FaultGroup) as raised:
        tables.evaluate([BAD_TARGET], bad_table(), as_of=AS_OF, strict=True)
    first = raised.value.exceptions
    assert {str(one).split(":")[-1].strip().split(" ")[0] for one in first} <= set(KINDS)
    assert all("jurisdiction=" in str(one) for one in first)
