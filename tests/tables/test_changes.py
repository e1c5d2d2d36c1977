"""Changes against a base and baselines that are periods: figures on the boundary, bases of all sorts."""

from __future__ import annotations

import attrs
import pytest

import sotttt as st
from sotttt import tables
from sotttt.errors import NotFound, NotOnTables
from tests.tables.scenes import AS_OF, BY_ID, Rows, compare, rows_of

pytest.importorskip("polars", reason="polars is not installed")

BALANCE, POVERTY, REVENUE, SHARE, TOTAL = (
    BY_ID[name] for name in ("balance", "poverty", "revenue", "share", "total")
)


def seen(one: st.Metric, period: str, value: str, **more: object) -> st.Observation:
    plain = {"metric": one, "jurisdiction": "a", "period": period, "value": value, "published": "2021-03-01"}
    return st.Observation(**{**plain, **more})  # type: ignore[arg-type]  # the fields above are the right ones


def aim(one: st.Metric, requirement: object, **more: object) -> st.Target:
    plain = {"id": "t", "metric": one, "jurisdiction": "a", "requirement": requirement, "due": "2020"}
    return st.Target(**{**plain, **more})  # type: ignore[arg-type]  # the fields above are the right ones


def judged(targets: list[st.Target], observations: list[st.Observation]) -> Rows:
    """The rows of tables, once they are the scalar findings and none is left open."""
    found = rows_of(tables.evaluate(targets, tables.observations_frame(observations, "polars"), as_of=AS_OF))
    assert compare(targets, observations, found) == 0
    return sorted(found, key=lambda row: str(row["target"]))


def growth(wanted: str, against: str = "2019", change: str = "growth") -> st.Relative:
    return st.Relative(change=change, range=wanted, against=against)


@pytest.mark.parametrize(
    ("one", "base", "wanted", "value", "verdict", "exceeded"),
    [
        (TOTAL, "= 33.3 billion_VND", growth(">= 8 %"), "= 35.964 billion_VND", "met", False),
        (TOTAL, "= 33.3 billion_VND", growth("> 8 %"), "= 35.964 billion_VND", "missed", False),
        (TOTAL, "= 33.3 billion_VND", growth(">= 8 %"), "= 35.9641 billion_VND", "met", True),
        (TOTAL, "= 33.3 billion_VND", growth(">= 8 %"), "= 35.9639 billion_VND", "missed", False),
        (TOTAL, "= 33.3 billion_VND", growth("[5, 8] %"), "= 35.964 billion_VND", "met", False),
        (TOTAL, "= 33300 million_VND", growth(">= 8 %"), "= 35.964 billion_VND", "met", False),
        (TOTAL, "= 33.3 billion_VND", growth(">= 8 %"), "= 35964 million_VND", "met", False),
        (
            TOTAL,
            "= 0.1 billion_VND",
            growth(">= 3 times", change="multiple"),
            "= 0.3 billion_VND",
            "met",
            False,
        ),
        (
            TOTAL,
            "= 0.1 billion_VND",
            growth(">= 0.2 billion_VND", change="difference"),
            "= 0.3 billion_VND",
            "met",
            False,
        ),
        (
            SHARE,
            "= 33.3 %",
            growth(">= 0.3 percentage_point", change="difference"),
            "= 0.336 ratio",
            "met",
            False,
        ),
        (
            SHARE,
            "= 33.3 %",
            growth(">= 0.3 percentage_point", change="difference"),
            "= 33.59 %",
            "missed",
            False,
        ),
        (POVERTY, "= 10 %", growth(">= 3 times", change="multiple"), "= 3.33 %", "met", True),
        (POVERTY, "= 10 %", growth(">= 3 times", change="multiple"), "= 3.34 %", "missed", False),
        (POVERTY, "= 10 %", growth("[2, 3] times", change="multiple"), "= 3 %", "met", False),
        (POVERTY, "= 0.3 %", growth("[2, 3] times", change="multiple"), "= 0.09 %", "met", True),
        (POVERTY, "= 0.3 %", growth("= 3 times", change="multiple"), "= 0.1 %", "met", False),
        (POVERTY, "= 15 %", growth(">= 20 %"), "= 12 %", "met", False),
        (POVERTY, "= 15 %", growth(">= 20 %"), "= 12.01 %", "missed", False),
        (TOTAL, "[30, 33.3] billion_VND", growth(">= 8 %"), "= 35.964 billion_VND", "met", True),
        (TOTAL, "[30, 33.3] billion_VND", growth(">= 8 %"), "= 35.9 billion_VND", "undecided", False),
        (TOTAL, "[30, 33.3] billion_VND", growth(">= 8 %"), "= 32.399 billion_VND", "missed", False),
        (TOTAL, "(30, 33.3] billion_VND", growth(">= 8 %"), "= 32.4 billion_VND", "missed", False),
        (TOTAL, "[30, 33.3] billion_VND", growth(">= 8 %"), "= 32.4 billion_VND", "undecided", False),
    ],
)
def test_levels_are_exact(  # one row of the table
    one: st.Metric, base: str, wanted: st.Relative, value: str, verdict: str, exceeded: bool
) -> None:
    (row,) = judged([aim(one, wanted)], [seen(one, "2019", base), seen(one, "2020", value)])
    assert row["verdict"] == verdict
    assert ("exceeded" in row["flags"]) is exceeded


def test_mean_growth_counts_the_years() -> None:
    base, wanted = seen(TOTAL, "2018", "= 100 billion_VND"), growth(">= 10 %", "2018", "mean_growth")
    for value, verdict in (("= 121 billion_VND", "met"), ("= 120.99 billion_VND", "missed")):
        (row,) = judged([aim(TOTAL, wanted)], [base, seen(TOTAL, "2020", value)])
        assert row["verdict"] == verdict


@pytest.mark.parametrize(
    "bases",
    [
        [],
        [seen(TOTAL, "2018", "= 33.3 billion_VND")],
        [seen(TOTAL, "2019", "= 33.3 billion_VND", published="2021-03-04")],
        [seen(TOTAL, "2019", "= 33.3 billion_VND", status="forecast")],
        [seen(TOTAL, "2019", "= 0 billion_VND")],
        [seen(TOTAL, "2019", "= -1 billion_VND")],
    ],
)
def test_without_a_base_nothing_is_decided(bases: list[st.Observation]) -> None:
    (row,) = judged([aim(TOTAL, growth(">= 8 %"))], [*bases, seen(TOTAL, "2020", "= 40 billion_VND")])
    assert (row["verdict"], row["reasons"], row["flags"]) == ("undecided", "base_missing", "")
    assert row["requirement"] == "growth >= 8 % against 2019"


def test_a_difference_may_start_from_nothing() -> None:
    wanted = growth(">= 0.3 billion_VND", "previous", "difference")
    given = [seen(TOTAL, "2019", "= 0 billion_VND"), seen(TOTAL, "2020", "= 0.3 billion_VND")]
    assert judged([aim(TOTAL, wanted)], given)[0]["verdict"] == "met"


def test_versions_and_conflicts_of_the_base() -> None:
    value = seen(TOTAL, "2020", "= 35.964 billion_VND")
    revised = [
        seen(TOTAL, "2019", "= 40 billion_VND", status="estimated", published="2020-01-01"),
        seen(TOTAL, "2019", "= 33.3 billion_VND", published="2020-06-01"),
    ]
    (row,) = judged([aim(TOTAL, growth(">= 8 %"))], [*revised, value])
    assert (row["verdict"], row["flags"]) == ("met", "")
    sources = [st.Source(title=name, publisher=name) for name in ("GSO", "MIC")]
    rivals = [
        attrs.evolve(one, source=of, status="official") for one, of in zip(revised, sources, strict=True)
    ]
    (row,) = judged([aim(TOTAL, growth(">= 8 %"))], [*rivals, value])
    assert (row["verdict"], row["flags"]) == ("undecided", "conflicting")


def test_marks_of_the_base_are_marks_of_the_finding() -> None:
    base = seen(TOTAL, "2019", "= 33.3 billion_VND", status="estimated", published=None)
    rows = judged([aim(TOTAL, growth(">= 8 %")), aim(TOTAL, growth(">= 8 %"), id="u", due="2022")], [base])
    assert [(row["verdict"], row["flags"]) for row in rows] == [
        ("awaiting", "estimated undated"),
        ("not_due", "estimated undated"),
    ]


def test_a_base_is_summed_from_the_parts_of_its_period() -> None:
    parts = [seen(REVENUE, f"2019-Q{quarter}", "= 0.1 billion_VND") for quarter in (1, 2, 3, 4)]
    value = seen(REVENUE, "2020", "= 0.5 billion_VND")
    assert judged([aim(REVENUE, growth("= 25 %"))], [*parts, value])[0]["verdict"] == "met"
    (row,) = judged([aim(REVENUE, growth("= 25 %"))], [*parts[:3], value])
    assert row["reasons"] == "base_missing"


def test_bases_that_the_targets_state() -> None:
    value = seen(TOTAL, "2020", "= 35.964 billion_VND")
    stated = seen(TOTAL, "2019", "= 33.3 billion_VND", status="estimated")
    targets = [
        aim(TOTAL, ">= 33.3 billion_VND", id="s"),
        aim(TOTAL, growth(">= 8 %", "target:s")),
        aim(TOTAL, growth(">= 8 %"), id="u", baseline=stated),
        aim(TOTAL, growth("> 8 %", "jurisdiction:b"), id="v"),
    ]
    rows = judged(targets, [value, seen(TOTAL, "2020", "= 33.3 billion_VND", jurisdiction="b")])
    assert [row["verdict"] for row in rows] == ["met", "met", "met", "missed"]
    assert rows[2]["flags"] == "estimated"
    observed = [value, seen(TOTAL, "2019", "= 40 billion_VND")]
    assert judged(targets, observed)[2]["verdict"] == "missed"
    with pytest.raises(NotFound, match="'x' is not among those evaluated"):
        judged([aim(TOTAL, growth(">= 8 %", "target:x"))], [value])
    many = seen(TOTAL, "2019", "= 0.12345678901234567891 billion_VND")
    with pytest.raises(NotOnTables, match="more digits than a float cell keeps"):
        judged([aim(TOTAL, growth(">= 8 %"), baseline=many)], [value])


def test_progress_from_a_period_and_from_a_range() -> None:
    base = seen(BALANCE, "2018", "= 10 million_VND")
    value = seen(BALANCE, "2020", "= 20 million_VND")
    targets = [
        aim(BALANCE, ">= 30 million_VND", due="2022", baseline="2018"),
        aim(BALANCE, ">= 30.1 million_VND", due="2022", baseline="2018", id="u"),
        aim(BALANCE, ">= 30 million_VND", due="2022", baseline="2017", id="v"),
        aim(BALANCE, growth(">= 200 %", "2018"), due="2022", baseline="2018", id="w"),
        aim(
            BALANCE,
            ">= 30 million_VND",
            due="2022",
            baseline=seen(BALANCE, "2018", "[5, 12] million_VND"),
            id="x",
        ),
    ]
    rows = judged(targets, [base, value])
    assert [(row["verdict"], row["reasons"]) for row in rows] == [
        ("on_track", "ahead_of_path"),
        ("behind", "behind_path"),
        ("not_due", "due_ahead no_baseline"),
        ("on_track", "ahead_of_path"),
        ("not_due", "due_ahead path_overlaps"),
    ]
    assert rows[0]["progress_low"] == 50


def test_a_change_of_method_breaks_the_series() -> None:
    given = [
        seen(SHARE, "2018", "= 10 %", method="survey"),
        seen(SHARE, "2020", "= 20 %", method="register"),
    ]
    stated = attrs.evolve(given[0], period="2019")
    targets = [
        aim(SHARE, ">= 30 %", due="2022", baseline="2018"),
        aim(SHARE, ">= 30 %", due="2022", baseline=stated, id="u"),
        aim(SHARE, ">= 30 %", due="2022", baseline=attrs.evolve(stated, method=None), id="v"),
    ]
    rows = judged(targets, given)
    assert [row["reasons"] for row in rows] == [
        "due_ahead break_in_series",
        "due_ahead break_in_series",
        "ahead_of_path",
    ]


def test_a_growth_that_was_reached_can_be_lost() -> None:
    given = [
        seen(SHARE, "2018", "= 10 %"),
        seen(SHARE, "2019", "= 11 %"),
        seen(SHARE, "2020", "= 10.9 %"),
    ]
    (row,) = judged([aim(SHARE, growth(">= 10 %", "2018"))], given)
    assert (row["verdict"], row["flags"]) == ("missed", "lost")


def test_a_base_of_one_end_leaves_the_row_open() -> None:
    given = [seen(TOTAL, "2019", ">= 10 billion_VND"), seen(TOTAL, "2020", "= 20 billion_VND")]
    found = tables.evaluate(
        [aim(TOTAL, growth(">= 8 %"))], tables.observations_frame(given, "polars"), as_of=AS_OF
    )
    assert [(row["verdict"], row["reasons"]) for row in rows_of(found)] == [(None, "unbounded")]
