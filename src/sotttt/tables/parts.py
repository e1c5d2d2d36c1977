"""Observations that come in parts, of which no series spans two: judged one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TYPE_CHECKING, NamedTuple, cast

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from sotttt.errors import NotOnTables
from sotttt.metrics import Verdict
from sotttt.plans import Plan
from sotttt.plans.targets import Target
from sotttt.ranges import Range
from sotttt.tables.evaluating import _scene, _taken, evaluate
from sotttt.tables.progress import Progress, teller
from sotttt.tables.reading import keys_of

if TYPE_CHECKING:
    from typing import Any

    from sotttt.evaluation.policy import Policy
    from sotttt.tables.engines import Cells, Lazy
    from sotttt.tables.selecting import Scene

__all__ = ["evaluate_parts"]

_PAIR = ("metric", "jurisdiction")


class _Seen(NamedTuple):
    """What the parts so far hold of what the targets ask for."""

    part_of: dict[int, int]
    metrics: set[str]
    pairs: set[tuple[str, str]]


def evaluate_parts(
    targets: Plan | Iterable[Plan | Target],
    parts: Iterable[IntoFrameT],
    *,
    as_of: dt.date,
    policy: Policy | None = None,
    history: bool = True,
    progress: Progress | None = None,
) -> Iterator[IntoFrameT]:
    """Judge targets on observations that come in parts, one part at a time (đánh giá theo từng phần).

    All rows of a metric, place and disaggregation that some target asks for must stand in one part: a file
    for each metric, or for each province, but not for each year. That is checked.

    Args:
        targets: as for `evaluate`.
        parts: frames of one engine, as for `evaluate`: a list, or a generator that reads one file after the
            other. The keys of each are read at once, also of a lazy one.
        as_of: the day of the question; never the clock.
        policy: the choices; `Policy()` where none is given.
        history: as for `evaluate`.
        progress: a function of how many parts are done and of how many (None where `parts` has no length),
            or a bar as of tqdm; told when the caller comes back for what follows a part.

    Yields:
        Frames as `evaluate` gives them: for each part the findings of the targets that it has rows of, at
        last those of the targets without a row in any. Together they are what `evaluate` gives for all parts
        as one frame.

    Raises:
        NotOnTables: as `evaluate`; there is no part; or a series spans two parts, in which case what was
            yielded before doesn't hold.
    """
    asked = tuple([targets] if isinstance(targets, Plan) else targets)
    tell = teller(progress, len(parts) if isinstance(parts, Sized) else None)
    return _judged(asked, parts, as_of, policy, history=history, tell=tell)


def _judged(
    asked: tuple[Plan | Target, ...],
    parts: Iterable[IntoFrameT],
    as_of: dt.date,
    policy: Policy | None,
    *,
    history: bool,
    tell: Callable[[int], None],
) -> Iterator[IntoFrameT]:
    seen = _Seen({}, set(), set())
    scene = None
    for number, part in enumerate(parts):
        scene = _scene(asked, part, as_of, policy)
        here = _present(scene, seen, number)
        excused = scene.rules.own["excused"]
        judged = [scene.rules.targets[place] for place in here if excused[place] is None]
        if judged:
            yield evaluate(judged, part, as_of=as_of, policy=policy, history=history)
        tell(number + 1)
    if scene is None:
        raise NotOnTables("there is no part", where="parts", expected="at least one frame of observations")
    yield from _without_rows(scene, seen, asked)


def _present(scene: Scene, seen: _Seen, number: int) -> list[int]:
    """The places of the targets that a part has rows of.

    Raises:
        NotOnTables: an earlier part has rows of one, too.
    """
    rules = scene.rules
    for target in rules.targets:
        if not isinstance(target.requirement, Range):
            raise NotOnTables(
                "a requirement that looks at other observations, which may be in another part",
                where=target.id,
                hint="evaluate this target over all parts as one frame",
            )
    keys = scene.keys
    found = scene.frame.select(*keys_of(scene.schema, rules.dims))
    here = _met(scene, found, {name: rules.own[name] for name in (*keys, "t")}, keys)["t"]
    for place in here:
        if seen.part_of.setdefault(place, number) != number:
            raise NotOnTables(
                f"parts {seen.part_of[place] + 1} and {number + 1} have rows of one series",
                where=rules.targets[place].id,
                expected="each metric and place in one part",
                hint="part the observations by metric or by place, or evaluate them as one frame",
            )
    metrics = sorted({target.metric.id for target in rules.targets})
    seen.metrics.update(_met(scene, found, {"metric": metrics}, ["metric"])["metric"])
    if rules.dims:
        pairs = sorted({(target.metric.id, target.jurisdiction) for target in rules.targets})
        cells = dict(zip(_PAIR, map(list, zip(*pairs, strict=True)), strict=True)) if pairs else {}
        both = _met(scene, found, cells, list(_PAIR)) if cells else {}
        seen.pairs.update(zip(both.get("metric", ()), both.get("jurisdiction", ()), strict=True))
    return here


def _met(scene: Scene, rows: Lazy, cells: Cells, keys: list[str]) -> dict[str, list[Any]]:
    """Those of the cells whose keys some row has."""
    # DuckDB takes a name with a dot for a table's when it groups.
    plain = {name: f"key_{place}" for place, name in enumerate(keys)}
    asked = {plain.get(name, name): column for name, column in cells.items()}
    kinds = {name: "whole" if name == "t" else "text" for name in asked}
    small = scene.engine.small(asked, kinds, scene.day_kind)
    rows = rows.select(*(nw.col(name).alias(key) for name, key in plain.items()))
    distinct = rows.group_by(*plain.values()).agg(nw.len().alias("rows"))
    met = distinct.join(small, on=list(plain.values()), how="inner").select(*asked).collect()
    return {name: met[plain.get(name, name)].to_list() for name in cells}


def _without_rows(scene: Scene, seen: _Seen, asked: tuple[Plan | Target, ...]) -> Iterator[IntoFrameT]:
    """The findings of targets that don't apply, and of those that no part has rows of.

    They are judged on one row without a value for each metric and place that some part has: such rows are
    no evidence, and tell what is missing.
    """
    pairs = sorted(seen.pairs | {(metric, "") for metric in seen.metrics})
    empty = [None] * len(pairs)
    kinds = {**dict.fromkeys(_PAIR, "text"), "period_start": "date", "period_end": "date", "value": "number"}
    columns = ([metric for metric, _ in pairs], [place for _, place in pairs], empty, empty, empty)
    cells: Cells = dict(zip(kinds, columns, strict=True))
    rows = cast("IntoFrameT", scene.engine.given(scene.engine.small(cells, kinds, scene.day_kind)))
    excused = scene.rules.own["excused"]
    absent = [
        target
        for place, target in enumerate(scene.rules.targets)
        if place not in seen.part_of and excused[place] is None
    ]
    if absent:
        yield evaluate(absent, rows, as_of=scene.as_of, policy=scene.policy, history=False)
    if any(word is not None for word in excused):
        found = evaluate(asked, rows, as_of=scene.as_of, policy=scene.policy, history=False)
        frame = _taken(found)
        yield cast(
            "IntoFrameT", nw.to_native(frame.filter(nw.col("verdict") == Verdict.NOT_APPLICABLE.value))
        )
