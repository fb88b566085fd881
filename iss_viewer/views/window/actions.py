"""All that the menus and keys of the window do, a function for each menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from iss_viewer.situation.advised import can_be_done
from iss_viewer.situation.words.clock import NOTATIONS
from iss_viewer.units import UNIT_SYSTEMS, UnitSystem
from iss_viewer.views.review.notes import bookmark, write_note
from iss_viewer.views.scene.camera import Preset
from iss_viewer.views.shared.actions import MenuAction
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.window import file_dialogs
from iss_viewer.views.window.appearance import Appearance
from iss_viewer.views.window.layouts import Layouts
from iss_viewer.views.window.operator_name import OperatorName
from iss_viewer.views.window.panels import Panels
from iss_viewer.views.window.scenario_editing import ScenarioEditing
from iss_viewer.views.window.sessions import Sessions
from iss_viewer.views.window.station_pane import StationPane
from iss_viewer.views.window.station_room import StationRoom
from iss_viewer.views.window.time_bar import TimeBar
from iss_viewer.views.window.workspaces import WORKSPACES, Workspace, Workspaces

if TYPE_CHECKING:
    from iss_viewer.views.alarms.alarm_list import AlarmList
    from iss_viewer.views.plots.plot_panel import PlotPanel


def run_actions(sessions: Sessions, editing: ScenarioEditing) -> tuple[MenuAction, ...]:
    """Which session the window is on, and what can be played is written."""
    menu, take_over = "&Run", sessions.take_over
    return (
        MenuAction(menu, "Scenarios…", ("Ctrl+O",), sessions.choose_scenario),
        MenuAction(
            menu,
            "Edit a scenario…",
            ("Ctrl+Shift+N",),
            editing.open,
            is_enabled=editing.is_possible,
        ),
        MenuAction(menu, "Recordings…", ("Ctrl+E",), sessions.choose_recording),
        MenuAction(menu, "Open a recording file…", ("Ctrl+Shift+O",), sessions.open_recording),
        MenuAction(menu, "Open a table of readings…", ("Ctrl+Shift+I",), sessions.choose_table),
        MenuAction(
            menu, "Take over here…", ("Ctrl+T",), take_over, is_enabled=sessions.can_take_over
        ),
        MenuAction(menu, "Restart", ("Ctrl+R",), sessions.restart, True),
    )


def time_actions(bar: TimeBar) -> tuple[MenuAction, ...]:
    """How time goes."""

    def when_shown(
        text: str, keys: tuple[str, ...], do: Callable[[], object], is_last: bool = False
    ) -> MenuAction:
        return MenuAction("&Run", text, keys, do, is_last, bar.has_moment)

    return (
        when_shown("Run or freeze", ("Space",), bar.toggle_run),
        when_shown("One step on", ("Right",), lambda: bar.step(1)),
        when_shown("One frame back", ("Left",), lambda: bar.step(-1)),
        when_shown("Ten frames on", ("Shift+Right",), lambda: bar.step(10)),
        when_shown("Ten frames back", ("Shift+Left",), lambda: bar.step(-10)),
        when_shown("Faster", ("+", "="), lambda: bar.change_speed(1)),
        when_shown("Slower", ("-",), lambda: bar.change_speed(-1), True),
        when_shown("Next mark", ("N",), lambda: bar.go_to_mark(1)),
        when_shown("Previous mark", ("P",), lambda: bar.go_to_mark(-1)),
        when_shown("Back to live", ("Home",), bar.go_live, True),
    )


def station_orders(
    window: QWidget, context: WindowContext, panels: Panels
) -> tuple[MenuAction, ...]:
    """What is done to the station."""
    menu = "&Run"

    def has_advice() -> bool:
        return context.moment is not None and can_be_done(context.moment)

    def may_change_truth() -> bool:
        return context.moment is not None and context.moment.may_change_truth

    return (
        MenuAction(
            menu,
            "Inject a leak…",
            ("L",),
            lambda: panels.training.ask_leak(),
            is_enabled=may_change_truth,
        ),
        MenuAction(
            menu,
            "Give an order…",
            ("Ctrl+J",),
            lambda: panels.orders.ask(),
            is_enabled=may_change_truth,
        ),
        MenuAction(
            menu,
            "Execute recommendation",
            ("D",),
            lambda: panels.advice.carry_out(),
            is_enabled=has_advice,
        ),
        MenuAction(
            menu,
            "Safe haven: crew to vehicles…",
            ("Ctrl+H",),
            lambda: file_dialogs.send_to_safe_haven(window, context),
            is_enabled=lambda: file_dialogs.can_send_to_safe_haven(context),
        ),
    )


def note_actions(
    window: QWidget, context: WindowContext, operator: OperatorName
) -> tuple[MenuAction, ...]:
    """What is noted of an instant and by whom, its picture, and the end."""
    menu = "&Run"

    def has_moment() -> bool:
        return context.moment is not None

    def note() -> None:
        write_note(window, context)

    def mark() -> None:
        bookmark(context)

    return (
        MenuAction(menu, "Write a note…", ("B",), note, is_enabled=has_moment),
        MenuAction(menu, "Bookmark this instant", ("Shift+B",), mark, True, has_moment),
        MenuAction(menu, "Who is at the console…", ("W",), operator.ask),
        MenuAction(
            menu, "Save a picture…", ("Ctrl+P",), lambda: file_dialogs.save_picture(window, context)
        ),
        MenuAction(menu, "Quit", ("Ctrl+Q",), window.close),
    )


def alarm_actions(
    window: QWidget, context: WindowContext, panels: Panels
) -> tuple[MenuAction, ...]:
    """What is done with alarms; where an order would not reach the station, they say so themselves."""
    menu = "&Alarms"

    def on_list(do: Callable[[AlarmList], object]) -> Callable[[], object]:
        return lambda: do(panels.alarms)  # made when it is first asked for

    return (
        MenuAction(menu, "Acknowledge", ("A",), on_list(lambda it: it.acknowledge_selected())),
        MenuAction(
            menu,
            "Acknowledge the whole branch",
            ("Ctrl+A",),
            on_list(lambda it: it.acknowledge_branch()),
        ),
        MenuAction(
            menu, "Acknowledge all", ("Shift+A",), on_list(lambda it: it.acknowledge_everything())
        ),
        MenuAction(
            menu,
            "Acknowledge with a remark…",
            ("Ctrl+Shift+A",),
            on_list(lambda it: it.acknowledge_with_remark()),
        ),
        MenuAction(menu, "Assign to…", ("Shift+W",), on_list(lambda it: it.assign()), True),
        MenuAction(menu, "Next alarm", ("J",), on_list(lambda it: it.choose_next(1))),
        MenuAction(menu, "Previous alarm", ("K",), on_list(lambda it: it.choose_next(-1))),
        MenuAction(menu, "Shelve…", ("H",), on_list(lambda it: it.shelve_selected())),
        MenuAction(
            menu,
            "Remove from / return to service…",
            (),
            on_list(lambda it: it.toggle_service()),
        ),
        MenuAction(
            menu, "Limits…", ("Ctrl+L",), lambda: file_dialogs.edit_limits(window, context), True
        ),
        MenuAction(menu, "Silence the tone", ("S",), on_list(lambda it: it.silence_tone())),
        MenuAction(menu, "Mute tones, or not", ("Shift+M",), on_list(lambda it: it.mute.click())),
    )


def station_actions(
    context: WindowContext, station: StationPane, room: StationRoom
) -> tuple[MenuAction, ...]:
    """Where the station is looked at from, and which of its modules is chosen."""
    menu, is_loaded = "&Station", station.is_loaded

    def look_from(preset: Preset) -> Callable[[], None]:
        return station.on_view(lambda view: view.go_to(preset))

    def can_frame() -> bool:
        return is_loaded() and bool(context.selection.module)

    frame = station.on_view(lambda view: view.frame_selected())
    cycle = station.on_view(lambda view: view.cycle_structure())
    return (
        MenuAction(
            menu, "3D, hatch map, or both", ("M",), station.switch, is_enabled=station.has_map
        ),
        MenuAction(menu, "The whole width, or beside its panels", ("E",), room.switch, True),
        *(
            MenuAction(menu, preset.label, (key,), look_from(preset), is_enabled=is_loaded)
            for key, preset in zip("123456", Preset, strict=True)
        ),
        MenuAction(menu, "Frame the selected module", ("F",), frame, is_enabled=can_frame),
        MenuAction(menu, "Truss and arrays: solid, ghost, hidden", ("G",), cycle, True, is_loaded),
        MenuAction(menu, "Next module", ("Ctrl+Down",), lambda: context.choose_next(1)),
        MenuAction(menu, "Previous module", ("Ctrl+Up",), lambda: context.choose_next(-1)),
        MenuAction(menu, "Clear selection", ("Esc",), lambda: context.selection.choose("")),
    )


def plot_actions(panels: Panels) -> tuple[MenuAction, ...]:
    """What is done with the plots by keys, from anywhere in the window."""
    menu = "&View"

    def on_plots(do: Callable[[PlotPanel], object]) -> Callable[[], None]:
        def act() -> None:
            if panels.plots is not None:
                do(panels.plots)

        return act

    def are_loaded() -> bool:
        return panels.plots is not None

    def when_loaded(
        text: str, key: str, do: Callable[[PlotPanel], object], is_last: bool = False
    ) -> MenuAction:
        return MenuAction(menu, text, (key,), on_plots(do), is_last, are_loaded)

    return (
        when_loaded("Plot cursor 1 here", "X", lambda it: it.reading.put(0)),
        when_loaded("Plot cursor 2 here", "C", lambda it: it.reading.put(1)),
        when_loaded("Plot cursors on or off", "Shift+C", lambda it: it.reading.toggle()),
        when_loaded("Mark the range between the cursors…", "R", lambda it: it.reading.ask_mark()),
        when_loaded("Marked ranges…", "Shift+R", lambda it: it.reading.list_marks()),
        when_loaded("Limits of the axes…", "Y", lambda it: it.ask_limits()),
        when_loaded(
            "Automatic limits of the axes", "Shift+Y", lambda it: it.scales.release(), True
        ),
    )


def workspace_actions(workspaces: Workspaces) -> tuple[MenuAction, ...]:
    """To another workspace."""

    def to(workspace: Workspace) -> Callable[[], None]:
        return lambda: workspaces.go_to(workspace)

    return tuple(
        MenuAction(
            "&View", f"Workspace: {one.name.lower()}", (one.key,), to(one), one is WORKSPACES[-1]
        )
        for one in WORKSPACES
    )


def view_actions(
    window: QWidget,
    context: WindowContext,
    appearance: Appearance,
    workspaces: Workspaces,
    layouts: Layouts,
) -> tuple[MenuAction, ...]:
    """Units, notation of time, theme and layout."""
    menu = "&View"

    def use(system: UnitSystem) -> Callable[[], None]:
        return lambda: context.use_units(system)

    def write(notation: str) -> Callable[[], None]:
        return lambda: appearance.use_notation(notation)

    return (
        MenuAction(menu, "Cycle units", ("U",), appearance.switch_units),
        *(MenuAction(menu, f"Units: {system.name}", (), use(system)) for system in UNIT_SYSTEMS),
        MenuAction(menu, "Cycle notation of time", ("Z",), appearance.switch_notation),
        *(MenuAction(menu, f"Time: {name}", (), write(key)) for key, name in NOTATIONS.items()),
        MenuAction(menu, "Time: a zone of your choice…", (), lambda: appearance.ask_zone(window)),
        MenuAction(menu, "Theme: dark, light or quiet", ("T",), appearance.switch_theme, True),
        MenuAction(menu, "Larger text", ("Ctrl++", "Ctrl+="), lambda: appearance.enlarge(1)),
        MenuAction(menu, "Smaller text", ("Ctrl+-",), lambda: appearance.enlarge(-1)),
        MenuAction(menu, "Text of ordinary size", ("Ctrl+0",), lambda: appearance.enlarge(0), True),
        MenuAction(menu, "Standard layout", ("Ctrl+Shift+S",), workspaces.restore),
        MenuAction(
            menu,
            "Save layout as…",
            ("Ctrl+S",),
            lambda: file_dialogs.save_layout(window, layouts),
            is_enabled=layouts.can_save,
        ),
        MenuAction(
            menu,
            "Write layout to a file…",
            (),
            lambda: file_dialogs.write_layout(window, context, layouts),
        ),
        MenuAction(
            menu,
            "Read layout from a file…",
            (),
            lambda: file_dialogs.read_layout(window, context, layouts),
            True,
        ),
    )
