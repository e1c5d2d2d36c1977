"""What tables can do, as one small scene each: every engine must give the scalar answers on all of them.

The scenes with targets are judged in one query over one frame, since building a query is what costs; each
scene has metrics of its own, so that what it says can't lean on another. To add a capability, add a scene to
`SCENES`, or a function to `CALLS`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import pytest

import sotttt as st
from sotttt import tables
from sotttt.errors import FaultGroup
from tests.tables.mergers import BY_ID, METRICS, compare_left, equal_to
from tests.tables.scenes import AS_OF, Rows, metric, rows_of, same

Make = Callable[[Any], Any]


class Scene(NamedTuple):
    """Targets and observations of one capability, and the verdicts that they must show."""

    targets: tuple[st.Target, ...]
    seen: tuple[st.Observation, ...]
    verdicts: str


def _target(name: str, of: st.Metric, requirement: str, due: str | None = "2020", **more: Any) -> st.Target:
    return st.Target(
        **{"id": name, "metric": of, "jurisdiction": "a", "requirement": requirement, "due": due, **more}
    )


def _seen(of: st.Metric, value: str, period: str = "2020", /, **more: Any) -> st.Observation:
    plain = {"metric": of, "jurisdiction": "a", "period": period, "value": value, "published": "2021-02-01"}
    return st.Observation(**{**plain, **more})


def _by(publisher: str) -> st.Source:
    return st.Source(title=publisher, publisher=publisher)


def _points() -> Scene:
    one = metric("points", "%", scale="ratio")
    asked = (
        _target("points-met", one, ">= 80 %"),
        _target("points-missed", one, "> 80 %"),
        _target("points-early", one, ">= 80 %", "2022"),
        _target("points-awaiting", one, ">= 80 %", jurisdiction="b"),
        _target("points-unpublished", one, ">= 80 %", jurisdiction="c"),
        _target("points-nowhere", one, ">= 80 %", jurisdiction="d"),
        _target("points-not-due", one, ">= 90 %", "2022"),
    )
    seen = (
        _seen(one, "= 70 %", published="2021-01-15", status="estimated"),
        _seen(one, "= 80 %"),
        _seen(one, "= 79 %", "2019", jurisdiction="b"),
        _seen(one, "= 99 %", jurisdiction="c", published="2021-03-04"),
        _seen(one, "= 99 %", jurisdiction="c", published="2021-01-04", status="forecast"),
    )
    return Scene(asked, seen, "met missed met awaiting no_data no_data not_due")


def _flows() -> Scene:
    one = metric("flows", "billion_VND", timing="period", domain=">= 0 VND")
    asked = (
        _target("flows-direct", one, ">= 1.1 billion_VND"),
        _target("flows-assembled", one, ">= 0.3 billion_VND", jurisdiction="b"),
        _target("flows-partial", one, ">= 0.4 billion_VND", jurisdiction="c"),
        _target("flows-known", one, ">= 0.3 billion_VND", jurisdiction="c"),
    )
    seen = [_seen(one, "= 1.1 billion_VND"), _seen(one, "= 5 billion_VND", "2020-Q1")]
    seen += [_seen(one, "= 0.1 billion_VND", f"2020-H{half}", jurisdiction="b") for half in (1,)]
    seen += [_seen(one, "= 0.1 billion_VND", f"2020-Q{quarter}", jurisdiction="b") for quarter in (3, 4)]
    seen += [_seen(one, "= 0.1 billion_VND", f"2020-{month:02}", jurisdiction="c") for month in (1, 2, 3)]
    return Scene(asked, tuple(seen), "met met awaiting met")


def _ranges() -> Scene:
    one = metric("ranges", "%", scale="ratio", better="neutral")
    wanted = ("[70, 75] %", "[72, 75] %", "> 75 %", ">= 70 %", "(75, 80] %", "<= 75 %")
    asked = tuple(_target(f"ranges-{place}", one, text) for place, text in enumerate(wanted))
    open_ = _target("ranges-open", one, ">= 70 %", jurisdiction="b")
    seen = (_seen(one, "(70, 75] %"), _seen(one, ">= 60 %", jurisdiction="b"))
    return Scene((*asked, open_), seen, "met undecided missed met missed met undecided")


def _conflicts() -> Scene:
    one = metric("conflicts", "%", scale="ratio")
    asked = (
        _target("conflicts-apart", one, ">= 80 %"),
        _target("conflicts-apart-all-good", one, ">= 60 %"),
        _target("conflicts-narrower", one, ">= 80 %", jurisdiction="b"),
    )
    seen = (
        _seen(one, "= 70 %", source=_by("GSO")),
        _seen(one, "= 90 %", source=_by("GSO"), published="2021-01-01"),
        _seen(one, "= 81 %", source=_by("MIC")),
        _seen(one, "[70, 90] %", source=_by("GSO"), jurisdiction="b"),
        _seen(one, "[80, 82] %", source=_by("MIC"), jurisdiction="b"),
    )
    return Scene(asked, seen, "undecided met met")


def _units() -> Scene:
    share = metric("units-share", "%", scale="ratio")
    money = metric("units-money", "billion_VND", timing="cumulative")
    asked = (
        _target("units-ratio", share, ">= 57 %"),
        _target("units-permille", share, ">= 57 %", jurisdiction="b"),
        _target("units-million", money, ">= 1.1 billion_VND"),
        _target("units-below", money, ">= 1.1 billion_VND", jurisdiction="b"),
    )
    seen = (
        _seen(share, "= 0.57 ratio"),
        _seen(share, "= 570 permille", jurisdiction="b"),
        _seen(money, "= 1100 million_VND"),
        _seen(money, "= 1099.9 million_VND", jurisdiction="b"),
    )
    return Scene(asked, seen, "met met met missed")


def _dims() -> Scene:
    one = metric("dims", "%", scale="ratio")
    asked = (
        _target("dims-all", one, ">= 50 %"),
        _target("dims-women", one, ">= 50 %", dims={"sex": "nữ"}),
        _target("dims-unseen", one, ">= 50 %", dims={"sex": "nam"}),
    )
    seen = (_seen(one, "= 50 %"), _seen(one, "= 49.9 %", dims={"sex": "nữ"}))
    return Scene(asked, seen, "met missed no_data")


def _windows() -> Scene:
    one = metric("windows", "%", scale="ratio", frequency="biennial")
    asked = (
        _target("windows-method", one, ">= 80 %", method="survey"),
        _target("windows-no-method", one, ">= 80 %", method="register"),
        _target("windows-start", one, ">= 80 %", start="2020", jurisdiction="b"),
        _target("windows-edition", one, ">= 80 %", "2020", jurisdiction="c"),
    )
    seen = (
        _seen(one, "= 80 %", method="survey"),
        _seen(one, "= 70 %"),
        _seen(one, "= 90 %", "2019", jurisdiction="b"),
        _seen(one, "= 90 %", "2020-06", jurisdiction="c"),
    )
    return Scene(asked, seen, "met no_data no_data met")


def _pace() -> Scene:
    one = metric("pace", "%", scale="ratio")

    def based(name: str, value: str, place: str) -> st.Target:
        base = _seen(one, f"= {value} %", "2018", jurisdiction=place, published=None)
        return _target(name, one, ">= 80 %", "2022", baseline=base, jurisdiction=place)

    asked = (
        based("pace-on", "40", "a"),
        based("pace-behind", "40", "b"),
        _target("pace-none", one, ">= 80 %", "2022"),
    )
    seen = (_seen(one, "= 60 %"), _seen(one, "= 59.9 %", jurisdiction="b"))
    return Scene(asked, seen, "on_track behind not_due")


def _history() -> Scene:
    one = metric("history", "%", scale="ratio")
    asked = (_target("history-lost", one, ">= 80 %"), _target("history-never", one, ">= 90 %"))
    seen = (_seen(one, "= 85 %", "2019"), _seen(one, "= 79.9 %"))
    return Scene(asked, seen, "missed missed")


#: The capabilities that targets and observations show.
SCENES: Mapping[str, Callable[[], Scene]] = {
    "points": _points,
    "flows": _flows,
    "ranges": _ranges,
    "conflicts": _conflicts,
    "units": _units,
    "dims": _dims,
    "windows": _windows,
    "pace": _pace,
    "history": _history,
}

_BAD = metric("bad", "%", scale="ratio", domain="[0, 100] %")
BAD_TARGET = _target("bad", _BAD, ">= 80 %")
_DAYS = {"period_start": dt.date(2020, 1, 1), "period_end": dt.date(2020, 12, 31)}
_GOOD = {"metric": "bad", "jurisdiction": "a", **_DAYS, "low": 85.0, "high": 85.0, "unit": "%"}
NAN, INFINITE = float("nan"), float("inf")
#: Each fault, and how a row that has it differs from a good one.
BAD_ROWS: tuple[tuple[str, dict[str, object]], ...] = (
    ("null_key", {"metric": None}),
    ("null_key", {"jurisdiction": None}),
    ("null_key", {"period_start": None}),
    ("null_key", {"period_end": None}),
    ("period_reversed", {"period_end": dt.date(2019, 12, 31)}),
    ("missing_value", {"low": None, "high": None}),
    ("not_finite", {"low": INFINITE, "high": INFINITE}),
    ("not_finite", {"low": -INFINITE}),
    ("range_empty", {"low": 86.0}),
    ("range_empty", {"low_open": True}),
    ("unknown_unit", {"unit": "percents"}),
    ("unknown_unit", {"unit": "person"}),
    ("unknown_status", {"status": "final"}),
    ("outside_domain", {"low": 100.5, "high": 100.5}),
    ("outside_domain", {"low": 1.01, "high": 1.01, "unit": "ratio"}),
    # With several faults the first of the documented order is told.
    ("null_key", {"metric": None, "low": None, "high": None, "status": "final"}),
    ("period_reversed", {"period_end": dt.date(2019, 12, 31), "unit": "person"}),
    # Two rows for one series, status and day; of another publisher, place or day they are no duplicates.
    ("duplicate_key", {"period_start": dt.date(2020, 12, 1)}),
    ("duplicate_key", {"period_start": dt.date(2020, 12, 1), "low": 86.0, "high": 86.0}),
)
#: Rows that have most of a key in common, and are good.
_NEAR: tuple[dict[str, object], ...] = (
    {},
    {"jurisdiction": "b"},
    {"publisher": "GSO"},
    {"status": "estimated"},
    {"published": dt.date(2021, 2, 2)},
    {"published": None},
)


def bad_table() -> Any:
    """A few good rows, and all bad ones, as a pyarrow table."""
    import pyarrow as pa

    plain = {
        **_GOOD,
        "low_open": False,
        "high_open": False,
        "status": "official",
        "published": dt.date(2021, 2, 1),
        "publisher": None,
    }
    rows = [{**plain, **more} for more in (*_NEAR, *(more for _, more in BAD_ROWS))]
    kinds = {"low": pa.float64(), "high": pa.float64(), "low_open": pa.bool_(), "high_open": pa.bool_()}
    kinds |= dict.fromkeys(("period_start", "period_end", "published"), pa.date32())
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in plain])
    return pa.Table.from_pylist(rows, schema)


@cache
def _joint() -> tuple[tuple[st.Target, ...], tuple[st.Observation, ...], Any]:
    scenes = [make() for make in SCENES.values()]
    targets = tuple(target for scene in scenes for target in scene.targets)
    seen = tuple(one for scene in scenes for one in scene.seen)
    return targets, seen, tables.observations_frame(seen, "pyarrow")


def judged(make: Make, engine: str) -> dict[str, dict[str, Any]]:
    """The findings of all scenes on an engine, by the id of the target.

    They are a frame of the very kind that came in: nothing was collected, no engine was changed.
    """
    targets, _, table = _joint()
    frame = make(table)
    found: Any = tables.evaluate(targets, frame, as_of=AS_OF)
    assert type(found).__module__.split(".")[0] == type(frame).__module__.split(".")[0], engine
    assert hasattr(found, "collect") == hasattr(frame, "collect"), engine
    return {row["target"]: row for row in rows_of(found, engine)}


def check_scene(name: str, rows: Mapping[str, dict[str, Any]]) -> None:
    """Hold the findings of one scene against the scalar ones, and against the verdicts that it must show."""
    scene = SCENES[name]()
    wanted = scene.verdicts.split()
    result = st.evaluate(scene.targets, _joint()[1], as_of=AS_OF)
    assert [finding.verdict.value for finding in result] == wanted, name
    for finding in result:
        assert not same(finding, rows[finding.id]), f"{finding.id} is left open"


def check_faults(make: Make, engine: str) -> None:
    """Each bad row comes back with its fault and its cells."""
    bad = _faults(make, engine)
    assert sorted(row["fault"] for row in bad) == sorted(fault for fault, _ in BAD_ROWS)
    given = bad_table().to_pylist()[len(_NEAR) :]
    key = sorted(given[0])
    told = [[_cell(row[name]) for name in key] for row in bad]
    assert sorted(map(repr, told)) == sorted(repr([_cell(row[name]) for name in key]) for row in given)


def check_summary(make: Make, engine: str) -> None:
    """Verdicts and bad rows are counted."""
    frame = make(bad_table())
    found = tables.evaluate([BAD_TARGET], frame, as_of=AS_OF, history=False)
    bad = tables.faults([BAD_TARGET], frame, as_of=AS_OF)
    counted = {row["verdict"]: row["count"] for row in rows_of(tables.summary(found, bad), engine)}
    assert counted == {"met": 1, "bad_rows": len(BAD_ROWS)}


def check_strict(make: Make, engine: str) -> None:
    """Strict evaluation raises, tells twenty rows and counts all."""
    import pyarrow as pa

    bad = bad_table().slice(len(_NEAR), 4)
    many = pa.concat_tables([bad] * 6)
    with pytest.raises(FaultGroup, match="the first 20 of 24 bad rows") as raised:
        tables.evaluate([BAD_TARGET], make(many), as_of=AS_OF, strict=True)
    assert len(raised.value.exceptions) == 20, engine


def _faults(make: Make, engine: str) -> Rows:
    return rows_of(tables.faults([BAD_TARGET], make(bad_table()), as_of=AS_OF), engine)


def _cell(cell: Any) -> Any:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def _merger() -> st.Places:
    """Two units become one, one gets another name, one is split, and one stays what it is."""
    ends = {"a": "..2020-01-01", "b": "..2020-01-01", "c": "..2020-01-01", "g": "..2020-01-01", "z": ".."}
    ends |= dict.fromkeys(("ab", "c2", "g1", "g2"), "2020-01-01..")
    units = [
        st.Jurisdiction(id=name, name=name, level="province", type="province", valid=valid)
        for name, valid in ends.items()
    ]
    steps = [
        st.Succession(
            predecessor=before, successor=after, kind=kind, effective=dt.date(2020, 1, 1), share=share
        )
        for before, after, kind, share in (
            ("a", "ab", "merge", "= 100 %"),
            ("b", "ab", "merge", "= 100 %"),
            ("c", "c2", "rename", "= 100 %"),
            ("g", "g1", "split", "(0, 100) %"),
            ("g", "g2", "split", "(0, 100) %"),
        )
    ]
    return st.Places(units, steps)


def _pieces() -> list[st.Observation]:
    cells = (
        *(("people", place, "= 1000003 person") for place in "abcgz"),
        ("share", "a", "= 10 %"),
        ("share", "b", "= 20 %"),
        ("index", "a", "= 40.1 point"),
        ("index", "b", "(88.3, 90] point"),
        ("span", "a", "= 10 %"),
        ("span", "b", ">= 5 %"),
        ("rank", "a", "= 3 rank"),
    )
    weights = {"a": "1", "b": "2"}
    seen = [
        _seen(
            BY_ID[name],
            value,
            "2019",
            jurisdiction=place,
            of=st.Amount(weights[place], "household") if name == "share" else None,
        )
        for name, place, value in cells
    ]
    seen.append(_seen(BY_ID["people"], "= 7 person", "2018"))
    seen.append(_seen(BY_ID["people"], "= 7 person", "2019", jurisdiction="nowhere"))
    return seen


def check_carry(make: Make, engine: str) -> None:
    """Values of units that merged are those of their heirs, by every rule; the rest comes back."""
    places, seen, day = _merger(), _pieces(), dt.date(2021, 1, 1)
    frame = make(tables.observations_frame(seen, "pyarrow"))
    wanted = st.carry(seen, day, places=places)
    rows = rows_of(tables.carry(frame, metrics=METRICS, to=day, places=places), engine)
    assert not equal_to(wanted, rows), "a value is left open"
    outcomes = {row["outcome"] for row in rows}
    assert outcomes == {"kept", "exact", "bounded", "official_mean", "refused"}, outcomes
    left = rows_of(tables.left(frame, metrics=METRICS, to=day, places=places), engine)
    assert [row["fault"] for row in left] == ["unknown_place"]
    compare_left(seen, left, to=day, places=places)


#: The capabilities that are calls of their own.
CALLS: Mapping[str, Callable[[Make, str], None]] = {
    "faults": check_faults,
    "summary": check_summary,
    "strict": check_strict,
    "carry": check_carry,
}
