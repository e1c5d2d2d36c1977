"""What changed between two scores of one unit, part by part; the parts sum to the change exactly."""

from __future__ import annotations

from fractions import Fraction

import attrs

from sotttt.errors import InvalidEntity, MissingField, SottttError
from sotttt.evaluation.indices.result import IndexScore
from sotttt.evaluation.indices.scoring import score
from sotttt.frozen import Entity

__all__ = ["Change", "ChangePart", "decompose_change"]

#: The part that a new definition makes, values apart.
DEFINITION = "definition"


@attrs.frozen(kw_only=True)
class ChangePart(Entity):
    """What one node brought to a change.

    Args:
        node: the node, or `definition` for what the new definition alone makes.
        before: what it brought to the first total.
        after: what it brings to the second.
    """

    node: str
    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        """The second less the first."""
        return self.after - self.before


@attrs.frozen(kw_only=True)
class Change(Entity):
    """The change of a total, in parts (phân rã thay đổi).

    Args:
        before: the first score.
        after: the second score.
        parts: what each part brought; their changes sum to the change.
    """

    before: IndexScore
    after: IndexScore
    parts: tuple[ChangePart, ...]

    @property
    def total(self) -> Fraction:
        """The second total less the first."""
        return _exact(self.after, "after") - _exact(self.before, "before")

    def to_records(self) -> list[dict[str, str]]:
        """One record a part, of exact numbers as texts."""
        return [
            {"node": p.node, "before": str(p.before), "after": str(p.after), "change": str(p.change)}
            for p in self.parts
        ]


def _exact(found: IndexScore, where: str) -> Fraction:
    if found.exact is None:
        raise MissingField("a score without an exact total", where=where)
    return found.exact


def decompose_change(before: IndexScore, after: IndexScore, *, split: bool = False) -> Change:
    """The change of a total by parts.

    Totals by two definitions differ by more than the values. They are refused, or with `split` parted in two:
    what the new values make under the old definition, and what the new definition makes of the new values.

    Args:
        before: the score of the earlier year.
        after: the score of the later year.
        split: whether to part off the change of definition.

    Raises:
        MissingField: a score without an exact total.
        InvalidEntity: two definitions without `split`; or the old one can't score the new values.

    >>> from sotttt import catalog
    >>> one = catalog.index("ict-2016")
    >>> then = score(one, {"htkt": "0.7925", "htnl": "0.9538", "ud": "0.85"})
    >>> now = score(one, {"htkt": "0.7908", "htnl": "0.7892", "ud": "0.9655"})
    >>> [(part.node, str(part.change)) for part in decompose_change(then, now).parts]
    [('htkt', '-17/30000'), ('htnl', '-823/15000'), ('ud', '77/2000')]
    """
    _exact(before, "before")
    last = _exact(after, "after")
    if before.definition == after.definition:
        return Change(before=before, after=after, parts=_parts(before, after))
    names = f"{before.definition.id} and {after.definition.id}"
    if not split:
        raise InvalidEntity(
            f"the totals are by two definitions, {names}",
            hint="split=True parts off the change of definition",
        )
    try:
        bridge = score(before.definition, dict(after.inputs))
    except SottttError as fault:
        raise InvalidEntity(f"the later values don't fit {before.definition.id}: {fault}") from None
    if bridge.exact is None:
        raise InvalidEntity(f"{before.definition.id} can't score the later values")
    made = ChangePart(node=DEFINITION, before=Fraction(0), after=last - bridge.exact)
    return Change(before=before, after=after, parts=(*_parts(before, bridge), made))


def _parts(before: IndexScore, after: IndexScore) -> tuple[ChangePart, ...]:
    """The parts of both scores; where one is given by group and the other by part, the group is compared."""
    then, now = before.contributions, after.contributions
    wanted = {*then, *now}
    order = [node.id for node in after.definition.nodes]
    path = after.definition.path
    wanted = {name for name in wanted if not any(step.id in wanted for step in path(name)[:-1])}
    known = [dict(_brought(one)) for one in (before, after)]
    zero = Fraction(0)
    return tuple(
        ChangePart(node=name, before=known[0].get(name, zero), after=known[1].get(name, zero))
        for name in order
        if name in wanted
    )


def _brought(found: IndexScore) -> list[tuple[str, Fraction]]:
    return [(node.id, node.brings) for node in found.nodes if node.brings is not None]
