"""How much an alarm, a verdict or a number stands out: a tone's name, which a palette turns into a colour."""

from __future__ import annotations

from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.belief import BELIEVED_FROM
from iss_viewer.situation.air_loss import is_manned
from iss_viewer.situation.explanations import Candidate
from iss_viewer.situation.losses import is_sure
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.status import AlarmClass, Verdict
from iss_viewer.units import S_PER_DAY

ALARM_TONE = {
    AlarmClass.NONE: "good",
    AlarmClass.ADVISORY: "",
    AlarmClass.CAUTION: "notice",
    AlarmClass.WARNING: "bad",
    AlarmClass.EMERGENCY: "bad",
}


VERDICT_TONE = {
    Verdict.NONE: "good",
    Verdict.WATCH: "notice",
    Verdict.ACT: "bad",
    Verdict.LEAVE: "bad",
}

#: reserve times, s, below which one stands out
_PRESSING = ((6 * 3600.0, "bad"), (30 * S_PER_DAY, "notice"))


def leak_tone(moment: Moment, module: str = STATION) -> str:
    """Red where the loss is told from none, plain where not."""
    alarm = moment.alarm_class(module)
    return ALARM_TONE[alarm] if alarm >= AlarmClass.CAUTION and is_sure(moment, module) else ""


def reserve_tone(reserve_s: float) -> str:
    """How pressing a reserve time is."""
    if reserve_s != reserve_s:
        return "muted"
    return next((tone for limit_s, tone in _PRESSING if reserve_s < limit_s), "")


def left_tone(moment: Moment, subject: str) -> str:
    """How pressing the reserve time of a subject is: where nobody is, it is worth a notice."""
    tone = reserve_tone(moment.value(subject, "reserve_s"))
    return tone if is_manned(moment, subject) or tone in ("", "muted") else "notice"


def probability_tone(one: Candidate) -> str:
    """How an explanation stands out: a leak more likely than not in red, what is none in no colour."""
    if not one.module:
        return "soft"
    return "bad" if one.probability > BELIEVED_FROM else "suspect"
