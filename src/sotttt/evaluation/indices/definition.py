"""What an index is made of: its tree of groups and indicators, as dated data with a legal source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from sotttt.errors import DuplicateId, InvalidEntity, NotFound, nearest
from sotttt.evaluation.indices.means import Mean
from sotttt.evaluation.indices.rules import Rule
from sotttt.evaluation.indices.values import fraction
from sotttt.frozen import (
    Entity,
    LabelledWord,
    identifier,
    label,
    only,
    optional_label,
    placed,
    several,
    strings,
    yes_or_no,
)
from sotttt.periods import Period
from sotttt.sources import Source
from sotttt.units import unit

__all__ = ["CoverageBy", "IndexDefinition", "IndexNode", "View"]


class CoverageBy(LabelledWord):
    """What a coverage threshold counts: parts, or their weight (cách tính mức đủ số liệu).

    >>> CoverageBy("weight").vi
    'Theo trọng số'
    """

    COUNT = "count", "Theo số phần", "By count"
    WEIGHT = "weight", "Theo trọng số", "By weight"


def _weight(value: int | str | Decimal | Fraction | None) -> Fraction | None:
    if value is None:
        return None
    found = fraction(value)
    if found < 0:
        raise InvalidEntity(f"a weight of {found}", expected="0 or more, or None where it isn't known")
    return found


def _share(value: int | str | Decimal | Fraction) -> Fraction:
    found = fraction(value)
    if not 0 < found <= 1:
        raise InvalidEntity(f"a threshold of {found}", expected="a share above 0 and up to 1")
    return found


def _unit(value: str | None) -> str | None:
    return None if value is None else unit(value).name


def _nodes(value: Iterable[IndexNode]) -> tuple[IndexNode, ...]:
    found = several(value, "a list of nodes")
    for one in found:
        if not isinstance(one, IndexNode):
            raise InvalidEntity(f"{one!r:.60} is no IndexNode", expected="an IndexNode")
    return found


@attrs.frozen(kw_only=True, field_transformer=placed)
class IndexNode(Entity):
    """A group or an indicator of an index (nhóm, chỉ số thành phần).

    Args:
        id: readable id, one of its kind in the definition.
        name: Vietnamese name.
        name_en: English name.
        weight: its weight beside the other parts of its group: the maximum of points, a share, or 1 for equal
            parts; None where no source at hand gives it.
        rule: how its value is scored; by default the value is the share of full score reached.
        unit: the unit of its value, where it isn't that of a share.
        mean: how it is made of its parts.
        parts: its parts; none for an indicator, or where the source lists none.
        scored: whether it counts; what is collected and unscored is kept beside.
        parts_stated: how many parts the source says there are, listed here or not.
        need: the share of parts that must be measured; from there on the group is re-scaled over them.
        need_by: whether that share counts parts or their weights.
        digits: with how many decimals its values are always published, where that is known: a number written
            with fewer has lost its zeros.
        note: anything a reader should know.

    Raises:
        InvalidEntity: a negative weight; a group whose parts have none; a threshold outside 0 to 1.

    >>> IndexNode(id="cqs", name="Chính quyền số", name_en="Digital government", weight=400).weight
    Fraction(400, 1)
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(converter=label)
    name_en: str = attrs.field(converter=label)
    weight: Fraction | None = attrs.field(default=None, converter=_weight)
    rule: Rule = attrs.field(factory=lambda: Rule(kind="points", full=1), validator=only(Rule))
    unit: str | None = attrs.field(default=None, converter=_unit)
    mean: Mean = attrs.field(factory=Mean, validator=only(Mean))
    parts: tuple[IndexNode, ...] = attrs.field(default=(), converter=_nodes)
    scored: bool = attrs.field(default=True, converter=yes_or_no)
    parts_stated: int | None = None
    need: Fraction = attrs.field(default=Fraction(1), converter=_share)
    need_by: CoverageBy = attrs.field(default=CoverageBy.COUNT, converter=CoverageBy)
    digits: int | None = None
    note: str | None = attrs.field(default=None, converter=optional_label)

    def __attrs_post_init__(self) -> None:
        weights = [part.weight for part in self.parts if part.scored]
        if weights and not any(weight is None or weight for weight in weights) and self.mean.weighted:
            raise InvalidEntity(f"no part of {self.id!r} has any weight", where="parts")

    def relative_weights(self, parts: Sequence[IndexNode]) -> tuple[Fraction, ...] | None:
        """The weights of some of its parts, so that they sum to one; None where one isn't known.

        The parts of a sum count alike.
        """
        if not self.mean.weighted:
            return (Fraction(1, max(1, len(parts))),) * len(parts)
        known = [part.weight for part in parts if part.weight is not None]
        if len(known) < len(parts):
            return None
        whole = sum(known, Fraction(0))
        return tuple(weight / whole if whole else Fraction(0) for weight in known)

    @property
    def value_unit(self) -> str:
        """The unit of its value."""
        return self.unit or "ratio"

    def walk(self) -> Iterator[IndexNode]:
        """This node and all below it, each before its parts."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def label(self, lang: str = "vi") -> str:
        """The name in that language."""
        return self.name_en if lang == "en" else self.name


def _pairs(value: Mapping[str, object] | Iterable[tuple[str, object]]) -> tuple[tuple[str, Fraction], ...]:
    pairs = value.items() if isinstance(value, Mapping) else several(value, "pairs of a node and a weight")
    return tuple((name, fraction(weight)) for name, weight in pairs)  # type: ignore[arg-type]  # checked there


@attrs.frozen(kw_only=True, field_transformer=placed)
class View(Entity):
    """Another weighting of the same parts, published beside the total (góc nhìn, trụ cột).

    Args:
        id: readable id.
        name: Vietnamese name.
        name_en: English name.
        weights: the weight of each node that it counts.
        inferred: whether the weights were inferred from figures, with no official text to confirm them.
        note: anything a reader should know.
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(converter=label)
    name_en: str = attrs.field(converter=label)
    weights: tuple[tuple[str, Fraction], ...] = attrs.field(converter=_pairs)
    inferred: bool = attrs.field(default=False, converter=yes_or_no)
    note: str | None = attrs.field(default=None, converter=optional_label)


def _years(value: Period | str | None) -> Period | None:
    return None if value is None else Period.of(value)


def _unit_name(value: str) -> str:
    return unit(value).name


def _views(value: Iterable[View]) -> tuple[View, ...]:
    return several(value, "a list of views")


@attrs.frozen(kw_only=True, field_transformer=placed)
class IndexDefinition(Entity):
    """An index as defined for some years (bộ chỉ số): its tree, scoring rules, and legal source.

    Args:
        id: readable id, such as `dti-2020`.
        name: Vietnamese name.
        name_en: English name.
        years: the assessed years.
        document: id of the document that lays it down.
        root: the tree.
        scale: the total at full score.
        unit: the unit of the total.
        digits: with how many decimals totals are published, rounded half up.
        views: other weightings published beside the total.
        gaps: what no source at hand gives, in words; with a gap in the weights the total is refused.
        level: whom it ranks: `province`, `ministry`, `country`, `district`, `commune`.
        source: where it stands.

    Raises:
        DuplicateId: two nodes, or views, under one id.
        NotFound: a view that counts a node that isn't there.
        InvalidEntity: a full score of nothing.

    >>> parts = [IndexNode(id=x, name=x, name_en=x, weight=1) for x in ("a", "b")]
    >>> made = IndexDefinition(
    ...     id="x", name="X", name_en="X", root=IndexNode(id="total", name="X", name_en="X", parts=parts)
    ... )
    >>> [leaf.id for leaf in made.leaves], made.effective_weights()
    (['a', 'b'], {'a': Fraction(1, 2), 'b': Fraction(1, 2)})
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(converter=label)
    name_en: str = attrs.field(converter=label)
    root: IndexNode = attrs.field(validator=only(IndexNode))
    years: Period | None = attrs.field(default=None, converter=_years)
    document: str | None = attrs.field(default=None, converter=optional_label)
    scale: Fraction = attrs.field(default=Fraction(1), converter=fraction)
    unit: str = attrs.field(default="ratio", converter=_unit_name)
    digits: int | None = None
    views: tuple[View, ...] = attrs.field(default=(), converter=_views)
    gaps: tuple[str, ...] = attrs.field(default=(), converter=strings)
    level: str = attrs.field(default="province", converter=label)
    source: Source | None = None

    def __attrs_post_init__(self) -> None:
        if self.scale <= 0:
            raise InvalidEntity(f"a full score of {self.scale}", where="scale", expected="above zero")
        if self.digits is not None and not 0 <= self.digits <= 50:
            raise InvalidEntity(f"{self.digits} decimals", where="digits", expected="0 to 50")
        names = [node.id for node in self.root.walk()]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise DuplicateId(f"two nodes under {twice!r}", where="root")
        for view in self.views:
            for name, _ in view.weights:
                if name not in names:
                    raise NotFound(f"no node {name!r}", where=f"views.{view.id}", hint=nearest(name, names))

    @property
    def nodes(self) -> tuple[IndexNode, ...]:
        """All nodes, each before its parts."""
        return tuple(self.root.walk())

    @property
    def leaves(self) -> tuple[IndexNode, ...]:
        """The nodes without parts."""
        return tuple(node for node in self.nodes if not node.parts)

    def node(self, name: str) -> IndexNode:
        """The node of that id.

        Raises:
            NotFound: with the nearest id.
        """
        for node in self.root.walk():
            if node.id == name:
                return node
        names = [node.id for node in self.nodes]
        raise NotFound(f"{self.id} has no node {name!r:.60}", hint=nearest(str(name), names))

    def path(self, name: str) -> tuple[IndexNode, ...]:
        """The nodes from the root down to one.

        Raises:
            NotFound: with the nearest id.
        """
        self.node(name)
        return _path(self.root, name)

    def is_scored(self, name: str) -> bool:
        """Whether a node counts: it and all groups that it is in are scored."""
        return all(node.scored for node in self.path(name))

    def effective_weights(self) -> dict[str, Fraction]:
        """What part of the total each counted node can make (trọng số hiệu dụng).

        Equal weights of groups of different size give their members different weights; these are the
        products along the path. Empty for a sum of points whose maxima aren't known.
        """
        return {node.id: weight for node, weight in _counted(self.root, Fraction(1)) if weight is not None}

    @property
    def counted(self) -> tuple[IndexNode, ...]:
        """The nodes that a total can be made from: down to the leaves, or to where weights aren't known."""
        return tuple(node for node, _ in _counted(self.root, Fraction(1)))

    def with_weights(self, weights: Mapping[str, int | str | Decimal | Fraction]) -> IndexDefinition:
        """The same index with other weights.

        Raises:
            NotFound: a node that isn't there.
        """
        for name in weights:
            self.node(name)
        changed = {name: fraction(weight) for name, weight in weights.items()}
        return attrs.evolve(self, root=_reweighted(self.root, changed))

    def without(self, name: str) -> IndexDefinition:
        """The same index with one node left out of the score; the rest of its group is re-scaled.

        Raises:
            NotFound: a node that isn't there.
            InvalidEntity: the root, or the only scored part of its group.
        """
        way = self.path(name)
        if len(way) < 2 or sum(1 for part in way[-2].parts if part.scored) < 2:
            raise InvalidEntity(f"nothing is left of the group without {name!r}", where=name)
        return attrs.evolve(self, root=_unscored(self.root, name), views=())


def _path(node: IndexNode, name: str) -> tuple[IndexNode, ...]:
    if node.id == name:
        return (node,)
    for part in node.parts:
        found = _path(part, name)
        if found:
            return (node, *found)
    return ()


def _counted(node: IndexNode, weight: Fraction | None) -> Iterator[tuple[IndexNode, Fraction | None]]:
    scored = [part for part in node.parts if part.scored]
    weights = node.relative_weights(scored) if scored else None
    if weights is None:
        yield node, weight
        return
    for part, own in zip(scored, weights, strict=True):
        yield from _counted(part, weight * own if weight is not None and node.mean.weighted else None)


def _reweighted(node: IndexNode, weights: Mapping[str, Fraction]) -> IndexNode:
    return attrs.evolve(
        node,
        weight=weights.get(node.id, node.weight),
        parts=[_reweighted(part, weights) for part in node.parts],
    )


def _unscored(node: IndexNode, name: str) -> IndexNode:
    scored = node.scored and node.id != name
    return attrs.evolve(node, scored=scored, parts=[_unscored(part, name) for part in node.parts])
