"""Criteria that are met or not, as a table of rules: the new-rural criteria (tiêu chí nông thôn mới).

A criterion is met when all its conditions are, by three-valued logic: a missing measurement leaves it open,
unless another condition already fails. A rule whose threshold no source at hand gives is never met and never
failed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from sotttt.errors import DuplicateId, InvalidAmount, InvalidText, NotFound, nearest
from sotttt.frozen import Entity, LabelledWord, Word, identifier, label, only, optional_label, placed, several
from sotttt.periods import Period, as_date
from sotttt.ranges import Amount, Range
from sotttt.sources import Source

__all__ = ["Criteria", "Criterion", "CriterionFinding", "CriterionVerdict", "Quantifier", "RuleStatus"]

#: What was seen: met or not, k of n, a share or a number in the unit of the rule.
Seen = bool | tuple[int, int] | int | str | Decimal | Amount | Range | None


class CriterionVerdict(LabelledWord):
    """Whether a criterion is met (kết quả).

    >>> CriterionVerdict("insufficient").vi, CriterionVerdict.UNASSESSABLE.vi
    ('Chưa đủ căn cứ', 'Không đánh giá được')
    """

    MET = "met", "Đạt", "Met"
    NOT_MET = "not_met", "Không đạt", "Not met"
    INSUFFICIENT = "insufficient", "Chưa đủ căn cứ", "Insufficient evidence"
    UNASSESSABLE = "unassessable", "Không đánh giá được", "Can't be assessed"


#: What decides a conjunction, first wins.
_ORDER = (
    CriterionVerdict.NOT_MET,
    CriterionVerdict.UNASSESSABLE,
    CriterionVerdict.INSUFFICIENT,
    CriterionVerdict.MET,
)
#: What decides whether any of several is met.
_ANY = (
    CriterionVerdict.MET,
    CriterionVerdict.UNASSESSABLE,
    CriterionVerdict.INSUFFICIENT,
    CriterionVerdict.NOT_MET,
)


class Quantifier(Word):
    """For how many subjects a condition must hold (lượng từ)."""

    EXISTS = "exists"
    ALL = "all"
    EACH = "each"
    SHARE = "share"


class RuleStatus(Word):
    """How sure the text of a rule is (tình trạng quy định)."""

    PUBLISHED = "published"
    PARTIAL = "partial"
    PROPOSAL = "proposal"
    UNKNOWN = "unknown"


def _range(value: Range | str | None) -> Range | None:
    return None if value is None else Range.of(value)


def _period(value: Period | str) -> Period:
    return Period.of(value)


def _quantifier(value: Quantifier | str | None) -> Quantifier | None:
    return None if value is None else Quantifier(value)


def _overrides(
    value: Mapping[str, Range | str] | Iterable[tuple[str, Range | str]],
) -> tuple[tuple[str, Range], ...]:
    pairs = value.items() if isinstance(value, Mapping) else several(value, "pairs of a class and a range")
    return tuple((label(name), Range.of(asked)) for name, asked in pairs)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Criterion(Entity):
    """One condition of a criterion (nội dung tiêu chí).

    Args:
        item: its number, such as `8.2.d`; `8.2` stands above it.
        period: the years it holds for.
        level: the set it belongs to: `NTM`, or a province's own.
        subject: what it counts: commune, village, subscriber.
        quantifier: for how many of them it must hold; None where that isn't known.
        name: Vietnamese name, in few words.
        name_en: English name.
        requirement: the values that meet it; None where it holds or doesn't, or where no threshold is known.
        overrides: other requirements for classes of communes, such as `island_district`.
        status: `published`, `partial`, `proposal`, or `unknown` where no source at hand gives its threshold.
        documents: the documents that lay it down, as cited.
        source: where it stands.

    >>> rule = Criterion(
    ...     item="8.2.d", period="2021..2025", level="NTM", subject="subscriber", quantifier="share",
    ...     name="Thuê bao dùng điện thoại thông minh", name_en="Subscribers with a smartphone",
    ...     requirement=">= 55 %", overrides={"island_district": ">= 45 %"}, status="proposal",
    ... )
    >>> rule.judge((1034, 2200)).value, rule.judge((1034, 2200), ["island_district"]).value
    ('not_met', 'met')
    """

    item: str = attrs.field(converter=identifier)
    period: Period = attrs.field(converter=_period)
    level: str = attrs.field(converter=label)
    subject: str = attrs.field(converter=label)
    quantifier: Quantifier | None = attrs.field(converter=_quantifier)
    name: str = attrs.field(converter=label)
    name_en: str = attrs.field(converter=label)
    requirement: Range | None = attrs.field(default=None, converter=_range)
    overrides: tuple[tuple[str, Range], ...] = attrs.field(default=(), converter=_overrides)
    status: RuleStatus = attrs.field(default=RuleStatus.PUBLISHED, converter=RuleStatus)
    documents: str | None = attrs.field(default=None, converter=optional_label)
    source: Source | None = None

    def asked(self, classes: Iterable[str] = ()) -> Range | None:
        """The requirement for a commune of those classes."""
        held = set(classes)
        return next((asked for name, asked in self.overrides if name in held), self.requirement)

    def judge(self, seen: Seen, classes: Iterable[str] = ()) -> CriterionVerdict:
        """Whether it is met.

        Args:
            seen: True or False; k of n subjects; or a value in the unit of the requirement.
            classes: the classes of the commune.

        Raises:
            InvalidAmount: more subjects than there are.
            InvalidText: a value for a condition that only holds or doesn't.
        """
        if self.status is RuleStatus.UNKNOWN:
            return CriterionVerdict.UNASSESSABLE
        if seen is None:
            return CriterionVerdict.INSUFFICIENT
        if isinstance(seen, bool):
            return _either(seen)
        asked = self.asked(classes)
        if isinstance(seen, tuple):
            return self._counted(seen, asked)
        if asked is None:
            raise InvalidText(f"{seen!r:.60} for a condition that holds or doesn't", where=self.item)
        value = _value(seen, asked)
        if value.within(asked):
            return CriterionVerdict.MET
        return CriterionVerdict.NOT_MET if value.is_disjoint(asked) else CriterionVerdict.INSUFFICIENT

    def _counted(self, seen: tuple[int, int], asked: Range | None) -> CriterionVerdict:
        met, of = seen
        if not 0 <= met <= of or of <= 0:
            raise InvalidAmount(f"{met} of {of}", where=self.item, expected="k of n, 0 ≤ k ≤ n, n above 0")
        if self.quantifier is Quantifier.SHARE and asked is not None:
            share = Range.exactly(met, "{thing}") / Range.exactly(of, "{thing}")
            exact = Fraction(met, of)
            edge = asked.low if asked.low is not None else asked.high
            if edge is not None and Fraction(edge.to("ratio").magnitude) == exact:
                return _either(asked.contains(edge))
            return _either(share.within(asked))
        if self.quantifier is Quantifier.EXISTS:
            return _either(met >= 1)
        return _either(met == of)


def _either(holds: bool) -> CriterionVerdict:  # noqa: FBT001  # the one thing it says
    return CriterionVerdict.MET if holds else CriterionVerdict.NOT_MET


def _value(seen: int | str | Decimal | Amount | Range, asked: Range) -> Range:
    if isinstance(seen, (Range, Amount)):
        return Range.of(seen)
    if isinstance(seen, str) and not seen.replace(".", "", 1).isdigit():
        return Range.parse(seen)
    return Range.exactly(Amount(seen, asked.unit))


@attrs.frozen(kw_only=True)
class CriterionFinding(Entity):
    """The answer for one item, and for all below it.

    Args:
        item: the item.
        verdict: whether it is met.
        seen: the evidence, as text; None where there is none.
        asked: the requirement that bound; None for a condition that holds or doesn't.
        provisional: whether a rule under it is known only as a proposal or in part.
        assessed: what an inspection decided, kept beside.
        parts: the items below.
    """

    item: str
    verdict: CriterionVerdict
    seen: str | None = None
    asked: Range | None = None
    provisional: bool = False
    assessed: bool | None = None
    parts: tuple[CriterionFinding, ...] = ()

    @property
    def stated_differs(self) -> bool:
        """Whether an inspection decided otherwise than the rules do."""
        computed = {CriterionVerdict.MET: True, CriterionVerdict.NOT_MET: False}.get(self.verdict)
        return self.assessed is not None and computed is not None and computed is not self.assessed

    def to_records(self) -> list[dict[str, str | None]]:
        """One record an item, of texts."""
        own: dict[str, str | None] = {
            "item": self.item,
            "verdict": self.verdict.value,
            "seen": self.seen,
            "asked": None if self.asked is None else str(self.asked),
            "provisional": "yes" if self.provisional else "no",
            "assessed": None if self.assessed is None else ("yes" if self.assessed else "no"),
        }
        return [own, *(record for part in self.parts for record in part.to_records())]


def _criteria(value: Iterable[Criterion]) -> tuple[Criterion, ...]:
    return several(value, "a list of criteria")


@attrs.frozen(kw_only=True, field_transformer=placed)
class Criteria(Entity):
    """A table of rules through time (bộ tiêu chí).

    Args:
        id: readable id.
        name: Vietnamese name.
        name_en: English name.
        rules: the rules, of all periods and levels.
        source: where the table stands.

    Raises:
        DuplicateId: two rules for one item in one period and level.
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(converter=label)
    name_en: str = attrs.field(converter=label)
    rules: tuple[Criterion, ...] = attrs.field(converter=_criteria)
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))

    def __attrs_post_init__(self) -> None:
        seen = set()
        for rule in self.rules:
            key = (rule.item, rule.period, rule.level)
            if key in seen:
                raise DuplicateId(f"two rules for {rule.item} in {rule.period}, {rule.level}", where="rules")
            seen.add(key)

    def at(self, on: Period | dt.date | str, level: str = "NTM") -> tuple[Criterion, ...]:
        """The rules of a level that hold on a day, or in a period.

        Raises:
            NotFound: no rules of that level then; with the levels that have some.
        """
        when = Period.of(as_date(on, "on") if isinstance(on, dt.date) else on)
        held = [rule for rule in self.rules if rule.period.contains(when)]
        found = tuple(rule for rule in held if rule.level == level)
        if not found:
            levels = sorted({rule.level for rule in held})
            raise NotFound(
                f"{self.id} has no rules of {level!r:.40} in {when}",
                expected=f"one of {', '.join(levels)}" if levels else None,
                hint=nearest(level, levels),
            )
        return found

    def judge(
        self,
        item: str,
        seen: Mapping[str, Seen],
        *,
        on: Period | dt.date | str,
        level: str = "NTM",
        classes: Iterable[str] = (),
        assessed: Mapping[str, bool] | None = None,
    ) -> CriterionFinding:
        """Whether an item is met, with all items below it.

        Args:
            item: the item, such as `8`.
            seen: the evidence by item.
            on: the day or the period of the assessment, which chooses the rules.
            level: the set of rules.
            classes: the classes of the commune.
            assessed: what inspections decided, by item; kept beside.

        Raises:
            NotFound: no such item, or evidence for one that isn't there.

        >>> from sotttt import catalog
        >>> seen = {"8.1": 1, "8.2": (6, 6)}
        >>> catalog.criteria("ntm-8").judge("8", seen, on="2015").verdict.vi
        'Đạt'
        """
        # The rule of the shortest period is the one made for it.
        rules = {rule.item: rule for rule in sorted(self.at(on, level), key=_length, reverse=True)}
        known = sorted(
            {_above(name, depth) for name in rules for depth in range(name.count(".") + 1)} | {*rules}
        )
        for name in (item, *seen, *(assessed or {})):
            if name not in known:
                raise NotFound(f"no item {name!r:.40} of {level} in {on}", hint=nearest(name, known))
        for name in seen:
            if name not in rules:
                raise NotFound(f"no rule for {name} itself", where="seen", expected="evidence for its parts")
        return _judged(item, rules, known, dict(seen), tuple(classes), dict(assessed or {}))

    def exists(
        self,
        item: str,
        subjects: Mapping[str, Mapping[str, Seen]],
        *,
        on: Period | dt.date | str,
        level: str = "NTM",
    ) -> CriterionVerdict:
        """Whether at least one of several subjects meets an item: one smart village makes the commune.

        Args:
            item: the item.
            subjects: the evidence of each subject, by its name.
            on: the day or the period of the assessment.
            level: the set of rules.

        >>> from sotttt import catalog
        >>> villages = {"A": {"2.1": True, "2.2": 1, "2.3": 0}, "B": {"2.1": True, "2.2": 2, "2.3": 1}}
        >>> catalog.criteria("ntm-8").exists("2", villages, on="2024", level="kiểu mẫu Lào Cai").value
        'met'
        """
        verdicts = {self.judge(item, seen, on=on, level=level).verdict for seen in subjects.values()}
        return next((word for word in _ANY if word in verdicts), CriterionVerdict.INSUFFICIENT)


def _length(rule: Criterion) -> dt.timedelta:
    return rule.period.end - rule.period.start


def _answered(part: CriterionFinding) -> bool:
    """Whether evidence was given for an item or for one below it."""
    return part.seen is not None or any(_answered(one) for one in part.parts)


def _above(item: str, depth: int) -> str:
    return ".".join(item.split(".")[: depth + 1])


def _judged(
    item: str,
    rules: dict[str, Criterion],
    known: list[str],
    seen: dict[str, Seen],
    classes: tuple[str, ...],
    assessed: dict[str, bool],
) -> CriterionFinding:
    depth = item.count(".") + 1
    below = [name for name in known if name.startswith(f"{item}.") and name.count(".") == depth]
    parts = tuple(_judged(name, rules, known, seen, classes, assessed) for name in below)
    rule, given = rules.get(item), seen.get(item)
    verdicts = [part.verdict for part in parts if given is None or _answered(part)]
    if rule is not None and (given is not None or not parts):
        verdicts.append(rule.judge(given, classes))
    weak = rule is not None and rule.status in (RuleStatus.PROPOSAL, RuleStatus.PARTIAL)
    return CriterionFinding(
        item=item,
        verdict=next(word for word in _ORDER if word in verdicts),
        seen=None if given is None else str(given),
        asked=None if rule is None else rule.asked(classes),
        provisional=weak or any(part.provisional for part in parts),
        assessed=assessed.get(item),
        parts=parts,
    )
