"""What is written reads back as the same entities, in every format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt import codecs
from sotttt.codecs import Bundle
from sotttt.frozen import Entity
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.plans import AllOf, Clause, Plan, Requirement, Target
from sotttt.plans.requirements import MAX_DEPTH
from tests.codecs import strategies as some
from tests.property.strategies import figures

TREES = st.sampled_from(("json", "toml"))

ENTITIES = st.one_of(
    some.sources,
    some.metrics(),
    some.observations(),
    some.assessments(),
    some.targets(),
    some.tasks(),
    some.milestones(),
    some.proposals(),
    some.plans(),
    figures(),
    some.relatives,
)


def named(entity: Entity) -> tuple[Metric, ...]:
    """The metrics that an entity names."""
    if isinstance(entity, Observation):
        return (entity.metric,)
    if isinstance(entity, Target):
        return Bundle(targets=[entity]).metrics
    return Bundle(plans=[entity]).metrics if isinstance(entity, Plan) else ()


@given(ENTITIES)
def test_every_entity_reads_back_from_plain_data(entity: Entity) -> None:
    data = codecs.to_data(entity)
    again = codecs.from_data(type(entity), data, metrics=named(entity))
    assert again == entity
    assert codecs.to_data(again) == data


@given(some.bundles(), TREES)
def test_every_bundle_reads_back_from_a_file(bundle: Bundle, syntax: str) -> None:
    text = codecs.dumps(bundle, format=syntax)
    again = codecs.loads(text, format=syntax)
    assert again == bundle
    assert codecs.dumps(again, format=syntax) == text


def rows_of(kind: st.SearchStrategy[Entity]) -> st.SearchStrategy[list[Entity]]:
    return st.lists(kind, min_size=1, max_size=3)


def through_a_sheet(bundle: Bundle) -> Bundle:
    text = codecs.dumps(bundle, format="csv")
    for line in text.splitlines()[1:]:
        assert not line.startswith(("=", "+", "-", "@", "\t"))
    again = codecs.loads(text, format="csv", metrics=bundle.metrics)
    assert codecs.dumps(again, format="csv") == text
    return again


@given(st.data())
def test_observations_read_back_from_a_sheet(data: st.DataObject) -> None:
    metric = data.draw(some.metrics())
    seen = data.draw(st.lists(some.observations(metric), min_size=1, max_size=3))
    assert through_a_sheet(Bundle(observations=seen)).observations == tuple(seen)


@given(st.data())
def test_targets_read_back_from_a_sheet(data: st.DataObject) -> None:
    metric = data.draw(some.metrics())
    wanted = [data.draw(some.targets(f"t{place}", metric)) for place in range(data.draw(st.integers(1, 3)))]
    assert through_a_sheet(Bundle(targets=wanted)).targets == tuple(wanted)


@given(st.lists(some.metrics(), min_size=1, max_size=3, unique_by=lambda metric: metric.id))
def test_metrics_read_back_from_a_sheet(metrics: Sequence[Metric]) -> None:
    assert through_a_sheet(Bundle(metrics=metrics)).metrics == tuple(metrics)


@given(st.lists(some.assessments(), min_size=1, max_size=3))
def test_assessments_read_back_from_a_sheet(stated: Sequence[Assessment]) -> None:
    assert through_a_sheet(Bundle(assessments=stated)).assessments == tuple(stated)


@pytest.mark.parametrize("syntax", ["json", "toml"])
def test_an_empty_bundle_reads_back(syntax: str, tmp_path: Path) -> None:
    path = tmp_path / f"empty.{syntax}"
    codecs.dump(Bundle(), path)
    assert codecs.load(path) == Bundle()


@pytest.mark.parametrize("syntax", ["json", "toml", "csv"])
def test_requirements_as_deep_as_they_may_be_read_back(syntax: str) -> None:
    metric = Metric(id="m", name="Tỷ lệ", unit="%", better="higher", timing="point", scale="ratio")
    wanted: Requirement = AllOf([">= 1 %"])
    for _ in range(MAX_DEPTH - 1):
        wanted = AllOf([Clause(metric=metric, requirement=wanted)])
    bundle = Bundle(targets=[Target(id="t", metric=metric, jurisdiction="hue", requirement=wanted)])
    assert codecs.loads(codecs.dumps(bundle, format=syntax), format=syntax, metrics=[metric]) == bundle
