"""Every example of docs/api.md runs, in the order of the page, as a reader would paste them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The examples in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_examples_run_one_after_the_other(capsys):
    session: dict[str, Any] = {}
    for number, example in enumerate(blocks("python")):
        exec(compile(example, f"docs/api.md, example {number + 1}", "exec"), session)
    shown = capsys.readouterr().out
    assert "crew.count" in shown
    assert "nan" not in shown.lower()
    assert session["small"]["HOLE_BEHIND_BAGS.lost_kg"][-1] > 0.1
    assert session["rows"].pressure_pa.shape == (61, len(session["station"].modules))
    exact, usual = (session[run]["SM_PRK.pressure_pa"] for run in ("exact", "usual"))
    assert abs(exact / usual - 1.0).max() < 1e-5


@pytest.mark.parametrize("line", [line for line in blocks("sh")[0].splitlines() if line])
def test_the_commands_have_the_options_that_are_shown(line):
    from iss_viewer.cli import default, files, review, run
    from iss_viewer.cli.commands import app

    assert default and files and review and run
    command, *words = shlex.split(line, comments=True)[1:]
    told = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, [command, "--help"])
    assert told.exit_code == 0
    for option in (word for word in words if word.startswith("--")):
        assert option in told.output
