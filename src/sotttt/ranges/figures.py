"""`Figure` (con số): a quantity as a source prints it, with its words, and its two readings."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import final

import attrs

from sotttt.errors import InvalidChoice, InvalidEntity
from sotttt.frozen import Entity, choice, label, optional_label, placed
from sotttt.ranges.amounts import Amount, make
from sotttt.ranges.numbers import EXACT, decimal
from sotttt.ranges.ranges import Range, positive

__all__ = ["Figure", "Hedge"]


_ONE, _LESS_ONE, _HALF, _LESS_HALF = Decimal(1), Decimal(-1), Decimal("0.5"), Decimal("-0.5")


class Hedge(StrEnum):
    """The word that a figure is printed with (từ kèm theo con số).

    >>> Hedge("over") is Hedge.OVER
    True
    """

    NONE = "none"
    ABOUT = "about"
    OVER = "over"
    NEARLY = "nearly"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Locale(StrEnum):
    """The conventions of separators that a figure can be read in."""

    VI = "vi"
    EN = "en"


class FigureStatus(StrEnum):
    """What the words beside a figure can say of it."""

    OFFICIAL = "official"
    PRELIMINARY = "preliminary"
    ESTIMATED = "estimated"
    DERIVED = "derived"
    FORECAST = "forecast"


def _range(value: Range | Amount | str) -> Range:
    return Range.of(value)


def _hedge(value: Hedge | str) -> Hedge:
    return choice(Hedge)(value)


def _locale(value: str) -> str:
    return choice(Locale)(value).value


def _status(value: str | None) -> str | None:
    return None if value is None else choice(FigureStatus)(value).value


def _resolution(value: int | str | Decimal | None) -> Decimal | None:
    if value is None:
        return None
    found = decimal(value)
    return found if found.is_zero() else positive(found)


def _of(value: Amount | str | None) -> Amount | None:
    return None if value is None else Amount.of(value)


@final
@attrs.frozen(kw_only=True, field_transformer=placed)
class Figure(Entity):
    """A written figure (con số): the span printed, and what its words and digits add to it.

    Attributes:
        range: the span printed, before hedge and rounding.
        as_written: the figure as the source prints it.
        hedge: the word it is printed with: khoảng, hơn, gần, dưới, ít nhất, không quá.
        resolution: the place value of the last digit that counts, in the unit of the range; 100 for a figure
            rounded to hundreds, 0 for an exact one. None: that of the last digit printed.
        locale: the convention of its separators, `vi` or `en`.
        status: what ước, sơ bộ or dự báo say of it.
        of: the denominator of a figure such as "20/20 sở".
        note: anything a reader should know.

    Raises:
        InvalidEntity: for a half-line with a hedge: the word is not part of the span.

    >>> figure = Figure(range="= 26000 person", as_written="hơn 26.000", hedge="over")
    >>> figure.observed(), figure.required()
    (Range.parse('(26000, 27000) person'), Range.parse('> 26000 person'))
    """

    range: Range = attrs.field(converter=_range)
    as_written: str = attrs.field(converter=label)
    hedge: Hedge = attrs.field(default=Hedge.NONE, converter=_hedge)
    resolution: Decimal | None = attrs.field(default=None, converter=_resolution)
    locale: str = attrs.field(default="vi", converter=_locale)
    status: str | None = attrs.field(default=None, converter=_status)
    of: Amount | None = attrs.field(default=None, converter=_of)
    note: str | None = attrs.field(default=None, converter=optional_label)

    def observed(self, hedge: str = "width", precision: str = "exact") -> Range:
        """The range in which the true value lies, where the figure is an observation.

        Args:
            hedge: `width` gives each word its side and a width of one unit of the last non-zero digit
                printed; `point` takes the figure without its words.
            precision: `exact` takes a plain figure as printed; `rounding` widens it to all values
                that are printed so.

        >>> Figure(range="= 90 station", as_written="khoảng 90", hedge="about").observed()
        Range.parse('[85, 95] station')
        >>> Figure(range="= 2.25 %", as_written="gần 2,25%", hedge="nearly").observed()
        Range.parse('(2.24, 2.25) %')
        """
        if hedge not in {"width", "point"}:
            raise InvalidChoice(f"{hedge!r} is no reading of a hedge", expected="'width' or 'point'")
        if precision not in {"exact", "rounding"}:
            raise InvalidChoice(f"{precision!r} is no reading of digits", expected="'exact' or 'rounding'")
        word = self.hedge if hedge == "width" else Hedge.NONE
        if word is Hedge.NONE:
            return self.range if precision == "exact" else self._unrounded()
        low, high = self._ends()
        if word in {Hedge.AT_LEAST, Hedge.AT_MOST}:
            return self._half_line(word)
        if word is Hedge.ABOUT:
            return Range(
                self._moved(low, _LESS_HALF),
                self._moved(high, _HALF),
                self.range.low_open,
                self.range.high_open,
            )
        if word is Hedge.OVER:
            return Range(low, self._moved(high, _ONE), low_open=True, high_open=True)
        return Range(self._moved(low, _LESS_ONE), high, low_open=True, high_open=True)

    def required(self) -> Range:
        """The range of acceptable values, where the figure is a requirement: a bound word makes a half-line.

        >>> Figure(range="= 60 %", as_written="trên 60 %", hedge="over").required()
        Range.parse('> 60 %')
        >>> Figure(range="= 40 station", as_written="khoảng 40", hedge="about").required()
        Range.parse('= 40 station')
        """
        if self.hedge in {Hedge.NONE, Hedge.ABOUT, Hedge.NEARLY}:
            return self.range
        return self._half_line(self.hedge)

    @range.validator
    def _check(self, _attribute: object, value: Range) -> None:
        if self.hedge is not Hedge.NONE and (value.low is None or value.high is None):
            raise InvalidEntity(
                f"the half-line {value} beside the hedge {self.hedge.value!r}",
                where="Figure.hedge",
                expected="the span printed, such as '= 80 %', and the word beside it",
            )

    def _ends(self) -> tuple[Amount, Amount]:
        return self.range.low, self.range.high  # type: ignore[return-value]  # a hedged figure is a span

    def _half_line(self, word: Hedge) -> Range:
        low, high = self._ends()
        if word in {Hedge.OVER, Hedge.AT_LEAST}:
            return Range(low, None, low_open=word is Hedge.OVER)
        return Range(None, high, high_open=word is Hedge.UNDER)

    def _moved(self, end: Amount, widths: Decimal) -> Amount:
        """An end moved by widths of a hedge: units of its last digit that is not zero."""
        if end.magnitude:
            width = Decimal((0, (1,), int(EXACT.normalize(end.magnitude).as_tuple().exponent)))
        else:
            width = self.resolution or _ONE
        return make(EXACT.add(end.magnitude, EXACT.multiply(width, widths)), end._of)

    def _unrounded(self) -> Range:
        given = self.range
        if self.resolution == 0:
            return given
        low = given.low and Range.rounded(given.low, self.resolution).low
        high = given.high and Range.rounded(given.high, self.resolution).high
        return Range(low, high, low_open=given.low_open, high_open=True)
