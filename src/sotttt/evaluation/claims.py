"""Do the figures that people state agree with each other? `check` says so, exactly, and why.

A printed figure stands for all the numbers that are printed so: 22,3 for those from 22,25 up to, not with,
22,35. A claim is *exact* where its operands as printed give the stated figure; *within rounding* where only
other values that are printed like the operands do; *truncated* where digits were cut off instead of rounded.

How an operand is read:

- the digits of a `Figure` reach to its `resolution`, those of a range of one point or of text to the last one
  written; a counted thing (people, stations) is whole, so printed to the unit it is exact;
- a hedge ("khoảng", "hơn") widens it as it does in an observation; the arithmetic uses the point;
- weights, and the whole of a complement, are set and not measured: they are exact;
- a range from a closed to an open end, [79250, 79350), is the rounding of its middle; another range has no
  one value, and a claim about it is exact only where all its values give the stated figure.

The stated figure is read by its digits, and by its words: "hơn 13 lần" holds for all above 13. A fall of 0,25
may be printed as 0,2 or 0,3, since rounding half up and half away from zero are both in use below zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from sotttt.errors import InexactResult, InvalidEntity, InvalidText, MissingField, SottttError
from sotttt.evaluation.formulas import (
    FORMULAS,
    NO_END,
    Operation,
    check_units,
    exact_at,
    hull,
    inside,
    meets,
    negative,
    numbers,
    plus,
    point,
    ranged,
    result_unit,
    solve,
    unit_at,
)
from sotttt.evaluation.printed import (
    Operand,
    Stated,
    counted,
    printed_range,
    read_operand,
    read_stated,
    unit_of,
)
from sotttt.frozen import Entity, FrozenMap, LabelledWord, Word, label, only, optional_label, placed, several
from sotttt.metrics import dimensions
from sotttt.ranges import Amount, Figure, Range
from sotttt.ranges.intervals import Interval, product
from sotttt.sources import Source
from sotttt.units import same_dimension, unit
from sotttt.writing import html_table

__all__ = ["Claim", "ClaimResult", "ClaimVerdict", "Diagnosis", "DiagnosisCode", "Operation", "check"]

Given = Range | Figure | Amount | str | None


class ClaimVerdict(LabelledWord):
    """Whether a claim agrees with its operands (kết quả kiểm tra).

    >>> ClaimVerdict("truncated").vi, ClaimVerdict.EXACT.en
    ('Khớp nếu cắt bớt chữ số', 'Exact')
    """

    EXACT = "exact", "Khớp", "Exact"
    WITHIN_ROUNDING = "within_rounding", "Khớp trong phạm vi làm tròn", "Within rounding"
    TRUNCATED = "truncated", "Khớp nếu cắt bớt chữ số", "Truncated"
    INCONSISTENT = "inconsistent", "Không khớp", "Inconsistent"
    UNVERIFIABLE = "unverifiable", "Không kiểm tra được", "Unverifiable"


class DiagnosisCode(Word):
    """What makes a claim agree, or what would explain that it doesn't (chẩn đoán)."""

    AS_PRINTED = "as_printed"
    LOOSE_BOUND = "loose_bound"
    OPERAND_ROUNDING = "operand_rounding"
    TRUNCATION = "truncation"
    ROUNDED_UP = "rounded_up"
    COMPLEMENT_OF_TRUNCATED = "complement_of_truncated"
    MAGNITUDE_SLIP = "magnitude_slip"
    POINTS_AS_PERCENT = "points_as_percent"
    PERCENT_AS_POINTS = "percent_as_points"
    GROWTH_AS_RATIO = "growth_as_ratio"
    RATIO_AS_GROWTH = "ratio_as_growth"
    COMPLEMENT_AS_SHARE = "complement_as_share"
    SWAPPED = "swapped"
    SIGN = "sign"
    NO_WHOLE_NUMBER = "no_whole_number"
    MISSING_OPERAND = "missing_operand"
    ZERO_DIVISOR = "zero_divisor"
    NOT_STATED = "not_stated"
    UNEXPLAINED = "unexplained"


@attrs.frozen(field_transformer=placed)
class Diagnosis(Entity):
    """One reason for a verdict on a claim, with the facts that fill it.

    >>> Diagnosis("magnitude_slip", {"power": "3"}).text("en")
    'perhaps a slip of magnitude: the stated figure times 10^3 fits'
    """

    code: DiagnosisCode = attrs.field(converter=DiagnosisCode)
    params: FrozenMap = attrs.field(factory=FrozenMap, converter=dimensions)

    def text(self, lang: str = "vi") -> str:
        """The reason in words."""
        from sotttt.evaluation.claim_words import diagnosis_text

        return diagnosis_text(self, lang)


def _operands(value: Iterable[Given]) -> tuple[Range | Figure | str | None, ...]:
    if isinstance(value, str | Range | Figure | Amount):
        raise InvalidEntity(
            "one figure where operands are due", where="operands", expected="a list of figures"
        )
    given = several(value, "a list of figures")
    return tuple(one if isinstance(one, str) else _figure(one) for one in given)


def _figure(value: Given) -> Range | Figure | None:
    return value if value is None or isinstance(value, Range | Figure) else Range.of(value)


def _read(text: str, where: str, *, names: bool) -> Range | str:
    try:
        return Range.parse(text)
    except SottttError as fault:
        if names:
            return label(text)
        raise fault.at(where) from None


@attrs.frozen(field_transformer=placed)
class Claim(Entity):
    """Figures that a source states together, and what it says of them (khẳng định suy ra).

    The operands of each operation, in order:

    ============== ============================== ========================================
    operation      operands                       stated
    ============== ============================== ========================================
    multiple       a, b                           how many times b goes into a
    share          part, whole; actual, plan      the share or the rate of completion
    growth         now, then                      now / then - 1
    difference     now, then                      now - then; of shares, points
    mean           values                         their plain mean
    weighted_sum   value, weight, value, weight … the sum of the products
    sum            parts                          their total
    list_count     names of the items, or counts  how many there are
    complement     part, or part and whole        what is left of the whole (100 %)
    rank_change    before, after                  places gained
    trend          values in order                the range of each step: `> 0 point`
    implied_plan   actual, rate of completion     the plan
    same_fact      figures from other places      the same figure
    index_chain    start, index, index …          the value at the end
    per_capita     quantity, population           the quantity per head
    ============== ============================== ========================================

    Args:
        operation: an `Operation` or its text.
        operands: ranges, figures, amounts or canonical text; None for one that the source doesn't give.
        stated: the figure that is claimed; None where the source leaves it to the reader.
        id: a readable id.
        source: where it stands.

    Raises:
        InvalidEntity: a number of operands that the operation doesn't take.
        UnitMismatch: units that can't stand together.
        MissingField: neither the stated figure nor all operands.

    >>> claim = Claim("multiple", ("= 79300 billion_VND", "= 3566 billion_VND"), "= 22.3 times")
    >>> check(claim).verdict.value
    'inconsistent'
    """

    operation: Operation = attrs.field(converter=Operation)
    operands: tuple[Range | Figure | str | None, ...] = attrs.field(converter=_operands)
    stated: Range | Figure | None = attrs.field(converter=_figure)
    id: str | None = attrs.field(default=None, converter=optional_label)
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))

    def __attrs_post_init__(self) -> None:
        names = self.operation is Operation.LIST_COUNT
        parts = tuple(
            _read(one, f"operands[{at}]", names=names) if isinstance(one, str) else one
            for at, one in enumerate(self.operands)
        )
        object.__setattr__(self, "operands", parts)
        if self.stated is None and None in parts:
            raise MissingField("an operand and the stated figure are both missing", where="stated")
        check_units(self.operation, self.units, unit_of(self.stated))

    @property
    def units(self) -> tuple[str | None, ...]:
        """The units of the operands; None for a missing one and for a name."""
        return tuple(unit_of(one) for one in self.operands)

    @property
    def unit(self) -> str | None:
        """The unit of the result: that of the stated figure, else the one that the operands imply."""
        return unit_of(self.stated) or result_unit(self.operation, self.units)


@attrs.frozen(kw_only=True)
class ClaimResult(Entity):
    """What `check` found for one claim (kết quả kiểm tra khẳng định).

    Args:
        claim: the claim.
        verdict: `exact`, `within_rounding`, `truncated`, `inconsistent` or `unverifiable`.
        computed: what the operands as printed give, in the unit of the stated figure; of several results the
            range that holds them all.
        possible: what the operands can give within their rounding and hedges.
        diagnoses: why, the most telling first.

    >>> result = check(Claim("share", ("= 22 {sở}", "= 23 {sở}"), "= 95.6 %"))
    >>> result.verdict.value, result.diagnosis.code.value
    ('truncated', 'truncation')
    """

    claim: Claim
    verdict: ClaimVerdict = attrs.field(converter=ClaimVerdict)
    computed: Range | None
    possible: Range | None
    diagnoses: tuple[Diagnosis, ...]

    @property
    def id(self) -> str | None:
        """The id of the claim."""
        return self.claim.id

    @property
    def diagnosis(self) -> Diagnosis:
        """The most telling diagnosis."""
        return self.diagnoses[0]

    @property
    def gap(self) -> Range | None:
        """Stated less computed, of shares in percentage points; None where one of them isn't one figure."""
        stated = self.claim.stated
        if stated is None or self.computed is None or not printed_range(stated).is_point:
            return None
        gap = printed_range(stated) - self.computed
        return ranged(numbers(gap), "percentage_point") if same_dimension(gap.unit, "%") else gap

    @property
    def needed(self) -> tuple[Range | None, ...]:
        """For each operand, the values with which the claim can be true, the others within their rounding.

        None where none follow: for a trend or a list, or where another operand is missing too.

        >>> result = check(Claim("share", ("= 1000000 subscription", None), "= 88.3 %"))
        >>> result.verdict.value, str(result.needed[1])
        ('unverifiable', '(1131861.912846632710809281267, 1133144.475920679886685552408) subscription')
        """
        return _needed(self.claim)

    def explain(self, lang: str = "vi") -> str:
        """One sentence: the verdict, what the operands give, what is stated, and why.

        Args:
            lang: `vi` or `en`.

        >>> claim = Claim("multiple", ("= 79300 billion_VND", "= 3566 billion_VND"), "= 22.3 times")
        >>> print(check(claim).explain("en"))
        Inconsistent: the multiple of 79,300 billion dong and 3,566 billion dong is 22.24 times, \
stated 22.3 times; it is off by 0.06 times; the stated figure is rounded upward.
        """
        from sotttt.evaluation.claim_words import explain

        return explain(self, lang)

    def trace(self) -> tuple[tuple[str, str], ...]:
        """Every input, the formula, and each step, as pairs of name and text."""
        from sotttt.evaluation.claim_words import trace

        return trace(self)

    def _repr_html_(self) -> str:
        return html_table(("", ""), self.trace(), caption=self.explain("vi"))


_WHOLE = Operand(point(1), point(1))
_NOTHING = Operand(point(0), point(0))
_ANY = Interval(NO_END, NO_END)


def parts_of(claim: Claim) -> list[Operand]:
    """The operands as numbers: a missing one is nothing, a whole that isn't given is 100 %."""
    parts = [
        _NOTHING if one is None else read_operand(one, exact=exact_at(claim.operation, at))
        for at, one in enumerate(claim.operands)
    ]
    if claim.operation is Operation.COMPLEMENT and len(parts) == 1:
        parts.append(_WHOLE)
    return parts


def check(claim: Claim) -> ClaimResult:
    """Whether the figures of a claim agree with each other (kiểm tra khẳng định).

    Returns:
        A `ClaimResult`: verdict, what the operands give, and a diagnosis.

    Raises:
        InvalidText: something else than a claim.

    >>> sum_ = Claim("sum", ("= 7.77 %", "= 4.91 %"), "= 12.67 %")
    >>> check(sum_).verdict.value, str(check(sum_).computed)
    ('within_rounding', '= 12.68 %')
    >>> printed = Figure(range="= 79300 billion_VND", as_written="khoảng 79.300 tỷ đồng", hedge="about")
    >>> check(Claim("multiple", (printed, "= 3566 billion_VND"), "= 22.3 times")).verdict.value
    'within_rounding'
    """
    if not isinstance(claim, Claim):
        raise InvalidText(f"{claim!r:.60} is no claim", where="claim", expected="a Claim")
    if None in claim.operands:
        return _incomplete(claim)
    parts, values = parts_of(claim), FORMULAS[claim.operation].values
    try:
        results = values([part.point for part in parts])
    except InexactResult:
        return _result(claim, ClaimVerdict.UNVERIFIABLE, [Diagnosis(DiagnosisCode.ZERO_DIVISOR)])
    try:
        spans = values([part.span for part in parts])
    except InexactResult:
        spans = (_ANY,)
    return _judged(claim, results, spans)


def _result(
    claim: Claim,
    verdict: ClaimVerdict,
    diagnoses: Iterable[Diagnosis],
    computed: Interval = _ANY,
    possible: Interval = _ANY,
) -> ClaimResult:
    name = claim.unit
    return ClaimResult(
        claim=claim,
        verdict=verdict,
        computed=None if name is None else ranged(computed, name),
        possible=None if name is None else ranged(possible, name),
        diagnoses=tuple(diagnoses),
    )


def _judged(claim: Claim, results: tuple[Interval, ...], spans: tuple[Interval, ...]) -> ClaimResult:
    """The verdict where all operands are there: each result must agree."""
    if claim.stated is None:
        verdict, found = ClaimVerdict.UNVERIFIABLE, [DiagnosisCode.NOT_STATED]
        return _result(claim, verdict, map(Diagnosis, found), hull(results), hull(spans))
    stated = read_stated(claim.stated)
    cut = stated.cut is not None and _all_inside(results, stated.cut)
    diagnoses = []
    if _all_inside(results, stated.accepted):
        verdict = ClaimVerdict.EXACT
        loose = stated.width is not None and not _all_inside(results, stated.width)
        diagnoses.append(Diagnosis(DiagnosisCode.LOOSE_BOUND if loose else DiagnosisCode.AS_PRINTED))
    elif all(meets(span, stated.accepted) for span in spans):
        verdict = ClaimVerdict.WITHIN_ROUNDING
        diagnoses.append(Diagnosis(DiagnosisCode.OPERAND_ROUNDING))
    elif cut:
        verdict = ClaimVerdict.TRUNCATED
    else:
        verdict = ClaimVerdict.INCONSISTENT
        diagnoses.extend(_explaining(claim, results, stated) or [Diagnosis(DiagnosisCode.UNEXPLAINED)])
    if cut and verdict is not ClaimVerdict.EXACT:
        diagnoses.append(Diagnosis(DiagnosisCode.TRUNCATION))
    if verdict is not ClaimVerdict.INCONSISTENT and _shares_in_percent(claim):
        diagnoses.append(Diagnosis(DiagnosisCode.POINTS_AS_PERCENT))
    return _result(claim, verdict, diagnoses, hull(results), hull(spans))


def _all_inside(found: Iterable[Interval], other: Interval) -> bool:
    return all(inside(one, other) for one in found)


def _shares_in_percent(claim: Claim) -> bool:
    """Whether a difference of shares is stated in %, where percentage points are due."""
    stated = unit_of(claim.stated)
    return (
        claim.operation in (Operation.DIFFERENCE, Operation.TREND)
        and stated is not None
        and same_dimension(stated, "%")
    )


_POWERS = (3, -3, 6, -6, 9, -9, 12, -12, 2, -2, 1, -1)

_REVERSIBLE = (Operation.MULTIPLE, Operation.SHARE, Operation.GROWTH, Operation.IMPLIED_PLAN)
_SIGNED = (Operation.GROWTH, Operation.DIFFERENCE, Operation.RANK_CHANGE, Operation.TREND)


def _explaining(claim: Claim, results: tuple[Interval, ...], stated: Stated) -> list[Diagnosis]:
    """All that would explain a claim that doesn't agree, the most telling first."""
    accepted = stated.accepted
    bounded = accepted.low.value is not None and accepted.high.value is not None
    # What is open to one side is reached by too much to tell a confusion from chance.
    found = [Diagnosis(code) for code in _confusions(claim, results, stated)] if bounded else []
    if claim.operation in _SIGNED and _all_inside(map(negative, results), accepted):
        found.append(Diagnosis(DiagnosisCode.SIGN))
    if not bounded or inside(point(0), accepted):
        return found
    power = next(
        (power for power in _POWERS if _all_inside(results, product(accepted, point(Fraction(10) ** power)))),
        None,
    )
    if power is not None:
        found.append(Diagnosis(DiagnosisCode.MAGNITUDE_SLIP, {"power": str(power)}))
    return found


def _confusions(claim: Claim, results: tuple[Interval, ...], stated: Stated) -> Iterator[DiagnosisCode]:
    """Other operations, roundings and orders that give the stated figure."""
    kind, accepted = claim.operation, stated.accepted
    if stated.raised is not None and _all_inside(results, stated.raised):
        share = kind is Operation.SHARE
        yield DiagnosisCode.COMPLEMENT_OF_TRUNCATED if share else DiagnosisCode.ROUNDED_UP
    shares = same_dimension(next(filter(None, claim.units), "times"), "%")
    for other, code in _MISTAKEN.get(kind, {}).items():
        if code in _OF_SHARES and not shares:
            continue
        if _gives(claim, other, accepted):
            yield code
    if kind is Operation.SHARE and _all_inside((plus(point(1), negative(one)) for one in results), accepted):
        yield DiagnosisCode.COMPLEMENT_AS_SHARE
    if kind in _REVERSIBLE and _gives(claim, kind, accepted, swapped=True):
        yield DiagnosisCode.SWAPPED


#: What the stated figure may be instead: the operation that would give it, and the name of the confusion.
_MISTAKEN = {
    Operation.GROWTH: {
        Operation.DIFFERENCE: DiagnosisCode.POINTS_AS_PERCENT,
        Operation.SHARE: DiagnosisCode.RATIO_AS_GROWTH,
    },
    Operation.DIFFERENCE: {Operation.GROWTH: DiagnosisCode.PERCENT_AS_POINTS},
    Operation.MULTIPLE: {Operation.GROWTH: DiagnosisCode.GROWTH_AS_RATIO},
    Operation.SHARE: {Operation.GROWTH: DiagnosisCode.GROWTH_AS_RATIO},
}
_OF_SHARES = (DiagnosisCode.POINTS_AS_PERCENT, DiagnosisCode.PERCENT_AS_POINTS)


def _gives(claim: Claim, other: Operation, accepted: Interval, *, swapped: bool = False) -> bool:
    """Whether another operation on the operands, or this one on them swapped, gives the stated figure."""
    points = [part.point for part in parts_of(claim)]
    try:
        results = FORMULAS[other].values(points[::-1] if swapped else points)
    except InexactResult:
        return False
    return _all_inside(results, accepted)


def _incomplete(claim: Claim) -> ClaimResult:
    """The verdict where operands are missing: unverifiable, unless no whole number would do."""
    places = [at for at, one in enumerate(claim.operands) if one is None]
    found = [Diagnosis(DiagnosisCode.MISSING_OPERAND, {"place": str(at + 1)}) for at in places]
    if claim.operation in (Operation.SHARE, Operation.MULTIPLE) and len(places) == 1:
        needed = _needed(claim)[places[0]]
        if needed is not None and counted(unit(needed.unit)) and not _holds_whole(needed):
            return _result(
                claim, ClaimVerdict.INCONSISTENT, [Diagnosis(DiagnosisCode.NO_WHOLE_NUMBER), *found]
            )
    return _result(claim, ClaimVerdict.UNVERIFIABLE, found)


def _holds_whole(found: Range) -> bool:
    """Whether a whole number lies in a range."""
    if found.low is None or found.high is None:
        return True
    first = Fraction(found.low.magnitude)
    whole = first.__floor__() + 1 if found.low_open else first.__ceil__()
    return found.contains(Amount(whole, found.unit))


def _needed(claim: Claim) -> tuple[Range | None, ...]:
    units = claim.units
    stated = claim.stated
    if stated is None:
        return (None,) * len(units)
    accepted, spans = read_stated(stated).accepted, [part.span for part in parts_of(claim)]
    found: list[Range | None] = []
    for at in range(len(units)):
        name = unit_at(claim.operation, at, units, claim.unit or "")
        alone = all(one is not None for place, one in enumerate(claim.operands) if place != at)
        values = solve(claim.operation, at, spans, accepted) if alone else None
        found.append(None if values is None or name is None else ranged(values, name))
    return tuple(found)
