"""What a finished run teaches: truth, comparison, a module's tale, tables and the report."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from iss_viewer.debrief.comparison import compare, leak_start_s
from iss_viewer.debrief.export import export_table, unit_of
from iss_viewer.debrief.module_report import module_report
from iss_viewer.debrief.report import key_moments
from iss_viewer.debrief.report_pages import write_report
from iss_viewer.debrief.truth import NoTruth, human_actions, truth_against_belief
from iss_viewer.incidents import read_incidents
from iss_viewer.station import read_station
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry import ChannelTable, Frames, Samples
from iss_viewer.telemetry.events import (
    CONDITION,
    ActionDone,
    Alarm,
    AlarmChange,
    AlarmChanged,
    LeakOpened,
    NoteWritten,
    is_truth,
)
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.recording import RecordedRun, Recorder
from iss_viewer.telemetry.status import AlarmClass, AlarmState

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def test_truth_is_run_again_with_what_people_did(run):
    told = truth_against_belief(run)
    trainer = next(b for b in told.beliefs if b.leak.id == "TRAINER")
    assert trainer.leak.module == "LAB"
    assert trainer.leak.began_s == 610.0
    assert trainer.leak.ended_s == 2400.0
    # choked flow of 98.3 kPa air at 295 K through 4 mm, discharge 0.8: 2.3 g/s
    assert trainer.leak.peak_kg_s == pytest.approx(2.3e-3, rel=0.05)
    assert 0.0 < trainer.delay_s < 1300.0
    flow = told.true_by_leak["TRAINER"]
    assert (flow[told.time_s < 600.0] == 0.0).all()
    assert (told.true_kg_s >= flow - 1e-12).all()
    assert any(getattr(event, "text", "") == "ears popped" for event in told.actions_done)


def test_only_what_people_did_is_a_deed():
    closed = ActionDone(1.0, MoveHatch("H01", False), "H01", "crew")
    alarm = Alarm(
        "LAB.co2", "LAB", "co2", AlarmClass.ADVISORY, AlarmState.SUPPRESSED, True, 2.0, 2.0, 1.0, 1.0,
        "carbon_dioxide_pa", actor=CONDITION,
    )  # fmt: skip
    others = (
        AlarmChanged(alarm, AlarmChange.SUPPRESS),
        LeakOpened(3.0, "CRACK", "LAB"),
        AlarmChanged(replace(alarm, actor=""), AlarmChange.RAISE),
    )
    assert human_actions((closed, *others)) == (closed,)


def test_a_flare_of_the_estimate_is_no_peak_while_no_loss_is_sure():
    names = ("LAB.leak_rate_kg_s", "LAB.leak_rate_low_kg_s")
    history = History(ChannelTable.of(["LAB.pressure_pa"]), ChannelTable.of(names))
    rates = np.array([[9.0, -9.0], [1.0, 0.5], [3.0, 2.0], [0.0, -1.0]])
    times = np.arange(4.0)
    samples = Samples(times, np.full((4, 1), 1e5), np.zeros((4, 1), np.uint8))
    history.append(Frames(samples, rates))
    tale = module_report(history, read_station("iss"), "LAB")
    assert (tale.peak_s, tale.peak_kg_s) == (2.0, 3.0)


def test_there_is_no_truth_of_what_was_not_simulated(run, tmp_path):
    recorder = Recorder(tmp_path / "a.mcap", replace(run.header, scenario_text=""))
    recorder.write(run.frames(0, 50))
    recorder.close()
    with RecordedRun(tmp_path / "a.mcap") as other, pytest.raises(NoTruth):
        truth_against_belief(other)


def test_a_module_tells_what_happened_in_it(run):
    history = run.history()
    tale = module_report(history, run.header.station, "LAB")
    assert tale.lowest_pa < 99_000.0
    assert tale.peak_kg_s > 1e-3
    assert [e.text for e in tale.events if isinstance(e, NoteWritten)] == ["ears popped"]
    assert not any(map(is_truth, tale.events))
    before = module_report(history, run.header.station, "LAB", upto_s=500.0)
    assert before.lowest_pa > tale.lowest_pa
    assert all(e.time_s <= 500.0 for e in before.events)


def test_a_run_compared_with_itself_has_no_differences(run):
    told = compare(run, run)
    assert told.leak_start_s == (leak_start_s(run),) * 2
    assert [d.change for d in told.differences if d.change == d.change] == [0.0] * sum(
        d.change == d.change for d in told.differences
    )
    assert told.pressure_pa[0].tobytes() == told.pressure_pa[1].tobytes()
    named = {d.name: d for d in told.differences}
    assert named["hatches moved"].first >= 2
    assert named["lowest station pressure"].first < 99_000.0


def test_a_csv_says_units_limits_and_time_base(run, tmp_path):
    rows = export_table(run, tmp_path / "a.csv", 600.0, 1200.0)
    assert rows == 61
    text = (tmp_path / "a.csv").read_text().splitlines()
    heading = [line for line in text if line.startswith("#")]
    assert any(line.startswith("# limit: pressure_low ") for line in heading)
    assert "# start_utc: 2024-02-18T06:00:00+00:00" in heading
    table = list(csv.DictReader(text[len(heading) :]))
    assert len(table) == 61
    start = run.row_at(600.0)
    assert float(table[0]["time_s"]) == 600.0
    assert table[0]["utc"].startswith("2024-02-18 06:10:00")
    assert (
        float(table[3]["LAB.pressure_pa"])
        == run.samples(start, start + 4).values[3, run.header.sampled.column("LAB", "pressure_pa")]
    )


def test_a_parquet_file_carries_every_bit_and_every_unit(run, tmp_path):
    export_table(run, tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    values = np.stack([table[name].to_numpy() for name in run.header.sampled.names], axis=1)
    assert values.tobytes() == run.samples(0, len(run)).values.tobytes()
    assert table.schema.field("LAB.leak_rate_kg_s").metadata[b"unit"] == b"kg/s"
    assert "pressure_low" in json.loads(table.schema.metadata[b"limits"])


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        ("pressure_pa", "Pa"),
        ("dpdt_pa_s", "Pa/s"),
        ("content_kg", "kg"),
        ("reserve_s", "s"),
        ("status", "1"),
    ],
)
def test_the_ending_of_a_name_is_its_unit(quantity, unit):
    assert unit_of(quantity) == unit


def test_a_report_is_a_page_and_a_paper_with_everything_in_it(run, tmp_path):
    asked: list[float] = []

    def picture(time_s: float) -> bytes:
        asked.append(time_s)
        return PNG

    page, paper = write_report(run, tmp_path, picture, read_incidents())
    text = page.read_text(encoding="utf-8")
    assert paper.read_bytes().startswith(b"%PDF")
    assert asked == list(key_moments(run, run.history()).values())
    for words in (
        run.header.title, "SIMULATION", "ears popped", "TRAINER in Destiny", "Truth vs estimate",
        "data:image/png;base64,", "<svg", "What really happened in these modules", "CDR",
        "Score: ", "Destiny never isolated",
    ):  # fmt: skip
        assert words in text, words


def test_a_report_keeps_the_truth_hidden_when_asked(run, tmp_path):
    page, _ = write_report(run, tmp_path, with_truth=False)
    assert "Truth vs estimate" not in page.read_text(encoding="utf-8")


def test_a_report_of_an_empty_recording_says_so(run, tmp_path):
    Recorder(tmp_path / "a.mcap", run.header).close()
    with RecordedRun(tmp_path / "a.mcap") as empty:
        page, paper = write_report(empty, tmp_path)
    assert "0 samples" in page.read_text(encoding="utf-8")
    assert len(re.findall(rb"/Type /Page\b", paper.read_bytes())) == 2, "a page for each heading"


def test_two_recordings_are_compared_from_the_shell(played):
    from typer.testing import CliRunner

    from iss_viewer.cli import review
    from iss_viewer.cli.commands import app

    told = CliRunner().invoke(app, ["compare", str(played.path), str(played.path)])
    assert (told.exit_code, review.__name__) == (0, "iss_viewer.cli.review")
    assert "Counted from the start of the leak" in told.output
