"""Cold imports side by side: the face, and the everyday names, against what they stand on.

Run it with the interpreter of an environment that holds the library:

    python benchmarks/imports.py [--check]

Each kind runs in its own cold process, in turn, so that all see the same machine. Times are taken inside
the process, round the statements alone, with compiled bytecode in a folder of its own, also where the
environment forbids to write any. With `--check` the exit code is 1 when a ratio is over its limit.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

PROCESSES = 20

GROUND = "import attrs, dateutil.relativedelta, decimal, datetime, enum"
FACE = "import sotttt"
DOOR = (
    "import sotttt; sotttt.Metric; sotttt.Observation; sotttt.Target; "
    "sotttt.Range; sotttt.Amount; sotttt.Period; sotttt.evaluate"
)

#: Name, statements and the highest ratio to the ground.
KINDS = (("ground", GROUND, None), ("import sotttt", FACE, 1.35), ("everyday names", DOOR, 2.0))

PROBE = """
from time import perf_counter_ns
before = perf_counter_ns()
{code}
print(perf_counter_ns() - before)
"""


def once(code: str, bytecode: str) -> float:
    """Milliseconds that the statements take in a cold process, with the compiled bytecode of a folder."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(code=code)],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": bytecode},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout) / 1e6


def measure(processes: int = PROCESSES) -> dict[str, list[float]]:
    """Times of each kind, taken in turn after one round that compiles what they load."""
    times: dict[str, list[float]] = {name: [] for name, _, _ in KINDS}
    with tempfile.TemporaryDirectory() as bytecode:
        for number in range(processes + 1):
            for name, code, _ in KINDS:
                took = once(code, bytecode)
                if number:
                    times[name].append(took)
    return times


def main() -> int:
    """Print medians and ratios; 1 when asked to check and a ratio is over its limit."""
    times = measure()
    ground = statistics.median(times["ground"])
    over = False
    print(f"{PROCESSES} cold processes each, Python {sys.version.split()[0]}")
    for name, _, limit in KINDS:
        median = statistics.median(times[name])
        ratio = median / ground
        line = f"{name:16} median {median:7.1f} ms   min {min(times[name]):7.1f} ms   ratio {ratio:5.2f}"
        if limit is not None:
            line += f"   limit {limit:.2f}"
            over = over or ratio > limit
        print(line)
    return int(over and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
