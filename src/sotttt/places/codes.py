"""Codes of units, each in its system and with its days; and slugs."""

from __future__ import annotations

import attrs

from sotttt.errors import InvalidCode
from sotttt.frozen import Word
from sotttt.periods import Span
from sotttt.places.levels import Level
from sotttt.sectors import validity
from sotttt.sources import Confidence
from sotttt.text import bare, dashes, squeeze

__all__ = ["Code", "CodeSystem", "slug"]


class CodeSystem(Word):
    """A system of codes: of the statistical office (mã ĐVHC), ISO 3166, of agencies (mã định danh)."""

    GSO = "gso"
    ISO_3166_1 = "iso-3166-1"
    ISO_3166_2 = "iso-3166-2"
    AGENCY = "agency"


#: How many digits the statistical office gives to a unit of each level.
GSO_DIGITS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
_LONGEST_AGENCY_CODE = 35


def slug(text: str) -> str:
    """Latin small letters and digits, joined by hyphens: the readable part of an id.

    >>> slug("Bà Rịa – Vũng Tàu"), slug("Ủy ban nhân dân")
    ('ba-ria-vung-tau', 'uy-ban-nhan-dan')
    """
    plain = "".join(char if char.isascii() and char.isalnum() else " " for char in bare(text))
    return "-".join(plain.split())


@attrs.frozen(repr=False)
class Code:
    """A code of a unit in one system, with the days on which it is in use (mã).

    Codes are text: a number loses the leading zero. The text of a code is `gso:82`; its days follow where
    they are known, then how sure it is where it isn't confirmed: `agency:H58 ..2025-07-01 unverified`.

    Args:
        system: `gso`, `iso-3166-1`, `iso-3166-2` or `agency`.
        value: the code itself.
        valid: the days on which it is in use.
        confidence: how sure it is that the unit has this code.

    Raises:
        InvalidCode: a number, a code of another form, or one that lost its leading zero.
        InvalidChoice: a system or a confidence outside the vocabulary.

    >>> str(Code("gso", "01")), Code.parse("iso-3166-2:VN-HN").value
    ('gso:01', 'VN-HN')
    >>> Code("gso", "1")
    Traceback (most recent call last):
    sotttt.errors.InvalidCode: '1' is no code of the system gso; expected 2, 3 or 5 digits; ...
    """

    system: CodeSystem = attrs.field(converter=CodeSystem)
    value: str
    valid: Span = attrs.field(factory=Span, converter=validity)
    confidence: Confidence = attrs.field(default=Confidence.CONFIRMED, converter=Confidence)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.value, str):
            raise InvalidCode(f"{self.value!r} is no text", expected="a code as text, such as '01'")
        clean = dashes(squeeze(self.value)).upper()
        object.__setattr__(self, "value", clean)
        expected = _FORMS[self.system](clean)
        if expected is not None:
            hint = None
            if self.system is CodeSystem.GSO and clean.isdecimal() and clean.isascii():
                hint = zero_hint(clean, 2 if len(clean) < 2 else 5)
            raise InvalidCode(
                f"{clean!r} is no code of the system {self.system}", expected=expected, hint=hint
            )

    @classmethod
    def parse(cls, text: str) -> Code:
        """The code that a text such as `gso:82` names.

        Raises:
            InvalidCode: text of another form.
            InvalidPeriod: days of another form.
            InvalidChoice: a system or a confidence outside the vocabulary.

        >>> Code.parse("agency:H58 unverified").confidence.value
        'unverified'
        """
        head, *rest = squeeze(text).split(" ") if text else [""]
        system, colon, value = head.partition(":")
        if not colon:
            raise InvalidCode(f"{head[:40]!r} names no system of codes", expected="a text such as 'gso:82'")
        days = Span.parse(rest.pop(0)) if rest and ".." in rest[0] else Span()
        sure = Confidence(" ".join(rest)) if rest else Confidence.CONFIRMED
        return cls(CodeSystem(system), value, days, sure)

    def __str__(self) -> str:
        days = "" if self.valid == Span() else f" {self.valid}"
        sure = "" if self.confidence is Confidence.CONFIRMED else f" {self.confidence}"
        return f"{self.system}:{self.value}{days}{sure}"

    def __repr__(self) -> str:
        return f"Code.parse({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (Code.parse, (str(self),))


def _gso(code: str) -> str | None:
    fits = code.isascii() and code.isdecimal() and len(code) in GSO_DIGITS.values()
    return None if fits else "2, 3 or 5 digits"


def _iso_1(code: str) -> str | None:
    return None if len(code) == 2 and code.isascii() and code.isalpha() else "two letters, such as 'VN'"


def _iso_2(code: str) -> str | None:
    country, _, part = code.partition("-")
    fits = _iso_1(country) is None and part.isascii() and part.isalnum() and len(part) <= 3
    return None if fits else "letters and digits, such as 'VN-01'"


def _agency(code: str) -> str | None:
    parts = code.split(".")
    first = parts[0]
    fits = (
        code.isascii()
        and len(code) <= _LONGEST_AGENCY_CODE
        and all(part.isalnum() for part in parts)
        and len(first) == 3
        and first[0].isalpha()
        and first[1:].isdecimal()
    )
    return None if fits else "a letter with two digits and groups joined by dots, such as 'H50.12'"


_FORMS = {
    CodeSystem.GSO: _gso,
    CodeSystem.ISO_3166_1: _iso_1,
    CodeSystem.ISO_3166_2: _iso_2,
    CodeSystem.AGENCY: _agency,
}


def zero_hint(code: str, digits: int) -> str | None:
    """A hint for a code that is too short for its system: it lost its leading zero.

    >>> zero_hint("1", 2)
    "a leading zero is lost: '01'?"
    """
    return f"a leading zero is lost: {code.zfill(digits)!r}?" if len(code) < digits else None
