"""The ways in which people type a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from sotttt.text import bare


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def old_tones(text: str) -> str:
    """The tone mark of oa, oe and uy on the other letter: Hòa Bình, Hoà Bình."""
    tones = "[\u0300\u0301\u0303\u0309\u0323]"
    apart = unicodedata.normalize("NFD", text)
    moved = re.sub(f"(o)({tones})([ae])|(u)({tones})(y)", r"\1\3\2\4\6\5", apart)
    if moved == apart:
        moved = re.sub(f"(o)([ae])({tones})|(u)(y)({tones})", r"\1\3\2\4\6\5", apart)
    return unicodedata.normalize("NFC", moved)


SPELLINGS: tuple[Callable[[str], str], ...] = (str, decomposed, old_tones, bare, str.upper, str.lower)
