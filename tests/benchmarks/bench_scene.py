"""How fast the 3D station is on this machine: start, drag, recolour, pick, memory, and what costs what.

Run it: ``python tests/benchmarks/bench_scene.py``. Milliseconds vary with what else the machine does;
the ratios, taken in turns, hold.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from statistics import median

STARTED = time.perf_counter()

import psutil  # noqa: E402  (the imports are part of what is measured)

from iss_viewer.detection.belief import ModuleStatus  # noqa: E402
from iss_viewer.station import Station, read_station  # noqa: E402
from iss_viewer.views.scene import ModuleState, Preset, StationScene, Structure  # noqa: E402

WIDTH, HEIGHT = 940, 720
TURNS, FRAMES = 5, 8


def main() -> None:
    """Measure and print."""
    memory = psutil.Process(os.getpid())
    station = read_station("iss")
    told = time.perf_counter()
    before_mb = memory.memory_info().rss / 1e6
    scene = StationScene(station)
    scene.pose = scene.preset(Preset.HOME, WIDTH / HEIGHT)
    built = time.perf_counter()
    scene.image(WIDTH, HEIGHT)
    first = time.perf_counter()
    print(f"renderer                       {scene.stage.renderer_name()}")
    print(f"imports and station file       {told - STARTED:8.2f} s")
    print(f"scene built (VTK imported)     {built - told:8.2f} s")
    print(f"first picture                  {first - built:8.2f} s")
    print(f"scene to first picture         {first - told:8.2f} s")
    print(f"memory of the scene            {memory.memory_info().rss / 1e6 - before_mb:8.0f} MB")
    drags(scene)
    small_things(scene)
    scene.close()
    panel(station)


def panel(station: Station) -> None:
    """The whole panel while the mouse drags: 3D, labels, legend, painted by Qt."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from iss_viewer.views.station.station_view import StationView

    app = QApplication.instance() or QApplication([])
    view = StationView(station)
    view.resize(WIDTH, HEIGHT)
    view.show()
    view.build_now()
    canvas = view.canvas
    states = {key: ModuleState(pressure_pa=1e5) for key in station.module_ids}
    states |= {key: ModuleState(ModuleStatus.WATCH, pressure_pa=1e5) for key in list(states)[:5]}
    canvas.show_states(states, {hatch.id: True for hatch in station.hatches})

    def turn() -> None:
        canvas.look(canvas.scene.pose.orbited(0.01, 0.0))
        canvas.grab()

    dragged = [timed(turn) for _ in range(40)]
    still = [timed(canvas.grab) for _ in range(20)]
    print(f"\npanel, camera turning          {1e3 * median(dragged):8.1f} ms")
    print(f"panel, labels only             {1e3 * median(still):8.1f} ms")
    view.close()
    del view, app


def drags(scene: StationScene) -> None:
    """A dragged camera, plain and with parts left out, in turns."""
    cases = {
        "all": (lambda: None, lambda: None),
        "without truss and arrays": (
            lambda: scene.draw_structure(Structure.HIDDEN),
            lambda: scene.draw_structure(Structure.SOLID),
        ),
        "truss and arrays as ghosts": (
            lambda: scene.draw_structure(Structure.GHOST),
            lambda: scene.draw_structure(Structure.SOLID),
        ),
        "at 0.55 of the size": (lambda: None, lambda: None),
    }
    took: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(TURNS):
        for name, (begin, end) in cases.items():
            begin()
            factor = 0.55 if name.startswith("at") else 1.0
            took[name].append(frame_ms(scene, factor))
            end()
    plain = median(took["all"])
    print(f"\ndrag at {WIDTH}x{HEIGHT}                     ms      fps   ratio")
    for name, times in took.items():
        ms = median(times)
        print(f"  {name:28s} {ms:7.1f} {1000 / ms:8.0f} {ms / plain:7.2f}")


def frame_ms(scene: StationScene, factor: float) -> float:
    """The median time of a picture while the camera orbits."""
    width, height = round(WIDTH * factor), round(HEIGHT * factor)
    scene.image(width, height)

    def turn() -> None:
        scene.pose = scene.pose.orbited(0.01, 0.0)
        scene.image(width, height)

    return 1e3 * median(timed(turn) for _ in range(FRAMES))


def small_things(scene: StationScene) -> None:
    """What happens without a new picture."""
    modules = scene.station.module_ids
    quiet = {key: ModuleState() for key in modules}
    loud = {key: ModuleState(ModuleStatus.WATCH) for key in modules}
    scene.show(quiet)
    turns = [timed(lambda s=s: scene.show(s)) for s in (loud, quiet) * 5]
    print(f"\nrecolour all {len(modules)} modules        {1e3 * median(turns):8.2f} ms")
    same = [timed(lambda: scene.show(quiet)) for _ in range(20)]
    print(f"show the same again            {1e3 * median(same):8.3f} ms")
    picks = [timed(lambda: scene.pick(470, 360, WIDTH, HEIGHT)) for _ in range(20)]
    print(f"pick                           {1e3 * median(picks):8.2f} ms")
    smooth = timed(lambda: scene.image(WIDTH, HEIGHT, 8))
    print(f"smoothed picture, 8 samples    {1e3 * smooth:8.0f} ms")


def timed(act: Callable[[], object]) -> float:
    """Seconds that `act` takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
