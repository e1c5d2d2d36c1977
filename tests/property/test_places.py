"""Laws of places: codes, names in every spelling, and the units through time."""

from __future__ import annotations

import datetime as dt
import pickle
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt import catalog
from sotttt.errors import NotFound
from sotttt.places import Code, CodeSystem, Jurisdiction, Places, Succession
from sotttt.ranges import Range
from sotttt.sectors import name_key
from sotttt.text import bare

days = st.dates(dt.date(2004, 1, 1), dt.date(2026, 12, 31))
CHANGES = (
    dt.date(2004, 1, 1),
    dt.date(2008, 8, 1),
    dt.date(2025, 1, 1),
    dt.date(2025, 7, 1),
    dt.date(2026, 4, 30),
    dt.date(2026, 9, 1),
    dt.date(2026, 9, 20),
)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


SPELLINGS: list[Callable[[str], str]] = [str.upper, str.lower, bare, _decomposed]
CHANGED = st.sampled_from(SPELLINGS)

codes = st.one_of(
    st.from_regex(r"[0-9]{2}|[0-9]{3}|[0-9]{5}", fullmatch=True).map(lambda text: (CodeSystem.GSO, text)),
    st.from_regex(r"VN-[0-9A-Z]{2}", fullmatch=True).map(lambda text: (CodeSystem.ISO_3166_2, text)),
    st.from_regex(r"[HKG][0-9]{2}(\.[0-9A-Z]{2}){0,3}", fullmatch=True).map(
        lambda text: (CodeSystem.AGENCY, text)
    ),
)
spans = st.sampled_from(("..", "2004-01-01..", "..2025-07-01", "2004-01-01..2025-07-01"))


@given(codes, spans)
def test_the_text_of_a_code_is_its_inverse(code: tuple[CodeSystem, str], span: str) -> None:
    made = Code(*code, span)
    assert Code.parse(str(made)) == made
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301  # our own pickle


@given(days)
def test_on_every_day_the_units_are_told_apart(day: dt.date) -> None:
    units = catalog.jurisdictions(on=day)
    assert len(units) == 64 - (day >= CHANGES[1]) - 29 * (day >= CHANGES[3])
    assert len({bare(unit.name) for unit in units}) == len(units)
    assert len({unit.code("gso") for unit in units}) == len(units)


@given(days, st.data())
def test_a_name_in_any_spelling_is_the_same_unit(day: dt.date, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(catalog.jurisdictions(on=day)))
    text = data.draw(st.sampled_from((unit.name, unit.full_name, unit.name.replace(" ", "-"), *unit.aliases)))
    for change in data.draw(st.lists(CHANGED, max_size=2)):
        text = change(text)
    assert catalog.jurisdiction(f" {text} ", on=day) is unit


@given(days, days, st.data())
def test_a_unit_is_followed_to_units_that_exist(one: dt.date, other: dt.date, data: st.DataObject) -> None:
    first, later = sorted((one, other))
    unit = data.draw(st.sampled_from(catalog.jurisdictions(on=first)))
    chains = catalog.places().answering(unit.id, later)
    assert chains
    for chain in chains:
        ends = [unit.id, *(step.successor for step in chain)]
        assert catalog.places()[ends[-1]].valid.contains(later)
        assert all(step.predecessor == before for step, before in zip(chain, ends, strict=False))
        assert all(earlier.effective <= step.effective for earlier, step in pairwise(chain))


@given(st.sampled_from(CHANGES))
def test_what_ends_on_a_day_is_what_passes_on(day: dt.date) -> None:
    places = catalog.places()
    ended = {place.id for place in places if place.valid.end == day}
    begun = {place.id for place in places if place.valid.start == day}
    steps = [step for step in places.successions if step.effective == day and step.kind != "transfer"]
    assert {step.predecessor for step in steps} == ended
    assert {step.successor for step in steps} <= begun
    if day > CHANGES[0]:
        assert {step.successor for step in steps} == begun


@given(st.integers(1, 100), st.integers(1, 100))
def test_shares_lie_in_one_whole(low: int, high: int) -> None:
    text = f"[{min(low, high)}, {max(low, high)}] %" if low != high else f"= {low} %"
    step = Succession(predecessor="a", successor="b", kind="split", effective="2004-01-01", share=text)
    assert step.share == Range.parse(text)
    assert step.whole == (low == high == 100)


words = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyỳọếắ ", min_size=1, max_size=12).filter(
    lambda text: text.strip()
)


@given(st.lists(words, min_size=1, max_size=6, unique_by=lambda text: bare(name_key(text))))
def test_a_unit_is_found_by_its_own_name_alone(given_names: list[str]) -> None:
    units = [
        Jurisdiction(id=f"id{number}", name=name, level="commune", type="ward")
        for number, name in enumerate(given_names)
    ]
    places = Places(units)
    for unit in units:
        found = places.named(unit.name)
        assert unit in found
        assert pickle.loads(pickle.dumps(places)) == places  # noqa: S301  # our own pickle


@given(words)
def test_what_nobody_is_called_is_not_found(text: str) -> None:
    places = Places([Jurisdiction(id="x1", name="Zzz", level="commune", type="ward")])
    with pytest.raises(NotFound, match="no place is called"):
        places.find(text)
