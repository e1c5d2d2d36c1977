"""Placeholder until the room lands."""

from __future__ import annotations

import unicodedata

from sotttt.errors import InvalidText


def nfc(text: str) -> str:
    if not isinstance(text, str):
        raise InvalidText(f"{text!r} is no text")
    return unicodedata.normalize("NFC", text).replace("\u00d0", "\u0110").replace("\u00a0", " ")


def squeeze(text: str) -> str:
    return " ".join(nfc(text).split())


def dashes(text: str) -> str:
    return text.replace("–", "-").replace("−", "-")


def fold(text: str) -> str:
    return squeeze(dashes(text)).casefold()


def bare(text: str) -> str:
    return fold(text)
