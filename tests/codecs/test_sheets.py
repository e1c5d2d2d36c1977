"""CSV tables: rows, columns, formulas, leading zeros, and what is kept beside faults."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotttt import codecs
from sotttt.codecs import Bundle
from sotttt.codecs.sheets import escape, unescape
from sotttt.errors import FaultGroup, InvalidEntity, InvalidFile, UnknownKey
from sotttt.metrics import Assessment, Metric, Observation
from sotttt.plans import Target
from sotttt.ranges import Range
from sotttt.sources import Source

FIBRE = Metric(id="fibre", name="Cáp quang", unit="%", better="higher", timing="point", scale="ratio")
CHANGE = Metric(
    id="change", name="Tăng", unit="percentage_point", better="higher", timing="period", scale="amount"
)
METRICS = (FIBRE, CHANGE)

HEADER = "metric,jurisdiction,period,value"


def sheet(tmp_path: Path, text: str, name: str = "seen.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def read(text: str) -> tuple[Observation, ...]:
    return codecs.loads(text, format="csv", metrics=METRICS, name="seen.csv").observations


def report(text: str) -> list[str]:
    with pytest.raises(FaultGroup) as caught:
        read(text)
    return [str(fault) for fault in caught.value.faults]


def test_three_bad_rows_of_ten_thousand_are_told_and_the_others_kept(tmp_path: Path) -> None:
    rows = [f"fibre,commune-{number},2020,{number % 100} %" for number in range(10_000)]
    rows[5] = "fibre,commune-5,2020,5"
    rows[7_000] = "fibre,commune-7000,,5 %"
    rows[9_999] = "fibr,commune-9999,2020,5 %"
    path = sheet(tmp_path, "\n".join([HEADER, *rows]))
    with pytest.raises(FaultGroup) as caught:
        codecs.read_observations(path, metrics=METRICS)
    assert [str(fault).partition(";")[0] for fault in caught.value.faults] == [
        "row 7, value: '5' has no unit",
        "row 7002, period: Observation without 'period'",
        "row 10001, metric: no metric 'fibr'",
    ]
    assert str(caught.value).startswith(f"{path}: 3 faults\n")
    found = codecs.sift_rows(path, Observation, metrics=METRICS)
    assert len(found.rows) == 9_997
    assert [str(fault) for fault in found.faults] == [str(fault) for fault in caught.value.faults]
    assert found.rows[0].jurisdiction == "commune-0"


def test_codes_keep_their_leading_zeros(tmp_path: Path) -> None:
    path = sheet(tmp_path, f"{HEADER},dims.code\nfibre,01,2020,80 %,007\n")
    (seen,) = codecs.read_observations(path, metrics=METRICS)
    assert (seen.jurisdiction, seen.dims["code"]) == ("01", "007")
    codecs.write_observations(path, [seen])
    assert path.read_text("utf-8") == f"{HEADER},dims.code\nfibre,01,2020,80 %,007\n"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+84 24", "-4.5", "@SUM(A1)", "\tx", "\rx", "'x", "''", "＝1", "", "80 %"]
)
def test_a_formula_is_written_as_text_and_read_back(cell: str) -> None:
    assert unescape(escape(cell)) == cell
    assert not escape(cell).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@given(st.text())
def test_escaping_is_reversible(cell: str) -> None:
    assert unescape(escape(cell)) == cell


def test_no_cell_of_a_written_table_starts_a_formula() -> None:
    evil = '=HYPERLINK("http://a","x")'
    seen = Observation(
        metric=CHANGE,
        jurisdiction="-x",
        period="2020",
        value="= -4.5 percentage_point",
        method=evil,
        dims={"=k": "@v"},
        source=Source(title="+84"),
    )
    text = codecs.dumps(Bundle(observations=[seen]), format="csv")
    header, cells = csv.reader(io.StringIO(text))
    assert not [cell for cell in (*header, *cells) if cell.startswith(("=", "+", "-", "@"))]
    assert cells[3] == "'-4.5 percentage_point"
    assert read(text) == (seen,)


def test_a_negative_value_is_read_with_and_without_the_apostrophe() -> None:
    rows = "change,hue,2020,-4.5 percentage_point\nchange,hue,2020,'-4.5 percentage_point\n"
    first, second = read(f"{HEADER}\n{rows}")
    assert first == second
    assert first.value == Range.parse("= -4.5 percentage_point")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_the_separator_is_taken_from_the_header(delimiter: str) -> None:
    text = f"{HEADER}\nfibre,hue,2020,80 %\n".replace(",", delimiter)
    assert read(text) == read(f"{HEADER}\nfibre,hue,2020,80 %\n")


def test_lines_end_as_they_like_and_empty_ones_count() -> None:
    text = f"\ufeff{HEADER}\r\n\r\n,,,\r\nfibre,hue,2020,80 %\r\nfibre,hue,,80 %\r\n"
    assert report(text) == ["row 5, period: Observation without 'period'"]


def test_a_cell_may_hold_line_ends() -> None:
    (seen,) = read(f'{HEADER},method\nfibre,hue,2020,80 %,"a\nb"\n')
    assert seen.method == "a b"


def test_nfd_text_reads_as_nfc_text() -> None:
    composed = f"{HEADER},dims.giới,source.title\nfibre,thừa-thiên,2020,80 %,nữ,Ð\u1ea1i\n"
    import unicodedata

    assert read(unicodedata.normalize("NFD", composed)) == read(composed)
    assert read(composed)[0].source == Source(title="Đại")


HEADERS: list[tuple[str, list[str]]] = [
    (f"{HEADER},perod\n", ["row 1, perod: unknown column 'perod'; did you mean 'period'?"]),
    (f"{HEADER},value\n", ["row 1, value: the column 'value' stands twice"]),
    (f"{HEADER},dims.\n", ["row 1, dims.: unknown column 'dims.'; …"]),
    (f"{HEADER},\n", ["row 1, a column without a name: unknown column ''; …"]),
    ("metric,jurisdiction,value\nx,y,z\n", ["row 1: no column 'period'"]),
    (
        "metric,jurisdiction,perod,value\nx,y,z,w\n",
        [
            "row 1, perod: unknown column 'perod'; did you mean 'period'?",
            "row 1: no column 'period'; did you mean 'perod'?",
        ],
    ),
]


@pytest.mark.parametrize(("text", "lines"), HEADERS)
def test_a_wrong_header_is_told(text: str, lines: list[str]) -> None:
    found = report(text)
    assert len(found) == len(lines)
    for wanted, line in zip(lines, found, strict=True):
        assert line == wanted or ("…" in wanted and line.startswith(wanted.partition("…")[0]))


def test_rows_are_read_under_a_header_with_an_unknown_column() -> None:
    assert len(report(f"{HEADER},note\nfibre,hue,2020,80,x\n")) == 2


ROWS: list[tuple[str, type[Exception], str]] = [
    ("fibre,hue,2020", InvalidEntity, "row 2: 3 cells for 4 columns"),
    ("fibre,hue,2020,80 %,x", InvalidEntity, "row 2: 5 cells for 4 columns"),
    ('fibre,hue,2020,"80 %', InvalidFile, "row 2: no CSV from here on: unexpected end of data"),
    ('fibre,hue,2020,80 %\nfibre,"a"b,2020,80 %', InvalidFile, "row 3: no CSV from here on: "),
    ("fibre,hue,2020," + "8" * 200_000, InvalidFile, "row 2: no CSV from here on: field larger than"),
]


@pytest.mark.parametrize(("row", "error", "words"), ROWS, ids=[words for _, _, words in ROWS])
def test_a_wrong_row_is_told(tmp_path: Path, row: str, error: type[Exception], words: str) -> None:
    found = codecs.sift_rows(sheet(tmp_path, f"{HEADER}\n{row}\n"), Observation, metrics=METRICS)
    (fault,) = found.faults
    assert type(fault) is error
    assert str(fault).startswith(words)
    assert len(found.rows) == row.count("\n")


TARGETS = "id,metric,jurisdiction,requirement,due,two_sided,steps,baseline"


def targets(*rows: str) -> Bundle:
    return codecs.loads("\n".join((TARGETS, *rows)), format="csv", metrics=METRICS)


def test_structured_cells_are_json() -> None:
    made = targets(
        't1,fibre,hue,"[50, 60] %",2025,true,"[{""period"": ""2024"", ""range"": ""[1, 2] %""}]",2020',
        't2,fibre,hue,"{""kind"": ""in_words"", ""text"": ""dần""}",2025,false,,',
    ).targets
    assert made[0] == Target(
        id="t1",
        metric=FIBRE,
        jurisdiction="hue",
        requirement="[50, 60] %",
        due="2025",
        two_sided=True,
        steps=[("2024", "[1, 2] %")],
        baseline="2020",
    )
    assert not made[1].two_sided


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("t,fibre,hue,{x,2025,,,", "row 2, requirement: no JSON: "),
        ("t,fibre,hue,80 %,2025,yes,,", "row 2, two_sided: the text 'yes' where something else is due; …"),
        ("t,fibre,hue,80 %,2025,,[1,2020", "row 2, steps: no JSON: "),
        ("t,fibre,hue,80 %,2025,,[1],", "row 2, steps[0]: the number 1 stands without quotes"),
        ("t,fibre,hue,80 %,2025,,2020,", "row 2, steps: the text '2020'"),
        ('t,fibre,hue,"{""kind"": ""all_of"", ""members"": [1]}",2025,,,', "row 2, requirement.members[0]: "),
        ("t,fibre,hue,80 %,2019,,,2020", "row 2, due: due 2019 lies before the baseline 2020"),
        (
            "t,fibre,hue,80 %,2025,,,\nt,fibre,hue,80 %,2025,,,",
            "row 3, id: the id 't' stands twice; first in row 2",
        ),
    ],
)
def test_a_wrong_target_is_told(row: str, words: str) -> None:
    with pytest.raises(FaultGroup) as caught:
        targets(row)
    assert any(str(fault).startswith(words.removesuffix("…")) for fault in caught.value.faults), str(
        caught.value
    )


def test_each_family_is_known_by_its_header() -> None:
    stated = Assessment(subject="t", verdict="met")
    wanted = Target(id="t", metric=FIBRE, jurisdiction="hue", requirement=">= 80 %")
    seen = Observation(metric=FIBRE, jurisdiction="hue", period="2020", value="= 80 %")
    for bundle in (
        Bundle(metrics=METRICS),
        Bundle(targets=[wanted]),
        Bundle(observations=[seen]),
        Bundle(assessments=[stated]),
    ):
        text = codecs.dumps(bundle, format="csv")
        assert codecs.loads(text, format="csv", metrics=METRICS) == bundle


def test_a_bundle_of_several_families_is_no_table() -> None:
    seen = Observation(metric=FIBRE, jurisdiction="hue", period="2020", value="= 80 %")
    both = Bundle(observations=[seen], assessments=[Assessment(subject="t", verdict="met")])
    with pytest.raises(InvalidFile, match="one table can't hold observations, assessments"):
        codecs.dumps(both, format="csv")
    with pytest.raises(InvalidFile, match="one table can't hold nothing"):
        codecs.dumps(Bundle(), format="csv")


def test_rows_of_one_class_are_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "metrics.csv"
    codecs.write_rows(path, METRICS)
    assert codecs.read_rows(path, Metric) == METRICS
    with pytest.raises(InvalidFile, match="a table of Metric, Observation"):
        codecs.write_rows(
            path, [FIBRE, Observation(metric=FIBRE, jurisdiction="hue", period="2020", value="= 80 %")]
        )
    with pytest.raises(InvalidFile, match="a table of nothing"):
        codecs.write_rows(path, [])


def test_an_empty_table_has_its_header(tmp_path: Path) -> None:
    path = tmp_path / "seen.csv"
    codecs.write_observations(path, [])
    assert path.read_text("utf-8") == f"{HEADER}\n"
    assert codecs.read_observations(path) == ()
    path.write_text("", encoding="utf-8")
    with pytest.raises(FaultGroup, match="seen"):
        codecs.read_observations(path)


def test_the_columns_are_public() -> None:
    columns = codecs.columns_of(Observation)
    assert set(HEADER.split(",")) <= set(columns)
    assert {"dims.", "source.title", "figure.as_written"} <= set(columns)
    with pytest.raises(FaultGroup) as caught:
        read(f"{HEADER},value,x\n")
    assert {type(fault) for fault in caught.value.faults} == {UnknownKey}
