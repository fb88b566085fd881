"""Advice in plain words: what to do, what it will tell, and why this and not another."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from iss_viewer.detection.locating.advice import SearchOrder
from iss_viewer.detection.locating.location import Location
from iss_viewer.detection.locating.plan import Layout, Prospect
from iss_viewer.station import Station
from iss_viewer.station.topology import Part
from iss_viewer.units import duration_text, figure

Words = tuple[str, str, str]


def watch_words() -> Words:
    """When there is nothing to search for. No numbers: the list beside it has them as they are now."""
    return (
        "Keep watching",
        "Nothing has to be closed.",
        "That air is lost is less probable than that all is well, or how much is not known yet.",
    )


def leave_words(reserve_s: float) -> Words:
    """When the reserve time does not allow a search."""
    return (
        "Go to the vehicles",
        "Shut the hatches of the vehicles behind you; what is left is time to leave.",
        f"The reserve time is {duration_text(reserve_s)}: too short to search.",
    )


def air_words(station: Station, part: Collection[str], hatches: Sequence[str]) -> Words:
    """When people who are shut in have used up their air."""
    names = _names(station, [m for m in station.module_ids if m in part])
    one = "hatch" if len(hatches) == 1 else "hatches"
    return (
        f"Open {one} {_hatches(station, hatches)}",
        f"Equalise first. It gives those in {names} more air; what was read there still counts.",
        f"The oxygen that was shut in with the people in {names} has lasted its time.",
    )


def isolate_words(
    station: Station,
    location: Location,
    found: Sequence[str],
    shut: Sequence[str],
    opened: Sequence[str],
) -> Words:
    """When the leak was found."""
    names = _names(station, found)
    chance = min(location.modules[location.module_ids.index(m)] for m in found)
    if shut:
        title, steps = f"Isolate {names}", [f"close {_hatches(station, shut)}"]
    else:
        title, steps = f"Keep {names} closed; look for the hole there", ["keep its hatches shut"]
    if opened:
        steps.append(f"open {_hatches(station, opened)} again")
    return (
        title,
        f"To do: {' and '.join(steps)}. Then look for the hole there.",
        f"The leak is in {names} with {_percent(chance)}.",
    )


def wait_words(
    station: Station, location: Location, parts: Collection[Part], wait_s: float
) -> Words:
    """When the closed hatches only need time."""
    likeliest, chance = location.ranked()[0]
    return (
        f"Wait about {duration_text(wait_s)}",
        f"It tells which of the {len(parts)} parts loses air; the verdict may come sooner.",
        f"Every further closure would cost more time than it saves. "
        f"{_short(station, likeliest)} leads with {_percent(chance)}.",
    )


def close_words(
    station: Station,
    location: Location,
    layout: Layout,
    prospect: Prospect,
    wait: Prospect,
    order: SearchOrder,
    moves: bool,
    parties: int = 1,
    machines_in: Sequence[str] = (),
) -> Words:
    """When hatches are to be closed. machines_in: modules whose life support is switched on."""
    count = len(layout.hatches)
    one = "hatch" if count == 1 else "hatches"
    named = f"Close {one} {_hatches(station, layout.hatches)}"
    what = named if count <= 3 else f"Close {count} hatches"
    tells = f"It tells which of {len(layout.parts)} parts leaks: {_shares(station, location, layout.parts)}."
    if machines_in:
        tells += f" Life support in {_names(station, machines_in)} is switched on: people are shut in there."
    if order is SearchOrder.CLASSIC:
        return what, tells, "Next in the crew's order: own vehicle, segment, module."
    reason = _pace_words(prospect.pace, wait.pace)
    if parties > 1 and count > 1:
        reason += f" {parties} parties close them at the same time."
    if moves:
        reason += " Those who would be cut off from their vehicle move first."
    if count > 3:
        reason += f" The hatches: {_hatches(station, layout.hatches)}."
    return what, tells, reason


def _shares(station: Station, location: Location, parts: Collection[Part]) -> str:
    """The probabilities of parts, if anything leaks; so they add up to one where one leak is believed."""
    whole = max(location.leak, 1e-9)
    chance = {
        module: min(told / whole, 1.0)
        for module, told in zip(location.module_ids, location.modules.tolist(), strict=True)
    }
    ranked = sorted(parts, key=lambda part: -sum(chance[m] for m in sorted(part)))[:3]
    shares: list[str] = []
    for part in ranked:
        share = sum(chance[m] for m in sorted(part))
        if shares and share < 0.005:
            continue
        names = [_short(station, m) for m in station.module_ids if m in part]
        label = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
        shares.append(f"{label} {_percent(share)}")
    return ", ".join(shares)


def _pace_words(pace: float, idle: float) -> str:
    """How much sooner the closures tell it than waiting does; both in nats a second."""
    if idle * 3600.0 < 1e-3:
        return "Waiting alone would tell nothing."
    ratio = pace / idle
    if ratio < 1.5:
        return "It tells a little more an hour than waiting."
    return f"It tells about {figure(round(ratio))} times as much an hour as waiting."


def _names(station: Station, modules: Sequence[str]) -> str:
    return " and ".join(_short(station, m) for m in modules)


def _short(station: Station, module: str) -> str:
    return station.module(module).short_name


def _hatches(station: Station, hatches: Sequence[str]) -> str:
    return ", ".join(station.hatch_words(hatch) for hatch in hatches)


def _percent(chance: float) -> str:
    if chance > 0.99:
        return "over 99\u00a0%"
    return f"{chance:.0%}".replace("%", "\u00a0%") if chance >= 0.01 else "under 1\u00a0%"
