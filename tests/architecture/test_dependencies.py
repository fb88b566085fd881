"""A plain install brings all that the package imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def imported() -> dict[str, str]:
    """Top names of all packages of others that are imported anywhere -> one file that does."""
    found = {}
    for path in sorted((ROOT / "iss_viewer").rglob("*.py")):
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


def test_every_package_that_is_imported_is_a_plain_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {plain(re.match(r"[\w.-]+", entry)[0]) for entry in project["dependencies"]}
    brought_by = packages_distributions()
    missing = {
        f"{name} in {path}"
        for name, path in imported().items()
        if not declared & {plain(one) for one in brought_by.get(name, [name])}
    }
    assert missing == set()
