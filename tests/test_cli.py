"""The command: what it prints in each form, what it refuses, and on which screens it works."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sotttt as st
from sotttt import catalog, codecs
from sotttt.cli import main
from sotttt.cli.cells import csv_table, markdown, markdown_table, plain
from sotttt.cli.commands import DEMO_DAY
from sotttt.cli.commands import sotttt as command
from sotttt.cli.details import _flat
from sotttt.cli.printing import COLUMNS, harmless
from sotttt.codecs import Bundle

EVIL = "[bold]=1+1[/bold] | <b>*x*</b> \u202e"

PLAN = """
[plan]
id = "p"
title = "Kế hoạch [red]đỏ[/red] | x"
jurisdiction = "hue"

[[metrics]]
id = "fibre"
name = "Tỷ lệ hộ [bold]có[/bold] cáp quang"
name_en = "Share with fibre"
unit = "%"
better = "higher"
timing = "point"
scale = "ratio"

[[targets]]
id = "-a"
metric = "fibre"
jurisdiction = "hue"
requirement = "> 80 %"
due = "2024"

[[targets]]
id = "b"
metric = "phone-subscriptions"
jurisdiction = "hue"
requirement = ">= 80 subscription"
due = "2026"

[[tasks]]
id = "k"
text = "khai trương [b]cổng[/b]"
due = "2024"

[[proposals]]
id = "q"
text = "cấp vốn"
by = "Sở"
to = "UBND tỉnh"

[[assessments]]
subject = "k"
done_on = "2024-05-19"
published = "2024-05-20"

[[assessments]]
subject = "q"
disposition = "deferred"
published = "2024-05-20"
"""
SEEN = (
    "metric,jurisdiction,period,value,published,source.title\n"
    "fibre,hue,2024,79.96 %,2025-02-01,Báo cáo | <i>\n"
)


def run(*words: str, **environment: str) -> Result:
    return CliRunner(env={"COLUMNS": "140", "NO_COLOR": "1", **environment}).invoke(command, words)


def printed(*words: str, **environment: str) -> str:
    done = run(*words, **environment)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "seen.csv").write_text(SEEN, encoding="utf-8")
    return tmp_path


JUDGE = ("evaluate", "plan.toml", "seen.csv", "--as-of", "2025-03-01")


def test_the_demo_prints_a_block_for_each_plan_of_an_article() -> None:
    text = printed("demo")
    for plan in catalog.plans("articles"):
        assert " ".join(plan.title.split()[:3]) in text
    for title in ("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện", "Tỷ lệ", "Đánh giá", "Nguồn"):
        assert title in text
    assert "88,3%" in text
    assert "Không đạt" in text
    assert "Tổng hợp" in text
    assert text.rstrip().endswith("Tính đến ngày 30/06/2025")


def test_the_demo_of_all_counts_the_verdicts_of_each_plan() -> None:
    text = printed("demo", "--all", "--lang", "en", COLUMNS="200")
    for plan in catalog.plans():
        assert " ".join(plan.title.split()[:3]) in text
    count = sum(len(plan.targets) for plan in catalog.plans())
    assert f"All together {count} " in re.sub(" +", " ", text)
    assert text.rstrip().endswith("As of 30 June 2025")


def test_the_demo_has_a_day_of_its_own_and_takes_another() -> None:
    assert dt.date(2025, 6, 30) == DEMO_DAY
    assert printed("demo") == printed("demo", "--as-of", "2025-06-30")
    text = printed("demo", "--as-of", "2020-12-31", "--lang", "en")
    assert "As of 31 December 2020" in text
    assert "Assessment" in text


def test_the_demo_is_coloured_by_verdict_where_the_screen_has_colours() -> None:
    coloured = printed("demo", NO_COLOR="", FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b[1;31mKhông đạt" in coloured
    assert "\x1b" not in printed("demo", FORCE_COLOR="", TERM="dumb")


@pytest.mark.usefixtures("folder")
def test_a_plan_of_ones_own_as_a_table() -> None:
    text = printed(*JUDGE)
    assert "Kế hoạch [red]đỏ[/red] | x" in text
    assert "[bold]có[/bold]" in text
    assert "79,96%" in text
    assert "Không đạt" in text
    assert "- Hoàn thành đúng hạn: khai trương [b]cổng[/b]" in text
    assert "- Hoãn: cấp vốn" in text
    english = printed(*JUDGE, "--lang", "en")
    assert "Share with fibre" in english
    assert "As of 1 March 2025" in english


@pytest.mark.usefixtures("folder")
def test_the_same_as_json() -> None:
    data = json.loads(printed(*JUDGE, "--format", "json", "--lang", "en"))
    assert data["as_of"] == "2025-03-01"
    assert data["counts"]["all"] == len(data["findings"]) == 2
    assert data["counts"]["verdicts"]["missed"] == 1
    assert [one["verdict"] for one in data["findings"]] == ["missed", "not_due"]
    assert data["findings"][0]["explanation"].startswith("Missed: ")
    assert [one["status"] for one in data["duties"]] == ["done_on_time"]
    assert data["proposals"][0]["disposition"] == "deferred"


@pytest.mark.usefixtures("folder")
def test_the_same_as_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(printed(*JUDGE, "--format", "csv"))))
    assert [row["target"] for row in rows] == ["'-a", "b"]
    assert rows[0]["value"] == "79.96 %"
    assert rows[0]["gap"] == "'-0.04 percentage_point"
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_csv_has_the_columns_of_the_records() -> None:
    metric = catalog.metric("phone-subscriptions")
    target = st.Target(id="t", metric=metric, jurisdiction="hue", requirement=">= 1 subscription")
    (record,) = st.evaluate([target], [], as_of=DEMO_DAY).to_records()
    assert tuple(record) == COLUMNS


@pytest.mark.usefixtures("folder")
def test_the_same_as_markdown() -> None:
    text = printed(*JUDGE, "--format", "markdown")
    assert text.startswith("## Kế hoạch \\[red\\]đỏ\\[/red\\] \\| x\n\n| TT | Chỉ tiêu |")
    assert "Báo cáo \\| \\<i\\>" in text
    assert "### Nhiệm vụ, cột mốc" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {9}


@pytest.mark.usefixtures("folder")
def test_targets_in_a_table_of_their_own() -> None:
    bundle = codecs.load("plan.toml", metrics=catalog.metrics())
    codecs.dump(Bundle(targets=bundle.plans[0].targets[:1]), "targets.csv")
    codecs.dump(Bundle(metrics=bundle.metrics), "metrics.json")
    done = run("evaluate", "targets.csv", "--as-of", "2025-03-01")
    assert done.exit_code == 1
    assert "no metric 'fibre'" in done.stderr
    words = ("evaluate", "targets.csv", "seen.csv", "--metrics", "metrics.json", "--as-of", "2025-03-01")
    assert "Không đạt" in printed(*words)
    codecs.dump(Bundle(metrics=bundle.metrics, targets=bundle.plans[0].targets), "targets.json")
    text = printed("evaluate", "targets.json", "seen.csv", "--as-of", "2025-03-01")
    assert text.startswith("Chỉ tiêu ngoài kế hoạch")
    markdowned = printed(
        "evaluate", "targets.json", "--as-of", "2025-03-01", "--format", "markdown", "--lang", "en"
    )
    assert markdowned.startswith("## Targets in no plan")


@pytest.mark.usefixtures("folder")
def test_a_bundled_plan_on_its_own_and_on_given_observations() -> None:
    own = json.loads(printed("evaluate", "qn-2020-plan", "--as-of", "2021-03-03", "--format", "json"))
    assert own["findings"][0]["verdict"] == "missed"
    (target,) = catalog.plan("qn-2020-plan").targets
    better = st.Observation(
        metric=target.metric,
        jurisdiction="quang-ngai",
        period="2020",
        value="= 101 %",
        published="2021-03-01",
    )
    codecs.write_observations("better.csv", [better])
    words = ("evaluate", "qn-2020-plan", "better.csv", "--as-of", "2021-03-03", "--format", "json")
    assert json.loads(printed(*words))["findings"][0]["verdict"] == "met"


@pytest.mark.usefixtures("folder")
def test_two_metrics_of_one_id_in_two_files_are_told() -> None:
    other = st.Metric(id="fibre", name="Khác", unit="%", better="lower", timing="point", scale="ratio")
    seen = st.Observation(metric=other, jurisdiction="hue", period="2024", value="= 1 %")
    codecs.dump(Bundle(observations=[seen]), "other.toml")
    done = run("evaluate", "plan.toml", "other.toml", "--as-of", "2025-03-01")
    assert done.exit_code == 1
    assert "two different metrics share the id 'fibre'" in done.stderr or "stands twice" in done.stderr


WRONG: list[tuple[tuple[str, ...], int, str]] = [
    (("evaluate", "plan.toml"), 2, "Missing option '--as-of'"),
    (("evaluate", "plan.toml", "--as-of", "01/03/2025"), 2, "'01/03/2025' is no date"),
    (("evaluate", "plan.toml", "--as-of", "2025-02-30"), 2, "'2025-02-30' is no day of the calendar"),
    (("evaluate", "plan.toml", "--as-of", "2025-03-01", "--format", "xml"), 2, "'xml' is not one of"),
    (("evaluate", "plan.toml", "--as-of", "2025-03-01", "--lang", "fr"), 2, "'fr' is not one of"),
    (("evaluate", "qn-2020-pln", "--as-of", "2025-03-01"), 1, "did you mean 'qn-2020-plan'"),
    (("evaluate", "zzz", "--as-of", "2025-03-01"), 1, "the catalog holds "),
    (("evaluate", "z" * 5000, "--as-of", "2025-03-01"), 1, "is no file and no plan of the catalog"),
    (("evaluate", ".", "--as-of", "2025-03-01"), 1, "is no file and no plan of the catalog"),
    (("evaluate", "./plan", "--as-of", "2025-03-01"), 1, "the ending '' names no format"),
    (("evaluate", "none.toml", "--as-of", "2025-03-01"), 1, "none.toml: can't be read: No such file"),
    (("evaluate", "plan.toml", "none.csv", "--as-of", "2025-03-01"), 1, "none.csv: can't be read"),
    (("show", "qn-2020-phone"), 1, "did you mean 'qn-2020-phones'"),
    (("sho",), 2, "No such command 'sho'"),
    (("demo", "--as-of", "2025"), 2, "'2025' is no date"),
    (("validate",), 2, "Missing argument 'FILE"),
]


@pytest.mark.parametrize(("words", "code", "message"), WRONG, ids=[" ".join(words) for words, _, _ in WRONG])
@pytest.mark.usefixtures("folder")
def test_what_is_refused(words: tuple[str, ...], code: int, message: str) -> None:
    done = run(*words)
    assert done.exit_code == code
    assert message in done.stderr
    assert not done.stdout


def test_the_faults_of_a_file_are_all_told(folder: Path) -> None:
    (folder / "plan.toml").write_text(PLAN.replace("due", "dew"), encoding="utf-8")
    done = run(*JUDGE)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[:2] == [
        "plan.toml: 3 faults",
        "  targets[0].dew: unknown key 'dew'; did you mean 'due'?",
    ]


def test_validate_tells_all_faults_of_all_files(folder: Path) -> None:
    assert printed("validate", "plan.toml").startswith(
        "plan.toml: no faults: 2 metrics, 1 plans, 2 targets, 1 tasks"
    )
    (folder / "wrong.toml").write_text(PLAN.replace("due", "dew") + "x = 1", encoding="utf-8")
    (folder / "broken.json").write_text("{", encoding="utf-8")
    done = run("validate", "wrong.toml", "plan.toml", "broken.json", "none.csv")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "wrong.toml: targets[0].dew: unknown key 'dew'; did you mean 'due'?"
    assert len([line for line in lines if line.startswith("wrong.toml: ")]) == 4
    assert [line.partition(":")[0] for line in lines[4:]] == ["plan.toml", "broken.json", "none.csv"]
    assert "no JSON: " in lines[5]


def test_validate_reads_the_metrics_of_one_file_for_another(folder: Path) -> None:
    done = run("validate", "seen.csv")
    assert done.exit_code == 1
    assert "row 2, metric: no metric 'fibre'" in done.stdout
    assert printed("validate", "seen.csv", "plan.toml").splitlines()[0] == (
        "seen.csv: no faults: 1 metrics, 1 observations"
    )
    (folder / "empty.toml").write_text("", encoding="utf-8")
    assert printed("validate", "empty.toml") == "empty.toml: no faults: empty\n"


def test_show_a_plan() -> None:
    text = printed("show", "qn-2020-plan")
    assert text.startswith("plan qn-2020-plan\n")
    assert catalog.plan("qn-2020-plan").title in text
    assert "qn-2020-phones" in text


def test_show_a_target_and_judge_it() -> None:
    text = printed("show", "qn-2020-phones")
    assert text.startswith("target qn-2020-phones\n")
    assert "= 88.3 %" in text
    assert "stated.verdict" in text
    assert "requirement.resolved" not in text
    judged = printed("show", "qn-2020-phones", "--as-of", "2021-03-03")
    assert "Không đạt: " in judged
    assert "requirement.resolved" in judged
    assert "Missed: " in printed("show", "qn-2020-phones", "--as-of", "2021-03-03", "--lang", "en")


def test_show_everything_that_has_an_id() -> None:
    document = catalog.documents()[0]
    claim = catalog.claims()[0]
    task = next(plan.tasks[0] for plan in catalog.plans() if plan.tasks)
    for kind, name in (
        ("metric", "phone-subscriptions"),
        ("document", document.id),
        ("claim", str(claim.id)),
        ("jurisdiction", "nam-dinh"),
        ("task", task.id),
    ):
        assert printed("show", name).startswith(f"{kind} {name}\n")
    assert "jurisdiction nam-dinh" in printed("show", "Nam Định")
    assert task.text.split()[0] in printed("show", task.id, "--as-of", "2025-06-30")


def test_every_plan_of_the_catalog_can_be_shown_and_judged() -> None:
    for plan in catalog.plans():
        assert printed("show", plan.id)
        assert printed("evaluate", plan.id, "--as-of", "2025-06-30", "--format", "markdown")


@pytest.mark.parametrize("columns", ["1", "20", "40", "80", "100", "500"])
@pytest.mark.usefixtures("folder")
def test_it_works_on_screens_of_any_width(columns: str) -> None:
    text = printed(*JUDGE, COLUMNS=columns)
    assert "Kế hoạch" in text.replace("\n", " ")
    if int(columns) <= 80:
        assert "Không đạt" in text.replace("\n", " ")
        assert max(map(len, text.splitlines())) <= max(int(columns), 20)


def test_version_and_help() -> None:
    assert printed("--version") == f"sotttt {st.__version__}\n"
    assert "Judge the targets of PLAN" in printed("evaluate", "-h")


def test_nothing_steers_the_terminal() -> None:
    assert plain("a\x1b[31m\x07\u202eb\x9b\n\u2028") == "a\\x1b[31m\\x07\\u202eb\\x9b\n\\u2028"
    assert plain("Đạt 😀 – “x”") == "Đạt 😀 – “x”"
    assert json.loads(harmless(json.dumps("a\x1b\u202e\x9bĐ\U000e0001", ensure_ascii=False))) == (
        "a\x1b\u202e\x9bĐ\U000e0001"
    )
    assert not set(harmless('"\u202e\x9b\U000e0001"')) & {"\u202e", "\x9b", "\U000e0001"}


@pytest.mark.usefixtures("folder")
def test_a_name_with_controls_is_shown_not_obeyed() -> None:
    done = run("evaluate", "\x1b]0;x\x07.toml", "--as-of", "2025-03-01")
    assert done.exit_code == 1
    assert "\x1b" not in done.stderr
    assert "\\x1b]0;x\\x07.toml" in done.stderr


def test_cells_are_escaped() -> None:
    assert markdown(EVIL) == "\\[bold\\]=1+1\\[/bold\\] \\| \\<b\\>\\*x\\*\\</b\\> \\u202e".replace(
        "\\u", "\\\\u"
    )
    assert markdown_table(("a|", "b"), [("x\ny", "")]).splitlines()[2] == "| x y |  |"
    text = csv_table([{"a": "=1", "b": None, "c": 5}], ("a", "b", "c"))
    assert text == "a,b,c\n'=1,,5\n"


RUN = "from sotttt.cli import main; main()"


def process(*words: str, code: str = RUN, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, check=False, env={**kept, **environment}
    )


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {},
    ],
)
def test_it_writes_utf8_in_any_locale(environment: dict[str, str]) -> None:
    done = process("show", "nam-dinh", **environment)
    assert done.returncode == 0, done.stderr
    assert "Nam Định" in done.stdout.decode("utf-8")
    done = process("show", "Nam Địnhh", **environment)
    assert done.returncode == 1


def test_a_pipe_that_is_closed_early_is_no_crash() -> None:
    code = f"import sys\nsys.argv = ['sotttt', 'demo']\n{RUN}"
    reader = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert reader.stdout is not None
    assert reader.stderr is not None
    reader.stdout.close()
    errors = reader.stderr.read()
    reader.wait()
    reader.stderr.close()
    assert b"Traceback" not in errors


@pytest.mark.parametrize("name", ["click", "rich", "cattrs"])
def test_a_missing_package_is_named_with_its_extra(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in list(sys.modules):
        if module.startswith(("sotttt.cli.", "sotttt.codecs")):
            monkeypatch.delitem(sys.modules, module)
    monkeypatch.delattr(st, "codecs", raising=False)
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    text = capsys.readouterr().err
    assert text.startswith("the command needs ")
    assert text.endswith("; pip install 'sotttt[cli]'\n")


def test_the_entry_point_runs_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["sotttt", "--version"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"sotttt {st.__version__}\n"
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    with pytest.raises(SystemExit):
        main()


def test_the_catalog_imports_no_codec() -> None:
    code = "import sys, sotttt.catalog as c; c.plans(); print('sotttt.codecs' in sys.modules)"
    assert process(code=code).stdout.strip() == b"False"


@pytest.mark.usefixtures("folder")
def test_the_example_of_the_docs_is_a_file_of_one_plan() -> None:
    held = tomllib.loads(PLAN)
    bundle = codecs.load("plan.toml", metrics=catalog.metrics())
    assert len(bundle.plans[0].targets) == len(held["targets"])


def test_show_a_target_in_words_and_nested_fields() -> None:
    words = next(
        target
        for plan in catalog.plans()
        for target in plan.targets
        if isinstance(target.requirement, st.InWords)
    )
    text = printed("show", words.id)
    assert "requirement.kind" in text
    assert "binding" not in text
    assert list(_flat("steps", [{"period": "2020", "range": "> 1 %"}])) == [
        ("steps[0].period", "2020"),
        ("steps[0].range", "> 1 %"),
    ]


def test_plans_without_targets_have_no_counts(folder: Path) -> None:
    head = '\n[[plans]]\ntitle = "Chương trình"\njurisdiction = "hue"\nid = '
    (folder / "two.toml").write_text(f'{head}"a"{head}"b"', encoding="utf-8")
    text = printed("evaluate", "two.toml", "--as-of", "2025-03-01")
    assert text.count("Chương trình") == 2
    assert "0 chỉ tiêu" in text


@pytest.mark.usefixtures("folder")
def test_english_output_names_everything_in_english() -> None:
    words = ("evaluate", "plan.toml", "seen.csv", "--as-of", "2025-03-01", "--lang", "en")
    found = json.loads(printed(*words, "--format", "json"))["findings"]
    assert found[0]["name"] == "Share with fibre"
    rows = list(csv.DictReader(io.StringIO(printed(*words, "--format", "csv"))))
    assert [row["name"] for row in rows] == ["Share with fibre", "Telephone subscriptions"]
    shown = printed("show", "qn-2020-phones", "--lang", "en")
    assert "metric.name       Telephone subscriptions against plan" in shown
    assert "Place" in shown
    assert not {"Nơi", "Kỳ", "Công bố"} & set(shown.split())
    plan = printed("show", "nd-2016", "--lang", "en")
    assert all(word in plan for word in ("Requirement", "Assignee", "Due", "Classroom bookcases"))
    assert not any(word in plan for word in ("Yêu cầu", "Chủ trì", "Bên kiến nghị"))


def test_a_full_disk_is_told_in_words() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no full device")
    for words in (["demo"], ["show", "nam-dinh"]):
        with full.open("wb") as out:
            done = subprocess.run(
                [sys.executable, "-c", f"import sys\nsys.argv = {['sotttt', *words]!r}\n{RUN}"],
                stdout=out,
                stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                check=False,
            )
        assert done.returncode == 1
        assert done.stderr.decode() == "the output can't be written: No space left on device\n"
