"""Verdict, flags, reasons and arithmetic, from one settled value per target and its bounds."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from sotttt.evaluation.reasons import Flag, ReasonCode, bits
from sotttt.metrics import Verdict
from sotttt.tables.columns import tabled
from sotttt.tables.engines import month_of, ordinal
from sotttt.tables.reading import chain, one, stands
from sotttt.tables.schema import FINDINGS
from sotttt.tables.selecting import IN_WINDOW, STAGES, Scene
from sotttt.tables.settling import TINY

if TYPE_CHECKING:
    from sotttt.tables.engines import Cells, Lazy

__all__ = [
    "BELOW",
    "BEYOND",
    "LEFT_OPEN",
    "ON",
    "OPEN",
    "PARTED",
    "UNRATED",
    "compared",
    "flag_words",
    "inside",
    "outside",
    "parted",
    "rule_words",
    "shown",
]

#: Why tables leave a verdict open where the scalar evaluation, which converts and adds exactly, would not.
BEYOND = ("mixed_units", "unbounded", "too_many_digits", "overlapping_periods")
#: All reasons of that kind; the last two are met with stated trajectories alone.
LEFT_OPEN = (*BEYOND, "mixed_methods", "odd_baseline")
#: How a value stands to a stated trajectory; `OPEN` and more: why tables can't tell, by `LEFT_OPEN`.
UNRATED, ON, BELOW, PARTED, OPEN = range(5)
#: Why a target has no evidence: how far its rows came, or what is in the frame at all.
_WHY = (*(code.value for code in STAGES), "no_dims", "no_place", "no_metric")
#: More than there are details of one branch.
_DETAILS = 16
_FLAGS = {
    "exceeded": Flag.EXCEEDED,
    "early": Flag.EARLY,
    "late": Flag.LATE,
    "is_lost": Flag.LOST,
    "apart": Flag.CONFLICTING,
    "estimated": Flag.ESTIMATED,
    "hedged": Flag.HEDGED,
    "undated": Flag.UNDATED,
    "assembled": Flag.ASSEMBLED,
    "partial": Flag.PARTIAL,
    "provisional": Flag.PROVISIONAL,
    "period_inferred": Flag.PERIOD_INFERRED,
}


#: What marks a base marks the finding, too.
_OF_BASE = ("apart", "estimated", "hedged", "undated", "provisional", "period_inferred")


def is_one(name: str) -> nw.Expr:
    """Whether a column of 1 and 0 holds 1."""
    return ~nw.col(name).is_null() & (nw.col(name) == 1)


def _is(name: str) -> nw.Expr:
    """Whether a column of 1 and 0 that is never null holds 1."""
    return nw.col(name) == 1


def inside(scene: Scene) -> nw.Expr:
    """Whether the value lies in the requirement."""
    if not scene.opens:
        return (nw.col("lo") >= nw.col("least")) & (nw.col("hi") <= nw.col("most"))
    at, sign = nw.col("low_at"), nw.col("low_sign")
    tie = (sign > 0) | ((sign == 0) & ((nw.col("low_out") == 0) | is_one("low_open")))
    low = stands("lo") & ((nw.col("lo") > at) | ((nw.col("lo") == at) & tie))
    top, side = nw.col("high_at"), nw.col("high_sign")
    knot = (side < 0) | ((side == 0) & ((nw.col("high_out") == 0) | is_one("high_open")))
    high = stands("hi") & ((nw.col("hi") < top) | ((nw.col("hi") == top) & knot))
    return (at.is_null() | low) & (top.is_null() | high)


def outside(scene: Scene) -> nw.Expr:
    """Whether no part of the value lies in the requirement."""
    if not scene.opens:
        return (nw.col("hi") < nw.col("least")) | (nw.col("lo") > nw.col("most"))
    at, sign = nw.col("low_at"), nw.col("low_sign")
    tie = (sign < 0) | ((sign == 0) & ((nw.col("low_out") == 1) | is_one("high_open")))
    below = stands("low_at") & stands("hi") & ((nw.col("hi") < at) | ((nw.col("hi") == at) & tie))
    top, side = nw.col("high_at"), nw.col("high_sign")
    knot = (side > 0) | ((side == 0) & ((nw.col("high_out") == 1) | is_one("low_open")))
    above = stands("high_at") & stands("lo") & ((nw.col("lo") > top) | ((nw.col("lo") == top) & knot))
    return below | above


def _beyond_goal(scene: Scene) -> nw.Expr:
    at, sign = nw.col("better_at"), nw.col("better_sign")
    low, high = nw.col("lo"), nw.col("hi")
    over, under = sign > 0, sign < 0
    if scene.opens:
        over = over | ((sign == 0) & is_one("low_open"))
        under = under | ((sign == 0) & is_one("high_open"))
    up = (nw.col("better") == 1) & stands("lo") & ((low > at) | ((low == at) & over))
    down = (nw.col("better") == -1) & stands("hi") & ((high < at) | ((high == at) & under))
    return stands("better_at") & (up | down)


def _chosen(scene: Scene, plain: nw.Expr, change: str) -> nw.Expr:
    """A condition on plain ranges, or, where a target requires a change, the one on its levels."""
    if not scene.rules.changes:
        return plain
    return ((nw.col("relative") == 1) & is_one(change)) | ((nw.col("relative") == 0) & plain)


def compared(scene: Scene, frame: Lazy, due: nw.Expr, *more: nw.Expr) -> Lazy:
    """Conditions as columns of 1 and 0: evidence, inside, disjoint, counted, told without doubt.

    Args:
        scene: the evaluation.
        frame: targets, each beside its value and its bounds.
        due: whether the value is of the due period.
        more: further columns.
    """
    found = stands("best_stage") & (nw.col("best_stage") == IN_WINDOW)
    frame = frame.with_columns(
        one(found).alias("found"),
        one(found & _chosen(scene, inside(scene), "r_in")).alias("in"),
        one(found & _chosen(scene, outside(scene), "r_out")).alias("out"),
        one(found & due).alias("due"),
        *more,
    )
    counts = _is("due") | is_one("partial") | (nw.col("reachable") == 1)
    met = _is("in") & counts
    return frame.with_columns(
        one(reduce(and_, [*_asked(scene), _is("found"), (nw.col("beyond") < 0)])).alias("clean"),
        one(met).alias("met"),
        one(met & _chosen(scene, _beyond_goal(scene), "r_up")).alias("exceeded"),
        one(met & (nw.col("stated") == 1) & is_one("by_due")).alias("early"),
    )


def _asked(scene: Scene) -> list[nw.Expr]:
    """Whether a target is judged at all, where some may not be."""
    return [~stands("excused")] if scene.rules.excused else []


def _sign(scene: Scene, end: str) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """Whether an end is above the path, below it, and whether floats can't tell.

    The distance is a sum of products of decimals, so it is a multiple of one over the grid: where floats
    leave less than that, it is nothing.
    """
    cell, goal, share, total, walked = map(nw.col, (end, "goal", "share", "total", "walked"))
    base = other = nw.col("base")
    sized = goal.abs()
    if scene.rules.based:
        # The path from a range is a range: the lower end of the value is held against the upper path.
        first, last = nw.col("base"), nw.col("base_last")
        base, other = (last, first) if end == "lo" else (first, last)
        sized = nw.col("goal_size")
    distance = (cell - base) * total - (goal - other) * walked * share
    size = (cell.abs() + base.abs()) * total + (sized + other.abs()) * walked * share
    near = distance.abs() <= TINY * size
    unsure = near & (TINY * size * nw.col("path_grid") * grid(end) >= 0.5)
    return ~near & (distance > 0), ~near & (distance < 0), unsure


def grid(end: str) -> nw.Expr:
    """Ten to the number of decimals of a float cell; a huge number where it has more than nine.

    The divisor is a column: Polars multiplies by the reciprocal of a plain number, which is not the same.
    """
    cell = nw.col(end)
    powers = [10.0**places for places in range(10)]
    tests = [((cell * power).round(0) / (cell * 0.0 + power) == cell, nw.lit(power)) for power in powers]
    return chain(tests, nw.lit(1e200))


def parted(frame: Lazy, known: nw.Expr) -> Lazy:
    """No progress is counted from a baseline, which names no method here, to a value of several methods."""
    first, last = nw.col("said_first").fill_null(""), nw.col("said_last").fill_null("")
    frame = frame.with_columns(one((last != "") & (first != last) & known).alias("broken"))
    whole = nw.when(nw.col("broken") == 0)
    return frame.with_columns(*(whole.then(nw.col(name)).alias(name) for name in ("base", "base_last")))


def paced(scene: Scene, frame: Lazy) -> Lazy:
    """Where the value stands against the straight path from the baseline to the goal."""
    if not scene.rules.paths:
        return frame
    if scene.breaks and not scene.rules.based:
        frame = parted(frame, nw.col("path") == 1)
    filled = nw.when(stands("p_end")).then(nw.col("p_end")).otherwise(nw.col("due_end"))
    # Months where all three days end one, else days, as on the scalar path.
    start, month, end = nw.col("base_month"), month_of(filled), nw.col("due_month")
    whole = (start > 0) & (month > 0) & (end > 0)
    days, all_days = ordinal(filled) - nw.col("base_day"), nw.col("due_day") - nw.col("base_day")
    frame = frame.with_columns(
        nw.when(whole).then(month - start).otherwise(days).cast(nw.Float64()).alias("walked"),
        nw.when(whole).then(end - start).otherwise(all_days).cast(nw.Float64()).alias("total"),
        nw.lit(float(scene.policy.on_track)).alias("share"),
    )
    higher, lower = nw.col("better") == 1, nw.col("better") == -1
    low_up, low_down, low_blur = _sign(scene, "lo")
    high_up, high_down, high_blur = _sign(scene, "hi")
    low, high = stands("lo"), stands("hi")
    on = (higher & low & ~low_down) | (lower & high & ~high_up)
    at_high, at_low = ~high_up & ~high_down & is_one("high_open"), ~low_up & ~low_down & is_one("low_open")
    off = (higher & high & (high_down | at_high)) | (lower & low & (low_up | at_low))
    has = (nw.col("path") == 1) & (nw.col("total") > 0) & (nw.col("walked") > 0) & _is("found")
    if scene.rules.based or scene.breaks:
        has = has & stands("base") & stands("goal")
    return frame.with_columns(
        one(has).alias("has_path"),
        one(has & on).alias("on_path"),
        one(has & off).alias("off_path"),
        one(has & ((low & low_blur) | (high & high_blur))).alias("blur"),
    )


def _ahead() -> nw.Expr:
    return _is("found") & (nw.col("ended") == 0) & (nw.col("stated") == 1) & ~_is("met")


def _branches(scene: Scene) -> list[tuple[nw.Expr, Verdict | None, str]]:
    """Verdict and reasons, in the order of decision.

    Of the reasons, `?` stands for why there is no evidence, and `!` for why tables can't tell.
    """
    missing: list[tuple[nw.Expr, Verdict | None, str]] = []
    broken: list[tuple[nw.Expr, Verdict | None, str]] = []
    if scene.rules.based:
        missing = [(is_one("missing"), Verdict.UNDECIDED, ReasonCode.BASE_MISSING.value)]
    if scene.rules.based or (scene.breaks and scene.rules.paths):
        code = f"{ReasonCode.DUE_AHEAD.value} {ReasonCode.BREAK_IN_SERIES.value}"
        broken = [(is_one("broken"), Verdict.NOT_DUE, code)]
    found, ended, due = _is("found"), nw.col("ended") == 1, _is("due")
    out, partial, stated = _is("out"), is_one("partial"), nw.col("stated") == 1
    part = f" {ReasonCode.PARTIAL_SUM.value}"
    ahead = f"{ReasonCode.DUE_AHEAD.value} "
    branches: list[tuple[nw.Expr, Verdict | None, str]] = [
        (stands("excused"), Verdict.NOT_APPLICABLE, ""),
        *missing,
        (found & (nw.col("beyond") >= 0), None, "!"),
        (~found & ended, Verdict.NO_DATA, "?"),
        (~found & stated, Verdict.NOT_DUE, f"{ahead}?"),
        (~found, Verdict.NOT_DUE, f"{ReasonCode.NO_DEADLINE.value} ?"),
        (_is("met"), Verdict.MET, ReasonCode.INSIDE.value),
        (partial & out, Verdict.MISSED, ReasonCode.OUTSIDE.value + part),
        (ended & due & out, Verdict.MISSED, ReasonCode.OUTSIDE.value),
        (ended & due, Verdict.UNDECIDED, ReasonCode.OVERLAPS.value),
        (ended & partial, Verdict.AWAITING, ReasonCode.LAST_KNOWN.value + part),
        (ended, Verdict.AWAITING, ReasonCode.LAST_KNOWN.value),
        (~stated, Verdict.NOT_DUE, ReasonCode.NO_DEADLINE.value),
        (_is("in"), Verdict.ON_TRACK, ReasonCode.INSIDE_NOW.value),
        (partial, Verdict.NOT_DUE, ahead + part.strip()),
    ]
    if scene.follows:
        return [*branches, *_followed(ahead)]
    branches += broken
    if not scene.rules.paths:
        return [*branches, (found, Verdict.NOT_DUE, ahead + ReasonCode.NO_BASELINE.value)]
    return [
        *branches,
        (~_is("has_path"), Verdict.NOT_DUE, ahead + ReasonCode.NO_BASELINE.value),
        (_is("blur"), None, "too_many_digits"),
        (_is("on_path"), Verdict.ON_TRACK, ReasonCode.AHEAD_OF_PATH.value),
        (_is("off_path"), Verdict.BEHIND, ReasonCode.BEHIND_PATH.value),
        (found, Verdict.NOT_DUE, ahead + ReasonCode.PATH_OVERLAPS.value),
    ]


def _followed(ahead: str) -> list[tuple[nw.Expr, Verdict | None, str]]:
    """The branches of a stated trajectory."""
    stood = nw.col("stood")
    return [
        (stood == UNRATED, Verdict.NOT_DUE, ahead + ReasonCode.UNRATED.value),
        (stood == ON, Verdict.ON_TRACK, ReasonCode.RATED.value),
        (stood == BELOW, Verdict.BEHIND, ReasonCode.RATED.value),
        (stood == PARTED, Verdict.NOT_DUE, ahead + ReasonCode.PATH_OVERLAPS.value),
        *((stood == OPEN + place, None, text) for place, text in enumerate(LEFT_OPEN)),
    ]


def rule_words(scene: Scene) -> Lazy:
    """Verdict and reasons of each number that `_rule` gives."""

    def cells() -> Cells:
        made: list[tuple[int, str | None, str]] = []
        for place, (_, verdict, text) in enumerate(_branches(scene)):
            details = _WHY if "?" in text else BEYOND if text == "!" else ("",)
            told = [text.replace("?", word).replace("!", word) for word in details]
            word = None if verdict is None else verdict.value
            made += [(place * _DETAILS + detail, word, text) for detail, text in enumerate(told)]
        return tabled(kinds, made)

    kinds = {"rule": "whole", "verdict": "text", "told": "text"}
    return scene.small("rules", cells, kinds)


def _rule(scene: Scene) -> nw.Expr:
    """The number of the first branch that holds, with the detail that it tells."""
    absent = [(is_one("place_seen"), nw.lit(IN_WINDOW))] if scene.rules.dims else []
    absent.append((is_one("metric_seen"), nw.lit(IN_WINDOW + 1)))
    why = (
        nw.when(stands("best_stage"))
        .then(nw.col("best_stage"))
        .otherwise(chain(absent, nw.lit(IN_WINDOW + 2)))
    )
    made = []
    for place, (test, _, text) in enumerate(_branches(scene)):
        number = nw.lit(place * _DETAILS)
        if "?" in text:
            number = why + place * _DETAILS
        elif text == "!":
            number = nw.col("beyond") + place * _DETAILS
        if place or scene.rules.excused:
            made.append((test, number))
    return chain(made, nw.lit(0)).cast(nw.Int64())


def _possible(scene: Scene, *, lost: bool) -> dict[str, Flag]:
    """The flags that a finding may have, by the column of each."""
    never = [name for name in ("hedged", "period_inferred") if not scene.has(name)]
    never += [] if scene.has("status") else ["provisional", "estimated"]
    never += [] if scene.rules.flows else ["assembled", "partial"]
    never += [] if lost else ["is_lost"]
    return {name: flag for name, flag in _FLAGS.items() if name not in never}


def flag_words(scene: Scene, *, lost: bool) -> Lazy:
    """The text of the flags of each mask."""

    def cells() -> Cells:
        texts = {0: ""}
        for flag in sorted(_possible(scene, lost=lost).values(), key=lambda flag: flag.value):
            texts |= {mask | bits(flag): f"{text} {flag.value}".strip() for mask, text in texts.items()}
        return {"mask": list(texts), "flags": list(texts.values())}

    return scene.small("flags", cells, {"mask": "whole", "flags": "text"})


def shown(scene: Scene, frame: Lazy, *, lost: bool) -> Lazy:
    """The documented columns of findings.

    Args:
        scene: the evaluation.
        frame: the targets, each beside what was found.
        lost: whether it was looked for targets that were met before.
    """
    asked, clean = _asked(scene), _is("clean")
    mask = nw.lit(0)
    for name, flag in _possible(scene, lost=lost).items():
        test = reduce(and_, [*asked, is_one(name)]) if flag is Flag.LATE else clean & _is(name)
        if scene.rules.changes and name in _OF_BASE:
            test = reduce(and_, [*asked, test | is_one(f"r_{name}")])
        mask = mask + nw.when(test).then(bits(flag)).otherwise(0)
    frame = frame.select(
        "target",
        "metric",
        "jurisdiction",
        *(["excused"] if asked else []),
        _rule(scene).alias("rule"),
        mask.cast(nw.Int64()).alias("mask"),
        "requirement",
        *_numbers(scene, clean),
    )
    frame = frame.join(rule_words(scene), on="rule", how="left")
    frame = frame.join(flag_words(scene, lost=lost), on="mask", how="left")
    told = nw.col("told")
    if asked:
        told = nw.when(stands("excused")).then(nw.col("excused")).otherwise(told)
    others = [column.name for column in FINDINGS]
    return frame.select(*(told.alias("reasons") if name == "reasons" else name for name in others))


def _only(test: nw.Expr, value: nw.Expr, name: str) -> nw.Expr:
    return nw.when(test).then(value).alias(name)


def _numbers(scene: Scene, clean: nw.Expr) -> list[nw.Expr]:
    low, high, goal, base = nw.col("point_lo"), nw.col("point_hi"), nw.col("goal"), nw.col("base")
    positive = clean & (nw.col("better") == 1) & stands("goal") & (goal > 0)
    nonzero = nw.when(goal == 0).then(1.0).otherwise(goal)
    aimed = clean & stands("goal")
    way = goal - base
    walks = aimed & _ahead() & stands("base") & (nw.col("path") == 1) & (way != 0)
    none = nw.lit(None).cast(nw.Float64())
    if scene.rules.based:
        last = nw.col("base_last")
        size = TINY * (nw.col("goal_size") + base.abs() + last.abs())
        walks = walks & (way.abs() > size) & ((goal - last).abs() > size) & (way * (goal - last) > 0)
    progress = [_only(walks, end, name) for end, name in _progress(scene)]
    if not scene.rules.paths:
        progress = [none.alias(name) for _, name in _progress(scene)]
    points = nw.col("to_points")
    return [
        _only(clean, nw.col("p_start"), "period_start"),
        _only(clean, nw.col("p_end"), "period_end"),
        _only(clean, nw.col("lo"), "low"),
        _only(clean, nw.col("hi"), "high"),
        _only(clean, nw.col("low_open") == 1, "low_open"),
        _only(clean, nw.col("high_open") == 1, "high_open"),
        _only(clean, nw.col("unit"), "unit"),
        _only(clean & is_one("partial"), nw.col("known").fill_null(0).cast(nw.Int64()), "known"),
        _only(clean & is_one("partial"), nw.col("of").fill_null(0).cast(nw.Int64()), "of"),
        _only(positive, low / nonzero * 100, "attainment_low"),
        _only(positive, high / nonzero * 100, "attainment_high"),
        _only(aimed, (low - goal) * points, "gap_low"),
        _only(aimed, (high - goal) * points, "gap_high"),
        *progress,
    ]


def _progress(scene: Scene) -> tuple[tuple[nw.Expr, str], tuple[nw.Expr, str]]:
    """The least and the greatest share of the way from the baseline to the goal, in %."""
    low, high, goal = nw.col("point_lo"), nw.col("point_hi"), nw.col("goal")
    first, last = nw.col("base"), nw.col("base_last" if scene.rules.based else "base")
    short, long = (nw.when(goal == base).then(1.0).otherwise(goal - base) for base in (last, first))
    least, most = low - last, high - first
    up = goal > last
    if not scene.rules.based:
        one_end, other = least / long * 100, most / long * 100
        return (
            (nw.when(up).then(one_end).otherwise(other), "progress_low"),
            (nw.when(up).then(other).otherwise(one_end), "progress_high"),
        )
    # Forward, the long way makes a share small; backward, it makes a share less negative.
    forward_low = nw.when(least < 0).then(least / short).otherwise(least / long)
    forward_high = nw.when(most > 0).then(most / short).otherwise(most / long)
    back_low = nw.when(most > 0).then(most / long).otherwise(most / short)
    back_high = nw.when(least < 0).then(least / long).otherwise(least / short)
    return (
        (nw.when(up).then(forward_low).otherwise(back_low) * 100, "progress_low"),
        (nw.when(up).then(forward_high).otherwise(back_high) * 100, "progress_high"),
    )
