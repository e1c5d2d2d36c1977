"""Published results of Statistics Canada, Destatis and SDSN, reproduced from their inputs."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from sotttt.evaluation.pace import Goal, PaceReason, Series, destatis, rate, sdsn

NEAR = Decimal("1e-9")


def rows(facts: Path, name: str) -> list[dict[str, str]]:
    with (facts / "methods" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def way(row: dict[str, str]) -> str:
    return "higher" if row["direction"] == "1" else "lower"


def canadian(row: dict[str, str]) -> tuple[Goal, Series]:
    goal = Goal(
        better=way(row),
        value=row["target"] or None,
        due=int(Decimal(row["target_year"])),
        limit=row["limit"] or None,
    )
    points = {
        int(Decimal(row[f"{when}_year"])): row[f"{when}_value"]
        for when in ("base", "current")
        if row[f"{when}_value"] and row[f"{when}_year"]
    }
    return goal, Series(points)


def test_statistics_canada_value_score_and_status_of_all_assessed_series(facts: Path) -> None:
    assessed = [row for row in rows(facts, "methods_statcan_cases.csv") if row["published_score"]]
    assert len(assessed) == 125
    for row in assessed:
        rating = rate("statcan", *canadian(row))
        assert rating.status == row["published_status"], row["series"]
        assert rating.value is not None
        assert rating.score is not None
        assert abs(rating.value - Decimal(row["published_progress_value"])) < NEAR, row["series"]
        assert abs(rating.score - Decimal(row["published_score"])) < NEAR, row["series"]


def test_statistics_canada_is_unable_to_assess_the_other_seven(facts: Path) -> None:
    left = [row for row in rows(facts, "methods_statcan_cases.csv") if not row["published_score"]]
    why = {row["series"]: rate("statcan", *canadian(row)).unable for row in left}
    assert len(why) == 7
    shelters = "13-3-1 / Canada / Shelters and homeless services assets / All municipalities"
    assert why.pop(shelters) is PaceReason.NO_OBSERVATION
    assert set(why.values()) == {PaceReason.ONE_OBSERVATION}


def german(rows_: list[dict[str, str]], row: dict[str, str]) -> tuple[Goal, Series]:
    """The series as known in that year: the published values, and straight lines through years not given.

    The mean change of six values depends on the first and the last alone.
    """
    known: dict[int, Decimal] = {}
    for one in rows_:
        if one["meta"] == row["meta"]:
            year = int(one["eval_year"])
            known[year] = Decimal(one["value_eval_year"])
            if one["value_5_years_before"]:
                known[year - 5] = Decimal(one["value_5_years_before"])
    year = int(row["eval_year"])
    if row["value_5_years_before"]:
        first, last = Decimal(row["value_5_years_before"]), Decimal(row["value_eval_year"])
        known |= {year - 5 + k: first + (last - first) * k / 5 for k in range(6) if year - 5 + k not in known}
    points = {when: value for when, value in known.items() if when <= year}
    goal = Goal(
        better=way(row),
        value=row["target"],
        due=int(row["target_year"]),
        strict="unter" in row["target_text"],
    )
    return goal, Series(points)


SYMBOLS = {
    "Sonne": "sun",
    "Leicht bewölkt": "slightly_cloudy",
    "Wolke": "cloud",
    "Blitz": "thunderstorm",
    "Keine": "unable_to_assess",
}

#: The cases in which the published symbol is another one, and why.
MISSES = {
    ("12-4", "2021"): "revised",
    ("15-1", "2012"): "revised",
    ("4-3-a", "2018"): "biennial",
    ("4-3-a", "2020"): "biennial",
    ("4-3-a", "2022"): "biennial",
}


def test_destatis_symbols_of_the_43_cases_known_to_agree(facts: Path) -> None:
    table = rows(facts, "methods_destatis_cases.csv")
    agreeing = [row for row in table if (row["meta"], row["eval_year"]) not in MISSES]
    assert len(agreeing) == 43
    for row in agreeing:
        rating = rate("destatis", *german(table, row))
        assert rating.status == SYMBOLS[row["published_status"]], row


@pytest.mark.parametrize("case", [case for case, why in MISSES.items() if why == "revised"])
def test_destatis_published_before_the_data_were_revised(facts: Path, case: tuple[str, str]) -> None:
    table = rows(facts, "methods_destatis_cases.csv")
    (row,) = (row for row in table if (row["meta"], row["eval_year"]) == case)
    goal, series = german(table, row)
    rating = rate("destatis", goal, series)
    assert rating.status == SYMBOLS[row["computed_status"]] != SYMBOLS[row["published_status"]]
    # A revision of a few percent of the oldest value in use gives the symbol that was published.
    first = series.points[-6]
    revised = [
        Series(
            {
                point.period: point.value * (1 + Decimal(share) / 100) if point is first else point.value
                for point in series.points
            }
        )
        for share in (-8, -1)
    ]
    symbols = {rate("destatis", goal, one).status for one in revised}
    assert SYMBOLS[row["published_status"]] in symbols


@pytest.mark.parametrize("year", ["2018", "2020", "2022"])
def test_destatis_asks_for_four_values_in_a_row_where_data_are_biennial(facts: Path, year: str) -> None:
    table = rows(facts, "methods_destatis_cases.csv")
    (row,) = (row for row in table if (row["meta"], row["eval_year"]) == ("4-3-a", year))
    seen = {
        int(one["eval_year"]): one["value_eval_year"]
        for one in table
        if one["meta"] == "4-3-a" and one["eval_year"] <= year
    }
    goal = Goal(better="higher", value=row["target"], due=row["target_year"])
    rating = rate("destatis", goal, Series(seen))
    assert rating.unable is PaceReason.TOO_FEW_CONSECUTIVE
    assert rating.status == SYMBOLS[row["computed_status"]]
    if len(seen) >= 4:
        # Counted in editions of two years, the published symbol follows.
        assert rate("destatis", goal, Series(seen, step=2)).status == SYMBOLS[row["published_status"]]


def test_destatis_worked_cases() -> None:
    waste = {2014: "15.587", 2015: "15.082", 2016: "14.766", 2017: "14.338", 2018: "14.021", 2019: "13.949"}
    rating = rate("destatis", Goal(better="lower", value="10", strict=True, due=2030), Series(waste))
    assert (rating.status, rating.inputs["change"]) == ("slightly_cloudy", "-0.3276")
    assert rating.inputs["value.at_due"] == "10.3454"
    assert rating.value is not None
    assert round(rating.value * 100, 1) == Decimal("8.7")


def test_sdsn_index_is_the_mean_of_the_goals(facts: Path) -> None:
    table = rows(facts, "methods_sdsn2018_cases.csv")
    assert len(table) == 12
    for row in table:
        found = sdsn.index([row[f"goal{number}"] for number in range(1, 18)])
        assert abs(found - Decimal(row["index_score"])) < NEAR, row["country"]


def test_worked_cases_of_the_un_chart() -> None:
    rating = rate(
        "un-2023", Goal(better="lower", value="7.25", due=2030), Series({2015: "14.5", 2023: "10.4"})
    )
    assert (rating.symbol, rating.status) == ("2", "fair_progress")
    assert rating.inputs["growth"].startswith("-0.0406")
    assert rating.inputs["value.at_due"].startswith("7.775")
    assert rating.value is not None
    assert round(rating.value, 4) == Decimal("0.9275")


def test_okr_published_examples() -> None:
    shares = [
        rate("okr", Goal(better=better, value=goal), Series({2020: start, 2021: now})).score
        for better, start, goal, now in (
            ("higher", "32", "45", "42"),
            ("lower", "8", "5", "6"),
            ("higher", "0", "500", "400"),
        )
    ]
    assert [share is not None and round(share, 2) for share in shares] == [
        Decimal("0.77"),
        Decimal("0.67"),
        Decimal("0.80"),
    ]


def test_german_history_of_symbols() -> None:
    seen = Series({2015 + year: value for year, value in enumerate(("9", "9.5", "10", "10.5", "11", "10.8"))})
    stable = destatis.history(Goal(value="15", due=2030), seen)
    assert [rating.status for _, rating in stable] == ["unable_to_assess"] * 3 + [
        "sun",
        "sun",
        "slightly_cloudy",
    ]
