"""How much an alarm, a verdict or a number stands out: a tone's name, which a palette turns into a colour."""

from __future__ import annotations

from iss_viewer.detection.status import AlarmClass, Verdict

ALARM_TONE = {
    AlarmClass.NONE: "good",
    AlarmClass.ADVISORY: "info",
    AlarmClass.CAUTION: "notice",
    AlarmClass.WARNING: "warn",
    AlarmClass.EMERGENCY: "bad",
}


VERDICT_TONE = {
    Verdict.NONE: "good",
    Verdict.WATCH: "notice",
    Verdict.ACT: "warn",
    Verdict.LEAVE: "bad",
}
