"""Theme and units: switched for everything at once, and remembered between starts."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from iss_viewer.situation.words.numbers import percent_text
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters, style_sheet, theme


class Appearance:
    """Reads and keeps what a person chose; whatever is broken in the settings is passed over.

    settings: where it is remembered; None: nowhere.
    """

    def __init__(self, context: WindowContext, settings: WindowSettings | None) -> None:
        self._context, self._settings = context, settings

    def recall(self) -> None:
        """Take up theme and units of the last time."""
        palette, units = theme.DARK, UNIT_SYSTEMS[0]
        if self._settings is not None:
            palette = theme.PALETTES.get(self._settings.text("theme", "dark"), palette)
            names = {system.name: system for system in UNIT_SYSTEMS}
            units = names.get(self._settings.text("units"), units)
            letters.use(_share_of(self._settings.text("text size")))
        self._context.palette, self._context.units = palette, units

    def apply(self) -> None:
        """Give the application the present theme, and remember the choice."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        style_sheet.apply(application, self._context.palette)
        if self._settings is not None:
            self._settings.keep("theme", self._context.palette.name)
            self._settings.keep("units", self._context.units.name)
            self._settings.keep("text size", str(letters.share_1()))

    def enlarge(self, step: int) -> None:
        """Letters, and all that holds them, larger or smaller by some steps; 0: of ordinary size."""
        letters.use(letters.next_share(step))
        self._context.looks_changed.emit()
        self._context.show_message(f"Text size: {percent_text(letters.share_1())}")

    def switch_theme(self) -> None:
        """From dark to light, to quiet, and back."""
        palettes = list(theme.PALETTES.values())
        at = palettes.index(self._context.palette)
        self._context.use_palette(palettes[(at + 1) % len(palettes)])

    def switch_units(self) -> None:
        """To the next unit system, everywhere at once."""
        at = UNIT_SYSTEMS.index(self._context.units)
        self._context.use_units(UNIT_SYSTEMS[(at + 1) % len(UNIT_SYSTEMS)])
        self._context.show_message(f"Units: {self._context.units.name}")


def _share_of(kept: str) -> float:
    """A text size as it was kept; the ordinary one where that is broken."""
    try:
        return float(kept)
    except ValueError:
        return 1.0
