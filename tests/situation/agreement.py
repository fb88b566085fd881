"""What each place in the program says of an instant, as sets of numbers; and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation import air_loss
from iss_viewer.situation.advised import advice_now
from iss_viewer.situation.alarm_cells import value_texts
from iss_viewer.situation.condition import state_of
from iss_viewer.situation.headline import headline
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.outcome import outcome_rows
from iss_viewer.situation.reasons import reasons_now
from iss_viewer.situation.words.modules import label_words, module_lines
from iss_viewer.situation.words.spans import gas_words
from iss_viewer.telemetry.events import PARTIES
from iss_viewer.units import UnitSystem

_LEAST_KG_S = 0.1 / 86400.0  # what other air spaces may add, below any loss that is watched
_RATE = r"([\d.,]+ (?:kg|lb)/day)"
_SPAN = r"((?:over )?\d[\d,]* (?:d|h|min|s|years)(?: \d\d (?:h|min|s))?)"


def _found(pattern: str, text: str) -> set[str]:
    return set(re.findall(pattern, text))


def disagreements(moment: Moment, units: UnitSystem) -> Iterator[str]:
    """What two places say differently of the same air, a line each."""
    said = headline(moment, units).text
    reasons = "\n".join(r for party in PARTIES for r in reasons_now(moment, party, units))
    report = dict(outcome_rows(moment, units))
    subject, place = air_loss.subject_of_loss(moment), air_loss.place_of_loss(moment)
    leak = air_loss.loss_text(moment, subject, units)
    reserve = air_loss.reserve_text(moment, subject)
    told = {
        "headline": _found(rf"(?:losing air|leak rate|suspected in .*|modules): {_RATE}", said),
        "report": _found(rf"^{_RATE}", report[_head("Leak rate", place)]),
        "alarm of the station": _alarmed(moment, STATION, units) if not place else set(),
        "alarm of the module": _alarmed(moment, subject, units),
    }
    if air_loss.is_manned(moment, subject):
        told["reasons"] = _found(rf"Air is lost at {_RATE}", reasons)
    if subject != STATION:
        told["3D"] = _found(rf"Leak {_RATE}", _hover(moment, subject, units))
    yield from _unlike("leak rate", told, {leak} if leak[:1].isdigit() else set())
    left = {
        "headline": _found(rf"; reserve {_SPAN}$", said),
        "report": _found(rf"^{_SPAN}", report[_head("Reserve time", place)].lower()),
    }
    if air_loss.is_manned(moment, subject):
        left["reasons"] = _found(rf"Reserve time {_SPAN}, at", reasons)
    yield from _unlike("reserve time", left, _found(rf"^{_SPAN}", reserve.lower()))
    yield from _exported(moment, subject)
    yield from _gas(moment, reasons, report["Gas reserve"])
    yield from _modules(moment, units)
    yield from _chances(moment, said, subject)


def _alarmed(moment: Moment, subject: str, units: UnitSystem) -> set[str]:
    """What the rows of alarms of a leak say that is lost now."""
    rows = [
        a
        for a in moment.board.active_alarms()
        if a.subject == subject and a.quantity.endswith("_1")
    ]
    return {found for a in rows for found in _found(_RATE, value_texts(a, moment, units)[0])}


def _head(what: str, place: str) -> str:
    return f"{what} · {place}" if place else what


def _unlike(what: str, told: dict[str, set[str]], figure: set[str]) -> Iterator[str]:
    for where, numbers in told.items():
        if numbers and numbers != figure:
            yield f"{what}: {where} says {sorted(numbers)}, the figure {sorted(figure)}"


def _exported(moment: Moment, subject: str) -> Iterator[str]:
    """The column of the station's loss, which tables have, is that of the one air space that loses air."""
    if len(air_loss.losing(moment)) != 1:
        return
    told, column = (moment.value(whose, "leak_rate_kg_s") for whose in (subject, STATION))
    if abs(told - column) > 0.05 * abs(told) + _LEAST_KG_S:
        yield f"export: the station loses {column:.3g} kg/s, the figure says {told:.3g} kg/s"


def _gas(moment: Moment, reasons: str, report: str) -> Iterator[str]:
    figure = gas_words(
        *(moment.value(STATION, f"gas_reserve{end}_s") for end in ("", "_low", "_high"))
    )[0]
    said = _found(r"Gas lasts (.+)", reasons)
    if said and said != {figure}:
        yield f"gas reserve: reasons say {said}, the figure {figure}"
    if not report.startswith(figure):
        yield f"gas reserve: the report says {report}, the figure {figure}"


def _hover(moment: Moment, module: str, units: UnitSystem) -> str:
    shown = moment.station.module(module)
    return "\n".join(module_lines(shown, state_of(moment, module), units))


def _modules(moment: Moment, units: UnitSystem) -> Iterator[str]:
    """Pressure and state of each module: label, hover and page."""
    for module in moment.station.module_ids:
        pressure = units.pressure_text(moment.value(module, "pressure_pa"))
        label = label_words(state_of(moment, module), units)
        if not label.endswith(pressure) or pressure not in _hover(moment, module, units):
            yield f"pressure of {module}: {label}, the page {pressure}"


def _chances(moment: Moment, said: str, subject: str) -> Iterator[str]:
    """How sure the place is: headline, list of places, label; and the advice beside them."""
    sure = re.search(r"([<>]? ?\d+ %) sure it is", said)
    if sure and subject != STATION:
        chance = air_loss.chance_text(moment.value(subject, "leak_probability"))
        if sure[1].strip() != chance:
            yield f"chance of {name_of(moment.station, subject)}: headline {sure[1]}, list {chance}"
    advice = advice_now(moment)
    if advice is None:
        return
    words = moment.words.advice(advice)
    shares = [int(number) for number in re.findall(r"(?<!under )\b(\d+)\u00a0%", words.tells)]
    if sum(shares) > 100:
        yield f"shares of the advice add to {sum(shares)}: {words.tells}"


def jumps(before: Moment, after: Moment) -> Iterator[str]:
    """A pressure of the station that steps by more than 5 mmHg a minute and is not named otherwise."""
    span_s = after.time_s - before.time_s
    step_pa = abs(after.value(STATION, "pressure_pa") - before.value(STATION, "pressure_pa"))
    if (
        step_pa > 700.0
        and span_s <= 60.0
        and air_loss.main_name(before) == air_loss.main_name(after)
    ):
        yield f"station pressure steps by {step_pa:.0f} Pa at {after.time_s:.0f} s, unsaid"
