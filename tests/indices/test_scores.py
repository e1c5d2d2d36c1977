"""Scores at their edges: what is missing, given twice, refused, stored and printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sotttt import catalog
from sotttt.catalog._indices import read_criteria, read_index, read_indices
from sotttt.errors import (
    DuplicateId,
    EmptyRange,
    FaultGroup,
    InexactNumber,
    InvalidAmount,
    InvalidChoice,
    InvalidEntity,
    InvalidFile,
    InvalidText,
    MissingField,
    NotFinite,
    NotFound,
    SottttError,
    UnknownKey,
)
from sotttt.evaluation import (
    CoverageBy,
    IndexDefinition,
    IndexNode,
    IndexReasonCode,
    Mean,
    Missing,
    NodeState,
    Rule,
    RuleKind,
    View,
    decompose_change,
    leave_one_out,
    needed_for_rank,
    perturbed_ranks,
    rank_ranges,
    score,
    score_all,
    solve_missing,
)
from sotttt.evaluation.indices.values import Given
from sotttt.ranges import Range

DTI = catalog.index("dti-2020")
HUE = {"cqs": "0.5220", "kts": "0.3040", "xhs": "0.3655"}
BAC_NINH = {"cqs": "0.4449", "kts": "0.3668", "xhs": "0.4052"}


def tree(*parts: IndexNode, **fields: Any) -> IndexDefinition:  # noqa: ANN401  # fields by name
    root = IndexNode(id="total", name="t", name_en="t", parts=parts, **fields.pop("root", {}))
    base: dict[str, Any] = {"id": "x", "name": "x", "name_en": "x", "root": root}
    return IndexDefinition(**(base | fields))


def leaf(name: str, **fields: Any) -> IndexNode:  # noqa: ANN401  # fields by name
    base: dict[str, Any] = {"id": name, "name": name, "name_en": name, "weight": 1}
    return IndexNode(**(base | fields))


# What is missing -----------------------------------------------------------------------------------


def test_a_missing_pillar_leaves_the_total_open_within_bounds() -> None:
    made = score(DTI, {"cqs": "0.5220", "kts": "0.3040"})
    assert made.total is None
    assert made.printed is None
    assert str(made.bounds) == "[0.3, 0.6] ratio"
    assert made.coverage.weight == Fraction(7, 10)
    # The missing pillar's own parts have no known weights, and its table is named.
    assert {why.code for why in made.reasons} >= {
        IndexReasonCode.WEIGHT_UNKNOWN,
        IndexReasonCode.TABLE_UNKNOWN,
    }


@pytest.mark.parametrize("word", list(Missing))
def test_why_a_value_is_missing_is_kept(word: Missing) -> None:
    made = score(tree(leaf("a"), leaf("b")), {"a": "0.5", "b": word})
    away = word is Missing.NOT_APPLICABLE
    assert made.exact == (Fraction(1, 2) if away else None)
    assert [why.detail for why in made.reasons] == ([] if away else [word.value])
    assert made.coverage.of == (1 if away else 2)
    assert word.vi
    assert word.en


def test_zero_is_a_value() -> None:
    assert score(tree(leaf("a"), leaf("b")), {"a": 0, "b": 1}).exact == Fraction(1, 2)


def test_an_index_of_which_nothing_applies() -> None:
    made = score(tree(leaf("a")), {"a": Missing.NOT_APPLICABLE})
    assert made.total is None
    assert made.coverage.of == 0


def test_groups_of_no_weight_count_nothing() -> None:
    with pytest.raises(InvalidEntity, match="no part of 'total' has any weight"):
        tree(leaf("a", weight=0), leaf("b", weight=0))
    made = score(tree(leaf("a", weight=0), leaf("b")), {"a": 1, "b": Missing.NOT_APPLICABLE})
    assert made.total is None
    assert made.coverage.weight == 0


def test_coverage_by_weight() -> None:
    parts = (leaf("a", weight=9), leaf("b"), leaf("c"))
    by_weight = tree(*parts, root={"need": "0.8", "need_by": "weight"})
    assert score(by_weight, {"a": "0.5"}).exact == Fraction(1, 2)
    assert score(by_weight, {"b": "0.5", "c": 1}).total is None
    by_count = tree(*parts, root={"need": "0.6"})
    assert score(by_count, {"b": "0.5", "c": 1}).exact == Fraction(3, 4)
    weightless = tree(leaf("a", weight=0), leaf("b"), root={"need": "0.5"})
    assert score(weightless, {"a": 1}).total is None


# Given by group and by part ------------------------------------------------------------------------


def test_a_group_that_is_given_goes_before_its_parts() -> None:
    group = IndexNode(id="g", name="g", name_en="g", weight=1, parts=[leaf("a"), leaf("b")])
    made = score(tree(group), {"g": "0.9", "a": "0.1", "b": "0.1"})
    assert made.exact == Fraction("0.9")
    assert [flag.value for flag in made.flags] == ["group_given"]
    assert made.contributions == {"g": Fraction("0.9")}
    assert str(made.coverage) == "2/2 (100 % of the weight)"


def test_changes_between_a_group_and_its_parts_are_compared_by_group() -> None:
    group = IndexNode(id="g", name="g", name_en="g", weight=1, parts=[leaf("a"), leaf("b")])
    made = tree(group, leaf("c"))
    then, now = score(made, {"g": "0.4", "c": "0.2"}), score(made, {"a": "0.5", "b": "0.7", "c": "0.1"})
    found = decompose_change(then, now)
    assert [(part.node, part.change) for part in found.parts] == [
        ("g", Fraction("0.1")),
        ("c", Fraction("-0.05")),
    ]
    assert found.to_records()[0]["change"] == "1/10"


def test_changes_across_definitions_are_refused_or_parted() -> None:
    old, new = tree(leaf("a"), leaf("b")), tree(leaf("a"), leaf("b", weight=3))
    then, now = score(old, {"a": "0.4", "b": "0.2"}), score(new, {"a": "0.4", "b": "0.6"})
    with pytest.raises(InvalidEntity, match="two definitions"):
        decompose_change(then, now)
    found = decompose_change(then, now, split=True)
    assert [(part.node, part.change) for part in found.parts] == [
        ("a", 0),
        ("b", Fraction("0.2")),
        ("definition", Fraction("0.05")),
    ]
    with pytest.raises(InvalidEntity, match="don't fit x"):
        decompose_change(then, score(tree(leaf("z")), {"z": 1}), split=True)
    with pytest.raises(InvalidEntity, match="can't score"):
        decompose_change(then, score(tree(leaf("a")), {"a": 1}), split=True)
    with pytest.raises(MissingField, match="before"):
        decompose_change(score(old, {}), now)


# Refusals ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "error", "match"),
    [
        ({"kts2": "0.3"}, NotFound, "did you mean 'kts'"),
        ({"cqs": 0.5}, InexactNumber, "cqs: the float 0.5"),
        ({"cqs": True}, InexactNumber, "cqs: the bool True"),
        ({"cqs": "1.2"}, InvalidAmount, "cqs"),
        ({"cqs": "5 point"}, SottttError, "cqs"),
        ({"cqs": ">= 0.5 ratio"}, InvalidAmount, "without an end"),
        ([("cqs", 1)], InvalidText, "no mapping"),
    ],
)
def test_values_that_are_refused(values: Any, error: type[Exception], match: str) -> None:  # noqa: ANN401  # what a user may give
    with pytest.raises(error, match=match):
        score(DTI, values)


def test_rules_that_compare_units_compare_all_of_them() -> None:
    made = tree(leaf("a", rule=Rule(kind="min_max"), unit="person"))
    with pytest.raises(MissingField, match="all units"):
        score(made, {"a": 5})
    units: dict[str, dict[str, Given]] = {
        "x": {"a": 5},
        "y": {"a": 10},
        "z": {"a": "20"},
        "none": {"a": None},
    }
    found = score_all(made, units)
    assert [one.exact for one in found.values()] == [0, Fraction(1, 3), 1, None]
    assert found["y"].check("0.3333").value == "exact"
    with pytest.raises(MissingField, match="exact numbers"):
        score_all(made, {"x": {"a": "[1, 2] person"}})
    with pytest.raises(NotFound, match="x"):
        score_all(made, {"x": {"b": 1}})


def test_yes_or_no() -> None:
    made = tree(leaf("a", rule=Rule(kind="yes_no")), leaf("b", rule=Rule(kind="yes_no")))
    assert score(made, {"a": True, "b": False}).exact == Fraction(1, 2)
    assert score(made, {"a": 1, "b": "0"}, precision="rounding").exact == Fraction(1, 2)


def test_more_points_than_there_are_in_a_sum() -> None:
    par = catalog.index("par-2012")
    with pytest.raises(InvalidAmount, match="more points"):
        score(par, {"tham-dinh": 70, "dieu-tra": 40})
    assert str(score(par, {"tham-dinh": "53.25"}).bounds) == "[53.25, 100] point"
    assert score(par, {"tham-dinh": "53.25"}).coverage.weight is None
    assert str(score(par, {"tham-dinh": "53.25"}).coverage) == "1/2"
    assert par.effective_weights() == {}
    found = solve_missing(par, {"tham-dinh": "53.25"}, "dieu-tra", "87.12")
    assert found.printed(2) == Decimal("33.87")


@pytest.mark.parametrize(
    ("fields", "error", "match"),
    [
        ({"scale": 0}, InvalidEntity, "full score"),
        ({"digits": 51}, InvalidEntity, "51 decimals"),
        ({"views": [View(id="v", name="v", name_en="v", weights={"c": 1})]}, NotFound, "no node 'c'"),
    ],
)
def test_definitions_that_are_refused(fields: dict[str, Any], error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        tree(leaf("a"), **fields)


def test_nodes_that_are_refused() -> None:
    with pytest.raises(DuplicateId, match="two nodes"):
        tree(leaf("a"), leaf("a"))
    with pytest.raises(InvalidEntity, match="weight of -1"):
        leaf("a", weight=-1)
    with pytest.raises(InvalidEntity, match="threshold"):
        leaf("a", need=0)
    with pytest.raises(InvalidEntity, match="no IndexNode"):
        leaf("a", parts=[1])
    with pytest.raises(InvalidEntity, match="nothing is left"):
        tree(leaf("a")).without("a")
    with pytest.raises(InvalidEntity, match="nothing is left"):
        tree(leaf("a")).without("total")
    with pytest.raises(NotFound, match="did you mean"):
        DTI.node("cqss")
    assert leaf("a").label("en") == leaf("a").label()


# Ranges, prints and checks -------------------------------------------------------------------------


def test_what_a_range_of_totals_prints_as() -> None:
    made = tree(leaf("a"), digits=2)
    assert score(made, {"a": "[0.495, 0.505) ratio"}).printed == Decimal("0.50")
    assert score(made, {"a": "[0.495, 0.505] ratio"}).printed is None
    assert score(made, {"a": "[0.495, 0.506) ratio"}).printed is None
    assert score(tree(leaf("a")), {"a": 1}).printed is None


def test_rounding_stays_within_what_can_be() -> None:
    made = score(tree(leaf("a")), {"a": "1.00"}, precision="rounding")
    assert str(made.total) == "[0.995, 1] ratio"
    assert str(score(tree(leaf("a")), {"a": "0.00"}, precision="rounding").total) == "[0, 0.005) ratio"
    assert (
        str(score(tree(leaf("a")), {"a": "0.5"}, precision="rounding", digits=4).total)
        == "[0.49995, 0.50005) ratio"
    )


def test_checks_of_a_published_total() -> None:
    made = score(DTI, HUE)
    assert made.check("0.41").value == "exact"
    assert made.check("0.4096").value == "within_rounding"
    assert made.check("0.4000").value == "inconsistent"
    assert made.check(Range.parse("[0.40, 0.41] ratio")).value == "within_rounding"
    assert made.check(Range.parse("[0.42, 0.43] ratio")).value == "inconsistent"
    third = score(tree(leaf("a"), leaf("b"), leaf("c"), digits=2), {"a": 1, "b": 1, "c": 0})
    assert third.check(Fraction(66, 100)).value == "within_rounding"
    fixed = score(
        tree(leaf("a"), leaf("b"), leaf("c"), digits=2), {"a": "1.0000", "b": "1.0000", "c": "0.0000"}
    )
    assert fixed.check("0.66").value == "truncated"
    assert fixed._wide().check("0.66").value in {"truncated", "inconsistent"}


def test_effective_weights_and_the_nodes_that_count() -> None:
    group = IndexNode(id="g", name="g", name_en="g", weight=1, parts=[leaf("a"), leaf("b")])
    made = tree(group, leaf("c"))
    assert made.effective_weights() == {"a": Fraction(1, 4), "b": Fraction(1, 4), "c": Fraction(1, 2)}
    assert [node.id for node in DTI.counted] == ["cqs", "kts", "xhs"]
    assert made.is_scored("a")
    assert [node.id for node in made.path("b")] == ["total", "g", "b"]
    assert leave_one_out(made, {"u": {"a": 1, "b": 0, "c": 1}, "v": {"a": 0, "b": 1, "c": 0}})["c"] == {
        "u": 1,
        "v": 1,
    }


def test_self_assessed_and_appraised_stand_side_by_side() -> None:
    made = score(DTI, HUE, self_assessed=HUE | {"cqs": "0.6"})
    assert made.self_assessed is not None
    assert made.self_assessed.exact == Fraction("0.44085")
    rows = {name: gap for name, _, _, gap in made.differences()}
    assert str(rows["cqs"]) == "= -0.078 ratio"
    assert rows["cqs-attt"] is None
    assert score(DTI, HUE).differences() == ()
    records = {record["node"]: record for record in made.to_records()}
    assert records["cqs"]["self_assessed_share"] == "= 0.6 ratio"
    assert dict(made.trace())["self_assessed.total"] == "= 0.44085 ratio"


def test_the_trace_holds_inputs_weights_and_the_answer() -> None:
    made = dict(score(DTI, HUE).trace())
    wanted = {
        "definition": "dti-2020",
        "definition.document": "qd-1726-btttt-2020-10-12",
        "input.cqs": "0.5220",
        "node.cqs.effective_weight": "2/5",
        "total": "= 0.40965 ratio",
        "printed": "0.4097",
    }
    assert wanted.items() <= made.items()
    missing = dict(score(tree(leaf("a")), {"a": Missing.SUPPRESSED}).trace())
    assert (missing["input.a"], missing["reason.missing"]) == ("suppressed", "a suppressed")


def test_records_can_be_stored() -> None:
    record = score(DTI, HUE).to_records()[1]
    assert (record["node"], record["input"], record["contribution"]) == ("cqs", "0.5220", "261/1250")
    assert all(value is None or isinstance(value, str) for value in record.values())


def test_one_sentence() -> None:
    made = score(DTI, HUE)
    assert made.explain() == "Chỉ số chuyển đổi số cấp tỉnh (DTI) 2020: 0,4097 trên 1; đo được 3/3 phần."
    assert made.explain("en").endswith("0.4097 of 1; 3 of 3 parts measured.")
    assert "no total, since" in score(DTI, {}).explain("en")
    assert "0.4096" in score(DTI, HUE, precision="rounding").explain("en")
    with pytest.raises(InvalidChoice):
        made.explain("fr")
    assert score(DTI, HUE).node("cqs").state is NodeState.GIVEN


def test_views_need_all_their_parts() -> None:
    made = score(catalog.index("dti-2022"), {"nen-tang-chung": "0.7", "hoat-dong": "0.7"})
    assert set(made.views.values()) == {None}


@pytest.mark.parametrize("word", [*NodeState, *RuleKind, *CoverageBy])
def test_words_have_names_in_both_languages(word: NodeState | RuleKind | CoverageBy) -> None:
    assert word.vi
    assert word.en


@pytest.mark.parametrize("code", list(IndexReasonCode))
def test_reasons_have_words(code: IndexReasonCode) -> None:
    from sotttt.evaluation import IndexReason

    made = IndexReason(code=code, node="cqs", detail="x")
    assert made.text("vi") != made.text("en")


# Solving -------------------------------------------------------------------------------------------


def test_what_a_rank_would_take() -> None:
    units = {"hue": HUE, "bac-ninh": BAC_NINH}
    found = needed_for_rank(DTI, units, "bac-ninh", "kts", 1)
    assert (str(found), found.feasible, found.exact) == ("kts: >= 0.3671 ratio", True, None)
    assert found.printed(4) is None
    last = needed_for_rank(DTI, units, "bac-ninh", "kts", 2)
    assert last.feasible
    weak = {"cqs": "0", "kts": "0", "xhs": "0"}
    assert not needed_for_rank(DTI, units | {"weak": weak}, "weak", "kts", 1).feasible
    with pytest.raises(NotFound, match="bac-ninh"):
        needed_for_rank(DTI, units, "bac-nin", "kts", 1)
    with pytest.raises(InvalidAmount, match="rank 3 of 2"):
        needed_for_rank(DTI, units, "hue", "kts", 3)
    with pytest.raises(MissingField, match="no exact total"):
        needed_for_rank(DTI, units | {"gap": {}}, "hue", "kts", 1)


def test_what_a_lower_is_better_node_would_take() -> None:
    made = tree(leaf("a", rule=Rule(kind="goalposts", low=0, high=10, better="lower")), leaf("b"))
    units: dict[str, dict[str, Given]] = {"x": {"a": 5, "b": "0.5"}, "y": {"a": 8, "b": "0.5"}}
    found = needed_for_rank(made, units, "y", "a", 1)
    assert (str(found.value), found.feasible) == ("<= 5 ratio", True)
    back = solve_missing(made, units["x"], "a", "0.5", precision="rounding", digits=1)
    assert back.value.contains(Range.parse("= 5 ratio").low)  # type: ignore[arg-type]  # a point has a low end


def test_solving_that_is_refused() -> None:
    with pytest.raises(MissingField, match="xhs"):
        solve_missing(DTI, {"cqs": "0.5"}, "kts", "0.4")
    with pytest.raises(MissingField, match="aren't known"):
        solve_missing(DTI, HUE, "cqs-attt", "0.4")
    with pytest.raises(InvalidEntity, match="no scored part"):
        solve_missing(DTI, HUE, "dti", "0.4")
    with pytest.raises(InvalidEntity, match="no weight"):
        solve_missing(tree(leaf("a", weight=0), leaf("b")), {"b": 1}, "a", 1)
    with pytest.raises(EmptyRange):
        solve_missing(
            tree(leaf("a"), leaf("b"), root={"mean": Mean(kind="minimum")}), {"b": "0.2"}, "a", "0.5"
        )
    beyond = solve_missing(DTI, {"cqs": "0.5", "kts": "0.5"}, "xhs", "0.9")
    assert not beyond.feasible
    assert not solve_missing(DTI, {"cqs": "0.5", "kts": "0.5"}, "xhs", "0.1").feasible
    half_line = solve_missing(DTI, {"cqs": "0.5", "kts": "0.5"}, "xhs", Range.parse(">= 0.41 ratio"))
    assert str(half_line.value) == ">= 0.2 ratio"


def test_draws_that_are_refused() -> None:
    rng = Random(1)  # noqa: S311  # the draws are no secret
    with pytest.raises(InvalidAmount, match="draws"):
        perturbed_ranks(DTI, {"a": HUE}, rng=rng, draws=0)
    with pytest.raises(MissingField, match="no exact total"):
        perturbed_ranks(DTI, {"a": {}}, rng=rng, draws=1)
    with pytest.raises(InvalidAmount, match=r"a\.cqs"):
        perturbed_ranks(DTI, {"a": {"cqs": 2}}, rng=rng, draws=1)


def test_rank_ranges_of_half_lines_and_low_scores() -> None:
    found = rank_ranges({"a": ">= 5 point", "b": "<= 5 point", "c": "(5, 6) point"})
    assert [str(one) for one in found.values()] == ["a: 1–2 of 3", "b: 2–3 of 3", "c: 1–2 of 3"]
    low = rank_ranges({"a": "= 1 rank", "b": "= 2 rank"}, better="lower")
    assert str(low["a"]) == "a: 1 of 2"


# The files of the catalog --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "error", "match"),
    [
        ({"colour": 1}, UnknownKey, "x.toml.*colour"),
        ({"source": None}, MissingField, "no source"),
        ({"nodes": []}, MissingField, "no nodes"),
        ({"nodes": [{"id": "t", "in": "u", "name": "t", "name_en": "t"}]}, InvalidEntity, r"nodes\[0\]\.in"),
        ({"nodes": [{"id": "t", "name": "t", "name_en": "t", "weight": 0.5}]}, InvalidEntity, "float 0.5"),
        (
            {"nodes": [{"id": "t", "name": "t", "name_en": "t"}, {"id": "a", "in": "s"}]},
            NotFound,
            "stands above",
        ),
        (
            {"nodes": [{"id": "t", "name": "t", "name_en": "t"}, {"id": "t", "in": "t"}]},
            DuplicateId,
            "two nodes",
        ),
    ],
)
def test_faults_of_a_file_are_told(changes: dict[str, Any], error: type[Exception], match: str) -> None:
    table: dict[str, Any] = {
        "id": "x",
        "name": "x",
        "name_en": "x",
        "source": {"title": "x"},
        "nodes": [{"id": "t", "name": "t", "name_en": "t"}],
    }
    table = {key: value for key, value in (table | changes).items() if value is not None}
    with pytest.raises(error, match=match):
        read_index("x.toml", table)


def test_steps_in_a_file() -> None:
    rule = {"kind": "steps", "steps": [["0.5", "0.4"], ["0.8", 1]]}
    nodes = [{"id": "t", "name": "t", "name_en": "t", "rule": rule}]
    table = {"id": "x", "name": "x", "name_en": "x", "source": {"title": "x"}, "nodes": nodes}
    assert score(read_index("x.toml", table), {"t": "0.6"}).exact == Fraction(2, 5)


def test_a_rule_without_a_source_is_told_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "period,level,item,subject,quantifier,name,name_en,requirement,overrides,status,documents,source,locator\n"
        "2020,NTM,8.1,commune,all,x,x,,,published,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(FaultGroup) as raised:
        read_criteria(path, "x", ("x", "x"))
    assert "row 2.source: no source" in str(raised.value)


def test_a_file_is_named_by_its_index(tmp_path: Path) -> None:
    text = (
        'id = "x"\nname = "x"\nname_en = "x"\nsource = { title = "x" }\n'
        '[[nodes]]\nid = "t"\nname = "t"\nname_en = "t"\n'
    )
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    assert list(read_indices(tmp_path)) == ["x"]
    (tmp_path / "y.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFile, match="named by its one index"):
        read_indices(tmp_path)


def test_an_unknown_index_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="did you mean"):
        catalog.index("dti-2021")
    with pytest.raises(NotFound, match="did you mean"):
        catalog.criteria("ntm-9")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused_by_name(number: str) -> None:
    pillars: dict[str, Given] = {"cqs": Decimal(number), "kts": "0.3", "xhs": "0.4"}
    with pytest.raises(NotFinite, match="cqs"):
        score(catalog.index("dti-2020"), pillars)


@pytest.mark.parametrize("digits", [-1, 61, True, "4", 1.5])
def test_decimals_are_a_whole_number_that_can_be_printed(digits: int) -> None:
    pillars: dict[str, Given] = {"cqs": "0.5", "kts": "0.3", "xhs": "0.4"}
    with pytest.raises((InvalidAmount, InexactNumber)):
        score(catalog.index("dti-2020"), pillars, precision="rounding", digits=digits)
    with pytest.raises((InvalidAmount, InexactNumber)):
        score(catalog.index("dti-2020"), pillars).print_to(digits)


@pytest.mark.parametrize("rank", ["1", 1.0, True])
def test_a_rank_is_a_whole_number(rank: int) -> None:
    units: dict[str, dict[str, Given]] = {name: {"cqs": "0.5", "kts": "0.3", "xhs": "0.4"} for name in "ab"}
    with pytest.raises(InexactNumber):
        needed_for_rank(catalog.index("dti-2020"), units, "a", "kts", rank)
