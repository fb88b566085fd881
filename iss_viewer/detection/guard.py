"""A judgement that fails by a fault of the program is announced, and leaves all others to be judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from iss_viewer.telemetry.events import Judged, JudgementFailed

T = TypeVar("T")


class Guard:
    """Lets judgements fail one by one: each fault is announced once, and anew after it had gone."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, str], str] = {}  # subject, judgement -> what is wrong

    def judged(
        self,
        time_s: float,
        subject: str,
        judgement: Judged,
        judge: Callable[[], T],
        events: list[JudgementFailed],
    ) -> T | None:
        """What `judge` gives; None where it fails, which goes to `events` as far as it is new."""
        key = subject, judgement.value
        try:
            result = judge()
        except Exception as error:  # noqa: BLE001  the other judgements are wanted whatever it was
            fault = f"{type(error).__name__}: {error}"
            if self._faults.get(key) != fault:
                self._faults[key] = fault
                events.append(JudgementFailed(time_s, subject, judgement, fault))
            return None
        self._faults.pop(key, None)
        return result

    def state(self) -> list[Any]:
        """All there is to keep."""
        return [[*key, fault] for key, fault in self._faults.items()]

    def restore(self, state: list[Any]) -> None:
        """Go on from `state`."""
        self._faults = {(subject, judgement): fault for subject, judgement, fault in state}
