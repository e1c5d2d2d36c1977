"""The error family: every fault that the library reports is a `SottttError`.

An error says what was wrong, where (file, row, field), what was expected, and the nearest valid
spelling. Its parts are attributes, so a program can use them; its message is for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn, Self

__all__ = [
    "AmbiguousText",
    "DuplicateId",
    "EmptyRange",
    "Fault",
    "FaultGroup",
    "Faults",
    "InexactNumber",
    "InexactResult",
    "InvalidAmount",
    "InvalidChoice",
    "InvalidCode",
    "InvalidDate",
    "InvalidDocumentNumber",
    "InvalidEntity",
    "InvalidFile",
    "InvalidPeriod",
    "InvalidRange",
    "InvalidText",
    "MissingExtra",
    "MissingField",
    "NotFinite",
    "NotFound",
    "NotOnTables",
    "SottttError",
    "UnitMismatch",
    "UnknownKey",
    "UnknownMetric",
    "UnknownUnit",
    "UnreadableText",
    "nearest",
]


class SottttError(Exception):
    """Root of every error raised by the library.

    Args:
        what: what was wrong, in one clause.
        where: the place: a field, or a file with row or path.
        expected: what would have been right.
        hint: what to do, or the nearest valid spelling.

    >>> print(SottttError("unknown colour 'blu'", where="Flag.colour", hint="did you mean 'blue'?"))
    Flag.colour: unknown colour 'blu'; did you mean 'blue'?
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.expected = expected
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.expected:
            text += f"; expected {self.expected}"
        if self.hint:
            text += f"; {self.hint}"
        return text

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.what, self.where, self.expected, self.hint))

    def at(self, where: str) -> SottttError:
        """The same error, its place put inside `where`.

        >>> print(MissingField("no period", where="period").at("plan.toml: observations[3]"))
        plan.toml: observations[3].period: no period
        """
        inner = self.where
        joined = where if not inner else f"{where}{inner}" if inner.startswith("[") else f"{where}.{inner}"
        return _rebuild(type(self), self.what, joined, self.expected, self.hint)


def _rebuild(
    cls: type[SottttError], what: str, where: str | None, expected: str | None, hint: str | None
) -> SottttError:
    return cls(what, where=where, expected=expected, hint=hint)


class InexactNumber(SottttError, TypeError):
    """A `float` or a `bool` where an exact number was due."""


class NotFinite(SottttError, ValueError):
    """NaN or an infinity where a number was due."""


class InvalidAmount(SottttError, ValueError):
    """Text that is no amount (lượng)."""


class InexactResult(SottttError, ArithmeticError):
    """A result that no decimal of the library's precision can hold exactly."""


class UnknownUnit(SottttError, LookupError):
    """A unit (đơn vị tính) that the catalogue doesn't hold."""


class UnitMismatch(SottttError, ValueError):
    """Two units of different dimensions, where one dimension was due."""


class InvalidRange(SottttError, ValueError):
    """Text or bounds that make no range (khoảng)."""


class EmptyRange(InvalidRange):
    """Bounds that no value lies between."""


class InvalidPeriod(SottttError, ValueError):
    """Text or dates that make no period (kỳ), or a shift that has no meaning."""


class InvalidDate(SottttError, TypeError, ValueError):
    """Something other than a calendar date (ngày) where one was due."""


class InvalidText(SottttError, TypeError, ValueError):
    """Something that is no readable text: another type, or control characters."""


class InvalidChoice(SottttError, ValueError):
    """A word outside a closed vocabulary."""


class InvalidCode(SottttError, ValueError):
    """An official code (mã) that lost its leading zero or has a wrong form."""


class InvalidDocumentNumber(SottttError, ValueError):
    """Text that is no "số, ký hiệu" of a Vietnamese document."""


class InvalidEntity(SottttError, ValueError):
    """Fields that can't stand together in one entity."""


class MissingField(SottttError, TypeError, ValueError):
    """A field without which an entity says nothing."""


class DuplicateId(SottttError, ValueError):
    """Two entities under one id."""


class NotFound(SottttError, LookupError):
    """A name, code or id that nothing answers to."""


class UnknownMetric(NotFound):
    """A metric (chỉ tiêu thống kê) that is named and nowhere defined."""


class AmbiguousText(SottttError, ValueError):
    """Text with more than one reading; the message names them.

    Args:
        what: what was wrong, in one clause.
        where: the place.
        expected: what would have been right.
        hint: what to do.
        candidates: the ids among which to choose, where the readings have ids.

    >>> AmbiguousText("'Tân An' names several places", candidates=("27694", "31153")).at("row 2").candidates
    ('27694', '31153')
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
        candidates: Iterable[str] = (),
    ) -> None:
        super().__init__(what, where=where, expected=expected, hint=hint)
        self.candidates = tuple(candidates)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_ambiguous, (self.what, self.where, self.expected, self.hint, self.candidates))

    def at(self, where: str) -> AmbiguousText:
        """The same error, its place put inside `where`."""
        placed = super().at(where).where
        return _rebuild_ambiguous(self.what, placed, self.expected, self.hint, self.candidates)


def _rebuild_ambiguous(
    what: str, where: str | None, expected: str | None, hint: str | None, candidates: tuple[str, ...]
) -> AmbiguousText:
    return AmbiguousText(what, where=where, expected=expected, hint=hint, candidates=candidates)


class UnreadableText(SottttError, ValueError):
    """Text in which the thing looked for does not stand, or does not stand alone."""


class UnknownKey(SottttError, ValueError):
    """A key of a file that nothing reads."""


class NotOnTables(SottttError, ValueError):
    """A requirement, a policy or a frame that tables can't answer exactly as `sotttt.evaluate` would."""


class MissingExtra(SottttError, ImportError):
    """A part of the library whose optional packages are not installed."""


class InvalidFile(SottttError, ValueError):
    """A file that can't be taken as a whole: encoding, syntax, size."""


Fault = SottttError


class FaultGroup(ExceptionGroup[SottttError], SottttError):
    """All the faults of one input, reported together.

    >>> group = FaultGroup("plan.toml", [MissingField("no due", where="targets[0]")])
    >>> print(group)
    plan.toml: 1 fault
      targets[0]: no due
    """

    def __new__(cls, place: str, faults: Iterable[SottttError]) -> Self:
        """A group is made with its members, as every `ExceptionGroup` is."""
        return super().__new__(cls, place, tuple(faults))

    def __init__(self, place: str, _faults: Iterable[SottttError]) -> None:
        self.what = place
        self.where = self.expected = self.hint = None

    @property
    def faults(self) -> tuple[SottttError, ...]:
        """The faults, in the order in which they stand in the input; groups opened."""
        return tuple(_opened(self))

    def __str__(self) -> str:
        faults = self.faults
        lines = [f"{self.message}: {len(faults)} fault{'s' if len(faults) != 1 else ''}"]
        lines += [f"  {fault}" for fault in faults]
        return "\n".join(lines)

    def __reduce__(self) -> tuple[object, ...]:
        return (FaultGroup, (self.message, tuple(self.exceptions)))

    def at(self, where: str) -> FaultGroup:
        """The same faults, each put inside `where`."""
        return FaultGroup(self.message, [fault.at(where) for fault in self.faults])

    def derive(self, excs: Iterable[SottttError]) -> FaultGroup:  # type: ignore[override]  # narrower member type
        """A group of the same kind with other members, as `ExceptionGroup.split` asks for."""
        return FaultGroup(self.message, excs)


def _opened(group: ExceptionGroup[SottttError]) -> Iterator[SottttError]:
    for member in group.exceptions:
        if isinstance(member, ExceptionGroup):
            yield from _opened(member)
        else:
            yield member


class Faults:
    """Collects faults and raises them together.

    >>> faults = Faults("table.csv")
    >>> for row, text in enumerate(["1", "x", "y"], start=2):
    ...     with faults.catch(f"row {row}"):
    ...         if not text.isdigit():
    ...             raise InvalidAmount(f"{text!r} is no number")
    >>> len(faults)
    2
    >>> faults.finish()
    Traceback (most recent call last):
    sotttt.errors.FaultGroup: table.csv: 2 faults
      row 3: 'x' is no number
      row 4: 'y' is no number
    """

    def __init__(self, place: str) -> None:
        self._place = place
        self._found: list[SottttError] = []

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[SottttError]:
        return iter(self._found)

    def add(self, fault: SottttError) -> None:
        """Keep one fault."""
        self._found.append(fault)

    @contextmanager
    def catch(self, where: str | None = None) -> Iterator[None]:
        """Keep what is raised inside the block, with its place, and go on."""
        try:
            yield
        except SottttError as fault:
            self._found.append(fault.at(where) if where else fault)

    def finish(self) -> None:
        """Raise all that was found, if anything was.

        Raises:
            FaultGroup: with every fault.
        """
        if self._found:
            self._raise()

    def _raise(self) -> NoReturn:
        raise FaultGroup(self._place, self._found)


def nearest(word: str, candidates: Iterable[str], *, limit: int = 3) -> str | None:
    """A hint that names the nearest valid spellings, or None where none is near.

    >>> nearest("hihger", ["higher", "lower", "neutral"])
    "did you mean 'higher'?"
    """
    import difflib

    names = {name.casefold(): name for name in candidates}
    close = difflib.get_close_matches(word[:200].casefold(), names, n=limit, cutoff=0.6)
    if not close:
        return None
    return "did you mean " + " or ".join(repr(names[name]) for name in close) + "?"
