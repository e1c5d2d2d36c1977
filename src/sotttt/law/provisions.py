"""Parts of a document by name (điều, khoản, điểm): which of them a text names, which one holds another."""

from __future__ import annotations

from itertools import pairwise

from sotttt.errors import InvalidText
from sotttt.text import bare, squeeze

__all__ = ["Provision", "provision", "provisions"]

#: A part: the units from the greatest to the smallest, each with its label.
Provision = tuple[tuple[str, str], ...]

_UNITS = ("phan", "chuong", "muc", "dieu", "khoan", "diem")
_RANK = {unit: rank for rank, unit in enumerate(_UNITS)}


def provisions(text: str) -> tuple[Provision, ...]:
    """The parts that a text names; none where a word of it can't be read.

    >>> provisions("Điều 2, 3 và khoản 1 Điều 5")
    ((('dieu', '2'),), (('dieu', '3'),), (('dieu', '5'), ('khoan', '1')))
    >>> provisions("một phần")
    ()
    """
    words = bare(squeeze(text)).replace(",", " , ").replace(";", " , ").split()
    groups: list[dict[str, str]] = [{}]
    unit, unlabelled = "", False
    for word in words:
        if word in (",", "va") and not unlabelled:
            groups.append({})
        elif word in _RANK and not unlabelled:
            unit, unlabelled = word, True
        elif _is_label(word) and unit and unit not in groups[-1]:
            groups[-1][unit], unlabelled = word, False
        else:
            return ()
    if unlabelled:
        return ()
    named = [group for group in groups if group]
    _complete(named, forward=words[:1] in (["phan"], ["chuong"], ["muc"], ["dieu"]))
    return tuple(tuple(sorted(group.items(), key=lambda pair: _RANK[pair[0]])) for group in named)


def _is_label(word: str) -> bool:
    return word.isalnum() and (len(word) <= 3 or word.isdecimal()) and word not in _RANK


def _complete(groups: list[dict[str, str]], *, forward: bool) -> None:
    """Give each part the greater units of its neighbour: of the one before it, or of the one behind."""
    order = groups if forward else groups[::-1]
    for before, group in pairwise(order):
        least = min(_RANK[unit] for unit in group)
        if least > _RANK["dieu"]:
            group.update({unit: label for unit, label in before.items() if _RANK[unit] < least})


def provision(text: str) -> Provision:
    """The one part that a text names.

    Raises:
        InvalidText: text that names none or several.

    >>> provision("điểm c khoản 1 Điều 59")
    (('dieu', '59'), ('khoan', '1'), ('diem', 'c'))
    """
    found = provisions(text)
    if len(found) != 1:
        raise InvalidText(
            f"{squeeze(text)!r:.80} names {len(found)} parts",
            where="article",
            expected="one, such as 'Điều 2'",
        )
    return found[0]


def covers(whole: Provision, part: Provision) -> bool:
    """Whether one part holds another, or is it.

    >>> covers(provision("Điều 59"), provision("khoản 1 Điều 59"))
    True
    """
    return set(whole) <= set(part)
