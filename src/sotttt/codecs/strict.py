"""Plain data to entities: no coercion, no unknown keys, no NaN, and every fault with its place."""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from enum import Enum
from typing import NoReturn, TypeVar

import cattrs

from sotttt.codecs.fields import BASELINE, REQUIREMENT, TAG, TAGS, Field, fields_of, members_of
from sotttt.codecs.syntax import Table
from sotttt.errors import (
    FaultGroup,
    InexactNumber,
    InvalidAmount,
    InvalidChoice,
    InvalidCode,
    InvalidDate,
    InvalidEntity,
    InvalidPeriod,
    InvalidRange,
    InvalidText,
    MissingField,
    NotFinite,
    SottttError,
    UnknownKey,
    UnknownMetric,
    nearest,
)
from sotttt.frozen import Entity, FrozenMap, choice, identifier
from sotttt.metrics import Metric, Observation
from sotttt.periods import Horizon, Period, Span, as_date
from sotttt.plans import Clause
from sotttt.ranges import Amount, Range
from sotttt.ranges.numbers import decimal

__all__ = [
    "Follows",
    "Known",
    "collect",
    "doubled",
    "is_document_kind",
    "key_path",
    "make_reader",
    "name_of",
    "read_entity",
    "refuse",
    "unknown",
]

E = TypeVar("E", bound=Entity)
F = TypeVar("F", bound=Enum)
Hook = Callable[[object, object], object]

#: What a quantity without a unit is made of.
_BARE = "0123456789.,+-<>=≥≤()[] "

_BASELINES = {"observation": Observation}

_VALUES: dict[type, tuple[Callable[[str], object], type[SottttError], str]] = {
    Amount: (Amount.parse, InvalidAmount, "text such as '88.3 %'"),
    Range: (Range.parse, InvalidRange, "text such as '>= 80 %'"),
    Period: (Period.parse, InvalidPeriod, "text such as '2020-Q3'"),
    Horizon: (Horizon.parse, InvalidPeriod, "text such as '2016..2020; vision 2030'"),
    Span: (Span.parse, InvalidPeriod, "text such as '2004-01-01..2025-07-01'"),
    Decimal: (decimal, InvalidAmount, "a number in text such as '0.05'"),
    dt.date: (lambda text: as_date(text, ""), InvalidDate, "text such as '2018-03-02'"),
}


class Follows(UnknownMetric):
    """A metric that the file defines, but not rightly: told at its definition, and nowhere again."""


class Known:
    """The metrics that a file may name.

    >>> Known([]).get("fibre")
    Traceback (most recent call last):
    sotttt.errors.UnknownMetric: no metric 'fibre'; expected a metric of the file, or one given as metrics=
    """

    def __init__(self, metrics: Iterable[Metric] = ()) -> None:
        self._found = {metric.id: metric for metric in metrics}
        self._faulty: set[str] = set()
        # One wrong name often stands in every row of a table, and finding the nearest takes milliseconds.
        self._hints: dict[str, str | None] = {}

    def add(self, metric: Metric) -> None:
        """One more metric."""
        self._found[metric.id] = metric
        self._hints.clear()

    def doubt(self, name: str) -> None:
        """A metric whose definition is at fault."""
        self._faulty.add(name)
        self._hints.clear()

    def get(self, name: str) -> Metric:
        """The metric of that id.

        Raises:
            UnknownMetric: where nothing has it.
        """
        found = self._found.get(name)
        if found is None:
            kind = Follows if name in self._faulty else UnknownMetric
            raise kind(
                f"no metric {name!r}",
                expected="a metric of the file, or one given as metrics=",
                hint=self._hint(name),
            )
        return found

    def _hint(self, name: str) -> str | None:
        if name not in self._hints:
            self._hints[name] = nearest(name, [*self._found, *self._faulty])
        return self._hints[name]


def key_path(key: str) -> str:
    """A key as a part of a path; one that isn't plain stands in quotes.

    >>> key_path("due"), key_path("a.b")
    ('due', "'a.b'")
    """
    return key if key.replace("_", "a").replace("-", "a").isalnum() and key.isascii() else repr(key[:80])


def _named(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "null"
    return f"the {'text' if isinstance(value, str) else 'number'} {value!r}"[:120]


def refuse(value: object, kind: type[SottttError], expected: str) -> NoReturn:
    """Refuse a value of another type than is due, by the kind of fault that says most."""
    if isinstance(value, Decimal) and not value.is_finite():
        raise NotFinite(f"{value} is no number", expected=expected)
    if isinstance(value, bool):
        if kind in (InvalidAmount, InvalidRange):
            kind = InexactNumber
        raise kind(f"{str(value).lower()} where something else is due", expected=expected)
    if isinstance(value, Decimal | float):
        hint = "write it in quotes" + (", with its unit" if kind in (InvalidAmount, InvalidRange) else "")
        raise InexactNumber(f"the number {value} stands without quotes", expected=expected, hint=hint)
    if isinstance(value, int):
        hint = "write it in quotes" + (", so that it keeps its zeros" if kind is InvalidText else "")
        raise kind(f"the number {value} stands without quotes", expected=expected, hint=hint)
    if isinstance(value, dt.date | dt.time):
        bare = f"the date or time {value} stands without quotes"
        raise kind(bare, expected=expected, hint="write it in quotes")
    if value is None:
        raise MissingField("null says nothing", expected=expected, hint="leave the key out")
    raise kind(f"{_named(value)} where something else is due", expected=expected)


def _text(value: object, cls: type[object]) -> object:
    """Text; cattrs sends a vocabulary of texts here too."""
    if issubclass(cls, Enum):
        return _choice(value, cls)
    if type(value) is not str:
        refuse(value, InvalidText, "text")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise InvalidText(f"{value[:60]!r} holds half of a character")
    return value


def _choice(value: object, cls: type[F]) -> F:
    if type(value) is not str:
        refuse(value, InvalidChoice, "one of " + ", ".join(str(member.value) for member in cls))
    return choice(cls)(value)


def _flag(value: object, _: object) -> bool:
    if type(value) is not bool:
        refuse(value, InvalidChoice, "true or false")
    return value


def _whole(value: object, _: object) -> int:
    if type(value) is not int:
        refuse(value, InvalidAmount, "a whole number without quotes")
    return value


def _never(value: object, cls: object) -> NoReturn:
    raise InexactNumber(f"nothing in a file is read as {cls}", expected="text", hint=f"not {_named(value)}")


def _value(value: object, cls: type) -> object:
    read, kind, expected = _VALUES[cls]
    if type(value) is str:
        if cls in (Amount, Range) and value and not value.strip(_BARE):
            raise kind(f"{value!r} has no unit", expected=expected)
        return read(value)
    if type(value) is dt.date and cls in (dt.date, Period):
        # TOML has dates of its own.
        return value if cls is dt.date else Period.of(value)
    if isinstance(value, dt.datetime) and cls in (dt.date, Period):
        raise InvalidDate(f"the time {value} where a date is due", expected=expected, hint="write the day")
    refuse(value, kind, expected)


def _table(value: object, what: str) -> Mapping[str, object]:
    """A table, or the refusal of something else."""
    if not isinstance(value, dict):
        refuse(value, InvalidEntity, f"a table ({what})")
    return value


def _parsed(value: object, cls: type) -> object:
    if type(value) is not str:
        refuse(value, InvalidCode, f"the text of {cls.__name__}")
    return cls.parse(value)  # type: ignore[attr-defined]  # chosen for having it


def _dims(value: object, _: object) -> FrozenMap:
    items = _table(value, "texts by their names")
    pairs: list[tuple[str, str]] = []
    faults = list(doubled(items))
    for key, cell in items.items():
        with collect(faults, key_path(key)):
            pairs.append((key, str(_text(cell, str))))
    if faults:
        raise FaultGroup("dims", faults)
    return FrozenMap(pairs)


class collect:  # noqa: N801  # used like contextlib.suppress
    """Keep a fault with its place, and go on."""

    __slots__ = ("_faults", "_where")

    def __init__(self, faults: list[SottttError], where: str) -> None:
        self._faults = faults
        self._where = where

    def __enter__(self) -> None:
        """Nothing to do before a fault."""

    def __exit__(self, kind: object, fault: object, trace: object) -> bool:
        if not isinstance(fault, SottttError):
            return False
        self._faults.append(fault.at(self._where))
        return True


def doubled(items: Mapping[str, object]) -> Iterator[SottttError]:
    """A fault for each key that stands twice."""
    for key in items.doubled if isinstance(items, Table) else ():
        yield UnknownKey(f"the key {key!r} stands twice", where=key_path(key))


def unknown(items: Mapping[str, object], keys: Iterable[str]) -> Iterator[SottttError]:
    """A fault for each key that nothing reads."""
    known = list(keys)
    for key in items:
        if key not in known:
            yield UnknownKey(
                f"unknown key {key[:80]!r}",
                where=key_path(key),
                hint=nearest(key, known) or f"known are {', '.join(known)}",
            )


def read_entity(
    reader: cattrs.BaseConverter,
    cls: type[E],
    value: object,
    *,
    given: Mapping[str, object] | None = None,
    extra: Iterable[str] = (),
) -> E:
    """An entity from its table, or all faults of that table.

    Args:
        reader: the converter for its fields.
        cls: which entity.
        value: the table.
        given: fields that were read elsewhere.
        extra: further keys that the table may hold.

    Raises:
        FaultGroup: all faults of the fields; without any, the fault of the entity as a whole.
    """
    items = _table(value, cls.__name__)
    made: dict[str, object] = dict(given or {})
    fields = [field for field in fields_of(cls) if field.name not in made]
    faults = [*doubled(items), *unknown(items, [*(field.key for field in fields), *extra])]
    for field in fields:
        if field.key in items:
            with collect(faults, field.key):
                made[field.name] = _field(reader, field, items[field.key])
        elif field.required:
            faults.append(MissingField(f"{cls.__name__} without {field.key!r}", where=field.key))
    if faults:
        raise FaultGroup(cls.__name__, faults)
    return cls(**made)


def _field(reader: cattrs.BaseConverter, field: Field, value: object) -> object:
    made = reader.structure(value, typing.cast("type[object]", field.type))
    if field.convert is None:
        return made
    # The entity's own converter runs here, where the place of its refusal is known.
    try:
        return field.convert(made)
    except SottttError as fault:
        if fault.where == field.name:
            fault.where = None
        raise


def _sequence(reader: cattrs.BaseConverter, item: type[object]) -> Hook:
    def read(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            refuse(value, InvalidEntity, "a list")
        made: list[object] = []
        faults: list[SottttError] = []
        for place, one in enumerate(value):
            with collect(faults, f"[{place}]"):
                made.append(reader.structure(one, item))
        if faults:
            raise FaultGroup("list", faults)
        return tuple(made)

    return read


def _step(reader: cattrs.BaseConverter) -> Hook:
    def read(value: object, _: object) -> tuple[Period, Range]:
        items = _table(value, "a step with 'period' and 'range'")
        faults = [*doubled(items), *unknown(items, ("period", "range"))]
        made: list[object] = []
        for key, kind in (("period", Period), ("range", Range)):
            if key not in items:
                faults.append(MissingField(f"a step without {key!r}", where=key))
                continue
            with collect(faults, key):
                made.append(reader.structure(items[key], kind))
        if faults:
            raise FaultGroup("step", faults)
        period, wanted = made
        return typing.cast("tuple[Period, Range]", (period, wanted))

    return read


def _tagged(
    reader: cattrs.BaseConverter, value: object, tags: Mapping[str, type[Entity]], plain: type
) -> object:
    """A member of a closed family: plain text, or a table that says its kind."""
    if not isinstance(value, dict):
        return reader.structure(value, plain)
    known = ", ".join(tags)
    if TAG not in value:
        raise MissingField("the table doesn't say its kind", where=TAG, expected=f"one of {known}")
    tag = value[TAG]
    if not isinstance(tag, str) or tag not in tags:
        hint = nearest(tag, tags) if isinstance(tag, str) else None
        raise InvalidChoice(f"unknown kind {tag!r}", where=TAG, expected=f"one of {known}", hint=hint)
    return read_entity(reader, tags[tag], value, extra=(TAG,))


def _clause(reader: cattrs.BaseConverter) -> Hook:
    def read(value: object, _: object) -> Clause:
        if isinstance(value, dict) and TAG not in value:
            return read_entity(reader, Clause, value)
        wanted = _tagged(reader, value, TAGS, Range)
        return Clause(requirement=wanted)  # type: ignore[arg-type]  # a member of the family

    return read


def _union(reader: cattrs.BaseConverter, type_: object) -> Hook:
    members = members_of(type_)
    optional = type(None) in members
    inner = members - {type(None)}

    def read(value: object, _: object) -> object:
        if optional and value is None:
            return None
        if inner == REQUIREMENT:
            return _tagged(reader, value, TAGS, Range)
        if inner == BASELINE:
            return _tagged(reader, value, _BASELINES, Period)
        (only,) = inner
        return reader.structure(value, typing.cast("type[object]", only))

    return read


def make_reader(known: Known) -> cattrs.BaseConverter:
    """A converter that reads plain data strictly.

    Args:
        known: the metrics that the data may name.
    """
    reader = cattrs.BaseConverter(detailed_validation=False)
    of_class: dict[type, Callable[[object, type[object]], object]] = {
        str: _text,
        int: _whole,
        bool: _flag,
        float: _never,
        bytes: _never,
    }
    for cls, hook in of_class.items():
        reader.register_structure_hook(cls, hook)

    def metric(value: object, _: object) -> Metric:
        if type(value) is not str:
            refuse(value, UnknownMetric, "the id of a metric")
        return known.get(identifier(value))

    reader.register_structure_hook_factory(
        lambda cls: isinstance(cls, type) and issubclass(cls, Entity),
        lambda cls: lambda value, _: read_entity(reader, cls, value),
    )
    reader.register_structure_hook_func(lambda cls: isinstance(cls, type) and _is_parsed(cls), _parsed)
    reader.register_structure_hook_func(lambda cls: cls in _VALUES, _value)
    reader.register_structure_hook_func(lambda cls: cls is FrozenMap, _dims)
    reader.register_structure_hook_func(lambda cls: cls is Metric, metric)
    reader.register_structure_hook_func(is_document_kind, _document_kind)
    reader.register_structure_hook_func(lambda cls: cls is Clause, _clause(reader))
    reader.register_structure_hook_factory(
        lambda cls: typing.get_args(cls)[1:] == (...,),
        lambda cls: _sequence(reader, typing.get_args(cls)[0]),
    )
    reader.register_structure_hook_func(lambda cls: typing.get_args(cls) == (Period, Range), _step(reader))
    reader.register_structure_hook_factory(
        lambda cls: len(members_of(cls)) > 1, lambda cls: _union(reader, cls)
    )
    return reader


def is_document_kind(cls: object) -> bool:
    """Whether it is the class of the kinds of documents, named by id; `law` isn't loaded to ask."""
    return isinstance(cls, type) and issubclass(cls, Entity) and cls.__name__ == "DocumentKind"


def _document_kind(value: object, _: object) -> Entity:
    from sotttt.law import document_kind

    if type(value) is not str:
        refuse(value, InvalidChoice, "the name of a kind of documents")
    return document_kind(value)


def _is_parsed(cls: type) -> bool:
    return callable(getattr(cls, "parse", None)) and not issubclass(cls, Entity)


def name_of(value: object) -> str | None:
    """The id that a table states, in the form that entities keep, where it states a valid one."""
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        with suppress(SottttError):
            return identifier(value["id"])
    return None
