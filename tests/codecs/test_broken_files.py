"""Broken files and the reports they get: every fault, with its path in the file's own terms."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from sotttt import codecs
from sotttt.codecs import strict
from sotttt.errors import FaultGroup, InvalidFile, nearest
from sotttt.metrics import Metric

FIBRE = Metric(id="fibre", name="Cáp quang", unit="%", better="higher", timing="point", scale="ratio")

METRIC = """
[[metrics]]
id = "m"
name = "Tỷ lệ"
unit = "%"
better = "higher"
timing = "point"
scale = "ratio"
"""


def target(*lines: str, requirement: str = '">= 80 %"', name: str = "t") -> str:
    return "\n".join(
        (
            "[[targets]]",
            f'id = "{name}"',
            'metric = "fibre"',
            'jurisdiction = "hue"',
            f"requirement = {requirement}",
            *lines,
            "",
        )
    )


def seen(*lines: str) -> str:
    return "\n".join(("[[observations]]", 'metric = "fibre"', 'jurisdiction = "hue"', *lines, ""))


TOML: list[tuple[str, list[str]]] = [
    ('[[target]]\nid = "t"', ["target: unknown key 'target'; did you mean 'targets'?"]),
    ("format = 2", ["format: a file of form 2; expected 1; read it with the release that wrote it"]),
    ("format = true", ["format: a file of form True; expected 1; read it with the release that wrote it"]),
    (
        'targets = "t"',
        ["targets: the text 't' where something else is due; expected a list of tables, …"],
    ),
    (
        "[targets]",
        ["targets: a table where something else is due; expected a list of tables, in TOML [[targets]]"],
    ),
    ('targets = ["t"]', ["targets[0]: the text 't' where something else is due; expected a table (Target)"]),
    (target('dew = "2025"'), ["targets[0].dew: unknown key 'dew'; did you mean 'due'?"]),
    (target('"a.b" = 1'), ["targets[0].'a.b': unknown key 'a.b'; known are id, metric, …"]),
    (
        target("due = 2025"),
        ["targets[0].due: the number 2025 stands without quotes; …"],
    ),
    (target('due = "25"'), ["targets[0].due: '25' is no period; …"]),
    (
        target("due = 2025-06-30T08:00:00"),
        [("targets[0].due: the time 2025-06-30 08:00:00 where a date is due; …write the day")],
    ),
    (target('due = "2020"', 'start = "2021"'), ["targets[0].due: due 2020 lies before the start 2021; …"]),
    (
        target('due = "2020"', 'baseline = "2021"'),
        ["targets[0].due: due 2020 lies before the baseline 2021; …"],
    ),
    (
        target('hold = "trough"'),
        ["targets[0].hold: 'trough' is no Hold; expected one of by, each, throughout; …"],
    ),
    (
        target('commitment = "frim"'),
        [
            (
                "targets[0].commitment: 'frim' is no Commitment; expected one of firm, stretch, forecast; "
                "did you mean 'firm'?"
            )
        ],
    ),
    (
        target('two_sided = "true"'),
        ["targets[0].two_sided: the text 'true' where something else is due; expected true or false"],
    ),
    (
        target("number = 1"),
        [
            (
                "targets[0].number: the number 1 stands without quotes; expected text; "
                "write it in quotes, so that it keeps its zeros"
            )
        ],
    ),
    (target('lead = ""'), ["targets[0].lead: the text is empty"]),
    (
        target(requirement="0.8"),
        [
            (
                "targets[0].requirement: the number 0.8 stands without quotes; …"
                "write it in quotes, with its unit"
            )
        ],
    ),
    (
        target(requirement="nan"),
        ["targets[0].requirement: NaN is no number; expected text such as '>= 80 %'"],
    ),
    (
        target(requirement="-inf"),
        ["targets[0].requirement: -Infinity is no number; expected text such as '>= 80 %'"],
    ),
    (
        target(requirement='"80"'),
        ["targets[0].requirement: '80' has no unit; expected text such as '>= 80 %'"],
    ),
    (target(requirement='"[3, 2] %"'), ["targets[0].requirement: no value lies in [3, 2] %"]),
    (
        target(requirement='">= 80 percnt"'),
        ["targets[0].requirement: 'percnt' is no unit of the catalogue; …"],
    ),
    (target(requirement='">= 80 person"'), ["targets[0].requirement: 'person' is no unit for 'fibre'; …"]),
    (
        target(requirement='"<= 80 %"'),
        ["targets[0].requirement: <= 80 % bounds 'fibre' only on its better side …"],
    ),
    (
        target(requirement='{kind = "all_of", members = [">= 1 %", "1,5 %", {requirement = "> 1 person"}]}'),
        ["targets[0].requirement.members[1]: …"],
    ),
    (
        target(requirement='{kind = "relativ", range = ">= 1 %"}'),
        [
            (
                "targets[0].requirement.kind: unknown kind 'relativ'; "
                "expected one of relative, all_of, any_of, among, in_words; did you mean 'relative'?"
            )
        ],
    ),
    (
        target(requirement='{kind = "relative", change = "growth", range = ">= 1 person"}'),
        ["targets[0].requirement.range: a growth in 'person'; expected a range in '%'"],
    ),
    (
        target(requirement='{range = ">= 1 %"}'),
        [
            (
                "targets[0].requirement.kind: the table doesn't say its kind; "
                "expected one of relative, all_of, any_of, among, in_words"
            )
        ],
    ),
    (
        target('steps = [{period = "2020", range = ">= 1 %"}, {period = "2021", rang = ">= 2 %"}]'),
        [
            "targets[0].steps[1].rang: unknown key 'rang'; did you mean 'range'?",
            "targets[0].steps[1].range: a step without 'range'",
        ],
    ),
    (
        target('steps = [{period = "2020", range = ">= 1 %"}, {period = "2020", range = ">= 2 %"}]'),
        ["targets[0].steps: two steps for one period"],
    ),
    (
        target('source = {title = "KH", url = "ftp://a"}'),
        ["targets[0].source.url: 'ftp://a' is no web address; expected an address that starts with https://"],
    ),
    (
        target() + target(),
        ["targets[1].id: the id 't' stands twice; first at targets[0]"],
    ),
    (
        target() + '[[tasks]]\nid = "t"\ntext = "làm"',
        ["tasks[0].id: the id 't' stands twice; first at targets[0]"],
    ),
    (
        target().replace('"fibre"', '"fiber"'),
        [("targets[0].metric: no metric 'fiber'; …did you mean 'fibre'?")],
    ),
    (target(name="t 1"), ["targets[0].id: the id 't 1' holds a space; …"]),
    (METRIC + METRIC, ["metrics[1].id: the id 'm' stands twice; first at metrics[0]"]),
    (
        METRIC.replace('"%"', '"percnt"') + target().replace('"fibre"', '"m"'),
        ["metrics[0].unit: 'percnt' is no unit of the catalogue; …"],
    ),
    (
        METRIC.replace("higher", "hihger"),
        [
            (
                "metrics[0].better: 'hihger' is no Better; expected one of higher, lower, neutral; "
                "did you mean 'higher'?"
            )
        ],
    ),
    (seen('value = "= 80 %"'), ["observations[0].period: Observation without 'period'"]),
    (
        seen('value = "= 80 %"', 'period = "2020"', "dims = {sex = 1}"),
        [
            (
                "observations[0].dims.sex: the number 1 stands without quotes; expected text; "
                "write it in quotes, so that it keeps its zeros"
            )
        ],
    ),
    (
        seen('value = "= 80 %"', 'period = "2020"', 'cutoff = "2020-12"'),
        ["observations[0].cutoff: '2020-12' is no date; …"],
    ),
    ('[[assessments]]\nsubject = "t"', ["assessments[0]: the assessment of 't' states nothing; …"]),
    (
        '[plan]\nid = "p"\ntitle = "KH"\njurisdiction = "hue"\nhorizon = "2020; visions 2030"\ntargets = []',
        [
            "plan.targets: unknown key 'targets'; it stands at the top: [[targets]]",
            "plan.horizon: 'visions 2030' is no part of a horizon; …",
        ],
    ),
    ('plan = "p"', ["plan: the text 'p' where something else is due; expected a table (Plan)"]),
    (
        '[plan]\nid = "p"\ntitle = "KH"\njurisdiction = "hue"\n[[plans]]\nid = "q"',
        ["plans: 'plans' beside 'plan'; keep one of them"],
    ),
    (
        '[[plans]]\nid = "p"\ntitle = "KH"\njurisdiction = "hue"\n'
        + target("due = 1").replace("[[targets]]", "[[plans.targets]]")
        + '[[plans]]\nid = "p"\ntitle = "KH"\njurisdiction = "hue"\n'
        + target().replace("[[targets]]", "[[plans.targets]]"),
        [
            "plans[1].id: the id 'p' stands twice; first at plans[0]",
            "plans[0].targets[0].due: the number 1 stands without quotes; …",
        ],
    ),
    (
        target("due = 1", 'lead = ""', "x = 1", requirement="true").replace('"t"', "5"),
        [
            "targets[0].x: unknown key 'x'; known are …",
            "targets[0].id: the number 5 stands without quotes; …",
            "targets[0].requirement: true where something else is due; expected text such as '>= 80 %'",
            "targets[0].due: the number 1 stands without quotes; …",
            "targets[0].lead: the text is empty",
        ],
    ),
]


def fits(wanted: str, line: str) -> bool:
    head, dots, _ = wanted.partition("…")
    return line.startswith(head.rstrip()) if dots else line == wanted


@pytest.mark.parametrize(("text", "report"), TOML, ids=lambda one: str(one)[:50])
def test_every_fault_of_a_broken_file_is_reported(text: str, report: list[str]) -> None:
    with pytest.raises(FaultGroup) as caught:
        codecs.loads(text, format="toml", metrics=[FIBRE], name="plan.toml")
    head, *lines = str(caught.value).splitlines()
    assert head == f"plan.toml: {len(report)} fault{'s' if len(report) > 1 else ''}"
    assert len(lines) == len(report)
    for wanted, line in zip(report, lines, strict=True):
        assert fits(wanted, line.removeprefix("  ")), line


JSON: list[tuple[str, list[str]]] = [
    (
        '{"targets": [{"id": "t", "id": "u", "metric": "fibre", "jurisdiction": "hue", "requirement": NaN}]}',
        [
            "targets[0].id: the key 'id' stands twice",
            "targets[0].requirement: NaN is no number; expected text such as '>= 80 %'",
        ],
    ),
    ('{"targets": [], "targets": []}', ["targets: the key 'targets' stands twice"]),
    ('{"targets": null}', ["targets: null says nothing; …"]),
    (
        '{"observations": [{"metric": "fibre", "jurisdiction": "hue", "period": null, "value": "= 1e3 %"}]}',
        ["observations[0].period: null says nothing; expected text such as '2020-Q3'; leave the key out"],
    ),
    (
        '{"metrics": [{"id": "a", "name": "a\\ud800", "unit": "%", "better": "higher", "timing": "point"}]}',
        ["metrics[0].name: 'a\\ud800' holds half of a character", "metrics[0].scale: Metric without …"],
    ),
]


@pytest.mark.parametrize(("text", "report"), JSON, ids=lambda one: str(one)[:50])
def test_the_same_in_json(text: str, report: list[str]) -> None:
    with pytest.raises(FaultGroup) as caught:
        codecs.loads(text, format="json", metrics=[FIBRE], name="plan.json")
    lines = [str(fault) for fault in caught.value.faults]
    assert len(lines) == len(report)
    for wanted, line in zip(report, lines, strict=True):
        assert fits(wanted, line), line


WHOLE: list[tuple[str, str, str]] = [
    ("toml", "a = ", "no TOML: "),
    ("toml", "a = 1\na = 2", "no TOML: "),
    ("toml", "a = " + "[" * 20_000, "no TOML: |nested too deep"),
    ("toml", ".".join("a" * 200) + " = 1", "nested too deep; expected at most 120 levels"),
    ("json", "", "no JSON: "),
    ("json", '{"a": 1} x', "no JSON: "),
    ("json", "[]", "the file holds a list; expected a table with keys like 'targets'"),
    ("json", '"text"', "the file holds a text"),
    ("json", "null", "the file holds null; expected a table with keys like 'targets'"),
    ("json", "1e999999", "the file holds a number"),
    ("json", '{"a": ' + "[" * 100_000, "nested too deep"),
    ("json", '{"a": ' * 130 + "1" + "}" * 130, "nested too deep"),
    ("json", '{"a": ' + "9" * 5000 + "}", "no JSON: "),
    ("csv", "", "the header is of no table"),
    ("csv", "năm,số\n1,2\n", "the header is of no table; expected columns of metrics, targets, …"),
    ("csv", '"id\n', "no CSV: "),
]


@pytest.mark.parametrize(("syntax", "text", "words"), WHOLE, ids=lambda one: str(one)[:30])
def test_a_text_that_cannot_be_taken_as_a_whole(syntax: str, text: str, words: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        codecs.loads(text, format=syntax, name="given")
    assert any(fits(f"given: {one}…", str(caught.value)) for one in words.removesuffix("…").split("|"))


def test_a_metric_at_fault_is_still_the_nearest_name() -> None:
    text = METRIC.replace('"m"', '"fibre-homes"').replace("higher", "hihger") + target().replace(
        'metric = "fibre"', 'metric = "fibre-home"'
    )
    with pytest.raises(FaultGroup) as caught:
        codecs.loads(text, format="toml", name="plan.toml")
    better, metric = caught.value.faults
    assert better.where == "metrics[0].better"
    assert (metric.where, metric.hint) == ("targets[0].metric", "did you mean 'fibre-homes'?")


def test_one_wrong_name_in_every_row_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def looked(word: str, known: Iterable[str]) -> str | None:
        asked.append(word)
        return nearest(word, known)

    monkeypatch.setattr(strict, "nearest", looked)
    rows = "".join(f"fibr,hue,{year},80 %\n" for year in range(1900, 2000))
    with pytest.raises(FaultGroup) as caught:
        codecs.loads("metric,jurisdiction,period,value\n" + rows, format="csv", metrics=[FIBRE])
    assert {fault.hint for fault in caught.value.faults} == {"did you mean 'fibre'?"}
    assert len(caught.value.faults) == 100
    assert asked == ["fibr"]
