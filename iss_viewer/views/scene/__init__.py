"""The station in 3D, free of Qt, so that it renders without a window. It must not know channels,
histories, nor who asks for the picture.
"""

from iss_viewer.views.scene.camera import Pose, Preset, between
from iss_viewer.views.scene.state import ModuleState
from iss_viewer.views.scene.station_scene import StationScene, Structure, jitter

__all__ = ["ModuleState", "Pose", "Preset", "StationScene", "Structure", "between", "jitter"]
