"""The vocabulary of plan sheets: what each word of the columns stands for."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

__all__ = [
    "COMMITMENTS",
    "COMPARATORS",
    "CONFIDENCES",
    "DOUBTS",
    "FLOWS",
    "HORIZONS",
    "MATCHES",
    "METRIC_IDS",
    "PLAN_KINDS",
    "RESULT_COLUMNS",
    "SCALES",
    "SCOPES",
    "SHAPES",
    "SPELLINGS",
    "STATUSES",
    "UNITS",
    "Comparator",
    "Form",
    "Shape",
]


class Form(Enum):
    """What a shape becomes, as a requirement."""

    RANGE = "a range"
    STEPS = "a range with a step for each year"
    MOVING = "all of one range a year, each in a dimension of its own"
    RISING = "all of: a range, and no fall against the period before"
    BENCHMARK = "a difference from another place, or words"
    EVERY_TARGET = "= 100 % of the targets counted"


class Shape(NamedTuple):
    """How a shape is typed: the form of its requirement, and when it holds."""

    form: Form = Form.RANGE
    hold: str = "by"


#: Each shape of a target; where a row has no value, its requirement is in words whatever its shape.
SHAPES = {
    "annual_count": Shape(hold="each"),
    "annual_growth": Shape(),
    "annual_growth_range": Shape(),
    "average_level": Shape(),
    "average_rate": Shape(),
    "composite_of_targets": Shape(),
    "conditional_share": Shape(),
    "contribution_to_national": Shape(),
    "count": Shape(),
    "count_range": Shape(),
    "cumulative_count": Shape(),
    "each_of_group": Shape(),
    "fraction_of_100": Shape(),
    "fuzzy_quantifier": Shape(),
    "growth_vs_baseline": Shape(),
    "level": Shape(),
    "maintain_level": Shape(hold="throughout"),
    "milestone": Shape(),
    "milestone_count": Shape(),
    "milestone_date": Shape(),
    "milestone_date_revised": Shape(),
    "milestone_named_units": Shape(),
    "milestone_share": Shape(),
    "min_with_range": Shape(),
    "multiple_vs_baseline": Shape(),
    "override_for_subset": Shape(),
    "per_capita": Shape(),
    "per_capita_average": Shape(),
    "per_capita_with_components": Shape(),
    "per_unit_lower_is_better": Shape(),
    "qualitative": Shape(),
    "range": Shape(),
    "rank": Shape(),
    "rank_dual_scope": Shape(),
    "rank_gain_range": Shape(),
    "rank_in_region": Shape(),
    "rank_without_cutoff": Shape(),
    "rate_per_unit_per_year": Shape(),
    "ratio_between_metrics": Shape(),
    "ratio_to_gdp": Shape(),
    "ratio_to_gdp_range": Shape(),
    "recurring_obligation": Shape(hold="each"),
    "reduction_vs_baseline": Shape(),
    "relative_benchmark": Shape(Form.BENCHMARK),
    "relative_to_parent_plan": Shape(Form.EVERY_TARGET),
    "share": Shape(),
    "share_and_condition": Shape(),
    "share_of_units_with_growth": Shape(),
    "share_or_condition": Shape(),
    "share_with_exclusion": Shape(),
    "share_with_threshold": Shape(),
    "task_count": Shape(),
    "threshold_and_increasing": Shape(Form.RISING, hold="each"),
    "trajectory": Shape(),
    "universal_in_words": Shape(),
    "upper_bound": Shape(),
    "yearly_trajectory": Shape(Form.STEPS),
    "yearly_trajectory_two_dims": Shape(Form.MOVING),
}


class Comparator(NamedTuple):
    """A comparator as the text of a range, and the word that a figure beside it is printed with."""

    sign: str
    hedge: str = "none"


COMPARATORS = {
    "ge": Comparator(">=", "at_least"),
    "gt": Comparator(">", "over"),
    "le": Comparator("<=", "at_most"),
    "lt": Comparator("<", "under"),
    "eq": Comparator("="),
    "approx": Comparator("=", "about"),
    "between": Comparator(""),
    "milestone": Comparator(">="),
    "qualitative": Comparator(""),
}

#: Other spellings of comparators.
SPELLINGS = {
    ">=": "ge",
    "≥": "ge",
    ">": "gt",
    "<=": "le",
    "≤": "le",
    "<": "lt",
    "=": "eq",
    "~": "approx",
    "≈": "approx",
    "range": "between",
}

#: Comparators of results, as hedges of a figure.
SIGNS = {
    "=": "none",
    "~": "about",
    ">": "over",
    "<": "under",
    ">=": "at_least",
    "<=": "at_most",
    "~ (gần)": "nearly",
    "> (hơn)": "over",
    "between": "none",
    "text": "none",
}

#: Names of units that say more than the unit, or less; the others are found in the catalogue of units.
UNITS = {
    "% GDP": "%",
    "% GRDP": "%",
    "% dân số": "%",
    "% tổng chi NSNN": "%",
    "%/năm": "%",
    "lần GDP": "times",
    "người/vạn dân": "{nhân lực}/(10000 person)",
    "bộ, tỉnh": "agency",
    "thành phố, tỉnh": "province",
    "tổ chức, doanh nghiệp": "organisation",
    "thôn, bản": "village",
    "xã, phường, thị trấn": "commune",
    "xã, phường": "commune",
    "xã/phường": "commune",
}

#: Words for a round number of units, before the unit.
SCALES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}

#: What is measured over a period, by the last words of the metric or by its unit.
FLOWS = (
    *("revenue", "export", "growth", "volume", "budget", "budget_share", "value", "cut_share", "gdp_share"),
    *("grdp_share", "gdp_share_avg", "per_year", "dossier_rate", "dossier_l4_rate", "payment_share"),
    *("export_share", "retail_share", "tasks_done", "growth_contribution", "per_capita_year", "to_gdp"),
    *("trade_deficit_share", "poverty_reduction", "reduction_poor_districts"),
)

#: Names of metrics that the catalog has under another id.
METRIC_IDS = {
    "books_per_capita_rank": "books-per-person-rank",
    "class_bookcases": "classroom-bookcases",
    "dvctt_integrated_npsp": "services-on-national-portal",
    "dvctt_integrated_npsp_share": "services-on-national-portal-share",
    "dvctt_l34_essential_share": "essential-services-online-share",
    "fibre_household_coverage": "households-fibre-coverage",
    "fixed_bb_subscriptions": "fixed-broadband-subscriptions",
    "mobile_4g5g_household_share": "households-4g-5g-share",
    "mobile_bb_subscriptions": "mobile-broadband-subscriptions",
    "onestop_dossier_share": "dossiers-one-stop-share",
    "postal_growth": "postal-growth-rate",
    "postal_point_commune_share": "communes-staffed-post-share",
    "postal_telecom_revenue": "post-telecom-revenue",
    "smart_device_household_share": "households-smart-device-share",
}

HORIZONS = {"target": "plan", "plan": "plan", "orientation": "orientation", "vision": "vision"}

COMMITMENTS = {
    "phấn đấu": "stretch",
    "kỳ vọng": "stretch",
    "mong muốn": "stretch",
    "dự kiến": "forecast",
    "dự báo": "forecast",
}

STATUSES = {
    "official": "official",
    "preliminary": "preliminary",
    "estimated": "estimated",
    "derived": "derived",
    "forecast": "forecast",
}

CONFIDENCES = {"high": "confirmed", "medium": "likely", "low": "unverified"}

#: The form of a plan by the first of these words in its title.
PLAN_KINDS = (
    ("kế hoạch", "plan"),
    ("chiến lược", "strategy"),
    ("chương trình", "programme"),
    ("quy hoạch", "master_plan"),
    ("nghị quyết", "resolution"),
    ("đề án", "scheme"),
    ("dự án", "project"),
    ("lộ trình", "plan"),
    ("nhiệm vụ", "plan"),
    ("chỉ tiêu", "plan"),
    ("mục tiêu", "report"),
    ("định hướng", "report"),
)

MATCHES = ("", "exact", "proxy")
SCOPES = ("", "same", "subset", "successor", "predecessor", "part")

#: What a note on arithmetic says, by its first words.
DOUBTS = (
    ("LIKELY UNIT ERROR", "The source probably slips a unit."),
    ("UNIT ERROR", "The source slips a unit."),
    ("DOES NOT HOLD", "The figures that the source prints beside it don't agree with it."),
    ("DOES", "The figures that the source prints beside it don't agree with it."),
    ("CONFLICT", "Another source states another value."),
    ("AMBIGUOUS", "The words of the source have two readings."),
)

#: Words of a result that are a range without a figure.
WORD_VALUES = {"xuất siêu": "< 0 %"}

#: What a source states of a result, as a verdict or a degree.
STATED = (
    ("vượt", "degree", "exceeded"),
    ("exceeding", "degree", "exceeded"),
    ("cơ bản", "degree", "basically"),
    ("tiệm cận", "degree", "nearly"),
    ("không đạt", "verdict", "missed"),
    ("chưa đạt", "verdict", "missed"),
    ("một phần", "degree", "partly"),
    ("đạt", "verdict", "met"),
    ("hoàn thành", "verdict", "met"),
)

RESULT_COLUMNS = (
    *("id", "target_ids", "match", "scope_match", "metric", "province", "sector", "period", "period_kind"),
    *("value_written", "value_norm", "unit", "comparator", "status", "scope", "stated_plan"),
    *("stated_verdict", "stated_change", "published", "source_url", "check", "note"),
)

PLAN_KEYS = (
    *("id", "number", "issuer", "signer", "date", "reported_on", "year_issued", "title", "province", "level"),
    *("status", "horizon_year", "orientation_year", "vision_year", "legal_bases", "parent", "supersedes"),
    *("superseded_by", "amended_by", "predecessors", "has_draft", "source_urls", "note", "confidence"),
)

TARGET_KEYS = (
    *("id", "phrase", "phrase_lang", "metric", "comparator", "value", "value_hi", "unit", "deadline"),
    *("population", "sector", "shape", "horizon", "source_url", "condition", "baseline", "benchmark"),
    *("trajectory", "inner_metric", "inner_comparator", "inner_value", "inner_unit", "components"),
    *("parent_value", "modality", "deadline_kind", "implied", "value_in_words", "value_written"),
    *("deadline_uncertain", "owner", "source_no", "supersedes", "superseded_by", "remark"),
)
