"""How the real window feels: cold start, paints while the simulator races, idle load, memory.

Needs a display (``xvfb-run -a -s "-screen 0 1920x1080x24" python tests/benchmarks/bench_window.py``).
A start has three marks: the frame of the window with words in it (``shell``), the whole window with all its panels
(``window``), and the station in it (``picture``). Each figure is taken in a process of its own that does what ``iss-viewer`` does. Beside them, in the same run,
stand two yardsticks, and goals are stated in these: a bare window of the same toolkits (``bare``), and one
fixed frame of VTK of the size of the station's (``plain frame``). ``race`` and ``week`` play prk-2024 for seven
days instead of three, so that the simulator has work all the time. ``plots`` pans and zooms 25 gauges of 24 h at 10 Hz. ``map`` paints the hatch map into a picture, beside
sixty plain texts in one of that size. One alone:
``python tests/benchmarks/bench_window.py week``.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iss_viewer.views.window.main_window import MainWindow

WEEK_S = 7 * 86400.0
#: what is measured, for how long, s, its figure, and the most (or, with at_least, the least) that it may be
FIGURES = {
    "race": (12.0, "p99_plain_frames", "<= 1.2 plain frames from asked to painted"),
    "drag": (12.0, "paints_a_second", ">= 25 pictures a second"),
    "slow": (12.0, "paints_a_second", ">= 25 pictures a second where a plain frame takes 60 ms"),
    "map": (0.0, "p95_ms", "< 10 ms of processor time a paint of the hatch map"),
    "live": (12.0, "memory_mb", "< 450 MB"),
    "idle": (12.0, "cpu_percent", "< 1.5 %"),
    "plots": (
        0.0,
        "pan_pictures_a_second",
        ">= 25 pictures a second, or 3 bare plots of as many curves a picture",
    ),
    "week": (120.0, "memory_mb", "< 700 MB"),  # at most so long; it ends with the run
}
STARTS = 5
PAINTED_GOAL, PICTURE_GOAL = 2.0, 1.25
#: a plain frame of the slow machine that `slow` makes of this one
SLOW_FRAME_S = 0.06
_HERE = Path(__file__)
_HOME = Path("/tmp/bench-home")  # of recordings; emptied first, for a list of sessions takes time


def probe(what: str, seconds: float, plain_s: float = 0.0) -> dict[str, float]:
    """Start the application in a fresh process, watch it, and give what was measured."""
    environment = {
        **os.environ,
        "BENCH_STARTED": repr(time.time()),
        "XDG_DATA_HOME": str(_HOME),
    }
    environment.pop("QT_QPA_PLATFORM", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # who starts it twice has its bytecode
    others = {"bare": "bare_window.py", "frame": "bare_window.py", "plots": "bench_plots.py"}
    script = _HERE.with_name(others.get(what, _HERE.name))
    done = subprocess.run(
        [sys.executable, str(script), "child", what, str(seconds), str(plain_s)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise SystemExit(f"{what} failed:\n{done.stdout}{done.stderr}")
    return json.loads(lines[-1])


def main() -> None:
    """Print one table, or the line that is asked for."""
    asked = sys.argv[1:] or ["start", *FIGURES]
    get_ready()
    for name in asked:
        if name == "start":
            tell_start()
        else:
            tell(name)


def get_ready() -> None:
    """Have this machine know what it knows after a first start: compiled loops, bytecode, whether it draws 3D."""
    compile_missing = (
        "from iss_viewer.app.warming import *; run = warming_if_needed(); run and run.wait()"
    )
    subprocess.run([sys.executable, "-c", compile_missing], check=True)
    shutil.rmtree(_HOME, ignore_errors=True)
    probe("start", 0.0)


def tell_start() -> None:
    """How long a start takes, beside that of a bare window: each in turn, the medians."""
    pairs = [(probe("bare", 0.0), probe("start", 0.0)) for _ in range(STARTS)]
    print(f"start, medians of {STARTS}")
    rows = (
        ("shell", "window", PAINTED_GOAL),
        ("window", "window", PAINTED_GOAL),
        ("picture", "picture", PICTURE_GOAL),
    )
    for key, yardstick, goal in rows:
        for unit, words in (("s", "on the clock"), ("cpu_s", "of its processor time")):
            bare = median(pair[0][f"{yardstick}_{unit}"] for pair in pairs)
            own = median(pair[1][f"{key}_{unit}"] for pair in pairs)
            print(
                f"  {key:7} {own:.2f} s {words}, {own / bare:.2f} times the bare {bare:.2f} s"
                f"   (goal {goal:.2f} times)",
                flush=True,
            )


def tell(name: str) -> None:
    """Measure one thing and print its line."""
    seconds, _, goal = FIGURES[name]
    if name == "plots":
        tell_figures(name, probe(name, seconds), goal)
        return
    plain_s = probe("frame", 0.0)["plain_frame_s"]
    row = probe(name, seconds, plain_s)
    if "p99_ms" in row:
        row["p99_plain_frames"] = row["p99_ms"] / 1e3 / plain_s
    row["plain_frame_ms"] = 1e3 * plain_s
    tell_figures(name, row, goal)


def tell_figures(name: str, row: dict[str, float], goal: str) -> None:
    """Print the line of one thing."""
    figures = "  ".join(f"{key} {value:.4g}" for key, value in row.items())
    print(f"{name:5} {figures}   (goal {goal})", flush=True)


def week_long() -> str:
    """The file of a scenario that is prk-2024, but lasts a week."""
    from iss_viewer.datafile.assets import find

    told = find("scenarios", "prk-2024").read_text()
    lasting = [
        'duration = "7 d"' if line.startswith("duration") else line for line in told.splitlines()
    ]
    path = _HOME / "prk-2024-week.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lasting))
    return str(path)


def child(what: str, seconds: float, plain_s: float) -> None:
    """The application with a stopwatch in it. plain_s: how long a plain frame of this machine takes."""
    began = float(os.environ["BENCH_STARTED"])
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    from iss_viewer.app import window as desktop
    from iss_viewer.app.opening.requests import ScenarioRequest
    from iss_viewer.views.window import shell

    marks: dict[str, float] = {}
    paints: list[float] = []
    asked: list[float] = []
    waits: list[float] = []
    windows: list[MainWindow] = []

    def mark(name: str) -> None:
        marks.setdefault(f"{name}_s", time.time() - began)
        marks.setdefault(f"{name}_cpu_s", time.process_time())

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                mark("window")
            return False

    watch = Watch()
    paint_shell = shell.Shell.paint_now

    def shell_painted(self) -> None:
        paint_shell(self)
        mark("shell")
        follow_window()

    def follow_window() -> None:
        from iss_viewer.views.window import main_window  # after the shell, as the application does

        build = main_window.MainWindow.__init__

        def built(self, *args, **kwargs):
            build(self, *args, **kwargs)
            windows.append(self)
            self.installEventFilter(watch)
            self.station.first_drawn.connect(see_picture)

        main_window.MainWindow.__init__ = built

    shell.Shell.paint_now = shell_painted

    def drag(canvas, place) -> None:
        place.setX(place.x() + (3 if len(paints) // 60 % 2 else -3))
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            place.toPointF(),
            canvas.mapToGlobal(place).toPointF(),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(canvas, moved)

    def ask() -> None:
        if not asked:
            asked.append(time.perf_counter())
        windows[0].top.update()

    def slow_down(scene) -> None:
        draw, times = scene.image, max(SLOW_FRAME_S / plain_s, 1.0)

        def slowly(*size):
            start = time.perf_counter()
            picture = draw(*size)
            end = start + times * (time.perf_counter() - start)
            while time.perf_counter() < end:
                pass
            return picture

        scene.image = slowly

    def see_picture() -> None:
        if "picture_s" in marks:
            return
        mark("picture")
        if what == "start":
            QTimer.singleShot(0, finish)
        elif what == "map":
            from iss_viewer.views.window.station_pane import Shows

            windows[0].station.show_as(Shows.MAP)
            QTimer.singleShot(4000, paint_map)
        else:
            QTimer.singleShot(4000, measure)

    def paint_map() -> None:
        from PySide6.QtGui import QPainter, QPixmap

        canvas = windows[0].station.map.map
        if not canvas.facts.hatches:  # no sample has come yet
            QTimer.singleShot(500, paint_map)
            return
        picture = QPixmap(canvas.size())

        def plain() -> None:
            painter = QPainter(picture)
            for row in range(60):
                painter.drawText(8 + 200 * (row // 20), 16 + 16 * (row % 20), "Harmony 736.2")
            painter.end()

        took: dict[str, list[float]] = {"map": [], "plain": [], "clock": []}
        for _ in range(60):
            for name, draw in (("map", lambda: canvas.render(picture)), ("plain", plain)):
                start, cpu = time.perf_counter(), time.thread_time()
                draw()
                took[name].append(1e3 * (time.thread_time() - cpu))
                took["clock"].append(1e3 * (time.perf_counter() - start))
        marks.clear()
        marks["median_ms"] = median(took["map"])
        marks["p95_ms"] = sorted(took["map"])[56]
        marks["clock_ms"] = median(took["clock"][::2])
        marks["times_sixty_texts"] = median(took["map"]) / median(took["plain"])
        finish()

    def measure() -> None:
        import psutil

        from iss_viewer.telemetry.commands import Command, Freeze, SetSpeed

        me = psutil.Process()
        everyone = [me, *me.children(recursive=True)]
        link = windows[0].pump.link
        if what in ("race", "week"):
            link.post(Command(SetSpeed(100000.0)))
        if what == "idle":
            link.post(Command(Freeze()))
        from PySide6.QtTest import QTest

        canvas = windows[0].station.view.canvas

        class Paints(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    paints.append(time.perf_counter())
                    if asked:
                        waits.append(paints[-1] - asked.pop())
                return False

        windows[0].bench = Paints()
        beat = QTimer(windows[0], interval=33)
        if what == "race":
            beat.timeout.connect(ask)
            windows[0].top.installEventFilter(windows[0].bench)
        if what == "slow":
            slow_down(canvas.scene)
        if what in ("drag", "slow"):
            canvas.installEventFilter(windows[0].bench)
            place = canvas.rect().center()
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
            beat.setInterval(5)
            beat.timeout.connect(lambda: drag(canvas, place))
        if what in ("race", "drag", "slow"):
            beat.start()
        settle_ms = 6000 if what == "idle" else 0

        def run() -> None:
            cpu = sum(sum(p.cpu_times()[:2]) for p in everyone)
            own = sum(me.cpu_times()[:2])
            wall = time.perf_counter()
            QTimer.singleShot(int(seconds * 1000), lambda: report(cpu, own, wall))
            if what == "week":
                whole = QTimer(windows[0], interval=500)
                whole.timeout.connect(
                    lambda: windows[0].pump.run.history.end_s >= WEEK_S and report(cpu, own, wall)
                )
                whole.start()

        def report(cpu: float, own: float, wall: float) -> None:
            took = time.perf_counter() - wall
            marks.clear()
            marks["cpu_percent"] = (
                100 * (sum(sum(p.cpu_times()[:2]) for p in everyone) - cpu) / took
            )
            marks["window_cpu_percent"] = 100 * (sum(me.cpu_times()[:2]) - own) / took
            sizes = [p.memory_full_info().pss / 1e6 for p in everyone]
            marks["memory_mb"], marks["window_mb"] = sum(sizes), sizes[0]
            if len(paints) > 2:
                gaps = sorted(b - a for a, b in itertools.pairwise(paints))
                marks["paints_a_second"] = len(gaps) / took
            if waits:
                marks["p99_ms"] = 1000 * sorted(waits)[int(0.99 * len(waits))]
            history = windows[0].pump.run.history
            marks["simulated_h"] = history.end_s / 3600
            finish()

        QTimer.singleShot(settle_ms, run)

    def finish() -> None:
        print(json.dumps(marks), flush=True)
        windows[0].close()
        QApplication.quit()

    desktop.open_window(
        ScenarioRequest(week_long()) if what in ("race", "week") else ScenarioRequest()
    )


if __name__ == "__main__":
    child(sys.argv[2], float(sys.argv[3]), float(sys.argv[4])) if sys.argv[1:2] == [
        "child"
    ] else main()
