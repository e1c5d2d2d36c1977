"""Values that targets need beside their own: the base of a change, and the baseline of a period.

They are evidence like any other and are chosen in the same pass over the observations, as the values of
stand-in targets; then the rows of one target are folded into one. No level is computed and compared: whether
a value lies above it is the sign of value * a - base * b - d, with whole numbers a, b and d, and that is a
multiple of one over the grid of both cells. Where floats can't tell it from zero, the row says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import narwhals.stable.v2 as nw

from sotttt.tables.changes import BASELINE, OF_CHANGE
from sotttt.tables.reading import chain, one
from sotttt.tables.selecting import IN_WINDOW, Scene
from sotttt.tables.settling import LAST_TEXT, MARKS
from sotttt.tables.verdicts import grid, is_one

if TYPE_CHECKING:
    from sotttt.tables.engines import Lazy

__all__ = ["BASE_COLUMNS", "based", "folded", "leveled"]

#: More than the error of a sum of three products of floats, as a share of their sizes.
_CLOSE = 2e-15
#: Whole floats below it are exact.
_WHOLE = 2.0**53
_FOUND = ("best_stage", "lo", "hi", "point_lo", "point_hi", "low_open", "high_open", "u", "p_end", *MARKS)
_UNCLEAR = {"mixed": "mixed_units", "unbounded": "unbounded"}
_UNCLEAR_SUMS = {"overlap": "overlapping_periods", "blurred": "too_many_digits"}
_TEXTS = ("said_first", "said_last")
#: What the comparison with a base reads of it.
BASE_COLUMNS = ("r_lo", "r_hi", "r_low_open", "r_high_open", "r_u", "better")
_LETTERS = {OF_CHANGE: "r", BASELINE: "b"}


def folded(scene: Scene, values: Lazy, *, flow: bool) -> Lazy:
    """One row per target, with the values that it needs beside its own."""
    names = [name for name in values.collect_schema().names() if name != "t"]
    rows = values.join(scene.kin(flow=flow), on="t", how="inner")
    extra = ("due", "apart", *_UNCLEAR, *_UNCLEAR_SUMS) if flow else ("apart", *_UNCLEAR)
    made = [_of(0, name).alias(name) for name in names]
    for role in scene.rules.looked:
        letter = _LETTERS[role]
        made += [_of(role, name).alias(f"{letter}_{name}") for name in (*_FOUND, *extra)]
        made += [_of(role, name).alias(f"{letter}_{name}") for name in _said(scene)]
    rows = rows.select("owner", *made)
    kept = [name for name in rows.collect_schema().names() if name != "owner"]
    return rows.group_by("owner").agg(*(nw.col(name).max() for name in kept)).rename({"owner": "t"})


def _said(scene: Scene) -> tuple[str, ...]:
    return ("said_first", "said_last") if scene.breaks else ()


def _of(role: int, name: str) -> nw.Expr:
    """A column of the rows that are this for their target."""
    here = nw.col("role") == role
    if name in _TEXTS:
        return nw.when(here).then(nw.col(name).fill_null("")).otherwise(nw.lit(""))
    return nw.when(here).then(nw.col(name))


def based(scene: Scene, frame: Lazy, *, flow: bool) -> Lazy:
    """The frame of targets with their bases, the levels that these make, and where the value stands."""
    frame = _baselines(scene, frame, flow=flow)
    if not scene.rules.changes:
        zero = nw.lit(0).cast(nw.Int64())
        return frame.with_columns(nw.col("goal").abs().alias("goal_size"), zero.alias("missing"))
    frame = leveled(scene, _changed(scene, frame, flow=flow))
    relative = nw.col("relative") == 1
    blurred = relative & is_one("r_blur") & (nw.col("best_stage") == IN_WINDOW)
    why = nw.col("base_beyond")
    return frame.with_columns(
        nw.when(why.is_null() & blurred).then(nw.lit("too_many_digits")).otherwise(why).alias("base_beyond"),
        nw.when(relative).then(nw.col("r_goal")).otherwise(nw.col("goal")).alias("goal"),
        nw.when(relative).then(nw.col("r_goal_size")).otherwise(nw.col("goal").abs()).alias("goal_size"),
        nw.when(relative)
        .then(nw.col("path_grid") * nw.col("r_grid") * nw.col("goal_a"))
        .otherwise(nw.col("path_grid"))
        .alias("path_grid"),
    )


def _state(letter: str, *, flow: bool) -> tuple[nw.Expr, nw.Expr]:
    """Whether a value is found that answers for its period, and why tables can't say what it is, or null."""
    found = is_one(f"{letter}_found")
    answers = found & is_one(f"{letter}_due")
    tests = [(answers & is_one(f"{letter}_{name}"), nw.lit(code)) for name, code in _UNCLEAR.items()]
    if flow:
        tests += [(found & is_one(f"{letter}_{name}"), nw.lit(code)) for name, code in _UNCLEAR_SUMS.items()]
    return answers, chain(tests, nw.lit(None).cast(nw.String()))


def _marked(frame: Lazy, letter: str, *, flow: bool) -> Lazy:
    found = nw.col(f"{letter}_best_stage") == IN_WINDOW
    frame = frame.with_columns(one(found).alias(f"{letter}_found"))
    if not flow:
        frame = frame.with_columns(
            one(is_one(f"{letter}_found") & (nw.col(f"{letter}_p_end") >= nw.col(f"{letter}_need"))).alias(
                f"{letter}_due"
            )
        )
    answers, why = _state(letter, flow=flow)
    return frame.with_columns(one(answers).alias(f"{letter}_answers"), why.alias(f"{letter}_why"))


def _baselines(scene: Scene, frame: Lazy, *, flow: bool) -> Lazy:
    """Where progress is counted from, in the unit of the value: two ends, which are mostly one."""
    first, last = nw.col("base"), nw.col("base_last")
    if BASELINE in scene.rules.looked:
        frame = _marked(frame, "b", flow=flow)
        frame = frame.join(scene.ratios(), on=["u", "b_u"], how="left")
        frame = frame.with_columns(grid("b_point_lo").alias("g_b_lo"), grid("b_point_hi").alias("g_b_hi"))
        looks, answers = nw.col("looks_back") == 1, is_one("b_answers")
        halved = answers & (nw.col("b_point_lo").is_null() | nw.col("b_point_hi").is_null())
        ahead = looks & (nw.col("ended") == 0)
        unclear = nw.when(halved).then(nw.lit("unbounded")).otherwise(nw.col("b_why"))
        power = chain([(nw.col("g_b_lo") > nw.col("g_b_hi"), nw.col("g_b_lo"))], nw.col("g_b_hi"))
        frame = frame.with_columns(
            nw.when(ahead).then(unclear).alias("base_beyond"),
            nw.when(looks)
            .then(nw.col("path_grid") * nw.col("b_down") * power)
            .otherwise(nw.col("path_grid"))
            .alias("path_grid"),
        )
        ends = [
            nw.when(answers).then(nw.col(f"b_point_{end}") * nw.col("b_up") / nw.col("b_down"))
            for end in ("lo", "hi")
        ]
        first = nw.when(looks).then(ends[0]).otherwise(first)
        last = nw.when(looks).then(ends[1]).otherwise(last)
    else:
        frame = frame.with_columns(nw.lit(None).cast(nw.String()).alias("base_beyond"))
    frame = frame.with_columns(first.alias("base"), last.alias("base_last"))
    return _broken(scene, frame)


def _broken(scene: Scene, frame: Lazy) -> Lazy:
    """No progress is counted over a change of the method that is stated."""
    if not scene.breaks:
        return frame.with_columns(nw.lit(0).cast(nw.Int64()).alias("broken"))
    first, last = nw.col("said_first").fill_null(LAST_TEXT), nw.col("said_last").fill_null("")
    frame = frame.with_columns(first.alias("said_first"), last.alias("said_last"))
    other_first = nw.col("base_method").fill_null(LAST_TEXT)
    other_last = nw.col("base_method").fill_null("")
    if BASELINE in scene.rules.looked:
        looks = nw.col("looks_back") == 1
        other_first = nw.when(looks).then(nw.col("b_said_first").fill_null(LAST_TEXT)).otherwise(other_first)
        other_last = nw.when(looks).then(nw.col("b_said_last").fill_null("")).otherwise(other_last)
    frame = frame.with_columns(other_first.alias("b_first"), other_last.alias("b_last"))
    one_first, one_last = nw.col("said_first"), nw.col("said_last")
    bottom = nw.when(one_first < nw.col("b_first")).then(one_first).otherwise(nw.col("b_first"))
    top = nw.when(one_last > nw.col("b_last")).then(one_last).otherwise(nw.col("b_last"))
    frame = frame.with_columns(bottom.alias("bottom"), top.alias("top_text"))
    several = (nw.col("top_text") != "") & (nw.col("bottom") != nw.col("top_text"))
    known = ~nw.col("base").is_null() & (nw.col("begun") == 1)
    frame = frame.with_columns(one(several & known).alias("broken"))
    ends = [nw.when(nw.col("broken") == 0).then(nw.col(name)).alias(name) for name in ("base", "base_last")]
    return frame.with_columns(*ends)


def _changed(scene: Scene, frame: Lazy, *, flow: bool) -> Lazy:
    """The base of each change: as observed, else as the targets state it; without one there is no verdict."""
    names = ("lo", "hi", "low_open", "high_open", "u", *MARKS)
    if OF_CHANGE in scene.rules.looked:
        frame = _marked(frame, "r", flow=flow)
        seen = is_one("r_answers")
        picked = [
            nw.when(seen).then(nw.col(f"r_{n}")).otherwise(nw.col(f"f_{n}")).alias(f"r_{n}") for n in names
        ]
        apart = one(seen & is_one("r_apart")).alias("r_apart")
        frame = frame.with_columns(*picked, apart)
    else:
        none = nw.lit(None).cast(nw.String())
        picked = [nw.col(f"f_{name}").alias(f"r_{name}") for name in names]
        zero = nw.lit(0).cast(nw.Int64()).alias("r_apart")
        frame = frame.with_columns(*picked, zero, none.alias("r_why"))
    relative, low = nw.col("relative") == 1, nw.col("r_lo")
    at_zero = ~low.is_null() & (low == 0) & is_one("r_low_open")
    positive = (~low.is_null() & (low > 0)) | at_zero
    known = nw.col("r_why").is_null()
    missing = nw.col("r_u").is_null() | (nw.col("never") == 1) | ((nw.col("positive") == 1) & ~positive)
    halved = low.is_null() | nw.col("r_hi").is_null() | ((nw.col("positive") == 1) & at_zero)
    frame = frame.with_columns(
        one(relative & known & missing & nw.col("excused").is_null()).alias("missing"),
        nw.when(relative & known & halved)
        .then(nw.lit("unbounded"))
        .otherwise(nw.col("r_why"))
        .alias("r_why"),
    )
    clear = nw.col("missing") == 0
    stuck = relative & clear & ~nw.col("r_why").is_null()
    return frame.with_columns(
        nw.when(stuck).then(nw.col("r_why")).otherwise(nw.col("base_beyond")).alias("base_beyond"),
        nw.when(stuck).then(IN_WINDOW).when(clear).then(nw.col("best_stage")).alias("best_stage"),
        nw.when(clear).then(nw.col("late")).alias("late"),
        *(
            one((nw.col("missing") == 0) & is_one(f"r_{mark}")).alias(f"r_{mark}")
            for mark in (*MARKS, "apart")
        ),
    )


class _Base(NamedTuple):
    """One end of the base: its cell, its grid, and whether it is out itself."""

    cell: nw.Expr
    grid: nw.Expr
    out: nw.Expr


def _end_of(upper: nw.Expr) -> _Base:
    """The upper end of the base where the condition holds, else the lower one."""

    def either(high: str, low: str) -> nw.Expr:
        return nw.when(upper).then(nw.col(high)).otherwise(nw.col(low))

    return _Base(either("r_hi", "r_lo"), either("g_r_hi", "g_r_lo"), either("r_high_open", "r_low_open"))


def _signs(cell: str, end: str, base: _Base) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """Whether an end of a value is above a level, below it, and whether floats can't tell."""
    whole = nw.col(cell) * nw.col(f"{end}_a")
    scaled, shift = base.cell * nw.col(f"{end}_b"), nw.col(f"{end}_d")
    distance = whole - scaled - shift
    error = _CLOSE * (whole.abs() + scaled.abs() + shift.abs())
    power = nw.col(f"g_{cell}")
    finest = nw.when(power > base.grid).then(power).otherwise(base.grid)
    near = distance.abs() <= error
    return (
        (distance > error),
        (distance < -error),
        near & (error * finest >= 0.5),
    )


def leveled(scene: Scene, frame: Lazy) -> Lazy:
    """Whether the value fulfils the change, misses it, exceeds it: columns of 1 and 0."""
    frame = frame.join(scene.levels(), on=["shape", "u", "r_u"], how="left")
    frame = frame.with_columns(*(grid(name).alias(f"g_{name}") for name in ("lo", "hi", "r_lo", "r_hi")))
    rises = {end: nw.col(f"{end}_b") >= 0 for end in ("low", "high")}
    falls = {end: nw.col(f"{end}_b") < 0 for end in ("low", "high")}
    tests = {
        "low_in": _signs("lo", "low", _end_of(rises["low"])),
        "high_in": _signs("hi", "high", _end_of(falls["high"])),
        "low_out": _signs("hi", "low", _end_of(falls["low"])),
        "high_out": _signs("lo", "high", _end_of(rises["high"])),
    }
    made = []
    for name, (above, below, unsure) in tests.items():
        made += [
            one(above).alias(f"{name}_above"),
            one(below).alias(f"{name}_below"),
            one(unsure).alias(f"{name}_blur"),
        ]
    frame = frame.with_columns(*made)
    low = (
        nw.col("low_a").is_null() | is_one("low_in_above") | (_ties("low_in", "lo") & _let("low", "low_open"))
    )
    high = (
        nw.col("high_a").is_null()
        | is_one("high_in_below")
        | (_ties("high_in", "hi") & _let("high", "high_open"))
    )
    below = is_one("low_out_below") | (_ties("low_out", "hi") & _shut("low", falls["low"], "high_open"))
    above = is_one("high_out_above") | (_ties("high_out", "lo") & _shut("high", rises["high"], "low_open"))
    blurred = [is_one(f"{name}_blur") for name in tests]
    known = ~nw.col("low_shut").is_null()
    frame = frame.with_columns(
        one(known & low & high).alias("r_in"),
        one(known & ((~nw.col("low_a").is_null() & below) | (~nw.col("high_a").is_null() & above))).alias(
            "r_out"
        ),
        one(blurred[0] | blurred[1] | blurred[2] | blurred[3]).alias("r_blur"),
    )
    return _aimed(_exceeded(frame))


def _ties(test: str, cell: str) -> nw.Expr:
    return (
        ~nw.col(cell).is_null()
        & (nw.col(f"{test}_above") == 0)
        & (nw.col(f"{test}_below") == 0)
        & (nw.col(f"{test}_blur") == 0)
    )


def _let(end: str, opened: str) -> nw.Expr:
    """Whether a value that ends at the level lies inside."""
    return (nw.col(f"{end}_shut") == 0) | is_one(opened)


def _shut(end: str, upper: nw.Expr, opened: str) -> nw.Expr:
    """Whether a value that ends at the outer level lies outside."""
    hangs = nw.col(f"{end}_b") != 0
    return (nw.col(f"{end}_shut") == 1) | is_one(opened) | (hangs & (_end_of(upper).out == 1))


def _exceeded(frame: Lazy) -> Lazy:
    base = _end_of(nw.col("best_side") == 1)
    more, _, blur_up = _signs("lo", "best", base)
    _, less, blur_down = _signs("hi", "best", base)
    better = nw.col("better")
    level = (base.cell * nw.col("best_b") + nw.col("best_d")) / nw.col("best_a")
    # Where no decimal holds the level, the scalar evaluation rounds it outward, and nothing exceeds it.
    last = (base.cell * base.grid).round(0)
    divides = (last / nw.col("best_whole")).round(0) * nw.col("best_whole") == last
    ends = ((nw.col("best_loose") == 1) | (nw.col("best_b") == 0) | (base.out == 0)) & divides
    endless = (nw.col("best_whole") != 1) & (last.abs() >= _WHOLE)
    up, down = (better == 1) & ends, (better == -1) & ends
    frame = frame.with_columns(
        one(up & more).alias("up"),
        one(down & less).alias("down"),
        one((up & blur_up) | (down & blur_down)).alias("best_blur"),
        one(up & ~(nw.col("lo") * nw.col("best_a")).is_null()).alias("goes_up"),
        one(down & ~(nw.col("hi") * nw.col("best_a")).is_null()).alias("goes_down"),
        one((level.abs() * base.grid >= nw.col("best_room")) | endless).alias("too_long"),
        one(up & _signs("lo", "best", base)[1]).alias("up_short"),
        one(down & _signs("hi", "best", base)[0]).alias("down_short"),
    )
    clear = nw.col("best_blur") == 0
    at_top = is_one("goes_up") & (nw.col("up") == 0) & (nw.col("up_short") == 0) & is_one("low_open")
    at_end = is_one("goes_down") & (nw.col("down") == 0) & (nw.col("down_short") == 0) & is_one("high_open")
    beyond = is_one("up") | is_one("down") | (clear & (at_top | at_end))
    frame = frame.with_columns(one(beyond).alias("r_up"))
    unsure = is_one("best_blur") | is_one("too_long")
    return frame.with_columns(one(is_one("r_blur") | (is_one("r_in") & unsure)).alias("r_blur"))


def _aimed(frame: Lazy) -> Lazy:
    """The figure to reach, as a float for arithmetic; nothing is what is too small to tell from it."""
    base = _end_of(nw.col("goal_side") == 1)
    scaled, shift, whole = base.cell * nw.col("goal_b"), nw.col("goal_d"), nw.col("goal_a")
    size = scaled.abs() + shift.abs()
    near = (scaled + shift).abs() <= _CLOSE * size
    pointed = (nw.col("goal_side") != 2) | (nw.col("r_lo") == nw.col("r_hi"))
    goal = nw.when(near).then(0.0).otherwise((scaled + shift) / whole)
    unsure = near & (_CLOSE * size * base.grid >= 0.5)
    power = nw.when(nw.col("g_r_lo") > nw.col("g_r_hi")).then(nw.col("g_r_lo")).otherwise(nw.col("g_r_hi"))
    return frame.with_columns(
        nw.when(pointed).then(goal).alias("r_goal"),
        (size / whole).alias("r_goal_size"),
        power.alias("r_grid"),
        one(is_one("r_blur") | unsure).alias("r_blur"),
    )
