"""Which module is seen at each pixel, and the rims of some of them: outlines that hulls in front cover.

One more picture, without light, each module in a colour of its own and all else black; only when camera, size or what
stands in the picture changed. The rims are found in it by numpy, so that they cost nothing when others are wanted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor, vtkProperty, vtkRenderer

from iss_viewer.views.scene.actors import actors_in
from iss_viewer.views.scene.camera import Pose
from iss_viewer.views.scene.stage import Stage

Ids = NDArray[np.int32]
NOBODY = 0  # what is no module


def module_ids(
    stage: Stage, pose: Pose, actors: Mapping[int, vtkActor], hidden: Collection[vtkActor]
) -> Ids:
    """The number of the module at each pixel, shape (height, width); NOBODY where there is none.

    actors: by numbers from 1 to 65535. hidden: what is in the picture and covers nothing, as marks are.
    """
    number_of = {actor.GetAddressAsString(""): number for number, actor in actors.items()}
    stage.aim(pose)
    with _without_sky(stage), _flat(stage.front, number_of, hidden):
        picture = stage.render().astype(np.int32)
    return picture[..., 0] + 256 * picture[..., 1]


def rim(ids: Ids, wanted: Collection[int], thick: int = 2) -> NDArray[np.bool_]:
    """The pixels along the edges of some modules, inside them, shape as `ids`; each module has an edge of its own."""
    inside = np.isin(ids, list(wanted))
    edge = np.zeros(ids.shape, np.bool_)
    for axis in (0, 1):
        for step in range(1, thick + 1):
            for way in (step, -step):
                beside = np.roll(ids, way, axis)
                line = [slice(None), slice(None)]
                line[axis] = slice(0, step) if way > 0 else slice(-step, None)
                beside[tuple(line)] = ids[tuple(line)]  # the picture ends there, not the module
                edge |= beside != ids
    return edge & inside


@contextmanager
def _without_sky(stage: Stage) -> Iterator[None]:
    """Nothing behind the station, and no edges that are mixed of two colours."""
    samples = stage.window.GetMultiSamples()
    stage.window.SetMultiSamples(0)
    with stage.blank_sky():
        yield
    stage.window.SetMultiSamples(samples)


@contextmanager
def _flat(
    renderer: vtkRenderer, number_of: Mapping[str, int], hidden: Collection[vtkActor]
) -> Iterator[None]:
    """Every actor in one colour, which says its number; those that are hidden not at all."""
    actors = actors_in(renderer)
    kept = [(actor, actor.GetProperty(), actor.GetVisibility()) for actor in actors]
    for actor, surface, is_seen in kept:
        actor.GetMapper().ScalarVisibilityOff()
        actor.SetProperty(_plain(number_of.get(actor.GetAddressAsString(""), NOBODY), surface))
        is_solid = surface.GetOpacity() >= 1.0 and actor not in hidden
        actor.SetVisibility(bool(is_seen) and is_solid)
    yield
    for actor, surface, is_seen in kept:
        actor.GetMapper().ScalarVisibilityOn()
        actor.SetProperty(surface)
        actor.SetVisibility(is_seen)


def _plain(number: int, like: vtkProperty) -> vtkProperty:
    """A surface without light in the colour of a number, with the same sides as another."""
    made = vtkProperty()
    made.SetColor((number % 256) / 255.0, (number // 256) / 255.0, 0.0)
    made.LightingOff()
    made.SetBackfaceCulling(like.GetBackfaceCulling())
    made.SetFrontfaceCulling(like.GetFrontfaceCulling())
    return made
