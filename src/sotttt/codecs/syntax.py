"""Text of a file to plain data and back: JSON and TOML, with nothing guessed and nothing lost."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal

from sotttt.errors import InvalidFile, MissingExtra, NotFound, nearest

__all__ = ["FORMATS", "MAX_DEPTH", "Table", "check_format", "parse", "render"]

FORMATS = ("json", "toml", "csv")
#: Requirements as deep in each other as the model allows take three levels each, and stand some levels down.
MAX_DEPTH = 120


_NAMES: dict[type, str] = {list: "a list", str: "a text", bool: "a truth value", type(None): "null"}


class Table(dict[str, object]):
    """A table of a JSON file, which remembers the keys that stand in it twice.

    >>> Table([("due", "2020"), ("due", "2021")]).doubled
    ('due',)
    """

    doubled: tuple[str, ...]

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        twice = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]  # add gives None on purpose
        self.doubled = tuple(dict.fromkeys(twice))


def check_format(name: str) -> str:
    """The name of a format that can be read and written.

    Raises:
        NotFound: for another name.

    >>> check_format("toml")
    'toml'
    """
    if name not in FORMATS:
        raise NotFound(f"no format {name!r}", expected=", ".join(FORMATS), hint=nearest(name, FORMATS))
    return name


def parse(text: str, syntax: str, place: str) -> dict[str, object]:
    """The table that the text of a JSON or TOML file holds.

    Numbers with a fraction, NaN and infinities come as `Decimal`: the reader of the fields refuses them where
    their place is known.

    Raises:
        InvalidFile: text of another syntax, nested too deep, or holding something other than a table.

    >>> parse('due = "2020"', "toml", "plan.toml")
    {'due': '2020'}
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal) if syntax == "toml" else _json(text)
    except RecursionError:
        raise _too_deep(place) from None
    except ValueError as fault:
        # Both readers name line and column; an integer of thousands of digits is refused here too.
        raise InvalidFile(f"no {syntax.upper()}: {fault}", where=place) from None
    if not isinstance(data, dict):
        raise InvalidFile(
            f"the file holds {_NAMES.get(type(data), 'a number')}",
            where=place,
            expected="a table with keys like 'targets'",
        )
    check_depth(data, place)
    return data


def _json(text: str) -> object:
    return json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=Table)


def render(data: Mapping[str, object], syntax: str) -> str:
    """The text of a JSON or TOML file.

    >>> print(render({"targets": [{"id": "t"}]}, "json"), end="")
    {
      "targets": [
        {
          "id": "t"
        }
      ]
    }
    """
    check_depth(data, "what is to be written")
    if syntax == "json":
        return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    try:
        import tomli_w
    except ImportError:
        raise MissingExtra(
            "TOML is written by tomli-w, which is not installed", hint="pip install 'sotttt[codecs]'"
        ) from None
    return tomli_w.dumps(data)


def check_depth(data: object, place: str) -> None:
    """Refuse data nested deeper than any file of plans is.

    Raises:
        InvalidFile: for such data.
    """
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [child for item in level for child in _children(item)]
        if not level:
            return
    raise _too_deep(place)


def _children(item: object) -> Iterator[object]:
    if isinstance(item, dict):
        yield from item.values()
    elif isinstance(item, list):
        yield from item


def _too_deep(place: str) -> InvalidFile:
    return InvalidFile("nested too deep", where=place, expected=f"at most {MAX_DEPTH} levels")
