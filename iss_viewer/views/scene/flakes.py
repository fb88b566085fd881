"""Coolant that is thrown out: flakes in a wide cone, and the rim of the cone that is to be kept clear of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor

from iss_viewer.situation.coolant_plume import CoolantPlume
from iss_viewer.station import Module
from iss_viewer.station.safety import KeepOut
from iss_viewer.views.scene.actors import actor_of, line_strips, point_cloud
from iss_viewer.views.scene.mesh import Floats, basis
from iss_viewer.views.scene.plume import strength, vent

FLAKES = 420  # of the strongest loss
FLAKE_PX, RIM_PX = 3.0, 1.4
FLAKE_COLOUR = np.array([1.0, 1.0, 0.97])
RIM_COLOUR = (0.62, 0.57, 0.16)  # of caution, as quiet as can be told from the sky
_RINGS, _RIBS, _ROUND = (0.4, 1.0), 4, 48


def flakes(
    module: Module, size: float, keep_out: KeepOut, others: Sequence[Module] = ()
) -> tuple[Floats, Floats]:
    """Points (n, 3) and colours (n, 3): fewer and coarser than escaping air, and as bright far away as near."""
    chance = np.random.default_rng(11)
    count = int(FLAKES * (0.3 + 0.7 * size))
    start, way = vent(module, others)
    _, u, v = basis(way)
    reach = keep_out.reach_m * (0.35 + 0.6 * size) * chance.beta(1.1, 1.7, count)
    angle = chance.uniform(0, 2 * np.pi, count)
    off = (0.05 + 0.9 * keep_out.spread_1 * reach) * np.sqrt(chance.uniform(0, 1, count))
    points = (
        start
        + reach[:, None] * way
        + (off * np.cos(angle))[:, None] * u
        + (off * np.sin(angle))[:, None] * v
    )
    colours = chance.uniform(0.45, 1.0, count)[:, None] * FLAKE_COLOUR
    return points.astype(np.float32), colours.astype(np.float32)


def rim(
    module: Module, keep_out: KeepOut, others: Sequence[Module] = ()
) -> tuple[Floats, NDArray[np.float64]]:
    """Rings and ribs of the cone, shape (lines, points, 3), and the middle of its far end."""
    start, way = vent(module, others)
    _, u, v = basis(way)
    angles = np.linspace(0, 2 * np.pi, _ROUND)
    circle = np.cos(angles)[:, None] * u + np.sin(angles)[:, None] * v
    lines = [start + keep_out.reach_m * s * (way + keep_out.spread_1 * circle) for s in _RINGS]
    for rib in range(_RIBS):
        far = keep_out.reach_m * (way + keep_out.spread_1 * circle[rib * (_ROUND - 1) // _RIBS])
        lines.append(start + np.linspace(0, 1, _ROUND)[:, None] * far)
    return np.array(lines).astype(np.float32), start + keep_out.reach_m * way


class CoolantActors:
    """The actors of one module's coolant, for a state that can be compared."""

    def __init__(self, module: Module, plume: CoolantPlume, others: Sequence[Module]) -> None:
        self.size = strength(plume.loss_kg_s)
        lines, self.far_m = rim(module, plume.keep_out, others)
        self.actors = [_plain(actor_of(line_strips(lines, RIM_COLOUR)))]
        self.actors[0].GetProperty().SetLineWidth(RIM_PX)
        if self.size > 0.0:
            cloud = point_cloud(*flakes(module, self.size, plume.keep_out, others))
            self.actors.append(_plain(actor_of(cloud)))
            self.actors[1].GetProperty().SetPointSize(FLAKE_PX)


def _plain(actor: vtkActor) -> vtkActor:
    actor.GetProperty().LightingOff()
    actor.SetPickable(False)
    return actor
