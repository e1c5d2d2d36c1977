"""Published totals, rebuilt from their published parts."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from sotttt import catalog
from sotttt.evaluation import (
    ClaimVerdict,
    IndexDefinition,
    IndexNode,
    IndexReasonCode,
    Rule,
    rank_ranges,
    ranks,
    score,
    score_all,
    solve_missing,
)
from sotttt.law import Document

PILLARS = ("cqs", "kts", "xhs")
MAIN = {
    "nhan_thuc": "nhan-thuc",
    "the_che": "the-che",
    "ha_tang": "ha-tang",
    "nhan_luc": "nhan-luc",
    "attt": "attt",
    "hd_cqs": "hd-cqs",
    "hd_kts": "hd-kts",
    "hd_xhs": "hd-xhs",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def provinces(facts: Path, year: str, columns: list[str]) -> list[dict[str, str]]:
    return [
        row
        for row in rows(facts / "indices" / "dti_scores.csv")
        if row["year"] == year and row["dti"] and all(row[name] for name in columns)
    ]


def test_dti_2020_rebuilds_all_totals(facts: Path) -> None:
    seen = provinces(facts, "2020", list(PILLARS))
    assert len(seen) == 9
    for row in seen:
        made = score(catalog.index("dti-2020"), {name: row[name] for name in PILLARS})
        assert made.printed == Decimal(row["dti"]), row["province"]
        assert made.check(row["dti"]) is ClaimVerdict.EXACT
        assert sum(made.contributions.values()) == made.exact
        assert str(made.coverage) == "3/3 (100 % of the weight)"


def test_dti_2020_ranks_as_published(facts: Path) -> None:
    seen = provinces(facts, "2020", list(PILLARS))
    made = score_all(
        catalog.index("dti-2020"), {row["province"]: {name: row[name] for name in PILLARS} for row in seen}
    )
    found = ranks({name: one.exact for name, one in made.items()})
    assert found == {row["province"]: int(row["rank"]) for row in seen}


def test_hue_2020_is_a_half_rounded_up() -> None:
    made = score(catalog.index("dti-2020"), {"cqs": "0.5220", "kts": "0.3040", "xhs": "0.3655"})
    assert made.exact == Fraction("0.40965")
    assert made.printed == Decimal("0.4097")


def test_hue_and_bac_ninh_2020_may_change_places() -> None:
    pillars = {"hue": ("0.5220", "0.3040", "0.3655"), "bac-ninh": ("0.4449", "0.3668", "0.4052")}
    units = {name: dict(zip(PILLARS, row, strict=True)) for name, row in pillars.items()}
    wide = score_all(catalog.index("dti-2020"), units, precision="rounding")
    totals = {name: one.total for name, one in wide.items() if one.total is not None}
    assert str(totals["hue"]) == "[0.4096, 0.4097) ratio"
    assert [str(one) for one in rank_ranges(totals).values()] == ["hue: 1–2 of 2", "bac-ninh: 1–2 of 2"]


def test_dti_2022_rebuilds_four_of_five_and_the_fifth_within_rounding(facts: Path) -> None:
    seen = provinces(facts, "2022", list(MAIN))
    verdicts = {}
    for row in seen:
        made = score(catalog.index("dti-2022"), {node: row[column] for column, node in MAIN.items()})
        verdicts[row["province"]] = made.check(row["dti"])
    assert len(verdicts) == 5
    assert verdicts.pop("TP. Hồ Chí Minh") is ClaimVerdict.WITHIN_ROUNDING
    assert set(verdicts.values()) == {ClaimVerdict.EXACT}


def test_ho_chi_minh_city_2022_in_numbers() -> None:
    values = ("0.8917", "0.9000", "0.8258", "0.6267", "0.5580", "0.8406", "0.7611", "0.3590")
    given = dict(zip(MAIN.values(), values, strict=True))
    made = score(catalog.index("dti-2022"), given)
    assert (made.exact, made.printed) == (Fraction("0.716355"), Decimal("0.7164"))
    wide = score(catalog.index("dti-2022"), given, precision="rounding")
    assert str(wide.total) == "[0.716305, 0.716405) ratio"
    assert wide.printed is None


def test_dti_2022_keeps_what_it_does_not_score() -> None:
    made = score(
        catalog.index("dti-2022"), {"do-thi-thong-minh": "0.5", "nen-tang-chung": "0.8", "hoat-dong": "0.6"}
    )
    assert made.exact == Fraction("0.7")
    kept = made.node("do-thi-thong-minh")
    assert (kept.state.value, str(kept.share), kept.contribution) == ("unscored", "= 0.5 ratio", None)


def test_views_of_dti_2022_can_all_exceed_the_total() -> None:
    base = dict.fromkeys(("nhan-thuc", "the-che", "ha-tang", "nhan-luc", "attt"), "0.9")
    made = score(catalog.index("dti-2022"), base | dict.fromkeys(("hd-cqs", "hd-kts", "hd-xhs"), "0.5"))
    assert made.exact == Fraction("0.7")
    views = {name: one for name, one in made.views.items() if one is not None and one.low is not None}
    assert len(views) == 3
    assert all(Fraction(one.low.magnitude) > Fraction("0.7") for one in views.values() if one.low is not None)


@pytest.mark.parametrize(
    "name", ["dti-2024", "dti-ministry-2022", "dti-ministry-2024", "dti-national-2022", "ict-2006"]
)
def test_without_its_table_a_definition_refuses_the_total(name: str) -> None:
    definition = catalog.index(name)
    made = score(definition, {leaf.id: "0.5" for leaf in definition.leaves})
    assert made.total is None
    codes = {reason.code for reason in made.reasons}
    assert codes == {IndexReasonCode.WEIGHT_UNKNOWN, IndexReasonCode.TABLE_UNKNOWN}
    assert definition.gaps
    assert definition.gaps[0] in made.explain("vi")
    assert made.check("0.5") is ClaimVerdict.UNVERIFIABLE


def test_dti_2020_refuses_a_total_from_main_indices() -> None:
    definition = catalog.index("dti-2020")
    made = score(definition, {leaf.id: "0.5" for leaf in definition.leaves})
    assert made.total is None
    assert str(made.bounds) == "[0, 1] ratio"


ICT = {"htkt": "ha_tang_ky_thuat", "htnl": "ha_tang_nhan_luc", "ud": "ung_dung"}


def test_ict_index_totals(facts: Path) -> None:
    made = 0
    for row in rows(facts / "indices" / "ict_index.csv"):
        if row["total"] and int(row["year"]) >= 2016 and all(row[column] for column in ICT.values()):
            values = {node: row[column] for node, column in ICT.items()}
            assert score(catalog.index("ict-2016"), values).check(row["total"]) is ClaimVerdict.EXACT
            made += 1
    assert made == 3


def test_hue_2019_technical_infrastructure() -> None:
    known = {"htnl": "0.9578", "ud": "0.9062"}
    found = solve_missing(catalog.index("ict-2016"), known, "htkt", "0.8046")
    assert found.exact == Fraction("0.5498")
    assert found.feasible
    wide = solve_missing(catalog.index("ict-2016"), known, "htkt", "0.8046", precision="rounding")
    assert str(wide.value) == "(0.54955, 0.55005) ratio"


def test_par_2012_totals(facts: Path) -> None:
    made = 0
    for row in rows(facts / "indices" / "par_scores.csv"):
        if row["score_survey"]:
            values = {"tham-dinh": row["score_appraised"], "dieu-tra": row["score_survey"]}
            one = score(catalog.index("par-2012"), values)
            assert one.check(row["par_index"]) is ClaimVerdict.EXACT, row["province"]
            assert one.printed == Decimal(row["par_index"])
            made += 1
    assert made == 19


def test_par_without_a_survey_is_scaled_up_to_what_was_measured() -> None:
    made = score(catalog.index("par-hanoi-districts"), {"tham-dinh": "63"})
    assert made.exact == 90
    assert [flag.value for flag in made.flags] == ["rescaled"]
    assert str(made.coverage) == "1/2 (70 % of the weight)"
    alone = score(catalog.index("par-hanoi-districts"), {"dieu-tra": "27"})
    assert alone.total is None
    assert str(alone.bounds) == "[27, 97] point"


def test_egovernment_2017_ranks(facts: Path) -> None:
    table = rows(facts / "indices" / "ict_egov2017.csv")
    found = ranks({row["province"]: row["score"] for row in table})
    assert found == {row["province"]: int(row["rank"]) for row in table}


def test_sdsn_index_is_the_mean_of_goals(facts: Path) -> None:
    table = rows(facts / "methods" / "methods_sdsn2018_cases.csv")
    definition = catalog.index("sdsn-2018")
    assert len(table) == 12
    for row in table:
        values = {f"goal{n}": row[f"goal{n}"] or None for n in range(1, 18)}
        made = score(definition, values)
        assert made.exact is not None
        assert abs(made.exact - Fraction(row["index_score"])) < Fraction(1, 10**9)


def test_a_sheet_of_maxima_is_a_definition(facts: Path) -> None:
    groups: dict[str, list[IndexNode]] = {}
    for row in rows(facts / "indices" / "dti_commune_tayninh_criteria.csv"):
        node = IndexNode(
            id=row["code"],
            name=row["criterion"],
            name_en=row["code"],
            weight=row["max_points"],
            unit="point",
            rule=Rule(kind="points", full=row["max_points"]),
        )
        groups.setdefault(row["group"], []).append(node)
    parts = [
        IndexNode(id=f"g{at}", name=name, name_en=name, weight=sum(n.weight or 0 for n in nodes), parts=nodes)
        for at, (name, nodes) in enumerate(groups.items())
    ]
    full = sum(part.weight or 0 for part in parts)
    root = IndexNode(id="total", name="DTI cấp xã", name_en="Commune DTI", parts=parts)
    made = IndexDefinition(id="x", name="x", name_en="x", root=root, scale=full, unit="point", digits=2)
    assert (full, len(made.leaves)) == (960, 62)
    points = {leaf.id: leaf.weight or Fraction(0) for leaf in made.leaves}
    half = {name: most / 2 for name, most in points.items()}
    assert score(made, half).exact == 480
    both = score(made, half, self_assessed=half | {"1.1": points["1.1"]})
    assert both.self_assessed is not None
    assert both.self_assessed.exact == 480 + points["1.1"] / 2


def test_documents_of_definitions_are_ids_of_documents() -> None:
    known = {
        ("1726/QĐ-BTTTT", "2020-10-12"): "dti-2020",
        ("922/QĐ-BTTTT", "2022-05-20"): "dti-2022",
        ("405/QĐ-BKHCN", "2025-04-03"): "dti-2024",
        ("1294/QĐ-BNV", "2012-12-03"): "par-2012",
        ("766/QĐ-TTg", "2022-06-23"): "service-766",
    }
    for (number, issued), name in known.items():
        assert catalog.index(name).document == Document(number=number, issued=issued, title="x").id


def test_every_definition_has_a_source_and_both_names() -> None:
    for one in catalog.indices():
        assert one.source is not None
        assert one.source.locator
        for node in one.nodes:
            assert node.name
            assert node.name_en


def test_a_number_that_lost_its_zeros_is_no_rounder() -> None:
    par = score(catalog.index("par-2012"), {"tham-dinh": "54.25", "dieu-tra": "29"})
    assert par.check("83.25") is ClaimVerdict.EXACT
    assert par.check("83.26") is ClaimVerdict.WITHIN_ROUNDING
    assert par.check("83.27") is ClaimVerdict.INCONSISTENT
    wide = score(
        catalog.index("dti-2020"), {"cqs": "0.522", "kts": "0.304", "xhs": "0.3655"}, precision="rounding"
    )
    assert str(wide.total) == "[0.4096, 0.4097) ratio"
