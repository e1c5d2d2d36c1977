"""Finding units by what people call them: names, aliases and codes, with the word for the type or without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from sotttt.places.levels import JurisdictionType
from sotttt.places.units import Jurisdiction
from sotttt.sectors import NameIndex, name_key
from sotttt.text import bare

__all__ = ["UnitNames", "without_type"]

_Types = frozenset[JurisdictionType]
_LONGEST = max(len(word.split()) for kind in JurisdictionType for word in (*kind.prefixes, kind.suffix))


@cache
def _affixes(form: str) -> dict[str, _Types]:
    """Words for types as keys, each with its types: those before a name, or those behind an English one."""
    found: dict[str, _Types] = {}
    for kind in JurisdictionType:
        for word in kind.prefixes if form == "before" else (kind.suffix,):
            for key in {name_key(word), bare(word)}:
                found[key] = found.get(key, frozenset()) | {kind}
    return found


def _readings(text: str) -> Iterator[tuple[str, _Types]]:
    """A name without its word for the type, in every way in which the text can be taken apart."""
    words = name_key(text).split(" ")
    for length in range(1, min(len(words), _LONGEST + 1)):
        head, tail = " ".join(words[:length]), " ".join(words[-length:])
        if head in _affixes("before"):
            yield " ".join(words[length:]), _affixes("before")[head]
        if tail in _affixes("behind"):
            yield " ".join(words[:-length]), _affixes("behind")[tail]


def without_type(name: str, kind: JurisdictionType) -> str:
    """A name without the word for its type, as the files of the statistical office write it.

    >>> ward = JurisdictionType("ward")
    >>> without_type("Phường Ba Đình", ward), without_type("Xã Đàn", ward)
    ('Ba Đình', 'Xã Đàn')
    """
    head = kind.prefixes[0]
    first, rest = name[: len(head)], name[len(head) :]
    return rest.strip() if name_key(first) == head and rest[:1] == " " else name


class UnitNames:
    """Finds units by their names, aliases and codes; the word for the type narrows it to units of that type.

    >>> names = UnitNames([Jurisdiction(id="ho-chi-minh", name="Hồ Chí Minh", aliases=["HCM"],
    ...                                 level="province", type="municipality")])
    >>> [len(names.find(text)) for text in ("TP. HCM", "tp ho chi minh", "Ho Chi Minh City", "tỉnh HCM")]
    [1, 1, 1, 0]
    """

    __slots__ = ("_index",)

    def __init__(self, units: Iterable[Jurisdiction]) -> None:
        self._index = NameIndex([(name, unit) for unit in units for name in _names_of(unit)])

    def find(self, text: str) -> tuple[Jurisdiction, ...]:
        """All units of that name; a text without any mark may stand for every name that is like it.

        Where nothing bears it as it is parted into words, its letters alone count: `Hanoi`, `DakLak`.
        """
        plain = self._index.written_like if name_key(text).isascii() else self._index.find
        for look in (plain, self._index.run_together):
            found = dict.fromkeys(look(text))
            for name, types in _readings(text):
                found.update(dict.fromkeys(unit for unit in look(name) if unit.type in types))
            if found:
                return tuple(found)
        return ()

    def hint(self, text: str) -> str | None:
        """The nearest names, for the message of an error."""
        return self._index.hint(min((name for name, _ in _readings(text)), key=len, default=text))


def _names_of(unit: Jurisdiction) -> tuple[str, ...]:
    # An English name that only lacks the marks is found without it, beside all others that are written so.
    english = unit.name_en
    other = () if english is None or bare(english) == bare(unit.name) else (english,)
    return (unit.name, *unit.aliases, *other, *(code.value for code in unit.codes))
