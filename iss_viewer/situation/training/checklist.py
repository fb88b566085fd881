"""The checklist of a procedure at an instant: what is done and how that is known, which step it is at, what may come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from iss_viewer.link.cover import CoverProcedure, CoverStep
from iss_viewer.telemetry.commands import Act
from iss_viewer.telemetry.events import StepTicked
from iss_viewer.units import clock_text, duration_text


class StepStanding(Enum):
    """How far a step is."""

    DONE = "done"
    SKIPPED = "skipped"
    CURRENT = "current"
    TO_DO = "to do"


@dataclass(frozen=True, slots=True)
class StepChoice:
    """A way on that a person chooses: the words of the branch, and the step that it leads to ("": the end)."""

    text: str
    go: str


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """A step as it is shown. sub: how it is known to be done, or what it waits for; at: when it was done."""

    step: str
    number: int
    text: str
    who: str
    standing: StepStanding
    sub: str = ""
    at: str = ""
    caution: str = ""
    sheet: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class ChecklistNow:
    """A checklist at an instant.

    choices: the ways on from the current step that a person may take. orders: what carries it out, as one button.
    """

    procedure: str
    title: str
    version: str
    summary: str
    lines: tuple[ChecklistLine, ...]
    choices: tuple[StepChoice, ...] = ()
    orders: tuple[Act, ...] = ()
    may_tick: bool = False
    hold_pa: float | None = None

    @property
    def current(self) -> ChecklistLine | None:
        """The step it is at; none: it is over."""
        return next((x for x in self.lines if x.standing is StepStanding.CURRENT), None)


@dataclass(frozen=True, slots=True)
class _Course:
    """What the ticks came to: the last tick of each step, the step it is at and since when."""

    ticked: dict[str, StepTicked]
    at: str
    since_s: float


def checklist_now(
    procedure: CoverProcedure,
    ticks: Sequence[StepTicked],
    now_s: float,
    text: Callable[[float], str] = clock_text,
) -> ChecklistNow:
    """The checklist after some ticks. now_s: seconds of the run. text: what writes an instant."""
    course = _course(procedure, ticks)
    lines = tuple(
        _line(step, number, course, now_s, text) for number, step in enumerate(procedure.steps, 1)
    )
    here = procedure.step(course.at) if course.at else None
    return ChecklistNow(
        procedure.id, procedure.title, procedure.version, _summary(lines), lines,
        () if here is None else tuple(StepChoice(b.text, b.go) for b in here.branches),
        () if here is None else here.orders,
        here is not None and not here.branches,
        None if here is None else here.hold_pa,
    )  # fmt: skip


def _course(procedure: CoverProcedure, ticks: Sequence[StepTicked]) -> _Course:
    known = {step.id: step for step in procedure.steps}
    ticked: dict[str, StepTicked] = {}
    at, since_s = procedure.steps[0].id, 0.0
    for tick in ticks:
        if tick.procedure != procedure.id or tick.step not in known:
            continue
        ticked[tick.step] = tick
        onward = _onward(known[tick.step], tick)
        if onward is not None:
            at, since_s = (onward if onward in known else ""), tick.time_s
    return _Course(ticked, at, since_s)


def _onward(step: CoverStep, tick: StepTicked) -> str | None:
    """The step that follows a tick ("": the end); None: it stays here until somebody chooses."""
    if step.branches:
        chosen = next((b.go for b in step.branches if b.go == tick.go), None)
        only_end = [b for b in step.branches if not b.go]
        return chosen if tick.go or (only_end and tick.by) else None
    return None if step.repeats else step.next


def _line(
    step: CoverStep, number: int, course: _Course, now_s: float, text: Callable[[float], str]
) -> ChecklistLine:
    tick, is_current = course.ticked.get(step.id), step.id == course.at
    standing = StepStanding.CURRENT if is_current else _standing(tick)
    late = is_current and step.within_s is not None and now_s - course.since_s > step.within_s
    sub = _pending(step, course, now_s) if is_current else _evidence(step, tick)
    at = "" if tick is None else text(tick.time_s)
    return ChecklistLine(
        step.id,
        number,
        step.text,
        step.who,
        standing,
        sub,
        at,
        step.caution,
        step.sheet,
        bool(late),
    )


def _standing(tick: StepTicked | None) -> StepStanding:
    if tick is None:
        return StepStanding.TO_DO
    return StepStanding.SKIPPED if tick.reason else StepStanding.DONE


def _evidence(step: CoverStep, tick: StepTicked | None) -> str:
    """How a step is known to be done."""
    if tick is None:
        return ""
    if tick.reason:
        return f"skipped by {tick.by}: {tick.reason}"
    chosen = next((b.text for b in step.branches if tick.go and b.go == tick.go), "")
    seen = f"by hand, {tick.by}" if tick.by else f"evidence: {step.ticks_when or 'its condition'}"
    return f"{chosen} ({seen})" if chosen else seen


def _pending(step: CoverStep, course: _Course, now_s: float) -> str:
    """What the current step waits for, and how long it may take."""
    if step.id in course.ticked and not step.repeats and step.branches:
        return "done: choose how it goes on"
    parts = []
    if step.ticks_when:
        parts.append(f"ticks when: {step.ticks_when}")
    if step.within_s is not None:
        taken = max(now_s - course.since_s, 0.0)
        parts.append(f"{duration_text(taken)} of {duration_text(step.within_s)}")
    return " · ".join(parts)


def _summary(lines: Sequence[ChecklistLine]) -> str:
    """``5 done, 1 skipped, 3 to go``."""
    count = {kind: sum(x.standing is kind for x in lines) for kind in StepStanding}
    to_go = count[StepStanding.TO_DO] + count[StepStanding.CURRENT]
    skipped = f", {count[StepStanding.SKIPPED]} skipped" if count[StepStanding.SKIPPED] else ""
    return f"{count[StepStanding.DONE]} done{skipped}, {to_go} to go"


def hold_words(hold_pa: float | None, fall_pa_s: float) -> str:
    """How long a hatch that is tried is held: until the drop across it is so much at the rate of fall."""
    if hold_pa is None:
        return ""
    if not fall_pa_s < 0.0:
        return "Hold a hatch at most half the time in which 1 mmHg is lost."
    return f"Hold a hatch at most half the time of 1 mmHg: {duration_text(hold_pa / -fall_pa_s)}"
