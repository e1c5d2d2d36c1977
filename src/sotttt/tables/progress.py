"""How far an iteration of the library's own has come, told to a function or to a bar (tiến độ xử lý)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias, runtime_checkable

from sotttt.errors import InvalidText

__all__ = ["Bar", "Progress", "teller"]


@runtime_checkable
class Bar(Protocol):
    """A bar of progress, as of tqdm (thanh tiến độ): `update(n)` says that n more are done."""

    def update(self, n: int, /) -> object:
        """So many more are done."""


#: A function of how many are done and how many there are (None where nobody knows), or a bar.
Progress: TypeAlias = Callable[[int, int | None], object] | Bar


def teller(progress: Progress | None, total: int | None) -> Callable[[int], None]:
    """What is to be called with how many are done, after each.

    A bar that knows no total is given it.

    Raises:
        InvalidText: neither a function nor a bar.

    >>> tell = teller(lambda done, total: print(done, "of", total), 2)
    >>> tell(1)
    1 of 2
    """
    if progress is None:
        return lambda _done: None
    if not isinstance(progress, Bar) and not callable(progress):
        raise InvalidText(
            f"{progress!r:.60} shows no progress",
            where="progress",
            expected="a function of done and total, or a bar with update(n)",
        )
    if isinstance(progress, Bar) and getattr(progress, "total", total) is None:
        progress.total = total  # type: ignore[attr-defined]  # it has one, as was asked

    def tell(done: int) -> None:
        if isinstance(progress, Bar):
            progress.update(1)
        else:
            progress(done, total)

    return tell
