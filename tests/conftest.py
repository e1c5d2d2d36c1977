"""Hypothesis profiles and the folder of facts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_SLOW_MACHINES = (HealthCheck.too_slow,)

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=_SLOW_MACHINES)
settings.register_profile(
    "ci", max_examples=100, deadline=None, derandomize=True, suppress_health_check=_SLOW_MACHINES
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(scope="session")
def facts() -> Path:
    """The folder of facts that the catalog is checked against; it lies outside the repository."""
    named = os.environ.get("SOTTTT_FACTS")
    if not named:
        pytest.skip("SOTTTT_FACTS names no folder: the facts lie outside the repository")
    folder = Path(named)
    if not folder.is_dir():
        pytest.skip(f"SOTTTT_FACTS={named} is no folder")
    return folder
