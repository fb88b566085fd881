"""What kind of file a person wrote is told, by its path or by the name of what is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from iss_viewer.app.checking import changed_files, check_file, kind_of

KINDS = {
    "scenario": 'id = "x"\n',
    "station": "[atmosphere]\n",
    "limits": "[[limits]]\n",
    "incident": "[[statements]]\n",
    "exercise": "[[expected]]\n[hatches]\nfree = []\n",
    "procedure": '[[steps]]\nid = "gather"\n',
    "condition": "start_utc = 2026-01-01T00:00:00Z\n",
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


def test_a_watched_file_is_named_after_each_look_at_which_it_was_written_anew(
    tmp_path: Path,
) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    for path in (one, other):
        path.write_text("x = 1\n")
    deeds = iter([lambda: None, lambda: one.write_text("x = 22\n"), other.unlink, lambda: None])
    looks = changed_files((one, other), lambda: next(deeds)())
    assert [next(looks) for _ in range(4)] == [(), (one,), (other,), ()]
