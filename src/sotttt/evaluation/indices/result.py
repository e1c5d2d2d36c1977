"""What `score` answers: total, parts, coverage, reasons, as data that can be printed and stored."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from sotttt.errors import InvalidChoice
from sotttt.evaluation.claims import ClaimVerdict
from sotttt.evaluation.indices.definition import IndexDefinition, IndexNode
from sotttt.evaluation.indices.values import Given, Missing, half_up, place_of, ranged, spread
from sotttt.evaluation.policy import Precision
from sotttt.frozen import Entity, LabelledWord, Word, optional_label, placed
from sotttt.ranges import Range
from sotttt.ranges.intervals import End, Interval
from sotttt.ranges.numbers import write

__all__ = [
    "Coverage",
    "IndexFlag",
    "IndexReason",
    "IndexReasonCode",
    "IndexScore",
    "NodeScore",
    "NodeState",
]

FORMULA = "index-weighted-mean"


class NodeState(LabelledWord):
    """How a node came to its value (trạng thái).

    >>> NodeState("unscored").vi
    'Thu thập, không chấm điểm'
    """

    GIVEN = "given", "Đã cho", "Given"
    COMPUTED = "computed", "Tính từ thành phần", "Computed from its parts"
    MISSING = "missing", "Thiếu số liệu", "Missing"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng", "Not applicable"
    UNSCORED = "unscored", "Thu thập, không chấm điểm", "Collected, not scored"
    REFUSED = "refused", "Không đủ căn cứ để chấm", "Refused"


class IndexFlag(Word):
    """What marks a score (dấu hiệu)."""

    GROUP_GIVEN = "group_given"
    RESCALED = "rescaled"
    ROUNDING = "rounding"


class IndexReasonCode(Word):
    """Why there is no total, or which part is missing (lý do)."""

    MISSING = "missing"
    WEIGHT_UNKNOWN = "weight_unknown"
    BELOW_COVERAGE = "below_coverage"
    TABLE_UNKNOWN = "table_unknown"


_REASONS = {
    IndexReasonCode.MISSING: ("thiếu {node} ({detail})", "{node} is missing ({detail})"),
    IndexReasonCode.WEIGHT_UNKNOWN: (
        "chưa rõ điểm tối đa hoặc trọng số trong {node}",
        "the weights inside {node} aren't known",
    ),
    IndexReasonCode.BELOW_COVERAGE: ("{node} chưa đủ số liệu: {detail}", "too little of {node}: {detail}"),
    IndexReasonCode.TABLE_UNKNOWN: ("chưa có bảng điểm: {detail}", "a table isn't at hand: {detail}"),
}


@attrs.frozen(kw_only=True, field_transformer=placed)
class IndexReason(Entity):
    """One reason, with the node that it stands for.

    >>> IndexReason(code="weight_unknown", node="cqs").text("en")
    "the weights inside cqs aren't known"
    """

    code: IndexReasonCode = attrs.field(converter=IndexReasonCode)
    node: str
    detail: str | None = attrs.field(default=None, converter=optional_label)

    def text(self, lang: str = "vi") -> str:
        """The reason in words."""
        return _REASONS[self.code][int(lang == "en")].format(node=self.node, detail=self.detail)


@attrs.frozen(kw_only=True)
class NodeScore(Entity):
    """One node of a score.

    Args:
        id: the node.
        parent: its group; None for the root.
        state: how it came to its value.
        value: the share of full score reached, as an interval of numbers; None where there is none.
        weight: its effective weight in this score, after any re-scaling; None where it isn't known.
        contribution: what it brings to the total, at the lower and at the upper ends of the values.
    """

    id: str
    parent: str | None
    state: NodeState
    value: Interval | None
    weight: Fraction | None
    contribution: tuple[Fraction, Fraction] | None

    @property
    def share(self) -> Range | None:
        """The share of full score reached."""
        return None if self.value is None else ranged(self.value, "ratio")

    @property
    def brings(self) -> Fraction | None:
        """What it brings to the total, where that is one number."""
        if self.contribution is None or self.contribution[0] != self.contribution[1]:
            return None
        return self.contribution[0]


@attrs.frozen(kw_only=True)
class Coverage(Entity):
    """How much of an index was measured (mức đủ số liệu).

    Args:
        measured: how many of the nodes that count have a value, their own or their group's.
        of: how many of them apply.
        weight: their share of the full score; None where a weight isn't known.

    >>> str(Coverage(measured=2, of=3, weight=Fraction(7, 10)))
    '2/3 (70 % of the weight)'
    """

    measured: int
    of: int
    weight: Fraction | None

    def __str__(self) -> str:
        if self.weight is None:
            return f"{self.measured}/{self.of}"
        return f"{self.measured}/{self.of} ({write(half_up(self.weight * 100, 0))} % of the weight)"


def _flags(value: Iterable[IndexFlag | str]) -> tuple[IndexFlag, ...]:
    return tuple(IndexFlag(one) for one in value)


@attrs.frozen(kw_only=True, field_transformer=placed)
class IndexScore(Entity):
    """The score of one unit by one definition, with all that it rests on (kết quả chấm điểm).

    Args:
        definition: the index.
        inputs: the values given, by node.
        nodes: every node, each before its parts.
        interval: the total as numbers; None where it is refused.
        possible: what the total can be, with any value for all that is missing.
        reasons: what is missing, and why there is no total.
        flags: `group_given`, `rescaled`, `rounding`.
        precision: how plain numbers were taken.
        digits: to how many decimals the values were rounded, where that was said.
        peers: the values of all units, where a rule compares them.
        self_assessed: the score by the unit's own assessment.
    """

    definition: IndexDefinition
    inputs: tuple[tuple[str, Given], ...]
    nodes: tuple[NodeScore, ...]
    interval: Interval | None
    possible: Interval
    reasons: tuple[IndexReason, ...] = ()
    flags: tuple[IndexFlag, ...] = attrs.field(default=(), converter=_flags)
    precision: Precision = attrs.field(default=Precision.EXACT, converter=Precision)
    digits: int | None = None
    peers: tuple[tuple[str, tuple[Fraction, ...]], ...] = ()
    self_assessed: IndexScore | None = None

    @property
    def total(self) -> Range | None:
        """The total in the unit of the index (tổng điểm); None where it is refused."""
        return None if self.interval is None else ranged(self.interval, self.definition.unit)

    @property
    def exact(self) -> Fraction | None:
        """The total where it is one number, to the last digit; None where it is a range or refused."""
        if self.interval is None or self.interval.low.value != self.interval.high.value:
            return None
        return Fraction(self.interval.low.value or 0)

    @property
    def bounds(self) -> Range:
        """What the total can be, with any value for what is missing."""
        return ranged(self.possible, self.definition.unit)

    @property
    def printed(self) -> Decimal | None:
        """The total as it is published, rounded half up; None where its ends are printed differently."""
        return None if self.definition.digits is None else self.print_to(self.definition.digits)

    def print_to(self, digits: int) -> Decimal | None:
        """The total with that many decimals, rounded half up; None where its ends are printed differently."""
        if self.interval is None:
            return None
        low, high = (half_up(Fraction(end.value or 0), digits) for end in self.interval)
        if low != high and self.interval.high.open:
            step = Fraction(1, 10**digits)
            at = Fraction(self.interval.high.value or 0)
            high = high if at != Fraction(high) - step / 2 else half_up(at - step / 4, digits)
        return low if low == high else None

    @property
    def coverage(self) -> Coverage:
        """How much was measured: k of the n nodes that count, and their share of the weight."""
        weights = self.definition.effective_weights()
        away = {node.id for node in self.nodes if node.state is NodeState.NOT_APPLICABLE}
        counted = [node.id for node in self.definition.counted if node.id not in away]
        have = [name for name in counted if self._measured(name)]
        share = None
        if all(name in weights for name in counted):
            whole = sum((weights[name] for name in counted), Fraction(0))
            part = sum((weights[name] for name in have), Fraction(0))
            share = part / whole if whole else Fraction(0)
        return Coverage(measured=len(have), of=len(counted), weight=share)

    def _measured(self, name: str) -> bool:
        given = {node.id for node in self.nodes if node.state is NodeState.GIVEN}
        return any(node.id in given for node in self.definition.path(name))

    @property
    def contributions(self) -> dict[str, Fraction]:
        """What each measured node without measured parts brings; where the total is exact, they sum to it.

        Where values are ranges, the mean of what they bring at their ends stands here.
        """
        inner = {node.parent for node in self.nodes if node.contribution is not None}
        return {
            node.id: sum(node.contribution, Fraction(0)) / 2
            for node in self.nodes
            if node.contribution is not None and node.id not in inner
        }

    def node(self, name: str) -> NodeScore:
        """The score of one node.

        Raises:
            NotFound: with the nearest id.
        """
        self.definition.node(name)
        return next(node for node in self.nodes if node.id == name)

    @property
    def views(self) -> dict[str, Range | None]:
        """The other weightings that are published beside the total, by id; None where a part is missing."""
        found: dict[str, Range | None] = {}
        for view in self.definition.views:
            whole = sum((weight for _, weight in view.weights), Fraction(0))
            low = high = Fraction(0)
            opens = [False, False]
            complete = True
            for name, weight in view.weights:
                value = self.node(name).value
                if value is None:
                    complete = False
                    break
                low += Fraction(value.low.value or 0) * weight / whole
                high += Fraction(value.high.value or 0) * weight / whole
                opens = [opens[0] or value.low.open, opens[1] or value.high.open]
            found[view.id] = (
                ranged(Interval(End(low, opens[0]), End(high, opens[1])), "ratio") if complete else None
            )
        return found

    def differences(self) -> tuple[tuple[str, Range | None, Range | None, Range | None], ...]:
        """Each node's self-assessed share, appraised share, and the second less the first.

        Appraisers lower scores and raise them; both are kept (điểm tự chấm, điểm thẩm định).
        """
        if self.self_assessed is None:
            return ()
        rows = []
        for own, appraised in zip(self.self_assessed.nodes, self.nodes, strict=True):
            both = own.share is not None and appraised.share is not None
            gap = appraised.share - own.share if both else None  # type: ignore[operator]  # neither is None
            rows.append((own.id, own.share, appraised.share, gap))
        return tuple(rows)

    def check(self, stated: int | str | Decimal | Fraction | Range) -> ClaimVerdict:
        """Whether a published total agrees: exactly, within the rounding of the values, or truncated.

        Args:
            stated: the total as published; a plain number counts with the decimals of the definition, and
                where it is written with fewer, with those too.

        >>> from sotttt import catalog
        >>> from sotttt.evaluation import score
        >>> pillars = {"cqs": "0.5220", "kts": "0.3040", "xhs": "0.3655"}
        >>> score(catalog.index("dti-2020"), pillars).check("0.4097").value
        'exact'
        """
        if self.interval is None:
            return ClaimVerdict.UNVERIFIABLE
        written = place_of(stated)
        digits = self.definition.digits if self.definition.digits is not None else written
        at = spread(stated, self.definition.unit)
        if digits is None or at.low.value is None or at.low.value != at.high.value:
            return ClaimVerdict.WITHIN_ROUNDING if self._meets(at) else ClaimVerdict.INCONSISTENT
        number = Fraction(at.low.value)
        for places in {digits, min(digits, digits if written is None else written)}:
            found = self.print_to(places)
            if found is not None and Fraction(found) == number:
                return ClaimVerdict.EXACT
        half = Fraction(1, 2 * 10**digits)
        if self._wide()._meets(Interval(End(number - half), End(number + half, open=True))):
            return ClaimVerdict.WITHIN_ROUNDING
        exact = self.exact
        if exact is not None and Fraction(int(exact * 10**digits), 10**digits) == number:
            return ClaimVerdict.TRUNCATED
        return ClaimVerdict.INCONSISTENT

    def _meets(self, at: Interval) -> bool:
        total = self.total
        return total is not None and total.overlaps(ranged(at, self.definition.unit))

    def _wide(self) -> IndexScore:
        """The same score with all values taken as rounded."""
        if self.precision is Precision.ROUNDING:
            return self
        from sotttt.evaluation.indices.scoring import score

        peers = dict(self.peers)
        return score(
            self.definition, dict(self.inputs), precision="rounding", digits=self.digits, peers=peers
        )

    def trace(self) -> tuple[tuple[str, str], ...]:
        """Every input, weight, threshold and formula id, as pairs of name and text."""
        one = self.definition
        lines: list[tuple[str, object]] = [
            ("formula", FORMULA),
            ("definition", one.id),
            ("definition.years", one.years),
            ("definition.document", one.document),
            ("definition.scale", one.scale),
            ("definition.digits", one.digits),
            ("precision", self.precision.value),
            ("digits", self.digits),
        ]
        lines += [(f"input.{name}", _shown(value)) for name, value in self.inputs]
        for node in self.nodes:
            lines += _node_lines(one.node(node.id), node)
        lines += [("total", self.total), ("exact", self.exact), ("printed", self.printed)]
        lines += [("bounds", self.bounds), ("coverage", self.coverage)]
        lines += [(f"view.{name}", value) for name, value in self.views.items()]
        lines += [("flags", " ".join(self.flags) or None)]
        lines += [
            (f"reason.{why.code.value}", f"{why.node} {why.detail or ''}".strip()) for why in self.reasons
        ]
        if self.self_assessed is not None:
            lines += [("self_assessed.total", self.self_assessed.total)]
        return tuple((name, str(value)) for name, value in lines if value is not None)

    def to_records(self) -> list[dict[str, str | None]]:
        """One record a node, of texts, to store or to print; the numbers are exact fractions or decimals."""
        own = {} if self.self_assessed is None else {node.id: node for node in self.self_assessed.nodes}
        return [
            {
                "definition": self.definition.id,
                "node": node.id,
                "parent": node.parent,
                "name": self.definition.node(node.id).name,
                "name_en": self.definition.node(node.id).name_en,
                "state": node.state.value,
                "input": _shown(dict(self.inputs)[node.id]) if node.id in dict(self.inputs) else None,
                "share": _text(node.share),
                "self_assessed_share": _text(own[node.id].share) if node.id in own else None,
                "weight": _text(node.weight),
                "contribution": _text(node.brings),
            }
            for node in self.nodes
        ]

    def explain(self, lang: str = "vi") -> str:
        """One sentence that says the total, or why there is none.

        Raises:
            InvalidChoice: another language than `vi` and `en`.
        """
        if lang not in ("vi", "en"):
            raise InvalidChoice(f"{lang!r:.20} is no language of the library", expected="vi or en")
        from sotttt import writing

        name = self.definition.name_en if lang == "en" else self.definition.name
        if self.total is None:
            why = "; ".join(reason.text(lang) for reason in self.reasons)
            return f"{name}: {'no total, since ' if lang == 'en' else 'không có tổng điểm, vì '}{why}."
        printed = self.printed
        shown = writing.range_(self.total, lang) if printed is None else writing.number(printed, lang)
        word = "of" if lang == "en" else "trên"
        full = writing.number(int(self.definition.scale), lang)
        return f"{name}: {shown} {word} {full}; {self._covered(lang)}."

    def _covered(self, lang: str) -> str:
        found = self.coverage
        if lang == "en":
            return f"{found.measured} of {found.of} parts measured"
        return f"đo được {found.measured}/{found.of} phần"


def _shown(value: Given) -> str | None:
    return value.value if isinstance(value, Missing) else _text(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _node_lines(node: IndexNode, found: NodeScore) -> list[tuple[str, object]]:
    head = f"node.{node.id}"
    return [
        (f"{head}.state", found.state.value),
        (f"{head}.rule", node.rule.kind.value if not node.parts else None),
        (f"{head}.mean", node.mean.kind.value if node.parts else None),
        (f"{head}.need", f"{node.need} by {node.need_by.value}" if node.parts else None),
        (f"{head}.weight", node.weight),
        (f"{head}.effective_weight", found.weight),
        (f"{head}.share", found.share),
        (f"{head}.contribution", found.brings if found.brings is not None else None),
    ]
