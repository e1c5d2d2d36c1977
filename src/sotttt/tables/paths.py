"""Values against stated trajectories: where each path starts among the observations, and on which side of it.

A path that states no baseline starts at the first value after the last change of method, so that the whole
history of a target is read, one value for each period end. Whether a value is on its path is the sign of
(value - base) * total - (goal - base) * walked, with both times in whole parts of a month: a multiple of one
over the grid of the three figures. Where floats can't tell it from zero, the verdict is left open.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from sotttt.errors import NotOnTables
from sotttt.evaluation.reasons import ReasonCode
from sotttt.tables.changes import BASELINE
from sotttt.tables.engines import month_of, parts_of
from sotttt.tables.flows import row_kind
from sotttt.tables.reading import chain, one, stands
from sotttt.tables.selecting import DAYS, IN_WINDOW, STAGES, Scene
from sotttt.tables.settling import TINY, settled
from sotttt.tables.trails import RAISED, TRAILS, WAYS, YES_NO
from sotttt.tables.verdicts import BELOW, LEFT_OPEN, ON, OPEN, PARTED, UNRATED, grid, is_one, parted

if TYPE_CHECKING:
    from sotttt.tables.engines import Lazy

__all__ = ["followed", "prepare"]

_EARLIER = STAGES.index(ReasonCode.BEFORE_START)
#: What of a row says which value it is, and what more may.
_ROW = ("t", "family", "own_unit", "due_end", "p_start", "p_end", "lo", "hi", "rank", "stage")
_MORE = (
    "low_open",
    "high_open",
    "unit",
    "published",
    "publisher",
    "method",
    "hedged",
    "period_inferred",
    "point",
)
#: What of the shape of a target its values are held against.
_SHARED = {
    "way_end": "way_end",
    "way_based": "way_based",
    "way_odd": "way_odd",
    "way_own": "way_own",
}
#: What of the value found for a period the values before it are held against, beside that.
_ASKED = {
    **_SHARED,
    "way_kept": "kept",
    "way_kind": "due_kind",
    "way_said": "said_last",
    "way_vague": "vague",
    "way_first": "begun_day",
    "way_begun": "p_start",
}
_OF_METHOD = ("way_said", "way_vague", "way_first", "way_begun")
#: What the history of a target gives to its path: the first value of the series, and what it is made of.
_GIVEN = ("h_end", "h_point", "h_u", "h_why", "odd", "odd_else")
#: And of values of periods the last one before the value found.
_GIVEN_LAST = ("l_end", "l_point", "l_u", "l_why")
_AT = {"point": "point_lo", "u": "u", "why": "why"}
_DOUBTS = ("since", "changes", "dim", "nested", "astride")
#: More than any day's number.


def _ways(scene: Scene) -> Lazy:
    return scene.small("ways", lambda: scene.rules.ways, WAYS)


def _trails(scene: Scene) -> Lazy:
    return scene.small("trails", lambda: scene.rules.trails, TRAILS)


def prepare(scene: Scene) -> None:
    """Make the small frames of trajectories, where the policy asks for these.

    Raises:
        NotOnTables: values of a period on Ibis, which nests the query deeper than Python goes.
    """
    if not scene.follows:
        return
    if scene.engine.name == "ibis" and scene.rules.flows:
        raise NotOnTables(
            "stated trajectories of values of a period (timing='period') are not judged on 'ibis'",
            where="policy.pace",
            expected="'linear', or a relation of duckdb or a frame of another engine",
        )
    _ways(scene)
    _trails(scene)
    scene.ratios()


def followed(scene: Scene, frame: Lazy, rows: Lazy, *, flow: bool) -> Lazy:
    """The targets with where each stands to its trajectory, in `stood`.

    Args:
        scene: the evaluation.
        frame: the targets, each beside what was found.
        rows: the rows of all targets, with their stages.
        flow: whether values describe periods.
    """
    frame = _opened(scene, frame, flow=flow)
    past = _past(scene, frame, rows, flow=flow)
    frame = frame.join(past, on="t", how="left")
    return _placed(scene, _measured(_based(scene, _ended(scene, frame, flow=flow))), flow=flow)


def _code(text: str) -> int:
    return OPEN + LEFT_OPEN.index(text)


def _opened(scene: Scene, frame: Lazy, *, flow: bool) -> Lazy:
    """The targets with what their paths are, and whether the value found is of their series at all."""
    frame = frame.join(_ways(scene), on="shape", how="left")
    zero = nw.lit(0).cast(nw.Int64())
    said = nw.lit("")
    if scene.breaks:
        said = nw.col("said_last").fill_null("")
    if scene.breaks and not scene.rules.based:
        frame = parted(frame, nw.col("way_known") == 1)
    elif not scene.rules.based:
        frame = frame.with_columns(zero.alias("broken"))
    if not flow:
        return frame
    last, due = nw.col("kind_last"), nw.col("due_kind")
    alike = nw.col("kind_first") == last
    frame = frame.with_columns(
        one(alike & (last == due)).alias("kept"),
        one(~alike & ((last == due) | (nw.col("kind_first") == due))).alias("torn"),
    )
    if not scene.breaks:
        return frame
    begun = nw.when(stands("p_start")).then(nw.col("p_start")).otherwise(nw.col("due_end"))
    return frame.with_columns(
        said.alias("said_last"),
        one((is_one("apart") | is_one("assembled")) & (said != "")).alias("vague"),
        scene.engine.ordinal(begun, scene.day_kind).alias("begun_day"),
    )


def _past(scene: Scene, frame: Lazy, rows: Lazy, *, flow: bool) -> Lazy:
    """What the values up to the last one say of each target whose value is set against its path."""
    kept = [*_ROW, *(name for name in _MORE if scene.has(name))]
    carry = dict(_ASKED) if flow else dict(_SHARED)
    carry["way_last"] = "p_end"
    carry = {name: of for name, of in carry.items() if scene.breaks or name not in _OF_METHOD}
    known = (nw.col("stage") == IN_WINDOW) | (nw.col("stage") == _EARLIER)
    if flow or scene.engine.once:
        ahead = (nw.col("found") == 1) & (nw.col("stated") == 1) & (nw.col("beyond") < 0)
        ahead = ahead & (nw.col("in") == 0) & ~is_one("partial") & (nw.col("way") != 0)
        asked = frame.filter(ahead).select("t", *(nw.col(of).alias(name) for name, of in carry.items()))
        before = rows.filter(known).select(*kept).join(asked, on="t", how="inner")
    else:
        # A plan that asks what was found would find it twice: here each shape is asked whether it has a path.
        ways = _ways(scene).filter(nw.col("way") != 0)
        before = rows.filter(known).select(*kept, "shape").join(ways, on="shape", how="inner")
        last = nw.when(nw.col("stage") == IN_WINDOW).then(nw.col("p_end"))
        before = scene.engine.spread(
            before.with_columns(last.alias("in_end")), ["t"], way_last=nw.col("in_end").max()
        )
        before = before.filter(stands("way_last"))
    # The value of a period is the one found, or is none of the series; a value at a time is its last one.
    end, last_end = nw.col("p_end"), nw.col("way_last")
    before = before.filter((end < last_end) if flow else (end <= last_end))
    before = scene.engine.spread(before, ["t", "p_end"], longest=nw.col("p_start").min())
    before = before.filter(nw.col("p_start") == nw.col("longest"))
    values = settled(scene, before, ["t", "p_end"], {name: name for name in carry})
    values = _single(values, flow=flow)
    return _summed(scene, _broken(scene, _topped(scene, values, flow=flow), flow=flow), flow=flow)


def _single(values: Lazy, *, flow: bool) -> Lazy:
    """Which values are one figure of the series, and why tables may not know it."""
    mixed, low = is_one("mixed"), nw.col("point_lo")
    figure = stands("point_lo") & (low == nw.col("point_hi")) & ~is_one("apart")
    fits = (row_kind() == nw.col("way_kind")) if flow else nw.lit(value=True)
    away = (nw.col("way_odd") == 1) & (nw.col("u") != nw.col("way_own"))
    why = chain([(mixed, nw.lit(_code("mixed_units"))), (away, nw.lit(_code("too_many_digits")))], nw.lit(0))
    return values.with_columns(
        one(fits & (figure | mixed)).alias("single"),
        why.cast(nw.Int64()).alias("why"),
        chain(
            [(mixed | ((low != 0) & (nw.col("u") != nw.col("way_own"))), nw.lit(2))],
            one((low != 0) & (low != 1)),
        ).alias("other"),
    ).with_columns(nw.when(is_one("single")).then(nw.col("p_end")).alias("single_end"))


def _topped(scene: Scene, values: Lazy, *, flow: bool) -> Lazy:
    """The values with the end of the last one of their series."""
    if not flow:
        return values.with_columns(nw.col("way_last").alias("top"))
    values = scene.engine.spread(values, ["t"], l_end=nw.col("single_end").max())
    top = nw.when(nw.col("way_kept") == 1).then(nw.col("way_last")).otherwise(nw.col("l_end"))
    return values.with_columns(top.alias("top"))


def _broken(scene: Scene, values: Lazy, *, flow: bool) -> Lazy:
    """The values with the day from which on they compare with the last one, as a number.

    That is the start of the first value by the method that is stated last, after the last one by another.
    """
    if not scene.breaks:
        return values
    end, spread, said = nw.col("p_end"), scene.engine.spread, nw.col("said_last").fill_null("")
    within = stands("top") & (end <= nw.col("top"))
    named = within & (said != "")
    several = nw.col("said_first").fill_null("") != said
    values = values.with_columns(
        nw.when(named).then(end).alias("named_end"),
        nw.when(named).then(said).otherwise(nw.lit("")).alias("named"),
        one(named & several).alias("several"),
        one(named & (several | is_one("apart") | is_one("mixed"))).alias("dim"),
        one(_astride(within, said, flow=flow)).alias("astride"),
    )
    values = spread(values, ["t"], last_named=nw.col("named_end").max())
    values = spread(values, ["t", "named"], last_alike=nw.col("named_end").max())
    now = nw.col("last_alike") == nw.col("last_named")
    if flow:
        kept = (nw.col("way_kept") == 1) & (nw.col("way_said") != "")
        now = (kept & (nw.col("named") == nw.col("way_said"))) | (~kept & now)
    values = values.with_columns(one((nw.col("named") != "") & now).alias("now"))
    other = (nw.col("named") != "") & (nw.col("now") == 0)
    values = values.with_columns(nw.when(other).then(end).alias("other_end"))
    values = spread(values, ["t"], last_other=nw.col("other_end").max())
    begins = scene.ordinal("p_end") * DAYS + scene.ordinal("p_start")
    again = stands("last_other") & (nw.col("now") == 1) & (end > nw.col("last_other"))
    values = values.with_columns(nw.when(again).then(begins).alias("again"))
    values = spread(values, ["t"], first_again=nw.col("again").min())
    first = nw.col("first_again")
    since = first - first // DAYS * DAYS
    if flow:
        since = nw.when(first.is_null()).then(nw.col("way_first")).otherwise(since)
    values = values.with_columns(nw.when(stands("last_other")).then(since).alias("since"))
    earlier = stands("since") & (nw.col("named") != "") & (end <= nw.col("last_other"))
    values = values.with_columns(one(earlier & (scene.ordinal("p_start") > nw.col("since"))).alias("nested"))
    return values.with_columns(one(stands("last_other") | is_one("several")).alias("changes"))


def _astride(within: nw.Expr, said: nw.Expr, *, flow: bool) -> nw.Expr:
    """Whether a longer period begins before the last value and ends after it: a method may change in it."""
    if not flow:
        return nw.lit(value=False)
    return stands("top") & ~within & (said != "") & (nw.col("p_start") <= nw.col("top"))


def _summed(scene: Scene, values: Lazy, *, flow: bool) -> Lazy:
    """One row per target: the first value of its series, the last one, and what else they say."""
    end, single = nw.col("p_end"), is_one("single")
    starts = single & stands("top") & (end < nw.col("top"))
    if scene.breaks:
        starts = starts & (nw.col("since").is_null() | (scene.ordinal("p_end") >= nw.col("since")))
    starts = starts & ((nw.col("way_based") == 0) | (end == nw.col("way_end")))
    values = values.with_columns(nw.when(starts).then(end).alias("start_end"))
    values = scene.engine.spread(values, ["t"], h_end=nw.col("start_end").min())
    columns: list[nw.Expr] = []
    for letter in ("h", "l") if flow else ("h",):
        here = nw.when(end == nw.col(f"{letter}_end"))
        columns += [here.then(nw.col(of)).alias(f"{letter}_{name}") for name, of in _AT.items()]
    odd, elsewhere = nw.col("other") * nw.col("single"), one(end != nw.col("way_end"))
    columns += [odd.alias("odd"), (odd * elsewhere).alias("odd_else")]
    names = [*_GIVEN, *(_GIVEN_LAST if flow else ()), *(_DOUBTS if scene.breaks else ())]
    if flow and scene.breaks:
        kept, said = nw.col("way_kept") == 1, nw.col("way_said") != ""
        late = ~kept & said & stands("top") & (nw.col("way_begun") <= nw.col("top"))
        columns += [one(kept & (nw.col("way_vague") == 1)).alias("last_dim"), one(late).alias("last_astride")]
        names += ["last_dim", "last_astride"]
    values = values.with_columns(*columns).group_by("t").agg(*(nw.col(name).max() for name in names))
    if not scene.breaks:
        return values
    dim, doubt = is_one("dim"), is_one("nested") | is_one("astride")
    if flow:
        dim, doubt = dim | is_one("last_dim"), doubt | is_one("last_astride")
    return values.with_columns(one(doubt | (is_one("changes") & dim)).alias("unsure"))


def _ended(scene: Scene, frame: Lazy, *, flow: bool) -> Lazy:
    """The value that is set against the path: the value found, or the last of the series before it."""
    if flow:
        kept = nw.col("kept") == 1
        pairs = {
            "end": ("p_end", "l_end"),
            "lo": ("lo", "l_point"),
            "hi": ("hi", "l_point"),
            "u": ("u", "l_u"),
        }
        ends = {
            name: nw.when(kept).then(nw.col(found)).otherwise(nw.col(past))
            for name, (found, past) in pairs.items()
        }
        why = nw.when(kept).then(0).otherwise(nw.col("l_why").fill_null(0)).cast(nw.Int64())
    else:
        ends = {"end": nw.col("p_end"), **{name: nw.col(name) for name in ("lo", "hi", "u")}}
        why = nw.lit(0).cast(nw.Int64())
    frame = frame.with_columns(
        *(end.alias(f"end_{name}") for name, end in ends.items()), why.alias("end_why")
    )
    trails = _trails(scene).rename({"shape": "of_shape", "u": "of_u"})
    return frame.join(trails, left_on=["shape", "end_u"], right_on=["of_shape", "of_u"], how="left")


def _based(scene: Scene, frame: Lazy) -> Lazy:
    """Where the path starts: at the baseline, or at a value of the history."""
    known = (nw.col("way_known") == 1) & (nw.col("broken") == 0)
    looked = nw.lit(value=False)
    cells = [nw.col("h_point")]
    units, whys = nw.col("h_u"), nw.col("h_why").fill_null(0)
    if BASELINE in scene.rules.looked:
        looked = (nw.col("looks_back") == 1) & is_one("b_answers") & (nw.col("broken") == 0)
        point = nw.when(nw.col("b_point_lo") == nw.col("b_point_hi")).then(nw.col("b_point_lo"))
        away = (nw.col("way_odd") == 1) & (nw.col("b_u") != nw.col("own_unit"))
        why = nw.when(away).then(_code("too_many_digits")).otherwise(0).cast(nw.Int64())
        cells = [nw.when(looked).then(point).otherwise(nw.col("h_point"))]
        units = nw.when(looked).then(nw.col("b_u")).otherwise(units)
        whys = nw.when(looked).then(why).otherwise(whys)
    frame = frame.with_columns(
        one(known).alias("is_known"),
        one(known | looked).alias("is_based"),
        cells[0].alias("from_cell"),
        units.alias("from_u"),
        nw.when(known).then(0).otherwise(whys).cast(nw.Int64()).alias("from_why"),
        nw.when(known | looked).then(nw.col("way_end")).otherwise(nw.col("h_end")).alias("from_end"),
    )
    frame = _counted(frame)
    ratios = scene.ratios().rename(
        {"u": "r_end_u", "b_u": "r_from_u", "b_up": "from_up", "b_down": "from_down"}
    )
    frame = frame.join(ratios, left_on=["end_u", "from_u"], right_on=["r_end_u", "r_from_u"], how="left")
    stated, seen = nw.col("is_known") == 1, nw.col("from_cell") * nw.col("from_up") / nw.col("from_down")
    power = nw.col("grid_from") * nw.col("from_down")
    return frame.with_columns(
        nw.when(stated).then(nw.col("aim_base")).otherwise(seen).alias("start"),
        nw.when(stated).then(nw.lit(1.0)).otherwise(power).alias("start_grid"),
        nw.when(stated).then(nw.lit(1.0)).otherwise(nw.col("from_down")).alias("start_down"),
    )


def _count(name: str) -> tuple[nw.Expr, nw.Expr]:
    """The end of a day in parts of a month, and how many parts that month has: one where the day ends it."""
    day = nw.when(stands(name)).then(nw.col(name)).otherwise(nw.col("due_end"))
    year, month, number, days = parts_of(day)
    ended = month_of(day)
    whole = ended > 0
    count = nw.when(whole).then(ended).otherwise((year * 12 + month - 1) * days + number)
    return count.cast(nw.Int64()), nw.when(whole).then(1).otherwise(days).cast(nw.Int64())


def _counted(frame: Lazy) -> Lazy:
    """The days in parts of a month, and the decimals of the cells.

    It stands before a join: an engine that writes chained columns as one expression would nest it too deep.
    """
    made = []
    for name in ("from", "end"):
        count, parts = _count(f"{name}_end")
        made += [count.alias(f"{name}_count"), parts.alias(f"{name}_parts")]
    cells = {"lo": "end_lo", "hi": "end_hi", "from": "from_cell"}
    return frame.with_columns(*made, *(grid(cell).alias(f"grid_{name}") for name, cell in cells.items()))


def _measured(frame: Lazy) -> Lazy:
    """The way and what is walked of it, in whole parts of a month; and the sides of both ends."""
    first, first_parts = nw.col("from_count"), nw.col("from_parts")
    last, last_parts = nw.col("end_count"), nw.col("end_parts")
    due, due_parts = nw.col("due_count"), nw.col("due_parts")
    begun = first * due_parts * last_parts
    frame = frame.with_columns(
        (due * first_parts * last_parts - begun).cast(nw.Float64()).alias("whole_way"),
        (last * due_parts * first_parts - begun).cast(nw.Float64()).alias("done_way"),
    )
    return frame.with_columns(*(side for end in ("lo", "hi") for side in _side(end)))


def _side(end: str) -> tuple[nw.Expr, nw.Expr]:
    """Whether an end of the value is on its path or beyond it, and whether floats can't tell."""
    cell, aim, start, total, walked = map(nw.col, (f"end_{end}", "aim_at", "start", "whole_way", "done_way"))
    rising = nw.col("way") == RAISED
    distance = (cell - start) * total - (aim - start) * walked
    size = (cell.abs() + start.abs()) * total + (aim.abs() + start.abs()) * walked
    near = distance.abs() <= TINY * size
    finest = reduce(_greater, [nw.col(f"grid_{end}"), nw.col("start_grid")], nw.col("aim_grid"))
    unsure = near & (TINY * size * finest * nw.col("start_down") >= 0.5)
    sign, tied = nw.col("aim_sign"), cell == aim
    even = tied & (sign == 0) & (nw.col("aim_out") == 0)
    met_up, met_down = (cell > aim) | (tied & (sign > 0)) | even, (cell < aim) | (tied & (sign < 0)) | even
    on = (rising & (met_up | near | (distance > 0))) | (~rising & (met_down | near | (distance < 0)))
    met = (rising & met_up) | (~rising & met_down)
    return one(on).alias(f"on_{end}"), one(unsure & ~met).alias(f"unsure_{end}")


def _greater(one_expr: nw.Expr, other: nw.Expr) -> nw.Expr:
    return nw.when(one_expr > other).then(one_expr).otherwise(other)


def _placed(scene: Scene, frame: Lazy, *, flow: bool) -> Lazy:
    """How each value stands to its path, by the first test that holds."""
    away = (nw.col("way_odd") == 1) & (nw.col("u") != nw.col("own_unit"))
    begun = nw.when(stands("from_end")).then(nw.col("from_end")).otherwise(nw.col("due_end"))
    compares = nw.lit(value=True)
    if scene.breaks:
        compares = nw.col("since").is_null() | (
            scene.engine.ordinal(begun, scene.day_kind) >= nw.col("since")
        )
    later = (
        stands("start") & stands("from_end") & stands("end_end") & (nw.col("from_end") < nw.col("end_end"))
    )
    tests = [
        ((nw.col("way") == 0) | ~stands("lo") | ~stands("hi"), nw.lit(UNRATED)),
        *([(is_one("torn"), nw.lit(_code("overlapping_periods")))] if flow else []),
        (away, nw.lit(_code("too_many_digits"))),
        *([(nw.col("end_why") > 0, nw.col("end_why"))] if flow else []),
        *_answered(),
        *([(is_one("unsure"), nw.lit(_code("mixed_methods")))] if scene.breaks else []),
        (nw.col("from_why") > 0, nw.col("from_why")),
        (~(later & compares), nw.lit(UNRATED)),
        (is_one("unsure_lo") | is_one("unsure_hi"), nw.lit(_code("too_many_digits"))),
        (is_one("on_lo") & is_one("on_hi"), nw.lit(ON)),
        (~is_one("on_lo") & ~is_one("on_hi"), nw.lit(BELOW)),
    ]
    return frame.with_columns(chain(tests, nw.lit(PARTED)).cast(nw.Int64()).alias("stood"))


def _answered() -> list[tuple[nw.Expr, nw.Expr]]:
    """The tests of a yes or no: a value of its series that is neither 1 nor 0 leaves it unrated."""
    asked, own = nw.col("way") == YES_NO, nw.col("end_u") == nw.col("own_unit")
    based = (nw.col("is_based") == 1) & stands("start") & (nw.col("from_end") <= nw.col("due_end"))
    low, high, start = nw.col("end_lo"), nw.col("end_hi"), nw.col("start")
    unclear = (nw.col("is_based") == 1) & ~stands("start") & (nw.col("from_end") == nw.col("end_end"))
    replaced = based & (nw.col("from_end") >= nw.col("end_end"))
    others = nw.when(nw.col("is_based") == 1).then(nw.col("odd_else")).otherwise(nw.col("odd")).fill_null(0)
    neither = [(cell != 0) & (cell != 1) for cell in (low, high)]
    yes, no = nw.col("way_yes") == 1, nw.col("way_no") == 1
    on_low, on_high, on_start = (((cell == 1) & yes) | ((cell == 0) & no) for cell in (low, high, start))
    return [
        (asked & ~stands("end_end") & (nw.col("is_based") == 0), nw.lit(UNRATED)),
        (asked & (~stands("end_end") | unclear), nw.lit(_code("odd_baseline"))),
        (asked & (~own | (others > 1)), nw.lit(_code("mixed_units"))),
        (asked & (others == 1), nw.lit(UNRATED)),
        (asked & (nw.col("is_based") == 1) & stands("start") & (start != 0) & (start != 1), nw.lit(UNRATED)),
        (asked & replaced & on_start, nw.lit(ON)),
        (asked & replaced, nw.lit(BELOW)),
        (asked & (neither[0] | neither[1]), nw.lit(UNRATED)),
        (asked & on_low & on_high, nw.lit(ON)),
        (asked & ~on_low & ~on_high, nw.lit(BELOW)),
        (asked, nw.lit(PARTED)),
    ]
