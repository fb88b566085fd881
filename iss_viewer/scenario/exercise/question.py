"""What a trainee is asked, by an exercise or by the worksheet of a procedure."""

from __future__ import annotations

from pydantic import Field

from iss_viewer.datafile import Strict


class Question(Strict):
    """What the trainee is asked. right: a text, a place, or ``reserve of station`` (by his own readings)."""

    id: str = Field(max_length=60)
    text: str
    right: str
    unit: str = ""
    tolerance: float = Field(default=0.0, ge=0, le=1, description="relative, of a number")
    options: tuple[str, ...] = Field(default=(), description="offered to choose from")
