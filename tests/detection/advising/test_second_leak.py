"""A second leak is searched for where it shows; what was found and has lost its air stays found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from searching import observe

from iss_viewer.detection.advising.second_leak import PartReadings, as_seen
from iss_viewer.detection.locating import Locator
from iss_viewer.detection.locating.location import Location
from iss_viewer.station.topology import parts_of
from iss_viewer.telemetry.events import PriorChoice
from tests.detection.advising.decisions import NORMALLY_SHUT, STATION

PARTS = parts_of(STATION, NORMALLY_SHUT | {"H30"})
DRAGON = frozenset({"DRAGON_FREEDOM"})
OPEN = max(PARTS, key=len)
THIN_PA, FULL_PA = 65000.0, 98000.0


def believed(several: float, **chances: float) -> Location:
    """Leaks of so many modules, about 3000 kg/day."""
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, (), {}, 1e-5)
    modules = np.array([chances.get(name, 0.0) for name in STATION.module_ids])
    leak = float(modules.max())
    return replace(
        locator.location(), modules=modules, alone=modules * (1.0 - several), leak=leak,
        none=1.0 - leak, several=several, rate_low_kg_s=0.03, rate_kg_s=0.035, rate_high_kg_s=0.04,
    )  # fmt: skip


def read(open_kg_s: float | None, dragon_pa: float = FULL_PA, is_one_found: bool = False):
    """Readings in which Dragon loses much, and the open station so much; None: it is not read yet."""
    losses = {DRAGON: 0.02} | ({} if open_kg_s is None else {OPEN: open_kg_s})
    errors = dict.fromkeys(losses, 1e-3)
    pressures = dict.fromkeys(STATION.module_ids, FULL_PA) | {"DRAGON_FREEDOM": dragon_pa}
    return PartReadings(losses, errors, {}, pressures, THIN_PA, is_one_found)


@pytest.mark.parametrize(
    ("open_kg_s", "is_one_found", "stays"),
    [(0.0, False, False), (0.01, False, True), (None, False, True), (None, True, False)],
)
def test_a_second_leak_stays_believed_only_where_it_shows(open_kg_s, is_one_found, stays):
    location = believed(0.98, DRAGON_FREEDOM=0.99, SOYUZ_MS28=0.98)
    seen = as_seen(location, None, PARTS, read(open_kg_s, is_one_found=is_one_found))
    chances = dict(zip(seen.module_ids, seen.modules.tolist(), strict=True))
    assert chances["DRAGON_FREEDOM"] == pytest.approx(0.99, rel=0.1)
    assert (chances["SOYUZ_MS28"] > 0.5) is stays
    assert (seen.several > 0.5) is stays
    assert np.all(seen.alone <= seen.modules + 1e-12)


def test_what_has_lost_its_air_stays_found_until_another_part_is_seen_to_lose_some():
    found = believed(0.0, DRAGON_FREEDOM=0.99)
    doubted = believed(0.0, SM_RO=0.6)
    kept = as_seen(doubted, found, PARTS, read(0.0, dragon_pa=200.0))
    assert kept.found(0.9) == ("DRAGON_FREEDOM",)
    other = as_seen(doubted, found, PARTS, read(0.01, dragon_pa=200.0))
    assert other.ranked()[0][0] == "SM_RO"
