"""Advice in plain words: what to do, what it will tell, and why this and not another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iss_viewer.situation.words.actions import gauge_name, order_words
from iss_viewer.situation.words.numbers import chance_words, whole_shares
from iss_viewer.situation.words.plan import plan_lines
from iss_viewer.station import Station
from iss_viewer.telemetry.events import MOST_NAMED, Advice, AdviceKind, Grounds, SearchOrder
from iss_viewer.units import duration_text, figure

_LIKELY = 0.05  # of the probability of a part, from which its gauge is worth a reading


@dataclass(frozen=True)
class AdviceWords:
    """What to do; what it tells; why; the whole plan, line by line; and every deed that carrying it out orders."""

    title: str
    tells: str
    reason: str
    plan: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()


def advice_words(station: Station, advice: Advice) -> AdviceWords:
    """The words of an advice."""
    deeds = tuple(order_words(station, action) for action in advice.actions)
    if advice.grounds.told is not None:
        return AdviceWords(*advice.grounds.told, deeds=deeds)
    return replace(_short_words(station, advice), plan=plan_lines(station, advice), deeds=deeds)


def _short_words(station: Station, advice: Advice) -> AdviceWords:
    match advice.kind:
        case AdviceKind.WATCH:
            return _watch()
        case AdviceKind.LEAVE:
            return _leave(advice.grounds)
        case AdviceKind.AIR:
            return _air(station, advice.grounds)
        case AdviceKind.GAUGE:
            return _gauge(station, advice.grounds)
        case AdviceKind.ISOLATE:
            return _isolate(station, advice.grounds)
        case AdviceKind.WAIT:
            return _wait(station, advice)
        case AdviceKind.CLOSE:
            return _close(station, advice)
        case AdviceKind.OPEN:
            return _open(station, advice.grounds)
        case AdviceKind.HOLD:
            return _hold(station, advice.grounds)
        case AdviceKind.RETREAT:
            return _retreat(station, advice.grounds)


def _watch() -> AdviceWords:
    """When there is nothing to search for. No numbers: the list beside it has them as they are now."""
    return AdviceWords(
        "Continue monitoring: no leak indicated",
        "Nothing has to be closed.",
        "A leak is less probable than none, or its rate is not known yet.",
    )


def _leave(grounds: Grounds) -> AdviceWords:
    """When the reserve time does not allow a search."""
    reserve_s = float("nan") if grounds.reserve_s is None else grounds.reserve_s
    return AdviceWords(
        "Go into the ships that hold, and shut them",
        "Absorber and oxygen on, count everybody, watch the ship's own gauge; undock only on the ground's word.",
        f"The reserve time is {duration_text(reserve_s)}: no closure that would tell more is safe.",
    )


def _open(station: Station, grounds: Grounds) -> AdviceWords:
    """When the leak is shut off and the rest may be open again."""
    one = "hatch" if len(grounds.opened) == 1 else "hatches"
    if not grounds.modules:
        return AdviceWords(
            f"Open {one} {_hatches(station, grounds.opened)} again",
            "Equalise first.",
            "Nothing has been believed to leak for a while, and these were shut for the search. Ways home come first.",
        )
    names = _names(station, grounds.modules)
    return AdviceWords(
        f"Open {one} {_hatches(station, grounds.opened)} again",
        f"Equalise first. Keep {names} closed; search for the leak site once it can be entered.",
        f"The leak is in {names} with {chance_words(grounds.probability_1 or 0.0)}, and shut off. Ways home come first.",
    )


def _hold(station: Station, grounds: Grounds) -> AdviceWords:
    """When nobody is with the leak and no closure is safe or tells more."""
    likely = [share for share in grounds.shares if share.probability_1 >= _LIKELY]
    if len(likely) > 1:
        shares = _shares(station, replace(grounds, shares=tuple(likely)))
        tells = f"Their gauges tell: which of them falls ({shares})."
    else:
        tells = "No reading tells more: it is one air. Look from outside, or go in once it can be entered."
    return AdviceWords(
        f"Hold: the leak is shut off in {_some(station, grounds.modules)}",
        tells,
        f"Nobody is with the leak, and no further closure is safe or tells more. Keep {_names(station, grounds.modules)} closed.",
    )


def _retreat(station: Station, grounds: Grounds) -> AdviceWords:
    """When people have to get away from where the leak may be."""
    one, them = ("hatch", "it") if len(grounds.shut) == 1 else ("hatches", "them")
    return AdviceWords(
        f"Go behind {one} {_hatches(station, grounds.shut)} and shut {them}",
        "It takes people away from every place where the leak may be.",
        "No closure that would tell more is safe any more.",
    )


def _air(station: Station, grounds: Grounds) -> AdviceWords:
    """When people who are shut in have used up their air."""
    names = _names(station, grounds.modules)
    one = "hatch" if len(grounds.opened) == 1 else "hatches"
    return AdviceWords(
        f"Open {one} {_hatches(station, grounds.opened)}",
        f"Equalise first. It gives those in {names} more air; what was read there still counts.",
        f"The oxygen that was shut in with the people in {names} has lasted its time.",
    )


def _gauge(station: Station, grounds: Grounds) -> AdviceWords:
    """When no barometer tells anything."""
    gauge, names = gauge_name(station), _names(station, grounds.modules)
    return AdviceWords(
        f"Read the {gauge} in {names}",
        f"One reading tells the pressure in {names}, two some time apart whether air is lost there.",
        f"No valid pressure comes from {names}: a leak would not be seen.",
    )


def _isolate(station: Station, grounds: Grounds) -> AdviceWords:
    """When the leak was found."""
    names = _names(station, grounds.modules)
    if grounds.shut:
        title, steps = f"Isolate {names}", [f"close {_hatches(station, grounds.shut)}"]
    else:
        title, steps = f"Keep {names} closed; search for the leak site", ["keep its hatches shut"]
    if grounds.opened:
        steps.append(f"open {_hatches(station, grounds.opened)} again")
    return AdviceWords(
        title,
        f"To do: {' and '.join(steps)}. Then search for the leak site.",
        f"The leak is in {names} with {chance_words(grounds.probability_1 or 0.0)}.",
    )


def _wait(station: Station, advice: Advice) -> AdviceWords:
    """When the closed hatches only need time."""
    grounds = advice.grounds
    return AdviceWords(
        f"Wait about {duration_text(advice.wait_s)}",
        f"Isolates the leak to one of {advice.parts} volumes; the result may come sooner.",
        f"Every further closure would cost more time than it saves. "
        f"{_names(station, grounds.modules)} leads with {chance_words(grounds.probability_1 or 0.0)}.",
    )


def _close(station: Station, advice: Advice) -> AdviceWords:
    """When hatches are to be closed."""
    grounds = advice.grounds
    count, hatches = len(grounds.shut), _hatches(station, grounds.shut)
    one = "hatch" if count == 1 else "hatches"
    title = f"Close {one} {hatches}" if count <= MOST_NAMED else f"Close {count} hatches"
    tells = f"Isolates the leak to one of {advice.parts} volumes: {_shares(station, grounds)}."
    if grounds.machines_in:
        names = _names(station, grounds.machines_in)
        tells += f" Life support in {names} is switched on: people are shut in there."
    if advice.order is SearchOrder.CLASSIC:
        return AdviceWords(title, tells, "Next in the crew's order: own vehicle, segment, module.")
    reason = _pace_words(grounds.pace_nats_s, grounds.idle_nats_s)
    if grounds.parties > 1 and count > 1:
        reason += f" {grounds.parties} parties close them at the same time."
    if grounds.has_moves:
        reason += " Those who would be cut off from their vehicle move first."
    if count > MOST_NAMED:
        reason += f" The hatches: {hatches}."
    return AdviceWords(title, tells, reason)


def _shares(station: Station, grounds: Grounds) -> str:
    """The likeliest parts with their probabilities."""
    shares, told = [], whole_shares([share.probability_1 for share in grounds.shares])
    for share, chance in zip(grounds.shares, told, strict=True):
        first, others = share.modules[0], len(share.modules) - 1
        label = _short(station, first) + (f" and {others} more" if others else "")
        shares.append(f"{label} {chance_words(chance)}")
    return ", ".join(shares)


def _pace_words(pace: float, idle: float) -> str:
    """How much sooner the closures tell it than waiting does; both in nats a second."""
    if idle * 3600.0 < 1e-3:
        return "Waiting alone would tell nothing."
    ratio = pace / idle
    if ratio < 1.5:
        return "It tells a little more an hour than waiting."
    return f"It tells about {figure(round(ratio))} times as much an hour as waiting."


def _some(station: Station, modules: Sequence[str]) -> str:
    """The first of several modules, and how many more there are."""
    named, more = modules[:MOST_NAMED], len(modules) - MOST_NAMED
    return _names(station, named) + (f" and {more} more" if more > 0 else "")


def _names(station: Station, modules: Sequence[str]) -> str:
    return " and ".join(_short(station, module) for module in modules)


def _short(station: Station, module: str) -> str:
    return station.module(module).short_name


def _hatches(station: Station, hatches: Sequence[str]) -> str:
    return ", ".join(station.hatch_words(hatch) for hatch in hatches)
