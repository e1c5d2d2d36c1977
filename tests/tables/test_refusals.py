"""What tables refuse, give back or leave out, and what an empty frame says."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any

import pytest

import sotttt as st
from sotttt import tables
from sotttt.errors import FaultGroup, NotOnTables
from tests.tables.scenes import AS_OF, BY_ID

pl: Any = pytest.importorskip("polars", reason="polars is not installed")

SHARE = BY_ID["share"]
COLUMNS: dict[str, list[Any]] = {
    "metric": ["share"],
    "jurisdiction": ["a"],
    "period_start": [dt.date(2020, 1, 1)],
    "period_end": [dt.date(2020, 12, 31)],
    "value": [80.0],
}


HALF_LINE = st.Observation(metric=SHARE, jurisdiction="a", period="2018", value=">= 10 %")


def target(**more: object) -> st.Target:
    plain = {"id": "t", "metric": SHARE, "jurisdiction": "a", "requirement": ">= 80 %", "due": "2020"}
    return st.Target(**{**plain, **more})  # type: ignore[arg-type]  # the fields above are the right ones


def frame(**more: object) -> Any:
    return pl.DataFrame({**COLUMNS, **more})


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"requirement": st.InWords("tốt")}, "InWords: 't'"),
        (
            {"requirement": st.Relative(change="growth", range=">= 2 %", against="metric:x")},
            "a change against another metric: 't'",
        ),
        ({"hold": "each"}, "hold='each': 't'"),
        ({"steps": [("2019", ">= 10 %")]}, "steps: 't'"),
        ({"applies_if": st.plans.Clause(requirement=">= 1 %")}, "applies_if: 't'"),
        ({"baseline": HALF_LINE}, "a baseline of one end: 't'"),
    ],
)
def test_requirements_are_refused_by_name(more: dict[str, object], named: str) -> None:
    with pytest.raises(NotOnTables, match=named):
        tables.evaluate([target(**more)], frame(), as_of=AS_OF)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"requirement": st.Relative(change="growth", range=">= 2 %")}, "Relative: 't'"),
        ({"baseline": "2018"}, "a baseline that is a period: 't'"),
    ],
)
def test_a_frame_of_targets_holds_no_bases(more: dict[str, object], named: str) -> None:
    with pytest.raises(NotOnTables, match=named):
        tables.targets_frame([target(**more)], "polars")


def test_observations_that_state_a_change_are_refused_with_changes() -> None:
    growth = target(requirement=st.Relative(change="growth", range=">= 2 %"))
    given = frame(**{"dims.change": ["growth"], "dims.against": ["2019"]})
    with pytest.raises(NotOnTables, match="observations that state a change themselves"):
        tables.evaluate([growth], given, as_of=AS_OF)
    assert tables.evaluate([target()], given, as_of=AS_OF)["verdict"].to_list() == ["no_data"]


@pytest.mark.parametrize("policy", [st.Policy(hedge="point"), st.Policy(late="judge")])
def test_policies_are_refused(policy: st.Policy) -> None:
    with pytest.raises(NotOnTables, match="policy"):
        tables.evaluate([target()], frame(), as_of=AS_OF, policy=policy)


def test_other_paces_are_refused_with_those_that_work() -> None:
    with pytest.raises(NotOnTables, match=r"don't rate by 'okr'.*'linear' or 'path'"):
        tables.evaluate([target()], frame(), as_of=AS_OF, policy=st.Policy(pace="okr"))


def test_columns_are_checked() -> None:
    given = frame()
    with pytest.raises(NotOnTables, match="did you mean 'published'"):
        tables.evaluate([target()], given.with_columns(publishd=None), as_of=AS_OF)
    with pytest.raises(NotOnTables, match="no column 'period_end'"):
        tables.evaluate([target()], given.drop("period_end"), as_of=AS_OF)
    with pytest.raises(NotOnTables, match="the value must stand once"):
        tables.evaluate([target()], given.drop("value"), as_of=AS_OF)
    with pytest.raises(NotOnTables, match="one end of a range alone"):
        tables.evaluate([target()], given.rename({"value": "low"}), as_of=AS_OF)
    with pytest.raises(NotOnTables, match="'value' is String"):
        tables.evaluate([target()], frame(value=["80"]), as_of=AS_OF)
    with pytest.raises(NotOnTables, match="is no frame"):
        tables.evaluate([target()], {"metric": []}, as_of=AS_OF)  # type: ignore[type-var]  # refused


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"metric": [None]}, None),
        ({"jurisdiction": [None]}, "null_key"),
        ({"period_end": [dt.date(2019, 12, 31)]}, "period_reversed"),
        ({"value": [None]}, "missing_value"),
        ({"value": [float("nan")]}, "not_finite"),
        ({"value": [float("inf")]}, "not_finite"),
        ({"value": [100.5]}, "outside_domain"),
        ({"value": [1.01], "unit": ["ratio"]}, "outside_domain"),
        ({"unit": ["person"]}, "unknown_unit"),
        ({"status": ["final"]}, "unknown_status"),
    ],
)
def test_bad_rows_come_back_and_are_no_evidence(more: dict[str, object], fault: str | None) -> None:
    given = frame(**more).cast({"value": pl.Float64, "metric": pl.String, "jurisdiction": pl.String})
    bad = tables.faults([target()], given, as_of=AS_OF)
    assert bad["fault"].to_list() == [fault or "null_key"]
    assert bad.drop("fault").equals(given.select(bad.columns[1:]))
    found = tables.evaluate([target()], given, as_of=AS_OF)
    assert found["verdict"].to_list() == ["no_data"]
    with pytest.raises(FaultGroup, match="the first 1 of 1 bad rows"):
        tables.evaluate([target()], given, as_of=AS_OF, strict=True)
    assert dict(tables.summary(found, bad).rows()) == {"no_data": 1, "bad_rows": 1}


def test_an_empty_frame_is_no_data() -> None:
    found = tables.evaluate([target()], frame().clear(), as_of=AS_OF, strict=True)
    assert found.select("verdict", "reasons").rows() == [("no_data", "no_metric")]


def test_a_narrow_value_beats_a_wide_one_and_keeps_its_ends() -> None:
    twice = {name: cells * 2 for name, cells in COLUMNS.items() if name != "value"}
    given = pl.DataFrame({**twice, "low": [70.0, 80.0], "high": [90.0, 80.0], "publisher": ["GSO", "MIC"]})
    found = tables.evaluate([target()], given, as_of=AS_OF)
    ends = found.select("verdict", "low", "high", "low_open", "high_open", "flags").row(0)
    assert ends == ("met", 80.0, 80.0, False, False, "undated")


def test_superseded_targets_do_not_apply() -> None:
    found = tables.evaluate([target(), target(id="u", supersedes="t")], frame(), as_of=AS_OF)
    assert dict(found.select("target", "verdict").rows()) == {"t": "not_applicable", "u": "met"}


def test_lazy_stays_lazy_and_kinds_stay() -> None:
    assert isinstance(tables.evaluate([target()], frame().lazy(), as_of=AS_OF), pl.LazyFrame)
    assert isinstance(tables.evaluate([target()], frame(), as_of=AS_OF), pl.DataFrame)


def test_entities_survive_the_round_trip() -> None:
    seen = st.Observation(
        metric=SHARE,
        jurisdiction="a",
        period="2020",
        value="(70, 75] %",
        status="estimated",
        published="2021-03",
    )
    aims = [target(start="2019", two_sided=True), target(id="u", dims={"sex": "nữ"}, due=None)]
    for backend in ("polars", "pyarrow"):
        (back,) = tables.observations_of(tables.observations_frame([seen], backend), [SHARE])
        assert (back.value, back.period, back.status) == (seen.value, seen.period, seen.status)
        assert back.known_from == seen.known_from
        assert list(tables.targets_of(tables.targets_frame(aims, backend), [SHARE])) == aims


def test_the_refusal_names_the_extra() -> None:
    code = "import sys; sys.modules['narwhals.stable.v2'] = None\nimport sotttt.tables"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'sotttt[tables]'" in done.stderr


def test_bad_rows_keep_their_dims() -> None:
    bad = tables.faults([target()], frame(value=[101.0], **{"dims.sex": ["nữ"]}), as_of=AS_OF)
    assert bad.columns == ["fault", *COLUMNS, "dims.sex"]
    assert bad["dims.sex"].to_list() == ["nữ"]
