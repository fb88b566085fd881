"""Which air space loses most now, and its loss and time left in words: for headline and figures."""

from __future__ import annotations

import math
from collections import defaultdict

from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.belief import BELIEVED_FROM
from iss_viewer.situation.losses import HIGH_END, LOW_END, is_sure
from iss_viewer.situation.moment import Moment, chance_text, name_of
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import S_PER_DAY, UnitSystem, duration_text

_SUSPECT = (ModuleStatus.SUSPECTED, ModuleStatus.LEAKING)
_LONG_S = 3 * 365.25 * S_PER_DAY


def main_space(moment: Moment) -> float:
    """The index of the air space that holds most of the station's volume; NaN where none is known."""
    volumes: defaultdict[float, float] = defaultdict(float)
    for module in moment.station.modules:
        space = moment.value(module.id, "air_space")
        if space == space:
            volumes[space] += module.free_volume_m3
    return max(volumes, key=lambda space: volumes[space], default=float("nan"))


def is_closed_off(moment: Moment, module: str) -> bool:
    """Whether a module is in another air space than most of the station's volume."""
    space = moment.value(module, "air_space")
    return space == space and space != main_space(moment)


def subject_of_loss(moment: Moment) -> str:
    """The module that stands for the air space losing most; STATION for the main one.

    A space of its own is named only where it is suspected and loses more than the main one is
    known to lose.
    """
    closed = [
        module
        for module in moment.station.module_ids
        if moment.status(module) in _SUSPECT and is_closed_off(moment, module)
    ]
    if not closed:
        return STATION
    worst = max(closed, key=lambda module: _known(moment.value(module, "leak_rate_kg_s")))
    sure_of_main = _known(moment.value(STATION, LOW_END))
    return worst if _known(moment.value(worst, "leak_rate_kg_s")) > sure_of_main else STATION


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
    space = moment.value(subject, "air_space")
    return any(
        _known(moment.value(m, "crew")) > 0 and moment.value(m, "air_space") == space
        for m in moment.station.module_ids
    )


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


def loss_text(moment: Moment, subject: str, units: UnitSystem) -> str:
    """The leak rate of a subject as far as it is told from none."""
    rate = moment.value(subject, "leak_rate_kg_s")
    if rate != rate:
        return "—"
    doubtful = is_suspected(moment, subject)
    if rate > 0 and (is_sure(moment, subject) or doubtful):
        return units.mass_rate_text(rate)
    return "Not known yet" if doubtful else "None seen"


def reserve_text(moment: Moment, subject: str) -> str:
    """The reserve time of a subject; no promise of plenty while a loss is suspected."""
    reserve_s = moment.value(subject, "reserve_s")
    if reserve_s <= 0:
        return "Limit passed"
    if reserve_s == float("inf") and is_suspected(moment, subject):
        return "Not known yet"
    return span_text(reserve_s)


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
    low, high = (moment.value(subject, f"leak_rate_{end}_kg_s") for end in ("low", "high"))
    if low != low or high != high:
        return ""
    if is_sure(moment, subject):
        number = units.mass_rate_text(low).split(" ", maxsplit=1)[0]
        return f"95 %: {number} … {units.mass_rate_text(high)}"
    return f"95 %: below {units.mass_rate_text(max(high, 0.0))}"


def beside_main_space(moment: Moment, subject: str, units: UnitSystem) -> tuple[str, str]:
    """What is said beside the loss and the time left of a closed-off space: those of the main one.

    Both are empty where the subject is the main one.
    """
    if subject == STATION:
        return "", ""
    left = f"Main air space: {span_text(moment.value(STATION, 'reserve_s'))}"
    if not is_manned(moment, subject):
        left = f"Nobody is in {name_of(moment.station, subject)}. {left}"
    return f"Main air space: {loss_text(moment, STATION, units)}", left


def span_text(seconds: float) -> str:
    """A time left: in words where there is no end to it, in years where it is long."""
    if seconds == float("inf"):
        return "No limit"
    if seconds >= _LONG_S:
        return f"{seconds / (365.25 * S_PER_DAY):,.0f} years"
    return duration_text(seconds)


def span_band_text(low_s: float, high_s: float) -> str:
    """The band of a time left; where it has no upper end, its lower end alone."""
    if low_s != low_s:
        return ""
    if high_s <= 0:
        return ""
    if high_s == float("inf"):
        return "" if low_s == high_s else f"at least {span_text(low_s)}"
    return f"{span_text(low_s)} … {span_text(high_s)}"


def gas_words(median_s: float, low_s: float, high_s: float) -> tuple[str, str]:
    """How long stored gas lasts, and its band; a loss that may be none gives no median to read."""
    if median_s != median_s:
        return "—", ""
    if low_s == float("inf"):
        return "No limit", "no gas is spent now"
    if high_s == float("inf"):
        return f"Over {_rounded(low_s)}", "no loss is told from none"
    return _rounded(median_s), f"{_rounded(low_s)} … {_rounded(high_s)}"


def _rounded(seconds: float) -> str:
    """A long time in two figures: more would only flicker."""
    days = seconds / S_PER_DAY
    if days < 10.0 or seconds >= _LONG_S:
        return span_text(seconds)
    step = 10.0 ** (math.floor(math.log10(days)) - 1)
    return f"{round(days / step) * step:,.0f} d"


def _known(value: float) -> float:
    return value if value == value else 0.0
