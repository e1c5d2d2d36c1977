"""What a pace method says: a grade in its own words, the figures behind it, and how it maps to a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from sotttt.errors import InvalidChoice, nearest
from sotttt.evaluation.pace.exact import ratio_text, to_decimal
from sotttt.frozen import Entity, FrozenMap, Word
from sotttt.metrics import Verdict
from sotttt.sources import Source

__all__ = ["UNABLE", "Asks", "Grade", "Method", "Model", "PaceFlag", "PaceReason", "Rating", "Reach"]


class PaceFlag(Word):
    """What marks a rating (ghi chú)."""

    ZERO_REPLACED = "zero_replaced"
    SIGN_FLIPPED = "sign_flipped"
    BASE_AT_GOAL = "base_at_goal"
    MET_AT_BASELINE = "met_at_baseline"
    GOAL_BEHIND_BASE = "goal_behind_base"
    WRONG_DIRECTION = "wrong_direction"
    BEYOND_GOAL = "beyond_goal"
    WITHIN_ONE_POINT = "within_one_point"
    BASE_MOVED = "base_moved"
    AFTER_BREAK = "after_break"
    GAPS = "gaps"
    LATE = "late"
    PROVISIONAL = "provisional"
    CHAINED = "chained"
    CAPPED = "capped"


class PaceReason(Word):
    """Why a method is unable to assess (lý do chưa đánh giá được)."""

    NO_OBSERVATION = "no_observation"
    ONE_OBSERVATION = "one_observation"
    TOO_FEW_CONSECUTIVE = "too_few_consecutive"
    NO_BASELINE = "no_baseline"
    NO_GOAL = "no_goal"
    NO_DUE = "no_due"
    BREAK_IN_SERIES = "break_in_series"
    MIXED_SIGNS = "mixed_signs"
    ZERO_BASE = "zero_base"
    GOAL_NOT_POSITIVE = "goal_not_positive"
    NO_CEILING = "no_ceiling"
    BASE_AT_LIMIT = "base_at_limit"
    EXPERT_OPINION = "expert_opinion"
    RANK = "rank"
    BEYOND_PATH = "beyond_path"
    BEYOND_NUMBERS = "beyond_numbers"
    TOO_FEW_RATED = "too_few_rated"


class Model(Word):
    """The path that a method takes for granted (mô hình)."""

    LINEAR = "linear"
    GEOMETRIC = "geometric"
    LEVEL = "level"
    STATED = "stated"


class Reach(Word):
    """Which part of the series a method looks at (cửa sổ số liệu)."""

    BASELINE = "baseline"
    RECENT = "recent"
    LAST = "last"


class Asks(Word):
    """What a method sets against what (đại lượng so sánh)."""

    RATE = "rate"
    VALUE_NOW = "value_now"
    VALUE_AT_DUE = "value_at_due"
    WHOLE_WAY = "whole_way"


#: The word of a rating without a grade, in Vietnamese and English.
UNABLE = ("unable_to_assess", "Chưa đánh giá được", "Unable to assess")


@attrs.frozen
class Grade(Entity):
    """One class of a method (mức đánh giá).

    Args:
        word: the class as the method publishes it.
        vi: its Vietnamese label.
        en: its English label.
        symbol: the sign that stands for it.
        standing: the verdict that it maps to before the due date: `on_track` or `behind`.
    """

    word: str
    vi: str
    en: str
    symbol: str
    standing: Verdict


@attrs.frozen(kw_only=True)
class Method(Entity):
    """A published rule set (phương pháp đánh giá tiến độ).

    Args:
        id: its name in `Policy.pace`.
        name: what it is called in Vietnamese.
        name_en: what it is called in English.
        source: where it is published.
        formula: the formula, in words and signs.
        thresholds: its thresholds and constants, as text.
        grades: its classes, the best first.
        yes_no: the class of a yes and that of a no.
        model: the path that it takes for granted.
        reach: which part of the series it looks at.
        asks: what it sets against what.
    """

    id: str
    name: str
    name_en: str
    source: Source
    formula: str
    thresholds: FrozenMap = attrs.field(converter=FrozenMap)
    grades: tuple[Grade, ...]
    yes_no: tuple[str, str]
    model: Model
    reach: Reach
    asks: Asks

    def grade(self, word: str) -> Grade:
        """The class of that word.

        Raises:
            InvalidChoice: a word that the method doesn't use.
        """
        for grade in self.grades:
            if grade.word == word:
                return grade
        known = [grade.word for grade in self.grades]
        raise InvalidChoice(
            f"{word!r:.60} is no class of {self.id}",
            expected=f"one of {', '.join(known)}",
            hint=nearest(word, known),
        )

    def threshold(self, name: str) -> Fraction:
        """One threshold as a number."""
        return Fraction(self.thresholds[name])

    def rated(
        self,
        word: str,
        *,
        formula: str | None = None,
        met: bool | None = None,
        value: Fraction | None = None,
        score: Fraction | None = None,
        inputs: Mapping[str, str] | None = None,
        flags: frozenset[PaceFlag] = frozenset(),
    ) -> Rating:
        """The rating of that class."""
        return Rating(
            method=self.id,
            formula=formula or self.id,
            grade=self.grade(word),
            met=met,
            value=None if value is None else to_decimal(value),
            score=None if score is None else to_decimal(score),
            thresholds=self.thresholds,
            inputs=FrozenMap(inputs or {}),
            flags=_ordered(flags),
        )

    def unable(
        self,
        reason: PaceReason,
        *,
        inputs: Mapping[str, str] | None = None,
        flags: frozenset[PaceFlag] = frozenset(),
    ) -> Rating:
        """The rating that says why there is none."""
        return Rating(
            method=self.id,
            formula=self.id,
            thresholds=self.thresholds,
            inputs=FrozenMap(inputs or {}),
            flags=_ordered(flags),
            unable=reason,
        )


def _ordered(flags: frozenset[PaceFlag]) -> tuple[PaceFlag, ...]:
    return tuple(flag for flag in PaceFlag if flag in flags)


@attrs.frozen(kw_only=True)
class Rating(Entity):
    """What one method says of one series (kết quả theo một phương pháp).

    Args:
        method: the name of the method.
        formula: the id of the formula that was used: the method, and its branch.
        grade: the class, or None where the method is unable to assess.
        met: whether the last value meets the goal; None where the goal is only a direction.
        value: the figure that was classed, in at most 50 digits.
        score: the score, for methods that give one.
        thresholds: the thresholds and constants of the method.
        inputs: every number that went in.
        flags: what marks it.
        unable: why there is no class.
    """

    method: str
    formula: str
    grade: Grade | None = None
    met: bool | None = None
    value: Decimal | None = None
    score: Decimal | None = None
    thresholds: FrozenMap = attrs.field(converter=FrozenMap)
    inputs: FrozenMap = attrs.field(converter=FrozenMap)
    flags: tuple[PaceFlag, ...] = ()
    unable: PaceReason | None = None

    @property
    def status(self) -> str:
        """The word of the class, or `unable_to_assess`."""
        return UNABLE[0] if self.grade is None else self.grade.word

    @property
    def standing(self) -> Verdict | None:
        """`ON_TRACK` or `BEHIND`, or None."""
        return None if self.grade is None else self.grade.standing

    @property
    def on_pace(self) -> bool | None:
        """Whether the method takes the goal for reached or on its way; None where it can't tell."""
        return None if self.grade is None else self.grade.standing is Verdict.ON_TRACK

    @property
    def symbol(self) -> str:
        """The sign of the class, or an empty text."""
        return "" if self.grade is None else self.grade.symbol

    def label(self, lang: str = "vi") -> str:
        """The class in words.

        Args:
            lang: `vi` or `en`.
        """
        from sotttt.evaluation.explaining import place_of

        at = place_of(lang)
        return UNABLE[1 + at] if self.grade is None else (self.grade.vi, self.grade.en)[at]

    def trace(self) -> tuple[tuple[str, str], ...]:
        """Formula id, inputs, thresholds, figures and flags, as pairs of name and text."""
        lines = [("pace.method", self.method), ("pace.formula", self.formula)]
        lines += [(f"pace.input.{name}", text) for name, text in self.inputs.items()]
        lines += [(f"pace.threshold.{name}", text) for name, text in self.thresholds.items()]
        lines += [
            (f"pace.{name}", ratio_text(number))
            for name, number in (("value", self.value), ("score", self.score))
            if number is not None
        ]
        lines.append(("pace.status", self.status))
        if self.unable is not None:
            lines.append(("pace.unable", self.unable.value))
        lines += [("pace.flag", flag.value) for flag in self.flags]
        return tuple(lines)
