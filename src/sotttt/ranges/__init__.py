"""Quantities: one number (`Amount`), a range of numbers (`Range`), a figure as printed (`Figure`)."""

from __future__ import annotations

from sotttt.ranges.amounts import Amount
from sotttt.ranges.arithmetic import quotient
from sotttt.ranges.figures import Figure, Hedge
from sotttt.ranges.ranges import Range

__all__ = ["Amount", "Figure", "Hedge", "Range", "quotient"]
