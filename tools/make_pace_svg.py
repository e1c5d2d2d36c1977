"""Draws docs/_static/pace.svg, two cases in which pace methods disagree: `python tools/make_pace_svg.py`.

Every curve is computed by the library. A test proves that the picture in the tree is what this program
writes.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from sotttt.evaluation import Goal, Series, compare, project
from sotttt.evaluation.pace import Rating

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "_static" / "pace.svg"

WIDTH, HEIGHT, TOP, BOTTOM, LEFT, GAP = 360, 385, 64, 300, 46, 24
STRAIGHT, GROWTH, PRESENT, INK, GREY = "#0b6e99", "#b5500f", "#6b4fa0", "#222222", "#888888"

LOOK = 'font-size="12" font-family="system-ui, sans-serif" role="img" aria-label="Pace methods disagree"'


class Case(NamedTuple):
    """One panel."""

    title: str
    goal: Goal
    series: Series


CASES = (
    Case(
        "12-1-1: a tiny baseline",
        Goal(value="60", due=2030),
        Series({2015: "0.37", 2025: "9.53"}),
    ),
    Case(
        "6-1-1: a goal near zero",
        Goal(better="lower", value="0.1", due=2030),
        Series({2015: "103", 2023: "29"}),
    ),
)


Curve = list[tuple[int, Decimal]]


def _ends(case: Case) -> tuple[int, int, int]:
    first, last = (point.period.start.year for point in case.series.points)
    return first, last, case.goal.due.start.year if case.goal.due else last


def _curves(case: Case) -> list[tuple[str, str, Curve]]:
    """The way by a straight line, by compound growth, and the present growth carried on."""
    first, last, due = _ends(case)
    base, goal = case.series.points[0].value, case.goal.value or Decimal(0)
    compound = [
        (year, base * (goal / base) ** (Decimal(year - first) / (due - first)))
        for year in range(first, due + 1)
    ]
    made = {year: project(case.series, year, method="compound").value for year in range(last, due + 1)}
    present = [(year, value) for year, value in made.items() if value is not None]
    return [
        (STRAIGHT, "", [(first, base), (due, goal)]),
        (GROWTH, "", compound),
        (PRESENT, "5 4", present),
    ]


def _panel(case: Case, shift: int) -> list[str]:
    first, last, due = _ends(case)
    curves = _curves(case)
    top = max(value for _, _, points in curves for _, value in points)

    def x(year: int) -> str:
        return f"{shift + LEFT + (WIDTH - LEFT - 24) * (year - first) / (due - first):.1f}"

    def y(value: Decimal) -> str:
        return f"{BOTTOM - (BOTTOM - TOP) * float(value / top):.1f}"

    lines = [_text(shift + LEFT, TOP - 22, case.title, INK, bold=True)]
    for share in (Decimal(0), Decimal("0.5"), Decimal(1)):
        at = y(top * share)
        lines.append(f'<path d="M{shift + LEFT} {at}H{shift + WIDTH - 24}" stroke="#dddddd"/>')
        lines.append(_text(shift + LEFT - 6, at, f"{top * share:.0f}", GREY, anchor="end"))
    lines += [_text(x(year), BOTTOM + 18, str(year), GREY, anchor="middle") for year in (first, last, due)]
    for colour, dash, points in curves:
        way = "L".join(f"{x(year)} {y(value)}" for year, value in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        lines.append(f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>')
    for point in case.series.points:
        lines.append(
            f'<circle cx="{x(point.period.start.year)}" cy="{y(point.value)}" r="4.5" fill="{INK}"/>'
        )
    lines.append(_goal(case, x, y, due))
    lines += [
        _text(shift + LEFT, BOTTOM + 42 + 17 * place, said, INK) for place, said in enumerate(_said(case))
    ]
    return lines


def _goal(case: Case, x: Callable[[int], str], y: Callable[[Decimal], str], due: int) -> str:
    value = case.goal.value or Decimal(0)
    return f'<circle cx="{x(due)}" cy="{y(value)}" r="5.5" fill="#ffffff" stroke="{INK}" stroke-width="2"/>'


def _said(case: Case) -> list[str]:
    result = compare(case.goal, case.series, methods=["linear", "statcan", "un-2023"])
    return [_verdict(rating) for rating in result.ratings]


def _verdict(rating: Rating) -> str:
    value = "" if rating.value is None else f" {rating.value:.3f}"
    return f"{rating.method}{value}: {rating.label('en')}"


def _text(x: object, y: object, said: str, colour: str, *, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="{anchor}"{weight}>{said}</text>'


def picture() -> str:
    """The text of the picture."""
    width = 2 * WIDTH + GAP
    key = [
        ("straight way to the goal", STRAIGHT, ""),
        ("compound way to the goal", GROWTH, ""),
        ("present growth carried on", PRESENT, "5 4"),
    ]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" {LOOK}>',
        f'<rect width="{width}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for place, (said, colour, dash) in enumerate(key):
        at = LEFT + place * 220
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        lines.append(f'<path d="M{at} 16h26" stroke="{colour}" stroke-width="2"{dashed}/>')
        lines.append(_text(at + 32, 20, said, INK))
    for place, case in enumerate(CASES):
        lines += _panel(case, place * (WIDTH + GAP))
    return "\n".join([*lines, "</svg>", ""])


def main() -> None:
    """Write the picture."""
    PICTURE.write_text(picture(), encoding="utf-8")
    print(PICTURE)


if __name__ == "__main__":
    main()
