"""`sotttt cite`: the citations of a text and how they stand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sotttt.cli.citing import CITED
from sotttt.cli.commands import sotttt as command

_TEXT = (
    "Căn cứ Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016;\n"
    "Thực hiện Quyết định 555 ngày 2-3-2018 của UBND tỉnh Tiền Giang và Quyết định\n"
    "số 605/QĐ-UBND ngày 16/3/2021 của Ủy ban nhân dân tỉnh,\f Chỉ thị 05\u202e; Nghị quyết số 17/NQCP.\n"
)


def run(*words: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(command, ["cite", *words], input=text)


@pytest.fixture
def given(tmp_path: Path) -> str:
    path = tmp_path / "x.txt"
    path.write_bytes("\ufeff".encode() + _TEXT.encode())
    return str(path)


def test_json_holds_line_number_day_body_and_standing(given: str) -> None:
    result = run(given, "--on", "2019-08-28", "--format", "json")
    assert result.exit_code == 0
    records = json.loads(result.stdout)
    assert [set(record) for record in records] == [set(CITED)] * 5
    rows = [[record[name] for name in ("line", "number", "issued", "body")] for record in records]
    assert rows == [
        [1, "45/2016/QĐ-TTg", "2016-10-19", "Thủ tướng Chính phủ"],
        [2, "555/QĐ-UBND", "2018-03-02", "Ủy ban nhân dân tỉnh Tiền Giang"],
        [2, "605/QĐ-UBND", "2021-03-16", "Ủy ban nhân dân tỉnh"],
        [4, None, None, None],
        [4, "17/NQ-CP", None, "Chính phủ"],
    ]
    assert records[0]["standing"] == "in_force"
    assert records[1]["document"] == "qd-555-ubnd-tien-giang-2018-03-02"
    assert records[2]["standing"] is None
    assert records[2]["candidates"] == ["qd-605-ubnd-tien-giang-2021-03-16"]
    assert records[3]["reason"] == "no_issuer"
    assert records[4]["repairs"] == ["separators"]


def test_csv_from_standard_input_with_the_province_of_the_text() -> None:
    result = run(
        "--place", "Tiền Giang", "--year", "2021", "--on", "2021-05-01", "--format", "csv", text=_TEXT
    )
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert tuple(rows[0]) == CITED
    assert rows[2]["document"] == "qd-605-ubnd-tien-giang-2021-03-16"
    assert rows[2]["standing"]


@pytest.mark.parametrize(("lang", "header"), [("vi", "Số, ký hiệu"), ("en", "Issuing body")])
def test_the_table_says_what_is_unread(
    given: str, lang: str, header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    result = run(given, "--lang", lang)
    assert header in result.stdout
    assert "? Chỉ thị 05 (no_issuer)" in result.stdout


def test_no_citation_is_an_empty_answer() -> None:
    assert json.loads(run("--format", "json", text="20/20 sở").stdout) == []


def test_what_can_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = run(str(tmp_path / "none.txt"))
    assert missing.exit_code == 1
    assert "can't be read" in missing.stderr
    wrong = run(text=b"Quy\xff")
    assert wrong.exit_code == 1
    assert "byte 3 is no UTF-8" in wrong.stderr
    monkeypatch.setattr("sotttt.cli.citing._MOST_BYTES", 3)
    large = run(text="12345")
    assert large.exit_code == 1
    assert "too large" in large.stderr
