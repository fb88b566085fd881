"""The off-screen window: two layers (sky behind, station before), lights, and pictures as arrays.

Without a display it asks VTK for EGL, so that no X server is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from math import atan, degrees, tan

import numpy as np
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401  (the drawing behind vtkRenderingCore)
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
from vtkmodules.vtkIOImage import vtkJPEGReader
from vtkmodules.vtkRenderingCore import vtkLight, vtkRenderer, vtkRenderWindow, vtkTexture

from iss_viewer.datafile import assets_dir
from iss_viewer.views.scene import backdrop
from iss_viewer.views.scene.actors import (
    actor_of,
    actors_in,
    lay_texture,
    paint,
    point_cloud,
    polydata,
)
from iss_viewer.views.scene.camera import VIEW_ANGLE, Pose


class RenderQuality(Enum):
    """How much care a picture gets: LOW is for drawing by the processor."""

    LOW = "low"
    HIGH = "high"


SOFTWARE = ("llvmpipe", "softpipe", "swrast", "SwiftShader")
DOME_M = 100.0


class Stage:
    """A render window with a sky; the station's actors are put into `front`."""

    def __init__(self) -> None:
        if sys.platform == "linux" and not os.environ.get("DISPLAY"):
            os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")
        self.front, self._behind = vtkRenderer(), vtkRenderer()
        self.window = vtkRenderWindow()
        self.window.SetOffScreenRendering(True)
        self.window.SetMultiSamples(0)
        self.window.SetNumberOfLayers(2)
        for layer, renderer in enumerate((self._behind, self.front)):
            renderer.SetLayer(layer)
            renderer.SetUseOIT(False)
            renderer.SetAutomaticLightCreation(False)
            renderer.GetActiveCamera().SetViewAngle(degrees(VIEW_ANGLE))
            self.window.AddRenderer(renderer)
        self._behind.SetBackground(*backdrop.SKY)
        self._pixels = vtkUnsignedCharArray()
        self._size = (0, 0)
        self._ground_texture = _ground_texture()
        self._begin()
        _light_up(self.front)
        self._paint_sky()

    def _begin(self) -> None:
        """Have OpenGL start, and choose the quality that its renderer bears."""
        self.resize(8, 8)
        self.window.Render()
        self.choose(RenderQuality.LOW if self.is_software() else RenderQuality.HIGH)

    def renderer_name(self) -> str:
        """What OpenGL calls itself, such as "llvmpipe (LLVM 15.0.6, 256 bits)"."""
        report = self.window.ReportCapabilities() or ""
        lines = (line for line in report.splitlines() if "renderer string" in line)
        return next(lines, ":").split(":", 1)[1].strip()

    def is_software(self) -> bool:
        """Whether the processor does the drawing."""
        name = self.renderer_name()
        return any(word in name for word in SOFTWARE)

    def choose(self, quality: RenderQuality) -> None:
        """Take a quality: multi-sampled edges and sharp ground far away, or neither."""
        self.quality = quality
        self.window.SetMultiSamples(4 if quality is RenderQuality.HIGH else 0)
        # more than 1 costs software renderers eight times as much
        sharpness = 8 if quality is RenderQuality.HIGH else 1
        self._ground_texture.SetMaximumAnisotropicFiltering(sharpness)

    def aim(self, pose: Pose) -> None:
        """Point both layers' cameras, with the whole picture before them."""
        _, up, back = pose.axes
        front, behind = self.front.GetActiveCamera(), self._behind.GetActiveCamera()
        front.SetPosition(*pose.eye_m)
        front.SetFocalPoint(*pose.focus_m)
        front.SetViewUp(*up)
        behind.SetPosition(0, 0, 0)
        behind.SetFocalPoint(*-back)
        behind.SetViewUp(*up)
        behind.SetClippingRange(1.0, 2 * DOME_M)
        self.front.ResetCameraClippingRange()
        self._cut_out((0.0, 0.0), (0, self._size[1]))

    def resize(self, width: int, height: int) -> None:
        """Set the size of pictures, in device pixels."""
        self._size = (width, height)
        self.window.SetSize(width, height)

    def render(
        self, shift: tuple[float, float] = (0.0, 0.0), rows: tuple[int, int] | None = None
    ) -> NDArray[np.uint8]:
        """A new picture (height, width, 3), everything shifted by a part of a pixel.

        rows: from which row of the picture, counted from below, to which; None: all of them.
        """
        width, whole = self._size
        low, high = rows or (0, whole)
        height = high - low
        self._cut_out(shift, (low, high))
        self.window.Render()
        self.window.GetPixelData(0, 0, width - 1, height - 1, 0, self._pixels, 0)
        pixels: NDArray[np.uint8] = vtk_to_numpy(self._pixels)
        return pixels.reshape(height, width, 3)[::-1].copy()

    def _cut_out(self, shift: tuple[float, float], rows: tuple[int, int]) -> None:
        """Have the cameras see so many rows of the picture, shifted; what is picked is picked there."""
        (width, whole), (low, high) = self._size, rows
        height = high - low
        self.window.SetSize(width, height)
        angle = 2 * atan(tan(VIEW_ANGLE / 2) * height / whole)
        for renderer in (self._behind, self.front):
            camera = renderer.GetActiveCamera()
            camera.SetViewAngle(degrees(angle))
            camera.SetWindowCenter(
                2 * shift[0] / width, (2 * shift[1] + low + high - whole) / height
            )

    @contextmanager
    def blank_sky(self) -> Iterator[None]:
        """Have nothing but black behind the station for a while."""
        actors = actors_in(self._behind)
        self._behind.SetBackground(0.0, 0.0, 0.0)
        for actor in actors:
            actor.VisibilityOff()
        yield
        self._behind.SetBackground(*backdrop.SKY)
        for actor in actors:
            actor.VisibilityOn()

    def close(self) -> None:
        """Give the window and its memory back."""
        self.window.Finalize()

    def _paint_sky(self) -> None:
        for dome, reach in ((backdrop.earth(), DOME_M), (backdrop.air(), 0.98 * DOME_M)):
            data = polydata(dome.points * np.float32(reach), dome.quads)
            paint(data, dome.colours)
            actor = actor_of(data)
            actor.GetProperty().BackfaceCullingOff()
            actor.GetProperty().LightingOff()
            if dome.texture_at is not None:
                lay_texture(data, dome.texture_at)
                actor.SetTexture(self._ground_texture)
            self._behind.AddActor(actor)
        points, colours = backdrop.stars()
        for share, size in ((slice(0, None, 4), 2.0), (slice(1, None), 1.2)):
            actor = actor_of(point_cloud(points[share] * np.float32(0.99 * DOME_M), colours[share]))
            actor.GetProperty().LightingOff()
            actor.GetProperty().SetPointSize(size)
            self._behind.AddActor(actor)


def _light_up(renderer: vtkRenderer) -> None:
    """The sun (warm key), the Earth's shine from below (blue fill), and two lights that go with the eye:
    a rim from behind and a weak one from the front, so that no side is ever black.
    """
    for place, colour, strength, follows in (
        (backdrop.SUN * 500, (1.0, 0.955, 0.87), 0.86, False),
        (np.array([60.0, -40.0, 500.0]), (0.42, 0.60, 1.0), 0.30, False),
        (np.array([-0.9, 1.0, -0.8]), (0.80, 0.90, 1.0), 0.22, True),
        (np.array([0.25, 0.35, 1.0]), (1.0, 1.0, 1.0), 0.34, True),
    ):
        light = vtkLight()
        light.SetPositional(False)
        if follows:
            light.SetLightTypeToCameraLight()
        else:
            light.SetLightTypeToSceneLight()
        light.SetPosition(*place)
        light.SetFocalPoint(0, 0, 0)
        light.SetColor(*colour)
        light.SetIntensity(strength)
        renderer.AddLight(light)


def _ground_texture() -> vtkTexture:
    """The Earth as seen from straight above."""
    reader, texture = vtkJPEGReader(), vtkTexture()
    reader.SetFileName(str(assets_dir() / "ground.jpg"))
    texture.SetInputConnection(reader.GetOutputPort())
    texture.InterpolateOn()
    texture.MipmapOn()
    return texture
