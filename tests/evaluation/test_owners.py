"""Who answers now for targets and tasks whose owner has ended."""

from __future__ import annotations

import datetime as dt

import pytest

from sotttt import catalog
from sotttt.bodies import Bodies
from sotttt.errors import InvalidText
from sotttt.evaluation import evaluate, judge_task, owner
from sotttt.metrics import Metric
from sotttt.plans import Milestone, Target, Task

DAY = dt.date(2025, 7, 15)
METRIC = Metric(
    id="coverage",
    name="Tỷ lệ phủ sóng",
    unit="%",
    better="higher",
    timing="point",
    scale="ratio",
    sector="TEL",
)


def target(lead: str | None) -> Target:
    return Target(
        id="t", metric=METRIC, jurisdiction="tien-giang", requirement=">= 80 %", due="2025", lead=lead
    )


def task(assignee: str, sector: str | None = None) -> Task:
    return Task(
        id="t", text="giao ban", assignee=assignee, jurisdiction="tien-giang", sector=sector, due="2025"
    )


@pytest.mark.parametrize(
    ("lead", "on", "expected"),
    [
        ("dic-tien-giang", "2025-02-28", ["dic-tien-giang"]),
        ("dic-tien-giang", "2025-03-01", ["dost-tien-giang"]),
        ("Sở TT-TT", "2025-07-15", ["dost-dong-thap-2025"]),
        ("UBND tỉnh", "2025-07-15", ["pc-dong-thap-2025"]),
    ],
)
def test_targets(lead: str, on: str, expected: list[str]) -> None:
    found = owner(target(lead), on, bodies=catalog.bodies())
    assert found is not None
    assert [one.agency.id for one in found] == expected


def test_the_sector_says_which_successor_answers() -> None:
    press = owner(task("Sở TT-TT", "PRESS"), DAY, bodies=catalog.bodies())
    assert press is not None
    assert [one.agency.id for one in press] == ["dcst-dong-thap-2025"]
    for sector in (None, "no sector"):
        divided = owner(task("Sở TT-TT", sector), DAY, bodies=catalog.bodies())
        assert divided is not None
        assert divided.several


def test_names_that_say_nothing() -> None:
    assert owner(target(None), DAY, bodies=catalog.bodies()) is None
    assert owner(target("các đơn vị liên quan"), DAY, bodies=catalog.bodies()) is None
    nowhere = Task(id="t", text="giao ban", assignee="Sở TT-TT")
    assert owner(nowhere, DAY, bodies=catalog.bodies()) is None
    assert owner(target("x"), DAY, bodies=Bodies(places=catalog.places())) is None
    with pytest.raises(InvalidText, match="no duty"):
        owner(Milestone(id="m", text="xong"), DAY, bodies=catalog.bodies())  # type: ignore[arg-type]  # the point of the test


def test_findings_say_it() -> None:
    finding = evaluate([target("dic-tien-giang")], [], as_of=DAY)["t"]
    assert finding.explain("en", bodies=catalog.bodies()).startswith(
        finding.explain("en")
        + " Answering now: Sở Thông tin và Truyền thông tỉnh Tiền Giang (ended on 1 March 2025), "
        "15 July 2025: Sở Khoa học và Công nghệ tỉnh Đồng Tháp (lead)"
    )
    before = evaluate([target("dic-tien-giang")], [], as_of=dt.date(2025, 1, 1))["t"]
    assert before.explain(bodies=catalog.bodies()) == before.explain()
    unnamed = evaluate([target(None)], [], as_of=DAY)["t"]
    assert unnamed.explain(bodies=catalog.bodies()) == unnamed.explain()


def test_duties_say_it() -> None:
    finding = judge_task(task("Sở TT-TT", "PRESS"), [], as_of=DAY)
    text = finding.explain(bodies=catalog.bodies())
    assert text.startswith(finding.explain() + " Nay chịu trách nhiệm: ")
    assert "tỉnh Đồng Tháp (chủ trì), căn cứ nd-150-2025-cp; tt-10-2025-bvhttdl" in text
    milestone = judge_task(Milestone(id="m", text="xong"), [], as_of=DAY)
    assert milestone.explain(bodies=catalog.bodies()) == milestone.explain()
