"""Carrying on tables gives the scalar values over mergers, on every engine."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

import sotttt as st
from sotttt import tables
from tests.tables.mergers import DAYS, METRICS, WEIGHTS, a_map, compare, compare_left, scenes, values
from tests.tables.scenes import need, rows_of

MODEST = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def carried(engine: str, dice: random.Random, number: int, **more: Any) -> tuple[int, int]:
    """How many results there are, and how many of them tables leave open."""
    make = need(engine)
    places, to = a_map(dice), dice.choice(DAYS)
    seen = values(dice, places, number, **more)
    weights = dice.choice((None, WEIGHTS))
    frame = make(tables.observations_frame(seen, "pyarrow"))
    made = tables.carry(frame, metrics=METRICS, to=to, places=places, weights=weights)
    rows = rows_of(made)
    left = compare(seen, rows, to=to, places=places, weights=weights)
    behind = tables.left(frame, metrics=METRICS, to=to, places=places)
    compare_left(seen, rows_of(behind), to=to, places=places)
    return len(rows), left


@MODEST
@given(dice=scenes)
def test_one_unit(dice: random.Random) -> None:
    carried("polars", dice, 80)
