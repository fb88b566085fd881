"""What the tool does inside of pytest: tells coverage which test runs, and puts the likeliest tests first."""

from __future__ import annotations

from pathlib import Path

import pytest
from coverage import Coverage


def pytest_addoption(parser: pytest.Parser) -> None:
    """A file that tells the order of tests, one each line: a test, or a file for all of its others."""
    parser.addoption("--first", type=Path, default=None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put them in the order that is told; what is not named comes last, as it came."""
    if config.option.first is not None:
        named = config.option.first.read_text().splitlines()
        places = {name: place for place, name in enumerate(named)}

        def place(item: pytest.Item) -> int:
            file = item.nodeid.partition("::")[0]
            return places.get(item.nodeid, places.get(file, len(places)))

        items.sort(key=place)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """From its first fixture to its last, what runs is run by that test."""
    coverage = Coverage.current()
    if coverage is not None:
        coverage.switch_context(item.nodeid)
    yield
    if coverage is not None:
        coverage.switch_context("")
