"""The unit catalogue (đơn vị tính), exact factors between units, and the registry behind them.

`units.txt`, in pint's definition format, says what each unit is, and is compiled into
`_unit_table.py`, so that no unit needs pint: compounds such as `subscription/(100 person)` are read
by a tokenizer of our own and measured by their parts, and tests hold them to what pint says.
`unit_names.csv` says what people call each unit; it is read when a name other than the canonical one
is met.

>>> unit("tỷ đồng").name, factor("billion_VND", "VND")
('billion_VND', Fraction(1000000000, 1))
>>> same_dimension("person", "household")
False
>>> unit("station/square_kilometre").dimension
'[station]/[length]^2'
>>> unit("subcription")
Traceback (most recent call last):
sotttt.errors.UnknownUnit: 'subcription' is no unit of the catalogue; did you mean 'subscription'? ...
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn

import attrs

from sotttt._unit_table import PLAIN
from sotttt.errors import InvalidText, UnitMismatch, UnknownUnit, nearest
from sotttt.text import fold, squeeze

if TYPE_CHECKING:
    import pint

__all__ = ["Unit", "aliases", "factor", "lookup", "names", "registry", "same_dimension", "unit"]

_FORMAT = 1
_LONGEST = 200
_HIGHEST_POWER = 4
_MOST_PARTS = 8
_LARGEST_NUMBER = 10**12
_LARGEST_FACTOR = 10**60
_CACHED = 4096

_SHARE = "[share]"
_ALONE = frozenset({_SHARE, "[percentage_point]", "[multiple]", "[rank]"})

_EXACT = Context(prec=1000, Emin=-99999, Emax=99999, traps=[Inexact])

# Most programs name plain units alone: these patterns are compiled where the first text needs them.
_PART = (
    r" ?(?:(?P<brace>\{[^{}]*\})|(?P<number>[0-9]+)|(?P<power>\^[0-9]+)|(?P<mark>[()/*])"
    r"|(?P<word>[^ {}()/*^0-9][^ {}()/*^]*))"
)
_STRUCTURE = frozenset("{}()/*^")
_TIMES = ("mark", "*")
_DIMENSION = r"(/?)(\[[^\]]+\])(?:\^([0-9]))?"
_SYMBOL = r"[A-Za-z]{1,2}(?:/s)?"
_LABEL = r"[^\W_](?:[\w .,'&-]{0,78}[\w.])?"


@attrs.frozen
class Unit:
    """A unit of the catalogue (đơn vị tính), a unit in braces, or a compound of them.

    Two units are equal when their canonical names are.

    Attributes:
        name: the canonical name, which `unit` reads back.
        dimension: what is measured, in canonical text: `[vnd]`, `[station]/[length]^2`.
        factor: how many base units of the dimension one such unit is, exactly.

    >>> unit("%").factor, unit("ratio").factor, unit("%").name_vi
    (10, 1000, 'phần trăm')
    """

    name: str
    dimension: str = attrs.field(eq=False)
    factor: int | Fraction = attrs.field(eq=False)
    _scale: Decimal | Fraction = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_scale", _as_decimal(self.factor))

    def __str__(self) -> str:
        return self.name

    def __reduce__(self) -> tuple[object, ...]:
        return (_restore, (_FORMAT, self.name))

    @property
    def symbol(self) -> str:
        """The short sign, where there is one; else the canonical name."""
        return _labels(self.name)[0]

    @property
    def name_vi(self) -> str:
        """What a Vietnamese table calls it."""
        return _labels(self.name)[1]

    @property
    def name_en(self) -> str:
        """What an English table calls it."""
        return _labels(self.name)[2]


def _restore(form: int, name: str) -> Unit:
    if form != _FORMAT:
        raise UnknownUnit(f"a unit was pickled in form {form}", expected=f"form {_FORMAT}")
    return unit(name)


def _as_decimal(value: int | Fraction) -> Decimal | Fraction:
    """The value as a decimal where one holds it, else as it is."""
    if isinstance(value, int):
        return Decimal(value)
    try:
        return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    except Inexact:
        return value


_known: dict[str, Unit] = {}
_made: dict[str, Unit] = {}


def unit(name: str) -> Unit:
    """The unit of that name: canonical name, alias, `{braces}` or compound.

    Raises:
        UnknownUnit: for a name the catalogue doesn't hold, or a compound out of bounds.
        InvalidText: for something that is no text.

    >>> unit("hộ gia đình").name, unit("{tủ sách}").dimension, unit("thuê bao/100 dân").name
    ('household', '[{tủ sách}]', 'subscription/(100 person)')
    """
    try:
        found = _known.get(name) or _made.get(name)
    except TypeError:
        found = None
    if found is None:
        found = _find(name)
        if len(_made) >= _CACHED:
            _made.clear()
        _made[name] = found
    return found


def _find(name: str) -> Unit:
    if not isinstance(name, str):
        raise InvalidText(f"{name!r} is no unit name", expected="text such as '%' or 'subscription'")
    if len(name) > _LONGEST:
        raise UnknownUnit(f"a unit name of {len(name)} characters", expected=f"at most {_LONGEST}")
    text = squeeze(name)
    found = lookup(text)
    if found is None and not _STRUCTURE.intersection(text):
        words = _phrases(text.split(" "))
        if len(words) == 1 or any(lookup(word) is None for _, word in words):
            _refuse_name(text)
    return found or _compound(text)


def lookup(text: str) -> Unit | None:
    """The catalogue's unit of that name or alias, or None; no compound is taken apart.

    In symbols ("m", "Mb", "MB") case counts; in names case, tone placement and spaces don't.

    >>> lookup("TỈ  ĐỒNG"), lookup("tủ sách")
    (Unit(name='billion_VND', dimension='[vnd]', factor=1000000000), None)
    """
    text = squeeze(text)
    if text in PLAIN:
        return _plain(text)
    table = _names()
    name = table.exact.get(text) or table.folded.get(fold(text))
    if name is None:
        return None
    return _plain(name) if name in PLAIN else _made.get(name) or _compound(name)


def aliases() -> Mapping[str, str]:
    """All names that people use, folded by `sotttt.text.fold`, with the canonical name of each.

    Symbols in which case counts ("m", "MB") are left out.

    >>> aliases()["thuê bao"], aliases()["phần trăm"]
    ('subscription', '%')
    """
    return MappingProxyType(_names().folded)


class _Names:
    """The names table: labels by canonical name, canonical names by spelling and by folded spelling."""

    __slots__ = ("exact", "folded", "labels")

    def __init__(
        self, labels: dict[str, tuple[str, str, str]], exact: dict[str, str], folded: dict[str, str]
    ) -> None:
        self.labels, self.exact, self.folded = labels, exact, folded


@cache
def _names() -> _Names:
    import csv
    from pathlib import Path

    labels: dict[str, tuple[str, str, str]] = {}
    exact: dict[str, str] = {}
    owners: dict[str, set[str]] = {}
    with Path(__file__).with_name("unit_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["name"]
            labels[name] = (row["symbol"] or name, row["name_vi"], row["name_en"])
            for spelling in (name, *labels[name], *row["aliases"].split(";")):
                if spelling:
                    exact[squeeze(spelling)] = name
                    if not re.fullmatch(_SYMBOL, spelling):
                        owners.setdefault(fold(spelling), set()).add(name)
    folded = {spelling: min(names) for spelling, names in owners.items() if len(names) == 1}
    return _Names(labels, exact, folded)


@lru_cache(maxsize=_CACHED)
def _labels(name: str) -> tuple[str, str, str]:
    """Symbol, Vietnamese and English name; those of a compound are put together from its parts."""
    known = _names().labels.get(name)
    if known is not None:
        return known
    if name[0] == "{" and name.find("}") == len(name) - 1:
        return (name[1:-1],) * 3
    parts = _read(name)
    number = Fraction(*parts.numbers)
    symbol, vi, en = (
        written({_labels(part.name)[place]: power for part, power in parts.signed()}, number)
        for place in range(3)
    )
    return symbol, vi, en


def names() -> tuple[str, ...]:
    """The canonical names of all plain units, in the order of the catalogue.

    >>> names()[:3]
    ('permille', '%', 'ratio')
    """
    return tuple(PLAIN)


def same_dimension(a: str, b: str) -> bool:
    """Whether two units measure the same thing.

    >>> same_dimension("%", "ratio"), same_dimension("%", "percentage_point")
    (True, False)
    """
    return unit(a).dimension == unit(b).dimension


@lru_cache(maxsize=_CACHED)
def factor(a: str, b: str) -> Fraction:
    """The number by which a magnitude in `a` is multiplied to give it in `b`, exactly.

    Raises:
        UnitMismatch: for units of two dimensions.
        UnknownUnit: for a name the catalogue doesn't hold.

    >>> factor("subscription/(100 person)", "subscription/person")
    Fraction(1, 100)
    """
    one, other = unit(a), unit(b)
    if one.dimension != other.dimension:
        mismatch(one, other)
    return Fraction(one.factor) / other.factor


def mismatch(one: Unit, other: Unit) -> NoReturn:
    """Refuse two units of different dimensions, with the reason."""
    shares = {one.dimension, other.dimension}
    hint = None
    if _SHARE in shares and "[percentage_point]" in shares:
        hint = "a percentage point is the difference of two shares, no share"
    elif _SHARE in shares and "[multiple]" in shares:
        hint = "'times' is a multiple, no share"
    raise UnitMismatch(
        f"{one.name!r} and {other.name!r} measure different things ({one.dimension} and {other.dimension})",
        hint=hint,
    )


def _plain(name: str) -> Unit:
    found = _known.get(name)
    if found is None:
        found = _known[name] = Unit(name, *PLAIN[name])
    return found


def _refuse_name(text: str) -> NoReturn:
    hint = nearest(text, PLAIN, limit=1) or nearest(text, _names().exact, limit=1)
    if _is_label(text):
        braces = f"a counted thing outside the catalogue is written in braces: {{{text}}}"
        hint = f"{hint} {braces}" if hint else braces
    raise UnknownUnit(f"{text!r} is no unit of the catalogue", hint=hint)


def _braced(token: str) -> Unit:
    label = squeeze(token[1:-1])
    if not _is_label(label):
        raise UnknownUnit(
            f"{token!r} is no unit", expected="letters, digits and spaces in braces, at most 80"
        )
    known = lookup(label)
    if known is not None and known.name in PLAIN:
        return known
    return Unit(f"{{{label}}}", f"[{{{fold(label)}}}]", 1)


def _is_label(text: str) -> bool:
    return re.fullmatch(_LABEL, text) is not None and any(mark.isalpha() for mark in text)


class _Parts:
    """What a compound is made of, side by side: number, and units with their powers."""

    def __init__(self) -> None:
        self.numbers = [1, 1]
        self.powers: tuple[dict[str, int], dict[str, int]] = ({}, {})
        self.units: dict[str, Unit] = {}

    def number(self, side: int, value: int) -> None:
        if not 0 < value <= _LARGEST_NUMBER:
            raise UnknownUnit(f"the number {value} in a unit", expected=f"1 to {_LARGEST_NUMBER}")
        self.numbers[side] *= value

    def add(self, side: int, part: Unit, power: int) -> None:
        self.units[part.name] = part
        total = self.powers[side].get(part.name, 0) + power
        if not 0 < total <= _HIGHEST_POWER:
            raise UnknownUnit(f"the power {total} of {part.name!r}", expected=f"1 to {_HIGHEST_POWER}")
        if part.name in self.powers[1 - side]:
            raise UnknownUnit(f"{part.name!r} stands on both sides of the stroke")
        if part.dimension in _ALONE and (side or total > 1):
            raise UnknownUnit(f"{part.name!r} can only stand above the stroke, and once")
        self.powers[side][part.name] = total
        if len(self.units) > _MOST_PARTS:
            raise UnknownUnit(f"a compound of more than {_MOST_PARTS} units")

    def signed(self) -> Iterator[tuple[Unit, int]]:
        for side, sign in ((0, 1), (1, -1)):
            for name, power in self.powers[side].items():
                yield self.units[name], sign * power


def _compound(text: str) -> Unit:
    """Read a compound; the canonical name doesn't depend on the order in which its parts are written."""
    parts = _read(text)
    number = Fraction(*parts.numbers)
    powers = {part.name: power for part, power in parts.signed()}
    if list(powers.values()) == [1]:
        if number != 1:
            _refuse(text)
        return next(iter(parts.units.values()))
    dimensions, size = _measured(parts)
    size *= number
    if not dimensions:
        raise UnknownUnit(
            f"{text!r} has no dimension",
            hint="a quotient within one dimension is written in %, ratio or times",
        )
    if max(size.numerator, size.denominator) > _LARGEST_FACTOR:
        raise UnknownUnit(f"the factor of {text!r} is out of bounds")
    whole = size.numerator if size.denominator == 1 else size
    return Unit(written(powers, number), written(dimensions, Fraction(1)), whole)


def components(of: Unit) -> tuple[Fraction, dict[Unit, int]]:
    """The number in a unit, and the plain units and units in braces it is made of, with their powers."""
    parts = _read(of.name)
    return Fraction(*parts.numbers), dict(parts.signed())


def _read(text: str) -> _Parts:
    """`product ("/" (item | "(" product ")"))*`."""
    parts = _Parts()
    tokens = _tokens(text)
    at = _product(text, tokens, 0, 0, parts)
    if at == 0:
        _refuse(text)
    while at < len(tokens):
        if tokens[at] != ("mark", "/"):
            _refuse(text)
        if tokens[at + 1 : at + 2] == [("mark", "(")]:
            start = at + 2
            end = _product(text, tokens, start, 1, parts)
            if tokens[end : end + 1] != [("mark", ")")]:
                _refuse(text)
            at = end + 1
        else:
            start = at + 1
            at = end = _product(text, tokens, start, 1, parts)
            if end - start > 1 and not (end - start == 2 and tokens[start + 1][0] == "power"):
                below = text[text.index("/") + 1 :].strip()
                raise UnknownUnit(
                    f"{text!r} can be read in two ways", hint=f"write brackets, as in '/({below})'"
                )
        if end == start:
            _refuse(text)
    if not parts.powers[0]:
        parts.add(0, _plain("ratio"), 1)
    return parts


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    words: list[str] = []
    token = re.compile(_PART)
    at = 0
    while at < len(text):
        match = token.match(text, at)
        if match is None or match.lastgroup is None:
            _refuse(text)
        if match.lastgroup == "word":
            words.append(match["word"])
        else:
            found += _phrases(words)
            words = []
            found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found + _phrases(words)


def _phrases(words: list[str]) -> list[tuple[str, str]]:
    """Words joined to the longest names that the catalogue holds: `hộ gia đình` is one unit."""
    found: list[tuple[str, str]] = []
    start = 0
    while start < len(words):
        end = len(words)
        while end > start + 1 and lookup(" ".join(words[start:end])) is None:
            end -= 1
        found.append(("word", " ".join(words[start:end])))
        start = end
    return found


def _product(text: str, tokens: list[tuple[str, str]], at: int, side: int, parts: _Parts) -> int:
    """Read numbers and units with their powers into one side of `parts`; returns where that ends."""
    start = at
    while at < len(tokens):
        kind, token = tokens[at]
        if (kind, token) == _TIMES and start < at < len(tokens) - 1:
            at += 1
            kind, token = tokens[at]
        elif kind == "mark":
            break
        at += 1
        if kind == "number":
            parts.number(side, int(token[:14]))
        elif kind in {"mark", "power"}:
            _refuse(text)
        else:
            power = 1
            if tokens[at : at + 1] and tokens[at][0] == "power":
                power = int(tokens[at][1][1:4])
                at += 1
            parts.add(side, _part(kind, token), power)
    return at


def _part(kind: str, token: str) -> Unit:
    if kind == "brace":
        return _braced(token)
    found = lookup(token)
    if found is None or found.name not in PLAIN:
        _refuse_name(token)
    return found


def _refuse(text: str) -> NoReturn:
    raise UnknownUnit(
        f"{text!r} is no unit", expected="a form such as 'subscription/(100 person)' or 'station/km^2'"
    )


def written(powers: Mapping[str, int], number: Fraction) -> str:
    """The canonical text of a product of powers: sorted, one stroke, brackets where several stand below."""
    above, below = (
        [str(part)] * (part != 1)
        + [
            name if abs(power) == 1 else f"{name}^{abs(power)}"
            for name, power in sorted(powers.items())
            if power * sign > 0
        ]
        for sign, part in ((1, number.numerator), (-1, number.denominator))
    )
    top = _side(above) or "1"
    if not below:
        return top
    return f"{top}/{below[0]}" if len(below) == 1 and number.denominator == 1 else f"{top}/({_side(below)})"


def _side(parts: list[str]) -> str:
    """Parts side by side; with a sign between them where two of them together would name a third unit."""
    return (" " if len(_phrases(parts)) == len(parts) else "*").join(parts)


def _measured(parts: _Parts) -> tuple[dict[str, int], Fraction]:
    """Dimensions and factor of a compound: those of its units, to their powers."""
    dimensions: dict[str, int] = {}
    size = Fraction(1)
    for part, power in parts.signed():
        size *= Fraction(part.factor) ** power
        for stroke, name, times in re.findall(_DIMENSION, part.dimension):
            own = int(times or 1) * (-power if stroke else power)
            dimensions[name] = dimensions.get(name, 0) + own
    return {name: power for name, power in dimensions.items() if power}, size


def pint_name(name: str) -> str:
    """The name under which pint knows a plain unit."""
    return "percent" if name == "%" else name


_lock = threading.Lock()
_registry: list[pint.UnitRegistry[Fraction]] = []


def registry() -> pint.UnitRegistry[Fraction]:
    """The library's own pint registry, made on first need: our definitions and `Fraction` arithmetic alone.

    >>> registry().Quantity(5, "billion_VND").to("VND").magnitude
    Fraction(5000000000, 1)
    """
    if not _registry:
        with _lock:
            if not _registry:
                _registry.append(_new_registry())
    return _registry[0]


def _new_registry() -> pint.UnitRegistry[Fraction]:
    import pint

    made: pint.UnitRegistry[Fraction] = pint.UnitRegistry(
        None, non_int_type=Fraction, cache_folder=None, on_redefinition="raise"
    )
    made.load_definitions(definitions())
    return made


def measured(ours: pint.UnitRegistry[Fraction], powers: Mapping[str, int]) -> tuple[dict[str, int], Fraction]:
    """What pint says of a product of powers: its dimensions, and how many base units it is."""
    container = ours.UnitsContainer(powers)
    size = Fraction(str(ours.get_root_units(container)[0]))
    return {name: whole(power) for name, power in ours.get_dimensionality(container).items()}, size


def whole(power: object) -> int:
    """A power of pint's, of whatever number type, as an int.

    Raises:
        UnknownUnit: for a broken power.
    """
    found = Fraction(str(power))
    if found.denominator != 1:
        raise UnknownUnit(f"the power {power} of a unit", expected="a whole number")
    return int(found)


def definitions() -> list[str]:
    """The lines of the definitions file, without comments."""
    from pathlib import Path

    text = Path(__file__).with_name("units.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
