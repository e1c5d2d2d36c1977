"""Plan sheets: folders of collected plans and results, in the words in which they are printed."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt import catalog
from sotttt.codecs import Bundle, PlanSheets, dumps, loads, read_plan_sheets
from sotttt.codecs.plan_sheets.bases import documents_of
from sotttt.codecs.plan_sheets.metrics import unit_text
from sotttt.codecs.plan_sheets.places import place_of
from sotttt.codecs.plan_sheets.tables import RESULT_COLUMNS
from sotttt.codecs.plan_sheets.targets import brief
from sotttt.errors import InvalidFile, SottttError
from sotttt.evaluation import evaluate
from sotttt.metrics import Verdict
from sotttt.periods import as_date
from sotttt.plans import AllOf, InWords, Plan, Relative, Target
from sotttt.ranges import Range

PLAN = """\
[plan]
id = "hg-kh-2024"
number = "12/KH-UBND"
issuer = "UBND tỉnh Hà Giang"
date = 2024-02-01
title = "Kế hoạch chuyển đổi số năm 2024"
province = "Hà Giang"
level = "province"
horizon_year = 2024
orientation_year = 2030
legal_bases = ["Quyết định 749/QĐ-TTg 03/6/2020", "Quyết định 1/QĐ-ABC 03/6/2020"]
source_urls = ["https://example.org/plan"]
"""

TARGET = """
[[target]]
id = "hg-kh-2024.t{at:02d}"
phrase = "{phrase}"
metric = "{metric}"
comparator = "{comparator}"
{fields}
sector = "kinh tế số"
shape = "{shape}"
horizon = "target"
source_url = "https://example.org/plan"
"""


def target(  # the columns of a row
    fields: str,
    *,
    at: int = 1,
    phrase: str = "x",
    metric: str = "own_share",
    comparator: str = "ge",
    shape: str = "share",
) -> str:
    return TARGET.format(
        at=at, phrase=phrase, metric=metric, comparator=comparator, fields=fields, shape=shape
    )


def result(**cells: str) -> str:
    row = dict.fromkeys(RESULT_COLUMNS, "")
    row |= {"id": "r1", "metric": "own_share", "province": "Hà Giang", "period": "2024", "unit": "%"}
    row |= {"comparator": "=", "status": "official", "source_url": "https://example.org/report"}
    row |= cells
    out = io.StringIO()
    writer = csv.DictWriter(out, RESULT_COLUMNS, lineterminator="\n")
    writer.writerow(row)
    return out.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., PlanSheets]:
    def reader(*targets: str, plan: str = PLAN, results: tuple[str, ...] = ()) -> PlanSheets:
        (tmp_path / "plan.toml").write_text(plan + "".join(targets), "utf-8")
        if results:
            (tmp_path / "results.csv").write_text(",".join(RESULT_COLUMNS) + "\n" + "".join(results), "utf-8")
        return read_plan_sheets(tmp_path)

    return reader


def only(sheets: PlanSheets) -> Target:
    assert sheets.faults == ()
    ((one,),) = [plan.targets for plan in sheets.plans]
    return one


Reader = Callable[..., PlanSheets]


def test_the_plan_itself(read: Reader) -> None:
    sheets = read()
    (plan,) = sheets.plans
    assert (plan.id, plan.kind.value, plan.stage.value, plan.jurisdiction) == (
        "hg-kh-2024",
        "plan",
        "issued",
        "ha-giang",
    )
    assert str(plan.horizon) == "2024; orientation 2030"
    assert plan.bases == ("qd-749-ttg-2020-06-03",)
    assert sheets.notes == ("hg-kh-2024: no document for the basis 'Quyết định 1/QĐ-ABC 03/6/2020'",)
    assert plan.source is not None
    assert (str(plan.source.published), plan.source.url) == ("2024-02-01", "https://example.org/plan")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Luật Bưu chính 17/6/2010", ("luat-49-2010-qh12",)),
        ("Luật Bưu chính (ngày 17 tháng 6 năm 2010)", ("luat-49-2010-qh12",)),
        (
            "Luật Tổ chức Chính phủ 19/6/2015; Luật Tổ chức chính quyền địa phương 19/6/2015",
            ("luat-76-2015-qh13", "luat-77-2015-qh13"),
        ),
        (
            "Quyết định 749/QĐ-TTg 03/6/2020 và Quyết định 411/QĐ-TTg 31/3/2022",
            ("qd-749-ttg-2020-06-03", "qd-411-ttg-2022-03-31"),
        ),
        # Another day, another name, no day, no name, two that fit, no such day.
        ("Luật Bưu chính 17/6/2011", (None,)),
        ("Luật Đường sắt 17/6/2010", (None,)),
        ("Luật Bưu chính", (None,)),
        ("17/6/2010", (None,)),
        ("Luật Tổ chức 19/6/2015", (None,)),
        ("Luật Bưu chính 37/6/2010", (None,)),
        ("Quyết định 749/QĐ-TTg 04/6/2020", (None,)),
    ],
)
def test_legal_bases(text: str, named: tuple[str | None, ...]) -> None:
    assert documents_of(text) == named


FORMS = [
    ('value = 80\nunit = "%"', "trên 80%", "gt", "share", "> 80 %", "by"),
    ('value = 80\nunit = "%"', "đạt 80%", "ge", "share", ">= 80 %", "by"),
    ('value = 57.5\nunit = "%"', "57,5%", "ge", "ratio_between_metrics", ">= 57.5 %", "by"),
    ('value = 100\nunit = "%"', "duy trì 100%", "eq", "maintain_level", "= 100 %", "throughout"),
    ('value = 7\nunit = "%/năm"', "7%/năm", "ge", "annual_count", ">= 7 %", "each"),
    ('value = 15\nunit = "hạng"', "nhóm 15", "le", "rank", "<= 15 rank", "by"),
    ('value = 1.4\nunit = "hệ số"', "dưới 1,4", "lt", "upper_bound", "< 1.4 times", "by"),
    (
        'value = 9\nvalue_hi = 12\nunit = "tỷ USD"',
        "9 - 12 tỷ USD",
        "between",
        "range",
        "[9, 12] billion_USD",
        "by",
    ),
    (
        'value = 35\nvalue_hi = 40\nunit = "%"',
        "tối thiểu 35–40%",
        "between",
        "min_with_range",
        ">= 35 %",
        "by",
    ),
    ('value = 3\nunit = "tủ sách"', "3 tủ sách", "ge", "count", ">= 3 {tủ sách}", "by"),
    ('value = 3\nunit = "cái/xã"', "3 cái/xã", "ge", "count", ">= 3 {cái}/commune", "by"),
    ('value = 2\nunit = "văn bản"', "hai văn bản", "milestone", "milestone", ">= 2 document", "by"),
    ('value = 5\nunit = "điểm"', "5 điểm", "ge", "a_new_shape", ">= 5 point", "by"),
    ('benchmark = "mục tiêu chung của cả nước"', "cao hơn", "gt", "relative_to_parent_plan", "= 100 %", "by"),
]


@pytest.mark.parametrize(("fields", "phrase", "comparator", "shape", "wanted", "hold"), FORMS)
def test_a_value_is_a_range(  # the columns of the table above
    read: Reader, fields: str, phrase: str, comparator: str, shape: str, wanted: str, hold: str
) -> None:
    row = target(fields + '\ndeadline = "2025"', phrase=phrase, comparator=comparator, shape=shape)
    one = only(read(row))
    assert one.requirement == Range.parse(wanted)
    assert (one.hold.value, str(one.due)) == (hold, "2025")


def test_what_has_no_value_is_in_words(read: Reader) -> None:
    one = only(
        read(target('modality = "phấn đấu"', phrase="nền tảng số", comparator="milestone", shape="milestone"))
    )
    assert one.requirement == InWords("nền tảng số")
    assert (one.due, one.commitment.value, one.metric.scale.value) == (None, "stretch", "yes_no")


def test_a_path_by_year(read: Reader) -> None:
    fields = 'value = 70\nunit = "%"\ndeadline = "2025"\ntrajectory = { y2023 = 30, y2024 = 50, y2025 = 70 }'
    one = only(read(target(fields, phrase="(30%, 50%, 70%)", shape="yearly_trajectory")))
    assert [str(wanted) for _, wanted in one.steps] == [">= 30 %", ">= 50 %", ">= 70 %"]


def test_a_path_of_two_thresholds(read: Reader) -> None:
    path = 'trajectory = { y2024 = "15% units, +10%", y2025 = "30% units, +20%" }'
    one = only(read(target(f'value = 30\nunit = "%"\n{path}', shape="yearly_trajectory_two_dims")))
    assert isinstance(one.requirement, AllOf)
    assert [(str(each.period), dict(each.dims)) for each in one.requirement.members] == [
        ("2024", {"growth": ">= 10 %"}),
        ("2025", {"growth": ">= 20 %"}),
    ]


def test_a_floor_that_may_not_fall(read: Reader) -> None:
    one = only(read(target('value = 3\nunit = "%"', shape="threshold_and_increasing")))
    assert isinstance(one.requirement, AllOf)
    assert one.requirement.members[0].requirement == Range.parse(">= 3 %")
    assert isinstance(one.requirement.members[1].requirement, Relative)


def test_another_series_as_benchmark(read: Reader) -> None:
    fields = 'unit = "điểm"\nbenchmark = "mức trung bình cả nước"'
    one = only(read(target(fields, comparator="gt", shape="relative_benchmark")))
    assert one.requirement == Relative(change="difference", range="> 0 point", against="jurisdiction:vn")


def test_a_baseline_is_an_observation_in_the_units_of_the_metric(read: Reader) -> None:
    seen = only(read(target('value = 15\nunit = "%"\ndeadline = "2025"\nbaseline = "8,59% (2021)"'))).baseline
    assert seen is not None
    assert not isinstance(seen, str)
    assert str(getattr(seen, "value", None)) == "= 8.59 %"
    when = only(
        read(target('value = 30\nunit = "%"\ndeadline = "2025"\nbaseline = "40 tỷ USD (2024)"'))
    ).baseline
    assert str(when) == "2024"


def test_groups_of_one_metric_are_dimensions(read: Reader) -> None:
    rows = [
        target(f'value = {value}\nunit = "%"\ndeadline = "2025"\npopulation = "cấp {group}"', at=at)
        for at, (value, group) in enumerate([(90, "tỉnh"), (80, "huyện")], start=1)
    ]
    (plan,) = read(*rows).plans
    assert [dict(one.dims) for one in plan.targets] == [
        {"population": "cấp tỉnh"},
        {"population": "cấp huyện"},
    ]


def judged(sheets: PlanSheets, day: str = "2026-01-01") -> dict[str, Verdict]:
    assert sheets.faults == ()
    bundle = sheets.bundle
    found = evaluate(
        bundle.plans, bundle.observations, as_of=as_date(day, "day"), assessments=bundle.assessments
    )
    return {finding.target.id: finding.verdict for finding in found}


def row(fields: str = 'value = 80\nunit = "%"\ndeadline = "2024"') -> str:
    return target(fields)


def linked(**cells: str) -> str:
    return result(target_ids="hg-kh-2024.t01", match="exact", scope_match="same", **cells)


@pytest.mark.parametrize(
    ("written", "norm", "verdict"),
    [
        ("79,9%", "79.9", "missed"),
        ("80%", "80", "met"),
        ("201/250 xã", "201/250", "met"),
        ("75 -79%", "75-79", "missed"),
    ],
)
def test_a_linked_result_decides(read: Reader, written: str, norm: str, verdict: str) -> None:
    comparator = "between" if "-" in norm else "="
    sheets = read(row(), results=(linked(value_written=written, value_norm=norm, comparator=comparator),))
    assert judged(sheets) == {"hg-kh-2024.t01": Verdict(verdict)}
    assert sheets.results[0].linked


def test_another_measure_is_no_evidence(read: Reader) -> None:
    proxy = result(
        target_ids="hg-kh-2024.t01",
        match="proxy",
        scope_match="same",
        metric="other_share",
        value_written="90%",
        value_norm="90",
    )
    sheets = read(row(), results=(proxy,))
    assert judged(sheets) == {"hg-kh-2024.t01": Verdict.NO_DATA}
    assert not sheets.results[0].linked
    assert sheets.results[0].targets == ("hg-kh-2024.t01",)


def test_a_day_of_doing_after_the_deadline(read: Reader) -> None:
    plan = target('deadline = "2016-04-01"', comparator="milestone", shape="milestone_date")
    cells = {"value_written": "ngày 15/8", "value_norm": "2016-08-15", "unit": "ngày", "period": "2016-08-15"}
    sheets = read(plan, results=(linked(**cells),))
    assert judged(sheets) == {"hg-kh-2024.t01": Verdict.MISSED}
    assert str(sheets.assessments[0].done_on) == "2016-08-15"


def test_what_the_source_states(read: Reader) -> None:
    cells = {"value_written": "85%", "value_norm": "85", "stated_verdict": "đạt 103,4% kế hoạch"}
    (stated,) = read(row(), results=(linked(**cells),)).assessments
    assert (stated.subject, str(stated.attainment), stated.verdict) == ("hg-kh-2024.t01", "= 103.4 %", None)


def test_a_plan_printed_beside_a_value_is_a_target_of_its_own(read: Reader) -> None:
    cells = {
        "value_written": "85%",
        "value_norm": "85",
        "stated_plan": "84% (2024)",
        "stated_verdict": "Vượt",
    }
    sheets = read(results=(result(**cells),))
    assert [plan.id for plan in sheets.plans] == ["hg-kh-2024", "stated-ha-giang"]
    assert judged(sheets) == {"r1-plan": Verdict.MET}


@pytest.mark.parametrize(
    ("period", "read_as", "inferred"),
    [
        ("2024?", "2024", True),
        ("2018->2020", "2020", False),
        ("2010-9T", "2010-M01..M09", False),
        ("2020-2024", "2020..2024", False),
        ("trước 2010", "2009", True),
        ("(không rõ năm)", "2024", True),
        ("quý III/2024", "2024-Q3", False),
    ],
)
def test_periods(read: Reader, period: str, read_as: str, inferred: bool) -> None:  # a column
    (one,) = read(row(), results=(linked(period=period, value_written="8%", value_norm="8"),)).observations
    assert (str(one.period), one.period_inferred) == (read_as, inferred)


def test_a_slip_of_the_source_is_kept_and_said(read: Reader) -> None:
    cells = {"value_written": "8%", "value_norm": "8", "check": "1+1 = 3: DOES NOT HOLD"}
    sheets = read(row(), results=(linked(**cells),))
    assert sheets.results[0].note == "The figures that the source prints beside it don't agree with it."


BROKEN = [
    (
        target('value = 80\nunit = "%"', comparator="gee"),
        r"plan\.toml: target\[0\]\.comparator: .*did you mean 'ge'",
    ),
    (target('value = 80\nunit = "%"\ndeadline = "mai"'), r"target\[0\]\.deadline: 'mai' is no deadline"),
    (target('value = [1]\nunit = "%"'), r"target\[0\]\.value: \[1\] is no number"),
    (target('value = true\nunit = "%"'), r"target\[0\]\.value: True is no number"),
    (target('value = 1\nunit = "%"', comparator="between"), r"target\[0\]\.value_hi"),
    (target("value = 1\nunit = [1]"), r"target\[0\]\.unit: \[1\] is no text"),
    (target('value = 1\nunit = "%"\ntrajectory = 3', shape="yearly_trajectory"), r"target\[0\]\.trajectory"),
    (
        target('value = 1\nunit = "%"\ntrajectory = { y2024 = "x" }', shape="yearly_trajectory_two_dims"),
        r"target\[0\]\.trajectory: 'x' is no step",
    ),
    ("\n[[target]]\nid = 'a'", r"plan\.toml: target\[0\]\.metric: no metric"),
    ("\n[[target]", r"plan\.toml: "),
    (target("value = 1").replace('horizon = "target"', 'horizon = "targat"'), "did you mean 'target'"),
]


@pytest.mark.parametrize(("text", "says"), BROKEN)
def test_a_fault_names_its_place(read: Reader, text: str, says: str) -> None:
    (fault,) = read(text).faults
    assert re.search(says, str(fault)), str(fault)


BROKEN_RESULTS = [
    ({"id": ""}, r"results\.csv: row 2\.id: no id"),
    ({"match": "exakt"}, "did you mean 'exact'"),
    ({"status": "offical"}, "did you mean 'official'"),
    ({"target_ids": "hg-kh-2024.t02"}, "did you mean 'hg-kh-2024.t01'"),
    ({"value_norm": "8,5,1"}, r"value_norm: '8,5,1' is no value"),
    ({"comparator": "=="}, "no comparator '=='"),
    ({"province": "Hà Jang"}, "Hà Jang"),
    ({"period": "(không rõ năm)", "target_ids": ""}, "is no period"),
    ({"source_url": ""}, "source_url: no source"),
]


@pytest.mark.parametrize(("cells", "says"), BROKEN_RESULTS)
def test_a_fault_of_a_result_names_its_row(read: Reader, cells: dict[str, str], says: str) -> None:
    given = {
        "target_ids": "hg-kh-2024.t01",
        "match": "exact",
        "value_written": "8%",
        "value_norm": "8",
    } | cells
    (fault,) = read(row('value = 1\nunit = "%"'), results=(result(**given),)).faults
    assert str(fault).startswith("results.csv: row 2")
    assert re.search(says, str(fault)), str(fault)


def test_all_faults_together_and_the_rest_stands(read: Reader) -> None:
    bad = target('value = 1\nunit = "%"', comparator="x", at=2)
    same = linked(value_written="8%", value_norm="8")
    sheets = read(row(), bad, results=(same, same, same.replace("r1", "r2")))
    assert len(sheets.faults) == 2
    assert [len(plan.targets) for plan in sheets.plans] == [1]
    assert [one.id for one in sheets.results] == ["r1", "r2"]


def test_two_files_under_one_id(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(PLAN, "utf-8")
    (fault,) = read_plan_sheets(tmp_path).faults
    assert str(fault) == "b.toml: id: the id 'hg-kh-2024' stands in a.toml too"


def test_no_folder_and_no_columns(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="no folder"):
        read_plan_sheets(tmp_path / "none")
    (tmp_path / "results.csv").write_text("id,metric\n", "utf-8")
    (fault,) = read_plan_sheets(tmp_path).faults
    assert "no column target_ids" in str(fault)


def test_unknown_words_are_noted(read: Reader) -> None:
    text = row() + 'colour = "x"\n'
    notes = read(text.replace("kinh tế số", "làm vườn").replace('"share"', '"hsare"')).notes
    assert "no sector 'làm vườn'" in notes
    assert any("nothing reads 'colour'" in note for note in notes)
    assert any("no shape 'hsare'" in note for note in notes)


def test_units_and_places_and_figures_of_their_own() -> None:
    assert unit_text("x", "người/điểm") == "person/post_point"
    assert unit_text("x_reduction", "điểm") == "percentage_point"
    assert unit_text("weak_points", "điểm") == "{điểm}"
    assert unit_text("x", "% xã") == "%"
    assert place_of("Đà Nẵng (trước sáp nhập)", None, catalog.places()).id == "da-nang"
    assert place_of("Hà Nội, Hải Phòng", None, catalog.places()).part == "Hà Nội, Hải Phòng"
    assert brief("tối thiểu 1 doanh nghiệp công nghệ số ngang tầm các nước tiên tiến") == "tối thiểu 1"


def test_what_was_read_can_be_written_and_read_again(read: Reader) -> None:
    bundle = read(row(), results=(linked(value_written="85%", value_norm="85"),)).bundle
    again = loads(dumps(bundle, format="toml"), format="toml")
    assert isinstance(again, Bundle)
    assert (again.plans, again.observations) == (bundle.plans, bundle.observations)


@given(
    st.dictionaries(
        st.sampled_from(
            ["value", "value_hi", "unit", "deadline", "baseline", "trajectory", "population", "shape"]
        ),
        st.one_of(
            st.text(max_size=8), st.integers(-9, 9), st.lists(st.integers(), max_size=2), st.booleans()
        ),
    )
)
def test_no_cell_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, object]
) -> None:
    """Whatever stands in a cell, the answer is a target, a fault or a note."""
    import tomli_w

    folder = tmp_path_factory.mktemp("sheets")
    row = {"id": "t1", "metric": "m", "comparator": "ge", "source_url": "https://example.org/", **cells}
    text = PLAN + tomli_w.dumps({"target": [row]})
    (folder / "plan.toml").write_text(text, "utf-8")
    sheets = read_plan_sheets(folder)
    shutil.rmtree(folder)
    assert sheets.faults or [len(plan.targets) for plan in sheets.plans] == [1]
    assert all(isinstance(fault, SottttError) for fault in sheets.faults)


# The same make as the collected facts, with other ids, values and units.


def _altered(text: str) -> str:
    text = re.sub(r"(?<![-\w])(vn|tg|vp|dn|dt|qn|qt|nd|kt|tn|ht|hn)-([a-z0-9-]+)", r"zz-\1-\2", text)
    text = re.sub(r'(metric = "|^)([a-z0-9_]+_share)\b', r"\1zz_\2", text, flags=re.MULTILINE)
    return re.sub(r"^value = ([0-9]+)$", lambda hit: f"value = {int(hit[1]) + 1}", text, flags=re.MULTILINE)


def test_unseen_plans_of_the_same_make(facts: Path, tmp_path: Path) -> None:
    for path in (facts / "plans").glob("*.toml"):
        text = path.read_text("utf-8")
        (tmp_path / f"zz-{path.name}").write_text(_altered(text), "utf-8")
    for name in ("results.csv", "metrics.csv"):
        rows = list(csv.reader((facts / "plans" / name).read_text("utf-8").splitlines()))
        at = rows[0].index("metric")
        for cells in rows[1:]:
            cells[at] = re.sub(r"^([a-z0-9_]+_share)$", r"zz_\1", cells[at])
            if name == "results.csv":
                cells[1] = re.sub(r"(?<![-\w])([a-z]{2})-", r"zz-\1-", cells[1])
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    sheets = read_plan_sheets(tmp_path)
    assert [str(fault) for fault in sheets.faults] == []
    plans: list[Plan] = [plan for plan in sheets.plans if plan.id.startswith("zz-")]
    assert (len(plans), sum(len(plan.targets) for plan in plans), len(sheets.results)) == (49, 352, 312)
    verdicts = set(judged(sheets).values())
    assert {Verdict.MET, Verdict.MISSED, Verdict.UNDECIDED, Verdict.AWAITING, Verdict.NO_DATA} <= verdicts


@pytest.mark.parametrize(
    ("unit", "phrase", "wanted"),
    [
        ("nghìn thuê bao", "20 nghìn thuê bao", ">= 20000 subscription"),
        ("triệu lượt", "20 triệu lượt", ">= 20000000 time"),
        ("vạn kệ", "20 vạn kệ", ">= 200000 {kệ}"),
        ("triệu", "20 triệu", ">= 20 {triệu}"),
        ("triệu đồng/người", "20 triệu đồng/người", ">= 20 million_VND/person"),
        ("% số hộ", "20% số hộ", ">= 20 %"),
        ("%số hộ", "20%số hộ", ">= 20 %"),
        ("xã/phường", "20 xã/phường", ">= 20 commune"),
    ],
)
def test_units_behind_round_numbers_and_of_wholes(read: Reader, unit: str, phrase: str, wanted: str) -> None:
    one = only(read(target(f'value = 20\nunit = "{unit}"\ndeadline = 2025', phrase=phrase)))
    assert one.requirement == Range.parse(wanted)


def test_a_result_in_thousands_is_evidence_on_a_target_in_ones(read: Reader) -> None:
    sheets = read(
        target('value = 20000\nunit = "thuê bao"\ndeadline = 2024', metric="own_lines"),
        results=(
            result(
                target_ids="hg-kh-2024.t01",
                match="exact",
                metric="own_lines",
                value_written="19,9",
                value_norm="19.9",
                unit="nghìn thuê bao",
            ),
        ),
    )
    (one,) = sheets.observations
    assert one.value == Range.parse("= 19900 subscription")
    assert evaluate(sheets.plans[0], sheets.observations, as_of=as_date("2025-06-01")).findings[
        0
    ].verdict is (Verdict.MISSED)


@pytest.mark.parametrize(
    ("sign", "wanted"),
    [
        (">=", ">= 20 %"),
        ("≥", ">= 20 %"),
        ("<", "< 20 %"),
        ("GT", "> 20 %"),
        ("=", "= 20 %"),
        ("~", "= 20 %"),
    ],
)
def test_comparators_may_be_signs(read: Reader, sign: str, wanted: str) -> None:
    fields = 'value = 20\nunit = "%"\ndeadline = 2025'
    assert only(read(target(fields, comparator=sign))).requirement == Range.parse(wanted)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2025-06", "2025-06"),
        ("30/6/2025", "2025-06-30"),
        ("cuối năm 2025", "2025"),
        ("đến hết quý III năm 2025", "2025-Q3"),
        ("quý I/2025", "2025-Q1"),
    ],
)
def test_deadlines_in_other_forms(read: Reader, text: str, due: str) -> None:
    one = only(read(target(f'value = 20\nunit = "{{tủ}}"\ndeadline = "{text}"')))
    assert str(one.due) == due


def test_a_value_alone_says_nothing(read: Reader) -> None:
    (fault,) = read(target("value = 20\ndeadline = 2025")).faults
    assert "target[0].unit: a value without a unit" in str(fault)
    bare = target('value = 20\nunit = "%"').replace('comparator = "ge"\n', "")
    (fault,) = read(bare).faults
    assert "target[0].comparator: a value without a comparator; expected ge, gt" in str(fault)
    words = read(target("").replace('comparator = "ge"\n', ""))
    assert isinstance(only(words).requirement, InWords)


def test_a_plan_without_pages_stands_on_those_of_its_targets(read: Reader) -> None:
    plan = PLAN.replace('source_urls = ["https://example.org/plan"]\n', "")
    row = target('value = 20\nunit = "%"').replace("org/plan", "org/row")
    (made,) = read(row, plan=plan).plans
    assert made.source is not None
    assert made.source.url == "https://example.org/row"
    (fault,) = read(plan=plan).faults
    assert "no source" in str(fault)


def test_a_plan_may_be_dated_by_its_month(read: Reader) -> None:
    (made,) = read(plan=PLAN.replace("2024-02-01", '"2024-02"')).plans
    assert made.issued_by is None
    assert made.source is not None
    assert str(made.source.published) == "2024-02-29"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("01/02/2024", "2024-02-01"),
        ("ngày 01 tháng 02 năm 2024", "2024-02-01"),
        ("2024-01-01/2024-02-01", "2024-02-01"),
    ],
)
def test_days_of_plans_in_other_forms(read: Reader, written: str, day: str) -> None:
    (made,) = read(plan=PLAN.replace("2024-02-01", f'"{written}"')).plans
    assert made.source is not None
    assert str(made.source.published) == day


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("date = 2024-02-01\n", 'date = "mai"\n', "'mai'"),
        (
            'id = "hg-kh-2024"\ndate = 2024-02-01\nhorizon_year = 2024\norientation_year = 2030\n',
            'id = "hg"\n',
            "plan.date: no day and no year",
        ),
        (
            'id = "hg-kh-2024"\ndate = 2024-02-01\nhorizon_year = 2024\n',
            'id = "hg"\nhorizon_year = "sau"\n',
            "'sau' is no period",
        ),
        ('id = "hg-kh-2024"\n', "", "plan.id: no plan with an id"),
        ('province = "Hà Giang"\n', "province = [1]\n", "plan.province: "),
        ('title = "Kế hoạch chuyển đổi số năm 2024"\n', "title = " + "[" * 3000 + "]" * 3000, "too deep"),
        ('source_urls = ["https://example.org/plan"]\n', "[target]\n", "the targets are no list of tables"),
    ],
)
def test_a_fault_of_a_plan(read: Reader, old: str, new: str, fault: str) -> None:
    plan = PLAN
    for line in old.splitlines(keepends=True):
        assert line in plan
        plan = plan.replace(line, "")
    head, _, rest = plan.partition("[plan]\n")
    where = f"{head}[plan]\n{rest}{new}" if new.startswith("[target]") else f"{head}[plan]\n{new}{rest}"
    sheets = read(plan=where)
    assert sheets.plans == ()
    assert fault in str(sheets.faults[0])


def test_the_parent_stands_in_the_folder_or_in_the_catalog(read: Reader) -> None:
    line = 'parent = "{}"\n'
    (made,) = read(plan=PLAN + line.format("vn-qd411-2022")).plans
    assert made.parent == "vn-qd411-2022"
    sheets = read(plan=PLAN + line.format("vn-qd999"))
    assert sheets.plans[0].parent is None
    assert "hg-kh-2024: no plan 'vn-qd999' for its parent" in sheets.notes


def test_a_plan_says_or_another_says_that_it_is_replaced(read: Reader, tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text(PLAN.replace("hg-kh-2024", "hg-kh-2023"), "utf-8")
    plans = {plan.id: plan for plan in read(plan=PLAN + 'supersedes = "hg-kh-2023"\n').plans}
    assert plans["hg-kh-2024"].supersedes == "hg-kh-2023"


def test_a_result_may_name_a_target_of_the_catalog(read: Reader) -> None:
    row = {
        "target_ids": "vn-qd411-2022.t01",
        "match": "exact",
        "metric": "digital_economy_gdp_share",
        "province": "cả nước",
        "value_written": "18,3%",
        "value_norm": "18.3",
        "unit": "% GDP",
    }
    (made,) = read(results=(result(**row),)).results
    assert made.linked
    (fault,) = read(results=(result(**row | {"target_ids": "vn-qd411-2022.t99"}),)).faults
    assert "target_ids: no target" in str(fault)


@pytest.mark.parametrize(
    ("row", "fault"),
    [("a,b\n", "row 2: 2 cells; expected 22"), ('"a"b\n', "results.csv: ',' expected")],
)
def test_rows_that_are_no_rows(read: Reader, row: str, fault: str) -> None:
    (found,) = read(results=(row,)).faults
    assert fault in str(found)


def test_a_metric_with_a_fault_takes_its_rows_along(read: Reader) -> None:
    sheets = read(target('value = 1\nunit = "@"'), results=(result(unit="@", value_norm="1"),))
    assert [str(fault).split(":")[0] for fault in sheets.faults] == [
        "metric own_share",
        "plan.toml",
        "results.csv",
    ]


def test_what_is_not_in_the_catalog_is_called_by_its_phrase_cut_to_length(read: Reader) -> None:
    one = only(read(target('value = 1\nunit = "%"', phrase="tỷ lệ " * 30)))
    assert one.metric.name.startswith("tỷ lệ tỷ lệ")
    assert one.metric.name.endswith("…")
    assert len(one.metric.name) <= 122


@pytest.mark.parametrize(
    ("baseline", "kept"),
    [
        ("20% (2023)", "2023"),
        ("20 km (2023)", "2023"),
        ("năm 2023", "2023"),
        ("20% (2026)", None),
        ("x", None),
    ],
)
def test_baselines(read: Reader, baseline: str, kept: str | None) -> None:
    one = only(read(target(f'value = 1\nunit = "%"\ndeadline = 2025\nbaseline = "{baseline}"')))
    base = one.baseline
    assert (None if base is None else str(getattr(base, "period", base))) == kept


def test_a_path_is_a_table(read: Reader) -> None:
    row = target('value = 1\nunit = "%"\ndeadline = 2025\ntrajectory = "30"', shape="yearly_trajectory")
    assert "trajectory: '30' is no path" in str(read(row).faults[0])


def test_the_column_says_more_than_the_word(read: Reader) -> None:
    one = only(read(target('value = 20\nunit = "%"\ndeadline = 2025', phrase="trên 20%")))
    assert one.requirement == Range.parse(">= 20 %")
    assert one.figure is not None
    assert (one.figure.hedge.value, one.figure.required()) == ("at_least", one.requirement)
