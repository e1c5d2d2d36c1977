"""Ids that were published once: what they mean stays."""

from __future__ import annotations

import csv
from pathlib import Path

from sotttt import catalog


def test_no_id_changes_its_meaning() -> None:
    """A new unit adds a row; a row is never changed."""
    with Path(__file__).with_name("place_ids.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, strict=True))
    places = catalog.places()
    for row in rows:
        place = places[row["id"]]
        start = str(place.valid.start or "")
        assert (place.name, place.type.value, start) == (row["name"], row["type"], row["start"])
        steps = [step for step in places.predecessors(place.id) if step.kind != "transfer"]
        assert " ".join(sorted(step.predecessor for step in steps)) == row["follows"]
    assert {row["id"] for row in rows} == {place.id for place in places}
