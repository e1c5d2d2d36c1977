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
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

import attrs

from sotttt.errors import InexactResult, InvalidEntity, InvalidRange, MissingField, NotFound
from sotttt.evaluation.explaining import place_of
from sotttt.evaluation.formulas import (
    FORMULAS,
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
    scale,
    solve,
    unit_at,
)
from sotttt.frozen import Entity, FrozenMap, choice, label, optional_label
from sotttt.metrics import dimensions
from sotttt.ranges import Amount, Figure, Hedge, Range
from sotttt.ranges.intervals import End, Interval, product
from sotttt.sources import Source
from sotttt.units import Unit, same_dimension, unit
from sotttt.writing import html_table, number, range_, shown

__all__ = ["Claim", "ClaimResult", "ClaimVerdict", "Diagnosis", "DiagnosisCode", "Operation", "check"]

Given = Range | Figure | Amount | str | None


class ClaimVerdict(StrEnum):
    """Whether a claim agrees with its operands (kết quả kiểm tra).

    >>> ClaimVerdict("truncated").vi, ClaimVerdict.EXACT.en
    ('Khớp nếu cắt bớt chữ số', 'Exact')
    """

    EXACT = "exact"
    WITHIN_ROUNDING = "within_rounding"
    TRUNCATED = "truncated"
    INCONSISTENT = "inconsistent"
    UNVERIFIABLE = "unverifiable"

    @property
    def vi(self) -> str:
        """The Vietnamese label."""
        return _VERDICTS[self][0]

    @property
    def en(self) -> str:
        """The English label."""
        return _VERDICTS[self][1]


_VERDICTS = {
    ClaimVerdict.EXACT: ("Khớp", "Exact"),
    ClaimVerdict.WITHIN_ROUNDING: ("Khớp trong phạm vi làm tròn", "Within rounding"),
    ClaimVerdict.TRUNCATED: ("Khớp nếu cắt bớt chữ số", "Truncated"),
    ClaimVerdict.INCONSISTENT: ("Không khớp", "Inconsistent"),
    ClaimVerdict.UNVERIFIABLE: ("Không kiểm tra được", "Unverifiable"),
}


class DiagnosisCode(StrEnum):
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


_DIAGNOSES = {
    DiagnosisCode.AS_PRINTED: ("các số như đã in cho đúng số đã nêu", "the figures as printed give the stated one"),
    DiagnosisCode.LOOSE_BOUND: (
        "đúng nhưng lỏng: giá trị vượt xa mốc đã nêu",
        "true but loose: the value lies far from the bound stated",
    ),
    DiagnosisCode.OPERAND_ROUNDING: (
        "chỉ đúng nếu các số hạng đã được làm tròn",
        "it holds only if the operands themselves are rounded",
    ),
    DiagnosisCode.TRUNCATION: ("chữ số thừa bị cắt chứ không làm tròn", "digits were cut off instead of rounded"),
    DiagnosisCode.ROUNDED_UP: ("số đã nêu được làm tròn lên", "the stated figure is rounded upward"),
    DiagnosisCode.COMPLEMENT_OF_TRUNCATED: (
        "là phần bù của một tỷ lệ đã bị cắt chữ số",
        "it is the complement of a share whose digits were cut off",
    ),
    DiagnosisCode.MAGNITUDE_SLIP: (
        "có thể sai bậc độ lớn: số đã nêu phải nhân với 10^{power}",
        "perhaps a slip of magnitude: the stated figure times 10^{power} fits",
    ),
    DiagnosisCode.POINTS_AS_PERCENT: (
        "số đã nêu là điểm phần trăm, không phải phần trăm",
        "the stated figure is in percentage points, not in percent",
    ),
    DiagnosisCode.PERCENT_AS_POINTS: (
        "số đã nêu là phần trăm, không phải điểm phần trăm",
        "the stated figure is in percent, not in percentage points",
    ),
    DiagnosisCode.GROWTH_AS_RATIO: (
        "số đã nêu là phần tăng thêm, không phải tỷ số",
        "the stated figure is the growth, not the ratio",
    ),
    DiagnosisCode.RATIO_AS_GROWTH: (
        "số đã nêu là tỷ số, không phải phần tăng thêm",
        "the stated figure is the ratio, not the growth",
    ),
    DiagnosisCode.COMPLEMENT_AS_SHARE: (
        "số đã nêu là phần bù của tỷ lệ",
        "the stated figure is the complement of the share",
    ),
    DiagnosisCode.SWAPPED: ("đúng nếu đổi chỗ hai số hạng", "it holds with the operands the other way round"),
    DiagnosisCode.SIGN: ("đúng nếu đổi dấu: tăng thành giảm", "it holds with the other sign: a fall for a rise"),
    DiagnosisCode.NO_WHOLE_NUMBER: (
        "không có số nguyên nào cho tỷ lệ đã nêu",
        "no whole number gives the share stated",
    ),
    DiagnosisCode.MISSING_OPERAND: ("thiếu số hạng thứ {place}", "operand {place} is missing"),
    DiagnosisCode.ZERO_DIVISOR: ("số chia có thể bằng 0", "the divisor may be zero"),
    DiagnosisCode.NOT_STATED: ("nguồn không nêu kết quả", "the source states no result"),
    DiagnosisCode.UNEXPLAINED: ("lệch {gap}", "it is off by {gap}"),
}


@attrs.frozen
class Diagnosis(Entity):
    """One reason for a verdict on a claim, with the facts that fill it.

    >>> Diagnosis("magnitude_slip", {"power": "3"}).text("en")
    'perhaps a slip of magnitude: the stated figure times 10^3 fits'
    """

    code: DiagnosisCode = attrs.field(converter=choice(DiagnosisCode))
    params: FrozenMap = attrs.field(factory=FrozenMap, converter=dimensions)

    def text(self, lang: str = "vi") -> str:
        """The reason in words."""
        return _DIAGNOSES[self.code][place_of(lang)].format(**self.params)


def _operands(value: Iterable[Given]) -> tuple[Given, ...]:
    if isinstance(value, str | Range | Figure | Amount):
        raise InvalidEntity("one figure where operands are due", where="operands", expected="a list of figures")
    return tuple(value)


def _figure(value: Given, where: str, *, names: bool = False) -> Range | Figure | str | None:
    if value is None or isinstance(value, Range | Figure):
        return value
    try:
        return Range.of(value)
    except InvalidRange as fault:
        if names:
            return label(str(value))
        raise fault.at(where) from None


def _unit_of(given: Range | Figure | str | None) -> str | None:
    if isinstance(given, Figure):
        return given.range.unit
    return given.unit if isinstance(given, Range) else None


@attrs.frozen
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
        MissingField: neither operand nor stated figure.

    >>> claim = Claim("multiple", ("= 79300 billion_VND", "= 3566 billion_VND"), "= 22.3 times", id="vp-revenue")
    >>> check(claim).verdict.value
    'inconsistent'
    """

    operation: Operation = attrs.field(converter=choice(Operation))
    operands: tuple[Range | Figure | str | None, ...] = attrs.field(converter=_operands)
    stated: Range | Figure | None = attrs.field()
    id: str | None = attrs.field(default=None, converter=optional_label)
    source: Source | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(Source))
    )

    def __init__(
        self,
        operation: Operation | str,
        operands: Iterable[Given],
        stated: Given,
        id: str | None = None,  # noqa: A002  # the name of the field
        source: Source | None = None,
    ) -> None:
        kind = choice(Operation)(operation)
        names = kind is Operation.LIST_COUNT
        parts = tuple(
            _figure(given, f"operands[{at}]", names=names) for at, given in enumerate(_operands(operands))
        )
        wanted = _figure(stated, "stated")
        if wanted is None and None in parts:
            raise MissingField("neither all operands nor a stated figure", where="stated")
        if not isinstance(wanted, str):
            self.__attrs_init__(kind, parts, wanted, id, source)
        check_units(kind, [_unit_of(given) for given in parts], _unit_of(self.stated))

    @property
    def unit(self) -> str | None:
        """The unit of the result: that of the stated figure, else the one that the operands imply."""
        return _unit_of(self.stated) or result_unit(self.operation, [_unit_of(one) for one in self.operands])
