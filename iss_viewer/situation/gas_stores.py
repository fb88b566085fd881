"""Stored gas at an instant: how much is left in each tank, and until which day it makes up for the present loss."""

from __future__ import annotations

import math
from dataclasses import dataclass

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.words.quantities import kilograms_text
from iss_viewer.situation.words.spans import gas_words
from iss_viewer.station.machines import Tank
from iss_viewer.units import S_PER_DAY, figure

_CALENDAR_S = 3 * 365.25 * S_PER_DAY  # no day beyond this is told


@dataclass(frozen=True)
class GasStore:
    """A tank, or all of them (tank None). lasts_s: for how long it makes up for the loss alone: median, and the
    ends of its 90 % band; NaN where not known, infinite where nothing is spent.
    """

    tank: Tank | None
    name: str
    gas: str
    content_kg: float
    full_kg: float
    lasts_s: tuple[float, float, float]

    @property
    def share_1(self) -> float:
        """How full it is, against what it held by the station file."""
        return min(self.content_kg / self.full_kg, 1.0) if self.full_kg > 0 else math.nan


def gas_stores(moment: Moment) -> tuple[GasStore, ...]:
    """All tanks of gas together, then each, the fullest first; empty where there is none aboard.

    The time of a tank is its share of that of all: what the loss is believed to be is the same for each.
    """
    tanks = [tank for tank in moment.station.tanks if tank.gas != "water"]
    if not tanks:
        return ()
    left = {tank.id: moment.value(tank.id, "content_kg") for tank in tanks}
    whole_kg = math.fsum(left.values())
    ends = tuple(moment.value(STATION, f"gas_reserve{end}_s") for end in ("", "_low", "_high"))
    stores = [_store(tank, left[tank.id], whole_kg, ends) for tank in tanks]
    stores.sort(key=lambda one: -one.content_kg if one.content_kg == one.content_kg else 0.0)
    full_kg = math.fsum(one.full_kg for one in stores)
    whole = GasStore(None, "All tanks", "", whole_kg, full_kg, (ends[0], ends[1], ends[2]))
    return (whole, *stores)


def _store(tank: Tank, left_kg: float, whole_kg: float, ends: tuple[float, ...]) -> GasStore:
    share = left_kg / whole_kg if whole_kg > 0 else math.nan
    low, median, high = (_scaled(ends[place], share) for place in (1, 0, 2))
    return GasStore(
        tank, tank.name, tank.gas, left_kg, max(tank.content_kg, left_kg), (median, low, high)
    )


def _scaled(span_s: float, share: float) -> float:
    """A share of a time; of a time without end it is without end, unless the share is none."""
    if span_s == math.inf:
        return 0.0 if share == 0.0 else span_s
    return span_s * share


def content_text(store: GasStore) -> str:
    """How much is left of what it held, and of which gas."""
    left = kilograms_text(store.content_kg) or "not told"
    gas = f" · {store.gas}" if store.gas else ""
    return f"{left} of {kilograms_text(store.full_kg)}{gas}"


def last_day_text(moment: Moment, store: GasStore) -> tuple[str, str]:
    """Until which day a store lasts, and the band of it; how long, where that is within two days."""
    median_s, low_s, high_s = store.lasts_s
    if store.content_kg <= 0.0:
        return "empty", ""
    lasts, band = gas_words(median_s, low_s, high_s)
    if store.tank is not None and high_s == math.inf:
        return lasts, ""  # why, is said of all together
    if not low_s < _CALENDAR_S or high_s == math.inf or not median_s < _CALENDAR_S:
        return lasts, band
    if median_s < 2 * S_PER_DAY or not moment.clock.has_calendar:
        return f"{lasts} left", band
    last = f"{_day(moment, low_s)} … {_day(moment, high_s)}" if high_s < _CALENDAR_S else band
    return f"until {_day(moment, median_s)}", last


def _day(moment: Moment, ahead_s: float) -> str:
    day = moment.run.utc(moment.time_s + ahead_s)
    this_year = day.year == moment.run.utc(moment.time_s).year
    return f"{day.day} {day:%b}" if this_year else f"{day.day} {day:%b %Y}"


@dataclass(frozen=True)
class Maker:
    """A machine that makes oxygen aboard: where, whether it is on, and how much it makes now; NaN: not told."""

    name: str
    place: str
    is_on: bool | None
    flow_kg_s: float


def oxygen_makers(moment: Moment) -> tuple[Maker, ...]:
    """All machines that make oxygen, in the order of the station."""
    return tuple(
        Maker(
            machine.name,
            name_of(moment.station, machine.module),
            _is_on(moment.value(machine.id, "is_on")),
            moment.value(machine.id, "flow_kg_s"),
        )
        for machine in moment.station.equipment
        if machine.kind == "oxygen_generation"
    )


def _is_on(told: float) -> bool | None:
    return None if told != told else told > 0.5


def made_text(maker: Maker) -> str:
    """What a machine makes."""
    if maker.is_on is False:
        return "off"
    if maker.flow_kg_s != maker.flow_kg_s:
        return "not told"
    return f"{figure(maker.flow_kg_s * S_PER_DAY)} kg/day"
