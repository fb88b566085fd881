"""The outlines of suspects over the 3D picture, and of the module that is pointed at anywhere; hulls in front cover them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QImage

from iss_viewer.situation.module_state import ModuleCondition, ModuleState
from iss_viewer.views.station.quick_picture import as_overlay
from iss_viewer.views.style.status_style import CONDITION_STYLES

if TYPE_CHECKING:
    from iss_viewer.views.scene import StationScene
    from iss_viewer.views.scene.silhouettes import Ids

#: whose outline is drawn
OUTLINED = (ModuleCondition.WATCH, ModuleCondition.SUSPECTED, ModuleCondition.LEAKING)
_POINTED = "#ffffff"


class Outlines:
    """Finds them once for a look of the camera, and anew where other modules are meant."""

    def __init__(self) -> None:
        self._ids: Ids | None = None
        self._ids_of: tuple[object, ...] = ()
        self._image: QImage | None = None
        self._image_of: tuple[object, ...] = ()

    def picture(
        self,
        scene: StationScene,
        size: tuple[int, int],
        states: Mapping[str, ModuleState],
        pointed: str,
    ) -> QImage | None:
        """The outlines on nothing, `size` device pixels; None where nobody has one."""
        colours = outlined(states, pointed)
        if not colours:
            return None
        look = (scene.pose, size, scene.structure)
        if look != self._ids_of:
            self._ids, self._ids_of = scene.seen_modules(*size), look
        wanted = (look, tuple(colours.items()))
        if wanted != self._image_of:
            self._image, self._image_of = self._drawn(scene, colours), wanted
        return self._image

    def _drawn(self, scene: StationScene, colours: Mapping[str, str]) -> QImage:
        from iss_viewer.views.scene.silhouettes import rim  # VTK: after the first paint

        assert self._ids is not None
        pixels = np.zeros((*self._ids.shape, 4), np.uint8)
        for colour in dict.fromkeys(colours.values()):
            numbers = [scene.number_of(m) for m, own in colours.items() if own == colour]
            chosen = QColor(colour)
            pixels[rim(self._ids, numbers)] = (chosen.blue(), chosen.green(), chosen.red(), 255)
        return as_overlay(pixels)


def outlined(states: Mapping[str, ModuleState], pointed: str) -> dict[str, str]:
    """Module -> the colour of its outline; that of the one that is pointed at comes last and over all others."""
    found = {
        module: CONDITION_STYLES[state.condition].dark
        for module, state in states.items()
        if state.condition in OUTLINED and module != pointed
    }
    return found | ({pointed: _POINTED} if pointed in states else {})
