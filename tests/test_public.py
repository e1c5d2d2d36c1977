"""The face of the package, and the rules that every model class keeps."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import attrs
import pytest

import sotttt
from sotttt.frozen import Entity

ENTITIES = (
    "Agency",
    "Assessment",
    "Competence",
    "Decision",
    "Document",
    "Jurisdiction",
    "Metric",
    "Milestone",
    "Observation",
    "Plan",
    "Proposal",
    "Relative",
    "Sector",
    "Source",
    "Succession",
    "Target",
    "Task",
)

DESIGNED = {
    *ENTITIES,
    *("Amount", "Range", "Figure", "Period", "Span", "Horizon"),
    *("DocumentNumber", "DocumentKind", "Register", "Standing"),
    *("AllOf", "AnyOf", "Among", "InWords"),
    *("Verdict", "Places", "Compliance", "Finding", "Policy", "TaskStatus", "Claim"),
    *("evaluate", "check", "SottttError"),
    *("catalog", "reading", "codecs", "units", "errors", "law"),
}

_MUTABLE = re.compile(
    r"\b(?:list|dict|set|bytearray|List|Dict|Set|Sequence|Mapping|MutableMapping|MutableSequence|Iterable)\b"
)


def _modules() -> list[str]:
    return sorted(
        found.name
        for found in pkgutil.walk_packages(sotttt.__path__, "sotttt.")
        if not found.name.endswith("__main__")
    )


def _model_classes() -> list[type[attrs.AttrsInstance]]:
    found: dict[str, type[attrs.AttrsInstance]] = {}
    for name in _modules():
        for member in vars(importlib.import_module(name)).values():
            if not inspect.isclass(member) or member.__name__.startswith("_"):
                continue  # a private table is no model
            if member.__module__.startswith("sotttt") and attrs.has(member):
                found[f"{member.__module__}.{member.__qualname__}"] = member
    return [found[key] for key in sorted(found)]


MODEL = _model_classes()
each_model_class = pytest.mark.parametrize("cls", MODEL, ids=lambda cls: cls.__qualname__)


@pytest.mark.parametrize("name", [name for name in sotttt.__all__ if name != "__version__"])
def test_every_public_name_resolves_and_is_documented(name: str) -> None:
    member = getattr(sotttt, name)
    assert inspect.getdoc(member)
    assert name in dir(sotttt)


def test_the_names_of_the_design_are_public() -> None:
    assert set(sotttt.__all__) >= DESIGNED


def test_all_is_sorted_and_without_doubles() -> None:
    assert len(set(sotttt.__all__)) == len(sotttt.__all__)
    held = {name for name in vars(sotttt) if name[0].isupper()} - {"TYPE_CHECKING"}
    assert held <= set(sotttt.__all__)


def test_the_rooms_of_the_face_say_the_same_as_all() -> None:
    names = {name for names in sotttt._ROOMS.values() for name in names}
    assert names | set(sotttt._ROOMS) | {"__version__"} == set(sotttt.__all__)


def test_a_name_is_the_very_object_of_its_room() -> None:
    pairs = [(name, room) for room, names in sotttt._ROOMS.items() for name in names]
    for name, room in pairs:
        assert getattr(sotttt, name) is getattr(importlib.import_module(f"sotttt.{room}"), name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Targets'"):
        _ = sotttt.Targets  # type: ignore[attr-defined]  # the point of the test


def test_star_import_brings_all() -> None:
    names: dict[str, object] = {}
    exec("from sotttt import *", names)  # noqa: S102  # the statement under test
    assert names.keys() >= set(sotttt.__all__)


@pytest.mark.parametrize("name", _modules())
def test_every_room_is_documented_and_says_what_is_public(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    if not name.rpartition(".")[2].startswith("_"):
        for public in module.__all__:
            assert hasattr(module, public)


def test_the_model_is_found() -> None:
    values = {"Amount", "Range", "Figure", "Period", "AllOf", "Among", "Finding", "Compliance"}
    assert {cls.__name__ for cls in MODEL} >= {*ENTITIES, *values}


@each_model_class
def test_frozen(cls: type[attrs.AttrsInstance]) -> None:
    bare = cls.__new__(cls)
    for field in attrs.fields(cls):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(bare, field.name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(bare, field.name)


@each_model_class
def test_slotted(cls: type[attrs.AttrsInstance]) -> None:
    assert not hasattr(cls.__new__(cls), "__dict__")
    with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
        cls.__new__(cls).no_such_field = 1  # type: ignore[attr-defined]  # the point of the test


@each_model_class
def test_hashable_and_compared_by_value(cls: type[attrs.AttrsInstance]) -> None:
    assert cls.__hash__ is not None
    assert cls.__hash__ is not object.__hash__
    assert cls.__eq__ is not object.__eq__


@each_model_class
def test_no_field_of_a_mutable_type(cls: type[attrs.AttrsInstance]) -> None:
    for field in attrs.fields(cls):
        if field.name.startswith("_") and not field.init and field.eq is False:
            continue  # a private memo is no part of the value
        written = field.type if isinstance(field.type, str) else repr(field.type)
        assert not _MUTABLE.search(written), f"{cls.__qualname__}.{field.name}: {written}"


@each_model_class
def test_documented(cls: type[attrs.AttrsInstance]) -> None:
    assert inspect.getdoc(cls)


@pytest.mark.parametrize("name", ENTITIES)
def test_entities_are_built_by_keyword_and_pickle_by_their_fields(name: str) -> None:
    cls = getattr(sotttt, name)
    assert issubclass(cls, Entity)
    assert all(field.kw_only for field in attrs.fields(cls) if field.init)
