"""What files write of an entity: its fields under their keys, and the closed families with their tags."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from types import MappingProxyType, UnionType
from typing import NamedTuple

import attrs

from sotttt import metrics, plans
from sotttt.frozen import Entity
from sotttt.metrics import Observation
from sotttt.periods import Period
from sotttt.plans import AllOf, Among, AnyOf, InWords, Relative
from sotttt.ranges import Range

__all__ = ["BASELINE", "REQUIREMENT", "TAG", "TAGS", "Field", "fields_of", "members_of"]

#: The key that says which member of a family a table is.
TAG = "kind"

#: The requirements that are tables; a plain text is a `Range`.
TAGS: MappingProxyType[str, type[Entity]] = MappingProxyType(
    {"relative": Relative, "all_of": AllOf, "any_of": AnyOf, "among": Among, "in_words": InWords}
)

REQUIREMENT = frozenset({Range, *TAGS.values()})
BASELINE = frozenset({Observation, Period})

#: Keys that differ from the field's name: Python keeps `except` for itself, and `kind` is the tag.
_KEYS: dict[tuple[type, str], str] = {(Among, "except_"): "except", (Among, "kind"): "over_kind"}

#: Names that a room of entities imports for type checkers alone.
_NAMES = {name: getattr(room, name) for room in (metrics, plans) for name in room.__all__}

_FIELDS: dict[type, tuple[Field, ...]] = {}


class Field(NamedTuple):
    """One field of an entity as files write it."""

    name: str
    key: str
    type: object
    convert: Callable[[object], object] | None
    default: object

    @property
    def required(self) -> bool:
        """Whether an entity can't be built without it."""
        return self.default is attrs.NOTHING


def members_of(type_: object) -> frozenset[object]:
    """The members of a union, or the type alone."""
    if isinstance(type_, UnionType) or typing.get_origin(type_) is typing.Union:
        return frozenset(typing.get_args(type_))
    return frozenset({type_})


def fields_of(cls: type[Entity]) -> tuple[Field, ...]:
    """The fields of an entity that its constructor takes.

    >>> [field.key for field in fields_of(Relative)]
    ['change', 'range', 'against']
    """
    found = _FIELDS.get(cls)
    if found is None:
        found = _FIELDS[cls] = tuple(_fields(cls))
    return found


def _fields(cls: type[Entity]) -> Iterator[Field]:
    types = typing.get_type_hints(cls, localns=_NAMES)
    return (
        Field(
            name=one.name,
            key=_KEYS.get((cls, one.name), one.name),
            type=types[one.name],
            convert=one.converter if callable(one.converter) else None,
            default=_default(one.default),
        )
        for one in attrs.fields(cls)  # type: ignore[arg-type]  # every entity is an attrs class
        if one.init
    )


def _default(value: object) -> object:
    if isinstance(value, attrs.Factory):  # type: ignore[arg-type]  # the stub makes a function of this class
        # A default that follows from other fields is always written.
        return value.factory() if not value.takes_self else None  # type: ignore[attr-defined]  # see above
    return value
