"""How the values of parts make the value of a whole, by each rule of merging (quy tắc gộp), over frames.

All arithmetic is on whole numbers that floats hold exactly: cells in the last decimal of their group, and
weights likewise. A quotient that no short decimal holds is rounded outward, and its end is open.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from sotttt.evaluation.merging import CarryOutcome
from sotttt.evaluation.reasons import ReasonCode
from sotttt.metrics import Merge
from sotttt.tables.reading import chain, one, outside
from sotttt.tables.verdicts import grid, is_one

if TYPE_CHECKING:
    from sotttt.tables.engines import Lazy
    from sotttt.tables.selecting import Scene

__all__ = ["GIVEN", "merged", "weighing"]

#: What each part brings along, beside its value.
GIVEN = (
    "family",
    "rank",
    "whole",
    "parts",
    "parts_known",
    "covered",
    "stamp",
    "published",
    "by_most",
    "by_least",
    "denominator",
    "denominator_least",
    "no_denominator",
    "denominator_unit",
)
#: Up to here whole numbers in floats are the decimals that they print as; beyond, they can't be told apart.
_DIGITS, _EXACT = 1e15, 9e15
#: Ten to the digits that one step of a division finds.
_STEP = 1e4
_MOST_WEIGHED = 10
_TEXT, _NUMBER = nw.String(), nw.Float64()
_DOMAIN = nw.Schema({"low": nw.Float64(), "low_open": nw.Boolean(), "high_open": nw.Boolean(), "unit": _TEXT})


def weighing(values: Lazy, dims: list[str]) -> Lazy:
    """Settled values as the weights of others; a range, or rivals in several units, can't be weighed by."""
    return values.select(
        *dims,
        nw.col("metric").alias("weigher"),
        "p_start",
        "p_end",
        "jurisdiction",
        nw.col("lo").alias("weigh_lo"),
        nw.col("hi").alias("weigh_hi"),
        nw.col("u").cast(_TEXT).alias("weigh_unit"),
        one(is_one("mixed") | is_one("unbounded")).alias("weigh_mixed"),
    )


def merged(
    scene: Scene, pieces: Lazy, keys: list[str], dims: list[str], change: str | None, weights: Lazy | None
) -> Lazy:
    """One row for each unit of the day, key and series, from one row for each of its known parts.

    Args:
        scene: the engine, and the metrics.
        pieces: the parts, each with its settled value.
        keys: what is carried together.
        dims: the columns of disaggregation among the keys.
        change: the one of them that marks what states a change.
        weights: the values that weigh others.
    """
    pieces = _passed(_weights(pieces, weights, dims))
    summed = _summed(scene, pieces, [*keys, "heir", "series"])
    return _valued(scene, _ruled(_divided(summed), change))


def _weights(pieces: Lazy, weights: Lazy | None, dims: list[str]) -> Lazy:
    """The weight of each part: of the metric that weighs, else its own denominator."""
    own = (nw.col("no_denominator") == 0) & (nw.col("denominator") == -nw.col("denominator_least"))
    none, no_text = nw.lit(None).cast(_NUMBER), nw.lit(None).cast(_TEXT)
    zero = nw.lit(0).cast(nw.Int64())
    pieces = pieces.with_columns(
        nw.when(own).then(nw.col("denominator")).otherwise(none).alias("denominator"),
        nw.when(own).then(nw.col("denominator_unit")).otherwise(no_text).alias("denominator_unit"),
    )
    bare = nw.col("weigher") == ""
    if weights is None:
        return pieces.with_columns(
            nw.col("denominator").alias("weight_lo"),
            nw.col("denominator").alias("weight_hi"),
            nw.col("denominator_unit").alias("weight_unit"),
            zero.alias("weight_mixed"),
        )
    names = ("weigh_lo", "weigh_hi", "weigh_unit", "weigh_mixed")
    by = ["weigher", "p_start", "p_end", "jurisdiction"]
    pieces = pieces.join(weights, on=[*by, *dims], how="left")
    chosen = {name: nw.col(name) for name in names}
    if dims:
        total = weights.filter(reduce(and_, [nw.col(name) == "" for name in dims]))
        renamed = [nw.col(name).alias(f"total_{name}") for name in names]
        pieces = pieces.join(total.select(*by, *renamed), on=by, how="left")
        lacks = nw.col("weigh_mixed").is_null()
        chosen = {
            name: nw.when(lacks).then(nw.col(f"total_{name}")).otherwise(nw.col(name)) for name in names
        }
    return pieces.with_columns(
        nw.when(bare).then(nw.col("denominator")).otherwise(chosen["weigh_lo"]).alias("weight_lo"),
        nw.when(bare).then(nw.col("denominator")).otherwise(chosen["weigh_hi"]).alias("weight_hi"),
        nw.when(bare).then(nw.col("denominator_unit")).otherwise(chosen["weigh_unit"]).alias("weight_unit"),
        nw.when(bare).then(zero).otherwise(chosen["weigh_mixed"].fill_null(0)).alias("weight_mixed"),
    )


def _passed(pieces: Lazy) -> Lazy:
    """What passes on of each value: of an unknown share, anything from nothing to all of it."""
    partly = nw.col("whole") == 0
    least = partly & (nw.col("no_lo") == 0) & (nw.col("lo") >= 0)
    most = partly & (nw.col("no_hi") == 0) & (nw.col("hi") <= 0)
    zero, none = nw.lit(0).cast(nw.Int64()), nw.lit(0.0)
    unknown = nw.col("weight_lo").is_null() | nw.col("weight_hi").is_null()
    weighed = nw.col("rule").is_in([Merge.RATIO_OF_SUMS.value, Merge.WEIGHTED_MEAN.value])
    pieces = pieces.with_columns(
        nw.when(least).then(none).otherwise(nw.col("lo")).alias("lo"),
        nw.when(most).then(none).otherwise(nw.col("hi")).alias("hi"),
        nw.when(least).then(zero).otherwise(nw.col("low_open")).alias("low_open"),
        nw.when(most).then(zero).otherwise(nw.col("high_open")).alias("high_open"),
        one(unknown | (nw.col("weight_lo") < 0)).alias("unweighed"),
        one(~unknown & (nw.col("weight_lo") > 0)).alias("heavy"),
        one(~unknown & (nw.col("weight_lo") < nw.col("weight_hi"))).alias("wide"),
        nw.when(weighed & ~unknown).then(nw.col("weight_lo")).otherwise(1.0).alias("weight"),
        nw.col("weight_unit").fill_null("").alias("weight_unit"),
    )
    return pieces.with_columns(
        *(
            nw.when(nw.col(name).is_null()).then(1.0).otherwise(grid(name)).alias(f"grid_{name}")
            for name in ("lo", "hi", "weight", "denominator")
        )
    )


def _summed(scene: Scene, pieces: Lazy, by: list[str]) -> Lazy:
    """Sums of whole numbers, least and greatest ends, and what else a whole has from its parts."""
    pieces = pieces.with_columns(
        nw.when(nw.col("grid_lo") > nw.col("grid_hi"))
        .then(nw.col("grid_lo"))
        .otherwise(nw.col("grid_hi"))
        .alias("grid_value")
    )
    pieces = scene.engine.spread(
        pieces,
        by,
        least_lo=nw.col("lo").min(),
        most_hi=nw.col("hi").max(),
        cells=nw.col("grid_value").max(),
        weights=nw.col("grid_weight").max(),
        denominators=nw.col("grid_denominator").max(),
    )
    pieces = pieces.with_columns(
        _units("lo", "cells").alias("lo_units"),
        _units("hi", "cells").alias("hi_units"),
        _units("weight", "weights").alias("weight_units"),
        _units("denominator", "denominators").alias("denominator_units"),
    )
    counts = nw.col("weight_units") > 0
    weight = nw.col("weight_units")
    low, high = nw.col("lo_units").abs() * weight, nw.col("hi_units").abs() * weight
    pieces = pieces.with_columns(
        (nw.col("lo_units") * weight).alias("top_lo"),
        (nw.col("hi_units") * weight).alias("top_hi"),
        nw.when(low > high).then(low).otherwise(high).alias("size"),
        one(counts & is_one("no_lo")).alias("gone_lo"),
        one(counts & is_one("no_hi")).alias("gone_hi"),
        one(counts & is_one("low_open")).alias("open_lo"),
        one(counts & is_one("high_open")).alias("open_hi"),
        one((nw.col("lo") > nw.col("least_lo")) | is_one("low_open")).alias("hull_open_lo"),
        one((nw.col("hi") < nw.col("most_hi")) | is_one("high_open")).alias("hull_open_hi"),
        one(nw.col("denominator").is_null()).alias("no_denominator"),
        one(nw.col("whole") == 0).alias("partly"),
        nw.when(is_one("apart")).then(nw.col("by_least")).otherwise(nw.col("by_most")).alias("by_least"),
    )
    sums = ("top_lo", "top_hi", "size", "weight_units", "denominator_units")
    most: tuple[str, ...] = ("family", "rule", "non_negative", "parts", "parts_known", "covered", "rank")
    most += ("stamp", "published", "least_lo", "most_hi", "cells", "weights", "denominators", "partly")
    most += ("gone_lo", "gone_hi", "open_lo", "open_hi", "no_lo", "no_hi", "apart", "mixed", "unbounded")
    most += ("unweighed", "heavy", "wide", "weight_mixed", "no_denominator", "period_inferred", "by_most")
    least = ("hull_open_lo", "hull_open_hi", "by_least")
    ranged = ("u", "weight_unit", "denominator_unit", "low_open", "high_open")
    return pieces.group_by(*by).agg(
        *(nw.col(name).sum().alias(name) for name in sums),
        *(nw.col(name).max().alias(name) for name in (*most, *ranged)),
        *(nw.col(name).min().alias(name) for name in least),
        *(nw.col(name).min().alias(f"{name}_first") for name in ("u", "weight_unit", "denominator_unit")),
        nw.col("lo").max().alias("most_lo"),
    )


def _units(cell: str, grids: str) -> nw.Expr:
    """A cell as a whole number of its group's last decimal; 0 where there is none, or no such decimal."""
    fits = ~nw.col(cell).is_null() & (nw.col(grids) < _EXACT)
    return nw.when(fits).then((nw.col(cell) * nw.col(grids)).round(0)).otherwise(0.0)


def _divided(frame: Lazy) -> Lazy:
    """The quotients of the sums by their weights, digit by digit, and what is left."""
    mean = nw.col("rule") == Merge.MEAN.value
    added = nw.col("rule").is_in([Merge.SUM.value, Merge.NONE.value, Merge.BOUNDS.value])
    weight = nw.col("weight_units")
    bottom = nw.when(mean).then(nw.col("parts_known").cast(_NUMBER)).when(added).then(1.0).otherwise(weight)
    frame = frame.with_columns(bottom.alias("bottom")).with_columns(
        one((nw.col("size") >= _DIGITS) | (nw.col("bottom") * _STEP >= _EXACT)).alias("large"),
        nw.when(nw.col("bottom") > 0).then(nw.col("bottom")).otherwise(1.0).alias("bottom"),
    )
    for end in ("lo", "hi"):
        frame = frame.with_columns(nw.col(f"top_{end}").abs().alias(f"rest_{end}"))
    for step in range(3):
        if step:
            frame = frame.with_columns(
                *((nw.col(f"rest_{end}") * _STEP).alias(f"rest_{end}") for end in ("lo", "hi"))
            )
        rests = {end: nw.col(f"rest_{end}") for end in ("lo", "hi")}
        frame = frame.with_columns(
            *((rest / nw.col("bottom")).round(0).alias(f"digits_{end}_{step}") for end, rest in rests.items())
        )
        frame = frame.with_columns(
            *(
                (rest - nw.col(f"digits_{end}_{step}") * nw.col("bottom")).alias(f"rest_{end}")
                for end, rest in rests.items()
            )
        )
        frame = frame.with_columns(
            *(
                (nw.col(f"digits_{end}_{step}") - _over(end)).alias(f"digits_{end}_{step}")
                for end in ("lo", "hi")
            ),
            *(
                (rest + _over(end) * nw.col("bottom")).alias(f"rest_{end}_{step}")
                for end, rest in rests.items()
            ),
        ).with_columns(*(nw.col(f"rest_{end}_{step}").alias(f"rest_{end}") for end in ("lo", "hi")))
    return frame.with_columns(
        *(value.alias(name) for end in ("lo", "hi") for name, value in _quotient(end).items())
    )


def _over(end: str) -> nw.Expr:
    return nw.when(nw.col(f"rest_{end}") < 0).then(1.0).otherwise(0.0)


def _quotient(end: str) -> dict[str, nw.Expr]:
    """The quotient with as many digits as a float prints, rounded outward, and whether it had to be."""
    first, second, third = (nw.col(f"digits_{end}_{step}") for step in range(3))
    longer = first * _STEP + second
    longest = longer * _STEP + third
    left = [nw.col(f"rest_{end}_{step}") > 0 for step in range(3)]
    fits = [(longest < _DIGITS), (longer < _DIGITS)]
    inexact = (fits[0] & left[2]) | (~fits[0] & fits[1] & left[1]) | (~fits[0] & ~fits[1] & left[0])
    negative = nw.col(f"top_{end}") < 0
    away = inexact & (negative if end == "lo" else ~negative)
    size = chain([(fits[0], longest), (fits[1], longer)], first)
    scale = chain([(fits[0], nw.lit(_STEP**2)), (fits[1], nw.lit(_STEP))], nw.lit(1.0))
    moved = size + nw.when(away).then(1.0).otherwise(0.0)
    cells = nw.when(nw.col("cells") < _EXACT).then(nw.col("cells")).otherwise(1.0)
    sign = nw.when(negative).then(-1.0).otherwise(1.0)
    return {f"made_{end}": sign * moved / (scale * cells), f"inexact_{end}": one(inexact)}


def _ruled(frame: Lazy, change: str | None) -> Lazy:
    """Outcome and reasons; where tables can't say, no outcome and the reason why not."""
    none = nw.lit(None).cast(_TEXT)
    tests = _branches(change)
    outcome = chain([(test, none if word is None else nw.lit(word.value)) for test, word, _ in tests], none)
    reasons = chain([(test, nw.lit(text)) for test, _, text in tests], nw.lit(""))
    return frame.with_columns(outcome.alias("outcome"), reasons.alias("first"))


def _branches(change: str | None) -> list[tuple[nw.Expr, CarryOutcome | None, str]]:
    """What comes of it, in the order of decision."""
    rule, refused = nw.col("rule"), CarryOutcome.REFUSED
    lacking = nw.col("parts") > nw.col("parts_known")
    partly = is_one("partly")
    summed = rule == Merge.SUM.value
    strict = ~summed | (nw.col("non_negative") == 0)
    mean, bounds = rule == Merge.MEAN.value, rule == Merge.BOUNDS.value
    weighed = rule.is_in([Merge.RATIO_OF_SUMS.value, Merge.WEIGHTED_MEAN.value])
    mixed = is_one("mixed") | (nw.col("u") != nw.col("u_first"))
    blurred = is_one("large") | (nw.col("cells") > _EXACT)
    denominators = (nw.col("no_denominator") == 0) & ~lacking & ~partly
    odd = denominators & (nw.col("denominator_unit") != nw.col("denominator_unit_first"))
    long = denominators & ((nw.col("denominators") > _EXACT) | (nw.col("denominator_units") >= _DIGITS))
    stands = (
        ~nw.col("least_lo").is_null() & ~nw.col("most_hi").is_null() & ~is_one("no_lo") & ~is_one("no_hi")
    )
    alike = weighed & stands & (nw.col("least_lo") == nw.col("most_hi"))
    unweighed = is_one("unweighed") | (nw.col("heavy") == 0) | (nw.col("parts") > _MOST_WEIGHED)
    several = nw.col("weight_unit") != nw.col("weight_unit_first")
    hulled = bounds | (weighed & unweighed)
    nothing = (
        nw.when(hulled)
        .then(one(is_one("no_lo") & is_one("no_hi")))
        .otherwise(one(is_one("gone_lo") & is_one("gone_hi")))
        == 1
    )
    least = ~is_one("gone_lo") & (nw.col("top_lo") > 0)
    missing, share = ReasonCode.PARTS_MISSING.value, ReasonCode.SHARE_UNKNOWN.value
    unequal = weighed & ~alike
    found: list[tuple[nw.Expr, CarryOutcome | None, str]] = [
        (rule == Merge.NONE.value, refused, ReasonCode.NOT_MERGEABLE.value),
    ]
    if change is not None:
        found.append((nw.col(change) != "", refused, ReasonCode.STATED_CHANGE.value))
    return [
        *found,
        (strict & lacking, refused, missing),
        (strict & partly, refused, share),
        (mixed, None, "mixed_units"),
        (is_one("unbounded"), None, "unbounded"),
        (unequal & is_one("weight_mixed"), None, "mixed_units"),
        (unequal & ~unweighed & several, None, "mixed_units"),
        (odd, None, "mixed_units"),
        (unequal & ~unweighed & is_one("wide"), None, ReasonCode.WEIGHTS_INEXACT.value),
        (~hulled & ~alike & blurred, None, "too_many_digits"),
        (unequal & ~unweighed & (nw.col("weights") > _EXACT), None, "too_many_digits"),
        (long, None, "too_many_digits"),
        (~alike & nothing, refused, ReasonCode.NO_RESULT.value),
        (summed & lacking & ~least, refused, missing),
        (summed & lacking & partly, CarryOutcome.BOUNDED, f"{missing} {share}"),
        (summed & lacking, CarryOutcome.BOUNDED, missing),
        (summed & partly, CarryOutcome.BOUNDED, share),
        (bounds, CarryOutcome.BOUNDED, ""),
        (mean, CarryOutcome.OFFICIAL_MEAN, ""),
        (unequal & unweighed, CarryOutcome.BOUNDED, ReasonCode.WEIGHTS_UNKNOWN.value),
        (summed | weighed, CarryOutcome.EXACT, ""),
    ]


def _valued(scene: Scene, frame: Lazy) -> Lazy:
    """The value, as its outcome says, and what else the carried observation has."""
    bounds = nw.col("rule") == Merge.BOUNDS.value
    weighed = nw.col("rule").is_in([Merge.RATIO_OF_SUMS.value, Merge.WEIGHTED_MEAN.value])
    unknown = weighed & (nw.col("first") == ReasonCode.WEIGHTS_UNKNOWN.value)
    stands = (
        ~nw.col("least_lo").is_null() & ~nw.col("most_hi").is_null() & ~is_one("no_lo") & ~is_one("no_hi")
    )
    alike = weighed & stands & (nw.col("least_lo") == nw.col("most_hi"))
    hulled = bounds | unknown | alike
    lacking = nw.col("parts") > nw.col("parts_known")
    made = ~nw.col("outcome").is_null() & (nw.col("outcome") != CarryOutcome.REFUSED.value)
    no_low = nw.when(hulled).then(nw.col("no_lo")).otherwise(nw.col("gone_lo")) == 1
    no_high = (nw.when(hulled).then(nw.col("no_hi")).otherwise(nw.col("gone_hi")) == 1) | lacking
    none, zero = nw.lit(None).cast(_NUMBER), nw.lit(0).cast(nw.Int64())
    low = nw.when(hulled).then(nw.col("least_lo")).otherwise(nw.col("made_lo"))
    high = nw.when(hulled).then(nw.col("most_hi")).otherwise(nw.col("made_hi"))
    opened = {
        end: nw.when(hulled)
        .then(nw.col(f"hull_open_{end}"))
        .otherwise(one(is_one(f"open_{end}") | is_one(f"inexact_{end}")))
        for end in ("lo", "hi")
    }
    frame = frame.with_columns(
        nw.when(~made | no_low).then(none).otherwise(low).alias("lo"),
        nw.when(~made | no_high).then(none).otherwise(high).alias("hi"),
        nw.when(~made).then(zero).when(no_low).then(zero + 1).otherwise(opened["lo"]).alias("low_open"),
        nw.when(~made).then(zero).when(no_high).then(zero + 1).otherwise(opened["hi"]).alias("high_open"),
    )
    return _noted(_within(scene, frame.join(scene.units(), on="u", how="inner")))


def _within(scene: Scene, frame: Lazy) -> Lazy:
    """A value that the metric can't have is no result."""
    tests = [
        part for place, family in enumerate(scene.rules.families) for part in outside(place, family, _DOMAIN)
    ]
    if not tests:
        return frame
    out = reduce(or_, tests)
    frame = frame.with_columns(one(out).alias("out"))
    none, gone = nw.lit(None).cast(_NUMBER), is_one("out")
    return frame.with_columns(
        nw.when(gone).then(nw.lit(CarryOutcome.REFUSED.value)).otherwise(nw.col("outcome")).alias("outcome"),
        nw.when(gone).then(nw.lit(ReasonCode.NO_RESULT.value)).otherwise(nw.col("first")).alias("first"),
        *(nw.when(gone).then(none).otherwise(nw.col(end)).alias(end) for end in ("lo", "hi")),
        *(
            nw.when(gone).then(0).otherwise(nw.col(end)).cast(nw.Int64()).alias(end)
            for end in ("low_open", "high_open")
        ),
    )


def _noted(frame: Lazy) -> Lazy:
    """The notes after the reasons; the joint denominator; publisher and publication."""
    said = ~nw.col("outcome").is_null()
    made = said & (nw.col("outcome") != CarryOutcome.REFUSED.value)
    none, text = nw.lit(None).cast(_NUMBER), nw.lit(None).cast(_TEXT)
    # Rivals in several units are not compared: whether they conflict is left open.
    notes = [
        (said & (nw.col("covered") == 0), ReasonCode.MIXED_SERIES.value),
        (said & is_one("apart") & ~is_one("mixed"), ReasonCode.SOURCES_CONFLICT.value),
        (said & is_one("mixed"), "mixed_units"),
    ]
    added = [nw.when(test).then(nw.lit(f" {code}")).otherwise(nw.lit("")) for test, code in notes]
    lacking = nw.col("parts") > nw.col("parts_known")
    joint = made & (nw.col("no_denominator") == 0) & ~lacking & ~is_one("partly")
    dated = nw.col("stamp") - nw.col("stamp") // 2 * 2 == 1
    alone = (nw.col("by_least") == nw.col("by_most")) & (nw.col("by_most") != "")
    named = joint & (nw.col("denominator_unit") != "")
    grids = nw.when(nw.col("denominators") < _EXACT).then(nw.col("denominators")).otherwise(1.0)
    return frame.with_columns(
        nw.concat_str(nw.col("first"), *added).str.strip_chars().alias("reasons"),
        nw.when(joint).then(nw.col("denominator_units") / grids).otherwise(none).alias("denominator"),
        nw.when(named).then(nw.col("denominator_unit")).otherwise(text).alias("denominator_unit"),
        nw.when(made).then(nw.col("unit")).otherwise(text).alias("unit"),
        nw.when(made & alone).then(nw.col("by_most")).otherwise(text).alias("publisher"),
        nw.when(made & dated).then(nw.col("published")).alias("published"),
    )
