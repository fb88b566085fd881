"""A scenario as a reader chooses it, before it is played."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StartChoice:
    """A starting condition that an exercise can begin from in place of its own. id: its name."""

    id: str
    title: str
    about: str


@dataclass(frozen=True)
class LibraryEntry:
    """What a person sees of a scenario. kind: history, exercise, class (an exercise with a referee) or reference; date:
    ``2024-01-31``; speed: simulated seconds a second that suit it; assumed: what of it is not published.

    difficulty, roles, objectives, needs, conditions: of an exercise; its title gives nothing away.
    """

    id: str
    title: str
    kind: str
    date: str
    duration_s: float
    speed: float
    briefing: str
    assumed: str
    sources: tuple[str, ...]
    difficulty: str = ""
    roles: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    conditions: tuple[StartChoice, ...] = ()

    @property
    def searched(self) -> str:
        """What a search looks through; of an exercise nothing that its title keeps back."""
        name = "" if self.kind == "class" else self.id
        return f"{name} {self.title} {self.briefing} {self.kind} {self.difficulty}".lower()

    @property
    def goals(self) -> str:
        """Objectives, prerequisites and roles, a line each."""
        parts = [f"• {one}" for one in self.objectives]
        parts += [f"Before: {', '.join(self.needs)}"] if self.needs else []
        return "\n".join([*parts, *([f"Roles: {', '.join(self.roles)}"] if self.roles else [])])
