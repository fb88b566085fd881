"""A module at an instant: gauges, judgement, hatches, people, alarms, and where its numbers come from."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from iss_viewer.situation.air_loss import loss_band_text, loss_text, reserve_text
from iss_viewer.situation.alarm_cells import alarm_text, plain_text
from iss_viewer.situation.condition import state_of
from iss_viewer.situation.emphasis import ALARM_TONE, leak_tone, left_tone
from iss_viewer.situation.feed_now import aged
from iss_viewer.situation.in_module import age_text, gauge_text, people_text, plant_lines
from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.moment import Moment, chance_text, module_of
from iss_viewer.situation.words.modules import module_facts
from iss_viewer.situation.words.quantities import quantity_text
from iss_viewer.situation.words.spans import span_band_text
from iss_viewer.situation.words.status import CLASS_WORDS
from iss_viewer.station import Module
from iss_viewer.station.actions import PatchModule, ReadGauge
from iss_viewer.telemetry.events import Alarm
from iss_viewer.units import UnitSystem
from iss_viewer.views.alarms.alarm_commands import UNSEEN, acknowledge
from iss_viewer.views.module.hatch_rows import HatchRow
from iss_viewer.views.shared.hatch_commands import carry_out
from iss_viewer.views.shared.widgets import button, clear, column, heading, label, row, set_text
from iss_viewer.views.shared.window_context import WindowContext

#: what the gauges of a module show: title, column, kind of quantity
_GAUGES = (
    ("Temperature", "temperature_k"),
    ("ppO₂", "oxygen_pa"),
    ("ppCO₂", "carbon_dioxide_pa"),
    ("ppH₂O", "water_pa"),
    ("Hand gauge", "manovacuumeter_pa"),
)


class ModuleNow(QWidget):
    """Filled for one module at a time."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._module: Module | None = None
        self._alarms_shown: tuple[str, ...] = ()
        self._build_layout()

    def _build_layout(self) -> None:
        self.pressure = label("—", "figure")
        self.rate = label("", "muted")
        self.age = label("", "badge", "notice")
        self.age.hide()
        self.gauges = QGridLayout()
        self.gauges.setVerticalSpacing(3)
        self.gauges.setColumnStretch(1, 1)
        self.values: dict[str, QLabel] = {}
        self.hatches = QVBoxLayout()
        self.hatches.setSpacing(4)
        self.people, self.alarms = label("", wraps=True), QVBoxLayout()
        self.alarms.setSpacing(2)
        self.plant, self.plant_head = label("", wraps=True), heading("Machines and stores")
        self.patch = button(
            "Patch what leaks here", self._patch, tip="The crew seals what leaks in this module"
        )
        self.read = button("Read hand gauge", self._read, tip="Takes minutes; whole mmHg")
        self.facts = label("", "muted", wraps=True)
        self.hatch_head, self.people_head = heading("Hatches"), heading("People in it")
        self.alarm_head = heading("Alarms")
        self.acknowledge = button("Acknowledge these", self._acknowledge)
        top = row(self.pressure, self.rate, None, self.age)
        layout = column(
            top, self.gauges, 4, self.hatch_head, self.hatches, 4, self.people_head, self.people,
            4, self.alarm_head, self.alarms, self.acknowledge, 4, self.patch, self.read, 4,
            self.plant_head, self.plant, 4,
            heading("What it is"), self.facts, None, spacing=5,
        )  # fmt: skip
        layout.setContentsMargins(0, 2, 12, 0)
        self.setLayout(layout)

    def open_module(self, module: Module) -> None:
        """Turn to a module."""
        self._module = module
        self._alarms_shown = ("none yet",)
        self._build_gauges(module)
        clear(self.hatches)
        self.rows = []
        assert self._context.run is not None
        for hatch in self._context.run.station.hatches_of(module.id):
            line = HatchRow(self._context, hatch, module.id)
            self.rows.append(line)
            self.hatches.addWidget(line)
        self.hatch_head.setVisible(bool(self.rows))
        self.facts.setText(module_facts(module))

    def _build_gauges(self, module: Module) -> None:
        clear(self.gauges)
        assert self._context.run is not None
        table = self._context.run.table
        known = [(title, q) for title, q in _GAUGES if table.get(module.id, q) is not None]
        judged = (("Leak rate", "leak"), ("Reserve time", "reserve"), ("Leak is here", "chance"))
        self.values = {}
        for line, (title, quantity) in enumerate((*judged, *known)):
            value = self.values[quantity] = label("—", wraps=True)
            self.gauges.addWidget(label(title, "muted"), line, 0)
            self.gauges.addWidget(value, line, 1)

    def show_moment(self, moment: Moment) -> None:
        """Show the module at an instant."""
        module = self._module
        if module is None or module.id not in moment.station.module_ids:
            return
        units, value = self._context.units, partial(moment.value, module.id)
        pressure = value("pressure_pa")
        state = state_of(moment, module.id)
        is_silent = state.is_old or state.condition is ModuleCondition.NO_DATA
        set_text(
            self.pressure,
            units.pressure_text(pressure),
            "muted" if is_silent else "",
        )
        set_text(self.rate, units.rate_text(value("dpdt_pa_s")))
        age = age_text(moment, module.id)
        set_text(self.age, age)
        self.age.setVisible(bool(age))
        self._show_judgement(moment, units)
        for quantity, shown in self.values.items():
            if quantity == "manovacuumeter_pa":
                set_text(shown, gauge_text(moment, module.id, units))
            elif quantity.endswith(("_pa", "_k")):
                text = quantity_text(value(quantity), quantity, units)
                set_text(shown, aged(text, moment, module.id, quantity))
        for line in self.rows:
            line.show_moment(moment)
        self._show_people(moment)
        self._show_alarms(moment)
        lines = plant_lines(moment, module.id, units)
        set_text(self.plant, "\n".join(lines))
        self.plant.setVisible(bool(lines))
        self.plant_head.setVisible(bool(lines))
        self.patch.setEnabled(moment.can_act)
        self.read.setEnabled(moment.can_act)

    def _show_judgement(self, moment: Moment, units: UnitSystem) -> None:
        assert self._module is not None
        value = partial(moment.value, self._module.id)
        rate, band = (
            loss_text(moment, self._module.id, units),
            loss_band_text(moment, self._module.id, units),
        )
        set_text(
            self.values["leak"], "\n".join((rate, band)).strip(), leak_tone(moment, self._module.id)
        )
        low, high = (value(f"reserve_{end}_s") for end in ("low", "high"))
        between = span_band_text(low, high)
        words = (reserve_text(moment, self._module.id), between)
        tone = left_tone(moment, self._module.id)
        set_text(self.values["reserve"], "\n".join(words).strip(), tone)
        chance = value("leak_probability")
        set_text(self.values["chance"], chance_text(chance))

    def _show_people(self, moment: Moment) -> None:
        assert self._module is not None
        set_text(self.people, people_text(moment, self._module.id))

    def _show_alarms(self, moment: Moment) -> None:
        assert self._module is not None
        found = self._alarms_here(moment)
        self.acknowledge.setVisible(any(alarm.state in UNSEEN for alarm in found))
        self.acknowledge.setEnabled(moment.can_act)
        wanted = tuple(f"{a.id}{a.state}" for a in found)
        if wanted == self._alarms_shown:
            return
        self._alarms_shown = wanted
        clear(self.alarms)
        for alarm in found:
            what = plain_text(alarm_text(alarm, moment))
            text = f"{CLASS_WORDS[alarm.alarm_class]}: {what}"
            self.alarms.addWidget(label(text, tone=ALARM_TONE[alarm.alarm_class], wraps=True))
            guidance = moment.words.guidance(alarm)
            if guidance:
                self.alarms.addWidget(label(guidance, "muted", wraps=True))
        if not found:
            self.alarms.addWidget(label("none", "muted"))

    def _alarms_here(self, moment: Moment) -> list[Alarm]:
        assert self._module is not None
        return [
            alarm
            for alarm in moment.board.active_alarms()
            if module_of(moment.station, alarm.subject) == self._module.id
        ]

    def _acknowledge(self) -> None:
        if self._module is not None and self._context.moment is not None:
            acknowledge(self._context, self._alarms_here(self._context.moment))

    def _patch(self) -> None:
        if self._module is not None:
            carry_out(self._context, self, (PatchModule(self._module.id),))

    def _read(self) -> None:
        if self._module is not None:
            self._context.act(ReadGauge(self._module.id))
