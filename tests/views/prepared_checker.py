"""A checker of texts for tests."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.views.messenger import Ready


@dataclass
class PreparedChecker:
    """A checker that remembers what was asked and answers when told to."""

    checks: list[str] = field(default_factory=list)
    previews: list[str] = field(default_factory=list)
    tasks: list[Ready] = field(default_factory=list)
    is_closed: bool = False

    def _begin(self) -> Ready:
        self.tasks.append(Ready())
        return self.tasks[-1]

    def check(self, text: str, path: str) -> Ready:
        self.checks.append(text)
        return self._begin()

    def preview(self, text: str, path: str, seed: int) -> Ready:
        self.previews.append(text)
        return self._begin()

    def close(self) -> None:
        self.is_closed = True
