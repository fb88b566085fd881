"""Which air loses most now, and its loss and time left in words: the same for headline, figures, reasons, alarms,
module page and report.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.belief import BELIEVED_FROM
from iss_viewer.situation.losses import HIGH_END, is_sure
from iss_viewer.situation.moment import Moment, chance_text, name_of, once_a_moment
from iss_viewer.situation.words.quantities import pressure_limit_text
from iss_viewer.situation.words.spans import capitalized, span_band_text, span_text
from iss_viewer.station.names import and_more
from iss_viewer.station.topology import usual_parts
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import UnitSystem

_SUSPECT = (ModuleStatus.SUSPECTED, ModuleStatus.LEAKING)


@dataclass(frozen=True)
class LosingAir:
    """An air space that loses air. places: modules in which the leak is found, or suspected; the likeliest first."""

    places: tuple[str, ...]
    is_found: bool
    is_main: bool
    rate_kg_s: float

    @property
    def module(self) -> str:
        """The module that stands for it: its figures are those of the air space."""
        return self.places[0]


@once_a_moment
def main_space(moment: Moment) -> float:
    """The index of the air space that holds most of the station's volume; NaN where none is known."""
    volumes: defaultdict[float, float] = defaultdict(float)
    for module in moment.station.modules:
        space = moment.value(module.id, "air_space")
        if space == space:
            volumes[space] += module.free_volume_m3
    return max(volumes, key=lambda space: volumes[space], default=float("nan"))


def main_name(moment: Moment) -> str:
    """What the main air space is called where it is not the whole of what is usually open: by its largest module."""
    station, main = moment.station, main_space(moment)
    inside = {m for m in station.module_ids if moment.value(m, "air_space") == main}
    if not inside or inside >= usual_parts(station)[0]:
        return ""
    largest = max(inside, key=lambda module: station.module(module).free_volume_m3)
    return and_more(name_of(station, largest), len(inside) - 1)


def is_closed_off(moment: Moment, module: str) -> bool:
    """Whether a module is in another air space than most of the station's volume."""
    space = moment.value(module, "air_space")
    return space == space and space != main_space(moment)


@once_a_moment
def losing(moment: Moment) -> tuple[LosingAir, ...]:
    """The air spaces in which a leak is found or suspected, the one that loses most first."""
    main, places = main_space(moment), defaultdict(list)
    for module in moment.station.module_ids:
        if moment.status(module) in _SUSPECT:
            places[moment.value(module, "air_space")].append(module)
    found = [_losing(moment, modules, space == main) for space, modules in places.items()]
    return tuple(sorted(found, key=lambda one: -one.rate_kg_s))


def _losing(moment: Moment, modules: list[str], is_main: bool) -> LosingAir:
    leaking = [m for m in modules if moment.status(m) is ModuleStatus.LEAKING]
    ranked = sorted(leaking or modules, key=lambda m: -_known(moment.value(m, "leak_probability")))
    rate_kg_s = _known(moment.value(ranked[0], "leak_rate_kg_s"))
    return LosingAir(tuple(ranked), bool(leaking), is_main, rate_kg_s)


def subject_of_loss(moment: Moment) -> str:
    """The module that stands for the air space losing most; STATION where a leak is suspected in no place."""
    spaces = losing(moment)
    return spaces[0].module if spaces else STATION


def source_of(moment: Moment, subject: str) -> str:
    """Whose figures are told of a subject: of STATION those of the one air space that loses air, where it is one,
    so that the same loss has one number; and those of the main air where other air has no gauge in somebody's
    readings: a limit of what nobody measures says nothing.
    """
    if subject != STATION:
        return subject
    spaces = losing(moment)
    if not spaces and has_air_without_gauge(moment):
        return main_module(moment)
    return spaces[0].module if len(spaces) == 1 else STATION


@once_a_moment
def has_air_without_gauge(moment: Moment) -> bool:
    """Whether readings or a feed bring no pressure at all of air that is closed off, though there are gauges aboard."""
    station, table = moment.station, moment.run.table
    kinds = {kind.id for kind in station.sensor_classes if kind.quantity == "pressure"}
    aboard = {sensor.module for sensor in station.sensors if sensor.sensor_class in kinds}
    closed = {m for m in aboard if is_closed_off(moment, m)}
    brought = {m for m in closed if table.get(m, "pressure_pa") is not None}
    spaces, known = ({moment.value(m, "air_space") for m in of} for of in (closed, brought))
    return bool(spaces - known)


def place_of_loss(moment: Moment) -> str:
    """What names the air that the figures of a loss speak of; empty where it is all that loses any."""
    spaces = losing(moment)
    if not spaces and has_air_without_gauge(moment):
        return "main air space"
    if not spaces or (spaces[0].is_main and len(spaces) == 1):
        return ""
    return "main air space" if spaces[0].is_main else name_of(moment.station, spaces[0].module)


def holds_elsewhere(moment: Moment) -> bool:
    """Whether no module of the main air space is watched, suspected or leaking."""
    here = [m for m in moment.station.module_ids if not is_closed_off(moment, m)]
    return all(moment.status(m) not in (ModuleStatus.WATCH, *_SUSPECT) for m in here)


def holds_air(moment: Moment, subject: str = STATION) -> bool:
    """Whether the air of a module, or of the station, was shown to hold: a loss that one would have to watch
    would have been seen.
    """
    return moment.value(subject, HIGH_END) < moment.words.limits.verdict.watch_leak_kg_s


def main_module(moment: Moment) -> str:
    """A module of the air space that holds most of the station's volume; STATION where none is known."""
    inside = (m for m in moment.station.module_ids if not is_closed_off(moment, m))
    return next(inside, STATION)


def is_manned(moment: Moment, subject: str) -> bool:
    """Whether people are in the air space of a module; of STATION always."""
    if subject == STATION:
        return True
    return any(_known(moment.value(m, "crew")) > 0 for m in moment.sharing_air(subject))


def leak_belief(moment: Moment) -> float:
    """How probable it is that air is lost, by what was read before hatches moved too; 0: not known."""
    others = ("no_leak_probability", "sensor_fault_probability", "seal_probability")
    return _known(1.0 - math.fsum(moment.value(STATION, name) for name in others))


def is_suspected(moment: Moment, subject: str) -> bool:
    """Whether a loss of the module's, or for STATION of any module's, air is suspected."""
    if subject == STATION and leak_belief(moment) > BELIEVED_FROM:
        return True
    modules = moment.station.module_ids if subject == STATION else (subject,)
    return any(moment.status(module) in _SUSPECT for module in modules)


def has_loss(moment: Moment, subject: str) -> bool:
    """Whether there is a leak rate of a subject to be told: a loss that is sure, or suspected."""
    whose = source_of(moment, subject)
    is_loss = moment.value(whose, "leak_rate_kg_s") > 0
    return is_loss and (is_sure(moment, whose) or is_suspected(moment, subject))


def loss_text(moment: Moment, subject: str, units: UnitSystem) -> str:
    """The leak rate of a subject as far as it is told from none."""
    rate = moment.value(source_of(moment, subject), "leak_rate_kg_s")
    if rate != rate:
        return "—"
    if has_loss(moment, subject):
        return units.mass_rate_text(rate)
    return "Not known yet" if is_suspected(moment, subject) else "None seen"


def reserve_text(moment: Moment, subject: str, left_s: float | None = None) -> str:
    """The reserve time of a subject; no promise of plenty while a loss is suspected. left_s: to another limit."""
    reserve_s = moment.value(source_of(moment, subject), "reserve_s") if left_s is None else left_s
    if reserve_s <= 0:
        return "Limit passed"
    if reserve_s == float("inf") and is_suspected(moment, subject):
        return "Not known yet"
    return capitalized(span_text(reserve_s))


def linear_reserve_s(moment: Moment, subject: str) -> float:
    """What the crew's rule gives: the pressure above the limit by its rate of fall now; NaN where it does not fall."""
    whose = main_module(moment) if subject == STATION else subject
    above_pa = moment.value(whose, "space_pressure_pa") - moment.words.limits.reserve.limit_pa
    fall_pa_s = -moment.value(whose, "dpdt_pa_s")
    return above_pa / fall_pa_s if above_pa > 0 and fall_pa_s > 0 else float("nan")


def reserve_rules_text(moment: Moment, subject: str) -> str:
    """How the reserve time is reckoned, beside what the crew's rule gives; empty where the pressure does not fall."""
    linear_s = linear_reserve_s(moment, subject)
    if linear_s != linear_s:
        return ""
    limit = pressure_limit_text(moment.words.limits.reserve.limit_pa)
    return (
        f"By what leaks and its law, which slows as the air thins, to {limit}.\n"
        f"By the straight line of the crew's rule: {span_text(linear_s)}"
    )


def reserve_band_text(moment: Moment, subject: str) -> tuple[str, str]:
    """The 90 % band of the reserve time, and the same with what the crew's rule gives."""
    low_s, high_s = (moment.value(subject, f"reserve_{end}_s") for end in ("low", "high"))
    band, linear_s = span_band_text(low_s, high_s), linear_reserve_s(moment, subject)
    is_told = bool(band) and linear_s == linear_s
    return band, f"{band} · linear {span_text(linear_s)}" if is_told else band


def likeliest_text(moment: Moment, count: int = 3) -> str:
    """The likeliest places of the loss with their chances; empty where none stands out."""
    found = [
        (_known(moment.value(module.id, "leak_probability")), module.short_name)
        for module in moment.station.modules
    ]
    ranked = sorted(found, key=lambda pair: -pair[0])[:count]
    said = [f"{name} {chance_text(chance)}" for chance, name in ranked if chance >= 0.02]
    return ", ".join(said)


def loss_band_text(moment: Moment, subject: str, units: UnitSystem) -> str:
    """The 95 % interval of a leak rate; where it holds zero, its upper end alone."""
    whose = source_of(moment, subject)
    low, high = (moment.value(whose, f"leak_rate_{end}_kg_s") for end in ("low", "high"))
    if low != low or high != high:
        return ""
    if is_sure(moment, whose):
        number = units.mass_rate_text(low).split(" ", maxsplit=1)[0]
        return f"95 %: {number} … {units.mass_rate_text(high)}"
    return f"95 %: below {units.mass_rate_text(max(high, 0.0))}"


def beside_loss(moment: Moment, units: UnitSystem) -> tuple[str, str]:
    """What is said beside the loss and the time left of one of several air spaces: those of the others.

    Both are empty where the figures speak of the one main air space.
    """
    spaces, main = losing(moment), main_module(moment)
    if not spaces or not place_of_loss(moment):
        return "", ""
    subject = spaces[0].module
    leak = [
        f"{name_of(moment.station, one.module)}: {loss_text(moment, one.module, units)}"
        for one in spaces[1:]
    ]
    if not any(one.is_main for one in spaces):
        leak.append(f"Main air space: {loss_text(moment, main, units)}")
    left = f"Main air space: {span_text(moment.value(STATION, 'reserve_s'))}"
    if not is_manned(moment, subject):
        left = f"Nobody is in {name_of(moment.station, subject)}. {left}"
    return "\n".join(leak), left


def _known(value: float) -> float:
    return value if value == value else 0.0
