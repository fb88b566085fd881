"""The station in 3D, free of Qt, so that it renders without a window. It must not know channels,
histories, nor who asks for the picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iss_viewer.situation.module_state import ModuleState
from iss_viewer.views.scene.camera import Pose, Preset, between

if TYPE_CHECKING:
    from iss_viewer.views.scene.station_scene import StationScene, Structure

__all__ = [
    "ModuleState",
    "Pose",
    "Preset",
    "StationScene",
    "Structure",
    "between",
]


def __getattr__(name: str) -> Any:
    """Import what needs VTK only when it is asked for: its import costs as much as a first window."""
    if name in ("StationScene", "Structure"):
        from iss_viewer.views.scene import station_scene

        return getattr(station_scene, name)
    raise AttributeError(name)
