"""Pictures of one panel of a recording, drawn from the shell."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half an hour of a quiet day."""
    from iss_viewer.app.headless import run_headless
    from iss_viewer.app.opening.requests import ScenarioRequest

    folder = tmp_path_factory.mktemp("quiet")
    run_headless(ScenarioRequest("quiet-day"), 1800.0, folder, lambda done_s, end_s: None)
    return folder / "session.mcap"


def test_plots_are_drawn_at_the_size_that_was_asked_for(type_in, qapp, recording, tmp_path):
    file = tmp_path / "deep" / "plots.png"
    code, said, _ = type_in("picture", recording, "--out", file, "--size", "800x500")
    assert (code, "Wrote" in said) == (0, True)
    assert struct.unpack(">II", file.read_bytes()[16:24]) == (800, 500)


def test_an_svg_keeps_words_as_words_and_says_what_it_shows(type_in, qapp, recording, tmp_path):
    file = tmp_path / "plots.svg"
    words = ("--from", "10min", "--to", "20min", "--at", "15min", "--theme", "light")
    assert type_in("picture", recording, "--out", file, *words)[0] == 0
    text = file.read_text()
    assert "SIMULATION" in text
    assert "T+00:15:00" in text
    assert "Main air space" in text


@pytest.mark.parametrize(
    ("name", "words", "reason"),
    [
        ("a.jpg", (), ".png or .svg"),
        ("a.png", ("--from", "5h", "--to", "6h"), "outside of the recording"),
        ("a.png", ("--size", "9x9"), "1600x900"),
    ],
)
def test_what_cannot_be_drawn_is_refused(type_in, qapp, recording, tmp_path, name, words, reason):
    code, _, said = type_in("picture", recording, "--out", tmp_path / name, *words)
    assert code == 2
    assert reason in said
    assert not (tmp_path / name).exists()
