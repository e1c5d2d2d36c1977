"""What the tests of carrying on tables share: units through time, values of them, and the comparison."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as some

import sotttt as st
from sotttt.evaluation import Carried, Carrying
from sotttt.frozen import FrozenMap
from tests.tables.scenes import Rows, metric

EDGES = (dt.date(2010, 1, 1), dt.date(2015, 7, 1), dt.date(2020, 1, 1))
DAYS = (dt.date(2009, 6, 1), dt.date(2012, 1, 1), dt.date(2015, 7, 1), dt.date(2021, 1, 1))
#: Why tables leave a value open where the scalar carrying, which converts and adds exactly, would not.
BEYOND = ("mixed_units", "unbounded", "too_many_digits", "weights_inexact")

METRICS = (
    metric("people", "person", scale="count", merge="sum"),
    metric("balance", "million_VND", merge="sum", timing="period"),
    metric("revenue", "billion_VND", merge="sum", timing="period", domain="[0, 250] billion_VND"),
    metric("share", "%", scale="ratio", merge="ratio_of_sums", domain="[0, 100] %"),
    metric("rate", "%", scale="ratio", merge="weighted_mean", better="lower"),
    metric("index", "point", scale="score", merge="mean"),
    metric("span", "%", scale="ratio", merge="bounds"),
    metric("rank", "rank", scale="rank", better="lower"),
)
BY_ID = {one.id: one for one in METRICS}
WEIGHTS = {"rate": "people"}
Observations: TypeAlias = list[st.Observation]
NUMBERS = ("0", "1", "3", "7.5", "12.25", "40.1", "88.3", "99")
PERIODS = ("2009", "2011", "2014", "2014-12-31", "2019", "2020")


def _unit(id: str, start: dt.date | None, end: dt.date | None) -> st.Jurisdiction:
    valid = f"{start or ''}..{end or ''}"
    return st.Jurisdiction(id=id, name=id, level="province", type="province", valid=valid)


class Map(NamedTuple):
    """Units through time, and their successions."""

    units: list[st.Jurisdiction]
    steps: list[st.Succession]


def a_batch(dice: random.Random, maps: int, number: int, **more: bool) -> tuple[st.Places, Observations]:
    """Several maps side by side, each with so many values: building a query is what costs.

    In three of ten batches no boundary moves and nothing splits, which makes a shorter query.
    """
    draw = _plain_map if dice.random() < 0.3 else _map
    drawn = [draw(dice, f"{place}-") for place in range(maps)]
    seen = [one for each in drawn for one in values(dice, each.units, number, **more)]
    units = [unit for each in drawn for unit in each.units]
    return st.Places(units, [step for each in drawn for step in each.steps]), seen


def _map(dice: random.Random, name: str) -> Map:
    """Units that merge, split, are renamed and move their boundaries on three days; or merge on one."""
    if dice.random() < 0.5:
        return _plain_map(dice, name)
    alive: dict[str, dt.date | None] = {f"{name}u{number}": None for number in range(dice.randint(2, 5))}
    units: list[st.Jurisdiction] = []
    steps: list[st.Succession] = []
    fresh = 0
    for day in EDGES:
        ended = [unit for unit in alive if dice.random() < 0.6]
        born = [f"{name}v{fresh + number}" for number in range(dice.randint(1, 2))] if ended else []
        fresh += len(born)
        units += [_unit(unit, alive.pop(unit), day) for unit in ended]
        alive |= dict.fromkeys(born, day)
        for unit in ended:
            heirs = dice.sample(sorted(alive), min(len(alive), dice.choice((1, 1, 1, 2))))
            kind = ("merge", "split")[len(heirs) > 1]
            share = "= 100 %" if len(heirs) == 1 else "(0, 100) %"
            steps += [
                st.Succession(predecessor=unit, successor=heir, kind=kind, effective=day, share=share)
                for heir in heirs
            ]
        staying = [unit for unit, start in alive.items() if start != day]
        if len(staying) > 1 and dice.random() < 0.4:
            giver, taker = dice.sample(staying, 2)
            steps.append(
                st.Succession(
                    predecessor=giver, successor=taker, kind="transfer", effective=day, share="(0, 100) %"
                )
            )
    units += [_unit(unit, start, None) for unit, start in alive.items()]
    return Map(units, steps)


def _plain_map(dice: random.Random, name: str) -> Map:
    day = EDGES[1]
    old = [f"{name}u{number}" for number in range(dice.randint(3, 6))]
    heirs = {unit: name + dice.choice(("v0", "v0", "v1")) for unit in old}
    units = [_unit(unit, None, day) for unit in old]
    units += [_unit(heir, day, None) for heir in sorted(set(heirs.values()))]
    steps = [
        st.Succession(predecessor=unit, successor=heir, kind="merge", effective=day)
        for unit, heir in heirs.items()
    ]
    return Map(units, steps)


def values(
    dice: random.Random,
    places: Iterable[st.Jurisdiction],
    number: int,
    *,
    mixed: bool = False,
    split: bool = True,
) -> Observations:
    """So many values of units, most of them of the same few keys."""
    units = list(places)
    old = [unit.id for unit in units if unit.valid.end is not None]
    names = [*(unit.id for unit in units), *old * 4, "nowhere"]
    periods, few = dice.sample(PERIODS, dice.choice((1, 2))), [METRICS[0], *dice.sample(METRICS[1:], 2)]
    given = [
        _value(dice, dice.choice(few), dice.choice(names), dice.choice(periods), mixed=mixed)
        for _ in range(number)
    ]
    if not split:
        given = [one for one in given if not one.dims]
    # Of two equal or overlapping values of one series, status and day, no rule says which counts.
    kept: dict[object, st.Observation] = {}
    for one in given:
        value = str(one.value) if one.value.is_point else None
        version = (_key(one), one.series, one.status, one.known_from, value)
        kept.setdefault(version, one)
    return [*kept.values(), *(_plain_value(dice, one, unit, periods[0]) for one in few for unit in old)]


def _plain_value(dice: random.Random, one: st.Metric, place: str, period: str) -> st.Observation:
    """A value by a publisher who covers everything, with a denominator."""
    return st.Observation(
        metric=one,
        jurisdiction=place,
        period=period,
        value=f"{dice.choice(('=', '=', '=', '>='))} {dice.choice(NUMBERS)} {one.unit}",
        of=st.Amount(dice.choice(NUMBERS), "household"),
        published="2022-01-01",
        source=st.Source(title="All", publisher="All"),
    )


def _value(dice: random.Random, one: st.Metric, place: str, period: str, *, mixed: bool) -> st.Observation:
    unit = dice.choice(("million_VND", "billion_VND")) if mixed and "VND" in one.unit else one.unit
    low, high = sorted(dice.sample(NUMBERS, 2), key=Decimal)
    shapes = [f"= {high}"] * 6 + [f"[{low}, {high}]", f"({low}, {high}]", f"[{low}, {high})", f">= {low}"]
    shapes += [f"<= {high}"]
    publisher = dice.choice((None, None, None, "GSO", "MIC"))
    dims = dice.choice((*[{}] * 8, {"sex": "nữ"}, {"change": "difference"}))
    return st.Observation(
        metric=one,
        jurisdiction=place,
        period=period,
        value=f"{dice.choice(shapes)} {unit}",
        of=None if dice.random() < 0.3 else st.Amount(dice.choice(NUMBERS[1:]), "household"),
        status=dice.choice(("official", "official", "estimated", "preliminary")),
        published=dice.choice((None, "2015-01-01", "2021-03-03", "2021")),
        method=dice.choice((*[None] * 9, "survey", "carried: mean; survey", "carried: sum")),
        dims=dims,
        source=None if publisher is None else st.Source(title=publisher, publisher=publisher),
        period_inferred=dice.random() < 0.2,
    )


scenes = some.integers(0, 2**32).map(random.Random)


def compare(
    seen: Iterable[st.Observation],
    rows: Rows,
    *,
    to: dt.date,
    places: st.Places,
    weights: Mapping[str, str] | None = None,
) -> int:
    """Hold the rows against the scalar results, row for row; how many of them tables left open."""
    return equal_to(st.carry(seen, to, places=places, weights=weights), rows)


def equal_to(made: Carrying, rows: Rows) -> int:
    """Hold the rows against results, row for row; how many of them tables left open."""
    wanted: dict[object, list[tuple[st.Observation | None, Carried | None]]] = {}
    for one in made.kept:
        wanted.setdefault(_key(one), []).append((one, None))
    for each in made.carried:
        days = (each.period.start, each.period.end)
        named = (each.metric.id, each.jurisdiction, *days, str(each.dims))
        wanted.setdefault(named, []).append((each.observation, each))
    found: dict[object, Rows] = {}
    for row in rows:
        found.setdefault(_row_key(row), []).append(row)
    assert found.keys() == wanted.keys()
    left = 0
    for where, given in wanted.items():
        assert len(found[where]) == len(given), (where, found[where], given)
        rest = list(found[where])
        for pair in given:
            equal = [row for row in rest if _same(*pair, row)]
            assert equal, (where, [_said(*one) for one in given], found[where])
            # A row that is left open says so little that it may equal several results.
            best = min(equal, key=lambda row: row["outcome"] is None)
            rest.remove(best)
            left += best["outcome"] is None
    return left


def _said(seen: st.Observation | None, carried: Carried | None) -> object:
    if carried is None or seen is None:
        return (seen, carried and carried.outcome, carried and carried.reasons, carried and carried.parts)
    parts = [
        (part.jurisdiction, str(part.value), str(part.share), [str(one.of) for one in part.observations])
        for part in carried.parts
    ]
    return (str(seen.value), str(seen.of), seen.method, carried.outcome, carried.reasons, parts)


def _key(seen: st.Observation) -> object:
    return (seen.metric.id, seen.jurisdiction, seen.period.start, seen.period.end, str(seen.dims))


def _day(cell: Any) -> Any:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def _row_key(row: dict[str, Any]) -> object:
    dims = {
        name.removeprefix("dims."): cell for name, cell in row.items() if name.startswith("dims.") and cell
    }
    days = (_day(row["period_start"]), _day(row["period_end"]))
    return (row["metric"], row["jurisdiction"], *days, str(FrozenMap(dims)))


def _same(seen: st.Observation | None, carried: Carried | None, row: dict[str, Any]) -> bool:
    """Whether a row says what a result says; one that tables left open says only how many parts there are."""
    if carried is not None:
        known, parts = carried.coverage
        if (row["parts_known"], row["parts"]) != (known, parts):
            return False
        if row["outcome"] is None:
            return row["reasons"] in BEYOND and row["low"] is None and row["high"] is None
        codes = list(dict.fromkeys(reason.code.value for reason in carried.reasons))
        said = row["reasons"].split()
        if "mixed_units" in said:
            said.remove("mixed_units")
            codes = [code for code in codes if code != "sources_conflict"]
        if row["outcome"] != carried.outcome.value or said != codes:
            return False
    elif (row["outcome"], row["reasons"], row["parts"]) != ("kept", "", None):
        return False
    if seen is None:
        return row["low"] is None and row["high"] is None and row["unit"] is None
    return _same_value(seen, row) and _same_rest(seen, row)


def _same_value(seen: st.Observation, row: dict[str, Any]) -> bool:
    value = seen.value.to(row["unit"] or seen.metric.unit)
    ends = ((value.low, "low", value.low_open), (value.high, "high", value.high_open))
    return all(_same_end(end, row[name], opened, row[f"{name}_open"], name) for end, name, opened in ends)


def _same_end(end: st.Amount | None, cell: float | None, opened: bool, cell_opened: bool, name: str) -> bool:
    if end is None or cell is None:
        return end is None and cell is None
    exact = Decimal(repr(float(cell)))
    if exact == end.magnitude:
        return opened == cell_opened
    outward = exact < end.magnitude if name == "low" else exact > end.magnitude
    near = abs(exact - end.magnitude) <= Decimal("1e-8")
    digits = -int(end.magnitude.normalize().as_tuple().exponent)
    return cell_opened and outward and near and digits > 8


def _same_rest(seen: st.Observation, row: dict[str, Any]) -> bool:
    of = None if row["of"] is None else Decimal(repr(float(row["of"])))
    if of != (None if seen.of is None else seen.of.magnitude):
        return False
    published = None if seen.published is None else seen.published.end
    return (
        row["status"],
        _day(row["published"]),
        row["publisher"],
        row["method"],
        row["period_inferred"],
    ) == (
        seen.status.value,
        published,
        seen.source.publisher if seen.source else None,
        seen.method,
        seen.period_inferred,
    )


def compare_left(seen: Iterable[st.Observation], rows: Rows, *, to: dt.date, places: st.Places) -> None:
    """Hold the rows of `left` against what the scalar carrying leaves."""
    made = st.carry(seen, to, places=places)
    codes = {one: _left_code(reason.code.value) for one, reason in made.left}
    wanted = [
        (codes[one], str(_key(one)), str(one.source and one.source.publisher), str(one.method))
        for one in seen
        if one in codes
    ]
    found = [
        (_left_code(row["fault"]), str(_row_key(row)), str(row["publisher"]), str(row["method"]))
        for row in rows
    ]
    told = (Counter(found) - Counter(wanted), Counter(wanted) - Counter(found))
    assert sorted(found) == sorted(wanted), told


def _left_code(code: str) -> str:
    """A row may be left for two units of the day, for each with its own reason: then either is told."""
    return "replaced" if code in ("direct_value", "mixed_series") else code
