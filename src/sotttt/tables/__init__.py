"""The same questions over a hundred million rows, in the user's own dataframe engine (đánh giá trên bảng).

`evaluate` takes targets and a frame of observations of any engine that narwhals serves and gives back the
findings as a frame of the same kind: lazy in, lazy out; eager in, eager out. The answers are those of
`sotttt.evaluate`, boundaries included; what tables can't answer so is refused by name, never approximated.

Needs the extra `tables`: `pip install 'sotttt[tables]'`. It brings narwhals and no engine.
"""

from __future__ import annotations

from sotttt.errors import MissingExtra

try:
    import narwhals.stable.v2 as _narwhals  # noqa: F401  # asked for here, so that the refusal names the extra
except ImportError:
    raise MissingExtra(
        "sotttt.tables needs narwhals, which is not installed", hint="pip install 'sotttt[tables]'"
    ) from None

from sotttt.tables.carrying import carry, left
from sotttt.tables.evaluating import evaluate, faults, summary
from sotttt.tables.frames import observations_frame, observations_of, targets_frame, targets_of
from sotttt.tables.parts import evaluate_parts
from sotttt.tables.progress import Bar
from sotttt.tables.schema import CARRIED, FAULTS, FINDINGS, OBSERVATIONS, SUMMARY, TARGETS, Column

__all__ = [
    "CARRIED",
    "FAULTS",
    "FINDINGS",
    "OBSERVATIONS",
    "SUMMARY",
    "TARGETS",
    "Bar",
    "Column",
    "carry",
    "evaluate",
    "evaluate_parts",
    "faults",
    "left",
    "observations_frame",
    "observations_of",
    "summary",
    "targets_frame",
    "targets_of",
]
