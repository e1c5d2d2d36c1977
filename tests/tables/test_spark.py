"""PySpark: many scenes in one query, row for row as the scalar evaluation, and the plan of that query.

Building and planning one query takes Spark longer than answering it, so that all scenes of hypothesis share
one: each has places of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import sotttt as st
from sotttt import tables
from sotttt.errors import NotOnTables
from tests.tables.scenes import (
    AS_OF,
    BY_ID,
    Rows,
    aims,
    compare,
    need,
    numbered,
    observations,
    rows_of,
    spark_session,
)
from tests.tables.test_differential import MODEST, POLICY

# What PySpark says about the releases of its own packages, and sockets that it leaves to be collected.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")

SCENES = 50
#: Operators that take rows out of the plan, through Python, or to a single task.
FOREIGN = (
    "Python",
    "InPandas",
    "InArrow",
    "ExternalRDD",
    "ExistingRDD",
    "SinglePartition",
    "CartesianProduct",
    "BroadcastNestedLoopJoin",
)
_WITHOUT_KEY = re.compile(r"windowspecdefinition\((?:specifiedwindowframe|[^,]* (?:ASC|DESC) )")


def foreign(plan: str) -> list[str]:
    """What in a physical plan doesn't scale."""
    found = [name for name in FOREIGN if name in plan]
    return found + (["a window without a key"] if _WITHOUT_KEY.search(plan) else [])


def moved(one: Any, scene: int) -> Any:
    """A target or an observation in the places of its scene."""
    base = getattr(one, "baseline", None)
    more = {} if base is None else {"baseline": moved(base, scene)}
    return attrs.evolve(one, jurisdiction=f"{one.jurisdiction}-{scene}", **more)


def scenes() -> tuple[list[st.Target], list[st.Observation]]:
    targets: list[st.Target] = []
    seen: list[st.Observation] = []

    @settings(MODEST, max_examples=SCENES, derandomize=True, database=None)
    @given(
        some.lists(aims(), min_size=6, max_size=12),
        some.lists(observations(mixed=True, odd=True), min_size=40, max_size=60),
    )
    def draw(asked: list[st.Target], known: list[st.Observation]) -> None:
        scene = len(targets)
        targets.extend(moved(target, scene) for target in asked)
        seen.extend(moved(one, scene) for one in known)

    draw()
    return numbered(targets), seen


class Judged(NamedTuple):
    targets: list[st.Target]
    seen: list[st.Observation]
    frame: Any
    found: Any
    jobs: list[int]
    rows: Rows

    @property
    def plan(self) -> str:
        """The plan as it ran: adaptive execution has its last word after the run only."""
        return str(self.found._jdf.queryExecution().executedPlan().toString())


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    need("pyspark")
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    targets, seen = scenes()
    table: Any = tables.observations_frame(seen, "pyarrow")
    table = table.append_column("year", pc.year(table["period_end"]))
    folder = tmp_path_factory.mktemp("observations")
    ds.write_dataset(table, folder, format="parquet", partitioning=["year"], partitioning_flavor="hive")
    session = spark_session()
    frame = session.read.parquet(str(folder))
    context = session.sparkContext
    context.setJobGroup("building", "evaluate gives a plan, and runs nothing")
    found = tables.evaluate(targets, frame, as_of=AS_OF, policy=POLICY)
    context.setJobGroup("running", "the user's own action")
    jobs = list(context.statusTracker().getJobIdsForGroup("building"))
    return Judged(targets, seen, frame, found, jobs, rows_of(found))


def test_every_scene_is_judged_as_by_the_scalar_evaluation(judged: Judged) -> None:
    left = compare(judged.targets, judged.seen, judged.rows, policy=POLICY)
    assert len(judged.targets) > 3 * SCENES
    assert left < len(judged.targets) / 4


def test_building_the_query_runs_nothing(judged: Judged) -> None:
    assert judged.jobs == []
    assert type(judged.found) is type(judged.frame)


def test_the_plan_keeps_the_rows_in_spark_and_spread(judged: Judged) -> None:
    plan = judged.plan
    assert "isFinalPlan=true" in plan
    assert "FileScan parquet" in plan
    assert "Window [" in plan
    assert foreign(plan) == []


def test_small_frames_are_sent_to_the_tasks(judged: Judged) -> None:
    plan = judged.plan
    assert "LocalTableScan" in plan
    assert "BroadcastHashJoin" in plan


def test_a_plan_that_does_not_scale_is_seen(judged: Judged) -> None:
    from pyspark.sql import Window
    from pyspark.sql import functions as spark

    alone = judged.frame.withColumn("top", spark.max("period_end").over(Window.partitionBy()))
    first = judged.frame.withColumn("number", spark.row_number().over(Window.orderBy("period_end")))
    crossed = judged.frame.select("unit").crossJoin(judged.frame.select("status"))
    native = judged.frame.sparkSession.createDataFrame([("share",)], "metric string")

    def plan(frame: Any) -> str:
        return str(frame._jdf.queryExecution().executedPlan().toString())

    assert foreign(plan(alone)) == ["SinglePartition", "a window without a key"]
    assert foreign(plan(first)) == ["SinglePartition", "a window without a key"]
    assert foreign(plan(crossed)) in (["CartesianProduct"], ["BroadcastNestedLoopJoin"])
    assert foreign(plan(native)) == ["ExistingRDD"]


def test_bad_rows_come_back_and_are_counted() -> None:
    make = need("pyspark")
    import pyarrow as pa

    day = dt.date(2020, 12, 31)
    frame = make(
        pa.table(
            {
                "metric": ["share", "share", None],
                "jurisdiction": ["a", "a", "a"],
                "period_start": [dt.date(2020, 1, 1)] * 3,
                "period_end": [day] * 3,
                "value": [80.0, 101.0, 80.0],
            }
        )
    )
    target = st.Target(id="t", metric=BY_ID["share"], jurisdiction="a", requirement=">= 80 %", due="2020")
    bad = tables.faults([target], frame, as_of=AS_OF)
    found = tables.evaluate([target], frame, as_of=AS_OF, history=False)
    counts = {row["verdict"]: row["count"] for row in rows_of(tables.summary(found, bad))}
    assert sorted(row["fault"] for row in rows_of(bad)) == ["null_key", "outside_domain"]
    assert counts == {"met": 1, "bad_rows": 2}


def test_a_dim_whose_name_spark_reads_as_a_path_is_refused() -> None:
    need("pyspark")
    row = ("share", "a", dt.date(2020, 1, 1), dt.date(2020, 12, 31), 80.0, "x")
    columns = "metric string, jurisdiction string, period_start date, period_end date, value double"
    frame = spark_session().createDataFrame([row], f"{columns}, `dims.a.b` string")
    target = st.Target(id="t", metric=BY_ID["share"], jurisdiction="a", requirement=">= 80 %", due="2020")
    with pytest.raises(NotOnTables, match=r"PySpark has no column 'dims:a\.b'"):
        tables.evaluate([target], frame, as_of=AS_OF)
