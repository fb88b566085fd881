"""The station in 3D: told states, asked for pictures, picks and projections; no window, no Qt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import Enum
from math import radians

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor, vtkCellPicker

from iss_viewer.situation.coolant_plume import CoolantPlume
from iss_viewer.situation.module_state import ModuleCondition, ModuleState
from iss_viewer.station import Module, Station
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.views.scene.actors import actor_of, mesh_data, point_cloud
from iss_viewer.views.scene.camera import Pose, Preset, fitted, projected
from iss_viewer.views.scene.flakes import CoolantActors
from iss_viewer.views.scene.joints import Joint, collar, free_port, joints_of
from iss_viewer.views.scene.mesh import join
from iss_viewer.views.scene.parts import (
    HatchPart,
    ModulePart,
    module_part,
    outline_actor,
    plain_actor,
    swollen,
)
from iss_viewer.views.scene.plume import plume, strength, vent
from iss_viewer.views.scene.silhouettes import Ids, module_ids
from iss_viewer.views.scene.stage import Stage
from iss_viewer.views.scene.structure import array_mesh, truss_mesh
from iss_viewer.views.style.status_style import CONDITION_STYLES

GHOST_OPACITY = 0.14
_WATCH_TINT = 0.35
_ALONE_MARGIN, _SEVERAL_MARGIN = 0.32, 0.2  # of the picture beside what is framed
_TRIAL_PX = 60  # height of the pictures by which a side is chosen
_AS_GOOD_1 = 0.8  # of the best side: then the eye stays where it is
_WAYS = tuple((radians(a), radians(e)) for e in (20, -25) for a in range(0, 360, 45))


class Structure(Enum):
    """How truss, radiators and solar arrays are drawn."""

    SOLID = "solid"
    GHOST = "ghost"
    HIDDEN = "hidden"


class StationScene:
    """All actors of a station. Changes are cheap; `image` draws."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.stage = Stage()
        self._states: dict[str, ModuleState] = {}
        self._hatch_states: dict[str, bool | None] = {}
        self._selected: str | None = None
        self._structure = Structure.SOLID
        self._plumes: dict[str, tuple[float, vtkActor, NDArray[np.float64]]] = {}
        self._coolant: dict[str, CoolantActors] = {}
        joints = joints_of(station)
        self._modules = _module_parts(station, joints)
        add = self.stage.front.AddActor
        usual = {hatch.id: hatch.normally == "closed" for hatch in station.hatches}
        self._hatches = {key: HatchPart(joint, add, usual[key]) for key, joint in joints.items()}
        self._outline = outline_actor()
        self._frame = [m for m in (truss_mesh(station), array_mesh(station)) if m is not None]
        self._frame_actors = [plain_actor(mesh) for mesh in self._frame]
        self._numbers = {key: number for number, key in enumerate(self._modules, 1)}
        self._of_actor = {
            part.actor.GetAddressAsString(""): key for key, part in self._modules.items()
        }
        self._picker = vtkCellPicker()
        self._picker.SetTolerance(0.0)
        self._fill()
        self.pose = self.preset(Preset.HOME, 1.3)

    def _fill(self) -> None:
        hulls = [part.actor for part in self._modules.values()]
        for actor in (*hulls, *self._frame_actors, self._outline):
            self.stage.front.AddActor(actor)

    def show(
        self, states: Mapping[str, ModuleState], hatches: Mapping[str, bool | None] | None = None
    ) -> bool:
        """Take new states of modules and hatches (True: open); whether the picture changes by it."""
        changed = False
        for key, part in self._modules.items():
            state = states.get(key, ModuleState(ModuleStatus.NO_DATA))
            before = self._states.get(key)
            self._states[key] = state
            if before is None or before.condition is not state.condition:
                is_unknown = state.condition is ModuleCondition.NO_DATA
                part.colour(*_hull_colour(state.condition), is_hatched=is_unknown)
                changed = True
            changed |= self._show_plume(part.module, strength(state.leak_rate_kg_s))
        for key, is_open in (hatches or {}).items():
            if key in self._hatches and self._hatch_states.get(key) is not is_open:
                self._hatches[key].show(is_open)
                self._hatch_states[key] = is_open
                changed = True
        return changed

    def show_coolant(self, plumes: Mapping[str, CoolantPlume]) -> bool:
        """Take what coolant loops throw out, by module; whether the picture changes by it."""
        sizes = {key: strength(plume.loss_kg_s) for key, plume in plumes.items()}
        if sizes == {key: shown.size for key, shown in self._coolant.items()}:
            return False
        for shown in self._coolant.values():
            for actor in shown.actors:
                self.stage.front.RemoveActor(actor)
        parts = {key: part.module for key, part in self._modules.items() if key in plumes}
        self._coolant = {
            key: CoolantActors(module, plumes[key], self._others(module))
            for key, module in parts.items()
        }
        for shown in self._coolant.values():
            for actor in shown.actors:
                self.stage.front.AddActor(actor)
        return True

    def kept_clear(self) -> dict[str, NDArray[np.float64]]:
        """By module, the middle of the far end of what is to be kept clear of, metres."""
        return {key: shown.far_m for key, shown in self._coolant.items()}

    def state(self, module_id: str) -> ModuleState:
        """What was last shown of a module."""
        return self._states.get(module_id, ModuleState())

    @property
    def selected(self) -> str | None:
        """The selected module."""
        return self._selected

    def select(self, module_id: str | None) -> bool:
        """Put the bright rim round a module, or round none; whether the picture changes by it."""
        if module_id == self._selected or (module_id and module_id not in self._modules):
            return False
        self._selected = module_id
        self._outline.SetVisibility(module_id is not None)
        if module_id is not None:
            part = self._modules[module_id]
            self._outline.GetMapper().SetInputDataObject(
                0, mesh_data(swollen(part.mesh, part.module))
            )
        return True

    @property
    def structure(self) -> Structure:
        """How truss and arrays are drawn."""
        return self._structure

    def draw_structure(self, way: Structure) -> None:
        """Draw truss and arrays solid, as ghosts, or not at all; only solid ones stop a pick."""
        self._structure = way
        for actor in self._frame_actors:
            actor.SetVisibility(way is not Structure.HIDDEN)
            actor.SetPickable(way is Structure.SOLID)
            actor.GetProperty().SetOpacity(1.0 if way is Structure.SOLID else GHOST_OPACITY)

    def image(self, width: int, height: int, samples: int = 1) -> NDArray[np.uint8]:
        """A picture (height, width, 3); `samples` > 1 averages as many shifted ones: smooth edges."""
        if samples <= 1:
            self.stage.resize(width, height)
            self.stage.aim(self.pose)
            return self.stage.render()
        total = np.zeros((height, width, 3), np.uint16)
        for index in range(samples):
            total += self.shifted_image(width, height, index)
        return (total // samples).astype(np.uint8)

    def shifted_image(
        self, width: int, height: int, index: int, rows: tuple[int, int] | None = None
    ) -> NDArray[np.uint8]:
        """A picture moved by a part of a pixel, another part for each `index`.

        rows: only these, counted from below; None: all of them.
        """
        self.stage.resize(width, height)
        self.stage.aim(self.pose)
        return self.stage.render(jitter(index), rows)

    def number_of(self, module_id: str) -> int:
        """By which number `seen_modules` knows a module."""
        return self._numbers[module_id]

    def seen_modules(self, width: int, height: int) -> Ids:
        """The number of the module that is seen at each pixel, shape (height, width); 0 where there is none."""
        self.stage.resize(width, height)
        actors = {self._numbers[key]: part.actor for key, part in self._modules.items()}
        marks = [self._outline, *(plume for _, plume, _ in self._plumes.values())]
        marks += [actor for shown in self._coolant.values() for actor in shown.actors]
        return module_ids(self.stage, self.pose, actors, marks)

    def pick(self, x: float, y: float, width: int, height: int) -> str | None:
        """The module at a pixel from the left and from the top; None where there is none."""
        self.stage.resize(width, height)
        self.stage.aim(self.pose)
        self._picker.Pick(x, height - 1 - y, 0, self.stage.front)
        actor = self._picker.GetActor()
        return None if actor is None else self._of_actor.get(actor.GetAddressAsString(""))

    def project(self, module_id: str, width: int, height: int) -> tuple[float, float] | None:
        """The pixel of a module's centre; None behind the eye."""
        centre = np.array(self.station.module(module_id).centre_m)
        return projected(centre, self.pose, width, height)

    def plume_axes(self) -> list[NDArray[np.float64]]:
        """Points (n, 3) along each visible plume."""
        return [axis for _, _, axis in self._plumes.values()]

    def hatch_centre(self, hatch_id: str) -> NDArray[np.float64] | None:
        """Where a hatch is, metres; None for one that leads to vacuum, or is not there."""
        hatch = self._hatches.get(hatch_id)
        return None if hatch is None else hatch.joint.centre_m

    def preset(self, preset: Preset, aspect: float) -> Pose:
        """The pose of a named view that fits a picture of `aspect` (width / height)."""
        azimuth, elevation = (radians(angle) for angle in preset.value)
        points = self._points_of(preset)
        return fitted(points, azimuth, elevation, aspect, 0.03)

    def framed(self, module_ids: Sequence[str], aspect: float, is_wide: bool = False) -> Pose:
        """A pose that shows modules large, seen from the side from which most of them is seen; that of now where it is
        as good. So an array or a truss before them is not what is looked at. is_wide: with the modules beside them.
        """
        beside = {
            end for h in self.station.hatches if {h.a, h.b} & set(module_ids) for end in (h.a, h.b)
        }
        shown = [key for key in self._modules if key in module_ids or (is_wide and key in beside)]
        points = np.concatenate([self._modules[key].mesh.points.reshape(-1, 3) for key in shown])
        margin = _ALONE_MARGIN if len(shown) == 1 else _SEVERAL_MARGIN
        here = (self.pose.azimuth, self.pose.elevation)
        poses = [fitted(points, *way, aspect, margin) for way in (here, *_WAYS)]
        seen = [self._seen_share(pose, module_ids, aspect) for pose in poses]
        best = int(np.argmax(seen))
        return poses[0] if seen[0] >= _AS_GOOD_1 * seen[best] else poses[best]

    def _seen_share(self, pose: Pose, module_ids: Sequence[str], aspect: float) -> float:
        """How much of a small picture some modules fill, seen from a pose."""
        kept, self.pose = self.pose, pose
        ids = self.seen_modules(max(round(_TRIAL_PX * aspect), 8), _TRIAL_PX)
        self.pose = kept
        return float(np.isin(ids, [self._numbers[key] for key in module_ids]).mean())

    def close(self) -> None:
        """Give the graphics memory back."""
        self.stage.close()

    def _points_of(self, preset: Preset) -> NDArray[np.float64]:
        segments: tuple[str, ...] = ("ROS", "USOS")
        if preset is Preset.RUSSIAN:
            segments = ("ROS",)
        elif preset is Preset.AMERICAN:
            segments = ("USOS",)
        parts = [p for p in self._modules.values() if p.module.segment in segments]
        meshes = [part.mesh for part in parts or self._modules.values()]
        points = np.concatenate([mesh.points[:, 0] for mesh in meshes]).astype(float)
        if preset in (Preset.TOP, Preset.WHOLE):
            return np.concatenate([points, *(mesh.points[:, 0] for mesh in self._frame)])
        if preset is Preset.HOME and self._frame:
            ends = [part.module.end_b_m[1] for part in self._modules.values()]
            half = 2.2 * np.abs(ends).max()
            near = self._frame[0].points[:, 0]
            return np.concatenate([points, near[np.abs(near[:, 1]) < half]])
        return points

    def _others(self, module: Module) -> list[Module]:
        return [other for other in self.station.modules if other.id != module.id]

    def _show_plume(self, module: Module, size: float) -> bool:
        before = self._plumes.get(module.id)
        if size == (before[0] if before else 0.0):
            return False
        if before is not None:
            self.stage.front.RemoveActor(before[1])
            del self._plumes[module.id]
        if size > 0:
            data = point_cloud(*plume(module, size, self._others(module)))
            actor = actor_of(data)
            actor.GetProperty().LightingOff()
            actor.GetProperty().SetPointSize(2.0)
            actor.SetPickable(False)
            self.stage.front.AddActor(actor)
            start, way = vent(module, self._others(module))
            axis = start + np.array([1.0, 3.0, 5.0, 7.0])[:, None] * way
            self._plumes[module.id] = (size, actor, axis)
        return True


def jitter(index: int) -> tuple[float, float]:
    """A shift within one pixel: the Halton sequence of bases 2 and 3, centred."""
    return _halton(index + 1, 2) - 0.5, _halton(index + 1, 3) - 0.5


def _halton(index: int, base: int) -> float:
    share, value = 1.0, 0.0
    while index > 0:
        share /= base
        value += share * (index % base)
        index //= base
    return value


def _hull_colour(condition: ModuleCondition) -> tuple[str | None, float]:
    """The colour of a hull, and how much of it: what is only watched is tinted, so that a suspect stands out."""
    if condition in (ModuleCondition.NOMINAL, ModuleCondition.PLANNED):
        return None, 1.0
    share = _WATCH_TINT if condition is ModuleCondition.WATCH else 1.0
    return CONDITION_STYLES[condition].dark, share


def _module_parts(station: Station, joints: Mapping[str, Joint]) -> dict[str, ModulePart]:
    collars = defaultdict(list)
    for joint in joints.values():
        collars[joint.owner].append(collar(joint))
    taken = {ship.port for ship in station.docked}
    for port in station.ports:
        if port.id not in taken:
            collars[port.module].append(free_port(port))
    return {
        module.id: module_part(
            module, station.modules, join(*collars[module.id]) if collars[module.id] else None
        )
        for module in station.modules
    }
