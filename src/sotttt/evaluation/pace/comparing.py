"""Methods side by side on one series, and the assumption on which they part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import attrs

from sotttt.errors import InvalidText
from sotttt.evaluation.pace import METHODS
from sotttt.evaluation.pace.ends import Unready, ends_of
from sotttt.evaluation.pace.entities import goal_from, series_from
from sotttt.evaluation.pace.exact import ratio_text
from sotttt.evaluation.pace.rating import Method, PaceFlag, Rating
from sotttt.evaluation.pace.registry import method, rate
from sotttt.evaluation.pace.series import Goal, Series
from sotttt.frozen import Entity, Word, several
from sotttt.metrics import Observation, Verdict
from sotttt.plans.targets import Target

__all__ = ["Assumption", "Comparison", "compare"]

#: A baseline or a goal up to this share of the other lies near zero: growth from it or to it is extreme.
_NEAR = Fraction(1, 20)


class Assumption(Word):
    """What methods take differently, so that their verdicts may part (giả định)."""

    MODEL = "model"
    REACH = "reach"
    ASKS = "asks"
    BASE_NEAR_ZERO = "base_near_zero"
    GOAL_NEAR_ZERO = "goal_near_zero"
    ZERO_REPLACED = "zero_replaced"
    THRESHOLDS = "thresholds"

    def label(self, lang: str = "vi") -> str:
        """What it says, in words.

        Args:
            lang: `vi` or `en`.
        """
        from sotttt.evaluation.explaining import place_of

        return _LABELS[self][place_of(lang)]


_LABELS = {
    Assumption.MODEL: (
        "mô hình khác nhau: đường thẳng, tăng trưởng kép, mức hiện tại hay quỹ đạo nêu sẵn",
        "another model: straight line, compound growth, present level or stated path",
    ),
    Assumption.REACH: (
        "cửa sổ số liệu khác nhau: từ mốc gốc, các giá trị gần đây hay chỉ giá trị cuối",
        "another window: from the baseline, the recent values or the last value alone",
    ),
    Assumption.ASKS: (
        "đại lượng so sánh khác nhau: nhịp tăng, giá trị hiện tại, giá trị khi đến hạn hay cả quãng đường",
        "another question: the rate of change, the value now, the value at the due date or the whole way",
    ),
    Assumption.BASE_NEAR_ZERO: (
        "mốc gốc gần 0: tăng trưởng kép làm đẹp kết quả",
        "the baseline is near zero, which flatters compound growth",
    ),
    Assumption.GOAL_NEAR_ZERO: (
        "mục tiêu gần 0: tăng trưởng kép đòi hỏi quá mức",
        "the goal is near zero, which compound growth never gets to fast enough",
    ),
    Assumption.ZERO_REPLACED: ("số 0 được thay bằng 0,001", "a zero was replaced by 0.001"),
    Assumption.THRESHOLDS: ("ngưỡng khác nhau", "other thresholds"),
}

_HEADERS = {
    "vi": ("Phương pháp", "Đánh giá", "Giá trị", "Điểm", "Đúng tiến độ"),
    "en": ("Method", "Class", "Value", "Score", "On pace"),
}
_ANSWERS = {
    "vi": {True: "có", False: "không", None: "chưa rõ"},
    "en": {True: "yes", False: "no", None: "unable"},
}


@attrs.frozen(kw_only=True)
class Comparison(Entity):
    """What several methods say of one series (so sánh các phương pháp).

    Args:
        goal: the goal.
        series: the values.
        ratings: one rating for each method, in the order asked for.
    """

    goal: Goal
    series: Series
    ratings: tuple[Rating, ...]

    def __getitem__(self, name: str) -> Rating:
        for rating in self.ratings:
            if rating.method == name:
                return rating
        raise KeyError(name)

    def __len__(self) -> int:
        return len(self.ratings)

    @property
    def camps(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The methods that see the goal reached or on its way, and those that see it behind."""
        on, behind = (
            tuple(rating.method for rating in self.ratings if rating.standing is verdict)
            for verdict in (Verdict.ON_TRACK, Verdict.BEHIND)
        )
        return on, behind

    @property
    def agreed(self) -> bool:
        """Whether all methods that can tell say the same."""
        return not all(self.camps)

    @property
    def parting(self) -> tuple[Assumption, ...]:
        """The assumptions on which the verdict depends; empty where the methods agree.

        An assumption that tells the two camps apart in full is named alone; where none does, all that differ
        between them are named. A baseline or goal near zero, and a zero that was replaced, are named where
        a method of compound growth is in one camp and another model in the other.
        """
        on, behind = ([method(name) for name in camp] for camp in self.camps)
        if not on or not behind:
            return ()
        views: tuple[tuple[Assumption, Callable[[Method], str]], ...] = (
            (Assumption.MODEL, lambda found: found.model.value),
            (Assumption.REACH, lambda found: found.reach.value),
            (Assumption.ASKS, lambda found: found.asks.value),
        )
        sets = [(name, {view(one) for one in on}, {view(one) for one in behind}) for name, view in views]
        found = [name for name, left, right in sets if not left & right]
        if not found:
            found = [name for name, left, right in sets if left != right] or [Assumption.THRESHOLDS]
        return (*found, *self._near_zero())

    def _near_zero(self) -> tuple[Assumption, ...]:
        found = []
        ends = self.goal.ends
        base = _baseline(self.goal, self.series)
        if ends is not None and base is not None:
            if abs(base) <= _NEAR * abs(ends[0]):
                found.append(Assumption.BASE_NEAR_ZERO)
            elif abs(ends[0]) <= _NEAR * abs(base):
                found.append(Assumption.GOAL_NEAR_ZERO)
        if any(PaceFlag.ZERO_REPLACED in rating.flags for rating in self.ratings):
            found.append(Assumption.ZERO_REPLACED)
        return tuple(found)

    def to_records(self) -> list[dict[str, object]]:
        """One flat dict for each method."""
        return [
            {
                "method": rating.method,
                "formula": rating.formula,
                "status": rating.status,
                "status_vi": rating.label("vi"),
                "status_en": rating.label("en"),
                "value": None if rating.value is None else ratio_text(rating.value),
                "score": None if rating.score is None else ratio_text(rating.score),
                "on_pace": rating.on_pace,
                "flags": ";".join(flag.value for flag in rating.flags),
                "unable": None if rating.unable is None else rating.unable.value,
            }
            for rating in self.ratings
        ]

    def rows(self, lang: str = "vi") -> list[tuple[str, ...]]:
        """The table, figures with three decimals.

        Args:
            lang: `vi` or `en`.
        """
        from sotttt.evaluation.explaining import place_of
        from sotttt.writing import number, shown

        place_of(lang)
        return [
            (
                rating.method,
                rating.label(lang),
                "" if rating.value is None else number(shown(rating.value, 3), lang),
                "" if rating.score is None else number(shown(rating.score, 3), lang),
                _ANSWERS[lang][rating.on_pace],
            )
            for rating in self.ratings
        ]

    def explain(self, lang: str = "vi") -> str:
        """One sentence: whether the methods agree, and on which assumption they part.

        Args:
            lang: `vi` or `en`.
        """
        from sotttt.evaluation.explaining import place_of

        at = place_of(lang)
        if self.agreed:
            return ("Các phương pháp thống nhất.", "The methods agree.")[at]
        on, behind = (", ".join(camp) for camp in self.camps)
        why = "; ".join(one.label(lang) for one in self.parting)
        head = (
            f"Đúng tiến độ theo {on}; chậm theo {behind}",
            f"On pace by {on}; behind by {behind}",
        )[at]
        return f"{head}. {('Khác nhau ở', 'They part on')[at]}: {why}."

    def _repr_html_(self) -> str:
        from sotttt.writing import html_table

        return html_table(_HEADERS["vi"], self.rows("vi"), caption=self.explain("vi"))


def compare(
    goal: Goal | Target,
    series: Series | Iterable[Observation],
    *,
    methods: Iterable[str] = METHODS,
) -> Comparison:
    """Rate one series by several methods (so sánh các phương pháp đánh giá tiến độ).

    Args:
        goal: the goal, or a target whose requirement is a range.
        series: the values, or the observations of the target's metric at its place.
        methods: the names of the methods, in the order of the table.

    Raises:
        InvalidChoice: an unknown method.
        InvalidEntity: a target of another kind, or observations that make no one series.

    >>> result = compare(
    ...     Goal(value="60", due=2030), Series({2015: "0.37", 2025: "9.53"}), methods=["linear", "statcan"]
    ... )
    >>> [(rating.method, rating.status) for rating in result.ratings]
    [('linear', 'behind'), ('statcan', 'substantial_progress')]
    >>> [one.value for one in result.parting]
    ['model', 'asks', 'base_near_zero']
    """
    if isinstance(goal, Target):
        goal, series = _of_target(goal, series)
    if not isinstance(series, Series):
        raise InvalidText("observations beside a Goal", expected="a Series, or a Target")
    names = (methods,) if isinstance(methods, str) else several(methods, "names of methods")
    return Comparison(
        goal=goal, series=series, ratings=tuple(rate(name, goal, series) for name in dict.fromkeys(names))
    )


def _baseline(goal: Goal, series: Series) -> Fraction | None:
    try:
        return ends_of(goal, series, nearest=True).base.number
    except Unready:
        return None


def _of_target(target: Target, series: Series | Iterable[Observation]) -> tuple[Goal, Series]:
    if isinstance(series, Series):
        return goal_from(target), series
    base = target.baseline
    seen = several(series, "a list of observations")
    if isinstance(base, Observation):
        seen = (*seen, base)
    own = [one for one in seen if one._key == target._key and target.method in (None, one.method)]
    return goal_from(target), series_from(target.metric, own)
