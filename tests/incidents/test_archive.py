"""The archive finds what happened by module, year, kind, agency and words, and refuses bad files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.datafile import FileMistakes, assets_dir
from iss_viewer.incidents import Archive, read_incident, read_incidents

ARCHIVE = read_incidents()
NAME = "2021-03-12-after-repairs"
TEXT = (assets_dir() / "incidents" / f"{NAME}.toml").read_text(encoding="utf-8")


def ids(archive: Archive) -> list[str]:
    return [incident.id for incident in archive]


def mistakes_of(folder: Path, *changes: tuple[str, str]) -> list[str]:
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "incident.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileMistakes) as caught:
        read_incident(path)
    return [str(mistake).removeprefix(f"{path}:") for mistake in caught.value.mistakes]


def test_incidents_come_in_order_of_time():
    dates = [incident.began for incident in ARCHIVE]
    assert dates == sorted(dates)
    assert ARCHIVE.years[0] == 1997
    assert ARCHIVE.years[-1] == 2026


def test_filters_take_each_other_further():
    prk = ARCHIVE.filter(module="SM_PRK")
    assert len(prk) == 25
    assert ids(prk.filter(year=2024)) == ids(ARCHIVE.filter(module="SM_PRK", year=2024))
    assert ids(ARCHIVE.filter(kind="coolant")) == [
        "2022-12-15-soyuz-ms22", "2023-02-11-progress-ms21", "2023-10-09-nauka-rtod",
    ]  # fmt: skip
    assert all(incident.nasa for incident in ARCHIVE.filter(agency="NASA"))
    assert len(ARCHIVE.filter(agency="ESA")) == 0


def test_a_year_finds_what_reached_into_it():
    assert "2003-12-22-destiny-hose" in ids(ARCHIVE.filter(year=2003))
    assert "2003-12-22-destiny-hose" in ids(ARCHIVE.filter(year=2004))


def test_text_search_wants_all_words_in_any_case():
    assert ids(ARCHIVE.filter(text="TEA leaves floating")) == ["2020-10-15-tea-leaves"]
    assert ids(ARCHIVE.filter(text="3.7 lb/day spektr")) == []
    assert "2024-04-highest" in ids(ARCHIVE.filter(text="3.7 lb/day"))


@settings(max_examples=60)
@given(st.sampled_from(ARCHIVE.modules), st.sampled_from(ARCHIVE.years), st.text(max_size=8))
def test_a_filter_only_ever_takes_away(module: str, year: int, text: str):
    found = ARCHIVE.filter(module=module, year=year, text=text)
    assert set(ids(found)) <= set(ids(ARCHIVE.filter(module=module)))
    assert len(ARCHIVE.filter()) == len(ARCHIVE)


def test_a_ship_has_the_history_of_its_type():
    assert "2018-08-29-soyuz-ms09" in ids(ARCHIVE.of("SOYUZ_MS28", "SOYUZ"))
    assert ids(ARCHIVE.of("SOYUZ_MS28")) == []


def test_readings_are_kept_as_published_and_known_in_si():
    incident = ARCHIVE.incident("2024-02-doubles")
    after = next(r for r in incident.readings if r.what == "leak rate after")
    assert after.text == "2 lb/day to 2.4 lb/day"
    assert after.value_si == pytest.approx(2 * 0.45359237 / 86400)
    assert after.high_si == pytest.approx(2.4 * 0.45359237 / 86400)
    assert incident.date_text == "2024-02"
    assert incident.agencies == ("Roscosmos", "NASA")
    assert ARCHIVE.incident("2026-01-03-steady").agencies == ("NASA",)


def test_an_incident_that_nobody_knows_is_a_key_error():
    with pytest.raises(KeyError):
        ARCHIVE.incident("1961-04-12")


def test_all_mistakes_of_an_incident_come_at_once(tmp_path: Path):
    found = mistakes_of(
        tmp_path,
        ('kind = "air"', 'kind = "aer"'),
        ("ended = 2021-03-13", "ended = 2020-03-13"),
        ('value = "678 mmHg"', 'value = "678 mmhg"'),
        ('quantity = "duration"', 'quantity = "pressure"'),
        ('source = "lz_mar13"\n\n[sources]', 'source = "lz_mar31"\n\n[sources]'),
    )
    text = "\n".join(found)
    for said in (
        "did you mean 'air'?",
        "ended: is before it began (2021-03-12)",
        "readings[1].value: unit 'mmhg' is not one of pressure",
        "readings[2].value: unit 'h' is not one of pressure",
        "roscosmos.source: no source is named 'lz_mar31'; did you mean 'lz_mar13'?",
    ):
        assert said in text
    assert len(found) == 5


def test_an_agency_that_says_nothing_is_to_be_left_out(tmp_path: Path):
    statement = next(line for line in TEXT.splitlines() if line.startswith("statement"))
    assert "says nothing" in mistakes_of(tmp_path, (statement + "\n", ""))[0]


def test_mistakes_of_all_files_come_together_and_ids_are_unique(tmp_path: Path):
    (tmp_path / "a.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.toml").write_text("title = 5", encoding="utf-8")
    with pytest.raises(FileMistakes) as caught:
        read_incidents(tmp_path)
    found = str(caught.value)
    assert f"b.toml: id: '{NAME}' is told in another file too" in found
    assert "c.toml:1: title: must be a valid string" in found


def test_a_single_incident_is_read_by_its_name():
    assert read_incident(NAME).began == date(2021, 3, 12)


@settings(max_examples=60)
@given(st.integers(0, len(TEXT) - 1), st.integers(0, 40), st.text(max_size=4))
def test_a_damaged_incident_file_is_read_or_refused_but_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, at: int, cut: int, insert: str
):
    path = tmp_path_factory.getbasetemp() / "damaged-incident.toml"
    path.write_text(TEXT[:at] + insert + TEXT[at + cut :], encoding="utf-8")
    try:
        read_incident(path)
    except FileMistakes as error:
        assert error.mistakes
