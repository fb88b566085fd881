"""What sort of thing an event is, in one word: how lists, marks and reports sort events."""

from __future__ import annotations

from iss_viewer.telemetry.events import (
    ActionDone,
    ActionRefusedInScript,
    AdviceGiven,
    AlarmAssigned,
    AlarmChanged,
    AnswerGiven,
    CommandRefused,
    CostsSet,
    Event,
    ExerciseEnded,
    FallTimed,
    FeedChanged,
    FilterRestarted,
    FloodChanged,
    GaugeRead,
    JudgementFailed,
    LeakCheckEnded,
    LimitEdited,
    LocationEstimated,
    MessageCame,
    NoteWritten,
    OptionSet,
    OrderChanged,
    QuestionAsked,
    Remark,
    RepairEnded,
    ResponseStarted,
    RunAgain,
    RunFrozen,
    SearchEnded,
    StepReached,
    StepTicked,
    VerdictGiven,
    is_hatch_move,
    is_truth,
)

_TOPICS: dict[type, str] = {
    AlarmChanged: "alarm",
    AlarmAssigned: "alarm",
    FloodChanged: "flood",
    VerdictGiven: "verdict",
    AdviceGiven: "advice",
    LocationEstimated: "location",
    FilterRestarted: "detector",
    JudgementFailed: "detector",
    LimitEdited: "limit",
    OptionSet: "option",
    NoteWritten: "note",
    ActionRefusedInScript: "note",
    StepReached: "step",
    GaugeRead: "gauge",
    FeedChanged: "feed",
    ActionDone: "command",
    CommandRefused: "command",
    ResponseStarted: "command",
    OrderChanged: "order",
    CostsSet: "option",
    SearchEnded: "order",
    RepairEnded: "order",
    LeakCheckEnded: "order",
    FallTimed: "gauge",
    MessageCame: "message",
    QuestionAsked: "question",
    AnswerGiven: "question",
    StepTicked: "step",
    RunFrozen: "freeze",
    ExerciseEnded: "freeze",
    RunAgain: "freeze",
}


def topic_of(event: Event) -> str:
    """``alarm``, ``hatch``, ``command``, ``note``, ``truth`` ..."""
    if isinstance(event, Remark):
        return event.topic
    if is_truth(event):
        return "truth"
    return "hatch" if is_hatch_move(event) else _TOPICS[type(event)]
