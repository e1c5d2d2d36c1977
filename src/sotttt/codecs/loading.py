"""The doors: files and texts to bundles and back."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

from sotttt._textfiles import read_text
from sotttt.codecs.bundles import Bundle
from sotttt.codecs.files import format_of, write_text
from sotttt.codecs.plain import write_entity
from sotttt.codecs.sheets import read_sheet, write_sheet
from sotttt.codecs.strict import Known, make_reader, read_entity
from sotttt.codecs.syntax import check_format, parse, render
from sotttt.codecs.whole import read_bundle, write_bundle
from sotttt.errors import FaultGroup, SottttError
from sotttt.frozen import Entity
from sotttt.metrics import Metric

__all__ = ["dump", "dumps", "from_data", "load", "loads", "to_data"]

E = TypeVar("E", bound=Entity)
Path = str | os.PathLike[str]


def load(path: Path, *, format: str | None = None, metrics: Iterable[Metric] = ()) -> Bundle:
    """Read a file in JSON, TOML or CSV (đọc tệp).

    Args:
        path: a regular file in UTF-8, with or without a byte-order mark.
        format: `json`, `toml` or `csv`; without it, the ending of the name says.
        metrics: metrics that the file may name without defining them, such as `catalog.metrics()`; its own
            definitions go before them.

    Returns:
        What the file holds.

    Raises:
        FaultGroup: every fault of the file, each with its path in the file's own terms.
        InvalidFile: no regular file, too large, no UTF-8, or an ending that names no format.
    """
    place = os.fspath(path)
    syntax = check_format(format) if format is not None else format_of(path)
    return loads(read_text(path), format=syntax, metrics=metrics, name=place)


def loads(text: str, *, format: str, metrics: Iterable[Metric] = (), name: str = "text") -> Bundle:
    r"""Read the text of such a file.

    Args:
        text: the text.
        format: `json`, `toml` or `csv`.
        metrics: metrics that the text may name without defining them.
        name: what the faults call the text.

    Raises:
        FaultGroup: every fault of the text, each with its path.
        InvalidFile: the text is of another syntax.

    >>> bundle = loads('''
    ... [[metrics]]
    ... id = "fibre"
    ... name = "Tỷ lệ hộ có cáp quang"
    ... unit = "%"
    ... better = "higher"
    ... timing = "point"
    ... scale = "ratio"
    ...
    ... [[targets]]
    ... id = "fibre-2025"
    ... metric = "fibre"
    ... jurisdiction = "hue"
    ... requirement = ">= 80 %"
    ... due = "2025"
    ... ''', format="toml")
    >>> str(bundle.targets[0].requirement)
    '>= 80 %'
    >>> wrong = '[[targets]]\nid = "t"\nmetric = "fiber"\ndew = "2025"'
    >>> loads(wrong, format="toml", metrics=bundle.metrics)
    Traceback (most recent call last):
    sotttt.errors.FaultGroup: text: 4 faults
      targets[0].dew: unknown key 'dew'; did you mean 'due'?
      targets[0].metric: no metric 'fiber'; ...did you mean 'fibre'?
      targets[0].jurisdiction: Target without 'jurisdiction'
      targets[0].requirement: Target without 'requirement'
    """
    syntax = check_format(format)
    clean = text.removeprefix("\ufeff")
    if syntax == "csv":
        return read_sheet(clean, name, metrics)
    return read_bundle(parse(clean, syntax, name), name, metrics)


def dump(bundle: Bundle, path: Path, *, format: str | None = None) -> None:
    """Write a file that reads back as the same bundle (ghi tệp).

    Args:
        bundle: what to write; as CSV, of one family alone.
        path: where; the file is replaced as a whole.
        format: `json`, `toml` or `csv`; without it, the ending of the name says.

    Raises:
        InvalidFile: the file can't be written, or one CSV table can't hold the bundle.
    """
    syntax = check_format(format) if format is not None else format_of(path)
    write_text(path, dumps(bundle, format=syntax))


def dumps(bundle: Bundle, *, format: str) -> str:
    """The text of a file that reads back as the same bundle.

    >>> print(dumps(Bundle(), format="json"), end="")
    {
      "format": 1
    }
    """
    syntax = check_format(format)
    return write_sheet(bundle) if syntax == "csv" else render(write_bundle(bundle), syntax)


def to_data(entity: Entity) -> dict[str, object]:
    """One entity as plain data: tables, lists, texts and truth values, as a JSON file holds it.

    A metric inside another entity stands by its id, what has its default is left out.

    >>> from sotttt.plans import Milestone
    >>> to_data(Milestone(id="nd-digital", text="phát sóng số", due="2016-07"))
    {'id': 'nd-digital', 'text': 'phát sóng số', 'due': '2016-07'}
    """
    return write_entity(entity)


def from_data(cls: type[E], data: object, *, metrics: Iterable[Metric] = (), name: str = "data") -> E:
    """One entity from plain data, read as strictly as a file.

    Args:
        cls: the class of the entity.
        data: its table.
        metrics: the metrics that it may name.
        name: what the faults call the data.

    Raises:
        FaultGroup: every fault of the data.

    >>> from sotttt.plans import Milestone
    >>> from_data(Milestone, {"id": "m", "text": "phát sóng số", "due": 2016})
    Traceback (most recent call last):
    sotttt.errors.FaultGroup: data: 1 fault
      due: the number 2016 stands without quotes; expected text such as '2020-Q3'; write it in quotes
    """
    try:
        return read_entity(make_reader(Known(metrics)), cls, data)
    except FaultGroup as faults:
        raise FaultGroup(name, faults.faults) from None
    except SottttError as fault:
        raise FaultGroup(name, [fault]) from None
