"""What kind of file a person wrote is told, by its path or by the name of what is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from iss_viewer.app.checking import check_file, kind_of

KINDS = {
    "scenario": 'id = "x"\n',
    "station": "[atmosphere]\n",
    "limits": "[[limits]]\n",
    "incident": "[[statements]]\n",
}


@pytest.mark.parametrize("name", ["prk-2024", "quiet-day"])
def test_a_shipped_scenario_is_found_and_good_by_its_name(name: str) -> None:
    assert check_file(Path(name)) == ("scenario", ())


def test_a_shipped_station_is_found_and_good_by_its_name() -> None:
    assert check_file(Path("iss")) == ("station", ())


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_what_its_keys_mean(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(KINDS[kind])
    assert kind_of(path) == kind


def test_a_file_that_cannot_be_read_is_named_with_its_mistake(tmp_path: Path) -> None:
    kind, mistakes = check_file(tmp_path / "none.toml")
    assert kind == "scenario"
    assert mistakes[0].path == tmp_path / "none.toml"
