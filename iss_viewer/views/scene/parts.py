"""The movable parts of the picture: a module that takes its status colour, a hatch, the structure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from vtkmodules.vtkRenderingCore import vtkActor, vtkProperty

from iss_viewer.station import Module
from iss_viewer.views.scene.actors import actor_of, mesh_data, paint
from iss_viewer.views.scene.axis import ends_of
from iss_viewer.views.scene.hulls import hull
from iss_viewer.views.scene.joints import Joint, closed_disc, open_ring
from iss_viewer.views.scene.mesh import Floats, Mesh, Paint, basis, join, mesh_of
from iss_viewer.views.scene.paints import RIB_M
from iss_viewer.views.scene.shade import openness
from iss_viewer.views.style.status_style import HATCH_CLOSED, HATCH_OPEN, HATCH_PLANNED, rgb

_NO_PAINT = Paint((1.0, 1.0, 1.0))
OUTLINE_M = 0.13
STRIPES_M, STRIPES_ROUND = 2.2, 4  # of hatching: along the axis, and how many start round it
DARK_STRIPE = 0.42
QUIET_AMBIENT, ALARMED_AMBIENT = 0.10, 0.36


class ModulePart:
    """One module's actor, coloured before it is first drawn and recoloured in place."""

    def __init__(self, module: Module, mesh: Mesh, neighbours: Sequence[Module]) -> None:
        self.module = module
        self.mesh = mesh
        shade = openness(mesh, neighbours)[..., None]
        self._natural = (mesh.colours[:, None, :] * shade).reshape(-1, 3)
        tone = mesh.colours.mean(axis=1)[:, None, None] / 0.85
        self._tone = (tone.clip(0.45, 1.08) * (0.35 + 0.65 * shade)).reshape(-1, 1)
        self._tint = np.repeat(mesh.tint, 4)[:, None]
        self._data = mesh_data(mesh)
        self.actor = actor_of(self._data)
        _finish(self.actor.GetProperty(), 0.18)

    @cached_property
    def _hatching(self) -> Floats:
        """How bright each corner is where the hull is hatched: stripes that wind round its axis."""
        a, b = ends_of(self.module)
        _, side, third = basis(b - a)
        middle = self.mesh.points.mean(axis=1) - a
        along = middle @ (b - a) / float(np.linalg.norm(b - a))
        turn = np.arctan2(middle @ third, middle @ side) / (2.0 * np.pi)
        is_dark = (along / STRIPES_M + STRIPES_ROUND * turn) % 1.0 < 0.5
        return np.repeat(np.where(is_dark, DARK_STRIPE, 1.0).astype(np.float32), 4)[:, None]

    def colour(
        self, status_colour: str | None, share: float = 1.0, is_hatched: bool = False
    ) -> None:
        """Take a share of a status colour (``#rrggbb``), plain or hatched, or the natural colours (None)."""
        colours = self._natural
        if status_colour is not None:
            painted = self._tone * np.array(rgb(status_colour), np.float32)
            if is_hatched:
                painted = painted * self._hatching
            tint = self._tint * share
            colours = self._natural * (1 - tint) + painted * tint
        paint(self._data, colours)
        is_loud = status_colour is not None and share == 1.0
        self.actor.GetProperty().SetAmbient(ALARMED_AMBIENT if is_loud else QUIET_AMBIENT)
        self.actor.GetProperty().SetDiffuse(0.80 if is_loud else 1.0)


class HatchPart:
    """A hatch: a grey ring while open, a plate while closed, blue where that is not its plan; each is made when it is first shown.

    add: puts an actor into the picture.
    """

    def __init__(
        self, joint: Joint, add: Callable[[vtkActor], None], is_closed_by_plan: bool
    ) -> None:
        self.joint, self._add = joint, add
        self._closed = HATCH_PLANNED if is_closed_by_plan else HATCH_CLOSED
        self._actors: dict[bool, vtkActor] = {}  # by whether it is open

    def show(self, is_open: bool | None) -> None:
        """Show the hatch open or closed; None: not known, neither is shown."""
        if is_open is not None and is_open not in self._actors:
            self._actors[is_open] = self._made(is_open)
        for which, actor in self._actors.items():
            actor.SetVisibility(which is is_open)

    def _made(self, is_open: bool) -> vtkActor:
        mesh = open_ring(self.joint) if is_open else closed_disc(self.joint)
        actor = plain_actor(mesh, rgb((HATCH_OPEN if is_open else self._closed).dark))
        actor.GetProperty().SetAmbient(0.5)
        actor.GetProperty().SetDiffuse(0.6)
        actor.SetPickable(False)
        self._add(actor)
        return actor


def outline_actor() -> vtkActor:
    """The bright rim round the selected module: its swollen hull seen from inside."""
    actor = actor_of(mesh_data(mesh_of(np.zeros((0, 4, 3)), np.zeros((0, 4, 3)), _NO_PAINT)))
    surface = actor.GetProperty()
    surface.BackfaceCullingOff()
    surface.FrontfaceCullingOn()
    surface.LightingOff()
    surface.SetColor(1.0, 1.0, 1.0)
    actor.GetMapper().ScalarVisibilityOff()
    actor.SetVisibility(False)
    actor.SetPickable(False)
    return actor


def swollen(mesh: Mesh, module: Module) -> Mesh:
    """The hull without its wings and such, blown up a little away from the module's axis."""
    a, b = ends_of(module)
    length = float(np.linalg.norm(b - a))
    axis = (b - a) / length
    middle = (mesh.points.mean(axis=1) - a) @ axis / length
    is_rib_side = np.abs(mesh.normals.mean(axis=1) @ axis) > 0.9
    kept = (mesh.tint > 0.5) & ~(is_rib_side & (middle > 0.06) & (middle < 0.94))
    points, normals = mesh.points[kept], mesh.normals[kept]
    along = (points - a) @ axis
    away = points - a - along[..., None] * axis
    reach = np.linalg.norm(away, axis=-1, keepdims=True)
    ends = np.where(along < 0.5 * length, -1.0, 1.0)[..., None] * axis
    is_rib = (np.ptp(along, axis=1) < 0.12)[:, None, None]
    points = points - np.where(is_rib, RIB_M * away / np.maximum(reach, 1e-3), 0.0)
    grown = points + OUTLINE_M * (away / np.maximum(reach, 1e-3) + 0.6 * ends)
    return Mesh(grown.astype(np.float32), normals, mesh.colours[kept], mesh.tint[kept])


def plain_actor(mesh: Mesh, colour: tuple[float, float, float] | None = None) -> vtkActor:
    """An actor in the mesh's own colours, or all in one."""
    data = mesh_data(mesh)
    natural: Floats = np.repeat(mesh.colours, 4, axis=0)
    if colour is not None:
        natural = np.tile(np.array(colour, np.float32), (4 * len(mesh), 1))
    paint(data, natural)
    actor = actor_of(data)
    _finish(actor.GetProperty(), 0.15)
    return actor


def module_part(module: Module, modules: Sequence[Module], extra: Mesh | None) -> ModulePart:
    """The part of `module` among all `modules`, with `extra` collars joined to its hull."""
    mesh = hull(module) if extra is None else join(hull(module), extra)
    return ModulePart(module, mesh, [other for other in modules if other.id != module.id])


def _finish(surface: vtkProperty, gloss: float) -> None:
    surface.SetAmbient(QUIET_AMBIENT)
    surface.SetDiffuse(1.0)
    surface.SetSpecular(gloss)
    surface.SetSpecularPower(18.0)
