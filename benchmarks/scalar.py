"""The scalar `evaluate` against a bare loop over the same objects.

Run it with the interpreter of an environment that holds the library:

    python benchmarks/scalar.py [--check] [--targets 10000] [--repeats 7]

The bare loop builds one dict of observations by (metric id, place), takes the latest known, multiplies by a
cached factor, compares and appends a tuple. It gives no reasons, flags, evidence or versions. Both run with
the garbage collector on, in turn; the least time of the repeats counts. With `--check` the exit code is 1
when a ratio is over its limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import sys
from collections.abc import Callable
from decimal import Decimal
from time import perf_counter

import sotttt as st
from sotttt.units import factor

OBSERVATIONS_EACH = 5
AS_OF = dt.date(2021, 6, 30)
LIMIT, LIMIT_WITH_ATTAINMENT = 3.0, 6.0

Answer = tuple[str, bool, Decimal]


def make(targets: int) -> tuple[list[st.Target], list[st.Observation]]:
    """Targets of 100 metrics over many places, with five yearly observations of each."""
    metrics = [
        st.Metric(
            id=f"revenue-{number}",
            name=f"Doanh thu {number}",
            unit="billion_VND",
            better="higher",
            timing="cumulative",
            scale="amount",
            merge="sum",
        )
        for number in range(100)
    ]
    aims: list[st.Target] = []
    seen: list[st.Observation] = []
    for number in range(targets):
        metric, place = metrics[number % 100], f"place-{number // 100}"
        aims.append(
            st.Target(
                id=f"target-{number}",
                metric=metric,
                jurisdiction=place,
                requirement=f">= {1000 + number % 50} billion_VND",
                due="2020",
            )
        )
        for step in range(OBSERVATIONS_EACH):
            year = 2021 - OBSERVATIONS_EACH + step
            value = 985 + number % 7 + 10 * step
            text = f"= {value * 1000} million_VND" if number % 2 else f"= {value}.5 billion_VND"
            seen.append(
                st.Observation(
                    metric=metric,
                    jurisdiction=place,
                    period=str(year),
                    value=text,
                    published=f"{year + 1}-03-15",
                )
            )
    return aims, seen


def bare(targets: list[st.Target], observations: list[st.Observation]) -> list[Answer]:
    """What one would write in a hurry."""
    index: dict[tuple[str, str], list[st.Observation]] = {}
    for seen in observations:
        index.setdefault((seen.metric.id, seen.jurisdiction), []).append(seen)
    factors: dict[tuple[str, str], Decimal] = {}
    answers: list[Answer] = []
    for target in targets:
        latest = None
        for seen in index.get((target.metric.id, target.jurisdiction), ()):
            if (
                seen.published is not None
                and seen.published.end <= AS_OF
                and (latest is None or seen.period.end > latest.period.end)
            ):
                latest = seen
        requirement = target.requirement
        if latest is None or not isinstance(requirement, st.Range):
            continue
        low, value = requirement.low, latest.value.low
        if low is None or value is None:
            continue
        pair = (value.unit, low.unit)
        times = factors.get(pair)
        if times is None:
            ratio = factor(*pair)
            times = factors[pair] = Decimal(ratio.numerator) / ratio.denominator
        converted = value.magnitude * times
        answers.append((target.id, converted >= low.magnitude, converted))
    return answers


def library(targets: list[st.Target], observations: list[st.Observation]) -> st.Compliance:
    """The library's answer."""
    return st.evaluate(targets, observations, as_of=AS_OF)


def with_attainment(targets: list[st.Target], observations: list[st.Observation]) -> st.Compliance:
    """The library's answer, with attainment read on every finding."""
    result = st.evaluate(targets, observations, as_of=AS_OF)
    for finding in result:
        _ = finding.attainment
    return result


def agree(targets: list[st.Target], observations: list[st.Observation]) -> bool:
    """Whether both give the same answers, so that the same work is compared."""
    met = {name for name, reached, _ in bare(targets, observations) if reached}
    result = library(targets, observations)
    return met == {finding.id for finding in result if finding.verdict is st.Verdict.MET}


def seconds(run: Callable[[], object]) -> float:
    """How long one run takes, garbage of earlier ones collected before."""
    gc.collect()
    start = perf_counter()
    run()
    return perf_counter() - start


def main() -> int:
    """Print times and ratios; 1 when asked to check and a ratio is over its limit."""
    asked = argparse.ArgumentParser(description="The scalar evaluate against a bare loop.")
    asked.add_argument("--targets", type=int, default=10_000)
    asked.add_argument("--repeats", type=int, default=7)
    asked.add_argument("--check", action="store_true")
    options = asked.parse_args()
    targets, observations = make(options.targets)
    if not agree(targets, observations):
        print("the two disagree")
        return 2
    kinds: dict[str, Callable[[], object]] = {
        "bare loop": lambda: bare(targets, observations),
        "evaluate": lambda: library(targets, observations),
        "with attainment": lambda: with_attainment(targets, observations),
    }
    best = dict.fromkeys(kinds, float("inf"))
    for _ in range(options.repeats):
        for name, run in kinds.items():
            best[name] = min(best[name], seconds(run))
    limits = {"evaluate": LIMIT, "with attainment": LIMIT_WITH_ATTAINMENT}
    print(f"{options.targets} targets, {OBSERVATIONS_EACH} observations each, best of {options.repeats}")
    over = False
    for name, took in best.items():
        ratio = took / best["bare loop"]
        limit = limits.get(name)
        over = over or (limit is not None and ratio > limit)
        tail = f"   limit {limit:.1f}" if limit is not None else ""
        print(f"{name:16} {took * 1e3:8.1f} ms   ratio {ratio:5.2f}{tail}")
    return int(over and options.check)


if __name__ == "__main__":
    sys.exit(main())
