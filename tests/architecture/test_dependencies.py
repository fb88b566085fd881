"""A plain install brings all that the package imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


#: where the libraries of an extra may be imported, each when its protocol is opened
FEEDS = ("iss_viewer/telemetry/feeds/adapters", "iss_viewer/telemetry/dictionary.py")


def imported(is_feed: bool) -> dict[str, str]:
    """Top names of all packages of others that are imported -> one file that does: by adapters of feeds, or elsewhere."""
    found = {}
    for path in sorted((ROOT / "iss_viewer").rglob("*.py")):
        place = str(path.relative_to(ROOT))
        if place.startswith(FEEDS) is not is_feed:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            found.update({name.partition(".")[0]: path.name for name in names})
    own = {*sys.stdlib_module_names, "iss_viewer"}
    return {name: path for name, path in found.items() if name not in own}


def plain(name: str) -> str:
    """The name of a distribution as all spellings of it have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def missing(entries: list[str], is_feed: bool) -> set[str]:
    declared = {plain(re.match(r"[\w.-]+", entry)[0]) for entry in entries}
    brought_by = packages_distributions()
    return {
        f"{name} in {path}"
        for name, path in imported(is_feed).items()
        if not declared & {plain(one) for one in brought_by.get(name, [name])}
    }


def test_every_package_that_is_imported_is_a_plain_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert missing(project["dependencies"], is_feed=False) == set()


def test_what_adapters_of_feeds_import_is_of_their_extra():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"]["feeds"]
    assert missing([*project["dependencies"], *extra], is_feed=True) == set()
