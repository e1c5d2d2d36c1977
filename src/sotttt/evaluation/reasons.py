"""Flags and reasons: the closed vocabulary in which a finding says why."""

from __future__ import annotations

from functools import cache

import attrs

from sotttt.frozen import Entity, FrozenMap, Word
from sotttt.metrics import dimensions

__all__ = ["Flag", "Reason", "ReasonCode", "bits", "flags_of"]


class Flag(Word):
    """What marks a finding (ghi chú của đánh giá)."""

    EXCEEDED = "exceeded"
    EARLY = "early"
    LATE = "late"
    LOST = "lost"
    CONFLICTING = "conflicting"
    ESTIMATED = "estimated"
    HEDGED = "hedged"
    UNDATED = "undated"
    ASSEMBLED = "assembled"
    PARTIAL = "partial"
    CARRIED = "carried"
    PROVISIONAL = "provisional"
    STATED_DIFFERS = "stated_differs"
    PERIOD_INFERRED = "period_inferred"


_PLACES = {flag: 1 << place for place, flag in enumerate(Flag)}


def bits(*flags: Flag) -> int:
    """Flags as the bits of one number.

    >>> sorted(flags_of(bits(Flag.EARLY, Flag.EXCEEDED)))
    [<Flag.EARLY: 'early'>, <Flag.EXCEEDED: 'exceeded'>]
    """
    return sum(_PLACES[flag] for flag in frozenset(flags))


@cache
def flags_of(mask: int) -> frozenset[Flag]:
    """The flags whose bits are set."""
    return frozenset(flag for flag, bit in _PLACES.items() if mask & bit)


class ReasonCode(Word):
    """Why a verdict is what it is (lý do)."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    OVERLAPS = "overlaps"
    BASE_MISSING = "base_missing"
    NO_METRIC = "no_metric"
    NO_PLACE = "no_place"
    NO_DIMS = "no_dims"
    NOT_ACCEPTED = "not_accepted"
    NOT_PUBLISHED = "not_published"
    NO_METHOD = "no_method"
    BEFORE_START = "before_start"
    ONLY_LATE = "only_late"
    LAST_KNOWN = "last_known"
    DUE_AHEAD = "due_ahead"
    NO_DEADLINE = "no_deadline"
    NO_BASELINE = "no_baseline"
    BREAK_IN_SERIES = "break_in_series"
    AHEAD_OF_PATH = "ahead_of_path"
    BEHIND_PATH = "behind_path"
    PATH_OVERLAPS = "path_overlaps"
    RATED = "rated"
    UNRATED = "unrated"
    INSIDE_NOW = "inside_now"
    PARTIAL_SUM = "partial_sum"
    BROKEN = "broken"
    MEMBERS = "members"
    COUNTED = "counted"
    STATED = "stated"
    NOT_STATED = "not_stated"
    DRAFT = "draft"
    SUPERSEDED = "superseded"
    PLACE_ENDED = "place_ended"
    CONDITION_FALSE = "condition_false"
    CARRIED = "carried"
    JOINT_TARGETS = "joint_targets"
    PART_OF_TOTAL = "part_of_total"
    CANT_CARRY = "cant_carry"
    SEVERAL_SUCCESSORS = "several_successors"
    NO_SUCCESSOR = "no_successor"
    UNKNOWN_PLACE = "unknown_place"
    PLACE_AHEAD = "place_ahead"
    DIRECT_VALUE = "direct_value"
    SAME_TERRITORY = "same_territory"
    NOT_MERGEABLE = "not_mergeable"
    STATED_CHANGE = "stated_change"
    PARTS_MISSING = "parts_missing"
    SHARE_UNKNOWN = "share_unknown"
    WEIGHTS_UNKNOWN = "weights_unknown"
    WEIGHTS_INEXACT = "weights_inexact"
    MIXED_SERIES = "mixed_series"
    SOURCES_CONFLICT = "sources_conflict"
    NO_RESULT = "no_result"


@attrs.frozen
class Reason(Entity):
    """One reason, with the facts that fill it.

    >>> Reason("partial_sum", {"known": "3", "of": "4"}).params["known"]
    '3'
    """

    code: ReasonCode = attrs.field(converter=ReasonCode)
    params: FrozenMap = attrs.field(factory=FrozenMap, converter=dimensions)
