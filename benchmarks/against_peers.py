"""The whole job in Polars and DuckDB through `sotttt.tables` beside pyam, pandera and OpenFisca, in one run.

    python benchmarks/against_peers.py [--check] [--environments FOLDER] [--judged N ...] [--repeats N]

A million yearly observations of 40 metrics in 3,321 communes, made from a seed, a fifth of them revisions,
and the question: by that day, which communes meet the 40 requirements of that year? It is asked of one
commune (40 targets) and of all (132,840). The whole job is to choose the latest version known by the day
and to judge it, up to the numbers of passes and fails, which must agree. Each peer is written as its own
documentation advises (see `peers/`) and runs in an environment of its own, installed from the package index
into FOLDER and kept there, or into a temporary folder. Rows and rules are in memory before the clock
starts; how long that took is printed. Times are the least of the repeats, memory is the peak of the whole
process. With `--check` the exit code is 1 when answers differ, or when for one commune the faster of ours
isn't 10 times as fast as the 40 calls of pyam's `validate` alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import runpy
import subprocess
import sys
import tempfile
import venv
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import TypedDict

HERE = Path(__file__).resolve()
PEERS = HERE.parent / "peers"
AS_OF, YEAR, METRICS, PLACES, SEED, LIMIT = "2026-06-30", 2025, 40, 3321, 2025, 10

#: Each environment with what is installed into it. What pyam 3.3.0 imports fails on SQLAlchemy 2.1.
ENVIRONMENTS = {
    "sotttt": ("polars", "duckdb", "narwhals", "numpy", "pyarrow", "attrs", "pint", "python-dateutil"),
    "pyam": ("pyam-iamc==3.3.0", "sqlalchemy<2.1", "pyarrow"),
    "pandera": ("pandera[pandas,polars]==0.35.0", "pyarrow"),
    "openfisca": ("openfisca-core==46.0.1", "pandas", "pyarrow"),
}
#: Environment, script, engine, and the distributions whose versions are printed.
RUNS = (
    ("sotttt", "sotttt_tables.py", "Polars", ("polars", "narwhals")),
    ("sotttt", "sotttt_tables.py", "DuckDB", ("duckdb", "narwhals")),
    ("pyam", "pyam_validate.py", "all years", ("pyam-iamc", "pandas")),
    ("pyam", "pyam_validate.py", "due year only", ("pyam-iamc", "pandas")),
    ("pandera", "pandera_checks.py", "pandas", ("pandera", "pandas")),
    ("pandera", "pandera_checks.py", "Polars", ("pandera", "polars")),
    ("openfisca", "openfisca_rule.py", "numpy", ("openfisca-core", "numpy")),
)


class Outcome(TypedDict):
    """What one run hands back."""

    versions: str
    load: float
    rules: float
    job: float
    steps: dict[str, float]
    passes: int
    fails: int
    peak: float


def environment(name: str, folder: Path) -> Path:
    """The interpreter of the environment, made anew where its packages aren't those of the list."""
    home, packages = folder / name, ENVIRONMENTS[name]
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = home / "packages.txt"
    wanted = "\n".join((sys.version, *packages))
    if not ready.exists() or ready.read_text(encoding="utf-8") != wanted:
        print(f"installing {' '.join(packages)}", file=sys.stderr)
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-qq", *packages], check=True, stdout=sys.stderr)
        ready.write_text(wanted, encoding="utf-8")
    return python


def peak() -> float:
    """The highest resident memory of this process in MiB, without its parent's where the kernel tells."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if platform.system() != "Darwin" else 2**20
    )


def run(script: str, job_file: str, distributions: list[str]) -> None:
    """Inside an environment: run one script on the job and print the outcome as JSON."""
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    peer = runpy.run_path(script)
    start = perf_counter()
    rows = peer["load"](job)
    loaded = perf_counter()
    rules = peer["rules"](job)
    ruled = perf_counter()
    best: tuple[float, dict[str, float]] = (float("inf"), {})
    answers = set()
    for _ in range(job["repeats"]):
        begun = perf_counter()
        passes, fails, steps = peer["judge"](rows, rules, job)
        best = min(best, (perf_counter() - begun, steps), key=lambda pair: pair[0])
        answers.add((passes, fails))
    if len(answers) != 1:
        raise SystemExit(f"{script} answers {answers} on the same rows")
    passes, fails = answers.pop()
    outcome: Outcome = {
        "versions": " ".join(f"{name} {version(name)}" for name in distributions),
        "load": loaded - start,
        "rules": ruled - loaded,
        "job": best[0],
        "steps": best[1],
        "passes": passes,
        "fails": fails,
        "peak": peak(),
    }
    print(json.dumps(outcome))


def make(job_file: str) -> None:
    """Inside the environment of the library: write the rows and add the requirements to the job."""
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    maker = runpy.run_path(str(PEERS / "rows.py"))
    job["requirements"] = maker["requirements"](METRICS)
    maker["make"](job["rows"], job["count"], PLACES, job["requirements"], YEAR, SEED)
    Path(job_file).write_text(json.dumps(job), encoding="utf-8")


def inside(python: Path, *arguments: str) -> str:
    """The output of this script in an environment, with the library's source on its path."""
    source = os.environ.get("PYTHONPATH") or str(HERE.parents[1] / "src")
    done = subprocess.run(
        [python, str(HERE), *arguments],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{arguments[:2]} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return done.stdout


def prepared(folder: Path, work: Path, options: argparse.Namespace) -> dict[str, object]:
    """The job with its rows written and its requirements drawn."""
    job_file = work / "job.json"
    job = {
        "rows": str(work / "rows.parquet"),
        "count": options.rows,
        "as_of": AS_OF,
        "year": YEAR,
        "repeats": options.repeats,
    }
    job_file.write_text(json.dumps(job), encoding="utf-8")
    inside(environment("sotttt", folder), "--make", str(job_file))
    made: dict[str, object] = json.loads(job_file.read_text(encoding="utf-8"))
    return made


def outcomes(folder: Path, work: Path, job: dict[str, object], judged: int) -> dict[tuple[str, str], Outcome]:
    """Every run on so many communes, one after the other."""
    job_file = work / "job.json"
    places = [f"commune-{n:04}" for n in range(judged)]
    found = {}
    for name, script, engine, distributions in RUNS:
        job_file.write_text(json.dumps({**job, "judged": places, "engine": engine}), encoding="utf-8")
        python = environment(name, folder)
        answer = inside(python, "--run", str(PEERS / script), str(job_file), *distributions)
        found[name, engine] = json.loads(answer.splitlines()[-1])
    return found


def show(found: dict[tuple[str, str], Outcome], judged: int) -> tuple[bool, float]:
    """Print the table; whether all answers agree, and pyam's `validate` alone over the faster of ours."""
    ours = {engine: outcome for (name, engine), outcome in found.items() if name == "sotttt"}
    heads = "".join(f"{'/ ' + engine:>9}" for engine in ours)
    print(f"{METRICS} requirements, communes: {judged}, targets: {METRICS * judged}")
    print(
        f"{'way':25}{'job s':>8}{heads}{'rules s':>9}{'load s':>8}{'MiB':>7}{'passes':>8}{'fails':>8}  steps"
    )
    for (name, engine), one in found.items():
        ratios = "".join(f"{one['job'] / own['job']:9.1f}" for own in ours.values())
        steps = ", ".join(f"{step} {seconds:.2f}" for step, seconds in one["steps"].items())
        head = f"{f'{name}, {engine}':25}{one['job']:8.3f}{ratios}{one['rules']:9.3f}{one['load']:8.2f}"
        print(f"{head}{one['peak']:7.0f}{one['passes']:8}{one['fails']:8}  {steps} ({one['versions']})")
    ratio = found["pyam", "all years"]["steps"]["validate"] / min(own["job"] for own in ours.values())
    answers = {(one["passes"], one["fails"]) for one in found.values()}
    print(f"pyam's validate alone over the faster of ours: {ratio:.1f}")
    print("all answers agree" if len(answers) == 1 else f"the answers differ: {sorted(answers)}", end="\n\n")
    return len(answers) == 1, ratio


def main() -> int:
    """Run all and print the table; 1 when asked to check and an answer differs or the limit is missed."""
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], sys.argv[3], sys.argv[4:])
        return 0
    if sys.argv[1:2] == ["--make"]:
        make(sys.argv[2])
        return 0
    parser = argparse.ArgumentParser(description="The whole job beside its peers.")
    parser.add_argument(
        "--check", action="store_true", help="exit with 1 when answers differ or ours is slow"
    )
    parser.add_argument("--environments", type=Path, help="folder that keeps the environments")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument(
        "--judged", type=int, nargs="+", default=[1, PLACES], help="how many communes are judged"
    )
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = options.environments.resolve() if options.environments else Path(work)
        job = prepared(folder, Path(work), options)
        print(f"{options.rows} rows, Python {platform.python_version()}, {os.cpu_count()} cores")
        shown = {judged: show(outcomes(folder, Path(work), job, judged), judged) for judged in options.judged}
    holds = all(agree for agree, _ in shown.values()) and (1 not in shown or shown[1][1] >= LIMIT)
    return int(options.check and not holds)


if __name__ == "__main__":
    sys.exit(main())
