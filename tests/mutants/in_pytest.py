"""What the tool does inside of pytest: tells coverage which test runs, and puts the likeliest tests first."""

from __future__ import annotations

from pathlib import Path

import pytest
from coverage import Coverage


def pytest_addoption(parser: pytest.Parser) -> None:
    """A file with tests that run first, one each line, in that order."""
    parser.addoption("--first", type=Path, default=None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those named come first; all others follow as they came."""
    if config.option.first is not None:
        named = config.option.first.read_text().splitlines()
        places = {name: place for place, name in enumerate(named)}
        items.sort(key=lambda item: places.get(item.nodeid, len(places)))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """From its first fixture to its last, what runs is run by that test."""
    coverage = Coverage.current()
    if coverage is not None:
        coverage.switch_context(item.nodeid)
    yield
    if coverage is not None:
        coverage.switch_context("")
