"""A reviewer for tests: remembers what was asked, answers when told to."""

from __future__ import annotations

from dataclasses import dataclass, field

from iss_viewer.situation.results import Outcome


@dataclass
class Ready:
    """A task that ends when told to."""

    result: Outcome | None = None
    is_abandoned: bool = False

    def outcome(self) -> Outcome | None:
        return self.result

    def abandon(self) -> None:
        self.is_abandoned = True


@dataclass
class Messenger:
    """A reviewer that remembers what was asked and answers when told to."""

    asked: list[tuple[object, ...]] = field(default_factory=list)
    tasks: list[Ready] = field(default_factory=list)

    def _send(self, *asked: object) -> Ready:
        self.asked.append(asked)
        self.tasks.append(Ready())
        return self.tasks[-1]

    def truth(self, recording):
        return self._send("truth", recording)

    def comparison(self, first, second):
        return self._send("comparison", first, second)

    def report(self, recording, folder):
        return self._send("report", recording, folder)

    def table(self, recording, file, from_s, to_s, sheet=None):
        return self._send("table", recording, file, from_s, to_s)

    def picture(self, recording, wanted):
        return self._send("picture", recording, wanted)

    def recovery(self):
        return self._send("recovery")

    def scores(self):
        return self._send("scores")
