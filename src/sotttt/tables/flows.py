"""Values of a period (thời kỳ): of the due period itself, or summed over the periods that make it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from sotttt.evaluation.reasons import ReasonCode
from sotttt.periods import PeriodKind
from sotttt.tables.compiling import KIND_CODES
from sotttt.tables.engines import ordinal
from sotttt.tables.reading import chain, one
from sotttt.tables.selecting import IN_WINDOW, STAGES, Scene
from sotttt.tables.settling import CARRIED, MARKS, TINY, settled
from sotttt.tables.verdicts import grid, is_one

if TYPE_CHECKING:
    from sotttt.tables.engines import Lazy

__all__ = ["flow_values", "known_parts", "row_kind"]

_USABLE = STAGES.index(ReasonCode.BEFORE_START)
_DUE, _EDITION = 3, 2
_TERM, _CUMULATIVE = KIND_CODES[PeriodKind.TERM], KIND_CODES[PeriodKind.CUMULATIVE]
_NESTED = (1, 3, 6, 12)


def _parts(day: str) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    of = nw.col(day).dt
    year, month, number = of.year(), of.month(), of.day()
    return year.cast(nw.Int64()), month.cast(nw.Int64()), number.cast(nw.Int64())


def _divides(number: nw.Expr, by: int) -> nw.Expr:
    """Whether a number is a multiple: PyArrow has no remainder."""
    return number // by * by == number


def row_kind() -> nw.Expr:
    """What kind of period the two days of a row make, by the numbers of `KIND_CODES`; 0 for an interval."""
    year, month, number = _parts("p_start")
    last_year, last_month, last = _parts("p_end")
    leap = (_divides(last_year, 4) & ~_divides(last_year, 100)) | _divides(last_year, 400)
    short = last_month.is_in([4, 6, 9, 11])
    longest = chain(
        [
            (short, nw.lit(30)),
            ((last_month == 2) & leap, nw.lit(29)),
            (last_month == 2, nw.lit(28)),
        ],
        nw.lit(31),
    )
    whole = (number == 1) & (last == longest)
    same = year == last_year
    count = last_month - month + 1
    kinds = [
        (nw.col("p_start") == nw.col("p_end"), -1),
        (~whole, 0),
        (~same & (month == 1) & (last_month == 12), _TERM),
        (~same, 0),
        (count == 1, 1),
        ((count == 3) & _divides(month - 1, 3), 3),
        ((count == 6) & _divides(month - 1, 6), 6),
        (count == 12, 12),
        (month == 1, _CUMULATIVE),
    ]
    return chain([(test, nw.lit(code)) for test, code in kinds], nw.lit(0)).cast(nw.Int64())


def flow_values(scene: Scene, rows: Lazy) -> Lazy:
    """One row per target: the direct value, the sum, the partial sum, or the latest of any period."""
    rows = _candidates(scene, rows)
    carry = {name: name for name in (*CARRIED, "role", "part", "back", "part_days", "non_negative")}
    values = settled(scene, rows, ["t", "p_start", "p_end"], carry)
    return _added(scene, _moded(scene, _widest(scene, values)))


def _candidates(scene: Scene, rows: Lazy) -> Lazy:
    """The rows that may make the value, and what each may be."""
    in_window = nw.col("best_stage") == IN_WINDOW
    usable = in_window & (nw.col("stage") >= _USABLE)
    start, end = nw.col("p_start"), nw.col("p_end")
    due = (start == nw.col("due_start")) & (end == nw.col("due_end"))
    edition = (start == nw.col("part_start")) & (end == nw.col("part_end"))
    part = (nw.col("additive") == 1) & (start >= nw.col("part_start")) & (end <= nw.col("part_end"))
    last = (nw.col("stage") == IN_WINDOW) & (end == nw.col("top"))
    roles = [(usable & due, nw.lit(_DUE)), (usable & edition, nw.lit(_EDITION))]
    rows = rows.with_columns(
        chain(roles, nw.lit(0)).cast(nw.Int64()).alias("role"),
        one(usable & part).alias("part"),
        one(in_window & last).alias("last"),
    )
    rows = rows.with_columns(nw.when(is_one("last")).then(nw.col("p_start")).alias("start_last"))
    rows = scene.engine.spread(rows, ["t"], longest=nw.col("start_last").min())
    rows = rows.with_columns(one(is_one("last") & (nw.col("p_start") == nw.col("longest"))).alias("back"))
    wanted = (nw.col("role") > 0) | is_one("part") | is_one("back")
    return rows.filter(wanted | (~in_window & (nw.col("stage") == nw.col("best_stage"))))


def _widest(scene: Scene, rows: Lazy) -> Lazy:
    """Parts that lie in a longer known part are left out: a quarter that is known replaces its months."""
    year, month, _ = _parts("p_start")
    rows = rows.with_columns(
        row_kind().alias("kind"),
        year.alias("year"),
        ((month - 1) // 6).cast(nw.Int64()).alias("half"),
        ((month - 1) // 3).cast(nw.Int64()).alias("quarter"),
    )
    rows = rows.with_columns(
        *(
            one(is_one("part") & (nw.col("kind") == months)).alias(f"is_{name}")
            for name, months in (("year", 12), ("half", 6), ("quarter", 3))
        ),
        one(is_one("part") & ~nw.col("kind").is_in([*_NESTED, -1])).alias("odd"),
        one(is_one("part") & (nw.col("kind") == -1)).alias("daily"),
        one(is_one("part") & nw.col("kind").is_in(list(_NESTED))).alias("nested"),
    )
    spread = scene.engine.spread
    rows = spread(rows, ["t", "year"], has_year=nw.col("is_year").max())
    rows = spread(rows, ["t", "year", "half"], has_half=nw.col("is_half").max())
    rows = spread(rows, ["t", "year", "quarter"], has_quarter=nw.col("is_quarter").max())
    kind = nw.col("kind")
    inner = (
        (is_one("has_year") & (kind < 12))
        | (is_one("has_half") & (kind < 6))
        | (is_one("has_quarter") & (kind < 3))
    )
    return rows.with_columns(one(is_one("part") & ~inner).alias("used"))


def _moded(scene: Scene, rows: Lazy) -> Lazy:
    """The rows that make the value, and how: direct, complete sum, partial sum, latest."""
    days = (ordinal(nw.col("p_end")) - ordinal(nw.col("p_start")) + 1) * nw.col("used")
    rows = rows.with_columns(
        days.cast(nw.Int64()).alias("days"),
        (nw.col("no_lo") * nw.col("used")).alias("used_no_lo"),
        (nw.col("no_hi") * nw.col("used")).alias("used_no_hi"),
    )
    rows = scene.engine.spread(
        rows,
        ["t"],
        best_role=nw.col("role").max(),
        days_used=nw.col("days").sum(),
        parts_used=nw.col("used").sum(),
        open_low=nw.col("used_no_lo").max(),
        open_high=nw.col("used_no_hi").max(),
        odds=nw.col("odd").max(),
        dailies=nw.col("daily").max(),
        nests=nw.col("nested").max(),
    )
    found = nw.col("best_stage") == IN_WINDOW
    summed = found & (nw.col("best_role") == 0) & (nw.col("parts_used") > 0)
    bounded = ~(is_one("open_low") & is_one("open_high"))
    complete = summed & bounded & (nw.col("days_used") == nw.col("part_days"))
    partial = (
        summed
        & (nw.col("days_used") != nw.col("part_days"))
        & (nw.col("non_negative") == 1)
        & ~is_one("open_low")
    )
    several = (nw.col("parts_used") > 1) & (is_one("odds") | (is_one("dailies") & is_one("nests")))
    rows = rows.with_columns(
        one(complete).alias("assembled"),
        one(partial).alias("partial"),
        one(summed & several).alias("overlap"),
        one(found & (nw.col("best_role") > 0)).alias("direct"),
    )
    sums = is_one("assembled") | is_one("partial")
    back = ~is_one("direct") & ~sums & is_one("back")
    kept = (is_one("direct") & (nw.col("role") == nw.col("best_role"))) | (sums & is_one("used")) | back
    return rows.filter(~found | kept)


def _added(scene: Scene, rows: Lazy) -> Lazy:
    """The sum, rounded to the decimals of its cells, which the sum of their decimals has too."""
    rows = rows.with_columns(
        nw.when(nw.col("lo").is_null()).then(1.0).otherwise(grid("lo")).alias("grid_lo"),
        nw.when(nw.col("hi").is_null()).then(1.0).otherwise(grid("hi")).alias("grid_hi"),
        nw.col("lo").abs().alias("size_lo"),
        nw.col("hi").abs().alias("size_hi"),
        nw.lit(1).cast(nw.Int64()).alias("parts"),
        one(nw.col("point_lo").is_null()).alias("no_point_lo"),
        one(nw.col("point_hi").is_null()).alias("no_point_hi"),
    )
    sums = ("lo", "hi", "point_lo", "point_hi", "size_lo", "size_hi", "parts", "days")
    most: tuple[str, ...] = (
        "low_open",
        "high_open",
        "no_lo",
        "no_hi",
        "apart",
        "mixed",
        "unbounded",
        "grid_lo",
        "grid_hi",
    )
    most += (*MARKS, *CARRIED, "assembled", "partial", "overlap", "direct", "p_start", "p_end")
    most += ("no_point_lo", "no_point_hi")
    said = [nw.col("said_first").min(), nw.col("said_last").max()] if scene.breaks else []
    made = rows.group_by("t").agg(
        *(nw.col(name).sum().alias(name) for name in sums),
        *(nw.col(name).max().alias(name) for name in most),
        *said,
        nw.col("by_due").min().alias("by_due"),
        nw.col("p_end").min().alias("first_end"),
        nw.col("u").max().alias("u"),
        nw.col("u").min().alias("first_u"),
        nw.col("kind").min().alias("kind_first"),
        nw.col("kind").max().alias("kind_last"),
    )
    several = nw.col("parts") > 1
    made = made.with_columns(
        one(several & (_blurred("lo") | (~is_one("partial") & _blurred("hi")))).alias("blurred"),
        _rounded("lo", several).alias("lo"),
        _rounded("hi", several).alias("hi"),
        one(is_one("direct") | is_one("assembled")).alias("due"),
        one(is_one("mixed") | (nw.col("u") != nw.col("first_u"))).alias("mixed"),
    )
    return _bounded(made, several)


def _blurred(end: str) -> nw.Expr:
    return TINY * nw.col(f"size_{end}") * nw.col(f"grid_{end}") >= 0.5


def _rounded(end: str, several: nw.Expr) -> nw.Expr:
    power = nw.col(f"grid_{end}")
    return nw.when(several).then((nw.col(end) * power).round(0) / power).otherwise(nw.col(end))


def _bounded(frame: Lazy, several: nw.Expr) -> Lazy:
    """Ends that some part has not are no ends of the sum; a partial sum is the range from itself upward."""
    none = nw.lit(None).cast(nw.Float64())
    partial = is_one("partial")
    frame = frame.with_columns(
        nw.when(is_one("no_lo")).then(none).otherwise(nw.col("lo")).alias("lo"),
        nw.when(is_one("no_hi") | partial).then(none).otherwise(nw.col("hi")).alias("hi"),
        nw.when(partial).then(1).otherwise(nw.col("high_open")).cast(nw.Int64()).alias("high_open"),
    )
    summed = several | partial
    return frame.with_columns(
        *(
            nw.when(summed)
            .then(nw.col(end))
            .when(is_one(f"no_point_{end}"))
            .then(none)
            .otherwise(nw.col(f"point_{end}"))
            .alias(f"point_{end}")
            for end in ("lo", "hi")
        )
    )


def known_parts() -> tuple[nw.Expr, nw.Expr]:
    """How many parts of the due period are known, and how many it has; days where they are of many kinds."""
    counts = {1: "months", 3: "quarters", 6: "halves", 12: "years"}
    whole = chain([(nw.col("kind_last") == kind, nw.col(name)) for kind, name in counts.items()], nw.lit(0))
    alike = (nw.col("kind_first") == nw.col("kind_last")) & (whole > 0)
    known = nw.when(alike).then(nw.col("parts")).otherwise(nw.col("days"))
    return known, nw.when(alike).then(whole).otherwise(nw.col("part_days"))
