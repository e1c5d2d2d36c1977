"""Quantities: one number (`Amount`), a range of numbers (`Range`), a figure as printed (`Figure`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sotttt._faces import face
from sotttt.ranges.amounts import Amount
from sotttt.ranges.figures import Figure, Hedge
from sotttt.ranges.ranges import Range

if TYPE_CHECKING:
    from sotttt.ranges.arithmetic import quotient

__all__ = ["Amount", "Figure", "Hedge", "Range", "quotient"]

#: Arithmetic loads on first use: comparing ranges pays for none of it.
_MODULES = {
    "amounts": ("Amount",),
    "arithmetic": ("quotient",),
    "figures": ("Figure", "Hedge"),
    "ranges": ("Range",),
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = face("sotttt.ranges", _MODULES)
