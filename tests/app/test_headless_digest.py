"""A run without a window says the digest by which it is known: the same twice and of its recording, another by another order."""

from __future__ import annotations

import io
import json
from pathlib import Path

from rich.console import Console

from iss_viewer.app.headless import run_headless
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import scenario_host
from iss_viewer.app.summary import Summary, print_summary
from iss_viewer.app.tally import Tally
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.commands import Act, Command
from iss_viewer.telemetry.recording import RecordedRun
from iss_viewer.telemetry.run_digest import run_digest, short_digest

UNTIL_S = 40.0


def headless(folder: Path | None) -> Summary:
    request = ScenarioRequest("quiet-day", seed=3)
    return run_headless(request, UNTIL_S, folder, lambda *_: None)


def ordered(*hatches: str) -> str:
    """The digest of the same run with orders to shut hatches after ten seconds."""
    host, tally = scenario_host(ScenarioRequest("quiet-day", seed=3)), Tally()
    tally.take(host.session.advance(10.0))
    for hatch in hatches:
        host.session.post(Command(Act(MoveHatch(hatch, False)), "Ann"))
    for frames in host.session.turn(0.0)[0]:
        tally.take(frames)
    while host.session.time_s < UNTIL_S:
        tally.take(host.session.advance(UNTIL_S))
    return tally.summary(host.header, 1.0, None).digest


def test_it_is_the_same_twice_and_of_the_recording_and_is_written_and_said(tmp_path):
    once, again = headless(tmp_path), headless(None)
    assert len(once.digest) == 64 and once.digest == again.digest
    with RecordedRun(tmp_path / "session.mcap") as run:
        assert run_digest(run.history()) == once.digest
    assert json.loads((tmp_path / "summary.json").read_text())["digest"] == once.digest
    page = io.StringIO()
    print_summary(once, Console(file=page, width=200))
    assert f"Digest of the run {short_digest(once.digest)}" in page.getvalue()


def test_the_same_orders_give_the_same_and_another_order_another():
    assert ordered("H17") == ordered("H17") != ordered("H18")
    assert ordered() not in (ordered("H17"), ordered("H18"))
