"""Numbers and sentences about the station are made in `situation`: nobody above it formats a quantity."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import iss_viewer

ROOT = Path(iss_viewer.__file__).parent
ABOVE = ("views", "debrief", "session", "app", "cli")
#: the end of a format that writes a number
NUMBER = re.compile(r"[\d,.+][efg%]$")
#: what writes a quantity with its unit, a share or a probability, or a name of the station
WRITERS = (
    "pressure_text", "rate_text", "mass_rate_text", "quantity_text", "percent_text", "chance_text",
    "share_text", "figure", "name_of", "hatch_words", "label_name",
)  # fmt: skip
#: numbers that are no quantity of the station, by file: what they are
ALLOWED = {
    "views/alarms/alarm_list.py": "an entry of a menu",
    "app/summary.py": "how much faster than real time a run was",
    "cli/review.py": "score and options of a command",
    "debrief/export.py": "limits in SI for machines, in the head of a table",
    "views/module/incident_html.py": "what the source of a past incident reports, in the reader's units",
    "views/operator/key_figures.py": "how fast the session runs",
    "views/review/export_dialogs.py": "seconds of the run that a person may edit",
    "views/review/recordings.py": "score and size of a file",
    "views/review/comparison_page.py": "digits of an axis",
    "views/review/truth_curves.py": "digits of an axis",
    "views/station/gl_probe.py": "how long the graphics card was waited for",
    "views/window/appearance.py": "how large letters are",
    "views/window/library.py": "how fast a scenario plays at first",
    "views/window/time_bar.py": "how fast the past plays",
}
FILES = sorted(path for room in ABOVE for path in (ROOT / room).rglob("*.py"))


def written(tree: ast.AST) -> Iterator[ast.FormattedValue]:
    """What is put into texts as a number with its digits, or as a quantity with its unit."""
    for part in ast.walk(tree):
        if not isinstance(part, ast.FormattedValue):
            continue
        form = "" if part.format_spec is None else ast.unparse(part.format_spec)[2:-1]
        value = part.value
        name = ast.unparse(value.func).split(".")[-1] if isinstance(value, ast.Call) else ""
        if NUMBER.search(form) or name in WRITERS:
            yield part


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [p for p in FILES if name_of(p) not in ALLOWED], ids=name_of)
def test_no_sentence_about_a_quantity_is_made_above_the_situation(path: Path) -> None:
    found = [f"line {part.lineno}: {ast.unparse(part)}" for part in written(parsed(path))]
    assert not found, f"make it in iss_viewer/situation/words: {found}"


def test_what_is_allowed_is_still_there() -> None:
    assert not [name for name in ALLOWED if not list(written(parsed(ROOT / name)))]


def test_a_quantity_in_a_text_is_found() -> None:
    texts = 'f"{x:.1f} kg", f"{x:,.0f}", f"{100 * x:.0f} %", f"Leak {units.mass_rate_text(x)}"'
    assert len(list(written(ast.parse(texts)))) == 4
    assert not list(written(ast.parse('f"{utc:%H:%M:%S} UTC", f"{name}: {count}", f"{day:02d}"')))


def parsed(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))
