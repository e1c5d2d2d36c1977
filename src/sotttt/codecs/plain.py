"""Entities to plain data: defaults are left out, values are canonical text, metrics are named by id."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum

import cattrs

from sotttt.codecs.fields import BASELINE, TAG, TAGS, Field, fields_of, members_of
from sotttt.codecs.strict import is_document_kind
from sotttt.frozen import Entity, FrozenMap
from sotttt.metrics import Metric, Observation
from sotttt.plans import Clause
from sotttt.ranges.numbers import write

__all__ = ["WRITER", "write_entity"]

_TAG_OF = {cls: tag for tag, cls in TAGS.items()}


def write_entity(entity: Entity, *, without: tuple[str, ...] = ()) -> dict[str, object]:
    """The table of an entity, its default values left out.

    >>> from sotttt.sources import Source
    >>> write_entity(Source(title="Báo Nam Định", published="2016-04-01"))
    {'title': 'Báo Nam Định', 'published': '2016-04-01'}
    """
    made: dict[str, object] = {}
    for field in fields_of(type(entity)):
        value = getattr(entity, field.name)
        if field.key in without or value is None or (not field.required and _same(value, field.default)):
            continue
        made[field.key] = _field(field, value)
    return made


def _same(value: object, default: object) -> bool:
    return type(value) is type(default) and value == default


def _field(field: Field, value: object) -> object:
    if isinstance(value, Observation) and members_of(field.type) - {type(None)} == BASELINE:
        return {TAG: "observation", **write_entity(value)}
    return WRITER.unstructure(value)


def _tagged(value: Entity) -> dict[str, object]:
    return {TAG: _TAG_OF[type(value)], **write_entity(value)}


def _clause(value: Clause) -> object:
    made = write_entity(value)
    # A clause that adds nothing is written as its requirement.
    return made["requirement"] if made.keys() == {"requirement"} else made


def _item(value: object) -> object:
    if isinstance(value, tuple):
        period, wanted = value
        return {"period": str(period), "range": str(wanted)}
    return WRITER.unstructure(value)


def _list(value: tuple[object, ...]) -> list[object]:
    return [_item(one) for one in value]


def _make_writer() -> cattrs.BaseConverter:
    writer = cattrs.BaseConverter()
    writer.register_unstructure_hook_func(lambda cls: issubclass(cls, Entity), write_entity)
    writer.register_unstructure_hook_func(
        lambda cls: callable(getattr(cls, "parse", None)) and not issubclass(cls, Entity), str
    )
    writer.register_unstructure_hook_func(lambda cls: issubclass(cls, tuple), _list)
    writer.register_unstructure_hook_func(lambda cls: cls is FrozenMap, dict)
    writer.register_unstructure_hook_func(lambda cls: cls is dt.date, dt.date.isoformat)
    writer.register_unstructure_hook_func(lambda cls: cls is Decimal, write)
    writer.register_unstructure_hook_func(lambda cls: cls in _TAG_OF, _tagged)
    writer.register_unstructure_hook_func(lambda cls: cls is Clause, _clause)
    writer.register_unstructure_hook_func(lambda cls: cls is Metric, lambda metric: metric.id)
    writer.register_unstructure_hook_func(is_document_kind, lambda kind: kind.id)
    # A vocabulary is text as well, and cattrs asks for text first.
    writer.register_unstructure_hook(str, lambda value: value.value if isinstance(value, Enum) else value)
    return writer


#: The converter that writes a field.
WRITER = _make_writer()
