"""The top of the window: which kind of run this is, the sentence, the verdicts, the key figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from textwrap import wrap

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.status import AlarmClass, Verdict
from iss_viewer.link.link import Pace
from iss_viewer.situation.air_loss import (
    gas_words,
    is_manned,
    loss_band_text,
    loss_text,
    reserve_text,
    span_band_text,
    span_text,
    subject_of_loss,
)
from iss_viewer.situation.board import PARTIES
from iss_viewer.situation.emphasis import ALARM_TONE, VERDICT_TONE
from iss_viewer.situation.headline import Headline, headline
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.playhead import Playhead
from iss_viewer.units import S_PER_DAY, UNIT_SYSTEMS, UnitSystem, clock_text, figure, from_si
from iss_viewer.views.shared.widgets import button, column, frame, heading, label, row, say
from iss_viewer.views.shared.window_context import Desk
from iss_viewer.views.style import icons
from iss_viewer.views.style.status_style import ALARM_STYLES, VERDICT_STYLES
from iss_viewer.views.style.theme import set_role, set_tone

_STARTING = "The station is being loaded: the first readings come in a moment"
_NO_REASON = "No reason for concern is known."
_NARROW = 1450  # pixels, below which words and figures are smaller


class Figure(QFrame):
    """A heading, a big value, and a small line under it."""

    def __init__(self, title: str, tip: str) -> None:
        super().__init__()
        self._name, self._tip = title, tip
        self.title = heading(title)
        self.value, self.detail = label("—", "figure"), label("", "muted")
        self.setLayout(column(self.title, self.value, self.detail, spacing=0))
        self.setToolTip(tip)
        for part in (self.title, self.value, self.detail):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def tell(self, value: str, detail: str = "", tone: str = "") -> None:
        """Set the value, the line under it and the tone."""
        say(self.value, value, tone)
        say(self.detail, detail)

    def speak_of(self, place: str, more: str = "") -> None:
        """Name the place that the figure speaks of, and add a line to the tool tip."""
        say(self.title, f"{self._name.upper()} · {place}" if place else self._name.upper())
        self.setToolTip("\n".join(part for part in (self._tip, more) if part))


class VerdictChip(QToolButton):
    """How a party stands: a click lists the reasons."""

    def __init__(self, party: str, desk: Desk) -> None:
        super().__init__()
        self._party, self._desk = party, desk
        self._shown: tuple[object, ...] = ()
        self.setText(f"{party.capitalize()}: not known yet")
        set_role(self, "verdict")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._list_reasons)

    def show_moment(self, moment: Moment) -> None:
        """Show how the party stands now."""
        verdict = moment.verdict(self._party)
        reasons = moment.board.reasons.get(self._party, ()) or (_NO_REASON,)
        wanted = (verdict, reasons, self._desk.palette.name)
        if wanted == self._shown:
            return
        self._shown = wanted
        said = "no threat" if verdict is Verdict.NONE else verdict.name.lower()
        self.setText(f"{self._party.capitalize()}: {said}")
        because = "\n".join(f"• {reason}" for reason in reasons)
        self.setToolTip(f"Threat to {self._party}: {said}\n{because}")
        self.setIcon(icons.symbol(VERDICT_STYLES[verdict], self._desk.palette.theme))
        set_tone(self, VERDICT_TONE[verdict])

    def _list_reasons(self) -> None:
        menu, moment = self.menu(), self._desk.moment
        menu.clear()
        reasons = moment.board.reasons.get(self._party, ()) if moment else ()
        for reason in reasons or (_NO_REASON,):
            menu.addAction("\n".join(wrap(reason, 64)).replace("&", "&&"))


class Top(QFrame):
    """Banner, sentence, verdicts and figures, over the whole width."""

    live_asked = Signal()
    restart_asked = Signal()
    take_over_asked = Signal()

    def __init__(self, desk: Desk, playhead: Playhead) -> None:
        super().__init__()
        self._desk, self._playhead = desk, playhead
        self._said = Headline(_STARTING, "muted")
        self.frame_ms = 0.0  # how long a drawing takes, told in a tool tip
        self._build_layout()

    def _build_layout(self) -> None:
        set_role(self, "panel")
        self.mode = label("STARTING", "badge", "info")
        self.sentence = label(_STARTING, "headline", "muted")
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.notice = label("", "muted")
        self.live = button("Back to live", self.live_asked.emit, "warn", "Home")
        self.restart = button(
            "Go on",
            self.restart_asked.emit,
            "bad",
            tip="Go on from the last sample, alarms as they stood",
        )
        self.chips = [VerdictChip(party, self._desk) for party in PARTIES]
        self.take_over = button(
            "Take over here", self.take_over_asked.emit, tip="Go on live from this instant"
        )
        self.take_over.hide()
        self.live.hide()
        self.restart.hide()
        self.notice.hide()
        first = row(
            self.mode,
            self.sentence,
            self.notice,
            self.take_over,
            self.live,
            self.restart,
            *self.chips,
        )
        first.setStretch(1, 1)
        self.setLayout(column(first, frame("line"), self._figures(), spacing=6, margin=9))

    def _figures(self) -> QVBoxLayout | QWidget:
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
        line = row(spacing=14)
        for shown, share in zip(self.all, (10, 11, 12, 12, 10, 11, 11, 7), strict=True):
            line.addWidget(shown, share)
        return line

    def show_moment(self, moment: Moment) -> None:
        """Show an instant."""
        said = headline(moment, self._desk.units)
        self._said = Headline(f"Last known: {said.text}", "muted") if moment.is_lost else said
        self._tell_sentence()
        for chip in self.chips:
            chip.show_moment(moment)
        self._show_mode(moment)
        self._show_air(moment, self._desk.units)
        self._show_alarms(moment)
        self._show_time(moment)
        if moment.is_lost:
            self._fade(moment)

    def show_no_session(self) -> None:
        """Say that what was asked for did not start; why stands where the station would be."""
        say(self.mode, "NOT STARTED", "bad")
        self._said = Headline("The session did not start: see why below", "bad")
        self._tell_sentence()

    def _fade(self, moment: Moment) -> None:
        """Mark the last data as what they are."""
        for shown in self.all:
            set_tone(shown.value, "muted")
        say(self.speed.value, "Stale", "bad")
        say(self.speed.detail, f"last data {clock_text(moment.run.history.end_s)}")

    def _tell_sentence(self) -> None:
        """The sentence as far as it fits; all of it as a tool tip."""
        said, wide = self._said, max(self.sentence.width(), 200)
        metrics = self.sentence.fontMetrics()
        say(
            self.sentence,
            metrics.elidedText(said.text, Qt.TextElideMode.ElideRight, wide),
            said.tone,
        )
        self.sentence.setToolTip(said.text)

    def resizeEvent(self, event) -> None:
        """Write smaller where there is little room."""
        is_narrow = self.width() < _NARROW
        set_role(self.sentence, "headline-small" if is_narrow else "headline")
        for shown in self.all:
            set_role(shown.value, "figure-small" if is_narrow else "figure")
        self._tell_sentence()
        super().resizeEvent(event)

    def _show_mode(self, moment: Moment) -> None:
        is_back = not (moment.is_live or moment.is_replay)
        if moment.is_lost:
            say(self.mode, "SESSION LOST", "bad")
        elif is_back:
            say(self.mode, "LOOKING BACK", "warn")
        else:
            say(self.mode, moment.run.opened.mode.value, "warn" if moment.is_replay else "info")
        self.live.setVisible(is_back)
        self.restart.setVisible(moment.is_lost)
        may_go_on = bool(moment.run.opened.recording) and (is_back or moment.is_replay)
        self.take_over.setVisible(may_go_on and not moment.is_lost)
        tone = "bad" if moment.is_lost else "warn" if is_back or moment.is_replay else ""
        set_tone(self, tone)

    def _show_air(self, moment: Moment, units: UnitSystem) -> None:
        value = partial(moment.value, STATION)
        self.pressure.tell(
            units.pressure_text(value("pressure_pa")), _other_pressure(moment, units)
        )
        self.rate.tell(units.rate_text(value("dpdt_pa_s")), _per_day(value("dpdt_pa_s"), units))
        self._show_loss(moment, units)
        gas_s = [value(f"gas_reserve{end}_s") for end in ("", "_low", "_high")]
        self.gas.tell(*gas_words(*gas_s), reserve_tone(gas_s[0] / 10))

    def _show_loss(self, moment: Moment, units: UnitSystem) -> None:
        """Leak rate and reserve time of the air space that loses most; the station's as a tool tip."""
        subject = subject_of_loss(moment)
        is_station = subject == STATION
        place = "" if is_station else name_of(moment.station, subject)
        leak, band = loss_text(moment, subject, units), loss_band_text(moment, subject, units)
        self.leak.tell(leak, band, leak_tone(moment, subject))
        low, high = (moment.value(subject, f"reserve_{end}_s") for end in ("low", "high"))
        self.reserve.tell(
            reserve_text(moment, subject), span_band_text(low, high), left_tone(moment, subject)
        )
        all_leak, all_left = loss_text(moment, STATION, units), moment.value(STATION, "reserve_s")
        self.leak.speak_of(place, "" if is_station else f"Main air space: {all_leak}")
        left = f"Main air space: {span_text(all_left)}"
        if not is_manned(moment, subject):
            left = f"Nobody is in {place}. {left}"
        self.reserve.speak_of(place, "" if is_station else left)

    def _show_alarms(self, moment: Moment) -> None:
        active = moment.board.active_alarms()
        worst = max((alarm.alarm_class for alarm in active), default=moment.alarm_class())
        counts = Counter(alarm.alarm_class for alarm in active)
        detail = " · ".join(
            f"{counts[kind]} {kind.name.lower()}"
            for kind in sorted(AlarmClass, reverse=True)
            if counts[kind]
        )
        word = ALARM_STYLES[worst].word.upper() if worst else "None"
        if moment.board.flood:
            detail = f"FLOOD · {len(active)} active"
        self.alarms.speak_of("", detail)
        if self.width() < _NARROW and len(counts) > 2:
            detail = f"{counts[worst]} of {len(active)} active"
        self.alarms.tell(word, detail or "nothing active", ALARM_TONE[worst])

    def _show_time(self, moment: Moment) -> None:
        pace = moment.pace
        if moment.is_replay or not moment.is_live:
            pace = self._past(pace)
        if moment.time_s == moment.time_s:
            utc = moment.run.utc(moment.time_s)
            date = f"{utc:%d %b %Y} · {clock_text(moment.time_s)}"
            self.clock.tell(f"{utc:%H:%M:%S} UTC", date)
        if moment.time_s != moment.time_s:
            self.speed.tell("—", f"asked {speed_text(pace.speed_asked)}", "muted")
        elif not pace.is_running:
            self.speed.tell(
                "Held" if pace is not moment.pace else "Frozen",
                f"asked {speed_text(pace.speed_asked)}",
                "warn",
            )
        else:
            late = pace.speed_reached < 0.8 * pace.speed_asked and pace.speed_reached > 0
            reached = speed_text(pace.speed_reached)
            self.speed.tell(
                reached, f"asked {speed_text(pace.speed_asked)}", "warn" if late else ""
            )

    def _past(self, pace: Pace) -> Pace:
        """How the past plays, when that is what is shown."""
        playhead = self._playhead
        return replace(
            pace,
            is_running=playhead.is_playing,
            speed_asked=playhead.speed,
            speed_reached=playhead.speed,
        )

    def tell(self, text: str, tone: str = "muted") -> None:
        """Show a short notice beside the sentence; an empty text hides it."""
        say(self.notice, text, tone)
        self.notice.setVisible(bool(text))


def _other_pressure(moment: Moment, units: UnitSystem) -> str:
    """The same in a second unit, for readers of the other agency."""
    other = UNIT_SYSTEMS[1] if units.pressure != "kPa" else UNIT_SYSTEMS[0]
    return other.pressure_text(moment.value(STATION, "pressure_pa"))


def _per_day(rate_pa_s: float, units: UnitSystem) -> str:
    if rate_pa_s != rate_pa_s:
        return ""
    is_fast = abs(rate_pa_s) * 3600.0 > 1000.0
    span_s, span = (60.0, "minute") if is_fast else (S_PER_DAY, "day")
    change = figure(from_si(rate_pa_s * span_s, units.pressure, "pressure"))
    return f"{change} {units.pressure} a {span}"


def leak_tone(moment: Moment, module: str = STATION) -> str:
    """Red where the loss is told from none, plain where not."""
    low = moment.value(module, "leak_rate_low_kg_s")
    alarm = moment.alarm_class(module)
    return ALARM_TONE[alarm] if alarm >= AlarmClass.CAUTION and low > 0 else ""


def reserve_tone(reserve_s: float) -> str:
    """How pressing a reserve time is."""
    if reserve_s != reserve_s:
        return "muted"
    for limit_s, tone in ((6 * 3600.0, "bad"), (3 * S_PER_DAY, "warn"), (30 * S_PER_DAY, "notice")):
        if reserve_s < limit_s:
            return tone
    return ""


def left_tone(moment: Moment, subject: str) -> str:
    """How pressing the reserve time of a subject is: where nobody is, it is worth a notice."""
    tone = reserve_tone(moment.value(subject, "reserve_s"))
    return tone if is_manned(moment, subject) or tone in ("", "muted") else "notice"


def speed_text(speed: float) -> str:
    """A speed such as ``60×`` or ``0.5×``."""
    return f"{speed:,.0f}×" if speed >= 10 else f"{speed:.2g}×"
