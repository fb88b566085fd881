"""The one word for each status of a module, class of an alarm and verdict."""

from __future__ import annotations

from collections.abc import Mapping

from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.telemetry.status import AlarmClass, ModuleStatus, Verdict

STATUS_WORDS: Mapping[ModuleStatus, str] = {
    ModuleStatus.NOMINAL: "Nominal",
    ModuleStatus.NO_DATA: "No data",
    ModuleStatus.ISOLATED: "Isolated",
    ModuleStatus.WATCH: "Watch",
    ModuleStatus.SUSPECTED: "Suspected",
    ModuleStatus.LEAKING: "Leaking",
    ModuleStatus.VACUUM: "Vacuum",
}

CLASS_WORDS: Mapping[AlarmClass, str] = {
    AlarmClass.NONE: "None",
    AlarmClass.ADVISORY: "Advisory",
    AlarmClass.CAUTION: "Caution",
    AlarmClass.WARNING: "Warning",
    AlarmClass.EMERGENCY: "Emergency",
}

CONDITION_WORDS: Mapping[ModuleCondition, str] = {
    ModuleCondition[kind.name]: word
    for kind, word in (*STATUS_WORDS.items(), *CLASS_WORDS.items())
    if kind.name in ModuleCondition.__members__
} | {ModuleCondition.PLANNED: "Closed by plan"}

VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.NONE: "No threat",
    Verdict.WATCH: "Monitor",
    Verdict.ACT: "Action required",
    Verdict.LEAVE: "Evacuate",
}
