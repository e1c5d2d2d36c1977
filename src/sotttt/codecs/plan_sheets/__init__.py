"""Plan sheets (bảng chỉ tiêu thu thập): plans in TOML, results and metrics in CSV, to typed entities.

A folder of plan sheets is what people make who read plans and reports: one TOML file a plan with a table for
each target, one `results.csv`, and, where wanted, one `metrics.csv`. Units, places, sectors and days stand in
it as they are printed.
"""

from __future__ import annotations

from sotttt.codecs.plan_sheets.folder import PlanSheets, read_plan_sheets
from sotttt.codecs.plan_sheets.results import SheetResult

__all__ = ["PlanSheets", "SheetResult", "read_plan_sheets"]
