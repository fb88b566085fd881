"""How long after a sample that crossed a limit its alarm is in the list and on the 3D station.

The real window (offscreen) and a session in a child process; a hole is opened in Columbus, at 1x. The session
notes when each sample that raised an alarm was due; both processes read one monotonic clock. The time ends when
the window has drawn a moment whose table holds the alarm; the station is coloured by the same moment.

    .venv/bin/python -m tests.benchmarks.bench_alarm
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from iss_viewer.telemetry.events import AlarmChange, has_change

SCENARIO, STRIKE_S, AHEAD_S, LONGEST_S = "debris-strike", 600.0, 20.0, 110.0


class TimedHost:
    """A host that notes, for each alarm, the wall time at which its sample was due."""

    def __init__(self, host, notes: Path) -> None:
        self._host, self._notes = host, notes
        self._began_s, self._first_s = 0.0, 0.0

    def __getattr__(self, name):
        return getattr(self._host, name)

    def turn(self):
        """A turn of the session."""
        from iss_viewer.link import Opened
        from iss_viewer.telemetry.frames import Frames

        messages = self._host.turn()
        session = getattr(getattr(self._host, "_host", None), "session", None)
        if any(isinstance(m, Opened) for m in messages):
            session.go_to(STRIKE_S - AHEAD_S)
            self._began_s, self._first_s = time.monotonic(), session.time_s
            session.pacer.run(self._began_s, self._first_s)
        for frames in (m for m in messages if isinstance(m, Frames)):
            for event in frames.events:
                if has_change(event, AlarmChange.RAISE):
                    note = [event.alarm.id, self._began_s + event.time_s - self._first_s]
                    with self._notes.open("a") as file:
                        file.write(json.dumps(note) + "\n")
        return messages


def open_timed_host(request):
    """The host of a scenario, timed."""
    from iss_viewer.app.opening.by_request import open_host

    wanted, notes = request
    return TimedHost(open_host(wanted), notes)


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from iss_viewer.app.opening.requests import ScenarioRequest
    from iss_viewer.link.child_process import ChildProcessLink
    from iss_viewer.link.host import HostFactory
    from iss_viewer.views.window.main_window import MainWindow

    application = QApplication([])
    with TemporaryDirectory() as folder:
        notes = Path(folder) / "due.jsonl"
        request = ScenarioRequest(SCENARIO, speed=1.0, is_running=False)
        link = ChildProcessLink(HostFactory(open_timed_host, (request, notes)))
        window = MainWindow(lambda _: link, tuple, SCENARIO)
        window.resize(1280, 800)
        window.start()
        window.show()
        seen = _watch(application, window)
        due = dict(json.loads(line) for line in notes.read_text().splitlines())
        window.close()
    for alarm_id, (listed_s, coloured_s) in seen.items():
        print(
            f"{alarm_id:34} in the list after {listed_s - due[alarm_id]:.3f} s,"
            f" on the station after {coloured_s - due[alarm_id]:.3f} s (goal 1 s)"
        )


def _watch(application, window) -> dict[str, tuple[float, float]]:
    """When each of the first three alarms was drawn in the list, and its class on the station."""
    listed: dict[str, float] = {}
    coloured: dict[str, float] = {}
    began_s = time.monotonic()
    while time.monotonic() - began_s < LONGEST_S and len(coloured) < 3:
        application.processEvents()
        time.sleep(0.005)
        now_s, moment = time.monotonic(), window.context.moment
        for alarm in window.panels.alarms.tree.alarms if moment is not None else ():
            listed.setdefault(alarm.id, now_s)
            if moment.alarm_class(alarm.subject) >= alarm.alarm_class:
                coloured.setdefault(alarm.id, now_s)
    return {alarm_id: (listed[alarm_id], at_s) for alarm_id, at_s in coloured.items()}


if __name__ == "__main__":
    main()
