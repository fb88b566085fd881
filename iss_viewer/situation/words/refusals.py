"""Why something was not done, in a sentence."""

from __future__ import annotations

from iss_viewer.telemetry.events.refused import Hindrance, Obstacle
from iss_viewer.units import PA_PER_MMHG

_ALWAYS = {
    Hindrance.HOLE_BOUNDS: "a hole is between 0 and 500 mm wide, its discharge up to 1",
    Hindrance.LOOP_HOLE_BOUNDS: "a hole in a loop is up to 100 mm wide, its discharge up to 1",
    Hindrance.FRACTION_BOUNDS: "a fraction is from 0 to 1",
    Hindrance.FAULT_SIZE: "the size of a fault is a finite number",
    Hindrance.NO_GAUGE: "this station has no manovacuumeter",
    Hindrance.REAL_STATION: "These are readings of a real station: nothing can be done here.",
    Hindrance.RECORDED: "This is a recording. Take over from here to act on the station.",
    Hindrance.NOBODY_ABOARD: "nobody is aboard who could do it",
    Hindrance.COSTS_ARE_OFF: "actions happen at once here: nothing is under way",
    Hindrance.NO_EXERCISE: "no exercise is played here",
    Hindrance.NO_WAY_BACK: "only a recorded run can be gone back in",
    Hindrance.NO_NAME_TO_TICK: "a step that is ticked by hand needs a name",
    Hindrance.NO_REASON_TO_SHELVE: "shelving needs a reason",
    Hindrance.NO_SPAN_TO_SHELVE: "shelving needs a duration",
    Hindrance.NO_REASON_TO_TAKE_OUT: "taking an alarm out of service needs a reason",
    Hindrance.NO_SPAN_TO_TAKE_OUT: "an alarm is out of service for a while, or until it is put back",
}


def refusal_words(obstacle: Obstacle) -> str:
    """What stands in the way."""
    name, what, place = obstacle.name, obstacle.what, obstacle.place
    match obstacle.hindrance:
        case Hindrance.UNKNOWN:
            return f"no {what} is named '{name}'"
        case Hindrance.UNKNOWN_PERSON:
            return f"nobody aboard is named '{name}'"
        case Hindrance.NO_VALVE:
            return f"hatch {name} has no equalisation valve"
        case Hindrance.LEAK_EXISTS:
            return f"there is a leak '{name}' already"
        case Hindrance.FEEDS_NO_GAS:
            return f"{name} feeds no gas"
        case Hindrance.FEED_BOUNDS:
            return f"{name} feeds from 0 to {(obstacle.most or 0.0) * 1e3:.4g} g/s"
        case Hindrance.TOO_LITTLE_AIR:
            return f"nobody can live in {place}: it has too little air"
        case Hindrance.INCAPACITATED:
            return f"{name} can do nothing any more"
        case Hindrance.NO_WAY:
            return f"{name} cannot get to {place}: a hatch is closed"
        case Hindrance.HELD_SHUT:
            held, pulled = ((value or 0.0) / 1e3 for value in (obstacle.amount, obstacle.most))
            return f"the air holds {name} shut with {held:.3g} kN, arms pull {pulled:.3g} kN"
        case Hindrance.NOBODY_NEAR:
            return f"nobody who could do it can get to {name}"
        case Hindrance.FAULT_KIND:
            return f"a sensor cannot have a '{name}'"
        case Hindrance.GAUGE_IN_USE:
            return f"the manovacuumeter is being read in {place}"
        case Hindrance.GAUGE_OUT_OF_REACH:
            return f"nobody can get to {place} or to the next room: hatches are closed"
        case Hindrance.NOT_DONE_HERE:
            return f"nothing here can do a {name}"
        case Hindrance.TOO_FEW:
            needed, there = int(obstacle.amount or 0), int(obstacle.most or 0)
            return f"it needs {needed} people, {there} can get to {place}"
        case Hindrance.TOOL_OUT_OF_REACH:
            return f"the {name} lies in {place}, where nobody can get it"
        case Hindrance.TOOL_IN_USE:
            return f"the {name} is in use"
        case Hindrance.AIR_AGAINST:
            stand = (obstacle.amount or 0.0) / PA_PER_MMHG
            return f"{stand:.2g} mmHg stand against {name} and do not equalise"
        case Hindrance.AIR_TOO_THIN:
            has, least = ((v or 0.0) / PA_PER_MMHG for v in (obstacle.amount, obstacle.most))
            return f"{place} has {has:.0f} mmHg, people work there from {least:.0f} mmHg"
        case Hindrance.ORDER_IS_OVER:
            return f"order {name} is not under way"
        case Hindrance.DOES_NOT_MOVE:
            return f"{name} does not move" + (f": {obstacle.told}" if obstacle.told else "")
        case Hindrance.OPTION_VALUE:
            return f"no option '{what}' takes '{name}'"
        case Hindrance.TOLD:
            return obstacle.told
        case always:
            return _ALWAYS[always]
