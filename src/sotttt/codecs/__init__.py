"""Files: JSON, TOML and CSV to entities and back, strict by default (đọc và ghi tệp).

Nothing is coerced or guessed: values stand as canonical text in quotes, unknown keys are refused with the
nearest spelling, NaN is refused, and all faults of a file are reported together, each with its path. What is
written reads back as the same entities. Metrics are named by id.

Needs the extra `codecs`: `pip install 'sotttt[codecs]'`.
"""

from __future__ import annotations

from sotttt.errors import MissingExtra

try:
    import cattrs as _cattrs  # noqa: F401  # asked for here, so that the refusal names the extra
except ImportError:
    raise MissingExtra(
        "sotttt.codecs needs cattrs, which is not installed", hint="pip install 'sotttt[codecs]'"
    ) from None

from sotttt._textfiles import MAX_BYTES
from sotttt.codecs.bundles import Bundle
from sotttt.codecs.loading import dump, dumps, from_data, load, loads, to_data
from sotttt.codecs.plan_sheets import PlanSheets, SheetResult, read_plan_sheets
from sotttt.codecs.sheets import (
    Sifted,
    columns_of,
    read_observations,
    read_rows,
    sift_rows,
    write_observations,
    write_rows,
)

__all__ = [
    "MAX_BYTES",
    "Bundle",
    "PlanSheets",
    "SheetResult",
    "Sifted",
    "columns_of",
    "dump",
    "dumps",
    "from_data",
    "load",
    "loads",
    "read_observations",
    "read_plan_sheets",
    "read_rows",
    "sift_rows",
    "to_data",
    "write_observations",
    "write_rows",
]
