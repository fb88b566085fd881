"""What it costs that a session goes on from a long recorded run: ``python tests/benchmarks/bench_take_over.py``.

Tells how long it takes, how many bytes its messages have until the first live one, and the peak of memory of the
window's process and of the session's. The recording is made first, unless one is named.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from iss_viewer.app.opening.by_request import open_host
from iss_viewer.app.opening.requests import ScenarioRequest, TakeOverRequest
from iss_viewer.link import Ended, Message, Pace
from iss_viewer.link.child_process import ChildProcessLink
from iss_viewer.link.host import HostFactory
from iss_viewer.situation.playhead import Playhead
from iss_viewer.views.window.frame_pump import FramePump

MB = 1e6


def record(path: Path, days: float) -> None:
    """Record the scenario prk-2024 for some days, with one snapshot near its end."""
    from iss_viewer.app.opening.scenario import scenario_host  # not in the window's process

    session = scenario_host(ScenarioRequest("prk-2024", recording=path)).session
    end_s = days * 86400.0
    for until_s in (end_s - 60.0, end_s):
        while session.source.time_s < until_s and len(session.advance(until_s, 1024)):
            pass
        if until_s < end_s:
            session.record.flush()
            session.record.write_snapshot(session.time_s, session.snapshot())
    session.close()


class Counted:
    """Counts the bytes that come through pipes of this process."""

    def __init__(self) -> None:
        self.total = self.largest = 0
        plain = Connection._recv_bytes

        def counted(pipe, size=None):
            buffer = plain(pipe, size)
            self.total += (length := buffer.getbuffer().nbytes)
            self.largest = max(self.largest, length)
            return buffer

        Connection._recv_bytes = counted


def peak_mb(pid: int | str = "self") -> float:
    """The most memory that a process has had at a time."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return float(line.split()[1]) * 1024.0 / MB
    return float("nan")


def measure(recording: Path) -> None:
    """Go on from a recording's end and print what it costs."""
    counted, pump = Counted(), FramePump(Playhead())
    with tempfile.TemporaryDirectory() as folder:
        request = TakeOverRequest(recording, float("inf"), recording=Path(folder) / "on.mcap")
        before_mb, began_s = peak_mb(), time.monotonic()
        link = ChildProcessLink(HostFactory(open_host, request))
        slowest_s, messages = 0.0, list[Message]()
        while not any(isinstance(message, Pace) for message in messages):
            messages = link.receive()
            if ended := [message for message in messages if isinstance(message, Ended)]:
                raise SystemExit(ended[0].reason)
            at_s = time.monotonic()
            for message in messages:
                pump.take(message)
            slowest_s = max(slowest_s, time.monotonic() - at_s)
            time.sleep(0.002)
        took_s = time.monotonic() - began_s
        session_mb, window_mb = peak_mb(link.pid), peak_mb()
        link.close()
    assert pump.run is not None
    print(f"history to {pump.run.history.end_s:.0f} s, after {took_s:.1f} s")
    print(f"messages {counted.total / MB:.1f} MB, the largest {counted.largest / MB:.1f} MB")
    print(f"the longest taking of messages {slowest_s * 1e3:.0f} ms")
    print(f"peaks: window {window_mb:.0f} MB (before {before_mb:.0f}), session {session_mb:.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--recording", type=Path, help="a run to go on from; made if it is not there"
    )
    parser.add_argument("--days", type=float, default=3.0)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = wanted.recording or Path(scratch) / "prk.mcap"
        if not path.exists():
            record(path, wanted.days)
        measure(path)
