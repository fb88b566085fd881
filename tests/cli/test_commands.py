"""The commands do what they say, and a person's mistake ends with code 2 and one clear message."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from iss_viewer.datafile import assets_dir, named

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module")
def quiet_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of half an hour of a quiet day."""
    from iss_viewer.app.headless import run_headless
    from iss_viewer.app.opening.requests import ScenarioRequest

    folder = tmp_path_factory.mktemp("quiet")
    run_headless(ScenarioRequest("quiet-day"), 1800.0, folder, lambda done_s, end_s: None)
    return folder


def test_the_version_is_told(type_in):
    import iss_viewer

    assert type_in("--version") == (0, f"iss-viewer {iss_viewer.__version__}\n", "")


def test_help_teaches_operators_trainers_reviewers_and_scripts(type_in):
    _, told, _ = type_in("--help")
    for word in ("Operators", "Trainers", "Reviewers", "Scripts", "check", "replay", "report"):
        assert word in told


def test_every_scenario_that_comes_along_is_listed(type_in):
    code, told, _ = type_in("scenarios")
    assert code == 0
    for name in named("scenarios"):
        assert name in told


def test_the_ids_of_a_station_are_listed_with_kind_and_name(type_in):
    code, told, _ = type_in("names", "trio", "nitrogen_feed")
    assert code == 0
    assert "feed" in told and "NITROGEN_FEED" in told and "COOLER" not in told
    code, _, told = type_in("names", "trio", "columbus")
    assert code == 2 and "columbus" in told


def test_a_scenario_of_an_unknown_name_is_refused_with_the_nearest(type_in):
    code, _, told = type_in("run", "prk-2042", "--headless")
    assert code == 2
    assert "prk-2024" in told
    assert "Traceback" not in told


def test_all_mistakes_of_a_file_are_told_with_their_lines(type_in, tmp_path: Path):
    text = (assets_dir() / "scenarios" / "two-leaks.toml").read_text()
    broken = tmp_path / "broken.toml"
    broken.write_text(text.replace("[[leaks]]", '[[leaks]]\ndiamter = "2 mm"', 1) + "\nseed = 1\n")
    code, _, told = type_in("check", broken)
    assert code == 2
    assert f"{broken}:" in told
    assert "did you mean 'diameter'" in told


def test_a_file_that_is_not_there_is_a_mistake(type_in, tmp_path: Path):
    code, _, told = type_in("check", tmp_path / "nowhere.toml")
    assert code == 2
    assert "there is no such file" in told


def test_every_data_file_that_comes_along_is_good(type_in):
    files = [
        path for kind in ("stations", "scenarios", "incidents") for path in named(kind).values()
    ]
    code, told, errors = type_in("check", *files)
    assert (code, errors) == (0, "")
    assert told.count("a good") == len(files)


def test_a_wrong_duration_is_refused_with_what_is_allowed(type_in):
    code, _, told = type_in("run", "quiet-day", "--headless", "--until", "5 parsecs")
    assert code == 2
    assert "'parsecs'" in told


def test_a_run_without_a_window_leaves_tables_recording_and_summary(quiet_run: Path):
    assert {path.name for path in quiet_run.iterdir()} >= {
        "truth.csv", "samples.csv", "summary.json", "session.mcap",
    }  # fmt: skip
    header = (quiet_run / "samples.csv").open().readline()
    assert header.split(",")[0].strip('"') == "time_s"
    assert "SM_PRK.pressure_pa" in header
    summary = json.loads((quiet_run / "summary.json").read_text())
    assert summary["end_s"] == 1800.0
    assert 90e3 < summary["station_pressure_pa"] < 105e3


def test_a_run_without_a_window_tells_of_every_module_also_of_those_that_are_well(
    type_in, quiet_run
):
    code, told, _ = type_in("run", "quiet-day", "--headless", "--until", "2 min")
    assert code == 0
    rows = sum(line.startswith(("│", "|")) for line in told.splitlines())
    named = int(re.search(r"Nominal: (?:all|the other) (\d+)", told)[1])
    modules = len(json.loads((quiet_run / "summary.json").read_text())["modules"])
    assert named <= modules <= named + rows


def test_a_recording_is_verified_as_whole(type_in, quiet_run: Path):
    code, told, _ = type_in("verify", quiet_run / "session.mcap")
    assert code == 0
    assert "whole" in told


def test_a_cut_recording_is_read_in_part_and_rubbish_not_at_all(type_in, quiet_run, tmp_path):
    whole = (quiet_run / "session.mcap").read_bytes()
    cut, rubbish = tmp_path / "cut.mcap", tmp_path / "rubbish.mcap"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    rubbish.write_bytes(b"rubbish" * 100)
    assert type_in("verify", cut)[0] == 1
    assert type_in("verify", rubbish)[0] == 2


def test_a_stretch_is_exported_with_its_units(type_in, quiet_run: Path, tmp_path: Path):
    table = tmp_path / "part.csv"
    code, _, _ = type_in(
        "export", quiet_run / "session.mcap", "--csv", table, "--from", "10min", "--to", "20min"
    )
    lines = [line for line in table.read_text().splitlines() if not line.startswith("#")]
    times = [float(line.split(",")[0]) for line in lines[1:]]
    assert code == 0
    assert (min(times), max(times)) == (600.0, 1200.0)


def test_replaying_without_a_window_tells_what_was_found(type_in, quiet_run: Path):
    code, told, _ = type_in("replay", quiet_run / "session.mcap", "--headless")
    assert code == 0
    assert "Leak rate" in told


@pytest.mark.parametrize("ending", ["txt", "tsv", "dat", ""])
def test_a_file_with_a_map_is_a_table_whatever_its_name_ends_in(type_in, tmp_path: Path, ending):
    table = tmp_path / f"readings.{ending}"
    table.write_bytes((EXAMPLES / "readings.csv").read_bytes())
    code, told, _ = type_in("replay", table, "--map", EXAMPLES / "readings.toml", "--headless")
    assert code == 0
    assert f"Readings of {table.name}." in told


def test_a_broken_map_is_told_in_the_shell_and_opens_no_window(type_in, tmp_path: Path):
    table, mapped = tmp_path / "data.csv", tmp_path / "map.toml"
    table.write_text("t,p\n0,1\n")
    mapped.write_text("[time]\ncolum = 't'\n")
    code, _, told = type_in("replay", table, "--map", mapped)
    assert code == 2
    assert "map.toml" in told and "colum" in told


@pytest.mark.parametrize("command", ["replay", "export", "report", "compare"])
def test_a_file_that_is_no_recording_is_named(type_in, tmp_path: Path, command):
    other = tmp_path / "other.mcap"
    other.write_bytes(b"no recording")
    more = {
        "replay": ["--headless"],
        "export": ["--csv", tmp_path / "a.csv"],
        "report": ["--out", tmp_path / "r"],
        "compare": [other],
    }
    code, _, told = type_in(command, other, *more[command])
    assert code == 2
    assert "other.mcap: it is no MCAP file" in told.replace("\n", "")


def _table(folder: Path) -> Path:
    table = folder / "data.csv"
    rows = "".join(f"2022-01-31T12:{k:02d}:00Z,1013.{k:02d},23.0\n" for k in range(10))
    table.write_text(f"Time,Pressure,T [°C]\n{rows}", encoding="utf-8")
    return table


@pytest.mark.parametrize("command", ["replay", "run", "guess"])
def test_a_table_without_a_map_is_asked_about_where_it_does_not_tell(type_in, tmp_path, command):
    table, more = _table(tmp_path), ["--headless"] if command != "guess" else []
    code, told, asked = type_in(command, table, *more)
    assert code == 2
    assert "In which unit is Pressure?" in asked and "In which module are" in asked
    assert "ISO 8601" in told


def test_a_table_whose_questions_are_answered_is_judged_and_its_map_written(type_in, tmp_path):
    table, mapped = _table(tmp_path), tmp_path / "m.toml"
    answers = ("--answer", "unit-2=hPa", "--module", "COL")
    assert type_in("run", table, *answers, "--headless")[0] == 0
    code, told, _ = type_in("guess", table, *answers, "--write", mapped)
    assert code == 0 and "11 lines: 10 rows read, 1 lines of head." in told
    assert type_in("replay", table, "--map", mapped, "--headless")[0] == 0
    code, _, told = type_in("guess", table, "--answer", "unit-2=furlong")
    assert code == 2 and "'furlong' is none of its answers: 1 hPa;" in told.replace("\n", " ")


@pytest.mark.parametrize("name", ["detection", "localisation", "real"])
def test_a_study_has_its_published_size_unless_told_otherwise(type_in, monkeypatch, tmp_path, name):
    asked = []

    def write(out_dir: Path, scale: float, progress, workers, only: str = "") -> Path:
        asked.append((out_dir, scale))
        return out_dir / "page.md"

    monkeypatch.setattr(f"iss_viewer.studies.{name}.write_{name}_study", write)
    code, told, _ = type_in("study", name, "--out", tmp_path)
    assert (code, told) == (0, f"Wrote {tmp_path}/page.md\n")
    type_in("study", name, "--out", tmp_path, "--scale", "0.1")
    assert asked == [(tmp_path, 1.0), (tmp_path, 0.1)]


def test_a_study_on_no_cluster_is_told_in_words_and_keeps_what_is_done(type_in, tmp_path: Path):
    code, _, told = type_in("study", "localisation", "--cluster", "here:8786", "--out", tmp_path)
    assert code == 2
    assert "tls://HOST:PORT, not here:8786" in told
    assert "goes on" in told
