"""What all entities share: deep immutability, canonical pickles, and the field converters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from enum import Enum, StrEnum
from functools import cache
from inspect import signature
from typing import NoReturn, Self, TypeVar

import attrs

from sotttt.errors import (
    DuplicateId,
    InvalidChoice,
    InvalidEntity,
    InvalidText,
    MissingField,
    SottttError,
    nearest,
)
from sotttt.text import squeeze

__all__ = [
    "Entity",
    "FrozenMap",
    "LabelledWord",
    "Word",
    "choice",
    "identifier",
    "label",
    "only",
    "optional_label",
    "placed",
    "several",
    "strings",
    "unchecked",
    "yes_or_no",
]

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_FORMAT = 1


def _restore(cls: type[Entity], form: int, fields: dict[str, object]) -> Entity:
    if form != _FORMAT:
        raise InvalidEntity(
            f"{cls.__name__} was pickled in form {form}",
            expected=f"form {_FORMAT}",
            hint="read it with the release that wrote it",
        )
    return cls(**fields)


class Entity:
    """Base of all entities: pickled by its fields, and checked again by the constructor when it is read."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, ...]:
        fields = {
            field.name.lstrip("_"): getattr(self, field.name)
            for field in attrs.fields(type(self))  # type: ignore[arg-type]  # every subclass is an attrs class
            if field.init
        }
        return (_restore, (type(self), _FORMAT, fields))


def unchecked(cls: type[T]) -> Callable[..., T]:
    """A maker of instances of a frozen class from the values of all its fields by place, with no converter.

    It is for what is made by the thousand from values that are right by their making. A frozen instance is
    set field by field through `object.__setattr__`; an instance of a subclass that isn't frozen is set in the
    plain way, in less than half the time, and then becomes one of the class, which has the same slots.

    >>> @attrs.frozen
    ... class Named:
    ...     name: str = attrs.field(converter=label)
    >>> unchecked(Named)("Sở") == Named("Sở")
    True
    """
    names = [field.name for field in attrs.fields(cls)]  # type: ignore[arg-type]  # all are attrs classes

    def close(self: T) -> None:
        self.__class__ = cls

    plain = attrs.make_class("Plain", names, eq=False, class_body={"__attrs_post_init__": close})
    body = {
        "__slots__": (),
        "__init__": vars(plain)["__init__"],
        "__attrs_post_init__": close,
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }
    return type(f"_{cls.__name__}", (cls,), body)


def _pair(given: object) -> tuple[str, str]:
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise InvalidText(f"{given!r:.60} is no pair of texts", expected="a key and a value")
    key, value = given
    return squeeze(key), squeeze(value)


class FrozenMap(Mapping[str, str]):
    """An immutable, sorted, hashable mapping of text to text.

    Raises:
        InvalidText: a key or a value that is no text.
        DuplicateId: two keys that are the same text.

    >>> dims = FrozenMap({"sex": "nữ", "age": "15+"})
    >>> list(dims), dims["sex"]
    (['age', 'sex'], 'nữ')
    >>> dims == {"age": "15+", "sex": "nữ"}, hash(dims) == hash(FrozenMap(dims))
    (True, True)
    """

    __slots__ = ("_items", "_lookup")
    _items: tuple[tuple[str, str], ...]
    _lookup: dict[str, str]

    def __init__(self, items: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        if not isinstance(items, Iterable):
            raise InvalidText(f"{items!r:.60} is no mapping of texts", expected="a mapping of text to text")
        lookup: dict[str, str] = {}
        for pair in items.items() if isinstance(items, Mapping) else items:
            key, value = _pair(pair)
            if key in lookup:
                raise DuplicateId(f"two values stand under the key {key!r:.60}")
            lookup[key] = value
        object.__setattr__(self, "_items", tuple(sorted(lookup.items())))
        object.__setattr__(self, "_lookup", dict(self._items))

    def __setattr__(self, name: str, value: object) -> None:
        raise attrs.exceptions.FrozenInstanceError

    def __delattr__(self, name: str) -> None:
        raise attrs.exceptions.FrozenInstanceError

    def __getitem__(self, key: str) -> str:
        return self._lookup[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lookup)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return f"FrozenMap({dict(self._items)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (FrozenMap, (self._items,))


def identifier(value: str) -> str:
    """An id: readable text without white space.

    >>> identifier("cb-2020-phones")
    'cb-2020-phones'
    """
    text = label(value)
    if " " in text:
        raise InvalidText(
            f"the id {text!r:.60} holds a space", expected="a readable id such as 'qn-2020-phones'"
        )
    return text


def label(value: str) -> str:
    """A text that may not be empty, in NFC with single spaces.

    >>> label(" Số  thuê bao ")
    'Số thuê bao'
    """
    text = squeeze(value)
    if not text:
        raise MissingField("the text is empty")
    return text


def optional_label(value: str | None) -> str | None:
    """A text, or None.

    >>> optional_label(None) is None
    True
    """
    return None if value is None else label(value)


def strings(value: Iterable[str]) -> tuple[str, ...]:
    """A tuple of texts; one text alone is refused, as it would be read letter by letter.

    >>> strings(["TEL", "POST"])
    ('TEL', 'POST')
    """
    if isinstance(value, str):
        raise InvalidText(f"one text {value!r:.60} where several are due", expected="a list of texts")
    if not isinstance(value, Iterable):
        raise InvalidText(f"{value!r:.60} is no list of texts", expected="a list of texts")
    return tuple(label(item) for item in value)


def several(value: Iterable[T], expected: str) -> tuple[T, ...]:
    """A tuple of the members; what has no members is refused.

    >>> several(iter([1, 2]), "a list of numbers")
    (1, 2)
    """
    if not isinstance(value, Iterable):
        raise InvalidText(f"{value!r:.60} stands where several are due", expected=expected)
    return tuple(value)


def yes_or_no(value: bool) -> bool:  # noqa: FBT001  # a converter takes its value by place
    """A truth value; a text such as "no", which Python takes for true, is refused.

    >>> yes_or_no(True)
    True
    """
    if value is not True and value is not False:
        raise InvalidText(f"{value!r:.60} is neither True nor False", expected="True or False")
    return value


def only(kind: type[T]) -> Callable[[object, attrs.Attribute[T], T], None]:
    """A validator that takes members of one class alone.

    >>> @attrs.frozen
    ... class Named:
    ...     name: str = attrs.field(validator=only(str))
    >>> Named(5)
    Traceback (most recent call last):
    sotttt.errors.InvalidText: name: 5 is no str; expected a str
    """

    def check(_: object, field: attrs.Attribute[T], value: T) -> None:
        if not isinstance(value, kind):
            raise InvalidText(
                f"{value!r:.60} is no {kind.__name__}", where=field.name, expected=f"a {kind.__name__}"
            )

    return check


def placed(_: type, fields: list[attrs.Attribute[object]]) -> list[attrs.Attribute[object]]:
    """For `field_transformer`: what a converter refuses tells its field.

    >>> @attrs.frozen(field_transformer=placed)
    ... class Named:
    ...     name: str = attrs.field(converter=label)
    >>> Named(" ")
    Traceback (most recent call last):
    sotttt.errors.MissingField: name: the text is empty
    """
    return [_telling(field) for field in fields]


#: attrs reads the signature of every converter, and many fields share one.
_signature = cache(signature)


def _telling(field: attrs.Attribute[object]) -> attrs.Attribute[object]:
    convert, name = field.converter, field.name
    if convert is None or isinstance(convert, attrs.Converter):
        return field

    def tell(value: object) -> object:
        try:
            return convert(value)
        except SottttError as fault:
            if fault.where is not None:
                raise
            raise fault.at(name) from None

    with suppress(ValueError):  # some functions of C have none
        tell.__signature__ = _signature(convert)
    return field.evolve(converter=tell)


class Word(StrEnum):
    """Base of the closed vocabularies: a member is made from its text, and a wrong text names the nearest.

    >>> class Better(Word):
    ...     HIGHER = "higher"
    >>> Better("higher")
    <Better.HIGHER: 'higher'>
    >>> Better("hihger")
    Traceback (most recent call last):
    sotttt.errors.InvalidChoice: 'hihger' is no Better; expected one of higher; did you mean 'higher'?
    """

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        known = [member.value for member in cls]
        hint = nearest(value, known) if isinstance(value, str) else None
        raise InvalidChoice(
            f"{value!r:.60} is no {cls.__name__}", expected=f"one of {', '.join(known)}", hint=hint
        )


class LabelledWord(Word):
    """A closed vocabulary whose members carry their labels in both languages.

    >>> class Better(LabelledWord):
    ...     HIGHER = "higher", "Cao hơn là tốt hơn", "Higher is better"
    >>> Better("higher").vi, Better.HIGHER.en, Better.HIGHER == "higher"
    ('Cao hơn là tốt hơn', 'Higher is better', True)
    """

    vi: str
    """The Vietnamese label."""
    en: str
    """The English label."""

    def __new__(cls, value: str, vi: str = "", en: str = "") -> Self:
        """A member from its text and labels, which a lookup by the text alone has already."""
        if not (vi and en):
            raise TypeError(f"{cls.__name__}: {value!r} lacks a label")
        member = str.__new__(cls, value)
        member._value_ = value
        member.vi = vi
        member.en = en
        return member


def choice(enum: type[E]) -> Callable[[E | str], E]:
    """A converter to a closed vocabulary that accepts the value as text.

    >>> from enum import Enum, StrEnum
    >>> class Better(Enum):
    ...     HIGHER = "higher"
    >>> choice(Better)("higher")
    <Better.HIGHER: 'higher'>
    """
    names = {str(member.value): member for member in enum}

    def convert(value: E | str) -> E:
        if type(value) is enum:
            return value
        if isinstance(value, str) and value in names:
            return names[value]
        known = ", ".join(names)
        hint = nearest(value, names) if isinstance(value, str) else None
        raise InvalidChoice(f"{value!r:.60} is no {enum.__name__}", expected=f"one of {known}", hint=hint)

    return convert
