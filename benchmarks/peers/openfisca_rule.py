"""The whole job in OpenFisca: the versions known by the day as inputs, one formula for each requirement.

The communes are the persons, each metric is an input variable of the year, each bound a parameter, and "is it
met" a vector formula. A variable has no missing value, so a second input says which values are known.
"""

from __future__ import annotations

from time import perf_counter
from typing import TypedDict

import numpy as np
import pandas as pd
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

KEYS = ["metric", "jurisdiction"]


class Job(TypedDict):
    """What the driver hands every script."""

    rows: str
    as_of: str
    year: int
    engine: str
    judged: list[str]
    requirements: list[tuple[str, str, float]]


def load(job: Job) -> pd.DataFrame:
    """The rows as a pandas frame with days of its own type."""
    rows = pd.read_parquet(job["rows"])
    days = ["period_start", "period_end", "published"]
    rows[days] = rows[days].apply(pd.to_datetime)
    return rows


def formula_of(metric: str, sign: str) -> object:
    """Whether the value is known and on the right side of its bound."""

    def formula(communes, period, parameters):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # OpenFisca gives it untyped objects
        value, bound = communes(metric, period), parameters(period).bounds[metric]
        inside = value >= bound if sign == ">=" else value <= bound
        return communes(f"{metric}_known", period) * inside

    return formula


def rules(job: Job) -> TaxBenefitSystem:
    """The system of rules: one entity, two inputs and a formula for each metric, and the bounds."""
    commune = build_entity("commune", "communes", "A commune", is_person=True)
    system = TaxBenefitSystem([commune])
    kinds = {"": float, "_known": bool, "_met": bool}
    for metric, sign, _ in job["requirements"]:
        for ending, kind in kinds.items():
            body = {
                "value_type": kind,
                "entity": commune,
                "definition_period": DateUnit.YEAR,
                "label": metric,
            }
            if ending == "_met":
                body["formula"] = formula_of(metric, sign)
            system.add_variable(type(metric + ending, (Variable,), body))
    bounds = {
        metric: {"values": {"2000-01-01": {"value": bound}}} for metric, _, bound in job["requirements"]
    }
    system.parameters = ParameterNode("", data={"bounds": bounds})
    return system


def judge(rows: pd.DataFrame, system: TaxBenefitSystem, job: Job) -> tuple[int, int, dict[str, float]]:
    """Passes, fails, and the seconds of each step."""
    start = perf_counter()
    due = rows[
        (rows["period_end"].dt.year == job["year"])
        & (rows["published"] <= job["as_of"])
        & rows["jurisdiction"].isin(job["judged"])
    ]
    latest = due.sort_values("published").drop_duplicates(KEYS, keep="last")
    wide = latest.pivot(index="jurisdiction", columns="metric", values="value")  # noqa: PD010  # every cell stands once: there is nothing to aggregate
    chosen = perf_counter()
    simulation = SimulationBuilder().build_default_simulation(system, count=len(wide))
    year = str(job["year"])
    for metric in wide.columns:
        value = wide[metric].to_numpy()
        known = ~np.isnan(value)
        simulation.set_input(metric, year, np.where(known, value, 0))
        simulation.set_input(f"{metric}_known", year, known)
    given = perf_counter()
    passes = sum(
        int(simulation.calculate(f"{metric}_met", year).sum()) for metric, _, _ in job["requirements"]
    )
    steps = {"as-of": chosen - start, "inputs": given - chosen, "formulas": perf_counter() - given}
    return passes, len(latest) - passes, steps
