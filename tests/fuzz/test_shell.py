"""Three hundred absurd command lines; `make night` types three thousand of another seed."""

from __future__ import annotations

import pytest
from shell import commands, failures, typed

#: what a terminal would obey
OBEYED = "\x1b[2J\x1b]0;x\x07"


@pytest.mark.timeout(600)  # compiles, where nobody did
def test_whatever_is_typed_it_is_done_or_refused_in_words() -> None:
    assert failures(300, 0) == []


def test_every_command_is_typed() -> None:
    names = {command.words[0] for command in commands() if command.words}
    assert {"run", "replay", "check", "report", "sessions", "study", "verify"} <= names


@pytest.mark.parametrize(
    "words",
    [
        ["run", "--until"],
        ["run", "--set"],
        ["run", "--from"],
        ["shot", "--at"],
        ["shot", "--size"],
        ["scenarios"],
        ["study"],
        [],
    ],
)
def test_what_is_wrong_is_told_as_text(words: list[str]) -> None:
    code, shown = typed([*words, OBEYED])
    assert code == 2
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    "size", ["²x²", f"{'9' * 5000}x1", "1x1", "１６００x９００", "-640x-480", ""]
)
def test_a_size_that_is_none_is_a_mistake(size: str, tmp_path) -> None:
    code, shown = typed(["shot", "--out", str(tmp_path / "a.png"), f"--size={size}"])
    assert code == 2
    assert "from 640x480 to 7680x4320" in " ".join(shown.split()).replace("│ ", "")
