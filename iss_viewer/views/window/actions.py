"""All that the menus and keys of the window do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.review.notes import bookmark, write_note
from iss_viewer.views.scene.camera import Preset
from iss_viewer.views.shared.actions import Deed
from iss_viewer.views.window import file_dialogs as asking
from iss_viewer.views.window.layouts import ask_and_write

if TYPE_CHECKING:
    from iss_viewer.views.window.main_window import MainWindow


def deeds_of(window: MainWindow) -> tuple[Deed, ...]:
    """The table of deeds of a window."""
    review = window.reviewing.deeds() if window.reviewing is not None else ()
    return (
        *_run(window),
        *_alarm(window),
        *review,
        *_look(window),
        *_view(window),
        *_help(window),
    )


def _run(window: MainWindow) -> tuple[Deed, ...]:
    bar = window.time_bar
    menu = "&Run"
    return (
        Deed(menu, "Scenarios…", ("Ctrl+O",), window.choose_scenario),
        Deed(menu, "Recordings…", ("Ctrl+E",), lambda: asking.choose_recording(window)),
        Deed(
            menu, "Open a recording file…", ("Ctrl+Shift+O",), lambda: asking.open_recording(window)
        ),
        Deed(menu, "Take over here…", ("Ctrl+T",), window.take_over),
        Deed(menu, "Restart", ("Ctrl+R",), window.restart, True),
        Deed(menu, "Run or freeze", ("Space",), bar.toggle_run),
        Deed(menu, "One step on", ("Right",), lambda: bar.step(1)),
        Deed(menu, "One frame back", ("Left",), lambda: bar.step(-1)),
        Deed(menu, "Ten frames on", ("Shift+Right",), lambda: bar.step(10)),
        Deed(menu, "Ten frames back", ("Shift+Left",), lambda: bar.step(-10)),
        Deed(menu, "Faster", ("+", "="), lambda: bar.change_speed(1)),
        Deed(menu, "Slower", ("-",), lambda: bar.change_speed(-1), True),
        Deed(menu, "Next mark", ("N",), lambda: bar.go_to_mark(1)),
        Deed(menu, "Previous mark", ("P",), lambda: bar.go_to_mark(-1)),
        Deed(menu, "Back to live", ("Home",), bar.go_live, True),
        Deed(menu, "Inject a leak…", ("L",), window.training.ask_leak),
        Deed(menu, "Do what is advised", ("D",), window.knowing.carry_out),
        Deed(
            menu,
            "Everybody to their vehicle…",
            ("Ctrl+H",),
            lambda: asking.send_to_safe_haven(window),
        ),
        Deed(menu, "Write a note…", ("B",), lambda: write_note(window)),
        Deed(menu, "Bookmark this instant", ("Shift+B",), lambda: bookmark(window), True),
        Deed(menu, "Who is at the console…", ("W",), window.who.ask),
        Deed(menu, "Save a picture…", ("Ctrl+P",), lambda: asking.save_picture(window)),
        Deed(menu, "Quit", ("Ctrl+Q",), window.close),
    )


def _alarm(window: MainWindow) -> tuple[Deed, ...]:
    alarms, menu = window.alarms, "&Alarms"
    return (
        Deed(menu, "Acknowledge", ("A",), alarms.acknowledge_selected),
        Deed(menu, "Acknowledge the whole branch", ("Ctrl+A",), alarms.acknowledge_branch),
        Deed(menu, "Acknowledge all", ("Shift+A",), alarms.acknowledge_everything),
        Deed(menu, "Next alarm", ("J",), lambda: alarms.choose_next(1)),
        Deed(menu, "Previous alarm", ("K",), lambda: alarms.choose_next(-1)),
        Deed(menu, "Shelve…", ("H",), alarms.shelve_selected),
        Deed(menu, "Out of service, or back…", (), alarms.toggle_service),
        Deed(menu, "Limits…", ("Ctrl+L",), lambda: asking.edit_limits(window), True),
        Deed(menu, "Silence the tone", ("S",), alarms.silence_tone),
        Deed(menu, "Mute tones, or not", ("M",), alarms.mute.click),
    )


def _look(window: MainWindow) -> tuple[Deed, ...]:
    menu = "&Station"

    def view_from(preset: Preset) -> Callable[[], object]:
        def go() -> None:
            if window.station_view is not None:
                window.station_view.go_to(preset)

        return go

    def view(method: str) -> Callable[[], object]:
        def do() -> None:
            if window.station_view is not None:
                getattr(window.station_view, method)()

        return do

    return (
        *(
            Deed(menu, preset.label, (key,), view_from(preset))
            for key, preset in zip("123456", Preset, strict=True)
        ),
        Deed(menu, "Frame the selected module", ("F",), view("frame_selected")),
        Deed(menu, "Truss and arrays: solid, ghost, hidden", ("G",), view("cycle_structure"), True),
        Deed(menu, "Next module", ("Ctrl+Down",), lambda: window.desk.choose_next(1)),
        Deed(menu, "Previous module", ("Ctrl+Up",), lambda: window.desk.choose_next(-1)),
        Deed(menu, "Select no module", ("Esc",), lambda: window.desk.selection.choose("")),
    )


def _view(window: MainWindow) -> tuple[Deed, ...]:
    menu = "&View"
    systems = tuple(
        Deed(menu, f"Units: {system.name}", (), lambda system=system: window.desk.use_units(system))
        for system in UNIT_SYSTEMS
    )
    return (
        Deed(menu, "Next units", ("U",), window.switch_units),
        *systems,
        Deed(menu, "Dark or light", ("T",), window.switch_theme, True),
        Deed(menu, "Standard layout", ("Ctrl+0",), window.share_room),
        Deed(menu, "Save layout as…", ("Ctrl+S",), lambda: asking.save_layout(window)),
        Deed(menu, "Write layout to a file…", (), lambda: ask_and_write(window)),
        Deed(menu, "Read layout from a file…", (), lambda: asking.read_layout(window), True),
    )


def _help(window: MainWindow) -> tuple[Deed, ...]:
    return (Deed("&Help", "Keys", ("?", "F1"), lambda: asking.show_keys(window)),)
