"""The yardsticks of the window: the same toolkits with nothing in them.

``bare``: import numpy and Qt and paint an empty window; then import pyqtgraph and draw a frame.
``frame``: how long one fixed frame of VTK takes that is read back, as the station's are.
"""

from __future__ import annotations

import json
import os
import sys
import time

SIZE = (920, 560)  # of the station in a window of 1600x1000
FACETS = (
    250  # of each of 24 spheres, round and up: what the station has, 1.5 million triangles less
)
_SPHERES = 24
_FRAMES = 15


def bare() -> None:
    """Paint an empty window, then a frame in it; print when, since BENCH_STARTED and of the processor."""
    began = float(os.environ["BENCH_STARTED"])
    import numpy
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    assert numpy.__version__
    marks: dict[str, float] = {}

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and not marks:
                mark("window")
                QTimer.singleShot(0, draw)
            return False

    def mark(name: str) -> None:
        marks[f"{name}_s"], marks[f"{name}_cpu_s"] = time.time() - began, time.process_time()

    def draw() -> None:
        import pyqtgraph

        assert pyqtgraph.__version__
        draws_frame()
        mark("picture")
        print(json.dumps(marks), flush=True)
        application.quit()

    application, watch = QApplication([]), Watch()
    window = QMainWindow()
    window.setCentralWidget(QLabel("A window"))
    window.resize(1600, 1000)
    window.installEventFilter(watch)
    window.show()
    application.exec()


def frame() -> None:
    """Print how long a fixed frame takes, s."""
    draw = draws_frame()
    took = []
    for _ in range(_FRAMES):
        start = time.perf_counter()
        draw()
        took.append(time.perf_counter() - start)
    print(json.dumps({"plain_frame_s": sorted(took)[_FRAMES // 2]}), flush=True)


def draws_frame():
    """What draws the fixed frame and reads it back; drawn once."""
    import vtkmodules.vtkRenderingOpenGL2
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
    from vtkmodules.vtkFiltersSources import vtkSphereSource
    from vtkmodules.vtkRenderingCore import (
        vtkActor,
        vtkPolyDataMapper,
        vtkRenderer,
        vtkRenderWindow,
    )

    assert vtkmodules.vtkRenderingOpenGL2
    window, renderer, pixels = vtkRenderWindow(), vtkRenderer(), vtkUnsignedCharArray()
    window.SetOffScreenRendering(True)
    window.SetMultiSamples(0)
    window.SetSize(*SIZE)
    window.AddRenderer(renderer)
    for number in range(_SPHERES):
        sphere, mapper, actor = vtkSphereSource(), vtkPolyDataMapper(), vtkActor()
        sphere.SetThetaResolution(FACETS)
        sphere.SetPhiResolution(FACETS // 10)
        sphere.SetCenter(number % 6, number // 6, 0.0)
        mapper.SetInputConnection(sphere.GetOutputPort())
        actor.SetMapper(mapper)
        renderer.AddActor(actor)
    renderer.ResetCamera()

    def draw() -> None:
        renderer.GetActiveCamera().Azimuth(3.0)
        window.Render()
        window.GetPixelData(0, 0, SIZE[0] - 1, SIZE[1] - 1, 0, pixels, 0)
        vtk_to_numpy(pixels)

    draw()
    return draw


if __name__ == "__main__":
    {"bare": bare, "frame": frame}[sys.argv[2]]()
