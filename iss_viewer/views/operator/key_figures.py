"""The top of the window: which kind of run this is, the sentence, the verdicts, the key figures."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy

from iss_viewer.detection.assessment import STATION
from iss_viewer.link.link import Pace
from iss_viewer.situation.air_loss import (
    beside_loss,
    has_loss,
    is_manned,
    loss_band_text,
    loss_text,
    main_name,
    place_of_loss,
    reserve_band_text,
    reserve_rules_text,
    reserve_text,
    subject_of_loss,
)
from iss_viewer.situation.alarm_cells import counts_text, short_counts_text
from iss_viewer.situation.emphasis import ALARM_TONE, leak_tone, left_tone, reserve_tone
from iss_viewer.situation.expected_alarms import calling_alarms
from iss_viewer.situation.feed_now import air_age_text, feed_text
from iss_viewer.situation.first_limit import subject_of_people
from iss_viewer.situation.headline import Headline, headline
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.playhead import Playhead
from iss_viewer.situation.training.help_level import is_without_advice
from iss_viewer.situation.words.quantities import change_text, other_pressure_text
from iss_viewer.situation.words.spans import capitalized, gas_words
from iss_viewer.situation.words.status import CLASS_WORDS
from iss_viewer.telemetry.events import PARTIES
from iss_viewer.telemetry.status import AlarmClass
from iss_viewer.units import UnitSystem, duration_text
from iss_viewer.views.operator.action_card import ActionCard
from iss_viewer.views.operator.figure import Figure
from iss_viewer.views.operator.great_reserve import GreatReserve
from iss_viewer.views.operator.verdict_chip import VerdictChip
from iss_viewer.views.shared.widgets import as_tip, button, column, frame, label, row, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role, set_tone

_STARTING = "The station is being loaded: the first readings come in a moment"
_NARROW = 1450  # pixels, below which words and figures are smaller
_TIGHT = 1120  # below which calm figures stand in two lines
_GREAT_PX = 116  # height of what presses
#: line, column and how many columns wide; beside what presses, alarms of several classes have room
_IN_LINE = [(0, at, 1) for at in range(8)]
_IN_TWO = [(at // 4, at % 4, 1) for at in range(8)]
_BESIDE_GREAT = [*_IN_TWO[:4], (1, 0, 2), (1, 2, 1), (1, 3, 1)]
_SHARES = (18, 19, 22, 29, 22, 19, 26, 13)  # of the width, of each figure in one line
_GREAT_SHARES = (102, 137, 167, 147, 0, 0, 0, 0)  # of each column of the two


class Top(QFrame):
    """Banner, sentence, verdicts and figures, over the whole width."""

    live_asked = Signal()
    restart_asked = Signal()
    take_over_asked = Signal()
    execute_asked = Signal()
    plan_asked = Signal()
    pressing = Signal()  # something is shown that matters more than anything else
    grown = Signal()  # now, and not a moment ago
    eased = Signal()  # nothing presses any more

    def __init__(self, context: WindowContext, playhead: Playhead) -> None:
        super().__init__()
        self._context, self._playhead = context, playhead
        self._said = Headline(_STARTING, "muted")
        self.frame_ms = 0.0  # how long a drawing takes, told in a tool tip
        self.load = ""  # how drawing and data keep up, in words
        self.silence_s = 0.0  # since the session spoke last, told there too
        self._build_layout()

    def _build_layout(self) -> None:
        set_role(self, "panel")
        self.mode = label("STARTING", "badge", "mode")
        self.mode.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.judge = label("", "badge", "notice")
        self.judge.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.judge.setToolTip("Judged by a detector that was added, not by the program's own")
        self.judge.hide()
        self.sentence = label(_STARTING, "headline", "muted")
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.sentence.installEventFilter(self)
        self.live = button("Back to live", self.live_asked.emit, "mode", "Home")
        self.restart = button(
            "Resume session",
            self.restart_asked.emit,
            "bad",
            tip="From the last sample on, alarms as they stood",
        )
        self.chips = [VerdictChip(party, self._context) for party in PARTIES]
        self.take_over = button(
            "Take over here", self.take_over_asked.emit, tip="Live from this instant on"
        )
        self.take_over.hide()
        self.live.hide()
        self.restart.hide()
        first = row(
            self.mode,
            self.judge,
            self.sentence,
            self.take_over,
            self.live,
            self.restart,
            *self.chips,
        )
        first.setStretch(2, 1)
        self.great = GreatReserve()
        self.action = ActionCard(self.execute_asked.emit, self.plan_asked.emit)
        self._line = row(self.great, self._figures(), self.action, spacing=12)
        for at, share in enumerate((24, 0, 30)):
            self._line.setStretch(at, share)
        for part in (self.great, self.action):
            letters.give_size(part, "setFixedHeight", _GREAT_PX)
        self.setLayout(column(first, frame("line"), self._line, spacing=6, margin=9))
        self._is_great, self._is_tight = True, False
        self._grow(False)

    def _figures(self) -> QGridLayout:
        self.pressure = Figure("Station pressure", "Mean over the main air space")
        self.rate = Figure("dP/dt", "Rate of pressure change of the main air space")
        self.leak = Figure("Leak rate", "Air lost where most is lost, with the 95 % interval")
        self.reserve = Figure("Reserve time", "Time to the reserve limit: median and 90 % band")
        self.gas = Figure(
            "Gas reserve", "Until the gas for repressurization runs out: median and 90 % band"
        )
        self.alarms = Figure("Alarms", "The worst active class, and how many of each")
        self.clock = Figure("Simulated time", "Simulated date and time, and elapsed time")
        self.speed = Figure("Speed", "Reached, and asked for")
        self.all = (
            self.pressure, self.rate, self.leak, self.reserve, self.gas, self.alarms,
            self.clock, self.speed,
        )  # fmt: skip
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        return self._grid

    def _grow(self, is_great: bool) -> None:
        """In one line while nothing presses; beside what presses in two, without the reserve time that stands there."""
        if is_great is self._is_great:
            return
        self._is_great = is_great
        self.great.setVisible(is_great)
        self.action.setVisible(is_great)
        self.reserve.setVisible(not is_great)
        self._line.setStretch(1, 50 if is_great else 1)
        self._place_figures()

    def _place_figures(self) -> None:
        """In two lines beside what presses, and where the window is too narrow for one."""
        shown = [one for one in self.all if one is not self.reserve] if self._is_great else self.all
        is_double = self._is_great or self._is_tight
        places = _BESIDE_GREAT if self._is_great else _IN_TWO if self._is_tight else _IN_LINE
        for one, (line, column_, wide) in zip(shown, places, strict=True):
            self._grid.addWidget(one, line, column_, 1, wide)
        for at, share in enumerate(_GREAT_SHARES if is_double else _SHARES):
            self._grid.setColumnStretch(at, share)

    def _is_pressing(self, moment: Moment) -> bool:
        """Whether a warning stands while people breathe air that is lost; once it does, until no warning stands."""
        worst = max((one.alarm_class for one in calling_alarms(moment)), default=AlarmClass.NONE)
        if worst < AlarmClass.WARNING or is_without_advice(moment):
            return False
        subject = subject_of_people(moment)
        loses = has_loss(moment, subject) and is_manned(moment, subject)
        return loses or worst is AlarmClass.EMERGENCY or self._is_great

    def show_moment(self, moment: Moment) -> None:
        """Show an instant."""
        said = headline(moment, self._context.units)
        is_now = moment.is_current
        self._said = said if is_now else Headline(f"Last known: {said.text}", "muted")
        self._show_sentence()
        for chip in self.chips:
            chip.show_moment(moment)
        self._show_mode(moment)
        self._show_air(moment, self._context.units)
        self._show_alarms(moment)
        self._show_time(moment)
        was_great = self._is_great
        self._grow(self._is_pressing(moment))
        if self._is_great:
            self.pressing.emit()
            if not was_great:
                self.grown.emit()
            self.great.show_moment(moment, self._context.units)
            self.action.show_moment(moment)
        elif was_great:
            self.eased.emit()
        if not moment.is_current:
            self._fade(moment)

    def show_starting(self) -> None:
        """Another run is to come; no figure is of it yet."""
        set_text(self.mode, "STARTING", "mode")
        set_tone(self, "")
        self._said = Headline(_STARTING, "muted")
        self._show_sentence()
        for shown in self.all:
            shown.set_text("—", "", "muted")
            shown.speak_of("")
        for chip in self.chips:
            chip.forget()
        for part in (self.judge, self.live, self.restart, self.take_over):
            part.hide()
        self._grow(False)

    def show_no_session(self) -> None:
        """Say that what was asked for did not start; why stands where the station would be."""
        set_text(self.mode, "NOT STARTED", "bad")
        self._said = Headline("The session did not start: see why below", "bad")
        self._show_sentence()

    def _fade(self, moment: Moment) -> None:
        """Mark the last data as what they are."""
        for shown in self.all:
            set_tone(shown.value, "muted")
        self.great.fade()
        self.speed.set_text("Stale", moment.clock.text(moment.known_s), "bad")

    def _show_sentence(self) -> None:
        """The sentence as far as it fits; all of it as a tool tip."""
        said, wide = self._said, max(self.sentence.width(), 200)
        metrics = self.sentence.fontMetrics()
        set_text(
            self.sentence,
            metrics.elidedText(said.text, Qt.TextElideMode.ElideRight, wide),
            said.tone,
        )
        self.sentence.setToolTip(as_tip(said.text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say as much of the sentence as fits whenever what stands beside it comes or goes."""
        if watched is self.sentence and event.type() is QEvent.Type.Resize:
            self._show_sentence()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write smaller where there is little room."""
        is_narrow = self.width() < letters.px(_NARROW)
        is_tight = self.width() < letters.px(_TIGHT)
        if is_tight is not self._is_tight:
            self._is_tight = is_tight
            self._place_figures()
        set_role(self.sentence, "headline-small" if is_narrow else "headline")
        for shown in self.all:
            set_role(shown.value, "figure-small" if is_narrow else "figure")
        for chip in self.chips:
            chip.set_narrow(is_narrow)
        self._show_sentence()
        super().resizeEvent(event)

    def _show_mode(self, moment: Moment) -> None:
        is_back = not (moment.is_live or moment.is_over)
        if moment.is_lost:
            set_text(self.mode, "SESSION LOST", "bad")
        elif moment.silent_s:
            set_text(self.mode, f"NO ANSWER FOR {duration_text(moment.silent_s)}", "bad")
        elif is_back:
            set_text(self.mode, "LOOKING BACK", "mode")
        else:
            late = feed_text(moment)
            set_text(self.mode, late or moment.run.opened.mode.value, "bad" if late else "mode")
        judge = moment.run.opened.detector
        set_text(self.judge, f"DETECTOR {judge}", "notice")
        self.judge.setVisible(bool(judge))
        self.live.setVisible(is_back)
        self.restart.setVisible(moment.is_lost)
        may_go_on = bool(moment.run.opened.recording) and (is_back or moment.is_over)
        self.take_over.setVisible(may_go_on and not moment.is_lost)
        tone = "bad" if not moment.is_current else "mode" if is_back or moment.is_over else ""
        set_tone(self, tone)

    def _show_air(self, moment: Moment, units: UnitSystem) -> None:
        value = partial(moment.value, STATION)
        pressure_pa, rate_pa_s = value("pressure_pa"), value("dpdt_pa_s")
        beside = other_pressure_text(pressure_pa, units)
        self.pressure.set_text(units.pressure_text(pressure_pa), beside)
        self.pressure.speak_of(main_name(moment), air_age_text(moment), of="Pressure")
        self.rate.speak_of(main_name(moment))
        self.rate.set_text(units.rate_text(rate_pa_s), change_text(rate_pa_s, units))
        self._show_loss(moment, units)
        gas_s = [value(f"gas_reserve{end}_s") for end in ("", "_low", "_high")]
        lasts, band = gas_words(*gas_s)
        self.gas.set_text(capitalized(lasts), band, reserve_tone(gas_s[0] / 10))

    def _show_loss(self, moment: Moment, units: UnitSystem) -> None:
        """Leak rate and reserve time of the air space that loses most; the station's as a tool tip."""
        subject, place = subject_of_loss(moment), place_of_loss(moment)
        leak, band = loss_text(moment, subject, units), loss_band_text(moment, subject, units)
        self.leak.set_text(leak, band, leak_tone(moment, subject))
        left, with_rule = reserve_band_text(moment, subject)
        left = with_rule if self.reserve.has_room(with_rule) else left
        self.reserve.set_text(reserve_text(moment, subject), left, left_tone(moment, subject))
        all_leak, all_left = beside_loss(moment, units)
        self.leak.speak_of(place, all_leak)
        self.reserve.speak_of(
            place, "\n".join(filter(None, (reserve_rules_text(moment, subject), all_left)))
        )

    def _show_alarms(self, moment: Moment) -> None:
        active = calling_alarms(moment)
        worst = max((alarm.alarm_class for alarm in active), default=moment.alarm_class())
        is_flood = bool(moment.board.flood)
        detail = counts_text(active, is_flood)
        self.alarms.speak_of("", detail)
        if not self.alarms.has_room(detail):
            detail = short_counts_text(active, is_flood)
        word = CLASS_WORDS[worst].upper() if worst else "None"
        self.alarms.set_text(word, detail or "nothing active", ALARM_TONE[worst])

    def _show_time(self, moment: Moment) -> None:
        pace = moment.pace
        if moment.is_over or not moment.is_live:
            pace = self._past(pace)
        if moment.time_s == moment.time_s:
            self.clock.set_text(*moment.clock.face(moment.time_s))
        self._show_load(pace)
        if moment.time_s != moment.time_s:
            self.speed.set_text("—", f"asked {speed_text(pace.speed_asked)}", "muted")
        elif not pace.is_running:
            self.speed.set_text(
                "Paused" if pace is not moment.pace else "Frozen",
                f"asked {speed_text(pace.speed_asked)}",
                "mode",
            )
        else:
            late = pace.speed_reached < 0.8 * pace.speed_asked and pace.speed_reached > 0
            reached = speed_text(pace.speed_reached)
            self.speed.set_text(
                reached, f"asked {speed_text(pace.speed_asked)}", "notice" if late else ""
            )

    def _show_load(self, pace: Pace) -> None:
        """What a person who doubts the speed asks: how long drawing takes, how fresh the data are, what lags."""
        share = pace.speed_reached / pace.speed_asked if pace.speed_asked > 0.0 else 1.0
        lag = (
            f"{1.0 - share:.0%} slower than asked" if pace.is_running and share < 1.0 else "no lag"
        )
        load = f"A drawing takes {self.frame_ms:.1f} ms; last message {self.silence_s:.1f} s ago"
        self.load = f"{load}; {lag}"
        self.speed.speak_of("", self.load)

    def _past(self, pace: Pace) -> Pace:
        """How the past plays, when that is what is shown."""
        playhead = self._playhead
        return replace(
            pace,
            is_running=playhead.is_playing,
            speed_asked=playhead.speed,
            speed_reached=playhead.speed,
        )


def speed_text(speed: float) -> str:
    """A speed such as ``60×`` or ``0.5×``."""
    return f"{speed:,.0f}×" if speed >= 10 else f"{speed:.2g}×"
