"""The error family: what an error carries, how faults are gathered, and which spelling is near."""

from __future__ import annotations

import copy
import inspect
import pickle

import pytest

from sotttt import errors
from sotttt.errors import (
    FaultGroup,
    Faults,
    InvalidAmount,
    InvalidDate,
    MissingField,
    SottttError,
    UnknownUnit,
    nearest,
)

FAMILY = [
    found
    for _, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, SottttError) and found is not FaultGroup
]


@pytest.mark.parametrize("kind", FAMILY, ids=lambda kind: kind.__name__)
def test_every_error_is_public_documented_and_of_the_family(kind: type[SottttError]) -> None:
    assert kind.__name__ in errors.__all__
    assert inspect.getdoc(kind)
    assert kind is SottttError or len([base for base in kind.__mro__ if base.__module__ == "builtins"]) > 2


@pytest.mark.parametrize("kind", FAMILY, ids=lambda kind: kind.__name__)
def test_every_error_survives_pickle_and_copy(kind: type[SottttError]) -> None:
    given = kind("a fault", where="row 3", expected="a number", hint="write 5")
    for found in (pickle.loads(pickle.dumps(given)), copy.deepcopy(given)):  # noqa: S301  # our own bytes
        assert type(found) is kind
        assert (found.what, found.where, found.expected, found.hint) == (
            "a fault",
            "row 3",
            "a number",
            "write 5",
        )
        assert str(found) == "row 3: a fault; expected a number; write 5"


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.InexactNumber, TypeError),
        (errors.NotFinite, ValueError),
        (errors.UnknownUnit, LookupError),
        (errors.InvalidPeriod, ValueError),
        (errors.InvalidDate, TypeError),
        (errors.InvalidText, ValueError),
        (errors.NotFound, LookupError),
        (errors.UnknownMetric, errors.NotFound),
        (errors.EmptyRange, errors.InvalidRange),
        (errors.MissingExtra, ImportError),
        (errors.InexactResult, ArithmeticError),
    ],
)
def test_an_error_is_also_the_builtin_that_callers_expect(
    kind: type[SottttError], builtin: type[Exception]
) -> None:
    with pytest.raises(builtin):
        raise kind("a fault")


def test_the_message_leaves_out_what_is_not_known() -> None:
    assert str(SottttError("a fault")) == "a fault"
    assert str(SottttError("a fault", hint="write 5")) == "a fault; write 5"
    assert str(SottttError("a fault", where="due", expected="a period")) == "due: a fault; expected a period"


def test_a_place_is_put_inside_another() -> None:
    fault = MissingField("no period")
    assert fault.at("observations").where == "observations"
    assert fault.at("[3]").at("observations").where == "observations[3]"
    inner = fault.at("period").at("[3]").at("plan.toml: observations")
    assert str(inner) == "plan.toml: observations[3].period: no period"
    assert type(inner) is MissingField
    assert fault.where is None


def test_faults_are_raised_together_and_in_order() -> None:
    faults = Faults("table.csv")
    faults.finish()
    with faults.catch("row 2"):
        raise InvalidAmount("'x' is no number")
    with faults.catch():
        raise InvalidDate("'y' is no date", where="row 3")
    faults.add(UnknownUnit("'z' is no unit", where="row 4"))
    assert len(faults) == 3
    assert [fault.where for fault in faults] == ["row 2", "row 3", "row 4"]
    with pytest.raises(FaultGroup) as caught:
        faults.finish()
    assert str(caught.value) == (
        "table.csv: 3 faults\n  row 2: 'x' is no number\n  row 3: 'y' is no date\n  row 4: 'z' is no unit"
    )
    assert caught.value.what == "table.csv"
    assert caught.value.where is None


def test_a_foreign_error_passes_through_the_collector() -> None:
    faults = Faults("table.csv")
    with pytest.raises(ZeroDivisionError), faults.catch("row 2"):
        raise ZeroDivisionError
    assert not faults


def test_groups_open_into_their_faults() -> None:
    inner = FaultGroup("targets", [MissingField("no due"), MissingField("no metric")])
    outer = FaultGroup("plan.toml", [inner, UnknownUnit("'z' is no unit")])
    assert [fault.what for fault in outer.faults] == ["no due", "no metric", "'z' is no unit"]
    assert str(outer).startswith("plan.toml: 3 faults\n")
    foreign = FaultGroup("bundle", [ExceptionGroup("table.csv", [UnknownUnit("'z' is no unit")])])  # type: ignore[list-item]  # a group of another kind
    assert [fault.what for fault in foreign.faults] == ["'z' is no unit"]
    moved = outer.at("[0]")
    assert isinstance(moved, FaultGroup)
    assert [fault.where for fault in moved.faults] == ["[0]"] * 3


def test_a_group_is_caught_as_one_error_and_by_kind() -> None:
    group = FaultGroup("plan.toml", [MissingField("no due"), UnknownUnit("'z' is no unit")])
    with pytest.raises(SottttError) as caught:
        raise group
    assert str(caught.value).startswith("plan.toml: 2 faults\n")
    seen = []
    try:
        raise group
    except* MissingField as some:
        seen.append(str(some))
    except* UnknownUnit as others:
        seen.append(str(others))
    assert seen == ["plan.toml: 1 fault\n  no due", "plan.toml: 1 fault\n  'z' is no unit"]
    matched, rest = group.split(MissingField)
    assert isinstance(matched, FaultGroup)
    assert isinstance(rest, FaultGroup)


def test_a_group_survives_pickle() -> None:
    group = FaultGroup("plan.toml", [MissingField("no due", where="targets[0]")])
    again = pickle.loads(pickle.dumps(group))  # noqa: S301  # our own bytes
    assert type(again) is FaultGroup
    assert str(again) == str(group)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("hihger", "did you mean 'higher'?"),
        ("HIGHER", "did you mean 'higher'?"),
        ("Low", "did you mean 'lower'?"),
        ("xyz", None),
        ("", None),
        ("higher" * 10_000, None),
    ],
)
def test_the_nearest_spelling(word: str, hint: str | None) -> None:
    assert nearest(word, ["higher", "lower", "neutral"]) == hint


def test_the_nearest_spellings_are_limited() -> None:
    assert nearest("tast", ["task", "test", "cast", "last"], limit=2) == "did you mean 'test' or 'task'?"
