"""Theme, units and notation of time: switched for everything at once, and remembered between starts."""

from __future__ import annotations

from zoneinfo import available_timezones

from PySide6.QtWidgets import QApplication, QWidget

from iss_viewer.situation.words.clock import ELAPSED, NOTATIONS
from iss_viewer.situation.words.numbers import percent_text
from iss_viewer.telemetry.readings.column_map import zone_of
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.shared.dialogs import ask_choice
from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters, style_sheet, theme

#: offered before all others: where the station is flown from
_CONTROL_CENTRES = (
    "Europe/Moscow",
    "America/Chicago",
    "Europe/Berlin",
    "Asia/Tokyo",
    "America/Toronto",
)


class Appearance:
    """Reads and keeps what a person chose; whatever is broken in the settings is passed over.

    settings: where it is remembered; None: nowhere.
    """

    def __init__(self, context: WindowContext, settings: WindowSettings | None) -> None:
        self._context, self._settings = context, settings

    def recall(self) -> None:
        """Take up theme, units and notation of time of the last time."""
        palette, units = theme.DARK, UNIT_SYSTEMS[0]
        if self._settings is not None:
            palette = theme.PALETTES.get(self._settings.text("theme", "dark"), palette)
            names = {system.name: system for system in UNIT_SYSTEMS}
            units = names.get(self._settings.text("units"), units)
            letters.use(_share_of(self._settings.text("text size")))
            self._context.notation = _notation_of(self._settings.text("time", ELAPSED))
        self._context.palette, self._context.units = palette, units

    def apply(self) -> None:
        """Give the application the present theme, and remember the choice."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        style_sheet.apply(application, self._context.palette)
        if self._settings is not None:
            self._settings.keep("theme", self._context.palette.name)
            self._settings.keep("units", self._context.units.name)
            self._settings.keep("time", self._context.notation)
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

    def switch_notation(self) -> None:
        """To the next notation of time that has a name, everywhere at once."""
        names = list(NOTATIONS)
        here = self._context.notation
        at = names.index(here) if here in names else -1
        self.use_notation(names[(at + 1) % len(names)])

    def use_notation(self, notation: str) -> None:
        """Write instants in a notation, everywhere at once."""
        self._context.use_notation(notation)
        self._context.show_message(f"Time: {self._context.clock.words()}")

    def ask_zone(self, parent: QWidget) -> None:
        """Ask for a time zone and write instants in it."""
        others = sorted(available_timezones() - set(_CONTROL_CENTRES))
        zone = ask_choice(
            parent,
            "Time zone",
            "Write all times as clocks show them in",
            (*_CONTROL_CENTRES, *others),
        )
        if not zone:
            return
        try:
            zone_of(zone)
        except ValueError as error:
            self._context.show_message(str(error), "notice")
        else:
            self.use_notation(zone)


def _notation_of(kept: str) -> str:
    """A notation as it was kept; elapsed time where that is broken."""
    try:
        zone_of(kept if kept not in NOTATIONS else "UTC")
    except ValueError:
        return ELAPSED
    return kept


def _share_of(kept: str) -> float:
    """A text size as it was kept; the ordinary one where that is broken."""
    try:
        return float(kept)
    except ValueError:
        return 1.0
