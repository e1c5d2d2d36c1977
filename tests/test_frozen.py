"""Immutable maps, ids, closed vocabularies, and pickles that pass through the constructor."""

from __future__ import annotations

import copy
import pickle
from enum import Enum

import attrs
import pytest

from sotttt import frozen
from sotttt.errors import DuplicateId, InvalidChoice, InvalidEntity, InvalidText, MissingField
from sotttt.frozen import (
    Entity,
    FrozenMap,
    LabelledWord,
    Word,
    choice,
    identifier,
    label,
    only,
    optional_label,
    placed,
    several,
    strings,
    unchecked,
    yes_or_no,
)


@attrs.frozen(kw_only=True)
class Thing(Entity):
    id: str = attrs.field(converter=identifier)
    tags: tuple[str, ...] = attrs.field(default=(), converter=strings)
    _rank: int = 0
    length: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.id))


class Better(Word):
    HIGHER = "higher"
    LOWER = "lower"


class Numbered(Enum):
    ONE = 1


def test_an_entity_is_pickled_by_its_fields_and_checked_again() -> None:
    thing = Thing(id="cb-2020", tags=["TEL"], rank=3)
    for again in (pickle.loads(pickle.dumps(thing)), copy.copy(thing), copy.deepcopy(thing)):  # noqa: S301
        assert again == thing
        assert again._rank == 3
        assert again.length == 7
    fields: dict[str, object] = {"id": "cb-2020", "tags": ("TEL",), "rank": 3}
    assert thing.__reduce__() == (frozen._restore, (Thing, 1, fields))
    with pytest.raises(InvalidText):
        frozen._restore(Thing, 1, {**fields, "id": "two words"})


def test_a_pickle_of_another_form_is_refused_by_name() -> None:
    with pytest.raises(InvalidEntity, match="Thing was pickled in form 2; expected form 1"):
        frozen._restore(Thing, 2, {"id": "x"})


def test_a_map_is_sorted_clean_and_hashable() -> None:
    dims = FrozenMap({" sex ": "nu\u031b\u0303", "age": "15+"})
    assert list(dims) == ["age", "sex"]
    assert dims["sex"] == "nữ"
    assert len(dims) == 2
    assert dims == {"age": "15+", "sex": "nữ"}
    assert hash(dims) == hash(FrozenMap([("sex", "nữ"), ("age", "15+")]))
    assert repr(dims) == "FrozenMap({'age': '15+', 'sex': 'nữ'})"
    assert pickle.loads(pickle.dumps(dims)) == dims  # noqa: S301  # our own bytes
    assert copy.deepcopy(dims) == dims
    assert FrozenMap() == {}
    with pytest.raises(KeyError):
        dims["place"]


def test_a_map_does_not_change() -> None:
    dims = FrozenMap({"sex": "nữ"})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        dims._items = ()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del dims._lookup
    with pytest.raises(TypeError):
        dims["sex"] = "nam"  # type: ignore[index]  # the refused change
    assert not hasattr(dims, "__dict__")


@pytest.mark.parametrize(
    ("items", "error"),
    [
        ({"sex": 1}, InvalidText),
        ({1: "sex"}, InvalidText),
        (["ab"], InvalidText),
        (5, InvalidText),
        (None, InvalidText),
        ([("sex", "nam", "nữ")], InvalidText),
        ([5], InvalidText),
        ({"sex": "nam", " sex": "nữ"}, DuplicateId),
    ],
)
def test_what_a_map_refuses(items: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        FrozenMap(items)  # type: ignore[arg-type]  # the refused kinds


def test_labels_and_ids() -> None:
    assert label(" Số \u00a0thuê  bao ") == "Số thuê bao"
    assert optional_label(None) is None
    assert optional_label(" a ") == "a"
    assert identifier("cb-2020\ufeff") == "cb-2020"
    for empty in ("", " \t", "\u200b"):
        with pytest.raises(MissingField):
            label(empty)
        with pytest.raises(MissingField):
            identifier(empty)
    for spaced in ("a b", "a\tb", "a\u00a0b"):
        with pytest.raises(InvalidText, match="holds a space"):
            identifier(spaced)


def test_texts_come_as_a_list() -> None:
    assert strings(["TEL", " POST "]) == ("TEL", "POST")
    assert strings(()) == ()
    with pytest.raises(InvalidText, match="one text 'TEL' where several are due"):
        strings("TEL")
    with pytest.raises(InvalidText, match="5 is no list of texts"):
        strings(5)  # type: ignore[arg-type]  # the refused kind
    with pytest.raises(InvalidText):
        strings([5])  # type: ignore[list-item]  # the refused kind
    with pytest.raises(MissingField):
        strings([""])


def test_a_closed_vocabulary_takes_its_words_alone() -> None:
    assert Better("higher") is Better.HIGHER
    assert Better(Better.LOWER) is Better.LOWER
    with pytest.raises(InvalidChoice, match=r"'hihger' is no Better; expected one of higher, lower; did you"):
        Better("hihger")
    for wrong in (3, None, "HIGHER ", b"higher"):
        with pytest.raises(InvalidChoice, match="is no Better"):
            Better(wrong)  # type: ignore[arg-type]  # the refused kinds
    with pytest.raises(InvalidChoice) as caught:
        Better("x" * 10**6)
    assert len(str(caught.value)) < 200


def test_a_converter_to_a_vocabulary() -> None:
    convert = choice(Better)
    assert convert("lower") is Better.LOWER
    assert convert(Better.LOWER) is Better.LOWER
    with pytest.raises(InvalidChoice, match="did you mean 'lower'"):
        convert("lowr")
    assert choice(Numbered)("1") is Numbered.ONE
    with pytest.raises(InvalidChoice, match=r"^1 is no Numbered; expected one of 1$"):
        choice(Numbered)(1)  # type: ignore[arg-type]  # a value that is no text


def test_what_has_members_becomes_a_tuple() -> None:
    assert several(iter([1, 2]), "numbers") == (1, 2)
    with pytest.raises(InvalidText, match="5 stands where several are due; expected numbers"):
        several(5, "numbers")  # type: ignore[arg-type]  # the refused kind


def test_truth_is_true_or_false() -> None:
    assert yes_or_no(True) is True  # noqa: FBT003  # a converter takes its value by place
    assert yes_or_no(False) is False  # noqa: FBT003
    for wrong in ("no", 1, 0, None):
        with pytest.raises(InvalidText, match="is neither True nor False"):
            yes_or_no(wrong)  # type: ignore[arg-type]  # the refused kinds


@attrs.frozen(field_transformer=placed)
class Shelf:
    name: str = attrs.field(converter=label)
    thing: Thing | None = attrs.field(default=None, validator=attrs.validators.optional(only(Thing)))
    size: int = attrs.field(default=0, converter=attrs.Converter(int))  # type: ignore[misc]  # mypy knows none
    tags: tuple[str, ...] = attrs.field(default=(), converter=strings)


def _elsewhere(_: str) -> str:
    raise InvalidText("a fault", where="inner")


@attrs.frozen(field_transformer=placed)
class Deep:
    part: str = attrs.field(converter=_elsewhere)


def test_what_a_converter_refuses_tells_its_field() -> None:
    assert Shelf(" a ", Thing(id="b"), size=3).name == "a"
    with pytest.raises(MissingField, match=r"^name: the text is empty"):
        Shelf("")
    with pytest.raises(InvalidText, match=r"^tags: one text"):
        Shelf("a", tags="TEL")
    with pytest.raises(InvalidText, match=r"^inner: a fault"):
        Deep("a")


def test_a_field_takes_members_of_its_class_alone() -> None:
    with pytest.raises(InvalidText, match="thing: 'b' is no Thing; expected a Thing"):
        Shelf("a", "b")  # type: ignore[arg-type]  # the refused kind


def test_a_labelled_word_is_found_by_its_text_alone_and_keeps_its_labels_through_a_pickle() -> None:
    from sotttt.metrics import Verdict

    for verdict in Verdict:
        again = pickle.loads(pickle.dumps(verdict))  # noqa: S301  # our own
        assert again is verdict is Verdict(verdict.value)
        assert again.vi
        assert again.en
    with pytest.raises(InvalidChoice, match="did you mean 'missed'"):
        Verdict("misssed")


def test_a_labelled_word_without_a_label_is_a_mistake_of_its_author() -> None:
    with pytest.raises(TypeError, match="lacks a label"):

        class Half(LabelledWord):
            ONE = "one", "một", ""


def test_what_is_made_unchecked_is_an_instance_like_another() -> None:
    make = unchecked(Numeral)
    one, other = make("1", ("a",)), Numeral(text="1", marks=["a"])
    assert one == other
    assert hash(one) == hash(other)
    assert type(one) is Numeral
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  # our own pickle
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.text = "2"  # type: ignore[misc]  # what is tried
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del one.text


@attrs.frozen(kw_only=True)
class Numeral(Entity):
    text: str = attrs.field(converter=label)
    marks: tuple[str, ...] = attrs.field(default=(), converter=strings)
