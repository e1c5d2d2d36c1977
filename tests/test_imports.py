"""What a cold process holds after `import sotttt`, and after the everyday names are touched."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

DOOR = ("Metric", "Observation", "Target", "Range", "Amount", "Period", "evaluate")

#: Rooms that the everyday names may load; every other room stays out.
EVERYDAY_ROOMS = {
    "sotttt",
    "sotttt._faces",
    "sotttt._unit_table",
    "sotttt.errors",
    "sotttt.evaluation",
    "sotttt.evaluation.compliance",
    "sotttt.evaluation.evidence",
    "sotttt.evaluation.finding",
    "sotttt.evaluation.judging",
    "sotttt.evaluation.pace",
    "sotttt.evaluation.pace.line",
    "sotttt.evaluation.policy",
    "sotttt.evaluation.reasons",
    "sotttt.frozen",
    "sotttt.metrics",
    "sotttt.periods",
    "sotttt.periods.period",
    "sotttt.periods.rhythms",
    "sotttt.plans",
    "sotttt.plans.plan",
    "sotttt.plans.requirements",
    "sotttt.plans.targets",
    "sotttt.ranges",
    "sotttt.sources",
    "sotttt.text",
    "sotttt.units",
}

#: Parts of the standard library that cost much and that no everyday name needs.
HEAVY_STDLIB = {
    "argparse",
    "asyncio",
    "calendar",
    "csv",
    "html",
    "http",
    "importlib.resources",
    "json",
    "locale",
    "logging",
    "multiprocessing",
    "sqlite3",
    "tomllib",
    "unittest",
    "urllib",
    "xml",
    "zoneinfo",
}

_PROBE = """
import sys
before = set(sys.modules)
{code}
loaded = sorted(set(sys.modules) - before)
sys.stdout.write("\\n".join(loaded))
"""


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE.format(code=code)], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def own(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] == "sotttt"}


def third_party(modules: set[str]) -> set[str]:
    roots = {name.partition(".")[0] for name in modules} - {"sotttt"} - sys.stdlib_module_names
    return {root for root in roots if not root.startswith("_")}


def touch(names: tuple[str, ...]) -> str:
    return "import sotttt\n" + "\n".join(f"sotttt.{name}" for name in names)


def test_import_loads_the_face_alone() -> None:
    modules = loaded_by("import sotttt")
    assert own(modules) == {"sotttt", "sotttt._faces"}
    assert third_party(modules) == set()


def test_the_everyday_names_load_the_everyday_rooms_alone() -> None:
    modules = loaded_by(touch(DOOR))
    rooms = own(modules)
    parts_of_ranges = {name for name in rooms if name.startswith("sotttt.ranges.")}
    assert rooms - parts_of_ranges <= EVERYDAY_ROOMS
    assert third_party(modules) <= {"attr", "attrs", "dateutil", "six"}
    assert modules & HEAVY_STDLIB == set()


@pytest.mark.parametrize(
    "heavy",
    [
        "pint",
        "numpy",
        "pandas",
        "cattrs",
        "click",
        "rich",
        "narwhals",
        "tomli_w",
        "sotttt.law",
        "sotttt.bodies",
        "sotttt.evaluation.counts",
        "sotttt.plans.tasks",
        "sotttt.ranges.arithmetic",
        "sotttt.catalog",
        "sotttt.reading",
        "sotttt.codecs",
    ],
)
def test_no_heavy_module_behind_the_door(heavy: str, door: frozenset[str]) -> None:
    assert heavy not in door


@pytest.fixture(scope="module")
def door() -> frozenset[str]:
    return frozenset(loaded_by(touch(DOOR)))


def test_a_whole_evaluation_needs_no_pint() -> None:
    modules = loaded_by(
        """
import datetime as dt
import sotttt as st
phones = st.Metric(
    id="phones", name="Thuê bao", unit="subscription", better="higher", timing="point", scale="count"
)
target = st.Target(
    id="t", metric=phones, jurisdiction="cao-bang", requirement=">= 10 subscription", due="2020"
)
seen = st.Observation(
    metric=phones, jurisdiction="cao-bang", period="2020", value="= 12 subscription", published="2021-03-03"
)
finding = st.evaluate([target], [seen], as_of=dt.date(2021, 3, 3))["t"]
assert finding.verdict is st.Verdict.MET
assert finding.attainment is not None
"""
    )
    assert third_party(modules) <= {"attr", "attrs", "dateutil", "six"}


def test_compound_units_and_the_metrics_of_the_catalog_need_no_pint() -> None:
    modules = loaded_by(
        "import sotttt\n"
        'a = sotttt.Amount("30", "subscription/(100 person)")\n'
        'assert a == sotttt.Amount("300", "subscription/(1000 person)")\n'
        "from sotttt import catalog\n"
        'assert any("/" in metric.unit for metric in catalog.metrics())'
    )
    assert "pint" not in modules


def test_the_gate_to_pint_brings_it_on_first_need() -> None:
    modules = loaded_by('import sotttt\nsotttt.Amount("30", "km").to_pint()')
    assert "pint" in modules
    assert "numpy" not in modules or _numpy_is_installed()


def _numpy_is_installed() -> bool:
    # pint imports numpy by itself where it is installed.
    probe = "import importlib.util, json; print(json.dumps(importlib.util.find_spec('numpy') is not None))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return bool(json.loads(done.stdout))
