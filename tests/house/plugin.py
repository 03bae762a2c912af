"""Pytest plugin of `make test`: says at the end what was not run and why; with PARLEY_REQUIRE_ALL=1 that is a failure.

It also ends the run at once where another package took one of our names, since then nothing would be tested.

A test that no machine could run here (an engine lacks the feature, by its dialect) says so: its reason begins with
"by design:". Every other skip means that something is missing: Neo4j, Chromium, the source texts.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling  # type: ignore[import-untyped]

from .repository import PACKAGES, ROOT

BY_DESIGN = "by design:"
_SERVER = re.compile(r"[\[-]neo4j[\]-]")


class ByServer(LoadScopeScheduling):  # type: ignore[misc]
    """What runs in one process: all tests of a Neo4j, since each empties it; of the rest, those of one file."""

    def _split_scope(self, nodeid: str) -> str:
        return "a server" if _SERVER.search(nodeid) else nodeid.split("::")[0]


def required() -> bool:
    return os.environ.get("PARLEY_REQUIRE_ALL") == "1"


def strangers() -> list[str]:
    """Those of our package names that Python finds somewhere else."""
    found = []
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        origin = spec.origin if spec else None
        if origin is None or Path(origin).resolve() != ROOT / name / "__init__.py":
            found.append(f"{name} is {origin or 'not found'}, not {ROOT / name}")
    return found


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:  # noqa: ANN401  xdist's own
    return ByServer(config, log)


def pytest_configure() -> None:
    if found := strangers():
        message = f"another package has the name of one of ours: {'; '.join(found)}"
        pytest.exit(message, returncode=pytest.ExitCode.USAGE_ERROR)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why it was skipped: pytest keeps (path, line, "Skipped: reason")."""
    longrepr = report.longrepr
    return longrepr[2].removeprefix("Skipped: ") if isinstance(longrepr, tuple) else str(longrepr)


def _missing(report: pytest.TestReport | pytest.CollectReport) -> bool:
    return report.skipped and not hasattr(report, "wasxfail") and not _reason(report).startswith(BY_DESIGN)


def _refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    if required() and _missing(report):
        report.longrepr = f"PARLEY_REQUIRE_ALL=1, and this was skipped: {_reason(report)}"
        report.outcome = "failed"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = Counter(_reason(report) for report in terminalreporter.getreports("skipped") if _missing(report))
    if not reasons:
        return
    terminalreporter.section("not run here, for want of something", yellow=True)
    for reason, count in reasons.most_common():
        terminalreporter.line(f"{count:5} {'test' if count == 1 else 'tests'}: {reason}", yellow=True)
    terminalreporter.line("CONTRIBUTING.md says how to get what is missing.", yellow=True)
