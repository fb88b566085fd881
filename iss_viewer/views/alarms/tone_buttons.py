"""The buttons beside the alarms that stop the tone of what is new now, or all tones."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from iss_viewer.telemetry.status import AlarmClass
from iss_viewer.views.alarms.sounds import Annunciator
from iss_viewer.views.shared.widgets import IconButton
from iss_viewer.views.style.theme import Palette


class ToneButtons:
    """A bell that silences, and a bell that mutes and stays pressed; they show how it stands."""

    def __init__(
        self, annunciator: Annunciator, silence: Callable[[], None], mute: Callable[[], None]
    ) -> None:
        self._annunciator = annunciator
        self.silence = IconButton("bell", "Silence the tone (acknowledges nothing)", silence)
        self.mute = IconButton("muted", "Mute all tones", mute)
        self.mute.setCheckable(True)

    @property
    def is_muted(self) -> bool:
        """Whether all tones are off."""
        return self._annunciator.is_muted

    def apply_theme(self, palette: Palette) -> None:
        """Show what sounds, and whether anything may."""
        sounding, is_muted = self._annunciator.sounding, self.is_muted
        self.silence.setEnabled(bool(sounding))
        self.silence.apply_theme(palette, tone="bad" if sounding >= AlarmClass.WARNING else "muted")
        self.mute.setText("MUTED" if is_muted else "")
        self.mute.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.mute.apply_theme(palette, tone="notice" if is_muted else "muted")
