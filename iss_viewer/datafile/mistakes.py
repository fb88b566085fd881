"""What is wrong with a file, said so that a person can mend it at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

#: longer names are like none, and would take minutes to compare
_LONGEST_NAME = 100
Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Complaint:
    """A fault at a place in a document: ``("leaks", 0, "module")`` and what is allowed there."""

    location: Location
    message: str


@dataclass(frozen=True)
class Mistake:
    """A fault with file and line, as shown to a person."""

    path: Path
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        return (
            f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"
        )


class FileMistakes(ValueError):
    """All mistakes of one or more files; the commands print them and exit with code 2."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


def nearest(name: str, known: Iterable[str]) -> str:
    """``"; did you mean 'SM_PRK'?"`` for the nearest known name, else all of them if few."""
    names = sorted(set(known))
    if len(name) > _LONGEST_NAME:
        return ""
    folded = {candidate.casefold(): candidate for candidate in names}
    close = get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    if close:
        return f"; did you mean '{folded[close[0]]}'?"
    return f"; known: {', '.join(names)}" if names and len(names) <= 40 else ""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """The message for a name that nothing has."""
    return f"no {what} is named '{name}'{nearest(name, known)}"
