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

from sotttt.evaluation.reasons import ReasonCode
from sotttt.tables.changes import BASELINE
from sotttt.tables.engines import month_of, parts_of
from sotttt.tables.flows import row_kind
from sotttt.tables.reading import chain, one, stands
from sotttt.tables.selecting import IN_WINDOW, STAGES, Scene
from sotttt.tables.settling import TINY, settled
from sotttt.tables.trails import RAISED, TRAILS, WAYS, YES_NO
from sotttt.tables.verdicts import BELOW, LEFT_OPEN, ON, OPEN, PARTED, UNRATED, grid, is_one

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
#: What of a target the values before its last one are held against.
_ASKED = {
    "way_last": "p_end",
    "way_first": "p_start",
    "way_said": "said_last",
    "way_own": "own_unit",
    "way_end": "way_end",
    "way_based": "way_based",
    "way_odd": "way_odd",
    "way_kept": "kept",
    "way_vague": "vague",
    "way_kind": "due_kind",
}
#: What the history of a target gives to its path.
_GIVEN = (
    "h_end",
    "h_point",
    "h_u",
    "h_why",
    "l_end",
    "l_point",
    "l_u",
    "l_why",
    "since",
    "unsure",
    "odd",
    "odd_else",
)


def _ways(scene: Scene) -> Lazy:
    return scene.small("ways", lambda: scene.rules.ways, WAYS)


def _trails(scene: Scene) -> Lazy:
    return scene.small("trails", lambda: scene.rules.trails, TRAILS)


def prepare(scene: Scene) -> None:
    """Make the small frames of trajectories, where the policy asks for these."""
    if scene.follows:
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
    return _placed(_measured(_based(scene, _ended(scene, frame))))


def _code(text: str) -> int:
    return OPEN + LEFT_OPEN.index(text)


def _opened(scene: Scene, frame: Lazy, *, flow: bool) -> Lazy:
    """The targets with what their paths are, and whether the last value is of their series at all."""
    frame = frame.join(_ways(scene), on="shape", how="left")
    zero = nw.lit(0).cast(nw.Int64())
    if not scene.breaks:
        none = nw.lit("")
        frame = frame.with_columns(none.alias("said_first"), none.alias("said_last"))
    said, first = nw.col("said_last").fill_null(""), nw.col("said_first").fill_null("")
    if not scene.rules.based:
        # No baseline states a method here, so that only a value of several may break with it.
        broken = one((said != "") & (first != said) & (nw.col("way_known") == 1))
        frame = frame.with_columns(broken.alias("broken"))
        kept = nw.when(nw.col("broken") == 0)
        frame = frame.with_columns(*(kept.then(nw.col(name)).alias(name) for name in ("base", "base_last")))
    frame = frame.with_columns(said.alias("said_last"))
    several = is_one("apart")
    if not flow:
        return frame.with_columns(
            (zero + 1).alias("kept"),
            one(several & (nw.col("said_last") != "")).alias("vague"),
            zero.alias("torn"),
        )
    several = several | is_one("assembled")
    own = nw.col("kind_first") == nw.col("kind_last")
    same = nw.col("kind_last") == nw.col("due_kind")
    torn = ~own & (same | (nw.col("kind_first") == nw.col("due_kind")))
    return frame.with_columns(
        one(own & same).alias("kept"),
        one(several & (nw.col("said_last") != "")).alias("vague"),
        one(torn).alias("torn"),
    )


def _past(scene: Scene, frame: Lazy, rows: Lazy, *, flow: bool) -> Lazy:
    """What the values before the last one say of each target whose value is set against its path."""
    ahead = (nw.col("found") == 1) & (nw.col("ended") == 0) & (nw.col("stated") == 1) & (nw.col("beyond") < 0)
    ahead = ahead & (nw.col("in") == 0) & ~is_one("partial") & (nw.col("way") != 0)
    asked = frame.filter(ahead).select("t", *(nw.col(of).alias(name) for name, of in _ASKED.items()))
    kept = [*_ROW, *(name for name in _MORE if scene.has(name))]
    before = rows.filter((nw.col("stage") == IN_WINDOW) | (nw.col("stage") == _EARLIER)).select(*kept)
    before = before.join(asked, on="t", how="inner").filter(nw.col("p_end") < nw.col("way_last"))
    before = scene.engine.spread(before, ["t", "p_end"], longest=nw.col("p_start").min())
    before = before.filter(nw.col("p_start") == nw.col("longest"))
    values = settled(scene, before, ["t", "p_end"], {name: name for name in _ASKED})
    return _summed(scene, _broken(scene, _single(values, flow=flow)))


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


def _broken(scene: Scene, values: Lazy) -> Lazy:
    """The values with the last one of their series, and the day from which on they compare with it."""
    spread, zero = scene.engine.spread, nw.lit(0).cast(nw.Int64())
    end, kept = nw.col("p_end"), nw.col("way_kept") == 1
    values = spread(values, ["t"], l_end=nw.col("single_end").max())
    values = values.with_columns(
        nw.when(kept).then(nw.col("way_last")).otherwise(nw.col("l_end")).alias("top")
    )
    if not scene.breaks:
        none = nw.when(nw.lit(value=False)).then(end)
        return values.with_columns(none.alias("since"), zero.alias("unsure"))
    within = stands("top") & (end <= nw.col("top"))
    said, first = nw.col("said_last").fill_null(""), nw.col("said_first").fill_null("")
    named = within & (said != "")
    values = values.with_columns(
        nw.when(named).then(end).alias("named_end"),
        nw.when(named).then(said).otherwise(nw.lit("")).alias("named"),
        one(named & (first != said)).alias("several"),
        one(named & (is_one("apart") | is_one("mixed") | (first != said))).alias("dim"),
        # A longer period that begins before the last value and ends after it: its method may break in between.
        one(stands("top") & ~within & (said != "") & (nw.col("p_start") <= nw.col("top"))).alias("astride"),
        nw.when(kept).then(nw.col("way_said")).otherwise(nw.lit("")).alias("last_said"),
        one(kept & (nw.col("way_vague") == 1)).alias("last_dim"),
        one(
            ~kept & (nw.col("way_said") != "") & stands("top") & (nw.col("way_first") <= nw.col("top"))
        ).alias("last_astride"),
    )
    values = spread(values, ["t"], last_named=nw.col("named_end").max())
    newest = nw.when(end == nw.col("last_named")).then(nw.col("named")).otherwise(nw.lit(""))
    values = spread(
        values.with_columns(newest.alias("newest_said")), ["t"], past_said=nw.col("newest_said").max()
    )
    method = nw.when(nw.col("last_said") != "").then(nw.col("last_said")).otherwise(nw.col("past_said"))
    values = values.with_columns(method.alias("now_said"))
    other = (nw.col("named") != "") & (nw.col("named") != nw.col("now_said"))
    values = values.with_columns(nw.when(other).then(end).alias("other_end"))
    values = spread(values, ["t"], last_other=nw.col("other_end").max())
    again = stands("last_other") & (nw.col("named") != "") & (end > nw.col("last_other"))
    values = values.with_columns(nw.when(again).then(end).alias("again_end"))
    values = spread(values, ["t"], first_again=nw.col("again_end").min())
    begins = nw.when(end == nw.col("first_again")).then(nw.col("p_start"))
    values = spread(values.with_columns(begins.alias("begins")), ["t"], from_row=nw.col("begins").max())
    since = nw.when(stands("from_row")).then(nw.col("from_row")).otherwise(nw.col("way_first"))
    values = values.with_columns(nw.when(stands("last_other")).then(since).alias("since"))
    nested = (
        stands("since")
        & (nw.col("named") != "")
        & (end <= nw.col("last_other"))
        & (nw.col("p_start") > nw.col("since"))
    )
    values = values.with_columns(one(nested).alias("nested"))
    values = spread(
        values,
        ["t"],
        **{f"any_{name}": nw.col(name).max() for name in ("several", "dim", "astride", "nested")},
    )
    changes = stands("last_other") | is_one("any_several")
    doubt = is_one("any_nested") | is_one("any_astride") | is_one("last_astride")
    return values.with_columns(
        one(doubt | (changes & (is_one("any_dim") | is_one("last_dim")))).alias("unsure")
    )


def _summed(scene: Scene, values: Lazy) -> Lazy:
    """One row per target: the first value of its series, the last one, and what else they say."""
    end, single = nw.col("p_end"), is_one("single")
    starts = single & stands("top") & (end < nw.col("top")) & (~stands("since") | (end >= nw.col("since")))
    starts = starts & ((nw.col("way_based") == 0) | (end == nw.col("way_end")))
    values = values.with_columns(nw.when(starts).then(end).alias("start_end"))
    values = scene.engine.spread(values, ["t"], h_end=nw.col("start_end").min())
    columns = []
    for letter in ("h", "l"):
        here = nw.when(end == nw.col(f"{letter}_end"))
        columns += [
            here.then(nw.col("point_lo")).alias(f"{letter}_point"),
            here.then(nw.col("u")).alias(f"{letter}_u"),
            here.then(nw.col("why")).alias(f"{letter}_why"),
        ]
    odd, elsewhere = nw.col("other") * nw.col("single"), one(end != nw.col("way_end"))
    columns += [odd.alias("odd"), (odd * elsewhere).alias("odd_else")]
    values = values.with_columns(*columns)
    return values.group_by("t").agg(*(nw.col(name).max() for name in _GIVEN))


def _ended(scene: Scene, frame: Lazy) -> Lazy:
    """The value that is set against the path: the value found, or the last of the series before it."""
    kept, before = nw.col("kept") == 1, stands("l_end")
    none = nw.lit(0).cast(nw.Int64())

    def either(found: nw.Expr, past: nw.Expr) -> nw.Expr:
        return nw.when(kept).then(found).otherwise(nw.when(before).then(past))

    frame = frame.with_columns(
        either(nw.col("p_end"), nw.col("l_end")).alias("end_end"),
        either(nw.col("lo"), nw.col("l_point")).alias("end_lo"),
        either(nw.col("hi"), nw.col("l_point")).alias("end_hi"),
        either(nw.col("u"), nw.col("l_u")).alias("end_u"),
        nw.when(kept).then(none).otherwise(nw.col("l_why").fill_null(0)).alias("end_why"),
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
    ratios = scene.ratios().rename(
        {"u": "r_end_u", "b_u": "r_from_u", "b_up": "from_up", "b_down": "from_down"}
    )
    frame = frame.join(ratios, left_on=["end_u", "from_u"], right_on=["r_end_u", "r_from_u"], how="left")
    stated, seen = nw.col("is_known") == 1, nw.col("from_cell") * nw.col("from_up") / nw.col("from_down")
    power = grid("from_cell") * nw.col("from_down")
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


def _measured(frame: Lazy) -> Lazy:
    """The way and what is walked of it, in whole parts of a month; and the sides of both ends of the value."""
    made = []
    for name, end in (("from", "from_end"), ("end", "end_end")):
        count, parts = _count(end)
        made += [count.alias(f"{name}_count"), parts.alias(f"{name}_parts")]
    frame = frame.with_columns(*made)
    first, first_parts = nw.col("from_count"), nw.col("from_parts")
    last, last_parts = nw.col("end_count"), nw.col("end_parts")
    due, due_parts = nw.col("due_count"), nw.col("due_parts")
    begun = first * due_parts * last_parts
    frame = frame.with_columns(
        (due * first_parts * last_parts - begun).cast(nw.Float64()).alias("whole_way"),
        (last * due_parts * first_parts - begun).cast(nw.Float64()).alias("done_way"),
    )
    frame = frame.with_columns(*(grid(f"end_{end}").alias(f"grid_{end}") for end in ("lo", "hi")))
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


def _placed(frame: Lazy) -> Lazy:
    """How each value stands to its path, by the first test that holds."""
    away = (nw.col("way_odd") == 1) & (nw.col("u") != nw.col("own_unit"))
    compares = ~stands("since") | (nw.col("from_end") >= nw.col("since"))
    later = (
        stands("start") & stands("from_end") & stands("end_end") & (nw.col("from_end") < nw.col("end_end"))
    )
    tests = [
        ((nw.col("way") == 0) | ~stands("lo") | ~stands("hi"), nw.lit(UNRATED)),
        (is_one("torn"), nw.lit(_code("overlapping_periods"))),
        (away, nw.lit(_code("too_many_digits"))),
        (nw.col("end_why") > 0, nw.col("end_why")),
        *_answered(),
        (is_one("unsure"), nw.lit(_code("mixed_methods"))),
        (nw.col("from_why") > 0, nw.col("from_why")),
        (~(later & compares), nw.lit(UNRATED)),
        (is_one("unsure_lo") | is_one("unsure_hi"), nw.lit(_code("too_many_digits"))),
        (is_one("on_lo") & is_one("on_hi"), nw.lit(ON)),
        (~is_one("on_lo") & ~is_one("on_hi"), nw.lit(BELOW)),
    ]
    return frame.with_columns(chain(tests, nw.lit(PARTED)).cast(nw.Int64()).alias("stood"))


def _answered() -> list[tuple[nw.Expr, nw.Expr]]:
    """The tests of a yes or no: any value of its series that is neither 1 nor 0 leaves it without a rating."""
    asked, own = nw.col("way") == YES_NO, nw.col("end_u") == nw.col("own_unit")
    based = (nw.col("is_based") == 1) & stands("start") & (nw.col("from_end") <= nw.col("due_end"))
    low, high, start = nw.col("end_lo"), nw.col("end_hi"), nw.col("start")
    replaced = based & (nw.col("from_end") >= nw.col("end_end"))
    others = nw.when(nw.col("is_based") == 1).then(nw.col("odd_else")).otherwise(nw.col("odd")).fill_null(0)
    neither = [(cell != 0) & (cell != 1) for cell in (low, high)]
    yes, no = nw.col("way_yes") == 1, nw.col("way_no") == 1
    on_low, on_high, on_start = (((cell == 1) & yes) | ((cell == 0) & no) for cell in (low, high, start))
    return [
        (asked & ~stands("end_end") & (nw.col("is_based") == 0), nw.lit(UNRATED)),
        (asked & (~stands("end_end") | ~own | (others > 1)), nw.lit(_code("mixed_units"))),
        (asked & (others == 1), nw.lit(UNRATED)),
        (asked & (nw.col("is_based") == 1) & stands("start") & (start != 0) & (start != 1), nw.lit(UNRATED)),
        (asked & replaced & on_start, nw.lit(ON)),
        (asked & replaced, nw.lit(BELOW)),
        (asked & (neither[0] | neither[1]), nw.lit(UNRATED)),
        (asked & on_low & on_high, nw.lit(ON)),
        (asked & ~on_low & ~on_high, nw.lit(BELOW)),
        (asked, nw.lit(PARTED)),
    ]
